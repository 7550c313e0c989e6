//! What opens in place below a transaction: who paid its charge, and why this credit and not that one
//! (question 4). Computed for the one row that is asked about.

use super::{PayerLine, Reading, TransactionCharge, TransactionDetail};
use crate::account::order;
use crate::account::reasons::{self, Considered, Verdict};
use crate::account::state::{
    AccountState, ChargeIx, Origin, Payer, Replay, SourceIx, TransactionKind,
};
use crate::calendar::When;
use crate::insight::payer;
use crate::money::Amount;
use crate::problem::Message;
use crate::sorting::Sorting;

/// Lines shown of one charge; what further credits paid is one line.
const LINES_MAX: usize = 50;
/// Charges shown of one row: a draw may be for several of its moment.
const CHARGES_MAX: usize = 20;

/// Import, table and line: what a row of Transactions is known by.
pub fn key(state: &AccountState, row: usize) -> Option<String> {
    let origin = state.transactions.origins.get(row)?;
    let source = state.source(origin.source)?;
    Some(format!("{} {} {}", source.import, source.table_index, origin.line))
}

fn row_of(state: &AccountState, key: &str) -> Option<usize> {
    let mut parts = key.rsplitn(3, ' ');
    let line = parts.next()?.parse().ok()?;
    let table: usize = parts.next()?.parse().ok()?;
    let import = parts.next()?;
    let mut sources = state.sources.iter();
    let source = sources.position(|s| s.import == import && s.table_index == table)?;
    let source = SourceIx::from_at(source);
    state.transactions.origins.iter().position(|origin| *origin == Origin { source, line })
}

pub fn detail(state: &AccountState, key: &str) -> Option<TransactionDetail> {
    let row = row_of(state, key)?;
    let mut detail = explained(state, row)?;
    detail.notes.extend(pasted_kind(state, row));
    Some(detail)
}

/// The type as pasted, where another spelling or another word is shown.
fn pasted_kind(state: &AccountState, row: usize) -> Option<Message> {
    let columns = &state.transactions;
    let pasted =
        columns.pasted_kinds.get(row).filter(|name| columns.kind_texts.get(row) != Some(name))?;
    Some(Message::new("view.transaction.pasted").with("type", state.names.text(*pasted)))
}

fn explained(state: &AccountState, row: usize) -> Option<TransactionDetail> {
    let kind = state.transactions.kinds.get(row)?;
    if !matches!(kind, TransactionKind::Charge | TransactionKind::AdCredit) {
        return Some(without_charge("view.transaction.no_spend"));
    }
    let charges = charges_of(state, row)?;
    if charges.is_empty() {
        return Some(without_charge("view.transaction.no_charge"));
    }
    let readings = by_charge(state, &charges);
    let cards = charges.iter().zip(readings).filter_map(|(at, readings)| {
        let columns = &state.charges;
        let export = state.source(columns.origins.get(at.at())?.source)?.export;
        Some(TransactionCharge {
            at: When::stated(columns.stated(*at)?, state.zone),
            campaign: columns.campaign(*at).map(|c| state.campaign_text(c).to_owned()),
            amount: Amount::from_micros((*columns.amounts.get(at.at())?).into()),
            export,
            readings,
        })
    });
    let preset = state.shown_order();
    let rule = (state.credits.len() > 1).then(|| order::sentence(preset));
    Some(TransactionDetail { charges: cards.collect(), notes: rule.into_iter().collect() })
}

fn without_charge(key: &'static str) -> TransactionDetail {
    TransactionDetail { charges: vec![], notes: vec![Message::new(key)] }
}

/// R35: the charge that this row is; of a draw, or where another export is the stream, the charges of its
/// campaign at its moment, or on its day where only days are stated.
fn charges_of(state: &AccountState, row: usize) -> Option<Vec<ChargeIx>> {
    let (columns, charges) = (&state.transactions, &state.charges);
    let time = *columns.times.get(row)?;
    let campaign = columns.campaigns.get(row)?;
    let origin = columns.origins.get(row)?;
    let first = charges.first_from(time.day().start());
    let of_day = charges.times.iter().enumerate().skip(first);
    let of_day = of_day.take_while(|(_, t)| t.day() == time.day());
    let fits = |at: usize, t| {
        let is_daily = charges.is_daily.get(at) == Some(&true);
        charges.campaigns.get(at) == Some(campaign) && (is_daily || t == time)
    };
    let found: Vec<usize> = of_day.filter(|&(at, &t)| fits(at, t)).map(|(at, _)| at).collect();
    let own = found.iter().copied().find(|at| charges.origins.get(*at) == Some(origin));
    let shown = own.map_or(found, |own| vec![own]).into_iter().take(CHARGES_MAX);
    Some(shown.map(ChargeIx::from_at).collect())
}

/// Of each charge the readings of the billing setup that differ in it (R10); one where all agree.
fn by_charge(state: &AccountState, charges: &[ChargeIx]) -> Vec<Vec<Reading>> {
    let mut out: Vec<Vec<Reading>> = charges.iter().map(|_| vec![]).collect();
    for replay in &state.replays {
        let considered = reasons::of_charges(state, replay, charges.iter().copied());
        for ((at, considered), readings) in charges.iter().zip(considered).zip(&mut out) {
            let lines = lines(state, replay, *at, considered);
            if readings.iter().all(|known| known.lines != lines) {
                readings.push(Reading { billing: replay.billing, lines });
            }
        }
    }
    for readings in &mut out {
        if let [only] = readings.as_mut_slice() {
            only.billing = None;
        }
    }
    out
}

/// Credits in paying order, those whose dates exclude them last; then the other sources that paid.
fn lines(
    state: &AccountState,
    replay: &Replay,
    at: ChargeIx,
    mut considered: Vec<Considered>,
) -> Vec<PayerLine> {
    considered.order_by_key(|c| matches!(c.verdict, Verdict::NotYetValid | Verdict::Ended));
    let paid_by = |c: &Considered| match c.verdict {
        Verdict::Paid(amount) => Some(amount),
        _ => None,
    };
    let further = considered.split_off(considered.len().min(LINES_MAX));
    let mut lines: Vec<PayerLine> = considered
        .iter()
        .map(|one| {
            let credit = state.credit(one.credit);
            PayerLine {
                credit: credit.map(|credit| credit.key.clone()),
                name: credit.map(|credit| credit.name.clone()),
                source: None,
                paid: paid_by(one),
                why: one.message(state),
            }
        })
        .collect();
    let other = |source: Message, paid: Amount| PayerLine {
        credit: None,
        name: None,
        source: Some(source),
        paid: Some(paid),
        why: Message::new("account.why.paid").money("amount", paid, state.currency),
    };
    if !further.is_empty() {
        let source = Message::new("view.transaction.further").with("count", further.len() as u64);
        lines.push(other(source, further.iter().filter_map(paid_by).sum()));
    }
    for split in replay.splits_of(at) {
        if !matches!(split.payer, Payer::Credit(_)) {
            let source = Message::new(payer::term(split.payer));
            lines.push(other(source, split.amount()));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::tests::check;

    /// Per row, newest last: `05-03 X 14: Early 10, Later 4 | Tied notAssigned`.
    fn said(state: &AccountState) -> Vec<String> {
        let rows = 0..state.transactions.len();
        let details = rows.map(|row| detail(state, &key(state, row).unwrap()).unwrap());
        details
            .map(|detail| {
                let charges = detail.charges.iter().map(|charge| {
                    let readings: Vec<String> = charge.readings.iter().map(reading).collect();
                    let campaign = charge.campaign.as_deref().unwrap_or("-");
                    format!("{campaign} {}: {}", charge.amount, readings.join(" / "))
                });
                let charges: Vec<String> = charges.collect();
                if charges.is_empty() { detail.notes[0].key.to_owned() } else { charges.join("; ") }
            })
            .collect()
    }

    fn reading(reading: &Reading) -> String {
        let line = |line: &PayerLine| {
            let source = line.source.as_ref().map(|s| s.key.trim_start_matches("usage.payer."));
            let name = line.name.as_deref().or(source).unwrap();
            match line.paid {
                Some(paid) => format!("{name} {paid}"),
                None => format!("{name} {}", line.why.key.trim_start_matches("account.why.")),
            }
        };
        let billing = reading.billing.map_or(String::new(), |billing| format!("{billing:?} "));
        format!("{billing}{}", reading.lines.iter().map(line).collect::<Vec<_>>().join(", "))
    }

    #[test]
    fn r35_a_row_tells_of_the_charge_that_it_is_or_was_drawn_for() {
        for (case, expected) in [
            (
                // A charge is itself; a draw is for the charge of its moment and campaign.
                "billing manual
                 credit name=Early type=Free face=10 used=0 valid=05-01..05-20
                 credit name=Past type=Free face=10 used=0 valid=04-01..05-02
                 credit name=Tied type=Assignable face=10 used=0 valid=05-01..05-10
                 log on=04-01 credit=Tied campaign=Y action=Assigned
                 charge on=05-03T10:00 amount=14 campaign=X
                 charge on=05-03T10:00 amount=3 campaign=Y
                 charge on=05-03T10:00 type=Ad Credit amount=10 campaign=X credit=Early
                 charge on=05-04 type=Add balance amount=50
                 charge on=05-04 type=Ad Credit amount=5 campaign=X credit=Early",
                vec![
                    "X 14: Tied notAssigned, Early 10, Past ended, cash 4",
                    "X 14: Tied notAssigned, Early 10, Past ended, cash 4",
                    "Y 3: Tied 3, Early notNeeded, Past ended",
                    "view.transaction.no_charge",
                    "view.transaction.no_spend",
                ],
            ),
            (
                // Where a daily report is the stream, the day's charge of the campaign.
                "billing manual
                 credit name=Early type=Free face=10 used=0 valid=05-01..05-20
                 report on=05-03 campaign=X cost=14
                 charge on=05-03T10:00 amount=6 campaign=X
                 now 05-10",
                vec!["X 14: Early 10, cash 4"],
            ),
            (
                // R10: both readings, while nobody chose and they differ.
                "credit name=Early type=Free face=10 used=0 valid=05-01..05-20
                 cash amount=8 at=05-01
                 charge on=05-02 type=Bill payment amount=5
                 charge on=05-03T10:00 amount=6 campaign=X",
                vec![
                    "view.transaction.no_spend",
                    "X 6: AutomaticCashFirst Early notNeeded, cash 6 / AutomaticCreditFirst Early 6",
                ],
            ),
        ] {
            assert_eq!(said(&check(case)), expected, "{case}");
        }
    }

    #[test]
    fn what_the_lines_paid_makes_the_charge_however_many_credits_there_are() {
        let credits: String = (0..120)
            .map(|n| format!("credit name=C{n:03} face=1 used=0 valid=05-01..05-31\n"))
            .collect();
        let charge = "charge on=05-03 amount=110.25 campaign=X";
        let state = check(&format!("billing manual\n{credits}{charge}"));
        let detail = detail(&state, &key(&state, 0).unwrap()).unwrap();
        let lines = &detail.charges[0].readings[0].lines;
        assert_eq!(lines.len(), LINES_MAX + 1);
        let paid: Amount = lines.iter().filter_map(|line| line.paid).sum();
        assert_eq!(paid, detail.charges[0].amount);
    }
}
