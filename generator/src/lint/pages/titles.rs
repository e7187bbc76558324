//! Titles: the front matter against the H1.
//!
//! In: the outline of a page, and its text. Out: a diagnostic if the two name different things. Titles are shortened for tables of contents, so
//! only names and verbs that contradict each other count, and other words only if the page has them nowhere else. The verbs are data: [`VERBS`].

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, Diagnostics, Sources, lint};

use super::Subject;

/// The first words of titles, by what the request does.
const VERBS: &[&[&str]] = &[
    &["get", "list", "read", "retrieve", "enumerate", "query", "search", "find", "download", "access", "accessing"],
    &["create", "add", "post", "new", "upload", "import", "invite"],
    &["update", "change", "modify", "edit", "set", "replace", "rename", "upsert", "upload"],
    &["delete", "remove", "permanently", "unassign", "revoke", "cancel"],
];

/// Words at the end of titles that are not part of the name.
const KIND_WORDS: &[&str] = &["resource", "type", "complex", "entity", "enum", "enumeration", "facet", "object"];

/// Words that do not tell what a page is about.
const SMALL_WORDS: &[&str] = &[
    "a", "action", "all", "an", "and", "api", "as", "at", "by", "for", "from", "function", "in", "into", "method",
    "of", "on", "or", "that", "the", "this", "to", "using", "with",
];

/// Shorter words are parts of other words by chance.
const MIN_LENGTH: usize = 4;

/// Reports a title that contradicts the H1.
pub(super) fn check(subject: &Subject<'_>, sources: &Sources, out: &mut Diagnostics) {
    let outline = subject.outline;
    page_heading(subject, out);
    let (Some(front), Some(h1)) = (&outline.front_title, &outline.title) else { return };
    let (front_words, h1_words) = (words(&front.value), words(&h1.value));
    let hint = if other_verb(&front_words, &h1_words) || other_names(&front.value, &h1.value) {
        "write the same in both"
    } else if other_type(subject, &front_words, &h1_words) {
        "write the name of the type in both"
    } else if other_words(subject, sources, &front.value, &h1.value) {
        "write the same in both"
    } else {
        return;
    };
    let cut = |text: &str| text.trim().chars().take(80).collect::<String>();
    let message = format!("the title is `{}`, the H1 `{}`", cut(&front.value), cut(&h1.value));
    let diagnostic = Diagnostic::new(lint::TITLE_MISMATCH, front.span, message);
    out.push(diagnostic.related(h1.span, "the H1").hint(hint));
}

/// Reports a page without an H1, and each further one.
fn page_heading(subject: &Subject<'_>, out: &mut Diagnostics) {
    let outline = subject.outline;
    let Some(title) = &outline.title else {
        if subject.kind.is_some() {
            let named = outline.front_title.as_ref().map_or("the name of the page", |title| title.value.trim());
            let named: String = named.chars().take(80).collect();
            let diagnostic = Diagnostic::new(lint::PAGE_HEADING, subject.span(), "the page has no H1");
            out.push(diagnostic.hint(format!("write `# {named}` above the text")));
        }
        return;
    };
    for heading in &outline.more_titles {
        let written: String = heading.value.chars().take(80).collect();
        let message = format!("`{written}` is a second H1");
        let diagnostic = Diagnostic::new(lint::PAGE_HEADING, heading.span, message).related(title.span, "the H1");
        out.push(diagnostic.hint(format!("write `## {written}`")));
    }
}

/// Returns the words of a title in lower case.
fn words(title: &str) -> Vec<String> {
    let words = title.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Returns whether the titles begin with verbs of different meanings.
fn other_verb(one: &[String], other: &[String]) -> bool {
    let groups = |words: &[String]| {
        let verb = words.first().cloned().unwrap_or_default();
        let groups = VERBS.iter().enumerate().filter(|(_, group)| group.contains(&verb.as_str()));
        groups.map(|(number, _)| number).collect::<BTreeSet<_>>()
    };
    let (one, other) = (groups(one), groups(other));
    !one.is_empty() && !other.is_empty() && one.is_disjoint(&other)
}

/// Returns whether each title has a name that the other one lacks. Names have a capital letter inside: `printTask`.
fn other_names(one: &str, other: &str) -> bool {
    let names = |title: &str| {
        let words = title.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        let is_hump = |(one, next): (char, char)| one.is_lowercase() && next.is_uppercase();
        let is_name = |word: &&str| word.chars().zip(word.chars().skip(1)).any(is_hump);
        words.filter(is_name).map(singular).collect::<BTreeSet<String>>()
    };
    let (one, other) = (names(one), names(other));
    one.difference(&other).next().is_some() && other.difference(&one).next().is_some()
}

/// Returns a word in lower case without the ending of the plural.
fn singular(word: &str) -> String {
    let lower = word.to_lowercase();
    match lower.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => lower.trim_end_matches('s').to_owned(),
    }
}

/// Returns whether each title has a word that the other one lacks, and one of the titles has only such words that the rest of the page lacks.
fn other_words(subject: &Subject<'_>, sources: &Sources, one: &str, other: &str) -> bool {
    let (one, other) = (content(one), content(other));
    // A longer title describes the same in other words.
    if one.len() != other.len() {
        return false;
    }
    let only = |words: &[String], others: &[String]| -> Vec<String> {
        let others = others.concat();
        let is_new = |word: &&String| word.len() >= MIN_LENGTH && !others.contains(word.as_str());
        words.iter().filter(is_new).cloned().collect()
    };
    let (only_one, only_other) = (only(&one, &other), only(&other, &one));
    if only_one.is_empty() || only_other.is_empty() {
        return false;
    }
    let rest = rest(subject, sources);
    [only_one, only_other].iter().any(|words| words.iter().all(|word| !rest.contains(word.as_str())))
}

/// Returns the words that tell what a title is about, in the singular.
fn content(title: &str) -> Vec<String> {
    let is_content = |word: &&String| {
        let word = word.as_str();
        !SMALL_WORDS.contains(&word) && !KIND_WORDS.contains(&word) && !VERBS.iter().any(|verbs| verbs.contains(&word))
    };
    words(title).iter().filter(is_content).map(|word| singular(word)).collect()
}

/// Returns the letters and digits of a page below its front matter, without its H1, in lower case.
fn rest(subject: &Subject<'_>, sources: &Sources) -> String {
    let Some(h1) = subject.outline.title.as_ref().map(|title| title.span) else { return String::new() };
    let text = &sources.file(subject.page.file).text;
    let after = text.get(h1.end..).unwrap_or_default();
    after.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns whether the titles of a type's page name different types.
fn other_type(subject: &Subject<'_>, front: &[String], h1: &[String]) -> bool {
    let is_type = subject.kind.is_some_and(|kind| kind != super::PageKind::Requests);
    let name = |words: &[String]| match words.split_first() {
        Some((name, rest)) if rest.iter().all(|word| KIND_WORDS.contains(&word.as_str())) => Some(name.clone()),
        _ => None,
    };
    match (name(front), name(h1)) {
        (Some(one), Some(other)) if is_type => {
            let is_same = one.rsplit('.').next() == other.rsplit('.').next() || front.concat() == h1.concat();
            !is_same
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_that_contradict_each_other_are_found() {
        let differ = |one: &str, other: &str| other_verb(&words(one), &words(other));
        assert!(differ("Get user", "Delete user"));
        assert!(differ("Create a boat", "Update boat"));
        assert!(!differ("List boats", "Retrieve all boats"));
        assert!(!differ("Upload a photo", "Update photo"));
        assert!(!differ("Share a boat", "Delete boat"));
    }

    #[test]
    fn names_that_contradict_each_other_are_found() {
        assert!(other_names("Get taskDefinition", "Get printTaskDefinition"));
        assert!(other_names("List sailingGroups", "List sailGroups"));
        assert!(!other_names("List harborMasters", "List harborMaster"));
        assert!(!other_names("List sailPolicies", "List sailPolicy"));
        assert!(!other_names("Harbor APIs", "harborRoot resource type"));
        assert!(!other_names("Attach sailPlan to harborMaster", "Attach sailPlan to a master"));
        assert!(!other_names("List Boats", "List the Boats of the OneHarbor"));
    }
}
