//! What the server shows: the last good site, and what is wrong with the book since.

use super::{events::Tabs, trouble::Trouble, view::View};
use crate::shell::{disk, editor::Editor};
use bytes::Bytes;
use rungs::{
    Audience, Compilation, Entry, Memory, Options, compile,
    diagnostic::Diagnostic,
    source::{Fingerprint, Fingerprinter, Position, SourcePath, Sources, position},
    theme::ThemeFiles,
};
use std::{
    fs::File,
    path::PathBuf,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};

/// So many pages stay rendered; each is a few ten kilobytes, and those of open tabs are asked for at every build.
const RENDERED_PAGES: usize = 256;
/// So many may stay between two builds: whoever reads on and on, or prints, must not fill the memory.
const MOST_RENDERED: usize = 1024;

/// The site as it is shown, shared by the build and all requests.
pub struct Site {
    root: PathBuf,
    editor: Editor,
    memory: Memory,
    state: RwLock<State>,
    tabs: Tabs,
}

#[derive(Clone, Default)]
struct State {
    good: Option<Arc<Good>>,
    trouble: Option<Arc<Trouble>>,
}

/// A book without errors.
struct Good {
    with_drafts: Compilation,
    /// What readers will see, made when somebody asks for it.
    for_readers: OnceLock<Option<Compilation>>,
    sources: Arc<Sources>,
    theme: ThemeFiles,
    surroundings: Surroundings,
}

/// What any page may be drawn with.
struct Surroundings {
    styles: Fingerprint,
    scripts: Fingerprint,
    images: Fingerprint,
}

/// What is at an address.
pub enum Shown {
    /// A file made by Rungs.
    Bytes(Bytes),
    /// A file of the project, its fingerprint as far as it is known.
    File(File, Option<Fingerprint>),
    /// A file that cannot be made.
    Failed(String),
    /// Nothing.
    Nothing,
}

impl Site {
    /// A site of which nothing can be shown yet. Files are copied from below `root`, and opened in `editor`.
    pub fn new(root: PathBuf, editor: Editor) -> Self {
        Self { root, editor, memory: Memory::default(), state: RwLock::default(), tabs: Tabs::default() }
    }

    /// What all builds of this site remember.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// The tabs that listen.
    pub fn tabs(&self) -> &Tabs {
        &self.tabs
    }

    /// The author's editor.
    pub fn editor(&self) -> &Editor {
        &self.editor
    }

    /// Shows a new site; open tabs take what changed of their page.
    pub fn show(&self, compilation: Compilation, sources: Arc<Sources>, theme: ThemeFiles) {
        let surroundings = Surroundings::of(&sources, &theme);
        let good = Good { with_drafts: compilation, for_readers: OnceLock::new(), sources, theme, surroundings };
        let next = State { good: Some(Arc::new(good)), trouble: None };
        let old = std::mem::replace(&mut *self.state.write().unwrap_or_else(PoisonError::into_inner), next);
        self.tabs.tell(self);
        self.memory.keep_rendered(RENDERED_PAGES);
        // A large book takes its time to be taken apart; by now everybody has been told.
        drop(old);
    }

    /// Keeps the last good site, and says what is wrong.
    pub fn fail(&self, trouble: Trouble) {
        self.state.write().unwrap_or_else(PoisonError::into_inner).trouble = Some(trouble.into());
        self.tabs.tell(self);
    }

    /// What is wrong with the book as it is now.
    pub fn trouble(&self) -> Option<Arc<Trouble>> {
        self.state().trouble
    }

    /// Whether there is a site to show.
    pub fn is_good(&self) -> bool {
        self.state().good.is_some()
    }

    /// What stands at a path of the output.
    pub fn at(&self, path: &str, view: View) -> Shown {
        let Some(good) = self.state().good else { return Shown::Nothing };
        let rendered = good.compilation(view, &self.memory).render(path, &self.memory);
        self.memory.keep_rendered(MOST_RENDERED);
        match rendered {
            None => Shown::Nothing,
            Some(Err(diagnostic)) => Shown::Failed(plain(&diagnostic)),
            Some(Ok(Entry::Bytes(bytes))) => Shown::Bytes(bytes),
            Some(Ok(Entry::Copy(source))) => {
                let fingerprint = good.sources.asset(&source).map(|asset| asset.fingerprint);
                match disk::open_regular(&self.root.join(source.as_str())) {
                    Ok(file) => Shown::File(file, fingerprint),
                    Err(_) => Shown::Nothing,
                }
            }
        }
    }

    /// Four words that change with the page at this path, the style sheets, the scripts, and the images.
    pub fn version(&self, path: &str, view: View) -> String {
        let state = self.state();
        let Some(good) = &state.good else {
            let trouble = state.trouble.map(|trouble| Fingerprint::of(trouble.text.as_bytes()));
            return trouble.unwrap_or_else(|| Fingerprint::of(b"nothing")).hex(16);
        };
        let page = match self.at(path, view) {
            Shown::Bytes(bytes) => Fingerprint::of(&bytes),
            Shown::File(_, fingerprint) => fingerprint.unwrap_or_else(|| Fingerprint::of(b"file")),
            Shown::Failed(message) => Fingerprint::of(message.as_bytes()),
            Shown::Nothing => Fingerprint::of(b"nothing"),
        };
        let Surroundings { styles, scripts, images } = &good.surroundings;
        [&page, styles, scripts, images].map(|part| part.hex(16)).join(" ")
    }

    /// Where a byte of a source is for an editor: its file as the project names it, the whole path, and the position.
    pub fn place(&self, source: &str, offset: usize) -> Option<(PathBuf, Position)> {
        let good = self.state().good?;
        let text = good.sources.text(&SourcePath::new(source).ok()?)?;
        Some((self.root.join(text.path.as_str()), position(&text.content, offset)))
    }

    fn state(&self) -> State {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Good {
    fn compilation(&self, view: View, memory: &Memory) -> &Compilation {
        let made = |audience| {
            let options = Options { audience, base_url: None };
            compile(&self.sources, &self.theme, &options, memory, &|_| {}).value
        };
        match view {
            View::WithDrafts => &self.with_drafts,
            View::ForReaders => self.for_readers.get_or_init(|| made(Audience::Preview)).as_ref().unwrap_or(&self.with_drafts),
        }
    }
}

impl Surroundings {
    fn of(sources: &Sources, theme: &ThemeFiles) -> Self {
        let (mut styles, mut scripts, mut images) = (Fingerprinter::default(), Fingerprinter::default(), Fingerprinter::default());
        for (path, bytes) in theme.layers.iter().flat_map(|layer| &layer.files) {
            let part = match path.strip_prefix("assets/") {
                Some(asset) if asset.ends_with(".css") => &mut styles,
                Some(asset) if asset.ends_with(".js") => &mut scripts,
                Some(_) => &mut images,
                // Words reach the scripts as a module.
                None if path.starts_with("strings/") => &mut scripts,
                None => continue,
            };
            part.part(path.as_bytes());
            part.part(bytes);
        }
        for asset in sources.assets() {
            images.part(asset.path.as_str().as_bytes());
            images.part(asset.fingerprint.as_bytes());
        }
        Self { styles: styles.finish(), scripts: scripts.finish(), images: images.finish() }
    }
}

fn plain(diagnostic: &Diagnostic) -> String {
    let first = format!("error[{}]: {}", diagnostic.code, diagnostic.message);
    let lines: Vec<&str> = std::iter::once(&first).chain(&diagnostic.help).map(String::as_str).collect();
    rungs::diagnostic::printable(&lines.join("\n  = help: "))
}
