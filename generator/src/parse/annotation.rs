//! The JSON object of an annotation comment (docs/format.md#faulty-json-in-annotations).
//!
//! In: the text of the comment. Out: the object, without the members that contain a fault, and the first fault.

use serde_json::{Map, Value};

use crate::odata::json::{Dialect, Fault, Strings, read};

/// Annotations contain prose, such as descriptions and messages of tools. Text after the object would be lost.
const ANNOTATION: Dialect = Dialect { strings: Strings::Prose, separate: |_| false };

/// Parses `text` as an object. Also returns the first fault, if any.
#[must_use]
pub(super) fn object(text: &str) -> (Map<String, Value>, Option<Fault>) {
    let reading = read(text, ANNOTATION);
    match reading.value {
        Value::Object(map) => (map, reading.fault),
        _ => {
            let other = Fault { message: "this is not a JSON object", at: 0, stopped: text.len() };
            (Map::new(), Some(reading.fault.unwrap_or(other)))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn members_after_a_fault_are_kept() {
        for (text, name, fault) in [
            ("{ \"name\": 2 boats, \"@odata.type\": \"x\", \"keyProperty\": \"id\" }", Some(json!("2 boats")), None),
            (
                "{ \"name\": , \"@odata.type\": \"x\", \"keyProperty\": \"id\" }",
                None,
                Some((10, "a value is expected here")),
            ),
            (
                "{ \"name\": [ \"a\": 1 ], \"@odata.type\": \"x\", \"keyProperty\": \"id\" }",
                Some(json!(["a"])),
                Some((15, "a comma is expected here")),
            ),
        ] {
            let (map, found) = object(text);
            assert_eq!(map.get("name"), name.as_ref(), "{text}");
            assert_eq!((&map["@odata.type"], &map["keyProperty"]), (&json!("x"), &json!("id")), "{text}");
            assert_eq!(found.map(|found| (found.at, found.message)), fault, "{text}");
        }
    }

    #[test]
    fn only_objects_are_annotations() {
        for (text, members, fault) in [
            ("{\"a\": 1}", 1, None),
            ("{\"a\": 1,}", 1, None),
            ("{\"a\": 1, \"b\" 2}", 1, Some((13, "a key and `:` are expected here"))),
            ("{\"a\": 1}}", 1, Some((8, "unexpected text after the JSON value"))),
            ("{\"a\": 1} ;", 1, Some((9, "unexpected text after the JSON value"))),
            ("{\"a\": 1}\nGET /me", 1, Some((9, "unexpected text after the JSON value"))),
            ("[1]", 0, Some((0, "this is not a JSON object"))),
            ("[1", 0, Some((2, "the closing `]` is missing"))),
        ] {
            let (map, found) = object(text);
            assert_eq!((map.len(), found.map(|found| (found.at, found.message))), (members, fault), "{text}");
        }
    }
}
