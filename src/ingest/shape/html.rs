//! HTML of a clipboard or a saved page → tables and the text around them.
//!
//! A tokenizer and a bounded stack, no tree: depth of nesting costs nothing. [`Walk`] knows elements and
//! text, [`super::html_table`] knows rows, cells and spans. Real tables and `role="table"` grids end in
//! the same builder. Invariant: visible text goes to a cell or to the lines outside.

use super::delimited::header_hits;
use super::html_attributes;
use super::html_exact;
use super::html_flow::Flow;
use super::html_parts::{self, Part, bar_share, is_block, is_void};
use super::html_sheet::Sheet;
use super::html_table::{self, Budget, TableBuilder};
use super::html_tokens::{self, Markup};
use super::html_veil::{self, Veil};
use super::{Grid, HeaderWords, Read, page};
use html5gum::StartTag;
use std::borrow::Cow;

/// Open elements that are told apart; deeper ones are read, but not matched with their end.
const DEPTH_MAX: usize = 512;
/// Tables inside tables; deeper ones are read as text.
const TABLE_DEPTH_MAX: usize = 8;

pub(super) fn read(text: &str, words: &dyn HeaderWords, read: &mut Read) {
    let text = without_clipboard_head(text, read);
    let bounded = html_attributes::without_excess(text);
    if bounded.is_some() {
        read.fault("shape.attributes");
    }
    let text = bounded.as_deref().unwrap_or(text);
    let mut walk = Walk::new(text, words);
    html_tokens::each(text, |markup| match markup {
        Markup::Start(tag) => walk.start(tag, read),
        Markup::End(name) => walk.end(name),
        Markup::Text(text) => walk.text(text),
    });
    walk.close_all();
    let Walk { pieces, mut outside, budget, seen, .. } = walk;
    outside.break_line();
    if budget.is_spent() {
        read.fault("shape.spans");
    }
    let mut lines = outside.lines;
    let grids = html_table::finish(pieces, &mut lines, words);
    if grids.is_empty() {
        page::read(&lines.join("\n"), words, read);
        return;
    }
    read.outside.extend(lines.into_iter().filter(|line| !line.is_empty()));
    read.grids.extend(grids);
    seen.say(text, read);
}

/// Windows puts a head of offsets before clipboard HTML; it names the page.
fn without_clipboard_head<'t>(text: &'t str, read: &mut Read) -> &'t str {
    if !text.starts_with("Version:") {
        return text;
    }
    let Some(start) = text.find('<') else { return text };
    let (head, rest) = text.split_at(start);
    head.lines().filter_map(|line| line.strip_prefix("SourceURL:")).for_each(|url| read.link(url));
    rest
}

/// A finished table and how many lines of outside text stood before it.
pub(super) struct Piece {
    pub grid: Grid,
    pub lines_before: usize,
    pub has_header_cells: bool,
    /// The table of one column just before it, which may be its first one, frozen.
    pub left: Option<Box<Piece>>,
}

struct Open {
    name: Vec<u8>,
    part: Part,
    /// Length of the line it began in.
    start: usize,
    /// What lies over text around it.
    veil: Veil,
}

struct Walk<'w> {
    words: &'w dyn HeaderWords,
    stack: Vec<Open>,
    /// Elements beyond [`DEPTH_MAX`].
    deeper: usize,
    skipped: usize,
    veil: Veil,
    sheet: Sheet,
    tables: Vec<TableBuilder>,
    pieces: Vec<Piece>,
    /// The last table without two cells in a row, and how many lines there were behind it.
    left: Option<(Piece, usize)>,
    outside: Flow,
    budget: Budget,
    seen: html_exact::Seen,
}

impl<'w> Walk<'w> {
    fn new(text: &str, words: &'w dyn HeaderWords) -> Walk<'w> {
        Walk {
            words,
            stack: vec![],
            deeper: 0,
            skipped: 0,
            veil: Veil::default(),
            sheet: Sheet::default(),
            tables: vec![],
            pieces: vec![],
            left: None,
            outside: Flow::default(),
            budget: Budget::of(text),
            seen: html_exact::Seen::default(),
        }
    }

    fn start(&mut self, tag: &StartTag<()>, read: &mut Read) {
        let name: &[u8] = &tag.name;
        let attribute = |key: &[u8]| tag.attributes.get(key).map(|v| String::from_utf8_lossy(v));
        match name {
            b"br" => return self.break_line(),
            b"a" => {
                let address = attribute(b"href").unwrap_or_default();
                if address.starts_with("http") || address.starts_with('/') {
                    read.link(&address);
                }
            }
            _ => {}
        }
        if let Some(share) = bar_share(name, &attribute)
            && let Some(table) = self.tables.last_mut()
        {
            table.bar(share);
        }
        if is_void(name) || tag.self_closing && self.is_foreign() {
            return;
        }
        let style = html_veil::style(name, &self.sheet, &attribute);
        let part = self.part_of(name, &style, &attribute);
        self.close_implied(name);
        if self.stack.len() >= DEPTH_MAX {
            self.deeper += 1;
            if matches!(part, Part::Block | Part::Aside) {
                self.break_line();
            }
            return;
        }
        self.open(name, part, &style, &attribute);
    }

    fn open<'a>(
        &mut self,
        name: &[u8],
        part: Part,
        style: &str,
        attribute: &impl Fn(&[u8]) -> Option<Cow<'a, str>>,
    ) {
        match part {
            Part::Skipped => self.skipped += 1,
            Part::Block => self.break_line(),
            Part::Aside => {
                self.break_line();
                self.flow().asides_open += 1;
            }
            Part::Table => {
                self.break_line();
                self.end_loose_table();
                self.tables.push(TableBuilder::new(self.outside.lines.len()));
            }
            Part::Row => {
                if self.tables.is_empty() {
                    self.tables.push(TableBuilder::new(self.outside.lines.len()));
                }
                self.last_table(|table, budget| table.begin_row(budget));
            }
            Part::Cell => {
                let span = |key: &[u8]| {
                    attribute(key).and_then(|v| v.trim().parse().ok()).unwrap_or(1usize)
                };
                let (columns, rows) = (span(b"colspan"), span(b"rowspan"));
                let role = attribute(b"role").unwrap_or_default();
                let is_header = name == b"th" || role == "columnheader";
                // Header cells that stand in no table, above the table of their rows.
                if self.tables.is_empty() {
                    self.tables.push(TableBuilder::new(self.outside.lines.len()));
                }
                let stored = html_exact::stored(attribute);
                self.last_table(|table, budget| {
                    table.begin_cell((columns, rows), is_header, stored, budget);
                });
            }
            Part::Plain => {}
        }
        let start = self.flow().line.len();
        self.stack.push(Open { name: name.to_vec(), part, start, veil: self.veil });
        self.veil = self.veil.within(style, &attribute(b"class").unwrap_or_default());
    }

    fn last_table(&mut self, act: impl FnOnce(&mut TableBuilder, &mut Budget)) {
        if let Some(table) = self.tables.last_mut() {
            act(table, &mut self.budget);
        }
    }

    fn part_of<'a>(
        &self,
        name: &[u8],
        style: &str,
        attribute: &impl Fn(&[u8]) -> Option<Cow<'a, str>>,
    ) -> Part {
        match html_parts::part_of(name, style, attribute) {
            Part::Table => self.table_or_block(),
            // A role that is used for something else, such as a list of messages.
            Part::Cell if !matches!(name, b"td" | b"th") && self.tables.is_empty() => {
                let is_header = attribute(b"role").is_some_and(|role| role == "columnheader");
                if is_header { Part::Cell } else { Part::Plain }
            }
            part => part,
        }
    }

    fn table_or_block(&self) -> Part {
        if self.tables.len() < TABLE_DEPTH_MAX { Part::Table } else { Part::Block }
    }

    /// `<tr>` ends the open row, `<td>` the open cell: their end tags may be left out.
    fn close_implied(&mut self, name: &[u8]) {
        let limit = |part: Part, names: [&'static [u8]; 2]| {
            move |open: &Open| open.part == part || names.contains(&&*open.name)
        };
        match name {
            b"td" | b"th" => self.close_to(limit(Part::Cell, [b"td", b"th"]), Part::Row),
            b"tr" => self.close_to(limit(Part::Row, [b"tr", b"tr"]), Part::Table),
            _ => {}
        }
    }

    /// Closes everything down to the nearest element for which `is` holds, unless a `stop` lies above.
    fn close_to(&mut self, is: impl Fn(&Open) -> bool, stop: Part) {
        for (at, open) in self.stack.iter().enumerate().rev() {
            if is(open) {
                return self.close_from(at);
            }
            if open.part == stop || open.part == Part::Table || *open.name == *b"table" {
                return;
            }
        }
    }

    fn end(&mut self, name: &[u8]) {
        if self.deeper > 0 && !matches!(name, b"table" | b"tr" | b"td" | b"th") {
            self.deeper -= 1;
            if is_block(name) {
                self.break_line();
            }
            return;
        }
        let mut found = None;
        for (at, open) in self.stack.iter().enumerate().rev() {
            if open.name == name {
                found = Some(at);
                break;
            }
            // A stray end tag inside a cell must not end the cell or its table.
            let is_table_tag = matches!(name, b"table" | b"tr" | b"tbody" | b"thead" | b"tfoot");
            if open.part == Part::Table && name != b"table"
                || open.part == Part::Cell && !is_table_tag
            {
                break;
            }
        }
        match found {
            Some(at) => self.close_from(at),
            None if is_block(name) => self.break_line(),
            None => {}
        }
    }

    fn close_from(&mut self, at: usize) {
        self.deeper = 0;
        while self.stack.len() > at {
            let Some(open) = self.stack.pop() else { return };
            self.veil = open.veil;
            if open.part == Part::Plain && matches!(&*open.name, b"sup" | b"rt" | b"a") {
                self.flow().end_raised(open.start);
            }
            let words = self.words;
            match open.part {
                Part::Plain if &*open.name == b"a" && !self.tables.is_empty() => {
                    self.flow().end_link(open.start, |text| words.is_label(text));
                }
                Part::Plain if matches!(&*open.name, b"i" | b"span" | b"sup" | b"a" | b"abbr") => {
                    self.flow().end_element(open.start);
                }
                Part::Plain => {}
                Part::Block => self.break_line(),
                Part::Aside => {
                    self.break_line();
                    let flow = self.flow();
                    flow.asides_open = flow.asides_open.saturating_sub(1);
                }
                Part::Skipped => self.skipped = self.skipped.saturating_sub(1),
                Part::Cell => self.last_table(|table, budget| table.end_cell(budget)),
                Part::Row => self.last_table(|table, budget| table.end_row(budget)),
                Part::Table => self.end_table(),
            }
        }
    }

    fn end_table(&mut self) {
        let Some(mut table) = self.tables.pop() else { return };
        table.end_row(&mut self.budget);
        self.seen.add(table.take_seen());
        let mut piece = table.into_piece();
        let left = self.left.take().filter(|(_, end)| *end == piece.lines_before);
        if html_table::is_data(&piece.grid) && !self.is_in_a_list(&piece.grid) {
            piece.left = left.map(|(left, _)| Box::new(left));
            self.pieces.push(piece);
            return;
        }
        // A table for layout, or a single value: its text belongs to what stands around it.
        for row in 0..piece.grid.row_count() {
            self.break_line();
            for cell in piece.grid.row(row) {
                self.text(" ");
                for (at, line) in cell.split('\n').enumerate() {
                    if at > 0 {
                        self.break_line();
                    }
                    self.text(line);
                }
            }
        }
        self.break_line();
        if self.tables.is_empty() {
            self.left = Some((piece, self.outside.lines.len()));
        }
    }

    /// Whether a table stands in a cell of a list: it has few rows and no header, and the list has one.
    fn is_in_a_list(&self, grid: &Grid) -> bool {
        const ROWS_MAX: usize = 8;
        let has_header = |grid: &Grid| {
            (0..grid.row_count().min(3)).any(|row| header_hits(grid, row, self.words) >= 2)
        };
        grid.row_count() <= ROWS_MAX
            && self.tables.last().is_some_and(|list| list.is_in_cell() && has_header(list.grid()))
            && !has_header(grid)
    }

    /// Ends rows that stand in no table, where a table begins beside them.
    fn end_loose_table(&mut self) {
        let opened = self.stack.iter().filter(|open| open.part == Part::Table).count();
        let has_open_cell = self.tables.iter().any(TableBuilder::is_in_cell);
        if self.tables.len() > opened && !has_open_cell {
            self.end_table();
        }
    }

    fn close_all(&mut self) {
        self.close_from(0);
        while !self.tables.is_empty() {
            self.end_table();
        }
    }

    fn text(&mut self, text: &str) {
        if self.stack.last().is_some_and(|open| *open.name == *b"style") {
            self.sheet.add(text);
        } else if self.skipped == 0 && !self.veil.is_drawn() {
            self.flow().push(text);
        }
    }

    fn break_line(&mut self) {
        if self.skipped == 0 {
            self.flow().break_line();
        }
    }

    /// Where text goes now: the open cell, or the page.
    fn flow(&mut self) -> &mut Flow {
        let cell = self.tables.iter_mut().rev().find_map(TableBuilder::open_cell);
        cell.unwrap_or(&mut self.outside)
    }

    fn is_foreign(&self) -> bool {
        self.stack.iter().rev().take(8).any(|open| open.name == b"svg" || open.name == b"math")
    }
}
