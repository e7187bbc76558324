//! The programs of `examples/` work: they talk to a server on this machine, over the transports that users get.

#[allow(dead_code)]
#[path = "../examples/delta.rs"]
mod delta;
#[allow(dead_code)]
#[path = "../examples/list_users.rs"]
mod list_users;
#[allow(dead_code)]
#[path = "../examples/sign_in_device_code.rs"]
mod sign_in_device_code;
#[allow(dead_code)]
#[path = "../examples/update_user.rs"]
mod update_user;

use graph_bindings::Graph;
use graph_bindings::client::{Token, TokenCache};
use graph_bindings::prelude::*;
use graph_bindings::requests::users;
use std::collections::VecDeque;
use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

type Outcome = Result<(), Box<dyn Error>>;

/// A server that answers one request after the other with planned responses.
struct Server {
    url: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    responses: VecDeque<String>,
    /// Request line, headers and body of each request.
    requests: Vec<String>,
}

impl Server {
    fn start() -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}", listener.local_addr()?);
        let state = Arc::<Mutex<State>>::default();
        let shared = state.clone();
        // The thread ends with the process.
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A connection that breaks off is the client's affair: the test sees what it received.
                _ = answer(stream, &shared);
            }
        });
        Ok(Self { url, state })
    }

    /// Plans a response. `URL` in the body is the address of the server.
    fn plan(&self, status: u16, headers: &str, body: &str) {
        let body = body.replace("URL", &self.url);
        let length = if status == 204 { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
        let response = format!("HTTP/1.1 {status} Planned\r\n{length}Connection: close\r\n{headers}\r\n{body}");
        self.state.lock().unwrap().responses.push_back(response);
    }

    fn graph(&self) -> Result<Graph, Box<dyn Error>> {
        Ok(Graph::builder(format!("{}/v1.0", self.url)).token(Token::new("secret")).build()?)
    }

    fn requests(&self) -> Vec<String> {
        self.state.lock().unwrap().requests.clone()
    }

    /// Returns the request lines.
    fn lines(&self) -> Vec<String> {
        let first = |request: &String| request.lines().next().unwrap_or_default().replace(" HTTP/1.1", "");
        self.requests().iter().map(first).collect()
    }
}

/// Reads a request, and sends the next response.
fn answer(stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mut reader = BufReader::new(&stream);
    let (mut request, mut length) = (String::new(), 0);
    loop {
        let start = request.len();
        reader.read_line(&mut request)?;
        let line = request[start..].trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or_default();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    request.push_str(&String::from_utf8_lossy(&body));
    let response = {
        let mut state = state.lock().unwrap();
        state.requests.push(request);
        state.responses.pop_front().unwrap_or_else(|| "HTTP/1.1 400 Unplanned\r\nContent-Length: 0\r\n\r\n".to_owned())
    };
    (&stream).write_all(response.as_bytes())
}

#[tokio::test]
async fn users_of_all_pages_are_listed() -> Outcome {
    let server = Server::start()?;
    server.plan(200, "", r#"{"value": [{"displayName": "Ann"}], "@odata.nextLink": "URL/v1.0/users?$skiptoken=2"}"#);
    server.plan(200, "", r#"{"value": [{"displayName": "Ben"}]}"#);
    assert_eq!(list_users::names(&server.graph()?, "R&D").await?, ["Ann", "Ben"]);
    let first = "GET /v1.0/users?$select=displayName&$filter=department%20eq%20'R%26D'&$top=100";
    // reqwest encodes quotes.
    let lines: Vec<String> = server.lines().iter().map(|line| line.replace("%27", "'")).collect();
    assert_eq!(lines, [first, "GET /v1.0/users?$skiptoken=2"]);
    assert!(server.requests().iter().all(|request| request.to_lowercase().contains("authorization: bearer secret")));
    Ok(())
}

#[tokio::test]
async fn users_are_updated() -> Outcome {
    use update_user::{Outcome::*, update};

    let server = Server::start()?;
    server.plan(429, "Retry-After: 0\r\n", "");
    server.plan(204, "", "");
    server.plan(404, "", r#"{"error": {"code": "Request_ResourceNotFound", "message": "There is no such user."}}"#);
    let graph = server.graph()?;
    assert_eq!(update(&graph, "ann@example.com", "Oslo").await?, Updated { attempts: 2 });
    assert_eq!(update(&graph, "nobody", "Oslo").await?, NotFound);
    let once = graph.with(|options| options.retry.attempts = 1);
    server.plan(429, "Retry-After: 7\r\n", "");
    assert_eq!(update(&once, "busy", "Oslo").await?, Throttled { retry_after: Some("7".to_owned()) });
    let requests = server.requests();
    assert!(
        requests[1].starts_with("PATCH /v1.0/users/ann%40example.com ")
            || requests[1].starts_with("PATCH /v1.0/users/ann@example.com ")
    );
    assert!(requests[1].ends_with(r#"{"city":"Oslo","mobilePhone":null}"#), "{}", requests[1]);
    Ok(())
}

#[test]
fn changes_are_read_from_the_stored_position() -> Outcome {
    let server = Server::start()?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("cursor.txt");
    let graph = server.graph()?;
    server.plan(
        200,
        "",
        r#"{"value": [{"id": "1", "displayName": "Ann"}], "@odata.deltaLink": "URL/v1.0/users/delta?$deltatoken=a"}"#,
    );
    assert_eq!(delta::changes(&graph, &path)?, ["changed 1: Ann"]);
    server.plan(200, "", r#"{"value": [{"id": "1", "@removed": {"reason": "deleted"}}], "@odata.deltaLink": "URL/v1.0/users/delta?$deltatoken=b"}"#);
    assert_eq!(delta::changes(&graph, &path)?, ["removed 1: deleted"]);
    // The service has forgotten the position.
    server.plan(410, "", r#"{"error": {"code": "syncStateNotFound", "message": "The token is too old."}}"#);
    server.plan(200, "", r#"{"value": [], "@odata.deltaLink": "URL/v1.0/users/delta?$deltatoken=c"}"#);
    assert_eq!(delta::changes(&graph, &path)?, ["all users, since the position was too old:"]);
    let delta = |query: &str| format!("GET /v1.0/users/delta?{query}");
    let expected = ["$select=displayName", "$deltatoken=a", "$deltatoken=b", "$select=displayName"];
    assert_eq!(server.lines(), expected.map(delta));
    assert!(std::fs::read_to_string(&path)?.ends_with("$deltatoken=c"));
    Ok(())
}

#[test]
fn a_person_signs_in_once() -> Outcome {
    let server = Server::start()?;
    let shown = Arc::new(Mutex::new(Vec::new()));
    let show = {
        let shown = shown.clone();
        move |message: &str| shown.lock().unwrap().push(message.to_owned())
    };
    let sign_in = sign_in_device_code::DeviceCode::new(format!("{}/login", server.url), "app".to_owned(), show)
        .map_err(|error| error.to_string())?;
    let graph = Graph::builder(format!("{}/v1.0", server.url))
        .scopes(["https://graph.example/User.Read"])
        .token(TokenCache::new(sign_in))
        .build()?;
    server.plan(
        200,
        "",
        r#"{"device_code": "d", "user_code": "ABCD", "verification_uri": "https://login.example", "expires_in": 60, "interval": 0}"#,
    );
    server.plan(400, "", r#"{"error": "authorization_pending"}"#);
    // The token expires at once, so the next request needs another one.
    server.plan(200, "", r#"{"access_token": "first", "refresh_token": "r", "expires_in": 0}"#);
    server.plan(200, "", r#"{"displayName": "Ann"}"#);
    server.plan(200, "", r#"{"access_token": "second", "expires_in": 3599}"#);
    server.plan(200, "", r#"{"displayName": "Ann"}"#);
    for _ in 0..2 {
        assert_eq!(users::get(ME).send_blocking(&graph)?.display_name.as_deref(), Some("Ann"));
    }
    assert_eq!(*shown.lock().unwrap(), ["open https://login.example and enter the code ABCD"]);
    let lines = server.lines();
    let token = "POST /login/token";
    assert_eq!(lines, ["POST /login/devicecode", token, token, "GET /v1.0/me", token, "GET /v1.0/me"]);
    let requests = server.requests();
    assert!(
        requests[0].ends_with("scope=https%3A%2F%2Fgraph%2Eexample%2FUser%2ERead%20offline%5Faccess&client_id=app")
    );
    assert!(requests[4].contains("grant_type=refresh%5Ftoken&refresh_token=r&"), "{}", requests[4]);
    assert!(requests[5].to_lowercase().contains("authorization: bearer second"));
    Ok(())
}
