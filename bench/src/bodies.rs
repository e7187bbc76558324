//! The bodies to decode and encode.
//!
//! In: nothing. Out: JSON as a service sends it, computed from counters, so that it is the same every time.

use serde_json::{Map, Value, json};

/// A body: its name, and its text.
pub struct Body {
    /// The name in the measuring programs.
    pub name: &'static str,
    /// The name in tables.
    pub title: &'static str,
    /// The JSON.
    pub text: String,
}

/// The number of properties of the wide type.
pub const WIDE: usize = 200;

/// Returns all bodies.
pub fn all() -> Vec<Body> {
    let body = |name, title, value: Value| Body { name, title, text: value.to_string() };
    vec![
        body("users-1k", "a page of 2 users", users(2)),
        body("users-60k", "a page of 100 users", users(100)),
        body("users-plain", "100 users, only documented members", plain_users(100)),
        body("users-1m", "a page of 1,650 users", users(1_650)),
        body("users-10m", "a page of 16,500 users", users(16_500)),
        body("message", "a message with attachments", message()),
        body("file", "an attachment of 75,000 bytes", attachment("figures.xlsx", 75_000)),
        body("range", "a range of a workbook", range(500, 25)),
        body("ordered", "an object of 200 properties, all set, in the order of the reference", ordered()),
        body("wide", "the same in reverse", wide()),
        body("unknown-200", "an object with 200 unknown members", unknown(200)),
        body("unknown-100k", "an object with 100,000 unknown members", unknown(100_000)),
        body("nested", "folders nested 50 deep", folders(50)),
        body("expanded", "a group with 16,500 members", group(16_500)),
        body("expanded-read", "the same, and its members read", group(16_500)),
        body("expanded-page", "a page of the same members", members(16_500)),
    ]
}

/// Bodies with documented members only, for which derives without `flatten` do the same work as the emitted models.
pub const DOCUMENTED: [&str; 5] = ["users-plain", "file", "range", "ordered", "wide"];

/// A page of users with the properties that are sent by default, and some more.
fn users(count: usize) -> Value {
    let users: Vec<Value> = (0..count).map(user).collect();
    json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users",
        "@odata.count": count,
        "value": users,
    })
}

/// A page of the same users as directory objects.
fn members(count: usize) -> Value {
    let mut page = users(count);
    for user in page["value"].as_array_mut().into_iter().flatten() {
        user["@odata.type"] = json!("#microsoft.graph.user");
    }
    page
}

/// A group with expanded members.
fn group(count: usize) -> Value {
    json!({ "id": guid(0), "displayName": "Everyone", "members": members(count)["value"] })
}

/// Users without annotations and nulls.
fn plain_users(count: usize) -> Value {
    let mut users = users(count);
    if let Some(members) = users.as_object_mut() {
        members.shift_remove("@odata.context");
    }
    for user in users["value"].as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        user.retain(|name, value| !name.starts_with('@') && !value.is_null());
    }
    users
}

fn user(index: usize) -> Value {
    let id = guid(index);
    json!({
        "@odata.etag": format!("W/\"{index:032x}\""),
        "id": id,
        "accountEnabled": !index.is_multiple_of(7),
        "businessPhones": [format!("+47 22 {:06}", index % 1_000_000)],
        "city": "Oslo",
        "createdDateTime": "2021-05-04T12:30:00Z",
        "department": if index.is_multiple_of(3) { "Retail" } else { "Sales & Marketing" },
        "displayName": format!("Person \"{index}\" of many"),
        "givenName": "Person",
        "jobTitle": Value::Null,
        "mail": format!("person{index}@example.com"),
        "mobilePhone": Value::Null,
        "officeLocation": format!("{}/{}", index % 40, index % 900),
        "preferredLanguage": "nb-NO",
        "surname": format!("Number {index}"),
        "userPrincipalName": format!("person{index}@example.com"),
        "assignedLicenses": [{ "disabledPlans": [], "skuId": id }],
    })
}

fn guid(index: usize) -> String {
    format!("{:08x}-0000-4111-8222-{index:012x}", index * 2_654_435_761 % 0xffff_ffff)
}

/// A message with a text, recipients and two attachments, one of 75,000 bytes.
fn message() -> Value {
    let recipient = |index: usize| json!({ "emailAddress": { "name": format!("Person {index}"), "address": format!("person{index}@example.com") } });
    let recipients: Vec<Value> = (0..12).map(recipient).collect();
    json!({
        "id": "AAMkAGI".repeat(16),
        "createdDateTime": "2024-05-04T12:30:00Z",
        "receivedDateTime": "2024-05-04T12:30:01Z",
        "hasAttachments": true,
        "internetMessageId": "<20240504123000.1@example.com>",
        "subject": "Figures of the quarter — \u{201c}final\u{201d}",
        "bodyPreview": "Dear all,\r\nattached are the figures.",
        "importance": "high",
        "conversationId": "AAQkAGI".repeat(12),
        "isDeliveryReceiptRequested": false,
        "isRead": true,
        "isDraft": false,
        "webLink": "https://outlook.example.com/owa/?ItemID=AAMkAGI",
        "inferenceClassification": "focused",
        "body": { "contentType": "html", "content": "<p>Dear all,</p>\r\n".repeat(200) },
        "sender": recipient(0),
        "from": recipient(0),
        "toRecipients": recipients,
        "ccRecipients": [],
        "flag": { "flagStatus": "notFlagged" },
        "attachments": [
            attachment("figures.xlsx", 75_000),
            attachment("logo.png", 1_200),
        ],
    })
}

fn attachment(name: &str, size: usize) -> Value {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let sign = |index: usize| char::from(alphabet[index * 37 % alphabet.len()]);
    let content: String = (0..size.div_ceil(3) * 4).map(sign).collect();
    json!({
        "@odata.type": "#microsoft.graph.fileAttachment",
        "id": name,
        "contentType": "application/octet-stream",
        "isInline": false,
        "lastModifiedDateTime": "2024-05-04T12:30:00Z",
        "name": name,
        "size": size,
        "contentBytes": content,
    })
}

/// A range of cells, each with its value, its text, its formula and its format.
fn range(rows: usize, columns: usize) -> Value {
    let cells = |cell: &dyn Fn(usize) -> Value| {
        let row = |row: usize| Value::Array((0..columns).map(|column| cell(row * columns + column)).collect());
        Value::Array((0..rows).map(row).collect())
    };
    #[allow(clippy::cast_precision_loss)] // the numbers are small
    let value = |index: usize| match index % 3 {
        0 => json!(index),
        1 => json!(index as f64 / 8.0),
        _ => json!(format!("cell {index}")),
    };
    json!({
        "@odata.type": "#microsoft.graph.workbookRange",
        "address": format!("Sheet1!A1:Y{rows}"),
        "addressLocal": format!("Sheet1!A1:Y{rows}"),
        "cellCount": rows * columns,
        "columnCount": columns,
        "columnHidden": false,
        "columnIndex": 0,
        "rowCount": rows,
        "rowIndex": 0,
        "formulas": cells(&|index| json!(format!("=A{index}+B{index}"))),
        "formulasLocal": cells(&|index| json!(format!("=A{index}+B{index}"))),
        "formulasR1C1": cells(&|index| json!(format!("=R[{index}]C[-1]"))),
        "numberFormat": cells(&|_| json!("General")),
        "text": cells(&|index| json!(index.to_string())),
        "valueTypes": cells(&|index| json!(if index % 3 == 2 { "String" } else { "Double" })),
        "values": cells(&value),
    })
}

/// Returns the name, type and value of a property of the wide type, by its index.
fn wide_property(index: usize) -> (String, &'static str, Value) {
    let (ty, value) = match index % 5 {
        0 | 1 => ("Boolean", json!(index.is_multiple_of(2))),
        2 => ("String", json!(format!("text {index}"))),
        3 => ("Int32", json!(index)),
        _ => ("String collection", json!(["a", "b"])),
    };
    (format!("setting{index}Of{}", ty.split(' ').next().unwrap_or_default()), ty, value)
}

/// Returns a page about the wide type: not every folder of pages has a type with 200 properties.
pub fn wide_page() -> String {
    let rows = (0..WIDE).map(wide_property).map(|(name, ty, _)| format!("|{name}|{ty}|One of many.|\n"));
    format!(
        "# benchWide resource type\n\nNamespace: microsoft.graph\n\nA type of many properties.\n\n## Properties\n\n\
         |Property|Type|Description|\n|:---|:---|:---|\n{}",
        rows.collect::<String>()
    )
}

/// An object of the wide type.
fn ordered() -> Value {
    Value::Object((0..WIDE).map(wide_property).map(|(name, _, value)| (name, value)).collect())
}

/// The same object with its members in reverse order, so that a decoder that expects them in order is wrong every time.
fn wide() -> Value {
    Value::Object((0..WIDE).rev().map(wide_property).map(|(name, _, value)| (name, value)).collect())
}

/// A user with undocumented members.
fn unknown(count: usize) -> Value {
    let mut members = Map::from_iter([("id".to_owned(), json!(guid(1)))]);
    members.extend((0..count).map(|index| (format!("extension_{index}"), json!(format!("value {index}")))));
    Value::Object(members)
}

/// Nested folders. Each takes two levels of JSON.
fn folders(depth: usize) -> Value {
    (0..depth).fold(json!({ "id": "innermost" }), |inner, level| {
        json!({
            "id": format!("folder{level}"),
            "displayName": format!("Folder {level}"),
            "totalItemCount": level,
            "childFolders": [inner],
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_have_the_sizes_of_their_names() {
        let bodies = all();
        let size = |name: &str| bodies.iter().find(|body| body.name == name).map_or(0, |body| body.text.len());
        assert!((900..2_000).contains(&size("users-1k")), "{}", size("users-1k"));
        assert!((55_000..70_000).contains(&size("users-60k")), "{}", size("users-60k"));
        assert!((950_000..1_150_000).contains(&size("users-1m")), "{}", size("users-1m"));
        assert!((9_500_000..11_500_000).contains(&size("users-10m")), "{}", size("users-10m"));
        assert!((100_000..120_000).contains(&size("message")), "{}", size("message"));
        assert!((800_000..1_300_000).contains(&size("range")), "{}", size("range"));
    }

    #[test]
    fn every_property_of_the_page_is_in_the_body() {
        let (page, body) = (wide_page(), wide());
        let members = body.as_object().expect("an object");
        assert_eq!(members.len(), WIDE);
        assert!(members.keys().all(|name| page.contains(&format!("|{name}|"))));
    }

    #[test]
    fn documented_bodies_exist_and_have_no_nulls() {
        let bodies = all();
        for name in DOCUMENTED {
            let body = bodies.iter().find(|body| body.name == name).expect("a body");
            assert!(!body.text.contains("null") && !body.text.contains("@odata.etag"), "{name}");
        }
    }
}
