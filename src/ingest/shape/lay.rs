//! The cheapest way to lay lines out under a header, by dynamic programming; and whether it is the only
//! one. Knows columns by the kind of cell they hold and lines by what they look like.

mod doubt; // lines that might stand elsewhere
mod looks; // what amounts, times and shares look like

use super::lines::{COLUMNS_MAX, Line};
use super::{HeaderWords, Holds};
use crate::ingest::exports::Kind;
use crate::money::Currency;
use crate::text::is_missing;
use looks::looks_like_share;
pub(super) use looks::{looks_like_id, looks_like_money, looks_like_time};
use std::collections::HashMap;

/// Lines times columns that are laid out at most.
const STATES_MAX: usize = 6_000_000;
/// A step that adds a line to the first column's cell; otherwise a first column begins a row.
const STAYED_IN_FIRST: u8 = 0x80;

/// Costs of laying a line out in an unexpected way, in half units.
mod cost {
    pub const SKIP_SHARE: u32 = 3;
    pub const SKIP: u32 = 11;
    pub const EXTRA_ACTION: u32 = 1;
    pub const EXTRA_LABEL: u32 = 2;
    pub const EXTRA_REPEATED: u32 = 3;
    pub const EXTRA: u32 = 17;
    pub const OUTSIDE: u32 = 14;
    pub const LABEL_AS_VALUE: u32 = 2;
    pub const LABEL_FIRST: u32 = 8;
    pub const TEXT_AS_LABEL: u32 = 24;
    pub const VALUE_AS_TEXT: u32 = 2;
    pub const MISFIT: u32 = 24;
    pub const NEVER: u32 = u32::MAX / 4;
}

/// The header with what its cells hold.
pub(super) struct Columns<'t> {
    pub headers: Vec<&'t str>,
    kinds: Vec<Option<Kind>>,
    holds: Vec<Holds>,
    /// Columns of states.
    has_states: Vec<bool>,
    /// The last column holds buttons.
    has_actions: bool,
}

impl<'t> Columns<'t> {
    pub fn new(headers: &[&'t str], body: &[Line], words: &dyn HeaderWords) -> Columns<'t> {
        let kinds: Vec<_> = headers.iter().map(|header| words.kind(header)).collect();
        // A known word that is no field, where fields are known; or anything, where buttons are.
        let is_no_field = kinds.iter().any(Option::is_some)
            && headers.last().is_some_and(|header| words.is_header(header));
        let has_actions = kinds.last() == Some(&None)
            && (is_no_field || body.iter().any(|line| words.is_label(line.text)));
        let holds = headers.iter().map(|header| words.holds(header)).collect();
        let has_states: Vec<bool> = headers.iter().map(|h| words.holds_states(h)).collect();
        Columns { headers: headers.to_vec(), kinds, holds, has_states, has_actions }
    }

    pub fn kind(&self, column: usize) -> Option<Kind> {
        self.kinds.get(column).copied().flatten()
    }

    /// Whether cells of this column are amounts, times or shares.
    pub fn is_typed(&self, column: usize) -> bool {
        self.kind(column).is_some_and(|kind| kind != Kind::Text)
    }

    /// Whether cells of this column are names or states.
    pub fn is_text(&self, column: usize) -> bool {
        self.kind(column) == Some(Kind::Text)
    }

    /// Whether a line is a plain value of this column: an amount is none of a column of names, digits are
    /// none where only words stand.
    pub fn takes(&self, column: usize, text: &str) -> bool {
        let (kind, look) = (self.kind(column), Look::plain(text));
        let is_id = text.bytes().all(|b| b.is_ascii_digit());
        look.fits(kind)
            && self.may_hold(column, &look)
            && !(kind == Some(Kind::Text) && (look.is_time || look.is_money && !is_id))
    }

    /// Whether what is known of the column's texts allows for this one.
    fn may_hold(&self, column: usize, look: &Look<'_>) -> bool {
        let text = look.text;
        let has_digits_only = || text.bytes().all(|b| b.is_ascii_digit());
        look.is_missing
            || match self.holds.get(column) {
                // R30: a damaged id is a number, and said to be one later.
                Some(Holds::Ids) => has_digits_only() || look.is_money,
                Some(Holds::Currencies) => Currency::parse(text).is_some(),
                Some(Holds::Words) => !has_digits_only(),
                Some(Holds::Anything) | None => true,
            }
    }

    /// Whether a row's words have slipped to other columns: a state stands under a name's header, and
    /// none where states stand.
    pub fn is_slipped(&self, row: &[(usize, String)], words: &dyn HeaderWords) -> bool {
        let is_of_states = |column: usize| self.has_states.get(column) == Some(&true);
        let is_state = |text: &str| text.lines().any(|line| words.is_state(line));
        let under_names = row.iter().any(|(column, text)| {
            self.is_text(*column) && !is_of_states(*column) && words.is_state(text)
        });
        let mut states = row.iter().filter(|(column, _)| is_of_states(*column));
        under_names && self.has_states.contains(&true) && !states.any(|(_, text)| is_state(text))
    }

    /// Whether a text that is a currency or a state stands here, or has no column of its own.
    pub fn is_at_home(&self, column: usize, text: &str, words: &dyn HeaderWords) -> bool {
        let is_own = |own: &dyn Fn(usize) -> bool| own(column) || !(0..self.headers.len()).any(own);
        let is_currency = text.len() == 3 && Currency::parse(text).is_some();
        (!is_currency || is_own(&|c| self.holds.get(c) == Some(&Holds::Currencies)))
            && (!words.is_state(text) || is_own(&|c| self.has_states.get(c) == Some(&true)))
    }

    pub fn is_actions(&self, column: usize) -> bool {
        self.has_actions && column + 1 == self.headers.len()
    }

    fn skip(&self, column: usize) -> u32 {
        match self.kind(column) {
            Some(Kind::Share) => cost::SKIP_SHARE,
            _ if self.is_actions(column) => cost::SKIP_SHARE,
            _ => cost::SKIP,
        }
    }
}

/// Where a line was laid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// First column of a new row.
    NewRow,
    Value(u8),
    /// Below the value that was laid last.
    Extra,
    Outside,
}

pub(super) struct Laid {
    pub slots: Vec<Slot>,
    pub cost: u32,
    /// For each line, whether it might as well stand elsewhere.
    pub doubts: Vec<bool>,
}

/// The cheapest slot for every line. Time and memory: lines × columns.
pub(super) fn lay(body: &[Line], columns: &Columns, words: &dyn HeaderWords) -> Laid {
    let n = columns.headers.len();
    if n == 0 || n > COLUMNS_MAX || body.len().saturating_mul(n + 1) > STATES_MAX {
        let (slots, doubts) = (vec![Slot::Outside; body.len()], vec![]);
        return Laid { slots, cost: cost::NEVER, doubts };
    }
    let counts = counts(body);
    let count = |text: &str| counts.get(text).copied().unwrap_or(1);
    let looks: Vec<Look> =
        body.iter().map(|line| Look::of(line.text, words, count(line.text))).collect();
    let mut steps: Vec<u8> = Vec::with_capacity(body.len() * (n + 1));
    let mut costs: Vec<u32> = Vec::with_capacity(body.len() * (n + 1));
    let mut states = States::start(columns);
    for look in &looks {
        states.take(look, &mut steps);
        costs.extend(&states.costs);
    }
    let (cost, state) = states.row_end();
    let slots = trace(&steps, body.len(), n, state);
    let doubts = doubt::doubts(&looks, columns, &costs, &states.rest_empty, &slots);
    Laid { slots, cost, doubts }
}

/// How often each text occurs: a button's does so in every row.
pub(super) fn counts<'t>(body: &[Line<'t>]) -> HashMap<&'t str, usize> {
    let mut counts = HashMap::new();
    body.iter().for_each(|line| *counts.entry(line.text).or_default() += 1);
    counts
}

/// Cheapest cost of each state after the lines so far. State `0..n`: that column was filled last;
/// state `n`: outside every row.
struct States<'c> {
    columns: &'c Columns<'c>,
    costs: Vec<u32>,
    /// Cost of leaving all columns from this one on empty.
    rest_empty: Vec<u32>,
}

impl<'c> States<'c> {
    fn start(columns: &'c Columns<'c>) -> States<'c> {
        let n = columns.headers.len();
        let mut rest_empty = vec![0];
        for column in (0..n).rev() {
            let rest = rest_empty.last().copied().unwrap_or_default() + columns.skip(column);
            rest_empty.push(rest);
        }
        rest_empty.reverse();
        let mut costs = vec![cost::NEVER; n];
        costs.push(0);
        States { columns, costs, rest_empty }
    }

    fn cost(&self, state: usize) -> u32 {
        self.costs.get(state).copied().unwrap_or(cost::NEVER)
    }

    /// Cheapest cost of being done with the row, and the state that has it.
    fn row_end(&self) -> (u32, usize) {
        let rest = self.rest_empty.iter().skip(1).copied().chain([0]);
        let ends = self.costs.iter().zip(rest).map(|(cost, rest)| cost.saturating_add(rest));
        let (state, cost) =
            ends.enumerate().min_by_key(|&(_, cost)| cost).unwrap_or((0, cost::NEVER));
        (cost, state)
    }

    /// Takes one more line; appends to `steps` which state each new state came from.
    fn take(&mut self, look: &Look, steps: &mut Vec<u8>) {
        let n = self.columns.headers.len();
        let (row_end, end_state) = self.row_end();
        let mut next: Vec<u32> = Vec::with_capacity(n + 1);
        // `reach` is the cheapest way to have all columns before this one behind.
        let mut reach = (cost::NEVER, n);
        for column in 0..n {
            let (before, from, stay) = match column {
                0 => (row_end, end_state as u8, STAYED_IN_FIRST),
                _ => {
                    reach.0 = reach.0.saturating_add(self.columns.skip(column - 1));
                    if self.cost(column - 1) < reach.0 {
                        reach = (self.cost(column - 1), column - 1);
                    }
                    (reach.0, reach.1 as u8, column as u8)
                }
            };
            let value = before.saturating_add(look.value_cost(self.columns, column));
            let extra = self.cost(column).saturating_add(look.extra_cost(self.columns, column));
            next.push(value.min(extra).min(cost::NEVER));
            steps.push(if value <= extra { from } else { stay });
        }
        next.push(row_end.saturating_add(cost::OUTSIDE).min(cost::NEVER));
        steps.push(end_state as u8);
        self.costs = next;
    }
}

/// Walks the steps back from the last state.
fn trace(steps: &[u8], lines: usize, n: usize, mut state: usize) -> Vec<Slot> {
    let mut slots = vec![Slot::Outside; lines];
    for (at, slot) in slots.iter_mut().enumerate().rev() {
        let came = steps.get(at * (n + 1) + state).copied().unwrap_or(n as u8);
        *slot = match state {
            _ if state == n => Slot::Outside,
            0 if came == STAYED_IN_FIRST => Slot::Extra,
            0 => Slot::NewRow,
            _ if usize::from(came) == state => Slot::Extra,
            _ => Slot::Value(state as u8),
        };
        state = if came == STAYED_IN_FIRST { 0 } else { usize::from(came) };
    }
    slots
}

/// What a line looks like, without knowing what it is.
pub(super) struct Look<'t> {
    text: &'t str,
    pub is_missing: bool,
    is_money: bool,
    is_time: bool,
    is_share: bool,
    pub is_label: bool,
    pub is_repeated: bool,
}

impl<'t> Look<'t> {
    /// What can be seen without words.
    pub fn plain(text: &'t str) -> Look<'t> {
        Look::of(text, &NoWords, 1)
    }

    pub fn of(text: &'t str, words: &dyn HeaderWords, count: usize) -> Look<'t> {
        Look {
            text,
            is_missing: is_missing(text),
            is_money: looks_like_money(text),
            is_time: looks_like_time(text),
            is_share: looks_like_share(text),
            is_label: text.len() <= 120 && words.is_label(text),
            is_repeated: count >= 2 && !text.bytes().any(|b| b.is_ascii_digit()),
        }
    }

    fn fits(&self, kind: Option<Kind>) -> bool {
        self.is_missing
            || match kind {
                Some(Kind::Money) => self.is_money,
                Some(Kind::Time) => self.is_time,
                Some(Kind::Share) => self.is_share,
                Some(Kind::Text) | None => true,
            }
    }

    pub fn is_typed(&self) -> bool {
        self.is_money || self.is_time || self.is_share
    }

    fn value_cost(&self, columns: &Columns, column: usize) -> u32 {
        match columns.kind(column) {
            kind if !self.fits(kind) => cost::NEVER,
            _ if self.is_missing => 0,
            _ if !columns.may_hold(column, self) => cost::MISFIT,
            _ if columns.is_actions(column) => {
                if self.is_label {
                    0
                } else {
                    cost::TEXT_AS_LABEL
                }
            }
            _ if self.is_label && column == 0 => cost::LABEL_FIRST,
            Some(Kind::Text) if self.is_typed() => cost::VALUE_AS_TEXT,
            Some(Kind::Text) | None if self.is_label => cost::LABEL_AS_VALUE,
            _ => 0,
        }
    }

    fn extra_cost(&self, columns: &Columns, column: usize) -> u32 {
        match () {
            () if self.is_label && columns.is_actions(column) => cost::EXTRA_ACTION,
            () if self.is_label => cost::EXTRA_LABEL,
            () if self.is_repeated => cost::EXTRA_REPEATED,
            () => cost::EXTRA,
        }
    }
}

/// Whether the row's values fit under the header in one way only, as far as amounts, times and shares
/// go. The leftmost and the rightmost way bound all others: where both agree, there is no choice.
pub(super) fn is_certain(row: &[(usize, String)], columns: &Columns) -> bool {
    let n = columns.headers.len();
    if row.len() == n {
        return true;
    }
    let fits = |text: &str, column: usize| {
        let text = text.split('\n').next().unwrap_or_default();
        let look = Look::plain(text);
        let kind = columns.kind(column);
        let is_wordy = kind == Some(Kind::Text) || columns.is_actions(column);
        look.fits(kind) && !(is_wordy && look.is_typed())
    };
    let mut left = Vec::new();
    let mut column = 0;
    for (_, text) in row {
        let Some(found) = (column..n).find(|&c| fits(text, c)) else { return false };
        left.push(found);
        column = found + 1;
    }
    let mut end = n;
    for ((_, text), left) in row.iter().zip(&left).rev() {
        let Some(found) = (0..end).rev().find(|&c| fits(text, c)) else { return false };
        // An empty value is none in any column.
        if found != *left && !is_missing(text) {
            return false;
        }
        end = found;
    }
    row.iter().zip(&left).all(|((laid, text), left)| laid == left || is_missing(text))
}

struct NoWords;
impl HeaderWords for NoWords {
    fn is_header(&self, _text: &str) -> bool {
        false
    }
}
