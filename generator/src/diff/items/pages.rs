//! Changes of the facts that apply to all operations of a page.
//!
//! In: both models. Out: changes of permissions, headers, query options, body parameters, deprecations and descriptions.

use std::collections::BTreeSet;

use crate::diff::change::{Change, Item, Subject};
use crate::diff::kinds::pages as kinds;
use crate::diff::pairs::{Renamed, pairs};
use crate::diff::record::At;
use crate::diff::renames::renamed_pages;
use crate::diff::usage::Use;
use crate::export::json::form::{Header, Location, Page};

use super::{Context, permissions, properties};

/// A page with its path.
pub(in crate::diff) type PageEntry<'a> = (&'a String, &'a Page);

pub(super) fn compare<'a>(context: &Context<'a>, changes: &mut Vec<Change>) {
    let mut pairs = pairs(&context.old.pages, &context.new.pages, |(path, _)| path);
    for Renamed { old, new, evidence } in renamed_pages(context, &mut pairs) {
        let at = at(old.0, Some(&old.1.span), Some(&new.1.span));
        changes.push(at.renamed(kinds::PAGE_RENAMED, [old.0, new.0], &evidence));
        pairs.both.push((old, new));
    }
    let title = |page: &Page| Some(page.title.clone());
    for (path, page) in &pairs.removed {
        changes.push(at(path, Some(&page.span), None).change(kinds::PAGE_REMOVED, title(page), None));
    }
    for (path, page) in &pairs.added {
        changes.push(at(path, None, Some(&page.span)).change(kinds::PAGE_ADDED, None, title(page)));
    }
    for (old, new) in &pairs.both {
        compare_page(context, new.0, old.1, new.1, changes);
    }
}

fn at<'a>(path: &str, old: Option<&'a Location>, new: Option<&'a Location>) -> At<'a> {
    At { subject: Subject::new(Item::Page, path), old, new, used: Use::default() }
}

fn compare_page<'a>(context: &Context<'a>, path: &'a str, old: &'a Page, new: &'a Page, changes: &mut Vec<Change>) {
    let page = at(path, Some(&old.span), Some(&new.span));
    permissions::compare(&page, old, new, changes);
    headers(path, old, new, changes);
    for option in missing(&old.query_options, &new.query_options) {
        changes.push(page.change(kinds::QUERY_OPTION_REMOVED, Some(option.clone()), None));
    }
    for option in missing(&new.query_options, &old.query_options) {
        changes.push(page.change(kinds::QUERY_OPTION_ADDED, None, Some(option.clone())));
    }
    if let (Some(before), Some(after)) = (&old.parameters, &new.parameters) {
        let (before, after) = ((&*before.properties, &old.span), (&*after.properties, &new.span));
        properties::compare_parameters(context, path, before, after, changes);
    }
    changes.extend(page.deprecation(old.deprecated.as_deref(), new.deprecated.as_deref()));
    changes.extend(page.description(&old.description, &new.description));
}

/// Returns the values of one list that the other one does not have.
fn missing<'a>(list: &'a [String], other: &'a [String]) -> impl Iterator<Item = &'a String> {
    list.iter().filter(|value| !other.contains(value))
}

fn headers(path: &str, old: &Page, new: &Page, changes: &mut Vec<Change>) {
    let at = |item, name: &str, old, new| At {
        subject: Subject::of(item, path, name),
        old: Some(old),
        new: Some(new),
        used: Use::default(),
    };
    let text =
        |header: &Header| header.fixed.clone().or_else(|| (!header.value.is_empty()).then(|| header.value.clone()));
    let repeated = repeated([&old.headers, &new.headers]);
    let request = pairs(&old.headers, &new.headers, |header| {
        let name = header.name.to_ascii_lowercase();
        let value = repeated.contains(&name).then(|| text(header));
        (name, value)
    });
    for header in request.removed {
        let at = at(Item::Header, &header.name, &header.span, &new.span);
        changes.push(at.change(kinds::HEADER_REMOVED, text(header), None));
    }
    for header in request.added {
        let kind = if header.required { kinds::REQUIRED_HEADER_ADDED } else { kinds::HEADER_ADDED };
        changes.push(at(Item::Header, &header.name, &old.span, &header.span).change(kind, None, text(header)));
    }
    for (old, new) in request.both {
        let at = at(Item::Header, &new.name, &old.span, &new.span);
        if old.required != new.required {
            let kind = if new.required { kinds::HEADER_BECAME_REQUIRED } else { kinds::HEADER_BECAME_OPTIONAL };
            let text = |header: &Header| Some(if header.required { "required" } else { "optional" }.to_owned());
            changes.push(at.change(kind, text(old), text(new)));
        }
        if old.fixed.is_some() && new.fixed.is_some() && old.fixed != new.fixed {
            changes.push(at.change(kinds::HEADER_VALUE_CHANGED, old.fixed.clone(), new.fixed.clone()));
        } else {
            changes.extend(at.description(&old.value, &new.value));
        }
    }
    let response = pairs(&old.response_headers, &new.response_headers, |header| header.name.to_ascii_lowercase());
    for header in response.removed {
        let at = at(Item::ResponseHeader, &header.name, &header.span, &new.span);
        changes.push(at.change(kinds::RESPONSE_HEADER_REMOVED, Some(header.text.clone()), None));
    }
    for header in response.added {
        let at = at(Item::ResponseHeader, &header.name, &old.span, &header.span);
        changes.push(at.change(kinds::RESPONSE_HEADER_ADDED, None, Some(header.text.clone())));
    }
    for (old, new) in response.both {
        changes.extend(at(Item::ResponseHeader, &new.name, &old.span, &new.span).description(&old.text, &new.text));
    }
}

/// Returns the names, in lower case, that one page has several times: headers such as `Prefer` are told apart by their values.
fn repeated(lists: [&[Header]; 2]) -> BTreeSet<String> {
    let mut repeated = BTreeSet::new();
    for list in lists {
        let mut seen = BTreeSet::new();
        repeated.extend(
            list.iter().map(|header| header.name.to_ascii_lowercase()).filter(|name| !seen.insert(name.clone())),
        );
    }
    repeated
}
