//! The pages' descriptions of their requests, as constants.
//!
//! In: [`Page`]s. Out: items.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::Page;

use super::comments::Comments;
use super::tokens::{allow_unused, gate, ident, text_lines};

/// Returns the content of one file of `pages`.
pub fn pages(list: &[Page], comments: &Comments) -> TokenStream {
    let allowed = allow_unused(!list.iter().all(|page| page.gate.is_open()));
    let mut content = quote! {
        #allowed
        use crate::runtime::Page;
    };
    content.extend(list.iter().map(|plan| page(plan, comments)));
    content
}

fn page(plan: &Page, comments: &Comments) -> TokenStream {
    let name = ident(&plan.name);
    let text = comments.docs(&plan.docs);
    let reference = &plan.reference;
    let allowed = text_lines(&plan.allowed);
    let headers = text_lines(&plan.headers);
    let options = plan.query_options.join(" ");
    let [statuses, errors] = [&plan.statuses, &plan.errors].map(|codes| spaced(codes));
    let deprecated = plan.deprecated.as_deref().unwrap_or_default();
    let gate = gate(&plan.gate);
    quote! {
        #text
        #gate
        pub const #name: Page = Page {
            reference: #reference,
            allowed: #allowed,
            headers: #headers,
            options: #options,
            statuses: #statuses,
            errors: #errors,
            deprecated: #deprecated,
        };
    }
}

/// Returns status codes, separated by spaces.
fn spaced(codes: &[u16]) -> String {
    codes.iter().map(u16::to_string).collect::<Vec<_>>().join(" ")
}
