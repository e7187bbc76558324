//! Reading a list page by page, without any I/O.
//!
//! In: the call for the first page, and the links of each page. Out: the call for the page after it, with the headers and the body of the
//! first one, or the end. A link is sent as it was received, only to the hosts of the service, and only once.

use super::call::Call;
use super::cursor::{Cursor, Place};
use super::error::{Details, Error, ErrorKind, Source};
use super::host::{Home, RefusedUrl, Target};
use super::service::Client;
use crate::runtime::{Collection, Operation};
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The position in a list.
pub(super) struct Walk {
    operation: &'static Operation,
    /// The call for the first page, or why it cannot be made.
    first: Result<Call, Option<Error>>,
    /// The page that is read next.
    next: Option<Place>,
    /// Where the changes after the last page are, if it says so.
    changes: Option<String>,
    /// The links that were followed, as hashes.
    seen: BTreeSet<u64>,
}

/// The links of a page.
pub(super) struct Links {
    context: Option<String>,
    next: Option<String>,
    delta: Option<String>,
}

impl Links {
    /// Returns the links of a page.
    pub fn of<T>(page: &Collection<T>) -> Self {
        let context = ["@odata.context", "@context"].iter().find_map(|name| page.extra.get(name)?.as_str());
        Self { context: context.map(str::to_owned), next: page.next_link.clone(), delta: page.delta_link.clone() }
    }
}

impl Walk {
    /// Begins at the first page.
    pub fn new(operation: &'static Operation, first: Result<Call, Error>) -> Self {
        Self { operation, first: first.map_err(Some), next: Some(Place::First), changes: None, seen: BTreeSet::new() }
    }

    /// Returns the operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Goes to another page.
    pub fn go_to(&mut self, place: Place) {
        self.next = Some(place);
        self.seen.clear();
    }

    /// Returns the page that is read next, or `None` at the end.
    pub fn place(&self) -> Option<&Place> {
        self.next.as_ref()
    }

    /// Returns where the changes after the last page are.
    pub fn changes(&self) -> Option<&str> {
        self.changes.as_deref()
    }

    /// Returns the call for the next page, or `None` at the end.
    pub fn call(&mut self, client: &Client) -> Option<Result<Call, Error>> {
        let place = self.next.as_ref()?;
        let first = match &mut self.first {
            Ok(first) => first,
            Err(error) => {
                self.next = None;
                return error.take().map(Err);
            }
        };
        let mut call = first.clone();
        if let Place::Link(link) = place {
            match client.home().resolve(&first.target, link).map_err(Source::from).and_then(trusted) {
                Ok(target) => call.target = target,
                Err(source) => return Some(Err(self.refused(source))),
            }
        }
        Some(Ok(call))
    }

    /// Goes to the page after one that was read.
    ///
    /// # Errors
    ///
    /// Returns an error if a link is not a URL, or leads to a page that was already read. One that leads to another host is an error
    /// when it is followed, so that its position is not lost.
    pub fn turn(&mut self, links: Links, target: &Target, client: &Client) -> Result<(), Error> {
        let Links { context, next, delta } = links;
        let absolute = |link: &str| -> Result<String, Source> {
            Ok(resolve(client.home(), target, context.as_deref(), link)?.url().to_string())
        };
        self.changes = match delta.map(|link| absolute(&link)).transpose() {
            Ok(changes) => changes,
            Err(source) => return Err(self.refused(source)),
        };
        let Some(next) = next else {
            self.next = None;
            return Ok(());
        };
        match absolute(&next) {
            Err(source) => Err(self.refused(source)),
            Ok(link) if !self.seen.insert(hash(&link)) => {
                Err(self.refused("the service names a page that was already read".into()))
            }
            Ok(link) => {
                self.next = Some(Place::Link(link));
                Ok(())
            }
        }
    }

    /// Completes the error of a call for a page: if the service has forgotten the position, with the one to start again from.
    pub fn failed(&self, error: Error, client: &Client) -> Error {
        let is_first = matches!(self.next, Some(Place::First) | None);
        let (410, false, Ok(first)) = (error.status().unwrap_or_default(), is_first, &self.first) else { return error };
        let location = error.header("Location").and_then(|link| client.home().resolve(&first.target, link).ok());
        let place = match location {
            Some(Target::Home(home)) => Place::Link(home.url().to_string()),
            _ => Place::First,
        };
        error.starting_again(Cursor::new(place, 0))
    }

    fn refused(&self, source: Source) -> Error {
        Error::new(Details { source: Some(source), ..Details::unsent(ErrorKind::Link, self.operation) })
    }
}

/// Resolves a link of the response to a request for `current`. An absolute link stays as it is.
fn resolve(home: &Home, current: &Target, context: Option<&str>, link: &str) -> Result<Target, RefusedUrl> {
    // A relative link is relative to the context URL of the response, if there is one (OData JSON 4.01 §4.3).
    let base = context.and_then(|context| home.resolve(current, context).ok());
    home.resolve(base.as_ref().unwrap_or(current), link)
}

/// Rejects the URL of another host, which would receive the headers of the first request.
fn trusted(target: Target) -> Result<Target, Source> {
    let Target::Foreign(url) = target else { return Ok(target) };
    let origin = url.origin().to_string();
    Err(format!("it leads to {origin}; to trust that host with tokens, add `Builder::allow({origin:?})`").into())
}

fn hash(link: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    link.hash(&mut hasher);
    hasher.finish()
}
