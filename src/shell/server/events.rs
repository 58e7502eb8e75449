//! Tells open tabs what changed: one stream of server-sent events and one thread per tab.

use super::{answer, site::Site};
use percent_encoding::percent_decode_str;
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
    /// The version it shows.
    version: String,
    sender: Sender<String>,
}

impl Tabs {
    /// Tells every tab how the book is now, and those whose page changed to reload.
    pub fn tell(&self, site: &Site) {
        let state = match site.trouble() {
            Some(trouble) => event("errors", &trouble),
            None => event("ok", ""),
        };
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain_mut(|tab| {
            let version = site.version(&tab.page);
            let has_changed = version != tab.version;
            tab.version = version;
            let is_there = tab.sender.send(state.clone()).is_ok();
            is_there && (!has_changed || tab.sender.send(event("reload", "")).is_ok())
        });
    }

    fn join(&self, site: &Site, page: &str) -> Receiver<String> {
        let (sender, receiver) = channel();
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        // A tab that comes back compares this with what it was told first.
        let version = site.version(page);
        let mut first = event("version", &version);
        first.extend(site.trouble().map(|trouble| event("errors", &trouble)));
        // The receiver is in our hand, so this cannot fail.
        let _ = sender.send(first);
        open.push(Tab { page: page.to_owned(), version, sender });
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
    let page = query.trim_start_matches('?').split('&').find_map(|pair| pair.strip_prefix("page="));
    let page = percent_decode_str(page.unwrap_or("/")).decode_utf8().ok()?;
    answer::path(&page)
}

/// Sends events until the tab goes away.
pub fn stream(request: Request, site: &Site, page: &str) {
    let events = site.tabs().join(site, page);
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
