//! The style that matters, as a test: layers, one boundary, exact money, no panics, listed fixtures.

#[path = "../xtask/src/product.rs"]
mod product;

use std::fs;
use std::path::{Path, PathBuf};

/// Names that only the boundary file may use.
const BOUNDARY_ONLY: &[&str] = &["wasm_bindgen", "serde_wasm_bindgen", "web_sys", "js_sys"];

/// What may end the program on input; ours alone are the tests.
const PANICS: &[&str] =
    &[".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "unreachable!("];

const CLOCKS: &[&str] = &["SystemTime", "Instant::now", "Utc::now", "Local::now"];

/// Statistics of forecasts are estimates; amounts come back as integers and are marked as estimated.
const MAY_USE_FLOATS: &str = "src/insight/forecast";

const LINES_PER_FILE_MAX: usize = 450;

struct Source {
    path: String,
    /// Without tests and without comment lines; line numbers as in the file.
    code: Vec<(usize, String)>,
}

#[test]
fn modules_use_only_what_stands_above_them() {
    let order = modules_in_reading_order();
    let rank = |name: &str| order.iter().position(|m| m == name);
    for source in sources() {
        let own =
            source.path.trim_start_matches("src/").split(['/', '.']).next().unwrap_or_default();
        let Some(own_rank) = rank(own) else { continue };
        for (line, text) in &source.code {
            for used in text.split("crate::").skip(1) {
                let used: String =
                    used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let allowed = rank(&used).is_none_or(|r| r <= own_rank);
                assert!(
                    allowed,
                    "{}:{line}: `{own}` uses `{used}`, which stands below it",
                    source.path
                );
            }
        }
    }
}

#[test]
fn one_file_touches_javascript() {
    for_each_line(|path, line, text| {
        if path != "src/wasm.rs" {
            for name in BOUNDARY_ONLY {
                assert!(!text.contains(name), "{path}:{line}: only src/wasm.rs may name {name}");
            }
        }
    });
}

#[test]
fn input_cannot_reach_a_panic() {
    for_each_line(|path, line, text| {
        for panic in PANICS {
            assert!(!text.contains(panic), "{path}:{line}: {panic} outside tests");
        }
    });
}

#[test]
fn money_is_never_a_float() {
    for_each_line(|path, line, text| {
        if path.starts_with(MAY_USE_FLOATS) {
            return;
        }
        for float in ["f32", "f64"] {
            let is_word = words(text).any(|w| w == float);
            assert!(!is_word, "{path}:{line}: {float} outside the statistics of forecasts");
        }
    });
}

#[test]
fn nothing_asks_a_clock() {
    for_each_line(|path, line, text| {
        for clock in CLOCKS {
            assert!(!text.contains(clock), "{path}:{line}: `now` is an argument");
        }
    });
}

#[test]
fn nothing_is_unsafe() {
    for_each_line(|path, line, text| {
        assert!(words(text).all(|word| word != "unsafe"), "{path}:{line}: unsafe");
    });
}

#[test]
fn files_fit_a_sitting() {
    for source in sources() {
        let lines = source.code.last().map_or(0, |(line, _)| *line);
        assert!(lines <= LINES_PER_FILE_MAX, "{}: {lines} lines, could it be two?", source.path);
    }
}

#[test]
fn every_module_says_what_it_is() {
    for path in product_files() {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//!"), "{path}: no header");
    }
}

/// What every check here, the coverage and the mutations rest on.
#[test]
fn tests_stand_last() {
    for path in product_files() {
        let text = fs::read_to_string(&path).unwrap();
        let below = text.lines().skip(product::lines(&text).count());
        let outermost = below.filter(|line| line.starts_with(|c: char| c.is_alphabetic()));
        let mut modules = outermost.map(|line| line.split_once("mod "));
        let is_module = |of: Option<(&str, &str)>| {
            of.is_some_and(|(public, _)| public.is_empty() || public.starts_with("pub"))
        };
        assert!(modules.all(is_module), "{path}: product below tests");
    }
}

#[test]
fn fixtures_are_listed() {
    let list = fs::read_to_string("tests/fixtures/README.md").unwrap_or_default();
    let Ok(entries) = fs::read_dir("tests/fixtures") else { return };
    for entry in entries {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let is_listed = name == "README.md" || list.contains(&format!("`{name}"));
        assert!(is_listed, "tests/fixtures/{name} is not in tests/fixtures/README.md");
    }
}

/// Rules of the platform are cited by number: in the name of a test, and in the list of rules.
#[test]
fn every_rule_is_held_by_a_test() {
    const RULES: u32 = 40;
    let (listed, tests) = (fs::read_to_string("docs/rules.md").unwrap(), tests_of_rules());
    for rule in 1..=RULES {
        let row = listed.lines().find(|line| line.starts_with(&format!("| R{rule} | ")));
        let held_by = row.and_then(|row| row.trim_end_matches(" |").rsplit(" | ").next());
        let mut tests = cited(held_by.unwrap_or_default()).flat_map(|cite| meant(cite, &tests));
        let is_held = tests.any(|test| rules_of(test).contains(&rule));
        assert!(is_held, "docs/rules.md names no test of R{rule}");
    }
}

/// Of a file `told.rs` may be said where the folder was said before.
#[test]
fn what_the_rules_cite_is_there() {
    let (listed, tests) = (fs::read_to_string("docs/rules.md").unwrap(), tests_of_rules());
    let files = [rust_files(Path::new("src")), rust_files(Path::new("tests"))].concat();
    for cite in cited(&listed) {
        let is_there = match cite {
            _ if !rules_of(cite).is_empty() => meant(cite, &tests).next().is_some(),
            _ if cite.ends_with(".rs") => files.iter().any(|file| file.ends_with(cite)),
            _ => true,
        };
        assert!(is_there, "docs/rules.md cites {cite}, which is not there");
    }
}

/// What stands in backticks.
fn cited(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2))
}

/// `r22_…` means all that begin so, any other name the test of that name.
fn meant<'a>(cite: &'a str, tests: &'a [String]) -> impl Iterator<Item = &'a str> {
    let is_meant = move |test: &&str| match cite.strip_suffix('…') {
        Some(begin) => test.starts_with(begin),
        None => *test == cite,
    };
    tests.iter().map(String::as_str).filter(is_meant)
}

/// Names of tests that cite a rule.
fn tests_of_rules() -> Vec<String> {
    let files = [rust_files(Path::new("src")), rust_files(Path::new("tests"))].concat();
    let texts = files.iter().map(|file| fs::read_to_string(file).unwrap());
    let named = |text: String| {
        let names = text.split("fn ").skip(1).filter_map(|rest| words(rest).next());
        names.filter(|name| !rules_of(name).is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    texts.flat_map(named).collect()
}

/// What a name cites where it begins: 17 to 20 of `r17_to_r20_…`, 1 and 2 of `r1_r2_…`.
fn rules_of(name: &str) -> Vec<u32> {
    let mut rules: Vec<u32> = Vec::new();
    let mut parts = name.split('_');
    while let Some(part) = parts.next() {
        match (part, number(part), rules.last()) {
            (_, Some(rule), _) => rules.push(rule),
            ("to", None, Some(first)) => {
                rules.extend(first + 1..=parts.next().and_then(number).unwrap_or(*first));
            }
            _ => break,
        }
    }
    rules
}

/// 17 of `r17`.
fn number(part: &str) -> Option<u32> {
    part.strip_prefix('r').and_then(|digits| digits.parse().ok())
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
}

fn for_each_line(check: impl Fn(&str, usize, &str)) {
    for source in sources() {
        for (line, text) in &source.code {
            check(&source.path, *line, text);
        }
    }
}

/// `mod`s of `src/lib.rs`, top to bottom.
fn modules_in_reading_order() -> Vec<String> {
    let lib = fs::read_to_string("src/lib.rs").unwrap();
    product::lines(&lib).filter_map(product::module).map(str::to_owned).collect()
}

fn sources() -> Vec<Source> {
    product_files().into_iter().map(read_source).collect()
}

fn product_files() -> Vec<String> {
    product::all(Path::new("")).unwrap()
}

fn read_source(path: String) -> Source {
    let text = fs::read_to_string(&path).unwrap();
    let code = product::lines(&text).enumerate().map(|(at, line)| (at + 1, line.to_owned()));
    let code = code.filter(|(_, line)| !line.trim_start().starts_with("//")).collect();
    Source { path, code }
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}
