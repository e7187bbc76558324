//! Tokens of the Azure SDK.
//!
//! In: a credential of the crate `azure_core`, such as those of `azure_identity`. Out: a token source that keeps its tokens.

use super::error::Source;
use super::task::BoxFuture;
use super::token::{Token, TokenNeed};
use super::token_cache::{AccessToken, AccessTokenSource};
use azure_core::credentials::TokenCredential;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A credential of the Azure SDK, as a source of tokens: `TokenCache::new(AzureCredential::new(credential))`.
///
/// These credentials do not accept claims. If the service requires some, the call ends with an error of the kind
/// [`Claims`](super::ErrorKind::Claims), whose [`claims`](super::Error::claims) the program can use to sign in again.
#[derive(Clone)]
pub struct AzureCredential(Arc<dyn TokenCredential>);

impl AzureCredential {
    /// Wraps a credential.
    pub fn new(credential: Arc<dyn TokenCredential>) -> Self {
        Self(credential)
    }
}

impl AccessTokenSource for AzureCredential {
    fn access_token<'s>(&'s self, need: &'s TokenNeed) -> BoxFuture<'s, Result<AccessToken, Source>> {
        Box::pin(async move {
            if let Some(claims) = &need.claims {
                return Err(UnsupportedClaims { claims: claims.clone() }.into());
            }
            let scopes: Vec<&str> = need.scopes.iter().map(String::as_str).collect();
            let access = self.0.get_token(&scopes, None).await?;
            let unix = u64::try_from(access.expires_on.unix_timestamp()).unwrap_or_default();
            Ok(AccessToken::expires_at(Token::new(access.token.secret()), Duration::from_secs(unix)))
        })
    }
}

/// Does not contain the credential.
impl fmt::Debug for AzureCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AzureCredential").finish_non_exhaustive()
    }
}

/// An error of a credential that does not accept claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsupportedClaims {
    claims: String,
}

impl UnsupportedClaims {
    /// Returns the claims that the service requires, as JSON (OpenID Connect Core 1.0 §5.5).
    pub fn claims(&self) -> &str {
        &self.claims
    }
}

impl fmt::Display for UnsupportedClaims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("credentials of `azure_core` do not accept claims; sign in again with those of the error")
    }
}

impl std::error::Error for UnsupportedClaims {}
