//! How many rows a list has and which of them a page shows, by what stands around its table (R32).
//!
//! In: lines of text. Out: counts, where a line states one, and whether controls show that there are further pages. A line
//! that states none says nothing.

use super::surroundings::is_long;
use super::{Completeness, Page, words};

const UNITS: &[&str] = &["results", "result", "rows", "items", "records", "entries"];

/// Rows shown and rows in all, where a line of pagination says so: `1–50 of 312`, `Total of 12 results`.
pub fn page_count(text: &str) -> Option<(Option<u64>, u64)> {
    if is_long(text) {
        return None;
    }
    let word = without_controls(&words::plain(text));
    if word.len() > 60 {
        return None;
    }
    if let Some(words::TotalLabel::Sure { count: Some(all) }) = words::total_label(&word) {
        return Some((None, all));
    }
    if let Some(all) = word.strip_prefix("page info.total number:") {
        return Some((None, words::count(all.trim())?));
    }
    let word = word.replace(" out of ", " of ");
    let word = without_unit(shown_of_all(&word));
    let (shown, all) = word.split_once(" of ").or_else(|| word.split_once('/'))?;
    let all = words::count(all.trim())?;
    let range = shown.split_once(['-', '–', '~']).or_else(|| shown.split_once(" to "));
    let shown = match range {
        Some((from, to)) => {
            let (from, to) = (words::count(from.trim())?, words::count(to.trim())?);
            to.checked_sub(from)?.checked_add(1)?
        }
        // `2 / 5` is a page of pages, `20 of 20` a count of rows.
        None if word.contains(" of ") && !word.starts_with("page") => words::count(shown.trim())?,
        None => return None,
    };
    (shown <= all).then_some((Some(shown), all))
}

/// `Showing 1–50 of 312`, `Total 1 of 2`, without the word before it.
fn shown_of_all(word: &str) -> &str {
    const LEADS: &[&str] = &["showing results ", "showing ", "total "];
    LEADS.iter().find_map(|lead| word.strip_prefix(lead)).unwrap_or(word)
}

/// Which rows of a list these are, where one line says so or an answer of the API: `51–100 of 312`,
/// `page_info.page: 2`. `None` where lines say different things.
pub fn page(lines: &[String]) -> Option<Page> {
    let mut found: Option<Page> = None;
    for page in lines.iter().filter_map(|line| row_range(line)).chain(api_page(lines)) {
        if found.is_some_and(|known| known != page) {
            return None;
        }
        found = Some(page);
    }
    found
}

fn row_range(text: &str) -> Option<Page> {
    let (_, of) = page_count(text)?;
    let word = without_controls(&words::plain(text)).replace(" out of ", " of ");
    let (range, _) = word.split_once(" of ").or_else(|| word.split_once('/'))?;
    let range = shown_of_all(range);
    let (first, last) = range.split_once(['-', '–', '~']).or_else(|| range.split_once(" to "))?;
    let (first, last) = (words::count(first.trim())?, words::count(last.trim())?);
    (0 < first && first <= last && last <= of).then_some(Page { first, last, of })
}

fn api_page(lines: &[String]) -> Option<Page> {
    let count = |key: &str| {
        let value = lines.iter().find_map(|l| l.strip_prefix("page_info.")?.strip_prefix(key));
        words::count(value?.strip_prefix(':')?.trim())
    };
    let (page, size, of) = (count("page")?, count("page_size")?, count("total_number")?);
    let first = page.checked_sub(1)?.checked_mul(size)?.checked_add(1)?;
    let last = page.checked_mul(size)?.min(of);
    (first <= last).then_some(Page { first, last, of })
}

fn without_unit(word: &str) -> &str {
    UNITS.iter().find_map(|unit| word.strip_suffix(unit)).unwrap_or(word).trim()
}

/// A line around a table that states how many rows there are in no other words than these: `23 results`, `23 in total`,
/// `Total results: 23`. Within a table such words may be a cell.
pub fn row_count(line: &str) -> Option<u64> {
    if is_long(line) {
        return None;
    }
    let word = without_controls(&words::plain(line));
    let rest = word.strip_prefix("total ").and_then(|rest| rest.split_once(':'));
    let labelled = rest.filter(|(unit, _)| UNITS.contains(unit)).map(|(_, count)| count);
    let counted = UNITS.iter().chain(&["in total"]).find_map(|unit| word.strip_suffix(unit));
    words::count(labelled.or(counted)?.trim())
}

/// How many rows are not shown yet: `View more (13)`.
pub fn rows_left(line: &str) -> Option<u64> {
    let word = (!is_long(line)).then(|| words::plain(line))?;
    let leads = ["view more", "show more", "load more", "see more"];
    let rest = leads.iter().find_map(|lead| word.strip_prefix(lead))?;
    words::count(rest.trim().strip_prefix('(')?.strip_suffix(')')?.trim())
}

/// How many rows there are in all, by what the lines around a table say, which shows so many.
pub fn all_rows(lines: &[String], shown: u64) -> Option<u64> {
    let label = |line: &String| words::plain(line).trim_end_matches([':', ' ']) == "total";
    // `Total` and `23` in boxes of their own.
    let boxes = lines.iter().zip(lines.iter().skip(1)).filter(|(line, _)| label(line));
    let boxes = boxes.filter_map(|(_, count)| words::count(count.trim()));
    let said = lines.iter().filter_map(|line| {
        let counted = page_count(line).map(|(_, all)| all).or_else(|| row_count(line));
        counted.or_else(|| Some(shown + rows_left(line)?))
    });
    said.chain(boxes).max()
}

/// Whether the controls below a list lead to further pages: `Page 1 of 3`, `1 2 3 10 / page`, or the same on lines of
/// their own; which of how many this is, as far as they say.
pub fn pages(lines: &[String]) -> Option<Completeness> {
    let lines = || lines.iter().filter(|line| !is_long(line)).map(|line| words::plain(line));
    let says = |word: String| {
        let (number, all) = word.strip_prefix("page ")?.split_once(" of ")?;
        let (number, pages) = (words::count(number.trim()), words::count(all.trim()));
        pages.filter(|pages| *pages > 1).map(|_| Completeness::Page { number, pages })
    };
    let tokens: Vec<String> = lines().flat_map(|line| tokens(&line)).collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let numbered = |at: usize| {
        let numbers = tokens.get(at..).map_or(0, page_numbers);
        let last = words::count(tokens.get((at + numbers).checked_sub(1)?)?);
        let is_sized = tokens.get(at + numbers..).is_some_and(|rest| page_size(rest) > 0);
        (numbers > 0 && is_sized).then_some(Completeness::Page { number: None, pages: last })
    };
    lines().find_map(says).or_else(|| (0..tokens.len()).find_map(numbered))
}

fn tokens(word: &str) -> Vec<String> {
    let spaced = word.replace(['\u{b7}', '|', '\u{2022}'], " ").replace("/page", " / page");
    spaced.split_whitespace().map(str::to_owned).collect()
}

/// How many words say how long a page is: `10 / page`.
fn page_size(words: &[&str]) -> usize {
    let is_number = |word: &str| words::count(word).is_some();
    match words {
        [unit, "per", "page" | "page:", size, ..] if UNITS.contains(unit) && is_number(size) => 4,
        [size, "/", "page", ..] | [size, "per", "page", ..] if is_number(size) => 3,
        _ => 0,
    }
}

/// How many words are the numbers of pages, from 1 on.
fn page_numbers(words: &[&str]) -> usize {
    let mut last = 0;
    let mut count = 0;
    for word in words {
        match words::count(word) {
            Some(number)
                if number == last + 1
                    || count > 0 && is_gap(words.get(count - 1)) && number > last =>
            {
                last = number
            }
            None if count > 0 && is_gap(Some(word)) => {}
            _ => break,
        }
        count += 1;
    }
    if last > 1 { count } else { 0 }
}

fn is_gap(word: Option<&&str>) -> bool {
    matches!(word, Some(&("..." | "\u{2026}" | "\u{2022}\u{2022}\u{2022}")))
}

/// A line without what turns its pages: `1-10 of 23 items < 1 2 3 >`, `Total 23 \u{b7} 10 / page \u{b7} Go to 1`.
fn without_controls(word: &str) -> String {
    let tokens = tokens(word);
    let all: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let mut rest = &all[..];
    let mut kept: Vec<&str> = Vec::new();
    while let Some((first, others)) = rest.split_first() {
        let is_number = |word: &&str| words::count(word).is_some();
        let controls = match rest {
            ["<" | ">" | "\u{2039}" | "\u{203a}" | "previous" | "prev" | "next", ..]
                if all.len() > 1 =>
            {
                1
            }
            ["go", "to", "page", number, ..] if is_number(number) => 4,
            ["go", "to", number, ..] if is_number(number) => 3,
            ["go", "to", ..] => 2,
            _ => page_size(rest).max(page_numbers(rest)),
        };
        if controls == 0 {
            kept.push(first);
            rest = others;
        } else {
            rest = rest.get(controls..).unwrap_or_default();
        }
    }
    kept.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r32_pagination() {
        for (text, expected) in [
            ("1–50 of 312", Some((Some(50), 312))),
            ("51-100 of 312 results", Some((Some(50), 312))),
            ("Showing 1 to 10 of 10 entries", Some((Some(10), 10))),
            ("12 of 12", Some((Some(12), 12))),
            ("Total 1 of 2", Some((Some(1), 2))),
            ("Total 1-50 of 312", Some((Some(50), 312))),
            ("1-20/1,204", Some((Some(20), 1204))),
            ("Total of 12 results", Some((None, 12))),
            ("page_info.total_number: 312", Some((None, 312))),
            ("2 / 5", None),
            ("Page 2 of 5", None),
            ("20/page", None),
            ("5 of 3", None),
        ] {
            assert_eq!(page_count(text), expected, "{text}");
        }
    }

    #[test]
    fn r32_which_rows_of_a_list_a_page_shows() {
        let api = "page_info.page: 2|page_info.page_size: 50|page_info.total_number: 62";
        for (lines, expected) in [
            ("1-3 of 5", Some((1, 3, 5))),
            ("Home|Showing 51 to 100 of 312 entries|Help", Some((51, 100, 312))),
            ("1-20/1,204", Some((1, 20, 1204))),
            (api, Some((51, 62, 62))),
            // Two pages, or no page at all.
            ("1-3 of 5|4-5 of 5", None),
            ("12 of 12", None),
            ("2 / 5", None),
            ("page_info.page: 3|page_info.page_size: 50|page_info.total_number: 62", None),
            ("page_info.page: 0|page_info.page_size: 50|page_info.total_number: 62", None),
        ] {
            let lines: Vec<String> = lines.split('|').map(str::to_owned).collect();
            let expected = expected.map(|(first, last, of)| Page { first, last, of });
            assert_eq!(page(&lines), expected, "{lines:?}");
        }
    }

    #[test]
    fn r32_what_turns_pages_hides_no_count() {
        for (text, expected) in [
            ("1-10 of 23 items < 1 2 3 >", Some((Some(10), 23))),
            ("Rows per page: 10 1\u{2013}10 of 23", Some((Some(10), 23))),
            ("Total 23 \u{b7} 10 / page \u{b7} Go to 1", Some((None, 23))),
            ("Total: 23 10 / page", Some((None, 23))),
            ("Showing results 1-10 out of 23", Some((Some(10), 23))),
            ("1 2 3 10 / page", None),
            ("10 / page", None),
        ] {
            assert_eq!(page_count(text), expected, "{text}");
        }
        for (text, expected) in [
            ("23 results", Some(23)),
            ("23 in total", Some(23)),
            ("Total results: 23", Some(23)),
            ("23 results 10 / page", Some(23)),
            ("results", None),
            ("Spend 23 in total today", None),
        ] {
            assert_eq!(row_count(text), expected, "{text}");
        }
        assert_eq!(rows_left("View more (13)"), Some(13));
        assert_eq!(rows_left("View more"), None);
        for (text, expected) in [
            ("Page 1 of 3", Some((Some(1), Some(3)))),
            ("Page 1 of 1", None),
            ("1 2 3 10 / page", Some((None, Some(3)))),
            ("1|2|3|10 / page", Some((None, Some(3)))),
            ("1 2 \u{2026} 9|20 / page", Some((None, Some(9)))),
            ("1 10 / page", None),
            ("1|2|3", None),
        ] {
            let lines: Vec<String> = text.split('|').map(str::to_owned).collect();
            let expected = expected.map(|(number, pages)| Completeness::Page { number, pages });
            assert_eq!(pages(&lines), expected, "{text}");
        }
    }
}
