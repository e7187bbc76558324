//! Rules for references: each is linked once, and reported once.

use super::*;
use crate::config::{Action, Override, Target};
use crate::diagnostics::FileId;

/// Returns the diagnostics of a lint before duplicates are removed.
fn reported(facts: &[crate::extract::PageFacts], lint: &str) -> Vec<String> {
    let (_, found) = resolve("v1.0", facts);
    found.list().iter().filter(|found| found.lint.id == lint).map(|found| found.message.clone()).collect()
}

fn facts(pages: &[(&str, String)]) -> Vec<crate::extract::PageFacts> {
    let set = DocSet::from_pages(pages.iter().map(|(path, text)| (*path, text.as_str())));
    set.pages.iter().map(|page| extract(&parse(&set, page).0).0).collect()
}

#[test]
fn a_reference_that_several_passes_read_is_reported_once() {
    let body = "## Request body\n\nSupply a JSON representation of the [box](../resources/box.md) object.\n\n|Property|Type|Description|\n|:---|:---|:---|\n|lid|[lid](../resources/lid.md)|Its lid.|\n\n";
    let answer = responses("a [box](../resources/box.md) object");
    let pages = [
        ("api/box-add.md", requests("Add box", "POST /boxes\nPOST /crates/{id}/boxes", &format!("{body}{answer}"))),
        ("api/box-get.md", requests("Get box", "GET /boxes/{id}", &answer)),
    ];
    let facts = facts(&pages);
    let links = reported(&facts, "missing-link-target");
    assert_eq!(links.iter().filter(|message| message.starts_with("`lid`")).count(), 1, "{links:?}");
    assert_eq!(links.len(), 4, "the body, its row, and two responses: {links:?}");
    assert_eq!(reported(&facts, "unresolved-type"), ["no page describes the type `lid`"]);
}

#[test]
fn alternatives_that_several_passes_read_are_reported_once() {
    let answer = responses("a [box](../resources/box.md) or [lid](../resources/lid.md) object");
    let size = [["size", "Int32", "Its size."]];
    let pages = [
        ("api/box-find.md", requests("Find box", "GET /boxes/{id}\nGET /crates/{id}/box", &answer)),
        ("resources/box.md", resource("box", "A box.", &size, &[])),
        ("resources/lid.md", resource("lid", "A lid.", &size, &[])),
    ];
    assert_eq!(reported(&facts(&pages), "dropped-type").len(), 1);
}

#[test]
fn references_of_overrides_are_linked() {
    let mut facts = facts(&[
        ("resources/box.md", resource("box", "A box.", &[["lid", "String", "."], ["tag", "String", "."]], &[])),
        ("resources/lid.md", resource("lid", "A lid.", &[["size", "Int32", "Its size."]], &[])),
    ]);
    let retype = |name: &str, to: &str| Override {
        page: None,
        target: Target::Property { ty: "box".to_owned(), name: name.to_owned() },
        action: Action::Retype(to.to_owned()),
        reason: None,
        range: 0..1,
    };
    let overrides = [retype("lid", "lid collection"), retype("tag", "own.label")];
    crate::overrides::apply(&mut facts, &overrides, FileId(9));
    let (api, _) = resolve("v1.0", &facts);
    let types: Vec<_> = api.types[&own("box")].properties.iter().map(|property| property.ty.clone()).collect();
    assert_eq!(types, [of("lid").collection(), TypeRef::UNTYPED]);
    assert_eq!(reported(&facts, "unresolved-type"), ["no page describes the type `own.label`"]);
}
