//! Measures the cost of a command.
//!
//! In: a command. Out: wall time, processor time and peak memory of its process and all child processes.

use std::io::{self, Read};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use wait4::Wait4;

use crate::error::MeasureError;

/// The cost of one run of a command.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// From start to end.
    pub wall: Duration,
    /// User and system time of the process and its children; `None` if the system does not report it.
    pub cpu: Option<Duration>,
    /// Bytes of the largest single process among them; `None` if the system does not report it.
    pub peak: Option<u64>,
}

impl Cost {
    /// Returns the seconds of processor time, or of wall time if the system does not report it.
    pub fn seconds(&self) -> f64 {
        self.cpu.unwrap_or(self.wall).as_secs_f64()
    }
}

/// Runs a command to completion.
///
/// # Errors
/// Fails if it cannot be started or reports a failure; its messages are part of the error.
pub fn run(command: &mut Command) -> Result<(Cost, Vec<u8>), MeasureError> {
    run_if(command, ExitStatus::success)
}

/// Runs a command of docbindgen to completion, which exits with 1 if it finds something in the pages.
///
/// # Errors
/// Fails if it cannot be started or reports another failure; its messages are part of the error.
pub fn run_with_findings(command: &mut Command) -> Result<(Cost, Vec<u8>), MeasureError> {
    run_if(command, |status| matches!(status.code(), Some(0 | 1)))
}

fn run_if(command: &mut Command, is_accepted: impl Fn(&ExitStatus) -> bool) -> Result<(Cost, Vec<u8>), MeasureError> {
    let shown = format!("{command:?}");
    let failed = |e: io::Error| MeasureError::Command(shown.clone(), e.to_string());
    let start = Instant::now();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(failed)?;
    let mut messages = child.stderr.take();
    let reader = thread::spawn(move || {
        let mut text = Vec::new();
        if let Some(pipe) = &mut messages {
            // Output that cannot be read is only missing from the error's text.
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
    if !is_accepted(&end.status) {
        let text = String::from_utf8_lossy(&messages);
        let tail: Vec<&str> = text.lines().rev().take(40).collect();
        let tail: Vec<&str> = tail.into_iter().rev().collect();
        return Err(MeasureError::Command(shown, format!("{}\n{}", end.status, tail.join("\n"))));
    }
    // On other systems, only the process itself is measured, not its children.
    let (cpu, peak) = if cfg!(unix) {
        (Some(end.rusage.utime + end.rusage.stime), Some(end.rusage.maxrss).filter(|bytes| *bytes > 0))
    } else {
        (None, None)
    };
    Ok((Cost { wall, cpu, peak }, output))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn findings_are_not_failures() {
        let exit = |code: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", code]);
            command
        };
        assert!(run_with_findings(&mut exit("exit 1")).is_ok() && run(&mut exit("exit 1")).is_err());
        assert!(run_with_findings(&mut exit("exit 2")).is_err() && run_with_findings(&mut exit("kill -9 $$")).is_err());
    }
}
