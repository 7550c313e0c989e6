//! Tables that are an export of the platform and hold nothing for us: declined by name (E14).

use crate::ingest::exports::Export;
use crate::ingest::headers;
use crate::ingest::shape::Grid;
use crate::platform::Platform;
use crate::problem::Message;

/// E14: `ExportAds_V2_*` has settings of ads and no spend.
pub(super) fn declined(grid: &Grid, platform: &dyn Platform) -> Option<Message> {
    const SETTINGS: &[&str] = &[
        "ad group name",
        "ad name",
        "placement",
        "placement type",
        "optimization goal",
        "bid strategy",
        "call to action",
        "landing page url",
        "ad format",
        "identity",
        "pacing",
        "dayparting",
        "objective",
        "objective type",
        "promotion type",
        "ad text",
        "creative type",
        "campaign type",
        "billing event",
        "age",
        "gender",
        "languages",
    ];
    let is_named = grid.place.sheet.as_deref().is_some_and(|s| s.starts_with("ExportAds"));
    let is_settings = |row: usize| {
        let found = headers::headers(grid.row(row), platform);
        let count = found.iter().filter(|h| SETTINGS.contains(&h.form.as_str())).count();
        let cost = found.iter().any(|h| matches!(h.form.as_str(), "cost" | "spend" | "total cost"));
        count >= 4 && !cost
    };
    (is_named || (0..grid.row_count().min(5)).any(is_settings)).then(|| {
        Message::new("ingest.declined.ad_settings")
            .term("where", Export::CampaignReport.where_to_copy())
    })
}
