//! The members of enums and the names of types in the JSON of examples, spelled as on their pages.
//!
//! In: JSON and its Rust type. Out: the JSON that the bindings send. They accept these names in any letter case, and pages use that.

use serde_json::Value;

use crate::plan::items::{Enum, RustType};

use super::value::{TYPE, Types, field, names};

impl Types<'_> {
    /// Spells the members of enums and the names of types at all levels of a value as on their pages.
    pub fn spell(&self, value: &mut Value, ty: &RustType) {
        match (ty, value) {
            (RustType::Boxed(inner) | RustType::Related(inner), value) => self.spell(value, inner),
            (RustType::Vec(inner), Value::Array(elements)) => {
                elements.iter_mut().for_each(|element| self.spell(element, inner));
            }
            (RustType::Model(path), Value::String(text)) => {
                if let Some(item) = self.enums.get(path) {
                    *text = spelled(item, text);
                }
            }
            (RustType::Flags(path), Value::String(text)) => {
                if let Some(item) = self.enums.get(path) {
                    let parts = text.split(',').map(|part| spelled(item, part.trim()));
                    *text = parts.collect::<Vec<_>>().join(",");
                }
            }
            (RustType::Model(path), Value::Object(members)) => {
                let Some(item) = self.structs.get(self.named(members, path)) else { return };
                if let Some(Value::String(text)) = members.get_mut(TYPE)
                    && names(text, &item.odata_type)
                {
                    *text = format!("#{}", item.odata_type);
                }
                for (name, value) in members {
                    if let Some(field) = field(item, name) {
                        self.spell(value, &field.ty);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Returns the name of the member that a text means; the text itself if there is none.
fn spelled(item: &Enum, text: &str) -> String {
    let names = || item.variants.iter().map(|(_, wire, _)| wire);
    let name = names().find(|name| *name == text).or_else(|| names().find(|name| name.eq_ignore_ascii_case(text)));
    name.map_or_else(|| text.to_owned(), Clone::clone)
}
