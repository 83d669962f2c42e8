//! What is dropped, in which order, and what stays.

use super::*;

fn held(name: &str, qos: u8, expires: Option<u32>) -> Held {
    let expires = Expiry::new(0, expires, None);
    let qos = QoS::from_u8(qos).unwrap();
    let message = Arc::new(Message::new(name, &[], &[], (qos, false), expires));
    Held {
        message,
        qos,
        retain: false,
        ids: None,
        share: None,
        seq: None,
    }
}

/// Pushes into a queue of three and tells what was dropped.
fn push(queue: &mut Queue, new: Held, inflight: usize, now: Millis) -> Vec<(String, DropReason)> {
    let mut out = Vec::new();
    let bounds = Bounds {
        messages: 3,
        bytes: 100,
    };
    queue.push(new, bounds, inflight, now, |gone, reason| {
        let name = match gone {
            Gone::Held(held) => held.message.topic().to_owned(),
            Gone::Away(away) => format!("away {}", away.seq),
        };
        out.push((name, reason));
    });
    out
}

fn drain(queue: &mut Queue) -> Vec<String> {
    queue
        .drain()
        .map(|held| held.message.topic().to_owned())
        .collect()
}

#[test]
fn the_expired_go_first_then_the_oldest_qos0() {
    let mut queue = Queue::default();
    for new in [
        held("a", 1, None),
        held("b", 0, None),
        held("c", 2, Some(1)),
    ] {
        assert!(push(&mut queue, new, 0, 0).is_empty());
    }
    assert_eq!(
        push(&mut queue, held("d", 1, None), 0, 1000),
        [("c".into(), DropReason::Expired)]
    );
    assert_eq!(
        push(&mut queue, held("e", 1, None), 0, 1000),
        [("b".into(), DropReason::QueueFull)]
    );
    assert_eq!(
        push(&mut queue, held("f", 0, None), 0, 1000),
        [("f".into(), DropReason::QueueFull)]
    );
    assert_eq!(
        push(&mut queue, held("g", 1, None), 0, 1000),
        [("a".into(), DropReason::QueueFull)]
    );
    assert_eq!(drain(&mut queue), ["d", "e", "g"]);
    assert!(queue.is_empty());
}

#[test]
fn with_messages_in_flight_the_newcomer_goes_and_inflight_counts() {
    let mut queue = Queue::default();
    assert!(push(&mut queue, held("a", 1, None), 2, 0).is_empty());
    assert_eq!(
        push(&mut queue, held("b", 1, None), 2, 0),
        [("b".into(), DropReason::QueueFull)]
    );
    assert_eq!(drain(&mut queue), ["a"]);
    assert_eq!(
        push(&mut queue, held("c", 1, None), 3, 0),
        [("c".into(), DropReason::QueueFull)]
    );
    assert!(queue.is_empty());
}

/// Bytes are a bound like the number, and what is larger than it by itself drives nobody out.
#[test]
fn bytes_are_bounded_too() {
    let mut queue = Queue::default();
    let large = |letter: &str| held(&letter.repeat(40), 1, None);
    assert!(push(&mut queue, large("a"), 0, 0).is_empty());
    assert!(push(&mut queue, large("b"), 0, 0).is_empty());
    let first = ("a".repeat(40), DropReason::QueueFull);
    assert_eq!(push(&mut queue, large("c"), 0, 0), [first]);
    let giant = "d".repeat(101);
    let dropped = push(&mut queue, held(&giant, 0, None), 0, 0);
    assert_eq!(dropped, [(giant, DropReason::QueueFull)]);
    assert_eq!(queue.waiting().bytes, 80);
    assert_eq!(drain(&mut queue), ["b".repeat(40), "c".repeat(40)]);
}

#[test]
fn a_full_window_holds_back_qos_1_and_2_only() {
    let mut queue = Queue::default();
    for new in [held("a", 1, None), held("b", 0, None), held("c", 2, None)] {
        push(&mut queue, new, 0, 0);
    }
    assert!(!queue.may_pass(QoS::AtMostOnce) && !queue.may_pass(QoS::AtLeastOnce));
    assert_eq!(
        queue.pop(Take::QoS0Only, drop).unwrap().message.topic(),
        "b"
    );
    assert!(queue.pop(Take::QoS0Only, drop).is_none());
    assert!(queue.may_pass(QoS::AtMostOnce) && !queue.may_pass(QoS::ExactlyOnce));
    assert_eq!(drain(&mut queue), ["a", "c"]);
}

#[test]
fn replays_come_first_and_do_not_count() {
    let mut queue = Queue::default();
    for n in 0..10 {
        queue.push_replay(held(&n.to_string(), 1, None));
    }
    assert!(push(&mut queue, held("live", 1, None), 0, 0).is_empty());
    assert_eq!(queue.len(), 1);
    assert!(!queue.may_pass(QoS::AtLeastOnce) && queue.may_pass(QoS::AtMostOnce));
    assert_eq!(drain(&mut queue).last().unwrap(), "live");
}

#[test]
fn purging_leaves_the_rest_in_order() {
    let mut queue = Queue::default();
    for new in [
        held("a", 1, Some(5)),
        held("b", 0, Some(1)),
        held("c", 2, None),
    ] {
        push(&mut queue, new, 0, 0);
    }
    let mut gone = Vec::new();
    queue.purge_expired(1000, |held, _| gone.push(held.message.topic().to_owned()));
    assert_eq!(gone, ["b"]);
    assert_eq!(drain(&mut queue), ["a", "c"]);
}

/// What only the store has counts and is dropped like the rest, in the same order, and comes back in its place.
#[test]
fn what_is_paged_out_keeps_its_place() {
    let kept = |seq: u64, qos| Held {
        seq: NonZeroU64::new(seq),
        ..held(&seq.to_string(), qos, None)
    };
    let mut queue = Queue::default();
    for new in [kept(1, 1), held("memory only", 1, None)] {
        push(&mut queue, new, 0, 0);
    }
    queue.page_out();
    assert_eq!((queue.len(), queue.waiting().paged), (2, 1));
    assert!(push(&mut queue, kept(2, 0), 0, 0).is_empty());
    assert_eq!(
        queue.waiting().paged,
        2,
        "it is behind one that is not there"
    );
    assert!(!queue.may_pass(QoS::AtMostOnce));
    let dropped = push(&mut queue, kept(3, 1), 0, 0);
    assert_eq!(dropped, [("away 2".to_owned(), DropReason::QueueFull)]);
    let dropped = push(&mut queue, kept(4, 1), 0, 0);
    assert_eq!(dropped, [("memory only".to_owned(), DropReason::QueueFull)]);
    assert_eq!(queue.begin_fetch().unwrap().after, 0);
    assert_eq!(queue.begin_fetch(), None, "it is under way");
    let mut missing = Vec::new();
    queue.fetched(Some(vec![kept(1, 1), kept(4, 1)]), |away| {
        missing.push(away.seq.get())
    });
    assert_eq!(missing, [3]);
    assert_eq!(queue.waiting().paged, 0);
    assert_eq!(drain(&mut queue), ["1", "4"]);
    assert!(queue.is_empty());
}
