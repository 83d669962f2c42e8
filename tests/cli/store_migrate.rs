//! `gmqtt store migrate`: what a Go broker left in Redis, written here by its encoding.

use super::process::{Done, folder_with, run_gmqtt, text};
use crate::support::kept;
use crate::support::redis_server::RedisServer;
use crate::support::resp;

fn string(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).expect("short");
    [&length.to_be_bytes(), bytes].concat()
}

/// A queue element: a waiting QoS 1 message that never expires.
fn element(payload: &[u8]) -> Vec<u8> {
    let mut all = 1_700_000_000_i64.to_be_bytes().to_vec();
    all.push(0);
    all.extend((-62_135_596_800_i64).to_be_bytes());
    // Kind: PUBLISH. Dup, QoS, retained.
    all.extend([0, 0, 0, 1, 0]);
    all.extend(string(b"a/b"));
    all.extend(string(payload));
    // Packet identifier, payload format.
    all.extend([0, 0, 0x01, 0]);
    all
}

fn leave(port: u16) {
    for client in ["meter-1", "meter-2"] {
        let key = format!("session:{client}");
        let fields = [
            "client_id",
            client,
            "will",
            "",
            "will_delay_interval",
            "0",
            "connected_at",
            "1700000000",
            "expiry_interval",
            "7200",
        ];
        let mut command = vec![&b"HSET"[..], key.as_bytes()];
        command.extend(fields.iter().map(|field| field.as_bytes()));
        resp::command(port, &command);
        let key = format!("sub:{client}");
        let mut value = [string(b""), string(b"a/#")].concat();
        value.extend([0, 0, 0, 0, 1, 0, 0, 0]);
        resp::command(port, &[b"HSET", key.as_bytes(), b"a/#", &value]);
    }
    for payload in [&b"one"[..], b"two"] {
        resp::command(port, &[b"RPUSH", b"queue:meter-1", &element(payload)]);
    }
}

fn migrate(config: &str, words: &str) -> Done {
    run_gmqtt(
        ["store", "migrate", "-c", config]
            .into_iter()
            .chain(words.split_whitespace()),
    )
}

#[test]
fn the_sessions_of_a_go_broker_are_taken_over() {
    let redis = RedisServer::start(&[]);
    leave(redis.port);
    let folder = folder_with(&format!(
        "persistence: {{type: embedded, embedded: {{path: store}}, redis: {{addr: \"127.0.0.1:{}\"}}}}\n",
        redis.port
    ));
    let config = folder.path().join("gmqtt.yml");
    let path = folder.path().join("store");
    let done = migrate(text(&config), "--dry-run");
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(
        done.stdout
            .starts_with("would migrate 2 sessions with 2 subscriptions and 2 queued messages"),
        "{done:?}"
    );
    assert!(!path.exists());

    let done = migrate(text(&config), "");
    assert_eq!((done.code, &*done.stderr), (Some(0), ""), "{done:?}");
    let expected = ["meter-1: <a/#> one two", "meter-2: <a/#>"];
    assert_eq!(kept::contents(&kept::open(&path)), expected);

    // Again: what is there stays.
    let url = format!("--from redis://127.0.0.1:{} -o json", redis.port);
    let done = migrate(text(&config), &url);
    assert_eq!(done.json()["present"], 2, "{done:?}");
    let done = migrate(text(&config), "--replace");
    assert!(done.stdout.starts_with("migrated 2 sessions"), "{done:?}");
    assert_eq!(kept::contents(&kept::open(&path)), expected);
    // Nothing was taken away there.
    assert!(resp::command(redis.port, &[b"LLEN", b"queue:meter-1"]).starts_with(":2"));
}

/// Into the same database: the names do not collide.
#[test]
fn one_redis_can_be_both() {
    let redis = RedisServer::start(&[]);
    leave(redis.port);
    let folder = folder_with(&format!(
        "persistence: {{type: redis, redis: {{addr: \"127.0.0.1:{}\"}}}}\n",
        redis.port
    ));
    let config = folder.path().join("gmqtt.yml");
    let done = migrate(text(&config), "");
    assert_eq!(done.code, Some(0), "{done:?}");
    let done = run_gmqtt(["store", "info", "-c", text(&config), "-o", "json"]);
    assert_eq!(done.json()["sessions"], 2, "{done:?}");
    assert_eq!(done.json()["queued"], 2);
}

/// What cannot be read is named, and the rest is taken.
#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_taken() {
    let redis = RedisServer::start(&[]);
    leave(redis.port);
    resp::command(
        redis.port,
        &[b"RPUSH", b"queue:meter-2", b"\x1b[2J nothing of this kind"],
    );
    let folder = folder_with("persistence: {type: embedded, embedded: {path: store}}\n");
    let config = folder.path().join("gmqtt.yml");
    let url = format!("--from redis://127.0.0.1:{}", redis.port);
    let done = migrate(text(&config), &url);
    assert_eq!(done.code, Some(8), "{done:?}");
    assert!(
        done.stderr
            .contains("left out: queue:meter-2: the message at index 0"),
        "{done:?}"
    );
    assert!(done.stdout.starts_with("migrated 2 sessions"), "{done:?}");
}

#[test]
fn a_redis_that_is_not_there_cannot_be_reached() {
    let folder = folder_with("persistence: {type: embedded, embedded: {path: store}}\n");
    let config = folder.path().join("gmqtt.yml");
    let port = crate::support::redis_server::free_port();
    let done = migrate(
        text(&config),
        &format!("--from redis://127.0.0.1:{port} -n"),
    );
    assert_eq!(done.code, Some(5), "{done:?}");
    let done = migrate(text(&config), "--from http://127.0.0.1");
    assert_eq!(done.code, Some(2), "{done:?}");
    let done = migrate(text(&config), "--from somewhere");
    assert_eq!(done.code, Some(2), "{done:?}");
}
