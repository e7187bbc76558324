//! Pages of the folder `required`: properties that a request body must have.

use crate::support::case::Case;

#[test]
fn bodies_need_what_rows_and_types_require() {
    let case = Case::new("required");
    let required = |request: &str| case.operation(request).required.join(" ");
    // The row calls the hull optional, and only one of the two tables requires the decks.
    assert_eq!(required("POST /boats"), "name mark");
    // Without a table, the type decides. The service sets the identifier, and the berth depends on a condition.
    assert_eq!(required("POST /boats/{boatId}/tenders"), "name hull");
    assert_eq!(required("POST /boats/{boatId}/rename"), "name");
    assert_eq!(required("PATCH /boats/{boatId}"), "");
}

#[test]
fn functions_declare_and_document_what_the_body_needs() {
    let case = Case::new("required");
    let text = case.file("src/requests/boats/mod.rs");
    for wanted in ["/// Required in the body: `name`, `mark`.", ".requires(\"name mark\")", ".requires(\"name\")"] {
        assert!(text.contains(wanted), "`{wanted}` is missing in\n{text}");
    }
    assert_eq!(text.matches(".requires(").count(), 2, "{text}");
}
