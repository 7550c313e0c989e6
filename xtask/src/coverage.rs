//! `cargo xtask coverage`: which lines of `src/` no Rust test runs. `docs/coverage.md` is written from it.
//!
//! Counted are lines of the product (`product.rs`), as the compiler's counters see them;
//! a line that several instances of a generic function share is run when one of them runs it. `src/wasm.rs` is built for
//! the page only and driven by the browser's journeys: it is not counted.

use crate::product;
use crate::run::{cargo, command, path, root, run, stdout_of};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Lines that count and those of them that ran, per file.
type Files = BTreeMap<String, Vec<(usize, bool)>>;

/// How many of a file's lines that no test runs the document names.
const NAMED: usize = 12;

pub fn coverage() -> Result<()> {
    let tools = tools()?;
    let built = path("target/coverage");
    let raw = built.join("raw");
    if raw.exists() {
        fs::remove_dir_all(&raw)?;
    }
    let tests = |args: &[&str]| {
        let mut cargo = cargo(&["test", "--locked", "--features", "native", "--target-dir"]);
        cargo.arg(&built).args(args);
        cargo.env("RUSTFLAGS", "-Cinstrument-coverage");
        cargo.env("LLVM_PROFILE_FILE", raw.join("%p-%8m.profraw"));
        cargo
    };
    // The counters slow things down: a test of speed that fails here is asked in `cargo xtask test`.
    if let Err(error) = run(&mut tests(&["--no-fail-fast"])) {
        println!("lines are counted all the same: {error}");
    }
    let messages = stdout_of(&mut tests(&["--no-run", "--message-format=json"]))?;
    let merged = built.join("merged.profdata");
    let raws = fs::read_dir(&raw)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    run(Command::new(tools.join("llvm-profdata"))
        .args(["merge", "-sparse", "-o"])
        .arg(&merged)
        .args(raws))?;
    let mut export = Command::new(tools.join("llvm-cov"));
    export.args(["export", "-format=lcov", "-instr-profile"]).arg(&merged);
    for program in programs(&messages) {
        export.arg("-object").arg(program);
    }
    let files = counted(&stdout_of(export.arg("-sources").arg(path("src")))?)?;
    fs::write(path("docs/coverage.md"), document(&files)?)?;
    println!("{}", share(files.values().flatten()));
    Ok(())
}

/// The folder of LLVM's tools that belong to this compiler; installed when it is missing.
fn tools() -> Result<PathBuf> {
    let of = |what: &[&str]| stdout_of(command("rustc").args(what));
    let version = of(&["-vV"])?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("no host")?;
    let sysroot = of(&["--print", "sysroot"])?;
    let tools = Path::new(sysroot.trim()).join("lib/rustlib").join(host).join("bin");
    if !tools.join("llvm-cov").is_file() {
        println!("setup: installing LLVM's tools (rustup component add llvm-tools)");
        run(command("rustup").args(["component", "add", "llvm-tools"]))?;
    }
    Ok(tools)
}

/// The test programs, and the command that some of them call.
fn programs(messages: &str) -> Vec<String> {
    let parsed = messages.lines().filter_map(|line| serde_json::from_str(line).ok());
    parsed
        .filter_map(|m: serde_json::Value| Some(m.get("executable")?.as_str()?.to_owned()))
        .collect()
}

/// From LLVM's list (`SF:file`, `DA:line,times`) the lines that count.
fn counted(list: &str) -> Result<Files> {
    let mut files = Files::new();
    let product = product::all(&root())?;
    let mut here: Option<(&str, usize)> = None;
    for entry in list.lines() {
        if let Some(file) = entry.strip_prefix("SF:") {
            let relative = Path::new(file).strip_prefix(root()).ok().and_then(Path::to_str);
            here = match relative.filter(|file| product.iter().any(|own| own == file)) {
                Some(file) => {
                    Some((file, product::lines(&fs::read_to_string(path(file))?).count()))
                }
                None => None,
            };
        } else if let (Some((file, last)), Some(line)) = (here, entry.strip_prefix("DA:")) {
            let (line, times) = line.split_once(',').context("no count")?;
            let line: usize = line.parse()?;
            if line <= last {
                files.entry(file.to_owned()).or_default().push((line, times != "0"));
            }
        }
    }
    if files.is_empty() {
        bail!("no line of src/ was counted");
    }
    Ok(files)
}

fn share<'a>(lines: impl Iterator<Item = &'a (usize, bool)>) -> String {
    let (run, all) = lines.fold((0, 0), |(run, all), (_, is)| (run + usize::from(*is), all + 1));
    // Rounded down: 94.99 % is not 95 %.
    let tenths = run * 1000 / all;
    format!("{}.{} % ({run} of {all})", tenths / 10, tenths % 10)
}

fn document(files: &Files) -> Result<String> {
    let date = stdout_of(command("date").args(["-u", "+%Y-%m-%d"]))?;
    let commit = stdout_of(command("git").args(["rev-parse", "--short", "HEAD"]))?;
    let mut text = format!(
        "# Lines that tests run\n\n\
         Made by `cargo xtask coverage` on {}, commit {}: the Rust tests, with the compiler's counters. Counted are lines of `src/`\n\
         above a file's own tests; `src/wasm.rs`, the boundary, is built for the page and driven by the browser's journeys.\n\n\
         Of all lines **{}** are run. Files below 95 %, with the lines that no test runs:\n\n\
         | file | run | not run |\n|---|---:|---|\n",
        date.trim(),
        commit.trim(),
        share(files.values().flatten()),
    );
    for (file, lines) in files {
        let missed: Vec<usize> =
            lines.iter().filter(|(_, is)| !is).map(|(line, _)| *line).collect();
        if missed.len() * 20 > lines.len() {
            let named: Vec<String> = missed.iter().take(NAMED).map(usize::to_string).collect();
            let more = if missed.len() > NAMED { ", …" } else { "" };
            text +=
                &format!("| `{file}` | {} | {}{more} |\n", share(lines.iter()), named.join(", "));
        }
    }
    Ok(text)
}
