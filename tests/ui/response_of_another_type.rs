use graph_bindings::requests::users;
use graph_bindings::runtime::{Base, ResponseBody};

struct Mine;

fn derived(_: impl Base) {}

fn main() {
    let _ = users::list().answering::<Mine>().decode(b"{}");
    let _ = Mine::decode(b"{}");
    let _ = <Mine as ResponseBody>::decode(b"{}");
    //~ a response body cannot be decoded as `Mine`
    //~ use a struct of `models`, a `Collection` or `Scalar` of one, `serde_json::Value`, `Content` for bytes, or `()`
    derived(Mine);
    //~ `Mine` has no derived types
}
