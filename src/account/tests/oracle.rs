//! The same answers by another road: a naive day-by-day model.
