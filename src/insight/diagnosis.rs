//! "Usage data looks wrong": every case that can be told from what is known, with the step to take and where to look.
//!
//! A case either applies (with its evidence), does not, or cannot be told for want of a page; which page
//! is said. What applies is also a finding or a line of Reconcile; here it is answered as asked.

use super::alerts::{Kind, ended};
use super::reconcile::{Reconciled, Settlement};
use super::{Answers, Finding, when_at};
use crate::account::state::{AccountState, CreditIx, CreditState, CreditType, Payer};
use crate::calendar::LocalTime;
use crate::ingest::exports::Export;
use crate::problem::{Message, add_new};
use crate::sorting::Sorting;
use serde::Serialize;

/// One case.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Case {
    /// Stable key, `diagnosis.<key>` without the prefix.
    #[cfg_attr(test, ts(type = "string"))]
    pub key: &'static str,
    pub verdict: Verdict,
    /// What was looked for.
    pub question: Message,
    pub evidence: Vec<Message>,
    pub steps: Vec<Message>,
    /// The page that would tell.
    pub needs: Option<Export>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    Applies,
    DoesNot,
    CannotTell,
}

/// All cases, those that apply first.
pub fn diagnose(state: &AccountState, answers: &Answers) -> Vec<Case> {
    let scene = Scene { state, answers };
    let mut cases = vec![
        scene.lag(),
        scene.stopped(),
        scene.moved_on(),
        scene.suspended(),
        scene.beyond_lag(),
        scene.which_campaigns(),
        scene.unassigned(),
        scene.expired(),
    ];
    // Stable: the order of the document among equals.
    cases.order_by_key(|case| match case.verdict {
        Verdict::Applies => 0,
        Verdict::CannotTell => 1,
        Verdict::DoesNot => 2,
    });
    cases
}

struct Scene<'a> {
    state: &'a AccountState,
    answers: &'a Answers,
}

impl Scene<'_> {
    fn case(&self, key: &'static str, question: &'static str) -> Case {
        Case {
            key,
            verdict: Verdict::DoesNot,
            question: Message::new(question),
            evidence: vec![],
            steps: vec![],
            needs: None,
        }
    }

    fn has(&self, export: Export) -> bool {
        self.state.sources.iter().any(|s| s.export == export)
    }

    fn findings(&self, kinds: &[Kind]) -> Vec<&Finding> {
        self.answers.findings.iter().filter(|f| kinds.contains(&f.kind)).collect()
    }

    fn lines(&self, settlement: Settlement) -> Vec<&Reconciled> {
        self.answers.reconciled.iter().filter(|r| r.settlement == settlement).collect()
    }

    /// A finding of these kinds is the case.
    fn by_findings(&self, mut case: Case, kinds: &[Kind]) -> Case {
        for finding in self.findings(kinds) {
            case.verdict = Verdict::Applies;
            case.evidence.push(finding.headline.clone());
            add_new(&mut case.steps, &finding.steps);
        }
        case
    }

    /// A line of Reconcile in this zone is the case; without two that compare nothing can be told.
    fn by_lines(&self, mut case: Case, settlement: Settlement) -> Case {
        let compares = |r: &Reconciled| r.settlement != Settlement::NotComparable;
        if !self.answers.reconciled.iter().any(compares) {
            case.verdict = Verdict::CannotTell;
            case.needs = Some(Export::Transactions);
        }
        for line in self.lines(settlement) {
            case.verdict = Verdict::Applies;
            case.evidence.push(line.subject.clone());
            add_new(&mut case.evidence, line.cause.as_slice());
            add_new(&mut case.steps, &line.steps);
        }
        case
    }

    /// "Spending calculations take time to finalize" (R21).
    fn lag(&self) -> Case {
        let case = self.case("lag", "reconcile.case.lag");
        self.by_lines(case, Settlement::WithinLag)
    }

    /// "Fully used but campaigns stopped": is cash low too (R13)?
    fn stopped(&self) -> Case {
        let case = self.case("stopped", "reconcile.case.stopped");
        if self.state.funds.cash.is_none() && !self.answers.usage.has_payer() {
            let needs = Some(Export::PaymentManagement);
            return Case { verdict: Verdict::CannotTell, needs, ..case };
        }
        let chain = self.answers.payers.shown();
        if chain.is_some_and(|chain| chain.payers.is_empty()) {
            return self.by_findings(case, &[Kind::NothingLeft, Kind::CashLow]);
        }
        self.by_findings(case, &[Kind::CashLow])
    }

    /// "Spend shifts to cash or credit balance" (R12), which never turn back into ad credit.
    fn moved_on(&self) -> Case {
        let case = self.case("moved_on", "reconcile.case.moved_on");
        let case = self.by_findings(case, &[Kind::UsedUp, Kind::Expired, Kind::NothingLeft]);
        let moved = self.answers.payers.last_seen.filter(|(payer, _)| {
            !matches!(payer, Payer::Credit(_) | Payer::Unknown) && !self.answers.usage.has_payer()
        });
        match moved {
            Some((_, time)) => {
                let case = self.or_by_ended(case, |end, _| end <= time);
                let is_new = case.verdict == Verdict::Applies && case.steps.is_empty();
                let step = is_new.then(|| Message::new("alert.step.pause_or_pay"));
                Case { steps: case.steps.into_iter().chain(step).collect(), ..case }
            }
            None => case,
        }
    }

    /// R40: what ended before the account was first seen is no finding, and is the case all the same.
    fn or_by_ended(&self, mut case: Case, is_it: impl Fn(LocalTime, CreditState) -> bool) -> Case {
        if case.verdict == Verdict::Applies {
            return case;
        }
        for (at, credit) in self.state.credits.iter().enumerate() {
            let end = match credit.state {
                CreditState::Expired { at, .. } => Some(at),
                CreditState::UsedUp { between } => {
                    between.before.map(|before| before.on_clock(self.state.zone))
                }
                _ => None,
            };
            if end.is_some_and(|end| is_it(end, credit.state)) {
                case.verdict = Verdict::Applies;
                case.evidence.extend(ended(self.state, self.answers, CreditIx::from_at(at)));
            }
        }
        case
    }

    /// "A coupon appears suspended" (R5).
    fn suspended(&self) -> Case {
        let case = self.case("suspended", "reconcile.case.suspended");
        self.by_findings(case, &[Kind::Suspended])
    }

    /// "Any discrepancy you cannot resolve": account id and credit name go to support (R29).
    fn beyond_lag(&self) -> Case {
        let case = self.case("beyond_lag", "reconcile.case.beyond_lag");
        self.by_lines(case, Settlement::Unexplained)
    }

    /// "Can I see which campaigns consumed my ad credit?" (R4)
    fn which_campaigns(&self) -> Case {
        let case = self.case("which_campaigns", "reconcile.case.which_campaigns");
        if self.has(Export::Transactions) || self.has(Export::AssignmentLog) {
            return case;
        }
        Case { verdict: Verdict::CannotTell, needs: Some(Export::Transactions), ..case }
    }

    /// Assignable and assigned to nothing: never drawn (R3).
    fn unassigned(&self) -> Case {
        let case = self.case("unassigned", "reconcile.case.unassigned");
        let assignable =
            self.state.credits.iter().filter(|c| c.kind == Some(CreditType::Assignable));
        if assignable.clone().any(|c| !c.assignments.is_known) {
            let case = self.by_findings(case, &[Kind::Unassigned]);
            let verdict = match case.verdict {
                Verdict::DoesNot => Verdict::CannotTell,
                known => known,
            };
            return Case { verdict, needs: Some(Export::AssignmentLog), ..case };
        }
        self.by_findings(case, &[Kind::Unassigned])
    }

    /// "What happens if it expires while a campaign is running?" (R8)
    fn expired(&self) -> Case {
        let mut case = self.case("expired", "reconcile.case.expired");
        case.evidence.extend(
            self.answers
                .usage
                .as_of
                .map(|at| Message::new("alert.why.as_of").with("at", when_at(self.state, at))),
        );
        let case = self.by_findings(case, &[Kind::Expired, Kind::Expiring]);
        // Campaigns were running and went on; what ended long before the charges that were copied explains none of them.
        let times = &self.state.charges.times;
        let seen = times.first().zip(times.last());
        self.or_by_ended(case, |end, state| {
            let is_lost = matches!(state, CreditState::Expired { forfeited: Some(lost), .. } if lost.high.is_positive());
            is_lost && seen.is_some_and(|(first, last)| *first < end && end <= *last)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::tests::check as check_account;
    use crate::insight::answer;
    use crate::insight::fixture::{account, say};
    use crate::options::Options;

    fn verdicts(text: &str) -> Vec<String> {
        let state = account(text);
        let cases = diagnose(&state, &answer(&state, &Options::default()));
        for case in &cases {
            say(&case.question);
            case.evidence.iter().chain(&case.steps).for_each(|m| drop(say(m)));
        }
        let line = |c: &Case| match (c.verdict, c.needs) {
            (Verdict::Applies, _) => Some(c.key.to_owned()),
            (Verdict::CannotTell, Some(page)) => Some(format!("{}? {}", c.key, page.key())),
            _ => None,
        };
        cases.iter().filter_map(line).collect()
    }

    #[test]
    fn every_case_applies_where_it_should() {
        let base = "account billing=manual\n now 11-21 14:00\n credit Launch face=100 valid=11-01..12-31\n";
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(verdicts(&format!("{base}{text}")), expected, "{text}");
        };
        let blind = "lag? transactions";
        check(
            "seen Launch at=11-20T09:00 unused=90\n seen Launch at=11-21T09:00 unused=90",
            &[blind, "beyond_lag? transactions", "which_campaigns? transactions"],
        );
        check(
            "seen Launch at=11-20T09:00 unused=9\n seen Launch at=11-21T09:00 unused=0\n cash 0 at=11-21T09:00
             draw 11-19T12:00 credit=Launch amount=100 at=11-21T09:00",
            &["stopped", "moved_on"],
        );
        check(
            "seen Launch at=11-21T09:00 unused=90 suspended\n cash 900 at=11-21T09:00
             draw 11-10T12:00 credit=Launch amount=10 at=11-21T09:00",
            &["moved_on", "suspended"],
        );
        check(
            "seen Launch at=11-21T09:00 unused=70\n paid 10-30T12:00 by=Visa amount=1 id=z at=11-21T09:00
             draw 11-10T12:00 credit=Launch amount=10 at=11-21T09:00
             paid 11-19T12:00 by=Visa amount=1 id=y at=11-21T09:00",
            &["beyond_lag"],
        );
        // R37: the list may begin after the credit's first draw.
        check(
            "seen Launch at=11-21T09:00 unused=70\n draw 11-10T12:00 credit=Launch amount=10 at=11-21T09:00",
            &[blind, "beyond_lag? transactions"],
        );
        check(
            "seen Launch at=11-21T09:00 unused=95\n draw 11-21T02:00 credit=Launch amount=10 at=11-21T09:00",
            &["lag"],
        );
        // R40: it ended before the account was first seen, and campaigns went on.
        let ended = |charges: &str| {
            let state = check_account(&format!(
                "billing manual\n now 05-20
                 ended name=Lapsed face=100 used=65 unused=35 valid=05-01..05-15 seen=05-20\n {charges}"
            ));
            let cases = diagnose(&state, &answer(&state, &Options::default()));
            let applies = cases.into_iter().filter(|case| case.verdict == Verdict::Applies);
            applies
                .map(|case| (case.key, case.evidence.len(), case.steps.len()))
                .collect::<Vec<_>>()
        };
        assert_eq!(ended("charge on=05-14T10:00 amount=5"), []);
        let after = "charge on=05-14T10:00 amount=5\n charge on=05-18T10:00 amount=5";
        assert_eq!(ended(after), [("moved_on", 1, 1), ("expired", 2, 0)]);
    }
}
