//! When a request is sent again.
//!
//! In: how an attempt failed, whether the request can be repeated, and the numbers of the policy. Out: whether and after
//! which delay it is sent again. A request that changes something is repeated only if the failed attempt certainly was
//! not carried out, or if carrying it out twice has the same effect as once.

use super::head::Head;
use super::random::Random;
use crate::runtime::Method;
use std::time::Duration;

/// The numbers for repeating requests.
#[derive(Clone, Debug, PartialEq)]
pub struct RetryPolicy {
    /// The maximum number of attempts, including the first. One attempt: no retries.
    pub attempts: u32,
    /// The maximum delay before the second attempt, where the service names none. It doubles with each attempt.
    pub base_delay: Duration,
    /// The maximum delay between two attempts, where the service names none.
    pub longest_delay: Duration,
    /// The maximum time from the first attempt to the start of the last. A delay that would exceed it is not waited for.
    pub budget: Duration,
    /// The form of the delays that the service does not name.
    pub backoff: Backoff,
}

/// The form of the delays that the service does not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Backoff {
    /// A random time between zero and a maximum that doubles with each attempt, so that clients that failed together do
    /// not come back together.
    FullJitter,
    /// The base delay times the square of the number of attempts so far.
    Quadratic,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 5,
            base_delay: Duration::from_secs(1),
            longest_delay: Duration::from_secs(30),
            budget: Duration::from_secs(180),
            backoff: Backoff::FullJitter,
        }
    }
}

impl RetryPolicy {
    /// No retries.
    pub fn off() -> Self {
        Self { attempts: 1, ..Self::default() }
    }

    /// The numbers of Microsoft's design for its own clients: ten retries, 3 s times the square of their number up to
    /// 180 s, half an hour altogether.
    pub fn microsoft() -> Self {
        Self {
            attempts: 11,
            base_delay: Duration::from_secs(3),
            longest_delay: Duration::from_secs(180),
            budget: Duration::from_secs(1800),
            backoff: Backoff::Quadratic,
        }
    }

    /// Returns the delay after `attempts` attempts, where the service names none.
    pub fn delay(&self, attempts: u32, random: &mut Random) -> Duration {
        match self.backoff {
            Backoff::FullJitter => {
                let doubled = 1_u32.checked_shl(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
                random.up_to(self.base_delay.saturating_mul(doubled).min(self.longest_delay))
            }
            Backoff::Quadratic => {
                self.base_delay.saturating_mul(attempts.saturating_mul(attempts)).min(self.longest_delay)
            }
        }
    }
}

/// How an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The service certainly has not received the request.
    NotSent,
    /// The connection was lost, or took too long. The service may have received the request.
    Lost,
    /// A response with this status.
    Status {
        /// The status code.
        status: u16,
        /// Whether the response says when to come back.
        has_delay: bool,
    },
}

impl Failure {
    /// Returns the failure that a response reports.
    pub fn of(head: &Head) -> Self {
        Self::Status { status: head.status, has_delay: head.retry_after.is_some() }
    }

    /// Returns whether to send a request again. `repeatable` is whether two executions have the same effect as one.
    pub fn is_retried(self, repeatable: bool) -> bool {
        match self {
            Self::NotSent | Self::Status { status: 429, .. } | Self::Status { status: 503, has_delay: true } => true,
            Self::Lost | Self::Status { status: 408 | 500 | 502 | 503 | 504 | 509, .. } => repeatable,
            Self::Status { .. } => false,
        }
    }

    /// Returns whether the service may have carried out the request.
    pub fn may_have_been_applied(self) -> bool {
        match self {
            Self::NotSent | Self::Status { status: 503, has_delay: true } => false,
            Self::Lost => true,
            Self::Status { status, .. } => status >= 500 || status == 408,
        }
    }

    /// Returns whether the service wants fewer requests.
    pub fn is_throttling(self) -> bool {
        matches!(self, Self::Status { status: 429 | 509, .. } | Self::Status { status: 503, has_delay: true })
    }
}

/// Returns whether two executions of a request have the same effect as one (RFC 9110 §9.2.2).
///
/// A condition makes a request repeatable: after the first execution, the entity has another version.
pub fn is_repeatable(method: Method, has_condition: bool) -> bool {
    match method {
        Method::Get | Method::Head | Method::Options | Method::Put | Method::Delete => true,
        _ => has_condition,
    }
}
