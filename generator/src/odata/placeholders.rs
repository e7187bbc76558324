//! The placeholders of a path.
//!
//! In: the segments of a path. Out: its [`Placeholder`]s in order, and the same path with other names for them. The parameters of an
//! operation are in this order. Only this module enumerates placeholders, so that every stage counts them in the same way.

use super::{Argument, ArgumentValue, Segment};

/// A placeholder of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placeholder<'t> {
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

/// Returns the placeholders of a path in order.
#[must_use]
pub fn placeholders(segments: &[Segment]) -> Vec<Placeholder<'_>> {
    let mut out = Vec::new();
    let mut after = "";
    for (number, segment) in segments.iter().enumerate() {
        add(segment, number, after, &mut out);
        if let Segment::Literal(name) | Segment::Call { name, .. } = segment {
            after = name;
        }
    }
    out
}

fn add<'t>(segment: &'t Segment, number: usize, after: &'t str, out: &mut Vec<Placeholder<'t>>) {
    let placeholder = |after, text, position| Placeholder { segment: number, after, text, position };
    match segment {
        Segment::Literal(_) | Segment::Ellipsis => {}
        Segment::Placeholder(text) => out.push(placeholder(after, text, Position::Segment)),
        Segment::Call { name, arguments } => {
            out.extend(arguments.iter().filter_map(|argument| match &argument.value {
                ArgumentValue::Placeholder(text) => Some(placeholder(name, text, Position::Argument(argument))),
                ArgumentValue::Literal(_) => None,
            }))
        }
        Segment::ItemPath { anchor, placeholders, .. } => {
            add(anchor, number, after, out);
            out.extend(placeholders.iter().map(|text| placeholder(after, text, Position::ItemPath)));
        }
    }
}

/// Gives each placeholder of a path the name that `name` returns for its index in [`placeholders`].
pub fn rename(segments: &mut [Segment], mut name: impl FnMut(usize) -> String) {
    let mut next = 0;
    let mut put = |text: &mut String| {
        *text = name(next);
        next += 1;
    };
    segments.iter_mut().for_each(|segment| each(segment, &mut put));
}

fn each(segment: &mut Segment, put: &mut impl FnMut(&mut String)) {
    match segment {
        Segment::Literal(_) | Segment::Ellipsis => {}
        Segment::Placeholder(text) => put(text),
        Segment::Call { arguments, .. } => arguments.iter_mut().for_each(|argument| {
            if let ArgumentValue::Placeholder(text) = &mut argument.value {
                put(text);
            }
        }),
        Segment::ItemPath { anchor, placeholders, .. } => {
            each(anchor, put);
            placeholders.iter_mut().for_each(put);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn argument(name: &str, value: ArgumentValue) -> Argument {
        Argument { name: Some(name.to_owned()), enum_type: None, value, quoted: false, optional: false }
    }

    #[test]
    fn both_parsers_of_a_path_agree() {
        let call = Segment::Call {
            name: "items".to_owned(),
            arguments: vec![
                argument("a", ArgumentValue::Placeholder("x".to_owned())),
                argument("b", ArgumentValue::Literal("1".to_owned())),
            ],
        };
        let mut path = vec![
            Segment::Literal("drives".to_owned()),
            Segment::Placeholder("id".to_owned()),
            Segment::Ellipsis,
            Segment::ItemPath {
                anchor: Box::new(call),
                placeholders: vec!["path".to_owned(), "file".to_owned()],
                closed: true,
            },
        ];
        let found = placeholders(&path);
        let shown: Vec<_> = found.iter().map(|found| (found.segment, found.after, found.text)).collect();
        assert_eq!(shown, [(1, "drives", "id"), (3, "items", "x"), (3, "drives", "path"), (3, "drives", "file")]);
        assert!(matches!(found[1].position, Position::Argument(_)) && found[3].position == Position::ItemPath);
        rename(&mut path, |index| index.to_string());
        let names: Vec<&str> = placeholders(&path).iter().map(|found| found.text).collect();
        assert_eq!(names, ["0", "1", "2", "3"]);
    }
}
