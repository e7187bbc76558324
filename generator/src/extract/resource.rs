//! Types with properties.
//!
//! In: the Properties, Relationships, Methods and JSON sections of a page. Out: [`ResourceFacts`], one for each type: several
//! where a page describes each under a heading of its own, or annotates several JSON blocks.

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Span, lint};
use crate::parse::{Annotation, CodeBlock, Folder, Section, Table};

use super::context::{Context, codes, tables};
use super::facts::{JsonBlock, MethodFacts, PropertyFacts, ResourceFacts, ValueList};
use super::inheritance;
use super::json::{Lenient, parse};
use super::naming::{self, PageName};
use super::sections::Role;
use super::tables::{Columns, add_new, clean_name, first_header, is_blank, property_rows};
use super::type_expr::{Primitive, TypeExpr, parse_cell};

/// A type being put together.
#[derive(Default)]
struct Draft<'a> {
    /// The heading that names it; `None` for the page's own type.
    heading: Option<&'a Section>,
    annotation: Option<&'a Annotation>,
    properties: Vec<PropertyFacts>,
    navigation: Vec<PropertyFacts>,
    methods: Vec<MethodFacts>,
    json: Option<JsonBlock>,
    /// Whether a heading says that there are properties.
    sections: bool,
}

/// The types of a page.
pub(super) fn resources(cx: &mut Context<'_>, name: &PageName, only_annotated: bool) -> Vec<ResourceFacts> {
    let page = cx.page;
    let mut drafts: Vec<Draft<'_>> = vec![Draft::default()];
    // Which draft each section belongs to: a heading that names a type and has sections of its own starts a new one.
    let mut owner: Vec<usize> = Vec::with_capacity(page.sections.len());
    for (index, section) in page.sections.iter().enumerate() {
        let parent = section.parent.filter(|p| *p < index);
        let inherited = parent.and_then(|p| owner.get(p)).copied().unwrap_or(0);
        let names_type =
            index > 0 && section.level >= 2 && cx.roles.get(index) == Some(&Role::Unknown) && has_properties(cx, index);
        if names_type && heading_name(cx, name, section).is_some() {
            drafts.push(Draft { heading: Some(section), ..Draft::default() });
            owner.push(drafts.len() - 1);
        } else {
            owner.push(inherited);
        }
    }
    for (index, section) in page.sections.iter().enumerate() {
        let role = cx.roles.get(index).cloned().unwrap_or(Role::Unknown);
        let Some(draft) = owner.get(index).and_then(|o| drafts.get_mut(*o)) else { continue };
        read_section(cx, &role, section, draft, only_annotated);
    }
    let mut extra = annotated_blocks(cx, &mut drafts);
    let mut out: Vec<ResourceFacts> = Vec::new();
    for draft in drafts {
        out.extend(finish(cx, name, draft, only_annotated));
    }
    extra.retain(|e| !out.iter().any(|o| o.name == e.name));
    out.extend(extra);
    out
}

/// The type that a heading names. Several words do so only on a page that is of no type itself.
fn heading_name(cx: &Context<'_>, page: &PageName, section: &Section) -> Option<String> {
    let of_none = !page.is_type && cx.page.folder != Folder::Api && naming::resource_blocks(cx).is_empty();
    let words = || naming::words_heading(&section.heading.value).filter(|_| of_none);
    naming::type_heading(&section.heading.value).or_else(words)
}

/// Whether a Properties section stands below.
fn has_properties(cx: &Context<'_>, index: usize) -> bool {
    let sections = cx.page.sections.iter().enumerate().skip(index + 1);
    let mut below = sections.take_while(|(_, s)| s.parent.is_some_and(|p| p >= index));
    below.any(|(i, s)| s.parent == Some(index) && matches!(cx.roles.get(i), Some(Role::Properties | Role::Json)))
}

fn read_section<'a>(
    cx: &mut Context<'a>,
    role: &Role,
    section: &'a Section,
    draft: &mut Draft<'a>,
    only_annotated: bool,
) {
    if only_annotated {
        // A page of requests that shows a type may have a table of its properties, under a heading that names it.
        let heading = section.heading.value.trim().to_lowercase();
        let named = heading.strip_suffix(" properties").filter(|_| *role == Role::Properties);
        let shown = named.is_some_and(|named| {
            let names = naming::resource_blocks(cx).into_iter().filter_map(|(_, a, _)| naming::annotated_type(a));
            names.into_iter().any(|name| name.rsplit('.').next().unwrap_or(&name).eq_ignore_ascii_case(named))
        });
        if shown {
            for table in tables(&section.blocks) {
                read_table(cx, role, table, draft);
            }
        }
        return;
    }
    match role {
        Role::Properties | Role::Relationships => {
            draft.sections |= *role == Role::Properties;
            for table in tables(&section.blocks) {
                read_table(cx, role, table, draft);
            }
        }
        Role::Methods => {
            for table in tables(&section.blocks) {
                draft.methods.extend(methods(table));
            }
        }
        Role::Json => {
            let unannotated = codes(&section.blocks)
                .into_iter()
                .find(|c| c.annotation.is_none() && (c.info == "json" || c.info.is_empty()));
            if let Some(code) = unannotated.filter(|_| draft.json.is_none()) {
                draft.json = json_block(cx, code);
            }
        }
        // A page without a Properties heading: its table stands in the introduction.
        Role::Intro | Role::Unknown => {
            let own = section.heading.value.to_ascii_lowercase();
            for table in tables(&section.blocks) {
                let first = first_header(table);
                let states = first == "property" || first == "property name" || first == "relationship";
                if *role == Role::Intro && states && Columns::of(table).is_property_table() {
                    draft.sections = true;
                    read_table(cx, role, table, draft);
                } else if first == "method" && own.contains("method") {
                    draft.methods.extend(methods(table));
                }
            }
        }
        _ => {}
    }
}

fn read_table(cx: &mut Context<'_>, role: &Role, table: &Table, draft: &mut Draft<'_>) {
    let columns = Columns::of(table);
    let first = first_header(table);
    if matches!(first.as_str(), "method" | "function" | "action" | "task") {
        draft.methods.extend(methods(table));
    } else if columns.is_property_table() {
        let rows = property_rows(cx, table, false);
        let of_relationships =
            first.starts_with("relationship") || first.starts_with("navigation") || *role == Role::Relationships;
        // Whatever the header says, a relationship leads to entities (OData CSDL §8): a primitive below `Properties` is none.
        let is_property = |row: &PropertyFacts| *role == Role::Properties && row.ty.is_primitive();
        let (navigation, properties): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| of_relationships && !is_property(row));
        let mut twice = add_new(&mut draft.properties, properties);
        twice.extend(add_new(&mut draft.navigation, navigation));
        for (row, earlier) in twice {
            let message = format!("`{}` stands in this page twice", row.name);
            let diagnostic = Diagnostic::new(lint::DUPLICATE_ROW, row.span, message).related(earlier, "first here");
            cx.report(diagnostic.hint("remove one of the rows"));
        }
    } else if matches!(role, Role::Properties | Role::Relationships)
        && !first.starts_with("resource")
        // Behind the table of properties others explain their values.
        && draft.properties.is_empty()
        && draft.navigation.is_empty()
    {
        cx.unread_table(table, "names and types");
    }
}

/// The rows of a Methods table.
fn methods(table: &Table) -> Vec<MethodFacts> {
    let columns = Columns::of(table);
    let Some(name_column) = columns.name.or((!table.header.is_empty()).then_some(0)) else { return Vec::new() };
    let mut out = Vec::new();
    for row in &table.rows {
        let Some(cell) = row.cells.get(name_column) else { continue };
        let link = cell.links().next();
        let (plain, _) = clean_name(cell);
        if link.is_none() && row.cells.iter().enumerate().all(|(i, c)| i == name_column || is_blank(c)) {
            continue;
        }
        let name = link.map_or(plain, |(text, _, _)| text.trim().to_owned());
        if name.is_empty() {
            continue;
        }
        let returns = columns.ty.and_then(|t| row.cells.get(t)).and_then(|c| returns(c, row.span));
        out.push(MethodFacts { name, page: link.map(|(_, dest, _)| dest.to_owned()), returns, span: row.span });
    }
    out
}

/// The type in a return cell; `None`, `None.` and prose are none.
fn returns(cell: &crate::parse::Text, span: Span) -> Option<TypeExpr> {
    let plain = cell.plain();
    let word = plain.trim().trim_end_matches('.');
    if word.is_empty() || ["none", "no content", "nothing", "n/a", "void"].contains(&word.to_ascii_lowercase().as_str())
    {
        return None;
    }
    Some(parse_cell(cell, span)).filter(|t| !t.has_unknown())
}

/// The JSON text of a block, with a message where it had to be repaired or is none.
pub(super) fn json_block(cx: &mut Context<'_>, code: &CodeBlock) -> Option<JsonBlock> {
    let text = code.text();
    if text.trim().is_empty() {
        return None;
    }
    let (value, repaired) = match parse(&text) {
        Lenient::Valid(value) => (value, false),
        Lenient::Repaired(value, repair) => {
            let span = place(code, 0, &text, repair.at);
            let message = format!("this JSON has {}", repair.what);
            cx.report(Diagnostic::new(lint::REPAIRED_JSON, span, message).hint("write it as JSON demands"));
            (value, true)
        }
        Lenient::Broken(at) => {
            let span = place(code, 0, &text, at);
            cx.warn(lint::BROKEN_JSON, span, "this is not JSON".to_owned(), "correct the text from here on");
            return None;
        }
    };
    Some(JsonBlock { value, repaired, span: code.span })
}

/// The place of byte `at` of `text`, which is the block's lines from `first_line` on.
pub(super) fn place(code: &CodeBlock, first_line: usize, text: &str, at: usize) -> Span {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count();
    let column = before.rfind('\n').map_or(before.len(), |i| before.len() - i - 1);
    code.line_span(first_line + line, column, 1)
}

/// Gives each annotated JSON block to the draft whose sections it stands in; what has another name becomes a type of its own.
fn annotated_blocks<'a>(cx: &mut Context<'a>, drafts: &mut [Draft<'a>]) -> Vec<ResourceFacts> {
    let mut extra: Vec<ResourceFacts> = Vec::new();
    for (_, annotation, code) in naming::resource_blocks(cx) {
        let Some(type_name) = naming::annotated_type(annotation) else {
            cx.warn(
                lint::UNNAMED_RESOURCE,
                annotation.span,
                "this annotation names no type".to_owned(),
                "add `\"@odata.type\": \"namespace.name\"`",
            );
            continue;
        };
        let json = json_block(cx, code);
        let short = |n: &str| n.rsplit('.').next().unwrap_or(n).to_owned();
        let slot = drafts.iter_mut().find(|d| match (&d.annotation, d.heading) {
            (Some(known), _) => naming::annotated_type(known).as_deref() == Some(type_name.as_str()),
            (None, Some(heading)) => {
                naming::type_heading(&heading.heading.value).is_some_and(|h| h.eq_ignore_ascii_case(&short(&type_name)))
            }
            (None, None) => true,
        });
        match slot {
            Some(draft) => {
                draft.annotation.get_or_insert(annotation);
                if draft.json.is_none() {
                    draft.json = json;
                }
            }
            None => extra.push(ResourceFacts {
                name: type_name,
                span: annotation.span,
                heading_name: None,
                description: None,
                bases: inheritance::annotated_base(annotation).into_iter().collect(),
                derived: Vec::new(),
                is_abstract: false,
                is_base: false,
                is_open: false,
                key: key(Some(annotation), &[]),
                deprecated: None,
                properties: Vec::new(),
                navigation: Vec::new(),
                methods: Vec::new(),
                json,
                annotated: true,
            }),
        }
    }
    extra
}

fn finish(cx: &mut Context<'_>, page: &PageName, draft: Draft<'_>, only_annotated: bool) -> Option<ResourceFacts> {
    let annotated = draft.annotation.and_then(naming::annotated_type);
    let has_rows = !draft.properties.is_empty() || !draft.navigation.is_empty();
    let shows_members = draft.json.as_ref().is_some_and(|j| shows_members(&j.value));
    if draft.heading.is_none() && page.is_enum && !has_rows && !shows_members {
        return None;
    }
    // A heading with nothing below is an anchor for requests; a type that adds nothing says what it inherits from.
    let inherits = || draft.sections && page.is_type && !inheritance::bases(cx, None, &[], &page.name).is_empty();
    let states = annotated.is_some() || (!only_annotated && (has_rows || draft.json.is_some() || inherits()));
    if !states {
        return None;
    }
    let heading_name = match draft.heading {
        Some(section) => heading_name(cx, page, section),
        None => page.heading.clone(),
    };
    let (name, span) = match (&annotated, &heading_name) {
        (Some(name), _) => (page.qualify(name), draft.annotation.map(|a| a.span)),
        (None, Some(name)) => (page.qualify(name), draft.heading.map_or(page.span, |h| Some(h.heading.span))),
        (None, None) => {
            let span = page.span.or_else(|| draft.properties.first().map(|p| p.span))?;
            let hint = "write the H1 as `name resource type`, or annotate the JSON block";
            cx.warn(lint::UNNAMED_RESOURCE, span, "this page describes a type without naming it".to_owned(), hint);
            return None;
        }
    };
    let main = draft.heading.is_none();
    let mut draft = draft;
    if let Some(json) = &draft.json {
        values_of_json(&mut draft.properties, &json.value);
    }
    let rows: Vec<&PropertyFacts> = draft.properties.iter().chain(&draft.navigation).collect();
    let bases = if main { inheritance::bases(cx, draft.annotation, &rows, &name) } else { Vec::new() };
    Some(ResourceFacts {
        span: span?,
        heading_name,
        description: match draft.heading {
            Some(section) => super::context::paragraphs(&section.blocks).first().map(|t| (*t).clone()),
            None if only_annotated => None,
            None => cx.description(),
        },
        bases,
        derived: if main && !only_annotated { inheritance::derived(cx) } else { Vec::new() },
        is_abstract: main && !only_annotated && inheritance::is_abstract(cx, draft.annotation),
        is_base: main && !only_annotated && inheritance::is_base(cx),
        is_open: main && !only_annotated && inheritance::is_open(cx, draft.annotation),
        key: key(draft.annotation, &draft.properties),
        deprecated: if main && !only_annotated { page.deprecated.clone() } else { None },
        properties: draft.properties,
        navigation: draft.navigation,
        methods: draft.methods,
        json: draft.json,
        annotated: annotated.is_some(),
        name,
    })
}

/// `"a | b | c"` in the JSON lists the values of a property whose row says only that it is text (format §8).
fn values_of_json(properties: &mut [PropertyFacts], json: &Value) {
    for property in properties.iter_mut().filter(|p| p.facets.values.is_none()) {
        let is_text = *property.ty.element() == TypeExpr::Primitive(Primitive::String);
        let sample = json.get(&property.name);
        let sample = sample.and_then(|v| v.as_array().map_or(Some(v), |list| list.first())).and_then(Value::as_str);
        let Some(sample) = sample.filter(|sample| is_text && sample.len() < 2_000 && sample.contains(" | ")) else {
            continue;
        };
        let values: Vec<String> = sample.split(" | ").map(|value| value.trim().to_owned()).collect();
        let is_word = |v: &String| !v.is_empty() && v.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
        if values.iter().all(is_word) {
            property.facets.values = Some(ValueList { values, introduced: true, ..ValueList::default() });
        }
    }
}

/// Whether a JSON object has members other than its type's name.
fn shows_members(value: &Value) -> bool {
    value.as_object().is_some_and(|o| o.keys().any(|k| k != "@odata.type" && k != "@type"))
}

fn key(annotation: Option<&Annotation>, properties: &[PropertyFacts]) -> Option<String> {
    let stated = annotation.and_then(|a| a.str("keyProperty")).map(str::trim).filter(|k| !k.is_empty());
    stated.map(str::to_owned).or_else(|| properties.iter().find(|p| p.facets.key).map(|p| p.name.clone()))
}
