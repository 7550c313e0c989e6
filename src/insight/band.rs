//! What is left, until when, what is lost, who pays then: four sentences per currency at most.
//!
//! One line per currency, never one total (R28); an account whose currency nobody stated stands alone
//! (R38). Accounts of which no copy tells what can pay are one last line that names the page to copy
//! (R37).

use super::Answers;
use super::alerts::{NO_ENDS, part_copied};
use super::forecast::draw::Doubt;
use super::forecast::{CreditForecast, DaySpan, between};
use super::payer::term;
use super::usage::{Role, condition};
use super::{uncopied, when_at, when_stated};
use crate::account::state::{AccountState, Credit, Part, Payer};
use crate::calendar::{Day, When};
use crate::money::{Amount, Currency};
use crate::options::AccountKey;
use crate::problem::Message;
use serde::Serialize;
use std::collections::BTreeMap;

/// More is told in quiet lines.
const SENTENCES_MAX: usize = 4;

/// The four figures of one currency.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct BandLine {
    pub currency: Option<Currency>,
    /// The one account it is about, where the currency is not stated.
    pub account: Option<AccountKey>,
    /// Unused of credits that can pay now; `None`: no credit states an unused amount.
    pub can_pay: Option<Amount>,
    /// Unused of credits that cannot pay now: suspended, unassigned, not yet valid.
    pub held: Amount,
    #[serde(skip)]
    pub perhaps: Amount,
    /// Four at most.
    pub sentences: Vec<Message>,
    /// What they leave out or take for granted, in quiet lines: when delivery stops, an assignment that is not known,
    /// an order among credits.
    pub notes: Vec<Message>,
    /// The oldest figure in it.
    pub as_of: Option<When>,
}

/// One line per currency, in the order of their letters; then one per account without a currency.
pub fn band(accounts: &[(&AccountState, &Answers)]) -> Vec<BandLine> {
    // R31: an import of which nobody has said whose it is may be one of these accounts: it is in no sum of theirs. In a
    // currency that none of them has it is another (R25).
    let own = || accounts.iter().filter(|(state, _)| !state.account.is_provisional);
    let is_apart = |state: &AccountState, answers: &Answers| {
        let mut known = own().map(|(own, _)| own.currency);
        let is_stated = answers.usage.is_told && state.currency.is_some();
        is_stated && known.all(|own| own.is_some() && own != state.currency)
    };
    let has_own = own().next().is_some();
    let is_shown = |(state, answers): &&(&AccountState, &Answers)| {
        !has_own || !state.account.is_provisional || is_apart(state, answers)
    };
    let accounts: Vec<(&AccountState, &Answers)> =
        accounts.iter().filter(is_shown).copied().collect();
    let mut groups: BTreeMap<(bool, Option<Currency>, &str), Vec<(&AccountState, &Answers)>> =
        BTreeMap::new();
    for &(state, answers) in &accounts {
        let alone = if state.currency.is_none() { state.account.key.as_str() } else { "" };
        let key = (state.currency.is_none(), state.currency, alone);
        if answers.usage.is_told {
            groups.entry(key).or_default().push((state, answers));
        }
    }
    let told =
        groups.into_iter().map(|((_, currency, alone), group)| line(currency, alone, &group));
    let never = not_told(&accounts, |state| state.available.is_none());
    let partly = not_told(&accounts, |state| state.available.is_some());
    told.chain(never).chain(partly).collect()
}

/// R37: what can pay in these accounts is not known, and nothing that follows from it.
fn not_told(
    accounts: &[(&AccountState, &Answers)],
    is_chosen: impl Fn(&AccountState) -> bool,
) -> Option<BandLine> {
    let open = accounts.iter().filter(|(s, a)| !a.usage.is_told && is_chosen(s));
    let open: Vec<(&AccountState, &Answers)> = open.copied().collect();
    let (state, _) = open.first()?;
    let sentence = match (open.len(), accounts.len(), state.available) {
        (1, 1, None) => Message::new("band.not_copied"),
        // The finding says why.
        (1, 1, Some(_)) => Message::new("band.left.not_known"),
        (count, _, None) => Message::new("band.not_copied.several").with("count", count),
        (count, _, Some(_)) => Message::new("band.not_copied.several_part").with("count", count),
    };
    let (balances, as_of) = uncopied::balances(&open);
    let mut sentences: Vec<Message> = std::iter::once(sentence).chain(balances).collect();
    let notes = sentences.split_off(sentences.len().min(SENTENCES_MAX));
    Some(BandLine {
        currency: None,
        account: (open.len() == 1).then(|| state.account.key.clone()),
        can_pay: None,
        held: Amount::ZERO,
        perhaps: Amount::ZERO,
        sentences,
        notes,
        as_of,
    })
}

fn line(currency: Option<Currency>, alone: &str, group: &[(&AccountState, &Answers)]) -> BandLine {
    let sum =
        |pick: &dyn Fn(&Answers) -> Amount| group.iter().map(|(_, a)| pick(a)).sum::<Amount>();
    let doubt = |(state, answers): &(&AccountState, &Answers)| doubtful(answers, state.today());
    let doubt: Amount = group.iter().map(doubt).sum();
    let (can_pay, held) = (sum(&|a| a.usage.can_pay) - doubt, sum(&|a| a.usage.held));
    let doubt = doubt + sum(&|a| a.usage.over + a.usage.fallen);
    let (perhaps, drawn) = (sum(&|a| a.usage.perhaps), sum(&|a| a.usage.drawn));
    let condition = condition(perhaps, sum(&|a| a.usage.untyped));
    // Where a copy tells and no credit lives, nothing is left: that is known, unless the copy is outlived.
    let lives = |a: &Answers| {
        a.usage.credits.iter().any(|c| !matches!(c.role, Role::Ended | Role::Over(_)))
    };
    let states = |a: &Answers| a.usage.credits.iter().any(|c| c.unused.is_some());
    let tells = |a: &Answers| if lives(a) { states(a) } else { !a.usage.is_outlived };
    let any = group.iter().any(|(_, a)| tells(a));
    let parts: Vec<Part> = group.iter().filter_map(|(s, _)| s.available?.part).collect();
    let is_least = group.iter().any(|(_, a)| a.usage.is_least());
    let sentences = [
        Some(left(currency, any, is_least, can_pay, held, perhaps, condition)),
        until(group),
        lost(currency, group),
        then(currency, group),
    ];
    let notes = [
        // R36: the platform's figure as of its time, ours beside it.
        drawn.is_positive().then(|| Message::new("band.drawn").money("amount", drawn, currency)),
        instead(currency, group),
        // R38: `$` is many currencies; an amount without one says so.
        currency.is_none().then(|| Message::new("band.no_currency")),
        group.iter().any(|(state, _)| is_provisional(state)).then(|| Message::new("band.asked")),
        (!parts.is_empty()).then(|| part_copied(parts)),
        doubt.is_positive().then(|| Message::new("band.doubt").money("amount", doubt, currency)),
        contradicted(currency, group),
        later(currency, group),
        lost_any_day(currency, group),
        stops(group),
    ];
    let oldest =
        group.iter().filter_map(|(s, a)| Some((a.usage.as_of?, *s))).min_by_key(|(at, _)| *at);
    BandLine {
        currency,
        account: (!alone.is_empty()).then(|| alone.to_owned()),
        can_pay: any.then_some(can_pay),
        held,
        perhaps,
        sentences: sentences.into_iter().flatten().collect(),
        notes: notes.into_iter().flatten().chain(taken_for_granted(currency, group)).collect(),
        as_of: oldest.map(|(at, state)| when_at(state, at)),
    }
}

/// R37: how a copy is to be read is asked and not answered.
fn is_provisional(state: &AccountState) -> bool {
    state.sources.iter().any(|source| source.unanswered.any())
}

/// R39: what can pay only if it is still assigned, or if what is spent fits it. R14: which orders are still possible where they change a figure;
/// of several accounts each says it where it is opened.
fn taken_for_granted(
    currency: Option<Currency>,
    group: &[(&AccountState, &Answers)],
) -> impl Iterator<Item = Message> {
    let open = |key, pick: &dyn Fn(&Answers) -> Amount| {
        let open: Amount = group.iter().map(|(_, a)| pick(a)).sum();
        open.is_positive().then(|| Message::new(key).money("amount", open, currency))
    };
    let assigned = open("band.open", &|a| a.usage.assumed);
    let fitting = open("band.open.fits", &|a| a.usage.unproven);
    let order = match group {
        [(state, _)] => state.order.message(state),
        _ => None,
    };
    assigned.into_iter().chain(fitting).chain(order)
}

fn left(
    currency: Option<Currency>,
    any: bool,
    is_least: bool,
    can_pay: Amount,
    held: Amount,
    perhaps: Amount,
    condition: Option<&'static str>,
) -> Message {
    let key = match (any, held.is_positive(), perhaps.is_positive()) {
        (false, ..) => return Message::new("band.left.not_known"),
        // R32, R37: what nobody copied may pay too. What is held is told by itself.
        _ if is_least => "band.left.least",
        (_, false, false) => "band.left",
        (_, true, false) => "band.left.held",
        (_, false, true) => "band.left.perhaps",
        (_, true, true) => "band.left.held_perhaps",
    };
    let message = Message::new(key)
        .money("amount", can_pay, currency)
        .money("held", held, currency)
        .money("perhaps", perhaps, currency);
    match condition {
        Some(condition) => message.term("if", condition),
        None => message,
    }
}

/// R33, R37: what may be left beyond what is counted, where copies of one moment disagree on it.
fn contradicted(
    currency: Option<Currency>,
    group: &[(&AccountState, &Answers)],
) -> Option<Message> {
    let more = group.iter().flat_map(|(state, answers)| {
        let credits = state.credits.iter().zip(&answers.usage.credits);
        let may_pay = credits.filter(|(_, usage)| matches!(usage.role, Role::Pays | Role::Unknown));
        may_pay.filter_map(|(credit, usage)| {
            Some(credit.contradiction()?.unused.high - usage.unused.unwrap_or_default())
        })
    });
    let amount: Amount = more.sum();
    let message = Message::new("band.contradiction").money("amount", amount, currency);
    amount.is_positive().then_some(message)
}

/// R36: what charges say that something else paid while this could have.
fn instead(currency: Option<Currency>, group: &[(&AccountState, &Answers)]) -> Option<Message> {
    let told = || group.iter().filter_map(|(state, a)| Some((*state, a.usage.instead.as_ref()?)));
    let payer = told().map(|(_, one)| one.payer()).reduce(|a, b| match a == b {
        true => a,
        false => Payer::NotCredit,
    })?;
    let since = told().map(|(state, one)| when_stated(state, one.since));
    let since = since.min_by_key(|since| since.instant)?;
    let message = Message::new("band.instead").term("payer", term(payer)).with("from", since);
    Some(message.money("paid", told().map(|(_, one)| one.amount()).sum(), currency))
}

/// R15: money whose first day has not come cannot pay today, and nothing holds it.
fn later(currency: Option<Currency>, group: &[(&AccountState, &Answers)]) -> Option<Message> {
    let amount: Amount = group.iter().map(|(_, a)| a.usage.later).sum();
    let starts = group.iter().filter_map(|(state, answers)| answers.usage.later_from(state));
    let from = starts.min_by_key(|start| start.instant)?;
    let message = Message::new("band.later").money("amount", amount, currency);
    amount.is_positive().then(|| message.with("from", from))
}

/// The credit that runs out first, with the days of its own row; where none does, the one that ends first.
fn until(group: &[(&AccountState, &Answers)]) -> Option<Message> {
    let first = |(at, (state, answers)): (usize, &(&AccountState, &Answers))| {
        let today = state.today();
        let (credit, DaySpan { from, to, .. }) = answers.forecast.first_out(today)?;
        Some((from, to.is_none(), to, at, credit))
    };
    let Some((from, _, to, at, credit)) = group.iter().enumerate().filter_map(first).min() else {
        return ends(group);
    };
    let (state, answers) = group.get(at)?;
    let several = answers.usage.credits.iter().filter(|c| c.role == Role::Pays).count() > 1;
    let (keys, name) = match (group.len() > 1, several) {
        (true, _) => (["band.until.first", "band.until.first_open", "band.until.first_on"], None),
        (false, true) => {
            let keys = ["band.until.credit", "band.until.credit_open", "band.until.credit_on"];
            (keys, state.credit(credit).map(|c| c.name.clone()))
        }
        (false, false) => (["band.until", "band.until.open", "band.until.on"], None),
    };
    let name = name.unwrap_or_else(|| name_among(group, state));
    let [span, open, on] = keys;
    let message = match to {
        None => Message::new(open).with("from", from),
        Some(to) => between([span, on], from, to),
    };
    Some(message.with("name", name))
}

fn name_among(group: &[(&AccountState, &Answers)], state: &AccountState) -> String {
    state.account.title_among(group.iter().map(|(other, _)| &other.account))
}

/// Credits of which something may still be lost, and how much.
fn at_stake<'a>(
    group: &'a [(&'a AccountState, &'a Answers)],
) -> impl Iterator<Item = (&'a AccountState, &'a Credit, Amount)> {
    group.iter().flat_map(|(state, answers)| {
        let today = state.today();
        let credits = state.credits.iter().zip(&answers.usage.credits);
        let credits = credits.zip(&answers.forecast.credits);
        // What is probably used up has no end to come.
        let lives = move |forecast: &CreditForecast| {
            !forecast.runs_out.is_some_and(|span| span.is_over(today))
        };
        credits
            .filter(move |(_, forecast)| lives(forecast))
            .filter_map(|((credit, usage), _)| Some((*state, credit, usage.at_stake()?)))
    })
}

/// R8, R12: no credit is expected to run out; the first end, of whatever still holds money, is what comes next.
/// One whose end is not known may come before all others (R37), and so may one that nobody copied (R32).
fn ends(group: &[(&AccountState, &Answers)]) -> Option<Message> {
    let living: Vec<_> = at_stake(group).collect();
    let has_payer = group.iter().any(|(_, answers)| answers.usage.has_payer());
    if !has_payer || group.iter().any(|(_, answers)| answers.usage.is_part()) {
        return None;
    }
    let ending = living.iter().map(|(state, credit, _)| {
        let end = credit.valid_end?;
        Some((end.end().in_zone(state.zone), &credit.name, when_stated(state, end)))
    });
    let ending = ending.collect::<Option<Vec<_>>>()?;
    let (_, name, end) = ending.into_iter().min_by_key(|(at, name, _)| (*at, *name))?;
    let key = if living.len() > 1 { "band.ends.first" } else { "band.ends" };
    Some(Message::new(key).with("name", name.clone()).with("end", end))
}

/// R37: unused amounts of credits that were probably used up since they were seen, beyond what a balance tells.
fn doubtful(answers: &Answers, today: Day) -> Amount {
    let credits = answers.usage.credits.iter().zip(&answers.forecast.credits);
    let over = credits.filter(|(usage, forecast)| {
        usage.role == Role::Pays && forecast.runs_out.is_some_and(|span| span.is_over(today))
    });
    let over: Amount = over.filter_map(|(usage, _)| usage.unused).sum();
    (over - answers.usage.fallen).max(Amount::ZERO)
}

fn lost(currency: Option<Currency>, group: &[(&AccountState, &Answers)]) -> Option<Message> {
    let lost = group.iter().filter_map(|(_, a)| a.forecast.lost);
    let lost = lost.reduce(|a, b| a + b)?;
    if group.iter().any(|(_, answers)| answers.usage.is_part()) {
        // R32: of what nobody copied more may be lost.
        let least = Message::new("band.lost.least").money("low", lost.low, currency);
        return lost.low.is_positive().then_some(least);
    }
    if !lost.high.is_positive() {
        let is_known = at_stake(group).all(|(_, credit, _)| credit.valid_end.is_some())
            && !group.iter().any(|(_, answers)| answers.usage.is_least());
        return is_known.then(|| Message::new("band.lost.nothing"));
    }
    let is_open = group.iter().any(|(_, answers)| answers.usage.assumed.is_positive());
    let doubts = || group.iter().flat_map(|(_, answers)| &answers.forecast.credits);
    let is_any = |doubt| doubts().any(|credit| credit.doubt == Some(doubt));
    let paused = paused_since(group);
    let key = match (lost.low == lost.high, lost.middle.is_positive()) {
        (true, _) => "band.lost.exact",
        (false, false) if is_open => "band.lost.open",
        (false, false) if is_any(Doubt::Eligibility) => "band.lost.may_not_fit",
        (false, false) if is_any(Doubt::Instead) => "band.lost.instead",
        _ if paused.is_some() => "band.lost.paused",
        (false, true) => "band.lost",
        (false, false) => "band.lost.maybe",
    };
    let message = paused.map_or(Message::new(key), |since| Message::new(key).with("since", since));
    Some(message.money("low", lost.low, currency).money("high", lost.high, currency))
}

/// R8, R37: every credit ends; of one whose end was not read, what is left may be lost before anyone looks.
fn lost_any_day(
    currency: Option<Currency>,
    group: &[(&AccountState, &Answers)],
) -> Option<Message> {
    let open = at_stake(group).filter(|(_, credit, _)| credit.valid_end.is_none());
    let open: Vec<Amount> = open.map(|(.., amount)| amount).collect();
    let amount = open.iter().copied().sum();
    let message = Message::new(NO_ENDS).with("count", open.len());
    (!open.is_empty()).then(|| message.money("amount", amount, currency))
}

/// The first day without spend, where all of these accounts have paused.
fn paused_since(group: &[(&AccountState, &Answers)]) -> Option<Day> {
    let since = group.iter().map(|(_, answers)| answers.forecast.learned?.paused_since);
    since.collect::<Option<Vec<Day>>>()?.into_iter().max()
}

/// Who pays once no credit does, and about how much a day; of a pause no amount is said.
fn then(currency: Option<Currency>, group: &[(&AccountState, &Answers)]) -> Option<Message> {
    let daily: Amount = group.iter().filter_map(|(_, a)| a.forecast.spent_daily()).sum();
    let (state, answers) = group.first()?;
    let takeover = answers.payers.takeover;
    let same = group.iter().all(|(_, a)| a.payers.takeover.payer == takeover.payer);
    if same && takeover.payer.is_none() {
        return Some(Message::new("band.then.nothing"));
    }
    let has_pace = daily.is_positive() && paused_since(group).is_none();
    let key = if has_pace { "band.then" } else { "band.then.no_pace" };
    let message = Message::new(key).money("daily", daily, currency);
    Some(if same {
        takeover.name(message, "payer", state)
    } else {
        message.term("payer", term(Payer::NotCredit))
    })
}

/// R13: the account whose ads stop first because neither credit nor cash is left.
fn stops(group: &[(&AccountState, &Answers)]) -> Option<Message> {
    let first = |(at, (state, answers)): (usize, &(&AccountState, &Answers))| {
        let today = state.today();
        let DaySpan { from, to, .. } = answers.delivery_stops()?;
        // Over by figures of some time ago: it may be later, too.
        let to = to.filter(|to| *to >= today);
        Some((from.max(today), to.is_none(), to, at))
    };
    let (from, _, to, at) = group.iter().enumerate().filter_map(first).min()?;
    let (state, _) = group.get(at)?;
    let [span, on, open] = match group.len() {
        1 => ["band.stops", "band.stops.on", "band.stops.open"],
        _ => ["band.stops.first", "band.stops.first_on", "band.stops.first_open"],
    };
    let name = name_among(group, state);
    let message = match to {
        Some(to) => between([span, on], from, to),
        None => Message::new(open).with("from", from),
    };
    Some(message.with("name", name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::answer;
    use crate::insight::fixture::{account, say};
    use crate::options::Options;

    fn lines(texts: &[&str]) -> Vec<String> {
        let states: Vec<AccountState> = texts.iter().map(|t| account(t)).collect();
        let answers: Vec<Answers> = states.iter().map(|s| answer(s, &Options::default())).collect();
        let pairs: Vec<_> = states.iter().zip(&answers).collect();
        let say_all = |l: &BandLine| {
            l.sentences.iter().chain(&l.notes).map(say).collect::<Vec<_>>().join(" · ")
        };
        band(&pairs).iter().map(say_all).collect()
    }

    const SHOP: &str = "
        account key=1 name=Shop currency=USD billing=manual
        now     11-21 00:00
        credit  Launch face=1000 valid=11-01..12-31
        seen    Launch at=11-21T00:00 unused=300
        credit  Reels  face=1000 valid=11-01..12-31 kind=assignable
        seen    Reels  at=11-21T00:00 unused=1000
        log     Reels  at=11-20T00:00
        spend   11-01..11-20 cost=30 credit=30";

    #[test]
    fn four_figures_each_a_sentence() {
        let expected = "300 USD can pay today, 1000 USD is held · runs out 11-29 – 12-01 · \
                        1000 USD will be lost if nothing changes · then cash balance, about 30 USD a day";
        assert_eq!(lines(&[SHOP]), [expected]);
    }

    /// The list was copied in part, a question is open, money waits for its day, and cash runs out.
    #[test]
    fn never_more_than_four_whatever_else_is_to_be_said() {
        let more = "account currency=? key=1
            credit Later face=40 valid=12-01..12-31\n seen Later at=11-21T00:00 unused=40
            source export=promotions_available at=11-21T00:00 partial asks=amounts
            spend  11-01..11-20 cost=50 credit=30\n cash 60 at=11-21T00:00";
        let state = account(&format!("{SHOP}\n{more}"));
        let answers = answer(&state, &Options::default());
        let line = band(&[(&state, &answers)]).remove(0);
        assert!(line.sentences.len() <= 4, "{:?}", line.sentences);
        assert!(line.notes.len() >= 3, "{:?}", line.notes);
    }

    #[test]
    fn r37_figures_that_rest_on_an_open_question_are_provisional() {
        let asked =
            format!("{SHOP}\nsource export=promotions_available at=11-21T00:00 asks=amounts");
        let line = lines(&[&asked]).remove(0);
        let expected = "a day · provisional: a question about a copy is not answered";
        assert!(line.ends_with(expected), "{line}");
    }

    #[test]
    fn r13_delivery_stops_where_nothing_stands_behind_cash() {
        let with = |billing: &str, facts: &str| {
            let text = SHOP.replace("billing=manual", &format!("billing={billing}"));
            let line = lines(&[&format!("{text}\n{facts}")]).remove(0);
            line.split(" · ").skip(3).collect::<Vec<_>>().join(" · ")
        };
        let cash = "cash 60 at=11-21T00:00";
        let then = "then cash balance, about 30 USD a day";
        assert_eq!(with("manual", cash), format!("{then} · delivery stops 12-01 – 12-04"));
        assert_eq!(
            with("manual", "cash 0 at=11-21T00:00"),
            "then nothing is left to pay · delivery stops 11-29 – 12-01"
        );
        assert_eq!(with("manual", ""), then, "R37: cash is not known");
        assert_eq!(with("credit_first", cash), then, "the card stands behind it");
        assert!(!with("unknown", cash).contains("stops"), "R10");
        let card = format!("{cash}\n paid 11-20T12:00 by=Visa amount=60");
        assert!(!with("manual", &card).contains("stops"));
        let other = SHOP.replace("key=1 name=Shop", "key=2 name=Other");
        let line = lines(&[&format!("{SHOP}\n{cash}"), &other]).remove(0);
        assert!(line.ends_with("delivery stops first in Shop, 12-01 – 12-04"), "{line}");
    }

    /// What credit never pays is paid from cash from the first day on.
    #[test]
    fn r13_cash_that_pays_beside_credit_is_gone_sooner() {
        let partly = SHOP.replace("cost=30 credit=30", "cost=50 credit=30");
        let line = lines(&[&format!("{partly}\n cash 60 at=11-21T00:00")]).remove(0);
        assert!(line.ends_with("delivery stops 11-22 – 11-24"), "{line}");
    }

    #[test]
    fn what_pays_then_pays_all_that_is_spent() {
        let partly = SHOP.replace("cost=30 credit=30", "cost=50 credit=30");
        assert!(lines(&[&partly])[0].ends_with("then cash balance, about 50 USD a day"));
    }

    #[test]
    fn r30_accounts_of_one_name_are_told_apart_by_their_ids() {
        let shops: Vec<String> =
            (1..3).map(|id| SHOP.replace("key=1", &format!("key=700{id}"))).collect();
        let said = |shops: &[&str]| lines(shops).concat();
        let both = said(&[&shops[0], &shops[1]]);
        assert!(both.contains("runs out first in Shop (7001), 11-29"), "{both}");
        let other = said(&[&shops[0], &shops[1].replace("Shop", "Other")]);
        assert!(other.contains("runs out first in Shop, 11-29"), "{other}");
    }

    #[test]
    fn r28_one_line_per_currency_never_one_total() {
        let euro = SHOP.replace("currency=USD", "currency=EUR").replace("key=1", "key=2");
        let unknown = SHOP.replace("currency=USD", "currency=?").replace("key=1", "key=3");
        let lines = lines(&[SHOP, &euro, &unknown, SHOP]);
        assert_eq!(lines.len(), 3);
        assert!(lines[0].starts_with("300 EUR can pay"), "{lines:?}");
        assert!(lines[1].starts_with("600 USD can pay"), "{lines:?}");
        assert!(lines[1].contains("runs out first in Shop"), "{lines:?}");
        assert!(lines[2].starts_with("300 can pay today, 1000 is held"), "R38: {lines:?}");
        assert!(lines[2].ends_with("a day · currency not stated"), "R38: {lines:?}");
    }

    /// R31: a paste that nobody has said whose it is.
    #[test]
    fn r25_a_paste_in_a_currency_that_no_account_has_is_a_line_of_its_own() {
        let paste = SHOP.replace("name=Shop", "").replace("key=1", "key=paste");
        let lines = |own: &str, currency: &str| {
            let own = account(&SHOP.replace("USD", own));
            let mut paste = account(&paste.replace("USD", currency));
            paste.account.is_provisional = true;
            let answers = [&own, &paste].map(|state| answer(state, &Options::default()));
            let lines = band(&[(&own, &answers[0]), (&paste, &answers[1])]);
            lines.iter().map(|line| say(&line.sentences[0])).collect::<Vec<_>>()
        };
        let [dollars, euros] =
            ["USD", "EUR"].map(|unit| format!("300 {unit} can pay today, 1000 {unit} is held"));
        assert_eq!(lines("USD", "EUR"), [euros.as_str(), &dollars]);
        // It may be that account.
        assert_eq!(lines("USD", "USD"), [dollars.as_str()]);
        assert_eq!(lines("?", "EUR"), ["300 can pay today, 1000 is held"]);
        assert_eq!(lines("USD", "?"), [dollars]);
    }

    #[test]
    fn r39_what_pays_only_if_it_is_still_assigned_is_named_and_widens_the_loss() {
        let text = "account currency=USD billing=manual
            now    11-21 00:00
            credit Push face=200 valid=11-01..11-30 kind=assignable
            seen   Push at=11-10T00:00 unused=130
            seen   Push at=11-20T00:00 unused=60
            seen   Push at=11-21T00:00 unused=50";
        let told = |text: &str| {
            let state = account(text);
            let answers = answer(&state, &Options::default());
            let line = band(&[(&state, &answers)]).remove(0);
            let said = line.sentences.iter().chain(&line.notes).map(say).collect::<Vec<_>>();
            (
                said.join(" · "),
                answers.findings.iter().map(|f| say(&f.headline)).collect::<Vec<_>>(),
            )
        };
        let (open, findings) = told(text);
        assert!(open.starts_with("50 USD can pay today · runs out from 11-2"), "{open}");
        assert!(open.contains(" · up to 50 USD may be lost; whether"), "{open}");
        assert!(
            open.ends_with(
                "Of what can pay, 50 USD only if it is still assigned, which is not known"
            ),
            "{open}"
        );
        let named = |f: &String| f.contains("whether it is assigned is not known");
        assert!(findings.iter().any(named), "{findings:?}");
        // The log says it.
        let log = "\n log Push at=11-02T09:00 link=Brand";
        let (known, findings) = told(&format!("{text}{log}"));
        assert!(known.contains("nothing is expected to be lost"), "{known}");
        assert!(!known.contains("still assigned") && !findings.iter().any(named), "{findings:?}");
    }

    /// Nobody has said whose the second paste is: it may be the first account's.
    #[test]
    fn r31_what_is_nobodys_yet_is_in_no_sum_of_others() {
        let mut states = [account(SHOP), account(SHOP)];
        states[1].account.is_provisional = true;
        let answers = states.each_ref().map(|s| answer(s, &Options::default()));
        let told = |from: usize| {
            let pairs: Vec<_> = states.iter().zip(&answers).skip(from).collect();
            band(&pairs).iter().map(|line| say(&line.sentences[0])).collect::<Vec<_>>()
        };
        assert_eq!(told(0), ["300 USD can pay today, 1000 USD is held"]);
        // Alone it is answered at once.
        assert_eq!(told(1), ["300 USD can pay today, 1000 USD is held"]);
    }

    #[test]
    fn the_band_runs_out_when_its_first_row_does() {
        let one = "account billing=manual\n now 11-21 00:00
            credit Launch face=1000 valid=11-01..12-31
            seen   Launch at=11-21T00:00 unused=300
            spend  11-01..11-20 cost=30 credit=30\n";
        let next = "credit Next face=90 valid=11-20..12-20\n seen Next at=11-21T00:00 unused=90\n";
        let ends = "account billing=manual\n now 11-21 00:00
            credit Long face=1000 valid=11-01..12-09
            seen   Long at=11-21T00:00 unused=950\n";
        // Seen a week ago, used up since at its pace: it can no longer be counted on.
        let over = "credit Old face=200 valid=11-01..12-05
            seen   Old at=11-10T00:00 unused=90
            seen   Old at=11-12T00:00 unused=30\n";
        for (text, expected, note) in [
            (one.to_owned(), "300 USD can pay today · runs out 11-29 – 12-01", ""),
            (
                format!("{one}{next}"),
                "390 USD can pay today · Next runs out first, 11-22 – 11-24",
                "",
            ),
            (ends.to_owned(), "950 USD can pay today · ends after 12-09", ""),
            (
                format!("{one}{over}"),
                "300 USD can pay today · Launch runs out first, 11-30 – 12-01",
                "30 USD more is probably used up by now: copy the page again",
            ),
        ] {
            let line = lines(&[&text]).remove(0);
            assert!(line.starts_with(expected) && line.ends_with(note), "{line}");
        }
    }

    #[test]
    fn r39_what_may_not_fit_is_named_beside_what_can_pay() {
        let state = account(
            "account currency=USD billing=manual\n now 11-21 00:00
             credit App face=1000 valid=11-01..12-25 requires=App_campaigns
             seen   App at=11-21T00:00 unused=1000",
        );
        let answers = answer(&state, &Options::default());
        let line = band(&[(&state, &answers)]).remove(0);
        let notes: Vec<String> = line.notes.iter().map(say).collect();
        let fits = "Of what can pay, 1000 USD only if what is spent fits its requirements, \
                    which is not known";
        assert_eq!(notes, [fits]);
    }

    #[test]
    fn r15_a_credit_that_is_not_valid_yet_cannot_pay_today() {
        let text = "account billing=manual\n now 11-21 00:00
            credit Now   face=100 valid=11-01..12-25
            seen   Now   at=11-21T00:00 unused=60
            credit Later face=200 valid=12-01..12-31
            seen   Later at=11-21T00:00 unused=200
            credit Last  face=40 valid=12-10..12-31
            seen   Last  at=11-21T00:00 unused=40";
        let line = lines(&[text]).remove(0);
        assert!(line.starts_with("60 USD can pay today · runs out from 12-06"), "{line}");
        assert!(line.ends_with(" · 240 USD more can pay from 12-01"), "{line}");
    }

    #[test]
    fn r8_what_nothing_draws_is_lost_without_any_pace() {
        let text = "account billing=manual\n now 11-21 00:00
            credit Reels face=100 valid=11-01..11-25 kind=assignable
            seen   Reels at=11-21T00:00 unused=100
            credit Hold  face=50 valid=11-01..12-10
            seen   Hold  at=11-21T00:00 unused=50 suspended";
        let expected = "0 USD can pay today, 50 USD is held, 100 USD more if it is assigned · \
                        50 USD – 150 USD will be lost if nothing changes · then cash balance";
        assert_eq!(lines(&[text]), [expected]);
    }

    #[test]
    fn r8_r37_what_is_left_without_a_known_end_may_be_lost_any_day() {
        let one = "account billing=manual\n now 11-21 00:00
            credit Open face=500
            seen   Open at=11-21T00:00 unused=310";
        let open = "1 credit ends on a day that is not known: 310 USD may be lost any day";
        let first = "310 USD can pay today";
        assert_eq!(lines(&[one]), [format!("{first} · then cash balance · {open}")]);
        // Beside what is expected to be lost, and instead of "nothing".
        let beside = |other: &str| lines(&[&format!("{one}\n{other}")]).remove(0);
        let hold = "credit Hold face=50 valid=11-01..12-10\n seen Hold at=11-21T00:00 unused=50";
        let line = beside(&format!("{hold} suspended"));
        assert!(line.contains("50 USD will be lost if nothing changes"), "{line}");
        assert!(line.ends_with(open), "{line}");
        let line = beside(&format!("{hold}\n spend 11-01..11-20 cost=90 credit=90"));
        assert!(line.contains(open) && !line.contains("nothing is expected"), "{line}");
        // Another may end before the one that states its end.
        assert!(!beside(hold).contains("ends first"), "{}", beside(hold));
        assert!(
            !beside("credit Over face=90\n seen Over at=11-20T00:00 unused=0")
                .contains("2 credits")
        );
    }

    #[test]
    fn r33_r37_copies_of_one_moment_that_disagree_leave_open_what_can_pay() {
        let told = |unused: &str| {
            let state = crate::account::tests::check(&format!(
                "now 05-20
                 credit name=A face=20 unused=1 valid=05-01..06-30 seen=05-20 paste=1
                 credit name=A face=20 unused={unused} valid=05-01..06-30 seen=05-20 paste=2"
            ));
            let answers = answer(&state, &Options::default());
            let line = band(&[(&state, &answers)]).remove(0);
            line.sentences.iter().chain(&line.notes).map(say).collect::<Vec<_>>().join(" · ")
        };
        let open = |amount| {
            format!("up to {amount} more may pay: copies of the same time contradict each other")
        };
        let said = told("0.4");
        assert!(said.starts_with("0.4 can pay") && said.contains(&open("0.6")), "{said}");
        let said = told("0");
        assert!(
            said.starts_with("how much can pay is not known") && said.contains(&open("1")),
            "{said}"
        );
        assert!(!told("1").contains("contradict"));
    }

    #[test]
    fn r32_r37_what_can_pay_is_said_only_where_a_copy_tells() {
        let not_copied = "account key=4 name=Bare currency=USD billing=manual
            now 11-21 00:00
            source export=transactions at=11-20T09:00";
        let ended = "account key=5 name=Part currency=USD billing=manual
            now 11-21 00:00
            credit A face=10 valid=11-01..12-31
            seen   A at=11-20T09:00 unused=0
            source export=promotions_available at=11-20T09:00 partial";
        let never =
            |count: &str| format!("what can pay is not known{count}: Available not copied yet");
        let partly =
            "what can pay is not known in 1 account: what was copied may not be the whole list";
        for (accounts, expected) in [
            (&[not_copied][..], vec![never("")]),
            (&[ended], vec!["how much can pay is not known".to_owned()]),
            (&[not_copied, ended], vec![never(" in 1 account"), partly.to_owned()]),
        ] {
            assert_eq!(lines(accounts), expected);
        }
        let lines = lines(&[SHOP, not_copied]);
        assert!(lines[0].starts_with("300 USD can pay today"), "{lines:?}");
        assert_eq!(lines[1], "what can pay is not known in 1 account: Available not copied yet");
    }

    #[test]
    fn r32_what_only_pages_of_the_list_tell_says_so() {
        let page = format!("{SHOP}\n source export=promotions_available at=11-21T00:00 partial");
        let sentence = "50 of 80 credits are here: copy or correct the others";
        let here = |lines: Vec<String>| lines.iter().filter(|l| l.contains(sentence)).count();
        assert_eq!((here(lines(&[&page])), here(lines(&[SHOP]))), (1, 0));
        // What credits that are not here would pay, cash does not; what nothing draws is lost all the same.
        assert_eq!(
            lines(&[&page]),
            [format!(
                "at least 300 USD can pay today · at least 1000 USD will be lost if nothing changes · \
                 then cash balance, about 30 USD a day · {sentence}"
            )]
        );
        let two = lines(&[&page, &page]).concat();
        assert!(two.contains("100 of 160 credits are here"), "{two}");
    }

    #[test]
    fn r37_what_is_probably_used_up_has_no_end_to_come() {
        let facts = "credit Gone face=150 valid=11-01..11-30
             seen Gone at=11-10T00:00 unused=100\n seen Gone at=11-12T00:00 unused=50";
        let account = "account currency=USD billing=manual\n now 11-21 00:00";
        let said = lines(&[&format!("{account}\n {facts}")]).concat();
        assert!(said.contains("50 USD more is probably used up"), "{said}");
        assert!(!said.contains("Ends after"), "{said}");
    }

    #[test]
    fn r33_a_sum_is_as_old_as_its_oldest_figure() {
        let gone = "credit Gone face=100 valid=10-01..10-31\n seen Gone at=10-20T00:00 unused=9";
        for (facts, as_of) in [
            (gone, "11-21 00:00"),
            (
                "credit Later face=50 valid=11-01..12-31\n seen Later at=11-19T00:00 unused=5",
                "11-19",
            ),
        ] {
            let state = account(&format!("{SHOP}\n{facts}"));
            let answers = answer(&state, &Options::default());
            let lines = band(&[(&state, &answers)]);
            let said = lines[0].as_of.map(|at| at.instant.to_string()).unwrap_or_default();
            assert!(said.contains(as_of.split(' ').next().unwrap()), "{said}");
        }
    }

    #[test]
    fn nothing_is_claimed_without_figures() {
        let text = "account billing=manual\n now 11-21 00:00\n credit A face=10 valid=11-01..12-31";
        let expected = "how much can pay is not known · then cash balance";
        assert_eq!(lines(&[text]), [expected]);
        // Beside one that states its figures.
        let beside = format!(
            "{text}\n credit B face=90 valid=11-01..12-20\n seen B at=11-21T00:00 unused=30
             spend 11-01..11-20 cost=30 credit=30"
        );
        // How fast the one is drawn beside the other is not known.
        let expected = "at least 30 USD can pay today · then cash balance, about 30 USD a day";
        assert_eq!(lines(&[&beside]), [expected]);
    }

    /// The copy of the 21st lists all credits; one that came since pays, and nobody copied it.
    #[test]
    fn r32_r37_after_the_last_end_since_the_copy_what_can_pay_is_not_known() {
        let first = |now: &str, more: &str| {
            let told = lines(&[&format!(
                "account currency=USD billing=manual
                 now    {now}
                 credit Push face=60 valid=11-05..11-25
                 seen   Push at=11-21T08:40 unused=60
                 {more}"
            )]);
            told[0].split(" · ").next().unwrap().to_owned()
        };
        let not_known = "how much can pay is not known";
        assert_eq!(first("11-26 09:00", ""), not_known);
        assert_eq!(first("11-25 09:00", ""), "60 USD can pay today");
        // Neither does a list of a day ago, of which nothing is left.
        let list =
            |at: &str| format!("source export=promotions_available at=11-26T08:00\n now {at}");
        assert_eq!(first("11-26 09:00", &list("11-27 08:00")), "0 USD can pay today");
        assert_eq!(first("11-26 09:00", &list("11-27 08:01")), not_known);
        // A page of the other tab tells nothing of what came; a later copy without a row does.
        assert_eq!(first("11-26 09:00", "seen Push at=11-26T08:00 unused=60 ended"), not_known);
        let empty = "source export=promotions_available at=11-26T08:00";
        assert_eq!(first("11-26 09:00", empty), "0 USD can pay today");
        // What is held is known.
        let held = "credit Wait face=50 valid=11-05..12-25 suspended\n seen Wait at=11-21T08:40 unused=50 suspended";
        assert!(first("11-26 09:00", held).starts_with("at least 0 USD can pay"));
    }
}
