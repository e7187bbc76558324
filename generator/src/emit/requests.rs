//! Request functions, in modules.
//!
//! In: [`Module`]s. Out: items. The first two levels are separate files; deeper ones are modules in these.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use crate::model::ParameterLocation;
use crate::plan::{Argument, BodyPlan, Function, Module, Piece, ResponsePlan, RustType};

use super::comments::Comments;
use super::shown::ShownSamples;
use super::tokens::{self, allow_unused, braces, deprecated, gate, ident, own, rust_type};

/// The most arguments that Clippy accepts (`too_many_arguments`).
const MANY_ARGUMENTS: usize = 7;

/// Returns the content of a module's own file: its functions, and the declarations of its submodules.
pub fn file(module: &Module, comments: &Comments, samples: &ShownSamples) -> TokenStream {
    let declarations = module.modules.iter().map(|(name, child)| {
        let name = ident(name);
        let text = comments.docs(&child.docs);
        let gate = gate(&child.gate);
        quote!(#text #gate pub mod #name;)
    });
    let mut content: TokenStream = declarations.collect();
    content.extend(functions(module, comments, samples));
    content
}

/// Returns the content of a module's file if its submodules have no files of their own.
pub fn nested_file(module: &Module, comments: &Comments, samples: &ShownSamples) -> TokenStream {
    let mut content = functions(module, comments, samples);
    content.extend(nested(module, comments, samples));
    content
}

fn nested(module: &Module, comments: &Comments, samples: &ShownSamples) -> TokenStream {
    let modules = module.modules.iter().map(|(name, child)| {
        let name = ident(name);
        let text = comments.docs(&child.docs);
        let content = braces(nested_file(child, comments, samples));
        let gate = gate(&child.gate);
        quote!(#text #gate pub mod #name #content)
    });
    modules.collect()
}

fn functions(module: &Module, comments: &Comments, samples: &ShownSamples) -> TokenStream {
    if module.functions.is_empty() {
        return TokenStream::new();
    }
    let allowed = allow_unused(!module.functions.iter().any(|function| function.gate.is_open()));
    let mut content = quote! {
        #allowed
        use crate::runtime::*;
    };
    content.extend(module.functions.iter().map(|plan| function(plan, comments, samples)));
    content
}

fn function(plan: &Function, comments: &Comments, samples: &ShownSamples) -> TokenStream {
    let name = ident(&plan.name);
    let text = comments.docs(&samples.request(&plan.docs, plan.operation));
    let deprecated = deprecated(plan.deprecated.as_ref());
    let arguments = plan.arguments.iter().map(argument);
    let body = plan.body.as_ref().map(body_argument);
    // A path may have any number of placeholders.
    let allowed = (plan.arguments.len() + usize::from(body.is_some()) > MANY_ARGUMENTS)
        .then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let response = response(&plan.response);
    let request = request(plan);
    let gate = gate(&plan.gate);
    quote! {
        #text
        #gate
        #deprecated
        #allowed
        #[inline]
        pub fn #name(#(#arguments,)* #body) -> Request<#response> {
            #request
        }
    }
}

fn argument(plan: &Argument) -> TokenStream {
    let name = ident(&plan.name);
    if plan.converted {
        let ty = rust_type(&plan.ty, tokens::PathStyle::Request);
        return quote!(#name: impl Into<#ty>);
    }
    let ty = match &plan.ty {
        RustType::Plain(plain) => own(plain).into_token_stream(),
        RustType::String => quote!(&str),
        ty => {
            let ty = rust_type(ty, tokens::PathStyle::Request);
            quote!(&#ty)
        }
    };
    if plan.optional || plan.nullable { quote!(#name: Option<#ty>) } else { quote!(#name: #ty) }
}

fn body_argument(plan: &BodyPlan) -> TokenStream {
    match plan {
        BodyPlan::Json(ty) => {
            let ty = rust_type(ty, tokens::PathStyle::Request);
            quote!(body: impl JsonBody<#ty>)
        }
        BodyPlan::Reference => quote!(reference: impl JsonBody<Reference>),
        BodyPlan::Bytes => quote!(content: impl BytesBody),
    }
}

fn response(plan: &ResponsePlan) -> TokenStream {
    match plan {
        ResponsePlan::Optional(inner) => {
            let inner = response(inner);
            quote!(Option<#inner>)
        }
        ResponsePlan::Nothing => quote!(()),
        ResponsePlan::Value(ty) => rust_type(ty, tokens::PathStyle::Request),
        ResponsePlan::Collection(ty) => {
            let ty = rust_type(ty, tokens::PathStyle::Request);
            quote!(Collection<#ty>)
        }
        ResponsePlan::Scalar(ty) => {
            let ty = rust_type(ty, tokens::PathStyle::Request);
            quote!(Scalar<#ty>)
        }
        ResponsePlan::Count => quote!(i64),
        ResponsePlan::Content => quote!(Content),
    }
}

/// Emitted in place rather than as a named constant: each constant would be another body for the compiler to check.
fn operation(plan: &Function) -> TokenStream {
    let method = own(plan.method);
    let template = &plan.template;
    let pages = plan.pages.iter().map(ident);
    quote! {
        &Operation { method: Method::#method, template: #template, pages: &[#(crate::pages::#pages),*] }
    }
}

fn request(plan: &Function) -> TokenStream {
    let path = plan.path.iter().map(|piece| piece_call(plan, piece));
    let query = plan.query.iter().map(|(wire, index)| {
        let (value, _) = argument_value(plan, *index);
        quote!(.query(#wire, #value))
    });
    let listed = plan.arguments.iter().map(listed);
    let body = plan.body.as_ref().map(|body| match body {
        BodyPlan::Json(_) => quote!(.json(body)),
        BodyPlan::Reference => quote!(.json(reference)),
        BodyPlan::Bytes => quote!(.bytes("application/octet-stream", content)),
    });
    let required = plan.required.join(" ");
    let required = (!required.is_empty()).then(|| quote!(.requires(#required)));
    let operation = operation(plan);
    quote!(Request::new(#operation, Path::new() #(#path)*) #(#query)* #(#listed)* #body #required)
}

/// Returns the call that compares an argument with the documented values of its enum.
fn listed(argument: &Argument) -> Option<TokenStream> {
    let (name, text) = (ident(&argument.name), argument.name.plain());
    let values = match (&argument.ty, argument.optional) {
        (RustType::Model(_), false) => quote!([#name]),
        (RustType::Model(_), true) | (RustType::Flags(_), false) => quote!(#name),
        (RustType::Flags(_), true) => quote!(#name.into_iter().flatten()),
        _ => return None,
    };
    Some(quote!(.listed(#text, #values)))
}

fn argument_name(plan: &Function, index: usize) -> Ident {
    plan.arguments.get(index).map_or_else(|| own("unnamed"), |argument| ident(&argument.name))
}

fn piece_call(plan: &Function, piece: &Piece) -> TokenStream {
    match piece {
        Piece::Literal(text) => quote!(.lit(#text)),
        Piece::End => quote!(.end()),
        Piece::Argument(index) => {
            let (value, place) = argument_value(plan, *index);
            let is_nullable = plan.arguments.get(*index).is_some_and(|argument| argument.nullable);
            match place {
                Some(ParameterLocation::Bare) if is_nullable => quote!(.nullable_arg(#value)),
                Some(ParameterLocation::ItemPath) => quote!(.item_path(#value)),
                Some(ParameterLocation::Quoted) => quote!(.quoted(#value)),
                Some(ParameterLocation::Bare) => quote!(.arg(#value)),
                _ => quote!(.seg(#value)),
            }
        }
        Piece::Prefixed(prefix, index) => {
            let (value, _) = argument_value(plan, *index);
            quote!(.prefixed(#prefix, #value))
        }
        Piece::Optional { before, prefix, index } => {
            let (value, place) = argument_value(plan, *index);
            match place {
                Some(ParameterLocation::Quoted) => quote!(.optional_quoted(#before, #prefix, #value)),
                _ => quote!(.optional_arg(#before, #value)),
            }
        }
    }
}

/// Returns an argument as the path or the query takes it, and its location.
fn argument_value(plan: &Function, index: usize) -> (TokenStream, Option<ParameterLocation>) {
    let name = argument_name(plan, index);
    let Some(argument) = plan.arguments.get(index) else { return (quote!(#name), None) };
    if argument.converted {
        let ty = rust_type(&argument.ty, tokens::PathStyle::Request);
        return (quote!(#ty::into_string(#name.into())), Some(argument.location));
    }
    let text = match (&argument.ty, argument.optional) {
        (RustType::Model(_), false) => quote!(#name.as_str()),
        (RustType::Model(_), true) => quote!(#name.map(OpenEnum::as_str)),
        (RustType::Flags(_), false) => quote!(#name.to_text()),
        (RustType::Flags(_), true) => quote!(#name.map(Flags::to_text)),
        _ => quote!(#name),
    };
    (text, Some(argument.location))
}
