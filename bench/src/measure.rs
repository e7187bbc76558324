//! What a command costs.
//!
//! In: a command. Out: wall time, processor time and peak memory of it and all it started.

use std::io::{self, Read};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use wait4::Wait4;

use crate::error::Error;

/// What one run of a command cost.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// From start to end.
    pub wall: Duration,
    /// User and system time of the process and its children; `None` where the system does not say.
    pub cpu: Option<Duration>,
    /// Bytes of the largest single process among them; `None` where the system does not say.
    pub peak: Option<u64>,
}

impl Cost {
    /// Seconds of processor time, or of the clock where the system does not say.
    pub fn seconds(&self) -> f64 {
        self.cpu.unwrap_or(self.wall).as_secs_f64()
    }
}

/// Runs a command to its end.
///
/// # Errors
/// When it cannot be started or fails; its messages are part of the error.
pub fn run(command: &mut Command) -> Result<(Cost, Vec<u8>), Error> {
    let shown = format!("{command:?}");
    let failed = |e: io::Error| Error::Command(shown.clone(), e.to_string());
    let start = Instant::now();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(failed)?;
    let mut messages = child.stderr.take();
    let reader = thread::spawn(move || {
        let mut text = Vec::new();
        if let Some(pipe) = &mut messages {
            // What cannot be read is missing from an error's text only.
            let _ = pipe.read_to_end(&mut text);
        }
        text
    });
    let mut output = Vec::new();
    if let Some(mut pipe) = child.stdout.take() {
        pipe.read_to_end(&mut output).map_err(failed)?;
    }
    let end = child.wait4().map_err(failed)?;
    let wall = start.elapsed();
    let messages = reader.join().unwrap_or_default();
    if !end.status.success() {
        let text = String::from_utf8_lossy(&messages);
        let tail: Vec<&str> = text.lines().rev().take(40).collect();
        let tail: Vec<&str> = tail.into_iter().rev().collect();
        return Err(Error::Command(shown, format!("{}\n{}", end.status, tail.join("\n"))));
    }
    // Elsewhere the figures are those of the process alone, not of what it started.
    let (cpu, peak) = if cfg!(unix) {
        (Some(end.rusage.utime + end.rusage.stime), Some(end.rusage.maxrss).filter(|bytes| *bytes > 0))
    } else {
        (None, None)
    };
    Ok((Cost { wall, cpu, peak }, output))
}
