//! Tests of the rules, on small pages.

use super::*;
use crate::config::Config;
use crate::load::DocSet;

/// Returns the page of a type: product, name, sentence about its base, rows of properties, rows of relationships.
fn resource(product: &str, name: &str, base: &str, rows: &str, relations: &str) -> (String, String) {
    let text = format!(
        "---\ntitle: x\nms.prod: \"{product}\"\n---\n# {name} resource type\n\nNamespace: microsoft.graph\n\nA {name}. {base}\n\n\
         ## Properties\n\n|Property|Type|Description|\n|:---|:---|:---|\n{rows}\n\
         ## Relationships\n\n|Relationship|Type|Description|\n|:---|:---|:---|\n{relations}\n"
    );
    (format!("resources/{}.md", name.to_lowercase()), text)
}

/// Returns the page of a request that lists values of a type.
fn list(product: &str, path: &str, response: &str) -> (String, String) {
    let text = format!(
        "---\ntitle: x\nms.prod: \"{product}\"\n---\n# List\n\nReads some.\n\n## HTTP request\n\n``` http\nGET {path}\n```\n\n## Response\n\n\
         If successful, this method returns a `200 OK` response code and a collection of [{response}](../resources/{response}.md) objects in the response body.\n"
    );
    (format!("api/{}.md", path.replace(['/', '{', '}'], "-")), text)
}

const KEY: &str = "|id|String|Key.|\n";

fn property(name: &str, ty: &str) -> String {
    format!("|{name}|[{ty}]({}.md)|It.|\n", ty.to_lowercase())
}

fn api_of(pages: Vec<(String, String)>) -> Api {
    let set = DocSet::from_pages(pages);
    let facts: Vec<_> =
        set.pages.iter().map(|page| crate::extract::extract(&crate::parse::parse(&set, page).0).0).collect();
    crate::resolve::resolve("v1.0", &facts).0
}

fn table(text: &str) -> AreaTable {
    let (config, problems) = Config::parse(text);
    assert_eq!(problems, []);
    config.areas
}

/// Returns the areas of each type and of each request.
fn found(areas: &Areas, api: &Api) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let names = |set| areas.names(set).join(" ");
    let types = api.types.keys().chain(api.enums.keys());
    let types = types.map(|name| (name.short().to_owned(), names(areas.of_type(name)))).collect();
    let requests = api.operations.iter().enumerate();
    (types, requests.map(|(index, operation)| (operation.path.clone(), names(areas.of_request(index)))).collect())
}

#[test]
fn requests_have_an_area() {
    let api = api_of(vec![
        list("Outlook", "/me/messages", "x"),
        list("", "/me/settings", "x"),
        list("unknown", "/deviceManagement/reports", "x"),
        list("intune", "/devices", "x"),
        list("intune", "/deviceAppManagement/apps", "x"),
        list("", "/time/zones", "x"),
        list("", "/default", "x"),
        list("", "/ß/x", "x"),
    ]);
    let text = "[areas]\nmail = [\"outlook\"]\nusers = [\"/me\"]\ndevices = [\"intune\"]\napps = [\"intune /deviceAppManagement\"]\n";
    let (areas, diagnostics) = areas(&api, &table(text));
    assert!(diagnostics.list().is_empty());
    let (_, requests) = found(&areas, &api);
    let expected = [
        ("/default", "default-requests"),
        ("/deviceAppManagement/apps", "apps"),
        ("/deviceManagement/reports", "device-management"),
        ("/devices", "devices"),
        ("/me/messages", "mail"),
        ("/me/settings", "users"),
        ("/time/zones", "time-requests"),
        ("/ß/x", "other"),
    ];
    assert_eq!(requests, expected.map(|(path, area)| (path.to_owned(), area.to_owned())).into());
}

/// An API of people, letters and shops, with a type for each rule.
fn town() -> Api {
    api_of(vec![
        resource("", "thing", "This is an abstract type.", KEY, ""),
        resource(
            "people",
            "person",
            "Inherits from [thing](thing.md).",
            &property("home", "address"),
            &property("inbox", "letter"),
        ),
        resource("", "address", "", &property("place", "point"), ""),
        resource("", "point", "", "|x|Int32|X.|\n|kind|String|Possible values are: `near`, `far`.|\n", ""),
        resource("", "exactPoint", "Inherits from [point](point.md).", "|z|Int32|Z.|\n", ""),
        resource(
            "post",
            "letter",
            "Inherits from [thing](thing.md).",
            &property("sender", "person"),
            &property("stamps", "stamp"),
        ),
        resource("", "stamp", "Inherits from [thing](thing.md).", &property("printer", "printer"), ""),
        resource("", "printer", "", "|name|String|Its name.|\n", ""),
        resource("", "postcard", "Inherits from [letter](letter.md).", "|picture|String|It.|\n", ""),
        resource("people", "visitor", "", "|since|Date|When.|\n", ""),
        resource("", "ruin", "Inherits from [thing](thing.md).", "|age|Int32|It.|\n", ""),
        list("people", "/people", "person"),
        list("post", "/letters", "letter"),
        list("post", "/letters/{id}/places", "exactPoint"),
        list("", "/shops", "address"),
    ])
}

const TOWN: &str = "[areas]\npeople = [\"people\"]\npost = [\"post\"]\n";

#[test]
fn types_have_the_areas_of_their_requests() {
    let api = town();
    let (areas, _) = areas(&api, &table(TOWN));
    let (types, _) = found(&areas, &api);
    let expected = [
        // Types in responses, including nested ones: complex types, types derived from them, enums.
        ("address", "people shops"),
        ("exactPoint", "people post shops"),
        ("point", "people post shops"),
        ("pointKind", "people post shops"),
        // A property does not lead to an entity type: the letter's sender, the person's inbox.
        ("letter", "post"),
        ("person", "people"),
        // A base is available with the types derived from it.
        ("thing", "people post other"),
        // No request takes or returns these. They go where a property leads to them (with the types that they hold), where values of their
        // base occur, or to their home.
        ("stamp", "post"),
        ("printer", "post"),
        ("postcard", "post"),
        ("visitor", "people"),
        // Its base is used only as a base, so its values occur nowhere.
        ("ruin", "other"),
    ];
    assert_eq!(types, expected.map(|(name, areas)| (name.to_owned(), areas.to_owned())).into());
    let listed: Vec<(String, usize, usize)> = areas.list().map(|area| (area.name, area.requests, area.types)).collect();
    let expected = [("people", 1, 7), ("post", 2, 8), ("shops", 1, 4), ("other", 0, 2)];
    assert_eq!(listed, expected.map(|(name, requests, types)| (name.to_owned(), requests, types)));
}

#[test]
fn types_have_a_home() {
    let api = api_of(vec![
        resource("intune", "policy", "", KEY, ""),
        resource("post", "letter", "", KEY, ""),
        list("intune", "/deviceAppManagement/policies", "policy"),
        list("intune", "/devices/{id}/letters", "letter"),
        list("post", "/letters", "letter"),
    ]);
    let text = "[areas]\ndevices = [\"intune\"]\napps = [\"intune /deviceAppManagement\"]\npost = [\"post\"]\n";
    let (types, _) = found(&areas(&api, &table(text)).0, &api);
    // The product of a policy is divided, so it does not decide the home of the type.
    assert_eq!((types["policy"].as_str(), types["letter"].as_str()), ("apps", "devices post"));
    let (types, _) = found(&areas(&api, &table(&text.replace(" /deviceAppManagement", "x"))).0, &api);
    assert_eq!(types["policy"], "devices");
}

#[test]
fn gates_name_only_features_that_the_parent_lacks() {
    let api = town();
    let (areas, _) = areas(&api, &table(TOWN));
    let of = |name: &str| areas.of_type(&TypeName(format!("microsoft.graph.{name}")));
    let gate = |own: &str, around: &str| areas.gate(of(own), of(around)).0;
    assert_eq!(gate("point", "person"), [""; 0]);
    assert_eq!(gate("letter", "person"), ["post"]);
    assert_eq!(gate("thing", "letter"), [""; 0]);
    assert_eq!(areas.gate(of("thing"), areas.all()).0, ["people", "post", "other"]);
    assert_eq!(areas.gate(areas.all(), areas.all()), Gate::default());
}

#[test]
fn a_single_area_has_no_features() {
    let api = api_of(vec![list("", "/letters", "x"), list("", "/letters/{id}/pages", "x")]);
    let (areas, _) = areas(&api, &AreaTable::default());
    assert_eq!(areas, Areas::default());
    assert_eq!((areas.list().count(), areas.gate(areas.of_request(0), areas.all())), (0, Gate::default()));
}

#[test]
fn the_default_area_is_chosen_by_rule() {
    let default = |api: &Api, text: &str| -> Vec<String> {
        let (areas, _) = areas(api, &table(text));
        areas.list().filter(|area| area.default).map(|area| area.name).collect()
    };
    // Persons occur in three areas and letters in four, but letters has most of the requests.
    let mut pages = vec![
        resource("", "person", "", KEY, ""),
        resource("", "letter", "", KEY, ""),
        list("", "/people", "person"),
        list("", "/people/{id}/friends", "person"),
        list("", "/people/{id}/letters", "letter"),
        list("", "/shops/{id}/owners", "person"),
        list("", "/shops/{id}/letters", "letter"),
        list("", "/offices/{id}/letters", "letter"),
        list("", "/letters/{id}/senders", "person"),
    ];
    pages.extend((0..12).map(|number| list("", &format!("/letters/kind{number}"), "letter")));
    let api = api_of(pages);
    assert_eq!(default(&api, ""), ["people"]);
    // An explicit choice wins, even an empty one. A name that is not an area is left out here and reported elsewhere.
    assert_eq!(default(&api, "default-areas = []"), [""; 0]);
    assert_eq!(default(&api, "default-areas = [\"shops\", \"shoes\"]"), ["shops"]);
    // If all areas are large, the smallest one.
    let api = api_of(vec![list("", "/a", "x"), list("", "/b", "x"), list("", "/b/{id}/c", "x")]);
    assert_eq!(default(&api, ""), ["a"]);
}

#[test]
fn a_selection_leaves_out_areas() {
    let api = town();
    let (part, _) = crate::select::select(api, &["/letters".to_owned(), "/people".to_owned()]);
    let (areas, _) = areas(&part, &table(TOWN));
    assert_eq!(areas.list().map(|area| area.name).collect::<Vec<_>>(), ["people", "post"]);
}
