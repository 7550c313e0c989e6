//! View/Assign and Assignment log stand beside what can be linked to campaigns, and beside nothing else (R4).

use crate::insight::answer;
use crate::insight::fixture::account;
use crate::options::Options;
use crate::view::build::credit_rows;

#[test]
fn r4_what_is_not_known_to_be_assignable_offers_no_assignment() {
    let state = account(
        "now 11-21 00:00
        credit Linked    face=10 valid=11-01..12-31 kind=assignable
        seen   Linked    at=11-20T09:00 unused=5
        credit Free      face=10 valid=11-01..12-31 kind=free
        seen   Free      at=11-20T09:00 unused=5
        credit Untyped   face=10 valid=11-01..12-31 kind=unknown
        seen   Untyped   at=11-20T09:00 unused=5
        credit Logged    face=10 valid=11-01..12-31 kind=unknown
        seen   Logged    at=11-20T09:00 unused=5
        log    Logged    at=11-20T00:00
        credit Issued    face=10 valid=11-01..12-31 kind=assignable bc
        seen   Issued    at=11-20T09:00 unused=5
        credit Suspended face=10 valid=11-01..12-31 kind=assignable suspended
        seen   Suspended at=11-20T09:00 unused=5 suspended
        credit Over      face=10 valid=11-01..11-10 kind=assignable
        seen   Over      at=11-20T09:00 unused=5",
    );
    let answers = answer(&state, &Options::default());
    let rows = credit_rows(&state, &answers).filter(|row| row.is_assignable);
    assert_eq!(rows.map(|row| row.name).collect::<Vec<_>>(), ["Linked", "Logged"]);
}
