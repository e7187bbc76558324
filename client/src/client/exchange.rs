//! One call, without any I/O.
//!
//! In: a call, and events: a token, the head of a response, its body, a failure, the time. Out: what to do next: get a
//! token, send, read, wait, or nothing more. Retries, redirects, challenges and time limits are decided here only.

use super::call::{Attempt, Broken, Call, Event, Mode, Now, Step, Success};
use super::challenge;
use super::error::{Details, Error, ErrorKind, Source};
use super::head::Head;
use super::host::{Home, Target};
use super::random::Random;
use super::retry::{Failure, is_repeatable};
use super::shared::{Shared, workload};
use super::token::{Token, TokenNeed};
use super::transport::AtOrigin;
use crate::runtime::{ApiError, Method};
use bytes::Bytes;
use std::time::Duration;

/// The part of an error's body that is kept.
pub(super) const ERROR_LIMIT: usize = 64 * 1024;

/// The maximum number of refused tokens that a call replaces. Otherwise, a service that names other claims each time would keep the call going for ever.
const REPLACED_TOKENS: u32 = 3;

/// What a call adds at most to a delay that all calls to a part of the service share.
const LONGEST_JITTER: Duration = Duration::from_secs(1);

/// The headers that a foreign host receives.
const FOREIGN_HEADERS: [&str; 4] = ["Accept", "Accept-Language", "Range", "If-Range"];

/// The state of a call.
pub struct Exchange<'c> {
    home: &'c Home,
    shared: &'c Shared,
    call: Call,
    random: Random,
    request_id: String,
    start: Duration,
    /// How often the request was sent, also after redirects and challenges.
    attempts: u32,
    /// How often it was sent again after a failure.
    retries: u32,
    redirects: u32,
    /// What the retries have taken from the shared bucket.
    taken: u32,
    need: TokenNeed,
    token: Option<Token>,
    /// Whether the service has refused a token since the last redirect.
    refused: bool,
    /// How many refused tokens were replaced.
    replaced: u32,
    /// Whether the call changes something, as far as its method says.
    changes: bool,
    may_have_been_applied: bool,
    /// The response whose body is being read.
    reading: Option<Head>,
}

impl<'c> Exchange<'c> {
    /// Begins a call. `seed` makes delays and the ID of the request differ between calls.
    pub fn new(home: &'c Home, shared: &'c Shared, call: Call, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let scopes = call.options.scopes.clone().unwrap_or_default();
        Self {
            home,
            shared,
            request_id: header(&call.headers, "client-request-id").map_or_else(|| random.uuid(), str::to_owned),
            random,
            start: Duration::ZERO,
            attempts: 0,
            retries: 0,
            redirects: 0,
            taken: 0,
            need: TokenNeed { scopes, ..TokenNeed::default() },
            token: None,
            refused: false,
            replaced: 0,
            changes: !matches!(call.method, Method::Get | Method::Head | Method::Options),
            may_have_been_applied: false,
            reading: None,
            call,
        }
    }

    /// Returns the ID of the request, which all attempts have.
    pub(super) fn request_id(&self) -> &str {
        &self.request_id
    }

    /// Says what to do after an event.
    pub fn step(&mut self, event: Event, now: Now) -> Step {
        match event {
            Event::Start => {
                self.start = now.elapsed;
                self.prepare(now)
            }
            Event::Awake => self.prepare(now),
            Event::Token(token) => self.with_token(token, now),
            Event::NoToken(source) => {
                let kind = if self.need.claims.is_some() { ErrorKind::Claims } else { ErrorKind::Token };
                self.fail(kind, None, Some(source), now)
            }
            Event::NoTokenInTime => self.fail_without_token(now),
            Event::Head(status, headers) => self.on_head(Head::new(status, headers, now.unix), now),
            Event::Body(body) => self.on_body(body, now),
            Event::TooLarge => {
                self.may_have_been_applied |= self.changes;
                let head = self.reading.take();
                self.fail(ErrorKind::TooLarge, head, None, now)
            }
            Event::Failed(broken) => self.on_failed(broken, now),
        }
    }

    /// Waits for the part of the service, or gets a token, or sends.
    fn prepare(&mut self, now: Now) -> Step {
        if self.remaining(now).is_zero() {
            return self.fail(ErrorKind::Deadline, None, None, now);
        }
        let wait = self.shared.wait(workload(self.call.template), now.elapsed);
        if !wait.is_zero() {
            // All calls that wait would otherwise be sent at the same moment.
            let delay = wait.saturating_add(self.random.up_to((wait / 10).min(LONGEST_JITTER)));
            if self.may_wait(delay, now) {
                return Step::Sleep(delay);
            }
        }
        match (&self.call.target, &self.call.options.scopes) {
            (Target::Home(_), Some(_)) if header(&self.call.headers, "Authorization").is_none() => self.need_token(now),
            _ => self.send(now),
        }
    }

    fn with_token(&mut self, token: Token, now: Now) -> Step {
        if let Err(source) = token.check() {
            return self.step(Event::NoToken(source), now);
        }
        // A cache that returns the refused token again would lead to the same response.
        if self.need.rejected.as_ref() == Some(&token) {
            let kind = if self.need.claims.is_some() { ErrorKind::Claims } else { ErrorKind::Token };
            let head = self.reading.take();
            return self.fail(kind, head, Some("the token source returns the refused token again".into()), now);
        }
        if self.remaining(now).is_zero() {
            return self.fail_without_token(now);
        }
        self.token = Some(token);
        self.send(now)
    }

    fn need_token(&self, now: Now) -> Step {
        let timeout = self.call.options.deadline.map(|_| self.remaining(now));
        Step::NeedToken { need: self.need.clone(), timeout }
    }

    fn fail_without_token(&mut self, now: Now) -> Step {
        self.fail(ErrorKind::Deadline, None, Some("the token source does not return a token in time".into()), now)
    }

    fn send(&mut self, now: Now) -> Step {
        self.reading = None;
        self.attempts += 1;
        Step::Send(Attempt {
            method: self.call.method,
            url: self.call.target.url().into(),
            headers: self.headers(),
            body: self.call.body.clone(),
            timeout: self.call.options.timeout.min(self.remaining(now)),
            is_exact: self.call.options.has_exact_limit(),
            stalled_after: (self.call.mode == Mode::Streamed).then_some(self.call.options.stalled_after),
        })
    }

    /// Returns the headers for the host of the call.
    fn headers(&self) -> Vec<(String, String)> {
        let own = &self.call.headers;
        let Target::Home(_) = self.call.target else {
            let is_harmless = |name: &str| FOREIGN_HEADERS.iter().any(|other| name.eq_ignore_ascii_case(other));
            return own.iter().filter(|(name, _)| is_harmless(name)).cloned().collect();
        };
        let mut headers = Vec::with_capacity(own.len() + 3);
        headers.extend_from_slice(own);
        let mut add = |name: &str, value: String| {
            if header(own, name).is_none() {
                headers.push((name.to_owned(), value));
            }
        };
        add("client-request-id", self.request_id.clone());
        if let Some(token) = &self.token {
            add("Authorization", ["Bearer ", token.secret()].concat());
        }
        if self.retries > 0 {
            add("retry-attempt", self.retries.to_string());
        }
        headers
    }

    fn on_head(&mut self, head: Head, now: Now) -> Step {
        if self.call.options.redirects > 0
            && let Some(location) = head.redirect().map(str::to_owned)
        {
            return self.redirect(head, &location, now);
        }
        if head.status == 401
            && let Some(token) = self.token.take()
        {
            let claims = challenge::claims(&head);
            // One token for each redirect, and one for each new set of claims.
            let is_new = claims.is_some() && claims != self.need.claims;
            let is_first = !self.refused && (self.replaced < REPLACED_TOKENS || claims.is_some());
            if is_new || is_first {
                return self.replace_token(token, claims, head, now);
            }
        }
        if head.is_success() {
            return self.on_success(head, now);
        }
        let failure = Failure::of(&head);
        self.note(failure);
        // Another host says nothing about the service.
        if failure.is_throttling()
            && let (Target::Home(_), Some(delay)) = (&self.call.target, head.retry_after)
        {
            self.shared.throttle(workload(self.call.template), now.elapsed.saturating_add(delay));
        }
        if let Some(delay) = self.retry(failure, head.retry_after, now) {
            return Step::Sleep(delay);
        }
        self.reading = Some(head);
        Step::Read { limit: ERROR_LIMIT, cut: true }
    }

    fn on_success(&mut self, head: Head, now: Now) -> Step {
        match self.call.mode {
            Mode::Streamed => self.succeed(head, Bytes::new(), now),
            Mode::Buffered(limit) => {
                self.reading = Some(head);
                Step::Read { limit, cut: false }
            }
        }
    }

    fn on_body(&mut self, body: Bytes, now: Now) -> Step {
        match self.reading.take() {
            Some(head) if head.is_success() => self.succeed(head, body, now),
            head => {
                let api = ApiError::from_body(&body);
                self.fail_with(ErrorKind::Status, head, body, api, None, now)
            }
        }
    }

    fn on_failed(&mut self, broken: Broken, now: Now) -> Step {
        let received = self.reading.take();
        let source = Box::new(AtOrigin { origin: self.call.target.url().origin().clone(), source: broken.source });
        // Without its body, an error is still an error.
        if received.as_ref().is_some_and(|head| !head.is_success()) {
            return self.fail(ErrorKind::Status, received, Some(source), now);
        }
        let failure = if broken.before_sending && received.is_none() { Failure::NotSent } else { Failure::Lost };
        self.note(failure);
        if let Some(delay) = self.retry(failure, None, now) {
            return Step::Sleep(delay);
        }
        let kind = match failure {
            _ if self.remaining(now).is_zero() => ErrorKind::Deadline,
            _ if broken.is_timeout => ErrorKind::Timeout,
            Failure::NotSent => ErrorKind::Connect,
            _ => ErrorKind::Connection,
        };
        self.fail(kind, received, Some(source), now)
    }

    /// Gets another token in place of a refused one, unless the call has done so too often.
    fn replace_token(&mut self, token: Token, claims: Option<String>, head: Head, now: Now) -> Step {
        if self.replaced == REPLACED_TOKENS {
            let reason = "the service refuses each token for other claims";
            return self.fail(ErrorKind::Claims, Some(head), Some(reason.into()), now);
        }
        self.replaced += 1;
        self.refused = true;
        self.need.rejected = Some(token);
        self.need.claims = claims.or(self.need.claims.take());
        self.reading = Some(head);
        self.need_token(now)
    }

    fn redirect(&mut self, head: Head, location: &str, now: Now) -> Step {
        self.redirects += 1;
        if self.redirects > self.call.options.redirects {
            return self.fail(ErrorKind::Redirect, Some(head), Some("too many redirects".into()), now);
        }
        let target = match self.home.resolve(&self.call.target, location) {
            Ok(target) => target,
            Err(refused) => return self.fail(ErrorKind::Redirect, Some(head), Some(refused.into()), now),
        };
        if head.status == 303 && self.call.method != Method::Head {
            self.may_have_been_applied |= self.changes;
            self.call.method = Method::Get;
            self.call.body = None;
            self.call.headers.retain(|(name, _)| !name.to_ascii_lowercase().starts_with("content-"));
        }
        if matches!(target, Target::Foreign(_)) && self.call.method != Method::Get && self.call.method != Method::Head {
            let reason = "another host would receive the request with its body";
            return self.fail(ErrorKind::Redirect, Some(head), Some(reason.into()), now);
        }
        self.call.target = target;
        self.token = None;
        self.refused = false;
        self.prepare(now)
    }

    /// Returns the delay before the next attempt, if there is one.
    fn retry(&mut self, failure: Failure, named: Option<Duration>, now: Now) -> Option<Duration> {
        let policy = &self.call.options.retry;
        let conditions = ["If-Match", "If-None-Match"];
        let has_condition = conditions.iter().any(|name| header(&self.call.headers, name).is_some());
        let repeatable = self.call.options.repeatable || is_repeatable(self.call.method, has_condition);
        let attempts = self.retries + 1;
        if attempts >= policy.attempts || !failure.is_retried(repeatable) {
            return None;
        }
        let own = policy.delay(attempts, &mut self.random);
        let delay = named.unwrap_or(own);
        if !self.is_within_budget(delay, now) || !self.is_in_time(delay, now) {
            return None;
        }
        let cost = self.shared.take(failure == Failure::Lost)?;
        self.taken += cost;
        self.retries += 1;
        Some(delay)
    }

    fn note(&mut self, failure: Failure) {
        self.may_have_been_applied |= self.changes && failure.may_have_been_applied();
    }

    /// Returns the time that is left for the call.
    fn remaining(&self, now: Now) -> Duration {
        let used = now.elapsed.saturating_sub(self.start);
        self.call.options.deadline.map_or(Duration::MAX, |deadline| deadline.saturating_sub(used))
    }

    /// Returns whether the call waits for a part of the service that asked other calls for fewer requests. If it would take
    /// too long, the service itself says so.
    fn may_wait(&self, wait: Duration, now: Now) -> bool {
        self.call.options.retry.attempts > 1 && self.is_within_budget(wait, now) && self.is_in_time(wait, now)
    }

    /// Returns whether a delay ends within the time for retries.
    fn is_within_budget(&self, delay: Duration, now: Now) -> bool {
        let since_start = now.elapsed.saturating_sub(self.start);
        since_start.saturating_add(delay) <= self.call.options.retry.budget
    }

    /// Returns whether the call may still be running after a delay.
    fn is_in_time(&self, delay: Duration, now: Now) -> bool {
        delay < self.remaining(now)
    }

    fn succeed(&mut self, head: Head, body: Bytes, now: Now) -> Step {
        self.shared.succeeded(self.taken);
        Step::Done(Ok(Success {
            head,
            body,
            attempts: self.attempts,
            elapsed: now.elapsed.saturating_sub(self.start),
            // The call ends here.
            request_id: std::mem::take(&mut self.request_id),
            target: self.call.target.clone(),
        }))
    }

    fn fail(&mut self, kind: ErrorKind, head: Option<Head>, source: Option<Source>, now: Now) -> Step {
        self.fail_with(kind, head, Bytes::new(), None, source, now)
    }

    fn fail_with(
        &mut self,
        kind: ErrorKind,
        head: Option<Head>,
        body: Bytes,
        api: Option<ApiError>,
        source: Option<Source>,
        now: Now,
    ) -> Step {
        let asked = head.as_ref().filter(|head| head.status == 401).and_then(challenge::claims);
        let claims = asked.or_else(|| self.need.claims.clone().filter(|_| kind == ErrorKind::Claims));
        Step::Done(Err(Error::new(Details {
            kind,
            method: self.call.method,
            template: self.call.template,
            head,
            body,
            api,
            request_id: self.request_id.clone(),
            attempts: self.attempts,
            elapsed: now.elapsed.saturating_sub(self.start),
            may_have_been_applied: self.may_have_been_applied,
            source,
            restart: None,
            claims,
            findings: Vec::new(),
        })))
    }
}

/// Returns the first header with this name, in any case.
fn header<'h>(headers: &'h [(String, String)], name: &str) -> Option<&'h str> {
    headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}
