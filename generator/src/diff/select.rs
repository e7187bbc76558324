//! The part of a comparison that `--select` chooses.
//!
//! In: a [`Comparison`], both editions, and patterns such as `/users/**`. Out: the changes of the chosen operations, and of the types that
//! these reach in either edition. The editions are compared as a whole before, so that a selection never changes what is found.

use std::collections::BTreeSet;

use super::change::{Comparison, Item, Subject};
use super::edition::Edition;
use crate::export::json::form::{Body, Model, Operation, ResponseBody, TypeRef};
use crate::select::Pattern;

/// Removes the changes outside the selection, and returns the patterns that match no operation of either edition.
#[must_use]
pub fn select<'p>(comparison: &mut Comparison, editions: [&Edition; 2], patterns: &'p [String]) -> Vec<&'p str> {
    if patterns.is_empty() {
        return Vec::new();
    }
    let mut chosen = Chosen::default();
    let mut unmatched = Vec::new();
    for text in patterns {
        let pattern = Pattern::new(text);
        let mut is_matched = false;
        for edition in editions {
            for operation in &edition.model.operations {
                if pattern.matches_path(&operation.method, &operation.path) {
                    is_matched = true;
                    chosen.operation(&edition.model, operation);
                }
            }
        }
        if !is_matched {
            unmatched.push(text.as_str());
        }
    }
    for edition in editions {
        chosen.reach(&edition.model);
    }
    let found = comparison.changes.len();
    comparison.changes.retain(|change| chosen.contains(&change.subject));
    comparison.unselected = found - comparison.changes.len();
    unmatched
}

/// The chosen items, by name.
#[derive(Default)]
struct Chosen {
    operations: BTreeSet<String>,
    pages: BTreeSet<String>,
    /// Qualified names of types and enums.
    types: BTreeSet<String>,
    /// Types that values may have: their derived types belong to the selection too.
    values: BTreeSet<String>,
}

impl Chosen {
    fn contains(&self, subject: &Subject) -> bool {
        let owner = subject.owner.as_ref().unwrap_or(&subject.name);
        match subject.item {
            Item::Api | Item::Area => true,
            Item::Type | Item::Property | Item::Navigation | Item::Enum | Item::Member => self.types.contains(owner),
            Item::Operation | Item::Parameter => self.operations.contains(owner),
            Item::Page | Item::BodyParameter | Item::Header | Item::ResponseHeader => self.pages.contains(owner),
        }
    }

    fn operation(&mut self, model: &Model, operation: &Operation) {
        self.operations.insert(format!("{} {}", operation.method, operation.path));
        self.pages.extend(operation.pages.iter().cloned());
        operation.parameters.iter().for_each(|parameter| self.value(&parameter.ty));
        match &operation.body {
            Some(Body::Value(ty)) => self.value(ty),
            Some(Body::Partial(name)) => self.named(name),
            Some(Body::Parameters) => {
                let objects = operation.pages.iter().filter_map(|page| model.pages.get(page)?.parameters.as_ref());
                objects.flat_map(|object| &object.properties).for_each(|property| self.value(&property.ty));
            }
            Some(Body::Reference | Body::Stream) | None => {}
        }
        if let ResponseBody::Value(ty) | ResponseBody::Collection(ty) | ResponseBody::Scalar(ty) = &operation.response {
            self.value(ty);
        }
    }

    fn value(&mut self, ty: &TypeRef) {
        let mut ty = ty;
        while let TypeRef::Collection(element) = ty {
            ty = element;
        }
        if let TypeRef::Type(name) | TypeRef::Enum(name) = ty {
            self.named(name);
        }
    }

    fn named(&mut self, name: &str) {
        if !self.values.contains(name) {
            self.values.insert(name.to_owned());
            self.types.insert(name.to_owned());
        }
    }

    /// Adds what the values contain: bases, derived types and structural properties, until nothing is new.
    fn reach(&mut self, model: &Model) {
        let mut before = usize::MAX;
        while before != self.values.len() + self.types.len() {
            before = self.values.len() + self.types.len();
            for (name, ty) in &model.types {
                let base = ty.base.as_ref();
                if base.is_some_and(|base| self.values.contains(base)) {
                    self.named(name);
                }
                if !self.types.contains(name) {
                    continue;
                }
                if let Some(base) = base {
                    self.types.insert(base.clone());
                }
                ty.properties.iter().for_each(|property| self.value(&property.ty));
                if let Some(values) = &ty.values {
                    self.value(values);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_reaches_types_but_not_navigation() {
        let span = r#"{"file":"a.md","line":1,"column":1,"endLine":1,"endColumn":2}"#;
        let property = |name: &str, ty: &str| {
            format!(
                r#"{{"name":"{name}","type":{ty},"typeText":"","readOnly":false,"required":false,"selectOnly":false,"deprecated":false,"description":"","span":{span}}}"#
            )
        };
        let ty = |base: &str, properties: &str, navigation: &str| {
            format!(
                r#"{{"kind":"entity",{base}"abstract":false,"open":false,"description":"","properties":[{properties}],"navigation":[{navigation}],"pages":[],"span":{span}}}"#
            )
        };
        let types = [
            (
                "a.user",
                ty(
                    r#""base":"a.base","#,
                    &property("size", r#"{"type":"a.size"}"#),
                    &property("boss", r#"{"type":"a.far"}"#),
                ),
            ),
            ("a.base", ty("", "", "")),
            ("a.special", ty(r#""base":"a.user","#, "", "")),
            ("a.sibling", ty(r#""base":"a.base","#, "", "")),
            ("a.size", ty("", "", "")),
            ("a.far", ty("", "", "")),
        ];
        let types: Vec<String> = types.iter().map(|(name, ty)| format!(r#""{name}":{ty}"#)).collect();
        let model = format!(
            r#"{{"version":"v1.0","types":{{{}}},"enums":{{}},"operations":[{{"method":"GET","path":"/users/{{id}}","kind":"get","parameters":[],"response":{{"value":{{"type":"a.user"}}}},"mayBeEmpty":false,"statuses":[],"errors":[],"pages":["api/u.md"],"span":{span}}}],"pages":{{}},"examples":[]}}"#,
            types.join(",")
        );
        let edition = Edition::of_json(&model).unwrap();
        let mut chosen = Chosen::default();
        let operation = &edition.model.operations[0];
        assert!(Pattern::new("/users/*").matches_path(&operation.method, &operation.path));
        chosen.operation(&edition.model, operation);
        chosen.reach(&edition.model);
        let types: Vec<&str> = chosen.types.iter().map(String::as_str).collect();
        assert_eq!(types, ["a.base", "a.size", "a.special", "a.user"]);
        let subject = |item, owner: Option<&str>, name: &str| Subject {
            item,
            owner: owner.map(str::to_owned),
            name: name.to_owned(),
        };
        assert!(chosen.contains(&subject(Item::Property, Some("a.user"), "size")));
        assert!(chosen.contains(&subject(Item::Operation, None, "GET /users/{id}")));
        assert!(!chosen.contains(&subject(Item::Page, None, "api/v.md")));
    }
}
