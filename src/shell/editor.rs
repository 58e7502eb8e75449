//! The author's editor: the address that opens a file in it at a line, for links in the browser.

use super::system;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rungs::source::Position;
use std::{path::Path, str::FromStr};

/// What stands as it is in a path of an address.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b':');

/// Editors that register an address of their own, and its form.
const KNOWN: &[(&str, &str)] = &[
    ("vscode", "vscode://file{path}:{line}:{column}"),
    ("vscodium", "vscodium://file{path}:{line}:{column}"),
    ("cursor", "cursor://file{path}:{line}:{column}"),
    ("zed", "zed://file{path}:{line}:{column}"),
    ("idea", "idea://open?file={path}&line={line}&column={column}"),
    ("sublime", "subl://open?url=file://{path}&line={line}&column={column}"),
    ("textmate", "txmt://open?url=file://{path}&line={line}&column={column}"),
    ("emacs", "org-protocol://open-file?file={path}&line={line}"),
    ("none", ""),
];

/// The form of addresses that open the author's editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    template: String,
}

impl Editor {
    /// The address of a place in a file; `None` when the author wants no links.
    pub fn url(&self, file: &Path, at: Position) -> Option<String> {
        if self.template.is_empty() {
            return None;
        }
        let path = utf8_percent_encode(&system::in_address(file), PATH).to_string();
        let (line, column) = (at.line.to_string(), at.column.to_string());
        Some(self.template.replace("{path}", &path).replace("{line}", &line).replace("{column}", &column))
    }
}

impl FromStr for Editor {
    type Err = String;

    /// Reads a known name, or an address with `{path}` in it.
    fn from_str(typed: &str) -> Result<Self, String> {
        if let Some((_, template)) = KNOWN.iter().find(|(name, _)| *name == typed) {
            return Ok(Self { template: (*template).to_owned() });
        }
        let scheme = typed.split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
        if !typed.contains("{path}") || scheme.is_empty() || matches!(scheme.as_str(), "javascript" | "data" | "http" | "https") {
            let names: Vec<&str> = KNOWN.iter().map(|(name, _)| *name).collect();
            return Err(format!("neither one of {} nor an address like `myeditor://open?file={{path}}&line={{line}}`", names.join(", ")));
        }
        Ok(Self { template: typed.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::Editor;
    use rungs::source::Position;
    use std::path::Path;

    #[test]
    fn a_place_becomes_an_address() {
        let at = Position { line: 7, column: 3 };
        let url = |editor: &str| editor.parse::<Editor>().map(|editor| editor.url(Path::new("/a b/ü.md"), at));
        assert_eq!(url("vscode"), Ok(Some("vscode://file/a%20b/%C3%BC.md:7:3".to_owned())));
        assert_eq!(url("x://{path}?{line}"), Ok(Some("x:///a%20b/%C3%BC.md?7".to_owned())));
        assert_eq!(url("none"), Ok(None));
        assert!(url("javascript:alert('{path}')").is_err() && url("vim").is_err() && url("{path}").is_err());
    }
}
