//! The order of modules.
//!
//! In: the drawings of ARCHITECTURE.md, and the sources. Out: uses of a module that is not below the module that uses it.
//!
//! A drawing is a fenced block with the info string `layers FOLDER`. Each line names modules of the folder, separated by spaces, and may end in a
//! remark after two dashes. A module uses modules on lower lines only. Modules on one line joined by `+` may use each other.

use std::collections::BTreeMap;

use syn::visit::Visit;

use super::Source;
use crate::Failure;

/// The document that contains the drawings.
const DOCUMENT: &str = "ARCHITECTURE.md";

/// Macros whose content is code of another crate.
const QUOTES: [&str; 4] = ["quote", "quote_spanned", "parse_quote", "macro_rules"];

/// Reports uses that violate a drawing, and modules that are in no drawing.
///
/// # Errors
/// Fails if there is no drawing, or a source is not Rust.
pub fn check(sources: &[Source]) -> Result<Vec<String>, Failure> {
    let document = sources.iter().find(|source| source.path == DOCUMENT).ok_or("ARCHITECTURE.md is missing")?;
    let drawings = drawings(&document.text);
    if drawings.is_empty() {
        return Err("ARCHITECTURE.md has no fenced block `layers FOLDER`".into());
    }
    let mut found = Vec::new();
    for drawing in &drawings {
        for source in sources {
            let Some(below) = source.path.strip_prefix(&drawing.folder).and_then(|path| path.strip_prefix('/')) else {
                continue;
            };
            if !below.ends_with(".rs") || matches!(below, "lib.rs" | "main.rs" | "mod.rs") {
                continue;
            }
            let path = module_path(below);
            let file = syn::parse_file(&source.text).map_err(|error| format!("{}: {error}", source.path))?;
            let mut uses = Uses { module: path.clone(), found: Vec::new() };
            uses.visit_file(&file);
            let Some(own) = path.first() else { continue };
            if is_test(own) {
                continue;
            }
            found.extend(
                drawing.violations(own, &uses.found).into_iter().map(|problem| format!("{}: {problem}", source.path)),
            );
        }
    }
    Ok(found)
}

/// The order of the modules in a folder.
struct Drawing {
    folder: String,
    /// The line of each module, from the top, and the group within the line.
    lines: BTreeMap<String, (usize, usize)>,
}

impl Drawing {
    /// Returns the violations among the modules that `own` uses.
    fn violations(&self, own: &str, uses: &[String]) -> Vec<String> {
        let Some(place) = self.lines.get(own) else {
            return vec![format!("the drawing of {} in {DOCUMENT} lacks `{own}`", self.folder)];
        };
        let mut problems: Vec<String> = uses
            .iter()
            .filter(|used| *used != own)
            .filter_map(|used| self.lines.get(used).map(|below| (used, below)))
            .filter(|(_, below)| below.0 <= place.0 && *below != place)
            .map(|(used, _)| format!("`{own}` uses `{used}`, which is not below it in {DOCUMENT}"))
            .collect();
        problems.sort();
        problems.dedup();
        problems
    }
}

/// Returns the drawings of a document.
fn drawings(text: &str) -> Vec<Drawing> {
    let mut out = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(folder) = line.trim_start_matches('`').strip_prefix("layers ").filter(|_| line.starts_with("```"))
        else {
            continue;
        };
        let mut places = BTreeMap::new();
        for (number, line) in lines.by_ref().take_while(|line| !line.starts_with("```")).enumerate() {
            let names = line.split("--").next().unwrap_or_default();
            let mut group = 0;
            let mut joined = false;
            for word in names.split_whitespace() {
                if word == "+" {
                    joined = true;
                    continue;
                }
                if !joined {
                    group += 1;
                }
                joined = false;
                places.insert(word.to_owned(), (number, group));
            }
        }
        out.push(Drawing { folder: folder.trim().to_owned(), lines: places });
    }
    out
}

/// Returns the module of a file in the folder: `a/b.rs` is `a::b`, `a/mod.rs` is `a`.
fn module_path(file: &str) -> Vec<String> {
    let path = file.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').map(str::to_owned).collect()
}

/// Returns whether a module contains only tests.
fn is_test(module: &str) -> bool {
    module == "tests" || module.ends_with("_tests")
}

/// The first modules of all paths in a file that begin with `crate`, `self` or `super`.
struct Uses {
    /// The module that is being checked.
    module: Vec<String>,
    found: Vec<String>,
}

impl Uses {
    /// Records the module that a path leads to.
    fn record(&mut self, segments: &[String]) {
        let mut at = self.module.clone();
        let mut rest = segments.iter();
        match rest.next().map(String::as_str) {
            Some("crate") => at.clear(),
            Some("self") => {}
            Some("super") => drop(at.pop()),
            _ => return,
        }
        for segment in rest {
            match segment.as_str() {
                "super" => drop(at.pop()),
                name => at.push(name.to_owned()),
            }
        }
        self.found.extend(at.first().filter(|first| first.starts_with(char::is_lowercase)).cloned());
    }

    /// Records the paths of an import.
    fn import(&mut self, tree: &syn::UseTree, before: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.import(&path.tree, before);
                before.pop();
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, before)),
            syn::UseTree::Name(name) => self.leaf(before, &name.ident.to_string()),
            syn::UseTree::Rename(rename) => self.leaf(before, &rename.ident.to_string()),
            syn::UseTree::Glob(_) => self.record(before),
        }
    }

    fn leaf(&mut self, before: &[String], name: &str) {
        let mut path = before.to_vec();
        if name != "self" {
            path.push(name.to_owned());
        }
        self.record(&path);
    }

    /// Records paths in the arguments of a macro, which are not parsed.
    fn tokens(&mut self, text: &str) {
        let words = text.replace("::", " :: ");
        let words: Vec<&str> = words.split_whitespace().collect();
        for (index, word) in words.iter().enumerate() {
            if !matches!(*word, "crate" | "super")
                || index.checked_sub(1).is_some_and(|before| words[before] == "$" || words[before] == "::")
            {
                continue;
            }
            let mut path = vec![(*word).to_owned()];
            let mut rest = words[index + 1..].chunks(2);
            while let Some(["::", name]) = rest.next() {
                path.push((*name).trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_').to_owned());
            }
            self.record(&path);
        }
    }
}

impl<'ast> Visit<'ast> for Uses {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test_only(attributes(item)) {
            syn::visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        syn::visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.import(&item.tree, &mut Vec::new());
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.record(&segments);
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        let name = called.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        if !QUOTES.contains(&name.as_str()) {
            self.tokens(&called.tokens.to_string());
        }
        syn::visit::visit_macro(self, called);
    }
}

/// Returns whether an item is compiled for tests only.
fn is_test_only(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Ident>().is_ok_and(|condition| condition == "test")
    })
}

/// Returns the attributes of an item that can be limited to tests.
fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    fn found(file: &str, text: &str) -> Vec<String> {
        let drawing = "```layers g/src\nplan emit -- two\nmodel\na + b\nbase\n```\n";
        check(&[source(DOCUMENT, drawing), source(&format!("g/src/{file}"), text)]).expect("a drawing")
    }

    #[test]
    fn uses_of_higher_layers_are_found_in_every_form() {
        for text in [
            "use crate::plan::Plan;",
            "use crate::{base::B, plan};",
            "use super::plan;",
            "fn f() -> crate::plan::Plan { todo!() }",
            "fn f() { let _ = super::plan::f(); }",
            "fn f() { vec![crate::plan::f()]; }",
            "mod inner { use super::super::plan; }",
            "pub(in crate::plan) struct S;",
        ] {
            let found = found("model.rs", text);
            assert_eq!(
                found,
                ["g/src/model.rs: `model` uses `plan`, which is not below it in ARCHITECTURE.md"],
                "{text}"
            );
        }
    }

    #[test]
    fn allowed_uses_are_not_reported() {
        for (file, text) in [
            ("plan/mod.rs", "use crate::model::Api; use self::names::Name; use super::base;"),
            ("plan/names.rs", "use super::Plan; use super::super::base::B; use crate::plan;"),
            ("a.rs", "use crate::b::B;"),
            ("model.rs", "#[cfg(test)] mod tests { use crate::plan::Plan; }"),
            ("model.rs", "fn f() { quote!(crate::plan::Plan); }"),
        ] {
            assert_eq!(found(file, text), [""; 0], "{text}");
        }
    }

    #[test]
    fn modules_on_the_same_line_and_unknown_modules_are_found() {
        assert_eq!(found("plan.rs", "use crate::emit;").len(), 1);
        assert_eq!(found("other.rs", "").len(), 1);
    }
}
