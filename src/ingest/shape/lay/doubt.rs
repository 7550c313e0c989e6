//! Which lines could as well have been laid elsewhere.
//!
//! In: what each line looks like, the cheapest cost of every state after every line, the slots chosen.
//! Out: for each line, whether another column would have been nearly as cheap. A way forward from every
//! state is as long as the way that led to it, so both together are the cost of the best layout in which
//! the line stands there.

use super::{Columns, Look, Slot, cost};

/// Layouts that cost so little more than the cheapest one are as likely.
const MARGIN: u32 = 5;

/// `before` holds, line by line, the cost of each state; `rest_empty` that of leaving all columns from
/// one on empty.
pub(super) fn doubts(
    looks: &[Look<'_>],
    columns: &Columns<'_>,
    before: &[u32],
    rest_empty: &[u32],
    slots: &[Slot],
) -> Vec<bool> {
    let n = columns.headers.len();
    let row_end = |state: usize| rest_empty.get(state + 1).copied().unwrap_or_default();
    // Cost of everything behind the line at hand, from each state.
    let mut behind: Vec<u32> = (0..=n).map(row_end).collect();
    let states = states(slots, n);
    let mut best = None;
    let mut doubts = vec![false; looks.len()];
    for at in (0..looks.len()).rev() {
        let row = before.get(at * (n + 1)..(at + 1) * (n + 1)).unwrap_or_default();
        let through = || row.iter().zip(&behind).map(|(a, b)| a.saturating_add(*b));
        let best = *best.get_or_insert_with(|| through().min().unwrap_or_default());
        let Some(look) = looks.get(at) else { continue };
        let own = states.get(at).copied().unwrap_or(n);
        let others = through().enumerate().filter(|(state, _)| *state != own);
        let second = others.map(|(_, cost)| cost).min().unwrap_or(cost::NEVER);
        if let Some(doubt) = doubts.get_mut(at) {
            // An empty value is none in any column.
            *doubt = !look.is_label && !look.is_missing && second <= best.saturating_add(MARGIN);
        }
        behind = step_back(look, columns, &behind, rest_empty);
    }
    doubts
}

/// The column that was filled last when each line had been laid; `n` outside every row.
fn states(slots: &[Slot], n: usize) -> Vec<usize> {
    let mut state = n;
    let after = |slot: &Slot| {
        state = match slot {
            Slot::NewRow => 0,
            Slot::Value(column) => usize::from(*column),
            Slot::Extra => state,
            Slot::Outside => n,
        };
        state
    };
    slots.iter().map(after).collect()
}

/// What is still to be paid before this line is laid, from what is when it has been.
fn step_back(
    look: &Look<'_>,
    columns: &Columns<'_>,
    behind: &[u32],
    rest_empty: &[u32],
) -> Vec<u32> {
    let n = columns.headers.len();
    let cost_of = |state: usize| behind.get(state).copied().unwrap_or(cost::NEVER);
    let rest = |column: usize| rest_empty.get(column).copied().unwrap_or_default();
    let new_row = cost_of(0).saturating_add(look.value_cost(columns, 0));
    let outside = cost_of(n).saturating_add(cost::OUTSIDE);
    let row_over = new_row.min(outside);
    let mut out = vec![row_over; n + 1];
    // Cheapest column further on, as if all columns before it had to be left empty too.
    let mut further = cost::NEVER;
    for state in (0..n).rev() {
        let extra = cost_of(state).saturating_add(look.extra_cost(columns, state));
        let over = row_over.saturating_add(rest(state + 1));
        let later = further.saturating_sub(rest(0) - rest(state + 1));
        if let Some(slot) = out.get_mut(state) {
            *slot = extra.min(over).min(later).min(cost::NEVER);
        }
        let value = cost_of(state).saturating_add(look.value_cost(columns, state));
        // Skipping the columns up to here costs what leaving all of them empty costs, less the rest.
        let skipped = rest(0) - rest(state);
        further = further.min(value.saturating_add(skipped).min(cost::NEVER));
    }
    out
}
