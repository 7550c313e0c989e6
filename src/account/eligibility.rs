//! What a credit may pay: requirement text by known phrases (R39), assignments by their log (R4).
//!
//! In: credits, rows of E4 and E16, what the user answered. Out: [`Eligibility`] and [`Assignments`] of
//! each credit. Text that no known phrase covers makes eligibility unknown, never yes or no.

use super::intake::{Intake, Outcome, origin};
use super::requirements::{self, Requirements};
use super::state::*;
use super::words;
use crate::calendar::{Instant, LocalTime, Window};
use crate::ingest::exports::{Export, Field};
use crate::ingest::records::Records;
use crate::options::Options;
use crate::problem::{Message, Place, Problem};
use crate::sorting::Sorting;
use crate::text::Name;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Fills eligibility of all credits. Logs and panels must have been collected before.
pub fn decide(
    credits: &mut [Credit],
    options: &Options,
    reports: &[ReportDay],
    intake: &Intake<'_>,
) {
    let gmv_max: BTreeSet<CampaignIx> = (reports.iter())
        .filter(|r| r.export == Export::GmvMaxReport)
        .filter_map(|r| r.campaign)
        .collect();
    for credit in credits {
        let text = words::plain(credit.requirements.as_deref().unwrap_or_default());
        let reading = requirements::read(&text);
        let answered = options.credits.get(&credit.key).and_then(|o| o.from_business_center);
        credit.from_business_center = answered.unwrap_or_else(|| {
            ["issued from business center", "issued by business center"]
                .iter()
                .any(|phrase| text.contains(phrase))
        });
        let answers = options.credits.get(&credit.key).map(|o| &o.eligible_campaigns);
        fill(&mut credit.eligibility, reading, answers, &gmv_max, intake);
        // R39: what a type that nobody knows may pay is not known.
        if credit.kind.is_none() && credit.kind_text.is_some() {
            credit.eligibility.otherwise = Yes::Unknown;
        }
    }
}

/// The user's answer leads; then what the text and the reports say of single campaigns; else what the text
/// says of all.
fn fill(
    eligibility: &mut Eligibility,
    reading: Requirements,
    answers: Option<&BTreeMap<String, bool>>,
    gmv_max: &BTreeSet<CampaignIx>,
    intake: &Intake<'_>,
) {
    let is_listed = |campaign: &Campaign| {
        let text = |name| words::plain(intake.names.text(name));
        let names = [text(campaign.id), text(campaign.name)];
        names.iter().any(|name| !name.is_empty() && reading.campaigns.contains(name))
    };
    // Countries and ad products of a campaign stand in no export.
    let by_text = |at: CampaignIx, campaign: &Campaign| match reading.gmv_max {
        Some(false) if gmv_max.contains(&at) => Some(Yes::No),
        _ if !reading.countries.is_empty() || !reading.ad_products.is_empty() => None,
        _ if reading.has_unread => None,
        Some(true) if gmv_max.contains(&at) && reading.campaigns.is_empty() => Some(Yes::Yes),
        None if is_listed(campaign) => Some(Yes::Yes),
        _ => None,
    };
    let answered = |name| answers?.get(intake.names.text(name)).copied();
    let says = answers.is_some() || reading.gmv_max.is_some() || !reading.campaigns.is_empty();
    let all = intake.campaigns.iter().enumerate().filter(|_| says);
    let exceptions = all.filter_map(|(at, campaign)| {
        let at = CampaignIx::from_at(at);
        let answer = answered(campaign.id).or_else(|| answered(campaign.name));
        let yes = answer.map(|yes| if yes { Yes::Yes } else { Yes::No });
        Some((at, yes.or_else(|| by_text(at, campaign))?))
    });
    eligibility.exceptions = exceptions.collect();
    let exceptions = &eligibility.exceptions;
    eligibility.excludes_all = !exceptions.is_empty()
        && exceptions.len() == intake.campaigns.len()
        && exceptions.iter().all(|(_, yes)| *yes == Yes::No);
    eligibility.otherwise = if reading.is_open() { Yes::Yes } else { Yes::Unknown };
    eligibility.understood = reading.understood();
    eligibility.has_unread = reading.has_unread;
    // The panel (E16) is copied from the platform's own list: it leads.
    if eligibility.countries.is_empty() {
        eligibility.countries = reading.countries;
    }
    if eligibility.ad_products.is_empty() {
        eligibility.ad_products = reading.ad_products;
    }
}

/// The campaigns that the latest copy of a credit's panel (E16) lists.
struct Panel {
    as_of: Instant,
    linked: BTreeSet<CampaignIx>,
}

/// Reads logs (E4) and panels (E16) into the credits they name, or that the user said they are about.
pub fn collect_assignments(credits: &mut [Credit], options: &Options, intake: &mut Intake<'_>) {
    let by_name = credits_by_name(credits);
    // R31: whose credits these are is asked first; until then nothing can be tied.
    let waits = intake.is_provisional && credits.is_empty();
    let mut panels: BTreeMap<u32, Panel> = BTreeMap::new();
    for (source, part) in intake.of(&[Export::AssignmentLog, Export::AssignPanel]) {
        let records = part.records();
        let as_of = part.as_of.when.instant;
        let is_log = records.export == Export::AssignmentLog;
        let name_of = |row| records.text(row, Field::CreditName);
        // An answer is about one credit.
        let is_of_one = part.rows().map(name_of).collect::<BTreeSet<_>>().len() <= 1;
        let said = options.imports.get(part.import).and_then(|import| import.credit.as_ref());
        let said = said.filter(|_| is_of_one);
        let said = said.and_then(|key| credits.iter().position(|credit| credit.key == *key));
        // By name: the first line, and how many rows.
        let mut untied: BTreeMap<&str, (u32, u64)> = BTreeMap::new();
        for row in part.rows() {
            let name = name_of(row);
            let moment = match is_log {
                true => intake.local(records, row, Field::Time).map(|stated| stated.time),
                false => Some(as_of.on_clock(intake.zone)),
            };
            let found = said.map(|at| at as u32).or_else(|| find(name, moment, &by_name, credits));
            let Some((at, credit)) = found.and_then(|at| Some((at, credits.get_mut(at as usize)?)))
            else {
                let slot = untied.entry(name.unwrap_or_default());
                slot.or_insert((records.line(row), 0)).1 += 1;
                continue;
            };
            let assignments = &mut credit.assignments;
            assignments.is_known = true;
            assignments.as_of = assignments.as_of.max(Some(as_of));
            if is_log {
                assignments.log.extend(log_entry(intake, records, row, source));
                continue;
            }
            let list = |field| split_list(records.text(row, field));
            credit.eligibility.countries = list(Field::Countries);
            credit.eligibility.ad_products = list(Field::AdProducts);
            let empty = || Panel { as_of, linked: BTreeSet::new() };
            let panel = panels.entry(at).or_insert_with(empty);
            if panel.as_of < as_of {
                *panel = empty();
            }
            let campaign = intake.campaign(source, records, row);
            panel.linked.extend((campaign != NONE).then_some(CampaignIx(campaign)));
            intake.count(source, Outcome::New, 1);
        }
        if is_of_one && !waits {
            let name = untied.keys().next().map(|name| words::plain(name));
            let may_be_about = name.map(|name| candidates(&name, &by_name, credits));
            if let Some(source) = intake.sources.get_mut(source.at()) {
                source.may_be_about = may_be_about.unwrap_or_default();
            }
        }
        set_aside(untied, waits, source, intake);
    }
    for (at, credit) in credits.iter_mut().enumerate() {
        keep_once(&mut credit.assignments.log, intake);
        let panel = panels.get(&(at as u32)).map(|p| (p.as_of.on_clock(intake.zone), &p.linked));
        follow(&mut credit.assignments, panel);
    }
}

/// Rows of no single credit, by the name they bear: the first line, and how many.
fn set_aside(
    untied: BTreeMap<&str, (u32, u64)>,
    waits: bool,
    source: SourceIx,
    intake: &mut Intake<'_>,
) {
    for (name, (line, count)) in untied {
        if waits {
            intake.count(source, Outcome::New, count);
            continue;
        }
        let message = match name {
            "" => Message::new("account.assignment.unnamed"),
            name => Message::new("account.assignment.whichCredit").with("name", name),
        };
        let problem = Problem::doubt(Place::line(line), message.with("count", count));
        intake.problem(source, problem);
        intake.count(source, Outcome::SetAside, count);
    }
}

/// In order of time, each entry once, however many copies of the log hold it (R33).
fn keep_once(log: &mut Vec<LogEntry>, intake: &mut Intake<'_>) {
    log.order_by_key(|e| (e.at, e.campaign, e.linked, e.origin));
    let mut last = None;
    log.retain(|entry| {
        let content = Some((entry.at, entry.campaign, entry.linked));
        let is_new = last != content;
        let outcome = if is_new { Outcome::New } else { Outcome::Same };
        intake.count(entry.origin.source, outcome, 1);
        last = content;
        is_new
    });
}

/// Spans of every link, from the log; a panel copied after the last entry corrects the end (R4).
fn follow(assignments: &mut Assignments, panel: Option<(LocalTime, &BTreeSet<CampaignIx>)>) {
    let mut open: HashMap<CampaignIx, Option<LocalTime>> = HashMap::new();
    let mut seen: BTreeSet<CampaignIx> = BTreeSet::new();
    let mut spans: Vec<LinkSpan> = Vec::new();
    for entry in &assignments.log {
        let first = seen.insert(entry.campaign);
        match (entry.linked, open.contains_key(&entry.campaign)) {
            (true, false) => {
                open.insert(entry.campaign, Some(entry.at));
            }
            (false, true) => {
                let start = open.remove(&entry.campaign).flatten();
                spans.push(LinkSpan::new(entry.campaign, start, Some(entry.at)));
            }
            // The log begins with an unlink: it was linked before the log.
            (false, false) if first => {
                spans.push(LinkSpan::new(entry.campaign, None, Some(entry.at)));
            }
            // A link of what is linked, an unlink of what is not: changes nothing.
            _ => {}
        }
    }
    let last = assignments.log.last().map(|e| e.at);
    if let Some((at, linked)) = panel.filter(|(at, _)| last.is_none_or(|last| last <= *at)) {
        let gone: Vec<CampaignIx> = open.keys().filter(|c| !linked.contains(c)).copied().collect();
        for campaign in gone {
            let start = open.remove(&campaign).flatten();
            spans.push(LinkSpan::new(campaign, start, Some(at)));
        }
        for &campaign in linked {
            // Since when is not known; assumed since the credit began.
            open.entry(campaign).or_insert(None);
        }
    }
    assignments.linked = open.keys().copied().collect();
    assignments.linked.order();
    spans.extend(open.into_iter().map(|(campaign, start)| LinkSpan::new(campaign, start, None)));
    spans.order_by_key(|s| (s.campaign, s.window.start, s.window.end));
    assignments.spans = spans;
}

impl LinkSpan {
    fn new(campaign: CampaignIx, start: Option<LocalTime>, end: Option<LocalTime>) -> LinkSpan {
        LinkSpan { campaign, window: Window { start, end } }
    }
}

/// By their plain names: how a list writes one makes no other credit.
pub(super) fn credits_by_name(credits: &[Credit]) -> HashMap<String, Vec<u32>> {
    let mut out: HashMap<String, Vec<u32>> = HashMap::new();
    for (at, credit) in credits.iter().enumerate() {
        out.entry(words::plain(&credit.name)).or_default().push(at as u32);
    }
    out
}

/// The one credit of this name, without a name of all; of several the assignable one, of those the one that lived
/// then (R34).
fn find(
    name: Option<&str>,
    moment: Option<LocalTime>,
    by_name: &HashMap<String, Vec<u32>>,
    credits: &[Credit],
) -> Option<u32> {
    let is = |at: &u32, fits: &dyn Fn(&Credit) -> bool| credits.get(*at as usize).is_some_and(fits);
    let is_assignable = |credit: &Credit| credit.kind == Some(CreditType::Assignable);
    let lives = |credit: &Credit| moment.is_some_and(|moment| credit.window.contains(moment));
    let mut found = match name {
        Some(name) => by_name.get(&words::plain(name))?.clone(),
        None => (0..credits.len() as u32).filter(|at| is(at, &is_assignable)).collect(),
    };
    for fits in [&is_assignable as &dyn Fn(&Credit) -> bool, &lives] {
        if found.len() > 1 {
            found.retain(|at| is(at, fits));
        }
    }
    match found[..] {
        [only] => Some(only),
        _ => None,
    }
}

/// The credits that rows of this name may be about: those that bear it; without a name, those that can be assigned.
fn candidates(
    name: &str,
    by_name: &HashMap<String, Vec<u32>>,
    credits: &[Credit],
) -> Vec<CreditIx> {
    let may_be_assigned = |c: &Credit| matches!(c.kind, None | Some(CreditType::Assignable));
    let all = credits.iter().enumerate().filter(|(_, credit)| may_be_assigned(credit));
    match (name, by_name.get(name)) {
        ("", _) => all.map(|(at, _)| CreditIx::from_at(at)).collect(),
        (_, Some(named)) => named.iter().map(|&at| CreditIx(at)).collect(),
        (_, None) => vec![],
    }
}

fn log_entry(
    intake: &mut Intake<'_>,
    records: &Records,
    row: usize,
    source: SourceIx,
) -> Option<LogEntry> {
    let at = intake.local(records, row, Field::Time).map(|stated| stated.time);
    let linked = records.text(row, Field::LogAction).and_then(words::log_links);
    let campaign = intake.campaign(source, records, row);
    let (Some(at), Some(linked), true) = (at, linked, campaign != NONE) else {
        let action = records.text(row, Field::LogAction).unwrap_or_default();
        let message = Message::new("account.assignment.unread").with("action", action);
        let place = Place::line(records.line(row));
        intake.problem(source, Problem::doubt(place, message));
        intake.count(source, Outcome::SetAside, 1);
        return None;
    };
    let actor: Name = intake.name(source, records, records.name(row, Field::Actor));
    let origin = origin(source, records, row);
    Some(LogEntry { at, campaign: CampaignIx(campaign), linked, actor, origin })
}

fn split_list(text: Option<&str>) -> Vec<String> {
    let parts = text.unwrap_or_default().split([',', ';', '\n', '、', '，']);
    parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
