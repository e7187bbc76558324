//! What each page says about its requests, as constants.
//!
//! In: [`Page`]s. Out: items.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::extract::{Caller, PermissionFacts};
use crate::plan::Page;

use super::tokens::{docs, ident};

/// The content of one file of `pages`.
pub fn pages(list: &[Page]) -> TokenStream {
    let constants = list.iter().map(page);
    let imports = if list.iter().any(|page| !page.permissions.is_empty()) {
        quote!(
            use crate::runtime::{Caller, Page, Permission};
        )
    } else {
        quote!(
            use crate::runtime::Page;
        )
    };
    quote! {
        #imports
        #(#constants)*
    }
}

fn page(plan: &Page) -> TokenStream {
    let name = ident(&plan.name);
    let text = docs(&plan.docs);
    let reference = &plan.reference;
    let permissions = plan.permissions.iter().map(permission);
    let query_options = &plan.query_options;
    let statuses = plan.statuses.iter().map(|status| Literal::u16_unsuffixed(*status));
    quote! {
        #text
        pub const #name: &Page = &Page {
            reference: #reference,
            permissions: &[#(#permissions),*],
            query_options: &[#(#query_options),*],
            success: &[#(#statuses),*],
        };
    }
}

fn permission(plan: &PermissionFacts) -> TokenStream {
    let caller = match plan.caller {
        Caller::DelegatedWork => quote!(Caller::DelegatedWork),
        Caller::DelegatedPersonal => quote!(Caller::DelegatedPersonal),
        Caller::Application => quote!(Caller::Application),
    };
    let condition = match &plan.condition {
        Some(condition) => quote!(Some(#condition)),
        None => quote!(None),
    };
    let alternatives = plan.permissions.iter().map(|all| quote!(&[#(#all),*]));
    quote! {
        Permission { caller: #caller, condition: #condition, alternatives: &[#(#alternatives),*] }
    }
}
