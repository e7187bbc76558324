//! How inline content looks in snapshots and exports: a line of markdown, without places.
//!
//! In: [`Text`]. Out: its `Serialize`.

use serde::{Serialize, Serializer};

use crate::parse::{Run, Text};

impl Text {
    /// The content as markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = String::new();
        for run in &self.runs {
            match run {
                Run::Plain(t) => out.push_str(t),
                Run::Code(t) => {
                    out.push('`');
                    out.push_str(t);
                    out.push('`');
                }
                Run::Strong(t) => {
                    out.push_str("**");
                    out.push_str(t);
                    out.push_str("**");
                }
                Run::Link { text, dest, .. } => {
                    out.push('[');
                    out.push_str(text);
                    out.push_str("](");
                    out.push_str(dest);
                    out.push(')');
                }
                Run::Break => out.push('\n'),
            }
        }
        out.trim().to_owned()
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.markdown())
    }
}
