//! What stands around a table: whose it is, how complete, as of when, over which days.

use super::words;

/// Rows shown and rows in all, where a line of pagination says so: `1–50 of 312`, `Total of 12 results`.
pub fn page_count(text: &str) -> Option<(Option<u64>, u64)> {
    let word = words::plain(text);
    if word.len() > 60 {
        return None;
    }
    if let Some(words::TotalLabel::Sure { count: Some(all) }) = words::total_label(&word) {
        return Some((None, all));
    }
    let word = word.strip_prefix("showing ").unwrap_or(&word);
    let word = ["results", "result", "rows", "items", "records", "entries"]
        .iter()
        .find_map(|unit| word.strip_suffix(unit))
        .unwrap_or(word)
        .trim();
    let (shown, all) = word.split_once(" of ").or_else(|| word.split_once('/'))?;
    let all = words::count(all.trim())?;
    let range = shown.split_once(['-', '–', '~']).or_else(|| shown.split_once(" to "));
    let shown = match range {
        Some((from, to)) => {
            let (from, to) = (words::count(from.trim())?, words::count(to.trim())?);
            to.checked_sub(from)?.checked_add(1)?
        }
        None => words::count(shown.trim())?,
    };
    (shown <= all).then_some((Some(shown), all))
}
