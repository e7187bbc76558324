//! `bench generate`
//!
//! In: pages. Out: the cost of the command into an empty folder, with nothing changed, and after one edited page, compared with the cost of
//! reading and formatting alone.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use docbindgen::pipeline::{self, Options};
use docbindgen::timings::{StageTime, Timings};
use serde_json::Value;

use super::{Subject, done, progress, root};
use crate::bare;
use crate::corpus;
use crate::crates::Generated;
use crate::error::MeasureError;
use crate::measure::{self, Cost};
use crate::report::{Section, Table, bytes, seconds, times};
use crate::stats::{median, ratio};

/// The measurements of each round.
#[derive(Debug, Default)]
pub struct Rounds {
    /// Reading and markdown: on one thread, on all threads.
    read: [Vec<f64>; 2],
    /// Formatting: on one thread, on all threads.
    format: [Vec<f64>; 2],
    /// The command into an empty folder, again, and after an edit.
    cold: Vec<Cost>,
    again: Vec<Cost>,
    edited: Vec<Cost>,
}

impl Rounds {
    /// Returns the bare cost of each round, on one thread or on all.
    pub fn bare(&self, all: bool) -> Vec<f64> {
        let at = usize::from(all);
        self.read[at].iter().zip(&self.format[at]).map(|(read, format)| read + format).collect()
    }

    /// Returns the cost of reading alone.
    fn reading(&self, all: bool) -> &[f64] {
        &self.read[usize::from(all)]
    }

    /// Returns the processor time of generating into an empty folder, of each round.
    pub fn cold_cpu(&self) -> Vec<f64> {
        self.cold.iter().map(Cost::seconds).collect()
    }

    /// Returns the wall time of generating into an empty folder, of each round.
    pub fn cold_wall(&self) -> Vec<f64> {
        walls(&self.cold)
    }
}

fn walls(costs: &[Cost]) -> Vec<f64> {
    costs.iter().map(|cost| cost.wall.as_secs_f64()).collect()
}

/// Builds the command as users build it, and returns its path.
///
/// # Errors
/// Fails if it does not compile.
pub fn command() -> Result<PathBuf, MeasureError> {
    let mut build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    // With this package, the dependencies have the same features as in the build of this program, and are not compiled again.
    build.current_dir(root()).args([
        "build",
        "--release",
        "--quiet",
        "-p",
        "bench",
        "-p",
        "docbindgen",
        "--bin",
        "docbindgen",
    ]);
    build.arg("--message-format=json");
    let (_, output) = measure::run(&mut build)?;
    let text = String::from_utf8_lossy(&output);
    let messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut programs = messages.filter_map(|message| message["executable"].as_str().map(PathBuf::from));
    programs.next().ok_or_else(|| MeasureError::Format("cargo does not say where docbindgen is".to_owned()))
}

/// Generates in several rounds, and measures the bare cost in each of them.
///
/// # Errors
/// Fails if a file cannot be read or written, or a command cannot be run.
pub fn rounds(command: &Path, docs: &Path, generated: &Generated, count: usize) -> Result<Rounds, MeasureError> {
    let scratch = tempfile::tempdir().map_err(MeasureError::disk(Path::new("a temporary folder")))?;
    let name = docs.canonicalize().ok().and_then(|docs| docs.file_name().map(ToOwned::to_owned));
    let copy = scratch.path().join(name.unwrap_or_else(|| "v1.0".into()));
    corpus::copy(docs, &copy)?;
    let pages = bare::pages(&copy)?;
    let sources: Vec<String> =
        generated.files.iter().filter(|(path, _)| path.ends_with(".rs")).map(|(_, text)| text.clone()).collect();
    let generate = |out: &Path| {
        let mut run = Command::new(command);
        run.arg("generate").arg("--docs").arg(&copy).arg("--out").arg(out).arg("--quiet");
        measure::run(&mut run).map(|(cost, _)| cost)
    };
    let mut rounds = Rounds::default();
    for round in 1..=count {
        progress(&format!("generate: {round} of {count}"));
        for (at, threads) in [1, bare::cores()].into_iter().enumerate() {
            rounds.read[at].push(bare::read(&pages, threads).as_secs_f64());
            rounds.format[at].push(bare::format(&sources, threads).as_secs_f64());
        }
        // A new folder each time. After thousands of files were removed, some file systems (ext4) check each freed entry again for every
        // new file, which takes longer than everything else.
        let out = scratch.path().join(format!("out{round}"));
        rounds.cold.push(generate(&out)?);
        rounds.again.push(generate(&out)?);
        let member = format!("benchEdited{round}");
        edit(&pages, &member)?;
        rounds.edited.push(generate(&out)?);
        let files = corpus::files(&out)?;
        if !files.iter().any(|path| fs::read_to_string(path).is_ok_and(|text| text.contains(&member))) {
            return Err(MeasureError::Format("an edited page did not change what was generated".to_owned()));
        }
    }
    Ok(rounds)
}

/// Adds a property to the first page with a table of properties.
fn edit(pages: &[PathBuf], member: &str) -> Result<(), MeasureError> {
    for path in pages {
        let text = fs::read_to_string(path).unwrap_or_default();
        if let Some(text) = with_property(&text, member) {
            return fs::write(path, text).map_err(MeasureError::disk(path));
        }
    }
    Err(MeasureError::Format("no page has a table of properties".to_owned()))
}

/// Returns the text of a page with another row in its property table, if the page describes a type and the table has three columns.
fn with_property(text: &str, member: &str) -> Option<String> {
    if !text.contains(" resource type") {
        return None;
    }
    let heading = text.find("\n## Properties")?;
    let line = heading + text[heading..].find("\n|:")? + 1;
    let end = line + text[line..].find('\n')?;
    (text[line..end].trim_end().trim_end_matches('|').matches('|').count() == 3)
        .then(|| format!("{}\n|{member}|String|One more.|{}", &text[..end], &text[end..]))
}

/// Returns the times of the stages of a run in this process.
fn stages(docs: &Path) -> Result<Timings, MeasureError> {
    let outcome =
        pipeline::run(docs, &Options::default()).map_err(|e| MeasureError::Generate(docs.to_owned(), e.to_string()))?;
    Ok(outcome.timings)
}

/// Returns the medians of several runs, one row for each stage.
fn stages_table(runs: &[Timings]) -> String {
    let mut table = Table::new(&["stage", "wall", "all threads"]);
    let stages = runs.first().into_iter().flat_map(Timings::iter).map(|time| time.stage);
    for (at, stage) in stages.enumerate() {
        let of = |spent: fn(&StageTime) -> Duration| {
            let spent = runs.iter().filter_map(|run| run.iter().nth(at)).map(|time| spent(time).as_secs_f64());
            seconds(median(&spent.collect::<Vec<_>>()))
        };
        table.row(vec![stage.to_owned(), of(|time| time.wall), of(|time| time.work)]);
    }
    table.text()
}

/// Measures generating.
pub fn section(subject: &Subject) -> Result<Section, MeasureError> {
    progress("generate: building the command");
    let command = command()?;
    let rounds = rounds(&command, &subject.docs, &subject.generated, subject.runs)?;
    let by_stage = (0..subject.runs).map(|_| stages(&subject.docs)).collect::<Result<Vec<_>, _>>()?;
    done();

    let mut text = String::from("## Generating\n\n");
    text.push_str(
        "The bare cost is reading all pages and going through their markdown (pulldown-cmark with tables and places), and parsing and \
         printing the emitted Rust (syn, prettyplease). The command is the release build, as a process of its own. × is against the \
         bare cost on all cores, or for CPU against that on one thread. It writes where the system keeps temporary files (`TMPDIR`): on \
         ext4, soon after thousands of files were removed there, writing new ones takes half a second more.\n\n",
    );
    text.push_str(&costs(&rounds));
    text.push_str("\nStages of a run, without writing:\n\n");
    text.push_str(&stages_table(&by_stage));
    text.push_str("\nLimits, and what this run gives:\n\n");
    text.push_str(&limits(&rounds));
    Ok(Section { id: "generate", text })
}

fn costs(rounds: &Rounds) -> String {
    let mut table = Table::new(&["", "wall", "×", "CPU", "×", "memory"]);
    let (all, one) = (rounds.bare(true), rounds.bare(false));
    for (title, walls, cpus) in [
        ("bare: reading and markdown", rounds.reading(true), rounds.reading(false)),
        ("bare: formatting", &rounds.format[1][..], &rounds.format[0][..]),
        ("bare: both", &all[..], &one[..]),
    ] {
        table.row(vec![
            title.to_owned(),
            seconds(median(walls)),
            times(ratio(walls, &all)),
            seconds(median(cpus)),
            times(ratio(cpus, &one)),
            String::new(),
        ]);
    }
    for (title, costs) in [
        ("into an empty folder", &rounds.cold),
        ("again, nothing changed", &rounds.again),
        ("again, one page edited", &rounds.edited),
    ] {
        let cpu: Vec<f64> = costs.iter().map(Cost::seconds).collect();
        table.row(vec![
            title.to_owned(),
            seconds(median(&walls(costs))),
            times(ratio(&walls(costs), &all)),
            seconds(median(&cpu)),
            times(ratio(&cpu, &one)),
            costs.iter().filter_map(|cost| cost.peak).max().map_or_else(|| "not measured".to_owned(), bytes),
        ]);
    }
    table.text()
}

fn limits(rounds: &Rounds) -> String {
    let mut table = Table::new(&["", "limit", "measured", ""]);
    let verdict = |met: bool| if met { "met" } else { "missed" }.to_owned();
    let against = ratio(&rounds.cold_wall(), &rounds.bare(true));
    table.row(vec![
        "from nothing ÷ bare cost".to_owned(),
        "at most 3".to_owned(),
        times(against),
        verdict(against <= 3.0),
    ]);
    let edited = median(&walls(&rounds.edited));
    table.row(vec![
        "one edited page".to_owned(),
        "at most 150 ms".to_owned(),
        seconds(edited),
        verdict(edited <= 0.150),
    ]);
    let peak = rounds.cold.iter().filter_map(|cost| cost.peak).max();
    table.row(vec![
        "memory".to_owned(),
        "at most 300 MB".to_owned(),
        peak.map_or_else(|| "not measured".to_owned(), bytes),
        peak.map_or_else(String::new, |peak| verdict(peak <= 300_000_000)),
    ]);
    table.text()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_adds_a_row_with_the_same_columns() {
        let page = "# phone resource type\n\n## Properties\n\n|A|B|C|\n|:--|:--|:--|\n|number|String|It.|\n";
        let edited = with_property(page, "more").expect("a table of three columns");
        assert!(edited.contains("|:--|:--|:--|\n|more|String|One more.|\n|number|"));
        assert_eq!(with_property(&page.replace("|:--|:--|:--|", "|:--|:--|"), "more"), None);
        assert_eq!(with_property("# Get phone\n\n## Properties\n\n|:--|:--|:--|\n", "more"), None);
    }
}
