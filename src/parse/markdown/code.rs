//! Code: what the info string of a fenced block makes of it.

use super::builder::{Builder, as_u32};
use super::{Boxes, tabs};
use crate::book::{CodeBlock, Node};
use crate::parse::{block, fenced::Fenced, worksheet};

impl Builder<'_> {
    /// Code, or what the first word of its info string makes of it. A block at fault is shown as code.
    pub fn code_block(&mut self, info: &str, fenced: Fenced, start: u32) -> Node {
        let word = info.split_whitespace().next().unwrap_or_default();
        if block::is_block(word)
            && let Some(block) = block::read(word, &fenced, self.origin).take(&mut self.diagnostics)
        {
            self.body.blocks.push(block);
            return Node::Block(as_u32(self.body.blocks.len() - 1));
        }
        if word == "worksheet" && self.options.boxes == Boxes::Tracked {
            let read = worksheet::read(&fenced, self.origin, self.options).take(&mut self.diagnostics);
            if let Some(worksheet) = read {
                self.body.worksheets.push(worksheet);
                return Node::Worksheet(as_u32(self.body.worksheets.len() - 1));
            }
        }
        Node::CodeBlock(Box::new(code_block(info, fenced.code, start)))
    }
}

fn code_block(info: &str, code: String, start: u32) -> CodeBlock {
    let language: String = info.split([' ', '\t', ',', '{']).next().unwrap_or_default().to_owned();
    let title = info.split_once("title=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(title, _)| title.to_owned());
    let code = if language == "rust" { without_hidden_lines(&code) } else { code };
    CodeBlock { language, title, tab: tabs::name_of(info).map(ToOwned::to_owned), code: code.into(), start }
}

/// Rust's examples may have lines behind `# `, which make them whole and which nobody reads. `##` is a written `#`.
fn without_hidden_lines(code: &str) -> String {
    let shown = |line: &str| match line.trim_start() {
        inner if inner.starts_with("# ") || inner.trim_end() == "#" => None,
        inner if inner.starts_with("##") => Some(line.replacen('#', "", 1)),
        _ => Some(line.to_owned()),
    };
    code.split_inclusive('\n').filter_map(shown).collect()
}
