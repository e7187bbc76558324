//! The blocking transport: ureq.
//!
//! In: an attempt. Out: the head of its response, and a reader of the body. No asynchronous runtime is involved.

use super::build_error::BuildError;
use super::call::{Attempt, Broken, USUAL_TIMEOUT};
use super::transport::{BlockingTransport, BodyReader, Incoming, Message, broken, message};
use http::{Request, Response, Uri};
use std::fmt;
use std::io::{self, ErrorKind, Read};
use std::time::Duration;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, AsSendBody, Body, Error, Timeout};

/// The maximum time for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);

/// The largest limit. ureq adds limits to the present time, which must not overflow.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The maximum numbers of connections that wait for a request.
const IDLE_PER_HOST: usize = 32;
const IDLE: usize = 64;

/// Sends requests with ureq. The thread waits.
///
/// If the program sets no limit, each part of an attempt has its own: connecting 30 seconds; sending, the response head and the response body
/// 100 seconds each. A [`timeout`](super::CallOptions::timeout) other than 100 seconds, or a [`deadline`](super::CallOptions::deadline), is a limit
/// for the whole attempt, and costs a thread for each attempt.
///
/// If the caller reads the body as it arrives, the timeout applies to each part before the body. Reading fails if no byte arrives for
/// [`stalled_after`](super::CallOptions::stalled_after) or the timeout, whichever is longer.
#[derive(Clone)]
pub struct Ureq {
    agent: Agent,
    /// The limits that the agent has by itself, if it was created here.
    limits: Option<Limits>,
}

/// The time limits of an attempt.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Limits {
    timeout: Duration,
    /// Whether the timeout is for all parts together.
    is_exact: bool,
    /// The maximum time without any byte, if the caller reads the body as it arrives.
    stalled_after: Option<Duration>,
}

impl Limits {
    fn new(attempt: &Attempt) -> Self {
        let capped = |limit: Duration| limit.min(LONGEST);
        let (timeout, stalled_after) = (capped(attempt.timeout), attempt.stalled_after.map(capped));
        Self { timeout, is_exact: attempt.is_exact, stalled_after }
    }

    /// Returns the limits of a call whose program sets none.
    fn usual() -> Self {
        Self { timeout: USUAL_TIMEOUT, is_exact: false, stalled_after: None }
    }

    /// Returns the limits as ureq has them.
    ///
    /// ureq starts a thread for each request that has a limit for the whole attempt or for the name of the host. Starting it takes longer than the
    /// rest of a request to a server nearby. So the usual limit applies to each part of the attempt. The system limits the time for the name.
    /// A limit that the program sets applies to the whole attempt.
    fn of_parts(self) -> PartLimits {
        let timeout = Some(self.timeout);
        let none = PartLimits { connect: self.timeout.min(CONNECT_TIMEOUT), ..PartLimits::default() };
        match self.stalled_after {
            None if !self.is_exact => PartLimits { part: timeout, body: timeout, ..none },
            None => PartLimits { all: timeout, ..none },
            // ureq has one limit without any byte, which applies to the head and to the body. The head may take longer.
            Some(stalled_after) => {
                PartLimits { name: timeout, part: timeout, stall: Some(stalled_after.max(self.timeout)), ..none }
            }
        }
    }
}

/// The time limits of an attempt and its parts, as ureq has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct PartLimits {
    all: Option<Duration>,
    /// For the address of the host.
    name: Option<Duration>,
    connect: Duration,
    /// For each of: sending the head, sending the body, receiving the head.
    part: Option<Duration>,
    /// For receiving the body.
    body: Option<Duration>,
    /// Without any byte.
    stall: Option<Duration>,
}

/// Sets what is needed for an attempt, for an agent or for a request. The exchange follows redirects, and judges the status.
macro_rules! configured {
    ($config:expr, $limits:expr) => {{
        let limits: PartLimits = $limits.of_parts();
        $config
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(limits.all)
            .timeout_per_call(None)
            .timeout_resolve(limits.name)
            .timeout_connect(Some(limits.connect))
            .timeout_send_request(limits.part)
            .timeout_send_body(limits.part)
            .timeout_recv_response(limits.part)
            .timeout_recv_body(limits.body)
            .timeout_per_read(limits.stall)
            .timeout_per_write(limits.stall)
    }};
}

impl Ureq {
    /// Creates a transport with connections of its own.
    ///
    /// It uses the proxies that environment variables name, and TLS 1.2 or newer with the certificates that the system trusts. For other
    /// settings, make it [from a ready agent](#impl-From%3CAgent%3E-for-Ureq).
    ///
    /// # Errors
    ///
    /// None at present: the certificates of the system are read for the first connection.
    pub fn new() -> Result<Self, BuildError> {
        let limits = Limits::usual();
        let config = configured!(Agent::config_builder(), limits)
            .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build())
            .max_idle_connections(IDLE)
            .max_idle_connections_per_host(IDLE_PER_HOST);
        Ok(Self { agent: config.build().new_agent(), limits: Some(limits) })
    }

    fn run<B: AsSendBody>(&self, request: Request<B>, limits: Limits) -> Result<Response<Body>, Error> {
        // With settings for one request, ureq configures TLS again for each connection.
        if self.limits == Some(limits) {
            return self.agent.run(request);
        }
        self.agent.run(configured!(self.agent.configure_request(request), limits).build())
    }
}

/// Uses a ready agent, such as one with a proxy or with other certificates.
///
/// The client replaces its time limits and its settings for redirects and error statuses.
impl From<Agent> for Ureq {
    fn from(agent: Agent) -> Self {
        Self { agent, limits: None }
    }
}

impl fmt::Debug for Ureq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ureq").finish_non_exhaustive()
    }
}

impl BlockingTransport for Ureq {
    fn send(&self, attempt: Attempt) -> Result<Incoming<BodyReader>, Broken> {
        let limits = Limits::new(&attempt);
        let uri = Uri::try_from(&*attempt.url).map_err(|error| broken(error, true, false))?;
        let Message { method, headers, body } = message(attempt)?;
        let mut request = Request::new(&*body);
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        let response = if body.is_empty() { self.run(request.map(|_| ()), limits) } else { self.run(request, limits) };
        let (parts, body) = response.map_err(failed)?.into_parts();
        let body = Box::new(Reader(body.into_reader()));
        Ok(Incoming { status: parts.status.as_u16(), headers: parts.headers.into(), body })
    }
}

/// Returns the failure that an error of ureq means.
fn failed(error: Error) -> Broken {
    let (before_sending, is_timeout) = (is_unsent(&error), is_timeout(&error));
    match error {
        // Their text contains the URL, which can contain secrets.
        Error::BadUri(_) => broken("the URL is not valid", before_sending, is_timeout),
        Error::RequireHttpsOnly(_) => broken("the agent is configured for https only", before_sending, is_timeout),
        error => broken(error, before_sending, is_timeout),
    }
}

/// Returns whether the service certainly has not received the request. An error that can also occur later is not certain.
fn is_unsent(error: &Error) -> bool {
    match error {
        Error::Http(_)
        | Error::BadUri(_)
        | Error::RequireHttpsOnly(_)
        | Error::HostNotFound
        | Error::InvalidProxyUrl
        | Error::ConnectProxyFailed(_)
        | Error::ConnectionFailed
        | Error::Tls(_)
        | Error::TlsRequired
        | Error::Pem(_)
        | Error::Rustls(_)
        | Error::Timeout(Timeout::Resolve | Timeout::Connect) => true,
        Error::Io(error) => is_failed_connect(error),
        _ => false,
    }
}

/// Returns whether an error of the system only occurs before anything is sent.
fn is_failed_connect(error: &io::Error) -> bool {
    use rustls::Error::{InvalidCertificate, PeerIncompatible};
    let is_refused = matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::AddrNotAvailable);
    // The certificate is not valid for the host, or there is no common version of TLS.
    let tls = error.get_ref().and_then(|source| source.downcast_ref());
    let is_distrusted = matches!(tls, Some(InvalidCertificate(_) | PeerIncompatible(_)));
    is_refused || is_distrusted || is_unresolved(error)
}

/// Returns whether the name of the host has no address. The standard library has no kind for this, only its text and the codes of Windows.
fn is_unresolved(error: &io::Error) -> bool {
    let is_code = cfg!(windows) && matches!(error.raw_os_error(), Some(11001..=11004));
    is_code || error.to_string().starts_with("failed to lookup address information")
}

fn is_timeout(error: &Error) -> bool {
    match error {
        Error::Timeout(_) => true,
        Error::Io(error) => error.kind() == ErrorKind::TimedOut,
        _ => false,
    }
}

/// A body. Its errors have the kind that a program expects.
struct Reader(ureq::BodyReader<'static>);

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| match error.get_ref().and_then(|source| source.downcast_ref()) {
            Some(Error::Timeout(_)) => io::Error::new(ErrorKind::TimedOut, error),
            _ => error,
        })
    }
}
