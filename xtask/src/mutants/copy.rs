//! The copy of the crate with every mutation in it, and its tests: built once, asked once which test comes
//! to which mutation, then run per mutation with those alone.

use super::find::{self, Edit, Mutation};
use crate::run::{command, path, root};
use anyhow::{Context, Result, bail, ensure};
use proc_macro2::LineColumn;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Where all of it is kept.
pub fn place(name: &str) -> PathBuf {
    path("target/mutants").join(name)
}

/// Memory that the tests of one mutation may take, in KiB: a loop without end that collects is stopped.
const MEMORY: u32 = 4 << 20;

/// What the tests of a mutation may take: that much more than without it, and that many seconds besides.
const PATIENCE: (u32, Duration) = (20, Duration::from_secs(6));

/// Tests of reading what is pasted: they take long, and come to these files by the way.
const READS: &str = "ingest::";

/// The first tests asked take this long together, each next lot four times as long.
const FIRST_LOT: Duration = Duration::from_millis(40);

/// The tests of the copy.
pub struct Tests {
    program: PathBuf,
    /// Of each mutation, by its place: the tests that come to it, the shortest first.
    reaching: BTreeMap<usize, Vec<(Duration, String)>>,
}

/// Mutated files as they stand in the copy.
struct File {
    name: String,
    source: String,
    constants: Vec<(String, Edit)>,
    /// Which bytes of the mutated file belong to which mutation.
    places: Vec<(Range<usize>, String)>,
}

/// Builds the tests with all mutations of these files. Those that do not compile are taken out until the rest
/// does, and told to `left_out`, so that they `is_broken` the next time.
pub fn build(
    names: &[String],
    mutations: &mut Vec<Mutation>,
    is_broken: impl Fn(&str) -> bool,
    left_out: impl Fn(&str) -> Result<()>,
) -> Result<Tests> {
    let mut files = Vec::new();
    for name in names {
        let found = find::mutations(name)?;
        let source = fs::read_to_string(path(name))?;
        let (name, mut constants) = (name.clone(), found.constants);
        constants.retain(|(own, _)| !is_broken(&constant(own)));
        files.push(File { name, source, constants, places: vec![] });
        mutations.extend(found.mutations.into_iter().filter(|m| !is_broken(&m.key())));
    }
    copy_tree(names)?;
    for _ in 0..16 {
        for file in &mut files {
            let text = mutated(file, mutations);
            write(&file.name, text.as_bytes())?;
        }
        match compile()? {
            Ok(program) => return Tests::of(program),
            Err(errors) => {
                let before = mutations.len();
                let spoiled = spoiled(&errors, &mut files, mutations);
                ensure!(
                    !spoiled.is_empty(),
                    "the mutated copy does not compile, for another reason"
                );
                for key in &spoiled {
                    left_out(key)?;
                }
                mutations.retain(|m| !spoiled.contains(&m.key()));
                println!("{} mutations do not compile and are left out", before - mutations.len());
            }
        }
    }
    bail!("the mutated copy does not compile")
}

/// What is kept of a function that must stay constant.
fn constant(name: &str) -> String {
    format!("const fn {name}")
}

/// Every file under version control, as it is now, but the mutated ones.
fn copy_tree(mutated: &[String]) -> Result<()> {
    let listed = command("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()?;
    for file in String::from_utf8_lossy(&listed.stdout).lines() {
        let is_mutated = mutated.iter().any(|m| m == file);
        if is_mutated || ["src/lib.rs", "Cargo.toml"].contains(&file) || !path(file).is_file() {
            continue;
        }
        write(file, &fs::read(path(file))?)?;
    }
    // The library that its own tests depend on, for what it is with `native`, would be built besides.
    let manifest = fs::read_to_string(path("Cargo.toml"))?;
    let own = |line: &&str| !line.starts_with("ad-credit-tracker = {");
    let manifest: Vec<&str> = manifest.lines().filter(own).collect();
    write("Cargo.toml", manifest.join("\n").as_bytes())?;
    let library = fs::read_to_string(path("src/lib.rs"))? + "\npub mod mutant;\n";
    write("src/lib.rs", library.as_bytes())?;
    write("src/mutant.rs", include_bytes!("switch.rs"))
}

/// What stays as it is keeps its time: nothing is built anew for it.
fn write(file: &str, content: &[u8]) -> Result<()> {
    let to = place("tree").join(file);
    if fs::read(&to).ok().as_deref() != Some(content) {
        fs::create_dir_all(to.parent().context("a file in no folder")?)?;
        fs::write(to, content)?;
    }
    Ok(())
}

fn mutated(file: &mut File, mutations: &[Mutation]) -> String {
    let source = &file.source;
    let starts: Vec<usize> =
        std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
    // Columns count characters.
    let offset = |at: LineColumn| {
        let start = starts[at.line - 1];
        let line = &source[start..];
        start + line.char_indices().nth(at.column).map_or(line.len(), |(byte, _)| byte)
    };
    let own = mutations.iter().enumerate().filter(|(_, m)| m.file == file.name);
    let mut edits: Vec<(Range<usize>, i64, String, Option<String>)> = Vec::new();
    for (at, mutation) in own {
        let id = at as i64 + 1;
        for edit in &mutation.edits {
            let text = edit.text.replace("ID", &id.to_string());
            // At one place what closes stands before what opens, and of several that open, the outer one first:
            // outer mutations are found first.
            let order = if text.starts_with(')') { -id } else { id };
            edits.push((offset(edit.from)..offset(edit.to), order, text, Some(mutation.key())));
        }
    }
    for (_, edit) in &file.constants {
        edits.push((offset(edit.from)..offset(edit.to), 0, String::new(), None));
    }
    edits.sort_by_key(|(range, order, ..)| (range.start, *order));
    let mut out = String::with_capacity(2 * source.len());
    let mut at = 0;
    file.places.clear();
    for (range, _, text, key) in edits {
        out.push_str(&source[at..range.start]);
        let start = out.len();
        out.push_str(&text);
        file.places.extend(key.map(|key| (start..out.len(), key)));
        at = range.end;
    }
    out.push_str(&source[at..]);
    out
}

/// The test program, or what the compiler says against it.
fn compile() -> Result<Result<PathBuf, Vec<serde_json::Value>>> {
    let output = command("cargo")
        .args(["test", "--lib", "--features", "native", "--no-run", "--offline"])
        .args(["--message-format", "json"])
        .current_dir(place("tree"))
        // Its own: cargo would take the copy for the crate itself.
        .env("CARGO_TARGET_DIR", place("build"))
        .stderr(Stdio::null())
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let said = said.lines().filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok());
    let said: Vec<serde_json::Value> = said.collect();
    if output.status.success() {
        let program = said.iter().filter_map(|s| s["executable"].as_str()).next_back();
        return Ok(Ok(program.context("no test program was named")?.into()));
    }
    let is_error = |s: &serde_json::Value| s["message"]["level"] == "error";
    Ok(Err(said.into_iter().filter(is_error).map(|mut s| s["message"].take()).collect()))
}

/// The mutations that errors speak of: those whose own text is pointed at, else all of the line.
fn spoiled(
    errors: &[serde_json::Value],
    files: &mut [File],
    mutations: &[Mutation],
) -> BTreeSet<String> {
    let mut out: BTreeSet<String> = BTreeSet::new();
    for error in errors {
        let text = error["message"].as_str().unwrap_or_default();
        // A constant is made by this function: it stays as it is, and so does what stands in it.
        let name = text.split('`').nth(1).and_then(|name| name.rsplit("::").next());
        if let Some(name) = name.filter(|_| text.starts_with("cannot call non-const")) {
            files.iter_mut().for_each(|file| file.constants.retain(|(own, _)| own != name));
            let inside = mutations.iter().filter(|m| m.constant.as_deref() == Some(name));
            out.extend(inside.map(Mutation::key));
            out.insert(constant(name));
            continue;
        }
        for span in error["spans"].as_array().into_iter().flatten() {
            let number = |field: &str| span[field].as_u64().unwrap_or_default() as usize;
            let Some(file) = files.iter().find(|f| span["file_name"] == f.name.as_str()) else {
                continue;
            };
            let bytes = number("byte_start")..number("byte_end");
            let meets = |r: &Range<usize>| r.start < bytes.end && bytes.start < r.end;
            let named: Vec<&String> =
                file.places.iter().filter(|(r, _)| meets(r)).map(|(_, key)| key).collect();
            if span["is_primary"] == true && !named.is_empty() {
                out.extend(named.into_iter().cloned());
                continue;
            }
            let lines = number("line_start")..=number("line_end");
            let on_line = mutations.iter().filter(|m| {
                m.file == file.name && m.edits.iter().any(|e| lines.contains(&e.from.line))
            });
            if span["is_primary"] == true {
                out.extend(on_line.map(Mutation::key));
            }
        }
    }
    out
}

impl Tests {
    fn of(program: PathBuf) -> Result<Tests> {
        let kept = place("reached.txt");
        let time = |file: &Path| fs::metadata(file).and_then(|m| m.modified()).ok();
        if time(&kept) < time(&program) {
            trace(&program, &kept)?;
        }
        let mut reaching: BTreeMap<usize, Vec<(Duration, String)>> = BTreeMap::new();
        for line in fs::read_to_string(&kept)?.lines() {
            let mut cells = line.split('\t');
            let name = cells.next().unwrap_or_default();
            let time = Duration::from_micros(cells.next().unwrap_or_default().parse()?);
            for id in cells.next().unwrap_or_default().split(',') {
                let at = id.parse::<usize>()? - 1;
                reaching.entry(at).or_default().push((time, name.to_owned()));
            }
        }
        reaching.values_mut().for_each(|tests| tests.sort());
        Ok(Tests { program, reaching })
    }

    /// `missed` where all tests pass that come to it, `unreached` where none does.
    pub fn verdict(&self, at: usize) -> Result<&'static str> {
        let Some(mut left) = self.reaching.get(&at).map(Vec::as_slice) else {
            return Ok("unreached");
        };
        let mut lot = FIRST_LOT;
        while !left.is_empty() {
            let mut time = Duration::ZERO;
            let count = left.iter().take_while(|(own, _)| {
                let fits = time.is_zero() || time + *own <= lot;
                time += *own;
                fits
            });
            let (now, later) = left.split_at(count.count());
            match self.run(at, now)? {
                None => return Ok("hangs"),
                Some(false) => return Ok("noticed"),
                Some(true) => {}
            }
            (left, lot) = (later, lot * 4);
        }
        Ok("missed")
    }

    /// Whether the named tests pass; `None` where they do not come to an end.
    fn run(&self, at: usize, named: &[(Duration, String)]) -> Result<Option<bool>> {
        let expected: Duration = named.iter().map(|(time, _)| *time).sum();
        let mut child = tests(&self.program)
            .args(["--exact", "--quiet", "--test-threads", "1"])
            .args(named.iter().map(|(_, name)| name))
            .env("MUTANT", (at + 1).to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let start = Instant::now();
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(Some(status.success()));
            }
            if start.elapsed() > expected * PATIENCE.0 + PATIENCE.1 {
                child.kill()?;
                child.wait()?;
                return Ok(None);
            }
            std::thread::sleep(Duration::from_millis(4));
        }
    }
}

/// Asks each test once which mutations it comes to. One that fails as it is, as a test of time may on a busy
/// machine, could notice nothing and is left out.
fn trace(program: &Path, to: &Path) -> Result<()> {
    let traced = to.with_extension("new");
    fs::write(&traced, "")?;
    let mut all = tests(program);
    let all = all.args(["--quiet", "--test-threads", "2", "--skip", READS]);
    let said = all.env("MUTANT_REACHED", &traced).stderr(Stdio::null()).output()?;
    let said = String::from_utf8_lossy(&said.stdout);
    let (_, failed) = said.rsplit_once("failures:\n").unwrap_or_default();
    let failed: Vec<&str> = failed.lines().filter_map(|line| line.strip_prefix("    ")).collect();
    ensure!(said.contains("test result:") && failed.len() < 3, "tests fail as they are:\n{said}");
    failed.iter().for_each(|name| println!("left out, since it fails as it is: {name}"));
    let has_failed = |line: &str| failed.iter().any(|name| line.split('\t').next() == Some(name));
    let kept = fs::read_to_string(&traced)?;
    let kept: Vec<&str> = kept.lines().filter(|line| !has_failed(line)).collect();
    Ok(fs::write(to, kept.join("\n"))?)
}

/// The test program, to be told which tests: the same random cases each time, none of them kept.
fn tests(program: &Path) -> Command {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\"")])
        .arg(program)
        .current_dir(place("tree"))
        .env("RUST_BACKTRACE", "0")
        .env("PROPTEST_RNG_SEED", "1")
        .env("PROPTEST_MAX_SHRINK_ITERS", "0")
        .env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "true");
    shell
}
