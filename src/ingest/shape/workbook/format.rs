//! What a cell's number format says of its number: a date, a percentage, or an amount in which currency.
//!
//! In: a format code such as `[$€-407] #,##0.00` or `"US$"#,##0.00`. Out: a [`Style`]. Only the first
//! section counts: those behind it are for negative amounts, zero and text. A sign that several
//! currencies share names none (R38), unless the code says whose it is (`[$$-1009]`, Canada).

use super::book::Style;
use crate::ingest::figure::currency_beside;
use crate::money::Currency;

/// The currency of a place, by the code that formats write behind a sign: without it `$` is no currency.
const PLACES: &[(&str, &str)] = &[
    ("409", "USD"),
    ("1009", "CAD"),
    ("C0C", "CAD"),
    ("C09", "AUD"),
    ("1409", "NZD"),
    ("809", "GBP"),
    ("80A", "MXN"),
    ("240A", "COP"),
    ("340A", "CLP"),
    ("2C0A", "ARS"),
    ("404", "TWD"),
    ("C04", "HKD"),
    ("1004", "SGD"),
    ("4809", "SGD"),
    ("411", "JPY"),
    ("804", "CNY"),
    ("41D", "SEK"),
    ("414", "NOK"),
    ("406", "DKK"),
];

pub(super) fn style(code: &str) -> Style {
    let mut written = Written::default();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
        match first {
            ';' => break,
            '"' => written.text(take_until(&mut rest, '"')),
            '[' => match written.bracket(take_until(&mut rest, ']')) {
                Some(style) => return style,
                None => continue,
            },
            '\\' => written.text(take(&mut rest)),
            // A gap as wide as the letter, or the letter repeated.
            '_' | '*' => drop(take(&mut rest)),
            'y' | 'm' | 'd' | 'h' | 's' | 'Y' | 'M' | 'D' | 'H' | 'S' => return Style::Date,
            '%' => return Style::Percent,
            'G' | 'E' => break, // General, 0.00E+00
            '#' | '0' | '?' | '.' | ',' | '@' => written.text(" "),
            sign => written.text(sign.encode_utf8(&mut [0; 4])),
        }
    }
    Style::Number(written.currency())
}

/// The next letter.
fn take<'t>(rest: &mut &'t str) -> &'t str {
    let (letter, behind) = rest.split_at(rest.chars().next().map_or(0, char::len_utf8));
    *rest = behind;
    letter
}

/// The text before `end`, which is taken too.
fn take_until<'t>(rest: &mut &'t str, end: char) -> &'t str {
    let (text, behind) = rest.split_once(end).unwrap_or((*rest, ""));
    *rest = behind;
    text
}

/// What a format writes beside the digits.
#[derive(Default)]
struct Written {
    text: String,
    /// Of brackets, which say it beyond doubt.
    stated: Option<Currency>,
}

impl Written {
    fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// `[$€-407]`, `[$USD]`: a currency and whose; `[Red]`, `[<100]`: nothing; `[h]`, `[mm]`: a time.
    fn bracket(&mut self, text: &str) -> Option<Style> {
        if let Some(sign) = text.strip_prefix('$') {
            let (sign, place) = sign.split_once('-').unwrap_or((sign, ""));
            let of_place = || PLACES.iter().find(|(code, _)| code.eq_ignore_ascii_case(place));
            let stated = currency_beside(sign)?.one();
            // Without a sign it is the language of dates alone.
            let shared = || of_place().filter(|_| !sign.trim().is_empty());
            self.stated = stated.or_else(|| Currency::parse(shared()?.1));
            return None;
        }
        let is_time = !text.is_empty() && text.chars().all(|c| "hmsHMS".contains(c));
        is_time.then_some(Style::Date)
    }

    fn currency(&self) -> Option<Currency> {
        self.stated.or_else(|| currency_beside(&self.text)?.one())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_may_name_the_currency() {
        for (code, expected) in [
            ("General", "-"),
            ("#,##0.00", "-"),
            ("[$€-407] #,##0.00", "EUR"),
            ("#,##0.00\\ [$€-1]", "EUR"),
            ("[$USD] #,##0.00", "USD"),
            ("[$US$-409]#,##0.00", "USD"),
            ("\"US$\"#,##0.00", "USD"),
            ("#,##0.00\\ \"VND\"", "VND"),
            ("_-* #,##0.00\\ \"€\"_-;\\-* #,##0.00\\ \"€\"_-", "EUR"),
            ("[Red][$£-809]#,##0.00", "GBP"),
            ("[$$-1009]#,##0.00", "CAD"),
            ("[$¥-411]#,##0", "JPY"),
            ("\\R\\$ #,##0.00", "BRL"),
            ("#,##0.00 ₫", "VND"),
            // Signs of several currencies, words that are none.
            ("\"$\"#,##0.00", "-"),
            ("$#,##0.00_);($#,##0.00)", "-"),
            ("[$$]#,##0.00", "-"),
            ("0.00\" pts\"", "-"),
            ("[$-409]#,##0", "-"),
            ("0.00%", "percent"),
            ("yyyy\\-mm\\-dd", "date"),
            ("[$-409]m/d/yy h:mm AM/PM;@", "date"),
            ("[h]:mm", "date"),
            ("[Magenta]#,##0.00", "-"),
        ] {
            let found = match style(code) {
                Style::Date => "date".to_owned(),
                Style::Percent => "percent".to_owned(),
                Style::Number(currency) => currency.map_or("-".into(), |c| c.to_string()),
            };
            assert_eq!(found, expected, "{code}");
        }
    }
}
