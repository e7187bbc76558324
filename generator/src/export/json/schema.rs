//! Tests that the published schemas match their types.

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema};
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

fn generated<T: JsonSchema>(title: &str) -> String {
    let mut settings = SchemaSettings::draft2020_12().for_serialize();
    settings.transforms.push(Box::new(Exact));
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), json!(title));
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    text.push('\n');
    text
}

/// Compares a file in `schema/` with the type it describes; `cargo xtask bless` updates it.
pub(crate) fn compare_with_types<T: JsonSchema>(file: &str, title: &str) {
    let path = format!("{}/schema/{file}", env!("CARGO_MANIFEST_DIR"));
    let generated = generated::<T>(title);
    if std::env::var_os("DOCBINDGEN_BLESS").is_some() {
        std::fs::write(&path, &generated).expect("the schema is written");
    }
    let published = std::fs::read_to_string(&path).expect("the schema exists").replace("\r\n", "\n");
    assert!(published == generated, "schema/{file} is outdated: run `cargo xtask bless`");
}

#[test]
fn the_published_schema_is_current() {
    compare_with_types::<Model>("model.schema.json", "Model of an API, read from its reference pages");
}
