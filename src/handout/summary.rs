//! Today's list as text, for a message or a meeting: what is left, what needs attention, what to copy.

use super::Say;
use crate::account::state::AccountState;
use crate::insight::{Finding, Portfolio};
use crate::problem::Message;

/// The text; `accounts` are those that the portfolio was made of.
pub fn summary(accounts: &[&AccountState], portfolio: &Portfolio, say: Say<'_>) -> String {
    let now = accounts.first().map(|state| state.now.on_clock(state.zone).day());
    let title = Message::new("handout.summary").with("day", now.unwrap_or_default());
    let mut lines = vec![say(&title), String::new()];
    let names = |key: &str| {
        let account = accounts.iter().find(|state| state.account.key == key);
        account.and_then(|s| s.account.name.clone()).unwrap_or_else(|| key.to_owned())
    };
    for line in &portfolio.band {
        let sentences: Vec<String> = line.sentences.iter().map(say).collect();
        let head = line.currency.map(|c| c.to_string());
        let head = head.or(line.account.as_ref().map(|key| names(key)));
        lines.push(format!("{}: {}", head.unwrap_or_default(), sentences.join(". ")));
    }
    let active: Vec<&Finding> = portfolio.findings.iter().filter(|f| f.is_active()).collect();
    lines.push(String::new());
    if active.is_empty() {
        lines.push(say(&Message::new("handout.summary.nothing")));
    }
    for finding in active {
        let whose = (accounts.len() > 1).then(|| format!("{}: ", names(&finding.account)));
        lines.push(format!("- {}{}", whose.unwrap_or_default(), say(&finding.headline)));
        lines.extend(finding.steps.iter().map(|step| format!("  {}", say(step))));
    }
    if !portfolio.refresh.is_empty() {
        lines.extend([String::new(), say(&Message::new("handout.summary.refresh"))]);
    }
    for line in &portfolio.refresh {
        let export = say(&Message::new(line.export.term()));
        lines.push(format!("- {}: {export}. {}", names(&line.account), say(&line.reason)));
    }
    lines.join("\n") + "\n"
}
