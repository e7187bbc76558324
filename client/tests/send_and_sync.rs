//! Which types threads can share, and which futures can move between them.
//!
//! Not shared: the parts of a response that a transport returns ([`Incoming`], [`BodyStream`], [`BodyReader`]), which have one owner.

use docbindgen_client::client::*;
use docbindgen_client::runtime::{Collection, Method, Operation, Path, Request};
use serde_json::Value;

static LIST: Operation = Operation { method: Method::Get, template: "/users", pages: &[] };

/// The page of a list.
type Page = Collection<Value>;

fn shared<T: Send + Sync + ?Sized>() {}

fn sent<T: Send>(value: T) {
    drop(value);
}

fn list() -> Request<Page> {
    Request::new(&LIST, Path::new().lit("/users"))
}

#[test]
fn types_can_be_shared() {
    shared::<Attempt>();
    shared::<Backoff>();
    shared::<Blocking<Pages<Page>>>();
    shared::<Broken>();
    shared::<BuildError>();
    shared::<Builder>();
    shared::<Call>();
    shared::<CallOptions>();
    shared::<Change<Value>>();
    shared::<Changes<Page>>();
    shared::<Client>();
    shared::<Cursor>();
    shared::<Download>();
    shared::<DownloadReader>();
    shared::<Driver<'_>>();
    shared::<BlockingDriver<'_>>();
    shared::<Error>();
    shared::<ErrorKind>();
    shared::<Event>();
    shared::<Exchange<'_>>();
    shared::<Failure>();
    shared::<Head>();
    shared::<Headers>();
    shared::<Home>();
    shared::<HomeUrl>();
    shared::<InvalidCursor>();
    shared::<InvalidHttpRequest>();
    shared::<Items<Page>>();
    shared::<Mode>();
    shared::<Now>();
    shared::<Pages<Page>>();
    shared::<Random>();
    shared::<RefusedUrl>();
    shared::<RefusedUrlReason>();
    shared::<Removed<Value>>();
    shared::<Response<Value>>();
    shared::<RetryPolicy>();
    shared::<Shared>();
    shared::<Step>();
    shared::<Success>();
    shared::<Target>();
    shared::<Token>();
    shared::<TokenNeed>();
    shared::<dyn BlockingTransport>();
    shared::<dyn Clock>();
    shared::<dyn TokenSource>();
    shared::<dyn Transport>();
}

#[test]
#[cfg(feature = "reqwest")]
fn the_asynchronous_transport_can_be_shared() {
    shared::<Reqwest>();
}

#[test]
#[cfg(feature = "blocking")]
fn the_blocking_transport_can_be_shared() {
    shared::<Ureq>();
}

#[test]
fn futures_can_be_sent() {
    struct Never;
    impl Transport for Never {
        fn send(&self, _: Attempt) -> BoxFuture<'_, Result<Incoming<BodyStream>, Broken>> {
            Box::pin(std::future::pending())
        }
    }
    impl Clock for Never {
        fn now(&self) -> Now {
            Now::default()
        }

        fn sleep(&self, _: std::time::Duration) -> BoxFuture<'static, ()> {
            Box::pin(std::future::pending())
        }
    }
    let client = Client::builder("https://graph.example").transport(Never).clock(Never).build().expect("a client");
    sent(list().send(&client));
    sent(list().open(&client));
    sent(list().items(&client).all());
    sent(list().pages(&client).try_next());
    sent(list().items(&client).try_next());
    sent(async { list().open(&client).await?.into_body().bytes().await });
}
