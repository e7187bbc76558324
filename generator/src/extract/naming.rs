//! The name of a page's subject.
//!
//! In: the H1, the namespace line and annotations. Out: [`PageName`]: from the annotation, else from the H1 in the page's namespace.

use crate::diagnostics::{Span, lint};
use crate::parse::{Annotation, Block, Run, Text};

use super::claims::is_negated;
use super::context::{Context, codes, items};
use super::pattern::pattern;
use super::sentences::sentences;

pattern! {
    PARENTHESES = r"\s*\([^()]*\)\s*$";
    KIND = r"(?i)^(.+?)\s+(?:(?:abstract|open|complex|entity)\s+)?(?:resour?ce|enum|enumeration|complex|entity|facet|object|data|resouce)(?:\s+(?:resource\s+)?(?:type|facet|object))?$";
    KIND_TYPE = r"(?i)^([A-Za-z_][\w.]*)\s+(?:data\s+)?type$";
    ENUM_TITLE = r"(?i)\benum(?:eration)?(?:\s+type)?(?:\s*\([^()]*\))?$";
    IDENTIFIER = r"^[A-Za-z_][\w.]*$";
    DEPRECATION = r"(?i)(?:\b(?:is|are|was|been|be|now|^)|['’]s)\s+(?:now\s+|being\s+)?deprecated\b|^\W*deprecated\b" if "deprecated";
    // The text before "is deprecated" if it means the page's subject: "this old type", "the method", "it".
    ABOUT_THIS = r"(?i)(?:^|[:,(!\]])\W*(?:(?:and|but|so|because|note that|be aware that)\W+)?(?:(?:this|these)\b[^,;:]*|it|(?:the|all)\W+(?:api|resource|entity|type|method|action|function|version|endpoint|request|operation|enum|relationship)s?(?:\W+(?:on|in|for|described|documented)\b[^,;:]*)?)\W*$";
}

/// Words that an annotation adds to the name in the H1.
const KIND_WORDS: [&str; 5] = ["entity", "facet", "object", "resource", "type"];

/// A page's name.
#[derive(Debug, Clone, Default)]
pub(super) struct PageName {
    /// Qualified if the namespace is known.
    pub name: String,
    /// The last part of the name.
    pub short: String,
    /// The H1 without decorations, if it is a name.
    pub heading: Option<String>,
    pub span: Option<Span>,
    /// Whether the H1 calls it an enum.
    pub is_enum: bool,
    /// Whether the H1 calls it a type: `x resource type`.
    pub is_type: bool,
    pub namespace: Option<String>,
    pub deprecated: Option<String>,
}

impl PageName {
    /// Returns `name` in the page's namespace, unless it is already qualified.
    pub fn qualify(&self, name: &str) -> String {
        qualify(self.namespace.as_deref(), name)
    }
}

/// Returns `name` in `namespace`, unless it is already qualified or there is no namespace.
pub(super) fn qualify(namespace: Option<&str>, name: &str) -> String {
    match namespace {
        Some(namespace) if !name.contains('.') => format!("{namespace}.{name}"),
        _ => name.to_owned(),
    }
}

/// Returns the type that a `blockType: resource` annotation names.
pub(super) fn annotated_type(annotation: &Annotation) -> Option<String> {
    let name = annotation.str("@odata.type").or_else(|| annotation.str("@type"))?;
    let name = name.trim().trim_start_matches('#');
    let name = super::type_expr::strip_collection(name).unwrap_or(name);
    // The name is used in generated code and comments.
    IDENTIFIER.is_match(name).then(|| name.to_owned())
}

/// Reports the annotation of a page's type if the H1 or the namespace line contains another name.
pub(super) fn check_annotation(cx: &mut Context<'_>, page: &PageName, annotation: Option<&Annotation>) {
    let (Some(annotation), Some(_)) = (annotation, &page.heading) else { return };
    let Some(noted) = annotated_type(annotation) else { return };
    let (namespace, short) = noted.rsplit_once('.').map_or((None, noted.as_str()), |(left, last)| (Some(left), last));
    let (own, short) = (page.short.to_lowercase(), short.to_lowercase());
    // Many H1s omit the first word of the name, or the word "facet" at its end. `boat` and `boatPurpose` are two types.
    let is_kind =
        |longer: &str, shorter: &str| longer.strip_prefix(shorter).is_some_and(|rest| KIND_WORDS.contains(&rest));
    let is_same = |a: &str, b: &str| a.ends_with(b) || is_kind(a, b);
    let same_name = is_same(&own, &short) || is_same(&short, &own);
    let same_namespace = match (namespace, page.name.rsplit_once('.')) {
        (Some(noted), Some((own, _))) => noted.eq_ignore_ascii_case(own),
        _ => true,
    };
    if same_name && same_namespace {
        return;
    }
    let message = format!("the annotation names `{noted}`, the page `{}`", page.name);
    cx.warn(
        lint::ANNOTATION_TYPE,
        annotation.span,
        message,
        "the annotation is used: write the same name in both places",
    );
}

/// Returns the page's name according to its H1 and namespace.
pub(super) fn page_name(cx: &Context<'_>) -> PageName {
    let page = cx.page;
    let namespace = cx.namespace().or_else(|| {
        let value = page.annotations.iter().find_map(|a| a.str("namespace"))?;
        Some(value.trim().to_owned()).filter(|name| IDENTIFIER.is_match(name))
    });
    let mut out = PageName { namespace, ..PageName::default() };
    out.deprecated = deprecated(cx);
    let title = page.title.as_ref().or_else(|| page.front_matter.get("title"));
    let Some(title) = title else { return out };
    out.span = Some(title.span);
    let full = title.value.trim();
    out.is_enum = ENUM_TITLE.is_match(full);
    let bare = PARENTHESES.replace(full, "");
    let bare = bare.trim().trim_matches(['`', '*']);
    let captured =
        KIND.captures(bare).or_else(|| KIND_TYPE.captures(bare)).and_then(|c| c.get(1)).map(|m| m.as_str().trim());
    out.is_type = captured.is_some();
    let name = captured.unwrap_or(bare).trim_matches(['`', '*']);
    if IDENTIFIER.is_match(name) {
        out.heading = Some(name.to_owned());
        out.name = out.qualify(name);
        out.short = name.rsplit('.').next().unwrap_or(name).to_owned();
    }
    out
}

/// Returns the enum that a heading names: `x enum type`, or a bare `x`.
pub(super) fn enum_heading(heading: &str) -> Option<String> {
    let bare = PARENTHESES.replace(heading.trim(), "");
    let name = KIND.captures(&bare).and_then(|c| c.get(1)).map_or(&*bare, |m| m.as_str()).trim().to_owned();
    (IDENTIFIER.is_match(&name) && ENUM_TITLE.is_match(&bare) || IDENTIFIER.is_match(&bare)).then_some(name)
}

/// Returns the type that a heading names on a page of several types.
pub(super) fn type_heading(heading: &str) -> Option<String> {
    let bare = PARENTHESES.replace(heading.trim(), "");
    let name = KIND
        .captures(&bare)
        .or_else(|| KIND_TYPE.captures(&bare))
        .and_then(|c| c.get(1))
        .map_or(&*bare, |m| m.as_str())
        .trim()
        .to_owned();
    IDENTIFIER.is_match(&name).then_some(name)
}

/// Returns the type that a heading of several words names on a page of several types: `Postal code range` is `postalCodeRange`.
pub(super) fn words_heading(heading: &str) -> Option<String> {
    let words: Vec<&str> = heading.split_whitespace().collect();
    let is_word = |word: &&str| word.bytes().all(|b| b.is_ascii_alphanumeric()) && word.len() < 40;
    if !(2..=5).contains(&words.len()) || !words.iter().all(is_word) {
        return None;
    }
    let mut name = words[0].to_lowercase();
    for word in &words[1..] {
        name.push_str(&word[..1].to_uppercase());
        name.push_str(&word[1..]);
    }
    IDENTIFIER.is_match(&name).then_some(name)
}

/// Returns the deprecation notice in the H1 or the introduction.
fn deprecated(cx: &Context<'_>) -> Option<String> {
    let in_title = cx.page.title.as_ref().is_some_and(|t| {
        let lower = t.value.to_ascii_lowercase();
        lower.ends_with("(deprecated)") || lower.contains("[deprecated]")
    });
    let title = cx.page.title.as_ref().map(|title| title.value.as_str()).unwrap_or_default();
    let name = title.split_whitespace().next().unwrap_or_default().to_owned();
    let said = cx.intro().and_then(|intro| {
        let texts = items(&intro.blocks);
        texts.into_iter().find_map(|item| match item.block {
            Block::Paragraph(text) => deprecation_sentence(text, item.quoted, in_title, &name),
            _ => None,
        })
    });
    said.or_else(|| in_title.then(|| "deprecated".to_owned()))
}

fn deprecation_sentence(text: &Text, quoted: bool, in_title: bool, name: &str) -> Option<String> {
    let plain = text.plain();
    if plain.len() > 4_000 || !plain.to_ascii_lowercase().contains("deprecated") {
        return None;
    }
    // Outside of a note, the sentence must be about the page's subject, not about a property.
    let claims: Vec<&str> = plain.split(['.', '\n', ';']).filter(|s| DEPRECATION.is_match(s) && !denies(s)).collect();
    let about = claims.iter().any(|s| is_about_page(s.trim(), name) && !s.to_ascii_lowercase().contains("propert"));
    let quoted = quoted && in_title && !claims.is_empty();
    // An alert's marker (`[!CAUTION]`) is not part of the notice.
    let words = plain.split_whitespace().skip_while(|word| word.starts_with("[!") && word.ends_with(']'));
    (about || quoted).then(|| words.collect::<Vec<_>>().join(" "))
}

/// Returns whether "is deprecated" is about the page's subject: "this type", "the method", "the boat resource" on the page of boats.
fn is_about_page(sentence: &str, name: &str) -> bool {
    let Some(found) = DEPRECATION.regex.find(sentence) else { return false };
    let subject = sentence.get(..found.start()).unwrap_or_default().trim();
    let words = subject.split(|c: char| !c.is_alphanumeric());
    let named = !name.is_empty() && words.into_iter().any(|word| word.eq_ignore_ascii_case(name));
    subject.is_empty() || ABOUT_THIS.is_match(subject) || named && subject.split_whitespace().count() <= 5
}

/// Returns whether a sentence denies the deprecation: every "deprecated" in it is negated.
fn denies(sentence: &str) -> bool {
    let text = Text { runs: vec![Run::Plain(sentence.to_owned())], span: None };
    let read = sentences(&text);
    let clauses = read.iter().flat_map(|sentence| &sentence.clauses);
    let mut claims = clauses.flat_map(|clause| {
        let places = clause.tokens.iter().enumerate().filter(|(_, token)| token.word() == Some("deprecated"));
        places.map(|(at, _)| is_negated(&clause.tokens, at))
    });
    let first = claims.next();
    first == Some(true) && claims.all(|negated| negated)
}

/// Returns the annotated resource blocks of a page: index of the section, annotation and fenced block.
pub(super) fn resource_blocks<'a>(cx: &Context<'a>) -> Vec<(usize, &'a Annotation, &'a crate::parse::CodeBlock)> {
    let mut out = Vec::new();
    for (index, section) in cx.page.sections.iter().enumerate() {
        for code in codes(&section.blocks) {
            let annotation = code.annotation.as_ref().filter(|a| a.block_type().as_deref() == Some("resource"));
            if let Some(annotation) = annotation {
                out.push((index, annotation, code));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_name_types() {
        let name = |h: &str| type_heading(h).unwrap_or_default();
        assert_eq!(name("user resource type"), "user");
        assert_eq!(name("user  resource type (deprecated)"), "user");
        assert_eq!(name("Drive resource"), "Drive");
        assert_eq!(name("audio facet"), "audio");
        assert_eq!(name("thing complex type"), "thing");
        assert_eq!(name("thing"), "thing");
        assert_eq!(name("Working with things"), "");
        assert_eq!(words_heading("Postal code range").as_deref(), Some("postalCodeRange"));
        assert_eq!(words_heading("Range"), None);
        assert_eq!(words_heading("What's new?"), None);
        assert_eq!(enum_heading("kind enum type").as_deref(), Some("kind"));
        assert_eq!(enum_heading("user resource type"), None);
    }
}
