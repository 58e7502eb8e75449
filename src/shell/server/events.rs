//! Tells open tabs what changed: one stream of server-sent events and one thread per tab.

use super::{answer, site::Site, view::View};
use std::{
    io::{self, Write},
    sync::{
        Mutex, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    time::Duration,
};
use tiny_http::{Method, Request};

/// The address of the events, without its query.
const EVENTS_URL: &str = "/_rungs/events";
/// A stream says something at least this often, so that a closed tab is noticed.
const PING: Duration = Duration::from_secs(15);
const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n\
    X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\nretry: 500\n\n";

/// The tabs that listen.
#[derive(Default)]
pub struct Tabs {
    open: Mutex<Vec<Tab>>,
}

struct Tab {
    /// The output path of its page.
    page: String,
    /// Which site it looks at.
    view: View,
    /// The version it shows.
    version: String,
    sender: Sender<String>,
}

impl Tabs {
    /// Tells every tab how the book is now, and those whose page changed its new version.
    pub fn tell(&self, site: &Site) {
        let state = match site.trouble() {
            Some(trouble) => event("errors", &trouble.json),
            None => event("ok", ""),
        };
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain_mut(|tab| {
            let version = site.version(&tab.page, tab.view);
            let is_there = tab.sender.send(state.clone()).is_ok();
            let is_told = version == tab.version || tab.sender.send(event("version", &version)).is_ok();
            tab.version = version;
            is_there && is_told
        });
    }

    fn join(&self, site: &Site, page: &str, view: View) -> Receiver<String> {
        let (sender, receiver) = channel();
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        // A tab that comes back compares this with what it was told first.
        let version = site.version(page, view);
        let mut first = event("version", &version);
        first.extend(site.trouble().map(|trouble| event("errors", &trouble.json)));
        // The receiver is in our hand, so this cannot fail.
        let _ = sender.send(first);
        open.push(Tab { page: page.to_owned(), view, version, sender });
        receiver
    }
}

/// The page whose events are asked for, if events are.
pub fn wanted(request: &Request) -> Option<String> {
    let query = request.url().strip_prefix(EVENTS_URL)?;
    let is_asked = *request.method() == Method::Get && (query.is_empty() || query.starts_with('?'));
    if !is_asked {
        return None;
    }
    let query = query.trim_start_matches('?');
    let page = if query.is_empty() { "/".to_owned() } else { answer::value(query, "page")? };
    answer::path(&page)
}

/// Sends events until the tab goes away.
pub fn stream(request: Request, site: &Site, page: &str) {
    let events = site.tabs().join(site, page, View::of(&request));
    let mut writer = request.into_writer();
    let mut send = |text: &str| -> io::Result<()> {
        writer.write_all(text.as_bytes())?;
        writer.flush()
    };
    if send(HEAD).is_err() {
        return;
    }
    loop {
        let outcome = match events.recv_timeout(PING) {
            Ok(text) => send(&text),
            Err(RecvTimeoutError::Timeout) => send(": ping\n\n"),
            Err(RecvTimeoutError::Disconnected) => return,
        };
        if outcome.is_err() {
            return;
        }
    }
}

/// An event in the form of the stream.
fn event(name: &str, data: &str) -> String {
    let data = data.replace('\r', "").replace('\n', "\ndata: ");
    format!("event: {name}\ndata: {data}\n\n")
}

#[cfg(test)]
mod tests {
    use super::event;

    #[test]
    fn data_cannot_make_events_of_its_own() {
        assert_eq!(event("errors", "a\n\nevent: ok\r"), "event: errors\ndata: a\ndata: \ndata: event: ok\n\n");
    }
}
