//! R32: the page below a list is no row of it, and says how long the list is.

use super::super::{Completeness, Imported};
use super::pastes::{check, lines, read};

const FIRST: &str = "credit_name=Welcome credit_type=Free currency=USD face_amount=20 redeemed=2026-11-01 unused=5 used=15 valid_end=2026-12-01 valid_start=2026-11-01";
const SECOND: &str = "credit_name=Spring credit_type=Free currency=USD face_amount=9 redeemed=2026-11-02 unused=9 used=0 valid_end=2026-12-02 valid_start=2026-11-02";

fn completeness(import: &Imported) -> Option<Completeness> {
    import.tables.first().map(|table| table.completeness)
}

#[test]
fn links_with_tabs_between_them_below_the_count_are_no_row() {
    let page = |below: &str| {
        "Dashboard | Campaign | Tools
Ad credit name | Credit type | Discount / Amount | Redeemed date | Valid dates | Unused amount | Used amount
Welcome | Free | 20.00 USD | 2026-11-01 | 2026-11-01 - 2026-12-01 | 5.00 USD | 15.00 USD
Spring | Free | 9.00 USD | 2026-11-02 | 2026-11-02 - 2026-12-02 | 9.00 USD | 0.00 USD
"
        .replace(" | ", "\t")
            + &below.replace(" | ", "\t")
    };
    for below in [
        "Showing 1-2 of 2\nTerms | Privacy | \u{a9} 2026 TikTok",
        "1\u{2013}2 of 2\n< | 1 | > | 10 / page\nTerms | Privacy",
        "2 results\nTerms | Privacy",
    ] {
        let text = page(below);
        check(&text, &format!("promotions_available\n3: {FIRST}\n4: {SECOND}"));
        assert_eq!(completeness(&read(&text)), Some(Completeness::Full), "{below}");
    }
}

#[test]
fn a_count_and_page_numbers_on_lines_of_their_own_are_no_row() {
    for footer in ["2 results; 10 / page; 1", "1-2 of 2; 10 / page; 1", "Showing 1-2 of 2; 1"] {
        let text = lines(&format!(
            "Ad credit name; Credit type; Discount / Amount; Redeemed date; Valid dates; Unused amount; Used amount; Actions
             Welcome; Free; 20.00 USD; 2026-11-01; 2026-11-01 - 2026-12-01; 5.00 USD; 15.00 USD
             Spring; Free; 9.00 USD; 2026-11-02; 2026-11-02 - 2026-12-02; 9.00 USD; 0.00 USD; View
             {footer}; Terms; Privacy"
        ));
        check(
            &text,
            &format!(
                "promotions_available\n9: {FIRST}\n16: {}",
                SECOND.replace(" unused", " row_labels=View unused")
            ),
        );
        assert_eq!(completeness(&read(&text)), Some(Completeness::Full), "{footer}");
    }
}
