//! Pages of the folder `facets`.
