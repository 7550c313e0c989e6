//! Small findings of one kind become one line per account (R7: twenty small credits are normal).

use super::severity::{Odds, Size, of_loss};
use super::{Kind, Scene};
use crate::account::state::{Credit, CreditIx};
use crate::insight::{Finding, Level, Sort};
use crate::money::Amount;
use crate::problem::{Arg, Message};
use crate::sorting::Sorting;
use std::collections::BTreeMap;

/// So many findings of one kind stay lines of their own, and so many of them where each is critical.
const LINES_MAX: usize = 2;
const CRITICAL_MAX: usize = 5;

/// The line of several whose end is not known.
pub(crate) const NO_ENDS: &str = "listing.no_end";

/// Folds what is of one kind, where it is more than a few; what is critical never with what is not.
pub(super) fn fold(scene: &Scene<'_>, findings: Vec<Finding>) -> Vec<Finding> {
    let mut kept = Vec::new();
    let mut small: BTreeMap<(bool, bool, Kind, Group), Vec<Finding>> = BTreeMap::new();
    for finding in findings {
        match group_of(&finding).filter(|_| finding.credit.is_some()) {
            // What is answered is never mixed with what is not.
            Some(group) => {
                let is_critical = finding.level == Level::Critical;
                let group = (finding.is_active(), is_critical, finding.kind, group);
                small.entry(group).or_default().push(finding);
            }
            None => kept.push(finding),
        }
    }
    for ((_, is_critical, kind, of), group) in small {
        if group.len() > if is_critical { CRITICAL_MAX } else { LINES_MAX } {
            kept.extend(folded(scene, kind, of, group));
        } else {
            kept.extend(group);
        }
    }
    kept
}

/// What is told in one line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Group {
    key: &'static str,
    sort: Sort,
    /// R37: an amount that is not known adds to nothing.
    has_amount: bool,
}

fn group_of(finding: &Finding) -> Option<Group> {
    let is = |sort| finding.sort == sort;
    let key = match finding.kind {
        // R37: what is inferred is not counted with what was seen, and what is probably gone by now is not to come.
        Kind::UsedUp | Kind::RunOut if is(Sort::Inferred) => "alert.group.used_up.probably",
        Kind::UsedUp => "alert.group.used_up",
        Kind::Gone => "alert.group.gone",
        Kind::Expired => "alert.group.expired",
        // Several that lose nothing as things are, and so much at most: no sum holds them and what is expected.
        Kind::Expiring if is(Sort::Unsure) => "alert.group.expiring.maybe",
        Kind::Expiring => "alert.group.expiring",
        Kind::Unassigned => "alert.group.unassigned",
        Kind::Suspended => "alert.group.suspended",
        Kind::RunOut => "alert.group.run_out",
        Kind::Low => "alert.group.low",
        Kind::ForfeitExpected if is(Sort::EndNotKnown) => NO_ENDS,
        Kind::ForfeitExpected if is(Sort::Unsure) => "alert.group.forfeit_expected.maybe",
        Kind::ForfeitExpected => "alert.group.forfeit_expected",
        Kind::Asked
        | Kind::NothingLeft
        | Kind::NotCopied
        | Kind::RewardOverdue
        | Kind::EarningGap
        | Kind::Disagree
        | Kind::CashLow
        | Kind::Stale => return None,
    };
    Some(Group { key, sort: finding.sort, has_amount: told_amount(finding).is_some() })
}

/// The amount that its line tells: of what was used up, not what was paid since.
fn told_amount(finding: &Finding) -> Option<Amount> {
    match (finding.kind, finding.headline.arg("amount")) {
        (Kind::UsedUp, Some(Arg::Money(told))) => Some(told.amount),
        (Kind::UsedUp, _) => None,
        _ => finding.amount,
    }
}

/// When it ends or ended, or since when it holds, as its line tells.
fn told_date(finding: &Finding) -> Option<&Arg> {
    // What is low is so as of its copy, whenever it will be used up.
    let names: &[&str] = match finding.kind {
        Kind::Low => &["at"],
        Kind::RunOut if finding.sort == Sort::Inferred => &["to", "from"],
        _ => &["end", "before", "since", "from", "at"],
    };
    names.iter().find_map(|name| finding.headline.arg(name))
}

/// Of what has ended the latest date, of what is to come the nearest.
fn date_of(kind: Kind, sort: Sort, group: &[Finding]) -> Option<Arg> {
    let seconds = |date: &&Arg| match date {
        Arg::When(when) => when.instant.seconds(),
        Arg::Day(day) => day.start().seconds(),
        _ => i64::MAX,
    };
    let dates = group.iter().filter_map(told_date);
    let is_past =
        sort == Sort::Inferred || matches!(kind, Kind::UsedUp | Kind::Gone | Kind::Expired);
    if is_past { dates.max_by_key(seconds).cloned() } else { dates.min_by_key(seconds).cloned() }
}

/// One line: how many, how much in all, the nearest moment, the worst level.
fn folded(scene: &Scene<'_>, kind: Kind, of: Group, group: Vec<Finding>) -> Option<Finding> {
    let worst = group.iter().max_by(|a, b| a.level.cmp(&b.level).then(b.id.cmp(&a.id)))?.clone();
    let told: Amount = group.iter().filter_map(told_amount).sum();
    let at_stake = match kind {
        // What was paid since one ended holds what was paid since the next did.
        Kind::UsedUp => group.iter().filter_map(|f| f.amount).max(),
        _ => of.has_amount.then_some(told),
    };
    let suffix = match of.sort {
        _ if worst.level == Level::Critical => "several_critical",
        Sort::Inferred => "several_probably",
        Sort::EndNotKnown => "several_no_end",
        Sort::Unsure => "several_maybe",
        _ if of.has_amount => "several",
        _ => "several_unknown",
    };
    let headline = Message::new(of.key).with("count", group.len());
    let headline = scene.amount(headline, of.has_amount.then_some(told));
    let headline = match date_of(kind, of.sort, &group) {
        Some(date) => headline.with("at", date),
        None => headline.term("at", "alert.date_not_known"),
    };
    let level = worst.level.max(level_of_losses(scene, &group));
    let mut credits: Vec<CreditIx> = group.iter().filter_map(|f| f.credit).collect();
    credits.order();
    let named = credits.iter().filter_map(|&at| scene.state.credit(at));
    let why =
        group.iter().map(|f| f.headline.clone()).chain(as_of(scene, kind, &credits)).collect();
    Some(Finding {
        level,
        id: format!("{}:{}:{suffix}", kind.key(), scene.state.account.key),
        credit: None,
        headline,
        why,
        amount: at_stake,
        at: group.iter().filter_map(|f| f.at).min_by_key(|w| w.instant),
        onset: group.iter().map(|f| f.onset).max()?,
        is_new: group.iter().any(|f| f.is_new),
        covers: group.iter().map(Finding::crossing).collect(),
        members: named.map(Credit::title).collect(),
        credits,
        ..worst
    })
}

/// R33: a sum of what is left is as old as the oldest figure in it; pages of one list may be copied at different times.
fn as_of(scene: &Scene<'_>, kind: Kind, credits: &[CreditIx]) -> Option<Message> {
    let is_over = matches!(kind, Kind::UsedUp | Kind::Gone | Kind::Expired);
    let seen = || credits.iter().filter_map(|&at| Some(scene.state.credit(at)?.unused?.as_of));
    let (oldest, latest) = (seen().min()?, seen().max()?);
    let is_one = oldest == latest;
    let key = if is_one { "alert.why.as_of" } else { "alert.why.as_of.oldest" };
    (!is_over).then(|| Message::new(key).with("at", scene.when(oldest)))
}

/// Many small losses may make a large one: as much as is lost until each end, whatever comes.
fn level_of_losses(scene: &Scene<'_>, group: &[Finding]) -> Level {
    let is_loss = |kind| {
        matches!(kind, Kind::Expiring | Kind::ForfeitExpected | Kind::Unassigned | Kind::Suspended)
    };
    let mut losses: Vec<_> = group.iter().filter(|f| is_loss(f.kind)).collect();
    losses.order_by_key(|f| f.at.map_or(i64::MAX, |at| at.instant.seconds()));
    let mut total = Amount::ZERO;
    let mut level = Level::Info;
    for loss in losses.iter().filter(|f| f.sort == Sort::Plain) {
        let is_forecast = matches!(loss.kind, Kind::Expiring | Kind::ForfeitExpected);
        let least = loss.credit.filter(|_| is_forecast).and_then(|at| scene.lost_at_least(at));
        total += least.or(loss.amount).unwrap_or_default();
        let left = loss.at.map_or(i64::MAX, |at| at.instant.seconds_since(scene.state.now));
        // Ends of small ones count by the size of all.
        if scene.size(None, total) == Size::Large {
            level = level.max(of_loss(Odds::Expected, Size::Large, left));
        }
    }
    level
}

#[cfg(test)]
mod tests {
    use crate::insight::answer;
    use crate::insight::fixture::{account, say};
    use crate::money::Amount;
    use crate::options::Options;

    /// Twelve of 100 each, used by 0 to 55, that end one day after the other.
    #[test]
    fn what_only_slow_spend_loses_is_in_no_sum_with_what_is_expected() {
        let credit = |n: u32| {
            format!(
                "credit C{n} face=100 valid=11-01..12-{}\n seen C{n} at=11-20T09:00 unused={}\n",
                10 + n,
                100 - 5 * n
            )
        };
        let credits: String = (0..12).map(credit).collect();
        let state =
            account(&format!("account currency=USD billing=manual\n now 11-20 09:00\n {credits}"));
        let answers = answer(&state, &Options::default());
        let lost = || answers.forecast.credits.iter().filter_map(|credit| credit.lost);
        let expected: Amount = lost().map(|lost| lost.middle).sum();
        let unsure = lost().filter(|lost| lost.middle.is_zero());
        let most: Amount = unsure.map(|lost| lost.high).sum();
        let lines: Vec<String> = answers.findings.iter().map(|f| say(&f.headline)).collect();
        for sum in [format!("about {expected} USD in all"), format!("up to {most} USD in all")] {
            assert!(lines.iter().any(|line| line.contains(&sum)), "{sum}: {lines:?}");
        }
    }
}
