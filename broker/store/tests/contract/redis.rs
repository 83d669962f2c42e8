//! The store in Redis, with a real one.

use std::time::Duration;

use gmqtt_store::redis::{Address, ConnectError, Options, Password, Redis, Servers};
use gmqtt_store::{Batch, BoxFuture, Change, Full, Lsn, Store};

use crate::redis_server::RedisServer;
use crate::suite::{self, Backend, append, durable, loaded, state};
use crate::traffic::Traffic;

/// The store of a broker with these options.
pub(crate) struct At(pub(crate) Options);

impl Backend for At {
    fn open(&self) -> BoxFuture<'_, Box<dyn Store>> {
        Box::pin(async {
            let store = Redis::connect(self.0.clone()).await.expect("connected");
            Box::new(store) as Box<dyn Store>
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn redis_passes_the_suite() {
    let server = RedisServer::start(&[]);
    suite::run(&At(server.options())).await;
}

/// A user with a password, a database of its own, and no more connections than allowed.
#[tokio::test(flavor = "multi_thread")]
async fn redis_with_a_user_passes_the_suite() {
    let user = ["--user", "gmqtt", "on", ">secret", "~{gmqtt}*", "+@all"];
    let server = RedisServer::start(&[&user[..], &["--user", "default", "off"]].concat());
    let options = Options {
        user: "gmqtt".to_owned(),
        password: Password("secret".to_owned()),
        database: 3,
        max_active: 2,
        max_idle: 1,
        ..server.options()
    };
    let shown = format!("{options:?}");
    assert!(!shown.contains("secret"), "{shown}");
    let wrong = Options {
        password: Password("wrong".to_owned()),
        ..options.clone()
    };
    let error = Redis::connect(wrong).await.unwrap_err().to_string();
    assert!(
        error.contains("WRONGPASS") || error.contains("Password"),
        "{error}"
    );
    suite::run(&At(options)).await;
}

/// All keys of a batch are in one slot of a cluster.
#[tokio::test(flavor = "multi_thread")]
async fn a_redis_cluster_passes_the_suite() {
    let server = RedisServer::start(&["--cluster-enabled", "yes"]);
    server.tell(&["cluster", "addslotsrange", "0", "16383"]);
    let nodes = vec![Address::new("127.0.0.1", server.port)];
    let options = Options {
        servers: Servers::Cluster(nodes),
        ..server.options()
    };
    // Its state changes from `fail` to `ok` a moment after it has the slots.
    let connected = async {
        while Redis::connect(options.clone()).await.is_err() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), connected)
        .await
        .expect("the cluster is up");
    suite::run(&At(options)).await;
}

/// The master that sentinels name is used.
#[tokio::test(flavor = "multi_thread")]
async fn sentinels_lead_to_the_master() {
    let server = RedisServer::start(&[]);
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("sentinel.conf");
    let port = server.port;
    std::fs::write(&file, format!("sentinel monitor m 127.0.0.1 {port} 1\n")).unwrap();
    let file = file.display().to_string();
    let sentinel = RedisServer::start_with(&[&file], &["--sentinel"]);
    let nodes = vec![Address::new("127.0.0.1", sentinel.port)];
    let options = Options {
        servers: Servers::Sentinel(nodes, "m".to_owned()),
        ..server.options()
    };
    let store = Redis::connect(options).await.unwrap();
    let session = gmqtt_store::SessionKey(1);
    append(
        &store,
        &[Change::PutSession {
            session,
            state: state("a"),
        }],
    )
    .await;
    let warnings = store.health().borrow().warnings.join("; ");
    assert!(warnings.contains("a failover may lose"), "{warnings}");
    store.close().await;
    let store = Redis::connect(server.options()).await.unwrap();
    assert_eq!(loaded(&store).await.1.sessions, 1);
}

/// Killed and started again under load, a Redis that syncs each write loses nothing that was durable; the store says that it fails,
/// refuses, and goes on by itself.
#[tokio::test(flavor = "multi_thread")]
async fn a_redis_that_is_killed_comes_back_with_everything() {
    let mut server = RedisServer::durable();
    let store = Redis::connect(server.options()).await.unwrap();
    assert_eq!(&*store.health().borrow().warnings, &[] as &[String]);
    let mut traffic = Traffic::new(9, 500);
    for round in 0..3 {
        let mut last = Lsn::START;
        for step in 0..400 {
            last = store.append(&mut traffic.batch()).unwrap();
            if step == 200 {
                server.kill();
                // Something to do for the writer that no store refuses.
                let mut batch = Batch::new();
                batch.push(&Change::DropRetained { topic: "nothing" });
                last = store.append(&mut batch).unwrap();
                let mut health = store.health();
                let failing = health.wait_for(|health| !health.is_working());
                tokio::time::timeout(Duration::from_secs(30), failing)
                    .await
                    .expect("noticed")
                    .unwrap();
                let mut more = traffic.clone().batch();
                while !more.adds() {
                    more = traffic.clone().batch();
                    traffic.random.below(2);
                }
                assert_eq!(store.append(&mut more), Err(Full::Failed));
                server.restart();
                durable(&store, last).await;
                assert!(store.health().borrow().is_working());
            }
        }
        durable(&store, last).await;
        assert!(loaded(&store).await.0 == traffic.model, "round {round}");
    }
    store.close().await;
    server.restart();
    let store = Redis::connect(server.options()).await.unwrap();
    assert!(loaded(&store).await.0 == traffic.model);
}

/// What a Redis does with what it accepted is read and said.
#[tokio::test(flavor = "multi_thread")]
async fn weak_settings_show_in_health() {
    for (arguments, says) in [
        (&[][..], "keeps no append-only file"),
        (&["--appendonly", "yes"], "appendfsync everysec"),
        (
            &["--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru"],
            "noeviction",
        ),
    ] {
        let server = RedisServer::start(arguments);
        let store = Redis::connect(server.options()).await.unwrap();
        let warnings = store.health().borrow().warnings.join("; ");
        assert!(warnings.contains(says), "{warnings}");
    }
}

/// A broker that takes over a database ends the writing of the one before.
#[tokio::test(flavor = "multi_thread")]
async fn two_brokers_do_not_share_a_database() {
    let server = RedisServer::start(&[]);
    let first = Redis::connect(server.options()).await.unwrap();
    let _second = Redis::connect(server.options()).await.unwrap();
    let mut batch = Batch::new();
    let session = gmqtt_store::SessionKey(1);
    batch.push(&Change::PutSession {
        session,
        state: state("a"),
    });
    first.append(&mut batch).unwrap();
    let mut health = first.health();
    let failing = health.wait_for(|health| !health.is_working());
    let health = tokio::time::timeout(Duration::from_secs(30), failing)
        .await
        .expect("noticed")
        .unwrap()
        .clone();
    assert!(
        health
            .failure
            .is_some_and(|it| it.contains("another gmqtt"))
    );
}

/// Of a format that a newer gmqtt wrote nothing is read.
#[tokio::test(flavor = "multi_thread")]
async fn a_newer_format_is_refused() {
    let server = RedisServer::start(&[]);
    let newer = gmqtt_store::FORMAT + 1;
    server.tell(&["hset", "{gmqtt}:meta", "format", &newer.to_string()]);
    let error = Redis::connect(server.options()).await.unwrap_err();
    assert!(
        matches!(error, ConnectError::Newer(found) if found == newer),
        "{error}"
    );
}

/// A tool that only reads displaces nobody, and one that writes can ask first who would be displaced.
#[tokio::test(flavor = "multi_thread")]
async fn readers_do_not_displace_and_brokers_say_that_they_live() {
    let server = RedisServer::start(&[]);
    let options = server.options();
    assert_eq!(Redis::holder(&options).await.unwrap(), None);
    let broker = Redis::connect(options.clone()).await.unwrap();
    let mut traffic = Traffic::new(3, 100);
    for _ in 0..200 {
        broker.append(&mut traffic.batch()).unwrap();
    }
    let holder = Redis::holder(&options).await.unwrap().expect("it lives");
    assert_eq!(holder.pid, Some(std::process::id()));
    assert!(holder.to_string().contains(" on "));
    let reader = Redis::connect_read_only(options.clone()).await.unwrap();
    assert!(reader.append(&mut traffic.clone().batch()).is_err());
    durable(&broker, broker.append(&mut traffic.batch()).unwrap()).await;
    assert!(broker.health().borrow().is_working());
    let reader = Redis::connect_read_only(options.clone()).await.unwrap();
    assert!(loaded(&reader).await.0 == traffic.model);
    broker.close().await;
    assert_eq!(Redis::holder(&options).await.unwrap(), None);
}

/// A broker that has nothing to write notices that Redis is gone, and that it is back.
#[tokio::test(flavor = "multi_thread")]
async fn an_idle_broker_notices_a_lost_redis() {
    let mut server = RedisServer::durable();
    let store = Redis::connect(server.options()).await.unwrap();
    let mut health = store.health();
    server.kill();
    let wait = Duration::from_secs(30);
    let failing = health.wait_for(|health| !health.is_working());
    tokio::time::timeout(wait, failing)
        .await
        .expect("noticed")
        .unwrap();
    server.restart();
    let working = health.wait_for(gmqtt_store::Health::is_working);
    tokio::time::timeout(wait, working)
        .await
        .expect("noticed")
        .unwrap();
    durable(
        &store,
        store.append(&mut Traffic::new(1, 10).batch()).unwrap(),
    )
    .await;
}

/// The state of a session in format 1, which had no mount points.
fn old_state() -> Vec<u8> {
    let mut state = b"\x01\0\0\0a".to_vec();
    // Since when, no expiry, online; 3.1.1 without a user name, keep alive 0, clean start, since when.
    state.extend([5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 1]);
    state.extend([5, 0, 0, 0, 0, 0, 0, 0]);
    // Neither addresses nor listener nor certificate, no will.
    state.extend([0, 0, 0, 0, 0]);
    state
}

/// What an older gmqtt wrote is written again, once, by the first broker; what it wrote stays.
#[tokio::test(flavor = "multi_thread")]
async fn an_older_format_is_upgraded_and_kept() {
    let server = RedisServer::start(&[]);
    let client = redis::Client::open(format!("redis://127.0.0.1:{}", server.port)).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    let mut pipeline = redis::pipe();
    pipeline
        .cmd("HSET")
        .arg("{gmqtt}:meta")
        .arg(&["format", "1"]);
    pipeline
        .cmd("HSET")
        .arg("{gmqtt}:sessions")
        .arg(7)
        .arg(old_state());
    pipeline.exec_async(&mut connection).await.unwrap();
    let read_only = Redis::connect_read_only(server.options())
        .await
        .unwrap_err();
    assert!(matches!(read_only, ConnectError::Older(1)), "{read_only}");
    for _ in 0..2 {
        let store = Redis::connect(server.options()).await.unwrap();
        let (model, _) = loaded(&store).await;
        let state = &model.sessions[&7].state;
        assert!(
            state.contains("client_id: \"a\"") && state.contains("mount_point: None"),
            "{state}"
        );
        store.close().await;
    }
    let mut kept = redis::cmd("HGET");
    kept.arg("{gmqtt}:sessions.format-1").arg(7);
    let kept: Vec<u8> = kept.query_async(&mut connection).await.unwrap();
    assert_eq!(kept, old_state());
}
