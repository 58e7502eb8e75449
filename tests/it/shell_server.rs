//! The development server: who may ask, what is answered, what open tabs hear.

use crate::shell_folder::Folder;
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, ChildStderr, Command, Stdio},
    time::Duration,
};

/// Longer than this nothing takes, on the busiest machine.
pub const PATIENCE: Duration = Duration::from_secs(20);

pub struct Server {
    pub folder: Folder,
    pub process: Child,
    pub port: u16,
}

impl Server {
    pub fn start(files: &[(&str, &str)]) -> Self {
        Self::run(Folder::with(files), &["serve", "book", "--port", "0"])
    }

    /// Starts the server of a folder that is there already.
    pub fn run(folder: Folder, arguments: &[&str]) -> Self {
        let command = folder.command(arguments);
        Self::spawn(folder, command)
    }

    /// Starts a server by a command of its own.
    pub fn spawn(folder: Folder, command: Command) -> Self {
        // Nobody reads on; the server must not mind.
        Self::heard(folder, command).0
    }

    /// The same, and what it says from then on.
    pub fn heard(folder: Folder, mut command: Command) -> (Self, Words) {
        let mut process = command.stderr(Stdio::piped()).spawn().expect("a server");
        let mut words = Words { said: Vec::new(), lines: BufReader::new(process.stderr.take().expect("its words")) };
        let line = words.until("Serving at");
        let port = line.split(['/', ':']).find_map(|part| part.parse().ok()).expect("a port");
        (Self { folder, process, port }, words)
    }

    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub fn send(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream.write_all(request.as_bytes()).expect("sent");
        stream
    }

    /// Sends a request of our own host and gives the whole answer.
    pub fn ask(&self, method: &str, url: &str, headers: &str) -> String {
        let host = self.host();
        let mut answer = String::new();
        let request = format!("{method} {url} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n");
        self.send(&request).read_to_string(&mut answer).expect("an answer");
        answer
    }

    pub fn get(&self, url: &str) -> String {
        self.ask("GET", url, "")
    }

    pub fn events(&self, page: &str) -> Events {
        let request = format!("GET /_rungs/events?page={page} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host());
        let mut events = Events { lines: BufReader::new(self.send(&request)) };
        assert_eq!(events.next().0, "version");
        events
    }
}

/// What a server says.
pub struct Words {
    /// The lines so far.
    pub said: Vec<String>,
    lines: BufReader<ChildStderr>,
}

impl Words {
    /// The next line that begins so.
    #[track_caller]
    pub fn until(&mut self, start: &str) -> String {
        loop {
            let mut line = String::new();
            assert!(self.lines.read_line(&mut line).expect("a line") > 0, "the server ended: {:?}", self.said);
            self.said.push(line.trim_end().to_owned());
            if line.starts_with(start) {
                return line.trim_end().to_owned();
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    /// The next event: its name and data.
    pub fn next(&mut self) -> (String, String) {
        let (mut name, mut data) = (String::new(), Vec::new());
        loop {
            let mut line = String::new();
            assert!(self.lines.read_line(&mut line).expect("an event") > 0, "the stream ended");
            let line = line.trim_end_matches('\n');
            if let Some(value) = line.strip_prefix("event: ") {
                value.clone_into(&mut name);
            } else if let Some(value) = line.strip_prefix("data: ") {
                data.push(value.to_owned());
            } else if line.is_empty() && !name.is_empty() {
                return (name, data.join("\n"));
            }
        }
    }

    /// Whether nothing is said for a while.
    pub fn is_quiet(&mut self, time: Duration) -> bool {
        self.lines.get_ref().set_read_timeout(Some(time)).expect("a timeout");
        let is_quiet = self.lines.fill_buf().is_err();
        self.lines.get_ref().set_read_timeout(Some(PATIENCE)).expect("a timeout");
        is_quiet
    }

    fn names(&mut self, count: usize) -> Vec<String> {
        (0..count).map(|_| self.next().0).collect()
    }
}

pub fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

pub fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    answer.lines().take_while(|line| !line.is_empty()).find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[test]
fn answers_its_own_pages_only() {
    let server = Server::start(&[("book/index.md", "home"), ("book/a/index.md", "folder"), ("secret.md", "secret")]);
    let home = server.get("/");
    assert!(status(&home) == "200" && home.contains(">home</p>"), "{home}");
    assert_eq!(header(&home, "Content-Type"), Some("text/html; charset=utf-8"));
    assert_eq!(header(&home, "Cache-Control"), Some("no-cache"));
    assert_eq!(header(&home, "X-Content-Type-Options"), Some("nosniff"));
    assert!(header(&home, "Access-Control-Allow-Origin").is_none() && header(&home, "Content-Length").is_some());
    assert!(server.get("/a/").contains("folder"));
    assert_eq!(header(&server.get("/a"), "Location"), Some("/a/"));
    for url in
        ["/../secret.md", "/%2e%2e/secret.md", "/..%2fsecret.md", "/a/../../secret.md", "//etc/passwd", "/book/index.md", "/%00", "/%ff"]
    {
        let answer = server.get(url);
        assert!(status(&answer) == "404" && !answer.contains("secret"), "{url}: {answer}");
    }
    let answer = server.get("/no<script>here");
    assert!(status(&answer) == "404" && !answer.contains("no<script>"), "{answer}");
    assert!(server.get("/_rungs/live.js").contains("EventSource"));
}

#[test]
fn the_coverage_report_is_offered_where_there_is_one() {
    let offered = |server: &Server, headers: &str| {
        let answer = server.ask("GET", "/_rungs/coverage", headers);
        assert_eq!(status(&answer), "200", "{answer}");
        answer.split_once("\r\n\r\n").expect("a body").1.to_owned()
    };
    let server = Server::start(&[("book/index.md", "home")]);
    assert_eq!(offered(&server, ""), "");
    let server = Server::start(&[
        ("book/tracks/ic.md", "---\ntitle: IC\nlevels: [senior]\n---\nIt.\n"),
        ("book/levels/senior.md", "---\ntitle: Senior\ntrack: ic\n---\nI build.\n"),
    ]);
    let address = offered(&server, "");
    assert_eq!(status(&server.get(&address)), "200", "{address}");
    assert_eq!(offered(&server, "Cookie: rungs-drafts=hidden\r\n"), "", "readers have no report");
}

#[test]
fn methods_and_hosts_are_checked() {
    let server = Server::start(&[("book/index.md", "home")]);
    assert_eq!(header(&server.ask("POST", "/", "Content-Length: 0\r\n"), "Allow"), Some("GET, HEAD"));
    assert_eq!(status(&server.ask("OPTIONS", "/", "")), "405");
    let head = server.ask("HEAD", "/", "");
    assert!(status(&head) == "200" && head.ends_with("\r\n\r\n") && header(&head, "Content-Length") != Some("0"), "{head}");
    for host in [
        "Host: evil.example\r\n".to_owned(),
        "Host: evil.example:4000\r\n".to_owned(),
        String::new(),
        format!("Host: {}\r\nHost: evil\r\n", server.host()),
    ] {
        let mut answer = String::new();
        let _ = server.send(&format!("GET / HTTP/1.1\r\nConnection: close\r\n{host}\r\n")).read_to_string(&mut answer);
        assert!(matches!(status(&answer), "403" | "400") && !answer.contains(">home</p>"), "{host}: {answer}");
    }
}

#[test]
fn what_is_known_is_not_sent_again() {
    let server = Server::start(&[("book/index.md", "home")]);
    let home = server.get("/");
    let tag = header(&home, "ETag").expect("a tag");
    let again = server.ask("GET", "/", &format!("If-None-Match: \"x\", W/{tag}\r\n"));
    assert!(status(&again) == "304" && !again.contains(">home</p>"), "{again}");
    server.folder.write("book/index.md", "other");
    let mut events = server.events("/");
    if server.get("/").contains(">home</p>") {
        assert_eq!(events.names(2), ["ok", "version"]);
    }
    assert_eq!(status(&server.ask("GET", "/", &format!("If-None-Match: {tag}\r\n"))), "200");
}

#[test]
fn a_tab_reloads_when_its_own_page_changed() {
    let server = Server::start(&[("book/index.md", "home"), ("book/a.md", "a")]);
    let (mut home, mut a) = (server.events("/"), server.events("/a.html"));
    server.folder.write("book/a.md", "new");
    assert_eq!(a.names(2), ["ok", "version"]);
    assert_eq!(home.names(1), ["ok"]);
    assert!(server.get("/a.html").contains("new"));
    server.folder.write("book/index.md", "[[nowhere]]");
    let (name, data) = home.next();
    assert!(name == "errors" && data.contains("book/index.md:1:1"), "{name} {data}");
    assert!(server.get("/").contains(">home</p>"), "the last good site");
    let mut late = server.events("/");
    assert_eq!(late.names(1), ["errors"]);
    server.folder.write("book/index.md", "mended");
    assert_eq!(late.names(2), ["ok", "version"]);
    assert_eq!(home.names(2), ["ok", "version"]);
    // Saved as editors do: a new file takes the place of the old one.
    server.folder.write("book/.a.md.tmp", "newest");
    fs::rename(server.folder.path("book/.a.md.tmp"), server.folder.path("book/a.md")).expect("renamed");
    assert_eq!(a.names(4), ["errors", "ok", "ok", "version"]);
}

#[test]
fn the_book_may_be_removed_and_come_back() {
    let server = Server::start(&[("book/index.md", "home")]);
    let mut events = server.events("/");
    fs::rename(server.folder.path("book"), server.folder.path("away")).expect("renamed");
    assert_eq!(events.next().0, "errors");
    server.folder.write("book/index.md", "back");
    while events.next().0 != "version" {}
    assert!(server.get("/").contains("back"));
    server.folder.write("book/index.md", "again");
    while events.next().0 != "version" {}
    assert!(server.get("/").contains("again"));
}

#[test]
fn a_book_that_never_was_good_gets_an_error_page() {
    let server = Server::start(&[("book/index.md", "<b>[[nowhere]]</b>")]);
    let page = server.get("/any/where");
    assert!(status(&page) == "500" && page.contains("&lt;b&gt;[[nowhere]]") && !page.contains("<b>"), "{page}");
    let mut events = server.events("/any/where");
    assert_eq!(events.next().0, "errors");
    server.folder.write("book/index.md", "mended");
    assert_eq!(events.names(2), ["ok", "version"]);
    assert!(server.get("/").contains("mended"));
}

#[test]
fn events_are_for_the_site_itself() {
    let server = Server::start(&[("book/index.md", "home")]);
    for header in ["Origin: http://evil.example\r\n", "Origin: null\r\n", "Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: same-site\r\n"]
    {
        let answer = server.ask("GET", "/_rungs/events?page=/", header);
        assert_eq!(status(&answer), "403", "{header}");
    }
}

#[test]
fn a_taken_port_says_what_to_do() {
    let server = Server::start(&[("book/index.md", "home")]);
    server.folder.refused(&["serve", "--port", &server.port.to_string()], "--port 0");
}

/// A server that says what it says to this test.
fn heard(files: &[(&str, &str)], arguments: &[&str], path: Option<&str>) -> (Server, Words) {
    let folder = Folder::with(files);
    let mut command = folder.command(arguments);
    if let Some(path) = path {
        command.env("PATH", path);
    }
    Server::heard(folder, command)
}

#[test]
fn listening_for_other_machines_is_warned_of() {
    let (server, mut words) = heard(&[("book/index.md", "home")], &["serve", "book", "--port", "0", "--host", "0.0.0.0"], None);
    words.until("warning: other machines can reach this server");
    let status_of = |host: &str| {
        let mut answer = String::new();
        let request = format!("GET / HTTP/1.1\r\nHost: {host}:{}\r\nConnection: close\r\n\r\n", server.port);
        server.send(&request).read_to_string(&mut answer).expect("an answer");
        status(&answer).to_owned()
    };
    // An address cannot be made to lie, a name can.
    for (host, expected) in [("127.0.0.1", "200"), ("localhost", "200"), ("192.168.1.7", "200"), ("[::1]", "200"), ("evil.example", "403")]
    {
        assert_eq!(status_of(host), expected, "{host}");
    }
    let (_server, words) = heard(&[("book/index.md", "home")], &["serve", "book", "--port", "0"], None);
    assert!(!words.said.iter().any(|line| line.contains("other machines")));
}

#[test]
fn a_machine_without_a_browser_gets_a_line() {
    let (server, mut words) = heard(&[("book/index.md", "home")], &["serve", "book", "--port", "0", "--open"], Some("/nonexistent"));
    words.until("note: cannot open a browser");
    assert_eq!(status(&server.get("/")), "200");
}

#[test]
fn the_terminal_says_an_error_once() {
    let (server, mut words) = heard(&[("book/index.md", "home"), ("book/a.md", "a")], &["serve", "book", "--port", "0"], None);
    server.folder.write("book/index.md", "[[nowhere]]");
    words.until("Showing the last good site");
    // Saved again, with the same fault in it.
    server.folder.write("book/a.md", "another");
    words.until("Showing the last good site");
    server.folder.write("book/index.md", "mended");
    words.until("Showing 7 pages");
    let errors = words.said.iter().filter(|line| line.starts_with("error[unknown-link]")).count();
    assert_eq!(errors, 1, "{:#?}", words.said);
}
