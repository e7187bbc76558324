//! Requests for further pages and for later changes.
//!
//! In: a request, a page of its response, and the base URL. Out: the request for the next page, with the headers and the
//! body of the first one.
//!
//! The URL of the next page contains the query options, but not the headers. Without the first request's `Prefer`, for
//! instance, a service may change the page size or the form of IDs between two pages.

use super::link::{InvalidLink, Link};
use super::request::Request;
use super::response_body::Collection;

impl<T> Request<T> {
    /// Returns the request for a link of a response, such as a stored `@odata.deltaLink`.
    ///
    /// It has the method, the headers and the body of this request, and the path and query of the link, unchanged. Its
    /// query options are part of the path. The link may be relative to the URL of this request. `base_url` is the URL that the caller puts before
    /// [`path_and_query`](Self::path_and_query), such as `https://graph.microsoft.com/v1.0`.
    ///
    /// # Errors
    ///
    /// Returns an error if the link leads to another scheme, host or port, since the request would reveal its headers
    /// and body there, or to a path that is not below that of the base URL.
    pub fn follow(&self, link: &str, base_url: &str) -> Result<Self, InvalidLink> {
        self.follow_from(link, None, base_url)
    }

    /// Returns the request for a link of a response, and the URL of the host that it leads to, whatever the host.
    ///
    /// The request must be sent to that host: `format!("{host}{}", request.path_and_query()?)`. It has no `Authorization`,
    /// `Cookie` and `Proxy-Authorization` headers.
    ///
    /// # Errors
    ///
    /// Returns an error if the link or the base URL is not valid.
    pub fn follow_to_any_host(&self, link: &str, base_url: &str) -> Result<(String, Self), InvalidLink> {
        let (host, path_and_query) = self.resolve(link, None, base_url)?.split();
        Ok((host, self.at(&path_and_query).without_credentials()))
    }

    /// Returns the request for a link of a response with this context URL.
    fn follow_from(&self, link: &str, context: Option<&str>, base_url: &str) -> Result<Self, InvalidLink> {
        Ok(self.at(&self.resolve(link, context, base_url)?.below_base()?))
    }

    /// Resolves a link of the response to this request.
    fn resolve(&self, link: &str, context: Option<&str>, base_url: &str) -> Result<Link, InvalidLink> {
        // A request with an invalid argument was never sent, and has no response with a link.
        let path = self.path().unwrap_or_default();
        Link::resolve(link, context, base_url, path.split('?').next().unwrap_or_default())
    }

    /// Follows a link of a page, if there is one.
    fn follow_page<I>(
        &self,
        link: Option<&str>,
        page: &Collection<I>,
        base_url: &str,
    ) -> Result<Option<Self>, InvalidLink> {
        let context = ["@odata.context", "@context"].iter().find_map(|name| page.extra.get(name)?.as_str());
        link.map(|link| self.follow_from(link, context, base_url)).transpose()
    }
}

/// Implements the methods for the types that a list is decoded to.
macro_rules! paging {
    ($($page:ty),*) => {$(
        impl<T> Request<$page> {
            /// Returns the request for the page after this one, or `None` if it is the last.
            ///
            /// It has the method, the headers and the body of this request, and the URL that the service sent
            /// (`@odata.nextLink`), unchanged. `base_url` is the URL that the caller puts before
            /// [`path_and_query`](Self::path_and_query).
            ///
            /// ```text
            /// let mut next = Some(users::list().prefer("odata.maxpagesize=50"));
            /// while let Some(request) = next {
            ///     let page = request.decode(&send(BASE_URL, &request)?)?;
            ///     next = request.next(&page, BASE_URL)?;
            /// }
            /// ```
            ///
            /// # Errors
            ///
            /// Returns an error if the link leads to another host or is not below the base URL (see
            /// [`follow`](Self::follow)). [`follow_to_any_host`](Self::follow_to_any_host) accepts any host.
            pub fn next(&self, page: &Collection<T>, base_url: &str) -> Result<Option<Self>, InvalidLink> {
                self.follow_page(page.next_link.as_deref(), page, base_url)
            }

            /// Returns the request for the changes since this response (`@odata.deltaLink`), or `None` if there is no
            /// such link. The last page has it.
            ///
            /// # Errors
            ///
            /// See [`next`](Self::next).
            pub fn delta(&self, page: &Collection<T>, base_url: &str) -> Result<Option<Self>, InvalidLink> {
                self.follow_page(page.delta_link.as_deref(), page, base_url)
            }
        }
    )*};
}

paging! { Collection<T>, Option<Collection<T>> }
