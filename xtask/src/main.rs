//! `cargo xtask`: builds, serves and tests the whole project with nothing prepared by hand.
//!
//! Reading order: `recipe` (what is built, as data), `setup` (what a fresh machine lacks), `module` (Rust to wasm),
//! `texts` (catalogues to what pages load), `deliver` (wasm and JavaScript to the things people open), `sizes`, `policy` and
//! `serve`, `check` (`cargo xtask test`), `campaign`, `fuzz`, `mutants` and `coverage` (long
//! runs).

mod campaign;
mod check;
mod coverage;
mod deliver;
mod fuzz;
mod module;
mod mutants;
mod policy;
mod product;
mod recipe;
mod run;
mod serve;
mod setup;
mod single;
mod sizes;
mod texts;

use anyhow::{Result, bail};
use recipe::Recipe;
use std::ffi::OsString;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask COMMAND

  build                      everything that ships, into dist/, with its sizes
  serve [--port N] [--no-open] [--no-build]
                             build, then serve the pages on this computer under their policies
  test [STEP...]             every check, or only the steps whose name contains a given word
  bench [PART...] [--rows N] [--rounds N] [--write]
                             side by side with other libraries: node, book, chromium, memory, draw, calls; and the
                             pages by themselves: page-loading, page-grid, page-opening, page-paste, page-year
  inspect FILE... [OPTIONS]  run the engine natively on files and print JSON
  size                       the size table of what is in dist/
  reproducible               build two clones in different folders and compare every byte
  fuzz [TARGET...] [--minutes N] [--seed N]
                             look for inputs that break a law, guided by coverage (docs/fuzz.md)
  mutants [FILE...] [--shard N/M] [--minutes N] [--missed]
                             does a test notice when a line is wrong? (docs/mutants.md)
  coverage                   which lines of src/ no Rust test runs (docs/coverage.md)
  bindgen, test-runner       the wasm-bindgen tools, at the version of the library";

fn main() -> ExitCode {
    match command(std::env::args_os().collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn command(mut args: Vec<OsString>) -> Result<()> {
    if args.len() < 2 {
        bail!("which command?\n\n{USAGE}");
    }
    let command = args.remove(1);
    match command.to_str().unwrap_or_default() {
        // These two read `args` as a command line of their own, program name first.
        "bindgen" => return wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(args),
        "test-runner" => {
            return wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(args);
        }
        _ => {}
    }
    let rest: Vec<String> = args.drain(1..).map(|arg| arg.to_string_lossy().into_owned()).collect();
    match command.to_str().unwrap_or_default() {
        "build" => build(&Recipe::read()?),
        "serve" => serve(&rest),
        "test" => check::all(&Recipe::read()?, &rest),
        "size" => sizes::Sizes::measure(&Recipe::read()?).map(|sizes| sizes.print()),
        "bench" => campaign::bench(&rest),
        "inspect" => campaign::inspect(&rest),
        "reproducible" => campaign::reproducible(&Recipe::read()?),
        "fuzz" => fuzz::fuzz(&rest),
        "mutants" => mutants::run(&rest),
        "coverage" => coverage::coverage(),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => bail!("there is no command {other:?}\n\n{USAGE}"),
    }
}

fn build(recipe: &Recipe) -> Result<()> {
    setup::wasm_target()?;
    setup::npm_packages()?;
    module::build(recipe)?;
    deliver::all(recipe)?;
    sizes::Sizes::measure(recipe)?.print();
    Ok(())
}

fn serve(args: &[String]) -> Result<()> {
    let options = serve::Options::read(args)?;
    if options.build {
        build(&Recipe::read()?)?;
    }
    serve::run(&options)
}
