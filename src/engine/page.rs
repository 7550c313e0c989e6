//! States, answers and rows for one moment, kept until an import, an option or the moment changes.

use super::as_of::as_of;
use super::cards::Kept;
use super::{Import, Imports, Moment};
use crate::account::attribution::{Attribution, Given, attribute};
use crate::account::business_center::roll_up;
use crate::account::state::{AccountState, RollUp};
use crate::calendar::Instant;
use crate::insight::alerts::ahead;
use crate::insight::diagnosis::diagnose;
use crate::insight::{self, Answers, Finding, Seen, uncopied};
use crate::options::Options;
use crate::sorting::Sorting;
use crate::view::build;
use crate::view::centers;
use crate::view::questions;
use crate::view::rows::{Rows, TransactionRows};
use crate::view::tables::{Scope, TableName};
use crate::view::transaction;
use crate::view::what_if::{self, WhatIfAsk, WhatIfCard};
use crate::view::{
    AccountCard, CreditDetail, CreditRow, Diagnosis, OfferRow, ReconcileRow, Settlement, SpendDay,
    Tab, TabCounts, TransactionDetail, View, spend,
};
use crate::work::Pace;
use std::rc::Rc;

/// Accounts beyond these are looked into one by one.
const DIAGNOSED_MAX: usize = 8;

/// Everything computed for one moment.
pub struct Page {
    pub(super) moment: Moment,
    /// In the order of their keys.
    accounts: Vec<Shown>,
    /// Built once, as the cards are; tables and scopes only choose among them.
    credits: Vec<CreditRow>,
    offers: Vec<OfferRow>,
    reconcile: Vec<ReconcileRow>,
    /// What cards of imports are made from.
    pub(super) cards_from: Kept,
    centers: Vec<RollUp>,
    options: Rc<Options>,
    next: Option<Instant>,
}

/// One account: what is known of it, what follows, and what the page shows.
pub(super) struct Shown {
    pub state: AccountState,
    pub answers: Answers,
    pub card: AccountCard,
    spend: Vec<SpendDay>,
}

impl Page {
    pub(super) async fn build(
        imports: &Imports,
        options: &Rc<Options>,
        moment: Moment,
        seen: Option<&Seen>,
        pace: &Pace,
    ) -> Page {
        let given: Vec<Given<'_>> =
            imports.values().filter_map(|i| given(i, options, moment)).collect();
        let mut attribution = attribute(&given, options, pace).await;
        name_provisional_accounts(&mut attribution, imports);
        let (mut accounts, mut reconcile) = (Vec::new(), Vec::new());
        for own in attribution.accounts.values() {
            let Moment { now, viewer_zone } = moment;
            let state = crate::account::build(own, options, now, viewer_zone, pace).await;
            let answers = insight::answer_since(&state, options, seen, pace).await;
            let spend = spend::days(&state);
            pace.rows(state.row_count()).await;
            reconcile.extend(build::reconcile_rows(&state, &answers));
            pace.rows(state.row_count()).await;
            let card = build::account_card(&state, &answers, options);
            accounts.push(Shown { state, answers, card, spend });
        }
        let states = || accounts.iter().map(|of| &of.state);
        let mut cards_from = Kept::of(imports, states(), &attribution);
        let all = || accounts.iter().map(|of| &of.state.account);
        let billing = |of: &Shown| questions::of_billing(&of.state, &of.answers, options, all());
        cards_from.asked.extend(accounts.iter().filter_map(billing));
        Page {
            moment,
            next: accounts.iter().flat_map(|of| edges(&of.state, &of.answers, options)).min(),
            credits: accounts
                .iter()
                .flat_map(|of| build::credit_rows(&of.state, &of.answers))
                .collect(),
            offers: accounts
                .iter()
                .flat_map(|of| build::offer_rows(&of.state, &of.answers))
                .collect(),
            reconcile,
            centers: roll_up(states(), &attribution.business_centers),
            cards_from,
            options: options.clone(),
            accounts,
        }
    }

    /// Everything the first screen says, for the accounts in scope; the cards of imports are put in by the
    /// engine, which has these.
    pub(super) fn view(&self, scope: &Scope) -> View {
        let pairs: Vec<_> = self.shown(scope).map(|of| (&of.state, &of.answers)).collect();
        let mut portfolio = insight::portfolio(&pairs, &self.options);
        if *scope == Scope::default() {
            uncopied::add_centers(&mut portfolio.band, &self.centers);
        }
        let mut accounts: Vec<AccountCard> = self.shown(scope).map(|of| of.card.clone()).collect();
        accounts.order_by_key(AccountCard::urgency);
        let centers = self.centers.iter().filter(|center| center.business_center.is_some());
        let warning = |finding: &Finding| {
            Some(build::warning(&self.account(&finding.account)?.state, finding))
        };
        View {
            now: self.moment.now,
            next: self.next,
            counts: self.counts(scope),
            accounts,
            today: portfolio.findings.iter().filter_map(warning).collect(),
            refresh: portfolio.refresh,
            since: portfolio.since,
            band: portfolio.band,
            imports: vec![],
            import_count: self.cards_from.count,
            is_empty: self.cards_from.is_empty,
            unclaimed: self.cards_from.unclaimed.clone(),
            asked: self.cards_from.asked.clone(),
            business_centers: centers.map(centers::business_center).collect(),
            spend: spend::lines(self.shown(scope).map(|of| (&of.state, of.spend.as_slice()))),
            diagnosis: match pairs.len() {
                0..=DIAGNOSED_MAX => self.shown(scope).map(diagnosis).collect(),
                _ => vec![],
            },
        }
    }

    pub(super) fn account(&self, key: &str) -> Option<&Shown> {
        let at =
            self.accounts.binary_search_by(|of| of.state.account.key.as_str().cmp(key)).ok()?;
        self.accounts.get(at)
    }

    fn counts(&self, scope: &Scope) -> TabCounts {
        let count = |table| self.rows(table, scope).len();
        let unexplained =
            self.reconcile.iter().filter(|row| row.settlement == Settlement::Unexplained);
        TabCounts {
            available: count(TableName::Available),
            earning: count(TableName::Earning),
            not_available: count(TableName::NotAvailable),
            transactions: count(TableName::Transactions),
            reconcile: count(TableName::Reconcile),
            unexplained: unexplained.filter(|row| self.in_scope(&row.account, scope)).count(),
            accounts: count(TableName::Accounts),
        }
    }

    /// The rows of a table for the accounts in scope, in the table's own order.
    pub fn rows<'a>(&'a self, table: TableName, scope: &'a Scope) -> Rows<'a> {
        let credits = |tab| {
            let rows = self.credits.iter().filter(|row| row.tab == tab);
            Rows::Credits(rows.filter(|row| self.in_scope(&row.account, scope)).collect())
        };
        match table {
            TableName::Available => credits(Tab::Available),
            TableName::NotAvailable => credits(Tab::NotAvailable),
            TableName::Earning => Rows::Offers(
                self.offers.iter().filter(|row| self.in_scope(&row.account, scope)).collect(),
            ),
            TableName::Reconcile => Rows::Reconcile(
                self.reconcile.iter().filter(|row| self.in_scope(&row.account, scope)).collect(),
            ),
            TableName::Accounts => Rows::Accounts(self.own_cards(scope)),
            TableName::Transactions => Rows::Transactions(TransactionRows::new(
                self.shown(scope).map(|of| &of.state).collect(),
            )),
        }
    }

    /// What is known of each account, in the order of their keys.
    pub fn states(&self) -> impl Iterator<Item = &AccountState> {
        self.accounts.iter().map(|of| &of.state)
    }

    /// What opens in place below a credit.
    pub(super) fn credit(
        &self,
        account: &str,
        credit: &str,
        imports: &Imports,
    ) -> Option<CreditDetail> {
        let of = self.account(account)?;
        let name = |import: &str| imports.get(import).map(|import| import.source.name.as_str());
        build::credit_detail(&of.state, &of.answers, &self.options, credit, name)
    }

    /// What opens in place below a transaction.
    pub fn transaction(&self, account: &str, key: &str) -> Option<TransactionDetail> {
        transaction::detail(&self.account(account)?.state, key)
    }

    /// The forecast of an account if something were changed.
    pub fn what_if(&self, account: &str, asked: &WhatIfAsk) -> Option<WhatIfCard> {
        let of = self.account(account)?;
        what_if::card(&of.state, &of.answers, asked)
    }

    pub(super) fn options(&self) -> &Options {
        &self.options
    }

    /// Accounts in scope.
    pub(super) fn shown<'a>(&'a self, scope: &'a Scope) -> impl Iterator<Item = &'a Shown> {
        self.accounts.iter().filter(move |of| is_in_scope(&of.card, scope))
    }

    /// R31: a copy that nobody has claimed yet is no account beside those that are known.
    fn own_cards<'a>(&'a self, scope: &'a Scope) -> Vec<&'a AccountCard> {
        let mut cards: Vec<&AccountCard> = self.shown(scope).map(|of| &of.card).collect();
        if cards.iter().any(|card| !card.is_provisional) {
            cards.retain(|card| !card.is_provisional);
        }
        cards
    }

    fn in_scope(&self, account: &str, scope: &Scope) -> bool {
        self.account(account).is_some_and(|of| is_in_scope(&of.card, scope))
    }
}

fn diagnosis(Shown { state, answers, .. }: &Shown) -> Diagnosis {
    Diagnosis { account: state.account.key.clone(), cases: diagnose(state, answers) }
}

/// When warnings come or wake, and credits and windows begin or end.
fn edges(
    state: &AccountState,
    answers: &Answers,
    options: &Options,
) -> impl Iterator<Item = Instant> {
    let warnings = ahead(state, options, answers).into_iter().map(|one| one.at);
    let windows = state.credits.iter().map(|credit| credit.window);
    let windows = windows.chain(state.offers.iter().map(|offer| offer.window));
    let ends = windows.flat_map(|window| [window.start, window.end]).flatten();
    let ends = ends.map(|time| time.in_zone(state.zone));
    let woken = options.alerts.values().filter_map(|answer| answer.snoozed_until);
    warnings.chain(ends).chain(woken).filter(|at| *at > state.now)
}

fn is_in_scope(card: &AccountCard, scope: &Scope) -> bool {
    (scope.accounts.is_empty() || scope.accounts.contains(&card.key))
        && (scope.client.is_none() || scope.client == card.client)
        && (scope.owner.is_none() || scope.owner == card.owner)
}

pub(super) fn given<'a>(
    import: &'a Import,
    options: &Options,
    moment: Moment,
) -> Option<Given<'a>> {
    let tables = &import.imported.tables;
    let answer = options.imports.get(&import.source.id);
    let zone = answer.and_then(|a| options.accounts.get(a.account.as_ref()?)?.zone);
    let zone = zone.unwrap_or(moment.viewer_zone);
    let answered = answer.and_then(|a| a.as_of);
    // The tables of one page were true together: the one that says most about it speaks for all.
    let moments = tables.iter().map(|table| as_of(&import.source, table, answered, zone));
    let as_of = moments.min_by_key(|as_of| as_of.basis)?;
    let super::Source { id, pasted_at, .. } = &import.source;
    Some(Given { id, as_of, pasted_at: *pasted_at, tables, hints: &import.imported.account_hints })
}

/// R31: an account that nobody stated yet goes by the name of its one paste or file.
fn name_provisional_accounts(attribution: &mut Attribution<'_>, imports: &Imports) {
    let own = attribution.accounts.values_mut().filter(|own| own.account.is_provisional);
    for own in own {
        let import = own.parts.first().and_then(|part| imports.get(part.import));
        own.account.name = import.map(|import| import.source.name.clone());
    }
}
