//! One client's credits over a period: opening + issued − drawn − forfeited ± corrected = closing.
//!
//! In: accounts of one client, a period of days on each account's own clock (R25). Out: one line per
//! credit, sums per account and per currency (R28), nothing of any other account.
//!
//! Invariant: in every complete line, and in every complete sum, both sides are equal to the last unit. What no
//! transaction explains is in `corrected` and named; where a figure is not known, neither is its sum (R37).

use super::movements::Movements;
use crate::account::state::{AccountState, Bounds, Credit, CreditIx, CreditState};
use crate::calendar::{Day, LocalTime, When, Zone};
use crate::money::{Amount, Currency};
use crate::problem::Message;
use std::collections::BTreeMap;

/// Days, both counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub first: Day,
    pub last: Day,
}

/// One line; `None` is not known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    pub name: String,
    pub opening: Option<Amount>,
    pub issued: Option<Amount>,
    pub drawn: Option<Amount>,
    pub forfeited: Option<Amount>,
    /// What came back (R16), and what no transaction explains.
    pub corrected: Option<Amount>,
    pub closing: Option<Amount>,
    /// The part of `corrected` that no transaction explains.
    pub unexplained: Amount,
    /// Drawn by our replay or by the difference of two figures, not by transactions.
    pub is_inferred: bool,
}

/// The sum of all lines; `None` where the figure of one is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    pub opening: Option<Amount>,
    pub issued: Option<Amount>,
    pub drawn: Option<Amount>,
    pub forfeited: Option<Amount>,
    pub corrected: Option<Amount>,
    pub closing: Option<Amount>,
}

/// One account's part.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountPart {
    pub name: String,
    pub id: Option<String>,
    pub currency: Option<Currency>,
    /// The zone whose days these are, where no copy names the account's own (R38).
    pub assumed_zone: Option<Zone>,
    pub lines: Vec<Line>,
    pub sum: Sum,
    /// R21: figures may still change, or could when they were copied; once pasted again after that they are final.
    pub provisional: Option<Message>,
}

/// What is handed to a client.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    pub client: Option<String>,
    pub period: Period,
    pub accounts: Vec<AccountPart>,
    /// Where a currency has several accounts.
    pub sums: BTreeMap<Currency, Sum>,
}

impl Period {
    /// The calendar month before the one of `today`.
    pub fn last_month(today: Day) -> Period {
        let (year, month, _) = today.ymd();
        let first = Day::from_ymd(year, month, 1).unwrap_or(today);
        let last = first.plus_days(-1);
        let (year, month, _) = last.ymd();
        Period { first: Day::from_ymd(year, month, 1).unwrap_or(last), last }
    }
}

impl Line {
    fn figures(&self) -> Sum {
        Sum {
            opening: self.opening,
            issued: self.issued,
            drawn: self.drawn,
            forfeited: self.forfeited,
            corrected: self.corrected,
            closing: self.closing,
        }
    }
}

impl Sum {
    const NONE: Sum = {
        let none = Some(Amount::ZERO);
        Sum {
            opening: none,
            issued: none,
            drawn: none,
            forfeited: none,
            corrected: none,
            closing: none,
        }
    };

    fn and(self, other: Sum) -> Sum {
        let add = |a: Option<Amount>, b: Option<Amount>| Some(a? + b?);
        Sum {
            opening: add(self.opening, other.opening),
            issued: add(self.issued, other.issued),
            drawn: add(self.drawn, other.drawn),
            forfeited: add(self.forfeited, other.forfeited),
            corrected: add(self.corrected, other.corrected),
            closing: add(self.closing, other.closing),
        }
    }

    fn of(lines: &[Line]) -> Sum {
        lines.iter().map(Line::figures).fold(Sum::NONE, Sum::and)
    }
}

/// Without `period`: each account's last calendar month, which the first account's clock decides.
pub fn statement(
    accounts: &[&AccountState],
    client: Option<String>,
    period: Option<Period>,
) -> Statement {
    let today = accounts.first().map(|state| state.today());
    let period = period.unwrap_or_else(|| Period::last_month(today.unwrap_or_default()));
    let parts: Vec<AccountPart> =
        accounts.iter().map(|state| account_part(state, period)).collect();
    let mut sums: BTreeMap<Currency, (Sum, usize)> = BTreeMap::new();
    for part in &parts {
        // R38: amounts without a currency add to nothing.
        if let Some(currency) = part.currency {
            let (sum, count) = sums.entry(currency).or_insert((Sum::NONE, 0));
            *sum = sum.and(part.sum);
            *count += 1;
        }
    }
    let several = sums.into_iter().filter(|(_, (_, count))| *count > 1);
    Statement {
        client,
        period,
        accounts: parts,
        sums: several.map(|(currency, (sum, _))| (currency, sum)).collect(),
    }
}

fn account_part(state: &AccountState, period: Period) -> AccountPart {
    let now = state.now.on_clock(state.zone);
    let (start, end) = (period.first.start(), period.last.plus_days(1).start());
    let credits = state.credits.iter().enumerate();
    let lines: Vec<Line> = credits
        .filter_map(|(at, credit)| {
            let movements = Movements::of(state, CreditIx::from_at(at), credit);
            line(credit, &movements, start, end.min(now), now)
        })
        .collect();
    let final_at = end.in_zone(state.zone).plus_seconds(state.lag_seconds);
    let is_past = final_at <= state.now;
    let key = if is_past { "handout.provisional.past" } else { "handout.provisional" };
    AccountPart {
        name: state.account.name.clone().unwrap_or_else(|| state.account.key.clone()),
        id: state.account.id.clone(),
        currency: state.currency,
        assumed_zone: state.zone_assumed.then_some(state.zone),
        sum: Sum::of(&lines),
        lines,
        provisional: state
            .latest_as_of()
            .is_none_or(|seen| seen < final_at)
            .then(|| Message::new(key).with("until", When::at(final_at, state.zone))),
    }
}

/// `None`: the credit did not live in `[start, end)`, or nothing was in it and nothing happened; or that is still to come.
fn line(
    credit: &Credit,
    movements: &Movements,
    start: LocalTime,
    end: LocalTime,
    now: LocalTime,
) -> Option<Line> {
    let over = credit.window.end.filter(|over| *over <= now);
    let begin = movements.begin();
    let is_outside =
        begin.is_some_and(|begin| begin >= end) || over.is_some_and(|over| over <= start);
    if is_outside || start >= end {
        return None;
    }
    let is_issued = begin.is_some_and(|begin| begin >= start);
    // R15: what is valid until the last day ends at the period's end, and belongs to it.
    let ended = over.filter(|over| *over <= end);
    let opening = if is_issued { Some(Amount::ZERO) } else { movements.balance(start) };
    let issued = if is_issued { credit.face } else { Some(Amount::ZERO) };
    let forfeited = match ended {
        None => Some(Amount::ZERO),
        Some(over) => lost(credit, movements, over),
    };
    let closing = if ended.is_some() { Some(Amount::ZERO) } else { movements.balance(end) };
    let moved = movements.within(start, end);
    let by_difference = || Some(opening? + issued? - forfeited? - closing?);
    let drawn = moved.map(|(drawn, _)| drawn).or_else(by_difference);
    let returned = moved.map_or(Amount::ZERO, |(_, returned)| returned);
    let corrected = || Some(closing? - (opening? + issued? - drawn? - forfeited?));
    let corrected = corrected();
    let line = Line {
        name: credit.name.clone(),
        opening,
        issued,
        drawn,
        forfeited,
        corrected,
        closing,
        unexplained: corrected.map_or(Amount::ZERO, |corrected| corrected - returned),
        is_inferred: movements.is_replayed || moved.is_none(),
    };
    (line.figures() != Sum::NONE).then_some(line)
}

/// R8: what was unused at the end.
fn lost(credit: &Credit, movements: &Movements, over: LocalTime) -> Option<Amount> {
    match credit.state {
        CreditState::Expired { forfeited: Some(Bounds { low, high }), .. } if low == high => {
            Some(low)
        }
        CreditState::UsedUp { .. } => Some(Amount::ZERO),
        _ => movements.balance(over),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::state::Coverage;
    use crate::ingest::exports::Export;
    use crate::insight::fixture::{account, day};

    /// `name: opening + issued - drawn - forfeited + corrected = closing`, `?` for not known.
    fn lines(text: &str, period: (&str, &str)) -> Vec<String> {
        let state = account(text);
        let period = Period { first: day(period.0), last: day(period.1) };
        let part = account_part(&state, period);
        let figure = |f: Option<Amount>| f.map_or("?".to_owned(), |f| f.to_string());
        part.lines
            .iter()
            .map(|l| {
                if let Some(corrected) = l.corrected {
                    let left =
                        l.opening.unwrap() + l.issued.unwrap() - l.drawn.unwrap() + corrected;
                    assert_eq!(Some(left - l.forfeited.unwrap()), l.closing, "{l:?}");
                }
                let [o, i, d, f, c, e] =
                    [l.opening, l.issued, l.drawn, l.forfeited, l.corrected, l.closing].map(figure);
                format!("{}: {o} + {i} - {d} - {f} + {c} = {e}", l.name)
            })
            .collect()
    }

    const LAUNCH: &str = "
        account currency=USD billing=manual
        now     11-21 14:00
        credit  Launch face=100 valid=10-20..11-15
        draw    10-20T09:00 credit=Launch amount=10.01 at=11-21T09:00
        draw    10-31T23:59 credit=Launch amount=20.02 at=11-21T09:00
        draw    11-01T00:00 credit=Launch amount=30.03 at=11-21T09:00";

    #[test]
    fn months_follow_one_another_to_the_last_unit() {
        let seen = "\n seen Launch at=11-21T09:00 unused=39.94";
        let text = format!("{LAUNCH}{seen}");
        let october = lines(&text, ("10-01", "10-31"));
        assert_eq!(october, ["Launch: 0 + 100 - 30.03 - 0 + 0 = 69.97"]);
        // R8: unused at its end.
        let november = lines(&text, ("11-01", "11-30"));
        assert_eq!(november, ["Launch: 69.97 + 0 - 30.03 - 39.94 + 0 = 0"]);
        assert_eq!(lines(&text, ("09-01", "09-30")), [""; 0]);
        assert_eq!(lines(&text, ("12-01", "12-31")), [""; 0]);
    }

    #[test]
    fn r36_what_no_transaction_explains_is_a_correction() {
        let text = format!("{LAUNCH}\n seen Launch at=11-21T09:00 unused=40.00");
        let november = lines(&text, ("11-01", "11-30"));
        assert_eq!(november, ["Launch: 70.03 + 0 - 30.03 - 40 + 0 = 0"]);
        let october = lines(&text, ("10-01", "10-31"));
        assert_eq!(october, ["Launch: 0 + 100 - 30.03 - 0 + 0.06 = 70.03"]);
    }

    #[test]
    fn r37_what_is_not_known_is_not_claimed() {
        let text = "
            account currency=USD billing=manual
            now     11-21 14:00
            credit  Launch face=100 valid=10-20..12-31
            seen    Launch at=11-10T09:00 unused=40";
        let october = lines(text, ("10-01", "10-31"));
        assert_eq!(october, ["Launch: 0 + 100 - ? - 0 + ? = ?"]);
        // Two copies tell what was drawn between them, if not when.
        let text = &format!("{text}\n seen Launch at=11-01T00:00 unused=70");
        let october = lines(text, ("10-01", "10-31"));
        assert_eq!(october, ["Launch: 0 + 100 - 30 - 0 + 0 = 70"]);
    }

    #[test]
    fn of_what_was_never_drawn_every_balance_is_known_and_nothing_of_what_is_to_come() {
        let text = "
            account currency=USD billing=manual
            now     11-21 14:00
            credit  Launch face=100 valid=10-20..12-31
            seen    Launch at=11-10T09:00 unused=100";
        assert_eq!(lines(text, ("10-01", "10-31")), ["Launch: 0 + 100 - 0 - 0 + 0 = 100"]);
        assert_eq!(lines(text, ("11-01", "11-30")), ["Launch: 100 + 0 - ? - 0 + ? = ?"]);
        assert_eq!(lines(text, ("12-01", "12-31")), [""; 0]);
    }

    /// A list of September, copied as it ended, and one of November: what October drew nobody knows.
    #[test]
    fn r37_a_month_between_two_lists_is_not_one_without_a_draw() {
        let text = |copied: &str| {
            format!(
                "account currency=USD billing=manual
                 now     11-21 14:00
                 credit  Launch face=100 valid=09-01..12-31
                 draw    09-01T09:00 credit=Launch amount=10 at={copied}
                 draw    11-12T09:00 credit=Launch amount=20 at=11-21T09:00"
            )
        };
        let october = |text: &str| lines(text, ("10-01", "10-31"));
        assert_eq!(october(&text("10-01T00:00")), ["Launch: 90 + 0 - ? - 0 + ? = ?"]);
        // Copied when October was over: there was none.
        assert_eq!(october(&text("11-12T00:00")), ["Launch: 90 + 0 - 0 - 0 + 0 = 90"]);
        // A copy of the page tells by difference.
        let seen = format!("{}\n seen Launch at=11-01T00:00 unused=55", text("10-01T00:00"));
        assert_eq!(october(&seen), ["Launch: 90 + 0 - 35 - 0 + 0 = 55"]);
    }

    /// 35 a day and 14 at weekends, listed in the evening; Promotions copied in the mornings holds 8 hours more.
    #[test]
    fn r37_a_copy_of_the_day_changes_no_month() {
        let list = |through: u32| -> String {
            let amount = |day| if matches!(day, 17 | 18 | 24 | 25 | 31 | 32) { 14 } else { 35 };
            let row = |day: u32| {
                let (month, day_of) = if day > 30 { (5, day - 30) } else { (4, day) };
                let amount = amount(day);
                format!(
                    "\n draw {month:02}-{day_of:02}T23:40 credit=Push amount={amount} at=05-03T08:00"
                )
            };
            (12..=through).map(row).collect()
        };
        let text = format!(
            "account currency=GBP
             now    05-03 09:00
             credit Push face=900 valid=04-12..06-06 {}
             seen   Push at=05-03T08:00 unused=279.34",
            list(32)
        );
        let april = lines(&text, ("04-01", "04-30"));
        assert_eq!(april, ["Push: 0 + 900 - 581 - 0 + 0 = 319"]);
        // Without the first days of its life no moment's balance is known: the copy holds a part of a day.
        let cut = text.replace("draw 04-12T23:40 credit=Push amount=35 at=05-03T08:00", "");
        let april = lines(&cut, ("04-20", "04-30"));
        assert_eq!(april, ["Push: ? + 0 - 343 - 0 + ? = ?"]);
    }

    /// 20 a day by Cost − Net Cost of settled days, and copies at 08:00.
    #[test]
    fn r22_days_that_reports_tell_are_drawn_to_the_cent() {
        let text = "
            account currency=GBP billing=manual
            now    05-19 09:00
            credit Ivy face=800 valid=04-26..06-04
            spend  04-26..05-18 cost=20 credit=20
            seen   Ivy at=05-03T08:00 unused=653.34
            seen   Ivy at=05-12T08:00 unused=473.34";
        // Charges cover the days that the report tells.
        let mut state = account(text);
        state.charges.coverage.push(Coverage {
            start: day("04-26"),
            end: day("05-19"),
            export: Export::CampaignReport,
            as_of: state.now,
        });
        let period = Period { first: day("05-01"), last: day("05-18") };
        let part = account_part(&state, period);
        let line = part.lines.first().unwrap();
        let figures = [line.opening, line.drawn, line.corrected, line.closing];
        let said = figures.map(|f| f.unwrap().to_string());
        assert_eq!(said, ["700", "360", "0", "340"]);
    }

    /// All that is known is summed, and nothing that is not.
    #[test]
    fn r37_a_sum_is_known_where_all_of_its_figures_are() {
        let text = "
            account currency=USD billing=manual
            now     11-21 14:00
            credit  Launch face=100 valid=10-20..12-31
            seen    Launch at=11-10T09:00 unused=40
            credit  Small face=3.10 valid=10-08..11-07
            seen    Small at=10-17T09:00 unused=0";
        let period = Period { first: day("10-01"), last: day("10-31") };
        let part = account_part(&account(text), period);
        let small = part.lines.iter().find(|line| line.name == "Small").unwrap();
        let said = |f: Option<Amount>| f.map_or("?".to_owned(), |f| f.to_string());
        assert_eq!([small.drawn, small.closing].map(said), ["3.1", "0"]);
        let sum = part.sum;
        assert_eq!(
            [sum.opening, sum.issued, sum.drawn, sum.closing].map(said),
            ["0", "103.1", "?", "?"]
        );
    }

    #[test]
    fn the_last_calendar_month() {
        for (today, first, last) in
            [("2026-11-21", "2026-10-01", "2026-10-31"), ("2027-01-01", "2026-12-01", "2026-12-31")]
        {
            let period = Period::last_month(day(today));
            assert_eq!((period.first, period.last), (day(first), day(last)));
        }
    }

    #[test]
    fn r21_provisional_until_the_lag_is_over() {
        let part = |now: &str, at: &str| {
            let now = now.replace('T', " ");
            let text = format!("{LAUNCH}\n now {now}\n seen Launch at={at} unused=40");
            let period = Period { first: day("11-01"), last: day("11-20") };
            account_part(&account(&text), period).provisional.map(|message| message.key)
        };
        for (now, seen, expected) in [
            ("11-21T09:00", "11-21T09:00", Some("handout.provisional")),
            ("11-23T09:00", "11-21T09:00", Some("handout.provisional.past")),
            ("11-23T09:00", "11-22T09:00", None),
        ] {
            assert_eq!(part(now, seen), expected, "{now} {seen}");
        }
    }
}
