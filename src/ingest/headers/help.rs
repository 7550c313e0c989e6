//! What stands in a header beside its words and is none of them: help that was copied with it, marks of footnotes.
//!
//! In: a header's form. Out: the shorter one. Never so that two columns become one: of that the caller decides.

use super::{ENDS, is_known, split_unit};

/// Takes help and the mark of a footnote off, where no other column has the words that are left.
pub fn drop(form: &mut String, is_other: impl Fn(&str) -> bool) {
    let short = without_note(without(form));
    if is_other(short) {
        form.truncate(short.len());
    }
}

/// The words of a header without those of the help beside them, where what is left is a word of ours.
pub fn without(form: &str) -> &str {
    let help = HELP.iter().find_map(|help| form.strip_suffix(help));
    // `Account info` may be a column of its own.
    let info = || form.strip_suffix(" info").filter(|rest| rest.contains([' ', '/']));
    let is_header = |rest: &&str| {
        let mut form = (*rest).to_owned();
        split_unit(&mut form);
        is_known(&form)
    };
    let short = help.or_else(info).map(str::trim_end).filter(is_header);
    short.or_else(|| before_sentence(form).find(is_header)).unwrap_or(form)
}

/// What stands before a sentence: the first words, the most of them first.
fn before_sentence(form: &str) -> impl Iterator<Item = &str> {
    let is_sentence = |words: &str| words.split(' ').count() >= SENTENCE_WORDS_MIN;
    let text = form.strip_suffix('.').unwrap_or_default();
    let spaces: Vec<usize> =
        text.match_indices(' ').map(|(at, _)| at).take(SENTENCE_WORDS_MIN).collect();
    let parts = spaces.into_iter().rev().filter_map(|at| text.split_at_checked(at));
    parts.filter(move |(_, rest)| is_sentence(rest.trim_start())).map(|(head, _)| head)
}

/// Without the number of a footnote: `cost(1)`, `cost(*)`. Not of words on a page, where a number in brackets counts.
pub fn without_note(form: &str) -> &str {
    let Some((base, note)) = form.strip_suffix(')').and_then(|form| form.rsplit_once('(')) else {
        return form;
    };
    let is_note = |c: char| c.is_ascii_alphanumeric() || c == '*';
    let is_short = note.len() == 1 || note.len() == 2 && note.bytes().all(|b| b.is_ascii_digit());
    match is_short && note.chars().all(is_note) {
        true => base.trim_end_matches(ENDS),
        false => form,
    }
}

/// Fewer words are no sentence of help.
const SENTENCE_WORDS_MIN: usize = 4;

/// What help beside a header says, where it is copied with it.
const HELP: &[&str] = &[
    "(i)",
    "(?)",
    "(info)",
    "(help)",
    " i",
    " help",
    " more info",
    " learn more",
    " tooltip",
    " mehr erfahren",
    " más información",
    " en savoir plus",
    " saiba mais",
    " pelajari lebih lanjut",
    " tìm hiểu thêm",
    "เรียนรู้เพิ่มเติม",
    "詳細",
    "자세히 알아보기",
    "了解更多",
    "معرفة المزيد",
];
