//! What a visitor downloads, against the budgets of the recipe.

use crate::deliver::esbuild;
use crate::recipe::Recipe;
use crate::run::{command, path, run, stdout_of};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

const CATALOGUE: &str = "catalogue";

pub struct Sizes {
    rows: Vec<Row>,
}

struct Row {
    what: String,
    /// Bytes as they lie on disk, bytes after brotli, and the budget for the second or, without it, the first.
    raw: usize,
    brotli: Option<usize>,
    budget: Option<usize>,
}

/// Node has brotli built in: prints the compressed size of each file named.
const BROTLI: &str = "const {brotliCompressSync, constants: c} = require('node:zlib');
for (const file of process.argv.slice(1)) {
  const bytes = require('node:fs').readFileSync(file);
  const params = {[c.BROTLI_PARAM_QUALITY]: 11, [c.BROTLI_PARAM_LGWIN]: 24, [c.BROTLI_PARAM_SIZE_HINT]: bytes.length};
  console.log(brotliCompressSync(bytes, {params}).length);
}";

impl Sizes {
    pub fn measure(recipe: &Recipe) -> Result<Sizes> {
        let budgets = &recipe.budgets;
        let mut files = vec![
            ("module".to_string(), path(&recipe.module.wasm())),
            ("page script, without catalogues".into(), bare_script("www/site.js")?),
            ("worker script".into(), path("dist/site/worker.js")),
        ];
        files.extend(catalogues(&budgets.catalogues)?);
        let compressed = brotli(files.iter().map(|(_, file)| file))?;
        let mut rows = Vec::new();
        for ((what, file), brotli) in files.into_iter().zip(compressed) {
            let budget = what.starts_with(CATALOGUE).then_some(budgets.catalogue_brotli);
            rows.push(Row { what, raw: size(&file)?, brotli: Some(brotli), budget });
        }
        rows[0].budget = Some(budgets.module_brotli);
        rows.insert(
            3,
            Row {
                what: "  both scripts".into(),
                raw: rows[1].raw + rows[2].raw,
                brotli: rows[1].brotli.zip(rows[2].brotli).map(|(page, worker)| page + worker),
                budget: Some(budgets.script_brotli),
            },
        );
        let single = size(&path(&recipe.single.out_file))?;
        rows.push(Row {
            what: "one HTML file".into(),
            raw: single,
            brotli: None,
            budget: Some(budgets.single_file),
        });
        Ok(Sizes { rows })
    }

    pub fn print(&self) {
        println!("{:<36} {:>9} {:>9} {:>9}", "bytes", "on disk", "brotli", "budget");
        for row in &self.rows {
            let cell = |size: Option<usize>| size.map_or("–".into(), |size| size.to_string());
            let verdict = if row.over() { "  OVER" } else { "" };
            println!(
                "{:<36} {:>9} {:>9} {:>9}{verdict}",
                row.what,
                row.raw,
                cell(row.brotli),
                cell(row.budget)
            );
        }
    }

    pub fn within_budgets(&self) -> Result<()> {
        let over: Vec<&str> =
            self.rows.iter().filter(|row| row.over()).map(|row| row.what.trim()).collect();
        if !over.is_empty() {
            bail!("over budget: {}", over.join(", "));
        }
        Ok(())
    }
}

impl Row {
    fn over(&self) -> bool {
        self.budget.is_some_and(|budget| self.brotli.unwrap_or(self.raw) > budget)
    }
}

fn size(file: &PathBuf) -> Result<usize> {
    Ok(std::fs::metadata(file)?.len() as usize)
}

fn brotli<'a>(files: impl Iterator<Item = &'a PathBuf>) -> Result<Vec<usize>> {
    let sizes = stdout_of(command("node").args(["--eval", BROTLI, "--"]).args(files))?;
    Ok(sizes.lines().map(str::parse).collect::<Result<_, _>>()?)
}

/// The page's script bundled without its catalogues, only to be weighed. They are imported `with { type: "json" }`, which
/// no loader on the command line overrides, so they are left outside.
fn bare_script(entry: &str) -> Result<PathBuf> {
    let out = path("target/xtask/bare-script.js");
    run(esbuild("default", &[entry.to_string()])
        .args(["--format=esm", "--minify", "--external:*.json", "--allow-overwrite"])
        .arg(format!("--outfile={}", out.display())))?;
    Ok(out)
}

/// Each catalogue, minified as the bundle would hold it: `en.json`, or a folder `en` of such files.
fn catalogues(folder: &str) -> Result<Vec<(String, PathBuf)>> {
    let out = path("target/xtask/catalogues");
    std::fs::create_dir_all(&out)?;
    let mut found = Vec::new();
    for entry in listed(&path(folder)) {
        let parts = if entry.is_dir() { listed(&entry) } else { vec![entry.clone()] };
        let mut minified = String::new();
        for part in parts.iter().filter(|part| part.extension().is_some_and(|end| end == "json")) {
            let json: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(part)?)?;
            minified.push_str(&json.to_string());
        }
        if !minified.is_empty() {
            let language = entry.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let file = out.join(&language);
            std::fs::write(&file, minified)?;
            found.push((format!("{CATALOGUE} {language}"), file));
        }
    }
    Ok(found)
}

/// What a folder holds, in order of name; nothing when there is none.
fn listed(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    found.sort();
    found
}
