//! Pages of the folders `castpost` and `castpost2`: requests whose path ends in a cast to a derived type.

use docbindgen::model::{Body, OperationKind, ResponseBody, TypeName, TypeRef};

use crate::support::case::Case;

fn robot() -> TypeName {
    TypeName("microsoft.graph.robotAccount".to_owned())
}

#[test]
fn a_post_to_a_cast_creates_the_derived_type() {
    // In the second folder, no other page tells the type of `/accounts`.
    for folder in ["castpost", "castpost2"] {
        let case = Case::new(folder);
        let create = case.operation("POST /accounts/microsoft.graph.robotAccount");
        assert_eq!(create.kind, OperationKind::Create, "{folder}");
        assert_eq!(create.body, Some(Body::Value(TypeRef::Type(robot()))));
        assert_eq!(create.response, ResponseBody::Value(TypeRef::Type(robot())));
    }
}

#[test]
fn other_methods_read_and_change_the_derived_type() {
    for folder in ["castpost", "castpost2"] {
        let case = Case::new(folder);
        let read = case.operation("GET /accounts/{accountId}/microsoft.graph.robotAccount");
        assert_eq!((&read.kind, &read.response), (&OperationKind::Get, &ResponseBody::Value(TypeRef::Type(robot()))));
        let change = case.operation("PATCH /accounts/{accountId}/microsoft.graph.robotAccount");
        assert_eq!((&change.kind, &change.body), (&OperationKind::Update, &Some(Body::Partial(robot()))));
    }
    let list = Case::new("castpost");
    let list = list.operation("GET /accounts/microsoft.graph.robotAccount");
    assert_eq!((&list.kind, &list.response), (&OperationKind::List, &ResponseBody::Collection(TypeRef::Type(robot()))));
}

#[test]
fn qualified_names_that_are_not_types_are_actions() {
    let case = Case::new("castpost2");
    assert_eq!(
        case.operation("POST /accounts/{accountId}/microsoft.graph.wake").kind,
        OperationKind::Action("wake".into())
    );
}

#[test]
fn the_control_information_is_not_a_property() {
    let case = Case::new("castpost");
    assert!(case.ty("robotAccount").is_open);
    let own: Vec<&str> = case.ty("robotAccount").properties.iter().map(|property| property.name.as_str()).collect();
    assert_eq!(own, ["blueprintId", "managers"]);
}
