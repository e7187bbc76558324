//! Statements in the shapes that the layout distinguishes.
//!
//! In: nothing. Out: the types between `read.rs` and the layout, and what rustfmt asks about a node.

use super::json::Json;
use super::place::{STEP, last_line, width};

/// A statement.
pub struct Statement {
    /// The syntax tree.
    pub source: syn::Stmt,
    /// Its shape, if the layout knows all of its expressions.
    pub kind: Option<Kind>,
}

/// The shape of a statement.
pub enum Kind {
    /// `let` up to `=`, and the value.
    Let(String, Option<Node>),
    /// An expression, and whether a semicolon follows.
    Value(Node, bool),
    /// A macro call, and whether a semicolon follows.
    Macro(Node, bool),
    /// `return` and the value.
    Return(Option<Node>),
    /// The left side of an assignment, and the value.
    Assign(Node, Node),
    /// `while`, `if` or `for`.
    Control(Control),
}

/// A statement with a condition and a block.
pub struct Control {
    /// The keyword.
    pub keyword: &'static str,
    /// The pattern with what joins it to the value: `let Some(x) =` or `x in`.
    pub pattern: Option<String>,
    /// The condition, or the value of the pattern.
    pub value: Node,
    /// The block.
    pub body: Vec<Statement>,
    /// The block after `else`.
    pub otherwise: Option<Vec<Statement>>,
}

/// An expression.
pub enum Node {
    /// A path, and whether it has one segment.
    Path(String, bool),
    /// A literal, and whether it may be longer than a line.
    Literal(String, bool),
    /// An operator before an operand.
    Prefix(String, Box<Node>),
    /// An operator between operands.
    Infix(Box<Node>, String, Box<Node>),
    /// An element of a list.
    Index(Box<Node>, Box<Node>),
    /// An expression in parentheses.
    Parentheses(Box<Node>),
    /// A call of a path.
    Call(Box<Node>, Vec<Node>),
    /// A chain of calls.
    Chain(Chain),
    /// Array elements.
    Array(Vec<Node>),
    /// Tuple elements.
    Tuple(Vec<Node>),
    /// A struct literal.
    Struct(Struct),
    /// A macro whose arguments are expressions.
    Macro(Macro),
    /// A macro around a JSON value that is not an expression.
    Json(String, Json),
    /// The parameters and the body of a closure.
    Closure(String, Body),
    /// `{}`.
    EmptyBlock,
}

/// The body of a closure.
pub enum Body {
    /// An expression.
    Value(Box<Node>),
    /// A block.
    Block(Vec<Statement>),
}

/// An expression, and fields and calls after it.
pub struct Chain {
    /// The first expression.
    pub parent: Box<Node>,
    /// The number of `?` after it.
    pub tries: usize,
    /// What follows.
    pub links: Vec<Link>,
}

/// A part of a chain.
pub struct Link {
    /// The text with its dot, without arguments.
    pub text: String,
    /// The arguments of a method.
    pub arguments: Option<Vec<Node>>,
    /// The number of `?` after it.
    pub tries: usize,
}

/// A macro whose arguments are expressions.
pub struct Macro {
    /// The path with `!`.
    pub name: String,
    /// The brackets.
    pub brackets: (char, char),
    /// The arguments.
    pub arguments: Vec<Node>,
}

/// A struct literal.
pub struct Struct {
    /// The path.
    pub path: String,
    /// The names and values. A name without a value is its own value.
    pub fields: Vec<(String, Option<Node>)>,
    /// The expression after `..`.
    pub base: Option<Box<Node>>,
}

impl Node {
    /// Returns whether the expression may begin on the line of a call and end on another, as the last of `count` arguments.
    pub fn overflows(&self, count: usize) -> bool {
        match self {
            Self::Closure(..) => true,
            Self::Array(_) | Self::Struct(_) | Self::Call(..) | Self::Tuple(_) => count == 1,
            Self::Macro(_) | Self::Json(..) => count == 1,
            Self::EmptyBlock => true,
            Self::Prefix(_, inner) => inner.overflows(count),
            Self::Chain(chain) => match chain.links.last() {
                Some(link) => link.arguments.is_some() && count == 1,
                None => chain.parent.overflows(count),
            },
            Self::Path(..) | Self::Literal(..) | Self::Infix(..) | Self::Index(..) | Self::Parentheses(_) => false,
        }
    }

    /// Returns whether the expression is a call of a function or a macro.
    pub fn is_call(&self) -> bool {
        match self {
            Self::Call(..) | Self::Macro(_) | Self::Json(..) => true,
            Self::Prefix(_, inner) => inner.is_call(),
            Self::Chain(chain) => chain.links.is_empty() && chain.parent.is_call(),
            _ => false,
        }
    }

    /// Returns whether the expression is a call of a method.
    pub fn is_method_call(&self) -> bool {
        match self {
            Self::Prefix(_, inner) => inner.is_method_call(),
            Self::Chain(chain) => match chain.links.last() {
                Some(link) => link.arguments.is_some(),
                None => chain.parent.is_method_call(),
            },
            _ => false,
        }
    }

    /// Returns whether the expression is a struct literal.
    pub fn is_struct(&self) -> bool {
        match self {
            Self::Struct(_) => true,
            Self::Prefix(_, inner) => inner.is_struct(),
            Self::Chain(chain) => chain.links.is_empty() && chain.parent.is_struct(),
            _ => false,
        }
    }

    /// Returns whether several such expressions may share a line of a list.
    pub fn is_simple(&self) -> bool {
        match self {
            Self::Literal(..) => true,
            Self::Path(_, one) => *one,
            Self::Prefix(_, inner) => inner.is_simple(),
            Self::Index(list, index) => list.is_simple() && index.is_simple(),
            Self::Chain(chain) => {
                chain.parent.is_simple()
                    && chain.links.iter().all(|link| link.arguments.is_none() && link.text != ".await")
            }
            _ => false,
        }
    }

    /// Returns whether an expression with this text of several lines counts as a block.
    pub fn is_block(&self, text: &str) -> bool {
        match self {
            Self::Call(..) | Self::Array(_) | Self::Struct(_) | Self::EmptyBlock => true,
            Self::Macro(_) | Self::Json(..) => true,
            Self::Literal(..) => width(last_line(text).trim()) <= STEP,
            Self::Parentheses(inner) | Self::Infix(_, _, inner) | Self::Index(_, inner) => inner.is_block(text),
            Self::Prefix(operator, inner) => !operator.starts_with('&') && inner.is_block(text),
            Self::Closure(_, Body::Value(body)) => body.is_block(text),
            Self::Closure(_, Body::Block(_)) => true,
            _ => false,
        }
    }
}
