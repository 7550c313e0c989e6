//! Parts of an amount that must add up to it: subtotal and tax (R26).
//!
//! In: the records of a table. Out: a doubt for each row whose parts say another amount than the row does.
//! The amount is what is counted; which of the three is wrong is not known here.

use crate::ingest::exports::Field;
use crate::ingest::records::Records;
use crate::money::{Amount, Currency};
use crate::problem::{Message, Place, Problem};

/// So many rows are told one by one, the last of them with the count of all that follow.
const TOLD_MAX: usize = 20;

pub(super) fn uneven(records: &Records, table: &Place) -> Vec<Problem> {
    if ![Field::Amount, Field::Subtotal, Field::Tax].iter().all(|field| records.has(*field)) {
        return vec![];
    }
    let rows = (0..records.len()).filter_map(|row| Some((row, Parts::of(records, row)?)));
    let uneven: Vec<_> = rows.filter(|(_, parts)| !parts.add_up()).collect();
    let told = uneven.iter().take(TOLD_MAX).enumerate();
    told.map(|(at, (row, parts))| {
        let is_last = at + 1 == TOLD_MAX;
        let count = if is_last { uneven.len() - at } else { 1 };
        let place = Place { line_number: Some(records.line(*row)), ..table.clone() };
        Problem::doubt(place, parts.told().with("count", count))
    })
    .collect()
}

struct Parts {
    amount: Amount,
    subtotal: Amount,
    tax: Amount,
    currency: Option<Currency>,
}

impl Parts {
    fn of(records: &Records, row: usize) -> Option<Parts> {
        let money = |field| records.money(row, field);
        Some(Parts {
            amount: money(Field::Amount)?,
            subtotal: money(Field::Subtotal)?,
            tax: money(Field::Tax)?,
            currency: records.text(row, Field::Currency).and_then(Currency::parse),
        })
    }

    /// Less than the currency's smallest coin apart is rounding. R26: the amount may have lost its sign.
    fn add_up(&self) -> bool {
        let coin = Amount::from_micros(10i128.pow(6 - self.decimals()));
        let sum = self.subtotal + self.tax;
        (sum - self.amount).abs() < coin || (sum.abs() - self.amount.abs()).abs() < coin
    }

    fn decimals(&self) -> u32 {
        self.currency.map_or(2, |currency| currency.exponent()).min(6)
    }

    fn told(&self) -> Message {
        Message::new("ingest.row.parts_differ")
            .money("subtotal", self.subtotal, self.currency)
            .money("tax", self.tax, self.currency)
            .money("amount", self.amount, self.currency)
            .money("difference", self.amount - (self.subtotal + self.tax), self.currency)
    }
}
