//! Request templates, read from text.

use super::*;

fn show(url: &str) -> String {
    parse_template(url).map_or_else(|fault| format!("{fault:?}"), |p| p.template.to_string())
}

#[test]
fn templates_are_parsed() {
    for (url, want) in [
        ("/users/{id | userPrincipalName}/messages/", "/users/{id | userPrincipalName}/messages"),
        ("/users/{id}/messages/{id}", "/users/{id}/messages/{id}"),
        ("/groups/{tenant id}", "/groups/{tenant id}"),
        ("https://graph.microsoft.com/v1.0/me", "/me"),
        ("https://graph.microsoft.com/beta", "NotAUrl"),
        ("/v1.0/me", "/me"),
        ("me/photo/$value", "/me/photo/$value"),
        ("~/a/b", "/a/b"),
        ("businesscentralPrefix/companies({id})/accounts({id})", "/companies({id})/accounts({id})"),
        ("https://{businesscentralPrefix}/api/v1.0/companies({id})", "/companies({id})"),
        ("/teams/(team-id)/channels", "/teams/{team-id}/channels"),
        ("/me/drive/root:/{item-path}:/workbook", "/me/drive/root:/{item-path}:/workbook"),
        ("/me/drive/root:/{item-path}", "/me/drive/root:/{item-path}"),
        (
            "/drives/{id}/items/{id}:/{parent-path}/{filename}:/content",
            "/drives/{id}/items/{id}:/{parent-path}/{filename}:/content",
        ),
        ("/a/{id}/.../b/{id}", "/a/{id}/.../b/{id}"),
        ("/range(address='<address>')/format", "/range(address='{address}')/format"),
        ("/range(<address>)", "/range({address})"),
        ("/f(a='{a}',b='{b}')", "/f(a='{a}',b='{b}')"),
        ("/f(deltaRows={n}, deltaColumns={n})", "/f(deltaRows={n},deltaColumns={n})"),
        ("/f(width=640)", "/f(width=640)"),
        ("/f(on='reviewer')", "/f(on='reviewer')"),
        ("/f(on='parameterValue')", "/f(on='{parameterValue}')"),
        ("/f(count=n)", "/f(count={n})"),
        ("/f(T=microsoft.graph.tz'{format}')", "/f(T=microsoft.graph.tz'{format}')"),
        ("/microsoft.graph.delta()", "/microsoft.graph.delta()"),
        ("/a?$filter=x eq 'y/z'&$top=5", "/a?$filter=x eq 'y/z'&$top=5"),
        ("/a?x:{Boolean}", "/a?x={Boolean}"),
        ("/a/attachments$filter=x", "/a/attachments?$filter=x"),
        ("/a/{id}$ref", "/a/{id}/$ref"),
        ("/users/{user-id} | user-principal-name/a", "/users/{user-id | user-principal-name}/a"),
        ("/a/2d3e1b2c-0000-4000-8000-00000000abcd/b", "/a/{id}/b"),
        ("/domains/contoso.com", "/domains/{id}"),
        ("/range(/entireRow", "/range/entireRow"),
        ("/range(address='<address>'/entireRow", "/range(address='{address}')/entireRow"),
        ("/range(address='<address>/entireRow", "/range(address='{address}')/entireRow"),
        ("/range(address='<address>)/entireRow", "/range(address='{address}')/entireRow"),
        ("/range(address=<address>')/entireRow", "/range(address='{address}')/entireRow"),
        ("/range(address='<address>'/entireRow)", "/range(address='{address}')/entireRow"),
        ("/range(address='<address'/entireRow", "/range(address='{address}')/entireRow"),
        ("/f(a={a},b='{b}/c", "/f(a={a},b='{b}')/c"),
        ("/f(a={a}", "/f(a={a})"),
        ("/f(a={a/g", "/f(a={a})/g"),
        ("/a/{{id}}/b", "/a/{id}/b"),
        ("/a/{{id}/b", "/a/{id}/b"),
        ("/a/{id}}/b", "/a/{id}/b"),
        ("/a/{id/b/{c}/d", "/a/{id}/b/{c}/d"),
        ("/a/id}/b", "/a/{id}/b"),
        ("/a/<id/b", "/a/{id}/b"),
        ("/a/{id}'/b", "/a/{id}/b"),
        ("/a/'{id}'/b", "/a/{id}/b"),
        ("/a/b)/c", "/a/b/c"),
        ("/tugs/hullNumber={hullNumber}/crew", "/tugs(hullNumber='{hullNumber}')/crew"),
        ("/f(path='a/b')", "/f(path='a/b')"),
        ("/a/b{c}d/e", "Unbalanced"),
        ("/a/f(b=(c/d", "Unbalanced"),
        ("/a/[id]/b", "/a/{id}/b"),
        ("/a/:id/b", "/a/{id}/b"),
        ("/a/YOUR-ID/b", "/a/{YOUR-ID}/b"),
        ("/a/((id))/b", "/a/{id}/b"),
        ("/a/'id'/b", "/a/{id}/b"),
        ("/a/&lt;address&gt;/b", "/a/{address}/b"),
        ("/a//b", "/a/b"),
        ("/range(address='[address]')", "/range(address='{address}')"),
        ("/range(address='%address%')", "/range(address='{address}')"),
        ("/range(address='…')", "/range(address='{address}')"),
        ("/range(address='...')", "/range(address='{address}')"),
        ("/range(address=address)", "/range(address={address})"),
        ("/range(address='<address'>)/rows", "/range(address='{address}')/rows"),
        ("/range(address=’<address>’)/rows", "/range(address='{address}')/rows"),
        (r"/range\(address='<address>'\)/rows", "/range(address='{address}')/rows"),
        ("/range(address='{address}')/ rows", "/range(address='{address}')/rows"),
        ("/range(address='{address}') /rows", "/range(address='{address}')/rows"),
        ("/range(address='{address}',depth)", "/range(address='{address}',depth={depth})"),
        ("/range(address={address},{depth})", "/range(address={address},depth={depth})"),
        ("/f({a},{b})", "/f({a},{b})"),
        ("/f(from='{from}',to=)", "/f(from='{from}',to={to})"),
        ("/charts/$itemAt(index={index}", "/charts/$itemAt(index={index})"),
        ("/a/b[0]c/d", "Unbalanced"),
        ("/a/ is a path", "NotAUrl"),
        ("/a/b or", "/a/b"),
        ("/range (address='{address}')/rows", "/range(address='{address}')/rows"),
        ("/a/b (v1.0 only)", "/a/b"),
        ("/a/b (needs x={x})", "/a/b"),
        ("** Entity URI for a.b.c not found", "NotAUrl"),
        ("the thing", "NotAUrl"),
        ("", "NotAUrl"),
    ] {
        assert_eq!(show(url), want, "{url}");
    }
}

#[test]
fn faults_are_reported() {
    let faults = |url| parse_template(url).map(|p| p.faults).unwrap_or_default();
    assert_eq!(faults("/a/{id}"), []);
    assert_eq!(faults("a/b"), [TemplateFault::Slash]);
    assert_eq!(faults("/a?b:c"), [TemplateFault::Query]);
    assert_eq!(faults("/range(/b"), [TemplateFault::Unbalanced]);
    assert_eq!(faults("xPrefix/a"), []);
    for url in ["/a/[id]", "/a/<id>", "/a/{{id}}", "/a/((id))", "/f(a=a)", "/f(a='%a%')", "/a/YOUR_ID"] {
        assert_eq!(faults(url), [TemplateFault::Placeholder], "{url}");
    }
    for url in ["/f(a='{a}',to=)", "/f(a={a},b)"] {
        assert_eq!(faults(url), [TemplateFault::Placeholder], "{url}");
    }
    assert_eq!(faults("/range(address='<address>')"), []);
    assert_eq!(faults("/a//b"), [TemplateFault::DoubledSlash]);
    assert_eq!(faults("/a/ b"), [TemplateFault::Blank]);
    assert_eq!(faults("/a/&lt;id&gt;"), [TemplateFault::Placeholder, TemplateFault::Spelling]);
}

#[test]
fn hostile_urls_do_not_panic() {
    assert_eq!(parse_template(&"/(".repeat(100_000)), Err(TemplateFault::NotAUrl));
    for url in ["/{", "/}", "/'", "/:", "/a:", ":", "/::/", "/<", "/(", "/)", "?", "/?&=", "/…:/…"] {
        let _ = parse_template(url);
    }
}
