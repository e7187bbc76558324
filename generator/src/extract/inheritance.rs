//! The bases of a type, and the types derived from it (docs/format.md#base-types).
//!
//! In: the annotation, the introduction and the rows of a resource page. Out: [`BaseFact`]s, annotation first; links to
//! derived types; whether the type is abstract or open.

use serde_json::Value;

use crate::diagnostics::Span;
use crate::parse::{Annotation, Block, Text};

use super::context::{Context, items};
use super::dictionary;
use super::facets::is_type_word;
use super::facts::{BaseFact, BaseSource, PropertyFacts};
use super::flat::Flat;
use super::pattern::pattern;
use super::sections::Role;
use super::type_expr::{TypeExpr, WrittenType};

pattern! {
    FROM = r"(?i)\b(?:(?:inherit(?:s|ed|ing)?(?: directly)?|deriv(?:e|es|ed|ing))(?: (?:all|its|the)(?: \w+){0,3}?)? (?:from|of)|extends):? ?(?:the |an? )?(?:abstract |base |parent )?(?:(?:type|class|entity|resource)s? )?[^\w\x{E000}-\x{EFFF}]{0,2}([\x{E000}-\x{EFFF}]|[A-Za-z][\w.]*\w)" if "inherit" | "deriv" | "extends";
    SUBTYPE = r"(?i)\b(?:sub-?class|sub-?type|child(?: type)?|specialization) (?:of|from) (?:the |an? )?(?:abstract |base )?(?:(?:type|class|entity|resource) )?[^\w\x{E000}-\x{EFFF}]{0,2}([\x{E000}-\x{EFFF}]|[A-Za-z][\w.]*\w)" if "sub" | "child" | "specialization";
    ABSTRACT = r"(?i)\bis an? abstract\b|^(?:an? |represents an? )?abstract (?:base )?(?:type|class|entity|resource|resouce|super-?class)\b|\b(?:super-?class|class|type|resource) is abstract\b|^abstract\b|^(?:it|this|an? instance|instances|values?)\b[^,;]* (?:cannot|can[’']?t|can not|is not|isn[’']t|is never|are not|are never)(?: be)?(?: directly)? (?:instantiated|created)\b" if "abstract" | "instantiated" | "created";
    ABSTRACT_OTHER = r"(?i)\b(?:derived?|inherits?|inheriting|extends|derives|sub-?type|sub-?class)\b[^.]*\babstract\b|\blist of abstract\b" if "abstract";
    BASE = r"(?i)\bbase (?:(?:complex|entity|abstract) )?(?:type|class|entity|resource)\b|\bsuper-?(?:class|type)\b|\b(?:serves?|acts?) as (?:an? |the )?(?:common )?(?:base|parent)\b|\b(?:common|shared) base\b" if "base" | "super" | "parent";
    OPEN = r"(?i)\bopen[ -]type\b" if "open";
    OPEN_OTHER = r"(?i)\b(?:in|support|supports|for|of|the)(?: the| an?)?(?: odata(?: v4)?)? open[ -]type\b|\bopen[ -]type (?:open )?extensions?\b" if "open";
    DERIVED = r"(?i)\b(?:derived types?|base (?:type|class|entity|resource)(?: \w+)? (?:of|for|to|from which)|inherited by|parent (?:type|class) of|super-?(?:type|class) (?:of|for)|sub-?types|following types (?:inherit|derive))\b";
}

/// Returns all bases that the page declares for the type.
pub(super) fn bases(
    cx: &Context<'_>,
    annotation: Option<&Annotation>,
    rows: &[&PropertyFacts],
    own: &str,
) -> Vec<BaseFact> {
    let mut out: Vec<BaseFact> = Vec::new();
    out.extend(annotation.and_then(annotated_base));
    for (text, _) in intro_texts(cx) {
        for base in prose_bases(text) {
            add(&mut out, base, BaseSource::Prose, own);
        }
    }
    for row in rows {
        for base in &row.facets.inherited_from {
            add(&mut out, base.clone(), BaseSource::Row, own);
        }
    }
    out
}

/// Returns the `baseType` of an annotation.
pub(super) fn annotated_base(annotation: &Annotation) -> Option<BaseFact> {
    let base = match annotation.value.get("baseType")? {
        Value::Null => None,
        Value::String(name) if !name.trim().is_empty() => {
            let name = name.trim().trim_start_matches('#').to_owned();
            Some(WrittenType { name, target: None, span: annotation.span })
        }
        _ => return None,
    };
    Some(BaseFact { base, source: BaseSource::Annotation })
}

/// Adds a base if it is new for its source and is not the type itself.
fn add(out: &mut Vec<BaseFact>, base: WrittenType, source: BaseSource, own: &str) {
    let short = |name: &str| name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
    let known =
        out.iter().any(|b| b.source == source && b.base.as_ref().is_some_and(|k| short(&k.name) == short(&base.name)));
    if !known && short(&base.name) != short(own) {
        out.push(BaseFact { base: Some(base), source });
    }
}

/// Returns the paragraphs of the introduction, and whether each is in a block quote.
fn intro_texts<'a>(cx: &Context<'a>) -> Vec<(&'a Text, bool)> {
    let Some(intro) = cx.intro() else { return Vec::new() };
    let texts = items(&intro.blocks).into_iter().filter_map(|item| match item.block {
        Block::Paragraph(text) => Some((text, item.quoted)),
        _ => None,
    });
    texts.collect()
}

fn prose_bases(text: &Text) -> Vec<WrittenType> {
    let flat = Flat::new(text);
    if flat.text.len() > 20_000 {
        return Vec::new();
    }
    let mut out = Vec::new();
    let found = FROM.captures_iter(&flat.text).chain(SUBTYPE.captures_iter(&flat.text));
    for captures in found {
        let Some(base) = captures.get(1) else { continue };
        if let Some((name, dest, span)) = flat.link_in(base.as_str()) {
            let name = name.trim().trim_start_matches('#').to_owned();
            // A link to an operation or an article does not name a type.
            if !name.is_empty() && !dest.contains("/api/") && !dest.starts_with("http") {
                out.push(WrittenType { name, target: Some(dest.to_owned()), span });
            }
        } else if let Some(span) = text.span.filter(|_| is_type_word(base.as_str())) {
            out.push(WrittenType { name: base.as_str().to_owned(), target: None, span });
        }
    }
    out
}

/// Returns the types that the page names as derived.
pub(super) fn derived(cx: &Context<'_>) -> Vec<WrittenType> {
    let mut out: Vec<WrittenType> = Vec::new();
    let mut add = |name: &str, dest: &str, span: Span| {
        let name = name.trim().to_owned();
        if !out.iter().any(|r| r.name == name) && !dest.contains("/api/") {
            out.push(WrittenType { name, target: Some(dest.to_owned()), span });
        }
    };
    for (_, section) in cx.sections(&Role::DerivedTypes) {
        for item in items(&section.blocks) {
            match item.block {
                Block::Paragraph(text) => text.links().for_each(|(n, d, s)| add(n, d, s)),
                Block::Table(table) => {
                    let first = table.rows.iter().filter_map(|r| r.cells.first());
                    first.flat_map(|c| c.links().take(1)).for_each(|(n, d, s)| add(n, d, s));
                }
                _ => {}
            }
        }
    }
    let mut in_list = false;
    for (text, _) in intro_texts(cx) {
        let plain = text.plain();
        let flat = Flat::new(text);
        let says = DERIVED.find(&flat.text).map(|m| m.start());
        if let Some(start) = says {
            let behind = flat.text[start..].chars().filter_map(|c| flat.link(c));
            behind.for_each(|(n, d, s)| add(n, d, s));
            in_list = plain.ends_with(':');
        } else if in_list && plain.len() < 300 {
            text.links().take(1).for_each(|(n, d, s)| add(n, d, s));
        }
    }
    out
}

/// Returns whether the annotation or the introduction calls the type abstract.
pub(super) fn is_abstract(cx: &Context<'_>, annotation: Option<&Annotation>) -> bool {
    let marked = annotation.is_some_and(|a| truthy(a, "abstract") || truthy(a, "isAbstract"));
    marked
        || intro_texts(cx)
            .into_iter()
            .any(|(text, _)| sentences_say(text, |s| ABSTRACT.is_match(s) && !ABSTRACT_OTHER.is_match(s)))
}

/// Returns whether the introduction calls the type a base type, rather than derived from one.
pub(super) fn is_base(cx: &Context<'_>) -> bool {
    intro_texts(cx).into_iter().any(|(text, _)| sentences_say(text, says_base))
}

fn says_base(sentence: &str) -> bool {
    BASE.is_match(sentence) && !FROM.is_match(sentence) && !SUBTYPE.is_match(sentence)
}

/// Returns whether the annotation, the H1 or the introduction calls the type open.
pub(super) fn is_open(cx: &Context<'_>, annotation: Option<&Annotation>) -> bool {
    let title = cx.page.title.as_ref().is_some_and(|t| t.value.to_ascii_lowercase().contains("(open type)"));
    let marked = annotation.is_some_and(|a| truthy(a, "openType") || truthy(a, "isOpenType"));
    title
        || marked
        || intro_texts(cx)
            .into_iter()
            .any(|(text, _)| sentences_say(text, |s| OPEN.is_match(s) && !OPEN_OTHER.is_match(s)))
}

/// Returns the type of the values, if the introduction calls the type a dictionary.
pub(super) fn values(cx: &Context<'_>, own: &str) -> Option<TypeExpr> {
    let texts: Vec<&Text> = intro_texts(cx).into_iter().map(|(text, _)| text).collect();
    dictionary::values(&texts, own)
}

fn sentences_say(text: &Text, says: impl Fn(&str) -> bool) -> bool {
    let plain = text.plain();
    plain.len() <= 20_000 && plain.split(['.', '\n']).any(|sentence| says(sentence.trim()))
}

fn truthy(annotation: &Annotation, key: &str) -> bool {
    match annotation.value.get(key) {
        Some(Value::Bool(value)) => *value,
        Some(Value::String(value)) => value.eq_ignore_ascii_case("true"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::FileId;
    use crate::parse::Run;

    const AT: Span = Span { file: FileId(0), start: 0, end: 0 };

    fn bases_of(source: &str) -> String {
        let mut runs = Vec::new();
        for (i, part) in source.split(['<', '>']).enumerate() {
            if i % 2 == 1 {
                runs.push(Run::Link { text: part.into(), dest: format!("{part}.md"), span: AT });
            } else {
                runs.push(Run::Plain(part.into()));
            }
        }
        prose_bases(&Text { runs, span: Some(AT) }).into_iter().map(|b| b.name).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn sentences_name_base_types() {
        assert_eq!(bases_of("Inherits from <entity>."), "entity");
        assert_eq!(bases_of("This resource is derived from the <baseItem> resource."), "baseItem");
        assert_eq!(bases_of("A subclass of <thing>."), "thing");
        assert_eq!(bases_of("Inherits all properties from <thing>."), "thing");
        assert_eq!(bases_of("This type extends directoryObject."), "directoryObject");
        assert_eq!(bases_of("Columns that are inherited from another content type"), "");
        assert_eq!(bases_of("It inherits from an ancestor."), "");
    }

    #[test]
    fn abstract_types_are_recognized() {
        let says = |s: &str| ABSTRACT.is_match(s) && !ABSTRACT_OTHER.is_match(s);
        assert!(says("This is an abstract type that nothing instantiates"));
        assert!(says("Abstract class with the shared properties"));
        assert!(says("Represents an abstract base type for policies"));
        assert!(!says("Derived from the abstract type x"));
        assert!(!says("An abstraction of things"));
        assert!(says("This type can't be instantiated"));
        assert!(!says("The default of a setting that is not instantiated"));
    }

    #[test]
    fn base_types_are_recognized() {
        assert!(says_base("The base type to hold what calls need"));
        assert!(says_base("Base class for operations such as x"));
        assert!(says_base("A superclass for all resources"));
        assert!(says_base("It serves as the base for all kinds of flows"));
        assert!(!says_base("Inherits from base class flow"));
        assert!(!says_base("The base of a triangle"));
    }

    #[test]
    fn open_types_are_recognized() {
        let says = |s: &str| OPEN.is_match(s) && !OPEN_OTHER.is_match(s);
        assert!(says("This resource is an open type that allows other properties"));
        assert!(!says("This type is used in the open type x"));
        assert!(!says("An abstract type to support the OData v4 open type x"));
    }
}
