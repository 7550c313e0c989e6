//! Names of months and of halves of the day, in the languages of the page.
//!
//! In: a text in lower case. Out: the name it begins with. No name means two things in two languages
//! (a test says so): then it would be in neither.

use super::scan::Token;
use std::sync::OnceLock;

/// As the languages write them in a date, short and long: from January on.
#[rustfmt::skip]
const MONTHS: [&[&str]; 12] = [
    &["jan", "january", "januar", "jän", "jänner", "ene", "enero", "janv", "janvier", "januari", "gen", "gennaio",
        "janeiro", "ม.ค.", "มกราคม", "tháng 1", "thg 1", "يناير"],
    &["feb", "february", "februar", "febrero", "févr", "fév", "février", "februari", "febbraio", "fev", "fevereiro",
        "ก.พ.", "กุมภาพันธ์", "tháng 2", "thg 2", "فبراير"],
    &["mar", "march", "mär", "märz", "marzo", "mars", "maret", "março", "มี.ค.", "มีนาคม", "tháng 3", "thg 3", "مارس"],
    &["apr", "april", "abr", "abril", "avr", "avril", "aprile", "เม.ย.", "เมษายน", "tháng 4", "thg 4", "أبريل"],
    &["may", "mai", "mayo", "mei", "mag", "maggio", "maio", "พ.ค.", "พฤษภาคม", "tháng 5", "thg 5", "مايو"],
    &["jun", "june", "juni", "junio", "juin", "giu", "giugno", "junho", "มิ.ย.", "มิถุนายน", "tháng 6", "thg 6", "يونيو"],
    &["jul", "july", "juli", "julio", "juil", "juillet", "lug", "luglio", "julho", "ก.ค.", "กรกฎาคม", "tháng 7", "thg 7",
        "يوليو"],
    &["aug", "august", "ago", "agosto", "août", "agu", "agt", "agustus", "ส.ค.", "สิงหาคม", "tháng 8", "thg 8", "أغسطس"],
    &["sep", "sept", "september", "septiembre", "septembre", "set", "settembre", "setembro", "ก.ย.", "กันยายน",
        "tháng 9", "thg 9", "سبتمبر"],
    &["oct", "october", "okt", "oktober", "octubre", "octobre", "ott", "ottobre", "out", "outubro", "ต.ค.", "ตุลาคม",
        "tháng 10", "thg 10", "أكتوبر"],
    &["nov", "november", "noviembre", "novembre", "novembro", "พ.ย.", "พฤศจิกายน", "tháng 11", "thg 11", "نوفمبر"],
    &["dec", "december", "dez", "dezember", "dic", "diciembre", "déc", "décembre", "des", "desember", "dicembre",
        "dezembro", "ธ.ค.", "ธันวาคม", "tháng 12", "thg 12", "ديسمبر"],
];

const BEFORE_NOON: &[&str] = &["am", "a.m.", "a. m.", "上午", "午前", "오전", "sa", "ก่อนเที่ยง", "ص"];
const AFTER_NOON: &[&str] = &["pm", "p.m.", "p. m.", "下午", "午後", "오후", "ch", "หลังเที่ยง", "م"];

/// The longest name at the beginning of `text`, and its length; a longer word that begins alike is none.
pub(super) fn at(text: &str) -> Option<(Token, usize)> {
    let is_whole = |name: &str| {
        let rest = text.strip_prefix(name);
        let next = rest.and_then(|rest| rest.chars().next());
        let goes_on = |c: char| match name.chars().next_back() {
            Some(last) if last.is_alphabetic() => c.is_alphabetic(),
            Some(last) if last.is_numeric() => c.is_alphanumeric(),
            _ => false,
        };
        rest.is_some() && !next.is_some_and(goes_on)
    };
    beginning_with(*text.as_bytes().first()?)
        .iter()
        .filter(|(name, _)| is_whole(name))
        .map(|(name, token)| (token.clone(), name.len()))
        .max_by_key(|(_, len)| *len)
}

/// It is asked of each word of many cells, of which hardly one is a name.
fn beginning_with(byte: u8) -> &'static [(&'static str, Token)] {
    static BY_BYTE: OnceLock<Vec<Vec<(&str, Token)>>> = OnceLock::new();
    let by_byte = BY_BYTE.get_or_init(|| {
        let mut by_byte = vec![vec![]; 256];
        for (name, token) in all() {
            let first = name.bytes().next().map_or(0, usize::from);
            by_byte.iter_mut().skip(first).take(1).for_each(|of| of.push((*name, token.clone())));
        }
        by_byte
    });
    by_byte.get(usize::from(byte)).map_or(&[], Vec::as_slice)
}

fn all() -> impl Iterator<Item = (&'static &'static str, Token)> {
    let months = MONTHS.iter().zip(1..);
    let months =
        months.flat_map(|(names, month)| names.iter().map(move |n| (n, Token::Month(month))));
    let half = |names: &'static [&str], is_after| {
        names.iter().map(move |n| (n, Token::AfterNoon(is_after)))
    };
    months.chain(half(BEFORE_NOON, false)).chain(half(AFTER_NOON, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_means_two_things() {
        for (name, token) in all() {
            assert_eq!(at(name), Some((token.clone(), name.len())), "{name}");
            assert_eq!(name.to_lowercase(), **name);
            assert_eq!(all().filter(|(other, _)| *other == name).count(), 1, "{name}");
        }
    }

    #[test]
    fn names_end_where_their_word_does() {
        assert_eq!(at("tháng 12, 2026"), Some((Token::Month(12), "tháng 12".len())));
        assert_eq!(at("decide"), None);
        assert_eq!(at("下午3:05"), Some((Token::AfterNoon(true), "下午".len())));
    }
}
