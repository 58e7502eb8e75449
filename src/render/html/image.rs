//! Images, and figures of those that stand alone with a title.

use super::writer::Writer;
use crate::book::{Image, Node, Tag};
use crate::render::escape::{attribute, text};
use crate::site::{Target, Url};

impl Writer<'_> {
    /// Writes an image; one that leads nowhere leaves its words.
    pub fn image(&mut self, at: usize, image: &Image) {
        let link = &self.fragment.body.links[image.link as usize];
        let (src, size) = match self.fragment.links.get(image.link as usize) {
            Some(Target::Inside { url, .. }) => (self.fragments.href(url, None), image.size.or_else(|| self.size(url))),
            Some(Target::Outside(address)) => (address.clone(), image.size),
            Some(Target::Text(_)) | None => return self.out.push_str(&text(&image.alt)),
        };
        let size = size.map(|(width, height)| format!(" width=\"{width}\" height=\"{height}\"")).unwrap_or_default();
        let figure = !link.title.is_empty() && self.stands_alone(at);
        let title = if link.title.is_empty() || figure { String::new() } else { format!(" title=\"{}\"", attribute(&link.title)) };
        let (src, alt) = (attribute(&src), attribute(&image.alt));
        let picture = format!("<img src=\"{src}\" alt=\"{alt}\"{title}{size} loading=\"lazy\" decoding=\"async\">");
        if !figure {
            self.out.push_str(&picture);
            return;
        }
        let open = self.out.rfind("<p").unwrap_or(self.out.len());
        let place = self.place(at);
        self.out.truncate(open);
        self.out.push_str(&format!("<figure{place}>{picture}<figcaption>{}</figcaption>", text(&link.title)));
        if let Some(closer) = self.closers.last_mut() {
            *closer = "</figure>\n".into();
        }
    }

    /// Whether a paragraph holds nothing but the node at `at`.
    fn stands_alone(&self, at: usize) -> bool {
        let nodes = &self.fragment.body.nodes;
        let before = at.checked_sub(1).and_then(|before| nodes.get(before));
        matches!(before, Some(Node::Start(Tag::Paragraph))) && matches!(nodes.get(at + 1), Some(Node::End))
    }

    fn size(&self, url: &Url) -> Option<(u32, u32)> {
        let asset = self.fragments.site.assets.get(url)?;
        let size = imagesize::blob_size(&asset.head).ok()?;
        Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
    }
}
