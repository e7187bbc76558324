//! The items of a list.
//!
//! In: the pages of the list. Out: their items, one by one, as a stream and as an iterator.

use super::cursor::{Cursor, Place};
use super::error::Error;
use super::pages::{Blocking, ListPage, Pages};
use super::response::Response;
use crate::runtime::{Collection, Extra};
use futures_core::Stream;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::vec::IntoIter;

/// The items of a list: a `Stream`, and with [`blocking`](Self::blocking) an `Iterator`.
///
/// It ends after an error; [`cursor`](Self::cursor) is then the item that could not be read.
#[must_use = "a stream does nothing until it is read"]
pub struct Items<P: ListPage> {
    pages: Pages<P>,
    current: Option<CurrentPage<P::Element>>,
    /// The number of items of the next page that were read before.
    skip: usize,
}

/// The page whose items are being read.
struct CurrentPage<T> {
    place: Place,
    items: IntoIter<T>,
    read: usize,
    total: Option<i64>,
    extra: Extra,
}

impl<P: ListPage> Items<P> {
    pub(super) fn new(pages: Pages<P>) -> Self {
        Self { pages, current: None, skip: 0 }
    }

    /// Requests each page as soon as the one before it was received, see [`Pages::prefetch`].
    pub fn prefetch(mut self) -> Self {
        self.pages = self.pages.prefetch();
        self
    }

    /// Begins at a position that was stored; without one, at the beginning.
    pub fn resume(mut self, cursor: impl Into<Option<Cursor>>) -> Self {
        if let Some(cursor) = cursor.into() {
            let (place, read) = cursor.into_parts();
            self.pages.walk.go_to(place);
            self.skip = read;
        }
        self
    }

    /// Returns the position of the next item, or `None` at the end.
    pub fn cursor(&self) -> Option<Cursor> {
        match &self.current {
            Some(page) if !page.items.as_slice().is_empty() => Some(Cursor::new(page.place.clone(), page.read)),
            _ => Some(Cursor::new(self.pages.walk.place()?.clone(), self.skip)),
        }
    }

    /// Returns the position from which later changes are read, if the last page names one (`@odata.deltaLink`).
    pub fn later_changes(&self) -> Option<Cursor> {
        self.pages.later_changes()
    }

    /// Returns the number of items on all pages (`@odata.count`), if it is requested and a page was read.
    pub fn total(&self) -> Option<i64> {
        self.current.as_ref()?.total
    }

    /// Returns the additional members of the page that is being read, such as `@odata.context`.
    pub fn page_members(&self) -> Option<&Extra> {
        Some(&self.current.as_ref()?.extra)
    }

    /// Returns an iterator, which lets the thread wait.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking(self)
    }

    /// Reads all items.
    ///
    /// # Errors
    ///
    /// Returns the error of the first page that cannot be read.
    pub async fn all(mut self) -> Result<Vec<P::Element>, Error> {
        let mut items = Vec::new();
        while let Some(item) = self.try_next().await? {
            items.push(item);
        }
        Ok(items)
    }

    fn next_of_page(&mut self) -> Option<P::Element> {
        let page = self.current.as_mut()?;
        let item = page.items.next()?;
        page.read += 1;
        Some(item)
    }

    /// Begins a page.
    fn begin(&mut self, place: Place, page: Response<Collection<P::Element>>) {
        let Collection { value, count, extra, .. } = page.into_body();
        let read = std::mem::take(&mut self.skip).min(value.len());
        let total = count.or_else(|| self.total());
        let mut items = value.into_iter();
        // Items that were read before are dropped.
        items.by_ref().take(read).for_each(drop);
        self.current = Some(CurrentPage { place, items, read, total, extra });
    }

    /// Returns the page that is read next.
    fn place(&self) -> Place {
        self.pages.walk.place().cloned().unwrap_or(Place::First)
    }
}

impl<P: ListPage> Unpin for Items<P> {}

impl<P: ListPage> Stream for Items<P> {
    type Item = Result<P::Element, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.next_of_page() {
                return Poll::Ready(Some(Ok(item)));
            }
            let place = this.place();
            match Pin::new(&mut this.pages).poll_next(context) {
                Poll::Ready(Some(Ok(page))) => this.begin(place, page),
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

impl<P: ListPage> Items<P> {
    /// Returns the next item, and lets the thread wait.
    pub(super) fn next_blocking(&mut self) -> Option<Result<P::Element, Error>> {
        loop {
            if let Some(item) = self.next_of_page() {
                return Some(Ok(item));
            }
            let place = self.place();
            match self.pages.next_blocking()? {
                Ok(page) => self.begin(place, page),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<P: ListPage> Iterator for Blocking<Items<P>> {
    type Item = Result<P::Element, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next_blocking()
    }
}
