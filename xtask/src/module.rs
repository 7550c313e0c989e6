//! Rust to wasm: the engine's module and its glue in `pkg/`.
//!
//! Invariant: the module's bytes depend on the sources, the lock file and the compiler, not on the folder, the user or the
//! registry mirror it was built with. Panic places embed paths, so every folder a path can start with gets a neutral name.

use crate::recipe::{Module, Recipe};
use crate::run::{cargo, command, path, root, run, stdout_of};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

const TRIPLE: &str = "wasm32-unknown-unknown";
/// The version of both the library and the tool; Cargo.toml pins it.
const BINDGEN: &str = "0.2.130";
/// Says, beside the bound module, what it was bound from.
const STAMP: &str = ".made-from";

pub fn build(recipe: &Recipe) -> Result<()> {
    let module = &recipe.module;
    // The registry's folder must exist before its name can be mapped away.
    run(&mut cargo(&["fetch", "--quiet", "--locked"]))?;
    run(cargo(&["build", "--quiet", "--locked", "--lib", "--package", "ad-credit-tracker"])
        .args(["--profile", &module.profile, "--target", TRIPLE])
        .env("CARGO_ENCODED_RUSTFLAGS", rust_flags(module)?.join("\u{1f}")))?;
    bind(
        module,
        &target_dir()?.join(TRIPLE).join(&module.profile).join(format!("{}.wasm", module.name)),
    )?;
    no_build_paths(recipe)
}

/// Replaces every source of rustflags, those of .cargo/config.toml included.
fn rust_flags(module: &Module) -> Result<Vec<String>> {
    let mut flags = module.codegen_flags();
    // rustc takes the last match, so the narrower folders come later.
    for (folder, name) in build_folders()? {
        flags.push(format!("--remap-path-prefix={}={name}", folder.display()));
    }
    Ok(flags)
}

/// Folders that source paths can start with, and the name that stands for each.
fn build_folders() -> Result<Vec<(PathBuf, String)>> {
    let home = cargo_home()?;
    let sysroot = PathBuf::from(stdout_of(command("rustc").args(["--print", "sysroot"]))?.trim());
    let version = stdout_of(command("rustc").arg("-vV"))?;
    let commit =
        version.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or("rust");
    let mut folders = vec![
        (home.clone(), "cargo".into()),
        (root(), "ad-credit-tracker".into()),
        (sysroot.clone(), "rustc".into()),
        // What std's paths look like when its sources are not installed.
        (sysroot.join("lib/rustlib/src/rust"), format!("/rustc/{commit}")),
    ];
    // The folder of a registry carries its host's name.
    if let Ok(registries) = std::fs::read_dir(home.join("registry/src")) {
        let mut registries: Vec<PathBuf> = registries.flatten().map(|entry| entry.path()).collect();
        registries.sort();
        folders.extend(registries.into_iter().map(|registry| (registry, "crates".into())));
    }
    Ok(folders)
}

fn cargo_home() -> Result<PathBuf> {
    if let Some(home) = std::env::var_os("CARGO_HOME") {
        return Ok(home.into());
    }
    let home = std::env::home_dir().context("no home folder")?;
    Ok(home.join(".cargo"))
}

fn target_dir() -> Result<PathBuf> {
    let metadata =
        stdout_of(&mut cargo(&["metadata", "--format-version=1", "--no-deps", "--locked"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    Ok(metadata["target_directory"]
        .as_str()
        .context("cargo metadata names no target folder")?
        .into())
}

/// Writes the glue, unless it was made from the same module already.
/// Tells the module that was bound last from every other; empty before the first build.
pub fn mark() -> String {
    let stamp = std::fs::read_to_string(path("pkg").join(STAMP)).unwrap_or_default();
    stamp.split_whitespace().last().unwrap_or_default().chars().take(16).collect()
}

fn bind(module: &Module, wasm: &Path) -> Result<()> {
    let bytes = std::fs::read(wasm).with_context(|| format!("{} was not built", module.name))?;
    let stamp = format!("wasm-bindgen {BINDGEN} {:x}\n", Sha256::digest(&bytes));
    let out_dir = path(&module.out_dir);
    let stamp_file = out_dir.join(STAMP);
    if std::fs::read_to_string(&stamp_file).is_ok_and(|made_from| made_from == stamp) {
        return Ok(());
    }
    let mut args: Vec<OsString> = vec!["wasm-bindgen".into(), wasm.into(), "--out-dir".into()];
    args.push(out_dir.clone().into());
    args.extend(["--target", &module.target].map(OsString::from));
    args.extend(
        [
            // After a trap the shell gets a fresh instance by one call.
            "--experimental-reset-state-function",
            // The bytes are always handed in: `#source` knows where they are.
            "--omit-default-module-path",
            "--remove-producers-section",
            // Panics still say what and where: that text is data. Only the names in a stack are gone.
            "--remove-name-section",
        ]
        .map(OsString::from),
    );
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(args)?;
    let shipped = std::fs::read(path(&module.wasm()))?;
    std::fs::write(
        out_dir.join("module.deflate"),
        miniz_oxide::deflate::compress_to_vec(&shipped, 10),
    )?;
    Ok(std::fs::write(stamp_file, stamp)?)
}

/// Fails when the module names a folder of the machine that built it.
pub fn no_build_paths(recipe: &Recipe) -> Result<()> {
    let bytes = std::fs::read(path(&recipe.module.wasm()))?;
    let mut private: Vec<String> =
        build_folders()?.into_iter().map(|(folder, _)| folder.display().to_string()).collect();
    private
        .extend(["/home/", "/Users/", "/.cargo/", "/.rustup/", "registry/src"].map(String::from));
    for name in private {
        if let Some(at) = find(&bytes, name.as_bytes()) {
            let end = (at + 120).min(bytes.len());
            bail!("the module holds a build path: {}", String::from_utf8_lossy(&bytes[at..end]));
        }
    }
    Ok(())
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
