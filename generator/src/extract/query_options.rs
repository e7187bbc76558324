//! The Query parameters section: OData query options and custom query options.
//!
//! In: the section's paragraphs, lists, tables and request lines. Out: the supported OData query options, rows for the custom query
//! options, and the documented headers. `negation` reads the claims.

use crate::diagnostics::{Spanned, lint};
use crate::odata::Primitive;
use crate::parse::{Block, Section, Table, Text};

use super::claims::{Fact, claim};
use super::context::{Context, items, tables};
use super::custom_options::{Custom, in_lists, in_prose, in_request_lines, in_requests, is_name};
use super::facts::{HeaderFacts, PropertyFacts, QUERY_OPTIONS, RequestFacts};
use super::negation::{Mention, Stance, What, introduced, mentions, system_option};
use super::pattern::pattern;
use super::phrases::{EXAMPLES, LIMITING};
use super::sections::Role;
use super::sentences::{Sentence, Token, sentences};
use super::tables::{Columns, add_new, clean_name, first_header, is_blank, rows_in_columns};

pattern! {
    // A media type, a preference, a word in lower case.
    HEADER_VALUE = r"^[A-Z]?[a-z0-9]*(?:[._/+=-][A-Za-z0-9._/+=-]*)$|^[a-z0-9][A-Za-z0-9]*$";
    HEADER_NAME = r"^[A-Za-z][A-Za-z0-9\-]*$";
}

/// Words in the place of a header's value that are not values.
const NOT_VALUES: [&str; 7] = ["e.g", "etag", "i.e", "n/a", "none", "optional", "required"];

/// The facts of the Query parameters sections.
#[derive(Debug, Default)]
pub(super) struct QueryFacts {
    /// OData query options, as in [`QUERY_OPTIONS`].
    pub options: Vec<String>,
    /// Custom query options.
    pub parameters: Vec<PropertyFacts>,
    /// The properties that tables without types list for an option.
    pub properties: Vec<Spanned<String>>,
}

/// Returns the page's facts about query options. `requests` are the page's request lines.
pub(super) fn query_facts(cx: &mut Context<'_>, requests: &[RequestFacts]) -> QueryFacts {
    let mut claims = Claims::default();
    let mut parameters = Vec::new();
    let mut properties = Vec::new();
    for (_, section) in cx.sections(&Role::QueryParameters) {
        claims.section(section);
        for (table, lead) in introduced_tables(section) {
            let columns = query_columns(table);
            if lists_properties(table, lead) {
                // `unread` reports rows with types.
                if columns.ty.is_none() {
                    properties.extend(table.rows.iter().filter_map(|row| property_name(row.cells.first()?)));
                }
                continue;
            }
            if columns.name.is_none() {
                report_unread(cx, table);
                continue;
            }
            let rows = rows_in_columns(cx, table, columns, true);
            add_new(&mut parameters, rows);
        }
        add_new(&mut parameters, in_lists(section));
    }
    parameters.retain(|row| !is_query_option(&row.name));
    add_new(&mut parameters, in_prose(&claims.custom));
    let missing = |row: &PropertyFacts, known: &[PropertyFacts]| {
        !known.iter().any(|other| other.name.eq_ignore_ascii_case(&row.name))
    };
    for row in in_requests(cx).into_iter().chain(in_request_lines(requests)) {
        match system_option(&row.name).filter(|_| row.name.starts_with('$')) {
            Some(option) => claims.mention(option, Stance::Mentioned),
            None if missing(&row, &parameters) => parameters.push(row),
            None => {}
        }
    }
    QueryFacts { options: claims.supported(), parameters, properties }
}

/// First headers of tables of query options. Elsewhere, they are not the header of a name column.
const NAME_HEADERS: &[&str] = &[
    "argument",
    "custom query option",
    "key",
    "odata parameter",
    "odata query option",
    "odata query parameter",
    "option",
    "option name",
    "options",
    "query option",
    "query options",
    "query parameter name",
    "query parameters",
    "query string",
    "query string option",
    "query string parameter",
    "query string parameters",
    "url parameter",
];

/// Returns the columns of a table in this section.
fn query_columns(table: &Table) -> Columns {
    let mut columns = Columns::of(table);
    let first = first_header(table);
    let states = columns.ty.is_some() || columns.value.is_some() || columns.description.is_some();
    if columns.name.is_none() && NAME_HEADERS.contains(&first.as_str()) {
        columns.name = Some(0);
    } else if !states && !["option", "parameter"].iter().any(|word| first.contains(word)) {
        columns.name = None;
    }
    columns
}

/// Reports a table of names that no rule reads.
fn report_unread(cx: &mut Context<'_>, table: &Table) {
    let names = table.rows.iter().filter_map(|row| row.cells.first()).map(|cell| clean_name(cell).0);
    let (options, others): (Vec<String>, Vec<String>) = names.partition(|name| is_query_option(name));
    // `unread` reports tables with a type column.
    if options.is_empty()
        && !others.is_empty()
        && others.iter().all(|name| is_name(name))
        && Columns::of(table).ty.is_none()
    {
        cx.unread_table(table, "query options");
    }
}

fn is_query_option(name: &str) -> bool {
    QUERY_OPTIONS.contains(&name.to_ascii_lowercase().as_str())
}

/// The claims of a page, in order.
#[derive(Debug, Default)]
struct Claims {
    mentions: Vec<Mention>,
    /// Custom query options in prose.
    custom: Vec<Custom>,
    /// Whether OData query options are supported as a whole, and whether explicitly "all" or "every" one.
    all: bool,
    every: bool,
    /// Whether something lists the supported options. A sentence about all options then only introduces the list.
    narrowed: bool,
    /// OData query options that a sentence about all of them excludes.
    excluded: Vec<String>,
}

impl Claims {
    fn section(&mut self, section: &Section) {
        let mut lead = None;
        for block in &section.blocks {
            match block {
                Block::Paragraph(text) => lead = self.text(text, None),
                Block::Annotation(_) => {}
                block => {
                    let inside = std::slice::from_ref(block);
                    for item in items(inside) {
                        match item.block {
                            Block::Paragraph(text) => {
                                self.narrowed |= begins_with_option(text) && lead != Some(Stance::Refused);
                                self.text(text, lead);
                            }
                            Block::Table(table) => self.table(table, lead),
                            _ => {}
                        }
                    }
                    lead = None;
                }
            }
        }
    }

    /// Reads a paragraph or list item. Returns its claim about the list after it.
    fn text(&mut self, text: &Text, lead: Option<Stance>) -> Option<Stance> {
        let read = sentences(text);
        for sentence in &read {
            let found = mentions(std::slice::from_ref(sentence), lead);
            let whole = found.iter().find_map(|mention| match mention.what {
                What::All(every) if mention.stance == Stance::Supported => Some(every),
                _ => None,
            });
            if let Some(every) = whole.filter(|_| !partly_denied(sentence)) {
                self.all = true;
                self.every |= every;
            }
            self.narrowed |= narrows(sentence, &found);
            for mention in &found {
                match &mention.what {
                    What::Option(name, _) if whole.is_some() && denies(mention.stance) => {
                        self.excluded.push(name.clone());
                    }
                    What::Code(code) if !denies(mention.stance) => {
                        self.custom.extend(Custom::of_code(code, mention.is_parameter, text, sentence));
                    }
                    _ => {}
                }
            }
            self.custom.extend(Custom::of_words(text, sentence));
            self.mentions.extend(found);
        }
        introduced(&read)
    }

    /// Reads rows whose first cell is an option. The other cells are claims about it.
    fn table(&mut self, table: &Table, lead: Option<Stance>) {
        for row in &table.rows {
            let Some((first, rest)) = row.cells.split_first() else { continue };
            let (name, _) = clean_name(first);
            if !is_query_option(&name) {
                continue;
            }
            let refused = rest.iter().any(|cell| says_refused(&name, cell));
            let stance = if refused || lead == Some(Stance::Refused) { Stance::Refused } else { Stance::Mentioned };
            self.narrowed |= stance != Stance::Refused;
            self.mention(name.to_ascii_lowercase(), stance);
        }
    }

    /// Adds a mention of an OData query option outside of sentences.
    fn mention(&mut self, option: String, stance: Stance) {
        let what = What::Option(option, super::negation::Operators::default());
        self.mentions.push(Mention { what, stance, is_parameter: true });
    }

    /// Returns whether any mention of this option has such a stance.
    fn any(&self, option: &str, has: impl Fn(Stance) -> bool) -> bool {
        let of = |mention: &Mention| matches!(&mention.what, What::Option(name, _) if name == option);
        self.mentions.iter().any(|mention| of(mention) && has(mention.stance))
    }

    /// Returns the supported options, without those that are refused anywhere.
    fn supported(&self) -> Vec<String> {
        let refused = |option: &str| self.any(option, |stance| stance == Stance::Refused);
        let named = |option: &str| self.any(option, affirms) && !refused(option);
        let supported = |option: &&&str| {
            let whole =
                self.all && !self.any(option, denies) && !self.excluded.iter().any(|excluded| excluded == *option);
            named(option) || whole && (self.every || !self.narrowed)
        };
        QUERY_OPTIONS.iter().filter(supported).map(|option| (*option).to_owned()).collect()
    }
}

/// Returns whether a mention counts as support. Pages often name supported options without a verb.
fn affirms(stance: Stance) -> bool {
    matches!(stance, Stance::Supported | Stance::Mentioned)
}

/// Returns whether a sentence lists the supported options: it claims their support, or rules out others. Pages that support all of them
/// name some as examples: "For example, use `$expand`".
fn narrows(sentence: &Sentence, found: &[Mention]) -> bool {
    let words = |wanted: &[&str]| {
        let mut tokens = sentence.clauses.iter().flat_map(|clause| &clause.tokens);
        tokens.any(|token| token.word().is_some_and(|word| wanted.contains(&word)))
    };
    let mut options = found.iter().filter(|mention| matches!(mention.what, What::Option(..)));
    let claimed = options.clone().any(|mention| mention.stance == Stance::Supported) && !words(EXAMPLES);
    claimed || words(LIMITING) && options.any(|mention| affirms(mention.stance))
}

/// Returns whether a list item begins with an OData query option.
fn begins_with_option(text: &Text) -> bool {
    let first = sentences(text).into_iter().next().and_then(|sentence| sentence.clauses.into_iter().next());
    match first.and_then(|clause| clause.tokens.into_iter().next()) {
        Some(Token::Code(code)) => system_option(&code).is_some(),
        Some(Token::Word(word, _)) => is_query_option(&word),
        _ => false,
    }
}

/// Returns whether a sentence partly denies its claim: "supports the OData query parameters for a list, but not for one".
fn partly_denied(sentence: &Sentence) -> bool {
    sentence.clauses.iter().any(|clause| {
        let names = clause.tokens.iter().any(|token| matches!(token, Token::Code(_)));
        !names && clause.tokens.first().and_then(Token::word) == Some("not")
    })
}

/// Returns whether a mention rules out the option.
fn denies(stance: Stance) -> bool {
    matches!(stance, Stance::Refused | Stance::Unclear)
}

/// Returns whether a cell declares that the option of its row is not supported.
fn says_refused(option: &str, cell: &Text) -> bool {
    if matches!(cell.plain().trim(), "❌" | "✗" | "✘" | ":x:") {
        return true;
    }
    let Some(mut first) = sentences(cell).into_iter().next() else { return false };
    let Some(clause) = first.clauses.first_mut() else { return false };
    clause.tokens.splice(0..0, [Token::Code(option.to_owned()), Token::Pause]);
    let found = mentions(std::slice::from_ref(&first), None);
    found.first().is_some_and(|mention| mention.stance == Stance::Refused)
}

/// Returns the tables of a section, each with the paragraph before it.
fn introduced_tables(section: &Section) -> Vec<(&Table, Option<&Text>)> {
    let mut out = Vec::new();
    let mut lead = None;
    for block in &section.blocks {
        match block {
            Block::Paragraph(text) => lead = Some(text),
            block => out.extend(tables(std::slice::from_ref(block)).into_iter().map(|table| (table, lead))),
        }
    }
    out
}

/// Returns the property that the first cell of a row names: the first one of a path.
fn property_name(cell: &Text) -> Option<Spanned<String>> {
    let (name, _) = clean_name(cell);
    let first = name.split('/').next().unwrap_or_default().to_owned();
    is_name(&first).then_some(first).zip(cell.span).map(|(name, span)| Spanned::new(name, span))
}

/// Returns whether the rows are properties that an option applies to: "The following properties are supported with `$filter`".
fn lists_properties(table: &Table, lead: Option<&Text>) -> bool {
    let Some(lead) = lead else { return false };
    if first_header(table).contains("query")
        || table.rows.iter().any(|row| row.cells.first().is_some_and(|cell| cell.plain().starts_with('$')))
    {
        return false;
    }
    sentences(lead).iter().any(|sentence| {
        let tokens = || sentence.clauses.iter().flat_map(|clause| &clause.tokens);
        let words = |wanted: &[&str]| tokens().any(|token| token.word().is_some_and(|word| wanted.contains(&word)));
        let option = tokens().any(|token| matches!(token, Token::Code(code) if system_option(code).is_some()));
        let things = words(&["attributes", "columns", "fields", "properties"]);
        let applies = option || words(&["filter", "filterable", "filtering", "filters", "sort", "sortable", "sorting"]);
        things && applies
    })
}

/// Returns the documented headers, without Authorization.
pub(super) fn headers(cx: &mut Context<'_>) -> Vec<HeaderFacts> {
    let mut out: Vec<HeaderFacts> = Vec::new();
    for table in cx.tables(&Role::RequestHeaders) {
        let columns = Columns::of(table);
        let Some(name_column) = columns.name else { continue };
        for row in &table.rows {
            let Some(cell) = row.cells.get(name_column) else { continue };
            let (full, note) = clean_name(cell);
            if full.is_empty() && !row.cells.iter().all(is_blank) {
                let hint = "write the header's name in the first cell";
                cx.warn(lint::ROW_WITHOUT_NAME, cell.span.unwrap_or(row.span), "this row has no name".to_owned(), hint);
            }
            let (name, inner) = match full.split_once(':') {
                Some((name, value)) => (name.trim().to_owned(), value.trim().trim_matches(['`', '*']).to_owned()),
                None => (full.trim().to_owned(), String::new()),
            };
            if !HEADER_NAME.is_match(&name) || name.eq_ignore_ascii_case("authorization") {
                continue;
            }
            let column = |c: Option<usize>| c.and_then(|c| row.cells.get(c));
            let texts = [column(columns.value), column(columns.description)];
            let says_required = |text: &Text| claim(&sentences(text), Fact::Required) == Some(true);
            let required = note.eq_ignore_ascii_case("required")
                || texts.into_iter().flatten().any(says_required)
                || column(columns.required).map(one_line).unwrap_or_default().to_ascii_lowercase().starts_with('y');
            let [value, description] = texts.map(|text| text.map(one_line).unwrap_or_default());
            let value = [inner, value, description].into_iter().find(|v| !v.is_empty()).unwrap_or_default();
            let fixed = fixed_value(&value);
            out.push(HeaderFacts { name, value, fixed, required, span: cell.span.unwrap_or(row.span) });
        }
    }
    out
}

/// Returns the value of a header whose description begins with nothing but the value: "eventual. This header is required when …". Words
/// for the kind of value, such as `String`, are not values, and neither is text with placeholders.
fn fixed_value(text: &str) -> Option<String> {
    let first = text.split_whitespace().next()?;
    let value = first.trim_end_matches(['.', ';', ',']);
    let is_whole = value.len() < first.len() || first == text.trim();
    let is_kind =
        Primitive::from_spelling(value).is_some() || NOT_VALUES.iter().any(|word| value.eq_ignore_ascii_case(word));
    (is_whole && !is_kind && HEADER_VALUE.is_match(value)).then(|| value.to_owned())
}

fn one_line(cell: &Text) -> String {
    cell.plain().split_whitespace().collect::<Vec<_>>().join(" ")
}
