//! Pages of the folder `queryopts`.
