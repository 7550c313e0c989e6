//! "Usage data looks wrong" as the page shows it: what applies, and which page would tell the rest.

use crate::account::state::AccountState;
use crate::insight::Answers;
use crate::insight::diagnosis::{Verdict, diagnose};
use crate::options::AccountKey;
use crate::problem::Message;
use serde::Serialize;

/// The cases of one account, those that apply first.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Diagnosis {
    pub account: AccountKey,
    pub cases: Vec<CaseCard>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CaseCard {
    #[cfg_attr(test, ts(type = "string"))]
    pub key: &'static str,
    /// What was looked for.
    pub question: Message,
    pub verdict: Verdict,
    pub evidence: Vec<Message>,
    pub steps: Vec<Message>,
    /// Export key: the page that would tell.
    #[cfg_attr(test, ts(type = "string | null"))]
    pub needs: Option<&'static str>,
}

pub fn diagnosis(state: &AccountState, answers: &Answers) -> Diagnosis {
    let cases = diagnose(state, answers).into_iter().map(|case| CaseCard {
        key: case.key,
        question: case.question,
        verdict: case.verdict,
        evidence: case.evidence,
        steps: case.steps,
        needs: case.needs.map(|export| export.key()),
    });
    Diagnosis { account: state.account.key.clone(), cases: cases.collect() }
}
