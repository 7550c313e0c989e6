//! Which lots could pay a charge, in paying order: one list per distinct scope (campaign).
//!
//! In: a [`Plan`]. Out: [`Lists`] of [`Entry`]s. A lot enters the lists when it opens and leaves them at the
//! front when it is spent or over, so that a charge looks at few lots however many there are. What an
//! entry says (until which charge, under which assumption) is found once, when it enters.
//!
//! Subtle: a lot that comes to money again (a snapshot, a correction) is entered again: whatever adds a way
//! to gain money must call [`Lists::enter`].

use super::plan::Plan;
use super::state::CampaignIx;
use crate::sorting::Sorting;

/// A lot in the list of a scope, for one stretch of charges that it could pay.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    rank: u32,
    pub lot: u32,
    /// First charge, and first charge after: assigned (R4) and within its window (R15).
    pub from: u32,
    pub to: u32,
    /// R39: drawing here rests on an assumption.
    pub assumes: bool,
    /// R6: before everything else.
    pub from_business_center: bool,
}

/// Per scope, the lots that could pay it. The last scope is for charges that name no campaign.
#[derive(Default)]
pub struct Lists {
    /// Built at the first charge of the scope.
    by_scope: Vec<Option<List>>,
}

/// Entries in paying order.
#[derive(Default)]
pub struct List {
    pub entries: Vec<Entry>,
    /// Everything before it is spent or over.
    pub head: usize,
}

impl Lists {
    pub fn new(plan: &Plan) -> Lists {
        Lists { by_scope: (0..=plan.campaign_count).map(|_| None).collect() }
    }

    /// The list of a scope, built of the lots that are open now when it is first asked for.
    pub fn of(
        &mut self,
        scope: usize,
        plan: &Plan,
        is_open: impl Fn(u32) -> bool,
    ) -> Option<&mut List> {
        let slot = self.by_scope.get_mut(scope)?;
        Some(slot.get_or_insert_with(|| {
            let open = plan.lot_at.iter().copied().enumerate().filter(|(_, lot)| is_open(*lot));
            let mut list = List::default();
            for (rank, lot) in open {
                list.entries.extend(plan.entries(scope, rank as u32, lot));
            }
            if scope == plan.campaign_count {
                // Stretches of several campaigns, in no order of time.
                list.entries.order_by_key(Entry::key);
            }
            list
        }))
    }

    /// Puts a lot into every list that it could pay from and is not in.
    pub fn enter(&mut self, lot: u32, plan: &Plan) {
        let Some(&rank) = plan.rank_of.get(lot as usize) else { return };
        for (scope, list) in self.by_scope.iter_mut().enumerate() {
            let Some(list) = list else { continue };
            plan.entries(scope, rank, lot).for_each(|entry| list.insert(entry));
        }
    }
}

impl Entry {
    const fn key(&self) -> (u32, u32, u32) {
        (self.rank, self.from, self.to)
    }
}

impl List {
    fn insert(&mut self, entry: Entry) {
        match self.entries.binary_search_by_key(&entry.key(), Entry::key) {
            Ok(at) => self.head = self.head.min(at),
            Err(at) if at < self.head => {
                // Its place is among the spent: the slot before the head is free to take.
                self.head -= 1;
                if let Some(spent) = self.entries.get_mut(at..=self.head) {
                    spent.rotate_right(1);
                    spent.first_mut().into_iter().for_each(|slot| *slot = entry);
                }
                self.head = at;
            }
            Err(at) => self.entries.insert(at, entry),
        }
    }
}

impl Plan {
    pub fn campaign(&self, scope: usize) -> Option<CampaignIx> {
        (scope < self.campaign_count).then(|| CampaignIx::from_at(scope))
    }

    /// A lot's entries for a scope, in order: one where it needs no assignment, else one per stretch of it.
    fn entries(&self, scope: usize, rank: u32, lot: u32) -> impl Iterator<Item = Entry> {
        let campaign = self.campaign(scope);
        let it = self.lots.get(lot as usize).filter(|it| it.may_pay(campaign));
        let spans = it.into_iter().flat_map(move |it| {
            let free = it.links.is_none().then_some((0, usize::MAX, false));
            let fits = move |c: u32| campaign.is_none_or(|campaign| campaign.0 == c);
            let links = it.links.iter().flatten().filter(move |link| fits(link.campaign));
            let spans = links.map(|link| (link.from, link.to, link.is_assumed));
            free.into_iter().chain(spans).map(move |span| (it, span))
        });
        spans.map(move |(it, (from, to, is_assumed))| Entry {
            rank,
            lot,
            from: narrow(from),
            to: narrow(to.min(it.end_charge)),
            assumes: is_assumed || it.assumes(campaign),
            from_business_center: it.from_business_center,
        })
    }
}

/// Charges are counted in 32 bits ([`super::state::ChargeIx`]); beyond them lies "never".
fn narrow(charge: usize) -> u32 {
    u32::try_from(charge).unwrap_or(u32::MAX)
}
