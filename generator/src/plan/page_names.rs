//! Finds distinct names for the pages about one type or request, and formats links to them.
//!
//! In: paths of pages, the leading page first. Out: names as markdown, and lines with the references.

use std::collections::BTreeMap;

use crate::model::Api;

use super::docs;

/// Returns a name for each page, as markdown.
///
/// This is the title if no other page of the list has it, else the product likewise, else the file name.
#[must_use]
pub fn page_names(api: &Api, pages: &[String]) -> Vec<String> {
    let titles: Vec<&str> = pages.iter().map(|page| api.pages.get(page).map_or("", |page| page.title.trim())).collect();
    let products: Vec<&str> = pages.iter().map(|page| api.products.get(page).map_or("", String::as_str)).collect();
    let (by_title, by_product) = (counts(&titles), counts(&products));
    let name = |((page, title), product): ((&String, &str), &str)| {
        if !title.is_empty() && by_title.get(title) == Some(&1) {
            docs::inline(title)
        } else if !product.is_empty() && by_product.get(product) == Some(&1) {
            docs::code(product)
        } else {
            docs::code(file_name(page))
        }
    };
    pages.iter().zip(titles).zip(products).map(name).collect()
}

/// Returns lines with the references: the leading page, then the others by name.
#[must_use]
pub fn references(api: &Api, pages: &[String], address: impl Fn(&str) -> String) -> Vec<String> {
    let Some((first, others)) = pages.split_first() else { return Vec::new() };
    let reference = format!("Reference: <{}>", docs::url(address(first)));
    if others.is_empty() {
        return docs::wrap(&reference);
    }
    let names = page_names(api, pages).into_iter().skip(1);
    let links = names.zip(others).map(|(name, page)| format!("[{name}]({})", docs::url(address(page))));
    docs::wrap(&format!("{reference}. Also: {}", links.collect::<Vec<_>>().join(", ")))
}

fn counts<'a>(texts: &[&'a str]) -> BTreeMap<&'a str, usize> {
    let mut out = BTreeMap::new();
    for text in texts {
        *out.entry(*text).or_default() += 1;
    }
    out
}

/// Returns `user-list` for `api/user-list.md`.
fn file_name(page: &str) -> &str {
    let file = page.rsplit('/').next().unwrap_or(page);
    file.strip_suffix(".md").unwrap_or(file)
}
