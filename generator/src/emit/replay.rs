//! The replay test: a module of calls for each group of pages.
//!
//! In: the [`Replay`] of the plan. Out: the files below `tests/examples`.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::names::RustName;
use crate::plan::replay::{Case, CaseKind, Rebuilt, Replay, Reply};
use crate::plan::samples::{Call, CallBody, CallOption, Header};
use crate::plan::{BodyPlan, Path, ResponsePlan, RustType};

use super::samples::{request, setup};
use super::tokens::{ident, number};

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
        // A later version of a type may have more fields than a sample sets.
        #![allow(clippy::needless_update)]
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
    let functions = cases.iter().filter_map(|case| match &case.kind {
        CaseKind::Request(plan) => Some(function(&case.name, plan)),
        _ => None,
    });
    quote! {
        #[allow(unused_imports)]
        use crate::bindings::prelude::*;
        #[allow(unused_imports)]
        use crate::bindings::{models, parameters, requests, runtime};
        #[allow(unused_imports)]
        use crate::sending::shown;
        #[allow(unused_imports)]
        use crate::support::{Built, Replay, decode};

        #(#functions)*

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
        CaseKind::Request(plan) => rebuilt(name, plan),
        CaseKind::Left(reason) => {
            let reason = reason.lint().id;
            quote!(replay.left(#name, #reason);)
        }
    }
}

/// Returns the function that builds a request.
fn function(name: &str, plan: &Rebuilt) -> TokenStream {
    let (doc, function) = (format!(" {name}"), ident(&plan.name));
    let (response, setup, request) = (response_type(&plan.call.response), setup(&plan.call), request(&plan.call));
    quote! {
        #[doc = #doc]
        fn #function() -> Built<#response> {
            #setup
            Ok(#request)
        }
    }
}

fn rebuilt(name: &str, plan: &Rebuilt) -> TokenStream {
    let Rebuilt { name: function, call, reply } = plan;
    let Call { method, target, .. } = call;
    let expected = match &call.body {
        Some(CallBody { plan: BodyPlan::Bytes, .. }) | None => quote!(None),
        Some(CallBody { text, .. }) => quote!(Some(#text)),
    };
    let raw = call.options.iter().filter(|option| matches!(option, CallOption::Raw(..))).count();
    let (typed, raw) = (number(call.options.len() - raw), number(raw));
    let (response, function, shown) = (response_type(&call.response), ident(function), shown(&call.response));
    let headers = call.headers.iter().map(|Header { name, value, .. }| quote!((#name, #value)));
    let reply = reply.as_ref().map(|Reply { template, status, body }| {
        let status = number(usize::from(*status));
        quote!((#template, #status, #body))
    });
    let reply = reply.map_or_else(|| quote!(None), |reply| quote!(Some(#reply)));
    quote! {
        replay.request::<#response>(#name, #method, #target, #expected, (#typed, #raw), #function()).send(&[#(#headers),*], #reply, #shown);
    }
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
