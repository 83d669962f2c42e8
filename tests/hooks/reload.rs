//! A changed configuration for the plugins of a running broker.

use std::sync::Arc;

use gmqtt_config::{Config, ListenAddress, Listener};
use gmqtt_plugin_api::{Applied, Applies, Hook, HookSet, Plugin, PluginContext, PluginError};
use gmqtt_server::{Reloaded, Server};

use crate::support::prelude::*;

/// Takes over `mqtt.max_inflight`, unless it is 1, and wants more hooks than before.
#[derive(Default)]
struct Changing(std::sync::atomic::AtomicBool);

impl Plugin for Changing {
    fn name(&self) -> &'static str {
        "changing"
    }

    fn hooks(&self) -> HookSet {
        if self.0.load(std::sync::atomic::Ordering::Relaxed) {
            HookSet::of(&[Hook::OnMsgArrived])
        } else {
            HookSet::NONE
        }
    }

    fn reload(&self, context: &PluginContext) -> Result<Vec<Applied>, PluginError> {
        match context.config().mqtt.max_inflight {
            0 => panic!("this panic is part of a test"),
            1 => Err("not one".into()),
            _ => {
                self.0.store(true, std::sync::atomic::Ordering::Relaxed);
                Ok(vec![Applied::new(
                    "plugins.changing.a",
                    Applies::NewClients,
                )])
            }
        }
    }

    fn on_msg_arrived(
        &self,
        _: gmqtt_plugin_api::Publisher<'_>,
        _: &mut gmqtt_plugin_api::Arrival<'_>,
    ) -> gmqtt_plugin_api::Verdict {
        gmqtt_plugin_api::Verdict::Refuse(ReasonCode::QuotaExceeded)
    }
}

#[test]
fn plugins_say_what_they_took_over_and_a_failing_one_goes_on() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut config = Config {
        listeners: vec![Listener {
            address: ListenAddress::new("127.0.0.1", 0).into(),
            ..Listener::default()
        }],
        plugin_order: vec!["changing".to_owned()],
        ..Config::default()
    };
    let plugins: Vec<Arc<dyn Plugin>> = vec![Arc::new(Changing::default())];
    let mut server = runtime
        .block_on(Server::start(config.clone(), plugins))
        .unwrap();
    let address = server.listeners()[0].address.tcp().unwrap();
    let mut client = Raw::open(address, Version::V5);
    client.send(&connect(Version::V5, "c"));
    client.expect_accepted();
    client.publish("a", "x", AtLeastOnce);
    let mut reload = |max_inflight| {
        config.mqtt.max_inflight = max_inflight;
        runtime.block_on(server.reload(&config))
    };
    for wrong in [1, 0] {
        let Reloaded { failed, applied } = reload(wrong);
        assert_eq!(
            (failed, applied),
            (vec!["plugins.changing".to_owned()], vec![])
        );
    }
    client.publish("a", "x", AtLeastOnce);
    let Reloaded { failed, applied } = reload(2);
    assert_eq!(failed, [""; 0]);
    assert_eq!(
        applied,
        [Applied::new("plugins.changing.a", Applies::NewClients)]
    );
    // The hook that it wants from now on is called.
    assert_eq!(
        client.publish_packet(&publish1(1, "a", "x")),
        ReasonCode::QuotaExceeded
    );
    runtime.block_on(server.stop());
}
