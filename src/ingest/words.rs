//! Words of the platform as values: types, states, actions, signs.
//!
//! In: a text as an export wrote it. Out: what it means, or `None` where we do not know the word; the
//! text itself stays in the records, so an unknown word is shown and never guessed. Words that help
//! pages use in other languages are here; where there is no evidence for a language, there is no word.
//!
//! Lookups fold case, white space, underscores and full-width letters by themselves, so that they need
//! nothing from the surroundings and can be called anywhere.

mod totals; // labels of total rows

use super::figure::digit;
use crate::options::BillingSetup;
use crate::problem::keyed;
use crate::text::is_invisible;
pub use totals::{TotalLabel, total_label};

keyed! {
    term = "page.type.";
    /// "Credit type" (R3).
    CreditType {
        Free = "free",
        Assignable = "assignable",
        Conditional = "conditional",
    }
}

/// What a status or a label says of a credit or offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CreditStatus {
    Active,
    /// R5: pays nothing meanwhile.
    Suspended,
    Expired,
    UsedUp,
    Earning,
    /// The offer was completed.
    Earned,
    /// The offer's reward was paid out.
    Rewarded,
    NotStarted,
    Cancelled,
}

/// What moved money. Consumption by ad credit and by cash are the same kind with another source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TransactionKind {
    /// An amount billed for ads.
    Charge,
    /// R35: an observed draw, never a charge.
    AdCredit,
    TopUp,
    Refund,
    /// R16: a draw that is given back.
    AdCreditRefund,
    Tax,
    BillPayment,
    Cancellation,
    PromotionIssued,
    PromotionExpired,
    BalanceIncrease,
    BalanceDecrease,
    CardVerification,
    CardVerificationRefund,
    OtherPayment,
    Transfer,
}

/// Where the money came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FundingSource {
    AdCredit,
    Cash,
    Card,
    CreditLine,
}

/// R4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogAction {
    Assigned,
    Unassigned,
}

/// R26: the sign of an unsigned amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sign {
    Positive,
    Negative,
    Other,
}

/// Which table a word stands in: `CREDIT` is ad credit in Business Center transactions and the credit
/// line in transfers and balances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditMeans {
    AdCredit,
    CreditLine,
}

pub fn credit_type(text: &str) -> Option<CreditType> {
    let word = plain(text);
    let word = word.strip_suffix(" credit").or(word.strip_suffix(" ad credit")).unwrap_or(&word);
    match word {
        "free" | "free ad" => Some(CreditType::Free),
        "assignable" | "assignable ad" => Some(CreditType::Assignable),
        "conditional" | "conditional ad" => Some(CreditType::Conditional),
        _ => None,
    }
}

pub fn credit_status(text: &str) -> Option<CreditStatus> {
    use CreditStatus::*;
    Some(match plain(text).as_str() {
        "active" | "available" | "in use" | "valid" | "redeemed" => Active,
        "suspended" | "on hold" | "frozen" | "risk hold" | "under review" => Suspended,
        "expired" => Expired,
        "used up" | "fully used" | "used" | "depleted" | "exhausted" => UsedUp,
        "earning" | "in progress" | "ongoing" | "accumulating" => Earning,
        "earned" | "completed" | "achieved" => Earned,
        "reward issued" | "rewarded" | "granted" | "reward granted" => Rewarded,
        "not started" | "upcoming" | "pending" => NotStarted,
        "cancelled" | "canceled" | "revoked" | "withdrawn" | "invalid" => Cancelled,
        _ => return None,
    })
}

/// Whether a whole text is a state of a credit or of a transaction.
pub fn is_state(text: &str) -> bool {
    const OF_TRANSACTIONS: &[&str] = &[
        "success",
        "successful",
        "succeeded",
        "failed",
        "failure",
        "posted",
        "processing",
        "paid",
        "unpaid",
        "refunded",
        "成功",
        "失败",
        "処理中",
        "失敗",
        "성공",
        "실패",
        "สำเร็จ",
        "ล้มเหลว",
        "thành công",
        "thất bại",
        "berhasil",
        "gagal",
        "réussi",
        "échec",
        "éxito",
        "sucesso",
    ];
    credit_status(text).is_some() || OF_TRANSACTIONS.contains(&plain(text).as_str())
}

/// R5: the state that labels anywhere in a row give a credit; suspended outranks all others.
pub fn status_of_labels(labels: &str) -> Option<CreditStatus> {
    let states = || labels.split(['\n', ',', '·', '|']).filter_map(credit_status);
    states().find(|s| *s == CreditStatus::Suspended).or_else(|| states().next())
}

/// What the platform calls ad credit, as a kind of transaction and as a source of payment.
const AD_CREDIT: &[&str] = &[
    "ad credit",
    "ad credits",
    "coupon",
    "voucher",
    "广告赠款",
    "赠款",
    "优惠券",
    "広告クレジット",
    "クーポン",
    "kredit iklan",
    "kupon",
    "เครดิตโฆษณา",
    "คูปอง",
    "crédits publicitaires",
    "créditos de anúncios",
    "cupom",
    "credito pubblicitario",
    "رصيد الإعلانات",
];

pub fn transaction_kind(text: &str) -> Option<TransactionKind> {
    use TransactionKind::*;
    Some(match plain(text).as_str() {
        word if AD_CREDIT.contains(&word) => AdCredit,
        "ad credit deduction" | "ad credit used" | "coupon deduction" => AdCredit,
        "ad spend" | "ad cost" | "charge" | "charges" | "cost" | "spend" | "consumption"
        | "ad consumption" | "ads" | "campaign charge" | "trans type cost" => Charge,
        "top up" | "top-up" | "topup" | "add balance" | "balance added" | "recharge"
        | "deposit" | "trans type payment" | "payment received" => TopUp,
        "refund" | "return of remaining budget" => Refund,
        "tax" | "vat" | "trans type tax" => Tax,
        "bill payment" | "bill" | "automatic payment" => BillPayment,
        "cancellation" => Cancellation,
        "promotion issued" | "ad credit issued" | "coupon issued" => PromotionIssued,
        "promotion expired" | "ad credit expired" | "coupon expired" => PromotionExpired,
        "increase balance" => BalanceIncrease,
        "decrease balance" => BalanceDecrease,
        "card verification" => CardVerification,
        "card verification refund" => CardVerificationRefund,
        // A payment alone is no bill: balance may have been added by it.
        "order creation payment" | "order edit payment" | "payment" => OtherPayment,
        "transfer" | "trans type transfer" | "balance transfer" => Transfer,
        word => match transaction_kind(given_back(word)?)? {
            AdCredit => AdCreditRefund,
            Charge => Refund,
            _ => return None,
        },
    })
}

/// What is given back: "ad credit" of "ad credit refund" and of "refund of ad credit".
fn given_back(word: &str) -> Option<&str> {
    let before = [" refund", " refunded", " returned", " reversal", " reversed"];
    let after = ["refund of ", "return of ", "reversal of ", "refunded ", "returned "];
    let mut ends = before.iter().filter_map(|end| word.strip_suffix(end));
    ends.next().or_else(|| after.iter().find_map(|start| word.strip_prefix(start)))
}

/// `credit` decides the trap word; everything else means the same everywhere.
pub fn funding_source(text: &str, credit: CreditMeans) -> Option<FundingSource> {
    use FundingSource::*;
    let word = plain(text);
    Some(match word.as_str() {
        "credit" => match credit {
            CreditMeans::AdCredit => AdCredit,
            CreditMeans::CreditLine => CreditLine,
        },
        word if AD_CREDIT.contains(&word) => AdCredit,
        "grant" | "promotion" | "funds type grant" => AdCredit,
        "cash" | "cash balance" | "balance" | "account balance" | "prepaid balance"
        | "funds type cash" => Cash,
        "card" | "credit card" | "debit card" | "paypal" => Card,
        "credit line" | "credit balance" | "monthly invoicing" | "invoice" => CreditLine,
        _ if ["visa", "mastercard", "amex", "american express", "jcb", "card "]
            .iter()
            .any(|brand| word.starts_with(brand)) =>
        {
            Card
        }
        _ => return None,
    })
}

pub fn log_action(text: &str) -> Option<LogAction> {
    match plain(text).as_str() {
        "assigned" | "assign" | "linked" | "link" | "added" | "campaign linked"
        | "campaign assigned" => Some(LogAction::Assigned),
        "unassigned"
        | "unassign"
        | "unlinked"
        | "unlink"
        | "removed"
        | "campaign unlinked"
        | "campaign unassigned" => Some(LogAction::Unassigned),
        _ => None,
    }
}

pub fn amount_sign(text: &str) -> Option<Sign> {
    match plain(text).as_str() {
        "positive" | "+" | "income" | "in" => Some(Sign::Positive),
        "negative" | "-" | "expense" | "out" => Some(Sign::Negative),
        "other" => Some(Sign::Other),
        _ => None,
    }
}

/// R9 to R11; of automatic payment the reading that draws cash first is the preselected one (R10).
pub fn billing_setup(text: &str) -> Option<BillingSetup> {
    match plain(text).as_str() {
        "manual" | "manual payment" | "prepay" | "prepaid" => Some(BillingSetup::Manual),
        "automatic"
        | "automatic payment"
        | "auto"
        | "automatic cash first"
        | "automaticcashfirst" => Some(BillingSetup::AutomaticCashFirst),
        "automatic credit first" | "automaticcreditfirst" => {
            Some(BillingSetup::AutomaticCreditFirst)
        }
        "monthly invoicing" | "invoicing" | "monthlyinvoicing" | "invoice" | "credit line" => {
            Some(BillingSetup::MonthlyInvoicing)
        }
        _ => None,
    }
}

/// Whether a cell says that there is no end, in place of a date.
pub fn says_no_end(text: &str) -> bool {
    matches!(
        plain(text).as_str(),
        "no expiration"
            | "no expiry"
            | "no end"
            | "never"
            | "never expires"
            | "does not expire"
            | "unbegrenzt"
            | "unbefristet"
            | "sin vencimiento"
            | "sans expiration"
            | "sem vencimento"
            | "sem validade"
            | "tanpa batas waktu"
            | "không thời hạn"
            | "vô thời hạn"
            | "ไม่มีวันหมดอายุ"
            | "无期限"
            | "永久有效"
            | "長期有效"
            | "期限なし"
            | "기한 없음"
            | "무기한"
            | "بدون تاريخ انتهاء"
    )
}

const SUSPENDED: &str = "Suspended";

/// Buttons and states that the platform writes into cells of the Promotions page (R4, R5).
const LABELS: &[(&str, &str)] = &[
    ("suspended", SUSPENDED),
    ("view/assign", "View/Assign"),
    ("assignment log", "Assignment log"),
    ("appeal", "Appeal"),
    ("view details", "View details"),
    ("learn more", "Learn more"),
    ("fully used", "Fully used"),
    ("used up", "Used up"),
    ("expired", "Expired"),
    ("assign", "Assign"),
    ("details", "Details"),
    ("view", "View"),
];

/// The labels in a cell: the whole cell, or any of its lines.
pub fn labels(cell: &str) -> impl Iterator<Item = &'static str> + '_ {
    cell.split(['\n', '\r', '\t', '·', '|']).filter_map(|line| {
        let line = line.trim();
        let word = (line.len() <= 24).then(|| plain(line).replace(" / ", "/"));
        let known = word.and_then(|word| LABELS.iter().find(|(label, _)| *label == word));
        let known = known.map(|(_, label)| *label);
        known.or_else(|| (before_suspended(line) == Some("")).then_some(SUSPENDED))
    })
}

/// R5: what stands before *Suspended* at the end of a text, and before what may follow that word there:
/// `Reels push Suspended Appeal`. `None` of any other text: names may end in other words.
pub fn before_suspended(text: &str) -> Option<&str> {
    const FOLLOWING: &[&str] =
        &["submit an appeal", "submit appeal", "appeal", "view details", "details", "learn more"];
    if !text.contains(SUSPENDED) {
        return None;
    }
    let mut rest = text;
    loop {
        rest = rest.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ':'));
        if let Some(before) = rest.strip_suffix(SUSPENDED) {
            return Some(before.trim_end());
        }
        let without = |word: &&str| {
            let (before, last) = rest.split_at_checked(rest.len().checked_sub(word.len())?)?;
            last.eq_ignore_ascii_case(word).then_some(before)
        };
        rest = FOLLOWING.iter().find_map(without)?;
    }
}

/// All labels that stand in the text of buttons, one after the other: `View/Assign Assignment log`.
pub fn labels_within(cell: &str) -> Vec<&'static str> {
    labels_and_rest(cell).0
}

/// Whether a line holds the text of buttons and nothing else.
pub fn is_of_buttons(line: &str) -> bool {
    /// More than a row's buttons take.
    const LINE_MAX: usize = 80;
    let of_labels = |(found, rest): (Vec<_>, String)| !found.is_empty() && rest.trim().is_empty();
    line.len() <= LINE_MAX && of_labels(labels_and_rest(line))
}

fn labels_and_rest(cell: &str) -> (Vec<&'static str>, String) {
    let mut rest = plain(cell).replace(" / ", "/");
    let mut out = Vec::new();
    for (word, label) in LABELS {
        if rest.contains(word) {
            out.push(*label);
            rest = rest.replace(word, "\n");
        }
    }
    (out, rest)
}

/// `On`, `false`: whether something is so, and not how much.
pub fn is_switch(cell: &str) -> bool {
    const SWITCHES: &[&str] = &["on", "off", "true", "false", "yes", "no", "enabled", "disabled"];
    SWITCHES.contains(&plain(cell).as_str())
}

/// A whole number with or without group separators.
pub fn count(text: &str) -> Option<u64> {
    let mut n: u64 = 0;
    let mut has_digit = false;
    for c in text.chars() {
        match digit(c) {
            Some(d) => {
                n = n.checked_mul(10)?.checked_add(d.into())?;
                has_digit = true;
            }
            None if has_digit && matches!(c, ',' | '.' | '\u{a0}' | '\u{202f}' | '\'') => {}
            None => return None,
        }
    }
    has_digit.then_some(n)
}

/// Lower case, single spaces, `_` as a space, full-width letters as plain ones, invisible ones dropped.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '_' => ' ',
            other => other,
        };
        if c.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_invisible(c) {
            out.extend(c.to_lowercase());
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credit_is_a_trap_word() {
        let read = |text, means| funding_source(text, means);
        assert_eq!(read("CREDIT", CreditMeans::AdCredit), Some(FundingSource::AdCredit));
        assert_eq!(read("CREDIT", CreditMeans::CreditLine), Some(FundingSource::CreditLine));
        assert_eq!(read("Credit card", CreditMeans::AdCredit), Some(FundingSource::Card));
        assert_eq!(read("Visa •••• 4242", CreditMeans::AdCredit), Some(FundingSource::Card));
        assert_eq!(
            read("Ａｄ　Ｃｒｅｄｉｔ", CreditMeans::AdCredit),
            Some(FundingSource::AdCredit)
        );
        assert_eq!(read("Barter", CreditMeans::AdCredit), None);
    }

    #[test]
    fn r5_suspended_is_found_among_labels() {
        let found: Vec<_> = labels("Spring match\nSuspended\nView / Assign").collect();
        assert_eq!(found, ["Suspended", "View/Assign"]);
        assert_eq!(
            labels_within("View/Assign Assignment log Appeal"),
            ["View/Assign", "Assignment log", "Appeal"]
        );
        assert_eq!(status_of_labels("View/Assign, Suspended"), Some(CreditStatus::Suspended));
        assert_eq!(status_of_labels("View/Assign"), None);
        for (text, before) in [
            ("Reels push Suspended", Some("Reels push")),
            ("Reels pushSuspended Appeal", Some("Reels push")),
            ("Reels push Suspended. Submit an appeal", Some("Reels push")),
            ("SuspendedAppeal", Some("")),
            ("Sex appeal", None),
            ("Suspended until May", None),
            ("", None),
        ] {
            assert_eq!(before_suspended(text), before, "{text}");
        }
        assert_eq!(
            labels("Spring match\nSuspended. Submit an appeal").collect::<Vec<_>>(),
            ["Suspended"]
        );
    }
}
