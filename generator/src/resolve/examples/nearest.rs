//! Finds the documented operations that are nearest to a request that matches none.
//!
//! In: a request and the operations. Out: [`Nearest`] operations, and for each of them what differs. The distance is that of the segments
//! of both paths, and of the methods.

use crate::extract::RequestExample;
use crate::extract::path::Segment;
use crate::model::{Api, Operation, ParameterLocation};
use crate::odata::{ArgumentValue, Method};
use crate::similar::similar;

use super::reading::readings;
use super::template::{Found, match_segments, with_parts};
use super::url::{address, split_arguments, split_path};

/// The maximum number of operations that are returned.
const MOST: usize = 3;

/// The cost of another name that is not similar, of a segment more or less, and of another method.
const STEP: usize = 6;

/// The cost of a similar name without its edits, of which it has one or two, and of arguments that do not fit.
const SIMILAR: usize = 2;

/// Longer paths are not compared: no documented path is that long.
const MAX_SEGMENTS: usize = 60;

/// Longer names are not compared.
const MAX_NAME: usize = 200;

/// An operation that is near a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearest {
    /// Index in [`Api::operations`].
    pub operation: usize,
    /// What differs, in the order of the path.
    pub differences: Vec<Difference>,
}

/// A difference between a request and an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// The method.
    Method(Method),
    /// A segment of the request, its number, and the documented one.
    Segment {
        /// Its text in the request.
        given: String,
        /// Its index among the equal segments of the request.
        occurrence: usize,
        /// The documented segment.
        documented: String,
        /// Whether the names are similar.
        similar: bool,
    },
    /// A documented segment that the request lacks, and the documented one before it.
    Missing {
        /// The documented segment.
        documented: String,
        /// The documented segment before it; empty at the beginning.
        after: String,
    },
    /// A segment of the request that the operation lacks.
    Extra {
        /// Its text in the request.
        given: String,
        /// Its index among the equal segments of the request.
        occurrence: usize,
    },
    /// An argument in parentheses that the request lacks.
    MissingArgument {
        /// The function.
        function: String,
        /// The argument.
        name: String,
    },
    /// An argument in parentheses that the function does not have.
    UnknownArgument {
        /// The function.
        function: String,
        /// The argument in the request.
        name: String,
        /// The one that was probably meant.
        meant: Option<String>,
    },
    /// A query option that the operation requires.
    MissingOption(String),
    /// A body, where none is documented.
    Body,
    /// The path fits, but the operation does not accept what follows it or an argument of it.
    Other,
}

/// Returns the operations that are nearest to a request, the nearest first.
#[must_use]
pub fn nearest(api: &Api, request: &RequestExample) -> Vec<Nearest> {
    let Some(address) = address(&request.url) else { return Vec::new() };
    let mut found: Vec<(Rank<'_>, Nearest)> = Vec::new();
    let paths: Vec<Vec<Piece>> = readings(address.path).iter().map(|reading| pieces(&reading.parts)).collect();
    let paths: Vec<&Vec<Piece>> = paths.iter().filter(|path| path.len() <= MAX_SEGMENTS).collect();
    for (index, operation) in api.operations.iter().enumerate() {
        let best = paths.iter().enumerate().filter_map(|(number, path)| {
            let (distance, words) = Table::new(&operation.template.segments, path).distance();
            let distance = distance + if operation.method == request.method { 0 } else { STEP };
            // Without a common word, and with more differences than common segments, a path is another one.
            (words > 0 && distance <= STEP * path.len().div_ceil(2).max(2)).then_some((
                distance,
                usize::MAX - words,
                number,
            ))
        });
        let Some((distance, words, number)) = best.min() else { continue };
        let rank = (distance, words, operation.path.as_str(), operation.method);
        let Some(path) = paths.get(number) else { continue };
        // Only the best are described.
        if found.len() == MOST && found.last().is_some_and(|(last, _)| *last <= rank) {
            continue;
        }
        let differences = differences(operation, path, request, address.query);
        let at = found.partition_point(|(other, _)| *other <= rank);
        found.insert(at, (rank, Nearest { operation: index, differences }));
        found.truncate(MOST);
    }
    // Beside a request that differs little, others are not what was meant.
    let best = found.first().map_or(0, |((distance, ..), _)| *distance);
    let is_near = |((distance, ..), _): &(Rank<'_>, Nearest)| *distance == best || *distance < 2 * best;
    found.into_iter().filter(is_near).map(|(_, nearest)| nearest).collect()
}

/// The order of operations: the distance, the number of common words, then path and method.
type Rank<'a> = (usize, usize, &'a str, Method);

/// A segment of a request. A path in colons is one segment.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    text: String,
    occurrence: usize,
}

/// Returns the segments of a request.
fn pieces(parts: &[String]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut in_colons = false;
    for part in parts {
        if in_colons && let Some(last) = out.last_mut() {
            last.text.push('/');
            last.text.push_str(part);
            in_colons = !part.ends_with(':');
            continue;
        }
        in_colons = part.len() > 1 && part.ends_with(':');
        let occurrence = out.iter().filter(|piece| piece.text == *part).count();
        out.push(Piece { text: part.clone(), occurrence });
    }
    out
}

/// The distances between the ends of a documented path and of a request's.
struct Table<'a> {
    documented: &'a [Segment],
    given: &'a [Piece],
    /// The distance and the number of common words from a documented segment and a given one to the ends.
    cells: Vec<Vec<(usize, usize)>>,
}

impl<'a> Table<'a> {
    fn new(documented: &'a [Segment], given: &'a [Piece]) -> Self {
        let cells = vec![vec![(0, 0); given.len() + 1]; documented.len() + 1];
        let mut table = Table { documented, given, cells };
        for row in (0..=documented.len()).rev() {
            for column in (0..=given.len()).rev() {
                let cell = table.steps_from(row, column).into_iter().flatten().map(|(_, cell)| cell);
                let best = cell.min_by_key(|(cost, words)| (*cost, usize::MAX - words)).unwrap_or((0, 0));
                if let Some(cell) = table.cells.get_mut(row).and_then(|row| row.get_mut(column)) {
                    *cell = best;
                }
            }
        }
        table
    }

    /// Returns the possible steps, each with what it results in: both segments, the documented one, the given one.
    fn steps_from(&self, row: usize, column: usize) -> [Option<(Step, (usize, usize))>; 3] {
        let at = |row: usize, column: usize| self.cells.get(row).and_then(|row| row.get(column)).copied();
        let (documented, given) = (self.documented.get(row), self.given.get(column));
        let both = documented.zip(given).and_then(|(documented, given)| {
            let (step, is_word) = substitution(documented, &given.text);
            let (cost, words) = at(row + 1, column + 1)?;
            Some(((Some(row), Some(column)), (cost + step, words + usize::from(is_word))))
        });
        let missing = documented.and_then(|_| at(row + 1, column)).map(|(cost, words)| (cost + STEP, words));
        let extra = given.and_then(|_| at(row, column + 1)).map(|(cost, words)| (cost + STEP, words));
        [both, missing.map(|cell| ((Some(row), None), cell)), extra.map(|cell| ((None, Some(column)), cell))]
    }

    fn distance(&self) -> (usize, usize) {
        self.cells.first().and_then(|row| row.first()).copied().unwrap_or((0, 0))
    }

    /// Returns the steps from one path to the other. Of equally good ones, those that keep segments at the beginning.
    fn steps(&self) -> Vec<Step> {
        let (mut row, mut column) = (0, 0);
        let mut out = Vec::new();
        loop {
            let steps = self.steps_from(row, column).into_iter().flatten();
            let Some((step, _)) = steps.min_by_key(|(_, (cost, words))| (*cost, usize::MAX - words)) else {
                return out;
            };
            row += usize::from(step.0.is_some());
            column += usize::from(step.1.is_some());
            out.push(step);
        }
    }
}

/// The indices of a documented segment and of a given one, of which one may be missing.
type Step = (Option<usize>, Option<usize>);

/// Returns the cost of a documented segment in place of a given one, and whether they have a word in common.
fn substitution(documented: &Segment, given: &str) -> (usize, bool) {
    match documented {
        Segment::Literal(text) => match similar_name(text, given) {
            Name::Same => (0, true),
            Name::Similar(edits) => (SIMILAR + edits, true),
            Name::Other => (STEP, false),
        },
        Segment::Placeholder(_) | Segment::Ellipsis => {
            let is_word = given.starts_with('$') || given.ends_with(')') && given.contains('(');
            (if is_word { STEP } else { 0 }, false)
        }
        Segment::Call { name, .. } => {
            let called = given.split('(').next().unwrap_or(given);
            let name_cost = match similar_name(name, called) {
                Name::Same => 0,
                Name::Similar(edits) => SIMILAR + edits,
                Name::Other => return (STEP, false),
            };
            let segments = [documented.clone()];
            let fits =
                name_cost == 0 && match_segments(&with_parts(&segments), &[given], &mut Found::default()).is_some();
            let cost = if fits { 0 } else { name_cost + SIMILAR };
            (cost.min(STEP), true)
        }
        Segment::ItemPath { anchor, .. } => match given.split_once(':') {
            Some((before, _)) => substitution(anchor, before),
            None => (STEP, false),
        },
    }
}

/// How two names are related.
enum Name {
    Same,
    /// After this number of edits.
    Similar(usize),
    Other,
}

fn similar_name(documented: &str, given: &str) -> Name {
    if given.len() > MAX_NAME {
        return Name::Other;
    }
    let plain = |text: &str| {
        let text = text.strip_suffix("()").unwrap_or(text);
        text.rsplit('.').next().unwrap_or(text).to_lowercase()
    };
    let (documented, given) = (plain(documented), plain(given));
    if documented == given {
        Name::Same
    } else if similar(&given, [documented.as_str()]).is_some() {
        Name::Similar(strsim::damerau_levenshtein(&documented, &given))
    } else {
        Name::Other
    }
}

/// Returns what differs between a request and an operation.
fn differences(operation: &Operation, path: &[Piece], request: &RequestExample, query: &str) -> Vec<Difference> {
    let mut out = Vec::new();
    if operation.method != request.method {
        out.push(Difference::Method(operation.method));
    }
    let table = Table::new(&operation.template.segments, path);
    let documented = split_path(&operation.path);
    let written = |row: usize| segment_text(&operation.template.segments, &documented, row);
    for (row, column) in table.steps() {
        let segment = row.and_then(|row| operation.template.segments.get(row));
        match (row, segment, column.and_then(|column| path.get(column))) {
            (Some(row), Some(segment), Some(Piece { text, occurrence })) => {
                let (cost, is_word) = substitution(segment, text);
                let call = match segment {
                    Segment::Call { name, arguments }
                        if matches!(similar_name(name, text.split('(').next().unwrap_or(text)), Name::Same) =>
                    {
                        Some((name, arguments))
                    }
                    _ => None,
                };
                match call {
                    _ if cost == 0 => {}
                    Some((name, arguments)) => arguments_differ(name, arguments, text, &mut out),
                    None => out.push(Difference::Segment {
                        given: text.clone(),
                        occurrence: *occurrence,
                        documented: written(row),
                        similar: is_word,
                    }),
                }
            }
            (Some(row), Some(_), None) => {
                let after = row.checked_sub(1).map(written).unwrap_or_default();
                out.push(Difference::Missing { documented: written(row), after });
            }
            (_, _, Some(Piece { text, occurrence })) => {
                out.push(Difference::Extra { given: text.clone(), occurrence: *occurrence });
            }
            _ => {}
        }
    }
    let given: Vec<&str> = query.split('&').filter_map(|option| option.split('=').next()).collect();
    let required = operation.parameters.iter().filter(|p| p.location == ParameterLocation::Query && !p.optional);
    let missing = required.filter(|p| !given.iter().any(|name| name.eq_ignore_ascii_case(&p.placeholder)));
    out.extend(missing.map(|parameter| Difference::MissingOption(parameter.placeholder.clone())));
    if operation.body.is_none() && request.body != crate::odata::ExampleBody::None {
        out.push(Difference::Body);
    }
    if out.is_empty() {
        out.push(Difference::Other);
    }
    out
}

/// Returns a segment of a documented path with the names of its parameters. A path in colons takes several segments of the text.
fn segment_text(segments: &[Segment], documented: &[&str], row: usize) -> String {
    let width = |segment: &Segment| match segment {
        Segment::ItemPath { placeholders, .. } => 1 + placeholders.len(),
        _ => 1,
    };
    let start: usize = segments.iter().take(row).map(width).sum();
    let end = start + segments.get(row).map_or(1, width);
    documented.get(start..end).map(|parts| parts.join("/")).unwrap_or_default()
}

/// Adds what differs between the arguments of a call and the documented ones.
fn arguments_differ(
    function: &str,
    documented: &[crate::extract::path::Argument],
    text: &str,
    out: &mut Vec<Difference>,
) {
    let before = out.len();
    let inside = text.split_once('(').map_or("", |(_, rest)| rest.strip_suffix(')').unwrap_or(rest));
    let given = split_arguments(inside);
    let names: Vec<&str> = given.iter().filter_map(|argument| Some(argument.split_once('=')?.0.trim())).collect();
    let own: Vec<&str> = documented.iter().filter_map(|argument| argument.name.as_deref()).collect();
    for name in names.iter().filter(|name| !own.iter().any(|own| own.eq_ignore_ascii_case(name))) {
        let meant = similar(name, own.iter().copied()).map(str::to_owned);
        out.push(Difference::UnknownArgument { function: function.to_owned(), name: (*name).to_owned(), meant });
    }
    for (index, argument) in documented.iter().enumerate().filter(|(_, argument)| !argument.optional) {
        let (name, is_given) = match (&argument.name, &argument.value) {
            (Some(name), _) => (name, names.iter().any(|given| given.eq_ignore_ascii_case(name))),
            (None, ArgumentValue::Placeholder(name) | ArgumentValue::Literal(name)) => (name, index < given.len()),
        };
        if !is_given {
            out.push(Difference::MissingArgument { function: function.to_owned(), name: name.clone() });
        }
    }
    if out.len() == before {
        out.push(Difference::Other);
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::path;

    use super::*;

    fn distance(documented: &str, given: &str) -> (usize, usize) {
        let template = path::parse_template(documented).expect("a template").template;
        let parts: Vec<String> = super::super::url::split_path(given).into_iter().map(str::to_owned).collect();
        Table::new(&template.segments, &pieces(&parts)).distance()
    }

    #[test]
    fn distances_count_segments() {
        for (documented, given, expected) in [
            ("/users/{id}/messages", "users/1/messages", (0, 2)),
            ("/users/{id}/messages", "users/1/mesages", (3, 2)),
            ("/users/{id}/messages", "users/1/events", (6, 1)),
            ("/users/{id}/messages", "users/messages", (6, 2)),
            ("/users/{id}", "users/1/messages", (6, 1)),
            ("/a/f(x={x},y={y})", "a/f(x=1,y=2)", (0, 2)),
            ("/a/f(x={x},y={y})", "a/f(x=1)", (2, 2)),
            ("/a/root:/{path}:/children", "a/root:/b/c:/children", (0, 3)),
            ("/users", "groups", (6, 0)),
        ] {
            assert_eq!(distance(documented, given), expected, "{documented} {given}");
        }
    }
}
