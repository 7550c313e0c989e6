//! What a requirement text says, as far as known phrases cover it (R39).
//!
//! In: "Usage requirements" as pasted, folded by [`words::plain`]. Out: [`Requirements`]. The text is read
//! part by part; a part that no phrase covers makes the whole unread, and what is unread is neither yes
//! nor no. Invariant: more phrases can only turn "unknown" into an answer, never an answer into another.

use crate::problem::Message;

/// Parts that leave every campaign of the account eligible.
const UNRESTRICTED: &[&str] = &[
    "no restriction",
    "no restrictions",
    "no requirement",
    "no requirements",
    "unrestricted",
    "none",
    "keine",
    "ninguno",
    "ninguna",
    "aucun",
    "aucune",
    "nenhum",
    "nenhuma",
    "tidak ada",
    "không có",
    "ไม่มี",
    "无",
    "没有",
    "無",
    "なし",
    "없음",
    "لا يوجد",
    "all campaigns",
    "any campaign",
    "all ad products",
    "all countries",
    // R6: who issued it decides when it pays, not for which campaign.
    "issued from business center",
    "issued by business center",
];

/// Words before what a credit is for, and after it, that say nothing more.
const BEFORE: &[&str] = &[
    "only for ",
    "only ",
    "for ",
    "applies to ",
    "applicable to ",
    "eligible for ",
    "valid for ",
    "limited to ",
    "restricted to ",
];
const AFTER: &[&str] = &[" only", " campaigns", " campaign", " ads"];

/// Words before what a credit is not for.
const EXCEPT: &[&str] = &[
    "excluding ",
    "except for ",
    "except ",
    "not for ",
    "not applicable to ",
    "not eligible for ",
];

const COUNTRIES: &[&str] = &["eligible countries", "countries", "country", "regions", "region"];
const PRODUCTS: &[&str] = &["eligible ad products", "ad products", "ad product"];
const CAMPAIGNS: &[&str] = &["eligible campaigns", "campaigns", "campaign"];

/// What is understood of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requirements {
    /// GMV Max campaigns only, or all but them.
    pub gmv_max: Option<bool>,
    /// As listed after a word for countries or ad products: exports name those of no campaign.
    pub countries: Vec<String>,
    pub ad_products: Vec<String>,
    /// Campaigns listed by id or name.
    pub campaigns: Vec<String>,
    /// Some part is covered by no known phrase.
    pub has_unread: bool,
}

/// Reads a folded text; parts stand between semicolons, lines or full stops.
pub fn read(text: &str) -> Requirements {
    let mut out = Requirements::default();
    let parts = text.split([';', '\n', '；', '|']).flat_map(|part| part.split(". "));
    for part in parts {
        let part = part.trim_matches(|c: char| !c.is_alphanumeric());
        if !part.is_empty() && !UNRESTRICTED.contains(&part) {
            out.read_part(part);
        }
    }
    out
}

impl Requirements {
    fn read_part(&mut self, part: &str) {
        if let Some((label, list)) = part.split_once(':') {
            let list = list.split([',', '、']).map(str::trim).filter(|t| !t.is_empty());
            let list = list.map(str::to_owned);
            let label = label.trim();
            if COUNTRIES.contains(&label) {
                self.countries.extend(list);
            } else if PRODUCTS.contains(&label) {
                self.ad_products.extend(list);
            } else if CAMPAIGNS.contains(&label) {
                self.campaigns.extend(list);
            } else {
                self.has_unread = true;
            }
            return;
        }
        let excluded = EXCEPT.iter().find_map(|word| part.strip_prefix(word));
        let core = core(excluded.unwrap_or(part));
        let is_gmv_max = core == "gmv max";
        // A text that says both says nothing.
        let contradicts = self.gmv_max.is_some_and(|only| only == excluded.is_some());
        match is_gmv_max && !contradicts {
            true => self.gmv_max = Some(excluded.is_none()),
            false => self.has_unread = true,
        }
    }

    /// No campaign is left out by anything said.
    pub fn is_open(&self) -> bool {
        *self == Requirements::default()
    }

    /// The parts that were understood, as messages.
    pub fn understood(&self) -> Vec<Message> {
        let mut out = Vec::new();
        out.extend(self.gmv_max.map(|only| {
            Message::new(match only {
                true => "account.requirement.gmvMax",
                false => "account.requirement.notGmvMax",
            })
        }));
        let lists = [
            ("account.requirement.countries", &self.countries),
            ("account.requirement.adProducts", &self.ad_products),
            ("account.requirement.campaigns", &self.campaigns),
        ];
        let lists = lists.into_iter().filter(|(_, list)| !list.is_empty());
        out.extend(lists.map(|(key, list)| Message::new(key).with("names", list.clone())));
        out
    }
}

/// What is left without the words around it.
fn core(part: &str) -> &str {
    let mut core = part.trim();
    for word in BEFORE {
        core = core.strip_prefix(word).unwrap_or(core).trim();
    }
    for _ in 0..AFTER.len() {
        for word in AFTER {
            core = core.strip_suffix(word).unwrap_or(core).trim();
        }
    }
    core
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r39_known_phrases_are_read_and_others_are_not() {
        let say = |text: &str| {
            let read = read(text);
            let mut said: Vec<String> = Vec::new();
            said.extend(read.gmv_max.map(|only| format!("gmv max {only}")));
            for (word, list) in [
                ("countries", &read.countries),
                ("products", &read.ad_products),
                ("campaigns", &read.campaigns),
            ] {
                said.extend((!list.is_empty()).then(|| format!("{word} {}", list.join("+"))));
            }
            said.extend(read.has_unread.then(|| "unread".to_owned()));
            if said.is_empty() { "open".to_owned() } else { said.join(", ") }
        };
        for (text, expected) in [
            ("", "open"),
            ("keine", "open"),
            ("无", "open"),
            ("no restrictions.", "open"),
            ("all countries; all ad products", "open"),
            ("issued from business center", "open"),
            ("gmv max campaigns only", "gmv max true"),
            ("only for gmv max campaigns", "gmv max true"),
            ("applicable to gmv max ads only", "gmv max true"),
            ("excluding gmv max campaigns", "gmv max false"),
            ("gmv max only; excluding gmv max", "gmv max true, unread"),
            ("eligible countries: germany, france", "countries germany+france"),
            (
                "countries: japan; ad products: reels, search",
                "countries japan, products reels+search",
            ),
            ("campaigns: spring, 1790000000000000001", "campaigns spring+1790000000000000001"),
            // What nobody told us is not guessed, and spoils only itself.
            ("live gmv max only", "unread"),
            ("gmv max campaigns only; new customers", "gmv max true, unread"),
            ("germany, france; reach campaigns", "unread"),
            ("spend at least: 50", "unread"),
            ("not for everyone", "unread"),
        ] {
            assert_eq!(say(text), expected, "{text}");
        }
    }

    #[test]
    fn r39_what_was_understood_is_said() {
        for (text, expected) in [
            ("", &[][..]),
            ("new customers", &[]),
            ("gmv max campaigns only", &["gmvMax"]),
            ("excluding gmv max", &["notGmvMax"]),
            ("countries: japan; ad products: reels", &["countries", "adProducts"]),
            ("campaigns: spring", &["campaigns"]),
        ] {
            let said = read(text).understood();
            let keys = said.iter().map(|m| m.key.trim_start_matches("account.requirement."));
            assert_eq!(keys.collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
