//! An HTTP server on this machine that fails on purpose.
//!
//! In: for each request, what the server does: bytes, pauses, the end of the connection. Out: the requests that it has received, and
//! which connections the client has closed. It knows only as much of HTTP as is needed to see where a request ends.

pub mod http2;
pub mod tls;

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// The largest request, in bytes.
const LARGEST: usize = 256 * 1024;

/// When a test that waits for the client gives up.
const GIVE_UP: Duration = Duration::from_secs(20);

/// What the server does.
#[derive(Clone)]
pub enum Act {
    /// Sends bytes.
    Write(Vec<u8>),
    /// Sends bytes, each after a pause, until the client closes the connection.
    Trickle(Vec<u8>),
    /// Waits until the client closes the connection.
    Stall,
    /// Closes the connection in order.
    Close,
    /// Resets the connection.
    Reset,
}

/// A request that the server has received.
#[derive(Clone, Debug)]
pub struct Received {
    /// The number of the connection, from 0.
    pub connection: usize,
    /// The method.
    pub method: String,
    /// The path and query.
    pub target: String,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Received {
    /// Parses a request. Returns it with its length, or `None` if it is not complete.
    fn parse(bytes: &[u8], connection: usize) -> Option<(Self, usize)> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.lines();
        let mut words = lines.next()?.split(' ').map(str::to_owned);
        let (method, target) = (words.next()?, words.next()?);
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let mut received = Self { connection, method, target, headers, body: Vec::new() };
        let length = received.header("content-length").map_or(0, |length| length.parse().expect("a length"));
        received.body = bytes.get(end..end + length)?.to_vec();
        Some((received, end + length))
    }

    /// Returns the first header with this name, in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

type Script = dyn Fn(usize, &Received) -> Vec<Act> + Send + Sync;

#[derive(Default)]
struct State {
    received: Vec<Received>,
    closed_by_client: usize,
    /// The connections, by their number.
    streams: Vec<(usize, TcpStream)>,
    is_stopped: bool,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    script: Box<Script>,
}

/// A server. Dropping it closes its connections.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Server {
    /// Starts a server that decides by the number of the request, from 0, and the request.
    pub fn new(script: impl Fn(usize, &Received) -> Vec<Act> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared { state: Mutex::default(), changed: Condvar::new(), script: Box::new(script) });
        let server = Self { address, shared: shared.clone() };
        thread::spawn(move || {
            for (number, stream) in listener.incoming().enumerate() {
                let Ok(stream) = stream else { return };
                let mut state = shared.state.lock().expect("no panic");
                if state.is_stopped {
                    return;
                }
                state.streams.push((number, stream.try_clone().expect("a handle")));
                let shared = shared.clone();
                thread::spawn(move || shared.serve(stream, number));
            }
        });
        server
    }

    /// Starts a server that does these things for the first, second, … request, and the last of them for all others.
    pub fn in_order(acts: Vec<Vec<Act>>) -> Self {
        Self::new(move |number, _| acts[number.min(acts.len() - 1)].clone())
    }

    /// Returns the base URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the requests so far.
    pub fn received(&self) -> Vec<Received> {
        self.shared.state.lock().expect("no panic").received.clone()
    }

    /// Waits until the client has closed this number of connections on which the server was still busy.
    pub fn wait_for_closed(&self, count: usize) {
        self.wait(|state| state.closed_by_client >= count);
    }

    fn wait(&self, is_done: impl Fn(&State) -> bool) {
        let state = self.shared.state.lock().expect("no panic");
        let waited = self.shared.changed.wait_timeout_while(state, GIVE_UP, |state| !is_done(state));
        assert!(!waited.expect("no panic").1.timed_out(), "it never happened");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Ok(mut state) = self.shared.state.lock() {
            state.is_stopped = true;
            state.streams.iter().for_each(|(_, stream)| drop(stream.shutdown(Shutdown::Both)));
        }
        // The listener ends with the next connection.
        drop(TcpStream::connect(self.address));
    }
}

impl Shared {
    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().expect("no panic"));
        self.changed.notify_all();
    }

    /// Serves the requests of a connection.
    fn serve(&self, mut stream: TcpStream, connection: usize) {
        drop(stream.set_nodelay(true));
        while let Some(received) = receive(&mut stream, connection) {
            let mut number = 0;
            self.change(|state| {
                number = state.received.len();
                state.received.push(received.clone());
            });
            for act in (self.script)(number, &received) {
                if !self.perform(act, &mut stream) {
                    self.forget(connection);
                    return;
                }
            }
            // See `receive`.
            if stream.read_exact(&mut [0]).is_err() {
                break;
            }
        }
        self.forget(connection);
    }

    /// Drops the other handle of a stream, so that dropping the stream closes the connection.
    fn forget(&self, connection: usize) {
        self.change(|state| state.streams.retain(|(other, _)| *other != connection));
    }

    /// Does something. Returns whether the connection goes on.
    fn perform(&self, act: Act, stream: &mut TcpStream) -> bool {
        match act {
            Act::Write(bytes) => return stream.write_all(&bytes).is_ok(),
            Act::Trickle(bytes) => {
                let pause = || thread::sleep(Duration::from_millis(5));
                let is_sent = bytes.iter().all(|byte| {
                    pause();
                    stream.write_all(&[*byte]).is_ok()
                });
                if is_sent {
                    return true;
                }
                self.change(|state| state.closed_by_client += 1);
            }
            Act::Stall => {
                // The byte that `receive` leaves is not the end.
                let mut rest = [0; 64];
                while stream.read(&mut rest).is_ok_and(|count| count > 0) {}
                self.change(|state| state.closed_by_client += 1);
            }
            Act::Close => {
                drop(stream.read_exact(&mut [0]));
                drop(stream.shutdown(Shutdown::Write));
            }
            Act::Reset => {}
        }
        false
    }
}

/// Receives a request, or `None` at the end of the connection. The last byte stays in the socket: a socket that is closed with bytes
/// left resets the connection, and the standard library has no other way to do that.
fn receive(stream: &mut TcpStream, connection: usize) -> Option<Received> {
    let mut bytes = vec![0; LARGEST];
    let start = Instant::now();
    let mut seen = 0;
    loop {
        let count = stream.peek(&mut bytes).ok().filter(|count| *count > 0)?;
        if let Some((received, length)) = Received::parse(&bytes[..count], connection) {
            stream.read_exact(&mut bytes[..length - 1]).ok()?;
            return Some(received);
        }
        assert!(start.elapsed() < GIVE_UP, "the request is not complete");
        if count == seen {
            thread::sleep(Duration::from_millis(1));
        }
        seen = count;
    }
}

/// A response with a length.
pub fn response(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Act {
    let body = body.as_ref();
    let mut bytes = head(status, headers, body.len());
    bytes.extend_from_slice(body);
    Act::Write(bytes)
}

/// The head of a response with this length.
pub fn head(status: u16, headers: &[(&str, &str)], length: usize) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {status} Reason\r\n");
    headers.iter().for_each(|(name, value)| text += &format!("{name}: {value}\r\n"));
    if status != 204 {
        text += &format!("Content-Length: {length}\r\n");
    }
    (text + "\r\n").into_bytes()
}

/// A successful response with JSON.
pub fn json(body: &str) -> Act {
    response(200, &[("Content-Type", "application/json")], body)
}
