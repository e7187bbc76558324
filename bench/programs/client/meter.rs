//! What the programs that send requests have in common.
//!
//! In: the arguments: who sends, the work, the base URL of the server, the number of requests. Out: a line of JSON: the cost of the requests
//! without that of the start of the program and of its connections. With the feature `memory`, allocations are counted, which itself takes time.

use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

#[cfg(feature = "memory")]
#[global_allocator]
static GLOBAL: &stats_alloc::StatsAlloc<std::alloc::System> = &stats_alloc::INSTRUMENTED_SYSTEM;

/// The number of requests that are under way at the same time in the work `concurrent`.
pub const WAYS: usize = 64;

/// The number of items on a page, which the programs compare with what they have read.
pub const ITEMS: usize = 100;

/// The token of all programs. Its length is that of tokens of the service.
pub fn token() -> String {
    "t".repeat(1_500)
}

/// The arguments.
pub struct Arguments {
    /// Who sends the requests.
    pub sender: String,
    /// How they are sent.
    pub work: String,
    /// The base URL of the server.
    pub base_url: String,
    /// The number of requests.
    pub count: usize,
}

impl Arguments {
    pub fn read() -> Self {
        let mut arguments = std::env::args().skip(1);
        let mut next = |name: &str| arguments.next().unwrap_or_else(|| panic!("the argument {name} is missing"));
        let (sender, work, base_url, count) = (next("sender"), next("work"), next("base URL"), next("count"));
        Self { sender, work, base_url, count: count.parse().expect("the count is a number") }
    }
}

/// Numbers that several tasks or threads share.
pub struct Countdown(AtomicUsize);

impl Countdown {
    pub fn new(count: usize) -> Self {
        Self(AtomicUsize::new(count))
    }

    /// Takes one. Returns false if there are no more.
    pub fn take(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
    }
}

/// The state of the process when measuring begins.
pub struct Meter {
    start: Instant,
    user: Duration,
    system: Duration,
    #[cfg(feature = "memory")]
    region: stats_alloc::Region<'static, std::alloc::System>,
}

impl Meter {
    pub fn start() -> Self {
        let (user, system) = processor_time();
        Self {
            start: Instant::now(),
            user,
            system,
            #[cfg(feature = "memory")]
            region: stats_alloc::Region::new(GLOBAL),
        }
    }

    /// Prints the cost of this number of requests.
    pub fn finish(self, requests: usize) {
        let (user, system) = processor_time();
        let wall = self.start.elapsed();
        #[cfg(feature = "memory")]
        let (allocations, bytes): (Value, Value) = {
            let change = self.region.change();
            ((change.allocations + change.reallocations).into(), change.bytes_allocated.into())
        };
        #[cfg(not(feature = "memory"))]
        let (allocations, bytes) = (Value::Null, Value::Null);
        let line = json!({
            "requests": requests,
            "wall": wall.as_secs_f64(),
            "user": (user - self.user).as_secs_f64(),
            "system": (system - self.system).as_secs_f64(),
            "allocations": allocations,
            "bytes": bytes,
            "peak": peak(),
        });
        println!("{line}");
    }
}

/// Returns the user and system time of the process so far, of all of its threads.
fn processor_time() -> (Duration, Duration) {
    let usage =
        nix::sys::resource::getrusage(nix::sys::resource::UsageWho::RUSAGE_SELF).expect("the system reports it");
    let duration = |time: nix::sys::time::TimeVal| Duration::new(time.tv_sec() as u64, time.tv_usec() as u32 * 1_000);
    (duration(usage.user_time()), duration(usage.system_time()))
}

/// Returns the largest memory of the process so far, in bytes, if the system reports it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? * 1024)
}
