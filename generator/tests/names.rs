//! Names that collide are resolved by the rules of `plan/names` and reported with both spans. Other names do not change.

mod support;

use docbindgen::load::DocSet;

use support::{Made, make};

fn made(pages: &[(&str, &str)]) -> Made {
    make(&DocSet::from_pages(pages.iter().copied()))
}

fn resource(name: &str, rows: &str) -> String {
    let table = "## Properties\n\n|Property|Type|Description|\n|:---|:---|:---|\n";
    format!("# {name} resource type\n\nNamespace: microsoft.graph\n\nA thing.\n\n{table}{rows}")
}

fn enumeration(name: &str, members: &str) -> String {
    let table = "## Members\n\n|Member|Value|Description|\n|:---|:---|:---|\n";
    format!("# {name} enum type\n\nNamespace: microsoft.graph\n\nA choice.\n\n{table}{members}")
}

fn requests(title: &str, lines: &str) -> String {
    format!("# {title}\n\nNamespace: microsoft.graph\n\nDoes it.\n\n## HTTP request\n\n```http\n{lines}\n```\n")
}

/// Returns every collision: position of the item that gets another name, its message, position of the item that keeps the name.
fn collisions(made: &Made) -> Vec<String> {
    let place = |span| {
        let (line, column) = made.sources.line_column(span);
        format!("{}:{line}:{column}", made.sources.file(span.file).path)
    };
    let found = made.diagnostics.list().iter().filter(|d| d.lint.id == "name-collision");
    found
        .map(|d| {
            let other = d.related.first().map_or("the generated code".to_owned(), |(span, _)| place(*span));
            format!("{}: {}; {other}", place(d.span.expect("a span")), d.message)
        })
        .collect()
}

/// Returns the text of an output file, with single spaces.
fn text(made: &Made, path: &str) -> String {
    let text = made.files.get(path).unwrap_or_else(|| panic!("no {path} in {:?}", made.files.keys()));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn colliding_types_are_distinguished() {
    let pages = [
        ("resources/a.md", resource("sub_unit", "|a|String|A.|\n")),
        ("resources/b.md", resource("subUnit", "|b|String|B.|\n")),
    ];
    let made = made(&pages.each_ref().map(|(path, text)| (*path, text.as_str())));
    assert_eq!(
        collisions(&made),
        [
            "resources/a.md:1:1: the name `SubUnit` for `microsoft.graph.sub_unit` is taken; `SubUnit2` is used instead; \
          resources/b.md:1:1"
        ]
    );
    assert!(made.files.contains_key("src/models/sub_unit.rs") && made.files.contains_key("src/models/sub_unit2.rs"));
}

#[test]
fn a_type_and_an_enum_are_distinguished() {
    let pages = [
        ("resources/a.md", resource("sub_unit", "|a|String|A.|\n")),
        ("resources/b.md", enumeration("subUnit", "|x|0|X.|\n")),
    ];
    let made = made(&pages.each_ref().map(|(path, text)| (*path, text.as_str())));
    assert_eq!(
        collisions(&made),
        [
            "resources/a.md:1:1: the name `SubUnit` for `microsoft.graph.sub_unit` is taken; `SubUnit2` is used instead; \
          resources/b.md:1:1"
        ]
    );
}

#[test]
fn a_type_and_the_enum_of_derived_types_are_distinguished() {
    let derived = resource("rose", "|a|String|A.|\n").replace("A thing.", "Inherits from [plant](plant.md).");
    let pages = [
        ("resources/plant.md", resource("plant", "|next|[plant](plant.md)|N.|\n")),
        ("resources/plantderived.md", resource("plantDerived", "|a|String|A.|\n")),
        ("resources/rose.md", derived),
    ];
    let made = made(&pages.each_ref().map(|(path, text)| (*path, text.as_str())));
    assert_eq!(
        collisions(&made),
        [
            "resources/plant.md:1:1: the name `PlantDerived` for `the types derived from microsoft.graph.plant` is taken; \
          `PlantDerived2` is used instead; resources/plantderived.md:1:1"
        ]
    );
    assert!(text(&made, "src/models/mod.rs").contains("{Plant, PlantDerived2}"));
}

#[test]
fn colliding_properties_are_distinguished() {
    let page = resource("thing", "|subUnit|String|A.|\n|sub_unit|String|B.|\n|extra|String|C.|\n");
    let made = made(&[("resources/thing.md", &page)]);
    assert_eq!(
        collisions(&made),
        [
            "resources/thing.md:12:2: the name `sub_unit` for `thing.sub_unit` is taken; `sub_unit_2` is used instead; \
             resources/thing.md:11:2",
            "resources/thing.md:13:2: the name `extra` for `thing.extra` is taken; `extra_2` is used instead; \
             the generated code",
        ]
    );
    assert!(text(&made, "src/models/thing.rs").contains("const SUB_UNIT_2: runtime::Property<Self, String>"));
}

#[test]
fn colliding_members_are_distinguished() {
    let page = enumeration("choice", "|oneWay|0|A.|\n|one-way|1|B.|\n|unrecognized|2|C.|\n");
    let made = made(&[("resources/choice.md", &page)]);
    assert_eq!(
        collisions(&made),
        [
            "resources/choice.md:12:2: the name `OneWay` for `choice.one-way` is taken; `OneWay2` is used instead; \
             resources/choice.md:11:2",
            "resources/choice.md:13:2: the name `Unrecognized` for `choice.unrecognized` is taken; \
             `Unrecognized2` is used instead; the generated code",
        ]
    );
}

#[test]
fn colliding_functions_are_distinguished() {
    let pages = [
        ("api/a.md", requests("Get photo", "GET /me/photo\nGET /me/photo/{size}")),
        ("api/b.md", requests("Get unit", "GET /me/sub-unit/{id}\nGET /me/subUnit/{id}")),
    ];
    let made = made(&pages.each_ref().map(|(path, text)| (*path, text.as_str())));
    let found = collisions(&made);
    // A parameter in the name tells requests apart, so it is not reported.
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].ends_with("is taken; `get_2` is used instead; api/b.md:10:1"), "{found:#?}");
    assert!(text(&made, "src/requests/me/photo.rs").contains("pub fn get_by_size(size: &str)"));
}

#[test]
fn a_module_and_a_function_are_distinguished() {
    let page = requests("Get delta", "GET /things/delta/{id}\nGET /things/delta()");
    let made = made(&[("api/a.md", &page)]);
    assert_eq!(collisions(&made), [""; 0]);
    let text = text(&made, "src/requests/things/mod.rs");
    assert!(text.contains("pub mod delta;") && text.contains("pub fn delta()"), "{text}");
}

#[test]
fn colliding_parameters_are_distinguished() {
    let page = requests("Create thing", "GET /things/{sub-unit}/parts/{subunit}/rest/{sub_unit}");
    let made = made(&[("api/a.md", &page)]);
    let text = text(&made, "src/requests/things/parts.rs");
    assert!(text.contains("sub_unit: &str, subunit2: &str, sub_unit3: &str"), "{text}");
    let said = |placeholder: &str, wanted: &str, got: &str| {
        let names = format!("the name `{wanted}` for `{{{placeholder}}}` is taken; `{got}` is used instead");
        format!("api/a.md:10:1: {names}; api/a.md:10:1")
    };
    assert_eq!(collisions(&made), [said("sub_unit", "subUnit", "subUnit3"), said("subunit", "subunit", "subunit2")]);
}

#[test]
fn repeated_placeholders_are_named_after_the_word_before_them() {
    let page = requests("Get rest", "GET /things/{id}/parts/{id}/rest/{id}");
    let made = made(&[("api/a.md", &page)]);
    assert!(text(&made, "src/requests/things/parts.rs").contains("thing_id: &str, part_id: &str, rest_id: &str"));
    assert_eq!(collisions(&made), [""; 0]);
}

#[test]
fn nested_modules_of_one_name_are_distinguished() {
    let page = requests("List subsites", "GET /sites/{id}/sites\nGET /requests/{id}/requests/{rid}/requests");
    let made = made(&[("api/a.md", &page)]);
    assert!(text(&made, "src/requests/sites/mod.rs").contains("pub mod nested_sites;"));
    assert!(text(&made, "src/requests/nested_requests/mod.rs").contains("pub mod requests;"));
    assert_eq!(collisions(&made), [""; 0]);
}
