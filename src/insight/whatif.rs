//! What if campaigns were paused, budgets changed, the billing setup or an assignment were another?
//!
//! The same draw as the forecast on changed inputs, shown beside today's figures. Nothing is stored.

use super::forecast::{Forecast, Setup, from_setup, setup_with_unassigned};
use super::usage::Usage;
use crate::account::state::{AccountState, CampaignIx, CreditIx};
use crate::money::Amount;
use crate::options::{BillingSetup, Options};
use crate::problem::Message;

/// One change that is tried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Spend of one campaign, or of all, in percent of today's; 0 pauses it.
    Spend {
        campaign: Option<CampaignIx>,
        percent: u32,
    },
    Billing(BillingSetup),
    Assign {
        credit: CreditIx,
        campaign: CampaignIx,
        linked: bool,
    },
    /// Cash is added now.
    AddCash(Amount),
}

/// Today's figures and those after the changes.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    pub today: Forecast,
    pub changed: Forecast,
    /// Changes that could not be tried, with the reason.
    pub refused: Vec<Message>,
}

/// `None`: there is no forecast to change.
pub fn what_if(
    state: &AccountState,
    options: &Options,
    usage: &Usage,
    changes: &[Change],
) -> Option<WhatIf> {
    let names_campaign = |change: &Change| {
        matches!(change, Change::Spend { campaign: Some(_), .. } | Change::Assign { .. })
    };
    let per_campaign = changes.iter().any(names_campaign);
    let setup = setup_with_unassigned(state, options, usage, per_campaign)?;
    let mut changed = setup.clone();
    let refused = changes.iter().filter_map(|change| apply(&mut changed, *change).err()).collect();
    Some(WhatIf {
        today: from_setup(state, usage, Some(&setup)),
        changed: from_setup(state, &assigned(usage, &changed), Some(&changed)),
        refused,
    })
}

fn apply(setup: &mut Setup, change: Change) -> Result<(), Message> {
    match change {
        Change::Spend { campaign, percent } => scale(setup, campaign, percent),
        Change::Billing(billing) => {
            setup.inputs.funding.billing = Some(billing);
            Ok(())
        }
        Change::Assign { credit, campaign, linked } => {
            let lane = lane_of(setup, campaign)?;
            let lot = setup.inputs.lots.iter_mut().find(|l| l.credit == credit);
            match lot.and_then(|lot| lot.pays.get_mut(lane)) {
                Some(pays) => *pays = linked,
                None => return Err(Message::new("plan.what_if.no_credit")),
            }
            Ok(())
        }
        Change::AddCash(amount) => match &mut setup.inputs.funding.cash {
            Some(cash) => {
                *cash += amount;
                Ok(())
            }
            None => Err(Message::new("plan.what_if.cash_not_known")),
        },
    }
}

/// Percent of every amount, rounded down to the micro-unit.
fn scale(setup: &mut Setup, campaign: Option<CampaignIx>, percent: u32) -> Result<(), Message> {
    let only = campaign.map(|campaign| lane_of(setup, campaign)).transpose()?;
    for (at, lane) in setup.inputs.lanes.iter_mut().enumerate() {
        if only.is_none_or(|only| only == at) {
            for amount in lane.amounts.iter_mut().flatten() {
                *amount = Amount::from_micros(amount.micros() * i128::from(percent) / 100);
            }
        }
    }
    Ok(())
}

fn lane_of(setup: &Setup, campaign: CampaignIx) -> Result<usize, Message> {
    let found = setup.campaigns.iter().position(|c| *c == Some(campaign));
    found.ok_or_else(|| Message::new("plan.what_if.no_campaigns"))
}

/// A credit that the change links is no longer held for want of a campaign.
fn assigned(usage: &Usage, setup: &Setup) -> Usage {
    use super::usage::{Hold, Role};
    let mut usage = usage.clone();
    for lot in &setup.inputs.lots {
        if let Some(one) = usage.credits.get_mut(lot.credit.at())
            && one.role == Role::Held(Hold::Unassigned)
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

    fn days(changes: &[Change]) -> [Option<crate::calendar::Day>; 2] {
        let state = account(SPEND);
        let what_if = what_if(&state, &Options::default(), &usage(&state), changes).unwrap();
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
        let assign = Change::Assign { credit: CreditIx(1), campaign: brand, linked: true };
        let [free, reels] = days(&[assign]);
        assert!(free.is_some() && reels.is_some(), "{free:?} {reels:?}");
    }

    #[test]
    fn what_cannot_be_tried_is_said() {
        let state = account(&SPEND.replace(" campaign=Push", "").replace(" campaign=Brand", ""));
        let pause = Change::Spend { campaign: Some(CampaignIx(0)), percent: 0 };
        let what_if = what_if(&state, &Options::default(), &usage(&state), &[pause]).unwrap();
        assert_eq!(what_if.refused.len(), 1);
        assert_eq!(what_if.today, what_if.changed);
    }
}
