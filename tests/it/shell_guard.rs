//! The development server under requests that no browser of the author sends: tables with exact statuses, and limits.

use crate::shell_folder::Folder;
use crate::shell_server::{PATIENCE, Server, status};
use std::{
    io::{Read, Write},
    net::TcpStream,
    process::Command,
    thread::sleep,
    time::{Duration, Instant},
};

fn server() -> Server {
    let secret = "SECRET of the folder above\n";
    Server::start(&[
        ("book/index.md", "home"),
        ("book/guide/a.md", "# A\n"),
        ("secret.md", secret),
        ("book/.hidden.md", secret),
        (".git/config", secret),
    ])
}

/// The status of a raw request; 0 when the server hangs up without one.
fn ask(server: &Server, request: &str) -> (u16, String) {
    let mut answer = Vec::new();
    let _ = server.send(request).read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    (status(&answer).parse().unwrap_or(0), answer)
}

#[test]
fn no_way_of_writing_a_path_leads_out() {
    let server = server();
    let ups = ["..", "%2e%2e", "%2E.", ".%2e", "..%00", "..;", "%252e%252e", "..\\", "%c0%ae%c0%ae", "．．", "....", "..%2f.."];
    let joints = ["/", "//", "%2f", "%2F", "\\", "%5c", "%255c"];
    let goals = ["secret.md", "etc/passwd", ".git/config", "book/.hidden.md", "book/index.md"];
    let mut rows = 0;
    for up in ups {
        for joint in joints {
            for goal in goals {
                for start in ["/", "/guide/"] {
                    let path = format!("{start}{up}{joint}{up}{joint}{goal}");
                    let path: String =
                        path.bytes().map(|b| if b.is_ascii() { (b as char).to_string() } else { format!("%{b:02x}") }).collect();
                    let (status, answer) =
                        ask(&server, &format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.host()));
                    assert_eq!(status, 404, "{path}: {answer}");
                    assert!(!answer.contains("SECRET") && !answer.contains("root:"), "{path}: {answer}");
                    rows += 1;
                }
            }
        }
    }
    assert_eq!(rows, 840);
}

#[test]
fn only_its_own_names_are_served() {
    let server = server();
    let port = server.port;
    let own = ["127.0.0.1", "localhost", "LocalHost", "[::1]"];
    let foreign = [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example#localhost",
        "127.0.0.2",
        "0.0.0.0",
        "[::]",
        "10.0.0.1",
        "localhost.",
        "localhost\t",
        "2130706433",
        "0x7f.1",
        "[::ffff:127.0.0.1]",
        "user@localhost",
        "localhost:1@evil.example",
        "",
    ];
    for (name, expected) in own.iter().map(|name| (*name, 200)).chain(foreign.iter().map(|name| (*name, 403))) {
        for path in ["/", "/guide/a.html", "/assets/icon.svg", "/_rungs/live.js", "/nothing"] {
            let request = format!("GET {path} HTTP/1.1\r\nHost: {name}:{port}\r\nConnection: close\r\n\r\n");
            let (status, answer) = ask(&server, &request);
            let expected = if expected == 200 && path == "/nothing" { 404 } else { expected };
            // White space around a value belongs to nobody.
            let expected = if name == "localhost\t" { 403 } else { expected };
            assert_eq!(status, expected, "{name} {path}: {answer}");
        }
        let (status, _) = ask(&server, &format!("GET / HTTP/1.1\r\nHost: {name}:{}\r\nConnection: close\r\n\r\n", port ^ 1));
        assert_eq!(status, 403, "another port of {name}");
    }
}

#[test]
fn events_and_places_are_for_pages_of_this_server() {
    let server = server();
    let host = server.host();
    let origins = [
        ("Origin: http://evil.example", 403),
        ("Origin: null", 403),
        ("Origin: https://localhost", 403),
        ("Origin: file://", 403),
        ("Sec-Fetch-Site: cross-site", 403),
        ("Sec-Fetch-Site: same-site", 403),
        ("Sec-Fetch-Site: anything", 403),
        ("Sec-Fetch-Site: same-origin", 200),
        ("Sec-Fetch-Site: none", 200),
        ("X-Nothing: x", 200),
    ];
    for (header, expected) in origins {
        for path in ["/_rungs/version?page=/", "/_rungs/place?source=index.md&offset=0", "/_rungs/coverage"] {
            let (status, answer) = ask(&server, &format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{header}\r\nConnection: close\r\n\r\n"));
            assert_eq!(status, expected, "{header} {path}: {answer}");
        }
    }
    let (status, _) =
        ask(&server, &format!("GET /_rungs/version?page=/ HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nConnection: close\r\n\r\n"));
    assert_eq!(status, 200);
    for query in [
        "source=../secret.md&offset=0",
        "source=/etc/passwd&offset=0",
        "source=.hidden.md&offset=0",
        "source=index.md",
        "offset=1",
        "source=index.md&offset=x",
        "",
    ] {
        let (status, answer) = ask(&server, &format!("GET /_rungs/place?{query} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        assert!(status == 404 && !answer.contains("SECRET"), "{query}: {answer}");
    }
}

#[test]
fn only_get_and_head_are_methods() {
    let server = server();
    let host = server.host();
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get", "BREW"] {
        for path in ["/", "/guide/a.html", "/_rungs/version?page=/", "/_rungs/events?page=/", "/nothing"] {
            let request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            assert_eq!(ask(&server, &request).0, 405, "{method} {path}");
        }
    }
    for (path, expected) in [("/", 200), ("/guide/a.html", 200), ("/nothing", 404), ("/guide", 404)] {
        let (status, answer) = ask(&server, &format!("HEAD {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        assert_eq!(status, expected, "{path}");
        assert!(answer.ends_with("\r\n\r\n"), "HEAD has no body: {answer}");
    }
}

#[test]
fn texts_are_packed_for_whoever_asks() {
    let server = Server::start(&[("book/index.md", &"Many words. ".repeat(500))]);
    let plain = server.get("/");
    assert!(!plain.contains("Content-Encoding"));
    for (accepts, expected) in [("gzip", true), ("br, GZIP;q=0.5", true), ("gzip;q=0", false), ("br", false), ("*", false), ("", false)] {
        let (status, answer) =
            ask(&server, &format!("GET / HTTP/1.1\r\nHost: {}\r\nAccept-Encoding: {accepts}\r\nConnection: close\r\n\r\n", server.host()));
        assert_eq!((status, answer.contains("Content-Encoding: gzip")), (200, expected), "{accepts}");
        assert!(answer.contains("Vary: Accept-Encoding"), "{accepts}");
    }
}

#[test]
fn idle_connections_keep_nobody_waiting() {
    let server = server();
    let idle: Vec<TcpStream> = (0..300).map(|_| TcpStream::connect(("127.0.0.1", server.port)).expect("a connection")).collect();
    let mut tabs: Vec<_> = (0..12).map(|_| server.events("/guide/a.html")).collect();
    let start = Instant::now();
    assert_eq!(status(&server.get("/guide/a.html")), "200");
    println!("a page beside 300 idle connections: {:?}", start.elapsed());
    server.folder.write("book/guide/a.md", "# Changed\n");
    for tab in &mut tabs {
        while tab.next().0 != "version" {}
    }
    drop(idle);
}

#[cfg(unix)]
/// A browser opens connections that it does not use; the one that it does must not wait behind them for another.
#[test]
fn a_request_beside_unused_connections_is_answered() {
    let server = server();
    for round in 0..40 {
        let unused: Vec<TcpStream> =
            (0..3 + round % 3).map(|_| TcpStream::connect(("127.0.0.1", server.port)).expect("a connection")).collect();
        assert_eq!(status(&server.get("/guide/a.html")), "200", "round {round}");
        drop(unused);
        // Long enough that nothing is still on its way from the round before.
        sleep(Duration::from_millis(180));
    }
}

/// With even and odd numbers of files left, as a connection takes two of them: either may be the one that is not there.
#[test]
fn running_out_of_files_is_survived() {
    for files in 38..46 {
        survives_having(files);
    }
}

fn survives_having(files: usize) {
    let folder = Folder::with(&[("book/index.md", "home")]);
    let command = format!("ulimit -n {files}; exec {} serve book --port 0", env!("CARGO_BIN_EXE_rungs"));
    let mut shell = Command::new("sh");
    shell.args(["-c", &command]).current_dir(folder.path(""));
    let server = Server::spawn(folder, shell);
    // More than it may open, each with half a request, so that none is finished with.
    let many: Vec<TcpStream> = (0..80)
        .filter_map(|_| {
            let mut stream = TcpStream::connect_timeout(&([127, 0, 0, 1], server.port).into(), Duration::from_secs(2)).ok()?;
            let _ = stream.write_all(b"GET / HTTP/1.1\r\n");
            Some(stream)
        })
        .collect();
    // Each takes two files of the server's, so this many are enough; once it is out of them, it refuses the others.
    assert!(many.len() > 10, "{} connections of {files} files", many.len());
    sleep(Duration::from_millis(300));
    drop(many);
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", server.port)).is_err()
        || ask(&server, &format!("GET / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.host())).0 != 200
    {
        assert!(start.elapsed() < PATIENCE, "the server of {files} files did not come back");
        sleep(Duration::from_millis(50));
    }
}
