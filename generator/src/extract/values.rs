//! The values that a description lists (docs/format.md#value-lists-in-descriptions).
//!
//! In: a description's runs. Out: [`ValueList`], or `None`. A phrase introduces a list ("Possible values are:"), or code spans follow
//! each other with only separators in between. Examples and numeric ranges are not lists.

use crate::parse::{Run, Text};

use super::facts::ValueList;
use super::pattern::pattern;
use super::requested;

/// Descriptions longer than this are not searched: the longest real list has 50 values.
const MAX_TEXT: usize = 40_000;
/// Further code spans become plain text.
const MAX_TOKENS: usize = 5_000;
const FIRST_TOKEN: u32 = 0xE000;

pattern! {
    LEAD = r"(?i)\b(?:(?P<strong>(?P<asked>(?:get|receive|obtain|return|see) (?:the |these )?(?:(?:following|additional|new|newer|other|more) ?){1,2}(?:member\(s\)|value\(s\)|members?|values?))|(?:possible|supported|allowed|permitted|valid|acceptable|accepted|available)(?: [a-z]+){0,2} values?|(?:options|choices) (?:are|include)|can have one of the values|can be set to|following value\(s\)|following(?: [a-z]+)? values?|(?:property|enumeration|enum) values(?: are)?|(?:supports only|accepts) (?:one|two|three|four) values?)|(?P<weak>one of|either|can be|values?(?: (?:for|of) this property)? will be))" if "value" | "one of" | "either" | "can be" | "member" | "option" | "choice";
    STRONG_GAP = r"(?i)^(?:\s+(?:for|of|in|to)\s[^.\n:]{0,50})?[\s:\-–—(]*(?:(?:are|is|include[sd]?|included|can be|will be|can include)\b)?[^.\n:\x{E000}-\x{F8FF}]{0,25}[\s:\-–—(]*$";
    WEAK_GAP = r"(?i)^[\s:]*(?:(?:of )?(?:the )?following(?: [a-z]+)?[\s:\-]*)?(?:the values?[\s:]*)?$";
    EXAMPLES_BEFORE = r"(?i)\b(?:for example|for instance|e\.g|examples? of)\b";
    OPEN_END = r"(?i)^[^(]*\b(?:for example|for instance|e\.g|any (?:other|custom))\b";
    EXAMPLE = r"(?i)\b(?:for example|such as|e\.g\.?|for instance|like|examples?(?: of [a-z ]+)?(?: include)?)\b";
    NEGATIVE = r"(?i)\b(?:cannot|can['’]t|can not|must not|mustn['’]t|shouldn['’]t|should not)\b|\b(?:is not|isn['’]t|are not|aren['’]t|never)\s+$";
    // Directly before the lead: the values no longer apply.
    FORMER = r"(?i)\b(?:no longer|not|never|previously|formerly|once)\s+(?:the\s+)?$";
    // Between the lead and the first value, or after the last one: the values are not allowed.
    EXCLUDED = r"(?i)\b(?:not|never|cannot|no longer)\b|n['’]t\b|\ball (?:but|except)\b|\b(?:except|excluding|other than)\b";
    EXCLUDED_AFTER = r"(?i)^[^\w.!?\x{E000}-\x{F8FF}]*(?:(?:is|are|was|were|can|do|does|will|must|should)(?: not| never| no longer|n['’]t)|cannot|can['’]t|won['’]t)\b";
    NO_EXCLUSION = r"(?i)\bnot (?:limited to|case[- ]sensitive)\b";
    SEPARATOR = r"(?i)^(?:\s*\([^()]*\))?[\s,;|/&]*(?:(?:and/or|and|or)\b[\s,]*)?(?:\([^()]*\)\s*)?$";
    REMARK = r"(?i)^\s*(?:[-–—:(]|for\b|if\b|when\b|which\b)[^\n]*?[,.;)]\s*(?:(?:and|or)\s+)?$";
    RANGE = r"^\s*(?:through|to|\.\.\.?|…)\s*[\x{E000}-\x{F8FF}]";
    PLAIN_ITEM = r"^[A-Za-z_][A-Za-z0-9_\-]*$";
    VALUE = r"^[A-Za-z0-9_#*][\w .,:/+#*()&\-]*$";
    QUOTED = r#"(?:^|[\s(,/])(?:"([\w][\w .\-/]{0,40}| ?)"|'([\w][\w .\-/]{0,40})'|“([\w][\w .\-/]{0,40})”|‘([\w][\w .\-/]{0,40})’|`([\w\-]+)\b`?)"# if "\"" | "'" | "“" | "‘" | "`";
    FLAGS = r"(?i)\b(?:flag(?:ged|s)? enum\w*|bit ?flags|(?:set|combination|mask) of (?:\w+ )?flags|flags (?:that|which|attribute)|(?:is|are) (?:a )?flags|multi-?valued? enum\w*|can be combined|combinations? of (?:(?:the|these|those|any|one|or|more|several|multiple|following|different|possible|listed|its) )*(?:values|members|flags|options|[\x{E000}-\x{F8FF}])|comma[- ](?:separated|delimited)|separated (?:by|with) commas?|bit ?mask|bitwise)\b|^\s*flags\s*[.:]" if "flag" | "multi" | "combin" | "comma" | "bit";
    DENIED = r"(?i)\b(?:not|never|cannot|neither|nor)\b|n['’]t\b";
    // The values of a file are separated by commas, not those of the property.
    FILE_FORMAT = r"(?i)\b(?:csv|export\w*|spreadsheets?)\b";
    COMMAS = r"(?i)\bcomma[- ](?:separated|delimited)\b|\bseparated (?:by|with) commas?\b";
    SENTENCE_END = r"[.!?;](?:\s|$|[A-Z])|\n";
    EVOLVABLE = r"(?i)\bheader\b|\bevolvable\b|include-unknown-enum-members";
    PREFIXED = r"(?i)(?:supports?|filter|operators?)[^.]*$";
}

/// Returns whether a text declares that values can be combined.
#[must_use]
pub fn says_flags(text: &str) -> bool {
    if text.len() > MAX_TEXT || !FLAGS.is_match(text) {
        return false;
    }
    // "Values can't be combined.": a negation anywhere in the sentence counts.
    let mut start = 0;
    let ends = SENTENCE_END.find_iter(text).map(|end| end.start() + 1).chain([text.len()]);
    ends.into_iter().any(|end| {
        let sentence = text.get(start..end).unwrap_or_default();
        start = end;
        FLAGS.is_match(sentence) && !DENIED.is_match(sentence) && !is_file_format(sentence)
    })
}

/// Returns whether the commas of a sentence are those of a file, and nothing else in it is about flags.
fn is_file_format(sentence: &str) -> bool {
    FILE_FORMAT.is_match(sentence) && !FLAGS.is_match(&COMMAS.replace_all(sentence, ""))
}

/// A text in which each code span or quoted word is one character, and the contents of those spans.
pub(super) struct Marked {
    pub text: String,
    tokens: Vec<String>,
}

impl Marked {
    fn new(description: &Text, bold: bool) -> Marked {
        let mut out = Marked { text: String::new(), tokens: Vec::new() };
        for run in &description.runs {
            match run {
                Run::Code(code) => out.token(code),
                Run::Strong(text) if bold && PLAIN_ITEM.is_match(text.trim()) => out.token(text),
                Run::Strong(text) => out.plain(text),
                Run::Link { text, .. } => out.plain(text),
                Run::Plain(text) => out.plain(text),
                Run::Break => out.text.push('\n'),
            }
        }
        out
    }

    fn token(&mut self, content: &str) {
        let code = u32::try_from(self.tokens.len()).ok().and_then(|n| char::from_u32(FIRST_TOKEN + n));
        match code {
            Some(c) if self.tokens.len() < MAX_TOKENS => {
                self.text.push(c);
                self.tokens.push(content.trim().to_owned());
            }
            _ => self.text.push_str(content),
        }
    }

    fn plain(&mut self, text: &str) {
        let mut at = 0;
        for found in QUOTED.captures_iter(text) {
            let (Some(whole), Some(inner)) = (found.get(0), found.iter().skip(1).flatten().next()) else { continue };
            let open = text[whole.start()..inner.start()].trim_end_matches(['"', '\'', '“', '‘', '`']).len();
            self.text.push_str(&text[at..whole.start() + open]);
            self.token(inner.as_str());
            at = whole.end();
        }
        for c in text[at..].chars() {
            self.text.push(if c != '\n' && c.is_whitespace() { ' ' } else { c });
        }
    }

    pub fn get(&self, c: char) -> Option<&str> {
        let index = (c as u32).checked_sub(FIRST_TOKEN)?;
        self.tokens.get(usize::try_from(index).ok()?).map(String::as_str)
    }
}

pub(super) fn is_token(c: char) -> bool {
    ('\u{E000}'..='\u{F8FF}').contains(&c)
}

/// Returns the list of values in a description.
#[must_use]
pub fn value_list(description: &Text) -> Option<ValueList> {
    let length: usize = description.runs.iter().map(run_len).sum();
    if length > MAX_TEXT {
        return None;
    }
    let marked = Marked::new(description, false);
    let flags = says_flags(&marked.text);
    let mut found = introduced(&marked);
    if found.values.is_empty() && description.runs.iter().any(|r| matches!(r, Run::Strong(_))) {
        // The list may be in bold. Otherwise, bold words are names in the sentence.
        found = introduced(&Marked::new(description, true));
    }
    if !found.values.is_empty() {
        return Some(ValueList { introduced: true, flags, ..found });
    }
    let values = bare_sequence(&marked)?;
    Some(ValueList { values, introduced: false, requested: Vec::new(), flags })
}

/// Returns the values that phrases introduce, and among them those that a client has to request.
fn introduced(marked: &Marked) -> ValueList {
    let mut list = ValueList::default();
    let mut end_of_last = 0;
    for lead in LEAD.captures_iter(&marked.text) {
        let (Some(whole), strong) = (lead.get(0), lead.name("strong").is_some()) else { continue };
        let conditional = [" when ", " if ", " this "].iter().any(|w| whole.as_str().contains(w));
        let before = sentence_before(&marked.text, whole.start());
        if conditional || whole.start() < end_of_last || NEGATIVE.is_match(before) || before.ends_with("one ") {
            continue;
        }
        if EXAMPLES_BEFORE.is_match(before) || FORMER.is_match(before) {
            continue;
        }
        let Some((found, end)) = allowed(marked, whole.end(), strong) else { continue };
        if found.len() < if strong { 1 } else { 2 } || !plausible(&found) {
            continue;
        }
        end_of_last = end;
        let asked = lead.name("asked").is_some();
        if asked && !is_evolvable(marked, sentence_around(&marked.text, whole.start())) {
            continue;
        }
        if OPEN_END.is_match(sentence_after(&marked.text, end)) {
            continue;
        }
        for value in found {
            // `null` means that there may be no value. It is not a value itself.
            if !value.eq_ignore_ascii_case("null") && value != "etc." && !list.values.contains(&value) {
                if asked {
                    list.requested.push(value.clone());
                }
                list.values.push(value);
            }
        }
    }
    requested::add(marked, &mut list);
    list
}

/// Returns the values after a phrase that ends at `from`, and the position after them. `None` if the values are not allowed.
fn allowed(marked: &Marked, from: usize, strong: bool) -> Option<(Vec<String>, usize)> {
    let (found, end) = after_lead(marked, from, strong);
    let listed = marked.text.get(from..end).unwrap_or_default();
    let gap = listed.split(is_token).next().unwrap_or_default();
    if EXCLUDED.is_match(&NO_EXCLUSION.replace_all(gap, "")) {
        return None;
    }
    if !EXCLUDED_AFTER.is_match(marked.text.get(end..)?) {
        return Some((found, end));
    }
    // "`a` and `b`; `c` isn't": the negation applies to the part after the semicolon.
    let part = from + listed.rfind(';')?;
    let before = Marked { text: marked.text.get(..part)?.to_owned(), tokens: marked.tokens.clone() };
    Some((after_lead(&before, from, strong).0, end))
}

/// Returns whether a sentence is about members of an evolvable enum. The service sends these only to clients that request them
/// (`Prefer: include-unknown-enum-members`).
fn is_evolvable(marked: &Marked, sentence: &str) -> bool {
    let in_code = || sentence.chars().filter_map(|c| marked.get(c)).any(|code| EVOLVABLE.is_match(code));
    EVOLVABLE.is_match(sentence) || in_code()
}

fn run_len(run: &Run) -> usize {
    match run {
        Run::Plain(t) | Run::Code(t) | Run::Strong(t) | Run::Link { text: t, .. } => t.len(),
        Run::Break => 1,
    }
}

/// Returns the part of the sentence before `at`, at most 200 bytes.
fn sentence_before(text: &str, at: usize) -> &str {
    let mut from = at.saturating_sub(200);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let part = &text[from..at];
    SENTENCE_END.find_iter(part).last().map_or(part, |end| &part[end.start() + 1..])
}

/// Returns the sentence that contains `at`.
fn sentence_around(text: &str, at: usize) -> &str {
    let start = at - sentence_before(text, at).len();
    text.get(start..at + sentence_after(text, at).len()).unwrap_or_default()
}

/// Returns the rest of the sentence from `at` on.
fn sentence_after(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let end = SENTENCE_END.find(rest).map_or(rest.len(), |end| end.start());
    &rest[..end]
}

/// Returns whether the values can be those of an enum: not only booleans and numbers.
fn plausible(values: &[String]) -> bool {
    values
        .iter()
        .any(|v| !matches!(v.to_ascii_lowercase().as_str(), "true" | "false" | "null") && v.parse::<f64>().is_err())
        && values.iter().all(|v| VALUE.is_match(v) && v.len() <= 100)
}

/// Returns the values after a phrase that ends at `from`, and the position after them.
fn after_lead(marked: &Marked, from: usize, strong: bool) -> (Vec<String>, usize) {
    let rest = &marked.text[from..];
    let gap_end = rest.char_indices().find(|(_, c)| is_token(*c)).map(|(i, _)| i);
    if let Some(gap_end) = gap_end {
        let gap = &rest[..gap_end];
        let lists = if strong { STRONG_GAP.is_match(gap) } else { WEAK_GAP.is_match(gap) };
        if gap.len() <= 120 && lists && !EXAMPLE.is_match(gap) {
            let (values, len) = sequence(marked, &rest[gap_end..]);
            if RANGE.is_match(&rest[gap_end + len..]) {
                return (Vec::new(), from);
            }
            return (values, from + gap_end + len);
        }
    }
    if strong { plain_list(rest, from) } else { (Vec::new(), from) }
}

/// Returns the values that follow each other from the start of `text`, which is a token, and their total length.
fn sequence(marked: &Marked, text: &str) -> (Vec<String>, usize) {
    let mut values: Vec<String> = Vec::new();
    let mut end = 0;
    let mut gap_start = 0;
    let mut remarks = false;
    for (i, c) in text.char_indices() {
        if !is_token(c) {
            if i - gap_start > 1_000 {
                break;
            }
            continue;
        }
        if !values.is_empty() {
            let gap = &text[gap_start..i];
            let own_line = gap.trim_end_matches([' ', '*', '-', '•']).ends_with('\n');
            let remark = (remarks || values.len() == 1) && REMARK.is_match(gap);
            if !(SEPARATOR.is_match(gap) || own_line || remark) {
                break;
            }
            remarks |= remark;
        }
        let Some(value) = marked.get(c) else { break };
        if value.starts_with('$') {
            break;
        }
        // `a, b, c` in one code span is a list.
        for value in value.split(", ").map(str::trim).filter(|v| !v.is_empty()) {
            if !values.iter().any(|v| v == value) {
                values.push(value.to_owned());
            }
        }
        gap_start = i + c.len_utf8();
        end = gap_start;
    }
    (values, end)
}

/// Reads a list without code spans: `unknown, low and high.` or one word per line.
fn plain_list(rest: &str, from: usize) -> (Vec<String>, usize) {
    let nothing = (Vec::new(), from);
    let lower = rest.get(..40).unwrap_or(rest).to_ascii_lowercase();
    let Some(start) = rest.find([':', '\n']).filter(|i| *i <= 30).map(|i| i + 1).or_else(|| {
        [" are ", " include ", " - "].iter().filter_map(|w| lower.find(w).filter(|i| *i < 4).map(|i| i + w.len())).min()
    }) else {
        return nothing;
    };
    let body = &rest[start..];
    let lines: Vec<&str> =
        body.trim_start_matches(['\n', ' ']).split('\n').map(str::trim).take_while(|l| !l.is_empty()).collect();
    if lines.len() > 1 {
        let first_word =
            |l: &str| l.split([' ', ':', '(', ',', '-', '–']).next().unwrap_or("").trim_end_matches('.').to_owned();
        let words: Vec<String> = lines.iter().map(|l| first_word(l)).collect();
        if words.iter().all(|w| PLAIN_ITEM.is_match(w))
            && (body.trim_start_matches(' ').starts_with('\n') || rest[..start].ends_with('\n'))
        {
            return (words, from + start);
        }
    }
    let sentence = body.split(['.', '\n']).next().unwrap_or("");
    let mut values = Vec::new();
    for item in sentence.replace(" and ", ", ").replace(" or ", ", ").split(',') {
        let item = item.split('(').next().unwrap_or("").trim();
        let item = item.strip_prefix("and ").or_else(|| item.strip_prefix("or ")).unwrap_or(item).trim();
        if item.is_empty() {
            continue;
        }
        if !PLAIN_ITEM.is_match(item) {
            return nothing;
        }
        values.push(item.to_owned());
    }
    if values.len() < 2 {
        return nothing;
    }
    values.dedup();
    (values, from + start + sentence.len())
}

/// Returns three or more code spans with only separators in between, unless a phrase calls them examples.
fn bare_sequence(marked: &Marked) -> Option<Vec<String>> {
    let mut at = 0;
    while let Some(start) = marked.text[at..].find(is_token).map(|i| at + i) {
        let (values, len) = sequence(marked, &marked.text[start..]);
        let before = sentence_before(&marked.text, start);
        if values.len() >= 3
            && plausible(&values)
            && !EXAMPLE.is_match(before)
            && !PREFIXED.is_match(before)
            && !EXCLUDED.is_match(&NO_EXCLUSION.replace_all(before, ""))
        {
            return Some(values);
        }
        at = start + len.max(3);
    }
    None
}

#[cfg(test)]
mod tests;
