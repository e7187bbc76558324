//! Signs a person in with a code that is entered on another device (OAuth 2.0 device authorization grant, RFC 8628), and prints who it is.
//!
//! ```sh
//! CLIENT_ID=… cargo run --example sign_in_device_code --features blocking
//! ```
//!
//! `LOGIN_URL` replaces the address of the authorization server, and `GRAPH_BASE_URL` that of the service. The application that `CLIENT_ID`
//! names must allow public client flows. An asynchronous program can use this token source with `tokio::task::spawn_blocking`.

use graph_bindings::client::{
    AccessToken, AccessTokenSource, Attempt, BlockingTransport, BoxFuture, Source, TokenCache, TokenNeed, Ureq,
};
use graph_bindings::prelude::*;
use graph_bindings::requests::users;
use graph_bindings::{BASE_URL, Graph};
use serde_json::Value;
use std::env;
use std::io::Read;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// The authorization server for accounts of any organization.
const LOGIN_URL: &str = "https://login.microsoftonline.com/organizations/oauth2/v2.0";

/// The largest response of the authorization server, in bytes.
const LARGEST_RESPONSE: u64 = 1 << 20;

fn main() -> Result<(), Source> {
    let login_url = env::var("LOGIN_URL").unwrap_or_else(|_| LOGIN_URL.to_owned());
    let base_url = env::var("GRAPH_BASE_URL").unwrap_or_else(|_| BASE_URL.to_owned());
    let sign_in = DeviceCode::new(login_url, env::var("CLIENT_ID")?, |message| eprintln!("{message}"))?;
    let graph = Graph::builder(base_url)
        .scopes(["https://graph.microsoft.com/User.Read"])
        .token(TokenCache::new(sign_in))
        .build()?;
    let user = users::get(ME).send_blocking(&graph)?;
    println!("{}", user.display_name.as_deref().unwrap_or("a person without a name"));
    Ok(())
}

/// A token source that asks a person to sign in, and later refreshes the token without that person.
pub struct DeviceCode {
    login_url: String,
    client_id: String,
    /// Tells the person what to do.
    show: Box<dyn Fn(&str) + Send + Sync>,
    transport: Ureq,
    refresh_token: Mutex<Option<String>>,
}

impl DeviceCode {
    /// Creates a source for an application.
    pub fn new(
        login_url: String,
        client_id: String,
        show: impl Fn(&str) + Send + Sync + 'static,
    ) -> Result<Self, Source> {
        let refresh_token = Mutex::new(None);
        Ok(Self { login_url, client_id, show: Box::new(show), transport: Ureq::new()?, refresh_token })
    }

    /// Refreshes the token if that is possible, and asks the person otherwise.
    fn sign_in(&self, need: &TokenNeed) -> Result<AccessToken, Source> {
        // The default scopes of a service plus a refresh token (OpenID Connect Core 1.0 §11).
        let scope = format!("{} offline_access", need.scopes.join(" "));
        let known = self.refresh_token.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(refresh_token) = known {
            let mut form = vec![("grant_type", "refresh_token"), ("refresh_token", &refresh_token), ("scope", &scope)];
            form.extend(need.claims.as_deref().map(|claims| ("claims", claims)));
            let (status, response) = self.post("token", &form)?;
            if status == 200 {
                return self.accept(&response);
            }
            // The refresh token has expired or was revoked, or the claims need the person.
        }
        self.ask(&scope, need.claims.as_deref())
    }

    /// Shows a code, and waits until the person has entered it.
    fn ask(&self, scope: &str, claims: Option<&str>) -> Result<AccessToken, Source> {
        let mut form = vec![("scope", scope)];
        form.extend(claims.map(|claims| ("claims", claims)));
        let (status, response) = self.post("devicecode", &form)?;
        if status != 200 {
            return Err(failure(&response));
        }
        let device_code = text(&response, "device_code")?;
        let (uri, code) = (text(&response, "verification_uri")?, text(&response, "user_code")?);
        (self.show)(&format!("open {uri} and enter the code {code}"));
        let lifetime = seconds(&response, "expires_in").unwrap_or(Duration::from_secs(900));
        let start = Instant::now();
        // RFC 8628 §3.2: five seconds, if the server names no interval.
        let mut interval = seconds(&response, "interval").unwrap_or(Duration::from_secs(5));
        let grant = [("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", &device_code)];
        while start.elapsed() < lifetime {
            thread::sleep(interval);
            let (status, response) = self.post("token", &grant)?;
            // RFC 8628 §3.5.
            match response["error"].as_str() {
                None if status == 200 => return self.accept(&response),
                Some("authorization_pending") => {}
                Some("slow_down") => interval = interval.saturating_add(Duration::from_secs(5)),
                _ => return Err(failure(&response)),
            }
        }
        Err("the code has expired".into())
    }

    /// Keeps the refresh token of a response, and returns the access token.
    fn accept(&self, response: &Value) -> Result<AccessToken, Source> {
        if let Some(token) = response["refresh_token"].as_str() {
            *self.refresh_token.lock().unwrap_or_else(PoisonError::into_inner) = Some(token.to_owned());
        }
        let lifetime = seconds(response, "expires_in").ok_or("the response has no `expires_in`")?;
        Ok(AccessToken::expires_in(Token::new(text(response, "access_token")?), lifetime))
    }

    /// Posts a form to the authorization server, and returns the status and the JSON of the response.
    fn post(&self, endpoint: &str, form: &[(&str, &str)]) -> Result<(u16, Value), Source> {
        let client_id = ("client_id", self.client_id.as_str());
        let fields = form.iter().chain([&client_id]).map(|(name, value)| format!("{name}={}", encoded(value)));
        let attempt = Attempt {
            method: Method::Post,
            url: format!("{}/{endpoint}", self.login_url),
            headers: vec![("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned())],
            body: Some(fields.collect::<Vec<_>>().join("&").into()),
            timeout: Duration::from_secs(30),
            is_exact: true,
            stalled_after: None,
        };
        let response = self.transport.send(attempt).map_err(|broken| broken.source)?;
        let mut body = Vec::new();
        response.body.take(LARGEST_RESPONSE).read_to_end(&mut body)?;
        Ok((response.status, serde_json::from_slice(&body)?))
    }
}

impl AccessTokenSource for DeviceCode {
    fn access_token<'s>(&'s self, need: &'s TokenNeed) -> BoxFuture<'s, Result<AccessToken, Source>> {
        Box::pin(async move { self.sign_in(need) })
    }
}

/// Returns the error that an authorization server reports (RFC 6749 §5.2).
fn failure(response: &Value) -> Source {
    let code = response["error"].as_str().unwrap_or("unknown error");
    match response["error_description"].as_str() {
        Some(description) => format!("{code}: {description}").into(),
        None => code.into(),
    }
}

fn text(response: &Value, name: &str) -> Result<String, Source> {
    Ok(response[name].as_str().ok_or_else(|| format!("the response has no `{name}`"))?.to_owned())
}

fn seconds(response: &Value, name: &str) -> Option<Duration> {
    response[name].as_u64().map(Duration::from_secs)
}

/// Encodes a value of a form.
fn encoded(text: &str) -> impl std::fmt::Display + '_ {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC)
}
