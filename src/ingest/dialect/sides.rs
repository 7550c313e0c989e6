//! A choice of two, and how many cells are for each: point or comma, day or month first.

use crate::options::{DayOrder, DecimalMark};

/// One of two ways to read a column: point before comma, day before month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    First,
    Second,
}

impl Side {
    pub const fn other(self) -> Side {
        match self {
            Side::First => Side::Second,
            Side::Second => Side::First,
        }
    }

    /// Of two things in their order, that of this side.
    pub fn of<T>(self, [first, second]: [T; 2]) -> T {
        match self {
            Side::First => first,
            Side::Second => second,
        }
    }

    pub fn mark(self) -> DecimalMark {
        self.of([DecimalMark::Point, DecimalMark::Comma])
    }

    pub fn order(self) -> DayOrder {
        self.of([DayOrder::DayFirst, DayOrder::MonthFirst])
    }
}

impl From<DecimalMark> for Side {
    fn from(mark: DecimalMark) -> Side {
        match mark {
            DecimalMark::Point => Side::First,
            DecimalMark::Comma => Side::Second,
        }
    }
}

impl From<DayOrder> for Side {
    fn from(order: DayOrder) -> Side {
        match order {
            DayOrder::DayFirst => Side::First,
            DayOrder::MonthFirst => Side::Second,
        }
    }
}

/// How many cells can only be of the first side, and how many only of the second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sides {
    pub first: usize,
    pub second: usize,
}

impl Sides {
    pub const NONE: Sides = Sides { first: 0, second: 0 };

    /// One cell for a side.
    pub const fn one(side: Side) -> Sides {
        match side {
            Side::First => Sides { first: 1, second: 0 },
            Side::Second => Sides { first: 0, second: 1 },
        }
    }

    pub fn plus(self, other: Sides) -> Sides {
        Sides { first: self.first + other.first, second: self.second + other.second }
    }

    pub fn of(self, side: Side) -> usize {
        side.of([self.first, self.second])
    }

    /// The side of more cells.
    pub fn more(self) -> Option<Side> {
        match self.first.cmp(&self.second) {
            std::cmp::Ordering::Greater => Some(Side::First),
            std::cmp::Ordering::Less => Some(Side::Second),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// The side of all that decide.
    pub fn only(self) -> Option<Side> {
        self.more().filter(|side| self.of(side.other()) == 0)
    }
}
