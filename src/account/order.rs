//! The order among credits that could pay the same charge, as data (R14).
//!
//! The platform publishes no order. A preset is a list of keys that ends in a unique one, so it is
//! total. [`ranked`] sorts by that list and [`sentence`] speaks it: they cannot disagree.

use super::state::Credit;
use crate::problem::{Arg, Message};
use crate::sorting::Sorting;
use std::cmp::Ordering;

/// One key of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// R6: credit issued from a Business Center is drawn before everything else.
    BusinessCenterFirst,
    /// A credit without an end comes last.
    EarliestEnd,
    /// Assignable before restricted by a requirement before unrestricted.
    MostRestricted,
    EarliestRedeemed,
    SmallestFace,
    /// Identity (R34): unique, so the order is total.
    Identity,
}

/// A named order.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Key in options; `account.order.<key>` names it to the user.
    pub key: &'static str,
    pub title: &'static str,
    pub keys: &'static [Key],
}

use Key::*;

/// R14: all presets, the default first.
pub const PRESETS: &[Preset] = &[
    Preset {
        key: "earliestEnd",
        title: "account.order.earliestEnd",
        keys: &[BusinessCenterFirst, EarliestEnd, MostRestricted, EarliestRedeemed, Identity],
    },
    Preset {
        key: "mostRestricted",
        title: "account.order.mostRestricted",
        keys: &[BusinessCenterFirst, MostRestricted, EarliestEnd, EarliestRedeemed, Identity],
    },
    Preset {
        key: "earliestRedeemed",
        title: "account.order.earliestRedeemed",
        keys: &[BusinessCenterFirst, EarliestRedeemed, EarliestEnd, MostRestricted, Identity],
    },
    Preset {
        key: "smallestFirst",
        title: "account.order.smallestFirst",
        keys: &[BusinessCenterFirst, SmallestFace, EarliestEnd, EarliestRedeemed, Identity],
    },
];

/// The default preset.
pub const DEFAULT: &Preset = match PRESETS.first() {
    Some(preset) => preset,
    None => &Preset { key: "identity", title: "account.order.identity", keys: &[Identity] },
};

/// The preset of this key, else the default.
pub fn preset(key: Option<&str>) -> &'static Preset {
    PRESETS.iter().find(|p| Some(p.key) == key).unwrap_or(DEFAULT)
}

impl Key {
    fn compare(self, credits: &[Credit], a: usize, b: usize) -> Ordering {
        let (Some(x), Some(y)) = (credits.get(a), credits.get(b)) else { return a.cmp(&b) };
        match self {
            BusinessCenterFirst => y.from_business_center.cmp(&x.from_business_center),
            EarliestEnd => {
                (x.window.end.is_none(), x.window.end).cmp(&(y.window.end.is_none(), y.window.end))
            }
            MostRestricted => restriction(y).cmp(&restriction(x)),
            EarliestRedeemed => (x.redeemed.is_none(), x.redeemed.map(|r| r.time))
                .cmp(&(y.redeemed.is_none(), y.redeemed.map(|r| r.time))),
            SmallestFace => (x.face.is_none(), x.face).cmp(&(y.face.is_none(), y.face)),
            Identity => a.cmp(&b),
        }
    }

    /// Its part of the sentence, as a word of the catalogue.
    pub const fn term(self) -> &'static str {
        match self {
            BusinessCenterFirst => "account.order.key.businessCenterFirst",
            EarliestEnd => "account.order.key.earliestEnd",
            MostRestricted => "account.order.key.mostRestricted",
            EarliestRedeemed => "account.order.key.earliestRedeemed",
            SmallestFace => "account.order.key.smallestFace",
            Identity => "account.order.key.identity",
        }
    }
}

fn restriction(credit: &Credit) -> u8 {
    if credit.is_assignable() { 2 } else { u8::from(credit.requirements.is_some()) }
}

/// Which of two credits pays first under the preset.
pub fn compare(preset: &Preset, credits: &[Credit], a: usize, b: usize) -> Ordering {
    let keys = preset.keys.iter().map(|key| key.compare(credits, a, b));
    keys.fold(Ordering::Equal, Ordering::then)
}

/// Indices of all credits in the order in which they pay.
pub fn ranked(preset: &Preset, credits: &[Credit]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..credits.len() as u32).collect();
    order.order_by(|&a, &b| compare(preset, credits, a as usize, b as usize));
    order
}

/// The rule in words: the keys of the same table, in their order.
pub fn sentence(preset: &Preset) -> Message {
    let terms = preset.keys.iter().map(|key| key.term()).collect();
    Message::new("account.order.sentence").with("keys", Arg::Terms(terms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r14_every_preset_ends_in_the_unique_key_and_says_what_it_does() {
        for preset in PRESETS {
            assert_eq!(preset.keys.last(), Some(&Identity), "{}", preset.key);
            assert_eq!(preset.keys.first(), Some(&BusinessCenterFirst), "R6: {}", preset.key);
            let said = sentence(preset);
            let terms = preset.keys.iter().map(|k| k.term()).collect();
            assert_eq!(said.arg("keys"), Some(&Arg::Terms(terms)));
        }
    }
}
