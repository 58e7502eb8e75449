//! What the server shows: the last good site, and what is wrong with the book since.

use super::events::Tabs;
use rungs::{
    Compilation, Entry, Memory,
    diagnostic::Diagnostic,
    source::{Fingerprint, Fingerprinter, Sources},
    theme::ThemeFiles,
};
use std::{
    fs::File,
    io,
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
};

/// The site as it is shown, shared by the build and all requests.
pub struct Site {
    root: PathBuf,
    memory: Memory,
    state: RwLock<State>,
    tabs: Tabs,
}

#[derive(Clone, Default)]
struct State {
    good: Option<Arc<Good>>,
    trouble: Option<Arc<str>>,
}

/// A book without errors.
struct Good {
    compilation: Compilation,
    sources: Arc<Sources>,
    surroundings: Fingerprint,
}

/// What is at an address.
pub enum Shown {
    /// A file made by Rungs.
    Bytes(Arc<[u8]>),
    /// A file of the project, its fingerprint as far as it is known.
    File(File, Option<Fingerprint>),
    /// A file that cannot be made.
    Failed(String),
    /// Nothing.
    Nothing,
}

impl Site {
    /// A site of which nothing can be shown yet. Files are copied from below `root`.
    pub fn new(root: PathBuf) -> Self {
        Self { root, memory: Memory::default(), state: RwLock::default(), tabs: Tabs::default() }
    }

    /// What all builds of this site remember.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// The tabs that listen.
    pub fn tabs(&self) -> &Tabs {
        &self.tabs
    }

    /// Shows a new site; tabs whose page changed reload.
    pub fn show(&self, compilation: Compilation, sources: Arc<Sources>, theme: &ThemeFiles) {
        let surroundings = surroundings(&sources, theme);
        let good = Some(Arc::new(Good { compilation, sources, surroundings }));
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = State { good, trouble: None };
        self.tabs.tell(self);
    }

    /// Keeps the last good site, and says what is wrong.
    pub fn fail(&self, trouble: &str) {
        self.state.write().unwrap_or_else(PoisonError::into_inner).trouble = Some(trouble.into());
        self.tabs.tell(self);
    }

    /// What is wrong with the book as it is now.
    pub fn trouble(&self) -> Option<Arc<str>> {
        self.state().trouble
    }

    /// Whether there is a site to show.
    pub fn is_good(&self) -> bool {
        self.state().good.is_some()
    }

    /// What stands at a path of the output.
    pub fn at(&self, path: &str) -> Shown {
        let Some(good) = self.state().good else { return Shown::Nothing };
        match good.compilation.render(path, &self.memory) {
            None => Shown::Nothing,
            Some(Err(diagnostic)) => Shown::Failed(plain(&diagnostic)),
            Some(Ok(Entry::Bytes(bytes))) => Shown::Bytes(bytes),
            Some(Ok(Entry::Copy(source))) => {
                let fingerprint = good.sources.asset(&source).map(|asset| asset.fingerprint);
                let open = |path| -> io::Result<File> { crate::shell::disk::open_regular(path) };
                match open(&self.root.join(source.as_str())) {
                    Ok(file) => Shown::File(file, fingerprint),
                    Err(_) => Shown::Nothing,
                }
            }
        }
    }

    /// Changes whenever the page at this path, or what it is drawn with, does.
    pub fn version(&self, path: &str) -> String {
        let state = self.state();
        let Some(good) = &state.good else {
            let trouble = state.trouble.unwrap_or_default();
            return Fingerprint::of_parts([b"trouble".as_slice(), trouble.as_bytes()]).hex(16);
        };
        let content = match self.at(path) {
            Shown::Bytes(bytes) => Fingerprint::of(&bytes),
            Shown::File(_, fingerprint) => fingerprint.unwrap_or_else(|| Fingerprint::of(b"file")),
            Shown::Failed(message) => Fingerprint::of(message.as_bytes()),
            Shown::Nothing => Fingerprint::of(b"nothing"),
        };
        Fingerprint::of_parts([content.as_bytes(), good.surroundings.as_bytes()]).hex(16)
    }

    fn state(&self) -> State {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What any page may be drawn with: style sheets, scripts, images.
fn surroundings(sources: &Sources, theme: &ThemeFiles) -> Fingerprint {
    let mut all = Fingerprinter::default();
    for (path, bytes) in theme.layers.iter().flat_map(|layer| &layer.files) {
        if path.starts_with("assets/") {
            all.part(path.as_bytes());
            all.part(bytes);
        }
    }
    for asset in sources.assets() {
        all.part(asset.fingerprint.as_bytes());
    }
    all.finish()
}

fn plain(diagnostic: &Diagnostic) -> String {
    let first = format!("error[{}]: {}", diagnostic.code, diagnostic.message);
    let lines: Vec<&str> = std::iter::once(&first).chain(&diagnostic.help).map(String::as_str).collect();
    rungs::diagnostic::printable(&lines.join("\n  = help: "))
}
