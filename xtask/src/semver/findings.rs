//! The findings of cargo-semver-checks.
//!
//! In: what the tool prints. Out: [`Finding`]s, and the items that they name. The tool has no other format than text; the forms of the lines are
//! those of its lints.

/// A breaking change of the crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The lint: `struct_missing`.
    pub lint: String,
    /// The line about one item, without the place in the file.
    pub line: String,
}

/// What a finding names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A feature.
    Feature(String),
    /// A constant of a module.
    Constant(String),
    /// A module, and everything in it: its path in the crate.
    Module(String),
    /// An item: its path in the crate, or the type and the member.
    Item(String),
}

/// Lints whose findings are minor changes.
const MINOR: [&str; 3] = ["constructible_struct_adds_field", "inherent_associated_pub_const_added", "pub_const_added"];

/// Returns the major findings.
pub fn parse(output: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (mut lint, mut is_list) = (None, false);
    for line in output.lines() {
        if let Some(rest) = line.trim_start().strip_prefix("--- failure ") {
            lint = rest.split(':').next().map(str::to_owned);
            is_list = false;
        } else if line.trim() == "Failed in:" {
            is_list = true;
        } else if line.trim().is_empty() {
            is_list = false;
        } else if let Some(lint) = lint.as_ref().filter(|lint| is_list && is_major(lint)) {
            findings.push(Finding { lint: lint.clone(), line: without_place(line.trim()).to_owned() });
        }
    }
    findings
}

fn is_major(lint: &str) -> bool {
    !MINOR.contains(&lint) && !lint.ends_with("_marked_deprecated")
}

/// Returns a line without the file at its end.
fn without_place(line: &str) -> &str {
    let ends = [", previously in file ", ", previously at ", " in file ", ", in ", " in the package's "];
    ends.iter().find_map(|end| line.split_once(end)).map_or(line, |(item, _)| item)
}

impl Finding {
    /// Returns what it names, or `None` if the form of the line is unknown.
    pub fn named(&self) -> Option<Named> {
        let words: Vec<&str> = self.line.split(' ').collect();
        let inside =
            |path: &str| path.split_once("::").map_or_else(|| path.to_owned(), |(_, inside)| inside.to_owned());
        Some(match (self.lint.as_str(), &*words) {
            ("feature_missing" | "feature_not_enabled_by_default", ["feature", name, ..]) => {
                Named::Feature((*name).to_owned())
            }
            ("pub_module_level_const_missing", [name, ..]) => Named::Constant((*name).to_owned()),
            ("module_missing", ["mod", path, ..]) => Named::Module(inside(path)),
            ("struct_pub_field_missing", ["field", field, "of", "struct", ty, ..]) => {
                Named::Item(format!("{ty}::{field}"))
            }
            ("enum_variant_missing" | "enum_unit_variant_changed_kind", ["variant", path, ..]) => {
                Named::Item((*path).to_owned())
            }
            ("inherent_associated_pub_const_missing" | "inherent_method_missing", [path, ..]) => {
                Named::Item((*path).to_owned())
            }
            ("function_parameter_count_changed", [path, "now", ..]) => Named::Item(inside(path)),
            (_, ["struct" | "enum" | "function" | "trait", path, ..]) => Named::Item(inside(path)),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines in the forms of the lints.
    const OUTPUT: &str = "\
--- failure struct_missing: pub struct removed or renamed ---

Description:
A publicly-visible struct cannot be imported by its prior path.

Failed in:
  struct compared::models::Box, previously in file /old/src/models/box.rs:6

--- failure struct_pub_field_missing: pub struct's pub field removed or renamed ---

Failed in:
  field label of struct Widget, previously in file /old/src/models/widget.rs:9
  field size of struct Part, previously in file /old/src/models/part.rs:9

--- failure function_missing: pub fn removed or renamed ---

Failed in:
  function compared::requests::widgets::list, previously in file /old/src/requests/widgets.rs:6

--- failure function_parameter_count_changed: pub fn parameter count changed ---

Failed in:
  compared::requests::widgets::find now takes 2 parameters instead of 1, in /new/src/requests/widgets.rs:6

--- failure inherent_associated_pub_const_missing: inherent impl's associated pub const removed ---

Failed in:
  Widget::LABEL, previously at /old/src/models/widget.rs:20

--- failure feature_missing: package feature removed or renamed ---

Failed in:
  feature boxes in the package's Cargo.toml

--- failure type_marked_deprecated: #[deprecated] added on type ---

Failed in:
  struct Part in /new/src/models/part.rs:6
";

    #[test]
    fn findings_name_items() {
        let named: Vec<_> = parse(OUTPUT).iter().map(|finding| finding.named()).collect();
        let item = |path: &str| Some(Named::Item(path.to_owned()));
        assert_eq!(
            named,
            [
                item("models::Box"),
                item("Widget::label"),
                item("Part::size"),
                item("requests::widgets::list"),
                item("requests::widgets::find"),
                item("Widget::LABEL"),
                Some(Named::Feature("boxes".to_owned())),
            ]
        );
    }
}
