//! JSON in a macro.
//!
//! In: tokens. Out: a text that rustfmt keeps. It cannot parse `{"a": 1}` as Rust, and only indents the lines.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;
use syn::Expr;

use super::place::{STEP, line_break, width};
use super::printer::Printer;

/// A JSON value.
pub enum Json {
    /// Keys and values.
    Object(Vec<(String, Json)>),
    /// Elements.
    Array(Vec<Json>),
    /// Any other value.
    Text(String),
}

impl Printer {
    /// Returns a JSON value on one line if it is short, else with a line for each member and element. `depth` is the indentation inside
    /// the macro, and `key` the columns of the key before it: rustfmt moves the lines together, so nothing else may decide.
    pub fn json(&self, json: &Json, indent: usize, depth: usize, key: usize) -> String {
        let flat = self.flat_json(json);
        let empty = match json {
            Json::Array(elements) => elements.is_empty(),
            Json::Object(members) => members.is_empty(),
            Json::Text(_) => true,
        };
        if empty || depth + key + width(&flat) <= self.how.json {
            return flat;
        }
        let (at, depth) = (indent + STEP, depth + STEP);
        let line = |key: &str, value| format!("{}{key}{}", line_break(at), self.json(value, at, depth, width(key)));
        let (open, close, parts): (_, _, Vec<String>) = match json {
            Json::Object(members) => {
                let members = members.iter().map(|(key, value)| line(&format!("{}: ", self.shortened(key)), value));
                ('{', '}', members.collect())
            }
            Json::Array(elements) => ('[', ']', elements.iter().map(|value| line("", value)).collect()),
            Json::Text(_) => return flat,
        };
        format!("{open}{}{}{close}", parts.join(","), line_break(indent))
    }

    fn flat_json(&self, json: &Json) -> String {
        let joined = |parts: Vec<String>| parts.join(", ");
        match json {
            Json::Text(text) => self.shortened(text),
            Json::Array(elements) => {
                format!("[{}]", joined(elements.iter().map(|value| self.flat_json(value)).collect()))
            }
            Json::Object(members) => {
                let member =
                    |(key, value): &(String, Json)| format!("{}: {}", self.shortened(key), self.flat_json(value));
                format!("{{{}}}", joined(members.iter().map(member).collect()))
            }
        }
    }
}

/// Returns the value that tokens contain.
pub fn value(tokens: &TokenStream) -> Option<Json> {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    parse(&trees)
}

fn parse(trees: &[TokenTree]) -> Option<Json> {
    match trees {
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => value(&group.stream()),
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Bracket => {
            split(&group.stream(), ',').iter().map(|part| parse(part)).collect::<Option<_>>().map(Json::Array)
        }
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Brace => {
            let member = |part: &Vec<TokenTree>| {
                let colon = part.iter().position(|tree| is(tree, ':'))?;
                Some((flat(&part[..colon])?, parse(&part[colon + 1..])?))
            };
            split(&group.stream(), ',').iter().map(member).collect::<Option<_>>().map(Json::Object)
        }
        _ => flat(trees).map(Json::Text),
    }
}

/// Returns a scalar, or a key.
fn flat(trees: &[TokenTree]) -> Option<String> {
    match trees {
        [TokenTree::Literal(literal)] => Some(literal.to_string()).filter(|text| !text.contains('\n')),
        [TokenTree::Ident(ident)] => Some(ident.to_string()),
        [sign, TokenTree::Literal(literal)] if is(sign, '-') => Some(format!("-{literal}")),
        _ => expression(trees),
    }
}

/// Returns an expression, if it fits on a line.
fn expression(trees: &[TokenTree]) -> Option<String> {
    let expr: Expr = syn::parse2(trees.iter().cloned().collect()).ok()?;
    let file = syn::parse2(quote!(const X: Y = #expr;)).ok()?;
    let text = prettyplease::unparse(&file);
    let value = text.trim_end().strip_prefix("const X: Y = ")?.strip_suffix(';')?;
    (!value.contains('\n')).then(|| value.to_owned())
}

fn is(tree: &TokenTree, c: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == c)
}

/// Returns the tokens between separators. A separator may follow the last part.
fn split(tokens: &TokenStream, separator: char) -> Vec<Vec<TokenTree>> {
    let mut parts = vec![Vec::new()];
    for tree in tokens.clone() {
        match parts.last_mut() {
            Some(part) if !is(&tree, separator) => part.push(tree),
            _ => parts.push(Vec::new()),
        }
    }
    if parts.last().is_some_and(Vec::is_empty) {
        parts.pop();
    }
    parts
}
