//! Watches TikTok ad credits: what is left, who pays next, what will be lost, what to do today.
//!
//! Everything shown is computed from (imports, options, now). Data flows one way, and the list below is
//! the order in which it flows: a module uses those above it, never those below (`tests/tidy.rs`).

pub mod money; // exact amounts, currencies
pub mod calendar; // days, instants, the account's own clock
pub mod problem; // messages as keys with typed parameters; places
pub mod platform; // what the browser lends: decoders, normalisation
pub mod text; // cells, headers, each text kept once
pub mod sorting; // one sort for all short lists
pub mod work; // long work in pieces
pub mod options; // what the user and the host have said
pub mod ingest; // BYTES → RECORDS
pub mod account; // RECORDS → STATE
pub mod insight; // STATE → ANSWERS
pub mod handout; // ANSWERS → FILES
pub mod view; // the plain data that the page shows
pub mod engine; // the one public pipeline

#[cfg(target_arch = "wasm32")]
mod wasm; // the boundary to JavaScript
