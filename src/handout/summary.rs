//! Today's list, for a message or a meeting: what is left, what needs attention, what to copy. As text, or as
//! pieces that a page is made of (`sheet`).

use super::Say;
use crate::account::state::AccountState;
use crate::insight::{Finding, Portfolio};
use crate::problem::Message;

/// A morning has time for so many pages.
const REFRESH_LINES_MAX: usize = 8;

/// A piece of the list, worded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Title(String),
    Heading(String),
    Text(String),
    /// Something to look at, worst first.
    Item(String),
    /// What to do about the item before it.
    Step(String),
}

/// The list; `accounts` are those that the portfolio was made of.
pub fn pieces(accounts: &[&AccountState], portfolio: &Portfolio, say: Say<'_>) -> Vec<Piece> {
    let now = accounts.first().map(|state| state.now.on_clock(state.zone).day());
    let title = Message::new("handout.summary").with("day", now.unwrap_or_default());
    let mut out = vec![Piece::Title(say(&title))];
    let names = |key: &str| {
        let account = accounts.iter().find(|state| state.account.key == key);
        account.and_then(|s| s.account.name.clone()).unwrap_or_else(|| key.to_owned())
    };
    for line in &portfolio.band {
        let sentences: Vec<String> = line.sentences.iter().map(say).collect();
        let head = line.currency.map(|c| c.to_string());
        let head = head.or(line.account.as_ref().map(|key| names(key)));
        let head = head.map(|head| format!("{head}: ")).unwrap_or_default();
        out.push(Piece::Text(format!("{head}{}", sentences.join(". "))));
    }
    let active: Vec<&Finding> = portfolio.findings.iter().filter(|f| f.is_active()).collect();
    // R37: that nothing needs attention follows only from whole copies.
    let is_whole = |s: &&AccountState| s.available.is_some_and(|a| a.whole_as_of.is_some());
    let heading = match active.is_empty() {
        true if !accounts.is_empty() && accounts.iter().all(is_whole) => "handout.summary.nothing",
        true => "handout.summary.nothing_copied",
        false => "handout.summary.todo",
    };
    out.push(Piece::Heading(say(&Message::new(heading))));
    for finding in active {
        let whose = (accounts.len() > 1).then(|| format!("{}: ", names(&finding.account)));
        let headline = say(&finding.headline);
        out.push(Piece::Item(format!("{}{headline}", whose.unwrap_or_default())));
        out.extend(finding.steps.iter().map(|step| Piece::Step(say(step))));
    }
    if !portfolio.refresh.is_empty() {
        out.push(Piece::Heading(say(&Message::new("handout.summary.refresh"))));
    }
    for line in portfolio.refresh.iter().take(REFRESH_LINES_MAX) {
        let export = say(&Message::new(line.export.term()));
        out.push(Piece::Item(format!("{}: {export}. {}", names(&line.account), say(&line.reason))));
    }
    let rest = portfolio.refresh.len().saturating_sub(REFRESH_LINES_MAX);
    if rest > 0 {
        out.push(Piece::Item(say(&Message::new("refresh.more").with("count", rest))));
    }
    out
}

/// As plain text.
pub fn text(pieces: &[Piece]) -> String {
    let mut lines = Vec::new();
    let mut is_first_text = true;
    for piece in pieces {
        match piece {
            Piece::Title(text) => lines.push(text.clone()),
            Piece::Heading(text) => lines.extend([String::new(), text.clone()]),
            Piece::Text(text) => {
                if std::mem::take(&mut is_first_text) {
                    lines.push(String::new());
                }
                lines.push(text.clone());
            }
            Piece::Item(text) => lines.push(format!("- {text}")),
            Piece::Step(text) => lines.push(format!("  {text}")),
        }
    }
    lines.join("\n") + "\n"
}
