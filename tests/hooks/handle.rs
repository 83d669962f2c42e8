//! What a plugin may do with the broker, outside of hooks.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use gmqtt_plugin_api::{
    Arrival, DropReason, Hook, HookSet, MetricFamily, MetricKind, MetricSource, NewMessage,
    NewSubscription, Plugin, Publisher, Sample, SampleValue, SubscriptionKind, SubscriptionQuery,
    Verdict,
};
use gmqtt_server::Server;

use super::hand::Hand;
use super::journal::journal;
use crate::support::prelude::*;

/// Judges messages of plugins by their topics: `refuse`, `drop`, `change`, `later`.
struct Judge;

impl Plugin for Judge {
    fn name(&self) -> &'static str {
        "judge"
    }

    fn hooks(&self) -> HookSet {
        HookSet::of(&[Hook::OnMsgArrived])
    }

    fn on_msg_arrived(&self, publisher: Publisher<'_>, arrival: &mut Arrival<'_>) -> Verdict {
        assert!(matches!(publisher, Publisher::Plugin("hand")));
        match arrival.topic.as_ref() {
            "refuse" => Verdict::Refuse(ReasonCode::NotAuthorized),
            "drop" => Verdict::Drop,
            "change" => {
                arrival.topic = "changed".into();
                Verdict::Pass
            }
            "later" => Verdict::Later(Box::new(|arrival| {
                Box::pin(async {
                    tokio::task::yield_now().await;
                    (arrival, Verdict::Pass)
                })
            })),
            _ => Verdict::Pass,
        }
    }
}

#[test]
fn a_published_message_goes_the_way_of_a_clients() {
    let (broker, hand) = Hand::broker(Vec::new());
    let mut client = broker.v5("c");
    client.subscribe("a/#", AtLeastOnce);
    let properties = PublishProperties {
        content_type: Some("text/plain"),
        ..PublishProperties::default()
    };
    let message = NewMessage::new("a/b", "hi")
        .qos(AtLeastOnce)
        .retain(true)
        .expires_in(100)
        .properties(&properties);
    let outcome = hand.handle().publish(message).expect("it is published");
    assert_eq!(outcome.matched, Some(1));
    let got = client.expect_message("a/b", "hi");
    assert_eq!((got.qos, got.retain), (AtLeastOnce, false));
    assert_eq!(got.properties.content_type, Some("text/plain"));
    assert_eq!(got.properties.message_expiry_interval, Some(100));
    let mut late = broker.v5("late");
    late.subscribe("a/b", AtMostOnce);
    assert!(late.expect_message("a/b", "hi").retain);
    let nobody = hand.handle().publish(NewMessage::new("nobody", ""));
    assert_eq!(nobody.expect("it is published").matched, Some(0));
    for topic in ["", "a/+", "#"] {
        let refused = hand.handle().publish(NewMessage::new(topic, ""));
        let refused = refused.expect_err("nobody may publish there");
        assert_eq!(refused.reason, ReasonCode::TopicNameInvalid);
    }
}

#[test]
fn other_plugins_are_asked_about_it() {
    let (broker, hand) = Hand::broker(vec![Arc::new(Judge)]);
    let mut client = broker.v5("c");
    client.subscribe("#", AtMostOnce);
    let publish = |topic: &str| {
        hand.handle()
            .publish(NewMessage::new(topic, "x").retain(true))
    };
    assert_eq!(
        publish("refuse").unwrap_err().reason,
        ReasonCode::NotAuthorized
    );
    assert_eq!(publish("drop").unwrap().matched, Some(0));
    client.expect_nothing();
    assert_eq!(publish("change").unwrap().matched, Some(1));
    client.expect_message("changed", "x");
    assert_eq!(publish("later").unwrap().matched, None);
    client.expect_message("later", "x");
    let mut retained = Vec::new();
    hand.handle()
        .retained_matching("#", &mut |message| retained.push(message.topic.clone()));
    retained.sort();
    assert_eq!(retained, ["changed", "later"]);
}

#[test]
fn it_subscribes_and_unsubscribes_for_clients() {
    let (plugin, journal) = journal();
    let (broker, hand) = Hand::broker(vec![plugin]);
    let handle = hand.handle();
    handle.retain(NewMessage::new("r", "kept")).unwrap();
    let mut client = broker.persistent(Version::V5, "c");
    let wish = |filter: &str| NewSubscription::new(filter, AtLeastOnce);
    let results = handle.subscribe("c", vec![wish("r"), wish("a/#/b"), wish("$share/g/s")]);
    let news: Vec<_> = results.iter().map(|it| it.map(|it| it.new)).collect();
    assert_eq!(
        news,
        [Ok(true), Err(ReasonCode::TopicFilterInvalid), Ok(true)]
    );
    assert!(client.expect_message("r", "kept").retain);
    journal.expect(&[
        "accept from 127.0.0.1",
        "basic_auth c user None",
        "connected c 5",
        "session_created c",
        "subscribed c r qos 1",
        "subscribed c $share/g/s qos 1",
    ]);
    client.send(&disconnect(ReasonCode::Success));
    client.expect_closed();
    // While it is away, too.
    handle.retain(NewMessage::new("late", "kept, too")).unwrap();
    let results = handle.subscribe("c", vec![wish("late"), wish("r")]);
    let news: Vec<_> = results.iter().map(|it| it.map(|it| it.new)).collect();
    assert_eq!(news, [Ok(true), Ok(false)]);
    let all = SubscriptionQuery::default();
    assert_eq!(hand.list(&all), ["c $share/g/s 1", "c late 1", "c r 1"]);
    let mut again = broker.persistent(Version::V5, "c");
    let mut got = [again.recv_message().topic, again.recv_message().topic];
    got.sort_unstable();
    assert_eq!(got, ["late", "r"]);
    assert_eq!(handle.unsubscribe("c", &["r", "never"]), [true, false]);
    assert_eq!(hand.list(&all), ["c $share/g/s 1", "c late 1"]);
    handle.publish(NewMessage::new("r", "x")).unwrap();
    again.expect_nothing();
    let gone = handle.subscribe("nobody", vec![wish("a")]);
    assert_eq!(gone, [Err(ReasonCode::UnspecifiedError)]);
    assert_eq!(handle.unsubscribe("nobody", &["a"]), [false]);
}

#[test]
fn it_finds_subscriptions_by_client_filter_topic_and_kind() {
    let (broker, hand) = Hand::broker(Vec::new());
    let mut one = broker.v5("one");
    let mut two = broker.v5("two");
    one.subscribe("a/+", AtMostOnce);
    one.subscribe("$share/g/a/#", AtLeastOnce);
    two.subscribe("a/+", AtLeastOnce);
    two.subscribe("$SYS/#", AtMostOnce);
    let query = |client: Option<&str>, filter: Option<&str>, topic: Option<&str>, kind| {
        hand.list(&SubscriptionQuery {
            client_id: client.map(str::to_owned),
            filter: filter.map(str::to_owned),
            topic: topic.map(str::to_owned),
            kind,
        })
    };
    assert_eq!(query(None, None, None, None).len(), 4);
    assert_eq!(
        query(Some("two"), None, None, None),
        ["two $SYS/# 0", "two a/+ 1"]
    );
    assert_eq!(
        query(None, Some("a/+"), None, None),
        ["one a/+ 0", "two a/+ 1"]
    );
    assert_eq!(
        query(None, None, Some("a/b"), None),
        ["one $share/g/a/# 1", "one a/+ 0", "two a/+ 1"]
    );
    assert_eq!(
        query(Some("one"), None, Some("a/b/c"), None),
        ["one $share/g/a/# 1"]
    );
    assert_eq!(
        query(None, None, None, Some(SubscriptionKind::System)),
        ["two $SYS/# 0"]
    );
    let shared = Some(SubscriptionKind::Shared);
    assert_eq!(query(None, None, None, shared), ["one $share/g/a/# 1"]);
    let plain = Some(SubscriptionKind::Plain);
    assert_eq!(query(Some("one"), None, None, plain), ["one a/+ 0"]);
    assert!(query(Some("three"), None, None, None).is_empty());
    assert!(query(None, None, Some("not/a/#/topic"), None).is_empty());
}

#[test]
fn a_client_shows_what_operators_ask() {
    let (broker, hand) = Hand::broker_with(Vec::new(), |config| {
        config.mqtt.queue_qos0_messages = false;
        config.mqtt.max_keepalive = 0;
    });
    let mut client = broker.connect_with(Version::V5, "c", |connect| {
        connect.username = Some("ann");
        connect.keep_alive = 600;
        connect.clean_start = false;
        connect.properties.session_expiry_interval = Some(60);
        connect.properties.receive_maximum = std::num::NonZeroU16::new(1);
    });
    client.subscribe("a", AtLeastOnce);
    for payload in ["1", "2", "3"] {
        hand.handle()
            .publish(NewMessage::new("a", payload).qos(AtLeastOnce))
            .unwrap();
    }
    client.recv_publish();
    client.send(&publish2(7, "b", "x"));
    client.recv_pubrec();
    let view = hand.handle().client("c").expect("it is there");
    assert_eq!(view.info.username.as_deref(), Some("ann"));
    assert_eq!(
        (view.info.version, view.info.keep_alive),
        (Version::V5, 600)
    );
    assert_eq!(view.info.peer.remote, client.local_address());
    assert!(view.connected && !view.info.clean_start && view.disconnected_at.is_none());
    assert_eq!(view.session_expiry, Some(Duration::from_secs(60)));
    assert_eq!((view.inflight, view.max_inflight, view.queued), (1, 1, 2));
    assert_eq!((view.subscriptions, view.awaiting_release), (1, 1));
    assert_eq!((view.received.packets, view.sent.packets), (1, 1));
    assert!(view.received.bytes > 10 && view.sent.bytes > 5, "{view:?}");
    assert!(view.session_created_at <= view.info.connected_at + Duration::from_secs(1));
    client.send(&disconnect(ReasonCode::Success));
    client.expect_closed();
    hand.handle().publish(NewMessage::new("a", "lost")).unwrap();
    let view = hand.handle().client("c").expect("its session is there");
    assert!(!view.connected && view.disconnected_at.is_some());
    assert_eq!(view.dropped, [(DropReason::Offline, 1)]);
    assert_eq!((view.queued, view.inflight, view.max_inflight), (2, 1, 0));
    let _other = broker.v311("other");
    let mut all = Vec::new();
    hand.handle()
        .clients(&mut |client| all.push((client.info.id.to_string(), client.connected)));
    all.sort();
    assert_eq!(all, [("c".to_owned(), false), ("other".to_owned(), true)]);
    assert!(hand.handle().client("nobody").is_none());
}

#[test]
fn it_ends_connections_and_sessions() {
    let (plugin, journal) = journal();
    let (broker, hand) = Hand::broker(vec![plugin]);
    let handle = hand.handle();
    let mut client = broker.persistent(Version::V5, "c");
    assert!(handle.disconnect("c", ReasonCode::AdministrativeAction, Some("maintenance")));
    let told = client.expect_disconnect(ReasonCode::AdministrativeAction);
    assert_eq!(told.properties.reason_string, Some("maintenance"));
    journal.expect(&[
        "accept from 127.0.0.1",
        "basic_auth c user None",
        "connected c 5",
        "session_created c",
        "closed c ByBroker(AdministrativeAction)",
    ]);
    assert!(
        !handle.disconnect("c", ReasonCode::AdministrativeAction, None),
        "it is away"
    );
    assert!(handle.terminate("c"));
    journal.expect(&["session_terminated c Normal"]);
    assert!(handle.client("c").is_none() && !handle.terminate("c"));
    let mut again = broker.persistent(Version::V5, "c");
    assert!(handle.terminate("c"));
    again.expect_disconnect(ReasonCode::AdministrativeAction);
    journal.expect(&[
        "accept from 127.0.0.1",
        "basic_auth c user None",
        "connected c 5",
        "session_created c",
        "closed c ByBroker(AdministrativeAction)",
        "session_terminated c Normal",
    ]);
    assert!(handle.client("c").is_none());
}

#[test]
fn it_reads_sets_and_clears_retained_messages() {
    let (broker, hand) = Hand::broker(Vec::new());
    let handle = hand.handle();
    let mut client = broker.v5("c");
    client.subscribe("a/#", AtLeastOnce);
    let message = NewMessage::new("a/b", "kept")
        .qos(AtLeastOnce)
        .expires_in(60);
    handle.retain(message).expect("it is retained");
    client.expect_nothing();
    let found = handle.retained("a/b").expect("it is there");
    assert_eq!(
        (found.topic.as_str(), &found.payload[..]),
        ("a/b", &b"kept"[..])
    );
    assert_eq!(found.qos, AtLeastOnce);
    assert!(
        found
            .expires_in
            .is_some_and(|left| left <= Duration::from_secs(60))
    );
    handle.retain(NewMessage::new("a/c", "x")).unwrap();
    let count = |filter: &str| {
        let mut count = 0;
        handle.retained_matching(filter, &mut |_| count += 1);
        count
    };
    assert_eq!(
        (count("a/+"), count("#"), count("a/c"), count("b")),
        (2, 2, 1, 0)
    );
    assert_eq!(count("$share/g/a/+"), 0);
    assert!(handle.clear_retained("a/b") && !handle.clear_retained("a/b"));
    handle.retain(NewMessage::new("a/c", "")).unwrap();
    assert_eq!(count("#"), 0);
    assert!(handle.retain(NewMessage::new("a/#", "x")).is_err());
    assert_eq!(
        handle.metrics().expect("the broker runs").retained_messages,
        0
    );
}

/// What may be delivered is remembered, and asked anew when the rules or the client have changed.
#[test]
fn who_may_be_delivered_what_is_asked_and_asked_again() {
    let (broker, hand) = Hand::broker(Vec::new());
    let handle = hand.handle();
    handle.retain(NewMessage::new("secret/old", "x")).unwrap();
    let mut client = broker.v5("c");
    let mut member = broker.v5("m");
    client.subscribe("secret/#", AtMostOnce);
    client.expect_message("secret/old", "x");
    client.subscribe("#", AtMostOnce);
    client.expect_message("secret/old", "x");
    member.subscribe("$share/g/#", AtMostOnce);
    let matched = || {
        handle
            .publish(NewMessage::new("secret/1", "1"))
            .unwrap()
            .matched
    };
    assert_eq!(matched(), Some(2));
    client.expect_message("secret/1", "1");
    member.expect_message("secret/1", "1");
    hand.is_strict.store(true, Ordering::Relaxed);
    handle.recheck();
    // It runs beside the connections.
    let began = Instant::now();
    let all = SubscriptionQuery::default();
    while hand.list(&all) != ["c # 0", "m $share/g/# 0"] {
        assert!(
            began.elapsed() < Duration::from_secs(10),
            "{:?}",
            hand.list(&all)
        );
        std::thread::yield_now();
    }
    assert_eq!(matched(), Some(0));
    handle.publish(NewMessage::new("open", "2")).unwrap();
    client.expect_message("open", "2");
    member.expect_message("open", "2");
    let mut late = broker.v5("late");
    late.subscribe("secret/old", AtMostOnce);
    late.expect_nothing();
    hand.is_strict.store(false, Ordering::Relaxed);
    // It was answered no for the topic; a client that comes anew is asked about anew.
    let mut again = broker.v5("m");
    again.subscribe("$share/g/#", AtMostOnce);
    assert_eq!(matched(), Some(2));
    again.expect_message("secret/1", "1");
}

#[derive(Default)]
struct Ticks(AtomicU64);

impl MetricSource for Ticks {
    fn collect(&self) -> Vec<MetricFamily> {
        vec![MetricFamily {
            name: "gmqtt_hand_ticks_total".into(),
            help: "Ticks.".into(),
            kind: MetricKind::Counter,
            samples: vec![Sample {
                labels: Vec::new(),
                value: SampleValue::Number(self.0.load(Ordering::Relaxed) as f64),
            }],
        }]
    }
}

#[test]
fn tasks_addresses_and_metrics_are_the_brokers_to_show() {
    let (broker, hand) = Hand::broker(Vec::new());
    let context = hand.context();
    let ticks = Arc::new(Ticks::default());
    context.register_metrics(ticks.clone());
    let (sender, receiver) = std::sync::mpsc::sync_channel(1);
    context.spawn("tick", async move {
        ticks.0.fetch_add(1, Ordering::Relaxed);
        let _ = sender.send(());
    });
    receiver
        .recv_timeout(Duration::from_secs(5))
        .expect("the task ran");
    let families = hand.handle().plugin_metrics();
    assert_eq!(families[0].name, "gmqtt_hand_ticks_total");
    assert_eq!(families[0].samples[0].value, SampleValue::Number(1.0));
    let listener = context
        .listen("plugins.hand.address", "127.0.0.1:0")
        .unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let taken = context
        .listen("plugins.hand.address", &address)
        .unwrap_err();
    assert!(
        taken.to_string().contains("`plugins.hand.address`"),
        "{taken}"
    );
    let _client = broker.v5("c");
    let listeners = hand.handle().listeners();
    assert_eq!(
        (listeners[0].plugin, listeners[0].connections),
        (None, Some(1))
    );
    assert_eq!(listeners[0].address, broker.address().to_string());
    assert_eq!(
        (listeners[1].plugin, &listeners[1].address),
        (Some("hand"), &address)
    );
    // A handle that is kept does not keep the broker.
    let handle = hand.handle().clone();
    broker.stop();
    assert!(handle.client("c").is_none_or(|client| !client.connected));
}

/// Refuses to be loaded.
struct Broken;

impl Plugin for Broken {
    fn name(&self) -> &'static str {
        "broken"
    }

    fn hooks(&self) -> HookSet {
        HookSet::NONE
    }

    fn load(
        &self,
        _: gmqtt_plugin_api::PluginContext,
    ) -> Result<(), gmqtt_plugin_api::PluginError> {
        Err("out of order".into())
    }
}

/// Whatever keeps a broker from starting, the plugins that were loaded are unloaded, and only those.
#[test]
fn a_start_that_fails_leaves_no_plugin_loaded() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listener = gmqtt_config::Listener {
        address: gmqtt_config::ListenAddress::new("127.0.0.1", taken.local_addr().unwrap().port())
            .into(),
        ..gmqtt_config::Listener::default()
    };
    for broken in [true, false] {
        let (plugin, journal) = journal();
        let mut plugins = vec![plugin];
        if broken {
            plugins.push(Arc::new(Broken));
        }
        let config = gmqtt_config::Config {
            listeners: vec![listener.clone()],
            plugin_order: plugins.iter().map(|it| it.name().to_owned()).collect(),
            ..gmqtt_config::Config::default()
        };
        let error = runtime.block_on(Server::start(config, plugins)).err();
        let error = error.expect("it does not start").to_string();
        assert_eq!(error == "plugin broken: out of order", broken, "{error}");
        journal.expect(&["unload"]);
        journal.expect_end();
    }
}
