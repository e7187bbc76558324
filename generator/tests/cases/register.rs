//! Pages of the folder `register`.
