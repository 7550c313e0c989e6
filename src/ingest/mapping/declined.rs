//! Tables that are an export of the platform and hold nothing for us: declined by name (E14).

use crate::ingest::exports::Export;
use crate::ingest::headers::{self, Header};
use crate::ingest::shape::Grid;
use crate::platform::Platform;
use crate::problem::Message;

/// Settings of campaigns, ad groups and ads, which no report of what they cost has.
#[rustfmt::skip]
const SETTINGS: &[&str] = &[
    "ad format", "ad group budget", "ad group budget mode", "ad group status", "ad status", "ad text", "age",
    "app id", "app name", "attribution window", "bid", "bid strategy", "bid type", "billing event", "brand safety",
    "budget mode", "budget type", "call to action", "campaign budget", "campaign budget mode",
    "campaign budget optimization", "campaign status", "campaign type", "catalog id", "comment", "creative type",
    "dayparting", "delivery type", "end time", "gender", "identity", "identity id", "identity type", "image name",
    "interests", "landing page url", "languages", "location", "locations", "objective", "objective type",
    "operating system", "optimization event", "optimization goal", "os version", "pacing", "pixel id", "pixel name",
    "placement", "placement type", "placements", "product set id", "promotion type", "schedule", "schedule type",
    "special ad categories", "special ad category", "split test", "start time", "tiktok ad objective", "url",
    "video id", "video name",
];

/// What a report of ads has as well.
const OF_REPORTS: &[&str] = &["ad group id", "ad group name", "ad id", "ad name", "budget"];

/// What a report counts. Where it stands, settings beside it are breakdowns.
#[rustfmt::skip]
const COUNTED: &[&str] = &[
    "clicks", "conversions", "cost", "cpc", "cpm", "ctr", "impressions", "net cost", "reach", "results", "spend",
    "total cost",
];

/// E14: `ExportAds_V2_*` has settings of ads and no spend.
pub(super) fn declined(grid: &Grid, platform: &dyn Platform) -> Option<Message> {
    let is_named = grid.place.sheet.as_deref().is_some_and(|s| s.starts_with("ExportAds"));
    let is_settings = |row: usize| {
        let found = headers::headers(grid.row(row), platform);
        let count = |words: &[&str]| {
            let is_one = |header: &&Header| words.contains(&header.form.as_str());
            found.iter().filter(is_one).count()
        };
        let is_of_ads = |h: &Header| h.form.starts_with("campaign ") || h.form.starts_with("ad ");
        let settings = count(SETTINGS);
        settings >= 2
            && settings + count(OF_REPORTS) >= 3
            && count(COUNTED) == 0
            && found.iter().any(is_of_ads)
    };
    (is_named || (0..grid.row_count().min(5)).any(is_settings)).then(|| {
        Message::new("ingest.declined.ad_settings")
            .term("where", Export::CampaignReport.where_to_copy())
    })
}
