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

/// Text in the order in which people list names: a number in it goes by its value.
pub fn by_name(a: &str, b: &str) -> Ordering {
    let digits = |text: &[u8]| text.iter().take_while(|c| c.is_ascii_digit()).count();
    let (mut left, mut right) = (a.as_bytes(), b.as_bytes());
    while let ([x, left_rest @ ..], [y, right_rest @ ..]) = (left, right) {
        let (number, rest_of_left) = left.split_at(digits(left));
        let (other, rest_of_right) = right.split_at(digits(right));
        let order = if number.is_empty() || other.is_empty() {
            (left, right) = (left_rest, right_rest);
            x.cmp(y)
        } else {
            (left, right) = (rest_of_left, rest_of_right);
            let zeros = |text: &[u8]| text.iter().take_while(|c| **c == b'0').count();
            let [number, other] = [number, other].map(|text| text.split_at(zeros(text)).1);
            number.len().cmp(&other.len()).then_with(|| number.cmp(other))
        };
        if order.is_ne() {
            return order;
        }
    }
    left.len().cmp(&right.len()).then_with(|| a.cmp(b))
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

    #[test]
    fn names_go_by_the_value_of_their_numbers() {
        let mut names =
            ["Shop 10", "Shop 2b", "Shop 02", "Shop", "Shop 2", "10", "9", "Shop 2a", "Shop é"];
        names.sort_by(|a, b| by_name(a, b));
        let expected =
            ["9", "10", "Shop", "Shop 02", "Shop 2", "Shop 2a", "Shop 2b", "Shop 10", "Shop é"];
        assert_eq!(names, expected);
    }

    proptest! {
        #[test]
        fn the_order_of_names_is_one(names in proptest::collection::vec("[0-2a ]{0,4}", 3)) {
            let [a, b, c] = [0, 1, 2].map(|at| names[at].as_str());
            prop_assert_eq!(by_name(a, b), by_name(b, a).reverse());
            prop_assert_eq!(by_name(a, b).is_eq(), a == b);
            prop_assert!(by_name(a, b).is_gt() || by_name(b, c).is_gt() || by_name(a, c).is_le());
        }

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
