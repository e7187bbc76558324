//! Splits a path into pieces.
//!
//! In: the template of an operation. Out: [`Piece`]s, with arguments numbered as in [`Operation::parameters`].

use crate::model::Operation;
use crate::odata::{Argument, PathArgument, PathPart, path_parts};

use super::super::items::Piece;

/// Returns the path as literal text and arguments. Adjacent text is joined.
pub fn pieces(operation: &Operation) -> Vec<Piece> {
    let mut writer = Pieces::default();
    for parts in path_parts(&operation.template.segments) {
        writer.text("/");
        parts.into_iter().for_each(|part| writer.part(part));
    }
    writer.list
}

#[derive(Default)]
struct Pieces {
    list: Vec<Piece>,
}

impl Pieces {
    fn text(&mut self, text: &str) {
        match self.list.last_mut() {
            Some(Piece::Literal(last)) => last.push_str(text),
            _ => self.list.push(Piece::Literal(text.to_owned())),
        }
    }

    fn part(&mut self, part: PathPart<'_>) {
        match part {
            PathPart::Mark(text) => self.text(text),
            PathPart::Text(text) => self.text(&literal(text)),
            PathPart::Placeholder(found) => self.list.push(Piece::Argument(found.index)),
            PathPart::Argument { separator, argument, value } => self.call_argument(separator, argument, value),
            PathPart::End { optional: true } => self.list.push(Piece::End),
            PathPart::End { optional: false } => self.text(")"),
        }
    }

    /// Adds an argument of a call, with its separator, name and prefix.
    fn call_argument(&mut self, separator: &str, argument: &Argument, value: PathArgument<'_>) {
        let before = argument.name.as_deref().map(|name| format!("{}=", literal(name))).unwrap_or_default();
        let prefix = argument.enum_type.as_deref().map(literal).unwrap_or_default();
        match value {
            // The runtime writes the separator of an optional argument.
            PathArgument::Placeholder(found) if argument.optional => {
                self.list.push(Piece::Optional { before, prefix, index: found.index });
            }
            // The runtime encloses a quoted argument in quotes and doubles the quotes inside it.
            PathArgument::Placeholder(found) => {
                self.text(&format!("{separator}{before}"));
                self.list.push(match prefix.is_empty() {
                    true => Piece::Argument(found.index),
                    false => Piece::Prefixed(prefix, found.index),
                });
            }
            PathArgument::Literal(text) => {
                let quote = if argument.quoted { "'" } else { "" };
                self.text(&format!("{separator}{before}{prefix}{quote}{}{quote}", literal(text)));
            }
        }
    }
}

/// Percent-encodes text of a page as part of a path: all characters that are not allowed there (RFC 3986 §3.3).
fn literal(text: &str) -> String {
    const PATH: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'#')
        .add(b'<')
        .add(b'>')
        .add(b'?')
        .add(b'`')
        .add(b'{')
        .add(b'}')
        .add(b'%')
        .add(b'/')
        .add(b'\\');
    percent_encoding::utf8_percent_encode(text, PATH).to_string()
}
