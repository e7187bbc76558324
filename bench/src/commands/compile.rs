//! `bench compile`
//!
//! In: a generated crate. Out: the cost of compiling it, compared with its derive variants, with programs that use it, and with a crate
//! that people could use instead.

use super::{Subject, done, progress, work};
use crate::compile::{Samples, Verb, prepare};
use crate::crates::{Crate, Shape, Workspace};
use crate::derive::{Files, Form, Scope};
use crate::error::MeasureError;
use crate::report::{Section, Table, bytes, seconds, times};
use crate::stats::{median, ratio};

/// A crate of serde structs for the same API, the closest alternative in the registry.
const PEER: &str = "graph-rs-types";
const PEER_VERSION: &str = "=0.1.0";

const EMITTED: Shape = Shape::Emitted;
const DERIVE: Shape = Shape::Variant(Form::Plain);
const FLATTEN: Shape = Shape::Variant(Form::Flatten);
const SHAPES: [Shape; 3] = [EMITTED, DERIVE, FLATTEN];

/// The source of a program that uses ten requests.
pub const PROGRAM: &str = include_str!("../../programs/requests.rs");

/// Measures compiling.
pub fn section(subject: &Subject) -> Result<Section, MeasureError> {
    let mut workspace = Workspace::new(&work("compile")?);
    let name = |shape: Shape, scope: Scope| Crate { shape, scope }.package();
    let mut packages = Vec::new();
    let mut programs = Vec::new();
    for scope in [Scope::Models, Scope::Full] {
        for shape in SHAPES {
            workspace.add(&subject.generated, Crate { shape, scope })?;
            packages.push(name(shape, scope));
        }
    }
    for krate in [
        Crate { shape: Shape::Variant(Form::Structs), scope: Scope::Models },
        Crate { shape: EMITTED, scope: Scope::Runtime },
    ] {
        workspace.add(&subject.generated, krate)?;
        packages.push(krate.package());
    }
    for shape in SHAPES {
        programs.push(workspace.add_program(Crate { shape, scope: Scope::Full }, PROGRAM)?);
    }
    workspace.finish()?;

    let mut samples = Samples::default();
    for verb in Verb::ALL {
        for shape in [EMITTED, DERIVE] {
            progress(&format!("{}: dependencies", verb.name()));
            prepare(&workspace, shape.dependencies(), verb)?;
        }
        samples.take(&workspace, &packages, verb, subject.runs, &mut progress)?;
    }
    for verb in [Verb::Build, Verb::Release] {
        for program in &programs {
            progress(&format!("{}: what {program} needs", verb.name()));
            prepare(&workspace, program, verb)?;
        }
        samples.take(&workspace, &programs, verb, subject.runs, &mut progress)?;
    }
    let peer = peer(subject.runs);
    done();
    if let Err(error) = &peer {
        eprintln!("{PEER} is not measured: {error}");
    }

    let mut text = String::from("## Compiling\n\n");
    text.push_str(
        "Dependencies built, nothing incremental, the crate cleaned before each run; the crates take turns. CPU is user and system time of cargo \
         and all it starts, memory that of the largest process, size that of the `rmeta` or `rlib`. *derive* is the emitted crate with \
         only the models' implementations exchanged for serde derives (`bench/src/derive/mod.rs` says what it keeps and loses), *flatten* the \
         same with a map for other members, *models* each of them without requests and pages. × is CPU against the emitted crate in the \
         same column.\n\n",
    );
    text.push_str(&crates_table(&samples, peer.as_ref().ok()));
    text.push_str(
        "\nA program that sends ten requests, built and linked against each; only its own compilation is measured.\n\n",
    );
    text.push_str(&programs_table(&samples, &programs));
    text.push_str("\nLimits, and what this run gives:\n\n");
    text.push_str(&limits(&samples));
    Ok(Section { id: "compile", text })
}

fn crates_table(samples: &Samples, peer: Option<&Samples>) -> String {
    let mut table = Table::new(&["crate", "command", "wall", "CPU", "memory", "size", "×"]);
    let models = |shape| Crate { shape, scope: Scope::Models }.package();
    let full = |shape| Crate { shape, scope: Scope::Full }.package();
    let rows = [
        ("emitted", full(EMITTED), full(EMITTED)),
        ("derive", full(DERIVE), full(EMITTED)),
        ("flatten", full(FLATTEN), full(EMITTED)),
        ("emitted, models", models(EMITTED), models(EMITTED)),
        ("derive, models", models(DERIVE), models(EMITTED)),
        ("flatten, models", models(FLATTEN), models(EMITTED)),
        ("declarations alone", models(Shape::Variant(Form::Structs)), models(EMITTED)),
        ("the runtime alone", Crate { shape: EMITTED, scope: Scope::Runtime }.package(), models(EMITTED)),
    ];
    for verb in Verb::ALL {
        for (title, package, base) in &rows {
            let against = ratio(&samples.cpu(package, verb), &samples.cpu(base, verb));
            table.row(row(title, samples, package, verb, &times(against)));
        }
        if let Some(peer) = peer {
            let against = median(&peer.cpu(PEER, verb)) / median(&samples.cpu(&models(EMITTED), verb));
            table.row(row(&format!("`{PEER}` 0.1.0"), peer, PEER, verb, &times(against)));
        }
    }
    table.text()
}

fn row(title: &str, samples: &Samples, package: &str, verb: Verb, last: &str) -> Vec<String> {
    vec![
        title.to_owned(),
        format!("`{}`", verb.name()),
        seconds(median(&samples.wall(package, verb))),
        seconds(median(&samples.cpu(package, verb))),
        samples.peak(package, verb).map_or_else(|| "not measured".to_owned(), bytes),
        samples.size(package, verb).map_or_else(String::new, bytes),
        last.to_owned(),
    ]
}

fn programs_table(samples: &Samples, programs: &[String]) -> String {
    let mut table = Table::new(&["program with", "command", "wall", "CPU", "memory", "program", "with the crate", "×"]);
    let crates = SHAPES.map(|shape| Crate { shape, scope: Scope::Full }.package());
    for verb in [Verb::Build, Verb::Release] {
        let sum = |index: usize| -> Vec<f64> {
            let own = samples.cpu(&programs[index], verb);
            own.iter().zip(samples.cpu(&crates[index], verb)).map(|(own, krate)| own + krate).collect()
        };
        for (index, (shape, program)) in SHAPES.iter().zip(programs).enumerate() {
            let mut cells = row(shape.name(), samples, program, verb, &seconds(median(&sum(index))));
            cells.push(times(ratio(&sum(index), &sum(0))));
            table.row(cells);
        }
    }
    table.text()
}

/// Measures the peer in a separate workspace, because its dependencies differ.
fn peer(runs: usize) -> Result<Samples, MeasureError> {
    let mut workspace = Workspace::new(&work("peer")?);
    let manifest = format!(
        "[package]\nname = \"peer\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{PEER} = \"{PEER_VERSION}\"\n"
    );
    let files = Files::from([
        ("Cargo.toml".to_owned(), manifest),
        ("src/lib.rs".to_owned(), "//! Nothing: for its dependency.\n".to_owned()),
    ]);
    workspace.write("peer", files)?;
    workspace.finish()?;
    let mut samples = Samples::default();
    for verb in Verb::ALL {
        progress(&format!("{}: {PEER}", verb.name()));
        prepare(&workspace, PEER, verb)?;
        samples.take(&workspace, &[PEER.to_owned()], verb, runs, &mut progress)?;
    }
    Ok(samples)
}

/// Returns the limits of the emitted crate, and of its models relative to the derive variant.
fn limits(samples: &Samples) -> String {
    let full = Crate { shape: EMITTED, scope: Scope::Full }.package();
    let models = |shape| Crate { shape, scope: Scope::Models }.package();
    let mut table = Table::new(&["", "limit", "measured", ""]);
    let verdict = |met: bool| if met { "met" } else { "missed" }.to_owned();
    for (verb, most, least) in [(Verb::Check, 10.0, 6.0), (Verb::Build, 15.0, 6.0), (Verb::Release, 25.0, 5.0)] {
        let wall = median(&samples.wall(&full, verb));
        table.row(vec![
            format!("whole crate, `{}`", verb.name()),
            format!("at most {most} s"),
            seconds(wall),
            verdict(wall <= most),
        ]);
        let against = ratio(&samples.cpu(&models(DERIVE), verb), &samples.cpu(&models(EMITTED), verb));
        table.row(vec![
            format!("models, derive ÷ emitted, `{}`", verb.name()),
            format!("at least {least}"),
            times(against),
            verdict(against >= least),
        ]);
    }
    let peak = Verb::ALL.iter().filter_map(|verb| samples.peak(&full, *verb)).max();
    table.row(vec![
        "whole crate, memory".to_owned(),
        "at most 1 GB".to_owned(),
        peak.map_or_else(|| "not measured".to_owned(), bytes),
        peak.map_or_else(String::new, |peak| verdict(peak <= 1_000_000_000)),
    ]);
    table.text()
}
