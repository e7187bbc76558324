//! Changes of a list since a position.
//!
//! In: the items of a request for changes. Out: those that were changed, with the members that the service sent, and those that were
//! removed, with the reason; at the end, the position for the next time.

use super::cursor::Cursor;
use super::error::Error;
use super::items::Items;
use super::pages::{Blocking, ListPage};
use crate::runtime::Model;
use futures_core::Stream;
use serde_json::Value;
use std::pin::Pin;
use std::task::{Context, Poll};

/// The end of the context of a removed entity in services of version 4.0 (OData JSON 4.0 §14.2).
const DELETED_ENTITY: &str = "/$deletedEntity";

/// A change of one entity.
#[derive(Clone, Debug, PartialEq)]
pub enum Change<T> {
    /// The entity is new or was changed. It contains its ID and the members that the service sent, which can be the changed ones only.
    Changed(T),
    /// The entity was removed.
    Removed(Removed<T>),
}

/// An entity that was removed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Removed<T> {
    /// The reason: `deleted`, or `changed` for an entity that still exists but is no longer in the list.
    pub reason: Option<String>,
    /// What the service says about the entity, usually its ID only.
    pub entity: T,
}

impl<T: Model> Change<T> {
    /// Tells what a service says about an entity of a list of changes.
    fn of(entity: T) -> Self {
        let text = |name: &str| entity.annotation(name).and_then(Value::as_str);
        let context = text("@odata.context").or_else(|| text("@context"));
        let is_deleted = context.is_some_and(|context| context.ends_with(DELETED_ENTITY));
        let reason = match entity.removed() {
            Some(reason) => Some(reason),
            None if is_deleted => text("reason"),
            None => return Self::Changed(entity),
        };
        let reason = reason.filter(|reason| !reason.is_empty()).map(str::to_owned);
        Self::Removed(Removed { reason, entity })
    }

    /// Returns the entity, as far as the service has sent it.
    pub fn entity(&self) -> &T {
        match self {
            Self::Changed(entity) | Self::Removed(Removed { entity, .. }) => entity,
        }
    }

    /// Returns the JSON names of the members that the service sent, without annotations. A member whose value is null was cleared.
    pub fn members(&self) -> Vec<String> {
        match self.entity().to_json() {
            Value::Object(members) => {
                members.into_iter().map(|(name, _)| name).filter(|name| !name.contains('@')).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The changes of a list: a `Stream`, and with [`blocking`](Self::blocking) an `Iterator`.
#[must_use = "a stream does nothing until it is read"]
pub struct Changes<P: ListPage> {
    items: Items<P>,
}

impl<P: ListPage> Changes<P> {
    pub(super) fn new(items: Items<P>) -> Self {
        Self { items }
    }

    /// Requests each page as soon as the one before it was received, see [`Pages::prefetch`](super::Pages::prefetch).
    pub fn prefetch(mut self) -> Self {
        self.items = self.items.prefetch();
        self
    }

    /// Begins at the end of an earlier list of changes; without one, with all that there is.
    pub fn since(mut self, cursor: impl Into<Option<Cursor>>) -> Self {
        self.items = self.items.resume(cursor);
        self
    }

    /// Returns the position for the next time, once all changes were read. Before that, a position would leave out what is still to come.
    pub fn cursor(&self) -> Option<Cursor> {
        match self.items.cursor() {
            Some(_) => None,
            None => self.items.later_changes(),
        }
    }

    /// Returns an iterator, which lets the thread wait.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking(self)
    }
}

impl<P: ListPage> Stream for Changes<P>
where
    P::Element: Model,
{
    type Item = Result<Change<P::Element>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.items).poll_next(context).map(|item| item.map(|item| item.map(Change::of)))
    }
}

impl<P: ListPage> Iterator for Blocking<Changes<P>>
where
    P::Element: Model,
{
    type Item = Result<Change<P::Element>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.items.next_blocking().map(|item| item.map(Change::of))
    }
}
