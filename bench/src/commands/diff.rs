//! `bench diff`
//!
//! In: two page sets. Out: the cost of comparing them, beside that of checking each of them alone, and of generating from the new one.

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use serde_json::Value;

use super::{Common, Subject, done, generate, progress, title};
use crate::error::MeasureError;
use crate::measure::{self, Cost};
use crate::report::{Section, Table, bytes, seconds, times};
use crate::stats::{median, ratio};

/// Maximum wall time in seconds, for two editions of the reference of Microsoft Graph.
const LONGEST: f64 = 2.0;

/// Options of the measurement.
#[derive(Debug, Args)]
pub struct Diff {
    /// The docs folder of the old edition; --docs is the new one
    #[arg(value_name = "OLD")]
    old: PathBuf,
    #[command(flatten)]
    pub(super) common: Common,
}

/// The costs of each round. The commands of a round follow one another, so that other load of the machine affects all of them.
#[derive(Debug, Default)]
struct Rounds {
    check_old: Vec<Cost>,
    check_new: Vec<Cost>,
    generate: Vec<Cost>,
    diff: Vec<Cost>,
    /// The number of changes.
    changes: u64,
}

impl Diff {
    /// Measures comparing.
    pub(super) fn section(&self, subject: &Subject) -> Result<Section, MeasureError> {
        progress("diff: building the command");
        let command = generate::command()?;
        let rounds = rounds(&command, &self.old, subject)?;
        done();
        let mut text = format!(
            "## Comparing editions\n\n`docbindgen diff` of `{}` and `{}` finds {} changes. Each command is the release build, as a process of its own. It reads both \
             editions at the same time. × is against checking both editions one after the other, in the same round.\n\n",
            title(&self.old),
            subject.title,
            rounds.changes,
        );
        text.push_str(&costs(&rounds));
        text.push_str("\nLimits, and what this run gives:\n\n");
        text.push_str(&limits(&rounds));
        Ok(Section { id: "diff", text })
    }
}

/// Runs the commands in several rounds.
fn rounds(command: &Path, old: &Path, subject: &Subject) -> Result<Rounds, MeasureError> {
    let scratch = tempfile::tempdir().map_err(MeasureError::disk(Path::new("a temporary folder")))?;
    // These commands exit with 1 for errors in the pages, which editions of a reference may have.
    let run = |verb: &str, arguments: &[&Path]| {
        let mut run = Command::new(command);
        run.arg(verb).args(arguments).arg("--quiet");
        measure::run_with_findings(&mut run)
    };
    let (docs, new) = (Path::new("--docs"), subject.docs.as_path());
    let mut rounds = Rounds::default();
    for round in 1..=subject.runs {
        progress(&format!("diff: {round} of {}", subject.runs));
        let out = scratch.path().join(format!("out{round}"));
        rounds.check_old.push(run("check", &[docs, old])?.0);
        rounds.check_new.push(run("check", &[docs, new])?.0);
        rounds.generate.push(run("generate", &[docs, new, Path::new("--out"), &out])?.0);
        let (cost, output) = run("diff", &[old, new, Path::new("--format=json")])?;
        rounds.diff.push(cost);
        let found: Value = serde_json::from_slice(&output)
            .map_err(|error| MeasureError::Format(format!("the changes are not JSON: {error}")))?;
        rounds.changes = found["total"].as_u64().unwrap_or_default();
    }
    Ok(rounds)
}

fn walls(costs: &[Cost]) -> Vec<f64> {
    costs.iter().map(|cost| cost.wall.as_secs_f64()).collect()
}

fn cpus(costs: &[Cost]) -> Vec<f64> {
    costs.iter().map(Cost::seconds).collect()
}

/// Returns the sum of two measurements of each round.
fn sums(one: &[f64], other: &[f64]) -> Vec<f64> {
    one.iter().zip(other).map(|(one, other)| one + other).collect()
}

fn costs(rounds: &Rounds) -> String {
    let mut table = Table::new(&["", "wall", "×", "CPU", "×", "memory"]);
    let wall = sums(&walls(&rounds.check_old), &walls(&rounds.check_new));
    let cpu = sums(&cpus(&rounds.check_old), &cpus(&rounds.check_new));
    for (title, costs) in [
        ("`check`, old edition", &rounds.check_old),
        ("`check`, new edition", &rounds.check_new),
        ("`generate`, new edition, into an empty folder", &rounds.generate),
        ("`diff`", &rounds.diff),
    ] {
        let (own_wall, own_cpu) = (walls(costs), cpus(costs));
        table.row(vec![
            title.to_owned(),
            seconds(median(&own_wall)),
            times(ratio(&own_wall, &wall)),
            seconds(median(&own_cpu)),
            times(ratio(&own_cpu, &cpu)),
            costs.iter().filter_map(|cost| cost.peak).max().map_or_else(|| "not measured".to_owned(), bytes),
        ]);
    }
    table.text()
}

fn limits(rounds: &Rounds) -> String {
    let mut table = Table::new(&["", "limit", "measured", ""]);
    let measured = median(&walls(&rounds.diff));
    let verdict = if measured <= LONGEST { "met" } else { "missed" };
    table.row(vec!["`diff`, wall".to_owned(), format!("at most {LONGEST} s"), seconds(measured), verdict.to_owned()]);
    table.text()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn cost(wall: u64, cpu: u64) -> Cost {
        Cost { wall: Duration::from_millis(wall), cpu: Some(Duration::from_millis(cpu)), peak: None }
    }

    #[test]
    fn a_comparison_is_measured_against_the_checks_of_its_round() {
        let rounds = Rounds {
            check_old: vec![cost(100, 200), cost(1000, 200)],
            check_new: vec![cost(300, 200), cost(3000, 200)],
            generate: vec![cost(800, 400), cost(8000, 400)],
            diff: vec![cost(600, 600), cost(6000, 600)],
            changes: 1,
        };
        let table = costs(&rounds);
        assert!(table.contains("| `diff` | 3.30 s | 1.50× | 600 ms | 1.50× |"), "{table}");
        assert!(limits(&rounds).contains("| at most 2 s | 3.30 s | missed |"), "{}", limits(&rounds));
        let quick = Rounds { diff: vec![cost(1999, 600)], ..Rounds::default() };
        assert!(limits(&quick).contains("| met |"), "{}", limits(&quick));
    }
}
