//! The user's mappings of one header, with their precedence: this import, then the header's fingerprint;
//! and whether that header is one.

use crate::ingest::Corrections;
use crate::ingest::dates::RawSpan;
use crate::ingest::exports::{Field, Kind};
use crate::ingest::figure::Figure;
use crate::ingest::headers::{self, Header};
use crate::ingest::shape::Grid;
use crate::options::ColumnMapping;
use crate::platform::Platform;
use crate::text::{bare_cell, is_missing};

/// What the user said about these headers: for this import first, then for this fingerprint.
pub(super) struct Mapping<'a> {
    layers: Vec<&'a ColumnMapping>,
    /// Header form → field key, of all layers; the first that names a header wins.
    columns: Vec<(String, &'a str)>,
}

impl<'a> Mapping<'a> {
    pub fn of(found: &[Header], from: &'a dyn Corrections, platform: &dyn Platform) -> Mapping<'a> {
        let mut layers = vec![from.for_import()];
        layers.extend(from.for_fingerprint(&headers::fingerprint(found)));
        let entries = layers.iter().flat_map(|m| &m.columns);
        let columns = entries.map(|(h, key)| (headers::header_form(h, platform), key.as_str()));
        Mapping { columns: columns.collect(), layers }
    }

    pub fn get<T>(&self, pick: impl Fn(&'a ColumnMapping) -> Option<T>) -> Option<T> {
        self.layers.iter().find_map(|layer| pick(layer))
    }

    /// The field key said for a header: by its label, which is unique, or by its form.
    pub fn field_key(&self, header: &Header) -> Option<&'a str> {
        let by_label = self.get(|m| m.columns.get(&header.label).map(String::as_str));
        by_label.or_else(|| {
            self.columns.iter().find(|(form, _)| *form == header.form).map(|(_, key)| *key)
        })
    }
}

/// Whether a row taken for the header holds values of what the user says its columns are: the list was
/// copied without its header, and that row is one of it.
pub(super) fn is_data(grid: &Grid, row: usize, fields: &[Option<Field>]) -> bool {
    let reads = |kind: Kind, text: &str| match kind {
        Kind::Text => None,
        _ if is_missing(bare_cell(text)) => None,
        Kind::Time => Some(RawSpan::parse(bare_cell(text)).is_some()),
        Kind::Money | Kind::Share => Some(Figure::parse(bare_cell(text)).is_some()),
    };
    let columns = fields.iter().enumerate();
    let mut typed = columns.filter_map(|(at, field)| reads((*field)?.kind(), grid.text(row, at)));
    typed.next() == Some(true) && typed.all(|fits| fits)
}
