//! Job J: exact totals per credit × campaign × day × currency, and per credit and currency, of
//! transactions that ad credit paid. Uses what the engine offers to everyone: typed columns.

use ad_credit_tracker::calendar::{Day, LocalTime};
use ad_credit_tracker::ingest::exports::Field;
use ad_credit_tracker::ingest::records::{Column, Records};
use ad_credit_tracker::money::Amount;
use ad_credit_tracker::text::Name;

/// One total with its key.
pub struct Total {
    pub credit: Name,
    pub campaign: Name,
    pub day: Day,
    pub currency: Name,
    pub amount: Amount,
    pub row_count: u32,
}

/// What a credit paid and what was granted, per currency.
#[derive(Default)]
pub struct CreditTotal {
    pub spent: Amount,
    pub granted: Amount,
}

#[derive(Default)]
pub struct Totals {
    pub by_day: Vec<Total>,
    pub by_credit: Vec<CreditTotal>,
}

/// Credit, campaign and currency seen together: where their totals stand.
struct Pair {
    by_credit: u32,
    /// Day of the total used last; exports are in order of time.
    day: i32,
    by_day: u32,
}

/// `None` where a column of the job is missing.
pub fn totals(records: &Records) -> Option<Totals> {
    let names = |field| match records.column(field)? {
        Column::Text(names) => Some(names.as_slice()),
        _ => None,
    };
    let Column::Money(amounts) = records.column(Field::Amount)? else { return None };
    let Column::Time(times) = records.column(Field::Time)? else { return None };
    let (types, sources) = (names(Field::TransactionType)?, names(Field::PaymentSource)?);
    let (statuses, credits) = (names(Field::Status)?, names(Field::CreditName)?);
    let (campaigns, currencies) = (names(Field::CampaignId)?, names(Field::Currency)?);
    let word = |text| records.names().find(text).unwrap_or(Name::from_index(usize::MAX >> 1));
    let (success, ad_credit) = (word("Success"), word("Ad credit"));
    let (spend, refund, grant) = (word("Ad spend"), word("Refund"), word("Ad Credit"));

    let (mut out, mut pairs) = (Totals::default(), Vec::<Pair>::new());
    let (mut pair_ids, mut credit_ids, mut day_ids) = (Ids::new(), Ids::new(), Ids::new());
    let mut chosen = vec![0u32; 4096];
    for first in (0..records.len()).step_by(chosen.len()) {
        // First which rows, without a branch that cannot be foretold; then the totals.
        let rows = first..(first + chosen.len()).min(records.len());
        let mut count = 0;
        for (at, ((status, source), kind)) in
            (statuses[rows.clone()].iter().zip(&sources[rows.clone()]))
                .zip(&types[rows.clone()])
                .enumerate()
        {
            chosen[count] = (first + at) as u32;
            let is_kind = (*kind == spend) | (*kind == refund) | (*kind == grant);
            count += usize::from((*status == success) & (*source == ad_credit) & is_kind);
        }
        for &row in &chosen[..count] {
            let row = row as usize;
            let (credit, campaign, currency) = (credits[row], campaigns[row], currencies[row]);
            let key = (credit.index() as u64) << 42
                | (campaign.index() as u64) << 21
                | currency.index() as u64;
            let pair = pair_ids.id(key);
            if pair == pairs.len() {
                let by_credit =
                    credit_ids.id((credit.index() as u64) << 32 | currency.index() as u64);
                if by_credit == out.by_credit.len() {
                    out.by_credit.push(CreditTotal::default());
                }
                pairs.push(Pair { by_credit: by_credit as u32, day: i32::MIN, by_day: 0 });
            }
            let pair_of_row = &mut pairs[pair];
            let amount = Amount::from_micros(amounts[row].into());
            let per_credit = &mut out.by_credit[pair_of_row.by_credit as usize];
            if types[row] == grant {
                per_credit.granted += amount;
                continue;
            }
            per_credit.spent += amount;
            let day = LocalTime::from_seconds(times[row] >> 2).day();
            if pair_of_row.day != day.number() {
                let at = day_ids.id((pair as u64) << 32 | u64::from(day.number() as u32));
                (pair_of_row.day, pair_of_row.by_day) = (day.number(), at as u32);
                if at == out.by_day.len() {
                    let (amount, row_count) = (Amount::ZERO, 0);
                    out.by_day.push(Total { credit, campaign, day, currency, amount, row_count });
                }
            }
            let total = &mut out.by_day[pair_of_row.by_day as usize];
            total.amount += amount;
            total.row_count += 1;
        }
    }
    Some(out)
}

/// Numbers keys in the order they are seen.
struct Ids {
    keys: Vec<u64>,
    ids: Vec<u32>,
    count: usize,
}

impl Ids {
    fn new() -> Ids {
        Ids { keys: vec![0; 1024], ids: vec![0; 1024], count: 0 }
    }

    #[inline(always)]
    fn id(&mut self, key: u64) -> usize {
        let mask = self.keys.len() - 1;
        let hash = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut at = (hash ^ (hash >> 32)) as usize & mask;
        while self.ids[at & mask] != 0 {
            if self.keys[at & mask] == key {
                return self.ids[at & mask] as usize - 1;
            }
            at += 1;
        }
        self.count += 1;
        (self.keys[at & mask], self.ids[at & mask]) = (key, self.count as u32);
        let id = self.count - 1;
        if self.count * 2 > mask {
            self.grow();
        }
        id
    }

    #[cold]
    fn grow(&mut self) {
        let len = self.keys.len() * 2;
        let (keys, ids) = (std::mem::take(&mut self.keys), std::mem::take(&mut self.ids));
        (self.keys, self.ids) = (vec![0; len], vec![0; len]);
        for (key, id) in keys.into_iter().zip(ids).filter(|(_, id)| *id != 0) {
            let hash = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let mut at = (hash ^ (hash >> 32)) as usize & (len - 1);
            while self.ids[at] != 0 {
                at = (at + 1) & (len - 1);
            }
            (self.keys[at], self.ids[at]) = (key, id);
        }
    }
}

/// The answer in a form that every rival can print: sums, counts, and a sum of hashes of all totals.
pub fn shown(records: &Records, totals: &Totals) -> String {
    let text = |name| records.names().text(name);
    let mut hash = 0u32;
    for Total { credit, campaign, day, currency, amount, row_count } in &totals.by_day {
        let (credit, campaign, currency) = (text(*credit), text(*campaign), text(*currency));
        let line = format!("{credit}|{campaign}|{day}|{currency}|{amount}|{row_count}");
        let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        hash = hash.wrapping_add(line.bytes().fold(0x811c_9dc5, mix));
    }
    let of = |pick: fn(&CreditTotal) -> Amount| totals.by_credit.iter().map(pick).sum::<Amount>();
    let head = format!(
        "rows={} groups={} credits={} spent={} granted={}",
        records.len(),
        totals.by_day.len(),
        totals.by_credit.len(),
        of(|c| c.spent),
        of(|c| c.granted),
    );
    format!("{head} totals={hash:08x}")
}
