//! The introduction to a crate: its samples, with the sentences around them.
//!
//! In: [`Introduction`]. Out: sections of markdown for `lib.rs` and the readme, and a test with the same code. Each sample has a function of its
//! own that prints its statements.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::introduction::{Call, Introduction, ListSample, MeSample, Sample};
use crate::plan::names::RustName;
use crate::plan::samples::{PlannedSample, Shown};

use super::file::EmitError;
use super::tokens::{condition, ident, inner_docs, own};
use super::{layout, samples};

/// The text that samples set and look for.
const TEXT: &str = "Example";

/// Returns the sections of a document whose headings begin with `heading`.
///
/// # Errors
/// Fails if a sample is not valid Rust, which is a bug of the emitter.
pub fn sections(
    plan: &Introduction,
    of_pages: &OfPages<'_>,
    krate: &RustName,
    heading: &str,
) -> Result<Vec<String>, EmitError> {
    let mut out = vec![format!("{heading} Sending requests"), String::new()];
    out.extend(TRANSPORTS.map(str::to_owned));
    out.extend(code(&[imports(plan, krate), client(plan)])?);
    out.extend(feature(plan));
    for (text, tokens) in parts(plan, of_pages) {
        out.push(String::new());
        out.extend(text);
        out.push(String::new());
        out.extend(code(&[tokens])?);
    }
    out.extend(WITHOUT_AWAIT.map(str::to_owned));
    out.extend(ERRORS.map(str::to_owned));
    out.extend([String::new(), format!("{heading} Another HTTP client"), String::new()]);
    out.extend(ANOTHER_CLIENT.map(str::to_owned));
    out.extend(code(&[another_client()])?);
    out.push(String::new());
    Ok(out)
}

/// The features that send requests.
const TRANSPORTS: [&str; 4] = [
    "Without a feature for it, the crate sends nothing. The feature `reqwest` sends requests asynchronously, in a program with tokio;",
    "`blocking` needs no asynchronous runtime. The client repeats requests where that is safe, follows pages, gets tokens, and sends",
    "these only to the service:",
    "",
];

/// The same without an asynchronous runtime.
const WITHOUT_AWAIT: [&str; 3] = [
    "",
    "Without an asynchronous runtime: `.send_blocking(&client)?` in place of `.send(&client).await?`, and `.blocking()` after `.items(&client)`",
    "makes an iterator. `.open(&client)` reads the response body as it arrives.",
];

/// Where requests and responses fail.
const ERRORS: [&str; 6] = [
    "",
    "Every call fails with the same type: `client::Error` knows the status, the code and the message of the service, and whether the request",
    "may have been carried out; `is_not_found`, `is_throttled` and others save the comparison. A member of a response with a value of",
    "another type than documented is not an error: it is kept in `extra`, and `undocumented()` lists it.",
    "With the feature `testing`, `client::testing` contains a service for tests, and `examples::client()` returns a client that gets the",
    "examples of the reference as responses.",
];

/// Why there is the last sample.
const ANOTHER_CLIENT: [&str; 4] = [
    "A request is a value. Any HTTP client can send it: here `http` is a function that takes the method, the URL, the headers and the",
    "body, and returns the status and the body of the response. `next` returns the request for the page after one that was",
    "received.",
    "",
];

/// Returns the features that the samples need.
fn feature(plan: &Introduction) -> Vec<String> {
    if plan.gate.is_open() {
        return Vec::new();
    }
    let names: Vec<String> = plan.gate.0.iter().map(|name| format!("`{name}`")).collect();
    let note = if plan.default { ", which is on by default" } else { "" };
    vec![String::new(), format!("The samples need the feature {}{note}.", names.join(" or "))]
}

/// The samples of pages, which the introduction prefers to its own.
pub struct OfPages<'a> {
    /// Those of request functions.
    pub shown: &'a Shown,
    /// All of them.
    pub samples: &'a [PlannedSample],
}

impl OfPages<'_> {
    /// Returns the sample of a page for a function, else one that `other` makes.
    fn or(&self, sample: &Sample, other: fn(&Sample) -> TokenStream) -> TokenStream {
        let index = self.shown.requests.get(&sample.operation);
        let planned = index.and_then(|index| self.samples.get(*index));
        planned.map_or_else(|| other(sample), |planned| samples::statements(&planned.sample))
    }
}

/// Returns the samples, each with a sentence before it.
fn parts(plan: &Introduction, of_pages: &OfPages<'_>) -> Vec<(Vec<String>, TokenStream)> {
    let line = |text: &str| vec![text.to_owned()];
    let mut parts = Vec::new();
    if let Some(sample) = &plan.list {
        parts.push((line("A list, with all of its pages:"), list(sample)));
    }
    if let Some(sample) = &plan.get {
        parts.push((line("One entity:"), of_pages.or(sample, get)));
    }
    if let Some(sample) = &plan.create {
        parts.push((line("A new entity:"), of_pages.or(sample, create)));
    }
    if let Some(sample) = &plan.update {
        let text = "A change. Properties that it does not mention keep their values; `.null(PROPERTY)` clears one:";
        parts.push((line(text), of_pages.or(sample, update)));
    }
    if let Some(sample) = &plan.me {
        parts.push((about_me(sample), me(sample)));
    }
    parts
}

/// Explains which of the two paths to a user to prefer.
fn about_me(sample: &MeSample) -> Vec<String> {
    let by_id = sample.path.first().map(RustName::plain).unwrap_or_default();
    vec![
        format!(
            "`ME` in place of an ID is the signed-in user. Prefer `requests::{by_id}`: its functions work for the signed-in user and for any other."
        ),
        format!(
            "`requests::{}` has functions without an ID; use them where the reference documents only that path:",
            sample.module.plain()
        ),
    ]
}

/// Returns a test that runs the samples, with a service that responds to everything with an empty list.
pub fn test_file(plan: &Introduction, of_pages: &OfPages<'_>, krate: &RustName) -> TokenStream {
    let text = inner_docs(&[
        "The samples of the documentation, with a service that responds with an empty list to every request."
            .to_owned(),
    ]);
    let gate = condition(&plan.gate).map(|condition| quote!(#condition,));
    let (imports, client, another, name) = (imports(plan, krate), client(plan), another_client(), ident(&plan.client));
    let krate = ident(krate);
    let named = [
        ("list", plan.list.as_ref().map(list)),
        ("get", plan.get.as_ref().map(|sample| of_pages.or(sample, get))),
        ("create", plan.create.as_ref().map(|sample| of_pages.or(sample, create))),
        ("update", plan.update.as_ref().map(|sample| of_pages.or(sample, update))),
        ("me", plan.me.as_ref().map(me)),
    ];
    let tests = named.into_iter().filter_map(|(name, body)| {
        let (name, body) = (own(name), body?);
        Some(quote! {
            #[test]
            fn #name() -> Outcome {
                let client = service()?;
                block_on(async {
                    #body
                    Ok(())
                })
            }
        })
    });
    quote! {
        #text
        #![cfg(all(#gate feature = "testing"))]
        #[rustfmt::skip]
        mod samples {
            use #krate::client::testing::{Script, block_on};
            #imports
            type Outcome = Result<(), Box<dyn std::error::Error>>;
            fn service() -> Result<#name, Box<dyn std::error::Error>> {
                Ok(Script::new().json(&serde_json::json!({"value": []})).client()?)
            }
            #[test]
            fn creating_a_client() -> Outcome {
                #client
                println!("{client:?}");
                Ok(())
            }
            #(#tests)*
            type Response = Result<(u16, Vec<u8>), Box<dyn std::error::Error>>;
            fn http(_method: &str, _url: &str, _headers: &[(String, String)], _body: Option<&[u8]>) -> Response {
                Ok((200, br#"{"value": []}"#.to_vec()))
            }
            #another
            #[test]
            fn another_client() -> Outcome {
                static OPERATION: #krate::runtime::Operation =
                    #krate::runtime::Operation { method: Method::Get, template: "/", pages: &[] };
                let request = Request::<serde_json::Value>::new(&OPERATION, #krate::runtime::Path::new().lit("/"));
                assert_eq!(send(&request)?, serde_json::json!({"value": []}));
                Ok(())
            }
        }
    }
}

fn imports(plan: &Introduction, krate: &RustName) -> TokenStream {
    let (krate, client) = (ident(krate), ident(&plan.client));
    let modules = if plan.name_models() { quote!(models, requests) } else { quote!(requests) };
    quote! {
        use #krate::prelude::*;
        use #krate::{BASE_URL, #client, #modules};
    }
}

/// The sample that creates a client.
fn client(plan: &Introduction) -> TokenStream {
    let client = ident(&plan.client);
    quote! {
        let client = #client::builder(BASE_URL).token(Token::new("an access token")).build()?;
    }
}

/// The sample for another HTTP client.
fn another_client() -> TokenStream {
    quote! {
        fn send<T: ResponseBody>(request: &Request<T>) -> Result<T, Box<dyn std::error::Error>> {
            let parts = request.clone().into_parts()?;
            let url = format!("{BASE_URL}{}", parts.path_and_query);
            let (status, body) = http(parts.method.as_str(), &url, &parts.headers, parts.body.as_deref())?;
            if !(200..300).contains(&status) {
                let error = ApiError::from_body(&body).ok_or_else(|| format!("the status is {status}"))?;
                return Err(error.into());
            }
            Ok(request.decode(&body)?)
        }
    }
}

/// The sample that reads a list.
fn list(plan: &ListSample) -> TokenStream {
    let Sample { field, constant, .. } = &plan.sample;
    let (call, model, field, constant) = (call(&plan.sample.call), model(&plan.sample), ident(field), ident(constant));
    let select = plan.select.then(|| quote!(.select(#model::#constant)));
    let filter = plan.filter.then(|| quote!(.filter(#model::#constant.eq(#TEXT))));
    let top = plan.top.then(|| quote!(.top(10)));
    quote! {
        let mut items = #call #select #filter #top.items(&client);
        while let Some(item) = items.try_next().await? {
            println!("{:?}", item.#field);
        }
    }
}

/// The sample that reads one entity.
fn get(plan: &Sample) -> TokenStream {
    let (call, field) = (call(&plan.call), ident(&plan.field));
    quote! {
        let item = #call.send(&client).await?;
        println!("{:?}", item.#field);
    }
}

/// The sample that creates an entity.
fn create(plan: &Sample) -> TokenStream {
    let (model, field) = (model(plan), ident(&plan.field));
    let call = call_with(&plan.call, quote!(item));
    quote! {
        let item = #model { #field: Some(#TEXT.to_owned()), ..Default::default() };
        #call.send(&client).await?;
    }
}

/// The sample that changes an entity.
fn update(plan: &Sample) -> TokenStream {
    let (model, constant) = (model(plan), ident(&plan.constant));
    let call = call_with(&plan.call, quote!(patch));
    quote! {
        let patch = Patch::new().set(#model::#constant, #TEXT);
        #call.send(&client).await?;
    }
}

/// The sample for the signed-in user.
fn me(plan: &MeSample) -> TokenStream {
    let path = plan.path.iter().map(ident);
    quote! {
        let own = requests #(::#path)*(ME).send(&client).await?;
        println!("{own:?}");
    }
}

fn call(plan: &Call) -> TokenStream {
    let (path, arguments) = (plan.path.iter().map(ident), &plan.arguments);
    quote!(requests #(::#path)*(#(#arguments),*))
}

fn call_with(plan: &Call, body: TokenStream) -> TokenStream {
    let (path, arguments) = (plan.path.iter().map(ident), &plan.arguments);
    quote!(requests #(::#path)*(#(#arguments,)* #body))
}

fn model(plan: &Sample) -> TokenStream {
    let path = plan.model.0.iter().map(ident);
    quote!(#(#path)::*)
}

/// Returns a fenced block of code, with an empty line between its parts.
fn code(parts: &[TokenStream]) -> Result<Vec<String>, EmitError> {
    let parts: Vec<String> = parts.iter().map(layout::statements).collect::<Result<_, _>>()?;
    let text = parts.join("\n");
    let lines = text.lines().map(str::to_owned);
    Ok(["```rust".to_owned()].into_iter().chain(lines).chain(["```".to_owned()]).collect())
}
