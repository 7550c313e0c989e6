//! The readers as callers see them.

use super::*;
use crate::platform::Native;

/// Some words of the Promotions page and of transactions.
pub(super) struct Words;

impl HeaderWords for Words {
    fn is_header(&self, text: &str) -> bool {
        self.kind(text).is_some() || crate::text::folded(text, &Native) == "actions"
    }

    fn kind(&self, header: &str) -> Option<Kind> {
        Some(match crate::text::folded(header, &Native).as_str() {
            "ad credit name" | "credit type" | "usage requirements" | "currency" | "account"
            | "campaign name" | "status" | "transaction id" | "type" => Kind::Text,
            "discount / amount" | "unused amount" | "used amount" | "amount" | "cost" | "cash"
            | "net cost" | "tax" => Kind::Money,
            "redeemed date" | "valid dates" | "date" | "time" => Kind::Time,
            "percent spent" => Kind::Share,
            _ => return None,
        })
    }

    fn is_label(&self, text: &str) -> bool {
        ["suspended", "view/assign", "assignment log", "appeal"]
            .contains(&crate::text::folded(text, &Native).as_str())
    }
}

pub(super) fn read_text(text: &str) -> Read {
    tables(FlavourKind::Text, text.as_bytes(), None, &Words, &Native)
}

pub(super) fn read_html(text: &str) -> Read {
    tables(FlavourKind::Html, text.as_bytes(), None, &Words, &Native)
}

pub(super) fn read_file(bytes: &[u8]) -> Read {
    tables(FlavourKind::File, bytes, None, &Words, &Native)
}

/// Rows as `cell|cell`, newlines inside cells as `⏎`.
pub(super) fn shown(grid: &Grid) -> Vec<String> {
    let row = |row| grid.row(row).map(|c| c.replace('\n', "⏎")).collect::<Vec<_>>().join("|");
    (0..grid.row_count()).map(row).collect()
}

pub(super) fn keys(read: &Read) -> Vec<&'static str> {
    read.problems.iter().map(|problem| problem.message.key).collect()
}

#[track_caller]
pub(super) fn check_rows(read: &Read, table: usize, expected: &[&str]) {
    let grid = read.grids.get(table).unwrap_or_else(|| panic!("no table {table}: {read:?}"));
    assert_eq!(shown(grid), expected, "{:?}", read.problems);
}

mod separated {
    use super::*;

    #[test]
    fn cells_come_out_exactly_as_written() {
        // The cases of csv-spectrum, in our own words.
        let cases: &[(&str, &[&str])] = &[
            ("a,b,c\n1,2,3\n", &["a|b|c", "1|2|3"]),
            ("a,b,c\r\n1,2,3", &["a|b|c", "1|2|3"]),
            ("a,b,c\r1,2,3\r", &["a|b|c", "1|2|3"]),
            ("a,b\n1,\"x, y\"\n", &["a|b", "1|x, y"]),
            ("a,b,c\n1,\"\",\"\"\n2,3,4\n", &["a|b|c", "1||", "2|3|4"]),
            ("a,b\n1,\"ha \"\"ha\"\" ha\"\n3,4\n", &["a|b", "1|ha \"ha\" ha", "3|4"]),
            (
                "a,b,c\n1,2,3\n\"Once upon \na time\",5,6\n",
                &["a|b|c", "1|2|3", "Once upon ⏎a time|5|6"],
            ),
            (
                "k,v\n1,\"{\"\"t\"\": \"\"P\"\", \"\"c\"\": [1.0, 0.5]}\"\n",
                &["k|v", "1|{\"t\": \"P\", \"c\": [1.0, 0.5]}"],
            ),
            ("a,b,c\n1,2,3\n4,5,ʤ\n", &["a|b|c", "1|2|3", "4|5|ʤ"]),
            ("a;b\n1,5;2,5\n3,0;4,1\n", &["a|b", "1,5|2,5", "3,0|4,1"]),
            ("a|b\n1|2\n", &["a|b", "1|2"]),
            ("a\tb\n\t2\n3\t\n", &["a|b", "|2", "3|"]),
            ("sep=;\na;b,c\n1;2\n", &["a|b,c", "1|2"]),
            (
                "__proto__,constructor,,x,x\n1,2,3,4,5\n",
                &["__proto__|constructor||x|x", "1|2|3|4|5"],
            ),
        ];
        for (text, rows) in cases {
            check_rows(&read_text(text), 0, rows);
            assert_eq!(read_file(text.as_bytes()).grids.len(), 1);
        }
    }

    #[test]
    fn ragged_rows_and_blank_lines_stay_one_table() {
        let read = read_file(b"a,b,c\n1,2\n\n3,4,5,6\n7\n");
        check_rows(&read, 0, &["a|b|c", "1|2", "3|4|5|6", "7"]);
        let lines: Vec<u32> = (0..4).map(|row| read.grids[0].line(row)).collect();
        assert_eq!(lines, [1, 2, 4, 5]);
    }

    #[test]
    fn quotes_that_are_none_do_not_swallow_rows() {
        let cases: &[(&str, &[&str], &[&str])] = &[
            ("a,b\n5\" disc,1\n", &["a|b", "5\" disc|1"], &[]),
            ("a,b\n\"5\" disc\",1\n", &["a|b", "5\" disc|1"], &[]),
            ("a,b\n\"Launch\" promo,1\nx,2\n", &["a|b", "\"Launch\" promo|1", "x|2"], &[]),
            (
                "a,b\n\"Launch,1\nB,\"x\"\nC,3\n",
                &["a|b", "\"Launch|1", "B|x", "C|3"],
                &["shape.quoteStray"],
            ),
            ("a,b\n\"Launch,1\nB,2\n", &["a|b", "\"Launch|1", "B|2"], &["shape.quoteOpen"]),
            ("a,b\n1, \"x, y\" \n", &["a|b", "1|x, y"], &[]),
        ];
        for (text, rows, problems) in cases {
            let read = read_file(text.as_bytes());
            check_rows(&read, 0, rows);
            assert_eq!(&keys(&read), problems, "{text}");
        }
    }

    #[test]
    fn text_around_the_table_is_kept_apart() {
        let read = read_file(
            b"Account: Northwind, Inc.\nDate range: 2026-05-01 to 2026-05-31\n\n\
              Campaign name,Cost,Net Cost,Currency\nSpring,\"1,200.00\",900.00,USD\n\
              Total of 1 results,\"1,200.00\",900.00,\n\nGenerated by Ads Manager\n",
        );
        check_rows(
            &read,
            0,
            &[
                "Campaign name|Cost|Net Cost|Currency",
                "Spring|1,200.00|900.00|USD",
                "Total of 1 results|1,200.00|900.00|",
            ],
        );
        assert_eq!(read.grids[0].line(1), 5);
        assert_eq!(
            read.grids[0].before,
            ["Account: Northwind, Inc.", "Date range: 2026-05-01 to 2026-05-31"].map(str::to_owned)
        );
        assert_eq!(read.grids[0].after, ["Generated by Ads Manager"]);
    }

    #[test]
    fn two_tables_in_one_text() {
        let read = read_file(
            b"Payments\nTransaction ID,Type,Amount\n71,Refund,5.00\n\nCosts\nAccount,Cash,Tax,Currency\nA,1,2,USD\nB,1,2,USD\n",
        );
        check_rows(&read, 0, &["Transaction ID|Type|Amount", "71|Refund|5.00"]);
        check_rows(&read, 1, &["Account|Cash|Tax|Currency", "A|1|2|USD", "B|1|2|USD"]);
        assert_eq!(read.grids[1].before, ["Costs"]);
        assert_eq!(read.grids[1].place.table_number, Some(2));
        assert_eq!(read.grids[1].line(1), 7);
    }

    #[test]
    fn whole_page_with_tabs() {
        let read = read_text(
            "TikTok Ads Manager\nDashboard\nTools\nNorthwind Traders (7123456789012345678)\nAvailable\nEarning\n\
             Ad credit name\tCredit type\tDiscount / Amount\tUnused amount\tUsed amount\tActions\n\
             Launch\tAssignable\t100.00 USD\t80.00 USD\t20.00 USD\tView/Assign\nAssignment log\n\
             Spring\nSuspended\tFree\t50.00 USD\t50.00 USD\t0.00 USD\t-\n\
             Total 2\n1\n10/page\n© TikTok, Inc.\n",
        );
        check_rows(
            &read,
            0,
            &[
                "Ad credit name|Credit type|Discount / Amount|Unused amount|Used amount|Actions",
                "Launch|Assignable|100.00 USD|80.00 USD|20.00 USD|View/Assign⏎Assignment log",
                "Spring⏎Suspended|Free|50.00 USD|50.00 USD|0.00 USD|-",
            ],
        );
        assert!(read.outside.iter().any(|line| line.contains("7123456789012345678")));
        assert_eq!(read.grids[0].after, ["Total 2", "1", "10/page", "© TikTok, Inc."]);
    }

    #[test]
    fn header_torn_by_tooltips_is_one_header() {
        let read = read_text(
            "Available\nAd credit name\tCredit type\tUnused amount\n\tUsed amount\n\tCurrency\n\
             Launch\tFree\t80.00\t20.00\tUSD\nSpring\tFree\t5.00\t1.00\tUSD\n",
        );
        check_rows(
            &read,
            0,
            &[
                "Ad credit name|Credit type|Unused amount|Used amount|Currency",
                "Launch|Free|80.00|20.00|USD",
                "Spring|Free|5.00|1.00|USD",
            ],
        );
    }
}

mod one_cell_per_line {
    use super::*;

    #[test]
    fn cells_that_browsers_frame_with_lines_of_a_tab() {
        // Cells made of blocks: a tab on a line of its own between cells, an empty line after a row.
        let text = "Promotions\nAvailable\n\nAd credit name\tCredit type\tUnused amount\tUsed amount\tPercent spent\n\
            Launch\nSuspended\n\t\nFree\n\t\n80.00 USD\n\t\n20.00 USD\n\t\n\n\
            Spring\n\t\nAssignable\n\t\n\t\n5.00 USD\n\t\n50%\n\nTotal 2\n";
        let read = read_text(text);
        check_rows(
            &read,
            0,
            &[
                "Ad credit name|Credit type|Unused amount|Used amount|Percent spent",
                "Launch⏎Suspended|Free|80.00 USD|20.00 USD|",
                "Spring|Assignable||5.00 USD|50%",
            ],
        );
        assert_eq!(read.grids[0].after, ["Total 2"]);
        assert_eq!(read.grids[0].line(2), 15);
    }

    #[test]
    fn without_kinds_only_what_fits_exactly_is_read() {
        struct Plain;
        impl HeaderWords for Plain {
            fn is_header(&self, text: &str) -> bool {
                Words.is_header(text)
            }
        }
        let read = |text: &str| tables(FlavourKind::Text, text.as_bytes(), None, &Plain, &Native);
        let header = "Account\nCash\nTax\n";
        check_rows(
            &read(&format!("{header}A\n1.00\n2.00\nB\n3.00\n4.00\n")),
            0,
            &["Account|Cash|Tax", "A|1.00|2.00", "B|3.00|4.00"],
        );
        // One cell is missing: the rest would slide.
        let slid = read(&format!("{header}A\n1.00\nB\n3.00\n4.00\nC\n5.00\n6.00\n"));
        check_rows(&slid, 0, &["Account|Cash|Tax"]);
        assert!(!slid.problems.is_empty());
    }

    const HEADER: &str = "Ad credit name\nCredit type\nDiscount / Amount\nUsage requirements\nRedeemed date\nValid dates\nUnused amount\nUsed amount\nPercent spent\nActions\n";

    #[test]
    fn percent_without_text_and_buttons_in_between() {
        let text = format!(
            "Dashboard\nTools\nAvailable\n{HEADER}\
             Launch\nAssignable\n100.00 USD\nNew campaigns only\n2026-05-01\n2026-05-01 - 2026-05-31\n80.00 USD\n20.00 USD\nView/Assign\nAssignment log\n\
             Spring\nSuspended\nFree\n50.00 USD\n-\n2026-05-02\n2026-05-02 - 2026-06-01\n50.00 USD\n0.00 USD\nAppeal\n\
             Total 2\n1\n10/page\n"
        );
        let read = read_text(&text);
        check_rows(
            &read,
            0,
            &[
                "Ad credit name|Credit type|Discount / Amount|Usage requirements|Redeemed date|Valid dates|Unused amount|Used amount|Percent spent|Actions",
                "Launch|Assignable|100.00 USD|New campaigns only|2026-05-01|2026-05-01 - 2026-05-31|80.00 USD|20.00 USD||View/Assign⏎Assignment log",
                "Spring⏎Suspended|Free|50.00 USD|-|2026-05-02|2026-05-02 - 2026-06-01|50.00 USD|0.00 USD||Appeal",
            ],
        );
        assert_eq!(read.grids[0].after, ["Total 2", "1", "10/page"]);
        assert_eq!(read.grids[0].before, ["Dashboard", "Tools", "Available"]);
        assert_eq!(read.grids[0].line(2), 24);
    }

    #[test]
    fn an_empty_action_beside_a_bar_without_text_is_no_doubt() {
        // `--` may stand for the percentage or for the buttons: neither says anything.
        let text = format!(
            "{HEADER}Launch\nFree\n100.00 USD\n--\n2026-05-01\n2026-05-01 - 2026-05-31\n80.00 USD\n20.00 USD\n--\n\
             Spring\nAssignable\n50.00 USD\nAll\n2026-05-02\n2026-05-02 - 2026-06-01\n50.00 USD\n0.00 USD\nView/Assign\n\
             Autumn\nFree\n30.00 USD\n--\n2026-05-03\n2026-05-03 - 2026-06-02\n10.00 USD\n20.00 USD\n--\n"
        );
        let read = read_text(&text);
        let amounts: Vec<String> = (1..read.grids[0].row_count())
            .map(|row| [0, 2, 6, 7].map(|column| read.grids[0].text(row, column)).join("|"))
            .collect();
        let expected = [
            "Launch|100.00 USD|80.00 USD|20.00 USD",
            "Spring|50.00 USD|50.00 USD|0.00 USD",
            "Autumn|30.00 USD|10.00 USD|20.00 USD",
        ];
        assert_eq!(amounts, expected, "{:?}", keys(&read));
    }

    #[test]
    fn an_absent_amount_is_named_and_never_shifted() {
        // One of unused and used is missing: which one cannot be known.
        let text = format!(
            "{HEADER}Launch\nFree\n100.00 USD\n-\n2026-05-01\n2026-05-01 - 2026-05-31\n80.00 USD\n20.00 USD\n20%\nAppeal\n\
             Spring\nFree\n50.00 USD\n-\n2026-05-02\n2026-05-02 - 2026-06-01\n50.00 USD\n0%\nAppeal\n"
        );
        let read = read_text(&text);
        assert_eq!(read.grids[0].row_count(), 2, "{:?}", shown(&read.grids[0]));
        assert_eq!(keys(&read), ["shape.linesUnclear"]);
        assert_eq!(read.problems[0].place.line_number, Some(21));
    }
}

mod html {
    use super::*;

    /// The tokenizer keeps them on the stack: a page must not bring it down.
    #[test]
    fn an_element_with_thousands_of_attributes_is_read_without_most_of_them() {
        for element in ["table", "td", "/td"] {
            let many: String = (0..50_000).map(|n| format!(" data-a{n}=\"b\"")).collect();
            let html = "<table><tr><th>Campaign name</th><th>Cost</th></tr><tr><td>A</td><td>1</td></tr></table>"
                .replacen(&format!("<{element}>"), &format!("<{element}{many}>"), 1);
            let read = read_html(&html);
            check_rows(&read, 0, &["Campaign name|Cost", "A|1"]);
            assert!(read.problems.iter().any(|p| p.message.key == "shape.attributes"), "{element}");
        }
    }

    /// An amount that spans rows is one amount; a name and an id are those of each row.
    #[test]
    fn what_spans_rows_is_said_of_each_but_for_amounts() {
        let page = "<table><tr><th>Account<th>Account ID<th>Amount</tr>\
             <tr><td rowspan=2>Nord<td rowspan=2>7123456789012345678<td rowspan=2>5.00</tr><tr></tr></table>";
        let rows = ["Account|Account ID|Amount", "Nord|7123456789012345678|5.00"];
        check_rows(&read_html(page), 0, &[rows[0], rows[1], "Nord|7123456789012345678|"]);
    }

    /// A note or cents: which of the two the page does not say, and neither is more digits of the figure.
    #[test]
    fn raised_digits_are_no_digits_of_the_figure_before_them() {
        for (cell, expected) in [
            ("1,234.56<sup>1</sup>", "1,234.56⏎1"),
            ("12<sup>50</sup> €", "12⏎50⏎€"),
            ("12.50<a href='#'>1</a>", "12.50⏎1"),
            ("12.50 <sup> 1 </sup>", "12.50⏎1"),
            ("<ruby>12<rt>34</rt></ruby>.50", "12⏎34⏎.50"),
            ("<a href='#'>12</a>.50", "12.50"),
            ("12.<a href='#'>50</a>", "12.50"),
            ("1<span>2</span>.50", "12.50"),
            ("Spring<sup>2</sup>", "Spring2"),
            ("<i style='opacity: 0'>9</i>12.50", "12.50"),
        ] {
            let page =
                format!("<table><tr><th>Account<th>Amount</tr><tr><td>Nord<td>{cell}</tr></table>");
            check_rows(&read_html(&page), 0, &["Account|Amount", &format!("Nord|{expected}")]);
        }
    }

    #[test]
    fn table_with_buttons_tooltips_and_page_around() {
        let read = read_html(
            "<html><body><!--StartFragment--><nav>Dashboard <a href=\"https://ads.example/i18n/promotion?aadvid=7123456789012345678\">Promotions</a></nav>\
             <table><thead><tr><th>Ad credit name</th><th>Credit type</th><th>Unused amount<span role=tooltip>What is left</span></th><th>Percent spent</th><th>Actions</th></tr></thead>\
             <tbody><tr><td><div>Launch &amp; more</div><span class=\"vi-badge\">Suspended</span></td><td>Free</td><td><b>1,234</b>.56&nbsp;USD</td>\
             <td><div role=progressbar aria-valuenow=20></div></td><td><button>View/Assign</button><button>Assignment log</button><script>1</script></td></tr>\
             <tr><td>Spring<td>Assignable<td>5<br>USD<td>3%<td>-</table><p>Total 2</p><!--EndFragment--></body></html>",
        );
        check_rows(
            &read,
            0,
            &[
                "Ad credit name|Credit type|Unused amount|Percent spent|Actions",
                "Launch & more⏎Suspended|Free|1,234.56\u{a0}USD|20%|View/Assign⏎Assignment log",
                "Spring|Assignable|5⏎USD|3%|-",
            ],
        );
        assert_eq!(read.links, ["https://ads.example/i18n/promotion?aadvid=7123456789012345678"]);
        assert_eq!(read.grids[0].before, ["Dashboard Promotions"]);
        assert_eq!(read.grids[0].after, ["Total 2"]);
    }

    #[test]
    fn parts_of_a_table_that_stand_apart_are_put_together() {
        let rows = "<tr><td>Spring</td><td>2026-05-01</td><td>10.00</td></tr>\
                    <tr><td>Autumn</td><td>2026-05-02</td><td>20.00</td></tr>";
        let scrolling = "<table><tr><th>Date</th><th>Cost</th></tr>\
             <tr><td>2026-05-01</td><td>10.00</td></tr><tr><td>2026-05-02</td><td>20.00</td></tr></table>";
        let frozen = "<table><tr><th>Campaign name</th></tr><tr><td>Spring</td></tr>\
                      <tr><td>Autumn</td></tr></table>";
        let role = |name: &str| format!("<div role=columnheader>{name}</div>");
        let names = ["Campaign name", "Date", "Cost"];
        let whole =
            ["Campaign name|Date|Cost", "Spring|2026-05-01|10.00", "Autumn|2026-05-02|20.00"];
        for html in [
            format!("<div>{frozen}</div><div>{scrolling}</div>"),
            format!("<div>{}</div><table>{rows}</table>", names.map(role).concat()),
            format!("<h4>{}</h4><table>{rows}</table>", names.join("</h4><h4>")),
        ] {
            let read = read_html(&html);
            check_rows(&read, 0, &whole);
            assert!(!read.outside.iter().any(|line| line == "Spring"), "{:?}", read.outside);
        }
        // Another number of rows, or a list of its own: nothing is joined.
        let short = frozen.replace("<tr><td>Autumn</td></tr>", "");
        check_rows(
            &read_html(&format!("{short}{scrolling}")),
            0,
            &["Date|Cost", "2026-05-01|10.00", "2026-05-02|20.00"],
        );
        let other = scrolling.replace("Date", "Time").replace("Cost", "Cash");
        assert_eq!(read_html(&format!("{other}{scrolling}")).grids.len(), 2);
    }

    #[test]
    fn sticky_header_is_put_on_its_rows() {
        let read = read_html(
            "<div><table><thead><tr><th>Account</th><th>Cash</th><th></th></tr></thead></table>\
             <div><table><tbody><tr aria-hidden=true><td></td><td></td></tr><tr><td>A</td><td>5.00</td></tr></tbody></table></div></div>",
        );
        check_rows(&read, 0, &["Account|Cash|", "A|5.00"]);
        assert_eq!(read.grids.len(), 1);
    }

    #[test]
    fn spans_nesting_and_roles() {
        let cases: &[(&str, &[&str])] = &[
            ("<table><tr><td rowspan=2>N<td>1<tr><td>2</table>", &["N|1", "N|2"]),
            ("<table><tr><td>N<td rowspan=2>5.00<tr><td>M</table>", &["N|5.00", "M|"]),
            ("<table><tr><td colspan=2>N<td>1<tr><td>a<td>b<td>c</table>", &["N||1", "a|b|c"]),
            ("<table><tr><td><table><tr><td>a<td>b</table></td></tr></table>", &["a|b"]),
            ("<table><tr><td>x<td><table><tr><td>a</table></td></tr></table>", &["x|a"]),
            (
                "<div role=grid><div role=row><div role=columnheader>A</div><div role=columnheader>B</div></div>\
              <div role=row><div role=gridcell>1</div><div role=gridcell>2</div></div></div>",
                &["A|B", "1|2"],
            ),
            (
                "<table><tr><td>a</span></div></td><td style='display: none'>no</td><td>b<p hidden>no</p></table>",
                &["a|b"],
            ),
        ];
        for (text, rows) in cases {
            check_rows(&read_html(text), 0, rows);
        }
    }

    #[test]
    fn text_nobody_saw_is_read_by_nobody() {
        for hidden in [
            "hidden",
            "style='DISPLAY: None !important'",
            "style='visibility:hidden'",
            "style='visibility: collapse'",
            "style='font-size:0'",
            "style='color:red;font-size:0.0pt;'",
            "style='font:0/0 a'",
            "style='mso-hide:all'",
            "style='content-visibility:hidden'",
            "style='opacity:0'",
            "style='color: transparent'",
            "style='height:0;overflow:hidden'",
            "style='position:absolute;width:1px;height:1px;clip:rect(0, 0, 0, 0)'",
            "style='position:absolute; left:-9999px'",
            "style='text-indent:-10000em'",
            "class='note sr-only'",
            "class=visually-hidden",
            "role=tooltip",
        ] {
            let html = format!(
                "<table><tr><td>Campaign name<td>Cost<td>Date\
                 <tr><td>A<span {hidden}>ghost</span><td>1.50<b {hidden}><i>99</i></b><td>2026-05-01\
                 <tr {hidden}><td>G<td>7.00<td>2026-05-01\
                 <tr><td>B<td>2.50<td>2026-05-02</table>"
            );
            let rows = ["Campaign name|Cost|Date", "A|1.50|2026-05-01", "B|2.50|2026-05-02"];
            check_rows(&read_html(&html), 0, &rows);
        }
        for (cell, shown) in [
            // What the eye sees, whatever a screen reader is told.
            ("<span aria-hidden=true>1.50</span><span class=sr-only>1 dollar 50</span>", "1.50"),
            ("<span aria-hidden=true>1.50</span>", "1.50"),
            ("<div style='font-size:0'><span style='font-size:12px'>1.50</span> x</div>", "1.50"),
            ("<p style='visibility:hidden'>9<b style='visibility:visible'>1.50</b></p>", "1.50"),
            ("<span style='width:0'>1.50</span>", "1.50"),
            ("<span style='width:0;min-width:100%;overflow:hidden'>1.50</span>", "1.50"),
            ("<b style='color:transparent;-webkit-background-clip:text'>1.50</b>", "1.50"),
            ("<span style='color:#fff;opacity:0.5'>1.50</span>", "1.50"),
        ] {
            let rows = format!("<table><tr><td>A<td>{cell}<td>USD</table>");
            check_rows(&read_html(&rows), 0, &[&format!("A|{shown}|USD")]);
        }
        // A cell that cannot be seen still has its column.
        for hidden in ["visibility:hidden", "font-size:0", "opacity:0"] {
            let rows = format!("<table><tr><td>A<td style={hidden}>9<td>USD</table>");
            check_rows(&read_html(&rows), 0, &["A||USD"]);
        }
    }

    #[test]
    fn page_without_tables_is_read_as_lines() {
        let read = read_html(
            "<div>Account</div><div>Cash</div><div>Tax</div><div>A</div><div>1.00</div><div>2.00</div>",
        );
        check_rows(&read, 0, &["Account|Cash|Tax", "A|1.00|2.00"]);
    }
}

mod adversarial {
    use super::*;
    use std::time::Instant;

    /// Texts that grow with `n`.
    fn texts(n: usize) -> Vec<(&'static str, String)> {
        vec![
            ("quotes", "\"".repeat(n)),
            ("quotes and letters", "\"a".repeat(n)),
            ("open quote a line", "\"a,b\n".repeat(n)),
            ("odd quotes", "\"\"\"x\"\"\n".repeat(n)),
            ("late failure", format!("{}\"y,z", "\"\"\"x\"\"\n".repeat(n))),
            ("quoted in quoted", "\"a \"b\" c\",1\n".repeat(n)),
            ("tabs", "\t".repeat(n)),
            ("commas and lines", ",\n".repeat(n)),
            ("one line", "a".repeat(n)),
            ("blank lines", "a,b\n1,2\n\n".repeat(n)),
            ("changing widths", "a,b\nc,d\n\na,b,c\nd,e,f\n\n".repeat(n)),
            ("headers again", "Account,Cash\n\nCost,Tax\n\n".repeat(n)),
            ("words in lines", "Account\nCash\nTax\nA\n1.00\n2.00\n".repeat(n)),
            ("deep html", "<div>".repeat(n)),
            ("deep tables", "<table><tr><td>".repeat(n)),
            ("stray ends", format!("{}{}", "<b>".repeat(n), "</i>".repeat(n))),
            ("spans", format!("<table>{}", "<tr><td colspan=1000 rowspan=65000>x".repeat(n / 8))),
            ("rows", format!("<table>{}", "<tr><td>a<td>1".repeat(n))),
            ("attributes", format!("<td {}>", "a=1 ".repeat(n))),
            ("deep json", "[{\"a\":".repeat(n)),
            (
                "wide json",
                format!(
                    "[{{{}\"z\":1}}]",
                    (0..n / 4).map(|i| format!("\"k{i}\":1,")).collect::<String>()
                ),
            ),
            ("bits of json", "{\"a\":1}\n".repeat(n)),
        ]
    }

    #[test]
    fn time_grows_with_the_text_and_nothing_panics() {
        const TIMES: usize = 8;
        let (small, large) = (texts(1 << 10), texts(TIMES << 10));
        for ((name, small), (_, large)) in small.iter().zip(&large) {
            let read = |text: &str| {
                let read = if text.starts_with('<') { read_html(text) } else { read_text(text) };
                assert!(!read.grids.is_empty() || !read.problems.is_empty(), "{name}: silence");
            };
            let time = |text: &str, times: usize| {
                let start = Instant::now();
                (0..times).for_each(|_| read(text));
                start.elapsed().as_secs_f64()
            };
            // Other work on the machine only ever makes a run longer, and a long one more often: as much text
            // is read in small pieces as in one, and the shortest of five runs counts.
            let best =
                |text: &str, times| (0..5).map(|_| time(text, times)).fold(f64::MAX, f64::min);
            let (pieces, whole) = (best(small, TIMES), best(large, 1));
            // Linear is 1, quadratic 8. Short times are noise.
            assert!(whole < 0.3 || whole / pieces < 4.0, "{name}: {pieces} s, whole {whole} s");
        }
    }

    #[test]
    fn cells_that_are_too_many_are_named() {
        let read = read_text(&format!("a{}", "\tb".repeat(20_000)));
        assert!(keys(&read).contains(&"shape.tooWide"), "{:?}", keys(&read));
    }
}

mod random {
    use super::*;

    /// A small generator, so that a failing seed can be run again.
    struct Random(u64);

    impl Random {
        fn below(&mut self, n: usize) -> usize {
            self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            ((self.0 >> 33) as usize) % n.max(1)
        }
    }

    const HEADER: &[&str] = &[
        "Ad credit name",
        "Credit type",
        "Discount / Amount",
        "Usage requirements",
        "Redeemed date",
        "Valid dates",
        "Unused amount",
        "Used amount",
        "Percent spent",
        "Actions",
    ];

    fn table(random: &mut Random) -> Vec<Vec<String>> {
        (0..1 + random.below(6))
            .map(|row| {
                let amount = |random: &mut Random| {
                    format!("{}.{:02} USD", random.below(5000), random.below(100))
                };
                vec![
                    format!("Credit {}", char::from(b'A' + row as u8)),
                    ["Free", "Assignable"][random.below(2)].to_owned(),
                    amount(random),
                    ["-", "New campaigns only"][random.below(2)].to_owned(),
                    "2026-05-01".to_owned(),
                    "2026-05-01 - 2026-05-31".to_owned(),
                    amount(random),
                    amount(random),
                    ["", "40%"][random.below(2)].to_owned(),
                    ["", "View/Assign", "View/Assign\nAssignment log"][random.below(3)].to_owned(),
                ]
            })
            .collect()
    }

    /// Every amount in the grid stands beside its name and below its header, or is absent.
    fn check_amounts(read: &Read, truth: &[Vec<String>], seed: u64, text: &str) {
        for grid in &read.grids {
            let columns: Vec<Option<usize>> =
                grid.row(0).map(|header| HEADER.iter().position(|h| *h == header)).collect();
            for row in 1..grid.row_count() {
                let name = grid.text(row, 0).split('\n').next().unwrap_or_default();
                let Some(true_row) = truth.iter().find(|t| t[0] == name) else { continue };
                for (at, column) in columns.iter().enumerate() {
                    let Some(column @ (2 | 6 | 7)) = *column else { continue };
                    let found = grid.text(row, at).split('\n').next().unwrap_or_default();
                    assert!(
                        crate::text::is_missing(found) || found == true_row[column],
                        "seed {seed}: {} of {name} is {found:?}, not {:?}\n{text}\n{:?}",
                        HEADER[column],
                        true_row[column],
                        shown(grid),
                    );
                }
            }
        }
    }

    #[test]
    fn damaged_lines_never_yield_a_wrong_amount() {
        for seed in 0..1500 {
            let random = &mut Random(seed);
            let truth = table(random);
            let mut lines: Vec<&str> = truth
                .iter()
                .flatten()
                .flat_map(|cell| cell.split('\n'))
                .filter(|l| !l.is_empty())
                .collect();
            for _ in 0..random.below(4) {
                let at = random.below(lines.len());
                if random.below(3) == 0 {
                    lines.insert(at, ["Suspended", "New", "Appeal"][random.below(3)]);
                } else if !lines[at].starts_with("Credit") {
                    lines.remove(at);
                }
            }
            let text = format!(
                "Available\n{}\n{}\nTotal {}\n1\n",
                HEADER.join("\n"),
                lines.join("\n"),
                truth.len()
            );
            check_amounts(&read_text(&text), &truth, seed, &text);
        }
    }

    #[test]
    fn a_header_word_in_the_first_row_leaves_its_name_alone() {
        let row = "Free\n300.00 USD\nAll campaigns\n2026-11-01\n2026-11-01 - 2026-12-31\n\
            100.00 USD\n200.00 USD\n66%\nView/Assign\n";
        let words = |word: &str| Words.is_header(word) || word == "Eligible ad products";
        let text = HEADER.join("\n");
        let text = format!("{text}\nLaunch France\nEligible ad products\n{row}Spring\n{row}");
        let read = read_with(&text, &words);
        // Eleven lines for ten columns: which two share a cell is not known, so the row is named.
        assert_eq!(read.grids[0].row_count(), 2, "{:?}", shown(&read.grids[0]));
        assert_eq!(keys(&read), ["shape.linesUnclear"]);
        assert!(read.outside.iter().any(|line| line == "Launch France"), "{:?}", read.outside);
        // Where the rest is cut off, the name is at least not lost.
        let cut = text.split_once("\n300").unwrap().0;
        let read = read_with(cut, &words);
        let outside = read.outside.join("\n");
        assert!(outside.contains("Launch France"), "{outside}");
    }

    /// Reads with more header words.
    fn read_with(text: &str, is_header: &dyn Fn(&str) -> bool) -> Read {
        struct More<'w>(&'w dyn Fn(&str) -> bool);
        impl HeaderWords for More<'_> {
            fn is_header(&self, text: &str) -> bool {
                self.0(text)
            }
            fn kind(&self, header: &str) -> Option<Kind> {
                Words.kind(header)
            }
            fn is_label(&self, text: &str) -> bool {
                Words.is_label(text)
            }
        }
        tables(FlavourKind::Text, text.as_bytes(), None, &More(is_header), &Native)
    }

    #[test]
    fn undamaged_lines_are_read_whole() {
        for seed in 0..500 {
            let random = &mut Random(seed);
            let truth = table(random);
            let lines: Vec<&str> =
                truth.iter().flatten().map(String::as_str).filter(|l| !l.is_empty()).collect();
            let text = format!(
                "Available\n{}\n{}\nTotal {}\n1\n",
                HEADER.join("\n"),
                lines.join("\n"),
                truth.len()
            );
            let read = read_text(&text);
            let rows: Vec<String> =
                truth.iter().map(|row| row.join("|").replace('\n', "⏎")).collect();
            assert!(!read.grids.is_empty(), "seed {seed}\n{text} {:?}", read.problems);
            assert_eq!(shown(&read.grids[0])[1..], rows, "seed {seed}\n{text} {:?}", read.problems);
        }
    }

    #[test]
    fn torn_rows_of_a_page_never_yield_a_wrong_amount() {
        for seed in 0..1500 {
            let random = &mut Random(seed);
            let truth = table(random);
            let rows: Vec<String> = truth.iter().map(|row| row.join("\t")).collect();
            let mut text = format!(
                "Available\n{}\n{}\nTotal {}\n1\n",
                HEADER.join("\t"),
                rows.join("\n"),
                truth.len()
            );
            let start = text.find("Credit A").unwrap_or_default();
            for _ in 0..random.below(3) {
                let at = start + random.below(text.len() - start);
                match random.below(3) {
                    0 => text.insert_str(at, "\nSuspended\n"),
                    1 => text.insert(at, '\n'),
                    _ => drop(text.remove(at)),
                }
            }
            let _ = check_shape(&read_text(&text), &truth);
        }
    }

    /// Text may be cut in two by the damage; what must not happen is a row of the right width whose
    /// amount belongs to another row.
    fn check_shape(read: &Read, truth: &[Vec<String>]) -> usize {
        let mut rows = 0;
        for grid in &read.grids {
            for row in 1..grid.row_count() {
                let name = grid.text(row, 0);
                let Some(own) = truth.iter().find(|t| t[0] == name) else { continue };
                rows += 1;
                for column in [2, 6, 7] {
                    let found = grid.text(row, column);
                    let others = truth.iter().filter(|t| t[0] != name);
                    let stolen = others.flat_map(|t| [&t[2], &t[6], &t[7]]).any(|t| t == found);
                    assert!(!stolen || own.iter().any(|cell| cell == found), "{:?}", shown(grid));
                }
            }
        }
        rows
    }

    #[test]
    fn no_bytes_panic() {
        let seeds: &[&[u8]] = &[
            b"Account,Cash\n\"A, B\",\"1,000.00\"\r\nC,2\n",
            b"<table><tr><th>Account<th>Cash<tr><td colspan=2>A<td>1.00</table>",
            b"{\"code\":0,\"data\":{\"list\":[{\"a\":1.50,\"b\":{\"c\":\"x\"}}]}}",
            b"Account\nCash\nTax\nA\n1.00\n2.00\n",
            b"Account\tCash\tTax\nA\n\t\n1.00\n\t\n2.00\n\nB\n\t\n1\n\t\n2\n",
            b"\xff\xfea\0,\0b\0\n\x001\0,\x002\0",
        ];
        for seed in 0..4000u64 {
            let random = &mut Random(seed);
            let mut bytes = seeds[random.below(seeds.len())].to_vec();
            for _ in 0..1 + random.below(6) {
                let at = random.below(bytes.len());
                match random.below(4) {
                    0 => bytes[at] = random.below(256) as u8,
                    1 => bytes.insert(at, b"\"\n\t,<>{}[]\\/\0"[random.below(13)]),
                    2 => drop(bytes.remove(at)),
                    _ => bytes.extend_from_within(at..),
                }
                if bytes.is_empty() {
                    bytes.push(b'x');
                }
            }
            for flavour in [FlavourKind::File, FlavourKind::Html, FlavourKind::Text] {
                let read = tables(flavour, &bytes, None, &Words, &Native);
                assert!(
                    !read.grids.is_empty() || !read.problems.is_empty(),
                    "seed {seed}: silence"
                );
            }
        }
    }
}
