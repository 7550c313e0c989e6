//! The rows of one account made comparable: canonical order, one currency, one clock, one set of names.
//!
//! In: the parts of a [`Gathering`]. Out: [`Intake`], which every collector of facts reads. Rows of
//! another currency are set aside here, with a problem, so that nobody further down can add them (R25).

use super::attribution::{Gathering, Part};
use super::state::{AccountProblem, Campaign, Counts, NONE, Origin, Source, SourceIx, Unanswered};
use super::types;
use crate::calendar::{Instant, LocalTime, SECONDS_PER_HOUR, Stated, Unit, When, Zone};
use crate::ingest::exports::{Export, Field};
use crate::ingest::layouts::layout;
use crate::ingest::records::Records;
use crate::ingest::{AsOf, AsOfBasis, Completeness, QuestionAbout};
use crate::money::Currency;
use crate::options::{AccountOptions, Options};
use crate::problem::Problem;
use crate::text::{Name, Names, NumberMap, squeezed};
use crate::work::Pace;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Everything the collectors of facts share.
pub struct Intake<'a> {
    pub parts: Vec<Part<'a>>,
    /// One per part, in the same order.
    pub sources: Vec<Source>,
    pub currency: Option<Currency>,
    pub zone: Zone,
    pub zone_assumed: bool,
    /// R31: whose these rows are is not answered yet.
    pub is_provisional: bool,
    pub now: Instant,
    pub lag_seconds: i64,
    pub names: Names,
    pub campaigns: Vec<Campaign>,
    pub problems: Vec<AccountProblem>,
    /// Rows of days to come, until they are told.
    pub ahead: super::future::Ahead,
    /// Per part: what was said of words for types of transactions.
    pub said_types: Vec<types::Said>,
    /// Per part: campaign of each distinct (id, name) of its records.
    campaign_of: Vec<NumberMap<(Name, Name), u32>>,
    /// Per part: its names in [`Intake::names`], by their index, filled on first use.
    translated: Vec<Vec<Option<Name>>>,
    /// The zone read last, with its text: it is the same from row to row.
    zone_read: RefCell<(String, Option<Zone>)>,
}

/// What a row is beside what was known of its subject before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    New,
    Same,
    Changed,
    /// Another value for the same moment.
    Conflicting,
    SetAside,
}

impl Outcome {
    /// R33: of a value with its as-of, beside the one before it.
    pub fn beside<T: PartialEq>(known: Option<&(T, Instant)>, stated: &(T, Instant)) -> Outcome {
        match known {
            None => Outcome::New,
            Some((value, _)) if *value == stated.0 => Outcome::Same,
            Some((_, as_of)) if *as_of == stated.1 => Outcome::Conflicting,
            Some(_) => Outcome::Changed,
        }
    }
}

impl<'a> Intake<'a> {
    /// Puts the parts in canonical order and decides currency and zone (R38).
    pub async fn new(
        gathering: &Gathering<'a>,
        options: &Options,
        now: Instant,
        viewer_zone: Zone,
        pace: &Pace,
    ) -> Intake<'a> {
        let account = gathering.account.said(options);
        let parts = gathering.parts.clone();
        let mut intake = Intake {
            sources: parts.iter().map(|part| source(part, options)).collect(),
            translated: parts.iter().map(|part| vec![None; part.records().names().len()]).collect(),
            zone_read: RefCell::default(),
            campaign_of: vec![],
            said_types: parts.iter().map(|part| types::Said::of(part, options)).collect(),
            parts,
            currency: None,
            zone: viewer_zone,
            zone_assumed: true,
            is_provisional: gathering.account.is_provisional,
            now,
            lag_seconds: i64::from(options.lag_hours()) * SECONDS_PER_HOUR,
            names: Names::default(),
            campaigns: vec![],
            problems: vec![],
            ahead: super::future::Ahead::default(),
        };
        intake.settle_currency(account.as_deref(), pace).await;
        intake.decide_zone(account.as_deref(), pace).await;
        intake.date_files(pace).await;
        intake.count_register_rows();
        intake.collect_campaigns(pace).await;
        intake
    }

    /// R33: a file is no older than the newest of its rows that is not still to come, whatever time it bears.
    async fn date_files(&mut self, pace: &Pace) {
        let mut newest: BTreeMap<&str, Instant> = BTreeMap::new();
        let of_files = |part: &&Part<'_>| part.as_of.basis == AsOfBasis::FileTime;
        for part in self.parts.iter().filter(of_files) {
            let records = part.records();
            let dated = [Field::Time, Field::Day].into_iter().find(|field| records.has(*field));
            let Some(field) = dated else { continue };
            let latest = newest.entry(part.import).or_insert(part.as_of.when.instant);
            pace.each(part.rows(), |row| {
                let at = self.local(records, row, field).map(|at| at.time.in_zone(self.zone));
                *latest = at.filter(|at| *at <= self.now).max(Some(*latest)).unwrap_or(*latest);
            })
            .await;
        }
        for (part, source) in self.parts.iter_mut().zip(&mut self.sources) {
            let newest = newest.get(part.import).filter(|at| **at > part.as_of.when.instant);
            if let Some(&instant) = newest {
                let when = When { instant, ..part.as_of.when };
                part.as_of = AsOf { when, basis: AsOfBasis::NewestRow };
                source.as_of = part.as_of;
            }
        }
    }

    /// Parts of these exports with their index.
    pub fn of(&self, exports: &[Export]) -> impl Iterator<Item = (SourceIx, Part<'a>)> + use<'a> {
        let chosen: Vec<_> = (self.parts.iter().enumerate())
            .filter(|(_, part)| exports.contains(&part.table.export))
            .map(|(at, part)| (SourceIx::from_at(at), part.clone()))
            .collect();
        chosen.into_iter()
    }

    /// Counts what so many rows of this part were.
    pub fn count(&mut self, source: SourceIx, outcome: Outcome, rows: u64) {
        let Some(Source { counts, .. }) = self.sources.get_mut(source.at()) else { return };
        *match outcome {
            Outcome::New => &mut counts.new,
            Outcome::Same => &mut counts.same,
            Outcome::Changed => &mut counts.changed,
            Outcome::Conflicting => &mut counts.conflicting,
            Outcome::SetAside => &mut counts.set_aside,
        } += rows;
    }

    /// Whether a part is known to list all there is (R32).
    pub fn is_whole(&self, source: SourceIx) -> bool {
        let completeness = self.sources.get(source.at()).map(|source| source.completeness);
        completeness == Some(Completeness::Full)
    }

    pub fn problem(&mut self, source: SourceIx, problem: Problem) {
        self.problems.push(AccountProblem { source: Some(source), problem });
    }

    /// The account's name for a text of a part's records.
    pub fn name(&mut self, source: SourceIx, records: &Records, name: Option<Name>) -> Name {
        let Some(name) = name else { return Name::EMPTY };
        let slot = self.translated.get_mut(source.at()).and_then(|t| t.get_mut(name.index()));
        if let Some(&mut Some(known)) = slot {
            return known;
        }
        let ours = self.names.intern(records.names().text(name));
        slot.into_iter().for_each(|slot| *slot = Some(ours));
        ours
    }

    /// The name of the same text with one space wherever blanks stand.
    pub fn squeezed(&mut self, name: Name) -> Name {
        let text = self.names.text(name);
        let is_one = |word: &str| !word.is_empty() && !word.contains(char::is_whitespace);
        if text.split(' ').all(is_one) {
            return name;
        }
        let text = squeezed(text);
        self.names.intern(&text)
    }

    /// The campaign a row names: `NONE` where it names none.
    pub fn campaign(&self, source: SourceIx, records: &Records, row: usize) -> u32 {
        let pair = campaign_cells(records, row);
        self.campaign_of.get(source.at()).and_then(|m| m.get(&pair)).copied().unwrap_or(NONE)
    }

    /// A time of the row on the account's clock: rows that name another zone are moved (E6, R25).
    pub fn local(&self, records: &Records, row: usize, field: Field) -> Option<Stated> {
        let stated = records.time(row, field)?;
        let zone = records.text(row, Field::Zone).and_then(|text| self.read_zone(text));
        match zone {
            Some(zone) if zone != self.zone && stated.unit != Unit::Day => {
                Some(Stated { time: stated.time.in_zone(zone).on_clock(self.zone), ..stated })
            }
            _ => Some(stated),
        }
    }

    fn read_zone(&self, text: &str) -> Option<Zone> {
        let mut last = self.zone_read.borrow_mut();
        if last.0 != text {
            *last = (text.to_owned(), Zone::parse(text));
        }
        last.1
    }

    /// What the latest register that states it says of the account (E15).
    pub fn registered(&self, field: Field) -> Option<String> {
        let parts = self.parts.iter().rev().filter(|p| p.table.export == Export::AccountRegister);
        let mut said =
            parts.filter_map(|p| p.rows().filter_map(|r| p.records().text(r, field)).last());
        said.next().map(str::to_owned)
    }

    pub fn clock_now(&self) -> LocalTime {
        self.now.on_clock(self.zone)
    }

    /// R38: the user's word, else tables that state the zone of the account, else what pages of Ads
    /// Manager write beside their times: those are on the account's own clock (R25).
    async fn decide_zone(&mut self, account: Option<&AccountOptions>, pace: &Pace) {
        let stating = [Export::PaymentManagement, Export::AccountRegister, Export::ConnectorTable];
        let own_clock = [
            Export::Transactions,
            Export::PromotionsAvailable,
            Export::PromotionsNotAvailable,
            Export::AssignmentLog,
        ];
        let votes = self.zones(&stating, pace).await;
        let most = votes.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
        let is_told = || self.parts_of(&own_clock).any(|part| part.table.is_zone_told);
        let beside_times =
            match self.zones(&own_clock, pace).await.into_keys().collect::<Vec<_>>()[..] {
                // UTC is also what tools write into times, whatever the zone of the account.
                [only] if only != Zone::UTC || is_told() => Some(only),
                _ => None,
            };
        let stated = account.and_then(|a| a.zone).or(most.map(|(zone, _)| *zone));
        if let Some(zone) = stated.or(beside_times) {
            (self.zone, self.zone_assumed) = (zone, false);
        }
    }

    fn parts_of<'s>(&'s self, exports: &'s [Export]) -> impl Iterator<Item = &'s Part<'a>> {
        self.parts.iter().filter(|part| exports.contains(&part.table.export))
    }

    /// Zones that tables of these exports name, and in how many rows.
    async fn zones(&self, exports: &[Export], pace: &Pace) -> BTreeMap<Zone, u64> {
        let mut votes: BTreeMap<Zone, u64> = BTreeMap::new();
        for part in self.parts_of(exports) {
            for (text, count) in count_texts(part, Field::Zone, pace).await {
                if let Some(zone) = Zone::parse(&text) {
                    *votes.entry(zone).or_default() += count;
                }
            }
        }
        votes
    }

    /// Rows of a register are read where they are needed; what became of each is counted here.
    fn count_register_rows(&mut self) {
        let fields = layout(Export::AccountRegister).map(|l| l.fields).unwrap_or_default();
        let mut known: Option<(Vec<Option<String>>, Instant)> = None;
        for (source, part) in self.of(&[Export::AccountRegister]) {
            let (records, as_of) = (part.records(), part.as_of.when.instant);
            for row in part.rows() {
                let cells = fields.iter().map(|f| records.text(row, *f).map(str::to_owned));
                let stated = (cells.collect::<Vec<_>>(), as_of);
                self.count(source, Outcome::beside(known.as_ref(), &stated), 1);
                known = Some(stated);
            }
        }
    }

    /// Campaigns by id; a row with a name alone means the campaign with that name where there is one. Names
    /// are one where they differ in blanks alone, as between a page and a file of it; shown as pasted last.
    async fn collect_campaigns(&mut self, pace: &Pace) {
        let mut shown: BTreeMap<String, String> = BTreeMap::new();
        let mut names_by_id: BTreeMap<String, String> = BTreeMap::new();
        let mut nameless: BTreeSet<String> = BTreeSet::new();
        let mut pairs: Vec<Vec<((Name, Name), String, String)>> = vec![];
        for part in &self.parts {
            let mut found = distinct_campaigns(part, pace).await;
            for (_, id, name) in &mut found {
                let pasted = std::mem::take(name);
                *name = squeezed(&pasted);
                shown.insert(name.clone(), pasted);
                if id.is_empty() {
                    nameless.insert(name.clone());
                } else if !name.is_empty() || !names_by_id.contains_key(id) {
                    // Parts come in order of as-of: the latest name stays.
                    names_by_id.insert(id.clone(), name.clone());
                }
            }
            pairs.push(found);
        }
        let mut ids_by_name: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (_, id, name) in
            pairs.iter().flatten().filter(|(_, id, name)| !id.is_empty() && !name.is_empty())
        {
            ids_by_name.entry(name.clone()).or_default().insert(id.clone());
        }
        let id_of = |id: &str, name: &str| match ids_by_name.get(name).filter(|_| id.is_empty()) {
            Some(ids) if ids.len() == 1 => ids.first().cloned().unwrap_or_default(),
            _ => id.to_owned(),
        };
        let mut index: BTreeMap<(String, String), u32> = BTreeMap::new();
        for id in names_by_id.keys() {
            index.insert((id.clone(), String::new()), 0);
        }
        for name in nameless.iter().filter(|name| id_of("", name).is_empty()) {
            index.insert((String::new(), name.clone()), 0);
        }
        for (at, ((id, name), slot)) in index.iter_mut().enumerate() {
            *slot = at as u32;
            let name = names_by_id.get(id).filter(|_| !id.is_empty()).unwrap_or(name);
            let name = shown.get(name).unwrap_or(name);
            let campaign = Campaign { id: self.names.intern(id), name: self.names.intern(name) };
            self.campaigns.push(campaign);
        }
        let find = |id: &str, name: &str| {
            let id = id_of(id, name);
            let name = if id.is_empty() { name.to_owned() } else { String::new() };
            index.get(&(id, name)).copied().unwrap_or(NONE)
        };
        self.campaign_of = pairs
            .into_iter()
            .map(|pairs| pairs.into_iter().map(|(p, id, n)| (p, find(&id, &n))).collect())
            .collect();
    }
}

/// The line a row of a part stands on.
pub fn origin(source: SourceIx, records: &Records, row: usize) -> Origin {
    Origin { source, line: records.line(row) }
}

fn source(part: &Part<'_>, options: &Options) -> Source {
    let answered = options.imports.get(part.import).and_then(|o| o.is_full);
    let completeness = match (answered, part.table.completeness) {
        (Some(true), _) => Completeness::Full,
        (Some(false), Completeness::Full) => Completeness::Unknown,
        (_, stated) => stated,
    };
    Source {
        import: part.import.to_owned(),
        table_index: part.table_index,
        export: part.table.export,
        as_of: part.as_of,
        completeness,
        unanswered: unanswered(part),
        may_be_about: vec![],
        counts: Counts::default(),
    }
}

fn unanswered(part: &Part<'_>) -> Unanswered {
    let asks = |about| part.table.questions.iter().any(|question| question.about == about);
    Unanswered { amounts: asks(QuestionAbout::DecimalMark), dates: asks(QuestionAbout::DayOrder) }
}

pub(super) async fn count_texts(
    part: &Part<'_>,
    field: Field,
    pace: &Pace,
) -> BTreeMap<String, u64> {
    let records = part.records();
    let mut by_name: NumberMap<Name, u64> = NumberMap::default();
    if records.has(field) {
        let name = |row| records.name(row, field).unwrap_or_default();
        pace.each(part.rows(), |row| *by_name.entry(name(row)).or_default() += 1).await;
    }
    by_name.into_iter().map(|(name, n)| (records.names().text(name).to_owned(), n)).collect()
}

fn campaign_cells(records: &Records, row: usize) -> (Name, Name) {
    let cell = |field| records.name(row, field).unwrap_or_default();
    (cell(Field::CampaignId), cell(Field::CampaignName))
}

async fn distinct_campaigns(part: &Part<'_>, pace: &Pace) -> Vec<((Name, Name), String, String)> {
    let records = part.records();
    if !records.has(Field::CampaignId) && !records.has(Field::CampaignName) {
        return vec![];
    }
    let mut seen: BTreeSet<(Name, Name)> = BTreeSet::new();
    let mut last = None;
    pace.each(part.rows(), |row| {
        let pair = campaign_cells(records, row);
        if last != Some(pair) && pair != (Name::EMPTY, Name::EMPTY) {
            seen.insert(pair);
        }
        last = Some(pair);
    })
    .await;
    let text = |name| records.names().text(name).to_owned();
    seen.into_iter().map(|(id, name)| ((id, name), text(id), text(name))).collect()
}
