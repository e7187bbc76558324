//! Pages of the folder `introtable`.
