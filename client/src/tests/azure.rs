//! Credentials of the Azure SDK.

use super::fakes::{Service, response};
use crate::client::testing::VirtualClock;
use crate::client::{AzureCredential, BoxFuture, ErrorKind, SendRequest, TokenCache, UnsupportedClaims};
use crate::runtime::{Content, Method, Operation, Path, Request};
use azure_core::credentials::{AccessToken, Secret, TokenCredential, TokenRequestOptions};
use std::sync::Arc;

static ME: Operation = Operation { method: Method::Get, template: "/me", pages: &[] };

/// Returns the token that is named like the first scope.
#[derive(Debug)]
struct Fake;

impl TokenCredential for Fake {
    fn get_token<'l0, 'l1, 'l2, 'l3, 'f>(
        &'l0 self,
        scopes: &'l1 [&'l2 str],
        _: Option<TokenRequestOptions<'l3>>,
    ) -> BoxFuture<'f, azure_core::Result<AccessToken>>
    where
        Self: 'f,
        'l0: 'f,
        'l1: 'f,
        'l2: 'f,
        'l3: 'f,
    {
        let token = Secret::new(scopes.concat());
        let expires = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_767_225_600 + 3600);
        Box::pin(std::future::ready(Ok(AccessToken::new(token, expires.into()))))
    }
}

#[test]
fn credentials_are_token_sources() {
    let claims = "Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"";
    let service = Service::new([response(200, &[], "{}"), response(401, &[("WWW-Authenticate", claims)], "")]);
    let tokens = TokenCache::with_clock(AzureCredential::new(Arc::new(Fake)), VirtualClock::default());
    let client = service.client().scopes(["scope"]).token(tokens).build().expect("a client");
    let request = || Request::<Content>::new(&ME, Path::new().lit("/me"));
    request().send_blocking(&client).expect("a response");
    let authorization = ("Authorization".to_owned(), "Bearer scope".to_owned());
    assert!(service.received()[0].headers.contains(&authorization));
    let error = request().send_blocking(&client).expect_err("claims");
    assert_eq!((error.kind(), error.claims()), (ErrorKind::Claims, Some("{\"a\":1}")));
    let source = error.inner().and_then(|source| source.downcast_ref::<UnsupportedClaims>());
    assert_eq!(source.map(UnsupportedClaims::claims), Some("{\"a\":1}"));
}
