//! Standard segments after a documented path.
//!
//! In: a request for a collection or an object. Out: a request for its count (`/$count`, OData URL conventions §4.8),
//! or for the entities of a derived type (`/microsoft.graph.group`, §4.11). The reference documents these segments for
//! some paths only.

use super::model::Model;
use super::request::Request;
use super::response_body::Collection;

impl<T> Request<Collection<T>> {
    /// Requests the number of entities only (`/$count`).
    pub fn count_only(self) -> Request<i64> {
        self.append_segment("$count")
    }
}

impl<T: Model> Request<Collection<T>> {
    /// Requests only the entities of a derived type, with all properties of that type.
    ///
    /// ```text
    /// groups::members::list("17").of_type::<User>() // /groups/17/members/microsoft.graph.user
    /// ```
    pub fn of_type<U: Model + Into<T>>(self) -> Request<Collection<U>> {
        self.append_segment(U::SCHEMA.type_name)
    }
}

impl<T: Model> Request<T> {
    /// Requests the entity as a derived type, with all properties of that type.
    ///
    /// The service rejects the request if the entity does not have this type.
    pub fn of_type<U: Model + Into<T>>(self) -> Request<U> {
        self.append_segment(U::SCHEMA.type_name)
    }
}

impl<T> Request<Option<Collection<T>>> {
    /// Requests the number of entities only (`/$count`).
    pub fn count_only(self) -> Request<i64> {
        self.append_segment("$count")
    }
}

impl<T: Model> Request<Option<Collection<T>>> {
    /// Requests only the entities of a derived type, with all properties of that type.
    pub fn of_type<U: Model + Into<T>>(self) -> Request<Option<Collection<U>>> {
        self.append_segment(U::SCHEMA.type_name)
    }
}

impl<T: Model> Request<Option<T>> {
    /// Requests the entity as a derived type, with all properties of that type.
    ///
    /// The service rejects the request if the entity does not have this type.
    pub fn of_type<U: Model + Into<T>>(self) -> Request<Option<U>> {
        self.append_segment(U::SCHEMA.type_name)
    }
}
