//! What a fresh machine lacks, given only rustup and Node: install it and say so, or say in one line what to install.

use crate::run::{command, path, root, run, stdout_of, which};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

const WASM: &str = "wasm32-unknown-unknown";
const NODE_MAJOR_MIN: u32 = 20;

pub fn wasm_target() -> Result<()> {
    let sysroot = stdout_of(command("rustc").args(["--print", "sysroot"]))?;
    if PathBuf::from(sysroot.trim()).join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    if which("rustup").is_none() {
        bail!(
            "Rust's standard library for {WASM} is missing: install it beside your compiler, or use rustup"
        );
    }
    println!("setup: installing the Rust target {WASM} (rustup target add)");
    run(command("rustup").args(["target", "add", WASM]))
}

/// Runs `npm ci` when the lock file differs from the one that the installed packages came from.
pub fn npm_packages() -> Result<()> {
    npm_packages_in(".")
}

/// The same for a folder that has packages of its own.
pub fn npm_packages_in(folder: &str) -> Result<()> {
    node()?;
    let folder = path(folder);
    let wanted = std::fs::read(folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    // Through a link npm would empty a folder that other checkouts use.
    if folder.join("node_modules").is_symlink() {
        println!("setup: node_modules is a link to packages of another lock file; left as it is");
        return Ok(());
    }
    println!("setup: installing the npm packages of package-lock.json (npm ci)");
    run(command("npm")
        .current_dir(&folder)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))
    .context("the npm packages could not be installed; is the registry reachable?")?;
    Ok(std::fs::write(stamp, wanted)?)
}

fn node() -> Result<()> {
    let version = stdout_of(command("node").arg("--version"))
        .with_context(|| format!("Node is missing: install Node {NODE_MAJOR_MIN} or newer"))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|n| n.parse().ok());
    if major.unwrap_or(0) < NODE_MAJOR_MIN {
        bail!("Node {} is too old: install Node {NODE_MAJOR_MIN} or newer", version.trim());
    }
    Ok(())
}

/// Where the browsers of the page tests are.
pub struct Browsers {
    pub chromium: PathBuf,
    pub firefox: PathBuf,
}

/// Variable that names the program, names to look for, Debian package.
const CHROMIUM: (&str, &[&str], &str) =
    ("CHROMIUM", &["chromium", "chromium-browser", "google-chrome"], "chromium");
const FIREFOX: (&str, &[&str], &str) = ("FIREFOX", &["firefox-esr", "firefox"], "firefox-esr");

pub fn browsers() -> Result<Browsers> {
    let missing: Vec<&str> = [CHROMIUM, FIREFOX]
        .into_iter()
        .filter(|browser| find(*browser).is_none())
        .map(|(_, _, package)| package)
        .collect();
    if !missing.is_empty() {
        if !debian_as_root() {
            bail!(
                "the page tests need {}: install it, or name the programs in CHROMIUM and FIREFOX",
                missing.join(" and ")
            );
        }
        apt_install(&missing)?;
    }
    let found = |browser: (&str, &[&str], &str)| {
        find(browser).with_context(|| format!("{} was installed but is not on PATH", browser.2))
    };
    Ok(Browsers { chromium: found(CHROMIUM)?, firefox: found(FIREFOX)? })
}

fn find((variable, names, _): (&str, &[&str], &str)) -> Option<PathBuf> {
    match std::env::var_os(variable) {
        Some(program) => Some(root().join(program)).filter(|file| file.is_file()),
        None => names.iter().find_map(|name| which(name)),
    }
}

fn apt_install(packages: &[&str]) -> Result<()> {
    println!("setup: installing {} (apt-get)", packages.join(" and "));
    run(command("apt-get").args(["update", "-qq"]))?;
    run(command("apt-get")
        .args(["install", "-y", "-qq", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdout(std::process::Stdio::null()))
}

fn debian_as_root() -> bool {
    let debian = std::fs::read_to_string("/etc/os-release")
        .is_ok_and(|release| release.lines().any(|line| line == "ID=debian"));
    let root = stdout_of(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    debian && root && which("apt-get").is_some()
}

/// A Python that has beancount, or why there is none. Debian's package where apt may install it, else PyPI's in
/// a virtual environment under `target/`.
pub fn beancount() -> Result<PathBuf> {
    const DEBIANS: (&str, &str) = ("/usr/bin/python3", "python3-beancount");
    const PYPI: &str = "beancount==3.2.3";
    let folder = path("target/beancount");
    let own = folder.join("bin/python");
    let find = || {
        let pythons = [which("python3"), Some(DEBIANS.0.into()), Some(own.clone())];
        pythons.into_iter().flatten().find(|python| has_beancount(python))
    };
    if let Some(found) = find() {
        return Ok(found);
    }
    if debian_as_root() {
        match apt_install(&[DEBIANS.1]) {
            Ok(()) => return find().context("Debian's beancount is installed but does not run"),
            Err(error) => println!("setup: {error:#}"),
        }
    }
    which("python3").context("Python is not installed")?;
    println!("setup: installing {PYPI} into target/beancount (python3 -m venv, pip)");
    run(command("python3").args(["-m", "venv"]).arg(&folder))?;
    run(command(&own.to_string_lossy()).args(["-m", "pip", "install", "--quiet", PYPI]))?;
    find().context("PyPI's beancount is installed but does not run")
}

fn has_beancount(python: &Path) -> bool {
    let mut import = command(&python.to_string_lossy());
    let import = import.args(["-c", "import beancount.loader"]).stderr(std::process::Stdio::null());
    import.status().is_ok_and(|status| status.success())
}
