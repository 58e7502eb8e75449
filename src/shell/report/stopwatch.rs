//! The clock of a build: how long each phase took, and a progress line when work takes long.

use crate::shell::terminal;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rungs::Step;
use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Work shorter than this shows no progress line; it would only flicker.
const PATIENCE: Duration = Duration::from_millis(500);

/// Takes the time of phases as they come.
pub struct Stopwatch {
    start: Instant,
    state: Mutex<State>,
    shows_progress: bool,
}

struct State {
    phases: Vec<(&'static str, Instant)>,
    line: Option<ProgressBar>,
}

impl Stopwatch {
    /// Starts with the phase of reading.
    pub fn start() -> Self {
        let start = Instant::now();
        let state = State { phases: vec![("read", start)], line: None };
        Self { start, state: Mutex::new(state), shows_progress: terminal::is_watched() }
    }

    /// Hears of a step.
    pub fn step(&self, step: Step) {
        // Told of every page by every thread; they need not wait for one another where nobody looks.
        if matches!(step, Step::Done { .. }) && !self.shows_progress {
            return;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match step {
            Step::Phase(name) => {
                state.phases.push((name, Instant::now()));
                if let Some(line) = state.line.take() {
                    line.finish_and_clear();
                }
            }
            Step::Done { done, total } if self.start.elapsed() > PATIENCE => {
                let phase = state.phases.last().map_or("", |(name, _)| name);
                let line = state.line.get_or_insert_with(|| progress_line(phase));
                line.set_length(total as u64);
                line.set_position(done as u64);
            }
            Step::Done { .. } => {}
        }
    }

    /// Takes the progress line away, so that other lines can be written.
    pub fn clear(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(line) = state.line.take() {
            line.finish_and_clear();
        }
    }

    /// The time since the start.
    pub fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// One line for each phase, in order; a phase that came twice is added up.
    pub fn table(&self) -> String {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = state.phases.iter().skip(1).map(|(_, start)| *start).chain([Instant::now()]);
        let mut rows: Vec<(&str, Duration)> = Vec::new();
        for ((name, start), end) in state.phases.iter().zip(ends) {
            let took = end.duration_since(*start);
            match rows.iter_mut().find(|(known, _)| known == name) {
                Some((_, sum)) => *sum += took,
                None => rows.push((name, took)),
            }
        }
        rows.push(("total", self.start.elapsed()));
        let line = |(name, took): &(&str, Duration)| format!("{name:>10} {:>9.1} ms", took.as_secs_f64() * 1000.0);
        rows.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

fn progress_line(phase: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg:>10} {bar:30} {pos}/{len}");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_style(style).with_message(phase)
}
