//! The catalogues: `www/text/<language>/*.json` to what the page loads, decision 0010.
//!
//! English is bundled with its keys. Of every other language only the wordings ship, in the order of the English keys, and
//! before them the mark of those keys: a wording of another build would stand at the wrong key. What a language lacks is 0
//! and shows in English.

use crate::run::path;
use anyhow::{Context, Result};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The language whose keys count, and which the scripts hold.
const KEYS_OF: &str = "en";
/// Where each language is written to, below the folder of a delivery as well.
pub const FOLDER: &str = "text";

const WRITTEN: &str = "// Written by xtask (texts.rs) from www/text.\n\n";
const TYPES: &str = "\
export declare const mark: string;
export declare const tags: string[];
export declare const modules: Record<string, () => Promise<{ default: (string | number)[] }>>;
";

pub struct Texts {
    mark: String,
    /// Language and its wordings as JSON, in order of the tag.
    languages: Vec<(String, String)>,
}

impl Texts {
    pub fn read(folder: &Path) -> Result<Texts> {
        let english = catalogue(&folder.join(KEYS_OF))?;
        let keys: Vec<&String> = english.keys().collect();
        let mark = format!("{:x}", Sha256::digest(serde_json::to_string(&keys)?))[..8].to_string();
        let mut languages = Vec::new();
        for tag in languages_in(folder).into_iter().filter(|tag| tag != KEYS_OF) {
            let wordings = catalogue(&folder.join(&tag))?;
            let mut list = vec![Value::from(mark.as_str())];
            list.extend(keys.iter().map(|key| wordings.get(*key).cloned().unwrap_or(0.into())));
            languages.push((tag, Value::from(list).to_string()));
        }
        Ok(Texts { mark, languages })
    }

    /// Writes one module per language, the list of them, and all of them deflated for the one file.
    pub fn write(&self, out: &Path) -> Result<()> {
        let folder = out.join(FOLDER);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        for (tag, list) in &self.languages {
            std::fs::write(folder.join(format!("{tag}.js")), format!("export default {list};\n"))?;
        }
        std::fs::write(out.join("languages.js"), self.index())?;
        std::fs::write(out.join("languages.d.ts"), format!("{WRITTEN}{TYPES}"))?;
        let entries = self.languages.iter().map(|(tag, list)| format!("{tag:?}:{list}"));
        let all = format!("{{{}}}", entries.collect::<Vec<_>>().join(","));
        let deflated = miniz_oxide::deflate::compress_to_vec(all.as_bytes(), 10);
        Ok(std::fs::write(out.join("languages.deflate"), deflated)?)
    }

    /// Addresses stand as plain text: bundlers find them there.
    fn index(&self) -> String {
        let tags: Vec<&String> = self.languages.iter().map(|(tag, _)| tag).collect();
        let roads = self
            .languages
            .iter()
            .map(|(tag, _)| format!("  {tag:?}: () => import(\"./{FOLDER}/{tag}.js\"),\n"));
        format!(
            "{WRITTEN}export const mark = {:?};\nexport const tags = {tags:?};\n\
             export const modules = {{\n{}}};\n",
            self.mark,
            roads.collect::<String>()
        )
    }
}

/// Tags of the languages that have a folder.
fn languages_in(folder: &Path) -> Vec<String> {
    let folders = listed(folder).into_iter().filter(|entry| entry.is_dir());
    folders.filter_map(|entry| Some(entry.file_name()?.to_string_lossy().into_owned())).collect()
}

/// All parts of one language, in order of the keys.
fn catalogue(folder: &Path) -> Result<BTreeMap<String, Value>> {
    let mut all = BTreeMap::new();
    for part in listed(folder) {
        if part.extension().is_some_and(|end| end == "json") {
            let text = std::fs::read_to_string(&part)?;
            let json: BTreeMap<String, Value> =
                serde_json::from_str(&text).with_context(|| part.display().to_string())?;
            all.extend(json);
        }
    }
    Ok(all)
}

/// What a folder holds, in order of name; nothing when there is none.
fn listed(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    found.sort();
    found
}

/// What a visitor downloads of each language: English as the bundle holds it, the others as they ship.
pub fn shipped(folder: &str, out: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    let bundled = path("target/xtask/catalogue-en.json");
    std::fs::create_dir_all(path("target/xtask"))?;
    std::fs::write(&bundled, serde_json::to_string(&catalogue(&path(folder).join(KEYS_OF))?)?)?;
    files.push((KEYS_OF.to_string(), bundled));
    for file in listed(&out.join(FOLDER)) {
        let tag = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        files.push((tag, file));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wordings_stand_in_the_order_of_the_english_keys_and_gaps_are_0() {
        let folder = std::env::temp_dir().join(format!("texts-{}", std::process::id()));
        for (file, json) in [
            ("en/b.json", r#"{"b.two": "Two", "b.one": "One"}"#),
            ("en/a.json", r#"{"a.zero": "Zero"}"#),
            ("de/b.json", r#"{"b.one": "Eins", "b.gone": "Weg"}"#),
        ] {
            let file = folder.join(file);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, json).unwrap();
        }
        let texts = Texts::read(&folder).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        let (tag, list) = &texts.languages[0];
        assert_eq!((tag.as_str(), texts.languages.len()), ("de", 1));
        assert_eq!(*list, format!(r#"["{}",0,"Eins",0]"#, texts.mark));
        assert!(texts.index().contains(r#""de": () => import("./text/de.js")"#));
    }
}
