//! A second look at a disk that is known: only at the files that were touched, when nothing else can have changed.

use super::{Class, Disk, Look, fingerprint, read, read::Kept, read::Loaded, walk};
use crate::shell::Fault;
use rungs::source::{SourcePath, Sources};
use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

/// What may have changed on the disk since the last look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touched {
    /// Anything.
    Anything,
    /// These files at most.
    Files(BTreeSet<PathBuf>),
}

impl Default for Touched {
    fn default() -> Self {
        Self::Files(BTreeSet::new())
    }
}

impl Touched {
    /// Adds files.
    pub fn add(&mut self, paths: impl IntoIterator<Item = PathBuf>) {
        if let Self::Files(files) = self {
            files.extend(paths);
        }
    }
}

impl Disk {
    /// Looks again. Where nothing came, went or changed its place, only the touched files are read; a book of ten
    /// thousand pages is not walked through for one paragraph.
    pub fn look_again(&mut self, touched: &Touched) -> Result<Look, Fault> {
        if let (Touched::Files(files), Some(last)) = (touched, self.last.take())
            && let Some(look) = self.touched_only(files, last)?
        {
            return Ok(self.remember(look));
        }
        self.look()
    }

    /// The last look with the touched files read anew; `None` when that may not be all.
    fn touched_only(&mut self, files: &BTreeSet<PathBuf>, last: Look) -> Result<Option<Look>, Fault> {
        let mut sources = Sources::clone(&last.sources);
        let mut unsettled = false;
        let mut fresh = Vec::new();
        for file in files {
            let Some(path) = file.strip_prefix(&self.project.root).ok().and_then(|inner| walk::usable(inner).ok()) else { return Ok(None) };
            if matches!(sources.book_path(&path), Some("book.yml")) || path.as_str() == "book.toml" {
                // These name the theme.
                return Ok(None);
            }
            let classes: Vec<Class> =
                [Class::Text, Class::Asset].into_iter().filter(|class| self.kept.contains_key(&(path.clone(), *class))).collect();
            if classes.is_empty() {
                return Ok(None);
            }
            for class in classes {
                let Some(kept) = self.read_again(&path, class)? else { return Ok(None) };
                match &kept.loaded {
                    Loaded::Text(text) => sources.insert(Arc::clone(text)),
                    Loaded::Asset(asset) => sources.insert_asset(Arc::clone(asset)),
                    Loaded::Refused(_) => return Ok(None),
                }
                unsettled |= kept.unsettled;
                fresh.push(((path.clone(), class), kept));
            }
        }
        let note = self.dates.fill(&self.project.root, &mut sources);
        let fingerprint = fingerprint(&sources, &last.theme);
        self.kept.extend(fresh);
        Ok(Some(Look { sources: Arc::new(sources), fingerprint, unsettled, note, ..last }))
    }

    /// A file that is known, read anew; `None` when it has become something else.
    fn read_again(&self, path: &SourcePath, class: Class) -> Result<Option<Kept>, Fault> {
        let known = &self.kept[&(path.clone(), class)];
        let candidate = super::Candidate { path: path.clone(), class };
        let kept = read::file(&self.project.root, &candidate, Some(known))?;
        Ok(kept.filter(|kept| kept.includes == known.includes && !matches!(known.loaded, Loaded::Refused(_))))
    }
}

#[cfg(test)]
mod tests {
    use super::{Disk, Touched};
    use crate::shell::project::Project;
    use std::{collections::BTreeSet, fs, path::Path};

    /// What may happen to files between two looks: the steps of a walk through all of them, many times over.
    fn happens(root: &Path, step: usize) -> Vec<&'static str> {
        let write = |name: &'static str, text: String| {
            let path = root.join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
            fs::write(path, text).expect("a file");
            vec![name]
        };
        let remove = |name: &'static str| {
            let _ = fs::remove_file(root.join(name));
            vec![name]
        };
        match step * 7919 % 23 {
            0 => write("book.yml", format!("title: T{step}\n")),
            1 => write("book.yml", "theme: paper\n".to_owned()),
            2 => write("guide/a.md", format!("# A\n{{{{#include ../part-{}.txt}}}}\n", step % 2)),
            3 => write("part-0.txt", format!("part {step}\n")),
            4 => remove("part-1.txt"),
            5 => write("part-1.txt", format!("other part {step}\n")),
            6 => write("guide/new.md", format!("# New {step}\n")),
            7 => remove("guide/new.md"),
            8 => write("static/a.png", format!("picture {step}")),
            9 => write(".gitignore", if step.is_multiple_of(2) { "b.md\n" } else { "" }.to_owned()),
            10 => write("guide/b.md", "# B\0".to_owned()),
            11 => write("theme/assets/css/own.css", format!("/* {step} */")),
            12 => remove("theme/assets/css/own.css"),
            13 => {
                let _ = fs::rename(root.join("guide/b.md"), root.join("guide/c.md"));
                vec!["guide/b.md", "guide/c.md"]
            }
            14 => {
                let mut touched = write("guide/b.md", format!("# B {step}\n"));
                touched.extend(write("SUMMARY.md", format!("- [A {step}](guide/a.md)\n")));
                touched
            }
            15 => Vec::new(),
            16 => write("guide/a.md~", "a backup".to_owned()),
            _ => write("guide/b.md", format!("# B {step}\n")),
        }
    }

    #[test]
    fn a_look_at_what_was_touched_sees_what_a_whole_look_sees() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("index.md"), "home").expect("a file");
        let new = || Disk::new(Project::locate(Some(folder.path())).expect("a book"), None);
        let mut disk = new();
        let root = disk.project().root.clone();
        disk.look().expect("a look");
        let mut quick = 0;
        for step in 0..92 {
            let touched: BTreeSet<_> = happens(&root, step).into_iter().map(|name| root.join(name)).collect();
            let last = disk.last.clone();
            quick += usize::from(last.is_some_and(|last| disk.touched_only(&touched, last).expect("a look").is_some()));
            let look = disk.look_again(&Touched::Files(touched.clone())).expect("a look");
            let whole = new().look().expect("a look");
            let texts = |look: &super::Look| look.sources.texts().map(|text| (text.path.clone(), text.content.clone())).collect::<Vec<_>>();
            assert_eq!(texts(&look), texts(&whole), "step {step}: {touched:?}");
            assert!(look.fingerprint == whole.fingerprint && look.theme == whole.theme, "step {step}: {touched:?}");
        }
        assert!(quick > 15, "{quick} of 92 looks were short");
    }
}
