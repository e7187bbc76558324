//! Splits a path into pieces.
//!
//! In: the template of an operation. Out: [`Piece`]s, with arguments numbered as in [`Operation::parameters`].

use crate::extract::path::{Argument, ArgumentValue, Segment};
use crate::model::Operation;

use super::super::items::Piece;

/// Returns the path as literal text and arguments. Adjacent text is joined.
pub fn pieces(operation: &Operation) -> Vec<Piece> {
    let mut writer = Pieces::default();
    for segment in &operation.template.segments {
        writer.text("/");
        writer.segment(segment);
    }
    writer.list
}

#[derive(Default)]
struct Pieces {
    list: Vec<Piece>,
    next: usize,
}

impl Pieces {
    fn text(&mut self, text: &str) {
        match self.list.last_mut() {
            Some(Piece::Literal(last)) => last.push_str(text),
            _ => self.list.push(Piece::Literal(text.to_owned())),
        }
    }

    fn argument(&mut self) {
        let index = self.index();
        self.list.push(Piece::Argument(index));
    }

    fn index(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }

    fn segment(&mut self, segment: &Segment) {
        match segment {
            Segment::Literal(text) => self.text(&literal(text)),
            Segment::Placeholder(_) => self.argument(),
            Segment::Ellipsis => self.text("..."),
            Segment::Call { name, arguments } => {
                self.text(&format!("{}(", literal(name)));
                for (number, argument) in arguments.iter().enumerate() {
                    self.call_argument(number, argument);
                }
                if arguments.iter().any(|argument| argument.optional) {
                    self.list.push(Piece::End);
                } else {
                    self.text(")");
                }
            }
            Segment::ItemPath { anchor, placeholders, closed } => {
                self.segment(anchor);
                self.text(":");
                for _ in placeholders {
                    self.text("/");
                    self.argument();
                }
                if *closed {
                    self.text(":");
                }
            }
        }
    }
}

impl Pieces {
    /// Adds an argument of a call, with its separator, name and prefix.
    fn call_argument(&mut self, number: usize, argument: &Argument) {
        let before = argument.name.as_deref().map(|name| format!("{}=", literal(name))).unwrap_or_default();
        let prefix = argument.enum_type.as_deref().map(literal).unwrap_or_default();
        let is_placeholder = matches!(argument.value, ArgumentValue::Placeholder(_));
        if argument.optional && is_placeholder {
            let index = self.index();
            return self.list.push(Piece::Optional { before, prefix, index });
        }
        self.text(&format!("{}{before}", if number > 0 { "," } else { "" }));
        match &argument.value {
            // The runtime encloses a quoted argument in quotes and doubles the quotes inside it.
            ArgumentValue::Placeholder(_) if prefix.is_empty() => self.argument(),
            ArgumentValue::Placeholder(_) => {
                let index = self.index();
                self.list.push(Piece::Prefixed(prefix, index));
            }
            ArgumentValue::Literal(text) if argument.quoted => self.text(&format!("{prefix}'{}'", literal(text))),
            ArgumentValue::Literal(text) => self.text(&format!("{prefix}{}", literal(text))),
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
