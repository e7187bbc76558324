//! Sentences about query options, and what they claim.

use super::read;
use crate::extract::OperationFacts;
use crate::extract::facts::QUERY_OPTIONS;

fn page(section: &str) -> OperationFacts {
    let text = format!(
        "# List parts\n\n## HTTP request\n\n```http\nGET /parts\n```\n\n## Optional query parameters\n\n{section}\n\n## Response\n\nReturns `200 OK`.\n"
    );
    read("api/page.md", &text).0.operation.expect("a request")
}

/// Compares all pairs, and shows those that differ.
pub(super) fn compare<T: PartialEq + std::fmt::Debug>(cases: Vec<(&str, T, T)>) {
    let wrong: Vec<String> = cases
        .into_iter()
        .filter(|(_, got, want)| got != want)
        .map(|(said, got, want)| format!("{said}\n   is {got:?}\n not {want:?}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Returns the supported options, without `$`.
fn options(section: &str) -> String {
    page(section).query_options.iter().map(|option| option.trim_start_matches('$')).collect::<Vec<_>>().join(" ")
}

/// Returns all options except these, in order.
fn all_but(but: &[&str]) -> String {
    let kept = QUERY_OPTIONS.iter().map(|option| option.trim_start_matches('$')).filter(|option| !but.contains(option));
    kept.collect::<Vec<_>>().join(" ")
}

#[test]
fn supported_options_are_read() {
    let mut cases = Vec::new();
    for (said, want) in [
        ("This method supports the `$select` and `$top` OData query parameters.", "select top"),
        ("Supports $filter, $select, and $expand.", "expand filter select"),
        ("This method supports the `$filter` (`eq`, `ne`, `not`), `$count` OData query parameters.", "count filter"),
        ("`$top` is supported; `$skip` isn't.", "top"),
        ("`$top` is; `$skip` isn’t supported.", "top"),
        ("Supports `$select` but not `$filter`.", "select"),
        ("Supports `$select`, not `$filter`.", "select"),
        ("Supports `$select`. It doesn't support `$filter`, `$orderby` or `$search`.", "select"),
        ("Supports `$select`. It doesn’t yet support `$filter`.", "select"),
        ("Supports `$select`, however `$filter` and `$top` aren't supported.", "select"),
        ("Supports `$select`, although `$filter` won't work and can't be used.", "select"),
        ("Supports `$select` while `$filter` is currently unsupported.", "select"),
        ("Supports `$select` and `$filter` is not supported.", "select"),
        ("Neither `$filter` nor `$top` is supported. `$select` is.", "select"),
        ("This API supports neither `$filter` nor `$top`.", ""),
        ("There is no support for `$search`. You can use `$top`.", "top"),
        ("`$search` is no longer supported, use `$filter`.", "filter"),
        ("This method no longer supports `$search`. Use `$filter` instead.", "filter"),
        ("You cannot use `$search` here. You can use `$filter`.", "filter"),
        ("Do not use `$search`.", ""),
        ("This API ignores `$skip`, and `$top` is ignored.", ""),
        ("It lacks support for `$skip`.", ""),
        ("It never supports `$skip`.", ""),
        ("Supports only `$top`.", "top"),
        ("Only `$top` is supported.", "top"),
        ("The only supported option is `$top`.", "top"),
        ("Supports not only `$top` but also `$skip`.", "skip top"),
        ("Options, e.g. `$top`, aren't supported.", ""),
        ("Some options are supported, i.e. `$top`.", "top"),
        ("`$select` (supported), `$filter` (not supported).", "select"),
        ("The OData query parameter `$select` is supported, and `$count` isn't.", "select"),
        ("`$filter` doesn't work. `$top` does.", "top"),
        ("Filtering (`$filter`) and sorting (`$orderby`) are not supported; paging (`$top`) is.", "top"),
        ("Supports OData options (`$select`, `$top`).", "select top"),
        ("Support for `$expand` has been removed.", ""),
        ("`$filter` was supported until 2024.", ""),
        ("Any use of `$filter` fails.", ""),
        ("This API is unable to process `$filter`.", ""),
        ("Refrain from using `$filter`.", ""),
        ("Filtering with `$filter` results in an error.", ""),
        ("`$filter` and `$orderby` are not available on this endpoint.", ""),
        ("Supports `$filter`. `$filter` isn't supported together with `$search`.", "filter"),
        ("`$filter` isn't supported together with `$search`.", ""),
        ("The options `$filter` and `$top` are disabled.", ""),
        ("Unsupported query parameters: `$filter`, `$top`.", ""),
        ("Supported: `$filter`. Not supported: `$top`.", "filter"),
        ("This isn't limited to `$top`.", "top"),
    ] {
        cases.push((said, options(said), want.to_owned()));
    }
    compare(cases);
}

#[test]
fn options_that_fail_are_unsupported() {
    let mut cases = Vec::new();
    for (said, want) in [
        ("Using `$filter` returns a 400.", ""),
        ("Using `$filter` returns a 400 error. `$top` is supported.", "top"),
        ("Using `$filter` returns `400 Bad Request`.", ""),
        ("Using `$filter` returns an HTTP 501 status code.", ""),
        ("Using `$filter` returns an error.", ""),
        ("Using `$filter` returns errors.", ""),
        ("Using `$filter` or `$orderby` results in an error.", ""),
        ("Using `$filter` leads to a 400 Bad Request response.", ""),
        ("Using `$filter` gives an error.", ""),
        ("Using `$filter` produces a `400 Bad Request` error.", ""),
        ("Using `$filter` isn't available.", ""),
        ("Using `$filter` with this API returns an error.", ""),
        ("Adding `$filter` to the request returns a 400.", ""),
        ("Specifying `$filter` causes an error.", ""),
        ("Use of `$filter` throws an exception.", ""),
        ("The use of `$filter` will result in an error.", ""),
        ("`$filter` fails with 400.", ""),
        ("`$filter` fails with a `400 Bad Request` error.", ""),
        ("`$filter` isn't available.", ""),
        ("`$filter` is not available for this API.", ""),
        ("`$filter` gives an error.", ""),
        ("`$filter` returns a 400.", ""),
        ("`$filter` always returns an error.", ""),
        ("`$filter` and `$orderby` return a 400 response.", ""),
        ("`$filter` triggers an error.", ""),
        ("`$filter` isn't recognized.", ""),
        ("`$filter` is invalid here.", ""),
        ("`$filter` has no effect.", ""),
        ("Requests that use `$filter` fail.", ""),
        ("Requests with `$filter` return a `400 Bad Request`.", ""),
        ("If you use `$filter`, the request fails with 400.", ""),
        ("When you specify `$filter`, the service returns an error.", ""),
        ("Returns an error if `$filter` is used.", ""),
        ("The service returns `400 Bad Request` when `$filter` is specified.", ""),
        ("Supports `$top`. Using `$filter` returns an error.", "top"),
        ("Supports `$top`, but `$filter` returns an error.", "top"),
        ("Supports `$filter`. Using `$filter` returns an error if `$search` is used.", "filter"),
        ("Using `$filter` doesn't return an error.", "filter"),
        ("`$filter` doesn't fail.", "filter"),
        ("`$top` values above 100 return an error. Supports `$top`.", "top"),
        ("Supports `$top`. A `$top` larger than 999 results in an error.", "top"),
        ("Supports `$filter`. An invalid `$filter` returns a 400.", "filter"),
        ("Supports `$search`. Unless `$count` is used, `$search` fails.", "search"),
        ("Supports `$search`. If `$count` is used, `$search` fails.", "search"),
        ("Supports `$search`. If `$count` isn't used, using `$search` returns an error.", "search"),
        ("`$filter` fails when used.", ""),
        ("It throws if you pass `$expand`.", ""),
        ("The request fails if you pass `$expand`.", ""),
        ("The call will throw when `$expand` is set.", ""),
        ("`$top` fails if you use `$skip`.", "skip"),
        ("The request fails if you specify `$top` larger than 100.", "top"),
        ("The request fails if you specify `$top` without `$orderby`.", "orderby top"),
        ("An error is returned if you use both `$top` and `$skip`.", "skip top"),
        ("The request fails if you don't specify `$filter`.", "filter"),
        ("Use `$expand` with no `$select`.", "expand select"),
        ("Gets all boats but $top is supported.", "top"),
        ("You can use `$top` but never `$skip`.", "top"),
        ("Use `$top`, never `$skip`.", "top"),
        ("Supports `$filter`. `$filter=kind eq 'x'` isn't supported.", "filter"),
        ("Supports `$top`. The request fails if you specify `$expand`.", "top"),
        ("Use `$top` to avoid errors.", "top"),
        ("Use `$top` because large requests fail.", "top"),
        ("Use `$filter`, otherwise the request fails.", "filter"),
        ("Using `$top` returns fewer parts.", "top"),
        ("`$top` returns at most 400 parts.", "top"),
        ("Use `$top` to return 400 parts.", "top"),
        ("Use `$filter` to get the errors of a part.", "filter"),
        ("Use `$filter` to get parts in error.", "filter"),
    ] {
        cases.push((said, options(said), want.to_owned()));
    }
    for (said, but) in [
        ("This method supports the OData query parameters. Using `$filter` returns a 400.", &["filter"][..]),
        ("This method supports all OData query parameters. `$filter` fails with 400.", &["filter"]),
        ("This method supports all OData query parameters, but using `$filter` gives an error.", &["filter"]),
        ("Supports all OData query parameters. Returns an error if `$filter` is used.", &["filter"]),
        ("Supports all OData query parameters. If you use `$filter`, the request fails.", &["filter"]),
        ("Supports all OData query parameters. `$top` values above 100 fail.", &[]),
        ("Supports all OData query parameters. The request fails if you specify `$expand`.", &["expand"]),
        ("Supports all OData query parameters. An error occurs when you use `$expand`.", &["expand"]),
        ("Supports all OData query parameters. All but `$apply` and `$search`.", &["search"]),
        ("Supports all OData query options but `$search`.", &["search"]),
        ("All of the OData query parameters but `$search` are supported.", &["search"]),
        ("Supports every OData query parameter but `$search`.", &["search"]),
        ("Supports all OData query options but `$filter` is limited.", &[]),
        ("Supports all OData query parameters. Returns all boats but `$top` limits them.", &[]),
        ("Supports all OData query parameters. Everything works but `$top` is limited to 100.", &[]),
        ("Supports all OData query options except for `$filter=kind eq 'x'`.", &[]),
        ("Supports all OData query options except `$count=true`.", &["count"]),
    ] {
        cases.push((said, options(said), all_but(but)));
    }
    compare(cases);
    let table = "|Name|Description|\n|:--|:--|\n|$filter|Returns a 400.|\n|$top|Supported.|\n|$skip|Gives an error.|\n|$count|Fails with 400.|\n|$search|Not available.|";
    assert_eq!(options(table), "top");
}

#[test]
fn all_options_can_be_supported() {
    let mut cases = Vec::new();
    for (said, but) in [
        (
            "This method supports the [OData query parameters](/graph/query-parameters) to help customize the response.",
            &[][..],
        ),
        ("This method supports all OData query parameters.", &[]),
        ("This method supports all [OData query parameters](/x) except `$search`.", &["search"]),
        ("This method supports all OData query parameters, except for `$search` and `$skip`.", &["search", "skip"]),
        ("Supports every OData query parameter other than `$search`.", &["search"]),
        ("All OData query parameters are supported with the exception of `$search`.", &["search"]),
        ("All OData query parameters except `$search` are supported.", &["search"]),
        ("Except `$search`, all OData query parameters are supported.", &["search"]),
        ("Apart from `$search`, this method supports all OData query options.", &["search"]),
        ("Supports all OData query options excluding `$search`.", &["search"]),
        ("Supports all OData query options without `$search`.", &["search"]),
        ("Supports all OData query options but not `$search`.", &["search"]),
        ("This method supports the OData query parameters. `$filter` isn't supported.", &["filter"]),
        ("All OData query options are supported except `$search`. Use `$top` to get less.", &["search"]),
    ] {
        cases.push((said, options(said), all_but(but)));
    }
    compare(cases);
}

#[test]
fn sentences_about_some_options_do_not_claim_all() {
    let mut cases = Vec::new();
    for (said, want) in [
        ("This method supports some of the OData query parameters, but not `$skip`.", ""),
        ("This method supports some of the OData query parameters.", ""),
        ("This method does not currently support the OData query parameters.", ""),
        ("This method doesn’t support any OData query parameters.", ""),
        ("The OData query parameters aren't supported.", ""),
        ("No OData query parameters are supported.", ""),
        ("Not all OData query parameters are supported.", ""),
        ("The other OData query parameters are not currently supported.", ""),
        ("This method doesn't support OData query parameters other than `$select`.", "select"),
        ("No OData query parameters except `$top` are supported.", "top"),
        ("Apart from `$top`, no OData query parameters are supported.", "top"),
        ("This method supports the OData query parameters for the list, but not for one part.", ""),
        ("Supports the `startDateTime` query parameter.", ""),
        ("Supports the `startDateTime` and `endDateTime` query parameters.", ""),
        ("In the request URL, provide the following required query parameters with values.", ""),
    ] {
        cases.push((said, options(said), want.to_owned()));
    }
    compare(cases);
}

#[test]
fn lists_and_tables_of_options_are_read() {
    assert_eq!(options("The following are supported:\n\n- `$top`\n- `$skip`"), "skip top");
    assert_eq!(
        options("The following are supported:\n\n- `$top`\n\nThese aren't supported:\n\n- `$filter`\n- `$skip`"),
        "top"
    );
    assert_eq!(options("- `$top`: supported\n- `$filter`: not supported\n- `$skip` - unsupported"), "top");
    let table = "|Name|Description|\n|:--|:--|\n|$filter|Not supported.|\n|$top|Supported.|\n|$skip|How many to skip.|\n|$count|Isn't supported.|\n|$search|Not supported with $filter.|";
    assert_eq!(options(table), "search skip top");
    let table = "|Option|Supported|\n|:--|:--|\n|`$filter`|No|\n|`$top`|Yes|\n|`$skip`|❌|";
    assert_eq!(options(table), "top");
}

#[test]
fn custom_options_are_read() {
    let custom = |section: &str| {
        let rows = page(section).query_parameters;
        let values = |row: &crate::extract::PropertyFacts| {
            row.facets.values.as_ref().map_or(String::new(), |list| format!("={}", list.values.join(",")))
        };
        rows.iter().map(|row| format!("{}{}", row.name, values(row))).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(custom("You can use the `model` query parameter, which supports the values `A` and `B`."), "model=A,B");
    assert_eq!(custom("Use the optional query string parameters `from` and `to`."), "from to");
    assert_eq!(custom("Get the original by appending the `original=true` query parameter."), "original");
    assert_eq!(custom("The `token` query option isn't supported."), "");
    assert_eq!(custom("See the `model` property. Supports the `$top` query parameter."), "");
    assert_eq!(custom("```http\nGET /parts?model=A&$top=5\n```"), "model");
    assert_eq!(custom("|Name|Type|Description|\n|:--|:--|:--|\n|from|String|When.|\n|$top|Int32|How many.|"), "from");
}

#[test]
fn filterable_properties_are_not_options() {
    let table = "|Parameter|Type|Description|\n|:--|:--|:--|\n|`host`|string|Filter by host.|";
    let o =
        page(&format!("The following properties are supported with the `$filter` OData query parameter.\n\n{table}"));
    assert_eq!((o.query_options.len(), o.query_parameters.len()), (1, 0));
    let o = page(&format!("You can filter by these fields.\n\n{table}"));
    assert!(o.query_parameters.is_empty());
    let o = page(&format!("The following query parameters are required.\n\n{table}"));
    assert_eq!(o.query_parameters.len(), 1);
}

#[test]
fn deprecated_pages_are_recognized() {
    let deprecated = |said: &str| {
        let text = format!(
            "# List parts\n\nNamespace: microsoft.graph\n\n{said}\n\n## HTTP request\n\n```http\nGET /parts\n```\n"
        );
        read("api/page.md", &text).0.operation.expect("a request").deprecated.is_some()
    };
    for said in [
        "This API is deprecated.",
        "This API has been deprecated; use x.",
        "Deprecated and will stop working.",
        "This API is now deprecated.",
        "Don't use this method; it's deprecated.",
        "Lists parts. Deprecated.",
        "The API is deprecated.",
    ] {
        assert!(deprecated(said), "{said}");
    }
    for said in [
        "This API is not deprecated.",
        "This API isn't deprecated.",
        "This API isn’t being deprecated.",
        "This API is no longer deprecated.",
        "This method hasn't been deprecated.",
        "Lists parts. The `kind` property is deprecated.",
        "The old parts API is deprecated; this method replaces it.",
        "The v1 method is deprecated; use this one.",
        "Support for the beta endpoint of this resource is deprecated.",
    ] {
        assert!(!deprecated(said), "{said}");
    }
}

#[test]
fn replaced_options_are_not_supported() {
    for (section, expected) in [
        ("This method supports `$select` instead of `$expand`.", "select"),
        ("Supports `$top` rather than `$skip`.", "top"),
        ("This method supports `$filter`. In place of `$skip`, follow the link.", "filter"),
        ("This method supports `$filter`, but `$search` is excluded.", "filter"),
    ] {
        assert_eq!(options(section), expected, "{section}");
    }
}
