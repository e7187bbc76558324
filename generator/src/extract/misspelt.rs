//! Headings that are nearly the heading of a known section.
//!
//! In: a heading that no rule knows. Out: the heading that was probably meant. Real pages have many headings of their own, so only those
//! within a small edit distance of a known one count.

/// The usual headings of pages of requests and of types.
const HEADINGS: &[&str] = &[
    "Permission",
    "Permissions",
    "Prerequisites",
    "HTTP request",
    "HTTP requests",
    "Path parameters",
    "Query parameters",
    "Optional query parameters",
    "Function parameters",
    "Action parameters",
    "Request headers",
    "Optional request headers",
    "Request body",
    "Response",
    "Response headers",
    "Example",
    "Examples",
    "Methods",
    "Properties",
    "Relationships",
    "Navigation properties",
    "JSON representation",
    "Members",
    "Derived types",
];

/// The usual headings of the parts of an example.
const IN_EXAMPLES: &[&str] =
    &["Request", "Request headers", "Request body", "Response", "Response headers", "Response body", "Example"];

/// Words near a known heading that are headings in their own right.
const USUAL: &[&str] =
    &["member", "method", "property", "number", "numbers", "requests", "responses", "prerequisite", "remember"];

/// Longer headings are not compared.
const MAX_LENGTH: usize = 40;

/// Returns the known heading that an unknown one probably means.
pub(super) fn intended(heading: &str) -> Option<&'static str> {
    nearest(heading, HEADINGS)
}

/// Returns the part of an example that a heading inside of an example probably means. A number or a text after `:` may follow.
pub(super) fn intended_part(heading: &str) -> Option<&'static str> {
    let part = heading.split(':').next().unwrap_or_default();
    let part = part.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    nearest(part, IN_EXAMPLES).filter(|known| !part.trim().eq_ignore_ascii_case(known))
}

/// Returns the heading of a list that an unknown one probably means.
fn nearest(heading: &str, headings: &[&'static str]) -> Option<&'static str> {
    let plain = heading.trim().trim_end_matches([':', '.', '#']);
    if plain.is_empty() || plain.len() > MAX_LENGTH {
        return None;
    }
    let lower = plain.to_lowercase();
    let words = lower.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | '*' | '`'));
    let words = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if USUAL.contains(&words.as_str()) {
        return None;
    }
    let distances = headings.iter().filter_map(|known| {
        let allowed = known.len() / 5;
        let near = words.len().abs_diff(known.len()) <= allowed;
        let distance = near.then(|| strsim::damerau_levenshtein(&words, &known.to_lowercase()))?;
        (distance <= allowed).then_some((distance, *known))
    });
    distances.min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::{intended, intended_part};

    #[test]
    fn near_misses_are_recognized() {
        for (heading, meant) in [
            ("HTTP requst", "HTTP request"),
            ("HTTPrequest", "HTTP request"),
            ("Http-reqeust", "HTTP request"),
            ("Premissions", "Permissions"),
            ("Permisson", "Permission"),
            ("Respnse:", "Response"),
            ("Requst bdy", "Request body"),
            ("Proprties", "Properties"),
            ("Propertys", "Properties"),
            ("Relationshps", "Relationships"),
            ("JSON represention", "JSON representation"),
            ("Metods", "Methods"),
            ("Example1", "Example"),
        ] {
            assert_eq!(intended(heading), Some(meant), "{heading}");
        }
    }

    #[test]
    fn parts_of_examples_are_recognized() {
        for (heading, meant) in
            [("Reqest", "Request"), ("Respnse 1", "Response"), ("Exmaple 2: the other way", "Example")]
        {
            assert_eq!(intended_part(heading), Some(meant), "{heading}");
        }
        for heading in ["Request", "request 2", "Response:", "Requests", "Example 1: a", "Properties", "Remarks", ""] {
            assert_eq!(intended_part(heading), None, "{heading}");
        }
    }

    #[test]
    fn headings_of_their_own_are_not() {
        for heading in [
            "Method",
            "Numbers",
            "Response 1",
            "Respond",
            "Requests",
            "Samples",
            "Best practices",
            "Limits",
            "",
            "HTTP",
        ] {
            assert_eq!(intended(heading), None, "{heading}");
        }
        assert_eq!(intended(&"Properties".repeat(50)), None);
    }
}
