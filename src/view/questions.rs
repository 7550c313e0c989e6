//! Questions of an import card: those of the reader, what no import of the account says (R38), and which credit is meant.
//!
//! In: what was read, and the account it belongs to. Out: questions with their choices, the default
//! first. Knows nothing of how an answer is stored, only about what it is: the headers of the table, this
//! import, or the account.

use super::{ChoiceCard, QuestionCard};
use crate::account::state::{AccountState, Credit, SourceIx};
use crate::calendar::{When, Zone};
use crate::ingest::exports::Kind;
use crate::ingest::{Question, QuestionAbout, Recognised};
use crate::options::AccountKey;
use crate::problem::Message;
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
        message: Message::new("view.question.credit"),
        choices,
    })
}

fn currency(table: &Recognised, account: &AccountKey) -> QuestionCard {
    let money = table.columns.iter().enumerate();
    let money = money.filter(|(_, c)| c.field.is_some_and(|f| f.kind() == Kind::Money));
    let columns: Vec<usize> = money.map(|(index, _)| index).collect();
    let rows = 0..table.grid.row_count().min(SAMPLE_ROWS);
    let mut cells = rows.flat_map(|row| columns.iter().map(move |&c| table.grid.text(row, c)));
    let shared = |cell: &str| SHARED_SYMBOLS.iter().find(|(symbol, _)| cell.contains(*symbol));
    let found = cells.find_map(|cell| Some((cell.trim(), shared(cell)?)));
    let codes = found.map_or(USUAL, |(_, (_, codes))| codes);
    let preview = |code: &str| {
        let (cell, (symbol, _)) = found?;
        Some(format!("{} {code}", cell.replace(*symbol, "").trim()))
    };
    let choices = codes.iter().map(|code| ChoiceCard {
        key: (*code).to_owned(),
        label: Message::new("view.currency").with("code", *code),
        preview: preview(code),
    });
    let message = match found {
        Some((cell, _)) => Message::new("view.question.currency_of_symbol").with("cell", cell),
        None => Message::new("view.question.currency"),
    };
    QuestionCard {
        about: QuestionAbout::Currency,
        account: Some(account.clone()),
        column: None,
        message,
        choices: choices.collect(),
    }
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
        message: Message::new("view.question.zone").with("zone", assumed.to_string()),
        choices: choices.collect(),
    }
}
