//! Labels of total rows.
//!
//! In: one cell, as pasted. Out: how sure it is that its row is a total. The words are those of the languages
//! whose headers are read and of their neighbours; a label nobody knows is judged by its row instead.

use super::{count, plain};
use crate::text::{bare_cell, is_blank};

/// How sure a label is that its row is a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TotalLabel {
    /// `Total`, `Total of 12 results`, `全12件の結果`; the count where it says one.
    Sure { count: Option<u64> },
    /// `合計`, `Gesamt`: a total, unless the row has a day of its own.
    Word,
    /// `Subtotal`, `Average`: what is said of some rows, and no name; a total that ties, or asked.
    Part,
    /// May be a name as well, such as what begins or ends with "total": a total only if it ties.
    Perhaps,
}

/// Words for a total; before a number they count results.
const WORDS: &[&str] = &[
    "grand total",
    "合計",
    "総計",
    "総合計",
    "合计",
    "总计",
    "總計",
    "总和",
    "汇总",
    "합계",
    "총계",
    "총합",
    "tổng",
    "tổng cộng",
    "tổng số",
    "jumlah",
    "jumlah total",
    "ผลรวม",
    "รวม",
    "รวมทั้งหมด",
    "ยอดรวม",
    "gesamt",
    "gesamtsumme",
    "gesamtergebnis",
    "insgesamt",
    "summe",
    "soma",
    "suma",
    "somme",
    "somma",
    "totale",
    "totals",
    "total general",
    "total geral",
    "total général",
    "total keseluruhan",
    "total result",
    "الإجمالي",
    "الاجمالي",
    "إجمالي",
    "المجموع",
    "итого",
    "toplam",
    "σ",
    "∑",
];

/// Words for a total or an average of some rows.
const PARTS: &[&str] = &[
    "subtotal",
    "sub total",
    "sub-total",
    "subtotale",
    "sous-total",
    "zwischensumme",
    "teilergebnis",
    "ara toplam",
    "subtotaal",
    "小計",
    "小计",
    "소계",
    "tổng phụ",
    "промежуточный итог",
    "المجموع الفرعي",
    "average",
    "avg",
    "avg.",
    "durchschnitt",
    "mittelwert",
    "moyenne",
    "promedio",
    "rata-rata",
    "trung bình",
    "ค่าเฉลี่ย",
    "平均",
    "平均值",
    "평균",
    "среднее",
    "ortalama",
    "المتوسط",
    "متوسط",
    "gemiddelde",
    "średnia",
    "purata",
    "مجموع فرعي",
    "ยอดรวมย่อย",
];

/// Words for an average that names begin with as well.
const MEANS: &[&str] = &["mean", "median", "media", "média", "ø"];

/// Words for a total behind the name of what it is of, as spreadsheets put them.
const ENDS: &[&str] = &[
    "total",
    "subtotal",
    "ergebnis",
    "summe",
    "gesamt",
    "合計",
    "小計",
    "합계",
    "小计",
    "소계",
    "average",
    "avg",
    "avg.",
    "durchschnitt",
    "mittelwert",
    "平均",
    "평균",
];

/// Words that only count, and only before a number.
const COUNTING: &[&str] = &["全", "共", "总", "總", "総", "총"];

/// Words that are names as often.
const NAMES: &[&str] = &["sum", "summary", "overall", "all"];

/// What is counted, behind the number.
const UNITS: &[&str] = &[
    "results",
    "result",
    "rows",
    "items",
    "records",
    "campaigns",
    "accounts",
    "件の結果",
    "件",
    "条结果",
    "条记录",
    "条",
    "個結果",
    "个结果",
    "筆結果",
    "개 결과",
    "개의 결과",
    "개",
    "건",
    "kết quả",
    "hasil",
    "รายการ",
    "ผลลัพธ์",
    "ergebnisse",
    "ergebnissen",
    "résultats",
    "resultados",
    "risultati",
    "نتيجة",
    "نتائج",
    "من النتائج",
];

/// What the label of a total says, where `cell` may be one.
pub fn total_label(cell: &str) -> Option<TotalLabel> {
    let cell = bare_cell(cell);
    // Asked of every row: what is plain letters and begins with no such word is none.
    let bare = cell.trim_start_matches(|c: char| c.is_whitespace() || c == '_');
    let ends = ends_as_total(cell);
    let first = bare.as_bytes().first().map_or(0, u8::to_ascii_lowercase);
    let begins = |word: &&str| {
        word.as_bytes().first() == Some(&first)
            && bare.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
    };
    if first.is_ascii_graphic() && !b"tgsjioazdmpr".contains(&first) {
        return ends;
    }
    let words = || ["total"].iter().chain(WORDS).chain(PARTS).chain(MEANS).chain(NAMES);
    if cell.is_ascii() && !words().any(begins) {
        return ends;
    }
    let word = plain(cell);
    let bare = word.trim_end_matches([':', '：', '.', '…', ' ']);
    if WORDS.contains(&bare) {
        return Some(TotalLabel::Word);
    }
    let mut parts = PARTS.iter().chain(MEANS);
    if parts.any(|part| *part == bare || *part == word) {
        return Some(TotalLabel::Part);
    }
    let counting = WORDS.iter().chain(COUNTING).filter_map(|lead| bare.strip_prefix(lead));
    if let Some(count) = counting.filter_map(counted).next() {
        return Some(TotalLabel::Sure { count: Some(count) });
    }
    let is_lead =
        |part: &&str| bare.strip_prefix(part).is_some_and(|rest| rest.starts_with([' ', ':']));
    if NAMES.contains(&bare) || PARTS.iter().any(is_lead) {
        return Some(TotalLabel::Perhaps);
    }
    let Some(rest) = word.strip_prefix("total") else { return ends };
    let rest = rest.trim_start_matches([':', ' ', '(', '-', '–']);
    let rest = ["of ", "de ", "dari "].iter().find_map(|of| rest.strip_prefix(of)).unwrap_or(rest);
    let rest = rest.trim_end_matches([')', ':', '.', '…']).trim();
    if rest.is_empty() {
        return Some(TotalLabel::Sure { count: None });
    }
    match counted(rest).or_else(|| count(rest)) {
        Some(n) => Some(TotalLabel::Sure { count: Some(n) }),
        None => Some(TotalLabel::Perhaps),
    }
}

/// `Search Total`: a word for a total behind a name.
fn ends_as_total(cell: &str) -> Option<TotalLabel> {
    let (name, last) = cell.trim_end().rsplit_once(char::is_whitespace)?;
    let is_end = ENDS.iter().any(|end| last.eq_ignore_ascii_case(end));
    (is_end && !is_blank(name)).then_some(TotalLabel::Perhaps)
}

/// The number in `12 results`, `: 2 条结果`.
fn counted(rest: &str) -> Option<u64> {
    let rest = rest.trim_start_matches([':', '：', ' ']);
    UNITS.iter().find_map(|unit| count(rest.strip_suffix(unit)?.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_by_their_label() {
        use TotalLabel::*;
        for (cell, expected) in [
            ("Total", Some(Sure { count: None })),
            ("=\"Total\"", Some(Sure { count: None })),
            ("'Total", Some(Sure { count: None })),
            ("Total of 12 results", Some(Sure { count: Some(12) })),
            ("=\"Total of 2 results\"", Some(Sure { count: Some(2) })),
            ("Total of 1,204 results", Some(Sure { count: Some(1204) })),
            ("Total de 2 resultados", Some(Sure { count: Some(2) })),
            ("Total dari 2 hasil", Some(Sure { count: Some(2) })),
            ("全12件の結果", Some(Sure { count: Some(12) })),
            ("共 2 条结果", Some(Sure { count: Some(2) })),
            ("총 2개 결과", Some(Sure { count: Some(2) })),
            ("Tổng 2 kết quả", Some(Sure { count: Some(2) })),
            ("รวม 2 รายการ", Some(Sure { count: Some(2) })),
            ("Total: ", Some(Sure { count: None })),
            ("合計", Some(Word)),
            ("GESAMT:", Some(Word)),
            ("Total général", Some(Word)),
            ("الإجمالي", Some(Word)),
            ("Total reach push", Some(Perhaps)),
            ("Search Total", Some(Perhaps)),
            ("Search Ergebnis", Some(Perhaps)),
            ("2026-11-10 Total", Some(Perhaps)),
            ("Subtotal", Some(Part)),
            ("Zwischensumme:", Some(Part)),
            ("小計", Some(Part)),
            ("Average", Some(Part)),
            ("Ø", Some(Part)),
            ("Média", Some(Part)),
            ("Media push", None),
            ("Average order push", Some(Perhaps)),
            ("Subtotal recall", Some(Perhaps)),
            ("Subtotal: Search", Some(Perhaps)),
            ("Search Avg.", Some(Perhaps)),
            ("小計 Search", Some(Perhaps)),
            ("All", Some(Perhaps)),
            ("Gesamtkampagne", None),
            ("全国 2", None),
            ("Grand Prix", None),
            ("", None),
        ] {
            assert_eq!(total_label(cell), expected, "{cell}");
        }
    }
}
