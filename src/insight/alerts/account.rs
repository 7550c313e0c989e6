//! Findings about an account as a whole, but for that nothing is left.

use super::{Kind, Scene};
use crate::account::state::{AccountState, Credit, CreditIx, Part, Payer};
use crate::account::unfit::Unfit;
use crate::calendar::{Day, Instant, SECONDS_PER_HOUR, Stated};
use crate::ingest::exports::Export;
use crate::insight::forecast::{DaySpan, between, round_nearest};
use crate::insight::reconcile::{Reconciled, Settlement, Witness};
use crate::insight::usage::Role;
use crate::insight::{Finding, Level, Sort, when_stated};
use crate::money::Amount;
use crate::options::BillingSetup;
use crate::problem::{Message, add_new};
use crate::sorting::Sorting;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// More differences than these are told by Reconcile alone.
const SHOWN_MAX: usize = 3;

/// Everything to be said about the account.
pub(super) fn of_account(scene: &Scene<'_>) -> Vec<Finding> {
    [not_copied(scene), cash_low(scene), disagree(scene), unfit(scene), stale(scene)]
        .into_iter()
        .flatten()
        .collect()
}

/// R32, R37: nothing that was copied tells whether a credit can pay, the list counts credits that nobody copied,
/// copies do not state what is left of one, or one that nobody copied paid. Which page would tell is said instead of a claim that none is left.
fn not_copied(scene: &Scene<'_>) -> Option<Finding> {
    let list = scene.state.available;
    let part = list.and_then(|list| list.part);
    let is_told = scene.usage.is_told;
    let unstated = unstated(scene).filter(|_| is_told && part.is_none());
    let is_known = is_told && part.is_none() && unstated.is_none();
    let paid = || paid_by_uncopied(scene).or_else(|| drawn_of_uncopied(scene));
    let paid = is_known.then(paid).flatten();
    let balance = scene.state.uncopied_balance().filter(|_| !is_told);
    let headline = match (is_told, part, &paid) {
        (true, Some(part), _) => part_copied([part]),
        (true, None, paid) => unstated.or_else(|| Some(paid.as_ref()?.headline.clone()))?,
        (false, ..) if let Some(balance) = balance => {
            let headline = Message::new("alert.not_copied.balance");
            scene.amount(headline.with("at", scene.when(balance.as_of)), Some(balance.value))
        }
        (false, ..) if list.is_none() => Message::new("alert.not_copied"),
        (false, ..) => Message::new("alert.not_copied.part"),
    };
    let mut finding = scene.finding(Kind::NotCopied, None, headline);
    if !is_told && balance.is_some() {
        finding.sort = Sort::Balance;
    } else if !is_told && list.is_none() {
        finding.sort = Sort::Account;
    }
    // What is said of the rest is said without them. R37: money of which nobody knows when it ends may be lost any day.
    if is_told || balance.is_some() {
        finding.level = Level::Warning;
    }
    finding.amount = balance.map(|balance| balance.value);
    let latest = scene.state.sources.iter().max_by_key(|source| source.as_of.when.instant);
    let latest = latest.map(|source| (source.export, source.as_of.when.instant));
    let available = list.map(|list| (Export::PromotionsAvailable, list.as_of));
    let copied = if paid.is_some() { available } else { latest };
    finding.why.extend(copied.map(|(export, at)| {
        let copied = Message::new("alert.why.copied").term("export", export.term());
        copied.with("at", scene.when(at))
    }));
    finding.steps.push(Message::new("alert.step.copy_available"));
    let onset = scene.state.latest_as_of().or(latest.map(|(_, at)| at));
    finding.onset = onset.unwrap_or(scene.state.now);
    if let Some(paid) = paid {
        finding.amount = Some(paid.amount);
        finding.why.splice(0..0, paid.named);
        finding.onset = paid.since;
        // R40: it was over when credits were copied: history.
        if paid.is_over {
            finding.level = Level::Info;
            finding.steps = vec![Message::new("alert.step.copy_not_available")];
        }
    }
    Some(finding)
}

/// Credits that can pay, and of which no copy states what is left.
fn unstated(scene: &Scene<'_>) -> Option<Message> {
    let credits = scene.state.credits.iter().zip(&scene.usage.credits);
    let names = credits.filter(|(_, usage)| usage.is_unstated()).map(|(credit, _)| &credit.name);
    let names: Vec<String> = names.take(SHOWN_MAX).cloned().collect();
    (!names.is_empty()).then(|| Message::new("alert.unstated").with("names", names))
}

/// What a credit paid that is in no copy.
struct PaidByUncopied {
    amount: Amount,
    since: Instant,
    headline: Message,
    /// What *Ad Credit* rows of those days call it.
    named: Vec<Message>,
    /// It was drawn before Available was copied, which does not list it.
    is_over: bool,
}

/// R32: since credits were copied last ad credit paid more than all of them had.
fn paid_by_uncopied(scene: &Scene<'_>) -> Option<PaidByUncopied> {
    let state = scene.state;
    let figures = state.credits.iter().filter_map(|credit| Some(credit.unused?.as_of));
    let copied = state.available.map(|list| list.as_of).or(figures.max())?;
    let copied = copied.on_clock(state.zone).day();
    let days = &state.shown()?.uncopied;
    let days: Vec<&(Day, Amount)> = days.iter().filter(|(day, _)| *day >= copied).collect();
    let first = days.first()?.0;
    let amount = days.iter().map(|(_, paid)| *paid).sum();
    let named = named(state, rows_of_uncopied(state, |day| days.iter().any(|one| one.0 == day)));
    let since = when_stated(state, Stated::day(first));
    let headline = Message::new("alert.not_copied.paid").with("from", since);
    let headline = scene.amount(headline, Some(amount));
    Some(PaidByUncopied { amount, since: since.instant, headline, named, is_over: false })
}

/// R32, R34: *Ad Credit* rows name credits that no copied list holds; of before the copy of Available, where one of
/// them is.
fn drawn_of_uncopied(scene: &Scene<'_>) -> Option<PaidByUncopied> {
    let state = scene.state;
    let copied = state.available?.as_of.on_clock(state.zone);
    let t = &state.transactions;
    let rows: Vec<usize> = rows_of_uncopied(state, |_| true).collect();
    let time = |row: &usize| t.times.get(*row).copied();
    let is_over = rows.iter().filter_map(time).all(|time| time < copied);
    let first = rows.iter().filter_map(time).min()?;
    let drawn = rows.iter().filter_map(|row| t.amounts.get(*row));
    let amount: Amount = drawn.map(|micros| -Amount::from_micros(i128::from(*micros))).sum();
    let since = when_stated(state, Stated::day(first.day()));
    let headline = Message::new("alert.not_copied.drawn").with("from", since);
    let headline = scene.amount(headline, Some(amount));
    let named = named(state, rows.iter().copied());
    let one = PaidByUncopied { amount, since: since.instant, headline, named, is_over };
    amount.is_positive().then_some(one)
}

/// *Ad Credit* rows of these days that name a credit of which there is no copy.
fn rows_of_uncopied(
    state: &AccountState,
    is_of: impl Fn(Day) -> bool,
) -> impl Iterator<Item = usize> {
    let t = &state.transactions;
    let unknown =
        t.draws().filter(move |draw| t.is_of_uncopied(draw.row.at()) && is_of(draw.time.day()));
    unknown.map(|draw| draw.row.at())
}

/// What such rows call the credits that they mean.
fn named(state: &AccountState, rows: impl Iterator<Item = usize>) -> Vec<Message> {
    let names = rows.filter_map(|row| state.transactions.credit_names.get(row));
    let names: BTreeSet<&str> = names.map(|name| state.names.text(*name)).collect();
    let named = |name: &str| Message::new("alert.why.named_by_draws").with("name", name);
    names.into_iter().take(SHOWN_MAX).map(named).collect()
}

/// How many credits of how many were copied.
pub(crate) fn part_copied(parts: impl IntoIterator<Item = Part>) -> Message {
    let sum = |(listed, of): (u64, Option<u64>), part: Part| {
        (listed + part.listed, of.zip(part.of).map(|(of, its)| of + its))
    };
    match parts.into_iter().fold((0, Some(0)), sum) {
        (listed, Some(of)) => Message::new("listing.part").with("listed", listed).with("of", of),
        (listed, None) => Message::new("listing.part.open").with("listed", listed),
    }
}

/// R24: the platform warns at three times the average daily spend of the last seven days. Only where cash
/// is what keeps ads running; and where delivery is about to stop for want of it (R13).
fn cash_low(scene: &Scene<'_>) -> Option<Finding> {
    let cash = scene.state.funds.cash?;
    let chain = scene.payers.shown()?;
    let card_pays = matches!(scene.payers.takeover.payer, Some(Payer::Card | Payer::CreditLine));
    if card_pays || !matches!(chain.reading, Some(BillingSetup::Manual) | None) {
        return None;
    }
    // R39: a credit that may not fit what is spent keeps nothing running for sure.
    let is_sure = |at: &CreditIx| !scene.usage.credits.get(at.at()).is_some_and(|c| c.is_unproven);
    let credit_pays = chain.payers.iter().any(|p| matches!(p, Payer::Credit(at) if is_sure(at)));
    let (limit, limit_says) = limit_of_cash(scene, !credit_pays && chain.now().is_some());
    let is_low = |amount: Amount| limit.is_some_and(|limit| amount <= limit);
    let stops = stops_soon(scene);
    // Where cash pays already the platform's rule is the one that tells, but for days on which nobody looks.
    let today = scene.state.today();
    let unseen = today.plus_days(i32::try_from(scene.days_off()).unwrap_or_default());
    let is_near = |stops: DaySpan| credit_pays || stops.middle.is_some_and(|day| day <= unseen);
    if !(is_low(cash.value) || stops.is_some_and(is_near)) {
        return None;
    }
    let headline = says_cash_low(scene, stops).with("at", scene.when(cash.as_of));
    let headline = scene.amount(headline, Some(cash.value));
    let mut finding = scene.finding(Kind::CashLow, None, headline);
    finding.why.push(limit_says);
    finding.why.extend(stops.map_or(vec![], |_| scene.forecast.says.clone()));
    let is_gone = !cash.value.is_positive();
    finding.level = match (is_gone, credit_pays) {
        (_, true) if stops.is_none() => Level::Info,
        (true, false) => Level::Critical,
        _ => Level::Warning,
    };
    finding.steps.push(Message::new("alert.step.add_balance"));
    finding.amount = Some(cash.value);
    let history = scene.state.funds.history.iter().rev();
    let low = |b: &&crate::account::state::Balances| b.cash.is_some_and(is_low);
    let run = history.filter(|b| b.cash.is_some()).take_while(low);
    finding.onset = run.last().map_or(cash.as_of, |b| b.as_of);
    finding.past_limit_since = is_low(cash.value).then_some(finding.onset);
    finding.at = Some(scene.when(cash.as_of));
    Some(finding)
}

/// R24: up to what cash is low, and what says so. Where no report tells what is spent, copies of what pays it do; of what
/// is gone there is another line.
fn limit_of_cash(scene: &Scene<'_>, other_pays: bool) -> (Option<Amount>, Message) {
    let alert = scene.state.funds.balance_alert.map(|a| a.value).filter(|a| a.is_positive());
    let daily = daily_spend(scene.state).filter(|d| d.is_positive());
    let copied = || scene.forecast.spent_daily().filter(|d| d.is_positive() && other_pays);
    let by_pace = daily.or_else(copied).map(|d| Amount::from_micros(3 * d.micros()));
    let limit = by_pace.into_iter().chain(alert).max();
    let says = match (daily, limit) {
        (_, Some(limit)) if by_pace != Some(limit) => {
            scene.money(Message::new("alert.why.balance_alert"), "limit", limit)
        }
        (Some(daily), _) => {
            let daily = round_nearest(daily, scene.state);
            scene.money(Message::new("alert.why.daily_spend"), "daily", daily)
        }
        (None, _) => scene.usual_pace(),
    };
    (limit, says)
}

/// R13: with the days on which delivery stops, where they are near or over.
fn says_cash_low(scene: &Scene<'_>, stops: Option<DaySpan>) -> Message {
    let is_over = |stops: &DaySpan| stops.is_over(scene.state.today());
    let over = || stops_due(scene).map(|(stops, _)| stops).filter(is_over);
    match stops {
        Some(DaySpan { from, to: Some(to), .. }) => {
            between(["alert.cash_low.stops", "alert.cash_low.stops_on"], from, to)
        }
        Some(DaySpan { from, to: None, .. }) => {
            Message::new("alert.cash_low.stops_open").with("from", from)
        }
        None => match over() {
            Some(stops) => Message::new("alert.cash_low.over").with("from", stops.from),
            None => Message::new("alert.cash_low"),
        },
    }
}

/// R13: no source is left within the days in which a run-out is warned of.
fn stops_soon(scene: &Scene<'_>) -> Option<DaySpan> {
    let today = scene.state.today();
    let (stops, due) = stops_due(scene)?;
    (due <= today && !stops.is_over(today)).then_some(stops)
}

/// When no source is left, and the day from which on it is warned of.
pub(super) fn stops_due(scene: &Scene<'_>) -> Option<(DaySpan, Day)> {
    let stops = scene.forecast.stops.filter(|_| scene.payers.end_in_cash())?;
    Some((stops, scene.warned_from(stops.from, None)))
}

/// R29: figures that differ beyond the lag. One line per account; each has its row in Reconcile.
fn disagree(scene: &Scene<'_>) -> Option<Finding> {
    let open = scene.reconciled.iter().filter(|r| r.settlement == Settlement::Unexplained);
    let mut open: Vec<&Reconciled> = open.collect();
    let largest = open.iter().max_by_key(|r| r.difference)?;
    let amount = largest.difference?;
    // It is beyond the lag of the slower witness since then at the latest.
    let seen = open.iter().flat_map(|r| &r.witnesses).filter_map(|w| w.as_of).map(|w| w.instant);
    let seen = seen.max().unwrap_or(scene.state.now);
    let headline = match open.len() {
        1 => about(scene.state, largest),
        count => Message::new("alert.disagree.several").with("count", count),
    };
    let headline = scene.amount(headline, Some(amount)).with("at", scene.when(seen));
    let mut finding = scene.finding(Kind::Disagree, None, headline);
    finding.level = Level::Warning;
    open.order_by_key(|r| Reverse(r.difference));
    for one in open.iter().take(SHOWN_MAX) {
        finding.why.extend((open.len() > 1).then(|| one.subject.clone()));
        finding.why.extend(one.witnesses.iter().filter_map(|w| says(scene.state, w)));
        finding.why.extend(one.cause.clone());
        add_new(&mut finding.steps, &one.steps);
    }
    finding.amount = Some(amount);
    finding.onset = seen;
    finding.at = Some(scene.when(seen));
    Some(finding)
}

/// Used and unused amounts that do not make what the credit was worth: one line, the furthest apart first.
fn unfit(scene: &Scene<'_>) -> Option<Finding> {
    let credits = scene.state.credits.iter().zip(&scene.usage.credits).enumerate();
    let mut unfit: Vec<(Unfit, CreditIx, &Credit)> = credits
        .filter(|(_, (_, usage))| usage.role != Role::Ended)
        .filter_map(|(at, (credit, _))| Some((Unfit::of(credit)?, CreditIx::from_at(at), credit)))
        .collect();
    unfit.order_by_key(|(unfit, ..)| Reverse(unfit.difference));
    let (Unfit { difference: amount, .. }, at, credit) = *unfit.first()?;
    let seen = credit.observations.last().map_or(scene.state.now, |seen| seen.as_of);
    let headline = Message::new("alert.unfit").with("name", credit.name.as_str());
    let headline = scene.amount(headline, Some(amount)).with("at", scene.when(seen));
    let mut finding = scene.finding(Kind::Disagree, Some(at), headline);
    finding.level = Level::Warning;
    let currency = scene.state.currency;
    let told = unfit.iter().take(SHOWN_MAX).map(|(unfit, _, of)| unfit.message(of, currency));
    finding.why.extend(told);
    finding.steps.push(Message::new("alert.step.copy_again"));
    finding.amount = Some(amount);
    finding.onset = seen;
    finding.at = Some(scene.when(seen));
    Some(finding)
}

/// What a witness states; nothing where it says nothing yet.
fn says(state: &AccountState, witness: &Witness) -> Option<Message> {
    let amount = witness.amount?;
    let says = match witness.as_of {
        Some(at) => Message::new("handout.ticket.says_at").with("at", at),
        None => Message::new("handout.ticket.says"),
    };
    Some(says.term("witness", witness.name.key).money("amount", amount, state.currency))
}

/// The difference with what it is about: a credit or campaign, a day, or a period.
fn about(state: &AccountState, one: &Reconciled) -> Message {
    let credit = one.credit.and_then(|at| state.credit(at)).map(|credit| credit.name.as_str());
    let campaign = one.campaign.map(|at| state.campaign_text(at));
    let arg = |name| one.subject.arg(name).cloned();
    match (credit.or(campaign), one.day, arg("from").zip(arg("to"))) {
        (Some(name), ..) => Message::new("alert.disagree").with("name", name),
        (None, Some(day), _) => Message::new("alert.disagree.day").with("day", day),
        (None, None, Some((from, to))) => {
            Message::new("alert.disagree.period").with("from", from).with("to", to)
        }
        (None, None, None) => {
            Message::new("alert.disagree").with("name", state.account.key.clone())
        }
    }
}

/// The latest statement about credits that live is older than the limit; of pages of one list only some may be (R32, R33).
fn stale(scene: &Scene<'_>) -> Option<Finding> {
    let credits = scene.state.credits.iter().zip(&scene.usage.credits);
    let lives = credits.filter(|(_, usage)| usage.role != Role::Ended);
    let copied = lives.filter_map(|(credit, usage)| {
        Some((scene.state.copied_until(credit)?, credit.last_seen()?, usage.unused))
    });
    let mut copied: Vec<(Instant, Instant, Option<Amount>)> = copied.collect();
    // R37: of an old list of which nothing is left it is not known whether something came since.
    let listed = scene.state.available.filter(|_| copied.is_empty()).map(|list| list.as_of);
    copied.extend(listed.map(|at| (at, at, Some(Amount::ZERO))));
    let limit = i64::from(scene.limits(None).stale_hours) * SECONDS_PER_HOUR;
    let is_old = |at: Instant| scene.state.now.seconds_since(at) > limit;
    let old = || copied.iter().filter(|(until, ..)| is_old(*until));
    let oldest = old().map(|(_, seen, _)| *seen).min()?;
    let (sort, headline) = match old().count() {
        count if count < copied.len() => {
            let some = Message::new("alert.stale.some").with("count", count);
            (Sort::Plain, some.with("of", copied.len()).with("at", scene.when(oldest)))
        }
        _ => (Sort::Account, Message::new("alert.stale").with("at", scene.when(oldest))),
    };
    let mut finding = scene.finding(Kind::Stale, None, headline);
    finding.sort = sort;
    let unused = old().map(|(.., unused)| *unused).sum::<Option<Amount>>();
    let unused_then = Message::new("alert.why.unused_then");
    finding.why.push(scene.amount(unused_then, unused));
    let hours = u64::from(scene.limits(None).stale_hours);
    finding.why.push(Message::new("alert.why.stale").with("hours", hours));
    finding.onset = old().map(|(until, ..)| *until).min()?.plus_seconds(limit);
    finding.at = Some(scene.when(oldest));
    finding.steps.push(Message::new("alert.step.copy_again"));
    Some(finding)
}

/// Average spend of the last seven days that are known (R24), rounded down to the micro-unit. Days that
/// nobody reported are not days without spend: they do not count.
pub(crate) fn daily_spend(state: &AccountState) -> Option<Amount> {
    let today = state.today();
    let from = today.plus_days(-7);
    let days: Vec<_> = state.spend.iter().filter(|d| from <= d.day && d.day < today).collect();
    let total: Amount = days.iter().map(|d| d.cost).sum();
    let count = i128::try_from(days.len()).ok().filter(|n| *n > 0)?;
    Some(Amount::from_micros(total.micros() / count))
}
