//! ANSWERS → FILES: what leaves the page by the user's own hand, as text.
//!
//! In: states, answers, and a formatter that turns messages into sentences of the reader's language (the
//! same one that the page uses). Out: the text of a file. Nothing is sent anywhere; a handout holds no
//! client's name, note or amount that was not chosen for it.

pub mod calendar; // reminders that outlive the page
pub mod table; // any table as CSV or TSV

use crate::problem::Message;

/// Turns a message into a sentence.
pub type Say<'a> = &'a dyn Fn(&Message) -> String;
