//! Commands that run long or only now and then.

use crate::recipe::Recipe;
use crate::run::{cargo, command, path, root, run};
use crate::setup;
use anyhow::{Result, bail};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub fn inspect(args: &[String]) -> Result<()> {
    let mut inspect =
        cargo(&["run", "--quiet", "--release", "--locked", "--package", "ad-credit-tracker"]);
    inspect.args(["--bin", "inspect", "--features", "native", "--manifest-path"]);
    inspect.arg(path("Cargo.toml")).arg("--").args(args);
    // Files are named from where the caller stands.
    inspect.current_dir(std::env::current_dir()?);
    let status = inspect.status()?;
    std::process::exit(status.code().unwrap_or(1));
}

/// Side by side with other libraries, all in wasm or JavaScript, and the built pages: builds and installs what that needs,
/// then measures.
pub fn bench(args: &[String]) -> Result<()> {
    const RELEASE: [&str; 5] =
        ["build", "--release", "--locked", "--target", "wasm32-unknown-unknown"];
    setup::wasm_target()?;
    setup::npm_packages_in("benches/peers")?;
    if std::env::var_os("CHROMIUM").is_none() {
        setup::browsers()?;
    }
    run(cargo(&RELEASE).args(["--package", "bench-engine"]))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or(path("target"), PathBuf::from);
    run(cargo(&RELEASE)
        .arg("--manifest-path")
        .arg(path("benches/peers/calamine/Cargo.toml"))
        .arg("--target-dir")
        .arg(target.join("peers"))
        // Not our thresholds of inlining, which trade speed for size.
        .env("RUSTFLAGS", "-Ctarget-feature=+simd128"))?;
    let parts: Vec<_> = args.iter().filter(|arg| arg.starts_with(char::is_alphabetic)).collect();
    if parts.is_empty() || parts.iter().any(|part| part.starts_with("page-")) {
        crate::build(&Recipe::read()?)?;
    }
    run(command("node")
        .arg("--expose-gc")
        .arg(path("benches/peers/run.mjs"))
        .args(args)
        .env("XTASK", std::env::current_exe()?))
}

/// Builds the last commit in two folders of different length and compares every byte that ships.
pub fn reproducible(recipe: &Recipe) -> Result<()> {
    setup::wasm_target()?;
    setup::npm_packages()?;
    let place = std::env::temp_dir().join(format!("ad-credit-tracker-{}", std::process::id()));
    let first = build_clone(&place.join("a"))?;
    let second = build_clone(&place.join("another/folder"))?;
    std::fs::remove_dir_all(&place)?;
    let mut differing: Vec<&String> =
        first.keys().filter(|file| first.get(*file) != second.get(*file)).collect();
    differing.extend(second.keys().filter(|file| !first.contains_key(*file)));
    if !differing.is_empty() {
        bail!("two builds differ in {differing:?}");
    }
    println!(
        "{} files of two builds are identical, {} among them",
        first.len(),
        recipe.module.wasm()
    );
    Ok(())
}

/// File name to hash of everything that a clean clone builds.
fn build_clone(folder: &Path) -> Result<BTreeMap<String, String>> {
    run(command("git").args(["clone", "--quiet", "--no-hardlinks"]).arg(root()).arg(folder))?;
    run(command(&std::env::current_exe()?.to_string_lossy())
        .arg("build")
        .env("XTASK_ROOT", folder)
        .env_remove("CARGO_TARGET_DIR"))?;
    let mut hashes = BTreeMap::new();
    for shipped in ["pkg", "dist"] {
        hash_all(&folder.join(shipped), shipped, &mut hashes)?;
    }
    Ok(hashes)
}

fn hash_all(folder: &Path, name: &str, hashes: &mut BTreeMap<String, String>) -> Result<()> {
    for entry in std::fs::read_dir(folder)?.flatten() {
        let name = format!("{name}/{}", entry.file_name().to_string_lossy());
        let file: PathBuf = entry.path();
        if file.is_dir() {
            hash_all(&file, &name, hashes)?;
        } else {
            hashes.insert(name, format!("{:x}", Sha256::digest(std::fs::read(file)?)));
        }
    }
    Ok(())
}
