//! `bench compile`
//!
//! In: a generated crate. Out: the cost of compiling it, compared with its derive variants, with programs that use it, and with a crate
//! that people could use instead.

use super::peers::{self, Peer};
use super::{Subject, done, progress, work};
use crate::compile::{Samples, Verb, prepare, together};
use crate::crates::{Crate, Shape, Workspace};
use crate::derive::{Form, Scope};
use crate::error::MeasureError;
use crate::report::{Section, Table, bytes, seconds, times};
use crate::stats::{median, ratio};

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
        samples.take_together(&workspace, &pairs(&programs), verb, subject.runs, &mut progress)?;
    }
    let peers = peers::ALL.map(|peer| (peer, peer.measure(subject.runs)));
    done();
    for (peer, measured) in &peers {
        if let Err(error) = measured {
            eprintln!("{} is not measured: {error}", peer.name);
        }
    }
    let peers: Vec<(Peer, Samples)> =
        peers.into_iter().filter_map(|(peer, measured)| Some((peer, measured.ok()?))).collect();

    let mut text = String::from("## Compiling\n\n");
    text.push_str(
        "Dependencies built, nothing incremental, the crate cleaned before each run; the crates take turns. CPU is user and system time of cargo \
         and all it starts, memory that of the largest process, size that of the `rmeta` or `rlib`. *derive* is the emitted crate with \
         only the models' implementations exchanged for serde derives (`bench/src/derive/mod.rs` says what it keeps and loses), *flatten* the \
         same with a map for other members, *models* each of them without requests and pages. × is CPU against the emitted crate in the \
         same column.\n\n",
    );
    text.push_str(&crates_table(&samples, &peers));
    text.push_str(
        "\nA program that builds ten requests and decodes their responses, linked against each. *Both* is the wall time of one command that \
         compiles the crate and the program; the other figures are those of the program alone. The program of `graph-rs-sdk` builds the same \
         requests and decodes JSON. × is *both* against the emitted crate.\n\n",
    );
    text.push_str(&programs_table(&samples, &programs, &peers));
    text.push_str(
        "\nFor comparison, measured once on such a machine: openapi-generator 7.26 (`-g rust`), with the metadata of the service converted to \
         OpenAPI (2,822 schemas, 4,091 operations), takes 36 s to generate, and `cargo check` of its output and its dependencies takes 395 s and \
         14.7 GB.\n",
    );
    text.push_str("\nLimits, and what this run gives:\n\n");
    text.push_str(&limits(&samples, &programs[0]));
    Ok(Section { id: "compile", text })
}

fn crates_table(samples: &Samples, peers: &[(Peer, Samples)]) -> String {
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
        for (peer, measured) in peers {
            let base = if peer.program.is_some() { full(EMITTED) } else { models(EMITTED) };
            let against = median(&measured.cpu(peer.name, verb)) / median(&samples.cpu(&base, verb));
            table.row(row(&peer.title(), measured, peer.name, verb, &times(against)));
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

/// Returns each program with its crate.
fn pairs(programs: &[String]) -> Vec<(String, String)> {
    let crates = SHAPES.map(|shape| Crate { shape, scope: Scope::Full }.package());
    programs.iter().cloned().zip(crates).collect()
}

fn programs_table(samples: &Samples, programs: &[String], peers: &[(Peer, Samples)]) -> String {
    let mut table = Table::new(&["program with", "command", "wall", "CPU", "memory", "program", "both", "×"]);
    for verb in [Verb::Build, Verb::Release] {
        let both =
            |samples: &Samples, (program, krate): &(String, String)| samples.wall(&together(program, krate), verb);
        let pairs = pairs(programs);
        let mut add = |title: &str, measured: &Samples, pair: &(String, String)| {
            let mut cells = row(title, measured, &pair.0, verb, &seconds(median(&both(measured, pair))));
            cells.push(times(median(&both(measured, pair)) / median(&both(samples, &pairs[0]))));
            table.row(cells);
        };
        for (shape, pair) in SHAPES.iter().zip(&pairs) {
            add(shape.name(), samples, pair);
        }
        for (peer, measured) in peers {
            if let Some(program) = peer.program {
                add(&peer.title(), measured, &(program.package.to_owned(), peer.name.to_owned()));
            }
        }
    }
    table.text()
}

/// A limit, what was measured, and whether it is met.
struct Budget {
    what: String,
    limit: String,
    measured: String,
    met: bool,
}

impl Budget {
    /// A number of seconds.
    fn seconds(what: &str, most: f64, measured: f64) -> Budget {
        Budget {
            what: what.to_owned(),
            limit: format!("at most {most} s"),
            measured: seconds(measured),
            met: measured <= most,
        }
    }

    /// A number of bytes.
    fn bytes(what: &str, most: u64, measured: Option<u64>) -> Budget {
        Budget {
            what: what.to_owned(),
            limit: format!("at most {}", bytes(most)),
            measured: measured.map_or_else(|| "not measured".to_owned(), bytes),
            met: measured.is_some_and(|measured| measured <= most),
        }
    }

    /// A ratio of costs.
    fn ratio(what: String, least: f64, measured: f64) -> Budget {
        Budget { what, limit: format!("at least {least}"), measured: times(measured), met: measured >= least }
    }
}

/// Returns the limits of the emitted crate and its program, and of its models relative to the derive variant.
fn limits(samples: &Samples, program: &str) -> String {
    let full = Crate { shape: EMITTED, scope: Scope::Full }.package();
    let models = |shape| Crate { shape, scope: Scope::Models }.package();
    let wall = |name: &str, verb| median(&samples.wall(name, verb));
    let mut budgets = vec![
        Budget::seconds("whole crate, `check`", 9.5, wall(&full, Verb::Check)),
        Budget::bytes("whole crate, `check`, memory", 1_000_000_000, samples.peak(&full, Verb::Check)),
        Budget::seconds("program, `build`", 1.2, wall(program, Verb::Build)),
        Budget::seconds("program, `build --release`", 4.0, wall(program, Verb::Release)),
        Budget::bytes("program, release, not stripped", 2_200_000, samples.size(program, Verb::Release)),
        Budget::seconds("both, `build --release`", 18.0, wall(&together(program, &full), Verb::Release)),
    ];
    for (verb, least) in [(Verb::Check, 6.0), (Verb::Build, 6.0), (Verb::Release, 5.0)] {
        let against = ratio(&samples.cpu(&models(DERIVE), verb), &samples.cpu(&models(EMITTED), verb));
        budgets.push(Budget::ratio(format!("models, derive ÷ emitted, `{}`", verb.name()), least, against));
    }
    let mut table = Table::new(&["", "limit", "measured", ""]);
    for Budget { what, limit, measured, met } in budgets {
        table.row(vec![what, limit, measured, if met { "met" } else { "missed" }.to_owned()]);
    }
    table.text()
}
