//! The body of a request as Rust.
//!
//! In: the plan of the body and the body of an example. Out: a [`Body`] that is sent as this body.

use serde_json::{Map, Value};

use crate::odata::{ExampleBody, Method};
use crate::plan::items::{BodyPlan, Path, RustType, Struct};
use crate::plan::names::RustName;

use super::call::body_text;
use super::value::{Context, Expression, Link, Literal, Member, Types, field};

/// A request body.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// A value.
    Value(Expression),
    /// A partial update.
    Patch(Patch),
    /// A reference to the entity at this address.
    Reference(String),
    /// Content that is sent as it is.
    Content(String),
    /// Content that is JSON.
    JsonContent(Value),
}

/// A partial update.
#[derive(Debug, Clone, PartialEq)]
pub struct Patch {
    /// The type to update.
    pub ty: Path,
    /// The changes.
    pub changes: Vec<Change>,
}

impl Patch {
    /// Returns whether a change names a property, from which the compiler infers the type.
    #[must_use]
    pub fn names_property(&self) -> bool {
        self.changes.iter().any(|change| !matches!(change, Change::Raw(..) | Change::Type))
    }
}

/// A change of one member.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// `.set(property, value)`
    Set(RustName, Expression),
    /// `.null(property)`
    Null(RustName),
    /// `.bind(navigation, address)`
    Link(Link),
    /// `.with_odata_type()`
    Type,
    /// `.raw(name, value)`
    Raw(String, Value),
}

impl Types<'_> {
    /// Returns the body that an example shows. A request whose example has none is sent with an empty object.
    pub fn body(&self, plan: &BodyPlan, method: Method, shown: &ExampleBody) -> Body {
        let mut value = match (plan, shown) {
            (BodyPlan::Bytes, ExampleBody::Json(block)) => return Body::JsonContent(block.value.clone()),
            (BodyPlan::Bytes, _) => return Body::Content(body_text(plan, shown)),
            (_, ExampleBody::Json(block)) => block.value.clone(),
            _ => Value::Object(Map::new()),
        };
        if let BodyPlan::Json(ty) = plan {
            self.spell(&mut value, ty);
        }
        self.written(plan, method, value)
    }

    /// Returns JSON as the bindings take it.
    fn written(&self, plan: &BodyPlan, method: Method, value: Value) -> Body {
        let written = match (plan, &value) {
            (BodyPlan::Reference, Value::Object(members)) => reference(members).map(Body::Reference),
            (BodyPlan::Json(RustType::Model(path)), Value::Object(members)) => self.model(path, method, members),
            _ => None,
        };
        written.unwrap_or_else(|| Body::Value(Expression::Json(value)))
    }

    /// Returns an object as a value of this type or a derived one, or as a partial update.
    fn model(&self, path: &Path, method: Method, members: &Map<String, Value>) -> Option<Body> {
        let literal = self.object(members, path)?;
        let item = self.structs.get(&literal.ty)?;
        let is_body = literal.ty == *path || item.ancestors.iter().any(|base| base.path == *path && base.body);
        // Parameter objects have no name on the wire: they are not entities that could be updated.
        if method == Method::Patch && is_body && !item.odata_type.is_empty() {
            return Some(Body::Patch(self.patch(item, &literal, members, literal.ty != *path)));
        }
        let value = Expression::Struct(literal);
        Some(Body::Value(if is_body { value } else { Expression::Base(path.clone(), Box::new(value)) }))
    }

    /// Returns the changes of an update. The bindings add the type if it is `derived` from the type of the body.
    fn patch(&self, item: &Struct, literal: &Literal, members: &Map<String, Value>, derived: bool) -> Patch {
        let change = |(name, value): (&String, &Value)| match self.member(name, value, item) {
            Member::Type if derived => None,
            Member::Type => Some(Change::Type),
            Member::Null(constant) => Some(Change::Null(constant)),
            Member::Link(link) => Some(Change::Link(link)),
            Member::Field(..) => {
                let field = field(item, name).filter(|field| !field.navigation);
                let set = field.and_then(|field| {
                    let value = self.expression(value, &field.ty, Context::Converted)?;
                    Some(Change::Set(field.constant.clone(), value))
                });
                Some(set.unwrap_or_else(|| Change::Raw(name.clone(), value.clone())))
            }
            Member::Extra => Some(Change::Raw(name.clone(), value.clone())),
        };
        Patch { ty: literal.ty.clone(), changes: members.iter().filter_map(change).collect() }
    }
}

/// Returns the address in a reference that has no other member (OData JSON §4.6.4).
fn reference(members: &Map<String, Value>) -> Option<String> {
    let address = members.get("@odata.id")?.as_str()?;
    (members.len() == 1).then(|| address.to_owned())
}
