//! What is shown, beside what is so.

mod billing; // how an account pays is asked once
mod claims; // one account for each class of false claims
mod judge;
