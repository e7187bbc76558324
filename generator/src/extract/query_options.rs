//! The Query parameters section: OData's query options, and the page's own.
//!
//! In: the section's paragraphs, lists, tables and request lines. Out: the query options that the page says are supported, rows for its own
//! query options, and its documented headers. Claims are read by `negation`.

use crate::diagnostics::Span;
use crate::parse::{Block, Section, Table, Text};

use super::claims::{Fact, claim};
use super::context::{Context, codes, items, tables};
use super::facets::facets;
use super::facts::{Facets, HeaderFacts, PropertyFacts, QUERY_OPTIONS, ValueList};
use super::http_message::{StartLine, start_line};
use super::negation::{Mention, Stance, What, introduced, mentions, system_option};
use super::path::parse_template;
use super::pattern::pattern;
use super::sections::Role;
use super::sentences::{Sentence, Token, sentences};
use super::tables::{Columns, add_new, clean_name, first_header, property_rows};
use super::type_expr::{Primitive, TypeExpr};

pattern! {
    NAME = r"^[A-Za-z_][A-Za-z0-9_\-]*$";
    HEADER_NAME = r"^[A-Za-z][A-Za-z0-9\-]*$";
}

/// The facts of the Query parameters sections.
#[derive(Debug, Default)]
pub(super) struct QueryFacts {
    /// Query options of OData, as in [`QUERY_OPTIONS`].
    pub options: Vec<String>,
    /// The page's own query options.
    pub parameters: Vec<PropertyFacts>,
}

/// What the page documents about query options.
pub(super) fn query_facts(cx: &mut Context<'_>) -> QueryFacts {
    let mut claims = Claims::default();
    let mut parameters = Vec::new();
    for (_, section) in cx.sections(&Role::QueryParameters) {
        claims.section(section);
        for (table, lead) in introduced_tables(section) {
            let columns = Columns::of(table);
            let states = columns.ty.is_some() || columns.value.is_some() || columns.description.is_some();
            if columns.name.is_none() || !states || lists_properties(table, lead) {
                continue;
            }
            let rows = property_rows(cx, table, true);
            add_new(&mut parameters, rows);
        }
    }
    parameters.retain(|row| !is_query_option(&row.name));
    let shown = shown_in_requests(cx);
    add_new(&mut parameters, named_in_prose(&claims, &shown));
    QueryFacts { options: claims.supported(), parameters }
}

fn is_query_option(name: &str) -> bool {
    QUERY_OPTIONS.contains(&name.to_ascii_lowercase().as_str())
}

/// The claims of a page, in order.
#[derive(Debug, Default)]
struct Claims {
    mentions: Vec<Mention>,
    /// The page's own options in prose: the name, the paragraph, the sentence.
    custom: Vec<(String, Text, Sentence)>,
    /// Supported as a whole, and by the word "all".
    all: bool,
    every: bool,
    /// Those of OData that a sentence about all of them takes out.
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

    /// Reads a paragraph or an item of a list; gives what it claims of the list after it.
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
            for mention in &found {
                match &mention.what {
                    What::Option(name, _) if whole.is_some() && !affirms(mention.stance) => {
                        self.excluded.push(name.clone());
                    }
                    What::Code(code) if mention.is_parameter && !denies(mention.stance) => {
                        // `model`, `model=A`, `?model=A`
                        let name = code.trim_start_matches('?').split('=').next().unwrap_or_default();
                        if NAME.is_match(name) {
                            self.custom.push((name.to_owned(), text.clone(), sentence.clone()));
                        }
                    }
                    _ => {}
                }
            }
            self.mentions.extend(found);
        }
        introduced(&read)
    }

    /// Reads rows whose first cell is an option: what the other cells say is said of it.
    fn table(&mut self, table: &Table, lead: Option<Stance>) {
        for row in &table.rows {
            let Some((first, rest)) = row.cells.split_first() else { continue };
            let (name, _) = clean_name(first);
            if !is_query_option(&name) {
                continue;
            }
            let refused = rest.iter().any(|cell| says_refused(&name, cell));
            let stance = if refused || lead == Some(Stance::Refused) { Stance::Refused } else { Stance::Mentioned };
            let what = What::Option(name.to_ascii_lowercase(), super::negation::Operators::default());
            self.mentions.push(Mention { what, stance, is_parameter: true });
        }
    }

    /// Whether any mention of this option has the stance.
    fn any(&self, option: &str, has: impl Fn(Stance) -> bool) -> bool {
        let of = |mention: &Mention| matches!(&mention.what, What::Option(name, _) if name == option);
        self.mentions.iter().any(|mention| of(mention) && has(mention.stance))
    }

    /// The supported options. One that is refused anywhere is not among them.
    fn supported(&self) -> Vec<String> {
        let refused = |option: &str| self.any(option, |stance| stance == Stance::Refused);
        let named = |option: &str| self.any(option, affirms) && !refused(option);
        let some = QUERY_OPTIONS.iter().any(|option| named(option));
        let supported = |option: &&&str| {
            let whole = self.all && !refused(option) && !self.excluded.iter().any(|excluded| excluded == *option);
            named(option) || whole && (self.every || !some)
        };
        QUERY_OPTIONS.iter().filter(supported).map(|option| (*option).to_owned()).collect()
    }
}

/// Whether a mention makes the option one of those supported; pages name many without a verb of support.
fn affirms(stance: Stance) -> bool {
    matches!(stance, Stance::Supported | Stance::Mentioned)
}

/// Whether a sentence ends in a denial of what it claimed: "supports the OData query parameters for a list, but not for one".
fn partly_denied(sentence: &Sentence) -> bool {
    sentence.clauses.iter().any(|clause| {
        let names = clause.tokens.iter().any(|token| matches!(token, Token::Code(_)));
        !names && clause.tokens.first().and_then(Token::word) == Some("not")
    })
}

/// Whether a mention makes it no option of the page.
fn denies(stance: Stance) -> bool {
    matches!(stance, Stance::Refused | Stance::Unclear)
}

/// Whether a cell says that the option of its row is not supported.
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

/// The tables of a section, each with the paragraph before it.
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

/// Whether the rows are properties that an option applies to, as in "The following properties are supported with `$filter`".
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

/// The page's own options in the URLs of the section's requests: name, value and place.
fn shown_in_requests(cx: &Context<'_>) -> Vec<(String, String, Span)> {
    let mut out = Vec::new();
    for (_, section) in cx.sections(&Role::QueryParameters) {
        for code in codes(&section.blocks) {
            for (line, (_, text)) in code.lines.iter().enumerate() {
                let Some(StartLine::Request { url, column, .. }) = start_line(text) else { continue };
                let Ok(parsed) = parse_template(&url) else { continue };
                for (name, value) in parsed.template.query {
                    if !name.starts_with('$') && NAME.is_match(&name) && system_option(&name).is_none() {
                        out.push((name, value, code.line_span(line, column, url.len())));
                    }
                }
            }
        }
    }
    out
}

/// Rows for the options that prose or a request of the section names.
fn named_in_prose(claims: &Claims, shown: &[(String, String, Span)]) -> Vec<PropertyFacts> {
    let mut out: Vec<PropertyFacts> = Vec::new();
    for (name, text, sentence) in &claims.custom {
        let Some(span) = text.span else { continue };
        if out.iter().any(|row| row.name == *name) {
            continue;
        }
        let values = values(name, sentence);
        let list = facets(text, "").values.filter(|list| list.introduced && values.is_empty());
        let listed = (values.len() > 1).then_some(ValueList { values, introduced: true, ..ValueList::default() });
        let values = list.or(listed);
        let facets = Facets { values, ..Facets::default() };
        out.push(row(name, span, text.clone(), facets));
    }
    for (name, _, span) in shown {
        if !out.iter().any(|row| row.name.eq_ignore_ascii_case(name)) {
            out.push(row(name, *span, Text::default(), Facets::default()));
        }
    }
    out
}

fn row(name: &str, span: Span, description: Text, facets: Facets) -> PropertyFacts {
    let ty = TypeExpr::Primitive(Primitive::String);
    PropertyFacts {
        name: name.to_owned(),
        span,
        ty,
        type_text: String::new(),
        type_span: span,
        type_target: None,
        description,
        facets,
    }
}

/// The values that a sentence lists after the word "values" for the option it names.
fn values(name: &str, sentence: &Sentence) -> Vec<String> {
    for clause in &sentence.clauses {
        let options = clause.tokens.iter().filter(|token| matches!(token, Token::Code(code) if code == name)).count();
        let Some(at) = clause.tokens.iter().position(|token| token.word() == Some("values")) else { continue };
        if options == 0 {
            continue;
        }
        let listed = clause.tokens.iter().skip(at + 1).skip_while(|token| match token {
            Token::Word(word, _) => matches!(word.as_str(), "are" | "can" | "be" | "include" | "of" | "following"),
            Token::Pause => true,
            _ => false,
        });
        let listed = listed.map_while(|token| match token {
            Token::Code(code) => Some(Some(code.clone())),
            Token::Pause => Some(None),
            Token::Word(word, _) if matches!(word.as_str(), "and" | "or") => Some(None),
            _ => None,
        });
        return listed.flatten().collect();
    }
    Vec::new()
}

/// Documented headers without Authorization.
pub(super) fn headers(cx: &mut Context<'_>) -> Vec<HeaderFacts> {
    let mut out: Vec<HeaderFacts> = Vec::new();
    for table in cx.tables(&Role::RequestHeaders) {
        let columns = Columns::of(table);
        let Some(name_column) = columns.name else { continue };
        for row in &table.rows {
            let Some(cell) = row.cells.get(name_column) else { continue };
            let (full, note) = clean_name(cell);
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
            out.push(HeaderFacts { name, value, required, span: cell.span.unwrap_or(row.span) });
        }
    }
    out
}

fn one_line(cell: &Text) -> String {
    cell.plain().split_whitespace().collect::<Vec<_>>().join(" ")
}
