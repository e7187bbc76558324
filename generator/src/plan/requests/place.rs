//! Chooses the module and the name of a request function.
//!
//! In: an operation. Out: its modules, which mirror the path without its path parameters, and the name it needs, by this table:
//!
//! | request | function |
//! |---|---|
//! | GET on a collection, on a single item | `list`, `get` |
//! | POST on a collection | `create` |
//! | PATCH, PUT, DELETE | `update`, `replace`, `delete` |
//! | GET, POST, PUT, DELETE of `…/$ref` | `get_ref`, `add_ref`, `set_ref`, `remove_ref` |
//! | GET, PUT, PATCH, DELETE of `…/content`, `…/$value` | `get_content`, `set_content`, `update_content`, `delete_content` |
//! | GET of `…/$count` | `count` |
//! | HEAD, OPTIONS | `head`, `options` |
//! | an action, a function | its own name |
//! | several functions with the same name | suffix `_with_address`: their arguments |
//! | a cast `…/microsoft.graph.group` | a module `as_group` |
//! | through `root:/{item-path}:` | suffix `_by_path` |
//! | through an alternate key `groups(uniqueName='…')` | suffix `_by_unique_name` |
//! | other requests with the same name and module | suffix `_by_size`: the path parameters that the shortest one lacks |
//! | a duplicate | a number as a suffix |

use std::collections::BTreeSet;

use crate::extract::path::Segment;
use crate::model::{Api, Operation, OperationKind};
use crate::odata::Method;
use crate::overrides::Renames;

use super::super::names::{Role, RustName, module_name, rust_name};

/// Maximum nesting depth of modules, since compilers overflow their stack. Real paths need half of it.
///
/// Deeper levels share the last module.
const MAX_MODULES: usize = 24;

/// The modules of a function and the name it needs.
#[derive(Debug, Clone)]
pub struct FunctionPlace {
    /// Modules below `requests`.
    pub modules: Vec<RustName>,
    /// The words of its name.
    pub name: String,
    /// Whether configuration gives the name.
    pub renamed: bool,
}

impl FunctionPlace {
    /// Returns the modules and the name, which must be unique together.
    #[must_use]
    pub fn key(&self) -> (Vec<RustName>, RustName) {
        (self.modules.clone(), rust_name(&self.name, Role::Value))
    }
}

/// Returns the paths, without parameters, that are known to be collections: parentheses after them contain a key.
pub fn collections(api: &Api) -> BTreeSet<Vec<String>> {
    api.operations
        .iter()
        .filter(|operation| matches!(operation.kind, OperationKind::List | OperationKind::Create))
        .map(|operation| words(&operation.template.segments))
        .collect()
}

fn words(segments: &[Segment]) -> Vec<String> {
    segments
        .iter()
        .filter_map(|segment| match segment {
            Segment::Literal(name) | Segment::Call { name, .. } => Some(name.to_lowercase()),
            _ => None,
        })
        .collect()
}

/// Returns the place of an operation's function.
pub fn place(operation: &Operation, collections: &BTreeSet<Vec<String>>, renames: &Renames) -> FunctionPlace {
    let segments = &operation.template.segments;
    let mut modules: Vec<String> = Vec::new();
    let mut suffix = String::new();
    for (at, segment) in segments.iter().enumerate() {
        let is_last = at + 1 == segments.len();
        match segment {
            Segment::Literal(name) => {
                if !(is_last && ends_in_name(operation)) {
                    modules.push(module_words(name));
                }
            }
            Segment::Call { name, arguments } => {
                let is_key = !arguments.is_empty() && collections.contains(&words(&segments[..=at]));
                if !(is_last && ends_in_name(operation)) {
                    modules.push(module_words(name));
                }
                if is_key {
                    let by: Vec<&str> = arguments.iter().filter_map(|a| a.name.as_deref()).collect();
                    suffix.push_str(&format!(" by {}", by.join(" and ")));
                }
            }
            Segment::ItemPath { anchor, .. } => {
                if let Segment::Literal(name) = anchor.as_ref() {
                    modules.push(module_words(name));
                }
                suffix.push_str(" by path");
            }
            Segment::Placeholder(_) | Segment::Ellipsis => {}
        }
    }
    modules.truncate(MAX_MODULES);
    let modules = modules.iter().scan("requests".to_owned(), |around, text| {
        let module = module_name(text, around);
        module.plain().clone_into(around);
        Some(module)
    });
    let modules = modules.collect();
    match renames.of_request(operation.method, &operation.template) {
        Some(name) => FunctionPlace { modules, name: name.to_owned(), renamed: true },
        None => FunctionPlace { modules, name: format!("{}{suffix}", function_name(operation)), renamed: false },
    }
}

/// Returns whether the last word of the path names the function or the kind of request, and so is not a module.
fn ends_in_name(operation: &Operation) -> bool {
    match (&operation.kind, operation.template.segments.last()) {
        (OperationKind::Action(_) | OperationKind::Function(_), _) => true,
        (_, Some(Segment::Literal(name))) => {
            name.starts_with('$') || name.eq_ignore_ascii_case("content") && is_content(&operation.kind)
        }
        _ => false,
    }
}

fn is_content(kind: &OperationKind) -> bool {
    matches!(kind, OperationKind::GetContent | OperationKind::SetContent | OperationKind::DeleteContent)
}

/// Returns the words of a segment's module. For a cast, these are `as` and the type.
fn module_words(segment: &str) -> String {
    match segment.rsplit_once('.') {
        Some((_, own)) if own.starts_with(|c: char| c.is_ascii_lowercase()) && segment.contains("graph") => {
            format!("as {own}")
        }
        _ => segment.to_owned(),
    }
}

fn function_name(operation: &Operation) -> &str {
    match &operation.kind {
        OperationKind::SetContent if operation.method == Method::Patch => "update content",
        kind => kind.words(),
    }
}
