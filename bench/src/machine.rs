//! What was measured on.
//!
//! In: the system. Out: a line of text: processor, cores, memory, system, compiler, day.

use std::fs;
use std::process::Command;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::report;

/// The machine and the day, as a line of markdown.
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

/// The value of the first line of `/proc/{file}` that begins with `key`.
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

/// Today in UTC, `2024-05-04`.
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
    date(seconds / 86_400)
}

/// The date of a day since 1970-01-01, in the Gregorian calendar counted from March of the year 0.
fn date(days: u64) -> String {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(59), "1970-03-01");
        assert_eq!(date(11_016), "2000-02-29");
        assert_eq!(date(19_847), "2024-05-04");
    }

    #[test]
    fn the_line_says_how_many_cores() {
        assert!(line().contains(" core"), "{}", line());
    }
}
