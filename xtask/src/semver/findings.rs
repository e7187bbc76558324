//! The findings of cargo-semver-checks.
//!
//! In: what the tool prints with `-vv`. Out: [`Finding`]s, and the items that they name. The tool has no format for programs, but `-vv` adds the
//! values of each finding as JSON, whose keys are the same for all lints.

use std::fmt;

use serde_json::Value;

use crate::Failure;

/// A breaking change of the crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The lint: `struct_missing`.
    pub lint: String,
    /// The line about one item.
    pub line: String,
    /// What it is about.
    pub named: Named,
}

/// What a finding names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A feature.
    Feature(String),
    /// A module and everything in it, by its path in the crate. A function may have the same path.
    Module(String),
    /// An item by its path in the crate: `models::User`, `models::User::display_name`.
    Item(String),
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: `{}`", self.lint, self.line)
    }
}

/// The line before the values of a finding.
const VALUES: &str = "lint rule output values:";

/// Keys of a part of the item in `path`.
const PARTS: [&str; 4] = ["field_name", "associated_constant", "variant_name", "method_name"];

/// Returns the findings.
///
/// # Errors
/// Fails if a finding has no values, or these name nothing.
pub fn parse(output: &str) -> Result<Vec<Finding>, Failure> {
    let mut findings = Vec::new();
    let mut lint = None;
    let mut last = "";
    let mut lines = output.lines();
    while let Some(line) = lines.next() {
        if let Some(heading) = line.strip_prefix("--- ") {
            // A warning does not require a version.
            lint = heading.strip_prefix("failure ").and_then(|rest| rest.split(':').next());
        } else if let Some(lint) = lint.filter(|_| line.trim() == VALUES) {
            let mut json = String::new();
            for line in lines.by_ref() {
                json.push_str(line);
                if line == "    }" {
                    break;
                }
            }
            let values = serde_json::from_str(&json).map_err(|error| format!("{lint}: `{last}`: {error}"))?;
            let named =
                named(lint, &values).ok_or_else(|| format!("{lint}: the values of `{last}` name no item: {values}"))?;
            findings.push(Finding { lint: lint.to_owned(), line: last.to_owned(), named });
        }
        last = line.trim();
    }
    Ok(findings)
}

/// Returns what the values of a finding name.
fn named(lint: &str, values: &Value) -> Option<Named> {
    let text = |key: &str| values.get(key)?.as_str().map(str::to_owned);
    if lint.starts_with("feature_") {
        return text("name").or_else(|| text("feature_name")).map(Named::Feature);
    }
    // The first part is the name of the crate.
    let path: Option<Vec<&str>> = values.get("path")?.as_array()?.iter().skip(1).map(Value::as_str).collect();
    let part = PARTS.iter().find_map(|key| text(key));
    let path = path?.into_iter().map(str::to_owned).chain(part).collect::<Vec<_>>();
    let make = if lint.starts_with("module_") { Named::Module } else { Named::Item };
    (!path.is_empty()).then(|| make(path.join("::")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What version 0.51 prints for four lints, shortened.
    const OUTPUT: &str = r#"
--- failure feature_missing: package feature removed or renamed ---

Description:
A feature has been removed from this package's Cargo.toml.
        ref: https://doc.rust-lang.org/cargo/reference/semver.html#cargo-feature-remove

Failed in:
  feature boxes in the package's Cargo.toml
	lint rule output values:
    {
      "name": "boxes",
      "ordering_key": "boxes"
    }

--- warning struct_must_use_added: struct #[must_use] added ---

Failed in:
  struct Box in /new/src/models/box.rs:6
	lint rule output values:
    {
      "path": [
        "compared",
        "models",
        "Box"
      ]
    }

--- failure struct_pub_field_missing: pub struct's pub field removed or renamed ---

Failed in:
  field label of struct Widget, previously in file /old/src/models/widget.rs:9
	lint rule output values:
    {
      "field_name": "label",
      "path": [
        "compared",
        "models",
        "Widget"
      ],
      "struct_name": "Widget"
    }
  field size of struct Part, previously in file /old/src/models/part.rs:9
	lint rule output values:
    {
      "field_name": "size",
      "path": [
        "compared",
        "models",
        "sample",
        "Part"
      ]
    }

--- failure function_missing: pub fn removed or renamed ---

Failed in:
  function compared::requests::widgets::list, previously in file /old/src/requests/widgets.rs:6
	lint rule output values:
    {
      "name": "list",
      "path": [
        "compared",
        "requests",
        "widgets",
        "list"
      ]
    }
"#;

    #[test]
    fn findings_name_items() {
        let findings = parse(OUTPUT).expect("findings");
        let named: Vec<_> = findings.iter().map(|finding| finding.named.clone()).collect();
        let item = |path: &str| Named::Item(path.to_owned());
        assert_eq!(
            named,
            [
                Named::Feature("boxes".to_owned()),
                item("models::Widget::label"),
                item("models::sample::Part::size"),
                item("requests::widgets::list"),
            ]
        );
        assert_eq!(
            findings[3].to_string(),
            "function_missing: `function compared::requests::widgets::list, previously in file /old/src/requests/widgets.rs:6`"
        );
    }

    #[test]
    fn a_finding_that_names_nothing_is_an_error() {
        for (from, to) in [("\"path\"", "\"paths\""), ("\"name\": \"boxes\"", "\"id\": 1"), ("{", "[")] {
            assert!(parse(&OUTPUT.replace(from, to)).is_err(), "{from}");
        }
    }
}
