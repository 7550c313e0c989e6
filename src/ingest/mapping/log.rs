//! Whether a table may be an assignment log (E4): `Type` and `Status` head lists of all kinds, so there a cell must
//! say that something was assigned or unassigned.

use super::fit::Match;
use super::said::Mapping;
use crate::ingest::exports::{Export, Field};
use crate::ingest::headers;
use crate::ingest::shape::Grid;
use crate::ingest::words;

/// Headers of the action that other exports have too.
const SHARED: [&str; 3] = ["type", "status", "event"];

/// True of all other exports.
pub(super) fn may_be(grid: &Grid, found: &Match, mapping: &Mapping<'_>) -> bool {
    let action = found.fields.iter().position(|field| *field == Some(Field::LogAction));
    let Some(column) = action.filter(|_| found.layout.export == Export::AssignmentLog) else {
        return true;
    };
    let is_shared = found.headers.get(column).is_some_and(|header| {
        SHARED.contains(&headers::leaf(&header.form)) && mapping.field_key(header).is_none()
    });
    let mut rows = found.row + found.height..grid.row_count();
    !is_shared
        || rows.is_empty()
        || rows.any(|row| words::log_action(grid.text(row, column)).is_some())
}
