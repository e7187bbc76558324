//! Writes the statuses in the comment of a request function.
//!
//! In: an operation and its pages. Out: lines about success; none if there is only one status, without headers and never empty. A line
//! about errors, if a page documents some.

use crate::extract::ResponseHeaderFacts;
use crate::model::{Api, Operation, ResponseBody, Status, reason_phrase};

use super::super::docs;

/// Returns lines with the statuses, their headers and the responses for which the function returns `None`.
pub fn lines(api: &Api, operation: &Operation) -> Vec<String> {
    let pages = operation.pages.iter().filter_map(|page| api.pages.get(page));
    let mut headers: Vec<&ResponseHeaderFacts> = Vec::new();
    // A header for a status that this request does not have belongs to another request on the page.
    let own = |header: &&ResponseHeaderFacts| {
        let mut codes = operation.statuses.iter().map(|status| status.code);
        header.statuses.is_empty() || codes.any(|code| header.statuses.contains(&code))
    };
    for header in pages.flat_map(|page| &page.response_headers).filter(own) {
        let known = |other: &&ResponseHeaderFacts| other.name.eq_ignore_ascii_case(&header.name);
        if !headers.iter().any(known) {
            headers.push(header);
        }
    }
    let typed = operation.response != ResponseBody::Nothing;
    if headers.is_empty() && !operation.may_be_empty && operation.statuses.len() < 2 {
        return Vec::new();
    }
    let differ = typed && operation.statuses.iter().any(|status| !status.body && status.is_final());
    let status = |status: &Status| {
        let given: Vec<String> = headers
            .iter()
            .filter(|header| header.statuses.contains(&status.code))
            .map(|header| named(header))
            .collect();
        let body = match (typed, status.body) {
            (true, true) if differ => " with the body",
            (true, false) if status.is_final() => " without a body",
            _ => "",
        };
        let given = if given.is_empty() { String::new() } else { format!(", {}", given.join(", ")) };
        format!("`{} {}`{body}{given}", status.code, status.phrase())
    };
    let statuses: Vec<String> = operation.statuses.iter().map(status).collect();
    let mut out = Vec::new();
    if !statuses.is_empty() {
        out.push(format!("Success: {}.", statuses.join("; ")));
    }
    let loose = headers.iter().filter(|header| header.statuses.is_empty());
    let others: Vec<String> = loose.map(|header| docs::code(&header.name)).collect();
    if !others.is_empty() {
        out.push(format!("Response headers: {}.", others.join(", ")));
    }
    if operation.may_be_empty {
        out.push(none(operation));
    }
    let mut lines = docs::wrap(&out.join(" "));
    let described = described(&headers);
    if !described.is_empty() && !lines.is_empty() {
        lines.push(String::new());
    }
    for (names, text) in described {
        lines.extend(docs::list_item(&format!("{}: {}", names.join(", "), docs::inline(text))));
    }
    lines
}

/// Returns a sentence with the statuses of errors that the pages document.
pub fn errors(operation: &Operation) -> Vec<String> {
    let named: Vec<String> = operation.errors.iter().map(|code| format!("`{code} {}`", reason_phrase(*code))).collect();
    if named.is_empty() { Vec::new() } else { docs::wrap(&format!("Errors: {}.", named.join("; "))) }
}

/// Returns the descriptions of headers: each text once, with the names of its headers.
fn described<'a>(headers: &[&'a ResponseHeaderFacts]) -> Vec<(Vec<String>, &'a str)> {
    let mut out: Vec<(Vec<String>, &str)> = Vec::new();
    for header in headers.iter().filter(|header| !header.text.trim().is_empty()) {
        let name = docs::code(&header.name);
        match out.iter_mut().find(|(_, text)| *text == header.text) {
            Some((names, _)) => names.push(name),
            None => out.push((vec![name], &header.text)),
        }
    }
    out
}

/// Returns a sentence about the responses for which the function returns `None`.
fn none(operation: &Operation) -> String {
    let empty: Vec<String> = operation
        .statuses
        .iter()
        .filter(|status| !status.body && status.is_final())
        .map(|status| format!("`{} {}`", status.code, status.phrase()))
        .collect();
    match empty.as_slice() {
        [] => "`None` where the response has no body.".to_owned(),
        statuses => format!("`None` if the service responds with {}.", statuses.join(" or ")),
    }
}

fn named(header: &ResponseHeaderFacts) -> String {
    format!("{} header", docs::code(&header.name))
}
