//! Offers that earn a reward by spending (E2, E17; R17 to R20).
//!
//! In: rows of the Earning tab and of coupon cards. Out: [`Offer`]s with tiers, what is reached and
//! missing, when the reward is due. The same offer seen in tab and card is one (E17). Only one tier is
//! granted, the highest reached (R19); the platform's own progress leads, ours stands beside it.

use super::intake::{Intake, Outcome, origin};
use super::state::*;
use crate::calendar::{Instant, SECONDS_PER_DAY, Stated, Window, Zone};
use crate::ingest::exports::{Export, Field};
use crate::ingest::words::{self, CreditStatus};
use crate::money::{Amount, Currency};
use crate::problem::Message;
use crate::sorting::Sorting;
use std::collections::{BTreeMap, BTreeSet};

/// R20: the reward lands within hours to 7 days.
const REWARD_DAYS_MAX: i64 = 7;

#[derive(Clone)]
struct Row {
    is_card: bool,
    name: String,
    start: Option<Stated>,
    end: Option<Stated>,
    tiers: Vec<Tier>,
    spend: Option<Amount>,
    earned: Option<Amount>,
    status: Option<String>,
    as_of: Instant,
    origin: Origin,
}

/// All offers, in the order of their names and windows.
pub fn collect(intake: &mut Intake<'_>) -> Vec<Offer> {
    let mut rows: Vec<Row> = Vec::new();
    for (source, part) in intake.of(&[Export::PromotionsEarning, Export::CouponCard]) {
        let records = part.records();
        for row in part.rows() {
            let money = |field| records.money(row, field);
            let mut tiers = records.text(row, Field::Tiers).map(read_tiers).unwrap_or_default();
            if let Some(target) = money(Field::TargetSpend).filter(|t| t.is_positive()) {
                // `Reward tier: 500.00`: one amount beside a target is what that earns.
                let alone = match tiers[..] {
                    [Tier { target: alone, reward: None }] if alone != target => Some(alone),
                    _ => None,
                };
                tiers.retain(|tier| Some(tier.target) != alone);
                tiers.push(Tier { target, reward: money(Field::Reward).or(alone) });
            }
            rows.push(Row {
                is_card: records.export == Export::CouponCard,
                name: records.text(row, Field::OfferName).unwrap_or_default().trim().to_owned(),
                start: records.time(row, Field::WindowStart),
                end: records.time(row, Field::WindowEnd),
                tiers,
                spend: money(Field::QualifyingSpend),
                earned: money(Field::EarnedSoFar),
                status: records.text(row, Field::Status).map(str::to_owned),
                as_of: part.as_of.when.instant,
                origin: origin(source, records, row),
            });
        }
    }
    let mut by_offer: BTreeMap<(String, Option<i64>, Option<i64>), Vec<Row>> = BTreeMap::new();
    for row in join_cards(rows) {
        by_offer.entry(row.key()).or_default().push(row);
    }
    let offers = by_offer.into_values().map(|mut rows| {
        rows.order_by_key(|r| (r.as_of, r.spend, r.earned, r.status.clone(), r.name.clone()));
        offer(rows, intake)
    });
    offers.collect()
}

/// E17: a card is the one offer of the Earning tab that it may be: of its name, else of its target and reward where
/// spend or end are the same too. So is a row that states no window, by its name.
fn join_cards(mut rows: Vec<Row>) -> Vec<Row> {
    let is_stated = |row: &&Row| !row.is_card && (row.start.is_some() || row.end.is_some());
    let stated: Vec<Row> = rows.iter().filter(is_stated).cloned().collect();
    for row in rows.iter_mut().filter(|row| !is_stated(&&**row)) {
        let only = |is_it: &dyn Fn(&Row, &Row) -> bool| {
            let all = stated.iter().filter(|offer| row.fits(offer) && is_it(row, offer));
            let all: BTreeMap<_, &Row> = all.map(|offer| (offer.key(), offer)).collect();
            (all.len() == 1).then(|| all.into_values().next()).flatten()
        };
        let named = only(&|row, offer| words::plain(&row.name) == words::plain(&offer.name));
        if let Some(offer) = named.or_else(|| only(&|row, offer| row.is_card && row.is_like(offer)))
        {
            let Row { name, start, end, .. } = offer.clone();
            (row.name, row.start, row.end) = (name, start, end);
        }
    }
    rows
}

impl Row {
    /// However a copy writes its name.
    fn key(&self) -> (String, Option<i64>, Option<i64>) {
        let start = self.start.map(|s| s.time.seconds());
        (words::plain(&self.name), start, self.end.map(|s| s.end().seconds()))
    }

    /// Whether no end of one window is another in the other.
    fn fits(&self, offer: &Row) -> bool {
        let ((_, start, end), (_, its_start, its_end)) = (self.key(), offer.key());
        let fits = |a: Option<i64>, b: Option<i64>| a.is_none() || b.is_none() || a == b;
        fits(start, its_start) && fits(end, its_end)
    }

    fn is_like(&self, offer: &Row) -> bool {
        let earns_alike = |a: &Tier, b: &Tier| {
            let is_known = a.reward.is_some() && b.reward.is_some();
            a.target == b.target && (!is_known || a.reward == b.reward)
        };
        let is_same = (self.spend.is_some() && self.spend == offer.spend)
            || (self.end.is_some() && offer.end.is_some());
        is_same && self.tiers.iter().any(|a| offer.tiers.iter().any(|b| earns_alike(a, b)))
    }
}

fn offer(rows: Vec<Row>, intake: &mut Intake<'_>) -> Offer {
    let mut tiers: BTreeMap<Amount, Option<Amount>> = BTreeMap::new();
    let mut history: Vec<Observed<Amount>> = Vec::new();
    let (mut earned, mut status) = (None, None);
    for row in &rows {
        for tier in &row.tiers {
            let reward = tiers.entry(tier.target).or_default();
            *reward = tier.reward.or(*reward);
        }
        let observed = |value| Observed { value, as_of: row.as_of, origin: row.origin };
        let outcome = match row.spend {
            None => Outcome::New,
            Some(spend) => {
                let known = history.last().map(|h| (h.value, h.as_of));
                let stated = (spend, row.as_of);
                if known != Some(stated) {
                    history.push(observed(spend));
                }
                Outcome::beside(known.as_ref(), &stated)
            }
        };
        intake.count(row.origin.source, outcome, 1);
        earned = row.earned.map(observed).or(earned);
        status = row.status.clone().or(status);
    }
    let first = rows.first();
    let (start, end) = (first.and_then(|r| r.start), first.and_then(|r| r.end));
    let name = first.map(|r| r.name.clone()).unwrap_or_default();
    let text = |s: Option<Stated>| s.map(|s| s.time.day().to_string()).unwrap_or_default();
    Offer {
        key: format!("offer|{name}|{}..{}", text(start), text(end)),
        name: rows.last().map(|r| r.name.clone()).unwrap_or_default(),
        tiers: tiers.into_iter().map(|(target, reward)| Tier { target, reward }).collect(),
        spend: history.last().copied(),
        earned,
        window_start: start,
        window_end: end,
        window: Window { start: start.map(|s| s.time), end: end.map(Stated::end) },
        status,
        state: OfferState::Undetermined,
        reached: None,
        next: None,
        reward_due: None,
        granted_as: None,
        history,
        origin: first.map(|r| r.origin),
        problems: vec![],
    }
}

/// What offers are judged by besides their own rows.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    pub credits: &'a [Credit],
    pub spend: &'a [SpendDay],
    pub now: Instant,
    pub zone: Zone,
    pub currency: Option<Currency>,
}

impl<'a> Facts<'a> {
    pub fn of(state: &'a AccountState) -> Facts<'a> {
        let AccountState { credits, spend, now, zone, currency, .. } = state;
        Facts { credits, spend, now: *now, zone: *zone, currency: *currency }
    }
}

/// State, tier and reward, from all facts. Once the window has ended, what reports hold of the days since the copy
/// counts too: there will be no more.
pub fn decide(offers: &mut [Offer], facts: Facts<'_>) {
    let mut taken: BTreeSet<CreditIx> = BTreeSet::new();
    for offer in offers {
        let ours = with_reports(offer, facts).filter(|_| has_ended(offer, facts));
        let spend = ours.map(|(spend, _)| spend).or(offer.spend).map(|s| s.value);
        offer.reached = offer.tiers.iter().rposition(|t| spend.is_some_and(|s| t.target <= s));
        offer.next = spend.and_then(|spend| next_tier(offer, spend));
        offer.granted_as = granted(offer, facts.credits, &taken);
        taken.extend(offer.granted_as);
        offer.state = state(offer, facts);
        offer.reward_due = reward_due(offer, facts.zone);
        offer.problems = problems(offer, facts.currency);
    }
}

fn has_ended(offer: &Offer, facts: Facts<'_>) -> bool {
    offer.window.end.is_some_and(|end| end <= facts.now.on_clock(facts.zone))
}

/// The first tier above what was spent.
pub fn next_tier(offer: &Offer, spent: Amount) -> Option<NextTier> {
    offer.tiers.iter().enumerate().find_map(|(index, tier)| {
        let missing = tier.target - spent;
        missing.is_positive().then_some(NextTier { index, missing })
    })
}

/// The platform's figure with the cash-paid spend that pasted reports hold of whole days since it was copied, where
/// any do, and how much that is: as far as it is known who paid (R18, R22).
pub fn with_reports(offer: &Offer, facts: Facts<'_>) -> Option<(Observed<Amount>, Amount)> {
    let (seen, zone) = (offer.spend?, facts.zone);
    let now = facts.now.on_clock(zone);
    let from = offer.window.start.max(Some(seen.as_of.on_clock(zone)))?;
    let to = offer.window.end.map_or(now, |end| end.min(now));
    let since = |d: &&SpendDay| from <= d.day.start() && d.day.plus_days(1).start() <= to;
    let (mut more, mut until) = (Amount::ZERO, seen.as_of);
    for day in facts.spend.iter().filter(since) {
        let by_credit = day.by_credit.filter(|_| day.is_settled).or(day.replayed_credit);
        let Some(by_credit) = by_credit else { continue };
        more += (day.cost - by_credit).max(Amount::ZERO);
        until = until.max(day.day.plus_days(1).start().in_zone(zone));
    }
    let spend = Observed { value: seen.value + more, as_of: until, ..seen };
    more.is_positive().then_some((spend, more))
}

/// R37: the first tier was not reached by the window's end, whatever counts of the days since the copy. `false`
/// where one of them is not known.
fn stayed_below(offer: &Offer, facts: Facts<'_>) -> bool {
    let (Some(seen), Some(first), Some(end)) = (offer.spend, offer.tiers.first(), offer.window.end)
    else {
        return false;
    };
    let copied = offer.window.start.max(Some(seen.as_of.on_clock(facts.zone)));
    let from = copied.map_or(end, |at| at.min(end)).day().number();
    let to = end.plus_seconds(-1).day().number();
    if end <= seen.as_of.on_clock(facts.zone) {
        return seen.value < first.target;
    }
    let open = facts.spend.iter().filter(|d| (from..=to).contains(&d.day.number()));
    let could = |d: &SpendDay| {
        let by_credit = d.by_credit.filter(|_| d.is_settled).unwrap_or_default();
        Some((d.cost - by_credit).max(Amount::ZERO)).filter(|_| d.open_cost.is_some())
    };
    let known: Vec<Amount> = open.filter_map(could).collect();
    let is_whole = i64::try_from(known.len()).is_ok_and(|days| days == i64::from(to - from) + 1);
    is_whole && seen.value + known.into_iter().sum() < first.target
}

fn state(offer: &Offer, facts: Facts<'_>) -> OfferState {
    let clock = facts.now.on_clock(facts.zone);
    let said = offer.status.as_deref().and_then(words::credit_status);
    let ended = has_ended(offer, facts);
    let top_reached = offer.reached.is_some() && offer.next.is_none();
    if offer.granted_as.is_some() {
        return OfferState::Granted;
    }
    match said {
        Some(CreditStatus::Rewarded) => return OfferState::Granted,
        Some(CreditStatus::Earned) => return OfferState::RewardExpected,
        Some(CreditStatus::Expired | CreditStatus::Cancelled) if offer.reached.is_none() => {
            return OfferState::Missed;
        }
        Some(CreditStatus::NotStarted) if !ended => return OfferState::NotStarted,
        _ => {}
    }
    if offer.window.start.is_some_and(|start| clock < start) {
        OfferState::NotStarted
    } else if top_reached || (ended && offer.reached.is_some()) {
        OfferState::RewardExpected
    } else if ended && stayed_below(offer, facts) {
        OfferState::Missed
    } else if ended || (offer.tiers.is_empty() && offer.spend.is_none()) {
        OfferState::Undetermined
    } else {
        OfferState::Running
    }
}

/// R20: from the end of the window, or from when the top tier was seen reached after it had not been, up to 7
/// days. `after` is `None` where the first copy already showed it reached: since when is not known (R37).
fn reward_due(offer: &Offer, zone: Zone) -> Option<Between> {
    if offer.state != OfferState::RewardExpected {
        return None;
    }
    let top = offer.tiers.last().map(|t| t.target);
    let is_reached = |value: Amount| top.is_some_and(|top| value >= top);
    let at = offer.history.iter().position(|h| is_reached(h.value));
    let reached = at.and_then(|at| offer.history.get(at)).map(|h| h.as_of);
    let end = offer.window.end.map(|end| end.in_zone(zone));
    let from = reached.into_iter().chain(end).min()?;
    let is_known = at != Some(0) || end == Some(from);
    let until = from.plus_seconds(REWARD_DAYS_MAX * SECONDS_PER_DAY);
    Some(Between { after: is_known.then_some(from), before: Some(until) })
}

/// A conditional credit of the reward's amount that came within the window and a week after it.
fn granted(offer: &Offer, credits: &[Credit], taken: &BTreeSet<CreditIx>) -> Option<CreditIx> {
    let reward = offer.tiers.get(offer.reached?)?.reward?;
    let start = offer.window.start?;
    let until = offer.window.end?.plus_seconds(REWARD_DAYS_MAX * SECONDS_PER_DAY);
    let fits = |credit: &Credit| {
        let came = credit.redeemed.or(credit.valid_start).map(|s| s.time);
        credit.kind == Some(CreditType::Conditional)
            && credit.face == Some(reward)
            && came.is_some_and(|came| start <= came && came <= until)
    };
    let all = credits.iter().enumerate().filter(|(_, credit)| fits(credit));
    let mut free = all.map(|(at, _)| CreditIx::from_at(at)).filter(|at| !taken.contains(at));
    free.next()
}

fn problems(offer: &Offer, currency: Option<Currency>) -> Vec<Message> {
    let mut out = Vec::new();
    let named = |key| Message::new(key).with("name", offer.name.as_str());
    if offer.window.is_inverted() {
        out.push(named("account.offer.invertedWindow"));
    }
    if offer.tiers.is_empty() {
        out.push(named("account.offer.noTiers"));
    }
    let falls = offer.history.windows(2).any(|pair| match pair {
        [a, b] => b.value < a.value,
        _ => false,
    });
    if falls {
        let spend = offer.spend.map(|s| s.value).unwrap_or_default();
        out.push(named("account.offer.spendFell").money("spend", spend, currency));
    }
    out
}

/// `Spend 100 get 50; spend 300 get 200`: pairs of amounts, part by part; other parts are left out.
pub fn read_tiers(text: &str) -> Vec<Tier> {
    let parts = text.split([';', '\n', '|', '、', '；']);
    let tiers = parts.filter_map(|part| {
        let numbers = plain_amounts(part)?;
        match numbers.as_slice() {
            [target, reward] if target.is_positive() => {
                Some(Tier { target: *target, reward: Some(*reward) })
            }
            [target] if target.is_positive() => Some(Tier { target: *target, reward: None }),
            _ => None,
        }
    });
    tiers.collect()
}

/// Amounts in running text, grouped by comma in threes, with a point as decimal mark.
/// `None` where a number is written in another way.
fn plain_amounts(text: &str) -> Option<Vec<Amount>> {
    let is_part = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    let runs = text.split(|c| !is_part(c)).map(|run| run.trim_matches(['.', ',']));
    let exact = |run: &str| {
        let (whole, decimals) = run.split_once('.').unwrap_or((run, ""));
        let mut groups = whole.split(',');
        let grouped = groups.next().is_some_and(|g| g.len() <= 3 || !whole.contains(','))
            && groups.all(|g| g.len() == 3)
            && !decimals.contains([',', '.']);
        grouped.then(|| Amount::parse_plain(&run.replace(',', "")).ok()).flatten()
    };
    runs.filter(|run| !run.is_empty()).map(exact).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r19_tiers_are_read_from_text() {
        let read = |text| {
            let tiers = read_tiers(text).into_iter();
            let tiers = tiers.map(|t| format!("{}→{}", t.target, t.reward.unwrap_or_default()));
            tiers.collect::<Vec<_>>().join(" ")
        };
        for (text, tiers) in [
            ("Spend 100 get 50; spend 300 get 200", "100→50 300→200"),
            ("Spend $1,500.50, get $100", "1500.5→100"),
            ("Spend 150,000 get 1500", "150000→1500"),
            ("Spend 100; Spend 200 get 20", "100→0 200→20"),
            ("Spend 0 get 50; Spend 0", ""),
            ("Spend more, get more", ""),
            // A number that is not plainly grouped spoils its part: no half-read tier.
            ("Spend 1.500,00 get 100", ""),
            ("Spend 1,50 get 5", ""),
            ("Spend 1500,000 get 5", ""),
        ] {
            assert_eq!(read(text), tiers, "{text}");
        }
    }
}
