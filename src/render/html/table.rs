//! Tables: their head, their rows, and how cells are aligned.

use super::writer::Writer;
use crate::book::{Alignment, Node};
use crate::render::escape::attribute;

/// What ends the head of a table.
const HEAD_END: &str = "</tr>\n</thead>\n";
/// What ends a table.
const TABLE_END: &str = "</table></div>\n";

/// A table that is being written.
pub(super) struct OpenTable {
    alignments: Box<[Alignment]>,
    column: usize,
    in_head: bool,
    body_open: bool,
}

impl Writer<'_> {
    /// Opens a table.
    pub fn table(&mut self, alignments: &[Alignment]) {
        self.tables.push(OpenTable { alignments: alignments.into(), column: 0, in_head: false, body_open: false });
        let label = attribute(&self.fragments.words("table"));
        self.open(&format!("<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"{label}\"><table>\n"), TABLE_END);
    }

    /// Opens the head.
    pub fn table_head(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.in_head = true;
            table.column = 0;
        }
        self.open("<thead>\n<tr>", HEAD_END);
    }

    /// Opens a row below the head.
    pub fn table_row(&mut self, at: usize) {
        let place = self.place(at);
        let first = self.tables.last_mut().is_some_and(|table| {
            table.column = 0;
            !std::mem::replace(&mut table.body_open, true)
        });
        self.open(&format!("{}<tr{place}>", if first { "<tbody>\n" } else { "" }), "</tr>\n");
    }

    /// Opens a cell of the head or of a row.
    pub fn table_cell(&mut self, at: usize) {
        let Some(table) = self.tables.last_mut() else { return self.open("", "") };
        let alignment = table.alignments.get(table.column).copied().unwrap_or(Alignment::None);
        table.column += 1;
        let class = match alignment {
            Alignment::None => "",
            Alignment::Left => " class=\"a-left\"",
            Alignment::Center => " class=\"a-center\"",
            Alignment::Right => " class=\"a-right\"",
        };
        // An empty heading names nothing, and screen readers would announce it for every cell below.
        let is_empty = matches!(self.fragment.body.nodes.get(at + 1), Some(Node::End));
        if table.in_head && !is_empty {
            self.open(&format!("<th scope=\"col\"{class}>"), "</th>");
        } else {
            self.open(&format!("<td{class}>"), "</td>");
        }
    }

    /// What must be done before `closer` is written: a head is over, or the body of a table ends.
    pub fn before_table_end(&mut self, closer: &str) {
        match closer {
            HEAD_END => {
                if let Some(table) = self.tables.last_mut() {
                    table.in_head = false;
                }
            }
            TABLE_END if self.tables.pop().is_some_and(|table| table.body_open) => {
                self.out.push_str("</tbody>\n");
            }
            _ => {}
        }
    }
}
