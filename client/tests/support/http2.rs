//! A server that speaks as much HTTP/2 as is needed to refuse a request.
//!
//! In: how it refuses the first request. Out: a server that answers later requests with 204.

use std::io::{Read, Result, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// Frame types and flags (RFC 9113 §6).
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;
const ACK: u8 = 1;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// `:status: 204` in the static table (RFC 7541, appendix A).
const STATUS_204: u8 = 0x80 | 9;

/// How the first request is refused.
#[derive(Clone, Copy, Debug)]
pub enum Refusal {
    /// The connection goes away in order, before the request.
    GoAway,
    /// The stream is refused.
    Stream,
}

/// A server. It ends with the process.
pub struct Server(u16);

impl Server {
    /// Starts a server.
    pub fn new(refusal: Refusal) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("an address").port();
        thread::spawn(move || {
            let mut refusal = Some(refusal);
            for stream in listener.incoming() {
                drop(serve(stream.expect("a stream"), &mut refusal));
            }
        });
        Self(port)
    }

    /// Returns the base URL.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.0)
    }
}

/// Serves the requests of a connection until it is closed.
fn serve(mut stream: TcpStream, refusal: &mut Option<Refusal>) -> Result<()> {
    stream.read_exact(&mut [0; 24])?;
    write(&mut stream, SETTINGS, 0, 0, &[])?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head)?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let mut payload = vec![0; length as usize];
        stream.read_exact(&mut payload)?;
        let (kind, flags) = (head[3], head[4]);
        let id = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
        match (kind, refusal.filter(|_| kind == HEADERS)) {
            (SETTINGS, _) if flags & ACK == 0 => write(&mut stream, SETTINGS, ACK, 0, &[])?,
            (HEADERS, Some(Refusal::GoAway)) => {
                *refusal = None;
                // No stream was processed, and there is no error.
                write(&mut stream, GOAWAY, 0, 0, &[0; 8])?;
            }
            (HEADERS, Some(Refusal::Stream)) => {
                *refusal = None;
                // REFUSED_STREAM (RFC 9113 §7).
                write(&mut stream, RST_STREAM, 0, id, &[0, 0, 0, 7])?;
            }
            (HEADERS, None) => write(&mut stream, HEADERS, END_HEADERS | END_STREAM, id, &[STATUS_204])?,
            _ => {}
        }
    }
}

fn write(stream: &mut TcpStream, kind: u8, flags: u8, id: u32, payload: &[u8]) -> Result<()> {
    let length = u32::try_from(payload.len()).expect("a small frame").to_be_bytes();
    let mut frame = vec![length[1], length[2], length[3], kind, flags];
    frame.extend_from_slice(&id.to_be_bytes());
    frame.extend_from_slice(payload);
    stream.write_all(&frame)
}
