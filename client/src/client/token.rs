//! Tokens.
//!
//! In: what a service requires. Out: a token, from a source that the program chooses. A token is written to the header
//! of a request and nowhere else.

use super::error::Source;
use super::task::BoxFuture;
use std::fmt;
use std::sync::Arc;

/// An access token.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Token {
    text: Arc<str>,
    /// Whether a header can contain the text. Tokens are long, and each attempt needs to know it.
    is_sendable: bool,
}

impl Token {
    /// Wraps the text of a token, without white space at its end: files end with a line break.
    ///
    /// A call with a token that is empty or cannot be part of a header fails, and sends nothing.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let token = text.trim_ascii_end();
        let text = if token.len() == text.len() { text } else { token.into() };
        let is_sendable = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        Self { text, is_sendable }
    }

    /// Checks that the token can be sent. Tokens consist of ASCII characters (RFC 6750 §2.1).
    ///
    /// # Errors
    ///
    /// Returns an error that does not contain the token.
    pub(super) fn check(&self) -> Result<(), Source> {
        if self.text.is_empty() {
            return Err("the token is empty".into());
        }
        let reason = "the token contains a character that a header cannot have; remove the line break, for example";
        if self.is_sendable { Ok(()) } else { Err(reason.into()) }
    }

    /// Returns the text of the token, which is a secret.
    pub fn secret(&self) -> &str {
        &self.text
    }
}

/// Does not contain the text.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(***)")
    }
}

/// The wish for a token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenNeed {
    /// The scopes, such as `https://graph.microsoft.com/.default`.
    pub scopes: Arc<[String]>,
    /// The claims that the token must contain, as JSON (OpenID Connect Core 1.0 §5.5).
    pub claims: Option<String>,
    /// A token that the service has just refused. A cache must not return it again.
    pub rejected: Option<Token>,
}

/// A source of tokens.
///
/// A client asks it before each attempt, so a source keeps its token until shortly before it expires. It must not return
/// [`rejected`](TokenNeed::rejected) again.
pub trait TokenSource: Send + Sync {
    /// Returns a token.
    ///
    /// # Errors
    ///
    /// The error is the source of the error of the call. It must not contain a token.
    fn token<'s>(&'s self, need: &'s TokenNeed) -> BoxFuture<'s, Result<Token, Source>>;
}

/// A token that never changes, for a script or a test.
impl TokenSource for Token {
    fn token<'s>(&'s self, _: &'s TokenNeed) -> BoxFuture<'s, Result<Token, Source>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

/// A source that never has a token.
pub(super) struct NoTokens;

impl TokenSource for NoTokens {
    fn token<'s>(&'s self, _: &'s TokenNeed) -> BoxFuture<'s, Result<Token, Source>> {
        Box::pin(std::future::ready(Err("the client has no token source".into())))
    }
}

/// Makes a [`TokenSource`] of a closure.
///
/// ```
/// use docbindgen_client::client::{Token, TokenSource, token_fn};
///
/// let source = token_fn(|need| {
///     println!("a token for {:?}", need.scopes);
///     Ok(Token::new("secret"))
/// });
/// # let _: &dyn TokenSource = &source;
/// ```
pub fn token_fn<F>(get: F) -> impl TokenSource
where
    F: Fn(&TokenNeed) -> Result<Token, Source> + Send + Sync,
{
    struct FromFn<F>(F);
    impl<F: Fn(&TokenNeed) -> Result<Token, Source> + Send + Sync> TokenSource for FromFn<F> {
        fn token<'s>(&'s self, need: &'s TokenNeed) -> BoxFuture<'s, Result<Token, Source>> {
            Box::pin(std::future::ready((self.0)(need)))
        }
    }
    FromFn(get)
}

/// Makes a [`TokenSource`] of a closure that returns a future.
///
/// ```
/// use docbindgen_client::client::{Token, TokenSource, token_async};
///
/// let source = token_async(|need| async move {
///     println!("a token for {:?}", need.scopes);
///     Ok(Token::new("secret"))
/// });
/// # let _: &dyn TokenSource = &source;
/// ```
pub fn token_async<F, R>(get: F) -> impl TokenSource
where
    F: Fn(TokenNeed) -> R + Send + Sync,
    R: Future<Output = Result<Token, Source>> + Send + 'static,
{
    struct FromAsync<F>(F);
    impl<F, R> TokenSource for FromAsync<F>
    where
        F: Fn(TokenNeed) -> R + Send + Sync,
        R: Future<Output = Result<Token, Source>> + Send + 'static,
    {
        fn token<'s>(&'s self, need: &'s TokenNeed) -> BoxFuture<'s, Result<Token, Source>> {
            Box::pin((self.0)(need.clone()))
        }
    }
    FromAsync(get)
}
