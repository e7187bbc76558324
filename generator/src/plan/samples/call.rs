//! The call of a request function.
//!
//! In: a planned function, its operation, and the arguments of an example. Out: a [`Call`].

use serde_json::Value;

use crate::extract::ExampleBody;
use crate::model::{Given, Parameter};
use crate::plan::items::{Argument, BodyPlan, Path, ResponsePlan, RustType};
use crate::plan::names::RustName;

use super::body::Body;
use super::headers::Header;
use super::options::CallOption;
use super::value::{Context, Expression, Types};

/// A call of a request function, and the query options and headers of the request.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// `GET`
    pub method: String,
    /// The path and query that the request must have.
    pub target: String,
    /// The modules below `requests`, followed by the function.
    pub function: Vec<RustName>,
    /// The arguments in the path and the query.
    pub arguments: Vec<CallArgument>,
    /// The request body.
    pub body: Option<CallBody>,
    /// The type to which the response is cast.
    pub cast: Option<Path>,
    /// Query options.
    pub options: Vec<CallOption>,
    /// Whether only the count is requested.
    pub count: bool,
    /// The response body, after the cast.
    pub response: ResponsePlan,
    /// The headers, without those that the client or the connection sets.
    pub headers: Vec<Header>,
}

/// The argument for a request body.
#[derive(Debug, Clone, PartialEq)]
pub struct CallBody {
    /// How the function takes it.
    pub plan: BodyPlan,
    /// The body as text.
    pub text: String,
    /// The variable that has it, and its value; without them, tests parse the text.
    pub written: Option<(RustName, Body)>,
}

/// An argument.
#[derive(Debug, Clone, PartialEq)]
pub enum CallArgument {
    /// Text.
    Text(String),
    /// A variable with a text that stands for a value.
    Variable(RustName, String),
    /// The signed-in user.
    Me,
    /// The runtime's `NULL`.
    Null,
    /// A number or Boolean, as a Rust literal.
    Plain(String),
    /// A value of this type, converted from a text, or from the runtime's `NULL` if there is none.
    Made(RustType, Option<String>),
    /// A value that the function borrows.
    Value(Expression),
    /// An optional argument.
    Optional(Option<Box<CallArgument>>),
}

impl CallArgument {
    /// Returns the variable of the argument, and its text.
    #[must_use]
    pub fn variable(&self) -> Option<(&RustName, &str)> {
        match self {
            CallArgument::Variable(name, text) => Some((name, text)),
            CallArgument::Optional(Some(inner)) => inner.variable(),
            _ => None,
        }
    }
}

/// Returns an argument as the function takes it: `Some(None)` if it is omitted, `None` if there is no such value.
#[expect(clippy::option_option, reason = "whether there is a value, and if so, which")]
pub fn call_argument(argument: &Argument, parameter: &Parameter, given: &Given) -> Option<Option<CallArgument>> {
    let text = match given {
        Given::Omitted => return Some(None),
        Given::Null => None,
        Given::Text(text) => Some(text.clone()),
    };
    Some(Some(match (&argument.ty, parameter.plain(), text) {
        (RustType::Plain(_), Some(primitive), Some(text)) => CallArgument::Plain(primitive.rust_literal(&text)?),
        (RustType::Plain(_), ..) => return None,
        (ty, _, Some(text)) if *ty == RustType::String || argument.converted => {
            if given.is_placeholder() {
                CallArgument::Variable(argument.name.clone(), text)
            } else {
                CallArgument::Text(text)
            }
        }
        (ty, _, None) if *ty == RustType::String || argument.converted => CallArgument::Null,
        (RustType::Runtime("Decimal"), _, None) => return None,
        (RustType::Runtime("Decimal"), Some(primitive), Some(text)) => {
            CallArgument::Made(argument.ty.clone(), Some(primitive.rust_literal(&text)?))
        }
        (ty, _, text) => CallArgument::Made(ty.clone(), text),
    }))
}

impl Types<'_> {
    /// Returns an argument with its value as an expression, if it is converted from a text.
    pub fn argument(&self, argument: CallArgument) -> CallArgument {
        let CallArgument::Made(ty, Some(text)) = &argument else { return argument };
        if *ty == RustType::Runtime("Decimal") {
            return CallArgument::Value(Expression::Decimal(text.clone()));
        }
        let mut value = Value::String(text.clone());
        self.spell(&mut value, ty);
        self.expression(&value, ty, Context::Unknown).map_or(argument, CallArgument::Value)
    }
}

/// Returns the text of a request body. Without one, the example shows only the path of the request.
pub fn body_text(plan: &BodyPlan, shown: &ExampleBody) -> String {
    match (plan, shown) {
        (_, ExampleBody::Json(json)) => json.value.to_string(),
        (BodyPlan::Bytes, ExampleBody::Other(text)) => text.clone(),
        (BodyPlan::Bytes, _) => String::new(),
        _ => "{}".to_owned(),
    }
}
