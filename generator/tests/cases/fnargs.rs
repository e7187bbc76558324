//! Pages of the folder `fnargs`.
