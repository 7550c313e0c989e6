//! Who paid each charge: credits by their order, then the other funds (R9 to R16, R35, R36).
//!
//! In: a [`Plan`] (credits as lots, events, billing setup) and the stream of charges. Out: a [`Replay`]
//! with the split of every charge to the last unit. Knows integers and indices; knows no text and no
//! import. Pure, and resumable: any sequence of [`Simulation::step`]s gives the answer of one.
//!
//! Subtle: time was turned into charge indices by the plan, so the loop compares integers. Each distinct
//! scope (campaign) keeps its own list of lots that could pay it, in paying order; lots enter the lists
//! when they open and leave at the front when they are spent, so a charge looks at few lots however many
//! there are. A lot that comes to money again (a snapshot, a correction) is entered again: whatever adds
//! a way to gain money must call [`Lists::enter`].

use super::plan::{Action, OPEN, Plan};
use super::state::*;
use crate::money::Amount;
use crate::options::BillingSetup;

/// A replay under way.
pub struct Simulation<'a> {
    plan: &'a Plan,
    charges: &'a Charges,
    next_charge: usize,
    next_event: usize,
    next_blind: usize,
    lots: Vec<LotState>,
    lists: Lists,
    cash: Option<i64>,
    book: Book,
}

#[derive(Clone, Copy, Debug, Default)]
struct LotState {
    unused: i64,
    is_open: bool,
    is_held: bool,
    /// Its unused amount is known from here on.
    is_known: bool,
    /// Drawn when the first snapshot was reached.
    drawn_before: Option<Amount>,
}

/// Per scope, the lots that could pay it. The last scope is for charges that name no campaign.
#[derive(Default)]
struct Lists {
    /// Built at the first charge of the scope.
    by_scope: Vec<Option<List>>,
}

/// Ranks in paying order.
#[derive(Default)]
struct List {
    ranks: Vec<u32>,
    /// Everything before it is spent or ended.
    head: usize,
}

/// What is written down: splits, totals, and what corrections need.
struct Book {
    out: Replay,
    /// Splits per scope in order, with what is left to undo of each (R16); only where the stream has
    /// corrections.
    undo: Option<Undo>,
}

struct Undo {
    by_scope: Vec<Vec<u32>>,
    left: Vec<i64>,
}

/// Replays all charges at once.
pub fn replay(plan: &Plan, charges: &Charges) -> Replay {
    Simulation::new(plan, charges).finish()
}

impl<'a> Simulation<'a> {
    pub fn new(plan: &'a Plan, charges: &'a Charges) -> Simulation<'a> {
        let scope_count = plan.campaign_count + 1;
        let mut out = Replay {
            billing: plan.billing,
            order: plan.order,
            credits: vec![ReplayedCredit::default(); plan.lots.len()],
            ..Replay::default()
        };
        out.splits.reserve(charges.len() + plan.lots.len());
        out.split_starts.reserve(charges.len() + 1);
        out.split_starts.push(0);
        let has_corrections = charges.amounts.iter().any(|&a| a < 0);
        let undo =
            has_corrections.then(|| Undo { by_scope: vec![vec![]; scope_count], left: vec![] });
        Simulation {
            plan,
            charges,
            next_charge: 0,
            next_event: 0,
            next_blind: 0,
            lots: vec![LotState::default(); plan.lots.len()],
            lists: Lists { by_scope: (0..scope_count).map(|_| None).collect() },
            cash: None,
            book: Book { out, undo },
        }
    }

    /// Replays up to `budget` charges; `true` when all are done.
    pub fn step(&mut self, budget: usize) -> bool {
        let end = self.charges.len().min(self.next_charge.saturating_add(budget));
        while self.next_charge < end {
            let charge = self.next_charge;
            self.apply_events(charge);
            let amount = self.charges.amounts.get(charge).copied().unwrap_or_default();
            let campaign = self.charges.campaigns.get(charge).copied().unwrap_or(NONE);
            let scope = (campaign as usize).min(self.plan.campaign_count);
            if amount >= 0 {
                self.pay(charge, scope, amount);
            } else {
                self.give_back(scope, amount);
            }
            self.book.close_charge();
            self.next_charge += 1;
        }
        self.next_charge == self.charges.len()
    }

    /// The answer; charges not yet done are done first.
    pub fn finish(mut self) -> Replay {
        self.step(usize::MAX);
        // Snapshots later than the last charge.
        self.apply_events(usize::MAX);
        let mut out = self.book.out;
        let states = self.plan.lots.iter().zip(&self.lots);
        for ((lot, state), credit) in states.zip(&mut out.credits) {
            credit.anchor = lot.latest_anchor;
            let known = state.is_known && state.unused < OPEN / 2;
            credit.unused = known.then(|| micros(state.unused));
            let before = state.drawn_before.filter(|_| lot.is_run_backwards);
            credit.unused_at_start =
                lot.first_anchor.and_then(|(_, unused)| Some(micros(unused) + before?));
            (credit.days_covered, credit.days_total) = (lot.days_covered, lot.days_total);
        }
        out.cash_left = self.cash.map(micros);
        out
    }

    fn apply_events(&mut self, charge: usize) {
        while let Some(&(at, action)) = self.plan.events.get(self.next_event) {
            if at > charge {
                break;
            }
            self.next_event += 1;
            self.apply(action);
        }
    }

    fn apply(&mut self, action: Action) {
        match action {
            Action::Open { lot, unused } => {
                let Some(state) = self.lots.get_mut(lot as usize) else { return };
                state.is_open = true;
                if let Some(unused) = unused {
                    (state.unused, state.is_known) = (unused, true);
                }
                self.lists.enter(lot, self.plan);
            }
            Action::Limit { lot, unused } => {
                let Some(state) = self.lots.get_mut(lot as usize) else { return };
                state.unused = unused;
                self.lists.enter(lot, self.plan);
            }
            Action::Anchor { lot, unused, as_of } => {
                let credit = self.book.out.credits.get_mut(lot as usize);
                let (Some(state), Some(credit)) = (self.lots.get_mut(lot as usize), credit) else {
                    return;
                };
                if state.is_known && (state.drawn_before.is_some() || !self.plan.is_backward(lot)) {
                    let (platform, ours) = (micros(unused), micros(state.unused));
                    let between = Bounds::exactly(ours);
                    credit.checks.push(Check { as_of, platform, ours, between });
                }
                state.drawn_before.get_or_insert(credit.drawn);
                credit.drawn_since_anchor = Amount::ZERO;
                (state.unused, state.is_known) = (unused, true);
                self.lists.enter(lot, self.plan);
            }
            Action::Hold { lot, is_held } => {
                let Some(state) = self.lots.get_mut(lot as usize) else { return };
                state.is_held = is_held;
            }
            Action::Cash { micros } => self.cash = Some(micros),
            Action::TopUp { micros } => self.cash = self.cash.map(|c| c.saturating_add(micros)),
        }
    }

    fn pay(&mut self, charge: usize, scope: usize, amount: i64) {
        let mut left = amount;
        if self.plan.billing == Some(BillingSetup::AutomaticCashFirst) {
            // R6 before R10: credit issued from a Business Center pays before cash.
            left = self.draw(charge, scope, left, true);
            left = self.pay_known_cash(charge, scope, left);
        }
        left = self.draw(charge, scope, left, false);
        if left == 0 {
            return;
        }
        let is_blind = self.is_blind(charge);
        let rest = match self.plan.billing {
            _ if is_blind => Payer::Unknown,
            Some(BillingSetup::Manual) => Payer::Cash,
            Some(BillingSetup::AutomaticCashFirst) => Payer::Card,
            Some(BillingSetup::AutomaticCreditFirst) => {
                left = self.pay_known_cash(charge, scope, left);
                Payer::Card
            }
            Some(BillingSetup::MonthlyInvoicing) => {
                left = self.pay_known_cash(charge, scope, left);
                Payer::CreditLine
            }
            None => Payer::NotCredit,
        };
        if rest == Payer::Cash {
            self.cash = self.cash.map(|cash| cash.saturating_sub(left));
        }
        if left > 0 {
            self.book.write(scope, Split { payer: rest, micros: left });
        }
    }

    /// Cash pays as far as it is known to be there (R36).
    fn pay_known_cash(&mut self, _charge: usize, scope: usize, left: i64) -> i64 {
        let part = self.cash.map_or(0, |cash| left.min(cash.max(0)));
        if part > 0 {
            self.cash = self.cash.map(|cash| cash - part);
            self.book.write(scope, Split { payer: Payer::Cash, micros: part });
        }
        left - part
    }

    /// Draws from the lots of the scope in order; returns what is left to pay.
    fn draw(&mut self, charge: usize, scope: usize, amount: i64, center_only: bool) -> i64 {
        let Simulation { plan, lots, lists, book, .. } = self;
        let Some(list) = lists.of(scope, plan, lots) else { return amount };
        let campaign = plan.campaign(scope);
        let mut left = amount;
        let mut at = list.head;
        while left > 0
            && let Some(&rank) = list.ranks.get(at)
        {
            let lot_ix = plan.lot_at.get(rank as usize).copied().unwrap_or_default();
            let (Some(lot), Some(state)) =
                (plan.lots.get(lot_ix as usize), lots.get_mut(lot_ix as usize))
            else {
                break;
            };
            if center_only && !lot.from_business_center {
                break; // R6: they come first in every order.
            }
            if state.unused <= 0 || charge >= lot.end_charge {
                // What cannot pay again leaves the front of the list.
                list.head += usize::from(at == list.head);
                at += 1;
                continue;
            }
            at += 1;
            if !state.is_open || state.is_held || !lot.is_linked(campaign, charge) {
                continue;
            }
            let part = left.min(state.unused);
            state.unused -= part;
            left -= part;
            book.write_draw(charge, scope, lot_ix, part);
            let Some(credit) = book.out.credits.get_mut(lot_ix as usize) else { break };
            credit.assumes_eligibility |= lot.assumes(campaign);
            if state.unused == 0 {
                credit.emptied_by = Some(ChargeIx::from_at(charge));
            }
        }
        left
    }

    /// R16: a correction undoes the draws of its campaign, the latest first. What goes back to a credit
    /// keeps the credit's own end.
    fn give_back(&mut self, scope: usize, amount: i64) {
        let mut left = amount.saturating_abs();
        while left > 0 {
            let Some((split, part)) = self.book.undo_latest(scope, left) else { break };
            left -= part;
            match split.payer {
                Payer::Credit(credit) => {
                    let Some(state) = self.lots.get_mut(credit.at()) else { continue };
                    if state.unused < OPEN / 2 {
                        state.unused = state.unused.saturating_add(part);
                    }
                    if let Some(replayed) = self.book.out.credits.get_mut(credit.at()) {
                        replayed.drawn += micros(-part);
                        replayed.drawn_since_anchor += micros(-part);
                        replayed.emptied_by = None;
                    }
                    self.lists.enter(credit.0, self.plan);
                }
                Payer::Cash => self.cash = self.cash.map(|cash| cash.saturating_add(part)),
                _ => {}
            }
            self.book.write_plain(Split { payer: split.payer, micros: -part });
        }
        if left > 0 {
            // More comes back than the stream paid: its draws lie before the stream.
            self.book.write_plain(Split { payer: Payer::Unknown, micros: -left });
        }
    }

    fn is_blind(&mut self, charge: usize) -> bool {
        while self.plan.blind.get(self.next_blind).is_some_and(|&(_, to)| to <= charge) {
            self.next_blind += 1;
        }
        self.plan.blind.get(self.next_blind).is_some_and(|&(from, _)| from <= charge)
    }
}

impl Lists {
    /// The list of a scope, built of the lots that are open now when it is first asked for.
    fn of(&mut self, scope: usize, plan: &Plan, lots: &[LotState]) -> Option<&mut List> {
        let slot = self.by_scope.get_mut(scope)?;
        Some(slot.get_or_insert_with(|| {
            let campaign = plan.campaign(scope);
            let could_pay = |rank: &u32| {
                let Some(&lot) = plan.lot_at.get(*rank as usize) else { return false };
                lots.get(lot as usize).is_some_and(|state| state.is_open)
                    && plan.lots.get(lot as usize).is_some_and(|lot| lot.may_pay(campaign))
            };
            let ranks = (0..plan.lot_at.len() as u32).filter(could_pay).collect();
            List { ranks, head: 0 }
        }))
    }

    /// Puts a lot into every list that it could pay from and is not in.
    fn enter(&mut self, lot: u32, plan: &Plan) {
        let (Some(&rank), Some(it)) = (plan.rank_of.get(lot as usize), plan.lots.get(lot as usize))
        else {
            return;
        };
        for (scope, list) in self.by_scope.iter_mut().enumerate() {
            if let Some(list) = list
                && it.may_pay(plan.campaign(scope))
            {
                list.insert(rank);
            }
        }
    }
}

impl List {
    fn insert(&mut self, rank: u32) {
        match self.ranks.binary_search(&rank) {
            Ok(at) => self.head = self.head.min(at),
            Err(at) if at < self.head => {
                // Its place is among the spent: the slot before the head is free to take.
                self.head -= 1;
                if let Some(spent) = self.ranks.get_mut(at..=self.head) {
                    spent.rotate_right(1);
                    spent.first_mut().into_iter().for_each(|slot| *slot = rank);
                }
                self.head = at;
            }
            Err(at) => self.ranks.insert(at, rank),
        }
    }
}

impl Plan {
    fn campaign(&self, scope: usize) -> Option<CampaignIx> {
        (scope < self.campaign_count).then(|| CampaignIx::from_at(scope))
    }

    fn is_backward(&self, lot: u32) -> bool {
        self.lots.get(lot as usize).is_some_and(|lot| lot.is_run_backwards)
    }
}

impl Book {
    fn close_charge(&mut self) {
        self.out.split_starts.push(self.out.splits.len() as u32);
    }

    fn write_draw(&mut self, charge: usize, scope: usize, lot: u32, part: i64) {
        self.write(scope, Split { payer: Payer::Credit(CreditIx(lot)), micros: part });
        let Some(credit) = self.out.credits.get_mut(lot as usize) else { return };
        credit.drawn += micros(part);
        credit.drawn_since_anchor += micros(part);
        credit.first_draw.get_or_insert(ChargeIx::from_at(charge));
        credit.last_draw = Some(ChargeIx::from_at(charge));
    }

    /// Writes a payment that a correction may undo.
    fn write(&mut self, scope: usize, split: Split) {
        if let Some(undo) = &mut self.undo {
            if let Some(stack) = undo.by_scope.get_mut(scope) {
                stack.push(self.out.splits.len() as u32);
            }
            undo.left.resize(self.out.splits.len(), 0);
            undo.left.push(split.micros);
        }
        self.write_plain(split);
    }

    fn write_plain(&mut self, split: Split) {
        let total = match split.payer {
            Payer::Credit(_) => &mut self.out.by_credit,
            Payer::Cash => &mut self.out.by_cash,
            Payer::Card | Payer::CreditLine => &mut self.out.by_last_resort,
            Payer::NotCredit | Payer::Unknown => &mut self.out.unknown,
        };
        *total += micros(split.micros);
        self.out.splits.push(split);
    }

    /// The latest payment of the scope that is not undone yet, and how much of it is undone now.
    fn undo_latest(&mut self, scope: usize, at_most: i64) -> Option<(Split, i64)> {
        let undo = self.undo.as_mut()?;
        let stack = undo.by_scope.get_mut(scope)?;
        while let Some(&at) = stack.last() {
            let left = undo.left.get_mut(at as usize).filter(|left| **left > 0);
            let (Some(left), Some(&split)) = (left, self.out.splits.get(at as usize)) else {
                stack.pop();
                continue;
            };
            let part = at_most.min(*left);
            *left -= part;
            return Some((split, part));
        }
        None
    }
}

fn micros(value: i64) -> Amount {
    Amount::from_micros(value.into())
}
