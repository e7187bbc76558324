//! Parts of pages that no reader uses.

use super::read;

/// Returns the lints of a type's page with `rest` after its properties.
fn of_type(rest: &str) -> Vec<&'static str> {
    let table = "|Property|Type|Description|\n|:---|:---|:---|\n|litres|Double|How much it holds.|\n";
    let page = format!("# kettle resource type\n\nNamespace: own\n\nA kettle.\n\n## Properties\n\n{table}{rest}\n");
    read("resources/kettle.md", &page).1
}

#[test]
fn unread_tables_with_types_are_reported() {
    let table = |header: &str| of_type(&format!("\n## Remarks\n\n|{header}|\n|:---|:---|\n|boilAt|Double|\n"));
    assert_eq!(table("Setting|Type"), ["unused-table"]);
    assert_eq!(table("Setting|**Type**"), ["unused-table"]);
    assert_eq!(table("Member|Kind"), ["unused-table"]);
    assert_eq!(table("Setting|Kind"), [""; 0], "no type column");
    assert_eq!(table("Permission type|Type"), [""; 0], "permissions");
    assert_eq!(table("Header|Type"), [""; 0], "headers");
}

#[test]
fn tables_about_json_in_a_string_are_not_reported() {
    let recipe = "|recipe|String collection|JSON that says how to boil.|\n";
    let table = "|Property|Type|\n|:---|:---|\n|boilAt|Double|\n";
    let under = |headings: &str| of_type(&format!("{recipe}\n{headings}\n\n{table}"));
    assert_eq!(under("### Properties of a kettle **recipe**"), [""; 0]);
    assert_eq!(under("### Properties of a kettle recipe\n\n#### Example: a **recipe** for tea"), [""; 0], "below it");
    assert_eq!(under("### Properties of the lid"), ["unused-table"], "not a property");
    assert_eq!(under("### Properties of the litres"), ["unused-table"], "not a string");
    assert_eq!(under("## Remarks on the recipe"), ["unused-table"], "a section of its own");
}

#[test]
fn rows_without_content_are_reported() {
    let rows = |rows: &str| of_type(&format!("\n## Remarks\n\n|Setting|Type|\n|:---|:---|\n{rows}\n"));
    assert_eq!(rows("|**Timers**||"), [""; 0], "a title");
    assert_eq!(rows("|@own.label|String|"), [""; 0], "an annotation");
    assert_eq!(rows("|litres|Double|"), [""; 0], "the page's own property");
    assert_eq!(rows("|litres|Double|\n|boilAt|Double|\n|beeps|Boolean|"), ["unused-table"], "one finding for all rows");
}

#[test]
fn unread_fences_are_reported() {
    let fence = |info: &str, text: &str| of_type(&format!("\n## Remarks\n\n```{info}\n{text}\n```\n"));
    assert_eq!(fence("json", "{ \"done\": true }"), ["unused-fence"]);
    assert_eq!(fence("json", "[{ \"litres\": 3, \"done\": true }]"), ["unused-fence"]);
    assert_eq!(fence("json", "{ \"@odata.type\": \"own.kettle\", \"litres\": 3 }"), [""; 0], "the page's own property");
    assert_eq!(fence("http", "HTTP/1.1 200 OK"), ["unused-fence"]);
    assert_eq!(fence("http", "TRACE /kettles HTTP/1.1"), ["unused-fence"], "a method that pages do not use");
    assert_eq!(fence("bash", "EXPORT /kettles"), [""; 0], "program text");
    assert_eq!(fence("javascript", "{ done(); }"), [""; 0], "program text");
    assert_eq!(of_type("\n## Remarks\n\n<!--\n```json\n{ \"done\": true }\n```\n-->\n"), [""; 0], "a comment");
}

#[test]
fn tables_that_only_explain_listed_values_are_not_reported() {
    let page = |phrase: &str, json: &str| {
        let rows = format!("|Property|Type|Description|\n|:---|:---|:---|\n|lid|String|The lid.{phrase}|\n");
        let table = "|Lid value|Meaning|\n|:---|:---|\n|flat|It is flat.|\n|domed|It is domed.|\n";
        let json = format!("## JSON representation\n\n```json\n{{ \"lid\": \"{json}\" }}\n```\n");
        let page = format!(
            "# kettle resource type\n\nNamespace: own\n\nA kettle.\n\n## Properties\n\n{rows}\n{table}\n{json}"
        );
        let (facts, lints) = read("resources/kettle.md", &page);
        assert_eq!(lints, [""; 0], "resolve checks whether an enum has the values");
        facts.value_tables.into_iter().flat_map(|table| table.value).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(page("", "String"), "flat domed");
    assert_eq!(page(" Possible values are: `flat`, `Domed`, `none`.", "String"), "", "the row");
    assert_eq!(page("", "flat | domed"), "", "the representation");
    assert_eq!(page(" Possible values are: `flat`.", "flat | none"), "flat domed", "one is missing");
}

#[test]
fn unread_fences_with_a_type_are_left_to_resolve() {
    let page = |annotation: &str| {
        let table = "|Property|Type|\n|:---|:---|\n|litres|Double|\n";
        let fence = format!("<!-- {annotation} -->\n```json\n{{ \"done\": true }}\n```\n");
        let text = format!("# kettle resource type\n\nA kettle.\n\n## Properties\n\n{table}\n## Remarks\n\n{fence}");
        let (facts, lints) = read("resources/kettle.md", &text);
        let typed: Vec<String> = facts.typed_fences.into_iter().map(|fence| fence.value).collect();
        (typed.join(" "), lints.join(" "))
    };
    let found = |types: &str, lints: &str| (types.to_owned(), lints.to_owned());
    assert_eq!(page(r##"{"blockType": "example", "@odata.type": "#own.signal"}"##), found("own.signal", ""));
    assert_eq!(page(r#"{"blockType": "example"}"#), found("", "unused-fence"));
    assert_eq!(page(r#"{"blockType": "ignored", "@odata.type": "own.signal"}"#), found("", ""), "ignored on purpose");
}

#[test]
fn unread_json_that_names_its_type_is_left_to_resolve() {
    let page = |intro: &str, json: &str| {
        let text = format!("# kettle resource type\n\n{intro}\n\n## Remarks\n\n```json\n{json}\n```\n");
        let (facts, lints) = read("resources/kettle.md", &text);
        (facts.typed_fences.into_iter().map(|fence| fence.value).collect::<String>(), lints.join(" "))
    };
    let table = "A kettle.\n\n## Properties\n\n|Property|Type|\n|:---|:---|\n|litres|Double|";
    assert_eq!(page(table, r##"{ "@odata.type": "#own.signal" }"##), ("own.signal".to_owned(), String::new()));
    assert_eq!(page(table, r#"{ "done": true }"#), (String::new(), "unused-fence".to_owned()));
    let open = "An open type. \n\n## Properties\n\nNone.\n\n## JSON representation\n\n<!-- { \"blockType\": \"resource\", \
        \"@odata.type\": \"own.kettle\", \"openType\": true } -->\n```json\n{ \"String-value\": true }\n```";
    assert_eq!(page(open, r#"{ "any": true }"#), (String::new(), String::new()), "members of any name");
}

#[test]
fn requests_outside_request_sections_are_reported() {
    let text = "# kettle resource type\n\nNamespace: own\n\nA kettle.\n\n```http\nGET /kettles\nPOST /kettles\n```\n\n\
        ## Properties\n\n|Property|Type|\n|:---|:---|\n|litres|Double|\n";
    let (facts, lints) = read("resources/kettle.md", text);
    let mentioned: Vec<String> =
        facts.mentioned.iter().map(|found| format!("{} {}", found.request.method, found.request.url)).collect();
    assert_eq!(mentioned, ["GET /kettles", "POST /kettles"]);
    assert_eq!(lints, [""; 0], "resolve checks whether they are documented");
}

#[test]
fn tables_of_combinations_are_not_reported() {
    let row = |first: &str| {
        let table = "|Sort of kettle|Plain|Painted|\n|:---|:---|:---|";
        of_type(&format!("\n### shade options\n\n{table}\n|{first}|`[\"grey\"]`|`[]` (none)|\n"))
    };
    assert_eq!(row("Kettle with a lid"), [""; 0]);
    assert_eq!(row("grey"), ["unread-table"], "a name");
}

#[test]
fn a_page_without_facts_has_one_reason() {
    let page = "# Kettles at large\n\nAbout kettles.\n\n|Setting|Type|\n|:---|:---|\n|boilAt|Double|\n\n```json\n{ \"done\": true }\n```\n";
    let (facts, lints) = read("resources/kettles.md", page);
    assert!(facts.skipped.is_some() && lints.is_empty(), "{lints:?}");
}

#[test]
fn types_below_unknown_headings_are_not_silent() {
    let page = |heading: &str| {
        let table = "|Property|Type|Description|\n|:---|:---|:---|\n|litres|Double|The volume.|";
        let text = format!("# kettle resource type\n\nNamespace: own\n\nA kettle.\n\n## {heading}\n\n{table}\n");
        let (facts, lints) = read("resources/kettle.md", &text);
        (facts.resources.len(), lints)
    };
    assert_eq!(page("Properties"), (1, Vec::new()));
    assert_eq!(page("Propertys"), (1, Vec::new()), "the structure of the page is checked later");
    assert_eq!(page("Dimensions of a kettle"), (0, vec!["empty-type"]));
}

#[test]
fn request_lines_in_unread_fences_are_reported() {
    let page = |second: &str| {
        let request = "## HTTP request\n\n```http\nGET /kettles\n```\n";
        read("api/kettle-list.md", &format!("# List kettles\n\nLists them.\n\n{request}\n```http\n{second}\n```\n")).1
    };
    assert_eq!(page("GET /kettles/{id}"), [""; 0]);
    assert_eq!(page("get /kettles/{id}"), ["malformed-path"]);
    assert_eq!(page("https://shop.example/kettles"), ["unused-fence"]);
    assert_eq!(page("/kettles/{id}"), ["unreadable-request"], "no method");
    let program = "```csharp\nstring path = \"/kettles\";\n```";
    let text = format!("# List kettles\n\nLists them.\n\n## HTTP request\n\n```http\nGET /kettles\n```\n\n{program}\n");
    assert_eq!(read("api/kettle-list.md", &text).1, [""; 0]);
}

#[test]
fn unread_links_to_types_are_reported() {
    let cell = |ty: &str| of_type(&format!("|lid|{ty}|Its lid.|"));
    assert_eq!(cell("[lid](lid.md) collection"), [""; 0]);
    assert_eq!(cell("[lid](lid.md) or [cap](cap.md)"), [""; 0], "resolve looks for a common type");
    assert_eq!(cell("[lid](lid.md), [cap](cap.md)"), ["dropped-type"]);
    assert_eq!(cell("String ([lid](lid.md))"), ["dropped-type"]);
    assert_eq!(cell("[Int32](numbers.md)"), [""; 0], "an explanation");
}

#[test]
fn duplicate_parameters_are_reported() {
    let page = |rest: &str| {
        let head = "# kettle: boil\n\nBoils it.\n\n## HTTP request\n\n```http\nPOST /kettles/{id}/boil\n```\n\n## Request body\n\n\
            Provide a JSON object with the following parameters.\n\n|Parameter|Type|Description|\n|:---|:---|:---|\n|at|Double|When.|\n";
        read("api/kettle-boil.md", &format!("{head}{rest}\n")).1
    };
    let again =
        |row: &str| page(&format!("\nFor large kettles:\n\n|Parameter|Type|Description|\n|:---|:---|:---|\n{row}"));
    assert_eq!(again("|at|Double|When it stops.|"), [""; 0], "a table for another case");
    assert_eq!(again("|at|String|When it stops.|"), ["duplicate-row"]);
    assert_eq!(page("|at|Double|When it stops.|"), ["duplicate-row"]);
}
