//! Reads one HTTP request from a text that a person pasted.
//!
//! In: the text: an HTTP message as on pages or from a proxy, the headers that the network tab of a browser shows, a curl command, a URL,
//! or a fenced code block with one of these. Out: [`Pasted`]: the request, as of an example, and messages about what was not understood.
//! [`target`] compares its address with the service's, [`review`] its content with the documentation.

mod cmd;
mod curl;
mod curl_options;
mod draft;
mod http2;
mod messages;
mod notes;
pub mod review;
mod secrets;
pub mod target;
#[cfg(test)]
mod tests;
mod text;
mod unmatched;
mod values;
mod words;

use std::collections::BTreeMap;
use std::ops::Range;

use docbindgen_runtime::runtime::is_secret_header;

use crate::diagnostics::{FileId, Level, Note, Sources};
use crate::extract::http_message::{StartLine, is_start_line, start_line};
use crate::extract::{BodyReading, ExampleBody, RequestExample, read_body};

use crate::findings;
use crate::model::{Api, Example};
use crate::odata::json::loss;
use crate::resolve::match_request;

use draft::Draft;
use messages::{Line, lines};
use notes::Notes;
use target::Service;
use text::Located;

/// A request that was read from a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Pasted {
    /// The request without secrets; `None` if the text has none, as a message says.
    pub request: Option<RequestExample>,
    /// The messages, in the order of the text.
    pub notes: Vec<Note>,
    /// The text with `*` in place of secrets, of the same length: messages show this text.
    pub shown: String,
}

/// A request, compared with the documentation.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The request with its operation; `None` if the text has no request to the service, as a message says.
    pub example: Option<Example>,
    /// The messages.
    pub notes: Vec<Note>,
}

/// The name of the pasted text in messages.
const STDIN: &str = "<stdin>";

/// Reads the first request of a text, and compares it with the documentation. Adds the text to the sources, without secrets.
#[must_use]
pub fn find(text: &str, api: &Api, service: &Service, sources: &mut Sources) -> Found {
    let file = sources.add(STDIN, String::new());
    let Pasted { request, mut notes, shown } = read(text, file);
    sources.replace_texts(&BTreeMap::from([(STDIN.to_owned(), shown)]));
    let Some(mut request) = request else { return Found { example: None, notes } };
    match review::localize(service, &mut request, sources) {
        Ok(found) => notes.extend(found),
        Err(note) => {
            notes.push(note);
            return Found { example: None, notes };
        }
    }
    let mut example = match_request(api, &request);
    notes.extend(review::drop_usual_headers(api, &mut example, sources));
    findings::update_one(api, &mut example);
    notes.extend(review::review(api, &example, sources));
    Found { example: Some(example), notes }
}

/// Reads the first request of a text. The spans are in `file`.
#[must_use]
pub fn read(text: &str, file: FileId) -> Pasted {
    let mut notes = Notes::new(text, file);
    let draft = draft(text, &mut notes);
    let request = draft.map(|draft| finish(draft, &mut notes));
    let shown = secrets::hide(text, &notes.hidden);
    Pasted { request, notes: notes.finish(), shown }
}

/// Words that begin the requests of other tools, and how to copy the request instead.
const OTHER_TOOLS: [(&str, &str); 8] = [
    ("fetch", "copy the request as cURL"),
    ("await", "copy the request as cURL"),
    ("http", "write a request line such as `GET /path`"),
    ("https", "write a request line such as `GET /path`"),
    ("invoke-mggraphrequest", "write a request line such as `GET /path`"),
    ("invoke-restmethod", "copy the request as cURL"),
    ("invoke-webrequest", "copy the request as cURL"),
    ("wget", "write a request line such as `GET /path`"),
];

fn draft(text: &str, notes: &mut Notes) -> Option<Draft> {
    let all = lines(text, &(0..text.len()));
    let all = without_comments(&all);
    let whole = notes.whole();
    if whole.is_empty() {
        let hint = "paste a request line such as `GET /path`, a curl command, or a URL";
        notes.add(Level::Error, &whole, "there is no text").hint(hint);
        return None;
    }
    if let Some(form) = Form::of(all) {
        return form.read(text, all, notes);
    }
    let mut requests = fences(all).into_iter().filter_map(|inner| Some((Form::of(inner)?, inner)));
    if let Some((form, inner)) = requests.next() {
        let is_response = |line: &str| matches!(start_line(line), Some(StartLine::Response(_)));
        let mut others = requests.filter_map(|(_, other)| other.first().copied());
        if let Some((at, line)) = others.find(|(_, line)| !is_response(line)) {
            notes.add(Level::Warning, &(at..at + line.len()), messages::ONLY_FIRST).hint("paste one request");
        }
        return form.read(text, inner, notes);
    }
    let first = all.first().copied().unwrap_or((whole.start, notes.text(&whole)));
    let (start, first) = (first.0 + (first.1.len() - first.1.trim_start().len()), first.1.trim());
    let range = start..start + first.len();
    let word: String = first.chars().take_while(|c| c.is_ascii_alphabetic() || *c == '-').collect();
    let tool = OTHER_TOOLS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name));
    let (message, hint) = match tool {
        Some((_, hint)) => ("requests of this tool are not read", *hint),
        None => ("this is not a request", "paste a request line such as `GET /path`, a curl command, or a URL"),
    };
    notes.add(Level::Error, &range, message).hint(hint);
    None
}

/// The form of a request.
enum Form {
    /// A curl command, at this line.
    Curl(usize),
    /// An HTTP message.
    Message,
    /// A list of headers from the network tab of a browser.
    Headers,
    /// A URL or a path.
    Url,
    /// What curl prints with `-v`: lines of the request begin with `>`.
    Trace,
}

impl Form {
    /// Returns the form of a text by its first lines.
    fn of(lines: &[Line<'_>]) -> Option<Form> {
        let (index, line) = lines.iter().enumerate().find(|(_, (_, line))| !line.trim().is_empty())?;
        let first = without_prompt(line.1);
        let word = first.split_whitespace().next()?.trim_matches(['"', '\'']);
        let sent = |line: &str| line.trim_start().strip_prefix("> ").is_some_and(is_start_line);
        Some(match () {
            () if curl::is_curl(word) => Form::Curl(index),
            () if http2::is_list(lines) => Form::Headers,
            () if is_start_line(first) => Form::Message,
            () if lines.iter().any(|(_, line)| sent(line)) => Form::Trace,
            () if is_url(first) => Form::Url,
            () if has_other_method(first) => Form::Message,
            () => return None,
        })
    }

    fn read(self, text: &str, lines: &[Line<'_>], notes: &mut Notes) -> Option<Draft> {
        match self {
            Form::Curl(index) => curl_command(text, lines, index, notes),
            Form::Message => messages::read(lines, notes),
            Form::Headers => http2::read(lines, notes),
            Form::Url => messages::bare_url(lines, notes),
            Form::Trace => {
                let own = lines.iter().filter_map(|(at, line)| {
                    let rest = line.trim_start().strip_prefix('>')?;
                    Some((at + line.len() - rest.len(), rest))
                });
                messages::read(&own.collect::<Vec<_>>(), notes)
            }
        }
    }
}

/// Returns the lines without comments at the beginning, as in files of requests: `### name`, `// name`.
fn without_comments<'l, 't>(lines: &'l [Line<'t>]) -> &'l [Line<'t>] {
    let is_skipped = |(_, line): &&Line<'_>| {
        let line = without_prompt(line);
        line.is_empty() || line.starts_with(['#', '@']) || line.starts_with("//")
    };
    let skipped = lines.iter().take_while(is_skipped).count();
    lines.get(skipped..).unwrap_or_default()
}

/// Removes the prompt of a shell: `$ `, `C:\>`.
fn without_prompt(line: &str) -> &str {
    let line = line.trim();
    let after = |prompt: &str| line.strip_prefix(prompt).map(str::trim_start);
    let windows = || {
        let (folder, rest) = line.split_once('>')?;
        folder.get(1..3).is_some_and(|drive| drive == ":\\").then(|| rest.trim_start())
    };
    let found = after("$ ").or_else(|| after("# ")).or_else(|| after("% ")).or_else(|| after("> ")).or_else(windows);
    found.filter(|rest| rest.split_whitespace().next().is_some_and(curl::is_curl)).unwrap_or(line)
}

/// Returns whether a line has a word in place of a method, in any case: `get /path`, `MERGE /path`.
fn has_other_method(line: &str) -> bool {
    let word = line.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(line.len());
    let rest = line.get(word..).unwrap_or_default();
    let rest = rest.trim_start().strip_prefix(':').unwrap_or(rest).trim_start();
    (2..=16).contains(&word) && rest.len() < line.len() - word && (rest.starts_with('/') || rest.contains("://"))
}

/// Returns whether a line is a URL: one with a scheme, a path, or a host and a path.
fn is_url(line: &str) -> bool {
    let line = line.trim_start_matches('<');
    let has_scheme = ["http://", "https://"]
        .iter()
        .any(|scheme| line.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme)));
    let host = line.split('/').next().unwrap_or_default();
    let is_host = host.contains('.') && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:".contains(&b));
    let is_path = line.starts_with('/') && !line.starts_with("//") && !line.starts_with("/*") && line.len() > 1;
    has_scheme || is_path || is_host && line.len() > host.len() && !line.contains(char::is_whitespace)
}

/// Returns the lines of each fenced code block.
fn fences<'l, 't>(lines: &'l [Line<'t>]) -> Vec<&'l [Line<'t>]> {
    let mut out = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    for (index, (_, line)) in lines.iter().enumerate() {
        let line = line.trim();
        match open {
            None => {
                let mark = ["```", "~~~"].into_iter().find(|mark| line.starts_with(mark));
                open = mark.map(|mark| (index + 1, mark));
            }
            Some((from, mark)) if line.starts_with(mark) && line.trim_matches(['`', '~']).is_empty() => {
                out.extend(lines.get(from..index));
                open = None;
            }
            Some(_) => {}
        }
    }
    // A fence that is not closed ends with the text.
    out.extend(open.and_then(|(from, _)| lines.get(from..)));
    out
}

fn curl_command(text: &str, lines: &[Line<'_>], index: usize, notes: &mut Notes) -> Option<Draft> {
    let (at, line) = *lines.get(index)?;
    let end = lines.last().map_or(0, |(at, line)| at + line.len());
    let start = at + line.rfind(without_prompt(line)).unwrap_or(0);
    let command = text.get(..end).unwrap_or(text);
    let split = if cmd::is_for_cmd(command.get(start..).unwrap_or_default()) { cmd::split } else { words::split };
    let words = split(command, start);
    if let Some(open) = words.unclosed {
        let hint = "add the closing quote, or copy the whole command";
        notes.add(Level::Error, &(open..open + 1), "this quote is not closed").hint(hint);
    }
    if let Some(at) = words.unquoted {
        let message = "a shell would end the command here; it is read as text";
        notes.add(Level::Note, &(at..at + 1), message).hint("put the URL in quotes");
    }
    if let Some(at) = words.broken_line {
        let message = "a shell would end the command at this line break; the options after it are read as well";
        notes
            .add(Level::Note, &(at..at + 1), message)
            .hint("end the line with `\\`, in the Windows command line with `^`");
    }
    if let Some(at) = words.rest {
        let rest = command.get(at..).unwrap_or_default();
        let length = rest.lines().next().unwrap_or_default().len();
        let message = "the text after the command is ignored";
        notes.add(Level::Note, &(at..at + length), message).hint("paste one command");
    }
    let draft = curl::read(words.words.get(1..).unwrap_or_default(), notes)?;
    // With an open quote, the words are not what was meant.
    words.unclosed.is_none().then_some(draft)
}

/// Reads the body of a request, and leaves its secrets out.
fn finish(draft: Draft, notes: &mut Notes) -> RequestExample {
    let Draft { method, url, url_range, headers, body, range } = draft;
    let (secret, headers): (Vec<_>, Vec<_>) = headers.into_iter().partition(|header| is_secret_header(&header.name));
    for header in secret {
        notes.secret(&header.name, &header.range);
    }
    let url = without_secrets(url, &url_range, notes);
    let headers: Vec<(String, String)> = headers.into_iter().map(|header| (header.name, header.value)).collect();
    let body = body.map_or(ExampleBody::None, |text| json(&text, &headers, notes));
    let (span, url_span) = (notes.span(&range), notes.span(&url_range));
    RequestExample { method, url, headers, body, annotated: false, name: None, span, url_span }
}

/// Removes tokens (RFC 6750 §2.3) and other secrets from the query.
fn without_secrets(url: String, range: &Range<usize>, notes: &mut Notes) -> String {
    let Some((path, query)) = url.split_once('?') else { return url };
    let name = |option: &str| option.split('=').next().unwrap_or_default().to_owned();
    let (secret, rest): (Vec<&str>, Vec<&str>) =
        query.split('&').partition(|option| secrets::is_secret_option(&name(option)));
    for option in &secret {
        let (name, shown) = (name(option), notes.text(range));
        let hidden = shown.find(&format!("{name}=")).map_or(range.clone(), |at| {
            let length = shown.get(at..).and_then(|rest| rest.find(['&', '"', '\''])).unwrap_or(shown.len() - at);
            range.start + at..range.start + at + length
        });
        notes.secret(&name, &hidden);
    }
    match (secret.is_empty(), rest.is_empty()) {
        (true, _) => url,
        (false, true) => path.to_owned(),
        (false, false) => format!("{path}?{}", rest.join("&")),
    }
}

/// Reads a body, and reports what is wrong with its JSON.
fn json(text: &Located, headers: &[(String, String)], notes: &mut Notes) -> ExampleBody {
    let span = notes.span(&text.range);
    let BodyReading { body, repair, fault } = read_body(&text.text, headers, false, span);
    let is_valid = matches!(&body, ExampleBody::Json(block) if !block.repaired);
    let repair = repair.or_else(|| if is_valid { loss(&text.text) } else { None });
    if let Some(repair) = repair {
        let at = text.source(repair.at);
        let rest = text.text.get(repair.at..).unwrap_or_default().trim_start();
        if rest.lines().next().is_some_and(is_start_line) {
            let rest = lines(&text.text, &(repair.at..text.text.len()));
            let rest: Vec<Line<'_>> = rest.into_iter().map(|(at, line)| (text.source(at), line)).collect();
            messages::report_rest(&rest, notes);
        } else {
            notes.add(Level::Warning, &(at..at + 1), format!("this JSON has {}", repair.what)).hint(repair.hint());
        }
    }
    if let Some(fault) = fault {
        let at = text.source(fault.stopped);
        notes.add(Level::Error, &(at..at + 1), "this is not JSON").hint("correct the text from here on");
    }
    body
}
