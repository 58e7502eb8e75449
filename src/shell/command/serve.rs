//! `serve`: builds in memory, shows the site, and builds again at every change.

use crate::shell::{
    Ending, Fault,
    arguments::ServeArguments,
    disk::{Disk, Look},
    project::Project,
    report::{Stopwatch, drawn, tally},
    server::{Bound, Site, Trouble},
    system, terminal,
    watcher::Watcher,
};
use rungs::{
    Audience, Options, Step, compile,
    diagnostic::{Diagnostic, Outcome, Severity},
    source::Fingerprint,
};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    thread,
    time::Duration,
};

/// A file that is still being written gets this much quiet…
const QUIET: Duration = Duration::from_millis(50);
/// …this often, before it is taken as it is.
const LOOKS: usize = 10;
/// Each connection takes a file; enough for many tabs and their pictures.
const OPEN_FILES: u64 = 8192;

/// Serves until it is interrupted.
pub fn serve(arguments: &ServeArguments) -> Result<Ending, Fault> {
    system::raise_file_limit(OPEN_FILES);
    let project = Project::locate(arguments.book.as_deref())?;
    let bound = Bound::new(&arguments.host, arguments.port)?;
    // Nothing of ours is on disk, so there is nothing to tidy up.
    let _ = ctrlc::set_handler(|| std::process::exit(0));
    // Before the first look, so that no change falls between.
    let mut watcher = Watcher::new(&project, arguments.poll);
    let site = Arc::new(Site::new(project.root.clone(), arguments.editor.clone()));
    let mut author =
        Author { disk: Disk::new(project, None), site: Arc::clone(&site), seen: None, said: String::new(), timings: arguments.timings };
    author.build(&mut watcher)?;
    announce(&bound, arguments.open);
    thread::spawn(move || bound.serve(&site));
    loop {
        watcher.wait();
        if let Err(fault) = author.build(&mut watcher) {
            author.fail(&fault.to_string());
        }
    }
}

/// The author's view of the book, kept current.
struct Author {
    disk: Disk,
    site: Arc<Site>,
    /// What was built last.
    seen: Option<Fingerprint>,
    /// What was said last; the same is not said twice.
    said: String,
    /// Whether to show how long each phase took.
    timings: bool,
}

impl Author {
    /// Looks, and builds if anything is new.
    fn build(&mut self, watcher: &mut Watcher) -> Result<(), Fault> {
        let stopwatch = Stopwatch::start();
        let before = self.site.memory().made();
        let look = self.look(watcher)?;
        watcher.follow(&look.theme_folders, &look.elsewhere);
        if self.seen.replace(look.fingerprint) == Some(look.fingerprint) {
            return Ok(());
        }
        let options = Options { audience: Audience::Author, base_url: None };
        let compiled = catch_unwind(AssertUnwindSafe(|| {
            compile(&look.sources, &look.theme, &options, self.site.memory(), &|step| stopwatch.step(step))
        }));
        stopwatch.clear();
        let Ok(outcome) = compiled.map(Outcome::sorted) else {
            self.fail("error: Rungs made a mistake and could not build the book; the message above says where");
            return Ok(());
        };
        let project = self.disk.project();
        let trouble = Trouble::of_book(&outcome.diagnostics, &look.sources, &project.shown, &project.root, self.site.editor());
        self.say(&outcome.diagnostics, &look, &trouble.text);
        match outcome.value {
            Some(compilation) if count(&outcome.diagnostics, Severity::Error) == 0 => {
                let pages = compilation.summary().pages;
                stopwatch.step(Step::Phase("show"));
                self.site.show(compilation, look.sources, look.theme);
                if self.timings {
                    terminal::say(&stopwatch.table());
                }
                let (took, made) = (stopwatch.elapsed().as_secs_f64() * 1000.0, self.site.memory().made().since(before));
                terminal::say(&format!("Showing {pages} pages, after {took:.0} ms ({} parsed, {} rendered)", made.parsed, made.rendered));
            }
            _ => {
                if self.site.is_good() {
                    terminal::say("Showing the last good site until this is mended.");
                }
                self.site.fail(trouble);
            }
        }
        Ok(())
    }

    /// Looks until nobody seems to be writing any more.
    fn look(&mut self, watcher: &mut Watcher) -> Result<Look, Fault> {
        let mut look = self.disk.look_again(&watcher.touched())?;
        for _ in 1..LOOKS {
            if !look.unsettled {
                break;
            }
            watcher.settle(QUIET);
            look = self.disk.look_again(&watcher.touched())?;
        }
        Ok(look)
    }

    fn fail(&mut self, trouble: &str) {
        // Whatever comes next is new.
        self.seen = None;
        if self.said != trouble {
            terminal::say(trouble);
            trouble.clone_into(&mut self.said);
        }
        self.site.fail(Trouble::of_machine(trouble));
    }

    fn say(&mut self, diagnostics: &[Diagnostic], look: &Look, plain: &str) {
        if self.said != plain && !plain.is_empty() {
            let tally = tally(diagnostics).unwrap_or_default();
            let loud = diagnostics.iter().filter(|diagnostic| diagnostic.severity != Severity::Note);
            let shown = &self.disk.project().shown;
            let said: Vec<_> = loud.map(|diagnostic| drawn(diagnostic, &look.sources, shown, terminal::has_colour())).collect();
            terminal::say(&format!("{}\n\n{tally}", said.join("\n\n")));
        }
        plain.clone_into(&mut self.said);
    }
}

fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
}

fn announce(bound: &Bound, opens: bool) {
    let url = bound.url();
    terminal::say(&format!("Serving at {url} (Ctrl-C ends it)"));
    if bound.is_public() {
        terminal::say("warning: other machines can reach this server; it is made for your own machine only");
    }
    if opens && let Err(error) = open::that_detached(&url) {
        terminal::say(&format!("note: cannot open a browser: {error}"));
    }
}
