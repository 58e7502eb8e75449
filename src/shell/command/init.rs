//! `init`: a new handbook in a folder, with what can be known already known.

use crate::shell::{
    Ending, Fault,
    arguments::InitArguments,
    create::{Created, create},
    disk::Disk,
    git,
    home::{self, same, web_address},
    project::Project,
    publish::MANIFEST,
    report::{drawn, plural, tally},
    system, terminal,
};
use rungs::{
    edit::{self, InitRequest, OtherBook, OtherTheme},
    source::{SourcePath, Sources, text_from_bytes},
};
use std::{
    collections::BTreeMap,
    fs,
    hash::{BuildHasher, RandomState},
    path::{Path, PathBuf},
};

/// Writes the handbook, and says what to type next.
pub fn init(arguments: &InitArguments) -> Result<Ending, Fault> {
    let folder = std::path::absolute(&arguments.folder).map_err(|error| Fault::io("find the folder", &arguments.folder, &error))?;
    let folder: PathBuf = tidied(&folder);
    if folder.exists() && !folder.is_dir() {
        return Err(Fault::new(format!("`{}` is not a folder", arguments.folder.display())));
    }
    let from = arguments.from.as_deref().map(Beginning::read).transpose()?;
    let request = request(arguments, &folder, from.as_ref())?;
    let outcome = edit::init(&request);
    if outcome.has_errors() {
        let (shown, sources) = from.map(|from| from.sources()).unwrap_or_default();
        for diagnostic in &outcome.diagnostics {
            terminal::say(&format!("{}\n", drawn(diagnostic, &sources, &shown, terminal::has_colour())));
        }
        terminal::say(&format!("Nothing was written: {}", tally(&outcome.diagnostics).unwrap_or_default()));
        return Ok(Ending::BookHasErrors);
    }
    let Created { written, unchanged } = create(&folder, &outcome.value)?;
    let shown = rungs::diagnostic::printable(&arguments.folder.display().to_string());
    match (written, unchanged) {
        (0, _) => terminal::say(&format!("`{shown}` has all of it already.")),
        _ => terminal::say(&format!(
            "Wrote \"{}\" into `{shown}`: {}.",
            rungs::diagnostic::printable(&request.title),
            plural(written, "file")
        )),
    }
    if let Some(top) = git::top(&folder).filter(|top| !same(top, &folder)) {
        terminal::say(&format!("note: GitHub runs workflows of a repository's top folder only; move `.github` to `{}`", top.display()));
    }
    terminal::say(&format!("\nNext:\n{}  rungs serve --open", entering(&arguments.folder)));
    Ok(Ending::Done)
}

/// The command that goes to the new folder, unless one is there.
fn entering(folder: &Path) -> String {
    let is_here = folder == Path::new(".");
    if is_here { String::new() } else { format!("  cd {}\n", terminal::typed(folder)) }
}

fn request(arguments: &InitArguments, folder: &Path, from: Option<&Beginning>) -> Result<InitRequest, Fault> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let title = arguments.title.clone().unwrap_or_else(|| title(&name));
    if title.trim().is_empty() || title.contains(char::is_control) {
        return Err(Fault::new("a title is one line of text").help("`--title \"Our ladder\"`"));
    }
    // Git can only be asked where there is a folder.
    let existing = folder.ancestors().find(|path| path.is_dir()).unwrap_or(folder);
    Ok(InitRequest {
        title,
        site_id: site_id(&name),
        repository: git::origin(existing).as_deref().and_then(web_address),
        branch: git::branch(existing).unwrap_or_else(|| "main".to_owned()),
        home: home(arguments.rungs.as_deref())?,
        from: from.map(|from| from.book.clone()),
    })
}

/// "acme-ladder" → "Acme ladder".
fn title(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// An id that no handbook has had: the folder's name, and six letters by chance.
pub(super) fn site_id(name: &str) -> String {
    let letters = name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect::<String>();
    let words: Vec<&str> = letters.split('-').filter(|word| !word.is_empty()).collect();
    let slug: String = words.join("-").chars().take(40).collect();
    let slug = slug.trim_matches('-');
    let mut chance = RandomState::new().hash_one(slug);
    let mut suffix = String::new();
    for _ in 0..6 {
        suffix.extend(char::from_digit(u32::try_from(chance % 36).unwrap_or_default(), 36));
        chance /= 36;
    }
    format!("{}-{suffix}", if slug.is_empty() { "handbook" } else { slug })
}

/// Where workflows get Rungs: as typed, or where this program is at home.
fn home(typed: Option<&str>) -> Result<String, Fault> {
    let help = "say it once: `--rungs https://github.com/OWNER/rungs`, the repository with the releases of Rungs";
    if let Some(typed) = typed {
        return web_address(typed).ok_or_else(|| Fault::new(format!("`{typed}` is not the address of a repository")).help(help));
    }
    home::address()
        .ok_or_else(|| Fault::new("this program does not know where Rungs is published, and the workflows must get it there").help(help))
}

/// The book to begin from, and where it lies.
struct Beginning {
    folder: PathBuf,
    book: OtherBook,
}

impl Beginning {
    /// Reads the folder, or its `book`.
    fn read(typed: &Path) -> Result<Self, Fault> {
        if typed.join("book.toml").is_file() {
            return Err(Fault::new(format!("`{}` is a project of mdBook", typed.display())).help("`rungs import` makes a book of it"));
        }
        let inner = typed.join("book");
        let folder = if inner.is_dir() && !typed.join("book.yml").is_file() { inner } else { typed.to_owned() };
        let mut files = BTreeMap::new();
        collect(&folder, "", &mut files)?;
        if !files.keys().any(|path| path.ends_with(".md")) {
            return Err(Fault::new(format!("`{}` holds no book", typed.display())).help("name the folder that holds its Markdown files"));
        }
        let themes = themes(&folder)?;
        Ok(Self { folder, book: OtherBook { files, themes } })
    }

    /// What stands before its paths in messages, and its texts for excerpts.
    fn sources(&self) -> (String, Sources) {
        let mut sources = Sources::new("");
        for (path, bytes) in &self.book.files {
            if let (Ok(path), Ok(text)) = (SourcePath::new(path), text_from_bytes(bytes)) {
                sources.insert_text(path, &text);
            }
        }
        (format!("{}/", self.folder.display().to_string().trim_end_matches('/')), sources)
    }
}

/// The folders of the book's theme.
fn themes(book: &Path) -> Result<Vec<OtherTheme>, Fault> {
    let project = Project::locate(Some(book))?;
    let inner = project.folder();
    // The last one is the book's own `theme`, which no theme extends.
    let mut folders = Disk::new(project, None).look()?.theme_folders;
    folders.pop();
    let theme = |folder: PathBuf| match folder.strip_prefix(&inner).ok().and_then(Path::to_str) {
        Some(path) => Ok(OtherTheme::Inside(path.replace('\\', "/"))),
        None => {
            let mut files = BTreeMap::new();
            collect(&folder, "", &mut files)?;
            Ok(OtherTheme::Outside(files))
        }
    };
    folders.into_iter().map(theme).collect()
}

fn collect(folder: &Path, inner: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<(), Fault> {
    let fail = |error: &std::io::Error| Fault::io("read the folder", folder, error);
    for entry in fs::read_dir(folder).map_err(|error| fail(&error))? {
        let entry = entry.map_err(|error| fail(&error))?;
        let path = entry.path();
        let Ok(name) = entry.file_name().into_string() else {
            return Err(Fault::new(format!("the name of `{}` is not UTF-8", path.display())));
        };
        let kind = entry.file_type().map_err(|error| fail(&error))?;
        let is_site = || path.join(MANIFEST).exists();
        if name.starts_with('.') || name == "node_modules" || (kind.is_dir() && is_site()) {
            continue;
        }
        let inner = format!("{inner}{name}");
        if kind.is_dir() {
            collect(&path, &format!("{inner}/"), files)?;
        } else if kind.is_file() {
            let bytes = fs::read(&path).map_err(|error| Fault::io("read", &path, &error))?;
            files.insert(inner, bytes);
        } else {
            return Err(Fault::new(format!("`{}` is no ordinary file", path.display())).help("begin from a book of ordinary files"));
        }
    }
    Ok(())
}

/// The path without `.` and `..`, as far as it needs no look at the disk.
fn tidied(path: &Path) -> PathBuf {
    system::canonical(path).unwrap_or_else(|_| path.components().collect())
}

#[cfg(test)]
mod tests {
    use super::{entering, site_id, title};
    use std::path::Path;

    #[test]
    fn knows_what_can_be_known() {
        assert_eq!((title("acme-ladder"), title("über_uns"), title("")), ("Acme ladder".into(), "Über uns".into(), String::new()));
        assert!(site_id("Acme Ladder!").starts_with("acme-ladder-") && site_id("日本").starts_with("handbook-"));
        assert_ne!(site_id("a"), site_id("a"));
        assert_eq!(entering(Path::new("my ladder")), "  cd 'my ladder'\n");
        assert_eq!(entering(Path::new(".")), "");
    }
}
