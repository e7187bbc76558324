//! Checks the length of files.
//!
//! In: the sources. Out: those too long to be read in one sitting.

use super::Source;

/// Maximum number of lines in a source file, tests included.
const LIMIT: usize = 450;

/// Reports source files that are too long. Test folders may have long tables of cases.
pub fn check(sources: &[Source]) -> Vec<String> {
    let is_source = |source: &&Source| source.path.ends_with(".rs") && source.path.contains("/src/");
    let long = sources.iter().filter(is_source).filter_map(|source| {
        let lines = source.text.lines().count();
        (lines > LIMIT).then(|| format!("{}: {lines} lines, at most {LIMIT} are allowed: split the file", source.path))
    });
    long.collect()
}
