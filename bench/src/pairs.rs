//! Compares the processor time of two commands.
//!
//! In: two commands. Out: a lower bound of the median of the ratios of paired runs.
//!
//! The runs of a pair follow one another, so a busy machine affects both. Google Benchmark and nanobench interleave runs for the same
//! reason. The minima of the two commands would be of different moments: on a busy machine, the ratio of the minima of 20 runs
//! varied twice as much as the median of the ratios.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::error::MeasureError;
use crate::measure;
use crate::stats::median_interval;

/// Minimum number of pairs.
const FEWEST: usize = 15;
/// Maximum duration of measuring, in addition to the minimum number of pairs.
const LONGEST: Duration = Duration::from_secs(60);

/// Returns a lower bound of the median of the ratios of the processor times of `above` and `below`, the lower end of its interval.
///
/// A bound above the limit means that `above` is slower with a confidence of more than 97 %. On a busy machine the interval is wide.
///
/// Measuring ends as soon as the interval of the median is below `limit`. Otherwise it takes the maximum duration, so that a short
/// disturbance does not decide.
///
/// # Errors
/// Fails if a command cannot be run.
pub fn compare(
    above: &mut Command,
    below: &mut Command,
    limit: f64,
    progress: &mut dyn FnMut(usize),
) -> Result<f64, MeasureError> {
    // The first run of each reads the files into memory.
    measure::run(above)?;
    measure::run(below)?;
    let mut ratios = Vec::new();
    let start = Instant::now();
    while ratios.len() < FEWEST || (!is_below(&ratios, limit) && start.elapsed() < LONGEST) {
        progress(ratios.len() + 1);
        // The order alternates: neither command always runs after the same one.
        let (cost, bare) = if ratios.len() % 2 == 0 {
            let cost = measure::run(above)?.0;
            (cost, measure::run(below)?.0)
        } else {
            let bare = measure::run(below)?.0;
            (measure::run(above)?.0, bare)
        };
        ratios.push(cost.seconds() / bare.seconds());
    }
    Ok(median_interval(&ratios).0)
}

/// Returns whether the interval of the median is below the limit.
fn is_below(ratios: &[f64], limit: f64) -> bool {
    median_interval(ratios).1 <= limit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_interval_must_be_below_the_limit() {
        let ratios: Vec<f64> = (0..30).map(|at| 2.0 + f64::from(at % 3) / 10.0).collect();
        assert!(is_below(&ratios, 2.2));
        assert!(!is_below(&ratios, 2.15), "the median is 2.1, but the interval reaches 2.2");
        assert!(!is_below(&[2.0; 3], 3.0), "three ratios have no interval");
    }

    #[test]
    fn a_command_costs_as_much_as_itself() {
        // Both are this program: it lists its tests.
        let command = || {
            let mut command = Command::new(std::env::current_exe().expect("a path"));
            command.arg("--list");
            command
        };
        let mut pairs = 0;
        let ratio = compare(&mut command(), &mut command(), 10.0, &mut |pair| pairs = pair).expect("it runs");
        assert!((0.5..2.0).contains(&ratio), "{ratio}");
        assert_eq!(pairs, FEWEST, "it is below the limit at once");
    }
}
