use graph_bindings::models::{Group, User};
use graph_bindings::requests::users;

fn main() {
    let _ = users::list().filter(Group::MAIL.eq("crew@example.com"));
    //~ a query for `graph_bindings::models::User` cannot use a property of `graph_bindings::models::Group`
    //~ expected a property of `graph_bindings::models::User` or of a type derived from it
    let _ = users::list().expand(Group::MEMBERS);
    //~ a query for `graph_bindings::models::User` cannot use a property of `graph_bindings::models::Group`
    let _ = users::list().expand(User::CITY);
    //~ cannot be expanded in a request for
    //~ expected a navigation property of
}
