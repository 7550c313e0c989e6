//! Headers on lines of their own, rows on one line each with tabs: what browsers copy of blocks in header cells.

use super::pastes::check;

const HEAD: &str = "Dashboard\nAd credit name\nCredit type\nDiscount / Amount\nUnused amount\nUsed amount\n\
                    Percent spent\nActions\n";
const FIRST: &str = "9: credit_name=Welcome credit_type=Free currency=USD face_amount=20 row_labels=View unused=5 used=15";

/// Rows of `a | b` below the header, with tabs between the cells.
fn page(rows: &str) -> String {
    format!("{HEAD}{}", rows.replace(" | ", "\t").replace('|', "\t"))
}

#[test]
fn a_row_has_a_cell_for_each_line_of_the_header() {
    let first = "Welcome | Free | 20.00 USD | 5.00 USD | 15.00 USD || View";
    for (rest, expected) in [
        ("\n", ""),
        // An empty cell keeps its place, and a name may be a word of types.
        (
            "\nAssignable || 9.00 USD | 9.00 USD | 0.00 USD || View\nTotal 2\n",
            "10: credit_name=Assignable currency=USD face_amount=9 row_labels=View unused=9 used=0",
        ),
        // A copy that ended early is told.
        ("\nSpring | Free | 20.0", "fault 10 [-] ingest.row.too_few_cells expected=7 found=3"),
        // What the page has below the table is no row.
        ("\n10 / page", ""),
    ] {
        let expected = format!("promotions_available\n{FIRST}\n{expected}");
        check(&page(&format!("{first}{rest}")), &expected);
    }
}

#[test]
fn a_button_on_a_line_of_its_own_is_the_last_cell() {
    check(
        &page(
            "Welcome | Free | 20.00 USD | 5.00 USD | 15.00 USD |\nView
Spring | Free | 9.00 USD | 9.00 USD | 0.00 USD |\nView/Assign Assignment log\nTotal 2\n",
        ),
        &format!(
            "promotions_available
             {FIRST}
             11: credit_name=Spring credit_type=Free currency=USD face_amount=9 row_labels=View/Assign, Assignment log unused=9 used=0"
        ),
    );
}
