//! Exports as the platform would write them if it were tidy: values, not yet text.

use crate::dice::Dice;
use ad_credit_tracker::ingest::exports::{Export, Field};

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Micro-units.
    Money(i64),
    Text(String),
    /// Year, month, day.
    Day(i32, u32, u32),
    /// The same with hour and minute.
    Time(i32, u32, u32, u32, u32),
    /// First and last day.
    Range((i32, u32, u32), (i32, u32, u32)),
    /// Hundredths of a percent.
    Percent(i64),
    Buttons,
    Missing,
}

#[derive(Clone, Debug)]
pub struct Column {
    pub header: String,
    /// `None`: a column that we do not need.
    pub field: Option<Field>,
    /// Whether an export without it is still the same export.
    pub may_lack: bool,
}

#[derive(Clone, Debug)]
pub struct Table {
    pub export: Export,
    pub currency: &'static str,
    pub columns: Vec<Column>,
    /// Each row holds its mark, such as `k17`, in some text, by which it is found again.
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub mark: String,
    pub cells: Vec<Value>,
}

const CURRENCIES: [&str; 8] = ["USD", "EUR", "JPY", "VND", "KWD", "IDR", "BRL", "GBP"];
const NAMES: [&str; 12] = [
    "Spring match",
    "Autumn, match",
    "Reels \"push\"",
    "Launch; bonus",
    "Welcome – été",
    "新年 クーポン",
    "🎁 Gift",
    "Q4 = best",
    "Kênh | bán",
    "O'Neill",
    "5% back",
    "2026-11 promo",
];
const PLAIN_NAMES: [&str; 5] = ["Spring match", "Reels push", "Launch bonus", "Welcome", "Cafe"];

/// Decimals that amounts of this currency are written with.
pub fn decimals(currency: &str) -> usize {
    match currency {
        "JPY" | "VND" => 0,
        "KWD" => 3,
        _ => 2,
    }
}

struct Maker<'d> {
    dice: &'d mut Dice,
    currency: &'static str,
    plain: bool,
    /// Columns that we do not need hold words rather than counts.
    has_notes: bool,
}

impl Maker<'_> {
    fn money(&mut self) -> Value {
        let bound = *self.dice.pick(&[99, 9_999, 999_999, 99_999_999, 9_999_999_999]);
        let units = if self.dice.chance(4) { 0 } else { self.dice.between(0, bound) };
        Value::Money(units * 10_i64.pow(6 - decimals(self.currency) as u32))
    }

    fn signed(&mut self) -> Value {
        match self.money() {
            Value::Money(m) if self.dice.chance(15) => Value::Money(-m),
            other => other,
        }
    }

    fn name(&mut self, mark: &str) -> Value {
        let name = if self.plain { *self.dice.pick(&PLAIN_NAMES) } else { *self.dice.pick(&NAMES) };
        Value::Text(format!("{name} {mark}"))
    }

    fn id(&mut self) -> Value {
        Value::Text(format!("7{}", self.dice.between(10_i64.pow(16), 10_i64.pow(17))))
    }

    fn ymd(&mut self) -> (i32, u32, u32) {
        (2026, self.dice.between(1, 11) as u32, self.dice.between(1, 28) as u32)
    }

    fn day(&mut self) -> Value {
        let (y, m, d) = self.ymd();
        Value::Day(y, m, d)
    }

    fn time(&mut self) -> Value {
        let (y, m, d) = self.ymd();
        let (hour, minute) = (self.dice.between(0, 23), self.dice.between(0, 59));
        Value::Time(y, m, d, hour as u32, minute as u32)
    }

    fn range(&mut self) -> Value {
        let (y, m, d) = self.ymd();
        Value::Range((y, m, d), (2027, self.dice.between(1, 12) as u32, d))
    }

    fn text(&mut self, choices: &[&str]) -> Value {
        Value::Text((*self.dice.pick(choices)).to_owned())
    }

    fn cell(&mut self, field: Option<Field>, mark: &str, is_named: bool) -> Value {
        match field {
            Some(Field::CreditName | Field::CampaignName | Field::AccountName) if is_named => {
                self.name(mark)
            }
            Some(Field::CampaignName | Field::CreditName) => {
                if self.dice.chance(40) {
                    Value::Missing
                } else {
                    self.name("x")
                }
            }
            Some(Field::CreditType) => self.text(&["Free", "Assignable", "Conditional"]),
            Some(Field::Requirements) => self.text(&["All campaigns", "Reach objective only"]),
            Some(Field::Redeemed | Field::Day) => self.day(),
            Some(Field::Time) => self.time(),
            Some(Field::ValidEnd) => self.range(),
            Some(Field::PercentSpent) => Value::Percent(self.dice.between(0, 10_000)),
            Some(Field::RowLabels) => Value::Buttons,
            Some(Field::Amount) => self.signed(),
            Some(f) if f.is_id() => self.id(),
            Some(Field::TransactionType) => self.text(&["Ad Credit", "Ad Cost", "Refund"]),
            Some(Field::PaymentSource) => self.text(&["Ad credit", "Cash balance", "Card"]),
            Some(Field::Status) => self.text(&["Active", "Completed", "Paused"]),
            Some(Field::Currency) => Value::Text(self.currency.to_owned()),
            Some(_) => self.money(),
            None if self.has_notes => self.text(&["checked", "ask Mia", "second round", "-"]),
            None => Value::Text(self.dice.between(0, 9_999).to_string()),
        }
    }
}

type Known = (&'static [&'static str], Field, bool);

#[rustfmt::skip]
const EXPORTS: &[(Export, Field, &[Known])] = &[
    (Export::Transactions, Field::CreditName, &[
        (&["Transaction ID"], Field::TransactionId, false),
        (&["Time", "Transaction time", "TIME"], Field::Time, false),
        (&["Transaction type", "Transaction Type"], Field::TransactionType, false),
        (&["Amount", "Transaction amount"], Field::Amount, false),
        (&["Currency", "currency"], Field::Currency, true),
        (&["Campaign name", "Campaign"], Field::CampaignName, true),
        (&["Campaign ID"], Field::CampaignId, true),
        (&["Payment source", "Payment method"], Field::PaymentSource, true),
        (&["Ad credit name", "Credit name"], Field::CreditName, false),
        (&["Status"], Field::Status, true),
    ]),
    (Export::PromotionsAvailable, Field::CreditName, &[
        (&["Ad credit name", "Ad\u{a0}credit name "], Field::CreditName, false),
        (&["Credit type"], Field::CreditType, true),
        (&["Discount / Amount", "Discount/Amount"], Field::FaceAmount, false),
        (&["Usage requirements", "Restrictions"], Field::Requirements, true),
        (&["Redeemed date"], Field::Redeemed, true),
        (&["Valid dates", "VALID DATES"], Field::ValidEnd, false),
        (&["Unused amount"], Field::Unused, false),
        (&["Used amount"], Field::Used, false),
        (&["Percent spent"], Field::PercentSpent, true),
        (&["Actions"], Field::RowLabels, true),
    ]),
    (Export::CampaignReport, Field::CampaignName, &[
        (&["Campaign name", "キャンペーン名", "Tên chiến dịch"], Field::CampaignName, false),
        (&["Campaign ID"], Field::CampaignId, true),
        (&["Primary status"], Field::Status, true),
        (&["Budget", "Campaign Budget"], Field::Budget, true),
        (&["Cost", "Spend", "Total cost"], Field::Cost, false),
        (&["Net Cost (Delayed)", "Net Cost（Delayed）"], Field::NetCost, false),
        (&["Currency", "通貨"], Field::Currency, true),
        (&["By Day", "Date"], Field::Day, false),
    ]),
    (Export::PaymentManagement, Field::AccountName, &[
        (&["Account name", "Advertiser name"], Field::AccountName, false),
        (&["Account ID", "Advertiser ID"], Field::AccountId, false),
        (&["Account balance"], Field::AccountBalance, false),
        (&["Remaining balance", "Remaining"], Field::RemainingBalance, true),
        (&["Cash balance"], Field::CashBalance, false),
        (&["Voucher balance"], Field::VoucherBalance, false),
        (&["Currency"], Field::Currency, true),
    ]),
];

const UNNEEDED: [&str; 5] = ["Impressions", "Clicks (destination)", "My note", "CTR", "Zusatz"];

/// A table of one export with random rows; columns may stand in any order, some lack, some are foreign.
/// `letter` is that of its rows' marks, by which two tables of one paste are told apart.
pub fn table(dice: &mut Dice, plain: bool, letter: char) -> Table {
    let (export, named, known) = *dice.pick(EXPORTS);
    let currency = *dice.pick(&CURRENCIES);
    let mut columns: Vec<Column> = known
        .iter()
        .map(|(headers, field, may_lack)| Column {
            header: if plain { headers[0] } else { *dice.pick(headers) }.to_owned(),
            field: Some(*field),
            may_lack: *may_lack,
        })
        .collect();
    columns.retain(|c| !c.may_lack || !dice.chance(10));
    if dice.chance(25) {
        let header = (*dice.pick(&UNNEEDED)).to_owned();
        columns.push(Column { header, field: None, may_lack: true });
    }
    if dice.chance(30) {
        dice.shuffle(&mut columns);
    }
    let count = dice.between(2, 14) as usize;
    let has_notes = dice.chance(40);
    let mut maker = Maker { dice, currency, plain, has_notes };
    let mut rows: Vec<Row> = (0..count)
        .map(|number| {
            let mark = format!("{letter}{number}{letter}");
            let cell = |c: &Column| maker.cell(c.field, &mark, c.field == Some(named));
            Row { cells: columns.iter().map(cell).collect(), mark: mark.clone() }
        })
        .collect();
    if dice.chance(10) {
        // Two identical rows of one paste are two rows.
        let twin = dice.pick(&rows).clone();
        rows.push(twin);
    }
    Table { export, currency, columns, rows }
}
