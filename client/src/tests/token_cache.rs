//! Tokens that are kept until they expire.

use super::fakes::{Service, response};
use crate::client::testing::{VirtualClock, block_on};
use crate::client::{
    AccessToken, AccessTokenSource, BoxFuture, ErrorKind, SendRequest, Source, Token, TokenCache, TokenNeed,
    TokenSource,
};
use crate::runtime::{Content, Method, Operation, Path, Request};
use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

/// A sign-in: counts its calls, fails and waits on request. The tokens are `t1`, `t2` …
#[derive(Clone, Default)]
struct SignIn(Arc<State>);

#[derive(Default)]
struct State {
    calls: AtomicUsize,
    fails: AtomicBool,
    is_closed: AtomicBool,
    /// Returns `t1` always, like a source with a cache of its own.
    is_stubborn: AtomicBool,
    wakers: Mutex<Vec<Waker>>,
    needs: Mutex<Vec<TokenNeed>>,
}

impl SignIn {
    fn calls(&self) -> usize {
        self.0.calls.load(Ordering::SeqCst)
    }

    fn close(&self) {
        self.0.is_closed.store(true, Ordering::SeqCst);
    }

    fn open(&self) {
        self.0.is_closed.store(false, Ordering::SeqCst);
        self.0.wakers.lock().expect("wakers").drain(..).for_each(Waker::wake);
    }

    fn fail(&self, fails: bool) {
        self.0.fails.store(fails, Ordering::SeqCst);
    }

    fn last(&self) -> TokenNeed {
        self.0.needs.lock().expect("needs").last().expect("a call").clone()
    }
}

impl AccessTokenSource for SignIn {
    fn access_token<'s>(&'s self, need: &'s TokenNeed) -> BoxFuture<'s, Result<AccessToken, Source>> {
        let number = self.0.calls.fetch_add(1, Ordering::SeqCst) + 1;
        self.0.needs.lock().expect("needs").push(need.clone());
        Box::pin(async move {
            poll_fn(|context| {
                if !self.0.is_closed.load(Ordering::SeqCst) {
                    return Poll::Ready(());
                }
                self.0.wakers.lock().expect("wakers").push(context.waker().clone());
                Poll::Pending
            })
            .await;
            if self.0.fails.load(Ordering::SeqCst) {
                return Err(format!("failure {number}").into());
            }
            let number = if self.0.is_stubborn.load(Ordering::SeqCst) { 1 } else { number };
            Ok(AccessToken::expires_in(Token::new(format!("t{number}")), Duration::from_secs(3600)))
        })
    }
}

fn cache() -> (TokenCache, SignIn, VirtualClock) {
    let (sign_in, clock) = (SignIn::default(), VirtualClock::default());
    (TokenCache::with_clock(sign_in.clone(), clock.clone()), sign_in, clock)
}

fn need(scope: &str, claims: Option<&str>, rejected: Option<&str>) -> TokenNeed {
    TokenNeed {
        scopes: [scope.to_owned()].into(),
        claims: claims.map(str::to_owned),
        rejected: rejected.map(Token::new),
    }
}

fn get(cache: &TokenCache, need: &TokenNeed) -> Result<String, String> {
    block_on(cache.token(need)).map(|token| token.secret().to_owned()).map_err(|error| error.to_string())
}

fn token(number: usize) -> Result<String, String> {
    Ok(format!("t{number}"))
}

/// A call for a token that is polled by hand.
struct Task<'c> {
    future: BoxFuture<'c, Result<Token, Source>>,
    woken: Arc<Woken>,
}

#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl<'c> Task<'c> {
    fn new(cache: &'c TokenCache, need: &'c TokenNeed) -> Self {
        Self { future: cache.token(need), woken: Arc::default() }
    }

    fn poll(&mut self) -> Option<Result<String, String>> {
        self.woken.0.store(false, Ordering::SeqCst);
        let waker = Waker::from(self.woken.clone());
        match self.future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(result) => {
                Some(result.map(|token| token.secret().to_owned()).map_err(|error| error.to_string()))
            }
            Poll::Pending => None,
        }
    }

    fn is_woken(&self) -> bool {
        self.woken.0.load(Ordering::SeqCst)
    }
}

#[test]
fn tokens_are_kept_until_shortly_before_they_expire() {
    let (cache, sign_in, clock) = cache();
    let need = need("a", None, None);
    assert_eq!((get(&cache, &need), get(&cache, &need)), (token(1), token(1)));
    clock.pass(Duration::from_secs(3299));
    assert_eq!(get(&cache, &need), token(1));
    clock.pass(Duration::from_secs(1));
    assert_eq!(get(&cache, &need), token(2), "five minutes are left");
    clock.pass(Duration::from_secs(3299));
    assert_eq!((get(&cache, &need), sign_in.calls()), (token(2), 2));
}

#[test]
fn short_lived_tokens_are_kept_for_most_of_their_life() {
    struct Short(AtomicUsize);
    impl AccessTokenSource for Short {
        fn access_token<'s>(&'s self, _: &'s TokenNeed) -> BoxFuture<'s, Result<AccessToken, Source>> {
            let number = self.0.fetch_add(1, Ordering::SeqCst) + 1;
            let end = Duration::from_secs(1_767_225_600 + 60 * number as u64);
            Box::pin(std::future::ready(Ok(AccessToken::expires_at(Token::new(format!("t{number}")), end))))
        }
    }
    let clock = VirtualClock::default();
    let cache = TokenCache::with_clock(Short(AtomicUsize::new(0)), clock.clone());
    let need = need("a", None, None);
    assert_eq!(get(&cache, &need), token(1));
    clock.pass(Duration::from_secs(53));
    assert_eq!(get(&cache, &need), token(1));
    clock.pass(Duration::from_secs(1));
    assert_eq!(get(&cache, &need), token(2));
}

#[test]
fn each_set_of_scopes_has_its_token() {
    let (cache, sign_in, _) = cache();
    assert_eq!(get(&cache, &need("a", None, None)), token(1));
    assert_eq!(get(&cache, &need("b", None, None)), token(2));
    assert_eq!(get(&cache.clone(), &need("a", None, None)), token(1));
    assert_eq!(sign_in.calls(), 2);
}

#[test]
fn a_token_with_claims_replaces_the_one_without() {
    let (cache, sign_in, _) = cache();
    assert_eq!(get(&cache, &need("a", None, None)), token(1));
    assert_eq!(get(&cache, &need("a", Some("{}"), Some("t1"))), token(2));
    assert_eq!(sign_in.last().claims.as_deref(), Some("{}"));
    assert_eq!(get(&cache, &need("a", None, None)), token(2));
    assert_eq!(get(&cache, &need("a", Some("{}"), Some("t1"))), token(2));
    assert_eq!(get(&cache, &need("a", Some("{\"x\":1}"), Some("t2"))), token(3));
    assert_eq!((get(&cache, &need("a", None, None)), sign_in.calls()), (token(3), 3));
    let (fresh, _, _) = super::token_cache::cache();
    assert_eq!(get(&fresh, &need("a", Some("{}"), None)), token(1));
    assert_eq!(get(&fresh, &need("a", None, None)), token(1), "there was none without claims");
}

#[test]
fn a_refused_token_is_not_returned_again() {
    let (cache, sign_in, _) = cache();
    assert_eq!(get(&cache, &need("a", None, None)), token(1));
    assert_eq!(get(&cache, &need("a", None, Some("t1"))), token(2));
    assert_eq!(sign_in.last().rejected, Some(Token::new("t1")), "the source knows");
    assert_eq!(get(&cache, &need("a", None, Some("t1"))), token(2), "another call got the same refusal");
    assert_eq!(sign_in.calls(), 2);
    sign_in.0.is_stubborn.store(true, Ordering::SeqCst);
    assert_eq!(get(&cache, &need("a", None, Some("t2"))), token(1));
    let error = "the token source returns the refused token again".to_owned();
    assert_eq!(get(&cache, &need("a", None, Some("t1"))), Err(error));
}

#[test]
fn one_call_asks_for_all() {
    let (cache, sign_in, _) = cache();
    sign_in.close();
    let need = need("a", None, None);
    let mut tasks: Vec<Task> = (0..50).map(|_| Task::new(&cache, &need)).collect();
    for _ in 0..2 {
        assert!(tasks.iter_mut().all(|task| task.poll().is_none()));
    }
    assert_eq!(sign_in.calls(), 1);
    sign_in.open();
    assert!(tasks[0].is_woken() && !tasks[1..].iter().any(Task::is_woken));
    assert_eq!(tasks[0].poll(), Some(token(1)));
    assert!(tasks[1..].iter().all(Task::is_woken));
    assert!(tasks[1..].iter_mut().all(|task| task.poll() == Some(token(1))));
    assert_eq!(sign_in.calls(), 1);
}

#[test]
fn other_tokens_do_not_end_a_request_to_the_source() {
    let (cache, sign_in, _) = cache();
    sign_in.close();
    let need = need("a", None, None);
    let (mut first, mut second) = (Task::new(&cache, &need), Task::new(&cache, &need));
    assert!(first.poll().is_none());
    sign_in.0.is_closed.store(false, Ordering::SeqCst);
    assert_eq!(get(&cache, &super::token_cache::need("b", None, None)), token(2));
    assert!(second.poll().is_none());
    assert_eq!((first.poll(), second.poll(), sign_in.calls()), (Some(token(1)), Some(token(1)), 2));
}

#[test]
fn one_call_of_many_threads_asks() {
    let (cache, sign_in, _) = cache();
    let need = need("a", None, None);
    std::thread::scope(|scope| {
        for _ in 0..50 {
            scope.spawn(|| assert_eq!(get(&cache, &need), token(1)));
        }
    });
    assert_eq!(sign_in.calls(), 1);
}

#[test]
fn a_failure_is_shared_and_not_kept() {
    let (cache, sign_in, _) = cache();
    sign_in.fail(true);
    sign_in.close();
    let need = need("a", None, None);
    let mut tasks: Vec<Task> = (0..3).map(|_| Task::new(&cache, &need)).collect();
    assert!(tasks.iter_mut().all(|task| task.poll().is_none()));
    sign_in.open();
    for task in &mut tasks {
        assert_eq!(task.poll(), Some(Err("failure 1".to_owned())));
    }
    assert_eq!(get(&cache, &need), Err("failure 2".to_owned()));
    sign_in.fail(false);
    assert_eq!(get(&cache, &need), token(3));
}

#[test]
fn the_error_of_the_source_can_be_found() {
    #[derive(Debug)]
    struct NotSignedIn;
    impl std::fmt::Display for NotSignedIn {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("not signed in")
        }
    }
    impl std::error::Error for NotSignedIn {}
    let cache = TokenCache::from_fn(|_| async {
        let mut is_second = false;
        poll_fn(|_| if std::mem::replace(&mut is_second, true) { Poll::Ready(()) } else { Poll::Pending }).await;
        Err(NotSignedIn.into())
    });
    let need = need("a", None, None);
    let (mut first, mut second) = (cache.token(&need), cache.token(&need));
    let mut context = Context::from_waker(Waker::noop());
    assert!(first.as_mut().poll(&mut context).is_pending() && second.as_mut().poll(&mut context).is_pending());
    for mut task in [first, second] {
        let Poll::Ready(Err(error)) = task.as_mut().poll(&mut context) else { panic!("an error") };
        assert_eq!(error.to_string(), "not signed in");
        assert!(error.source().is_some_and(|source| source.is::<NotSignedIn>()));
    }
    let mut alone = cache.token(&need);
    assert!(alone.as_mut().poll(&mut context).is_pending());
    let Poll::Ready(Err(error)) = alone.as_mut().poll(&mut context) else { panic!("an error") };
    assert!(error.is::<NotSignedIn>(), "no other call has received it");
}

#[test]
fn a_dropped_call_does_not_lock_out_others() {
    let (cache, sign_in, _) = cache();
    sign_in.close();
    let need = need("a", None, None);
    let mut first = Task::new(&cache, &need);
    let (mut second, mut third) = (Task::new(&cache, &need), Task::new(&cache, &need));
    assert!(first.poll().is_none() && second.poll().is_none() && third.poll().is_none());
    drop(first);
    assert!(second.is_woken() && third.is_woken());
    drop(second);
    assert!(third.poll().is_none());
    assert_eq!(sign_in.calls(), 2, "the third call asks now");
    sign_in.open();
    assert_eq!(third.poll(), Some(token(2)));
    // Nobody waited for this one.
    sign_in.close();
    let other = super::token_cache::need("b", None, None);
    let mut alone = Task::new(&cache, &other);
    assert!(alone.poll().is_none());
    drop(alone);
    sign_in.open();
    assert_eq!(get(&cache, &other), token(4));
}

#[test]
fn a_call_that_waits_can_be_dropped() {
    let (cache, sign_in, _) = cache();
    sign_in.close();
    let need = need("a", None, None);
    let (mut first, mut second) = (Task::new(&cache, &need), Task::new(&cache, &need));
    let mut third = Task::new(&cache, &need);
    assert!(first.poll().is_none() && second.poll().is_none() && third.poll().is_none());
    let woken = second.woken.clone();
    drop(second);
    sign_in.open();
    assert_eq!((first.poll(), third.poll()), (Some(token(1)), Some(token(1))));
    assert!(!woken.0.load(Ordering::SeqCst), "its waker is gone");
}

#[test]
fn a_valid_token_is_used_during_the_refresh_and_after_its_failure() {
    let (cache, sign_in, clock) = cache();
    let need = need("a", None, None);
    assert_eq!(get(&cache, &need), token(1));
    clock.pass(Duration::from_secs(3400));
    sign_in.close();
    let (mut first, mut second) = (Task::new(&cache, &need), Task::new(&cache, &need));
    assert_eq!((first.poll(), second.poll()), (None, Some(token(1))), "only the first call waits");
    let refused = super::token_cache::need("a", None, Some("t1"));
    let mut third = Task::new(&cache, &refused);
    assert_eq!(third.poll(), None, "this one cannot use the old token");
    sign_in.fail(true);
    sign_in.open();
    assert_eq!(first.poll(), Some(token(1)));
    assert_eq!(third.poll(), Some(Err("failure 2".to_owned())));
    clock.pass(Duration::from_secs(200));
    assert_eq!(get(&cache, &need), Err("failure 3".to_owned()), "it has expired");
}

#[test]
fn a_waiting_call_whose_token_was_refused_asks_again() {
    let (cache, sign_in, _) = cache();
    sign_in.0.is_stubborn.store(true, Ordering::SeqCst);
    sign_in.close();
    let (plain, refused) = (need("a", None, None), need("a", None, Some("t1")));
    let (mut first, mut second) = (Task::new(&cache, &plain), Task::new(&cache, &refused));
    assert!(first.poll().is_none() && second.poll().is_none());
    sign_in.open();
    assert_eq!(first.poll(), Some(token(1)));
    sign_in.0.is_stubborn.store(false, Ordering::SeqCst);
    assert_eq!(second.poll(), Some(token(2)));
}

#[test]
fn expired_tokens_are_forgotten() {
    let (cache, _, clock) = cache();
    for number in 0..100 {
        let claims = number.to_string();
        assert!(get(&cache, &need("a", Some(&claims), None)).is_ok());
        clock.pass(Duration::from_secs(1000));
    }
    assert_eq!(format!("{cache:?}"), "TokenCache { tokens: 5, .. }");
}

#[test]
fn failed_requests_leave_nothing() {
    let (cache, sign_in, _) = cache();
    sign_in.fail(true);
    for number in 0..100 {
        assert!(get(&cache, &need("a", Some(&number.to_string()), None)).is_err());
    }
    assert_eq!(format!("{cache:?}"), "TokenCache { tokens: 0, .. }");
    // Dropped.
    sign_in.close();
    let other = need("b", None, None);
    let mut task = Task::new(&cache, &other);
    assert!(task.poll().is_none());
    drop(task);
    assert_eq!(format!("{cache:?}"), "TokenCache { tokens: 0, .. }");
    // A failed refresh does not forget the token.
    sign_in.fail(false);
    sign_in.open();
    let number = get(&cache, &other).map(|_| sign_in.calls());
    sign_in.fail(true);
    assert!(get(&cache, &need("b", None, Some(&format!("t{}", number.unwrap_or_default())))).is_err());
    assert_eq!(format!("{cache:?}"), "TokenCache { tokens: 1, .. }");
}

static ME: Operation = Operation { method: Method::Get, template: "/me", pages: &[] };

#[test]
fn a_client_uses_the_cache() {
    let claims = "Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"";
    let service = Service::new([
        response(200, &[], "{}"),
        response(401, &[("WWW-Authenticate", claims)], ""),
        response(200, &[], "{}"),
    ]);
    let (cache, sign_in, _) = cache();
    let client = service.client().token(cache).build().expect("a client");
    let request = || Request::<Content>::new(&ME, Path::new().lit("/me"));
    for _ in 0..3 {
        request().send_blocking(&client).expect("a response");
    }
    let bearer = |attempt: &crate::client::Attempt| {
        attempt.headers.iter().find(|(name, _)| name == "Authorization").map(|(_, value)| value.clone())
    };
    let sent: Vec<_> = service.received().iter().filter_map(bearer).collect();
    assert_eq!(sent, ["Bearer t1", "Bearer t1", "Bearer t2", "Bearer t2"]);
    assert_eq!(sign_in.last().claims.as_deref(), Some("{\"a\":1}"));
}

#[test]
fn claims_are_handed_out() {
    let claims = "Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"";
    let service = Service::new([response(401, &[("WWW-Authenticate", claims)], "")]);
    let client = service.client().token(Token::new("t")).build().expect("a client");
    let error = Request::<Content>::new(&ME, Path::new().lit("/me")).send_blocking(&client).expect_err("no token");
    assert_eq!((error.kind(), error.claims()), (ErrorKind::Claims, Some("{\"a\":1}")));
    // The program sends its own header: there is no token source to ask.
    let service = Service::new([response(401, &[("WWW-Authenticate", claims)], "")]);
    let client = service.client().build().expect("a client");
    let request = Request::<Content>::new(&ME, Path::new().lit("/me")).header("Authorization", "Bearer x");
    let error = request.send_blocking(&client).expect_err("refused");
    assert_eq!((error.kind(), error.claims()), (ErrorKind::Status, Some("{\"a\":1}")));
    let service = Service::new([response(404, &[("WWW-Authenticate", claims)], "")]);
    let client = service.client().build().expect("a client");
    let error = Request::<Content>::new(&ME, Path::new().lit("/me")).send_blocking(&client).expect_err("no such path");
    assert_eq!(error.claims(), None);
}
