//! Two nodes with a link over loopback, and brokers that only write down what is wanted of them.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use bytes::Bytes;
use gmqtt_plugin_api::BoxFuture;
use gmqtt_plugin_api::cluster::{Cluster as _, ClusterControl, Done, NotFetched, Redirect, Wanted};
use gmqtt_protocol::TopicName;
use parking_lot::Mutex;
use tokio::task::JoinSet;

use super::accept::Acceptor;
use super::dial::Dialer;
use super::proof::Prover;
use crate::core::Core;
use crate::secret::ClusterSecret;
use crate::{Forward, NodeName, Run, SessionFrom, Settings, Stamp};

/// A broker that has one session, of the client `c`.
#[derive(Default)]
struct Broker {
    delivered: Mutex<Vec<Bytes>>,
    safe: Mutex<Vec<u64>>,
    dropped: Mutex<Vec<String>>,
}

impl ClusterControl for Broker {
    fn routes_changed(&self, _: &str) {}

    fn give(&self, _: &str, message: Bytes, done: Done) {
        self.delivered.lock().push(message);
        done();
    }

    fn forget_session(&self, _: &str, _: &Stamp) {}

    fn deliver(&self, _: &NodeName, forward: Forward, done: Option<Done>) -> bool {
        self.delivered.lock().push(forward.message);
        if let Some(done) = done {
            done();
        }
        true
    }

    fn safe(&self, _: &NodeName, number: u64) {
        self.safe.lock().push(number);
    }

    fn answers(&self, _: &NodeName, _: bool) {}

    fn doubtful(&self, _: &NodeName, _: u64) {}

    fn unsafe_at(&self, _: &NodeName) {}

    fn retain(&self, _: &str, _: Option<Bytes>, _: &Stamp) {}

    fn retained(&self, _: &str) -> Option<Bytes> {
        None
    }

    fn hand_over(&self, client_id: &str, _: &Stamp) -> BoxFuture<'static, Option<Bytes>> {
        let session = (client_id == "c").then(|| Bytes::from_static(b"its session"));
        Box::pin(async move { session })
    }

    fn fetch(
        &self,
        _: &str,
        _: &Stamp,
        _: Wanted,
    ) -> BoxFuture<'static, Result<Option<(NodeName, Bytes)>, NotFetched>> {
        Box::pin(async { Ok(None) })
    }

    fn drop_session(&self, client_id: &str, _: &Stamp) {
        self.dropped.lock().push(client_id.to_owned());
    }

    fn redirect(&self, _: &str, _: Redirect<'_>) -> bool {
        false
    }

    fn hold_back(&self, _: Option<&str>) {}
}

struct Pair {
    cores: [Arc<Core>; 2],
    brokers: [Arc<Broker>; 2],
    dialer: Arc<Dialer>,
    address: String,
    tasks: JoinSet<()>,
}

fn name(at: usize) -> NodeName {
    NodeName::new(["a", "b"][at])
}

fn pair(secrets: [&str; 2]) -> Pair {
    let brokers = [Arc::new(Broker::default()), Arc::new(Broker::default())];
    let core = |at| Arc::new(Core::new(name(at), Run(1), Settings::default()));
    let cores: [Arc<Core>; 2] = [core(0), core(1)];
    let prover = |at: usize| Prover::new(&ClusterSecret::new(secrets[at].as_bytes())).unwrap();
    let mut tasks = JoinSet::new();
    for (core, broker) in cores.iter().zip(&brokers) {
        tasks.spawn(core.clone().carry_out(broker.clone()));
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let acceptor = Acceptor::new(
        cores[1].clone(),
        name(1),
        Run(1),
        prover(1),
        Arc::new(AtomicU64::new(0)),
    );
    tasks.spawn(Arc::new(acceptor).serve(listener, None));
    let dialer = Dialer {
        core: cores[0].clone(),
        name: name(0),
        run: Run(1),
        prover: prover(0),
        tls: None,
    };
    let dialer = Arc::new(dialer);
    tasks.spawn(dialer.clone().keep(name(1), address.as_str().into()));
    cores[0].up(&name(1), Run(1));
    cores[1].up(&name(0), Run(1));
    Pair {
        cores,
        brokers,
        dialer,
        address,
        tasks,
    }
}

async fn until(what: &str, is_so: impl Fn() -> bool) {
    let waits = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(30), waits).await;
    assert!(waited.is_ok(), "waited in vain: {what}");
}

fn message(text: String) -> Forward {
    Forward {
        message: text.into(),
        safe: true,
        plain: true,
        groups: Box::default(),
        client: None,
        known: 0,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_cross_in_order_and_are_said_to_be_safe() {
    let pair = pair(["s", "s"]);
    let (a, b) = (&pair.cores[0], &pair.cores[1]);
    b.subscribed("t/#");
    let topic = TopicName::parse("t/1").unwrap();
    until("the route is known", || {
        a.route(topic).plain.as_slice() == [name(1)]
    })
    .await;
    const COUNT: usize = 20_000;
    for at in 0..COUNT {
        a.forward(&name(1), message(at.to_string())).unwrap();
    }
    let safe = || pair.brokers[0].safe.lock().last().copied();
    until("all are safe", || safe() == Some(COUNT as u64)).await;
    let delivered = std::mem::take(&mut *pair.brokers[1].delivered.lock());
    assert_eq!(delivered.len(), COUNT);
    for (at, message) in delivered.iter().enumerate() {
        assert_eq!(&message[..], at.to_string().as_bytes());
    }
    let figures = a.figures().remove(&name(1)).unwrap();
    assert_eq!((figures.forwarded, figures.waiting), (COUNT as u64, 0));
    drop(pair.tasks);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_handed_over_and_dropped_once_it_is_safe() {
    let pair = pair(["s", "s"]);
    let (a, b) = (&pair.cores[0], &pair.cores[1]);
    let linked = |core: &Core| core.figures().values().all(|it| it.is_linked);
    until("there is a link", || linked(a) && linked(b)).await;
    until("the nodes have told all", || {
        a.is_settled() && b.is_settled()
    })
    .await;
    a.claim("c", false).await.unwrap();
    let claimed = b.claim("c", false).await.unwrap();
    let session = SessionFrom::Node {
        node: name(0),
        session: Bytes::from_static(b"its session"),
    };
    assert_eq!(claimed.session, session);
    assert!(pair.brokers[0].dropped.lock().is_empty());
    b.imported("c", &name(0), &claimed.stamp, &[]);
    until("it is dropped", || *pair.brokers[0].dropped.lock() == ["c"]).await;
    drop(pair.tasks);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_know_the_secret_gets_no_link() {
    let pair = pair(["s", "another"]);
    let refused = pair.dialer.link(&name(1), &pair.address).await;
    let words = refused.expect_err("a stranger").to_string();
    assert!(words.contains("another cluster_secret"), "{words}");
    let links = pair.cores.iter().flat_map(|it| it.figures().into_values());
    assert!(links.into_iter().all(|it| it.links == 0));
    drop(pair.tasks);
}
