//! `bench client`
//!
//! In: a generated crate. Out: the cost of its requests over loopback, compared with those of the bare transports with the same decoder, and
//! with a crate that people could use instead. The programs are built in workspaces of their own, so that this package needs no HTTP library.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use super::serve::Server;
use super::{Subject, done, progress, work};
use crate::crates::{Crate, Shape, Workspace};
use crate::derive::{Files, Scope};
use crate::error::MeasureError;
use crate::measure;
use crate::report::{Section, Table, bytes, seconds, times};
use crate::stats::{median, median_interval, ratio};

/// The largest ratio of the client's processor time to that of its bare transport.
const MOST: f64 = 1.15;

/// The number of pages of the list.
const PAGES: usize = 1_000;

/// Who sends the requests: the name in the program, the title, and the bare transport to compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Sender {
    name: &'static str,
    title: &'static str,
    bare: &'static str,
}

const SENDERS: [Sender; 5] = [
    Sender { name: "client-reqwest", title: "the client, reqwest", bare: "reqwest" },
    Sender { name: "reqwest", title: "reqwest alone", bare: "reqwest" },
    Sender { name: "graph-rs-sdk", title: "`graph-rs-sdk` 3.0.1", bare: "reqwest" },
    Sender { name: "client-ureq", title: "the client, ureq", bare: "ureq" },
    Sender { name: "ureq", title: "ureq alone", bare: "ureq" },
];

/// The works: the name in the program, the title, and the number of requests.
const WORKS: [(&str, &str, usize); 3] = [
    ("sequential", "one after another", 10_000),
    ("concurrent", "64 at the same time", 10_000),
    ("pages", "pages of 100 items", PAGES),
];

/// The cost of one request, on average over a run.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Figures {
    /// Seconds of wall time.
    wall: f64,
    /// Seconds of processor time in the program, and in the system on behalf of it.
    user: f64,
    system: f64,
    /// The number of allocations and their bytes, if they were counted.
    allocations: Option<f64>,
    allocated: Option<f64>,
    /// The largest memory of the program, in bytes, if the system reports it.
    peak: Option<u64>,
}

impl Figures {
    /// Reads the line that a program prints.
    fn parse(output: &[u8]) -> Result<Self, MeasureError> {
        let text = String::from_utf8_lossy(output);
        let wrong = || MeasureError::Format(format!("the program has printed {text:?}, which is not a measurement"));
        let line: Value = serde_json::from_str(&text).map_err(|_| wrong())?;
        let requests = line["requests"].as_f64().filter(|requests| *requests > 0.0).ok_or_else(wrong)?;
        let each = |key: &str| Some(line[key].as_f64()? / requests);
        Ok(Figures {
            wall: each("wall").ok_or_else(wrong)?,
            user: each("user").ok_or_else(wrong)?,
            system: each("system").ok_or_else(wrong)?,
            allocations: each("allocations"),
            allocated: each("bytes"),
            peak: line["peak"].as_u64(),
        })
    }

    fn cpu(&self) -> f64 {
        self.user + self.system
    }
}

/// The runs of each sender and work.
type Runs = BTreeMap<(&'static str, &'static str), Vec<Figures>>;

/// The programs that send requests.
struct Programs {
    ours: Workspace,
    peer: Workspace,
    folders: [PathBuf; 2],
}

/// Where allocations are counted, everything is slower.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Count {
    Time,
    Memory,
}

impl Programs {
    fn new(subject: &Subject) -> Result<Self, MeasureError> {
        let folders = [work("client")?, work("client-graph-rs-sdk")?];
        let [ours_folder, peer_folder] = &folders;
        let mut ours = Workspace::new(ours_folder);
        let krate = Crate { shape: Shape::Emitted, scope: Scope::Full };
        ours.add(&subject.generated, krate)?;
        let package = krate.package();
        let full = if ours.features().is_empty() { "" } else { "\"full\", " };
        let dependencies = format!(
            "bindings = {{ package = \"{package}\", path = \"../{package}\", features = [{full}\"blocking\", \"reqwest\"] }}\n\
             reqwest = {{ version = \"0.13\", default-features = false }}\n\
             rustls = {{ version = \"0.23\", default-features = false }}\n\
             tokio = {{ version = \"1\", features = [\"rt\"] }}\n\
             ureq = {{ version = \"3\", default-features = false }}\n"
        );
        ours.write("send", package_files("send", &dependencies, include_str!("../../programs/client/main.rs")))?;
        ours.finish()?;

        let mut peer = Workspace::new(peer_folder);
        let dependencies = "graph-rs-sdk = { version = \"=3.0.1\", features = [\"test-util\"] }\n\
             futures-util = { version = \"0.3\", default-features = false }\n\
             tokio = { version = \"1\", features = [\"rt\"] }\n";
        let source = include_str!("../../programs/client/graph_rs_sdk.rs");
        peer.write("send", package_files("send", dependencies, source))?;
        peer.finish()?;
        Ok(Programs { ours, peer, folders })
    }

    /// Builds the programs, and returns the path of each.
    fn build(&self, count: Count) -> Result<[PathBuf; 2], MeasureError> {
        // The two builds of a program have different names: both are kept.
        let name = if count == Count::Memory { "send-memory" } else { "send" };
        for workspace in [&self.ours, &self.peer] {
            let mut build = workspace.cargo("build");
            build.args(["--quiet", "--release", "--package", "send", "--bin", name]);
            if count == Count::Memory {
                build.args(["--features", "memory"]);
            }
            measure::run(&mut build)?;
        }
        let file = format!("target/release/{name}{}", std::env::consts::EXE_SUFFIX);
        Ok([0, 1].map(|at| self.folders.get(at).map(|folder| folder.join(&file)).unwrap_or_default()))
    }
}

/// Returns the package of a program with the part that all of them have.
fn package_files(name: &str, dependencies: &str, main: &str) -> Files {
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\nautobins = false\n\n\
         [[bin]]\nname = \"{name}\"\npath = \"src/main.rs\"\n\n\
         [[bin]]\nname = \"{name}-memory\"\npath = \"src/main.rs\"\nrequired-features = [\"memory\"]\n\n\
         [features]\nmemory = [\"dep:stats_alloc\"]\n\n[dependencies]\n{dependencies}\
         nix = {{ version = \"0.31\", default-features = false, features = [\"resource\"] }}\nserde_json = \"1\"\n\
         stats_alloc = {{ version = \"0.1\", optional = true }}\n"
    );
    Files::from([
        ("Cargo.toml".to_owned(), manifest),
        ("src/main.rs".to_owned(), main.to_owned()),
        ("src/meter.rs".to_owned(), include_str!("../../programs/client/meter.rs").to_owned()),
    ])
}

/// Measures sending requests.
pub fn section(subject: &Subject) -> Result<Section, MeasureError> {
    progress("client: compiling");
    let programs = Programs::new(subject)?;
    let timed = programs.build(Count::Time)?;
    let counted = programs.build(Count::Memory)?;
    let server = Server::start(PAGES)?;
    let mut runs = Runs::new();
    for round in 1..=subject.runs {
        progress(&format!("client: run {round} of {}", subject.runs));
        take(&mut runs, &timed, &server, round)?;
    }
    progress("client: allocations");
    let mut memory = Runs::new();
    take(&mut memory, &counted, &server, 0)?;
    done();

    let mut text = String::from("## Sending requests\n\n");
    text.push_str(
        "Over loopback, plain HTTP/1.1 with connections that are kept, to a server of this package in a process of its own, whose responses are fixed and have the headers of \
         the service. CPU is user and system time of the sending process, without its start; allocations are counted in a run of their own. *Alone* is the \
         transport with the same connection settings, time limits and headers, and the same decoder of the bindings. Asynchronous calls run on one thread, \
         and 64 blocking ones on 64 threads. `graph-rs-sdk` decodes JSON values. The senders take turns; × is CPU against the transport alone, for `graph-rs-sdk` \
         against reqwest: the median of the ratios of the runs.\n\n",
    );
    text.push_str(&costs(&runs, &memory));
    text.push_str("\nLimits, and what this run gives. The interval contains the median with a confidence of 95 %, if there are enough runs:\n\n");
    text.push_str(&limits(&runs));
    Ok(Section { id: "client", text })
}

/// Runs each sender with each work once. In every other round, the senders take turns in the opposite order.
fn take(runs: &mut Runs, programs: &[PathBuf; 2], server: &Server, round: usize) -> Result<(), MeasureError> {
    let [ours, peer] = programs;
    let mut senders = SENDERS;
    if round.is_multiple_of(2) {
        senders.reverse();
    }
    for (work, _, count) in WORKS {
        for sender in senders {
            let program = if sender.name == "graph-rs-sdk" { peer } else { ours };
            let mut command = Command::new(program);
            command.args([sender.name, work, &server.base_url, &count.to_string()]);
            // Requests to this machine do not go through a proxy.
            for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
                command.env_remove(name);
            }
            let (_, output) = measure::run(&mut command)?;
            runs.entry((work, sender.name)).or_default().push(Figures::parse(&output)?);
        }
    }
    Ok(())
}

fn all(runs: &Runs, work: &'static str, sender: &'static str, of: impl Fn(&Figures) -> f64) -> Vec<f64> {
    runs.get(&(work, sender)).into_iter().flatten().map(of).collect()
}

/// Returns the ratios of the processor time of a sender and its bare transport, one for each run.
fn ratios(runs: &Runs, work: &'static str, sender: Sender) -> Vec<f64> {
    let (own, bare) = (all(runs, work, sender.name, Figures::cpu), all(runs, work, sender.bare, Figures::cpu));
    own.iter().zip(&bare).map(|(own, bare)| own / bare).collect()
}

fn costs(runs: &Runs, memory: &Runs) -> String {
    let columns = [
        "10,000 requests, 1,000 pages",
        "sender",
        "requests",
        "CPU",
        "of it system",
        "×",
        "allocations",
        "allocated",
        "memory",
    ];
    let mut table = Table::new(&columns);
    for (work, title, _) in WORKS {
        for sender in SENDERS {
            let time = |of: fn(&Figures) -> f64| median(&all(runs, work, sender.name, of));
            let counted = memory.get(&(work, sender.name)).and_then(|runs| runs.first());
            let peak = runs.get(&(work, sender.name)).into_iter().flatten().filter_map(|run| run.peak).max();
            let (own, bare) = (all(runs, work, sender.name, Figures::cpu), all(runs, work, sender.bare, Figures::cpu));
            table.row(vec![
                title.to_owned(),
                sender.title.to_owned(),
                format!("{:.0}/s", 1.0 / time(|run| run.wall)),
                seconds(time(Figures::cpu)),
                seconds(time(|run| run.system)),
                times(ratio(&own, &bare)),
                counted.and_then(|run| run.allocations).map_or_else(String::new, |count| format!("{count:.0}")),
                counted.and_then(|run| run.allocated).map_or_else(String::new, whole_bytes),
                peak.map_or_else(String::new, bytes),
            ]);
        }
    }
    table.text()
}

/// Formats an average number of bytes.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // averages of counts are small and not negative
fn whole_bytes(value: f64) -> String {
    bytes(value.round() as u64)
}

fn limits(runs: &Runs) -> String {
    let mut table = Table::new(&["CPU for a request", "limit", "measured", "interval", ""]);
    for (work, title, _) in WORKS {
        for sender in SENDERS.into_iter().filter(|sender| sender.name.starts_with("client-")) {
            let ratios = ratios(runs, work, sender);
            let measured = median(&ratios);
            let (low, high) = median_interval(&ratios);
            let interval = if low.is_finite() { format!("{low:.2} to {high:.2}") } else { "too few runs".to_owned() };
            table.row(vec![
                format!("{title}: {} ÷ {} alone", sender.title, sender.bare),
                format!("at most {MOST}"),
                times(measured),
                interval,
                if measured <= MOST { "met" } else { "missed" }.to_owned(),
            ]);
        }
    }
    table.text()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &[u8] =
        br#"{"requests":100,"wall":0.02,"user":0.006,"system":0.004,"allocations":null,"bytes":null,"peak":4096}"#;

    #[test]
    fn figures_are_those_of_one_request() {
        let figures = Figures::parse(LINE).expect("a measurement");
        assert!((figures.cpu() - 1e-4).abs() < 1e-12, "{figures:?}");
        assert!((figures.wall - 2e-4).abs() < 1e-12, "{figures:?}");
        assert_eq!((figures.allocations, figures.peak), (None, Some(4096)));
        let counted = String::from_utf8_lossy(LINE)
            .replace("\"allocations\":null,\"bytes\":null", "\"allocations\":350,\"bytes\":1200");
        let counted = Figures::parse(counted.as_bytes()).expect("a measurement");
        assert_eq!((counted.allocations, counted.allocated), (Some(3.5), Some(12.0)));
    }

    #[test]
    fn other_lines_are_errors() {
        for text in
            ["", "{}", "panicked", r#"{"requests":0,"wall":1,"user":1,"system":1}"#, r#"{"requests":5,"wall":1}"#]
        {
            let error = Figures::parse(text.as_bytes()).expect_err(text).to_string();
            assert!(error.contains("is not a measurement"), "{error}");
        }
    }

    #[test]
    fn the_client_is_compared_with_its_own_transport_run_by_run() {
        let figures = |user| Figures { wall: 1.0, user, system: 0.0, allocations: None, allocated: None, peak: None };
        let mut runs = Runs::new();
        for (sender, times) in
            [("client-ureq", [2.4, 11.0, 1.1]), ("ureq", [2.0, 10.0, 1.0]), ("reqwest", [9.0, 9.0, 9.0])]
        {
            runs.insert(("pages", sender), times.map(figures).to_vec());
        }
        let ureq = SENDERS[3];
        assert!((median(&ratios(&runs, "pages", ureq)) - 1.1).abs() < 1e-9);
        let text = limits(&runs);
        let row = |start: &str| text.lines().find(|line| line.starts_with(start)).expect("a row");
        assert!(row("| pages of 100 items: the client, ureq ÷ ureq alone").ends_with("| met |"), "{text}");
        // What was not measured is not met.
        assert!(row("| one after another: the client, ureq ÷ ureq alone").ends_with("| missed |"), "{text}");
    }

    #[test]
    fn every_sender_has_its_transport() {
        for sender in SENDERS {
            assert!(SENDERS.iter().any(|other| other.name == sender.bare), "{sender:?}");
        }
    }
}
