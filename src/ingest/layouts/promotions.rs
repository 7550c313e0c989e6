//! The list of credits (E1, E3): its fields, its own words, what a row needs and what names it.

use crate::ingest::exports::Field::{self, *};

pub(super) const PROMOTION_FIELDS: &[Field] = &[
    CreditName,
    CreditType,
    FaceAmount,
    Requirements,
    Redeemed,
    ValidStart,
    ValidEnd,
    Unused,
    Used,
    PercentSpent,
    Status,
    RowLabels,
    Currency,
    AccountId,
    AccountName,
    Countries,
    AdProducts,
];

pub(super) const PROMOTION_WORDS: &[(Field, &[&str])] = &[
    (FaceAmount, &["discount/amount", "discount", "amount", "total amount"]),
    (CreditType, &["type"]),
    (Unused, &["remaining", "remaining amount", "balance"]),
    (CreditName, &["name", "promotion", "promotion name"]),
    (ValidEnd, &["end date", "end time"]),
    (ValidStart, &["start date", "start time"]),
    (Redeemed, &["date"]),
];

pub(super) const PROMOTION_REQUIRED: &[&[Field]] = &[&[CreditName], &[Unused, Used]];
pub(super) const PROMOTION_TELLING: &[Field] =
    &[CreditName, Unused, Used, Redeemed, ValidEnd, PercentSpent, FaceAmount, CreditType];
pub(super) const PROMOTION_ROW: &[&[Field]] =
    &[&[CreditName], &[FaceAmount, Unused, Used, ValidEnd, Redeemed]];
// R34: never used, unused or percent.
pub(super) const PROMOTION_KEYS: &[Field] =
    &[CreditName, CreditType, FaceAmount, Redeemed, ValidStart, ValidEnd];
