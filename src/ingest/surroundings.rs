//! What stands around a table: whose it is, how complete, as of when, over which days (R31 to R33).
//!
//! In: lines of text outside tables, links, an address, a file name. Out: hints with their source and
//! facts where a line states one. A line that cannot be read says nothing; nothing here is a guess.

mod labels; // what the ids and names on a page are called

use super::dates::{self, RawSpan};
use super::figure::digit;
use super::pagination;
use super::words;
use super::{AccountHint, HintSource, StatedAsOf};
use crate::calendar::{Day, Unit, Zone};

/// A line that says something of the table is short; one of megabytes would cost time and say nothing.
const LINE_BYTES_MAX: usize = 400;

pub fn is_long(line: &str) -> bool {
    line.len() > LINE_BYTES_MAX
}

/// Whether a line says that the list it stands in has no row: `No data`, `No records found`.
pub fn says_empty(line: &str) -> bool {
    if is_long(line) {
        return false;
    }
    let word = words::plain(line);
    let word = word.trim_end_matches('.');
    let ends = ["found", "available", "yet"];
    let word = ends.iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word).trim_end();
    ["no data", "no results", "no records", "no items"].contains(&word)
}

/// The moment that a line states: `As of 2026-11-21 14:00 (UTC+01:00)`, `Last updated: …`.
pub fn as_of(line: &str) -> Option<StatedAsOf> {
    const LEADS: &[&str] = &[
        "as of",
        "last updated at",
        "last updated on",
        "last updated",
        "updated at",
        "updated on",
        "data updated at",
        "data updated",
        "updated",
        "last update",
        "data as of",
        "exported at",
        "exported on",
        "export time",
        "generated at",
        "generated on",
        "report time",
    ];
    if is_long(line) {
        return None;
    }
    let word = words::plain(line);
    let rest = LEADS.iter().find_map(|lead| word.strip_prefix(lead))?;
    let span = RawSpan::parse(rest.trim_start_matches([':', ' ']).trim())?.alone()?;
    Some(StatedAsOf { time: span.single()?, zone: span.zone })
}

/// The zone that a line states for all times of its table: `Time zone: UTC+08:00` (R38).
pub fn stated_zone(line: &str) -> Option<Zone> {
    const LABELS: &[&str] =
        &["reporting time zone", "report time zone", "account time zone", "time zone", "timezone"];
    if is_long(line) {
        return None;
    }
    let line = line.trim();
    let rest = LABELS.iter().find_map(|label| {
        let (head, rest) = line.split_at_checked(label.len())?;
        head.eq_ignore_ascii_case(label).then_some(rest)
    })?;
    let rest = rest.trim_start().strip_prefix([':', '：', ',', ';', '\t', '|'])?;
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"'));
    // `(UTC+01:00) Berlin`: the offset says it, whatever the place is called.
    let offset = rest.strip_prefix('(').and_then(|rest| Some(rest.split_once(')')?.0));
    Zone::parse(offset.unwrap_or(rest))
}

/// The zone that a short line names, with no other digits that might be a moment: `All times are shown in
/// UTC+08:00`, `(GMT-05:00) New York`.
pub fn named_zone(line: &str) -> Option<Zone> {
    const NAMING_BYTES_MAX: usize = 80;
    let line = (line.len() <= NAMING_BYTES_MAX).then(|| line.to_ascii_uppercase())?;
    let at = ["UTC", "GMT"].iter().filter_map(|name| line.find(name)).min()?;
    let (before, rest) = line.split_at_checked(at)?;
    let is_offset = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | ':');
    let name = rest.get(..3)?;
    let offset = rest.get(3..)?.trim_start();
    let end = offset.find(|c| !is_offset(c)).unwrap_or(offset.len());
    let (offset, after) = offset.split_at_checked(end).filter(|(offset, _)| !offset.is_empty())?;
    let has_other = [before, after].iter().any(|text| text.contains(|c: char| c.is_ascii_digit()));
    let is_word = !before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '/');
    Zone::parse(&format!("{name}{}", offset.trim_end_matches(':')))
        .filter(|_| is_word && !has_other)
}

/// The days that a line names as the report's range: `Date range: 2026-11-01 - 2026-11-20`.
pub fn report_range(line: &str) -> Option<(Day, Day)> {
    const LEADS: &[&str] = &[
        "date range",
        "report range",
        "reporting period",
        "time range",
        "period",
        "dates",
        "date",
    ];
    if is_long(line) {
        return None;
    }
    let word = words::plain(line);
    let rest = LEADS.iter().find_map(|lead| word.strip_prefix(lead)).unwrap_or(&word);
    dates::day_range(rest.trim_start_matches([':', ' ']).trim())
}

/// The day that stands alone on a line, where no other line names another.
pub fn only_day(lines: &[String]) -> Option<Day> {
    let day = |line: &String| {
        let span = RawSpan::parse(line.trim())?.alone()?;
        Some(span.single().filter(|stated| stated.unit == Unit::Day)?.time.day())
    };
    let mut days = lines.iter().filter_map(day);
    let first = days.next()?;
    days.all(|day| day == first).then_some(first)
}

/// Lines that may name an account, and how plainly they must: a row that was not read may have left some.
pub type Said<'l> = (&'l [String], Plainness);

/// How plainly a line names an account, least plainly first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plainness {
    /// Digits as long as an id, and nothing else.
    Bare,
    /// `ID: 7123…`, `Shop EU (7123…)`: of an account, or of a campaign.
    Id,
    /// `Account ID: 7123…`, `Advertiser: Shop EU`.
    Account,
}

/// Accounts named by links, the address, the page and the file name; best evidence first, each once.
pub fn account_hints(
    links: &[String],
    address: Option<&str>,
    said: &[Said<'_>],
    file_name: &str,
) -> Vec<AccountHint> {
    let mut out: Vec<AccountHint> = Vec::new();
    let mut add = |id: Option<&str>, name: Option<&str>, source| {
        // Digits of another script are the same id.
        let id = id.map(|id| id.chars().filter_map(digit).map(|d| char::from(b'0' + d)).collect());
        let hint = AccountHint { id, name: name.map(str::to_owned), perhaps: None, source };
        let is_new = !out.contains(&hint);
        match out.iter_mut().find(|h| h.id.is_some() && h.id == hint.id) {
            Some(known) => {
                let better = if hint.source < known.source { hint.name.clone() } else { None };
                known.name = better.or(known.name.take()).or(hint.name);
                known.source = known.source.min(hint.source);
            }
            None if is_new => out.push(hint),
            None => {}
        }
    };
    for link in links {
        add_some(id_in_address(link), None, HintSource::Link, &mut add);
    }
    let lines = said.iter().flat_map(|(lines, _)| *lines).map(String::as_str);
    for address in address.into_iter().chain(lines) {
        add_some(id_in_address(address), None, HintSource::Address, &mut add);
    }
    for (lines, least) in said {
        let named = lines.iter().map(|line| named_account(line).filter(|n| n.plainness >= *least));
        let named: Vec<Option<Named<'_>>> = named.collect();
        let at = |at: Option<usize>| at.and_then(|at| named.get(at)?.as_ref());
        for (number, Named { id, name, source, .. }) in
            named.iter().enumerate().filter_map(|(number, n)| Some((number, n.as_ref()?)))
        {
            if *source != HintSource::Page {
                add(*id, *name, *source);
                continue;
            }
            let (above, below) = (number.checked_sub(1), number.checked_add(1));
            // `Account name: Nord` and `Account ID: 7123…` on lines of their own are one account.
            let is_half = |other: &&Named<'_>| {
                other.id.is_none() != id.is_none() && other.name.is_none() != name.is_none()
            };
            let half = at(above).filter(is_half).or_else(|| at(below).filter(is_half));
            if id.is_none() && half.is_some() {
                continue;
            }
            let line = above.and_then(|at| lines.get(at)).map(|l| l.trim());
            let line = line.filter(|l| is_name(l) && at(above).is_none());
            add(*id, name.or(half.and_then(|half| half.name)).or(line), HintSource::Page);
        }
    }
    let id = file_name.split(|c: char| !c.is_ascii_digit()).find(|run| is_id(run));
    add_some(id, None, HintSource::FileName, &mut add);
    out
}

/// The id, and the name beside it, that a person wrote to say whose an import is: an address of Ads Manager,
/// `Shop EU (7123…)`, an id alone. `None` where it holds no id.
pub fn account_said(text: &str) -> Option<(&str, Option<&str>)> {
    if let Some(id) = id_in_address(text) {
        return Some((id, None));
    }
    let Named { id, name, .. } = named_account(text)?;
    id.map(|id| (id, name))
}

/// The one line of a page's header that is neither menu nor heading: it may name the account that links lead to.
pub fn only_name(header: &[String]) -> Option<&str> {
    let mut names = header.iter().map(|line| line.trim()).filter(|line| !is_of_menu(line));
    let first = names.next()?;
    let is_alone = names.all(|line| line == first);
    Some(first).filter(|name| is_alone && is_name(name) && !name.ends_with(['.', '!', '?']))
}

fn add_some(
    id: Option<&str>,
    name: Option<&str>,
    source: HintSource,
    add: &mut impl FnMut(Option<&str>, Option<&str>, HintSource),
) {
    if id.is_some() {
        add(id, name, source);
    }
}

/// R30: advertiser ids have 16 to 19 digits.
fn is_id(text: &str) -> bool {
    text.chars().all(|c| digit(c).is_some()) && (16..=19).contains(&text.chars().count())
}

/// `…?aadvid=7123…`, `…/advertiser/7123…`.
fn id_in_address(address: &str) -> Option<&str> {
    const KEYS: &[&str] =
        &["aadvid=", "advertiser_id=", "advertiserId=", "adv_id=", "/advertiser/"];
    KEYS.iter().find_map(|key| {
        let (_, rest) = address.split_once(key)?;
        let id = rest.split(|c: char| !c.is_ascii_digit()).next()?;
        is_id(id).then_some(id)
    })
}

/// What a line says of an account.
struct Named<'l> {
    id: Option<&'l str>,
    name: Option<&'l str>,
    plainness: Plainness,
    source: HintSource,
}

/// `Account ID: 7123…` names an id; `Account: Nord · Shop EU` a name; `Shop EU (7123…)` both.
fn named_account(line: &str) -> Option<Named<'_>> {
    let line = line.trim();
    if line.len() > 160 || line.contains("://") {
        return None;
    }
    let plainness = |label: &str| match labels::is_id_of_account(label) {
        true => Plainness::Account,
        false => Plainness::Id,
    };
    let named = |name, id, plainness| Named { id, name, plainness, source: HintSource::Page };
    let of_account = |name, id| Some(named(name, id, Plainness::Account));
    if let Some((label, value)) = line.split_once([':', '：']) {
        let (label, value) = (words::plain(label), value.trim());
        if (labels::is_id_of_account(&label) || label == ID) && is_id(value) {
            return Some(named(None, Some(value), plainness(&label)));
        }
        if labels::is_name_of_account(&label) && !value.is_empty() {
            return match super::cell::embedded_id(value) {
                _ if is_id(value) => of_account(None, Some(value)),
                Some((name, id)) => of_account(Some(name), Some(id)),
                None => of_account(Some(value), None),
            };
        }
    }
    let line = up_to_id(line);
    let (name, id) = super::cell::embedded_id(line)?;
    let label = words::plain(name);
    let label = label.trim_end_matches([':', '#', ' ']);
    if labels::is_of_another(label.strip_suffix(" id").unwrap_or(label)) {
        return None;
    }
    let is_of_account = labels::is_id_of_account(label) || labels::is_name_of_account(label);
    let is_label = label.is_empty() || is_of_account || label == ID;
    let plainness = match line == id {
        true => Plainness::Bare,
        false if is_of_account => Plainness::Account,
        false => Plainness::Id,
    };
    if !is_label && is_labelled(line, name) && !labels::may_be_name(name) {
        let name = Some(name.trim_end_matches([':', '：', '#', ' ']));
        return Some(Named { source: HintSource::Label, ..named(name, Some(id), plainness) });
    }
    Some(named(Some(name).filter(|_| !is_label), Some(id), plainness))
}

/// The line as far as its last digits, where nothing but the menu beside them follows: `Shop EU ID: 7123… English`.
fn up_to_id(line: &str) -> &str {
    let end = line.char_indices().rev().find(|(_, c)| digit(*c).is_some());
    let end = end.map_or(line.len(), |(at, c)| at + c.len_utf8());
    let (head, rest) = line.split_at_checked(end).unwrap_or((line, ""));
    let rest = rest.trim_start_matches([')', '）', ']', ' ']);
    if !rest.is_empty() && is_of_menu(rest) { head } else { line }
}

/// Whether a line calls its id by the words before it: `Portfolio ID: 7123…`, `Workspace #7123…`. In `Shop EU (ID: 7123…)`
/// they are a name.
fn is_labelled(line: &str, name: &str) -> bool {
    let rest = line.strip_prefix(name).unwrap_or_default();
    let between = rest.trim_start_matches(|c: char| c.is_whitespace());
    let says_id = between.get(..2).is_some_and(|word| word.eq_ignore_ascii_case(ID));
    says_id || name.ends_with([':', '：', '#'])
}

const ID: &str = "id";

/// Words of the menus and headings of the platform's pages.
const MENU: &[&str] = &[
    "dashboard",
    "campaign",
    "campaigns",
    "assets",
    "reporting",
    "analytics",
    "tools",
    "payments",
    "payment",
    "payment overview",
    "promotions",
    "transactions",
    "invoices",
    "help",
    "home",
    "business center",
    "tiktok ads manager",
    "tiktok: ads manager",
    "available",
    "earning",
    "not available",
    "account",
    "account setup",
    "finance",
    "audience",
    // The choice of a language names the one that is shown.
    "english",
    "deutsch",
    "español",
    "français",
    "italiano",
    "português",
    "polski",
    "türkçe",
    "bahasa indonesia",
    "bahasa melayu",
    "tiếng việt",
    "русский",
    "العربية",
    "ไทย",
    "日本語",
    "한국어",
    "简体中文",
    "繁體中文",
];

/// Whether a line holds words of menus alone.
fn is_of_menu(line: &str) -> bool {
    let of_menus = |word: &str| MENU.iter().any(|entry| entry.split(' ').any(|one| one == word));
    words::plain(line).split(' ').all(of_menus)
}

/// Whether a plain word stands in the menus of the platform's pages.
pub fn is_menu_word(word: &str) -> bool {
    MENU.contains(&word)
}

/// Whether a line may name what stands below it (an account's id, a panel): a few words, not a label or a menu.
pub fn is_name(line: &str) -> bool {
    if is_long(line) {
        return false;
    }
    let word = words::plain(line);
    !line.is_empty()
        && line.chars().count() <= 60
        && !is_menu_word(&word)
        && !line.ends_with(':')
        && !line.chars().all(|c| digit(c).is_some())
        && pagination::page_count(line).or(pagination::row_count(line).map(|n| (None, n))).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r38_a_zone_is_stated_for_all_times() {
        for (text, expected) in [
            ("Time zone: UTC+08:00", Some("+08:00")),
            ("Time zone,UTC-05:00,,", Some("-05:00")),
            ("Timezone: (UTC+01:00) Berlin", Some("+01:00")),
            ("Reporting time zone：Etc/GMT+5", Some("-05:00")),
            ("Time zone: as set for the account", None),
            ("Time zone", None),
        ] {
            let zone = stated_zone(text).map(|zone| zone.to_string());
            assert_eq!(zone.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn r38_a_line_may_name_the_zone_in_its_own_words() {
        for (text, expected) in [
            ("All times are shown in UTC+08:00", Some("+08:00")),
            ("(GMT-05:00) New York", Some("-05:00")),
            ("Transaction time: UTC +8", Some("+08:00")),
            // A moment, an account, a word that only contains it.
            ("As of 2026-11-21 14:00 (UTC+01:00)", None),
            ("Shop 3 UTC+8", None),
            ("Etc/GMT+5", None),
            ("UTC", None),
            ("所有时间均为 UTC+08:00", Some("+08:00")),
            ("Help", None),
        ] {
            let zone = named_zone(text).map(|zone| zone.to_string());
            assert_eq!(zone.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn r33_moments_and_ranges() {
        let moment = as_of("Last updated: 2026-11-21 14:00 (UTC+01:00)").unwrap();
        assert_eq!(moment.time.time.to_string(), "2026-11-21 14:00:00");
        assert_eq!(moment.zone.unwrap().to_string(), "+01:00");
        assert_eq!(as_of("As of yesterday"), None);
        assert_eq!(as_of("As of 02/03/2026"), None);
        let range = report_range("Date range: 2026-11-01 - 2026-11-20").unwrap();
        assert_eq!(
            (range.0.to_string(), range.1.to_string()),
            ("2026-11-01".into(), "2026-11-20".into())
        );
        assert_eq!(report_range("Spend 100"), None);
        let day = |lines: &[&str]| {
            let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            only_day(&lines).map(|day| day.to_string())
        };
        assert_eq!(day(&["Nord", "2026-11-10", "Date: 10.11.2026"]).as_deref(), Some("2026-11-10"));
        assert_eq!(day(&["2026-11-10", "2026-11-11"]), None);
        assert_eq!(day(&["2026-11-10 08:00", "02/03/2026", "As of 2026-11-10"]), None);
        assert!(as_of("Updated 2026-11-21 14:00").is_some());
        for (text, is_empty) in [
            ("No data", true),
            ("No records found.", true),
            ("No data available", true),
            ("no data for this campaign", false),
            ("Data", false),
        ] {
            assert_eq!(says_empty(text), is_empty, "{text}");
        }
    }

    #[test]
    fn r31_name_and_id_on_lines_of_their_own_are_one_account() {
        let id = "Account ID: 7123456789012345678";
        let shown = |lines: &[&str]| {
            let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            let hints = account_hints(&[], None, &[(&lines, Plainness::Account)], "");
            let shown = |h: AccountHint| format!("{:?} {:?}", h.name, h.id.is_some());
            hints.into_iter().map(shown).collect::<Vec<_>>()
        };
        let one = ["Some(\"Nord\") true"];
        assert_eq!(shown(&["Account name: Nord", id]), one);
        assert_eq!(shown(&[id, "Account name: Nord"]), one);
        assert_eq!(shown(&["Nord", id]), one);
        assert_eq!(shown(&[id, id]), ["None true"]);
        // What counts the rows of a list names nobody.
        for count in ["1–1 of 1", "Total of 12 results", "23 results"] {
            assert_eq!(shown(&[count, id]), ["None true"], "{count}");
        }
        assert_eq!(
            shown(&["Account name: Nord", "x", id]),
            ["Some(\"Nord\") false", "Some(\"x\") true"]
        );
    }

    #[test]
    fn r31_the_one_line_of_a_header_that_is_no_menu_may_be_a_name() {
        for (header, name) in [
            (
                "Dashboard Campaign Tools|Halden 13 Retail|Payments|Not available",
                Some("Halden 13 Retail"),
            ),
            ("Dashboard|Nord|Promotions|Nord", Some("Nord")),
            ("Dashboard|Nord|Redeem a code here", None),
            ("Redeem a promo code here.", None),
            ("Dashboard|Promotions", None),
            ("", None),
        ] {
            let lines: Vec<String> = header.split('|').map(str::to_owned).collect();
            assert_eq!(only_name(&lines), name, "{header}");
        }
    }

    #[test]
    fn r31_ids_of_other_things_are_no_accounts() {
        const ID: &str = "7301555000111700002";
        for (line, expected) in [
            ("Request ID: {}", None),
            ("request_id {}", None),
            ("Order #{}", None),
            ("Business Center ID: {}", None),
            ("Ad group ID {}", None),
            ("Ad account ID {}", Some(None)),
            ("Advertiser ID: {}", Some(None)),
            ("ID: {}", Some(None)),
            ("Kite Shop ID: {}", Some(Some("Kite Shop"))),
            ("Nord · shop 2 ID: {}", Some(Some("Nord · shop 2"))),
            ("Kite (ID: {})", Some(Some("Kite"))),
            ("Kite Shop ({})", Some(Some("Kite Shop"))),
            ("{} · Kite Shop", Some(Some("Kite Shop"))),
            ("Werbekonto-ID: {}", Some(None)),
            ("広告アカウント ID：{}", Some(None)),
            ("ID da conta {}", Some(None)),
            ("Kite Shop ID: {} English", Some(Some("Kite Shop"))),
            ("Kite Shop (ID: {}) Help English", Some(Some("Kite Shop"))),
            ("Account ID: {} 日本語", Some(None)),
            ("Kite Shop {} of them", None),
        ] {
            let lines = [line.replace("{}", ID)];
            let hints = account_hints(&[], None, &[(&lines, Plainness::Bare)], "");
            let names = hints.into_iter().map(|hint| (hint.id, hint.name)).collect::<Vec<_>>();
            let expected = expected.map(|name| (Some(ID.to_owned()), name.map(str::to_owned)));
            assert_eq!(names, expected.into_iter().collect::<Vec<_>>(), "{line}");
        }
    }

    /// A word that we do not know may call anything: it is asked.
    #[test]
    fn r31_what_a_line_calls_by_a_word_of_its_own_is_only_a_hint() {
        const ID: &str = "7301555000111700002";
        for line in [
            "Portfolio ID: {}",
            "Workspace ID {}",
            "Payment Portfolio ID: {}",
            "Media space ID: {}",
            "Portfolio: {}",
            "Space #{}",
        ] {
            let lines = [line.replace("{}", ID)];
            let hints = account_hints(&[], None, &[(&lines, Plainness::Bare)], "");
            let [AccountHint { id: Some(id), source, .. }] = &hints[..] else {
                panic!("{line}: {hints:?}");
            };
            assert_eq!((id.as_str(), *source), (ID, HintSource::Label), "{line}");
        }
        // Of an id that a link leads to it is the name.
        let links = [format!("?aadvid={ID}")];
        let hints =
            account_hints(&links, None, &[(&[format!("Nord ID: {ID}")], Plainness::Bare)], "");
        assert_eq!(hints[0].name.as_deref(), Some("Nord"));
        // Beside the account's own id it is none.
        let lines = [format!("Portfolio ID: {ID}"), "Account ID: 7301555000111700009".into()];
        let hints = account_hints(&[], None, &[(&lines, Plainness::Bare)], "");
        let sure: Vec<_> = hints.iter().filter(|hint| hint.source.is_sure()).collect();
        assert_eq!(sure.len(), 1);
        assert_eq!(sure[0].id.as_deref(), Some("7301555000111700009"));
    }

    #[test]
    fn r31_accounts_are_named_in_many_places() {
        let lines: Vec<String> = [
            "TikTok Ads Manager",
            "Nord · Shop EU",
            "ID: 7123456789012345678",
            "Account: Kite · Main (7987654321098765432)",
            "https://ads.tiktok.com/i18n/promotions?aadvid=7111111111111111111",
        ]
        .map(str::to_owned)
        .to_vec();
        let links = ["/i18n/x?aadvid=7123456789012345678".to_owned()];
        let said = [(lines.as_slice(), Plainness::Bare)];
        let hints = account_hints(&links, None, &said, "promotions_7222222222222222222.csv");
        let shown: Vec<_> = hints
            .iter()
            .map(|h| {
                format!(
                    "{:?} {} {}",
                    h.source,
                    h.id.as_deref().unwrap_or("-"),
                    h.name.as_deref().unwrap_or("-")
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                "Link 7123456789012345678 Nord · Shop EU",
                "Address 7111111111111111111 -",
                "Page 7987654321098765432 Kite · Main",
                "FileName 7222222222222222222 -",
            ]
        );
    }
}
