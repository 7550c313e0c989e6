//! Rows as bytes and rows as events: the same of every part, well formed or not.

use super::super::book::{Book, Strings};
use super::super::{Grid, Place, Rows, Shape};
use super::Unpacked;
use proptest::prelude::*;

/// Pieces of sheets: plain ones, odd ones, and ones that hide the end of a row.
const SHEET: &[&str] = &[
    "<row r=\"7\" spans=\"1:3\">",
    "<row>",
    "<row r='9'>",
    "<row r=\"+4\" a=\">\">",
    "<row r=\"5\"/>",
    "</row>",
    "</row>\r\n  ",
    "<c r=\"A1\" t=\"s\"><v>0</v></c>",
    "<c r=\"C1\" t=\"s\"><v>1</v></c>",
    "<c t=\"s\"><v> 2 </v></c>",
    "<c s=\"1\"><v>46143.29</v></c>",
    "<c r=\"B2\" s=\"2\"><v>0.28</v></c>",
    "<c><v>94.18000000000001</v></c>",
    "<c r=\"AB1\"><v>-5</v></c>",
    "<c r=\"B1\" s=\"1\"/>",
    "<c r=\"D1\"></c>",
    "<c t=\"inlineStr\"><is><t>Fernhill</t></is></c>",
    "<c t=\"inlineStr\"><is><t xml:space=\"preserve\"> a &amp; b </t></is></c>",
    "<c t=\"inlineStr\"><is><r><t>a</t></r><rPh><t>x</t></rPh></is></c>",
    "<c t=\"str\"><f>A1&amp;B1</f><v>é\r\n</v></c>",
    "<c t=\"str\"><v>日本</v></c>",
    "<c t=\"b\"><v>1</v></c>",
    "<c t=\"e\"><v>#N/A</v></c>",
    "<c t=\"n\"><is><t>1</t></is></c>",
    "<c t=\"d\"><v>2026-05-01T10:00:00</v></c>",
    "<c t=\"s\" t=\"n\"><v>3</v></c>",
    "<x:c r=\"F1\"><x:v>8</x:v></x:c>",
    "<c><v>1</v><v>2</v></c>",
    "<c r=\"A1\"><v>1</v>",
    "</c>",
    "<!-- </row> -->",
    "<![CDATA[</row>]]>",
    "<?x </row>?>",
    "<x:row r=\"3\">",
    "</x:row>",
    "</sheetData>",
    "<sheetData>",
    "&bad",
    "text",
    "\u{1}",
];

const STRINGS: &[&str] = &[
    "<si><t>a</t></si>",
    "<si><t xml:space=\"preserve\"> é </t></si>",
    "<si><t>Marrow &amp; Sons</t></si>",
    "<si><r><t>Am</t></r><r><t>ount</t></r><rPh><t>x</t></rPh></si>",
    "<si/>",
    "<si></si>",
    "<si><t/></si>",
    "<t>stray</t>",
    "<si>",
    "</si>",
    "<!-- </si> -->",
    "<x:si><x:t>b</x:t></x:si>",
    "</sst>",
    "\r\n",
];

fn part(before: &str, open: &str, pieces: &[&str], picks: &[usize], close: &str) -> String {
    let pieces: String =
        picks.iter().filter_map(|at| pieces.get(at % pieces.len())).copied().collect();
    format!("<?xml version=\"1.0\"?>{before}{open}{pieces}{close}")
}

fn sheet(text: &[u8], as_events: bool) -> String {
    let mut book = Book::default();
    let strings = b"<sst><si><t>Account</t></si><si><t>Amount</t></si></sst>";
    book.strings.read(Unpacked::of(strings)).expect("plain");
    book.styles = vec![Default::default(), super::super::Style::Date, super::super::Style::Percent];
    let mut rows = Rows::new(&book, Grid::new(Shape::Lines, Place::default()));
    let stream = Unpacked::of(text);
    let ended = if as_events { rows.events(stream) } else { rows.read(stream) };
    let cell = |row: usize, column: usize| {
        format!("{}:{:?}", rows.grid.text(row, column), rows.grid.form(row, column))
    };
    let row = |row: usize| {
        let cells: Vec<String> =
            (0..rows.grid.width(row)).map(|column| cell(row, column)).collect();
        format!("{} {}", rows.grid.line(row), cells.join("|"))
    };
    let all: Vec<String> = (0..rows.grid.row_count()).map(row).collect();
    format!("{ended:?}\n{}", all.join("\n"))
}

fn strings(text: &[u8], as_events: bool) -> String {
    let mut strings = Strings::default();
    let stream = Unpacked::of(text);
    let ended = if as_events { strings.events(stream) } else { strings.read(stream) };
    let all: Vec<&str> = (0..).map_while(|at| strings.get(at)).collect();
    format!("{ended:?} {all:?}")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn both_ways_give_the_same_rows(
        picks in prop::collection::vec(0usize..1000, 0..24),
        before in prop::sample::select(&["<worksheet>", "<worksheet><cols><col/></cols>", "<worksheet><!-- -->", "<a></b>", "<worksheet><x:c/>", ""][..]),
        open in prop::sample::select(&["<sheetData>", "<sheetData a=\"1\">", "<sheetData/>", "<x:sheetData>", "<sheetDataX>"][..]),
        cut in 0usize..60,
    ) {
        let text = part(before, open, SHEET, &picks, "</row></sheetData></worksheet>");
        let bytes = &text.as_bytes()[..text.len() - cut.min(text.len())];
        prop_assert_eq!(sheet(bytes, false), sheet(bytes, true), "{}", text);
    }

    #[test]
    fn plain_rows_among_others(picks in prop::collection::vec((0usize..1000, 0usize..1000), 1..12)) {
        let row = |&(a, b): &(usize, usize)| {
            let cell = |at: usize| SHEET[7 + at % 19];
            format!("<row r=\"{}\">{}{}</row>", a % 5 + b % 40, cell(a), cell(b))
        };
        let text: String = picks.iter().map(row).collect();
        let text = format!("<worksheet><sheetData>{text}</sheetData></worksheet>");
        prop_assert_eq!(sheet(text.as_bytes(), false), sheet(text.as_bytes(), true), "{}", text);
    }

    #[test]
    fn both_ways_give_the_same_texts(picks in prop::collection::vec(0usize..1000, 0..16), cut in 0usize..20) {
        let text = part("", "<sst count=\"1\">", STRINGS, &picks, "</sst>");
        let bytes = &text.as_bytes()[..text.len() - cut];
        prop_assert_eq!(strings(bytes, false), strings(bytes, true), "{}", text);
    }
}

/// Rows are cut by what is unpacked at once, and some of them are odd.
#[test]
fn rows_over_many_pieces() {
    let row = |r: usize| match r % 97 {
        0 => format!("<row r=\"{r}\"><c r=\"A{r}\" t=\"str\"><v>a &amp; b</v></c></row>\n"),
        _ => format!(
            "<row r=\"{r}\"><c r=\"A{r}\" t=\"s\"><v>{}</v></c><c r=\"B{r}\"><v>{r}.5</v></c></row>",
            r % 2
        ),
    };
    let rows: String = (1..=9_000).map(row).collect();
    let text =
        format!("<worksheet><dimension ref=\"A1\"/><sheetData>{rows}</sheetData></worksheet>");
    let parts = [
        ("xl/workbook.xml", "<workbook><sheets><sheet name=\"S\"/></sheets></workbook>".to_owned()),
        (
            "xl/sharedStrings.xml",
            "<sst><si><t>Account</t></si><si><t>Amount</t></si></sst>".to_owned(),
        ),
        ("xl/worksheets/sheet1.xml", text.clone()),
    ];
    let bytes = super::super::tests::packed(&parts);
    let archive = super::super::super::zip::Archive::open(&bytes).expect("an archive");
    let mut book = Book::default();
    book.strings(&archive).expect("texts");
    let read = |as_events: bool| {
        let mut rows = Rows::new(&book, Grid::new(Shape::Lines, Place::default()));
        let stream = archive.stream("xl/worksheets/sheet1.xml").expect("a sheet");
        let ended = if as_events { rows.events(stream) } else { rows.read(stream) };
        assert_eq!(ended, Ok(()));
        rows.grid
    };
    let (plain, events) = (read(false), read(true));
    assert_eq!(
        (plain.row_count(), plain.text(96, 0), plain.text(8_999, 1)),
        (9_000, "a & b", "9000.5")
    );
    for row in 0..events.row_count() {
        assert_eq!(plain.line(row), events.line(row));
        assert!(plain.row(row).eq(events.row(row)), "row {row}");
    }
}
