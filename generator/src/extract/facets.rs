//! The fixed phrases of descriptions (format §5).
//!
//! In: a description's runs. Out: [`Facets`].

use crate::parse::Text;

use super::facts::Facets;
use super::flat::Flat;
use super::pattern::pattern;
use super::type_expr::TypeRef;
use super::values::value_list;

/// The phrases of longer descriptions are not looked for.
const MAX_TEXT: usize = 40_000;

pattern! {
    READ_ONLY = r"(?i)(?:^|[.)>;,] ?|\()read[- ]only(?: property)?(?:$|[.,;)]| (?:property|value|nullable))|\bthis (?:property|value|field) is read[- ]only\b" if "only";
    NOT_NULLABLE = r"(?i)\b(?:not[- ]nullable|non-?nullable|cannot be null|can't be null)\b" if "null";
    NULLABLE = r"(?i)(?:^|[.;,(>] ?)nullable(?:$|[.;,)])|\bread-only,? nullable\b|\bcan be null\b" if "null";
    REQUIRED = r"^\W*(?i:required)(?:$|[.:;,)*]|\W+(?:[A-Z(]|$))" if "required";
    REQUIRED_END = r"(?:^|[.;] ?)\(?Required\)?\.?$" if "required";
    KEY = r"(?i)(?:^|[.;] ?)(?:key|primary key|key property)(?: of the (?:entity|resource))?(?:\.|$)|^(?:the )?(?:unique )?key of the entity\b" if "key";
    DEPRECATED = r"(?i)^\W*deprecated\b|\(deprecated\)|\[deprecated\]|\b(?:this|the) (?:property|value|field|parameter|member|relationship|navigation property|attribute|collection)(?: [\w.]+)? (?:is|has been|was|will be) (?:now )?deprecated\b|(?:^|[.;] )(?:it )?(?:is|has been) deprecated\b|(?:^|[.;] )deprecated[.:,]" if "deprecated";
    INHERITED = r"(?i)\binherited (?:from|property)\b" if "inherited";
    INHERITED_FROM = r"(?i)\binherited from:? (?:the )?\*{0,2}([\x{E000}-\x{EFFF}]|[A-Za-z][\w.]*[\w])" if "inherited";
    SELECT_ONLY = r"(?i)\breturned only on[ :]+`?\$select|\brequires [`']?\$select|\breturned (?:only )?(?:when|if) [`']?\$select" if "$select";
    SUPPORTS = r"(?i)\bsupports?:? (?:the )?`?(?:\$(?:select|expand|orderby|search|count)`?,? ?(?:and )?`?,? ?)*`?\$filter`?(?: ?\(([^()]*(?:\([^()]*\)[^()]*)*)\))?" if "$filter";
    OPERATOR = r"(?i)\b(eq|ne|not|ge|le|gt|lt|in|startswith|endswith|contains|has|any|all)\b";
}

/// What a description's fixed phrases say. `in_name` is what was taken off the name cell: `(deprecated)`.
#[must_use]
pub fn facets(description: &Text, in_name: &str) -> Facets {
    let flat = Flat::new(description);
    let text = flat.text.as_str();
    let mut out = Facets { deprecated: in_name.to_ascii_lowercase().contains("deprecated"), ..Facets::default() };
    if text.is_empty() || text.len() > MAX_TEXT {
        return out;
    }
    out.nullable = if NOT_NULLABLE.is_match(text) { Some(false) } else { NULLABLE.is_match(text).then_some(true) };
    out.read_only = READ_ONLY.is_match(text);
    out.required = REQUIRED.is_match(text) || REQUIRED_END.is_match(text);
    out.key = KEY.is_match(text);
    out.deprecated |= DEPRECATED.is_match(text);
    for found in INHERITED_FROM.captures_iter(text) {
        let base = found.get(1).map_or("", |m| m.as_str());
        let reference = match flat.link_in(base) {
            Some((name, dest, span)) => {
                TypeRef { name: name.trim().trim_start_matches('#').to_owned(), target: Some(dest.to_owned()), span }
            }
            None if is_type_word(base) => match description.span {
                Some(span) => TypeRef { name: base.to_owned(), target: None, span },
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
    out.select_only = SELECT_ONLY.is_match(text);
    if let Some(found) = SUPPORTS.captures(text) {
        for operator in OPERATOR.find_iter(found.get(1).map_or("", |m| m.as_str())) {
            let operator = canonical_operator(operator.as_str());
            if !out.filter.contains(&operator) {
                out.filter.push(operator);
            }
        }
        if out.filter.is_empty() {
            out.filter.push("*".to_owned());
        }
    }
    out.values = value_list(description);
    out
}

/// "inherited from another …" names no type: a type's name has a capital letter or a dot inside, or is `entity`.
pub(super) fn is_type_word(word: &str) -> bool {
    word == "entity" || (word.contains('.') && !word.ends_with('.')) || word.chars().skip(1).any(char::is_uppercase)
}

fn canonical_operator(operator: &str) -> String {
    match operator.to_ascii_lowercase().as_str() {
        "startswith" => "startsWith".to_owned(),
        "endswith" => "endsWith".to_owned(),
        lower => lower.to_owned(),
    }
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
    fn phrases() {
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
    fn filter_operators() {
        assert_eq!(of("Supports $filter (eq, ne, NOT, startsWith).").filter, ["eq", "ne", "not", "startsWith"]);
        assert_eq!(of("Supports $filter.").filter, ["*"]);
        assert_eq!(of("Supports $expand and $filter (/$count eq 0, /$count ne 0).").filter, ["eq", "ne"]);
        assert!(of("Supports $orderby").filter.is_empty());
    }

    #[test]
    fn inheritance() {
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
