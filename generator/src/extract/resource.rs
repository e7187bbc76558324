//! Types with properties.
//!
//! In: the Properties, Relationships, Methods and JSON sections of a page. Out: [`ResourceFacts`] for each type. A page has several
//! types if each has its own heading, or if several JSON blocks are annotated.

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Spanned, lint};
use crate::parse::{Annotation, CodeBlock, Folder, Section, Table};

use super::context::{Context, codes, tables};
use super::facts::{JsonBlock, MethodFacts, PropertyFacts, ResourceFacts};
use super::inheritance;
use super::json::{beyond_titles, parse, report_fault, report_repair};
use super::loose;
use super::members::members;
use super::methods::{links_pages, methods};
use super::naming::{self, PageName};
use super::nothing::{report_empty, says_none};
use super::representation;
use super::sections::Role;
use super::tables::{Columns, add_new, first_header, property_rows};
use super::type_expr::{Primitive, TypeExpr};

/// A type under construction.
#[derive(Default)]
struct ResourceDraft<'a> {
    /// The heading that names it; `None` for the page's own type.
    heading: Option<&'a Section>,
    annotation: Option<&'a Annotation>,
    properties: Vec<PropertyFacts>,
    navigation: Vec<PropertyFacts>,
    methods: Vec<MethodFacts>,
    json: Option<JsonBlock>,
    /// Whether the JSON block is annotated as the type.
    annotated_json: bool,
    /// Whether the page has a section or table for properties.
    sections: bool,
    /// Whether the section declares that there are no properties.
    none: bool,
}

/// Returns the types of a page.
pub(super) fn resources(cx: &mut Context<'_>, name: &PageName, only_annotated: bool) -> Vec<ResourceFacts> {
    let page = cx.page;
    let mut drafts: Vec<ResourceDraft<'_>> = vec![ResourceDraft::default()];
    // The draft that each section belongs to. A heading that names a type and has its own sections starts a new draft.
    let mut owner: Vec<usize> = Vec::with_capacity(page.sections.len());
    for (index, section) in page.sections.iter().enumerate() {
        let parent = section.parent.filter(|p| *p < index);
        let inherited = parent.and_then(|p| owner.get(p)).copied().unwrap_or(0);
        let names_type =
            index > 0 && section.level >= 2 && cx.roles.get(index) == Some(&Role::Unknown) && has_properties(cx, index);
        if names_type && heading_name(cx, name, section).is_some() {
            drafts.push(ResourceDraft { heading: Some(section), ..ResourceDraft::default() });
            owner.push(drafts.len() - 1);
        } else {
            owner.push(inherited);
        }
    }
    for (index, section) in page.sections.iter().enumerate() {
        let role = cx.roles.get(index).cloned().unwrap_or(Role::Unknown);
        let Some(draft) = owner.get(index).and_then(|o| drafts.get_mut(*o)) else { continue };
        read_section(cx, name, &role, section, draft, only_annotated);
    }
    let mut extra = annotated_blocks(cx, name, &mut drafts);
    if !only_annotated {
        for (index, draft) in drafts.iter_mut().enumerate() {
            loose_properties(cx, name, draft, |section| owner.get(section) == Some(&index));
        }
    }
    let mut out: Vec<ResourceFacts> = Vec::new();
    for draft in drafts {
        out.extend(finish(cx, name, draft, only_annotated));
    }
    extra.retain(|e| !out.iter().any(|o| o.name == e.name));
    out.extend(extra);
    out
}

/// Reads properties from tables or JSON elsewhere on the page, if the type's sections have none.
fn loose_properties<'a>(
    cx: &mut Context<'a>,
    name: &PageName,
    draft: &mut ResourceDraft<'a>,
    is_own: impl Fn(usize) -> bool,
) {
    if !draft.properties.is_empty() || draft.sections || !(name.is_type || draft.annotation.is_some()) {
        return;
    }
    let code = loose::own_json(cx).filter(|_| draft.json.is_none() && draft.heading.is_none() && !name.is_enum);
    if let Some(code) = code {
        draft.json = json_block(cx, code).filter(|json| shows_members(&json.value));
    }
    let sections = cx.sections(&Role::Unknown).into_iter().filter(|(index, _)| is_own(*index));
    let json = draft.json.as_ref().map(|json| &json.value);
    let found: Vec<&Table> = sections.flat_map(|(_, section)| loose::own_tables(section, json)).collect();
    for table in found {
        draft.sections = true;
        read_table(cx, &Role::Properties, table, draft);
    }
}

/// Returns the type that a heading names. Several words form a name only on a page that does not describe a type itself.
fn heading_name(cx: &Context<'_>, page: &PageName, section: &Section) -> Option<String> {
    let of_none = !page.is_type && cx.page.folder != Folder::Api && naming::resource_blocks(cx).is_empty();
    let words = || naming::words_heading(&section.heading.value).filter(|_| of_none);
    naming::type_heading(&section.heading.value).or_else(words)
}

/// Returns whether a Properties or JSON section is directly below.
fn has_properties(cx: &Context<'_>, index: usize) -> bool {
    let sections = cx.page.sections.iter().enumerate().skip(index + 1);
    let mut below = sections.take_while(|(_, s)| s.parent.is_some_and(|p| p >= index));
    below.any(|(i, s)| s.parent == Some(index) && matches!(cx.roles.get(i), Some(Role::Properties | Role::Json)))
}

fn read_section<'a>(
    cx: &mut Context<'a>,
    name: &PageName,
    role: &Role,
    section: &'a Section,
    draft: &mut ResourceDraft<'a>,
    only_annotated: bool,
) {
    if only_annotated {
        // A page of requests that shows a type may also have a table of its properties, under a heading with its name.
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
            draft.none |= *role == Role::Properties && says_none(&section.blocks);
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
        // On a page without a Properties heading, the table is in the introduction.
        Role::Intro | Role::Unknown => {
            let own = section.heading.value.to_ascii_lowercase();
            for table in tables(&section.blocks) {
                let first = first_header(table);
                let states = first == "property" || first == "property name" || first == "relationship";
                // On a type's page, the name column may have any header.
                let described = cx.roles.contains(&Role::Properties);
                let is_own = || name.is_type && !name.is_enum && !described && loose::is_own(table);
                if *role == Role::Intro && (states && Columns::of(table).is_property_table() || is_own()) {
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

fn read_table(cx: &mut Context<'_>, role: &Role, table: &Table, draft: &mut ResourceDraft<'_>) {
    let columns = Columns::of(table);
    let first = first_header(table);
    let operations = matches!(first.as_str(), "method" | "function" | "action" | "task");
    // Rows below `Properties` without links to method pages are properties, whatever the header.
    if operations && (*role != Role::Properties || links_pages(table)) {
        draft.methods.extend(methods(table));
    } else if columns.is_property_table() {
        let rows = property_rows(cx, table, false);
        let of_relationships =
            first.starts_with("relationship") || first.starts_with("navigation") || *role == Role::Relationships;
        // Navigation properties lead to entities (OData CSDL §8). A primitive below `Properties` is a property, whatever the header.
        let is_property = |row: &PropertyFacts| *role == Role::Properties && row.ty.is_primitive();
        let (navigation, properties): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| of_relationships && !is_property(row));
        let mut twice = add_new(&mut draft.properties, properties);
        twice.extend(add_new(&mut draft.navigation, navigation));
        for (row, earlier) in twice {
            let message = format!("`{}` appears twice on this page", row.name);
            let diagnostic = Diagnostic::new(lint::DUPLICATE_ROW, row.span, message).related(earlier, "first here");
            cx.report(diagnostic.hint("remove one of the rows"));
        }
    } else if matches!(role, Role::Properties | Role::Relationships)
        && !first.starts_with("resource")
        // Tables after the table of properties explain its values.
        && (draft.properties.is_empty() || *role == Role::Relationships)
        && draft.navigation.is_empty()
    {
        cx.unread_table(table, "names and types");
    }
}

/// Parses the JSON of a block. Reports repairs and broken JSON.
pub(super) fn json_block(cx: &mut Context<'_>, code: &CodeBlock) -> Option<JsonBlock> {
    let text = code.text();
    if text.trim().is_empty() {
        return None;
    }
    let (value, repair) = parse(&text).complete().map_err(|fault| report_fault(cx, code, 0, &text, fault)).ok()?;
    let repaired = repair.is_some();
    let is_resource = code.annotation.as_ref().is_some_and(|noted| noted.block_type().as_deref() == Some("resource"));
    // Comments between the members are for readers: nobody copies a JSON representation.
    if let Some(repair) = if is_resource { beyond_titles(&text, repair) } else { repair } {
        report_repair(cx, code, 0, &text, repair);
    }
    let members = members(&text).into_iter().map(|member| {
        let span = code.line_span(member.line, member.column, member.name.len());
        Spanned::new(member.name, span)
    });
    Some(JsonBlock { value, repaired, span: code.span, members: members.collect() })
}

/// Assigns each annotated JSON block to the draft with its name, or to the page's own type if that is not annotated. Other blocks
/// become types.
fn annotated_blocks<'a>(cx: &mut Context<'a>, page: &PageName, drafts: &mut [ResourceDraft<'a>]) -> Vec<ResourceFacts> {
    let mut extra: Vec<ResourceFacts> = Vec::new();
    for (_, annotation, code) in naming::resource_blocks(cx) {
        let Some(type_name) = naming::annotated_type(annotation) else {
            cx.warn(
                lint::UNNAMED_RESOURCE,
                annotation.span,
                "this annotation does not name a type".to_owned(),
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
                // An unannotated block in the same section may be an example.
                if !draft.annotated_json && (json.is_some() || draft.json.is_none()) {
                    draft.annotated_json = json.is_some();
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
                shown: shown(json.as_ref(), page),
                values: None,
                says_none: false,
                json,
                annotated: true,
            }),
        }
    }
    extra
}

/// Returns the properties that the JSON shows.
fn shown(json: Option<&JsonBlock>, page: &PageName) -> Vec<PropertyFacts> {
    json.map_or_else(Vec::new, |json| representation::properties(json, page.namespace.as_deref()))
}

fn finish(
    cx: &mut Context<'_>,
    page: &PageName,
    draft: ResourceDraft<'_>,
    only_annotated: bool,
) -> Option<ResourceFacts> {
    let annotated = draft.annotation.and_then(naming::annotated_type);
    let main = draft.heading.is_none();
    let of_page = main && !only_annotated;
    let has_rows = !draft.properties.is_empty() || !draft.navigation.is_empty();
    let shows_members = draft.json.as_ref().is_some_and(|j| shows_members(&j.value));
    if main && page.is_enum && !has_rows && !shows_members {
        return None;
    }
    let values = if of_page && !has_rows { inheritance::values(cx, &page.short) } else { None };
    let is_abstract = of_page && inheritance::is_abstract(cx, draft.annotation);
    let is_base = of_page && inheritance::is_base(cx);
    let is_open = of_page && (values.is_some() || inheritance::is_open(cx, draft.annotation));
    // A heading without content is an anchor for requests. A type without properties explains why it has none.
    let inherits = of_page && !has_rows && !inheritance::bases(cx, draft.annotation, &[], &page.name).is_empty();
    let explained = draft.none || is_abstract || is_base || is_open || inherits;
    let declared = page.is_type && !page.is_enum && main && !members_only(cx, &draft) && {
        // Without a representation, the page is an anchor for requests and does not name a type.
        let is_anchor = draft.none && cx.sections(&Role::Json).iter().any(|(_, section)| says_none(&section.blocks));
        is_abstract || is_base || is_open || inherits || (draft.sections || !draft.methods.is_empty()) && !is_anchor
    };
    let states = annotated.is_some() || (!only_annotated && (has_rows || draft.json.is_some() || declared));
    if !states {
        return None;
    }
    let heading_name = match draft.heading {
        Some(section) => heading_name(cx, page, section),
        None => page.heading.clone(),
    };
    if of_page && page.is_type {
        naming::check_annotation(cx, page, draft.annotation);
    }
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
    let mut draft = draft;
    if let Some(json) = &draft.json {
        values_of_json(&mut draft.properties, &json.value);
    }
    let rows: Vec<&PropertyFacts> = draft.properties.iter().chain(&draft.navigation).collect();
    let bases = if main { inheritance::bases(cx, draft.annotation, &rows, &name) } else { Vec::new() };
    // The JSON of an open type shows samples of undeclared members.
    let mut shown = match draft.none || is_open || !draft.properties.is_empty() {
        true => Vec::new(),
        false => shown(draft.json.as_ref(), page),
    };
    shown.retain(|row| !draft.navigation.iter().any(|known| known.name.eq_ignore_ascii_case(&row.name)));
    if of_page && !has_rows && !explained && shown.is_empty() && (draft.json.is_none() || shows_members) {
        report_empty(cx, page, &name);
    }
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
        is_abstract,
        is_base,
        is_open,
        values,
        says_none: draft.none && draft.properties.is_empty(),
        key: key(draft.annotation, &draft.properties),
        deprecated: if of_page { page.deprecated.clone() } else { None },
        properties: draft.properties,
        navigation: draft.navigation,
        methods: draft.methods,
        shown,
        json: draft.json,
        annotated: annotated.is_some(),
        name,
    })
}

/// Returns whether the page has members of an enum, and no facts about a type.
fn members_only(cx: &Context<'_>, draft: &ResourceDraft<'_>) -> bool {
    let has_members = cx.roles.iter().any(|role| matches!(role, Role::Members(_)));
    has_members && !draft.sections && draft.json.is_none() && draft.methods.is_empty()
}

/// Reads values from `"a | b | c"` in the JSON, for properties whose row only declares a string (docs/format.md#values-in-json).
fn values_of_json(properties: &mut [PropertyFacts], json: &Value) {
    for property in properties.iter_mut().filter(|p| p.facets.values.is_none()) {
        let is_text = *property.ty.element() == TypeExpr::Primitive(Primitive::String);
        let sample = json.get(&property.name);
        let sample = sample.and_then(|v| v.as_array().map_or(Some(v), |list| list.first())).and_then(Value::as_str);
        if let Some(sample) = sample.filter(|sample| is_text && sample.contains(" | ")) {
            property.facets.values = representation::values(sample);
        }
    }
}

/// Returns whether a JSON object has members other than its type's name.
fn shows_members(value: &Value) -> bool {
    value.as_object().is_some_and(|o| o.keys().any(|k| k != "@odata.type" && k != "@type"))
}

fn key(annotation: Option<&Annotation>, properties: &[PropertyFacts]) -> Option<String> {
    let stated = annotation.and_then(|a| a.str("keyProperty")).map(str::trim).filter(|k| !k.is_empty());
    stated.map(str::to_owned).or_else(|| properties.iter().find(|p| p.facets.key).map(|p| p.name.clone()))
}
