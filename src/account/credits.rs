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
use super::words;
use crate::calendar::{Day, Instant, LocalTime, Stated, When, Window, Zone};
use crate::ingest::exports::{Export, Field};
use crate::ingest::records::Records;
use crate::money::{Amount, Currency};
use crate::problem::Message;
use crate::sorting::Sorting;
use crate::text::squeezed;
use std::collections::{BTreeMap, HashMap};

/// What tells a credit from others of its account (R34). Never used, unused or percent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Identity {
    name: String,
    kind: Option<String>,
    face: Option<Amount>,
    redeemed: Option<i32>,
    start: Option<i64>,
    end: Option<i64>,
}

/// Fields that a copy may leave out, as bits of [`Identity::gaps`].
const PARTS: u8 = 5;

/// One row about one credit.
struct Statement {
    identity: Identity,
    ordinal: u32,
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
    for copy in pages::copies(intake.of(&EXPORTS)) {
        let mut rows: Vec<Statement> = Vec::new();
        for (source, part) in copy {
            let records = part.records();
            let as_of = part.as_of.when.instant;
            rows.extend(part.rows().map(|row| {
                let pasted = part.table.pasted(records.line(row), Field::ValidEnd);
                statement(intake, records, row, source, as_of, pasted)
            }));
        }
        number_equals(&mut rows);
        statements.append(&mut rows);
    }
    join_gaps(&mut statements);
    let mut by_credit: BTreeMap<(Identity, u32), Vec<Statement>> = BTreeMap::new();
    for statement in statements {
        let key = (statement.identity.clone(), statement.ordinal);
        by_credit.entry(key).or_default().push(statement);
    }
    let mut credits = Vec::with_capacity(by_credit.len());
    for ((identity, ordinal), mut statements) in by_credit {
        statements.order_by(|a, b| statement_order(a).cmp(&statement_order(b)));
        credits.push(merge(identity, ordinal, &statements, intake));
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
    let identity = Identity {
        name: squeezed(records.text(row, Field::CreditName).unwrap_or_default()),
        kind: kind_text.as_deref().map(kind_key),
        face: records.money(row, Field::FaceAmount),
        redeemed: redeemed.map(|r| r.time.day().number()),
        start: valid_start.map(|s| s.time.seconds()),
        // R15: "31 May" and "31 May 23:59" are one end.
        end: valid_end.map(|e| e.end().seconds()),
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
        ordinal: 0,
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
    match words::credit_kind(text) {
        Some(CreditKind::Free) => "free".into(),
        Some(CreditKind::Assignable) => "assignable".into(),
        Some(CreditKind::Conditional) => "conditional".into(),
        _ => words::plain(text),
    }
}

/// Equal credits of one copy are told apart by how far they are spent, the furthest first: a page may be
/// sorted anew, spending does not go back.
fn number_equals(rows: &mut [Statement]) {
    rows.order_by(|a, b| a.identity.cmp(&b.identity).then_with(|| progress(b).cmp(&progress(a))));
    let mut last: Option<Identity> = None;
    let mut ordinal = 0;
    for row in rows {
        ordinal = if last.as_ref() == Some(&row.identity) { ordinal + 1 } else { 0 };
        row.ordinal = ordinal;
        last = Some(row.identity.clone());
    }
}

fn progress(row: &Statement) -> (Option<Amount>, Option<Amount>, bool, &Option<String>) {
    (row.seen.used, row.seen.unused.map(|u| -u), row.seen.suspended, &row.seen.status)
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

/// By as-of; within one moment by content, so that no import id decides (R33).
fn statement_order(statement: &Statement) -> impl Ord + '_ {
    let seen = &statement.seen;
    let figures = (seen.as_of, seen.used, seen.unused.map(|u| -u), seen.percent, seen.suspended);
    (figures, &seen.status, &statement.valid_text)
}

fn merge(
    identity: Identity,
    ordinal: u32,
    statements: &[Statement],
    intake: &mut Intake<'_>,
) -> Credit {
    let observations = observations(statements, intake);
    let latest = |pick: fn(&Statement) -> Option<Stated>| statements.iter().rev().find_map(pick);
    let text =
        |pick: fn(&Statement) -> Option<&String>| statements.iter().rev().find_map(pick).cloned();
    let kind_text = text(|s| s.kind_text.as_ref());
    let kind = kind_text.as_deref().and_then(words::credit_kind).unwrap_or(CreditKind::Unknown);
    let (valid_start, valid_end) = (latest(|s| s.valid_start), latest(|s| s.valid_end));
    let figure = |pick: &dyn Fn(&Observation) -> Option<Amount>| {
        observations.iter().rev().find_map(|seen| {
            let as_of = seen.moments().last().unwrap_or(seen.as_of);
            pick(seen).map(|value| Observed { value, as_of, origin: seen.origin })
        })
    };
    let mut credit = Credit {
        key: key(&identity, ordinal),
        kind,
        kind_text,
        face: identity.face,
        requirements: text(|s| s.requirements.as_ref()),
        redeemed: latest(|s| s.redeemed),
        valid_start,
        valid_end,
        valid_text: text(|s| s.valid_text.as_ref()),
        window: Window { start: valid_start.map(|s| s.time), end: valid_end.map(Stated::end) },
        from_business_center: false,
        unused: figure(&|seen| seen.unused_of(identity.face)),
        used: figure(&|seen| seen.used),
        percent: Percent::default(),
        state: CreditState::Undetermined,
        tab: Tab::Available,
        suspended: observations.last().is_some_and(|seen| seen.suspended),
        missing: None,
        unlisted: None,
        eligibility: Eligibility::default(),
        assignments: Assignments::default(),
        observed_draws: vec![],
        observed_drawn: None,
        audit: Audit::default(),
        origin: observations.first().map(|seen| seen.origin),
        problems: vec![],
        observations,
        name: identity.name,
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

/// Stable text of an identity. Options of a credit are kept under it.
fn key(identity: &Identity, ordinal: u32) -> String {
    let Identity { name, kind, face, redeemed, start, end } = identity;
    let text = |value: Option<String>| value.unwrap_or_default();
    let mut key = format!(
        "{name}|{}|{}|{}|{}..{}",
        text(kind.clone()),
        text(face.map(|f| f.to_string())),
        text(redeemed.map(|d| Day::from_number(d).to_string())),
        text(start.map(short_time)),
        text(end.map(short_time)),
    );
    if ordinal > 0 {
        key.push_str(&format!("#{}", ordinal + 1));
    }
    key
}

fn short_time(seconds: i64) -> String {
    let text = LocalTime::from_seconds(seconds).to_string();
    text.strip_suffix(" 00:00:00").unwrap_or(&text).to_owned()
}

/// Problems of what one credit states of itself.
pub fn own_problems(credit: &Credit) -> Vec<Message> {
    let mut out = Vec::new();
    if credit.window.is_inverted() {
        out.push(Message::new("account.credit.invertedWindow").with("name", &*credit.name));
    }
    if credit.window.end.is_none() {
        out.push(Message::new("account.credit.noEnd").with("name", &*credit.name));
    }
    if let Some(conflict) = conflict(credit) {
        let message = Message::new("account.credit.conflict").with("name", &*credit.name);
        out.push(message.with("count", conflict));
    }
    if credit.kind == CreditKind::Unknown
        && let Some(text) = &credit.kind_text
    {
        let message = Message::new("account.credit.unknownType").with("name", &*credit.name);
        out.push(message.with("type", text.as_str()));
    }
    out
}

/// Figures of one credit that cannot be, each with the line that shows it: amounts that are not positive, used and
/// unused that do not make the face amount, a percentage that is not theirs, a draw ahead of the first day, and a used
/// amount that fell from one copy to the next. The percentage is known once the credit's standing is.
pub fn doubts(credit: &Credit, currency: Option<Currency>, zone: Zone) -> Vec<(Origin, Message)> {
    let mut out = Vec::new();
    let message = |key| Message::new(key).with("name", &*credit.name);
    let when = |at| When::at(at, zone);
    let stated_last = || credit.observations.iter().rev();
    if let Some((seen, face)) = stated_last().next().zip(credit.face.filter(|f| !f.is_positive())) {
        let message = message("account.credit.faceNotPositive").money("face", face, currency);
        out.push((seen.origin, message));
    }
    let mut figures = [credit.unused, credit.used].into_iter().flatten();
    if let Some(seen) = stated_last().next().filter(|_| figures.any(|f| f.value.is_negative())) {
        out.push((seen.origin, message("account.credit.negative")));
    }
    if let (Some(seen), Percent { computed: Some(ours), platform: Some(theirs), differs: true }) =
        (stated_last().find(|o| o.percent.is_some()), &credit.percent)
    {
        let message = message("account.credit.percent").with("computed", *ours);
        out.push((seen.origin, message.with("stated", *theirs)));
    }
    let used_before = |start: LocalTime| {
        let mut early = stated_last().filter(|seen| seen.as_of.on_clock(zone) < start);
        early.find_map(|seen| Some((seen.origin, seen.used.filter(|used| used.is_positive())?)))
    };
    if let Some((start, (origin, used))) =
        credit.window.start.and_then(|s| Some((s, used_before(s)?)))
    {
        let message = message("account.credit.usedEarly").money("used", used, currency);
        out.push((origin, message.with("start", When::local(start, zone))));
    }
    let both = |o: &Observation| Some((o.origin, o.unused?, o.used?));
    let latest = stated_last().find_map(both);
    if let (Some((origin, unused, used)), Some(face)) = (latest, credit.face) {
        let difference = face - used - unused;
        if !difference.is_zero() {
            let message = message("account.credit.sum").money("face", face, currency);
            let message = message.money("used", used, currency).money("unused", unused, currency);
            out.push((origin, message.money("difference", difference.abs(), currency)));
        }
    }
    let stated = credit.observations.iter().filter_map(|o| Some((o, o.used?)));
    let stated: Vec<(&Observation, Amount)> = stated.collect();
    // R16: only a correction gives back; else one of the two moments is wrong.
    let fell = |pair: &&[(&Observation, Amount)]| match pair {
        // Of one moment the smaller figure stands first.
        [(_, more), (_, less)] => less < more,
        _ => false,
    };
    if let Some([(before, more), (since, less)]) = stated.windows(2).rev().find(fell) {
        let at = before.moments().last().unwrap_or(before.as_of);
        let message = message("account.credit.usedFell").money("from", *more, currency);
        let message = message.money("to", *less, currency).with("before", when(at));
        out.push((since.origin, message.with("since", when(since.as_of))));
    }
    out
}

/// Statements of one moment that contradict each other.
fn conflict(credit: &Credit) -> Option<u64> {
    let mut times: BTreeMap<Instant, u64> = BTreeMap::new();
    for seen in &credit.observations {
        *times.entry(seen.as_of).or_default() += 1;
    }
    times.into_values().filter(|&count| count > 1).max()
}
