//! Long work in pieces (decision 0002): what goes through a million rows hands the thread back between them.
//!
//! In: an async function that counts the rows it has done ([`Pace::rows`]). Out: [`Work`], which goes on for about
//! as many rows as it is allowed, and is dropped where nobody wants it any more. Knows no clock, no thread and no
//! other future: the only thing that is ever waited for is the next piece.
//!
//! Invariant: any sequence of budgets ends in the result of one that has no end.

use std::cell::Cell;
use std::cmp::Ordering;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Rows between two looks at the budget: a fraction of a millisecond, and what looking costs is nothing beside it.
pub const PIECE: usize = 1_024;

/// How much may still be done before the thread is handed back.
#[derive(Debug)]
pub struct Pace {
    rows_left: Cell<usize>,
}

impl Pace {
    /// So many rows are done.
    pub async fn rows(&self, count: usize) {
        let left = self.rows_left.get().saturating_sub(count);
        self.rows_left.set(left);
        let mut is_over = left == 0;
        poll_fn(|_| if std::mem::take(&mut is_over) { Poll::Pending } else { Poll::Ready(()) })
            .await;
    }

    /// As a `for` loop over rows.
    pub async fn each<T>(&self, rows: impl IntoIterator<Item = T>, mut each: impl FnMut(T)) {
        let mut rows = rows.into_iter();
        loop {
            let mut done = 0;
            for row in rows.by_ref().take(PIECE) {
                each(row);
                done += 1;
            }
            self.rows(done).await;
            if done < PIECE {
                return;
            }
        }
    }
}

/// Rows that are sorted in one go.
const RUN: usize = 8 * PIECE;

impl Pace {
    /// As [`slice::sort_by`]: in runs, which are merged where they are not in order by themselves.
    pub async fn sort_by<T: Clone>(
        &self,
        rows: &mut Vec<T>,
        mut compare: impl FnMut(&T, &T) -> Ordering,
    ) {
        for run in rows.chunks_mut(RUN) {
            run.sort_by(&mut compare);
            self.rows(run.len()).await;
        }
        let mut length = RUN;
        while !are_in_order(rows, length, &mut compare) {
            let mut merged = Vec::with_capacity(rows.len());
            for two in rows.chunks(2 * length) {
                let (mut left, mut right) = two.split_at(length.min(two.len()));
                while !left.is_empty() || !right.is_empty() {
                    for _ in 0..PIECE {
                        let is_right = match (left.first(), right.first()) {
                            (Some(left), Some(right)) => compare(right, left).is_lt(),
                            (left, _) => left.is_none(),
                        };
                        let from = if is_right { &mut right } else { &mut left };
                        merged.extend(from.split_off_first().cloned());
                    }
                    self.rows(PIECE).await;
                }
            }
            (*rows, length) = (merged, 2 * length);
        }
    }
}

/// Whether each run of so many sorted rows goes on where the one before ends.
fn are_in_order<T>(
    rows: &[T],
    length: usize,
    compare: &mut impl FnMut(&T, &T) -> Ordering,
) -> bool {
    let ends = (length..rows.len()).step_by(length);
    let mut meetings = ends.filter_map(|at| rows.get(at - 1).zip(rows.get(at)));
    meetings.all(|(last, first)| compare(last, first).is_le())
}

/// Work under way, whose result is a `T`.
pub struct Work<T> {
    pace: Rc<Pace>,
    rest: Pin<Box<dyn Future<Output = T>>>,
}

/// What a piece of work comes to.
pub enum Step<T> {
    Done(T),
    More(Work<T>),
}

impl<T> Work<T> {
    /// Nothing is done yet.
    pub fn new<F: Future<Output = T> + 'static>(work: impl FnOnce(Rc<Pace>) -> F) -> Work<T> {
        let pace = Rc::new(Pace { rows_left: Cell::new(0) });
        Work { rest: Box::pin(work(pace.clone())), pace }
    }

    /// Does about so many rows.
    pub fn step(mut self, rows: usize) -> Step<T> {
        self.pace.rows_left.set(rows);
        match self.rest.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(done) => Step::Done(done),
            Poll::Pending => Step::More(self),
        }
    }

    /// Does all that is left.
    pub fn finish(mut self) -> T {
        loop {
            match self.step(usize::MAX) {
                Step::Done(done) => return done,
                Step::More(rest) => self = rest,
            }
        }
    }
}

/// What is computed in pieces and kept: the last that was asked for, by its key. While another is coming the one
/// before is still there.
pub struct Prepared<K, T> {
    done: Option<(K, T)>,
    coming: Option<(K, Work<T>)>,
}

impl<K, T> Default for Prepared<K, T> {
    fn default() -> Self {
        Prepared { done: None, coming: None }
    }
}

impl<K: PartialEq, T> Prepared<K, T> {
    /// Does about so many rows of it; whether all of it is there.
    pub fn step(&mut self, key: K, rows: usize, begin: impl FnOnce() -> Work<T>) -> bool {
        if self.done.as_ref().is_some_and(|(of, _)| *of == key) {
            return true;
        }
        match self.begun(&key, begin).step(rows) {
            Step::Done(done) => {
                self.done = Some((key, done));
                true
            }
            Step::More(rest) => {
                self.coming = Some((key, rest));
                false
            }
        }
    }

    /// What is kept, or what is left of it in one go.
    pub fn get(&mut self, key: K, begin: impl FnOnce() -> Work<T>) -> &T {
        let kept = self.done.take().filter(|(of, _)| *of == key);
        let done = kept.unwrap_or_else(|| {
            let done = self.begun(&key, begin).finish();
            (key, done)
        });
        &self.done.insert(done).1
    }

    fn begun(&mut self, key: &K, begin: impl FnOnce() -> Work<T>) -> Work<T> {
        let coming = self.coming.take().filter(|(of, _)| of == key);
        coming.map_or_else(begin, |(_, work)| work)
    }
}

/// All of it at once, for callers that have time.
pub fn at_once<T>(work: impl AsyncFnOnce(&Pace) -> T) -> T {
    let pace = Pace { rows_left: Cell::new(usize::MAX) };
    let mut work = pin!(work(&pace));
    loop {
        if let Poll::Ready(done) = work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return done;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sum(count: u64) -> Work<u64> {
        Work::new(|pace| async move {
            let mut sum = 0;
            pace.each(0..count, |row| sum += row).await;
            sum
        })
    }

    #[test]
    fn a_million_rows_are_no_single_piece() {
        let mut work = sum(1_000_000);
        let mut pieces = 1;
        while let Step::More(rest) = work.step(10_000) {
            (work, pieces) = (rest, pieces + 1);
        }
        assert!((90..=100).contains(&pieces), "{pieces} pieces");
    }

    #[test]
    fn what_was_prepared_stays_while_another_is_coming() {
        let mut sums = Prepared::default();
        while !sums.step(1, 1_000, || sum(10_000)) {}
        assert!(!sums.step(2, 1_000, || sum(20_000)));
        assert_eq!(*sums.get(1, || unreachable!()), 49_995_000);
        assert_eq!(*sums.get(2, || unreachable!()), 199_990_000);
        assert!(!sums.step(1, 1_000, || sum(10_000)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn sorts_as_the_standard_library_does(
            seed in any::<u32>(), count in 0usize..40_000, kinds in 1u32..100_000
        ) {
            let mut random = seed;
            let mut next = || {
                random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                random >> 8
            };
            let mut ours: Vec<(u32, usize)> = (0..count).map(|at| (next() % kinds, at)).collect();
            let mut standard = ours.clone();
            standard.sort_by_key(|row| row.0);
            at_once(async |pace| pace.sort_by(&mut ours, |a, b| a.0.cmp(&b.0)).await);
            prop_assert_eq!(ours, standard);
        }

        #[test]
        fn any_budgets_end_in_the_result_of_one(
            count in 0u64..20_000, budgets in proptest::collection::vec(0usize..5_000, 0..9)
        ) {
            let mut work = sum(count);
            for budget in budgets {
                match work.step(budget) {
                    Step::Done(sum) => {
                        prop_assert_eq!(sum, (0..count).sum::<u64>());
                        return Ok(());
                    }
                    Step::More(rest) => work = rest,
                }
            }
            prop_assert_eq!(work.finish(), (0..count).sum::<u64>());
        }
    }
}
