//! More subscriptions than a client may have.

use super::{Bystanders, Child};
use crate::support::prelude::*;

/// The first so many are granted, in one packet or in several; those that are there may be replaced.
#[test]
fn a_client_has_no_more_than_so_many_subscriptions() {
    let broker = Child::start(&["limits.max_subscriptions=3"]);
    let bystanders = Bystanders::start(broker.address());
    for (version, refused) in [
        (Version::V5, ReasonCode::QuotaExceeded),
        (Version::V3_1_1, ReasonCode::UnspecifiedError),
    ] {
        let mut raw = broker.connect(version, "greedy");
        let filters: Vec<_> = ["a", "b", "c", "d"].map(|it| filter(it, AtMostOnce)).into();
        let granted = ReasonCode::Success;
        assert_eq!(
            raw.subscribe_all(&filters),
            [granted, granted, granted, refused]
        );
        assert_eq!(raw.subscribe("$share/g/e", AtMostOnce), refused);
        assert_eq!(raw.subscribe("a", AtLeastOnce), ReasonCode::GrantedQoS1);
        raw.unsubscribe("b");
        assert_eq!(raw.subscribe("d", AtMostOnce), granted);
        // What was refused is not there.
        for topic in ["e", "b", "d"] {
            raw.send(&publish(topic, "x"));
        }
        raw.expect_message("d", "x");
        raw.expect_nothing();
        raw.disconnect();
    }
    let line = "\"refused a subscription: limits.max_subscriptions is reached\"";
    let log = broker.raw_log(line);
    assert_eq!(log.iter().filter(|it| it.contains(line)).count(), 1);
    bystanders.stop();
}
