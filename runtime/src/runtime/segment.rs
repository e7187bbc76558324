//! Segments that every service takes behind a documented path.
//!
//! In: the request of a collection or of an object. Out: the request of its number alone (`/$count`, OData URL conventions §4.8), or of
//! those of a derived type (`/microsoft.graph.group`, §4.11). The reference documents them for some paths only.

use super::model::Model;
use super::request::Request;
use super::response_body::Collection;

impl<T> Request<Collection<T>> {
    /// Asks only for how many there are (`/$count`).
    pub fn count_only(self) -> Request<i64> {
        self.below("$count")
    }
}

impl<T: Model> Request<Collection<T>> {
    /// Asks only for those that are of a derived type, with all the properties of that.
    ///
    /// ```text
    /// groups::members::list("17").of_type::<User>() // /groups/17/members/microsoft.graph.user
    /// ```
    pub fn of_type<U: Model + Into<T>>(self) -> Request<Collection<U>> {
        self.below(U::SCHEMA.type_name)
    }
}

impl<T: Model> Request<T> {
    /// Asks for the object as one of a derived type, with all the properties of that. Fails at the service if it is none.
    pub fn of_type<U: Model + Into<T>>(self) -> Request<U> {
        self.below(U::SCHEMA.type_name)
    }
}

impl<T> Request<Option<Collection<T>>> {
    /// Asks only for how many there are (`/$count`).
    pub fn count_only(self) -> Request<i64> {
        self.below("$count")
    }
}

impl<T: Model> Request<Option<Collection<T>>> {
    /// Asks only for those that are of a derived type, with all the properties of that.
    pub fn of_type<U: Model + Into<T>>(self) -> Request<Option<Collection<U>>> {
        self.below(U::SCHEMA.type_name)
    }
}

impl<T: Model> Request<Option<T>> {
    /// Asks for the object as one of a derived type, with all the properties of that. Fails at the service if it is none.
    pub fn of_type<U: Model + Into<T>>(self) -> Request<Option<U>> {
        self.below(U::SCHEMA.type_name)
    }
}
