//! What a word in a cell means to an account: the lexicons of `ingest` in the terms of the state.
//!
//! One function a question. A word that no lexicon has is `None` or `Other`, never a guess.

use super::state::{Payer, TransactionKind};
use crate::ingest::exports::Export;
use crate::ingest::words::{self, CreditMeans, CreditStatus, FundingSource, LogAction};

pub use crate::ingest::words::{amount_sign, billing_setup, credit_type, plain};

/// A status, or labels of the row, that say the credit is on hold, or that an appeal is offered, which is offered for
/// such a credit alone (R5).
pub fn says_suspended(text: &str) -> bool {
    let mut labels = text.split(['\n', ',', '·', '|']).map(plain);
    words::status_of_labels(text) == Some(CreditStatus::Suspended)
        || labels.any(|label| label == "appeal" || label.starts_with("appeal "))
}

/// R1, R37: a status that is none of a credit that pays, is on hold or begins later. A list that states one may be of
/// credits that ended, whatever the word.
pub fn says_otherwise(status: &str) -> bool {
    use CreditStatus::{Active, Earning, NotStarted, Suspended};
    let known = words::status_of_labels(status);
    let lives = matches!(known, Some(Active | Earning | NotStarted | Suspended));
    !plain(status).is_empty() && !lives && !says_suspended(status)
}

/// A status that says the credit ended or was used up, whatever its dates say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    UsedUp,
    Expired,
}

pub fn says_ended(text: &str) -> Option<Ended> {
    match words::credit_status(text)? {
        CreditStatus::UsedUp => Some(Ended::UsedUp),
        CreditStatus::Expired => Some(Ended::Expired),
        _ => None,
    }
}

/// Whether an assignment log entry links (`true`) or unlinks.
pub fn log_links(text: &str) -> Option<bool> {
    Some(words::log_action(text)? == LogAction::Assigned)
}

/// "Transaction type"; what paid it decides whether a charge is a draw from ad credit (R35). `CREDIT` is
/// ad credit in Business Center transactions alone.
pub fn transaction_kind(kind: &str, paid_by: &str, export: Export) -> TransactionKind {
    use words::TransactionKind as Word;
    let by_credit = is_ad_credit(paid_by, export);
    let Some(word) = words::transaction_kind(kind) else {
        return match (plain(kind).is_empty(), by_credit) {
            (true, true) => TransactionKind::AdCredit,
            (true, false) => TransactionKind::Charge,
            _ => TransactionKind::Other,
        };
    };
    match word {
        Word::Charge if by_credit => TransactionKind::AdCredit,
        Word::Charge => TransactionKind::Charge,
        Word::AdCredit => TransactionKind::AdCredit,
        // Added balance that is ad credit is a promotion issued, not cash.
        Word::TopUp | Word::BalanceIncrease if by_credit => TransactionKind::PromotionIssued,
        Word::TopUp | Word::BalanceIncrease => TransactionKind::AddBalance,
        Word::BalanceDecrease if by_credit => TransactionKind::PromotionExpired,
        Word::BalanceDecrease => TransactionKind::Withdrawal,
        Word::Refund | Word::AdCreditRefund => TransactionKind::Refund,
        Word::Tax => TransactionKind::Tax,
        Word::BillPayment => TransactionKind::BillPayment,
        Word::Cancellation => TransactionKind::Cancellation,
        Word::PromotionIssued => TransactionKind::PromotionIssued,
        Word::PromotionExpired => TransactionKind::PromotionExpired,
        Word::CardVerification | Word::CardVerificationRefund => TransactionKind::CardVerification,
        Word::Transfer => TransactionKind::Transfer,
        Word::OtherPayment => TransactionKind::Other,
    }
}

/// Whether a refund gives ad credit back, by what it is called or by what it goes to (R16).
pub fn refunds_ad_credit(kind: &str, paid_by: &str, export: Export) -> bool {
    words::transaction_kind(kind) == Some(words::TransactionKind::AdCreditRefund)
        || is_ad_credit(paid_by, export)
}

/// Whether a type of transaction is stated and no lexicon has it.
pub fn is_unknown_type(kind: &str) -> bool {
    !plain(kind).is_empty() && words::transaction_kind(kind).is_none()
}

/// Whether the source of a payment is ad credit.
pub fn is_ad_credit(paid_by: &str, export: Export) -> bool {
    let means = match export {
        Export::BusinessCenterTransactions => CreditMeans::AdCredit,
        _ => CreditMeans::CreditLine,
    };
    words::funding_source(paid_by, means) == Some(FundingSource::AdCredit)
}

/// What a charge says that paid it, where that is not ad credit. A word that no lexicon has says nothing.
pub fn stated_payer(paid_by: &str) -> Option<Payer> {
    match words::funding_source(paid_by, CreditMeans::CreditLine)? {
        FundingSource::AdCredit => None,
        FundingSource::Cash => Some(Payer::Cash),
        FundingSource::Card => Some(Payer::Card),
        FundingSource::CreditLine => Some(Payer::CreditLine),
    }
}

/// A transaction that did not happen.
pub fn says_void(status: &str) -> bool {
    let status = plain(status);
    ["fail", "cancel", "declined", "rejected", "voided"].iter().any(|w| status.contains(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r35_ad_credit_is_never_a_charge() {
        use TransactionKind::*;
        for (kind, paid_by, expected) in [
            ("Ad Credit", "", AdCredit),
            ("Charge", "Ad credit", AdCredit),
            ("Charge", "Cash", Charge),
            ("BILL_PAYMENT", "Card", BillPayment),
            ("CARD_VERIFICATION_REFUND", "", CardVerification),
            ("PROMOTION_ISSUED", "", PromotionIssued),
            ("TRANS_TYPE_COST", "FUNDS_TYPE_GRANT", AdCredit),
            ("TRANS_TYPE_COST", "FUNDS_TYPE_CASH", Charge),
            // The trap word is the credit line here.
            ("Charge", "CREDIT", Charge),
            ("Something new", "", Other),
            ("Ad Credit refund", "", Refund),
            ("Refund of ad credits", "", Refund),
            ("Voucher reversal", "", Refund),
            ("Ad spend refund", "", Refund),
            ("Tax refund", "", Other),
        ] {
            assert_eq!(transaction_kind(kind, paid_by, Export::Transactions), expected, "{kind}");
        }
        let of_center = Export::BusinessCenterTransactions;
        assert_eq!(transaction_kind("ADD_BALANCE", "CREDIT", of_center), PromotionIssued);
        assert_eq!(transaction_kind("ADD_BALANCE", "CASH", of_center), AddBalance);
        assert_eq!(transaction_kind("Decrease balance", "CREDIT", of_center), PromotionExpired);
        assert_eq!(transaction_kind("Decrease balance", "CASH", of_center), Withdrawal);
    }

    #[test]
    fn r4_unlinking_is_not_linking() {
        assert_eq!(log_links("Unassigned"), Some(false));
        assert_eq!(log_links("Assigned"), Some(true));
        assert_eq!(log_links("viewed"), None);
    }
}
