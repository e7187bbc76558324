//! Parses the `$filter` of an example into conditions.
//!
//! In: the text of a filter, percent-decoded, and a reader of single comparisons. Out: a [`Condition`] whose text equals the input; `None`
//! if the typed calls would write a different text. It covers the part of the OData grammar (URL conventions §5.1.1) that they write.

use crate::plan::items::Path;
use crate::plan::names::RustName;

use super::options::PropertyPath;

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// `property.method(operand)`
    Compare {
        /// The property.
        property: PropertyPath,
        /// The method of the runtime.
        method: &'static str,
        /// The value to compare with; `None` for null.
        operand: Option<Operand>,
    },
    /// `property.in_([operands])`
    In {
        /// The property.
        property: PropertyPath,
        /// The values, all of the same kind.
        operands: Vec<Operand>,
    },
    /// `first.and(second)`; two or more.
    And(Vec<Condition>),
    /// `first.or(second)`; two or more.
    Or(Vec<Condition>),
    /// `condition.not()`
    Not(Box<Condition>),
}

/// A value in a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// Text.
    Text(String),
    /// A variant of an enum.
    Variant {
        /// The enum.
        ty: Path,
        /// The variant.
        name: RustName,
        /// Its name on the wire.
        text: String,
    },
    /// A Boolean.
    Bool(bool),
    /// A whole number.
    Number(i32),
}

/// A comparison and the text that the typed call writes for it.
pub type Compared = (Condition, String);

/// Maximum nesting depth of conditions. Deeper ones stay text.
const MAX_DEPTH: usize = 16;

/// Reads a filter. `compare` reads its single comparisons.
pub fn filter(text: &str, compare: &dyn Fn(&str) -> Option<Compared>) -> Option<Condition> {
    let (read, _) = either(text.trim(), compare, 0)?;
    (plain(&read.text) == plain(text.trim())).then_some(read.condition)
}

/// A part of a filter.
struct Read {
    condition: Condition,
    /// The text that the runtime writes for it.
    text: String,
}

/// Whether a part is a disjunction, around which the runtime writes parentheses in a conjunction.
type IsOr = bool;

/// Reads conditions joined by `or`.
fn either(text: &str, compare: &dyn Fn(&str) -> Option<Compared>, depth: usize) -> Option<(Read, IsOr)> {
    if depth > MAX_DEPTH {
        return None;
    }
    let mut parts = Vec::new();
    for part in split_at_word(text, " or ")? {
        parts.push(all(part, compare, depth)?);
    }
    if parts.len() < 2 {
        return parts.pop();
    }
    let (conditions, texts): (Vec<_>, Vec<_>) = parts.into_iter().map(|(read, _)| (read.condition, read.text)).unzip();
    Some((Read { condition: Condition::Or(conditions), text: texts.join(" or ") }, true))
}

/// Reads conditions joined by `and`.
fn all(text: &str, compare: &dyn Fn(&str) -> Option<Compared>, depth: usize) -> Option<(Read, IsOr)> {
    let mut parts = Vec::new();
    for part in split_at_word(text, " and ")? {
        parts.push(one(part.trim(), compare, depth)?);
    }
    if parts.len() < 2 {
        return parts.pop();
    }
    let factor =
        |(read, is_or): (Read, IsOr)| (read.condition, if is_or { format!("({})", read.text) } else { read.text });
    let (conditions, texts): (Vec<_>, Vec<_>) = parts.into_iter().map(factor).unzip();
    Some((Read { condition: Condition::And(conditions), text: texts.join(" and ") }, false))
}

/// Reads `not (…)`, `(…)` or a comparison.
fn one(text: &str, compare: &dyn Fn(&str) -> Option<Compared>, depth: usize) -> Option<(Read, IsOr)> {
    let negated = text.get(..3).filter(|word| word.eq_ignore_ascii_case("not")).and_then(|_| text.get(3..));
    if let Some(rest) = negated.filter(|rest| rest.starts_with([' ', '('])) {
        let (inner, _) = either(in_parentheses(rest.trim_start())?, compare, depth + 1)?;
        let text = format!("not ({})", inner.text);
        return Some((Read { condition: Condition::Not(Box::new(inner.condition)), text }, false));
    }
    if let Some(inner) = in_parentheses(text) {
        return either(inner.trim(), compare, depth + 1);
    }
    let (condition, text) = compare(text)?;
    Some((Read { condition, text }, false))
}

/// Returns the text in matching parentheses that enclose everything.
fn in_parentheses(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('(')?.strip_suffix(')')?;
    let (mut depth, mut quoted) = (0_i32, false);
    for c in inner.chars() {
        match c {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return None;
        }
    }
    (depth == 0 && !quoted).then_some(inner)
}

/// Splits at a word outside quotes and parentheses; returns `None` if these are unbalanced.
fn split_at_word<'a>(text: &'a str, word: &str) -> Option<Vec<&'a str>> {
    let (mut depth, mut quoted, mut start) = (0_usize, false, 0);
    let mut parts = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'\'' => quoted = !quoted,
            b'(' if !quoted => depth += 1,
            b')' if !quoted => depth = depth.checked_sub(1)?,
            b' ' if !quoted && depth == 0 && at >= start => {
                let end = at + word.len();
                if text.get(at..end).is_some_and(|found| found.eq_ignore_ascii_case(word)) {
                    parts.push(&text[start..at]);
                    start = end;
                }
            }
            _ => {}
        }
    }
    parts.push(text.get(start..)?);
    (depth == 0 && !quoted).then_some(parts)
}

/// Normalizes insignificant differences of a filter: case and surplus blanks. Quoted text is kept.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let (mut quoted, mut after_mark) = (false, false);
    for c in text.chars() {
        if c == '\'' {
            quoted = !quoted;
        }
        if c == ' ' && !quoted && after_mark {
            continue;
        }
        after_mark = !quoted && matches!(c, ',' | '(' | ' ');
        if quoted { out.push(c) } else { out.extend(c.to_lowercase()) }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads `name eq literal` and calls, and keeps their text unchanged.
    fn compare(text: &str) -> Option<Compared> {
        let operand = Some(Operand::Text(text.to_owned()));
        let is_one = text.split(' ').count() == 3 || text.ends_with(')') && text.contains('(');
        is_one.then(|| {
            (Condition::Compare { property: PropertyPath(Vec::new()), method: "eq", operand }, text.to_owned())
        })
    }

    fn shown(condition: &Condition) -> String {
        let join = |list: &[Condition], word: &str| {
            format!("({})", list.iter().map(shown).collect::<Vec<_>>().join(&format!(" {word} ")))
        };
        match condition {
            Condition::Compare { operand: Some(Operand::Text(text)), .. } => format!("[{text}]"),
            Condition::Compare { .. } | Condition::In { .. } => "[?]".to_owned(),
            Condition::And(list) => join(list, "and"),
            Condition::Or(list) => join(list, "or"),
            Condition::Not(inner) => format!("not {}", shown(inner)),
        }
    }

    #[test]
    fn filters_are_read_as_trees() {
        for (text, want) in [
            ("a eq 'b'", "[a eq 'b']"),
            ("a eq 'b' or a eq 'c'", "([a eq 'b'] or [a eq 'c'])"),
            ("a eq 1 and b eq 2 or c eq 3", "(([a eq 1] and [b eq 2]) or [c eq 3])"),
            ("(a eq 1 or b eq 2) and c eq 3", "(([a eq 1] or [b eq 2]) and [c eq 3])"),
            ("a eq 'x''or''y' or b eq 'or'", "([a eq 'x''or''y'] or [b eq 'or'])"),
            ("not (a eq 1 or b eq 2)", "not ([a eq 1] or [b eq 2])"),
            ("not (a eq 1) and b eq 2", "(not [a eq 1] and [b eq 2])"),
            ("startswith(a, 'b or c') or a eq 'd'", "([startswith(a, 'b or c')] or [a eq 'd'])"),
        ] {
            let read = filter(text, &compare);
            assert_eq!(read.as_ref().map(shown).as_deref(), Some(want), "{text}");
        }
    }

    #[test]
    fn filters_that_would_change_are_not_typed() {
        for text in [
            "(a eq 1) or (b eq 2)",
            "a eq 1 and (b eq 2 and c eq 3)",
            "not startswith(a,'b')",
            "not(a eq 1)",
            "a eq 'b' or",
            "a eq 'b or a eq 'c'",
            "(a eq 1",
            "a eq 1)",
            "",
            "or",
            "not",
        ] {
            assert_eq!(filter(text, &compare), None, "{text}");
        }
        let deep = format!("{}a eq 1 or b eq 2{} and c eq 3", "(".repeat(5_000), ")".repeat(5_000));
        assert_eq!(filter(&deep, &compare), None);
        assert_eq!(filter("é or 'é' or ", &compare), None);
    }
}
