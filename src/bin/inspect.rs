//! Runs the engine natively and prints JSON.
fn main() {}
