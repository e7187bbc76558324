//! Prints the plan as Rust.
//!
//! In: [`Plan`]. Out: the files below `src`, path to text. There is a module for each kind of item; none of them makes decisions.

mod calls;
mod client;
mod comments;
mod enumeration;
mod examples;
mod file;
mod introduction;
pub mod layout;
mod library;
mod listing;
mod pages;
mod queries;
mod replay;
mod requests;
mod runtime;
mod samples;
mod shown;
mod structure;
mod tokens;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use rayon::prelude::*;

use crate::plan::names::{Role, RustName, rust_name};
use crate::plan::samples::Sample;
use crate::plan::{Gate, Model, Module, Path, Plan, Struct};
use crate::timings::Work;

pub use file::EmitError;

use comments::Comments;
use file::Item;
use introduction::OfPages;
use shown::ShownSamples;
use tokens::{gate, ident, inner_docs};

/// Texts by path below the crate's folder.
pub type Sources = BTreeMap<String, String>;

/// How to emit.
#[derive(Debug)]
pub struct EmitContext<'a> {
    /// Time spent on tokens.
    pub emit: &'a Work,
    /// Time spent on layout.
    pub format: &'a Work,
}

/// Returns all Rust files of the crate with this name.
///
/// # Errors
///
/// Fails if a file is not valid Rust, which is a bug of the emitter.
pub fn emit(plan: &Plan, krate: &str) -> Result<Sources, EmitError> {
    let (emit, format) = (Work::default(), Work::default());
    emit_with(plan, krate, &EmitContext { emit: &emit, format: &format })
}

/// Like [`emit`], with a number of threads and timings.
///
/// # Errors
///
/// The same as [`emit`].
pub fn emit_with(plan: &Plan, krate: &str, context: &EmitContext<'_>) -> Result<Sources, EmitError> {
    let name = rust_name(krate, Role::Module);
    let about = library::about(plan, &name)?;
    let samples = context.format.time(|| ShownSamples::new(plan, &name))?;
    let mut out = Files::default();
    out.add("src/lib.rs", |_| vec![Item::Tokens(library::library(plan, &about))]);
    request_modules(plan, &samples, &mut out);
    page_files(plan, &mut out);
    example_files(plan, &mut out);
    models(plan, &samples, &mut out);
    parameters(plan, &mut out);
    replay_test(plan, &name, &mut out);
    calls_test(plan, &name, &mut out);
    let of_pages = OfPages { shown: &plan.shown, samples: &plan.samples };
    if let Some(introduction) = &plan.introduction {
        out.add("tests/samples.rs", |_| vec![Item::Tokens(introduction::test_file(introduction, &of_pages, &name))]);
    }
    let mut sources = out.make(context)?;
    if plan.client.embedded {
        sources.extend(runtime::files(&name));
    }
    if plan.replay.is_some() {
        // Both tests have a copy: each is complete in its folder.
        for test in ["examples", "requests"] {
            sources.insert(format!("tests/{test}/sending.rs"), runtime::mark(replay::SENDING));
        }
        sources.insert("tests/examples/support.rs".to_owned(), runtime::mark(replay::SUPPORT));
    }
    Ok(sources)
}

/// Returns a sample as lines of code: its imports and statements.
///
/// # Errors
///
/// The same as [`emit`].
pub fn sample(plan: &Sample, krate: &str) -> Result<Vec<String>, EmitError> {
    samples::code(plan, &rust_name(krate, Role::Module))
}

/// Returns the sample of each type as lines of code, with the paths of the types.
///
/// # Errors
///
/// The same as [`emit`].
pub fn type_samples(plan: &Plan, krate: &str) -> Result<Vec<(Path, Vec<String>)>, EmitError> {
    let name = rust_name(krate, Role::Module);
    let code = |(path, sample): (&Path, _)| Ok((path.clone(), samples::type_code(sample, &plan.samples, &name)?));
    plan.shown.types.iter().map(code).collect()
}

/// Returns code in a fenced code block of markdown.
#[must_use]
pub fn fenced(code: &[String]) -> Vec<String> {
    shown::fenced(code)
}

/// Returns the sections of the readme that repeat those of `lib.rs`: samples and licences.
///
/// # Errors
///
/// The same as [`emit`].
pub fn readme(plan: &Plan, krate: &str) -> Result<Vec<String>, EmitError> {
    library::readme(plan, &rust_name(krate, Role::Module))
}
/// The files to emit. All are collected first, so that they can be emitted in parallel.
#[derive(Default)]
struct Files<'p> {
    files: Vec<(String, Make<'p>)>,
}

/// Returns the items of a file.
type Make<'p> = Box<dyn Fn(&Comments) -> Vec<Item> + Send + Sync + 'p>;

impl<'p> Files<'p> {
    fn add(&mut self, path: &str, make: impl Fn(&Comments) -> Vec<Item> + Send + Sync + 'p) {
        self.files.push((path.to_owned(), Box::new(make)));
    }

    fn make(self, context: &EmitContext<'_>) -> Result<Sources, EmitError> {
        let texts: Vec<_> = self
            .files
            .par_iter()
            .map(|(path, make)| {
                let comments = Comments::default();
                let items = context.emit.time(|| make(&comments));
                context.format.time(|| file::text(path, items, &comments))
            })
            .collect();
        let paths = self.files.into_iter().map(|(path, _)| path);
        paths.zip(texts).map(|(path, text)| Ok((path, text?))).collect()
    }
}

fn models<'p>(plan: &'p Plan, samples: &'p ShownSamples, out: &mut Files<'p>) {
    let root: Vec<RustName> = Vec::new();
    let mut folders: BTreeMap<Vec<RustName>, Vec<RustName>> = BTreeMap::from([(root, Vec::new())]);
    for modules in plan.models.keys() {
        // Every folder on the path declares the next one.
        for depth in 0..modules.len() {
            let children = folders.entry(modules[..depth].to_vec()).or_default();
            if !children.contains(&modules[depth]) {
                children.push(modules[depth].clone());
            }
        }
        folders.entry(modules.clone()).or_default();
    }
    for (modules, children) in folders {
        let list = plan.models.get(&modules).map_or(&[][..], Vec::as_slice);
        let folder = folder("src/models", &modules);
        for model in list {
            let module = match model {
                Model::Struct(plan) => &plan.module,
                Model::Enum(plan) => &plan.module,
            };
            let path = model_path(&modules, model);
            out.add(&format!("{folder}/{}.rs", module.plain()), move |comments| match model {
                Model::Struct(plan) => structure::structure(plan, &samples.ty(&plan.docs, &path), comments),
                Model::Enum(plan) => enumeration::enumeration(plan, comments),
            });
        }
        let children: Vec<(RustName, Gate)> =
            children.iter().map(|child| (child.clone(), below(plan, &modules, child))).collect();
        let index = move |_: &Comments| vec![Item::Tokens(model_index(&modules, list, &children))];
        out.add(&format!("{folder}/mod.rs"), index);
    }
}

/// Returns the gate of the types in a folder of models and its subfolders.
fn below(plan: &Plan, modules: &[RustName], child: &RustName) -> Gate {
    let path: Vec<RustName> = modules.iter().chain([child]).cloned().collect();
    let inside = plan.models.iter().filter(|(modules, _)| modules.starts_with(&path));
    Gate::any(inside.flat_map(|(_, models)| models.iter().map(Model::gate)))
}

fn folder(root: &str, modules: &[RustName]) -> String {
    modules.iter().fold(root.to_owned(), |path, module| format!("{path}/{}", module.plain()))
}

/// Returns the path of a type in the crate.
fn model_path(modules: &[RustName], model: &Model) -> Path {
    let name = match model {
        Model::Struct(plan) => &plan.name,
        Model::Enum(plan) => &plan.name,
    };
    let root = rust_name("models", Role::Module);
    Path([&root].into_iter().chain(modules).chain([name]).cloned().collect())
}

/// The `mod.rs` of a folder of models.
fn model_index(modules: &[RustName], list: &[Model], children: &[(RustName, Gate)]) -> TokenStream {
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
        let gate = gate(model.gate());
        quote!(#gate mod #module; #gate pub use self::#module::#names;)
    });
    let children = children.iter().map(|(name, available)| {
        let (name, gate) = (ident(name), gate(available));
        quote!(#gate pub mod #name;)
    });
    quote! {
        #text
        #(#children)*
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

fn parameters<'p>(plan: &'p Plan, out: &mut Files<'p>) {
    for object in plan.parameters.values() {
        out.add(&format!("src/parameters/{}.rs", object.module.plain()), |comments| {
            structure::structure(object, &object.docs, comments)
        });
    }
    out.add("src/parameters/mod.rs", |_| vec![Item::Tokens(parameter_index(plan))]);
}

/// The `mod.rs` of the parameters.
fn parameter_index(plan: &Plan) -> TokenStream {
    let declarations = plan.parameters.values().map(|object| {
        let module = ident(&object.module);
        let name = ident(&object.name);
        let gate = gate(&object.gate);
        quote!(#gate mod #module; #gate pub use self::#module::#name;)
    });
    let text = inner_docs(&["What actions take: one struct for each table of parameters.".to_owned()]);
    quote!(#text #(#declarations)*)
}

fn request_modules<'p>(plan: &'p Plan, samples: &'p ShownSamples, out: &mut Files<'p>) {
    out.add("src/requests/mod.rs", |comments| vec![Item::Tokens(request_index(plan, comments, samples))]);
    for (name, module) in &plan.requests.modules {
        request_file(name, module, samples, out);
    }
}

/// The `mod.rs` of the requests.
fn request_index(plan: &Plan, comments: &Comments, samples: &ShownSamples) -> TokenStream {
    let text = inner_docs(&[
        "Requests: one function for each documented method and path, in modules that mirror the path.".to_owned(),
    ]);
    let top = requests::file(&plan.requests, comments, samples);
    quote!(#text #top)
}

fn request_file<'p>(name: &RustName, module: &'p Module, samples: &'p ShownSamples, out: &mut Files<'p>) {
    let path = format!("src/requests/{}", name.plain());
    let file = if module.modules.is_empty() { format!("{path}.rs") } else { format!("{path}/mod.rs") };
    out.add(&file, |comments| vec![Item::Tokens(requests::file(module, comments, samples))]);
    for (name, child) in &module.modules {
        let nested = |comments: &Comments| vec![Item::Tokens(requests::nested_file(child, comments, samples))];
        out.add(&format!("{path}/{}.rs", name.plain()), nested);
    }
}

fn page_files<'p>(plan: &'p Plan, out: &mut Files<'p>) {
    for (name, list) in &plan.pages {
        let pages = |comments: &Comments| vec![Item::Tokens(pages::pages(&list.pages, comments))];
        out.add(&format!("src/pages/{}.rs", name.plain()), pages);
    }
    out.add("src/pages/mod.rs", |_| vec![Item::Tokens(page_index(plan))]);
}

/// The `mod.rs` of the pages.
fn page_index(plan: &Plan) -> TokenStream {
    let files = plan.pages.iter().map(|(name, file)| {
        let (name, gate) = (ident(name), gate(&file.gate));
        quote!(#gate mod #name; #gate pub use self::#name::*;)
    });
    let text = inner_docs(&["What each reference page says of its requests.".to_owned()]);
    quote!(#text #(#files)*)
}

fn example_files<'p>(plan: &'p Plan, out: &mut Files<'p>) {
    for (name, file) in &plan.examples {
        let table = |_: &Comments| vec![Item::Tokens(examples::table(file))];
        out.add(&format!("src/examples/{}.rs", name.plain()), table);
    }
    out.add("src/examples/mod.rs", |_| vec![Item::Tokens(examples::index(plan))]);
}

fn calls_test<'p>(plan: &'p Plan, krate: &'p RustName, out: &mut Files<'p>) {
    let Some(planned) = &plan.calls else { return };
    let areas = !plan.areas.is_empty();
    out.add("tests/requests/main.rs", move |_| vec![Item::Tokens(calls::main_file(planned, krate, areas))]);
    out.add("tests/requests/calls/mod.rs", |_| vec![Item::Tokens(calls::index(planned))]);
    for (name, sent) in &planned.modules {
        out.add(&format!("tests/requests/calls/{}.rs", name.plain()), |_| vec![Item::Tokens(calls::group(sent))]);
    }
}

fn replay_test<'p>(plan: &'p Plan, krate: &'p RustName, out: &mut Files<'p>) {
    let Some(planned) = &plan.replay else { return };
    let areas = !plan.areas.is_empty();
    out.add("tests/examples/main.rs", move |_| vec![Item::Tokens(replay::main_file(planned, krate, areas))]);
    for (name, cases) in &planned.modules {
        out.add(&format!("tests/examples/{}.rs", name.plain()), |_| vec![Item::Tokens(replay::group(cases))]);
    }
}
