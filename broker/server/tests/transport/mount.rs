//! Mount points: clients with a world of topics of their own, and those who see all worlds.

use std::net::TcpStream;
use std::sync::{Arc, Mutex};

use gmqtt_config::Listener;
use gmqtt_plugin_api::{
    Arrival, BoxFuture, ClientInfo, Hook, HookSet, NewMessage, Plugin, PluginContext, PluginError,
    Publisher, Refusal, SubscribeRequest, Verdict,
};
use gmqtt_protocol::frame::Split;
use gmqtt_protocol::packet::{
    Connect, ConnectProperties, Packet, Publish, PublishProperties, Subscribe, SubscribeFilter,
    SubscriptionOptions, Unsubscribe, Will, WillProperties,
};
use gmqtt_protocol::property::UserProperties;
use gmqtt_protocol::{PacketId, QoS, ReasonCode, Version, split_frame};

use crate::broker::{Broker, tcp};
use crate::client::{Client, dial};

/// Two tenants, and those who run the broker.
fn listeners() -> Vec<Listener> {
    let below = |prefix: &str| Listener {
        mount_point: Some(prefix.to_owned()),
        ..tcp()
    };
    vec![tcp(), below("t/1/"), below("t/2/")]
}

const ALL: usize = 0;
const ONE: usize = 1;
const TWO: usize = 2;

struct Tenant {
    client: Client<TcpStream>,
    version: Version,
}

fn connect_packet(version: Version, id: &str) -> Connect<'_> {
    Connect {
        version,
        clean_start: true,
        keep_alive: 0,
        client_id: id,
        will: None,
        username: None,
        password: None,
        properties: ConnectProperties::default(),
    }
}

fn message<'a>(topic: &'a str, payload: &'a str) -> Publish<'a> {
    Publish {
        dup: false,
        qos: QoS::AtMostOnce,
        retain: false,
        topic,
        packet_id: None,
        properties: PublishProperties::default(),
        payload: payload.as_bytes(),
    }
}

impl Tenant {
    #[track_caller]
    fn connect(broker: &Broker, listener: usize, packet: &Connect<'_>) -> Self {
        let mut tenant = Self {
            client: Client::new(dial(broker.address(listener))),
            version: packet.version,
        };
        tenant.send(&Packet::Connect(*packet));
        let answer = tenant.client.recv();
        assert_eq!((answer[0], answer[3]), (0x20, 0), "CONNACK");
        tenant
    }

    #[track_caller]
    fn new(broker: &Broker, listener: usize, version: Version, id: &str) -> Self {
        Self::connect(broker, listener, &connect_packet(version, id))
    }

    fn send(&mut self, packet: &Packet<'_>) {
        let mut bytes = Vec::new();
        packet.encode(self.version, &mut bytes);
        self.client.send(&bytes);
    }

    fn publish(&mut self, packet: &Publish<'_>) {
        self.send(&Packet::Publish(*packet));
    }

    /// The codes of SUBACK.
    #[track_caller]
    fn subscribe(&mut self, filter: &str, qos: QoS) -> ReasonCode {
        let options = SubscriptionOptions {
            qos,
            ..SubscriptionOptions::default()
        };
        self.send(&Packet::Subscribe(Subscribe {
            packet_id: PacketId::MIN,
            subscription_identifier: None,
            user_properties: UserProperties::default(),
            filters: vec![SubscribeFilter { filter, options }],
        }));
        let answer = self.client.recv();
        assert_eq!(answer[0], 0x90, "SUBACK");
        ReasonCode::from_u8(*answer.last().expect("a code")).expect("a code")
    }

    /// The next message: topic, payload, retain flag and response topic.
    #[track_caller]
    fn receive(&mut self) -> (String, String, bool, Option<String>) {
        let bytes = self.client.recv();
        let Ok(Split::Complete(frame)) = split_frame(&bytes, u32::MAX) else {
            unreachable!()
        };
        match Packet::decode(frame, self.version).expect("a packet") {
            Packet::Publish(publish) => (
                publish.topic.to_owned(),
                String::from_utf8_lossy(publish.payload).into_owned(),
                publish.retain,
                publish.properties.response_topic.map(str::to_owned),
            ),
            other => panic!("not a PUBLISH: {other:?}"),
        }
    }

    #[track_caller]
    fn expect(&mut self, topic: &str, payload: &str) {
        let (seen, content, ..) = self.receive();
        assert_eq!((&*seen, &*content), (topic, payload));
    }

    #[track_caller]
    fn expect_nothing(&mut self) {
        self.client.ping();
    }
}

/// Publishers and subscribers of both versions and of every world, one message and many at once.
#[test]
fn tenants_see_their_topics_and_no_others() {
    let broker = Broker::start(listeners());
    for version in [Version::V3_1_1, Version::V5] {
        let mut all = Tenant::new(&broker, ALL, version, "all");
        let mut one = Tenant::new(&broker, ONE, version, "one");
        let mut other = Tenant::new(&broker, ONE, Version::V3_1_1, "other version");
        let mut two = Tenant::new(&broker, TWO, version, "two");
        for tenant in [&mut all, &mut one, &mut other, &mut two] {
            tenant.subscribe("#", QoS::AtLeastOnce);
        }
        for burst in [1, 300] {
            let mut bytes = Vec::new();
            let packet = Packet::Publish(message("a/b", "x"));
            (0..burst).for_each(|_| packet.encode(version, &mut bytes));
            one.client.send(&bytes);
            for _ in 0..burst {
                all.expect("t/1/a/b", "x");
                one.expect("a/b", "x");
                other.expect("a/b", "x");
            }
            // Of somebody who sees all.
            let mut bytes = Vec::new();
            let packet = Packet::Publish(message("t/2/c", "y"));
            (0..burst).for_each(|_| packet.encode(version, &mut bytes));
            all.client.send(&bytes);
            for _ in 0..burst {
                all.expect("t/2/c", "y");
                two.expect("c", "y");
            }
        }
        // A topic that `t/1/#` matches, and that has no name below.
        all.publish(&message("t/1", "z"));
        all.expect("t/1", "z");
        for tenant in [&mut all, &mut one, &mut other, &mut two] {
            tenant.expect_nothing();
        }
    }
}

/// A payload that is not copied, and messages of the higher QoS levels.
#[test]
fn large_messages_and_acknowledged_ones_cross_worlds() {
    let broker = Broker::start(listeners());
    let mut all = Tenant::new(&broker, ALL, Version::V5, "all");
    let mut one = Tenant::new(&broker, ONE, Version::V5, "one");
    let mut same = Tenant::new(&broker, ONE, Version::V5, "same");
    all.subscribe("t/1/+", QoS::AtLeastOnce);
    same.subscribe("+", QoS::AtLeastOnce);
    for size in [10, 100_000] {
        let payload = "x".repeat(size);
        one.publish(&Publish {
            qos: QoS::AtLeastOnce,
            packet_id: Some(PacketId::MIN),
            ..message("a", &payload)
        });
        assert_eq!(one.client.recv()[0], 0x40, "PUBACK");
        all.expect("t/1/a", &payload);
        same.expect("a", &payload);
    }
}

#[test]
fn retained_messages_wills_and_groups_stay_in_their_world() {
    let broker = Broker::start(listeners());
    let mut will = connect_packet(Version::V5, "with a will");
    will.will = Some(Will {
        qos: QoS::AtMostOnce,
        retain: true,
        topic: "gone",
        payload: b"now",
        properties: WillProperties {
            response_topic: Some("answers"),
            ..WillProperties::default()
        },
    });
    let leaving = Tenant::connect(&broker, ONE, &will);
    let mut one = Tenant::new(&broker, ONE, Version::V5, "one");
    let mut two = Tenant::new(&broker, TWO, Version::V5, "two");
    let mut all = Tenant::new(&broker, ALL, Version::V5, "all");
    all.subscribe("t/1/gone", QoS::AtMostOnce);
    drop(leaving);
    let (topic, payload, _, response) = all.receive();
    assert_eq!((&*topic, &*payload), ("t/1/gone", "now"));
    assert_eq!(response.as_deref(), Some("t/1/answers"));

    one.subscribe("gone", QoS::AtMostOnce);
    let (topic, payload, retained, response) = one.receive();
    assert_eq!((&*topic, &*payload, retained), ("gone", "now", true));
    assert_eq!(response.as_deref(), Some("answers"));
    two.subscribe("#", QoS::AtMostOnce);
    two.expect_nothing();

    // The same group name in two worlds is two groups.
    one.subscribe("$share/g/work", QoS::AtMostOnce);
    two.subscribe("$share/g/work", QoS::AtMostOnce);
    for n in 0..4 {
        let payload = n.to_string();
        one.publish(&message("work", &payload));
        one.expect("work", &payload);
    }
    two.expect_nothing();
    assert_eq!(
        one.subscribe("$share/g/", QoS::AtMostOnce),
        ReasonCode::TopicFilterInvalid
    );

    // It is left as it was joined.
    one.send(&Packet::Unsubscribe(Unsubscribe {
        packet_id: PacketId::MIN,
        user_properties: UserProperties::default(),
        filters: vec!["$share/g/work"],
    }));
    assert_eq!(one.client.recv().last(), Some(&0), "UNSUBACK 0x00");
    one.publish(&message("work", "done"));
    one.expect_nothing();
}

#[test]
fn requests_and_answers_cross_worlds() {
    let broker = Broker::start(listeners());
    let mut service = Tenant::new(&broker, ALL, Version::V5, "service");
    let mut one = Tenant::new(&broker, ONE, Version::V5, "one");
    service.subscribe("t/+/ask", QoS::AtMostOnce);
    one.subscribe("answers/#", QoS::AtMostOnce);
    let asking = |topic: &'static str, response: &'static str| Publish {
        properties: PublishProperties {
            response_topic: Some(response),
            ..PublishProperties::default()
        },
        ..message(topic, "?")
    };
    one.publish(&asking("ask", "answers/7"));
    let (_, _, _, response) = service.receive();
    let response = response.expect("a response topic");
    // What the tenant could not reach is not told to it.
    service.publish(&Publish {
        properties: PublishProperties {
            response_topic: Some("t/2/x"),
            ..PublishProperties::default()
        },
        ..message(&response, "!")
    });
    let (topic, payload, _, response) = one.receive();
    assert_eq!((&*topic, &*payload, response), ("answers/7", "!", None));
}

/// The topics of the broker itself are those of everybody, and nobody's to write to: not a way from one world to another.
#[test]
fn the_brokers_own_topics_stay_as_they_are() {
    let broker = Broker::with_plugins(vec![Arc::new(Announcing)], listeners());
    let mut all = Tenant::new(&broker, ALL, Version::V5, "all");
    let mut one = Tenant::new(&broker, ONE, Version::V5, "one");
    one.subscribe("$SYS/#", QoS::AtMostOnce);
    one.expect("$SYS/x", "1");
    all.publish(&message("t/1/$SYS/x", "2"));
    let mut two = Tenant::new(&broker, TWO, Version::V5, "two");
    two.publish(&message("$SYS/x", "3"));
    one.expect_nothing();
}

/// Publishes a figure about the broker when it is loaded.
struct Announcing;

impl Plugin for Announcing {
    fn name(&self) -> &'static str {
        "announcing"
    }

    fn hooks(&self) -> HookSet {
        HookSet::NONE
    }

    fn load(&self, context: PluginContext) -> Result<(), PluginError> {
        let message = NewMessage::new("$SYS/x", "1").retain(true);
        let published = context.broker().publish(message);
        published
            .map(drop)
            .map_err(|refusal| format!("{refusal:?}").into())
    }
}

/// What waited for a session in one world is not for the same client in another.
#[test]
fn a_session_belongs_to_its_mount_point() {
    let broker = Broker::start(listeners());
    let mut keeping = connect_packet(Version::V5, "moves");
    keeping.clean_start = false;
    keeping.properties.session_expiry_interval = Some(3600);
    let present = |listener| {
        let mut client = Client::new(dial(broker.address(listener)));
        let mut bytes = Vec::new();
        keeping.encode(Version::V5, &mut bytes);
        client.send(&bytes);
        let answer = client.recv();
        assert_eq!((answer[0], answer[3]), (0x20, 0), "CONNACK");
        client.send(&[0xE0, 0]);
        assert!(client.try_recv().expect("the end").is_none());
        answer[2] == 1
    };
    assert_eq!(
        [ONE, ONE, TWO, TWO, ALL].map(present),
        [false, true, false, true, false]
    );
}

/// Remembers what it was asked about.
#[derive(Default)]
struct Asked(Mutex<Vec<String>>);

impl Plugin for Asked {
    fn name(&self) -> &'static str {
        "asked"
    }

    fn hooks(&self) -> HookSet {
        HookSet::of(&[Hook::OnSubscribe, Hook::OnMsgArrived])
    }

    fn on_subscribe(
        &self,
        _: Arc<ClientInfo>,
        request: SubscribeRequest,
    ) -> BoxFuture<'_, Result<SubscribeRequest, Refusal>> {
        let filters = request.filters.iter().map(|asked| asked.filter.clone());
        self.0.lock().expect("no panic").extend(filters);
        Box::pin(async { Ok(request) })
    }

    fn on_msg_arrived(&self, publisher: Publisher<'_>, arrival: &mut Arrival<'_>) -> Verdict {
        let Publisher::Client(publisher) = publisher else {
            unreachable!("only clients publish here")
        };
        let mount = publisher.peer.mount_point.as_deref();
        let seen = format!("{} by {mount:?}", arrival.topic);
        self.0.lock().expect("no panic").push(seen);
        Verdict::Pass
    }
}

#[test]
fn plugins_see_full_topics() {
    let asked = Arc::new(Asked::default());
    let broker = Broker::with_plugins(vec![asked.clone()], listeners());
    let mut one = Tenant::new(&broker, ONE, Version::V5, "one");
    one.subscribe("$share/g/a", QoS::AtMostOnce);
    one.publish(&message("a", "x"));
    one.expect("a", "x");
    let asked = asked.0.lock().expect("no panic");
    assert_eq!(*asked, ["$share/g/t/1/a", "t/1/a by Some(\"t/1/\")"]);
}

/// Topic names may be as long as those of everybody, less the prefix.
#[test]
fn a_topic_without_room_for_the_prefix_is_refused() {
    let broker = Broker::with(listeners(), |config| config.mqtt.max_topic_levels = 0);
    let mut one = Tenant::new(&broker, ONE, Version::V5, "one");
    let longest = "x".repeat(65_535 - 4);
    one.subscribe(&longest, QoS::AtMostOnce);
    one.publish(&message(&longest, "x"));
    one.expect(&longest, "x");
    let longer = format!("{longest}x");
    assert_eq!(
        one.subscribe(&longer, QoS::AtMostOnce),
        ReasonCode::TopicFilterInvalid
    );
    one.publish(&message(&longer, "x"));
    let answer = one.client.recv();
    assert_eq!((answer[0], answer[2]), (0xE0, 0x90), "DISCONNECT 0x90");
}
