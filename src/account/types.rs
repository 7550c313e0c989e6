//! What transactions are called: one spelling for each type, and what the user said of words that no lexicon has.
//!
//! In: the type as pasted. Out: the type that is shown, filtered by and read; what was pasted is kept beside it
//! where it differs.

use super::attribution::Part;
use super::words::plain;
use crate::options::Options;
use crate::problem::{Arg, Message};
use crate::text::{Name, Names, NumberMap};
use std::collections::BTreeMap;

const UNKNOWN: &str = "account.transaction.unknownType";

/// As the platform's own filter writes it.
const AD_CREDIT: &str = "Ad Credit";

/// What was said of types of one table, by their plain words.
pub struct Said(BTreeMap<String, String>);

impl Said {
    /// Of this import, else of its headers.
    pub fn of(part: &Part<'_>, options: &Options) -> Said {
        let of_headers = options.mappings.get(&part.table.fingerprint);
        let of_import = options.imports.get(part.import).map(|import| &import.mapping);
        let said = of_headers.into_iter().chain(of_import).flat_map(|m| &m.transaction_types);
        Said(said.map(|(word, means)| (plain(word), means.clone())).collect())
    }

    /// An empty text: none of the platform's.
    pub fn of_type(&self, pasted: &str) -> Option<&str> {
        if self.0.is_empty() {
            return None;
        }
        self.0.get(&plain(pasted)).map(String::as_str)
    }
}

/// What is said of rows of a type that no lexicon has.
pub fn unknown(word: &str, rows: u64) -> Message {
    Message::new(UNKNOWN).with("type", word).with("count", rows)
}

/// The type that it is said of.
pub fn unknown_word(message: &Message) -> Option<&str> {
    match message.arg("type").filter(|_| message.key == UNKNOWN)? {
        Arg::Name(word) => Some(word),
        _ => None,
    }
}

/// What each type is to be written as that is not so already. Those that differ in case or blanks alone are one: as
/// the platform writes it, else as most rows do.
pub fn spellings(types: impl Iterator<Item = Name>, names: &mut Names) -> NumberMap<Name, Name> {
    let mut counts: NumberMap<Name, usize> = NumberMap::default();
    for name in types.filter(|name| *name != Name::EMPTY) {
        *counts.entry(name).or_default() += 1;
    }
    let mut alike: BTreeMap<String, Vec<(usize, Name)>> = BTreeMap::new();
    for (name, count) in counts {
        alike.entry(plain(names.text(name))).or_default().push((count, name));
    }
    let mut spelled: NumberMap<Name, Name> = NumberMap::default();
    for (word, types) in alike {
        let most = types.iter().max_by(|(a, one), (b, other)| {
            a.cmp(b).then_with(|| names.text(*other).cmp(names.text(*one)))
        });
        let Some((_, most)) = most.copied() else { continue };
        let shown = if word == plain(AD_CREDIT) { names.intern(AD_CREDIT) } else { most };
        let others = types.into_iter().filter(|(_, name)| *name != shown);
        spelled.extend(others.map(|(_, name)| (name, shown)));
    }
    spelled
}
