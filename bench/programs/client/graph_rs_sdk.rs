//! The requests of `main.rs` with `graph-rs-sdk`, whose responses are JSON.
//!
//! In: see `meter.rs`. Out: the cost of the requests.

mod meter;

use futures_util::StreamExt;
use graph_rs_sdk::http::Url;
use graph_rs_sdk::{GraphClient, GraphClientConfiguration};
use meter::{Arguments, Countdown, ITEMS, Meter, WAYS, token};
use serde_json::Value;
use std::sync::Arc;

async fn get(client: &GraphClient) {
    let response = client.user("1").get_user().send().await.expect("a response");
    assert!(response.status().is_success());
    let user: Value = response.json().await.expect("a user");
    assert_eq!(user["displayName"], "Adele Vance");
}

/// Reads the pages, at most this number. Returns how many there were.
async fn pages(client: &GraphClient, most: usize) -> usize {
    let mut pages = client.users().list_user().paging().stream::<Value>().expect("a request");
    let mut count = 0;
    while count < most
        && let Some(page) = pages.next().await
    {
        let page = page.expect("a page").into_body().expect("a page");
        assert_eq!(page["value"].as_array().map(Vec::len), Some(ITEMS));
        count += 1;
    }
    count
}

async fn work(client: &GraphClient, work: &str, count: usize) {
    match work {
        "sequential" => {
            for _ in 0..count {
                get(client).await;
            }
        }
        "concurrent" => {
            let left = Arc::new(Countdown::new(count));
            let tasks: Vec<_> = (0..WAYS)
                .map(|_| {
                    let (client, left) = (client.clone(), left.clone());
                    tokio::spawn(async move {
                        while left.take() {
                            get(&client).await;
                        }
                    })
                })
                .collect();
            for task in tasks {
                task.await.expect("no panic");
            }
        }
        "pages" => assert_eq!(pages(client, count).await, count),
        other => panic!("unknown work: {other}"),
    }
}

async fn run(arguments: &Arguments) {
    let configuration = GraphClientConfiguration::new().access_token(token()).https_only(false);
    let mut client = GraphClient::from(configuration);
    client.use_test_endpoint(&Url::parse(&arguments.base_url).expect("a URL"));
    work(&client, &arguments.work, arguments.count / 50 + WAYS).await;
    let meter = Meter::start();
    work(&client, &arguments.work, arguments.count).await;
    meter.finish(arguments.count);
}

fn main() {
    let arguments = Arguments::read();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(run(&arguments));
}
