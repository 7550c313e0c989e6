//! `wasm-pack.toml`: what is built, where to, and how large it may become.

use crate::run;
use anyhow::{Context, Result};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    pub module: Module,
    pub texts: Texts,
    pub folder: Vec<Folder>,
    pub package: Package,
    pub single: Single,
    pub budgets: Budgets,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Module {
    pub name: String,
    pub profile: String,
    pub target: String,
    pub out_dir: String,
    pub target_features: Vec<String>,
    pub llvm_args: Vec<String>,
}

/// The catalogues: one folder per language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Texts {
    pub catalogues: String,
    pub out_dir: String,
}

/// A folder of ES modules and pages.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Folder {
    pub out_dir: String,
    /// Which `#source` of package.json's "imports": how the engine gets its bytes and its worker.
    pub source: String,
    pub entries: Vec<String>,
    pub pages: Vec<String>,
    pub assets: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Package {
    pub out_dir: String,
    pub entries: Vec<String>,
    pub worker: String,
    /// What `bin` names: for Node.
    pub command: String,
    pub assets: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Single {
    pub out_file: String,
    pub page: String,
    pub entry: String,
    pub worker: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Budgets {
    pub module_brotli: usize,
    pub script_brotli: usize,
    pub catalogue_brotli: usize,
    pub single_file: usize,
}

impl Recipe {
    pub fn read() -> Result<Recipe> {
        println!("recipe: wasm-pack.toml");
        Recipe::parse(&std::fs::read_to_string(run::path("wasm-pack.toml"))?)
    }

    fn parse(text: &str) -> Result<Recipe> {
        basic_toml::from_str(text).context("wasm-pack.toml is not a recipe this xtask understands")
    }
}

impl Module {
    /// How rustc makes code of the engine.
    pub fn codegen_flags(&self) -> Vec<String> {
        let features = format!("-Ctarget-feature={}", self.target_features.join(","));
        let llvm = self.llvm_args.iter().map(|arg| format!("-Cllvm-args={arg}"));
        std::iter::once(features).chain(llvm).collect()
    }

    /// The module as it is shipped.
    pub fn wasm(&self) -> String {
        format!("{}/{}_bg.wasm", self.out_dir, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recipe_agrees_with_cargo_toml() {
        let recipe = Recipe::parse(include_str!("../../wasm-pack.toml")).unwrap();
        let cargo: serde_json::Value =
            basic_toml::from_str(include_str!("../../Cargo.toml")).unwrap();
        let name = cargo["package"]["name"].as_str().unwrap();
        assert_eq!(recipe.module.name, name.replace('-', "_"));
        let profile = &cargo["package"]["metadata"]["wasm-pack"]["profile"][&recipe.module.profile];
        assert_eq!(
            profile["wasm-opt"], false,
            "the recipe knows no wasm-opt, so wasm-pack runs none"
        );
    }

    #[test]
    fn the_recipe_compiles_as_cargo_does_by_itself() {
        // Benchmarks and tests are built without this xtask: by .cargo/config.toml.
        let recipe = Recipe::parse(include_str!("../../wasm-pack.toml")).unwrap();
        let config: serde_json::Value =
            basic_toml::from_str(include_str!("../../.cargo/config.toml")).unwrap();
        let flags = &config["target"]["wasm32-unknown-unknown"]["rustflags"];
        assert_eq!(*flags, serde_json::json!(recipe.module.codegen_flags()));
    }

    #[test]
    fn the_two_package_files_agree() {
        let cargo: serde_json::Value =
            basic_toml::from_str(include_str!("../../Cargo.toml")).unwrap();
        let npm: serde_json::Value =
            serde_json::from_str(include_str!("../../package.json")).unwrap();
        for key in ["name", "version", "description"] {
            assert_eq!(cargo["package"][key], npm[key], "{key}");
        }
    }
}
