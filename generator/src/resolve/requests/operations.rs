//! Operations: each documented method and path once, however many pages and request lines document it.
//!
//! In: the facts of all pages, types and enums. Out: [`Operation`]s ordered by path and method, and one [`OperationPage`] per page.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::diagnostics::{Diagnostics, Span};
use crate::extract::path::{RequestTemplate, Segment};
use crate::extract::{BodyKind, InvocationKind, OperationFacts, PageFacts, PropertyFacts, RequestFacts};
use crate::model::{
    Body, Doc, Operation, OperationKind, OperationPage, ParameterObject, Property, ResponseBody, TypeName, TypeRef,
};
use crate::odata::{Method, shape};
pub use crate::odata::{OperationKey as Key, operation_key as key, path_shape};

use crate::resolve::context::Context;
use crate::resolve::enums::descriptions::RowContext;
use crate::resolve::enums::synthetic::Synthetic;
use crate::resolve::join;
use crate::resolve::leading::{Leading, Wanted};
use crate::resolve::names::DEFAULT_NAMESPACE;
use crate::resolve::relations;
use crate::resolve::requests::arguments::{overloads, with_function_arguments};
use crate::resolve::requests::bodies;
use crate::resolve::requests::differences::{self, Claims};
use crate::resolve::requests::errors;
use crate::resolve::requests::kinds;
use crate::resolve::requests::literals::write_literals;
use crate::resolve::requests::parameters::{Described, name_parameters};
use crate::resolve::requests::query::{is_custom_option, of_lines};
use crate::resolve::requests::reads;
use crate::resolve::requests::request_lines::{DocumentedRequest, request_lines};
use crate::resolve::requests::responses;
use crate::resolve::requests::spelling::Spelling;
use crate::resolve::requests::success::{Evidence, Success};
use crate::resolve::requests::walk::{Target, Walker};
use crate::resolve::types::properties::resolve_property;
use crate::resolve::types::untyped;
use crate::resolve::words::{camel, capital, is_parameter, singular};

/// A request line on a page.
#[derive(Clone, Copy)]
pub struct RequestLine<'a> {
    /// The page.
    pub page: &'a PageFacts,
    /// The facts of the page.
    pub facts: &'a OperationFacts,
    /// The line.
    pub request: &'a RequestFacts,
    /// Whether it is the request of an example ([`super::request_lines`]).
    pub from_example: bool,
}

/// The request lines that document each operation, with their templates.
pub type RequestLines<'a> = BTreeMap<Key, Vec<(RequestLine<'a>, RequestTemplate)>>;

/// The resolved parameter tables of one page.
pub struct PageTables {
    function: Vec<Property>,
    path: Vec<Property>,
    query: Vec<Property>,
}

impl PageTables {
    /// Returns the row that describes an argument.
    fn row(&self, name: &str) -> Option<&Property> {
        let name = camel(name);
        let mut rows = self.function.iter().chain(&self.path).chain(&self.query);
        rows.find(|property| camel(&property.name).eq_ignore_ascii_case(&name))
    }
}

/// The operations of all pages.
pub struct Resolved {
    /// Operations, ordered by path and method.
    pub operations: Vec<Operation>,
    /// The documentation of their pages, by path.
    pub pages: BTreeMap<String, OperationPage>,
    /// Types whose values paths address by a key.
    pub keyed: BTreeSet<TypeName>,
}

/// Resolves all operations and the documentation of their pages.
pub fn resolve_operations(cx: &Context<'_>, synthetic: &mut Synthetic, diagnostics: &mut Diagnostics) -> Resolved {
    let facts = cx.pages.facts;
    let mut pages = BTreeMap::new();
    let mut tables = BTreeMap::new();
    let mut lines: RequestLines<'_> = BTreeMap::new();
    let mut spelling = Spelling::default();
    spelling.declare(cx.types);
    let stated = request_lines(facts);
    for line in &stated {
        spelling.count(&line.request.template);
    }
    for page in facts {
        let Some(operation) = &page.operation else { continue };
        if operation.requests.is_empty() {
            continue;
        }
        pages.insert(page.path.clone(), describe(page, operation, cx, synthetic, diagnostics));
        let resolved = resolve_tables(page, operation, cx, synthetic);
        crate::resolve::requests::unplaced::report(operation, &resolved.path, diagnostics);
        tables.insert(page.path.clone(), resolved);
    }
    let spelled: Vec<_> = stated
        .par_iter()
        .map(|DocumentedRequest { page, facts, request, .. }| {
            let table = tables.get(&page.path)?;
            let mut found = Diagnostics::default();
            let mut template = with_function_arguments(facts, request, &table.function);
            write_literals(&mut template, facts, &|name| table.row(name), request.span, &mut found);
            spelling.apply(&mut template);
            Some((template, found))
        })
        .collect();
    let templates = stated.iter().zip(&spelled).filter_map(|(line, spelled)| Some((line, &spelled.as_ref()?.0)));
    let explicit: BTreeSet<Key> = templates.map(|(line, template)| key(line.request.method, template)).collect();
    let mut told = BTreeSet::new();
    for (DocumentedRequest { page, facts, request, from_example }, spelled) in stated.iter().zip(spelled) {
        let Some((template, found)) = spelled else { continue };
        // A row applies to all request lines of its page, but is reported once.
        let new = found.list().iter().filter(|diagnostic| told.insert(diagnostic.span));
        new.for_each(|diagnostic| diagnostics.push(diagnostic.clone()));
        let line = RequestLine { page, facts, request, from_example: *from_example };
        for template in overloads(template, |whole| explicit.contains(&key(request.method, whole))) {
            lines.entry(key(request.method, &template)).or_default().push((line, template));
        }
    }
    let mut walker = Walker::new(cx.types);
    reads::teach(&mut walker, &lines, cx.pages.links);
    let lines: Vec<_> = lines.into_values().collect();
    let keyed = reads::keyed(&walker, &lines);
    let built: Vec<_> = lines
        .par_iter()
        .map(|stated| {
            let mut found = Diagnostics::default();
            (build(stated, &walker, &tables, cx, &mut found), found)
        })
        .collect();
    let mut operations = Vec::with_capacity(built.len());
    let mut found_in = Diagnostics::default();
    for (operation, found) in built {
        operations.push(operation);
        found_in.extend(found);
    }
    differences::once_for_each_pair(&mut found_in);
    diagnostics.extend(found_in);
    crate::resolve::requests::one_name::unite(&mut operations);
    operations.sort_by(|a, b| (&a.path, &a.method).cmp(&(&b.path, &b.method)));
    let several = lines.iter().flatten().map(|(line, _)| line).filter(|line| relations::several_targets(line));
    let several: BTreeSet<&str> = several.map(|line| line.page.path.as_str()).collect();
    crate::resolve::requests::united::unite(&operations, &mut pages, &several, diagnostics);
    let takes = |operation: &&Operation| operation.body == Some(Body::Parameters);
    let has_some = |page: &&String| pages.get(*page).is_some_and(|page| page.parameters.is_some());
    let taken: BTreeSet<String> =
        operations.iter().filter(takes).filter_map(|o| o.pages.iter().find(has_some)).cloned().collect();
    for page in pages.values_mut().filter(|page| !taken.contains(&page.path)) {
        page.parameters = None;
    }
    Resolved { operations, pages, keyed }
}

fn resolve_tables(
    page: &PageFacts,
    operation: &OperationFacts,
    cx: &Context<'_>,
    synthetic: &mut Synthetic,
) -> PageTables {
    let rows = |rows: &[PropertyFacts]| rows.iter().map(|row| resolve_property(row, &page.path, &cx.pages)).collect();
    let function = if operation.kind == Some(InvocationKind::Function) {
        // Functions of one type share the value list of a parameter, such as `period` of all reports.
        let owner = title_owner(page).unwrap_or_else(|| parameter_name(page, operation));
        let namespace = operation.namespace.as_deref().unwrap_or(DEFAULT_NAMESPACE);
        let at = RowContext { page: &page.path, namespace, owner: &owner };
        operation.function_parameters.iter().map(|row| synthetic.property(row, at, &cx.pages)).collect()
    } else {
        rows(&operation.function_parameters)
    };
    PageTables { function, path: rows(&operation.path_parameters), query: rows(&operation.query_parameters) }
}

/// Returns the documentation that applies to all requests of a page.
fn describe(
    page: &PageFacts,
    operation: &OperationFacts,
    cx: &Context<'_>,
    synthetic: &mut Synthetic,
    diagnostics: &mut Diagnostics,
) -> OperationPage {
    let span = operation.requests.first().map_or_else(|| Span::new(page.file, 0, 0), |request| request.span);
    let failures = operation.requests.iter().flat_map(|request| {
        let line = RequestLine { page, facts: operation, request, from_example: false };
        errors::errors(&line, &request.template)
    });
    let failures: BTreeSet<u16> = failures.collect();
    OperationPage {
        path: page.path.clone(),
        title: page.title.clone(),
        description: operation
            .description
            .as_ref()
            .map(|text| Doc::new(text, |text, dest| cx.pages.names.link(&page.path, text, dest)))
            .unwrap_or_default(),
        deprecated: operation.deprecated.clone(),
        permissions: operation.permissions.clone(),
        headers: operation.headers.clone(),
        body_formats: operation.body.formats.clone(),
        query_options: operation.query_options.clone(),
        statuses: operation.response.statuses.clone(),
        errors: failures.into_iter().collect(),
        response_headers: operation.response.headers.clone(),
        parameters: parameter_object(page, operation, cx, synthetic, diagnostics),
        span,
    }
}

/// Returns the type of an action's body, if the page has a table of parameters.
fn parameter_object(
    page: &PageFacts,
    operation: &OperationFacts,
    cx: &Context<'_>,
    synthetic: &mut Synthetic,
    diagnostics: &mut Diagnostics,
) -> Option<ParameterObject> {
    let line = RequestLine { page, facts: operation, request: operation.requests.first()?, from_example: false };
    let posts = operation.requests.iter().any(|request| request.method == Method::Post);
    let takes_rows = matches!(operation.body.kind, BodyKind::Parameters | BodyKind::Unstated | BodyKind::Partial(_))
        || posts && bodies::takes_own_rows(&line, cx);
    let rows: Vec<&PropertyFacts> = operation.body.rows.iter().filter(|row| is_parameter(&row.name)).collect();
    if !takes_rows || rows.is_empty() {
        return None;
    }
    let name = parameter_name(page, operation);
    let namespace = operation.namespace.as_deref().unwrap_or(DEFAULT_NAMESPACE);
    let at = RowContext { page: &page.path, namespace, owner: &name };
    let mut seen = BTreeSet::new();
    let mut properties = Vec::new();
    for row in rows {
        if seen.insert(row.name.to_lowercase()) {
            let mut property = synthetic.property(row, at, &cx.pages);
            if property.ty == TypeRef::UNTYPED && row.type_text.trim().is_empty() {
                untyped::complete(&mut property, row, &line, cx, diagnostics);
            }
            properties.push(property);
        }
    }
    Some(ParameterObject { name, properties })
}

/// Returns `user` for the title `user: assignLicense`.
fn title_owner(page: &PageFacts) -> Option<String> {
    page.title.split_once(':').map(|(owner, _)| camel(owner.trim())).filter(|owner| !owner.is_empty())
}

/// Returns `userAssignLicense` for the title `user: assignLicense`; without such a title, the last names in the first request's path.
fn parameter_name(page: &PageFacts, operation: &OperationFacts) -> String {
    let owner = title_owner(page);
    let last = operation.requests.first().map(|request| {
        let mut words = request.template.segments.iter().rev().filter_map(|segment| match segment {
            Segment::Literal(name) | Segment::Call { name, .. } => {
                Some(name.rsplit('.').next().unwrap_or(name).to_owned())
            }
            _ => None,
        });
        let last = words.next().unwrap_or_default();
        (words.next().unwrap_or_default(), last)
    });
    let (before, last) = last.unwrap_or_default();
    let own = operation.invocation.as_deref().map_or(last, camel);
    let owner = owner.unwrap_or_else(|| singular(&camel(&before)));
    camel(&format!("{owner}{}", capital(&own)))
}

/// Builds one operation from all lines that document it.
fn build(
    stated: &[(RequestLine<'_>, RequestTemplate)],
    walker: &Walker<'_>,
    tables: &BTreeMap<String, PageTables>,
    cx: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> Operation {
    // Evidence is taken in the order of weight, then of paths.
    let mut stated: Vec<&(RequestLine<'_>, RequestTemplate)> = stated.iter().collect();
    stated.sort_by_key(|(line, _)| (std::cmp::Reverse(bodies::weight(line)), &line.page.path, line.request.span));
    let (line, template) = stated[0].clone();
    let target = target(&line, &template, walker);
    let owner = template.segments.split_last().and_then(|(_, rest)| walker.lead(rest));
    let kind = kinds::kind(&line, &template, target.as_ref(), owner.as_ref(), walker.has_key(&template.segments));
    let mut body = bodies::body(&line, &kind, target.as_ref(), cx);
    let mut response = responses::response(&line, &template, &kind, target.as_ref(), cx, diagnostics);
    let mut evidence = Evidence::default();
    evidence.add(&line, &template, &response);
    let mut claims = vec![Claims { line, body: body.clone(), response: response.clone() }];
    let mut failures = errors::errors(&line, &template);
    // A page with several targets may describe another one, so it is ignored if another page describes only this one.
    let several = relations::several_targets(&line);
    for (other, template) in stated[1..].iter().filter(|(other, _)| several || !relations::several_targets(other)) {
        let own_body = bodies::body(other, &kind, target.as_ref(), cx);
        let own = responses::response(other, template, &kind, target.as_ref(), cx, diagnostics);
        evidence.add(other, template, &own);
        failures.extend(errors::errors(other, template));
        claims.push(Claims { line: *other, body: own_body.clone(), response: own.clone() });
        body = join::bodies(body, own_body, cx.types);
        response = join::responses(response, own, cx.types);
    }
    differences::report(&claims, cx.types, diagnostics);
    let Success { response, may_be_empty, statuses } = evidence.conclude(response);
    // A request that returns a collection is a list, whether or not the model knows the path.
    let kind = match (kind, &response) {
        (OperationKind::Get, ResponseBody::Collection(_)) => OperationKind::List,
        (kind, _) => kind,
    };
    // Rows of the first page precede those of later pages, and only they can be required.
    let others = stated[1..].iter().filter(|(other, _)| !relations::several_targets(other));
    let page_tables: Vec<&PageTables> =
        std::iter::once(&line).chain(others.map(|(other, _)| other)).filter_map(|l| tables.get(&l.page.path)).collect();
    let mut described = Described::new();
    for row in page_tables.iter().flat_map(|table| table.function.iter().chain(&table.query).chain(&table.path)) {
        described.entry(camel(&row.name).to_lowercase()).or_insert(row);
    }
    let (mut query, mut more) = of_lines(&stated);
    let mut options: Vec<String> = Vec::new();
    for (number, row) in
        page_tables.iter().enumerate().flat_map(|(n, table)| table.query.iter().map(move |row| (n, row)))
    {
        if !is_custom_option(&template, &query, row) || options.iter().any(|name| name.eq_ignore_ascii_case(&row.name))
        {
            continue;
        }
        // The first request has no tokens of continuation links.
        let required = number == 0 && row.required && !row.name.starts_with('$');
        if required { query.push(row.name.clone()) } else { options.push(row.name.clone()) }
    }
    more.retain(|name| !query.iter().chain(&options).any(|known| known.eq_ignore_ascii_case(name)));
    options.extend(more);
    let (parameters, path) = name_parameters(&template, &described, &query, &options, line.request.span, diagnostics);
    let named = |target: Option<&Target>| match &target?.ty {
        TypeRef::Type(name) => Some(name.clone()),
        _ => None,
    };
    let (target, owner) = (named(target.as_ref()).or_else(|| response_name(&response)), named(owner.as_ref()));
    let wanted = || cx.pages.leading.wanted(&kind, target.as_ref(), owner.as_ref(), &template.segments, cx.types);
    let span = put_in_order(&mut stated, cx.pages.leading, wanted).unwrap_or(line.request.span);
    let mut pages: Vec<String> = Vec::new();
    for (line, _) in &stated {
        if !pages.contains(&line.page.path) {
            pages.push(line.page.path.clone());
        }
    }
    Operation {
        method: line.request.method,
        path,
        template,
        kind,
        parameters,
        body,
        required: Vec::new(),
        response,
        may_be_empty,
        statuses,
        errors: failures.into_iter().collect(),
        pages,
        span,
    }
}

/// Returns the type of the response body.
fn response_name(response: &ResponseBody) -> Option<TypeName> {
    match response {
        ResponseBody::Value(TypeRef::Type(name)) | ResponseBody::Collection(TypeRef::Type(name)) => Some(name.clone()),
        _ => None,
    }
}

/// Puts the line of the leading page first and returns its span.
fn put_in_order(
    stated: &mut [&(RequestLine<'_>, RequestTemplate)],
    leading: &Leading,
    wanted: impl FnOnce() -> Wanted,
) -> Option<Span> {
    if stated.len() > 1 {
        let wanted = wanted();
        let rows = |line: &RequestLine<'_>| {
            let OperationFacts { body, path_parameters, query_parameters, function_parameters, .. } = line.facts;
            body.rows.len() + path_parameters.len() + query_parameters.len() + function_parameters.len()
        };
        let rank = |line: &RequestLine<'_>| leading.rank(&wanted, &line.page.path, (bodies::weight(line), rows(line)));
        stated.sort_by_cached_key(|(line, _)| (rank(line), line.request.span));
    }
    stated.first().map(|(line, _)| line.request.span)
}

/// Returns the target of the path, else the target of another request on the page with the same method and last segment.
fn target(line: &RequestLine<'_>, template: &RequestTemplate, walker: &Walker<'_>) -> Option<Target> {
    let end = template.segments.last().map(shape);
    let alike = |request: &&RequestFacts| {
        request.method == line.request.method && request.template.segments.last().map(shape) == end
    };
    let others = || line.facts.requests.iter().filter(alike);
    walker.walk(&template.segments).or_else(|| others().find_map(|request| walker.walk(&request.template.segments)))
}
