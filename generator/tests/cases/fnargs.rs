//! Pages of the folders `fnargs`, `fnargs2` and `fnargs3`: arguments of functions.

use crate::support::case::Case;

#[test]
fn arguments_have_the_types_of_their_rows() {
    let case = Case::new("fnargs");
    let path = "/net/reports/profile(startDateTime={startDateTime},countedBy='{countedBy}',label='{label}',id={id},n={n},day={day},span=duration'{span}')";
    assert_eq!(case.operation(&format!("GET {path}")).parameters.len(), 7);
    let text = case.file("src/requests/net/reports.rs");
    for argument in [
        "start_date_time: impl Into<DateTimeOffset>",
        "counted_by: &crate::models::net::CountFilter",
        "label: &str",
        "id: impl Into<Guid>",
        "n: i32",
        "day: impl Into<Date>",
        "span: impl Into<Duration>",
    ] {
        assert!(text.contains(argument), "`{argument}` is missing in\n{text}");
    }
    assert_eq!(case.members("microsoft.graph.net.countFilter"), ["flows", "users", "bytes"]);
    assert_eq!(case.messages(), Vec::<String>::new());
}

#[test]
fn quotes_and_prefixes_of_the_line_are_kept() {
    let case = Case::new("fnargs2");
    let path = "/mills/{millId}/forecast(from='{from}',until={until},opens={opens},token=binary'{token}',grain='{grain}',zone=microsoft.graph.zoneKind'{zone}',exact={exact},tons={tons},share={share},note='{note}')";
    assert_eq!(case.operation(&format!("GET {path}")).parameters.len(), 11);
    assert_eq!(case.messages(), Vec::<String>::new());
    let replayed = case.file("tests/examples/mill.rs");
    assert!(replayed.contains("runtime::NULL"), "{replayed}");
}

#[test]
fn arguments_keep_what_their_rows_say() {
    let case = Case::new("fnargs3");
    let text = case.file("src/requests/mills.rs");
    for argument in [
        "names: &str",
        "share: &Decimal",
        "mode: &crate::models::MillMode",
        "days: Option<i32>",
        "size: Option<i32>",
        "rate: Option<i32>",
        "part: Option<i32>",
        ".nullable_arg(days)",
    ] {
        assert!(text.contains(argument), "`{argument}` is missing in\n{text}");
    }
    assert_eq!(
        case.messages(),
        [
            "api/mill-blend.md:17:2: argument-form: `names` is `String collection`, which has no literal form: the argument is treated as a string"
        ]
    );
    let replayed = case.file("tests/examples/mill.rs");
    for value in ["['a','b']", "12345678901234567890.12", "None"] {
        assert!(replayed.contains(value), "`{value}` is missing in\n{replayed}");
    }
}

#[test]
fn unnamed_arguments_have_the_type_of_their_row() {
    let case = Case::new("fnargs3");
    for (path, name) in [("/mills/{millId}/getBy('{path}')", "path"), ("/mills/{millId}/delta('{token}')", "token")] {
        let parameters = &case.operation(&format!("GET {path}")).parameters;
        assert_eq!(parameters.last().map(|parameter| parameter.name.as_str()), Some(name));
    }
}

#[test]
fn query_options_have_the_type_of_their_row() {
    let case = Case::new("fnargs3");
    let parameters = &case.operation("GET /mills").parameters;
    let shown: Vec<_> =
        parameters.iter().map(|p| (p.name.as_str(), serde_json::to_string(&p.ty).expect("JSON"))).collect();
    assert_eq!(shown, [("shade", "{\"primitive\":\"Int32\"}".to_owned())]);
}
