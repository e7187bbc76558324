//! Clients of one service.
//!
//! In: the base URL, tokens, transports and limits. Out: a client that sends requests. Copies share their connections, their token source
//! and what they know of a throttled service.

use super::build_error::{BuildError, without_user};
use super::call::{Call, CallOptions, Success};
use super::clock::Clock;
use super::drive::Driver;
use super::drive_blocking::BlockingDriver;
use super::error::{Details, Error, ErrorKind, Source};
use super::host::{Home, RefusedUrl};
use super::observe::{Hook, Hooks};
use super::shared::Shared;
use super::to_http;
use super::token::TokenSource;
use super::transport::{BlockingTransport, BodyReader, BodyStream, Transport};
use crate::runtime::Operation;
use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;

/// The `User-Agent` header, unless the program sets another: the crate that contains the client.
const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// A client of a service. Copies are cheap, and share everything but their options.
#[derive(Clone)]
pub struct Client {
    home: Arc<Home>,
    options: Arc<CallOptions>,
    inner: Arc<Inner>,
}

/// What the copies of a client share.
struct Inner {
    shared: Shared,
    tokens: Option<Arc<dyn TokenSource>>,
    transport: Option<Arc<dyn Transport>>,
    blocking: Option<Arc<dyn BlockingTransport>>,
    clock: Arc<dyn Clock>,
    user_agent: String,
}

impl Client {
    /// Begins a client of the service with this base URL, such as `https://graph.microsoft.com/v1.0`.
    pub fn builder(base_url: impl Into<String>) -> Builder {
        Builder::new(base_url.into())
    }

    /// Returns a client of another version of the service, which shares connections, tokens and delays with this one.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not a base URL, or is not encrypted.
    pub fn with_base_url(&self, base_url: &str) -> Result<Self, RefusedUrl> {
        Ok(Self { home: Arc::new(self.home.with_base(base_url)?), ..self.clone() })
    }

    /// Returns a client with other options, for some of the calls.
    ///
    /// ```
    /// use docbindgen_client::client::{Client, RetryPolicy};
    ///
    /// fn impatient(client: &Client) -> Client {
    ///     client.with(|options| options.retry = RetryPolicy::off())
    /// }
    /// ```
    pub fn with(&self, change: impl FnOnce(&mut CallOptions)) -> Self {
        let mut options = CallOptions::clone(&self.options);
        change(&mut options);
        Self { options: Arc::new(options), ..self.clone() }
    }

    /// Returns a client that sends only requests that follow their documentation.
    pub fn strict(&self) -> Self {
        self.with(|options| options.strict = true)
    }

    /// Returns the service.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// Returns the options of the client's calls.
    pub fn options(&self) -> &CallOptions {
        &self.options
    }

    /// Returns the operations of the calls that this client and its copies have begun, each once, in the order of their path templates.
    ///
    /// [`Permissions::of`](super::Permissions::of) returns the permissions that they need.
    pub fn operations(&self) -> Vec<&'static Operation> {
        self.inner.shared.operations()
    }

    /// Returns the `User-Agent` header.
    pub(super) fn user_agent(&self) -> &str {
        &self.inner.user_agent
    }

    /// Returns the clock.
    pub(super) fn clock(&self) -> &Arc<dyn Clock> {
        &self.inner.clock
    }

    /// Begins a call with the asynchronous transport. The future carries it out.
    pub(super) fn run(
        &self,
        operation: &'static Operation,
        mut call: Call,
    ) -> Result<impl Future<Output = Result<(Success, Option<BodyStream>), Error>>, Error> {
        let Some(transport) = &self.inner.transport else {
            return Err(no_transport(operation, "enable the feature `reqwest`, or set one with `Builder::transport`"));
        };
        self.inner.clock.check().map_err(|source| unsent(operation, source))?;
        self.inner.shared.record(operation);
        let tokens = self.tokens(&mut call);
        let is_anonymous = self.is_anonymous(&call);
        let (home, shared, clock) = (&*self.home, &self.inner.shared, &*self.inner.clock);
        let response = Driver { home, shared, transport: &**transport, tokens, clock }.run(call, seed());
        Ok(async move { response.await.map_err(|error| if is_anonymous { error.without_tokens() } else { error }) })
    }

    /// Carries out a call with the blocking transport.
    pub(super) fn run_blocking(
        &self,
        operation: &'static Operation,
        mut call: Call,
    ) -> Result<(Success, Option<BodyReader>), Error> {
        let Some(transport) = &self.inner.blocking else {
            let hint = "enable the feature `blocking`, or set one with `Builder::blocking_transport`";
            return Err(no_transport(operation, hint));
        };
        self.inner.shared.record(operation);
        let tokens = self.tokens(&mut call);
        let is_anonymous = self.is_anonymous(&call);
        let (home, shared, clock) = (&*self.home, &self.inner.shared, &*self.inner.clock);
        let response = BlockingDriver { home, shared, transport: &**transport, tokens, clock }.run(call, seed());
        response.map_err(|error| if is_anonymous { error.without_tokens() } else { error })
    }

    /// Returns whether a call has no token because the client has no source of tokens.
    fn is_anonymous(&self, call: &Call) -> bool {
        let is_authorization = |(name, _): &(String, String)| name.eq_ignore_ascii_case("Authorization");
        self.inner.tokens.is_none() && !call.headers.iter().any(is_authorization)
    }

    /// Returns the source of tokens. Without one, the call has no token.
    fn tokens(&self, call: &mut Call) -> &dyn TokenSource {
        match &self.inner.tokens {
            Some(tokens) => &**tokens,
            None => {
                call.options.scopes = None;
                &super::token::NoTokens
            }
        }
    }
}

/// Formats the base URL only.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &self.home.base().to_string()).finish_non_exhaustive()
    }
}

fn no_transport(operation: &'static Operation, hint: &str) -> Error {
    unsent(operation, format!("the client has no transport for this: {hint}").into())
}

/// Returns the error of a call that the client cannot send here.
fn unsent(operation: &'static Operation, source: Source) -> Error {
    Error::new(Details { source: Some(source), ..Details::unsent(ErrorKind::Transport, operation) })
}

/// Returns a number that differs between calls.
fn seed() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// The parts of a client.
#[must_use = "nothing happens until `build`"]
pub struct Builder {
    base_url: String,
    allowed: Vec<String>,
    scopes: Option<Vec<String>>,
    tokens: Option<Arc<dyn TokenSource>>,
    transport: Option<Arc<dyn Transport>>,
    blocking: Option<Arc<dyn BlockingTransport>>,
    clock: Option<Arc<dyn Clock>>,
    options: CallOptions,
    user_agent: String,
    hooks: Hooks,
}

impl Builder {
    fn new(base_url: String) -> Self {
        Self {
            base_url,
            allowed: Vec::new(),
            scopes: None,
            tokens: None,
            transport: None,
            blocking: None,
            clock: None,
            options: CallOptions::default(),
            user_agent: USER_AGENT.to_owned(),
            hooks: Hooks::default(),
        }
    }

    /// Sets the source of tokens. Without one, requests have no token.
    pub fn token(mut self, source: impl TokenSource + 'static) -> Self {
        self.tokens = Some(Arc::new(source));
        self
    }

    /// Sets the scopes of the tokens. Without this, they are the default of the service: `https://graph.microsoft.com/.default`.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Allows tokens to be sent to a further origin, such as `https://graph.contoso.com`.
    pub fn allow(mut self, origin: impl Into<String>) -> Self {
        self.allowed.push(origin.into());
        self
    }

    /// Sends asynchronous requests with this transport.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sends blocking requests with this transport.
    pub fn blocking_transport(mut self, transport: impl BlockingTransport + 'static) -> Self {
        self.blocking = Some(Arc::new(transport));
        self
    }

    /// Sets the clock, for tests and for platforms whose timers the client does not know.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Changes the options of all calls.
    pub fn options(mut self, change: impl FnOnce(&mut CallOptions)) -> Self {
        change(&mut self.options);
        self
    }

    /// Sets the `User-Agent` header. It must not identify a person.
    pub fn user_agent(mut self, text: impl Into<String>) -> Self {
        self.user_agent = text.into();
        self
    }

    /// Adds a hook that inspects each request and response. Hooks are called in the order in which they were added.
    pub fn hook(mut self, hook: impl Hook + 'static) -> Self {
        self.hooks.push(hook);
        self
    }

    /// Creates the client.
    ///
    /// # Errors
    ///
    /// Returns an error if a URL is not valid or not encrypted, if the `User-Agent` header is not valid, or if a default transport
    /// cannot be created.
    pub fn build(mut self) -> Result<Client, BuildError> {
        let home = Home::new(&self.base_url).map_err(|source| BuildError::url(&self.base_url, source))?;
        let home = self
            .allowed
            .iter()
            .try_fold(home, |home, origin| home.allow(origin).map_err(|source| BuildError::url(origin, source)))?;
        to_http::header("User-Agent", self.user_agent.clone()).map_err(|_| BuildError::user_agent())?;
        let scopes = self.scopes.unwrap_or_else(|| vec![format!("{}/.default", home.base().origin())]);
        if self.options.scopes.is_some() {
            self.options.scopes = Some(scopes.into());
        }
        #[cfg(feature = "reqwest")]
        if self.transport.is_none() {
            self.transport = Some(Arc::new(super::Reqwest::new()?));
        }
        #[cfg(feature = "blocking")]
        if self.blocking.is_none() {
            self.blocking = Some(Arc::new(super::Ureq::new()?));
        }
        let clock = match self.clock {
            Some(clock) => clock,
            None => super::clock::default(self.transport.is_some()).ok_or_else(BuildError::no_clock)?,
        };
        Ok(Client {
            home: Arc::new(home),
            options: Arc::new(self.options),
            inner: Arc::new(Inner {
                shared: Shared::with_hooks(self.hooks),
                tokens: self.tokens,
                transport: self.transport,
                blocking: self.blocking,
                clock,
                user_agent: self.user_agent,
            }),
        })
    }
}

/// Formats the base URL only.
impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").field("base_url", &without_user(&self.base_url)).finish_non_exhaustive()
    }
}
