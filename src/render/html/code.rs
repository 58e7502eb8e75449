//! Code: blocks with their language and title, and groups of tabs to choose from.

use super::writer::Writer;
use crate::book::{CodeBlock, Node};
use crate::parse::slug;
use crate::render::{
    escape::{attribute, text},
    highlight,
};

impl Writer<'_> {
    /// Writes a block of code.
    pub fn code_block(&mut self, at: usize, block: &CodeBlock) {
        let place = self.place(at);
        let CodeBlock { language, title, tab, code, .. } = block;
        if let Some(name) = tab {
            self.tab(at, name);
        }
        let highlighted = highlight::highlight(language, code, self.fragments.highlighted);
        let class = if language.is_empty() { String::new() } else { format!(" class=\"language-{}\"", attribute(language)) };
        let title = title.as_deref().map(|title| format!("<p class=\"code-title\">{}</p>", text(title))).unwrap_or_default();
        self.out.push_str(&format!(
            "<div class=\"code\"{place}>{title}<pre tabindex=\"0\"><code{class}>{}</code></pre></div>\n",
            highlighted.html
        ));
        if tab.is_some() && !self.is_tab(at + 1) {
            self.out.push_str("</fieldset>\n");
        }
    }

    /// The label of a tab, and the opening of its group when it is the first. Radio buttons choose without a script.
    fn tab(&mut self, at: usize, name: &str) {
        let mut first = at;
        while first.checked_sub(1).is_some_and(|before| self.is_tab(before)) {
            first -= 1;
        }
        if first == at {
            let legend = text(&self.fragments.words("tabs"));
            self.out.push_str(&format!("<fieldset class=\"tabs\"><legend class=\"visually-hidden\">{legend}</legend>\n"));
        }
        let checked = if first == at { " checked" } else { "" };
        // Parts of several pages may stand on one.
        let group = if self.fragment.own { format!("tabs:{first}") } else { format!("tabs:{first}:{}", slug(self.fragment.title)) };
        let (group, value) = (attribute(&group), attribute(name));
        self.out.push_str(&format!(
            "<label class=\"tab\"><input type=\"radio\" name=\"{group}\" value=\"{value}\"{checked}><span>{}</span></label>\n",
            text(name)
        ));
    }

    fn is_tab(&self, at: usize) -> bool {
        matches!(self.fragment.body.nodes.get(at), Some(Node::CodeBlock(block)) if block.tab.is_some())
    }
}
