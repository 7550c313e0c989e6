//! Campaigns that one copy knows by name alone and another by id alone: nobody says which is which.
//!
//! In: the [`ReportDay`]s of the campaign report. Out: of each day the rows of one side as repeats of the
//! other's (R35), and a doubt where the two sides are not of one sum. A campaign that one copy names without its
//! id, on a day of which another copy has campaigns of other names with theirs, may be one of them, renamed since:
//! both count, and it is said.

use crate::account::intake::Intake;
use crate::account::state::{CampaignIx, ReportDay, SourceIx};
use crate::calendar::Day;
use crate::ingest::exports::Export;
use crate::money::Amount;
use crate::problem::{Message, Place, Problem};
use crate::text::Name;
use std::collections::{BTreeMap, BTreeSet};

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
    let mut differ = Rows::new();
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
    tell("account.report.namesOrIds", differ, intake);
    let renamed = perhaps_renamed(days, intake);
    tell("account.report.perhapsRenamed", renamed, intake);
}

/// Rows of one table: the first line, and how many.
pub(super) type Rows = BTreeMap<SourceIx, (u32, u64)>;

pub(super) fn tell(key: &'static str, rows: Rows, intake: &mut Intake<'_>) {
    for (source, (line, count)) in rows {
        let message = Message::new(key).with("count", count);
        intake.problem(source, Problem::doubt(Place::line(line), message));
    }
}

/// Rows that count and name a campaign without its id, beside another copy's campaigns with theirs.
fn perhaps_renamed(days: &[ReportDay], intake: &Intake<'_>) -> Rows {
    let counts = |d: &&ReportDay| d.export == Export::CampaignReport && !d.is_repeat;
    let campaign = |day: &ReportDay| intake.campaigns.get(day.campaign?.at());
    let mut with_both: BTreeSet<(Day, Day, SourceIx)> = BTreeSet::new();
    for day in days.iter().filter(counts) {
        if campaign(day).is_some_and(|c| c.id != Name::EMPTY && c.name != Name::EMPTY) {
            with_both.insert((day.day, day.last_day, day.origin.source));
        }
    }
    let mut rows = Rows::new();
    for day in days.iter().filter(counts) {
        let first = (day.day, day.last_day, SourceIx(0));
        let of_day = || with_both.range(first..=(day.day, day.last_day, SourceIx(u32::MAX)));
        let is_beside = of_day().any(|(.., source)| *source != day.origin.source);
        // One copy with ids for some of its campaigns tells them apart by itself.
        let is_alone = of_day().all(|(.., source)| *source != day.origin.source);
        if campaign(day).is_some_and(|c| c.id == Name::EMPTY) && is_beside && is_alone {
            rows.entry(day.origin.source).or_insert((day.origin.line, 0)).1 += 1;
        }
    }
    rows
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
