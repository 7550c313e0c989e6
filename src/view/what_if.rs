//! "What if I pause this campaign?": changes by the names of the page, and the answer beside today's.
//!
//! In: changes as the page or a host writes them. Out: per credit when it runs out and what is lost, today
//! and changed. What cannot be tried is named; nothing is stored.

use super::Span;
use super::build::span;
use crate::account::order;
use crate::account::state::{AccountState, CampaignIx, Credit, CreditIx};
use crate::calendar::Day;
use crate::insight::Answers;
use crate::insight::forecast::{Expected, Forecast, round_nearest};
use crate::insight::usage::Role;
use crate::insight::whatif::{Change, campaigns, what_if};
use crate::money::{Amount, Currency};
use crate::options::{BillingSetup, CreditKey};
use crate::problem::Message;
use crate::text::Name;
use serde::{Deserialize, Serialize};

/// One change, such as `{"spend": {"campaign": "1790000000000000002", "percent": 0}}`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Try {
    /// Spend of a campaign, or of all, in percent of today's; 0 pauses it.
    Spend {
        campaign: Option<String>,
        percent: u32,
    },
    /// So much a day on average.
    Budget {
        campaign: Option<String>,
        daily: Amount,
    },
    Billing(BillingSetup),
    /// Key of a preset of the order among credits (R14).
    Order(String),
    /// Assigns a credit to a campaign, or takes it away.
    Assign {
        credit: CreditKey,
        campaign: String,
        linked: bool,
    },
}

/// What is asked: changes, and a day to look at.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct WhatIfAsk {
    pub changes: Vec<Try>,
    /// Says what is left after this day, and what cash or card have paid by then.
    pub by: Option<Day>,
}

/// Today's figures and those after the changes.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct WhatIfCard {
    pub currency: Option<Currency>,
    /// What a change may name.
    pub choices: Choices,
    pub today: Outcome,
    pub changed: Outcome,
    /// Changes that could not be tried, with the reason.
    pub refused: Vec<Message>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// Only credits of which something is expected, in the order of the account.
    pub credits: Vec<CreditOutcome>,
    /// When something other than credit pays after credit did.
    pub other_pays: Option<Span>,
    /// It pays already.
    pub other_pays_now: bool,
    /// When no source is left (R13).
    pub stops: Option<Span>,
    /// What all credits together are expected to lose at their ends.
    pub lost_low: Option<Amount>,
    pub lost_high: Option<Amount>,
    /// After the day that was asked for.
    pub by: Option<ByDay>,
}

/// Estimates, in minor units.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ByDay {
    pub day: Day,
    pub left_low: Amount,
    pub left_high: Amount,
    /// Paid by something other than credit until then.
    pub other_low: Amount,
    pub other_high: Amount,
}

/// What a change may name, as it is today.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Choices {
    pub campaigns: Vec<CampaignChoice>,
    /// Assignable credits that live.
    pub credits: Vec<CreditChoice>,
    pub billing: Option<BillingSetup>,
    #[cfg_attr(test, ts(type = "string"))]
    pub order: &'static str,
    pub orders: Vec<OrderChoice>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CampaignChoice {
    /// Id, else name.
    pub key: String,
    pub name: String,
    /// Spend on an average day, an estimate in minor units.
    pub daily: Amount,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CreditChoice {
    pub key: CreditKey,
    pub name: String,
    /// Keys of the campaigns that it is assigned to.
    pub linked: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct OrderChoice {
    #[cfg_attr(test, ts(type = "string"))]
    pub key: &'static str,
    /// Key of its name in the catalogue.
    #[cfg_attr(test, ts(type = "string"))]
    pub title: &'static str,
}

/// An estimate, in minor units.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CreditOutcome {
    pub credit: CreditKey,
    pub name: String,
    pub runs_out: Option<Span>,
    pub lost_low: Option<Amount>,
    pub lost_high: Option<Amount>,
}

/// `None`: there is no forecast to change.
pub fn card(state: &AccountState, answers: &Answers, asked: &WhatIfAsk) -> Option<WhatIfCard> {
    let (changes, unknown): (Vec<_>, Vec<_>) =
        asked.changes.iter().map(|one| change(state, one)).partition(Result::is_ok);
    let changes: Vec<Change> = changes.into_iter().flatten().collect();
    let answer = what_if(state, &answers.usage, &changes)?;
    let unknown = unknown.into_iter().filter_map(Result::err);
    let [left_today, left_changed] = asked.by.map_or([None; 2], |day| answer.left_by(day));
    let [today, changed] = [(&answer.today, left_today), (&answer.changed, left_changed)]
        .map(|(forecast, left)| outcome(state, forecast, asked.by.zip(left)));
    Some(WhatIfCard {
        currency: state.currency,
        choices: choices(state, answers),
        today,
        changed,
        refused: unknown.chain(answer.refused).collect(),
    })
}

fn choices(state: &AccountState, answers: &Answers) -> Choices {
    let campaigns = campaigns(state, &answers.usage).into_iter();
    let lives =
        |at: usize| answers.usage.credits.get(at).is_some_and(|usage| usage.role != Role::Ended);
    let credits = state.credits.iter().enumerate();
    let credits = credits.filter(|(at, credit)| credit.is_assignable() && lives(*at));
    let linked = |credit: &Credit| -> Vec<String> {
        credit.assignments.linked.iter().map(|at| key_of(state, *at)).collect()
    };
    let order = state.shown_order();
    Choices {
        campaigns: campaigns
            .map(|(at, daily)| CampaignChoice {
                key: key_of(state, at),
                name: name_of(state, at),
                daily,
            })
            .collect(),
        credits: credits
            .map(|(_, credit)| CreditChoice {
                key: credit.key.clone(),
                name: credit.name.clone(),
                linked: linked(credit),
            })
            .collect(),
        billing: state.billing.readings.first().copied(),
        order: order.key,
        orders: order::PRESETS
            .iter()
            .map(|preset| OrderChoice { key: preset.key, title: preset.title })
            .collect(),
    }
}

/// By what a campaign is told apart in answers of the user: its id, else its name.
pub(super) fn key_of(state: &AccountState, at: CampaignIx) -> String {
    let Some(campaign) = state.campaigns.get(at.at()) else { return String::new() };
    let name = if campaign.id == Name::EMPTY { campaign.name } else { campaign.id };
    state.names.text(name).to_owned()
}

pub(super) fn name_of(state: &AccountState, at: CampaignIx) -> String {
    let Some(campaign) = state.campaigns.get(at.at()) else { return String::new() };
    let name = if campaign.name == Name::EMPTY { campaign.id } else { campaign.name };
    state.names.text(name).to_owned()
}

fn change(state: &AccountState, asked: &Try) -> Result<Change, Message> {
    let named =
        |text: &Option<String>| text.as_deref().map(|text| campaign_of(state, text)).transpose();
    Ok(match asked {
        Try::Spend { campaign, percent } => {
            Change::Spend { campaign: named(campaign)?, percent: *percent }
        }
        Try::Budget { campaign, daily } => {
            Change::Budget { campaign: named(campaign)?, daily: *daily }
        }
        Try::Billing(setup) => Change::Billing(*setup),
        Try::Order(key) => Change::Order(order::preset(Some(key)).key),
        Try::Assign { credit, campaign, linked } => {
            let at = state.credits.iter().position(|one| one.key == *credit);
            let at = at.ok_or_else(|| Message::new("plan.what_if.no_credit"))?;
            let campaign = campaign_of(state, campaign)?;
            Change::Assign { credit: CreditIx::from_at(at), campaign, linked: *linked }
        }
    })
}

/// By id, else by name (R30: ids are text).
fn campaign_of(state: &AccountState, text: &str) -> Result<CampaignIx, Message> {
    let is = |name: Name| name != Name::EMPTY && state.names.text(name) == text;
    let by_id = state.campaigns.iter().position(|one| is(one.id));
    let found = by_id.or_else(|| state.campaigns.iter().position(|one| is(one.name)));
    found.map(CampaignIx::from_at).ok_or_else(|| Message::new("plan.what_if.no_campaigns"))
}

fn outcome(state: &AccountState, forecast: &Forecast, left: Option<(Day, Expected)>) -> Outcome {
    let credits = state.credits.iter().zip(&forecast.credits);
    let expected = credits.filter(|(_, one)| one.runs_out.is_some() || one.lost.is_some());
    let by = left.map(|(day, left)| {
        let other = forecast.other_by(day).unwrap_or_default();
        let round = |amount| round_nearest(amount, state);
        ByDay {
            day,
            left_low: round(left.low),
            left_high: round(left.high),
            other_low: round(other.low),
            other_high: round(other.high),
        }
    });
    Outcome {
        credits: expected
            .map(|(credit, one)| CreditOutcome {
                credit: credit.key.clone(),
                name: credit.name.clone(),
                runs_out: one.runs_out.map(span),
                lost_low: one.lost.map(|lost| lost.low),
                lost_high: one.lost.map(|lost| lost.high),
            })
            .collect(),
        other_pays: forecast.other_pays.map(span),
        other_pays_now: forecast
            .other_by_day
            .iter()
            .all(|path| path.first().is_some_and(|first| first.is_positive())),
        stops: forecast.stops.map(span),
        lost_low: forecast.lost.map(|lost| lost.low),
        lost_high: forecast.lost.map(|lost| lost.high),
        by,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::answer;
    use crate::insight::fixture::account;
    use crate::options::Options;

    #[test]
    fn changes_are_named_as_on_the_page() {
        let state = account(
            "account currency=USD billing=manual
             now     11-21 00:00
             credit  Free face=300 valid=11-01..12-31
             seen    Free at=11-21T00:00 unused=300
             charge  11-19T12:00 amount=10 campaign=Push
             charge  11-19T12:00 amount=20 campaign=Brand
             charge  11-20T12:00 amount=10 campaign=Push
             charge  11-20T12:00 amount=20 campaign=Brand
             spend   11-01..11-20 cost=30",
        );
        let ask = |json: &str| {
            let asked = WhatIfAsk { changes: serde_json::from_str(json).unwrap(), by: None };
            card(&state, &answer(&state, &Options::default()), &asked).unwrap()
        };
        let paused = ask(r#"[{"spend": {"campaign": "Brand", "percent": 0}}]"#);
        assert_ne!(paused.today, paused.changed);
        assert!(paused.refused.is_empty());
        let unknown = ask(r#"[{"spend": {"campaign": "Nobody", "percent": 0}},
            {"assign": {"credit": "none", "campaign": "Push", "linked": true}}]"#);
        assert_eq!(unknown.today, unknown.changed);
        let keys: Vec<&str> = unknown.refused.iter().map(|message| message.key).collect();
        assert_eq!(keys, ["plan.what_if.no_campaigns", "plan.what_if.no_credit"]);
    }
}
