//! Ids that went through numbers on their way into a text (R30): a spreadsheet keeps 15 digits and writes zeros for the rest,
//! `1801234567890120000`, so that different ids become one.
//!
//! In: all records of a table. Out: the same without such ids, and a doubt for each column that held them. One id that
//! ends in zeros may be a true one; a column of nothing else is not.

use super::{Doubt, Reader};
use crate::ingest::cell::{EXACT_DIGITS_MAX, Unreadable, is_long_id};
use crate::ingest::exports::Field;
use crate::ingest::records::{Column, Records, Texts};
use crate::text::Name;
use std::collections::HashSet;

/// A column is damaged where so many digits of different ids are zeros: by chance one in ten thousand is.
const ZEROS_MIN: usize = 4;

impl Reader {
    /// R30: an id that lost digits is none.
    pub(super) fn drop_rounded_ids(&mut self) {
        let fields: Vec<Field> = self.plan.fields().into_iter().filter(|f| f.is_id()).collect();
        for field in fields {
            let records = self.builder.records();
            let Some(rows) = rounded(records, field) else { continue };
            let lines = rows.iter().map(|row| records.line(*row));
            if field == Field::AccountId {
                self.cut_off_accounts.extend(lines.clone());
                self.cut_off_accounts.sort_unstable();
            }
            let found = rows.first().and_then(|row| records.text(*row, field));
            let holds = |of: Option<Field>| {
                of == Some(field) || of.and_then(Field::id_beside) == Some(field)
            };
            let doubt = Doubt {
                index: self.plan.columns.iter().find(|c| holds(c.field)).map_or(0, |c| c.index),
                why: Unreadable::DamagedId,
                count: rows.len() as u64,
                line: lines.min().unwrap_or_default(),
                text: found.unwrap_or_default().to_owned(),
            };
            self.doubts.push(doubt);
            let (_, columns, _) = self.builder.parts();
            if let Some((_, column)) = columns.iter_mut().find(|(f, _)| *f == field) {
                forget(column, &rows);
            }
        }
    }
}

/// Rows of the rounded ids. `None` from the first long id on that is whole: most columns are looked at for a row.
fn rounded(records: &Records, field: Field) -> Option<Vec<usize>> {
    let (mut rows, mut seen, mut zeros) = (vec![], HashSet::new(), 0);
    for row in 0..records.len() {
        let Some(id) = records.text(row, field).filter(|id| is_long_id(id)) else { continue };
        let lost = id.get(EXACT_DIGITS_MAX..)?;
        if lost.contains(|digit| digit != '0') {
            return None;
        }
        zeros += if seen.insert(id) { lost.len() } else { 0 };
        rows.push(row);
    }
    (zeros >= ZEROS_MIN).then_some(rows)
}

/// Leaves the values of these rows out; `rows` is in order.
fn forget(column: &mut Column, rows: &[usize]) {
    match column {
        Column::Text(names) => {
            let all = names.iter_mut().enumerate();
            let lost = all.filter(|(row, _)| rows.binary_search(row).is_ok());
            lost.for_each(|(_, name)| *name = Name::EMPTY);
        }
        Column::Unique(texts) => {
            let mut kept = Texts::default();
            for row in 0..texts.len() {
                let is_lost = rows.binary_search(&row).is_ok();
                kept.push(if is_lost { b"" } else { texts.get(row).as_bytes() });
            }
            *texts = kept;
        }
        Column::Money(_) | Column::Time(_) | Column::Share(_) => {}
    }
}
