//! Keys of credits: options are kept under them.

use super::*;

/// The page reads the name before the last four bars (www/ui/ids.js).
#[test]
fn a_bar_moves_no_name_within_a_key() {
    for (name, kind) in
        [("Launch", "Free"), ("Q4 | Launch", "Free"), ("Launch", "Gift | new"), ("a|b", "c|d|e")]
    {
        let state = check(&format!(
            "now 05-10\ncredit name={name} type={kind} face=100 used=20 valid=05-01..05-31"
        ));
        let key = &state.credits[0].key;
        assert_eq!(key.rsplitn(5, '|').last(), Some(name), "{key}");
    }
}
