//! `cargo xtask fuzz [TARGET...] [--minutes N] [--seed N]`: looks for inputs that break a law.
//!
//! Guided by coverage on the stable compiler: the `fuzz` workspace is built with LLVM's counters and linked
//! with libFuzzer (docs/decisions/0011). Seeds are fixtures and `fuzz/seeds`; what was found earlier is kept
//! in `target/fuzz/corpus`. An input that breaks a law lands in `target/fuzz/found`; once mended it goes to
//! `fuzz/found`, where every `cargo test` tries it again.

use crate::run::{cargo, command, path, run, stdout_of};
use anyhow::{Context, Result, bail, ensure};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{SystemTime, UNIX_EPOCH};

/// Counters of edges and compared values, as cargo-fuzz sets them without a sanitizer.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";
/// Long inputs find the same branches more slowly.
const SEED_BYTES_MAX: usize = 4096;
const INPUT_BYTES_MAX: usize = 32 << 10;
/// Run by Node, because what they try is JavaScript.
const IN_NODE: &[&str] = &["backup"];

struct Options {
    targets: Vec<String>,
    minutes: f64,
    seed: u32,
}

pub fn fuzz(args: &[String]) -> Result<()> {
    let options = Options::read(args)?;
    let known = known_targets()?;
    let names = known.iter().map(|(name, _)| name.as_str()).chain(IN_NODE.iter().copied());
    let names: Vec<&str> = names.collect();
    if let Some(unknown) = options.targets.iter().find(|t| !names.contains(&t.as_str())) {
        bail!("there is no target {unknown:?}; there are {}", names.join(", "));
    }
    let is_wanted =
        |name: &str| options.targets.is_empty() || options.targets.iter().any(|t| t == name);
    let mut rows = Vec::new();
    for (name, ends) in known.iter().filter(|(name, _)| is_wanted(name)) {
        rows.push(run_target(name, ends, &options)?);
    }
    for name in IN_NODE.iter().filter(|name| is_wanted(name)) {
        let script = path(&format!("fuzz/{name}.mjs"));
        run(command("node")
            .arg(script)
            .args([options.minutes.to_string(), options.seed.to_string()]))?;
    }
    println!(
        "\n| target | minutes | executions | edges | seed | findings |\n|---|---|---|---|---|---|"
    );
    rows.iter().for_each(|row| println!("{}", row.line));
    ensure!(rows.iter().all(|row| !row.is_found), "a law was broken: see target/fuzz/found");
    Ok(())
}

impl Options {
    fn read(args: &[String]) -> Result<Options> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() as u32;
        let mut options = Options { targets: vec![], minutes: 1.0, seed: now };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            let mut value = || args.next().with_context(|| format!("{arg} needs a number"));
            match arg.as_str() {
                "--minutes" => options.minutes = value()?.parse()?,
                "--seed" => options.seed = value()?.parse()?,
                _ => options.targets.push(arg.clone()),
            }
        }
        Ok(options)
    }
}

/// Builds the fuzzer and asks it for its targets: name, and which fixtures are seeds.
fn known_targets() -> Result<Vec<(String, Vec<String>)>> {
    let flags = std::env::var("RUSTFLAGS").unwrap_or_default();
    run(cargo(&["build", "--release", "--locked", "--target", host()?.as_str()])
        .args(["--manifest-path", "fuzz/Cargo.toml", "--target-dir", "target/fuzz"])
        .env("RUSTFLAGS", format!("{flags} {COVERAGE} --cfg fuzzing")))?;
    let list = stdout_of(command(&program()?).env("FUZZ_TARGET", "list"))?;
    let split = |line: &str| {
        let mut words = line.split_whitespace().map(str::to_owned);
        Some((words.next()?, words.collect()))
    };
    Ok(list.lines().filter_map(split).collect())
}

fn host() -> Result<String> {
    let version = stdout_of(command("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc names no host")
}

fn program() -> Result<String> {
    let place = path(&format!("target/fuzz/{}/release/fuzz", host()?));
    Ok(place.to_string_lossy().into_owned())
}

struct Row {
    line: String,
    is_found: bool,
}

fn run_target(name: &str, ends: &[String], options: &Options) -> Result<Row> {
    println!("\n== {name}: {} minutes, seed {}", options.minutes, options.seed);
    let place = |folder: &str| path(&format!("target/fuzz/{folder}/{name}"));
    let (corpus, found, seeds) = (place("corpus"), place("found"), place("seeds"));
    for folder in [&corpus, &found, &seeds] {
        std::fs::create_dir_all(folder)?;
    }
    copy_seeds(name, ends, &seeds)?;
    let found_before = files(&found).len();
    let mut fuzzer = command(&program()?);
    fuzzer
        .args([&corpus, &seeds, &path(&format!("fuzz/found/{name}"))].iter().filter(|f| f.is_dir()))
        .arg(format!("-dict={}", path("fuzz/words.dict").display()))
        .arg(format!("-artifact_prefix={}/", found.display()))
        .arg(format!("-max_total_time={}", (options.minutes * 60.0).ceil()))
        .arg(format!("-seed={}", options.seed))
        .arg(format!("-max_len={INPUT_BYTES_MAX}"))
        // Processor time is a law of ours; this is for what does not end at all.
        .args(["-timeout=60", "-rss_limit_mb=2048", "-print_final_stats=1"])
        .env("FUZZ_TARGET", name)
        .stdout(Stdio::inherit());
    let log = fuzzer.stderr(Stdio::piped()).spawn()?.wait_with_output()?;
    let log = String::from_utf8_lossy(&log.stderr).into_owned();
    std::fs::write(place("found").with_extension("log"), &log)?;
    let is_found = files(&found).len() > found_before;
    if is_found {
        log.lines()
            .skip_while(|line| !line.contains("panicked"))
            .take(30)
            .for_each(|line| println!("{line}"));
    }
    let number_after = |text: &str, word: &str| {
        let rest = text.rsplit_once(word).map(|(_, rest)| rest.trim_start());
        rest.and_then(|rest| rest.split_whitespace().next()).unwrap_or("?").to_owned()
    };
    let runs = number_after(&log, "stat::number_of_executed_units:");
    let edges = number_after(&log, "cov:");
    let findings = if is_found { "found" } else { "none" };
    let (minutes, seed) = (options.minutes, options.seed);
    let line = format!("| {name} | {minutes} | {runs} | {edges} | {seed} | {findings} |");
    println!("{line}");
    Ok(Row { line, is_found })
}

/// Fixtures of the right kind, cut after a line where they are long, and the target's own seeds.
fn copy_seeds(name: &str, ends: &[String], to: &Path) -> Result<()> {
    let is_kind = |file: &&PathBuf| ends.iter().any(|end| file.to_string_lossy().ends_with(end));
    let fixtures = files(&path("tests/fixtures"));
    let own = files(&path(&format!("fuzz/seeds/{name}")));
    for file in fixtures.iter().filter(is_kind) {
        let mut bytes = std::fs::read(file)?;
        if bytes.len() > SEED_BYTES_MAX {
            let head = &bytes[..SEED_BYTES_MAX];
            bytes.truncate(head.iter().rposition(|b| *b == b'\n').unwrap_or(SEED_BYTES_MAX));
        }
        std::fs::write(to.join(file.file_name().unwrap_or_default()), bytes)?;
    }
    for file in own {
        std::fs::copy(&file, to.join(file.file_name().unwrap_or_default()))?;
    }
    Ok(())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|file| file.is_file()).collect()
}
