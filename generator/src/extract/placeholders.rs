//! Placeholders in other notations than `{name}`, and alternative spellings of characters.
//!
//! In: the text of a URL, a segment or an argument. Out: the text in plain characters ([`plain`]), the name of a placeholder in another
//! notation ([`other_form`]), and whether a text still looks like part of a placeholder ([`is_suspect`]).

use std::borrow::Cow;

use super::pattern::pattern;

pattern! {
    NAME = r"^[A-Za-z][\w |./-]*$";
    // Segments of the API are in camel case.
    STANDS_FOR_AN_ID = r"^(?:[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)+|ID|GUID|UPN|[xX]{2,}|(?i:your|insert|enter)[_-][\w-]+|your[A-Z]\w*|(?i:\w+[_-]id))$";
    SUSPECT_PERCENT = r"%(?:[^0-9A-Fa-f]|.[^0-9A-Fa-f]|.?$)" if "%";
}

/// Alternative spellings of the characters that delimit placeholders and arguments.
const SPELLINGS: [(&str, &str); 24] = [
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&#60;", "<"),
    ("&#62;", ">"),
    ("&#123;", "{"),
    ("&#125;", "}"),
    ("&quot;", "\""),
    ("&apos;", "'"),
    ("&#39;", "'"),
    ("&amp;", "&"),
    ("‘", "'"),
    ("’", "'"),
    ("‚", "'"),
    ("′", "'"),
    ("“", "\""),
    ("”", "\""),
    ("«", "<"),
    ("»", ">"),
    ("‹", "<"),
    ("›", ">"),
    ("⟨", "<"),
    ("⟩", ">"),
    ("＜", "<"),
    ("＞", ">"),
];

/// Delimiters of placeholders other than braces and angle brackets.
const ENCLOSURES: [(&str, &str); 15] = [
    ("[", "]"),
    ("%", "%"),
    ("$", "$"),
    ("#", "#"),
    ("*", "*"),
    ("'", "'"),
    ("\"", "\""),
    ("`", "`"),
    ("(", ")"),
    ("{{", "}}"),
    ("${", "}"),
    ("#{", "}"),
    ("@{", "}"),
    ("%{", "}"),
    (":{", "}"),
];

/// Replaces entities, typographic quotes and backslash escapes with the characters they represent.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.contains(['&', '\\']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let found = SPELLINGS.iter().find_map(|(spelling, meant)| Some((rest.strip_prefix(spelling)?, *meant)));
        if let Some((behind, meant)) = found {
            out.push_str(meant);
            rest = behind;
            continue;
        }
        let behind = &rest[first.len_utf8()..];
        if first != '\\' || !behind.starts_with(|c: char| c.is_ascii_punctuation()) {
            out.push(first);
        }
        rest = behind;
    }
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// Returns the name of a placeholder that is not written `{name}` or `<name>`: `[id]`, `%id%`, `:id`, `YOUR_ID`, `((id))`.
#[must_use]
pub fn other_form(text: &str) -> Option<&str> {
    let text = text.trim();
    if STANDS_FOR_AN_ID.is_match(text) {
        return Some(text);
    }
    let colon = text.strip_prefix(':').filter(|name| NAME.is_match(name));
    let enclosed = || {
        ENCLOSURES.iter().find_map(|(open, close)| {
            let inside = text.strip_prefix(open)?.strip_suffix(close)?;
            let name = inside.trim_matches(|c: char| "[]{}<>()%$#*'\"`".contains(c) || c.is_whitespace());
            NAME.is_match(name).then_some(name)
        })
    };
    colon.or_else(enclosed)
}

/// Returns whether a text is an ellipsis that stands for any value: `…`, `...`.
#[must_use]
pub fn is_ellipsis(text: &str) -> bool {
    text == "…" || text.len() > 1 && text.chars().all(|c| c == '.')
}

/// Returns whether a literal text contains characters of a placeholder or an ellipsis.
#[must_use]
pub fn is_suspect(text: &str) -> bool {
    text.contains(['{', '}', '<', '>', '[', ']', '…', '\\']) || text.contains("...") || SUSPECT_PERCENT.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_notations_are_placeholders() {
        for text in [
            "[id]", "%id%", "$id$", "*id*", "**id**", "'id'", "(id)", "((id))", "{{id}}", "${id}", "@{id}", ":id",
            "({id})",
        ] {
            assert_eq!(other_form(text), Some("id"), "{text}");
        }
        for text in ["YOUR_ID", "YOUR-ID", "your-id", "TENANT_ID", "user-id", "yourTenantId", "XXXX", "ID"] {
            assert_eq!(other_form(text), Some(text));
        }
        for text in
            ["{id}", "<id>", "users", "$value", "$ref", "microsoft.graph.user", "me", "identity", "", "()", ":", "%%"]
        {
            assert_eq!(other_form(text), None, "{text}");
        }
    }

    #[test]
    fn plain_characters_are_literal() {
        assert_eq!(plain(r"/range\(address=’&lt;a&gt;’\)"), "/range(address='<a>')");
        assert_eq!(plain("/a&b=é"), "/a&b=é");
    }

    #[test]
    fn suspicious_segments_are_reported() {
        assert!(["a[b", "a…", "a...b", "%a", "50%"].into_iter().all(is_suspect));
        assert!(!["a%20b", "a.b", "$value"].into_iter().any(is_suspect));
    }
}
