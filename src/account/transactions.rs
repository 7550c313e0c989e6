//! Transactions from all lists that hold them, each kept once, in order of time (R26, R33, R34).
//!
//! In: rows of E5, E6 and the API's transaction lists. Out: [`Transactions`]. Which rows tell of the same
//! transaction is decided in [`same`], what they say of it in [`beside`]. Which credit a row means is found later, when all credits are known.

mod beside; // what the rows of one transaction say together
mod same; // which rows those are

use super::attribution::ID_LENGTH_MIN;
use super::intake::{Intake, Outcome, origin};
use super::pages;
use super::state::*;
use super::{eligibility, types, words};
use crate::calendar::{Day, Instant, LocalTime, Stated, Unit};
use crate::ingest::exports::{Export, Field};
use crate::ingest::records::Records;
use crate::ingest::words::Sign;
use crate::problem::{Place, Problem};
use crate::text::{Name, Names, NumberMap};
use crate::work::Pace;
use std::cmp::Reverse;
use std::collections::BTreeMap;

pub const EXPORTS: [Export; 3] =
    [Export::Transactions, Export::BusinessCenterTransactions, Export::AdvertiserTransactions];

#[derive(Clone, Copy, PartialEq, Eq)]
struct Row {
    time: LocalTime,
    unit: Unit,
    micros: i64,
    export: Export,
    kind: TransactionKind,
    kind_text: Name,
    /// Its type as pasted.
    pasted_kind: Name,
    id: Name,
    campaign: u32,
    campaign_has_id: bool,
    credit: Name,
    /// The same in small letters with single blanks: how a list writes a name makes no other transaction.
    credit_plain: Name,
    status: Name,
    paid_by: Name,
    origin: Origin,
    as_of: Instant,
    /// It gives back a charge or a draw (R16).
    is_return: bool,
}

/// What words of rows mean, each read once.
#[derive(Default)]
struct Words {
    kinds: NumberMap<(Name, Name, Export), TransactionKind>,
    /// [`Row::credit_plain`] of a credit's name.
    credits: NumberMap<Name, Name>,
}

/// Every transaction of the account. Rows that did not happen (failed, cancelled) stay listed and are of
/// a kind of their own, so that no sum of draws or charges holds them; so are rows that repeat what another
/// list tells (R35).
pub async fn collect(intake: &mut Intake<'_>, pace: &Pace) -> Transactions {
    let mut words = Words::default();
    let mut copies: Vec<Vec<Row>> = Vec::new();
    for pages in pages::copies(intake.of(&EXPORTS)) {
        let mut copy = Vec::with_capacity(pages.iter().map(|(_, part)| part.row_count()).sum());
        for (source, part) in pages {
            let begin = copy.len();
            let (records, as_of) = (part.records(), part.as_of.when.instant);
            pace.each(part.rows(), |row| {
                match read(intake, records, row, source, as_of, &mut words) {
                    Some(row) if !intake.is_ahead(row.time, row.origin) => copy.push(row),
                    _ => intake.count(source, Outcome::SetAside, 1),
                }
            })
            .await;
            let rows = copy.get_mut(begin..).unwrap_or_default();
            if !records.has(Field::AmountSign) {
                orient_draws(rows);
            }
            forget_row_numbers(rows, &intake.names);
        }
        copies.push(copy);
    }
    let stretches: Vec<(Day, Day)> = copies.iter().filter_map(|copy| stretch(copy)).collect();
    let mut out = merged(copies, intake, pace).await;
    stretches.into_iter().for_each(|(first, last)| out.add_stretch(first, last));
    out
}

/// The days of a copy that tells of draws or charges.
fn stretch(copy: &[Row]) -> Option<(Day, Day)> {
    let tells = |row: &Row| matches!(row.kind, TransactionKind::AdCredit | TransactionKind::Charge);
    let days = || copy.iter().map(|row| row.time.day());
    days().min().zip(days().max()).filter(|_| copy.iter().any(tells))
}

async fn merged(mut copies: Vec<Vec<Row>>, intake: &mut Intake<'_>, pace: &Pace) -> Transactions {
    for copy in &mut copies {
        let key = |row: &Row| (row.id, row.time, row.micros, row.origin.line);
        pace.sort_by(copy, |a, b| key(a).cmp(&key(b))).await;
    }
    if let [only] = &mut copies[..] {
        let (mut last, mut is_again) = (Name::EMPTY, false);
        pace.each(&*only, |row| {
            is_again |= row.id == last && last != Name::EMPTY;
            last = row.id;
        })
        .await;
        if !is_again {
            // Nothing to merge with: every row is a fact of its own.
            let rows = std::mem::take(only);
            pace.each(&rows, |row| intake.count(row.origin.source, Outcome::New, 1)).await;
            return columns(rows, intake, pace).await;
        }
    }
    let same::Found { facts, fact_count, again } = same::facts(&copies, pace).await;
    beside::doubt_ids(&again, intake);
    // Filled as it is reached: to clear room for a million rows would be a long step by itself.
    let mut rows: Vec<Option<Row>> = Vec::with_capacity(fact_count);
    pace.each(copies.into_iter().flatten().zip(facts), |(row, fact)| {
        rows.resize(rows.len().max(fact as usize + 1), None);
        if let Some(known) = rows.get_mut(fact as usize) {
            beside::add(known, row, intake);
        }
    })
    .await;
    columns(rows.into_iter().flatten().collect(), intake, pace).await
}

fn read(
    intake: &mut Intake<'_>,
    records: &Records,
    row: usize,
    source: SourceIx,
    as_of: Instant,
    words: &mut Words,
) -> Option<Row> {
    let Stated { time, unit } = intake.local(records, row, Field::Time)?;
    // R26: reports exclude tax; the subtotal is what ads cost.
    let micros =
        records.money(row, Field::Amount).or_else(|| records.money(row, Field::Subtotal))?;
    let micros = i64::try_from(micros.micros()).ok()?;
    let mut name = |field| {
        let found = records.name(row, field);
        intake.name(source, records, found)
    };
    let pasted_kind = name(Field::TransactionType);
    let paid_by = [Field::PaymentSource, Field::FundsType, Field::BillingType]
        .into_iter()
        .map(&mut name)
        .find(|name| *name != Name::EMPTY)
        .unwrap_or_default();
    let (credit, status) = (name(Field::CreditName), name(Field::Status));
    // Ids differ from row to row: they have a text and no name in the records.
    let id = intake.names.intern(records.text(row, Field::TransactionId).unwrap_or_default());
    let export = records.export;
    let said = intake.said_types.get(source.at());
    let said = said.and_then(|said| said.of_type(intake.names.text(pasted_kind)));
    let kind_text = match said.filter(|means| !means.is_empty()) {
        Some(means) => intake.names.intern(means),
        None => pasted_kind,
    };
    let kind = *words.kinds.entry((kind_text, paid_by, export)).or_insert_with(|| {
        words::transaction_kind(intake.names.text(kind_text), intake.names.text(paid_by), export)
    });
    let micros = match records.text(row, Field::AmountSign).and_then(words::amount_sign) {
        // R26: the amount is unsigned, its sign stands beside it.
        Some(Sign::Negative) => -micros.saturating_abs(),
        Some(Sign::Positive) => micros.saturating_abs(),
        Some(Sign::Other) | None => micros,
    };
    let credit_plain = *words.credits.entry(credit).or_insert_with(|| {
        let plain = words::plain(intake.names.text(credit));
        intake.names.intern(&plain)
    });
    let campaign = intake.campaign(source, records, row);
    let named = intake.campaigns.get(campaign as usize);
    let campaign_has_id = named.is_some_and(|campaign| campaign.id != Name::EMPTY);
    let text = |name| intake.names.text(name);
    let (kind, is_return) = returned(kind, campaign, || {
        credit != Name::EMPTY || words::refunds_ad_credit(text(kind_text), text(paid_by), export)
    });
    Some(Row {
        time,
        unit,
        micros,
        export,
        kind,
        kind_text,
        pasted_kind,
        id,
        campaign,
        campaign_has_id,
        credit,
        credit_plain,
        status,
        paid_by,
        origin: origin(source, records, row),
        as_of,
        is_return,
    })
}

/// R30: numbers shorter than the platform's ids count the rows of a list. They are those of other transactions in
/// every other list, and in the same one once a row is added.
fn forget_row_numbers(table: &mut [Row], names: &Names) {
    let is_short = |id: &str| id.len() < ID_LENGTH_MIN && id.bytes().all(|b| b.is_ascii_digit());
    if table.iter().all(|row| is_short(names.text(row.id))) {
        table.iter_mut().for_each(|row| row.id = Name::EMPTY);
    }
}

/// R16: a refund that names a campaign gives back a charge, one that ad credit gets or that names a credit a
/// draw. Any other is money paid back to the advertiser, and no part of the stream.
fn returned(
    kind: TransactionKind,
    campaign: u32,
    to_credit: impl FnOnce() -> bool,
) -> (TransactionKind, bool) {
    match kind {
        TransactionKind::Refund if to_credit() => (TransactionKind::AdCredit, true),
        TransactionKind::Refund if campaign != NONE => (TransactionKind::Charge, true),
        _ => (kind, false),
    }
}

/// A type that no lexicon has is listed and counts as nothing: said once per table and type, with its rows.
fn doubt_unknown_types(rows: &[Row], intake: &mut Intake<'_>) {
    let mut found: BTreeMap<(SourceIx, Name), (u64, u32)> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.kind == TransactionKind::Other) {
        let Origin { source, line } = row.origin;
        let known = found.entry((source, row.kind_text)).or_insert((0, line));
        *known = (known.0 + 1, known.1.min(line));
    }
    for ((source, kind), (count, line)) in found {
        let text = intake.names.text(kind);
        let said = intake.said_types.get(source.at()).and_then(|said| said.of_type(text));
        if words::is_unknown_type(text) && said.is_none() {
            let message = types::unknown(text, count);
            intake.problem(source, Problem::doubt(Place::line(line), message));
        }
    }
}

/// Lists write money that leaves as `12.00` or as `-12.00`. Within one table draws and charges together
/// leave; afterwards leaving money is negative everywhere, a return positive. What is called a refund
/// returns, whichever sign is written.
fn orient_draws(table: &mut [Row]) {
    let returns = |row: &&mut Row| row.is_return;
    table.iter_mut().filter(returns).for_each(|row| row.micros = row.micros.saturating_abs());
    let is_of_stream = |kind| matches!(kind, TransactionKind::AdCredit | TransactionKind::Charge);
    let leaves = |row: &&mut Row| is_of_stream(row.kind) && !row.is_return;
    let balance: i128 = table.iter_mut().filter(leaves).map(|row| i128::from(row.micros)).sum();
    if balance > 0 {
        table.iter_mut().filter(leaves).for_each(|row| row.micros = row.micros.saturating_neg());
    }
}

async fn columns(mut rows: Vec<Row>, intake: &mut Intake<'_>, pace: &Pace) -> Transactions {
    // Ends in content, so that equal rows are interchangeable and the order is the same for any order of
    // imports.
    let text = |name| intake.names.text(name);
    let mut void: NumberMap<Name, bool> = NumberMap::default();
    // Only now: a row that was pending and then failed is one row, whose status changed.
    pace.each(&mut rows, |row| {
        if *void.entry(row.status).or_insert_with(|| words::says_void(text(row.status))) {
            row.kind = TransactionKind::Void;
        }
    })
    .await;
    mark_witnesses(&mut rows, intake);
    doubt_unknown_types(&rows, intake);
    let spelled = types::spellings(rows.iter().map(|row| row.kind_text), &mut intake.names);
    for row in rows.iter_mut().filter(|_| !spelled.is_empty()) {
        row.kind_text = spelled.get(&row.kind_text).copied().unwrap_or(row.kind_text);
    }
    pace.rows(rows.len()).await;
    let text = |name| intake.names.text(name);
    let in_order = |a: &Row, b: &Row| {
        (a.time, a.kind, a.campaign, a.micros)
            .cmp(&(b.time, b.kind, b.campaign, b.micros))
            .then_with(|| text(a.id).cmp(text(b.id)))
            .then_with(|| text(a.credit).cmp(text(b.credit)))
            .then_with(|| text(a.paid_by).cmp(text(b.paid_by)))
            .then_with(|| text(a.status).cmp(text(b.status)))
    };
    pace.sort_by(&mut rows, in_order).await;
    let count = rows.len();
    let is_spelled = rows.iter().any(|row| row.kind_text != row.pasted_kind);
    let pasted = rows.iter().filter(|_| is_spelled).map(|row| row.pasted_kind);
    let mut out = Transactions {
        pasted_kinds: pasted.collect(),
        credits: vec![NONE; count],
        times: Vec::with_capacity(count),
        amounts: Vec::with_capacity(count),
        ..Transactions::default()
    };
    pace.each(rows, |row| {
        out.times.push(row.time);
        out.amounts.push(row.micros);
        out.kinds.push(row.kind);
        out.kind_texts.push(row.kind_text);
        out.ids.push(row.id);
        out.campaigns.push(row.campaign);
        out.credit_names.push(row.credit);
        out.statuses.push(row.status);
        out.payment_sources.push(row.paid_by);
        out.origins.push(row.origin);
        out.as_of.push(row.as_of);
    })
    .await;
    out
}

/// R35: lists that tell of the same money are witnesses of one another. Of a day's draws, and of its
/// charges, the first of [`EXPORTS`] counts; of top-ups and withdrawals of one amount on a day, the list with most of them.
fn mark_witnesses(rows: &mut [Row], intake: &Intake<'_>) {
    let export = |row: &Row| intake.sources.get(row.origin.source.at()).map(|s| s.export);
    let rank =
        |row: &Row| EXPORTS.iter().position(|e| Some(*e) == export(row)).unwrap_or(EXPORTS.len());
    let Some(first) = rows.first().map(rank) else { return };
    if rows.iter().all(|row| rank(row) == first) {
        return;
    }
    // What is told twice: day and kind, and of cash that moves its amount too.
    let told = |row: &Row| match row.kind {
        TransactionKind::AdCredit | TransactionKind::Charge => {
            Some((row.time.day(), row.kind, None))
        }
        TransactionKind::AddBalance | TransactionKind::Withdrawal => {
            Some((row.time.day(), row.kind, Some(row.micros.saturating_abs())))
        }
        _ => None,
    };
    let mut lists: BTreeMap<_, BTreeMap<usize, u32>> = BTreeMap::new();
    for row in rows.iter() {
        if let Some(told) = told(row) {
            *lists.entry(told).or_default().entry(rank(row)).or_default() += 1;
        }
    }
    for row in rows {
        let Some((told, lists)) = told(row).and_then(|t| Some((t, lists.get(&t)?))) else {
            continue;
        };
        let counts = lists.iter().map(|(list, count)| (told.2.map(|_| *count), Reverse(*list)));
        if counts.max().is_some_and(|(_, Reverse(list))| list != rank(row)) {
            row.kind = TransactionKind::Witness;
        }
    }
}

/// Finds the credit that each *Ad Credit* row means: by name, narrowed by window and by what the credit
/// may pay; else the row stays ambiguous (R34).
pub async fn attribute(
    transactions: &mut Transactions,
    credits: &mut [Credit],
    intake: &Intake<'_>,
    pace: &Pace,
) {
    let by_name = eligibility::credits_by_name(credits);
    let mut named: NumberMap<Name, Vec<u32>> = NumberMap::default();
    pace.each(0..transactions.len(), |row| {
        if transactions.kinds.get(row) != Some(&TransactionKind::AdCredit) {
            return;
        }
        let name = transactions.credit_names.get(row).copied().unwrap_or_default();
        let found = named.entry(name).or_insert_with(|| {
            let text = intake.names.text(name);
            let found = by_name.get(&words::plain(text)).cloned().unwrap_or_default();
            let is_spelled_so =
                |at: &u32| credits.get(*at as usize).is_some_and(|c| c.name == text);
            let exact: Vec<u32> = found.iter().copied().filter(is_spelled_so).collect();
            if exact.is_empty() { found } else { exact }
        });
        let meant = meant(transactions, row, found, credits);
        if let Some(slot) = transactions.credits.get_mut(row) {
            *slot = meant;
        }
        if let Some(credit) = credits.get_mut(meant as usize) {
            credit.observed_draws.push(TransactionIx::from_at(row));
        }
    })
    .await;
    let has_draws = transactions.has_draws();
    for credit in credits {
        let drawn = transactions.draws_of(credit).map(|draw| draw.amount).sum();
        credit.observed_drawn = has_draws.then_some(drawn);
    }
}

/// R34: the one credit that a draw can mean, among those of its name.
fn meant(transactions: &Transactions, row: usize, found: &[u32], credits: &[Credit]) -> u32 {
    if found.is_empty() {
        return NONE;
    }
    if let [only] = found {
        return *only;
    }
    let time = transactions.times.get(row).copied().unwrap_or_default();
    let campaign = transactions.campaign(row);
    let fits = |credit: &&Credit| {
        credit.window.contains(time) && credit.eligibility.of(campaign) != Yes::No
    };
    let mut fitting =
        found.iter().filter(|&&at| credits.get(at as usize).as_ref().is_some_and(fits));
    match (fitting.next(), fitting.next()) {
        (Some(&only), None) => only,
        _ => AMBIGUOUS,
    }
}
