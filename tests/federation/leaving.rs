//! Nodes that go: on purpose, to come back, and for good.

use super::node::{Node, together, until};
use crate::support::prelude::*;

#[test]
fn a_node_that_leaves_is_alone_until_it_is_started_again() {
    let mut nodes = Node::cluster(&["a", "b"]);
    let left = nodes[1].ask("cluster leave --confirm b");
    assert!(left.status.success(), "{left:?}");
    until("the other one knows", || {
        nodes[0].status("b") == "STATUS_LEFT"
    });
    assert_eq!(nodes[1].status("b"), "STATUS_LEFT");
    let join = format!("cluster join {}", nodes[0].gossip());
    let joined = nodes[1].ask(&join);
    let words = String::from_utf8_lossy(&joined.stderr).into_owned();
    assert!(words.contains("this node has left the cluster"), "{words}");
    assert_eq!(nodes[1].stop(), Some(0));
    nodes[1].start();
    together(&nodes);
}

#[test]
fn a_node_that_stops_says_so_and_one_that_is_gone_can_be_put_out() {
    let mut nodes = Node::cluster(&["a", "b"]);
    let refused = nodes[0].ask("cluster forget b --yes");
    assert!(!refused.status.success(), "{refused:?}");
    assert_eq!(nodes[1].stop(), Some(0));
    until("the other one knows", || {
        nodes[0].status("b") == "STATUS_FAILED"
    });
    assert!(nodes[0].log().contains("takes no part"));
    let put_out = nodes[0].ask("cluster forget b --yes");
    assert!(put_out.status.success(), "{put_out:?}");
    until("it is forgotten", || nodes[0].member("b").is_none());
    // It is welcome when it comes back: that is another run.
    nodes[1].start();
    together(&nodes);
}

#[test]
fn a_node_joins_when_it_is_told_to() {
    let nodes = [Node::alone("a"), Node::alone("b")];
    assert_eq!(nodes[0].members().len(), 1);
    let joined = nodes[1].ask(&format!("cluster join {}", nodes[0].gossip()));
    assert!(joined.status.success(), "{joined:?}");
    together(&nodes);
    let nobody = nodes[1].ask("cluster join nobody.invalid");
    let words = String::from_utf8_lossy(&nobody.stderr).into_owned();
    assert!(
        words.contains("no address is known for nobody.invalid"),
        "{words}"
    );
}

#[test]
fn a_node_is_not_ready_until_it_has_joined() {
    let settings = |join: &str| {
        [
            "plugins.federation.fed_addr=127.0.0.1:0".to_owned(),
            "plugins.federation.gossip_addr=127.0.0.1:0".to_owned(),
            "plugins.federation.retry_timeout=1s".to_owned(),
            format!("plugins.federation.retry_join=[\"{join}\"]"),
        ]
    };
    // Port 9 discards.
    let lonely = Node::start_in("b", None, "127.0.0.1:0", &settings("127.0.0.1:9"));
    until("it says that nobody has answered", || {
        lonely
            .log()
            .contains("no node of plugins.federation.retry_join has answered")
    });
    assert!(!lonely.is_ready());
    let other = Node::alone("a");
    let joined = lonely.ask(&format!("cluster join {}", other.gossip()));
    assert!(joined.status.success(), "{joined:?}");
    until("it is ready", || lonely.is_ready());
}

#[test]
fn a_node_that_is_drained_sends_its_clients_away_and_is_not_ready() {
    let nodes = Node::cluster(&["a", "b"]);
    let (mut client, _) = nodes[0].persistent("c");
    client.subscribe("t", AtLeastOnce);
    let wrong = nodes[0].ask("cluster drain --confirm b --yes");
    assert_eq!(wrong.status.code(), Some(2), "{wrong:?}");
    let words = "cluster drain --confirm a --server b.example.org:1883 --yes";
    let drained = nodes[0].ask(words);
    assert!(drained.status.success(), "{drained:?}");
    let told = client.expect_disconnect(ReasonCode::UseAnotherServer);
    assert_eq!(told.properties.server_reference, Some("b.example.org:1883"));
    until("it is not ready", || !nodes[0].is_ready());
    // Its session goes where the client goes.
    let (_client, connack) = nodes[1].persistent("c");
    assert!(connack.session_present);
    let called_off = nodes[0].ask("cluster drain --confirm a --cancel");
    assert!(called_off.status.success(), "{called_off:?}");
    until("it is ready again", || nodes[0].is_ready());
}
