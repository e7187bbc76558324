//! Pages of the folder `bodyrow`.
