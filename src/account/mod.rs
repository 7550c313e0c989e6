//! RECORDS → STATE: what is known of each ad account.
//!
//! In: recognised tables of imports, each with its moment of truth, what the user said, and `now`. Out:
//! [`state::AccountState`], one per account. Knows what a credit, a charge and a billing setup mean
//! (R1 to R40, `docs/rules.md`); knows nothing of cells, headers, warnings or pages.
//!
//! Invariant: a pure function of (set of imports, options, now): neither the order of imports nor a
//! second copy of one changes the answer.

pub mod state; // the types of the way out
pub mod words; // what words in cells mean
pub mod attribution; // which rows belong to which account
pub mod types; // what transactions are called
pub mod intake; // one account's rows: one order, one clock
mod currencies; // one currency, and rows of another
pub mod pages; // which tables are pages of one list
pub mod twins; // which of the credits alike a row is about
pub mod credits; // credits and their observations
pub mod unfit; // what a credit states that cannot be
pub mod listing; // how far the list of credits is known, and what left it
pub mod transactions; // each transaction once
pub mod reports; // what reports say of each campaign and day
pub mod charges; // the one stream of charges
pub mod future; // dates that are still to come
pub mod requirements; // what a requirement text says
pub mod eligibility; // requirements, assignments
pub mod funds; // balances, billing setup
pub mod order; // the order among credits, as data
pub mod plan; // credits as lots, time as charge indices
pub mod scopes; // which credits could pay a campaign, in order
pub mod book; // who paid what, as it is written down
pub mod replay; // who paid what
pub mod limits; // what copies leave each credit to pay
pub mod doubt; // what the day of a copy leaves open
pub mod others; // what the platform drew of others than we say
pub mod gaps; // what lies behind days that nobody reported
pub mod told; // what the platform's figures tell of whole days
pub mod observed; // where its rows and figures decide who paid
pub mod inference; // which orders among credits are still possible
pub mod audit; // was a credit drawn as its terms say
pub mod reasons; // why this credit and not that one
pub mod standing; // state, tab and percent of each credit
pub mod earning; // offers, tiers, rewards
pub mod spend; // cost per day, and what ad credit paid of it
pub mod business_center; // accounts rolled up per currency

use crate::calendar::{Instant, LocalTime, Zone};
use crate::ingest::exports::Field;
use crate::money::Amount;
use crate::options::{BillingSetup, Options};
use crate::problem::{Place, Problem};
use crate::work::Pace;
use attribution::Gathering;
use intake::Intake;
use state::*;

/// Everything known of one account.
///
/// `viewer_zone` is the viewer's present offset; it stands in, marked, where no zone is stated (R38).
pub async fn build(
    gathering: &Gathering<'_>,
    options: &Options,
    now: Instant,
    viewer_zone: Zone,
    pace: &Pace,
) -> AccountState {
    let answers = gathering.account.said(options);
    let answers = answers.as_deref();
    let mut intake = Intake::new(gathering, options, now, viewer_zone, pace).await;
    let mut credits = credits::collect(&mut intake);
    let available = listing::decide(&mut credits, &mut intake);
    eligibility::collect_assignments(&mut credits, options, &mut intake);
    let mut transactions = transactions::collect(&mut intake, pace).await;
    let report_days = reports::collect(&mut intake);
    future::doubt(&mut intake);
    eligibility::decide(&mut credits, options, &report_days, &intake);
    transactions::attribute(&mut transactions, &mut credits, &intake, pace).await;
    let charges = charges::choose(&report_days, &transactions, &mut intake, pace).await;
    let funds = funds::collect(&mut intake, answers);
    funds::observe(&mut credits, &funds, &transactions, &intake);
    let billing = funds::billing(&intake, answers, &transactions, &funds);
    let facts = plan::Facts {
        credits: &credits,
        available,
        charges: &charges,
        transactions: &transactions,
        funds: &funds,
        campaign_count: intake.campaigns.len(),
        zone: intake.zone,
        now,
        lag_seconds: intake.lag_seconds,
    };
    let preset = answers.and_then(|a| a.order.as_deref()).or(options.defaults.order.as_deref());
    let told = told::days(&report_days, &transactions, &intake);
    let rows = transactions.len() + charges.len();
    pace.rows(rows).await;
    let (replays, order) = replay_all(facts, &billing, preset, &told, pace).await;
    let paid = Paid {
        charges: &charges,
        transactions: &transactions,
        replays: &replays,
        order: &order,
        told: &told,
        knows_cash: funds.cash.is_some(),
    };
    settle(&mut credits, &paid, &mut intake);
    pace.rows(rows).await;
    audit::decide(&mut credits, &paid, &intake);
    pace.rows(rows).await;
    let mut offers = earning::collect(&mut intake);
    let spend = spend::spend(&paid, &report_days, &intake);
    pace.rows(rows).await;
    let facts = earning::Facts {
        credits: &credits,
        spend: &spend,
        now,
        zone: intake.zone,
        currency: intake.currency,
    };
    earning::decide(&mut offers, facts);
    let account = Account {
        client: intake.registered(Field::Client),
        owner: intake.registered(Field::Owner),
        ..gathering.account.clone()
    };
    AccountState {
        account,
        currency: intake.currency,
        zone: intake.zone,
        zone_assumed: intake.zone_assumed,
        now,
        lag_seconds: intake.lag_seconds,
        sources: intake.sources,
        names: intake.names,
        campaigns: intake.campaigns,
        credits,
        available,
        offers,
        billing,
        funds,
        charges,
        transactions,
        report_days,
        spend,
        replays,
        order,
        problems: intake.problems,
    }
}

/// What was charged, and who paid it: what becomes of a credit follows from it.
pub struct Paid<'a> {
    charges: &'a Charges,
    transactions: &'a Transactions,
    /// One per billing reading, the shown one first.
    replays: &'a [Replay],
    order: &'a OrderInference,
    told: &'a told::Told,
    knows_cash: bool,
}

impl Paid<'_> {
    /// What other credits are said to have paid from a moment to the end of this one, of what it may pay too: in
    /// another order it may have paid that itself (R14).
    fn by_others(&self, at: CreditIx, credit: &Credit, since: LocalTime) -> Amount {
        let charge = |time| self.charges.first_from(time);
        let until = credit.window.end.map_or(self.charges.len(), charge);
        let may_pay =
            |charge: &ChargeIx| credit.eligibility.of(self.charges.campaign(*charge)) != Yes::No;
        let charges = (charge(since)..until).map(ChargeIx::from_at).filter(may_pay);
        let shown = self.replays.first();
        let splits =
            charges.flat_map(|charge| shown.map_or(&[][..], |replay| replay.splits_of(charge)));
        let of_others = splits.filter(|split| {
            split.micros > 0 && matches!(split.payer, Payer::Credit(other) if other != at)
        });
        of_others.map(Split::amount).sum()
    }

    /// What each replay says of a credit.
    fn of(&self, credit: CreditIx) -> impl Iterator<Item = &ReplayedCredit> + Clone {
        self.replays.iter().filter_map(move |replay| replay.credits.get(credit.at()))
    }
}

/// State, tab and problems of each credit, which follow from all facts.
fn settle(credits: &mut [Credit], paid: &Paid<'_>, intake: &mut Intake<'_>) {
    for (at, credit) in credits.iter_mut().enumerate() {
        let at = CreditIx::from_at(at);
        let replayed = paid.of(at);
        standing::decide(credit, at, paid, intake);
        // R14: where others were drawn beyond what we say, they may have been in place of this one.
        let is_alone = replayed.clone().all(|replayed| replayed.others_more.is_zero());
        let is_open = paid.order.is_unknown() || paid.order.credits.contains(&at);
        if !standing::date_by_draws(credit, paid.transactions, intake) && is_alone && !is_open {
            standing::date_by_charges(credit, replayed, paid.charges, intake.zone);
        }
        credit.problems.extend(unfit::own_problems(credit));
        for (origin, message) in unfit::doubts(credit, intake.currency, intake.zone) {
            credit.problems.push(message.clone());
            intake.problem(origin.source, Problem::doubt(Place::line(origin.line), message));
        }
    }
}

/// A replay with the plan that it ran on, before copies limit it: what our rules alone would have drawn.
pub struct Run {
    plan: plan::Plan,
    pub replay: Replay,
}

/// Under every reading of the billing setup, the shown one first, led by the platform's figures.
async fn replay_all(
    facts: plan::Facts<'_>,
    billing: &Billing,
    preset: Option<&str>,
    told: &told::Told,
    pace: &Pace,
) -> (Vec<Replay>, OrderInference) {
    let (mut runs, mut order) = run_all(facts, billing, order::preset(preset), pace).await;
    // R14, R36: nobody chose an order, and the platform's figures leave one.
    if let Some(fitting) = order.only_fitting().filter(|_| preset.is_none()) {
        (runs, order) = run_all(facts, billing, order::preset(Some(fitting)), pace).await;
    }
    let mut replays: Vec<Replay> = Vec::new();
    for mut run in runs {
        let draws = observed::lead(&mut run, facts, told, pace).await;
        if let Some(draws) = draws.filter(|_| replays.is_empty()) {
            let billing = run.replay.billing;
            let fitting = observed::fitting_orders(facts, billing, &draws, pace).await;
            order.refute(&fitting, &run.replay);
        }
        replays.push(run.led(facts, told, pace).await);
    }
    (replays, order)
}

/// By our rules alone, and which orders fit the shown reading.
async fn run_all(
    facts: plan::Facts<'_>,
    billing: &Billing,
    preset: &order::Preset,
    pace: &Pace,
) -> (Vec<Run>, OrderInference) {
    let mut runs: Vec<Run> = Vec::new();
    for setup in &billing.readings {
        runs.push(run_under(facts, Some(*setup), preset, pace).await);
    }
    let order = match runs.first() {
        Some(shown) => inference::infer(facts, &shown.replay, pace).await,
        None => OrderInference::default(),
    };
    (runs, order)
}

/// Replays once, and once more where a lot run backwards drew more than the platform says it did.
pub async fn run_under(
    facts: plan::Facts<'_>,
    billing: Option<BillingSetup>,
    preset: &order::Preset,
    pace: &Pace,
) -> Run {
    let mut plan = plan::Plan::new(facts, billing, preset);
    let mut replay = replay::in_pieces(&plan, facts.charges, pace).await;
    if plan.limit_backward_lots(&replay) {
        replay = replay::in_pieces(&plan, facts.charges, pace).await;
    }
    doubt::bound(&mut replay, &plan, facts);
    pace.rows(facts.charges.len()).await;
    Run { plan, replay }
}

impl Run {
    /// R36: who paid, led by the platform's figures: no credit pays more than its copies allow, and none less
    /// than days tell. Checks stay those of our rules alone: held to the copies they would agree by themselves.
    async fn led(self, facts: plan::Facts<'_>, told: &told::Told, pace: &Pace) -> Replay {
        let Run { mut plan, replay: mut own } = self;
        others::tell(&mut own, facts.credits);
        let mut led: Option<Replay> = None;
        let steps: [&dyn Fn(&mut plan::Plan, &Replay) -> bool; 4] = [
            &|plan, _| plan.take_told_days(facts.charges, told),
            &|plan, replay| plan.keep_to_copies(replay),
            &|plan, replay| plan.divide_days_of_copies(replay, facts, told),
            &|plan, replay| plan.leave_open(replay, facts.charges, told),
        ];
        for step in steps {
            if step(&mut plan, led.as_ref().unwrap_or(&own)) {
                led = Some(replay::in_pieces(&plan, facts.charges, pace).await);
            }
        }
        let mut led = match led {
            Some(mut led) => {
                doubt::bound(&mut led, &plan, facts);
                pace.rows(facts.charges.len()).await;
                led.uncopied = std::mem::take(&mut plan.uncopied);
                for (led, own) in led.credits.iter_mut().zip(own.credits) {
                    led.checks = own.checks;
                    led.others_more = own.others_more;
                    led.others_less = own.others_less;
                    led.others_used = own.others_used;
                    led.is_contradicted = own.is_contradicted;
                }
                led
            }
            None => own,
        };
        if plan.give_days_to_copies(&led, facts, told) {
            let again = replay::in_pieces(&plan, facts.charges, pace).await;
            doubt::agree(&mut led, &again);
        }
        gaps::mark(&mut led, facts);
        gaps::mark_late(&mut led, facts);
        led
    }
}

#[cfg(test)]
pub(crate) mod tests;
