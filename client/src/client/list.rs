//! Lists that are read page by page.
//!
//! In: a request for a list, and a client. Out: its pages, its items, or the changes of its items, as streams and as iterators. Each page is
//! requested when all items of the page before it were read.

use super::changes::{Change, Changes};
use super::error::Error;
use super::items::Items;
use super::pages::{ListPage, Pages};
use super::response::Response;
use super::service::Client;
use crate::runtime::{Collection, Model, Request, Wire};
use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;

/// Methods of requests for lists.
pub trait ListRequest: Sized {
    /// The type of a page.
    type Page: ListPage;

    /// Returns the pages, as a stream and as an iterator.
    ///
    /// Each page has the headers of the request, and the URL that the page before it names, unchanged.
    ///
    /// ```
    /// # #[path = "../../tests/models/mod.rs"] mod users;
    /// use docbindgen_client::client::{Client, Error, ListRequest};
    ///
    /// async fn count(client: &Client) -> Result<(), Error> {
    ///     let mut pages = users::list().top(50).pages(client);
    ///     while let Some(page) = pages.try_next().await? {
    ///         println!("{} of {:?}", page.value.len(), page.count);
    ///     }
    ///     Ok(())
    /// }
    /// ```
    fn pages(self, client: &Client) -> Pages<Self::Page>;

    /// Returns the items of all pages, as a stream and as an iterator.
    ///
    /// ```
    /// # #[path = "../../tests/models/mod.rs"] mod users;
    /// use docbindgen_client::client::{Client, Error, ListRequest};
    ///
    /// async fn print_names(client: &Client) -> Result<(), Error> {
    ///     let mut users = users::list().items(client);
    ///     while let Some(user) = users.try_next().await? {
    ///         println!("{:?}", user.name);
    ///     }
    ///     Ok(())
    /// }
    /// ```
    fn items(self, client: &Client) -> Items<Self::Page> {
        Items::new(self.pages(client))
    }

    /// Returns the items that were changed or removed, as a stream and as an iterator. The request is one for changes: `users::delta()`.
    ///
    /// ```
    /// # #[path = "../../tests/models/mod.rs"] mod users;
    /// use docbindgen_client::client::{Change, Client, Cursor, Error, ListRequest};
    ///
    /// async fn update(client: &Client, stored: Cursor) -> Result<Option<Cursor>, Error> {
    ///     let mut changes = users::delta().changes(client).since(stored);
    ///     while let Some(change) = changes.try_next().await? {
    ///         match change {
    ///             Change::Changed(user) => println!("{:?} is now {:?}", user.id, user.name),
    ///             Change::Removed(removed) => println!("{:?} is gone", removed.entity.id),
    ///         }
    ///     }
    ///     Ok(changes.cursor())
    /// }
    /// ```
    fn changes(self, client: &Client) -> Changes<Self::Page>
    where
        <Self::Page as ListPage>::Element: Model,
    {
        Changes::new(self.items(client))
    }
}

impl<P: ListPage> ListRequest for Request<P> {
    type Page = P;

    fn pages(self, client: &Client) -> Pages<P> {
        Pages::new(self, client)
    }
}

/// Implements the methods that need no extension trait of another crate.
macro_rules! stream_methods {
    ($($stream:ident<$bound:path>: $item:ty);*) => {$(
        impl<P: ListPage<Element: $bound>> $stream<P> {
            /// Returns the next one, or `None` at the end.
            ///
            /// # Errors
            ///
            /// Returns an error if the page cannot be read. The stream then ends.
            pub async fn try_next(&mut self) -> Result<Option<$item>, Error> {
                poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
            }
        }

        /// Formats the name of the type only.
        impl<P: ListPage> fmt::Debug for $stream<P> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($stream)).finish_non_exhaustive()
            }
        }
    )*};
}

stream_methods! {
    Pages<Wire>: Response<Collection<P::Element>>;
    Items<Wire>: P::Element;
    Changes<Model>: Change<P::Element>
}
