//! Finds the example that `FILE[:N]` names.
//!
//! In: the argument, and the pages. Out: the example with the messages about it, or an error that says what there is.

use std::path::Path;

use super::super::folders::relative;
use super::shown;
use crate::diagnostics::{Level, Note};
use crate::model::Example;
use crate::paste::{Found, review};
use crate::pipeline::{Planned, count};
use crate::similar::did_you_mean;

/// The maximum number of names in a message.
const MOST: usize = 10;

/// Returns the example that an argument names.
pub(super) fn example(argument: &str, docs: &Path, planned: &Planned) -> Result<Found, String> {
    let (file, number) = split(argument);
    let path = find(file, docs, planned)?;
    let examples: Vec<&Example> = planned.pages.api.examples.iter().filter(|example| is_of(example, path)).collect();
    let first = examples.iter().find(|example| example.facts.request.is_some());
    let found = match number {
        None => first.copied().ok_or_else(|| format!("`{path}` has no example with a request"))?,
        Some(number) => *examples
            .iter()
            .find(|example| example.number == number)
            .ok_or_else(|| format!("`{path}` has no example {number}: it has {}", list(&examples)))?,
    };
    if found.facts.request.is_none() {
        return Err(format!("example {} of `{path}` has no request: the page has {}", found.number, list(&examples)));
    }
    let mut notes = review::review(&planned.pages.api, found, &planned.pages.set.sources);
    if number.is_none() && examples.len() > 1 {
        notes.insert(0, others(found, &examples, path));
    }
    Ok(Found { example: Some(found.clone()), notes })
}

/// Splits `FILE:N`.
fn split(argument: &str) -> (&str, Option<usize>) {
    match argument.rsplit_once(':') {
        Some((file, number)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => {
            (file, Some(number.parse().unwrap_or(usize::MAX)))
        }
        _ => (argument, None),
    }
}

/// Returns the path of the page that a name means.
fn find<'p>(file: &str, docs: &Path, planned: &'p Planned) -> Result<&'p str, String> {
    let is_page =
        |path: &&str| path.get(path.len().saturating_sub(3)..).is_some_and(|end| end.eq_ignore_ascii_case(".md"));
    let pages: Vec<&str> =
        planned.pages.set.sources.iter().map(|(_, file)| file.path.as_str()).filter(is_page).collect();
    let written = file.replace('\\', "/").trim_start_matches("./").to_owned();
    let written = if is_page(&written.as_str()) { written } else { format!("{written}.md") };
    let in_docs = relative(Path::new(file), docs).map(|path| path.to_string_lossy().replace('\\', "/"));
    let exact = |path: &&&str| path.eq_ignore_ascii_case(&written) || in_docs.as_deref() == Some(**path);
    if let Some(path) = pages.iter().find(exact) {
        return Ok(path);
    }
    let found: Vec<&str> = pages.iter().copied().filter(|path| ends_with(path, &written)).collect();
    let named = shown(Path::new(file));
    match found.as_slice() {
        [path] => Ok(path),
        [] => {
            if let Some((_, number)) = file.rsplit_once(':').filter(|(page, _)| is_page(page)) {
                return Err(format!(
                    "`{}` is not the number of an example: they count from 1",
                    shown(Path::new(number))
                ));
            }
            let name = written.rsplit('/').next().unwrap_or(&written);
            let names = pages.iter().map(|path| path.rsplit('/').next().unwrap_or(path));
            let hint = did_you_mean(name, names);
            let hint = hint.unwrap_or_else(|| format!("{} of `{}` were read", count(pages.len(), "page"), shown(docs)));
            Err(format!("cannot find the page `{named}`: {hint}"))
        }
        all => {
            let names: Vec<String> = all.iter().take(MOST).map(|path| format!("`{path}`")).collect();
            let more = if all.len() > MOST { " …" } else { "" };
            Err(format!("several pages have the name `{named}`: {}{more}", names.join(", ")))
        }
    }
}

/// Returns whether a path ends with whole parts of another one.
fn ends_with(path: &str, end: &str) -> bool {
    let at = path.len().checked_sub(end.len());
    let tail = at.and_then(|at| path.get(at..)).is_some_and(|tail| tail.eq_ignore_ascii_case(end));
    tail && at.is_some_and(|at| at == 0 || path.get(..at).is_some_and(|before| before.ends_with('/')))
}

/// Returns whether an example is on the page at a path. Pages have paths below the folder of their version.
fn is_of(example: &Example, path: &str) -> bool {
    ends_with(path, &example.page)
}

/// Returns the examples as a text: `1: GET /a`.
fn list(examples: &[&Example]) -> String {
    let requests = examples.iter().filter_map(|example| {
        let request = example.facts.request.as_ref()?;
        Some(format!("{}: `{} {}`", example.number, request.method, request.url))
    });
    let requests: Vec<String> = requests.collect();
    match requests.as_slice() {
        [] => "no example with a request".to_owned(),
        few if few.len() <= MOST => few.join(", "),
        many => format!("{} …, {} in all", many.get(..MOST).unwrap_or_default().join(", "), many.len()),
    }
}

/// Returns the note that there are other examples.
fn others(chosen: &Example, examples: &[&Example], path: &str) -> Note {
    let span = |example: &Example| example.facts.request.as_ref().map(|request| request.url_span);
    let message = format!("the page has {}, and this is example {}", count(examples.len(), "example"), chosen.number);
    let mut note = Note::new(Level::Note, span(chosen), message);
    note.hint(format!("choose another one with a number: `{path}:N`"));
    let rest = examples.iter().filter(|example| example.number != chosen.number);
    let rest = rest.filter_map(|example| Some((example, span(example)?)));
    for (example, span) in rest.take(MOST) {
        let title = example.facts.title.as_ref().map(|title| format!(": {title}")).unwrap_or_default();
        note.related(span, format!("example {}{title}", example.number));
    }
    note
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_a_colon() {
        assert_eq!(split("a.md:2"), ("a.md", Some(2)));
        assert_eq!(split("a.md"), ("a.md", None));
        assert_eq!(split("C:\\docs\\a.md"), ("C:\\docs\\a.md", None));
        assert_eq!(split("a.md:"), ("a.md:", None));
        assert_eq!(split("a.md:99999999999999999999999"), ("a.md", Some(usize::MAX)));
    }

    #[test]
    fn paths_end_with_whole_parts() {
        assert!(ends_with("v1.0/api/a.md", "a.md") && ends_with("a.md", "A.md") && ends_with("api/a.md", "api/a.md"));
        assert!(!ends_with("api/ba.md", "a.md") && !ends_with("a.md", "api/a.md") && !ends_with("é.md", "\u{a9}.md"));
    }
}
