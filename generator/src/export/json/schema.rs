//! Tests that the published schema matches the types of [`super::form`].

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use serde_json::{Value, json};

use super::form::Model;

/// Makes the schema exact: objects with named members allow no others, and absent members are not null. Descriptions are one line.
#[derive(Clone)]
struct Exact;

impl Transform for Exact {
    fn transform(&mut self, schema: &mut Schema) {
        if schema.get("properties").is_some() {
            schema.insert("additionalProperties".to_owned(), Value::Bool(false));
        }
        if let Some(Value::String(text)) = schema.get_mut("description") {
            *text = text.replace('\n', " ");
        }
        if let Some(Value::Array(types)) = schema.get_mut("type") {
            types.retain(|ty| ty != "null");
        }
        if let Some(Value::Array(alternatives)) = schema.get_mut("anyOf") {
            alternatives.retain(|alternative| alternative["type"] != "null");
        }
        transform_subschemas(self, schema);
    }
}

fn generated() -> String {
    let mut settings = SchemaSettings::draft2020_12().for_serialize();
    settings.transforms.push(Box::new(Exact));
    let mut schema = settings.into_generator().into_root_schema_for::<Model>();
    schema.insert("title".to_owned(), json!("Model of an API, read from its reference pages"));
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    text.push('\n');
    text
}

/// Compares the file with the types; `cargo xtask bless` updates it.
#[test]
fn the_published_schema_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/model.schema.json");
    if std::env::var_os("DOCBINDGEN_BLESS").is_some() {
        std::fs::write(path, generated()).expect("the schema is written");
    }
    let published = std::fs::read_to_string(path).expect("the schema is there").replace("\r\n", "\n");
    assert!(published == generated(), "schema/model.schema.json is outdated: run `cargo xtask bless`");
}
