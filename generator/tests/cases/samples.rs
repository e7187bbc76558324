//! Pages of the folder `samples`: examples as code, with a value of each type.

use docbindgen::pipeline::{Options, plan_pages};

use crate::support::case::Case;
use crate::support::package;

/// The code of all examples. A test of `emitted` compiles and sends them.
#[test]
fn examples_are_typed_code() {
    let pages = package().join("tests/cases/pages/samples");
    let reading = plan_pages(&pages, &Options::default(), &|_| {}).expect("the pages can be read");
    let mut text = String::new();
    for example in reading.examples().expect("samples are valid Rust") {
        let code = match example.code {
            Ok(code) => code.join("\n"),
            Err(reason) => format!("{reason:?}"),
        };
        text += &format!("{}, example {}\n\n{code}\n\n", example.example.page, example.example.number);
    }
    insta::assert_snapshot!(text);
}

/// Comments show the sample of the leading page, and how a value of a type is built.
#[test]
fn comments_show_samples() {
    let case = Case::new("samples");
    let requests = case.file("src/requests/plants/mod.rs");
    assert!(requests.contains("/// let plant = requests::plants::create("), "{requests}");
    let plant = case.file("src/models/gardener.rs");
    assert!(!plant.contains("# Example"), "no example builds one: {plant}");
    let soil = case.file("src/models/plant_soil.rs");
    assert!(soil.contains("/// let plant_soil = models::PlantSoil {"), "{soil}");
}
