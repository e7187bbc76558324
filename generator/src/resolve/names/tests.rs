//! Rules for names and links alone.

use crate::diagnostics::{Diagnostics, FileId, Span};
use crate::extract::{PageFacts, SkipReason};
use crate::model::TypeRef;
use crate::odata::{TypeExpr, WrittenType};

use super::*;

fn written(name: &str, target: Option<&str>) -> WrittenType {
    WrittenType { name: name.to_owned(), target: target.map(str::to_owned), span: Span::new(FileId(0), 4, 9) }
}

/// Returns a page of requests with this response, and the names of one type.
fn pages(response: TypeExpr) -> (Vec<PageFacts>, Names) {
    let set = crate::load::DocSet::from_pages([("api/a.md", "# Get a\n\n## HTTP request\n\n```http\nGET /a\n```\n")]);
    let mut facts: Vec<PageFacts> =
        set.pages.iter().map(|page| crate::extract::extract(&crate::parse::parse(&set, page).0).0).collect();
    facts[0].operation.as_mut().expect("a request").response.body = Some(response);
    facts.push(PageFacts::skipped(FileId(1), "resources/crate.md", SkipReason::Conceptual));
    let mut names = Names::new(&facts);
    names.declare(&qualify("crate", None), Meaning::Type, "resources/crate.md");
    (facts, names)
}

#[test]
fn a_fault_of_a_link_does_not_hide_its_meaning() {
    let (_, names) = pages(TypeExpr::Unknown(String::new()));
    let find = |target| names.find(&written("crate", Some(target)), "api/a.md", None);
    assert_eq!(find("../resources/crate.md").fault, None);
    for target in ["../resources/Crate.md", "../resources/box.md"] {
        let found = find(target);
        assert!(found.fault.is_some(), "{target}");
        assert_eq!(found.meaning, Some((qualify("crate", None), Meaning::Type)), "{target}");
    }
}

#[test]
fn a_reference_that_was_never_linked_is_reported() {
    let (facts, names) = pages(TypeExpr::Named(written("crate", None)));
    let (ancestors, mut found) = (Ancestors::new(), Diagnostics::default());
    let links = link(&facts, std::iter::empty(), &names, &mut found).with_ancestors(&ancestors);
    let linked = facts[0].operation.as_ref().and_then(|operation| operation.response.body.as_ref()).expect("a type");
    assert_eq!(links.type_ref(linked), TypeRef::Type(qualify("crate", None)));
    assert!(links.unlinked().list().is_empty());
    assert_eq!(links.type_ref(&linked.clone()), TypeRef::UNTYPED, "a copy was never linked");
    assert_eq!(links.unlinked().list().len(), 1);
}

#[test]
fn names_use_no_pass() {
    let sources = [
        include_str!("mod.rs"),
        include_str!("declared.rs"),
        include_str!("destination.rs"),
        include_str!("find.rs"),
        include_str!("links.rs"),
        include_str!("positions.rs"),
        include_str!("prose.rs"),
    ];
    for source in sources {
        assert!(!source.contains("super::super"));
        let used = source.split("resolve::").skip(1);
        used.for_each(|path| assert!(path.starts_with("words::"), "{path:.40}"));
    }
}
