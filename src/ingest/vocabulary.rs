//! What the readers of shapes may know of meaning: whether a text is a header, and of which kind.

use super::exports::{Field, Kind};
use super::headers::{self, Words};
use super::shape::{HeaderWords, Holds};
use super::words;
use crate::platform::Platform;

/// Header words and labels, lent to the readers so that a table can be found between menu lines.
pub struct Vocabulary<'p> {
    pub platform: &'p dyn Platform,
}

/// Longer texts are no header.
const HEADER_LEN_MAX: usize = 80;

impl HeaderWords for Vocabulary<'_> {
    fn is_header(&self, text: &str) -> bool {
        self.form(text).is_some_and(|form| headers::is_known(&form))
    }

    fn kind(&self, header: &str) -> Option<Kind> {
        let form = self.form(header)?;
        let (field, _) = Words::shared().field(headers::leaf(&form))?;
        // Buttons are no text: whatever else stands there is not theirs.
        (field != Field::RowLabels).then(|| field.kind())
    }

    fn holds(&self, header: &str) -> Holds {
        let form = self.form(header);
        let field = form.and_then(|form| Words::shared().field(headers::leaf(&form)));
        match field.map(|(field, _)| field) {
            Some(field) if field.is_id() => Holds::Ids,
            Some(Field::Currency) => Holds::Currencies,
            Some(Field::RowLabels) => Holds::Anything,
            Some(field) if field.kind() == Kind::Text => Holds::Words,
            _ => Holds::Anything,
        }
    }

    fn is_page_line(&self, text: &str) -> bool {
        super::pagination::page_count(text).is_some()
            || super::pagination::row_count(text).is_some()
            || super::totals::is_furniture(text)
    }

    fn is_menu_word(&self, text: &str) -> bool {
        super::surroundings::is_menu_word(&words::plain(text))
    }

    fn is_state(&self, text: &str) -> bool {
        text.len() <= 40 && words::is_state(text)
    }

    fn holds_states(&self, header: &str) -> bool {
        let form = self.form(header);
        let field = form.and_then(|form| Words::shared().field(headers::leaf(&form)));
        matches!(field, Some((Field::Status, _)))
    }

    fn is_label(&self, text: &str) -> bool {
        words::labels(text).next().is_some() || words::is_of_buttons(text)
    }
}

impl Vocabulary<'_> {
    /// The header form without currency or zone: `Cost (USD)` is `cost`. None where it is no word of ours.
    fn form(&self, text: &str) -> Option<String> {
        let is_long = text.len() > HEADER_LEN_MAX;
        if is_long || !headers::may_be_word(text) || text.trim().is_empty() {
            return None;
        }
        Some(headers::form_without_unit(text, self.platform))
    }
}
