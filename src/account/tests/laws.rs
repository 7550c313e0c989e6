//! Laws on random accounts. proptest prints the failing case and keeps its seed in
//! `proptest-regressions/`.

use super::super::order::{self, Key, PRESETS, Preset};
use super::super::plan::Plan;
use super::super::replay::{Simulation, replay};
use super::super::run_under;
use super::*;
use proptest::prelude::*;
use std::cmp::Ordering;

/// Lines of a random account: few names and days, so that equal and overlapping facts are common.
pub fn account() -> impl Strategy<Value = Vec<String>> {
    let setup = prop_oneof!["manual", "cash-first", "credit-first", "invoicing", "unknown"];
    let order = prop::sample::select(PRESETS.iter().map(|p| p.key).collect::<Vec<_>>());
    let head =
        (setup, order, 1u32..31, prop::option::of(0u32..80)).prop_map(|(b, o, now, cash)| {
            let mut lines =
                vec![format!("billing {b}"), format!("order {o}"), format!("now 05-{now:02}")];
            lines.extend(cash.map(|c| format!("cash amount={c} at=05-03")));
            lines
        });
    let rows = prop::collection::vec(row(), 0..24);
    (head, rows).prop_map(|(mut head, rows)| {
        head.extend(rows);
        head
    })
}

fn day() -> impl Strategy<Value = String> {
    (1u32..31).prop_map(|d| format!("05-{d:02}"))
}

fn row() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec!["A", "B", "C"]);
    let kind = prop::sample::select(vec!["Free", "Assignable", "Conditional", "Mystery", ""]);
    let seen = prop::sample::select(vec!["05-02", "05-09", "05-16"]);
    let label = prop::sample::select(vec!["", "", "", " labels=Suspended", " copy=full"]);
    let credit = (name, kind, 0i32..60, 0i32..60, day(), day(), seen, label).prop_map(
        |(name, kind, face, used, from, until, seen, label)| {
            let kind = if kind.is_empty() { String::new() } else { format!(" type={kind}") };
            format!(
                "credit name={name}{kind} face={face} used={used} valid={from}..{until} seen={seen}{label}"
            )
        },
    );
    let campaign = prop::sample::select(vec!["", " campaign=X", " campaign=Y"]);
    let word = prop::sample::select(vec!["report", "charge", "charge", "daily", "gmv"]);
    let seen = prop::sample::select(vec!["05-10", "05-20", "06-02"]);
    let spend = (word, day(), -20i64..60, 0u32..2, campaign, seen).prop_map(
        |(word, on, cents, half, campaign, seen)| {
            let key = if word == "charge" { "amount" } else { "cost" };
            let half = if half == 1 { ".5" } else { "" };
            format!("{word} on={on} {key}={cents}{half}{campaign} seen={seen}")
        },
    );
    let draw = (day(), 1i32..30, prop::sample::select(vec!["A", "B", "Z"]), 0u32..4).prop_map(
        |(on, amount, name, id)| {
            let id = if id == 0 { String::new() } else { format!(" id=t{id}") };
            format!("charge on={on} amount=-{amount} type=Ad Credit credit={name}{id} seen=06-02")
        },
    );
    let action = prop::sample::select(vec!["Assigned", "Unassigned", "viewed"]);
    let log = (day(), action).prop_map(|(on, action)| {
        format!("log on={on} credit=A campaign=X action={action} seen=06-02")
    });
    prop_oneof![4 => credit, 4 => spend, 1 => draw, 1 => log, 1 => rarer_row()]
}

/// Rows of every other table that an account takes in.
fn rarer_row() -> impl Strategy<Value = String> {
    let rows = prop::sample::select(vec![
        "register account=7000000000000001 client=North",
        "register account=7000000000000001 client=South billing=Manual payment",
        "balance account=7000000000000001 cash=",
        "costs on=05-03 voucher=4 cost=",
        "costs range=05-02..05-04 voucher=4 cost=",
        "bctx on=05-03 type=BILL_PAYMENT sign=NEGATIVE amount=",
        "bctx type=ADD_BALANCE sign=POSITIVE amount=",
        "panel credit=A campaign=X",
        "panel credit=Nobody campaign=Y",
        "offer name=Match target=100 reward=10 start=05-01 end=05-30 spend=",
        "coupon name=Match target=100 reward=10 spend=",
    ]);
    let seen = prop::sample::select(vec!["05-10", "05-20", "06-02"]);
    (rows, 1u32..40, seen).prop_map(|(row, amount, seen)| {
        let amount = if row.ends_with('=') { amount.to_string() } else { String::new() };
        format!("{row}{amount} seen={seen}")
    })
}

/// So many cases of each law, other ones in each run; `CASES=2000 cargo test --lib laws` for more.
fn cases(usual: u32) -> ProptestConfig {
    let cases = std::env::var("CASES").ok().and_then(|count| count.parse().ok());
    ProptestConfig { cases: cases.unwrap_or(usual), ..ProptestConfig::default() }
}

fn read(lines: &[String]) -> Case {
    Case::read(&lines.join("\n"))
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn r33_the_order_of_pastes_is_irrelevant(
        (lines, seed) in (account(), any::<u64>())
    ) {
        let case = read(&lines);
        let pastes = case.pastes();
        let expected = digest(&case.build(&pastes));
        let mut shuffled = case.pastes();
        // Names and order of imports change; what they say stays.
        let mut state = seed;
        for at in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(at, (state >> 33) as usize % (at + 1));
        }
        let count = shuffled.len();
        for (at, paste) in shuffled.iter_mut().enumerate() {
            paste.id = format!("{}", count - at);
        }
        prop_assert_eq!(digest(&case.build(&shuffled)), expected);
    }

    #[test]
    fn r33_the_same_paste_twice_is_once(
        (lines, which) in (account(), any::<prop::sample::Index>())
    ) {
        let case = read(&lines);
        let mut pastes = case.pastes();
        prop_assume!(!pastes.is_empty());
        let expected = digest(&case.build(&pastes));
        let mut again = case.pastes().swap_remove(which.index(pastes.len()));
        again.id = "again".into();
        pastes.push(again);
        prop_assert_eq!(digest(&case.build(&pastes)), expected);
    }

    #[test]
    fn r35_what_others_paid_changes_nothing_of_what_credits_are_seen_to_draw(
        (lines, rows) in (account(), prop::collection::vec((1u32..31, 1u32..60, 0u32..3), 1..8))
    ) {
        let case = read(&lines);
        let before = case.build(&case.pastes());
        let stated = rows.iter().enumerate().map(|(at, (day, amount, by))| {
            let by = ["Cash balance", "Visa *1111", "Credit line"][*by as usize];
            format!(
                "charge on=05-{day:02}T09:00 amount=-{amount}.37 paid-by={by} id=own{at} \
                 paste=own seen=06-02"
            )
        });
        let more: Vec<String> = lines.iter().cloned().chain(stated).collect();
        let case = read(&more);
        let after = case.build(&case.pastes());
        let credits = |state: &AccountState| {
            let of = |c: &Credit| (c.key.clone(), c.observed_drawn);
            state.credits.iter().map(of).collect::<Vec<_>>()
        };
        let has_draws = before.transactions.kinds.contains(&TransactionKind::AdCredit);
        if has_draws {
            prop_assert_eq!(credits(&before), credits(&after));
        }
        prop_assert_eq!(&before.charges.coverage, &after.charges.coverage);
        for charge in (0..after.charges.len()).map(ChargeIx::from_at) {
            let Some(payer) = after.charges.payer(charge) else { continue };
            for replay in &after.replays {
                prop_assert!(replay.splits_of(charge).iter().all(|split| split.payer == payer));
            }
        }
        for day in &before.spend {
            let same = after.spend.iter().find(|d| d.day == day.day);
            let of = |d: &SpendDay| (d.open_cost, d.by_credit);
            prop_assert_eq!(same.map(of), Some(of(day)));
        }
    }

    #[test]
    fn every_row_is_counted(lines in account()) {
        let case = read(&lines);
        let state = case.build(&case.pastes());
        for source in &state.sources {
            let c = source.counts;
            let counted = c.new + c.same + c.changed + c.conflicting + c.set_aside;
            let rows = case.pastes().iter().find(|p| p.id == source.import)
                .map_or(0, |p| p.tables[source.table_index].records.len() as u64);
            prop_assert_eq!(counted, rows, "{}", &source.import);
        }
    }

    #[test]
    fn sources_add_up_to_the_charge(lines in account()) {
        let case = read(&lines);
        let state = case.build(&case.pastes());
        for replay in &state.replays {
            for charge in 0..state.charges.len() {
                let parts = replay.splits_of(ChargeIx::from_at(charge));
                let sum: i64 = parts.iter().map(|s| s.micros).sum();
                prop_assert_eq!(sum, state.charges.amounts[charge]);
            }
            let total = replay.by_cash + replay.by_credit + replay.by_last_resort + replay.unknown;
            let charged: i128 = state.charges.amounts.iter().map(|&a| i128::from(a)).sum();
            prop_assert_eq!(total.micros(), charged);
        }
    }

    #[test]
    fn r15_nothing_is_drawn_outside_its_window_or_beyond_what_was_unused(lines in account()) {
        let case = read(&lines);
        let state = case.build(&case.pastes());
        for replay in &state.replays {
            for charge in 0..state.charges.len() {
                let time = state.charges.times[charge];
                for split in replay.splits_of(ChargeIx::from_at(charge)) {
                    let Payer::Credit(credit) = split.payer else { continue };
                    let credit = &state.credits[credit.at()];
                    let day = time.day();
                    let in_window = if state.charges.is_daily[charge] {
                        credit.window.start.is_none_or(|s| s.day() <= day)
                            && credit.window.end.is_none_or(|e| day.start() < e)
                    } else {
                        credit.window.contains(time)
                    };
                    prop_assert!(split.micros < 0 || in_window, "{} {}", &credit.name, time);
                }
            }
            for (credit, replayed) in state.credits.iter().zip(&replay.credits) {
                // From the latest snapshot on, no more than it showed (R36).
                let most = credit.unused.map_or(Amount::ZERO, |u| u.value.max(Amount::ZERO));
                let since = replayed.drawn_since_anchor;
                prop_assert!(replayed.anchor.is_none() || since <= most, "{}", &credit.key);
            }
        }
    }

    #[test]
    fn r4_r39_only_who_may_pay_pays_and_every_other_credit_has_its_reason(lines in account()) {
        use super::super::reasons::{Verdict, of_charges};
        let case = read(&lines);
        let state = case.build(&case.pastes());
        let all = || (0..state.charges.len()).map(ChargeIx::from_at);
        for replay in &state.replays {
            let plan = Plan::new(state.facts(), replay.billing, order::preset(Some(replay.order)));
            for (charge, beside) in all().zip(of_charges(&state, replay, all())) {
                let campaign = state.charges.campaigns[charge.at()];
                let campaign = Some(CampaignIx(campaign)).filter(|c| c.0 != NONE);
                let is_correction = state.charges.amounts[charge.at()] < 0;
                let mut said = 0;
                for one in &beside {
                    let Verdict::Paid(amount) = one.verdict else { continue };
                    said += amount.micros();
                    let lot = &plan.lots[one.credit.at()];
                    prop_assert!(is_correction || lot.may_pay(campaign));
                    prop_assert!(is_correction || lot.is_linked(campaign, charge.at()));
                }
                let drawn = replay.splits_of(charge).iter();
                let drawn = drawn.filter(|s| matches!(s.payer, Payer::Credit(_)));
                prop_assert_eq!(said, drawn.map(|s| i128::from(s.micros)).sum::<i128>());
                prop_assert!(is_correction || beside.len() == state.credits.len());
            }
        }
    }

    #[test]
    fn r36_no_credit_pays_more_than_its_copies_allow(lines in account()) {
        let case = read(&lines);
        let state = case.build(&case.pastes());
        for (at, credit) in state.credits.iter().enumerate() {
            let copies = copies_of(credit);
            let Some(face) = credit.face.filter(|_| !copies.is_empty()) else { continue };
            let falls = copies.windows(2).all(|pair| pair[1].1 <= pair[0].1);
            prop_assume!(falls && copies[0].1 <= face);
            for replay in &state.replays {
                let until = |end: Instant, own_day: Option<Day>| -> Amount {
                    let end = end.on_clock(state.zone);
                    let is_before = |charge: &usize| {
                        let time = state.charges.times[*charge];
                        let may_be_later = state.charges.is_daily[*charge] && own_day == Some(time.day());
                        time < end && !may_be_later
                    };
                    let charges = (0..state.charges.len()).filter(is_before);
                    let splits = charges.flat_map(|c| replay.splits_of(ChargeIx::from_at(c)));
                    let own = splits.filter(|s| s.payer == Payer::Credit(CreditIx::from_at(at)));
                    own.map(|s| Amount::from_micros(s.micros.into())).sum()
                };
                for (n, (as_of, unused)) in copies.iter().enumerate() {
                    // R21: a later copy tells what this one may not hold yet.
                    let lag = if n + 1 < copies.len() { 24 * 3600 } else { 0 };
                    let own_day = as_of.on_clock(state.zone).day();
                    let drawn = until(as_of.plus_seconds(-lag), Some(own_day));
                    prop_assert!(drawn <= face - *unused, "{} {drawn} of {}", &credit.key, face - *unused);
                }
                let all = until(Instant::from_seconds(i64::MAX / 4), None);
                prop_assert!(all <= face, "{} {all} of {face}", &credit.key);
            }
        }
    }

    #[test]
    fn in_steps_is_at_once((lines, budget) in (account(), 1usize..5)) {
        let case = read(&lines);
        let state = case.build(&case.pastes());
        let plan = Plan::new(state.facts(), case.options.accounts[ACCOUNT].billing, order::DEFAULT);
        let whole = replay(&plan, &state.charges);
        let mut simulation = Simulation::new(&plan, &state.charges);
        while !simulation.step(budget) {}
        let steps = simulation.finish();
        prop_assert_eq!(format!("{whole:?}"), format!("{steps:?}"));
    }

    #[test]
    fn used_and_unused_are_the_face_or_a_problem_says_by_how_much(lines in account()) {
        let case = read(&lines);
        let state = case.build(&case.pastes());
        for credit in &state.credits {
            if let (Some(face), Some(used), Some(unused)) = (credit.face, credit.used, credit.unused) {
                let ties = used.value + unused.value == face;
                prop_assert!(ties || credit.problems.iter().any(|p| p.key == "account.credit.sum"));
            }
        }
    }

    #[test]
    fn r14_the_sentence_is_the_comparator(lines in account()) {
        let case = read(&lines);
        let state = case.build(&case.pastes());
        for preset in PRESETS {
            let said = order::sentence(preset);
            let Some(crate::problem::Arg::Terms(terms)) = said.arg("keys") else {
                return Err(TestCaseError::fail("no keys"));
            };
            let count = state.credits.len();
            for a in 0..count {
                for b in 0..count {
                    let spoken = by_sentence(terms, &state.credits, a, b);
                    prop_assert_eq!(order::compare(preset, &state.credits, a, b), spoken);
                }
            }
            let order = order::ranked(preset, &state.credits);
            let is_sorted = order.windows(2).all(|pair| {
                order::compare(preset, &state.credits, pair[0] as usize, pair[1] as usize).is_lt()
            });
            prop_assert!(is_sorted);
        }
    }
}

/// What each copy shows as unused; of several of one moment the least.
fn copies_of(credit: &Credit) -> Vec<(Instant, Amount)> {
    let mut copies = std::collections::BTreeMap::new();
    for seen in &credit.observations {
        let Some(unused) = seen.unused_of(credit.face) else { continue };
        for moment in seen.moments() {
            let least = copies.entry(moment).or_insert(unused);
            *least = unused.min(*least).max(Amount::ZERO);
        }
    }
    copies.into_iter().collect()
}

/// The order as a reader of the sentence would apply it, written without the table of keys.
fn by_sentence(terms: &[&str], credits: &[Credit], a: usize, b: usize) -> Ordering {
    let (x, y) = (&credits[a], &credits[b]);
    let late = LocalTime::from_seconds(i64::MAX);
    let end = |c: &Credit| c.window.end.unwrap_or(late);
    let redeemed = |c: &Credit| c.redeemed.map_or(late, |r| r.time);
    for term in terms {
        let found = match term.rsplit('.').next().unwrap() {
            "businessCenterFirst" => y.from_business_center.cmp(&x.from_business_center),
            "earliestEnd" => end(x).cmp(&end(y)),
            "earliestRedeemed" => redeemed(x).cmp(&redeemed(y)),
            "mostRestricted" => {
                let is_logged = |c: &Credit| c.assignments.is_known;
                let class = |c: &Credit| match (c.kind, &c.requirements) {
                    (Some(CreditType::Assignable), _) if !c.from_business_center => 0,
                    (None, _) if is_logged(c) && !c.from_business_center => 0,
                    (_, Some(_)) => 1,
                    _ => 2,
                };
                class(x).cmp(&class(y))
            }
            "smallestFace" => match (x.face, y.face) {
                (Some(x), Some(y)) => x.cmp(&y),
                (x, y) => y.is_some().cmp(&x.is_some()),
            },
            "identity" => a.cmp(&b),
            other => panic!("a term the sentence does not know: {other}"),
        };
        if found.is_ne() {
            return found;
        }
    }
    Ordering::Equal
}

#[test]
fn r14_a_preset_is_total_even_where_credits_are_alike() {
    let case = Case::read(
        "credit name=A face=5 used=0 valid=05-01..05-31
         credit name=A face=5 used=0 valid=05-01..05-31",
    );
    let state = case.build(&case.pastes());
    let only: &Preset = &Preset { key: "", title: "", keys: &[Key::EarliestEnd, Key::Identity] };
    assert_eq!(order::compare(only, &state.credits, 0, 1), Ordering::Less);
}

/// An account with so many credits of one unit, alike but for a number, and charges for all but half a unit.
fn of_single_units(count: u32) -> AccountState {
    let mut builder = RecordsBuilder::new(
        Export::PromotionsAvailable,
        &[Field::CreditName, Field::FaceAmount, Field::Unused, Field::ValidEnd],
    );
    for line in 0..count {
        builder.begin(line + 2);
        builder.set(Field::CreditName, Value::Text("Unit"));
        builder.set(Field::FaceAmount, Value::Money(amount("1")));
        builder.set(Field::Unused, Value::Money(amount("1")));
        builder.set(Field::ValidEnd, Value::Time(stated("05-31")));
    }
    let case = Case::read(&format!(
        "billing manual
         credit name=Unit face=1 unused=1 until=05-31
         charge on=05-03 amount={}.5",
        count - 1
    ));
    let mut pastes = case.pastes();
    pastes[0].tables[0].records = builder.finish();
    case.build(&pastes)
}

#[test]
fn a_million_credits_of_one_unit_end_in_an_answer_in_time_that_grows_with_them() {
    // A fiftieth of the size in the everyday run.
    let took = |count: u32| {
        let start = std::time::Instant::now();
        let state = of_single_units(count);
        let took = start.elapsed();
        let paid = Amount::from_units(i64::from(count) - 1) + amount("0.5");
        assert_eq!(state.credits.len(), count as usize);
        assert_eq!(state.replays[0].by_credit, paid);
        let again = at_once(async |pace| {
            let manual = Some(BillingSetup::Manual);
            run_under(state.facts(), manual, order::DEFAULT, pace).await.replay
        });
        assert_eq!(again.by_credit, paid);
        took
    };
    // Ten times the credits cost ten times the time and a little more; what looks at pairs of them would cost
    // a hundred times. Other work on the machine only adds: one quiet round is enough.
    let mut seen = vec![];
    let grows_with_them = (0..4).any(|_| {
        let few = (0..3).map(|_| took(2_000)).min().unwrap_or_default();
        seen.push(took(20_000).as_secs_f64() / few.as_secs_f64());
        seen.last() < Some(&30.0)
    });
    assert!(grows_with_them, "× time for ten times the credits: {seen:?}");
}
