//! Paths and requests.

use crate::runtime::{
    Body, Caller, Collection, Content, Date, Duration, InvalidPath, InvalidPathReason, JsonBody, ME, Method, NULL,
    Operation, Page, Patch, Path, Permission, Request,
};
use crate::tests::models::{DirectoryObject, Message, User};
use serde_json::{Value, json};

const PAGE: Page = Page {
    reference: "https://example.com/user-list",
    allowed: "work: \napplication: User.Read.All | User.Export.All + User.Read; acting on others",
    headers: "Prefer\nConsistencyLevel: eventual",
    options: "$select $top",
    statuses: "200 204",
    errors: "404 412",
    deprecated: "",
};
static LIST: Operation = Operation { method: Method::Get, template: "/users", pages: &[PAGE] };
static UPDATE: Operation = Operation { method: Method::Patch, template: "/users/{id}", pages: &[PAGE] };
static CREATE: Operation = Operation { method: Method::Post, template: "/directoryObjects", pages: &[PAGE] };
static PHOTO: Operation = Operation { method: Method::Put, template: "/photo", pages: &[PAGE] };

fn list() -> Request<Collection<User>> {
    Request::new(&LIST, Path::new().lit("/users"))
}

fn update(id: impl AsRef<str>, body: impl JsonBody<User>) -> Request<User> {
    Request::new(&UPDATE, Path::new().lit("/users/").seg(id)).json(body)
}

fn add(body: impl JsonBody<DirectoryObject>) -> Request<()> {
    Request::new(&CREATE, Path::new().lit("/directoryObjects")).json(body)
}

#[test]
fn argument_is_one_segment() {
    let cases = [
        ("a", "a"),
        ("a@b.com", "a@b.com"),
        ("a/b", "a%2Fb"),
        ("a b%2F?#", "a%20b%252F%3F%23"),
        ("$count", "%24count"),
        ("b!x,y", "b!x,y"),
        ("...", "..."),
        ("..\\..", "..%5C.."),
        ("ünï", "%C3%BCn%C3%AF"),
        ("x')/y", "x%27%29%2Fy"),
        ("root:", "root%3A"),
    ];
    for (argument, encoded) in cases {
        let path = Path::new().lit("/users/").seg(argument).lit("/messages");
        assert_eq!(path.build(), Ok(format!("/users/{encoded}/messages").as_str()));
        assert_eq!(Path::new().arg(argument).build(), Ok(encoded));
    }
}

#[test]
fn me_is_the_signed_in_user() {
    let manager = |id: &str| Path::new().lit("/users/").seg(id).lit("/manager");
    assert_eq!(manager("a").build(), Ok("/users/a/manager"));
    assert_eq!(manager(ME).build(), Ok("/me/manager"));
    assert_eq!(Path::new().lit("/users/").seg("me").build(), Ok("/users/me"));
    let elsewhere = [
        Path::new().lit("/groups/").seg(ME),
        Path::new().lit("/users/").seg("a").lit("/messages/").seg(ME),
        Path::new().lit("/users/").seg(ME).lit("/messages/").seg(ME),
    ];
    for path in elsewhere {
        assert_eq!(path.build().unwrap_err().reason(), InvalidPathReason::NotAUser);
    }
    for path in [Path::new().lit("/users/").item_path(ME), Path::new().quoted(ME), Path::new().arg(ME)] {
        assert_eq!(path.build().unwrap_err().reason(), InvalidPathReason::Control);
    }
}

#[test]
fn appends_derived_type_and_count_segments() {
    let members = || Request::<Collection<DirectoryObject>>::new(&LIST, Path::new().lit("/members"));
    let target = |path: Result<String, InvalidPath>| path.unwrap();
    assert_eq!(target(members().count_only().path_and_query()), "/members/$count");
    let users: Request<Collection<User>> = members().of_type::<User>();
    assert_eq!(target(users.path_and_query()), "/members/microsoft.graph.user");
    let users = members().of_type::<User>().select(User::ID).top(2);
    assert_eq!(target(users.count_only().path_and_query()), "/members/microsoft.graph.user/$count?$select=id&$top=2");
    let one = Request::<DirectoryObject>::new(&LIST, Path::new().lit("/members/1?a=b"));
    assert_eq!(target(one.of_type::<User>().path_and_query()), "/members/1/microsoft.graph.user?a=b");
    assert_eq!(members().count_only().decode(b"17").unwrap(), 17);
}

#[test]
fn rejects_arguments_that_change_the_path() {
    use InvalidPathReason::{Control, Dots, Empty};
    for (argument, reason) in
        [("", Empty), (".", Dots), ("..", Dots), ("a\nb", Control), ("\0", Control), ("\u{85}", Control)]
    {
        let error = Path::new().lit("/users/").seg(argument).build().unwrap_err();
        assert_eq!((error.argument(), error.reason()), (argument, reason));
        assert_eq!(Path::new().arg(argument).build().unwrap_err().reason(), reason);
    }
    for (argument, reason) in [
        ("", Empty),
        ("/", Empty),
        ("a//b", Empty),
        ("//a", Empty),
        ("a/", Empty),
        ("a/../b", Dots),
        ("./a", Dots),
        ("/..", Dots),
        ("a/\r/b", Control),
    ] {
        let error = Path::new().item_path(argument).build().unwrap_err();
        assert_eq!((error.argument(), error.reason()), (argument, reason), "{argument:?}");
    }
    let first = Path::new().seg("..").seg("").build().unwrap_err();
    assert_eq!(first.to_string(), "\"..\" is not a valid path argument: a segment is `.` or `..`");
}

#[test]
fn optional_arguments_may_be_omitted() {
    let call = |label: Option<&str>, size: Option<i32>, span: Option<&Duration>| {
        let path = Path::new().lit("/f(").optional_quoted("label=", "", label).optional_arg("size=", size);
        path.optional_quoted("span=", "duration", span).end().build().map(str::to_owned)
    };
    let span = Duration::from("PT1H");
    assert_eq!(call(None, None, None).as_deref(), Ok("/f"));
    assert_eq!(call(None, Some(3), None).as_deref(), Ok("/f(size=3)"));
    assert_eq!(call(Some("it's"), None, Some(&span)).as_deref(), Ok("/f(label='it%27%27s',span=duration'PT1H')"));
    assert_eq!(call(Some("a("), None, None).as_deref(), Ok("/f(label='a%28')"));
    assert_eq!(call(Some(NULL), None, Some(&Duration::from(NULL))).as_deref(), Ok("/f(label=null,span=null)"));
}

#[test]
fn only_functions_accept_null() {
    assert_eq!(Path::new().lit("/f(a=").arg(Date::from(NULL)).lit(")").build(), Ok("/f(a=null)"));
    assert!(Path::new().lit("/users/").seg(NULL).build().is_err());
    assert!(Path::new().lit("/root:/").item_path(NULL).build().is_err());
    assert_eq!(Path::new().quoted("null").build(), Ok("'null'"));
}

#[test]
fn function_arguments_and_item_paths_are_encoded() {
    let path = Path::new().lit("/range(address=").quoted("A1:'B 2'/x").lit(",n=").arg(5).lit(")");
    assert_eq!(path.build(), Ok("/range(address='A1%3A%27%27B%202%27%27%2Fx',n=5)"));
    assert_eq!(Path::new().quoted("").build(), Ok("''"));
    assert!(Path::new().quoted("a\n").build().is_err());
    assert_eq!(
        Path::new().lit("/root:/").item_path("/a b/c:d.txt").lit(":/content").build(),
        Ok("/root:/a%20b/c%3Ad.txt:/content")
    );
}

#[test]
fn query_options_are_merged_and_encoded() {
    let request = list()
        .select(User::ID)
        .select(User::KIND)
        .select(User::ID)
        .filter(User::ID.eq("a&b=c+d#é"))
        .filter(User::SIZE.gt(1).or(User::SIZE.lt(0)))
        .orderby(User::ID.asc())
        .orderby(User::SIZE.desc())
        .expand(User::MANAGER)
        .expand(User::MESSAGES.select(Message::SUBJECT).top(3))
        .top(5)
        .skip(2)
        .count()
        .search("\"displayName:wa\"")
        .query("x y", "1")
        .query("x y", "2");
    assert_eq!(
        request.path_and_query().unwrap(),
        "/users?$select=id,kind&$filter=(id%20eq%20'a%26b=c%2Bd%23%C3%A9')%20and%20(size%20gt%201%20or%20size%20lt%200)\
         &$orderby=id,size%20desc&$expand=manager,messages($select=subject;$top=3)&$top=5&$skip=2&$count=true\
         &$search=%22displayName:wa%22&x%20y=2"
    );
    assert_eq!(list().path_and_query().unwrap(), "/users");
    assert_eq!(list().query_string(), "");
}

#[test]
fn headers_are_replaced_by_name() {
    let request = list()
        .prefer("return=minimal")
        .prefer("odata.maxpagesize=5")
        .if_match("W/\"1\"")
        .consistency_level_eventual()
        .header("X-A", "1\r\nEvil: 2")
        .header("x-a", "2\r\nEvil: 3")
        .header("Authorization", "Bearer abc");
    assert_eq!(request.header_value("prefer"), Some("return=minimal, odata.maxpagesize=5"));
    assert_eq!(request.header_value("X-A"), Some("2%0D%0AEvil: 3"));
    assert_eq!(request.headers().len(), 5);
    assert!(!format!("{request:?}").contains("abc"));
    let parts = format!("{:?}", request.into_parts().unwrap());
    assert!(!parts.contains("abc") && parts.contains("***") && parts.contains("return=minimal"), "{parts}");
}

#[test]
fn request_bodies_are_encoded() {
    let by_model = update("1", &User { id: Some("1".into()), ..Default::default() });
    let by_patch = update("1", Patch::new().set(User::ID, "1"));
    let by_value = update("1", json!({ "id": "1" }));
    for request in [by_model, by_patch, by_value] {
        assert_eq!(request.body(), Some(&Body::Json(json!({ "id": "1" }).into())));
        let parts = request.into_parts().unwrap();
        assert_eq!((parts.method.as_str(), parts.path_and_query.as_str()), ("PATCH", "/users/1"));
        assert_eq!(parts.headers, [("Content-Type".to_owned(), "application/json".to_owned())]);
        assert_eq!(parts.body.as_deref(), Some(br#"{"id":"1"}"#.as_slice()));
    }
    let derived = add(User::default());
    assert_eq!(derived.body(), Some(&Body::Json(json!({ "@odata.type": "#microsoft.graph.user" }).into())));
    let bytes =
        Request::<()>::new(&PHOTO, Path::new().lit("/photo")).bytes("image/png", [1, 2]).content_type("image/gif");
    let parts = bytes.into_parts().unwrap();
    assert_eq!(
        (parts.headers.as_slice(), parts.body),
        ([("Content-Type".to_owned(), "image/gif".to_owned())].as_slice(), Some(vec![1, 2]))
    );
}

#[test]
fn invalid_argument_is_reported_by_the_path() {
    let request = update("../me", Patch::<User>::new());
    assert_eq!(request.path(), Ok("/users/..%2Fme"));
    let request = update("..", Patch::<User>::new());
    assert_eq!(request.path().unwrap_err().argument(), "..");
    assert!(request.path_and_query().is_err());
    assert!(request.into_parts().is_err());
}

#[test]
fn operation_is_available() {
    let permissions: Vec<Permission> = list().operation().pages[0].permissions().collect();
    let application = Permission {
        caller: Caller::Application,
        condition: Some("acting on others"),
        alternatives: vec![vec!["User.Read.All"], vec!["User.Export.All", "User.Read"]],
    };
    let work = Permission { caller: Caller::DelegatedWork, condition: None, alternatives: Vec::new() };
    assert_eq!(permissions, [work, application]);
    assert!(list().operation().pages[0].query_options().eq(["$select", "$top"]));
    assert!(list().operation().pages[0].success().eq([200, 204]));
    assert!(list().operation().pages[0].error_statuses().eq([404, 412]));
    let headers = [("Prefer", None), ("ConsistencyLevel", Some("eventual"))];
    assert!(PAGE.request_headers().map(|header| (header.name, header.value)).eq(headers));
    assert_eq!(PAGE.deprecation(), None);
    let deprecated = Page { headers: "", errors: "", deprecated: "Use another one.", ..PAGE };
    assert_eq!(deprecated.deprecation(), Some("Use another one."));
    assert_eq!((deprecated.request_headers().count(), deprecated.error_statuses().count()), (0, 0));
    assert_eq!(list().method().to_string(), "GET");
    let other: Request<Value> = list().answering();
    assert_eq!(other.decode(b"[1]").unwrap(), json!([1]));
    let other: Request<Content> = list().answering();
    assert_eq!(other.decode(&[0xFF]).unwrap(), Content(vec![0xFF]));
}

#[test]
fn missing_properties_are_those_that_the_body_lacks() {
    let names = |request: Request<()>| request.missing().into_iter().map(|missing| missing.name).collect::<Vec<_>>();
    let needs = |request: Request<()>| request.requires("id manager size");
    assert_eq!(names(add(User::default())), Vec::<&str>::new());
    assert_eq!(names(needs(add(User::default()))), ["id", "manager", "size"]);
    assert_eq!(names(needs(add(User { id: Some("1".into()), ..User::default() }))), ["manager", "size"]);
    assert_eq!(names(needs(add(Patch::<User>::new().null(User::ID).bind(User::MANAGER, "u")))), ["size"]);
    assert_eq!(names(needs(add(json!([])))), ["id", "manager", "size"]);
    assert_eq!(names(needs(Request::new(&CREATE, Path::new().lit("/x")))), ["id", "manager", "size"]);
    assert_eq!(names(needs(Request::new(&CREATE, Path::new().lit("/x")).bytes("image/png", "id"))), Vec::<&str>::new());
    let changed = needs(add(User::default())).answering::<User>();
    assert_eq!(changed.clone().missing().len(), 3);
    assert_eq!(changed.required().collect::<Vec<_>>(), ["id", "manager", "size"]);
    assert_eq!(changed.missing()[0].to_string(), "the request body has no `id`, which its documentation requires");
}
