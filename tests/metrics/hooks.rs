//! What plugins take.

use std::sync::Arc;

use gmqtt_plugin_api::{
    Arrival, BoxFuture, ClientInfo, Hook, HookSet, Plugin, Publisher, Refusal, SubscribeRequest,
    Verdict,
};

use super::watched::Watched;
use crate::support::prelude::*;

/// Each call of a deciding hook is timed, and 1 in 64 on the message path; hooks that nobody wants have no figures.
#[test]
fn hooks_are_timed_by_plugin_and_hook() {
    let broker = Watched::with(vec![Arc::new(Slow)], |_| {});
    let series = |hook: &str, figure: &str| {
        format!("gmqtt_hook_duration_seconds_{figure}{{plugin=\"slow\",hook=\"{hook}\"}}")
    };
    assert_eq!(broker.value(&series("on_subscribe", "count")), 0.0);
    let mut client = broker.v5("c");
    client.subscribe("a", AtMostOnce);
    client.subscribe("b", AtMostOnce);
    let all = broker.scrape();
    assert_eq!(all[&series("on_subscribe", "count")], 2.0);
    let sum = all[&series("on_subscribe", "sum")];
    assert!((0.1..10.0).contains(&sum), "{sum}");
    // 50 ms each: in no bucket below, in all above.
    let bucket = |le: &str| {
        let labels = format!("{{plugin=\"slow\",hook=\"on_subscribe\",le=\"{le}\"}}");
        all[&format!("gmqtt_hook_duration_seconds_bucket{labels}")]
    };
    assert_eq!(
        (bucket("0.02"), bucket("10"), bucket("+Inf")),
        (0.0, 2.0, 2.0)
    );
    assert!(!all.contains_key(&series("on_basic_auth", "count")));
    for _ in 0..64 * 4 {
        client.publish("t", "x", AtLeastOnce);
    }
    // On whichever threads they were handled.
    let timed = broker.value(&series("on_msg_arrived", "count"));
    assert!((1.0..=4.0).contains(&timed), "{timed}");
}

/// Takes its time over subscriptions.
struct Slow;

impl Plugin for Slow {
    fn name(&self) -> &'static str {
        "slow"
    }

    fn hooks(&self) -> HookSet {
        HookSet::of(&[Hook::OnSubscribe, Hook::OnMsgArrived])
    }

    fn on_subscribe(
        &self,
        _: Arc<ClientInfo>,
        request: SubscribeRequest,
    ) -> BoxFuture<'_, Result<SubscribeRequest, Refusal>> {
        Box::pin(async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok(request)
        })
    }

    fn on_msg_arrived(&self, _: Publisher<'_>, _: &mut Arrival<'_>) -> Verdict {
        Verdict::Pass
    }
}
