//! Query options of requests, as calls.
//!
//! In: [`CallOption`]s of the plan. Out: tokens of methods: `.select(models::User::CITY)`, or `.query(name, value)`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::plan::samples::{CallOption, Condition, Operand, PropertyPath};

use super::tokens::{PathStyle, ident, own, path};

/// Returns the call that adds a query option.
pub fn option(plan: &CallOption) -> TokenStream {
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
        CallOption::Top(n) => {
            let n = Literal::u32_unsuffixed(*n);
            quote!(.top(#n))
        }
        CallOption::Skip(n) => {
            let n = Literal::u32_unsuffixed(*n);
            quote!(.skip(#n))
        }
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
        Operand::Variant { ty, name, .. } => {
            let (ty, name) = (path(ty, PathStyle::Model), ident(name));
            quote!(#ty::#name)
        }
        Operand::Bool(value) => quote!(#value),
        Operand::Number(value) => value.to_string().parse().unwrap_or_default(),
    }
}

/// Returns a property path: `models::User::ADDRESS.path(models::Address::CITY)`.
fn constants(plan: &PropertyPath) -> TokenStream {
    let mut constants = plan.0.iter().map(|(item, name)| {
        let (item, name) = (path(item, PathStyle::Model), ident(name));
        quote!(#item::#name)
    });
    let first = constants.next();
    quote!(#first #(.path(#constants))*)
}
