//! The introduction to a crate: samples of how a program lists, reads, creates and updates entities.
//!
//! In: the planned models and requests. Out: [`Introduction`]. The requests are those of one module, chosen by `rank`, so that the samples
//! need the features of one area only.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use docbindgen_runtime::runtime::{ME, Path as RequestPath};

use crate::areas::{AreaSet, Gate};
use crate::model::{Api, OperationKind, ParameterLocation, Property, TypeName};
use crate::odata::Method;

use super::items::{BodyPlan, Field, Function, Model, Module, Path, Piece, ResponsePlan, RustType, Struct};
use super::names::{Role, RustName, rust_name};
use super::{PlanOptions, places};

/// The samples of the introduction. A reference without such a request has fewer of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Introduction {
    /// The features of which one must be on.
    pub gate: Gate,
    /// Whether one of these features is on by default.
    pub default: bool,
    /// The name of the client.
    pub client: RustName,
    /// Reads a list.
    pub list: Option<ListSample>,
    /// Reads one entity.
    pub get: Option<Sample>,
    /// Creates an entity.
    pub create: Option<Sample>,
    /// Changes an entity.
    pub update: Option<Sample>,
    /// Reads something of the signed-in user.
    pub me: Option<MeSample>,
}

/// A call of a request function, and a text property of the type that it sends or returns.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// The function.
    pub call: Call,
    /// The index of its operation.
    pub operation: usize,
    /// The type.
    pub model: Path,
    /// The field of the property.
    pub field: RustName,
    /// The constant of the property.
    pub constant: RustName,
}

/// A call of a function that lists entities.
#[derive(Debug, Clone, PartialEq)]
pub struct ListSample {
    /// The call.
    pub sample: Sample,
    /// Whether the page documents `$select`.
    pub select: bool,
    /// Whether the page documents `$filter`, and operators for the property.
    pub filter: bool,
    /// Whether the page documents `$top`.
    pub top: bool,
}

/// A call of a request function.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The modules below `requests`, and the function.
    pub path: Vec<RustName>,
    /// The arguments.
    pub arguments: Vec<String>,
}

/// A reference with two paths to the signed-in user: by the user's ID, and without one.
#[derive(Debug, Clone, PartialEq)]
pub struct MeSample {
    /// The function that takes an ID.
    pub path: Vec<RustName>,
    /// The module of the requests that take no ID.
    pub module: RustName,
}

impl Introduction {
    /// Returns whether a sample names a model.
    #[must_use]
    pub fn name_models(&self) -> bool {
        self.list.as_ref().is_some_and(|list| list.select || list.filter)
            || self.create.is_some()
            || self.update.is_some()
    }
}

/// A function with the modules that it is in.
struct Placed<'p> {
    modules: Vec<RustName>,
    function: &'p Function,
    /// The number of functions in its module and the submodules.
    around: usize,
}

/// The samples that the functions of one module allow.
#[derive(Default)]
struct Family<'p> {
    list: Option<&'p Placed<'p>>,
    get: Option<&'p Placed<'p>>,
    create: Option<&'p Placed<'p>>,
    update: Option<&'p Placed<'p>>,
}

/// The input of the rules.
struct Sources<'a> {
    api: &'a Api,
    options: &'a PlanOptions<'a>,
    /// The property of each type that samples set and print.
    texts: BTreeMap<Path, (&'a Field, &'a Property)>,
}

/// Returns the introduction for an API.
pub fn introduction(
    api: &Api,
    options: &PlanOptions<'_>,
    models: &BTreeMap<Vec<RustName>, Vec<Model>>,
    requests: &Module,
) -> Option<Introduction> {
    let sources = Sources { api, options, texts: texts(api, models) };
    let mut all = Vec::new();
    collect(requests, &[], &mut all);
    let mut families: BTreeMap<(&[RustName], AreaSet, &Path), Family<'_>> = BTreeMap::new();
    for placed in all.iter().filter(|placed| is_simple(placed.function)) {
        if let Some((kind, model)) = sources.kind(placed.function) {
            let own = options.areas.of_request(placed.function.operation);
            let family = families.entry((&placed.modules, own, model)).or_default();
            let member = match kind {
                Kind::List => &mut family.list,
                Kind::Get => &mut family.get,
                Kind::Create => &mut family.create,
                Kind::Update => &mut family.update,
            };
            member.get_or_insert(placed);
        }
    }
    let ranked = families.iter().max_by_key(|((_, own, _), family)| rank(&sources, *own, family, &all));
    let ((_, own, model), family) = ranked?;
    let sample = |placed: &&Placed<'_>| sources.sample(placed, model);
    Some(Introduction {
        gate: options.areas.gate(*own, options.areas.all()),
        default: sources.is_default(*own),
        client: super::client::client(options).name,
        list: family.list.and_then(|placed| sources.list(placed, model)),
        get: family.get.as_ref().and_then(sample),
        create: family.create.as_ref().and_then(sample),
        update: family.update.as_ref().and_then(sample),
        me: family.get.and_then(|placed| me(placed, &all)),
    })
}

/// The rank of the requests of a module. The parts are compared in order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    default: bool,
    samples: usize,
    depth: Reverse<usize>,
    query_options: usize,
    around: usize,
}

/// Ranks the requests of a module: those that are available by default first, then those that allow more samples, are less nested, document
/// more query options, and have more requests around them. The last one of equal rank is taken.
fn rank(sources: &Sources<'_>, own: AreaSet, family: &Family<'_>, all: &[Placed<'_>]) -> Rank {
    let members = [family.list, family.get, family.create, family.update];
    let members: Vec<&Placed<'_>> = members.into_iter().flatten().collect();
    let explains_me = family.get.is_some_and(|placed| me(placed, all).is_some());
    let first = members.first();
    Rank {
        default: sources.is_default(own),
        samples: members.len() + usize::from(explains_me),
        depth: Reverse(first.map_or(0, |placed| placed.modules.len())),
        query_options: family.list.map_or(0, |placed| sources.query_options(placed.function).len()),
        around: first.map_or(0, |placed| placed.around),
    }
}

enum Kind {
    List,
    Get,
    Create,
    Update,
}

/// Returns the property of each type that samples set and print, if it has one.
pub(super) fn texts<'a>(
    api: &'a Api,
    models: &'a BTreeMap<Vec<RustName>, Vec<Model>>,
) -> BTreeMap<Path, (&'a Field, &'a Property)> {
    let mut frequencies: BTreeMap<&str, usize> = BTreeMap::new();
    for property in api.types.values().flat_map(|ty| &ty.properties) {
        *frequencies.entry(&property.name).or_default() += 1;
    }
    let root = rust_name(places::ROOT, Role::Module);
    let all = models.iter().flat_map(|(modules, list)| list.iter().map(move |model| (modules, model)));
    all.filter_map(|(modules, model)| match model {
        Model::Struct(plan) => {
            let path = [&root].into_iter().chain(modules).chain([&plan.name]).cloned().collect();
            Some((Path(path), text(api, plan, &frequencies)?))
        }
        Model::Enum(_) => None,
    })
    .collect()
}

/// Returns the property of a type that samples set and print: a text, available wherever the type is, which programs may see and set.
/// One whose name ends in `name` is preferred, then one that more types of the reference have, then the first.
fn text<'a>(api: &'a Api, plan: &'a Struct, frequencies: &BTreeMap<&str, usize>) -> Option<(&'a Field, &'a Property)> {
    let name = TypeName(plan.odata_type.clone());
    let key = api.ancestors(&name).find_map(|ty| ty.key.as_deref()).unwrap_or("id");
    let mut properties: BTreeMap<&str, &Property> = BTreeMap::new();
    for property in api.ancestors(&name).flat_map(|owner| &owner.properties) {
        properties.entry(&property.name).or_insert(property);
    }
    let usable = |field: &&Field| {
        let is_text = field.ty == RustType::String && !field.secret && field.wire != key;
        is_text && field.deprecated.is_none() && field.gate.is_open()
    };
    let fields = plan.fields.iter().filter(usable);
    let fields = fields.filter_map(|field| Some((field, *properties.get(field.wire.as_str())?)));
    let fields = fields.filter(|(_, property)| !property.read_only).enumerate();
    let named = |field: &Field| field.wire.to_lowercase().ends_with("name");
    let frequency = |field: &Field| frequencies.get(field.wire.as_str()).copied();
    let best = fields.max_by_key(|(index, (field, _))| (named(field), frequency(field), Reverse(*index)));
    best.map(|(_, found)| found)
}

/// Adds the functions of a module and its submodules; returns their number.
fn collect<'p>(module: &'p Module, path: &[RustName], out: &mut Vec<Placed<'p>>) -> usize {
    let first = out.len();
    out.extend(module.functions.iter().map(|function| Placed { modules: path.to_vec(), function, around: 0 }));
    let own = out.len();
    let mut around = module.functions.len();
    for (name, child) in &module.modules {
        let path: Vec<RustName> = path.iter().chain([name]).cloned().collect();
        around += collect(child, &path, out);
    }
    out[first..own].iter_mut().for_each(|placed| placed.around = around);
    around
}

/// Returns whether all arguments of a function are IDs in its path.
fn is_simple(function: &Function) -> bool {
    let is_id = |argument: &super::Argument| {
        argument.location == ParameterLocation::Segment
            && argument.ty == RustType::String
            && !argument.optional
            && !argument.nullable
    };
    function.deprecated.is_none() && function.query.is_empty() && function.arguments.iter().all(is_id)
}

impl Sources<'_> {
    /// Returns the sample that a function is for, and the type with a text property that it sends or returns.
    fn kind<'p>(&self, function: &'p Function) -> Option<(Kind, &'p Path)> {
        let (kind, ty) = match (&self.api.operations.get(function.operation)?.kind, &function.body, &function.response)
        {
            (OperationKind::List, None, ResponsePlan::Collection(ty)) => (Kind::List, ty),
            (OperationKind::Get, None, ResponsePlan::Value(ty)) => (Kind::Get, ty),
            (OperationKind::Create, Some(BodyPlan::Json(ty)), _) => (Kind::Create, ty),
            (OperationKind::Update, Some(BodyPlan::Json(ty)), _) => (Kind::Update, ty),
            _ => return None,
        };
        let RustType::Model(path) = ty else { return None };
        self.texts.get(path).map(|_| (kind, path))
    }

    /// Returns whether one of the areas is on by default, or there are no areas.
    fn is_default(&self, own: AreaSet) -> bool {
        let areas = self.options.areas;
        let gate = areas.gate(own, areas.all());
        gate.is_open() || areas.list().any(|area| area.default && gate.0.contains(&area.name))
    }

    /// Returns the query options that the pages of a function document.
    fn query_options(&self, function: &Function) -> Vec<&str> {
        let pages = self.api.operations.get(function.operation).map(|operation| operation.pages.as_slice());
        let pages = pages.unwrap_or_default().iter().filter_map(|page| self.api.pages.get(page));
        pages.flat_map(|page| &page.query_options).map(String::as_str).collect()
    }

    fn sample(&self, placed: &Placed<'_>, model: &Path) -> Option<Sample> {
        let (field, _) = self.texts.get(model)?;
        Some(Sample {
            call: call(placed),
            operation: placed.function.operation,
            model: model.clone(),
            field: field.name.clone(),
            constant: field.constant.clone(),
        })
    }

    fn list(&self, placed: &Placed<'_>, model: &Path) -> Option<ListSample> {
        let (_, property) = self.texts.get(model)?;
        let documented = self.query_options(placed.function);
        Some(ListSample {
            sample: self.sample(placed, model)?,
            select: documented.contains(&"$select"),
            filter: documented.contains(&"$filter") && !property.filter.is_empty(),
            top: documented.contains(&"$top"),
        })
    }
}

fn call(placed: &Placed<'_>) -> Call {
    let id = |argument: &super::Argument| argument.name.plain().replace('_', "-");
    Call { path: path(placed), arguments: placed.function.arguments.iter().map(id).collect() }
}

fn path(placed: &Placed<'_>) -> Vec<RustName> {
    placed.modules.iter().chain([&placed.function.name]).cloned().collect()
}

/// Returns how a function reads something of the signed-in user, if the runtime replaces its argument by a path that the reference
/// documents too.
fn me(placed: &Placed<'_>, all: &[Placed<'_>]) -> Option<MeSample> {
    let [Piece::Literal(start), Piece::Argument(0)] = placed.function.path.as_slice() else { return None };
    let own = RequestPath::new().lit(start).seg(ME).build().ok()?.to_owned();
    let reads = |other: &&Placed<'_>| other.function.method == super::requests::method(Method::Get);
    let twin = all.iter().filter(reads).find(|other| other.function.template == own)?;
    Some(MeSample { path: path(placed), module: twin.modules.first()?.clone() })
}
