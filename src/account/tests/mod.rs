//! The account engine on small accounts written as text.
//!
//! A case is a list of lines. `credit`, `charge`, `report`, `log`, `panel`, `balance` and `offer` are
//! rows of a pasted table; rows of one kind with one `seen=` are one import. Days are of 2026, times are
//! `05-03T10:00`. After `=>` stands what is expected:
//!
//! ```text
//! billing manual
//! credit name=Launch face=100 used=20 valid=05-01..05-31
//! charge on=05-03 amount=30          => Launch 30
//! now 06-02
//! state Launch                       => expired 06-01, forfeited 50
//! ```

mod audits;
mod balances;
mod cash;
mod copies;
mod days;
mod files;
mod keys;
mod laws;
mod links;
mod losses;
mod namesakes;
mod observed;
mod offers;
mod oracle;
mod tables;
mod turns;
mod twins;
mod types;
mod whole;
mod whose;

use super::attribution::{Attribution, Gathering, Given};
use super::state::*;
use crate::calendar::{Day, Instant, LocalTime, Stated, Unit, When, Zone};
use crate::ingest::exports::{Export, Field, Kind};
use crate::ingest::records::{RecordsBuilder, Value};
use crate::ingest::shape::{Grid, Shape};
use crate::ingest::{
    AccountHint, AsOf, AsOfBasis, ColumnReport, Completeness, HintSource, Page, Recognised,
};
use crate::money::Amount;
use crate::options::{BillingSetup, CashStatement, Options};
use crate::problem::{Arg, Place};
use crate::work::at_once;
use std::collections::BTreeMap;

pub const ACCOUNT: &str = "7000000000000001";

/// One line: its word, its `key=value` pairs, what it expects.
pub struct Line {
    pub word: String,
    pub rest: String,
    pub pairs: Vec<(String, String)>,
    pub expected: Option<String>,
}

impl Line {
    fn parse(text: &str) -> Option<Line> {
        let text = text.split("//").next().unwrap_or_default().trim();
        if text.is_empty() {
            return None;
        }
        let (text, expected) = match text.split_once("=>") {
            Some((text, expected)) => (text.trim(), Some(expected.trim().to_owned())),
            None => (text, None),
        };
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let mut pairs: Vec<(String, String)> = vec![];
        for token in rest.split_whitespace() {
            match token.split_once('=') {
                // `␣` is a blank that no keyboard has.
                Some((key, value)) => pairs.push((key.to_owned(), value.replace('␣', "\u{a0}"))),
                // A value may hold spaces: `name=Spring launch`.
                None => match pairs.last_mut() {
                    Some(last) => last.1 = format!("{} {token}", last.1),
                    None => pairs.push((String::new(), token.to_owned())),
                },
            }
        }
        Some(Line { word: word.into(), rest: rest.trim().into(), pairs, expected })
    }

    pub fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }
}

/// `05-03`, `05-03T10:00` or `05-03T10:00:30`, of 2026; `2023-05-03` of another year.
pub fn stated(text: &str) -> Stated {
    let (day, clock) = text.split_once('T').unwrap_or((text, ""));
    let day = if day.len() == 5 { format!("2026-{day}") } else { day.to_owned() };
    let day = Day::parse_iso(&day).unwrap_or_else(|| panic!("a day: {text}"));
    if clock.is_empty() {
        return Stated::day(day);
    }
    let parts: Vec<i64> = clock.split(':').map(|p| p.parse().unwrap()).collect();
    let seconds = parts[0] * 3600 + parts[1] * 60 + parts.get(2).copied().unwrap_or(0);
    let unit = if parts.len() > 2 { Unit::Second } else { Unit::Minute };
    Stated { time: day.start().plus_seconds(seconds), unit }
}

pub fn amount(text: &str) -> Amount {
    Amount::parse_plain(text).unwrap_or_else(|e| panic!("an amount: {text}: {e:?}"))
}

/// One import of one table.
pub struct Paste {
    pub id: String,
    pub as_of: AsOf,
    pub pasted_at: Instant,
    pub tables: Vec<Recognised>,
    pub hints: Vec<AccountHint>,
}

impl Paste {
    pub fn given(&self) -> Given<'_> {
        let Paste { id, as_of, pasted_at, tables, hints } = self;
        Given { id, as_of: *as_of, pasted_at: *pasted_at, tables, hints }
    }
}

fn export_of(word: &str) -> Option<(Export, &'static [(&'static str, Field)])> {
    use Field::*;
    Some(match word {
        "credit" => (Export::PromotionsAvailable, CREDIT),
        "ended" => (Export::PromotionsNotAvailable, CREDIT),
        "charge" => (
            Export::Transactions,
            &[
                ("on", Time),
                ("amount", Amount),
                ("campaign", CampaignName),
                ("type", TransactionType),
                ("credit", CreditName),
                ("id", TransactionId),
                ("status", Status),
                ("paid-by", PaymentSource),
                ("currency", Currency),
                ("campaign-id", CampaignId),
                ("zone", Zone),
            ],
        ),
        "bctx" => (
            Export::BusinessCenterTransactions,
            &[
                ("on", Time),
                ("amount", Amount),
                ("type", TransactionType),
                ("sign", AmountSign),
                ("billing", BillingType),
                ("id", TransactionId),
                ("zone", Zone),
                ("account", AccountId),
                ("subtotal", Subtotal),
                ("tax", Tax),
            ],
        ),
        "moved" => (
            Export::AdvertiserTransactions,
            &[("on", Time), ("amount", Amount), ("type", TransactionType), ("funds", FundsType)],
        ),
        "report" => (Export::CampaignReport, REPORT),
        "gmv" => (Export::GmvMaxReport, REPORT),
        "daily" => (Export::ConnectorTable, REPORT),
        "costs" => (Export::BusinessCenterCosts, REPORT),
        "log" => (
            Export::AssignmentLog,
            &[
                ("on", Time),
                ("credit", CreditName),
                ("campaign", CampaignName),
                ("action", LogAction),
            ],
        ),
        "panel" => (
            Export::AssignPanel,
            &[("credit", CreditName), ("campaign", CampaignName), ("countries", Countries)],
        ),
        "balance" => (
            Export::PaymentManagement,
            &[
                ("account", AccountId),
                ("account-name", AccountName),
                ("cash", CashBalance),
                ("voucher", VoucherBalance),
                ("line", CreditLineBalance),
                ("currency", Currency),
                ("zone", Zone),
                ("portfolio", PortfolioId),
                ("center", BusinessCenterId),
                ("total", AccountBalance),
                ("alert", BalanceAlert),
            ],
        ),
        "register" => (
            Export::AccountRegister,
            &[
                ("account", AccountId),
                ("account-name", AccountName),
                ("client", Client),
                ("currency", Currency),
                ("zone", Zone),
                ("billing", BillingSetup),
                ("owner", Owner),
            ],
        ),
        "offer" => (
            Export::PromotionsEarning,
            &[
                ("name", OfferName),
                ("spend", QualifyingSpend),
                ("target", TargetSpend),
                ("tiers", Tiers),
                ("reward", Reward),
                ("earned", EarnedSoFar),
                ("start", WindowStart),
                ("end", WindowEnd),
                ("status", Status),
            ],
        ),
        "coupon" => (
            Export::CouponCard,
            &[
                ("name", OfferName),
                ("spend", QualifyingSpend),
                ("target", TargetSpend),
                ("reward", Reward),
                ("tiers", Tiers),
                ("end", WindowEnd),
            ],
        ),
        _ => return None,
    })
}

const CREDIT: &[(&str, Field)] = &[
    ("name", Field::CreditName),
    ("type", Field::CreditType),
    ("face", Field::FaceAmount),
    ("used", Field::Used),
    ("unused", Field::Unused),
    ("percent", Field::PercentSpent),
    ("needs", Field::Requirements),
    ("redeemed", Field::Redeemed),
    ("from", Field::ValidStart),
    ("until", Field::ValidEnd),
    ("status", Field::Status),
    ("labels", Field::RowLabels),
    ("currency", Field::Currency),
    ("account", Field::AccountId),
    ("zone", Field::Zone),
];

const REPORT: &[(&str, Field)] = &[
    ("on", Field::Day),
    ("campaign", Field::CampaignName),
    ("cost", Field::Cost),
    ("net", Field::NetCost),
    ("cash", Field::CashCost),
    ("voucher", Field::VoucherCost),
    ("tax", Field::Tax),
    ("currency", Field::Currency),
    ("account", Field::AccountId),
    ("campaign-id", Field::CampaignId),
    ("group", Field::AdGroupName),
    ("ad", Field::AdName),
    ("ad-id", Field::AdId),
    ("by", Field::Breakdown),
    ("by2", Field::SecondBreakdown),
    ("note", Field::ThirdBreakdown),
];

/// Reads the rows of a case into imports, in the order of their first line.
pub fn pastes(lines: &[Line], zone: Zone) -> Vec<Paste> {
    let mut groups: Vec<(String, Vec<&Line>)> = vec![];
    for line in lines.iter().filter(|l| export_of(&l.word).is_some()) {
        let seen = line.get("seen").unwrap_or(default_as_of(&line.word));
        let label = format!("{} {seen} {}", line.word, line.get("paste").unwrap_or(""));
        match groups.iter_mut().find(|(l, _)| *l == label) {
            Some((_, rows)) => rows.push(line),
            None => groups.push((label, vec![line])),
        }
    }
    groups.into_iter().map(|(label, rows)| paste(&label, &rows, zone)).collect()
}

fn default_as_of(word: &str) -> &'static str {
    match word {
        "credit" | "ended" => "05-01",
        _ => "12-31",
    }
}

fn paste(label: &str, rows: &[&Line], zone: Zone) -> Paste {
    let word = &rows[0].word;
    let (export, columns) = export_of(word).unwrap();
    let seen = stated(rows[0].get("seen").unwrap_or(default_as_of(word)));
    let instant = seen.time.in_zone(zone);
    // `file=yes`: that is the time of the file.
    let is_file = rows.iter().any(|r| r.get("file").is_some());
    let basis = if is_file { AsOfBasis::FileTime } else { AsOfBasis::Content };
    let as_of = AsOf { when: When::new(instant, zone, seen.unit), basis };
    let is_full = rows.iter().any(|r| r.get("copy") == Some("full"));
    let range = rows.iter().find_map(|r| {
        let (a, b) = r.get("range")?.split_once("..")?;
        Some((stated(a).time.day(), stated(b).time.day()))
    });
    let hints = if rows.iter().any(|r| r.get("hint") == Some("none")) {
        vec![]
    } else {
        vec![AccountHint {
            id: Some(ACCOUNT.into()),
            name: None,
            perhaps: None,
            source: HintSource::Address,
        }]
    };
    let part = rows.iter().find_map(|r| r.get("copy")?.split_once('/'));
    let is_page = rows.iter().any(|r| r.get("copy") == Some("page"));
    let completeness = match part {
        _ if is_full => Completeness::Full,
        _ if is_page => Completeness::Page { number: None, pages: None },
        _ if let Some(said) = rows.iter().find_map(|r| r.get("pages")) => {
            let (number, pages) = said.split_once('/').map_or(("", said), |both| both);
            Completeness::Page { number: number.parse().ok(), pages: pages.parse().ok() }
        }
        Some((shown, of)) => {
            Completeness::Partial { shown: shown.parse().unwrap(), of: of.parse().unwrap() }
        }
        None => Completeness::Unknown,
    };
    // `page=1-3/5`: rows 1 to 3 of 5.
    let page = rows.iter().find_map(|r| r.get("page")?.split_once('/')).map(|(rows, of)| {
        let (first, last) = rows.split_once('-').unwrap();
        let [first, last, of] = [first, last, of].map(|n| n.parse().unwrap());
        Page { first, last, of }
    });
    let table = Recognised { page, ..table(export, columns, rows, completeness, range) };
    let id = label.replace(' ', "-");
    Paste { id, as_of, pasted_at: instant, tables: vec![table], hints }
}

fn table(
    export: Export,
    columns: &[(&str, Field)],
    rows: &[&Line],
    completeness: Completeness,
    range: Option<(Day, Day)>,
) -> Recognised {
    let fields: Vec<Field> = columns.iter().map(|(_, f)| *f).collect();
    let mut builder = RecordsBuilder::new(export, &fields);
    // `copy=full empty=yes`: the list was copied, and nothing was in it.
    let rows: Vec<_> = rows.iter().filter(|row| row.get("empty").is_none()).collect();
    let mut cut_off_accounts = vec![];
    for (at, row) in rows.iter().enumerate() {
        builder.begin(at as u32 + 2);
        for (key, field) in columns {
            let valid = row.get("valid").and_then(|v| v.split_once(".."));
            let value = match *key {
                "from" => row.get(key).or(valid.map(|v| v.0)),
                "until" => row.get(key).or(valid.map(|v| v.1)),
                _ => row.get(key),
            };
            let Some(value) = value.filter(|v| !v.is_empty()) else { continue };
            if *field == Field::AccountId && value.contains("E+") {
                cut_off_accounts.push(at as u32 + 2);
                continue;
            }
            let value = match field.kind() {
                Kind::Money => Value::Money(amount(value)),
                Kind::Time => Value::Time(stated(value)),
                Kind::Share => Value::Share(amount(value).micros() as i64),
                Kind::Text => Value::Text(value),
            };
            assert!(builder.set(*field, value), "{key}");
        }
    }
    Recognised {
        export,
        place: Place::default(),
        fingerprint: String::new(),
        // What no header names a breakdown.
        columns: columns.iter().filter(|(key, _)| *key == "note").map(note).collect(),
        records: builder.finish(),
        problems: vec![],
        ignored: vec![],
        questions: vec![],
        completeness,
        page: None,
        stated_as_of: None,
        range,
        row_count: rows.len(),
        refused_count: 0,
        cut_off_accounts,
        is_zone_told: rows.iter().any(|row| row.get("told").is_some()),
        unread: vec![],
        grid: Grid::new(Shape::Html, Place::default()),
    }
}

fn note((key, field): &(&str, Field)) -> ColumnReport {
    let (header, field) = (key.to_string(), Some(*field));
    ColumnReport { header, field, decisions: vec![], is_assumed: true }
}

/// A case, read.
pub struct Case {
    pub lines: Vec<Line>,
    pub options: Options,
    pub now: Instant,
    pub zone: Zone,
}

impl Case {
    pub fn read(text: &str) -> Case {
        let lines: Vec<Line> = text.lines().filter_map(Line::parse).collect();
        let word = |word: &str| lines.iter().find(|l| l.word == word).map(|l| l.rest.as_str());
        let zone = word("zone").and_then(Zone::parse).unwrap_or_default();
        let now = stated(word("now").unwrap_or("12-31")).time.in_zone(zone);
        let mut options = Options::default();
        let account = options.accounts.entry(ACCOUNT.into()).or_default();
        account.billing = word("billing").and_then(billing);
        account.order = word("order").map(str::to_owned);
        account.currency = word("currency").and_then(crate::money::Currency::parse);
        account.zone = word("zone").and_then(Zone::parse);
        account.cash = lines.iter().find(|l| l.word == "cash").map(|l| CashStatement {
            amount: amount(l.get("amount").unwrap()),
            at: stated(l.get("at").unwrap()).time.in_zone(zone),
        });
        for line in lines.iter().filter(|l| l.word == "answer") {
            let credit = options.credits.entry(line.get("key").unwrap().into()).or_default();
            if let Some(center) = line.get("center") {
                credit.from_business_center = Some(center == "yes");
            }
            if let Some(campaign) = line.get("campaign") {
                let eligible = line.get("eligible") == Some("yes");
                credit.eligible_campaigns.insert(campaign.into(), eligible);
            }
        }
        Case { lines, options, now, zone }
    }

    pub fn pastes(&self) -> Vec<Paste> {
        pastes(&self.lines, self.zone)
    }

    pub fn build(&self, pastes: &[Paste]) -> AccountState {
        let given: Vec<Given<'_>> = pastes.iter().map(Paste::given).collect();
        let Attribution { accounts, .. } = attribute(&given, &self.options);
        self.state(&accounts[ACCOUNT])
    }

    pub fn state(&self, own: &Gathering<'_>) -> AccountState {
        let Case { options, now, zone, .. } = self;
        at_once(async |pace| super::build(own, options, *now, *zone, pace).await)
    }
}

pub fn attribute<'a>(given: &[Given<'a>], options: &Options) -> Attribution<'a> {
    at_once(async |pace| super::attribution::attribute(given, options, pace).await)
}

fn billing(word: &str) -> Option<BillingSetup> {
    Some(match word {
        "manual" => BillingSetup::Manual,
        "cash-first" => BillingSetup::AutomaticCashFirst,
        "credit-first" => BillingSetup::AutomaticCreditFirst,
        "invoicing" => BillingSetup::MonthlyInvoicing,
        "unknown" => return None,
        other => panic!("no billing setup: {other}"),
    })
}

/// Builds the case and compares every expectation. Differences are shown as lines of the case.
pub fn check(text: &str) -> AccountState {
    let case = Case::read(text);
    let state = case.build(&case.pastes());
    let mut wrong = vec![];
    // The nth row of a kind with an expectation ↔ its charge, by line number of its import.
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for line in &case.lines {
        let as_of = line.get("seen").unwrap_or(default_as_of(&line.word));
        let label = format!("{}-{as_of}-{}", line.word, line.get("paste").unwrap_or(""));
        let row = seen.entry(label.clone()).or_default();
        *row += 1;
        let Some(expected) = &line.expected else { continue };
        let found = match line.word.as_str() {
            "charge" | "report" | "gmv" | "daily" => paid(&state, &label, *row + 1),
            "state" => named(&state, &line.rest).map_or("none".into(), |c| standing(&state, c)),
            "counts" => counts(&state, &line.rest),
            "problems" => problems(&state),
            "left" => left(&state, &line.rest),
            "drawn" => named(&state, &line.rest)
                .and_then(|c| c.observed_drawn)
                .map_or("not known".into(), |a| a.to_string()),
            "available" => available(&state),
            "offers" => offers(&state),
            "audit" => named(&state, &line.rest).map_or("none".into(), audit),
            "orders" => orders(&state),
            "why" => why(&state, line.rest.parse().unwrap()),
            other => panic!("no expectation for {other}"),
        };
        if found != *expected {
            wrong.push(format!("{} {} => {found}   // expected: {expected}", line.word, line.rest));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    state
}

/// `Launch 50, cash 10`: who paid the charge of this line.
fn paid(state: &AccountState, import: &str, line: u32) -> String {
    let charges = (0..state.charges.len()).filter(|&c| {
        let origin = state.charges.origins[c];
        origin.line == line && state.sources[origin.source.at()].import == import
    });
    let mut charges = charges.map(ChargeIx::from_at).peekable();
    if charges.peek().is_none() {
        return "no charge".into();
    }
    let parts = charges.flat_map(|charge| state.replays[0].splits_of(charge));
    let parts: Vec<String> = parts
        .map(|s| format!("{} {}", payer(state, s.payer), Amount::from_micros(s.micros.into())))
        .collect();
    if parts.is_empty() { "nothing".into() } else { parts.join(", ") }
}

/// `Past ended, Early paid`: every credit beside a charge of the shown replay, in paying order.
fn why(state: &AccountState, charge: u32) -> String {
    let charges = [ChargeIx(charge)].into_iter();
    let mut beside = super::reasons::of_charges(state, &state.replays[0], charges);
    let said = beside.next().unwrap_or_default();
    let said = said.iter().map(|c| {
        let key = c.message(state).key.trim_start_matches("account.why.");
        format!("{} {key}", state.credits[c.credit.at()].name)
    });
    said.collect::<Vec<_>>().join(", ")
}

pub fn payer(state: &AccountState, payer: Payer) -> String {
    match payer {
        Payer::Credit(credit) => {
            let credit = &state.credits[credit.at()];
            let ordinal = credit.key.split_once('#').map_or("", |(_, n)| n);
            if ordinal.is_empty() {
                credit.name.clone()
            } else {
                format!("{}#{ordinal}", credit.name)
            }
        }
        Payer::Cash => "cash".into(),
        Payer::Card => "card".into(),
        Payer::CreditLine => "credit line".into(),
        Payer::NotCredit => "not credit".into(),
        Payer::Unknown => "unknown".into(),
    }
}

fn named<'s>(state: &'s AccountState, name: &str) -> Option<&'s Credit> {
    state.credits.iter().find(|c| c.name == name)
}

/// `used up between 05-18 09:00 and 05-21 08:40`.
pub fn standing(state: &AccountState, credit: &Credit) -> String {
    match &credit.state {
        CreditState::NotYetValid { from } => format!("not yet valid, from {}", short(*from)),
        CreditState::Available => match (credit.missing, credit.unlisted) {
            (Some(gone), _) => format!("gone {}", between(state, gone.last_seen, gone.since)),
            (None, Some(not)) => {
                let [seen, since] = [not.last_seen, not.since].map(|at| at.on_clock(state.zone));
                format!("available, not in the copy of {}, last seen {}", short(since), short(seen))
            }
            (None, None) => "available".into(),
        },
        CreditState::Suspended => "suspended".into(),
        CreditState::UsedUp { between: b } => match (b.after, b.before) {
            (Some(a), Some(b)) => format!("used up {}", between(state, a, b)),
            (None, Some(b)) => format!("used up before {}", short(b.on_clock(state.zone))),
            _ => "used up".into(),
        },
        CreditState::Expired { at, forfeited } => {
            let at = short(*at);
            match forfeited {
                None => format!("expired {at}, forfeited not known"),
                Some(f) if f.is_exact() => format!("expired {at}, forfeited {}", f.low),
                Some(f) => format!("expired {at}, forfeited {} to {}", f.low, f.high),
            }
        }
        CreditState::Undetermined => "undetermined".into(),
    }
}

fn between(state: &AccountState, a: Instant, b: Instant) -> String {
    format!("between {} and {}", short(a.on_clock(state.zone)), short(b.on_clock(state.zone)))
}

/// How far the Available list is known.
fn available(state: &AccountState) -> String {
    match state.available {
        None => "not copied".into(),
        Some(Listing { whole_as_of: None, as_of, part }) => {
            let part = part.map(|p| match p.of {
                Some(of) => format!(", {} of {of}", p.listed),
                None => format!(", {} of more", p.listed),
            });
            let part = part.unwrap_or_default();
            format!("a part, {}{part}", short(as_of.on_clock(state.zone)))
        }
        Some(Listing { whole_as_of: Some(at), .. }) => {
            format!("whole, {}", short(at.on_clock(state.zone)))
        }
    }
}

/// `05-21 08:40`, or `05-21` at midnight.
pub fn short(time: LocalTime) -> String {
    let text = time.to_string();
    let text = &text[5..16];
    text.strip_suffix(" 00:00").unwrap_or(text).to_owned()
}

fn counts(state: &AccountState, import: &str) -> String {
    let source = state.sources.iter().find(|s| s.import.trim_end_matches('-') == import);
    let Some(Source { counts: c, .. }) = source else { return "no import".into() };
    let figures = [
        (c.new, "new"),
        (c.same, "same"),
        (c.changed, "changed"),
        (c.conflicting, "conflicting"),
        (c.set_aside, "set aside"),
    ];
    let said: Vec<String> =
        figures.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
    said.join(", ")
}

/// Keys of all problems, of credits and of tables.
pub fn problems(state: &AccountState) -> String {
    let own = state.credits.iter().flat_map(|c| &c.problems);
    let of_offers = state.offers.iter().flat_map(|o| &o.problems);
    let tables = state.problems.iter().map(|p| &p.problem.message);
    let mut keys: Vec<&str> = own.chain(of_offers).chain(tables).map(|m| m.key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.join(", ")
}

/// Unused after the last charge, by replay.
fn left(state: &AccountState, name: &str) -> String {
    let Some(at) = state.credits.iter().position(|c| c.name == name) else { return "none".into() };
    state.replays[0].credits[at].unused.map_or("not known".into(), |u| u.to_string())
}

/// `unassigned 1: 5, beyondFace 3`; `right` where nothing is wrong.
fn audit(credit: &Credit) -> String {
    let said = credit.audit.messages(None).into_iter().map(|message| {
        let key = message.key.trim_start_matches("account.audit.");
        let count = message.arg("count").map(|c| match c {
            Arg::Count(n) => format!(" {n}:"),
            _ => String::new(),
        });
        let amount = message.arg("amount").map(|a| match a {
            Arg::Money(m) => format!(" {}", m.amount),
            _ => String::new(),
        });
        format!("{key}{}{}", count.unwrap_or_default(), amount.unwrap_or_default())
    });
    said.collect::<Vec<_>>().join(", ")
}

/// `earliestEnd, smallestFirst: not (1); decided by 05-04`: orders in their own sequence.
fn orders(state: &AccountState) -> String {
    if state.order.readings.is_empty() {
        return "no matter".into();
    }
    let preset = |order| super::order::PRESETS.iter().position(|p| p.key == order);
    let mut readings = state.order.readings.clone();
    readings.sort_by_key(|reading| preset(reading.order));
    let said = readings.iter().filter(|r| r.is_possible()).map(|r| r.order);
    let mut text = said.collect::<Vec<_>>().join(", ");
    if let Some(charge) = state.order.decider {
        text += &format!("; decided by {}", short(state.charges.times[charge.at()]));
    }
    text
}

/// `Match running, tier 50, 180 to 300; …`.
fn offers(state: &AccountState) -> String {
    let clock = |i: Instant| short(i.on_clock(state.zone));
    let said = state.offers.iter().map(|offer| {
        let what = match offer.state {
            OfferState::NotStarted => "not started",
            OfferState::Running => "running",
            OfferState::RewardExpected => "reward expected",
            OfferState::Granted => "granted",
            OfferState::Missed => "missed",
            OfferState::Undetermined => "undetermined",
        };
        let mut text = format!("{} {what}", offer.name);
        if let Some(Between { after, before: Some(b) }) = offer.reward_due {
            text += &format!(" {}..{}", after.map(clock).unwrap_or_default(), clock(b));
        }
        if let Some(reward) = offer.reached.and_then(|at| offer.tiers[at].reward) {
            text += &format!(", tier {reward}");
        }
        if let Some(next) = offer.next {
            text += &format!(", {} to {}", next.missing, offer.tiers[next.index].target);
        }
        text
    });
    said.collect::<Vec<_>>().join("; ")
}

/// Everything a user could see of a state, as text, without the names of imports: what the laws compare.
pub fn digest(state: &AccountState) -> String {
    let mut out = vec![];
    for (at, credit) in state.credits.iter().enumerate() {
        let values = |o: &Option<Observed<Amount>>| o.map(|o| (o.value, o.as_of));
        let replayed = &state.replays[0].credits[at];
        out.push(format!(
            "{} {} unused {:?} used {:?} drawn {} left {:?} {:?} problems {:?}",
            credit.key,
            standing(state, credit),
            values(&credit.unused),
            values(&credit.used),
            replayed.drawn,
            replayed.unused,
            credit.observed_drawn,
            credit.problems.iter().map(|p| p.key).collect::<Vec<_>>(),
        ));
    }
    for charge in 0..state.charges.len() {
        let parts = state.replays[0].splits_of(ChargeIx::from_at(charge));
        let parts: Vec<String> =
            parts.iter().map(|s| format!("{} {}", payer(state, s.payer), s.micros)).collect();
        let campaign = state.charges.campaigns[charge];
        let campaign =
            if campaign == NONE { "" } else { state.campaign_text(CampaignIx(campaign)) };
        out.push(format!(
            "charge {} {campaign} {}: {}",
            state.charges.times[charge],
            state.charges.amounts[charge],
            parts.join(", ")
        ));
    }
    for row in 0..state.transactions.len() {
        let t = &state.transactions;
        let text = |name| state.names.text(name).to_owned();
        let credit = t.credit(row).map(|c| state.credits[c.at()].key.clone());
        out.push(format!(
            "tx {} {} {:?} {} {} {credit:?}",
            t.times[row],
            t.amounts[row],
            t.kinds[row],
            text(t.ids[row]),
            text(t.statuses[row]),
        ));
    }
    let funds = &state.funds;
    out.push(format!(
        "funds {:?} {:?}",
        funds.cash.map(|c| c.value),
        funds.voucher.map(|c| c.value)
    ));
    out.join("\n")
}
