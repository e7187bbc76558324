//! Writes the permissions in the comment of a request function.
//!
//! In: the pages of an operation, the leading page first. Out: lines with the least privileged permissions on the leading page, then those
//! on other pages where they differ, each with its context. Pages are not ranked: each page is about its own part of the service.

use crate::extract::Caller;
use crate::model::{Api, OperationPage};

use super::super::docs;
use super::super::page_names::page_names;

/// Returns lines with the least privileged permissions on the pages.
pub fn lines(api: &Api, pages: &[String]) -> Vec<String> {
    let stated: Vec<String> =
        pages.iter().map(|page| api.pages.get(page).map(least_privileged).unwrap_or_default()).collect();
    let Some(leading) = stated.first() else { return Vec::new() };
    let mut sets: Vec<&String> = Vec::new();
    for set in stated.iter().skip(1).filter(|set| !set.is_empty() && *set != leading) {
        if !sets.contains(&set) {
            sets.push(set);
        }
    }
    let mut out =
        if leading.is_empty() { Vec::new() } else { docs::wrap(&format!("Least privileged permissions: {leading}.")) };
    if sets.is_empty() {
        return out;
    }
    if !out.is_empty() {
        out.push(String::new());
    }
    out.extend(docs::wrap("Other pages of this request list other permissions:"));
    out.push(String::new());
    let names = page_names(api, pages);
    for set in sets {
        let in_set: Vec<bool> = stated.iter().map(|other| other == set).collect();
        let context = context(api, pages, &in_set).unwrap_or_else(|| {
            let named = names.iter().zip(&in_set).filter(|(_, inside)| **inside).map(|(name, _)| name.as_str());
            named.collect::<Vec<_>>().join(", ")
        });
        out.extend(docs::list_item(&format!("{context}: {set}")));
    }
    out
}

/// Returns the product that the pages in the set share, if no other page has it.
fn context(api: &Api, pages: &[String], in_set: &[bool]) -> Option<String> {
    let product = |page: &String| api.products.get(page);
    let own = pages.iter().zip(in_set).find(|(_, inside)| **inside).and_then(|(page, _)| product(page))?;
    let same = pages.iter().zip(in_set).all(|(page, inside)| (product(page) == Some(own)) == *inside);
    same.then(|| docs::code(own))
}

/// Returns the first alternative for each kind of caller; empty if the page documents none.
fn least_privileged(page: &OperationPage) -> String {
    let callers = [
        (Caller::DelegatedWork, "delegated"),
        (Caller::DelegatedPersonal, "personal account"),
        (Caller::Application, "application"),
    ];
    let stated: Vec<String> = callers
        .iter()
        .filter_map(|(caller, words)| {
            let least = page
                .permissions
                .iter()
                .find(|row| row.caller == *caller && row.condition.is_none())?
                .permissions
                .first()?;
            let names: Vec<String> = least.iter().map(|name| docs::code(name)).collect();
            (!names.is_empty()).then(|| format!("{} ({words})", names.join(" and ")))
        })
        .collect();
    stated.join(", ")
}
