//! Lays statements out as rustfmt does.
//!
//! In: tokens of statements. Out: text that rustfmt leaves as it is, with its default settings and the style of edition 2024. The samples of
//! the documentation have this layout; no formatter is called, because another version would give another text. The layout knows the
//! kinds of expressions that samples contain. A statement with any other kind is printed by prettyplease.

mod chain;
mod expression;
mod json;
mod list;
mod names;
mod place;
mod printer;
mod read;
mod tree;
mod uses;

use proc_macro2::{Delimiter, Group, Literal, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Block, Expr, ExprLit, File, Item, ItemUse, Lit, Pat, Stmt};

use super::EmitError;
use place::{LINE, STEP, width};
use printer::{How, Printer, SHORTENED};
use tree::{Kind, Statement};

/// The columns that a JSON value on one line has at most.
const JSON: usize = 60;
/// The number of nested brackets that a statement has at most: more do not fit on lines.
const BRACKETS: usize = 40;
/// The number of nested blocks that a statement has at most: each attempt to lay it out tries the blocks in several ways.
const BLOCKS: usize = 4;

/// Returns the text of statements, without the indentation of the body of a function around them. `use` lines before them may be as long
/// as lines outside of a function.
///
/// # Errors
///
/// Fails if the tokens are not Rust statements.
pub fn statements(tokens: &TokenStream) -> Result<String, EmitError> {
    let block = parsed(tokens)?;
    let first = block.stmts.iter().position(|stmt| as_use(stmt).is_none()).unwrap_or(block.stmts.len());
    let (imports, rest) = block.stmts.split_at(first);
    let lines = uses::lines(&imports.iter().filter_map(as_use).collect::<Vec<_>>());
    let mut out = lines.unwrap_or_else(|| imports.iter().map(|stmt| plain(stmt, 0)).collect());
    if !out.is_empty() && !rest.is_empty() {
        out.push('\n');
    }
    for stmt in rest {
        if let Some(text) = in_lines(stmt) {
            out.push_str(&text);
            continue;
        }
        let flat = parsed(&escaped(stmt.to_token_stream()))?;
        let Some(stmt) = flat.stmts.first() else { continue };
        let kind = if is_readable(&stmt.to_token_stream(), BRACKETS, BLOCKS) { read::kind(stmt) } else { None };
        for line in statement_text(&Statement { source: stmt.clone(), kind }, STEP).lines() {
            out.push_str(outdented(line));
            out.push('\n');
        }
    }
    Ok(out)
}

fn parsed(tokens: &TokenStream) -> Result<Block, EmitError> {
    syn::parse2(quote!({ #tokens }))
        .map_err(|error| EmitError { path: "a sample".to_owned(), message: error.to_string() })
}

/// Returns a variable with a string literal each of whose lines ends in a backslash. rustfmt leaves the lines of such a literal as they are.
fn in_lines(stmt: &Stmt) -> Option<String> {
    let Stmt::Local(local) = stmt else { return None };
    let Expr::Lit(ExprLit { lit: Lit::Str(literal), .. }) = &*local.init.as_ref()?.expr else { return None };
    let literal = literal.token().to_string();
    let (first, _) = literal.rsplit_once('\n')?;
    let Pat::Ident(name) = &local.pat else { return None };
    let is_continued = first.lines().all(|line| line.ends_with('\\'));
    is_continued.then(|| {
        let lines: Vec<&str> = literal.lines().map(outdented).collect();
        format!("let {} = {};\n", name.ident, lines.join("\n"))
    })
}

fn as_use(stmt: &Stmt) -> Option<&ItemUse> {
    match stmt {
        Stmt::Item(Item::Use(item)) => Some(item),
        _ => None,
    }
}

/// Returns whether tokens have no attributes, and at most these numbers of nested brackets and blocks.
fn is_readable(tokens: &TokenStream, brackets: usize, blocks: usize) -> bool {
    let is = |tree: &TokenTree, c| matches!(tree, TokenTree::Punct(punct) if punct.as_char() == c);
    tokens.clone().into_iter().all(|tree| {
        let TokenTree::Group(group) = tree else { return !is(&tree, '#') };
        let inside = group.stream();
        let is_block = group.delimiter() == Delimiter::Brace && inside.clone().into_iter().any(|tree| is(&tree, ';'));
        match (brackets.checked_sub(1), blocks.checked_sub(is_block.into())) {
            (Some(brackets), Some(blocks)) => is_readable(&inside, brackets, blocks),
            _ => false,
        }
    })
}

/// Replaces line breaks in texts by `\n`, so that the indentation of lines means nothing.
fn escaped(tokens: TokenStream) -> TokenStream {
    let tree = |tree| match tree {
        TokenTree::Group(group) => {
            let mut inside = Group::new(group.delimiter(), escaped(group.stream()));
            inside.set_span(group.span());
            TokenTree::Group(inside)
        }
        TokenTree::Literal(literal) if literal.to_string().contains('\n') => {
            let literal = match Lit::new(literal.clone()) {
                Lit::Str(text) => Literal::string(&text.value()),
                Lit::ByteStr(text) => Literal::byte_string(&text.value()),
                Lit::CStr(text) => Literal::c_string(&text.value()),
                _ => literal,
            };
            TokenTree::Literal(literal)
        }
        tree => tree,
    };
    tokens.into_iter().map(tree).collect()
}

/// Removes the indentation of the body.
fn outdented(line: &str) -> &str {
    line.strip_prefix(&" ".repeat(STEP)).unwrap_or(line)
}

/// Returns a statement with its indentation.
fn statement_text(statement: &Statement, indent: usize) -> String {
    let text = match &statement.kind {
        // Blocks are laid out once, not in each attempt.
        Some(Kind::Control(control)) => attempts(|printer| printer.head(control, indent)).map(|head| {
            let braces = |list: &[Statement]| {
                let text: String = list.iter().map(|statement| statement_text(statement, indent + STEP)).collect();
                if text.is_empty() { "{}".to_owned() } else { format!("{{\n{text}{}}}", " ".repeat(indent)) }
            };
            let otherwise = control.otherwise.as_ref().map(|list| format!(" else {}", braces(list)));
            format!("{head}{}{}\n", braces(&control.body), otherwise.unwrap_or_default())
        }),
        Some(kind) => attempts(|printer| printer.statement(kind, indent)),
        None => None,
    };
    text.unwrap_or_else(|| plain(&statement.source, indent))
}

/// Returns the first text that fits.
fn attempts(laid: impl Fn(&Printer) -> Option<String>) -> Option<String> {
    let laid = |how| laid(&Printer::new(how));
    let narrow = |text: &String| text.lines().all(|line| width(line) <= LINE);
    let how = How { json: JSON, keep: false, longest: None };
    // JSON on one line may be in the way.
    let tall = How { json: 0, ..how };
    let shortened = |limit: &usize| {
        let longest = Some(*limit);
        laid(How { longest, ..how }).or_else(|| laid(How { longest, ..tall }))
    };
    laid(how)
        .filter(narrow)
        .or_else(|| laid(tall))
        .or_else(|| laid(how))
        .or_else(|| laid(How { keep: true, ..tall }))
        .or_else(|| laid(How { keep: true, ..how }))
        .or_else(|| SHORTENED.iter().find_map(shortened))
}

/// Returns a statement as prettyplease prints it.
fn plain(stmt: &Stmt, indent: usize) -> String {
    let text = match syn::parse2::<File>(quote!(fn body() { #stmt })) {
        Ok(file) => prettyplease::unparse(&file),
        Err(_) => format!("{{\n{}\n}}", stmt.to_token_stream()),
    };
    let lines: Vec<&str> = text.lines().collect();
    let body = lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default();
    let pad = " ".repeat(indent);
    body.iter().map(|line| format!("{pad}{}\n", outdented(line))).collect()
}
