//! The law of this road: where it answers, it answers as the tolerant road, record by record.

use super::{Begun, Direct};
use crate::ingest::tests::ODD_CELLS;
use crate::ingest::{self, Flavour, FlavourKind, Head, Imported, Recognised, Road, Said, Source};
use crate::options::{ColumnMapping, Options};
use crate::platform::Native;
use proptest::prelude::*;

/// So little that even a short text has rows that the plan did not see.
const SHORT: Head = Head { bytes: 0, rows: 12, bytes_max: 1 << 20 };
/// What is looked at of a long text: all of a short one.
const WHOLE: Head = Head::USUAL;

fn read(road: Road, kind: FlavourKind, text: &[u8], options: &Options) -> Imported {
    let flavours = vec![Flavour { kind, bytes: text.to_vec() }];
    let source = Source { id: "1".into(), name: "export".into(), flavours, ..Source::default() };
    ingest::read_on(road, &source, &Said::of(options, &source.id), &Native)
}

/// Everything but the grid, as text to compare. `counts_alike`: whether both saw the same sample.
fn shown(import: &Imported, counts_alike: bool) -> Vec<String> {
    let mut out = vec![];
    for message in &import.evidence {
        let text = serde_json::to_string(message).unwrap();
        out.push(if counts_alike { text } else { message.key.to_owned() });
    }
    out.push(format!("{:?} {:?}", import.problems, import.questions));
    out.push(format!("{:?} {}", import.account_hints, import.unrecognised.len()));
    import.tables.iter().for_each(|table| show_table(table, &mut out));
    out
}

fn show_table(table: &Recognised, out: &mut Vec<String>) {
    out.push(format!("{:?} {:?} {}", table.export, table.place, table.fingerprint));
    out.push(serde_json::to_string(&table.columns).unwrap());
    out.push(format!("{:?}", table.records.fields().collect::<Vec<_>>()));
    let records = serde_json::to_string(&table.records).unwrap();
    out.extend(records.split("},{").map(str::to_owned));
    out.extend(table.problems.iter().map(|p| serde_json::to_string(p).unwrap()));
    out.extend(table.ignored.iter().map(|i| serde_json::to_string(i).unwrap()));
    out.push(serde_json::to_string(&table.questions).unwrap());
    out.push(format!("{:?} {:?} {:?}", table.completeness, table.stated_as_of, table.range));
    out.push(format!("{} {}", table.row_count, table.refused_count));
}

/// Whether the fast road answered; that both roads agree is asserted.
#[track_caller]
fn agree(kind: FlavourKind, text: &str, options: &Options, head: Head) -> bool {
    let counts_alike = head.bytes >= WHOLE.bytes;
    let fast = read(Road::Fast(head), kind, text.as_bytes(), options);
    let tolerant = read(Road::Tolerant, kind, text.as_bytes(), options);
    let (fast, tolerant) = (shown(&fast, counts_alike), shown(&tolerant, counts_alike));
    if fast != tolerant {
        let differing = fast.iter().zip(&tolerant).find(|(a, b)| a != b);
        panic!("{text}\n{:#?}", differing.or(fast.last().zip(tolerant.last())));
    }
    let flavour = Flavour { kind, bytes: text.into() };
    let said = Said::of(options, &"1".into());
    let Begun::Road(mut road) = Direct::begin(&flavour, head, &said, &Native) else { return false };
    loop {
        match road.step(&flavour.bytes, 1000) {
            Ok(true) => {}
            Ok(false) => return road.finish(&flavour.bytes).is_some(),
            Err(_) => return false,
        }
    }
}

/// How one export is written: separator, line ends, decimal mark, day order, which columns.
#[derive(Clone, Debug)]
struct Writer {
    separator: char,
    returns: bool,
    comma: bool,
    days: u8,
    zone: bool,
    preamble: u8,
    columns: Vec<usize>,
}

const HEADERS: [&str; 11] = [
    "Transaction ID",
    "Time",
    "Type",
    "Amount",
    "Currency",
    "Campaign name",
    "Campaign ID",
    "Payment source",
    "Ad credit",
    "Remark",
    "Status",
];

fn writer() -> impl Strategy<Value = Writer> {
    let columns = prop_oneof![
        4 => Just((0..HEADERS.len()).collect::<Vec<_>>()),
        2 => Just((0..HEADERS.len()).collect::<Vec<_>>()).prop_shuffle(),
        1 => proptest::sample::subsequence((0..HEADERS.len()).collect::<Vec<_>>(), 3..8),
    ];
    (
        prop_oneof![3 => Just(','), 1 => Just(';'), 1 => Just('\t')],
        any::<bool>(),
        prop_oneof![3 => Just(false), 1 => Just(true)],
        0u8..4,
        prop_oneof![4 => Just(false), 1 => Just(true)],
        prop_oneof![4 => Just(0u8), 1 => 1u8..4],
        columns,
    )
        .prop_map(|(separator, returns, comma, days, zone, preamble, columns)| Writer {
            separator,
            returns,
            comma,
            days,
            zone,
            preamble,
            columns,
        })
}

fn usual_row() -> impl Strategy<Value = Vec<String>> {
    let money = prop_oneof![
        6 => "-?[0-9]{1,5}\\.[0-9]{2}",
        2 => "[1-9][0-9]{0,2},[0-9]{3}\\.[0-9]{2}",
        1 => "-?[0-9]{1,3}(,[0-9]{3}){2,3}(\\.[0-9]{1,3})?",
        1 => "[0-9]{9,14}(\\.[0-9]{1,6})?",
        2 => "[0-9]{1,4}",
    ];
    let time = (1u32..13, 1u32..29, 0u32..24, 0u32..60, 0u32..3);
    let name = prop_oneof![4 => "(Spring|Summer|Kampagne) [A-C]", 1 => "[a-z]{1,6}, \"[a-z]{1,3}\"",
        1 => Just("Shop EU (7123456789012345678)".to_owned()), 1 => Just(String::new())];
    ("[0-9]{6,19}", time, 0usize..4, money, 0usize..8, name, 0usize..4, "[a-z]{0,4}").prop_map(
        |(id, (month, day, hour, minute, unit), kind, money, currency, name, credit, rest)| {
            let clock = match unit {
                0 => String::new(),
                1 => format!(" {hour:02}:{minute:02}"),
                _ => format!(" {hour:02}:{minute:02}:07"),
            };
            vec![
                id,
                format!("{month:02}/{day:02}/2026{clock}"),
                ["Ad spend", "Refund", "Top up", "Ad Credit"][kind].into(),
                money,
                if currency == 0 { "EUR".into() } else { "USD".to_owned() },
                name,
                format!("71234567890123456{}{}", kind, credit),
                ["Ad credit", "Cash"][kind % 2].into(),
                ["Spring match", "Launch", "", "--"][credit].into(),
                rest,
                "Success".into(),
            ]
        },
    )
}

#[derive(Clone, Debug)]
enum Damage {
    None,
    Cell(usize, usize),
    TwoCells(usize, usize, usize),
    Cut(usize),
    Longer,
    Blank,
    NoCells,
    HeaderAgain,
    Total(bool),
    OtherEnd,
    Alone(usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let (column, odd) = (0..HEADERS.len(), 0..ODD_CELLS.len());
    prop_oneof![
        60 => Just(Damage::None),
        8 => (column.clone(), odd.clone()).prop_map(|(c, o)| Damage::Cell(c, o)),
        2 => (column.clone(), odd.clone(), odd.clone())
            .prop_map(|(c, o, p)| Damage::TwoCells(c, o, p)),
        1 => (1usize..5).prop_map(Damage::Cut),
        1 => Just(Damage::Longer),
        1 => Just(Damage::Blank),
        1 => Just(Damage::NoCells),
        1 => Just(Damage::HeaderAgain),
        1 => any::<bool>().prop_map(Damage::Total),
        1 => Just(Damage::OtherEnd),
        1 => odd.prop_map(Damage::Alone),
    ]
}

impl Writer {
    fn written(&self, rows: &[(Vec<String>, Damage)]) -> String {
        let end = if self.returns { "\r\n" } else { "\n" };
        let mut text = String::new();
        for line in 0..self.preamble {
            let lines = ["Transactions", "Account: Kite", "Period: 2026-11-01 - 2026-11-20"];
            text += lines[usize::from(line)];
            text += end;
        }
        text += &(self.header() + end);
        for (row, damage) in rows {
            let mut cells: Vec<String> = row.clone();
            self.dress(&mut cells);
            match damage {
                Damage::Cell(at, odd) => cells[*at] = ODD_CELLS[*odd].into(),
                Damage::TwoCells(at, odd, other) => {
                    cells[*at] = ODD_CELLS[*odd].into();
                    cells[(at + 1) % HEADERS.len()] = ODD_CELLS[*other].into();
                }
                Damage::NoCells => cells.iter_mut().for_each(String::clear),
                Damage::Total(is_labelled) => {
                    let amount = std::mem::take(&mut cells[3]);
                    cells.iter_mut().for_each(String::clear);
                    cells[3] = amount;
                    if *is_labelled {
                        cells[self.columns[0]] = "Total".into();
                    }
                }
                Damage::Alone(odd) => {
                    cells.iter_mut().for_each(String::clear);
                    cells[self.columns[0]] = ODD_CELLS[*odd].into();
                }
                _ => {}
            }
            let mut line = self.line(&cells);
            match damage {
                Damage::Cut(at) => line.truncate(line.floor_char_boundary(line.len() / at)),
                Damage::Longer => line.push(self.separator()),
                Damage::Blank => line.clear(),
                Damage::HeaderAgain => line = self.header(),
                _ => {}
            }
            text += &line;
            let is_other = matches!(damage, Damage::OtherEnd);
            text += if is_other && self.returns { "\n" } else { end };
        }
        text
    }

    fn separator(&self) -> char {
        self.separator
    }

    fn header(&self) -> String {
        let mut headers: Vec<String> = HEADERS.iter().map(|h| (*h).to_owned()).collect();
        if self.zone {
            headers[1] = "Time (UTC+01:00)".into();
        }
        self.line(&headers)
    }

    fn dress(&self, cells: &mut [String]) {
        if self.comma {
            let swap = |c: char| {
                if c == '.' {
                    ','
                } else if c == ',' {
                    '.'
                } else {
                    c
                }
            };
            cells[3] = cells[3].chars().map(swap).collect();
        }
        let (day, clock) = cells[1].split_at(10);
        let (month, day) = (&day[..2], &day[3..5]);
        cells[1] = match self.days {
            0 => format!("2026-{month}-{day}{clock}"),
            1 => format!("{month}/{day}/2026{clock}"),
            2 => format!("{day}.{month}.2026{clock}"),
            _ => format!("2026-{month}-{day}{clock}"),
        };
    }

    fn line(&self, cells: &[String]) -> String {
        let quoted = |at: &usize| {
            let cell = &cells[*at];
            if cell.contains([self.separator(), '"', '\n', '\r']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.clone()
            }
        };
        let cells: Vec<String> = self.columns.iter().map(quoted).collect();
        cells.join(&self.separator().to_string())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn both_roads_read_alike(
        writer in writer(),
        rows in proptest::collection::vec((usual_row(), damage()), 2..60),
        is_clean_head in any::<bool>(), is_short in any::<bool>(), is_file in any::<bool>(),
    ) {
        let mut rows = rows;
        if is_clean_head {
            rows.iter_mut().take(16).for_each(|row| row.1 = Damage::None);
        }
        let kind = if is_file { FlavourKind::File } else { FlavourKind::Text };
        let head = if is_short { SHORT } else { WHOLE };
        agree(kind, &writer.written(&rows), &Options::default(), head);
    }
}

/// Decision 0002: steps of any size end as one step does.
fn in_steps(road: Road, kind: FlavourKind, text: &[u8], budgets: &[usize]) -> Imported {
    let flavours = vec![Flavour { kind, bytes: text.to_vec() }];
    let source = Source { id: "1".into(), name: "export".into(), flavours, ..Source::default() };
    let options = Options::default();
    let said = Said::of(&options, &source.id);
    let mut job = ingest::Job::new(road, &Native);
    let mut last = 0;
    for budget in budgets.iter().cycle() {
        if let Some(imported) = job.step(&source, &said, *budget) {
            return imported;
        }
        assert!(job.bytes_read() >= last || job.bytes_read() <= text.len());
        last = job.bytes_read();
    }
    unreachable!()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    #[test]
    fn any_steps_end_as_one_does(
        writer in writer(),
        rows in proptest::collection::vec((usual_row(), damage()), 2..60),
        budgets in proptest::collection::vec(1usize..4000, 1..5),
        is_fast in any::<bool>(),
    ) {
        let road = if is_fast { Road::Fast(SHORT) } else { Road::Tolerant };
        let text = writer.written(&rows);
        let whole = read(road, FlavourKind::File, text.as_bytes(), &Options::default());
        let steps = in_steps(road, FlavourKind::File, text.as_bytes(), &budgets);
        prop_assert_eq!(shown(&steps, true), shown(&whole, true));
    }
}

/// An answer about an earlier copy, and rows of a later one that show how they are read, at once or late.
#[test]
fn what_the_cells_show_goes_before_an_answer_on_both_roads() {
    let said = r#"{"imports":{"1":{"mapping":{
        "decimalMarks":{"Amount":"comma"},"dayOrders":{"Time":"dayFirst"}}}}}"#;
    let options = Options::from_json(said).unwrap();
    let header = "Transaction ID,Time,Type,Amount\n";
    let row = |at: usize, day: &str, amount: &str| {
        format!("73900000000000{at:05},{day} 10:00,Refund,{amount}\n")
    };
    let (open, shown) = (("11/05/2026", "\"2,500\""), ("11/13/2026", "\"1,234.56\""));
    let plain = ("2026-11-05", "2");
    for (first, rest, last) in
        [(shown, open, open), (open, open, shown), (plain, plain, shown), (plain, plain, open)]
    {
        let cells = std::iter::once(first).chain([rest; 98]).chain([last]).enumerate();
        let rows: String = cells.map(|(at, (day, amount))| row(at, day, amount)).collect();
        let text = format!("{header}{rows}");
        let is_fast = agree(FlavourKind::File, &text, &options, SHORT);
        assert_eq!(is_fast, first == shown, "{first:?} {rest:?} {last:?}");
    }
}

#[test]
fn every_delimited_fixture_is_read_alike() {
    let folder = format!("{}/tests/fixtures", env!("CARGO_MANIFEST_DIR"));
    let mut answered = vec![];
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for kind in [FlavourKind::File, FlavourKind::Text] {
            if agree(kind, &text, &Options::default(), WHOLE) {
                answered.push(path.file_name().unwrap().to_string_lossy().into_owned());
            }
            let few = Head { bytes: 0, rows: 3, ..WHOLE };
            agree(kind, &text, &Options::default(), few);
        }
    }
    assert!(answered.iter().any(|name| name == "nord-transactions.csv"), "{answered:?}");
}

#[test]
fn a_usual_export_takes_this_road() {
    let row = |n: usize| {
        format!("9000000000{n:06},2026-11-{:02} 10:00:00,Ad spend,{n}.50,USD,A", n % 28 + 1)
    };
    let rows: Vec<String> = (0..500).map(row).collect();
    let head = "Transaction ID,Time,Type,Amount,Currency,Campaign name\n";
    let text = format!("{head}{}\nTotal,,,125000.00,,\n", rows.join("\n"));
    assert!(agree(FlavourKind::File, &text, &Options::default(), SHORT));
    let mut options = Options::default();
    let mapping =
        ColumnMapping { zone: crate::calendar::Zone::parse("+02:00"), ..Default::default() };
    let fingerprint = read(Road::Tolerant, FlavourKind::File, text.as_bytes(), &options);
    options.mappings.insert(fingerprint.tables[0].fingerprint.clone(), mapping);
    assert!(agree(FlavourKind::File, &text, &options, SHORT));
}

#[test]
fn what_few_rows_leave_open_more_rows_decide() {
    // cells of the first 1,000 rows, later ones       whether few rows decide
    let cases = "
        11/09/2026 1.50       | 21/09/2026 1.50 | false | the order of day and month is not seen
        2026-11-09 1          | 2026-11-09 1.50 | false | a cell tells the mark that none has told
        2026-11-09 1.50       | 2026-11-09 2.50 | true  | all is decided";
    for line in cases.split("\n        ").skip(1) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [first, later, _, why] = cells[..] else { panic!("{line}") };
        let row = |cells: &str| format!("9000000000000001,{},A,B\n", cells.replace(' ', ","));
        let head = "Transaction ID,Time,Amount,Campaign name,Ad credit\n";
        let text = format!("{head}{}{}", row(first).repeat(1000), row(later).repeat(7000));
        let is_decided = agree(FlavourKind::File, &text, &Options::default(), WHOLE);
        assert_eq!(is_decided, cells.get(2) == Some(&"true"), "{why}");
        let import =
            read(Road::Fast(WHOLE), FlavourKind::File, text.as_bytes(), &Options::default());
        // Of a table read by bytes the first rows are kept.
        assert!(import.tables[0].grid.row_count() < 100, "{why}");
    }
}

#[test]
fn a_tail_that_changes_the_plan_ends_this_road() {
    let row = "9000000000000001,2026-11-21 10:00:00,Ad spend,1.50,USD,A\n";
    let head =
        format!("Transaction ID,Time,Type,Amount,Currency,Campaign name\n{}", row.repeat(30));
    // last row                                      why all of the text decides
    let cases = "
        9,2026-11-21T10:00:00Z,Ad spend,1.50,USD,A | a cell names a zone
        9,21/11/2026,Ad spend,1.50,USD,A           | a cell tells the order of day and month
        9,2026-11-21,Ad spend,\"1,5\",USD,A        | a cell has another decimal mark
        9,2026-11-21,Ad spend,1.50 EUR,USD,A       | a cell names a currency
        9,2026-11-21,Ad spend,1.50,USD             | a row is cut
        9,2026-11-21,Ad spend,1.50,USD,A,B         | a row is longer
        ,,,45.00,,                                 | a total without a label
        9,2026-11-21,Ad spend,1.50,USD,\"Time\nB\" | a line is a header word";
    for line in cases.split("\n        ").skip(1) {
        let (row, why) = line.split_once('|').unwrap();
        let text = format!("{head}{}\n", row.trim());
        assert!(!agree(FlavourKind::File, &text, &Options::default(), SHORT), "{why}");
    }
    let again = format!("{head}{head}").replace(',', "\t");
    assert!(!agree(FlavourKind::Text, &again, &Options::default(), SHORT));
}

#[test]
fn a_second_header_with_other_columns_ends_this_road() {
    let row = |at: usize| format!("730123456789{at:07},2026-05-01,10.00,9.00\n");
    let rows = (0..40).map(row).collect::<String>();
    let head = "Campaign ID,By Day,Cost,Net Cost (Delayed)\n";
    let swapped = "Campaign ID,By Day,Net Cost (Delayed),Cost\n";
    let text = |second: &str| format!("{head}{rows}{second}{rows}");
    assert!(agree(FlavourKind::File, &text(head), &Options::default(), SHORT));
    assert!(!agree(FlavourKind::File, &text(swapped), &Options::default(), SHORT));
}

#[test]
fn r28_currencies_in_other_words_than_their_codes_are_read_alike_on_both_roads() {
    let row = |currency: &str| format!("9,2026-11-21 10:00:00,Ad spend,1.50,{currency},A\n");
    let head = "Transaction ID,Time,Type,Amount,Currency,Campaign name\n";
    for odd in ["\u{20ac}", "Euro", "US$ (USD)", "$", "£"] {
        let text = format!("{head}{}{}{}", row("USD").repeat(30), row(odd), row("EUR").repeat(3));
        assert!(agree(FlavourKind::File, &text, &Options::default(), SHORT), "{odd}");
    }
}
