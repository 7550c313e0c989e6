//! The user's mappings of one header, with their precedence: this import, then the header's fingerprint.

use crate::ingest::Said;
use crate::ingest::headers::{self, Header};
use crate::options::ColumnMapping;
use crate::platform::Platform;

/// What the user said about these headers: for this import first, then for this fingerprint.
pub(super) struct Mapping<'a> {
    layers: Vec<&'a ColumnMapping>,
    /// Header form → field key, of all layers; the first that names a header wins.
    columns: Vec<(String, &'a str)>,
}

impl<'a> Mapping<'a> {
    pub fn of(found: &[Header], from: &Said<'a>, platform: &dyn Platform) -> Mapping<'a> {
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
