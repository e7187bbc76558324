//! Pages of the folders `nothingown` and `nothingown2`: types without properties, where the page gives the reason.

use docbindgen::model::{Kind, TypeName};

use crate::support::case::Case;

#[test]
fn an_abstract_type_without_a_table_exists() {
    for (folder, ty, owner, derived) in [
        ("nothingown", "feedSource", "feed.source", "csvFeedSource"),
        ("nothingown2", "carrier", "load.carrier", "cart"),
    ] {
        let case = Case::new(folder);
        assert!(case.ty(ty).is_abstract && case.ty(ty).properties.is_empty(), "{ty}");
        let name = TypeName(format!("microsoft.graph.{ty}"));
        assert_eq!(case.ty(derived).base.as_ref(), Some(&name));
        let (owner, property) = owner.split_once('.').expect("a property");
        assert_eq!(case.type_of(owner, property), format!(r#"{{"type":"{name}"}}"#));
    }
}

#[test]
fn a_container_without_properties_is_an_entity() {
    for (folder, ty) in [("nothingown", "feedRegistry"), ("nothingown2", "depot")] {
        let case = Case::new(folder);
        let container = case.ty(ty);
        assert_eq!(
            (container.kind, container.properties.len(), container.navigation.len()),
            (Kind::Entity, 0, 0),
            "{ty}"
        );
        assert!(
            case.file(&format!("src/models/{}.rs", if ty == "depot" { "depot" } else { "feed_registry" }))
                .contains("Entity type")
        );
    }
}

#[test]
fn a_type_without_properties_and_without_a_reason_is_reported() {
    assert!(Case::new("nothingown").messages().is_empty());
    let messages = Case::new("nothingown2").messages();
    let expected = [
        "resources/shed.md:6:1: empty-type: no property of `microsoft.graph.shed` could be read",
        "resources/yard.md:6:1: empty-type: no property of `microsoft.graph.yard` could be read",
    ];
    assert_eq!(messages, expected);
}
