use graph_bindings::models::User;
use graph_bindings::requests::users;

fn main() {
    let _ = users::photo::set_content("1", User::default());
    //~ User` is not the bytes of a request body
    //~ expected bytes
    //~ pass the content as a `Vec<u8>`, a `&[u8]`, an array of bytes, a `String` or a `&str`
}
