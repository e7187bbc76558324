//! Converts a file of models: declarations keep their fields and get derives; macros of the runtime are replaced.
//!
//! In: the text of a file. Out: the text of its variant. Wire names come from the macro that lists the members.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::{Attribute, Fields, Item, ItemEnum, ItemMacro, ItemStruct, parse_quote};

use super::{Form, VariantError};

/// Returns the variant of a file of models or parameters.
pub(super) fn file(path: &str, text: &str, form: Form) -> Result<String, VariantError> {
    let mut file = syn::parse_file(text).map_err(|e| VariantError::new(path, e))?;
    let names: Vec<Listing> = file.items.iter().filter_map(listing).collect();
    let mut items = Vec::with_capacity(file.items.len());
    for item in std::mem::take(&mut file.items) {
        match item {
            Item::Struct(mut item) => {
                let listing = find(&names, &item.ident).map_err(|e| VariantError::new(path, e))?;
                structure(&mut item, listing, form).map_err(|e| VariantError::new(path, e))?;
                let model = (form != Form::Structs).then(|| model(&item, listing));
                items.push(Item::Struct(item));
                items.extend(model);
            }
            Item::Enum(mut item) => {
                let listing = find(&names, &item.ident).map_err(|e| VariantError::new(path, e))?;
                enumeration(&mut item, listing, form).map_err(|e| VariantError::new(path, e))?;
                items.push(Item::Enum(item));
            }
            Item::Macro(item) => items.extend(call(item, form).map_err(|e| VariantError::new(path, e))?),
            Item::Impl(_) if form == Form::Structs => {}
            other => items.push(other),
        }
    }
    file.items = items;
    Ok(prettyplease::unparse(&file))
}

/// The content of a macro: the type, its qualified name, and the wire name of each field or variant.
struct Listing {
    ident: String,
    type_name: String,
    members: BTreeMap<String, String>,
}

/// Returns the listing in a call of `object!` or `open_enum!`.
fn listing(item: &Item) -> Option<Listing> {
    let Item::Macro(item) = item else { return None };
    let name = macro_name(item);
    if name != "object" && name != "open_enum" {
        return None;
    }
    let mut listing = Listing { ident: String::new(), type_name: String::new(), members: BTreeMap::new() };
    for tree in item.mac.tokens.clone() {
        match tree {
            // The first word; `base` may follow it.
            TokenTree::Ident(ident) if listing.ident.is_empty() => listing.ident = ident.to_string(),
            TokenTree::Literal(literal) => listing.type_name = text(&literal.to_string()).unwrap_or_default(),
            TokenTree::Group(group) => members(group.stream(), &mut listing.members),
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
    Some(listing)
}

/// Collects each word that is followed by a text, with that text: `0 id "id"` and `Low "low"`.
fn members(stream: TokenStream, into: &mut BTreeMap<String, String>) {
    let mut word = None;
    for tree in stream {
        match tree {
            TokenTree::Ident(ident) => word = Some(ident.to_string()),
            TokenTree::Literal(literal) => {
                if let (Some(word), Some(text)) = (word.take(), text(&literal.to_string())) {
                    into.insert(word, text);
                }
            }
            TokenTree::Group(group) => members(group.stream(), into),
            TokenTree::Punct(_) => {}
        }
    }
}

/// Returns the value of a string literal.
fn text(literal: &str) -> Option<String> {
    syn::parse_str::<syn::LitStr>(literal).ok().map(|literal| literal.value())
}

fn macro_name(item: &ItemMacro) -> String {
    item.mac.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}

fn find<'a>(names: &'a [Listing], ident: &syn::Ident) -> Result<&'a Listing, String> {
    names.iter().find(|listing| ident == &listing.ident).ok_or_else(|| format!("no macro lists the members of {ident}"))
}

/// Adds derives to a struct, and attributes to its fields.
fn structure(item: &mut ItemStruct, listing: &Listing, form: Form) -> Result<(), String> {
    let Fields::Named(fields) = &mut item.fields else { return Err(format!("{} has no named fields", item.ident)) };
    let is_extra = |field: &syn::Field| {
        let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        !listing.members.contains_key(&name) && ends_with(&field.ty, "Extra")
    };
    fields.named.iter_mut().for_each(|field| decode_at_once(&mut field.ty));
    if form == Form::Structs {
        return Ok(());
    }
    if form == Form::Plain {
        fields.named = std::mem::take(&mut fields.named).into_iter().filter(|field| !is_extra(field)).collect();
    }
    for field in &mut fields.named {
        let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        let attribute: Attribute = match listing.members.get(&name) {
            Some(wire) => {
                parse_quote!(#[serde(default, skip_serializing_if = "Option::is_none", rename = #wire)])
            }
            None if is_extra(field) => parse_quote!(#[serde(flatten)]),
            None => return Err(format!("no macro lists the field {name} of {}", item.ident)),
        };
        field.attrs.push(attribute);
    }
    item.attrs
        .push(parse_quote!(#[derive(Clone, Debug, Default, PartialEq, ::serde::Serialize, ::serde::Deserialize)]));
    Ok(())
}

/// Replaces `Related` by the type that derives decode: a list, or a box.
fn decode_at_once(ty: &mut syn::Type) {
    let Some(related) = argument(ty).filter(|inner| ends_with(inner, "Related")) else { return };
    let Some(value) = argument(&mut *related).map(|value| value.clone()) else { return };
    *related = if ends_with(&value, "Vec") { value } else { parse_quote!(Box<#value>) };
}

/// Returns the first type argument: `T` of `Option<T>`.
fn argument(ty: &mut syn::Type) -> Option<&mut syn::Type> {
    let syn::Type::Path(path) = ty else { return None };
    let syn::PathArguments::AngleBracketed(arguments) = &mut path.path.segments.last_mut()?.arguments else {
        return None;
    };
    arguments.args.iter_mut().find_map(|argument| match argument {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

fn ends_with(ty: &syn::Type, name: &str) -> bool {
    matches!(ty, syn::Type::Path(path) if path.path.segments.last().is_some_and(|segment| segment.ident == name))
}

/// Returns the implementation that declares a struct as a model.
fn model(item: &ItemStruct, listing: &Listing) -> Item {
    let (ident, name, type_name) = (&item.ident, item.ident.to_string(), &listing.type_name);
    let gates = item.attrs.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    parse_quote! {
        #(#gates)*
        impl crate::runtime::Model for #ident {
            const SCHEMA: &'static crate::runtime::Schema =
                &crate::runtime::Schema { ident: #name, type_name: #type_name };
        }
    }
}

/// Adds derives to an enum. The variant that contains a text is the one for unknown members.
fn enumeration(item: &mut ItemEnum, listing: &Listing, form: Form) -> Result<(), String> {
    if form == Form::Structs {
        return Ok(());
    }
    for variant in &mut item.variants {
        let name = variant.ident.to_string();
        let attribute: Attribute = match (listing.members.get(&name), variant.fields.is_empty()) {
            (Some(wire), true) => parse_quote!(#[serde(rename = #wire)]),
            (None, false) => parse_quote!(#[serde(untagged)]),
            _ => return Err(format!("no macro lists the variant {name} of {}", item.ident)),
        };
        variant.attrs.push(attribute);
    }
    item.attrs.push(parse_quote!(
        #[derive(Clone, Debug, PartialEq, Eq, Hash, ::serde::Serialize, ::serde::Deserialize)]
    ));
    Ok(())
}

/// Converts a macro call of the runtime: the list of members is removed; the others call macros of the variant with the same names.
fn call(mut item: ItemMacro, form: Form) -> Result<Option<Item>, String> {
    let name = macro_name(&item);
    match name.as_str() {
        "object" => Ok(None),
        "derived" if form == Form::Structs => Ok(Some(derived_alone(&item)?)),
        "open_enum" | "upcast" if form == Form::Structs => Ok(None),
        "open_enum" | "derived" | "upcast" => {
            let name = format_ident!("{name}");
            item.mac.path = parse_quote!(crate::runtime::#name);
            Ok(Some(Item::Macro(item)))
        }
        other => Err(format!("the macro {other}! is not known")),
    }
}

/// Declares only the name of the enum of derived types, so that re-exports resolve.
fn derived_alone(item: &ItemMacro) -> Result<Item, String> {
    let mut words = item.mac.tokens.clone().into_iter().filter_map(|tree| match tree {
        TokenTree::Ident(ident) => Some(ident),
        _ => None,
    });
    let name = words.nth(1).ok_or("a derived! without a name")?;
    let declaration = quote!(#[doc = "Not here."] pub struct #name;);
    syn::parse2(declaration).map_err(|e| e.to_string())
}
