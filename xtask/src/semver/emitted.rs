//! The public items of an emitted crate, read from its files.
//!
//! In: the files. Out: [`Emitted`]: what a program can name. Nothing of the plan is used, so that these items check those that `diff` compares.

use std::collections::{BTreeMap, BTreeSet};

use docbindgen::output::FileSet;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::{Fields, FnArg, ImplItem, Item, UseTree, Visibility};

use super::findings::Named;

/// The modules of a crate that contain what comes from the pages.
const MODULES: [&str; 4] = ["models", "pages", "parameters", "requests"];

/// The public items of a crate.
#[derive(Debug, Default)]
pub struct Emitted {
    /// The items by path.
    pub items: BTreeMap<String, Kind>,
    /// The paths of the modules.
    pub modules: BTreeSet<String>,
    /// The features, each with whether it is on by default.
    features: BTreeMap<String, bool>,
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A struct, an enum or a constant.
    Whole,
    /// A function, with the number of its arguments.
    Function(usize),
    /// A field, a variant or a constant of another item.
    Part,
}

impl Emitted {
    /// Reads the files of a crate.
    ///
    /// # Panics
    /// Panics if a file is missing, or is not Rust.
    pub fn new(files: &FileSet) -> Emitted {
        let mut emitted =
            Emitted { features: features(text(files, "Cargo.toml").expect("a manifest")), ..Emitted::default() };
        for module in MODULES {
            // A crate without parameters has no module for them.
            if text(files, &format!("src/{module}/mod.rs")).is_some() {
                emitted.modules.insert(module.to_owned());
                emitted.add_module(files, &format!("src/{module}"), module);
            }
        }
        emitted
    }

    /// Adds the items of the file of a module, and of the modules that it declares.
    fn add_module(&mut self, files: &FileSet, folder: &str, path: &str) {
        let file = text(files, &format!("{folder}/mod.rs")).or_else(|| text(files, &format!("{folder}.rs")));
        let file = syn::parse_file(file.unwrap_or_else(|| panic!("{folder} is missing"))).expect("Rust");
        self.add_items(&file.items, files, folder, path);
    }

    fn add_items(&mut self, items: &[Item], files: &FileSet, folder: &str, path: &str) {
        // The items of private modules, by the name of the module.
        let mut private: BTreeMap<String, Emitted> = BTreeMap::new();
        for item in items {
            match item {
                Item::Mod(module) => {
                    let name = plain(&module.ident);
                    let folder = format!("{folder}/{name}");
                    let is_public = is_public(&module.vis);
                    let path = if is_public { format!("{path}::{name}") } else { path.to_owned() };
                    let into = if is_public { &mut *self } else { private.entry(name).or_default() };
                    if is_public {
                        into.modules.insert(path.clone());
                    }
                    match &module.content {
                        Some((_, items)) => into.add_items(items, files, &folder, &path),
                        None => into.add_module(files, &folder, &path),
                    }
                }
                Item::Use(used) if is_public(&used.vis) => re_export(&used.tree, &mut Vec::new(), &mut |names| {
                    let [module, name] = names else { panic!("{names:?} is re-exported in an unknown form") };
                    let Some(inner) = private.get(module) else { panic!("the module {module} is not declared") };
                    let own = format!("{path}::{name}");
                    let parts = format!("{own}::");
                    let is_named = |item: &String| name == "*" || *item == own || item.starts_with(&parts);
                    let items = inner.items.iter().filter(|(item, _)| is_named(item));
                    self.items.extend(items.map(|(item, kind)| (item.clone(), *kind)));
                }),
                item => self.add(item, path),
            }
        }
    }

    /// Adds an item with its parts.
    fn add(&mut self, item: &Item, path: &str) {
        let mut whole = |name: &syn::Ident, kind| {
            let own = format!("{path}::{}", plain(name));
            self.items.insert(own.clone(), kind);
            own
        };
        match item {
            Item::Struct(item) if is_public(&item.vis) => {
                let own = whole(&item.ident, Kind::Whole);
                let Fields::Named(fields) = &item.fields else { return };
                let fields = fields.named.iter().filter(|field| is_public(&field.vis));
                let names = fields.filter_map(|field| field.ident.as_ref()).map(plain);
                self.items.extend(names.map(|name| (format!("{own}::{name}"), Kind::Part)));
            }
            Item::Enum(item) if is_public(&item.vis) => {
                let own = whole(&item.ident, Kind::Whole);
                let names = item.variants.iter().map(|variant| plain(&variant.ident));
                self.items.extend(names.map(|name| (format!("{own}::{name}"), Kind::Part)));
            }
            Item::Const(item) if is_public(&item.vis) => drop(whole(&item.ident, Kind::Whole)),
            Item::Fn(item) if is_public(&item.vis) => {
                let arguments = item.sig.inputs.iter().filter(|input| matches!(input, FnArg::Typed(_)));
                drop(whole(&item.sig.ident, Kind::Function(arguments.count())));
            }
            Item::Impl(item) if item.trait_.is_none() => {
                let syn::Type::Path(ty) = &*item.self_ty else { return };
                let Some(ty) = ty.path.get_ident().map(plain) else { return };
                let constants = item.items.iter().filter_map(|item| match item {
                    ImplItem::Const(item) if is_public(&item.vis) => Some(plain(&item.ident)),
                    _ => None,
                });
                self.items.extend(constants.map(|name| (format!("{path}::{ty}::{name}"), Kind::Part)));
            }
            Item::Macro(item) if item.mac.path.segments.last().is_some_and(|segment| segment.ident == "derived") => {
                let (name, variants) = derived(item.mac.tokens.clone()).expect("the names of derived types");
                self.items.insert(format!("{path}::{name}"), Kind::Whole);
                self.items
                    .extend(variants.into_iter().map(|variant| (format!("{path}::{name}::{variant}"), Kind::Part)));
            }
            _ => {}
        }
    }

    /// Returns what cargo-semver-checks names if the crate becomes another one.
    pub fn lost_in(&self, new: &Emitted) -> BTreeSet<Named> {
        let modules =
            self.modules.iter().filter(|path| !new.modules.contains(*path) && !MODULES.contains(&path.as_str()));
        let mut named: BTreeSet<Named> = modules.cloned().map(Named::Module).collect();
        for (path, kind) in &self.items {
            let is_missed = match (kind, new.items.get(path)) {
                (Kind::Function(before), Some(Kind::Function(after))) => before != after,
                (_, Some(_)) => false,
                // A part is only missed where the item that it belongs to is left.
                (Kind::Part, None) => path.rsplit_once("::").is_some_and(|(owner, _)| new.items.contains_key(owner)),
                (_, None) => true,
            };
            if is_missed {
                named.insert(Named::Item(path.clone()));
            }
        }
        let lost = self
            .features
            .iter()
            .filter(|(name, is_default)| new.features.get(*name).is_none_or(|still| **is_default && !still));
        named.extend(lost.map(|(name, _)| Named::Feature(name.clone())));
        named
    }
}

/// Returns the text of a file.
fn text<'f>(files: &'f FileSet, path: &str) -> Option<&'f str> {
    files.get(path).map(|bytes| std::str::from_utf8(bytes).expect("UTF-8"))
}

/// Returns the features of a manifest, in which each is one line.
fn features(manifest: &str) -> BTreeMap<String, bool> {
    let section = manifest.split("\n[features]\n").nth(1).unwrap_or_default();
    let lines = section.lines().take_while(|line| !line.starts_with('['));
    let all: BTreeMap<&str, &str> = lines.filter_map(|line| line.split_once(" = ")).collect();
    let default = all.get("default").copied().unwrap_or_default();
    let names = all.keys().filter(|name| **name != "default");
    names.map(|name| ((*name).to_owned(), default.contains(&format!("\"{name}\"")))).collect()
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Returns a name without `r#`.
fn plain(ident: &syn::Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

/// Calls `each` with the names of each path of a `use`, without `self`. The last name may be `*`.
fn re_export(tree: &UseTree, names: &mut Vec<String>, each: &mut dyn FnMut(&[String])) {
    match tree {
        UseTree::Path(path) => {
            let is_named = path.ident != "self";
            if is_named {
                names.push(plain(&path.ident));
            }
            re_export(&path.tree, names, each);
            if is_named {
                names.pop();
            }
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| re_export(tree, names, each)),
        UseTree::Name(name) => {
            names.push(plain(&name.ident));
            each(names);
            names.pop();
        }
        UseTree::Glob(_) => {
            names.push("*".to_owned());
            each(names);
            names.pop();
        }
        UseTree::Rename(_) => panic!("items are not re-exported under another name"),
    }
}

/// Returns the name of the enum that `derived!` declares, and its variants: `Base => Derived { One(Type) "text", … }`.
fn derived(tokens: TokenStream) -> Option<(String, Vec<String>)> {
    let mut words = Vec::new();
    let mut variants = Vec::new();
    for tree in tokens {
        match tree {
            TokenTree::Ident(word) => words.push(plain(&word)),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                variants.extend(group.stream().into_iter().filter_map(|tree| match tree {
                    TokenTree::Ident(word) => Some(plain(&word)),
                    _ => None,
                }))
            }
            TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    Some((words.into_iter().nth(1)?, variants))
}
