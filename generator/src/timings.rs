//! Measures the stages of a run.
//!
//! In: the stages, as they are called. Out: [`Timings`], for the command and for benchmarks. Times never get into the generated code.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The time that one stage took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageTime {
    /// The stage: `load`, `parse`, `plan`.
    pub stage: &'static str,
    /// Elapsed time. Stages that take turns on the same threads each get their share.
    pub wall: Duration,
    /// Time of all threads, added up.
    pub work: Duration,
}

/// The stages of a run in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timings(Vec<StageTime>);

impl Timings {
    /// Returns the stages in order.
    pub fn iter(&self) -> impl Iterator<Item = &StageTime> {
        self.0.iter()
    }

    /// Returns the elapsed time of all stages.
    #[must_use]
    pub fn wall(&self) -> Duration {
        self.0.iter().map(|time| time.wall).sum()
    }

    /// Runs a stage, whose work counts as the time that passed.
    pub fn time<R>(&mut self, stage: &'static str, run: impl FnOnce() -> R) -> R {
        let start = Instant::now();
        let result = run();
        let wall = start.elapsed();
        self.0.push(StageTime { stage, wall, work: wall });
        result
    }

    /// Adds the part of `passed` that belongs to no stage: configuration, sorting, dropping values.
    pub(crate) fn rest(&mut self, passed: Duration) {
        let wall = passed.saturating_sub(self.wall());
        self.0.push(StageTime { stage: "rest", wall, work: wall });
    }

    /// Runs stages that several threads take turns with; each records its [`Work`].
    pub(crate) fn share<R, const N: usize>(
        &mut self,
        stages: [&'static str; N],
        run: impl FnOnce(&[Work; N]) -> R,
    ) -> R {
        let works = [const { Work(AtomicU64::new(0)) }; N];
        let start = Instant::now();
        let result = run(&works);
        let wall = start.elapsed();
        let works = works.map(|work| Duration::from_nanos(work.0.into_inner()));
        let all: Duration = works.iter().sum();
        for (stage, work) in stages.into_iter().zip(works) {
            let part = if all.is_zero() { 1.0 / N as f64 } else { work.as_secs_f64() / all.as_secs_f64() };
            self.0.push(StageTime { stage, wall: wall.mul_f64(part), work });
        }
        result
    }
}

/// The time that all threads spend on a stage, added up.
#[derive(Debug, Default)]
pub struct Work(AtomicU64);

impl Work {
    /// Runs a part of the stage and adds its time.
    pub(crate) fn time<R>(&self, run: impl FnOnce() -> R) -> R {
        let start = Instant::now();
        let result = run();
        let nanos = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.0.fetch_add(nanos, Ordering::Relaxed);
        result
    }
}

impl fmt::Display for Timings {
    /// Writes a table, one line for each stage.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        writeln!(f, "{:<10}{:>10}{:>14}", "stage", "ms", "all threads")?;
        for time in &self.0 {
            writeln!(f, "{:<10}{:>10.1}{:>14.1}", time.stage, ms(time.wall), ms(time.work))?;
        }
        let work = self.0.iter().map(|time| time.work).sum();
        write!(f, "{:<10}{:>10.1}{:>14.1}", "all", ms(self.wall()), ms(work))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interleaved_stages_share_the_time() {
        let mut timings = Timings::default();
        timings.time("load", || std::thread::sleep(Duration::from_millis(2)));
        timings.share(["parse", "extract"], |[parse, extract]| {
            parse.time(|| std::thread::sleep(Duration::from_millis(3)));
            extract.time(|| ());
        });
        let stages: Vec<&str> = timings.iter().map(|time| time.stage).collect();
        assert_eq!(stages, ["load", "parse", "extract"]);
        assert!(timings.wall() >= Duration::from_millis(5), "{timings}");
        assert_eq!(timings.to_string().lines().count(), 5, "a heading, a line for each stage, the total");
    }
}
