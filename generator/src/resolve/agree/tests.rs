//! Small sets of pages, one for each rule about disagreements.
