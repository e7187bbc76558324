//! `bench serve`
//!
//! In: the number of pages of the list. Out: a server in a process of its own, so that its processor time is not that of the client. It
//! prints its base URL, and ends when its standard input does.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{self, Child, Command, Stdio};
use std::{env, thread};

use clap::Args;

use crate::error::MeasureError;
use crate::serve::{BASE, Responses, run};

/// Options of the server.
#[derive(Debug, Args)]
pub struct Serve {
    /// Number of pages of the list
    #[arg(long, value_name = "N", default_value = "1000")]
    pages: usize,
}

impl Serve {
    pub(super) fn run(&self) -> Result<(), MeasureError> {
        let failed = |e: io::Error| MeasureError::Command("serve".to_owned(), e.to_string());
        let listener = TcpListener::bind("127.0.0.1:0").map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let mut out = io::stdout().lock();
        writeln!(out, "http://{address}{BASE}").and_then(|()| out.flush()).map_err(failed)?;
        // The process that has started it also ends it, even if that process is killed.
        thread::spawn(|| {
            let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
            process::exit(0);
        });
        run(&listener, &Responses::new(address, self.pages)).map_err(failed)
    }
}

/// A running server. Dropping it ends the server.
pub struct Server {
    child: Child,
    /// Its base URL.
    pub base_url: String,
}

impl Server {
    /// Starts the server in a process of its own.
    ///
    /// # Errors
    /// Fails if it cannot be started.
    pub fn start(pages: usize) -> Result<Self, MeasureError> {
        let program = env::current_exe().map_err(MeasureError::disk(Path::new("this program")))?;
        let mut command = Command::new(program);
        command.arg("serve").arg("--pages").arg(pages.to_string());
        Server::spawn(&mut command)
    }

    fn spawn(command: &mut Command) -> Result<Self, MeasureError> {
        let shown = format!("{command:?}");
        let failed = |e: io::Error| MeasureError::Command(shown.clone(), e.to_string());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(failed)?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).take(1024).read_line(&mut line).map_err(failed)?;
        }
        let server = Server { child, base_url: line.trim().to_owned() };
        if server.base_url.starts_with("http://") {
            return Ok(server);
        }
        Err(MeasureError::Command(shown, format!("it has printed {:?} in place of an address", server.base_url)))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_prints_no_address_is_not_a_server() {
        // This program lists its tests.
        let mut command = Command::new(env::current_exe().expect("a path"));
        let result = Server::spawn(command.arg("--list"));
        let error = result.err().expect("the name of a test is not an address").to_string();
        assert!(error.contains("in place of an address"), "{error}");
    }
}
