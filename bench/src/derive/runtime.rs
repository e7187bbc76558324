//! The runtime of a variant: the emitted one with its data half replaced.
//!
//! In: the emitted runtime. Out: its files for requests, paths, queries and the like, unchanged; the files of `derive-runtime/` in place of
//! those that encode and decode models; a `mod.rs` that fits both.

use quote::quote;
use syn::{Item, UseTree, parse_quote};

use super::{Files, Form, VariantError};

/// Files with different content in the variant.
const REPLACED: [(&str, &str); 16] = [
    ("cast", include_str!("../../derive-runtime/cast.rs")),
    ("debug", include_str!("../../derive-runtime/debug.rs")),
    ("decimal", include_str!("../../derive-runtime/decimal.rs")),
    ("decode", include_str!("../../derive-runtime/decode.rs")),
    ("derived", include_str!("../../derive-runtime/derived.rs")),
    ("extra", include_str!("../../derive-runtime/extra.rs")),
    ("flags", include_str!("../../derive-runtime/flags.rs")),
    ("json", include_str!("../../derive-runtime/json.rs")),
    ("model", include_str!("../../derive-runtime/model.rs")),
    ("object", include_str!("../../derive-runtime/object.rs")),
    ("open_enum", include_str!("../../derive-runtime/open_enum.rs")),
    ("patch", include_str!("../../derive-runtime/patch.rs")),
    ("reference", include_str!("../../derive-runtime/reference.rs")),
    ("response_body", include_str!("../../derive-runtime/response_body.rs")),
    ("text", include_str!("../../derive-runtime/text.rs")),
    ("wire", include_str!("../../derive-runtime/wire.rs")),
];

/// Files that the variant does not need.
const DROPPED: [&str; 20] = [
    "api_error",
    "assign",
    "compare",
    "decode_decimal",
    "decode_related",
    "decode_text",
    "encode",
    "error_body",
    "exact",
    "macros",
    "prelude",
    "related",
    "scalar",
    "undocumented",
    "undocumented_values",
    "conversions",
    "decimal_rust",
    "text_chrono",
    "text_jiff",
    "text_time",
];

/// Adds the runtime of a variant to `out`.
pub(super) fn overlay(files: &Files, form: Form, out: &mut Files) -> Result<(), VariantError> {
    for (path, text) in files {
        let Some(name) = path.strip_prefix("src/runtime/").and_then(|name| name.strip_suffix(".rs")) else { continue };
        if name == "mod" {
            out.insert(path.clone(), index(path, text)?);
        } else if !DROPPED.contains(&name) && REPLACED.iter().all(|(replaced, _)| *replaced != name) {
            out.insert(path.clone(), text.clone());
        }
    }
    let extra = if form == Form::Flatten { "flatten" } else { "skip" };
    for (name, text) in REPLACED {
        out.insert(format!("src/runtime/{name}.rs"), text.replace("FLATTEN", extra));
    }
    Ok(())
}

/// Returns `mod.rs`: the modules of the variant, and their public items.
fn index(path: &str, text: &str) -> Result<String, VariantError> {
    let mut file = syn::parse_file(text).map_err(|e| VariantError::new(path, e))?;
    let kept = |name: &str| !DROPPED.contains(&name) && REPLACED.iter().all(|(replaced, _)| *replaced != name);
    file.items.retain(|item| match item {
        Item::Mod(item) if item.content.is_none() => {
            !REPLACED.iter().any(|(name, _)| item.ident == name) && !DROPPED.iter().any(|name| item.ident == name)
        }
        Item::Mod(_) => false,
        Item::Use(item) => first(&item.tree).is_some_and(|name| kept(&name)),
        _ => true,
    });
    file.attrs.push(parse_quote!(#![allow(dead_code, unused_imports, missing_docs)]));
    let own: syn::File = syn::parse2(quote! {
        mod cast;
        mod debug;
        mod decimal;
        mod decode;
        mod derived;
        mod extra;
        mod flags;
        mod json;
        mod model;
        mod object;
        mod open_enum;
        mod patch;
        mod reference;
        mod response_body;
        mod text;
        mod wire;
        pub use cast::DerivedFrom;
        pub use decimal::Decimal;
        pub use extra::Extra;
        pub use flags::Flags;
        pub use json::Json;
        pub use model::Model;
        pub use object::Schema;
        pub use open_enum::OpenEnum;
        pub use patch::{JsonBody, Patch};
        pub use reference::Reference;
        pub use response_body::{Collection, Content, ResponseBody, Scalar};
        pub use text::{Binary, Date, DateTimeOffset, Duration, Guid, TimeOfDay};
        pub use wire::Wire;
        pub mod prelude {}
        pub mod emitted {
            pub use super::derived::{typed_json, typed_patch};
        }
        pub(crate) use derived::{derived, upcast};
        pub(crate) use open_enum::open_enum;
    })
    .map_err(|e| VariantError::new(path, e))?;
    file.items.extend(own.items);
    Ok(prettyplease::unparse(&file))
}

/// Returns the first word of an import after `self` and `super`.
fn first(tree: &UseTree) -> Option<String> {
    match tree {
        UseTree::Path(path) if path.ident == "self" || path.ident == "super" => first(&path.tree),
        UseTree::Path(path) => Some(path.ident.to_string()),
        UseTree::Name(name) => Some(name.ident.to_string()),
        _ => None,
    }
}
