//! Changes the city of a user, and clears the mobile phone.
//!
//! ```sh
//! GRAPH_TOKEN=… cargo run --example update_user --features reqwest -- ann@example.com Oslo
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
    let mut args = env::args().skip(1);
    let (Some(id), Some(city)) = (args.next(), args.next()) else {
        return Err("usage: update_user USER CITY".into());
    };
    let base_url = env::var("GRAPH_BASE_URL").unwrap_or_else(|_| BASE_URL.to_owned());
    let graph = Graph::builder(base_url).token(Token::new(env::var("GRAPH_TOKEN")?)).build()?;
    match update(&graph, &id, &city).await? {
        Outcome::Updated { attempts } => println!("updated, with {attempts} attempts"),
        Outcome::NotFound => println!("there is no such user"),
        Outcome::Throttled { retry_after: Some(seconds) } => {
            println!("the service is busy; try again in {seconds} seconds")
        }
        Outcome::Throttled { retry_after: None } => println!("the service is busy; try again later"),
    }
    Ok(())
}

/// What became of an update.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The service has updated the user.
    Updated {
        /// How often the request was sent.
        attempts: u32,
    },
    /// There is no such user.
    NotFound,
    /// The service still wants fewer requests after all attempts.
    Throttled {
        /// The delay that it requests, in seconds.
        retry_after: Option<String>,
    },
}

/// Updates a user.
pub async fn update(graph: &Graph, id: &str, city: &str) -> Result<Outcome, client::Error> {
    // Properties that the patch does not mention keep their values.
    let patch = Patch::new().set(User::CITY, city).null(User::MOBILE_PHONE);
    match users::update(id, patch).send(graph).await {
        Ok(response) => Ok(Outcome::Updated { attempts: response.attempts() }),
        Err(error) if error.is_not_found() => Ok(Outcome::NotFound),
        // The client has already waited and sent the request again, as often as its options allow.
        Err(error) if error.is_throttled() => {
            Ok(Outcome::Throttled { retry_after: error.retry_after().map(|delay| delay.as_secs().to_string()) })
        }
        Err(error) => Err(error),
    }
}
