//! Today's list, for a message or a meeting: what is left, what needs attention, what to copy. As text, or as
//! pieces that a page is made of (`sheet`).

use super::Say;
use crate::account::state::AccountState;
use crate::insight::{Finding, Portfolio};
use crate::problem::{Arg, Message};

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

/// The list; `accounts` are those that the portfolio was made of, each with its client.
pub fn pieces(
    accounts: &[(&AccountState, Option<&str>)],
    portfolio: &Portfolio,
    say: Say<'_>,
) -> Vec<Piece> {
    let now = accounts.first().map(|(state, _)| state.today());
    let title = say(&Message::new("handout.summary").with("day", now.unwrap_or_default()));
    // Of one client the title says so, of several each line.
    let client = accounts.first().and_then(|(_, client)| *client);
    let client = client.filter(|one| accounts.iter().all(|(_, other)| *other == Some(one)));
    let whose = client.map(|client| format!(" · {client}")).unwrap_or_default();
    let mut out = vec![Piece::Title(format!("{title}{whose}"))];
    let names = |key: &str| {
        let account = accounts.iter().find(|(state, _)| state.account.key == key);
        let name = account.and_then(|(state, _)| state.account.name.clone());
        let name = name.unwrap_or_else(|| key.to_owned());
        // Many a name begins with that of the client.
        let other = account.and_then(|(_, client)| *client).filter(|_| client.is_none());
        match other.filter(|client| !name.starts_with(client)) {
            Some(client) => format!("{client} · {name}"),
            None => name,
        }
    };
    for line in &portfolio.band {
        let sentences = line.sentences.iter().chain(&line.notes);
        let sentences: Vec<String> = sentences.map(|s| begun(s, say)).collect();
        let head = line.currency.map(|c| c.to_string());
        let head = head.or(line.account.as_ref().map(|key| names(key)));
        let head = head.map(|head| format!("{head}: ")).unwrap_or_default();
        // R33: a sum is as old as the oldest figure in it.
        let as_of = line.as_of.map(|at| say(&Message::new("alert.why.as_of").with("at", at)));
        let as_of = as_of.map(|as_of| format!(". {as_of}")).unwrap_or_default();
        out.push(Piece::Text(format!("{head}{}{as_of}", sentences.join(". "))));
    }
    let active: Vec<&Finding> = portfolio.findings.iter().filter(|f| f.is_active()).collect();
    // R37: that nothing needs attention follows only from whole copies.
    let is_whole = |(s, _): &(&AccountState, Option<&str>)| {
        s.available.is_some_and(|a| a.whole_as_of.is_some())
    };
    let heading = match active.is_empty() {
        true if !accounts.is_empty() && accounts.iter().all(is_whole) => "handout.summary.nothing",
        true => "handout.summary.nothing_copied",
        false => "handout.summary.todo",
    };
    out.push(Piece::Heading(say(&Message::new(heading))));
    for finding in active {
        let is_of_one = accounts.len() > 1 && !finding.is_of_accounts();
        let whose = is_of_one.then(|| format!("{}: ", names(&finding.account)));
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

/// A sentence with its first letter large; a name stands as it is written.
fn begun(message: &Message, say: Say<'_>) -> String {
    let text = say(message);
    let is_name = |arg: &Arg| matches!(arg, Arg::Name(name) if text.starts_with(name.as_str()));
    let mut rest = text.chars();
    match rest.next().filter(|_| !message.args.iter().any(|(_, arg)| is_name(arg))) {
        Some(first) => first.to_uppercase().chain(rest).collect(),
        None => text,
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::fixture::{account, say};
    use crate::insight::{answer, portfolio};
    use crate::options::Options;

    #[test]
    fn whose_it_is_is_said_once() {
        let shop = |key: &str, name: &str| {
            account(&format!(
                "account key={key} name={name} currency=USD billing=manual
                 now     11-21 14:00
                 credit  Reels face=1000 valid=11-01..11-28 kind=assignable
                 seen    Reels at=11-21T09:00 unused=1000
                 log     Reels at=11-20T09:00"
            ))
        };
        let states = [shop("1", "Shop"), shop("2", "Nord_Shop")];
        let answers = states.each_ref().map(|state| answer(state, &Options::default()));
        let pairs: Vec<_> = states.iter().zip(&answers).collect();
        let portfolio = portfolio(&pairs, &Options::default());
        let said = |clients: [Option<&str>; 2]| {
            let accounts: Vec<_> = states.iter().zip(clients).collect();
            text(&pieces(&accounts, &portfolio, &say))
        };
        let one = said([Some("Nord"); 2]);
        assert!(one.starts_with("Ad credits on 11-21 · Nord\n"), "{one}");
        assert!(one.contains("- Shop: ") && !one.contains("Nord · "), "{one}");
        let two = said([Some("Kite"), Some("Nord")]);
        assert!(two.starts_with("Ad credits on 11-21\n"), "{two}");
        assert!(two.contains("- Kite · Shop: ") && two.contains("- Nord Shop: "), "{two}");
        let sum =
            "2000 USD will be lost if nothing changes. Then cash balance. As of 11-21 09:00.\n";
        assert!(two.contains(sum), "{two}");
    }

    #[test]
    fn a_line_of_several_accounts_begins_with_no_name() {
        let shop = |key: u32| {
            account(&format!(
                "account key={key} name=Shop_{key} currency=USD billing=manual
                 now     11-21 14:00
                 credit  Reels face=1000 valid=11-01..12-28
                 seen    Reels at=11-1{key}T09:00 unused=1000"
            ))
        };
        let states = [shop(4), shop(5)];
        let answers = states.each_ref().map(|state| answer(state, &Options::default()));
        let pairs: Vec<_> = states.iter().zip(&answers).collect();
        let accounts: Vec<_> = states.iter().map(|state| (state, Some("Nord"))).collect();
        let portfolio = portfolio(&pairs, &Options::default());
        let text = text(&pieces(&accounts, &portfolio, &say));
        assert!(
            text.contains("- 2 accounts have old figures, the oldest of 11-14 09:00\n"),
            "{text}"
        );
    }
}
