//! Two body tables, responses that depend on the caller, a stream that looks like JSON, and a query option introduced in prose.

use docbindgen::model::{ResponseBody, TypeName, TypeRef};

use crate::support::case::Case;

#[test]
fn the_created_object_is_optional() {
    let case = Case::new("register");
    let create = case.operation("POST /fairs/{fairId}/signups");
    let signup = TypeRef::Type(TypeName("microsoft.graph.signup".to_owned()));
    assert_eq!(create.response, ResponseBody::Value(signup));
    assert!(create.may_be_empty);
    let shown: Vec<(u16, bool)> = create.statuses.iter().map(|status| (status.code, status.body)).collect();
    assert_eq!(shown, [(201, true), (204, false)]);
}

#[test]
fn streams_are_bytes_whatever_their_example() {
    let case = Case::new("register");
    let report = case.operation("POST /fairs/reports/getHistory");
    assert_eq!(report.response, ResponseBody::Stream);
    assert!(!report.may_be_empty);
}

#[test]
fn custom_options_enable_no_system_query_options() {
    let case = Case::new("register");
    assert_eq!(case.query_options("api/chronicle-getall.md"), ["$filter"]);
}

#[test]
fn two_body_tables_are_read_as_one() {
    let case = Case::new("register");
    let names: Vec<_> = case.ty("signup").properties.iter().map(|property| property.name.as_str()).collect();
    for name in ["zone", "answers", "firstName", "email", "source"] {
        assert_eq!(names.iter().filter(|own| **own == name).count(), 1, "`{name}` once in {names:?}");
    }
    let notes = case.messages();
    let rows: Vec<_> = notes.iter().filter(|note| note.contains(": body-row: ")).collect();
    assert!(rows.len() == 1 && rows[0].contains("`source`"), "{rows:?}");
}
