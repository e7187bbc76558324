//! Checking requests without sending them.
//!
//! In: a request, and what the pages of its operation document. Out: findings, each with the address of the page. Documentation can be wrong, so
//! only a strict client refuses a request with findings.

use super::error::{Details, Error, ErrorKind};
use crate::runtime::{InvalidPathReason, Method, Operation, Request};
use std::fmt;

/// The system query options (OData URL Conventions 4.01 §5), without `$`.
const SYSTEM_OPTIONS: [&str; 16] = [
    "apply",
    "compute",
    "count",
    "deltatoken",
    "expand",
    "filter",
    "format",
    "index",
    "levels",
    "orderby",
    "schemaversion",
    "search",
    "select",
    "skip",
    "skiptoken",
    "top",
];

/// Query options that come from links of the service. No page lists them.
const OPAQUE_OPTIONS: [&str; 2] = ["deltatoken", "skiptoken"];

/// The header that requests an index of the service, and its value.
///
/// The page of an operation lists it if the operation has advanced queries.
const INDEX_HEADER: (&str, &str) = ("ConsistencyLevel", "eventual");

/// A deviation of a request from its documentation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Finding {
    kind: FindingKind,
    subject: String,
    text: String,
    reference: Option<&'static str>,
}

/// The kinds of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FindingKind {
    /// An argument is not valid in a path: it is empty, for example.
    InvalidPath,
    /// The pages of the operation list query options, but not this one.
    UndocumentedOption,
    /// The query needs `ConsistencyLevel: eventual`, and in most cases `$count=true`.
    AdvancedQuery,
    /// The documentation requires properties in the request body, and the request has no body.
    MissingBody,
    /// The request body has no value for a property that the documentation requires.
    MissingProperty,
    /// An argument, or a value in the request body, is not in the documented list of values.
    UndocumentedValue,
    /// The documentation calls the operation deprecated.
    DeprecatedOperation,
}

impl Finding {
    /// Returns the kind of the finding.
    pub fn kind(&self) -> FindingKind {
        self.kind
    }

    /// Returns the name that the finding is about: a query option, a property, an argument, a JSON pointer in the body, a path template or
    /// an operation (`GET /users/{id}`). Never a value that the caller passes.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Returns the address of the page that documents the operation, if there is one.
    pub fn reference(&self) -> Option<&'static str> {
        self.reference
    }
}

/// What is wrong, what to do, and where it is documented.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        match self.reference {
            Some(reference) => write!(f, ", see {reference}"),
            None => Ok(()),
        }
    }
}

/// A request that can be compared with its documentation.
pub trait CheckRequest {
    /// Returns where the request deviates from the documentation of its operation. Nothing is sent.
    ///
    /// The check covers the deprecation of the operation, the arguments of the path, the system query options (`$select` …) where a page
    /// lists some, the header and the `$count` of advanced queries, the properties that the request body must have, and values of enums in
    /// arguments and in the body ([`Request::undocumented_values`]). It does not cover custom query options.
    ///
    /// ```
    /// # #[path = "../../tests/models/mod.rs"] mod users;
    /// use docbindgen_client::client::CheckRequest;
    ///
    /// for finding in users::list().skip(10).check() {
    ///     eprintln!("{finding}");
    /// }
    /// ```
    fn check(&self) -> Vec<Finding>;
}

impl<T> CheckRequest for Request<T> {
    fn check(&self) -> Vec<Finding> {
        // All types share the compiled code.
        check(&self.clone().answering())
    }
}

/// Refuses a request with findings, for strict clients.
///
/// # Errors
///
/// Returns an error of the kind [`ErrorKind::Refused`] that contains the findings.
pub(super) fn refuse(request: &Request<()>) -> Result<(), Error> {
    let findings = check(request);
    if findings.is_empty() {
        return Ok(());
    }
    Err(Error::new(Details { findings, ..Details::unsent(ErrorKind::Refused, request.operation()) }))
}

/// Returns the findings of a request.
fn check(request: &Request<()>) -> Vec<Finding> {
    let mut findings = Findings { operation: request.operation(), list: Vec::new() };
    check_deprecation(&mut findings);
    check_path(request, &mut findings);
    check_options(request, &mut findings);
    check_advanced_query(request, &mut findings);
    check_body(request, &mut findings);
    check_values(request, &mut findings);
    findings.list
}

/// The findings of a request so far.
struct Findings {
    operation: &'static Operation,
    list: Vec<Finding>,
}

impl Findings {
    fn add(&mut self, kind: FindingKind, subject: &str, text: String) {
        let reference = self.operation.pages.first().map(|page| page.reference);
        self.list.push(Finding { kind, subject: subject.to_owned(), text, reference });
    }
}

/// Reports an operation whose leading page is deprecated. Other pages may describe it for another part of the service.
fn check_deprecation(findings: &mut Findings) {
    let Operation { method, template, pages } = findings.operation;
    let Some(note) = pages.first().and_then(|page| page.deprecation()) else { return };
    let name = format!("{method} {template}");
    let text = format!("`{name}` is deprecated: {}", note.trim_end_matches('.'));
    findings.add(FindingKind::DeprecatedOperation, &name, text);
}

fn check_path(request: &Request<()>, findings: &mut Findings) {
    let Err(invalid) = request.path() else { return };
    // The argument itself can identify a person.
    let reasons = [
        (InvalidPathReason::Empty, "is empty, so the path would address another resource"),
        (InvalidPathReason::Dots, "is `.` or `..`, so the path would address another resource"),
        (InvalidPathReason::Control, "contains a control character"),
        (InvalidPathReason::NotAUser, "is `ME`, which is valid only after `/users/` at the start of a path"),
    ];
    let reason = reasons.iter().find(|(reason, _)| *reason == invalid.reason());
    let reason = reason.map_or("is not valid", |(_, text)| *text);
    let template = findings.operation.template;
    let text = format!("an argument or a segment of an argument of `{template}` {reason}; pass another value");
    findings.add(FindingKind::InvalidPath, template, text);
}

/// Returns the name of a system query option without `$`, which services of version 4.01 do not require, in lower case. Returns `None` for the
/// custom query options of a service.
fn system_option(name: &str) -> Option<String> {
    let plain = name.strip_prefix('$').unwrap_or(name).to_ascii_lowercase();
    // No custom query option begins with `$` (OData URL Conventions 4.01 §5.2).
    (name.starts_with('$') || SYSTEM_OPTIONS.contains(&plain.as_str())).then_some(plain)
}

/// Returns the system query options that the pages list, in the order of the pages.
fn documented_options(operation: &'static Operation) -> Vec<&'static str> {
    let mut names: Vec<&str> = Vec::new();
    for name in operation.pages.iter().flat_map(|page| page.query_options()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn check_options(request: &Request<()>, findings: &mut Findings) {
    let documented = documented_options(findings.operation);
    // Most pages list no query option at all, which does not mean that there is none.
    if documented.is_empty() {
        return;
    }
    let is_documented = |plain: &str| documented.iter().any(|name| system_option(name).as_deref() == Some(plain));
    for (name, _) in request.query_options() {
        let Some(plain) = system_option(name) else { continue };
        if OPAQUE_OPTIONS.contains(&plain.as_str()) || is_documented(&plain) {
            continue;
        }
        let listed: Vec<String> = documented.iter().map(|name| format!("`{name}`")).collect();
        let text = format!("the page does not list the query option `{name}`; it lists {}", listed.join(", "));
        findings.add(FindingKind::UndocumentedOption, name, text);
    }
}

/// Reports queries that need the index of the service, and do not request it.
///
/// The rule is that of "Advanced query capabilities on Microsoft Entra ID objects": the header for `$count`, `$search`, `$filter` with `ne`,
/// `not`, `endsWith` or the length of a list, and `$filter` with `$orderby`; for these filters `$count=true`, too.
fn check_advanced_query(request: &Request<()>, findings: &mut Findings) {
    if !has_index(findings.operation) {
        return;
    }
    let option = |name: &str| {
        let mut options = request.query_options().iter();
        options.find(|(own, _)| system_option(own).as_deref() == Some(name)).map(|(_, value)| value.as_str())
    };
    let is_count_path = request.path().is_ok_and(|path| path.split('?').next().unwrap_or(path).ends_with("/$count"));
    let counts = option("count").is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let filter = match option("filter") {
        Some(filter) => advanced_operator(filter)
            .map(|operator| format!("`$filter` with `{operator}`"))
            .or_else(|| option("orderby").map(|_| "`$filter` with `$orderby`".to_owned())),
        None => None,
    };
    let query = match (&filter, option("search")) {
        (Some(filter), _) => Some((filter.as_str(), "$filter")),
        (None, Some(_)) => Some(("`$search`", "$search")),
        (None, None) if is_count_path || counts => Some(("`$count`", "$count")),
        (None, None) => None,
    };
    let Some((query, subject)) = query else { return };
    let (name, value) = INDEX_HEADER;
    let has_header = request.header_value(name).is_some_and(|sent| sent.trim().eq_ignore_ascii_case(value));
    let lacks_count = filter.is_some() && !counts && !is_count_path;
    let header = (!has_header).then(|| (format!("the header `{name}: {value}`"), "`.consistency_level_eventual()`"));
    let count = lacks_count.then(|| ("`$count=true`".to_owned(), "`.count()`"));
    let (needed, calls): (Vec<String>, Vec<&str>) = header.into_iter().chain(count).unzip();
    if !needed.is_empty() {
        let text = format!("{query} needs {} here; add {} to the request", needed.join(" and "), calls.join(" and "));
        findings.add(FindingKind::AdvancedQuery, subject, text);
    }
}

/// Returns whether an operation has advanced queries: one of its pages lists the header for them.
fn has_index(operation: &'static Operation) -> bool {
    let mut headers = operation.pages.iter().flat_map(|page| page.request_headers());
    operation.method == Method::Get && headers.any(|header| header.name.eq_ignore_ascii_case(INDEX_HEADER.0))
}

/// Returns the first operator in a filter that needs the index.
fn advanced_operator(filter: &str) -> Option<&'static str> {
    // Every second part is the text of a string. Two quotes in a string are a quote, and separate two parts of the string.
    let outside = filter.split('\'').step_by(2).collect::<Vec<_>>().join("''").to_ascii_lowercase();
    let is_word = |c: char| c.is_alphanumeric() || "_$'.-".contains(c);
    let mut rest = outside.as_str();
    while let Some(start) = rest.find(is_word) {
        let before = rest.get(..start).and_then(|gap| gap.chars().next_back());
        let word = rest.get(start..).unwrap_or_default();
        let (word, after) = word.split_at(word.find(|c| !is_word(c)).unwrap_or(word.len()));
        let follows = |text: &str| after.trim_start().starts_with(text);
        // A segment of a path (`address/ne`) is not an operator.
        let is_segment = before == Some('/') || after.starts_with('/');
        match word {
            "ne" if before == Some(' ') && !is_segment => return Some("ne"),
            "not" if !is_segment && (after.starts_with(' ') || follows("(")) => return Some("not"),
            "endswith" if follows("(") => return Some("endsWith"),
            "$count" => return Some("$count"),
            _ => {}
        }
        rest = after;
    }
    None
}

fn check_body(request: &Request<()>, findings: &mut Findings) {
    if request.body().is_none() {
        let required: Vec<String> = request.required().map(|name| format!("`{name}`")).collect();
        if !required.is_empty() {
            let text = format!("the request has no body; the page requires one with {}", required.join(", "));
            findings.add(FindingKind::MissingBody, "body", text);
        }
        return;
    }
    for missing in request.missing() {
        let text = format!("{missing}; add it");
        findings.add(FindingKind::MissingProperty, missing.name, text);
    }
}

fn check_values(request: &Request<()>, findings: &mut Findings) {
    for value in request.undocumented_values() {
        findings.add(FindingKind::UndocumentedValue, &value.location, value.to_string());
    }
}
