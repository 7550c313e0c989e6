//! Campaigns that one copy knows by name alone and another by id alone: nobody says which is which.
//!
//! In: the [`ReportDay`]s of the campaign report. Out: of each day the rows of one side as repeats of the
//! other's (R35), and a doubt where the two sides are not of one sum. Invariant: a spend is never counted twice.

use crate::account::intake::Intake;
use crate::account::state::{CampaignIx, ReportDay, SourceIx};
use crate::calendar::Day;
use crate::ingest::exports::Export;
use crate::money::Amount;
use crate::problem::{Message, Place, Problem};
use crate::text::Name;
use std::collections::BTreeMap;

/// The two sides of a day: what campaigns known by name alone cost, and those known by id alone.
type Sides = [Option<Amount>; 2];

pub(super) fn mark(days: &mut [ReportDay], intake: &mut Intake<'_>) {
    let sides = side_of_each(intake);
    let side = |campaign: Option<CampaignIx>| *sides.get(campaign?.at())?;
    let mut sums: BTreeMap<(Day, Day), Sides> = BTreeMap::new();
    let of_campaigns = |d: &&mut ReportDay| d.export == Export::CampaignReport;
    for day in days.iter_mut().filter(of_campaigns) {
        let Some(side) = side(day.campaign) else { continue };
        let sums = sums.entry((day.day, day.last_day)).or_default();
        if let Some(sum) = sums.get_mut(side) {
            *sum.get_or_insert_default() += day.cost.unwrap_or_default();
        }
    }
    let mut differ: BTreeMap<SourceIx, (u32, u64)> = BTreeMap::new();
    for day in days.iter_mut().filter(of_campaigns) {
        let Some(side) = side(day.campaign) else { continue };
        let Some([Some(named), Some(by_id)]) = sums.get(&(day.day, day.last_day)) else { continue };
        // The further one: the other may be a page of its list, or older.
        let leading = usize::from(by_id >= named);
        day.is_repeat = side != leading;
        if day.is_repeat && named != by_id {
            differ.entry(day.origin.source).or_insert((day.origin.line, 0)).1 += 1;
        }
    }
    for (source, (line, count)) in differ {
        let message = Message::new("account.report.namesOrIds").with("count", count);
        intake.problem(source, Problem::doubt(Place::line(line), message));
    }
}

/// Per campaign: 0 where only its name is known, 1 where only its id is.
fn side_of_each(intake: &Intake<'_>) -> Vec<Option<usize>> {
    let side = |id: Name, name: Name| match (id == Name::EMPTY, name == Name::EMPTY) {
        (true, false) => Some(0),
        (false, true) => Some(1),
        _ => None,
    };
    intake.campaigns.iter().map(|campaign| side(campaign.id, campaign.name)).collect()
}
