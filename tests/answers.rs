//! From pastes to what the page says: short copies at their moments, and the sentences they lead to.

mod support;

use ad_credit_tracker::calendar::Instant;
use ad_credit_tracker::engine::{Engine, Moment};
use ad_credit_tracker::ingest::{FlavourKind, Source};
use ad_credit_tracker::options::Options;
use ad_credit_tracker::platform::Native;
use serde_json::{Value, json};

fn instant(text: &str) -> Instant {
    serde_json::from_value(json!(format!("2026-{text}:00Z"))).unwrap()
}

/// The whole view and every table after these pastes of `MM-DDTHH:MM`, looked at one minute after the last.
fn after(pastes: &[(&str, &str)]) -> Value {
    after_with(pastes, json!({}))
}

fn after_with(pastes: &[(&str, &str)], options: Value) -> Value {
    let mut engine = Engine::new(Box::new(Native));
    engine.set_options(Options::from_json(&options.to_string()).unwrap());
    let mut now = Instant::default();
    for (at, (moment, text)) in pastes.iter().enumerate() {
        now = instant(moment).max(now);
        let id = (at + 1).to_string();
        let source =
            Source { name: id.clone(), id, pasted_at: instant(moment), ..Source::default() };
        let kind = if text.starts_with('<') { FlavourKind::Html } else { FlavourKind::Text };
        support::feed(&mut engine, source, [(kind, text.as_bytes().to_vec())]);
    }
    let viewer_zone = serde_json::from_value(json!("+00:00")).unwrap();
    let moment = Moment { now: now.plus_seconds(60), viewer_zone };
    support::report(&mut engine, moment)
}

/// Keys of all messages below a value, each with its plain arguments.
fn said(value: &Value) -> Vec<String> {
    let mut out = Vec::new();
    collect(value, &mut out);
    out
}

fn collect(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            if let (Some(Value::String(key)), Some(Value::Object(args))) =
                (fields.get("key"), fields.get("args"))
            {
                let arg = |(name, arg): (&String, &Value)| format!(" {name}={}", plain(arg));
                out.push(format!("{key}{}", args.iter().map(arg).collect::<String>()));
            }
            fields.values().for_each(|value| collect(value, out));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, out)),
        _ => {}
    }
}

fn plain(arg: &Value) -> String {
    let value = &arg["value"];
    let part = ["amount", "at"].into_iter().find_map(|part| value[part].as_str());
    part.or(value.as_str()).map_or_else(|| value.to_string(), str::to_owned)
}

fn says(value: &Value, part: &str) -> bool {
    said(value).iter().any(|line| line.contains(part))
}

/// A whole-page copy of Available of one account, all rows of the list.
fn available(rows: &[&str]) -> String {
    page(rows, &format!("1–{} of {}", rows.len(), rows.len()))
}

fn page(rows: &[&str], footer: &str) -> String {
    let head = "TikTok Ads Manager\nSolo Shop\nID: 7111222233334444555\nPromotions\n\
        Ad credit name\tCredit type\tDiscount / Amount\tUsage requirements\tRedeemed date\t\
        Valid dates\tUnused amount\tUsed amount\tPercent spent\tActions\n";
    format!("{head}{}\n{footer}\n", rows.join("\n"))
}

#[test]
fn r28_the_total_of_a_business_center_is_shown() {
    let balance = r#"{"code":0,"message":"OK","data":{"bc_id":"7200000000000000001",
        "currency":"USD","account_balance":5000.50,"grant_balance":1000.25}}"#;
    let center = &after(&[("11-21T14:00", balance)])["view"]["businessCenters"][0];
    assert_eq!(said(&center["message"]), ["center.no_parts total=1000.25"]);
}

#[test]
fn r39_a_type_that_is_not_known_keeps_its_words_and_claims_nothing() {
    let welcome = "Welcome\tVoucher Plus\t200.00 USD\t--\t2026-11-10\t2026-11-10 - 2026-12-20\t\
        150.00 USD\t50.00 USD\t25.0%\t--";
    let report = after(&[("11-21T14:00", &available(&[welcome]))]);
    let row = &report["tables"]["available"][0];
    assert_eq!(row["creditType"], Value::Null);
    assert_eq!(row["typeText"], "Voucher Plus");
    assert!(says(&row["drawnBy"], "drawn_by.unknown_type"));
}

#[test]
fn r34_a_tooltip_beside_a_name_makes_no_other_credit() {
    let html = |name: &str, used: &str| {
        format!(
            "<div>Solo Shop</div><div>ID: 7111222233334444555</div><table><tr>\
             <th>Ad credit name</th><th>Credit type</th><th>Discount / Amount</th>\
             <th>Valid dates</th><th>Unused amount</th><th>Used amount</th></tr>\
             <tr><td>{name}</td><td>Free</td><td>100.00 USD</td>\
             <td>2026-11-10 - 2026-12-20</td><td>60.00 USD</td><td>{used} USD</td></tr></table>"
        )
    };
    let plain = html("Spring bonus", "40.00");
    for name in [
        "<div>Spring bonus<span class=\"tip\">i</span></div>",
        "Spring bonus<i class=\"icon\">i</i>",
        "Spring bonus <button>i</button>",
        "Spring bonus<sup>?</sup>",
        "<a href=\"#\">Spring bonus<span>\u{24d8}</span></a>",
    ] {
        for pastes in [[&plain, &html(name, "40.00")], [&html(name, "40.00"), &plain]] {
            let report = after(&[("11-21T14:00", pastes[0]), ("11-22T14:00", pastes[1])]);
            let rows = report["tables"]["available"].as_array().unwrap();
            assert_eq!(rows.len(), 1, "{name}");
            assert_eq!(rows[0]["name"], "Spring bonus", "{name}");
        }
    }
    // A letter of the name itself stays.
    for (name, read) in [("Ro<b>i</b>", "Roi"), ("W<span>i</span>nter", "Winter"), ("i", "i")] {
        let report = after(&[("11-21T14:00", &html(name, "40.00"))]);
        assert_eq!(report["tables"]["available"][0]["name"], read);
    }
}

#[test]
fn r21_figures_that_cannot_be_are_a_doubt_at_once() {
    let row = |used: &str, unused: &str| {
        available(&[&format!(
            "Welcome\tFree\t200.00 USD\t--\t2026-11-10\t2026-11-10 - 2026-12-20\t{unused}.00 USD\t{used}.00 USD\t--\t--"
        )])
    };
    let fell = "account.credit.usedFell before=2026-11-15T10:00:00+00:00 from=120 name=Welcome \
                since=2026-11-20T10:00:00+00:00 to=50";
    let (early, late) = (row("120", "80"), row("50", "150"));
    for pastes in [
        [("11-15T10:00", &*early), ("11-20T10:00", &*late)],
        [("11-20T10:00", &*late), ("11-15T10:00", &*early)],
    ] {
        let imports = &after(&pastes)["view"]["imports"];
        assert!(says(imports, fell), "{:#?}", said(imports));
    }
    let report = after(&[("11-15T10:00", &*row("120", "100"))]);
    let doubt = "account.credit.sum difference=20 face=200 name=Welcome unused=100 used=120";
    assert!(says(&report["view"]["imports"], doubt), "{:#?}", said(&report["view"]["imports"]));
    let table = &report["view"]["imports"][0]["tables"][0];
    assert_eq!(table["problems"][0]["place"]["lineNumber"], 6);
    // Spending on, or nothing wrong: no word.
    let on = after(&[("11-15T10:00", &*late), ("11-20T10:00", &*early)]);
    assert!(!says(&on["view"]["imports"], "account.credit."));
}

const NO_NAME: &str = "Time\tAd credit\tCampaign\tAction\tOperator\n\
    2026-11-12 09:00:00\tReels push\tNord Prospecting (1790000000000000001)\tUnassigned\tana@nord.example\n";

#[test]
fn r31_a_log_whose_account_is_not_answered_is_no_problem() {
    let reels = "Reels push\tAssignable\t200.00 USD\t--\t2026-11-01\t2026-11-01 - 2026-12-20\t200.00 USD\t0.00 USD\t0%\t--";
    let pastes = [("11-20T10:00", NO_NAME), ("11-20T11:00", &*available(&[reels]))];
    let report = after(&pastes);
    let cards = report["view"]["imports"].as_array().unwrap();
    let log = cards.iter().find(|c| c["id"] == "1").unwrap();
    assert!(log["accountQuestion"].is_object());
    assert!(!says(&log["tables"], "account.assignment"), "{:#?}", said(&log["tables"]));
    assert_eq!(log["tables"][0]["counts"]["problems"], 0);
    // Answered, it is tied; in an account that has no such credit it is a doubt.
    let answered = json!({ "imports": { "1": { "account": "7111222233334444555" } } });
    let report = after_with(&pastes, answered.clone());
    assert!(says(&report["tables"]["available"][0]["drawnBy"], "drawn_by.nobody"));
    let alone = after_with(&pastes[..1], answered);
    assert!(says(&alone["view"]["imports"], "account.assignment.whichCredit"));
}

#[test]
fn r4_a_panel_without_the_name_of_its_credit_asks_whose_it_is() {
    let row = |name: &str, kind: &str, end: &str| {
        format!(
            "{name}\t{kind}\t200.00 USD\t--\t2026-11-01\t2026-11-01 - {end}\t200.00 USD\t0.00 USD\t0%\t--"
        )
    };
    let rows = [
        row("Reels push", "Assignable", "2026-12-20"),
        row("Launch", "Free", "2026-12-20"),
        row("Spring match", "Assignable", "2026-11-28"),
    ];
    let copy = available(&rows.each_ref().map(String::as_str));
    let panel = "View/Assign\nLinked campaigns (1)\nBoots DE (1790000000000000011)\n\
                 Eligible countries\nGermany\nClose\n";
    let pastes = [("11-20T10:00", &*copy), ("11-20T11:00", panel)];
    let of_account = json!({ "account": "7111222233334444555" });
    let report = after_with(&pastes, json!({ "imports": { "2": of_account.clone() } }));
    let cards = report["view"]["imports"].as_array().unwrap();
    let card = cards.iter().find(|c| c["id"] == "2").unwrap();
    let question = &card["tables"][0]["questions"][0];
    assert_eq!(question["about"], "credit", "{card:#}");
    let choices = question["choices"].as_array().unwrap();
    let names: Vec<_> =
        choices.iter().map(|c| c["label"]["args"]["name"]["value"].clone()).collect();
    // Those that can be assigned, the one that ends first before the others.
    assert_eq!(names, ["Spring match", "Reels push"]);
    assert!(says(&card["tables"], "account.assignment.unnamed"));

    let mut answer = of_account;
    answer["credit"] = choices[1]["key"].clone();
    let report = after_with(&pastes, json!({ "imports": { "2": answer } }));
    let cards = report["view"]["imports"].as_array().unwrap();
    let card = cards.iter().find(|c| c["id"] == "2").unwrap();
    assert_eq!(card["tables"][0]["questions"], json!([]));
    assert_eq!(card["tables"][0]["counts"]["problems"], 0);
    let drawn_by = |name: &str| {
        let rows = report["tables"]["available"].as_array().unwrap();
        said(&rows.iter().find(|row| row["name"] == name).unwrap()["drawnBy"])
    };
    assert!(drawn_by("Reels push")[0].contains("Boots DE"), "{:?}", drawn_by("Reels push"));
    assert!(!drawn_by("Spring match")[0].contains("Boots DE"));
}

#[test]
fn r39_where_the_assignment_is_not_known_the_log_is_the_first_step() {
    let reels = "Reels push\tAssignable\t200.00 USD\t--\t2026-11-01\t2026-11-01 - 2026-11-28\t200.00 USD\t0.00 USD\t0%\t--";
    let today = &after(&[("11-20T11:00", &available(&[reels]))])["view"]["today"];
    assert_eq!(
        said(&today[0]["steps"]),
        ["alert.step.copy_log name=Reels push", "alert.step.assign name=Reels push"]
    );
}

#[test]
fn the_band_and_the_list_name_the_same_first_end() {
    let credit = |name: &str, kind: &str, end: &str| {
        format!(
            "{name}\t{kind}\t200.00 USD\t--\t2026-11-20\t2026-11-20 - {end}\t200.00 USD\t0.00 USD\t0%\t--"
        )
    };
    let rows =
        [credit("Launch", "Free", "2026-12-20"), credit("Reels push", "Assignable", "2026-11-29")];
    let view = &after(&[("11-26T11:00", &available(&[&*rows[0], &*rows[1]]))])["view"];
    assert!(says(&view["band"], "band.ends.first end=2026-11-29T00:00:00+00:00 name=Reels push"));
    assert_eq!(view["today"][0]["credit"].as_str().map(|key| &key[..5]), Some("Reels"));
}

#[test]
fn r20_by_when_a_reward_must_appear_hangs_on_when_it_was_earned() {
    let earning = |spend: &str| {
        format!(
            "Solo Shop\nID: 7111222233334444555\nPromotions\n\
             Offer name\tQualifying spend so far\tTarget spend\tReward\tEarned so far\tEarning window\tStatus\n\
             Spend 500, get 250\t{spend}.00 USD\t500.00 USD\t250.00 USD\t0.00 USD\t2026-11-01 - 2026-11-30\tIn progress\n\
             1–1 of 1\n"
        )
    };
    let (below, reached) = (earning("480"), earning("510"));
    let row = |pastes: &[(&str, &str)]| after(pastes)["tables"]["earning"][0].clone();
    // Reached before anyone looked: since when is not known, and it is due a week after that look at the latest.
    let one = row(&[("11-21T14:00", &reached)]);
    assert_eq!(said(&one["outlook"]), ["plan.offer.reward_by by=2026-11-28T14:00:00+00:00"]);
    assert_eq!(one["windowFrom"]["at"], "2026-11-01T00:00:00+00:00");
    // Seen below, then reached.
    let two = row(&[("11-20T14:00", &below), ("11-21T14:00", &reached)]);
    assert_eq!(said(&two["outlook"]), ["plan.offer.reward_by by=2026-11-28T14:00:00+00:00"]);
    // The window has ended since: it counts from there.
    let ended = row(&[("12-02T14:00", &reached)]);
    assert_eq!(said(&ended["outlook"]), ["plan.offer.reward_by by=2026-12-08T00:00:00+00:00"]);
}

/// The page is on the account's clock, whoever looks at it and from where.
#[test]
fn r25_r33_a_page_that_names_its_zone_says_in_it_when_it_was_true() {
    let row = "Welcome\tFree\t200.00 USD\t--\t2026-11-10\t2026-11-10 - 2026-12-20\t150.00 USD\t50.00 USD\t25.0%\t--";
    let stated = "Promotions\nTime zone: UTC+08:00\nLast updated: 2026-11-20 10:00\n";
    let page = available(&[row]).replace("Promotions\n", stated);
    let report = after(&[("11-21T14:00", &page)]);
    assert_eq!(report["tables"]["available"][0]["asOf"]["at"], "2026-11-20T10:00:00+08:00");
}

/// What a copy itself does not say of its zone, the register does: its card is on that clock too.
#[test]
fn r25_r33_the_card_of_a_copy_is_on_the_clock_of_its_account() {
    let register =
        "Account ID,Account name,Currency,Time zone\n7111222233334444555,Solo Shop,USD,UTC+08:00\n";
    let row = "Welcome\tFree\t200.00 USD\t--\t2026-11-10\t2026-11-10 - 2026-12-20\t150.00 USD\t50.00 USD\t25.0%\t--";
    let report = after(&[("11-21T13:00", register), ("11-21T14:00", &available(&[row]))]);
    let card = &report["view"]["imports"][0]["tables"][0];
    assert_eq!(report["view"]["accounts"][0]["asOf"]["at"], "2026-11-21T22:00:00+08:00");
    assert_eq!(card["asOf"], report["view"]["accounts"][0]["asOf"]);
}

#[test]
fn a_row_that_is_cut_off_is_told_once() {
    let page = page(
        &[
            "Welcome\tFree\t200.00 USD\t--\t2026-11-10\t2026-11-10 - 2026-12-20\t150.00 USD\t50.00 USD\t25.0%\t--",
            "Reels push\tAssignable\t1,000.00 USD\t--\t2026-11-01\t2026-11-01 - 20",
        ],
        "",
    );
    let card = &after(&[("11-21T14:00", page.trim_end())])["view"]["imports"][0];
    let told = |part: &Value| part["problems"].as_array().unwrap().clone();
    let problems = [told(card), told(&card["tables"][0])].concat();
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert!(says(&problems[0], "ingest.row.too_few_cells expected=10 found=6"));
    assert_eq!(card["tables"][0]["counts"]["problems"], 1);
}

/// R37: an interval, until the account's transactions tell every draw.
#[test]
fn r37_transactions_tell_when_a_credit_was_used_up() {
    let spring = |used: &str, unused: &str| {
        available(&[&format!(
            "Spring match\tFree\t200.00 USD\t--\t2026-11-01\t2026-11-01 - 2026-12-20\t{unused}.00 USD\t{used}.00 USD\t--\t--"
        )])
    };
    let transactions = |first: &str| {
        format!(
            "Solo Shop\nID: 7111222233334444555\nTransactions\n\
             Transaction ID\tTime\tTransaction type\tAmount\tCurrency\tCampaign name\tPayment source\tAd credit name\tStatus\n\
             TX4\t2026-11-20 08:00:12\tAd spend\t30.00\tUSD\tPush\tCash balance\t--\tSuccess\n\
             TX3\t2026-11-18 16:00:41\tAd spend\t10.83\tUSD\tPush\tCash balance\t--\tSuccess\n\
             TX2\t2026-11-18 16:00:41\tAd Credit\t9.95\tUSD\tPush\tAd credit\tSpring match\tSuccess\n\
             TX1\t2026-11-10 16:00:41\tAd Credit\t{first}\tUSD\tPush\tAd credit\tSpring match\tSuccess\n"
        )
    };
    let (early, late) = (spring("150", "50"), spring("200", "0"));
    let copies = [("11-17T09:00", &*early), ("11-20T08:40", &*late)];
    let whole = transactions("190.05");
    let today = |pastes: &[(&str, &str)]| said(&after(pastes)["view"]["today"]);
    let says = |lines: &[String], part: &str| lines.iter().any(|line| line.contains(part));
    let without = today(&copies);
    assert!(says(&without, "alert.used_up.between "), "{without:#?}");
    for pastes in [
        [copies[0], copies[1], ("11-20T09:00", &*whole)],
        [("11-20T09:00", &*whole), copies[1], copies[0]],
    ] {
        let lines = today(&pastes);
        for told in [
            "alert.nothing_left.paid at=2026-11-18T16:00:41+00:00 held=0 paid=40.83",
            "alert.used_up.at amount=200 at=2026-11-18T16:00:41+00:00 name=Spring match",
            "alert.why.last_draw amount=9.95 at=2026-11-18T16:00:41+00:00",
        ] {
            assert!(says(&lines, told), "{lines:#?}");
        }
    }
    // A part of its draws tells no end.
    let part = transactions("100.00");
    let lines = today(&[copies[0], copies[1], ("11-20T09:00", &*part)]);
    assert!(says(&lines, "alert.used_up.between "), "{lines:#?}");
}

#[test]
fn dates_that_are_asked_about_stay_provisional_until_they_are_answered() {
    let row = "Welcome\tFree\t200.00 USD\t--\t05/11/2026\t05/11/2026 - 12/12/2026\t150.00 USD\t50.00 USD\t25.0%\t--";
    let text = available(&[row]);
    let report = after(&[("11-21T14:00", &text)]);
    let table = &report["view"]["imports"][0]["tables"][0];
    let asked = table["questions"].as_array().unwrap();
    assert!(asked.iter().any(|q| q["about"] == "dayOrder"), "{asked:#?}");
    assert_eq!(report["tables"]["available"][0]["unanswered"]["dates"], true);
    let orders = json!({ "Redeemed date": "dayFirst", "Valid dates": "dayFirst" });
    let answer = json!({ "imports": { "1": { "mapping": { "dayOrders": orders } } } });
    let report = after_with(&[("11-21T14:00", &text)], answer);
    assert_eq!(report["tables"]["available"][0]["unanswered"]["dates"], false);
}

#[test]
fn an_account_of_which_all_was_taken_back_is_gone() {
    let row = "Welcome\tFree\t200.00 USD\t--\t2026-11-05\t2026-11-05 - 2026-12-12\t150.00 USD\t50.00 USD\t25.0%\t--";
    let text = available(&[row]);
    let accounts = |said: Value| {
        let report = after_with(&[("11-21T14:00", &text)], json!({ "accounts": { "Kite": said } }));
        report["view"]["accounts"].as_array().unwrap().len()
    };
    assert_eq!(accounts(json!({ "name": "Kite" })), 2);
    // What undoing a move leaves of the account that was named for it.
    assert_eq!(accounts(json!({})), 1);
}

/// The same bare table again, and a later copy of the list: whose it was is the default answer.
#[test]
fn r31_a_list_like_one_that_was_answered_is_offered_its_account() {
    let row = |used: u32| {
        let left = 200 - used;
        format!(
            "Welcome\tFree\t200.00 USD\t--\t2026-11-05\t2026-11-05 - 2026-12-12\t{left}.00 USD\t{used}.00 USD\t--\t--"
        )
    };
    let bare = |row: &str| page(&[row], "").split_once("Promotions\n").unwrap().1.to_owned();
    let (first, later) = (bare(&row(50)), bare(&row(80)));
    let other = bare(&row(50).replace("Welcome", "Reels push"));
    let answered = json!({ "imports": { "1": { "account": "Kite" } }, "accounts": { "Kite": { "name": "Kite" } } });
    for (text, expected) in
        [(&first, "Kite: account.whose.alike"), (&later, "Kite: account.whose.alike"), (&other, "")]
    {
        let pastes = [("11-21T14:00", &*first), ("11-21T15:00", &**text)];
        let report = after_with(&pastes, answered.clone());
        let asked = report["view"]["imports"][0]["accountQuestion"]["candidates"].as_array();
        let candidates = asked.unwrap().iter();
        let told = candidates.map(|c| {
            format!("{}: {}", c["key"].as_str().unwrap(), c["reason"]["key"].as_str().unwrap())
        });
        assert_eq!(told.collect::<Vec<_>>().join(", "), expected, "{text}");
    }
}

/// What was said under the name and what was said under the id, field by field; the id's own answer leads.
#[test]
fn r31_what_was_said_under_a_name_stays_where_the_id_says_nothing() {
    let whole = page(
        &[
            "Welcome\tFree\t200.00 USD\t--\t2026-11-05\t2026-11-05 - 2026-12-12\t150.00 USD\t50.00 USD\t--\t--",
        ],
        "",
    );
    let answers = json!({ "accounts": {
        "Solo Shop": { "name": "Solo Shop", "client": "Acme", "owner": "Ann", "billing": "manual",
            "thresholds": { "lowShare": "0.9", "staleHours": 3 } },
        "7111222233334444555": { "owner": "Bob", "thresholds": { "staleHours": 99 } },
    } });
    let report = after_with(&[("11-21T14:00", &whole)], answers);
    let accounts = report["view"]["accounts"].as_array().unwrap();
    assert_eq!(accounts.len(), 1);
    let told = ["client", "owner", "billing"].map(|field| accounts[0][field].as_str());
    assert_eq!(told, [Some("Acme"), Some("Bob"), Some("manual")]);
    let today = said(&report["view"]["today"]);
    assert!(today.iter().any(|line| line.starts_with("alert.low ")), "{today:#?}");
}

#[test]
fn r31_an_account_said_by_its_name_is_the_one_whose_page_has_the_id() {
    let row = "Welcome\tFree\t200.00 USD\t--\t2026-11-05\t2026-11-05 - 2026-12-12\t150.00 USD\t50.00 USD\t25.0%\t--";
    let whole = page(&[row], "");
    let (_, bare) = whole.split_once("Promotions\n").unwrap();
    let of =
        |name: &str, id: &str| whole.replace("Solo Shop", name).replace("7111222233334444555", id);
    let keys = |pastes: &[(&str, &str)]| -> Vec<String> {
        let said = json!({ "imports": { "1": { "account": "Kite" } }, "accounts": { "Kite": { "name": "Kite", "client": "Acme" } } });
        let report = after_with(pastes, said);
        let clients = report["view"]["accounts"].as_array().unwrap().iter();
        // What was said of it stays with it.
        assert_eq!(clients.filter(|one| one["client"] == "Acme").count(), 1);
        let accounts = report["view"]["accounts"].as_array().unwrap().iter();
        accounts.map(|one| one["key"].as_str().unwrap().to_owned()).collect()
    };
    let (kite, other) = (of("Kite", "7123456789012345678"), of("Nord", "7000000000000000002"));
    assert_eq!(keys(&[("11-21T14:00", bare), ("11-21T14:05", &kite)]), ["7123456789012345678"]);
    assert_eq!(keys(&[("11-21T14:00", bare), ("11-21T14:05", &other)]).len(), 2);
    // Two accounts of that name: which of them was meant is not known.
    let twin = of("Kite", "7000000000000000002");
    let three = [("11-21T14:00", bare), ("11-21T14:05", &*kite), ("11-21T14:06", &*twin)];
    assert_eq!(keys(&three).len(), 3);
}

#[test]
fn r35_what_cash_or_card_paid_beside_draws_changes_no_pace() {
    let page = available(&["Spring bonus\tFree\t400.00 USD\t--\t2026-11-01\t\
        2026-11-01 - 2026-12-10\t85.00 USD\t315.00 USD\t78.75%\t--"]);
    let row = |id: String, day: usize, kind: &str, amount: &str, by: &str| {
        let credit = if by == "Ad Credit" { "Spring bonus" } else { "" };
        format!(
            "7111222233334444555,{id},2026-11-{day:02} 08:30:00,{kind},Tents,{amount},USD,{by},\
             {credit},Successful\n"
        )
    };
    let head = "Ad account ID,Transaction ID,Transaction time,Transaction type,Campaign name,Amount,\
        Currency,Payment method,Ad credit name,Status\n";
    let draws: String = (1..=21)
        .map(|day| row(format!("TX{day}"), day, "Ad Credit", "15.00", "Ad Credit"))
        .collect();
    for (name, days, amount, by) in [
        ("none", vec![], "", ""),
        ("one", vec![18], "30.00", "Cash balance"),
        ("every fourth day", vec![4, 8, 12, 16, 20], "30.00", "Cash balance"),
        ("small", vec![4, 8, 12, 16, 20], "2.00", "Cash balance"),
        ("by card", vec![4, 8, 12, 16, 20], "30.00", "Visa *1111"),
        ("every day", (1..=21).collect(), "30.00", "Cash balance"),
    ] {
        let beside = days.iter().map(|day| row(format!("TY{day}"), *day, "Ad Spend", amount, by));
        let list = format!("{head}{draws}{}", beside.collect::<String>());
        let report = after(&[("11-21T14:00", &page), ("11-21T14:00", &list)]);
        let runs_out = &report["tables"]["available"][0]["runsOutMessage"];
        assert_eq!(said(runs_out), ["forecast.runs_out from=2026-11-26 to=2026-11-27"], "{name}");
        assert!(!says(&report, "reconcile.cause"), "{name}: {:?}", said(&report));
        assert!(!says(&report["view"]["today"], "lost"), "{name}");
    }
}
