//! Random accounts as their exports would show them: a list of promotions, and transactions.

use crate::dice::Dice;
use crate::support;
use ad_credit_tracker::calendar::{Day, Instant, LocalTime, Zone};
use ad_credit_tracker::engine::{Engine, Moment};
use ad_credit_tracker::ingest::{FlavourKind, Source};
use ad_credit_tracker::money::Amount;
use ad_credit_tracker::options::Options;
use ad_credit_tracker::platform::Native;
use serde_json::{Value, json};

/// Currency and its decimals.
pub const CURRENCIES: [(&str, u32); 4] = [("USD", 2), ("EUR", 2), ("VND", 0), ("KWD", 3)];

/// Charges are made on days 1 to this of the period, which starts on 2026-05-01.
const PERIOD_DAYS: i64 = 28;

#[derive(Clone)]
pub struct Credit {
    pub name: String,
    pub face: Amount,
    /// Before the period.
    pub unused: Amount,
    pub from: Day,
    /// Its last day; of no two credits of an account the same.
    pub until: Day,
}

#[derive(Clone)]
pub struct Charge {
    pub time: LocalTime,
    pub amount: Amount,
    pub currency: &'static str,
}

#[derive(Clone)]
pub struct Account {
    pub id: String,
    pub currency: &'static str,
    pub credits: Vec<Credit>,
    pub charges: Vec<Charge>,
}

/// A text that is pasted, of one account.
#[derive(Clone)]
pub struct Paste {
    pub id: String,
    pub account: String,
    pub text: String,
}

pub fn day(number: i64) -> Day {
    Day::parse_iso("2026-05-01").unwrap().plus_days(number as i32 - 1)
}

fn amount(dice: &mut Dice, most: i64, decimals: u32) -> Amount {
    let units = 10i64.pow(decimals);
    Amount::from_micros(i128::from(dice.between(1, most * units) * (1_000_000 / units)))
}

/// After the whole period; a credit that ends behind it has not ended yet.
pub fn moment() -> Moment {
    let now = day(PERIOD_DAYS + 2).start().in_zone(Zone::UTC);
    Moment { now, viewer_zone: Zone::UTC }
}

impl Account {
    /// `first_end`: the day of the period from which on credits end.
    pub fn new(dice: &mut Dice, number: u64, first_end: i64) -> Account {
        let &(currency, decimals) = dice.pick(&CURRENCIES);
        let mut ends: Vec<i64> = (first_end..first_end + 60).collect();
        dice.shuffle(&mut ends);
        ends.truncate(dice.below(9));
        let mut credits = vec![];
        for (at, end) in ends.into_iter().enumerate() {
            let face = amount(dice, 60, decimals);
            let is_begun = dice.chance(40);
            let unused = if is_begun { amount(dice, 60, decimals).min(face) } else { face };
            // What was used before the period was so in a window that had begun.
            let from = if unused == face { dice.between(-20, PERIOD_DAYS) } else { -20 };
            let from = day(from.min(end));
            credits.push(Credit {
                name: format!("Credit {at}"),
                face,
                unused,
                from,
                until: day(end),
            });
        }
        let charges = (0..dice.below(30)).map(|_| {
            let time = day(dice.between(1, PERIOD_DAYS)).start();
            let time = time.plus_seconds(dice.between(0, 86_399));
            Charge { time, amount: amount(dice, 20, decimals), currency }
        });
        let charges = charges.collect();
        Account { id: format!("{}", 7_000_000_000_000_000 + number), currency, credits, charges }
    }

    /// The list as it stood before the period.
    pub fn promotions(&self) -> Paste {
        let columns =
            ["Ad credit name", "Discount / Amount", "Valid dates", "Unused amount", "Used amount"];
        let mut text = columns.join("\t") + "\n";
        for Credit { name, face, unused, from, until } in &self.credits {
            let (used, c) = (*face - *unused, self.currency);
            text += &format!("{name}\t{face} {c}\t{from} - {until}\t{unused} {c}\t{used} {c}\n");
        }
        self.paste("promotions", text)
    }

    /// These charges, each with an id of its own.
    pub fn transactions(&self, which: std::ops::Range<usize>) -> Paste {
        let mut text =
            "Transaction ID,Time (UTC+00:00),Transaction type,Amount,Currency,Campaign name,Status\n"
                .to_owned();
        for at in which.clone() {
            let Charge { time, amount, currency } = &self.charges[at];
            text += &format!("TX{at:06},{time},Ad spend,{amount},{currency},Always on,Success\n");
        }
        self.paste(&format!("transactions {} to {}", which.start, which.end), text)
    }

    /// Everything: the promotions, then the transactions at once.
    pub fn pastes(&self) -> Vec<Paste> {
        vec![self.promotions(), self.transactions(0..self.charges.len())]
    }

    fn paste(&self, name: &str, text: String) -> Paste {
        Paste { id: format!("{} {name}", self.id), account: self.id.clone(), text }
    }
}

/// An engine that has read these pastes of accounts under manual payment, earliest end first.
pub fn engine(accounts: &[Account], pastes: &[Paste]) -> Engine {
    let said = accounts.iter().map(|a| {
        let said = json!({
            "currency": a.currency,
            "zone": "+00:00",
            "billing": "manual",
            "order": "earliestEnd",
        });
        (a.id.clone(), said)
    });
    let of = pastes.iter().map(|p| (p.id.clone(), json!({ "account": p.account })));
    let options = json!({
        // Between the copy of the list and those of the transactions.
        "lastVisit": "2026-05-10T12:00:00Z",
        "accounts": said.collect::<serde_json::Map<String, Value>>(),
        "imports": of.collect::<serde_json::Map<String, Value>>(),
    });
    let mut engine = Engine::new(Box::new(Native));
    engine.set_options(Options::from_json(&options.to_string()).unwrap());
    for paste in pastes {
        feed(&mut engine, paste);
    }
    engine
}

pub fn feed(engine: &mut Engine, paste: &Paste) {
    let is_list = paste.id.ends_with("promotions");
    let pasted_at = if is_list { "2026-04-30T12:00:00Z" } else { "2026-05-29T12:00:00Z" };
    let pasted_at = Instant::parse_rfc3339(pasted_at).unwrap();
    let source =
        Source { id: paste.id.clone(), name: "paste".into(), pasted_at, ..Source::default() };
    support::feed(engine, source, [(FlavourKind::Text, paste.text.clone().into_bytes())]);
}
