//! Stores in Redis as the command line reaches them: over TLS, with users, by sentinels, in a cluster.

use std::fs;
use std::path::Path;
use std::time::Duration;

use gmqtt_store::redis::{Address, Options, Servers};
use gmqtt_store::{Lsn, Numbers, Redis, Store};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

use super::process::{Done, folder_with, run_gmqtt, text};
use crate::support::kept;
use crate::support::redis_server::{RedisServer, free_port};

/// Puts a session with a queue into a Redis, through `options`.
fn fill(options: &Options) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let store = Redis::connect(options.clone()).await.expect("connected");
        let mut durable = store.durable();
        let mut numbers = Numbers::default();
        kept::put_session(&store, &mut numbers, "meter-1", &["one", "two"]);
        durable
            .wait_for(|durable| *durable > Lsn::START)
            .await
            .expect("it is made");
        store.close().await;
    });
}

fn check(config: &Path) -> Done {
    run_gmqtt(["store", "check", "-c", text(config), "-o", "json"])
}

#[track_caller]
fn is_whole(done: &Done) {
    assert_eq!(done.code, Some(0), "{done:?}");
    let json = done.json();
    assert_eq!(
        (&json["whole"], &json["queued"]),
        (&true.into(), &2.into()),
        "{done:?}"
    );
}

/// A key pair and a certificate for 127.0.0.1 of an authority, as the files `NAME.crt` and `NAME.key`; and that of the authority.
fn certificates(folder: &Path, names: &[&str]) {
    let mut params = CertificateParams::new(Vec::new()).expect("a name");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    // With the name of the others it would seem to have signed itself.
    params
        .distinguished_name
        .push(DnType::CommonName, "authority");
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key"))
        .expect("it is made");
    fs::write(folder.join("ca.crt"), authority.pem()).expect("it is made");
    for name in names {
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("a name");
        let certificate = params.signed_by(&key, &authority).expect("it is made");
        fs::write(folder.join(format!("{name}.crt")), certificate.pem()).expect("it is made");
        fs::write(folder.join(format!("{name}.key")), key.serialize_pem()).expect("it is made");
    }
}

/// TLS in both directions, with a user whose password is in a file.
#[test]
fn a_redis_over_tls_with_a_user_and_a_certificate() {
    let folder = folder_with("");
    let path = |name: &str| folder.path().join(name).display().to_string();
    certificates(folder.path(), &["server", "client"]);
    let port = free_port();
    let redis = RedisServer::start(&[
        "--tls-port",
        &port.to_string(),
        "--tls-cert-file",
        &path("server.crt"),
        "--tls-key-file",
        &path("server.key"),
        "--tls-ca-cert-file",
        &path("ca.crt"),
        "--user",
        "gmqtt",
        "on",
        ">secret",
        "~{gmqtt}*",
        "+@all",
    ]);
    fill(&redis.options());
    fs::write(folder.path().join("password"), "secret\n").unwrap();
    let config = folder.path().join("gmqtt.yml");
    let section = |extra: &str| {
        fs::write(&config, format!(
            "persistence: {{type: redis, redis: {{url: \"rediss://127.0.0.1:{port}\", cacert: ca.crt, user: gmqtt, password_file: password{extra}}}}}\n"
        )).unwrap();
    };
    section(", cert: client.crt, key: client.key");
    is_whole(&check(&config));
    // The same by flags.
    let url = format!("rediss://127.0.0.1:{port}");
    let done = run_gmqtt([
        "store",
        "check",
        "--store",
        &url,
        "-o",
        "json",
        "--redis-cacert",
        &path("ca.crt"),
        "--redis-cert",
        &path("client.crt"),
        "--redis-key",
        &path("client.key"),
        "--redis-user",
        "gmqtt",
        "--redis-password-file",
        &path("password"),
    ]);
    is_whole(&done);
    // Without a certificate the server refuses; a server that is not trusted is not used.
    section("");
    assert_eq!(check(&config).code, Some(5));
    certificates(folder.path(), &["client"]);
    section(", cert: client.crt, key: client.key");
    let done = check(&config);
    assert_eq!(done.code, Some(5), "{done:?}");
    assert!(done.stderr.contains("certificate"), "{done:?}");
}

#[test]
fn a_wrong_password_is_not_allowed() {
    let redis = RedisServer::start(&[]);
    redis.tell(&["config", "set", "requirepass", "secret"]);
    let folder = folder_with(&format!(
        "persistence: {{type: redis, redis: {{addr: \"127.0.0.1:{}\", password_file: password}}}}\n",
        redis.port
    ));
    let config = folder.path().join("gmqtt.yml");
    for password in ["wrong", ""] {
        fs::write(folder.path().join("password"), password).unwrap();
        let done = check(&config);
        assert_eq!(done.code, Some(4), "{done:?}");
        assert!(done.stderr.contains("password_file"), "{done:?}");
    }
    fs::write(folder.path().join("password"), "secret").unwrap();
    assert_eq!(check(&config).code, Some(0));
}

/// The master is found through a sentinel, and after a failover the one that took its place.
#[test]
fn sentinels_lead_to_the_master() {
    let redis = RedisServer::start(&[]);
    fill(&redis.options());
    let folder = folder_with("");
    let file = folder.path().join("sentinel.conf");
    fs::write(
        &file,
        format!("sentinel monitor m 127.0.0.1 {} 1\n", redis.port),
    )
    .unwrap();
    let sentinel = RedisServer::start_with(&[text(&file)], &["--sentinel"]);
    let config = folder.path().join("gmqtt.yml");
    let section = |name: &str| {
        fs::write(&config, format!(
            "persistence: {{type: redis, redis: {{url: \"redis-sentinel://127.0.0.1:{}/{name}\"}}}}\n",
            sentinel.port
        )).unwrap();
    };
    section("m");
    is_whole(&check(&config));
    section("other");
    assert_eq!(check(&config).code, Some(5));
}

/// Three masters, of which one has the slot of all keys; any of them may be named.
#[test]
fn a_cluster_of_three_nodes() {
    let nodes: Vec<_> = (0..3)
        .map(|_| {
            RedisServer::start(&["--cluster-enabled", "yes", "--cluster-node-timeout", "2000"])
        })
        .collect();
    let addresses: Vec<_> = nodes
        .iter()
        .map(|node| format!("127.0.0.1:{}", node.port))
        .collect();
    let status = std::process::Command::new("redis-cli")
        .args(["--cluster", "create"])
        .args(&addresses)
        .args(["--cluster-yes"])
        .stdout(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    let options = Options {
        servers: Servers::Cluster(vec![Address::new("127.0.0.1", nodes[0].port)]),
        ..nodes[0].options()
    };
    // A node learns from the others that the cluster is complete.
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let up = async {
            while Redis::connect_read_only(options.clone()).await.is_err() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(40), up)
            .await
            .expect("the cluster is up");
    });
    fill(&options);
    for address in &addresses {
        let folder = folder_with(&format!(
            "persistence: {{type: redis, redis: {{url: \"redis-cluster://{address}\"}}}}\n"
        ));
        is_whole(&check(&folder.path().join("gmqtt.yml")));
    }
}

/// A broker that uses the database is named, and not disturbed.
#[test]
fn a_database_in_use_is_a_conflict_that_names_the_process() {
    let redis = RedisServer::start(&[]);
    let url = format!("redis://127.0.0.1:{}", redis.port);
    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("a.dump");
    let path = folder.path().join("store");
    kept::fill(&path);
    let export = ["store", "export", text(&dump), "--store", text(&path)];
    assert_eq!(run_gmqtt(export).code, Some(0));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let broker = runtime.block_on(Redis::connect(redis.options())).unwrap();
    for words in [&["info"][..], &["import", text(&dump)]] {
        let done = run_gmqtt(
            ["store"]
                .into_iter()
                .chain(words.iter().copied())
                .chain(["--store", &url]),
        );
        assert_eq!(done.code, Some(6), "{done:?}");
        assert!(
            done.stderr
                .contains(&format!("pid {} on ", std::process::id())),
            "{done:?}"
        );
    }
    assert_eq!(
        run_gmqtt(["store", "info", "--live", "--store", &url]).code,
        Some(0)
    );
    assert!(broker.health().borrow().is_working());
    runtime.block_on(broker.close());
    let done = run_gmqtt(["store", "import", text(&dump), "--store", &url]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let json = run_gmqtt(["store", "info", "--store", &url, "-o", "json"]).json();
    assert_eq!(
        (&json["sessions"], &json["retained"]),
        (&2.into(), &1.into())
    );
}
