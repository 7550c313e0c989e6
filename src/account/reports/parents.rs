//! Rows of several levels in one table: a campaign above its ad groups, an ad group above its ads.
//!
//! In: the rows of one copy, each with the ad group and ad that it names. Out: the same without those that are
//! the sum of others. A row that names no part is the whole where the costs of the parts add up to it, exactly;
//! else it may be what no part is told of, and stays. Invariant: levels are never added to one another (R35).

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

/// Costs of one ad group: its own rows, and those of its ads.
#[derive(Default)]
struct Group {
    own: Option<Amount>,
    ads: Option<Amount>,
}

impl Group {
    fn is_sum(&self) -> bool {
        self.own.is_some_and(Amount::is_positive) && self.own == self.ads
    }

    fn total(&self) -> Amount {
        let ads = self.ads.filter(|_| !self.is_sum());
        self.own.into_iter().chain(ads).sum()
    }
}

/// Costs of one campaign and day.
#[derive(Default)]
struct Campaign {
    own: Option<Amount>,
    groups: BTreeMap<Name, Group>,
}

impl Campaign {
    fn add(&mut self, [group, ad]: Path, cost: Amount) {
        let sum = match [group, ad] {
            [Name::EMPTY, Name::EMPTY] => &mut self.own,
            [_, Name::EMPTY] => &mut self.groups.entry(group).or_default().own,
            _ => &mut self.groups.entry(group).or_default().ads,
        };
        *sum = Some(sum.unwrap_or(Amount::ZERO) + cost);
    }

    /// Whether the rows of this path are the sum of others.
    fn is_sum(&self, [group, ad]: Path) -> bool {
        match [group, ad] {
            [Name::EMPTY, Name::EMPTY] => {
                let parts = self.groups.values().map(Group::total).sum();
                self.own.is_some_and(|own| own.is_positive() && own == parts)
            }
            [_, Name::EMPTY] => self.groups.get(&group).is_some_and(Group::is_sum),
            _ => false,
        }
    }
}

/// Leaves out the rows that are the sum of others; of a row's key the first `named` texts say what its path says.
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
        rows.retain(|(key, path, day)| {
            let is_sum = campaigns.get(&subject(key)).is_some_and(|c| c.is_sum(*path));
            if is_sum {
                intake.count(day.origin.source, Outcome::Same, 1);
            }
            !is_sum
        });
    }
    rows.into_iter().map(|(key, _, day)| (key, day))
}
