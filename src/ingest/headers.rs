//! Header words: what a column may be called, in every language with evidence.
//!
//! Words stand in *header form* ([`header_form`]), so that a lookup is a comparison. Languages without
//! evidence have no words: the user maps such columns once, and the mapping is remembered.

mod help;

use super::exports::Field;
use super::layouts::{LAYOUTS, Layout};
use crate::calendar::Zone;
use crate::money::Currency;
use crate::options::Fingerprint;
use crate::platform::Platform;
use crate::sorting::Sorting;
use crate::text::{NumberMap, bare_cell, folded, squeezed};
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// A header made comparable: folded, `_` as a space, no space around `/` and brackets, sort arrows,
/// information signs and words of help dropped.
pub fn header_form(text: &str, platform: &dyn Platform) -> String {
    let mut form = dressed_form(text, platform);
    form.truncate(help::without(&form).len());
    form
}

fn dressed_form(text: &str, platform: &dyn Platform) -> String {
    let bare = bare_cell(text);
    let is_dressed = |byte: u8| !byte.is_ascii() || b"_[]/()".contains(&byte);
    if !bare.bytes().any(is_dressed) {
        let mut form = folded(bare, platform);
        form.truncate(form.trim_end_matches(ENDS).len());
        return form;
    }
    // Before NFKC, which would turn the information sign into a letter and a footnote's mark into a digit.
    let text = folded(&bare.replace(NOTE_MARKS, ""), platform);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            '_' => ' ',
            '[' | '【' => '(',
            ']' | '】' => ')',
            '▲' | '▼' | '↑' | '↓' | '⇅' => continue,
            other => other,
        };
        match c {
            '/' | '(' | ')' => out.truncate(out.trim_end().len()),
            ' ' if out.is_empty() || out.ends_with([' ', '/', '(']) => continue,
            _ => {}
        }
        out.push(c);
    }
    out.truncate(out.trim_end_matches(ENDS).len());
    out
}

/// Signs of more to read, on the page or below the table.
const NOTE_MARKS: [char; 19] = [
    'ⓘ', 'ℹ', '\u{fe0f}', '†', '‡', '§', '¹', '²', '³', '⁰', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁽',
    '⁾', '🛈',
];

/// What may stand behind a header's words without being one.
const ENDS: [char; 4] = [' ', '?', ':', '*'];

/// Words shared by all exports. Order matters within a field: the earlier word wins where two columns
/// would be the same field.
#[rustfmt::skip]
const WORDS: &[(Field, &[&str])] = &[
    (Field::CreditName, &["ad credit name", "credit name", "coupon name", "voucher name"]),
    (Field::CreditType, &["credit type", "ad credit type", "coupon type"]),
    (Field::FaceAmount, &["discount/amount", "face amount", "credit amount"]),
    (Field::Requirements, &["usage requirements", "usage requirement", "restrictions", "requirements"]),
    (Field::Redeemed, &["redeemed date", "redeemed", "redemption date", "date redeemed", "redeemed on"]),
    (Field::ValidEnd, &["valid dates", "valid date", "validity", "validity period", "valid until",
        "valid to", "expiration date", "expiry date", "expires", "expires on", "valid end"]),
    (Field::ValidStart, &["valid from", "effective date", "valid start"]),
    (Field::Unused, &["unused amount", "unused", "balance left"]),
    (Field::Used, &["used amount", "used"]),
    (Field::PercentSpent, &["percent spent", "% spent", "percentage spent", "spent(%)", "percent spent(%)"]),
    (Field::Status, &["primary status", "status", "一級ステータス", "status principal"]),
    (Field::RowLabels, &["actions", "operations", "action", "row labels"]),
    (Field::LogAction, &["log action", "assignment action"]),
    (Field::Actor, &["operator", "operated by", "changed by", "actor"]),
    (Field::Countries, &["eligible countries", "eligible countries/regions", "eligible locations", "countries"]),
    (Field::AdProducts, &["eligible ad products", "eligible products", "ad products"]),
    (Field::OfferName, &["offer name", "offer"]),
    (Field::QualifyingSpend, &["qualifying spend so far", "qualifying spend", "current qualifying spend"]),
    (Field::TargetSpend, &["target spend", "spend target", "required spend", "target spend/tiers"]),
    (Field::Tiers, &["tiers", "reward tiers", "tier"]),
    (Field::Reward, &["reward", "reward amount"]),
    (Field::EarnedSoFar, &["earned so far", "earned", "earned amount"]),
    (Field::WindowEnd, &["earning window", "earning period", "earning dates", "window end"]),
    (Field::WindowStart, &["earning start", "window start"]),
    (Field::TransactionId, &["transaction id", "transaction no.", "transaction number"]),
    (Field::Time, &["time", "transaction time", "create time", "created time", "transaction date",
        "date and time", "date/time", "operation time"]),
    (Field::TransactionType, &["transaction type", "transfer type"]),
    (Field::Amount, &["amount", "transaction amount"]),
    (Field::Subtotal, &["subtotal"]),
    (Field::Tax, &["tax", "tax amount", "estimated tax"]),
    (Field::AmountSign, &["amount type", "amount sign"]),
    (Field::PaymentSource, &["payment source", "payment method", "funding source"]),
    (Field::BillingType, &["billing type"]),
    (Field::FundsType, &["funds type"]),
    (Field::AccountId, &["account id", "advertiser id", "ad account id"]),
    (Field::AccountName, &["account name", "advertiser name", "ad account name", "account", "ad account", "advertiser"]),
    (Field::BusinessCenterId, &["bc id", "business center id"]),
    (Field::CampaignId, &["campaign id", "id chiến dịch", "id campaign"]),
    (Field::CampaignName, &["campaign name", "campaign", "キャンペーン名", "캠페인 이름", "系列名称", "推广系列",
        "tên chiến dịch", "nama kampanye", "ชื่อแคมเปญ", "nome da campanha", "nombre de la campaña"]),
    (Field::AdGroupId, &["ad group id", "adgroup id"]),
    (Field::AdGroupName, &["ad group name", "adgroup name"]),
    (Field::AdId, &["ad id", "광고 id"]),
    (Field::AdName, &["ad name", "광고 이름", "广告名称", "tên quảng cáo", "nombre del anuncio"]),
    (Field::Breakdown, &["country/region", "country code", "breakdown"]),
    (Field::SecondBreakdown, &["breakdown 2"]),
    (Field::ThirdBreakdown, &["breakdown 3"]),
    (Field::Currency, &["currency", "通貨", "통화", "货币", "đơn vị tiền tệ", "tiền tệ", "mata uang",
        "สกุลเงิน", "divisa", "moneda", "currency code"]),
    (Field::Zone, &["time zone", "timezone", "zone", "account time zone"]),
    (Field::Client, &["client", "client name"]),
    (Field::Owner, &["owner", "account owner", "responsible"]),
    (Field::BillingSetup, &["billing setup", "billing", "payment type", "payment mode"]),
    (
        Field::PortfolioId,
        &[
            "payment portfolio id",
            "portfolio id",
            "payment portfolio",
            "portfolio",
            "payment portfolio name",
            "portfolio name",
        ],
    ),
    (Field::Day, &["by day", "date", "day", "일별", "按天", "theo ngày", "วันเริ่มต้น", "por día", "fecha",
        "stat time day"]),
    (Field::Cost, &["cost", "spend", "total cost", "コスト", "비용", "消耗", "chi phí", "biaya", "ต้นทุน",
        "ค่าใช้จ่าย", "custo", "coste", "costo"]),
    (Field::NetCost, &["net cost(delayed)", "net cost", "净消耗", "净成本", "chi phí ròng", "billed cost"]),
    (Field::CashCost, &["cost charged by cash", "cost cash", "cash cost", "现金消耗", "cash spend"]),
    (Field::VoucherCost, &["cost charged by voucher", "cost voucher", "voucher cost", "赠款消耗", "voucher spend"]),
    (Field::Budget, &["budget", "campaign budget", "キャンペーン予算", "推广系列预算", "anggaran harian",
        "orçamento da campanha", "presupuesto de la campaña"]),
    (Field::AccountBalance, &["account balance"]),
    (Field::RemainingBalance, &["remaining", "remaining balance", "valid account balance"]),
    (Field::CashBalance, &["cash balance", "valid cash balance"]),
    // `grant` is ad credit, `credit` is the credit line: the trap of the platform's words.
    (Field::VoucherBalance, &["voucher balance", "grant balance", "ad credit balance", "valid grant balance"]),
    (Field::CreditLineBalance, &["credit line balance", "credit balance", "credit line", "valid credit balance"]),
    (Field::BalanceAlert, &["balance alert", "balance reminder"]),
];

/// Headers we know and do not need: they are no unknown columns, and no field of ours either.
#[rustfmt::skip]
const NOT_NEEDED: &[&str] = &[
    "impressions", "clicks", "clicks(destination)", "ctr", "ctr(destination)", "cpc", "cpc(destination)",
    "cpm", "reach", "frequency", "conversions", "cpa", "cvr", "result", "results", "cost per result",
    "roi", "roi protection", "gross revenue", "orders", "sku orders", "cost per order", "objective",
    "request id", "frozen balance", "invoice id", "remark", "target roi",
    "current budget", "coupon card",
];

/// Which fields a header may be, for one layout, with the rank of the word (smaller wins).
pub struct Words {
    by_form: NumberMap<&'static str, Vec<(Field, usize)>>,
}

impl Words {
    /// The words of each layout, in the order of [`LAYOUTS`]; made once.
    pub fn by_layout() -> &'static [Words] {
        static TABLE: OnceLock<Vec<Words>> = OnceLock::new();
        TABLE.get_or_init(|| LAYOUTS.iter().map(Words::of).collect())
    }

    /// The words that mean something in one layout.
    pub fn of_layout(layout: &Layout) -> Option<&'static Words> {
        let at = LAYOUTS.iter().position(|known| std::ptr::eq(known, layout))?;
        Words::by_layout().get(at)
    }

    /// The same for [`Words::all`].
    pub fn shared() -> &'static Words {
        static TABLE: OnceLock<Words> = OnceLock::new();
        TABLE.get_or_init(Words::all)
    }

    /// Every header word that any export knows.
    fn all() -> Words {
        let mut words = Words { by_form: NumberMap::default() };
        words.add(WORDS);
        for layout in LAYOUTS {
            words.add(layout.words);
        }
        words
    }

    /// The words that mean something in `layout`; its own words outrank the shared ones of other fields.
    fn of(layout: &'static Layout) -> Words {
        let mut words = Words { by_form: NumberMap::default() };
        words.add(WORDS);
        words.by_form.retain(|_, fields| {
            fields.retain(|(field, _)| layout.fields.contains(field));
            !fields.is_empty()
        });
        for (field, forms) in layout.words {
            for (rank, form) in forms.iter().enumerate() {
                let fields = words.by_form.entry(form).or_default();
                fields.retain(|(f, _)| f == field);
                if fields.is_empty() {
                    fields.push((*field, 100 + rank));
                }
            }
        }
        words
    }

    fn add(&mut self, table: &'static [(Field, &'static [&'static str])]) {
        for (field, forms) in table {
            for (rank, form) in forms.iter().enumerate() {
                let fields = self.by_form.entry(form).or_default();
                if !fields.iter().any(|(f, _)| f == field) {
                    fields.push((*field, rank));
                }
            }
        }
    }

    /// The field of a header in header form, with its rank.
    pub fn field(&self, form: &str) -> Option<(Field, usize)> {
        self.by_form.get(form).and_then(|fields| fields.first()).copied()
    }
}

/// A header taken apart: its form, and what its last bracket adds: `Cost (USD)`, `Time (UTC+01:00)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// As pasted, trimmed, of a long one its beginning; empty headers are named `#5`, a repeated one `Cost (2)`.
    pub label: String,
    pub form: String,
    pub currency: Option<Currency>,
    pub zone: Option<Zone>,
}

/// What is longer is a text that stands where a header is expected.
const LABEL_CHARS_MAX: usize = 60;
/// With all the help beside it, a header has no more; what follows is not looked at.
const CELL_BYTES_MAX: usize = 4_000;

/// Reads one row of headers. Labels are unique, whatever was pasted.
pub fn headers<'a>(cells: impl Iterator<Item = &'a str>, platform: &dyn Platform) -> Vec<Header> {
    let (mut seen, mut repeats) = (HashSet::new(), HashMap::new());
    let start =
        |cell: &'a str| cell.get(..cell.floor_char_boundary(CELL_BYTES_MAX)).unwrap_or(cell);
    let cells: Vec<&str> = cells.map(start).collect();
    let dressed = cells.iter().map(|cell| dressed_form(cell, platform));
    // Where another column has the very words, the help beside this one makes it another.
    let plain: HashSet<String> = dressed.filter(|form| is_known(form)).collect();
    let mut out = Vec::new();
    for (index, cell) in cells.into_iter().enumerate() {
        let mut label = squeezed(bare_cell(cell));
        if let Some((end, _)) = label.char_indices().nth(LABEL_CHARS_MAX) {
            label.truncate(end);
        }
        if label.is_empty() {
            label = format!("#{}", index + 1);
        }
        let base = label.clone();
        while !seen.insert(label.clone()) {
            let times = repeats.entry(base.clone()).or_insert(1usize);
            *times += 1;
            label = format!("{base} ({times})");
        }
        let mut form = dressed_form(cell, platform);
        let is_other = |short: &str| !plain.contains(short);
        help::drop(&mut form, is_other);
        let (currency, zone) = split_unit(&mut form);
        help::drop(&mut form, is_other);
        out.push(Header { label, form, currency, zone });
    }
    out
}

/// The form of one header, without currency or zone: `Cost (USD)` is `cost`.
pub fn form_without_unit(cell: &str, platform: &dyn Platform) -> String {
    let mut form = header_form(cell, platform);
    split_unit(&mut form);
    form
}

/// Takes a currency or a zone out of the last bracket, or from behind a comma; a zone that names itself
/// from behind a space too: `Time UTC+8`.
fn split_unit(form: &mut String) -> (Option<Currency>, Option<Zone>) {
    // Asked of every cell that may be a header: most have none of the marks that stand around a unit.
    let is_mark = |byte: u8| !byte.is_ascii() || b"),-+".contains(&byte);
    if !form.bytes().any(is_mark) {
        return (None, None);
    }
    let bracket = form.strip_suffix(')').and_then(|form| form.rsplit_once('('));
    let behind = || form.rsplit_once(", ").or_else(|| form.rsplit_once(" - "));
    let last_word = || form.rsplit_once(' ').filter(|(_, word)| names_zone(word));
    let parts = bracket.or_else(behind).or_else(last_word);
    let Some((base, unit)) = parts else { return (None, None) };
    let currency = Currency::parse(unit).filter(|_| unit.trim().len() == 3);
    // `gmt+08:00, beijing`: the offset says it, whatever the place is called.
    let offset = || unit.split([',', ' ']).next().filter(|word| names_zone(word));
    let zone = Zone::parse(unit).filter(|_| unit.len() > 1);
    let zone = zone.or_else(|| Zone::parse(offset()?));
    if currency.is_some() || zone.is_some() {
        form.truncate(base.trim_end_matches(ENDS).len());
    }
    (currency, zone)
}

/// Whether a word says that it is an offset: `utc+8`, `etc/gmt+5`.
fn names_zone(word: &str) -> bool {
    ["utc", "gmt", "etc/gmt"].iter().any(|prefix| {
        word.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(['+', '-', '\u{2212}']))
    })
}

/// The last segment of a JSON path: `dimensions.campaign_id` is `campaign id`.
pub fn leaf(form: &str) -> &str {
    form.rsplit_once('.').map_or(form, |(_, leaf)| leaf).trim_start()
}

/// Whether any export knows this word as a header, needed or not.
pub fn is_known(form: &str) -> bool {
    Words::shared().field(leaf(form)).is_some() || is_not_needed(form)
}

/// Whether a cell, read as a header, is a column of some export or tells one from another.
pub fn may_score(cell: &str, platform: &dyn Platform) -> bool {
    if !may_be_word(cell) {
        return false;
    }
    let mut form = header_form(cell, platform);
    form.truncate(help::without_note(&form).len());
    split_unit(&mut form);
    let (words, last) = (Words::shared(), leaf(&form));
    words.field(&form).or_else(|| words.field(last)).is_some()
        || LAYOUTS.iter().any(|layout| layout.markers.contains(&last))
}

/// Whether a cell may have the form of a word of ours, told at a glance: it is asked of every cell of many
/// rows, of which ids, times and amounts hold no letter, and most names begin with others than the words.
pub fn may_be_word(cell: &str) -> bool {
    static BEGINNINGS: OnceLock<Vec<bool>> = OnceLock::new();
    let known = BEGINNINGS.get_or_init(|| {
        let words = Words::shared().by_form.keys().chain(NOT_NEEDED);
        let words = words.chain(LAYOUTS.iter().flat_map(|layout| layout.markers));
        let mut known = vec![false; 26 * 26 * 26];
        for at in words.filter_map(|word| beginning(word)) {
            known.iter_mut().skip(at).take(1).for_each(|known| *known = true);
        }
        known
    });
    match beginning(cell) {
        // A path of JSON ends in its word.
        Some(at) => {
            let leaf = || cell.rsplit_once('.').map(|(_, leaf)| leaf.trim_start());
            known.get(at) == Some(&true) || leaf().is_some_and(may_be_word)
        }
        None => cell.bytes().any(|byte| !byte.is_ascii() || byte.is_ascii_alphabetic()),
    }
}

/// A number for the first three letters, where it begins with three of ASCII that no mark behind them changes.
fn beginning(text: &str) -> Option<usize> {
    let (letters, rest) = text.as_bytes().split_at_checked(3)?;
    if rest.first().is_some_and(|byte| !byte.is_ascii()) {
        return None;
    }
    letters.iter().try_fold(0, |number, byte| {
        let is_letter = byte.is_ascii_alphabetic();
        is_letter.then(|| number * 26 + usize::from(byte.to_ascii_lowercase() - b'a'))
    })
}

/// Whether two columns of one field differ by what their headers say: `cash_balance` and that part of it
/// which is not frozen, `valid_cash_balance`; one time on the clocks of two zones.
pub fn is_pair(one: &Header, other: &Header) -> bool {
    let is_valid = |header: &Header| leaf(&header.form).starts_with("valid ");
    let has_zones = one.zone.is_some() && other.zone.is_some();
    is_valid(one) != is_valid(other) || has_zones && one.zone != other.zone
}

/// Whether this header is known and not needed, where no export at hand has it as a field.
pub fn is_not_needed(form: &str) -> bool {
    let is_detail = |field| {
        matches!(field, Field::AdGroupId | Field::AdGroupName | Field::AdId | Field::AdName)
    };
    let form = leaf(form);
    NOT_NEEDED.contains(&form)
        || Words::shared().field(form).is_some_and(|(field, _)| is_detail(field))
}

/// A stable id of a set of headers, whatever their order: FNV-1a of the sorted forms.
pub fn fingerprint(headers: &[Header]) -> Fingerprint {
    let mut forms: Vec<&str> = headers.iter().map(|h| h.form.as_str()).collect();
    forms.order();
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in forms.join("\u{1f}").bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::Native;

    #[test]
    fn every_word_stands_in_header_form() {
        let words = WORDS.iter().chain(LAYOUTS.iter().flat_map(|l| l.words));
        for (field, forms) in words {
            for form in *forms {
                assert_eq!(header_form(form, &Native), *form, "{field:?}");
                // vocabulary.rs passes over texts without one.
                assert!(form.chars().any(char::is_alphabetic), "{form}");
                assert!(may_be_word(form) && may_be_word(&form.to_uppercase()), "{form}");
            }
        }
        for form in NOT_NEEDED.iter().chain(LAYOUTS.iter().flat_map(|l| l.markers)) {
            assert_eq!(header_form(form, &Native), *form);
            assert!(form.chars().any(char::is_alphabetic), "{form}");
            assert!(may_be_word(form), "{form}");
        }
        for other in
            ["7301234567890000001", "2026-11-01 08:00:11", "Oakline Köln", "Oakline S.A.", ""]
        {
            assert!(!may_be_word(other), "{other}");
        }
        for header in
            ["Cost (USD)", "data.list.cost_cash", "=\"Cost\"", " Cost", "Coût", "Cost_Cash"]
        {
            assert!(may_be_word(header), "{header}");
        }
    }

    #[test]
    fn every_field_of_a_layout_has_a_word() {
        for layout in LAYOUTS {
            for field in layout.fields {
                let named = WORDS.iter().chain(layout.words).any(|(f, _)| f == field);
                assert!(named, "{:?} {field:?}", layout.export);
            }
        }
    }

    #[test]
    fn headers_differ_in_dress_only() {
        for (text, expected) in [
            ("Discount / Amount", "discount/amount"),
            ("Net Cost （Delayed）", "net cost(delayed)"),
            ("=\"Unused amount\"", "unused amount"),
            ("cost_cash", "cost cash"),
            ("Valid dates ▲", "valid dates"),
            ("  Used\u{a0}amount ⓘ", "used amount"),
            ("Used amount help", "used amount"),
            ("Credit type info", "credit type"),
            ("Cost (i)", "cost"),
            ("Unused amount (?)", "unused amount"),
            ("Discount / Amount Learn more", "discount/amount"),
            ("消耗了解更多", "消耗"),
            ("Valid dates  more info", "valid dates"),
            ("Cost (USD) (i)", "cost(usd)"),
            ("Used amount The part of it that ads have used.", "used amount"),
            ("Cost for you.", "cost for you."),
            // What is left is no word of ours, or may be a column of its own.
            ("Account info", "account info"),
            ("Our help", "our help"),
        ] {
            assert_eq!(header_form(text, &Native), expected);
        }
    }

    #[test]
    fn a_header_may_carry_currency_or_zone() {
        let found = headers(
            [
                "Cost (USD)",
                "Cost (Delayed)",
                "Time (UTC+01:00)",
                "Time UTC+8",
                "Time (GMT+08:00, Beijing)",
                "Time (Etc/GMT+5)",
                "Time, UTC-3",
                "Time （UTC+8）",
            ]
            .into_iter(),
            &Native,
        );
        let shown: Vec<_> = found
            .iter()
            .map(|h| {
                (h.form.as_str(), h.currency.map(|c| c.to_string()), h.zone.map(|z| z.to_string()))
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("cost", Some("USD".into()), None),
                ("cost(delayed)", None, None),
                ("time", None, Some("+01:00".into())),
                ("time", None, Some("+08:00".into())),
                ("time", None, Some("+08:00".into())),
                ("time", None, Some("-05:00".into())),
                ("time", None, Some("-03:00".into())),
                ("time", None, Some("+08:00".into())),
            ]
        );
    }

    #[test]
    fn of_a_text_in_the_place_of_a_header_its_beginning_is_the_label() {
        let text = "lorem ipsum ".repeat(100_000);
        let found = headers(["Credit type", &text, &text].into_iter(), &Native);
        let start: String = text.chars().take(60).collect();
        let labels: Vec<_> = found.iter().map(|h| h.label.clone()).collect();
        assert_eq!(labels, ["Credit type".to_owned(), start.clone(), format!("{start} (2)")]);
        assert!(found.iter().all(|header| header.form.len() <= CELL_BYTES_MAX));
    }

    #[test]
    fn help_beside_a_header_makes_no_two_columns_one() {
        let found = headers(["Reward", "Reward (i)", "Used amount help"].into_iter(), &Native);
        let forms: Vec<_> = found.iter().map(|h| h.form.as_str()).collect();
        assert_eq!(forms, ["reward", "reward(i)", "used amount"]);
        assert_eq!(found[2].label, "Used amount help");
    }

    #[test]
    fn repeated_and_empty_headers_keep_apart() {
        let found = headers(["Cost", "", "Cost", "__proto__", ""].into_iter(), &Native);
        let labels: Vec<_> = found.iter().map(|h| h.label.as_str()).collect();
        assert_eq!(labels, ["Cost", "#2", "Cost (2)", "__proto__", "#5"]);
    }
}
