//! Every decision about the output: names, modules, order, `Box`, documentation.
//!
//! In: the [`Api`]. Out: the [`Plan`], which emit prints without deciding anything, and diagnostics about names that collided.

mod boxes;
mod docs;
mod items;
mod models;
pub mod names;
pub mod replay;
mod requests;

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Diagnostics, Span, lint};
use crate::model::{Api, Doc, OperationPage, TypeName};
use crate::overrides::Renames;

pub use items::*;

use docs::Links;
use models::Models;
use names::{Collision, Role, RustName, Scope, rust_name};
use requests::Requests;

/// What configuration says about the output.
pub struct PlanOptions<'a> {
    /// The published address of a page, `api/user-list.md#fragment`.
    pub page_url: &'a dyn Fn(&str) -> String,
    /// The documentation's site without a slash at its end, for addresses that start with one.
    pub site: &'a str,
    /// Whether to plan the test that replays the examples.
    pub examples: bool,
    /// The names that configuration gives.
    pub renames: &'a Renames,
}

/// The namespace whose types stand in `models` itself.
const ROOT_NAMESPACE: &str = "microsoft.graph";

/// Characters of the folders that a namespace becomes: paths have a limit. Real namespaces need half of it.
const MAX_NAMESPACE: usize = 70;

type Collisions = Vec<(Collision, Span, String)>;

/// Plans the output of `api`.
#[must_use]
pub fn plan(api: &Api, options: &PlanOptions<'_>) -> (Plan, Diagnostics) {
    let mut collisions: Collisions = Vec::new();
    let places = type_places(api, options.renames, &mut collisions);
    let paths: BTreeMap<TypeName, Path> = places.iter().map(|(name, place)| (name.clone(), place.path())).collect();
    let links = Links { types: &paths, page: options.page_url, site: options.site };
    let models = Models::new(api, &paths, &links, options.renames);
    let planned = plan_models(api, &models, &places, &mut collisions);
    let (pages, page_names) = plan_pages(api, &links, options);
    let (parameters, parameter_types) = plan_parameters(api, &models, &mut collisions);
    let requests = requests::requests(
        api,
        &Requests { models: &models, pages: &page_names, parameters: &parameter_types },
        &mut collisions,
    );
    let mut plan = Plan { version: api.version.clone(), models: planned, parameters, requests, pages, replay: None };
    plan.replay = options.examples.then(|| replay::replay(api, &plan, &paths));
    (plan, report(collisions))
}

fn report(collisions: Collisions) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    for (collision, span, what) in collisions {
        let message = format!("`{what}` asks for the name `{}`, which is taken", collision.wanted);
        let diagnostic = Diagnostic::new(lint::NAME_COLLISION, span, message)
            .hint("it got a number; rename one of the two in docbindgen.toml");
        diagnostics.push(match collision.first {
            Some(first) => diagnostic.related(first, "this one has it"),
            None => diagnostic,
        });
    }
    diagnostics
}

/// Where a type goes.
struct TypePlace {
    /// Modules below `models`.
    modules: Vec<RustName>,
    /// Its own module, and file.
    module: RustName,
    /// Its name.
    name: RustName,
}

impl TypePlace {
    /// The path below the crate: the private module of the type itself is left out, its folder re-exports it.
    fn path(&self) -> Path {
        let models = rust_name("models", Role::Module);
        Path([models].into_iter().chain(self.modules.iter().cloned()).chain([self.name.clone()]).collect())
    }
}

fn type_places(api: &Api, renames: &Renames, collisions: &mut Collisions) -> BTreeMap<TypeName, TypePlace> {
    let named = api.types.values().map(|ty| (&ty.name, ty.span)).chain(api.enums.values().map(|e| (&e.name, e.span)));
    let mut all: Vec<(&TypeName, Span)> = named.collect();
    all.sort();
    let mut scopes: BTreeMap<Vec<RustName>, (Scope, Scope)> = BTreeMap::new();
    // A namespace below another one is a folder: no type's file beside it may have its name.
    for (name, _) in &all {
        let modules = namespace_modules(name.namespace());
        for (depth, module) in modules.iter().enumerate() {
            scopes.entry(modules[..depth].to_vec()).or_default().1.reserve(module);
        }
    }
    let mut places = BTreeMap::new();
    for (name, span) in all {
        let modules = namespace_modules(name.namespace());
        let (types, files) = scopes.entry(modules.clone()).or_default();
        let (rust, collision) = types.add(renames.of_type(name.short()), Role::Type, Some(span));
        if let Some(collision) = collision {
            collisions.push((collision, span, name.0.clone()));
        }
        // The file is called like the type, so it needs no further report. `mod` is the name of the folder's own file.
        let (module, _) = files.add(rust.plain(), Role::Module, Some(span));
        places.insert(name.clone(), TypePlace { modules, module, name: rust });
    }
    places
}

/// `microsoft.graph.callRecords` to `[call_records]`.
fn namespace_modules(namespace: &str) -> Vec<RustName> {
    let below = match namespace.strip_prefix(ROOT_NAMESPACE) {
        Some(rest) if rest.is_empty() || rest.starts_with('.') => rest.trim_start_matches('.'),
        _ => namespace,
    };
    let parts = below.split('.').filter(|part| !part.is_empty()).map(|part| rust_name(part, Role::Module));
    let mut length = 0;
    let fits = |part: &RustName| {
        length += part.plain().len() + 1;
        length <= MAX_NAMESPACE
    };
    parts.take_while(fits).collect()
}

fn plan_models(
    api: &Api,
    models: &Models<'_>,
    places: &BTreeMap<TypeName, TypePlace>,
    collisions: &mut Collisions,
) -> BTreeMap<Vec<RustName>, Vec<Model>> {
    let mut planned: BTreeMap<Vec<RustName>, Vec<Model>> = BTreeMap::new();
    for (name, place) in places {
        let (module, rust) = (place.module.clone(), place.name.clone());
        let model = match (api.types.get(name), api.enums.get(name)) {
            (Some(ty), _) => Model::Struct(models.structure(ty, module, rust, collisions)),
            (None, Some(stated)) => Model::Enum(models.enumeration(stated, module, rust)),
            (None, None) => continue,
        };
        planned.entry(place.modules.clone()).or_default().push(model);
    }
    planned
}

/// One struct for each page with a table of parameters that one of its requests takes.
fn plan_parameters(
    api: &Api,
    models: &Models<'_>,
    collisions: &mut Collisions,
) -> (Vec<Struct>, BTreeMap<String, RustType>) {
    let mut scope = Scope::default();
    let mut files = Scope::default();
    let mut structs = Vec::new();
    let mut types = BTreeMap::new();
    for page in api.pages.values() {
        let takes = |operation: &&crate::model::Operation| {
            operation.body == Some(crate::model::Body::Parameters) && operation.pages.first() == Some(&page.path)
        };
        let (Some(object), Some(_)) = (&page.parameters, api.operations.iter().find(takes)) else { continue };
        let (name, collision) = scope.add(&object.name, Role::Type, Some(page.span));
        if let Some(collision) = collision {
            collisions.push((collision, page.span, object.name.clone()));
        }
        let (module, _) = files.add(name.plain(), Role::Module, None);
        let text = docs::wrap(&format!("Parameters of {}.", docs::code(&page.title)));
        let text = docs::paragraphs([text, models.references(std::slice::from_ref(&page.path))]);
        let parameters = rust_name("parameters", Role::Module);
        types.insert(page.path.clone(), RustType::Model(Path(vec![parameters, name.clone()])));
        structs.push(models.parameters(&object.properties, name, module, text, collisions));
    }
    (structs, types)
}

/// The facts of each page, in files by the first word of the page's name; and the constant of each page.
fn plan_pages(
    api: &Api,
    links: &Links<'_>,
    options: &PlanOptions<'_>,
) -> (BTreeMap<RustName, Vec<Page>>, BTreeMap<String, RustName>) {
    let mut scope = Scope::default();
    let mut files: BTreeMap<RustName, Vec<Page>> = BTreeMap::new();
    let mut names = BTreeMap::new();
    for page in api.pages.values() {
        let slug = page.path.rsplit('/').next().unwrap_or(&page.path).trim_end_matches(".md");
        let (name, _) = scope.add(slug, Role::Constant, None);
        names.insert(page.path.clone(), name.clone());
        let file = rust_name(slug.split(['-', '_']).next().unwrap_or(slug), Role::Module);
        files.entry(file).or_default().push(plan_page(page, name, links, options));
    }
    (files, names)
}

fn plan_page(page: &OperationPage, name: RustName, links: &Links<'_>, options: &PlanOptions<'_>) -> Page {
    let title = Doc(vec![crate::model::DocRun::Plain(page.title.clone())]);
    Page {
        name,
        docs: docs::lines(&title, links),
        reference: (options.page_url)(&page.path),
        permissions: page.permissions.clone(),
        query_options: page.query_options.clone(),
        statuses: page.statuses.clone(),
    }
}
