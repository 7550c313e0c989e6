//! Credits from the rows of the Promotions page: identity (R34), newer facts over older ones (R33),
//! absence only where a copy was full (R32).
//!
//! In: rows of E1 and E3. Out: [`Credit`]s with their observations; states come later, from all facts.
//!
//! Subtle: two copies may state different parts of an identity (a copied list without dates). A statement
//! with gaps joins the one fuller identity it fits; where it fits several it stays by itself. This is
//! decided over the whole set of statements, so the order of imports cannot matter.

use super::intake::{Intake, Outcome, origin};
use super::pages;
use super::state::*;
use super::twins::{self, Listed};
use super::words::{self, Ended};
use crate::calendar::{Day, Instant, LocalTime, Stated, Unit, Window};
use crate::ingest::exports::{Export, Field};
use crate::ingest::records::Records;
use crate::money::Amount;
use crate::sorting::Sorting;
use crate::text::squeezed;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What tells a credit from others of its account (R34). Never used, unused or percent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Identity {
    /// In small letters with single blanks, but where [`spell_apart`] says otherwise.
    name: String,
    kind: Option<String>,
    face: Option<Amount>,
    redeemed: Option<i32>,
    /// First and last day: a copy may leave out the times of day.
    start: Option<i32>,
    end: Option<i32>,
    /// Of credits that differ in nothing else.
    times: Times,
}

/// Minutes in which the window begins and ends.
type Times = [Option<i64>; 2];

/// Fields that a copy may leave out, as bits of [`Identity::gaps`].
const PARTS: u8 = 5;

/// One row about one credit.
struct Statement {
    identity: Identity,
    /// The credit's name with single blanks.
    name: String,
    /// The copy that it stands in, and whether that lists all there is (R32).
    copy: usize,
    is_whole: bool,
    source: SourceIx,
    kind_text: Option<String>,
    requirements: Option<String>,
    redeemed: Option<Stated>,
    valid_start: Option<Stated>,
    valid_end: Option<Stated>,
    valid_text: Option<String>,
    seen: Observation,
}

const EXPORTS: [Export; 2] = [Export::PromotionsAvailable, Export::PromotionsNotAvailable];

/// All credits that any copy of the Promotions page mentions, in the order of their identity.
pub fn collect(intake: &mut Intake<'_>) -> Vec<Credit> {
    let mut statements: Vec<Statement> = Vec::new();
    for (copy, parts) in pages::copies(intake.of(&EXPORTS)).into_iter().enumerate() {
        let is_whole = pages::hold_all(&parts, intake);
        for (source, part) in parts {
            let records = part.records();
            let as_of = part.as_of.when.instant;
            statements.extend(part.rows().map(|row| {
                let pasted = part.table.pasted(records.line(row), Field::ValidEnd);
                let stated = statement(intake, records, row, source, as_of, pasted);
                Statement { copy, is_whole, ..stated }
            }));
        }
    }
    join_gaps(&mut statements);
    spell_apart(&mut statements);
    tell_times_apart(&mut statements);
    let mut alike: BTreeMap<Identity, Vec<Statement>> = BTreeMap::new();
    for statement in statements {
        alike.entry(statement.identity.clone()).or_default().push(statement);
    }
    let mut credits = Vec::with_capacity(alike.len());
    for (identity, statements) in alike {
        let listed: Vec<Listed<'_>> = statements.iter().map(listed).collect();
        let numbers = twins::numbers(&listed);
        let mut by_credit: BTreeMap<u32, Vec<Statement>> = BTreeMap::new();
        for (number, statement) in numbers.into_iter().zip(statements) {
            by_credit.entry(number).or_default().push(statement);
        }
        for (ordinal, mut statements) in by_credit {
            statements.order_by(|a, b| statement_order(a).cmp(&statement_order(b)));
            credits.push(merge(identity.clone(), ordinal, &statements, intake));
        }
    }
    // Those of one name stand one after the other.
    let dates = |credit: &Credit| (credit.valid_start, credit.valid_end);
    for run in credits.chunk_by_mut(|one, next| one.name == next.name) {
        let is_told_apart = run.iter().any(|credit| Some(dates(credit)) != run.first().map(dates));
        run.iter_mut().for_each(|credit| credit.is_namesake = is_told_apart);
    }
    credits
}

fn statement(
    intake: &Intake<'_>,
    records: &Records,
    row: usize,
    source: SourceIx,
    as_of: Instant,
    valid_text: Option<&str>,
) -> Statement {
    let text = |field| records.text(row, field).map(str::to_owned);
    let kind_text = text(Field::CreditType);
    // R15: on the account's own clock.
    let valid_start = intake.local(records, row, Field::ValidStart);
    let valid_end = intake.local(records, row, Field::ValidEnd);
    let redeemed = intake.local(records, row, Field::Redeemed);
    let status = text(Field::Status);
    let labels = [status.as_deref(), records.text(row, Field::RowLabels), kind_text.as_deref()];
    let suspended = labels.into_iter().flatten().any(words::says_suspended);
    // R15: "31 May" and "1 June 00:00" are one end.
    let last_day = |end: Stated| match end.unit {
        Unit::Day => end.time.day(),
        _ => end.time.plus_seconds(-1).day(),
    };
    let name = squeezed(records.text(row, Field::CreditName).unwrap_or_default());
    let identity = Identity {
        name: words::plain(&name),
        kind: kind_text.as_deref().map(kind_key),
        face: records.money(row, Field::FaceAmount),
        redeemed: redeemed.map(|r| r.time.day().number()),
        start: valid_start.map(|start| start.time.day().number()),
        end: valid_end.map(|end| last_day(end).number()),
        times: Times::default(),
    };
    let seen = Observation {
        as_of,
        origin: origin(source, records, row),
        export: records.export,
        unused: records.money(row, Field::Unused),
        used: records.money(row, Field::Used),
        percent: records.share(row, Field::PercentSpent),
        status,
        suspended,
        seen_again: vec![],
    };
    let requirements = text(Field::Requirements);
    Statement {
        identity,
        name,
        copy: 0,
        is_whole: false,
        source,
        kind_text,
        requirements,
        redeemed,
        valid_start,
        valid_end,
        valid_text: valid_text.map(str::to_owned),
        seen,
    }
}

fn kind_key(text: &str) -> String {
    match words::credit_type(text) {
        Some(known) => known.key().into(),
        // The key that it stands in is read by its bars.
        None => words::plain(text).replace('|', " "),
    }
}

/// What tells a row of a copy from rows about credits alike.
fn listed(statement: &Statement) -> Listed<'_> {
    let Statement { identity, copy, is_whole, seen, .. } = statement;
    let spent = seen.used.or_else(|| Some(identity.face.unwrap_or_default() - seen.unused?));
    let status = seen.status.as_deref();
    let ended = status.and_then(words::says_ended);
    let unused = seen.unused_of(identity.face);
    Listed {
        copy: *copy,
        as_of: seen.as_of,
        is_whole: *is_whole,
        spent,
        suspended: seen.suspended,
        status,
        is_used_up: ended == Some(Ended::UsedUp),
        is_left: ended.is_none() && unused.is_some_and(Amount::is_positive),
    }
}

impl Identity {
    /// Bits of the fields that are not stated.
    fn gaps(&self) -> u8 {
        let missing = [
            self.kind.is_none(),
            self.face.is_none(),
            self.redeemed.is_none(),
            self.start.is_none(),
            self.end.is_none(),
        ];
        missing.into_iter().enumerate().map(|(bit, gap)| u8::from(gap) << bit).sum()
    }

    /// The same identity as a copy with these gaps would state it.
    fn with_gaps(&self, gaps: u8) -> Identity {
        let open = |bit: u8| gaps >> bit & 1 == 0;
        Identity {
            name: self.name.clone(),
            kind: self.kind.clone().filter(|_| open(0)),
            face: self.face.filter(|_| open(1)),
            redeemed: self.redeemed.filter(|_| open(2)),
            start: self.start.filter(|_| open(3)),
            end: self.end.filter(|_| open(4)),
            times: self.times,
        }
    }
}

/// Lets a statement with gaps join the one fuller identity that it fits.
fn join_gaps(statements: &mut [Statement]) {
    let mut by_gaps: BTreeMap<u8, Vec<Identity>> = BTreeMap::new();
    for statement in statements.iter() {
        by_gaps.entry(statement.identity.gaps()).or_default().push(statement.identity.clone());
    }
    if by_gaps.len() < 2 {
        return;
    }
    let mut joined: HashMap<Identity, Identity> = HashMap::new();
    let mut masks: Vec<u8> = by_gaps.keys().copied().collect();
    masks.order_by_key(|mask| mask.count_ones());
    for (at, &mask) in masks.iter().enumerate() {
        debug_assert!(mask >> PARTS == 0);
        // `None`: several fuller identities fit.
        let mut fuller: HashMap<Identity, Option<Identity>> = HashMap::new();
        let wider = masks.iter().take(at).filter(|&&m| m & mask == m);
        for identity in wider.filter_map(|m| by_gaps.get(m)).flatten() {
            let target = joined.get(identity).unwrap_or(identity).clone();
            fuller
                .entry(identity.with_gaps(mask))
                .and_modify(|known| {
                    if known.as_ref() != Some(&target) {
                        *known = None;
                    }
                })
                .or_insert(Some(target));
        }
        for identity in by_gaps.get(&mask).into_iter().flatten() {
            if let Some(Some(target)) = fuller.get(identity) {
                joined.insert(identity.clone(), target.clone());
            }
        }
    }
    for statement in statements {
        if let Some(target) = joined.get(&statement.identity) {
            statement.identity = target.clone();
        }
    }
}

/// Names that differ in case or blanks alone are one credit's, but where one copy lists both: then they are two.
fn spell_apart(statements: &mut [Statement]) {
    let mut listed: BTreeMap<(&Identity, usize), BTreeSet<&str>> = BTreeMap::new();
    for statement in statements.iter() {
        let names = listed.entry((&statement.identity, statement.copy)).or_default();
        names.insert(&statement.name);
    }
    let several = listed.into_iter().filter(|(_, names)| names.len() > 1);
    let apart: BTreeSet<Identity> = several.map(|((identity, _), _)| identity.clone()).collect();
    for statement in statements.iter_mut().filter(|s| apart.contains(&s.identity)) {
        statement.identity.name.clone_from(&statement.name);
    }
}

/// Credits that only their times of day tell apart are told apart by them where each row states them; else they are
/// credits alike, as many as one copy lists.
fn tell_times_apart(statements: &mut [Statement]) {
    let mut stated: BTreeMap<Identity, [BTreeSet<Option<i64>>; 2]> = BTreeMap::new();
    for statement in statements.iter() {
        let sides = stated.entry(statement.identity.clone()).or_default();
        sides.iter_mut().zip(statement.times()).for_each(|(side, time)| {
            side.insert(time);
        });
    }
    let tells = |side: &BTreeSet<Option<i64>>| side.len() > 1 && !side.contains(&None);
    for statement in statements {
        let mut times = statement.times();
        let sides = stated.get(&statement.identity).into_iter().flatten();
        for (time, _) in times.iter_mut().zip(sides).filter(|(_, side)| !tells(side)) {
            *time = None;
        }
        statement.identity.times = times;
    }
}

impl Statement {
    fn times(&self) -> Times {
        let minute = |stated: Stated| {
            (stated.unit != Unit::Day).then(|| stated.time.seconds() / Unit::Minute.seconds())
        };
        [self.valid_start, self.valid_end].map(|stated| stated.and_then(minute))
    }
}

/// By as-of; within one moment by content, so that no import id decides (R33).
fn statement_order(statement: &Statement) -> impl Ord + '_ {
    let seen = &statement.seen;
    let figures = (seen.as_of, seen.used, seen.unused.map(|u| -u), seen.percent, seen.suspended);
    (figures, &seen.status, &statement.valid_text, &statement.name)
}

fn merge(
    identity: Identity,
    ordinal: u32,
    statements: &[Statement],
    intake: &mut Intake<'_>,
) -> Credit {
    let observations = observations(statements, intake);
    // A copy may leave out the time of day that another states.
    let latest = |pick: fn(&Statement) -> Option<Stated>| {
        statements.iter().rev().filter_map(pick).min_by_key(|stated| stated.unit == Unit::Day)
    };
    let text =
        |pick: fn(&Statement) -> Option<&String>| statements.iter().rev().find_map(pick).cloned();
    // What is kept under a credit stays its own, however its name is written later.
    let first_name = statements.first().map_or("", |s| s.name.as_str());
    let kind_text = text(|s| s.kind_text.as_ref());
    let kind = kind_text.as_deref().and_then(words::credit_type);
    let (valid_start, valid_end) = (latest(|s| s.valid_start), latest(|s| s.valid_end));
    let figure = |pick: &dyn Fn(&Observation) -> Option<Amount>| {
        observations.iter().rev().find_map(|seen| {
            let as_of = seen.moments().last().unwrap_or(seen.as_of);
            pick(seen).map(|value| Observed { value, as_of, origin: seen.origin })
        })
    };
    let mut credit = Credit {
        key: key(&identity, first_name, ordinal),
        kind,
        kind_text,
        face: identity.face,
        requirements: text(|s| s.requirements.as_ref()),
        redeemed: latest(|s| s.redeemed),
        valid_start,
        valid_end,
        valid_text: text(|s| s.valid_text.as_ref()),
        window: Window { start: valid_start.map(|s| s.time), end: valid_end.map(Stated::end) },
        unused: figure(&|seen| seen.unused_of(identity.face)),
        used: figure(&|seen| seen.used),
        suspended: observations.last().is_some_and(|seen| seen.suspended),
        origin: observations.first().map(|seen| seen.origin),
        observations,
        name: statements.last().map(|s| s.name.clone()).unwrap_or_default(),
        // What follows from other lists is found later.
        ..Credit::default()
    };
    // R37: of two copies of one moment one may be right that something is left, and one that nothing is.
    if credit.may_be_used_up() {
        (credit.unused, credit.used) = (None, None);
    }
    credit
}

/// The same statement again is one observation with one more time (R33).
fn observations(statements: &[Statement], intake: &mut Intake<'_>) -> Vec<Observation> {
    let mut out: Vec<Observation> = Vec::with_capacity(statements.len());
    for statement in statements {
        let seen = &statement.seen;
        let outcome = match out.last_mut() {
            None => Outcome::New,
            Some(last) if same_values(last, seen) => {
                let latest = last.seen_again.last().copied().unwrap_or(last.as_of);
                if seen.as_of > latest {
                    last.seen_again.push(seen.as_of);
                }
                Outcome::Same
            }
            Some(last) if last.as_of == seen.as_of || last.seen_again.contains(&seen.as_of) => {
                Outcome::Conflicting
            }
            Some(_) => Outcome::Changed,
        };
        intake.count(statement.source, outcome, 1);
        if outcome != Outcome::Same {
            out.push(seen.clone());
        }
    }
    out
}

fn same_values(a: &Observation, b: &Observation) -> bool {
    (a.unused, a.used, a.percent, a.suspended) == (b.unused, b.used, b.percent, b.suspended)
        && a.status == b.status
}

/// Stable text of an identity. Options of a credit are kept under it; the page reads the name before its last four bars.
fn key(identity: &Identity, name: &str, ordinal: u32) -> String {
    let Identity { kind, face, redeemed, start, end, times: [starts, ends], .. } = identity;
    let text = |value: Option<String>| value.unwrap_or_default();
    let mut key = format!(
        "{name}|{}|{}|{}|{}..{}",
        text(kind.clone()),
        text(face.map(|f| f.to_string())),
        text(redeemed.map(|d| Day::from_number(d).to_string())),
        text(short_time(*starts, start.map(Day::from_number))),
        text(short_time(*ends, end.map(|end| Day::from_number(end).plus_days(1)))),
    );
    if ordinal > 0 {
        key.push_str(&format!("#{}", ordinal + 1));
    }
    key
}

/// The minute where it tells credits apart, else the day.
fn short_time(minute: Option<i64>, day: Option<Day>) -> Option<String> {
    let minute = minute.map(|minute| LocalTime::from_seconds(minute * Unit::Minute.seconds()));
    let text = minute.or(Some(day?.start()))?.to_string();
    Some(text.strip_suffix(" 00:00:00").unwrap_or(&text).to_owned())
}
