//! The pair of pages for each lint: `bad.md` triggers only this lint, `good.md` triggers none.

use super::read;
use crate::diagnostics::{Lint, lint};

/// All lints of `diagnostics::lints::extract`, and the folders of their pages.
const LINTS: &[(&Lint, &str)] = &[
    (lint::TODO_PLACEHOLDER, "resources"),
    (lint::MISSING_BLANK_LINE, "api"),
    (lint::UNKNOWN_TYPE, "resources"),
    (lint::ROW_WITHOUT_NAME, "resources"),
    (lint::CONTINUED_DESCRIPTION, "resources"),
    (lint::DUPLICATE_ROW, "resources"),
    (lint::REPAIRED_JSON, "resources"),
    (lint::BROKEN_JSON, "api"),
    (lint::UNREADABLE_REQUEST, "api"),
    (lint::MALFORMED_PATH, "api"),
    (lint::DUPLICATE_REQUEST, "api"),
    (lint::NO_REQUEST, "api"),
    (lint::UNNAMED_RESOURCE, "resources"),
    (lint::EMPTY_TYPE, "resources"),
    (lint::UNREAD_TABLE, "resources"),
    (lint::UNUSED_TABLE, "resources"),
    (lint::UNUSED_FENCE, "resources"),
    (lint::CONTRADICTED_BODY, "api"),
    (lint::DROPPED_TYPE, "resources"),
];

#[test]
fn lints_have_their_pages() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("lints");
    for (lint, kind) in LINTS {
        let page = |name: &str| std::fs::read_to_string(folder.join(lint.id).join(name)).expect("the lint's page");
        let (_, drawn) = read(&format!("{kind}/page.md"), &page("bad.md"));
        assert!(drawn.contains(&lint.id), "{}: bad.md triggers {drawn:?}", lint.id);
        assert!(drawn.iter().all(|d| *d == lint.id), "{}: bad.md triggers {drawn:?}", lint.id);
        let (_, drawn) = read(&format!("{kind}/page.md"), &page("good.md"));
        assert!(drawn.is_empty(), "{}: good.md triggers {drawn:?}", lint.id);
    }
}

#[test]
fn the_list_is_complete() {
    let here: Vec<&str> = LINTS.iter().map(|(l, _)| l.id).collect();
    let source = include_str!("../../diagnostics/lints/extract.rs");
    let declared = source.lines().filter_map(|l| {
        let levels = [" Error", " Warning", " Note"];
        l.trim().split('"').nth(1).filter(|_| levels.iter().any(|level| l.trim().ends_with(level)))
    });
    assert_eq!(declared.collect::<Vec<_>>(), here);
}
