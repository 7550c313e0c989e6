//! The decimal mark by the currency: three digits behind a mark are a group where no amount has thousandths.
//!
//! In: what cells of money columns show that fit both marks. Out: the mark that they do not show, where all show the
//! other one and some name a currency. `$12.500` is twelve thousand five hundred, whichever of the currencies that
//! are written so it is in.

use super::Asked;
use super::votes::Votes;
use crate::ingest::exports::{Field, Kind};
use crate::ingest::figure::{Figure, Named};
use crate::money::Currency;
use crate::options::DecimalMark;

/// What the cells of a column that fit both marks show.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Threes {
    by_points: usize,
    by_commas: usize,
    /// The currency of the first that names one.
    named: Named,
    /// Some name a currency that is written with thousandths, or may be.
    may_be_thousandths: bool,
    /// Some end in a zero, which who leaves zeros out does not write.
    has_zero: bool,
}

impl Threes {
    pub fn add(&mut self, figure: &Figure) {
        *(if figure.has_point() { &mut self.by_points } else { &mut self.by_commas }) += 1;
        self.has_zero |= figure.whole().is_some_and(|exact| exact.mantissa % 10 == 0);
        if figure.currency != Named::Nothing {
            self.may_be_thousandths |= !figure.currency.has_no_thousandths();
            if self.named == Named::Nothing {
                self.named = figure.currency;
            }
        }
    }

    /// Beside a number, for people to read, or as that of a column of bare numbers, in which any may have three
    /// decimals but of a currency without a minor unit.
    fn are_groups(self, of_column: Option<Currency>) -> bool {
        let is_whole = of_column.is_some_and(|currency| currency.exponent() == 0);
        !self.may_be_thousandths && (self.named != Named::Nothing || is_whole)
    }

    /// Whether `1.234` without other evidence is rather 1234. In a column of bare numbers IDR is written with
    /// three decimals (`161074.000`), and without a currency the platform's own point leads.
    pub fn are_rather_groups(self, of_column: Option<Currency>) -> bool {
        let is_rupiah = self.named.one().is_some_and(|currency| currency.code() == "IDR");
        let named = self.named.or(of_column);
        self.by_points > 0 && (is_rupiah || named.has_no_thousandths())
    }

    /// Whether a cell names a currency that is written with thousandths.
    pub fn name_thousandths(self) -> bool {
        self.may_be_thousandths
    }

    pub fn end_in_zero(self) -> bool {
        self.has_zero
    }

    /// Cells that would have thousandths with a point as decimal mark, or with a comma.
    pub fn by_mark(self, mark: DecimalMark) -> usize {
        match mark {
            DecimalMark::Point => self.by_points,
            DecimalMark::Comma => self.by_commas,
        }
    }
}

pub(super) fn mark(columns: &[Asked<'_>], counted: &[Votes]) -> Option<DecimalMark> {
    let is_money = |field: Option<Field>| field.is_some_and(|f| f.kind() == Kind::Money);
    let all = columns.iter().zip(counted).filter(|(column, _)| is_money(column.field));
    let all = || all.clone().map(|(column, votes)| (column.currency, votes.threes));
    let is_told = all().any(|(currency, threes)| threes.are_groups(currency));
    let is_open = all().any(|(_, threes)| threes.may_be_thousandths);
    let shows = |mark: fn(Threes) -> bool| all().any(|(_, threes)| mark(threes));
    match (shows(|t| t.by_points > 0), shows(|t| t.by_commas > 0)) {
        (true, false) if is_told && !is_open => Some(DecimalMark::Comma),
        (false, true) if is_told && !is_open => Some(DecimalMark::Point),
        _ => None,
    }
}
