use graph_bindings::models::Group;
use graph_bindings::requests::users;
use graph_bindings::runtime::Patch;

fn main() {
    let _ = users::create(Group::default());
    //~ Group` is not a request body of type
    //~ a `Patch` with the properties to change, or a `serde_json::Value`
    let _ = users::update("1", Patch::<Group>::new());
    //~ Group>` is not a request body of type
}
