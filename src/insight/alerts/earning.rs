//! Findings about offers: a tier that is about to be missed, a reward that does not come.

use super::severity::Size;
use super::{Kind, Scene};
use crate::account::state::Offer;
use crate::calendar::SECONDS_PER_DAY;
use crate::insight::earning::{OfferAnswer, Verdict, deadline};
use crate::insight::{Finding, Level};
use crate::problem::Message;

/// So long before its end a gap is worth a line.
const GAP_SECONDS: i64 = 14 * SECONDS_PER_DAY;

pub(super) fn of_offers(scene: &Scene<'_>) -> Vec<Finding> {
    let offers = scene.state.offers.iter().zip(scene.offers);
    offers
        .filter_map(|(offer, answer)| {
            overdue(scene, offer, answer).or_else(|| gap(scene, offer, answer))
        })
        .collect()
}

/// The next tier is missed at the usual pace, and the window ends soon (R18, R20).
fn gap(scene: &Scene<'_>, offer: &Offer, answer: &OfferAnswer) -> Option<Finding> {
    let verdict = answer.verdict?;
    if !matches!(verdict, Verdict::Behind | Verdict::OutOfReach | Verdict::NotKnown) {
        return None;
    }
    // A tier that costs more than it brings is no gap: nobody should spend for it.
    if answer.is_not_worth {
        return None;
    }
    let missing = answer.missing?;
    let end = offer.window.end?.in_zone(scene.state.zone);
    let left = end.seconds_since(scene.state.now);
    if !(0..=GAP_SECONDS).contains(&left) {
        return None;
    }
    // R3: a credit that is not assignable cannot be unassigned; only a faster spend gets past it.
    let gross = answer.credit_in_the_way.and(answer.needed_gross_daily);
    let headline = match (verdict, gross) {
        (_, Some(gross)) if answer.is_billing_open => {
            let either = Message::new("alert.earning_gap.either");
            scene.money(scene.money(either, "gross", gross), "daily", answer.needed_daily?)
        }
        _ if answer.unassigned.is_some() => Message::new("alert.earning_gap.credit_first"),
        (Verdict::OutOfReach, Some(daily)) => {
            scene.money(Message::new("alert.earning_gap.gross"), "daily", daily)
        }
        (Verdict::OutOfReach, None) => Message::new("alert.earning_gap.out_of_reach"),
        _ => Message::new("alert.earning_gap"),
    };
    let headline = scene
        .money(headline, "amount", missing)
        .with("name", offer.name.clone())
        .with("until", deadline(scene.state, offer)?);
    let mut finding = scene.finding_about(Kind::EarningGap, Some(&offer.key), headline);
    finding.level = match verdict == Verdict::Behind || is_large_reward(scene, offer) {
        true => Level::Warning,
        false => Level::Info,
    };
    finding.why.extend(answer.outlook.iter().cloned());
    finding.steps.push(Message::new("alert.step.earning"));
    finding.amount = Some(missing);
    finding.at = Some(scene.when(end));
    let seen = offer.history.first().map_or(scene.state.now, |o| o.as_of);
    finding.onset = end.plus_seconds(-GAP_SECONDS).max(seen);
    Some(finding)
}

/// Whoever could still hurry for it must know, however fast that would have to be.
fn is_large_reward(scene: &Scene<'_>, offer: &Offer) -> bool {
    let reward = offer.next.and_then(|next| offer.tiers.get(next.index)?.reward);
    reward.is_some_and(|reward| scene.size(None, reward) == Size::Large)
}

/// R20: a reward lands within seven days; later it is worth a ticket.
fn overdue(scene: &Scene<'_>, offer: &Offer, answer: &OfferAnswer) -> Option<Finding> {
    let since = answer.overdue_since?;
    let tier = offer.reached.and_then(|at| offer.tiers.get(at));
    let reward = tier.and_then(|tier| tier.reward);
    let headline = Message::new("alert.reward_overdue");
    let headline = scene
        .amount(headline, reward)
        .with("name", offer.name.clone())
        .with("since", scene.when(since));
    let mut finding = scene.finding_about(Kind::RewardOverdue, Some(&offer.key), headline);
    if let Some(tier) = tier {
        let reached = Message::new("alert.why.reached");
        finding.why.push(scene.amount(reached, Some(tier.target)));
    }
    finding.level = Level::Warning;
    finding.steps.push(Message::new("alert.step.ticket"));
    finding.amount = reward;
    finding.at = Some(scene.when(since));
    finding.onset = since;
    Some(finding)
}
