//! The parts of a path, and the placeholders among them.
//!
//! In: the segments of a path. Out: their [`Part`]s, the [`Placeholder`]s of the path with their indices, and its text. The parameters of an
//! operation have the same indices. Only this module enumerates placeholders, so that every stage counts them in the same way.

use super::{Argument, ArgumentValue, Segment};

/// A placeholder of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placeholder<'t> {
    /// Its index among the placeholders of the path.
    pub index: usize,
    /// The index of its segment.
    pub segment: usize,
    /// The word before it: the nearest literal segment, or the function that it is an argument of; empty if there is none.
    pub after: &'t str,
    /// The text in braces.
    pub text: &'t str,
    /// Its position in the segment.
    pub position: Position<'t>,
}

/// The position of a placeholder in its segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position<'t> {
    /// The whole segment, or the anchor of a path inside the path.
    Segment,
    /// An argument of a call.
    Argument(&'t Argument),
    /// A path inside the path.
    ItemPath,
}

/// A part of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'t> {
    /// Punctuation, or `...` for omitted levels.
    Mark(&'static str),
    /// A literal segment, or the name of a call.
    Text(&'t str),
    /// A placeholder outside of a call.
    Placeholder(Placeholder<'t>),
    /// An argument of a call.
    Argument {
        /// The comma before it; empty before the first one.
        separator: &'static str,
        /// The argument.
        argument: &'t Argument,
        /// Its value.
        value: Value<'t>,
    },
    /// The closing parenthesis of a call.
    End {
        /// Whether the call has optional arguments.
        optional: bool,
    },
}

/// The value of an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'t> {
    /// A placeholder.
    Placeholder(Placeholder<'t>),
    /// A literal.
    Literal(&'t str),
}

impl<'t> Part<'t> {
    /// Returns the placeholder, inside or outside of a call.
    #[must_use]
    pub fn placeholder(self) -> Option<Placeholder<'t>> {
        match self {
            Part::Placeholder(found) | Part::Argument { value: Value::Placeholder(found), .. } => Some(found),
            _ => None,
        }
    }
}

/// Returns the placeholders of a path in order.
#[must_use]
pub fn placeholders(segments: &[Segment]) -> Vec<Placeholder<'_>> {
    parts(segments).into_iter().flatten().filter_map(Part::placeholder).collect()
}

/// Returns the parts of each segment of a path, without the slashes between segments.
#[must_use]
pub fn parts(segments: &[Segment]) -> Vec<Vec<Part<'_>>> {
    let mut walk = Walk::default();
    let mut out = Vec::with_capacity(segments.len());
    for segment in segments {
        walk.add(segment);
        walk.segment += 1;
        if let Segment::Literal(name) | Segment::Call { name, .. } = segment {
            walk.after = name;
        }
        out.push(std::mem::take(&mut walk.parts));
    }
    out
}

/// Returns a path as text. Placeholders have the names that `name` returns, in braces.
pub fn path_text<'s>(segments: &'s [Segment], name: impl Fn(&Placeholder<'s>) -> &'s str) -> String {
    let mut out = String::new();
    for parts in parts(segments) {
        out.push('/');
        for part in parts {
            match part {
                Part::Mark(text) | Part::Text(text) => out.push_str(text),
                Part::Placeholder(found) => out.push_str(&format!("{{{}}}", name(&found))),
                Part::Argument { separator, argument, value } => {
                    let own = argument.name.as_ref().map(|name| format!("{name}=")).unwrap_or_default();
                    let prefix = argument.enum_type.as_deref().unwrap_or("");
                    let quote = if argument.quoted { "'" } else { "" };
                    let value = match value {
                        Value::Placeholder(found) => format!("{{{}}}", name(&found)),
                        Value::Literal(text) => text.to_owned(),
                    };
                    out.push_str(&format!("{separator}{own}{prefix}{quote}{value}{quote}"));
                }
                Part::End { .. } => out.push(')'),
            }
        }
    }
    out
}

/// The walk through a path.
#[derive(Default)]
struct Walk<'t> {
    /// The parts of this segment so far.
    parts: Vec<Part<'t>>,
    /// The index of this segment.
    segment: usize,
    /// The word before this segment.
    after: &'t str,
    /// The index of the next placeholder.
    next: usize,
}

impl<'t> Walk<'t> {
    fn add(&mut self, segment: &'t Segment) {
        match segment {
            Segment::Literal(text) => self.parts.push(Part::Text(text)),
            Segment::Ellipsis => self.parts.push(Part::Mark("...")),
            Segment::Placeholder(text) => {
                let found = self.placeholder(self.after, text, Position::Segment);
                self.parts.push(Part::Placeholder(found));
            }
            Segment::Call { name, arguments } => self.call(name, arguments),
            Segment::ItemPath { anchor, placeholders, closed } => {
                self.add(anchor);
                self.parts.push(Part::Mark(":"));
                for text in placeholders {
                    let found = self.placeholder(self.after, text, Position::ItemPath);
                    self.parts.extend([Part::Mark("/"), Part::Placeholder(found)]);
                }
                self.parts.extend(closed.then_some(Part::Mark(":")));
            }
        }
    }

    fn call(&mut self, name: &'t str, arguments: &'t [Argument]) {
        self.parts.extend([Part::Text(name), Part::Mark("(")]);
        for (number, argument) in arguments.iter().enumerate() {
            let value = match &argument.value {
                ArgumentValue::Placeholder(text) => {
                    Value::Placeholder(self.placeholder(name, text, Position::Argument(argument)))
                }
                ArgumentValue::Literal(text) => Value::Literal(text),
            };
            let separator = if number == 0 { "" } else { "," };
            self.parts.push(Part::Argument { separator, argument, value });
        }
        self.parts.push(Part::End { optional: arguments.iter().any(|argument| argument.optional) });
    }

    /// Returns the next placeholder.
    fn placeholder(&mut self, after: &'t str, text: &'t str, position: Position<'t>) -> Placeholder<'t> {
        let found = Placeholder { index: self.next, segment: self.segment, after, text, position };
        self.next += 1;
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn argument(name: &str, value: ArgumentValue) -> Argument {
        Argument { name: Some(name.to_owned()), enum_type: None, value, quoted: false, optional: false }
    }

    fn path() -> [Segment; 5] {
        let call = Segment::Call {
            name: "items".to_owned(),
            arguments: vec![
                argument("a", ArgumentValue::Placeholder("x".to_owned())),
                Argument { quoted: true, ..argument("b", ArgumentValue::Literal("1".to_owned())) },
            ],
        };
        [
            Segment::Literal("drives".to_owned()),
            Segment::Placeholder("id".to_owned()),
            Segment::Ellipsis,
            Segment::ItemPath {
                anchor: Box::new(call),
                placeholders: vec!["path".to_owned(), "file".to_owned()],
                closed: true,
            },
            Segment::Placeholder("id".to_owned()),
        ]
    }

    #[test]
    fn placeholders_know_their_surroundings() {
        let path = path();
        let found = placeholders(&path);
        let shown: Vec<_> = found.iter().map(|found| (found.index, found.segment, found.after, found.text)).collect();
        let expected = [
            (0, 1, "drives", "id"),
            (1, 3, "items", "x"),
            (2, 3, "drives", "path"),
            (3, 3, "drives", "file"),
            (4, 4, "drives", "id"),
        ];
        assert_eq!(shown, expected);
        assert!(matches!(found[1].position, Position::Argument(_)) && found[3].position == Position::ItemPath);
    }

    #[test]
    fn text_has_the_given_names() {
        let path = path();
        let own = path_text(&path, |found| found.text);
        assert_eq!(own, "/drives/{id}/.../items(a={x},b='1'):/{path}/{file}:/{id}");
        let names = ["0", "1", "2", "3", "4"];
        let numbered = path_text(&path, |found| names[found.index]);
        assert_eq!(numbered, "/drives/{0}/.../items(a={1},b='1'):/{2}/{3}:/{4}");
    }
}
