//! Prints the users that were changed or removed since the last run. The position is kept in a file.
//!
//! ```sh
//! GRAPH_TOKEN=… cargo run --example delta --features blocking -- cursor.txt
//! ```
//!
//! `GRAPH_BASE_URL` replaces the address of the service.

use graph_bindings::models::User;
use graph_bindings::prelude::*;
use graph_bindings::requests::users;
use graph_bindings::{BASE_URL, Graph, client};
use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args().nth(1).map_or_else(|| PathBuf::from("cursor.txt"), PathBuf::from);
    let base_url = env::var("GRAPH_BASE_URL").unwrap_or_else(|_| BASE_URL.to_owned());
    let graph = Graph::builder(base_url).token(Token::new(env::var("GRAPH_TOKEN")?)).build()?;
    for line in changes(&graph, &path)? {
        println!("{line}");
    }
    Ok(())
}

/// Returns a line for each change since the position in a file, and stores the new position.
pub fn changes(graph: &Graph, path: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let stored: Option<Cursor> = match fs::read_to_string(path) {
        Ok(text) => Some(text.parse()?),
        Err(_) => None,
    };
    let (mut lines, next) = match read(graph, stored) {
        // The service no longer knows the position: everything is read again.
        Err(error) if error.restart().is_some() => {
            let (mut lines, next) = read(graph, error.restart().cloned())?;
            lines.insert(0, "all users, since the position was too old:".to_owned());
            (lines, next)
        }
        result => result?,
    };
    match next {
        // Stored last: if the program stops before this, the changes come again.
        Some(cursor) => fs::write(path, cursor.to_string())?,
        None => lines.push("the service has sent no position for the next run".to_owned()),
    }
    Ok(lines)
}

/// Reads the changes since a position, and returns the position after them.
fn read(graph: &Graph, since: Option<Cursor>) -> Result<(Vec<String>, Option<Cursor>), client::Error> {
    let mut changes = users::delta().select(User::DISPLAY_NAME).changes(graph).since(since).blocking();
    let mut lines = Vec::new();
    for change in changes.by_ref() {
        let change = change?;
        let id = change.entity().id.clone().unwrap_or_default();
        lines.push(match change {
            Change::Changed(user) => format!("changed {id}: {}", user.display_name.unwrap_or_default()),
            Change::Removed(removed) => format!("removed {id}: {}", removed.reason.unwrap_or_default()),
        });
    }
    Ok((lines, changes.cursor()))
}
