//! Tests of publishing from within: copied files, and the ways of file systems that are not at hand.

use super::{Plan, Published, Publishing, Stage, Target, Workplace, inplace, inventory, swap};
use crate::shell::{Fault, project::Project, system};
use rungs::{
    Entry, Output,
    source::{Fingerprint, SourcePath},
};
use std::{collections::BTreeMap, fs, path::Path};
use tempfile::TempDir;

struct World {
    folder: TempDir,
    project: Project,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("book")).expect("a folder");
        fs::write(folder.path().join("book/picture.png"), vec![7; 200_000]).expect("a file");
        let project = Project::locate(Some(&folder.path().join("book"))).expect("a book");
        Self { folder, project }
    }

    fn target(&self) -> Target {
        Target::choose(&self.folder.path().join("public"), &self.project).expect("a target")
    }

    /// Stages all of the output, and does with it as it likes.
    fn staged(&self, output: &Output, then: impl FnOnce(&Plan<'_>, Stage<'_>, &Target)) {
        let target = self.target();
        let publishing = taken(output, &self.project.root, &target).expect("taken");
        let placed = publishing.placed.into_inner().expect("files");
        let stage = publishing.stage.into_inner().expect("a stage");
        let stage = stage.unwrap_or_else(|| Stage::open(&publishing.workplace, &target).expect("a stage"));
        let plan = Plan::make(&placed, &target, &publishing.inventory).expect("a plan");
        then(&plan, stage, &target);
    }

    fn publish(&self, output: &Output) -> (usize, usize, usize) {
        let done = publish(output, &self.project.root, &self.target()).expect("published");
        (done.written, done.unchanged, done.removed)
    }

    fn files(&self) -> BTreeMap<String, u64> {
        let inventory = inventory::take(self.target().path()).expect("an inventory");
        let files = inventory.into_iter().filter(|(_, found)| found.kind == inventory::Kind::File);
        files.map(|(path, found)| (system::slashed(&path).expect("UTF-8"), found.length)).collect()
    }
}

fn taken<'a>(output: &Output, project: &'a Path, target: &'a Target) -> Result<Publishing<'a>, Fault> {
    let publishing = Publishing::begin(project, target)?;
    for (path, entry) in output {
        let fingerprint = if let Entry::Bytes(bytes) = entry { Fingerprint::of(bytes) } else { Fingerprint::of(b"") };
        publishing.take(path, entry, fingerprint)?;
    }
    Ok(publishing)
}

fn publish(output: &Output, project: &Path, target: &Target) -> Result<Published, Fault> {
    taken(output, project, target)?.finish()
}

fn output(files: &[(&str, &str)]) -> Output {
    let mut output: Output = files.iter().map(|(path, text)| ((*path).to_owned(), Entry::Bytes((*text).to_owned().into()))).collect();
    let picture = SourcePath::new("picture.png").expect("a path");
    output.insert("picture.png".to_owned(), Entry::Copy(picture));
    output
}

fn lengths(files: &[(&str, u64)]) -> BTreeMap<String, u64> {
    files.iter().map(|(path, length)| ((*path).to_owned(), *length)).collect()
}

#[test]
fn copies_are_compared_by_content() {
    let world = World::new();
    let output = output(&[("a.html", "a")]);
    assert_eq!(world.publish(&output), (2, 0, 0));
    assert_eq!(world.publish(&output), (0, 2, 0));
    let mut bytes = vec![7; 200_000];
    bytes[199_999] = 8;
    fs::write(world.project.root.join("picture.png"), &bytes).expect("a file");
    assert_eq!(world.publish(&output), (1, 1, 0));
    assert_eq!(fs::read(world.target().path().join("picture.png")).expect("a file"), bytes);
}

#[test]
fn a_file_may_become_a_folder_and_back() {
    let world = World::new();
    let (file, folder) = (output(&[("a", "1")]), output(&[("a/b.html", "22")]));
    world.publish(&file);
    assert_eq!(world.publish(&folder), (1, 1, 1));
    assert_eq!(world.files(), lengths(&[("a/b.html", 2), ("picture.png", 200_000)]));
    assert_eq!(world.publish(&file), (1, 1, 1));
    assert_eq!(world.files(), lengths(&[("a", 1), ("picture.png", 200_000)]));
}

#[test]
fn a_mounted_folder_is_written_file_by_file() {
    let world = World::new();
    let write = |output: &Output| {
        world.staged(output, |plan, stage, target| inplace::write(plan, stage.folder(), target).expect("written"));
        world.staged(output, |plan, _, _| assert!(plan.is_done()));
        world.files()
    };
    fs::create_dir(world.target().path()).expect("a folder");
    assert_eq!(write(&output(&[("a", "1"), ("x/y.html", "1")])).len(), 3);
    fs::write(world.target().path().join("mine"), "mine").expect("a file");
    let files = write(&output(&[("a/b.html", "22"), ("x", "333")]));
    assert_eq!(files, lengths(&[("a/b.html", 2), ("mine", 4), ("picture.png", 200_000), ("x", 3)]));
    assert_eq!(write(&output(&[])), lengths(&[("mine", 4), ("picture.png", 200_000)]));
    assert!(!world.target().path().join("a").exists());
}

#[test]
fn two_renames_do_where_there_is_no_exchange() {
    let world = World::new();
    world.publish(&output(&[("a", "1")]));
    let workplace = Workplace::of(&world.target());
    let new = output(&[("b", "22")]);
    world.staged(&new, |plan, stage, target| {
        stage.complete(plan).expect("a whole stage");
        let swapped = swap::rename_twice(&workplace, target).expect("swapped");
        assert!(matches!(swapped, swap::Swapped::OldSiteAt(old) if old == workplace.old));
        stage.close();
    });
    assert!(workplace.is_in_use());
    // As after a kill right here: the next run has nothing to write, but to clear.
    assert_eq!(world.publish(&new), (0, 2, 0));
    assert!(!workplace.is_in_use());
    // Killed between the two renames, the new site complete: it goes live.
    let newest = output(&[("c", "333")]);
    world.staged(&newest, |plan, stage, target| {
        stage.complete(plan).expect("a whole stage");
        fs::rename(target.path(), &workplace.old).expect("renamed");
        stage.close();
    });
    assert_eq!(world.publish(&newest), (0, 2, 0));
    assert_eq!(world.files(), lengths(&[("c", 3), ("picture.png", 200_000)]));
}

#[test]
fn impossible_outputs_are_refused() {
    let world = World::new();
    for output in [output(&[("../x", "")]), output(&[("a", ""), ("a/b", "")]), output(&[(".rungs-manifest", "")])] {
        assert!(publish(&output, &world.project.root, &world.target()).is_err());
    }
    let gone = Output::from([("x".to_owned(), Entry::Copy(SourcePath::new("gone.png").expect("a path")))]);
    assert!(publish(&gone, Path::new(&world.project.root), &world.target()).is_err());
    let beside = fs::read_dir(world.folder.path()).expect("a folder").count();
    assert_eq!(beside, 1, "nothing is left behind but the book");
}

#[test]
fn what_another_run_published_meanwhile_is_not_mistaken_for_ours() {
    let world = World::new();
    world.publish(&output(&[("a", "1"), ("b", "1")]));
    let target = world.target();
    let ours = taken(&output(&[("a", "1"), ("b", "2")]), &world.project.root, &target).expect("taken");
    fs::write(target.path().join("a"), "another's").expect("a file");
    assert!(ours.finish().is_err());
    assert_eq!(fs::read_to_string(target.path().join("b")).expect("a file"), "1", "the site is as it was");
    assert!(!Workplace::of(&target).is_in_use());
    let dropped = taken(&output(&[("b", "2")]), &world.project.root, &target).expect("taken");
    assert!(Workplace::of(&target).is_in_use());
    drop(dropped);
    assert!(!Workplace::of(&target).is_in_use(), "nothing is left of what was begun");
}
