//! What the calls of one client share.
//!
//! In: the outcomes of attempts. Out: whether there may be another retry, and how long a part of the service wants to be
//! left alone. A service that fails for everybody is not asked several times by each call.

use super::observe::Hooks;
use crate::runtime::{Method, Operation};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The number of tokens of a full bucket, and what a retry takes from it. The numbers are those of the AWS clients.
const CAPACITY: u32 = 500;
const COST_OF_RETRY: u32 = 5;
const COST_OF_LOST: u32 = 10;

/// The state that the calls of one client share.
#[derive(Debug)]
pub struct Shared {
    state: Mutex<State>,
    hooks: Hooks,
}

#[derive(Debug)]
struct State {
    tokens: u32,
    /// The parts of the service that want fewer requests, and the end of the delay.
    throttled: BTreeMap<String, Duration>,
    /// The operations of the calls so far, each once. The address of a page tells versions of a service apart.
    sent: BTreeMap<(&'static str, Method, Option<&'static str>), &'static Operation>,
}

impl Default for Shared {
    fn default() -> Self {
        let state = State { tokens: CAPACITY, throttled: BTreeMap::new(), sent: BTreeMap::new() };
        Self { state: Mutex::new(state), hooks: Hooks::default() }
    }
}

impl Shared {
    /// Creates the state of a client with these hooks.
    pub(super) fn with_hooks(hooks: Hooks) -> Self {
        Self { hooks, ..Self::default() }
    }

    /// Returns the hooks of the client.
    pub(super) fn hooks(&self) -> &Hooks {
        &self.hooks
    }

    fn with<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        // The state is valid after each change, so it also is after a panic of another thread.
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes the tokens for a retry, and returns their number. Returns `None` if there are not enough.
    pub fn take(&self, is_lost: bool) -> Option<u32> {
        let cost = if is_lost { COST_OF_LOST } else { COST_OF_RETRY };
        self.with(|state| {
            state.tokens = state.tokens.checked_sub(cost)?;
            Some(cost)
        })
    }

    /// Gives back what the retries of a successful call have taken; one token if there were none.
    pub fn succeeded(&self, taken: u32) {
        self.with(|state| state.tokens = (state.tokens + taken.max(1)).min(CAPACITY));
    }

    /// Records that a call of an operation begins.
    pub fn record(&self, operation: &'static Operation) {
        let key = (operation.template, operation.method, operation.pages.first().map(|page| page.reference));
        self.with(|state| _ = state.sent.entry(key).or_insert(operation));
    }

    /// Returns the operations of the calls so far, each once, in the order of their path templates.
    pub fn operations(&self) -> Vec<&'static Operation> {
        self.with(|state| state.sent.values().copied().collect())
    }

    /// Delays the other calls to a part of the service until `end`.
    pub fn throttle(&self, workload: &str, end: Duration) {
        self.with(|state| {
            let until = state.throttled.entry(workload.to_owned()).or_default();
            *until = end.max(*until);
        });
    }

    /// Returns how long a call to a part of the service has to wait.
    pub fn wait(&self, workload: &str, now: Duration) -> Duration {
        self.with(|state| {
            state.throttled.retain(|_, end| *end > now);
            state.throttled.get(workload).map_or(Duration::ZERO, |end| end.saturating_sub(now))
        })
    }
}

/// Returns the part of the service that a path template belongs to: its first segment. The signed-in user is one of the
/// users.
pub fn workload(template: &str) -> &str {
    let segment = template.trim_start_matches('/').split(['/', '(']).next().unwrap_or_default();
    if segment == "me" { "users" } else { segment }
}
