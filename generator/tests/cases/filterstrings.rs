//! Pages of the folder `filterstrings`.
