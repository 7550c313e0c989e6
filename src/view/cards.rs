//! Import cards: what became of each paste, from what ingest read and what the account made of it.

use super::{
    AccountCandidate, AccountQuestion, ColumnCard, ImportCard, RowCounts, TableCard, questions,
};
use crate::account::state::{AccountState, Source as Accounted, SourceIx};
use crate::calendar::{Unit, When};
use crate::ingest::{AsOfBasis, Completeness, Imported, Recognised, Source, Unrecognised};
use crate::options::AccountKey;
use crate::problem::{Problem, Severity};

/// At most so many ignored lines and problems are listed one by one; the counts are of all.
const LISTED_MAX: usize = 100;

/// The card of one import. `states` are all accounts, `centers` what became of rows about Business Centers;
/// `candidates` is the question, where one is asked.
pub fn import_card(
    source: &Source,
    imported: &Imported,
    states: &[AccountState],
    centers: &[Accounted],
    candidates: Option<Vec<AccountCandidate>>,
) -> ImportCard {
    let known = imported.tables.iter().enumerate();
    let mut tables: Vec<TableCard> =
        known.map(|(index, table)| table_card(&source.id, index, table, states, centers)).collect();
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
        is_unusable: imported.tables.iter().all(says_nothing),
    }
}

/// No record, and no word that the list itself is empty (R32).
fn says_nothing(table: &Recognised) -> bool {
    table.records.is_empty() && table.completeness != Completeness::Full
}

fn table_card(
    import: &str,
    index: usize,
    table: &Recognised,
    states: &[AccountState],
    centers: &[Accounted],
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
    let mut account_for = |source: &Accounted| {
        counts.new += source.counts.new as usize;
        counts.same += source.counts.same as usize;
        counts.changed += source.counts.changed as usize;
        counts.conflicting += source.counts.conflicting as usize;
        counts.problems += source.counts.set_aside as usize;
        as_of = Some((source.as_of.when, source.as_of.basis));
    };
    let is_own = |source: &Accounted| source.import == import && source.table_index == index;
    centers.iter().filter(|s| is_own(s)).for_each(&mut account_for);
    let mut owners: Vec<&AccountState> = Vec::new();
    for state in states {
        for (at, source) in state.sources.iter().enumerate().filter(|(_, s)| is_own(s)) {
            account_for(source);
            accounts.push(state.account.key.clone());
            owners.push(state);
            problems.extend(problems_of(state, SourceIx::from_at(at)));
        }
    }
    problems.truncate(LISTED_MAX);
    TableCard {
        export: Some(table.export.key()),
        fingerprint: table.fingerprint.clone(),
        accounts,
        as_of: as_of.map(|(when, _)| When { unit: Unit::Minute, ..when }),
        as_of_basis: as_of.map(|(_, basis)| basis),
        is_full: is_full(table.completeness),
        counts,
        columns: table
            .columns
            .iter()
            .map(|column| ColumnCard {
                header: column.header.clone(),
                field: column.field.map(|f| f.key()),
                decisions: column.decisions.clone(),
            })
            .collect(),
        questions: table
            .questions
            .iter()
            .map(questions::of_reader)
            .chain(questions::of_account(table, &owners))
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

fn problems_of(state: &AccountState, source: SourceIx) -> impl Iterator<Item = Problem> {
    let own = state.problems.iter().filter(move |p| p.source == Some(source));
    own.map(|p| p.problem.clone())
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
        Completeness::Partial { .. } => Some(false),
        Completeness::Unknown => None,
    }
}
