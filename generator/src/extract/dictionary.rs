//! Types that hold name-value pairs instead of properties with known names.
//!
//! In: the introduction of a type's page. Out: the type of the values, untyped if the page does not name it. The type's name does not
//! count: `tagDictionary` may have properties like any other type.

use crate::diagnostics::Span;
use crate::parse::Text;

use super::facets::is_type_word;
use super::flat::Flat;
use super::pattern::pattern;
use super::type_expr::{Primitive, TypeExpr, WrittenType};

pattern! {
    // Matched against the text without links.
    IS_DICTIONARY = r"(?i)(?:^|[:;,–—] )\W*(?:this |the |an? )?(?:(?:resource|type|complex type|object|it|\w+)\W* )?(?:(?:is|represents|defines|describes|models|contains|holds) )?(?:an? |the )?(?:open |typed |string |simple )?(?:dictionary|hash ?map|hash ?table|associative array|property bag|(?:map|mapping) (?:of|from) (?:\w+ )?(?:names?|keys?|ids?|identifiers?))\b" if "dictionary" | "map" | "hash" | "associative" | "bag";
    IS_OF_DICTIONARY = r"(?i)\b(?:is|represents|defines|stored as|modeled as|acts as|works as|behaves like|as) an? (?:\w+ )?(?:dictionary|hash ?map|associative array|property bag)\b" if "dictionary" | "hash" | "associative" | "bag";
    HOLDS_PAIRS = r"(?i)\b(?:stores?|holds?|contains?|consists? of|collections? of|sets? of|lists? of|represents)\b[^.]*\b(?:key|name)s?(?:[-/ ]| and | to |[-/ ]to[-/ ])values? pairs\b|^\W*(?:\w+ ){0,3}(?:key|name)s?(?:[-/ ]| and | to |[-/ ]to[-/ ])values? pairs\b|\b(?:stores?|holds?|contains?)\b[^.]*\bpairs of (?:keys?|names?) and values?\b" if "pair";
    // Matched against the text in which each link is one character.
    VALUES_ARE = r"(?i)\bvalues? (?:\([^()]*\) )?(?:is|are|has|have|of)(?: (?:the|an?))?(?: (?:type|object|instance)s?)?(?: of)?(?: (?:the|an?))?(?: type)? ?[^\w\x{E000}-\x{EFFF}]{0,2}([\x{E000}-\x{EFFF}]|[A-Za-z][\w.]*\w)" if "value";
    AS_VALUES = r"(?i)([\x{E000}-\x{EFFF}]|[A-Za-z][\w.]*\w)[^\w\x{E000}-\x{EFFF}]{0,2} (?:objects? (?:as|for) )?(?:the )?values?\b" if "value";
    DICTIONARY_OF = r"(?i)(?:dictionary|map|bag|array|[\x{E000}-\x{EFFF}]) of (?:named |the )?[^\w\x{E000}-\x{EFFF}]{0,2}([\x{E000}-\x{EFFF}]|[A-Za-z][\w.]*\w)" if "of";
    MAPS_TO = r"(?i)\b(?:names?|keys?|identifiers?|ids?) to (?:the |an? |their )?[^\w\x{E000}-\x{EFFF}]{0,2}([\x{E000}-\x{EFFF}]|[A-Za-z][\w.]*\w)" if "to";
    EACH_IS = r"(?i)\beach (?:\w+ ){0,4}(?:is|holds|has|contains|as) (?:an? |of (?:the )?type |the )?[^\w\x{E000}-\x{EFFF}]{0,2}([\x{E000}-\x{EFFF}]|[A-Za-z][\w.]*\w)" if "each";
}

/// Returns the type of the values if one of the texts calls the page's type a dictionary.
pub(super) fn values(texts: &[&Text], own: &str) -> Option<TypeExpr> {
    let says = |text: &&Text| {
        let plain = text.plain();
        let mut sentences = plain.split(['.', '\n']);
        plain.len() <= 20_000
            && sentences.any(|s| IS_DICTIONARY.is_match(s) || IS_OF_DICTIONARY.is_match(s) || HOLDS_PAIRS.is_match(s))
    };
    if !texts.iter().any(says) {
        return None;
    }
    // The most reliable wording wins, in any paragraph.
    let found = [&VALUES_ARE, &AS_VALUES, &DICTIONARY_OF, &MAPS_TO, &EACH_IS].into_iter().find_map(|pattern| {
        texts.iter().filter(|text| text.plain().len() <= 20_000).find_map(|text| {
            let flat = Flat::new(text);
            let mut all = pattern.captures_iter(&flat.text);
            all.find_map(|found| named(&flat, found.get(1)?.as_str(), text.span?, own))
        })
    });
    Some(found.unwrap_or(TypeExpr::Primitive(Primitive::Untyped)))
}

/// Returns the type that a word or a link names; `None` for the dictionary itself, an article, or an ordinary word.
fn named(flat: &Flat<'_>, word: &str, span: Span, own: &str) -> Option<TypeExpr> {
    let same = |name: &str| name.rsplit('.').next().unwrap_or(name).eq_ignore_ascii_case(own);
    if let Some((name, dest, span)) = flat.link_in(word) {
        let name = name.trim().trim_start_matches('#');
        let is_page = !dest.contains("://") && !dest.contains("/api/") && !name.contains(' ');
        let target = Some(dest.to_owned());
        return (is_page && !same(name)).then(|| TypeExpr::Named(WrittenType { name: name.to_owned(), target, span }));
    }
    if let Some(primitive) = Primitive::from_spelling(word).filter(|primitive| *primitive != Primitive::Untyped) {
        return Some(TypeExpr::Primitive(primitive));
    }
    (is_type_word(word) && !same(word))
        .then(|| TypeExpr::Named(WrittenType { name: word.to_owned(), target: None, span }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::FileId;
    use crate::parse::Run;

    const AT: Span = Span { file: FileId(0), start: 0, end: 0 };

    /// `<x>` becomes a link to a page, `{x}` a link to another site.
    fn read(source: &str) -> Option<String> {
        let mut runs = Vec::new();
        for (i, part) in source.split(['<', '>']).enumerate() {
            if i % 2 == 1 {
                let outside = part.starts_with("http ");
                let (name, dest) =
                    if outside { (&part[5..], "https://example.org".into()) } else { (part, format!("{part}.md")) };
                runs.push(Run::Link { text: name.into(), dest, span: AT });
            } else {
                runs.push(Run::Plain(part.into()));
            }
        }
        let text = Text { runs, span: Some(AT) };
        Some(match values(&[&text], "tags")? {
            TypeExpr::Named(named) => named.name,
            TypeExpr::Primitive(primitive) => primitive.edm().to_owned(),
            other => format!("{other:?}"),
        })
    }

    #[test]
    fn dictionaries_have_typed_values() {
        for (text, want) in [
            (
                "A <http dictionary> that stores the tags of a <crate> in key/value pairs. Each tag consists of keys (names) and <tag> values.",
                "tag",
            ),
            ("Represents a dictionary of <tag> objects.", "tag"),
            ("This type is a dictionary whose values are of type <tag>.", "tag"),
            ("This resource is an open type that holds name/value pairs. Each value is a <tag>.", "tag"),
            ("A map of names to <tag> objects.", "tag"),
            ("A property bag with String values.", "Edm.String"),
            ("A dictionary of tagValue objects.", "tagValue"),
            ("The tags of a crate, stored as a dictionary.", "Edm.Untyped"),
            ("Contains a set of key-value pairs.", "Edm.Untyped"),
            ("Custom key/value pairs of a crate.", "Edm.Untyped"),
            ("The tags of a crate: a property bag. Each tag is a <tag>.", "tag"),
        ] {
            assert_eq!(read(text).as_deref(), Some(want), "{text}");
        }
    }

    #[test]
    fn other_types_are_not_dictionaries() {
        for text in [
            "The tags of a crate.",
            "An entry of the dictionary of tags.",
            "The words that a dictionary explains.",
            "The map that shows where the crate is.",
            "Represents a key and a value.",
            "One value of <tags>.",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
