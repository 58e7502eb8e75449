//! `build` and `check`: the same work, written or not.

use crate::shell::{
    Ending, Fault,
    arguments::{BuildArguments, CheckArguments},
    disk::{Disk, Look},
    project::Project,
    publish::{self, Target},
    report::{self, Report, Stopwatch},
    terminal,
};
use rungs::{
    Audience, Memory, Options, Output, Step, Summary, compile,
    diagnostic::{Outcome, Severity},
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
    let target = aim.target();
    let stopwatch = Stopwatch::start();
    let mut disk = Disk::new(project.clone(), target.map(Target::path));
    let look = disk.look()?;
    look.note.into_iter().for_each(terminal::say);
    let options = Options { audience: Audience::Reader, base_url: arguments.base_url.clone() };
    let on_step = |step| stopwatch.step(step);
    let memory = Memory::default();
    let made = make(&look, &options, aim, &memory, &on_step);
    let fails = made.has_errors() || (arguments.strict && made.count(Severity::Warning) > 0);
    let mut result = report::Result { coverage: matches!(aim, Aim::Coverage), ..report::Result::default() };
    let mut published = Ok(());
    if let Some(Made { summary, search_cut, output }) = &made.value {
        result.summary = Some(*summary);
        result.search_cut = *search_cut;
        if let Some(target) = target.filter(|_| !fails) {
            stopwatch.step(Step::Phase("publish"));
            let done = publish::publish(output, &project.root, target);
            published = done.map(|done| result.published = Some((target.shown().to_owned(), done)));
        }
    }
    stopwatch.clear();
    result.took = stopwatch.elapsed();
    published?;
    if arguments.timings {
        terminal::say(&stopwatch.table());
    }
    let report = Report { format: arguments.format, look: &look, shown: &project.shown, diagnostics: &made.diagnostics };
    report.give(&result);
    if fails && target.is_some() {
        terminal::say("Nothing was published; the site is as it was.");
    }
    Ok(if fails { Ending::BookHasErrors } else { Ending::Done })
}

/// Everything a build makes.
struct Made {
    summary: Summary,
    search_cut: Option<usize>,
    output: Output,
}

/// Compiles and renders everything; what cannot be rendered is a fault of the book, too.
fn make(look: &Look, options: &Options, aim: &Aim, memory: &Memory, on_step: &(dyn Fn(Step) + Sync)) -> Outcome<Option<Made>> {
    let mut diagnostics = Vec::new();
    let compilation = compile(&look.sources, &look.theme, options, memory, on_step).take(&mut diagnostics);
    let value = compilation.map(|compilation| {
        if matches!(aim, Aim::Coverage) {
            diagnostics.extend(compilation.coverage());
        }
        let output = compilation.output(memory, on_step).take(&mut diagnostics);
        Made { summary: compilation.summary(), search_cut: compilation.search_cut(), output }
    });
    Outcome::new(value, diagnostics).sorted()
}
