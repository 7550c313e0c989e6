//! What a table shows first where nobody chose an order: the worst, then what ends first.

mod support;

use ad_credit_tracker::engine::{Engine, Moment};
use ad_credit_tracker::ingest::{FlavourKind, Source};
use ad_credit_tracker::platform::Native;
use serde_json::{Value, json};

/// The tables after these copies, all made at 09:00 and looked at on 21 Nov at 14:00.
fn tables(copies: &[String]) -> Value {
    let mut engine = Engine::new(Box::new(Native));
    let instant = |text: &str| serde_json::from_value(json!(text)).unwrap();
    for (at, copy) in copies.iter().enumerate() {
        let id = (at + 1).to_string();
        let pasted_at = instant("2026-11-21T09:00:00Z");
        let source = Source { name: id.clone(), id, pasted_at, ..Source::default() };
        support::feed(&mut engine, source, [(FlavourKind::Text, copy.as_bytes().to_vec())]);
    }
    let viewer_zone = serde_json::from_value(json!("+00:00")).unwrap();
    let moment = Moment { now: instant("2026-11-21T14:00:00Z"), viewer_zone };
    support::report(&mut engine, moment)["tables"].clone()
}

/// `name worst` of each row.
fn names(rows: &Value) -> Vec<String> {
    let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| format!("{} {}", word(&row["name"]), word(&row["worst"]))).collect()
}

/// A whole copy of Available: `name face end unused` a line, none used before the copy of the day.
fn available(account: &str, credits: &[(&str, u32, &str, u32)]) -> String {
    let rows = credits.iter().map(|(name, face, end, unused)| {
        let used = face - unused;
        format!(
            "{name}\tFree\t{face}.00 USD\t--\t2026-10-01\t2026-10-01 - {end}\t{unused}.00 USD\t\
             {used}.00 USD\t--\t--\n"
        )
    });
    let count = credits.len();
    format!(
        "TikTok Ads Manager\nShop {account}\nID: 711122223333444400{account}\nPromotions\n\
         Ad credit name\tCredit type\tDiscount / Amount\tUsage requirements\tRedeemed date\t\
         Valid dates\tUnused amount\tUsed amount\tPercent spent\tActions\n{}1–{count} of {count}\n",
        rows.collect::<String>()
    )
}

#[test]
fn r7_credits_told_in_one_line_stand_first_and_are_marked_each() {
    let credits = [
        ("Calm", 500, "2027-03-01", 400),
        ("Later", 50, "2026-12-05", 50),
        ("Tomorrow", 50, "2026-11-22", 50),
        ("Friday", 50, "2026-11-27", 50),
    ];
    assert_eq!(
        names(&tables(&[available("1", &credits)])["available"]),
        ["Tomorrow warning", "Friday warning", "Later warning", "Calm info"]
    );
}

#[test]
fn r17_an_offer_that_can_still_be_earned_stands_above_one_that_is_over() {
    let copy = "Shop 1\nID: 7111222233334444001\nPromotions\n\
        Offer name\tQualifying spend so far\tTarget spend\tReward\tEarned so far\tEarning window\tStatus\n\
        Over\t2,010.00 USD\t2,000.00 USD\t800.00 USD\t800.00 USD\t2026-10-20 - 2026-11-19\tReward pending\n\
        Ahead\t0.00 USD\t500.00 USD\t250.00 USD\t0.00 USD\t2026-11-25 - 2026-12-24\tNot started\n\
        Long\t100.00 USD\t500.00 USD\t250.00 USD\t0.00 USD\t2026-11-05 - 2026-12-30\tIn progress\n\
        Short\t312.40 USD\t500.00 USD\t250.00 USD\t0.00 USD\t2026-11-05 - 2026-12-04\tIn progress\n\
        1–4 of 4\n";
    let offers = tables(&[copy.to_owned()])["earning"].clone();
    let offers = offers.as_array().unwrap().iter();
    assert_eq!(
        offers.map(|o| format!("{} {}", o["name"], o["isOpen"])).collect::<Vec<_>>(),
        ["\"Short\" true", "\"Long\" true", "\"Ahead\" false", "\"Over\" false"]
    );
}

#[test]
fn the_worst_account_stands_first() {
    let ending = |end| [("Calm", 500, "2027-03-01", 400), ("Small", 60, end, 50)];
    let shops = [("1", "2027-03-01"), ("2", "2026-11-28"), ("3", "2026-11-22")];
    let copies = shops.map(|(account, end)| available(account, &ending(end)));
    assert_eq!(
        names(&tables(&copies)["accounts"]),
        ["Shop 3 warning", "Shop 1 info", "Shop 2 info"]
    );
}

#[test]
fn transactions_of_several_accounts_stand_newest_first() {
    let copy = |account: &str, days: [u32; 2]| {
        let rows = days.map(|day| {
            format!("T{account}{day}\t2026-11-{day} 09:00\tAd Credit\t-5.00\tUSD\tPush\t--\tSpark\tDone\n")
        });
        format!(
            "Shop {account}\nID: 711122223333444400{account}\nTransactions\n\
             Transaction ID\tTime\tTransaction type\tAmount\tCurrency\tCampaign name\tPayment source\t\
             Ad credit name\tStatus\n{}",
            rows.concat()
        )
    };
    let rows = tables(&[copy("1", [12, 18]), copy("2", [15, 20])])["transactions"].clone();
    let ids = rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned());
    assert_eq!(ids.collect::<Vec<_>>(), ["T220", "T118", "T215", "T112"]);
}
