//! The examples of the reference as responses: tables, and the functions that use them.
//!
//! In: the [`ExampleFile`]s of the plan. Out: the files below `src/examples`.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::plan::names::RustName;
use crate::plan::{ExampleFile, ExampleRow, Plan, RowBody, SharedBody};

use super::tokens::{gate, ident, inner_docs, number, own, raw_text};

/// The documentation of the module.
const ABOUT: [&str; 14] = [
    "The examples of the reference, as the responses of a service for tests. No network is needed: [`client()`] returns a client for it.",
    "",
    "A request gets the response that its page shows, whatever its arguments and options are. If the page shows several, the first is",
    "for every request, and each other one is for the request that the page shows with it: the same arguments and query options.",
    "",
    "* A request that succeeds without a response body gets the documented status.",
    "* A request whose page lists several paths, and shows another one of them, gets that response.",
    "* A request whose page shows no response that its function returns gets an error with status 400 and the code `noExample`.",
    "* A list ends after the page of its example, unless the reference shows the next one. Every other link of a response stays.",
    "* A test that needs another response puts a row before the others: `Examples::at(BASE_URL, &rows)`, with [`table()`] after its own.",
    "  `Script` of [`client::testing`](crate::client::testing) plans responses in order, and errors.",
    "",
    "The module needs the feature `testing`, and each example the feature of its request. Where the bindings contain no text of pages, it",
    "has only the responses without a body.",
];

/// The `mod.rs` of the examples.
pub fn index(plan: &Plan) -> TokenStream {
    let text = inner_docs(&ABOUT.map(str::to_owned));
    let client = ident(&plan.client.name);
    let declarations = declarations(&plan.examples);
    let tables = plan.examples.iter().map(|(name, file)| {
        let (name, gate) = (ident(name), gate(&file.gate));
        quote!(#gate self::#name::TABLE)
    });
    quote! {
        #text
        #declarations
        /// Creates a client for the service.
        ///
        /// # Errors
        ///
        /// Returns an error if [`BASE_URL`](crate::BASE_URL) is not a valid base URL.
        pub fn client() -> Result<crate::#client, crate::client::BuildError> {
            service().client()
        }
        /// Returns the service, which creates clients with other options, and lists the requests that it received.
        pub fn service() -> crate::client::testing::Examples {
            crate::client::testing::Examples::at(crate::BASE_URL, &table())
        }
        /// Returns all examples. Of several for a request, the first has precedence.
        pub fn table() -> Vec<crate::client::testing::Example> {
            let tables: &[&[crate::client::testing::Example]] = &[#(#tables),*];
            tables.concat()
        }
    }
}

fn declarations(files: &BTreeMap<RustName, ExampleFile>) -> TokenStream {
    let modules = files.iter().map(|(name, file)| {
        let (name, gate) = (ident(name), gate(&file.gate));
        quote!(#gate mod #name;)
    });
    quote!(#(#modules)*)
}

/// Returns the table of one file, and the bodies that its rows share.
pub fn table(file: &ExampleFile) -> TokenStream {
    let bodies = file.bodies.iter().map(|SharedBody { gate: available, name, text }| {
        let (gate, name, text) = (gate(available), ident(name), raw_text(text));
        quote!(#gate const #name: &str = #text;)
    });
    let rows = file.rows.iter().map(row);
    quote! {
        use crate::client::testing::Example;
        use crate::runtime::Method;

        pub static TABLE: &[Example] = &[#(#rows),*];
        #(#bodies)*
    }
}

fn row(plan: &ExampleRow) -> TokenStream {
    let (gate, method, status) = (gate(&plan.gate), own(plan.method), number(usize::from(plan.status)));
    let template = raw_text(&plan.template);
    let body = match &plan.body {
        RowBody::Text(text) => raw_text(text).into_token_stream(),
        RowBody::Shared(name) => ident(name).into_token_stream(),
    };
    quote!(#gate Example { method: Method::#method, template: #template, status: #status, body: #body })
}
