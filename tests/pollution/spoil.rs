//! Tidy tables → bytes as people paste them, and where in those bytes each row stands.

use crate::clean::{Row, Table, Value, decimals};
use crate::dice::Dice;
use ad_credit_tracker::ingest::FlavourKind;
use std::fmt::Write;

/// What was pasted.
pub struct Paste {
    pub kind: FlavourKind,
    pub bytes: Vec<u8>,
    /// For each row of the table, whether it was written whole; a torn one may be refused or missing.
    pub is_whole: Vec<bool>,
    /// First and last line each row stands on, from 1, where the shape has lines.
    pub lines: Vec<Option<(u32, u32)>>,
    /// Marks of the rows of another table in the same paste.
    pub other_marks: Vec<String>,
    /// What was done, for the report of a failure.
    pub done: Vec<&'static str>,
}

/// How values become text in this paste.
#[derive(Clone)]
struct Style {
    decimal: char,
    group: &'static str,
    currency: Beside,
    parentheses: bool,
    date: DateStyle,
    missing: &'static str,
    range: &'static str,
    formula: bool,
    keeps_zeros: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Beside {
    Nothing,
    CodeBefore,
    CodeBehind,
    Symbol,
}

#[derive(Clone, Copy, PartialEq)]
enum DateStyle {
    Iso,
    Slashes,
    MonthFirst,
    DayFirst,
    Dots,
}

impl Style {
    fn of(dice: &mut Dice) -> Style {
        let marks = [
            ('.', ","),
            ('.', ","),
            ('.', ","),
            ('.', ""),
            (',', "."),
            (',', "."),
            (',', ""),
            (',', " "),
            (',', "\u{a0}"),
            (',', "\u{202f}"),
            ('.', "'"),
            ('.', "\u{2019}"),
        ];
        let (decimal, group) = *dice.pick(&marks);
        let beside = [Beside::Nothing, Beside::CodeBefore, Beside::CodeBehind, Beside::Symbol];
        let dates =
            [DateStyle::Slashes, DateStyle::MonthFirst, DateStyle::DayFirst, DateStyle::Dots];
        let missing = ["", "-", "--", "N/A"];
        let ranges = [" - ", " – ", " ~ ", " to "];
        Style {
            decimal,
            group,
            currency: if dice.chance(60) { Beside::Nothing } else { *dice.pick(&beside) },
            parentheses: dice.chance(10),
            date: if dice.chance(50) { DateStyle::Iso } else { *dice.pick(&dates) },
            missing: dice.pick::<&str>(&missing),
            range: dice.pick::<&str>(&ranges),
            formula: dice.chance(8),
            keeps_zeros: !dice.chance(10),
        }
    }

    fn text(&self, value: &Value, table: &Table) -> String {
        match value {
            Value::Money(micros) => self.money(*micros, table.currency),
            Value::Text(text) => text.clone(),
            Value::Day(y, m, d) => self.day(*y, *m, *d),
            Value::Time(y, m, d, hour, minute) => {
                format!("{} {hour:02}:{minute:02}", self.day(*y, *m, *d))
            }
            Value::Range(a, b) => {
                format!("{}{}{}", self.day(a.0, a.1, a.2), self.range, self.day(b.0, b.1, b.2))
            }
            Value::Percent(p) => format!("{}{}{:02}%", p / 100, self.decimal, p % 100),
            Value::Buttons => "View/Assign".to_owned(),
            Value::Missing => self.missing.to_owned(),
        }
    }

    fn money(&self, micros: i64, currency: &str) -> String {
        let digits = (micros.abs() / 1_000_000).to_string();
        let mut whole = String::new();
        for (at, c) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                whole.push_str(self.group);
            }
            whole.push(c);
        }
        let fraction = format!("{:06}", micros.abs() % 1_000_000);
        let mut fraction = fraction[..decimals(currency)].to_owned();
        if !self.keeps_zeros {
            fraction.truncate(fraction.trim_end_matches('0').len());
        }
        if !fraction.is_empty() {
            whole.push(self.decimal);
            whole.push_str(&fraction);
        }
        let symbol = match currency {
            "USD" => "$",
            "EUR" => "€",
            "JPY" => "¥",
            "GBP" => "£",
            "BRL" => "R$",
            "VND" => "₫",
            "IDR" => "Rp",
            _ => currency,
        };
        let text = match self.currency {
            Beside::Nothing => whole,
            Beside::CodeBefore => format!("{currency} {whole}"),
            Beside::CodeBehind => format!("{whole} {currency}"),
            Beside::Symbol => format!("{symbol}{whole}"),
        };
        match (micros < 0, self.parentheses) {
            (false, _) => text,
            (true, true) => format!("({text})"),
            (true, false) => format!("-{text}"),
        }
    }

    fn day(&self, y: i32, m: u32, d: u32) -> String {
        match self.date {
            DateStyle::Iso => format!("{y:04}-{m:02}-{d:02}"),
            DateStyle::Slashes => format!("{y:04}/{m:02}/{d:02}"),
            DateStyle::MonthFirst => format!("{m:02}/{d:02}/{y:04}"),
            DateStyle::DayFirst => format!("{d:02}/{m:02}/{y:04}"),
            DateStyle::Dots => format!("{d:02}.{m:02}.{y:04}"),
        }
    }
}

/// Writes `table` in some shape, with some of the accidents that happen to files.
pub fn paste(table: &Table, plain: bool, dice: &mut Dice) -> Paste {
    let sheet = Sheet::of(table, Style::of(dice));
    match dice.below(10) {
        0 => sheet.page_as_html(dice),
        1 => sheet.page_as_text(dice),
        2 => sheet.cell_per_line(dice),
        _ => sheet.file(plain, dice),
    }
}

/// Two tables in one text or page, by one writer: the same paste for each, with its own lines.
pub fn two_tables(tables: [&Table; 2], dice: &mut Dice) -> Vec<Paste> {
    let style = Style::of(dice);
    let sheets = tables.map(|table| Sheet::of(table, style.clone()));
    let mut pastes = match dice.chance(30) {
        true => Sheet::two_as_html(&sheets, dice),
        false => Sheet::two_as_text(&sheets, dice),
    };
    let marks = tables.map(|table| table.rows.iter().map(|row| row.mark.clone()).collect());
    let [of_first, of_second]: [Vec<String>; 2] = marks;
    for (paste, other_marks) in pastes.iter_mut().zip([of_second, of_first]) {
        paste.other_marks = other_marks;
    }
    pastes
}

struct Sheet<'t> {
    table: &'t Table,
    style: Style,
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Text that knows on which line it stands.
struct Pen {
    text: String,
    line: u32,
    newline: &'static str,
}

impl Pen {
    fn line(&mut self, text: &str) -> (u32, u32) {
        let first = self.line;
        self.text.push_str(text);
        self.text.push_str(self.newline);
        let inner = text.matches('\n').count() as u32;
        self.line += 1 + inner;
        (first, first + inner)
    }
}

const MENU: [&str; 9] = [
    "TikTok Ads Manager",
    "Dashboard",
    "Campaign",
    "Tools",
    "Payments",
    "Promotions",
    "Available",
    "Earning",
    "Not available",
];

impl<'t> Sheet<'t> {
    fn of(table: &'t Table, style: Style) -> Sheet<'t> {
        let headers = table.columns.iter().map(|c| c.header.clone()).collect();
        let texts = |row: &Row| row.cells.iter().map(|v| style.text(v, table)).collect();
        let rows = table.rows.iter().map(texts).collect();
        Sheet { table, style, headers, rows }
    }

    fn two_as_text(sheets: &[Sheet<'t>; 2], dice: &mut Dice) -> Vec<Paste> {
        let delimiter = *dice.pick(&[",", ";", "\t"]);
        let mut pen =
            Pen { text: String::new(), line: 1, newline: dice.pick::<&str>(&["\n", "\r\n"]) };
        let is_titled = dice.chance(50);
        let lines: Vec<Vec<_>> = sheets
            .iter()
            .map(|sheet| {
                if pen.line > 1 {
                    pen.line("");
                }
                if is_titled {
                    pen.line(["Nord Shop EU", "Second part"][usize::from(pen.line > 1)]);
                }
                pen.line(&quoted(&sheet.headers, delimiter));
                sheet.rows.iter().map(|row| Some(pen.line(&quoted(row, delimiter)))).collect()
            })
            .collect();
        let paste = |(sheet, lines): (&Sheet<'_>, Vec<_>)| {
            let done = vec!["two tables"];
            Paste { lines, ..sheet.paste(FlavourKind::File, pen.text.clone(), done) }
        };
        sheets.iter().zip(lines).map(paste).collect()
    }

    fn two_as_html(sheets: &[Sheet<'t>; 2], dice: &mut Dice) -> Vec<Paste> {
        let pages = sheets.each_ref().map(|sheet| sheet.page_as_html(dice));
        let text: Vec<u8> = pages.iter().flat_map(|page| page.bytes.clone()).collect();
        let whole = |page: Paste| {
            let done = vec!["two tables", "html"];
            Paste { bytes: text.clone(), done, ..page }
        };
        pages.into_iter().map(whole).collect()
    }
}

/// A line of cells, those in quotes that need them.
fn quoted(cells: &[String], delimiter: &str) -> String {
    let cell = |text: &String| match text.contains(delimiter) || text.contains(['"', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.clone(),
    };
    cells.iter().map(cell).collect::<Vec<_>>().join(delimiter)
}

impl Sheet<'_> {
    /// Runs of amounts side by side, under which a merged cell above the header stands.
    fn groups(&self) -> Vec<(usize, usize)> {
        let is_amount = |column: usize| {
            let field = self.table.columns[column].field;
            field.is_some_and(|f| f.kind() == ad_credit_tracker::ingest::exports::Kind::Money)
        };
        let mut groups: Vec<(usize, usize)> = vec![];
        for column in (0..self.headers.len()).filter(|column| is_amount(*column)) {
            match groups.last_mut() {
                Some((_, end)) if *end == column => *end += 1,
                _ => groups.push((column, column + 1)),
            }
        }
        groups.retain(|(start, end)| end - start > 1);
        groups
    }

    fn paste(&self, kind: FlavourKind, text: String, done: Vec<&'static str>) -> Paste {
        Paste {
            kind,
            bytes: text.into_bytes(),
            is_whole: vec![true; self.rows.len()],
            lines: vec![None; self.rows.len()],
            other_marks: vec![],
            done,
        }
    }

    fn page_as_html(&self, dice: &mut Dice) -> Paste {
        let mut done = vec!["html"];
        let mut out = String::from("<meta charset='utf-8'><div><nav><ul>");
        for word in MENU {
            write!(out, "<li><a href=\"/i18n\">{word}</a></li>").unwrap();
        }
        out.push_str("</ul></nav>");
        let groups = if dice.chance(15) { self.groups() } else { vec![] };
        if !groups.is_empty() {
            done.push("merged header");
        }
        let head = |out: &mut String| {
            out.push_str("<thead><tr>");
            for column in 0..self.headers.len() {
                match groups.iter().find(|(start, end)| (*start..*end).contains(&column)) {
                    Some((start, end)) if *start == column => {
                        write!(out, "<th colspan=\"{}\">Amounts</th>", end - start).unwrap();
                    }
                    None if !groups.is_empty() => out.push_str("<th></th>"),
                    _ => {}
                }
            }
            if !groups.is_empty() {
                out.push_str("</tr><tr>");
            }
            for header in &self.headers {
                let icon =
                    "<svg><title>sort</title></svg><span role=\"tooltip\" hidden>About</span>";
                write!(out, "<th><div><span>{}</span>{icon}</div></th>", escaped(header)).unwrap();
            }
            out.push_str("</tr></thead>");
        };
        out.push_str("<table class=\"a\">");
        head(&mut out);
        if dice.chance(40) {
            done.push("sticky header");
            out.push_str("</table><table class=\"b\">");
        }
        out.push_str("<tbody>");
        for row in &self.rows {
            out.push_str("<tr style=\"height:1px\">");
            for (cell, column) in row.iter().zip(&self.table.columns) {
                if column.field == Some(ad_credit_tracker::ingest::exports::Field::RowLabels) {
                    out.push_str("<td><button>View/Assign</button><button>Log</button></td>");
                } else {
                    write!(out, "<td>\n  <span>{}</span>\n</td>", escaped(cell)).unwrap();
                }
            }
            out.push_str("</tr>");
        }
        write!(out, "</tbody></table><div>Total {} records</div></div>", self.rows.len()).unwrap();
        self.paste(FlavourKind::Html, out, done)
    }

    fn page_as_text(&self, dice: &mut Dice) -> Paste {
        let mut pen = Pen { text: String::new(), line: 1, newline: "\n" };
        let mut done = vec!["page as text"];
        for word in MENU.iter().take(dice.below(MENU.len() + 1)) {
            pen.line(word);
        }
        if dice.chance(50) {
            pen.line("");
        }
        pen.line(&self.headers.join("\t"));
        let mut lines = vec![];
        for row in &self.rows {
            lines.push(Some(pen.line(&row.join("\t"))));
        }
        if dice.chance(60) {
            done.push("pagination");
            pen.line("");
            pen.line(&format!("1-{} of {}", self.rows.len(), self.rows.len()));
            pen.line("20/page");
            pen.line("© 2026 TikTok");
        }
        Paste { lines, ..self.paste(FlavourKind::Text, pen.text, done) }
    }

    fn cell_per_line(&self, dice: &mut Dice) -> Paste {
        let mut pen = Pen { text: String::new(), line: 1, newline: "\n" };
        for word in MENU.iter().take(dice.below(MENU.len() + 1)) {
            pen.line(word);
        }
        for header in &self.headers {
            pen.line(header);
        }
        let mut lines = vec![];
        for row in &self.rows {
            let first = pen.line;
            for cell in row {
                pen.line(if cell.is_empty() { "-" } else { cell });
            }
            lines.push(Some((first, pen.line - 1)));
        }
        let mut done = vec!["cell per line"];
        if dice.chance(40) {
            done.push("pagination");
            let count = self.rows.len();
            let counted = format!("1-{count} of {count}");
            let below = [counted.as_str(), "20/page", "© 2026 TikTok", "Help"];
            for text in below.iter().take(1 + dice.below(below.len())) {
                pen.line(text);
            }
        }
        Paste { lines, ..self.paste(FlavourKind::Text, pen.text, done) }
    }

    fn file(&self, plain: bool, dice: &mut Dice) -> Paste {
        let mut done = vec!["file"];
        let delimiter = *dice.pick(&[",", ",", ";", "\t", "|"]);
        let newline = *dice.pick(&["\n", "\r\n", "\r\n", "\r"]);
        let quotes_all = dice.chance(20);
        let careless = dice.chance(4);
        let mut pen = Pen { text: String::new(), line: 1, newline };
        if careless {
            done.push("nothing quoted");
        }
        let cell = |text: &str| {
            if self.style.formula && text.starts_with(|c: char| c.is_ascii_digit()) {
                return format!("\"=\"\"{text}\"\"\"");
            }
            let special = text.contains(delimiter) || text.contains('"') || text.contains('\n');
            if !careless && (quotes_all || special) {
                format!("\"{}\"", text.replace('"', "\"\""))
            } else {
                text.to_owned()
            }
        };
        let line =
            |cells: &[String]| cells.iter().map(|c| cell(c)).collect::<Vec<_>>().join(delimiter);
        if dice.chance(5) {
            done.push("sep=");
            pen.line(&format!("sep={delimiter}"));
        }
        if dice.chance(20) {
            done.push("preamble");
            pen.line("Nord Shop EU report");
            pen.line("Report time: 2026-11-21 14:00");
            pen.line("");
        }
        let groups = if dice.chance(6) { self.groups() } else { vec![] };
        if !groups.is_empty() {
            done.push("merged header");
            let of_group = |column| groups.iter().any(|(start, _)| *start == column);
            let label = |column| if of_group(column) { "Amounts" } else { "" }.to_owned();
            pen.line(&line(&(0..self.headers.len()).map(label).collect::<Vec<_>>()));
        }
        pen.line(&line(&self.headers));
        let total_first = dice.chance(8);
        let has_total = total_first || dice.chance(12);
        if total_first {
            done.push("total first");
            pen.line(&line(&self.total()));
        }
        let mut lines = vec![];
        let mut is_whole = vec![true; self.rows.len()];
        let hurt = dice.chance(12).then(|| dice.below(self.rows.len()));
        for (number, row) in self.rows.iter().enumerate() {
            if dice.chance(2) {
                done.push("blank line");
                pen.line("");
            }
            if dice.chance(1) {
                done.push("header again");
                pen.line(&line(&self.headers));
            }
            let mut row = row.clone();
            if hurt == Some(number) {
                is_whole[number] = false;
                done.push(hurt_row(&mut row, dice));
            }
            lines.push(Some(pen.line(&line(&row))));
        }
        if has_total && !total_first {
            done.push("total last");
            pen.line(&line(&self.total()));
        }
        if dice.chance(10) {
            done.push("footer");
            pen.line("");
            pen.line("Data may be delayed by up to 11 hours.");
        } else if !has_total && dice.chance(6) {
            done.push("cut off");
            let last = self.rows.len() - 1;
            let start = pen.text.trim_end().rfind(newline).map_or(0, |at| at + newline.len());
            // What is cut inside the last cell cannot be told from a shorter one.
            let end = pen.text.rfind(delimiter).filter(|end| *end > start).unwrap_or(start);
            let mut cut = start + dice.below(end - start + 1);
            while !pen.text.is_char_boundary(cut) {
                cut -= 1;
            }
            pen.text.truncate(cut);
            is_whole[last] = false;
        }
        if careless {
            is_whole.fill(false);
        }
        let bytes = encoded(pen.text, plain, dice, &mut done);
        Paste { bytes, lines, is_whole, ..self.paste(FlavourKind::File, String::new(), done) }
    }

    /// A labelled row of sums; columns that do not add up are left out of it.
    fn total(&self) -> Vec<String> {
        let label = format!("Total of {} results", self.rows.len());
        let sum = |column: usize| {
            let amounts = self.table.rows.iter().map(|row| match row.cells[column] {
                Value::Money(micros) => Some(micros),
                _ => None,
            });
            amounts.sum::<Option<i64>>()
        };
        let mut labelled = false;
        (0..self.headers.len())
            .map(|column| match sum(column) {
                Some(micros) => self.style.money(micros, self.table.currency),
                None if !labelled => {
                    labelled = true;
                    label.clone()
                }
                None => String::new(),
            })
            .collect()
    }
}

/// One row damaged in a way that can be seen.
fn hurt_row(row: &mut Vec<String>, dice: &mut Dice) -> &'static str {
    let at = dice.below(row.len());
    match dice.below(4) {
        0 => {
            row[at] = "#REF!".into();
            "broken cell"
        }
        1 => {
            row.remove(at);
            "cell lost"
        }
        2 => {
            row.insert(at, "extra".into());
            "cell too many"
        }
        _ => {
            row[at] = "1.86E+15".into();
            "number damaged"
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
        .replace('\u{a0}', "&nbsp;")
}

fn encoded(text: String, plain: bool, dice: &mut Dice, done: &mut Vec<&'static str>) -> Vec<u8> {
    let mut with_mark = |name, mark: &[u8], body: Vec<u8>| {
        done.push(name);
        [mark, &body].concat()
    };
    let units = |f: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(f).collect::<Vec<u8>>();
    match dice.below(12) {
        0 => with_mark("UTF-16LE", &[0xff, 0xfe], units(u16::to_le_bytes)),
        1 => with_mark("UTF-16BE", &[0xfe, 0xff], units(u16::to_be_bytes)),
        2 | 3 => with_mark("UTF-8 with mark", &[0xef, 0xbb, 0xbf], text.into_bytes()),
        4 if plain => legacy(encoding_rs::WINDOWS_1252, text, done),
        5 if plain => legacy(encoding_rs::SHIFT_JIS, text, done),
        6 if plain => legacy(encoding_rs::GBK, text, done),
        _ => text.into_bytes(),
    }
}

/// In the old encoding where it can hold the text.
fn legacy(
    encoding: &'static encoding_rs::Encoding,
    text: String,
    done: &mut Vec<&'static str>,
) -> Vec<u8> {
    let (bytes, _, lossy) = encoding.encode(&text);
    if lossy {
        return text.into_bytes();
    }
    done.push(encoding.name());
    bytes.into_owned()
}
