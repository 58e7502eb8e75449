//! The views of skills by levels: the pages, the table in prose, the CSV file.

use super::data::{Data, data};
use super::{page_views::View, scene::Scene};
use crate::book::{Level, PageIndex, Target, Weight};
use crate::ladder::{Cell, Matrix, MatrixArea, MatrixRow, matrix};
use crate::site::{Site, Url};

/// How much a cell of a matrix says of an expectation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    /// Its title.
    Titles,
    /// Its title, and what it says.
    Texts,
}

impl Scene<'_> {
    /// The matrix of a track, or of all.
    pub fn matrix_page(&self, track: Option<PageIndex>) -> View {
        let book = &self.site.book;
        let mut context = self.list_frame("matrix", "nav_matrix");
        if let Some(page) = track {
            let title = self.filled("matrix_of", &[("track", book.page(page).title.to_string())]);
            context["page"]["title"] = data!(&title);
            let above = [Some(self.home_crumb()), self.crumb("nav_ladder", "ladder.html"), self.crumb("nav_matrix", "matrix.html")];
            let here = data!({ "title": title, "url": Data::Nothing });
            context["crumbs"] = data!(above.into_iter().flatten().chain([here]).collect::<Vec<_>>());
        }
        let matrix = matrix(&book.ladder, &book.areas, self.levels_of(track));
        let mut view = self.matrix(&matrix, Telling::Texts);
        let tracks = book.ladder.tracks.iter().filter_map(|other| {
            let url = self.site.matrix(other.page)?;
            Some(data!({ "title": &*book.page(other.page).title, "url": self.href(url), "here": track == Some(other.page) }))
        });
        let tracks: Vec<Data> = tracks.collect();
        let all = data!({ "title": self.words("matrix_all"), "url": self.href(&Url::new("matrix.html")), "here": track.is_none() });
        view["tracks"] = if tracks.is_empty() { data!([]) } else { data!(std::iter::once(all).chain(tracks).collect::<Vec<_>>()) };
        view["csv"] = data!(self.href(&Url::new("matrix.csv")));
        context.insert("matrix", view);
        View { template: "matrix.html", context }
    }

    /// The levels of a track, or all.
    pub fn levels_of(&self, track: Option<PageIndex>) -> Vec<&Level> {
        let ladder = &self.site.book.ladder;
        let Some(page) = track else { return ladder.levels.iter().collect() };
        let track = ladder.tracks.iter().find(|one| one.page == page);
        track.into_iter().flat_map(|track| &track.levels).filter_map(|id| ladder.level(id)).collect()
    }

    /// Skills by levels, areas with their rows.
    pub fn matrix(&self, matrix: &Matrix<'_>, telling: Telling) -> Data {
        let heads: Vec<Data> = matrix
            .levels
            .iter()
            .map(|level| {
                let page = self.site.book.page(level.page);
                data!({ "title": &*page.title, "url": self.site.url(level.page).map(|url| self.href(url)), "draft": level.draft })
            })
            .collect();
        let areas: Vec<Data> = matrix.areas.iter().map(|area| self.matrix_area(area, &matrix.levels, telling)).collect();
        data!({ "levels": heads, "areas": areas })
    }

    fn matrix_area(&self, area: &MatrixArea<'_>, levels: &[&Level], telling: Telling) -> Data {
        let rows: Vec<Data> = area.rows.iter().filter_map(|row| self.matrix_row(row, levels, telling)).collect();
        data!({
            "title": area.area.map_or_else(|| self.words("other_skills"), |area| area.title.clone()),
            "id": area.area.map_or("", |area| &*area.id),
            "url": area.area.and_then(|area| self.area_url(&area.id)).map(|url| self.href(&url)),
            "rows": rows,
        })
    }

    fn matrix_row(&self, row: &MatrixRow<'_>, levels: &[&Level], telling: Telling) -> Option<Data> {
        let mut view = self.reference(row.skill.page)?;
        let cells: Vec<Data> = row.cells.iter().zip(levels).map(|(cell, level)| self.matrix_cell(row, cell, level, telling)).collect();
        view["core"] = data!(row.cells.iter().any(is_core));
        view["cells"] = data!(cells);
        Some(view)
    }

    fn matrix_cell(&self, row: &MatrixRow<'_>, cell: &Cell<'_>, level: &Level, telling: Telling) -> Data {
        let Cell::Asked { target, expectations } = cell else {
            return data!({ "undefined": *cell == Cell::Undefined, "step": Data::Nothing, "step_title": Data::Nothing, "weight": Data::Nothing, "texts": data!([]) });
        };
        let texts: Vec<Data> = expectations
            .iter()
            .filter_map(|held| {
                let (page, expectation) = self.written(held)?;
                let body = self.site.book.page(page).body();
                let said = expectation.statement.iter().map(|range| body.plain(range.clone())).collect::<Vec<_>>().join(" ");
                let said = Some(said).filter(|said| telling == Telling::Texts && !said.trim().is_empty());
                let anchor = self.expectation_anchor(held, level);
                Some(data!({ "title": &expectation.title, "text": said, "url": self.fragments.href(self.site.url(level.page)?, Some(&anchor)) }))
            })
            .collect();
        data!({
            "undefined": false,
            "step": target.map(|target| target.step),
            "step_title": target.map(|target| self.step_title(row.skill, target.step)),
            "weight": target.map(|target| target.weight.word()),
            "texts": texts,
        })
    }
}

/// Whether a level rests on the skill of this cell.
fn is_core(cell: &Cell<'_>) -> bool {
    matches!(cell, Cell::Asked { target: Some(Target { weight: Weight::Core, .. }), .. })
}

/// The rows in which a level rests on the skill.
pub(super) fn only_core<'a>(matrix: Matrix<'a>) -> Matrix<'a> {
    let rows =
        |area: MatrixArea<'a>| MatrixArea { rows: area.rows.into_iter().filter(|row| row.cells.iter().any(is_core)).collect(), ..area };
    let areas = matrix.areas.into_iter().map(rows).filter(|area| !area.rows.is_empty()).collect();
    Matrix { areas, ..matrix }
}

/// `matrix.csv`: a row a skill, a column a level; a cell holds the step and the weight, `4 core`.
pub(super) fn csv(site: &Site) -> String {
    let book = &site.book;
    let matrix = matrix(&book.ladder, &book.areas, book.ladder.levels.iter().collect());
    let mut csv = String::new();
    let heads = matrix.levels.iter().map(|level| level.id.to_string());
    csv_line(&mut csv, ["area", "skill", "title"].map(str::to_owned).into_iter().chain(heads));
    for area in &matrix.areas {
        for row in &area.rows {
            let cells = row.cells.iter().map(|cell| match cell {
                Cell::Undefined => "undefined".to_owned(),
                Cell::Asked { target: Some(target), .. } => format!("{} {}", target.step, target.weight.word()),
                Cell::Nothing | Cell::Asked { target: None, .. } => String::new(),
            });
            let id = area.area.map(|area| area.id.to_string()).unwrap_or_default();
            let names = [id, row.skill.id.to_string(), book.page(row.skill.page).title.to_string()];
            csv_line(&mut csv, names.into_iter().chain(cells));
        }
    }
    csv
}

/// One record, as RFC 4180 writes it.
fn csv_line(csv: &mut String, fields: impl Iterator<Item = String>) {
    for (at, field) in fields.enumerate() {
        if at > 0 {
            csv.push(',');
        }
        if field.contains(['"', ',', '\n', '\r']) {
            csv.push_str(&format!("\"{}\"", field.replace('"', "\"\"")));
        } else {
            csv.push_str(&field);
        }
    }
    csv.push_str("\r\n");
}
