//! RECORDS → STATE: what is known of each ad account.
//!
//! In: recognised tables of imports, each with its moment of truth, what the user said, and `now`. Out:
//! [`state::AccountState`], one per account. Knows what a credit, a charge and a billing setup mean
//! (R1 to R40, `docs/rules.md`); knows nothing of cells, headers, warnings or pages.
//!
//! Invariant: a pure function of (set of imports, options, now): neither the order of imports nor a
//! second copy of one changes the answer.

pub mod state; // the types of the way out
