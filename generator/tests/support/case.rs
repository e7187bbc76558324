//! A folder of `tests/cases/pages`, run through the pipeline.
//!
//! In: the folder's name. Out: the outcome, and short ways to read its facts.

use std::path::PathBuf;

use docbindgen::config::Layout;
use docbindgen::model::{Enum, Operation, Property, Type, TypeName};
use docbindgen::pipeline::{Options, Outcome, run};

use super::{messages, package};

/// The outcome of the pipeline for a folder of pages.
pub struct Case {
    pub outcome: Outcome,
}

impl Case {
    /// Runs the pipeline over `tests/cases/pages/<name>`.
    pub fn new(name: &str) -> Case {
        let options = Options { layout: Some(Layout::Crate), examples: true, ..Options::default() };
        Case { outcome: run(&Case::pages(name), &options).expect("the pages can be read") }
    }

    /// Returns the folder of a case's pages.
    pub fn pages(name: &str) -> PathBuf {
        package().join("tests/cases/pages").join(name)
    }

    /// Returns the type with this name; `microsoft.graph` is assumed if there is no namespace.
    pub fn ty(&self, name: &str) -> &Type {
        let found = self.outcome.api.types.get(&qualified(name));
        found.unwrap_or_else(|| panic!("no type `{name}`: {:?}", self.outcome.api.types.keys().collect::<Vec<_>>()))
    }

    /// Returns the property of a type, structural or navigation.
    pub fn property(&self, ty: &str, name: &str) -> &Property {
        let ty = self.ty(ty);
        let mut all = ty.properties.iter().chain(&ty.navigation);
        all.find(|property| property.name == name).unwrap_or_else(|| panic!("`{}` has no `{name}`", ty.name))
    }

    /// Returns a property's type as the exported model writes it, as compact JSON: `{"primitive":"String"}`.
    pub fn type_of(&self, ty: &str, name: &str) -> String {
        serde_json::to_string(&self.property(ty, name).ty).expect("a type reference is JSON")
    }

    /// Returns the enum with this name.
    pub fn enumeration(&self, name: &str) -> &Enum {
        let found = self.outcome.api.enums.get(&qualified(name));
        found.unwrap_or_else(|| panic!("no enum `{name}`: {:?}", self.outcome.api.enums.keys().collect::<Vec<_>>()))
    }

    /// Returns the members of an enum, in order.
    pub fn members(&self, name: &str) -> Vec<&str> {
        self.enumeration(name).members.iter().map(|member| member.name.as_str()).collect()
    }

    /// Returns the operation with this method and path, with placeholders as in the model: `GET /users/{userId}`.
    pub fn operation(&self, request: &str) -> &Operation {
        let all = &self.outcome.api.operations;
        let shown = |operation: &Operation| format!("{} {}", operation.method, operation.path);
        let found = all.iter().find(|operation| shown(operation) == request);
        found.unwrap_or_else(|| panic!("no operation `{request}`: {:?}", all.iter().map(shown).collect::<Vec<_>>()))
    }

    /// Returns the OData query options that a page supports, by its path.
    pub fn query_options(&self, page: &str) -> Vec<&str> {
        let found = self.outcome.api.pages.get(page).unwrap_or_else(|| panic!("no page `{page}`"));
        found.query_options.iter().map(String::as_str).collect()
    }

    /// Returns the diagnostics, one line each: `path:line:column: lint: message`.
    pub fn messages(&self) -> Vec<String> {
        messages(&self.outcome.sources, &self.outcome.diagnostics)
    }

    /// Returns the text of a generated file, `src/models/user.rs`.
    pub fn file(&self, path: &str) -> &str {
        let found = self.outcome.files.iter().find(|(at, _)| at.as_str() == path);
        let (_, bytes) = found.unwrap_or_else(|| panic!("no file `{path}`"));
        std::str::from_utf8(bytes).expect("generated files are UTF-8")
    }
}

fn qualified(name: &str) -> TypeName {
    TypeName(if name.contains('.') { name.to_owned() } else { format!("microsoft.graph.{name}") })
}
