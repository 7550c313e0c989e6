//! Questions about copies that nobody has answered (R37): what rests on them is provisional.

use super::{Kind, Scene};
use crate::account::state::{Credit, Source};
use crate::calendar::When;
use crate::insight::{Finding, Level, Sort};
use crate::problem::Message;

/// One line an account: amounts or dates of a copy can be read in two ways; else no copy says the currency (R38).
pub(super) fn asked(scene: &Scene<'_>) -> Option<Finding> {
    unread(scene).or_else(|| no_currency(scene))
}

fn unread(scene: &Scene<'_>) -> Option<Finding> {
    let open = scene.state.sources.iter().filter(|source| source.unanswered.any());
    let source = open.max_by_key(|source| source.as_of.when.instant)?;
    let headline = Message::new("alert.asked")
        .term("export", source.export.term())
        .with("at", copied(scene, source));
    let mut finding = of(scene, source, headline);
    finding.level = Level::Warning;
    let whys = [
        (source.unanswered.amounts, "alert.why.asked.amounts"),
        (source.unanswered.dates, "alert.why.asked.dates"),
    ];
    finding.why =
        whys.into_iter().filter(|(is, _)| *is).map(|(_, why)| Message::new(why)).collect();
    Some(finding)
}

fn no_currency(scene: &Scene<'_>) -> Option<Finding> {
    let state = scene.state;
    if state.currency.is_some() || state.account.is_provisional {
        return None;
    }
    let origin = |credit: &Credit| Some(credit.observations.last()?.origin.source);
    let stating = state.credits.iter().filter_map(|credit| state.source(origin(credit)?));
    let source = stating.max_by_key(|source| source.as_of.when.instant)?;
    let headline = Message::new("alert.asked.currency").with("at", copied(scene, source));
    let mut finding = of(scene, source, headline);
    finding.sort = Sort::Account;
    finding.why = vec![Message::new("alert.why.asked.currency")];
    Some(finding)
}

fn copied(scene: &Scene<'_>, source: &Source) -> When {
    scene.when(source.as_of.when.instant)
}

fn of(scene: &Scene<'_>, source: &Source, headline: Message) -> Finding {
    let mut finding = scene.finding(Kind::Asked, None, headline);
    finding.import = Some(source.import.clone());
    finding.steps = vec![Message::new("alert.step.answer")];
    finding.onset = source.as_of.when.instant;
    finding
}
