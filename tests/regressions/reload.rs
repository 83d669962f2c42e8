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
