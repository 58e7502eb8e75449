//! Drawings as templates write them: paths and places of the radar and of the ladder.

use super::data::{Data, data};
use super::scene::Scene;
use crate::book::{Id, Level, TransitionKind};
use crate::ladder::{Axis, Plot, Point, Radar, Shape, Tenths, axes, draw, radar};
use crate::site::Url;

/// About as many letters go on one line of a label.
const LABEL: usize = 15;
/// And one letter of a level's box is about this wide.
const BOX: i32 = 9;
/// From one line of text to the next.
const LINE: i32 = 17;

impl Scene<'_> {
    /// The shape of one level over the areas, or of two over each other, and the same as a table. `None` without areas.
    pub fn radar(&self, levels: &[&Level]) -> Option<Data> {
        let book = &self.site.book;
        let axes: Vec<Vec<Axis<'_>>> = levels.iter().map(|level| axes(&book.ladder, &book.areas, level)).collect();
        let first = axes.first().filter(|axes| axes.iter().any(|axis| axis.area.is_some()))?;
        let names: Vec<(String, Option<String>)> = first.iter().map(|axis| self.axis_name(axis)).collect();
        let drawing = radar(&axes);
        let rows: Vec<Data> = names
            .iter()
            .enumerate()
            .map(|(at, (title, url))| {
                let means: Vec<Option<String>> = axes.iter().map(|axes| axes[at].mean.map(|mean| mean.to_string())).collect();
                data!({ "title": title, "url": url.as_ref(), "means": means })
            })
            .collect();
        let titles: Vec<&str> = levels.iter().map(|level| &*book.page(level.page).title).collect();
        let key = if levels.len() > 1 { "radar_of_two" } else { "radar_of_one" };
        let places: Vec<(&str, String)> = ["a", "b"].into_iter().zip(titles.iter().map(ToString::to_string)).collect();
        Some(data!({
            "title": self.filled(key, &places),
            "plot": if drawing.plot == Plot::Radar { "radar" } else { "dots" },
            "width": drawing.size.x.to_string(),
            "height": drawing.size.y.to_string(),
            "rings": drawing.rings.iter().map(|ring| path(ring, drawing.plot == Plot::Radar)).collect::<String>(),
            "spokes": drawing.spokes.iter().map(|(from, to)| path(&[*from, *to], false)).collect::<String>(),
            "labels": names.iter().zip(&drawing.labels).map(|((title, _), at)| label(title, *at, drawing.plot)).collect::<Vec<_>>(),
            "shapes": drawing.shapes.iter().map(shape).collect::<Vec<_>>(),
            "levels": titles,
            "rows": rows,
        }))
    }

    fn axis_name(&self, axis: &Axis<'_>) -> (String, Option<String>) {
        let Some(area) = axis.area else { return (self.words("other_skills"), None) };
        (area.title.clone(), self.area_url(&area.id).map(|url| self.href(&url)))
    }

    /// The address of an area's page.
    pub fn area_url(&self, area: &Id) -> Option<Url> {
        let url = crate::site::area_url(area);
        self.site.addresses.contains_key(&url).then_some(url)
    }

    /// The whole ladder drawn.
    pub fn ladder_drawing(&self) -> Data {
        let book = &self.site.book;
        let drawing = draw(&book.ladder);
        let letters = |width: i32| usize::try_from(width / BOX).unwrap_or(0);
        let rails: Vec<Data> = drawing
            .rails
            .iter()
            .map(|rail| {
                let title = &book.page(rail.track.page).title;
                data!({ "title": shortened(title, letters(drawing.columns)), "x": rail.name.x.to_string(), "y": rail.name.y.to_string(), "line": rail.line.map(|(from, to)| path(&[from, to], false)) })
            })
            .collect();
        let rungs: Vec<Data> = drawing
            .rungs
            .iter()
            .map(|rung| {
                let title = &book.page(rung.level.page).title;
                data!({
                    "title": &**title,
                    "url": self.site.url(rung.level.page).map(|url| self.href(url)),
                    "x": rung.corner.x.to_string(),
                    "y": rung.corner.y.to_string(),
                    "width": rung.size.x.to_string(),
                    "height": rung.size.y.to_string(),
                    "cap": rung.level.terminal.then(|| path(&[rung.corner.moved(8, 4), rung.corner.moved(rung.size.x.0 / 10 - 8, 4)], false)),
                    "draft": rung.level.draft,
                    "lines": lines(title, letters(rung.size.x.0 / 10), rung.middle.moved(0, 5)),
                })
            })
            .collect();
        let arrows: Vec<Data> = drawing
            .arrows
            .iter()
            .map(|arrow| {
                let back = arrow.transition.kind == TransitionKind::Return;
                data!({
                    "line": path(&[arrow.from, arrow.to], false),
                    "head": path(&[arrow.to, arrow.head.0, arrow.head.1], true),
                    "back": back,
                })
            })
            .collect();
        data!({
            "width": drawing.size.x.to_string(),
            "height": drawing.size.y.to_string(),
            "wide": book.ladder.tracks.len() > 3,
            "rails": rails,
            "rungs": rungs,
            "parities": drawing.parities.iter().map(|(from, to)| path(&[*from, *to], false)).collect::<String>(),
            "arrows": arrows,
            "signs": data!({
                "move": drawing.arrows.iter().any(|arrow| arrow.transition.kind != TransitionKind::Return),
                "back": drawing.arrows.iter().any(|arrow| arrow.transition.kind == TransitionKind::Return),
                "parity": !drawing.parities.is_empty(),
                "terminal": drawing.rungs.iter().any(|rung| rung.level.terminal),
                "draft": drawing.rungs.iter().any(|rung| rung.level.draft),
            }),
        })
    }
}

/// A line through some points, as SVG writes it.
fn path(points: &[Point], closed: bool) -> String {
    let mut path = String::new();
    for (at, point) in points.iter().enumerate() {
        path.push_str(&format!("{}{} {}", if at == 0 { "M" } else { "L" }, point.x, point.y));
    }
    if closed && !points.is_empty() {
        path.push('Z');
    }
    path
}

fn shape(shape: &Shape) -> Data {
    let marks: Vec<Data> = shape.marks.iter().map(|at| data!({ "x": at.x.to_string(), "y": at.y.to_string() })).collect();
    data!({
        "face": path(&shape.face, true),
        "line": shape.lines.iter().map(|line| path(line, shape.closed)).collect::<String>(),
        "marks": marks,
    })
}

/// An axis's label: it begins, ends or has its middle at its place, on whichever side of the drawing it stands.
fn label(title: &str, at: Point, plot: Plot) -> Data {
    let middle = Radar::middle();
    let (anchor, down) = match plot {
        Plot::Dots => ("end", 5),
        Plot::Radar if at.x.0.abs_diff(middle.x.0) < 20 => ("middle", if at.y < middle.y { 0 } else { 11 }),
        Plot::Radar => (if at.x < middle.x { "end" } else { "start" }, 5),
    };
    let lines = match plot {
        Plot::Dots => vec![data!({ "x": at.x.to_string(), "y": at.moved(0, down).y.to_string(), "text": shortened(title, LABEL + 5) })],
        Plot::Radar if anchor == "middle" => {
            vec![data!({ "x": at.x.to_string(), "y": at.moved(0, down).y.to_string(), "text": shortened(title, 2 * LABEL) })]
        }
        Plot::Radar => lines(title, LABEL, at.moved(0, down)),
    };
    data!({ "anchor": anchor, "lines": lines })
}

/// A title on one line or two, with its middle at this height.
fn lines(title: &str, width: usize, at: Point) -> Vec<Data> {
    let lines = wrapped(title, width);
    let first = at.y.0 - LINE * 5 * (i32::try_from(lines.len()).unwrap_or(1) - 1);
    lines
        .into_iter()
        .zip(0..)
        .map(|(text, row)| data!({ "x": at.x.to_string(), "y": Tenths(first + LINE * 10 * row).to_string(), "text": text }))
        .collect()
}

/// At most two lines of about this many letters.
fn wrapped(title: &str, width: usize) -> Vec<String> {
    if title.chars().count() <= width {
        return vec![title.to_owned()];
    }
    let fits = |(at, _): &(usize, char)| title[..*at].chars().count() <= width;
    let space = title.char_indices().filter(|(_, c)| c.is_whitespace()).take_while(fits).last();
    match space {
        Some((at, _)) => vec![title[..at].to_owned(), shortened(title[at..].trim_start(), width)],
        None => vec![shortened(title, width)],
    }
}

/// A text cut to this many letters.
fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{shortened, wrapped};

    #[test]
    fn titles_take_one_line_or_two() {
        let check = |title: &str, expected: &[&str]| assert_eq!(wrapped(title, 12), expected);
        check("Staff", &["Staff"]);
        check("Senior Staff Engineer", &["Senior Staff", "Engineer"]);
        check("Distinguished", &["Distinguish…"]);
        check("A Bundesinfrastrukturleiterin", &["A", "Bundesinfra…"]);
        assert_eq!(shortened("Größe über alles", 7), "Größe…");
    }
}
