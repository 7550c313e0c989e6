//! Paths from the project's root, and running other programs with a plain word when they fail.

use anyhow::{Context, Result, bail};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The project this works on: `XTASK_ROOT` (how `reproducible` builds its clones), else where xtask was compiled.
pub fn root() -> PathBuf {
    match std::env::var_os("XTASK_ROOT") {
        Some(root) => PathBuf::from(root),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).into(),
    }
}

pub fn path(relative: &str) -> PathBuf {
    root().join(relative)
}

/// A command that will run in the project's root.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

pub fn cargo(args: &[&str]) -> Command {
    let mut cargo = command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
    cargo.args(args);
    cargo
}

/// A program that npm installed.
pub fn npm_bin(name: &str) -> Command {
    let suffix = if cfg!(windows) { ".cmd" } else { "" };
    command(&path(&format!("node_modules/.bin/{name}{suffix}")).to_string_lossy())
}

/// How much of a failed program's output its error repeats: the last lines are where it counts its failures.
const LAST_LINES: usize = 16;

/// Runs to the end. What it prints is passed on line by line, and its last lines stand in the error as well.
pub fn run(command: &mut Command) -> Result<()> {
    let name = describe(command);
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start `{name}`"))?;
    let mut last = VecDeque::with_capacity(LAST_LINES);
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n') {
            let line = String::from_utf8_lossy(&line?).into_owned();
            println!("{line}");
            if last.len() == LAST_LINES {
                last.pop_front();
            }
            last.push_back(line);
        }
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("`{name}` failed ({status})\n{}", Vec::from(last).join("\n"));
    }
    Ok(())
}

pub fn stdout_of(command: &mut Command) -> Result<String> {
    let name = describe(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("could not start `{name}`"))?;
    if !output.status.success() {
        bail!("`{name}` failed ({})", output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// The first folder of PATH that holds `program`, as `command -v` would find it.
pub fn which(program: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Program and first words, short enough for a message.
fn describe(command: &Command) -> String {
    let file_name = |word: &std::ffi::OsStr| {
        Path::new(word).file_name().unwrap_or(word).to_string_lossy().into_owned()
    };
    let mut words = vec![file_name(command.get_program())];
    words.extend(command.get_args().take(4).map(file_name));
    words.join(" ")
}
