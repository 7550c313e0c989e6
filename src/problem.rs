//! Messages and places: how the engine says something without writing a sentence.
//!
//! A message is a key with typed parameters; the sentence lives in a catalogue (`www/text/`), one per
//! language, so that page, files and command line say the same thing and numbers are written the way
//! the reader writes them. A problem is a message about a place in what was pasted.
//!
//! Knows nothing of credits, exports or JavaScript.

use crate::calendar::{Day, When};
use crate::money::{Amount, Currency, Money};
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

/// A catalogue key with its parameters, e.g. `alert.expiring` with `name`, `amount`, `end`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Message {
    /// Key in the catalogue; dots group keys by the part of the program that speaks.
    #[cfg_attr(test, ts(type = "string"))]
    pub key: &'static str,
    /// Named parameters in the order they were given. Names are unique within a message.
    #[cfg_attr(test, ts(type = "Record<string, Arg>"))]
    #[serde(serialize_with = "args_as_map")]
    pub args: Vec<(&'static str, Arg)>,
}

/// One typed parameter. Text that a user pasted travels only as [`Arg::Name`] and is never markup.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", tag = "kind", content = "value")]
pub enum Arg {
    /// An exact amount; the currency is `None` where the user has not said it yet (R38).
    Money(Money),
    /// An instant with the account's offset and the last unit that was stated.
    When(When),
    Day(Day),
    Count(u64),
    /// A share of 1, e.g. `0.78`, as exact decimal text.
    Share(#[cfg_attr(test, ts(type = "string"))] Decimal),
    /// Untrusted text: names, ids, cells, file names.
    Name(String),
    /// A word of ours that the catalogue translates, e.g. `export.transactions`.
    Term(#[cfg_attr(test, ts(type = "string"))] &'static str),
    /// Several untrusted texts, shown as a list of the reader's language.
    Names(Vec<String>),
    /// Several words of ours.
    Terms(#[cfg_attr(test, ts(type = "string[]"))] Vec<&'static str>),
}

impl Message {
    /// `Message::new("import.empty")`, then [`Message::with`] for each parameter.
    pub fn new(key: &'static str) -> Message {
        Message { key, args: Vec::new() }
    }

    /// Adds the parameter `name`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Message {
        self.args.push((name, value.into()));
        self
    }

    /// Adds an amount with its currency under `name`.
    #[must_use]
    pub fn money(self, name: &'static str, amount: Amount, currency: Option<Currency>) -> Message {
        self.with(name, Arg::Money(Money { amount, currency }))
    }

    /// Adds a word of ours under `name`.
    #[must_use]
    pub fn term(self, name: &'static str, term: &'static str) -> Message {
        self.with(name, Arg::Term(term))
    }

    /// The parameter called `name`, where it was given.
    pub fn arg(&self, name: &str) -> Option<&Arg> {
        self.args.iter().find(|(n, _)| *n == name).map(|(_, value)| value)
    }
}

impl From<When> for Arg {
    fn from(value: When) -> Arg {
        Arg::When(value)
    }
}
impl From<Day> for Arg {
    fn from(value: Day) -> Arg {
        Arg::Day(value)
    }
}
impl From<u64> for Arg {
    fn from(value: u64) -> Arg {
        Arg::Count(value)
    }
}
impl From<usize> for Arg {
    fn from(value: usize) -> Arg {
        Arg::Count(value as u64)
    }
}
impl From<&str> for Arg {
    fn from(value: &str) -> Arg {
        Arg::Name(value.to_owned())
    }
}
impl From<String> for Arg {
    fn from(value: String) -> Arg {
        Arg::Name(value)
    }
}
impl From<Vec<String>> for Arg {
    fn from(value: Vec<String>) -> Arg {
        Arg::Names(value)
    }
}
impl From<Decimal> for Arg {
    fn from(value: Decimal) -> Arg {
        Arg::Share(value)
    }
}

/// Declares an enum whose variants carry a key, as options, the page and `inspect` write it; after a prefix the catalogue
/// names them too.
macro_rules! keyed {
    ($($term:ident = $prefix:literal),+; $(#[$doc:meta])* $name:ident $variants:tt) => {
        keyed! { $(#[$doc])* $name $variants }
        $(keyed! { @$term = $prefix; $name $variants })+

        impl $name {
            pub fn from_key(key: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|v| v.key() == key)
            }
        }
    };
    (@$term:ident = $prefix:literal; $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal),+ $(,)? }) => {
        impl $name {
            #[doc = concat!("Its key in the catalogue under `", $prefix, "`.")]
            pub const fn $term(self) -> &'static str {
                match self { $($name::$variant => concat!($prefix, $key)),+ }
            }
        }
    };
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal),+ $(,)? }) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        $(#[$doc])*
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $key)] $variant),+ }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// Stable key.
            pub const fn key(self) -> &'static str {
                match self { $($name::$variant => $key),+ }
            }
        }
    };
}

pub(crate) use keyed;

/// Where in an import something was found. Lines and columns count from 1, as a spreadsheet shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Sheet of a workbook, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub sheet: Option<String>,
    /// Which of several tables of one paste, from 1; absent when there is only one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub table_number: Option<u32>,
    /// Line of the pasted text, row of the sheet, or item of a JSON list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub line_number: Option<u32>,
    /// Header of the column as pasted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub column: Option<String>,
}

impl Place {
    /// A line, where nothing finer is known.
    pub fn line(line_number: u32) -> Place {
        Place { line_number: Some(line_number), ..Place::default() }
    }

    /// The same place, in the named column.
    #[must_use]
    pub fn in_column(mut self, column: &str) -> Place {
        self.column = Some(column.to_owned());
        self
    }
}

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// Nothing is missing from the figures; said for completeness.
    Note,
    /// The figures stand, under an assumption that is named.
    Doubt,
    /// A row or a whole table could not be used.
    Fault,
}

/// Something about what was pasted that the user should know: where, expected, found, remedy.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Problem {
    pub severity: Severity,
    pub place: Place,
    pub message: Message,
}

impl Problem {
    pub fn fault(place: Place, message: Message) -> Problem {
        Problem { severity: Severity::Fault, place, message }
    }
    pub fn doubt(place: Place, message: Message) -> Problem {
        Problem { severity: Severity::Doubt, place, message }
    }
    pub fn note(place: Place, message: Message) -> Problem {
        Problem { severity: Severity::Note, place, message }
    }
}

fn args_as_map<S: Serializer>(args: &[(&'static str, Arg)], out: S) -> Result<S::Ok, S::Error> {
    out.collect_map(args.iter().map(|(name, value)| (name, value)))
}

/// What several causes have in common is said once.
pub fn add_new(list: &mut Vec<Message>, more: &[Message]) {
    for message in more {
        if !list.contains(message) {
            list.push(message.clone());
        }
    }
}
