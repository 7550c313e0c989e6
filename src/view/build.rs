//! States and answers as rows and cards: the last step before the page.

use super::burn_down::burn_down;
use super::standing::{Standing, drawn_by, open_campaigns, standing};
use super::{
    AccountCard, AssignmentCard, BandPoint, CreditDetail, CreditRow, FigureSource, Level, LogRow,
    OfferRow, Range, ReconcileRow, Span, Tier, Warning, Witness,
};
use crate::account::state::{
    AccountState, Bounds, Credit, CreditIx, CreditState, Observed, Offer, OfferState, Tab,
    Unanswered,
};
use crate::account::{earning, order};
use crate::calendar::{When, Zone};
use crate::insight::alerts::Kind;
use crate::insight::forecast::{self, DaySpan};
use crate::insight::{self, Answers, Finding, emptied};
use crate::money::Amount;
use crate::options::Options;
use crate::problem::Message;
use crate::text::Name;

/// Rows of Available and Not available, in the order of the state.
pub fn credit_rows<'a>(
    state: &'a AccountState,
    answers: &'a Answers,
) -> impl Iterator<Item = CreditRow> + 'a {
    (0..state.credits.len()).filter_map(|at| credit_row(state, answers, CreditIx::from_at(at)))
}

fn unanswered(state: &AccountState, credit: &Credit) -> Unanswered {
    let origin = credit.observations.last().map(|seen| seen.origin).or(credit.origin);
    let source = origin.and_then(|origin| state.source(origin.source));
    source.map(|source| source.unanswered).unwrap_or_default()
}

/// One credit as the platform's columns, then ours.
pub fn credit_row(state: &AccountState, answers: &Answers, at: CreditIx) -> Option<CreditRow> {
    let credit = state.credit(at)?;
    let usage = answers.usage.credits.get(at.at())?;
    let forecast = answers.forecast.credits.get(at.at())?;
    Some(CreditRow {
        key: credit.key.clone(),
        account: state.account.key.clone(),
        currency: state.currency,
        name: credit.name.clone(),
        credit_type: credit.kind,
        type_text: credit.kind_text.clone().filter(|_| credit.kind.is_none()),
        face: credit.face,
        requirements: credit.requirements.clone(),
        redeemed: credit.redeemed.map(|t| When::stated(t, state.zone)),
        valid_from: credit.valid_start.map(|t| When::stated(t, state.zone)),
        valid_until: credit.valid_end.map(|t| When::stated(t, state.zone)),
        unused: usage.unused,
        used: usage.used,
        percent_spent: usage.percent,
        as_of: as_of(credit, state.zone),
        unanswered: unanswered(state, credit),
        is_suspended: credit.suspended,
        is_assignable: credit.is_assignable() && !credit.suspended && credit.tab == Tab::Available,
        tab: credit.tab,
        state: Standing::of(credit, usage.role),
        state_message: standing(state, credit),
        forfeited: exact_forfeit(credit),
        runs_out: forecast.runs_out.map(span),
        no_run_out: forecast.no_run_out,
        runs_out_message: forecast.message.clone(),
        lost: forecast.lost.map(|lost| Range { low: lost.low, high: lost.high }),
        drawn_by: drawn_by(state, credit),
        worst: worst(&answers.findings, |finding| finding.is_about(at)),
    })
}

pub fn offer_rows<'a>(
    state: &'a AccountState,
    answers: &'a Answers,
) -> impl Iterator<Item = OfferRow> + 'a {
    // With what reports hold beyond the platform's figure.
    let spent = move |offer: &Offer| {
        let ours = earning::with_reports(offer, earning::Facts::of(state)).map(|(spend, _)| spend);
        ours.or(offer.spend).map(|spend| spend.value)
    };
    state.offers.iter().zip(&answers.offers).map(move |(offer, answer)| OfferRow {
        key: offer.key.clone(),
        account: state.account.key.clone(),
        currency: state.currency,
        name: offer.name.clone(),
        qualifying_spend: offer.spend.map(|s| s.value),
        tiers: tiers(offer, spent(offer)),
        earned_so_far: offer.earned.map(|e| e.value),
        window_from: offer.window_start.map(|t| When::stated(t, state.zone)),
        window_until: offer.window_end.map(|t| When::stated(t, state.zone)),
        is_open: matches!(offer.state, OfferState::Running | OfferState::Undetermined)
            && offer.window.contains(state.now.on_clock(state.zone)),
        status: offer.status.clone(),
        progress: progress(offer, spent(offer)),
        as_of: offer.spend.map(|s| When::at(s.as_of, state.zone)),
        outlook: answer.outlook.clone(),
    })
}

fn tiers(offer: &Offer, spent: Option<Amount>) -> Vec<Tier> {
    let tiers = offer.tiers.iter().enumerate();
    tiers
        .map(|(at, tier)| Tier {
            target: tier.target,
            reward: tier.reward,
            is_reached: offer.reached.is_some_and(|reached| at <= reached)
                || spent.is_some_and(|spent| tier.target <= spent),
        })
        .collect()
}

/// Qualifying spend as a share of the next tier's target, of the last one's where all are reached.
fn progress(offer: &Offer, spent: Option<Amount>) -> Option<rust_decimal::Decimal> {
    let next = earning::next_tier(offer, spent?).and_then(|next| offer.tiers.get(next.index));
    spent?.share_of(next.or(offer.tiers.last())?.target)
}

/// The card of one account.
pub fn account_card(state: &AccountState, answers: &Answers, options: &Options) -> AccountCard {
    let settings = state.account.said(options);
    let warnings: Vec<&Finding> =
        answers.findings.iter().filter(|f| f.is_active() && f.level > Level::Info).collect();
    AccountCard {
        key: state.account.key.clone(),
        id: state.account.id.clone(),
        name: state.account.name.clone(),
        client: settings.as_ref().and_then(|s| s.client.clone()).or(state.account.client.clone()),
        owner: settings.as_ref().and_then(|s| s.owner.clone()).or(state.account.owner.clone()),
        currency: state.currency,
        zone: state.zone,
        zone_is_assumed: state.zone_assumed,
        billing: state.billing.chosen,
        billing_suggested: state.billing.suggested,
        billing_is_automatic: state.billing.is_registered && state.billing.chosen.is_none(),
        as_of: answers.usage.as_of.or(state.latest_as_of()).map(|at| When::at(at, state.zone)),
        is_stale: answers.findings.iter().any(|f| f.kind == Kind::Stale),
        is_provisional: state.account.is_provisional,
        worst: worst(&answers.findings, |_| true),
        warning_count: warnings.len(),
        unused: answers.usage.is_told.then(|| answers.usage.unused()),
        credit_count: answers
            .usage
            .is_told
            .then(|| state.credits.iter().filter(|c| c.tab == Tab::Available).count()),
        is_whole: state.available.is_some_and(|list| list.whole_as_of.is_some()),
        runs_out: answers.forecast.first_out(state.today()).map(|(_, days)| span(days)),
        no_run_out: answers.forecast.no_run_out(&answers.usage),
        pace: answers.forecast.spent().map(|learned| learned.message(state.currency)),
        balances: balances(state),
        voucher: state.funds.voucher.map(|figure| figure.value),
        cash: cash_stated(state).map(|figure| figure.value),
        order: state.shown_order().key,
        order_rule: order::sentence(state.shown_order()),
        order_note: state.order.message(state),
    }
}

fn cash_stated(state: &AccountState) -> Option<Observed<Amount>> {
    state.funds.cash.filter(|_| !state.funds.cash_is_typed)
}

fn balances(state: &AccountState) -> Vec<Witness> {
    let funds = &state.funds;
    let stated = [
        ("field.voucher_balance", funds.voucher),
        ("field.cash_balance", cash_stated(state)),
        ("field.credit_line_balance", funds.credit_line),
    ];
    let witness = |(name, figure): (_, Option<Observed<Amount>>)| {
        let figure = figure?;
        let as_of = Some(When::at(figure.as_of, state.zone));
        Some(Witness { name: Message::new(name), amount: Some(figure.value), as_of })
    };
    stated.into_iter().filter_map(witness).collect()
}

/// What is wrong with a credit's figures, how it was drawn, and what its figures assume.
fn explanation(state: &AccountState, at: CreditIx, credit: &Credit) -> Vec<Message> {
    let mut lines = credit.problems.clone();
    lines.extend(emptied::told(state, credit));
    lines.extend(credit.audit.messages(state.currency));
    lines.extend(credit.eligibility.understood.iter().cloned());
    let is_disputed = state.order.credits.binary_search(&at).is_ok();
    lines.extend(state.order.message(state).filter(|_| is_disputed));
    lines
}

pub(super) const fn span(days: DaySpan) -> Span {
    Span { from: days.from, to: days.to }
}

pub fn warning(state: &AccountState, finding: &Finding) -> Warning {
    Warning {
        id: finding.id.clone(),
        kind: finding.kind,
        level: finding.level,
        account: finding.account.clone(),
        credit: finding.credit.and_then(|at| state.credit(at)).map(|c| c.key.clone()),
        headline: finding.headline.clone(),
        why: finding.why.clone(),
        steps: finding.steps.clone(),
        amount: finding.amount,
        currency: finding.currency,
        import: finding.import.clone(),
        at: finding.at,
        is_new: finding.is_new,
        snoozed_until: finding.snoozed_until,
        acknowledged_at: finding.acknowledged_at,
        members: finding.members.clone(),
        crossings: finding.crossings(),
    }
}

/// Rows of Reconcile.
pub fn reconcile_rows<'a>(
    state: &'a AccountState,
    answers: &'a Answers,
) -> impl Iterator<Item = ReconcileRow> + 'a {
    answers.reconciled.iter().map(|one| ReconcileRow {
        key: one.key.clone(),
        account: state.account.key.clone(),
        currency: state.currency,
        subject: one.subject.clone(),
        witnesses: one.witnesses.clone(),
        difference: one.difference,
        settlement: one.settlement,
        cause: one.cause.clone(),
        steps: one.steps.clone(),
    })
}

fn worst(findings: &[Finding], about: impl Fn(&Finding) -> bool) -> Option<Level> {
    findings.iter().filter(|f| f.is_active() && about(f)).map(|f| f.level).max()
}

/// What was lost at its end, where it is known exactly (R8, R37); of what was used up, nothing.
fn exact_forfeit(credit: &Credit) -> Option<Amount> {
    match credit.state {
        CreditState::Expired { forfeited: Some(lost), .. } => exact(lost),
        CreditState::UsedUp { .. } => Some(Amount::ZERO),
        _ => None,
    }
}

fn exact(bounds: Bounds) -> Option<Amount> {
    bounds.is_exact().then_some(bounds.low)
}

/// The later of the moments its two figures hold for.
fn as_of(credit: &Credit, zone: Zone) -> Option<When> {
    let moments = [credit.unused.map(|u| u.as_of), credit.used.map(|u| u.as_of)];
    let latest = moments.into_iter().flatten().max()?;
    Some(When::at(latest, zone))
}

/// What opens in place below a credit.
pub fn credit_detail<'a>(
    state: &AccountState,
    answers: &Answers,
    options: &Options,
    key: &str,
    names: impl Fn(&str) -> Option<&'a str>,
) -> Option<CreditDetail> {
    let at = state.credits.iter().position(|credit| credit.key == key).map(CreditIx::from_at)?;
    let credit = state.credit(at)?;
    Some(CreditDetail {
        row: credit_row(state, answers, at)?,
        burn_down: burn_down(state, at),
        forecast: forecast_band(state, answers, at),
        explanation: explanation(state, at, credit),
        figures: figures(state, credit, names),
        assignments: assignments(state, credit),
        log: log(state, credit),
        countries: joined(&credit.eligibility.countries),
        ad_products: joined(&credit.eligibility.ad_products),
        valid_text: credit.valid_text.clone(),
        plan: plan(state, answers, credit),
        open_campaigns: open_campaigns(state, options, credit),
    })
}

/// Costs hundreds of forecasts: only of a credit that can be assigned, when it is opened.
fn plan(state: &AccountState, answers: &Answers, credit: &Credit) -> Vec<Message> {
    if !credit.is_assignable() || credit.state.is_over() {
        return vec![];
    }
    let plan = insight::plan::plan(state, &answers.usage);
    plan.map(|plan| plan.messages).unwrap_or_default()
}

/// The balance that is expected of each day to come, in whole minor units.
pub(super) fn forecast_band(
    state: &AccountState,
    answers: &Answers,
    at: CreditIx,
) -> Vec<BandPoint> {
    let days = forecast::band(state, &answers.usage, at).into_iter();
    let rounded = |amount| forecast::round_nearest(amount, state);
    days.map(|one| BandPoint {
        day: one.day,
        low: rounded(one.balance.low),
        middle: rounded(one.balance.middle),
        high: rounded(one.balance.high),
    })
    .collect()
}

/// The rows that the shown figures come from; `names` says what an import is called.
fn figures<'a>(
    state: &AccountState,
    credit: &Credit,
    names: impl Fn(&str) -> Option<&'a str>,
) -> Vec<FigureSource> {
    let figure = |key, observed: Option<Observed<Amount>>| {
        let source = observed.and_then(|o| state.source(o.origin.source));
        FigureSource {
            label: Message::new(key),
            amount: observed.map(|o| o.value),
            as_of: observed.map(|o| When::at(o.as_of, state.zone)),
            import: source.map(|s| s.import.clone()),
            import_name: source.and_then(|s| Some(names(&s.import)?.to_owned())),
            line: observed.map(|o| o.origin.line),
        }
    };
    vec![figure("figure.unused", credit.unused), figure("figure.used", credit.used)]
}

fn assignments(state: &AccountState, credit: &Credit) -> Vec<AssignmentCard> {
    let linked = credit.assignments.linked.iter();
    let cards = linked.filter_map(|&at| {
        let campaign = state.campaigns.get(at.at())?;
        let spans = credit.assignments.spans.iter().rev();
        let since = spans.into_iter().find(|s| s.campaign == at).and_then(|s| s.window.start);
        Some(AssignmentCard {
            campaign_id: name(state, campaign.id),
            campaign: name(state, campaign.name),
            since: since.map(|time| When::local(time, state.zone)),
        })
    });
    cards.collect()
}

fn log(state: &AccountState, credit: &Credit) -> Vec<LogRow> {
    let entries = credit.assignments.log.iter().rev();
    let rows = entries.map(|entry| {
        let campaign = state.campaigns.get(entry.campaign.at());
        LogRow {
            time: Some(When::local(entry.at, state.zone)),
            campaign_id: campaign.and_then(|c| name(state, c.id)),
            campaign: campaign.and_then(|c| name(state, c.name)),
            is_assigned: entry.linked,
            actor: name(state, entry.actor),
        }
    });
    rows.collect()
}

fn name(state: &AccountState, name: Name) -> Option<String> {
    (name != Name::EMPTY).then(|| state.names.text(name).to_owned())
}

fn joined(texts: &[String]) -> Option<String> {
    (!texts.is_empty()).then(|| texts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::fixture::{account, say};

    #[test]
    fn r33_each_balance_stands_with_its_own_moment() {
        let stated = |rows: &str| {
            let state = account(&format!("now 11-21 14:00\n{rows}"));
            let card = account_card(
                &state,
                &insight::answer(&state, &Options::default()),
                &Options::default(),
            );
            let text = |w: &Witness| {
                format!("{} {} {}", say(&w.name), w.amount.unwrap(), w.as_of.unwrap().instant)
            };
            card.balances.iter().map(text).collect::<Vec<_>>()
        };
        let none: [&str; 0] = [];
        assert_eq!(stated(""), none);
        let expected =
            ["Voucher balance 0 2026-11-20T09:00:00Z", "Cash balance 12.5 2026-11-21T09:00:00Z"];
        assert_eq!(stated("cash 12.50 at=11-21T09:00\nvoucher 0 at=11-20T09:00"), expected);
        assert_eq!(stated("line 80 at=11-20T09:00"), ["Credit line 80 2026-11-20T09:00:00Z"]);
    }
}
