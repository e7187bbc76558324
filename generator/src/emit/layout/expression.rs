//! Expressions other than lists and chains.
//!
//! In: nodes. Out: their text, or nothing if they do not fit.

use super::list::{Comma, List};
use super::place::{LINE, Place, STEP, first_line, last_line, line_break, width};
use super::printer::Printer;
use super::tree::{Body, Node, Struct};

/// The columns of the members of a struct literal on one line.
const FLAT: usize = 18;

impl<'a> List<'a> {
    /// Returns the arguments of a call.
    pub fn call(name: &'a str, items: &'a [Node], place: Place) -> Self {
        Self { name, brackets: ('(', ')'), items, comma: comma(place), of_macro: false }
    }
}

/// Returns the comma of lists: macros may not take one.
fn comma(place: Place) -> Comma {
    if place.in_macro { Comma::Never } else { Comma::Lines }
}

impl Printer {
    /// Returns the text of an expression.
    pub fn layout(&self, node: &Node, place: Place) -> Option<String> {
        match node {
            Node::Path(text, _) => {
                let text = self.shortened(text);
                place.before(width(&text)).map(|_| text)
            }
            Node::Literal(text, long) => {
                let text = self.shortened(text);
                if *long { Some(text) } else { place.hold(text) }
            }
            Node::EmptyBlock if place.width < 2 => Some(format!("{{{}}}", line_break(place.indent))),
            Node::EmptyBlock => Some("{}".to_owned()),
            Node::Prefix(operator, inner) => {
                Some(format!("{operator}{}", self.node(inner, place.after(operator.len())?)?))
            }
            Node::Infix(left, operator, right) => {
                let (left, right) = (self.node(left, place)?, self.node(right, place)?);
                let text = format!("{left}{operator}{right}");
                if text.contains('\n') { None } else { place.hold(text) }
            }
            Node::Index(list, index) => self.index(list, index, place),
            Node::Parentheses(inner) => Some(format!("({})", self.node(inner, place.after(1)?.before(1)?)?)),
            Node::Call(callee, arguments) => {
                let callee = self.node(callee, place)?;
                self.list(&List::call(&callee, arguments, place), place)
            }
            Node::Chain(chain) => self.chain(chain, place),
            Node::Array(items) => {
                let list = List { name: "", brackets: ('[', ']'), items, comma: comma(place), of_macro: false };
                self.list(&list, place)
            }
            Node::Tuple(items) => {
                let comma = if items.len() == 1 { Comma::Always } else { comma(place) };
                self.list(&List { name: "", brackets: ('(', ')'), items, comma, of_macro: false }, place)
            }
            Node::Struct(literal) => self.structure(literal, place),
            Node::Macro(call) => {
                let inside = Place { in_macro: call.name != "vec!" || place.in_macro, ..place };
                let (brackets, items) = (call.brackets, &call.arguments[..]);
                if items.is_empty() {
                    return Some(format!("{}{}{}", call.name, brackets.0, brackets.1));
                }
                let list = List { name: &call.name, brackets, items, comma: comma(inside), of_macro: true };
                let kept = || if self.how.keep { place.hold(self.shortened_node(node, place)?) } else { None };
                self.list(&list, inside).or_else(kept)
            }
            Node::Json(name, json) => Some(format!("{name}({})", self.json(json, place.indent, 0, 0))),
            Node::Closure(prefix, body) => self.closure(prefix, body, place),
        }
    }

    fn index(&self, list: &Node, index: &Node, place: Place) -> Option<String> {
        let list = self.node(list, place)?;
        let columns = width(last_line(&list)) + 1;
        let same = if list.contains('\n') {
            Place { width: LINE, taken: 0, ..place }.after(columns).and_then(|same| same.before(1 + place.reserved()))
        } else {
            place.after(columns).and_then(|same| same.before(1))
        };
        let inline = same.and_then(|same| self.node(index, same));
        if let Some(index) = inline.as_ref().filter(|index| !index.contains('\n')) {
            return Some(format!("{list}[{index}]"));
        }
        let own = place.nested();
        let below = self.node(index, own.after(1)?.before(1 + place.reserved())?);
        match (inline, below) {
            (Some(inline), below) if below.as_ref().is_none_or(|below| below.contains('\n')) => {
                Some(format!("{list}[{inline}]"))
            }
            (_, below) => Some(format!("{list}{}[{}]", line_break(own.indent), below?)),
        }
    }

    fn structure(&self, literal: &Struct, place: Place) -> Option<String> {
        let path = &literal.path;
        place.before(path.len() + 2)?;
        if literal.fields.is_empty() && literal.base.is_none() {
            return Some(format!("{path} {{}}"));
        }
        let flat = place.width.saturating_sub(path.len() + 5).min(FLAT);
        let own = place.nested();
        let mut parts = Vec::new();
        for (name, value) in &literal.fields {
            parts.push(match value {
                Some(value) => self.member(name, value, own.before(1)?)?,
                None => name.clone(),
            });
        }
        if let Some(base) = &literal.base {
            parts.push(format!("..{}", self.node(base, own.after(2)?)?));
        }
        let columns: usize = parts.iter().map(|part| width(part)).sum();
        let on_one = columns + 2 * (parts.len() - 1) <= flat && !parts.iter().any(|part| part.contains('\n'));
        let line = parts.join(", ");
        // rustfmt counts columns first, then bytes.
        if on_one && line.len() <= flat {
            return Some(format!("{path} {{ {line} }}"));
        }
        let comma = if on_one || literal.base.is_some() || place.in_macro { "" } else { "," };
        let text = if on_one { line } else { parts.join(&format!(",{}", line_break(own.indent))) };
        Some(format!("{path} {{{}{text}{comma}{}}}", line_break(own.indent), line_break(place.indent)))
    }

    fn member(&self, name: &str, value: &Node, place: Place) -> Option<String> {
        match self.node(value, place.after(name.len() + 2)?) {
            Some(text) => Some(format!("{name}: {text}")),
            None => {
                let below = place.nested();
                Some(format!("{name}:{}{}", line_break(below.indent), self.node(value, below)?))
            }
        }
    }

    fn closure(&self, prefix: &str, body: &Body, place: Place) -> Option<String> {
        place.before(prefix.find('|').unwrap_or_default() + 5)?;
        let inside = place.after(width(prefix) + 1)?;
        match body {
            Body::Value(value) => {
                let text = self.node(value, inside);
                let runs_over = place.in_macro || value.is_struct();
                if let Some(text) = text.filter(|text| runs_over || !text.contains('\n')) {
                    return Some(format!("{prefix} {text}"));
                }
                let own = Place::line(place.indent + STEP);
                let text = self.node(value, own).or_else(|| self.shortened_node(value, own))?;
                Some(format!("{prefix} {{{}{text}{}}}", line_break(own.indent), line_break(place.indent)))
            }
            Body::Block(list) if list.is_empty() => Some(format!("{prefix} {{}}")),
            Body::Block(list) => {
                let text = self.block(list, place.indent + STEP);
                Some(format!("{prefix} {{\n{text}{}}}", " ".repeat(place.indent)))
            }
        }
    }

    /// Returns `left` and the value after it, on the same line or on the next.
    pub fn assigned(&self, left: &str, value: &Node, place: Place) -> Option<String> {
        let columns = width(left) + 1;
        let same = place.after(columns).unwrap_or(Place { width: 0, taken: place.taken + columns, ..place });
        let inline = self.node(value, same);
        if let Some(text) = inline.as_ref().filter(|text| !text.contains('\n') && width(text) <= same.width) {
            return Some(format!("{left} {text}"));
        }
        let next = Place::line(place.indent + STEP).before(same.reserved())?;
        let below = self.node(value, next);
        match (inline, below) {
            (Some(inline), Some(below)) if next.holds(&below) && is_better(&below, &inline) => {
                Some(format!("{left}{}{below}", line_break(next.indent)))
            }
            (None, Some(below)) => Some(format!("{left}{}{below}", line_break(next.indent))),
            (Some(inline), _) => Some(format!("{left} {inline}")),
            (None, None) => None,
        }
    }
}

/// Returns whether a value is better on the next line.
fn is_better(below: &str, inline: &str) -> bool {
    let breaks = |text: &str| text.matches('\n').count();
    let opens = |text: &str, bracket| first_line(text).ends_with(bracket);
    !below.contains('\n')
        || breaks(inline) > breaks(below) + 1
        || ['(', '{', '['].into_iter().any(|bracket| opens(inline, bracket) && !opens(below, bracket))
}
