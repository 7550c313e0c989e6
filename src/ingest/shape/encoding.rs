//! Bytes → text: UTF-8, UTF-16, and what spreadsheets of several countries save.
//!
//! What a clipboard says is UTF-8, and byte order marks, are facts. Legacy encodings are guesses: each
//! candidate is judged by how usual its characters are and by the header words it brings to light; where
//! two remain, the best is used, and the user is asked with a preview of each.

use super::{EncodingCandidate, EncodingQuestion, FlavourKind, HeaderWords, Read};
use crate::platform::Platform;
use crate::problem::{Message, Place, Problem};
use crate::sorting::Sorting;
use std::borrow::Cow;

/// Bytes that are judged.
const SAMPLE_BYTES: usize = 64 * 1024;
/// So few zero bytes are damage to a text, however short it is.
const STRAY_ZEROS: usize = 1;
/// A candidate within this distance of the best is asked about (of 1000).
const CLOSE: i64 = 250;
const PREVIEW_CHARS: usize = 60;

/// How usual the characters of a text are, if it is in some encoding.
type Judge = fn(&[u8]) -> Plausible;

/// WHATWG labels of legacy encodings, and how usual a text is in each. Order settles ties.
const LEGACY: &[(&str, Judge)] = &[
    ("windows-1252", western),
    ("shift_jis", japanese),
    ("euc-jp", japanese_of_unix),
    ("gbk", chinese),
    ("big5", traditional),
    ("euc-kr", korean),
];

/// What else spreadsheets save, tried where none of the usual ones fits. Order settles ties: bytes that spell
/// other scripts spell Latin letters too.
const RARE: &[&str] =
    &["windows-1251", "windows-1253", "windows-1256", "windows-874", "windows-1250"];

/// The text of `bytes`, or `None` with a problem in `read`.
pub(super) fn decode<'b>(
    flavour: FlavourKind,
    bytes: &'b [u8],
    choice: Option<&str>,
    words: &dyn HeaderWords,
    platform: &dyn Platform,
    read: &mut Read,
) -> Option<Cow<'b, str>> {
    if let Some(label) = choice {
        match platform.decode(label, bytes) {
            Some(text) => {
                let evidence = Message::new("shape.encodingChosen").with("encoding", label);
                read.evidence.push(evidence);
                return Some(Cow::Owned(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned()));
            }
            None => {
                let message = Message::new("shape.encodingMismatch").with("encoding", label);
                read.problems.push(Problem::doubt(Place::default(), message));
            }
        }
    }
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return Some(String::from_utf8_lossy(rest));
    }
    // A clipboard hands over characters, and what it says has been UTF-8 since.
    let order = (flavour == FlavourKind::File).then(|| utf16_order(bytes)).flatten();
    if let Some(is_big) = order {
        read.evidence.push(Message::new("shape.encodingUtf16"));
        return Some(Cow::Owned(utf16(bytes, is_big)));
    }
    // Text holds no zero bytes; stray ones are no reason to refuse a table, however small.
    let zero_count = memchr::memchr_iter(0, bytes).count();
    if zero_count > STRAY_ZEROS + bytes.len() / 1000 {
        read.fault("shape.binary");
        return None;
    }
    if let Some(at) = memchr::memchr(0, bytes) {
        let message = Message::new("shape.zeroBytes").with("count", zero_count);
        read.problems.push(Problem::doubt(Place::line(line_of(bytes, at)), message));
    }
    match std::str::from_utf8(bytes) {
        Ok(_) if flavour == FlavourKind::File && is_doubtful_utf8(bytes) => {
            Some(legacy(bytes, words, platform, read))
        }
        Ok(text) => Some(Cow::Borrowed(text)),
        Err(error) => Some(
            damaged_utf8(bytes, error.valid_up_to(), read)
                .unwrap_or_else(|| legacy(bytes, words, platform, read)),
        ),
    }
}

/// Whether the bytes are UTF-16, and if so, whether the high byte comes first.
fn utf16_order(bytes: &[u8]) -> Option<bool> {
    match bytes {
        [0xff, 0xfe, ..] => return Some(false),
        [0xfe, 0xff, ..] => return Some(true),
        _ => {}
    }
    // Without a mark: digits, separators and line ends have a zero in one half of the pair only.
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let (pairs, _) = head.as_chunks::<2>();
    let zero_first = pairs.iter().filter(|[first, _]| *first == 0).count();
    let zero_second = pairs.iter().filter(|[_, second]| *second == 0).count();
    // One alone is a stray byte.
    let (some, none) = (pairs.len() / 10 + 2, pairs.len() / 100);
    match () {
        () if zero_second >= some && zero_first <= none => Some(false),
        () if zero_first >= some && zero_second <= none => Some(true),
        () => None,
    }
}

fn utf16(bytes: &[u8], is_big: bool) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    let unit =
        |pair: &[u8; 2]| if is_big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) };
    let chars = char::decode_utf16(pairs.iter().map(unit));
    let text: String = chars.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

/// UTF-8 with a few bad places: cut in the middle of a character, or glued together.
fn damaged_utf8<'b>(bytes: &'b [u8], bad_at: usize, read: &mut Read) -> Option<Cow<'b, str>> {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    let is_cut = bad == 1 && bytes.len() - bad_at <= 3 && good > 0;
    if !is_cut && good < bad * 10 {
        return None;
    }
    let message = Message::new("shape.encodingDamaged").with("count", bad);
    read.problems.push(Problem::doubt(Place::line(line_of(bytes, bad_at)), message));
    Some(String::from_utf8_lossy(bytes))
}

/// The line, from 1, that a byte stands on.
fn line_of(bytes: &[u8], at: usize) -> u32 {
    memchr::memchr_iter(b'\n', bytes.get(..at).unwrap_or_default()).count() as u32 + 1
}

/// Whether a text that is UTF-8 may be so by accident: a few pairs of bytes, most of which spell letters
/// that nobody uses beside each other, while two-byte encodings of Chinese spell common ones.
pub(in crate::ingest) fn is_doubtful_utf8(bytes: &[u8]) -> bool {
    const PAIRS_MAX: usize = 64;
    const STRETCH: usize = 4096;
    let mut high = 0;
    for stretch in bytes.chunks(STRETCH).filter(|stretch| !stretch.is_ascii()) {
        // Three bytes a character fall into place by accident in no real text.
        if stretch.iter().any(|&byte| byte >= 0xe0) {
            return false;
        }
        high += stretch.iter().filter(|&&byte| byte >= 0x80).count();
        if high > 2 * PAIRS_MAX {
            return false;
        }
    }
    high > 0
        && chinese(bytes).score() == FULL
        && std::str::from_utf8(bytes).is_ok_and(|text| unicode(text).score() < FULL / 2)
}

struct Guess {
    label: &'static str,
    text: String,
    score: i64,
}

/// The most plausible legacy encoding; a question where another is close.
fn legacy<'b>(
    bytes: &'b [u8],
    words: &dyn HeaderWords,
    platform: &dyn Platform,
    read: &mut Read,
) -> Cow<'b, str> {
    let sample = bytes.get(..bytes.len().min(SAMPLE_BYTES)).unwrap_or_default();
    let mut guesses: Vec<Guess> = LEGACY
        .iter()
        .filter_map(|(label, judge)| {
            let text = platform.decode(label, bytes)?;
            let score = judge(sample).score() + 400 * header_words(&text, words).min(5);
            Some(Guess { label, text, score })
        })
        .collect();
    if guesses.iter().all(|guess| guess.score < FULL - CLOSE) {
        guesses.extend(RARE.iter().filter_map(|label| {
            let text = platform.decode(label, bytes)?;
            let spelled = unicode(&platform.decode(label, sample)?).score();
            let score = spelled + 400 * header_words(&text, words).min(5);
            Some(Guess { label, text, score })
        }));
    }
    // Asked about in any case. One pair of bytes is no evidence against UTF-8; several that spell nothing are.
    if let Ok(text) = std::str::from_utf8(bytes) {
        let is_lone = text.chars().filter(|c| !c.is_ascii()).count() == 1;
        let score = if is_lone { FULL + 1 } else { FULL - CLOSE };
        let text = text.to_owned();
        guesses.push(Guess { label: "utf-8", text, score });
    }
    guesses.order_by_key(|guess| -guess.score); // stable: ties keep the order above
    let Some(best) = guesses.first() else {
        let message = Message::new("shape.encodingUnknown");
        read.problems.push(Problem::doubt(Place::default(), message));
        return String::from_utf8_lossy(bytes);
    };
    read.evidence.push(Message::new("shape.encodingGuessed").with("encoding", best.label));
    let top = best.score;
    let close = guesses.iter().filter(|guess| guess.score > 0 && top - guess.score <= CLOSE);
    let mut candidates: Vec<EncodingCandidate> = Vec::new();
    for guess in close {
        let preview = preview(&guess.text);
        if candidates.iter().all(|known| known.preview != preview) {
            candidates.push(EncodingCandidate { label: guess.label, preview });
        }
    }
    if candidates.len() > 1 {
        read.encoding_question = Some(EncodingQuestion { candidates });
    }
    Cow::Owned(guesses.swap_remove(0).text)
}

/// Header words that only this reading brings to light.
fn header_words(text: &str, words: &dyn HeaderWords) -> i64 {
    let lines = text.lines().take(40).flat_map(|line| line.split(['\t', ',', ';', '|']));
    let cells = lines.map(|cell| cell.trim().trim_matches('"')).take(2000);
    cells.filter(|c| !c.is_ascii() && c.len() <= 120 && words.is_header(c)).count() as i64
}

/// The first words that are not plain ASCII.
fn preview(text: &str) -> String {
    let cells = text.split(['\n', '\r', '\t', ',', ';', '|', '"']);
    let mut preview = String::new();
    for cell in cells.map(str::trim).filter(|cell| !cell.is_ascii()).take(6) {
        if !preview.is_empty() {
            preview.push_str(" · ");
        }
        preview.push_str(cell);
    }
    preview.chars().take(PREVIEW_CHARS).collect()
}

/// A text of nothing but usual characters.
const FULL: i64 = 1000;
/// A character that is usual in its encoding and that others spell more often: worth a question.
const RATHER: i64 = 800;

/// Characters beyond ASCII, and how usual they are in texts of this encoding.
#[derive(Default)]
struct Plausible {
    usual: i64,
    all: i64,
}

impl Plausible {
    fn count(&mut self, is_usual: bool) {
        self.weigh(if is_usual { FULL } else { 0 });
    }

    /// `weight` is of [`FULL`].
    fn weigh(&mut self, weight: i64) {
        self.all += 1;
        self.usual += weight;
    }

    fn score(&self) -> i64 {
        self.usual / self.all.max(1)
    }
}

/// What was decoded: letters of one script stand beside each other, and a small one before no capital.
fn unicode(text: &str) -> Plausible {
    /// Scripts that write words, as blocks of letters; 0 for what words are not made of.
    fn script(c: char) -> u8 {
        match c {
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => 1,
            '\u{370}'..='\u{3ff}' => 2,
            '\u{400}'..='\u{45f}' | '\u{490}'..='\u{4af}' => 3,
            '\u{530}'..='\u{58f}' => 4,
            '\u{590}'..='\u{5ff}' => 5,
            '\u{600}'..='\u{7ff}' => 6,
            '\u{e00}'..='\u{e7f}' => 7,
            _ => 0,
        }
    }
    let mut plausible = Plausible::default();
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let beside = [Some(before), chars.peek().copied()].into_iter().flatten().map(script);
        let is_torn = before.is_lowercase() && c.is_uppercase();
        before = c;
        if c.is_ascii() {
            continue;
        }
        let (own, mut beside) = (script(c), beside);
        plausible.count(match c {
            _ if is_torn => false,
            // Signs, and the letters of western Europe, which may be words of their own.
            '\u{a0}'..='\u{ff}' => true,
            '\u{300}'..='\u{36f}' => beside.any(|other| other == 1),
            _ => own != 0 && beside.any(|other| other == own),
        });
    }
    plausible
}

/// Windows-1252: accented letters stand alone between plain ones, or a few of them together.
fn western(bytes: &[u8]) -> Plausible {
    let mut plausible = Plausible::default();
    for (at, &byte) in bytes.iter().enumerate() {
        if byte < 0x80 {
            continue;
        }
        let letter_at = |at: Option<usize>| {
            at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphabetic)
        };
        let beside_letter = letter_at(at.checked_sub(1)) || letter_at(Some(at + 1));
        plausible.weigh(match byte {
            0xd7 | 0xf7 => 0,
            0xc0..=0xff if beside_letter => FULL,
            0xc0..=0xff if is_few(bytes, at) => RATHER,
            0x80 | 0x91..=0x97 | 0xa0 | 0xa3 | 0xa5 | 0xa7 | 0xa9 | 0xae | 0xb0 | 0xb7 => FULL,
            _ => 0,
        });
    }
    plausible
}

/// Whether the byte stands among at most three beyond ASCII.
fn is_few(bytes: &[u8], at: usize) -> bool {
    const FEW: usize = 3;
    let is_high = |byte: &&u8| !byte.is_ascii();
    let (before, from) = bytes.split_at_checked(at).unwrap_or_default();
    let before = before.iter().rev().take(FEW).take_while(is_high).count();
    before + from.iter().take(FEW + 1).take_while(is_high).count() <= FEW
}

/// CP932: kana, punctuation, and the kanji that were put first because they are common. Kana of half
/// width are one byte each, and the pairs of other encodings are made of such bytes.
fn japanese(bytes: &[u8]) -> Plausible {
    pairs(
        bytes,
        |lead| matches!(lead, 0x81..=0x9f | 0xe0..=0xfc),
        |lead, trail| match (lead, trail) {
            (0xa6..=0xdf, None) => RATHER,
            (0x81..=0x84 | 0x88..=0x97, Some(_)) => FULL,
            _ => 0,
        },
    )
}

/// Pairs of bytes, usual or not.
fn usual(is_usual: bool) -> i64 {
    if is_usual { FULL } else { 0 }
}

/// EUC-JP: kana. Its kanji are spelled by the bytes of Chinese ones, so that they are too little to ask about.
fn japanese_of_unix(bytes: &[u8]) -> Plausible {
    const KANJI: i64 = FULL - CLOSE - 50;
    pairs(
        bytes,
        |lead| lead >= 0x81,
        |lead, trail| match (lead, trail) {
            (0xa4 | 0xa5, Some(0xa1..)) => FULL,
            (0xa1 | 0xb0..=0xcf, Some(0xa1..)) => KANJI,
            _ => 0,
        },
    )
}

/// GBK: the first level of GB 2312 holds the common characters.
fn chinese(bytes: &[u8]) -> Plausible {
    pairs(
        bytes,
        |lead| lead >= 0x81,
        |lead, trail| usual(trail >= Some(0xa1) && matches!(lead, 0xb0..=0xd7 | 0xa1 | 0xa3)),
    )
}

/// Big5: the first level holds the common characters.
fn traditional(bytes: &[u8]) -> Plausible {
    pairs(
        bytes,
        |lead| lead >= 0x81,
        |lead, trail| {
            let is_trail = matches!(trail, Some(0x40..=0x7e | 0xa1..));
            usual(is_trail && matches!(lead, 0xa4..=0xc6 | 0xa1))
        },
    )
}

/// EUC-KR: Hangul syllables.
fn korean(bytes: &[u8]) -> Plausible {
    pairs(
        bytes,
        |lead| lead >= 0x81,
        |lead, trail| usual(trail >= Some(0xa1) && matches!(lead, 0xb0..=0xc8 | 0xa1 | 0xa3)),
    )
}

fn pairs(bytes: &[u8], is_lead: fn(u8) -> bool, weight: fn(u8, Option<u8>) -> i64) -> Plausible {
    let mut plausible = Plausible::default();
    let mut bytes = bytes.iter().copied();
    while let Some(lead) = bytes.next() {
        if lead < 0x80 {
            continue;
        }
        let trail = if is_lead(lead) { bytes.next() } else { None };
        plausible.weigh(weight(lead, trail));
    }
    plausible
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check_rows, keys, read_file, shown};
    use super::super::*;
    use crate::platform::Native;

    fn utf16_le(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn unicode_with_and_without_mark() {
        let text = "Campaign name\tCost\nFrühling 春\t1.00\n";
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let cases: [Vec<u8>; 6] = [
            text.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            [b"\xff\xfe".to_vec(), utf16_le(text)].concat(),
            utf16_le(text),
            [b"\xfe\xff".to_vec(), big.clone()].concat(),
            big,
        ];
        for bytes in cases {
            let read = read_file(&bytes);
            check_rows(&read, 0, &["Campaign name|Cost", "Frühling 春|1.00"]);
            assert_eq!(read.encoding_question, None);
        }
    }

    #[test]
    fn spreadsheets_of_several_countries() {
        let cases: &[(&str, &[u8], &str)] = &[
            ("windows-1252", b"Campagne;Co\xfbt\n\xc9t\xe9;1,50\nNo\xebl;2,00\n", "Été|1,50"),
            ("windows-1251", b"Name;Cost\n\xce\xf1\xe5\xed\xfc;1,50\n\xf1\xea\xe8\xe4\xea\xe8;2\n", "Осень|1,50"),
            ("windows-1250", b"Name;Cost\n\xa3\xf3d\x9f;1,50\n\x9cwi\xeata;2\n", "Łódź|1,50"),
            ("windows-1253", b"Name;Cost\n\xd0\xfe\xeb\xe7\xf3\xe7;1,50\n\xea\xe1\xeb\xef\xea\xe1\xdf\xf1\xe9;2\n", "Πώληση|1,50"),
            ("windows-874", b"Name;Cost\n\xa2\xd2\xc2\xb4\xd5;1,50\n", "ขายดี|1,50"),
            (
                "shift_jis",
                b"\x83L\x83\x83\x83\x93\x83y\x81[\x83\x93\x96\xbc,\x83R\x83X\x83g\n\x8ft,100\n",
                "春|100",
            ),
            (
                "gbk",
                b"\xcf\xb5\xc1\xd0\xc3\xfb\xb3\xc6,\xcf\xfb\xba\xc4\n\xb4\xba\xbc\xbe\xcd\xc6\xb9\xe3,100\n",
                "春季推广|100",
            ),
        ];
        for (label, bytes, row) in cases {
            let read = read_file(bytes);
            let best = read.encoding_question.as_ref().map(|q| q.candidates[0].label);
            assert!(best.is_none_or(|best| best == *label), "{label}: {best:?}");
            assert_eq!(shown(&read.grids[0])[1], *row, "{label}");
            // The user's answer leads.
            let chosen =
                tables(FlavourKind::File, bytes, Some(label), &super::super::tests::Words, &Native);
            assert_eq!(shown(&chosen.grids[0])[1], *row);
            assert_eq!(chosen.encoding_question, None);
        }
    }

    /// The choices shown, the one that was used first.
    #[track_caller]
    fn check_choices(bytes: &[u8], expected: &[&str]) {
        let read = read_file(&[b"Campaign name,Cost\n", bytes, b",5.00\n"].concat());
        let mut choices: Vec<String> = vec![];
        for choice in read.encoding_question.iter().flat_map(|question| &question.candidates) {
            choices.push(format!("{} {}", choice.label, choice.preview));
        }
        assert_eq!(choices, expected);
    }

    #[test]
    fn a_few_letters_that_several_encodings_spell_are_asked_about() {
        check_choices(
            b"\xcb\xab\xca\xae\xd2\xbb",
            &["gbk 双十一", "shift_jis ﾋｫﾊｮﾒｻ", "utf-8 ˫ʮһ"],
        );
        check_choices(b"\xca\xa4", &["utf-8 \u{2a4}", "gbk 胜"]);
        check_choices(b"\xb1\xc6\xd2\xbc", &["gbk 逼壹", "shift_jis ｱﾆﾒｼ"]);
        check_choices(
            b"\xc4\xd6",
            &["gbk 闹", "big5 齡", "euc-kr 켯", "windows-1252 ÄÖ", "shift_jis ﾄﾖ"],
        );
        check_choices(
            b"\xa5\xad\xa5\xe3\xa5\xf3\xa5\xda\xa1\xbc\xa5\xf3",
            &["big5 平乓件矢□件", "euc-jp キャンペーン"],
        );
        let kana = read_file(b"Campaign name,Cost\n\xb1\xc6\xd2,5.00\n");
        check_rows(&kana, 0, &["Campaign name|Cost", "ｱﾆﾒ|5.00"]);
    }

    #[test]
    fn words_in_utf8_are_beyond_doubt() {
        for word in [
            "Frühling",
            "Été",
            "ü",
            "Ö",
            "Çağrı",
            "Кампания",
            "Ёлка",
            "Αθήνα",
            "קמפיין",
            "حملة",
            "A\u{308}rger",
            "5 €",
            "50 £",
            "Nord · Süd",
            "春季",
            "ｱﾆﾒ",
        ] {
            check_choices(word.as_bytes(), &[]);
        }
    }

    #[test]
    fn a_file_cut_inside_a_character_keeps_its_rows() {
        let read = read_file(&"a,b\né,1\nü,é".as_bytes()[.."a,b\né,1\nü,é".len() - 1]);
        check_rows(&read, 0, &["a|b", "é|1", "ü|\u{fffd}"]);
        assert_eq!(keys(&read), ["shape.encodingDamaged"]);
    }

    #[test]
    fn a_stray_zero_byte_is_in_its_cell_and_its_line_is_named() {
        let read = read_file(b"a,b\n1\0,2\n");
        check_rows(&read, 0, &["a|b", "1\0|2"]);
        assert_eq!(keys(&read), ["shape.zeroBytes"]);
        assert_eq!(read.problems[0].place.line_number, Some(2));
    }

    #[test]
    fn what_is_no_text_says_so() {
        let cases: &[(&[u8], &str)] = &[
            (b"\x89PNG\r\n\x1a\n\0\0", "shape.picture"),
            (b"%PDF-1.7", "shape.pdf"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "shape.oldWorkbook"),
            (b"\x01\x02\0\x03\0\0\x07\x07\x08", "shape.binary"),
            (b"", "shape.empty"),
        ];
        for (bytes, key) in cases {
            assert_eq!(keys(&read_file(bytes)), [*key]);
        }
    }
}
