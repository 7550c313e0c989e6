//! The deliveries in `dist/`: the static site, the pages for strict hosts, the npm package, the one HTML file.
//!
//! Comes in: the module in `pkg/` and the sources in `www/`. This file does not know what the pages do.

use crate::module;
use crate::recipe::{Folder, Package, Recipe};
use crate::run::{npm_bin, path, run, stdout_of};
use crate::single;
use crate::texts::{self, Texts};
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

pub fn all(recipe: &Recipe) -> Result<()> {
    Texts::read(&path(&recipe.texts.catalogues))?.write(&path(&recipe.texts.out_dir))?;
    let languages = path(&recipe.texts.out_dir).join(texts::FOLDER);
    for folder in &recipe.folder {
        modules(folder)?;
        copy_folder(&languages, &path(&folder.out_dir).join(texts::FOLDER))?;
    }
    package(&recipe.package)?;
    copy_folder(&languages, &path(&recipe.package.out_dir).join(texts::FOLDER))?;
    single::write(&recipe.single)
}

/// esbuild with the conventions of this project: JSX for Preact, style as text, the deflated module as bytes.
pub fn esbuild(source: &str, entries: &[String]) -> Command {
    let mut esbuild = npm_bin("esbuild");
    esbuild.args(entries).args([
        "--bundle",
        "--target=es2022",
        // Of one byte a character: a browser reads, hashes and keeps a script of two at twice the cost, for one dash.
        "--charset=ascii",
        "--legal-comments=none",
        "--log-level=warning",
        "--jsx=automatic",
        "--jsx-import-source=preact",
        "--loader:.css=text",
        "--loader:.txt=text",
        "--loader:.deflate=binary",
        // Languages stay files of their own, beside the script that asks for them.
        &format!("--external:./{}/*.js", texts::FOLDER),
        &format!("--conditions={source}"),
        // www/engine/made.js
        &format!("--define:ENGINE_MARK={:?}", module::mark()),
    ]);
    esbuild
}

fn modules(folder: &Folder) -> Result<()> {
    let out = fresh(&folder.out_dir)?;
    run(esbuild(&folder.source, &folder.entries)
        .args(["--format=esm", "--minify", "--entry-names=[name]"])
        .arg(format!("--outdir={}", folder.out_dir)))?;
    copy(&folder.pages, &out)?;
    copy(&folder.assets, &out)
}

fn package(package: &Package) -> Result<()> {
    let out = fresh(&package.out_dir)?;
    // Readable, and shared code once: whoever installs this has a bundler of their own.
    run(esbuild("default", &package.entries)
        .args([
            "--format=esm",
            "--splitting",
            "--entry-names=[name]",
            "--chunk-names=shared-[hash]",
        ])
        .arg(format!("--outdir={}", package.out_dir)))?;
    // The worker stands alone: bundlers copy it as a file, without what it would import.
    run(esbuild("default", std::slice::from_ref(&package.worker))
        .args(["--format=esm", "--entry-names=[name]"])
        .arg(format!("--outdir={}", package.out_dir)))?;
    command(package, &out)?;
    copy(&package.assets, &out)?;
    types(package)?;
    manifest(package)?;
    let project: Value = serde_json::from_str(&std::fs::read_to_string(path("package.json"))?)?;
    Ok(std::fs::write(out.join("package.json"), face(&project))?)
}

/// The command for servers: one file for Node beside the module (docs/command.md).
fn command(package: &Package, out: &Path) -> Result<()> {
    let file = out.join("command.js");
    run(esbuild("default", std::slice::from_ref(&package.command))
        .args(["--format=esm", "--platform=node"])
        .arg(format!("--outfile={}", file.display())))?;
    executable(&file)
}

#[cfg(unix)]
fn executable(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755))?)
}

#[cfg(not(unix))]
fn executable(_: &Path) -> Result<()> {
    Ok(())
}

/// The published package.json: who it is comes from the project's own, what it offers is said here. As text, because the
/// order of conditions carries meaning: `types` first.
fn face(project: &Value) -> String {
    let said = |key: &str| format!("  \"{key}\": {},\n", project[key]);
    let who: String = ["name", "version", "description", "license"].into_iter().map(said).collect();
    format!("{{\n{who}{FACE}}}\n")
}

/// Only registering the element does something by being imported.
const FACE: &str = r##"  "type": "module",
  "engines": { "node": ">=20" },
  "bin": { "ad-credit-tracker": "./command.js" },
  "exports": {
    ".": { "types": "./types/element/index.d.ts", "default": "./index.js" },
    "./define.js": { "types": "./types/element/define.d.ts", "default": "./define.js" },
    "./worker.js": "./worker.js",
    "./ad_credit_tracker_bg.wasm": "./ad_credit_tracker_bg.wasm",
    "./custom-elements.json": "./custom-elements.json",
    "./package.json": "./package.json"
  },
  "imports": {
    "#source": { "types": "./types/engine/source.site.d.ts" },
    "#languages": { "types": "./types/text/source.site.d.ts" }
  },
  "customElements": "custom-elements.json",
  "sideEffects": ["./define.js", "./worker.js"]
"##;

/// `custom-elements.json`, with the paths of the package instead of those of the sources.
fn manifest(package: &Package) -> Result<()> {
    run(npm_bin("cem")
        .args(["analyze", "--config", "xtask/custom-elements-manifest.config.mjs"])
        .args(["--outdir", &package.out_dir]))?;
    let file = path(&package.out_dir).join("custom-elements.json");
    let manifest = std::fs::read_to_string(&file)?;
    Ok(std::fs::write(file, manifest.replace("/www/element/", "/").replace("www/element/", ""))?)
}

/// Types of the element, taken from its JSDoc, and the ones written by hand that they name.
fn types(package: &Package) -> Result<()> {
    let out = path(&package.out_dir).join("types");
    run(npm_bin("tsc").args(["--project", "tsconfig.types.json", "--outDir"]).arg(&out))?;
    copy_types(&path("www"), &out)
}

fn copy_types(from: &Path, to: &Path) -> Result<()> {
    for entry in std::fs::read_dir(from)?.flatten() {
        let (file, to) = (entry.path(), to.join(entry.file_name()));
        if file.is_dir() {
            // The command has no importers.
            if !file.ends_with("command") {
                copy_types(&file, &to)?;
            }
        } else if file.to_string_lossy().ends_with(".d.ts") {
            std::fs::create_dir_all(to.parent().context("a type file lies in a folder")?)?;
            std::fs::copy(&file, &to)?;
        }
    }
    Ok(())
}

/// An empty folder.
fn fresh(folder: &str) -> Result<std::path::PathBuf> {
    let folder = path(folder);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Copies the files of a folder, not what lies deeper.
fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for file in std::fs::read_dir(from)?.flatten() {
        std::fs::copy(file.path(), to.join(file.file_name()))?;
    }
    Ok(())
}

/// Copies the files that exist: README and LICENSE may come later than the code.
fn copy(files: &[String], out: &Path) -> Result<()> {
    for file in files {
        let from = path(file);
        let name = from.file_name().with_context(|| format!("{file} names no file"))?;
        if from.exists() {
            std::fs::copy(&from, out.join(name))?;
        }
    }
    Ok(())
}

/// One entry as a classic script, as text.
pub fn classic(source: &str, entry: &str) -> Result<String> {
    stdout_of(esbuild(source, &[entry.to_string()]).args(["--format=iife", "--minify"]))
}
