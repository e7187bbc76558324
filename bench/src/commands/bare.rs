//! `bench bare`
//!
//! In: pages, and the crate generated from them. Out: the processor time of this process, which is the bare cost of generating.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use clap::Args;

use crate::error::MeasureError;
use crate::{bare, corpus};

/// Options of the bare cost.
#[derive(Debug, Args)]
pub struct Bare {
    /// The docs folder
    #[arg(long, value_name = "DIR")]
    docs: PathBuf,
    /// The folder of the generated crate
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl Bare {
    /// Returns the command that does this work in a process of its own.
    ///
    /// # Errors
    /// Fails if the path of this program is unknown.
    pub(super) fn command(docs: &Path, out: &Path) -> Result<Command, MeasureError> {
        let program = env::current_exe().map_err(MeasureError::disk(Path::new("this program")))?;
        let mut command = Command::new(program);
        command.arg("bare").arg("--docs").arg(docs).arg("--out").arg(out);
        Ok(command)
    }

    pub(super) fn run(&self) -> Result<(), MeasureError> {
        let pages = bare::pages(&self.docs)?;
        let files =
            corpus::files(&self.out)?.into_iter().filter(|path| path.extension().is_some_and(|end| end == "rs"));
        let sources: Vec<String> =
            files.map(|path| fs::read_to_string(&path).map_err(MeasureError::disk(&path))).collect::<Result<_, _>>()?;
        bare::read(&pages, 1);
        bare::format(&sources, 1);
        Ok(())
    }
}
