//! Import cards: what became of each paste, from what ingest read and what the account made of it.

use super::{
    AccountCandidate, AccountQuestion, ColumnCard, ImportCard, QuestionCard, RowCounts, TableCard,
    questions,
};
use crate::account::state::{AccountState, Source as Accounted, SourceIx};
use crate::calendar::When;
use crate::ingest::{
    AccountHint, AsOfBasis, Completeness, HintSource, Imported, Recognised, Source, Unrecognised,
};
use crate::options::{AccountKey, ImportId};
use crate::problem::{Problem, Severity};
use crate::sorting::Sorting;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// At most so many ignored lines and problems are listed one by one; the counts are of all.
const LISTED_MAX: usize = 100;

/// Which imports are to be told of.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(untagged)]
pub enum Wanted {
    Named {
        ids: Vec<ImportId>,
    },
    /// Of all, newest first.
    Window {
        start: usize,
        length: usize,
    },
}

impl Wanted {
    /// As many as the history of a page begins with.
    pub const NEWEST: Wanted = Wanted::Window { start: 0, length: 30 };
    pub const ALL: Wanted = Wanted::Window { start: 0, length: usize::MAX };
}

/// What became of every table of some imports, in their order: each card finds its own without asking all.
#[derive(Default)]
pub struct Accountings<'a>(Vec<Accounting<'a>>);

struct Accounting<'a> {
    source: &'a Accounted,
    /// `None`: rows about a Business Center, which belong to no account.
    owner: Option<(&'a AccountState, SourceIx)>,
    /// What the account found in it.
    problems: Vec<&'a Problem>,
}

impl<'a> Accountings<'a> {
    /// `states` are all accounts, `centers` what became of rows about Business Centers, `imports` those to be
    /// told of.
    pub fn of(
        states: impl Iterator<Item = &'a AccountState>,
        centers: &'a [Accounted],
        imports: &BTreeSet<&str>,
    ) -> Accountings<'a> {
        let owned = |state: &'a AccountState| {
            let mut problems: BTreeMap<SourceIx, Vec<&Problem>> = BTreeMap::new();
            for found in &state.problems {
                if let Some(source) = found.source {
                    problems.entry(source).or_default().push(&found.problem);
                }
            }
            let sources = state.sources.iter().enumerate();
            sources.map(move |(at, source)| {
                let at = SourceIx::from_at(at);
                let problems = problems.remove(&at).unwrap_or_default();
                Accounting { source, owner: Some((state, at)), problems }
            })
        };
        let of_center = |source| Accounting { source, owner: None, problems: vec![] };
        let centers = centers.iter().map(of_center);
        let all = centers.chain(states.flat_map(owned));
        let mut all: Vec<_> =
            all.filter(|one| imports.contains(one.source.import.as_str())).collect();
        all.order_by(|a, b| a.table().cmp(&b.table()));
        Accountings(all)
    }

    fn of_table(&self, import: &str, index: usize) -> impl Iterator<Item = &Accounting<'a>> {
        let start = self.0.partition_point(|one| one.table() < (import, index));
        self.0.iter().skip(start).take_while(move |one| one.table() == (import, index))
    }
}

impl Accounting<'_> {
    fn table(&self) -> (&str, usize) {
        (&self.source.import, self.source.table_index)
    }
}

/// The card of one import; `candidates` is the question, where one is asked.
pub fn import_card(
    source: &Source,
    imported: &Imported,
    accountings: &Accountings<'_>,
    candidates: Option<Vec<AccountCandidate>>,
) -> ImportCard {
    let known = imported.tables.iter().enumerate();
    let mut tables: Vec<TableCard> = known
        .map(|(index, table)| table_card(accountings.of_table(&source.id, index), table))
        .collect();
    tables.extend(imported.unrecognised.iter().map(unrecognised_card));
    ImportCard {
        id: source.id.clone(),
        name: source.name.clone(),
        pasted_at: source.pasted_at,
        tables,
        problems: imported.problems.clone(),
        questions: imported.questions.iter().map(questions::of_reader).collect(),
        evidence: imported.evidence.clone(),
        account_question: candidates.map(|candidates| AccountQuestion { candidates }),
        is_unusable: is_unusable(imported),
        address_of: address_of(imported),
    }
}

/// The id in an address that came without a table (R31).
fn address_of(imported: &Imported) -> Option<AccountKey> {
    let of_address = |hint: &&AccountHint| hint.source == HintSource::Address;
    let hint =
        imported.account_hints.iter().find(of_address).filter(|_| imported.tables.is_empty());
    hint.and_then(|hint| hint.id.clone())
}

/// Nothing in it could be used.
pub fn is_unusable(imported: &Imported) -> bool {
    imported.tables.iter().all(says_nothing)
}

/// No record, and no word that the list itself is empty (R32).
fn says_nothing(table: &Recognised) -> bool {
    table.records.is_empty() && table.completeness != Completeness::Full
}

fn table_card<'a>(
    accountings: impl Iterator<Item = &'a Accounting<'a>>,
    table: &Recognised,
) -> TableCard {
    let mut counts = RowCounts {
        rows: table.row_count,
        ignored: table.ignored.len(),
        problems: table.refused_count,
        ..RowCounts::default()
    };
    let mut accounts: Vec<AccountKey> = Vec::new();
    let mut as_of: Option<(When, AsOfBasis)> = None;
    let mut problems = table.problems.clone();
    let mut owners: Vec<&AccountState> = Vec::new();
    let mut export = table.export;
    let mut of_rows: Vec<QuestionCard> = Vec::new();
    for Accounting { source, owner, problems: found } in accountings {
        counts.new += source.counts.new as usize;
        counts.same += source.counts.same as usize;
        counts.changed += source.counts.changed as usize;
        counts.conflicting += source.counts.conflicting as usize;
        counts.problems += source.counts.set_aside as usize;
        // R34: which tab of credits it is, the account has found out.
        export = source.export;
        // On the account's own clock, as everywhere else.
        let zone = owner.map_or(source.as_of.when.zone, |(state, _)| state.zone);
        as_of = Some((When::at(source.as_of.when.instant, zone), source.as_of.basis));
        problems.extend(found.iter().copied().cloned());
        if let Some((state, at)) = *owner {
            accounts.push(state.account.key.clone());
            owners.push(state);
            of_rows.extend(questions::of_credit(state, at));
            of_rows.extend(questions::of_types(found));
        }
    }
    problems.truncate(LISTED_MAX);
    TableCard {
        export: Some(export),
        fingerprint: table.fingerprint.clone(),
        accounts,
        as_of: as_of.map(|(when, _)| when),
        as_of_basis: as_of.map(|(_, basis)| basis),
        is_full: is_full(table.completeness),
        counts,
        columns: table
            .columns
            .iter()
            .map(|column| ColumnCard {
                header: column.header.clone(),
                field: column.field,
                decisions: column.decisions.clone(),
            })
            .collect(),
        questions: table
            .questions
            .iter()
            .map(questions::of_reader)
            .chain(questions::of_account(table, &owners))
            .chain(of_rows)
            .collect(),
        problems,
        unread: table.unread.clone(),
        ignored: table
            .ignored
            .iter()
            .take(LISTED_MAX)
            .map(|ignored| Problem {
                severity: Severity::Note,
                place: crate::problem::Place::line(ignored.line),
                message: ignored.reason.clone(),
            })
            .collect(),
        message: None,
    }
}

fn unrecognised_card(table: &Unrecognised) -> TableCard {
    TableCard {
        export: None,
        fingerprint: table.fingerprint.clone(),
        accounts: vec![],
        as_of: None,
        as_of_basis: None,
        is_full: None,
        counts: RowCounts {
            rows: table.row_count,
            ignored: table.row_count,
            ..RowCounts::default()
        },
        columns: table
            .headers
            .iter()
            .map(|header| ColumnCard { header: header.clone(), field: None, decisions: vec![] })
            .collect(),
        questions: table.questions.iter().map(questions::of_reader).collect(),
        problems: vec![],
        unread: vec![],
        ignored: vec![],
        message: Some(table.message.clone()),
    }
}

/// R32: `None` where nothing says whether the copy holds the whole list.
fn is_full(completeness: Completeness) -> Option<bool> {
    match completeness {
        Completeness::Full => Some(true),
        Completeness::Partial { .. } | Completeness::Page { .. } => Some(false),
        Completeness::Unknown => None,
    }
}
