//! Cards of imports, by windows: a year of pastes is thirty thousand of them, and a page shows a few.
//!
//! In: all imports, and what became of their tables. Out: the cards that are wanted, newest first. What is
//! to be known of all imports at once is kept small: how many, which are nobody's, what is asked.

use super::page::Page;
use super::{Engine, Import, Imports, Moment};
use crate::account::attribution::{AccountQuestion, Attribution};
use crate::account::business_center;
use crate::account::state::{AccountState, Source as Accounted};
use crate::options::ImportId;
use crate::sorting::Sorting;
use crate::view::cards::{Accountings, Wanted, import_card, is_unusable};
use crate::view::{AccountCandidate, ImportCard, QuestionCard, Unclaimed, questions};
use std::collections::BTreeSet;
use std::rc::Rc;

/// Of all imports, for one moment.
pub(super) struct Kept {
    pub count: usize,
    /// Nothing in any of them could be used.
    pub is_empty: bool,
    /// Newest first.
    pub unclaimed: Vec<Unclaimed>,
    /// What no import of an account says, once per account.
    pub asked: Vec<QuestionCard>,
    /// Whose imports are, in the order of their ids.
    questions: Vec<AccountQuestion>,
    /// What became of rows about Business Centers.
    centers: Vec<Accounted>,
}

impl Kept {
    pub fn of<'a>(
        imports: &Imports,
        states: impl Iterator<Item = &'a AccountState>,
        attribution: &Attribution<'_>,
    ) -> Kept {
        let mut questions = attribution.questions.clone();
        questions.order_by(|a, b| a.import.cmp(&b.import));
        let unclaimed = newest_first(questions.iter().filter_map(|q| imports.get(&q.import)));
        let owned = states.zip(attribution.accounts.values());
        let asked = owned.flat_map(|(state, own)| {
            let whole = own.parts.iter().rev().filter(|part| part.rows.is_none());
            questions::of_accounts(state, whole.map(|part| part.table))
        });
        Kept {
            count: imports.len(),
            is_empty: imports.values().all(|import| is_unusable(&import.imported)),
            unclaimed: unclaimed.into_iter().map(unclaimed_line).collect(),
            asked: asked.collect(),
            questions,
            centers: business_center::sources(&attribution.business_centers),
        }
    }

    fn question(&self, import: &str) -> Option<&AccountQuestion> {
        let at = self.questions.binary_search_by(|q| q.import.as_str().cmp(import)).ok()?;
        self.questions.get(at)
    }
}

impl Engine {
    /// Cards of the imports that are wanted, newest first.
    pub fn cards(&mut self, moment: Moment, wanted: &Wanted) -> Vec<ImportCard> {
        let page = self.shared(moment).clone();
        let chosen: Vec<&Import> = match wanted {
            Wanted::Named { ids } => newest_first(ids.iter().filter_map(|id| self.imports.get(id))),
            Wanted::Window { start, length } => {
                newest_first(self.imports.values()).into_iter().skip(*start).take(*length).collect()
            }
        };
        cards(&page, &chosen)
    }

    /// What imports say by themselves, whatever else is here: of accounts nothing is known.
    pub fn recognised(&self, ids: &[ImportId]) -> Vec<ImportCard> {
        let alone = Accountings::default();
        let chosen = newest_first(ids.iter().filter_map(|id| self.imports.get(id)));
        let card = |import: &Import| import_card(&import.source, &import.imported, &alone, None);
        chosen.into_iter().map(card).collect()
    }
}

fn cards(page: &Page, chosen: &[&Import]) -> Vec<ImportCard> {
    let Kept { centers, .. } = &page.cards_from;
    let ids: BTreeSet<&str> = chosen.iter().map(|import| import.source.id.as_str()).collect();
    let accountings = Accountings::of(page.states(), centers, &ids);
    let card = |import: &&Import| {
        let question = page.cards_from.question(&import.source.id);
        let candidates = question.map(|question| candidates(question, page));
        import_card(&import.source, &import.imported, &accountings, candidates)
    };
    chosen.iter().map(card).collect()
}

fn newest_first<'a>(imports: impl Iterator<Item = &'a Rc<Import>>) -> Vec<&'a Import> {
    let mut imports: Vec<&Import> = imports.map(Rc::as_ref).collect();
    imports.order_by(|Import { source: a, .. }, Import { source: b, .. }| {
        b.pasted_at.cmp(&a.pasted_at).then_with(|| b.id.cmp(&a.id))
    });
    imports
}

fn unclaimed_line(import: &Import) -> Unclaimed {
    Unclaimed { id: import.source.id.clone(), name: import.source.name.clone() }
}

fn candidates(question: &AccountQuestion, page: &Page) -> Vec<AccountCandidate> {
    let candidates = question.candidates.iter();
    candidates
        .map(|(key, reason)| AccountCandidate {
            key: key.clone(),
            name: page.account(key).and_then(|of| of.state.account.name.clone()),
            reason: reason.clone(),
        })
        .collect()
}
