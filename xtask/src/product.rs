//! What of the sources is product and what is a test, for all who check, count or change it: tests stand last in their
//! file, below the first `#[cfg(test)]` (a law of `tests/tidy.rs`), and so do the modules that are tests.

use std::path::Path;
use std::{fs, io};

/// The lines of a file that are product.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().take_while(|line| *line != "#[cfg(test)]")
}

/// All files of the product: the library's, and those of the program beside it.
pub fn all(base: &Path) -> io::Result<Vec<String>> {
    Ok([files(base, "src/lib.rs")?, files(base, "src/bin/inspect/main.rs")?].concat())
}

/// A file and those of its modules that are product, by their names below `base`.
pub fn files(base: &Path, file: &str) -> io::Result<Vec<String>> {
    let text = fs::read_to_string(base.join(file))?;
    let mut out = vec![file.to_owned()];
    let whole = file.trim_end_matches(".rs");
    let folder = match whole.rsplit_once('/') {
        Some((folder, "mod" | "lib" | "main")) => folder,
        _ => whole,
    };
    for module in lines(&text).filter_map(module) {
        let own = format!("{folder}/{module}.rs");
        let inside = format!("{folder}/{module}/mod.rs");
        out.extend(files(base, if base.join(&own).is_file() { &own } else { &inside })?);
    }
    Ok(out)
}

/// The name in `pub mod name;`.
pub fn module(line: &str) -> Option<&str> {
    let (public, rest) = line.split_once("mod ")?;
    let is_module = public.is_empty() || public.starts_with("pub");
    rest.split_once(';').map(|(name, _)| name).filter(|_| is_module)
}
