//! What scripts know of the book in order to count: the whole progress manifest, and each page's part of it.

use super::escape::script_json;
use crate::book::{Book, ChecklistMatter, Content, Field, Id, Item, ItemPlace, LockKind, Owner, PageIndex, PageKind, WorksheetPlace};
use crate::site::Site;
use serde_json::{Map, Value as Json, json};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

/// The form of the manifest; scripts of one version read the same.
const VERSION: u8 = 2;

/// What is made once per site and read by every page.
pub(super) struct Progress {
    /// Key of a record (`i:new-id`) → the ids it had before, the oldest names included.
    former: OnceLock<BTreeMap<String, Vec<String>>>,
    /// Per page: its items as other pages know them.
    brief: Vec<OnceLock<String>>,
    /// Per page: everything about each of its items, for pages other than their own.
    full: Vec<OnceLock<Vec<String>>>,
}

/// What a page counts beside its own items.
#[derive(Default)]
pub(super) struct Counted {
    /// Pages of which only their items' ids matter.
    pub pages: BTreeSet<PageIndex>,
    /// Items of which everything matters.
    pub items: BTreeSet<Id>,
}

impl Counted {
    /// Everything that the other counts, too.
    pub fn add(&mut self, other: Self) {
        self.pages.extend(other.pages);
        self.items.extend(other.items);
    }
}

impl Progress {
    pub fn new(site: &Site) -> Self {
        let pages = &site.book.pages;
        let (brief, full) = (pages.iter().map(|_| OnceLock::new()).collect(), pages.iter().map(|_| OnceLock::new()).collect());
        Self { former: OnceLock::new(), brief, full }
    }

    /// A page's part of the manifest, for its data block: `{site, page, items, was}`. `page` is the page itself.
    pub fn part(&self, site: &Site, page: Option<PageIndex>, counted: &Counted) -> String {
        let book = &site.book;
        let own = page.iter().flat_map(|page| items_of(book, *page)).map(|(item, _)| &item.id);
        let full: BTreeSet<&Id> = own.chain(&counted.items).collect();
        let mut items: Vec<Cow<'_, str>> = Vec::new();
        for other in counted.pages.iter().filter(|other| Some(**other) != page) {
            // An item stands on one page, so the page's own are not among these.
            let known = !counted.items.is_empty() && items_of(book, *other).any(|(item, _)| full.contains(&item.id));
            let brief = if known { brief(book, *other, &full).into() } else { Cow::Borrowed(self.brief(book, *other)) };
            if !brief.is_empty() {
                items.push(brief);
            }
        }
        for id in &full {
            if let Some(place) = book.items.get(*id) {
                let entry = if page == Some(place.page) { item_entry(book, place, page).into() } else { self.full(book, place).into() };
                items.push(entry);
            }
        }
        let was = self.was(book, page, counted, &full);
        let was = if was.is_empty() { String::new() } else { format!(",\"was\":{}", Json::Object(was)) };
        let here = page.map(|page| book.page(page).key());
        script_json(&format!(
            "{{\"site\":{},\"page\":{},\"items\":{{{}}}{was}}}",
            json!(book.manifest.site_id),
            json!(here),
            items.join(",")
        ))
    }

    /// What the records that a page reads were called before.
    fn was(&self, book: &Book, page: Option<PageIndex>, counted: &Counted, full: &BTreeSet<&Id>) -> Map<String, Json> {
        let mut was = Map::new();
        let former = self.former(book);
        if former.is_empty() {
            return was;
        }
        let counted_ids = counted.pages.iter().flat_map(|page| items_of(book, *page)).map(|(item, _)| &item.id);
        let keys = counted_ids.chain(full.iter().copied()).map(|id| format!("i:{id}"));
        let chapters = counted.pages.iter().chain(&page).filter_map(|page| record_key(&book.page(*page).key()));
        let sheets = page.iter().flat_map(|page| &book.page(*page).body().worksheets);
        let fields = sheets.flat_map(|sheet| sheet.fields.iter().map(|field| format!("n:{}", field.key(&sheet.id.value))));
        for key in keys.chain(chapters).chain(fields) {
            if let Some(old) = former.get(&key) {
                was.insert(key, json!(old));
            }
        }
        was
    }

    fn brief(&self, book: &Book, page: PageIndex) -> &str {
        self.brief[page.0].get_or_init(|| brief(book, page, &BTreeSet::new()))
    }

    fn full(&self, book: &Book, place: &ItemPlace) -> &str {
        let items = &book.page(place.page).body().items;
        let entry = |item: &Item| book.items.get(&item.id).map_or_else(String::new, |place| item_entry(book, place, None));
        &self.full[place.page.0].get_or_init(|| items.iter().map(entry).collect())[place.number]
    }

    /// `progress-manifest.json`: every trackable item, and all that counts, plans and share links are made from.
    pub fn whole(&self, site: &Site) -> String {
        let book = &site.book;
        let table = Table::new(book);
        let placed = book.pages.iter().flat_map(|page| &page.body().items);
        let order: BTreeMap<&Id, usize> = placed.enumerate().map(|(at, item)| (&item.id, at)).collect();
        let mut items = Map::new();
        for (id, place) in book.items.iter().filter(|(_, place)| site.url(place.page).is_some()) {
            let mut item = item_data(book, place, None);
            if let Some(number) = table.items.get(id) {
                item["n"] = json!(number);
            }
            item["at"] = json!(order.get(id));
            items.insert(id.to_string(), item);
        }
        let link = |page: PageIndex| Some(json!({ "title": &*book.page(page).title, "url": site.url(page)?.encoded() }));
        let pages: Map<String, Json> = book
            .items
            .values()
            .map(|place| place.page)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .filter_map(|page| {
                let mut view = link(page)?;
                if let Content::Checklist(ChecklistMatter { kind: Some(kind), .. }) = &book.page(page).parsed.content {
                    view["kind"] = json!(kind.value);
                }
                Some((book.page(page).key(), view))
            })
            .collect();
        let listed = |kind: PageKind| -> Map<String, Json> {
            let pages = book.pages_of(kind);
            pages.filter_map(|(at, page)| Some((page.id().to_string(), link(at)?))).collect()
        };
        let mut skills = listed(PageKind::Skill);
        for (id, skill) in &mut skills {
            if let Some(number) = table.skills.get(id.as_str()) {
                skill["n"] = json!(number);
            }
        }
        let mut levels = listed(PageKind::Level);
        for level in &book.ladder.levels {
            if let Some(view) = levels.get_mut(&*level.id) {
                view["track"] = json!(&*level.track);
            }
        }
        let mut tracks = listed(PageKind::Track);
        for track in &book.ladder.tracks {
            if let Some(view) = tracks.get_mut(&*track.id) {
                view["levels"] = json!(track.levels.iter().map(|id| &**id).collect::<Vec<_>>());
            }
        }
        let chapters: Vec<Json> = book
            .pages_of(PageKind::Chapter)
            .filter(|(_, page)| page.is_reading())
            .filter_map(|(at, page)| Some(json!({ "id": &**page.id(), "title": &*page.title, "url": site.url(at)?.encoded() })))
            .collect();
        json!({
            "version": VERSION,
            "site": book.manifest.site_id,
            "title": book.title,
            "items": items,
            "pages": pages,
            "chapters": chapters,
            "skills": skills,
            "levels": levels,
            "tracks": tracks,
            "was": self.former(book),
            "gone": table.gone,
            "worksheets": worksheets(site),
        })
        .to_string()
    }

    fn former(&self, book: &Book) -> &BTreeMap<String, Vec<String>> {
        self.former.get_or_init(|| former(book))
    }
}

/// The items that stand on a page and nowhere before it.
fn items_of(book: &Book, page: PageIndex) -> impl Iterator<Item = (&Item, &ItemPlace)> {
    let items = &book.page(page).body().items;
    items.iter().filter_map(move |item| Some((item, book.items.get(&item.id).filter(|place| place.page == page)?)))
}

/// A page's items as other pages know them: ids, and what a count needs.
fn brief(book: &Book, page: PageIndex, except: &BTreeSet<&Id>) -> String {
    let key = book.page(page).key();
    let views = items_of(book, page).filter(|(item, _)| !except.contains(&item.id)).map(|(item, place)| {
        let mut view = json!({ "page": key });
        let mut say = |name: &str, value: Json| view[name] = value;
        if place.rev != 1 {
            say("rev", json!(place.rev));
        }
        if let Some(review) = place.review {
            say("review", json!(review.days));
        }
        format!("{}:{view}", json!(&*item.id))
    });
    views.collect::<Vec<_>>().join(",")
}

/// An item's id with everything about it.
fn item_entry(book: &Book, place: &ItemPlace, here: Option<PageIndex>) -> String {
    let id = &book.page(place.page).body().items[place.number].id;
    format!("{}:{}", json!(&**id), item_data(book, place, here))
}

/// Everything about an item. Its page is left out where it is `here`.
fn item_data(book: &Book, place: &ItemPlace, here: Option<PageIndex>) -> Json {
    let page = book.page(place.page);
    let mut item = json!({ "title": &*page.body().items[place.number].title });
    let mut say = |name: &str, value: Json| {
        if !value.is_null() && value != json!([]) {
            item[name] = value;
        }
    };
    say("page", if here == Some(place.page) { Json::Null } else { json!(page.key()) });
    say("rev", if place.rev == 1 { Json::Null } else { json!(place.rev) });
    say("skills", json!(place.skills.iter().map(|skill| &**skill).collect::<Vec<_>>()));
    say("step", json!(place.step));
    say("review", json!(place.review.map(|review| review.days)));
    say("effort", json!(place.effort));
    say("level", json!(place.level.as_deref()));
    say("owner", if place.owner == Owner::Own { Json::Null } else { json!(place.owner.word()) });
    item
}

/// The places of items and skills in share links: their rank in the lock, where a line never moves.
struct Table<'a> {
    items: BTreeMap<&'a Id, usize>,
    skills: BTreeMap<&'a str, usize>,
    /// Ranks of ids that the book no longer has.
    gone: Json,
}

impl<'a> Table<'a> {
    fn new(book: &'a Book) -> Self {
        let mut entries: Vec<_> = book.lock.iter().flat_map(|lock| &lock.entries).collect();
        entries.sort_by_key(|entry| entry.ordinal);
        let mut table = Self { items: BTreeMap::new(), skills: BTreeMap::new(), gone: Json::Null };
        let (mut gone_items, mut gone_skills) = (Vec::new(), Vec::new());
        for entry in &entries {
            if entry.kind == LockKind::Item {
                if !book.items.contains_key(&entry.id) {
                    gone_items.push(json!([table.items.len(), &*entry.id]));
                }
                let rank = table.items.len();
                table.items.insert(&entry.id, rank);
            } else if let Some(skill) = entry.id.strip_prefix("skill/").filter(|_| entry.kind == LockKind::Page) {
                if book.find(PageKind::Skill, skill).is_none() {
                    gone_skills.push(json!([table.skills.len(), skill]));
                }
                let rank = table.skills.len();
                table.skills.insert(skill, rank);
            }
        }
        table.gone = json!({ "items": gone_items, "skills": gone_skills });
        table
    }
}

/// The key of the records that belong to a page: `p:` for a chapter that is read, `a:` for a skill, `l:` for a level.
fn record_key(page: &str) -> Option<String> {
    let (kind, id) = page.split_once('/')?;
    let letter = match kind {
        "chapter" => 'p',
        "skill" => 'a',
        "level" => 'l',
        _ => return None,
    };
    Some(format!("{letter}:{id}"))
}

/// What every record's key was called before, through all renames there ever were.
fn former(book: &Book) -> BTreeMap<String, Vec<String>> {
    let key = |kind: LockKind, id: &Id| match kind {
        LockKind::Item => Some(format!("i:{id}")),
        LockKind::Expectation => Some(format!("e:{id}")),
        LockKind::Field => Some(format!("n:{id}")),
        LockKind::Page => record_key(id),
    };
    let mut former: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for ((kind, old), new) in &book.renames {
        for new in new {
            if let (Some(old), Some(new)) = (key(*kind, old), key(*kind, new)) {
                former.entry(new).or_default().push(old[2..].to_owned());
            }
        }
    }
    former
}

/// The worksheets: what a reader wrote is kept under `worksheet/field`.
fn worksheets(site: &Site) -> Vec<Json> {
    let worksheet = |(id, place): (&Id, &WorksheetPlace)| {
        let worksheet = &site.book.page(place.page).body().worksheets[place.number];
        let field = |field: &Field| json!({ "id": &*field.id, "label": field.label });
        Some(json!({
            "id": &**id,
            "title": worksheet.title,
            "url": format!("{}#w:{id}", site.url(place.page)?.encoded()),
            "fields": worksheet.fields.iter().map(field).collect::<Vec<_>>(),
        }))
    };
    site.book.worksheets.iter().filter_map(worksheet).collect()
}
