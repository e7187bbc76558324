//! Members of examples that have another name in the new edition, and the same value.
//!
//! In: the examples of both editions. Out: [`Shown`]: which member took the place of which. Only examples with the same number on the same
//! page are compared, object by object. A value proves something if no other member of the object has it, and few texts would.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::diff::edition::Edition;
use crate::model::Example;
use crate::odata::Primitive;

/// Shorter texts and numbers are the value of many members.
const FEWEST_CHARACTERS: usize = 4;
/// Longer values are shortened in the evidence.
const LONGEST_VALUE: usize = 40;
/// Deeper objects are not compared.
const MAX_DEPTH: usize = 32;

/// What examples show, by the name in the old edition and the name in the new one.
#[derive(Debug, Default)]
pub(in crate::diff) struct Shown<'a>(BTreeMap<&'a str, BTreeMap<&'a str, Vec<Sight<'a>>>>);

/// One object of an example, in which a member took the place of another.
#[derive(Debug)]
struct Sight<'a> {
    page: &'a str,
    value: String,
    /// The members that the object has in both editions.
    others: BTreeSet<&'a str>,
}

impl<'a> Shown<'a> {
    /// Compares the examples of both editions. An exported model has none.
    pub(in crate::diff) fn new(old: &'a Edition, new: &'a Edition) -> Shown<'a> {
        let before: BTreeMap<(&str, usize), &Example> =
            old.examples().iter().map(|example| ((&*example.page, example.number), example)).collect();
        let mut shown = Shown::default();
        for after in new.examples() {
            let Some(before) = before.get(&(&*after.page, after.number)) else { continue };
            for (old, new) in
                [(before.request_json(), after.request_json()), (before.response_json(), after.response_json())]
            {
                if let (Some(old), Some(new)) = (old, new) {
                    shown.compare(&after.page, &old.value, &new.value, 0);
                }
            }
        }
        shown
    }

    fn compare(&mut self, page: &'a str, old: &'a Value, new: &'a Value, depth: usize) {
        if depth > MAX_DEPTH || old == new {
            return;
        }
        match (old, new) {
            (Value::Object(old), Value::Object(new)) => {
                self.object(page, old, new);
                for (name, value) in old {
                    if let Some(other) = new.get(name) {
                        self.compare(page, value, other, depth + 1);
                    }
                }
            }
            (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
                old.iter().zip(new).for_each(|(old, new)| self.compare(page, old, new, depth + 1));
            }
            _ => {}
        }
    }

    /// Notes the members that only one edition has, if they have a value that no other member has.
    fn object(&mut self, page: &'a str, old: &'a Map<String, Value>, new: &'a Map<String, Value>) {
        let others: BTreeSet<&str> = old.keys().filter(|name| new.contains_key(*name)).map(String::as_str).collect();
        let has_once =
            |members: &Map<String, Value>, value: &Value| members.values().filter(|own| *own == value).count() == 1;
        for (name, value) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
            let Some(text) = distinctive(value).filter(|_| has_once(old, value) && has_once(new, value)) else {
                continue;
            };
            let found = new.iter().find(|(_, own)| *own == value).filter(|(name, _)| !old.contains_key(*name));
            if let Some((renamed, _)) = found {
                let sight = Sight { page, value: text, others: others.clone() };
                self.0.entry(name).or_default().entry(renamed).or_default().push(sight);
            }
        }
    }

    /// Returns the name that a member of a type has in the new edition, and the evidence. `has` tells the names that the type has in both
    /// editions: an object is of the type if most of its other members are.
    pub(super) fn renamed(&self, old: &str, has: &dyn Fn(&str) -> bool) -> Option<(&'a str, String)> {
        let is_of_type = |sight: &&Sight<'_>| {
            let known = sight.others.iter().filter(|name| has(name)).count();
            known > 0 && known * 2 >= sight.others.iter().filter(|name| !name.contains('@')).count()
        };
        let mut found =
            self.0.get(old)?.iter().filter_map(|(new, sights)| Some((*new, sights.iter().find(is_of_type)?)));
        let (new, Sight { page, value, .. }) = found.next()?;
        let is_only = found.next().is_none();
        is_only.then(|| {
            (new, format!("the example of `{page}` has the value `{value}` for `{new}`, which it had for `{old}`"))
        })
    }
}

/// Returns a value as text, if few members would have it by chance.
fn distinctive(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    // Placeholders such as `String` or `string (identifier)` name a type.
    let first = text.split([' ', '(']).next().unwrap_or_default();
    let is_type = Primitive::from_spelling(first).is_some() || Primitive::from_spelling(&text).is_some();
    let length = text.chars().count();
    if is_type || length < FEWEST_CHARACTERS || text.contains(|c: char| c == '`' || c.is_control()) {
        return None;
    }
    Some(if length > LONGEST_VALUE { text.chars().take(LONGEST_VALUE).chain(['…']).collect() } else { text })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Returns the names that `label` has in the new edition, if one object becomes another.
    fn renamed(old: &Value, new: &Value) -> Option<String> {
        let mut shown = Shown::default();
        shown.compare("api/a.md", old, new, 0);
        shown.renamed("label", &|name| name == "id" || name == "size").map(|(name, _)| name.to_owned())
    }

    #[test]
    fn a_distinctive_value_shows_a_rename() {
        let old = json!({"value": [{"id": "1", "label": "Left wing"}]});
        assert_eq!(renamed(&old, &json!({"value": [{"id": "2", "caption": "Left wing"}]})).as_deref(), Some("caption"));
        for (why, new) in [
            ("another value", json!({"value": [{"id": "1", "caption": "Right wing"}]})),
            ("both names", json!({"value": [{"id": "1", "label": "x", "caption": "Left wing"}]})),
            ("two candidates", json!({"value": [{"id": "1", "caption": "Left wing", "text": "Left wing"}]})),
            ("another place", json!({"value": [{"id": "1"}], "caption": "Left wing"})),
            ("another number of objects", json!({"value": [{"id": "1", "caption": "Left wing"}, {}]})),
            ("members of another type", json!({"value": [{"caption": "Left wing"}]})),
        ] {
            assert_eq!(renamed(&old, &new), None, "{why}");
        }
    }

    #[test]
    fn values_of_many_members_show_nothing() {
        let with = |name: &str, value: &Value| json!({"id": "1", name: value});
        for value in [
            json!("String"),
            json!("string (identifier)"),
            json!("abc"),
            json!(12),
            json!(true),
            json!(null),
            json!("`x`y"),
        ] {
            assert_eq!(renamed(&with("label", &value), &with("caption", &value)), None, "{value}");
        }
        for value in [json!("abcd"), json!(1234), json!("a".repeat(900))] {
            assert!(renamed(&with("label", &value), &with("caption", &value)).is_some(), "{value}");
        }
    }
}
