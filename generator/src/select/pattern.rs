//! Patterns of requests.
//!
//! In: `/users/**`, `GET /groups/{id}/members`. Out: [`Pattern`], which says whether it matches an operation's identity.

use crate::odata::OperationKey;

/// A pattern: a method or any, and segments.
pub struct Pattern {
    method: Option<String>,
    segments: Vec<String>,
}

impl Pattern {
    /// The pattern as written: `**` is any number of segments, `*` is one, `{…}` is one placeholder.
    pub fn new(text: &str) -> Self {
        let text = text.trim();
        let (method, path) = match text.split_once(' ') {
            // A space in braces is part of a placeholder.
            Some((method, path)) if method.chars().all(char::is_alphabetic) => {
                (Some(method.to_uppercase()), path.trim())
            }
            _ => (None, text),
        };
        Pattern { method, segments: path.split('/').filter(|part| !part.is_empty()).map(segment).collect() }
    }

    /// Whether it matches a method and a path with placeholders erased.
    pub fn matches(&self, (method, path): &OperationKey) -> bool {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        self.method.as_ref().is_none_or(|own| own == method.as_str()) && matches(&self.segments, &parts)
    }

    /// Whether it matches a method and a path with the names of placeholders, as the published model writes them.
    pub fn matches_path(&self, method: &str, path: &str) -> bool {
        let parts: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(segment).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        self.method.as_ref().is_none_or(|own| own == method) && matches(&self.segments, &parts)
    }
}

/// A segment in lower case, placeholders erased.
fn segment(text: &str) -> String {
    let mut out = String::new();
    let mut depth = 0usize;
    for c in text.to_lowercase().chars() {
        match c {
            '{' => {
                depth += 1;
                out.push_str(if depth == 1 { "{}" } else { "" });
            }
            '}' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// Matches from the left; `**` is remembered so that a later mismatch goes back to it, which takes linear space and no recursion.
fn matches(pattern: &[String], parts: &[&str]) -> bool {
    let (mut at, mut part) = (0, 0);
    let mut resume: Option<(usize, usize)> = None;
    while part < parts.len() {
        match pattern.get(at).map(String::as_str) {
            Some("**") => {
                resume = Some((at, part));
                at += 1;
            }
            Some(own) if own == "*" || own == parts[part] => {
                at += 1;
                part += 1;
            }
            _ => match resume.as_mut() {
                Some((stars, from)) => {
                    *from += 1;
                    (at, part) = (*stars + 1, *from);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|own| own == "**")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::odata::Method;

    #[test]
    fn patterns_match_as_documented() {
        let cases = [
            ("/users/**", "GET", "/users", true),
            ("/users/**", "POST", "/users/{}/messages/{}/send", true),
            ("/users/**", "GET", "/usersandmore", false),
            ("/users/*", "GET", "/users/{}", true),
            ("/users/*", "GET", "/users/{}/messages", false),
            ("/groups/{id | name}/members", "GET", "/groups/{}/members", true),
            ("GET /groups/{id}", "DELETE", "/groups/{}", false),
            ("get /Groups/{id}", "GET", "/groups/{}", true),
            ("/**/messages", "GET", "/users/{}/mailfolders/{}/messages", true),
            ("/**/a/**/b", "GET", "/x/a/a/y/b", true),
            ("**", "GET", "/anything", true),
            ("/me", "GET", "/me/messages", false),
        ];
        for (pattern, method, path, expected) in cases {
            let method = Method::parse(method).expect("a method");
            let found = Pattern::new(pattern).matches(&(method, path.to_owned()));
            assert_eq!(found, expected, "{pattern} on {method} {path}");
        }
    }
}
