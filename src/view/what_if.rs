//! "What if I pause this campaign?": changes by the names of the page, and the answer beside today's.
//!
//! In: changes as the page or a host writes them. Out: per credit when it runs out and what is lost, today
//! and changed. What cannot be tried is named; nothing is stored.

use super::Span;
use super::build::span;
use crate::account::state::{AccountState, CampaignIx, CreditIx};
use crate::insight::Answers;
use crate::insight::forecast::Forecast;
use crate::insight::whatif::{Change, what_if};
use crate::money::Amount;
use crate::options::{BillingSetup, CreditKey, Options};
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
    Billing(BillingSetup),
    /// Assigns a credit to a campaign, or takes it away.
    Assign {
        credit: CreditKey,
        campaign: String,
        linked: bool,
    },
    /// Cash is added now.
    AddCash(Amount),
}

/// Today's figures and those after the changes.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct WhatIfCard {
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
    /// When something other than credit pays.
    pub other_pays: Option<Span>,
    /// When no source is left (R13).
    pub stops: Option<Span>,
}

/// An estimate, in minor units.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CreditOutcome {
    pub credit: CreditKey,
    pub runs_out: Option<Span>,
    pub lost_low: Option<Amount>,
    pub lost_high: Option<Amount>,
}

/// `None`: there is no forecast to change.
pub fn card(
    state: &AccountState,
    answers: &Answers,
    options: &Options,
    asked: &[Try],
) -> Option<WhatIfCard> {
    let (changes, unknown): (Vec<_>, Vec<_>) =
        asked.iter().map(|one| change(state, one)).partition(Result::is_ok);
    let changes: Vec<Change> = changes.into_iter().flatten().collect();
    let answer = what_if(state, options, &answers.usage, &changes)?;
    let unknown = unknown.into_iter().filter_map(Result::err);
    Some(WhatIfCard {
        today: outcome(state, &answer.today),
        changed: outcome(state, &answer.changed),
        refused: unknown.chain(answer.refused).collect(),
    })
}

fn change(state: &AccountState, asked: &Try) -> Result<Change, Message> {
    Ok(match asked {
        Try::Spend { campaign, percent } => Change::Spend {
            campaign: campaign.as_deref().map(|text| campaign_of(state, text)).transpose()?,
            percent: *percent,
        },
        Try::Billing(setup) => Change::Billing(*setup),
        Try::Assign { credit, campaign, linked } => {
            let at = state.credits.iter().position(|one| one.key == *credit);
            let at = at.ok_or_else(|| Message::new("plan.what_if.no_credit"))?;
            let campaign = campaign_of(state, campaign)?;
            Change::Assign { credit: CreditIx::from_at(at), campaign, linked: *linked }
        }
        Try::AddCash(amount) => Change::AddCash(*amount),
    })
}

/// By id, else by name (R30: ids are text).
fn campaign_of(state: &AccountState, text: &str) -> Result<CampaignIx, Message> {
    let is = |name: Name| name != Name::EMPTY && state.names.text(name) == text;
    let by_id = state.campaigns.iter().position(|one| is(one.id));
    let found = by_id.or_else(|| state.campaigns.iter().position(|one| is(one.name)));
    found.map(CampaignIx::from_at).ok_or_else(|| Message::new("plan.what_if.no_campaigns"))
}

fn outcome(state: &AccountState, forecast: &Forecast) -> Outcome {
    let credits = state.credits.iter().zip(&forecast.credits);
    let expected = credits.filter(|(_, one)| one.runs_out.is_some() || one.lost.is_some());
    Outcome {
        credits: expected
            .map(|(credit, one)| CreditOutcome {
                credit: credit.key.clone(),
                runs_out: one.runs_out.map(span),
                lost_low: one.lost.map(|lost| lost.low),
                lost_high: one.lost.map(|lost| lost.high),
            })
            .collect(),
        other_pays: forecast.other_pays.map(span),
        stops: forecast.stops.map(span),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::answer;
    use crate::insight::fixture::account;

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
        let options = Options::default();
        let ask = |json: &str| {
            let asked: Vec<Try> = serde_json::from_str(json).unwrap();
            card(&state, &answer(&state, &options), &options, &asked).unwrap()
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
