//! Schemas of types and enums.
//!
//! In: [`Type`], [`Enum`], [`Property`]. Out: the members of `components.schemas`.

use serde_json::{Map, Value, json};

use crate::export::markdown::markdown;
use crate::model::{Api, Enum, Kind, Member, Property, Type};

use super::types::{documented, key, reference, schema};
use super::{add, mark, text};

/// Returns the schemas of all types and enums.
pub fn schemas(api: &Api) -> Map<String, Value> {
    let types = api.types.values().map(|ty| (key(&ty.name), structure(ty, api)));
    let enums = api.enums.values().map(|ty| (key(&ty.name), enumeration(ty)));
    types.chain(enums).collect()
}

/// Returns the schema of an entity or complex type: its base first, then its own properties.
fn structure(ty: &Type, api: &Api) -> Value {
    let mut out = Map::new();
    out.insert("x-odata-name".to_owned(), json!(ty.name.0));
    out.insert("x-kind".to_owned(), json!(ty.kind));
    mark(&mut out, "x-abstract", ty.is_abstract);
    mark(&mut out, "x-open", ty.is_open);
    add(&mut out, "x-key", ty.key.clone().filter(|_| ty.kind == Kind::Entity));
    add(&mut out, "description", text(markdown(&ty.description)));
    mark(&mut out, "deprecated", ty.deprecated.is_some());
    out.insert("type".to_owned(), json!("object"));
    add(&mut out, "allOf", ty.base.as_ref().map(|base| vec![reference(base)]));
    let own = ty.properties.iter().map(|property| (property, false));
    let navigation = ty.navigation.iter().map(|property| (property, true));
    let properties: Map<String, Value> =
        own.chain(navigation).map(|(p, is_navigation)| (p.name.clone(), property(p, is_navigation, api))).collect();
    out.insert("properties".to_owned(), Value::Object(properties));
    add(&mut out, "additionalProperties", ty.values.as_ref().map(schema));
    Value::Object(out)
}

/// Returns the schema of an anonymous object with these properties.
pub fn inline(properties: &[Property], api: &Api) -> Value {
    let members: Map<String, Value> = properties.iter().map(|p| (p.name.clone(), property(p, false, api))).collect();
    let required: Vec<&str> = properties.iter().filter(|p| p.required).map(|p| p.name.as_str()).collect();
    let mut out = Map::new();
    out.insert("type".to_owned(), json!("object"));
    out.insert("properties".to_owned(), Value::Object(members));
    add(&mut out, "required", (!required.is_empty()).then_some(required));
    Value::Object(out)
}

fn property(property: &Property, is_navigation: bool, api: &Api) -> Value {
    let of_type = schema(&property.ty);
    let mut out = match of_type {
        Value::Object(members) if property.nullable != Some(true) => members,
        of_type => nullable(of_type),
    };
    mark(&mut out, "x-navigation", is_navigation);
    add(&mut out, "x-odata-type", documented(&property.ty, api));
    add(&mut out, "description", text(markdown(&property.description)));
    mark(&mut out, "readOnly", property.read_only);
    mark(&mut out, "deprecated", property.deprecated);
    Value::Object(out)
}

/// Returns a schema that also accepts null.
fn nullable(schema: Value) -> Map<String, Value> {
    let mut out = match schema {
        Value::Object(members) => members,
        other => return Map::from_iter([("allOf".to_owned(), json!([other]))]),
    };
    match out.get("type") {
        Some(Value::String(ty)) => {
            let types = json!([ty, "null"]);
            out.insert("type".to_owned(), types);
        }
        // A schema without a type accepts null already.
        None if !out.contains_key("$ref") => {}
        _ => out = Map::from_iter([("anyOf".to_owned(), json!([out, {"type": "null"}]))]),
    }
    out
}

/// Returns the schema of an enum: its members, and for a flags enum also combinations of them.
fn enumeration(ty: &Enum) -> Value {
    let names: Vec<&str> = ty.members.iter().map(|member| member.name.as_str()).collect();
    let mut out = Map::new();
    out.insert("x-odata-name".to_owned(), json!(ty.name.0));
    out.insert("x-kind".to_owned(), json!("enum"));
    mark(&mut out, "x-flags", ty.flags);
    mark(&mut out, "x-synthetic", ty.synthetic);
    add(&mut out, "description", text(markdown(&ty.description)));
    mark(&mut out, "deprecated", ty.deprecated.is_some());
    out.insert("type".to_owned(), json!("string"));
    if ty.flags {
        out.insert("anyOf".to_owned(), json!([{"enum": names}, {"pattern": "^[^,]+(, ?[^,]+)+$"}]));
    } else {
        out.insert("enum".to_owned(), json!(names));
    }
    out.insert("x-members".to_owned(), ty.members.iter().map(member).collect());
    Value::Object(out)
}

fn member(member: &Member) -> Value {
    let mut out = Map::new();
    out.insert("name".to_owned(), json!(member.name));
    add(&mut out, "value", member.value);
    add(&mut out, "description", text(markdown(&member.description)));
    Value::Object(out)
}
