//! Converts the query options of an example into calls of the bindings.
//!
//! In: a query option, percent-decoded, and the struct it refers to. Out: [`CallOption`]s: typed calls if these cover it, the raw option
//! otherwise. It covers the part of the OData grammar (URL conventions §5.1) that the typed calls write.

use crate::plan::items::{Field, Path, RustType, Struct};
use crate::plan::names::RustName;

use super::filter::{Compared, Condition, Operand, filter};
use super::value::Types;

/// A query option.
#[derive(Debug, Clone, PartialEq)]
pub enum CallOption {
    /// `.select(property)`
    Select(PropertyPath),
    /// `.expand(navigation)` with nested options.
    Expand(PropertyPath, Vec<CallOption>),
    /// `.orderby(property.asc())`, or `.desc()`.
    OrderBy(PropertyPath, bool),
    /// `.filter(condition)`
    Filter(Condition),
    /// `.top(n)`
    Top(u32),
    /// `.skip(n)`
    Skip(u32),
    /// `.count()`
    Count,
    /// `.search(text)`
    Search(String),
    /// `.format(media_type)`
    Format(String),
    /// `.query(name, value)`
    Raw(String, String),
}

/// `Type::CONSTANT` and constants of nested types: `User::ADDRESS.path(Address::CITY)`. Never empty.
#[derive(Debug, Clone, PartialEq)]
pub struct PropertyPath(pub Vec<(Path, RustName)>);

/// Returns typed calls for a query option if these cover it, else the raw option.
pub(super) fn options(name: &str, value: &str, item: Option<&Path>, types: &Types<'_>) -> Vec<CallOption> {
    let typed = item.and_then(|path| types.structs.get_key_value(path)).and_then(|(path, item)| {
        let item = Item { path, item, types };
        item.typed(&name.to_ascii_lowercase(), value)
    });
    typed.or_else(|| untyped(name, value)).unwrap_or_else(|| vec![CallOption::Raw(name.to_owned(), value.to_owned())])
}

/// Returns the calls for options that do not refer to a property.
fn untyped(name: &str, value: &str) -> Option<Vec<CallOption>> {
    let number = || value.parse::<u32>().ok().filter(|n| n.to_string() == value);
    let option = match name {
        "$top" => CallOption::Top(number()?),
        "$skip" => CallOption::Skip(number()?),
        "$count" if value == "true" => CallOption::Count,
        "$search" => CallOption::Search(value.to_owned()),
        "$format" => CallOption::Format(value.to_owned()),
        _ => return None,
    };
    Some(vec![option])
}

/// The struct that options refer to.
#[derive(Clone, Copy)]
struct Item<'a> {
    path: &'a Path,
    item: &'a Struct,
    types: &'a Types<'a>,
}

impl<'a> Item<'a> {
    fn typed(self, name: &str, value: &str) -> Option<Vec<CallOption>> {
        match name {
            "$select" => parts(value, ',').map(|part| Some(CallOption::Select(self.selected(part)?))).collect(),
            "$expand" => parts(value, ',').map(|part| self.expand(part)).collect(),
            "$orderby" => parts(value, ',').map(|part| self.order(part)).collect(),
            "$filter" => Some(vec![CallOption::Filter(filter(value, &|part| self.condition(part))?)]),
            _ => None,
        }
    }

    fn order(self, part: &str) -> Option<CallOption> {
        Some(match part.strip_suffix(" desc") {
            Some(name) => CallOption::OrderBy(self.property(name)?, true),
            None => CallOption::OrderBy(self.property(part)?, false),
        })
    }

    /// Reads `manager` or `manager($select=id;$levels=max)`.
    fn expand(self, part: &str) -> Option<CallOption> {
        let (name, nested) = match part.split_once('(') {
            Some((name, rest)) => (name, rest.strip_suffix(')')?),
            None => (part, ""),
        };
        let (owner, name) = self.cast(name)?;
        let field = owner.field(name).filter(|field| field.navigation)?;
        let mut options = Vec::new();
        for (name, value) in parts(nested, ';')
            .filter(|part| !part.is_empty())
            .map(|part| part.split_once('='))
            .collect::<Option<Vec<_>>>()?
        {
            options.extend(match name {
                "$top" => untyped(name, value)?,
                _ => owner.target(field)?.typed(name, value)?,
            });
        }
        Some(CallOption::Expand(owner.one(field), options))
    }

    /// Reads `displayName eq 'a'`, `displayName in ('a','b')` or `startswith(displayName,'a')`.
    fn condition(self, text: &str) -> Option<Compared> {
        let text = text.trim();
        let call = text.split_once('(').filter(|(function, _)| function.bytes().all(|b| b.is_ascii_alphabetic()));
        if let Some((function, rest)) = call {
            let method = match function.to_ascii_lowercase().as_str() {
                "startswith" => "starts_with",
                "endswith" => "ends_with",
                "contains" => "contains",
                _ => return None,
            };
            let (name, literal) = rest.strip_suffix(')')?.split_once(',')?;
            let (property, field) = self.walk(name.trim())?;
            let operand = Some(operand(literal.trim(), field, self.types)?);
            let written = format!("{function}({},{})", name.trim(), literal.trim());
            return Some((Condition::Compare { property, method, operand }, written));
        }
        let (name, rest) = text.split_once(' ')?;
        let (operator, literal) = rest.trim_start().split_once(' ')?;
        let literal = literal.trim();
        let (property, field) = self.walk(name)?;
        if operator == "in" {
            let values = literal.strip_prefix('(')?.strip_suffix(')')?;
            let values: Vec<&str> = parts(values, ',').collect();
            let operands: Vec<Operand> =
                values.iter().map(|value| operand(value, field, self.types)).collect::<Option<Vec<_>>>()?;
            let written = format!("{name} in ({})", values.join(","));
            return Some((Condition::In { property, operands: of_one_type(operands) }, written));
        }
        let method = ["eq", "ne", "gt", "ge", "lt", "le"].into_iter().find(|method| *method == operator)?;
        let (method, operand) = match (method, literal) {
            ("eq", "null") => ("is_null", None),
            ("ne", "null") => ("is_not_null", None),
            _ => (method, Some(operand(literal, field, self.types)?)),
        };
        Some((Condition::Compare { property, method, operand }, format!("{name} {operator} {literal}")))
    }

    /// Returns the path of a selected property, which may belong to a derived type: `$select` contains its plain name.
    fn selected(self, name: &str) -> Option<PropertyPath> {
        if name.split('/').any(|segment| segment.contains('.')) {
            return None;
        }
        self.property(name).or_else(|| self.derived().find_map(|derived| derived.property(name)))
    }

    /// Returns the path of a structural property, which may be nested.
    fn property(self, name: &str) -> Option<PropertyPath> {
        let (path, field) = self.walk(name)?;
        (!field.navigation).then_some(path)
    }

    /// Returns the constants of a path such as `address/city`, and the last field.
    fn walk(self, name: &str) -> Option<(PropertyPath, &'a Field)> {
        let (owner, name) = self.cast(name)?;
        owner.walk_own(name)
    }

    fn walk_own(self, name: &str) -> Option<(PropertyPath, &'a Field)> {
        let (first, rest) = name.split_once('/').map_or((name, None), |(first, rest)| (first, Some(rest)));
        let field = self.field(first)?;
        let mut path = self.one(field);
        let Some(rest) = rest else { return Some((path, field)) };
        let (behind, last) = self.target(field)?.walk(rest)?;
        path.0.extend(behind.0);
        Some((path, last))
    }

    /// Splits a path at its cast segment: returns the struct of the derived type, and the rest of the path.
    fn cast(self, name: &str) -> Option<(Self, &str)> {
        match name.split_once('/').filter(|(segment, _)| segment.contains('.')) {
            Some((segment, rest)) => Some((self.derived().find(|derived| derived.item.odata_type == segment)?, rest)),
            None => Some((self, name)),
        }
    }

    /// Returns the structs of the derived types.
    fn derived(self) -> impl Iterator<Item = Self> {
        let variants = self.item.derived.iter().flat_map(|derived| &derived.variants);
        variants.filter_map(move |variant| {
            let (path, item) = self.types.structs.get_key_value(&variant.ty)?;
            Some(Item { path, item, types: self.types })
        })
    }

    fn field(self, name: &str) -> Option<&'a Field> {
        self.item.fields.iter().find(|field| field.wire == name)
    }

    fn one(self, field: &Field) -> PropertyPath {
        PropertyPath(vec![(self.path.clone(), field.constant.clone())])
    }

    /// Returns the struct that a field contains.
    fn target(self, field: &'a Field) -> Option<Self> {
        let mut ty = &field.ty;
        while let RustType::Boxed(inner) | RustType::Vec(inner) | RustType::Related(inner) = ty {
            ty = inner;
        }
        let RustType::Model(path) = ty else { return None };
        let (path, item) = self.types.structs.get_key_value(path)?;
        Some(Item { path, item, types: self.types })
    }
}

/// Returns a literal as a value of a field's type; `None` if it is not a single literal of that type.
fn operand(literal: &str, field: &Field, types: &Types<'_>) -> Option<Operand> {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || b"-+:.".contains(&byte);
    match &field.ty {
        RustType::String => quoted(literal).map(Operand::Text),
        RustType::Model(path) => {
            let (ty, item) = types.enums.get_key_value(path)?;
            let text = quoted(literal)?;
            let variant = item.variants.iter().find(|(_, wire, _)| *wire == text);
            Some(match variant {
                Some((name, ..)) => Operand::Variant { ty: ty.clone(), name: name.clone(), text },
                None => Operand::Text(text),
            })
        }
        RustType::Runtime("Duration") => quoted(literal.strip_prefix("duration")?).map(Operand::Text),
        RustType::Runtime("Binary") => quoted(literal.strip_prefix("binary")?).map(Operand::Text),
        RustType::Runtime("Decimal") => whole(literal),
        RustType::Runtime(_) => {
            (!literal.is_empty() && literal.bytes().all(bare)).then(|| Operand::Text(literal.to_owned()))
        }
        RustType::Plain("bool") => literal.parse().ok().map(Operand::Bool),
        RustType::Plain(_) => whole(literal),
        _ => None,
    }
}

/// Returns operands of one Rust type, as the elements of an array must be.
fn of_one_type(operands: Vec<Operand>) -> Vec<Operand> {
    let as_text = |operand| match operand {
        Operand::Variant { text, .. } => Operand::Text(text),
        other => other,
    };
    let mixed = operands.iter().any(|operand| matches!(operand, Operand::Text(_)));
    if mixed { operands.into_iter().map(as_text).collect() } else { operands }
}

/// Reads a whole number in Rust's notation.
fn whole(literal: &str) -> Option<Operand> {
    literal.parse::<i32>().ok().filter(|number| number.to_string() == literal).map(Operand::Number)
}

/// Returns the text of a single quoted literal, in which quotes are doubled.
fn quoted(literal: &str) -> Option<String> {
    let inner = literal.strip_prefix('\'')?.strip_suffix('\'')?;
    let text = inner.replace("''", "'");
    (text.replace('\'', "''") == inner).then_some(text)
}

/// Splits a list at separators outside parentheses and quotes.
fn parts(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    let mut quoted = false;
    text.split(move |c| {
        match c {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == separator && depth == 0 && !quoted
    })
    .map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_split_outside_of_parentheses_and_quotes() {
        assert_eq!(parts("a,b($c=d,e), f", ',').collect::<Vec<_>>(), ["a", "b($c=d,e)", "f"]);
        assert_eq!(parts("a eq 'b,c',d", ',').collect::<Vec<_>>(), ["a eq 'b,c'", "d"]);
    }

    #[test]
    fn literals_are_not_split() {
        assert_eq!(quoted("'it''s'").as_deref(), Some("it's"));
        for text in ["'a' or b eq 'c'", "'a'b'", "a", "'"] {
            assert_eq!(quoted(text), None, "{text}");
        }
    }
}
