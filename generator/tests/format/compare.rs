//! Compares the expected facts of an example with the actual ones.
//!
//! In: the TOML of an example, the facts as JSON, the diagnostics. Out: a [`Fault`] for each difference. Only what the TOML names is
//! compared, except diagnostics, which are always compared in full.

use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The key of names that must not be present.
const ABSENT: &str = "absent";

/// The key of the diagnostics.
const DIAGNOSTICS: &str = "diagnostics";

/// The expected facts of an example.
#[derive(Debug)]
pub struct Expected {
    facts: Vec<(String, Fact)>,
    /// The diagnostics, and the line of the key.
    diagnostics: (Vec<String>, usize),
    is_empty: bool,
}

/// An expected value and the line of the document that contains it.
#[derive(Debug)]
struct Fact {
    line: usize,
    value: FactValue,
}

#[derive(Debug)]
enum FactValue {
    Scalar(Value),
    List(Vec<Fact>),
    Table(Vec<(String, Fact)>),
}

/// A difference.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line of the document.
    pub line: usize,
    /// The difference.
    pub text: String,
}

/// A diagnostic as examples write it, and its message.
pub struct Found {
    /// `unknown-type 9`
    pub key: String,
    /// The message of the diagnostic.
    pub message: String,
}

impl Expected {
    /// Parses the facts. `first_line` is the line of the document with the first line of `text`.
    ///
    /// # Errors
    /// Returns the line and what is wrong in it.
    pub fn parse(text: &str, first_line: usize) -> Result<Expected, (usize, String)> {
        let line = |offset: usize| first_line + text.bytes().take(offset).filter(|byte| *byte == b'\n').count();
        let table = DeTable::parse(text).map_err(|error| {
            let at = error.span().map_or(first_line, |span| line(span.start));
            (at, format!("the facts are not TOML: {}", error.message()))
        })?;
        let mut facts = table_facts(table.get_ref(), &line);
        let is_empty = facts.is_empty();
        let mut diagnostics = (Vec::new(), first_line);
        if let Some(index) = facts.iter().position(|(key, _)| key == DIAGNOSTICS) {
            let (_, fact) = facts.remove(index);
            let texts = strings(&fact);
            diagnostics = (texts.ok_or((fact.line, format!("`{DIAGNOSTICS}` is not a list of strings")))?, fact.line);
        }
        Ok(Expected { facts, diagnostics, is_empty })
    }

    /// Returns whether there are no facts.
    pub fn is_empty(&self) -> bool {
        self.is_empty
    }
}

fn table_facts(table: &DeTable<'_>, line: &dyn Fn(usize) -> usize) -> Vec<(String, Fact)> {
    let mut facts: Vec<_> =
        table.iter().map(|(key, value)| (key.get_ref().to_string(), fact(value, key.span().start, line))).collect();
    // In the order of the document.
    facts.sort_by_key(|(_, fact)| fact.line);
    facts
}

fn fact(value: &Spanned<DeValue<'_>>, start: usize, line: &dyn Fn(usize) -> usize) -> Fact {
    let found = match value.get_ref() {
        DeValue::Table(table) => FactValue::Table(table_facts(table, line)),
        DeValue::Array(items) => {
            FactValue::List(items.iter().map(|item| fact(item, item.span().start, line)).collect())
        }
        DeValue::String(text) => FactValue::Scalar(Value::from(text.as_ref())),
        DeValue::Boolean(value) => FactValue::Scalar(Value::from(*value)),
        DeValue::Integer(number) => {
            let text = number.as_str();
            FactValue::Scalar(i64::from_str_radix(text, number.radix()).map_or_else(|_| text.into(), Value::from))
        }
        DeValue::Float(number) => {
            let text = number.as_str();
            FactValue::Scalar(text.parse::<f64>().map_or_else(|_| text.into(), Value::from))
        }
        DeValue::Datetime(time) => FactValue::Scalar(Value::from(time.to_string())),
    };
    Fact { line: line(start), value: found }
}

/// Returns the elements of a list of strings.
fn strings(fact: &Fact) -> Option<Vec<String>> {
    let FactValue::List(items) = &fact.value else { return None };
    let text = |item: &Fact| match &item.value {
        FactValue::Scalar(Value::String(text)) => Some(text.clone()),
        _ => None,
    };
    items.iter().map(text).collect()
}

/// Returns the differences.
pub fn compare(expected: &Expected, actual: &Value, found: &[Found]) -> Vec<Fault> {
    let mut faults = Vec::new();
    compare_table(&expected.facts, actual, "", &mut faults);
    compare_diagnostics(expected, found, &mut faults);
    faults
}

fn compare_diagnostics(expected: &Expected, found: &[Found], faults: &mut Vec<Fault>) {
    let (wanted, line) = &expected.diagnostics;
    let mut rest: Vec<&Found> = found.iter().collect();
    for want in wanted {
        if let Some(index) = rest.iter().position(|found| found.key == *want) {
            rest.remove(index);
        } else {
            let all: Vec<_> = found.iter().map(|found| found.key.as_str()).collect();
            faults.push(Fault { line: *line, text: format!("expected the diagnostic `{want}`, actual {all:?}") });
        }
    }
    for found in rest {
        let text = format!("unexpected diagnostic `{}`: {}", found.key, found.message);
        faults.push(Fault { line: *line, text });
    }
}

fn compare_table(facts: &[(String, Fact)], actual: &Value, path: &str, faults: &mut Vec<Fault>) {
    let at = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path} > {key}") };
    let empty = Map::new();
    let members = actual.as_object().unwrap_or(&empty);
    for (key, fact) in facts {
        if key == ABSENT {
            let names = strings(fact).unwrap_or_default();
            if names.is_empty() {
                let text = format!("`{}` is not a list of names", at(key));
                faults.push(Fault { line: fact.line, text });
            }
            for name in names {
                if let Some(value) = members.get(&name) {
                    let text = format!("expected `{}` to be absent, actual {value}", at(&name));
                    faults.push(Fault { line: fact.line, text });
                }
            }
            continue;
        }
        match members.get(key) {
            Some(value) => compare_value(fact, value, &at(key), faults),
            None => {
                let names: Vec<_> = members.keys().collect();
                let text = format!("expected `{}`, which is absent; present: {names:?}", at(key));
                faults.push(Fault { line: fact.line, text });
            }
        }
    }
}

fn compare_value(fact: &Fact, actual: &Value, path: &str, faults: &mut Vec<Fault>) {
    let mut differs = |expected: &dyn std::fmt::Display, actual: &dyn std::fmt::Display| {
        let text = format!("`{path}`: expected {expected}, actual {actual}");
        faults.push(Fault { line: fact.line, text });
    };
    match (&fact.value, actual) {
        (FactValue::Table(facts), Value::Object(_)) => compare_table(facts, actual, path, faults),
        (FactValue::Table(_), _) => differs(&"a table", actual),
        // A list of strings gives names in their order.
        (FactValue::List(_), Value::Object(members)) => {
            let names: Vec<String> = members.keys().cloned().collect();
            let wanted = strings(fact);
            if wanted.as_ref() != Some(&names) {
                differs(&format!("{:?}", wanted.unwrap_or_default()), &format!("{names:?}"));
            }
        }
        (FactValue::List(items), Value::Array(values)) if items.len() == values.len() => {
            for (index, (item, value)) in items.iter().zip(values).enumerate() {
                compare_value(item, value, &format!("{path} > {index}"), faults);
            }
        }
        (FactValue::List(items), _) => match strings(fact) {
            Some(texts) => differs(&format!("{texts:?}"), actual),
            None => differs(&format!("a list of {}", items.len()), actual),
        },
        (FactValue::Scalar(value), _) if value == actual => {}
        (FactValue::Scalar(value), _) => differs(value, actual),
    }
}
