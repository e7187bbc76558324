//! Members of JSON representations whose placeholder contradicts the type in the table.
//!
//! In: the [`Api`] and the statements of its representations. Out: a diagnostic with both spans for each difference; the table wins.
//!
//! Only placeholders count, such as `"Int32"`: a value is example data. `"String"` agrees with every type whose JSON is a string, and
//! `"number"` with every number, because representations also name JSON types.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::extract::representation;
use crate::extract::type_expr::Primitive;
use crate::model::{Api, TypeRef};
use crate::resolve::context::Context;
use crate::resolve::names::{Links, Meaning, qualify};
use crate::resolve::representations::Shown;

use super::declared;
use super::rows::is_identifier;
use super::statements::Statement;

/// Reports the differences.
pub fn check(api: &Api, statements: &[Statement<'_>], links: &Links<'_>, diagnostics: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    for statement in statements {
        let Some((value, row)) = statement.member else { continue };
        let Some((owner, property)) = declared(api, &statement.ty, statement.name) else { continue };
        let namespace = Some(statement.ty.namespace());
        if property.span == row.span || representation::is_sample(value, row.span, namespace) {
            continue;
        }
        let shown = links.type_ref(&row.ty);
        if agree(shown.element(), property.ty.element()) || !seen.insert((owner, &property.name)) {
            continue;
        }
        let message = format!("`{}` of `{}` is `{}` here", row.name, owner.short(), row.type_text);
        diagnostics.push(
            Diagnostic::new(lint::CONFLICTING_PROPERTY, row.span, message)
                .related(property.span, format!("and `{}` here, which is used", property.type_text))
                .hint("show the type of the table, or correct the table"),
        );
    }
}

/// Reports representations whose `@odata.type` names a type that is unrelated to the page's.
pub fn check_names(cx: &Context<'_>, shown: &[Shown<'_>], diagnostics: &mut Diagnostics) {
    for shown in shown {
        let Some(written) = shown.json.value.get("@odata.type").and_then(Value::as_str) else { continue };
        let name = written.trim().rsplit('#').next().unwrap_or_default();
        let short = name.rsplit('.').next().unwrap_or(name);
        // `"String"` is a placeholder, and a qualified name or one after `#` is the name of a type.
        if !(name.contains('.') || written.contains('#'))
            || name.starts_with("Edm.")
            || !name.split('.').all(is_identifier)
        {
            continue;
        }
        let own = TypeRef::Type(shown.ty.clone());
        let is_related = match cx.pages.names.qualified(&qualify(name, Some(shown.ty.namespace())).0) {
            Some((named, Meaning::Type)) => cx.types.related(&TypeRef::Type(named.clone()), &own),
            _ => false,
        };
        if is_related || short.eq_ignore_ascii_case(shown.ty.short()) {
            continue;
        }
        let message = format!("the JSON representation names `{short}`, but the page describes `{}`", shown.ty.short());
        let span = shown.json.member_span("@odata.type");
        let hint = "write the name of the page's type, or show a representation of it";
        diagnostics.push(Diagnostic::new(lint::ANNOTATION_TYPE, span, message).hint(hint));
    }
}

/// The JSON form of a type's values, as far as placeholders distinguish it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Json {
    Text,
    Date,
    Moment,
    Number,
    Boolean,
}

fn json(ty: &TypeRef) -> Option<Json> {
    match ty {
        TypeRef::Primitive(Primitive::Untyped | Primitive::Stream) | TypeRef::Collection(_) | TypeRef::Type(_) => None,
        TypeRef::Primitive(Primitive::Boolean) => Some(Json::Boolean),
        TypeRef::Primitive(Primitive::Date) => Some(Json::Date),
        TypeRef::Primitive(Primitive::DateTimeOffset) => Some(Json::Moment),
        TypeRef::Primitive(primitive) if primitive.is_plain() => Some(Json::Number),
        TypeRef::Primitive(_) | TypeRef::Enum(_) => Some(Json::Text),
    }
}

/// Returns whether a placeholder fits the type in the table.
fn agree(shown: &TypeRef, property: &TypeRef) -> bool {
    match (json(shown), json(property)) {
        (Some(Json::Text), Some(Json::Date | Json::Moment)) | (Some(Json::Date | Json::Moment), Some(Json::Text)) => {
            true
        }
        (Some(shown), Some(property)) => shown == property,
        _ => true,
    }
}
