//! Reports the parts of a page that no reader used.
//!
//! In: a page and the facts read from it. Out: a diagnostic for each unread table with types or members, each unread fence of HTTP or
//! JSON, and each unused type in a type cell; and the unread fences about which other pages decide, for resolve to report: [`Fences`]. The
//! check compares spans: a table, row or fence counts as read if a fact begins in it. It therefore covers every reader of this stage, and a
//! reader that learns a new shape needs no change here.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::diagnostics::{Diagnostic, FileId, Span, Spanned, lint};
use crate::parse::{CodeBlock, Page, Table, TableRow};

use super::body::is_article;
use super::context::{Context, codes, tables};
use super::facts::{
    ExampleBody, ExampleFacts, MentionedRequest, OperationFacts, PageFacts, PropertyFacts, RequestExample,
    ResourceFacts,
};
use super::http_message::{StartLine, start_line};
use super::json::parse;
use super::member_headings::is_value_header;
use super::pattern::pattern;
use super::sections::Role;
use super::tables::{clean_name, header_text, is_blank};
use super::type_expr::{Primitive, TypeExpr};

pattern! {
    OTHER_METHOD = r"^[A-Z]{3,10}[ \t]+(?:https?://|/)\S*(?:[ \t]+HTTP/[\d.]+)?$";
}

/// How many names a message lists.
const SHOWN: usize = 5;

/// Info strings of fences that may contain JSON. Fences with other info strings contain code.
const JSON_INFOS: [&str; 4] = ["", "http", "json", "jsonc"];

/// The unread fences that are faults only if no page documents their request or type.
#[derive(Debug, Default)]
pub(super) struct Fences {
    pub mentioned: Vec<MentionedRequest>,
    /// The types in the annotations of JSON.
    pub typed: Vec<Spanned<String>>,
}

/// Reports unread tables, fences and types. Returns the fences that resolve reports.
pub(super) fn report(cx: &mut Context<'_>, facts: &PageFacts) -> Fences {
    let read = Read::of(facts, cx);
    let mut fences = Fences::default();
    // Whether the previous fence contains an unread request, to which a response would belong.
    let mut asked = false;
    let page = cx.page;
    for (index, section) in page.sections.iter().enumerate() {
        let role = cx.roles.get(index).cloned().unwrap_or(Role::Unknown);
        if !matches!(role, Role::RequestHeaders | Role::Permissions) && !is_inside_string(page, index, &read) {
            let is_read = |table: &&Table| role == Role::Response && lists_statuses(table);
            let stated = tables(&section.blocks).into_iter().filter(|table| states_facts(table) && !is_read(table));
            stated.for_each(|table| {
                rows(cx, &read, table);
                duplicates(cx, &read, table);
            });
        }
        if !NO_VALUES.contains(&role) {
            tables(&section.blocks).into_iter().for_each(|table| values(cx, &read, table));
        }
        tables(&section.blocks).into_iter().for_each(|table| type_links(cx, &read, table));
        for code in codes(&section.blocks) {
            let before = fences.mentioned.len();
            fence(cx, &read, &role, code, asked, &mut fences);
            asked = fences.mentioned.len() > before;
        }
    }
    fences
}

/// Returns whether a section describes JSON inside a string: its heading, or one above it, ends with the name of a string property.
fn is_inside_string(page: &Page, index: usize, read: &Read) -> bool {
    let mut at = Some(index);
    while let Some((index, section)) = at.and_then(|index| Some((index, page.sections.get(index)?))) {
        let last = section.heading.value.split_whitespace().next_back().unwrap_or_default();
        let name = last.trim_matches(|c: char| !c.is_alphanumeric());
        if section.level > 2 && read.strings.contains(&name.to_lowercase()) {
            return true;
        }
        at = section.parent.filter(|parent| *parent < index);
    }
    false
}

/// Returns whether every row of a table is about a status. Responses are read from such tables.
fn lists_statuses(table: &Table) -> bool {
    let is_status = |text: &str| {
        let digits: String = text.trim_matches(|c: char| !c.is_alphanumeric()).chars().take(3).collect();
        digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    !table.rows.is_empty()
        && table.rows.iter().all(|row| row.cells.first().is_some_and(|cell| is_status(&cell.plain())))
}

/// Returns whether the table documents types or enum members. Tables of permissions and headers do not.
fn states_facts(table: &Table) -> bool {
    let mut headers = table.header.iter().map(header_text);
    let first = headers.next().unwrap_or_default();
    !first.contains("permission")
        && !first.contains("header")
        && (matches!(first.as_str(), "type" | "member") || headers.any(|header| header == "type"))
}

/// Sections whose tables have names and values of headers, options and examples.
const NO_VALUES: [Role; 9] = [
    Role::Example,
    Role::HttpRequest,
    Role::Ignored,
    Role::Methods,
    Role::PathParameters,
    Role::Permissions,
    Role::QueryParameters,
    Role::RequestHeaders,
    Role::Response,
];

/// Reports a table of values that no fact was read from.
fn values(cx: &mut Context<'_>, read: &Read, table: &Table) {
    let headers: Vec<String> = table.header.iter().map(header_text).collect();
    if !lists_values(&headers) || states_facts(table) || table.rows.is_empty() || read.touches(table.span) {
        return;
    }
    let span = table.header.iter().find_map(|cell| cell.span).unwrap_or(table.span);
    let names: Vec<String> = table.rows.iter().filter_map(named).map(|(name, _)| name).collect();
    // The table only explains values that a row or the JSON representation lists.
    let is_listed = |list: &BTreeSet<String>| names.iter().all(|name| list.contains(&name.to_lowercase()));
    if read.lists.iter().any(is_listed) {
        return;
    }
    let mut shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{}`", cut(name))).collect();
    if names.len() > SHOWN {
        shown.push(format!("{} more", names.len() - SHOWN));
    }
    let message = format!("nothing is read from this table of values: {}", shown.join(", "));
    let hint = "write the name of the property or enum into the heading: `shade values`";
    cx.warn(lint::UNUSED_VALUES, span, message, hint);
}

/// Returns whether a table with these headers lists values. `Name` alone is the header of many other tables.
fn lists_values(headers: &[String]) -> bool {
    let Some((first, others)) = headers.split_first() else { return false };
    match first.as_str() {
        "name" => others.iter().any(|header| is_value_header(header)),
        first => is_value_header(first),
    }
}

/// Reports the unread rows of a table, in one diagnostic.
fn rows(cx: &mut Context<'_>, read: &Read, table: &Table) {
    let named: Vec<(String, Span)> = table.rows.iter().filter_map(named).collect();
    let unread: Vec<&(String, Span)> = named.iter().filter(|(name, row)| !read.row(name, *row)).collect();
    if unread.is_empty() {
        return;
    }
    let whole = unread.len() == named.len();
    let header = table.header.iter().find_map(|cell| cell.span).unwrap_or(table.span);
    let span = unread.first().filter(|_| !whole).map_or(header, |(_, row)| *row);
    let mut shown: Vec<String> = unread.iter().take(SHOWN).map(|(name, _)| format!("`{}`", cut(name))).collect();
    if unread.len() > SHOWN {
        shown.push(format!("{} more", unread.len() - SHOWN));
    }
    let what = if whole { "this table" } else { "some rows of this table" };
    let message = format!("nothing is read from {what}: {}", shown.join(", "));
    let hint = "put properties and parameters under a heading such as `Properties` or `Request body`";
    cx.warn(lint::UNUSED_TABLE, span, message, hint);
}

/// Reports unread rows of parameters with the name of an earlier row, in the same table or with another type. Tables for different cases
/// may repeat rows as they are.
fn duplicates(cx: &mut Context<'_>, read: &Read, table: &Table) {
    let Some(ty) = table.header.iter().position(|cell| header_text(cell) == "type") else { return };
    let mut own = BTreeSet::new();
    for row in &table.rows {
        let Some((name, span)) = named(row) else { continue };
        let Some(written) = read.written.get(&name) else { continue };
        let differs = row.cells.get(ty).is_some_and(|cell| !same_words(&cell.plain(), &written.0));
        if (!own.insert(name.clone()) || differs) && !read.touches(span) {
            let message = format!("`{}` appears twice on this page", cut(&name));
            let at = row.cells.first().and_then(|cell| cell.span).unwrap_or(span);
            let diagnostic = Diagnostic::new(lint::DUPLICATE_ROW, at, message).related(written.1, "first here");
            cx.report(diagnostic.hint("remove one of the rows, or give both the same type"));
        }
    }
}

/// Returns whether two texts have the same words, ignoring case.
fn same_words(one: &str, other: &str) -> bool {
    one.split_whitespace().map(str::to_lowercase).eq(other.split_whitespace().map(str::to_lowercase))
}

/// Returns the name and span of a row. `None` for group titles, which have only a first cell; for annotations, which any object can
/// have; and for `null`, which is not an enum member.
fn named(row: &TableRow) -> Option<(String, Span)> {
    let cell = row.cells.first()?;
    let (name, _) = clean_name(cell);
    let is_title = row.cells.len() > 1 && row.cells.iter().skip(1).all(is_blank);
    (!is_title && !name.contains('@') && name != "null").then_some((name, row.span))
}

/// Reports each type that a type cell links to and the parsed type does not contain.
fn type_links(cx: &mut Context<'_>, read: &Read, table: &Table) {
    for cell in table.rows.iter().flat_map(|row| &row.cells) {
        let Some(name) = cell.span.and_then(|span| read.type_cells.get(&(span.file, span.start))) else { continue };
        for (text, dest, span) in cell.links() {
            let is_primitive = Primitive::from_spelling(text.trim()).is_some();
            if let Some(fragment) = dest.strip_prefix('#').filter(|_| is_primitive) {
                if !read.anchors.contains(&fragment.to_lowercase()) {
                    let message =
                        format!("the type of `{}` links to `{}`, which lists no values", cut(name), cut(dest));
                    cx.warn(
                        lint::DROPPED_TYPE,
                        span,
                        message,
                        "link to the heading of a table of values, or remove the link",
                    );
                }
                continue;
            }
            let explains = is_article(dest) || is_primitive;
            if !explains && !read.types.contains(&(span.file, span.start)) {
                let message = format!("the type of `{}` leaves out `{}`", cut(name), cut(text.trim()));
                cx.warn(lint::DROPPED_TYPE, span, message, "name one type, or alternatives with `or` between them");
            }
        }
    }
}

/// Reports an unread fence of HTTP or JSON. Its request lines may be documented on another page, so they are returned for resolve to
/// look up, with the response in the next fence; and so is the type in an annotation.
fn fence(cx: &mut Context<'_>, read: &Read, role: &Role, code: &CodeBlock, asked: bool, out: &mut Fences) {
    let used = read.touches(code.span);
    let before = out.mentioned.len();
    for index in 0..code.lines.len() {
        let request = request(code, index).filter(|request| !read.touches(request.span));
        out.mentioned.extend(request.map(|request| MentionedRequest { request, response: None }));
    }
    if used || out.mentioned.len() > before {
        return;
    }
    let Some(at) = code.lines.iter().position(|(_, line)| !line.trim().is_empty()) else { return };
    let first = code.lines[at].1.trim();
    let span = code.line_span(at, 0, code.lines[at].1.trim_end().len());
    let is_message = JSON_INFOS.contains(&code.info.as_str()) || code.info == "msgraph-interactive";
    let what = if is_message && (*role == Role::HttpRequest || OTHER_METHOD.is_match(first)) {
        "request"
    } else if matches!(start_line(first), Some(StartLine::Response(_))) {
        if let Some(request) = out.mentioned.last_mut().filter(|_| asked) {
            request.response = Some(span);
            return;
        }
        "response"
    } else if first.starts_with(['{', '[']) && JSON_INFOS.contains(&code.info.as_str()) && !repeats(code, read) {
        if let Some(ty) = example_type(code) {
            out.typed.push(Spanned { value: ty, span });
            return;
        }
        "JSON"
    } else {
        return;
    };
    let message = format!("nothing is read from this {what}");
    cx.report(Diagnostic::new(lint::UNUSED_FENCE, span, message).hint("describe it with a heading or an annotation"));
}

/// Returns the type that the annotation of an example names.
fn example_type(code: &CodeBlock) -> Option<String> {
    let annotation =
        code.annotation.as_ref().filter(|annotation| annotation.block_type().as_deref() == Some("example"))?;
    annotation.str("@odata.type").map(|ty| ty.trim_start_matches('#').to_owned())
}

/// Returns the request on a line of a fence.
fn request(code: &CodeBlock, index: usize) -> Option<RequestExample> {
    let (_, line) = code.lines.get(index)?;
    let StartLine::Request { method, url, column } = start_line(line)? else { return None };
    let url_span = code.line_span(index, column, url.len());
    let span = code.line_span(index, 0, line.trim_end().len());
    let (headers, body) = (Vec::new(), ExampleBody::None);
    Some(RequestExample { method, url, headers, body, annotated: false, name: None, span, url_span })
}

/// Returns whether the rows of the page document all members of the JSON.
fn repeats(code: &CodeBlock, read: &Read) -> bool {
    let Ok((value, _)) = parse(&code.text()).complete() else { return false };
    let object = value.as_array().map_or(Some(&value), |list| list.first());
    let Some(Value::Object(members)) = object else { return false };
    let mut own = members.keys().filter(|name| !name.contains('@')).peekable();
    own.peek().is_some() && own.all(|name| read.names.contains(name))
}

fn is_string(ty: &TypeExpr) -> bool {
    match ty {
        TypeExpr::Primitive(primitive) => *primitive == Primitive::String,
        TypeExpr::Collection(element) => **element == TypeExpr::Primitive(Primitive::String),
        _ => false,
    }
}

fn cut(name: &str) -> String {
    name.chars().take(60).collect()
}

/// The parts of the page that were read.
#[derive(Default)]
struct Read {
    /// Where facts and diagnostics begin.
    places: BTreeSet<(FileId, usize)>,
    /// Names of rows and values. Some facts have a name and no span.
    names: BTreeSet<String>,
    /// The lists of values in rows and in placeholders of JSON representations (`"a | b"`), lower case.
    lists: Vec<BTreeSet<String>>,
    /// Lower-case names of the properties that are strings or collections of strings.
    strings: BTreeSet<String>,
    /// The types of parameters as written, and the spans of their rows, by name.
    written: BTreeMap<String, (String, Span)>,
    /// Where the named types of rows begin.
    types: BTreeSet<(FileId, usize)>,
    /// The fragments of the headings of value lists.
    anchors: BTreeSet<String>,
    /// Where understood type cells begin, with the names of their rows.
    type_cells: BTreeMap<(FileId, usize), String>,
}

/// Returns texts in lower case.
fn lower<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    texts.map(str::to_lowercase).collect()
}

impl Read {
    fn of(facts: &PageFacts, cx: &Context<'_>) -> Read {
        let mut read = Read::default();
        for diagnostic in cx.diagnostics.list() {
            read.places(diagnostic.span);
        }
        facts.resources.iter().for_each(|resource| read.resource(resource));
        for stated in &facts.enums {
            read.places(stated.members.iter().map(|member| member.span));
            read.anchors.insert(stated.anchor.to_lowercase());
        }
        if let Some(operation) = &facts.operation {
            read.operation(operation);
        }
        read
    }

    fn places(&mut self, spans: impl IntoIterator<Item = Span>) {
        self.places.extend(spans.into_iter().map(|span| (span.file, span.start)));
    }

    fn rows(&mut self, rows: &[PropertyFacts]) {
        for row in rows {
            self.places([row.span]);
            // Later rows of the same name are duplicates.
            self.names.insert(row.name.clone());
            if !row.ty.has_unknown() {
                self.type_cells.insert((row.type_span.file, row.type_span.start), row.name.clone());
                self.named(&row.ty);
            }
            self.names.extend(row.facets.values.iter().flat_map(|list| list.values.iter().cloned()));
            self.lists.extend(row.facets.values.iter().map(|list| lower(list.values.iter().map(String::as_str))));
        }
    }

    fn named(&mut self, ty: &TypeExpr) {
        match ty {
            TypeExpr::Named(named) => drop(self.types.insert((named.span.file, named.span.start))),
            TypeExpr::Collection(inner) => self.named(inner),
            TypeExpr::OneOf(all) => all.iter().for_each(|ty| self.named(ty)),
            TypeExpr::Primitive(_) | TypeExpr::Unknown(_) => {}
        }
    }

    fn resource(&mut self, resource: &ResourceFacts) {
        let strings = resource.properties.iter().filter(|row| is_string(&row.ty));
        self.strings.extend(strings.map(|row| row.name.to_lowercase()));
        self.rows(&resource.properties);
        self.rows(&resource.navigation);
        self.places(resource.methods.iter().map(|method| method.span));
        self.places(resource.derived.iter().map(|derived| derived.span));
        self.places(resource.json.as_ref().map(|json| json.span));
        let members = resource.json.iter().filter_map(|json| json.value.as_object()).flat_map(Map::values);
        let placeholders = members.filter_map(Value::as_str).filter(|text| text.contains('|'));
        self.lists.extend(placeholders.map(|text| lower(text.split('|').map(str::trim))));
    }

    fn operation(&mut self, operation: &OperationFacts) {
        for rows in [
            &operation.path_parameters,
            &operation.query_parameters,
            &operation.function_parameters,
            &operation.body.rows,
        ] {
            self.rows(rows);
            for row in rows {
                self.written.entry(row.name.clone()).or_insert_with(|| (row.type_text.clone(), row.span));
            }
        }
        self.names.extend(operation.query_options.iter().cloned());
        self.names.extend(operation.response.members.iter().cloned());
        self.places(operation.headers.iter().map(|header| header.span));
        self.places(operation.permissions.iter().map(|permission| permission.span));
        self.places(operation.requests.iter().map(|request| request.span));
        operation.examples.iter().for_each(|example| self.example(example));
    }

    fn example(&mut self, example: &ExampleFacts) {
        if let Some(request) = &example.request {
            self.places([request.span, request.url_span]);
            self.body(&request.body);
        }
        if let Some(response) = &example.response {
            self.places([response.span]);
            self.body(&response.body);
        }
    }

    fn body(&mut self, body: &ExampleBody) {
        match body {
            ExampleBody::Json(json) => self.places([json.span]),
            ExampleBody::BrokenJson(span) => self.places([*span]),
            ExampleBody::None | ExampleBody::Other(_) => {}
        }
    }

    /// Returns whether a fact or a diagnostic begins in `span`.
    fn touches(&self, span: Span) -> bool {
        self.places.range((span.file, span.start)..(span.file, span.end.max(span.start + 1))).next().is_some()
    }

    fn row(&self, name: &str, row: Span) -> bool {
        self.touches(row) || self.names.contains(name)
    }
}
