//! What other sources paid lately although a credit could have: charges themselves say so (R36, R39).
//!
//! In: the stream of charges, and what is left of each credit. Out: how much which source paid since when, and which
//! credits were left alone meanwhile. What a draw follows says nothing, nor does cash that may be billed before
//! credits (R10).

use super::usage::{CreditUsage, Role};
use crate::account::state::{AccountState, ChargeIx, CreditIx, Payer};
use crate::calendar::{LocalTime, SECONDS_PER_DAY, Stated};
use crate::money::Amount;
use crate::options::BillingSetup;
use std::collections::{BTreeMap, BTreeSet};

/// Paid by something else while credits that can pay were left alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Instead {
    /// Each source and what it paid.
    pub paid: BTreeMap<Payer, Amount>,
    /// The first of these charges.
    pub since: Stated,
    /// It went on for a day at least.
    pub is_lasting: bool,
    pub credits: BTreeSet<CreditIx>,
}

impl Instead {
    pub fn amount(&self) -> Amount {
        self.paid.values().copied().sum()
    }

    /// The one source, or what is no credit.
    pub fn payer(&self) -> Payer {
        match self.paid.len() {
            1 => self.paid.keys().next().copied().unwrap_or(Payer::NotCredit),
            _ => Payer::NotCredit,
        }
    }
}

/// A credit with the time in which something of it was left and nothing of it is known to be drawn.
struct Idle {
    credit: CreditIx,
    from: LocalTime,
    until: LocalTime,
}

/// `None`: no charge says so.
pub fn instead(state: &AccountState, usage: &[CreditUsage]) -> Option<Instead> {
    let idle: Vec<Idle> = idle(state, usage);
    let open = idle.iter().map(|idle| idle.from).min()?.max(last_draw(state));
    let (charges, mut paid, mut credits) = (&state.charges, BTreeMap::new(), BTreeSet::new());
    let (mut first, mut last) = (None, None);
    for at in (0..charges.len()).rev().map(ChargeIx::from_at) {
        let (time, micros) = (*charges.times.get(at.at())?, *charges.amounts.get(at.at())?);
        // Before that, or of what credit may have paid, nothing is known.
        let Some(payer) = payer(state, at).filter(|_| open < time) else { break };
        if micros <= 0 || may_be_first(state, payer) {
            continue;
        }
        let (campaign, stated) = (charges.campaign(at), charges.stated(at)?);
        let could_pay = |idle: &&Idle| {
            let credit = state.credit(idle.credit);
            (idle.from..=idle.until).contains(&time)
                && credit.is_some_and(|credit| credit.may_pay(campaign, stated))
        };
        let could: Vec<CreditIx> = idle.iter().filter(could_pay).map(|idle| idle.credit).collect();
        if could.is_empty() {
            continue;
        }
        *paid.entry(payer).or_default() += Amount::from_micros(micros.into());
        credits.extend(could);
        first = Some(at);
        last = last.or(Some(at));
    }
    let (first, last) = (first?, last?);
    let [from, until] = [first, last].map(|at| charges.times.get(at.at()).map(|t| t.seconds()));
    let is_whole_day = charges.is_daily.get(last.at()) == Some(&true);
    let is_lasting = is_whole_day || until? - from? >= SECONDS_PER_DAY;
    Some(Instead { paid, since: charges.stated(first)?, is_lasting, credits })
}

/// Until its latest copy; what was never drawn and may not fit, until now (R39).
fn idle(state: &AccountState, usage: &[CreditUsage]) -> Vec<Idle> {
    let now = state.now.on_clock(state.zone);
    let idle = state.credits.iter().zip(usage).enumerate().map(|(at, (credit, usage))| {
        let left =
            credit.unused.filter(|left| usage.role == Role::Pays && left.value.is_positive());
        let until = if usage.is_unproven { now } else { left?.as_of.on_clock(state.zone) };
        let used = |at: usize| credit.observations.get(at).and_then(|seen| seen.used);
        // What copies show to be used more than before was drawn until then.
        let rose = (1..credit.observations.len()).rfind(|at| used(at - 1) < used(*at));
        let seen = rose.and_then(|at| credit.observations.get(at)).map(|seen| seen.as_of);
        let began = credit.redeemed.map(|redeemed| redeemed.time).max(credit.window.start);
        let from = seen.map(|seen| seen.on_clock(state.zone)).max(began)?;
        Some(Idle { credit: CreditIx::from_at(at), from, until: left.map(|_| until)? })
    });
    idle.flatten().collect()
}

/// The end of what is known to be paid by credit: by *Ad Credit* rows, and by figures of days.
fn last_draw(state: &AccountState) -> LocalTime {
    let drawn = state.transactions.draws().next_back().map(|draw| draw.time);
    let is_drawn = |by_credit: Option<Amount>| by_credit.is_some_and(Amount::is_positive);
    let day = state.spend.iter().rfind(|day| is_drawn(day.by_credit)).map(|day| day.day);
    // Of the day of such a row the row itself tells the moment.
    let day = day.filter(|day| drawn.is_none_or(|drawn| drawn.day() < *day));
    day.map(|day| day.plus_days(1).start()).or(drawn).unwrap_or_default()
}

/// What is no credit, where the charge says so.
fn payer(state: &AccountState, charge: ChargeIx) -> Option<Payer> {
    let is_without = state.charges.by_net_cost(charge) == Some(0);
    let is_manual = state.billing.readings == [BillingSetup::Manual];
    let other = if is_manual { Payer::Cash } else { Payer::NotCredit };
    state.charges.payer(charge).or(is_without.then_some(other))
}

/// R10: cash, or what may be cash, may be billed before credits.
fn may_be_first(state: &AccountState, payer: Payer) -> bool {
    let is_cash = matches!(payer, Payer::Cash | Payer::NotCredit);
    is_cash && state.billing.readings.contains(&BillingSetup::AutomaticCashFirst)
}

#[cfg(test)]
mod tests {
    use crate::account::state::AccountState;
    use crate::account::tests::check;
    use crate::insight::band::band;
    use crate::insight::fixture::say;
    use crate::insight::{Answers, answer};
    use crate::options::Options;

    fn answers(billing: &str, rows: &str) -> (AccountState, Answers) {
        let account = format!("billing {billing}\n currency USD\n zone +00:00\n now 05-20T12:00");
        let state = check(&format!("{account}\n{rows}"));
        let answers = answer(&state, &Options::default());
        (state, answers)
    }

    /// What stands in the band of what something else paid.
    fn told(billing: &str, rows: &str) -> String {
        let (state, answers) = answers(billing, rows);
        let lines = band(&[(&state, &answers)]);
        let told = lines.iter().flat_map(|line| &line.notes);
        told.filter(|said| said.key == "band.instead").map(say).collect()
    }

    const FITS: &str =
        "credit name=A type=Free face=300 used=250 unused=50 valid=05-01..06-30 seen=05-20T11:00";
    const MAY_NOT_FIT: &str = "credit name=A type=Free face=300 used=0 unused=300 needs=App campaigns valid=05-01..06-30 seen=05-20T07:00";
    const BY_CASH: &str = "
        charge on=05-18T10:00 amount=40 campaign=X paid-by=Cash␣balance seen=05-20T11:30
        charge on=05-20T10:00 amount=60 campaign=X paid-by=Cash␣balance seen=05-20T11:30";

    #[test]
    fn r36_what_cash_paid_while_a_credit_was_left_alone_is_said_with_its_first_moment() {
        let by_card = BY_CASH.replace("Cash␣balance", "Visa␣1111");
        let drawn = format!(
            "{BY_CASH}\n charge on=05-19T09:00 amount=5 type=Ad␣Credit credit=A seen=05-20T11:30"
        );
        let reported = "report on=05-18 campaign=X cost=40 net=40 seen=05-20T11:30
             report on=05-19 campaign=X cost=60 net=60 seen=05-20T11:30";
        let open = "charge on=05-20T10:30 amount=9 campaign=X seen=05-20T11:30";
        let paid = "paid 100 USD since 05-18 10:00 although something was left";
        for (billing, credit, charges, expected) in [
            ("manual", FITS, BY_CASH, format!("cash balance {paid}")),
            ("credit-first", FITS, &by_card, format!("the card {paid}")),
            // R39: it was never drawn, and the copy is of before the last charge.
            ("manual", MAY_NOT_FIT, BY_CASH, format!("cash balance {paid}")),
            // R10: cash is billed first; that says nothing of credits. The card does.
            ("cash-first", FITS, BY_CASH, String::new()),
            ("unknown", FITS, BY_CASH, String::new()),
            ("cash-first", FITS, &by_card, format!("the card {paid}")),
            // What came before a draw says nothing.
            (
                "manual",
                FITS,
                &drawn,
                "cash balance paid 60 USD since 05-20 10:00 although something was left".to_owned(),
            ),
            // R22: of whole days Net Cost tells it.
            (
                "manual",
                FITS,
                reported,
                "cash balance paid 100 USD since 05-18 although something was left".to_owned(),
            ),
            // A charge after it may have been paid by credit.
            ("manual", FITS, &format!("{BY_CASH}\n {open}"), String::new()),
            // It was used up, or may have been by then.
            (
                "manual",
                &FITS.replace("used=250 unused=50", "used=300 unused=0"),
                BY_CASH,
                String::new(),
            ),
            ("manual", &FITS.replace("05-20T11:00", "05-17T11:00"), BY_CASH, String::new()),
        ] {
            let rows = format!("{credit}\n {charges}");
            assert_eq!(told(billing, &rows), expected, "{billing}\n{rows}");
        }
    }

    /// R37: 13 a day by the one copy, 100 in two days by what was pasted.
    #[test]
    fn r37_whole_days_that_were_pasted_go_before_the_average_of_one_copy() {
        let days = "
            charge on=05-16T10:00 amount=60 campaign=X paid-by=Cash␣balance seen=05-20T11:30
            charge on=05-17T10:00 amount=60 campaign=X paid-by=Cash␣balance seen=05-20T11:30
            charge on=05-18T10:00 amount=60 campaign=X paid-by=Cash␣balance seen=05-20T11:30";
        let (state, answers) = answers("manual", &format!("{FITS}\n{days}"));
        let learned = answers.forecast.learned.unwrap();
        assert_eq!(
            say(&learned.message(state.currency)),
            "About 60 USD a day, by campaign costs up to 05-18."
        );
        let line = &band(&[(&state, &answers)])[0];
        let said: Vec<String> = line.sentences.iter().chain(&line.notes).map(say).collect();
        let expected = [
            "50 USD can pay today",
            "runs out from 05-20",
            "up to 50 USD may be lost if something else goes on paying",
            "then cash balance, about 60 USD a day",
            "cash balance paid 180 USD since 05-16 10:00 although something was left",
        ];
        assert_eq!(said, expected);
        let says = answers.forecast.says.iter().map(say).collect::<Vec<_>>();
        let expected = "Since 05-16 10:00, cash balance paid 180 USD while something was left of A: \
                        ranges hold both, that it is drawn again and that it is not.";
        assert_eq!(says, [expected]);
    }

    /// R36: A was used up between two copies; B may not fit, and cash pays.
    #[test]
    fn r39_a_credit_that_charges_show_left_alone_is_not_said_to_pay_next() {
        let b =
            "name=B type=Free face=300 used=0 unused=300 needs=App campaigns valid=05-01..06-30";
        let copies = format!(
            "credit name=A type=Free face=90 used=40 unused=50 valid=05-01..06-30 seen=05-18T09:00
             credit {b} seen=05-18T09:00\n credit {b} seen=05-20T09:00 copy=full
             ended name=A type=Free face=90 used=90 unused=0 valid=05-01..06-30 seen=05-20T09:10"
        );
        let cash =
            "charge on=05-20T10:00 amount=60 campaign=X paid-by=Cash␣balance seen=05-20T11:30";
        for (charges, expected) in
            [("", "B pays next"), (cash, "cash balance pays since, 60 USD so far")]
        {
            let (_, answers) = answers("manual", &format!("{copies}\n {charges}"));
            let headlines: Vec<String> =
                answers.findings.iter().map(|finding| say(&finding.headline)).collect();
            let used_up =
                headlines.iter().find(|said| said.starts_with("A: 50 USD used up")).unwrap();
            assert!(used_up.ends_with(expected), "{used_up}");
        }
    }
}
