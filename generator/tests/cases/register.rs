//! Pages of the folder `register`.

use crate::support::case::Case;

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
