//! `cargo xtask mutants`: does a test notice when the code is wrong?
//!
//! A copy of the crate is built once with every mutation in it, each behind a switch that the environment
//! sets (`MUTANT=17`); then the tests run once per mutation. So a mutation costs a test run and no build.
//! What is known is kept in `target/mutants/known.json` and not asked again while the line stays the same;
//! `--shard 1/4` runs a part, `--missed` asks what was missed once more. `docs/mutants.md` is written from what is known.
//!
//! Mutations: comparisons moved by one or turned, `&&` and `||`, `!`, sums and differences, `*` and `/`, and
//! functions that do nothing but return what their type defaults to (both answers where it is yes or no).
//! A mutation that does not compile is left out.

use crate::run::{command, path, root};
use anyhow::{Context, Result, bail, ensure};
use proc_macro2::{LineColumn, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// What is mutated when nothing is named: whatever amounts rest on.
const FILES: &[&str] = &[
    "src/money.rs",
    "src/calendar.rs",
    "src/account/replay.rs",
    "src/account/scopes.rs",
    "src/account/order.rs",
    "src/account/standing.rs",
    "src/account/doubt.rs",
    "src/account/inference.rs",
    "src/account/audit.rs",
    "src/account/plan.rs",
    "src/account/charges.rs",
    "src/insight/reconcile/mod.rs",
    "src/insight/reconcile/days.rs",
    "src/insight/reconcile/campaigns.rs",
    "src/insight/reconcile/periods.rs",
    "src/insight/reconcile/causes.rs",
    "src/insight/alerts/account.rs",
    "src/insight/alerts/credits.rs",
    "src/insight/alerts/earning.rs",
    "src/insight/alerts/ended.rs",
    "src/insight/alerts/fold.rs",
    "src/insight/alerts/losses.rs",
    "src/insight/alerts/mod.rs",
    "src/insight/alerts/nothing_left.rs",
    "src/insight/alerts/severity.rs",
    "src/insight/alerts/takeover.rs",
];

/// Tests in the order of their speed; a mutation that the first ones miss meets the next.
const TESTS: &[&[&str]] = &[
    &[
        "money::",
        "account::tests::tables",
        "account::tests::audits",
        "account::order",
        "insight::reconcile",
        "insight::alerts",
    ],
    &["account::", "insight::", "view::", "engine::"],
];

/// The switch, in the copy.
const SWITCH: &str = r#"
//! Which mutation is on.
use std::ops::{Add, Div, Mul, Sub};
use std::sync::OnceLock;
pub fn is(id: u32) -> bool {
    static ON: OnceLock<u32> = OnceLock::new();
    *ON.get_or_init(|| std::env::var("MUTANT").ok().and_then(|id| id.parse().ok()).unwrap_or(0)) == id
}
pub fn not(id: u32, value: bool) -> bool { !value ^ is(id) }
pub fn and(id: u32, a: bool, b: impl FnOnce() -> bool) -> bool { if is(id) { a || b() } else { a && b() } }
pub fn or(id: u32, a: bool, b: impl FnOnce() -> bool) -> bool { if is(id) { a && b() } else { a || b() } }
pub fn add<A: Add<B> + Sub<B, Output = <A as Add<B>>::Output>, B>(id: u32, a: A, b: B) -> <A as Add<B>>::Output { if is(id) { a - b } else { a + b } }
pub fn sub<A: Sub<B> + Add<B, Output = <A as Sub<B>>::Output>, B>(id: u32, a: A, b: B) -> <A as Sub<B>>::Output { if is(id) { a + b } else { a - b } }
pub fn mul<A: Mul<B> + Add<B, Output = <A as Mul<B>>::Output>, B>(id: u32, a: A, b: B) -> <A as Mul<B>>::Output { if is(id) { a + b } else { a * b } }
pub fn div<A: Div<B> + Mul<B, Output = <A as Div<B>>::Output>, B>(id: u32, a: A, b: B) -> <A as Div<B>>::Output { if is(id) { a * b } else { a / b } }
"#;

/// One change, at one place.
struct Mutation {
    line: usize,
    /// What is done there, for the report.
    what: String,
    edits: Vec<Edit>,
}

/// Text put in place of a stretch of the file; several at one place stand in the order of `depth`.
struct Edit {
    from: LineColumn,
    to: LineColumn,
    text: String,
}

struct Finder {
    found: Vec<Mutation>,
}

pub fn run(args: &[String]) -> Result<()> {
    let shard = args.iter().position(|a| a == "--shard").and_then(|at| args.get(at + 1));
    let (part, of) = match shard.and_then(|s| s.split_once('/')) {
        Some((part, of)) => (part.parse::<usize>()?, of.parse::<usize>()?),
        None => (1, 1),
    };
    let again = args.iter().any(|a| a == "--missed");
    let named: Vec<&str> = args.iter().map(String::as_str).filter(|a| a.ends_with(".rs")).collect();
    let files = if named.is_empty() { FILES.to_vec() } else { named };
    let place = path("target/mutants");
    let tree = place.join("tree");
    copy_tree(&tree)?;
    let mut sites = find(&files)?;
    let tests = build(&tree, &mut sites)?;
    let known_at = place.join("known.json");
    let mut known: BTreeMap<String, String> = match fs::read_to_string(&known_at) {
        Ok(text) => serde_json::from_str(&text)?,
        Err(_) => BTreeMap::new(),
    };
    let baseline = Instant::now();
    ensure!(
        verdict(&tree, &tests, 0, Duration::from_secs(900))? == "missed",
        "tests fail as they are"
    );
    let patience = (baseline.elapsed() * 3).max(Duration::from_secs(20));
    let asked = sites.iter().enumerate().filter(|(at, _)| at % of == part - 1);
    for (at, site) in asked {
        let key = site.key();
        let is_asked = match known.get(&key) {
            Some(verdict) => again && verdict == "missed",
            None => !again,
        };
        if !is_asked {
            continue;
        }
        let verdict = verdict(&tree, &tests, at as u32 + 1, patience)?;
        println!("{verdict:8} {}:{} {}", site.file, site.mutation.line, site.mutation.what);
        known.insert(key, verdict.into());
        fs::write(&known_at, serde_json::to_string_pretty(&known)?)?;
    }
    report(&sites, &known)
}

/// A mutation in its file.
struct Site {
    file: String,
    /// The line as it is written: what is known holds while it stays the same.
    text: String,
    nth: usize,
    mutation: Mutation,
}

impl Site {
    fn key(&self) -> String {
        format!("{} | {} | {} | {}", self.file, self.text, self.mutation.what, self.nth)
    }
}

fn find(files: &[&str]) -> Result<Vec<Site>> {
    let mut sites = Vec::new();
    for file in files {
        let source = fs::read_to_string(path(file)).with_context(|| (*file).to_owned())?;
        let mut finder = Finder { found: vec![] };
        finder.visit_file(&syn::parse_file(&source)?);
        let mut same: BTreeMap<(String, String), usize> = BTreeMap::new();
        for mutation in finder.found {
            let text = source.lines().nth(mutation.line - 1).unwrap_or_default().trim().to_owned();
            let nth = same.entry((text.clone(), mutation.what.clone())).or_default();
            *nth += 1;
            sites.push(Site { file: (*file).to_owned(), text, nth: *nth, mutation });
        }
    }
    Ok(sites)
}

/// Builds the tests with all mutations; those that do not compile are taken out until the rest does.
fn build(tree: &Path, sites: &mut Vec<Site>) -> Result<PathBuf> {
    for _ in 0..12 {
        write_mutated(tree, sites)?;
        let output = command("cargo")
            .args(["test", "--lib", "--no-run", "--offline", "--message-format", "json"])
            .current_dir(tree)
            // Its own: cargo would take the copy for the crate itself.
            .env("CARGO_TARGET_DIR", path("target/mutants/build"))
            .stderr(Stdio::null())
            .output()?;
        let mut spoiled: BTreeSet<(String, usize)> = BTreeSet::new();
        let mut binary = None;
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(said) = serde_json::from_str::<serde_json::Value>(line) else { continue };
            if let Some(executable) = said["executable"].as_str() {
                binary = Some(PathBuf::from(executable));
            }
            if said["message"]["level"] != "error" {
                continue;
            }
            for span in said["message"]["spans"].as_array().into_iter().flatten() {
                let file = span["file_name"].as_str().unwrap_or_default().to_owned();
                let lines =
                    [&span["line_start"], &span["line_end"]].map(|n| n.as_u64().unwrap_or(0));
                spoiled.extend((lines[0]..=lines[1]).map(|n| (file.clone(), n as usize)));
            }
        }
        if output.status.success() {
            return binary.context("no test binary was named");
        }
        let before = sites.len();
        let stands_at = |site: &Site, line| spoiled.contains(&(site.file.clone(), line));
        sites.retain(|site| {
            let mut lines = site.mutation.edits.iter().flat_map(|e| [e.from.line, e.to.line]);
            !lines.any(|line| stands_at(site, line))
        });
        ensure!(sites.len() < before, "the mutated copy does not compile, for another reason");
        println!("{} mutations do not compile and are left out", before - sites.len());
    }
    bail!("the mutated copy does not compile")
}

/// `missed` where all tests pass.
fn verdict(tree: &Path, tests: &Path, id: u32, patience: Duration) -> Result<&'static str> {
    for names in TESTS {
        let mut child = Command::new(tests)
            .args(*names)
            .args(["--test-threads", "2", "-q"])
            .current_dir(tree)
            .env("MUTANT", id.to_string())
            .env("RUST_BACKTRACE", "0")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let start = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break Some(status);
            }
            if start.elapsed() > patience {
                child.kill()?;
                child.wait()?;
                break None;
            }
            std::thread::sleep(Duration::from_millis(20));
        };
        match status {
            None => return Ok("hangs"),
            Some(status) if !status.success() => return Ok("noticed"),
            Some(_) => {}
        }
    }
    Ok("missed")
}

/// Every file under version control, as it is now.
fn copy_tree(tree: &Path) -> Result<()> {
    let listed = command("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()?;
    for file in String::from_utf8_lossy(&listed.stdout).lines() {
        let (from, to) = (path(file), tree.join(file));
        if from.is_file() {
            fs::create_dir_all(to.parent().context("a file in no folder")?)?;
            fs::copy(from, to)?;
        }
    }
    let library = fs::read_to_string(path("src/lib.rs"))?;
    fs::write(tree.join("src/lib.rs"), library + "\npub mod mutant;\n")?;
    fs::write(tree.join("src/mutant.rs"), SWITCH)?;
    Ok(())
}

fn write_mutated(tree: &Path, sites: &[Site]) -> Result<()> {
    let files: BTreeSet<&str> = sites.iter().map(|site| site.file.as_str()).collect();
    for file in files {
        let source = fs::read_to_string(path(file))?;
        let starts: Vec<usize> =
            std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
        // Columns count characters.
        let offset = |at: LineColumn| {
            let start = starts[at.line - 1];
            let line = &source[start..];
            start + line.char_indices().nth(at.column).map_or(line.len(), |(byte, _)| byte)
        };
        // From the end of the file to its start. At one place what closes stands before what opens, and of
        // several that open, the outer one first: outer mutations are found first.
        let mut edits: Vec<(usize, usize, bool, usize, String)> = Vec::new();
        for (id, site) in sites.iter().enumerate().filter(|(_, site)| site.file == file) {
            for edit in &site.mutation.edits {
                let (from, to) = (offset(edit.from), offset(edit.to));
                let text = edit.text.replace("ID", &(id + 1).to_string());
                let opens = !text.starts_with(')');
                edits.push((from, to, opens, id, text));
            }
        }
        edits.sort_by(|a, b| {
            let order = |e: &(usize, usize, bool, usize, String)| {
                (e.0, e.2, if e.2 { e.3 as i64 } else { -(e.3 as i64) })
            };
            order(a).cmp(&order(b))
        });
        let mut out = String::with_capacity(2 * source.len());
        let mut at = 0;
        for (from, to, _, _, text) in edits {
            out.push_str(&source[at..from]);
            out.push_str(&text);
            at = to;
        }
        out.push_str(&source[at..]);
        fs::write(tree.join(file), out)?;
    }
    Ok(())
}

impl Finder {
    fn add(&mut self, at: Span, what: impl Into<String>, edits: Vec<Edit>) {
        self.found.push(Mutation { line: at.start().line, what: what.into(), edits });
    }

    /// `before` and `after` an expression, and another text for its operator.
    fn around(&mut self, what: &str, whole: Span, operator: Span, text: [&str; 3]) {
        let put = |at: LineColumn, text: &str| Edit { from: at, to: at, text: text.into() };
        let edits = vec![
            put(whole.start(), text[0]),
            Edit { from: operator.start(), to: operator.end(), text: text[1].into() },
            put(whole.end(), text[2]),
        ];
        self.add(operator, what, edits);
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes = match item {
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Fn(item) => &item.attrs,
            syn::Item::Const(_) | syn::Item::Static(_) | syn::Item::Macro(_) => return,
            _ => return visit::visit_item(self, item),
        };
        let is_test = |a: &syn::Attribute| {
            a.path().is_ident("test")
                || (a.path().is_ident("cfg")
                    && a.meta.require_list().is_ok_and(|l| l.tokens.to_string().contains("test")))
        };
        if !attributes.iter().any(is_test) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if item.sig.constness.is_none() {
            self.body(&item.sig, &item.block);
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if item.sig.constness.is_none() {
            self.body(&item.sig, &item.block);
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_expr_binary(&mut self, expr: &'ast syn::ExprBinary) {
        use syn::BinOp::*;
        let (whole, operator) = (expr.span(), expr.op.span());
        let compared = |mutated: &str, own: &str| {
            format!(
                ")) {{ (l, r) => if crate::mutant::is(ID) {{ *l {mutated} *r }} else {{ *l {own} *r }} }})"
            )
        };
        let compare = "(match (&(";
        match expr.op {
            Lt(_) => {
                self.around("< to <=", whole, operator, [compare, "), &(", &compared("<=", "<")])
            }
            Le(_) => {
                self.around("<= to <", whole, operator, [compare, "), &(", &compared("<", "<=")])
            }
            Gt(_) => {
                self.around("> to >=", whole, operator, [compare, "), &(", &compared(">=", ">")])
            }
            Ge(_) => {
                self.around(">= to >", whole, operator, [compare, "), &(", &compared(">", ">=")])
            }
            Eq(_) => {
                self.around("== to !=", whole, operator, ["((", "==", ") ^ crate::mutant::is(ID))"])
            }
            Ne(_) => {
                self.around("!= to ==", whole, operator, ["((", "!=", ") ^ crate::mutant::is(ID))"])
            }
            And(_) if is_plain(expr) => {
                self.around(
                    "&& to ||",
                    whole,
                    operator,
                    ["crate::mutant::and(ID, ", ", || (", "))"],
                );
            }
            Or(_) if is_plain(expr) => {
                self.around(
                    "|| to &&",
                    whole,
                    operator,
                    ["crate::mutant::or(ID, ", ", || (", "))"],
                );
            }
            Add(_) => {
                self.around("+ to -", whole, operator, ["crate::mutant::add(ID, ", ", ", ")"])
            }
            Sub(_) => {
                self.around("- to +", whole, operator, ["crate::mutant::sub(ID, ", ", ", ")"])
            }
            Mul(_) => {
                self.around("* to +", whole, operator, ["crate::mutant::mul(ID, ", ", ", ")"])
            }
            Div(_) => {
                self.around("/ to *", whole, operator, ["crate::mutant::div(ID, ", ", ", ")"])
            }
            AddAssign(_) | SubAssign(_) => {
                let (own, other) =
                    if matches!(expr.op, AddAssign(_)) { ("+=", "-=") } else { ("-=", "+=") };
                let (left, right) = (source_of(&expr.left), source_of(&expr.right));
                if let (Some(left), Some(right)) = (left, right) {
                    let text = format!(
                        "{{ if crate::mutant::is(ID) {{ {left} {other} {right} }} else {{ {left} {own} {right} }} }}"
                    );
                    let edit = Edit { from: whole.start(), to: whole.end(), text };
                    self.add(operator, format!("{own} to {other}"), vec![edit]);
                    // Its sides are written anew: nothing inside is mutated.
                    return;
                }
            }
            _ => {}
        }
        visit::visit_expr_binary(self, expr);
    }

    fn visit_expr_unary(&mut self, expr: &'ast syn::ExprUnary) {
        if let syn::UnOp::Not(operator) = expr.op {
            let edits = vec![
                Edit {
                    from: operator.span().start(),
                    to: operator.span().end(),
                    text: "crate::mutant::not(ID, ".into(),
                },
                Edit { from: expr.span().end(), to: expr.span().end(), text: ")".into() },
            ];
            self.add(operator.span(), "! removed", edits);
        }
        visit::visit_expr_unary(self, expr);
    }
}

impl Finder {
    fn body(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let at = block.brace_token.span.open().end();
        let answers: Vec<&str> = match &signature.output {
            syn::ReturnType::Default => vec!["()"],
            syn::ReturnType::Type(_, kind) => match &**kind {
                syn::Type::Path(path) if path.path.is_ident("bool") => vec!["true", "false"],
                syn::Type::Path(_) => vec!["Default::default()"],
                _ => vec![],
            },
        };
        for answer in answers {
            let text = format!(" if crate::mutant::is(ID) {{ return {answer} }}");
            let edit = Edit { from: at, to: at, text };
            self.add(
                signature.ident.span(),
                format!("{} gives {answer}", signature.ident),
                vec![edit],
            );
        }
    }
}

/// No `let`, `?` or jump on the right: it may become a closure.
fn is_plain(expr: &syn::ExprBinary) -> bool {
    struct Plain(bool);
    impl<'ast> Visit<'ast> for Plain {
        fn visit_expr(&mut self, expr: &'ast syn::Expr) {
            use syn::Expr::*;
            self.0 &= !matches!(expr, Let(_) | Try(_) | Return(_) | Break(_) | Continue(_));
            visit::visit_expr(self, expr);
        }
    }
    let mut plain = Plain(true);
    plain.visit_expr_binary(expr);
    plain.0
}

/// The text of a short expression that can be written twice.
fn source_of(expr: &syn::Expr) -> Option<String> {
    expr.span().source_text().filter(|text| !text.contains('\n'))
}

fn report(sites: &[Site], known: &BTreeMap<String, String>) -> Result<()> {
    let mut rows: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut missed: Vec<String> = Vec::new();
    for site in sites {
        let Some(verdict) = known.get(&site.key()) else { continue };
        let row = rows.entry(&site.file).or_default();
        row[match verdict.as_str() {
            "noticed" => 0,
            "hangs" => 1,
            _ => 2,
        }] += 1;
        if verdict == "missed" {
            let what = &site.mutation.what;
            missed.push(format!("- `{}`: {what} in `{}`", site.file, site.text));
        }
    }
    let mut text = String::from(
        "# Mutations\n\nDoes a test notice when a line is wrong? Made by `cargo xtask mutants`; what stands here was run, nothing else.\n\n\
         | file | mutations | noticed | hangs | missed | noticed or hangs |\n|---|---:|---:|---:|---:|---:|\n",
    );
    let mut all = [0usize; 3];
    let share = |row: [usize; 3]| {
        let count: usize = row.iter().sum();
        format!(
            "{} | {} | {} | {} | {} %",
            count,
            row[0],
            row[1],
            row[2],
            100 * (row[0] + row[1]) / count.max(1)
        )
    };
    for (file, row) in &rows {
        text += &format!("| `{file}` | {} |\n", share(*row));
        (0..3).for_each(|at| all[at] += row[at]);
    }
    text += &format!("| all | {} |\n", share(all));
    let asked: usize = all.iter().sum();
    text += &format!(
        "\n{asked} of {} mutations found in these files were run.\n\n## Missed\n\n",
        sites.len()
    );
    text += &missed.join("\n");
    fs::write(path("docs/mutants.md"), text + "\n")?;
    println!("{asked} run, {} missed; docs/mutants.md is written", all[2]);
    Ok(())
}
