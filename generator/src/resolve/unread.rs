//! Reports rows that the model does not contain.
//!
//! In: the facts of all pages, the [`Api`], and the diagnostics so far. Out: a diagnostic for each row of a property or parameter that is
//! missing from the model, unless an earlier diagnostic has the same position. The check compares facts with the finished model, so it
//! also finds rows that a pass drops unintentionally. It must run last.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, FileId, lint};
use crate::extract::{OperationFacts, PageFacts, PropertyFacts};
use crate::model::{Api, Body, Operation, Property, ResponseBody, Type, TypeName, TypeRef};
use crate::odata::Primitive;

/// Reports the rows of all pages that are missing from the model.
pub fn check(facts: &[PageFacts], api: &Api, diagnostics: &mut Diagnostics) {
    option_properties(facts, api, diagnostics);
    response_members(facts, api, diagnostics);
    let model = Model::new(facts, api);
    let reported: BTreeSet<(FileId, usize)> =
        diagnostics.list().iter().filter_map(|found| found.span).map(|span| (span.file, span.start)).collect();
    for page in facts {
        let of_types =
            page.resources.iter().flat_map(|resource| resource.properties.iter().chain(&resource.navigation));
        let of_bodies = page.operation.iter().flat_map(|operation| &operation.body.rows);
        let of_urls = page.operation.iter().flat_map(in_url);
        let sends_rows = page.operation.as_ref().is_some_and(|operation| !operation.body.rows.is_empty());
        let lists = if sends_rows { model.lists(&page.path) } else { BTreeMap::new() };
        let (mut elements, mut of_elements) = (BTreeSet::new(), BTreeSet::new());
        // A row after a collection may describe a member of its elements.
        let of_bodies = of_bodies.filter(|row| {
            let is_known = of_elements.contains(row.name.as_str());
            for element in lists.get(row.name.as_str()).into_iter().flatten() {
                if elements.insert(*element) {
                    of_elements.extend(model.related.get(element).into_iter().flatten().copied());
                }
            }
            !is_known
        });
        let members = of_types.chain(of_bodies).filter(|row| !model.has_member(&page.path, row));
        for row in members.chain(of_urls.filter(|row| !model.has_parameter(&page.path, row))) {
            // Any object can have annotations (OData JSON §4.6), so types do not declare them.
            let is_annotation = row.name.contains('@') || row.name.starts_with("odata.");
            if is_annotation || reported.contains(&(row.span.file, row.span.start)) {
                continue;
            }
            diagnostics.push(unused(page, row, &model));
        }
    }
}

/// Returns the diagnostic of a row.
fn unused(page: &PageFacts, row: &PropertyFacts, model: &Model<'_>) -> Diagnostic {
    let of_body = page.operation.iter().flat_map(|facts| &facts.body.rows).any(|own| own.span == row.span);
    let (message, hint) = if of_body && model.references.contains(page.path.as_str()) {
        (
            format!("a request whose path ends in `/$ref` sends only a reference, so `{}` is not used", row.name),
            "take `/$ref` out of the request line, or remove the row",
        )
    } else {
        (
            format!("no type or request of the bindings uses `{}`", row.name),
            "write the name as in the request line or in the table of the type, or remove the row",
        )
    };
    Diagnostic::new(lint::UNUSED_ROW, row.span, message).hint(hint)
}

/// Reports properties in tables about query options that no type has.
fn option_properties(facts: &[PageFacts], api: &Api, diagnostics: &mut Diagnostics) {
    let known: BTreeSet<String> = api.types.values().flat_map(names).map(str::to_lowercase).collect();
    let listed = facts.iter().filter_map(|page| page.operation.as_ref()).flat_map(|facts| &facts.option_properties);
    for property in listed.filter(|property| !known.contains(&property.value.to_lowercase())) {
        let message = format!("no type has the property `{}`", property.value);
        let hint = "write the name as in the table of the type, or add it to that table";
        diagnostics.push(Diagnostic::new(lint::UNUSED_ROW, property.span, message).hint(hint));
    }
}

/// Reports tables of response members on pages whose requests return no known type.
fn response_members(facts: &[PageFacts], api: &Api, diagnostics: &mut Diagnostics) {
    for page in facts {
        let Some(response) = page.operation.as_ref().map(|operation| &operation.response) else { continue };
        let Some(span) = response.members_span.filter(|_| !response.members.is_empty()) else { continue };
        let own = api.operations.iter().filter(|operation| operation.pages.contains(&page.path));
        let mut types = own.filter_map(|operation| match &operation.response {
            ResponseBody::Value(ty) | ResponseBody::Collection(ty) | ResponseBody::Scalar(ty) => Some(ty),
            _ => None,
        });
        if types.any(|ty| !matches!(ty.element(), TypeRef::Primitive(Primitive::Untyped))) {
            continue;
        }
        let shown: Vec<String> = response.members.iter().take(5).map(|name| format!("`{name}`")).collect();
        let message = format!("no type has the members of this table: {}", shown.join(", "));
        let hint = "name the type of the response, or describe a type with these members";
        diagnostics.push(Diagnostic::new(lint::UNUSED_ROW, span, message).hint(hint));
    }
}

/// Returns the rows of path, query and function parameters.
fn in_url(operation: &OperationFacts) -> impl Iterator<Item = &PropertyFacts> {
    operation.path_parameters.iter().chain(&operation.function_parameters).chain(&operation.query_parameters)
}

/// The contents of the model, by page.
struct Model<'a> {
    api: &'a Api,
    /// Start positions of the rows of properties and parameters.
    places: BTreeSet<(FileId, usize)>,
    /// Normalized names of query options, of URL parameters and of placeholders in the queries of request lines.
    arguments: BTreeMap<&'a str, BTreeSet<String>>,
    /// Names of action parameters.
    taken: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// The types that the page describes or that its requests send.
    types: BTreeMap<&'a str, BTreeSet<&'a TypeName>>,
    /// The pages whose requests send references.
    references: BTreeSet<&'a str>,
    /// The names of the properties of each type, its ancestors and the types derived from it.
    related: BTreeMap<&'a TypeName, BTreeSet<&'a str>>,
}

impl<'a> Model<'a> {
    fn new(facts: &'a [PageFacts], api: &'a Api) -> Self {
        let mut model = Model {
            api,
            places: BTreeSet::new(),
            arguments: BTreeMap::new(),
            taken: BTreeMap::new(),
            types: BTreeMap::new(),
            references: BTreeSet::new(),
            related: BTreeMap::new(),
        };
        for ty in api.types.values() {
            for property in ty.properties.iter().chain(&ty.navigation) {
                model.property(property);
            }
            for above in api.ancestors(&ty.name) {
                model.related.entry(&above.name).or_default().extend(names(ty));
                model.related.entry(&ty.name).or_default().extend(names(above));
            }
            // The body table of a dictionary lists the properties of one of its values.
            if let Some(TypeRef::Type(value)) = ty.values.as_ref().map(TypeRef::element) {
                model.related.entry(&ty.name).or_default().extend(api.types.get(value).into_iter().flat_map(names));
            }
            for page in &ty.pages {
                model.types.entry(page).or_default().insert(&ty.name);
            }
        }
        for (path, page) in &api.pages {
            page.parameters.iter().flat_map(|object| &object.properties).for_each(|property| model.property(property));
            model.arguments.entry(path).or_default().extend(page.query_options.iter().map(|option| bare(option)));
        }
        for page in facts {
            let requests = page.operation.iter().flat_map(|operation| &operation.requests);
            let values = requests.flat_map(|request| &request.template.query).map(|(_, value)| value.as_str());
            model.arguments.entry(&page.path).or_default().extend(values.flat_map(placeholders).map(bare));
        }
        api.operations.iter().for_each(|operation| model.operation(operation));
        model
    }

    fn property(&mut self, property: &Property) {
        self.places.insert((property.span.file, property.span.start));
    }

    fn operation(&mut self, operation: &'a Operation) {
        let api = self.api;
        let objects = operation.pages.iter().filter_map(|page| api.pages.get(page)?.parameters.as_ref());
        let taken: Vec<&str> = objects.flat_map(|object| &object.properties).map(|row| row.name.as_str()).collect();
        let arguments = operation.parameters.iter().flat_map(|parameter| [&parameter.name, &parameter.placeholder]);
        let arguments: Vec<String> = arguments.map(|name| bare(name)).collect();
        self.places.extend(operation.parameters.iter().map(|parameter| (parameter.span.file, parameter.span.start)));
        for page in &operation.pages {
            if operation.body == Some(Body::Reference) {
                self.references.insert(page);
            }
            self.arguments.entry(page).or_default().extend(arguments.iter().cloned());
            self.taken.entry(page).or_default().extend(&taken);
            self.types.entry(page).or_default().extend(sent(operation));
        }
    }

    fn is_placed(&self, row: &PropertyFacts) -> bool {
        self.places.contains(&(row.span.file, row.span.start))
    }

    /// Returns whether a request of the page has this URL parameter or query option.
    fn has_parameter(&self, page: &str, row: &PropertyFacts) -> bool {
        self.is_placed(row) || self.arguments.get(page).is_some_and(|names| names.contains(&bare(&row.name)))
    }

    /// Returns the collections in the bodies of a page, with the types of their elements.
    fn lists(&self, page: &str) -> BTreeMap<&'a str, BTreeSet<&'a TypeName>> {
        let objects = self.api.pages.get(page).and_then(|page| page.parameters.as_ref());
        let parameters = objects.into_iter().flat_map(|object| &object.properties);
        let types = self.types.get(page).into_iter().flatten().flat_map(|own| self.api.ancestors(own));
        let members = types.flat_map(|ty| ty.properties.iter().chain(&ty.navigation));
        let mut lists: BTreeMap<&str, BTreeSet<&TypeName>> = BTreeMap::new();
        for property in parameters.chain(members) {
            if let (TypeRef::Collection(_), TypeRef::Type(element)) = (&property.ty, property.ty.element()) {
                lists.entry(&property.name).or_default().insert(element);
            }
        }
        lists
    }

    /// Returns whether a type that the page describes or sends has this property.
    ///
    /// Ancestors and derived types count: pages that share a request describe bodies of different derived types.
    fn has_member(&self, page: &str, row: &PropertyFacts) -> bool {
        let name = row.name.as_str();
        if self.is_placed(row) || self.taken.get(page).is_some_and(|names| names.contains(name)) {
            return true;
        }
        let Some(types) = self.types.get(page) else { return false };
        types.iter().any(|own| self.related.get(*own).is_some_and(|names| names.contains(name)))
    }
}

/// Returns the names of a type's own properties.
fn names(ty: &Type) -> impl Iterator<Item = &str> {
    ty.properties.iter().chain(&ty.navigation).map(|property| property.name.as_str())
}

/// Returns the type of an operation's request body.
fn sent(operation: &Operation) -> Option<&TypeName> {
    match operation.body.as_ref()? {
        Body::Partial(name) => Some(name),
        Body::Value(ty) => match ty.element() {
            TypeRef::Type(name) => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the names of the placeholders in the value of a query option.
fn placeholders(value: &str) -> impl Iterator<Item = &str> {
    value.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

/// Normalizes a parameter name: `user-id` and `userId` are the same parameter.
fn bare(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}
