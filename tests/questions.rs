//! What cannot be decided is asked on the import card, with a default; the answer changes the reading, is
//! remembered for the headers or the account, and the question is gone.

mod support;

use ad_credit_tracker::engine::{Engine, Moment};
use ad_credit_tracker::ingest::{FlavourKind, Source};
use ad_credit_tracker::options::Options;
use ad_credit_tracker::platform::Native;
use ad_credit_tracker::view::tables::Scope;
use serde_json::{Value, json};

/// The card of one file under these options.
fn card(bytes: &[u8], options: &Options) -> Value {
    let mut engine = Engine::new(Box::new(Native));
    engine.set_options(options.clone());
    let source = Source { id: "1".into(), name: "copy".into(), ..Source::default() };
    support::feed(&mut engine, source, [(FlavourKind::File, bytes.to_vec())]);
    let now = serde_json::from_value(json!("2026-11-21T12:00:00Z")).unwrap();
    let zone = serde_json::from_value(json!("+01:00")).unwrap();
    let view = engine.view(Moment { now, viewer_zone: zone }, &Scope::default());
    serde_json::to_value(view).unwrap()["imports"][0].clone()
}

fn options(document: Value) -> Options {
    Options::from_json(&document.to_string()).unwrap()
}

/// `about column: key key …` of each question.
fn asked(questions: &Value) -> Vec<String> {
    let text = |v: &Value| v.as_str().unwrap_or("-").to_owned();
    let one = |q: &Value| {
        let choices = q["choices"].as_array().unwrap().iter().map(|c| text(&c["key"]));
        let choices = choices.collect::<Vec<_>>().join(" ");
        format!("{} {}: {choices}", text(&q["about"]), text(&q["column"]))
    };
    questions.as_array().unwrap().iter().map(one).collect()
}

const PROMOTIONS: &str = "Ad credit name,Discount / Amount,Valid dates,Unused amount,Used amount\n\
    Launch,$100.00,2026-11-01 - 2026-11-30,$80.00,$20.00\n";

#[test]
fn r38_currency_and_zone_of_an_account_are_asked_once() {
    let nord = json!({ "1": { "account": "Nord" } });
    let asks = card(PROMOTIONS.as_bytes(), &options(json!({ "imports": nord })));
    let questions = &asks["tables"][0]["questions"];
    assert_eq!(
        asked(questions),
        [
            "currency -: USD CAD AUD MXN SGD NZD HKD CLP COP",
            "zone -: +01:00 -08:00 -05:00 -03:00 +00:00 +05:30 +07:00 +08:00 +09:00"
        ]
    );
    assert_eq!(questions[0]["account"], "Nord");
    assert_eq!(amounts(&questions[0])[..2], ["100 USD", "100 CAD"]);

    let said = json!({ "Nord": { "currency": "CAD", "zone": "+08:00" } });
    let answered = options(json!({ "imports": nord, "accounts": said }));
    let questions = &card(PROMOTIONS.as_bytes(), &answered)["tables"][0]["questions"];
    assert_eq!(asked(questions), [""; 0]);
}

/// What each choice of a currency makes of the amount, exactly.
fn amounts(question: &Value) -> Vec<String> {
    let choices = question["choices"].as_array().unwrap().iter();
    let money = choices.map(|choice| &choice["label"]["args"]["amount"]["value"]);
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    money.map(|money| format!("{} {}", text(&money["amount"]), text(&money["currency"]))).collect()
}

/// No currency written with `$` has thousandths; pesos of Chile have no minor unit at all.
#[test]
fn r38_a_choice_of_currency_says_what_the_amount_would_be() {
    let nord = options(json!({ "imports": { "1": { "account": "Nord" } } }));
    for (face, unused, used, dollars, pesos) in [
        ("$50.000", "$40.000", "$10.000", "50000 USD", "50000 CLP"),
        ("$50,000.50", "$40,000.50", "$10,000.00", "50000.5 USD", "50000.5 CLP"),
        // Of dollars the table shows a decimal point; pesos have none.
        ("$50.000", "$40.00", "$10.00", "50 USD", "50000 CLP"),
    ] {
        let row = |cells: &[&str]| cells.join("\t");
        let head = PROMOTIONS.lines().next().unwrap().replace(',', "\t");
        let cells = row(&["Launch", face, "2026-11-01 - 2026-11-30", unused, used]);
        let asks = card(format!("{head}\n{cells}\n").as_bytes(), &nord);
        let said = amounts(&asks["tables"][0]["questions"][0]);
        assert_eq!([said[0].as_str(), said[7].as_str()], [dollars, pesos], "{face}");
    }
}

/// Pasted on 21 November: May to October is over, November to December runs.
#[test]
fn r37_what_rests_on_an_open_question_says_so_until_it_is_answered() {
    let page = "Ad credit name,Redeemed date,Valid dates,Unused amount,Used amount\n\
        Launch,05/11/2026,05/11/2026 - 10/12/2026,40.00 USD,60.00 USD\n";
    let view = |options: &Options| {
        let mut engine = Engine::new(Box::new(Native));
        engine.set_options(options.clone());
        let now = serde_json::from_value(json!("2026-11-21T12:00:00Z")).unwrap();
        let zone = serde_json::from_value(json!("+01:00")).unwrap();
        let (id, name) = ("1".to_owned(), "copy".to_owned());
        let source = Source { id, name, pasted_at: now, ..Source::default() };
        support::feed(&mut engine, source, [(FlavourKind::File, page.as_bytes().to_vec())]);
        let view = engine.view(Moment { now, viewer_zone: zone }, &Scope::default());
        serde_json::to_value(view).unwrap()
    };
    let nord = |mapping: Value| json!({ "1": { "account": "Nord", "mapping": mapping } });
    let open = view(&options(json!({ "imports": nord(json!({})) })));
    let questions = &open["imports"][0]["tables"][0]["questions"];
    assert_eq!(asked(questions)[0], "dayOrder Redeemed date: dayFirst monthFirst");
    assert_eq!(open["counts"]["available"], 1);
    assert_eq!(
        (&open["today"][0]["kind"], &open["today"][0]["import"]),
        (&json!("asked"), &json!("1"))
    );

    let said = json!({ "dayOrders": { "Redeemed date": "dayFirst" } });
    let answered = view(&options(json!({ "imports": nord(said) })));
    assert_ne!(answered["today"][0]["kind"], json!("asked"));
}

#[test]
fn whose_it_is_comes_before_what_an_account_says() {
    let card = card(PROMOTIONS.as_bytes(), &Options::default());
    assert!(card["accountQuestion"].is_object());
    assert_eq!(asked(&card["tables"][0]["questions"]), [""; 0]);
}

#[test]
fn a_column_that_may_be_the_missing_one_is_asked_about() {
    let text = "Campaign name,Campaign ID,By Day,Primary status,Kosten,Notiz\n\
        Launch,7300000000000000001,2026-11-01,Active,12.50,ok\n";
    let before = card(text.as_bytes(), &Options::default());
    let table = &before["tables"][0];
    assert_eq!(table["export"], Value::Null);
    assert_eq!(asked(&table["questions"]), ["columnMeaning Kosten: cost "]);
    assert_eq!(table["questions"][0]["choices"][0]["preview"], "12.50");

    let fingerprint = table["fingerprint"].as_str().unwrap();
    let answer = json!({ "mappings": { fingerprint: { "columns": { "Kosten": "cost" } } } });
    let after = card(text.as_bytes(), &options(answer));
    let table = &after["tables"][0];
    assert_eq!((&table["export"], &table["counts"]["new"]), (&json!("campaign_report"), &json!(1)));
    assert_eq!(table["fingerprint"], fingerprint);
}

#[test]
fn letters_that_two_encodings_can_read_are_shown_in_both() {
    // Usual syllables of EUC-KR are the bytes of usual characters of GBK.
    let names = ["봄 광고", "가을 행사", "신규 고객"];
    let rows: String = names
        .iter()
        .map(|name| format!("{name},7300000000000000001,2026-11-01,12.50,USD\n"))
        .collect();
    let text = format!("Campaign name,Campaign ID,By Day,Cost,Currency\n{rows}");
    let (bytes, _, lossy) = encoding_rs::EUC_KR.encode(&text);
    assert!(!lossy);
    let before = card(&bytes, &Options::default());
    let asked = asked(&before["questions"]);
    assert_eq!(asked.len(), 1, "{before:#}");
    let choices = before["questions"][0]["choices"].as_array().unwrap();
    assert!(choices.len() >= 2 && choices[0]["preview"] != choices[1]["preview"]);

    // The answer is remembered by the headers.
    let other = choices[1]["key"].as_str().unwrap();
    let fingerprint = before["tables"][0]["fingerprint"].as_str().unwrap();
    let answer = json!({ "mappings": { fingerprint: { "encoding": other } } });
    let after = card(&bytes, &options(answer));
    assert_eq!(after["questions"], json!([]));
    let evidence = after["evidence"].to_string();
    assert!(evidence.contains("shape.encodingChosen") && evidence.contains(other), "{evidence}");
}

#[test]
fn two_exports_that_fit_alike_are_asked_about() {
    // A list of one account that names it, or the Business Center's list of a day with one account.
    let text = "Account name,Date,Transaction type,Amount,Currency,Payment source\n\
        Nord,2026-11-01,Ad Credit,12.50,USD,Ad credit\n";
    let before = card(text.as_bytes(), &Options::default());
    let table = &before["tables"][0];
    assert_eq!(table["export"], "transactions");
    assert_eq!(asked(&table["questions"])[0], "export -: transactions bc_transactions");

    let fingerprint = table["fingerprint"].as_str().unwrap();
    let answer = json!({ "mappings": { fingerprint: { "export": "bc_transactions" } } });
    let after = card(text.as_bytes(), &options(answer));
    let table = &after["tables"][0];
    assert_eq!((&table["export"], &table["counts"]["new"]), (&json!("bc_transactions"), &json!(1)));
    assert!(asked(&table["questions"]).iter().all(|question| !question.starts_with("export")));
}
