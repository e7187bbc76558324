//! Models as the generator emits them.
#![allow(dead_code, unexpected_cfgs)]

use crate::runtime::*;

/// A directory object.
pub struct DirectoryObject {
    /// The identifier.
    pub id: Option<String>,
    /// The time of deletion.
    pub deleted_date_time: Option<DateTimeOffset>,
    /// Additional members.
    pub extra: Extra,
}

impl DirectoryObject {
    /// `id`
    pub const ID: Property<Self, String> = Property::new("id");
}

crate::runtime::object! { DirectoryObject "microsoft.graph.directoryObject" base { 0 id "id", 1 deleted_date_time "deletedDateTime" } }

crate::runtime::derived! {
    /// A directory object as its derived type.
    DirectoryObject => DirectoryObjectDerived {
        /// A user.
        User "microsoft.graph.user",
        Team(super::models::Group) "microsoft.graph.group",
    }
}
crate::runtime::upcast! { User => DirectoryObject, "microsoft.graph.user", body }
crate::runtime::upcast! { Group => DirectoryObject, "microsoft.graph.group", body }

/// A user.
pub struct User {
    /// The identifier.
    pub id: Option<String>,
    /// The time of deletion.
    pub deleted_date_time: Option<DateTimeOffset>,
    /// The birthday.
    pub birthday: Option<DateTimeOffset>,
    /// The manager.
    pub manager: Option<Box<DirectoryObject>>,
    /// Password.
    pub password: Option<String>,
    /// Kind.
    pub kind: Option<UserKind>,
    /// Scope.
    pub scope: Option<Flags<RestartScope>>,
    /// Tags.
    pub tags: Option<Vec<String>>,
    /// Messages.
    pub messages: Option<Vec<Message>>,
    /// Data.
    pub data: Option<serde_json::Value>,
    /// Address.
    pub address: Option<Address>,
    /// Size.
    pub size: Option<i64>,
    /// Level.
    pub level: Option<u8>,
    /// Ratio.
    pub ratio: Option<f64>,
    /// Weight.
    pub weight: Option<f32>,
    /// A Boolean.
    pub r#type: Option<bool>,
    /// Sizes.
    pub sizes: Option<Vec<i64>>,
    /// Kinds.
    pub kinds: Option<Vec<UserKind>>,
    /// Additional members.
    pub extra: Extra,
}

impl User {
    /// `id`
    pub const ID: Property<Self, String> = Property::new("id");
    /// `birthday`
    pub const BIRTHDAY: Property<Self, DateTimeOffset> = Property::new("birthday");
    /// `kind`
    pub const KIND: Property<Self, UserKind> = Property::new("kind");
    /// `scope`
    pub const SCOPE: Property<Self, Flags<RestartScope>> = Property::new("scope");
    /// `tags`
    pub const TAGS: Property<Self, Vec<String>> = Property::new("tags");
    /// `address`
    pub const ADDRESS: Property<Self, Address> = Property::new("address");
    /// `password`
    pub const PASSWORD: Property<Self, String> = Property::new("password");
    /// `size`
    pub const SIZE: Property<Self, i64> = Property::new("size");
    /// `ratio`
    pub const RATIO: Property<Self, f64> = Property::new("ratio");
    /// `type`
    pub const TYPE: Property<Self, bool> = Property::new("type");
    /// `manager`
    pub const MANAGER: Navigation<Self, DirectoryObject> = Navigation::new("manager");
    /// `messages`
    pub const MESSAGES: Navigation<Self, Message> = Navigation::new("messages");
}

crate::runtime::object! {
    User "microsoft.graph.user" {
        0 id "id",
        1 deleted_date_time "deletedDateTime",
        2 birthday "birthday",
        3 manager "manager",
        4 password "password" secret,
        5 kind "kind",
        6 scope "scope",
        7 tags "tags",
        8 messages "messages",
        9 data "data",
        10 address "address",
        11 size "size",
        12 level "level",
        13 ratio "ratio",
        14 weight "weight",
        15 r#type "type",
        16 sizes "sizes",
        17 kinds "kinds",
    }
}

/// A group.
pub struct Group {
    /// The identifier.
    pub id: Option<String>,
    /// The name.
    pub display_name: Option<String>,
    /// The members.
    pub members: Option<Related<Vec<DirectoryObject>>>,
    /// The owner.
    pub owner: Option<Related<User>>,
    /// A relationship whose type needs a feature that is not enabled.
    #[cfg(feature = "other")]
    pub drive: Option<Related<User>>,
    /// Additional members.
    pub extra: Extra,
}

impl Group {
    /// `displayName`
    pub const DISPLAY_NAME: Property<Self, String> = property("displayName");
    /// `members`
    pub const MEMBERS: Navigation<Self, DirectoryObject> = navigation("members");
    /// `owner`
    pub const OWNER: Navigation<Self, User> = navigation("owner");
}

crate::runtime::object! {
    Group "microsoft.graph.group" [2..] {
        0 id "id",
        1 display_name "displayName",
        2 members "members",
        3 owner "owner",
        4 drive "drive" ["other"],
    }
}

/// A message.
pub struct Message {
    /// Subject.
    pub subject: Option<String>,
    /// Importance.
    pub importance: Option<UserKind>,
    /// Sender.
    pub sender: Option<Box<DirectoryObject>>,
    /// Additional members.
    pub extra: Extra,
}

impl Message {
    /// `subject`
    pub const SUBJECT: Property<Self, String> = Property::new("subject");
    /// `sender`
    pub const SENDER: Navigation<Self, DirectoryObject> = Navigation::new("sender");
}

crate::runtime::object! {
    Message "microsoft.graph.message" { 0 subject "subject", 1 importance "importance", 2 sender "sender" }
}

/// An address.
pub struct Address {
    /// City.
    pub city: Option<String>,
    /// Additional members.
    pub extra: Extra,
}

impl Address {
    /// `city`
    pub const CITY: Property<Self, String> = Property::new("city");
}

crate::runtime::object! { Address "" { 0 city "city" } }

/// A type without properties.
pub struct Empty {
    /// Additional members.
    pub extra: Extra,
}

crate::runtime::object! { Empty "microsoft.graph.empty" {} }

/// Kinds.
#[non_exhaustive]
pub enum UserKind {
    /// `member`
    Member,
    /// `guest`
    Guest,
    /// An unrecognized value.
    Unrecognized(String),
}

crate::runtime::open_enum! { UserKind { 0 Member "member", 1 Guest "guest" } }

/// Scopes.
#[non_exhaustive]
pub enum RestartScope {
    /// `read`
    Read,
    /// `write`
    Write,
    /// An unrecognized value.
    Unrecognized(String),
}

crate::runtime::open_enum! { RestartScope { 0 Read "read", 1 Write "write" } }

/// A price.
pub struct Price {
    /// Amount.
    pub amount: Option<Decimal>,
    /// Steps.
    pub steps: Option<Vec<Decimal>>,
    /// Size.
    pub size: Option<i64>,
    /// Title.
    pub title: Option<String>,
    /// Another price.
    pub nested: Option<Box<Price>>,
    /// Additional members.
    pub extra: Extra,
}

impl Price {
    /// `amount`
    pub const AMOUNT: Property<Self, Decimal> = Property::new("amount");
}

crate::runtime::object! { Price "microsoft.graph.price" { 0 amount "amount", 1 steps "steps", 2 size "size", 3 title "title", 4 nested "nested" } }
