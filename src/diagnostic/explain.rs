//! `explain`: the page about one code, with the example and the fix in it that the tests run.

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
        self.block("text")
    }

    /// What mends the example: a diff of its files.
    #[must_use]
    pub fn fix(&self) -> &'static str {
        self.block("diff")
    }

    /// The content of the block with this information string.
    fn block(&self, info: &str) -> &'static str {
        let open = format!("\n````{info}\n");
        let Some(start) = self.markdown.find(&open).map(|at| at + open.len()) else { return "" };
        let end = self.markdown[start..].find("\n````").map_or(self.markdown.len(), |at| at + start + 1);
        &self.markdown[start..end]
    }
}
