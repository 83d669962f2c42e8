//! A Redis that nodes share: each has a part of its own, and takes sessions out of the parts of others.

use std::time::Duration;

use gmqtt_protocol::PacketId;
use gmqtt_store::redis::{Options, Password, Redis};
use gmqtt_store::{
    Batch, Change, Claim, Entry, Epoch, Late, Lost, Lsn, MessageId, NotTaken, Numbers, SessionKey,
    SessionState, Shared, Stage, Store, Subscription, Taken,
};

use crate::model::Model;
use crate::redis::At;
use crate::redis_server::RedisServer;
use crate::suite::{self, append, durable, entry, loaded, message, state};
use crate::traffic::Traffic;

const X: SessionKey = SessionKey(1);
const Y: SessionKey = SessionKey(2);

fn part(server: &RedisServer, name: &str) -> Options {
    Options {
        part: Some(name.to_owned()),
        ..server.options()
    }
}

async fn open(server: &RedisServer, name: &str) -> Redis {
    Redis::connect(part(server, name)).await.expect("connected")
}

fn shared(store: &Redis) -> &dyn Shared {
    store.shared().expect("it is shared")
}

fn epoch(millis: u64, node: &str) -> Epoch {
    Epoch {
        millis,
        count: 0,
        node: node.into(),
    }
}

fn claimed<'a>(client_id: &'a str, millis: u64, node: &'a str) -> SessionState<'a> {
    SessionState {
        claim: Some(Claim {
            millis,
            count: 0,
            node,
        }),
        ..state(client_id)
    }
}

fn put<'a>(session: SessionKey, state: SessionState<'a>) -> Change<'a> {
    Change::PutSession { session, state }
}

fn enqueue(session: SessionKey, entry: Entry<'static>) -> Change<'static> {
    Change::Enqueue { session, entry }
}

/// A message for these sessions, at this place of each queue.
fn publish(batch: &mut Batch, number: u64, to: &[SessionKey]) {
    let text = number.to_string();
    batch.push(&Change::PutMessage {
        id: MessageId(number),
        message: message("t", text.as_bytes()),
    });
    for session in to {
        batch.push(&enqueue(*session, entry(number, MessageId(number))));
    }
}

async fn published(store: &dyn Store, number: u64, to: &[SessionKey]) {
    let mut batch = Batch::new();
    publish(&mut batch, number, to);
    durable(store, store.append(&mut batch).expect("taken")).await;
}

/// The parts of `a`, with all that a session can have, and of `b`.
async fn two(server: &RedisServer) -> (Redis, Redis) {
    let (a, b) = (open(server, "a").await, open(server, "b").await);
    let [id, other] = [7, 9].map(|id| PacketId::new(id).expect("not 0"));
    append(
        &a,
        &[put(X, claimed("x", 1, "a")), put(Y, claimed("y", 1, "a"))],
    )
    .await;
    let subscription = Subscription {
        filter: "t",
        options: gmqtt_protocol::packet::SubscriptionOptions::default(),
        id: Some(4),
    };
    append(
        &a,
        &[
            Change::PutSubscription {
                session: X,
                subscription,
            },
            Change::Received {
                session: X,
                packet_id: other,
            },
        ],
    )
    .await;
    for number in 1..=5 {
        published(&a, number, &[X, Y]).await;
    }
    let (session, packet_id) = (X, id);
    append(
        &a,
        &[Change::Sent {
            session,
            seq: 1,
            packet_id,
        }],
    )
    .await;
    (a, b)
}

async fn take(store: &Redis, client_id: &str, by: &Epoch) -> Option<Taken> {
    shared(store).take(client_id, by).await.expect("it works")
}

/// What was taken becomes the session of this number here.
async fn import(store: &Redis, taken: &Taken, by: &Epoch, session: SessionKey) {
    let claim = Claim {
        millis: by.millis,
        count: by.count,
        node: &by.node,
    };
    let mut numbers = Numbers {
        session: session.0,
        message: 1_000,
    };
    let taken = taken.session.claimed(claim);
    let position = store.import(&taken, session, &mut numbers).expect("taken");
    durable(store, position).await;
}

/// The places in the queue of a session of what was taken, with their messages.
fn queue(taken: &Taken) -> Vec<(u64, Stage, Option<String>)> {
    let mut model = Model::default();
    taken.session.restore(X, 0, &mut model);
    let session = &model.sessions[&X.0];
    let queue = session.queue.iter();
    queue
        .map(|(seq, kept)| (*seq, kept.stage, kept.message.as_deref().map(str::to_owned)))
        .collect()
}

/// The message of this number, as a queue has it.
fn shown(number: u64) -> Option<String> {
    let text = number.to_string();
    Some(format!("{:?}", message("t", text.as_bytes())))
}

fn numbers(taken: &Taken) -> Vec<u64> {
    queue(taken).iter().map(|(seq, ..)| *seq).collect()
}

async fn lost(store: &Redis) -> Vec<Lost> {
    let lost = tokio::time::timeout(Duration::from_secs(30), shared(store).lost());
    let lost = lost.await.expect("it is told");
    for it in &lost {
        shared(store).let_go(it.session);
    }
    lost
}

async fn clients(store: &Redis) -> Vec<String> {
    let (model, _) = loaded(store).await;
    let sessions = model.sessions.values();
    let ids = sessions.map(|session| {
        let (_, rest) = session
            .state
            .split_once("client_id: \"")
            .expect("it has one");
        rest.split('"').next().expect("a text").to_owned()
    });
    let mut ids: Vec<_> = ids.collect();
    ids.sort();
    ids
}

fn is_there(server: &RedisServer, key: &str) -> bool {
    let output = std::process::Command::new("redis-cli")
        .args(["-p", &server.port.to_string(), "exists", key])
        .output()
        .expect("redis-cli is installed");
    output.stdout.starts_with(b"1")
}

/// A part is a store like any other, for a user who may use its keys only.
#[tokio::test(flavor = "multi_thread")]
async fn a_part_passes_the_suite() {
    let user = ["--user", "gmqtt", "on", ">secret", "~{gmqtt*", "+@all"];
    let server = RedisServer::start(&[&user[..], &["--user", "default", "off"]].concat());
    let options = Options {
        user: "gmqtt".to_owned(),
        password: Password("secret".to_owned()),
        ..part(&server, "node 1.example")
    };
    suite::run(&At(options)).await;
}

/// The keys of a part are in one slot of a cluster, and those of others are found in theirs.
#[tokio::test(flavor = "multi_thread")]
async fn parts_can_be_in_a_redis_cluster() {
    let server = RedisServer::start(&["--cluster-enabled", "yes"]);
    server.tell(&["cluster", "addslotsrange", "0", "16383"]);
    let nodes = vec![gmqtt_store::redis::Address::new("127.0.0.1", server.port)];
    let options = |name| Options {
        servers: gmqtt_store::redis::Servers::Cluster(nodes.clone()),
        ..part(&server, name)
    };
    let connected = async {
        while Redis::connect(options("a")).await.is_err() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), connected)
        .await
        .expect("the cluster is up");
    suite::run(&At(options("a"))).await;
    let a = Redis::connect(options("a")).await.unwrap();
    let b = Redis::connect(options("b")).await.unwrap();
    append(&a, &[put(SessionKey(1_000_000), claimed("c", 1, "a"))]).await;
    let by = epoch(2, "b");
    let taken = take(&b, "c", &by).await.expect("found");
    import(&b, &taken, &by, X).await;
    shared(&b).remove("c", &by).await.unwrap();
    assert_eq!(clients(&b).await, ["c"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_taken_whole_and_in_order() {
    let server = RedisServer::start(&[]);
    let (a, b) = two(&server).await;
    a.close().await;
    let by = epoch(2, "b");
    let taken = take(&b, "x", &by).await.expect("found");
    assert_eq!(&*taken.part, "a");
    assert_eq!(taken.session.state().unwrap().client_id, "x");
    let sent = Stage::Sent(PacketId::new(7).unwrap());
    let queued = queue(&taken);
    assert_eq!(queued[0], (1, sent, shown(1)));
    assert_eq!(queued[4], (5, Stage::Waiting, shown(5)));
    assert_eq!(numbers(&taken), [1, 2, 3, 4, 5]);
    let mut model = Model::default();
    taken.session.restore(X, 0, &mut model);
    let session = &model.sessions[&1];
    assert!(session.subscriptions.contains_key("t"));
    assert_eq!(session.received.iter().copied().collect::<Vec<_>>(), [9]);
    // Asked again, it says the same; asked by an older claim, nothing.
    assert_eq!(numbers(&take(&b, "x", &by).await.unwrap()), [1, 2, 3, 4, 5]);
    let older = shared(&b).take("x", &epoch(1, "b")).await;
    assert!(
        matches!(&older, Err(NotTaken::Later(it)) if *it == by),
        "{older:?}"
    );
    assert!(take(&b, "nobody", &by).await.is_none());
    import(&b, &taken, &by, Y).await;
    shared(&b).remove("x", &by).await.unwrap();
    // Its old node has the other one, and nothing of this one is left there.
    let a = open(&server, "a").await;
    assert_eq!(clients(&a).await, ["y"]);
    append(&a, &[Change::DropSession { session: Y }]).await;
    assert_eq!(a.stats().messages, 0);
    append(&a, &[Change::DropRetained { topic: "nothing" }]).await;
    for key in ["messages", "sessions", "clients", "fences", "queue:1"] {
        assert!(!is_there(&server, &format!("{{gmqtt:a}}:{key}")), "{key}");
    }
    assert_eq!(clients(&b).await, ["x"]);
}

/// The batch that has something for both is kept for the one.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_of_a_taken_session_is_refused_and_the_rest_is_not() {
    let server = RedisServer::start(&[]);
    let (a, b) = two(&server).await;
    let by = epoch(2, "b");
    take(&b, "x", &by).await.expect("found");
    published(&a, 6, &[X, Y]).await;
    let expected = Lost {
        session: X,
        client_id: "x".into(),
        by: by.clone(),
    };
    assert_eq!(lost(&a).await, [expected]);
    let position = *a.durable().borrow();
    let late = Late {
        seqs: vec![6],
        positions: vec![position],
    };
    assert_eq!(shared(&a).late(X), late);
    // From here on it is refused before it is sent; and it is told no more than once.
    published(&a, 7, &[X, Y]).await;
    append(&a, &[Change::Dequeue { session: X, seq: 2 }]).await;
    assert_eq!(shared(&a).late(X).seqs, [7]);
    assert_eq!(shared(&a).late(X), Late::default());
    let taken = take(&b, "x", &by).await.expect("it is still there");
    assert_eq!(numbers(&taken), [1, 2, 3, 4, 5]);
    let rest = take(&b, "y", &by).await.expect("found");
    assert_eq!(numbers(&rest), [1, 2, 3, 4, 5, 6, 7]);
    assert!(a.health().borrow().is_working());
    // By a later claim the client may be back.
    append(&a, &[put(SessionKey(3), claimed("x", 5, "a"))]).await;
    assert_eq!(lost(&a).await.len(), 1, "the other one");
    assert_eq!(clients(&a).await, ["x"]);
}

/// What is in a message that a fenced session and others have is not thrown away.
#[tokio::test(flavor = "multi_thread")]
async fn messages_of_a_taken_session_stay_until_it_is_removed() {
    let server = RedisServer::start(&[]);
    let (a, b) = two(&server).await;
    let by = epoch(2, "b");
    take(&b, "x", &by).await.expect("found");
    append(&a, &[Change::DropSession { session: Y }]).await;
    append(&a, &[Change::DropSession { session: X }]).await;
    lost(&a).await;
    let taken = take(&b, "x", &by).await.expect("it is there");
    assert_eq!(queue(&taken)[4].2, shown(5));
    import(&b, &taken, &by, X).await;
    shared(&b).remove("x", &by).await.unwrap();
    // It finds out with whatever it writes next.
    published(&a, 9, &[]).await;
    append(&a, &[Change::DropRetained { topic: "nothing" }]).await;
    assert_eq!(a.stats().messages, 0);
    assert!(!is_there(&server, "{gmqtt:a}:messages"));
}

/// The one who took it ends between the steps: nobody restores it, and the next one finds it whole.
#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_only_fenced_is_found_by_the_next_claim() {
    let server = RedisServer::start(&[]);
    let (a, b) = two(&server).await;
    let c = open(&server, "c").await;
    let by = epoch(2, "b");
    let taken = take(&b, "x", &by).await.expect("found");
    a.close().await;
    let a = open(&server, "a").await;
    assert_eq!(clients(&a).await, ["y"]);
    let later = epoch(3, "c");
    let again = take(&c, "x", &later).await.expect("found");
    assert_eq!(numbers(&again), [1, 2, 3, 4, 5]);
    // The first one goes on after all: too late.
    import(&b, &taken, &by, X).await;
    assert_eq!(lost(&b).await[0].by, later);
    shared(&b).remove("x", &by).await.unwrap();
    assert!(clients(&b).await.is_empty());
    let again = take(&c, "x", &later).await.expect("it is still there");
    import(&c, &again, &later, X).await;
    shared(&c).remove("x", &later).await.unwrap();
    assert_eq!(clients(&c).await, ["x"]);
    for store in [a, b] {
        store.close().await;
    }
    for name in ["a", "b"] {
        let clients = clients(&open(&server, name).await).await;
        assert!(!clients.contains(&"x".to_owned()), "{name}");
    }
}

/// The old node itself is the next one.
#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_only_fenced_is_found_by_its_old_node() {
    let server = RedisServer::start(&[]);
    let (a, b) = two(&server).await;
    take(&b, "x", &epoch(2, "b")).await.expect("found");
    a.close().await;
    b.close().await;
    let a = open(&server, "a").await;
    let by = epoch(3, "a");
    let taken = take(&a, "x", &by).await.expect("found");
    assert_eq!(numbers(&taken), [1, 2, 3, 4, 5]);
    import(&a, &taken, &by, SessionKey(3)).await;
    shared(&a).remove("x", &by).await.unwrap();
    published(&a, 2_000, &[SessionKey(3)]).await;
    assert_eq!(clients(&a).await, ["x", "y"]);
    a.close().await;
    let a = open(&server, "a").await;
    let (model, _) = loaded(&a).await;
    assert_eq!(model.sessions[&3].queue.len(), 6);
    assert_eq!(clients(&a).await, ["x", "y"]);
}

/// It ends after the import: the later of the two counts, and both are removed.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_the_later_is_taken() {
    let server = RedisServer::start(&[]);
    let (_a, b) = two(&server).await;
    let c = open(&server, "c").await;
    let by = epoch(2, "b");
    let taken = take(&b, "x", &by).await.expect("found");
    import(&b, &taken, &by, X).await;
    published(&b, 2_000, &[X]).await;
    b.close().await;
    let later = epoch(3, "c");
    let taken = take(&c, "x", &later).await.expect("found");
    assert_eq!(&*taken.part, "b");
    assert_eq!(numbers(&taken), [1, 2, 3, 4, 5, 2_000]);
    import(&c, &taken, &later, X).await;
    shared(&c).remove("x", &later).await.unwrap();
    for (name, expected) in [("a", &["y"][..]), ("b", &[]), ("c", &["x"])] {
        assert_eq!(
            clients(&open(&server, name).await).await,
            expected,
            "{name}"
        );
    }
}

/// A session that its node is handing over is found with the one who gets it, or does not get there.
#[tokio::test(flavor = "multi_thread")]
async fn who_a_session_was_handed_to_is_found() {
    let server = RedisServer::start(&[]);
    let (a, b) = two(&server).await;
    let c = open(&server, "c").await;
    let by = epoch(2, "b");
    let handed = a.export(X).await.unwrap().expect("it is there");
    let handed = Taken {
        part: "a".into(),
        session: handed,
    };
    shared(&b).trace("a", "x", &by).await.unwrap();
    // Its old node goes on with it until it is safe with the other one.
    published(&a, 6, &[X]).await;
    assert!(a.health().borrow().is_working());
    let later = epoch(3, "c");
    let taken = take(&c, "x", &later).await.expect("found");
    assert_eq!(numbers(&taken), [1, 2, 3, 4, 5, 6]);
    import(&b, &handed, &by, X).await;
    assert_eq!(lost(&b).await[0].by, later);
    let late = shared(&b).trace("a", "x", &by).await;
    assert!(
        matches!(&late, Err(NotTaken::Later(it)) if *it == later),
        "{late:?}"
    );
    import(&c, &taken, &later, X).await;
    shared(&c).remove("x", &later).await.unwrap();
    assert!(clients(&b).await.is_empty());
    assert_eq!(clients(&c).await, ["x"]);
}

/// Sessions are taken all the time; what is written for others goes on meanwhile, and nothing of them is missing.
#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_claims_does_not_stop_the_writing() {
    let server = RedisServer::start(&[]);
    let (a, b) = (open(&server, "a").await, open(&server, "b").await);
    let names: Vec<_> = (0..300_u64).map(|n| format!("c{n}")).collect();
    let mut batch = Batch::new();
    for (n, name) in (0..).zip(&names) {
        batch.push(&put(SessionKey(100 + n), claimed(name, 1, "a")));
    }
    batch.push(&put(Y, claimed("y", 1, "a")));
    durable(&a, a.append(&mut batch).unwrap()).await;
    let storm = async {
        for name in &names {
            take(&b, name, &epoch(2, "b")).await.expect("found");
        }
    };
    let writing = async {
        let mut last = Lsn::START;
        for number in 1..=3_000 {
            let mut batch = Batch::new();
            publish(&mut batch, number, &[Y, SessionKey(100 + number % 300)]);
            last = a.append(&mut batch).unwrap();
            if number % 10 == 0 {
                durable(&a, last).await;
            }
        }
        durable(&a, last).await;
    };
    tokio::join!(storm, writing);
    let rest = take(&b, "y", &epoch(2, "b")).await.expect("found");
    assert_eq!(numbers(&rest), (1..=3_000).collect::<Vec<_>>());
}

/// Two brokers with one name still displace each other, and those with others do not.
#[tokio::test(flavor = "multi_thread")]
async fn a_part_is_one_brokers() {
    let server = RedisServer::start(&[]);
    let (first, other) = (open(&server, "a").await, open(&server, "b").await);
    let second = open(&server, "a").await;
    append(&second, &[put(X, state("x"))]).await;
    append(&other, &[put(X, state("z"))]).await;
    first.append(&mut Traffic::new(1, 10).batch()).unwrap();
    let mut health = first.health();
    let failing = health.wait_for(|health| !health.is_working());
    let health = tokio::time::timeout(Duration::from_secs(30), failing)
        .await
        .expect("noticed")
        .unwrap()
        .clone();
    let failure = health.failure.unwrap();
    assert!(failure.contains("name of this node"), "{failure}");
    // What it wrote is not there.
    assert_eq!(clients(&second).await, ["x"]);
}

/// What a broker kept alone is not taken for a part, and its operator hears of it.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_kept_alone_is_said() {
    let server = RedisServer::start(&[]);
    let alone = Redis::connect(server.options()).await.unwrap();
    append(&alone, &[put(X, state("x"))]).await;
    let warns = |store: &Redis| {
        let warnings = store.health().borrow().warnings.join("; ");
        warnings.contains("did not share it")
    };
    assert!(!warns(&alone) && alone.shared().is_none());
    let first = open(&server, "a").await;
    assert!(warns(&first) && clients(&first).await.is_empty());
    first.close().await;
    assert!(!warns(&open(&server, "a").await));
    assert_eq!(clients(&alone).await, ["x"]);
}

/// As Redis compares them, and as everybody else does.
#[tokio::test(flavor = "multi_thread")]
async fn redis_compares_epochs_as_nodes_do() {
    let server = RedisServer::start(&[]);
    let (a, b) = (open(&server, "a").await, open(&server, "b").await);
    let mut epochs = Vec::new();
    for millis in [1, 9, 10, 1 << 53, (1 << 53) + 1, u64::MAX] {
        for count in [0, 3, 20, u32::MAX] {
            for node in ["A", "B.x", "a", "aa", "é", "z"] {
                let node = node.into();
                epochs.push(Epoch {
                    millis,
                    count,
                    node,
                });
            }
        }
    }
    let mut random = epochs.clone();
    random.sort_by_key(|epoch| crc(&format!("{epoch:?}")));
    for (n, (one, other)) in epochs.iter().zip(&random).enumerate() {
        let client = format!("c{n}");
        let claim = Claim {
            millis: one.millis,
            count: one.count,
            node: &one.node,
        };
        let state = SessionState {
            claim: Some(claim),
            ..state(&client)
        };
        append(&a, &[put(SessionKey(n as u64 + 1), state)]).await;
        let taken = shared(&b).take(&client, other).await;
        assert_eq!(taken.is_ok(), other > one, "{other:?} after {one:?}");
    }
}

/// Numbers without an order.
fn crc(text: &str) -> u64 {
    text.bytes().fold(7, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
