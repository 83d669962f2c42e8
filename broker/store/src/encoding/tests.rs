//! Every change comes back as it was written; hostile bytes are refused without a panic.

use proptest::prelude::*;

use super::*;

type Text = String;

fn qos() -> impl Strategy<Value = QoS> {
    (0..3_u8).prop_map(|level| QoS::from_u8(level).unwrap())
}

fn packet_id() -> impl Strategy<Value = PacketId> {
    (1..=u16::MAX).prop_map(|id| PacketId::new(id).unwrap())
}

fn stage() -> impl Strategy<Value = Stage> {
    prop_oneof![
        Just(Stage::Waiting),
        packet_id().prop_map(Stage::Sent),
        packet_id().prop_map(Stage::Confirmed)
    ]
}

fn addresses() -> impl Strategy<Value = (Option<SocketAddr>, Option<SocketAddr>)> {
    let v4 = any::<([u8; 4], u16)>().prop_map(SocketAddr::from);
    let v6 = any::<([u8; 16], u16)>().prop_map(SocketAddr::from);
    (prop::option::of(v4), prop::option::of(v6))
}

fn round_trip(change: &Change<'_>) {
    let mut bytes = Vec::new();
    change.encode(&mut bytes);
    let mut from = Reader::new(&bytes);
    assert_eq!(Change::decode(&mut from).as_ref(), Ok(change));
    assert!(from.rest.is_empty());
    for end in 0..bytes.len() {
        assert!(Change::decode(&mut Reader::new(&bytes[..end])).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn a_session_comes_back(
        texts: [Text; 3], username: Option<Text>, payload: Vec<u8>, numbers: [u64; 5], expiry: Option<u64>,
        away: Option<u64>, (remote, local) in addresses(), qos in qos(), retain: bool, interval: Option<u32>, dead: bool,
    ) {
        let will = Will {
            topic: &texts[1], properties: &payload, payload: &payload, qos, retain,
            message_expiry_interval: interval, delay: numbers[2], due_at: away,
        };
        let claim = Claim { millis: numbers[3], count: 7, node: &texts[1] };
        let client = Client {
            version: Version::V5, username: username.as_deref(), keep_alive: 7, clean_start: retain,
            connected_at: numbers[4], remote, local, listener: Some(&texts[2]), certificate_name: None, mount_point: Some(&texts[0]),
        };
        let state = SessionState {
            client_id: &texts[0], created_at: numbers[0], expiry, offline_since: away, client,
            will: dead.then_some(will),
            claim: (!dead).then_some(claim),
        };
        round_trip(&Change::PutSession { session: SessionKey(numbers[1]), state });
    }

    #[test]
    fn messages_and_entries_come_back(
        texts: [Text; 2], payload: Vec<u8>, numbers: [u64; 4], ends: [Option<u64>; 2], qos in qos(), retain: bool,
        ids: Vec<u32>, shared: bool, stage in stage(), source: u8,
    ) {
        let message = Message {
            topic: &texts[0], properties: &payload, payload: &payload, qos, retain, source,
            expires_at: ends[0], forwarded_until: ends[1],
        };
        round_trip(&Change::PutMessage { id: MessageId(numbers[0]), message });
        let entry = Entry {
            seq: numbers[1], message: MessageId(numbers[0]), qos, retain, ids: Cow::Owned(ids),
            share: shared.then_some((texts[0].as_str(), texts[1].as_str())), stage,
        };
        round_trip(&Change::Enqueue { session: SessionKey(numbers[2]), entry });
    }

    #[test]
    fn small_changes_come_back(text: Text, n: u64, seq: u64, packet_id in packet_id(), qos in qos(), id: Option<u32>, flags: [bool; 2]) {
        let session = SessionKey(n);
        let options = SubscriptionOptions {
            qos, no_local: flags[0], retain_as_published: flags[1], retain_handling: RetainHandling::SendIfNew,
        };
        let subscription = Subscription { filter: &text, options, id };
        for change in [
            Change::DropSession { session },
            Change::PutSubscription { session, subscription },
            Change::DropSubscription { session, filter: &text },
            Change::Sent { session, seq, packet_id },
            Change::Confirmed { session, seq },
            Change::Dequeue { session, seq },
            Change::Received { session, packet_id },
            Change::Released { session, packet_id },
            Change::PutRetained { topic: &text, message: MessageId(seq) },
            Change::DropRetained { topic: &text },
        ] {
            round_trip(&change);
        }
    }

    #[test]
    fn hostile_bytes_are_refused_or_read(bytes: Vec<u8>, tag in 0..16_u8) {
        let mut all = vec![tag];
        all.extend(bytes);
        for change in Changes::of(&all) {
            if change.is_err() {
                break;
            }
        }
    }
}
