//! A page with several enums gives types only to properties whose cells name these enums.

use crate::support::case::Case;

#[test]
fn free_text_stays_text() {
    let case = Case::new("enumpage");
    assert_eq!(case.type_of("logLine", "entityKind"), r#"{"primitive":"String"}"#);
    assert_eq!(case.type_of("logLine", "version"), r#"{"primitive":"String"}"#);
}

#[test]
fn cells_name_enums_of_their_namespace() {
    let case = Case::new("enumpage");
    for (property, name) in
        [("state", "cameraState"), ("after", "afterwards"), ("format", "textFormat"), ("seen", "seenStatus")]
    {
        let want = format!(r#"{{"enum":"microsoft.graph.guard.{name}"}}"#);
        assert_eq!(case.type_of("microsoft.graph.guard.camera", property), want);
    }
}

#[test]
fn every_table_contributes_its_members() {
    let case = Case::new("enumpage");
    for (name, members) in [
        ("cameraState", &["true", "false", "unknown", "unknownFutureValue"][..]),
        ("version", &["v3", "v3_1", "v31", "notSupported"]),
        ("afterwards", &["none", "delete"]),
        ("textFormat", &["text", "html"]),
        ("seenStatus", &["detected", "blocked", "unknownFutureValue"]),
        ("entityKind", &["userName", "machineName", "unknownFutureValue"]),
    ] {
        assert_eq!(case.members(&format!("microsoft.graph.guard.{name}")), members, "{name}");
    }
}
