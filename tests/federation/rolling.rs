//! A rolling restart: one node after the other is drained, stopped and started again, under load. What was acknowledged arrives, and no
//! client has to connect more than once for each node that is restarted.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use gmqtt_protocol::QoS::AtLeastOnce;
use gmqtt_protocol::Version;
use gmqtt_protocol::packet::Packet;

use super::node::{Node, together, until};
use crate::durability::client::Connection;
use crate::support::packets::{filter, puback, publish1, subscribe};

/// How many messages of a publisher may be unacknowledged.
const WINDOW: usize = 10;
/// The pause of a publisher between two messages.
const PAUSE: Duration = Duration::from_millis(4);

/// What all clients know, as a load balancer would.
struct Front {
    /// The nodes that take new clients.
    open: Mutex<Vec<Option<SocketAddr>>>,
    /// Which node is being restarted.
    round: AtomicUsize,
    no_more: AtomicBool,
    /// Subscribers have all that they can have.
    is_over: AtomicBool,
}

/// A client that connects again by itself.
struct Client {
    name: String,
    version: Version,
    /// Where it begins.
    home: usize,
    /// The connections that it had to make again, by round.
    again: BTreeMap<usize, usize>,
}

/// Where it goes when its connection has ended.
enum Next {
    /// Where it was told to.
    There(SocketAddr),
    Anywhere,
    Nowhere,
}

#[derive(Default)]
struct Published {
    sent: u64,
    acknowledged: BTreeSet<u64>,
}

impl Front {
    fn open(&self) -> MutexGuard<'_, Vec<Option<SocketAddr>>> {
        self.open.lock().expect("nobody has panicked with it")
    }

    fn somewhere(&self, first: usize) -> SocketAddr {
        let open = self.open();
        let nodes = (0..open.len()).map(|n| (first + n) % open.len());
        nodes.filter_map(|node| open[node]).next().expect("a node")
    }
}

impl Client {
    fn new(name: String, version: Version, home: usize) -> Self {
        let again = BTreeMap::new();
        Self {
            name,
            version,
            home,
            again,
        }
    }

    /// Is connected, again and again, until `serve` has no more to do.
    fn run(&mut self, front: &Front, mut serve: impl FnMut(&mut Connection) -> io::Result<Next>) {
        let mut address = front.somewhere(self.home);
        let mut has_session = false;
        loop {
            let next = match Connection::open(address, self.version, &self.name) {
                Ok((mut connection, is_present)) => {
                    assert!(
                        is_present || !has_session,
                        "the session of {} is lost",
                        self.name
                    );
                    has_session = true;
                    serve(&mut connection).unwrap_or(Next::Anywhere)
                }
                Err(_) => Next::Anywhere,
            };
            address = match next {
                Next::There(address) => address,
                Next::Anywhere => front.somewhere(self.home),
                Next::Nowhere => return,
            };
            let round = front.round.load(Ordering::SeqCst);
            *self.again.entry(round).or_default() += 1;
        }
    }
}

/// Where a DISCONNECT sends a client.
fn told(reference: Option<&str>) -> Next {
    let address = reference.and_then(|text| text.parse().ok());
    address.map_or(Next::Anywhere, Next::There)
}

fn publisher(front: &Front, client: &mut Client) -> Published {
    let (topic, name) = (format!("load/{}", client.name), client.name.clone());
    let mut all = Published::default();
    let mut waiting: VecDeque<(u16, u64)> = VecDeque::new();
    client.run(front, |connection| {
        for (id, number) in &waiting {
            let payload = format!("{name}:{number}");
            let mut packet = publish1(*id, &topic, &payload);
            packet.dup = true;
            connection.send(&packet);
        }
        let mut due = Instant::now();
        loop {
            let ends = front.no_more.load(Ordering::SeqCst);
            if ends && waiting.is_empty() {
                return Ok(Next::Nowhere);
            }
            if !ends && waiting.len() < WINDOW && Instant::now() >= due {
                all.sent += 1;
                let id = (all.sent % 60_000) as u16 + 1;
                let payload = format!("{name}:{}", all.sent);
                connection.send(&publish1(id, &topic, &payload));
                waiting.push_back((id, all.sent));
                due = Instant::now() + PAUSE;
            }
            connection.flush()?;
            match connection.receive()? {
                Some(Packet::Puback(ack)) => {
                    let id = ack.packet_id.get();
                    assert!(!ack.reason.is_error(), "{name}: {}", ack.reason);
                    let at = waiting.iter().position(|(of, _)| *of == id);
                    let at = at.expect("an identifier that is in use");
                    let (_, number) = waiting.remove(at).expect("it is there");
                    all.acknowledged.insert(number);
                }
                Some(Packet::Disconnect(end)) => return Ok(told(end.properties.server_reference)),
                Some(other) => panic!("{name} was sent {other:?}"),
                None => {}
            }
        }
    });
    all
}

fn subscriber(
    front: &Front,
    client: &mut Client,
    all: &Mutex<BTreeMap<String, BTreeSet<u64>>>,
    is_subscribed: &AtomicUsize,
) {
    let name = client.name.clone();
    let mut has_subscribed = false;
    client.run(front, |connection| {
        if !has_subscribed {
            connection.send(&subscribe(1, &[filter("load/#", AtLeastOnce)]));
        }
        loop {
            connection.flush()?;
            match connection.receive()? {
                Some(Packet::Suback(suback)) => {
                    assert!(!suback.reasons[0].is_error(), "{suback:?}");
                    has_subscribed = true;
                    is_subscribed.fetch_add(1, Ordering::SeqCst);
                }
                Some(Packet::Publish(publish)) => {
                    let payload = std::str::from_utf8(publish.payload).expect("a text");
                    let (from, number) = payload.split_once(':').expect("NAME:NUMBER");
                    let number = number.parse().expect("NAME:NUMBER");
                    let mut all = all.lock().expect("nobody has panicked with it");
                    all.entry(from.to_owned()).or_default().insert(number);
                    let id = publish.packet_id.expect("QoS 1").get();
                    connection.send(&puback(id));
                }
                Some(Packet::Disconnect(end)) => return Ok(told(end.properties.server_reference)),
                Some(other) => panic!("{name} was sent {other:?}"),
                None if front.is_over.load(Ordering::SeqCst) => return Ok(Next::Nowhere),
                None => {}
            }
        }
    });
}

#[track_caller]
fn has_all_that_was_acknowledged(
    client: &Client,
    all: &BTreeMap<String, BTreeSet<u64>>,
    publishers: &[Client],
    published: &[Published],
) {
    let nothing = BTreeSet::new();
    for (publisher, published) in publishers.iter().zip(published) {
        let got = all.get(&publisher.name).unwrap_or(&nothing);
        let missing: Vec<_> = published.acknowledged.difference(got).collect();
        let (who, of) = (&client.name, &publisher.name);
        assert!(missing.is_empty(), "{who} lacks {missing:?} of {of}");
    }
}

/// Restarts one node after the other as an operator would.
fn restart_all(nodes: &mut [Node], front: &Front) {
    for at in 0..nodes.len() {
        front.round.store(at, Ordering::SeqCst);
        front.open()[at] = None;
        let other = front.somewhere(at + 1);
        let name = nodes[at].name.clone();
        let words = format!("cluster drain --confirm {name} --server {other} --yes");
        let drained = nodes[at].ask(&words);
        assert!(drained.status.success(), "{drained:?}");
        assert_eq!(nodes[at].stop(), Some(0));
        nodes[at].start();
        together(nodes);
        until("the node is ready again", || nodes[at].is_ready());
        front.open()[at] = Some(nodes[at].address());
    }
}

#[test]
fn a_rolling_restart_loses_nothing_and_ends_each_connection_at_most_once_a_node() {
    let mut nodes = Node::cluster(&["a", "b", "c"]);
    let open = nodes.iter().map(|node| Some(node.address())).collect();
    let front = Front {
        open: Mutex::new(open),
        round: AtomicUsize::new(0),
        no_more: AtomicBool::new(false),
        is_over: AtomicBool::new(false),
    };
    let clients = |kind: &str| -> Vec<Client> {
        let versions = [("v5", Version::V5), ("v3", Version::V3_1_1)];
        let of = |(word, version)| {
            move |home| Client::new(format!("{kind}-{word}-{home}"), version, home)
        };
        versions
            .map(|it| (0..3).map(of(it)))
            .into_iter()
            .flatten()
            .collect()
    };
    let (mut publishers, mut subscribers) = (clients("pub"), clients("sub"));
    let received: Vec<_> = subscribers.iter().map(|_| Mutex::default()).collect();
    let is_subscribed = AtomicUsize::new(0);
    let published: Vec<Published> = std::thread::scope(|scope| {
        for (client, all) in subscribers.iter_mut().zip(&received) {
            scope.spawn(|| subscriber(&front, client, all, &is_subscribed));
        }
        until("all are subscribed", || {
            is_subscribed.load(Ordering::SeqCst) == 6
        });
        for (at, name) in [(0, "b"), (0, "c"), (1, "a"), (1, "c"), (2, "a"), (2, "b")] {
            nodes[at].knows_routes(name, 1);
        }
        let running: Vec<_> = publishers
            .iter_mut()
            .map(|client| scope.spawn(|| publisher(&front, client)))
            .collect();
        restart_all(&mut nodes, &front);
        front.no_more.store(true, Ordering::SeqCst);
        let published: Vec<_> = running
            .into_iter()
            .map(|it| it.join().expect("a publisher that ends"))
            .collect();
        let end = Instant::now() + Duration::from_secs(15);
        let has_all = |all: &Mutex<BTreeMap<String, BTreeSet<u64>>>| {
            let all = all.lock().expect("nobody has panicked with it");
            let count: usize = all.values().map(BTreeSet::len).sum();
            count as u64 >= published.iter().map(|it| it.sent).sum()
        };
        while !received.iter().all(has_all) && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(20));
        }
        front.is_over.store(true, Ordering::SeqCst);
        published
    });
    for (client, all) in subscribers.iter().zip(&received) {
        let all = all.lock().expect("nobody has panicked with it");
        has_all_that_was_acknowledged(client, &all, &publishers, &published);
    }
    for client in publishers.iter().chain(&subscribers) {
        for (round, times) in &client.again {
            assert!(*times <= 1, "{}: {times} in round {round}", client.name);
        }
        assert!(!client.again.is_empty(), "{} has not moved", client.name);
    }
    for published in &published {
        assert!(published.acknowledged.len() > 100, "{}", published.sent);
    }
}
