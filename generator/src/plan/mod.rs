//! Plans the generated code: names, modules, order, `Box`, documentation.
//!
//! In: the [`Api`]. Out: the [`Plan`], which emit prints without further decisions, and diagnostics for name collisions.

mod boxes;
mod client;
mod collisions;
mod docs;
mod examples;
mod items;
mod licences;
mod links;
mod models;
pub mod names;
mod nesting;
mod page_names;
mod places;
mod polymorphic;
pub mod replay;
mod requests;
pub mod samples;
pub mod surface;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::areas::{AreaSet, Areas};
use crate::config::{Client, Packages, PageText};
use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::extract::{Caller, HeaderFacts, PermissionFacts};
use crate::model::{Api, OperationPage, TypeName};
use crate::overrides::Renames;

pub use client::{ClientPlan, Cloud};
pub use items::*;

use collisions::Collisions;
use links::Links;
use models::Models;
use names::{Role, RustName, Scope, module_name, rust_name};
use places::{TypePlace, type_places};
use polymorphic::polymorphic;
use requests::Requests;

/// Configuration of the generated code.
pub struct PlanOptions<'a> {
    /// Returns the published address of a page, `api/user-list.md#fragment`.
    pub page_url: &'a (dyn Fn(&str) -> String + Sync),
    /// The address of the documentation site without a trailing slash, for addresses that start with a slash.
    pub site: &'a str,
    /// The root of the service.
    pub base_url: &'a str,
    /// The configuration of the client.
    pub client: &'a Client,
    /// Further roots of the service, by name.
    pub clouds: &'a [(String, String)],
    /// The licence of the pages, whose text is in the comments and the examples.
    pub page_text: &'a PageText,
    /// Whether to plan the tests that replay the examples and send each request.
    pub examples: bool,
    /// The configured names.
    pub renames: &'a Renames,
    /// The areas that are features.
    pub areas: &'a Areas,
}

/// The module of parameter objects.
const PARAMETERS: &str = "parameters";

/// The module of facts of pages.
const PAGES: &str = "pages";

/// Plans the output of `api`.
#[must_use]
pub fn plan(api: &Api, options: &PlanOptions<'_>) -> (Plan, Diagnostics) {
    let mut collisions = Collisions::default();
    let polymorphic = polymorphic(api);
    let places = type_places(api, options.renames, &polymorphic, &mut collisions);
    let paths: BTreeMap<TypeName, Path> = places.iter().map(|(name, place)| (name.clone(), place.path())).collect();
    let type_pages = type_pages(api);
    let links = Links::new(&paths, &type_pages, options.areas, options.page_url, options.site);
    let models = Models {
        api,
        areas: options.areas,
        paths: &paths,
        derived: places.iter().filter_map(|(name, place)| Some((name, place.derived.as_ref()?))).collect(),
        links: &links,
        renames: options.renames,
        polymorphic: &polymorphic,
        bodies: polymorphic::bodies(api),
        boxed: boxes::boxed(api),
    };
    let planned = plan_models(api, &models, &places, &mut collisions);
    let (pages, page_names) = plan_pages(api, options, &mut collisions);
    let (parameters, parameter_types) = plan_parameters(api, &models, &mut collisions);
    let requests = Requests { models: &models, pages: &page_names, parameters: &parameter_types };
    let requests = requests::requests(api, &requests, &mut collisions);
    let samples = samples::samples(api, options, &planned, &requests);
    let deep = nesting::deepest(&planned);
    let mut plan = Plan {
        recursion_limit: deep.as_ref().map(|deep| deep.limit),
        version: api.version.clone(),
        areas: options.areas.list().collect(),
        models: planned,
        parameters,
        requests,
        pages,
        examples: examples::files(api, options.areas, options.page_text.descriptions),
        samples,
        licences: licences::lines(options.page_text, options.client.packages == Packages::Embedded),
        client: client::client(options),
        replay: None,
        calls: None,
    };
    plan.replay = options.examples.then(|| replay::replay(api, &plan, &paths));
    plan.calls = options.examples.then(|| replay::calls(api, &plan));
    let mut diagnostics = collisions.report();
    diagnostics.extend(deep.map(|deep| report_deep(api, &deep)).unwrap_or_default());
    (plan, diagnostics)
}

/// Returns the leading page of each type and enum.
fn type_pages(api: &Api) -> BTreeMap<TypeName, &str> {
    let types = api.types.values().map(|ty| (&ty.name, &ty.pages));
    let all = types.chain(api.enums.values().map(|stated| (&stated.name, &stated.pages)));
    all.filter_map(|(name, pages)| Some((name.clone(), pages.first()?.as_str()))).collect()
}

fn report_deep(api: &Api, deep: &nesting::Deep) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    if let Some(ty) = api.types.get(&TypeName(deep.odata_type.clone())) {
        let message = format!("values of `{}` nest deeper than the recursion limit of rustc", deep.odata_type);
        let limit = format!("crates that use the bindings need `#![recursion_limit = \"{}\"]`", deep.limit);
        diagnostics.push(Diagnostic::new(lint::DEEP_NESTING, ty.span, message).hint(limit));
    }
    diagnostics
}

fn plan_models(
    api: &Api,
    models: &Models<'_>,
    places: &BTreeMap<TypeName, TypePlace>,
    collisions: &mut Collisions,
) -> BTreeMap<Vec<RustName>, Vec<Model>> {
    let named: Vec<_> = places.iter().collect();
    let all: Vec<_> = named
        .par_iter()
        .map(|(name, place)| {
            let (module, rust) = (place.module.clone(), place.name.clone());
            let mut found = Collisions::default();
            let model = match (api.types.get(*name), api.enums.get(*name)) {
                (Some(ty), _) => Some(Model::Struct(models.structure(ty, module, rust, &mut found))),
                (None, Some(stated)) => Some(Model::Enum(models.enumeration(stated, module, rust, &mut found))),
                (None, None) => None,
            };
            (model, found)
        })
        .collect();
    let mut planned: BTreeMap<Vec<RustName>, Vec<Model>> = BTreeMap::new();
    for ((_, place), (model, found)) in named.into_iter().zip(all) {
        collisions.extend(found);
        if let Some(model) = model {
            planned.entry(place.modules.clone()).or_default().push(model);
        }
    }
    planned
}

/// Plans one struct for each page whose table of parameters is the body of a request.
fn plan_parameters(
    api: &Api,
    models: &Models<'_>,
    collisions: &mut Collisions,
) -> (BTreeMap<String, Struct>, BTreeMap<String, RustType>) {
    let mut scope = Scope::default();
    let mut files = Scope::default();
    let mut structs = BTreeMap::new();
    let mut types = BTreeMap::new();
    let mut taken: BTreeMap<&str, AreaSet> = BTreeMap::new();
    for (index, operation) in api.operations.iter().enumerate() {
        if let Some(page) = api.parameter_page(operation) {
            let areas = taken.entry(&page.path).or_default();
            *areas = areas.union(models.areas.of_request(index));
        }
    }
    for page in api.pages.values() {
        let (Some(object), Some(areas)) = (&page.parameters, taken.get(page.path.as_str())) else { continue };
        let (name, collision) = scope.add(&object.name, Role::Type, Some(page.span));
        collisions.note(collision, page.span, &object.name);
        let file = module_name(name.plain(), PARAMETERS);
        let (module, _) = files.add(file.plain(), Role::Module, None);
        let title = if page.title.trim().is_empty() { slug(page) } else { &page.title };
        let text = docs::wrap(&format!("Parameters of {}.", docs::code(title)));
        let text = docs::paragraphs([text, models.references(std::slice::from_ref(&page.path))]);
        let parameters = rust_name(PARAMETERS, Role::Module);
        types.insert(page.path.clone(), RustType::Model(Path(vec![parameters, name.clone()])));
        let object = models.parameters(&object.properties, name, module, text, *areas, collisions);
        structs.insert(page.path.clone(), object);
    }
    (structs, types)
}

/// Plans the facts of each page, in files by the first word of the page's name, and the constant of each page.
fn plan_pages(
    api: &Api,
    options: &PlanOptions<'_>,
    collisions: &mut Collisions,
) -> (BTreeMap<RustName, PageFile>, BTreeMap<String, RustName>) {
    let mut scope = Scope::default();
    let mut named = Vec::new();
    let page_areas = page_areas(api, options.areas);
    for page in api.pages.values() {
        let (name, collision) = scope.add(slug(page), Role::Constant, Some(page.span));
        collisions.note(collision, page.span, &page.path);
        named.push((page, name));
    }
    let planned: Vec<_> = named
        .par_iter()
        .map(|(page, name)| {
            let slug = slug(page);
            let file = module_name(slug.split(['-', '_']).next().unwrap_or(slug), PAGES);
            (file, plan_page(page, name.clone(), options))
        })
        .collect();
    let mut files: BTreeMap<RustName, Vec<(AreaSet, Page)>> = BTreeMap::new();
    let mut names = BTreeMap::new();
    for ((page, name), (file, planned)) in named.into_iter().zip(planned) {
        let areas = page_areas.get(page.path.as_str()).copied().unwrap_or_else(|| options.areas.all());
        files.entry(file).or_default().push((areas, planned));
        names.insert(page.path.clone(), name);
    }
    (files.into_iter().map(|(name, pages)| (name, page_file(pages, options.areas))).collect(), names)
}

/// Returns the file name of a page without its extension.
fn slug(page: &OperationPage) -> &str {
    slug_of(&page.path)
}

fn slug_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md")
}

/// Returns the areas of the requests of each page.
fn page_areas<'a>(api: &'a Api, areas: &Areas) -> BTreeMap<&'a str, AreaSet> {
    let mut of_pages: BTreeMap<&str, AreaSet> = BTreeMap::new();
    for (index, operation) in api.operations.iter().enumerate() {
        for page in &operation.pages {
            let own = of_pages.entry(page).or_default();
            *own = own.union(areas.of_request(index));
        }
    }
    of_pages
}

fn page_file(pages: Vec<(AreaSet, Page)>, areas: &Areas) -> PageFile {
    let around = pages.iter().fold(AreaSet::default(), |all, (own, _)| all.union(*own));
    let pages = pages.into_iter().map(|(own, page)| Page { gate: areas.gate(own, around), ..page });
    PageFile { gate: areas.gate(around, areas.all()), pages: pages.collect() }
}

fn plan_page(page: &OperationPage, name: RustName, options: &PlanOptions<'_>) -> Page {
    Page {
        gate: Gate::default(),
        path: page.path.clone(),
        name,
        docs: if page.title.trim().is_empty() { vec![docs::code(&page.path)] } else { docs::plain(&page.title) },
        reference: (options.page_url)(&page.path),
        allowed: page.permissions.iter().map(allowed).collect(),
        headers: page.headers.iter().filter_map(header).collect(),
        query_options: page.query_options.clone(),
        statuses: page.statuses.clone(),
        errors: page.errors.clone(),
        deprecated: page.deprecated.as_deref().map(docs::note),
    }
}

/// Headers of every request, which the token source and the transport add.
const OF_EVERY_REQUEST: [&str; 4] = ["authorization", "content-length", "host", "user-agent"];

/// Headers with a media type. Two thirds of all pages list them with JSON, which is the default.
const MEDIA_TYPES: [&str; 2] = ["accept", "content-type"];

/// Formats a header as `ConsistencyLevel: eventual`, or as its name if the page documents no value or several. Returns `None` for a header
/// that needs no mention.
fn header(facts: &HeaderFacts) -> Option<String> {
    let is_one_of = |names: &[&str]| names.iter().any(|name| facts.name.eq_ignore_ascii_case(name));
    let fixed = facts.fixed.as_deref();
    let is_json = fixed.is_none_or(|value| value.eq_ignore_ascii_case("application/json"));
    if is_one_of(&OF_EVERY_REQUEST) || is_json && is_one_of(&MEDIA_TYPES) {
        return None;
    }
    // A name consists of letters, digits and `-`, and a value has no white space, so neither is ambiguous.
    Some(fixed.map_or_else(|| facts.name.clone(), |value| format!("{}: {value}", facts.name)))
}

/// Formats permissions as `work: A.Read | B.Read + C.Read; when this applies`.
///
/// A name keeps only letters, digits, `.`, `_` and `-`, and a condition has no line breaks, so neither is ambiguous.
fn allowed(facts: &PermissionFacts) -> String {
    let caller = match facts.caller {
        Caller::DelegatedWork => "work",
        Caller::DelegatedPersonal => "personal",
        Caller::Application => "application",
    };
    let is_plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let name = |name: &String| name.chars().filter(is_plain).collect::<String>();
    let together = |all: &Vec<String>| all.iter().map(name).collect::<Vec<_>>().join(" + ");
    let alternatives = facts.permissions.iter().map(together).collect::<Vec<_>>().join(" | ");
    let condition = facts.condition.as_deref().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    let condition = condition.map(|text| format!("; {text}")).unwrap_or_default();
    format!("{caller}: {alternatives}{condition}").trim_end().to_owned()
}
