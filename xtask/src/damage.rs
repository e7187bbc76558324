//! Pages with errors, for a person to judge how often an error is right: real references have none.
//!
//! In: a copy of a docs folder, and a seed. Out: some of its pages, each damaged in one way, and a table of them.

use std::fs;
use std::path::PathBuf;

use docbindgen::pipeline::{self, PageReport};

use crate::Failure;

/// What to damage.
#[derive(clap::Args)]
pub struct Options {
    /// A copy of a docs folder. Its pages are changed.
    docs: PathBuf,
    /// The number of pages.
    #[arg(long, value_name = "N", default_value_t = 50)]
    count: usize,
    /// Equal seeds choose equal pages.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// A way to damage a page.
struct Damage {
    name: &'static str,
    /// Returns the damaged text, or `None` if the page has nothing of the kind.
    apply: fn(&str) -> Option<String>,
}

const DAMAGES: [Damage; 6] = [
    Damage { name: "the name cell of a row is empty", apply: empty_name_cell },
    Damage { name: "a request line has no path", apply: remove_path },
    Damage { name: "no request line is left", apply: remove_requests },
    Damage { name: "nothing names the type", apply: remove_names },
    Damage { name: "the page ends in the middle", apply: cut },
    Damage { name: "the table has lost its delimiter row", apply: remove_delimiter_row },
];

/// Damages pages and prints what it did.
///
/// # Errors
/// Fails if the folder cannot be read, or a page cannot be written.
pub fn run(options: &Options) -> Result<(), Failure> {
    let outcome = pipeline::run(&options.docs, &pipeline::Options::default())?;
    let has_facts = |page: &&PageReport| !page.types.is_empty() || !page.requests.is_empty();
    let mut pages: Vec<&PageReport> = outcome.report.pages.iter().filter(has_facts).collect();
    fastrand::Rng::with_seed(options.seed).shuffle(&mut pages);
    let mut damages = DAMAGES.iter().cycle();
    let mut left = options.count;
    println!("`{}`, seed {}\n", options.docs.display(), options.seed);
    println!("| page | damage |\n|---|---|");
    for page in pages {
        let Some(damage) = damages.next().filter(|_| left > 0) else { break };
        let file = options.docs.join(&page.path);
        let Some(text) = (damage.apply)(&fs::read_to_string(&file)?) else { continue };
        fs::write(&file, text)?;
        println!("| {} | {} |", page.path, damage.name);
        left -= 1;
    }
    Ok(())
}

/// Replaces lines of a text. `change` returns the lines in place of a line.
fn lines(text: &str, mut change: impl FnMut(&str) -> Option<String>) -> Option<String> {
    let mut is_changed = false;
    let mut result = String::new();
    for line in text.split_inclusive('\n') {
        match change(line) {
            Some(other) => {
                is_changed = true;
                result.push_str(&other);
            }
            None => result.push_str(line),
        }
    }
    is_changed.then_some(result)
}

fn is_delimiter_row(line: &str) -> bool {
    let line = line.trim();
    line.contains("--") && line.contains('|') && line.chars().all(|c| "|:- ".contains(c))
}

fn empty_name_cell(text: &str) -> Option<String> {
    let (mut is_row, mut is_done) = (false, false);
    lines(text, |line| {
        if is_row && !is_done {
            is_done = true;
            let rest = line.trim_start_matches('|').split_once('|')?.1;
            return Some(format!("| |{rest}"));
        }
        is_row = is_delimiter_row(line);
        None
    })
}

/// Returns whether a line is a request line.
fn is_request(line: &str) -> bool {
    let (method, path) = line.trim().split_once(' ').unwrap_or_default();
    ["GET", "POST", "PATCH", "PUT", "DELETE"].contains(&method) && path.starts_with('/')
}

fn remove_path(text: &str) -> Option<String> {
    let mut is_done = false;
    lines(text, |line| {
        let method = line.split(' ').next().filter(|_| is_request(line) && !is_done)?;
        is_done = true;
        Some(format!("{method}\n"))
    })
}

fn remove_requests(text: &str) -> Option<String> {
    lines(text, |line| is_request(line).then(String::new))
}

fn remove_names(text: &str) -> Option<String> {
    lines(text, |line| {
        let is_name = line.starts_with("# ") || line.starts_with("title:") || line.contains("@odata.type");
        is_name.then(String::new)
    })
}

fn cut(text: &str) -> Option<String> {
    let middle = text.char_indices().nth(text.chars().count() / 2)?.0;
    text.get(..middle).map(str::to_owned)
}

fn remove_delimiter_row(text: &str) -> Option<String> {
    let mut is_done = false;
    lines(text, |line| {
        let is_first = is_delimiter_row(line) && !is_done;
        is_done |= is_first;
        is_first.then(String::new)
    })
}
