//! The role of each heading of a page (docs/format.md#headings).
//!
//! In: the page's sections. Out: a [`Role`] for each. The nearest heading decides. A heading that no rule knows inherits the role of
//! the heading above it, where that makes sense. A misspelt heading has the role of the one that was meant. The rules are data: [`RULES`].

use std::sync::LazyLock;

use regex::RegexSet;

use crate::parse::{Page, Section};

use super::context::tables;
use super::member_headings::{self, Heading, Named, is_value_header};
use super::misspelt;
use super::pattern::{ascii, pattern};
use super::tables::first_header;

/// The content of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// The text under the H1.
    Intro,
    Properties,
    Relationships,
    Methods,
    /// Members of an enum, and its name if the heading contains it.
    Members(Option<Named>),
    Json,
    DerivedTypes,
    Permissions,
    HttpRequest,
    RequestHeaders,
    RequestBody,
    FunctionParameters,
    QueryParameters,
    PathParameters,
    Response,
    /// Examples, including all nested sections.
    Example,
    /// A section without facts.
    Ignored,
    /// A section whose heading no rule knows.
    Unknown,
}

/// Patterns of headings (lower case, without a version in parentheses), and their roles. The first match counts.
const RULES: &[(Role, &str)] = &[
    (Role::Properties, r"^(?:properties|instance attributes|structural properties|[\w.]+ properties)$"),
    (Role::Relationships, r"^(?:relationships?|navigation|navigation properties)$"),
    (Role::Methods, r"^(?:methods|tasks(?: on .*)?|bound actions|reports|functions|actions)$"),
    (Role::Json, r"^(?:the )?(?:json |resource |object )?representation(?: (?:of|in|as) [\w. ]+)?$"),
    (Role::DerivedTypes, r"^derived types$"),
    (Role::Permissions, r"^(?:permissions?\b.*|prerequisites)$"),
    (Role::HttpRequest, r"^http requests?\b"),
    (Role::RequestHeaders, r"^(?:optional )?(?:http )?request headers?\b"),
    (Role::RequestBody, r"^request body\b"),
    (Role::FunctionParameters, r"^(?:function|action) parameters?$"),
    (
        Role::QueryParameters,
        r"^(?:(?:optional|supported|required|custom|additional|available|url|uri|request|and|odata) )*query (?:string )?(?:parameters?|options?)$",
    ),
    (Role::PathParameters, r"^(?:path |uri )?parameters$"),
    (Role::Response, r"^(?:http )?responses?(?: headers?)?$"),
    (Role::Example, r"^ex[a-z]*ples?\b"),
    (
        Role::Ignored,
        r"^(?:error|errors$|exceptions$|see also|related|remarks|notes?$|what's new|next steps|common use cases)",
    ),
    (Role::Ignored, r"^(?:properties of |common properties$)"),
];

/// The patterns of the rules, all tried at once.
static COMPILED: LazyLock<RegexSet> =
    LazyLock::new(|| RegexSet::new(RULES.iter().map(|(_, pattern)| ascii(pattern))).expect("patterns compile"));

pattern! {
    EXAMPLE = r"(?i)^\W*examples?\b";
    VERSION_SUFFIX = r"\s*\(v\d+\.\d+\)\s*$";
    COMMON_PROPERTIES = r"(?i)^(?:common|nested|sub|special|optional|required|supported|schema|additional) properties$";
}

/// Returns the role of each section, and the sections whose heading is nearly a known one, with that heading.
pub(super) fn roles(page: &Page) -> (Vec<Role>, Vec<(usize, &'static str)>) {
    let mut roles: Vec<Role> = Vec::with_capacity(page.sections.len());
    let mut misspelt = Vec::new();
    for (index, section) in page.sections.iter().enumerate() {
        let parent = section.parent.filter(|p| *p < index).and_then(|p| roles.get(p)).cloned();
        let role = if index == 0 && section.level <= 1 {
            Role::Intro
        } else if parent == Some(Role::Example) {
            misspelt.extend(misspelt::intended_part(&section.heading.value).map(|intended| (index, intended)));
            Role::Example
        } else {
            let heading = &section.heading.value;
            let intended = || {
                let intended = misspelt::intended(heading)?;
                misspelt.push((index, intended));
                own_role(intended, || false)
            };
            let own = own_role(heading, || has_values(section)).or_else(intended);
            // The rule of examples allows for misspellings in the middle of the word.
            let is_reported = misspelt.last().is_some_and(|(last, _)| *last == index);
            if own == Some(Role::Example) && !EXAMPLE.is_match(heading) && !is_reported {
                misspelt.push((index, "Example"));
            }
            own.unwrap_or_else(|| inherited_role(parent))
        };
        roles.push(role);
    }
    (roles, misspelt)
}

/// Returns the role that a heading declares. `has_values` tells whether a table of values follows.
fn own_role(heading: &str, has_values: impl Fn() -> bool) -> Option<Role> {
    let heading = VERSION_SUFFIX.replace(heading.trim(), "");
    let heading = heading.trim().trim_end_matches([':', '.']);
    if heading.len() > 300 || COMMON_PROPERTIES.is_match(heading) {
        return None;
    }
    let lower = heading.to_lowercase();
    if let Some((role, _)) = COMPILED.matches(&lower).iter().next().and_then(|first| RULES.get(first)) {
        return Some(role.clone());
    }
    match member_headings::read(heading)? {
        Heading::Unnamed => Some(Role::Members(None)),
        Heading::Named(named) => Some(Role::Members(Some(named))),
        Heading::Plural(named) => has_values().then_some(Role::Members(Some(named))),
    }
}

/// Returns whether the first table of a section lists values.
fn has_values(section: &Section) -> bool {
    tables(&section.blocks).first().is_some_and(|table| is_value_header(&first_header(table)))
}

/// Returns the role of an unknown heading: the role of its parent, unless that is the intro, members or JSON.
fn inherited_role(parent: Option<Role>) -> Role {
    match parent {
        None | Some(Role::Intro | Role::Members(_) | Role::Json) => Role::Unknown,
        Some(role) => role,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_meanings() {
        for (heading, want) in [
            ("Properties", Role::Properties),
            ("Instance attributes", Role::Properties),
            ("operationError Properties", Role::Properties),
            ("Common properties", Role::Unknown),
            ("Properties of a token policy definition", Role::Ignored),
            ("Navigation", Role::Relationships),
            ("Tasks on a list", Role::Methods),
            ("JSON Representation", Role::Json),
            ("Representation in JSON", Role::Json),
            ("Prerequisites", Role::Permissions),
            ("Permissions acting on self", Role::Permissions),
            ("HTTP Request", Role::HttpRequest),
            ("HTTP request (to replace an existing item)", Role::HttpRequest),
            ("Optional request headers", Role::RequestHeaders),
            ("Request header (v1.0)", Role::RequestHeaders),
            ("Request body (v1.0)", Role::RequestBody),
            ("Optional query parameters", Role::QueryParameters),
            ("OData query parameters", Role::QueryParameters),
            ("Parameters", Role::PathParameters),
            ("Response (v2.0)", Role::Response),
            ("Example 2: the other way", Role::Example),
            ("See also", Role::Ignored),
            ("Error response codes", Role::Ignored),
        ] {
            assert_eq!(own_role(heading, || false).unwrap_or(Role::Unknown), want, "{heading}");
        }
    }

    #[test]
    fn member_headings_are_recognized() {
        let role = |heading: &str, has_values: bool| own_role(heading, || has_values);
        assert_eq!(role("Members", false), Some(Role::Members(None)));
        assert!(matches!(role("riskLevel values", false), Some(Role::Members(Some(_)))));
        assert!(matches!(role("Supported shades", true), Some(Role::Members(Some(_)))));
        assert_eq!(role("Supported shades", false), None);
        assert_eq!(role("Supported query parameters", true), Some(Role::QueryParameters));
    }
}
