//! Which assignment of credits to campaigns uses most credit before it expires?
//!
//! Assumes the middle path of the forecast, today's shares of campaigns, and that an admin may link a
//! credit to any campaign that is not known to be ineligible. Under these, "at most X of Y" is exact: the
//! largest flow from spend (campaign × stretch of days) to credits. The steps are the best single links,
//! one after the other, at most five, of the largest credits and campaigns; their gain is what the same
//! draw as the forecast says. Costs hundreds of runs: asked for, never computed with every answer.

use super::flow::{Network, SINK, SOURCE};
use super::forecast::draw::{Doubt, Inputs, Lot, run};
use super::forecast::{Setup, round_nearest, setup_with_unassigned};
use super::usage::Usage;
use crate::account::state::{AccountState, CampaignIx, Credit, CreditIx, Yes};
use crate::calendar::{Day, LocalTime, SECONDS_PER_DAY, Window};
use crate::money::Amount;
use crate::problem::Message;
use crate::sorting::Sorting;
use std::cmp::Reverse;

/// More steps nobody carries out in one go.
const STEPS_MAX: usize = 5;
/// Only so many credits and campaigns are tried: a step that matters is among the largest.
const LARGEST: usize = 8;
const MIDDLE: usize = 1;

/// What could be used, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Unused of all credits that live and end.
    pub unused: Amount,
    /// At most so much of it can still be used, whatever is assigned: an estimate.
    pub at_most: Amount,
    /// Used if nothing is changed, and after the steps.
    pub today: Amount,
    pub after: Amount,
    pub steps: Vec<Step>,
    /// Eligibility of some campaign is unknown and taken as yes (R39).
    pub assumes_eligibility: bool,
    pub messages: Vec<Message>,
}

/// Link one credit to one campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub credit: CreditIx,
    pub campaign: CampaignIx,
    /// Credit used in addition.
    pub gain: Amount,
}

impl Step {
    /// Which link, and what it brings.
    pub fn message(&self, state: &AccountState) -> Option<Message> {
        let message = Message::new("plan.assign.step")
            .with("name", state.credit(self.credit)?.name.clone())
            .with("campaign", state.campaign_text(self.campaign));
        Some(message.money("gain", self.gain, state.currency))
    }
}

/// `None`: no assignable credit lives, or charges name no campaigns.
pub fn plan(state: &AccountState, usage: &Usage) -> Option<Plan> {
    let setup = setup_with_unassigned(state, usage, false)?;
    let campaigns: Vec<CampaignIx> = setup.campaigns.iter().copied().collect::<Option<_>>()?;
    let any = setup.inputs.lots.iter().any(|lot| is_assignable(state, lot.credit));
    if campaigns.is_empty() || !any {
        return None;
    }
    let unused: Amount = setup.inputs.lots.iter().map(|l| l.balance).sum();
    let at_most = upper_bound(state, &setup, &campaigns);
    let today = used(&setup.inputs);
    let (steps, after) = best_links(state, &setup, &campaigns, today);
    let round = |amount| round_nearest(amount, state);
    let mut plan = Plan {
        unused,
        at_most: round(at_most),
        today: round(today),
        after: round(after),
        steps,
        assumes_eligibility: assumes(state, &setup, &campaigns),
        messages: vec![],
    };
    let open = setup.inputs.lots.iter().any(|lot| lot.doubt == Some(Doubt::Assignment));
    plan.messages = messages(state, &plan, open);
    Some(plan)
}

fn is_assignable(state: &AccountState, credit: CreditIx) -> bool {
    state.credit(credit).is_some_and(Credit::is_assignable)
}

fn may_pay(state: &AccountState, credit: CreditIx, campaign: CampaignIx) -> Yes {
    state.credit(credit).map_or(Yes::No, |c| c.eligibility.of(Some(campaign)))
}

fn assumes(state: &AccountState, setup: &Setup, campaigns: &[CampaignIx]) -> bool {
    let lots = setup.inputs.lots.iter();
    lots.flat_map(|lot| campaigns.iter().map(|c| may_pay(state, lot.credit, *c)))
        .any(|yes| yes == Yes::Unknown)
}

/// What the middle path uses.
fn used(inputs: &Inputs) -> Amount {
    let path = run(inputs, MIDDLE, None);
    let lots = inputs.lots.iter().zip(&path.lots);
    lots.map(|(lot, path)| lot.balance - path.lost.unwrap_or(path.left)).sum()
}

/// A link: position of a lot, position of a lane.
type Link = (usize, usize);

/// The better of two searches; of equals the one with fewer steps.
fn best_links(
    state: &AccountState,
    setup: &Setup,
    campaigns: &[CampaignIx],
    today: Amount,
) -> (Vec<Step>, Amount) {
    let all = links(state, &setup.inputs, campaigns);
    let one_by_one = one_by_one(&setup.inputs, &all, today);
    let pruned = pruned(&setup.inputs, &all, today);
    let total = |links: &[Link]| used(&with_links(&setup.inputs, links));
    let mut chosen = match pruned {
        Some(pruned) if total(&pruned) > total(&one_by_one) => pruned,
        _ => one_by_one,
    };
    // A step that brings less than the smallest coin is none.
    let gain = round_nearest(total(&chosen), state);
    for at in (0..chosen.len()).rev() {
        let mut fewer = chosen.clone();
        fewer.remove(at);
        if round_nearest(total(&fewer), state) == gain {
            chosen = fewer;
        }
    }
    let mut steps = Vec::new();
    let mut before = today;
    for n in 1..=chosen.len() {
        let after = total(chosen.get(..n).unwrap_or_default());
        let step = chosen.get(n - 1).and_then(|(lot, lane)| {
            let credit = setup.inputs.lots.get(*lot)?.credit;
            let campaign = *campaigns.get(*lane)?;
            Some(Step { credit, campaign, gain: round_nearest(after - before, state) })
        });
        steps.extend(step);
        before = after;
    }
    (steps, before)
}

/// Adds the link that gains most, while one gains.
fn one_by_one(inputs: &Inputs, all: &[Link], today: Amount) -> Vec<Link> {
    let mut chosen: Vec<Link> = vec![];
    let mut best_so_far = today;
    while chosen.len() < STEPS_MAX {
        let with = |link: &Link| {
            let links: Vec<Link> = chosen.iter().copied().chain([*link]).collect();
            (used(&with_links(inputs, &links)), *link)
        };
        let candidates = all.iter().filter(|link| !chosen.contains(link)).map(with);
        // The first of equals, so that the same state gives the same plan.
        let best = candidates.reduce(|a, b| if b.0 > a.0 { b } else { a });
        let Some((total, link)) = best.filter(|(total, _)| *total > best_so_far) else { break };
        chosen.push(link);
        best_so_far = total;
    }
    chosen
}

/// All links, less those that change nothing: finds pairs of which neither gains alone. `None` where more
/// than a handful is needed.
fn pruned(inputs: &Inputs, all: &[Link], today: Amount) -> Option<Vec<Link>> {
    let mut chosen = all.to_vec();
    let target = used(&with_links(inputs, &chosen));
    for link in all {
        let without: Vec<Link> = chosen.iter().filter(|l| *l != link).copied().collect();
        if used(&with_links(inputs, &without)) >= target {
            chosen = without;
        }
    }
    (target > today && chosen.len() <= STEPS_MAX).then_some(chosen)
}

/// Links that could be made and are not, among the largest credits and campaigns.
fn links(state: &AccountState, inputs: &Inputs, campaigns: &[CampaignIx]) -> Vec<Link> {
    let mut out = vec![];
    let spend = |lane: usize| {
        let lane = inputs.lanes.get(lane).and_then(|l| l.amounts.get(MIDDLE));
        lane.map(|amounts| amounts.iter().copied().sum::<Amount>())
    };
    let mut lots: Vec<(usize, &Lot)> = inputs.lots.iter().enumerate().collect();
    lots.retain(|(_, lot)| is_assignable(state, lot.credit));
    lots.order_by_key(|(at, lot)| (Reverse(lot.balance), *at));
    let mut lanes: Vec<(usize, &CampaignIx)> = campaigns.iter().enumerate().collect();
    lanes.order_by_key(|(lane, _)| (Reverse(spend(*lane)), *lane));
    for (at, lot) in lots.into_iter().take(LARGEST) {
        for (lane, campaign) in lanes.iter().copied().take(LARGEST) {
            let linked = lot.pays.get(lane) == Some(&true);
            if !linked && may_pay(state, lot.credit, *campaign) != Yes::No {
                out.push((at, lane));
            }
        }
    }
    out
}

fn with_links(inputs: &Inputs, links: &[Link]) -> Inputs {
    let mut inputs = inputs.clone();
    for (lot, lane) in links {
        if let Some(pays) = inputs.lots.get_mut(*lot).and_then(|lot| lot.pays.get_mut(*lane)) {
            *pays = true;
        }
    }
    inputs
}

/// Spend of each campaign in each stretch of days in which the same credits are open, to credits.
fn upper_bound(state: &AccountState, setup: &Setup, campaigns: &[CampaignIx]) -> Amount {
    let Inputs { start, lots, lanes, .. } = &setup.inputs;
    let days = lanes.iter().filter_map(|l| l.amounts.get(MIDDLE)).map(Vec::len).max().unwrap_or(0);
    // What was spent before the first figure was true is in it already.
    let begin = lots.iter().map(|lot| lot.from).min().unwrap_or(start.start());
    let mut net = Network::new();
    let credits: Vec<usize> = lots
        .iter()
        .map(|lot| {
            let node = net.node();
            net.edge(node, SINK, lot.balance.micros());
            node
        })
        .collect();
    for (lane, campaign) in lanes.iter().zip(campaigns) {
        let mut stretch: Option<(Vec<bool>, i128)> = None;
        for n in 0..=days {
            let day = start.plus_days(n as i32);
            let open: Vec<bool> = lots
                .iter()
                .map(|lot| {
                    n < days
                        && is_open(lot, day)
                        && may_pay(state, lot.credit, *campaign) != Yes::No
                })
                .collect();
            let amount = lane.amounts.get(MIDDLE).and_then(|a| a.get(n)).copied();
            let amount = amount.map_or(0, |amount| left_of_day(amount, day, begin));
            stretch = match stretch {
                Some((same, total)) if same == open && n < days => Some((same, total + amount)),
                before => {
                    if let Some((open, total)) = before {
                        add_stretch(&mut net, &credits, &open, total);
                    }
                    Some((open, amount))
                }
            };
        }
    }
    Amount::from_micros(net.largest())
}

fn add_stretch(net: &mut Network, credits: &[usize], open: &[bool], spend: i128) {
    let node = net.node();
    net.edge(SOURCE, node, spend);
    for (credit, open) in credits.iter().zip(open) {
        if *open {
            net.edge(node, *credit, spend);
        }
    }
}

/// Of a day's amount what is spent from `begin` on; rounded up, as of a bound.
fn left_of_day(amount: Amount, day: Day, begin: LocalTime) -> i128 {
    let passed = (begin.seconds() - day.start().seconds()).clamp(0, SECONDS_PER_DAY);
    amount.micros() - amount.micros() * i128::from(passed) / i128::from(SECONDS_PER_DAY)
}

fn is_open(lot: &Lot, day: Day) -> bool {
    // R15: of a day on which it begins or ends all may be its; the bound is no less than what can be used.
    let (from, to) = (day.start(), day.plus_days(1).start());
    let Window { start, end } = lot.window;
    lot.from < to && start.is_none_or(|start| start < to) && end.is_none_or(|end| from < end)
}

/// With `open`, credits are taken as assigned to all campaigns, by assumption (R4, R39).
fn messages(state: &AccountState, plan: &Plan, open: bool) -> Vec<Message> {
    let money = |message: Message, name, amount| message.money(name, amount, state.currency);
    let bound = money(Message::new("plan.assign.bound"), "amount", plan.at_most);
    let mut says = vec![money(bound, "unused", plan.unused)];
    if plan.steps.is_empty() {
        says.push(Message::new("plan.assign.nothing"));
    } else {
        let gain = money(Message::new("plan.assign.gain"), "amount", plan.after - plan.today);
        says.push(money(gain, "today", plan.today));
    }
    says.extend(plan.steps.iter().filter_map(|step| step.message(state)));
    says.push(Message::new("plan.assign.assumes"));
    if open {
        says.push(Message::new("plan.assign.open"));
    }
    if plan.assumes_eligibility {
        says.push(Message::new("plan.assign.assumes_eligibility"));
    }
    says
}

#[cfg(test)]
#[path = "plan/tests/brute.rs"]
mod brute;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::fixture::{account, say};
    use crate::insight::usage::usage;

    fn plan_of(text: &str) -> (AccountState, Option<Plan>) {
        let state = account(text);
        let plan = plan(&state, &usage(&state));
        (state, plan)
    }

    /// Two campaigns of 10 and 20 a day.
    const SPEND: &str = "
        account currency=USD billing=manual
        now     11-21 00:00
        charge  11-18T12:00 amount=10 campaign=Push
        charge  11-18T12:00 amount=20 campaign=Brand
        charge  11-19T12:00 amount=10 campaign=Push
        charge  11-19T12:00 amount=20 campaign=Brand
        charge  11-20T12:00 amount=10 campaign=Push
        charge  11-20T12:00 amount=20 campaign=Brand
        spend   11-18..11-20 cost=30
        ";

    #[test]
    fn an_unassigned_credit_goes_where_most_is_spent() {
        let (state, plan) = plan_of(&format!(
            "{SPEND} credit Reels face=150 valid=11-01..11-30 kind=assignable
             seen    Reels at=11-21T00:00 unused=150
             log     Reels at=11-20T00:00"
        ));
        let plan = plan.unwrap();
        assert_eq!(plan.today, Amount::ZERO);
        assert_eq!(plan.at_most, Amount::from_units(150), "300 are spent in ten days");
        assert_eq!(plan.after, Amount::from_units(150));
        assert_eq!(plan.steps.len(), 1);
        assert_eq!(state.campaign_text(plan.steps[0].campaign), "Brand");
        let said = plan.messages.iter().map(say).collect::<Vec<_>>().join("\n");
        assert!(said.starts_with("At most 150 USD of 150 USD can still be used."), "{said}");
    }

    #[test]
    fn of_the_day_of_a_figure_only_the_rest_is_bound() {
        for (at, at_most) in [("11-21T00:00", 300), ("11-21T12:00", 285)] {
            let (_, plan) = plan_of(&format!(
                "{} credit Reels face=600 valid=11-01..11-30 kind=assignable
                 seen    Reels at={at} unused=600
                 log     Reels at=11-20T00:00",
                SPEND.replace("11-21 00:00", "11-21 12:00")
            ));
            assert_eq!(plan.unwrap().at_most, Amount::from_units(at_most), "{at}");
        }
    }

    #[test]
    fn two_credits_share_what_is_spent_before_they_end() {
        let (_, plan) = plan_of(&format!(
            "{SPEND} credit Short face=200 valid=11-01..11-25 kind=assignable
             seen    Short at=11-21T00:00 unused=200
             log     Short at=11-20T00:00 link=Push
             credit  Long  face=200 valid=11-01..11-30 kind=assignable
             seen    Long  at=11-21T00:00 unused=200
             log     Long  at=11-20T00:00 link=Brand"
        ));
        let plan = plan.unwrap();
        // Five days of 30 for the short one, then five days of 30 for the long one.
        assert_eq!(plan.at_most, Amount::from_units(300));
        assert_eq!(plan.today, Amount::from_units(50 + 200));
        assert_eq!(plan.after, Amount::from_units(300), "{plan:?}");
        assert!(plan.steps.len() <= 2 && !plan.steps.is_empty());
    }

    #[test]
    fn without_campaigns_or_assignable_credit_there_is_no_plan() {
        let (_, plan) = plan_of(&format!(
            "{SPEND} credit Free face=150 valid=11-01..11-30\n seen Free at=11-21T00:00 unused=150"
        ));
        assert_eq!(plan, None);
    }
}
