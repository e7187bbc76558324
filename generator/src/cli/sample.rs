//! `docbindgen sample`

mod page;

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args, ValueEnum};
use serde_json::{Map, Value, json};

use super::console::Console;
use super::export::print;
use super::{Exit, Settings, Stopped, When};
use crate::diagnostics::{Level, Note, Sources, Span, is_printable};
use crate::model::{Api, Example};
use crate::paste::{Found, find};
use crate::pipeline::{NoSample, Planned, count, plan_pages};

/// Print the Rust code of a documented example, or of a request from standard input
///
/// A request is an HTTP message as on pages, or from a proxy; the headers that the network tab of a browser shows; a curl command, also as
/// browsers copy it for bash and for the Windows command line; or a URL. If no documented request matches, the nearest ones are listed,
/// with what differs. Secrets are left out.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, group = ArgGroup::new("request").required(true).args(["page", "stdin"]))]
pub(super) struct Sample {
    /// A page, and the number of one of its examples after `:`; a path in the docs folder, or the name of the file
    #[arg(value_name = "FILE[:N]")]
    page: Option<String>,
    /// Read a request from standard input
    #[arg(long)]
    stdin: bool,
    /// Folder of the pages: with api/ and resources/ in it, a folder of versions above such, or plain pages
    #[arg(long, value_name = "DIR")]
    docs: PathBuf,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    #[command(flatten)]
    settings: Settings,
    /// Print the code and errors only
    #[arg(long, short)]
    quiet: bool,
    /// Colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: When,
}

const EXAMPLES: &str = "\
Examples:
  docbindgen sample user-get.md --docs docs
      the first example of a page
  docbindgen sample api/user-get.md:2 --docs docs
      the second one
  pbpaste | docbindgen sample --stdin --docs docs
      a request that was copied from a page or with `Copy as cURL`

Exit codes: 0 the code was printed; 1 no code, as messages say; 2 wrong usage, or pages that cannot be read.";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// The code
    Text,
    /// An object with the operation, its page, the code and the notes
    Json,
}

/// The maximum number of bytes of a request.
const MAX_BYTES: u64 = 64 << 20;

pub(super) fn run(args: &Sample) -> Exit {
    let mut console = Console::new_for(args.color, args.quiet, &args.docs);
    // The request first: reading the pages takes longer.
    let pasted = match args.stdin.then(read_stdin).transpose() {
        Ok(pasted) => pasted,
        Err(message) => {
            console.error(&message);
            return Exit::Found;
        }
    };
    let mut planned = match plan_pages(&args.docs, &args.settings.options(), &|_| {}) {
        Ok(planned) => planned,
        Err(error) => return Stopped::from(error).report(&mut console),
    };
    planned.pages.finish();
    if planned.pages.summary.errors > 0 {
        let errors = count(planned.pages.summary.errors, "error");
        console.note(&format!("the pages have {errors}; `docbindgen check` lists them"));
    }
    let found = match (&args.page, pasted) {
        (Some(page), _) => page::example(page, &args.docs, &planned),
        (None, text) => {
            let Planned { pages, service, .. } = &mut planned;
            Ok(find(&text.unwrap_or_default(), &pages.api, service, &mut pages.set.sources))
        }
    };
    match found {
        Ok(found) => finish(found, args.format, &planned, &mut console),
        Err(message) => {
            console.error(&message);
            Exit::Usage
        }
    }
}

/// Reads the text on standard input.
fn read_stdin() -> Result<String, String> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        eprintln!("paste a request, then press {}", if cfg!(windows) { "Ctrl+Z and Enter" } else { "Ctrl+D" });
    }
    let mut bytes = Vec::new();
    let result = stdin.lock().take(MAX_BYTES + 1).read_to_end(&mut bytes);
    result.map_err(|error| format!("cannot read standard input: {error}"))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(format!("standard input has more than {} MiB: paste one request", MAX_BYTES >> 20));
    }
    decode(bytes).ok_or_else(|| "standard input is not text in UTF-8: paste a request".to_owned())
}

/// Decodes a text, without a byte order mark. PowerShell writes UTF-16.
fn decode(bytes: Vec<u8>) -> Option<String> {
    let utf16 = |read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.get(2..)?.chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    match bytes.get(..2) {
        Some([0xff, 0xfe]) => utf16(u16::from_le_bytes),
        Some([0xfe, 0xff]) => utf16(u16::from_be_bytes),
        _ => {
            let text = String::from_utf8(bytes).ok()?;
            Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
        }
    }
}

/// Prints the code and the messages.
fn finish(found: Found, format: Format, planned: &Planned, console: &mut Console) -> Exit {
    let (api, sources) = (&planned.pages.api, &planned.pages.set.sources);
    // A fault in the text makes the code a wrong one.
    let is_sound = !found.notes.iter().any(|note| note.level == Level::Error);
    let example = found.example.as_ref();
    let code = match example.filter(|_| is_sound).map(|example| planned.code(example)).transpose() {
        Ok(code) => code,
        Err(error) => {
            console.error(&error.to_string());
            return Exit::Usage;
        }
    };
    let mut notes = found.notes;
    if let Some(Err(reason)) = &code {
        notes.push(refused(*reason, example));
    }
    let code = code.and_then(Result::ok).map(|lines| lines.join("\n") + "\n");
    let result = match format {
        Format::Text => {
            console.notes(sources, &notes);
            print(code.as_deref().unwrap_or_default())
        }
        Format::Json => print(&as_json(api, sources, example, code.as_deref(), &notes)),
    };
    match result {
        Ok(()) if code.is_some() => Exit::Fine,
        Ok(()) => Exit::Found,
        Err(error) => {
            console.error(&format!("cannot write to standard output: {error}"));
            Exit::Usage
        }
    }
}

/// Returns the message for an example without code.
fn refused(reason: NoSample, example: Option<&Example>) -> Note {
    let span = example.and_then(span);
    match reason {
        NoSample::NoRequest => Note::new(Level::Error, span, "the example has no request"),
        NoSample::NoBody => Note::new(Level::Error, span, "the example does not show its request body"),
        NoSample::Left(reason) => {
            let message = format!("the bindings cannot build this request: {}", reason.lint().summary);
            let mut note = Note::new(Level::Error, span, message);
            note.hint(format!("`docbindgen explain {}` says more", reason.lint().id));
            note
        }
    }
}

/// Returns the span of an example's URL.
fn span(example: &Example) -> Option<Span> {
    Some(example.facts.request.as_ref()?.url_span)
}

/// Returns the published form of the result: members that are added later do not change the version.
fn as_json(api: &Api, sources: &Sources, example: Option<&Example>, code: Option<&str>, notes: &[Note]) -> String {
    let operation = example.and_then(|example| api.operations.get(example.matched.as_ref()?.operation));
    let located = |span: Option<Span>, message: &str| {
        let mut out = Map::new();
        if let Some(span) = span {
            let (line, column) = sources.line_column(span);
            out.insert("file".to_owned(), sources.file(span.file).path.clone().into());
            out.insert("line".to_owned(), line.into());
            out.insert("column".to_owned(), column.into());
        }
        out.insert("message".to_owned(), message.into());
        out
    };
    let notes = notes.iter().map(|note| {
        let mut out = located(note.span, &note.message);
        out.insert("level".to_owned(), note.level.name().into());
        out.extend(note.hint.as_ref().map(|hint| ("hint".to_owned(), hint.as_str().into())));
        let related: Vec<Value> = note.related.iter().map(|(span, label)| located(Some(*span), label).into()).collect();
        out.extend((!related.is_empty()).then(|| ("related".to_owned(), related.into())));
        Value::from(out)
    });
    let printed = json!({
        "version": 1,
        "operation": operation.map(|operation| format!("{} {}", operation.method, operation.path)),
        "page": operation.and_then(|operation| operation.pages.first()),
        "code": code,
        "notes": notes.collect::<Vec<_>>(),
    });
    format!("{printed:#}\n")
}

/// Returns a path of the user as text for messages.
fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    if is_printable(&text) { text.into_owned() } else { text.escape_debug().to_string() }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn texts_are_decoded() {
        let utf16 = |text: &str, mark: [u8; 2], bytes: fn(u16) -> [u8; 2]| {
            mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect::<Vec<u8>>()
        };
        assert_eq!(decode(b"\xef\xbb\xbfGET /a".to_vec()).as_deref(), Some("GET /a"));
        assert_eq!(decode(utf16("GET /é", [0xff, 0xfe], u16::to_le_bytes)).as_deref(), Some("GET /é"));
        assert_eq!(decode(utf16("GET /é", [0xfe, 0xff], u16::to_be_bytes)).as_deref(), Some("GET /é"));
        assert_eq!(decode(b"\x80\xff".to_vec()), None);
        assert_eq!(decode(vec![0xff, 0xfe, 0x00, 0xd8]), None);
    }
}
