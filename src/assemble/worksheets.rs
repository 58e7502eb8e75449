//! All worksheets of a book by their ids: readers' texts are kept under them, so each stands once.

use crate::book::{Id, Page, PageIndex, WorksheetPlace};
use crate::diagnostic::{Code, Diagnostic};
use std::collections::BTreeMap;

/// Collects the worksheets of all pages; an id that stands twice is an error and its first place counts.
pub(super) fn collect(pages: &[Page], diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<Id, WorksheetPlace> {
    let mut worksheets: BTreeMap<Id, WorksheetPlace> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate() {
        for (number, worksheet) in page.body().worksheets.iter().enumerate() {
            if let Some(first) = worksheets.get(&worksheet.id.value) {
                let message = format!("the worksheet `{}` stands in `{}` already", worksheet.id.value, pages[first.page.0].source());
                let diagnostic = Diagnostic::at(Code::DuplicateWorksheet, page.parsed.origin.span(&worksheet.id.range()), message);
                let help = "what readers write is kept under this id, so it is unique in the book: give one of the two another id";
                diagnostics.push(diagnostic.help(help));
                continue;
            }
            worksheets.insert(worksheet.id.value.clone(), WorksheetPlace { page: PageIndex(at), number });
        }
    }
    worksheets
}
