//! Every seed of the fuzz targets and every input that once broke a law, with each test run. The search
//! for further ones: `cargo xtask fuzz`.

#[path = "../fuzz/src/targets/mod.rs"]
mod targets;

use std::fs;
use std::path::{Path, PathBuf};

/// Files of a folder; none where there is no such folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.is_file());
    files.sort();
    files
}

#[test]
fn seeds_and_former_findings_keep_every_law() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for target in targets::ALL {
        let own = |folder| files(&root.join("fuzz").join(folder).join(target.name));
        let is_seed =
            |file: &&PathBuf| target.seeds.iter().any(|end| file.to_string_lossy().ends_with(end));
        let fixtures = files(&root.join("tests/fixtures"));
        let fixtures = fixtures.iter().filter(is_seed).cloned();
        let all: Vec<PathBuf> = fixtures.chain(own("seeds")).chain(own("found")).collect();
        assert!(!all.is_empty(), "{} has no seed", target.name);
        for file in &all {
            let bytes = fs::read(file).unwrap();
            println!("{} {}", target.name, file.display());
            (target.run)(&bytes);
        }
    }
}
