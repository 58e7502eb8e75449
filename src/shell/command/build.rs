//! `build` and `check`: the same work, written or not.

use crate::shell::{
    Ending, Fault,
    arguments::{BuildArguments, CheckArguments},
    disk::Disk,
    project::Project,
    publish::{Published, Publishing, Target},
    report::{self, Report, Stopwatch},
    terminal,
};
use rungs::{
    Audience, Compilation, File, Memory, Options, Step, compile,
    diagnostic::{Diagnostic, Outcome, Severity},
    parse::{WEB_ADDRESS, is_site_address},
};
use std::{
    mem::forget,
    path::Path,
    sync::{Mutex, PoisonError},
};

/// Builds the book into its folder; publishes nothing when the book has errors.
pub fn build(arguments: &BuildArguments) -> Result<Ending, Fault> {
    let project = Project::locate(arguments.check.book.as_deref())?;
    let target = Target::choose(&arguments.output, &project)?;
    run(&arguments.check, &project, &Aim::Publish(target))
}

/// Looks for everything `build` would complain about.
pub fn check(arguments: &CheckArguments) -> Result<Ending, Fault> {
    run(arguments, &Project::locate(arguments.book.as_deref())?, &Aim::Check)
}

/// The same, and what the ladder promises and does not cover.
pub fn coverage(arguments: &CheckArguments) -> Result<Ending, Fault> {
    run(arguments, &Project::locate(arguments.book.as_deref())?, &Aim::Coverage)
}

/// What a run is for.
enum Aim {
    Publish(Target),
    Check,
    Coverage,
}

impl Aim {
    fn target(&self) -> Option<&Target> {
        match self {
            Self::Publish(target) => Some(target),
            Self::Check | Self::Coverage => None,
        }
    }
}

fn run(arguments: &CheckArguments, project: &Project, aim: &Aim) -> Result<Ending, Fault> {
    let base_url = base_url(arguments)?;
    let target = aim.target();
    let stopwatch = Stopwatch::start();
    let mut disk = Disk::new(project.clone(), target.map(Target::path));
    let look = disk.look()?;
    look.note.into_iter().for_each(terminal::say);
    let options = Options { audience: Audience::Reader, base_url };
    let on_step = |step| stopwatch.step(step);
    let mut result = report::Result { coverage: matches!(aim, Aim::Coverage), ..report::Result::default() };
    let mut diagnostics = Vec::new();
    let memory = Memory::of_one_build();
    let compilation = compile(&look.sources, &look.theme, &options, &memory, &on_step).take(&mut diagnostics);
    let fails = |diagnostics: &[Diagnostic]| {
        let worst = diagnostics.iter().map(|diagnostic| diagnostic.severity);
        worst.into_iter().any(|severity| severity == Severity::Error || (arguments.strict && severity == Severity::Warning))
    };
    let mut published = Ok(());
    if let Some(compilation) = compilation {
        if matches!(aim, Aim::Coverage) {
            diagnostics.extend(compilation.coverage());
        }
        let site = Rendering { compilation: &compilation, memory: &memory, on_step: &on_step };
        let target = target.filter(|_| !fails(&diagnostics));
        published = site.publish(&project.root, target, &mut diagnostics).map(|done| {
            result.published = target.map(|target| target.shown().to_owned()).zip(done);
        });
        result.summary = Some(compilation.summary());
        result.search_cut = compilation.search_cut();
        forget(compilation);
    }
    let diagnostics = Outcome::new((), diagnostics).sorted().diagnostics;
    let fails = fails(&diagnostics);
    stopwatch.clear();
    result.took = stopwatch.elapsed();
    published?;
    if arguments.timings {
        terminal::say(&stopwatch.table());
    }
    let report = Report { format: arguments.format, look: &look, shown: &project.shown, diagnostics: &diagnostics };
    report.give(&result);
    if fails && target.is_some() {
        terminal::say("Nothing was published; the site is as it was.");
    }
    // The program ends: what it holds goes at once with it, which for a large book saves freeing millions of pieces.
    forget((memory, look));
    Ok(if fails { Ending::BookHasErrors } else { Ending::Done })
}

/// The address that was typed, held to what holds for it in `book.yml`.
fn base_url(arguments: &CheckArguments) -> Result<Option<String>, Fault> {
    match arguments.base_url.as_deref() {
        Some(url) if url.trim().is_empty() => {
            Err(Fault::new("`--base-url` is empty").help("leave it out, or see why the variable that it is taken from is not set"))
        }
        Some(url) if !is_site_address(url) => Err(Fault::new(format!("`--base-url`: `{url}` is not a web address")).help(WEB_ADDRESS)),
        url => Ok(url.map(str::to_owned)),
    }
}

/// A site to be rendered.
struct Rendering<'a> {
    compilation: &'a Compilation,
    memory: &'a Memory,
    on_step: &'a (dyn Fn(Step) + Sync),
}

impl Rendering<'_> {
    /// Renders every file and publishes it, if there is a target; what cannot be rendered is a fault of the book, and
    /// then nothing is published.
    fn publish(&self, project: &Path, target: Option<&Target>, said: &mut Vec<Diagnostic>) -> Result<Option<Published>, Fault> {
        let publishing = target.map(|target| Publishing::begin(project, target)).transpose()?;
        let fault = Mutex::new(None);
        let take = |file: File<'_>| {
            let taken = publishing.as_ref().map_or(Ok(()), |publishing| publishing.take(file.path, file.entry, file.fingerprint));
            if let Err(trouble) = taken {
                fault.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(trouble);
            }
        };
        let rendered = self.compilation.files(self.memory, self.on_step, &take);
        let fails = rendered.has_errors();
        rendered.take(said);
        if let Some(fault) = fault.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return Err(fault);
        }
        (self.on_step)(Step::Phase("publish"));
        publishing.filter(|_| !fails).map(Publishing::finish).transpose()
    }
}
