//! `cargo xtask test`: every check there is, one named and timed step after another.
//!
//! A failed step does not hide the later ones, except those that need what it should have made.

use crate::recipe::Recipe;
use crate::run::{cargo, command, npm_bin, path, run, which};
use crate::{deliver, module, setup, sizes};
use anyhow::{Result, bail};
use std::time::{Duration, Instant};

struct Steps {
    /// Only steps whose name holds one of these words; all when empty.
    wanted: Vec<String>,
    done: Vec<(String, Outcome, Duration)>,
}

enum Outcome {
    Passed,
    Failed(anyhow::Error),
    Skipped,
}

pub fn all(recipe: &Recipe, wanted: &[String]) -> Result<()> {
    setup::wasm_target()?;
    setup::npm_packages()?;
    let mut steps = Steps { wanted: wanted.to_vec(), done: Vec::new() };
    rust(&mut steps);
    let built = steps.step("build", || {
        module::build(recipe)?;
        deliver::all(recipe)
    });
    javascript(&mut steps);
    // Without the build there may still be one from before, but testing that would mislead.
    if built {
        deliveries(&mut steps, recipe);
        pages(&mut steps);
        webkit(&mut steps);
    }
    steps.summary()
}

fn rust(steps: &mut Steps) {
    steps.step("format", || run(&mut cargo(&["fmt", "--all", "--check"])));
    steps.step("clippy", || {
        run(cargo(&["clippy", "--quiet", "--locked", "--workspace", "--all-targets"]).args([
            "--features",
            "native",
            "--",
            "-Dwarnings",
        ]))
    });
    steps.step("clippy for wasm", || {
        run(cargo(&["clippy", "--quiet", "--locked", "--lib"]).args([
            "--target",
            "wasm32-unknown-unknown",
            "--",
            "-Dwarnings",
        ]))
    });
    steps.step("rust tests", || {
        let native = ["--package", "ad-credit-tracker", "--features", "native"];
        run(cargo(&["test", "--locked", "--no-fail-fast"]).args(native))
    });
    beancount(steps);
    // By itself, so that it meets its dependencies as they were built to run this.
    steps.step("tests of xtask", || run(&mut cargo(&["test", "--locked", "--package", "xtask"])));
    // tests/wasm_*.rs: what must hold in wasm as well, in Node.
    let in_wasm = files("tests", |name| name.starts_with("wasm") && name.ends_with(".rs"));
    if !in_wasm.is_empty() {
        steps.step("rust tests in wasm", || {
            let mut test = cargo(&["test", "--locked", "--target", "wasm32-unknown-unknown"]);
            for file in &in_wasm {
                test.args(["--test", file.trim_end_matches(".rs")]);
            }
            run(&mut test)
        });
    }
    if which("cargo-deny").is_some() {
        steps.step("licences", || {
            run(&mut cargo(&["deny", "--log-level=error", "check", "bans", "licenses", "sources"]))
        });
    } else {
        steps.skip("licences", "cargo-deny is not installed");
    }
}

/// Replay beside another program's answers.
fn beancount(steps: &mut Steps) {
    const NAME: &str = "replay beside beancount";
    if !steps.wants(NAME) {
        return;
    }
    match setup::beancount() {
        Err(error) => steps.skip(NAME, &format!("{error:#}")),
        Ok(python) => drop(steps.step(NAME, || {
            let laws =
                ["test", "--locked", "--package", "ad-credit-tracker", "--features", "native"];
            let only = ["--test", "laws", "--", "--ignored", "--nocapture", "beancount"];
            run(cargo(&laws).args(only).env("BEANCOUNT", python))
        })),
    }
}

fn javascript(steps: &mut Steps) {
    steps.step("biome", || {
        run(npm_bin("biome").args(["ci", "--error-on-warnings", "--colors=off"]))
    });
    steps.step("types", || run(npm_bin("tsc").args(["--noEmit", "--pretty", "false"])));
    let unit = files("tests/js", |name| name.ends_with(".test.js"));
    if !unit.is_empty() {
        steps.step("javascript tests", || {
            run(command("node")
                .arg("--test")
                .args(unit.iter().map(|file| format!("tests/js/{file}"))))
        });
    }
}

fn deliveries(steps: &mut Steps, recipe: &Recipe) {
    steps.step("sizes", || {
        let sizes = sizes::Sizes::measure(recipe)?;
        sizes.print();
        sizes.within_budgets()
    });
    steps.step("no build paths", || module::no_build_paths(recipe));
    steps.step("package", || {
        run(npm_bin("publint").args(["--strict", &recipe.package.out_dir]))?;
        let types = format!("{}/types/element/index.d.ts", recipe.package.out_dir);
        run(npm_bin("tsc").args(["--noEmit", "--strict", "--pretty", "false", &types]).args([
            "--target",
            "esnext",
            "--moduleResolution",
            "bundler",
            "--types",
            "",
            "--ignoreConfig",
        ]))?;
        // Importing the element does nothing by itself, not even where there is no page.
        run(command("node")
            .args(["--input-type=module", "--eval"])
            .arg(format!("await import({:?})", format!("./{}/index.js", recipe.package.out_dir))))
    });
}

fn pages(steps: &mut Steps) {
    for project in ["chromium", "firefox"] {
        steps.step(&format!("pages in {project}"), || {
            let browsers = setup::browsers()?;
            run(npm_bin("playwright")
                .args([
                    "test",
                    "--config",
                    "tests/browser/playwright.config.js",
                    "--project",
                    project,
                ])
                .env("XTASK", std::env::current_exe()?)
                .env("CHROMIUM", &browsers.chromium)
                .env("FIREFOX", &browsers.firefox))
        });
    }
}

/// The engine of Safari, as far as Debian ships it; not installed for this, because it is 192 MB on disk.
fn webkit(steps: &mut Steps) {
    const NAME: &str = "pages in WebKitGTK";
    if which("WebKitWebDriver").is_none() || which("xvfb-run").is_none() {
        return steps.skip(NAME, "webkit2gtk-driver and xvfb are not installed");
    }
    steps.step(NAME, || {
        let mut journey = command("xvfb-run");
        journey.args(["-a", "node", "tests/browser/webkit.mjs"]);
        run(journey.env("XTASK", std::env::current_exe()?))
    });
}

fn files(folder: &str, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(path(folder)) else { return Vec::new() };
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut found: Vec<String> = names.filter(|name| wanted(name)).collect();
    found.sort();
    found
}

impl Steps {
    /// Runs one step; true when it passed. A step nobody asked for counts as passed, so that later ones can run alone.
    fn step(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> bool {
        if !self.wants(name) {
            return true;
        }
        println!("\n== {name}");
        let start = Instant::now();
        let result = work();
        let passed = result.is_ok();
        let outcome = result.map_or_else(Outcome::Failed, |()| Outcome::Passed);
        self.done.push((name.to_string(), outcome, start.elapsed()));
        passed
    }

    fn wants(&self, name: &str) -> bool {
        self.wanted.is_empty() || self.wanted.iter().any(|word| name.contains(word.as_str()))
    }

    fn skip(&mut self, name: &str, why: &str) {
        if !self.wants(name) {
            return;
        }
        println!("\n== {name}: skipped, {why}");
        self.done.push((name.to_string(), Outcome::Skipped, Duration::ZERO));
    }

    fn summary(&self) -> Result<()> {
        println!("\n== summary");
        let mut total = Duration::ZERO;
        for (name, outcome, took) in &self.done {
            let word = match outcome {
                Outcome::Passed => "passed",
                Outcome::Failed(_) => "FAILED",
                Outcome::Skipped => "skipped",
            };
            println!("{word:<8} {:>7.1} s  {name}", took.as_secs_f64());
            total += *took;
        }
        println!("         {:>7.1} s  in all", total.as_secs_f64());
        if self.done.is_empty() {
            bail!("no step has such a name");
        }
        let failed: Vec<_> = self
            .done
            .iter()
            .filter_map(|(name, outcome, _)| match outcome {
                Outcome::Failed(error) => Some((name, error)),
                Outcome::Passed | Outcome::Skipped => None,
            })
            .collect();
        // Once more at the very end, where a person looks first and a build server keeps the most.
        for (name, error) in &failed {
            println!("\n== failed: {name}\n{error:#}");
        }
        if !failed.is_empty() {
            std::process::exit(1);
        }
        Ok(())
    }
}
