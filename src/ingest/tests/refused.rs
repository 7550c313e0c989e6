//! What is no table, or a part of one: said as it is, and what to do instead.

use super::super::{self as ingest, Flavour, FlavourKind, Said, Source};
use crate::options::Options;
use crate::platform::Native;

/// Keys of what is said of a text as a whole, and how many tables and columns were found in it.
fn told(text: &str) -> String {
    let flavour = Flavour { kind: FlavourKind::Text, bytes: text.as_bytes().to_vec() };
    let source = Source { id: "1".into(), flavours: vec![flavour], ..Source::default() };
    let import = ingest::read(&source, &Said::of(&Options::default(), &source.id), &Native);
    let unknown = import.unrecognised.iter().map(|table| table.message.key);
    let of_tables = import.tables.iter().flat_map(|table| &table.problems);
    let told = import.problems.iter().chain(of_tables).map(|problem| problem.message.key);
    unknown.chain(told).collect::<Vec<_>>().join(" ")
}

#[test]
fn prose_is_no_table_whatever_its_commas_look_like() {
    for text in [
        "Hi Tom,\n\nthanks for the call. We have about 250 USD left.\n\nBest, Ann",
        "Hello team,\nplease check the credits, the budget and the invoices.\nBest, Ann",
        "Thanks, Tom\nBest, Ann",
        "Ann,\n\nsee you soon.\n\nBest, Tom",
        "Dear Ms Weber,\n\nKind regards,\nAnn Miller\nMedia Buyer, Nord GmbH\nHauptstr. 5, 10115 Berlin\n\
         Tel: +49 30 123456, Fax: +49 30 123457",
        "From: Ann <ann@nord.example>\nTo: Tom <tom@kite.example>; Joe <joe@kite.example>\n\
         Subject: Ad credits, November\n\ncould you look, please?\n\nBest, Ann",
        "ann  9:41 AM\ndid anyone see the credit?\ntom  9:43 AM\nyes, 40 dollars left\nok, thanks!",
        "[09:41] ann: did you see it, tom?\n[09:43] tom: yes, I did\n[09:44] ann: ok, great",
        "12/11/2026, 09:41 - Ann: Did the credit arrive?\n12/11/2026, 09:43 - Tom: Not yet, I think",
        "Invoice 118\nBill to: Nord GmbH, Hauptstr. 5, 10115 Berlin\nTotal due: 1,100.00 USD\n\
         Payment: 14 days, net",
        "fn main() {\n    let x = foo(1, 2, 3);\n    let y = bar(x, 4);\n}",
        "import { a, b } from \"./x.js\";\nconst f = (x, y) => x + y;\nconsole.log(f(1, 2), a, b);",
        "Miller, Ann\nWeber, Tom\nSmith, Joe",
        "milk, eggs, bread\nbutter, jam\nsalt",
        "Ann Miller, 5 Main St, Springfield, IL\nTom Weber, 12 High St, Boston, MA",
        "Agenda\n1. Budget, credits\n2. Campaigns; owners; dates\n3. Any other business",
        "On Mon, Nov 2, 2026 at 9:41 AM Ann wrote:\n> Hi Tom,\n> please use it.\n> Best, Ann",
        "TikTok offers new credits; agencies, brands and shops may apply.\nThe offer ends; terms apply.",
        "- Ann: credits, budget\n- Tom: invoices, taxes\n- Joe: nothing",
        "Home | Products | Pricing | Contact\nNord | Shop EU",
        "Hallo Tom,\ndas Guthaben läuft bald ab, bitte prüfen.\nViele Grüße, Ann",
        "Amount, currency, date: please send me all three.\nBest, Tom",
        "hello, world",
        "hello",
    ] {
        assert_eq!(told(text), "ingest.prose", "{text}");
    }
}

#[test]
fn a_table_of_unknown_columns_is_no_prose() {
    for text in [
        "Name,Age,Town\nAna,33,Oslo",
        "Nom;Montant\nPrintemps;12,50\nÉté;7,10",
        "Quand;Quoi;Qui\n2026-11-01 10:00;relié;Ana\n2026-11-02 11:00;délié;Ben",
        "\"Name\",\"Town\"\n\"Ana\",\"Oslo\"\n\"Ben\",\"Rome\"",
    ] {
        assert_eq!(told(text), "ingest.unrecognised.columns", "{text}");
    }
}

/// An empty last cell at the end of a text is what a cut leaves, where the rows above have one.
#[test]
fn only_rows_above_show_that_the_last_one_was_cut() {
    const HEADER: &str = "Campaign name\tBy Day\tCurrency\tCost\tActions\n";
    for (rows, expected) in [
        ("Launch\t2026-05-01\tUSD\t10.50\t", ""),
        (
            "Launch\t2026-05-01\tUSD\t10.50\tView\nSpring\t2026-05-02\tUSD\t7.50\t",
            "shape.endsEarly",
        ),
        ("Launch\t2026-05-01\tUSD\t10.50\t\nSpring\t2026-05-02\tUSD\t7.50\t", ""),
        ("Launch\t2026-05-01\tUSD\t10.50", "ingest.row.too_few_cells"),
    ] {
        assert_eq!(told(&format!("{HEADER}{rows}")), expected, "{rows}");
    }
}
