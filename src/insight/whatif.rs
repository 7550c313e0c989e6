//! What if campaigns were paused, budgets changed, the billing setup or an assignment were another?
//!
//! The same draw as the forecast on changed inputs, shown beside today's figures. Nothing is stored.

use super::forecast::draw::{Lane, paths};
use super::forecast::{
    Expected, Forecast, Setup, from_setup, round_nearest, setup_with_unassigned,
};
use super::usage::Usage;
use crate::account::order;
use crate::account::state::{AccountState, CampaignIx, CreditIx};
use crate::calendar::Day;
use crate::money::Amount;
use crate::options::BillingSetup;
use crate::problem::Message;
use crate::sorting::Sorting;

const MIDDLE: usize = 1;
const WEEK: usize = 7;

/// One change that is tried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Spend of one campaign, or of all, in percent of today's; 0 pauses it.
    Spend {
        campaign: Option<CampaignIx>,
        percent: u32,
    },
    /// So much a day on average, by one campaign or by all together.
    Budget {
        campaign: Option<CampaignIx>,
        daily: Amount,
    },
    Billing(BillingSetup),
    /// Another order among credits, by the key of its preset (R14).
    Order(&'static str),
    Assign {
        credit: CreditIx,
        campaign: CampaignIx,
        linked: bool,
    },
}

/// Today's figures and those after the changes.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    pub today: Forecast,
    pub changed: Forecast,
    /// Changes that could not be tried, with the reason.
    pub refused: Vec<Message>,
    setups: [Setup; 2],
}

/// `None`: there is no forecast to change.
pub fn what_if(state: &AccountState, usage: &Usage, changes: &[Change]) -> Option<WhatIf> {
    let names_campaign = |change: &Change| {
        matches!(
            change,
            Change::Spend { campaign: Some(_), .. }
                | Change::Budget { campaign: Some(_), .. }
                | Change::Assign { .. }
        )
    };
    let per_campaign = changes.iter().any(names_campaign);
    let setup = setup_with_unassigned(state, usage, per_campaign)?;
    let mut changed = setup.clone();
    let refused =
        changes.iter().filter_map(|change| apply(state, &mut changed, *change).err()).collect();
    Some(WhatIf {
        today: from_setup(state, usage, Some(&setup)),
        changed: from_setup(state, &assigned(usage, &changed), Some(&changed)),
        refused,
        setups: [setup, changed],
    })
}

impl WhatIf {
    /// What is left of all credits after `day`, today and changed; `None` before the first day looked at.
    pub fn left_by(&self, day: Day) -> [Option<Expected>; 2] {
        self.setups.each_ref().map(|setup| left_by(setup, day))
    }
}

/// The same draw, ended with `day`. What has ended by then is not left.
fn left_by(setup: &Setup, day: Day) -> Option<Expected> {
    let days = usize::try_from(day.number() - setup.inputs.start.number() + 1).ok()?;
    let mut inputs = setup.inputs.clone();
    for amounts in inputs.lanes.iter_mut().flat_map(|lane| &mut lane.amounts) {
        amounts.truncate(days);
    }
    let [high, middle, low] = paths(&inputs, None).map(|path| {
        path.lots.iter().filter(|lot| lot.lost.is_none()).map(|lot| lot.left).sum::<Amount>()
    });
    // Fast spend leaves least.
    Some(Expected { low, middle, high })
}

fn apply(state: &AccountState, setup: &mut Setup, change: Change) -> Result<(), Message> {
    match change {
        Change::Spend { campaign, percent } => scale(setup, campaign, (i128::from(percent), 100)),
        Change::Budget { campaign, daily } => {
            let usual = usual(setup, campaign)?;
            scale(setup, campaign, (daily.micros().max(0), usual.micros()))
        }
        Change::Order(key) => {
            let ranked = order::ranked(order::preset(Some(key)), &state.credits);
            let rank = |credit: CreditIx| ranked.iter().position(|at| *at == credit.0);
            setup.inputs.lots.order_by(|a, b| rank(a.credit).cmp(&rank(b.credit)));
            Ok(())
        }
        Change::Billing(billing) => {
            setup.inputs.funding.billing = Some(billing);
            Ok(())
        }
        Change::Assign { credit, campaign, linked } => {
            let lane = lane_of(setup, campaign)?;
            let refused = || Message::new("plan.what_if.no_credit");
            let lot = setup.inputs.lots.iter_mut().find(|l| l.credit == credit);
            let lot = lot.ok_or_else(refused)?;
            *lot.pays.get_mut(lane).ok_or_else(refused)? = linked;
            // R39: what it is assigned to is said now.
            lot.doubt = None;
            Ok(())
        }
    }
}

/// A share of every amount, rounded down to the micro-unit.
fn scale(
    setup: &mut Setup,
    campaign: Option<CampaignIx>,
    (part, whole): (i128, i128),
) -> Result<(), Message> {
    let only = campaign.map(|campaign| lane_of(setup, campaign)).transpose()?;
    for (at, lane) in setup.inputs.lanes.iter_mut().enumerate() {
        if only.is_none_or(|only| only == at) {
            for amount in lane.amounts.iter_mut().flatten() {
                let micros = amount.micros().checked_mul(part).unwrap_or(i128::MAX);
                *amount = Amount::from_micros(micros / whole.max(1));
            }
        }
    }
    Ok(())
}

/// Average of a week of the middle path.
fn usual(setup: &Setup, campaign: Option<CampaignIx>) -> Result<Amount, Message> {
    let only = campaign.map(|campaign| lane_of(setup, campaign)).transpose()?;
    let lanes = setup.inputs.lanes.iter().enumerate();
    let of_lane = |lane: &Lane| {
        let days: Vec<Amount> =
            lane.amounts.get(MIDDLE).into_iter().flatten().take(WEEK).copied().collect();
        Amount::from_micros(days.iter().copied().sum::<Amount>().micros() / WEEK as i128)
    };
    let usual: Amount =
        lanes.filter(|(at, _)| only.is_none_or(|only| only == *at)).map(|(_, l)| of_lane(l)).sum();
    match usual.is_positive() {
        true => Ok(usual),
        false => Err(Message::new("plan.what_if.no_spend")),
    }
}

/// Campaigns that spend, with what they spend on an average day: what a change may name.
pub fn campaigns(state: &AccountState, usage: &Usage) -> Vec<(CampaignIx, Amount)> {
    let Some(setup) = setup_with_unassigned(state, usage, true) else { return vec![] };
    let named = setup.campaigns.iter().flatten();
    named
        .filter_map(|at| Some((*at, round_nearest(usual(&setup, Some(*at)).ok()?, state))))
        .collect()
}

fn lane_of(setup: &Setup, campaign: CampaignIx) -> Result<usize, Message> {
    let found = setup.campaigns.iter().position(|c| *c == Some(campaign));
    found.ok_or_else(|| Message::new("plan.what_if.no_campaigns"))
}

/// A credit that the change links is no longer held for want of a campaign, and it is known to be linked.
fn assigned(usage: &Usage, setup: &Setup) -> Usage {
    use super::usage::{Hold, Role};
    let mut usage = usage.clone();
    for lot in &setup.inputs.lots {
        if let Some(one) = usage.credits.get_mut(lot.credit.at())
            && matches!(one.role, Role::Held(Hold::Unassigned) | Role::Perhaps)
            && lot.pays.contains(&true)
        {
            one.role = Role::Pays;
        }
    }
    usage
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::fixture::{account, day};
    use crate::insight::usage::usage;

    const SPEND: &str = "
        account currency=USD billing=manual
        now     11-21 00:00
        credit  Free  face=300 valid=11-01..12-31
        seen    Free  at=11-21T00:00 unused=300
        credit  Reels face=300 valid=11-01..12-31 kind=assignable
        seen    Reels at=11-21T00:00 unused=300
        log     Reels at=11-20T00:00
        charge  11-19T12:00 amount=10 campaign=Push
        charge  11-19T12:00 amount=20 campaign=Brand
        charge  11-20T12:00 amount=10 campaign=Push
        charge  11-20T12:00 amount=20 campaign=Brand
        spend   11-01..11-20 cost=30";

    fn days(changes: &[Change]) -> [Option<Day>; 2] {
        let state = account(SPEND);
        let what_if = what_if(&state, &usage(&state), changes).unwrap();
        assert_eq!(what_if.refused, []);
        assert_eq!(what_if.today.credits[0].runs_out.and_then(|s| s.middle), Some(day("11-30")));
        [0, 1].map(|c| what_if.changed.credits[c].runs_out.and_then(|s| s.middle))
    }

    #[test]
    fn paused_halved_assigned() {
        let brand = CampaignIx(1);
        let pause = Change::Spend { campaign: Some(brand), percent: 0 };
        assert_eq!(days(&[pause]), [Some(day("12-20")), None], "10 a day are left");
        let half = Change::Spend { campaign: None, percent: 50 };
        assert_eq!(days(&[half]), [Some(day("12-10")), None]);
        let budget = |daily| Change::Budget { campaign: None, daily: Amount::from_units(daily) };
        assert_eq!(days(&[budget(15)]), [Some(day("12-10")), None]);
        let assign = Change::Assign { credit: CreditIx(1), campaign: brand, linked: true };
        let [free, reels] = days(&[assign]);
        assert!(free.is_some() && reels.is_some(), "{free:?} {reels:?}");
    }

    /// 300 of Reels, which ends on the 30th; Push spends 10 a day, Brand 20. By Brand: 10 days of 20.
    #[test]
    fn r39_assigning_what_may_be_assigned_never_raises_the_loss() {
        let text = SPEND
            .replace("Reels face=300 valid=11-01..12-31", "Reels face=300 valid=11-01..11-30")
            .replace("log     Reels at=11-20T00:00", "");
        let state = account(&text);
        let brand = CampaignIx(1);
        let assign = Change::Assign { credit: CreditIx(1), campaign: brand, linked: true };
        let usage = usage(&state);
        let both = what_if(&state, &usage, &[assign]).unwrap();
        let lost = |forecast: &Forecast| {
            let lost = forecast.credits[1].lost.unwrap();
            [lost.low, lost.middle, lost.high].map(|amount| amount.to_string())
        };
        assert_eq!(lost(&both.today), ["0", "300", "300"], "whether it is assigned is not known");
        let [low, middle, high] = lost(&both.changed);
        assert_eq!(middle, "100", "{low} {high}");
        let sum = |forecast: &Forecast| forecast.lost.map(|lost| lost.middle);
        assert!(sum(&both.changed) < sum(&both.today));
    }

    #[test]
    fn what_is_left_on_a_chosen_day() {
        let state = account(SPEND);
        let pause = Change::Spend { campaign: Some(CampaignIx(1)), percent: 0 };
        let what_if = what_if(&state, &usage(&state), &[pause]).unwrap();
        // 300 of the free one less five days of 30, or of 10; the assignable one is drawn by nothing.
        let left = what_if.left_by(day("11-25")).map(|left| left.unwrap().middle.to_string());
        assert_eq!(left, ["450", "550"]);
        assert_eq!(what_if.left_by(day("11-19")), [None, None]);
    }

    #[test]
    fn campaigns_are_offered_with_what_they_spend() {
        let state = account(SPEND);
        let found = campaigns(&state, &usage(&state));
        let found: Vec<_> = found.iter().map(|(at, daily)| (at.0, daily.to_string())).collect();
        assert_eq!(found, [(0, "10".to_owned()), (1, "20".to_owned())]);
    }

    /// No charge in any list: draws name the campaigns, Push with 10 a day and Brand with 20.
    #[test]
    fn campaigns_of_draws_can_be_paused_and_budgeted() {
        let mut text = String::from(
            "account currency=USD billing=manual
             now     11-21 00:00
             credit  Free  face=600 valid=11-01..12-31
             seen    Free  at=11-21T00:00 unused=300",
        );
        for day in 11..=20 {
            text += &format!("\n draw 11-{day}T12:00 amount=10 credit=Free campaign=Push");
            text += &format!("\n draw 11-{day}T13:00 amount=20 credit=Free campaign=Brand");
        }
        let state = account(&text);
        let usage = usage(&state);
        let found = campaigns(&state, &usage);
        let found: Vec<_> = found.iter().map(|(at, daily)| (at.0, daily.to_string())).collect();
        assert_eq!(found, [(0, "10".to_owned()), (1, "20".to_owned())]);
        let brand = Some(CampaignIx(1));
        let pause = Change::Spend { campaign: brand, percent: 0 };
        let budget = Change::Budget { campaign: brand, daily: Amount::from_units(40) };
        for (change, out) in [(pause, "12-20"), (budget, "11-26")] {
            let what_if = what_if(&state, &usage, &[change]).unwrap();
            assert_eq!(what_if.refused, []);
            let middle = |f: &Forecast| f.credits[0].runs_out.and_then(|span| span.middle);
            assert_eq!(middle(&what_if.today), Some(day("11-30")));
            assert_eq!(middle(&what_if.changed), Some(day(out)), "{change:?}");
        }
    }

    #[test]
    fn what_cannot_be_tried_is_said() {
        let state = account(&SPEND.replace(" campaign=Push", "").replace(" campaign=Brand", ""));
        let pause = Change::Spend { campaign: Some(CampaignIx(0)), percent: 0 };
        let what_if = what_if(&state, &usage(&state), &[pause]).unwrap();
        assert_eq!(what_if.refused.len(), 1);
        assert_eq!(what_if.today, what_if.changed);
    }
}
