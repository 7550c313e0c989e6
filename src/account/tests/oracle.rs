//! The same answers by another road: a naive model that walks charge by charge over all credits.
//!
//! It knows one snapshot before all charges, windows, order, billing: no lists, no events, no indices.

use super::*;
use proptest::prelude::*;

struct Naive {
    name: String,
    left: i64,
    start: LocalTime,
    end: LocalTime,
    redeemed: LocalTime,
    campaign: Option<String>,
}

#[derive(Clone, Debug)]
struct Spec {
    face: i64,
    used: i64,
    start: u32,
    days: u32,
    redeemed: u32,
    /// Assigned to this campaign; else free.
    campaign: Option<&'static str>,
}

fn specs() -> impl Strategy<Value = Vec<Spec>> {
    let campaign = prop::sample::select(vec![None, None, Some("X"), Some("Y")]);
    let spec = (1i64..50, 0i64..50, 1u32..20, 1u32..12, 1u32..20, campaign).prop_map(
        |(face, used, start, days, redeemed, campaign)| {
            let used = used.min(face);
            Spec { face, used, start, days, redeemed: redeemed.min(start), campaign }
        },
    );
    prop::collection::vec(spec, 0..8)
}

fn charges() -> impl Strategy<Value = Vec<(u32, u32, i64, &'static str)>> {
    let campaign = prop::sample::select(vec!["X", "Y", "Z"]);
    prop::collection::vec((1u32..32, 0u32..24, 1i64..40, campaign), 0..30)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 384, ..ProptestConfig::default() })]

    #[test]
    fn r9_replay_agrees_with_a_naive_walk((specs, charges) in (specs(), charges())) {
        let mut text = String::from(
            "billing manual\nnow 06-30\ncredit name=Over type=Free face=1 used=1 redeemed=04-01 \
             from=04-01 until=04-02 seen=04-30\n",
        );
        let mut naive: Vec<Naive> = vec![];
        for (at, s) in specs.iter().enumerate() {
            let until = stated(&format!("05-{:02}", s.start)).time.day().plus_days(s.days as i32);
            let name = format!("C{at:02}");
            let kind = if s.campaign.is_some() { "Assignable" } else { "Free" };
            text += &format!(
                "credit name={name} type={kind} face={} used={} redeemed=05-{:02} from=05-{:02} \
                 until={until} seen=04-30\n",
                s.face, s.used, s.redeemed, s.start,
            );
            if let Some(campaign) = s.campaign {
                text += &format!("log on=04-01 credit={name} campaign={campaign} action=Assigned\n");
            }
            naive.push(Naive {
                name,
                left: (s.face - s.used) * 1_000_000,
                start: stated(&format!("05-{:02}", s.start)).time,
                end: until.plus_days(1).start(),
                redeemed: stated(&format!("05-{:02}", s.redeemed)).time,
                campaign: s.campaign.map(str::to_owned),
            });
        }
        for (day, hour, amount, campaign) in &charges {
            text += &format!("charge on=05-{day:02}T{hour:02}:00 amount={amount} campaign={campaign}\n");
        }
        let case = Case::read(&text);
        let state = case.build(&case.pastes());

        // Earliest end, then assignable first, then earliest redeemed, then name: by hand.
        naive.sort_by(|a, b| {
            (a.end, a.campaign.is_none(), a.redeemed, &a.name)
                .cmp(&(b.end, b.campaign.is_none(), b.redeemed, &b.name))
        });
        for charge in 0..state.charges.len() {
            let (time, mut left) = (state.charges.times[charge], state.charges.amounts[charge]);
            let campaign = state.campaign_text(CampaignIx(state.charges.campaigns[charge]));
            let mut expected = vec![];
            for credit in &mut naive {
                let fits = credit.campaign.as_deref().is_none_or(|c| c == campaign);
                if left > 0 && credit.left > 0 && fits && credit.start <= time && time < credit.end {
                    let part = left.min(credit.left);
                    credit.left -= part;
                    left -= part;
                    expected.push(format!("{} {part}", credit.name));
                }
            }
            if left > 0 {
                expected.push(format!("cash {left}"));
            }
            let found = state.replays[0].splits_of(ChargeIx::from_at(charge)).iter();
            let found: Vec<String> =
                found.map(|s| format!("{} {}", payer(&state, s.payer), s.micros)).collect();
            prop_assert_eq!(found, expected, "charge {} at {}\n{}", charge, time, &text);
        }
        for credit in &naive {
            let at = state.credits.iter().position(|c| c.name == credit.name).unwrap();
            let left = state.replays[0].credits[at].unused.map(Amount::micros);
            prop_assert_eq!(left, Some(i128::from(credit.left)), "{}", &credit.name);
        }
    }
}
