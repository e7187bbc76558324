//! Random statements of the kinds that samples contain.

/// Words of names.
const WORDS: [&str; 18] = [
    "user",
    "id",
    "message",
    "display",
    "name",
    "city",
    "address",
    "list",
    "all",
    "items",
    "create",
    "online",
    "meeting",
    "a",
    "calendar",
    "group",
    "drive",
    "permission",
];

/// A sequence of random statements, the same for the same number.
pub struct Random(u64);

impl Random {
    /// Returns the sequence of this number.
    pub fn new(number: u64) -> Self {
        Self(number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn one<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    fn joined(&mut self, count: usize, separator: &str, mut make: impl FnMut(&mut Self) -> String) -> String {
        (0..count).map(|_| make(self)).collect::<Vec<_>>().join(separator)
    }

    fn ident(&mut self) -> String {
        let count = self.below(4) + 1;
        self.joined(count, "_", |random| random.one(&WORDS).to_owned())
    }

    fn type_name(&mut self) -> String {
        let count = self.below(3) + 1;
        self.joined(count, "", |random| {
            let word = random.one(&WORDS);
            word[..1].to_uppercase() + &word[1..]
        })
    }

    fn text(&mut self) -> String {
        let longest = [200, 80, 80, 40, 40, 40, 15, 15, 15, 15, 15, 15][self.below(12)];
        let count = self.below(longest);
        let text = self.joined(count, "", |random| match random.below(60) {
            special @ 0..=8 => ["\\n", "\\\"", "{", "}", "//", "'", ",", "é", "東"][special].to_owned(),
            9..=15 => " ".to_owned(),
            letter => char::from(b'a' + (letter % 26) as u8).to_string(),
        });
        format!("\"{text}\"")
    }

    fn number(&mut self) -> String {
        match self.below(5) {
            0 => format!("-{}", self.below(1000)),
            1 => format!("{}.5", self.below(100)),
            2 => self.below(1 << 40).to_string(),
            _ => self.below(100).to_string(),
        }
    }

    fn path(&mut self) -> String {
        let count = self.below(4) + 1;
        "requests::".to_owned() + &self.joined(count, "::", Self::ident)
    }

    fn property(&mut self) -> String {
        format!("models::{}::{}", self.type_name(), self.ident().to_uppercase())
    }

    fn filter(&mut self) -> String {
        format!("{}.eq({}).and({}.starts_with({}))", self.property(), self.text(), self.property(), self.text())
    }

    fn arguments(&mut self, depth: usize, most: usize) -> String {
        let count = self.below(most + 1);
        self.joined(count, ", ", |random| random.expression(depth))
    }

    /// Returns elements, mostly of one kind.
    fn elements(&mut self, depth: usize) -> String {
        let count = self.below(13);
        match self.below(4) {
            0 => self.joined(count * 2, ", ", Self::number),
            1 => self.joined(count, ", ", Self::text),
            2 => self.joined(count.min(3), ", ", |random| random.literal(depth)),
            _ => self.arguments(depth, 5),
        }
    }

    /// Returns a struct literal.
    fn literal(&mut self, depth: usize) -> String {
        let (count, inside) = (self.below(5), depth.saturating_sub(1));
        let mut members: Vec<String> = (0..count)
            .map(|_| match (self.ident(), self.below(10)) {
                (name, 0) => name,
                (name, 1..=5) => format!("{name}: Some({})", self.expression(inside)),
                (name, _) => format!("{name}: {}", self.expression(inside)),
            })
            .collect();
        if self.chance(80) {
            members.push("..Default::default()".to_owned());
        }
        format!("models::{} {{ {} }}", self.type_name(), members.join(", "))
    }

    fn json(&mut self, depth: usize) -> String {
        match self.below(if depth == 0 { 4 } else { 7 }) {
            0 => self.text(),
            1 => self.number(),
            2 => "null".to_owned(),
            3 => "true".to_owned(),
            4 => {
                let count = self.below(5);
                format!("[{}]", self.joined(count, ", ", |random| random.json(depth - 1)))
            }
            _ => {
                let count = self.below(6);
                let members =
                    self.joined(count, ", ", |random| format!("\"{}\": {}", random.ident(), random.json(depth - 1)));
                format!("{{ {members} }}")
            }
        }
    }

    fn chain(&mut self, depth: usize) -> String {
        let inside = depth.saturating_sub(1);
        let mut out = match self.below(6) {
            0 => self.ident(),
            1 => format!("{}({})", self.path(), self.arguments(inside.min(1), 3)),
            2 => self.property(),
            3 => "Patch::new()".to_owned(),
            4 => self.one(&["x", "me", "item", "list"]).to_owned(),
            _ => format!("{}({})", self.path(), self.ident()),
        };
        let most = if self.chance(25) { 11 } else { 4 };
        for _ in 0..self.below(most) {
            let link = match self.below(13) {
                0 => ".await".to_owned(),
                1 => ".await?".to_owned(),
                2 => format!(".{}", self.ident()),
                3 => ".send(&client)".to_owned(),
                4 => ".into()".to_owned(),
                5 => "?".to_owned(),
                6 => format!(".set({}, {})", self.property(), self.expression(inside)),
                7 => format!(".{}({})?", self.ident(), self.arguments(inside, 2)),
                8 => format!(".select({})", self.property()),
                9 => format!(".top({})", self.number()),
                10 if self.chance(20) => format!("[{}]", self.below(10)),
                10 if self.chance(20) => format!(".{}::<Vec<_>>()", self.ident()),
                _ => format!(".{}({})", self.ident(), self.arguments(inside, 3)),
            };
            out.push_str(&link);
        }
        out
    }

    fn expression(&mut self, depth: usize) -> String {
        let Some(inside) = depth.checked_sub(1) else {
            return match self.below(6) {
                0 => self.number(),
                1 => self.text(),
                2 => self.property(),
                3 => format!("{}.into()", self.text()),
                _ => self.ident(),
            };
        };
        match self.below(22) {
            0 | 1 => self.literal(inside),
            2 => format!("{}.into()", self.literal(inside)),
            3 => format!("Box::new({})", self.expression(inside)),
            4 => format!("Some({})", self.expression(inside)),
            5 => format!("vec![{}]", self.elements(inside)),
            6 => format!("[{}]", self.elements(inside)),
            7 => format!("{}{}", self.one(&["&", "&", "&mut ", "!", "*"]), self.chain(inside)),
            8 => format!("json!({})", self.json(depth.min(3))),
            9 => format!("serde_json::json!({})", self.json(depth.min(3))),
            10 => self.text(),
            11 => self.number(),
            12 => format!("{}.eq({})", self.property(), self.text()),
            13 => self.filter(),
            14 => format!("({}, {})", self.expression(inside), self.expression(inside)),
            15 if self.chance(30) => format!("|{}| {}", self.ident(), self.expression(inside)),
            15 if self.chance(30) => format!("|{}| {{ {} }}", self.ident(), self.body(0)),
            15 if self.chance(30) => format!("{} {} {}", self.ident(), self.one(&["==", "+", "&&"]), self.number()),
            16 if self.chance(30) => format!("r#\"{}\"#", "raw text ".repeat(self.below(9))),
            17 => format!("Some({}.into())", self.text()),
            _ => self.chain(inside),
        }
    }

    /// Returns a value that may be followed by a block.
    fn condition(&mut self) -> String {
        loop {
            let depth = self.below(3) + 1;
            let chain = self.chain(depth);
            if !chain.contains(['{', '|']) {
                return chain;
            }
        }
    }

    fn body(&mut self, depth: usize) -> String {
        let count = self.below(3) + 1;
        self.joined(count, " ", |random| random.at_depth(depth))
    }

    /// Returns a statement.
    pub fn statement(&mut self) -> String {
        self.at_depth(2)
    }

    fn at_depth(&mut self, depth: usize) -> String {
        let inside = depth.saturating_sub(1);
        let nested = self.below(6) + 1;
        let value = if self.chance(33) { self.expression(nested) } else { self.chain(nested) };
        match self.below(14) {
            0 | 1 if depth > 0 => {
                format!("while let Some({}) = {} {{ {} }}", self.ident(), self.condition(), self.body(inside))
            }
            2 if depth > 0 => {
                format!("if let Some({}) = {} {{ {} }}", self.ident(), self.condition(), self.body(inside))
            }
            3 if depth > 0 && self.chance(30) => {
                format!("if {} {{ {} }} else {{ {} }}", self.condition(), self.body(inside), self.body(inside))
            }
            3 if depth > 0 && self.chance(30) => {
                format!("for {} in {} {{ {} }}", self.ident(), self.condition(), self.body(inside))
            }
            3 if depth > 0 && self.chance(30) => format!("if x {{ return {value}; }}"),
            4 => format!("println!(\"{{:?}}\", {value});"),
            5 => format!("println!({}, {value}, {});", self.text(), self.arguments(2, 3)).replace(", )", ")"),
            6 => format!("let mut {} = {value};", self.ident()),
            7 => format!("let {}: Vec<models::{}> = {value};", self.ident(), self.type_name()),
            8 | 9 => format!("{};", self.chain(4)),
            10 if self.chance(30) => format!("{}.{} = {value};", self.ident(), self.ident()),
            _ => format!("let {} = {value};", self.ident()),
        }
    }

    fn import_name(&mut self) -> String {
        match self.below(6) {
            0 => self.type_name(),
            1 => self.ident().to_uppercase(),
            2 => format!("{}{}", self.one(&["u", "v", "x_", "x0"]), self.below(200)),
            3 => format!("{}_{}", self.ident(), self.below(9)),
            _ => self.ident(),
        }
    }

    fn import(&mut self, depth: usize) -> String {
        let count = self.below(3) + 1;
        let mut out = self.joined(count, "", |random| random.import_name() + "::");
        match self.below(8) {
            0 => out.push('*'),
            1 => out += &format!("{} as {}", self.import_name(), self.import_name()),
            2 => out += &self.import_name(),
            _ if depth == 0 => out += &self.import_name(),
            _ => {
                let most = if self.chance(33) { 25 } else { 6 };
                let count = self.below(most) + 1;
                let mut names = self.joined(count, ", ", |random| {
                    if random.chance(12) { random.import(depth - 1) } else { random.import_name() }
                });
                if count > 1 && self.chance(20) {
                    names.push_str(", self");
                }
                out += &format!("{{{names}}}");
            }
        }
        out
    }

    /// Returns `use` items.
    pub fn imports(&mut self) -> String {
        let count = self.below(4) + 1;
        self.joined(count, " ", |random| format!("use {};", random.import(2)))
    }
}
