//! BYTES → TABLES. One reader per shape of paste; each yields the same [`Grid`].
//!
//! Knows how tables are written down; knows nothing of what a header means beyond "this is one"
//! ([`HeaderWords`]). Every cell keeps the line it stands on, so that whatever is said later can say
//! where. Invariant: text is never lost; it ends in a cell, in the text around a table, or in a problem.

mod delimited; // comma, semicolon, tab, bar
mod encoding; // bytes → text
mod footer; // the page below a list
mod framed; // cells that are blocks
mod grid; // the way out
mod html; // clipboard HTML and saved pages
mod html_attributes; // elements with too many attributes
mod html_beside; // parts of one table that stand apart
mod html_exact; // numbers stored beside their texts
mod html_flow; // text as it flows
mod html_parts; // elements
mod html_sheet; // what a page's own style hides
mod html_table; // rows, cells, spans
mod html_tokens; // tags and texts
mod html_veil; // text nobody sees
mod json; // answers of the API
mod lay; // lines under a header
mod lines; // one cell per line
mod number; // stored numbers → exact text
mod page; // text with a table somewhere in it
mod serial; // dates stored as numbers
mod sniff; // which reader
mod workbook; // XLSX
mod zip; // what XLSX is packed in

pub use delimited::Dialect;
pub(super) use delimited::{HEADER_ROWS, SAMPLE_BYTES};
pub(super) use encoding::is_doubtful_utf8;
pub use grid::{Form, Grid};
pub(super) use html_flow::TOOLTIP_SIGNS;
pub(super) use page::{is_further_header, is_sure_header};

use super::FlavourKind;
use super::exports::Kind;
use crate::platform::Platform;
use crate::problem::{Message, Place, Problem, Severity};
use serde::Serialize;

/// How a table was written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Shape {
    /// Separated by a comma, semicolon, tab or bar.
    Delimited {
        delimiter: char,
        quoted: bool,
    },
    Html,
    /// One cell per line, as browsers copy some tables.
    Lines,
    Json {
        list: String,
    },
    Workbook {
        sheet: String,
    },
}

/// What the meaning side lends the readers, so that a table can be found between menu lines.
pub trait HeaderWords {
    /// Whether some known export has a column of this name.
    fn is_header(&self, text: &str) -> bool;

    /// What cells under this header hold, where it is known; lets [`lines`] see that a cell is absent.
    fn kind(&self, _header: &str) -> Option<Kind> {
        None
    }

    /// Which texts cells under this header may be, where it is known more closely than by their kind.
    fn holds(&self, _header: &str) -> Holds {
        Holds::Anything
    }

    /// Whether pages have such lines below a table: pagination, notes, copyright.
    fn is_page_line(&self, _text: &str) -> bool {
        false
    }

    /// Whether menus have such an entry, so that a header's word may stand above a table without being one.
    fn is_menu_word(&self, _text: &str) -> bool {
        false
    }

    /// Whether this is one of the platform's states: Success, Suspended.
    fn is_state(&self, _text: &str) -> bool {
        false
    }

    /// Whether cells under this header are states.
    fn holds_states(&self, _header: &str) -> bool {
        false
    }

    /// Whether this is a button or badge rather than a value: View/Assign, Suspended, Appeal.
    fn is_label(&self, _text: &str) -> bool {
        false
    }
}

/// What is known of the texts under a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Anything,
    /// Digits and nothing else (R30).
    Ids,
    /// Currency codes.
    Currencies,
    /// Names and states: anything but digits alone.
    Words,
}

/// Everything that was found in one flavour or file.
#[derive(Clone, Debug, Default)]
pub struct Read {
    pub grids: Vec<Grid>,
    /// Lines of text outside every table: menus, breadcrumbs, page heads (R31, R32, R33 hints).
    pub outside: Vec<String>,
    /// Addresses of links, in the order seen, each once (R31).
    pub links: Vec<String>,
    pub problems: Vec<Problem>,
    /// What was decided about the bytes and why: encoding, delimiter, where the table begins.
    pub evidence: Vec<Message>,
    /// Present where several encodings read equally well.
    pub encoding_question: Option<EncodingQuestion>,
}

/// Bytes that several encodings can read; `candidates` begins with the one that was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodingQuestion {
    pub candidates: Vec<EncodingCandidate>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodingCandidate {
    /// WHATWG label, as stored in `ColumnMapping::encoding`.
    pub label: &'static str,
    /// A few words that differ between the candidates, as this one reads them.
    pub preview: String,
}

/// Reads every table in `bytes`. `encoding_choice` is the user's answer to an [`EncodingQuestion`].
/// Never fails: what cannot be read becomes a problem.
pub fn tables(
    flavour: FlavourKind,
    bytes: &[u8],
    encoding_choice: Option<&str>,
    words: &dyn HeaderWords,
    platform: &dyn Platform,
) -> Read {
    let mut read = Read::default();
    if flavour == FlavourKind::Picture {
        read.fault("shape.picture");
        return read;
    }
    match sniff::container(bytes) {
        sniff::Container::Text => {}
        sniff::Container::Zip => {
            workbook::read(bytes, words, &mut read);
            number_tables(&mut read.grids);
            return read;
        }
        sniff::Container::Unreadable(key) => {
            read.fault(key);
            return read;
        }
    }
    let Some(text) = encoding::decode(flavour, bytes, encoding_choice, words, platform, &mut read)
    else {
        return read;
    };
    match sniff::text_shape(flavour, &text) {
        sniff::TextShape::Html => html::read(&text, words, &mut read),
        sniff::TextShape::Json => json::read(&text, &mut read),
        sniff::TextShape::Plain => page::read(&text, words, &mut read),
    }
    number_tables(&mut read.grids);
    read
}

/// A plain text as a table of one column, its cells exactly as written: what no separator divides is no table to
/// [`tables`], and there is nothing to ask of it.
pub fn one_column(bytes: &[u8], words: &dyn HeaderWords, platform: &dyn Platform) -> Option<Grid> {
    // A character that no text holds: only line ends and quotes divide.
    const NO_DELIMITER: u8 = 0x1f;
    let file = FlavourKind::File;
    let sniff::Container::Text = sniff::container(bytes) else { return None };
    let text = encoding::decode(file, bytes, None, words, platform, &mut Read::default())?;
    let sniff::TextShape::Plain = sniff::text_shape(file, &text) else { return None };
    let dialect = Dialect { delimiter: NO_DELIMITER, quoted: true, start: 0, first_line: 1 };
    let mut grid = Grid::new(Shape::Lines, Place::default());
    delimited::split(&text, &dialect, &mut grid, &mut vec![]);
    let blank: Vec<bool> =
        (0..grid.row_count()).map(|row| delimited::is_blank(&grid, row)).collect();
    grid.keep_rows(|row| blank.get(row) == Some(&false));
    (grid.row_count() > 0).then_some(grid)
}

impl Read {
    fn fault(&mut self, key: &'static str) {
        self.problems.push(Problem::fault(Place::default(), Message::new(key)));
    }

    /// Without any table, something has to say so.
    fn say_no_table(&mut self) {
        let is_told = self.problems.iter().any(|problem| problem.severity == Severity::Fault);
        if self.grids.is_empty() && !is_told {
            self.fault("shape.noTable");
        }
    }

    /// Remembers a link once; a page repeats the same one in every row.
    fn link(&mut self, address: &str) {
        const LINKS_MAX: usize = 200;
        if self.links.len() < LINKS_MAX && !self.links.iter().any(|known| known == address) {
            self.links.push(address.to_owned());
        }
    }
}

/// Several tables of one paste are told apart by number.
fn number_tables(grids: &mut [Grid]) {
    if grids.len() > 1 {
        for (table, grid) in grids.iter_mut().enumerate() {
            grid.place.table_number = Some(table as u32 + 1);
        }
    }
}

#[cfg(test)]
mod tests;
