//! Pages of the folders `fnoptional` and `fnoptional2`: optional arguments of functions.

use docbindgen::model::Operation;

use crate::support::case::Case;

fn optional(operation: &Operation) -> Vec<&str> {
    operation
        .parameters
        .iter()
        .filter(|parameter| parameter.optional)
        .map(|parameter| parameter.name.as_str())
        .collect()
}

#[test]
fn rows_without_placeholder_are_optional_arguments() {
    let case = Case::new("fnoptional");
    let [operation] = case.outcome.api.operations.as_slice() else { panic!("one request") };
    assert_eq!(optional(operation), ["segmentId", "appId"]);
    let text = case.file("src/requests/net/reports.rs");
    assert!(text.contains("segment_id: Option<&str>"), "{text}");
    assert!(text.contains("app_id: Option<&str>"), "{text}");
    assert!(text.contains("* `segment_id`, optional"), "{text}");
}

#[test]
fn optional_arguments_may_be_omitted() {
    let case = Case::new("fnoptional2");
    let requests: Vec<_> = case.outcome.api.operations.iter().map(|o| (o.path.as_str(), optional(o))).collect();
    assert_eq!(
        requests,
        [
            ("/mills/{millId}/plan(day={day},shift={shift},crew='{crew}')", vec!["shift", "crew"]),
            (
                "/mills/{millId}/usage(grain='{grain}',hours={hours},span=duration'{span}',since={since})",
                vec!["grain", "hours", "span", "since"]
            ),
        ]
    );
    assert_eq!(case.messages(), Vec::<String>::new());
}
