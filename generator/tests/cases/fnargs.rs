//! Pages of the folders `fnargs` and `fnargs2`.

use crate::support::case::Case;

#[test]
fn arguments_have_the_types_of_their_rows() {
    let case = Case::new("fnargs");
    let path = "/net/reports/profile(startDateTime={startDateTime},countedBy='{countedBy}',label='{label}',id={id},n={n},day={day},span=duration'{span}')";
    assert_eq!(case.operation(&format!("GET {path}")).parameters.len(), 7);
    let text = case.file("src/requests/net/reports.rs");
    for argument in [
        "start_date_time: &DateTimeOffset",
        "counted_by: &crate::models::net::CountFilter",
        "label: &str",
        "id: &Guid",
        "n: i32",
        "day: &Date",
        "span: &Duration",
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
