//! Spans and events of calls, for the crate `tracing`.
//!
//! In: the events and steps of an exchange. Out: a span for each call, named by method and path template, and an event for each attempt. The
//! fields are those of the OpenTelemetry semantic conventions for HTTP clients, and `attempt.delay` and `attempt.duration` in seconds. The URL
//! (`url.full`), IDs, query options, headers and bodies are never recorded, so neither are personal data and secrets.

use super::call::{Broken, Call, Event, Now, Step};
use super::error::{Error, ErrorKind};
use super::head::Head;
use super::headers::Headers;
use crate::runtime::{Method, Url};
use std::time::Duration;
use tracing::field::Empty;
use tracing::{Level, Span, debug, enabled, info_span, warn};

/// The span of a call, and the attempt that is under way.
pub(super) struct Trace {
    span: Span,
    template: &'static str,
    attempt: Option<Attempted>,
    /// How often the request was sent.
    sent: u32,
    /// The delay since the last attempt.
    delay: Duration,
    has_ended: bool,
    /// Whether the service has announced the end of the operation in this call.
    is_announced: bool,
}

/// What is known of an attempt.
struct Attempted {
    method: Method,
    url: Option<Url>,
    start: Duration,
    request_size: usize,
    status: Option<u16>,
    response_size: Option<usize>,
    error: Option<&'static str>,
}

impl Trace {
    /// Begins the span of a call, in the current span.
    pub fn new(call: &Call) -> Self {
        let origin = call.target.url().origin();
        let span = info_span!(
            "http.client.call",
            "otel.name" = %format_args!("{} {}", call.method, call.template),
            "otel.kind" = "client",
            "otel.status_code" = Empty,
            "http.request.method" = call.method.as_str(),
            "url.template" = call.template,
            "url.scheme" = origin.scheme(),
            "server.address" = origin.host(),
            "server.port" = u64::from(origin.port()),
            "http.request.resend_count" = Empty,
            "http.response.status_code" = Empty,
            "error.type" = Empty,
        );
        Self {
            span,
            template: call.template,
            attempt: None,
            sent: 0,
            delay: Duration::ZERO,
            has_ended: false,
            is_announced: false,
        }
    }

    /// Returns the span.
    pub fn span(&self) -> Span {
        self.span.clone()
    }

    /// Notes what has happened in an attempt.
    pub fn event(&mut self, event: &Event) {
        if let Event::Head(status, headers) = event {
            self.announce(*status, headers);
        }
        let Some(attempt) = &mut self.attempt else { return };
        match event {
            Event::Head(status, _) => attempt.status = Some(*status),
            Event::Body(body) => attempt.response_size = Some(body.len()),
            Event::TooLarge => attempt.error = Some(error_type(ErrorKind::TooLarge)),
            Event::Failed(Broken { is_timeout: true, .. }) => attempt.error = Some(error_type(ErrorKind::Timeout)),
            Event::Failed(Broken { before_sending: true, .. }) => attempt.error = Some(error_type(ErrorKind::Connect)),
            Event::Failed(_) => attempt.error = Some(error_type(ErrorKind::Connection)),
            _ => {}
        }
    }

    /// Ends the attempt unless its response is read now, and begins the next one.
    pub fn step(&mut self, step: &Step, now: Now) {
        if !matches!(step, Step::Read { .. }) {
            self.end_attempt(now);
        }
        match step {
            Step::Send(attempt) => {
                self.sent += 1;
                // Nothing is copied for nobody.
                self.attempt = enabled!(Level::DEBUG).then(|| Attempted {
                    method: attempt.method,
                    url: Url::parse(&attempt.url),
                    start: now.elapsed,
                    request_size: attempt.body.as_ref().map_or(0, |body| body.len()),
                    status: None,
                    response_size: None,
                    error: None,
                });
            }
            Step::Sleep(delay) => self.delay = self.delay.saturating_add(*delay),
            Step::Done(Ok(success)) => self.end(Some(success.head.status), None),
            Step::Done(Err(error)) => self.end(error.status(), Some(error)),
            Step::NeedToken { .. } | Step::Read { .. } => {}
        }
    }

    fn end_attempt(&mut self, now: Now) {
        let Some(attempt) = self.attempt.take() else { return };
        let origin = attempt.url.as_ref().map(Url::origin);
        let status = attempt.status.map(u64::from);
        let failed = attempt.status.filter(|status| *status >= 400).map(|status| status.to_string());
        debug!(
            "http.request.method" = attempt.method.as_str(),
            "url.template" = self.template,
            "server.address" = origin.map(|origin| origin.host()),
            "server.port" = origin.map(|origin| u64::from(origin.port())),
            "http.request.resend_count" = u64::from(self.sent.saturating_sub(1)),
            "attempt.delay" = self.delay.as_secs_f64(),
            "http.request.body.size" = attempt.request_size as u64,
            "http.response.status_code" = status,
            "http.response.body.size" = attempt.response_size.map(|size| size as u64),
            "attempt.duration" = now.elapsed.saturating_sub(attempt.start).as_secs_f64(),
            "error.type" = attempt.error.or(failed.as_deref()),
            "attempt"
        );
        self.delay = Duration::ZERO;
    }

    /// Completes the span.
    fn end(&mut self, status: Option<u16>, error: Option<&Error>) {
        self.has_ended = true;
        let resent = self.sent.saturating_sub(1);
        if resent > 0 {
            self.span.record("http.request.resend_count", u64::from(resent));
        }
        if let Some(status) = status {
            self.span.record("http.response.status_code", u64::from(status));
        }
        let Some(error) = error else { return };
        match (error.kind(), status) {
            (ErrorKind::Status, Some(status)) => self.span.record("error.type", status.to_string()),
            (kind, _) => self.span.record("error.type", error_type(kind)),
        };
        // A version that the program has already is what it has requested (304).
        if !error.is_not_modified() {
            self.span.record("otel.status_code", "ERROR");
        }
    }

    /// Reports that the service is going to remove the operation, once in a call.
    fn announce(&mut self, status: u16, headers: &Headers) {
        if self.is_announced || !["Deprecation", "Sunset"].iter().any(|name| headers.get(name).is_some()) {
            return;
        }
        self.is_announced = true;
        let head = Head::new(status, headers.clone(), Duration::ZERO);
        let Some(deprecation) = head.deprecation() else { return };
        // A query can contain anything.
        let link = deprecation.link.and_then(|link| link.split(['?', '#']).next());
        warn!(
            "url.template" = self.template,
            "http.response.header.deprecation" = deprecation.deprecated,
            "http.response.header.sunset" = deprecation.sunset,
            "http.response.header.link" = link,
            "the service is going to remove this operation"
        );
    }
}

/// A call whose future the program has dropped.
impl Drop for Trace {
    fn drop(&mut self) {
        if !self.has_ended {
            self.span.record("error.type", "cancelled");
        }
    }
}

/// Returns the value of `error.type` for an error without a status. There are few of them, as the conventions demand.
fn error_type(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Request => "request",
        ErrorKind::Refused => "refused",
        ErrorKind::Transport => "transport",
        ErrorKind::Token => "token",
        ErrorKind::Claims => "claims",
        ErrorKind::Connect => "connect",
        ErrorKind::Connection => "connection",
        ErrorKind::Timeout => "timeout",
        ErrorKind::Deadline => "deadline",
        ErrorKind::Redirect => "redirect",
        ErrorKind::Status => "status",
        ErrorKind::TooLarge => "too_large",
        ErrorKind::Decode => "decode",
        ErrorKind::Link => "link",
    }
}
