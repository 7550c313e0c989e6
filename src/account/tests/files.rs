//! What copies and files tell of themselves by their rows: how old they are, and what is there no more.

use super::Case;
use crate::ingest::AsOfBasis;

/// As of when the last table is, and by what.
fn as_of(text: &str) -> (String, AsOfBasis) {
    let case = Case::read(&format!("currency USD\n now 05-24T12:00\n{text}"));
    let state = case.build(&case.pastes());
    let source = state.sources.iter().max_by_key(|source| source.as_of.when.instant).unwrap();
    (super::short(source.as_of.when.instant.on_clock(state.zone)), source.as_of.basis)
}

#[test]
fn r33_a_file_is_no_older_than_its_newest_row() {
    use AsOfBasis::{Content, FileTime, NewestRow};
    let draw = |on: &str, file: &str| {
        format!(
            "charge on=05-22T10:00 amount=-1 type=Ad Credit credit=A id=T1 seen=05-23T20:57 {file}
             charge on={on} amount=-2 type=Ad Credit credit=A id=T2 seen=05-23T20:57"
        )
    };
    let rows = |on, file| as_of(&format!("zone +00:00\n{}", draw(on, file)));
    assert_eq!(rows("05-23T20:30", "file=yes"), ("05-23 20:57".into(), FileTime));
    assert_eq!(rows("05-23T22:30", "file=yes"), ("05-23 22:30".into(), NewestRow));
    // What is still to come proves nothing, and what the copy states of itself leads.
    assert_eq!(rows("05-25T22:30", "file=yes"), ("05-23 20:57".into(), FileTime));
    assert_eq!(rows("05-23T22:30", ""), ("05-23 20:57".into(), Content));
    let report = "zone +00:00\n report on=05-24 campaign=X cost=3 seen=05-23T20:57 file=yes";
    assert_eq!(as_of(report), ("05-24".into(), NewestRow));
}
