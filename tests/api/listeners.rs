//! Listeners are closed and opened while the broker runs.

use std::net::TcpStream;

use gmqtt_admin_client::Code;
use gmqtt_admin_client::admin::{
    CloseListenerRequest, ListListenersRequest, Listener, OpenListenerRequest,
};
use rustix::process::Signal;

use super::node::{Node, Way};
use crate::support::prelude::*;

#[track_caller]
fn list(way: &Way<'_>) -> Vec<Listener> {
    way.answer(way.client.listeners().list(ListListenersRequest {}))
        .listeners
}

fn close(name: &str, disconnect_clients: bool) -> CloseListenerRequest {
    CloseListenerRequest {
        name: name.to_owned(),
        disconnect_clients,
    }
}

fn open(name: &str) -> OpenListenerRequest {
    OpenListenerRequest {
        name: name.to_owned(),
    }
}

#[test]
fn a_listener_that_is_closed_takes_nobody_and_its_clients_stay() {
    // A port that does not change when it is opened again.
    let port = free_port();
    let listeners = format!("listeners=[{{name: front, address: \"127.0.0.1:{port}\"}}]");
    let node = Node::start(["--set", listeners.as_str()]);
    for way in node.ways() {
        let mut client = node.connect("stays", |_| {});
        let listed = list(&way);
        let front = &listed[0];
        assert_eq!(
            (
                &*front.name,
                &*front.scheme,
                &*front.address,
                front.open,
                front.connections
            ),
            ("front", "tcp", &*format!("127.0.0.1:{port}"), true, Some(1))
        );
        assert!(listed.iter().any(|one| one.plugin == "admin"));

        let closed = way.answer(way.client.listeners().close(close("front", false)));
        let closed = closed.listener.expect("a listener");
        assert!(!closed.open && closed.connections == Some(1), "{closed:?}");
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
        client.expect_nothing();
        let (code, words) = way.refusal(way.client.listeners().close(close("front", false)));
        assert_eq!(code, Code::FailedPrecondition);
        assert!(words.contains("closed already"), "{words}");
        // It stays closed when the configuration is read again.
        node.broker().signal(Signal::HUP);
        assert!(!list(&way)[0].open);

        let opened = way.answer(way.client.listeners().open(open("front")));
        assert!(opened.listener.expect("a listener").open);
        let mut other = node.connect("comes", |_| {});
        let closed = way.answer(way.client.listeners().close(close("front", true)));
        assert!(!closed.listener.expect("a listener").open);
        for raw in [&mut client, &mut other] {
            let Packet::Disconnect(told) = raw.recv() else {
                panic!("not a DISCONNECT")
            };
            assert_eq!(told.reason, ReasonCode::AdministrativeAction);
        }
        way.answer(way.client.listeners().open(open("front")));
    }
    node.stop();
}

#[test]
fn what_is_no_listener_of_the_broker_is_left_alone() {
    let node = Node::start([]);
    {
        let way = node.grpc();
        let mut listeners = way.client.listeners();
        let (code, _) = way.refusal(listeners.close(close("nowhere", false)));
        assert_eq!(code, Code::NotFound);
        let (code, _) = way.refusal(listeners.open(open("nowhere")));
        assert_eq!(code, Code::NotFound);
        let of_plugin = list(&way).into_iter().find(|one| !one.plugin.is_empty());
        let name = of_plugin.expect("one of a plugin").name;
        let (code, words) = way.refusal(listeners.close(close(&name, false)));
        assert_eq!(code, Code::FailedPrecondition, "{words}");
        // By its address, too.
        let address = node.broker().address().to_string();
        let closed = way.answer(listeners.close(close(&address, true)));
        assert_eq!(closed.listener.expect("a listener").name, address);
        let opened = way.answer(listeners.open(open(&address)));
        assert!(opened.listener.is_none_or(|listener| listener.open));
    }
    node.stop();
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}
