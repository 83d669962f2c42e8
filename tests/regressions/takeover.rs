//! A connection that is still at work while another one takes its session over.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};

use gmqtt_plugin_api::{Arrival, Hook, HookSet, Plugin, Publisher, Verdict};

use crate::support::prelude::*;

/// Holds up the first message for as long as the test wants; others pass.
struct Slow(Mutex<Option<(SyncSender<()>, Receiver<()>)>>);

impl Plugin for Slow {
    fn name(&self) -> &'static str {
        "slow"
    }

    fn hooks(&self) -> HookSet {
        HookSet::of(&[Hook::OnMsgArrived])
    }

    fn on_msg_arrived(&self, _: Publisher<'_>, _: &mut Arrival<'_>) -> Verdict {
        let first = self.0.lock().expect("no panic").take();
        if let Some((arrived, go_on)) = first {
            let _ = arrived.send(());
            // The other connections go on meanwhile.
            let _ = tokio::task::block_in_place(|| go_on.recv_timeout(Duration::from_secs(5)));
        }
        Verdict::Pass
    }
}

/// [MQTT-4.3.3-10]: a QoS 2 message that is repeated on a new connection while the old one still works on it is delivered once.
#[test]
fn a_message_repeated_during_a_takeover_is_delivered_once() {
    let ((arrived, has_arrived), (release, go_on)) = (sync_channel(1), sync_channel(1));
    let plugin = Slow(Mutex::new(Some((arrived, go_on))));
    let broker = Broker::with_plugins(vec![Arc::new(plugin)], |_| {});
    let mut subscriber = broker.v5("subscriber");
    subscriber.subscribe("t", ExactlyOnce);
    let mut old = broker.persistent(Version::V5, "c");
    old.send(&publish2(7, "t", "once"));
    has_arrived
        .recv_timeout(Duration::from_secs(5))
        .expect("the message arrives");
    let mut new = broker.persistent(Version::V5, "c");
    new.send(&Publish {
        dup: true,
        ..publish2(7, "t", "once")
    });
    new.recv_pubrec();
    release.send(()).expect("the plugin waits");
    old.expect_disconnect(ReasonCode::SessionTakenOver);
    new.send(&pubrel(7)).recv_pubcomp();
    subscriber.expect_message("t", "once");
    subscriber.expect_nothing();
}
