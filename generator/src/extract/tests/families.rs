//! Pages of operations: annotated pages, unannotated pages, pages of 2026, and pages of OneDrive and Business Central.

use super::read;
use crate::extract::type_expr::{Primitive, TypeExpr};
use crate::extract::{BodyKind, Caller, ExampleBody, InvocationKind, OperationFacts, PageFacts, SkipReason};

fn operation(text: &str) -> (OperationFacts, Vec<&'static str>) {
    let (facts, lints) = read("api/page.md", text);
    (facts.operation.expect("requests"), lints)
}

fn requests(operation: &OperationFacts) -> Vec<String> {
    operation.requests.iter().map(|r| format!("{} {}", r.method, r.template)).collect()
}

fn name(ty: &TypeExpr) -> String {
    match ty {
        TypeExpr::Named(r) => r.name.clone(),
        TypeExpr::Collection(inner) => format!("{}[]", name(inner)),
        other => format!("{other:?}"),
    }
}

const STUB: &str = r##"---
title: "Create parts"
author: "**TODO: Give a name. See [here](https://example.com/a#b)**"
ms.prod: "**TODO: Give a product.**"
doc_type: apiPageType
---

# Create parts
Namespace: sample.shop

Create a new parts object.

## Permissions
One of these is needed.

|Permission type|Permissions (from most to least privileged)|
|:---|:---|
|Delegated (work or school account)|**TODO: Provide them.**|
|Delegated (personal Microsoft account)|**TODO: Provide them.**|
|Application|**TODO: Provide them.**|

## HTTP request

<!-- {
  "blockType": "ignored"
}
-->
``` http
POST /widgets/{widgetsId}/parts
```

## Request headers
|Name|Description|
|:---|:---|
|Authorization|Bearer {token}. Required.|
|Content-Type|application/json. Required.|

## Request body
In the request body, supply a JSON representation of the [widgetPart](../resources/shop-widgetpart.md) object.

The following table shows what is required when you create the [widgetPart](../resources/shop-widgetpart.md).

|Property|Type|Description|
|:---|:---|:---|
|id|String|**TODO: Add Description** Inherited from [entity](../resources/entity.md)|
|settings|[pair](../resources/shop-pair.md) collection|**TODO: Add Description**|



## Response

If successful, this method returns a `201 Created` response code and a [widgetPart](../resources/shop-widgetpart.md) object in the response body.

## Examples

### Request
<!-- {
  "blockType": "request",
  "name": "create_part_from_"
}
-->
``` http
POST https://api.example.com/beta/widgets/{widgetsId}/parts
Content-Type: application/json
Content-length: 36

{
  "@odata.type": "#sample.shop.widgetPart"
}
```


### Response
**Note:** Shortened.
<!-- {
  "blockType": "response",
  "truncated": true,
  "@odata.type": "sample.shop.widgetpart"
}
-->
``` http
HTTP/1.1 201 Created
Content-Type: application/json
{
  "@odata.type": "#sample.shop.widgetPart"
}
```
"##;

#[test]
fn a_generated_stub_is_read() {
    let (o, lints) = operation(STUB);
    assert_eq!(requests(&o), ["POST /widgets/{widgetsId}/parts"]);
    assert_eq!(lints.iter().filter(|l| **l == "todo-placeholder").count(), 7);
    assert_eq!(lints.iter().filter(|l| **l != "todo-placeholder").collect::<Vec<_>>(), [&"missing-blank-line"]);
    assert!(matches!(&o.body.kind, BodyKind::Resource(t) if name(t) == "widgetPart"));
    assert_eq!(o.body.rows.len(), 2);
    assert_eq!(o.body.rows[0].description.plain(), "Inherited from entity");
    assert_eq!(o.body.rows[0].facets.inherited_from[0].name, "entity");
    assert_eq!(o.response.statuses, [201]);
    assert_eq!(o.response.body.as_ref().map(name).as_deref(), Some("widgetPart"));
    assert_eq!(o.permissions.len(), 3);
    assert!(o.permissions.iter().all(|p| p.permissions.is_empty()));
    assert_eq!(o.headers.len(), 1);
    assert!(o.headers[0].required);
    let [example] = &o.examples[..] else { panic!("{:?}", o.examples) };
    assert!(matches!(&example.request.as_ref().expect("a request").body, ExampleBody::Json(j) if !j.repaired));
    let response = example.response.as_ref().expect("a response");
    assert!(matches!(&response.body, ExampleBody::Json(_)) && response.truncated && response.status == 201);
}

#[test]
fn unannotated_examples_and_function_parameters_in_the_body_section_are_read() {
    let (o, lints) = operation(
        "# getParts function\n\nNamespace: sample.shop\n\nGets parts.\n\n## Prerequisites\n\n|Permission type|Permissions (from least to most privileged)|\n|:---|:---|\n\
         |Delegated (work or school account)||\n| &nbsp; &nbsp; Shelf | Shelf.Read.All, Shelf.ReadWrite.All|\n|Application|Not supported.|\n\n\
         ## HTTP Request\n\n<!-- { \"blockType\": \"ignored\" } -->\n``` http\nGET /widgets/{widgetId}/getParts\n```\n\n## Request body\n\
         In the request URL, provide the following query parameters with values.\n\n|Property|Type|Description|\n|:---|:---|:---|\n|category|String|Which.|\n\n\
         ## Response\nIf successful, this function returns a `200 OK` response code and a String collection in the response body.\n\n\
         ## Example\n\n### Request\n\n``` http\nGET https://api.example.com/v1.0/widgets/{widgetId}/getParts(category='parameterValue')\n```\n\n\
         ### Response\n\n``` http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{ \"value\": [ \"x\" ] }\n```\n",
    );
    assert_eq!(lints, [""; 0]);
    assert_eq!(o.kind, Some(InvocationKind::Function));
    assert_eq!(o.invocation.as_deref(), Some("getParts"));
    assert_eq!(o.function_parameters.len(), 1);
    assert_eq!((&o.body.kind, o.body.rows.len()), (&BodyKind::None, 0));
    assert_eq!(o.response.body, Some(TypeExpr::Collection(Box::new(TypeExpr::Primitive(Primitive::String)))));
    assert_eq!(o.examples.len(), 1);
    assert!(o.examples[0].request.is_some() && o.examples[0].response.is_some());
    let shelf = &o.permissions[1];
    assert_eq!(
        (shelf.caller, shelf.condition.as_deref(), shelf.permissions.len()),
        (Caller::DelegatedWork, Some("Shelf"), 2)
    );
}

#[test]
fn labelled_requests_with_options_are_read() {
    let (o, _) = operation(
        "# List parts\n\nLists.\n\n## HTTP request\n\nThe parts of one widget.\n\n```http\nGET /widgets/{id}/parts\nor\nGET /me/parts\n```\n\nAll parts.\n\n```http\nGET /parts?$filter={filter}\n```\n\n\
         ## Optional query parameters\nThis method supports the `$select` and `$orderBy` OData query parameters. It does not support `$search`.\n\n\
         ## Optional request headers\n|Name|Type|Description|\n|:-|:-|:-|\n|Prefer: shop.timezone|string|The zone. Optional.|\n|If-Match|string|An etag. Required.|\n\n\
         ## Response\nIf successful, this method returns `200 OK` and a list of [part](../resources/part.md) objects.\n",
    );
    assert_eq!(requests(&o), ["GET /widgets/{id}/parts", "GET /me/parts", "GET /parts?$filter={filter}"]);
    assert_eq!(o.requests[2].label.as_deref(), Some("All parts"));
    assert_eq!(o.query_options, ["$filter", "$orderby", "$select"]);
    assert_eq!(
        o.headers.iter().map(|h| (h.name.as_str(), h.required)).collect::<Vec<_>>(),
        [("Prefer", false), ("If-Match", true)]
    );
    assert_eq!(o.response.body.as_ref().map(name).as_deref(), Some("part[]"));
}

#[test]
fn options_are_all_if_unnamed_and_none_if_unsupported() {
    let page = |said: &str| {
        format!("# List parts\n\n## HTTP request\n```http\nGET /parts\n```\n## Optional query parameters\n{said}\n")
    };
    let (o, _) = operation(&page(
        "This method supports the [OData Query Parameters](/graph/query-parameters) to help customize the response.",
    ));
    assert_eq!(o.query_options.len(), 8);
    let (o, _) = operation(&page("This method does not support the OData query parameters."));
    assert!(o.query_options.is_empty());
}

#[test]
fn a_page_of_2026_is_read() {
    let text = "# Upsert part\n\nNamespace: sample.shop\n\nCreates or updates.\n\n## Permissions\n\n\
        <!-- { \"blockType\": \"permissions\", \"name\": \"upsert\" } -->\n[!INCLUDE [permissions-table](../includes/permissions/upsert.md)]\n\n\
        ## HTTP request\n\n``` http\nPATCH /parts(uniqueName='{uniqueName}')\n```\n\n## Request body\n\nDon't supply a request body for this method.\n\n## Response\n\n\
        If a part didn't exist, this method returns a `201 Created` response code and a [part](../resources/part.md) object in the response body.\n\n\
        If there is one, this method updates it and returns a `204 No Content` response code.\n\n## Examples\n\n### Example 1: One\n\n#### Request\n\n``` http\nPATCH https://api.example.com/v1.0/parts(uniqueName='a')\n\n{ \"a\": 1 }\n```\n\n### Response\n\n``` http\nHTTP/1.1 204 No Content\n```\n";
    let include = "---\ndescription: \"generated\"\n---\n\n|Permission type|Least privileged permissions|Higher privileged permissions|\n|:---|:---|:---|\n\
        |Delegated (work or school account)|Part.Read|Part.ReadWrite, Shop.Read.All|\n|Delegated (personal Microsoft account)|Not supported.|Not supported.|\n|Application|Part.Read.All|Not available.|\n";
    let set = crate::load::DocSet::from_pages([("api/page.md", text), ("includes/permissions/upsert.md", include)]);
    let (page, _) = crate::parse::parse(&set, &set.pages[0]);
    let (facts, diagnostics) = crate::extract::extract(&page);
    let o = facts.operation.expect("requests");
    assert!(diagnostics.list().is_empty(), "{diagnostics:?}");
    assert_eq!(requests(&o), ["PATCH /parts(uniqueName='{uniqueName}')"]);
    assert_eq!(o.response.statuses, [201, 204]);
    assert_eq!(o.response.body.as_ref().map(name).as_deref(), Some("part"));
    assert_eq!(o.body.kind, BodyKind::None);
    let all: Vec<String> = o.permissions.iter().map(|p| p.permissions.concat().join(" ")).collect();
    assert_eq!(all, ["Part.Read Part.ReadWrite Shop.Read.All", "", "Part.Read.All"]);
    assert_eq!(o.examples.len(), 1);
    assert_eq!(o.examples[0].title.as_deref(), Some("Example 1: One"));
    assert!(o.examples[0].response.is_some(), "a misnested Response belongs to the request before it");
}

#[test]
fn business_central_pages_are_read() {
    let (o, lints) = operation(
        "---\ntitle: GET parts\nms.topic: reference\n---\n\n# Get parts (v1.0)\n\nGets a part.\n\n## HTTP request (v1.0)\nReplace the URL prefix.\n\n```\nGET businesscentralPrefix/companies({id})/parts({id})\n```\n\n\
         ## Request headers (v1.0)\n|Header|Value|\n|--|--|\n|Authorization |Bearer {token}. Required.|\n|If-Match|Required. The etag.|\n\n## Request body (v1.0)\nDo not supply a request body for this method.\n\n\
         ## Response (v1.0)\nIf successful, this method returns a ```200 OK``` response code and a **parts** object in the response body.\n\n## Example\n\n**Request**\n\n\
         ```json\nGET https://{businesscentralPrefix}/api/v1.0/companies({id})/parts({id})\n```\n\n**Response**\n\n```json\nHTTP/1.1 200 OK\nContent-type: application/json\n{\n  \"id\": \"x\"\n}\n```\n",
    );
    assert_eq!(requests(&o), ["GET /companies({id})/parts({id})"]);
    assert_eq!(lints, ["missing-blank-line"]);
    assert_eq!(o.response.statuses, [200]);
    assert_eq!(o.response.body.as_ref().map(name).as_deref(), Some("parts"));
    assert_eq!(o.body.kind, BodyKind::None);
    assert_eq!(o.headers.len(), 1);
    assert_eq!(o.examples.len(), 1);
    assert!(o.examples[0].response.is_some());
    assert_eq!(o.requests[0].label, None);
}

#[test]
fn onedrive_pages_are_read() {
    let (o, _) = operation(
        "# Download a part\n\nDownloads.\n\n## HTTP request\n\n<!-- { \"blockType\": \"ignored\" } -->\n\n```http\nGET /drive/items/{item-id}/content\nGET /drive/root:/{item-path}:/content\n```\n\n## Path parameters\n\n\
         | Parameter name | Value | Description |\n|:--|:--|:--|\n| _item-id_ | string | The id. |\n\n## Example\n\n<!-- { \"blockType\": \"request\", \"name\": \"a\" } -->\n\n```http\nGET /drive/items/1/content\n```\n\n\
         ## Response\n\nReturns a `302 Found` response that leads to the file.\n\n<!-- { \"blockType\": \"response\", \"@type\": \"stream\" } -->\n\n```http\nHTTP/1.1 302 Found\nLocation: https://x\n```\n",
    );
    assert_eq!(requests(&o), ["GET /drive/items/{item-id}/content", "GET /drive/root:/{item-path}:/content"]);
    assert_eq!(o.response.statuses, [302]);
    assert_eq!(o.path_parameters.len(), 1);
    assert_eq!(o.examples.len(), 1);
    assert!(o.examples[0].response.as_ref().is_some_and(|r| r.ty == Some(TypeExpr::Primitive(Primitive::Stream))));
}

#[test]
fn request_lines_without_a_heading_are_read() {
    let (o, _) = operation(
        "# Add a member\n\nAdds.\n\n## Permissions\n\n|Permission type|Permissions|\n|:-|:-|\n|Application|Part.Read.All|\n\n```http\nPOST /parts/{id}/members\n```\n\n## Example\n\n```http\nPOST https://api.example.com/v1.0/parts/1/members\n```\n",
    );
    assert_eq!(requests(&o), ["POST /parts/{id}/members"]);
}

#[test]
fn pages_without_facts_have_a_reason() {
    let reason = |path: &str, text: &str| read(path, text).0.skipped;
    assert_eq!(reason("resources/x.md", "---\ntitle: x\n---\n"), Some(SkipReason::Empty));
    assert_eq!(
        reason("resources/x.md", "# Working with parts\n\nNamespace: sample.shop\n\nParts are fine.\n"),
        Some(SkipReason::Conceptual)
    );
    assert_eq!(reason("api/x.md", "# Get\n\n## HTTP request\n\nNone yet.\n"), Some(SkipReason::NoRequest));
    assert_eq!(reason("resources/toc.md", "# A\n\n- [b](b.md)\n"), Some(SkipReason::NotReference));
}

#[test]
fn responses_in_parts_are_read() {
    let (o, _) = operation(
        "# Update part\n\n## HTTP request\n```http\nPATCH /parts/{id}\n```\n## Response\n\n### With JSON\n\nReturns `200 OK` and a [partOverview](../resources/shop-partoverview.md) object in the response body.\n\n### Without\n\nReturns `204 No Content`.\n",
    );
    assert_eq!(o.response.statuses, [200, 204]);
    assert_eq!(o.response.body.as_ref().map(name).as_deref(), Some("partOverview"));
}

#[test]
fn examples_under_bold_text_are_read() {
    let (o, lints) = operation(
        "# Get parts\n\n## HTTP request\n\n```\nGET shopPrefix/shops({id})/parts({id})\n```\n\n## Response\nIf successful, this method returns a ```200 OK``` response code and a **parts** object in the response body.\n\n\
         **Requests**\n\nSome of them.\n\n```json\nGET https://{shopPrefix}/api/v2.0/shops({id})/parts({id})\n```\n\n**Response**\n\nThe response.\n\n```json\n{\n    \"id\": \"x\"\n}\n```\n",
    );
    assert_eq!(lints, [""; 0]);
    let [example] = &o.examples[..] else { panic!("{:?}", o.examples) };
    assert!(example.request.is_some());
    let response = example.response.as_ref().expect("a response");
    assert!(matches!(&response.body, ExampleBody::Json(_)) && response.status == 0);
}

#[test]
fn unlabelled_json_is_not_a_response() {
    let (o, _) = operation(
        "# Get parts\n\n## HTTP request\n\n```\nGET /parts/{id}\n```\n\n## Example\n\n**Request**\n\n```http\nGET https://api.example.com/v1.0/parts/1\n```\n\n## Remarks\n\nA part looks so.\n\n```json\n{ \"id\": \"x\" }\n```\n",
    );
    assert_eq!(o.examples.len(), 1);
    assert!(o.examples[0].response.is_none());
}

#[test]
fn actions_in_prose_are_read() {
    let (facts, lints) = read(
        "resources/shipment.md",
        "# shipment resource type\n\nA shipment.\n\n## Bound actions\n\nThe shipment resource type offers a bound action called `release` which releases it.\nThis is illustrated in the following example:\n\
         `RELEASE https://<server address>:<port>/<instance name>/api/v2.0/shops({id})/shipments({id})/Sample.SHOP.release`\n\nThe response has no content; the response code is 204.\n\n\
         ## Properties\n\n|Property|Type|Description|\n|--|--|--|\n|id|GUID|The id.|\n",
    );
    assert_eq!(lints, [""; 0]);
    assert_eq!(facts.resources.len(), 1);
    let o = facts.operation.expect("an action");
    assert_eq!(requests(&o), ["POST /shops({id})/shipments({id})/Sample.SHOP.release"]);
    assert_eq!((o.kind, o.response.statuses.as_slice()), (Some(InvocationKind::Action), &[204][..]));
    assert!(o.response.explicitly_empty && o.body.kind == BodyKind::None);
}

#[test]
fn parameters_without_a_placeholder_are_sent() {
    let (o, _) = operation(
        "# Upload a part\n\n## HTTP request\n\n```http\nPOST /shops/{shop-id}/items/{id}/startUpload\n```\n\n### Request body\n\nNo request body is required.\n\n## Parameters\n\n\
         |Parameter|Type|Description|\n|:-|:-|:-|\n|_shopId_|string|The shop.|\n|item|partUpload|What is to come.|\n|later|Boolean|Whether to wait.|\n\n## Response\n\nReturns `200 OK`.\n",
    );
    assert_eq!(o.path_parameters.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["shopId"]);
    assert_eq!(o.body.kind, BodyKind::Parameters);
    assert_eq!(o.body.rows.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["item", "later"]);
}

#[test]
fn types_on_operation_pages_are_read() {
    let (facts, _) = read(
        "api/upload.md",
        "# Upload a part\n\n## HTTP request\n\n```http\nPOST /parts/{id}/startUpload\n```\n\n## Request body\n\n<!-- { \"blockType\": \"resource\", \"@odata.type\": \"sample.shop.partUpload\" } -->\n```json\n{ \"size\": 1 }\n```\n\n\
         ## PartUpload properties\n\n|Property|Type|Description|\n|:-|:-|:-|\n|size|Int64|How much.|\n",
    );
    let [ty] = &facts.resources[..] else { panic!("{:?}", facts.resources) };
    assert_eq!((ty.name.as_str(), ty.properties.len()), ("sample.shop.partUpload", 1));
}

#[test]
fn values_in_json_and_under_property_names_are_read() {
    let (facts, lints) = read(
        "resources/link.md",
        "# Link resource type\n\nA link.\n\n## JSON representation\n\n<!-- { \"blockType\": \"resource\", \"@odata.type\": \"sample.shop.link\" } -->\n```json\n{ \"type\": \"view | edit\", \"roles\": [\"string\"], \"title\": \"a | title of it\" }\n```\n\n\
         ## Properties\n\n|Property|Type|Description\n|:-|:-|:-\n|type|String|The type.\n|roles|Collection(String)|What it allows.\n|title|String|Its title.\n\n\
         ## Roles enumeration\n\n|Role|Details|\n|:-|:-|\n|`read`|Reads.|\n|`write`|Writes.|\n",
    );
    assert_eq!(lints, [""; 0]);
    let values = |at: usize| facts.resources[0].properties[at].facets.values.as_ref().map(|list| list.values.join(" "));
    assert_eq!(values(0).as_deref(), Some("view edit"));
    let members: Vec<&str> = facts.enums[0].members.iter().map(|member| member.name.as_str()).collect();
    assert_eq!((values(1), members), (None, vec!["read", "write"]));
    assert_eq!(values(2), None);
}

#[test]
fn types_under_headings_of_several_words_are_read() {
    let page = |title: &str| {
        let text = format!(
            "# {title}\n\nTypes.\n\n## Postal range\n\nA range.\n\n### Properties\n\n|Property|Type|Description|\n|:-|:-|:-|\n|first|string|From.|\n"
        );
        read("resources/complextypes.md", &text).0
    };
    let names =
        |facts: PageFacts| facts.resources.into_iter().map(|r| (r.name, r.properties.len())).collect::<Vec<_>>();
    assert_eq!(names(page("complex types JSON")), [("postalRange".to_owned(), 1)]);
    assert_eq!(names(page("thing resource type")), [("thing".to_owned(), 1)]);
}

#[test]
fn skipped_pages_have_a_reason() {
    let reason = |path: &str, text: &str| read(path, text).0.skipped;
    let request = "# Get\n\n## HTTP request\n\n```http\nGET ** Entity URI not found **/all\n```\n\n## Response\n\nReturns `200 OK`.\n";
    assert_eq!(reason("api/x.md", request), Some(SkipReason::NoRequest));
    let unnamed =
        "# The many types of a shop\n\n## Properties\n\n|Property|Type|Description|\n|:-|:-|:-|\n|a|String|b|\n";
    assert_eq!(reason("resources/x.md", unnamed), Some(SkipReason::Unnamed));
}

#[test]
fn a_request_line_can_be_the_example() {
    let (o, _) = operation(
        "# Get shop\n\n## Get anyone's shop\n\n### HTTP request\n\n<!-- { \"blockType\": \"request\", \"name\": \"any\" } -->\n\n```http\nGET /users/{user-id}/shop\n```\n\n\
         ### Response\n\n<!-- { \"blockType\": \"response\", \"@odata.type\": \"sample.shop\", \"name\": [\"any\"] } -->\n\n```http\nHTTP/1.1 200 OK\n\n{ \"id\": \"x\" }\n```\n",
    );
    assert_eq!(requests(&o), ["GET /users/{user-id}/shop"]);
    let [example] = &o.examples[..] else { panic!("{:?}", o.examples) };
    assert!(example.request.is_some() && example.response.is_some());
}

#[test]
fn bodies_in_separate_blocks_are_read() {
    let (o, _) = operation(
        "# Update parts\n\n## HTTP request\n\n```\nPATCH shopPrefix/parts({id})\n```\n\n## Example\n\n**Request**\n\n```json\nPATCH https://{shopPrefix}/api/v2.0/parts({id})\n```\n\n**Request body**\n\n```\n{ \"size\": 1 }\n```\n\n**Response**\n\n```json\n{ \"size\": 1 }\n```\n",
    );
    let [example] = &o.examples[..] else { panic!("{:?}", o.examples) };
    assert!(matches!(&example.request.as_ref().expect("a request").body, ExampleBody::Json(_)));
    assert!(matches!(&example.response.as_ref().expect("a response").body, ExampleBody::Json(_)));
}

#[test]
fn included_text_does_not_describe_the_page() {
    let text = |own: &str| {
        format!(
            "# Get part\n\n[!INCLUDE [n](../includes/n.md)]\n\n{own}\n\n## HTTP request\n\n```http\nGET /parts/{{id}}\n```\n"
        )
    };
    let said = |own: &str| {
        let set = crate::load::DocSet::from_pages([
            ("api/page.md", text(own)),
            ("includes/n.md", "For all shops.\n".to_owned()),
        ]);
        let (page, _) = crate::parse::parse(&set, &set.pages[0]);
        crate::extract::extract(&page).0.operation.and_then(|o| o.description).map(|text| text.plain())
    };
    assert_eq!(said("Gets a part.").as_deref(), Some("Gets a part."));
    assert_eq!(said(""), None);
}
