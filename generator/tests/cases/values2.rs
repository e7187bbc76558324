//! Pages of the folder `values2`.
