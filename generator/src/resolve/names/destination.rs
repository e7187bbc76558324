//! Destinations of links, as paths of pages.
//!
//! In: a page and the destination of a link on it. Out: [`Destination`], whether or not such a page exists.

/// The page and fragment that the destination of a link names.
#[derive(Debug, PartialEq, Eq)]
pub struct Destination {
    /// Path relative to the version's folder.
    pub path: String,
    /// The text after `#`.
    pub fragment: String,
}

/// Resolves `dest` relative to `page`; `None` for addresses outside the documentation.
#[must_use]
pub fn destination(page: &str, dest: &str) -> Option<Destination> {
    let dest = dest.trim();
    let (path, fragment) = dest.split_once('#').unwrap_or((dest, ""));
    let path = path.split('?').next().unwrap_or(path);
    if path.contains("://") || path.starts_with("mailto:") {
        return None;
    }
    let fragment = fragment.to_owned();
    if path.is_empty() {
        return Some(Destination { path: page.to_owned(), fragment });
    }
    // `/graph/api/resources/x` is the published address of `resources/x.md`.
    if let Some(published) = path.strip_prefix("/graph/api/") {
        let folder = if published.starts_with("resources/") { "" } else { "api/" };
        return Some(Destination { path: format!("{folder}{}.md", published.trim_end_matches(".md")), fragment });
    }
    if path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let mut path = parts.join("/");
    if !path.to_lowercase().ends_with(".md") {
        path.push_str(".md");
    }
    Some(Destination { path, fragment })
}
