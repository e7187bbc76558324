//! Describes the machine of a measurement.
//!
//! In: the system. Out: a line of text: processor, cores, memory, system, compiler, day.

use std::fs;
use std::process::Command;
use std::thread;

use crate::report;

/// Returns the machine and the day, as a line of markdown.
pub fn line() -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let parts = [
        Some(today()),
        Some(processor().unwrap_or_else(|| std::env::consts::ARCH.to_owned())),
        Some(format!("{cores} core{}", if cores == 1 { "" } else { "s" })),
        memory().map(|bytes| format!("{} of memory", report::bytes(bytes))),
        Some(system()),
        compiler(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Returns the value in the first line of `/proc/{file}` that begins with `key`.
fn proc(file: &str, key: &str) -> Option<String> {
    let text = fs::read_to_string(format!("/proc/{file}")).ok()?;
    let line = text.lines().find(|line| line.starts_with(key))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn processor() -> Option<String> {
    proc("cpuinfo", "model name")
        .or_else(|| output("sysctl", &["-n", "machdep.cpu.brand_string"]))
        .or_else(|| std::env::var("PROCESSOR_IDENTIFIER").ok())
}

fn memory() -> Option<u64> {
    let kilobytes: u64 = proc("meminfo", "MemTotal")?.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024)
}

fn system() -> String {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    name.map_or_else(|| std::env::consts::OS.to_owned(), |name| name.trim_matches('"').to_owned())
}

fn compiler() -> Option<String> {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let text = output(&rustc, &["--version"])?;
    Some(text.split(" (").next().unwrap_or(&text).to_owned())
}

fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

/// Returns today's date in UTC, `2024-05-04`.
fn today() -> String {
    jiff::Timestamp::now().strftime("%F").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_a_date() {
        assert!(today().parse::<jiff::civil::Date>().is_ok(), "{}", today());
    }

    #[test]
    fn the_line_contains_the_number_of_cores() {
        assert!(line().contains(" core"), "{}", line());
    }
}
