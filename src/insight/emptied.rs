//! What was drawn of credits after the copy that states them, and credits used up since.
//!
//! In: the state of an account. Out: what *Ad Credit* rows of later times name; what took the last of a credit's unused
//! amount, by these rows or by our replay of charges from that copy on (R36). The platform's figure leads as of its time,
//! and it is older: it must not be said to pay today. What follows from charges is inferred, and said so (R37): the
//! charges that were pasted are the coverage.
//!
//! Invariant: a charge empties a credit only where every reading of the billing setup that is still possible (R10)
//! leaves nothing, and no credit of the list that nobody copied may have paid instead (R32).

use crate::account::state::{
    AccountState, Between, ChargeIx, Credit, CreditIx, Draw, Payer, Replay, Split, Yes,
};
use crate::calendar::{Day, LocalTime};
use crate::insight::when;
use crate::money::Amount;
use crate::problem::Message;
use crate::sorting::Sorting;

/// When the last of a credit was drawn since its latest copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Emptied {
    pub day: Day,
    pub moment: Between,
}

pub fn emptied(state: &AccountState, at: CreditIx) -> Option<Emptied> {
    let credit = state.credit(at)?;
    let unused = credit.unused.filter(|unused| unused.value.is_positive())?.value;
    if drawn_since_copy(state, credit).is_some_and(|(drawn, _)| unused <= drawn) {
        return last_draw(state, credit, unused);
    }
    let charge = emptied_by(state, at, credit)?;
    let day = state.charges.times.get(charge.at())?.day();
    Some(Emptied { day, moment: state.charges.moment(charge, state.zone)? })
}

/// Sum of the *Ad Credit* rows that name the credit, at times after its latest copy, which cannot hold them; and until when.
pub fn drawn_since_copy(state: &AccountState, credit: &Credit) -> Option<(Amount, LocalTime)> {
    let draws = draws_since_copy(state, credit);
    draws.reduce(|a, b| (a.0 + b.0, a.1.max(b.1))).filter(|(drawn, _)| drawn.is_positive())
}

/// What is left by these rows, beside the copied figure (R36).
pub fn told(state: &AccountState, credit: &Credit) -> Option<Message> {
    let (drawn, until) = drawn_since_copy(state, credit)?;
    let left = (credit.unused?.value - drawn).max(Amount::ZERO);
    let message = Message::new("usage.drawn_since").with("at", when(state, until));
    let message = message.money("amount", drawn, state.currency);
    Some(message.money("left", left, state.currency))
}

fn draws_since_copy<'s>(
    state: &'s AccountState,
    credit: &'s Credit,
) -> impl Iterator<Item = (Amount, LocalTime)> + 's {
    let copied = credit.unused.map(|unused| unused.as_of.on_clock(state.zone));
    let draws = state.transactions.draws_of(credit).map(|draw| (draw.amount, draw.time));
    draws.filter(move |(_, time)| copied.is_some_and(|copied| *time > copied))
}

fn last_draw(state: &AccountState, credit: &Credit, unused: Amount) -> Option<Emptied> {
    let mut draws: Vec<(Amount, LocalTime)> = draws_since_copy(state, credit).collect();
    draws.order_by_key(|(_, time)| *time);
    let mut left = unused;
    let (_, time) = draws.into_iter().find(|(drawn, _)| {
        left -= *drawn;
        !left.is_positive()
    })?;
    Some(Emptied { day: time.day(), moment: Between::at(time.in_zone(state.zone)) })
}

/// The charge that used the credit up since its latest copy, by the shown replay.
fn emptied_by(state: &AccountState, at: CreditIx, credit: &Credit) -> Option<ChargeIx> {
    if state.available.is_some_and(|list| list.part.is_some()) {
        return None;
    }
    let by_replay = |replay: &Replay| {
        let replayed = replay.credits.get(at.at())?;
        replayed.anchor?;
        let charge = replayed.emptied_by?;
        // R37: charges of the copy's own day may be in the copy. What others paid afterwards it would have
        // paid then.
        let open = replayed.unused_between.map_or(Amount::ZERO, |between| between.high);
        // R14: in an order that is not ours others may be drawn in its place.
        let is_empty = replayed.unused.is_some_and(|unused| unused.is_zero())
            && !replayed.is_contradicted
            && (open.is_zero() || open <= paid_by_others(state, replay, credit, charge));
        is_empty.then_some(charge)
    };
    let shown = by_replay(state.shown()?)?;
    let until = state.charges.times.get(shown.at()).map(|time| time.day());
    if until.is_some_and(|until| names_draws(state, credit, until)) {
        return None;
    }
    state.replays.iter().all(|replay| by_replay(replay).is_some()).then_some(shown)
}

/// R35: rows tell what was drawn of every credit from its copy to that day: what they do not say was not drawn.
pub fn names_draws(state: &AccountState, credit: &Credit, until: Day) -> bool {
    let t = &state.transactions;
    let copied = credit.unused.map(|unused| unused.as_of.on_clock(state.zone));
    let Some(from) = copied else { return false };
    let is_meant = |draw: &Draw| from <= draw.time && draw.time.day() <= until;
    let mut draws = t.draws().filter(is_meant).peekable();
    t.spans(from.day(), until)
        && draws.peek().is_some()
        && draws.all(|draw| t.credit(draw.row.at()).is_some())
}

/// From that charge on, of charges that the credit might have paid. An assignable credit may pay only what it
/// is linked to then (R4): of it nothing is assumed.
fn paid_by_others(
    state: &AccountState,
    replay: &Replay,
    credit: &Credit,
    from: ChargeIx,
) -> Amount {
    if credit.is_assignable() {
        return Amount::ZERO;
    }
    let charges = (from.at()..state.charges.len()).map(ChargeIx::from_at);
    let payable =
        charges.filter(|charge| credit.eligibility.of(state.charges.campaign(*charge)) != Yes::No);
    let splits = payable.flat_map(|charge| replay.splits_of(charge));
    let others = splits.filter(|s| !matches!(s.payer, Payer::Credit(_) | Payer::Unknown));
    others.map(Split::amount).sum()
}

#[cfg(test)]
mod tests {
    use crate::account::state::AccountState;
    use crate::account::tests::check;
    use crate::insight::band::band;
    use crate::insight::diagnosis::{Verdict, diagnose};
    use crate::insight::fixture::{account, say};
    use crate::insight::{Answers, Level, answer};
    use crate::options::Options;

    /// What can pay, the findings with who paid since, the pages to copy, and whether "the credit ended and
    /// another source pays" applies.
    fn told(state: &AccountState) -> Vec<String> {
        let answers: Answers = answer(state, &Options::default());
        let band = band(&[(state, &answers)]);
        let left = band.iter().flat_map(|l| l.sentences.iter().take(1).chain(&l.notes));
        let mut out: Vec<String> = left.map(say).take(2).collect();
        for finding in answers.findings.iter().filter(|f| f.level >= Level::Warning) {
            out.push(format!("{:?}: {}", finding.level, say(&finding.headline)));
            out.extend(finding.why.iter().map(say).filter(|why| !why.starts_with("As of")));
        }
        let pages = answers.refresh.iter().filter(|line| line.is_urgent);
        out.extend(pages.map(|line| format!("{}: {}", line.export.key(), say(&line.reason))));
        let cases = diagnose(state, &answers);
        let moved = cases.iter().find(|case| case.key == "moved_on").unwrap();
        out.push(format!("moved on: {}", moved.verdict == Verdict::Applies));
        out
    }

    fn days(from: u32, to: u32) -> String {
        let day = |day| format!("report on=05-{day:02} campaign=X cost=50 seen=05-10\n");
        (from..=to).map(day).collect()
    }

    /// 50 a day from 3 May to 9 May, 350 in all; the copy is of 2 May.
    #[test]
    fn r12_r37_what_pasted_charges_used_up_since_the_copy_does_not_pay_today() {
        for (seen, from, to, left, used_up, others) in [
            // 2 × 50 = 100: used up on the 4th; 5 × 50 = 250 in cash since.
            ("unused=100 used=0 seen=05-02T12:00", 3, 9, 100, "05-04", Some(250)),
            // 50 + 40: the 4th; 10 of that day and 250 since.
            ("unused=90 used=10 seen=05-02T12:00", 3, 9, 90, "05-04", Some(260)),
            // Nothing was pasted after the charge that used it up.
            ("unused=100 used=0 seen=05-02T12:00", 3, 4, 100, "05-04", None),
            // The 3rd may be in the copy; without it 6 × 50 follow.
            ("unused=100 used=0 seen=05-03T12:00", 3, 9, 100, "05-04", Some(250)),
        ] {
            let rows = days(from, to);
            let state = check(&format!(
                "billing manual\n currency USD\n zone +00:00\n now 05-10
                 credit name=Free1 type=Free face=100 valid=05-01..05-30 {seen}\n{rows}"
            ));
            let paid =
                others.map(|paid| format!("cash balance pays, up to {paid} USD since {used_up}."));
            let paid = paid
                .or(Some("If this account is spending, it now pays from cash balance.".to_owned()));
            let expected = [
                // Whether others came in these days nobody copied.
                Some("how much can pay is not known".to_owned()),
                Some(format!("{left} USD more is probably used up by now: copy the page again")),
                Some(format!(
                    "Warning: Free1: {left} USD probably used up on {used_up}; if so, cash balance pays now. \
                     Copy the page again to know"
                )),
                paid,
                Some(format!("By the charges that were pasted, up to 05-{to:02}.")),
                Some("promotions_available: Free1 may be used up by now".to_owned()),
                Some("moved on: true".to_owned()),
            ];
            let expected: Vec<String> = expected.into_iter().flatten().collect();
            assert_eq!(told(&state), expected, "{seen} {from}..{to}");
        }
    }

    /// R36: rows that name the credit, at times after its copy, whatever the charges say.
    #[test]
    fn r36_draws_after_the_copy_stand_beside_what_it_says() {
        let copy = "account billing=manual currency=USD\n now 11-17 11:00
             credit First face=150 valid=11-01..12-01\n seen First at=11-16T10:00 unused=50
             credit Second face=80 valid=11-02..12-20\n seen Second at=11-16T10:00 unused=80\n";
        for (draws, expected) in [
            ("", "130 USD can pay today"),
            // In the copy, whatever lags.
            ("draw 11-16T09:00 credit=First amount=30", "130 USD can pay today"),
            (
                "draw 11-16T12:00 credit=First amount=30",
                "130 USD can pay today | 30 USD of it is drawn since, by Ad Credit transactions",
            ),
            (
                "draw 11-16T12:00 credit=First amount=30\n draw 11-16T18:40 credit=First amount=20
                 draw 11-17T08:00 credit=Second amount=15",
                "80 USD can pay today | 15 USD of it is drawn since, by Ad Credit transactions \
                 | 50 USD more is probably used up by now: copy the page again \
                 | Info: First: 50 USD probably used up on 11-16; copy the page again to know",
            ),
        ] {
            let state = account(&format!("{copy}{draws}"));
            let answers = answer(&state, &Options::default());
            let band = band(&[(&state, &answers)]);
            let left = band[0].sentences.iter().take(1).chain(&band[0].notes);
            let mut said: Vec<String> = left.map(say).filter(|s| s.contains(" USD ")).collect();
            let over = answers.findings.iter().filter(|f| f.id.starts_with("used_up"));
            said.extend(over.map(|f| format!("{:?}: {}", f.level, say(&f.headline))));
            assert_eq!(said.join(" | "), expected, "{draws}");
        }
    }

    /// 30 each of three credits, 50 a day from the 3rd: the last is used up on the 4th. Cash paid 10 of that day and
    /// 250 since, once: not three times.
    #[test]
    fn r37_several_probably_used_up_are_one_line_and_their_cash_is_counted_once() {
        let credit = |name| {
            format!(
                "credit name={name} type=Free face=30 used=0 unused=30 valid=05-01..05-30 seen=05-02\n"
            )
        };
        let credits: String = ["A", "B", "C"].map(credit).concat();
        let rows = days(3, 9);
        let state = check(&format!(
            "billing manual\n currency USD\n zone +00:00\n now 05-10\n{credits}{rows}"
        ));
        let answers = answer(&state, &Options::default());
        let used_up = answers.findings.iter().filter(|f| f.id.starts_with("used_up"));
        let lines: Vec<_> = used_up.map(|f| (say(&f.headline), f.amount)).collect();
        let paid = Some(crate::money::Amount::from_units(260));
        assert_eq!(
            lines,
            [(
                "3 credits probably used up, the last on 05-04: 90 USD when copied".to_owned(),
                paid
            )]
        );
    }

    /// A credit with its status, pasted under the headers of Not available; the report was pasted today.
    #[test]
    fn r37_the_page_of_available_is_worth_copying_whatever_else_was_copied_today() {
        let rows = days(3, 9);
        let state = check(&format!(
            "billing manual\n currency USD\n zone +00:00\n now 05-10
             ended name=Free1 type=Free face=100 used=0 unused=100 valid=05-01..05-30 seen=05-02\n{rows}"
        ));
        let page = "promotions_available: Free1 may be used up by now";
        assert!(told(&state).iter().any(|line| line == page), "{:?}", told(&state));
    }

    /// What is left by the charges that were pasted pays; what they may have used up twice over, too.
    #[test]
    fn r37_what_is_not_sure_to_be_used_up_is_not_said_to_be() {
        for (seen, from, to) in [
            ("unused=100 used=0 seen=05-02T12:00", 3, 3),
            // Of 3 × 50 one may be in the copy of that day: 100 − 100 = 0, or 100 − 50 = 50 are left.
            ("unused=100 used=0 seen=05-03T12:00", 3, 4),
        ] {
            let rows = days(from, to);
            let state = check(&format!(
                "billing manual\n currency USD\n zone +00:00\n now 05-05
                 credit name=Free1 type=Free face=100 valid=05-01..05-30 {seen}\n{rows}"
            ));
            assert_eq!(told(&state).first().map(String::as_str), Some("100 USD can pay today"));
        }
    }

    /// Of three credits that the list counts one was copied.
    #[test]
    fn r32_another_credit_of_the_list_may_have_paid_instead() {
        let rows = days(3, 9);
        let state = check(&format!(
            "billing manual\n currency USD\n zone +00:00\n now 05-10
             credit name=Free1 type=Free face=100 used=0 unused=100 valid=05-01..05-30 seen=05-02 copy=1/3\n{rows}"
        ));
        assert!(told(&state).iter().all(|line| !line.contains("probably")), "{:?}", told(&state));
    }
}
