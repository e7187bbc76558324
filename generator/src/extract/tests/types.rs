//! Pages of types and of enums.

use super::read;
use crate::extract::type_expr::TypeExpr;
use crate::extract::{BaseSource, EnumFacts, PageFacts, ResourceFacts};

fn page(text: &str) -> PageFacts {
    read("resources/page.md", text).0
}

fn resource(text: &str) -> ResourceFacts {
    let facts = page(text);
    assert_eq!(facts.resources.len(), 1, "{:?}", facts.skipped);
    facts.resources.into_iter().next().expect("a type")
}

fn members(e: &EnumFacts) -> String {
    e.members.iter().map(|m| m.name.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_type_page_is_read() {
    let r = resource(
        "# Widget resource type\n\nNamespace: sample.shop\n\n> **Important:** Changes.\n\nA thing on a shelf. Inherits from [entity](entity.md).\n\n## Methods\n\n|Method|Return type|Description|\n|:-|:-|:-|\n\
         |[List widgets](../api/widget-list.md)|[widget](widget.md) collection|Lists.|\n|**Parts**|||\n|[Delete](../api/widget-delete.md)|None|Deletes.|\n\n## Properties\n\n|Property|Type|Description|\n|:-|:-|:-|\n\
         |id|String|The id. Key. Read-only. Inherited from [entity](entity.md)|\n|**Sizes**|&nbsp;|&nbsp;|\n|size (deprecated)|Int32|Deprecated.|\n|kind|String|Possible values are: `a`, `b`.|\n\n\
         ## Relationships\n\n|Relationship|Type|Description|\n|:-|:-|:-|\n|parts|[part](part.md) collection|The parts.|\n\n## JSON representation\n\n\
         <!-- { \"blockType\": \"resource\", \"keyProperty\": \"id\", \"@odata.type\": \"sample.shop.shopWidget\", \"baseType\": \"sample.shop.entity\", \"openType\": true } -->\n``` json\n{ \"id\": \"String\" }\n```\n",
    );
    assert_eq!((r.name.as_str(), r.heading_name.as_deref()), ("sample.shop.shopWidget", Some("Widget")));
    assert_eq!(r.description.as_ref().map(|d| d.plain()).as_deref(), Some("A thing on a shelf. Inherits from entity."));
    assert_eq!(
        r.bases.iter().map(|b| b.source).collect::<Vec<_>>(),
        [BaseSource::Annotation, BaseSource::Prose, BaseSource::Row]
    );
    assert_eq!(r.properties.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["id", "size", "kind"]);
    assert!(r.properties[1].facets.deprecated && r.properties[0].facets.key && r.is_open && r.annotated);
    assert_eq!(r.navigation.len(), 1);
    assert_eq!(r.methods.len(), 2);
    assert_eq!(r.methods[1].returns, None);
    assert_eq!(r.key.as_deref(), Some("id"));
    assert!(r.json.is_some());
}

#[test]
fn a_onedrive_type_page_is_read() {
    let r = resource(
        "# ItemThing resource type\n\nThe **ItemThing** is a thing.\n\n## JSON representation\n\n<!-- { \"blockType\": \"resource\", \"@type\": \"sample.shop.itemThing\" } -->\n\n```json\n{\n  /* own */\n  \"by\": {\"@odata.type\": \"sample.shop.identitySet\"},\n}\n```\n\n\
         ## Properties\n\n| Property name | Type | Description\n|:--|:--|:--\n| **by** | [identitySet][] | Who. Read-only.\n| **tags** | Collection(String) | Tags.\n\n[identitySet]: identityset.md\n",
    );
    assert_eq!(r.name, "sample.shop.itemThing");
    assert_eq!(r.properties.len(), 2);
    assert!(
        matches!(&r.properties[0].ty, TypeExpr::Named(t) if t.target.as_deref() == Some("identityset.md")),
        "no array"
    );
    assert!(r.json.is_some_and(|j| j.repaired));
}

#[test]
fn a_business_central_type_page_is_read() {
    let facts = read(
        "resources/page.md",
        "# parts resource type (v1.0)\n\nA part in Business Central.\n\n## Methods\n\n| Method | Return Type|Description |\n|:-|:-|:-|\n|[GET parts](../api/get.md)|parts|Gets.|\n\n## Bound actions\n\n| Action | Return type | Description |\n|:-|:-|:-|\n|[post](../api/post.md)|none|Posts.|\n\n\
         ## Navigation\n\n| Navigation |Return Type| Description |\n|:-|:-|:-|\n|[shelf](shelf.md)|shelf |The shelf.|\n\n## Properties\n\n| Property | Type | Description |\n|:-|:-|:-|\n|id|GUID|The id.|\n|name|string, maximum size 20|The name.|\n|size|NAV.size|The size.|\n\n\
         ## JSON representation\n\n```json\n{ \"id\": \"GUID\" }\n```\n",
    );
    assert_eq!(facts.1, [""; 0]);
    let [r] = &facts.0.resources[..] else { panic!("{:?}", facts.0) };
    assert_eq!(
        (r.name.as_str(), r.properties.len(), r.navigation.len(), r.methods.len(), r.annotated),
        ("parts", 3, 1, 2, false)
    );
    assert_eq!(r.navigation[0].name, "shelf");
}

#[test]
fn a_page_can_describe_several_types() {
    let facts = page(
        "# Complex types\n\n## sizeType\n\n### Properties\n\n|Property|Type|Description|\n|:-|:-|:-|\n|height|Int32|x|\n\n## weightType\n\n### Properties\n\n|Property|Type|Description|\n|:-|:-|:-|\n|kilos|Double|x|\n|unit|String|x|\n",
    );
    let all: Vec<(&str, usize)> = facts.resources.iter().map(|r| (r.name.as_str(), r.properties.len())).collect();
    assert_eq!(all, [("sizeType", 1), ("weightType", 2)]);
}

#[test]
fn enum_pages_are_read() {
    let facts = page(
        "# kind enum type\n\nNamespace: sample.shop\n\nThe kind.\n\n## Members\n\n|Member|Value|Description|\n|:-|:-|:-|\n|none|0|None.|\n|a|1|A.|\n|b|2|B.|\n|c|4|C.|\n",
    );
    assert_eq!(
        (facts.enums[0].name.as_str(), members(&facts.enums[0]).as_str(), facts.enums[0].flags),
        ("sample.shop.kind", "none a b c", true)
    );
    assert_eq!(facts.enums[0].members[3].value, Some(4));
    let facts = page(
        "# Enums\n\nNamespace: sample.shop\n\n### kind values\n\n|Member|\n|:-|\n|a|\n|unknownFutureValue|\n\n### size values\n\nSeveral can be combined.\n\n|Value|Description|\n|:-|:-|\n|small|x|\n",
    );
    let all: Vec<(String, String, bool)> = facts.enums.iter().map(|e| (e.name.clone(), members(e), e.flags)).collect();
    assert_eq!(
        all,
        [
            ("sample.shop.kind".into(), "a unknownFutureValue".into(), false),
            ("sample.shop.size".into(), "small".into(), true)
        ]
    );
}

#[test]
fn an_enum_page_of_2026_shows_json_and_is_not_a_type() {
    let facts = page(
        "---\ndoc_type: enumPageType\nms.subservice: x\n---\n# kind enum type\n\nNamespace: sample.shop\n\nThe kind.\n\n## Members\n\n|Member|Description|\n|:-|:-|\n|a|A.|\n|b|B.|\n\n## JSON representation\n\n\
         <!-- { \"blockType\": \"resource\", \"@odata.type\": \"sample.shop.kind\" } -->\n``` json\n{ \"@odata.type\": \"#sample.shop.kind\" }\n```\n",
    );
    assert_eq!((facts.resources.len(), facts.enums.len()), (0, 1));
}

#[test]
fn values_on_a_type_page_are_read() {
    let facts = page(
        "# link resource type\n\n## Properties\n\n|Property|Type|Description|\n|:-|:-|:-|\n|type|String|The type.|\n|risk|[riskKind](#riskkind-values)|The risk.|\n\n### riskKind values \n\n|Member|Description|\n|:-|:-|\n|low|x|\n|high|y|\n\n\
         ## Type options\n\n|Value|Description|\n|:-|:-|\n|view|x|\n|edit|y|\n",
    );
    let names: Vec<&str> = facts.enums.iter().map(|stated| stated.name.as_str()).collect();
    assert_eq!(names, ["riskKind", "Type"]);
    let members: Vec<&str> = facts.enums[1].members.iter().map(|member| member.name.as_str()).collect();
    assert_eq!(members, ["view", "edit"]);
}

#[test]
fn lists_of_enum_members_are_read() {
    let facts = page("# kind enum type\n\n## Members\n\n- **a**: the first\n- `b` - the second\n- c\n");
    assert_eq!(members(&facts.enums[0]), "a b c");
    assert_eq!(facts.enums[0].members[0].description.plain(), "the first");
}

#[test]
fn deprecated_types_are_recognized() {
    let r = resource(
        "# widget resource type (deprecated)\n\nA widget.\n\n> [!CAUTION]\n> The widget resource is deprecated and will go.\n\n## Properties\n\n|Property|Type|Description|\n|:-|:-|:-|\n|id|String|x|\n",
    );
    assert!(r.deprecated.is_some_and(|d| d.contains("will go")));
    let r = resource(
        "# widget resource type\n\nA widget. Lists deprecated parts.\n\n## Properties\n\n|Property|Type|Description|\n|:-|:-|:-|\n|id|String|x|\n",
    );
    assert_eq!(r.deprecated, None);
}

#[test]
fn hostile_pages_do_not_panic() {
    let long = format!(
        "# x resource type\n\n## Properties\n\n|Property|Type|Description|\n|:-|:-|:-|\n|a|{}|{}|\n",
        "b or ".repeat(50_000),
        "`a`, (x) ".repeat(50_000)
    );
    let _ = page(&long);
    let rows = "|a|String|Possible values are: `a`, `b`. Inherited from [x](x.md)|\n".repeat(3_000);
    let _ = page(&format!("# x resource type\n\n## Properties\n\n|Property|Type|Description|\n|:-|:-|:-|\n{rows}"));
    for text in [
        "",
        "#",
        "# \n",
        "## Properties\n\n|\n",
        "# x enum type\n\n## Members\n\n-\n-\n",
        "---\n",
        "# */ resource type\n\n## Properties\n\n|a|b|\n|-|-|\n|../|\"|\n",
    ] {
        let _ = read("resources/x.md", text);
        let _ = read("api/x.md", text);
        let _ = read("x.md", text);
    }
}

#[test]
fn text_right_after_the_namespace_is_not_part_of_it() {
    let facts = read("api/x.md", "# Get part\nNamespace: sample.shop\nGets the [part](part.md).\n\n## HTTP request\n```http\nGET /parts/{id}\n```\n").0;
    let o = facts.operation.expect("requests");
    assert_eq!(o.namespace.as_deref(), Some("sample.shop"));
    assert_eq!(o.description.map(|d| d.plain()).as_deref(), Some("Gets the part."));
}

#[test]
fn ten_thousand_of_everything_are_read() {
    let lines = "GET /parts/{id}\n".repeat(10_000);
    let messages = "```http\nHTTP/1.1 200 OK\n```\n".repeat(3_000);
    let rows: String = (0..10_000).map(|i| format!("|p{i}|String|x|\n")).collect();
    let text = format!(
        "# x\n\n## HTTP request\n```http\n{lines}```\n## Request body\n|Property|Type|Description|\n|-|-|-|\n{rows}\n## Example\n{messages}"
    );
    let started = std::time::Instant::now();
    let (facts, lints) = read("api/x.md", &text);
    let o = facts.operation.expect("requests");
    assert_eq!((o.requests.len(), o.body.rows.len(), o.examples.len(), lints.len()), (1, 10_000, 3_000, 9_999));
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn pages_have_a_product() {
    let product =
        |front: &str| read("resources/a.md", &format!("---\ntitle: a\n{front}\n---\n# a resource type\n")).0.product;
    for (front, expected) in [
        ("ms.prod: \"outlook\"", Some("outlook")),
        ("MS.Prod: 'Outlook' ", Some("Outlook")),
        ("ms.prod: files", Some("files")),
        ("ms.subservice: entra-users", Some("entra-users")),
        ("ms.subservice: newer\nms.prod: older", Some("older")),
        ("ms.prod: \"\"\nms.subservice: newer", Some("newer")),
        ("ms.prod: \"**TODO: Name it.**\"", None),
        ("ms.prod: TODO", None),
        ("author: somebody", None),
    ] {
        assert_eq!(product(front).as_deref(), expected, "{front}");
    }
}
