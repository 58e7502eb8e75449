//! Keeps connections from waiting in vain. `tiny_http` hands connections to a pool of threads; when several come at
//! once it can leave one in its queue although all its threads are busy, until the next connection comes. Browsers
//! open six at once and then wait. So for a moment after every request we come ourselves, and leave at once; and now and
//! then without a request, as the one that waits may be the only one: browsers also open connections that they do not use.
//!
//! Coming by also finds out that nobody listens any more: `tiny_http` takes two files for a connection, and where the
//! second is one too many, its thread that listens ends without a word to those who wait for requests.

use std::{
    io::ErrorKind,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    sync::{
        Arc, Weak,
        mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};
use tiny_http::Server;

/// When to come by, counted from the request and from one another: a page's connections are opened within this time.
const VISITS: [Duration; 5] =
    [Duration::from_millis(4), Duration::from_millis(8), Duration::from_millis(16), Duration::from_millis(32), Duration::from_millis(64)];
/// How often to come by when nothing is asked.
const BEAT: Duration = Duration::from_millis(200);
/// A connection to ourselves that takes longer is not worth waiting for.
const PATIENCE: Duration = Duration::from_millis(100);

/// Comes by at one server, after requests and between them, until it is dropped.
pub struct Nudge {
    bell: SyncSender<()>,
}

impl Nudge {
    /// Begins to come by at a server that listens at this address. Whoever waits for its requests is told by an error
    /// when it does not listen any more.
    pub fn new(server: &Arc<Server>, address: SocketAddr) -> Self {
        let (bell, rings) = sync_channel(1);
        let server = Arc::downgrade(server);
        // Without a thread there is no nudge, and now and then a connection waits.
        let _ = thread::Builder::new().spawn(move || come_by(&rings, &server, reachable(address)));
        Self { bell }
    }

    /// A request was taken.
    pub fn ring(&self) {
        // A full bell rings already.
        let _ = self.bell.try_send(());
    }
}

fn come_by(rings: &Receiver<()>, server: &Weak<Server>, address: SocketAddr) {
    let visit = || {
        let is_refused = TcpStream::connect_timeout(&address, PATIENCE).is_err_and(|error| error.kind() == ErrorKind::ConnectionRefused);
        if let Some(server) = server.upgrade().filter(|_| is_refused) {
            server.unblock();
        }
    };
    loop {
        match rings.recv_timeout(BEAT) {
            Ok(()) => {
                for pause in VISITS {
                    thread::sleep(pause);
                    visit();
                }
            }
            Err(RecvTimeoutError::Timeout) => visit(),
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Where this machine reaches a server that listens everywhere.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}
