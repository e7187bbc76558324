//! Request lines and the functions emitted for them: methods, broken paths, names of arguments.

use docbindgen::load::DocSet;
use docbindgen::model::{Operation, ResponseBody};

use crate::support::{Made, make};

/// Returns a page with these request lines, followed by `rest`.
fn page(name: &str, lines: &str, rest: &str) -> (String, String) {
    let text = format!("# {name}\n\nReads the buoys.\n\n## HTTP request\n\n``` http\n{lines}\n```\n\n{rest}");
    (format!("{}.md", name.replace(' ', "-").to_lowercase()), text)
}

fn made(pages: &[(String, String)]) -> Made {
    make(&DocSet::from_pages(pages.to_vec()))
}

fn shown(made: &Made) -> Vec<String> {
    made.api.operations.iter().map(|operation| format!("{} {}", operation.method, operation.path)).collect()
}

fn operation<'a>(made: &'a Made, request: &str) -> &'a Operation {
    let found = made.api.operations.iter().find(|o| format!("{} {}", o.method, o.path) == request);
    found.unwrap_or_else(|| panic!("no `{request}` in {:?}", shown(made)))
}

/// Returns all request modules as one text.
fn requests(made: &Made) -> String {
    let of_requests = made.files.iter().filter(|(path, _)| path.contains("requests"));
    of_requests.map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n")
}

const ANSWER: &str = "## Response\n\nIf successful, this method returns a `200 OK` response code and a [buoy](buoy.md) object in the response body.\n";

fn buoy() -> (String, String) {
    let text = "# buoy resource type\n\nNamespace: microsoft.graph\n\nA buoy.\n\n## Properties\n\n|Property|Type|Description|\n|:---|:---|:---|\n|id|String|Key.|\n|depth|Int32|Depth.|\n";
    ("buoy.md".to_owned(), text.to_owned())
}

#[test]
fn head_and_options_have_their_own_method_and_name() {
    let lines = "GET /buoys/{id}\nHEAD /buoys/{id}\nOPTIONS /buoys/{id}";
    let made = made(&[page("Get buoy", lines, ANSWER), buoy()]);
    assert_eq!(shown(&made), ["GET /buoys/{buoyId}", "HEAD /buoys/{buoyId}", "OPTIONS /buoys/{buoyId}"]);
    assert_eq!(operation(&made, "HEAD /buoys/{buoyId}").response, ResponseBody::Nothing);
    assert_eq!(operation(&made, "OPTIONS /buoys/{buoyId}").response, ResponseBody::Nothing);
    assert_ne!(operation(&made, "GET /buoys/{buoyId}").response, ResponseBody::Nothing);
    let text = requests(&made);
    for (name, method) in [("get", "Get"), ("head", "Head"), ("options", "Options")] {
        let (_, own) = text.split_once(&format!("pub fn {name}(")).unwrap_or_else(|| panic!("no `{name}` in\n{text}"));
        assert!(
            own.find("Method::").is_some_and(|at| own[at..].starts_with(&format!("Method::{method},"))),
            "{name}: {own}"
        );
    }
    assert_eq!(made.messages(), Vec::<String>::new());
}

#[test]
fn options_alone_has_the_documented_response() {
    let made = made(&[page("Options of buoys", "OPTIONS /buoys/$value", ANSWER), buoy()]);
    assert_ne!(operation(&made, "OPTIONS /buoys/$value").response, ResponseBody::Nothing);
}

#[test]
fn the_same_argument_has_one_name() {
    let lines = "GET /skippers/{id}/logs\nPATCH /skippers/{id | callSign}\nDELETE /skippers/{skipper-id}\nGET /skippers/{skippers-id}/boats\nGET /skippers/{skippersId}/crews/{crew}\nPUT /skippers/{idOrCallSign}/photo\nGET /skippers/{callSign}/ports\nGET /skippers/{skipper-id}/crews/{crewId}/{id}";
    let made = made(&[page("Get logs", lines, ANSWER), buoy()]);
    let of_skippers = made.api.operations.iter().map(|operation| operation.parameters[0].name.as_str());
    assert_eq!(of_skippers.collect::<Vec<_>>(), ["skipperId"; 8]);
    let text = requests(&made);
    assert!(text.contains("`id | callSign`"), "{text}");
}

#[test]
fn other_spellings_of_methods_are_read_with_a_warning() {
    let lines = "get /decks/{id}\nHEAD: /decks/{id}\nPatch: /decks/{id}";
    let made = made(&[page("Get deck", lines, ANSWER), buoy()]);
    assert_eq!(shown(&made), ["GET /decks/{deckId}", "HEAD /decks/{deckId}", "PATCH /decks/{deckId}"]);
    assert_eq!(made.drawn(), ["malformed-path"; 3]);
}

#[test]
fn samples_of_documented_arguments_become_parameters() {
    let table = "## Function parameters\n\n|Parameter|Type|Description|\n|:---|:---|:---|\n|from|String|Start.|\n|width|Int32|Width.|\n\n";
    let lines = "GET /decks/{id}/draw(from='2017-01-01',width=640)";
    let made = made(&[page("Get drawing", lines, &format!("{table}{ANSWER}")), buoy()]);
    assert_eq!(shown(&made), ["GET /decks/{deckId}/draw(from='{from}',width={width})"]);
    assert_eq!(made.drawn(), ["malformed-path"]);
}

#[test]
fn the_name_of_a_documented_argument_is_not_its_value() {
    let table = "## Function parameters\n\n|Parameter|Type|Description|\n|:---|:---|:---|\n|address|String|Where.|\n\n";
    let made = made(&[page("Get range", "GET /decks/range('address')", &format!("{table}{ANSWER}")), buoy()]);
    assert_eq!(shown(&made), ["GET /decks/range(address='{address}')"]);
    assert_eq!(made.drawn(), ["malformed-path"]);
}

#[test]
fn differing_literals_of_request_lines_are_kept() {
    let table = "## Function parameters\n\n|Parameter|Type|Description|\n|:---|:---|:---|\n|on|String|Whose.|\n\n";
    let lines = "GET /decks/mine(on='bow')\nGET /decks/mine(on='stern')";
    let made = made(&[page("Get decks", lines, &format!("{table}{ANSWER}")), buoy()]);
    assert_eq!(shown(&made), ["GET /decks/mine(on='bow')", "GET /decks/mine(on='stern')"]);
}

#[test]
fn broken_paths_are_repaired_or_left_out() {
    let lines = "GET /decks/range(address='<address>'/entireRow\nGET /decks/range(address=(<address>/x{y}z";
    let made = made(&[page("Get range", lines, ANSWER), buoy()]);
    assert_eq!(shown(&made), ["GET /decks/range(address='{address}')/entireRow"]);
    assert_eq!(made.drawn(), ["malformed-path", "unreadable-request"]);
}

#[test]
fn query_options_of_a_table_are_options_or_arguments() {
    let table = "## Optional query parameters\n\n|Name|Type|Description|\n|:---|:---|:---|\n|withWrecks|Boolean|Whether wrecks count.|\n|basin|String|Required. The basin.|\n|$top|Int32|The page size.|\n\n";
    let made = made(&[page("List buoys", "GET /buoys", &format!("{table}{ANSWER}")), buoy()]);
    let parameters = &operation(&made, "GET /buoys").parameters;
    let shown: Vec<_> = parameters.iter().map(|p| (p.name.as_str(), p.optional)).collect();
    assert_eq!(shown, [("basin", false), ("withWrecks", true)]);
    let text = requests(&made);
    assert!(text.contains("(basin: &str)") && text.contains("optional query option `withWrecks`"), "{text}");
}
