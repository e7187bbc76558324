//! Tests with a few files as the generator emits them.

use super::*;

/// Returns bindings of a page of each kind.
fn emitted() -> Files {
    let folder = tempfile::tempdir().expect("a folder");
    let docs = folder.path().join("v1.0");
    std::fs::create_dir_all(docs.join("resources")).expect("a folder");
    let pages = [
        (
            "widget.md",
            "# widget resource type\n\nNamespace: sample.shop\n\nA widget.\n\n## Properties\n\n|Property|Type|Description|\n\
             |:---|:---|:---|\n|id|String|It.|\n|type|widgetKind|Possible values are: `small`, `large`.|\n\
             |shelfNumber|Int64|Where.|\n|shelves|[shelf](shelf.md) collection|Where.|\n",
        ),
        (
            "shelf.md",
            "# shelf resource type\n\nNamespace: sample.shop\n\nA shelf.\n\n## Properties\n\n|Property|Type|Description|\n\
             |:---|:---|:---|\n|name|String|It.|\n",
        ),
    ];
    for (name, text) in pages {
        std::fs::write(docs.join("resources").join(name), text).expect("a page");
    }
    crate::crates::generate(&docs).expect("bindings").files
}

/// Returns the wire names that a text mentions as `rename = "…"`.
fn renamed(text: &str) -> Vec<String> {
    text.match_indices("rename = \"")
        .map(|(at, m)| text[at + m.len()..].split('"').next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn every_field_is_kept_under_its_name() {
    let files = emitted();
    for form in [Form::Plain, Form::Flatten] {
        let variant = variant(&files, form, Scope::Full).expect("a variant");
        let widget = variant.values().find(|text| text.contains("pub struct Widget")).expect("the widget");
        assert_eq!(renamed(widget), ["id", "type", "shelfNumber", "shelves"], "{widget}");
        assert_eq!(widget.matches("pub ").count() - 1 - 4, usize::from(form == Form::Flatten) + 4, "{widget}");
        assert!(widget.contains("::serde::Deserialize"), "{widget}");
        assert_eq!(widget.contains("serde(flatten)"), form == Form::Flatten, "{widget}");
        assert!(!widget.contains("object!"), "{widget}");
    }
}

#[test]
fn enums_stay_open() {
    let files = variant(&emitted(), Form::Plain, Scope::Full).expect("a variant");
    let kind = files.values().find(|text| text.contains("Unrecognized(String)")).expect("the enum");
    assert_eq!(renamed(kind), ["small", "large"]);
    assert!(kind.contains("#[serde(untagged)]\n    Unrecognized(String)"), "{kind}");
}

#[test]
fn a_file_without_a_listing_is_an_error() {
    let mut files = emitted();
    for text in files.values_mut() {
        *text = text.replace("object!", "another!");
    }
    let error = variant(&files, Form::Plain, Scope::Full).expect_err("nothing lists the members");
    assert!(error.to_string().contains("bench/src/derive"), "{error}");
}

#[test]
fn the_models_variant_has_no_requests() {
    let files = scoped(&emitted(), Scope::Models).expect("models");
    assert!(files.keys().all(|path| !path.starts_with("src/requests") && !path.starts_with("src/pages")));
    assert!(!files["src/lib.rs"].contains("requests;"));
    assert!(files.keys().any(|path| path.starts_with("src/models/")));
}

#[test]
fn the_declarations_variant_derives_nothing() {
    let files = variant(&emitted(), Form::Structs, Scope::Models).expect("declarations");
    let models: String =
        files.iter().filter(|(path, _)| path.starts_with("src/models/")).map(|(_, text)| text.as_str()).collect();
    assert!(models.contains("pub struct Widget") && models.contains("pub enum"));
    assert!(!models.contains("derive(") && !models.contains("impl "), "{models}");
}
