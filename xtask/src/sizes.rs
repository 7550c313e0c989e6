//! What a visitor downloads, against the budgets of the recipe.

use crate::deliver::esbuild;
use crate::recipe::Recipe;
use crate::run::{command, path, run, stdout_of};
use crate::texts;
use anyhow::{Result, bail};
use std::path::PathBuf;

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
        let languages = texts::shipped(&recipe.texts.catalogues, &path(&recipe.texts.out_dir))?;
        files.extend(languages.into_iter().map(|(tag, file)| (format!("{CATALOGUE} {tag}"), file)));
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
