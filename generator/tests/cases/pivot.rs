//! Pages of the folder `pivot`.
