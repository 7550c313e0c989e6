//! The same answers over several accounts: one ranked list, one refresh list, one band (question 8, 9).

use super::alerts::{self, Kind};
use super::band::{self, BandLine};
use super::morning::Refresh;
use super::{Answers, Finding, Sort};
use crate::account::state::AccountState;
use crate::calendar::Instant;
use crate::money::{Amount, Currency};
use crate::options::Options;
use crate::problem::Message;
use crate::sorting::Sorting;
use serde::Serialize;
use std::collections::BTreeMap;

/// What is said over several accounts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Portfolio {
    /// Ranked, worst first; stale figures, pages never copied and currencies not stated are one line, not one per account.
    pub findings: Vec<Finding>,
    /// Most money first.
    pub refresh: Vec<Refresh>,
    /// `None`: no visit is recorded.
    pub since: Option<SinceVisit>,
    pub band: Vec<BandLine>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SinceVisit {
    pub at: Instant,
    /// "2 new, 1 ended", each a message.
    pub changes: Vec<Message>,
}

/// Answers over the given accounts.
pub fn portfolio(accounts: &[(&AccountState, &Answers)], options: &Options) -> Portfolio {
    let mut findings: Vec<Finding> =
        accounts.iter().flat_map(|(_, answers)| answers.findings.iter().cloned()).collect();
    let account = Sort::Account;
    fold(Kind::Stale, account, "alert.group.stale", &mut findings, accounts);
    fold(Kind::NotCopied, account, "alert.group.not_copied", &mut findings, accounts);
    let balance = "alert.group.not_copied.balance";
    fold(Kind::NotCopied, Sort::Balance, balance, &mut findings, accounts);
    fold(Kind::Asked, account, "alert.group.asked.currency", &mut findings, accounts);
    alerts::rank(&mut findings);
    let mut refresh: Vec<Refresh> =
        accounts.iter().flat_map(|(_, answers)| answers.refresh.iter().cloned()).collect();
    // R28: amounts are compared within one currency only.
    refresh.order_by(|a, b| {
        (a.currency.is_none(), a.currency)
            .cmp(&(b.currency.is_none(), b.currency))
            .then_with(|| b.amount.cmp(&a.amount))
            .then_with(|| (&a.account, a.export).cmp(&(&b.account, b.export)))
    });
    let news = findings.iter().filter(|finding| finding.is_new).count();
    Portfolio {
        findings,
        refresh,
        since: options.last_visit.map(|at| SinceVisit { at, changes: changes(accounts, news) }),
        band: band::band(accounts),
    }
}

/// Pages to copy of several accounts as one line, at the account with the oldest figures.
fn fold(
    kind: Kind,
    sort: Sort,
    key: &'static str,
    findings: &mut Vec<Finding>,
    accounts: &[(&AccountState, &Answers)],
) {
    let is_one = |f: &Finding| f.kind == kind && f.sort == sort && f.is_active();
    let same: Vec<Finding> = findings.iter().filter(|f| is_one(f)).cloned().collect();
    let oldest = same.iter().min_by_key(|f| (f.at.map(|w| w.instant), f.id.clone()));
    let (Some(oldest), true) = (oldest, same.len() > 1) else { return };
    let name = |key: &String| {
        let account = accounts.iter().find(|(s, _)| s.account.key == *key).map(|(s, _)| &s.account);
        account.and_then(|a| a.name.clone()).unwrap_or_else(|| key.clone())
    };
    let headline = Message::new(key).with("count", same.len());
    let folded = Finding {
        id: format!("{}:several", oldest.kind.key()),
        headline: match oldest.at {
            Some(at) => headline.with("at", at),
            None => headline,
        },
        // What is not said of all of them is not said of several.
        why: (oldest.why.iter().filter(|why| same.iter().all(|f| f.why.contains(why))))
            .cloned()
            .collect(),
        members: same.iter().map(|f| name(&f.account)).collect(),
        covers: same.iter().map(Finding::crossing).collect(),
        is_new: same.iter().any(|f| f.is_new),
        onset: same.iter().map(|f| f.onset).max().unwrap_or(oldest.onset),
        ..oldest.clone()
    };
    findings.retain(|f| !is_one(f));
    findings.push(folded);
}

/// Amounts per currency and of each account without one, then counts. What only time made `news` is said where nothing
/// else is.
fn changes(accounts: &[(&AccountState, &Answers)], news: usize) -> Vec<Message> {
    let mut drawn: BTreeMap<(Option<Currency>, Option<&str>), Amount> = BTreeMap::new();
    let (mut new, mut ended, mut changed) = (vec![], vec![], vec![]);
    for (state, Answers { since, .. }) in accounts {
        // R38: amounts without a currency add to nothing; each account has its own.
        let alone = state.currency.is_none().then_some(state.account.key.as_str());
        if since.drawn.is_positive() {
            *drawn.entry((state.currency, alone)).or_default() += since.drawn;
        }
        new.extend(since.new.iter().cloned());
        ended.extend(since.ended.iter().cloned());
        changed.extend(since.changed.iter().cloned());
    }
    let amounts = drawn.into_iter().map(|((currency, _), amount)| {
        Message::new("since.drawn").money("amount", amount, currency)
    });
    let counts = [("since.new", new), ("since.ended", ended), ("since.changed", changed)];
    let counts = counts.into_iter().filter(|(_, names)| !names.is_empty());
    let counts = counts
        .map(|(key, names)| Message::new(key).with("count", names.len()).with("names", names));
    let changes: Vec<Message> = amounts.chain(counts).collect();
    if changes.is_empty() && news > 0 {
        return vec![Message::new("since.lines").with("count", news)];
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Zone;
    use crate::insight::fixture::{account, say, time};
    use crate::insight::{Seen, answer, answer_since};
    use crate::work::at_once;

    #[test]
    fn stale_is_one_line_and_changes_are_counted() {
        let first = |key: u32, currency: &str| {
            format!(
                "account key={key} name=Shop_{key} currency={currency}
                 now    11-24 14:00
                 credit Launch face=100 valid=11-01..12-31
                 seen   Launch at=11-18T09:00 unused=90"
            )
        };
        let text = |key: u32, currency: &str| {
            let later = format!("seen Launch at=11-2{key}T09:00 unused=60");
            let (then, now) = (first(key, currency), format!("{}\n{later}", first(key, currency)));
            (account(&then), account(&now))
        };
        let (before, states): (Vec<_>, Vec<_>) =
            [text(0, "USD"), text(1, "USD"), text(2, "EUR")].into_iter().unzip();
        let last_visit = Some(time("11-19").in_zone(Zone::UTC));
        let options = Options { last_visit, ..Options::default() };
        let mut seen = Seen::default();
        before.iter().for_each(|state| seen.add(state, &[]));
        let answer = |state: &AccountState| {
            at_once(async |pace| answer_since(state, &options, Some(&seen), pace).await)
        };
        let answers: Vec<Answers> = states.iter().map(answer).collect();
        let pairs: Vec<_> = states.iter().zip(&answers).collect();
        let portfolio = portfolio(&pairs, &options);
        let stale: Vec<_> = portfolio.findings.iter().filter(|f| f.kind.key() == "stale").collect();
        assert_eq!(stale.len(), 1);
        assert_eq!(
            say(&stale[0].headline),
            "3 accounts have old figures, the oldest of 11-20 09:00"
        );
        assert_eq!(stale[0].members, ["Shop 0", "Shop 1", "Shop 2"]);
        let said: Vec<String> = portfolio.since.unwrap().changes.iter().map(say).collect();
        assert_eq!(said, ["30 EUR drawn", "60 USD drawn"]);
        // R38: what an account without a currency drew stands alone.
        let mut bare = [states[1].clone(), states[1].clone()];
        bare.iter_mut().for_each(|state| state.currency = None);
        bare[1].account.key = "2".to_owned();
        let pairs: Vec<_> = bare.iter().zip([&answers[1], &answers[1]]).collect();
        let said: Vec<String> = changes(&pairs, 0).iter().map(say).collect();
        assert_eq!(said, ["30 drawn", "30 drawn"]);
        assert_eq!(portfolio.band.len(), 2);
        assert_eq!(portfolio.refresh.len(), 3);
    }

    #[test]
    fn every_page_worth_copying_is_listed_most_money_first() {
        let text = |key: u32| {
            let currency = ["USD", "EUR"].get(key as usize % 2).copied().unwrap_or_default();
            account(&format!(
                "account key={key} name=Shop_{key} currency={currency}
                 now    11-24 14:00
                 credit Launch face=100 valid=11-01..12-31
                 seen   Launch at=11-20T09:00 unused={}",
                60 + key
            ))
        };
        let mut states: Vec<AccountState> = (0..40).map(text).collect();
        states.extend((40..70).map(|key| {
            let mut never = account(&format!("account key={key}"));
            never.currency = None;
            never
        }));
        let options = Options::default();
        let answers: Vec<Answers> = states.iter().map(|s| answer(s, &options)).collect();
        let pairs: Vec<_> = states.iter().zip(&answers).collect();
        let keys: Vec<u32> = (portfolio(&pairs, &options).refresh.iter())
            .map(|line| line.account.parse().unwrap())
            .collect();
        // R28: amounts of two currencies are not compared; of accounts never copied none is known.
        let expected = (0..40).rev().step_by(2).chain((0..39).rev().step_by(2)).chain(40..70);
        assert_eq!(keys, expected.collect::<Vec<_>>());
    }
}
