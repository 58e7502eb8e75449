//! `explain`: the page about one code, and the example in it that the tests run.

use super::Code;

/// The page about one code: why it matters, an example, the fix.
#[derive(Clone, Copy, Debug)]
pub struct Explanation {
    /// The whole page as Markdown.
    pub markdown: &'static str,
}

/// The explanation of a code.
#[must_use]
pub fn explain(code: Code) -> Explanation {
    Explanation { markdown: code.text() }
}

impl Explanation {
    /// The example book: the first fenced block, whose files are split by `-- path --` lines.
    #[must_use]
    pub fn example(&self) -> &'static str {
        let open = "\n````text\n";
        let Some(start) = self.markdown.find(open).map(|at| at + open.len()) else { return "" };
        let end = self.markdown[start..].find("\n````").map_or(self.markdown.len(), |at| at + start + 1);
        &self.markdown[start..end]
    }
}
