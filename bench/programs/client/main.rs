//! Sends requests with the client of the bindings, and with its bare transports and the same decoder.
//!
//! In: see `meter.rs`. Out: the cost of the requests. All senders send the same requests with the same headers, except for the
//! `client-request-id` of the client, and have connections with the same settings and the same time limits.

mod meter;

use bindings::client::prelude::*;
use bindings::models::User;
use bindings::requests::users;
use bindings::runtime::{Collection, ResponseBody};
use meter::{Arguments, Countdown, ITEMS, Meter, WAYS, token};
use std::sync::Arc;
use std::time::Duration;

/// The time limits of the client: for a connection, and for an attempt.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);
const TIMEOUT: Duration = Duration::from_secs(100);

/// The headers that the client adds.
const ACCEPT: &str = "application/json, */*;q=0.8";
const USER_AGENT: &str = "bench/0.1.0";

/// Checks that a user is decoded.
fn check_user(user: &User) {
    assert_eq!(user.display_name.as_deref(), Some("Adele Vance"));
}

/// Sends requests, and waits for them without the thread.
trait Sender: Clone + Send + Sync + 'static {
    fn get(&self) -> impl Future<Output = ()> + Send;
    /// Reads the pages, at most this number. Returns how many there were.
    fn pages(&self, most: usize) -> impl Future<Output = usize> + Send;
}

#[derive(Clone)]
struct Ours(Client);

impl Sender for Ours {
    async fn get(&self) {
        check_user(&users::get("1").send(&self.0).await.expect("a user"));
    }

    async fn pages(&self, most: usize) -> usize {
        let mut pages = users::list().pages(&self.0);
        let mut count = 0;
        while count < most
            && let Some(page) = pages.try_next().await.expect("a page")
        {
            assert_eq!(page.value.len(), ITEMS);
            count += 1;
        }
        count
    }
}

#[derive(Clone)]
struct BareReqwest {
    http: reqwest::Client,
    base_url: Arc<str>,
    token: Arc<str>,
}

impl BareReqwest {
    async fn fetch<T: ResponseBody>(&self, url: &str) -> T {
        let request =
            self.http.get(url).bearer_auth(&self.token).header("Accept", ACCEPT).header("User-Agent", USER_AGENT);
        let response = request.send().await.expect("a response");
        assert!(response.status().is_success());
        let body = response.bytes().await.expect("a body");
        T::decode(&body).unwrap_or_else(|error| panic!("{error}"))
    }
}

impl Sender for BareReqwest {
    async fn get(&self) {
        let user: User = self.fetch(&format!("{}/users/{}", self.base_url, "1")).await;
        check_user(&user);
    }

    async fn pages(&self, most: usize) -> usize {
        let (mut next, mut count) = (Some(format!("{}/users", self.base_url)), 0);
        while count < most
            && let Some(url) = next
        {
            let page: Collection<User> = self.fetch(&url).await;
            assert_eq!(page.value.len(), ITEMS);
            next = page.next_link;
            count += 1;
        }
        count
    }
}

/// Sends requests, and lets the thread wait.
trait BlockingSender: Sync {
    fn get(&self);
    /// Reads the pages, at most this number. Returns how many there were.
    fn pages(&self, most: usize) -> usize;
}

impl BlockingSender for Ours {
    fn get(&self) {
        check_user(&users::get("1").send_blocking(&self.0).expect("a user"));
    }

    fn pages(&self, most: usize) -> usize {
        let check = |page: Result<Response<Collection<User>>, ClientError>| {
            assert_eq!(page.expect("a page").value.len(), ITEMS)
        };
        users::list().pages(&self.0).blocking().take(most).map(check).count()
    }
}

struct BareUreq {
    agent: ureq::Agent,
    base_url: String,
    bearer: String,
}

impl BareUreq {
    fn fetch<T: ResponseBody>(&self, url: &str) -> T {
        let request = self.agent.get(url).header("Authorization", &self.bearer).header("Accept", ACCEPT);
        let mut response = request.header("User-Agent", USER_AGENT).call().expect("a response");
        let body = response.body_mut().read_to_vec().expect("a body");
        T::decode(&body).unwrap_or_else(|error| panic!("{error}"))
    }
}

impl BlockingSender for BareUreq {
    fn get(&self) {
        let user: User = self.fetch(&format!("{}/users/{}", self.base_url, "1"));
        check_user(&user);
    }

    fn pages(&self, most: usize) -> usize {
        let (mut next, mut count) = (Some(format!("{}/users", self.base_url)), 0);
        while count < most
            && let Some(url) = next
        {
            let page: Collection<User> = self.fetch(&url);
            assert_eq!(page.value.len(), ITEMS);
            next = page.next_link;
            count += 1;
        }
        count
    }
}

/// Does the work once without and once with measuring: the first requests open the connections.
async fn run(sender: &impl Sender, arguments: &Arguments) {
    work(sender, &arguments.work, arguments.count / 50 + WAYS).await;
    let meter = Meter::start();
    work(sender, &arguments.work, arguments.count).await;
    meter.finish(arguments.count);
}

async fn work(sender: &impl Sender, work: &str, count: usize) {
    match work {
        "sequential" => {
            for _ in 0..count {
                sender.get().await;
            }
        }
        "concurrent" => {
            let left = Arc::new(Countdown::new(count));
            let tasks: Vec<_> = (0..WAYS)
                .map(|_| {
                    let (sender, left) = (sender.clone(), left.clone());
                    tokio::spawn(async move {
                        while left.take() {
                            sender.get().await;
                        }
                    })
                })
                .collect();
            for task in tasks {
                task.await.expect("no panic");
            }
        }
        "pages" => assert_eq!(sender.pages(count).await, count),
        other => panic!("unknown work: {other}"),
    }
}

/// The same for blocking calls.
fn run_blocking(sender: &impl BlockingSender, arguments: &Arguments) {
    work_blocking(sender, &arguments.work, arguments.count / 50 + WAYS);
    let meter = Meter::start();
    work_blocking(sender, &arguments.work, arguments.count);
    meter.finish(arguments.count);
}

fn work_blocking(sender: &impl BlockingSender, work: &str, count: usize) {
    match work {
        "sequential" => (0..count).for_each(|_| sender.get()),
        "concurrent" => {
            let left = Countdown::new(count);
            std::thread::scope(|scope| {
                for _ in 0..WAYS {
                    scope.spawn(|| {
                        while left.take() {
                            sender.get();
                        }
                    });
                }
            });
        }
        "pages" => assert_eq!(sender.pages(count), count),
        other => panic!("unknown work: {other}"),
    }
}

fn client(base_url: &str) -> Client {
    Client::builder(base_url).token(Token::new(token())).user_agent(USER_AGENT).build().expect("a client")
}

fn bare_reqwest(base_url: &str) -> BareReqwest {
    let redirect = reqwest::redirect::Policy::none();
    let builder = reqwest::Client::builder().redirect(redirect).referer(false);
    let http = builder.connect_timeout(CONNECT_TIMEOUT).timeout(TIMEOUT).build().expect("a client");
    BareReqwest { http, base_url: base_url.into(), token: token().into() }
}

fn bare_ureq(base_url: &str) -> BareUreq {
    let limit = Some(TIMEOUT);
    let config = ureq::Agent::config_builder()
        .max_idle_connections(64)
        .max_idle_connections_per_host(32)
        .timeout_connect(Some(CONNECT_TIMEOUT))
        .timeout_send_request(limit)
        .timeout_send_body(limit)
        .timeout_recv_response(limit)
        .timeout_recv_body(limit);
    let agent = config.build().new_agent();
    BareUreq { agent, base_url: base_url.to_owned(), bearer: format!("Bearer {}", token()) }
}

fn main() {
    let arguments = Arguments::read();
    // All tasks run on one thread: the processor time is that of the calls, not of the distribution of tasks.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    rustls::crypto::ring::default_provider().install_default().expect("the only provider");
    let base_url = &arguments.base_url;
    match arguments.sender.as_str() {
        "client-reqwest" => runtime.block_on(run(&Ours(client(base_url)), &arguments)),
        "reqwest" => runtime.block_on(run(&bare_reqwest(base_url), &arguments)),
        "client-ureq" => run_blocking(&Ours(client(base_url)), &arguments),
        "ureq" => run_blocking(&bare_ureq(base_url), &arguments),
        other => panic!("unknown sender: {other}"),
    }
}
