//! Samples: examples as code.
//!
//! In: [`Sample`]s and calls of the plan. Out: tokens of the variables, of the request, and of how its response is read. Programs have
//! `models`, `parameters`, `requests` and `runtime` of the crate in scope, and its prelude.

use std::collections::BTreeSet;

use proc_macro2::{Literal as Token, TokenStream, TokenTree};
use quote::quote;
use serde_json::{Number, Value};

use crate::plan::names::RustName;
use crate::plan::samples::{
    Body, CLIENT, Call, CallArgument, CallBody, Change, Expression, Header, HeaderCall, Link, Literal, Patch,
    PlannedSample, Reading, Sample, Targets, TypeSample,
};
use crate::plan::{BodyPlan, Path, RustType};

use super::file::EmitError;
use super::layout;
use super::queries::option;
use super::tokens::{ident, own, raw_text, text_lines};

/// Returns a sample as lines of code: its imports and statements.
///
/// # Errors
/// Fails if the sample is not valid Rust, which is a bug of the emitter.
pub fn code(plan: &Sample, krate: &RustName) -> Result<Vec<String>, EmitError> {
    let writes = plan.reading == Reading::Content;
    lines(&statements(plan), krate, writes)
}

/// Returns the statements of a sample: variables, the request, and how its response is read.
pub fn statements(plan: &Sample) -> TokenStream {
    let (setup, reading) = (setup(&plan.call), reading(&plan.reading, &request(&plan.call)));
    quote!(#setup #reading)
}

/// Returns the sample of a type as lines of code.
///
/// # Errors
/// The same as [`code`].
pub fn type_code(plan: &TypeSample, samples: &[PlannedSample], krate: &RustName) -> Result<Vec<String>, EmitError> {
    match plan {
        TypeSample::Read(index) => match samples.get(*index) {
            Some(planned) => code(&planned.sample, krate),
            None => Ok(Vec::new()),
        },
        TypeSample::Built { variable, value, field } => {
            let print = print(variable, Some(field));
            let (variable, value) = (ident(variable), literal(value));
            lines(&quote!(let #variable = #value; #print), krate, false)
        }
    }
}

/// Returns statements as lines of code, after their imports.
fn lines(statements: &TokenStream, krate: &RustName, writes: bool) -> Result<Vec<String>, EmitError> {
    let imports = imports(statements, krate);
    let text = layout::statements(&quote!(#imports #statements))?;
    let before = if writes { vec!["use std::io::Write;".to_owned(), String::new()] } else { Vec::new() };
    Ok(before.into_iter().chain(text.lines().map(str::to_owned)).collect())
}

/// Returns the imports that statements need.
fn imports(statements: &TokenStream, krate: &RustName) -> TokenStream {
    let mut named = BTreeSet::new();
    first_idents(statements.clone(), &mut named);
    let krate = ident(krate);
    let prelude = PRELUDE.iter().any(|name| named.contains(*name)).then(|| quote!(use #krate::prelude::*;));
    let modules: Vec<_> = MODULES.into_iter().filter(|module| named.contains(*module)).map(own).collect();
    let modules = (!modules.is_empty()).then(|| quote!(use #krate::{#(#modules),*};));
    quote!(#prelude #modules)
}

/// The names in samples that the prelude has: the client's methods come with traits.
const PRELUDE: [&str; 7] = [CLIENT, "ME", "Patch", "bind", "bind_all", "with_null", "with_odata_type"];

/// Adds the identifiers in tokens, except those after `::`. Of modules, only those before `::` count: a field can have the same name.
fn first_idents(tokens: TokenStream, out: &mut BTreeSet<String>) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let is_colon = |index: Option<usize>| {
        let tree = index.and_then(|index| trees.get(index));
        matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
    };
    for (index, tree) in trees.iter().enumerate() {
        match tree {
            TokenTree::Ident(name) => {
                let is_qualifier = is_colon(Some(index + 1)) && is_colon(Some(index + 2));
                let is_first = !(is_colon(index.checked_sub(1)) && is_colon(index.checked_sub(2)));
                let name = name.to_string();
                if is_first && (is_qualifier || !MODULES.contains(&name.as_str())) {
                    out.insert(name);
                }
            }
            TokenTree::Group(group) => first_idents(group.stream(), out),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// The modules of the crate that samples name.
const MODULES: [&str; 4] = ["models", "parameters", "requests", "runtime"];

/// Returns the variables of a request: arguments that stand for values, and the body.
pub fn setup(plan: &Call) -> TokenStream {
    let arguments = plan.arguments.iter().filter_map(CallArgument::variable).map(|(name, text)| {
        let name = ident(name);
        quote!(let #name = #text;)
    });
    let body = plan.body.as_ref().and_then(|body| body.written.as_ref()).filter(|(_, body)| !is_short(body));
    let body = body.map(|(name, body)| {
        let (name, body) = (ident(name), self::body(body));
        quote!(let #name = #body;)
    });
    quote!(#(#arguments)* #body)
}

/// Returns the expression of a request.
pub fn request(plan: &Call) -> TokenStream {
    let function = plan.function.iter().map(ident);
    let arguments = plan.arguments.iter().map(argument);
    let body = plan.body.as_ref().map(sent);
    let options = plan.options.iter().map(option);
    let cast = plan.cast.as_ref().map(path).map(|ty| quote!(.of_type::<#ty>()));
    let count = plan.count.then(|| quote!(.count_only()));
    let headers = plan.headers.iter().map(header);
    quote!(requests #(::#function)*(#(#arguments,)* #body) #cast #(#options)* #count #(#headers)*)
}

/// Returns the argument for the body: its variable, or a short value itself. Tests parse a body that no sample has.
fn sent(plan: &CallBody) -> TokenStream {
    let text = &plan.text;
    match (&plan.written, &plan.plan) {
        (Some((_, body)), _) if is_short(body) => self::body(body),
        (Some((name, _)), _) => {
            let name = ident(name);
            quote!(#name)
        }
        (None, BodyPlan::Json(RustType::Json)) => quote!(json(#text)),
        (None, BodyPlan::Json(ty)) => {
            let ty = rust_type(ty);
            quote!(model::<#ty>(#text))
        }
        (None, BodyPlan::Reference) => quote!(model::<runtime::Reference>(#text)),
        (None, BodyPlan::Bytes) => quote!(#text),
    }
}

/// The length up to which text is an argument, and not in a variable.
const SHORT: usize = 40;

/// Returns whether a body is short enough to be an argument.
fn is_short(body: &Body) -> bool {
    match body {
        Body::Reference(_) => true,
        Body::Content(text) => text.len() <= SHORT && !text.contains('\n'),
        Body::Value(_) | Body::Patch(_) | Body::JsonContent(_) => false,
    }
}

fn body(plan: &Body) -> TokenStream {
    match plan {
        Body::Value(value) => expression(value),
        Body::Patch(plan) => patch(plan),
        Body::Reference(address) => quote!(runtime::Reference::to(#address)),
        Body::Content(text) => {
            let text = match text.contains('\n') {
                true => text_lines(&text.split('\n').map(str::to_owned).collect::<Vec<_>>()),
                false => raw_text(text),
            };
            quote!(#text)
        }
        Body::JsonContent(value) => {
            let value = json(value);
            quote!(#value.to_string())
        }
    }
}

fn patch(plan: &Patch) -> TokenStream {
    let ty = path(&plan.ty);
    let generic = (!plan.names_property()).then(|| quote!(::<#ty>));
    let changes = plan.changes.iter().map(|change| match change {
        Change::Set(constant, value) => {
            let (constant, value) = (ident(constant), expression(value));
            quote!(.set(#ty::#constant, #value))
        }
        Change::Null(constant) => {
            let constant = ident(constant);
            quote!(.null(#ty::#constant))
        }
        Change::Link(plan) => link(&ty, plan),
        Change::Type => quote!(.with_odata_type()),
        Change::Raw(name, value) => {
            let value = member(value);
            quote!(.raw(#name, #value))
        }
    });
    quote!(Patch #generic::new() #(#changes)*)
}

fn link(ty: &TokenStream, plan: &Link) -> TokenStream {
    let navigation = ident(&plan.navigation);
    match &plan.targets {
        Targets::One(address) => quote!(.bind(#ty::#navigation, #address)),
        Targets::All(addresses) => quote!(.bind_all(#ty::#navigation, [#(#addresses),*])),
    }
}

/// Returns the value of a body or of a field, without `Some`.
fn expression(plan: &Expression) -> TokenStream {
    match plan {
        Expression::Text(text) => quote!(#text),
        Expression::Owned(text) => quote!(#text.to_owned()),
        Expression::Plain(literal) => literal.parse().unwrap_or_default(),
        Expression::Decimal(text) => quote!(runtime::Decimal::try_from(#text)?),
        Expression::Variant(ty, name) => {
            let (ty, name) = (path(ty), ident(name));
            quote!(#ty::#name)
        }
        Expression::Flags(members) => {
            let members = members.iter().map(expression);
            quote!(runtime::Flags::from_iter([#(#members),*]))
        }
        Expression::List(elements) => {
            let elements = elements.iter().map(expression);
            quote!(vec![#(#elements),*])
        }
        Expression::Struct(plan) => literal(plan),
        Expression::Json(value) => json(value),
        Expression::Made(name, text) => {
            let name = own(name);
            quote!(runtime::#name::from(#text))
        }
        Expression::Other(ty, text) => {
            let ty = path(ty);
            quote!(#ty::from(#text))
        }
        Expression::Into(inner) => {
            let inner = expression(inner);
            quote!(#inner.into())
        }
        Expression::Base(ty, inner) => {
            let (ty, inner) = (path(ty), expression(inner));
            quote!(#ty::from(#inner))
        }
        Expression::Boxed(inner) => {
            let inner = expression(inner);
            quote!(Box::new(#inner))
        }
    }
}

fn literal(plan: &Literal) -> TokenStream {
    let ty = path(&plan.ty);
    let fields = plan.fields.iter().map(|(name, value)| {
        let (name, value) = (ident(name), expression(value));
        quote!(#name: Some(#value),)
    });
    let extra = (!plan.extra.is_empty()).then(|| {
        let name = ident(&plan.extra_name);
        let members = members(&plan.extra);
        quote!(#name: runtime::Extra::from_iter([#(#members),*]),)
    });
    let value = match plan.fields.is_empty() && plan.extra.is_empty() {
        true => quote!(#ty::default()),
        false => quote!(#ty { #(#fields)* #extra ..Default::default() }),
    };
    let nulls = plan.nulls.iter().map(|constant| {
        let constant = ident(constant);
        quote!(.with_null(#ty::#constant))
    });
    let links = plan.links.iter().map(|plan| link(&ty, plan));
    let named = plan.typed.then(|| quote!(.with_odata_type()));
    quote!(#value #(#nulls)* #(#links)* #named)
}

/// Returns additional members: all of one type, which an array needs.
fn members(list: &[(String, Value)]) -> impl Iterator<Item = TokenStream> + '_ {
    let all_text = list.iter().all(|(_, value)| value.is_string());
    list.iter().map(move |(name, value)| {
        let value = if all_text { member(value) } else { json(value) };
        quote!((#name, #value))
    })
}

/// Returns a value that converts into JSON.
fn member(value: &Value) -> TokenStream {
    match value {
        Value::String(text) => quote!(#text),
        Value::Bool(value) => quote!(#value),
        // The type of a larger number would not be clear.
        Value::Number(number) if number.as_i64().is_some_and(|number| i32::try_from(number).is_ok()) => {
            number.to_string().parse().unwrap_or_default()
        }
        value => json(value),
    }
}

/// Returns a number of JSON as a literal, which may have a sign before it. Without a suffix, the compiler takes a whole number for an `i32`.
fn number_literal(number: &Number) -> TokenStream {
    let suffix = match (number.as_i64(), number.as_u64()) {
        (Some(number), _) if i32::try_from(number).is_ok() => "",
        (Some(_), _) => "_i64",
        (None, Some(_)) => "_u64",
        (None, None) => "",
    };
    format!("{number}{suffix}").parse().unwrap_or_default()
}

/// Returns JSON as `serde_json::json!(…)`.
fn json(value: &Value) -> TokenStream {
    fn tokens(value: &Value) -> TokenStream {
        match value {
            Value::Null => quote!(null),
            Value::Bool(value) => quote!(#value),
            Value::Number(number) => number_literal(number),
            Value::String(text) => {
                let text = Token::string(text);
                quote!(#text)
            }
            Value::Array(elements) => {
                let elements = elements.iter().map(tokens);
                quote!([#(#elements),*])
            }
            Value::Object(members) => {
                let members = members.iter().map(|(name, value)| {
                    let value = tokens(value);
                    quote!(#name: #value)
                });
                quote!({#(#members),*})
            }
        }
    }
    let tokens = tokens(value);
    quote!(serde_json::json!(#tokens))
}

fn header(plan: &Header) -> TokenStream {
    let Header { name, value, call } = plan;
    match call {
        HeaderCall::Own(method) => {
            let method = own(method);
            quote!(.#method(#value))
        }
        HeaderCall::Fixed(method) => {
            let method = own(method);
            quote!(.#method())
        }
        HeaderCall::Any => quote!(.header(#name, #value)),
    }
}

/// Returns how the response of a request is read.
fn reading(plan: &Reading, request: &TokenStream) -> TokenStream {
    let client = own(CLIENT);
    match plan {
        Reading::Nothing => quote!(#request.send(&#client).await?;),
        Reading::Value { variable, field, optional: false } => {
            let print = print(variable, field.as_ref());
            let variable = ident(variable);
            quote!(let #variable = #request.send(&#client).await?; #print)
        }
        Reading::Value { variable, field, optional: true } => {
            let print = print(variable, field.as_ref());
            let variable = ident(variable);
            quote! {
                let response = #request.send(&#client).await?;
                if let Some(#variable) = response.into_body() { #print }
            }
        }
        Reading::Items { list, item, field } => {
            let print = print(item, field.as_ref());
            let (list, item) = (ident(list), ident(item));
            quote! {
                let mut #list = #request.items(&#client);
                while let Some(#item) = #list.try_next().await? { #print }
            }
        }
        Reading::Changes => quote! {
            let mut changes = #request.changes(&#client);
            while let Some(change) = changes.try_next().await? {
                println!("{change:?}");
            }
            if let Some(cursor) = changes.cursor() {
                std::fs::write("cursor", cursor.to_string())?;
            }
        },
        Reading::Content => quote! {
            let mut content = #request.open(&#client).await?;
            let mut file = std::fs::File::create("content")?;
            while let Some(chunk) = content.chunk().await? {
                file.write_all(&chunk)?;
            }
        },
    }
}

fn print(variable: &RustName, field: Option<&RustName>) -> TokenStream {
    match field {
        Some(field) => {
            let (variable, field) = (ident(variable), ident(field));
            quote!(println!("{:?}", #variable.#field);)
        }
        None => {
            let text = format!("{{{variable}:?}}");
            quote!(println!(#text);)
        }
    }
}

fn argument(plan: &CallArgument) -> TokenStream {
    match plan {
        CallArgument::Text(text) => quote!(#text),
        CallArgument::Variable(name, _) => TokenTree::from(ident(name)).into(),
        CallArgument::Me => quote!(ME),
        CallArgument::Null => quote!(runtime::NULL),
        CallArgument::Plain(literal) => literal.parse().unwrap_or_default(),
        CallArgument::Made(ty, text) => {
            let text = text.as_ref().map_or_else(|| quote!(runtime::NULL), |text| quote!(#text));
            let made = rust_type(ty);
            match ty {
                RustType::Model(_) => quote!(&<#made as runtime::OpenEnum>::from_text(#text)),
                RustType::Flags(_) => quote!(&<#made>::from_text(#text)),
                RustType::Runtime("Decimal") => quote!(&#text.parse::<#made>().expect("a decimal")),
                _ => quote!(&<#made>::from(#text)),
            }
        }
        CallArgument::Value(value) => {
            let value = expression(value);
            quote!(&#value)
        }
        CallArgument::Optional(None) => quote!(None),
        CallArgument::Optional(Some(value)) => {
            let value = argument(value);
            quote!(Some(#value))
        }
    }
}

fn path(path: &Path) -> TokenStream {
    super::tokens::path(path, super::tokens::PathStyle::Model)
}

fn rust_type(ty: &RustType) -> TokenStream {
    super::tokens::rust_type(ty, super::tokens::PathStyle::Model)
}
