//! An open enum.
//!
//! In: [`Enum`]. Out: the items of one file.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::Enum;

use super::comments::Comments;
use super::file::Item;
use super::listing::Listing;
use super::tokens::{braces, deprecated, ident, number};

/// Returns the items of an enum's file.
pub fn enumeration(plan: &Enum, comments: &Comments) -> Vec<Item> {
    vec![
        Item::Tokens(quote!(
            use crate::runtime;
        )),
        Item::Tokens(declaration(plan, comments)),
        Item::Listing(open_enum(plan)),
    ]
}

fn declaration(plan: &Enum, comments: &Comments) -> TokenStream {
    let name = ident(&plan.name);
    let text = comments.docs(&plan.docs);
    let deprecated = deprecated(plan.deprecated.as_ref());
    let variants = plan.variants.iter().map(|(variant, _, text)| {
        let variant = ident(variant);
        let text = comments.docs(text);
        quote!(#text #variant,)
    });
    let mut variants: TokenStream = variants.collect();
    variants.extend(quote! {
        /// A value that the reference does not list.
        Unrecognized(String),
    });
    let variants = braces(variants);
    quote!(#text #deprecated #[non_exhaustive] pub enum #name #variants)
}

fn open_enum(plan: &Enum) -> Listing {
    let name = ident(&plan.name);
    let entries = plan.variants.iter().enumerate().map(|(index, (variant, wire, _))| {
        let index = number(index);
        let variant = ident(variant);
        quote!(#index #variant #wire)
    });
    Listing { path: quote!(runtime::open_enum), docs: Vec::new(), head: quote!(#name), entries: entries.collect() }
}
