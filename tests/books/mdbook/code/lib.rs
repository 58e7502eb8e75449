//! Included by the book.

// ANCHOR: greet
/// Greets.
pub fn greet(name: &str) -> String {
    format!("Hello, {name}!")
}
// ANCHOR_END: greet
