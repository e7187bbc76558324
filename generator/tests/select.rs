//! Selections: only the selected requests and the types that they reach are emitted.

mod support;

use docbindgen::load::DocSet;
use docbindgen::model::{Api, MessageFindings, TypeName};
use docbindgen::pipeline::{Options, run};
use docbindgen::select::select;

use support::case::Case;

fn resource(name: &str, base: &str, rows: &str, relationships: &str) -> (String, String) {
    let text = format!(
        "---\ndoc_type: resourcePageType\n---\n# {name} resource type\n\nNamespace: microsoft.graph\n\nA {name}. {base}\n\n## Properties\n\n\
         |Property|Type|Description|\n|:---|:---|:---|\n{rows}\n## Relationships\n\n|Relationship|Type|Description|\n|:---|:---|:---|\n{relationships}\n"
    );
    (format!("resources/{}.md", name.to_lowercase()), text)
}

fn list(path: &str, response: &str) -> (String, String) {
    let text = format!(
        "---\ndoc_type: apiPageType\n---\n# List\n\nNamespace: microsoft.graph\n\nReads some.\n\n## HTTP request\n\n``` http\nGET {path}\n```\n\n\
         ## Response\n\nIf successful, this method returns a `200 OK` response code and a collection of [{response}](../resources/{response}.md) objects in the response body.\n"
    );
    (format!("api/{}.md", path.replace(['/', '{', '}'], "-")), text)
}

fn api() -> Api {
    let set = DocSet::from_pages([
        resource("item", "This is an abstract type.", "|id|String|Key.|\n", ""),
        resource(
            "letter",
            "Inherits from [item](item.md).",
            "|stamp|[stamp](stamp.md)|Its stamp.|\n",
            "|sender|[person](person.md)|Who.|\n|parent|[item](item.md)|What.|\n",
        ),
        resource("parcel", "Inherits from [item](item.md).", "|id|String|Inherited from [item](item.md).|\n", ""),
        resource("stamp", "", "|kind|String|Possible values are: `local`, `abroad`.|\n", ""),
        resource("person", "", "|id|String|Key.|\n|address|[address](address.md)|Where.|\n", ""),
        resource("address", "", "|city|String|Where.|\n", ""),
        list("/letters", "letter"),
        list("/items", "item"),
        list("/people", "person"),
    ]);
    support::make(&set).api
}

fn types(api: &Api) -> Vec<&str> {
    api.types.keys().map(TypeName::short).collect()
}

#[test]
fn bases_and_structural_properties_are_reached() {
    let (part, found) = select(api(), &["/letters".to_owned()]);
    assert!(found.list().is_empty());
    assert_eq!(types(&part), ["item", "letter", "stamp"]);
    assert_eq!(part.enums.keys().map(TypeName::short).collect::<Vec<_>>(), ["stampKind"]);
    assert_eq!(part.operations.len(), 1);
    let letter = &part.types[&TypeName("microsoft.graph.letter".to_owned())];
    // A person is not reached; an item is, as the base.
    assert_eq!(letter.navigation.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["parent"]);
}

#[test]
fn derived_types_of_responses_are_reached() {
    let (part, _) = select(api(), &["GET /items".to_owned()]);
    assert_eq!(types(&part), ["item", "letter", "parcel", "stamp"]);
}

/// Returns the pointers to the deviating members of each example: those of the request, then those of the response.
fn deviations(patterns: &[&str]) -> Vec<(String, Vec<String>)> {
    let select = patterns.iter().map(|pattern| (*pattern).to_owned()).collect();
    let outcome = run(&Case::pages("selection"), &Options { select, ..Options::default() });
    let pointers = |of: &MessageFindings| of.deviations.iter().map(|found| found.pointer.clone()).collect::<Vec<_>>();
    let examples = outcome.expect("the pages can be read").api.examples.into_iter();
    let found = examples.map(|example| {
        let findings = &example.findings;
        (example.page, [pointers(&findings.request), pointers(&findings.response)].concat())
    });
    found.collect()
}

/// Returns what [`deviations`] should be.
fn expected(list: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
    list.iter().map(|(page, all)| (format!("api/{page}.md"), all.iter().map(|at| (*at).to_owned()).collect())).collect()
}

#[test]
fn findings_about_examples_refer_to_the_selected_types() {
    let all = [
        ("letter-list", &["/value/0/sender/nickname"][..]),
        ("letter-post", &["/sender/nickname", "/sender/nickname"]),
        ("person-get", &["/nickname"]),
    ];
    assert_eq!(deviations(&[]), expected(&all));
    // Persons are not reached, so letters have no sender.
    let part = [("letter-list", &["/value/0/sender"][..]), ("letter-post", &["/sender", "/sender"])];
    assert_eq!(deviations(&["/letters"]), expected(&part));
}

#[test]
fn everything_is_kept_without_patterns() {
    let all = api();
    assert_eq!(select(all.clone(), &[]).0, all);
}

#[test]
fn a_pattern_that_matches_nothing_is_an_error() {
    let (part, found) = select(api(), &["/letters".to_owned(), "/lettuce/**".to_owned()]);
    assert_eq!(part.operations.len(), 1);
    let messages: Vec<&str> = found.list().iter().map(|d| d.message.as_str()).collect();
    assert_eq!(messages, ["`/lettuce/**` matches no documented request"]);
}
