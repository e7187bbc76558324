//! `[!INCLUDE [text](target)]`: finds these directives, and the files they include.
//!
//! In: texts. Out: [`Directive`]s, and the result of the look-up for each target. Load, which fetches the files, and parse, which inserts
//! their blocks, both use this module, so that they see the same directives.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{DocSet, Include};
use rayon::prelude::*;

use crate::diagnostics::FileId;

/// An include directive in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Directive<'a> {
    /// Its byte range, from `[!` to the last `]`.
    pub range: Range<usize>,
    /// The file that it names, as written.
    pub target: &'a str,
}

/// Returns the include directives of `text`, in order. A directive never spans lines.
pub(crate) fn directives(text: &str) -> impl Iterator<Item = Directive<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(found) = find_open(text.get(from..)?) {
            let start = from + found;
            from = start + 2;
            if let Some((end, target)) = directive_at(text, start) {
                from = end;
                return Some(Directive { range: start..end, target });
            }
        }
        None
    })
}

/// Returns the position of the next `[!`.
fn find_open(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'!', bytes).find(|at| *at > 0 && bytes[at - 1] == b'[').map(|at| at - 1)
}

/// Returns the end and the target of the directive that starts at `start`.
fn directive_at(text: &str, start: usize) -> Option<(usize, &str)> {
    let line = &text[start..];
    let line = &line[..line.find('\n').unwrap_or(line.len())];
    let keyword = line.get(2..9)?;
    if !keyword.eq_ignore_ascii_case("include") {
        return None;
    }
    let label = skip_blank(line, 9);
    if !line[label..].starts_with('[') {
        return None;
    }
    let open = label + line[label..].find("](").or_else(|| line[label..].find("] ("))?;
    let open = open + line[open..].find('(')?;
    let close = open + line[open..].find(')')?;
    let end = skip_blank(line, close + 1);
    let target = line[open + 1..close].trim();
    (line[end..].starts_with(']') && !target.is_empty()).then_some((start + end + 1, target))
}

fn skip_blank(line: &str, from: usize) -> usize {
    from + line.as_bytes()[from..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count()
}

/// Resolves `target` against the file `from`: parts separated by `/`, without `.` and `..`.
///
/// Returns `None` if the target is absolute or leaves the folder that all paths are relative to.
pub(crate) fn join(from: &str, target: &str) -> Option<String> {
    if target.starts_with(['/', '\\', '~']) || target.contains([':', '\0']) {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split(['/', '\\']) {
        match part {
            "" | "." => {}
            // A file outside the folder (in an include root) has leading `..` itself; these cannot be removed.
            ".." => {
                if parts.last().is_none_or(|last| *last == "..") {
                    return None;
                }
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Fills the set's include table with the directives of every text, including texts that `fetch` adds.
pub(super) fn link(set: &mut DocSet, mut fetch: impl FnMut(&mut DocSet, FileId, &str) -> Include) {
    let mut queue: Vec<FileId> = set.sources.iter().map(|(id, _)| id).collect();
    let mut seen: BTreeSet<FileId> = queue.iter().copied().collect();
    let known: Vec<_> = queue.par_iter().map(|id| targets(&set.sources.file(*id).text)).collect();
    let mut known = known.into_iter();
    let mut next = 0;
    while let Some(id) = queue.get(next).copied() {
        next += 1;
        let targets = known.next().unwrap_or_else(|| targets(&set.sources.file(id).text));
        let mut table = BTreeMap::new();
        for target in targets {
            let include = fetch(set, id, &target);
            if let Include::File(file) = include
                && seen.insert(file)
            {
                queue.push(file);
            }
            table.insert(target, include);
        }
        if !table.is_empty() {
            set.includes.insert(id, table);
        }
    }
}

/// Returns the distinct targets of the directives in a text, sorted.
fn targets(text: &str) -> Vec<String> {
    let all: BTreeSet<&str> = directives(text).map(|directive| directive.target).collect();
    all.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_directives_in_every_spelling() {
        let text = "[!INCLUDE [a](x.md)] and [!include[b-c] (y z.md) ]\n[!INCLUDE [cut\n](x.md)]\n[!NOTE] [!INCLUDE x]";
        let found: Vec<_> = directives(text).map(|d| (&text[d.range], d.target)).collect();
        assert_eq!(found, [("[!INCLUDE [a](x.md)]", "x.md"), ("[!include[b-c] (y z.md) ]", "y z.md")]);
    }

    #[test]
    fn joined_paths_stay_in_the_folder() {
        assert_eq!(join("api/a.md", "../includes/x.md").as_deref(), Some("includes/x.md"));
        assert_eq!(join("a.md", "./b\\c.md").as_deref(), Some("b/c.md"));
        for target in ["../../x.md", "/etc/passwd", "\\\\host\\x", "c:/x", "~/x", "a/../../../x"] {
            assert_eq!(join("api/a.md", target), None, "{target}");
        }
    }
}
