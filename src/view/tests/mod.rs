//! What is shown, beside what is so.

mod claims; // one account for each class of false claims
mod judge;
