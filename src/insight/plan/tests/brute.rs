//! The plan beside brute force, on accounts small enough for it: the bound is the smallest cut of all cuts, no set of
//! links uses more, and the steps are as good as the best set of as many links.

use super::*;
use crate::calendar::Day;
use crate::insight::fixture::account;
use crate::insight::usage::usage;

/// A small generator of our own, so that a failure names the seed that repeats it.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Up to three campaigns of steady spend, up to three assignable credits with ends of their own.
fn random(seed: u64) -> String {
    let mut dice = Dice(seed);
    let campaigns = 1 + dice.roll(3);
    let mut text = "account currency=USD billing=manual\n now 11-21 00:00\n".to_owned();
    let daily: Vec<u64> = (0..campaigns).map(|_| 5 * (1 + dice.roll(6))).collect();
    for day in 18..=20 {
        for (at, amount) in daily.iter().enumerate() {
            text += &format!("charge 11-{day}T12:00 amount={amount} campaign=C{at}\n");
        }
    }
    text += &format!("spend 11-18..11-20 cost={}\n", daily.iter().sum::<u64>());
    for at in 0..=dice.roll(3) {
        let end = 22 + dice.roll(9);
        let unused = 10 * (1 + dice.roll(30));
        let link = match dice.roll(2) {
            0 => String::new(),
            _ => format!(" link=C{}", dice.roll(campaigns)),
        };
        text += &format!(
            "credit K{at} face=900 valid=11-01..11-{end} kind=assignable
             seen   K{at} at=11-21T00:00 unused={unused}
             log    K{at} at=11-20T00:00{link}\n"
        );
    }
    text
}

/// The smallest cut, by trying every set of credits: those on the side of the source pay all they hold, and of
/// the spend only what some other open credit could take has to be cut.
fn smallest_cut(inputs: &Inputs) -> Amount {
    let sets = 0..1u32 << inputs.lots.len();
    let days = inputs.lanes.first().map_or(0, |lane| lane.amounts[MIDDLE].len());
    let cut = |set: u32| {
        let is_in = |at: usize| set >> at & 1 == 1;
        let held = inputs.lots.iter().enumerate().filter(|(at, _)| is_in(*at));
        let held: Amount = held.map(|(_, lot)| lot.balance).sum();
        let day_of = |n: usize| -> Day { inputs.start.plus_days(n as i32) };
        let reaches = |n: usize| {
            (0..inputs.lots.len()).any(|at| !is_in(at) && is_open(&inputs.lots[at], day_of(n)))
        };
        let spent = (0..days)
            .filter(|n| reaches(*n))
            .map(|n| inputs.lanes.iter().map(|lane| lane.amounts[MIDDLE][n]).sum::<Amount>());
        held + spent.sum::<Amount>()
    };
    sets.map(cut).min().unwrap()
}

#[test]
fn the_bound_is_exact_and_the_steps_are_the_best_of_their_number() {
    let (mut planned, mut best_found) = (0, 0);
    for seed in 1..=150 {
        let state = account(&random(seed));
        let usage = usage(&state);
        let Some(plan) = plan(&state, &usage) else { continue };
        planned += 1;
        let setup = setup_with_unassigned(&state, &usage, false).unwrap();
        let inputs = &setup.inputs;
        assert_eq!(plan.at_most, round_nearest(smallest_cut(inputs), &state), "seed {seed}");

        let campaigns: Vec<CampaignIx> = setup.campaigns.iter().flatten().copied().collect();
        let all = links(&state, inputs, &campaigns);
        assert!(all.len() <= 9, "seed {seed}");
        let chosen = |set: u32| -> Vec<Link> {
            all.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, l)| *l).collect()
        };
        let mut best = Amount::ZERO;
        for set in 0..1u32 << all.len() {
            let total = used(&with_links(inputs, &chosen(set)));
            assert!(total <= smallest_cut(inputs), "seed {seed}: more than the bound");
            if set.count_ones() as usize <= STEPS_MAX {
                best = best.max(total);
            }
        }
        let best = round_nearest(best, &state);
        assert!(plan.after <= best && plan.today <= plan.after, "seed {seed}");
        best_found += usize::from(plan.after == best);
    }
    println!("{best_found} of {planned} plans are the best that so many steps can reach");
    assert!(planned >= 100, "{planned}");
    assert!(best_found * 100 >= planned * 95, "{best_found} of {planned}");
}
