//! Sorting without a copy of the sort for every kind of row.
//!
//! In: a slice and how two of its items compare. Out: the slice in that order, equal items as they
//! stood. Knows nothing of what is sorted. Invariant: the same result as the standard library's sort.
//!
//! Why: each use of `slice::sort_by` compiles a whole sort, some 8 kB of module. Here what is sorted
//! is a list of positions, by one sort for all; only comparing and moving are compiled per type.
//! Where a million rows are sorted the standard one stays: it reads the rows in their place.

use std::cmp::Ordering;

/// What [`slice::sort_by`] and its kin do, for lists that are not long.
pub trait Sorting {
    type Item;

    /// [`slice::sort_by`].
    fn order_by(&mut self, compare: impl FnMut(&Self::Item, &Self::Item) -> Ordering);

    /// [`slice::sort_by_key`].
    fn order_by_key<K: Ord>(&mut self, key: impl FnMut(&Self::Item) -> K);

    /// [`slice::sort`].
    fn order(&mut self)
    where
        Self::Item: Ord;
}

impl<T> Sorting for [T] {
    type Item = T;

    fn order_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        let places = places(self.len(), &mut |a, b| match (self.get(a), self.get(b)) {
            (Some(a), Some(b)) => compare(a, b),
            _ => Ordering::Equal,
        });
        arrange(places, &mut |a, b| self.swap(a, b));
    }

    fn order_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.order_by(|a, b| key(a).cmp(&key(b)));
    }

    fn order(&mut self)
    where
        T: Ord,
    {
        self.order_by(T::cmp);
    }
}

/// For each place, where its item stands now.
fn places(length: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..length).collect();
    places.sort_by(|&a, &b| compare(a, b));
    places
}

/// Moves every item to its place, one cycle of places after the other; each item moves once.
fn arrange(mut places: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..places.len() {
        let mut at = start;
        while let Some(from) = places.get_mut(at) {
            let next = std::mem::replace(from, at);
            if next == start || next == at {
                break;
            }
            swap(at, next);
            at = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn as_the_standard_library_does(
            rows in proptest::collection::vec((0u8..9, any::<String>()), 0..200)
        ) {
            let mut ours = rows.clone();
            let mut standard = rows;
            ours.order_by_key(|row| row.0);
            standard.sort_by_key(|row| row.0);
            prop_assert_eq!(&ours, &standard);
            ours.order();
            standard.sort();
            prop_assert_eq!(ours, standard);
        }
    }
}
