//! ANSWERS → FILES: what leaves the page by the user's own hand, as text.
//!
//! In: states, answers, and a formatter that turns messages into sentences of the reader's language (the
//! same one that the page uses). Out: the text of a file. Nothing is sent anywhere; a handout holds no
//! client's name, note or amount that was not chosen for it.

pub mod calendar; // reminders that outlive the page
pub mod movements; // how a credit's balance moved, and as of when it is known
pub mod statement; // one client's credits over a period: opening to closing
pub mod sheet; // the statement as a page to print or send
pub mod summary; // today's list as text
pub mod table; // any table as CSV or TSV
pub mod ticket; // a difference, as platform support wants it

use crate::problem::Message;
use serde::Serialize;

/// Turns a message into a sentence.
pub type Say<'a> = &'a dyn Fn(&Message) -> String;

/// A file to save or to copy from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Handout {
    /// File name; no client's name in it.
    pub name: String,
    /// Without its charset, which is UTF-8.
    pub media_type: &'static str,
    pub text: String,
    /// `calendar`: the events that are out there now, which the shell keeps for the next file.
    pub reminders: Vec<calendar::HandedOut>,
}
