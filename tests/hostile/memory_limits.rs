//! Messages that the broker is to keep, and more of them than it may.

use super::{Bystanders, Child};
use crate::support::prelude::*;

/// A client whose session outlives its connection.
#[track_caller]
fn persistent(broker: &Child, client_id: &str) -> Raw {
    let mut raw = broker.open(Version::V5);
    let mut packet = connect(Version::V5, client_id);
    packet.clean_start = false;
    packet.properties.session_expiry_interval = Some(3600);
    raw.send(&packet).expect_accepted();
    raw
}

/// A session with a subscription, whose client is away.
#[track_caller]
fn away(broker: &Child, client_id: &str, topic_filter: &str, qos: QoS) {
    let mut raw = persistent(broker, client_id);
    raw.subscribe(topic_filter, qos);
    raw.disconnect();
}

/// A payload that begins with a number.
fn numbered(number: u8, size: usize) -> Vec<u8> {
    let mut payload = vec![b'.'; size];
    payload[0] = number;
    payload
}

/// The code of the PUBACK.
#[track_caller]
fn offer(publisher: &mut Raw, topic: &str, number: u8, size: usize, retain: bool) -> ReasonCode {
    let payload = numbered(number, size);
    let mut packet = publish1(7, topic, &payload);
    packet.retain = retain;
    publisher.send(&packet);
    publisher.recv_puback().reason
}

/// What waits for a client: the numbers.
#[track_caller]
fn waiting(broker: &Child, client_id: &str) -> Vec<u8> {
    let mut raw = persistent(broker, client_id);
    let messages = raw.waiting();
    raw.disconnect();
    messages.iter().map(|message| message.payload[0]).collect()
}

const QUOTA: ReasonCode = ReasonCode::QuotaExceeded;
const NOBODY: ReasonCode = ReasonCode::NoMatchingSubscribers;
const DONE: ReasonCode = ReasonCode::Success;

/// A message that cannot be retained reaches those who are there, and its publisher is told.
#[test]
fn no_more_than_so_many_messages_are_retained() {
    let broker = Child::start(&["limits.max_retained_messages=3"]);
    let bystanders = Bystanders::start(broker.address());
    let mut publisher = broker.connect(Version::V5, "publisher");
    let mut retain = |topic: &str, size| offer(&mut publisher, topic, b'x', size, true);
    assert_eq!(["a", "b", "c"].map(|topic| retain(topic, 9)), [NOBODY; 3]);
    assert_eq!(["d", "a"].map(|topic| retain(topic, 9)), [QUOTA, NOBODY]);
    let mut live = broker.connect(Version::V5, "live");
    live.subscribe("+", AtMostOnce);
    assert_eq!(live.waiting().len(), 3);
    assert_eq!(retain("e", 9), QUOTA);
    assert_eq!(live.recv_publish().topic, "e");
    // Room again.
    let mut removal = publish("a", "");
    removal.retain = true;
    publisher.send(&removal);
    let mut retain = |topic: &str| offer(&mut publisher, topic, b'x', 9, true);
    assert_eq!([retain("d"), retain("e")], [DONE, QUOTA]);

    // The exchange of QoS 2 ends with the refusal: the identifier is free for another message.
    let mut packet = publish2(8, "f", "x");
    packet.retain = true;
    for _ in 0..2 {
        publisher.send(&packet);
        assert_eq!(publisher.recv_pubrec().reason, QUOTA);
    }
    // Who cannot be told is answered as ever.
    let mut old = broker.connect(Version::V3_1_1, "old");
    offer(&mut old, "g", b'x', 9, true);
    let mut late = broker.connect(Version::V5, "late");
    late.subscribe("+", AtMostOnce);
    let mut topics: Vec<_> = late.waiting().iter().map(|it| it.topic).collect();
    topics.sort_unstable();
    assert_eq!(topics, ["b", "c", "d"]);
    bystanders.stop();
}

/// Topic and payload count, and what is replaced does not.
#[test]
fn no_more_than_so_many_bytes_are_retained() {
    let broker = Child::start(&["limits.max_retained_bytes=1000"]);
    let bystanders = Bystanders::start(broker.address());
    let mut publisher = broker.connect(Version::V5, "publisher");
    let mut retain = |topic: &str, size| offer(&mut publisher, topic, b'x', size, true);
    assert_eq!([retain("a", 499), retain("b", 500)], [NOBODY, QUOTA]);
    assert_eq!([retain("b", 499), retain("c", 1)], [NOBODY, QUOTA]);
    assert_eq!([retain("a", 497), retain("c", 2)], [NOBODY, QUOTA]);
    assert_eq!([retain("c", 1), retain("a", 498)], [NOBODY, QUOTA]);
    bystanders.stop();
}

/// As with the number of messages, the oldest go.
#[test]
fn no_more_than_so_many_bytes_wait_for_a_client() {
    let broker = Child::start(&["limits.pending_bytes=1000"]);
    let bystanders = Bystanders::start(broker.address());
    away(&broker, "away", "p", AtLeastOnce);
    let mut publisher = broker.connect(Version::V5, "publisher");
    for number in 0..12 {
        assert_eq!(offer(&mut publisher, "p", number, 199, false), DONE);
    }
    // One that is too large by itself drives nobody out.
    assert_eq!(offer(&mut publisher, "p", 99, 1000, false), DONE);
    assert_eq!(waiting(&broker, "away"), [7, 8, 9, 10, 11]);
    bystanders.stop();
}

/// Ten messages fit. Then QoS 0 of those who are away goes, then the oldest of the longest queue, and when all are equal new
/// ones are refused. What does not have to wait is not concerned.
#[test]
fn what_waits_for_all_is_shed_in_order() {
    let broker = Child::start(&["limits.queue_memory=11280"]);
    let bystanders = Bystanders::start(broker.address());
    away(&broker, "casual", "z", AtMostOnce);
    away(&broker, "long", "l", AtLeastOnce);
    away(&broker, "short", "s", AtLeastOnce);
    let mut publisher = broker.connect(Version::V5, "publisher");
    let mut send = |topic, number| offer(&mut publisher, topic, number, 999, false);
    for (topic, numbers) in [("z", 0..2), ("l", 0..7), ("s", 0..1)] {
        for number in numbers {
            assert_eq!(send(topic, number), DONE);
        }
    }
    // Two of QoS 0, then two of the longest queue.
    for number in 1..5 {
        assert_eq!(send("s", number), DONE, "{number}");
    }
    // Five and five.
    assert_eq!([send("s", 99), send("l", 99)], [QUOTA; 2]);
    let mut live = broker.connect(Version::V5, "live");
    live.subscribe("other", AtLeastOnce);
    assert_eq!(offer(&mut publisher, "other", 1, 999, false), DONE);
    live.recv_publish();

    assert!(waiting(&broker, "casual").is_empty());
    assert_eq!(waiting(&broker, "long"), [2, 3, 4, 5, 6]);
    // Room again; what was sent and not acknowledged comes once more.
    assert_eq!(offer(&mut publisher, "l", 100, 999, false), DONE);
    assert_eq!(waiting(&broker, "long"), [2, 3, 4, 5, 6, 100]);
    assert_eq!(waiting(&broker, "short"), [0, 1, 2, 3, 4]);
    let line = "limits.queue_memory is reached";
    let log = broker.raw_log(line);
    assert_eq!(log.iter().filter(|it| it.contains(line)).count(), 1);
    bystanders.stop();
}
