//! Compares the items of pages with the model and the diagnostics.
//!
//! In: the outcome of a run. Out: [`Findings`]: the number of items in the model, the number of items that only a
//! diagnostic names, and the lost items. The reason for skipping a page accounts for all of its items.
//!
//! A row or a member is in the model if the page describes a property, parameter or enum member of its name: one of the page's types or
//! their ancestors, of its enums, of its operations or their bodies. A request line is in the model if an operation has its method and
//! the shape of its path, or if it is an example of an operation. A request to another host is not a part of the API. A row may also name a placeholder in the
//! query of a request line, a property of the elements of a collection, or a member of JSON in a string.
//!
//! A diagnostic names an item if its span touches the item or its message quotes the name. Some lints are about a whole table or fence:
//! [`OF_A_GROUP`].

use std::collections::{BTreeMap, BTreeSet};

use docbindgen::diagnostics::{Diagnostic, FileId};
use docbindgen::model::{Api, Body, Operation, Property, ResponseBody, Type, TypeName, TypeRef};
use docbindgen::odata::Primitive;
use docbindgen::pipeline::{Outcome, PageReport};

use super::reader::{Item, Kind, items};

/// Lints about a whole table or fence. They name each of its items.
pub const OF_A_GROUP: [&str; 4] = ["unread-table", "unused-table", "unused-fence", "broken-json"];

/// A lost item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    pub page: String,
    pub line: usize,
    pub kind: Kind,
    pub name: String,
}

impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let why = match self.kind {
            Kind::Row => "nothing on this page has a property, parameter or member of the name of this row",
            Kind::Request => "no operation has this method and path, and no example of this page is this request",
            Kind::Member => "no type of this page has a property of the name of this JSON member",
        };
        write!(f, "{}:{}: `{}`: {why}, and no diagnostic names it", self.page, self.line, self.name)
    }
}

/// The results for all items.
#[derive(Debug, Default)]
pub struct Findings {
    /// The number of items in the model.
    pub in_model: usize,
    /// The number of items that only a diagnostic names, by lint; and of those on skipped pages, by reason.
    pub explained: BTreeMap<String, usize>,
    /// The lost items, in order.
    pub missing: Vec<Missing>,
}

/// Looks up the items of all pages.
pub fn findings(outcome: &Outcome) -> Findings {
    let model = Model::new(&outcome.api);
    let pages: BTreeMap<&str, &PageReport> =
        outcome.report.pages.iter().map(|page| (page.path.as_str(), page)).collect();
    let mut diagnostics: BTreeMap<FileId, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in outcome.diagnostics.list() {
        if let Some(span) = diagnostic.span {
            diagnostics.entry(span.file).or_default().push(diagnostic);
        }
    }
    let mut out = Findings::default();
    for (file, source) in outcome.sources.iter() {
        // The path of a page is below the folder of its version.
        let path = source.path.as_str();
        let ends = path.match_indices('/').map(|(slash, _)| &path[slash + 1..]);
        let Some(page) = std::iter::once(path).chain(ends).find_map(|end| pages.get(end)) else { continue };
        let found = diagnostics.get(&file).map_or(&[][..], Vec::as_slice);
        for item in items(&source.text) {
            let explains = if let Some(reason) = page.skipped {
                format!("{reason:?}")
            } else if model.has(&page.path, &item, &source.text) {
                out.in_model += 1;
                continue;
            } else if let Some(diagnostic) = found.iter().find(|diagnostic| names(diagnostic, &item)) {
                diagnostic.lint.id.to_owned()
            } else {
                let line = source.text[..item.line.start].matches('\n').count() + 1;
                out.missing.push(Missing { page: path.to_owned(), line, kind: item.kind, name: item.name });
                continue;
            };
            *out.explained.entry(explains).or_default() += 1;
        }
    }
    out
}

/// Returns whether a diagnostic of the same page names an item.
fn names(diagnostic: &Diagnostic, item: &Item) -> bool {
    let Some(span) = diagnostic.span else { return false };
    let touches =
        |range: &std::ops::Range<usize>| span.start < range.end.max(range.start + 1) && range.start < span.end;
    touches(&item.at)
        || diagnostic.message.contains(&format!("`{}`", item.name))
        || (OF_A_GROUP.contains(&diagnostic.lint.id) && touches(&item.group))
}

/// The contents of the model, by page.
struct Model<'a> {
    names: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// The shapes of operations, by method.
    operations: BTreeMap<&'a str, BTreeSet<String>>,
    /// Normalized names of path and query parameters.
    parameters: BTreeMap<&'a str, BTreeSet<String>>,
    /// The shapes of the operations of each page, without function arguments.
    calls: BTreeSet<(&'a str, &'a str, String)>,
    /// The types of each page.
    types: BTreeMap<&'a str, Vec<&'a Type>>,
    examples: BTreeSet<(&'a str, String)>,
    /// The types that the operations of each page send and receive.
    moved: BTreeMap<&'a str, BTreeSet<&'a TypeName>>,
    /// The types that declare a property of a name.
    declaring: BTreeMap<&'a str, Vec<&'a Type>>,
    api: &'a Api,
}

impl<'a> Model<'a> {
    fn new(api: &'a Api) -> Self {
        let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut declaring: BTreeMap<&str, Vec<&Type>> = BTreeMap::new();
        let mut types: BTreeMap<&str, Vec<&Type>> = BTreeMap::new();
        for ty in api.types.values() {
            for property in ty.properties.iter().chain(&ty.navigation) {
                declaring.entry(&property.name).or_default().push(ty);
            }
            for page in &ty.pages {
                names.entry(page).or_default().extend(line(api, &ty.name));
                types.entry(page.as_str()).or_default().push(ty);
            }
            // A table of derived types names them.
            for ancestor in api.ancestors(&ty.name).skip(1) {
                for page in &ancestor.pages {
                    names.entry(page).or_default().insert(ty.name.short());
                }
            }
        }
        for stated in api.enums.values() {
            for page in &stated.pages {
                names.entry(page).or_default().extend(stated.members.iter().map(|member| member.name.as_str()));
            }
        }
        let mut taken: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (path, page) in &api.pages {
            let of_page = page.parameters.iter().flat_map(|object| &object.properties).map(|p| p.name.as_str());
            taken.insert(path, of_page.collect());
            let headers = page.headers.iter().map(|header| header.name.as_str());
            let options = page.query_options.iter().map(String::as_str);
            names.entry(path).or_default().extend(headers.chain(options));
        }
        let mut moved: BTreeMap<&str, BTreeSet<&TypeName>> = BTreeMap::new();
        let mut calls = BTreeSet::new();
        let mut parameters: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        let mut operations: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for operation in &api.operations {
            operations.entry(operation.method.as_str()).or_default().insert(shape(&operation.path));
            for page in &operation.pages {
                let placed = operation.parameters.iter().flat_map(|p| [bare(&p.name), bare(&p.placeholder)]);
                parameters.entry(page.as_str()).or_default().extend(placed);
                calls.insert((page.as_str(), operation.method.as_str(), without_arguments(&shape(&operation.path))));
                let names = names.entry(page).or_default();
                names.extend(operation.pages.iter().filter_map(|page| taken.get(page.as_str())).flatten());
                names.extend(types_of(operation).flat_map(|ty| line(api, ty)));
                names.extend(types_of(operation).filter_map(|ty| value_type(api, ty)).flat_map(|ty| line(api, ty)));
                moved.entry(page).or_default().extend(types_of(operation));
            }
        }
        // Requests to another host belong to no operation, and are examples all the same.
        let examples = api.examples.iter().filter(|example| example.matched.is_some() || example.elsewhere);
        let examples = examples.filter_map(|example| {
            let request = example.facts.request.as_ref()?;
            Some((example.page.as_str(), format!("{} {}", request.method, request.url)))
        });
        Model { names, operations, parameters, calls, types, examples: examples.collect(), moved, declaring, api }
    }

    /// Returns whether a type of the page, or the type of the enclosing member, has the member. The names in a dictionary (an open type
    /// without properties) are chosen by callers, and the members of an untyped value are not declared anywhere: both have every member.
    fn member(&self, page: &str, item: &Item) -> bool {
        let mut owners: Vec<&Type> = self.types.get(page).cloned().unwrap_or_default();
        for parent in &item.parents {
            let found = owners.iter().flat_map(|ty| properties(self.api, &ty.name)).filter(|p| p.name == *parent);
            let found: Vec<&TypeRef> = found.map(|property| property.ty.element()).collect();
            if found.contains(&&TypeRef::UNTYPED) || found.is_empty() && owners.iter().any(|ty| is_dictionary(ty)) {
                return true;
            }
            let names: BTreeSet<&TypeName> = found.into_iter().filter_map(named).collect();
            let is = |ty: &&Type| self.api.ancestors(&ty.name).any(|above| names.contains(&above.name));
            owners = self.api.types.values().filter(is).collect();
        }
        owners.iter().any(|ty| is_dictionary(ty) || properties(self.api, &ty.name).any(|p| p.name == item.name))
    }

    /// Returns whether the page names a type with this property that derives from the type its requests send or receive. Pages that share a
    /// request have the common ancestor in the model.
    fn derived_has(&self, page: &str, name: &str, text: &str) -> bool {
        let Some(moved) = self.moved.get(page) else { return false };
        let mut declaring = self.declaring.get(name).into_iter().flatten();
        let lower = text.to_lowercase();
        let derives =
            |ty: &Type| moved.iter().any(|ancestor| self.api.ancestors(&ty.name).any(|above| above.name == **ancestor));
        declaring.any(|ty| derives(ty) && lower.contains(&ty.name.short().to_lowercase()))
    }

    /// Returns whether the types that the page's requests send or receive have a collection whose elements have this property.
    fn element_has(&self, page: &str, name: &str) -> bool {
        let moved = self.moved.get(page).into_iter().flatten();
        let lists = moved.flat_map(|ty| properties(self.api, ty)).filter(|p| matches!(p.ty, TypeRef::Collection(_)));
        lists.filter_map(|list| named(&list.ty)).any(|element| line(self.api, element).any(|own| own == name))
    }

    /// Returns whether a heading above a row ends with the name of a string property of the page's types: the row is about JSON in the string.
    fn is_inside_string(&self, page: &str, item: &Item) -> bool {
        let types = self.types.get(page).into_iter().flatten();
        let is_string = |property: &&Property| *property.ty.element() == TypeRef::Primitive(Primitive::String);
        let mut strings = types.flat_map(|ty| properties(self.api, &ty.name)).filter(is_string);
        strings.any(|property| item.parents.iter().any(|word| word.eq_ignore_ascii_case(&property.name)))
    }

    fn has(&self, page: &str, item: &Item, text: &str) -> bool {
        match item.kind {
            Kind::Member => self.member(page, item),
            Kind::Row => {
                let own = self.names.get(page).is_some_and(|names| names.contains(item.name.as_str()));
                let parameter = self.parameters.get(page).is_some_and(|names| names.contains(&bare(&item.name)));
                let in_query = queries(text).any(|query| query.contains(&format!("{{{}}}", item.name)));
                own || parameter
                    || in_query
                    || self.derived_has(page, &item.name, text)
                    || self.element_has(page, &item.name)
                    || self.is_inside_string(page, item)
            }
            Kind::Request => {
                let (method, url) = request(&item.name);
                let shape = shape(url);
                self.calls.contains(&(page, method, without_arguments(&shape)))
                    || self.operations.get(method).is_some_and(|known| has_shape(known, &shape))
                    || self.examples.contains(&(page, format!("{method} {url}")))
                    || is_of_another_service(url)
            }
        }
    }
}

/// Returns whether a URL names a host that is not the service's. Placeholders in braces are not names.
fn is_of_another_service(url: &str) -> bool {
    let host = url.split_once("://").and_then(|(_, rest)| rest.split('/').next());
    host.is_some_and(|host| !host.contains('{') && !host.to_lowercase().ends_with("graph.microsoft.com"))
}

/// Returns whether a type is open and declares no property.
fn is_dictionary(ty: &Type) -> bool {
    ty.is_open && ty.properties.is_empty() && ty.navigation.is_empty()
}

/// Returns the value type of a dictionary.
fn value_type<'a>(api: &'a Api, dictionary: &TypeName) -> Option<&'a TypeName> {
    match api.types.get(dictionary)?.values.as_ref()?.element() {
        TypeRef::Type(name) => Some(name),
        _ => None,
    }
}

/// Returns the properties of a type and its ancestors.
fn properties<'a>(api: &'a Api, ty: &TypeName) -> impl Iterator<Item = &'a Property> {
    api.ancestors(ty).flat_map(|ty| ty.properties.iter().chain(&ty.navigation))
}

/// Returns the names of these properties.
fn line<'a>(api: &'a Api, ty: &TypeName) -> impl Iterator<Item = &'a str> {
    properties(api, ty).map(|property| property.name.as_str())
}

/// Returns the types of an operation's request body and response.
fn types_of(operation: &Operation) -> impl Iterator<Item = &TypeName> {
    let sent = match &operation.body {
        Some(Body::Value(ty)) => named(ty),
        Some(Body::Partial(name)) => Some(name),
        _ => None,
    };
    let received = match &operation.response {
        ResponseBody::Value(ty) | ResponseBody::Collection(ty) | ResponseBody::Scalar(ty) => named(ty),
        _ => None,
    };
    sent.into_iter().chain(received)
}

fn named(ty: &TypeRef) -> Option<&TypeName> {
    match ty.element() {
        TypeRef::Type(name) => Some(name),
        _ => None,
    }
}

/// Returns method and URL of a request line.
fn request(line: &str) -> (&str, &str) {
    let end = line.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(line.len());
    let url = line[end..].trim();
    let version = url.rfind(char::is_whitespace).filter(|at| url[*at..].trim_start().starts_with("HTTP/"));
    (&line[..end], url[..version.unwrap_or(url.len())].trim())
}

/// Returns the queries of the request lines of a page.
fn queries(text: &str) -> impl Iterator<Item = &str> {
    let requests =
        text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()) && line.contains(" /"));
    requests.filter_map(|line| Some(line.split_once('?')?.1))
}

/// Returns a lower-case path without host, version and query, with `*` for placeholders.
fn shape(url: &str) -> String {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest.find('/').map_or("", |slash| &rest[slash..]));
    let path = ["/v1.0/", "/beta/"].into_iter().find_map(|v| path.strip_prefix(v)).unwrap_or(path);
    let mut out = String::new();
    let mut open = 0_usize;
    for c in path.trim_matches('/').chars() {
        match c {
            '{' | '<' => {
                open += 1;
                if open == 1 {
                    out.push('*');
                }
            }
            '}' | '>' => open = open.saturating_sub(1),
            '?' if open == 0 => break,
            c if open == 0 => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    let segments = out.split('/').map(|segment| {
        let alternative = segment.split(" | ").next().unwrap_or(segment);
        if alternative.starts_with('(') { "*" } else { alternative.trim_end_matches('[') }
    });
    segments.collect::<Vec<_>>().join("/").trim_end_matches('/').to_owned()
}

/// Returns whether a path matches one of these shapes.
fn has_shape(known: &BTreeSet<String>, shape: &str) -> bool {
    let fits = |known: &str| {
        let (mut open, mut given) = (known.split('/'), shape.split('/'));
        known.matches('/').count() == shape.matches('/').count()
            && open
                .by_ref()
                .zip(given.by_ref())
                .all(|(open, given)| open == given || (open == "*" && !given.is_empty()))
    };
    known.contains(shape) || known.iter().any(|known| fits(known))
}

/// Normalizes a parameter name: a page may write `user-id` for `{userId}`.
fn bare(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// Returns a path without arguments: the table of a function can add arguments to those of the request line.
fn without_arguments(shape: &str) -> String {
    let mut depth = 0_usize;
    let keep = |c: &char| {
        depth += usize::from(*c == '(');
        let keep = depth == 0;
        depth = depth.saturating_sub(usize::from(*c == ')'));
        keep
    };
    shape.chars().filter(keep).collect()
}
