//! Who may ask: only pages that came from this server, under its own names. A name of somebody else's that
//! points here would let their pages read ours.

use std::net::{IpAddr, SocketAddr};
use tiny_http::Request;

/// The names the server answers to.
#[derive(Debug)]
pub struct Guard {
    names: Vec<String>,
    port: u16,
    /// Listening everywhere: any plain address will do, as only names can be made to lie.
    any_address: bool,
}

impl Guard {
    /// The guard of a server that was asked to listen at `host` and does at `address`.
    pub fn new(host: &str, address: SocketAddr) -> Self {
        let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "[::1]".to_owned()];
        names.push(host.to_ascii_lowercase());
        if let IpAddr::V6(ip) = address.ip() {
            names.push(format!("[{ip}]"));
        }
        Self { names, port: address.port(), any_address: address.ip().is_unspecified() }
    }

    /// Whether the request names this server as its host, once.
    pub fn admits(&self, request: &Request) -> bool {
        let mut hosts = headers(request, "Host");
        hosts.next().is_some_and(|host| self.knows(host)) && hosts.next().is_none()
    }

    /// Whether the request comes from a page of this server, or from no page at all.
    pub fn is_same_origin(&self, request: &Request) -> bool {
        let from_here = |origin: &str| origin.strip_prefix("http://").is_some_and(|host| self.knows(host));
        headers(request, "Origin").all(from_here) && headers(request, "Sec-Fetch-Site").all(|site| matches!(site, "same-origin" | "none"))
    }

    fn knows(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let name = match host.strip_suffix(&format!(":{}", self.port)) {
            Some(name) => name,
            None if self.port == 80 => &host,
            None => return false,
        };
        let is_address = || name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
        self.names.iter().any(|known| known == name) || (self.any_address && is_address())
    }
}

/// The values of a header.
pub fn headers<'a>(request: &'a Request, name: &'static str) -> impl Iterator<Item = &'a str> {
    request.headers().iter().filter(move |header| header.field.equiv(name)).map(|header| header.value.as_str())
}

#[cfg(test)]
mod tests {
    use super::Guard;

    #[test]
    fn knows_its_own_names_only() {
        let guard = Guard::new("127.0.0.1", ([127, 0, 0, 1], 4000).into());
        for host in ["localhost:4000", "LOCALHOST:4000", "127.0.0.1:4000", "[::1]:4000"] {
            assert!(guard.knows(host), "{host}");
        }
        for host in ["localhost", "127.0.0.1:80", "evil.example:4000", "localhost:4000.evil.example", "10.0.0.1:4000", ""] {
            assert!(!guard.knows(host), "{host}");
        }
        let open = Guard::new("0.0.0.0", ([0, 0, 0, 0], 4000).into());
        assert!(open.knows("192.168.1.5:4000") && !open.knows("evil.example:4000"));
    }
}
