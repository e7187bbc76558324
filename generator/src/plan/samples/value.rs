//! JSON of examples as Rust expressions.
//!
//! In: a JSON value and the Rust type of its field. Out: an [`Expression`] that the bindings encode as this JSON. A member that no field can
//! hold, because no table documents it or because its value has another type, is an additional member.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::plan::items::{Enum, Field, Path, RustType, Struct};
use crate::plan::names::RustName;

/// A Rust expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// A string literal.
    Text(String),
    /// A string literal as a `String`.
    Owned(String),
    /// A number or Boolean, as a Rust literal.
    Plain(String),
    /// A decimal number, parsed from its text.
    Decimal(String),
    /// A variant of an enum.
    Variant(Path, RustName),
    /// Members of a flags enum.
    Flags(Vec<Expression>),
    /// `vec![…]`
    List(Vec<Expression>),
    /// A struct.
    Struct(Literal),
    /// `serde_json::json!(…)`
    Json(Value),
    /// A value of this runtime type, converted from text.
    Made(&'static str, String),
    /// A value of this enum, converted from text that no variant has.
    Other(Path, String),
    /// `….into()`
    Into(Box<Expression>),
    /// A base type, converted from a derived one.
    Base(Path, Box<Expression>),
    /// `Box::new(…)`
    Boxed(Box<Expression>),
}

impl Expression {
    /// Returns whether it is a string literal.
    #[must_use]
    pub fn is_text(&self) -> bool {
        matches!(self, Expression::Text(_))
    }
}

/// A struct literal, followed by calls that add members without a field.
#[derive(Debug, Clone, PartialEq)]
pub struct Literal {
    /// The struct.
    pub ty: Path,
    /// Its filled fields, and their values without `Some`.
    pub fields: Vec<(RustName, Expression)>,
    /// The additional members.
    pub extra: Vec<(String, Value)>,
    /// The name of the field for additional members.
    pub extra_name: RustName,
    /// The constants of the properties that are null.
    pub nulls: Vec<RustName>,
    /// The links to existing entities.
    pub links: Vec<Link>,
    /// Whether `@odata.type` names the type.
    pub typed: bool,
}

/// A link to one or several existing entities.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The constant of the navigation property.
    pub navigation: RustName,
    /// The addresses.
    pub targets: Targets,
}

/// The targets of a link.
#[derive(Debug, Clone, PartialEq)]
pub enum Targets {
    /// One address.
    One(String),
    /// A list of addresses.
    All(Vec<String>),
}

/// Where an expression is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// Its type is known, so that `.into()` converts into it.
    Known,
    /// It is converted into the type that the bindings need.
    Converted,
    /// Its type is not known, and it is not converted.
    Unknown,
}

impl Context {
    /// Returns the context of the elements of a list.
    fn of_elements(self) -> Context {
        match self {
            Context::Known => Context::Known,
            Context::Converted | Context::Unknown => Context::Unknown,
        }
    }
}

/// The types that expressions name.
pub struct Types<'a> {
    /// The structs.
    pub structs: BTreeMap<Path, &'a Struct>,
    /// The enums.
    pub enums: BTreeMap<Path, &'a Enum>,
}

/// The annotation with the type of an object (OData JSON 4.01 §4.6.3).
pub(super) const TYPE: &str = "@odata.type";

/// The suffix of an annotation with links to existing entities (OData JSON 4.01 §8.5).
const BIND: &str = "@odata.bind";

impl<'a> Types<'a> {
    /// Returns a value as an expression; `None` if the type does not hold it.
    pub fn expression(&self, value: &Value, ty: &RustType, context: Context) -> Option<Expression> {
        Some(match (ty, value) {
            (RustType::Json, value) => Expression::Json(value.clone()),
            (RustType::Plain("bool"), Value::Bool(value)) => Expression::Plain(value.to_string()),
            (RustType::Plain(name), Value::Number(_)) => Expression::Plain(number(name, value)?),
            (RustType::Runtime("Decimal"), Value::Number(value)) => Expression::Decimal(value.to_string()),
            (RustType::Runtime("Decimal"), _) => return None,
            (RustType::String, Value::String(text)) => converted(text, context, Expression::Owned),
            (RustType::Runtime(name), Value::String(text)) => {
                converted(text, context, |text| Expression::Made(name, text))
            }
            (RustType::Model(path), Value::String(text)) => match self.variant(path, text)? {
                Some(variant) => variant,
                None => converted(text, context, |text| Expression::Other(path.clone(), text)),
            },
            (RustType::Flags(path), Value::String(text)) => match (self.flags(path, text)?.as_slice(), context) {
                ([one], Context::Known) => Expression::Into(Box::new(one.clone())),
                ([one], Context::Converted) => one.clone(),
                (all, _) => Expression::Flags(all.to_vec()),
            },
            (RustType::Model(path), Value::Object(members)) => {
                let literal = self.object(members, path)?;
                match context {
                    _ if literal.ty == *path => Expression::Struct(literal),
                    Context::Known => Expression::Into(Box::new(Expression::Struct(literal))),
                    Context::Converted => Expression::Struct(literal),
                    Context::Unknown => Expression::Base(path.clone(), Box::new(Expression::Struct(literal))),
                }
            }
            (RustType::Vec(inner), Value::Array(elements)) => {
                let all = elements.iter().map(|element| self.expression(element, inner, context.of_elements()));
                Expression::List(all.collect::<Option<_>>()?)
            }
            (RustType::Boxed(inner), value) => {
                Expression::Boxed(Box::new(self.expression(value, inner, context.of_elements())?))
            }
            (RustType::Related(inner), value) => {
                let entities = self.related(value, inner)?;
                if context == Context::Converted { entities } else { Expression::Into(Box::new(entities)) }
            }
            _ => return None,
        })
    }

    /// Returns entities that convert into the type of a navigation property.
    fn related(&self, value: &Value, ty: &RustType) -> Option<Expression> {
        match (ty, value) {
            (RustType::Model(path), Value::Object(members)) => self.entity(members, path),
            (RustType::Vec(inner), Value::Array(elements)) => {
                let RustType::Model(path) = &**inner else { return None };
                let entities = elements.iter().map(|element| self.entity(element.as_object()?, path));
                Some(Expression::List(entities.collect::<Option<_>>()?)).filter(|_| !elements.is_empty())
            }
            _ => None,
        }
    }

    /// Returns an entity of exactly this type.
    fn entity(&self, members: &Map<String, Value>, path: &Path) -> Option<Expression> {
        let literal = self.object(members, path)?;
        Some(match literal.ty == *path {
            true => Expression::Struct(literal),
            false => Expression::Base(path.clone(), Box::new(Expression::Struct(literal))),
        })
    }

    /// Returns an object as a literal of this type, or of the derived type that `@odata.type` names.
    pub fn object(&self, members: &Map<String, Value>, path: &Path) -> Option<Literal> {
        let declared = path;
        let (path, item) = self.structs.get_key_value(self.named(members, declared))?;
        let mut literal = Literal {
            ty: path.clone(),
            fields: Vec::new(),
            extra: Vec::new(),
            extra_name: item.extra.clone(),
            nulls: Vec::new(),
            links: Vec::new(),
            typed: false,
        };
        for (name, value) in members {
            match self.member(name, value, item) {
                Member::Field(name, value) => literal.fields.push((name, value)),
                Member::Null(constant) => literal.nulls.push(constant),
                Member::Link(link) => literal.links.push(link),
                // A value of a derived type is converted, which names its type.
                Member::Type => literal.typed = path == declared,
                Member::Extra => literal.extra.push((name.clone(), value.clone())),
            }
        }
        Some(literal)
    }

    /// Returns the type of an object: the one that `@odata.type` names if it is derived from `path`, else `path`.
    pub(super) fn named<'p>(&self, members: &Map<String, Value>, path: &'p Path) -> &'p Path
    where
        'a: 'p,
    {
        let named = members.get(TYPE).and_then(Value::as_str);
        let derived = self.structs.get(path).and_then(|item| item.derived.as_ref());
        let variant = named.zip(derived).and_then(|(named, derived)| {
            derived
                .variants
                .iter()
                .find(|variant| names(named, &variant.wire) && self.structs.contains_key(&variant.ty))
        });
        variant.map_or(path, |variant| &variant.ty)
    }

    /// Returns how a member of an object of this type is written.
    pub fn member(&self, name: &str, value: &Value, item: &Struct) -> Member {
        if name == TYPE {
            let own = value.as_str().and_then(|text| text.strip_prefix('#')) == Some(&item.odata_type);
            return if own { Member::Type } else { Member::Extra };
        }
        if let Some(link) = name.strip_suffix(BIND).and_then(|name| link(field(item, name)?, value)) {
            return Member::Link(link);
        }
        let Some(field) = field(item, name) else { return Member::Extra };
        if value.is_null() && !field.navigation {
            return Member::Null(field.constant.clone());
        }
        match self.expression(value, &field.ty, Context::Known) {
            Some(value) => Member::Field(field.name.clone(), value),
            None => Member::Extra,
        }
    }

    /// Returns the variant of an enum with this text, if the enum has one; `None` if it is not an enum.
    #[expect(clippy::option_option, reason = "whether it is an enum, and if so, whether it has such a variant")]
    fn variant(&self, path: &Path, text: &str) -> Option<Option<Expression>> {
        let (path, item) = self.enums.get_key_value(path)?;
        let variant = item.variants.iter().find(|(_, wire, _)| wire == text);
        Some(variant.map(|(name, ..)| Expression::Variant(path.clone(), name.clone())))
    }

    /// Returns the members of a flags enum in a text, if the bindings write the same text.
    fn flags(&self, path: &Path, text: &str) -> Option<Vec<Expression>> {
        text.split(',').map(|part| self.variant(path, part)?).collect()
    }
}

/// How a member is written.
pub enum Member {
    /// As a field.
    Field(RustName, Expression),
    /// As a null property: its constant.
    Null(RustName),
    /// As a link.
    Link(Link),
    /// As the name of the object's own type.
    Type,
    /// As an additional member.
    Extra,
}

/// Returns text where `ty` makes a value of its type.
fn converted(text: &str, context: Context, ty: impl FnOnce(String) -> Expression) -> Expression {
    let text = text.to_owned();
    match context {
        Context::Known => Expression::Into(Box::new(Expression::Text(text))),
        Context::Converted => Expression::Text(text),
        Context::Unknown => ty(text),
    }
}

/// Returns whether an annotation names a type. Pages leave the `#` out, and use other capitals.
pub(super) fn names(annotation: &str, type_name: &str) -> bool {
    annotation.strip_prefix('#').unwrap_or(annotation).eq_ignore_ascii_case(type_name)
}

/// Returns the field with this name on the wire.
pub(super) fn field<'a>(item: &'a Struct, name: &str) -> Option<&'a Field> {
    item.fields.iter().find(|field| field.wire == name)
}

/// Returns the link in an `@odata.bind` annotation, if the property is a navigation property.
fn link(field: &Field, value: &Value) -> Option<Link> {
    let targets = match value {
        Value::String(address) => Targets::One(address.clone()),
        Value::Array(addresses) => {
            Targets::All(addresses.iter().map(|address| Some(address.as_str()?.to_owned())).collect::<Option<_>>()?)
        }
        _ => return None,
    };
    let RustType::Related(ty) = &field.ty else { return None };
    // A single address for a navigation property with several values would be sent as a list.
    let fits = matches!(**ty, RustType::Vec(_)) == matches!(targets, Targets::All(_));
    fits.then(|| Link { navigation: field.constant.clone(), targets })
}

/// Returns a number as a literal of a primitive type; `None` if the type does not hold it.
fn number(ty: &str, value: &Value) -> Option<String> {
    let integer = |least: i64, greatest: i64| value.as_i64().filter(|number| (least..=greatest).contains(number));
    let integer = match ty {
        "i8" => integer(i8::MIN.into(), i8::MAX.into()),
        "u8" => integer(0, u8::MAX.into()),
        "i16" => integer(i16::MIN.into(), i16::MAX.into()),
        "i32" => integer(i32::MIN.into(), i32::MAX.into()),
        "i64" => integer(i64::MIN, i64::MAX),
        "f32" | "f64" => return value.as_f64().filter(|number| number.is_finite()).map(|number| format!("{number:?}")),
        _ => None,
    };
    integer.map(|number| number.to_string())
}
