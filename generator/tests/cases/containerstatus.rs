//! Pages of the folder `containerstatus`.
