//! Facts and diagnostics of Response sections.

use super::read;

/// Returns the statuses and the lints of a page with this Response section.
fn response(section: &str) -> (Vec<u16>, Vec<&'static str>) {
    let text = format!(
        "# Get boat\n\nNamespace: a\n\nReads it.\n\n## HTTP request\n\n```http\nGET /boats/{{id}}\n```\n\n## Response\n\n{section}\n"
    );
    let (facts, lints) = read("api/page.md", &text);
    (facts.operation.expect("a request").response.statuses, lints)
}

#[test]
fn a_table_of_statuses_is_read() {
    let table =
        "|Code|Type|Body|\n|---|---|---|\n|200|[boat](../resources/boat.md)|The boat|\n|`204`|None|Unchanged|\n";
    assert_eq!(response(table), (vec![200, 204], vec![]));
}

#[test]
fn a_type_for_a_status_without_body_is_reported() {
    let section =
        "Returns a `204 No Content` response code and a [boat](../resources/boat.md) object in the response body.";
    assert_eq!(response(section), (vec![204], vec!["dropped-type"]));
    let section = "Returns `200 OK` and a [boat](../resources/boat.md) object, or `204 No Content`.";
    assert_eq!(response(section), (vec![200, 204], vec![]));
}

#[test]
fn headers_of_failures_are_not_response_headers() {
    let text = "# Start job\n\nNamespace: a\n\nStarts it.\n\n## HTTP request\n\n```http\nPOST /jobs\n```\n\n## Response\n\nReturns `202 Accepted` and a `Location` header. If throttled, `429` comes with a `Retry-After` header.\n";
    let headers = read("api/page.md", text).0.operation.expect("a request").response.headers;
    let found: Vec<_> = headers.iter().map(|header| (header.name.as_str(), header.statuses.as_slice())).collect();
    assert_eq!(found, [("Location", &[202][..])]);
}
