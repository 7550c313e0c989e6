//! Rows of several levels in one table: a campaign above its ad groups, an ad group above its ads.
//!
//! In: the rows of one copy, each with the ad group and ad that it names. Out: the same without those that are
//! of another level than the one that counts. Invariant: levels are never added to one another (R35), and where they
//! differ, by a rounding or by a part that was not copied, the larger sum counts and it is said.

use super::unjoined::{Rows, tell};
use super::{Cell, Copy, Key, is_stated};
use crate::account::intake::{Intake, Outcome};
use crate::account::state::ReportDay;
use crate::ingest::exports::Field;
use crate::money::Amount;
use crate::text::Name;
use std::collections::BTreeMap;

/// Ad group and ad of a row; [`Name::EMPTY`] where it names none.
pub(super) type Path = [Name; 2];

/// What cuts a campaign and day up beside ad groups and ads, and the campaign and day.
type Subject = (Cell, Vec<Name>);

/// The columns in which a copy names ad groups and ads.
pub(super) fn columns(copy: &Copy<'_>) -> [Option<Field>; 2] {
    [[Field::AdGroupId, Field::AdGroupName], [Field::AdId, Field::AdName]]
        .map(|fields| fields.into_iter().find(|field| is_stated(copy, *field)))
}

/// Costs of a whole by its own rows and by those of its parts.
#[derive(Clone, Copy, Default)]
struct Costs {
    own: Option<Amount>,
    parts: Option<Amount>,
}

impl Costs {
    fn leads_by_parts(self) -> bool {
        self.parts.is_some() && self.parts >= self.own
    }

    fn total(self) -> Option<Amount> {
        self.own.max(self.parts)
    }

    fn differ(self) -> bool {
        self.own.is_some() && self.parts.is_some() && self.own != self.parts
    }
}

fn add(sum: &mut Option<Amount>, cost: Amount) {
    *sum.get_or_insert_default() += cost;
}

/// Costs of one campaign and day.
#[derive(Default)]
struct Campaign {
    own: Option<Amount>,
    groups: BTreeMap<Name, Costs>,
}

impl Campaign {
    fn add(&mut self, [group, ad]: Path, cost: Amount) {
        match [group, ad] {
            [Name::EMPTY, Name::EMPTY] => add(&mut self.own, cost),
            [_, Name::EMPTY] => add(&mut self.groups.entry(group).or_default().own, cost),
            _ => add(&mut self.groups.entry(group).or_default().parts, cost),
        }
    }

    fn costs(&self) -> Costs {
        let totals = self.groups.values().filter_map(|group| group.total());
        let parts = totals.reduce(|sum, cost| sum + cost);
        Costs { own: self.own, parts }
    }

    /// Whether the rows of this path count, and whether what counts instead is another sum.
    fn counts(&self, [group, ad]: Path) -> (bool, bool) {
        let of_campaign = self.costs();
        let of_group = self.groups.get(&group).copied().unwrap_or_default();
        match [group, ad] {
            [Name::EMPTY, Name::EMPTY] => (!of_campaign.leads_by_parts(), of_campaign.differ()),
            _ if of_campaign.own.is_some() && !of_campaign.leads_by_parts() => {
                (false, of_campaign.differ())
            }
            [_, Name::EMPTY] => (!of_group.leads_by_parts(), of_group.differ()),
            _ => (of_group.own.is_none() || of_group.leads_by_parts(), of_group.differ()),
        }
    }
}

/// Leaves out the rows of other levels than the one that counts; of a row's key the first `named` texts say what its path says.
pub(super) fn without_sums(
    mut rows: Vec<(Key, Path, ReportDay)>,
    named: usize,
    intake: &mut Intake<'_>,
) -> impl Iterator<Item = (Key, ReportDay)> {
    let subject = |(cell, _, about): &Key| -> Subject {
        (*cell, about.get(named..).unwrap_or_default().to_vec())
    };
    let depth = |path: &Path| path.iter().filter(|name| **name != Name::EMPTY).count();
    let first = rows.first().map(|(_, path, _)| depth(path));
    if rows.iter().any(|(_, path, _)| Some(depth(path)) != first) {
        let mut campaigns: BTreeMap<Subject, Campaign> = BTreeMap::new();
        for (key, path, day) in &rows {
            if let Some(cost) = day.cost {
                campaigns.entry(subject(key)).or_default().add(*path, cost);
            }
        }
        let mut differ = Rows::new();
        rows.retain(|(key, path, day)| {
            let told = day.cost.and_then(|_| campaigns.get(&subject(key)));
            let (counts, is_other) = told.map_or((true, false), |c| c.counts(*path));
            if !counts {
                intake.count(day.origin.source, Outcome::Same, 1);
            }
            if !counts && is_other {
                differ.entry(day.origin.source).or_insert((day.origin.line, 0)).1 += 1;
            }
            counts
        });
        tell("account.report.levelsDiffer", differ, intake);
    }
    rows.into_iter().map(|(key, _, day)| (key, day))
}
