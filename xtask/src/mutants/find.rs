//! Where a file can be made wrong: in, a source file; out, its [`Mutation`]s in the order they stand in.
//!
//! Not found: what stands in constants and in macros (`matches!`, `write!`), which syn does not read.

use crate::run::path;
use anyhow::{Context, Result};
use proc_macro2::{LineColumn, Span};
use std::collections::BTreeMap;
use std::fs;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// One change, at one place.
pub struct Mutation {
    pub file: String,
    /// The line as it is written: what is known of a mutation holds while it stays the same.
    pub text: String,
    pub line: usize,
    /// What is done there, for the report.
    pub what: String,
    /// Which one, where a line can be changed so in several places or stands in its file several times.
    nth: usize,
    pub edits: Vec<Edit>,
    /// The `const fn` that it stands in.
    pub constant: Option<String>,
}

/// Text put in place of a stretch of the file.
pub struct Edit {
    pub from: LineColumn,
    pub to: LineColumn,
    pub text: String,
}

/// What is found in one file.
pub struct Found {
    pub mutations: Vec<Mutation>,
    /// The word `const` of its constant functions, with their names: no switch can be asked in those.
    pub constants: Vec<(String, Edit)>,
}

impl Mutation {
    /// Its name for ever.
    pub fn key(&self) -> String {
        format!("{} | {} | {} | {}", self.file, self.what, self.nth, self.text)
    }
}

pub fn mutations(file: &str) -> Result<Found> {
    let source = fs::read_to_string(path(file)).with_context(|| file.to_owned())?;
    let mut finder = Finder { lines: source.lines().collect(), ..Finder::default() };
    finder.visit_file(&syn::parse_file(&source)?);
    let mut same: BTreeMap<(String, String), usize> = BTreeMap::new();
    for mutation in &mut finder.mutations {
        file.clone_into(&mut mutation.file);
        let nth = same.entry((mutation.text.clone(), mutation.what.clone())).or_default();
        *nth += 1;
        mutation.nth = *nth;
    }
    Ok(Found { mutations: finder.mutations, constants: finder.constants })
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|a| {
        a.path().is_ident("test")
            || (a.path().is_ident("cfg")
                && a.meta.require_list().is_ok_and(|l| l.tokens.to_string().contains("test")))
    })
}

#[derive(Default)]
struct Finder<'s> {
    lines: Vec<&'s str>,
    mutations: Vec<Mutation>,
    constants: Vec<(String, Edit)>,
    constant: Option<String>,
}

impl Finder<'_> {
    fn add(&mut self, at: Span, what: impl Into<String>, edits: Vec<Edit>) {
        let line = at.start().line;
        self.mutations.push(Mutation {
            file: String::new(),
            text: self.lines.get(line - 1).unwrap_or(&"").trim().to_owned(),
            line,
            what: what.into(),
            nth: 0,
            edits,
            constant: self.constant.clone(),
        });
    }

    /// Text before and after an expression, and another text for its operator.
    fn around(&mut self, what: &str, whole: Span, operator: Span, text: [&str; 3]) {
        let edits = vec![
            put(whole.start(), text[0]),
            Edit { from: operator.start(), to: operator.end(), text: text[1].into() },
            put(whole.end(), text[2]),
        ];
        self.add(operator, what, edits);
    }

    /// `mutant::name(ID, a, b)` in place of `a operator b`.
    fn call(&mut self, what: &str, expr: &syn::ExprBinary, name: &str) {
        let lazy = matches!(expr.op, syn::BinOp::And(_) | syn::BinOp::Or(_));
        let (between, end) = if lazy { (", || (", "))") } else { (", ", ")") };
        let start = format!("crate::mutant::{name}(ID, ");
        self.around(what, expr.span(), expr.op.span(), [&start, between, end]);
    }

    fn compare(&mut self, expr: &syn::ExprBinary, own: &str, other: &str) {
        let end = format!(
            ")) {{ (l, r) => if crate::mutant::is(ID) {{ *l {other} *r }} else {{ *l {own} *r }} }})"
        );
        let text = ["(match (&(", "), &(", &end];
        self.around(&format!("{own} to {other}"), expr.span(), expr.op.span(), text);
    }

    fn equal(&mut self, expr: &syn::ExprBinary, own: &str, other: &str) {
        let text = ["((", own, ") ^ crate::mutant::is(ID))"];
        self.around(&format!("{own} to {other}"), expr.span(), expr.op.span(), text);
    }

    fn assign(&mut self, expr: &syn::ExprBinary, own: &str, other: &str) {
        let (whole, operator) = (expr.span(), expr.op.span());
        if let (Some(left), Some(right)) = (source_of(&expr.left), source_of(&expr.right)) {
            let text = format!(
                "{{ if crate::mutant::is(ID) {{ {left} {other} {right} }} else {{ {left} {own} {right} }} }}"
            );
            let edit = Edit { from: whole.start(), to: whole.end(), text };
            self.add(operator, format!("{own} to {other}"), vec![edit]);
        }
    }

    /// The function does nothing and answers the same always.
    fn body(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let at = block.brace_token.span.open().end();
        for answer in answers(&signature.output) {
            let edit = put(at, &format!(" if crate::mutant::is(ID) {{ return {answer} }}"));
            let what = format!("{} gives {answer}", signature.ident);
            self.add(signature.ident.span(), what, vec![edit]);
        }
    }

    /// What stands in a function, which is not constant in the copy.
    fn inside(
        &mut self,
        signature: &syn::Signature,
        block: &syn::Block,
        visit: impl Fn(&mut Self),
    ) {
        if let Some(word) = &signature.constness {
            let (from, to) = (word.span().start(), signature.fn_token.span().start());
            let name = signature.ident.to_string();
            self.constants.push((name.clone(), Edit { from, to, text: String::new() }));
            self.constant = Some(name);
        }
        self.body(signature, block);
        visit(self);
        self.constant = None;
    }
}

fn put(at: LineColumn, text: &str) -> Edit {
    Edit { from: at, to: at, text: text.into() }
}

fn answers(output: &syn::ReturnType) -> Vec<&'static str> {
    let syn::ReturnType::Type(_, kind) = output else { return vec!["()"] };
    match &**kind {
        syn::Type::Path(path) => match path.path.segments.last().map(|s| s.ident.to_string()) {
            Some(name) if name == "bool" => vec!["true", "false"],
            Some(name) if name == "Result" => vec!["Ok(Default::default())"],
            Some(name) if name == "Option" => vec!["None", "Some(Default::default())"],
            _ => vec!["Default::default()"],
        },
        syn::Type::Tuple(_) | syn::Type::Reference(_) => vec!["Default::default()"],
        _ => vec![],
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes = match item {
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Fn(item) => &item.attrs,
            syn::Item::Impl(item) => &item.attrs,
            syn::Item::Const(_) | syn::Item::Static(_) | syn::Item::Macro(_) => return,
            _ => return visit::visit_item(self, item),
        };
        if !is_test(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_const(&mut self, _: &'ast syn::ImplItemConst) {}

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.inside(&item.sig, &item.block, |finder| visit::visit_item_fn(finder, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if !is_test(&item.attrs) {
            self.inside(&item.sig, &item.block, |finder| visit::visit_impl_item_fn(finder, item));
        }
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        if let Some((_, guard)) = arm.guard.as_ref().filter(|(_, guard)| is_plain(guard)) {
            let (from, to) = (guard.span().start(), guard.span().end());
            for (what, start) in [
                ("guard is true", "(crate::mutant::is(ID) || ("),
                ("guard is false", "(!crate::mutant::is(ID) && ("),
            ] {
                self.add(guard.span(), what, vec![put(from, start), put(to, "))")]);
            }
        }
        visit::visit_arm(self, arm);
    }

    fn visit_expr_binary(&mut self, expr: &'ast syn::ExprBinary) {
        use syn::BinOp::*;
        let is_lazy = is_plain(&expr.left) && is_plain(&expr.right);
        match expr.op {
            Lt(_) => self.compare(expr, "<", "<="),
            Le(_) => self.compare(expr, "<=", "<"),
            Gt(_) => self.compare(expr, ">", ">="),
            Ge(_) => self.compare(expr, ">=", ">"),
            Eq(_) => self.equal(expr, "==", "!="),
            Ne(_) => self.equal(expr, "!=", "=="),
            And(_) if is_lazy => self.call("&& to ||", expr, "and"),
            Or(_) if is_lazy => self.call("|| to &&", expr, "or"),
            Add(_) => self.call("+ to -", expr, "add"),
            Sub(_) => self.call("- to +", expr, "sub"),
            Mul(_) => self.call("* to +", expr, "mul"),
            Div(_) => self.call("/ to *", expr, "div"),
            Rem(_) => self.call("% to /", expr, "rem"),
            // The sides of these are written anew: nothing inside is changed.
            AddAssign(_) => return self.assign(expr, "+=", "-="),
            SubAssign(_) => return self.assign(expr, "-=", "+="),
            _ => {}
        }
        visit::visit_expr_binary(self, expr);
    }

    fn visit_expr_unary(&mut self, expr: &'ast syn::ExprUnary) {
        let (what, start) = match expr.op {
            syn::UnOp::Not(_) => ("! removed", "crate::mutant::not(ID, "),
            syn::UnOp::Neg(_) => ("- removed", "crate::mutant::neg(ID, "),
            _ => return visit::visit_expr_unary(self, expr),
        };
        let at = expr.op.span();
        let edit = Edit { from: at.start(), to: at.end(), text: start.into() };
        self.add(at, what, vec![edit, put(expr.span().end(), ")")]);
        visit::visit_expr_unary(self, expr);
    }
}

/// No `let`, `?` or jump in it: it may become a closure.
fn is_plain(expr: &syn::Expr) -> bool {
    struct Plain(bool);
    impl<'ast> Visit<'ast> for Plain {
        fn visit_expr(&mut self, expr: &'ast syn::Expr) {
            use syn::Expr::*;
            self.0 &= !matches!(expr, Let(_) | Try(_) | Return(_) | Break(_) | Continue(_));
            visit::visit_expr(self, expr);
        }
    }
    let mut plain = Plain(true);
    plain.visit_expr(expr);
    plain.0
}

/// The text of a short expression that can be written twice.
fn source_of(expr: &syn::Expr) -> Option<String> {
    expr.span().source_text().filter(|text| !text.contains('\n'))
}
