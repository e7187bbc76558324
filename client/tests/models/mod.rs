//! A model and operations, written as the generator emits them, but without its macros, which are private to the runtime.
//!
//! In: nothing. Out: the model `User`, and requests for users.
#![allow(dead_code, reason = "not every test uses all of them")]

use docbindgen_client::runtime::emitted::{self, AsObject, FieldVisitor};
use docbindgen_client::runtime::{
    Collection, Extra, Method, Model, Operation, Path, Property, Request, Schema, Slot, Wire,
};

/// A user.
#[derive(Default)]
pub struct User {
    /// The identifier.
    pub id: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// Additional members.
    pub extra: Extra,
}

impl User {
    /// `name`
    pub const NAME: Property<Self, String> = Property::new("name");
}

static SCHEMA: Schema = Schema {
    ident: "User",
    type_name: "graph.user",
    names: &["id", "name"],
    idents: "id name",
    secrets: &[],
    first_related: usize::MAX,
    derived: &[],
};

impl Model for User {
    const SCHEMA: &'static Schema = &SCHEMA;

    fn field_slot(&mut self, index: usize) -> &mut dyn Slot {
        match index {
            0 => &mut self.id,
            1 => &mut self.name,
            _ => &mut self.extra,
        }
    }

    fn visit_fields<'a>(&'a self, visitor: &mut FieldVisitor<'a, '_>) {
        visitor.extra(&self.extra);
        visitor.slot(0, &self.id);
        visitor.slot(1, &self.name);
    }
}

impl Wire for User {
    type Form = AsObject;
}

impl Clone for User {
    fn clone(&self) -> Self {
        emitted::clone(self)
    }
}

impl PartialEq for User {
    fn eq(&self, other: &Self) -> bool {
        emitted::equal(self, other)
    }
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        emitted::show(self, f)
    }
}

impl serde::Serialize for User {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        emitted::write(self, serializer)
    }
}

static GET: Operation = Operation { method: Method::Get, template: "/users/{id}", pages: &[] };
static LIST: Operation = Operation { method: Method::Get, template: "/users", pages: &[] };
static CREATE: Operation = Operation { method: Method::Post, template: "/users", pages: &[] };
static UPDATE: Operation = Operation { method: Method::Patch, template: "/users/{id}", pages: &[] };
static DELTA: Operation = Operation { method: Method::Get, template: "/users/delta()", pages: &[] };

/// `GET /users/{id}`
pub fn get(id: impl AsRef<str>) -> Request<User> {
    Request::new(&GET, Path::new().lit("/users/").seg(id))
}

/// `GET /users`
pub fn list() -> Request<Collection<User>> {
    Request::new(&LIST, Path::new().lit("/users"))
}

/// `POST /users`
pub fn create(user: User) -> Request<User> {
    Request::new(&CREATE, Path::new().lit("/users")).json(user)
}

/// `PATCH /users/{id}`
pub fn update(id: impl AsRef<str>, user: User) -> Request<Option<User>> {
    Request::new(&UPDATE, Path::new().lit("/users/").seg(id)).json(user)
}

/// `GET /users/delta()`
pub fn delta() -> Request<Collection<User>> {
    Request::new(&DELTA, Path::new().lit("/users/delta()"))
}

/// A user with an ID.
pub fn user(id: &str) -> User {
    User { id: Some(id.to_owned()), ..User::default() }
}
