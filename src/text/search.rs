//! Looks for one text in many others, as people type it.
//!
//! In: texts as pasted. Out: whether they hold what is looked for, whatever its case, blanks and marks on Latin letters.

use super::folded;
use crate::platform::Platform;
use memchr::memmem;

/// A text as it is looked for: folded, and without the marks on Latin letters, which not every keyboard has.
pub fn searchable(text: &str, platform: &dyn Platform) -> String {
    let folded = folded(text, platform);
    if folded.is_ascii() {
        return folded;
    }
    let bare = platform.nfkd(&folded);
    let letters = bare.chars().filter(|c| !matches!(c, '\u{300}'..='\u{36f}'));
    // A stroke is no mark of its own.
    let letters = letters.map(|c| match c {
        'đ' => 'd',
        'ł' => 'l',
        'ø' => 'o',
        'ı' => 'i',
        other => other,
    });
    letters.collect()
}

/// Looks for one searchable text in many others.
pub struct Search<'n> {
    needle: memmem::Finder<'n>,
    lower: Vec<u8>,
}

impl<'n> Search<'n> {
    pub fn new(needle: &'n str) -> Search<'n> {
        Search { needle: memmem::Finder::new(needle), lower: vec![] }
    }

    /// Whether `text`, made searchable, holds it. Ids are as many as rows, and one of printed ASCII folds to itself
    /// in lower case.
    pub fn is_in(&mut self, text: &str, platform: &dyn Platform) -> bool {
        let is_plain = |b: &u8| b.is_ascii_graphic() && !matches!(b, b'"' | b'\'' | b':' | b'*');
        if !text.as_bytes().iter().all(is_plain) {
            return self.needle.find(searchable(text, platform).as_bytes()).is_some();
        }
        self.lower.clear();
        self.lower.extend_from_slice(text.as_bytes());
        self.lower.make_ascii_lowercase();
        self.needle.find(&self.lower).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::Native;

    #[test]
    fn a_text_is_found_without_the_marks_on_its_letters() {
        for (text, needle) in [
            ("Phở Bros", "pho bros"),
            ("Đà Nẵng · Łódź", "da nang · lodz"),
            ("São Paulo", "são"),
            ("Crème Brûlée GmbH", "creme brulee"),
            ("서울 상점", "서울"),
            ("ポップ", "ポップ"),
        ] {
            let needle = searchable(needle, &Native);
            assert!(searchable(text, &Native).contains(&needle), "{needle} in {text}");
            assert!(Search::new(&needle).is_in(text, &Native), "{needle} in {text}");
        }
    }

    #[test]
    fn a_search_finds_what_the_folded_text_holds() {
        let texts =
            ["TX76-Ab", "\"TX76\"", " tx 76: ", "Ｔｘ７６", "Fern\u{a0}hill  Evergreen:", ""];
        for needle in ["tx76", "x7", "7", "fern hill", "evergreen:", "tx 76"] {
            let mut search = Search::new(needle);
            for text in texts {
                let expected = folded(text, &Native).contains(needle);
                assert_eq!(search.is_in(text, &Native), expected, "{needle} in {text}");
            }
        }
    }
}
