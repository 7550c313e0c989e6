//! The forms in which one character may be written.
//!
//! In: a text. Out: the text with its marks joined; whether it is its own normal form, as far as that is known
//! without asking. The browser normalises, and to call it for each name of a table costs more than reading the table.
//! Invariant: what is settled is equal to its normal form.

use crate::platform::Platform;
use std::borrow::Cow;

/// The text with letters and the marks on them as one character each, as nearly every text has them already.
pub fn composed<'t>(text: &'t str, platform: &dyn Platform) -> Cow<'t, str> {
    let is_mark = |c: char| {
        let joined = ['\u{3099}', '\u{309a}'];
        matches!(c, '\u{300}'..='\u{36f}' | '\u{653}'..='\u{655}' | '\u{1161}'..='\u{11ff}')
            || joined.contains(&c)
    };
    match text.is_ascii() || !text.contains(is_mark) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(platform.nfc(text)),
    }
}

/// Whether compatibility normalisation (NFKC) surely leaves it as it is: none of these characters is another form of
/// something, or joins with its neighbours among these. Knows what most names are made of, and of no script all.
pub fn is_settled(text: &str) -> bool {
    text.chars().all(|c| match c {
        '\0'..='\u{7f}' => true,
        '¡' | '£' | '¥' | '§' | '©' | '«' | '®' | '°' | '·' | '»' | '¿' | '€' => true,
        '–' | '—' | '‘' | '’' | '“' | '”' | '•' | '、' | '。' => true,
        'Ĳ' | 'ĳ' | 'Ŀ' | 'ŀ' | 'ŉ' | 'ſ' => false,
        // Latin, Vietnamese, Greek, Cyrillic.
        'À'..='ƿ' | 'Ạ'..='ỹ' | 'Έ'..='ώ' | 'Ѐ'..='ҁ' | 'Ҋ'..='ӿ' => true,
        // Hebrew, Arabic.
        '\u{5d0}'..='\u{5ea}' | '\u{621}'..='\u{63a}' | '\u{641}'..='\u{64a}' => true,
        'ぁ'..='ゔ' | 'ァ'..='ヺ' | 'ー' | '一'..='\u{9fff}' | '가'..='힣' => true,
        // Emoji, the joiner between them, and that what stands before is one.
        '☀'..='➿' | '🌀'..='🙏' | '🚀'..='🛿' | '🤀'..='🧿' | '\u{200d}' | '\u{fe0f}' => {
            true
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::Native;
    use proptest::prelude::*;

    #[test]
    fn a_letter_and_its_mark_are_one_character() {
        let native = &crate::platform::Native;
        assert_eq!(composed("Cafe\u{301} e\u{301}te\u{301}", native), "Café été");
        assert_eq!(composed("ﬁne ①", native), "ﬁne ①");
    }

    fn all() -> Vec<char> {
        ('\0'..=char::MAX).filter(|c| is_settled(&c.to_string())).collect()
    }

    #[test]
    fn each_character_alone_is_its_normal_form() {
        let all = all();
        assert!(all.len() > 30_000, "{}", all.len());
        for c in all {
            assert_eq!(Native.nfkc(&c.to_string()), c.to_string(), "{:x}", c as u32);
        }
    }

    #[test]
    fn what_has_another_form_is_not_settled() {
        for text in
            ["Cafe\u{301}", "ﬁ", "①", "Ｔｘ", "1\u{a0}000", "か\u{3099}", "각\u{11a8}", "™", "²"]
        {
            assert!(!is_settled(text), "{text}");
        }
        for text in ["Café 日本", "한국 – Việt Nam", "🔥🎯 Łódź", "Ελλάδα, Україна", "عربي"]
        {
            assert!(is_settled(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn so_are_they_beside_each_other(
            text in proptest::collection::vec(prop::sample::select(all()), 0..40)
        ) {
            let text: String = text.into_iter().collect();
            prop_assert_eq!(Native.nfkc(&text), text);
        }
    }
}
