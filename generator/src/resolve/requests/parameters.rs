//! Parameters of paths and queries, each with a unique name.
//!
//! In: a template with placeholders as the page writes them (`{id}` up to five times). Out: [`Parameter`]s with unique names, in the order
//! of the path, and the path as text with those names (docs/format.md#placeholders).

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, Span, lint};
use crate::extract::path::{Argument, RequestTemplate, Segment};
use crate::extract::type_expr::Primitive;
use crate::model::{Doc, Parameter, ParameterLocation, Property, TypeRef};
use crate::odata::{Placeholder, Position, path_text, placeholders};
use crate::resolve::words::{camel, capital, singular};

/// Rows of the page's parameter tables, by lower-case name.
pub type Described<'a> = BTreeMap<String, &'a Property>;

/// Returns the parameters of `template`, and the path as text.
#[must_use]
pub fn name_parameters(
    template: &RequestTemplate,
    described: &Described<'_>,
    query: &[String],
    options: &[String],
    line: Span,
    diagnostics: &mut Diagnostics,
) -> (Vec<Parameter>, String) {
    let repeated = repeated(template);
    let mut naming = Naming { described, used: BTreeMap::new(), list: Vec::new(), repeated, line, diagnostics };
    let names: Vec<String> = placeholders(&template.segments).iter().map(|found| naming.placeholder(found)).collect();
    let path = path_text(&template.segments, |found| names.get(found.index).map_or(found.text, String::as_str));
    let path = if path.is_empty() { "/".to_owned() } else { path };
    for name in query {
        naming.add(name, name, ParameterLocation::Query, None);
    }
    for name in options {
        naming.add(&camel(name), name, ParameterLocation::Query, None);
        if let Some(parameter) = naming.list.last_mut() {
            parameter.optional = true;
        }
    }
    (naming.list, path)
}

/// Returns the placeholders that occur more than once in the template.
fn repeated(template: &RequestTemplate) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut repeated = BTreeSet::new();
    let mut note = |text: &str| {
        if !seen.insert(text.to_lowercase()) {
            repeated.insert(text.to_lowercase());
        }
    };
    for found in placeholders(&template.segments) {
        match found.position {
            Position::Argument(argument) => note(argument.name.as_deref().unwrap_or(found.text)),
            // A path inside the path names its anchor.
            Position::Segment if matches!(template.segments[found.segment], Segment::Placeholder(_)) => {
                note(found.text)
            }
            Position::Segment | Position::ItemPath => {}
        }
    }
    repeated
}

struct Naming<'a> {
    described: &'a Described<'a>,
    /// Names in lower case, with the span of each.
    used: BTreeMap<String, Span>,
    list: Vec<Parameter>,
    repeated: BTreeSet<String>,
    /// The request line.
    line: Span,
    diagnostics: &'a mut Diagnostics,
}

impl Naming<'_> {
    /// Adds the parameter of a placeholder and returns its name.
    fn placeholder(&mut self, found: &Placeholder<'_>) -> String {
        match found.position {
            Position::Segment => {
                let wanted = self.choose(found.text, found.after);
                self.add(&wanted, found.text, ParameterLocation::Segment, None)
            }
            Position::ItemPath => self.add(&camel(found.text), found.text, ParameterLocation::ItemPath, None),
            Position::Argument(argument) => self.argument(argument, found),
        }
    }

    fn argument(&mut self, argument: &Argument, found: &Placeholder<'_>) -> String {
        let name = argument.name.as_deref();
        let wanted = name.map_or_else(|| self.choose(found.text, found.after), camel);
        let location = if argument.quoted { ParameterLocation::Quoted } else { ParameterLocation::Bare };
        let added = self.add(&wanted, found.text, location, name);
        if let Some(parameter) = self.list.last_mut() {
            parameter.optional = argument.optional;
        }
        added
    }

    /// Chooses the name for a placeholder: its own if it is specific, else one derived from the segment before it.
    fn choose(&self, placeholder: &str, before: &str) -> String {
        let own = camel(placeholder.split('|').next().unwrap_or(placeholder));
        if !before.is_empty() && names_a_key(&own, before) {
            return format!("{}Id", singular(&camel(before.rsplit('.').next().unwrap_or(before))));
        }
        let says_little = matches!(
            own.to_lowercase().as_str(),
            "" | "id" | "name" | "key" | "undefined" | "index" | "itemid" | "ids" | "value"
        );
        if !before.is_empty() && (says_little || self.repeated.contains(&placeholder.to_lowercase())) {
            let before = singular(&camel(before.rsplit('.').next().unwrap_or(before)));
            // In `names/{name}`, the value is a name, not the name of a name.
            if before.eq_ignore_ascii_case(&own) {
                return before;
            }
            let suffix = if own.eq_ignore_ascii_case("index")
                || own.eq_ignore_ascii_case("name") && !placeholder.contains('|')
            {
                capital(&own)
            } else {
                "Id".to_owned()
            };
            return format!("{before}{suffix}");
        }
        if own.is_empty() { "id".to_owned() } else { own }
    }

    /// Adds a parameter named `wanted`, with a number if that name is taken. Returns its name.
    fn add(&mut self, wanted: &str, placeholder: &str, location: ParameterLocation, row: Option<&str>) -> String {
        let described =
            row.into_iter().chain([placeholder, wanted]).find_map(|key| self.described.get(&camel(key).to_lowercase()));
        let span = described.map_or(self.line, |property| property.span);
        let mut name = wanted.to_owned();
        let mut number = 2;
        while self.used.contains_key(&name.to_lowercase()) {
            name = format!("{wanted}{number}");
            number += 1;
        }
        if let Some(first) = self.used.get(&wanted.to_lowercase()) {
            let message = format!("the name `{wanted}` for `{{{placeholder}}}` is taken; `{name}` is used instead");
            self.diagnostics.push(
                Diagnostic::new(lint::NAME_COLLISION, span, message)
                    .related(*first, "the other one is here")
                    .hint("give the placeholders of a path different names"),
            );
        }
        self.used.insert(name.to_lowercase(), span);
        let ty = match (location, described) {
            // Arguments have the type of their row, with or without quotes. Segments are always strings.
            (ParameterLocation::Bare | ParameterLocation::Quoted, Some(property)) => property.ty.clone(),
            (ParameterLocation::Query, Some(property)) if property.ty != TypeRef::UNTYPED => property.ty.clone(),
            _ => TypeRef::Primitive(Primitive::String),
        };
        // Segments and query options cannot be null.
        let nullable = matches!(location, ParameterLocation::Bare | ParameterLocation::Quoted)
            && described.is_some_and(|property| property.nullable == Some(true));
        let description = described.map_or_else(Doc::default, |property| property.description.clone());
        self.list.push(Parameter {
            name: name.clone(),
            placeholder: placeholder.to_owned(),
            location,
            optional: false,
            nullable,
            text_form: text_form(name.as_str(), &ty, &description),
            ty,
            description,
            span,
        });
        name
    }
}

/// The standard that descriptions name for dates and times in text.
const DATE_STANDARD: &str = "iso 8601";

/// Returns the type whose texts a text parameter takes: its description names ISO 8601, and its name ends like those of properties with this
/// type.
fn text_form(name: &str, ty: &TypeRef, description: &Doc) -> Option<Primitive> {
    const ENDINGS: [(&str, Primitive); 3] =
        [("datetime", Primitive::DateTimeOffset), ("date", Primitive::Date), ("duration", Primitive::Duration)];
    let is_text = *ty == TypeRef::Primitive(Primitive::String);
    let described = is_text && description.plain().to_lowercase().contains(DATE_STANDARD);
    let name = name.to_lowercase();
    ENDINGS.into_iter().find(|(ending, _)| described && name.ends_with(ending)).map(|(_, form)| form)
}

/// Returns whether a placeholder names the key of the set before it.
///
/// `{users-id}`, `{usersId}`, `{userid}` and `{idOrUserPrincipalName}` after `users` are the same parameter, which has one name.
fn names_a_key(own: &str, before: &str) -> bool {
    let set = camel(before.rsplit('.').next().unwrap_or(before)).to_lowercase();
    let element = singular(&set);
    if element == set {
        return false;
    }
    let own = own.to_lowercase();
    // `idOr…` names the ID and alternatives to it. The comment of the argument lists the alternatives.
    let of = match own.split_once("idor") {
        Some((of, _)) => of,
        None => own.strip_suffix("id").unwrap_or("\0"),
    };
    of.is_empty() || of == set || of == element
}
