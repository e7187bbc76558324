//! The possible readings of a path.
//!
//! In: the path of an example's request. Out: [`Reading`]s, the simplest first. A reading removes what the bindings add to a documented
//! path: `/$count` (OData URL conventions §4.8), a cast to a derived type (§4.11), and `/me` for the signed-in user
//! (docs/format.md#other-spellings-of-the-path). A key in parentheses (§4.3.1) is equivalent to a key in its own segment.

use super::url::{split_path, unquote};

/// One reading of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// The segments that a documented path must match.
    pub parts: Vec<String>,
    /// The qualified name of the type after them.
    pub cast: Option<String>,
    /// Whether `$count` ends the path.
    pub count: bool,
    /// Whether `/me` was read as `/users/{id}`, with an arbitrary ID.
    pub me: bool,
    /// The whole path, keys as segments, without empty segments.
    pub path: String,
}

impl Reading {
    /// Returns the whole path, with its documented part in the documented spelling.
    pub(super) fn whole(&self, documented: &[String]) -> String {
        let documented = if self.me { documented.get(2..).unwrap_or_default() } else { documented };
        let me = self.me.then_some("me").into_iter();
        let beyond = self.cast.as_deref().into_iter().chain(self.count.then_some("$count"));
        me.chain(documented.iter().map(String::as_str)).chain(beyond).collect::<Vec<_>>().join("/")
    }
}

/// Returns all readings of a path.
pub(super) fn readings(path: &str) -> Vec<Reading> {
    let parts: Vec<String> = split_path(path).into_iter().map(str::to_owned).collect();
    let plain = Reading { path: parts.join("/"), parts, cast: None, count: false, me: false };
    let mut out = Vec::new();
    for whole in [keys_as_segments(&plain)].into_iter().flatten().chain([plain]).rev() {
        let counted = without_count(&whole);
        let cast = without_cast(&whole);
        let both = counted.as_ref().and_then(without_cast);
        for reading in [Some(whole), counted, cast, both].into_iter().flatten() {
            let user = of_the_user(&reading);
            out.push(reading);
            out.extend(user);
        }
    }
    out
}

/// Converts `events('a')` to `events/a`.
fn keys_as_segments(reading: &Reading) -> Option<Reading> {
    let parts: Vec<String> = reading.parts.iter().flat_map(|part| key_as_segment(part)).collect();
    (parts.len() > reading.parts.len()).then(|| Reading { path: parts.join("/"), parts, ..reading.clone() })
}

/// Splits a part with a key in two, and returns any other part unchanged. Named arguments belong to a function.
fn key_as_segment(part: &str) -> Vec<String> {
    let split = part.split_once('(').and_then(|(name, rest)| Some((name, rest.strip_suffix(')')?)));
    match split {
        Some((name, key)) if !name.is_empty() && !key.is_empty() && !has_name(key) => {
            vec![name.to_owned(), unquote(key)]
        }
        _ => vec![part.to_owned()],
    }
}

/// Returns whether the text between parentheses is `name=value`. Base64 at the end of a key also contains `=`, but in quotes.
fn has_name(text: &str) -> bool {
    !text.starts_with('\'') && text.contains('=')
}

fn without_count(reading: &Reading) -> Option<Reading> {
    let (last, parts) = reading.parts.split_last()?;
    last.eq_ignore_ascii_case("$count").then(|| Reading { parts: parts.to_vec(), count: true, ..reading.clone() })
}

fn without_cast(reading: &Reading) -> Option<Reading> {
    let (last, parts) = reading.parts.split_last()?;
    let is_name = last.contains('.') && last.split('.').all(is_identifier);
    is_name.then(|| Reading { parts: parts.to_vec(), cast: Some(last.clone()), ..reading.clone() })
}

fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// A substitute for the ID of the user, different from every word of a documented path.
const ANY_USER: &str = "\0";

/// Reads `/me/…` as `/users/{id}/…`.
fn of_the_user(reading: &Reading) -> Option<Reading> {
    let (first, rest) = reading.parts.split_first()?;
    let parts = || ["users", ANY_USER].into_iter().map(str::to_owned).chain(rest.iter().cloned()).collect();
    first.eq_ignore_ascii_case("me").then(|| Reading { parts: parts(), me: true, ..reading.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(path: &str) -> Vec<String> {
        let one = |reading: &Reading| {
            let cast = reading.cast.as_ref().map(|cast| format!(" as {cast}")).unwrap_or_default();
            let count = if reading.count { " counted" } else { "" };
            format!("{}{cast}{count}", reading.parts.join("/").replace(ANY_USER, "{}"))
        };
        readings(path).iter().map(one).collect()
    }

    #[test]
    fn plain_paths_have_one_reading() {
        assert_eq!(shown("users/1/messages"), ["users/1/messages"]);
        assert_eq!(shown("reports/usage(period='D7')"), ["reports/usage(period='D7')"]);
        assert_eq!(shown("search(q=a.b)"), ["search(q=a.b)"]);
    }

    #[test]
    fn segments_that_requests_can_add_are_removed() {
        assert_eq!(
            shown("me/memberOf/microsoft.graph.group/$count"),
            [
                "me/memberOf/microsoft.graph.group/$count",
                "users/{}/memberOf/microsoft.graph.group/$count",
                "me/memberOf/microsoft.graph.group counted",
                "users/{}/memberOf/microsoft.graph.group counted",
                "me/memberOf as microsoft.graph.group counted",
                "users/{}/memberOf as microsoft.graph.group counted",
            ]
        );
    }

    #[test]
    fn keys_in_parentheses_are_segments() {
        assert_eq!(shown("events('a=')/items")[1..], ["events/a=/items"]);
        assert_eq!(shown("events('O''Neil')")[1..], ["events/O'Neil"]);
    }
}
