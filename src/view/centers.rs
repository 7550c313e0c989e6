//! A Business Center as a card: do the parts add up to its total? (question 8)

use super::BusinessCenterCard;
use crate::account::state::RollUp;
use crate::problem::Message;

/// Whether the accounts of a Business Center add up to its total (R27, R28).
pub fn business_center(roll_up: &RollUp) -> BusinessCenterCard {
    let total = roll_up.stated;
    let apart = roll_up.unclaimed.zip(total).map(|(parts, total)| (parts, total - parts));
    let message = match roll_up.difference {
        None if let Some((parts, difference)) = apart => Message::new("center.unclaimed")
            .money("parts", parts, roll_up.currency)
            .money("difference", difference, roll_up.currency),
        None if total.is_some() => Message::new("center.no_parts"),
        None => Message::new("center.no_total"),
        Some(difference) if difference.is_zero() => Message::new("center.ties"),
        Some(difference) => {
            Message::new("center.differs").money("difference", difference, roll_up.currency)
        }
    };
    BusinessCenterCard {
        key: roll_up.business_center.clone().unwrap_or_default(),
        currency: roll_up.currency,
        total,
        sum_of_accounts: roll_up.voucher,
        account_count: roll_up.accounts.len(),
        message: match total {
            Some(total) => message.money("total", total, roll_up.currency),
            None => message,
        },
    }
}
