//! A new configuration for a running broker.

use gmqtt_config::{Config, ListenAddress, Listener};
use gmqtt_server::Server;

use crate::support::prelude::*;

/// A listener that changes in something else than its address is opened again at once: the old one must be closed by then.
#[test]
fn a_changed_listener_keeps_its_address() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let listening = |port, name: &str| Config {
        listeners: vec![Listener {
            address: ListenAddress::new("127.0.0.1", port).into(),
            name: Some(name.to_owned()),
            ..Listener::default()
        }],
        ..Config::default()
    };
    runtime.block_on(async {
        let mut server = Server::start(listening(0, "one"), Vec::new())
            .await
            .expect("the broker starts");
        let address = server.listeners()[0].address.tcp().expect("TCP");
        for round in 0..20 {
            let config = listening(address.port(), &format!("name {round}"));
            assert_eq!(
                server.reload(&config).await.failed,
                [""; 0],
                "round {round}"
            );
        }
        let connected = tokio::task::spawn_blocking(move || {
            let mut raw = Raw::open(address, Version::V5);
            raw.send(&connect(Version::V5, "c")).expect_accepted();
        });
        connected.await.expect("a client gets in");
        server.stop().await;
    });
}

/// Limits hold at once, also for who was there before; lifted, they are gone.
#[test]
fn changed_limits_hold_at_once() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut config = Config {
        listeners: vec![Listener {
            address: ListenAddress::new("127.0.0.1", 0).into(),
            ..Listener::default()
        }],
        ..Config::default()
    };
    let mut server = runtime
        .block_on(Server::start(config.clone(), Vec::new()))
        .expect("the broker starts");
    let address = server.listeners()[0].address.tcp().expect("TCP");
    let mut client = Raw::open(address, Version::V5);
    client.send(&connect(Version::V5, "c")).expect_accepted();
    assert_eq!(client.subscribe("a", AtMostOnce), ReasonCode::Success);

    config.limits.max_subscriptions = 1;
    config.limits.max_connections = 1;
    let reloaded = runtime.block_on(server.reload(&config));
    assert_eq!(reloaded.failed, [""; 0]);
    let refused = ReasonCode::QuotaExceeded;
    assert_eq!(client.subscribe("b", AtMostOnce), refused);
    Raw::open(address, Version::V5).expect_closed();

    config.limits = gmqtt_config::Limits::default();
    runtime.block_on(server.reload(&config));
    assert_eq!(client.subscribe("b", AtMostOnce), ReasonCode::Success);
    let mut other = Raw::open(address, Version::V5);
    other.send(&connect(Version::V5, "other")).expect_accepted();
    runtime.block_on(server.stop());
}
