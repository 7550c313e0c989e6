//! What is shown, beside what is so.

mod judge;
