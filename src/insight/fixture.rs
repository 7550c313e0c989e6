//! Accounts written by hand, as small tables of text: what the tests of `insight` start from.
//!
//! ```text
//! now     11-21 14:00
//! account currency=USD billing=manual
//! credit  Launch kind=free face=100 valid=11-01..11-30
//! seen    Launch at=11-18T09:00 unused=40
//! spend   11-10..11-17 cost=30 credit=30
//! ```
//!
//! Days without a year are in 2026; `_` in a name stands for a space. The derivation of states is naive
//! on purpose: it is a second road beside `account::build`.

use crate::account::earning;
use crate::account::state::*;
use crate::account::unfit;
use crate::calendar::*;
use crate::ingest::exports::Export;
use crate::ingest::{AsOf, AsOfBasis, Completeness};
use crate::money::{Amount, Currency};
use crate::options::BillingSetup;
use crate::problem::{Arg, Message};
use crate::text::{Name, Names};
use std::collections::BTreeMap;

/// Reads the table; panics with the offending line, as a test should.
pub fn account(text: &str) -> AccountState {
    let mut state = empty();
    for line in text.lines() {
        let line = line.split("//").next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        let mut words = line.split_whitespace();
        let verb = words.next().unwrap();
        let rest: Vec<&str> = words.collect();
        let line = Line::new(line, &rest);
        read(&mut state, verb, &line);
    }
    derive(&mut state);
    state
}

pub fn empty() -> AccountState {
    AccountState {
        account: Account { key: "7001".into(), id: Some("7001".into()), ..Account::default() },
        currency: Currency::parse("USD"),
        zone: Zone::UTC,
        zone_assumed: false,
        now: Instant::default(),
        lag_seconds: 24 * SECONDS_PER_HOUR,
        sources: vec![],
        names: Names::default(),
        campaigns: vec![],
        credits: vec![],
        available: None,
        offers: vec![],
        billing: Billing::default(),
        funds: Funds::default(),
        charges: Charges::default(),
        transactions: Transactions::default(),
        report_days: vec![],
        spend: vec![],
        replays: vec![],
        order: OrderInference::default(),
        problems: vec![],
    }
}

struct Line<'a> {
    whole: &'a str,
    words: Vec<&'a str>,
    values: BTreeMap<&'a str, &'a str>,
}

impl<'a> Line<'a> {
    fn new(whole: &'a str, rest: &[&'a str]) -> Line<'a> {
        let values = rest.iter().filter_map(|w| w.split_once('=')).collect();
        let words = rest.iter().filter(|w| !w.contains('=')).copied().collect();
        Line { whole, words, values }
    }
    fn get(&self, key: &str) -> Option<&'a str> {
        self.values.get(key).copied()
    }
    fn has(&self, word: &str) -> bool {
        self.words.contains(&word)
    }
    fn name(&self) -> String {
        self.words
            .first()
            .unwrap_or_else(|| panic!("no name in {:?}", self.whole))
            .replace('_', " ")
    }
    fn money(&self, key: &str) -> Option<Amount> {
        self.get(key).map(|v| Amount::parse_plain(v).unwrap_or_else(|_| panic!("{}", self.whole)))
    }
    fn time(&self, key: &str) -> Option<LocalTime> {
        self.get(key).map(time)
    }
}

pub fn day(text: &str) -> Day {
    let full = if text.len() == 5 { format!("2026-{text}") } else { text.to_owned() };
    Day::parse_iso(&full).unwrap_or_else(|| panic!("no day: {text}"))
}

pub fn time(text: &str) -> LocalTime {
    let Some((d, clock)) = text.split_once(['T', ' ']) else { return day(text).start() };
    let (h, m) = clock.split_once(':').unwrap_or_else(|| panic!("no time: {text}"));
    let (h, m): (i64, i64) = (h.parse().unwrap(), m.parse().unwrap());
    day(d).start().plus_seconds(h * 3600 + m * 60)
}

fn stated(text: &str) -> Stated {
    let unit = if text.contains(['T', ' ']) { Unit::Minute } else { Unit::Day };
    Stated { time: time(text), unit }
}

fn span(text: &str) -> (Option<Stated>, Option<Stated>) {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let side = |t: &str| (!t.is_empty()).then(|| stated(t));
    (side(from), side(to))
}

fn read(state: &mut AccountState, verb: &str, line: &Line) {
    match verb {
        "now" => state.now = time(&line.words.join(" ")).in_zone(state.zone),
        "account" => read_account(state, line),
        "credit" => read_credit(state, line),
        "seen" => read_seen(state, line),
        "log" => read_log(state, line),
        "cash" | "line" | "voucher" | "alert" => read_funds(state, verb, line),
        "spend" => read_spend(state, line),
        "charge" => read_charge(state, line),
        "draw" => read_draw(state, line),
        "paid" => read_paid(state, line),
        "report" => read_report(state, line),
        "offer" => read_offer(state, line),
        "gone" => {
            let at = |key| line.time(key).unwrap().in_zone(state.zone);
            let missing = Missing { last_seen: at("seen"), since: at("since"), by: SourceIx(0) };
            let credit = credit_named(state, line.words[0]);
            state.credits[credit].missing = Some(missing);
        }
        "source" => {
            let export = line.get("export").and_then(Export::from_key).unwrap();
            let at = line.time("at").unwrap().in_zone(state.zone);
            let source = source(state, export, at);
            if line.has("partial") {
                let cut = Completeness::Partial { shown: 50, of: 80 };
                state.sources[source.at()].completeness = cut;
            }
            if let Some(asks) = line.get("asks") {
                let (amounts, dates) = (asks == "amounts", asks == "dates");
                state.sources[source.at()].unanswered = Unanswered { amounts, dates };
            }
            if line.has("full") {
                state.sources[source.at()].completeness = Completeness::Full;
            }
        }
        _ => panic!("unknown verb {verb:?}"),
    }
}

fn read_account(state: &mut AccountState, line: &Line) {
    if let Some(key) = line.get("key") {
        state.account.key = key.into();
        state.account.id = Some(key.into());
    }
    state.account.name = line.get("name").map(|n| n.replace('_', " "));
    state.account.client = line.get("client").map(|n| n.replace('_', " "));
    if let Some(currency) = line.get("currency") {
        state.currency = Currency::parse(currency);
    }
    if let Some(zone) = line.get("zone") {
        state.zone = Zone::parse(zone).unwrap();
    }
    let billing = match line.get("billing") {
        Some("manual") => Some(BillingSetup::Manual),
        Some("cash_first") => Some(BillingSetup::AutomaticCashFirst),
        Some("credit_first") => Some(BillingSetup::AutomaticCreditFirst),
        Some("invoicing") => Some(BillingSetup::MonthlyInvoicing),
        Some("unknown") | None => None,
        Some(other) => panic!("no billing setup: {other}"),
    };
    state.billing.chosen = billing;
    state.billing.readings = billing.map_or_else(
        || {
            vec![
                BillingSetup::AutomaticCashFirst,
                BillingSetup::AutomaticCreditFirst,
                BillingSetup::Manual,
                BillingSetup::MonthlyInvoicing,
            ]
        },
        |b| vec![b],
    );
}

pub fn source(state: &mut AccountState, export: Export, at: Instant) -> SourceIx {
    let same = |s: &Source| s.export == export && s.as_of.when.instant == at;
    if let Some(found) = state.sources.iter().position(same) {
        return SourceIx::from_at(found);
    }
    let when = When::at(at, state.zone);
    state.sources.push(Source {
        import: format!("i{}", state.sources.len() + 1),
        table_index: 0,
        export,
        as_of: AsOf { when, basis: AsOfBasis::Content },
        completeness: Completeness::Unknown,
        unanswered: Unanswered::default(),
        may_be_about: vec![],
        counts: Counts::default(),
    });
    SourceIx::from_at(state.sources.len() - 1)
}

fn read_credit(state: &mut AccountState, line: &Line) {
    let (start, end) = line.get("valid").map(span).unwrap_or_default();
    let kind = match line.get("kind") {
        None => Some(CreditType::Free),
        Some(word) => CreditType::from_key(word),
    };
    state.credits.push(Credit {
        key: format!("c-{}", line.words[0].to_lowercase()),
        name: line.name(),
        kind,
        face: line.money("face"),
        requirements: line.get("requires").map(|text| text.replace('_', " ")),
        redeemed: line.get("redeemed").map(stated).or(start),
        valid_start: start,
        valid_end: end,
        window: Window { start: start.map(|s| s.time), end: end.map(Stated::end) },
        from_business_center: line.has("bc"),
        suspended: line.has("suspended"),
        ..Credit::default()
    });
}

fn credit_named(state: &AccountState, name: &str) -> usize {
    let name = name.replace('_', " ");
    let found = state.credits.iter().position(|c| c.name == name);
    found.unwrap_or_else(|| panic!("no credit {name:?}"))
}

fn read_seen(state: &mut AccountState, line: &Line) {
    let at = line.time("at").unwrap().in_zone(state.zone);
    let is_ended = line.has("ended");
    let export =
        if is_ended { Export::PromotionsNotAvailable } else { Export::PromotionsAvailable };
    let source = source(state, export, at);
    let credit = credit_named(state, line.words[0]);
    let face = state.credits[credit].face;
    let unused = line.money("unused");
    let used = line.money("used").or(match (face, unused) {
        (Some(face), Some(unused)) => Some(face - unused),
        _ => None,
    });
    state.credits[credit].observations.push(Observation {
        as_of: at,
        origin: Origin { source, line: 2 },
        export,
        unused,
        used,
        percent: None,
        status: None,
        suspended: line.has("suspended"),
        seen_again: vec![],
    });
}

fn campaign(state: &mut AccountState, name: &str) -> CampaignIx {
    let name = state.names.intern(&name.replace('_', " "));
    if let Some(found) = state.campaigns.iter().position(|c| c.name == name) {
        return CampaignIx::from_at(found);
    }
    state.campaigns.push(Campaign { id: Name::EMPTY, name });
    CampaignIx::from_at(state.campaigns.len() - 1)
}

fn read_log(state: &mut AccountState, line: &Line) {
    let credit = credit_named(state, line.words[0]);
    let at = line.time("at").unwrap();
    let export = Export::AssignmentLog;
    let source = source(state, export, at.in_zone(state.zone));
    let link = line.get("link").map(|c| (campaign(state, c), true));
    let change = link.or_else(|| line.get("unlink").map(|c| (campaign(state, c), false)));
    let assignments = &mut state.credits[credit].assignments;
    assignments.is_known = true;
    assignments.as_of = Some(at.in_zone(state.zone));
    if let Some((campaign, linked)) = change {
        let origin = Origin { source, line: 2 };
        assignments.log.push(LogEntry { at, campaign, linked, actor: Name::EMPTY, origin });
        assignments.linked.retain(|c| *c != campaign);
        if linked {
            assignments.linked.push(campaign);
        }
    }
}

fn read_funds(state: &mut AccountState, verb: &str, line: &Line) {
    let at = line.time("at").unwrap().in_zone(state.zone);
    let source = source(state, Export::PaymentManagement, at);
    let value = Amount::parse_plain(line.words[0]).unwrap();
    let observed = Some(Observed { value, as_of: at, origin: Origin { source, line: 2 } });
    let funds = &mut state.funds;
    match verb {
        "cash" => funds.cash = observed,
        "line" => funds.credit_line = observed,
        "voucher" => funds.voucher = observed,
        _ => funds.balance_alert = observed,
    }
    let cash = (verb == "cash").then_some(value);
    funds.history.push(Balances {
        as_of: at,
        origin: Origin { source, line: 2 },
        account: None,
        cash,
        credit_line: None,
        voucher: None,
    });
}

/// Days from the first word, `11-10` or `11-10..11-17` (both included).
fn days(text: &str) -> Vec<Day> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    (day(from).number()..=day(to).number()).map(Day::from_number).collect()
}

fn read_spend(state: &mut AccountState, line: &Line) {
    for day in days(line.words[0]) {
        state.spend.push(SpendDay {
            day,
            cost: line.money("cost").unwrap(),
            open_cost: line.money("cost"),
            is_settled: !line.has("unsettled"),
            by_credit: line.money("credit"),
            replayed_credit: None,
        });
    }
}

/// `charge 11-10T12:00 amount=30 campaign=Reels pays=Launch:20,cash:10`
fn read_charge(state: &mut AccountState, line: &Line) {
    let time = time(line.words[0]);
    let amount = line.money("amount").unwrap();
    let campaign = line.get("campaign").map_or(NONE, |c| campaign(state, c).0);
    let export = Export::CampaignReport;
    let source = source(state, export, state.now);
    state.charges.times.push(time);
    state.charges.amounts.push(amount.micros() as i64);
    state.charges.campaigns.push(campaign);
    state.charges.origins.push(Origin { source, line: state.charges.times.len() as u32 + 1 });
    if state.replays.is_empty() {
        let replay = Replay { split_starts: vec![0], order: "earliestEnd", ..Replay::default() };
        state.replays.push(replay);
    }
    let pays = line.get("pays").unwrap_or_default();
    for part in pays.split(',').filter(|p| !p.is_empty()) {
        let (who, much) = part.split_once(':').unwrap();
        let payer = match who {
            "cash" => Payer::Cash,
            "card" => Payer::Card,
            "line" => Payer::CreditLine,
            "other" => Payer::NotCredit,
            name => Payer::Credit(CreditIx::from_at(credit_named(state, name))),
        };
        let micros = Amount::parse_plain(much).unwrap().micros() as i64;
        state.replays[0].splits.push(Split { payer, micros });
    }
    let replay = &mut state.replays[0];
    replay.split_starts.push(replay.splits.len() as u32);
}

/// `draw 11-10T12:00 credit=Launch amount=30`: an *Ad Credit* transaction. `perhaps=Launch`: it names that
/// credit and may mean another one of the name.
fn read_draw(state: &mut AccountState, line: &Line) {
    let credit = line.get("credit").map(|c| credit_named(state, c));
    let amount = line.money("amount").unwrap();
    let campaign = line.get("campaign").map_or(NONE, |c| campaign(state, c).0);
    let at = line.time("at").map_or(state.now, |t| t.in_zone(state.zone));
    let source = source(state, Export::Transactions, at);
    let perhaps = line.get("perhaps").map(|c| credit_named(state, c));
    let named = credit.or(perhaps);
    let credit_name = named.map(|c| state.credits[c].name.clone()).unwrap_or_default();
    let credit_name = state.names.intern(&credit_name);
    let kind_text = state.names.intern("Ad Credit");
    let id = state.names.intern(line.get("id").unwrap_or_default());
    let t = &mut state.transactions;
    t.times.push(time(line.words[0]));
    t.amounts.push(-(amount.micros() as i64));
    t.kinds.push(TransactionKind::AdCredit);
    t.kind_texts.push(kind_text);
    t.ids.push(id);
    t.campaigns.push(campaign);
    t.credit_names.push(credit_name);
    let unclear = if perhaps.is_some() { AMBIGUOUS } else { NONE };
    t.credits.push(credit.map_or(unclear, |c| c as u32));
    t.statuses.push(Name::EMPTY);
    t.payment_sources.push(Name::EMPTY);
    t.origins.push(Origin { source, line: t.times.len() as u32 + 1 });
    t.as_of.push(at);
    t.stretches.clear();
    // Rows stated at one moment are one copy.
    let mut copies: BTreeMap<Instant, (Day, Day)> = BTreeMap::new();
    for (time, as_of) in t.times.iter().zip(&t.as_of) {
        let days = copies.entry(*as_of).or_insert((time.day(), time.day()));
        *days = (days.0.min(time.day()), days.1.max(time.day()));
    }
    copies.into_values().for_each(|(first, last)| t.add_stretch(first, last));
}

/// `paid 11-10T12:00 by=Visa amount=30`: a charge whose payment source transactions state.
fn read_paid(state: &mut AccountState, line: &Line) {
    read_draw(state, line);
    let source = state.names.intern(&line.get("by").unwrap_or_default().replace('_', " "));
    let t = &mut state.transactions;
    *t.kinds.last_mut().unwrap() = TransactionKind::Charge;
    *t.payment_sources.last_mut().unwrap() = source;
}

/// `report 11-10 campaign=Reels cost=30 net=10 at=11-20T09:00`; `net=unfilled|nodata|credit`. Of several
/// days each, or with `whole` all in one row.
fn read_report(state: &mut AccountState, line: &Line) {
    let campaign = line.get("campaign").map(|c| campaign(state, c));
    let at = line.time("at").map_or(state.now, |t| t.in_zone(state.zone));
    let source = source(state, Export::CampaignReport, at);
    let net_cost = match line.get("net") {
        None => NetCost::Absent,
        Some("unfilled") => NetCost::NotYetFilled,
        Some("nodata") => NetCost::NoData,
        Some("credit") => NetCost::FullyByCredit,
        Some(_) => NetCost::Stated(line.money("net").unwrap()),
    };
    let days = days(line.words[0]);
    let periods: Vec<(Day, Day)> = match (days.first(), days.last()) {
        (Some(first), Some(last)) if line.has("whole") => vec![(*first, *last)],
        _ => days.iter().map(|day| (*day, *day)).collect(),
    };
    for (day, last_day) in periods {
        state.report_days.push(ReportDay {
            day,
            last_day,
            campaign,
            export: Export::CampaignReport,
            cost: line.money("cost"),
            net_cost,
            cash_cost: line.money("cash"),
            voucher_cost: line.money("voucher"),
            tax: line.money("tax"),
            as_of: at,
            origin: Origin { source, line: state.report_days.len() as u32 + 2 },
            is_repeat: false,
        });
    }
}

/// `offer Match spend=82 tiers=100:50,300:200 window=11-01..11-30 at=11-20T09:00`
fn read_offer(state: &mut AccountState, line: &Line) {
    let at = line.time("at").unwrap().in_zone(state.zone);
    let source = source(state, Export::PromotionsEarning, at);
    let (start, end) = line.get("window").map(span).unwrap_or_default();
    let amount = |t: &str| Amount::parse_plain(t).unwrap();
    let tier = |t: &str| match t.split_once(':') {
        Some((target, reward)) => Tier { target: amount(target), reward: Some(amount(reward)) },
        None => Tier { target: amount(t), reward: None },
    };
    let tiers: Vec<Tier> =
        line.get("tiers").map(|t| t.split(',').map(tier).collect()).unwrap_or_default();
    let origin = Origin { source, line: 2 };
    let spend = line.money("spend").map(|value| Observed { value, as_of: at, origin });
    let name = line.name();
    if let Some(offer) = state.offers.iter_mut().find(|o| o.name == name) {
        offer.history.extend(spend);
        offer.spend = spend;
        return;
    }
    state.offers.push(Offer {
        key: format!("o-{}", line.words[0].to_lowercase()),
        name,
        tiers,
        spend,
        earned: None,
        window_start: start,
        window_end: end,
        window: Window { start: start.map(|s| s.time), end: end.map(Stated::end) },
        status: None,
        state: OfferState::Undetermined,
        reached: None,
        next: None,
        reward_due: None,
        granted_as: None,
        history: spend.into_iter().collect(),
        origin: Some(origin),
        problems: vec![],
    });
}

// ---------------------------------------------------------------- what follows, naively

fn derive(state: &mut AccountState) {
    let (now, zone) = (state.now, state.zone);
    let has_transactions = !state.transactions.is_empty();
    for (at, credit) in state.credits.iter_mut().enumerate() {
        credit.observations.sort_by_key(|o| o.as_of);
        let last = credit.observations.iter().rev().find(|o| o.unused.is_some());
        if let Some(last) = last {
            let seen = |value| Observed { value, as_of: last.as_of, origin: last.origin };
            credit.unused = last.unused.map(seen);
            credit.used = last.used.map(seen);
            let share = last.used.and_then(|u| u.share_of(credit.face?));
            credit.percent = Percent { computed: share, platform: None, differs: false };
        }
        credit.suspended |= credit.observations.last().is_some_and(|o| o.suspended);
        credit.origin = credit.observations.first().map(|o| o.origin);
        let is_open = credit.requirements.as_deref().is_none_or(|text| text == "none");
        credit.eligibility.otherwise = if is_open { Yes::Yes } else { Yes::Unknown };
        let mine = |t: &usize| state.transactions.credits[*t] == at as u32;
        let draws: Vec<usize> = (0..state.transactions.len()).filter(mine).collect();
        let drawn = draws.iter().map(|&t| state.transactions.amounts[t]).sum::<i64>();
        credit.observed_drawn = has_transactions.then(|| Amount::from_micros(-drawn as i128));
        credit.observed_draws = draws.into_iter().map(TransactionIx::from_at).collect();
        credit.state = credit_state(credit, now, zone);
        let doubts = unfit::doubts(credit, state.currency, zone);
        credit.problems = doubts.into_iter().map(|(_, message)| message).collect();
        credit.tab = if credit.state.is_over() { Tab::NotAvailable } else { Tab::Available };
    }
    // A copy holds the whole list, unless a table says otherwise.
    let copies = || state.sources.iter().filter(|s| s.export == Export::PromotionsAvailable);
    let as_of = copies().map(|s| s.as_of.when.instant).max();
    let is_part = copies().any(|s| s.completeness.is_part());
    let whole_as_of = as_of.filter(|_| !is_part);
    let part = copies().find_map(|s| match s.completeness {
        Completeness::Partial { shown, of } => Some(Part { listed: shown, of: Some(of) }),
        _ => None,
    });
    state.available = as_of.map(|as_of| Listing { as_of, whole_as_of, part });
    let mut offers = std::mem::take(&mut state.offers);
    earning::decide(&mut offers, earning::Facts::of(state));
    state.offers = offers;
    state.sources.iter_mut().for_each(|s| s.counts.new = 1);
    for replay in &mut state.replays {
        replay.credits = vec![ReplayedCredit::default(); state.credits.len()];
        replay.billing = state.billing.readings.first().copied();
        for split in &replay.splits {
            let amount = split.amount();
            match split.payer {
                Payer::Credit(c) => {
                    replay.by_credit += amount;
                    replay.credits[c.at()].drawn += amount;
                }
                Payer::Cash => replay.by_cash += amount,
                Payer::Card | Payer::CreditLine => replay.by_last_resort += amount,
                Payer::NotCredit | Payer::Unknown => replay.unknown += amount,
            }
        }
    }
}

fn credit_state(credit: &Credit, now: Instant, zone: Zone) -> CreditState {
    let used_up = |c: &Credit| {
        let zero = |o: &&Observation| o.unused == Some(Amount::ZERO);
        let run: Vec<_> = c.observations.iter().rev().take_while(zero).collect();
        let before = run.last().map(|o| o.as_of);
        let after = c.observations.iter().rev().nth(run.len()).map(|o| o.as_of);
        CreditState::UsedUp { between: Between { after, before } }
    };
    let unused = credit.unused.map(|u| u.value);
    if unused == Some(Amount::ZERO) {
        return used_up(credit);
    }
    if let Some(at) = credit.window.end.filter(|end| end.in_zone(zone) <= now) {
        let bounds = credit.unused.map(|u| {
            let exact = u.as_of >= at.in_zone(zone);
            Bounds { low: if exact { u.value } else { Amount::ZERO }, high: u.value }
        });
        return CreditState::Expired { at, forfeited: bounds };
    }
    if credit.suspended {
        return CreditState::Suspended;
    }
    match credit.window.start {
        Some(from) if now < from.in_zone(zone) => CreditState::NotYetValid { from },
        _ => CreditState::Available,
    }
}

// ---------------------------------------------------------------- saying a message

/// The sentence of a message, from the English catalogue, in one plain fixed format.
pub fn say(message: &Message) -> String {
    thread_local!(static TEXTS: BTreeMap<String, String> = english());
    TEXTS.with(|texts| say_with(texts, message))
}

/// Every part of the English catalogue.
fn english() -> BTreeMap<String, String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/www/text/en");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let parts = files.map(|file| std::fs::read(file).unwrap());
    let read = |part: Vec<u8>| serde_json::from_slice::<BTreeMap<String, String>>(&part).unwrap();
    parts.flat_map(read).collect()
}

fn say_with(texts: &BTreeMap<String, String>, message: &Message) -> String {
    let template =
        |key: &str| texts.get(key).unwrap_or_else(|| panic!("no text for {key:?}")).clone();
    let arg = |name: &str| {
        let arg = message.arg(name).unwrap_or_else(|| panic!("no {name:?} for {:?}", message.key));
        match arg {
            Arg::Money(m) => format!("{}{}", m.amount, currency(m.currency)),
            Arg::When(w) => clock(*w),
            Arg::Day(d) => d.to_string()[5..].to_owned(),
            Arg::Count(n) => n.to_string(),
            Arg::Share(s) => format!("{} %", (*s * rust_decimal::Decimal::from(100)).normalize()),
            Arg::Name(n) => n.clone(),
            Arg::Term(t) => template(t),
            Arg::Names(n) => n.join(", "),
            Arg::Terms(t) => t.iter().map(|t| template(t)).collect::<Vec<_>>().join(", "),
        }
    };
    fill(&template(message.key), &arg, "")
}

fn currency(currency: Option<Currency>) -> String {
    currency.map(|c| format!(" {c}")).unwrap_or_default()
}

/// `11-21` or `11-21 14:00`.
fn clock(when: When) -> String {
    let text = when.instant.on_clock(when.zone).to_string();
    if when.unit == Unit::Day { text[5..10].to_owned() } else { text[5..16].to_owned() }
}

/// Fills `{name}` and `{count, plural, =0 {…} one {…} other {…}}`; `#` is the count.
fn fill(template: &str, arg: &dyn Fn(&str) -> String, number: &str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(open) = rest.find(['{', '#']) {
        out.push_str(&rest[..open]);
        if rest[open..].starts_with('#') {
            out.push_str(number);
            rest = &rest[open + 1..];
            continue;
        }
        let close = open + closing(&rest[open..]);
        let inside = &rest[open + 1..close];
        match inside.split_once(", plural,") {
            None => {
                let (name, style) = inside.split_once(',').unwrap_or((inside, ""));
                let text = arg(name.trim());
                let number = text.split(' ').next().filter(|_| style.trim() == "number");
                out.push_str(number.unwrap_or(&text));
            }
            Some((name, forms)) => {
                let count = arg(name.trim());
                let exact = format!("={count} {{");
                let by_rule = if count == "1" { "one {" } else { "other {" };
                let form = if forms.contains(&exact) { &exact } else { by_rule };
                let from = forms.find(form).unwrap() + form.len() - 1;
                let body = &forms[from + 1..from + closing(&forms[from..])];
                out.push_str(&fill(body, arg, &count));
            }
        }
        rest = &rest[close + 1..];
    }
    out + rest
}

/// Offset of the brace that closes the one at the start.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if depth == 0 {
            return at;
        }
    }
    panic!("unbalanced: {text}")
}
