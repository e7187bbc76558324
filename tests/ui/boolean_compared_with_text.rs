use graph_bindings::models::User;

fn main() {
    let _ = User::ACCOUNT_ENABLED.eq("true");
    //~ `&str` cannot be compared with a property of type `bool`
    //~ expected a `bool`
    //~ write a value of the property's type, such as `true` for a `bool`, or a reference to one
}
