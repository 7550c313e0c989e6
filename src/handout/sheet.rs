//! The statement and the summary as one HTML page each: to print, to send, to open anywhere. Nothing in them is
//! fetched, and nothing in them runs. Its own words say in which direction a page is read.
//!
//! In: a [`Statement`], or the pieces of a summary. Out: text in which every name is escaped; the words come from
//! the catalogue.

use super::Say;
use super::statement::{AccountPart, Line, Statement, Sum};
use super::summary::Piece;
use crate::money::{Amount, Currency};
use crate::problem::Message;

const STYLE: &str = "body{font:14px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;\
    padding:0 1rem;color:#161823}h1{font-size:1.4rem;margin:0}h2{font-size:1rem;margin:2rem 0 .5rem}\
    table{border-collapse:collapse;width:100%}th,td{padding:.35rem .5rem;text-align:right;\
    border-bottom:1px solid #e3e3e4;font-variant-numeric:tabular-nums}th:first-child{text-align:start}\
    tbody th{font-weight:400}thead th,tfoot th,tfoot td{font-weight:600}.note{color:#55565f}.logo{max-height:64px;\
    max-width:240px}.item{margin:.75rem 0 0;break-after:avoid}.step{margin:.25rem 0 0;margin-inline-start:1rem}";

const COLUMNS: [&str; 7] = [
    "page.column.name",
    "handout.opening",
    "handout.issued",
    "handout.drawn",
    "handout.forfeited",
    "handout.corrected",
    "handout.closing",
];

/// Who hands a page out, and in which language; nothing of it is needed.
#[derive(Clone, Debug, Default)]
pub struct Letterhead {
    pub agency: Option<String>,
    pub logo: Option<Logo>,
    /// BCP 47, of the words.
    pub language: Option<String>,
}

/// A picture inside the page: nothing is fetched for it, and it is of a kind that holds no script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo(String);

impl Logo {
    /// `data:image/png;base64,…`, as JPEG, GIF or WebP too; `None` where it is anything else, or beyond 400 kB.
    pub fn from_data_url(text: &str) -> Option<Logo> {
        let (kind, data) = text.strip_prefix("data:image/")?.split_once(";base64,")?;
        let is_base64 = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
        let is_ours = matches!(kind, "png" | "jpeg" | "gif" | "webp")
            && !data.is_empty()
            && text.len() <= LOGO_BYTES_MAX
            && data.bytes().all(is_base64);
        is_ours.then(|| Logo(text.to_owned()))
    }
}

const LOGO_BYTES_MAX: usize = 400 * 1024;

/// Everything before the heading.
fn top(head: &Letterhead, title: &str) -> String {
    let language = head.language.as_deref().map(|tag| format!(" lang=\"{}\"", escaped(tag)));
    let mut out = format!("<!doctype html>\n<html{} dir=\"auto\">\n", language.unwrap_or_default());
    out += "<meta charset=\"utf-8\">\n";
    out += &format!("<title>{}</title>\n<style>{STYLE}</style>\n", escaped(title));
    if let Some(Logo(url)) = &head.logo {
        let name = escaped(head.agency.as_deref().unwrap_or_default());
        out += &format!("<img class=\"logo\" src=\"{}\" alt=\"{name}\">\n", escaped(url));
    }
    if let Some(agency) = &head.agency {
        out += &format!("<p class=\"note\">{}</p>\n", escaped(agency));
    }
    out
}

/// Today's list, to print.
pub fn summary(pieces: &[Piece], head: &Letterhead) -> String {
    let title = pieces.iter().find_map(|piece| match piece {
        Piece::Title(text) => Some(text.as_str()),
        _ => None,
    });
    let mut out = top(head, title.unwrap_or_default());
    for piece in pieces {
        out += &match piece {
            Piece::Title(text) => format!("<h1>{}</h1>\n", escaped(text)),
            Piece::Heading(text) => format!("<h2>{}</h2>\n", escaped(text)),
            Piece::Text(text) => format!("<p>{}</p>\n", escaped(text)),
            Piece::Item(text) => format!("<p class=\"item\">{}</p>\n", escaped(text)),
            Piece::Step(text) => format!("<p class=\"note step\">{}</p>\n", escaped(text)),
        };
    }
    out
}

/// The statement.
pub fn sheet(statement: &Statement, letterhead: &Letterhead, say: Say<'_>) -> String {
    let title = say(&Message::new("handout.statement"));
    let mut out = top(letterhead, &title);
    let whose = statement.client.as_ref().map(|client| format!(" · {}", escaped(client)));
    out += &format!("<h1>{}{}</h1>\n", escaped(&title), whose.unwrap_or_default());
    let period = Message::new("handout.period")
        .with("first", statement.period.first)
        .with("last", statement.period.last);
    out += &note(&period, say);
    for part in &statement.accounts {
        out += &account(part, say);
    }
    for (currency, sum) in &statement.sums {
        let heading = Message::new("handout.sum").with("currency", currency.to_string());
        out += &format!("<h2>{}</h2>\n<table>\n{}", escaped(&say(&heading)), head(say));
        out += &format!("<tfoot>{}</tfoot>\n</table>\n", sum_row(sum, Some(*currency), say));
        out += &saved(sum, Some(*currency), say);
    }
    out
}

fn account(part: &AccountPart, say: Say<'_>) -> String {
    let facts = [Some(part.name.clone()), part.id.clone(), part.currency.map(|c| c.to_string())];
    let mut facts: Vec<String> = facts.into_iter().flatten().map(|f| escaped(&f)).collect();
    facts.dedup();
    let mut out = format!("<h2>{}</h2>\n", facts.join(" · "));
    if let Some(provisional) = &part.provisional {
        out += &note(provisional, say);
    }
    if let Some(zone) = part.assumed_zone {
        out += &note(&Message::new("handout.zone_assumed").with("zone", zone.to_string()), say);
    }
    if part.lines.is_empty() {
        return out + &note(&Message::new("handout.no_credits"), say);
    }
    out += &format!("<table>\n{}<tbody>\n", head(say));
    for line in &part.lines {
        out += &row(line, part.currency, say);
    }
    let foot = sum_row(&part.sum, part.currency, say);
    out += &format!("</tbody>\n<tfoot>{foot}</tfoot>\n</table>\n");
    for line in part.lines.iter().filter(|line| !line.unexplained.is_zero()) {
        let text = Message::new("handout.unexplained").with("name", line.name.clone());
        out += &note(&text.money("amount", line.unexplained, part.currency), say);
    }
    let is_drawn = |line: &Line| line.drawn.is_some_and(|drawn| !drawn.is_zero());
    if part.lines.iter().any(|line| line.is_inferred && is_drawn(line)) {
        out += &note(&Message::new("handout.inferred"), say);
    }
    out + &saved(&part.sum, part.currency, say)
}

/// What would have been paid in cash: what was drawn, less what came back (R16).
fn saved(sum: &Sum, currency: Option<Currency>, say: Say<'_>) -> String {
    let paid = sum.drawn.zip(sum.corrected).map(|(drawn, corrected)| drawn - corrected);
    let saved = |paid| note(&Message::new("handout.saved").money("amount", paid, currency), say);
    paid.filter(|paid| paid.is_positive()).map(saved).unwrap_or_default()
}

fn head(say: Say<'_>) -> String {
    let cells = COLUMNS.map(|key| format!("<th>{}</th>", escaped(&say(&Message::new(key)))));
    format!("<thead><tr>{}</tr></thead>\n", cells.concat())
}

fn row(line: &Line, currency: Option<Currency>, say: Say<'_>) -> String {
    let figures =
        [line.opening, line.issued, line.drawn, line.forfeited, line.corrected, line.closing];
    let cells = figures.map(|figure| format!("<td>{}</td>", cell(figure, currency, say)));
    format!("<tr><th>{}</th>{}</tr>\n", escaped(&line.name), cells.concat())
}

fn sum_row(sum: &Sum, currency: Option<Currency>, say: Say<'_>) -> String {
    let figures = [sum.opening, sum.issued, sum.drawn, sum.forfeited, sum.corrected, sum.closing];
    let cells = figures.map(|figure| format!("<td>{}</td>", cell(figure, currency, say)));
    let name = escaped(&say(&Message::new("handout.total")));
    format!("<tr><th>{name}</th>{}</tr>", cells.concat())
}

fn cell(figure: Option<Amount>, currency: Option<Currency>, say: Say<'_>) -> String {
    let message = match figure {
        Some(amount) => Message::new("handout.amount").money("amount", amount, currency),
        None => Message::new("handout.not_known"),
    };
    escaped(&say(&message))
}

fn note(message: &Message, say: Say<'_>) -> String {
    format!("<p class=\"note\">{}</p>\n", escaped(&say(message)))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handout::statement::statement;
    use crate::insight::fixture::{account, say};

    #[test]
    fn names_are_text() {
        let mut state =
            account("account currency=USD\n now 11-21 14:00\n credit X face=1 valid=10-02..");
        state.credits[0].name = "<script>alert('x')</script>".to_owned();
        let statement = statement(&[&state], Some("A & \"B\"".into()), None);
        let page = sheet(&statement, &Letterhead::default(), &say);
        assert!(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"), "{page}");
        assert!(page.contains("A &amp; &quot;B&quot;") && !page.contains("<script"), "{page}");
    }

    /// 110 + 100 drawn, 10 of it came back: 200 would have been cash.
    #[test]
    fn r16_what_came_back_was_not_saved() {
        let state = account(
            "account currency=USD
             now    11-21 14:00
             credit Launch face=300 valid=10-05..12-31
             draw   10-05T09:00 credit=Launch amount=110 at=11-21T09:00
             draw   10-06T09:00 credit=Launch amount=100 at=11-21T09:00
             draw   10-07T09:00 credit=Launch amount=-10 at=11-21T09:00",
        );
        let page = sheet(&statement(&[&state], None, None), &Letterhead::default(), &say);
        assert!(page.contains("Ad credit paid 200 USD that would have been cash"), "{page}");
    }

    #[test]
    fn what_is_assumed_or_computed_is_said_and_nothing_else() {
        let facts = "account currency=USD
             now    11-21 14:00
             credit Launch face=300 valid=10-05..12-31
             seen   Launch at=11-21T09:00 unused=190
             draw   10-05T09:00 credit=Launch amount=110 at=11-21T09:00
             credit Next face=50 valid=10-06..12-31
             seen   Next at=10-07T09:00 unused=50
             seen   Next at=11-21T09:00 unused=50";
        let page = |facts: &str, zone_assumed: bool| {
            let mut state = account(facts);
            state.zone_assumed = zone_assumed;
            let statement = statement(&[&state], None, None);
            sheet(&statement, &Letterhead::default(), &say)
        };
        let said = page(facts, false);
        assert!(said.contains("Next") && !said.contains("computed"), "{said}");
        assert!(!said.contains("time zone"), "{said}");
        assert!(page(facts, true).contains("UTC+00:00 is assumed"));
    }

    #[test]
    fn a_logo_is_a_picture_and_nothing_else() {
        let head = |logo: &str| Letterhead {
            agency: Some("<Us>".into()),
            logo: Logo::from_data_url(logo),
            language: Some("de\"".into()),
        };
        let page = top(&head("data:image/png;base64,iVBORw0KGgo="), "A < B");
        let picture =
            "<img class=\"logo\" src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"&lt;Us&gt;\">";
        assert!(page.contains(picture), "{page}");
        assert!(
            page.contains("<html lang=\"de&quot;\" dir=\"auto\">")
                && page.contains("<title>A &lt; B")
        );
        for bad in [
            "https://example.com/logo.png",
            "data:image/svg+xml;base64,PHN2Zz4=",
            "data:text/html;base64,PHA+",
            "data:image/png,abc",
            "data:image/png;base64,",
            "data:image/png;base64,a\" onerror=\"x",
        ] {
            assert_eq!(Logo::from_data_url(bad), None, "{bad}");
        }
        let long = format!("data:image/png;base64,{}", "A".repeat(LOGO_BYTES_MAX));
        assert_eq!(Logo::from_data_url(&long), None);
    }
}
