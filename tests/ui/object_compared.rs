use graph_bindings::models::{MailboxSettings, User};

fn main() {
    let _ = User::MAILBOX_SETTINGS.eq(MailboxSettings::default());
    //~ cannot be compared with a property of type
    //~ to compare an object, compare one of its properties: `Location::ADDRESS.path(PhysicalAddress::CITY)`
}
