//! Lists the users of a department, page by page.
//!
//! ```sh
//! GRAPH_TOKEN=… cargo run --example list_users --features reqwest -- Retail
//! ```
//!
//! `GRAPH_BASE_URL` replaces the address of the service.

use graph_bindings::models::User;
use graph_bindings::prelude::*;
use graph_bindings::requests::users;
use graph_bindings::{BASE_URL, Graph, client};
use std::env;
use std::error::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let department = env::args().nth(1).unwrap_or_else(|| "Retail".to_owned());
    let base_url = env::var("GRAPH_BASE_URL").unwrap_or_else(|_| BASE_URL.to_owned());
    let graph = Graph::builder(base_url).token(Token::new(env::var("GRAPH_TOKEN")?)).build()?;
    for name in names(&graph, &department).await? {
        println!("{name}");
    }
    Ok(())
}

/// Returns the names of the users of a department.
pub async fn names(graph: &Graph, department: &str) -> Result<Vec<String>, client::Error> {
    let mut users = users::list()
        .select(User::DISPLAY_NAME)
        .filter(User::DEPARTMENT.eq(department))
        // The size of a page. All pages are read.
        .top(100)
        .items(graph);
    let mut names = Vec::new();
    while let Some(user) = users.try_next().await? {
        names.extend(user.display_name);
    }
    Ok(names)
}
