//! Reads the request of a curl command.
//!
//! In: the words of the command. Out: a [`Draft`], as curl would send it. Files are not read, and options that are not known are skipped;
//! both are reported.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::diagnostics::Level;
use crate::odata::Method;
use crate::similar::hint_for;

use super::curl_options::{CurlOption, Data, Effect, by_letter, by_name, names};
use super::draft::{Draft, Header, is_token};
use super::notes::Notes;
use super::text::Located;
use super::words::Word;

/// The unreserved characters (RFC 3986 §2.3), which `--data-urlencode` leaves as they are.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Returns whether a word is the name of curl.
#[must_use]
pub fn is_curl(word: &str) -> bool {
    let name = word.rsplit(['/', '\\']).next().unwrap_or(word).to_ascii_lowercase();
    name == "curl" || name == "curl.exe"
}

/// Reads a command. `words` do not contain `curl`.
pub(super) fn read(words: &[Word], notes: &mut Notes) -> Option<Draft> {
    let mut command = Command::default();
    let mut words = words.iter().peekable();
    let mut is_over = false;
    // Whether an unknown option precedes, which may have a value.
    let mut after_unknown = false;
    while let Some(word) = words.next() {
        let text = word.text.text.as_str();
        let unknown = std::mem::take(&mut after_unknown);
        if is_over || text == "-" || !text.starts_with('-') {
            let is_value = unknown && !text.contains(['/', '.']);
            if !is_value {
                command.url(word, notes);
            }
            continue;
        }
        if text == "--" {
            is_over = true;
            continue;
        }
        for option in options(word) {
            let Some((_, name, effect)) = option.known else {
                report_unknown(&option, word, notes);
                after_unknown = option.value.is_none();
                continue;
            };
            if *effect == Effect::Next {
                notes.add(Level::Warning, &word.text.range, "only the first request is read").hint("paste one request");
                return command.finish(notes);
            }
            let value = if has_value(*effect) {
                option
                    .value
                    .map(|value| Word { text: value, variables: word.variables.clone() })
                    .or_else(|| words.next().cloned())
            } else {
                None
            };
            if has_value(*effect) && value.is_none() {
                let message = format!("the option `--{name}` has no value");
                notes.add(Level::Warning, &word.text.range, message).hint("add the value, or remove the option");
                continue;
            }
            command.apply(name, *effect, word, value.as_ref(), notes);
        }
    }
    command.finish(notes)
}

fn has_value(effect: Effect) -> bool {
    !matches!(effect, Effect::Flag | Effect::Get | Effect::Head | Effect::Next)
}

/// An option in a word.
struct Given {
    known: Option<&'static CurlOption>,
    /// The option as written, without its value.
    written: String,
    /// The value in the same word.
    value: Option<Located>,
}

/// Returns the options in a word: one long one, or one or several letters.
fn options(word: &Word) -> Vec<Given> {
    let text = word.text.text.as_str();
    let part = |from: usize| word.text.part(from..text.len());
    if text.starts_with("--") {
        let end = text.find('=').unwrap_or(text.len());
        let (written, value) = (text[..end].to_owned(), (end < text.len()).then(|| part(end + 1)));
        return vec![Given { known: by_name(&written[2..]), written, value }];
    }
    let mut out = Vec::new();
    for (at, letter) in text.char_indices().skip(1) {
        let known = by_letter(letter);
        let after = at + letter.len_utf8();
        let takes_rest = known.is_some_and(|(.., effect)| has_value(*effect)) && after < text.len();
        let value = takes_rest.then(|| part(after));
        out.push(Given { known, written: format!("-{letter}"), value });
        if takes_rest || known.is_none() {
            break;
        }
    }
    out
}

fn report_unknown(option: &Given, word: &Word, notes: &mut Notes) {
    let written = &option.written;
    let is_name = written.trim_start_matches('-').bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b));
    let shown = if is_name { format!("the unknown option `{written}`") } else { "an unknown option".to_owned() };
    let hint = "remove it if it does not change the request";
    let hint = match written.strip_prefix("--") {
        Some(name) => hint_for(name, names(), hint),
        None => hint.to_owned(),
    };
    notes.add(Level::Warning, &word.text.range, format!("{shown} is skipped")).hint(hint);
}

/// The request so far.
#[derive(Default)]
struct Command {
    method: Option<Located>,
    url: Option<Word>,
    headers: Vec<Header>,
    data: Vec<Located>,
    /// Whether data, a file or a form is sent, even if its content is not known.
    sends_data: bool,
    json: bool,
    get: bool,
    head: bool,
    upload: bool,
    query: Vec<String>,
    /// Whether a form was reported.
    form: bool,
}

impl Command {
    fn url(&mut self, word: &Word, notes: &mut Notes) {
        if self.url.is_some() {
            let hint = "quote values with blanks, and paste one request";
            notes.add(Level::Warning, &word.text.range, "a second URL is ignored").hint(hint);
        } else {
            self.url = Some(word.clone());
        }
    }

    fn apply(&mut self, name: &str, effect: Effect, word: &Word, value: Option<&Word>, notes: &mut Notes) {
        match (effect, value) {
            (Effect::Get, _) => self.get = true,
            (Effect::Head, _) => self.head = true,
            (Effect::Method, Some(value)) => self.method = Some(value.text.clone()),
            (Effect::Header, Some(value)) => self.header(value, notes),
            (Effect::HeaderValue(name), Some(value)) => {
                let text = &value.text.text;
                let text = if name == "Range" { format!("bytes={text}") } else { text.clone() };
                self.headers.push(Header { name: name.to_owned(), value: text, range: value.text.range.clone() });
            }
            (Effect::Data(data), Some(value)) => self.data(name, data, value, notes),
            (Effect::Url, Some(value)) => self.url(value, notes),
            (Effect::Query, Some(value)) => self.query.push(encoded(&value.text.text)),
            (Effect::Upload, Some(value)) => {
                (self.upload, self.sends_data) = (true, true);
                report_file(value, notes);
            }
            (Effect::Form, Some(_)) => {
                self.sends_data = true;
                if !std::mem::replace(&mut self.form, true) {
                    let hint = "add the content of the form to the code";
                    let message = "the parts of a multipart body are not read";
                    notes.add(Level::Warning, &word.text.range, message).hint(hint);
                }
            }
            (Effect::Secret, Some(value)) => notes.secret(&format!("--{name}"), &value.text.range),
            _ => {}
        }
    }

    fn header(&mut self, word: &Word, notes: &mut Notes) {
        let text = &word.text.text;
        if text.starts_with('@') {
            report_file(word, notes);
            return;
        }
        let empty = text.strip_suffix(';').filter(|name| is_token(name));
        let (name, value, from) = match (text.split_once(':'), empty) {
            (Some((name, value)), _) if is_token(name.trim()) => (name.trim(), value.trim(), name.len() + 1),
            (None, Some(name)) => (name, "", text.len()),
            _ => {
                let message = "this is not a header, and is skipped";
                notes.add(Level::Warning, &word.text.range, message).hint("write it as `name: value`, in quotes");
                return;
            }
        };
        // `-H 'Accept:'` removes a header of curl.
        if value.is_empty() && empty.is_none() {
            return;
        }
        let range = word.text.part(from..text.len()).range;
        report_variables(word, name, notes);
        self.headers.push(Header { name: name.to_owned(), value: value.to_owned(), range });
    }

    fn data(&mut self, name: &str, data: Data, word: &Word, notes: &mut Notes) {
        let text = word.text.text.as_str();
        self.sends_data = true;
        self.json |= data == Data::Json;
        let is_file = match data {
            Data::Plain | Data::Json => text.starts_with('@'),
            Data::Raw => false,
            Data::Encoded => text.find(['=', '@']).is_some_and(|at| text[at..].starts_with('@')),
        };
        if is_file {
            report_file(word, notes);
            return;
        }
        report_variables(word, name, notes);
        if data == Data::Encoded {
            let mut joined = Located::at(word.text.range.start);
            joined.push(&encoded(text), word.text.range.start);
            joined.range = word.text.range.clone();
            self.data.push(joined);
        } else {
            self.data.push(word.text.clone());
        }
    }

    /// Returns the body: the data, joined as curl does.
    fn body(&self) -> Option<Located> {
        let mut pieces = self.data.iter();
        let mut out = pieces.next()?.clone();
        for piece in pieces {
            if !self.json {
                let end = out.range.end;
                out.push("&", end);
            }
            out.push(&piece.text, piece.source(0));
            out.range.end = out.range.end.max(piece.range.end);
        }
        Some(out)
    }

    fn finish(mut self, notes: &mut Notes) -> Option<Draft> {
        let Some(word) = self.url.take() else {
            notes.add(Level::Error, &notes.whole(), "the command has no URL").hint("add the URL of the request");
            return None;
        };
        report_variables(&word, URL, notes);
        let mut url = with_placeholders(&word, notes);
        if !url.contains("://") && !url.starts_with('/') {
            url.insert_str(0, "https://");
        }
        if self.get {
            self.query.extend(std::mem::take(&mut self.data).into_iter().map(|piece| piece.text));
        }
        for option in &self.query {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(option);
        }
        let default = match () {
            () if self.head => Method::Head,
            () if self.upload => Method::Put,
            () if self.sends_data && !self.get => Method::Post,
            () => Method::Get,
        };
        let method = match &self.method {
            Some(written) => notes.method(&written.text, &written.range)?,
            None => default,
        };
        let body = self.body();
        if self.json {
            for name in ["Content-Type", "Accept"] {
                if !self.headers.iter().any(|header| header.name.eq_ignore_ascii_case(name)) {
                    let range = word.text.range.clone();
                    self.headers.push(Header { name: name.to_owned(), value: "application/json".to_owned(), range });
                }
            }
        }
        Some(Draft { method, url, url_range: word.text.range, headers: self.headers, body, range: notes.whole() })
    }
}

fn report_file(word: &Word, notes: &mut Notes) {
    let message = "the file is not read, and its content is missing from the code";
    notes.add(Level::Warning, &word.text.range, message).hint("paste the content in place of the name of the file");
}

/// The name of a word that is the URL.
const URL: &str = "url";

/// Reports variables that a shell would replace. Those of secrets do not matter.
fn report_variables(word: &Word, name: &str, notes: &mut Notes) {
    if docbindgen_runtime::runtime::is_secret_header(name) {
        return;
    }
    for range in &word.variables {
        let written = notes.text(range);
        let option = written.trim_start_matches('$').to_ascii_lowercase();
        let is_option = crate::extract::QUERY_OPTIONS.iter().any(|own| own.trim_start_matches('$') == option);
        let quotes = "write the URL in single quotes";
        let (level, message, hint) = if is_option {
            let message = "a shell would replace this by the value of a variable; it is read as a query option";
            (Level::Note, message, quotes)
        } else if name == URL && SYSTEM_SEGMENTS.contains(&written) {
            let message = "a shell would replace this by the value of a variable; it is read as a segment of the path";
            (Level::Note, message, quotes)
        } else {
            let message = "the value of this variable is not known; its name is read as text";
            (Level::Warning, message, "put the value in its place")
        };
        notes.add(level, range, message).hint(hint);
    }
}

/// Segments of paths that look like variables of a shell (OData URL conventions §4).
const SYSTEM_SEGMENTS: [&str; 9] =
    ["$all", "$batch", "$count", "$each", "$entity", "$metadata", "$query", "$ref", "$value"];

/// Returns the URL with placeholders in place of the variables in its path, as pages write them: `$ID` becomes `{ID}`. A command in place of
/// a value has no name, and becomes `{value}`.
fn with_placeholders(word: &Word, notes: &Notes) -> String {
    let text = word.text.text.as_str();
    let (mut rest, query) = text.split_at(text.find('?').unwrap_or(text.len()));
    let mut url = String::new();
    for range in &word.variables {
        let written = notes.text(range);
        let Some((before, after)) = rest.split_once(written) else { break };
        url.push_str(before);
        if SYSTEM_SEGMENTS.contains(&written) {
            url.push_str(written);
        } else {
            let name = written.trim_start_matches(['$', '{']).trim_end_matches('}');
            let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            url.push_str(&format!("{{{}}}", if is_name { name } else { "value" }));
        }
        rest = after;
    }
    url + rest + query
}

/// Encodes `content`, `=content` or `name=content`.
fn encoded(text: &str) -> String {
    let encode = |text: &str| utf8_percent_encode(text, ENCODED).to_string();
    match text.split_once('=') {
        Some(("", content)) => encode(content),
        Some((name, content)) => format!("{name}={}", encode(content)),
        None => encode(text),
    }
}
