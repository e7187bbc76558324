//! `bench programs`
//!
//! In: a generated crate. Out: what a program of ten sent requests costs to compile, and its size, compared with a published crate.

use super::{Subject, done, progress, work};
use crate::cold::{self, Cold};
use crate::compile::{Samples, Verb};
use crate::crates::{Crate, Shape, Workspace};
use crate::derive::{Files, Scope};
use crate::error::MeasureError;
use crate::report::{Section, Table, bytes, seconds, times};
use crate::stats::median;

/// A program of ten sent requests.
struct Program {
    title: &'static str,
    package: &'static str,
    source: &'static str,
    /// The feature of the bindings that it needs, or none for a program without the bindings.
    feature: Option<&'static str>,
    dependencies: &'static str,
}

const TOKIO: &str = "tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n";

const PROGRAMS: [Program; 3] = [
    Program {
        title: "the client, `reqwest`",
        package: "sent-reqwest",
        source: include_str!("../../programs/requests_sent.rs"),
        feature: Some("reqwest"),
        dependencies: TOKIO,
    },
    Program {
        title: "the client, `blocking`",
        package: "sent-blocking",
        source: include_str!("../../programs/requests_sent_blocking.rs"),
        feature: Some("blocking"),
        dependencies: "",
    },
    Program {
        title: "`graph-rs-sdk` 3.0.1",
        package: "sent-graph-rs-sdk",
        source: include_str!("../../programs/requests_sent_untyped.rs"),
        feature: None,
        dependencies: "graph-rs-sdk = { version = \"=3.0.1\", features = [\"test-util\"] }\ngraph-http = \"=3.0.0\"\nserde_json = \"1\"\n",
    },
];

/// The commands to measure.
const VERBS: [Verb; 2] = [Verb::Build, Verb::Release];

/// The measurements of a program with a command.
#[derive(Debug, Default)]
struct Measured {
    cold: Vec<Cold>,
    /// The program alone, with its dependencies built.
    wall: Vec<f64>,
    cpu: Vec<f64>,
    stripped: Option<u64>,
}

/// Measures the programs.
pub fn section(subject: &Subject) -> Result<Section, MeasureError> {
    let workspaces =
        PROGRAMS.iter().map(|program| workspace(subject, program)).collect::<Result<Vec<_>, MeasureError>>()?;
    let mut measured: Vec<[Measured; 2]> = PROGRAMS.iter().map(|_| Default::default()).collect();
    for run in 1..=subject.runs {
        for ((program, workspace), measured) in PROGRAMS.iter().zip(&workspaces).zip(&mut measured) {
            for (verb, measured) in VERBS.into_iter().zip(measured) {
                progress(&format!("{} {}, run {run} of {}", verb.name(), program.title, subject.runs));
                take(measured, workspace, program, verb)?;
            }
            // Each of them takes about a gigabyte.
            workspace.clear()?;
        }
    }
    done();

    let mut text = String::from("## Programs that send requests\n\n");
    text.push_str(
        "A program of ten sent requests. *Cold* is compiled from nothing with all dependencies, without downloads, *alone* with its dependencies built. *Crates* are \
         the packages that cargo compiles. × is the processor time of the cold build against that of `graph-rs-sdk`.\n\n",
    );
    text.push_str(&table(&measured));
    Ok(Section { id: "programs", text })
}

/// Returns the workspace of a program. Each has its own, because the features of dependencies differ.
fn workspace(subject: &Subject, program: &Program) -> Result<Workspace, MeasureError> {
    let mut workspace = Workspace::new(&work(program.package)?);
    let mut dependencies = program.dependencies.to_owned();
    if let Some(feature) = program.feature {
        let krate = Crate { shape: Shape::Emitted, scope: Scope::Full };
        workspace.add(&subject.generated, krate)?;
        let package = krate.package();
        let full = if workspace.features().is_empty() { "" } else { "\"full\", " };
        dependencies.push_str(&format!(
            "bindings = {{ package = \"{package}\", path = \"../{package}\", features = [{full}{feature:?}] }}\n"
        ));
    } else {
        dependencies.push_str(TOKIO);
    }
    let package = program.package;
    let manifest = format!(
        "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}"
    );
    let files =
        Files::from([("Cargo.toml".to_owned(), manifest), ("src/main.rs".to_owned(), program.source.to_owned())]);
    workspace.write(package, files)?;
    workspace.finish()?;
    Ok(workspace)
}

fn take(measured: &mut Measured, workspace: &Workspace, program: &Program, verb: Verb) -> Result<(), MeasureError> {
    measured.cold.push(cold::build(workspace, program.package, verb, &[])?);
    let mut samples = Samples::default();
    samples.take(workspace, &[program.package.to_owned()], verb, 1, &mut |_| ())?;
    measured.wall.extend(samples.wall(program.package, verb));
    measured.cpu.extend(samples.cpu(program.package, verb));
    measured.stripped = Some(cold::stripped(workspace, program.package, verb)?);
    Ok(())
}

fn table(measured: &[[Measured; 2]]) -> String {
    let columns =
        ["program with", "command", "crates", "cold, wall", "CPU", "×", "alone, wall", "CPU", "program", "stripped"];
    let mut table = Table::new(&columns);
    let cpu = |measured: &Measured| median(&measured.cold.iter().map(|cold| cold.cost.seconds()).collect::<Vec<_>>());
    for (at, verb) in VERBS.into_iter().enumerate() {
        let peer = PROGRAMS.iter().zip(measured).find(|(program, _)| program.feature.is_none());
        let base = peer.and_then(|(_, measured)| measured.get(at)).map_or(f64::NAN, cpu);
        for (program, measured) in PROGRAMS.iter().zip(measured) {
            let Some(measured) = measured.get(at) else { continue };
            let wall: Vec<f64> = measured.cold.iter().map(|cold| cold.cost.wall.as_secs_f64()).collect();
            table.row(vec![
                program.title.to_owned(),
                format!("`{}`", verb.name()),
                measured.cold.last().map_or_else(String::new, |cold| cold.crates.to_string()),
                seconds(median(&wall)),
                seconds(cpu(measured)),
                times(cpu(measured) / base),
                seconds(median(&measured.wall)),
                seconds(median(&measured.cpu)),
                measured.cold.last().map_or_else(String::new, |cold| bytes(cold.size)),
                measured.stripped.map_or_else(String::new, bytes),
            ]);
        }
    }
    table.text()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::measure::Cost;

    #[test]
    fn programs_are_compared_with_the_peer() {
        let measured = |seconds, crates| {
            let cost = Cost { wall: Duration::from_secs(9), cpu: Some(Duration::from_secs(seconds)), peak: None };
            let cold = vec![Cold { cost, crates, size: 5_000_000 }];
            Measured { cold, wall: vec![1.0], cpu: vec![2.0], stripped: Some(4_000_000) }
        };
        let rows =
            [(50, 106), (25, 41), (100, 193)].map(|(seconds, crates)| [(); 2].map(|()| measured(seconds, crates)));
        let text = table(&rows);
        let row =
            "| the client, `blocking` | `build` | 41 | 9.00 s | 25.0 s | 0.25× | 1.00 s | 2.00 s | 5.00 MB | 4.00 MB |";
        assert!(text.contains(row), "{text}");
    }

    #[test]
    fn the_programs_send_the_same_requests() {
        let [asynchronous, blocking, _] = PROGRAMS.map(|program| program.source);
        let body = |text: &str| text.split_once("let mut arguments").map(|(_, body)| body.to_owned()).expect("a body");
        let expected = body(asynchronous).replace(".send(&client).await", ".send_blocking(&client)");
        assert_eq!(expected, body(blocking));
        assert_eq!(expected.matches(".send_blocking(&client)").count(), 10);
    }
}
