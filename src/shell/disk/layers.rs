//! Reads the layers of a theme: the chain of themes the book asks for, then the book's own overrides.

use super::{open_regular, read::is_old, walk::is_passing};
use crate::shell::{Fault, project::Project, system};
use bytes::Bytes;
use rungs::{
    source::Sources,
    theme::{self, Layer, ThemeFiles, ThemeName},
};
use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    io::Read,
    path::{Path, PathBuf},
};

/// A chain of themes longer than this is taken for a mistake.
const CHAIN: usize = 8;
/// Theme files are held in memory; a larger one does not belong into a theme.
const FILE_LIMIT: u64 = 20 * 1024 * 1024;

/// The theme of a book, and the folders it was read from.
pub struct Layers {
    pub files: ThemeFiles,
    pub folders: Vec<PathBuf>,
    /// Whether somebody seems to be still writing: a file is empty, as editors leave it for a moment.
    pub unsettled: bool,
}

/// Reads the theme the sources ask for.
pub fn read(project: &Project, sources: &Sources) -> Result<Layers, Fault> {
    let (mut layers, mut folders, mut unsettled) = (Vec::new(), Vec::new(), false);
    let mut wanted = Some(theme::wanted(sources));
    let (mut base, mut shown) = (project.folder(), format!("{}{}", project.shown, project.book));
    while let Some(name) = wanted {
        if layers.len() == CHAIN {
            return Err(Fault::new(format!("the theme extends more than {CHAIN} others")));
        }
        let layer = match name {
            ThemeName::BuiltIn(name) => theme::built_in(&name).ok_or_else(|| missing(&format!("no theme is called `{name}`")))?,
            ThemeName::Folder(path) => {
                let folder = base.join(&path);
                shown = format!("{shown}{}/", path.trim_end_matches('/'));
                let Ok(folder) = system::canonical(&folder) else {
                    return Err(missing(&format!("the theme folder `{shown}` does not exist")));
                };
                if folders.contains(&folder) {
                    return Err(Fault::new(format!("the theme `{shown}` extends itself"))
                        .help("remove `extends` from one `theme.yml` of the circle"));
                }
                base.clone_from(&folder);
                folders.push(folder.clone());
                let layer = folder_layer(&folder, &shown)?;
                unsettled |= has_just_been_emptied(&folder, &layer);
                layer
            }
        };
        wanted = theme::extends(&layer);
        layers.push(layer);
    }
    layers.reverse();
    let own = project.folder().join("theme");
    if own.is_dir() {
        let layer = folder_layer(&own, &format!("{}{}theme/", project.shown, project.book))?;
        unsettled |= has_just_been_emptied(&own, &layer);
        layers.push(layer);
    }
    folders.push(own);
    Ok(Layers { files: ThemeFiles { layers }, folders, unsettled })
}

fn missing(problem: &str) -> Fault {
    Fault::new(problem).help("`theme:` of `book.yml` names a built-in theme (`default`, `paper`) or a folder (`../our-theme`)")
}

fn folder_layer(folder: &Path, shown: &str) -> Result<Layer, Fault> {
    let mut files = BTreeMap::new();
    collect(folder, "", &mut files)?;
    Ok(Layer { shown_as: shown.to_owned(), files })
}

/// Whether a file is empty as editors leave it for a moment.
fn has_just_been_emptied(folder: &Path, layer: &Layer) -> bool {
    let empty = layer.files.iter().filter(|(_, bytes)| bytes.is_empty());
    empty.filter_map(|(path, _)| folder.join(path).metadata().ok()).any(|metadata| !is_old(&metadata))
}

fn collect(folder: &Path, inner: &str, files: &mut BTreeMap<String, Bytes>) -> Result<(), Fault> {
    let fail = |error: &std::io::Error| Fault::io("read the theme folder", folder, error);
    for entry in fs::read_dir(folder).map_err(|error| fail(&error))? {
        let entry = entry.map_err(|error| fail(&error))?;
        let path = entry.path();
        let Ok(name) = entry.file_name().into_string() else {
            return Err(Fault::new(format!("the name of `{}` is not UTF-8", path.display())));
        };
        if name.starts_with('.') || name == "node_modules" || is_passing(OsStr::new(&name)) {
            continue;
        }
        let inner = format!("{inner}{name}");
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            collect(&path, &format!("{inner}/"), files)?;
        } else {
            files.insert(inner, bytes(&path).map_err(|error| Fault::io("read the theme file", &path, &error))?);
        }
    }
    Ok(())
}

fn bytes(path: &Path) -> std::io::Result<Bytes> {
    let mut bytes = Vec::new();
    open_regular(path)?.take(FILE_LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > FILE_LIMIT {
        return Err(std::io::Error::other("larger than 20 MB"));
    }
    Ok(bytes.into())
}
