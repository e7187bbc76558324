//! Which hosts may know the caller.

use crate::client::{Home, RefusedUrlReason, Target};

fn home() -> Home {
    Home::new("https://graph.example/v1.0").and_then(|home| home.allow("https://eu.graph.example:8443")).expect("URLs")
}

#[test]
fn base_url_is_encrypted_or_on_this_machine() {
    for url in ["https://graph.example", "http://localhost:8080/v1.0", "http://127.8.0.1", "http://[::1]:80/x/"] {
        assert!(Home::new(url).is_ok(), "{url}");
    }
    for url in ["http://graph.example", "http://localhost.example", "http://10.0.0.1", "http://127.0.0.1.example"] {
        assert_eq!(Home::new(url).expect_err(url).reason(), RefusedUrlReason::NotSecure, "{url}");
    }
    for url in ["", "graph.example", "ftp://graph.example", "https://", "https://graph.example?x", "https://a\\b"] {
        assert_eq!(Home::new(url).expect_err(url).reason(), RefusedUrlReason::Malformed, "{url}");
    }
}

#[test]
fn only_own_origins_are_home() {
    let home = home();
    let current = Target::Home(home.below("/users?$top=1"));
    let resolve = |link: &str| home.resolve(&current, link).expect(link);
    for link in [
        "https://graph.example/v1.0/users?$skiptoken=1",
        "https://GRAPH.example:443/beta",
        "/v1.0/me",
        "?$skip=1",
        "../beta",
        "//graph.example/x",
        "https://eu.graph.example:8443/x",
        "https://user@graph.example/x",
    ] {
        assert!(matches!(resolve(link), Target::Home(_)), "{link}");
    }
    for link in [
        "https://graph.example.attacker.example/v1.0",
        "https://graph.example:8443/",
        "https://eu.graph.example/",
        "https://graph.example@attacker.example/",
        "//attacker.example/v1.0",
        "https://xgraph.example/",
    ] {
        assert!(matches!(resolve(link), Target::Foreign(_)), "{link}");
    }
    assert_eq!(
        home.resolve(&current, "http://graph.example/").expect_err("http").reason(),
        RefusedUrlReason::NotSecure
    );
    for link in ["javascript:x", "https:\\\\attacker.example", "https://a b/", "\u{1}"] {
        assert!(home.resolve(&current, link).is_err(), "{link:?}");
    }
}

#[test]
fn links_are_sent_as_received() {
    let home = home();
    let current = Target::Home(home.below("/users"));
    let link = "https://graph.example/v1.0/users?$skiptoken=X%27a%2Fb%252B+~&$top=1";
    assert_eq!(home.resolve(&current, link).expect("a link").url().to_string(), link);
}
