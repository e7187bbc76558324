//! Pages of the folder `fnoptional`.
