//! The views of tracks: a page with the levels side by side and what belongs to them, and cards in lists.

use super::data::{Data, data};
use super::{level_views::capitalised, scene::Scene};
use crate::book::{Id, Level, PageIndex, Target, Track, Transition, Weight};
use crate::site::Url;

impl Scene<'_> {
    /// A track's own page.
    pub fn track(&self, page: PageIndex) -> Data {
        let book = &self.site.book;
        let Some(track) = book.ladder.tracks.iter().find(|track| track.page == page) else { return Data::Nothing };
        let levels: Vec<&Level> = self.levels(&track.levels).collect();
        let cards: Vec<Data> = levels
            .iter()
            .enumerate()
            .map(|(at, level)| {
                let mut view = self.level_card(level);
                let below = at.checked_sub(1).map(|below| levels[below]);
                view["changes"] = data!(below.and_then(|below| {
                    let url = self.site.comparison(&below.id, &level.id)?;
                    Some(data!({ "title": &*book.page(below.page).title, "url": self.href(url) }))
                }));
                view
            })
            .collect();
        let all = Url::new("matrix.html");
        let whole = self.site.matrix(page).or_else(|| self.site.addresses.get_key_value(&all).map(|(url, _)| url));
        let mut practice = Vec::new();
        for level in &levels {
            for mut list in self.practice_of(&level.id) {
                list["level"] = data!(self.reference(level.page));
                practice.push(list);
            }
        }
        let leaves = |transition: &Transition| track.levels.contains(&transition.from) || track.levels.contains(&transition.to);
        data!({
            "levels": cards,
            "attributes": self.attributes(&levels),
            "matrix": whole.map(|url| self.href(url)),
            "skills": self.skills_by_level(&levels),
            "practice": practice,
            "transitions": self.transitions_of(leaves),
            "print_url": self.print_url(),
        })
    }

    /// A track with its levels, for lists.
    pub fn track_card(&self, track: &Track) -> Option<Data> {
        let mut view = self.reference(track.page)?;
        view["summary"] = data!(self.site.book.page(track.page).summary());
        view["levels"] = data!(self.levels(&track.levels).map(|level| self.level_card(level)).collect::<Vec<_>>());
        Some(view)
    }

    fn levels<'b>(&'b self, ids: &'b [Id]) -> impl Iterator<Item = &'b Level> {
        ids.iter().filter_map(|id| self.site.book.ladder.level(id))
    }

    /// Where this track stands on one page.
    fn print_url(&self) -> Option<String> {
        let stem = self.url.as_str().strip_suffix(".html")?;
        self.href_if(&format!("{stem}-print.html"))
    }

    fn attributes(&self, levels: &[&Level]) -> Data {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in levels.iter().flat_map(|level| &level.attributes) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        let rows: Vec<Data> = names
            .iter()
            .map(|name| {
                let value = |level: &&Level| level.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
                data!({ "name": capitalised(name), "values": levels.iter().map(value).collect::<Vec<_>>() })
            })
            .collect();
        let heads: Vec<Data> = levels.iter().filter_map(|level| self.reference(level.page)).collect();
        data!({ "heads": heads, "rows": rows })
    }

    fn skills_by_level(&self, levels: &[&Level]) -> Vec<Data> {
        self.by_area(|skill| {
            let cells: Vec<Data> = levels.iter().map(|level| level.targets.get(&skill.id).map_or(Data::Nothing, cell)).collect();
            if cells.iter().all(|cell| *cell == Data::Nothing) {
                return None;
            }
            let mut row = self.reference(skill.page)?;
            row["cells"] = data!(cells);
            Some(row)
        })
        .into_iter()
        .map(|(title, rows)| data!({ "title": title, "rows": rows }))
        .collect()
    }
}

fn cell(target: &Target) -> Data {
    data!({ "step": target.step, "weight": if target.weight == Weight::Core { "core" } else { "supporting" } })
}
