//! A second look at a disk that is known: only at the files that were touched, when nothing else can have changed.

use super::{Candidate, Class, Disk, Look, fingerprint, insert, layers, read, read::Kept, read::Loaded, walk};
use crate::shell::{Fault, publish};
use rungs::source::{SourcePath, Sources};
use std::{collections::BTreeSet, io::ErrorKind, path::PathBuf, sync::Arc};

/// More files than this are looked at sooner by a look at all.
const FEW: usize = 64;

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
    /// Looks again. Where only files were touched that are known, that came or went, or that belong to the theme, only
    /// those are read; a book of ten thousand pages is not walked through for one paragraph.
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
        if files.len() > FEW {
            return Ok(None);
        }
        let Some(found) = self.sort(files, &last) else { return Ok(None) };
        let mut sources = Sources::clone(&last.sources);
        let (mut unsettled, mut fresh) = (false, Vec::new());
        for path in &found.gone {
            sources.remove(path);
        }
        let Some(came) = self.came(found.new, &last, &mut sources)? else { return Ok(None) };
        for candidate in found.known.into_iter().chain(came) {
            let Some(kept) = self.read_again(&candidate)? else { return Ok(None) };
            insert(&mut sources, &candidate.path, &kept.loaded);
            unsettled |= kept.unsettled;
            fresh.push(((candidate.path, candidate.class), kept));
        }
        let mut theme = last.theme;
        if found.in_theme {
            let layers = layers::read(&self.project, &sources)?;
            if layers.folders != last.theme_folders {
                return Ok(None);
            }
            unsettled |= layers.unsettled;
            theme = layers.files;
        }
        let note = self.dates.fill(&self.project.root, &mut sources);
        let fingerprint = fingerprint(&sources, &theme);
        for path in &found.gone {
            for class in Class::BOTH {
                self.kept.remove(&(path.clone(), class));
            }
        }
        self.kept.extend(fresh);
        Ok(Some(Look { sources: Arc::new(sources), theme, fingerprint, unsettled, note, ..last }))
    }

    /// What became of each touched file; `None` when one of them may change more than itself.
    fn sort(&self, files: &BTreeSet<PathBuf>, last: &Look) -> Option<Found> {
        let mut found = Found::default();
        for file in files {
            let path = file.strip_prefix(&self.project.root).ok().and_then(|inner| walk::usable(inner).ok())?;
            let in_book = last.sources.book_path(&path);
            let decides_for_others = matches!(path.file_name(), ".gitignore" | publish::MANIFEST);
            if decides_for_others || in_book == Some("book.yml") || path.as_str() == "book.toml" {
                // The last two name the theme.
                return None;
            }
            let in_theme = last.theme_folders.iter().any(|folder| file.starts_with(folder));
            found.in_theme |= in_theme;
            let known: Vec<Class> = Class::BOTH.into_iter().filter(|class| self.kept.contains_key(&(path.clone(), *class))).collect();
            match file.symlink_metadata() {
                Ok(_) if !known.is_empty() => found.known.extend(known.into_iter().map(|class| Candidate { path: path.clone(), class })),
                _ if in_theme && known.is_empty() => {}
                Ok(metadata) if metadata.is_file() && in_book.is_some() && !self.is_included(&path) => _ = found.new.insert(file.clone()),
                Err(error) if error.kind() == ErrorKind::NotFound && !self.leaves_others(&path, last) => found.gone.push(path),
                _ => return None,
            }
        }
        Some(found)
    }

    /// Those of the new files that belong to the book; `None` when one of them cannot be taken.
    fn came(&self, new: BTreeSet<PathBuf>, last: &Look, sources: &mut Sources) -> Result<Option<Vec<Candidate>>, Fault> {
        if new.is_empty() {
            return Ok(Some(Vec::new()));
        }
        let not_ours = last.theme_folders.iter().chain(&self.output).cloned().collect();
        let refused = sources.refused().count();
        let came = walk::Walk { project: &self.project, not_ours, only: Some(new) }.run(sources)?;
        Ok((sources.refused().count() == refused).then_some(came))
    }

    /// Whether a text includes the file at this path.
    fn is_included(&self, path: &SourcePath) -> bool {
        self.kept.values().any(|kept| kept.includes.contains(path))
    }

    /// Whether something of what was read stays when this path goes: files below it, what it included, what was said of it.
    fn leaves_others(&self, path: &SourcePath, last: &Look) -> bool {
        let includes =
            Class::BOTH.into_iter().filter_map(|class| self.kept.get(&(path.clone(), class))).any(|kept| !kept.includes.is_empty());
        let below = format!("{path}/");
        let is_above = || self.kept.keys().any(|(known, _)| known.as_str().starts_with(&below));
        let is_refused = || last.sources.refused().any(|(refused, _)| refused == path || refused.as_str().starts_with(&below));
        includes || is_above() || is_refused()
    }

    /// A file read anew; `None` when it has become something else, cannot be taken, or is one that brings others.
    fn read_again(&self, candidate: &Candidate) -> Result<Option<Kept>, Fault> {
        let known = self.kept.get(&(candidate.path.clone(), candidate.class));
        let kept = read::file(&self.project.root, candidate, known)?;
        let includes = known.map_or(&[][..], |known| &known.includes);
        let is_refused = |kept: &Kept| matches!(kept.loaded, Loaded::Refused(_));
        Ok(kept.filter(|kept| *kept.includes == *includes && !is_refused(kept) && !known.is_some_and(is_refused)))
    }
}

/// Touched files, by what became of them.
#[derive(Default)]
struct Found {
    /// Files that were read before and are there.
    known: Vec<Candidate>,
    /// Files that were not there, and may belong to the book.
    new: BTreeSet<PathBuf>,
    /// What is not there; most of it never was for us, like the file that an editor writes beside the page before it renames.
    gone: Vec<SourcePath>,
    /// Whether some belong to the theme.
    in_theme: bool,
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
        let rename = |from: &'static str, to: &'static str| {
            let _ = fs::rename(root.join(from), root.join(to));
            vec![from, to]
        };
        match step * 7919 % 37 {
            0 => write("book.yml", format!("title: T{step}\n")),
            1 => write("book.yml", "theme: paper\n".to_owned()),
            2 => write("guide/a.md", format!("# A\n{{{{#include ../part-{}.txt}}}}\n", step % 2)),
            3 => write("part-0.txt", format!("part {step}\n")),
            4 => remove("part-1.txt"),
            5 => write("part-1.txt", format!("other part {step}\n")),
            6 => write("guide/new.md", format!("# New {step}\n")),
            7 => remove("guide/new.md"),
            8 => write("static/a.png", format!("picture {step}")),
            9 => write(".gitignore", if step.is_multiple_of(2) { "b.md\nnew.md\nstatic/\n" } else { "" }.to_owned()),
            10 => write("guide/b.md", "# B\0".to_owned()),
            11 => write("theme/assets/css/own.css", format!("/* {step} */")),
            12 => remove("theme/assets/css/own.css"),
            13 => rename("guide/b.md", "guide/c.md"),
            14 => {
                let mut touched = write("guide/b.md", format!("# B {step}\n"));
                touched.extend(write("SUMMARY.md", format!("- [A {step}](guide/a.md)\n")));
                touched
            }
            15 => Vec::new(),
            16 => write("guide/a.md~", "a backup".to_owned()),
            17 => {
                write("guide/b.md.new", format!("# B, saved by renaming {step}\n"));
                rename("guide/b.md.new", "guide/b.md")
            }
            18 => write("sub/x.md", format!("# X {step}\n")),
            19 => {
                let _ = fs::remove_dir_all(root.join("sub"));
                vec!["sub/x.md", "sub"]
            }
            20 => rename("sub", "sub2"),
            21 => rename("sub2", "sub"),
            22 => remove("part-0.txt"),
            23 => remove("static/a.png"),
            24 => write("other/.gitignore", format!("y{step}.md\n")),
            25 => write("other/y.md", "# Y\n".to_owned()),
            26 => write("theme/theme.yml", if step.is_multiple_of(2) { "extends: paper\n" } else { "" }.to_owned()),
            #[cfg(unix)]
            27 => {
                let _ = std::os::unix::fs::symlink("a.md", root.join("guide/link.md"));
                vec!["guide/link.md"]
            }
            28 => remove("guide/link.md"),
            29 => write("theme/templates/chapter.html", format!("{step}")),
            30 => rename("guide/a.md", "guide/gone.txt"),
            31 => vec!["guide/never-there.md", "nowhere"],
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
        for step in 0..296 {
            let touched: BTreeSet<_> = happens(&root, step).into_iter().map(|name| root.join(name)).collect();
            let last = disk.last.clone();
            quick += usize::from(last.is_some_and(|last| disk.touched_only(&touched, last).expect("a look").is_some()));
            let look = disk.look_again(&Touched::Files(touched.clone())).expect("a look");
            let whole = new().look().expect("a look");
            let refused = |look: &super::Look| look.sources.refused().map(|(path, why)| format!("{path}: {why:?}")).collect::<Vec<_>>();
            assert_eq!(refused(&look), refused(&whole), "step {step}: {touched:?}");
            let texts = |look: &super::Look| look.sources.texts().map(|text| (text.path.clone(), text.content.clone())).collect::<Vec<_>>();
            assert_eq!(texts(&look), texts(&whole), "step {step}: {touched:?}");
            assert!(look.fingerprint == whole.fingerprint && look.theme == whole.theme, "step {step}: {touched:?}");
        }
        assert!(quick > 120, "{quick} of 296 looks were short");
    }
}
