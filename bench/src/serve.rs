//! A small HTTP server with fixed responses, for programs whose requests are measured.
//!
//! In: a listener, and the number of pages of the list. Out: for each request, one response, in one write. A thread serves each connection and
//! keeps it alive. The server knows only as much of HTTP as requests without bodies need, so that it costs less than any client.
//!
//! Responses have the headers of the service, so that clients have as much to read as they have there.

use std::fmt::Write as _;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

/// The number of items on a page.
pub const ITEMS: usize = 100;

/// The path of the service, which clients append to the address of the server.
pub const BASE: &str = "/v1.0";

/// The name of the query option that numbers the pages, from 1. The first page has none.
const PAGE: &str = "$skiptoken=";

/// The largest head of a request, in bytes.
const LARGEST: usize = 64 * 1024;

/// The headers of each response.
const HEADERS: &str = "Cache-Control: no-cache\r\n\
    Content-Type: application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8\r\n\
    Vary: Accept-Encoding\r\n\
    Strict-Transport-Security: max-age=31536000\r\n\
    request-id: 7b0e7d1c-0f0a-4c1c-9b51-0d8a0c2f7d3e\r\n\
    x-ms-ags-diagnostic: {\"ServerInfo\":{\"DataCenter\":\"North Europe\",\"Slice\":\"E\",\"Ring\":\"4\",\"ScaleUnit\":\"001\"}}\r\n\
    x-ms-resource-unit: 1\r\n\
    Date: Sun, 29 Nov 2026 12:00:00 GMT\r\n";

/// The responses.
#[derive(Debug)]
pub struct Responses {
    /// The base URL, for links.
    base: String,
    pages: usize,
    user: Vec<u8>,
    missing: Vec<u8>,
    /// The items of every page, without the start of the object.
    items: String,
}

impl Responses {
    /// Prepares the responses of a server at `address`, whose list has this number of pages.
    pub fn new(address: SocketAddr, pages: usize) -> Self {
        let base = format!("http://{address}{BASE}");
        let user = format!(
            "{{\"@odata.context\":\"{base}/$metadata#users/$entity\",\"businessPhones\":[\"+1 425 555 0109\"],\"displayName\":\"Adele Vance\",\
             \"givenName\":\"Adele\",\"jobTitle\":\"Retail Manager\",\"mail\":\"adele@contoso.com\",\"mobilePhone\":null,\
             \"officeLocation\":\"18/2111\",\"preferredLanguage\":\"en-US\",\"surname\":\"Vance\",\
             \"userPrincipalName\":\"adele@contoso.com\",\"id\":\"87d349ed-44d7-43e1-9a83-5f2406dee5bd\"}}"
        );
        let items: Vec<String> = (0..ITEMS)
            .map(|at| {
                format!("{{\"id\":\"user-{at}\",\"displayName\":\"User {at}\",\"mail\":\"user-{at}@contoso.com\"}}")
            })
            .collect();
        Responses {
            base,
            pages,
            user: response("200 OK", &user),
            missing: response("404 Not Found", "{\"error\":{\"code\":\"notFound\",\"message\":\"No such path.\"}}"),
            items: format!("\"value\":[{}]}}", items.join(",")),
        }
    }

    /// Writes the response for a path and query to `out`, in place of what it contains.
    fn write(&self, target: &str, out: &mut Vec<u8>) {
        out.clear();
        match target.strip_prefix(BASE).and_then(|path| path.strip_prefix("/users")) {
            Some(rest) if rest.len() > 1 && rest.starts_with('/') => out.extend_from_slice(&self.user),
            Some(rest) if rest.is_empty() || rest.starts_with('?') => self.write_page(page_number(rest), out),
            _ => out.extend_from_slice(&self.missing),
        }
    }

    fn write_page(&self, number: usize, out: &mut Vec<u8>) {
        let mut start = format!("{{\"@odata.context\":\"{}/$metadata#users\",", self.base);
        if number + 1 < self.pages {
            // Writing to a string does not fail.
            let _ = write!(start, "\"@odata.nextLink\":\"{}/users?{PAGE}{}\",", self.base, number + 1);
        }
        out.extend_from_slice(head("200 OK", start.len() + self.items.len()).as_bytes());
        out.extend_from_slice(start.as_bytes());
        out.extend_from_slice(self.items.as_bytes());
    }
}

/// Returns the number of the page that a query names, from 0.
fn page_number(query: &str) -> usize {
    let options = query.trim_start_matches('?').split('&');
    // Some clients encode `$`.
    let number = options.map(|option| option.replace("%24", "$")).find_map(|o| o.strip_prefix(PAGE)?.parse().ok());
    number.unwrap_or(0)
}

fn head(status: &str, length: usize) -> String {
    format!("HTTP/1.1 {status}\r\n{HEADERS}Content-Length: {length}\r\n\r\n")
}

fn response(status: &str, body: &str) -> Vec<u8> {
    let mut response = head(status, body.len()).into_bytes();
    response.extend_from_slice(body.as_bytes());
    response
}

/// Serves all connections, until the process ends.
///
/// # Errors
/// Fails if no further connection can be accepted.
pub fn run(listener: &TcpListener, responses: &Responses) -> io::Result<()> {
    thread::scope(|scope| {
        loop {
            let (stream, _) = listener.accept()?;
            // A client that goes away ends its connection only.
            scope.spawn(move || _ = serve(stream, responses));
        }
    })
}

/// Serves a connection until the client closes it.
fn serve(mut stream: TcpStream, responses: &Responses) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let (mut received, mut out) = (Vec::new(), Vec::new());
    let mut buffer = [0; 8 * 1024];
    loop {
        while let Some(length) = head_length(&received) {
            let target = target(received.get(..length).unwrap_or_default()).unwrap_or_default();
            responses.write(&target, &mut out);
            received.drain(..length);
            stream.write_all(&out)?;
        }
        if received.len() > LARGEST {
            return Err(ErrorKind::InvalidData.into());
        }
        match stream.read(&mut buffer)? {
            0 => return Ok(()),
            count => received.extend_from_slice(buffer.get(..count).unwrap_or_default()),
        }
    }
}

/// Returns the length of the first request, with the empty line at its end, or `None` if it is not complete.
fn head_length(received: &[u8]) -> Option<usize> {
    received.windows(4).position(|window| window == b"\r\n\r\n").map(|end| end + 4)
}

/// Returns the path and query of a request.
fn target(head: &[u8]) -> Option<String> {
    let line = head.split(|byte| *byte == b'\r').next()?;
    Some(String::from_utf8_lossy(line.split(|byte| *byte == b' ').nth(1)?).into_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// Starts a server whose list has three pages.
    fn start() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("an address");
        thread::spawn(move || run(&listener, &Responses::new(address, 3)));
        address
    }

    /// Reads a response: its status line and headers, and its body.
    fn read(stream: &mut TcpStream) -> (String, Value) {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).expect("a head");
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).expect("text");
        let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: ")).expect("a length");
        let mut body = vec![0; length.parse().expect("a number")];
        stream.read_exact(&mut body).expect("a body of this length");
        (head, serde_json::from_slice(&body).expect("JSON"))
    }

    fn get(stream: &mut TcpStream, target: &str) -> (String, Value) {
        write!(stream, "GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("it is connected");
        read(stream)
    }

    #[test]
    fn a_connection_serves_any_number_of_requests() {
        let mut stream = TcpStream::connect(start()).expect("it listens");
        for _ in 0..3 {
            let (head, user) = get(&mut stream, "/v1.0/users/1");
            assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
            assert_eq!(user["displayName"], "Adele Vance");
        }
        let (head, error) = get(&mut stream, "/beta/users/1");
        assert!(head.starts_with("HTTP/1.1 404 "), "{head}");
        assert_eq!(error["error"]["code"], "notFound");
    }

    #[test]
    fn requests_may_arrive_in_parts_and_together() {
        let mut stream = TcpStream::connect(start()).expect("it listens");
        stream.set_nodelay(true).expect("a socket");
        stream.write_all(b"GET /v1.0/us").expect("it is connected");
        stream.flush().expect("it is connected");
        thread::sleep(std::time::Duration::from_millis(20));
        stream.write_all(b"ers/1 HTTP/1.1\r\n\r\nGET /v1.0/users HTTP/1.1\r\n\r\n").expect("it is connected");
        assert_eq!(read(&mut stream).1["displayName"], "Adele Vance");
        assert_eq!(read(&mut stream).1["value"].as_array().map(Vec::len), Some(ITEMS));
    }

    #[test]
    fn the_links_lead_through_all_pages() {
        let address = start();
        let mut stream = TcpStream::connect(address).expect("it listens");
        let (mut target, mut pages) = ("/v1.0/users?$top=100".to_owned(), 0);
        loop {
            let page = get(&mut stream, &target).1;
            assert_eq!(page["value"].as_array().map(Vec::len), Some(ITEMS));
            pages += 1;
            let Some(link) = page["@odata.nextLink"].as_str() else { break };
            target = link.strip_prefix(&format!("http://{address}")).expect("its own address").to_owned();
        }
        assert_eq!(pages, 3);
        let encoded = get(&mut stream, "/v1.0/users?%24skiptoken=2").1;
        assert!(encoded["@odata.nextLink"].is_null(), "an encoded name is the same name");
    }

    #[test]
    fn a_request_without_an_end_is_rejected() {
        let mut stream = TcpStream::connect(start()).expect("it listens");
        // The server closes the connection, perhaps while this is still being written.
        let _ = stream.write_all(&vec![b'a'; LARGEST + 1]);
        assert!(matches!(stream.read(&mut [0]), Ok(0) | Err(_)));
    }
}
