//! What sentences say of query options and of rows: tables of sentences and what is right.

use super::read;
use crate::extract::facets::facets;
use crate::extract::facts::QUERY_OPTIONS;
use crate::extract::sentences::tests::text;
use crate::extract::{Facets, OperationFacts};

fn page(section: &str) -> OperationFacts {
    let text = format!(
        "# List parts\n\n## HTTP request\n\n```http\nGET /parts\n```\n\n## Optional query parameters\n\n{section}\n\n## Response\n\nReturns `200 OK`.\n"
    );
    read("api/page.md", &text).0.operation.expect("a request")
}

/// Compares all pairs, and shows every one that differs.
fn compare<T: PartialEq + std::fmt::Debug>(cases: Vec<(&str, T, T)>) {
    let wrong: Vec<String> = cases
        .into_iter()
        .filter(|(_, got, want)| got != want)
        .map(|(said, got, want)| format!("{said}\n   is {got:?}\n not {want:?}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The supported options, without `$`.
fn options(section: &str) -> String {
    page(section).query_options.iter().map(|option| option.trim_start_matches('$')).collect::<Vec<_>>().join(" ")
}

/// All options but these, in their order.
fn all_but(but: &[&str]) -> String {
    let kept = QUERY_OPTIONS.iter().map(|option| option.trim_start_matches('$')).filter(|option| !but.contains(option));
    kept.collect::<Vec<_>>().join(" ")
}

#[test]
fn supported_options() {
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
fn options_that_fail_are_refused() {
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
    ] {
        cases.push((said, options(said), all_but(but)));
    }
    compare(cases);
    let table = "|Name|Description|\n|:--|:--|\n|$filter|Returns a 400.|\n|$top|Supported.|\n|$skip|Gives an error.|\n|$count|Fails with 400.|\n|$search|Not available.|";
    assert_eq!(options(table), "top");
}

#[test]
fn all_options() {
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
fn nothing_is_claimed_of_all_options() {
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
fn lists_and_tables_of_options() {
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
fn a_page_has_options_of_its_own() {
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
fn properties_to_filter_by_are_no_options() {
    let table = "|Parameter|Type|Description|\n|:--|:--|:--|\n|`host`|string|Filter by host.|";
    let o =
        page(&format!("The following properties are supported with the `$filter` OData query parameter.\n\n{table}"));
    assert_eq!((o.query_options.len(), o.query_parameters.len()), (1, 0));
    let o = page(&format!("You can filter by these fields.\n\n{table}"));
    assert!(o.query_parameters.is_empty());
    let o = page(&format!("The following query parameters are required.\n\n{table}"));
    assert_eq!(o.query_parameters.len(), 1);
}

fn row(said: &str) -> Facets {
    facets(&text(said), "")
}

#[test]
fn claims_of_a_filter() {
    let mut cases = Vec::new();
    for (said, want) in [
        ("Supports `$filter` (`eq`, `ne`, `not`, `in`).", "eq ne not in"),
        ("Supports `$filter`.", "*"),
        ("Supports `$orderby` and `$filter`(`eq` only).", "eq"),
        ("`$filter` is supported.", "*"),
        ("Doesn't support `$filter`.", ""),
        ("Doesn’t support `$filter` (`eq`).", ""),
        ("`$filter` isn't supported.", ""),
        ("Supports `$select`. `$filter` (`eq`) isn't supported.", ""),
        ("Does **not** support `$filter`.", ""),
        ("No support for `$filter`.", ""),
        ("Supports `$select` but not `$filter`.", ""),
        ("No longer supports `$filter`.", ""),
        ("Supports neither `$filter` nor `$orderby`.", ""),
        ("Supports all query options except `$filter`.", ""),
        ("Supports `$filter` (`eq`) but not `ne`.", "eq"),
        ("Supports `$filter` (`eq`, `ne`) but not `ne`.", "eq"),
        ("Supports `$filter` (`eq`, `ge`, but not `ne`).", "eq ge"),
        ("Supports `$filter` (`eq`, `ge`, except `ne`).", "eq ge"),
        ("Supports `$filter` (all operators except `ne`).", ""),
        ("Supports `$filter` (eq, ne, NOT, startsWith).", "eq ne not startsWith"),
        ("Supports `$filter` (`eq` and `not`).", "eq not"),
        ("Use `$filter` to get less.", ""),
    ] {
        cases.push((said, row(&said.replace("**", "")).filter.join(" "), want.to_owned()));
    }
    compare(cases);
}

/// Sentences, and whether they claim a fact.
fn check(read: impl Fn(&Facets) -> bool, claims: &[&str], others: &[&str]) {
    let claimed = claims.iter().map(|said| (*said, read(&row(said)), true));
    let denied = others.iter().map(|said| (*said, read(&row(said)), false));
    compare(claimed.chain(denied).collect());
}

#[test]
fn claims_of_being_required() {
    check(
        |facets| facets.required,
        &[
            "Required. The name.",
            "The name. Required.",
            "The name (required).",
            "This property is required.",
            "(Required) The name",
            "Required: yes",
            "Required, at most 30 characters.",
            "Required. Not nullable.",
            "The name. Mandatory.",
        ],
        &[
            "Not required.",
            "Isn't required.",
            "This isn’t required.",
            "Required only when `x` is set.",
            "Required, unless `x` is set.",
            "Required if `x` is set.",
            "Required for guests.",
            "Required when creating.",
            "Required (only for guests).",
            "Required on create.",
            "Required permissions of the app.",
            "No longer required.",
            "Neither required nor used.",
            "Required: no",
            "Unless `x` is set, this property is required.",
            "The required type.",
            "Required or optional, depending on `x`.",
            "Whether a password is required.",
            "Possible values are: `allowed`, `required`, `disallowed`.",
            "Type of password that is required. Possible values are `required`.",
            "Required and must be positive if `x` is set.",
        ],
    );
}

#[test]
fn claims_of_being_read_only() {
    check(
        |facets| facets.read_only,
        &[
            "Read-only.",
            "The id. Read-only",
            "The id (read-only).",
            "This property is read-only.",
            "Supports `$filter` (`eq`).Read-only.",
            "Read only. Nullable.",
            "This is a read-only property.",
            "Read-only, not nullable.",
            "This property is read-only and is not nullable.",
            "Inherited. Read-only.",
            "(The users of b.) Read-only.",
        ],
        &[
            "Isn't read-only.",
            "This property isn't read-only.",
            "This is not a read-only property.",
            "Not read-only.",
            "Read-only for guests only.",
            "Read-only, except for guests.",
            "Read-only if `x` is set.",
            "No longer read-only.",
            "Grants read-only access.",
            "Whether the team is in read-only mode.",
            "The `other` property is read-only.",
            "Possible values are: `none` (the default), `locked` (read-only).",
        ],
    );
}

#[test]
fn claims_of_null() {
    let mut cases = Vec::new();
    for (said, want) in [
        ("Nullable.", Some(true)),
        ("Read-only. Nullable.", Some(true)),
        ("This property can be null.", Some(true)),
        ("Not nullable.", Some(false)),
        ("Non-nullable.", Some(false)),
        ("This property isn't nullable.", Some(false)),
        ("It can't be null.", Some(false)),
        ("Cannot be null.", Some(false)),
        ("Must not be null.", Some(false)),
        ("It is never null.", Some(false)),
        ("Nullable unless `x` is set.", None),
        ("Nullable, unless `x` is set.", None),
        ("The keys of the app Not nullable.", Some(false)),
        ("Not nullable if `x` is set.", None),
        ("If null, the first is taken.", None),
        ("Returns a nullable string from `x`.", None),
        ("Nullable: no", Some(false)),
        ("No longer nullable.", Some(false)),
    ] {
        cases.push((said, row(said).nullable, want));
    }
    compare(cases);
}

#[test]
fn a_series_shares_its_negation() {
    let mut cases = Vec::new();
    for (said, want) in [
        ("Not required, nullable, or deprecated.", Some(false)),
        ("This property isn't required, nullable, or deprecated.", Some(false)),
        ("Isn't deprecated, required, or nullable.", Some(false)),
        ("Neither required, nullable, nor deprecated.", Some(false)),
        ("Neither nullable nor required.", Some(false)),
        ("It is neither required nor nullable.", Some(false)),
        ("Not deprecated, required or nullable.", Some(false)),
        ("Not required, nullable or deprecated.", Some(false)),
        ("The name. It isn’t visible, nullable, or sortable.", Some(false)),
        ("The name (not required, nullable, or deprecated).", Some(false)),
        ("It can't be null or empty.", Some(false)),
        ("Can't be null, empty, or blank.", Some(false)),
        ("Never required, read-only, nullable, or deprecated.", Some(false)),
        ("Not required, nor nullable, nor deprecated.", Some(false)),
        ("Not required, nullable, and deprecated.", None),
        ("Not required, deprecated, and nullable.", None),
        ("Not required and nullable.", None),
        ("Not required, nullable, or deprecated for guests.", None),
        ("Not nullable, required, or deprecated if `x` is set.", None),
        ("Not required, nullable, or deprecated (only for guests).", None),
        ("Not required, nullable, or deprecated, unless `x` is set.", None),
        ("Not set by guests for others, nullable, or required.", None),
        ("Can't be null or empty if `x` is set.", None),
        ("Required, nullable, or deprecated.", None),
        ("Read-only, nullable, and required.", Some(true)),
        ("Required, not nullable, and not deprecated.", Some(false)),
        ("Not nullable, required, and read-only.", Some(false)),
        ("Not required. Nullable, or the request fails.", Some(true)),
        ("Isn't required, but is nullable.", Some(true)),
        ("Not deprecated, nullable.", Some(true)),
    ] {
        cases.push((said, row(said).nullable, want));
    }
    compare(cases);
    check(
        |facets| facets.deprecated || facets.required || facets.read_only,
        &["Read-only, nullable, and required.", "Required, or the request fails.", "Not nullable, read-only."],
        &[
            "Not required, read-only, or deprecated.",
            "Not nullable, read-only, required, or deprecated.",
            "It isn't nullable, read-only or required.",
            "Neither nullable, read-only, nor deprecated.",
            "Not nullable, required, and read-only.",
            "Read-only, required, or deprecated.",
        ],
    );
}

#[test]
fn claims_of_being_deprecated() {
    check(
        |facets| facets.deprecated,
        &[
            "Deprecated.",
            "DEPRECATED: use `x`.",
            "(deprecated) The old one.",
            "[Deprecated] The old one.",
            "This property is deprecated.",
            "This property has been deprecated and will be removed.",
            "The old one. Do not use. Deprecated and will stop returning data on 2024-01-01.",
            "Deprecated as of 2024.",
            "Deprecated -- use `x` instead.",
            "This property will be deprecated in July.",
        ],
        &[
            "Not deprecated.",
            "This property isn't deprecated.",
            "This property is no longer deprecated.",
            "It hasn't been deprecated.",
            "Kept although `gone` is deprecated.",
            "Kept although gone is deprecated.",
            "Lists deprecated things.",
            "Possible values are: `a`, `b` (deprecated), and `c`.",
            "The shape; `round` (deprecated).",
            "Deprecated devices are listed.",
            "The property `gone` is deprecated.",
            "Possible states are InDevelopment, Available, and Deprecated.",
        ],
    );
}

#[test]
fn claims_of_select() {
    check(
        |facets| facets.select_only,
        &[
            "Returned only on `$select`.",
            "Requires `$select` to retrieve.",
            "Returned only on applying a `$select` query option.",
            "Returned only if `$select` names it.",
        ],
        &[
            "Returned by default.",
            "Not returned by default.",
            "Returned by default, no `$select` needed.",
            "Doesn't require `$select`.",
            "No longer returned only on `$select`.",
            "Supports `$select`.",
            "Isn't returned only on `$select`.",
        ],
    );
}

#[test]
fn a_page_says_whether_it_is_deprecated() {
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
    ] {
        assert!(!deprecated(said), "{said}");
    }
}
