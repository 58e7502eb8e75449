//! What a theme publishes below `assets/`: the brand's hue in, and `?v=` on every reference between files,
//! so that a cached page never meets a script of another build.

use super::Strings;
use crate::source::Fingerprint;
use bytes::Bytes;
use std::collections::{BTreeMap, BTreeSet};

/// A version shows this many hexadecimal digits: 40 bits are plenty against a stale cache.
const VERSION_DIGITS: usize = 10;
/// The comment before the number that a brand's hue replaces.
const HUE_MARK: &str = "/* brand:hue */";
/// The folder of the theme's own scripts, whose comments are for those who read the source.
const SCRIPTS: &str = "js/";
/// What opens a reference in a script.
const IMPORTS: &[&str] = &["\"./", "'./", "\"../", "'../"];

/// A published file of the theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeAsset {
    /// Its bytes.
    pub bytes: Bytes,
    /// What stands behind `?v=`.
    pub version: String,
}

/// Makes the published files from those of the theme.
pub(super) fn publish(files: &BTreeMap<String, Bytes>, strings: &Strings, hue: u16) -> BTreeMap<String, ThemeAsset> {
    let mut raw: BTreeMap<String, Bytes> =
        files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("assets/")?.to_owned(), bytes.clone()))).collect();
    for (name, words) in strings.for_scripts() {
        let words = serde_json::to_string(&words).unwrap_or_else(|_| "{}".to_owned());
        raw.insert(format!("js/{name}.js"), format!("export default {words};\n").into());
    }
    let mut publisher = Publisher { raw: &raw, hue, done: BTreeMap::new(), open: BTreeSet::new() };
    for path in raw.keys() {
        publisher.version(path);
    }
    publisher.done
}

struct Publisher<'a> {
    raw: &'a BTreeMap<String, Bytes>,
    hue: u16,
    done: BTreeMap<String, ThemeAsset>,
    open: BTreeSet<String>,
}

impl Publisher<'_> {
    /// The version of a file; what it refers to comes first. A circle is broken at the file met again.
    fn version(&mut self, path: &str) -> Option<String> {
        if let Some(done) = self.done.get(path) {
            return Some(done.version.clone());
        }
        let bytes = self.raw.get(path)?;
        if !self.open.insert(path.to_owned()) {
            return Some(Fingerprint::of(bytes).hex(VERSION_DIGITS));
        }
        let text = std::str::from_utf8(bytes).ok();
        let published: Bytes = match (text, path.rsplit('.').next()) {
            (Some(text), Some("js")) if path.starts_with(SCRIPTS) => self.references(path, &without_margins(text), IMPORTS).into(),
            (Some(text), Some("js" | "mjs")) => self.references(path, text, IMPORTS).into(),
            (Some(text), Some("css")) => self.references(path, &with_hue(text, self.hue), &["url(\"", "url('", "url("]).into(),
            _ => bytes.clone(),
        };
        self.open.remove(path);
        let version = Fingerprint::of(&published).hex(VERSION_DIGITS);
        self.done.insert(path.to_owned(), ThemeAsset { bytes: published, version: version.clone() });
        Some(version)
    }

    /// Writes `?v=` behind every relative reference that one of these marks opens.
    fn references(&mut self, path: &str, text: &str, marks: &[&str]) -> String {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut out = String::with_capacity(text.len() + 64);
        let mut rest = text;
        while let Some((at, mark)) =
            marks.iter().filter_map(|mark| rest.find(mark).map(|at| (at, *mark))).min_by_key(|(at, mark)| (*at, usize::MAX - mark.len()))
        {
            let start = at + mark.len();
            let length = rest[start..].find(['"', '\'', ')']).unwrap_or(rest.len() - start);
            let name = &rest[start..start + length];
            out.push_str(&rest[..start + length]);
            let up = if mark.ends_with("../") { "../" } else { "" };
            let target = join(folder, &format!("{up}{name}"));
            if let Some(version) = target.and_then(|target| self.version(&target)) {
                out.push_str("?v=");
                out.push_str(&version);
            }
            rest = &rest[start + length..];
        }
        out.push_str(rest);
        out
    }
}

/// A script without comments that have lines of their own, and without indentation. The lines themselves stay, so that
/// those in error messages are the source's. A literal that spans lines may hold anything: such a script stays as it is.
fn without_margins(script: &str) -> String {
    if script.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return script.to_owned();
    }
    let mut out = String::with_capacity(script.len());
    let mut inside = false;
    for line in script.lines() {
        let start = line.trim_start();
        let opens = start.starts_with("/**");
        if !inside && !opens && !start.starts_with("// ") && start != "//" {
            out.push_str(start);
        }
        inside = (inside || opens) && !start.ends_with("*/");
        out.push('\n');
    }
    out
}

fn join(folder: &str, name: &str) -> Option<String> {
    let base = crate::source::SourcePath::new(&format!("{folder}/x")).ok()?;
    base.join(name).ok().map(|path| path.as_str().to_owned())
}

/// The style sheet with the book's hue behind the mark.
fn with_hue(css: &str, hue: u16) -> String {
    let Some(at) = css.find(HUE_MARK) else { return css.to_owned() };
    let after = at + HUE_MARK.len();
    let number = css[after..].trim_start();
    let space = css[after..].len() - number.len();
    let digits = number.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    format!("{} {hue}{}", &css[..after], &css[after + space + digits..])
}

#[cfg(test)]
mod tests {
    use super::super::{ThemeFiles, built_in, strings};
    use super::{IMPORTS, SCRIPTS, Strings, join, publish, with_hue, without_margins};
    use bytes::Bytes;
    use std::collections::BTreeMap;

    fn files(list: &[(&str, &str)]) -> BTreeMap<String, Bytes> {
        list.iter().map(|(path, text)| (format!("assets/{path}"), Bytes::copy_from_slice(text.as_bytes()))).collect()
    }

    #[test]
    fn a_changed_leaf_changes_whoever_imports_it() {
        let version = |leaf: &str| {
            let files = files(&[
                ("js/a.js", "import x from \"./b.js\";"),
                ("js/b.js", "import y from './deep/c.js'"),
                ("js/deep/c.js", "import '../d.js'"),
                ("js/d.js", leaf),
            ]);
            publish(&files, &Strings::default(), 1)["js/a.js"].clone()
        };
        let (one, two) = (version("1"), version("2"));
        assert_ne!(one.version, two.version);
        assert!(String::from_utf8_lossy(&one.bytes).contains("./b.js?v="));
    }

    #[test]
    fn modules_that_import_each_other_end() {
        let files = files(&[("js/a.js", "import \"./b.js\""), ("js/b.js", "import \"./a.js\"")]);
        assert_eq!(publish(&files, &Strings::default(), 1).len(), 3);
    }

    #[test]
    fn every_module_that_is_imported_is_there() {
        let files = ThemeFiles { layers: built_in("default").into_iter().collect() };
        let words = strings::read(&files, "en").value;
        let mut missing = Vec::new();
        for (path, asset) in publish(&files.merged(), &words, 1).iter().filter(|(path, _)| path.ends_with(".js")) {
            let text = String::from_utf8_lossy(&asset.bytes).into_owned();
            for (at, mark) in IMPORTS.iter().flat_map(|mark| text.match_indices(mark)) {
                let name: &str = text[at + mark.len()..].split(['"', '\'']).next().unwrap_or_default();
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                if name.ends_with(".js") && join(folder, name).is_some_and(|target| target.starts_with(SCRIPTS)) {
                    missing.push(format!("{path} imports {name}"));
                }
            }
        }
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn comments_and_indentation_go_and_lines_stay() {
        let script = "// why\n/** a\n * b */\nlet url = \"//x\"; // kept\n  // and so\n  /* kept */ let y;\n";
        assert_eq!(without_margins(script), "\n\n\nlet url = \"//x\"; // kept\n\n/* kept */ let y;\n");
        let literal = "let text = `one\n  // two`;\n";
        assert_eq!(without_margins(literal), literal);
    }

    #[test]
    fn the_hue_stands_behind_its_mark() {
        assert_eq!(with_hue("--hue: /* brand:hue */ 255;", 12), "--hue: /* brand:hue */ 12;");
    }
}
