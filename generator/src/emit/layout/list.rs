//! Arguments and elements.
//!
//! In: nodes between brackets. Out: their text, on one line, on lines of their own, or with the last one over several lines.

use super::place::{Place, first_line, last_line, line_break, width};
use super::printer::Printer;
use super::tree::Node;

/// The columns of a list on one line, without its brackets.
const FLAT: usize = 60;
/// The columns of a short element; short elements share lines.
const SHORT: usize = 10;
/// Macros whose first argument is a text with places for the others, which then share a line.
const FORMATTING: [(&str, usize); 21] = [
    ("eprint!", 0),
    ("eprintln!", 0),
    ("format!", 0),
    ("format_args!", 0),
    ("print!", 0),
    ("println!", 0),
    ("panic!", 0),
    ("unreachable!", 0),
    ("trace!", 0),
    ("debug!", 0),
    ("error!", 0),
    ("info!", 0),
    ("warn!", 0),
    ("assert!", 1),
    ("debug_assert!", 1),
    ("write!", 1),
    ("writeln!", 1),
    ("assert_eq!", 2),
    ("assert_ne!", 2),
    ("debug_assert_eq!", 2),
    ("debug_assert_ne!", 2),
];

/// When a comma follows the last item.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Comma {
    /// Never.
    Never,
    /// If the items are on lines of their own.
    Lines,
    /// Always.
    Always,
}

/// A list with what is around it.
pub struct List<'a> {
    /// The text before the brackets.
    pub name: &'a str,
    /// The brackets.
    pub brackets: (char, char),
    /// The items.
    pub items: &'a [Node],
    /// The comma after the last item.
    pub comma: Comma,
    /// Whether the items are arguments of a macro.
    pub of_macro: bool,
}

/// How items are arranged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    /// On the line of the brackets, from which the last item may run over.
    One,
    /// A line for each.
    Own,
    /// As many as fit on a line.
    Filled,
    /// The arguments before and after the text of a formatting macro share lines. The number is that of the arguments before.
    Formatting(usize),
}

impl Printer {
    /// Returns the text of a list.
    pub fn list(&self, list: &List<'_>, place: Place) -> Option<String> {
        let taken = match list.name.rfind('\n') {
            Some(at) => (list.name.len() - at - 1).saturating_sub(place.column()),
            None => list.name.len(),
        };
        let flat_width = place.width.saturating_sub(taken + 2);
        let own = place.nested();
        let own = Place { width: own.width.saturating_sub(1), ..own };
        let mut texts: Vec<Option<String>> = Vec::new();
        if let Some((_, before)) = list.items.split_last() {
            texts.extend(before.iter().map(|item| self.node(item, own)));
            texts.push(None);
        }
        let lines = self.arrange(list, &mut texts, place, own, flat_width);
        let texts: Vec<String> = texts.into_iter().collect::<Option<_>>()?;
        let text = joined(&texts, lines, list.comma, own);
        Some(wrapped(list, &text, lines == Lines::One, place, own))
    }

    /// Decides on the arrangement, and adds the text of the last item.
    fn arrange(
        &self,
        list: &List<'_>,
        texts: &mut [Option<String>],
        place: Place,
        own: Place,
        flat_width: usize,
    ) -> Lines {
        let Some(last) = list.items.last() else { return Lines::One };
        let at = texts.len() - 1;
        let one = list.items.len() == 1;
        let short_name = one && list.name.len() < 4;
        let overflows = short_name || last.overflows(list.items.len());
        let limit = flat_width.min(FLAT);
        let over = if overflows { self.overflowing(list, texts, place, short_name) } else { None };
        if let Some(over) = &over {
            texts[at] = Some(first_line(over).to_owned());
        }
        if let (true, Some(over)) = (fit(texts, limit), over) {
            // Two lines are not better than one line below.
            let below = if one && over.matches('\n').count() == 1 { self.node(last, own) } else { None };
            texts[at] = below.filter(|below| !below.contains('\n')).or(Some(over));
            return Lines::One;
        }
        texts[at] = self.node(last, own);
        let text = texts[at].as_deref().unwrap_or_default();
        if one && flat_width > 0 && !text.contains('\n') && width(text) <= flat_width || fit(texts, limit) {
            return Lines::One;
        }
        let formatting = FORMATTING.iter().find(|(name, _)| list.of_macro && *name == list.name);
        if let Some((_, before)) = formatting {
            let simple = |nodes: &[Node]| nodes.iter().all(Node::is_simple);
            let (Some((first, _)), Some(rest)) = (texts.split_at_checked(*before), texts.get(before + 1..)) else {
                return Lines::Own;
            };
            let all_simple = simple(&list.items[..*before]) && simple(&list.items[before + 1..]);
            return if all_simple && fit(first, own.width) && fit(rest, own.width) {
                Lines::Formatting(*before)
            } else {
                Lines::Own
            };
        }
        let short = |text: &Option<String>| text.as_ref().is_none_or(|text| text.len() <= SHORT);
        if list.items.iter().all(Node::is_simple) && texts.iter().all(short) { Lines::Filled } else { Lines::Own }
    }

    /// Returns the text of the last item if it begins on the line of the brackets.
    fn overflowing(&self, list: &List<'_>, texts: &[Option<String>], place: Place, short_name: bool) -> Option<String> {
        let (last, before) = list.items.split_last()?;
        let inside = place.after(width(last_line(list.name)) + 1).and_then(|inside| inside.before(1));
        let inside = inside.unwrap_or(Place { width: 0, ..place });
        let inside = Place { flat_chains: place.flat_chains || !short_name && last.is_method_call(), ..inside };
        let inside = if before.is_empty() && !last.is_call() {
            inside
        } else {
            let columns = texts[..before.len()].iter().map(|text| text.as_ref().map_or(0, String::len) + 2).sum();
            Place { width: inside.width.min(FLAT), ..inside }.after(columns)?
        };
        let closures = list.items.iter().filter(|item| matches!(item, Node::Closure(..))).count();
        if matches!(last, Node::Closure(..)) && closures > 1 && !list.of_macro {
            return None;
        }
        self.node(last, inside)
    }
}

/// Returns whether items fit on a line.
fn fit(texts: &[Option<String>], limit: usize) -> bool {
    let columns: usize = texts.iter().flatten().map(|text| width(text)).sum();
    columns + 2 * texts.len().saturating_sub(1) <= limit && !texts.iter().flatten().any(|text| text.contains('\n'))
}

/// Returns the items with their separators.
fn joined(texts: &[String], lines: Lines, comma: Comma, own: Place) -> String {
    let mut out = String::new();
    let mut columns = 0;
    let trailing = match comma {
        Comma::Never => false,
        Comma::Lines => matches!(lines, Lines::Own | Lines::Filled),
        Comma::Always => true,
    };
    let mut broken = comma == Comma::Always;
    for (at, text) in texts.iter().enumerate() {
        let last = at + 1 == texts.len();
        let next_line = match lines {
            Lines::One => false,
            Lines::Own => true,
            Lines::Filled => {
                // The comma after the last item counts once there is a second line.
                let needed = width(text) + usize::from(!last || broken);
                let next = columns > 0 && columns + 1 + needed > own.width;
                broken |= next;
                columns = if next || columns == 0 { needed } else { columns + 1 + needed };
                next
            }
            Lines::Formatting(before) => at >= before.max(1) && at <= before + 1,
        };
        if at > 0 {
            out.push_str(&if next_line { line_break(own.indent) } else { " ".to_owned() });
        }
        out.push_str(text);
        if !last || trailing {
            out.push(',');
        }
    }
    out
}

/// Returns the items in their brackets, on the same line or on lines of their own.
fn wrapped(list: &List<'_>, text: &str, one: bool, place: Place, own: Place) -> String {
    let left = place.width.saturating_sub(width(last_line(list.name)));
    let columns = if text.is_empty() { 2 } else { width(first_line(text)) + 1 };
    let (open, close) = list.brackets;
    let (before, after) = match (one && columns <= left, text.is_empty()) {
        (true, _) => (String::new(), String::new()),
        (false, true) => (String::new(), line_break(place.indent)),
        (false, false) => (line_break(own.indent), line_break(place.indent)),
    };
    format!("{}{open}{before}{text}{after}{close}", list.name)
}
