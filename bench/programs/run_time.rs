//! Decoding and encoding in each form of the models.
//!
//! In: a folder of bodies, and the names of the bodies to measure. Out: a line of JSON for each body, form and direction: nanoseconds of
//! each round. With the feature `criterion`, Criterion measures instead, and stores its estimates where it always does.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// A function that runs an operation several times and returns the elapsed time.
type Timed = fn(&[u8], u64) -> Duration;

/// A body in one form: its name, and how it is decoded and encoded.
type Entry = (&'static str, Timed, Timed);

/// Counts only the time between `start` and `elapsed`, without dropping the values.
fn repeat<T>(times: u64, mut run: impl FnMut() -> T) -> Duration {
    let mut spent = Duration::ZERO;
    for _ in 0..times {
        let start = Instant::now();
        let made = black_box(run());
        spent += start.elapsed();
        drop(made);
    }
    spent
}

/// Emitted models and their variants have the same names. `$read` decodes the members of a group, unless that is done.
macro_rules! form {
    ($form:ident, $read:expr) => {
        mod $form {
            use super::{Duration, Entry, black_box, repeat};
            use $form::models::{
                BenchWide, DirectoryObject, FileAttachment, Group, MailFolder, Message, User, WorkbookRange,
            };
            use $form::runtime::{ResponseBody, Collection};

            fn decode<T: ResponseBody>(body: &[u8], times: u64) -> Duration {
                repeat(times, || T::decode(black_box(body)).unwrap_or_else(|e| panic!("{e}")))
            }

            fn encode<T: ResponseBody + serde::Serialize>(body: &[u8], times: u64) -> Duration {
                let value = T::decode(body).unwrap_or_else(|e| panic!("{e}"));
                repeat(times, || serde_json::to_vec(black_box(&value)).unwrap_or_default())
            }

            fn decode_members(body: &[u8], times: u64) -> Duration {
                let read: fn(&Group) -> _ = $read;
                repeat(times, || {
                    let group = Group::decode(black_box(body)).unwrap_or_else(|e| panic!("{e}"));
                    let members = read(&group);
                    (group, members)
                })
            }

            pub const ENTRIES: [Entry; 16] = [
                ("users-1k", decode::<Collection<User>>, encode::<Collection<User>>),
                ("users-60k", decode::<Collection<User>>, encode::<Collection<User>>),
                ("users-plain", decode::<Collection<User>>, encode::<Collection<User>>),
                ("users-1m", decode::<Collection<User>>, encode::<Collection<User>>),
                ("users-10m", decode::<Collection<User>>, encode::<Collection<User>>),
                ("message", decode::<Message>, encode::<Message>),
                ("file", decode::<FileAttachment>, encode::<FileAttachment>),
                ("range", decode::<WorkbookRange>, encode::<WorkbookRange>),
                ("ordered", decode::<BenchWide>, encode::<BenchWide>),
                ("wide", decode::<BenchWide>, encode::<BenchWide>),
                ("unknown-200", decode::<User>, encode::<User>),
                ("unknown-100k", decode::<User>, encode::<User>),
                ("nested", decode::<MailFolder>, encode::<MailFolder>),
                ("expanded", decode::<Group>, encode::<Group>),
                ("expanded-read", decode_members, encode::<Group>),
                ("expanded-page", decode::<Collection<DirectoryObject>>, encode::<Collection<DirectoryObject>>),
            ];
        }
    };
}

form!(emitted, |group| group.members.as_ref().and_then(|members| members.get().ok()));
#[cfg(feature = "derive")]
form!(derive, |_| ());
#[cfg(feature = "flatten")]
form!(flatten, |_| ());

mod value {
    use super::{Duration, black_box, repeat};
    use serde_json::Value;

    pub fn decode(body: &[u8], times: u64) -> Duration {
        repeat(times, || serde_json::from_slice::<Value>(black_box(body)).unwrap_or_default())
    }

    pub fn encode(body: &[u8], times: u64) -> Duration {
        let value: Value = serde_json::from_slice(body).unwrap_or_default();
        repeat(times, || serde_json::to_vec(black_box(&value)).unwrap_or_default())
    }
}

/// Returns each form of a body.
fn forms(body: &str) -> Vec<(&'static str, Timed, Timed)> {
    let find = |entries: &[Entry]| entries.iter().find(|entry| entry.0 == body).copied();
    let mut forms = Vec::new();
    forms.extend(find(&emitted::ENTRIES).map(|(_, decode, encode)| ("emitted", decode, encode)));
    #[cfg(feature = "derive")]
    forms.extend(find(&derive::ENTRIES).map(|(_, decode, encode)| ("derive", decode, encode)));
    #[cfg(feature = "flatten")]
    forms.extend(find(&flatten::ENTRIES).map(|(_, decode, encode)| ("flatten", decode, encode)));
    forms.push(("value", value::decode, value::encode));
    forms
}

#[cfg(feature = "criterion")]
fn measure(name: &str, body: &[u8]) {
    // Rounds of a tenth of a second are as good as the default ones, and there are many.
    let mut criterion = criterion::Criterion::default()
        .without_plots()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(1_000));
    let forms = forms(name);
    for (what, encoding) in [("decode", false), ("encode", true)] {
        let mut group = criterion.benchmark_group(format!("{name}-{what}"));
        group.throughput(criterion::Throughput::Bytes(body.len() as u64));
        for (form, decode, encode) in &forms {
            let run = if encoding { encode } else { decode };
            group.bench_function(*form, |bencher| bencher.iter_custom(|times| run(body, times)));
        }
        group.finish();
    }
}

/// Measures in rounds in which the forms alternate, so that a disturbance of the machine affects all of them.
#[cfg(not(feature = "criterion"))]
fn measure(name: &str, body: &[u8]) {
    const ROUNDS: usize = 25;
    const ROUND: Duration = Duration::from_millis(4);
    let forms = forms(name);
    for (what, encoding) in [("decode", false), ("encode", true)] {
        let runs: Vec<(&str, Timed)> =
            forms.iter().map(|(form, decode, encode)| (*form, if encoding { *encode } else { *decode })).collect();
        let once = runs.first().map_or(ROUND, |(_, run)| run(body, 3) / 3);
        let times = (ROUND.as_nanos() / once.as_nanos().max(1)).clamp(1, 100_000) as u64;
        let mut spent = vec![Vec::new(); runs.len()];
        for _ in 0..ROUNDS {
            for ((_, run), spent) in runs.iter().zip(&mut spent) {
                spent.push(run(body, times).as_nanos() as f64 / times as f64);
            }
        }
        for ((form, _), spent) in runs.iter().zip(spent) {
            println!("{}", serde_json::json!({ "body": name, "form": form, "what": what, "rounds": spent }));
        }
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_default();
    for name in arguments {
        let path = std::path::Path::new(&folder).join(format!("{name}.json"));
        match std::fs::read(&path) {
            Ok(body) => measure(&name, &body),
            Err(error) => panic!("{}: {error}", path.display()),
        }
    }
}
