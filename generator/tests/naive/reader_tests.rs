//! Tests of the naive reader.

use super::reader::{Kind, items};

/// Returns the items of a text: kind, name, and the text of its range.
fn seen(text: &str) -> Vec<String> {
    let shown = |item: super::reader::Item| {
        assert!(text.get(item.group.clone()).is_some_and(|group| group.contains(&text[item.line.clone()])), "{item:?}");
        assert!(text[item.at.clone()].contains(item.name.split('(').next().unwrap_or_default()), "{item:?}");
        let kind = match item.kind {
            Kind::Row => "row",
            Kind::Request => "request",
            Kind::Member => "member",
        };
        format!("{kind} {}", item.parents.into_iter().chain([item.name]).collect::<Vec<_>>().join("/"))
    };
    items(text).into_iter().map(shown).collect()
}

#[test]
fn tables_are_read() {
    let table =
        |header: &str, row: &str| seen(&format!("## Anything\n\n|{header}|\n|:---|---|---|\n{row}\n\nText | text\n"));
    assert_eq!(table("Name|Type|Text", "|a|String|x|\n|**b**|[c](c.md)|y|"), ["row a", "row b"]);
    assert_eq!(table("Name|`Type`|Text", "a | String | x"), ["row a"]);
    assert_eq!(table("Name|type|Text", "|`a` (deprecated)|String|x|"), ["row a"]);
    assert_eq!(table("Name|Return type|Text", "|a|String|x|"), [""; 0], "not exactly `Type`");
    assert_eq!(table("Permission type|Type|Text", "|a|String|x|"), [""; 0]);
    assert_eq!(table("Header|Type|Text", "|a|String|x|"), [""; 0]);
    assert_eq!(table("Name|Type|Text", "|**Title**|||"), [""; 0]);
    assert_eq!(table("Name|Type|Text", "|@odata.type|String|x|"), [""; 0]);
    assert_eq!(table("Type|Name|Text", "|[a](a.md)|b|x|"), ["row a"], "the first cell, whatever it is");
    assert_eq!(seen("|Member|\n|---|\n|a|\n|null|\n"), ["row a"]);
    assert_eq!(seen("|Value|Text|\n|---|---|\n|a|b|\n"), [""; 0]);
    assert_eq!(seen("## Request headers\n\n|Name|Type|\n|---|---|\n|a|String|\n"), [""; 0]);
    assert_eq!(seen("<!--\n|Name|Type|\n|---|---|\n|a|String|\n-->\n"), [""; 0]);
    assert_eq!(seen("```\n|Name|Type|\n|---|---|\n|a|String|\n```\n"), [""; 0]);
    assert_eq!(seen("> |Name|Type|\n> |---|---|\n> |a|String|\n"), ["row a"]);
}

#[test]
fn requests_are_read() {
    assert_eq!(seen("``` http\nGET /a\n\nOPTIONS /b\nHost: c\n```\n"), ["request GET /a", "request OPTIONS /b"]);
    assert_eq!(seen("> ```\n> POST\n> GETTING /a\n> ```\n"), [""; 0]);
    assert_eq!(seen("<!--\n```http\nGET /a\n```\n-->\n\nGET /b\n"), [""; 0], "a comment, and prose");
    assert_eq!(seen("<!-- a -->\n```http\nGET /a\n```\n"), ["request GET /a"]);
}

#[test]
fn representations_are_read() {
    let json =
        "```json\n{\n  \"a\": \"x:y {\\\"b\\\":\",\n  \"@odata.type\": \"own.c\", \"d\": [{ \"e\": 1 }]\n}\n```\n";
    let members = ["member a", "member d", "member d/e"];
    assert_eq!(seen(&format!("## JSON representation\n\nText.\n\n{json}")), members);
    assert_eq!(seen(&format!("<!-- {{\n  \"blockType\": \"resource\"\n}} -->\n\n{json}")), members);
    assert_eq!(seen(&format!("<!-- {{ \"blockType\": \"resource\" }} -->\n# [JSON](#tab/json)\n{json}")), members);
    assert_eq!(seen(&format!("<!-- {{ \"blockType\": \"example\" }} -->\n{json}")), [""; 0]);
    assert_eq!(seen(&format!("## JSON representation\n\n## Remarks\n\n{json}")), [""; 0]);
    assert_eq!(seen("## JSON representation\n\n```csharp\nclass A { string B; }\n```\n"), [""; 0]);
}

#[test]
fn zones_are_read() {
    let zone = |name: &str| {
        seen(&format!(":::zone pivot=\"{name}\"\n\n```\nGET /a\n```\n\n:::zone-end\n\n```\nGET /b\n```\n"))
    };
    assert_eq!(zone("graph-v1"), ["request GET /a", "request GET /b"]);
    assert_eq!(zone("graph-preview"), ["request GET /b"]);
    let rows = "|Name|Type|\n|---|---|\n::: moniker range=\"next\"\n|a|String|\n::: moniker-end\n|b|String|\n";
    assert_eq!(seen(rows), ["row b"]);
}
