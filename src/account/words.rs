//! What a word in a cell means to an account: types, kinds, actions, statuses.
//!
//! One function a question, each of text alone. Knows no header; a word it does not know is `None` or
//! the `Other` of its list, never a guess.

use super::state::{CreditKind, TransactionKind};
use crate::options::BillingSetup;

/// Lower case, `_` and white space as one space.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c == '_') {
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

/// "Credit type" (R3).
pub fn credit_kind(text: &str) -> Option<CreditKind> {
    let text = plain(text);
    let has = |word| text.contains(word);
    if has("assignable") {
        Some(CreditKind::Assignable)
    } else if has("conditional") {
        Some(CreditKind::Conditional)
    } else if has("free") {
        Some(CreditKind::Free)
    } else {
        None
    }
}

/// Words that say a credit is on hold (R5), in a status or any label of the row.
pub fn says_suspended(text: &str) -> bool {
    let text = plain(text);
    ["suspended", "risk hold", "on hold", "frozen"].iter().any(|w| text.contains(w))
}

/// A status that says the credit ended or was used up, whatever its dates say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    UsedUp,
    Expired,
}

pub fn says_ended(text: &str) -> Option<Ended> {
    let text = plain(text);
    if ["used up", "fully used", "exhausted", "depleted"].iter().any(|w| text.contains(w)) {
        Some(Ended::UsedUp)
    } else if text.contains("expired") {
        Some(Ended::Expired)
    } else {
        None
    }
}

/// Whether an assignment log entry links (`true`) or unlinks.
pub fn log_links(text: &str) -> Option<bool> {
    let text = plain(text);
    let any = |words: &[&str]| words.iter().any(|w| text.contains(w));
    if any(&["unassign", "unlink", "remove", "detach", "disassociat"]) {
        Some(false)
    } else if any(&["assign", "link", "add", "associat"]) {
        Some(true)
    } else {
        None
    }
}

/// Whether money named so is ad credit. Not `credit` alone: it is a trap word (domain, section 1).
pub fn says_ad_credit(text: &str) -> bool {
    let text = plain(text);
    text == "grant"
        || ["ad credit", "voucher", "coupon", "promotion", "promo", "funds type grant"]
            .iter()
            .any(|w| text.contains(w))
}

const KINDS: &[(&str, TransactionKind)] = &[
    // Longer phrases first: the first that is contained decides.
    ("card verification", TransactionKind::CardVerification),
    ("promotion issued", TransactionKind::PromotionIssued),
    ("promotion expired", TransactionKind::PromotionExpired),
    ("ad credit issued", TransactionKind::PromotionIssued),
    ("ad credit expired", TransactionKind::PromotionExpired),
    ("bill payment", TransactionKind::BillPayment),
    ("return of remaining budget", TransactionKind::Refund),
    ("refund", TransactionKind::Refund),
    ("cancellation", TransactionKind::Cancellation),
    ("ad credit", TransactionKind::AdCredit),
    ("voucher", TransactionKind::AdCredit),
    ("coupon", TransactionKind::AdCredit),
    ("add balance", TransactionKind::AddBalance),
    ("increase balance", TransactionKind::AddBalance),
    ("top up", TransactionKind::AddBalance),
    ("top-up", TransactionKind::AddBalance),
    ("deposit", TransactionKind::AddBalance),
    ("decrease balance", TransactionKind::Withdrawal),
    ("withdraw", TransactionKind::Withdrawal),
    ("payment", TransactionKind::BillPayment),
    ("tax", TransactionKind::Tax),
    ("transfer", TransactionKind::Transfer),
    ("cost", TransactionKind::Charge),
    ("charge", TransactionKind::Charge),
    ("spend", TransactionKind::Charge),
    ("consumption", TransactionKind::Charge),
    ("deduction", TransactionKind::Charge),
];

/// "Transaction type"; what paid it decides whether a charge is a draw from ad credit (R35).
pub fn transaction_kind(kind: &str, paid_by: &str) -> TransactionKind {
    let text = plain(kind);
    let found = KINDS.iter().find(|(words, _)| text.contains(words)).map(|(_, kind)| *kind);
    let found = match found {
        Some(found) => found,
        None if text.is_empty() => TransactionKind::Charge,
        None => TransactionKind::Other,
    };
    match found {
        TransactionKind::Charge if says_ad_credit(paid_by) => TransactionKind::AdCredit,
        found => found,
    }
}

/// A transaction that did not happen.
pub fn says_void(status: &str) -> bool {
    let status = plain(status);
    ["fail", "cancel", "declined", "rejected", "voided"].iter().any(|w| status.contains(w))
}

/// "Billing setup" of the register (E15).
pub fn billing_setup(text: &str) -> Option<BillingSetup> {
    let text = plain(text);
    if text.contains("manual") || text.contains("prepay") {
        Some(BillingSetup::Manual)
    } else if text.contains("auto") {
        // R10: the founding document's reading is preselected.
        Some(BillingSetup::AutomaticCashFirst)
    } else if text.contains("invoic") || text.contains("credit line") {
        Some(BillingSetup::MonthlyInvoicing)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r35_ad_credit_is_never_a_charge() {
        for (kind, paid_by, expected) in [
            ("Ad Credit", "", TransactionKind::AdCredit),
            ("Charge", "Ad credit", TransactionKind::AdCredit),
            ("Charge", "Cash", TransactionKind::Charge),
            ("BILL_PAYMENT", "Card", TransactionKind::BillPayment),
            ("CARD_VERIFICATION_REFUND", "", TransactionKind::CardVerification),
            ("PROMOTION_ISSUED", "", TransactionKind::PromotionIssued),
            ("TRANS_TYPE_COST", "FUNDS_TYPE_GRANT", TransactionKind::AdCredit),
            ("TRANS_TYPE_COST", "FUNDS_TYPE_CASH", TransactionKind::Charge),
            // The trap word alone is not ad credit.
            ("Charge", "CREDIT", TransactionKind::Charge),
            ("Something new", "", TransactionKind::Other),
        ] {
            assert_eq!(transaction_kind(kind, paid_by), expected, "{kind} / {paid_by}");
        }
    }

    #[test]
    fn r4_unlinking_is_not_linking() {
        assert_eq!(log_links("Unassigned"), Some(false));
        assert_eq!(log_links("Assigned"), Some(true));
        assert_eq!(log_links("viewed"), None);
    }
}
