//! A path with placeholders.
//!
//! In: nothing (types only). Out: [`RequestTemplate`], which extract parses and which is displayed as it was written.

use serde::Serialize;

use super::{Method, path_text};

/// A path and query with placeholders, without base URL, version and trailing slash.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct RequestTemplate {
    /// The path's segments.
    pub segments: Vec<Segment>,
    /// The query options as written, in order: name and value, placeholders included.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<(String, String)>,
}

/// A segment of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Segment {
    /// `users`, `$ref`, `microsoft.graph.group`.
    Literal(String),
    /// `{id | userPrincipalName}`: the content of the braces (or of `<…>`, or a concrete GUID: then `id`), trimmed.
    Placeholder(String),
    /// `reminderView(startDateTime='{start}',endDateTime='{end}')`, `applications(uniqueName='{uniqueName}')`, `accounts({id})`.
    Call {
        /// The name before the parentheses.
        name: String,
        /// The arguments in order.
        arguments: Vec<Argument>,
    },
    /// `root:/{item-path}:` and `items/{id}:/{name}:`, the path addressing of drives: everything between the colons.
    ItemPath {
        /// The text before the first colon: `root`, or a placeholder.
        anchor: Box<Segment>,
        /// The placeholders of the path, in order (`item-path`; or `parent-path`, `filename`).
        placeholders: Vec<String>,
        /// Whether a colon closes it (it does when more segments follow).
        closed: bool,
    },
    /// `...`: omitted levels.
    Ellipsis,
}

/// An argument in parentheses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Argument {
    /// `startDateTime` of `startDateTime='{start}'`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `microsoft.graph.timeZoneStandard` of `microsoft.graph.timeZoneStandard'{format}'`: the enum whose member is quoted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enum_type: Option<String>,
    /// The value.
    pub value: ArgumentValue,
    /// Whether the value is in quotes (`'`), and therefore a string in which `'` is doubled.
    pub quoted: bool,
    /// Whether the call can omit it. Optional arguments follow the others.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

/// An argument's value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ArgumentValue {
    /// `{start}`, `<address>`, or a bare word in place of a value (`startDateTime-value`, `n`).
    Placeholder(String),
    /// A literal: `640`, `reviewer`.
    Literal(String),
}

impl std::fmt::Display for RequestTemplate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&path_text(&self.segments, |found| found.text))?;
        for (i, (name, value)) in self.query.iter().enumerate() {
            write!(f, "{}{name}={value}", if i == 0 { '?' } else { '&' })?;
        }
        Ok(())
    }
}

/// The identity of an operation: the method, and the path without the names of placeholders, in lower case.
pub type Key = (Method, String);

/// Returns the identity of a request.
#[must_use]
pub fn key(method: Method, template: &RequestTemplate) -> Key {
    (method, path_shape(&template.segments))
}

/// Returns a path without the names of its placeholders, in lower case.
#[must_use]
pub fn path_shape(segments: &[Segment]) -> String {
    segments.iter().map(|segment| format!("/{}", shape(segment))).collect()
}

/// Returns a segment without the names of placeholders and without optional arguments, in lower case.
pub fn shape(segment: &Segment) -> String {
    match segment {
        Segment::Literal(text) => text.to_lowercase(),
        Segment::Placeholder(_) => "{}".to_owned(),
        Segment::Ellipsis => "...".to_owned(),
        Segment::ItemPath { anchor, closed, .. } => {
            format!("{}:/{{}}{}", shape(anchor), if *closed { ":" } else { "" })
        }
        Segment::Call { name, arguments } => {
            let mut arguments: Vec<String> = arguments
                .iter()
                .filter(|argument| !argument.optional)
                .map(|argument| {
                    let value = match &argument.value {
                        ArgumentValue::Literal(text) => text.to_lowercase(),
                        ArgumentValue::Placeholder(_) => "{}".to_owned(),
                    };
                    argument.name.as_ref().map_or(value.clone(), |name| format!("{}={value}", name.to_lowercase()))
                })
                .collect();
            arguments.sort();
            if arguments.is_empty() {
                name.to_lowercase()
            } else {
                format!("{}({})", name.to_lowercase(), arguments.join(","))
            }
        }
    }
}
