//! A difference as platform support wants it: account ID, name of the credit, what was seen, what was
//! expected, the rows it rests on, and where to send it (R29).
//!
//! In: an account and one line of Reconcile. Out: plain text. Ids are written digit by digit (R30); names
//! of files stay here, since they may name another client.

use super::Say;
use crate::account::state::{AccountState, CampaignIx, Credit, Draw, NetCost, ReportDay};
use crate::calendar::{Day, Unit, When};
use crate::insight::reconcile::{Reconciled, Witness};
use crate::problem::Message;
use crate::sorting::Sorting;
use crate::text::Name;

/// More rows than this are for an attachment.
const ROWS_MAX: usize = 60;

/// One ticket; several are joined by the caller.
pub fn ticket(state: &AccountState, about: &Reconciled, say: Say<'_>) -> String {
    let credit = about.credit.and_then(|at| state.credit(at));
    let mut lines = vec![say(&Message::new("handout.ticket")), String::new()];
    lines.push(say(&id_of(state)));
    if let Some(name) = &state.account.name {
        lines.push(say(&Message::new("handout.ticket.account").with("name", name.clone())));
    }
    match credit {
        Some(credit) => lines.extend(facts(state, credit).iter().map(say)),
        None => lines.push(say(&about.subject)),
    }
    if about.is_of_all() {
        lines.extend(state.credits.iter().flat_map(|credit| facts(state, credit)).map(|m| say(&m)));
    }
    lines.extend([String::new(), say(&Message::new("handout.ticket.seen"))]);
    lines.extend(about.witnesses.iter().map(|w| format!("- {}", say(&seen(state, w, say)))));
    lines.extend([String::new(), say(&Message::new("handout.ticket.expected"))]);
    if let Some(difference) = about.difference {
        let text = Message::new("handout.ticket.difference");
        lines.push(say(&text.money("amount", difference, state.currency)));
    }
    if let Some(cause) = &about.cause {
        lines.push(say(&Message::new("handout.ticket.cause").with("cause", say(cause))));
    }
    let rows = match credit {
        Some(credit) => transactions(state, state.transactions.draws_of(credit)),
        None => of_days(state, about),
    };
    lines.extend([String::new(), say(&Message::new("handout.ticket.evidence"))]);
    lines.extend(rows.iter().take(ROWS_MAX).map(|row| format!("- {}", say(row))));
    match rows.len().checked_sub(ROWS_MAX) {
        Some(more) if more > 0 => {
            lines.push(say(&Message::new("handout.ticket.more").with("count", more)));
        }
        _ if rows.is_empty() => lines.push(say(&Message::new("handout.ticket.no_rows"))),
        _ => {}
    }
    lines.extend([String::new(), say(&Message::new("handout.ticket.where"))]);
    lines.join("\n") + "\n"
}

fn id_of(state: &AccountState) -> Message {
    match &state.account.id {
        Some(id) => Message::new("handout.ticket.id").with("id", id.clone()),
        None => Message::new("handout.ticket.no_id"),
    }
}

fn facts(state: &AccountState, credit: &Credit) -> Vec<Message> {
    let mut facts = vec![Message::new("handout.ticket.credit").with("name", credit.name.clone())];
    if let Some(face) = credit.face {
        facts.push(Message::new("handout.ticket.face").money("amount", face, state.currency));
    }
    if let (Some(start), Some(end)) = (credit.valid_start, credit.valid_end) {
        let valid = Message::new("handout.ticket.valid");
        let valid = valid.with("start", When::stated(start, state.zone));
        facts.push(valid.with("end", When::stated(end, state.zone)));
    }
    facts
}

fn seen(state: &AccountState, witness: &Witness, say: Say<'_>) -> Message {
    let name = say(&witness.name);
    match (witness.amount, witness.as_of) {
        (None, _) => Message::new("handout.ticket.silent").with("witness", name),
        (Some(amount), None) => Message::new("handout.ticket.says").with("witness", name).money(
            "amount",
            amount,
            state.currency,
        ),
        (Some(amount), Some(at)) => Message::new("handout.ticket.says_at")
            .with("witness", name)
            .money("amount", amount, state.currency)
            .with("at", at),
    }
}

fn transactions(state: &AccountState, draws: impl Iterator<Item = Draw>) -> Vec<Message> {
    let mut draws: Vec<Draw> = draws.collect();
    draws.order_by_key(|draw| (draw.time, draw.row));
    draws.into_iter().filter_map(|draw| transaction(state, draw)).collect()
}

fn transaction(state: &AccountState, Draw { row, time, amount, .. }: Draw) -> Option<Message> {
    let columns = &state.transactions;
    let id = *columns.ids.get(row.at())?;
    let name = columns.credit_names.get(row.at()).map_or("", |name| state.names.text(*name));
    let message = match id {
        Name::EMPTY => Message::new("handout.ticket.row"),
        id => Message::new("handout.ticket.row_id").with("id", state.names.text(id)),
    };
    let at = When::new(time.in_zone(state.zone), state.zone, Unit::Second);
    Some(message.with("at", at).money("amount", -amount, state.currency).with("name", name))
}

/// Draws and report rows of the day, the campaign, or both, whichever credit paid; all draws of all credits in sum.
/// Of a period nothing finer is known.
fn of_days(state: &AccountState, about: &Reconciled) -> Vec<Message> {
    let draws = state.transactions.draws();
    if about.is_of_all() {
        return transactions(state, draws);
    }
    if about.day.is_none() && about.campaign.is_none() {
        return vec![];
    }
    let fits = |day: Day, campaign: Option<CampaignIx>| {
        about.day.is_none_or(|own| own == day)
            && (about.campaign.is_none() || about.campaign == campaign)
    };
    let draws =
        draws.filter(|draw| fits(draw.time.day(), state.transactions.campaign(draw.row.at())));
    // A cost that is withheld is no evidence, and not 0.
    let is_meant =
        |r: &&ReportDay| r.day == r.last_day && r.cost.is_some() && fits(r.day, r.campaign);
    let reports = state.report_days.iter().filter(is_meant);
    transactions(state, draws).into_iter().chain(reports.map(|r| report(state, r))).collect()
}

fn report(state: &AccountState, row: &ReportDay) -> Message {
    let campaign = row.campaign.map(|campaign| state.campaign_text(campaign)).unwrap_or_default();
    let message = match row.net_cost {
        NetCost::Stated(net) => {
            Message::new("handout.ticket.report_net").money("net", net, state.currency)
        }
        _ => Message::new("handout.ticket.report"),
    };
    let cost = row.cost.unwrap_or_default();
    message.with("day", row.day).with("campaign", campaign).money("cost", cost, state.currency)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::answer;
    use crate::insight::fixture::{account, say};
    use crate::insight::reconcile::Settlement;
    use crate::options::Options;

    #[test]
    fn r29_all_that_support_asks_for() {
        let state = account(
            "account currency=USD billing=manual name=Nord
             now     11-21 14:00
             credit  Launch face=100 valid=11-01..12-31
             seen    Launch at=11-21T09:00 unused=70
             draw    10-30T12:00 amount=1 at=11-21T09:00
             draw    11-10T12:00 credit=Launch amount=10 at=11-21T09:00
             paid    11-19T12:00 by=Visa amount=1 id=y at=11-21T09:00",
        );
        let answers = answer(&state, &Options::default());
        let open = answers.reconciled.iter().find(|r| r.settlement == Settlement::Unexplained);
        let text = ticket(&state, open.unwrap(), &say);
        for part in ["7001", "Launch", "100 USD", "30 USD", "10 USD", "11-10 12:00", "20 USD"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(text.contains("support"), "{text}");
    }

    #[test]
    fn r37_rows_that_name_no_credit_are_evidence_of_the_sum() {
        let state = account(
            "account currency=USD billing=manual name=Nord
             now     11-21 14:00
             credit  Launch face=100 valid=11-01..12-31
             seen    Launch at=11-21T09:00 unused=70
             paid    11-01T09:00 by=Visa amount=1 id=z at=11-21T09:00
             draw    11-10T12:00 amount=10 at=11-21T09:00
             paid    11-19T12:00 by=Visa amount=1 id=y at=11-21T09:00",
        );
        let answers = answer(&state, &Options::default());
        let open = answers.reconciled.iter().find(|r| r.settlement == Settlement::Unexplained);
        let text = ticket(&state, open.unwrap(), &say);
        for part in ["Launch", "100 USD", "30 USD", "11-10 12:00", "10 USD", "differ by 20 USD"] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}
