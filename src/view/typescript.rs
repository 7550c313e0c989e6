//! The shell's types are written from the engine's, so that they exist once.
//!
//! `UPDATE_GOLDEN=1 cargo test` rewrites `www/engine/types.d.ts`; without it a difference fails.

use super::*;
use crate::ingest::exports::Field;
use crate::options::Options;
use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};
use ts_rs::{Config, TS, TypeVisitor};

struct Declarations {
    config: Config,
    seen: HashSet<TypeId>,
    by_name: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        T::visit_dependencies(self);
        // Types written as plain strings or generic wrappers have no declaration of their own.
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            let text = format!("{docs}export {}", T::decl(&self.config));
            self.by_name.insert(T::ident(&self.config), text);
        }
    }
}

#[test]
fn the_types_of_the_shell_are_in_step() {
    let mut all = Declarations {
        config: Config::default().with_large_int("number"),
        seen: HashSet::new(),
        by_name: BTreeMap::new(),
    };
    all.visit::<View>();
    all.visit::<tables::Query>();
    all.visit::<tables::OpenTable>();
    all.visit::<tables::Row>();
    all.visit::<cards::Wanted>();
    all.visit::<CreditDetail>();
    all.visit::<TransactionDetail>();
    all.visit::<what_if::WhatIfAsk>();
    all.visit::<what_if::WhatIfCard>();
    all.visit::<crate::engine::handouts::HandoutAsk>();
    all.visit::<crate::handout::Handout>();
    all.visit::<crate::ingest::FlavourKind>();
    all.visit::<Options>();
    // Named only inside types that are written by hand.
    all.visit::<crate::problem::Arg>();
    all.visit::<crate::calendar::Unit>();
    let body: Vec<String> = all.by_name.into_values().collect();
    is_in_step("www/engine/types.d.ts", &body.join("\n\n"));
}

#[test]
fn the_fields_that_people_choose_from_are_in_step() {
    // What rows are called is told from their words, never chosen.
    let chosen = Field::ALL.iter().filter(|field| **field != Field::RowLabels);
    let lines: Vec<String> = chosen.map(|field| format!("  \"{}\",", field.key())).collect();
    let body = format!("export const FIELDS = [\n{}\n];", lines.join("\n"));
    is_in_step("www/ui/fields.js", &body);
}

fn is_in_step(file: &str, body: &str) {
    let head = "// Written by `UPDATE_GOLDEN=1 cargo test typescript` from the Rust types; do not edit.\n\n";
    let expected = format!("{head}{body}\n");
    let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "{file} is out of step: UPDATE_GOLDEN=1 cargo test typescript");
}
