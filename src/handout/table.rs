//! Any table as CSV or TSV: numbers stay numbers, and no text becomes a formula.
//!
//! A spreadsheet takes text that begins with `=`, `+`, `-`, `@`, a tab or a line break for a formula. Such
//! text gets a leading `'`, which our own reader takes off again (`text::unguarded`); so does text that
//! begins with `'` itself, and so does what a spreadsheet would write as another number: ids, of
//! which it keeps 15 digits (R30) and no leading zeros. Amounts are written as plain numbers, `-5.00` included.

use crate::money::Amount;
use crate::text::needs_guard;

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(String),
    /// With so many decimals at least, as the currency has them.
    Number(Amount, u32),
    /// Not known: an empty cell, never 0.
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    Comma,
    Tab,
}

/// The file, header first, lines ended by CR LF.
pub fn table(header: &[String], rows: &[Vec<Cell>], separator: Separator) -> String {
    let mark = match separator {
        Separator::Comma => ',',
        Separator::Tab => '\t',
    };
    let mut out = String::new();
    let mut line = |cells: Vec<String>| {
        let mut first = true;
        for cell in cells {
            if !std::mem::take(&mut first) {
                out.push(mark);
            }
            out.push_str(&cell);
        }
        out.push_str("\r\n");
    };
    line(header.iter().map(|text| quoted(&safe(text), mark)).collect());
    for row in rows {
        line(row.iter().map(|cell| written(cell, mark)).collect());
    }
    out
}

fn written(cell: &Cell, mark: char) -> String {
    match cell {
        Cell::Text(text) => quoted(&safe(text), mark),
        Cell::Number(amount, decimals) => number(*amount, *decimals),
        Cell::Unknown => String::new(),
    }
}

/// Plain decimal text; padded to the decimals of the currency, never rounded.
fn number(amount: Amount, decimals: u32) -> String {
    let text = amount.to_string();
    let (units, part) = text.split_once('.').unwrap_or((&text, ""));
    let width = usize::try_from(decimals).unwrap_or(0).max(part.len());
    if width == 0 { units.to_owned() } else { format!("{units}.{part:0<width$}") }
}

/// Text that no spreadsheet runs, and none rounds.
fn safe(text: &str) -> String {
    if needs_guard(text) { format!("'{text}") } else { text.to_owned() }
}

fn quoted(text: &str, mark: char) -> String {
    let needs =
        text.contains([mark, '"', '\r', '\n']) || text.starts_with(' ') || text.ends_with(' ');
    if needs { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::unguarded;

    #[test]
    fn formulas_are_neutralised_in_a_way_our_reader_undoes() {
        for text in [
            "=1+1",
            "+49 30",
            "-5% off",
            "@SUM(A1)",
            "'quoted",
            "|cmd",
            "＝1",
            "Launch, 50%",
            "7123456789012345678",
            "0071",
            "12E3",
            "a \"b\"",
        ] {
            let cell = safe(text);
            assert_eq!(unguarded(&cell), text, "{cell}");
            let is_number = text.bytes().all(|b| b.is_ascii_alphanumeric());
            assert!(!is_number || cell.starts_with('\''), "{cell}");
            assert!(!cell.starts_with(['=', '+', '-', '@', '|', '＝']), "{cell}");
        }
    }

    #[test]
    fn numbers_stay_numbers_and_unknown_is_not_zero() {
        let amount = |t: &str| Amount::parse_plain(t).unwrap();
        let rows = vec![
            vec![Cell::Text("A, \"x\"".into()), Cell::Number(amount("-5"), 2), Cell::Unknown],
            vec![
                Cell::Text("=x".into()),
                Cell::Number(amount("3158.3141"), 0),
                Cell::Text(String::new()),
            ],
        ];
        let header = ["name", "unused", "lost"].map(String::from);
        let text = table(&header, &rows, Separator::Comma);
        assert_eq!(text, "name,unused,lost\r\n\"A, \"\"x\"\"\",-5.00,\r\n'=x,3158.3141,\r\n");
        assert!(table(&header, &rows, Separator::Tab).starts_with("name\tunused\tlost\r\n"));
    }
}
