//! What a message costs that is judged: the last of 100 rules decides, and a publisher has 1,000 topics.
//!
//! `cargo bench -p gmqtt-acl`

use std::fs;
use std::hint::black_box;
use std::sync::Arc;
use std::time::SystemTime;

use divan::Bencher;
use divan::counter::ItemsCount;
use gmqtt_acl::{AclPlugin, Rules};
use gmqtt_config::Acl;
use gmqtt_plugin_api::{ClientInfo, Peer, Plugin};
use gmqtt_protocol::Version;

fn main() {
    divan::main();
}

#[divan::bench(args = [1, 20, 10_000])]
fn publish(bencher: Bencher<'_, '_>, publishers: usize) {
    let (plugin, _folder) = plugin();
    let clients: Vec<_> = (0..publishers).map(client).collect();
    let topics: Vec<_> = (0..1000)
        .map(|n| format!("site/user0/machine{}/value{}", n / 10, n % 10))
        .collect();
    let mut turn = 0;
    bencher.counter(ItemsCount::new(TURN)).bench_local(|| {
        for _ in 0..TURN {
            turn += 1;
            let client = &clients[turn % clients.len()];
            let topic = &topics[turn % topics.len()];
            assert!(plugin.may_publish(black_box(client), topic, false));
        }
    });
}

#[divan::bench]
fn deliver(bencher: Bencher<'_, '_>) {
    let (plugin, _folder) = plugin();
    let client = client(0);
    bencher.counter(ItemsCount::new(TURN)).bench_local(|| {
        for _ in 0..TURN {
            assert!(
                plugin.may_deliver(black_box(&client), black_box("site/user0/machine1/value1"))
            );
        }
    });
}

/// 99 rules for others, and the one that decides.
fn plugin() -> (AclPlugin, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("acl.yml");
    let others = (0..99).map(|n| format!("- {{allow: all, topic: \"other{n}/+/value/#\"}}\n"));
    let own = "- {allow: all, topic: \"site/%u/+/+\"}\n".to_owned();
    fs::write(&path, others.chain([own]).collect::<String>()).expect("it is written");
    let settings = Acl::default();
    let rules = Rules::open(&path, &settings).expect("rules");
    (AclPlugin::with_rules(settings, rules), folder)
}

fn client(number: usize) -> ClientInfo {
    ClientInfo {
        id: format!("client{number}").into(),
        username: Some(Arc::from("user0")),
        version: Version::V5,
        keep_alive: 60,
        clean_start: true,
        connected_at: SystemTime::UNIX_EPOCH,
        peer: Peer {
            remote: ([10, 0, 0, 1], 5000).into(),
            local: ([10, 0, 0, 2], 1883).into(),
            listener: None,
            certificate_name: None,
            anonymous: None,
            mount_point: None,
        },
    }
}

const TURN: usize = 1000;
