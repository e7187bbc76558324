//! Measures docbindgen and what it generates.

mod compile;
mod crates;
mod derive;
mod error;
mod measure;

use std::path::Path;

use crates::{Crate, Shape, Workspace};
use derive::{Form, Scope};

fn main() -> Result<(), error::Error> {
    let args: Vec<String> = std::env::args().collect();
    let docs = Path::new(&args[1]);
    let generated = crates::generate(docs)?;
    println!("{} types {} requests {} pages", generated.types, generated.requests, generated.pages);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench/compile");
    std::fs::create_dir_all(&root).unwrap();
    let root = root.canonicalize().unwrap();
    let mut workspace = Workspace::new(&root);
    let mut list = Vec::new();
    for scope in [Scope::Models, Scope::Full] {
        for shape in [Shape::Emitted, Shape::Variant(Form::Plain), Shape::Variant(Form::Flatten)] {
            list.push(Crate { shape, scope });
        }
    }
    list.push(Crate { shape: Shape::Variant(Form::Structs), scope: Scope::Models });
    list.push(Crate { shape: Shape::Emitted, scope: Scope::Runtime });
    for c in &list {
        workspace.add(&generated, *c)?;
    }
    workspace.finish()?;
    for verb in compile::Verb::ALL {
        for shape in [Shape::Emitted, Shape::Variant(Form::Plain)] {
            compile::prepare(&workspace, &crates::dependencies_of(shape), verb)?;
        }
        for krate in &list {
            let s = compile::sample(&workspace, &krate.package(), verb, &[])?;
            println!(
                "{:28} {:16} wall {:6.2} cpu {:6.2} peak {:5} MB size {:.1} MB",
                krate.package(),
                verb.name(),
                s.cost.wall.as_secs_f64(),
                s.cost.seconds(),
                s.cost.peak.unwrap_or(0) / 1_000_000,
                s.size as f64 / 1e6
            );
        }
    }
    Ok(())
}
