//! How long the stages of a run took.
//!
//! In: the stages, as they are called. Out: [`Timings`], for the command and for benchmarks. No time gets into the output.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What one stage took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageTime {
    /// The stage: `load`, `parse`, `plan`.
    pub stage: &'static str,
    /// Time that passed. Of stages that take turns on the same threads each has its share.
    pub wall: Duration,
    /// Time of all threads together.
    pub work: Duration,
}

/// The stages of a run in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timings(Vec<StageTime>);

impl Timings {
    /// The stages in order.
    pub fn iter(&self) -> impl Iterator<Item = &StageTime> {
        self.0.iter()
    }

    /// Time that passed in all of them.
    #[must_use]
    pub fn wall(&self) -> Duration {
        self.0.iter().map(|time| time.wall).sum()
    }

    /// Runs a stage that is one thread's.
    pub fn time<R>(&mut self, stage: &'static str, run: impl FnOnce() -> R) -> R {
        let start = Instant::now();
        let result = run();
        let wall = start.elapsed();
        self.0.push(StageTime { stage, wall, work: wall });
        result
    }

    /// Adds what of `passed` no stage was told of: configuration, sorting, taking things apart.
    pub(crate) fn rest(&mut self, passed: Duration) {
        let wall = passed.saturating_sub(self.wall());
        self.0.push(StageTime { stage: "rest", wall, work: wall });
    }

    /// Runs stages that several threads take turns with, each of which tells its [`Work`].
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

/// What all threads together spend on a stage.
#[derive(Debug, Default)]
pub struct Work(AtomicU64);

impl Work {
    /// Runs a part of the stage.
    pub(crate) fn time<R>(&self, run: impl FnOnce() -> R) -> R {
        let start = Instant::now();
        let result = run();
        let nanos = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.0.fetch_add(nanos, Ordering::Relaxed);
        result
    }
}

impl fmt::Display for Timings {
    /// A table, a line each stage.
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
    fn stages_that_take_turns_share_the_time() {
        let mut timings = Timings::default();
        timings.time("load", || std::thread::sleep(Duration::from_millis(2)));
        timings.share(["parse", "extract"], |[parse, extract]| {
            parse.time(|| std::thread::sleep(Duration::from_millis(3)));
            extract.time(|| ());
        });
        let stages: Vec<&str> = timings.iter().map(|time| time.stage).collect();
        assert_eq!(stages, ["load", "parse", "extract"]);
        assert!(timings.wall() >= Duration::from_millis(5), "{timings}");
        assert_eq!(timings.to_string().lines().count(), 5, "a heading, a line a stage, the sum");
    }
}
