//! One attempt to lay a statement out.
//!
//! In: the shape of a statement, and what the attempt may do. Out: its text, or nothing if it does not fit.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

use super::place::{Place, ends_open, last_line, line_break, width};
use super::statement_text;
use super::tree::{Control, Kind, Node, Statement};

/// The columns that long texts count, if no layout holds them. rustfmt then keeps any layout.
pub const SHORTENED: [usize; 4] = [60, 40, 20, 10];
/// The character around the parts of a stand-in for a long text.
const STAND_IN: char = '\u{E000}';

/// What an attempt may do.
#[derive(Clone, Copy)]
pub struct How {
    /// The columns that a JSON value on one line has at most.
    pub json: usize,
    /// Whether macros that do not fit keep any layout, as rustfmt does.
    pub keep: bool,
    /// The columns that a text counts at most.
    pub longest: Option<usize>,
}

/// Lays out one statement.
pub struct Printer {
    /// What it may do.
    pub how: How,
    /// The texts that have a stand-in.
    long: RefCell<Vec<String>>,
    /// The texts of nodes, by address and place: nested lists try several places for the same node. No node is made or moved meanwhile.
    known: RefCell<BTreeMap<(*const Node, Place), Option<String>>>,
    /// The printers that shorten texts.
    shorter: OnceCell<Vec<Printer>>,
}

impl Printer {
    /// Returns a printer for one statement.
    pub fn new(how: How) -> Self {
        Self { how, long: RefCell::default(), known: RefCell::default(), shorter: OnceCell::new() }
    }

    /// Returns a statement without a block, with its indentation and line break.
    pub fn statement(&self, kind: &Kind, indent: usize) -> Option<String> {
        self.shortened_statement(kind, indent).map(|text| self.restored(text))
    }

    /// Returns the same with stand-ins for long texts.
    fn shortened_statement(&self, kind: &Kind, indent: usize) -> Option<String> {
        let place = Place::line(indent);
        let text = match kind {
            Kind::Let(left, None) => format!("{left};"),
            Kind::Let(left, Some(value)) => self.assigned(left, value, place.before(1)?)? + ";",
            Kind::Value(node, false) => self.node(node, place)?,
            Kind::Value(node, true) | Kind::Macro(node, true) => self.node(node, place.before(1)?)? + ";",
            Kind::Macro(node, false) => self.node(node, place.before(1)?)?,
            Kind::Return(None) => "return;".to_owned(),
            Kind::Return(Some(value)) => {
                let keyword = "return ";
                // The semicolon counts twice.
                format!("{keyword}{};", self.node(value, place.before(2)?.after(keyword.len())?)?)
            }
            Kind::Assign(left, value) => {
                let place = place.before(1)?;
                let left = self.node(left, place.before(2)?)? + " =";
                self.assigned(&left, value, place)? + ";"
            }
            Kind::Control(_) => return None,
        };
        Some(format!("{}{text}\n", " ".repeat(indent)))
    }

    /// Returns what is before the block of `while`, `if` or `for`, with its indentation.
    pub fn head(&self, control: &Control, indent: usize) -> Option<String> {
        let place = Place::line(indent).after(control.keyword.len() + 1)?;
        let head = match &control.pattern {
            Some(pattern) => self.assigned(pattern, &control.value, place)?,
            None => self.node(&control.value, place)?,
        };
        let last = last_line(&head);
        let deeper = last.len() - last.trim_start().len() > indent;
        let runs_over = head.contains('\n');
        let below = (runs_over || head.len() + 2 > place.width) && (!ends_open(&head) || runs_over && deeper);
        let gap = if below { line_break(indent) } else { " ".to_owned() };
        let (pad, keyword) = (" ".repeat(indent), control.keyword);
        Some(self.restored(format!("{pad}{keyword} {head}{gap}")))
    }

    /// Returns the statements of a closure with their indentation.
    pub fn block(&self, list: &[Statement], indent: usize) -> String {
        let shortened = |statement: &Statement| match (&statement.kind, self.how.longest) {
            (Some(kind), Some(_)) => self.shortened_statement(kind, indent),
            _ => None,
        };
        let text = |statement| shortened(statement).unwrap_or_else(|| statement_text(statement, indent));
        list.iter().map(text).collect()
    }

    /// Returns the text of an expression if it fits.
    pub fn node(&self, node: &Node, place: Place) -> Option<String> {
        let key = (std::ptr::from_ref(node), place);
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let text = self.layout(node, place);
        self.known.borrow_mut().insert(key, text.clone());
        text
    }

    /// Returns the text of an expression that rustfmt cannot lay out, and keeps.
    pub fn shortened_node(&self, node: &Node, place: Place) -> Option<String> {
        if self.how.longest.is_some() {
            return None;
        }
        let shorter = |limit: &usize| Printer::new(How { longest: Some(*limit), ..self.how });
        let mut shorter = self.shorter.get_or_init(|| SHORTENED.iter().map(shorter).collect()).iter();
        shorter.find_map(|printer| printer.node(node, place).map(|text| printer.restored(text)))
    }

    /// Returns a text, or a stand-in if it is too long.
    pub fn shortened(&self, text: &str) -> String {
        let Some(limit) = self.how.longest else { return text.to_owned() };
        if width(text) <= limit && !text.contains(STAND_IN) {
            return text.to_owned();
        }
        let mut long = self.long.borrow_mut();
        let number = long.len().to_string();
        long.push(text.to_owned());
        let rest = ".".repeat(limit.saturating_sub(number.len() + 3));
        format!("{STAND_IN}{number}{STAND_IN}{rest}{STAND_IN}")
    }

    /// Puts the long texts back in place of their stand-ins.
    fn restored(&self, text: String) -> String {
        if self.how.longest.is_none() {
            return text;
        }
        let long = self.long.borrow();
        let mut out = String::new();
        // Text, number, rest, text and so on.
        for (at, part) in text.split(STAND_IN).enumerate() {
            match at % 3 {
                0 => out.push_str(part),
                1 => out
                    .push_str(part.parse().ok().and_then(|number: usize| long.get(number)).map_or("", String::as_str)),
                _ => {}
            }
        }
        out
    }
}
