//! Pages of the folder `jsononly`.
