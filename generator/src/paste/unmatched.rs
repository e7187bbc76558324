//! Names the documented requests that are nearest to one that matches none.
//!
//! In: the request, and the [`Api`]. Out: [`Note`]s: an error, and for each of the nearest operations what differs.

use crate::diagnostics::{Level, Note, Sources, Span};
use crate::extract::RequestExample;
use crate::model::{Api, Example};
use crate::resolve::{Difference, Nearest, nearest};

use super::review::within;

/// Reports that no operation matches, and the nearest ones.
pub(super) fn unmatched(api: &Api, example: &Example, request: &RequestExample, sources: &Sources) -> Vec<Note> {
    if example.elsewhere {
        return Vec::new();
    }
    let found = nearest(api, request);
    let mut note = Note::new(Level::Error, request.url_span, "the request does not match any documented request");
    if found.is_empty() {
        note.hint("no documented request is similar; `docbindgen export` lists all of them");
    } else {
        note.hint("compare it with the documented requests below, the nearest first");
    }
    let mut notes = vec![note];
    for Nearest { operation, differences } in found {
        let Some(operation) = api.operations.get(operation) else { continue };
        let described = differences.iter().map(describe).collect::<Vec<_>>().join("; ").replace("?; ", "? ");
        let span = differences.iter().find_map(|difference| place(difference, request, sources));
        let message = format!("near: `{} {}`", operation.method, operation.path);
        let mut note = Note::new(Level::Note, span.unwrap_or(request.url_span), message);
        note.hint(described).related(operation.span, "documented here");
        notes.push(note);
    }
    notes
}

/// Returns the text of a difference.
fn describe(difference: &Difference) -> String {
    match difference {
        Difference::Method(method) => format!("the documentation has `{method}`"),
        Difference::Segment { given, documented, similar: true, .. } => {
            format!("did you mean `{documented}` in place of `{given}`?")
        }
        Difference::Segment { given, documented, .. } => {
            format!("the documentation has `{documented}` in place of `{given}`")
        }
        Difference::Missing { documented, after } if after.is_empty() => {
            format!("`{documented}` is missing at the beginning of the path")
        }
        Difference::Missing { documented, after } => format!("`{documented}` is missing after `{after}`"),
        Difference::Extra { given, .. } => format!("the documentation has no segment `{given}` here"),
        Difference::MissingArgument { function, name } => {
            format!("the argument `{name}` of `{function}` is missing")
        }
        Difference::UnknownArgument { function, name, meant: Some(meant) } => {
            format!("`{function}` has no argument `{name}`: did you mean `{meant}`?")
        }
        Difference::UnknownArgument { function, name, .. } => format!("`{function}` has no argument `{name}`"),
        Difference::MissingOption(name) => format!("the query option `{name}` is missing"),
        Difference::Body => "the documentation has no request body".to_owned(),
        Difference::Other => "the arguments or the end of the path do not fit".to_owned(),
    }
}

/// Returns where a difference is in the URL.
fn place(difference: &Difference, request: &RequestExample, sources: &Sources) -> Option<Span> {
    match difference {
        Difference::Segment { given, occurrence, .. } | Difference::Extra { given, occurrence } => {
            Some(within(sources, request.url_span, given, *occurrence))
        }
        Difference::UnknownArgument { name, .. } => Some(within(sources, request.url_span, name, 0)),
        _ => None,
    }
}
