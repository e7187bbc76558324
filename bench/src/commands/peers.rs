//! Published crates for the same API, and a program that uses one of them.
//!
//! In: a crate of the registry. Out: the cost of compiling it, and a program with it. Each has a workspace of its own, because its
//! dependencies differ from those of emitted crates.

use super::{progress, work};
use crate::compile::{Samples, Verb, prepare};
use crate::crates::Workspace;
use crate::derive::Files;
use crate::error::MeasureError;

/// A published crate.
#[derive(Debug, Clone, Copy)]
pub struct Peer {
    /// Its name.
    pub name: &'static str,
    version: &'static str,
    /// A program that uses it.
    pub program: Option<Program>,
}

/// A program that uses a published crate.
#[derive(Debug, Clone, Copy)]
pub struct Program {
    /// The name of its package.
    pub package: &'static str,
    source: &'static str,
    /// Dependencies besides the crate.
    dependencies: &'static str,
}

/// All peers: serde structs without requests, and requests without types.
pub const ALL: [Peer; 2] = [
    Peer { name: "graph-rs-types", version: "0.1.0", program: None },
    Peer {
        name: "graph-rs-sdk",
        version: "3.0.1",
        program: Some(Program {
            package: "program-graph-rs-sdk",
            source: include_str!("../../programs/requests_untyped.rs"),
            dependencies: "graph-http = \"=3.0.0\"\nserde_json = \"1\"\n",
        }),
    },
];

impl Peer {
    /// Returns its name and version in markdown.
    pub fn title(self) -> String {
        format!("`{}` {}", self.name, self.version)
    }

    /// Measures each command.
    ///
    /// # Errors
    /// Fails if the crate or the program does not compile, for instance without a connection to the registry.
    pub fn measure(self, runs: usize) -> Result<Samples, MeasureError> {
        let workspace = self.workspace()?;
        let mut samples = Samples::default();
        for verb in Verb::ALL {
            progress(&format!("{}: {}", verb.name(), self.name));
            prepare(&workspace, self.name, verb)?;
            samples.take(&workspace, &[self.name.to_owned()], verb, runs, &mut progress)?;
        }
        let Some(Program { package, .. }) = self.program else { return Ok(samples) };
        for verb in [Verb::Build, Verb::Release] {
            prepare(&workspace, package, verb)?;
            samples.take(&workspace, &[package.to_owned()], verb, runs, &mut progress)?;
            samples.take_together(
                &workspace,
                &[(package.to_owned(), self.name.to_owned())],
                verb,
                runs,
                &mut progress,
            )?;
        }
        Ok(samples)
    }

    /// Returns a workspace with one package that depends on the crate.
    fn workspace(self) -> Result<Workspace, MeasureError> {
        let mut workspace = Workspace::new(&work(self.name)?);
        let (package, path, source, dependencies) = match self.program {
            Some(program) => (program.package, "src/main.rs", program.source, program.dependencies),
            None => ("peer", "src/lib.rs", "//! Nothing: for its dependency.\n", ""),
        };
        let manifest = format!(
            "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{} = \"={}\"\n{dependencies}",
            self.name, self.version
        );
        let files = Files::from([("Cargo.toml".to_owned(), manifest), (path.to_owned(), source.to_owned())]);
        workspace.write(package, files)?;
        workspace.finish()?;
        Ok(workspace)
    }
}
