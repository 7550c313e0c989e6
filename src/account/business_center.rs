//! Accounts of a Business Center rolled up, one line a currency (R27, R28).
//!
//! In: states of accounts, rows about the Business Center itself (`bc/balance/get`). Out: [`RollUp`]s, and
//! what became of those rows.
//! Two currencies are never added, nor amounts of which none is known (R38); a balance that a payment portfolio
//! repeats is counted once; where the parts do not tie to the stated total, the difference is said.

use super::attribution::Part;
use super::state::*;
use crate::calendar::Instant;
use crate::ingest::exports::Field;
use crate::money::{Amount, Currency};
use std::collections::{BTreeMap, BTreeSet};

type Group = (Option<String>, Option<Currency>);

/// One roll-up for each Business Center and currency; accounts of no known Business Center are grouped
/// by currency alone.
pub fn roll_up<'a>(
    states: impl Iterator<Item = &'a AccountState>,
    centers: &[Part<'_>],
) -> Vec<RollUp> {
    let mut groups: BTreeMap<Group, RollUp> = BTreeMap::new();
    let mut portfolios: BTreeSet<(Group, String)> = BTreeSet::new();
    for state in states {
        let key = (state.account.business_center.clone(), state.currency);
        let roll_up = groups.entry(key.clone()).or_insert_with(|| RollUp {
            business_center: key.0.clone(),
            currency: key.1,
            ..RollUp::default()
        });
        roll_up.accounts.push(state.account.key.clone());
        if key.1.is_none() && roll_up.accounts.len() > 1 {
            // R38: amounts of an unstated currency add to nothing.
            roll_up.voucher = None;
            continue;
        }
        let counted = match &state.funds.portfolio {
            // R27: every linked account repeats the portfolio's balance.
            Some(portfolio) => portfolios.insert((key, portfolio.clone())),
            None => true,
        };
        if let Some(voucher) = state.funds.voucher.filter(|_| counted) {
            roll_up.voucher = Some(roll_up.voucher.unwrap_or_default() + voucher.value);
        }
    }
    let totals = stated_totals(centers);
    let is_only_one = groups.keys().all(|(center, _)| center.is_none())
        && totals.keys().map(|(center, _)| center).collect::<BTreeSet<_>>().len() == 1;
    for ((center, currency), (_, stated)) in totals {
        let key = (Some(center), currency);
        // Answers about accounts do not name their Business Center. Where there is one, and the accounts of
        // its currency tie to its total to the last unit, they are its parts.
        let loose = (None, currency);
        if is_only_one && groups.get(&loose).is_some_and(|parts| parts.voucher == Some(stated)) {
            let parts = groups.remove(&loose).unwrap_or_default();
            groups.insert(key.clone(), RollUp { business_center: key.0.clone(), ..parts });
        }
        let unclaimed = groups.get(&loose).and_then(|parts| parts.voucher);
        let roll_up = groups.entry(key.clone()).or_insert_with(|| RollUp {
            business_center: key.0,
            currency,
            unclaimed,
            ..RollUp::default()
        });
        roll_up.stated = Some(stated);
        roll_up.difference = roll_up.voucher.map(|parts| stated - parts);
    }
    groups.into_values().collect()
}

/// Latest total of ad credit that each Business Center states, with its as-of.
fn stated_totals(centers: &[Part<'_>]) -> BTreeMap<(String, Option<Currency>), (Instant, Amount)> {
    let mut out: BTreeMap<(String, Option<Currency>), (Instant, Amount)> = BTreeMap::new();
    for part in centers {
        let records = part.records();
        for row in part.rows() {
            let (Some(center), Some(amount)) = (
                records.text(row, Field::BusinessCenterId),
                records.money(row, Field::VoucherBalance),
            ) else {
                continue;
            };
            let currency = records.text(row, Field::Currency).and_then(Currency::parse);
            let stated = (part.as_of.when.instant, amount);
            let known = out.entry((center.to_owned(), currency)).or_insert(stated);
            // R33: newer by as-of; of one moment the larger, whichever was pasted first.
            *known = stated.max(*known);
        }
    }
    out
}

/// What became of each row about a Business Center, one source per part: the totals of a Business Center
/// belong to no account, and are counted here.
pub fn sources(centers: &[Part<'_>]) -> Vec<Source> {
    let mut known: BTreeMap<(String, Option<Currency>), ([Option<Amount>; 4], Instant)> =
        BTreeMap::new();
    let sources = centers.iter().map(|part| {
        let records = part.records();
        let as_of = part.as_of.when.instant;
        let mut counts = Counts::default();
        for row in part.rows() {
            let text = |field| records.text(row, field);
            let center = text(Field::BusinessCenterId).unwrap_or_default().to_owned();
            let currency = text(Field::Currency).and_then(Currency::parse);
            let fields = [
                Field::AccountBalance,
                Field::CashBalance,
                Field::CreditLineBalance,
                Field::VoucherBalance,
            ];
            let values = fields.map(|field| records.money(row, field));
            *match known.insert((center, currency), (values, as_of)) {
                None => &mut counts.new,
                Some((before, _)) if before == values => &mut counts.same,
                Some((_, at)) if at == as_of => &mut counts.conflicting,
                Some(_) => &mut counts.changed,
            } += 1;
        }
        Source {
            import: part.import.to_owned(),
            table_index: part.table_index,
            export: part.table.export,
            as_of: part.as_of,
            completeness: part.table.completeness,
            unanswered: Unanswered::default(),
            may_be_about: vec![],
            counts,
        }
    });
    sources.collect()
}
