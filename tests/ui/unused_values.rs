#![deny(unused_must_use)]

use graph_bindings::models::{Group, User};
use graph_bindings::requests::users;
use graph_bindings::runtime::{Filter, OrderBy, Patch};

fn in_oslo() -> Filter<User> {
    User::CITY.eq("Oslo")
}

fn by_city() -> OrderBy<User> {
    User::CITY.asc()
}

fn main() {
    users::list().top(1);
    //~ a request does nothing until you send its parts with an HTTP client
    Patch::new().set(User::CITY, "Oslo");
    //~ a patch changes nothing until it is the body of a request
    in_oslo();
    //~ a condition selects nothing until you pass it to `filter`
    by_city();
    //~ an order sorts nothing until you pass it to `orderby`
    Group::MEMBERS.top(1);
    //~ an expansion includes nothing until you pass it to `expand`
}
