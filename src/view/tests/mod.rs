//! What is shown, beside what is so.

mod actions; // beside which credits the platform offers an assignment
mod billing; // how an account pays is asked once
mod claims; // one account for each class of false claims
mod judge;
