//! The plan as Rust text.
//!
//! In: [`Plan`]. Out: the files below `src`, path to text. One module for each kind of item; none decides anything.

mod enumeration;
mod file;
mod listing;
mod pages;
mod replay;
mod requests;
mod runtime;
mod structure;
mod tokens;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::names::{Role, RustName, rust_name};
use crate::plan::{Model, Module, Plan, Struct};

pub use file::EmitError;

use file::Item;
use tokens::{ident, inner_docs};

/// Path below the crate's folder to text.
pub type Sources = BTreeMap<String, String>;

/// All Rust files of the crate of this name.
///
/// # Errors
///
/// A file is not valid Rust: a fault of the emitter.
pub fn emit(plan: &Plan, krate: &str) -> Result<Sources, EmitError> {
    let mut out = Files::default();
    out.sources.extend(runtime::files());
    out.add("src/lib.rs", &[Item::Tokens(library(plan))])?;
    models(plan, &mut out)?;
    parameters(plan, &mut out)?;
    request_modules(plan, &mut out)?;
    page_files(plan, &mut out)?;
    replay_test(plan, krate, &mut out)?;
    Ok(out.sources)
}

#[derive(Default)]
struct Files {
    sources: Sources,
}

impl Files {
    fn add(&mut self, path: &str, items: &[Item]) -> Result<(), EmitError> {
        let text = file::text(path, items)?;
        self.sources.insert(path.to_owned(), text);
        Ok(())
    }
}

/// `lib.rs`
fn library(plan: &Plan) -> TokenStream {
    let title = format!("Typed bindings of the {} reference.", plan.version);
    let text = inner_docs(&[
        title,
        String::new(),
        "* [`models`]: the types, one struct or open enum each".to_owned(),
        "* [`requests`]: one function for each documented method and path, in modules that mirror the path".to_owned(),
        "* [`parameters`]: what actions take".to_owned(),
        "* [`pages`]: what each reference page says of its requests: permissions, query options, statuses".to_owned(),
        "* [`runtime`]: what all of these are made of".to_owned(),
    ]);
    let limit = plan.recursion_limit.map(|limit| {
        let limit = limit.to_string();
        quote!(#![recursion_limit = #limit])
    });
    quote! {
        #text
        #![forbid(unsafe_code)]
        #limit
        #![allow(deprecated)]
        #![allow(rustdoc::redundant_explicit_links)]
        #[rustfmt::skip]
        pub mod models;
        #[rustfmt::skip]
        pub mod pages;
        #[rustfmt::skip]
        pub mod parameters;
        #[rustfmt::skip]
        pub mod requests;
        #[rustfmt::skip]
        pub mod runtime;
    }
}

fn models(plan: &Plan, out: &mut Files) -> Result<(), EmitError> {
    let root: Vec<RustName> = Vec::new();
    let mut folders: BTreeMap<Vec<RustName>, Vec<RustName>> = BTreeMap::from([(root, Vec::new())]);
    for modules in plan.models.keys() {
        // Every folder on the way declares the next one.
        for depth in 0..modules.len() {
            let children = folders.entry(modules[..depth].to_vec()).or_default();
            if !children.contains(&modules[depth]) {
                children.push(modules[depth].clone());
            }
        }
        folders.entry(modules.clone()).or_default();
    }
    for (modules, children) in &folders {
        let list = plan.models.get(modules).map_or(&[][..], Vec::as_slice);
        let folder = folder("src/models", modules);
        for model in list {
            let (module, items) = match model {
                Model::Struct(plan) => (&plan.module, structure::structure(plan)),
                Model::Enum(plan) => (&plan.module, enumeration::enumeration(plan)),
            };
            out.add(&format!("{folder}/{}.rs", module.plain()), &items)?;
        }
        out.add(&format!("{folder}/mod.rs"), &[Item::Tokens(model_index(modules, list, children))])?;
    }
    Ok(())
}

fn folder(root: &str, modules: &[RustName]) -> String {
    modules.iter().fold(root.to_owned(), |path, module| format!("{path}/{}", module.plain()))
}

/// The `mod.rs` of a folder of models.
fn model_index(modules: &[RustName], list: &[Model], children: &[RustName]) -> TokenStream {
    let text = match modules.last() {
        Some(module) => inner_docs(&[format!("The types of the namespace `{}`.", module.plain())]),
        None => inner_docs(&[
            "The types: one struct for each entity and complex type, one open enum for each enum type.".to_owned(),
        ]),
    };
    let declarations = list.iter().map(|model| {
        let (module, names) = match model {
            Model::Struct(plan) => (ident(&plan.module), struct_names(plan)),
            Model::Enum(plan) => {
                let name = ident(&plan.name);
                (ident(&plan.module), quote!(#name))
            }
        };
        quote!(mod #module; pub use self::#module::#names;)
    });
    let children = children.iter().map(ident);
    quote! {
        #text
        #(pub mod #children;)*
        #(#declarations)*
    }
}

fn struct_names(plan: &Struct) -> TokenStream {
    let name = ident(&plan.name);
    match &plan.derived {
        Some(derived) => {
            let derived = ident(&derived.name);
            quote!({#name, #derived})
        }
        None => quote!(#name),
    }
}

fn parameters(plan: &Plan, out: &mut Files) -> Result<(), EmitError> {
    for object in &plan.parameters {
        out.add(&format!("src/parameters/{}.rs", object.module.plain()), &structure::structure(object))?;
    }
    let declarations = plan.parameters.iter().map(|object| {
        let module = ident(&object.module);
        let name = ident(&object.name);
        quote!(mod #module; pub use self::#module::#name;)
    });
    let text = inner_docs(&["What actions take: one struct for each table of parameters.".to_owned()]);
    out.add("src/parameters/mod.rs", &[Item::Tokens(quote!(#text #(#declarations)*))])
}

fn request_modules(plan: &Plan, out: &mut Files) -> Result<(), EmitError> {
    let text = inner_docs(&[
        "Requests: one function for each documented method and path, in modules that mirror the path.".to_owned(),
    ]);
    let top = requests::file(&plan.requests);
    out.add("src/requests/mod.rs", &[Item::Tokens(quote!(#text #top))])?;
    for (name, module) in &plan.requests.modules {
        request_file(name, module, out)?;
    }
    Ok(())
}

fn request_file(name: &RustName, module: &Module, out: &mut Files) -> Result<(), EmitError> {
    let path = format!("src/requests/{}", name.plain());
    let file = if module.modules.is_empty() { format!("{path}.rs") } else { format!("{path}/mod.rs") };
    out.add(&file, &[Item::Tokens(requests::file(module))])?;
    for (name, child) in &module.modules {
        out.add(&format!("{path}/{}.rs", name.plain()), &[Item::Tokens(requests::nested_file(child))])?;
    }
    Ok(())
}

fn page_files(plan: &Plan, out: &mut Files) -> Result<(), EmitError> {
    for (name, list) in &plan.pages {
        out.add(&format!("src/pages/{}.rs", name.plain()), &[Item::Tokens(pages::pages(list))])?;
    }
    let files = plan.pages.keys().map(ident);
    let files = files.map(|file| quote!(mod #file; pub use self::#file::*;));
    let text = inner_docs(&["What each reference page says of its requests.".to_owned()]);
    out.add("src/pages/mod.rs", &[Item::Tokens(quote!(#text #(#files)*))])
}

fn replay_test(plan: &Plan, krate: &str, out: &mut Files) -> Result<(), EmitError> {
    let Some(planned) = &plan.replay else { return Ok(()) };
    let krate = rust_name(krate, Role::Module);
    out.add("tests/examples/main.rs", &[Item::Tokens(replay::main_file(planned, &krate))])?;
    out.sources.insert("tests/examples/support.rs".to_owned(), runtime::mark(replay::SUPPORT));
    for (name, cases) in planned {
        out.add(&format!("tests/examples/{}.rs", name.plain()), &[Item::Tokens(replay::group(cases))])?;
    }
    Ok(())
}
