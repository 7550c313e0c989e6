//! Laws on random accounts. proptest prints the failing case and keeps its seed.
