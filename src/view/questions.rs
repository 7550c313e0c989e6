//! Questions of an import card: those of the reader, what no import of the account says (R38), and which credit is meant;
//! and of an account, how it pays (R10).
//!
//! In: what was read, and the account it belongs to. Out: questions with their choices, the default
//! first. Knows nothing of how an answer is stored, only about what it is: the headers of the table, this
//! import, or the account.

use super::{ChoiceCard, QuestionCard};
use crate::account::state::{Account, AccountState, Credit, SourceIx};
use crate::account::types;
use crate::calendar::{When, Zone};
use crate::ingest::exports::Kind;
use crate::ingest::figure::Figure;
use crate::ingest::{Question, QuestionAbout, Recognised};
use crate::insight::Answers;
use crate::money::{Amount, Currency};
use crate::options::{AccountKey, BillingSetup, Options};
use crate::problem::{Message, Problem};
use crate::sorting::Sorting;

/// Symbols that several currencies share, and those which it is most often on this platform.
const SHARED_SYMBOLS: &[(char, &[&str])] = &[
    ('$', &["USD", "CAD", "AUD", "MXN", "SGD", "NZD", "HKD", "CLP", "COP"]),
    ('¥', &["JPY", "CNY"]),
    ('￥', &["JPY", "CNY"]),
    ('£', &["GBP", "EGP"]),
];
const USUAL: &[&str] = &["USD", "EUR", "GBP", "JPY", "BRL", "IDR", "VND", "THB"];

/// Offsets of the platform's larger markets, in minutes.
const OFFSETS: &[i32] = &[-480, -300, -180, 0, 60, 330, 420, 480, 540];

/// Billing setups, as the options and the catalogue write them.
const BILLING: &[(BillingSetup, &str, &str)] = &[
    (BillingSetup::Manual, "manual", "page.billing.manual"),
    (BillingSetup::AutomaticCashFirst, "automaticCashFirst", "page.billing.automaticCashFirst"),
    (
        BillingSetup::AutomaticCreditFirst,
        "automaticCreditFirst",
        "page.billing.automaticCreditFirst",
    ),
    (BillingSetup::MonthlyInvoicing, "monthlyInvoicing", "page.billing.monthlyInvoicing"),
];

/// What the platform calls its transactions.
const TYPES: &[&str] = &[
    "Ad Credit",
    "Ad spend",
    "Bill payment",
    "Add balance",
    "Refund",
    "Ad credit refund",
    "Promotion issued",
    "Promotion expired",
    "Tax",
    "Card verification",
    "Transfer",
];

/// So many words of one table are asked about.
const TYPES_MAX: usize = 5;

/// Rows that are looked at for a symbol.
const SAMPLE_ROWS: usize = 50;

pub(super) fn of_reader(question: &Question) -> QuestionCard {
    let choices = question.choices.iter().map(|choice| ChoiceCard {
        key: choice.key.clone(),
        label: choice.label.clone(),
        preview: choice.preview.clone(),
    });
    QuestionCard {
        about: question.about,
        account: None,
        column: question.place.column.clone(),
        word: None,
        message: question.message.clone(),
        choices: choices.collect(),
    }
}

/// Each thing that no import of an account says, once: as the latest of its tables asks it.
pub fn of_accounts<'a>(
    state: &AccountState,
    latest_first: impl Iterator<Item = &'a Recognised>,
) -> Vec<QuestionCard> {
    let open = usize::from(state.currency.is_none()) + usize::from(state.zone_assumed);
    let mut asked: Vec<QuestionCard> = Vec::new();
    for table in latest_first {
        if asked.len() == open {
            break;
        }
        let questions = of_account(table, &[state]).into_iter();
        let news = questions.filter(|q| asked.iter().all(|known| known.about != q.about));
        asked.extend(news.collect::<Vec<_>>());
    }
    asked
}

/// R38: currency and zone of the one account a table belongs to, where no import of it states them.
/// While it is open whose the table is, that comes first.
pub(super) fn of_account(table: &Recognised, owners: &[&AccountState]) -> Vec<QuestionCard> {
    let [state] = owners else { return vec![] };
    if state.account.is_provisional || table.records.is_empty() {
        return vec![];
    }
    let has = |kind: Kind| table.records.fields().any(|field| field.kind() == kind);
    let key = &state.account.key;
    let currency = (state.currency.is_none() && has(Kind::Money)).then(|| currency(table, key));
    let zone = (state.zone_assumed && has(Kind::Time)).then(|| zone(state.zone, key));
    currency.into_iter().chain(zone).collect()
}

/// R10: how an account pays, by what it is called among `all`, where that changes an answer; the shown reading first.
/// Who is not sure is not asked again.
pub fn of_billing<'a>(
    state: &AccountState,
    answers: &Answers,
    options: &Options,
    all: impl Iterator<Item = &'a Account>,
) -> Option<QuestionCard> {
    let Account { key, is_provisional, .. } = &state.account;
    // Where a copy tells what can pay, it is said who pays then: most of all where nothing can.
    let is_open = state.billing.chosen.is_none() && !is_provisional && answers.usage.is_told;
    let is_unsure = || {
        let answer = options.alerts.get(&format!("billing:{key}"));
        answer.is_some_and(|answer| answer.acknowledged_at.is_some())
    };
    if !is_open || !answers.payers.hang_on_billing() || is_unsure() {
        return None;
    }
    let readings = &state.billing.readings;
    let others = BILLING.iter().filter(|(setup, ..)| !readings.contains(setup));
    let known = |reading| BILLING.iter().find(|(setup, ..)| setup == reading);
    let choices = readings.iter().filter_map(known).chain(others);
    Some(QuestionCard {
        about: QuestionAbout::Billing,
        account: Some(key.clone()),
        column: None,
        word: None,
        message: Message::new("view.question.billing")
            .with("account", state.account.title_among(all)),
        choices: choices
            .map(|&(_, key, label)| ChoiceCard {
                key: key.to_owned(),
                label: Message::new(label),
                preview: None,
            })
            .collect(),
    })
}

/// Which credit a log or panel is about, where its rows do not say (R4): those that still pay come first.
pub(super) fn of_credit(state: &AccountState, source: SourceIx) -> Option<QuestionCard> {
    let may_be_about = &state.sources.get(source.at())?.may_be_about;
    let mut credits: Vec<&Credit> =
        may_be_about.iter().filter_map(|at| state.credit(*at)).collect();
    credits.order_by_key(|credit| (credit.state.is_over(), credit.window.end));
    let choices = credits.into_iter().map(|credit| ChoiceCard {
        key: credit.key.clone(),
        // The end tells two of one name apart.
        label: match credit.valid_end.map(|end| When::stated(end, state.zone)) {
            Some(end) => Message::new("view.credit.until").with("end", end),
            None => Message::new("view.credit"),
        }
        .with("name", credit.name.clone()),
        preview: None,
    });
    let choices: Vec<ChoiceCard> = choices.collect();
    (!choices.is_empty()).then(|| QuestionCard {
        about: QuestionAbout::Credit,
        account: None,
        column: None,
        word: None,
        message: Message::new("view.question.credit"),
        choices,
    })
}

/// What words of a table for types of transactions mean that no lexicon has, as its account found them.
pub(super) fn of_types(found: &[&Problem]) -> Vec<QuestionCard> {
    let choice = |key: &str, label| ChoiceCard { key: key.to_owned(), label, preview: None };
    let words = found.iter().filter_map(|problem| types::unknown_word(&problem.message));
    let question = |word: &str| {
        let none = choice("", Message::new("ingest.column.leave_out"));
        let types = TYPES
            .iter()
            .map(|name| choice(name, Message::new("view.transaction_type").with("type", *name)));
        QuestionCard {
            about: QuestionAbout::TransactionType,
            account: None,
            column: None,
            word: Some(word.to_owned()),
            message: Message::new("view.question.transaction_type").with("type", word),
            choices: std::iter::once(none).chain(types).collect(),
        }
    };
    words.map(question).take(TYPES_MAX).collect()
}

fn currency(table: &Recognised, account: &AccountKey) -> QuestionCard {
    let found = shared_symbol(table);
    let codes = found.map_or(USUAL, |found| found.codes);
    let choices = codes.iter().filter_map(|code| {
        let currency = Currency::parse(code)?;
        let label = match found {
            Some(found) => Message::new("view.currency.amount").money(
                "amount",
                found.amount_in(currency),
                Some(currency),
            ),
            None => Message::new("view.currency").with("code", *code),
        };
        Some(ChoiceCard { key: (*code).to_owned(), label, preview: None })
    });
    let message = match found {
        Some(Found { cell, .. }) => {
            Message::new("view.question.currency_of_symbol").with("cell", cell)
        }
        None => Message::new("view.question.currency"),
    };
    QuestionCard {
        about: QuestionAbout::Currency,
        account: Some(account.clone()),
        column: None,
        word: None,
        message,
        choices: choices.collect(),
    }
}

/// An amount with a symbol that several currencies share.
#[derive(Clone, Copy)]
struct Found<'t> {
    cell: &'t str,
    /// As it was read.
    amount: Amount,
    codes: &'static [&'static str],
}

impl Found<'_> {
    /// What the cell says in a currency: without a minor unit, separators only group.
    fn amount_in(self, currency: Currency) -> Amount {
        let whole = || Figure::parse(self.cell)?.whole()?.amount().ok();
        let whole = (currency.exponent() == 0).then(whole).flatten();
        whole.unwrap_or(self.amount)
    }
}

fn shared_symbol(table: &Recognised) -> Option<Found<'_>> {
    let (records, grid) = (&table.records, &table.grid);
    let fields = table.columns.iter().enumerate();
    let fields = fields.filter_map(|(index, column)| Some((index, column.field?)));
    let money: Vec<_> = fields.filter(|(_, field)| field.kind() == Kind::Money).collect();
    (0..records.len().min(SAMPLE_ROWS)).find_map(|row| {
        let line = grid.row_at_line(records.line(row))?;
        money.iter().find_map(|(index, field)| {
            let cell = grid.text(line, *index).trim();
            let mut symbols = SHARED_SYMBOLS.iter();
            let (_, codes) = symbols.find(|(symbol, _)| cell.contains(*symbol))?;
            Some(Found { cell, amount: records.money(row, *field)?, codes })
        })
    })
}

/// The viewer's own offset is the default: it is what is assumed meanwhile.
fn zone(assumed: Zone, account: &AccountKey) -> QuestionCard {
    let others = OFFSETS.iter().filter_map(|&minutes| Zone::from_offset_minutes(minutes));
    let zones = std::iter::once(assumed).chain(others.filter(|zone| *zone != assumed));
    let choices = zones.map(|zone| ChoiceCard {
        key: zone.to_string(),
        label: Message::new("view.zone").with("zone", zone.to_string()),
        preview: None,
    });
    QuestionCard {
        about: QuestionAbout::Zone,
        account: Some(account.clone()),
        column: None,
        word: None,
        message: Message::new("view.question.zone").with("zone", assumed.to_string()),
        choices: choices.collect(),
    }
}
