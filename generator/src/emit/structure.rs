//! A struct: its declaration, its constants, and the list from which its implementations are generated.
//!
//! In: [`Struct`]. Out: the items of one file.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Ancestor, Derived, Field, Gate, RustType, Struct};

use super::comments::Comments;
use super::file::Item;
use super::listing::Listing;
use super::tokens::{PathStyle, allow_unused, braces, deprecated, gate, ident, listed_gate, number, path, rust_type};

/// Returns the items of a struct's file. `docs` are the lines of its comment.
pub fn structure(plan: &Struct, docs: &[String], comments: &Comments) -> Vec<Item> {
    let mut items = vec![
        Item::Tokens(imports(plan)),
        Item::Tokens(declaration(plan, docs, comments)),
        Item::Tokens(constants(plan, comments)),
        Item::Listing(object(plan)),
    ];
    items.extend(plan.derived.as_ref().map(|derived| Item::Listing(derived_types(plan, derived))));
    let upcasts = plan.ancestors.iter().map(|ancestor| Item::Tokens(upcast(plan, ancestor)));
    items.extend(upcasts);
    items
}

/// Returns the imports of `models`, `parameters` and `runtime` that the file needs.
fn imports(plan: &Struct) -> TokenStream {
    let fields = plan.fields.iter().filter(|field| names_model(&field.ty)).map(|field| &field.gate);
    let derived = plan.derived.iter().flat_map(|derived| &derived.variants).map(|variant| &variant.gate);
    let mut naming = fields.chain(derived).chain(plan.ancestors.iter().map(|ancestor| &ancestor.gate)).peekable();
    if naming.peek().is_none() {
        return quote!(
            use crate::runtime;
        );
    }
    if naming.any(Gate::is_open) {
        return quote!(
            use crate::{models, runtime};
        );
    }
    let allowed = allow_unused(true);
    quote! {
        #allowed
        use crate::models;
        use crate::runtime;
    }
}

fn names_model(ty: &RustType) -> bool {
    match ty {
        RustType::Model(_) | RustType::Flags(_) => true,
        RustType::Vec(inner) | RustType::Boxed(inner) | RustType::Related(inner) => names_model(inner),
        RustType::Plain(_) | RustType::String | RustType::Runtime(_) | RustType::Json => false,
    }
}

fn declaration(plan: &Struct, docs: &[String], comments: &Comments) -> TokenStream {
    let name = ident(&plan.name);
    let text = comments.docs(docs);
    let deprecated = deprecated(plan.deprecated.as_ref());
    let extra = ident(&plan.extra);
    let mut fields: TokenStream = plan.fields.iter().map(|plan| field(plan, comments)).collect();
    fields.extend(quote! {
        /// Members without a typed field: undocumented members, explicit nulls, values of an unexpected JSON type.
        pub #extra: runtime::Extra,
    });
    let fields = braces(fields);
    quote!(#text #deprecated pub struct #name #fields)
}

fn field(plan: &Field, comments: &Comments) -> TokenStream {
    let name = ident(&plan.name);
    let text = comments.docs(&plan.docs);
    let deprecated = deprecated(plan.deprecated.as_ref());
    let ty = rust_type(&plan.ty, PathStyle::Model);
    let gate = gate(&plan.gate);
    quote! {
        #text
        #deprecated
        #gate
        pub #name: Option<#ty>,
    }
}

fn constants(plan: &Struct, comments: &Comments) -> TokenStream {
    if plan.fields.is_empty() {
        return TokenStream::new();
    }
    let name = ident(&plan.name);
    let constants = braces(plan.fields.iter().map(|plan| constant(plan, comments)).collect());
    quote!(impl #name #constants)
}

fn constant(plan: &Field, comments: &Comments) -> TokenStream {
    let constant = ident(&plan.constant);
    let wire = &plan.wire;
    let deprecated = deprecated(plan.deprecated.as_ref());
    let text = comments.docs(&[format!("The name of [`{0}`](Self::{0}).", plan.name.plain())]);
    let ty = value_type(plan);
    let (kind, make) =
        if plan.navigation { (quote!(Navigation), quote!(navigation)) } else { (quote!(Property), quote!(property)) };
    let gate = gate(&plan.gate);
    quote! {
        #text
        #deprecated
        #gate
        pub const #constant: runtime::#kind<Self, #ty> = runtime::#make(#wire);
    }
}

/// Returns the type that a constant refers to: a property's value, or a relationship's target.
fn value_type(plan: &Field) -> TokenStream {
    let mut ty = &plan.ty;
    while let RustType::Boxed(inner) | RustType::Related(inner) = ty {
        ty = inner;
    }
    match ty {
        RustType::Vec(inner) if plan.navigation => rust_type(inner, PathStyle::Model),
        other => rust_type(other, PathStyle::Model),
    }
}

fn object(plan: &Struct) -> Listing {
    let name = ident(&plan.name);
    let odata_type = &plan.odata_type;
    let base = plan.derived.as_ref().map(|_| quote!(base));
    let related = plan.first_related.map(number).map(|first| quote!([#first..]));
    let entries = plan.fields.iter().enumerate().map(|(index, field)| {
        let index = number(index);
        let name = ident(&field.name);
        let wire = &field.wire;
        let secret = field.secret.then(|| quote!(secret));
        let gate = listed_gate(&field.gate);
        quote!(#index #name #wire #secret #gate)
    });
    Listing {
        path: quote!(runtime::object),
        docs: Vec::new(),
        head: quote!(#name #odata_type #base #related),
        entries: entries.collect(),
    }
}

fn derived_types(plan: &Struct, derived: &Derived) -> Listing {
    let base = ident(&plan.name);
    let name = ident(&derived.name);
    let text = format!("What a [`{}`] is, by its `@odata.type`.", plan.name.plain());
    let entries = derived.variants.iter().map(|plan| {
        let variant = ident(&plan.name);
        let model = path(&plan.ty, PathStyle::Model);
        let wire = &plan.wire;
        let gate = listed_gate(&plan.gate);
        quote!(#variant(#model) #wire #gate)
    });
    Listing {
        path: quote!(runtime::derived),
        docs: vec![text],
        head: quote!(#base => #name),
        entries: entries.collect(),
    }
}

fn upcast(plan: &Struct, ancestor: &Ancestor) -> TokenStream {
    let gate = gate(&ancestor.gate);
    let name = ident(&plan.name);
    let base = path(&ancestor.path, PathStyle::Model);
    let odata_type = &plan.odata_type;
    let body = ancestor.body.then(|| quote!(, body));
    quote!(#gate runtime::upcast! { #name => #base, #odata_type #body })
}
