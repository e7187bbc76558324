//! Measures the memory of decoded objects.
//!
//! In: a folder of bodies. Out: lines of JSON: the heap bytes that a decoded body keeps, in each form; the sizes of structs; how deeply a
//! text may be nested.

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;

#[global_allocator]
static GLOBAL: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Returns the number of heap bytes that the result of `make` keeps.
fn kept<T>(make: impl FnOnce() -> T) -> usize {
    let region = Region::new(GLOBAL);
    let made = make();
    let change = region.change();
    drop(made);
    change.bytes_allocated.saturating_sub(change.bytes_deallocated)
}

macro_rules! form {
    ($form:ident, $folder:expr) => {{
        use $form::models::{MailFolder, Message, User, WorkbookRange};
        use $form::runtime::{ResponseBody, Collection};
        let form = stringify!($form);
        let report = |body: &str, bytes: usize| {
            println!("{}", serde_json::json!({ "form": form, "heap": body, "bytes": bytes }));
        };
        report("users-60k", kept_of(&$folder, "users-60k", Collection::<User>::decode));
        report("message", kept_of(&$folder, "message", Message::decode));
        report("range", kept_of(&$folder, "range", WorkbookRange::decode));
        for (name, size) in [
            ("User", size_of::<User>()),
            ("Message", size_of::<Message>()),
            ("MailFolder", size_of::<MailFolder>()),
            ("WorkbookRange", size_of::<WorkbookRange>()),
        ] {
            println!("{}", serde_json::json!({ "form": form, "struct": name, "bytes": size }));
        }
        let untyped = deepest(|depth| {
            let text = format!("{{\"x\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
            MailFolder::decode(text.as_bytes()).is_ok()
        });
        println!("{}", serde_json::json!({ "form": form, "untyped": untyped }));
    }};
}

fn kept_of<T, E: std::fmt::Display>(folder: &str, name: &str, decode: impl Fn(&[u8]) -> Result<T, E>) -> usize {
    let path = std::path::Path::new(folder).join(format!("{name}.json"));
    let body = std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    kept(|| decode(&body).unwrap_or_else(|e| panic!("{name}: {e}")))
}

/// Returns the greatest nesting depth that is accepted, or `None` if it is at least 100,000: members that a form ignores may be nested
/// arbitrarily deep. A stack overflow would end the program.
fn deepest(taken: impl Fn(usize) -> bool) -> Option<usize> {
    let most = (1..1_000).take_while(|depth| taken(*depth)).last();
    if taken(100_000) { None } else { most }
}

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_default();
    form!(emitted, folder);
    form!(derive, folder);
    form!(flatten, folder);
    let value = kept_of(&folder, "users-60k", |body| serde_json::from_slice::<serde_json::Value>(body));
    println!("{}", serde_json::json!({ "form": "value", "heap": "users-60k", "bytes": value }));
}
