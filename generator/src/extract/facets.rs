//! The fixed phrases of descriptions (docs/format.md#facets-in-prose).
//!
//! In: a description's runs. Out: [`Facets`].

use crate::source::{Run, Text};

use super::claims::{Fact, claim};
use super::facts::Facets;
use super::flat::Flat;
use super::negation::{Mention, Stance, What, mentions, operator};
use super::pattern::pattern;
use super::sentences::{Sentence, sentences};
use super::type_expr::WrittenType;
use super::values::value_list;

/// Longer descriptions are not searched.
const MAX_TEXT: usize = 40_000;

pattern! {
    KEY = r"(?i)(?:^|[.;] ?)(?:key|primary key|key property)(?: of the (?:entity|resource))?(?:\.|$)|^(?:the )?(?:unique )?key of the entity\b" if "key";
    INHERITED = r"(?i)\binherited (?:from|property)\b" if "inherited";
    INHERITED_FROM = r"(?i)\binherited from:? (?:the )?\*{0,2}([\x{E000}-\x{EFFF}]|[A-Za-z][\w.]*[\w])" if "inherited";
    ON_CREATE = r"(?i)(?:^|[.;] ?)(?:(?:it|this|(?:this|the) (?:property|value)) (?:is )?|property )?(?:required|(?:must|has to) be (?:given|included|provided|set|specified|supplied)) (?:on creat(?:e|ion)|(?:at|during|upon) creation|when (?:you )?(?:create|creating)(?: (?:an?|the)(?: new)? [\w*\x{E000}-\x{EFFF}]+(?: account| object)?)?|when (?:an?|the) (?:new )?[\w*\x{E000}-\x{EFFF}]+ is (?:being )?created)(?: and (?P<rest>[^.;]*))?(?:[.;]|$)" if "creat";
    CONDITION = r"(?i)\b(?:if|unless|only|except|depending|when|for|optional)\b";
    RESTRICTED = r"(?i)\brequired[.;] only\b" if "only";
    CLAIMS = r"(?i)null|only|required|mandatory|optional|deprecated|\$" if "null" | "only" | "required" | "mandatory" | "optional" | "deprecated" | "$";
}

/// Returns the facets that a description declares. `in_name` is the note from the name cell: `(deprecated)`, `(read-only)`.
#[must_use]
pub fn facets(description: &Text, in_name: &str) -> Facets {
    let flat = Flat::new(description);
    let text = flat.text.as_str();
    let mut out = noted(in_name);
    if text.is_empty() || text.len() > MAX_TEXT {
        return out;
    }
    out.key = KEY.is_match(text);
    // The whole sentence must match, because any other word can be a condition, a negation or an alternative.
    out.required_on_create = ON_CREATE.captures_iter(text).any(|found| {
        let rest = found.name("rest").map_or("", |rest| rest.as_str());
        !CONDITION.is_match(rest)
    });
    if CLAIMS.is_match(text) {
        claimed(&sentences(description), &mut out);
        out.required &= !RESTRICTED.is_match(text);
    }
    for found in INHERITED_FROM.captures_iter(text) {
        let base = found.get(1).map_or("", |m| m.as_str());
        let reference = match flat.link_in(base) {
            Some((name, dest, span)) => WrittenType {
                name: name.trim().trim_start_matches('#').to_owned(),
                target: Some(dest.to_owned()),
                span,
            },
            None if is_type_word(base) => match description.span {
                Some(span) => WrittenType { name: base.to_owned(), target: None, span },
                None => continue,
            },
            None => continue,
        };
        if !out.inherited_from.iter().any(|r| r.name == reference.name && r.target == reference.target) {
            out.inherited_from.push(reference);
        }
    }
    out.inherited = !out.inherited_from.is_empty()
        || INHERITED.is_match(text) && text.to_ascii_lowercase().contains("inherited property");
    out.values = value_list(description);
    out
}

/// Returns the facets that a note in the name cell declares.
fn noted(note: &str) -> Facets {
    let mut out = Facets::default();
    if !note.is_empty() {
        let text = Text { runs: vec![Run::Plain(format!("{note}."))], span: None };
        claimed(&sentences(&text), &mut out);
        out.deprecated |= note.to_ascii_lowercase().contains("deprecated");
    }
    out
}

/// Returns whether a word names a type: it is `entity`, or has a dot or a capital letter inside. Excludes "inherited from another …".
pub(super) fn is_type_word(word: &str) -> bool {
    word == "entity" || (word.contains('.') && !word.ends_with('.')) || word.chars().skip(1).any(char::is_uppercase)
}

/// Adds the facets that the sentences claim.
fn claimed(sentences: &[Sentence], out: &mut Facets) {
    out.nullable = claim(sentences, Fact::Nullable).or(out.nullable);
    out.read_only |= claim(sentences, Fact::ReadOnly) == Some(true);
    out.required |= claim(sentences, Fact::Required) == Some(true);
    out.deprecated |= claim(sentences, Fact::Deprecated) == Some(true);
    out.select_only |= claim(sentences, Fact::SelectOnly) == Some(true);
    out.filter = filter(&mentions(sentences, None));
}

/// Returns the operators that `$filter` supports; `*` if it is supported without a list. Empty if `$filter` is refused, or if only
/// refused operators are listed.
fn filter(mentions: &[Mention]) -> Vec<String> {
    let mut supported = false;
    let mut listed: Vec<String> = Vec::new();
    let mut refused: Vec<String> = Vec::new();
    for mention in mentions {
        match (&mention.what, mention.stance) {
            (What::Option(name, _), Stance::Refused) if name == "$filter" => return Vec::new(),
            (What::Option(name, operators), Stance::Supported) if name == "$filter" => {
                supported = true;
                listed.extend(operators.listed.iter().cloned());
                refused.extend(operators.refused.iter().cloned());
            }
            (What::Code(code), Stance::Supported) if supported => listed.extend(operator(code)),
            (What::Code(code), Stance::Refused | Stance::PartlyRefused | Stance::Unclear) => {
                refused.extend(operator(code))
            }
            _ => {}
        }
    }
    let mut out: Vec<String> = Vec::new();
    for name in listed {
        if !refused.contains(&name) && !out.contains(&name) {
            out.push(name);
        }
    }
    if supported && out.is_empty() && refused.is_empty() { vec!["*".to_owned()] } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{FileId, Span};
    use crate::parse::Run;

    const AT: Span = Span { file: FileId(0), start: 0, end: 0 };

    fn of(source: &str) -> Facets {
        let mut runs = Vec::new();
        for (i, part) in source.split(['<', '>']).enumerate() {
            if i % 2 == 1 {
                runs.push(Run::Link { text: part.into(), dest: format!("{part}.md"), span: AT });
            } else {
                runs.push(Run::Plain(part.into()));
            }
        }
        facets(&Text { runs, span: Some(AT) }, "")
    }

    #[test]
    fn phrases_declare_facets() {
        assert!(of("The id. Read-only.").read_only);
        assert!(of("Read only. The id").read_only);
        assert!(of("Read-only, Nullable.").read_only);
        assert!(of("The id (Read-only)").read_only);
        assert!(!of("Grants read-only access to it.").read_only);
        assert_eq!(of("Nullable.").nullable, Some(true));
        assert_eq!(of("Read-only. Nullable.").nullable, Some(true));
        assert_eq!(of("Not nullable. Read-only").nullable, Some(false));
        assert_eq!(of("The thing").nullable, None);
        assert!(of("Required. The name").required);
        assert!(of("The name. Required.").required);
        assert!(!of("Required permissions of the app").required);
        assert!(!of("Required. Only for docked boats.").required);
        for text in [
            "The name. Required on create.",
            "This property is required when a user is created.",
            "Required when a <group> is created and it cannot be cleared during updates.",
            "Must be specified when you create the user.",
            "The name. Has to be given on creation and can be changed but not cleared.",
        ] {
            assert!(of(text).required_on_create, "{text}");
        }
        for text in [
            "Not required on create.",
            "This isn't required when a user is created.",
            "Must be specified when creating an account if the domain is federated.",
            "Required when the user is deleted.",
            "If the boat is docked, this is required when a boat is created.",
            "Required on create for guest users.",
            "For guests, must be specified when a boat is created.",
            "Either this or the name is required on create.",
            "This is not currently required on creation.",
            "No longer required on create.",
            "Required on create and only for guests.",
            "Must be set when creating a boat via the portal.",
            "The time when the user is created.",
        ] {
            assert!(!of(text).required_on_create, "{text}");
        }
        assert!(of("Key of the entity.").key);
        assert!(of("The id. Key. Not nullable.").key);
        assert!(!of("The key of the door").key);
        assert!(of("DEPRECATED: use x").deprecated);
        assert!(of("This property is deprecated.").deprecated);
        assert!(!of("Lists deprecated things").deprecated);
        assert!(of("Returned only on $select.").select_only);
        assert!(of("Requires $select to retrieve.").select_only);
        assert!(!of("Returned by default.").select_only);
    }

    #[test]
    fn filter_operators_are_recognized() {
        assert_eq!(of("Supports $filter (eq, ne, NOT, startsWith).").filter, ["eq", "ne", "not", "startsWith"]);
        assert_eq!(of("Supports $filter.").filter, ["*"]);
        assert_eq!(of("Supports $expand and $filter (/$count eq 0, /$count ne 0).").filter, ["eq", "ne"]);
        assert!(of("Supports $orderby").filter.is_empty());
    }

    #[test]
    fn inherited_properties_are_recognized() {
        let facets = of("The id. Inherited from <directoryObject>. And inherited from <entity>");
        assert_eq!(
            facets.inherited_from.iter().map(|r| r.name.as_str()).collect::<Vec<_>>(),
            ["directoryObject", "entity"]
        );
        assert!(facets.inherited);
        assert!(!of("Columns inherited from another content type").inherited);
        assert!(of("Inherited property.").inherited);
        assert_eq!(of("Inherited from baseItem.").inherited_from.len(), 1);
    }
}
