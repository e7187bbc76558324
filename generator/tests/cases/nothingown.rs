//! Pages of the folder `nothingown`.
