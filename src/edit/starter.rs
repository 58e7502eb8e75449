//! The handbook that `rungs init` begins with: the files of `src/edit/starter/`, inside the binary.

use rust_embed::RustEmbed;
use std::collections::BTreeMap;

/// The book itself builds as it is; in the other files `@NAME@` stands for what is filled in.
#[derive(RustEmbed)]
#[folder = "src/edit/starter/"]
struct Embedded;

/// Its files by path, texts all of them.
pub(super) fn files() -> BTreeMap<String, String> {
    let file = |path: std::borrow::Cow<'static, str>| {
        let data = Embedded::get(&path)?.data;
        // A checkout with the line ends of another system must not write another handbook.
        let text = String::from_utf8_lossy(&data).replace("\r\n", "\n");
        Some((path.into_owned(), text))
    };
    Embedded::iter().filter_map(file).collect()
}
