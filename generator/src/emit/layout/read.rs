//! The shapes of statements.
//!
//! In: syntax trees. Out: [`Statement`]s, without a shape if they contain a kind of expression that the layout does not know.

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Block, Expr, Lit, Member, Stmt, Token, UnOp};

use super::json;
use super::names::{path, pattern, type_arguments};
use super::tree::{Body, Chain, Control, Kind, Link, Macro, Node, Statement, Struct};

/// Returns statements for the layout.
pub fn statements(list: &[Stmt]) -> Vec<Statement> {
    list.iter().map(|stmt| Statement { source: stmt.clone(), kind: kind(stmt) }).collect()
}

/// Returns the shape of a statement without attributes.
pub fn kind(stmt: &Stmt) -> Option<Kind> {
    match stmt {
        Stmt::Local(local) if local.attrs.is_empty() => {
            let pattern = pattern(&local.pat)?;
            let Some(init) = &local.init else { return Some(Kind::Let(format!("let {pattern}"), None)) };
            if init.diverge.is_some() {
                return None;
            }
            Some(Kind::Let(format!("let {pattern} ="), Some(node(&init.expr)?)))
        }
        Stmt::Macro(call) if call.attrs.is_empty() => {
            Some(Kind::Macro(macro_call(&call.mac)?, call.semi_token.is_some()))
        }
        Stmt::Expr(expr, semicolon) => expression(expr, semicolon.is_some()),
        Stmt::Local(_) | Stmt::Macro(_) | Stmt::Item(_) => None,
    }
}

fn expression(expr: &Expr, semicolon: bool) -> Option<Kind> {
    match expr {
        Expr::While(e) if e.attrs.is_empty() && e.label.is_none() => {
            control("while", condition(&e.cond)?, &e.body, None)
        }
        Expr::If(e) if e.attrs.is_empty() => {
            let otherwise = e.else_branch.as_ref().map(|(_, branch)| &**branch);
            control("if", condition(&e.cond)?, &e.then_branch, otherwise)
        }
        Expr::ForLoop(e) if e.attrs.is_empty() && e.label.is_none() => {
            control("for", (Some(format!("{} in", pattern(&e.pat)?)), &e.expr), &e.body, None)
        }
        Expr::Return(e) if e.attrs.is_empty() => Some(Kind::Return(match &e.expr {
            Some(value) => Some(node(value)?),
            None => None,
        })),
        Expr::Assign(e) if e.attrs.is_empty() && semicolon => Some(Kind::Assign(node(&e.left)?, node(&e.right)?)),
        _ => Some(Kind::Value(node(expr)?, semicolon)),
    }
}

fn control(
    keyword: &'static str,
    (pattern, value): (Option<String>, &Expr),
    body: &Block,
    otherwise: Option<&Expr>,
) -> Option<Kind> {
    let otherwise = match otherwise {
        None => None,
        Some(Expr::Block(e)) if e.attrs.is_empty() && e.label.is_none() => Some(statements(&e.block.stmts)),
        Some(_) => return None,
    };
    let (value, body) = (node(value)?, statements(&body.stmts));
    Some(Kind::Control(Control { keyword, pattern, value, body, otherwise }))
}

/// Returns the pattern of a condition with `let` and `=`, and the value.
fn condition(cond: &Expr) -> Option<(Option<String>, &Expr)> {
    match cond {
        Expr::Let(e) => Some((Some(format!("let {} =", pattern(&e.pat)?)), &e.expr)),
        _ => Some((None, cond)),
    }
}

/// Returns an expression for the layout.
fn node(expr: &Expr) -> Option<Node> {
    let one = |expr: &Expr| node(expr).map(Box::new);
    Some(match expr {
        Expr::Group(e) => match node(&e.expr)? {
            // Without the group, it would belong to other operands.
            Node::Infix(..) | Node::Prefix(..) | Node::Closure(..) => return None,
            inner => inner,
        },
        Expr::Path(e) if e.qself.is_none() => Node::Path(path(&e.path)?, e.path.segments.len() == 1),
        Expr::Lit(e) => literal(&e.lit),
        Expr::Reference(e) => {
            Node::Prefix(if e.mutability.is_some() { "&mut " } else { "&" }.to_owned(), one(&e.expr)?)
        }
        Expr::Unary(e) => {
            let operator = match e.op {
                UnOp::Deref(_) => "*",
                UnOp::Not(_) => "!",
                UnOp::Neg(_) => "-",
                _ => return None,
            };
            Node::Prefix(operator.to_owned(), one(&e.expr)?)
        }
        Expr::Binary(e) => Node::Infix(one(&e.left)?, format!(" {} ", e.op.to_token_stream()), one(&e.right)?),
        // A named argument of a formatting macro.
        Expr::Assign(e) => Node::Infix(one(&e.left)?, " = ".to_owned(), one(&e.right)?),
        Expr::Range(e) => {
            let operator = e.limits.to_token_stream().to_string();
            Node::Infix(one(e.start.as_deref()?)?, operator, one(e.end.as_deref()?)?)
        }
        Expr::Index(e) => Node::Index(one(&e.expr)?, one(&e.index)?),
        Expr::Paren(e) => match node(&e.expr)? {
            inner @ Node::Parentheses(_) => inner,
            inner => Node::Parentheses(Box::new(inner)),
        },
        Expr::Call(e) => Node::Call(one(&e.func)?, nodes(&e.args)?),
        Expr::MethodCall(_) | Expr::Field(_) | Expr::Await(_) | Expr::Try(_) => Node::Chain(chain(expr)?),
        Expr::Array(e) => Node::Array(nodes(&e.elems)?),
        Expr::Tuple(e) => Node::Tuple(nodes(&e.elems)?),
        Expr::Struct(e) if e.qself.is_none() => structure(e)?,
        Expr::Macro(e) => macro_call(&e.mac)?,
        Expr::Closure(e) => closure(e)?,
        Expr::Block(e) if e.block.stmts.is_empty() && e.label.is_none() => Node::EmptyBlock,
        _ => return None,
    })
}

fn nodes(list: &Punctuated<Expr, Token![,]>) -> Option<Vec<Node>> {
    list.iter().map(node).collect()
}

/// Returns a literal. Texts have no line breaks.
fn literal(lit: &Lit) -> Node {
    Node::Literal(lit.to_token_stream().to_string(), matches!(lit, Lit::Str(_)))
}

fn chain(expr: &Expr) -> Option<Chain> {
    let (mut links, mut tries, mut rest) = (Vec::new(), 0, expr);
    loop {
        let (text, arguments, inner) = match rest {
            Expr::Try(e) => {
                tries += 1;
                rest = &e.expr;
                continue;
            }
            Expr::Await(e) => (".await".to_owned(), None, &*e.base),
            Expr::Field(e) => {
                let name = match &e.member {
                    Member::Named(name) => name.to_string(),
                    Member::Unnamed(index) => index.index.to_string(),
                };
                (format!(".{name}"), None, &*e.base)
            }
            Expr::MethodCall(e) => {
                let types = match &e.turbofish {
                    Some(list) => format!("::{}", type_arguments(list)?),
                    None => String::new(),
                };
                (format!(".{}{types}", e.method), Some(nodes(&e.args)?), &*e.receiver)
            }
            _ => break,
        };
        links.push(Link { text, arguments, tries });
        tries = 0;
        rest = inner;
    }
    links.reverse();
    Some(Chain { parent: Box::new(node(rest)?), tries, links })
}

fn structure(e: &syn::ExprStruct) -> Option<Node> {
    let mut fields = Vec::new();
    for field in &e.fields {
        let name = match &field.member {
            Member::Named(name) => name.to_string(),
            Member::Unnamed(index) => index.index.to_string(),
        };
        let value = if field.colon_token.is_some() { Some(node(&field.expr)?) } else { None };
        if !field.attrs.is_empty() {
            return None;
        }
        fields.push((name, value));
    }
    let base = match (&e.dot2_token, &e.rest) {
        (None, _) => None,
        (Some(_), Some(rest)) => Some(Box::new(node(rest)?)),
        (Some(_), None) => return None,
    };
    Some(Node::Struct(Struct { path: path(&e.path)?, fields, base }))
}

fn macro_call(mac: &syn::Macro) -> Option<Node> {
    use syn::parse::Parser;
    let name = format!("{}!", path(&mac.path)?);
    let arguments = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(mac.tokens.clone()).ok();
    let brackets = match &mac.delimiter {
        syn::MacroDelimiter::Paren(_) if name != "vec!" => ('(', ')'),
        syn::MacroDelimiter::Brace(_) => return None,
        _ => ('[', ']'),
    };
    if let Some(arguments) = arguments {
        return Some(Node::Macro(Macro { name, brackets, arguments: nodes(&arguments)? }));
    }
    // rustfmt keeps the text of a macro that it cannot parse.
    let is_json = brackets.0 == '(' && (name == "json!" || name.ends_with("::json!"));
    let json = if is_json { json::value(&mac.tokens) } else { None };
    json.map(|json| Node::Json(name, json))
}

fn closure(e: &syn::ExprClosure) -> Option<Node> {
    let plain = e.attrs.is_empty() && e.lifetimes.is_none() && e.constness.is_none() && e.asyncness.is_none();
    if !plain || !matches!(e.output, syn::ReturnType::Default) {
        return None;
    }
    let parameters: Option<Vec<String>> = e.inputs.iter().map(pattern).collect();
    let capture = if e.capture.is_some() { "move " } else { "" };
    let body = match &*e.body {
        Expr::Block(block) if block.label.is_none() => match &block.block.stmts[..] {
            // rustfmt removes the braces.
            [Stmt::Expr(value, None)] => match node(value) {
                Some(value) => Body::Value(Box::new(value)),
                None => Body::Block(statements(&block.block.stmts)),
            },
            list => Body::Block(statements(list)),
        },
        body => Body::Value(Box::new(node(body)?)),
    };
    Some(Node::Closure(format!("{capture}|{}|", parameters?.join(", ")), body))
}
