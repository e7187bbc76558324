//! Tokens that are kept until they expire.
//!
//! In: a source of tokens with their expiry. Out: a [`TokenSource`] that asks it once for all calls that need the same token. A token is refreshed
//! early, in the call that is the first to need it, and not in the background: the cache starts no task and no thread.

use super::clock::Clock;
use super::error::Source;
use super::task::BoxFuture;
use super::token::{Token, TokenNeed, TokenSource};
use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// How long before its expiry a token is refreshed.
const MARGIN: Duration = Duration::from_secs(300);

/// For tokens that live shorter than 50 minutes, the margin is this part of the lifetime: a tenth.
const PARTS: u32 = 10;

/// A token, and when it expires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessToken {
    token: Token,
    expires: Expires,
}

/// When a token expires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expires {
    /// After this time.
    In(Duration),
    /// At this time since 1970.
    At(Duration),
}

impl AccessToken {
    /// A token that expires after a time, such as `expires_in` of OAuth 2.0 (RFC 6749 §5.1).
    pub fn expires_in(token: Token, lifetime: Duration) -> Self {
        Self { token, expires: Expires::In(lifetime) }
    }

    /// A token that expires at a time since 1970, such as the claim `exp` (RFC 7519 §4.1.4).
    pub fn expires_at(token: Token, unix: Duration) -> Self {
        Self { token, expires: Expires::At(unix) }
    }

    /// Returns the token.
    pub fn token(&self) -> &Token {
        &self.token
    }
}

/// A source of tokens that expire. A [`TokenCache`] keeps them.
pub trait AccessTokenSource: Send + Sync {
    /// Returns a new token.
    ///
    /// # Errors
    ///
    /// The error is not kept: the next call asks again. It must not contain a token.
    fn access_token<'s>(&'s self, need: &'s TokenNeed) -> BoxFuture<'s, Result<AccessToken, Source>>;
}

/// A token source that keeps the tokens of another source. Copies share the tokens.
///
/// - A token is kept for its scopes and claims. One with claims also replaces the one without, since the service would refuse that again.
/// - It is refreshed from five minutes before its expiry on, or when a tenth of its lifetime is left if that is shorter. The call that is the first
///   to need it then waits for the new token; the others go on with the old one as long as it is valid. If the refresh fails, the old token is
///   used until it expires.
/// - Calls that have no valid token wait for the one that asks the source, without blocking a thread, and share its result. If that
///   call is dropped, one of those that wait asks the source.
/// - A token that the service has refused is not returned again.
///
/// ```
/// use docbindgen_client::client::{AccessToken, Client, Token, TokenCache};
/// use std::time::Duration;
///
/// let tokens = TokenCache::from_fn(|need| async move {
///     // … sign in for `need.scopes`, with `need.claims`
///     Ok(AccessToken::expires_in(Token::new("secret"), Duration::from_secs(3599)))
/// });
/// let builder = Client::builder("https://graph.microsoft.com/v1.0").token(tokens);
/// ```
#[derive(Clone)]
pub struct TokenCache(Arc<Inner>);

struct Inner {
    source: Box<dyn AccessTokenSource>,
    /// Returns the time since 1970.
    now: Box<dyn Fn() -> Duration + Send + Sync>,
    entries: Mutex<Vec<Entry>>,
}

/// The token for some scopes and claims.
struct Entry {
    scopes: Arc<[String]>,
    claims: Option<String>,
    held: Option<Held>,
    /// The request to the source that is under way.
    flight: Option<Arc<Flight>>,
}

/// A token that is kept.
#[derive(Clone)]
struct Held {
    token: Token,
    refresh_at: Duration,
    expires_at: Duration,
}

impl Entry {
    fn new(need: &TokenNeed) -> Self {
        Self { scopes: need.scopes.clone(), claims: need.claims.clone(), held: None, flight: None }
    }

    fn is_for(&self, scopes: &[String], claims: Option<&str>) -> bool {
        *self.scopes == *scopes && self.claims.as_deref() == claims
    }

    /// Returns the token if it can be used.
    fn valid(&self, need: &TokenNeed, now: Duration) -> Option<&Held> {
        self.held.as_ref().filter(|held| now < held.expires_at && need.rejected.as_ref() != Some(&held.token))
    }
}

/// A request to the source, and the calls that wait for it.
#[derive(Default)]
struct Flight(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    outcome: Option<Outcome>,
    /// By waiting call. A call that was dropped leaves none.
    wakers: Vec<Option<Waker>>,
}

/// How a request to the source has ended.
#[derive(Clone)]
enum Outcome {
    Token(Token),
    Failed(Arc<Source>),
    /// The call that asked the source was dropped.
    Abandoned,
}

/// What a call does for a token.
enum Turn {
    /// Take this one.
    Take(Token),
    /// Wait for the call that asks the source.
    Wait(Arc<Flight>),
    /// Ask the source.
    Ask(Arc<Flight>),
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // The state is valid after each change, so it also is after a panic of another thread.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl TokenCache {
    /// Keeps the tokens of a source.
    #[cfg(not(target_family = "wasm"))]
    pub fn new(source: impl AccessTokenSource + 'static) -> Self {
        use std::time::{SystemTime, UNIX_EPOCH};
        Self::with_time(source, || SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
    }

    /// Keeps the tokens of a closure that returns a future.
    #[cfg(not(target_family = "wasm"))]
    pub fn from_fn<F, R>(get: F) -> Self
    where
        F: Fn(TokenNeed) -> R + Send + Sync + 'static,
        R: Future<Output = Result<AccessToken, Source>> + Send + 'static,
    {
        struct FromFn<F>(F);
        impl<F, R> AccessTokenSource for FromFn<F>
        where
            F: Fn(TokenNeed) -> R + Send + Sync,
            R: Future<Output = Result<AccessToken, Source>> + Send + 'static,
        {
            fn access_token<'s>(&'s self, need: &'s TokenNeed) -> BoxFuture<'s, Result<AccessToken, Source>> {
                Box::pin((self.0)(need.clone()))
            }
        }
        Self::new(FromFn(get))
    }

    /// Keeps the tokens of a source, with a clock other than the system's.
    pub fn with_clock(source: impl AccessTokenSource + 'static, clock: impl Clock + 'static) -> Self {
        Self::with_time(source, move || clock.now().unix)
    }

    fn with_time(source: impl AccessTokenSource + 'static, now: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        Self(Arc::new(Inner { source: Box::new(source), now: Box::new(now), entries: Mutex::default() }))
    }
}

impl TokenSource for TokenCache {
    fn token<'s>(&'s self, need: &'s TokenNeed) -> BoxFuture<'s, Result<Token, Source>> {
        Box::pin(self.0.token(need))
    }
}

impl Inner {
    async fn token(&self, need: &TokenNeed) -> Result<Token, Source> {
        loop {
            let flight = match self.turn(need) {
                Turn::Take(token) => return Ok(token),
                Turn::Ask(flight) => return self.ask(need, flight).await,
                Turn::Wait(flight) => flight,
            };
            match flight.end().await {
                Outcome::Token(token) if need.rejected.as_ref() != Some(&token) => return Ok(token),
                Outcome::Failed(error) => return Err(Box::new(SharedError(error))),
                Outcome::Token(_) | Outcome::Abandoned => {}
            }
        }
    }

    /// Decides what a call does.
    fn turn(&self, need: &TokenNeed) -> Turn {
        let now = (self.now)();
        let mut entries = lock(&self.entries);
        let position = entries.iter().position(|entry| entry.is_for(&need.scopes, need.claims.as_deref()));
        let mut added = Entry::new(need);
        let entry = match position.and_then(|position| entries.get_mut(position)) {
            Some(entry) => entry,
            None => &mut added,
        };
        let turn = match (entry.valid(need, now), &entry.flight) {
            (Some(held), Some(_)) => Turn::Take(held.token.clone()),
            (Some(held), None) if now < held.refresh_at => Turn::Take(held.token.clone()),
            (None, Some(flight)) => Turn::Wait(flight.clone()),
            (_, None) => {
                let flight = Arc::default();
                entry.flight = Some(Arc::clone(&flight));
                Turn::Ask(flight)
            }
        };
        if position.is_none() {
            entries.push(added);
        }
        turn
    }

    /// Asks the source, for all calls that wait.
    async fn ask(&self, need: &TokenNeed, flight: Arc<Flight>) -> Result<Token, Source> {
        let mut asking = Asking { cache: self, need, flight, outcome: Outcome::Abandoned };
        let error = match self.source.access_token(need).await {
            Ok(access) if need.rejected.as_ref() != Some(&access.token) => {
                self.keep(need, &access);
                asking.outcome = Outcome::Token(access.token.clone());
                return Ok(access.token);
            }
            Ok(_) => "the token source returns the refused token again".into(),
            Err(error) => error,
        };
        let error = Arc::new(error);
        asking.outcome = Outcome::Failed(error.clone());
        // Ends the request to the source.
        drop(asking);
        if let Some(held) = self.valid(need) {
            return Ok(held);
        }
        // Without a call that waited, the error stays what it is.
        Err(Arc::try_unwrap(error).unwrap_or_else(|shared| Box::new(SharedError(shared))))
    }

    /// Returns the token that is kept, if it can still be used.
    fn valid(&self, need: &TokenNeed) -> Option<Token> {
        let now = (self.now)();
        let entries = lock(&self.entries);
        let entry = entries.iter().find(|entry| entry.is_for(&need.scopes, need.claims.as_deref()))?;
        entry.valid(need, now).map(|held| held.token.clone())
    }

    /// Keeps a token, and forgets those that have expired.
    fn keep(&self, need: &TokenNeed, access: &AccessToken) {
        let now = (self.now)();
        let lifetime = match access.expires {
            Expires::In(lifetime) => lifetime,
            Expires::At(unix) => unix.saturating_sub(now),
        };
        let expires_at = now.saturating_add(lifetime);
        let margin = MARGIN.min(lifetime / PARTS);
        let held = Held { token: access.token.clone(), refresh_at: expires_at.saturating_sub(margin), expires_at };
        let mut entries = lock(&self.entries);
        let claims = need.claims.as_deref();
        if claims.is_some() && !entries.iter().any(|entry| entry.is_for(&need.scopes, None)) {
            entries.push(Entry { claims: None, ..Entry::new(need) });
        }
        for entry in entries.iter_mut() {
            if entry.is_for(&need.scopes, claims) || entry.is_for(&need.scopes, None) {
                entry.held = Some(held.clone());
            }
        }
        let is_valid = |entry: &Entry| entry.held.as_ref().is_some_and(|held| now < held.expires_at);
        entries.retain(|entry| entry.flight.is_some() || is_valid(entry));
    }
}

/// A request to the source, which ends when this is dropped.
struct Asking<'c> {
    cache: &'c Inner,
    need: &'c TokenNeed,
    flight: Arc<Flight>,
    outcome: Outcome,
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        let mut entries = lock(&self.cache.entries);
        for entry in entries.iter_mut() {
            if entry.is_for(&self.need.scopes, self.need.claims.as_deref()) {
                entry.flight = None;
            }
        }
        // A request that has failed leaves nothing.
        entries.retain(|entry| entry.flight.is_some() || entry.held.is_some());
        drop(entries);
        // No further call can wait for it.
        if Arc::strong_count(&self.flight) == 1 {
            return;
        }
        let mut waiting = lock(&self.flight.0);
        waiting.outcome = Some(self.outcome.clone());
        let wakers = std::mem::take(&mut waiting.wakers);
        drop(waiting);
        wakers.into_iter().flatten().for_each(Waker::wake);
    }
}

/// A call that waits for a request to the source.
struct Wait<'f> {
    flight: &'f Flight,
    /// The position of its waker.
    position: Option<usize>,
}

impl Flight {
    /// Waits for the end.
    async fn end(&self) -> Outcome {
        let mut wait = Wait { flight: self, position: None };
        poll_fn(|context| wait.poll(context)).await
    }
}

impl Wait<'_> {
    fn poll(&mut self, context: &Context<'_>) -> Poll<Outcome> {
        let mut waiting = lock(&self.flight.0);
        if let Some(outcome) = &waiting.outcome {
            return Poll::Ready(outcome.clone());
        }
        match self.position.and_then(|position| waiting.wakers.get_mut(position)) {
            Some(waker) => *waker = Some(context.waker().clone()),
            None => {
                self.position = Some(waiting.wakers.len());
                waiting.wakers.push(Some(context.waker().clone()));
            }
        }
        Poll::Pending
    }
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        let mut waiting = lock(&self.flight.0);
        if let Some(waker) = self.position.and_then(|position| waiting.wakers.get_mut(position)) {
            *waker = None;
        }
    }
}

/// An error that several calls have received. The error itself is its source.
struct SharedError(Arc<Source>);

impl fmt::Debug for SharedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for SharedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl std::error::Error for SharedError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&**self.0)
    }
}

/// Contains the number of the tokens, and not the tokens.
impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCache").field("tokens", &lock(&self.0.entries).len()).finish_non_exhaustive()
    }
}
