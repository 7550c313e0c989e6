//! What a line looks like: amounts, times and shares by their marks alone.

/// Digits with at most a currency around them.
pub fn looks_like_money(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let is_mark = |c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || c.is_alphabetic()
            || " .,'’-−+()<>≤≥~$≈".contains(c)
            || ('\u{20a0}'..='\u{20cf}').contains(&c)
            || "£¥¢￥".contains(c)
    };
    // `Visa 4242` is no amount: what four letters may name beside digits is a currency in words.
    let is_currency = || {
        let word: String = text.chars().filter(|c| c.is_alphabetic()).collect();
        ["euro", "yuan", "baht", "dong"].contains(&word.to_lowercase().as_str())
    };
    digits > 0
        && (letters <= 3 || letters == 4 && is_currency())
        && text.len() <= 60
        && text.chars().all(is_mark)
        && !looks_like_time(text)
}

/// More digits than an amount has, and nothing else (R30).
pub fn looks_like_id(text: &str) -> bool {
    const ID_DIGITS_MIN: usize = 10;
    text.len() >= ID_DIGITS_MIN && text.bytes().all(|b| b.is_ascii_digit())
}

/// A year among other groups of digits, written as dates are: `2026-05-01`, `1 May 2026`, `2026年5月1日`.
/// An amount may hold four digits that look like a year (`1937.36 USD`); it has no such form.
pub fn looks_like_time(text: &str) -> bool {
    if text.len() > 80 {
        return false;
    }
    let is_year =
        |group: &str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
    let groups = || text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty());
    if !groups().any(is_year) || groups().any(|group| group.len() > 4) {
        return false;
    }
    let count = |marks: &[char]| text.chars().filter(|c| marks.contains(c)).count();
    let numeric = groups().count() >= 3
        && (count(&['-', '/', ':']) >= 2 || count(&['.']) >= 2 && !text.contains(','));
    let with_signs = count(&['年', '月', '년', '월']) >= 1;
    let word = |word: &str| word.trim_matches([',', '.']).to_owned();
    let words: Vec<String> = text.split_whitespace().map(word).collect();
    let named = words.iter().any(|word| is_year(word))
        && words.iter().any(|word| word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit()))
        && words.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 3);
    numeric || with_signs || named
}

pub fn looks_like_share(text: &str) -> bool {
    (text.contains('%') || text.contains('％')) && text.bytes().any(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_times_look_different() {
        for text in [
            "1937.36 USD",
            "2026.05",
            "US$1,937",
            "1 234.5678 USD",
            "105,672,606 VND",
            "(12.00)",
            "<5",
            "1.937,20 €",
            "2026",
        ] {
            assert!(looks_like_money(text) && !looks_like_time(text), "{text}");
        }
        for text in [
            "2026-05-01",
            "2026-05-01 - 2026-05-31",
            "05/31/2026 22:58",
            "1 May 2026",
            "May 1, 2026",
            "2026年5月1日",
            "1.5.2026",
            "2026-02-13 06:58:53",
        ] {
            assert!(looks_like_time(text) && !looks_like_money(text), "{text}");
        }
    }
}
