//! Custom query options in every form that pages use, and sentences that support all OData query options.

use super::read;
use crate::extract::facts::QUERY_OPTIONS;
use crate::extract::{OperationFacts, PropertyFacts};

fn page(request: &str, heading: &str, section: &str) -> OperationFacts {
    let text = format!(
        "# List parts\n\n## HTTP request\n\n```http\nGET {request}\n```\n\n## {heading}\n\n{section}\n\n## Response\n\nReturns `200 OK`.\n"
    );
    read("api/page.md", &text).0.operation.expect("a request")
}

/// Shows the custom options, required ones with `!`, and then the OData options.
fn shown(operation: &OperationFacts) -> String {
    let own = |row: &PropertyFacts| format!("{}{}", row.name, if row.facets.required { "!" } else { "" });
    let own = operation.query_parameters.iter().map(own);
    own.chain(operation.query_options.iter().cloned()).collect::<Vec<_>>().join(" ")
}

#[test]
fn custom_options_are_read_in_every_form() {
    let table = |header: &str| format!("|{header}|Description|\n|---|---|\n|model|The model.|");
    let lists = [
        ("- `model` - String, the model\n- `kind`: the kind", "model kind"),
        ("* **model**: String. The model.\n* **kind**: Required. The kind.", "model kind!"),
        ("* *model*: the model", "model"),
        ("1. model (string) – the model", "model"),
        ("You can use the following query parameters:\n\n- `model` (required): the model\n- `$top`", "model! $top"),
        ("The `kind` query parameter has these values:\n\n- `round` - a circle\n- `flat`", "kind"),
        ("You can filter by these properties:\n\n- `model` - the model", ""),
        ("- **Note**: the default is 20.\n- note: nothing", ""),
        ("An unsupported query parameter is ignored.", ""),
        ("Append `?pageSize=20` to the URL.", "pageSize"),
        ("Append `?pageSize=20&kind=x` to the URL, or `&model=A`.", "pageSize kind model"),
        ("Pass `kind` as a query parameter.", "kind"),
        ("Pass `kind` in the query string.", "kind"),
        ("You can pass *kind* as an optional query parameter. The *model* query parameter is required.", "model!"),
        ("The `model` query parameter is required.", "model!"),
        ("The query parameter `model` is mandatory.", "model!"),
        ("The `model` query parameter is optional.", "model"),
        ("Do not append `?pageSize=20` to the URL.", ""),
        ("Set the `hidden` query parameter to `true`, or specify the `hidden` query parameter as `true`.", "hidden"),
        ("Use the `$filter` query parameter with the `contains` operator.", "$filter"),
        ("The required query parameter is `model`.", "model!"),
        ("Use the `Level` header set to `eventual` and the `$count=true` query string.", "$count"),
        ("Use `eq` in the `$filter` query parameter.", "$filter"),
    ];
    for (section, want) in lists {
        assert_eq!(shown(&page("/parts", "Query parameters", section)), want, "{section}");
    }
    for header in ["Query option", "Query parameter", "Option", "Parameter", "Query string parameter"] {
        assert_eq!(shown(&page("/parts", "Optional query parameters", &table(header))), "model", "{header}");
    }
    let required = page("/parts", "Required query parameters", &table("Query parameters"));
    assert_eq!(shown(&required), "model");
}

#[test]
fn types_in_lists_of_options_are_read() {
    let operation = page("/parts", "Query parameters", "- `number` (Int32): how many\n- `model` - String, the model");
    let types: Vec<_> = operation.query_parameters.iter().map(|row| row.type_text.as_str()).collect();
    assert_eq!(types, ["Int32", "String"]);
    let descriptions: Vec<_> = operation.query_parameters.iter().map(|row| row.description.plain()).collect();
    assert_eq!(descriptions, ["(Int32): how many", "String, the model"]);
}

#[test]
fn options_in_request_lines_are_read() {
    assert_eq!(shown(&page("/parts?$top={n}", "Query parameters", "None.")), "$top");
    assert_eq!(shown(&page("/parts?$skiptoken={token}&$select=a", "Notes", "")), "$skiptoken $select");
    assert_eq!(shown(&page("/parts?$top={n}", "Query parameters", "`$top` is not supported.")), "");
}

#[test]
fn examples_do_not_restrict_a_sentence_about_all_options() {
    let all = QUERY_OPTIONS.join(" ");
    for (section, want) in [
        ("This method supports the OData query parameters. For example, use `$expand`.", all.as_str()),
        ("This method supports the OData query parameters.\n\nValid `expand` values are `a` and `b`.", &all),
        ("This method supports the OData query parameters.\n\nAt most 100 are returned for a `$top` request.", &all),
        ("This method supports OData query parameters. It also supports `$search`.", &all),
        ("This method supports the OData query parameters, for example `$top`.", &all),
        ("This method supports the OData query parameters, including `$top`.", "$top"),
        ("This method supports the OData query parameters. Only `$top` can be used.", "$top"),
        ("This method supports the OData query parameters:\n\n- `$select`\n- `$top`", "$select $top"),
        ("This method supports the OData query parameters. It supports `$select` and `$top`.", "$select $top"),
        ("Supports the OData query parameters.\n\n|Name|Description|\n|---|---|\n|$top|How many.|", "$top"),
    ] {
        assert_eq!(shown(&page("/parts", "Optional query parameters", section)), want, "{section}");
    }
}

#[test]
fn unread_tables_are_reported() {
    let text = "# List parts\n\n## HTTP request\n\n```http\nGET /parts\n```\n\n## Query parameters\n\n|Switch|Example|\n|---|---|\n|model|`A`|\n";
    assert_eq!(read("api/page.md", text).1, ["unread-table"]);
}
