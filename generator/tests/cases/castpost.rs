//! Pages of the folder `castpost`.
