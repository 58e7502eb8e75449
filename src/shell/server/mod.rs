//! The development server: answers from the compiled site, tells open tabs what changed. It is for the
//! author's own machine.

mod answer;
mod error_page;
mod events;
mod guard;
mod nudge;
mod site;
mod trouble;
mod view;

pub use site::Site;
pub use trouble::Trouble;

use super::{Fault, terminal};
use guard::Guard;
use nudge::Nudge;
use std::{
    io::ErrorKind,
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, ToSocketAddrs},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    thread,
    time::Duration,
};
use tiny_http::{Request, Server};

/// How long to wait before listening again after the system refused connections.
const BREATH: Duration = Duration::from_millis(200);

/// A port that is taken, before anything is served.
pub struct Bound {
    listener: TcpListener,
    address: SocketAddr,
    guard: Arc<Guard>,
}

impl Bound {
    /// Takes a port of this machine; 0 means any free one.
    pub fn new(host: &str, port: u16) -> Result<Self, Fault> {
        let fail = |error: &std::io::Error| match error.kind() {
            ErrorKind::AddrInUse => Fault::new(format!("port {port} is in use, perhaps by another `rungs serve`"))
                .help(format!("choose another: `--port {}`, or any free one: `--port 0`", port.saturating_add(1))),
            _ => Fault::new(format!("cannot listen at {host}:{port}: {error}"))
                .help("choose another port by `--port 0`, or leave `--host` out"),
        };
        let address = resolve(host, port).map_err(|error| fail(&error))?;
        let listener = listen(address).map_err(|error| fail(&error))?;
        let address = listener.local_addr().map_err(|error| fail(&error))?;
        Ok(Self { listener, address, guard: Arc::new(Guard::new(host, address)) })
    }

    /// Where a browser on this machine finds the site.
    pub fn url(&self) -> String {
        let ip = match self.address.ip() {
            ip if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
            ip => ip,
        };
        format!("http://{}/", SocketAddr::new(ip, self.address.port()))
    }

    /// Whether other machines can reach it.
    pub fn is_public(&self) -> bool {
        !self.address.ip().is_loopback()
    }

    /// Answers requests until the process ends.
    pub fn serve(self, site: &Arc<Site>) {
        let mut listener = Some(self.listener);
        loop {
            let next = listener.take().map_or_else(|| listen(self.address), Ok);
            let Some(server) = next.ok().and_then(|listener| Server::from_listener(listener, None).ok()) else {
                thread::sleep(BREATH);
                continue;
            };
            let server = Arc::new(server);
            let nudge = Nudge::new(&server, self.address);
            while let Ok(request) = server.recv() {
                nudge.ring();
                let (site, guard) = (Arc::clone(site), Arc::clone(&self.guard));
                // A thread that cannot start drops the request; the client sees a 500 and may try again.
                let _ = thread::Builder::new().spawn(move || handle(request, &site, &guard));
            }
            // tiny_http stops listening for good when a connection cannot be accepted or used.
            terminal::say("The server could not take a connection; listening again.");
            drop(server);
            thread::sleep(BREATH);
        }
    }
}

/// Listens. An answer is written in pieces, and on a connection that is kept open the second piece would wait for a
/// late acknowledgement of the first, 40 ms; connections inherit from their listener that they do not.
fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    // Where it cannot be set, answers are slower and nothing else.
    let _ = rustix::net::sockopt::set_tcp_nodelay(&listener, true);
    Ok(listener)
}

fn resolve(host: &str, port: u16) -> std::io::Result<SocketAddr> {
    if host == "localhost" {
        return Ok((Ipv4Addr::LOCALHOST, port).into());
    }
    (host, port).to_socket_addrs()?.next().ok_or_else(|| std::io::Error::other("no such address"))
}

fn handle(request: Request, site: &Site, guard: &Guard) {
    if let Some(page) = events::wanted(&request).filter(|_| guard.admits(&request)) {
        if guard.is_same_origin(&request) {
            return events::stream(request, site, &page);
        }
        return respond(request, answer::Answer::text(403, "events are for the site itself"));
    }
    let answer = guarded(|| answer::answer(&request, site, guard));
    respond(request, answer);
}

/// What was made, or an answer that says why nothing was: whoever asked must not wait for a thread that is gone.
fn guarded(make: impl FnOnce() -> answer::Answer) -> answer::Answer {
    let made = catch_unwind(AssertUnwindSafe(make));
    made.unwrap_or_else(|_| answer::Answer::text(500, "Rungs made a mistake; see the terminal"))
}

fn respond(request: Request, answer: answer::Answer) {
    // A client that went away is no news.
    let _ = request.respond(answer.into_response());
}

#[cfg(test)]
mod tests {
    use super::{answer::Answer, guarded};

    #[test]
    fn a_mistake_of_ours_is_an_answer() {
        let status = |answer: Answer| answer.into_response().status_code().0;
        assert_eq!(status(guarded(|| panic!("a mistake"))), 500);
        assert_eq!(status(guarded(|| Answer::text(404, "there is no such page"))), 404);
    }
}
