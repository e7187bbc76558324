//! The test that sends each request once: a module of calls for each module of requests.
//!
//! In: the [`Calls`] of the plan. Out: the files below `tests/requests`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::names::RustName;
use crate::plan::replay::{Calls, Sending};

use super::replay::{needed, shown};
use super::samples::request;
use super::tokens::{ident, number};

/// `main.rs`
pub fn main_file(plan: &Calls, krate: &RustName, has_areas: bool) -> TokenStream {
    let needed = needed(has_areas);
    let krate = ident(krate);
    let modules = plan.modules.keys().map(ident);
    let (functions, unanswered) = (number(plan.functions), &plan.unanswered);
    let mutability = (!plan.modules.is_empty()).then(|| quote!(mut));
    quote! {
        #![doc = " Every request of the reference, sent to a service that responds with the examples."]
        #needed
        #![allow(deprecated)]
        pub(crate) use ::#krate as bindings;
        /// The requests that no example answers.
        const UNANSWERED: &[&str] = &[#(#unanswered),*];
        #[rustfmt::skip]
        mod calls;
        // The requests decide which of its items are used.
        #[rustfmt::skip]
        #[allow(dead_code, unused_imports, unused_macros)]
        mod sending;
        #[test]
        fn every_request() {
            let #mutability calls = sending::Calls::default();
            #(calls::#modules::send(&mut calls);)*
            calls.finish(#functions, UNANSWERED);
        }
    }
}

/// The `mod.rs` of the calls.
pub fn index(plan: &Calls) -> TokenStream {
    let modules = plan.modules.keys().map(ident);
    quote! {
        #![doc = " The calls, by the first module of their functions."]
        #(pub mod #modules;)*
    }
}

/// Returns the calls of one module.
pub fn group(calls: &[Sending]) -> TokenStream {
    let calls = calls.iter().map(|Sending { template, call }| {
        let (target, request, shown) = (&call.target, request(call), shown(&call.response));
        quote!(calls.send(#template, #target, #request, #shown);)
    });
    quote! {
        #[allow(unused_imports)]
        use crate::bindings::{models, parameters, requests, runtime};
        #[allow(unused_imports)]
        use crate::sending::{Calls, json, model, shown};

        pub fn send(calls: &mut Calls) {
            #(#calls)*
        }
    }
}
