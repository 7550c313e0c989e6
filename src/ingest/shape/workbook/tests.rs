//! Workbooks made here, byte by byte, honest and otherwise.

#[path = "../../../../tests/common/archive.rs"]
mod archive;

use super::super::tests::{check_rows, keys, read_file};
use super::super::{Form, Shape};
use crate::problem::Arg;
use archive::{Method, Part, archive};
use miniz_oxide::deflate::compress_to_vec;

/// A zip archive of these parts, packed.
pub(super) fn packed(parts: &[(&str, String)]) -> Vec<u8> {
    let part = |name, text: &str| {
        let packed = compress_to_vec(text.as_bytes(), 6);
        Part { name, method: Method::Deflated, packed, size: text.len() }
    };
    archive(&parts.iter().map(|(name, text)| part(name, text)).collect::<Vec<_>>())
}

/// A workbook whose sheets have these rows (`sheetData` content).
fn workbook(sheets: &[(&str, &str)], strings: &str, styles: &str) -> Vec<u8> {
    let list: String = (1..)
        .zip(sheets)
        .map(|(i, (name, _))| format!("<sheet name=\"{name}\" sheetId=\"{i}\" r:id=\"rId{i}\"/>"))
        .collect();
    let links: String = (1..=sheets.len())
        .map(|i| format!("<Relationship Id=\"rId{i}\" Target=\"worksheets/sheet{i}.xml\"/>"))
        .collect();
    let mut parts = vec![
        ("xl/workbook.xml".to_owned(), format!("<workbook><sheets>{list}</sheets></workbook>")),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("<Relationships>{links}</Relationships>"),
        ),
        ("xl/sharedStrings.xml".to_owned(), format!("<sst>{strings}</sst>")),
        ("xl/styles.xml".to_owned(), format!("<styleSheet>{styles}</styleSheet>")),
    ];
    for (i, (_, rows)) in (1..).zip(sheets) {
        let text = format!(
            "<?xml version=\"1.0\"?><worksheet><dimension ref=\"A1\"/><sheetData>{rows}</sheetData></worksheet>"
        );
        parts.push((format!("xl/worksheets/sheet{i}.xml"), text));
    }
    let parts: Vec<(&str, String)> = parts.iter().map(|(n, t)| (n.as_str(), t.clone())).collect();
    packed(&parts)
}

#[test]
fn cells_of_every_kind() {
    let bytes = workbook(
        &[(
            "Data",
            "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>\
             <c r=\"C1\" t=\"inlineStr\"><is><t>Time</t></is></c><c r=\"D1\" t=\"str\"><v>Percent spent</v></c><c r=\"E1\" t=\"s\"><v>2</v></c></row>\
             <row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>7123456789012345678</t></is></c><c r=\"B3\"><v>94.18000000000001</v></c>\
             <c r=\"C3\" s=\"1\"><v>46143.290891203702</v></c><c r=\"D3\" s=\"2\"><v>2.8E-3</v></c><c r=\"E3\" t=\"b\"><v>1</v></c></row>\
             <row><c t=\"s\"><v>3</v></c><c><f>SUM(B3)</f><v>3158.314</v></c><c s=\"3\"><v>46143</v></c><c t=\"e\"><v>#N/A</v></c></row>",
        )],
        "<si><t>Account</t></si><si><r><t>Am</t></r><r><t>ount</t></r><rPh><t>x</t></rPh></si><si><t>Active &amp; &#x6b;</t></si><si><t xml:space=\"preserve\"> N &lt;b&gt; </t></si>",
        "<numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd&quot; &quot;hh:mm:ss\"/></numFmts>\
         <cellStyleXfs><xf numFmtId=\"0\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"10\"/><xf numFmtId=\"14\"/></cellXfs>",
    );
    let read = read_file(&bytes);
    check_rows(
        &read,
        0,
        &[
            "Account|Amount|Time|Percent spent|Active & k",
            "7123456789012345678|94.18|2026-05-01 06:58:53|0.28%|TRUE",
            " N <b> |3158.314|2026-05-01|#N/A",
        ],
    );
    let grid = &read.grids[0];
    let forms: Vec<Form> = (0..4).map(|column| grid.form(1, column)).collect();
    assert_eq!(forms, [Form::Text, Form::Number, Form::Date, Form::Text]);
    assert_eq!((grid.line(1), grid.line(2)), (3, 4));
    assert_eq!(grid.shape, Shape::Workbook { sheet: "Data".to_owned() });
    assert_eq!(grid.place.sheet, None);
}

/// A script writes formulas and no results: an empty cell would be an amount that is missing without a word.
#[test]
fn a_formula_without_a_result_is_what_the_cell_says() {
    let cell = |inner: &str| format!("<c>{inner}</c>");
    let cells = [
        cell("<f>SUM(A1:A2)</f><v></v>"),
        cell("<f>A1&amp;\"x\"</f><v/>"),
        cell("<f>A1+A2</f>"),
        cell("<f t=\"shared\" si=\"0\"/>"),
        cell("<f>1+1</f><v>2</v>"),
        "<c t=\"str\"><f>\"\"</f><v></v></c>".to_owned(),
        cell("<v>7</v>"),
    ];
    let head = (1..=7).map(|n| format!("<c t=\"inlineStr\"><is><t>C{n}</t></is></c>"));
    let rows = format!("<row>{}</row><row>{}</row>", head.collect::<String>(), cells.concat());
    let read = read_file(&workbook(&[("S", &rows)], "", ""));
    check_rows(&read, 0, &["C1|C2|C3|C4|C5|C6|C7", "=SUM(A1:A2)|=A1&\"x\"|=A1+A2|=|2||7"]);
}

#[test]
fn a_shared_text_that_the_file_does_not_hold_is_named() {
    let cell = |text: usize| format!("<c t=\"s\"><v>{text}</v></c>");
    let rows = [[0, 1], [2, 7], [9, 8]].map(|[a, b]| format!("<row>{}{}</row>", cell(a), cell(b)));
    let strings = "<si><t>Account</t></si><si><t>Amount</t></si><si><t>Nord</t></si>";
    let read = read_file(&workbook(&[("S", &rows.concat())], strings, ""));
    check_rows(&read, 0, &["Account|Amount", "Nord"]);
    let [problem] = &read.problems[..] else { panic!("{:?}", read.problems) };
    assert_eq!((problem.message.key, problem.place.line_number), ("shape.sharedLost", Some(2)));
    assert!(matches!(problem.message.arg("count"), Some(Arg::Count(3))));
}

#[test]
fn rows_stand_where_they_say() {
    let row = |r: u32, text: &str| {
        format!("<row r=\"{r}\"><c t=\"str\"><v>{text}</v></c><c><v>{r}</v></c></row>")
    };
    let rows = [row(5, "e"), row(3, "c"), row(1, "Account"), row(2, "b")].concat();
    let read = read_file(&workbook(&[("S", &rows)], "", ""));
    check_rows(&read, 0, &["Account|1", "b|2", "c|3", "e|5"]);
    assert_eq!(read.grids[0].line(3), 5);
}

#[test]
fn a_sheet_without_a_table_is_told_by_its_name_and_an_empty_one_is_not() {
    let row = |cells: &[&str]| {
        let cells = cells.iter().map(|t| format!("<c t=\"inlineStr\"><is><t>{t}</t></is></c>"));
        format!("<row>{}</row>", cells.collect::<String>())
    };
    let data = row(&["Campaign name", "Cost"]) + &row(&["Launch", "1.50"]);
    let (notes, both) = (row(&["hello"]), row(&["hello"]) + &row(&["again"]));
    for (sheets, tables, expected) in [
        (vec![("Notes", &*notes), ("Data", &*data), ("Sheet3", "")], 1, vec!["shape.sheetNoTable"]),
        (vec![("Data", &*data), ("Notes", &*both)], 1, vec!["shape.sheetNoTable"]),
        (vec![("Notes", &*notes), ("Sheet2", "")], 0, vec!["shape.sheetNoTable", "shape.noTable"]),
        (vec![("Notes", &*notes)], 0, vec!["shape.noTable"]),
    ] {
        let read = read_file(&workbook(&sheets, "", ""));
        assert_eq!((read.grids.len(), keys(&read)), (tables, expected), "{sheets:?}");
        let named = read.problems.iter().filter_map(|problem| problem.place.sheet.as_deref());
        assert!(named.eq((sheets.len() > 1).then_some("Notes")), "{sheets:?}");
    }
}

#[test]
fn several_sheets_with_text_above_the_table() {
    let row = |r: u32, cells: &str| {
        let cells: String = cells
            .split('|')
            .map(|c| format!("<c t=\"inlineStr\"><is><t>{c}</t></is></c>"))
            .collect();
        format!("<row r=\"{r}\">{cells}</row>")
    };
    let first = [
        row(1, "Northwind report"),
        row(3, "Account|Cash|Tax"),
        row(4, "A|1.00|2.00"),
        row(6, "Exported in May"),
    ]
    .concat();
    let second = [row(1, "Transaction ID|Amount"), row(2, "71|5.00")].concat();
    let read = read_file(&workbook(&[("One", &first), ("Two", &second)], "", ""));
    check_rows(&read, 0, &["Account|Cash|Tax", "A|1.00|2.00"]);
    check_rows(&read, 1, &["Transaction ID|Amount", "71|5.00"]);
    assert_eq!(read.grids[0].before, ["Northwind report"]);
    assert_eq!(read.grids[0].after, ["Exported in May"]);
    assert_eq!(read.grids[0].line(1), 4);
    assert_eq!(read.grids[1].place.sheet.as_deref(), Some("Two"));
}

#[test]
fn bombs_are_refused_with_the_reason() {
    let sparse = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    let read = read_file(&workbook(&[("S", sparse)], "", ""));
    assert!(read.grids.iter().all(|grid| grid.row_count() <= 2), "two cells are no rectangle");

    let wide: String =
        (1..2000).map(|r| format!("<row r=\"{r}\"><c r=\"XFD{r}\"><v>1</v></c></row>")).collect();
    assert!(keys(&read_file(&workbook(&[("S", &wide)], "", ""))).contains(&"shape.workbookSparse"));

    let long = format!("<row><c t=\"inlineStr\"><is><t>{}</t></is></c></row>", "x".repeat(8 << 20));
    assert!(
        keys(&read_file(&workbook(&[("S", &long)], "", ""))).contains(&"shape.workbookCellLong")
    );

    let many = format!("<row>{}</row>", " ".repeat(200 << 10)).repeat(200);
    assert!(keys(&read_file(&workbook(&[("S", &many)], "", ""))).contains(&"shape.workbookBomb"));

    let parts = [("xl/workbook.xml", "<!DOCTYPE x [<!ENTITY a \"b\">]><workbook/>".to_owned())];
    assert_eq!(keys(&read_file(&packed(&parts))), ["shape.workbookDtd"]);
    assert_eq!(keys(&read_file(&packed(&[("a.txt", String::new())]))), ["shape.zipOther"]);
}

#[test]
fn damaged_archives_end_in_a_message() {
    let rows = "<row><c t=\"inlineStr\"><is><t>a</t></is></c><c><v>1</v></c></row>".repeat(50);
    let good = workbook(&[("S", &rows)], "<si><t>a</t></si>", "");
    for len in 0..good.len() {
        read_file(&good[..len]);
    }
    for at in (0..good.len()).step_by(5) {
        for value in [0x00, 0xff, good[at] ^ 0x10] {
            let mut bad = good.clone();
            bad[at] = value;
            read_file(&bad);
        }
    }
    // Two entries that claim the same bytes.
    let mut twice = good.clone();
    let central = memchr::memmem::find(&twice, b"PK\x01\x02").unwrap_or_default();
    let second = central + 46 + "xl/workbook.xml".len();
    twice[second + 42..second + 46].copy_from_slice(&[0; 4]);
    assert_eq!(keys(&read_file(&twice)), ["shape.workbookBomb"]);
}

/// Of `[$USD]` the letters S and D were taken for seconds and days, and amounts became dates.
#[test]
fn a_number_format_names_the_currency_of_its_amounts() {
    let bytes = workbook(
        &[(
            "Data",
            "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>Account</v></c><c r=\"B1\" t=\"str\"><v>Amount</v></c></row>\
             <row r=\"2\"><c r=\"A2\" t=\"str\"><v>Nord</v></c><c r=\"B2\" s=\"1\"><v>1234.5</v></c></row>\
             <row r=\"3\"><c r=\"A3\" t=\"str\"><v>Kite</v></c><c r=\"B3\" s=\"2\"><v>80</v></c></row>\
             <row r=\"4\"><c r=\"A4\" t=\"str\"><v>Lumen</v></c><c r=\"B4\" s=\"3\"><v>7</v></c></row>",
        )],
        "",
        "<numFmts><numFmt numFmtId=\"164\" formatCode=\"[$USD] #,##0.00\"/>\
         <numFmt numFmtId=\"165\" formatCode=\"#,##0.00\\ [$€-407]\"/>\
         <numFmt numFmtId=\"166\" formatCode=\"&quot;$&quot;#,##0.00\"/></numFmts>\
         <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/></cellXfs>",
    );
    let read = read_file(&bytes);
    check_rows(&read, 0, &["Account|Amount", "Nord|1234.5", "Kite|80", "Lumen|7"]);
    let currency = |code| Form::Amount(crate::money::Currency::parse(code).unwrap());
    let forms: Vec<Form> = (1..4).map(|row| read.grids[0].form(row, 1)).collect();
    assert_eq!(forms, [currency("USD"), currency("EUR"), Form::Number]);
}

#[test]
fn names_and_days_of_merged_cells_are_those_of_all_their_rows_and_amounts_are_not() {
    let text = |cell: &str, text: &str| {
        format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    let number = |cell: &str, number: u32| format!("<c r=\"{cell}\"><v>{number}</v></c>");
    let rows = [
        [
            text("A1", "Campaign name"),
            text("B1", "Campaign ID"),
            text("C1", "Cost"),
            text("D1", "Net cost"),
        ],
        [text("A2", "A"), text("B2", "7123456789012345678"), number("C2", 10), number("D2", 1)],
        [String::new(), String::new(), "<c r=\"C3\"/>".into(), number("D3", 2)],
        [String::new(), String::new(), number("C4", 5), number("D4", 3)],
        [text("A5", "B"), String::new(), number("C5", 7), number("D5", 4)],
    ];
    let rows: String = (1..)
        .zip(&rows)
        .map(|(r, cells)| format!("<row r=\"{r}\">{}</row>", cells.concat()))
        .collect();
    let merged: String = ["A2:A4", "B2:B4", "C2:C3", "A9:A1000000", "x"]
        .map(|r| format!("<mergeCell ref=\"{r}\"/>"))
        .concat();
    let sheet = format!("{rows}</sheetData><mergeCells>{merged}</mergeCells><sheetData>");
    let read = read_file(&workbook(&[("Data", &sheet)], "", ""));
    check_rows(
        &read,
        0,
        &[
            "Campaign name|Campaign ID|Cost|Net cost",
            "A|7123456789012345678|10|1",
            "A|7123456789012345678||2",
            "A|7123456789012345678|5|3",
            "B||7|4",
        ],
    );
}
