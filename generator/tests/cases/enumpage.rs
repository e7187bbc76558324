//! Pages of the folder `enumpage`.
