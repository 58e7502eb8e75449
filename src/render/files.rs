//! Files that stand for the whole site: sitemap, robots, redirects, the ladder and the items as data.

use super::escape::{attribute, text};
use crate::book::{Book, Content, PageIndex};
use crate::site::{Address, Site, Url, destination};
use crate::source::Fingerprint;
use serde_json::{Map, Value as Json, json};

/// `sitemap.xml` of a site that knows its address: every page readers may find.
pub(super) fn sitemap(site: &Site) -> String {
    let base = site.options.base_url.clone().unwrap_or_default();
    let mut xml =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (url, address) in &site.addresses {
        let updated = match address {
            Address::Page(page) => site.book.page(*page).updated.clone(),
            Address::Home
            | Address::Ladder
            | Address::Listing(_)
            | Address::Glossary
            | Address::Sources
            | Address::Changelog
            | Address::Area(_)
            | Address::Compare
            | Address::Comparison(_)
            | Address::Matrix(_) => None,
            _ => continue,
        };
        let path = url.encoded();
        let path = path.strip_suffix("index.html").unwrap_or(&path);
        let updated = updated.map(|day| format!("<lastmod>{}</lastmod>", text(&day))).unwrap_or_default();
        xml.push_str(&format!("<url><loc>{}</loc>{updated}</url>\n", text(&format!("{base}{path}"))));
    }
    xml.push_str("</urlset>\n");
    xml
}

/// `robots.txt`.
pub(super) fn robots(site: &Site) -> String {
    if !site.book.manifest.index {
        return "User-agent: *\nDisallow: /\n".to_owned();
    }
    let sitemap = site.options.base_url.as_ref().map(|base| format!("Sitemap: {base}sitemap.xml\n")).unwrap_or_default();
    format!("User-agent: *\nAllow: /\n{sitemap}")
}

/// The page at an old address. It needs no script: a `meta` refresh and a link.
pub(super) fn redirect(site: &Site, url: &Url, number: usize) -> String {
    let redirect = &site.book.manifest.redirects[number];
    let target = match destination(redirect) {
        Some((to, "")) => to.from_folder(url.folder()),
        Some((to, anchor)) => format!("{}#{anchor}", to.from_folder(url.folder())),
        None => redirect.to.value.clone(),
    };
    let target = attribute(&target);
    let language = attribute(&site.book.manifest.language);
    let title = text(&site.book.title);
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta name=\"robots\" content=\"noindex\">\n<meta http-equiv=\"refresh\" content=\"0; url={target}\">\n\
         <link rel=\"canonical\" href=\"{target}\">\n</head>\n<body>\n<p><a href=\"{target}\">{target}</a></p>\n</body>\n</html>\n"
    )
}

/// `version.json`: which data the site holds. Data files keep their names, so that readers' browsers ask by this
/// small file whether what they hold is still right.
pub(super) fn versions(site: &Site, ladder: &[u8], progress: &[u8], search: &str) -> String {
    let hash = |json: &[u8]| Fingerprint::of(json).hex(16);
    let files = json!({
        "ladder.json": hash(ladder),
        "progress-manifest.json": hash(progress),
        "search.json": search,
    });
    format!("{}\n", json!({ "version": 1, "site": site.book.manifest.site_id, "files": files }))
}

/// `ladder.json`: tracks, levels, skills and expectations as data, for whoever builds on the ladder.
pub(super) fn ladder(site: &Site) -> String {
    let book = &site.book;
    let title = |page: PageIndex| book.page(page).title.to_string();
    let tracks: Vec<Json> = book
        .ladder
        .tracks
        .iter()
        .map(|track| json!({ "id": &*track.id, "title": title(track.page), "levels": strings(&track.levels) }))
        .collect();
    let skills: Vec<Json> = book
        .ladder
        .skills
        .iter()
        .map(|skill| json!({ "id": &*skill.id, "title": title(skill.page), "area": skill.area.as_deref(), "steps": steps(book, skill.page) }))
        .collect();
    let areas: Vec<Json> = book.areas.iter().map(|area| json!({ "id": &*area.id, "title": area.title })).collect();
    let levels: Vec<Json> = book.ladder.levels.iter().map(|level| level_data(book, level)).collect();
    let transitions: Vec<Json> = book
        .ladder
        .transitions
        .iter()
        .map(|t| json!({ "id": &*t.id, "title": title(t.page), "from": &*t.from, "to": &*t.to, "kind": t.kind.word() }))
        .collect();
    let roles: Vec<Json> = book
        .ladder
        .roles
        .iter()
        .map(|role| {
            let skills: Map<String, Json> = role.skills.iter().map(|(skill, step)| (skill.to_string(), json!(step))).collect();
            json!({ "id": &*role.id, "title": title(role.page), "kind": role.kind.word(), "usual_levels": strings(&role.usual_levels), "skills": skills })
        })
        .collect();
    let mut ladder = json!({
        "version": 1,
        "site": book.manifest.site_id,
        "title": book.title,
        "areas": areas,
        "skills": skills,
        "tracks": tracks,
        "levels": levels,
        "transitions": transitions,
        "roles": roles,
    });
    // What readers assess themselves by, if it has a name.
    if let Some(edition) = book.editions.last() {
        ladder["edition"] = json!(edition.name);
    }
    ladder.to_string()
}

fn level_data(book: &Book, level: &crate::book::Level) -> Json {
    let targets: Map<String, Json> = level
        .targets
        .iter()
        .map(|(skill, target)| {
            let mut view = json!({ "step": target.step, "weight": target.weight.word() });
            if let Some(note) = &target.note {
                view["note"] = json!(note);
            }
            (skill.to_string(), view)
        })
        .collect();
    let expectations: Vec<Json> = level
        .expectations
        .iter()
        .filter_map(|held| {
            let owner = book.ladder.level(&held.owner)?;
            let Content::Level { expectations, .. } = &book.page(owner.page).parsed.content else { return None };
            let expectation = expectations.get(held.number)?;
            let body = book.page(owner.page).body();
            let statement: Vec<String> = expectation.statement.iter().map(|range| body.plain(range.clone())).collect();
            let lines = |ranges: &[std::ops::Range<usize>]| -> Vec<String> {
                ranges
                    .iter()
                    .map(|range| {
                        let line = body.plain(range.clone());
                        line[crate::parse::keyword_length(&line)..].to_owned()
                    })
                    .collect()
            };
            Some(json!({
                "id": format!("{}/{}", held.owner, held.local),
                "title": expectation.title,
                "skill": &*held.skill,
                "rev": expectation.rev,
                "statement": statement.join(" "),
                "signals": lines(&expectation.signals),
                "not_yet": lines(&expectation.not_yet),
                "examples": lines(&expectation.examples),
            }))
        })
        .collect();
    let attributes: Map<String, Json> = level.attributes.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    json!({
        "id": &*level.id,
        "title": &*book.page(level.page).title,
        "track": &*level.track,
        "status": if level.draft { "draft" } else { "published" },
        "terminal": level.terminal,
        "extends": level.extends.as_deref(),
        "parity": strings(&level.parity),
        "attributes": attributes,
        "targets": targets,
        "expectations": expectations,
    })
}

fn steps(book: &Book, page: PageIndex) -> Vec<Json> {
    let body = book.page(page).body();
    let Content::Skill { steps, .. } = &book.page(page).parsed.content else { return Vec::new() };
    let view = |section: &crate::book::SkillSection| {
        let title = &body.headings[section.heading].title;
        json!({ "step": section.step, "title": title, "text": body.plain(section.nodes.clone()) })
    };
    steps.iter().map(view).collect()
}

fn strings(ids: &[crate::book::Id]) -> Vec<&str> {
    ids.iter().map(|id| &**id).collect()
}
