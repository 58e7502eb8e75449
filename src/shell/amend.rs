//! Applies edits to the author's files: only what the edit says is touched, line ends and byte order mark
//! stay, and a file that changed since it was read is left alone.

use super::{Fault, disk::open_regular, report::plural, system};
use rungs::{
    edit::{Edits, Insertion},
    source::{SourcePath, Sources, text_from_bytes},
};
use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A file as it was and as it shall be.
#[derive(Debug)]
pub struct Amended {
    path: PathBuf,
    old: Option<Vec<u8>>,
    new: Vec<u8>,
}

/// Works out all new contents before anything is written; files that stay as they are are left out.
pub fn prepare(edits: &Edits, sources: &Sources, root: &Path) -> Result<Vec<Amended>, Fault> {
    let mut by_source: BTreeMap<&SourcePath, Vec<&Insertion>> = BTreeMap::new();
    for insertion in &edits.insertions {
        by_source.entry(&insertion.source).or_default().push(insertion);
    }
    let mut amended = Vec::new();
    for (source, insertions) in by_source {
        let path = root.join(source.as_str());
        let old = bytes(&path)?;
        let known = sources.text(source).map(|text| text.content.as_ref());
        if known != old.as_deref().and_then(|bytes| text_from_bytes(bytes).ok()).as_deref() {
            return Err(changed(&path));
        }
        let new = insert(old.as_deref().unwrap_or_default(), &insertions).ok_or_else(|| changed(&path))?;
        amended.push(Amended { path, old, new });
    }
    // Whole files last: `ids.lock` must not know ids that no page carries yet.
    for (source, content) in &edits.files {
        let path = root.join(source.as_str());
        amended.push(Amended { old: bytes(&path)?, path, new: content.clone().into_bytes() });
    }
    amended.retain(|file| file.old.as_ref() != Some(&file.new));
    Ok(amended)
}

/// Writes the new contents, each file at once or not at all.
pub fn write(amended: &[Amended]) -> Result<(), Fault> {
    for (done, file) in amended.iter().enumerate() {
        if bytes(&file.path)? != file.old {
            return Err(changed(&file.path));
        }
        replace(&file.path, &file.new).map_err(|error| {
            let fault = Fault::io("write", &file.path, &error);
            match done {
                0 => fault.help("nothing was changed"),
                _ => fault.help(format!("{} changed before it; run the command again for the rest", plural(done, "file"))),
            }
        })?;
    }
    Ok(())
}

/// The bytes with the texts inserted; `None` when a place is not there.
fn insert(old: &[u8], insertions: &[&Insertion]) -> Option<Vec<u8>> {
    let first = if old.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let ends = old.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    let starts: Vec<usize> = std::iter::once(first).chain(ends).collect();
    let mut places = Vec::new();
    for insertion in insertions {
        let start = *starts.get(insertion.line.checked_sub(1)?)?;
        let line = old[start..].split(|byte| *byte == b'\n').next()?;
        let has_carriage_return = line.ends_with(b"\r");
        let at = start + insertion.column;
        if insertion.column > line.len() - usize::from(has_carriage_return) {
            return None;
        }
        let text = &insertion.text;
        places.push((at, if has_carriage_return { text.replace('\n', "\r\n") } else { text.clone() }));
    }
    // Stable, so that several texts for one place keep their order.
    places.sort_by_key(|(at, _)| *at);
    let mut new = Vec::with_capacity(old.len() + places.len() * 32);
    let mut from = 0;
    for (at, text) in places {
        new.extend_from_slice(&old[from..at]);
        new.extend_from_slice(text.as_bytes());
        from = at;
    }
    new.extend_from_slice(&old[from..]);
    Some(new)
}

fn bytes(path: &Path) -> Result<Option<Vec<u8>>, Fault> {
    let mut bytes = Vec::new();
    match open_regular(path).and_then(|mut file| file.read_to_end(&mut bytes)) {
        Ok(_) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Fault::io("read", path, &error)),
    }
}

fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let mode = fs::metadata(path).map_or(0o644, |metadata| system::mode(&metadata));
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    // Hidden, so that neither a watcher nor a build takes it for a page.
    let mut file = tempfile::Builder::new().prefix(".rungs-").tempfile_in(folder)?;
    file.write_all(content)?;
    system::set_file_mode(file.as_file(), mode)?;
    file.persist(path).map(|_| ()).map_err(|error| error.error)
}

fn changed(path: &Path) -> Fault {
    Fault::new(format!("`{}` was changed while Rungs was at work", path.display())).help("save it and try again")
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::{prepare, write};
    use rungs::{
        edit::{Edits, Insertion},
        source::{SourcePath, Sources, text_from_bytes},
    };
    use std::{fs, os::unix::fs::PermissionsExt};

    fn insertion(line: usize, column: usize, text: &str) -> Insertion {
        let source = SourcePath::new("a.md").expect("a path");
        Insertion { source, line, column, text: text.to_owned() }
    }

    #[track_caller]
    fn check(old: &[u8], insertions: &[Insertion], expected: &[u8]) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        fs::write(&path, old).expect("a file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("a mode");
        let mut sources = Sources::new("");
        sources.insert_text(SourcePath::new("a.md").expect("a path"), &text_from_bytes(old).expect("a text"));
        let edits = Edits { insertions: insertions.to_vec(), ..Edits::default() };
        write(&prepare(&edits, &sources, folder.path()).expect("a plan")).expect("written");
        assert_eq!(fs::read(&path).expect("a file").escape_ascii().to_string(), expected.escape_ascii().to_string());
        assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o640);
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn touches_nothing_else() {
        check(b"- [ ] a\n- [ ] b", &[insertion(1, 7, " {#a}"), insertion(2, 7, " {#b}")], b"- [ ] a {#a}\n- [ ] b {#b}");
        let windows = b"\xef\xbb\xbf- [ ] \xc3\xbc\r\n- [ ] b\r\n\r\nlone\rreturn\xe2\x80\xa8\r\n";
        let expected = b"\xef\xbb\xbf- [ ] \xc3\xbc {#u}\r\n- [ ] b {#b}\r\n  x\r\n\r\nlone\rreturn\xe2\x80\xa8\r\n";
        check(windows, &[insertion(2, 7, " {#b}\n  x"), insertion(1, 8, " {#u}")], expected);
    }

    #[test]
    fn leaves_a_changed_file_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        fs::write(&path, "one").expect("a file");
        let mut sources = Sources::new("");
        sources.insert_text(SourcePath::new("a.md").expect("a path"), "one");
        let edits = Edits { insertions: vec![insertion(1, 3, "!")], ..Edits::default() };
        let amended = prepare(&edits, &sources, folder.path()).expect("a plan");
        fs::write(&path, "two").expect("a file");
        assert!(write(&amended).is_err() && prepare(&edits, &sources, folder.path()).is_err());
        assert_eq!(fs::read_to_string(&path).expect("a file"), "two");
    }
}
