//! Plans the test that sends each request once.
//!
//! In: the planned functions, and the rows of the examples. Out: [`Calls`] with placeholder arguments, the path that these produce, and the
//! list of requests that no example answers.

use std::collections::BTreeMap;

use crate::extract::ExampleBody;
use crate::model::{Api, Given, Operation};

use super::super::examples::NO_RESPONSE;
use super::super::items::{Function, Plan, RustType};
use super::super::names::RustName;
use super::super::samples::{Call, CallArgument, CallBody, body_text, call_argument, functions};

/// The test that sends each request.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Calls {
    /// The requests, by the first module of their functions.
    pub modules: BTreeMap<RustName, Vec<Sending>>,
    /// The number of functions.
    pub functions: usize,
    /// The requests that no example answers, as method and path template.
    pub unanswered: Vec<String>,
}

/// A request with placeholder arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct Sending {
    /// The path template.
    pub template: String,
    /// The request.
    pub call: Call,
}

/// Plans a call of each function.
#[must_use]
pub fn calls(api: &Api, plan: &Plan) -> Calls {
    let functions = functions(&plan.requests);
    let mut out = Calls { functions: functions.len(), ..Calls::default() };
    for (number, (path, function)) in functions {
        let Some(operation) = api.operations.get(number) else { continue };
        let (Some(module), Some(call)) = (path.first().cloned(), call(operation, &path, function)) else { continue };
        out.modules.entry(module).or_default().push(Sending { template: function.template.clone(), call });
    }
    let rows = plan.examples.values().flat_map(|file| &file.rows).filter(|row| row.status == NO_RESPONSE);
    out.unanswered.extend(rows.map(|row| format!("{} {}", row.method.to_uppercase(), row.template)));
    out.unanswered.sort();
    out
}

/// Returns a call with the arguments 1, 2, 3 …, so that two that are swapped are noticed.
fn call(operation: &Operation, path: &[RustName], function: &Function) -> Option<Call> {
    let (mut arguments, mut query) = (Vec::new(), Vec::new());
    // Text of the page is encoded as it is, with its percent signs.
    let mut target = operation.path.replace('%', "%25");
    for (index, (argument, parameter)) in function.arguments.iter().zip(&operation.parameters).enumerate() {
        let text = match argument.ty {
            RustType::Plain("bool") => "true".to_owned(),
            _ => (index + 1).to_string(),
        };
        target = target.replace(&format!("{{{}}}", parameter.name), &text);
        let names = function.query.iter().filter(|(_, argument)| *argument == index);
        query.extend(names.map(|(name, _)| format!("{name}={text}")));
        let value = call_argument(argument, parameter, &Given::Text(text))??;
        let is_option = argument.optional || argument.nullable;
        arguments.push(if is_option { CallArgument::Optional(Some(Box::new(value))) } else { value });
    }
    if !query.is_empty() {
        target = format!("{target}?{}", query.join("&"));
    }
    Some(Call {
        method: operation.method.to_string(),
        target,
        function: path.to_vec(),
        arguments,
        body: function.body.as_ref().map(|plan| {
            let text = body_text(plan, &ExampleBody::None);
            CallBody { plan: plan.clone(), text, written: None }
        }),
        cast: None,
        options: Vec::new(),
        count: false,
        response: function.response.clone(),
        headers: Vec::new(),
    })
}
