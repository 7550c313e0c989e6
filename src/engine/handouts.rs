//! Files to take away: which accounts are in them, what they are called, what is refused.
//!
//! In: what is asked for, a formatter of messages. Out: one [`Handout`]. Only accounts in scope are
//! looked at, so that nothing of another client can slip in; a statement is refused for several clients.

mod columns; // of tables as files

use super::page::{Page, Shown};
use super::{Engine, Moment, Refusal};
use crate::calendar::{Day, Unit, When};
use crate::handout::calendar::{Disclose, HandedOut, calendar, reminders, taken_back};
use crate::handout::sheet::{Letterhead, Logo};
use crate::handout::statement::{Period, Statement, statement};
use crate::handout::table::{Cell, Separator, table};
use crate::handout::{Handout, Say, sheet, summary, ticket};
use crate::money::Amount;
use crate::options::AccountKey;
use crate::platform::Platform;
use crate::problem::{Message, keyed};
use crate::view::rows::Rows;
use crate::view::tables::{self, Cell as RowCell, Query, Scope, TableName};
use crate::view::{CreditType, ReconcileRow, Settlement, Standing};
use crate::work::at_once;
use columns::columns;
use serde::Deserialize;

/// A spreadsheet takes a file for UTF-8 only where it begins with this.
const BYTE_ORDER_MARK: &str = "\u{feff}";

keyed! {
    #[derive(Deserialize)]
    HandoutKind {
        Calendar = "calendar",
        Csv = "csv",
        Statement = "statement",
        Summary = "summary",
        Ticket = "ticket",
    }
}

/// A file that is asked for, beside its kind.
#[derive(Clone, Debug)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename_all = "camelCase", tag = "kind"))]
pub enum HandoutAsk {
    Calendar(CalendarAsk),
    Csv(CsvAsk),
    Statement(StatementAsk),
    Summary(SummaryAsk),
    Ticket(TicketAsk),
}

#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct CalendarAsk {
    pub scope: Scope,
    /// May name accounts and credits; amounts only together with names.
    pub names: bool,
    pub amounts: bool,
    /// The events of earlier files, as each returned them.
    pub handed_out: Vec<HandedOut>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct CsvAsk {
    pub scope: Scope,
    /// The table as it is shown; all credits in scope where absent.
    pub query: Option<Query>,
    /// Separated by tabs, to paste into a sheet.
    pub tabs: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct StatementAsk {
    pub scope: Scope,
    /// First and last day; the last calendar month where absent.
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// Who hands it out, their logo as a data URL, the language of the words.
    pub agency: Option<String>,
    pub logo: Option<String>,
    pub language: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct SummaryAsk {
    pub scope: Scope,
    /// As a page to print, in these words; else as text.
    pub print: bool,
    pub language: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct TicketAsk {
    pub scope: Scope,
    /// One line of Reconcile, by account and key; all unexplained ones in scope where absent.
    pub account: Option<AccountKey>,
    pub key: Option<String>,
}

impl Engine {
    /// A file to hand out. `say` is the formatter of the page, so that the file speaks the reader's language.
    pub fn handout(
        &mut self,
        moment: Moment,
        asked: &HandoutAsk,
        say: Say<'_>,
    ) -> Result<Handout, Refusal> {
        let platform = self.platform;
        let page = self.page(moment);
        let today = moment.now.on_clock(moment.viewer_zone).day();
        match asked {
            HandoutAsk::Calendar(asked) => page.calendar(asked, say),
            HandoutAsk::Csv(asked) => Ok(page.csv(asked, platform, today, say)),
            HandoutAsk::Statement(asked) => page.statement(asked, say),
            HandoutAsk::Summary(asked) => page.summary(asked, today, say),
            HandoutAsk::Ticket(asked) => page.ticket(asked, today, say),
        }
    }
}

impl Page {
    fn calendar(&self, asked: &CalendarAsk, say: Say<'_>) -> Result<Handout, Refusal> {
        let disclose = Disclose { names: asked.names, amounts: asked.amounts };
        let of = |scope| {
            let each = self
                .shown(scope)
                .map(|of| reminders(&of.state, self.options(), &of.answers, disclose));
            each.flatten().collect::<Vec<_>>()
        };
        let mut all = of(&asked.scope);
        let now = self.moment.now;
        // What another scope would bring was not taken back.
        let gone = taken_back(&asked.handed_out, &of(&Scope::default()), now);
        if all.is_empty() && gone.is_empty() {
            return Err(refused("handout.refused.no_reminders"));
        }
        all.sort_by(|a, b| (a.at, &a.key).cmp(&(b.at, &b.key)));
        let out = file("ad-credits.ics", "text/calendar", calendar(&all, &gone, now, say));
        let known: Vec<HandedOut> = all.iter().map(HandedOut::of).collect();
        let earlier = asked
            .handed_out
            .iter()
            .filter(|one| one.at > now && known.iter().all(|other| other.uid != one.uid));
        Ok(Handout { reminders: known.iter().chain(earlier).cloned().collect(), ..out })
    }

    fn csv(&self, asked: &CsvAsk, platform: &dyn Platform, today: Day, say: Say<'_>) -> Handout {
        let CsvAsk { scope, query, tabs } = asked;
        let scope = query.as_ref().map_or(scope, |query| &query.scope);
        let table_name = query.as_ref().map(|query| query.table);
        let tables = match table_name {
            Some(name) => vec![name],
            None => vec![TableName::Available, TableName::NotAvailable],
        };
        let columns = columns(table_name.unwrap_or(TableName::Available));
        let header: Vec<String> =
            columns.iter().map(|(_, word)| say(&Message::new(word))).collect();
        let mut lines = Vec::new();
        for name in tables {
            let rows = self.rows(name, scope);
            let selected = match query {
                Some(query) => {
                    at_once(async |pace| tables::select(&rows, query, platform, pace).await)
                }
                None => (0..rows.len() as u32).collect(),
            };
            for row in selected {
                let cells = columns.iter().map(|(key, _)| self.cell(&rows, row, key, say));
                lines.push(cells.collect());
            }
        }
        let name = table_name.map_or("ad-credits", file_name);
        if *tabs {
            let text = table(&header, &lines, Separator::Tab);
            return file(&format!("{name}-{today}.tsv"), "text/tab-separated-values", text);
        }
        let text = format!("{BYTE_ORDER_MARK}{}", table(&header, &lines, Separator::Comma));
        file(&format!("{name}-{today}.csv"), "text/csv", text)
    }

    /// A cell of the page as a cell of a file: amounts exact, times on the account's clock.
    fn cell(&self, rows: &Rows<'_>, row: u32, key: &str, say: Say<'_>) -> Cell {
        let account = match rows.cell(row, "account") {
            RowCell::Text(key) => self.account(&key).map(|of| &of.state),
            _ => None,
        };
        let decimals = account.and_then(|s| s.currency).map_or(2, |currency| currency.exponent());
        let text = |text: Option<String>| text.map_or(Cell::Unknown, Cell::Text);
        if let Rows::Reconcile(all) = rows
            && let Some(one) = all.get(row as usize)
            && let Some(cell) = reconcile_cell(one, key, decimals, say)
        {
            return cell;
        }
        match key {
            "accountName" => return text(account.and_then(|s| s.account.name.clone())),
            "accountCurrency" => return text(account.and_then(|s| s.currency?.to_string().into())),
            "accountZone" => return text(account.map(|s| format!("UTC{}", s.zone))),
            "runsOut" => return text(days(rows.cell(row, key), rows.cell(row, "runsOutUntil"))),
            _ => {}
        }
        match rows.cell(row, key) {
            RowCell::Absent => Cell::Unknown,
            RowCell::Amount(amount) => Cell::Number(amount, decimals),
            RowCell::Share(share) => match Amount::from_decimal(share) {
                Ok(share) => Cell::Number(share, 0),
                Err(_) => Cell::Unknown,
            },
            RowCell::Time(when) => Cell::Text(clock(when)),
            RowCell::Text(word) => Cell::Text(match word_of(key, &word) {
                Some(term) => say(&Message::new(term)),
                None => word.into_owned(),
            }),
        }
    }

    fn statement(&self, asked: &StatementAsk, say: Say<'_>) -> Result<Handout, Refusal> {
        let statement = self.statement_of(asked)?;
        let text = sheet::sheet(&statement, &letterhead(asked)?, say);
        let first = statement.period.first;
        // Told apart by the end of an account's id: a file name names no client.
        let id = statement.accounts.first().and_then(|part| part.id.as_deref()).unwrap_or_default();
        let name = match id.get(id.len().saturating_sub(4)..).filter(|end| !end.is_empty()) {
            Some(end) => format!("statement-{first}-{end}.html"),
            None => format!("statement-{first}.html"),
        };
        Ok(file(&name, "text/html", text))
    }

    fn statement_of(&self, asked: &StatementAsk) -> Result<Statement, Refusal> {
        let shown: Vec<_> = self.shown(&asked.scope).collect();
        let first = &shown.first().ok_or_else(|| refused("handout.refused.nothing"))?.card;
        let is_one = first.client.is_some() || shown.len() == 1;
        if !is_one || shown.iter().any(|of| of.card.client != first.client) {
            return Err(refused("handout.refused.clients"));
        }
        let states: Vec<_> = shown.iter().map(|of| &of.state).collect();
        let period = asked.from.zip(asked.to);
        let period = period.map(|(a, b)| Period { first: a.min(b), last: a.max(b) });
        Ok(statement(&states, first.client.clone(), period))
    }

    fn summary(&self, asked: &SummaryAsk, today: Day, say: Say<'_>) -> Result<Handout, Refusal> {
        let shown = || self.shown(&asked.scope);
        let pairs: Vec<_> = shown().map(|of| (&of.state, &of.answers)).collect();
        if pairs.is_empty() {
            return Err(refused("handout.refused.nothing"));
        }
        let portfolio = crate::insight::portfolio(&pairs, self.options());
        let accounts: Vec<_> = shown().map(|of| (&of.state, of.card.client.as_deref())).collect();
        let pieces = summary::pieces(&accounts, &portfolio, say);
        if asked.print {
            let head = Letterhead { language: said(&asked.language), ..Letterhead::default() };
            let text = sheet::summary(&pieces, &head);
            return Ok(file(&format!("ad-credits-{today}.html"), "text/html", text));
        }
        let text = summary::text(&pieces);
        Ok(file(&format!("ad-credits-{today}.txt"), "text/plain", text))
    }

    fn ticket(&self, asked: &TicketAsk, today: Day, say: Say<'_>) -> Result<Handout, Refusal> {
        let one = asked.account.as_ref().zip(asked.key.as_ref());
        let mut tickets = Vec::new();
        for Shown { state, answers, .. } in self.shown(&asked.scope) {
            let open = answers.reconciled.iter().filter(|about| {
                // R29: within the lag there is nothing to complain of.
                about.settlement == Settlement::Unexplained
            });
            let chosen = open.filter(|about| match one {
                Some((account, key)) => state.account.key == *account && about.key == *key,
                None => true,
            });
            tickets.extend(chosen.map(|about| ticket::ticket(state, about, say)));
        }
        if tickets.is_empty() {
            return Err(refused("handout.refused.no_ticket"));
        }
        let text = tickets.join("\n----\n\n");
        Ok(file(&format!("support-ticket-{today}.txt"), "text/plain", text))
    }
}

fn letterhead(asked: &StatementAsk) -> Result<Letterhead, Refusal> {
    let logo = asked
        .logo
        .as_deref()
        .map(|url| Logo::from_data_url(url).ok_or_else(|| refused("handout.refused.logo")));
    let agency = said(&asked.agency);
    Ok(Letterhead { agency, logo: logo.transpose()?, language: said(&asked.language) })
}

fn said(text: &Option<String>) -> Option<String> {
    text.clone().filter(|text| !text.trim().is_empty())
}

fn file(name: &str, media_type: &'static str, text: String) -> Handout {
    Handout { name: name.to_owned(), media_type, text, reminders: vec![] }
}

fn refused(key: &'static str) -> Refusal {
    Message::new(key)
}

/// `2026-11-29` or `2026-11-21 08:40:00`, as spreadsheets read it; the zone has its own column.
fn clock(when: When) -> String {
    let text = when.instant.on_clock(when.zone).to_string();
    match when.unit {
        Unit::Day => text.split(' ').next().unwrap_or_default().to_owned(),
        Unit::Minute | Unit::Second => text,
    }
}

/// `2026-11-29`, `2026-11-29 – 2026-12-02`, or `2026-11-29 –` where the last day is not within the time looked at.
fn days(from: RowCell<'_>, to: RowCell<'_>) -> Option<String> {
    match (from, to) {
        (RowCell::Text(from), RowCell::Text(to)) if from == to => Some(from.into_owned()),
        (RowCell::Text(from), RowCell::Text(to)) => Some(format!("{from} – {to}")),
        (RowCell::Text(from), _) => Some(format!("{from} –")),
        _ => None,
    }
}

const fn file_name(table: TableName) -> &'static str {
    match table {
        TableName::NotAvailable => "not-available",
        table => table.key(),
    }
}

/// What a row of Reconcile says in words, and the figures of its witnesses.
fn reconcile_cell(row: &ReconcileRow, key: &str, decimals: u32, say: Say<'_>) -> Option<Cell> {
    let witness = |at: usize| row.witnesses.get(at);
    let source = |at| witness(at).map_or(Cell::Unknown, |w| Cell::Text(say(&w.name)));
    let figure = |at| {
        let amount = witness(at).and_then(|w| w.amount);
        amount.map_or(Cell::Unknown, |amount| Cell::Number(amount, decimals))
    };
    Some(match key {
        "subject" => Cell::Text(say(&row.subject)),
        "cause" => row.cause.as_ref().map_or(Cell::Unknown, |cause| Cell::Text(say(cause))),
        "source1" => source(0),
        "source2" => source(1),
        "source3" => source(2),
        "figure1" => figure(0),
        "figure2" => figure(1),
        "figure3" => figure(2),
        _ => return None,
    })
}

/// Keys that the page shows as words.
fn word_of(column: &str, key: &str) -> Option<&'static str> {
    match column {
        "creditType" => CreditType::from_key(key).map(CreditType::term),
        "state" => Standing::from_key(key).map(Standing::term),
        "settlement" => Settlement::from_key(key).map(Settlement::term),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
