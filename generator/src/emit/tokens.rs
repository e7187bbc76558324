//! Names, types and documentation as tokens.
//!
//! In: plan values. Out: tokens. Text of pages gets into code only as literals and documentation ([`super::comments`]).

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::plan::names::RustName;
use crate::plan::{Gate, Path, RustType};

/// Returns a name as an identifier.
pub fn ident(name: &RustName) -> Ident {
    match name.as_str().strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name.as_str(), Span::call_site()),
    }
}

/// Returns a string literal with one line of code for each line of text.
pub fn text_lines(lines: &[String]) -> Literal {
    let escaped = |line: &String| {
        let literal = Literal::string(line).to_string();
        let text = literal.get(1..literal.len().saturating_sub(1)).unwrap_or_default();
        // A backslash at the end of a line also skips the white space that follows.
        text.strip_prefix(' ').map_or_else(|| text.to_owned(), |rest| format!("\\x20{rest}"))
    };
    let escaped: Vec<String> = lines.iter().map(escaped).collect();
    let written = format!("\"\\\n        {}\"", escaped.join("\\n\\\n        "));
    match written.parse() {
        Ok(literal) if lines.len() > 1 => literal,
        _ => Literal::string(&lines.join("\n")),
    }
}

/// Returns a string literal without escapes, for JSON; with escapes, if the text has other characters that need one.
pub fn raw_text(text: &str) -> Literal {
    let is_plain = |c: char| matches!(c, '"' | '\\' | '\'') || c.escape_debug().eq([c]);
    if !text.contains('"') || !text.chars().all(is_plain) {
        return Literal::string(text);
    }
    // The literal ends at a quote with this many marks.
    let after_quotes = text.split('"').skip(1).map(|rest| rest.len() - rest.trim_start_matches('#').len());
    let marks = "#".repeat(after_quotes.max().unwrap_or_default() + 1);
    format!("r{marks}\"{text}\"{marks}").parse().unwrap_or_else(|_| Literal::string(text))
}

/// Returns an identifier that the generator itself chose.
pub fn own(name: &'static str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// The context in which a type is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathStyle {
    /// In a file that imports the crate's `models` and `runtime`: models, parameters.
    Model,
    /// In a module of requests, whose submodules may have any name: types of the runtime are imported, models are not.
    Request,
}

/// Returns a path: `models::User`, `crate::models::User`.
pub fn path(path: &Path, place: PathStyle) -> TokenStream {
    let parts = path.0.iter().map(ident);
    match place {
        PathStyle::Model => quote!(#(#parts)::*),
        PathStyle::Request => quote!(crate #(::#parts)*),
    }
}

/// Returns a type.
pub fn rust_type(ty: &RustType, place: PathStyle) -> TokenStream {
    let runtime = match place {
        PathStyle::Model => quote!(runtime::),
        PathStyle::Request => TokenStream::new(),
    };
    match ty {
        RustType::Plain(name) => {
            let name = own(name);
            quote!(#name)
        }
        RustType::String => quote!(String),
        RustType::Runtime(name) => {
            let name = own(name);
            quote!(#runtime #name)
        }
        RustType::Json => quote!(::serde_json::Value),
        RustType::Model(model) => path(model, place),
        RustType::Flags(symbol) => {
            let symbol = path(symbol, place);
            quote!(#runtime Flags<#symbol>)
        }
        RustType::Vec(inner) => {
            let inner = rust_type(inner, place);
            quote!(Vec<#inner>)
        }
        RustType::Boxed(inner) => {
            let inner = rust_type(inner, place);
            quote!(Box<#inner>)
        }
        RustType::Related(inner) => {
            let inner = rust_type(inner, place);
            quote!(#runtime Related<#inner>)
        }
    }
}

/// Encloses tokens in braces. A group is not copied when it is put into other tokens.
pub fn braces(content: TokenStream) -> Group {
    Group::new(Delimiter::Brace, content)
}

fn doc_line(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}

/// Returns inner documentation of a module.
pub fn inner_docs(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| doc_line(line));
    quote!(#(#![doc = #lines])*)
}

/// Returns `#[deprecated(note = "…")]`.
pub fn deprecated(note: Option<&String>) -> TokenStream {
    match note {
        Some(note) => quote_spanned!(Span::call_site()=> #[deprecated(note = #note)]),
        None => TokenStream::new(),
    }
}

/// Returns `#[cfg(feature = "mail")]`.
pub fn gate(plan: &Gate) -> TokenStream {
    condition(plan).map(|condition| quote!(#[cfg(#condition)])).unwrap_or_default()
}

/// Returns the condition of a gate, if it has one.
pub fn condition(plan: &Gate) -> Option<TokenStream> {
    let features = &plan.0;
    match features.as_slice() {
        [] => None,
        [feature] => Some(quote!(feature = #feature)),
        _ => Some(quote!(any(#(feature = #features),*))),
    }
}

/// Returns a gate as listings have it: `["mail", "users"]`.
pub fn listed_gate(plan: &Gate) -> TokenStream {
    let features = &plan.0;
    if plan.is_open() { TokenStream::new() } else { quote!([#(#features),*]) }
}

/// Returns `#[allow(unused_imports)]` if `needed`: no item that uses the import is available without features.
pub fn allow_unused(needed: bool) -> TokenStream {
    if needed { quote!(#[allow(unused_imports)]) } else { TokenStream::new() }
}

/// Returns a number without a type suffix.
pub fn number(number: usize) -> Literal {
    Literal::usize_unsuffixed(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_literals_have_the_value_of_their_text() {
        for (text, is_raw) in [
            ("", false),
            ("/users/{id}", false),
            (r#"{"a":"b\n"}"#, true),
            ("\"#", true),
            ("\"##\"###, \"#", true),
            ("\"; evil(); //", true),
            ("\"é\"", true),
            ("\"line\nbreak\r\"", false),
            ("\"\u{202e}\"", false),
            ("\"\0\"", false),
        ] {
            let literal = raw_text(text);
            assert_eq!(literal.to_string().starts_with("r#"), is_raw, "{literal}");
            let read: syn::LitStr = syn::parse2(quote!(#literal)).expect("a string literal");
            assert_eq!(read.value(), text);
        }
        assert_eq!(raw_text(&format!("\"{}", "#".repeat(300))).to_string().get(..2), Some("\"\\"));
    }
}
