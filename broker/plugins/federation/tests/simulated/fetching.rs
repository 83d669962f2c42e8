//! A node alone, with a store that it shares with others which are gone.

use bytes::Bytes;
use gmqtt_federation::{
    ClaimId, Effect, Node, NodeName, NotFetched, Now, OnPartition, Refusal, Run, SessionFrom,
    Settings, Stamp, Time, Wanted,
};

fn node(on_partition: OnPartition) -> Node {
    let settings = Settings {
        on_partition,
        shares_store: true,
        ..Settings::default()
    };
    Node::new(NodeName::new("a"), Run(1), settings, at(0))
}

fn at(mono: u64) -> Now {
    Now {
        mono,
        wall: 1_700_000_000_000 + mono,
    }
}

/// The only thing that is to be fetched.
#[track_caller]
fn fetch(node: &mut Node, now: Now) -> (ClaimId, Stamp, Wanted) {
    let mut effects = node.effects(now);
    match (effects.pop(), effects.len()) {
        (
            Some(Effect::Fetch {
                claim,
                stamp,
                wanted,
                ..
            }),
            0,
        ) => (claim, stamp, wanted),
        (effect, more) => panic!("{effect:?} and {more} more"),
    }
}

/// What came of the only claim.
#[track_caller]
fn outcome(node: &mut Node, now: Now) -> Result<SessionFrom, Refusal> {
    let mut effects = node.effects(now);
    match (effects.pop(), effects.len()) {
        (Some(Effect::Claimed { session, .. }), 0) => Ok(session),
        (Some(Effect::Refused { why, .. }), 0) => Err(why),
        (effect, more) => panic!("{effect:?} and {more} more"),
    }
}

#[test]
fn what_no_node_has_comes_from_the_store() {
    let mut node = node(OnPartition::Serve);
    let claim = node.claim("c", false, at(0));
    let (fetching, stamp, wanted) = fetch(&mut node, at(0));
    assert_eq!((fetching, wanted), (claim, Wanted::Session));
    // It takes as long as it takes.
    node.tick(at(60_000));
    assert_eq!(node.effects(at(60_000)), []);
    let (gone, session) = (NodeName::new("gone"), Bytes::from_static(b"all"));
    node.fetched(claim, Ok(Some((gone.clone(), session.clone()))), at(60_000));
    let from = SessionFrom::Store {
        node: gone.clone(),
        session,
    };
    assert_eq!(outcome(&mut node, at(60_000)), Ok(from));
    node.imported(&gone, "c", stamp, &[], at(60_000));
    // From here on it is this node's.
    node.claim("c", false, at(60_001));
    assert_eq!(outcome(&mut node, at(60_001)), Ok(SessionFrom::Here));
}

#[test]
fn a_clean_start_ends_what_is_in_the_store() {
    let mut node = node(OnPartition::Refuse);
    let claim = node.claim("c", true, at(0));
    assert_eq!(fetch(&mut node, at(0)).2, Wanted::End);
    // Its client wants nothing that a store could have.
    node.fetched(claim, Err(NotFetched::Failed), at(1));
    assert_eq!(outcome(&mut node, at(1)), Ok(SessionFrom::Here));
}

#[test]
fn a_store_that_does_not_answer_is_a_partition() {
    for (on_partition, expected) in [
        (OnPartition::Serve, Ok(SessionFrom::Here)),
        (OnPartition::Refuse, Err(Refusal::NoAnswer)),
    ] {
        let mut node = node(on_partition);
        let claim = node.claim("c", false, at(0));
        fetch(&mut node, at(0));
        node.fetched(claim, Err(NotFetched::Failed), at(1));
        assert_eq!(outcome(&mut node, at(1)), expected);
    }
}

/// A clock that is ahead has made it later than it was.
#[test]
fn a_later_claim_in_the_store_is_beaten_once() {
    let mut node = node(OnPartition::Serve);
    let claim = node.claim("c", false, at(0));
    fetch(&mut node, at(0));
    let by = Stamp {
        time: Time {
            millis: at(90_000).wall,
            count: 0,
        },
        node: NodeName::new("z"),
    };
    node.fetched(claim, Err(NotFetched::Superseded(by.clone())), at(1));
    let (again, stamp, _) = fetch(&mut node, at(1));
    assert!(again == claim && stamp > by);
    node.fetched(claim, Err(NotFetched::Superseded(stamp)), at(2));
    assert_eq!(outcome(&mut node, at(2)), Err(Refusal::Superseded));
}
