//! `cargo xtask mutants`: does a test notice when the code is wrong?
//!
//! A copy of the crate is built once with every mutation in it, each behind a switch that the environment
//! sets (`MUTANT=17`). Its tests run once to learn which of them comes to which mutation; then per mutation
//! those alone, the shortest first, until one fails. So a mutation costs no build, and mostly no second.
//!
//! Every answer is kept in `target/mutants/asked.txt` and not asked again while the line stays the same;
//! `--missed` asks what was missed once more. `--shard 1/4` asks a part, `--minutes 9` stops in time: wherever it
//! stops, the same share of every file was asked. `docs/mutants.md` is written from what is kept.
//!
//! Mutations: comparisons moved by one or turned, `&&` and `||`, `!` and the sign, `+ - * / %`, guards of `match`,
//! and functions that do nothing but return what their type defaults to (both answers where it is yes or no,
//! or perhaps nothing). A mutation that does not compile is left out.

mod copy; // the copy, its build and its tests
mod find; // where a file can be made wrong

use crate::product;
use crate::run::path;
use anyhow::{Context, Result};
use find::Mutation;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::time::{Duration, Instant};

/// What is mutated: whatever amounts, times and warnings rest on, each with all its modules.
const AREAS: &[(&str, &str)] = &[
    ("Money", "src/money.rs"),
    ("Calendar", "src/calendar.rs"),
    ("Account", "src/account/mod.rs"),
    ("Alerts", "src/insight/alerts/mod.rs"),
    ("Reconciling", "src/insight/reconcile/mod.rs"),
];

/// One in this many is asked, from the first file to the last, before the next one is.
const STRIDE: usize = 16;

/// Mutations that change nothing which could be seen, each with its reason: `key -- reason`.
const EQUAL: &str = "xtask/src/mutants/equal.txt";

/// Answers to one mutation.
struct Asked {
    first: String,
    now: String,
    times: usize,
}

impl Asked {
    fn is_missed(verdict: &str) -> bool {
        matches!(verdict, "missed" | "unreached")
    }
}

pub fn run(args: &[String]) -> Result<()> {
    let value = |name: &str| args.iter().position(|a| a == name).and_then(|at| args.get(at + 1));
    let (part, of) = match value("--shard").and_then(|s| s.split_once('/')) {
        Some((part, of)) => (part.parse::<usize>()?, of.parse::<usize>()?),
        None => (1, 1),
    };
    let minutes = value("--minutes").map_or(Ok(u64::MAX / 60), |m| m.parse())?;
    let (begin, time) = (Instant::now(), Duration::from_secs(minutes * 60));
    let again = args.iter().any(|a| a == "--missed");
    let named: Vec<&str> = args.iter().map(String::as_str).filter(|a| a.ends_with(".rs")).collect();
    let mut files = Vec::new();
    for (_, root) in AREAS {
        files.extend(product::files(&path(""), root)?);
    }
    let mut asked = asked()?;
    let mut mutations = Vec::new();
    let is_broken = |key: &str| asked.get(key).is_some_and(|a| a.now == "broken");
    let tests = copy::build(&files, &mut mutations, is_broken, |key| keep(key, "broken"))?;
    let order = (0..STRIDE).flat_map(|first| (first..mutations.len()).step_by(STRIDE));
    let is_due = |at: &usize| {
        let mutation = &mutations[*at];
        let known = asked.get(&mutation.key());
        let is_due = known.map_or(!again, |known| again && Asked::is_missed(&known.now));
        is_due && (named.is_empty() || named.contains(&mutation.file.as_str()))
    };
    let mut due: Vec<usize> = order.filter(|at| at % of == part - 1).filter(is_due).collect();
    // What a run before this one did not come to is first.
    due.sort_by_key(|at| asked.get(&mutations[*at].key()).map_or(0, |known| known.times));
    for at in due {
        let mutation = &mutations[at];
        if begin.elapsed() > time {
            println!("stopped in time");
            break;
        }
        let verdict = tests.verdict(at)?;
        println!("{verdict:9} {}:{} {}", mutation.file, mutation.line, mutation.what);
        keep(&mutation.key(), verdict)?;
    }
    asked = self::asked()?;
    report(&mutations, &asked)
}

/// What is kept: one answer a line, in the order they came, from however many runs at once.
fn asked() -> Result<BTreeMap<String, Asked>> {
    let mut out: BTreeMap<String, Asked> = BTreeMap::new();
    let kept = fs::read_to_string(copy::place("asked.txt")).unwrap_or_default();
    for line in kept.lines() {
        let (verdict, key) = line.split_once('\t').context("no answer in a line that is kept")?;
        let (first, now) = (verdict.to_owned(), verdict.to_owned());
        let known = out.entry(key.to_owned()).or_insert(Asked { first, now, times: 0 });
        verdict.clone_into(&mut known.now);
        known.times += 1;
    }
    Ok(out)
}

fn keep(key: &str, verdict: &str) -> Result<()> {
    let file = copy::place("asked.txt");
    let mut file = fs::OpenOptions::new().create(true).append(true).open(file)?;
    Ok(file.write_all(format!("{verdict}\t{key}\n").as_bytes())?)
}

/// A row of the table.
#[derive(Default)]
struct Row {
    found: usize,
    asked: usize,
    missed_first: usize,
    hangs: usize,
    missed: usize,
    equal: usize,
}

impl Row {
    fn count(&mut self, asked: Option<&Asked>, is_equal: bool) {
        self.found += 1;
        let Some(asked) = asked else { return };
        self.asked += 1;
        self.missed_first += usize::from(Asked::is_missed(&asked.first));
        self.hangs += usize::from(asked.now == "hangs");
        self.missed += usize::from(Asked::is_missed(&asked.now));
        self.equal += usize::from(Asked::is_missed(&asked.now) && is_equal);
    }

    fn line(&self, name: &str) -> String {
        let share = |missed: usize| match self.asked {
            0 => "–".to_owned(),
            asked => format!("{} %", 100 * (asked - missed) / asked),
        };
        let Row { found, asked, hangs, missed, equal, .. } = self;
        let (first, now) = (share(self.missed_first), share(self.missed));
        format!("| {name} | {found} | {asked} | {first} | {now} | {hangs} | {missed} | {equal} |\n")
    }
}

fn report(mutations: &[Mutation], asked: &BTreeMap<String, Asked>) -> Result<()> {
    let equal = fs::read_to_string(path(EQUAL)).unwrap_or_default();
    let mut equal: BTreeMap<&str, &str> =
        equal.lines().filter_map(|line| line.split_once(" -- ")).collect();
    let mut text = include_str!("mutants/head.md").to_owned();
    let (mut all, mut per_file, mut missed) = (Row::default(), String::new(), String::new());
    for (area, root) in AREAS {
        let mut whole = Row::default();
        for file in product::files(&path(""), root)? {
            let mut row = Row::default();
            for mutation in mutations.iter().filter(|m| m.file == file) {
                let key = mutation.key();
                let reason = equal.remove(key.as_str());
                let known = asked.get(&key);
                for row in [&mut row, &mut whole, &mut all] {
                    row.count(known, reason.is_some());
                }
                let Some(known) = known.filter(|known| Asked::is_missed(&known.now)) else {
                    if reason.is_some() {
                        println!("not missed, but said to change nothing: {key}");
                    }
                    continue;
                };
                let why = match (reason, known.now.as_str()) {
                    (Some(reason), _) => format!(" – {reason}"),
                    (None, "unreached") => " – no test comes here".to_owned(),
                    (None, _) => String::new(),
                };
                let (line, what) = (&mutation.text, &mutation.what);
                missed += &format!("- `{file}`: {what} in `{line}`{why}\n");
            }
            if row.found > 0 {
                per_file += &row.line(&format!("`{file}`"));
            }
        }
        text += &whole.line(area);
    }
    text += &all.line("**All**");
    let columns = "found | asked | noticed at first | noticed now | of these hang | missed | change nothing |\n\
                   |---|---:|---:|---:|---:|---:|---:|---:|\n";
    let text = text.replace("| COLUMNS\n", &format!("| {columns}"));
    let text =
        format!("{text}\n## Per file\n\n| file | {columns}{per_file}\n## Missed\n\n{missed}");
    equal.keys().for_each(|key| println!("is no mutation any more: {key}"));
    fs::write(path("docs/mutants.md"), text)?;
    println!(
        "{} of {} asked, {} missed; docs/mutants.md is written",
        all.asked, all.found, all.missed
    );
    Ok(())
}
