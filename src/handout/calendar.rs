//! A calendar file with events at the warning instants (RFC 5545).
//!
//! Importers drop alarms, so the event itself stands at the instant; an alarm is added for those who keep
//! it. A reminder keeps its UID from file to file, so that a re-import moves it instead of doubling it.
//! Without the user's choice it says what kind of thing happens, not whose it is nor how much.

use super::Say;
use crate::account::state::{AccountState, OfferState};
use crate::calendar::{Instant, SECONDS_PER_DAY};
use crate::insight::Answers;
use crate::insight::alerts::{Ahead, Coming, ahead};
use crate::insight::earning::Verdict;
use crate::options::Options;
use crate::problem::Message;
use crate::sorting::Sorting;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What the file may say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Disclose {
    /// Names of accounts, credits and offers.
    pub names: bool,
    pub amounts: bool,
}

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub struct Reminder {
    /// Kind, account, subject and step; the same from run to run. Never written out: the UID is its hash.
    pub key: String,
    pub at: Instant,
    pub summary: Message,
}

impl Reminder {
    fn uid(&self) -> String {
        format!("{:016x}@ad-credit-tracker", hash(&self.key))
    }
}

/// An event that was handed out: what a later file must know to take it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct HandedOut {
    pub uid: String,
    pub at: Instant,
}

impl HandedOut {
    pub fn of(reminder: &Reminder) -> HandedOut {
        HandedOut { uid: reminder.uid(), at: reminder.at }
    }
}

/// Of the events of earlier files those that are to come and no longer expected.
pub fn taken_back(before: &[HandedOut], expected: &[Reminder], now: Instant) -> Vec<HandedOut> {
    let uids: BTreeSet<String> = expected.iter().map(Reminder::uid).collect();
    let gone = before.iter().filter(|one| one.at > now && !uids.contains(&one.uid));
    gone.cloned().collect()
}

/// Longest line in octets, its end not counted (RFC 5545, 3.1).
const LINE_OCTETS_MAX: usize = 75;

/// Everything of one account that is known to come, in order of time.
pub fn reminders(
    state: &AccountState,
    options: &Options,
    answers: &Answers,
    disclose: Disclose,
) -> Vec<Reminder> {
    let coming = ahead(state, options, answers);
    let mut out: Vec<Reminder> =
        coming.iter().map(|one| of_warning(state, *one, disclose)).collect();
    for (offer, answer) in state.offers.iter().zip(&answers.offers) {
        let runs = offer.state == OfferState::Running && answer.verdict != Some(Verdict::Closed);
        let Some(end) = offer.window.end.filter(|_| runs) else { continue };
        let names = disclose.names.then(|| offer.name.clone());
        let summary = summary("calendar.earning", "calendar.earning.named", names, state);
        let at = end.in_zone(state.zone).plus_seconds(-SECONDS_PER_DAY);
        out.push(Reminder { key: key(state, "earning", &offer.key, 1), at, summary });
    }
    out.retain(|r| r.at > state.now);
    out.order_by(|a, b| (a.at, &a.key).cmp(&(b.at, &b.key)));
    out
}

fn of_warning(
    state: &AccountState,
    Ahead { at, credit, what }: Ahead,
    disclose: Disclose,
) -> Reminder {
    let subject = credit.and_then(|at| state.credit(at));
    let names = disclose.names.then(|| subject.map(|c| c.name.clone()).unwrap_or_default());
    let (kind, step, [plain, named]) = match what {
        Coming::Ends { step_days, .. } => {
            ("expiring", step_days, ["calendar.expiring", "calendar.expiring.named"])
        }
        Coming::RunsOut { .. } => ("run_out", 0, ["calendar.run_out", "calendar.run_out.named"]),
        Coming::UsedUp => ("used_up", 0, ["calendar.used_up", "calendar.used_up.named"]),
        Coming::Stops { .. } => ("stops", 0, ["calendar.stops", "calendar.stops.named"]),
    };
    let summary = summary(plain, named, names, state);
    let mut summary = match what {
        Coming::Ends { days_left, .. } => summary.with("days", days_left.unsigned_abs()),
        Coming::RunsOut { day } | Coming::Stops { day } => summary.with("day", day),
        Coming::UsedUp => summary,
    };
    if let Coming::Ends { loss: Some(loss), .. } = what
        && disclose.amounts
        && disclose.names
    {
        summary.key = "calendar.expiring.amount";
        summary = summary.money("amount", loss, state.currency);
    }
    let subject = subject.map(|credit| credit.key.as_str()).unwrap_or_default();
    Reminder { key: key(state, kind, subject, step), at, summary }
}

fn key(state: &AccountState, kind: &str, subject: &str, step: i64) -> String {
    format!("{kind}:{}:{subject}:{step}", state.account.key)
}

fn summary(
    plain: &'static str,
    named: &'static str,
    name: Option<String>,
    state: &AccountState,
) -> Message {
    match name {
        None => Message::new(plain),
        Some(name) => {
            let account = state.account.name.clone().unwrap_or_else(|| state.account.key.clone());
            Message::new(named).with("name", name).with("account", account)
        }
    }
}

/// The file. `now` is when it is made; a later file replaces the events of an earlier one, and takes back `gone`.
pub fn calendar(reminders: &[Reminder], gone: &[HandedOut], now: Instant, say: Say<'_>) -> String {
    let mut out = String::new();
    let mut line = |text: &str| fold(&mut out, text);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//ad-credit-tracker//reminders//EN");
    line("METHOD:PUBLISH");
    let mut event =
        |uid: &str, at: Instant, summary: &Message, rest: &dyn Fn(&str) -> Vec<String>| {
            let text = escape(&say(summary));
            line("BEGIN:VEVENT");
            line(&format!("UID:{uid}"));
            line(&format!("SEQUENCE:{}", now.seconds().max(0) / 60));
            line(&format!("DTSTAMP:{}", stamp(now)));
            line(&format!("DTSTART:{}", stamp(at)));
            line("DURATION:PT15M");
            line(&format!("SUMMARY:{text}"));
            line("TRANSP:TRANSPARENT");
            rest(&text).iter().for_each(|text| line(text));
            line("END:VEVENT");
        };
    for reminder in reminders {
        event(&reminder.uid(), reminder.at, &reminder.summary, &alarm);
    }
    for one in gone {
        let summary = Message::new("calendar.gone");
        event(&one.uid, one.at, &summary, &|_| vec!["STATUS:CANCELLED".to_owned()]);
    }
    line("END:VCALENDAR");
    out
}

fn alarm(text: &str) -> Vec<String> {
    let description = format!("DESCRIPTION:{text}");
    ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT0S", &description, "END:VALARM"]
        .map(str::to_owned)
        .to_vec()
}

/// `20261121T130000Z`.
fn stamp(at: Instant) -> String {
    at.to_string().chars().filter(|c| !matches!(c, '-' | ':')).collect()
}

/// FNV-1a: stable, and no way back to the name for whoever reads the file.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Text of a property; control characters other than the line break have no place in it.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Appends a line, folded before the octet that would be one too many; no character is cut.
fn fold(out: &mut String, text: &str) {
    let mut octets = 0;
    for c in text.chars() {
        if octets + c.len_utf8() > LINE_OCTETS_MAX {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(c);
        octets += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::alerts::Kind;
    use crate::insight::answer;
    use crate::insight::fixture::{account, say};

    const SHOP: &str = "
        account name=Nord_Shop currency=USD billing=manual
        now     11-21 14:00
        credit  Reels,_push;_äöü_spring_campaign_with_a_rather_long_name_for_a_line face=1000 valid=11-01..11-30 kind=assignable
        seen    Reels,_push;_äöü_spring_campaign_with_a_rather_long_name_for_a_line at=11-21T09:00 unused=1000
        log     Reels,_push;_äöü_spring_campaign_with_a_rather_long_name_for_a_line at=11-20T09:00
        offer   Match spend=82 tiers=100:50 window=11-01..11-29 at=11-21T00:00";

    fn file(disclose: Disclose) -> (Vec<Reminder>, String) {
        let state = account(SHOP);
        let answers = answer(&state, &Options::default());
        let reminders = reminders(&state, &Options::default(), &answers, disclose);
        let text = calendar(&reminders, &[], state.now, &say);
        (reminders, text)
    }

    #[test]
    fn events_stand_at_the_warning_instants() {
        let (reminders, text) = file(Disclose::default());
        let at: Vec<String> = reminders.iter().map(|r| r.at.to_string()).collect();
        let expected = [
            "2026-11-24T00:00:00Z",
            "2026-11-27T00:00:00Z",
            "2026-11-29T00:00:00Z",
            "2026-11-30T00:00:00Z",
        ];
        assert_eq!(at, expected);
        for at in ["20261124T000000Z", "20261130T000000Z"] {
            assert!(text.contains(&format!("\r\nDTSTART:{at}\r\n")), "{text}");
        }
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 4);
    }

    /// 51 days of life; the step of 30 days begins at half of it, that of 3 on the Friday before its Sunday.
    #[test]
    fn an_end_is_reminded_of_when_the_list_warns_of_it() {
        let mut state = account(
            "account currency=USD billing=manual
             now    2027-03-04 09:00
             credit Launch face=100 valid=2027-03-01..2027-04-20
             seen   Launch at=2027-03-04T08:00 unused=100",
        );
        let options = Options::default();
        let all = reminders(&state, &options, &answer(&state, &options), Disclose::default());
        let said: Vec<_> = all.iter().map(|r| (r.at.to_string(), say(&r.summary))).collect();
        let expected = [
            ("2027-03-26T12:00:00Z", 25),
            ("2027-04-07T00:00:00Z", 14),
            ("2027-04-14T00:00:00Z", 7),
            ("2027-04-16T00:00:00Z", 5),
            ("2027-04-20T00:00:00Z", 1),
        ];
        let text = |days| {
            format!("An ad credit expires in {days} day{}", if days == 1 { "" } else { "s" })
        };
        assert_eq!(said, expected.map(|(at, days)| (at.to_owned(), text(days))));
        let mut step_at = |at: Instant| {
            state.now = at;
            let findings = answer(&state, &options).findings;
            findings.iter().find(|f| f.kind == Kind::Expiring).map(|f| (f.step_days, f.onset))
        };
        let mut last = None;
        for event in &all {
            assert_eq!(step_at(event.at.plus_seconds(-1)), last, "{}", event.at);
            let next = step_at(event.at);
            assert_eq!(next.map(|(_, onset)| onset), Some(event.at));
            last = next;
        }
    }

    /// What is expected to be used up, and when delivery may stop, is reminded of when the list begins to say so.
    #[test]
    fn r12_r13_a_run_out_is_reminded_of_when_the_list_warns_of_it() {
        let options = Options::default();
        // 22 a day; what is said of 2 December is warned of three days before.
        let mut state = account(
            "account currency=USD billing=manual
             now    2026-11-24 09:00
             credit Welcome face=500 valid=11-01..12-31
             seen   Welcome at=11-14T00:00 unused=418
             seen   Welcome at=11-24T00:00 unused=198
             cash   100 at=11-24T00:00",
        );
        let all = reminders(&state, &options, &answer(&state, &options), Disclose::default());
        let said: Vec<_> = all.iter().map(|r| (r.at.to_string(), say(&r.summary))).collect();
        let expected = [
            ("2026-11-29T00:00:00Z", "An ad credit is expected to be used up around 12-02"),
            ("2026-11-30T00:00:00Z", "No source may be left from 12-03: delivery may stop"),
            (
                "2026-12-07T00:00:00Z",
                "An ad credit is probably used up by now: copy the page again",
            ),
        ];
        assert_eq!(said, expected.map(|(at, text)| (at.to_owned(), text.to_owned())));
        for event in &all {
            let mut list_at = |at: Instant| -> Vec<String> {
                state.now = at;
                let findings = answer(&state, &options).findings;
                findings.iter().map(|f| format!("{} {}", f.id, f.headline.key)).collect()
            };
            let (before, after) = (list_at(event.at.plus_seconds(-1)), list_at(event.at));
            assert_ne!(before, after, "{}: {}", event.at, say(&event.summary));
        }
    }

    #[test]
    fn no_name_and_no_amount_unless_chosen() {
        let (_, text) = file(Disclose::default());
        for secret in ["Nord", "Reels", "Match", "7001", "1000"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
        let (_, named) = file(Disclose { names: true, amounts: true });
        let unfolded = named.replace("\r\n ", "");
        assert!(
            unfolded.contains("Reels\\, push\\; äöü") && unfolded.contains("1000 USD"),
            "{named}"
        );
        assert!(named.split("\r\n").all(|line| line.len() <= 75), "{named}");
    }

    /// R8: the amount is what the list says is lost, not what is unused today; an end by which something is lost
    /// only if spend slows is reminded of on its last day.
    #[test]
    fn r8_an_end_is_reminded_of_with_what_is_lost_then() {
        let options = Options::default();
        let said = |unused: u32| {
            let state = account(&format!(
                "account name=Shop currency=USD billing=manual
                 now    2026-11-24 09:00
                 credit Plenty face=2000 valid=11-01..12-20
                 seen   Plenty at=11-14T00:00 unused={}
                 seen   Plenty at=11-24T00:00 unused={unused}",
                unused + 200,
            ));
            let disclose = Disclose { names: true, amounts: true };
            let all = reminders(&state, &options, &answer(&state, &options), disclose);
            let ends = all.iter().filter(|r| r.key.starts_with("expiring"));
            ends.map(|r| say(&r.summary)).collect::<Vec<_>>()
        };
        // 20 a day for 27 days are 540.
        let plenty =
            [25, 14, 7, 3].map(|days| format!("Shop: 60 USD of Plenty expires in {days} days"));
        assert_eq!(said(600), plenty);
        // The end is a Sunday: its last step is said on Friday.
        assert_eq!(said(530), ["Shop: Plenty expires in 3 days"]);
        assert_eq!(said(300), [""; 0]);
    }

    #[test]
    fn what_is_no_longer_expected_is_taken_back() {
        let (reminders, _) = file(Disclose::default());
        let now = account(SHOP).now;
        let handed: Vec<HandedOut> = reminders.iter().map(HandedOut::of).collect();
        let (first, rest) = reminders.split_first().unwrap();
        let gone = taken_back(&handed, rest, now);
        assert_eq!(gone, handed[..1]);
        let text = calendar(rest, &gone, now, &say);
        assert_eq!(text.matches("STATUS:CANCELLED").count(), 1);
        let event = text.split("BEGIN:VEVENT").find(|e| e.contains("CANCELLED")).unwrap();
        assert!(event.contains(&first.uid()) && !event.contains("VALARM"), "{event}");
        // What has passed stays where it is.
        assert_eq!(taken_back(&handed, rest, first.at), []);
        assert_eq!(taken_back(&handed, &reminders, now), []);
    }

    #[test]
    fn a_reminder_keeps_its_uid() {
        let uids = |text: &str| -> Vec<String> {
            text.lines().filter(|l| l.starts_with("UID:")).map(str::to_owned).collect()
        };
        let (_, plain) = file(Disclose::default());
        let (_, named) = file(Disclose { names: true, amounts: true });
        assert_eq!(uids(&plain), uids(&named));
        let unique: std::collections::BTreeSet<String> = uids(&plain).into_iter().collect();
        assert_eq!(unique.len(), 4);
    }
}
