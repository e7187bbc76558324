//! Members of JSON representations that no table documents.
//!
//! In: the members, and the types. Out: properties of the types, with a warning at each member; or the warning alone.
//!
//! - A type that is not open has no other members than its own: the table is incomplete, and the member becomes a property.
//! - An open type shows members of its users beside its own. A member becomes a property if its value names a type; a literal is an
//!   example's data. An open type without properties of its own is a dictionary, and nothing is reported.
//! - What a derived type has is not added to the base, because the derived type would have it twice.

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Diagnostics, Span, lint};
use crate::extract::type_expr::{Primitive, TypeExpr, parse_str};
use crate::model::{Api, Doc, Property, TypeRef};
use crate::resolve::names::{Meaning, Names};
use crate::resolve::relations::has_property;

use super::rows::{derived, is_identifier};
use super::statements::{Source, Statement};

/// Adds or reports the members.
pub fn add(api: &mut Api, missing: &[Statement], names: &Names, diagnostics: &mut Diagnostics) {
    for member in missing.iter().filter(|member| member.source == Source::Representation) {
        let Some(value) = &member.value else { continue };
        if !api.types.contains_key(&member.ty) || has_property(&member.ty, &member.name, &api.types) {
            continue;
        }
        let is_open = api.line(&member.ty).any(|ty| ty.is_open);
        let is_dictionary = is_open && api.types.get(&member.ty).is_some_and(|ty| ty.properties.is_empty());
        if is_dictionary || is_open && !is_identifier(&member.name) {
            continue;
        }
        let typed = Shown { names, namespace: member.ty.namespace(), span: member.span }.type_of(value);
        let of_derived =
            derived(&member.ty, &api.types).into_iter().find(|name| has_property(name, &member.name, &api.types));
        let hint = match of_derived {
            Some(name) => format!("`{}` has it: show it there", name.short()),
            None if !is_identifier(&member.name) => "it is not the name of a property".to_owned(),
            None if is_open && typed.is_literal => {
                "it is treated as a member of a caller: add it to the table, or correct its name".to_owned()
            }
            None => {
                let property = property(&member.name, typed.ty, value, member.span);
                if let Some(ty) = api.types.get_mut(&member.ty) {
                    ty.properties.push(property);
                }
                "it is used as a property, with the type that the JSON shows: add it to the table".to_owned()
            }
        };
        let message = format!("no table of `{}` has the member `{}`", member.ty.short(), member.name);
        let mut diagnostic = Diagnostic::new(lint::REPRESENTATION_MEMBER, member.span, message).hint(hint);
        if let Some(ty) = api.types.get(&member.ty) {
            diagnostic = diagnostic.related(ty.span, "the type is documented here");
        }
        diagnostics.push(diagnostic);
    }
}

fn property(name: &str, ty: TypeRef, value: &Value, span: Span) -> Property {
    Property {
        name: name.to_owned(),
        ty,
        type_text: value.as_str().map(str::to_owned).unwrap_or_default(),
        nullable: None,
        read_only: false,
        required: false,
        select_only: false,
        deprecated: false,
        filter: Vec::new(),
        description: Doc::default(),
        span,
    }
}

/// The type that a value shows.
struct Typed {
    ty: TypeRef,
    /// Whether the value is a literal of the type rather than its name.
    is_literal: bool,
}

/// Reads types from values.
struct Shown<'a> {
    names: &'a Names,
    namespace: &'a str,
    span: Span,
}

impl Shown<'_> {
    fn type_of(&self, value: &Value) -> Typed {
        let literal = |primitive| Typed { ty: TypeRef::Primitive(primitive), is_literal: true };
        match value {
            Value::Null => literal(Primitive::Untyped),
            Value::Bool(_) => literal(Primitive::Boolean),
            // The widest type of its kind: one number does not tell the range.
            Value::Number(number) if number.is_f64() => literal(Primitive::Double),
            Value::Number(_) => literal(Primitive::Int64),
            Value::String(text) => self.named(text).unwrap_or_else(|| literal(Primitive::String)),
            Value::Array(items) => {
                let element = items.first().map_or_else(|| literal(Primitive::Untyped), |item| self.type_of(item));
                Typed { ty: element.ty.element().clone().collection(), ..element }
            }
            Value::Object(members) => {
                let stated = members.get("@odata.type").and_then(Value::as_str);
                stated.and_then(|text| self.named(text)).unwrap_or_else(|| literal(Primitive::Untyped))
            }
        }
    }

    /// The type that a text names: `String (timestamp)`, `Boolean`, `collection(own.crate)`.
    fn named(&self, text: &str) -> Option<Typed> {
        let text = text.trim().trim_start_matches('#');
        let (word, note) = text.split_once(" (").unwrap_or((text, ""));
        if note.starts_with("timestamp") {
            return Some(Typed { ty: TypeRef::Primitive(Primitive::DateTimeOffset), is_literal: false });
        }
        let ty = self.resolve(&parse_str(word, self.span))?;
        Some(Typed { ty, is_literal: false })
    }

    fn resolve(&self, written: &TypeExpr) -> Option<TypeRef> {
        match written {
            TypeExpr::Primitive(primitive) => Some(TypeRef::Primitive(*primitive)),
            TypeExpr::Collection(element) => self.resolve(element).map(TypeRef::collection),
            TypeExpr::Named(written) => match self.names.by_name(&written.name, Some(self.namespace))? {
                (name, Meaning::Type) => Some(TypeRef::Type(name.clone())),
                (name, Meaning::Enum) => Some(TypeRef::Enum(name.clone())),
            },
            _ => None,
        }
    }
}
