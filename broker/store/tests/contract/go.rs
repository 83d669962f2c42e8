//! What a Go broker leaves in Redis, written here by its encoding, byte for byte, and read as a source of sessions.

use gmqtt_protocol::PacketId;
use gmqtt_store::{Embedded, Holdings, Present, Stage, Store, Transfer, go};

use crate::model::Model;
use crate::redis_server::RedisServer;
use crate::suite::loaded;

fn string(bytes: &[u8]) -> Vec<u8> {
    // Sixteen bits, whatever the length.
    let mut all = bytes.len().to_be_bytes()[6..].to_vec();
    all.extend(bytes);
    all
}

fn message(qos: u8, topic: &str, payload: &[u8], id: u16, properties: &[u8]) -> Vec<u8> {
    let mut all = vec![0, qos, 0];
    all.extend(string(topic.as_bytes()));
    all.extend(string(payload));
    all.extend(id.to_be_bytes());
    all.extend(properties);
    all.extend([0x01, 0]);
    all
}

fn element(entered: i64, expires: i64, kind: u8, held: &[u8]) -> Vec<u8> {
    let mut all = entered.to_be_bytes().to_vec();
    all.push(0);
    all.extend(expires.to_be_bytes());
    all.extend([0, kind]);
    all.extend(held);
    all
}

const NEVER: i64 = -62_135_596_800;

fn subscription(share: &str, filter: &str, id: u32, options: [u8; 4]) -> Vec<u8> {
    let mut all = string(share.as_bytes());
    all.extend(string(filter.as_bytes()));
    all.extend(id.to_be_bytes());
    all.extend(options);
    all
}

fn session(pipeline: &mut redis::Pipeline, client_id: &str, expiry: u32) {
    pipeline
        .cmd("HSET")
        .arg(format!("session:{client_id}"))
        .arg(&[
            "client_id",
            client_id,
            "will",
            "",
            "will_delay_interval",
            "0",
        ])
        .arg(&["connected_at", "1700000000", "expiry_interval"])
        .arg(expiry);
}

async fn leave(server: &RedisServer) {
    let mut pipeline = redis::pipe();
    session(&mut pipeline, "sub:user", 7200);
    session(&mut pipeline, "short", 0);
    session(&mut pipeline, "forever", u32::MAX);
    session(&mut pipeline, "", 60);
    let filters: [(&str, Vec<u8>); 3] = [
        ("a/+", subscription("", "a/+", 0, [1, 1, 1, 2])),
        ("$share/g/b", subscription("g", "b", 9, [2, 0, 0, 0])),
        ("bad/#/x", subscription("", "bad/#/x", 0, [0, 0, 0, 0])),
    ];
    for (filter, value) in filters {
        pipeline
            .cmd("HSET")
            .arg("sub:sub:user")
            .arg(filter)
            .arg(value);
    }
    let large = vec![b'L'; 70_000];
    for held in [
        element(1_700_000_000, 1_700_000_030, 1, &[0, 5]),
        element(
            1_700_000_000,
            1_700_000_030,
            0,
            &message(1, "a/b", b"sent", 6, &[]),
        ),
        element(1_700_000_000, NEVER, 0, &message(1, "a/b", &large, 0, &[])),
        b"nothing of this kind".to_vec(),
        element(
            1_700_000_000,
            1_700_000_060,
            0,
            &message(2, "a/c", b"\xFF", 0, b"\x02\x00\x00\x00\x3C\x0B\x07"),
        ),
    ] {
        pipeline.cmd("RPUSH").arg("queue:sub:user").arg(held);
    }
    pipeline
        .cmd("HSET")
        .arg("unack:sub:user")
        .arg(&["7", "1", "x", "1"]);
    pipeline.cmd("HSET").arg("unack:gone").arg(&["8", "1"]);
    pipeline
        .cmd("SET")
        .arg("session:of something else")
        .arg("text");
    let client = redis::Client::open(format!("redis://127.0.0.1:{}", server.port)).expect("a url");
    let mut connection = client
        .get_multiplexed_async_connection()
        .await
        .expect("connected");
    pipeline.exec_async(&mut connection).await.expect("written");
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_of_a_go_broker_are_read() {
    let server = RedisServer::start(&[]);
    leave(&server).await;
    let mut model = Model::default();
    let options = server.options();
    let report = go::read(&options, 1_800_000_000_000, &mut model)
        .await
        .unwrap();
    assert_eq!((report.sessions, report.ended), (2, 1));
    assert_eq!((report.subscriptions, report.entries), (2, 4));
    let problems: Vec<_> = report.problems.iter().map(ToString::to_string).collect();
    let problems = problems.join("\n");
    for says in [
        "session:: its client_id is empty",
        "session:of something else: it is not a hash",
        "sub:sub:user: the subscription to `bad/#/x`: its topic filter",
        "unack:sub:user: `x` is not a packet identifier",
        "queue:sub:user: the message at index 3",
    ] {
        assert!(problems.contains(says), "{says} in {problems}");
    }
    assert_eq!(report.left_out, 5);
    let found = model
        .sessions
        .values()
        .find(|it| it.state.contains("sub:user"))
        .unwrap();
    assert!(
        found.state.contains("expiry: Some(7200000)"),
        "{}",
        found.state
    );
    assert!(found.state.contains("offline_since: Some(1800000000000)"));
    assert_eq!(found.received.iter().copied().collect::<Vec<_>>(), [7]);
    let options = &found.subscriptions["a/+"];
    assert!(
        options.contains("no_local: true") && options.contains("DoNotSend"),
        "{options}"
    );
    assert!(found.subscriptions["$share/g/b"].contains("id: Some(9)"));
    let queue: Vec<_> = found.queue.values().collect();
    let id = |n| PacketId::new(n).unwrap();
    assert_eq!(queue[0].stage, Stage::Confirmed(id(5)));
    assert_eq!(queue[1].stage, Stage::Sent(id(6)));
    let body = |at: usize| queue[at].message.as_deref().unwrap();
    assert!(body(1).contains("expires_at: None"));
    assert_eq!(body(2).matches("76").count(), 70_000);
    assert!(body(3).contains("expires_at: Some(1700000060000)"));
    assert!(body(3).contains("forwarded_until: Some(1700000060000)"));
    assert!(
        model
            .sessions
            .values()
            .any(|it| it.state.contains("expiry: None"))
    );
}

/// From the Go broker's Redis into a store of ours.
#[tokio::test(flavor = "multi_thread")]
async fn sessions_of_a_go_broker_are_migrated() {
    let server = RedisServer::start(&[]);
    leave(&server).await;
    let dir = tempfile::tempdir().unwrap();
    let store: Embedded = crate::embedded::open(dir.path());
    let mut transfer = Transfer::into_store(&store, Holdings::default(), Present::Keep);
    go::read(&server.options(), 5, &mut transfer).await.unwrap();
    let progress = transfer.finish().await.unwrap();
    assert_eq!((progress.sessions, progress.entries), (2, 4));
    store.close().await;
    drop(store);
    let (model, found) = loaded(&crate::embedded::open(dir.path())).await;
    assert_eq!((model.sessions.len(), found.entries), (2, 4));
}
