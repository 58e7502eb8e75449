//! The examples of the `CommonMark` specification: what we read as it says, and the list of what we do not and why.

use crate::fixture::{book, corpora, for_readers, theme};
use rungs::{
    Memory,
    book::{Link, LinkTarget, Math, RawHtml},
    compile,
    parse::{Boxes, MarkdownOptions, markdown},
    render::{Fragment, Fragments},
    site::{Site, Target, Url},
    source::SourcePath,
    theme::{Strings, assemble},
};
use std::{collections::BTreeMap, fs, sync::Mutex};

/// Examples whose HTML differs from the specification's, by number, and why.
const EXCEPTIONS: &[(&[usize], &str)] = &[
    (&[550, 561, 592], "an extension: `[[id]]` is a link by id"),
    (
        &[574, 575, 578, 579, 586, 587, 588, 590, 591, 593],
        "an extension: a titled image alone in its paragraph is a figure, the title its caption",
    ),
    (&[598, 600, 601, 603], "safety: only http, https and mailto may leave the site, other schemes are shown as text"),
];

const OPTIONS: MarkdownOptions =
    MarkdownOptions { raw_html: RawHtml::Trust, smart_punctuation: false, math: Math::Dollars, boxes: Boxes::Untracked };

struct Example {
    number: usize,
    markdown: String,
    html: String,
}

/// The examples of the specification's own text: between lines of 32 backticks, `→` standing for a tab.
fn examples(spec: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let mut examples: Vec<Example> = Vec::new();
    let mut lines = spec.lines();
    while let Some(line) = lines.next() {
        if line != format!("{fence} example") {
            continue;
        }
        let block: Vec<String> = lines.by_ref().take_while(|line| *line != fence).map(|line| line.replace('→', "\t") + "\n").collect();
        let split = block.iter().position(|line| line == ".\n").expect("an example has two halves");
        let number = examples.len() + 1;
        examples.push(Example { number, markdown: block[..split].concat(), html: block[split + 1..].concat() });
    }
    examples
}

/// What a page needs around a text.
struct Scene {
    site: Site,
    strings: Strings,
}

impl Scene {
    fn new() -> Self {
        let sources = book("-- index.md --\nhome\n");
        let outcome = compile(&sources, theme(), &for_readers(), &Memory::default(), &|_| {});
        let site = outcome.value.expect("a site").site().clone();
        let strings = assemble(theme(), "en", 255).value.expect("a theme").strings;
        Self { site, strings }
    }

    /// The HTML of a text in which every link leads where it says.
    fn html(&self, text: &str) -> String {
        let path = SourcePath::new("index.md").expect("a path");
        let body = markdown(text, &path, OPTIONS).value;
        let links: Vec<Target> = body.links.iter().map(|link| Target::Outside(address(link))).collect();
        let url = Url::new("index.html");
        let (highlighted, missing) = (rungs::memo::Table::default(), Mutex::new(Vec::new()));
        let fragments = Fragments {
            site: &self.site,
            strings: &self.strings,
            url: &url,
            highlighted: &highlighted,
            missing: &missing,
            blocks: &|_| String::new(),
        };
        let fragment = Fragment { body: &body, links: &links, terms: &[], title: "", origin: None, own: true };
        fragments.html(fragment, body.all())
    }
}

/// An address as the specification's own HTML writes it.
fn address(link: &Link) -> String {
    let mut address = String::new();
    let written = match &link.target {
        LinkTarget::External(address) => address,
        _ => &link.written,
    };
    for byte in written.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-_.+!*'(),%#@?=;:/,+$~&".contains(&byte);
        if plain { address.push(byte.into()) } else { address.push_str(&format!("%{byte:02X}")) }
    }
    address
}

/// Takes away what is ours around the same content: ids, anchors, wrappers, classes; and line ends between blocks.
fn normal(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    let (mut skipped, mut coloured) = (0_usize, 0_usize);
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let Some(close) = rest.find('>') else { break };
        let tag = &rest[..=close];
        rest = &rest[close + 1..];
        if tag.starts_with("<a class=\"anchor\"") {
            rest = rest.strip_prefix("</a>").unwrap_or(rest);
        } else if tag.starts_with("<div class=\"code\">") || tag.starts_with("<div class=\"table\"") {
            skipped += 1;
        } else if tag == "</div>" && skipped > 0 && (rest.starts_with('\n') || rest.is_empty()) {
            skipped -= 1;
        } else if tag.starts_with("<span class=\"h") {
            coloured += 1;
        } else if tag == "</span>" && coloured > 0 {
            coloured -= 1;
        } else {
            out.push_str(&plain_tag(tag));
        }
    }
    out.push_str(rest);
    let out = out.replace("&quot;", "\"").replace("&#39;", "'");
    let mut tight = out;
    for block in ["p", "li", "ul", "ol", "blockquote", "hr", "pre", "div", "h1", "h2", "h3", "h4", "h5", "h6", "table", "figure"] {
        for tag in [format!("<{block}>"), format!("</{block}>")] {
            tight = tight.replace(&format!("\n{tag}"), &tag).replace(&format!("{tag}\n"), &tag);
        }
    }
    tight.trim_end().to_owned()
}

/// A tag without the attributes that only we write, and without the slash of XHTML.
fn plain_tag(tag: &str) -> String {
    let mut tag = tag.replace(" />", ">").replace("/>", ">");
    for ours in [" tabindex=\"0\"", " rel=\"noopener\"", " class=\"external\"", " loading=\"lazy\"", " decoding=\"async\""] {
        tag = tag.replace(ours, "");
    }
    if let Some(at) = tag.find(" id=\"").filter(|_| tag.starts_with("<h")) {
        let end = tag[at + 5..].find('"').map_or(tag.len(), |end| at + 5 + end + 1);
        tag.replace_range(at..end, "");
    }
    tag
}

#[test]
fn reads_what_the_specification_says() {
    let Some(folder) = corpora() else { return };
    let spec = fs::read_to_string(folder.join("commonmark-spec.txt")).expect("the specification");
    let examples = examples(&spec);
    assert_eq!(examples.len(), 655, "all examples are found");
    let scene = Scene::new();
    let mut excepted: BTreeMap<usize, &str> = BTreeMap::new();
    for (numbers, reason) in EXCEPTIONS {
        excepted.extend(numbers.iter().map(|number| (*number, *reason)));
    }
    let mut wrong = String::new();
    for Example { number, markdown, html } in &examples {
        let (seen, expected) = (normal(&scene.html(markdown)), normal(html));
        match (seen == expected, excepted.get(number)) {
            (true, None) | (false, Some(_)) => {}
            (true, Some(reason)) => wrong.push_str(&format!("{number} is as specified, though listed as: {reason}\n")),
            (false, None) => wrong.push_str(&format!("--- {number}\n{markdown}\n--- expected\n{expected}\n--- seen\n{seen}\n\n")),
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
