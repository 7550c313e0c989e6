//! How fast money is spent: a level, a weekday rhythm, and how sure that is.
//!
//! In: daily amounts. Out: three paths of daily amounts (slow, middle, fast) such that the sum over any
//! stretch lies between slow and fast four times out of five. This is the one place of the engine that
//! uses floats: they are statistics, rounded to minor units before they become amounts, and shown as
//! estimates. Calibrated by `tests/backtest.rs`; the figures are in `docs/backtest.md`.

use crate::calendar::Day;

/// One day's amount in main units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    pub day: Day,
    pub value: f64,
}

/// How finely the samples were seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// Day by day.
    Daily,
    /// So many stretches between copies, spread evenly over their days.
    Stretches(usize),
    /// One figure over a whole life: an average so far.
    Average,
    /// Such an average until a copy, and copies since then that show nothing drawn.
    Undrawn,
}

/// What was learned from the samples.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pace {
    /// Main units on an average day.
    pub level: f64,
    /// Monday first; averages to 1.
    pub weekday: [f64; 7],
    /// Relative standard deviation of one day.
    pub noise: f64,
    /// Relative standard deviation of the level.
    pub level_error: f64,
    /// Relative variance that the level gains per day ahead.
    pub drift: f64,
    /// How the level grows, as far as that is sure.
    pub growth: Growth,
    /// Relative variance that pauses to come give one day ahead; of more days together it is divided by their number.
    pub pauses: f64,
    /// Days at the end without any spend, after days with some, on which some was to be expected.
    pub paused_days: u32,
    /// All that was seen is that nothing is drawn: by the middle path it goes on so.
    pub is_undrawn: bool,
}

/// Relative growth of the level per day: below 0 where it falls.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Growth {
    /// As far as it stands out of noise.
    pub rate: f64,
    /// Standard deviation of that.
    pub error: f64,
}

/// Eighty of a hundred lie within so many standard deviations.
const Z80: f64 = 1.2816;
/// Measured by the back-test: the parts of the variance are not independent.
const SPREAD: f64 = 0.88;
/// A range of whole days holds both its ends: that much of a day's noise it covers by itself.
const NOISE_SHARE: f64 = 0.15;
/// Days after which a sample weighs half.
const HALF_LIFE: f64 = 6.0;
/// Only so many days back.
const WINDOW_DAYS: usize = 42;
/// Relative noise of one day before anything was seen, and the days it counts for.
const NOISE_PRIOR: (f64, f64) = (0.21, 4.0);
/// The same where no days were seen, but stretches of them, and how much more than of days the level is taken to drift.
const NOISE_UNSEEN: f64 = 0.30;
const DRIFT_UNSEEN: f64 = 1.5;
/// Relative variance of the level per day ahead before anything was seen, and the pairs of weeks it
/// counts for.
const DRIFT_PRIOR: (f64, f64) = (0.0006, 1.5);
/// How many of a hundred series grow or fall at all before anything was seen, and standard deviation of those a day.
const GROWTH_ODDS: f64 = 0.6;
const GROWTH_PRIOR: f64 = 0.03;
/// Measured by the back-test: how much wider a range is for it on the path to which it leads, and on the other.
const GROWTH_SPREAD: f64 = 1.5;
const GROWTH_TURNS: f64 = 0.6;
/// A ramp becomes flatter by so much a day; only on the path to which it leads it may go on as it is.
const GROWTH_KEPT: f64 = 0.9;
/// Fewer days, or stretches of days, tell no growth.
const GROWTH_TOLD: usize = 4;

/// A weekday on which nothing was spent in so many weeks is one without spend.
const SILENT_WEEKS: f64 = 3.0;

/// So many days without spend are no weekend any more.
const PAUSED_DAYS: u32 = 4;
/// So many days without spend between others are a pause that is over, and no slow days.
const PAUSE_DAYS: usize = 3;
/// Days without a pause before anything was seen.
const PAUSE_PRIOR: f64 = 4.0;
/// Measured by the back-test: pauses make slow what is slow already.
const PAUSE_SPREAD: f64 = 2.5;

impl Pace {
    /// `None`: nothing was spent, or no day is known.
    pub fn fit(samples: &[Sample], grain: Grain) -> Option<Pace> {
        let skip = samples.len().saturating_sub(WINDOW_DAYS);
        let samples = samples.get(skip..)?;
        if !samples.iter().any(|s| s.value > 0.0) {
            return None;
        }
        let silent = samples.iter().rev().take_while(|s| s.value <= 0.0).count();
        let (active, silence) = samples.split_at_checked(samples.len() - silent)?;
        let weekday = weekdays(active, grain);
        // Days on which nothing is ever spent are rhythm. A pause of another day is, too; of two and more, a pause.
        let missed = silence.iter().filter(|s| factor(&weekday, s.day) > 0.0).count();
        let is_undrawn = grain == Grain::Undrawn;
        let is_pause = missed >= 2 || is_undrawn;
        let (active, paused) = if is_pause { (active, missed) } else { (samples, 0) };
        let (spending, share, pauses) = without_pauses(active, &weekday);
        let weekday =
            if spending.len() < active.len() { weekdays(&spending, grain) } else { weekday };
        let active = &spending[..];
        let (level, _) = recent_level(active, &weekday, 0.0);
        let flat: Vec<f64> = active
            .iter()
            .map(|s| (s.value, factor(&weekday, s.day)))
            .filter(|(_, factor)| *factor > 0.0)
            .map(|(value, factor)| value / factor)
            .collect();
        if level <= 0.0 {
            return None;
        }
        let noise = noise(&flat, level, grain);
        let drift = drift(active, noise, grain);
        let growth = growth(&flat, noise, drift, grain);
        let (level, weight_share) = recent_level(active, &weekday, growth.rate);
        let level_error = match grain {
            Grain::Daily => noise * weight_share.sqrt(),
            Grain::Stretches(n) => 0.24 / (n.max(1) as f64).sqrt(),
            Grain::Average | Grain::Undrawn => 0.55,
        };
        let (level, paused_days) = (level * share, paused as u32);
        let spread = Pace { level, weekday, noise, level_error, drift, ..Pace::default() };
        Some(Pace { growth, pauses, paused_days, is_undrawn, ..spread })
    }

    /// Known days without any spend, too many for a weekend. How fast it would be if it began is not known.
    pub fn idle(samples: &[Sample]) -> Option<Pace> {
        let paused_days = u32::try_from(samples.len()).ok()?;
        let pace = Pace { weekday: [1.0; 7], paused_days, ..Pace::default() };
        let is_silent = samples.iter().all(|sample| sample.value <= 0.0);
        (is_silent && pace.is_paused()).then_some(pace)
    }

    /// Daily amounts from `from` on: slow, middle, fast. Their running sums are the 10th, 50th and 90th
    /// percentile of what will have been spent.
    pub fn paths(&self, from: Day, days: usize) -> [Vec<f64>; 3] {
        let quantile = |z: f64| {
            let Growth { rate, error } = self.growth;
            let (kept, error) =
                if z * rate > 0.0 { (1.0, error) } else { (GROWTH_KEPT, GROWTH_TURNS * error) };
            // How many days of growth the level has behind it, and the sum of that.
            let (mut last, mut grown, mut reach) = (1.0f64, 0.0f64, 0.0f64);
            let (mut total, mut before) = (0.0, 0.0);
            let mut path = Vec::with_capacity(days);
            for n in 0..days {
                last *= kept;
                grown += last;
                reach += grown;
                let rhythm = factor(&self.weekday, from.plus_days(n as i32));
                total += self.level * rhythm * (rate * grown).exp();
                let ahead = (n + 1) as f64;
                let once = NOISE_SHARE * self.noise * self.noise + self.pauses;
                let variance = self.level_error * self.level_error
                    + (error * reach / ahead).powi(2)
                    + once / ahead
                    + self.drift * ahead;
                // A running sum never falls, whatever the spread does.
                let sum: f64 = (total * (z * SPREAD * variance.sqrt()).exp()).max(before);
                path.push(sum - before);
                before = sum;
            }
            path
        };
        let [slow, middle, fast] = [quantile(-Z80), quantile(0.0), quantile(Z80)];
        self.with_pause(slow, middle, fast)
    }

    /// Longer than a long weekend, or all that was seen: it may as well never resume.
    pub fn is_paused(&self) -> bool {
        self.paused_days >= PAUSED_DAYS || self.is_undrawn
    }

    /// The first day of a pause that lasts.
    pub fn paused_since(&self, samples: &[Sample]) -> Option<Day> {
        let first = samples.iter().rposition(|sample| sample.value > 0.0).map_or(0, |at| at + 1);
        samples.get(first).filter(|_| self.is_paused()).map(|sample| sample.day)
    }

    /// What has been paused for k days goes on pausing for r more with probability k / (k + r).
    fn with_pause(&self, slow: Vec<f64>, middle: Vec<f64>, fast: Vec<f64>) -> [Vec<f64>; 3] {
        let k = self.paused_days as usize;
        if k == 0 {
            return [slow, middle, fast];
        }
        let later = |path: Vec<f64>, days: usize| {
            let len = path.len();
            let mut out = vec![0.0; days.min(len)];
            out.extend(path);
            out.truncate(len);
            out
        };
        let never = vec![0.0; slow.len()];
        let slow = if self.is_paused() { never.clone() } else { later(slow, 9 * k) };
        let middle = if self.is_undrawn { never } else { later(middle, k) };
        [slow, middle, later(fast, k / 9)]
    }
}

/// Without the days of pauses that are over: they tell nothing of the speed between them. With the share of days that
/// have none, and the relative variance of a day by pauses to come like them. What was silent before any spend had
/// not begun.
fn without_pauses(samples: &[Sample], weekday: &[f64; 7]) -> (Vec<Sample>, f64, f64) {
    let is_silent = |sample: &Sample| sample.value <= 0.0;
    let begun = samples.iter().position(|s| !is_silent(s)).unwrap_or_default();
    let begun = samples.get(begun..).unwrap_or_default();
    let missed = |run: &[Sample]| {
        run.iter().filter(|s| is_silent(s) && factor(weekday, s.day) > 0.0).count()
    };
    let (mut kept, mut pauses) = (vec![], vec![]);
    for run in begun.chunk_by(|a, b| is_silent(a) == is_silent(b)) {
        match missed(run) {
            days @ PAUSE_DAYS.. => pauses.push(days as f64),
            _ => kept.extend_from_slice(run),
        }
    }
    let days = kept.len() as f64 + PAUSE_PRIOR;
    // A single one may never come again.
    let paused: f64 = if pauses.len() > 1 { pauses.iter().sum() } else { 0.0 };
    let squares: f64 = pauses.iter().map(|days| days * days).sum();
    (kept, days / (days + paused), PAUSE_SPREAD * squares / days)
}

fn factor(weekday: &[f64; 7], day: Day) -> f64 {
    weekday.get(day.weekday_from_monday()).copied().unwrap_or(1.0)
}

/// Share of each weekday against the week around it, drawn towards 1 while few were seen; none of what was
/// silent in so many weeks while others were not.
fn weekdays(samples: &[Sample], grain: Grain) -> [f64; 7] {
    let mut factors = [1.0; 7];
    if grain != Grain::Daily || samples.len() < 14 {
        return factors;
    }
    let mut sums = [(0.0, 0.0); 7];
    for week in samples.windows(7) {
        let mean: f64 = week.iter().map(|s| s.value).sum::<f64>() / 7.0;
        if let (Some(middle), true) = (week.get(3), mean > 0.0)
            && let Some(sum) = sums.get_mut(middle.day.weekday_from_monday())
        {
            *sum = (sum.0 + middle.value / mean, sum.1 + 1.0);
        }
    }
    for (factor, (sum, count)) in factors.iter_mut().zip(sums) {
        let is_silent = sum <= 0.0 && count >= SILENT_WEEKS;
        *factor = if is_silent { 0.0 } else { ((sum + 1.0) / (count + 1.0)).clamp(0.05, 4.0) };
    }
    let mean = factors.iter().sum::<f64>() / 7.0;
    factors.map(|f| f / mean)
}

/// Spend of an average day, in which older days weigh less, and the share of variance that it keeps. Each day
/// is weighed by its part of a week: which of them was the last one changes nothing. Of a ramp it is the level
/// that was reached, not the one of its middle.
fn recent_level(samples: &[Sample], weekday: &[f64; 7], growth: f64) -> (f64, f64) {
    let (mut sum, mut parts, mut weights, mut squares) = (0.0, 0.0, 0.0, 0.0);
    for (age, sample) in samples.iter().rev().enumerate() {
        let weight = 0.5f64.powf(age as f64 / HALF_LIFE);
        sum += weight * sample.value;
        parts += weight * factor(weekday, sample.day) * (-growth * age as f64).exp();
        weights += weight;
        squares += weight * weight;
    }
    if parts > 0.0 { (sum / parts, squares / (weights * weights)) } else { (0.0, 1.0) }
}

/// By a straight line through the logarithms of days without their rhythm. Most that goes on as it was shows a slope by
/// noise and drift alone: how likely one that stands out so far is by growth decides how much of it is taken for growth.
fn growth(flat: &[f64], noise: f64, drift: f64, grain: Grain) -> Growth {
    let days = flat.iter().enumerate().filter(|(_, value)| **value > 0.0);
    let points: Vec<(f64, f64)> = days.map(|(n, value)| (n as f64, value.ln())).collect();
    let told = match grain {
        Grain::Daily => points.len(),
        Grain::Stretches(count) => count.min(points.len()),
        Grain::Average | Grain::Undrawn => 0,
    };
    if told < GROWTH_TOLD {
        return Growth::default();
    }
    let count = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (middle, height) = (mean(|p| p.0), mean(|p| p.1));
    let spread: f64 = points.iter().map(|(x, _)| (x - middle).powi(2)).sum();
    let rise: f64 = points.iter().map(|(x, y)| (x - middle) * (y - height)).sum();
    let (slope, prior) = (rise / spread, GROWTH_PRIOR * GROWTH_PRIOR);
    let doubt = noise * noise / spread + drift / count;
    let share = prior / (prior + doubt);
    let told = (-0.5 * slope * slope * (1.0 / doubt - 1.0 / (prior + doubt))).exp();
    let against = (1.0 - GROWTH_ODDS) / GROWTH_ODDS * ((prior + doubt) / doubt).sqrt() * told;
    let odds = 1.0 / (1.0 + against);
    let by_growth = share * slope;
    let variance = odds * share * doubt + odds * (1.0 - odds) * by_growth * by_growth;
    Growth { rate: odds * by_growth, error: GROWTH_SPREAD * variance.sqrt() }
}

/// Sums of whole weeks, the latest first.
fn weeks(samples: &[Sample]) -> impl Iterator<Item = f64> {
    let whole = samples.rchunks(7).filter(|week| week.len() == 7);
    whole.map(|week| week.iter().map(|s| s.value).sum())
}

/// Relative noise of a day, from differences of neighbours so that a ramp is not taken for noise.
fn noise(flat: &[f64], level: f64, grain: Grain) -> f64 {
    let (prior, weight) = NOISE_PRIOR;
    if grain != Grain::Daily || flat.len() < 2 {
        return NOISE_UNSEEN;
    }
    let pairs = (flat.len() - 1) as f64;
    let mean = (flat.iter().sum::<f64>() / flat.len() as f64).max(level * 0.1);
    let squares: f64 = flat
        .windows(2)
        .map(|w| match w {
            [a, b] => ((b - a) / mean).powi(2) / 2.0,
            _ => 0.0,
        })
        .sum();
    ((squares + weight * prior * prior) / (pairs + weight)).sqrt()
}

/// Relative variance that the level gains per day ahead: from how much weeks differ beyond noise.
/// Whole weeks hold each weekday once.
fn drift(samples: &[Sample], noise: f64, grain: Grain) -> f64 {
    let (prior, weight) = DRIFT_PRIOR;
    if grain != Grain::Daily {
        return prior * DRIFT_UNSEEN;
    }
    let weeks: Vec<f64> = weeks(samples).collect();
    // What weeks grow by all the time is no drift.
    let ramp = match &weeks[..] {
        [last, .., first] if weeks.len() > 2 && *first > 0.0 && *last > 0.0 => {
            (last / first).ln() / (weeks.len() - 1) as f64
        }
        _ => 0.0,
    };
    let (mut sum, mut count) = (0.0, 0.0);
    for pair in weeks.windows(2) {
        if let [a, b] = pair
            && *a > 0.0
            && *b > 0.0
        {
            let change = ((a / b).ln() - ramp).powi(2) - 2.0 * noise * noise / 7.0;
            sum += change.max(0.0) / 7.0;
            count += 1.0;
        }
    }
    (sum + weight * prior) / (count + weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(values: &[f64]) -> Vec<Sample> {
        let day = |n: usize| Day::from_number(20_000 + n as i32);
        values.iter().enumerate().map(|(n, v)| Sample { day: day(n), value: *v }).collect()
    }

    fn total(path: &[f64]) -> f64 {
        path.iter().sum()
    }

    #[test]
    fn a_steady_spend_goes_on() {
        let pace = Pace::fit(&samples(&[30.0; 28]), Grain::Daily).unwrap();
        assert!((pace.level - 30.0).abs() < 1e-9);
        let [slow, middle, fast] = pace.paths(Day::from_number(20_028), 10);
        assert!((total(&middle) - 300.0).abs() < 1e-6);
        assert!(total(&slow) < 300.0 && 300.0 < total(&fast));
    }

    #[test]
    fn a_week_has_a_rhythm() {
        let week = [10.0, 10.0, 10.0, 10.0, 10.0, 40.0, 40.0];
        let values: Vec<f64> = week.into_iter().cycle().take(42).collect();
        let pace = Pace::fit(&samples(&values), Grain::Daily).unwrap();
        let [_, middle, _] = pace.paths(Day::from_number(20_042), 7);
        assert!(middle[5] > 2.5 * middle[0], "{middle:?}");
        assert!((total(&middle) - 130.0).abs() < 13.0, "{middle:?}");
    }

    /// 20 from Monday to Friday and nothing at weekends, for five weeks until each day of a week.
    #[test]
    fn days_that_are_always_silent_are_rhythm_and_no_pause() {
        // Day 20,000 is a Thursday.
        let spent = |n: usize| if (n + 3) % 7 < 5 { 20.0 } else { 0.0 };
        for (more, missed, paused) in [
            // days after the five weeks, days of work without spend at the end, days of pause
            (0, 0, 0),
            (1, 0, 0),
            (2, 0, 0),
            (3, 0, 0),
            (4, 0, 0),
            (5, 0, 0),
            (6, 0, 0),
            (5, 1, 0),
            (6, 2, 2),
        ] {
            let count = 35 + more;
            let value = |n| if n + missed >= count { 0.0 } else { spent(n) };
            let values: Vec<f64> = (0..count).map(value).collect();
            let pace = Pace::fit(&samples(&values), Grain::Daily).unwrap();
            assert_eq!(pace.paused_days, paused, "{more} {missed}");
            if missed == 0 {
                assert!((pace.level - 100.0 / 7.0).abs() < 0.02, "{more}: {}", pace.level);
                let from = Day::from_number(20_000 + count as i32);
                let [_, middle, _] = pace.paths(from, 7);
                assert!(middle.iter().all(|v| *v < 1e-9 || (v - 20.0).abs() < 0.5), "{middle:?}");
            }
        }
    }

    #[test]
    fn of_a_ramp_the_level_is_the_one_that_was_reached() {
        let ramp: Vec<f64> = (0..28).map(|n| 5.0 * 1.1f64.powi(n)).collect();
        let level = |values: &[f64]| Pace::fit(&samples(values), Grain::Daily).unwrap().level;
        assert!((45.0..66.0).contains(&level(&ramp)), "{}", level(&ramp));
        let down: Vec<f64> = ramp.iter().rev().copied().collect();
        assert!(level(&down) < 9.0, "{}", level(&down));
        // A step is no ramp, nor is noise.
        let step: Vec<f64> = (0..28).map(|n| if n < 21 { 10.0 } else { 40.0 }).collect();
        assert!((10.0..40.0).contains(&level(&step)));
    }

    /// Twenty-eight days that change by a share a day; what the next twenty bring, beside as many like the last one.
    #[test]
    fn what_falls_may_fall_on_and_what_grows_may_grow_on() {
        for (change, low, middle, high) in [
            // by how much a day | slow, middle and fast path against no change any more, in percent at most and least
            (0.96f64, 50..70, 70..85, 80..95),
            (1.00, 75..95, 99..102, 105..130),
            (1.04, 90..130, 110..150, 150..300),
        ] {
            let values: Vec<f64> = (0..28).map(|n| 50.0 * change.powi(n)).collect();
            let last = values[27];
            let pace = Pace::fit(&samples(&values), Grain::Daily).unwrap();
            let paths = pace.paths(Day::from_number(20_028), 20);
            let percent = paths.map(|path| (total(&path) / (20.0 * last) * 100.0).round() as i32);
            let held = [low, middle, high].iter().zip(percent).all(|(r, p)| r.contains(&p));
            assert!(held, "{change}: {percent:?}");
        }
    }

    /// Of ten days three without spend: once it is a pause that is over, again and again it is how this one spends.
    #[test]
    fn pauses_that_come_again_slow_what_is_ahead() {
        let pace = |pauses: &[(usize, usize)]| {
            let value = |n| {
                if pauses.iter().any(|(from, to)| (*from..*to).contains(&n)) { 0.0 } else { 30.0 }
            };
            let values: Vec<f64> = (0..40).map(value).collect();
            Pace::fit(&samples(&values), Grain::Daily).unwrap()
        };
        let (never, once) = (pace(&[]), pace(&[(20, 23)]));
        let again = pace(&[(5, 8), (15, 18), (27, 30)]);
        assert_eq!([never.level, once.level].map(f64::round), [30.0, 30.0]);
        assert!((22.0..26.0).contains(&again.level), "{}", again.level);
        let slow = |pace: &Pace| total(&pace.paths(Day::from_number(20_040), 10)[0]);
        assert!(slow(&never) > slow(&once) && slow(&once) > slow(&again));
    }

    #[test]
    fn a_pause_may_last() {
        let mut values = vec![30.0; 20];
        values.extend([0.0; 3]);
        let pace = Pace::fit(&samples(&values), Grain::Daily).unwrap();
        let [slow, middle, fast] = pace.paths(Day::from_number(20_023), 10);
        assert_eq!(total(&slow), 0.0);
        assert!(total(&middle) < total(&fast) && middle[0] == 0.0 && fast[0] > 0.0);
    }

    #[test]
    fn without_spend_there_is_no_pace() {
        assert_eq!(Pace::fit(&samples(&[0.0; 9]), Grain::Daily), None);
        assert_eq!(Pace::fit(&[], Grain::Daily), None);
    }
}
