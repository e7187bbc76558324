//! The replay test: a module of calls for each group of pages.
//!
//! In: the [`Replay`] of the plan. Out: the files below `tests/examples`.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::names::RustName;
use crate::plan::replay::{
    Call, CallArgument, CallOption, Case, CaseKind, Condition, Operand, PropertyPath, Replay, Reply,
};
use crate::plan::{BodyPlan, Path, ResponsePlan, RustType};

use super::tokens::{ident, number, own};

/// The hand-written support module.
pub const SUPPORT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/replay/support.rs"));

/// The hand-written module that sends requests.
pub const SENDING: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/replay/sending.rs"));

/// `main.rs`
pub fn main_file(replay: &Replay, krate: &RustName, has_areas: bool) -> TokenStream {
    let needed = needed(has_areas);
    let krate = ident(krate);
    let modules = replay.modules.keys().map(ident);
    let calls = replay.modules.keys().map(ident);
    let related = replay.related.iter().map(|(item, constant)| {
        let (item, constant) = (path(item), ident(constant));
        quote!(runtime::RelatedType::of(#item::#constant))
    });
    // Without navigation properties, the imports would be unused.
    let imports = (!replay.related.is_empty()).then(|| {
        quote!(
            use bindings::{models, runtime};
        )
    });
    let shows_example = |case: &&Case| !matches!(case.kind, CaseKind::Representation { .. });
    let examples: BTreeSet<&str> =
        replay.modules.values().flatten().filter(shows_example).map(|case| &*case.name).collect();
    let examples = number(examples.len());
    let mutability = (!replay.modules.is_empty()).then(|| quote!(mut));
    quote! {
        #![doc = " Every example of the reference, replayed through the bindings."]
        #needed
        #![allow(deprecated)]
        pub(crate) use ::#krate as bindings;
        #imports
        /// The navigation properties that occur in examples. Their members are counted, too.
        pub(crate) const RELATED: &[bindings::runtime::RelatedType] = &[#(#related),*];
        // The examples decide which of its items are used.
        #[rustfmt::skip]
        #[allow(dead_code, unused_imports, unused_macros)]
        mod sending;
        #[rustfmt::skip]
        #[allow(dead_code, unused_imports, unused_macros)]
        mod support;
        #(#[rustfmt::skip] mod #modules;)*
        #[test]
        fn every_example() {
            let #mutability replay = support::Replay::default();
            #(#calls::replay(&mut replay);)*
            replay.finish(#examples);
        }
    }
}

/// Returns the condition of a test that sends requests.
pub fn needed(has_areas: bool) -> TokenStream {
    match has_areas {
        true => quote!(#![cfg(all(feature = "full", feature = "testing"))]),
        false => quote!(#![cfg(feature = "testing")]),
    }
}

/// Returns the file of one group.
pub fn group(cases: &[Case]) -> TokenStream {
    let calls = cases.iter().map(case);
    quote! {
        #[allow(unused_imports)]
        use crate::bindings::{models, parameters, requests, runtime};
        #[allow(unused_imports)]
        use crate::sending::{json, model, shown};
        #[allow(unused_imports)]
        use crate::support::{Replay, decode};

        pub fn replay(replay: &mut Replay) {
            #(#calls)*
        }
    }
}

fn case(plan: &Case) -> TokenStream {
    let name = &plan.name;
    match &plan.kind {
        CaseKind::Representation { ty, text } => {
            let ty = rust_type(ty);
            quote!(replay.representation::<#ty>(#name, #text);)
        }
        CaseKind::Body { ty, text, explained } => {
            let ty = rust_type(ty);
            quote!(replay.body::<#ty>(#name, #text, &[#(#explained),*]);)
        }
        CaseKind::ResponseBody { response, text, explained, wrapped } => {
            let wrapped = wrapped.then(|| quote!(replay.unwrapped();));
            let ty = response_type(response);
            match response.inner() {
                ResponsePlan::Value(RustType::Json)
                | ResponsePlan::Nothing
                | ResponsePlan::Count
                | ResponsePlan::Content => {
                    quote!(replay.plain_response::<#ty>(#name, #text);)
                }
                _ => {
                    let optional = matches!(response, ResponsePlan::Optional(_)).then(|| quote!(optional));
                    let ty = response_type(response.inner());
                    quote!(#wrapped replay.response(#name, #text, &[#(#explained),*], decode!(#optional #ty));)
                }
            }
        }
        CaseKind::Failure(text) => quote!(replay.failure(#name, #text);),
        CaseKind::Empty(response) => {
            let ty = response_type(response);
            quote!(replay.empty::<#ty>(#name);)
        }
        CaseKind::Request(call) => request(name, call),
        CaseKind::Left(reason) => {
            let reason = reason.lint().id;
            quote!(replay.left(#name, #reason);)
        }
    }
}

fn request(name: &str, plan: &Call) -> TokenStream {
    let Call { method, target, .. } = plan;
    let expected = match &plan.body {
        Some((BodyPlan::Bytes, _)) | None => quote!(None),
        Some((_, text)) => quote!(Some(#text)),
    };
    let raw = plan.options.iter().filter(|option| matches!(option, CallOption::Raw(..))).count();
    let (typed, raw) = (number(plan.options.len() - raw), number(raw));
    let (response, request, shown) = (response_type(&plan.response), built(plan), shown(&plan.response));
    let headers = plan.headers.iter().map(|(name, value)| quote!((#name, #value)));
    let reply = plan.reply.as_ref().map(|Reply { template, status, body }| {
        let status = number(usize::from(*status));
        quote!((#template, #status, #body))
    });
    let reply = reply.map_or_else(|| quote!(None), |reply| quote!(Some(#reply)));
    quote! {
        replay.request::<#response>(#name, #method, #target, #expected, (#typed, #raw), #request).send(&[#(#headers),*], #reply, #shown);
    }
}

/// Returns the expression of a request.
pub fn built(plan: &Call) -> TokenStream {
    let function = plan.function.iter().map(ident);
    let arguments = plan.arguments.iter().map(argument);
    let body = plan.body.as_ref().map(|(body, text)| match body {
        BodyPlan::Json(RustType::Json) => quote!(json(#text)),
        BodyPlan::Json(ty) => {
            let ty = rust_type(ty);
            quote!(model::<#ty>(#text))
        }
        BodyPlan::Reference => quote!(model::<runtime::Reference>(#text)),
        BodyPlan::Bytes => quote!(#text),
    });
    let options = plan.options.iter().map(option);
    let cast = plan.cast.as_ref().map(path).map(|ty| quote!(.of_type::<#ty>()));
    let count = plan.count.then(|| quote!(.count_only()));
    quote!(requests #(::#function)*(#(#arguments,)* #body) #cast #(#options)* #count)
}

/// Returns the function that converts a response into JSON.
pub fn shown(plan: &ResponsePlan) -> TokenStream {
    let optional = matches!(plan, ResponsePlan::Optional(_)).then(|| quote!(optional));
    let kind = match plan.inner() {
        ResponsePlan::Nothing | ResponsePlan::Optional(_) => quote!(nothing),
        ResponsePlan::Value(RustType::Json) => quote!(json),
        ResponsePlan::Count => quote!(count),
        ResponsePlan::Content => quote!(content),
        plan => {
            let ty = response_type(plan);
            quote!(model #ty)
        }
    };
    quote!(shown!(#optional #kind))
}

fn argument(plan: &CallArgument) -> TokenStream {
    match plan {
        CallArgument::Text(text) => quote!(#text),
        CallArgument::Me => quote!(runtime::ME),
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
        CallArgument::Optional(None) => quote!(None),
        CallArgument::Optional(Some(value)) => {
            let value = argument(value);
            quote!(Some(#value))
        }
    }
}

fn option(plan: &CallOption) -> TokenStream {
    match plan {
        CallOption::Select(property) => {
            let property = constants(property);
            quote!(.select(#property))
        }
        CallOption::Expand(navigation, nested) => {
            let (navigation, nested) = (constants(navigation), nested.iter().map(option));
            quote!(.expand(#navigation #(#nested)*))
        }
        CallOption::OrderBy(property, descending) => {
            let property = constants(property);
            let order = if *descending { own("desc") } else { own("asc") };
            quote!(.orderby(#property.#order()))
        }
        CallOption::Filter(plan) => {
            let condition = condition(plan);
            quote!(.filter(#condition))
        }
        CallOption::Top(n) => quote!(.top(#n)),
        CallOption::Skip(n) => quote!(.skip(#n)),
        CallOption::Count => quote!(.count()),
        CallOption::Search(text) => quote!(.search(#text)),
        CallOption::Format(text) => quote!(.format(#text)),
        CallOption::Raw(name, value) => quote!(.query(#name, #value)),
    }
}

/// Returns a condition such as `models::User::DISPLAY_NAME.eq("A")`, or several joined.
fn condition(plan: &Condition) -> TokenStream {
    let joined = |list: &[Condition], method: &'static str| {
        let mut conditions = list.iter().map(condition);
        let (first, method) = (conditions.next(), own(method));
        quote!(#first #(.#method(#conditions))*)
    };
    match plan {
        Condition::Compare { property, method, operand } => {
            let (property, method) = (constants(property), own(method));
            let operand = operand.as_ref().map(value);
            quote!(#property.#method(#operand))
        }
        Condition::In { property, operands } => {
            let (property, operands) = (constants(property), operands.iter().map(value));
            quote!(#property.in_([#(#operands),*]))
        }
        Condition::And(list) => joined(list, "and"),
        Condition::Or(list) => joined(list, "or"),
        Condition::Not(inner) => {
            let inner = condition(inner);
            quote!(#inner.not())
        }
    }
}

fn value(plan: &Operand) -> TokenStream {
    match plan {
        Operand::Text(text) => quote!(#text),
        Operand::Bool(value) => quote!(#value),
        Operand::Number(value) => quote!(#value),
    }
}

/// Returns a property path: `models::User::ADDRESS.path(models::Address::CITY)`.
fn constants(plan: &PropertyPath) -> TokenStream {
    let mut constants = plan.0.iter().map(|(item, name)| {
        let (item, name) = (path(item), ident(name));
        quote!(#item::#name)
    });
    let first = constants.next();
    quote!(#first #(.path(#constants))*)
}

fn path(path: &Path) -> TokenStream {
    super::tokens::path(path, super::tokens::PathStyle::Model)
}

fn rust_type(ty: &RustType) -> TokenStream {
    super::tokens::rust_type(ty, super::tokens::PathStyle::Model)
}

fn response_type(plan: &ResponsePlan) -> TokenStream {
    match plan {
        ResponsePlan::Optional(inner) => {
            let inner = response_type(inner);
            quote!(Option<#inner>)
        }
        ResponsePlan::Nothing => quote!(()),
        ResponsePlan::Value(ty) => rust_type(ty),
        ResponsePlan::Collection(ty) => {
            let ty = rust_type(ty);
            quote!(runtime::Collection<#ty>)
        }
        ResponsePlan::Scalar(ty) => {
            let ty = rust_type(ty);
            quote!(runtime::Scalar<#ty>)
        }
        ResponsePlan::Count => quote!(i64),
        ResponsePlan::Content => quote!(runtime::Content),
    }
}
