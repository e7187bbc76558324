//! Headings of value lists, such as `shade values` or `Allowed values of shade`, and of the columns of their tables.
//!
//! In: the text of a heading. Out: the name in it and the kind of list that follows. The wordings are data: [`FORMS`].

use std::sync::LazyLock;

use regex::Regex;

use super::pattern::ascii;

/// The meaning of a value list's heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Heading {
    /// `Possible values`: the values of the page's subject, or of the heading above.
    Unnamed,
    /// `shade values`.
    Named(Named),
    /// `Supported shades`, `shade property`: a value list only if a table of values follows.
    Plural(Named),
}

/// The name in a heading such as `shade values`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub name: String,
    /// Whether the heading means values of a property (`shade property values`, `shade options`), not an enum of that name.
    pub of_property: bool,
    /// Whether the heading contains `enum`.
    pub of_enum: bool,
    /// Whether the heading contains `flags`.
    pub flags: bool,
}

/// Words that describe values and are never the name of their property or enum.
const ADJECTIVES: &[&str] = &[
    "acceptable",
    "accepted",
    "allowable",
    "allowed",
    "available",
    "common",
    "current",
    "default",
    "enum",
    "enumeration",
    "example",
    "expected",
    "known",
    "legal",
    "parameter",
    "permissible",
    "permitted",
    "possible",
    "potential",
    "predefined",
    "property",
    "recognized",
    "return",
    "sample",
    "string",
    "supported",
    "typical",
    "valid",
    "well-known",
];

/// Wordings: `ADJ` is one of [`ADJECTIVES`], `NAME` a name, `KIND` a word for the values and `OWNER` a word for their owner. The first
/// match decides.
const FORMS: &[(Shape, &str)] = &[
    (Shape::Unnamed, r"(?:the )?(?:ADJ )*(?:values|members)"),
    (Shape::Unnamed, r"(?:ADJ )+(?:options|flags|constants)"),
    (Shape::Named, r"(?:the )?(?:ADJ )*NAME(?: resource)?(?: type)?(?:: | [-\u{2013}] | )(?P<before>(?:ADJ )*)KIND"),
    (Shape::Named, r"(?:the )?(?:ADJ )*KIND (?:of|for|in)(?: the)? NAME(?: OWNER)?"),
    (Shape::Enum, r"(?:enum(?:eration)?)(?: type)?:? NAME"),
    (Shape::Plural, r"(?:ADJ )+NAME"),
    (Shape::Plural, r"NAME (?:property|parameter|field)"),
];
const KIND: &str = r"(?P<kind>values?|enum(?:eration)?(?: type)?(?: values| members)?|members|flags|options|constants)";
const OWNER: &str = r"(?P<owner>property|parameter|field|attribute|column|enum(?:eration)?(?: type)?|type)";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Unnamed,
    Named,
    Enum,
    Plural,
}

static COMPILED: LazyLock<Vec<(Shape, Regex)>> = LazyLock::new(|| {
    let adjective = format!("(?:{})", ADJECTIVES.join("|"));
    let compile = |(shape, form): &(Shape, &str)| {
        let form = form.replace("ADJ", &adjective).replace("KIND", KIND).replace("OWNER", OWNER);
        let form = form.replace("NAME", r"(?P<name>[a-z_][\w.]*)");
        (*shape, Regex::new(&ascii(&format!("(?i)^(?:{form})$"))).expect("constant patterns compile"))
    };
    FORMS.iter().map(compile).collect()
});

/// Parses the heading of a value list.
pub(super) fn read(heading: &str) -> Option<Heading> {
    let bare = heading.replace(['*', '`', '"'], "");
    let bare = bare.split_whitespace().collect::<Vec<_>>().join(" ");
    for (shape, form) in COMPILED.iter() {
        let Some(found) = form.captures(&bare) else { continue };
        let group = |name: &str| found.name(name).map_or(String::new(), |m| m.as_str().to_owned());
        let (name, kind) = (group("name"), group("kind").to_ascii_lowercase());
        if *shape == Shape::Unnamed {
            return Some(Heading::Unnamed);
        }
        // An adjective is not a name: `Default enumeration`.
        if ADJECTIVES.contains(&name.to_ascii_lowercase().as_str()) {
            return (*shape != Shape::Plural).then_some(Heading::Unnamed);
        }
        let owner = group("owner").to_ascii_lowercase();
        let of_enum = *shape == Shape::Enum || kind.starts_with("enum") || owner.starts_with("enum");
        let has_property = matches!(owner.as_str(), "property" | "parameter" | "field" | "attribute" | "column");
        let before = group("before").to_ascii_lowercase();
        let of_kind =
            matches!(kind.as_str(), "value" | "options") || before.contains("property") || before.contains("parameter");
        let of_property = !of_enum && (*shape == Shape::Plural || has_property || of_kind);
        let named = Named { name, of_property, of_enum, flags: kind == "flags" };
        return Some(if *shape == Shape::Plural { Heading::Plural(named) } else { Heading::Named(named) });
    }
    None
}

/// First headers of tables of values, lower case.
const VALUE_HEADERS: &[&str] = &[
    "constant",
    "constants",
    "enum member",
    "enum value",
    "enumeration member",
    "enumeration value",
    "flag",
    "literal",
    "member",
    "member name",
    "members",
    "name",
    "option",
    "possible values",
    "string value",
    "type value",
    "value",
    "value name",
    "values",
];

/// Returns whether a first header belongs to a table of values.
pub(super) fn is_value_header(header: &str) -> bool {
    VALUE_HEADERS.contains(&header) || header.ends_with(" value") || header.ends_with(" values")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(heading: &str) -> String {
        match read(heading) {
            None => "none".to_owned(),
            Some(Heading::Unnamed) => "unnamed".to_owned(),
            Some(Heading::Plural(named)) => format!("plural {}", named.name),
            Some(Heading::Named(named)) => {
                let marks = [(named.of_property, " of"), (named.of_enum, " enum"), (named.flags, " flags")];
                marks.iter().filter(|(is, _)| *is).fold(named.name, |name, (_, mark)| name + mark)
            }
        }
    }

    #[test]
    fn the_name_may_come_first_or_last() {
        for (heading, want) in [
            ("riskLevel values", "riskLevel"),
            ("microsoft.graph.x enumeration", "microsoft.graph.x enum"),
            ("`shade` options", "shade of"),
            ("ageGroup property values", "ageGroup of"),
            ("a flags", "a flags"),
            ("Values of shade", "shade"),
            ("Allowed values of **shade**", "shade"),
            ("Members of shade", "shade"),
            ("Possible values for the `shade` property", "shade of"),
            ("Values for the shade enumeration", "shade enum"),
            ("shade: possible values", "shade"),
            ("Possible shade values", "shade"),
            ("Enumeration shade", "shade enum"),
            ("Supported shades", "plural shades"),
            ("shade property", "plural shade"),
        ] {
            assert_eq!(said(heading), want, "{heading}");
        }
    }

    #[test]
    fn adjectives_are_not_names() {
        for heading in
            ["Possible values", "Default values", "Allowed values", "Enum members", "Valid options", "Values"]
        {
            assert_eq!(said(heading), "unnamed", "{heading}");
        }
        for heading in ["Getting the values", "Options", "Flags", "Prefer header values"] {
            assert_eq!(said(heading), "none", "{heading}");
        }
    }
}
