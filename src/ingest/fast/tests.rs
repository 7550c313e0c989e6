//! The law of the two roads: what the fast road reads, a reader that takes one row after the other reads
//! alike, in the same order, with the same rows set aside.

use super::*;
use crate::calendar::{Day, LocalTime, Stated, Unit};
use crate::ingest::exports::Export;
use crate::money::Amount;
use crate::text::{bare_cell, is_missing};
use proptest::prelude::*;

const FIELDS: [Field; 6] = [
    Field::TransactionId,
    Field::Time,
    Field::CampaignId,
    Field::CampaignName,
    Field::Amount,
    Field::Currency,
];
const POINT: Marks = Marks { decimal: b'.', group: b',', has_thousandths: true };

fn layout(delimiter: u8, has_carriage_returns: bool) -> Layout {
    let text = |field| Way::Repeating(vec![field]);
    Layout {
        delimiter,
        is_quoted: true,
        has_carriage_returns,
        skipped_lines: 1,
        columns: vec![
            Way::Unique(FIELDS[0]),
            Way::Time(FIELDS[1]),
            text(FIELDS[2]),
            text(FIELDS[3]),
            Way::Money(FIELDS[4], POINT),
            text(FIELDS[5]),
            Way::Skip,
        ],
    }
}

/// A reader by the rules of cells alone, written to be read: amounts by `Decimal`, days by chrono.
#[derive(Default)]
struct Plain {
    set_aside: Vec<(u32, Vec<String>)>,
}

fn plain_money(cell: &str) -> Option<Amount> {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let mut groups = whole.split(',');
    let head = groups.next()?;
    let is_grouped = whole.contains(',');
    let fits = is_number(head)
        && is_number(fraction)
        && (!is_grouped || (head.len() <= 3 && !head.starts_with('0')))
        && groups.all(|g| g.len() == 3 && is_number(g));
    fits.then(|| Amount::parse_plain(&cell.replace(',', "")).ok()).flatten()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn plain_time(cell: &str) -> Option<Stated> {
    let (day, clock) = cell.split_once(' ').unwrap_or((cell, ""));
    if day.len() != 10 {
        return None;
    }
    let day = Day::parse_iso(day)?;
    if cell.len() == 10 {
        return Some(Stated::day(day));
    }
    let parts: Vec<&str> = clock.split(':').collect();
    if !parts.iter().all(|p| p.len() == 2 && is_number(p)) {
        return None;
    }
    let parts: Vec<i64> = parts.iter().filter_map(|p| p.parse().ok()).collect();
    let (seconds, unit) = match parts[..] {
        [h, m] if h < 24 && m < 60 => (h * 3600 + m * 60, Unit::Minute),
        [h, m, s] if h < 24 && m < 60 && s < 60 => (h * 3600 + m * 60 + s, Unit::Second),
        _ => return None,
    };
    Some(Stated { time: LocalTime::from_seconds(day.start().seconds() + seconds), unit })
}

impl CellReader for Plain {
    fn cell(
        &mut self,
        column: usize,
        cell: &str,
        put: &mut dyn FnMut(Field, Value<'_>) -> bool,
    ) -> bool {
        let cell = bare_cell(cell);
        let Some(&field) = FIELDS.get(column) else { return true };
        if cell.starts_with("Total") {
            return false;
        }
        match field {
            Field::Amount | Field::Time if is_missing(cell) => true,
            Field::Amount => plain_money(cell).is_some_and(|a| put(field, Value::Money(a))),
            Field::Time => plain_time(cell).is_some_and(|t| put(field, Value::Time(t))),
            _ => put(field, Value::Text(cell)),
        }
    }

    fn row(&mut self, cells: &[Cow<'_, str>], line: u32, records: &mut RecordsBuilder) {
        records.begin(line);
        let is_read = cells.len() == 7
            && cells.iter().enumerate().all(|(column, cell)| {
                self.cell(column, cell, &mut |field, value| records.set(field, value))
            });
        if !is_read {
            records.abandon();
            self.set_aside.push((line, cells.iter().map(|c| c.to_string()).collect()));
        }
    }
}

/// Rows one after the other, a byte at a time. `None` where quotes stand where none may.
fn plain_road(text: &[u8], delimiter: u8) -> Option<(Vec<String>, Plain)> {
    let mut reader = Plain::default();
    let mut records = RecordsBuilder::new(Export::Transactions, &FIELDS);
    let text = std::str::from_utf8(text).ok()?;
    let body = text.split_once('\n').map_or("", |(_, body)| body);
    let (mut cells, mut cell, mut line, mut row_line) = (vec![], String::new(), 2, 2);
    let mut at = body.chars().peekable();
    let (mut is_fresh, mut was_quoted) = (true, false);
    while let Some(c) = at.next() {
        let is_break = matches!(c, '\n' | '\r');
        if c == delimiter as char {
            cells.push(Cow::Owned(std::mem::take(&mut cell)));
            (is_fresh, was_quoted) = (true, false);
        } else if is_break {
            if c == '\r' {
                at.next_if_eq(&'\n');
            }
            cells.push(Cow::Owned(std::mem::take(&mut cell)));
            reader.row(&cells, row_line, &mut records);
            cells.clear();
            line += 1;
            row_line = line;
            (is_fresh, was_quoted) = (true, false);
        } else if c == '"' {
            if !is_fresh {
                return None;
            }
            loop {
                match at.next()? {
                    '"' if at.peek() == Some(&'"') => cell.extend(at.next()),
                    '"' => break,
                    inner => {
                        line +=
                            u32::from(inner == '\n' || (inner == '\r' && at.peek() != Some(&'\n')));
                        cell.push(inner);
                    }
                }
            }
            (is_fresh, was_quoted) = (false, true);
        } else {
            if was_quoted {
                return None;
            }
            cell.push(c);
            is_fresh = false;
        }
    }
    if !body.is_empty() && !body.ends_with(['\n', '\r']) {
        cells.push(Cow::Owned(cell));
        reader.row(&cells, row_line, &mut records);
    }
    Some((shown(&records.finish()), reader))
}

fn fast_road(
    text: &[u8],
    layout: Layout,
    cut: usize,
) -> Result<(Vec<String>, Plain), Contradiction> {
    let records = RecordsBuilder::new(Export::Transactions, &FIELDS);
    let mut road = FastRoad::new(layout, Plain::default(), records, text.len() as u64);
    let padded = [&[0; PAD], text, &[0; PAD]].concat();
    let (mut row, end) = (PAD, PAD + text.len());
    for at in (PAD..end).step_by(cut.max(1)).skip(1).chain([end]) {
        row = road.read_in_place(&padded, row, at)?;
    }
    road.finish(&text[row - PAD..]).map(|(records, reader)| (shown(&records), reader))
}

fn shown(records: &Records) -> Vec<String> {
    let json = serde_json::to_string(records).unwrap();
    let lengths = records.fields().map(|f| records.column(f).unwrap().len());
    assert!(lengths.into_iter().all(|len| len == records.len()));
    json.split("},{").map(str::to_owned).collect()
}

fn agree(text: &[u8], delimiter: u8, has_carriage_returns: bool, cut: usize) {
    let shown_text = String::from_utf8_lossy(text);
    let plain = plain_road(text, delimiter);
    match (fast_road(text, layout(delimiter, has_carriage_returns), cut), plain) {
        (Ok((records, reader)), Some((expected, plain))) => {
            assert_eq!(records, expected, "{shown_text}");
            assert_eq!(reader.set_aside, plain.set_aside, "{shown_text}");
        }
        // The tolerant road decides; what the fast road must not do is answer.
        (Err(_), None) => {}
        (Err(Contradiction::LineBreak), _) => {}
        (fast, plain) => {
            panic!("{:?} {:?}\n{shown_text}", fast.map(|f| f.0), plain.map(|p| p.0));
        }
    }
}

fn quoted(cell: &str, delimiter: char) -> String {
    if cell.contains([delimiter, '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

fn amount() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "-?[0-9]{1,9}(\\.[0-9]{1,7})?",
        6 => "-?[0-9]{1,3}(,[0-9]{3}){0,3}(\\.[0-9]{1,3})?",
        2 => "-?[0-9,.]{0,12}",
        1 => Just("-".to_owned()),
        1 => Just("".to_owned()),
        1 => Just("12.5 USD".to_owned()),
        1 => Just("9223372036854.775807".to_owned()),
    ]
}

fn time() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "2026-0[1-9]-[0-2][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9]",
        2 => "2026-0[1-9]-[0-3][0-9]( [0-2][0-9]:[0-6][0-9])?",
        1 => "[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9:]{5,8}",
        1 => Just("yesterday".to_owned()),
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[A-C]{1,3}",
        3 => "[ab]{0,20}, (été|🔥|x)",
        1 => Just("15\" cut".to_owned()),
        1 => Just("two\nlines".to_owned()),
        1 => Just("Total of 3 results".to_owned()),
        1 => Just(" '=\u{a0}".to_owned()),
        1 => Just("=\"77\"".to_owned()),
    ]
}

fn id() -> impl Strategy<Value = String> {
    prop_oneof![9 => "[0-9]{1,40}", 1 => "[A-Z0-9]{0,20}", 1 => Just("=\"123\"".to_owned())]
}

prop_compose! {
    fn cells()(id in id(), time in time(), campaign in "7[0-3]", name in name(), amount in amount(),
               currency in "USD|JPY|", rest in "[a-zé]{0,3}") -> Vec<String> {
        vec![id, time, campaign, name, amount, currency, rest]
    }
}

/// What an export suffers on its way: rows lost, cut, split, blank, or repeated.
fn damaged() -> impl Strategy<Value = Option<usize>> {
    prop_oneof![30 => Just(None), 1 => (0usize..12).prop_map(Some)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn both_roads_read_alike(
        rows in proptest::collection::vec((cells(), damaged()), 0..40),
        repeat in prop_oneof![4 => Just(1usize), 1 => Just(40)],
        tabs in any::<bool>(), returns in any::<bool>(), last in any::<bool>(), cut in 1usize..5000,
    ) {
        let (delimiter, end) = (if tabs { '\t' } else { ',' }, if returns { "\r\n" } else { "\n" });
        let mut text = String::from("a,b,c") + end;
        for (cells, damage) in rows.iter().cycle().take(rows.len() * repeat) {
            let cells: Vec<String> = cells.iter().map(|c| quoted(c, delimiter)).collect();
            let mut row = cells.join(&delimiter.to_string());
            match damage {
                Some(0) => row.clear(),
                Some(1) => row = cells[..4].join(&delimiter.to_string()),
                Some(2) => row.push(delimiter),
                Some(3) => row.push_str(if returns { "\n" } else { "\r" }),
                Some(4) => row.insert(row.floor_char_boundary(row.len() / 2), '\r'),
                Some(5) => row.insert(row.floor_char_boundary(row.len() / 2), '"'),
                Some(6) => row.insert(0, ' '),
                _ => {}
            }
            text.push_str(&row);
            text.push_str(end);
        }
        if last {
            text.truncate(text.len() - end.len());
        }
        agree(text.as_bytes(), delimiter as u8, returns, cut);
    }

    #[test]
    fn money_is_read_exactly_or_not_at_all(cell in amount(), is_quoted in any::<bool>()) {
        let mut text = vec![b'9'; PAD];
        let written = if is_quoted { format!("\"{cell}\"") } else { cell.clone() };
        text.extend(written.bytes());
        let end = text.len();
        text.extend([b'9'; PAD]);
        if let Some(micros) = figures::money(&text, PAD, end, POINT) {
            prop_assert_eq!(Some(Amount::from_micros(micros.into())), plain_money(&cell), "{}", cell);
        }
    }
}

#[test]
fn the_common_layouts_take_the_fast_road() {
    // cell                read as micro-units
    let cases = "
        0                | 0
        12.34            | 12340000
        -0.5             | -500000
        99999999.999999  | 99999999999999
        1,234.56         | 1234560000
        12,345,678.90    | 12345678900000
        -1,234,567       | -1234567000000
        123456789012.5   | 123456789012500000
        1,2345,678       | none
        0,345,678        | none
        ,345,678.90      | none
        1234,567.90      | none
        12,345,678.      | none
        12,345,678.1234567 | none
        99999999999999999 | none
        -999,999         | -999999000000
        161074.000       | 161074000000";
    for line in cases.lines().skip(1) {
        let (cell, micros) = line.split_once('|').map(|(c, m)| (c.trim(), m.trim())).unwrap();
        let text = format!("{0}{cell}{0}", "x".repeat(PAD));
        let read = figures::money(text.as_bytes(), PAD, PAD + cell.len(), POINT);
        assert_eq!(read.map_or("none".into(), |m| m.to_string()), micros, "{cell}");
    }
}
