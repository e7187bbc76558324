//! Paths, types and patterns.
//!
//! In: syntax trees. Out: their text on one line, or nothing for kinds that samples do not contain.

use syn::punctuated::Punctuated;
use syn::{AngleBracketedGenericArguments, GenericArgument, Pat, Path, PathArguments, Token, Type};

/// Returns the text of a path in an expression.
pub fn path(path: &Path) -> Option<String> {
    segments(path, "::")
}

/// Returns the text of a path, with this text before type arguments.
fn segments(path: &Path, before: &str) -> Option<String> {
    let mut text = if path.leading_colon.is_some() { "::".to_owned() } else { String::new() };
    for (index, segment) in path.segments.iter().enumerate() {
        if index > 0 {
            text.push_str("::");
        }
        text.push_str(&segment.ident.to_string());
        match &segment.arguments {
            PathArguments::None => {}
            PathArguments::AngleBracketed(list) => text.push_str(&format!("{before}{}", type_arguments(list)?)),
            PathArguments::Parenthesized(_) => return None,
        }
    }
    Some(text)
}

pub fn type_arguments(list: &AngleBracketedGenericArguments) -> Option<String> {
    let argument = |argument: &GenericArgument| match argument {
        GenericArgument::Type(ty) => type_text(ty),
        GenericArgument::Lifetime(lifetime) => Some(lifetime.to_string()),
        _ => None,
    };
    Some(format!("<{}>", list.args.iter().map(argument).collect::<Option<Vec<_>>>()?.join(", ")))
}

/// Returns the text of a type on one line.
fn type_text(ty: &Type) -> Option<String> {
    Some(match ty {
        Type::Group(ty) => type_text(&ty.elem)?,
        Type::Infer(_) => "_".to_owned(),
        Type::Path(ty) if ty.qself.is_none() => segments(&ty.path, "")?,
        Type::Reference(ty) if ty.lifetime.is_none() => {
            format!("&{}{}", if ty.mutability.is_some() { "mut " } else { "" }, type_text(&ty.elem)?)
        }
        Type::Slice(ty) => format!("[{}]", type_text(&ty.elem)?),
        Type::Tuple(ty) if ty.elems.len() != 1 => {
            format!("({})", ty.elems.iter().map(type_text).collect::<Option<Vec<_>>>()?.join(", "))
        }
        _ => return None,
    })
}

/// Returns the text of a pattern on one line.
pub fn pattern(pat: &Pat) -> Option<String> {
    let all = |list: &Punctuated<Pat, Token![,]>| list.iter().map(pattern).collect::<Option<Vec<_>>>();
    Some(match pat {
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => {
            format!("{}{}", if pat.mutability.is_some() { "mut " } else { "" }, pat.ident)
        }
        Pat::Path(pat) if pat.qself.is_none() => path(&pat.path)?,
        Pat::Reference(pat) if pat.mutability.is_none() => format!("&{}", pattern(&pat.pat)?),
        Pat::Tuple(pat) if pat.elems.len() != 1 => format!("({})", all(&pat.elems)?.join(", ")),
        Pat::TupleStruct(pat) if pat.qself.is_none() => {
            format!("{}({})", path(&pat.path)?, all(&pat.elems)?.join(", "))
        }
        Pat::Type(pat) => format!("{}: {}", pattern(&pat.pat)?, type_text(&pat.ty)?),
        Pat::Wild(_) => "_".to_owned(),
        Pat::Rest(_) => "..".to_owned(),
        _ => return None,
    })
}
