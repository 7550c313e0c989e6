//! What a visitor downloads, against the budgets of the recipe.

use crate::deliver::esbuild;
use crate::recipe::Recipe;
use crate::run::{command, path, run, stdout_of};
use anyhow::{Result, bail};
use std::path::PathBuf;

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
            ("module".to_string(), path(&recipe.module.wasm()), Some(budgets.module_brotli)),
            (
                "page script without catalogues".into(),
                bare_script("www/site.js")?,
                Some(budgets.script_brotli),
            ),
            ("  worker script, fetched beside it".into(), path("dist/site/worker.js"), None),
            ("  page script with catalogues".into(), path("dist/site/site.js"), None),
            ("  element script with catalogues".into(), path("dist/site/define.js"), None),
        ];
        for catalogue in catalogues(&budgets.catalogues)? {
            let name = catalogue.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push((format!("catalogue {name}"), catalogue, Some(budgets.catalogue_brotli)));
        }
        let compressed = brotli(files.iter().map(|(_, file, _)| file))?;
        let mut rows = Vec::new();
        for ((what, file, budget), brotli) in files.into_iter().zip(compressed) {
            rows.push(Row { what, raw: size(&file)?, brotli: Some(brotli), budget });
        }
        // Page and worker are both JavaScript of the page; the budget is for their sum.
        if let Some(worker) = rows[2].brotli {
            rows[1].budget = rows[1].budget.map(|budget| budget.saturating_sub(worker));
        }
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

/// The page's script bundled with empty catalogues, only to be weighed.
fn bare_script(entry: &str) -> Result<PathBuf> {
    let out = path("target/xtask/bare-script.js");
    run(esbuild("default", &[entry.to_string()])
        .args(["--format=esm", "--minify", "--loader:.json=empty", "--allow-overwrite"])
        .arg(format!("--outfile={}", out.display())))?;
    Ok(out)
}

/// Each catalogue, minified as the bundle would hold it.
fn catalogues(folder: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(path(folder)) else { return Ok(found) };
    std::fs::create_dir_all(path("target/xtask/catalogues"))?;
    for file in entries.flatten().map(|entry| entry.path()) {
        if file.extension().is_some_and(|extension| extension == "json") {
            let catalogue: serde_json::Value =
                serde_json::from_str(&std::fs::read_to_string(&file)?)?;
            let out = path("target/xtask/catalogues").join(file.file_name().unwrap_or_default());
            std::fs::write(&out, catalogue.to_string())?;
            found.push(out);
        }
    }
    found.sort();
    Ok(found)
}
