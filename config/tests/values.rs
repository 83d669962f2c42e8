//! How values are written.

use std::{path::PathBuf, time::Duration};

use gmqtt_config::{
    BindAddress, Config, DeliveryMode, ListenAddress, LogLevel, PeerAddress, PersistenceType,
    Secret, format_duration, parse_duration,
};
use proptest::prelude::*;

use crate::{accepted, refused};

#[test]
fn nothing_is_the_default() {
    for text in [
        "",
        "# only a comment\n",
        "---\n",
        "mqtt:\nlog:\nlisteners:\n",
        "{}",
        "mqtt: ~\n",
        "mqtt: {}\n",
    ] {
        assert_eq!(accepted(text).config, Config::default(), "{text:?}");
    }
}

#[test]
fn a_part_of_a_section_leaves_the_rest() {
    let config = accepted("mqtt:\n  max_inflight: 7\n").config;
    let mut expected = Config::default();
    expected.mqtt.max_inflight = 7;
    assert_eq!(config, expected);
}

#[test]
fn durations_as_the_go_broker_reads_them() {
    let millis = Duration::from_millis;
    for (text, expected) in [
        ("2h", millis(7_200_000)),
        ("1h30m", millis(5_400_000)),
        ("1.5h", millis(5_400_000)),
        (".5s", millis(500)),
        ("1.s", millis(1000)),
        ("100ms", millis(100)),
        ("1us", Duration::from_micros(1)),
        ("1µs", Duration::from_micros(1)),
        ("1μs", Duration::from_micros(1)),
        ("5ns", Duration::from_nanos(5)),
        ("+3s", millis(3000)),
        ("1m1m", millis(120_000)),
        ("0", Duration::ZERO),
        ("-0", Duration::ZERO),
        ("0s", Duration::ZERO),
        ("20000000000", millis(20_000)),
        ("1d", millis(86_400_000)),
        ("9223372036854775807", Duration::from_nanos(i64::MAX as u64)),
    ] {
        assert_eq!(parse_duration(text), Ok(expected), "{text}");
    }
    for text in [
        "",
        "s",
        ".",
        ".s",
        "1x",
        "1h-1m",
        "-1s",
        "-1",
        "1 h",
        " 1h",
        "1..5s",
        "1.5",
        "9223372036854775808",
        "3000000h",
        "99999999999999999999999999999999999999999999h",
        "0x10s",
        "1e3s",
        "--1s",
        "+-1s",
    ] {
        assert!(parse_duration(text).is_err(), "{text}");
    }
}

#[test]
fn a_number_of_seconds_without_a_unit_is_pointed_out() {
    let loaded = accepted("mqtt:\n  session_expiry: 7200\n");
    assert_eq!(
        loaded.config.mqtt.session_expiry,
        Duration::from_nanos(7200)
    );
    assert_eq!(
        loaded.warnings[0].message,
        "`mqtt.session_expiry`: `7200` without a unit is 7200 nanoseconds"
    );
    assert_eq!(
        loaded.warnings[0].hint.as_deref(),
        Some("did you mean `7200s`?")
    );
    assert!(
        accepted("mqtt:\n  session_expiry: 7200000000000\n  message_expiry: 0\n")
            .warnings
            .is_empty()
    );
}

#[test]
fn durations_that_must_not_be_zero() {
    assert!(
        refused("mqtt: {connect_timeout: 0}\n")[0]
            .message
            .ends_with("not `0`: it cannot be zero")
    );
    assert!(
        refused("plugins: {federation: {retry_interval: 0s}}\n")[0]
            .message
            .contains("cannot be zero")
    );
    assert!(
        refused("mqtt: {session_expiry: -1s}\n")[0]
            .message
            .ends_with("a duration cannot be negative")
    );
}

#[test]
fn numbers_and_their_limits() {
    let config =
        accepted("mqtt: {max_packet_size: 1_048_576, max_inflight: 0x40, max_keepalive: '60'}\n")
            .config;
    assert_eq!(config.mqtt.max_packet_size, 1 << 20);
    assert_eq!(config.mqtt.max_inflight, 64);
    assert_eq!(config.mqtt.max_keepalive, 60);
    for (value, expected) in [
        (
            "max_inflight: 0",
            "`mqtt.max_inflight` must be a number from 1 to 65535, not `0`",
        ),
        (
            "max_inflight: 65536",
            "`mqtt.max_inflight` must be a number from 1 to 65535, not `65536`",
        ),
        (
            "max_packet_size: 0",
            "`mqtt.max_packet_size` must be a number from 1 to 4294967295, not `0`",
        ),
        (
            "server_receive_maximum: 0",
            "`mqtt.server_receive_maximum` must be a number from 1 to 65535, not `0`",
        ),
        (
            "max_queued_messages: -1",
            "`mqtt.max_queued_messages` must be a number from 1 to 4294967295, not `-1`",
        ),
        (
            "maximum_qos: 1.0",
            "`mqtt.maximum_qos` must be a number from 0 to 2, not `1.0`",
        ),
        (
            "max_keepalive: [1]",
            "`mqtt.max_keepalive` must be a number from 0 to 65535, not a list",
        ),
        (
            "max_keepalive: 99999999999999999999999",
            "`mqtt.max_keepalive` must be a number from 0 to 65535, not `99999999999999999999999`",
        ),
    ] {
        assert_eq!(
            refused(&format!("mqtt: {{{value}}}\n"))[0].message,
            expected
        );
    }
}

#[test]
fn words_in_any_case() {
    let config = accepted(
        "log: {level: DEBUG}\nmqtt: {delivery_mode: Overlap}\npersistence: {type: embedded}\n",
    )
    .config;
    assert_eq!(config.log.level, LogLevel::Debug);
    assert_eq!(config.mqtt.delivery_mode, DeliveryMode::Overlap);
    assert_eq!(config.persistence.kind, PersistenceType::Embedded);
    assert_eq!(
        refused("persistence: {type: reddis}\n")[0].hint.as_deref(),
        Some("did you mean `redis`?")
    );
}

#[test]
fn yaml_1_1_booleans_are_for_go_files_only() {
    assert_eq!(
        refused("mqtt: {retain_available: no}\n")[0].hint.as_deref(),
        Some("did you mean `false`?")
    );
    assert!(
        !accepted("compat: gmqtt-go\nmqtt: {retain_available: no}\n")
            .config
            .mqtt
            .retain_available
    );
}

#[test]
fn listen_addresses() {
    for (text, host, port, shown) in [
        (":1883", "", 1883, ":1883"),
        ("127.0.0.1:0", "127.0.0.1", 0, "127.0.0.1:0"),
        ("[::1]:1883", "::1", 1883, "[::1]:1883"),
        (
            "[fe80::1%eth0]:1883",
            "fe80::1%eth0",
            1883,
            "[fe80::1%eth0]:1883",
        ),
        ("tcp://0.0.0.0:1883", "0.0.0.0", 1883, "0.0.0.0:1883"),
        ("localhost:1883", "localhost", 1883, "localhost:1883"),
    ] {
        let address: ListenAddress = text.parse().expect(text);
        assert_eq!(address, ListenAddress::new(host, port));
        assert_eq!(address.to_string(), shown);
    }
    for (text, hint) in [
        ("1883", Some("did you mean `:1883`?")),
        ("0.0.0.0", Some("`0.0.0.0:PORT`")),
        ("::1", Some("`[::1]:PORT`")),
        (
            "ws://0.0.0.0:8883/mqtt",
            Some("write `0.0.0.0:8883` and a `websocket:` section beside it"),
        ),
        (
            "mqtts://:8883",
            Some("write `:8883` and a `tls:` section beside it"),
        ),
        ("udp://:1883", Some("write `:1883`")),
        (":65536", None),
        (":+1", None),
        (":", None),
        ("[::1:1883", None),
        ("[x]:1883", None),
        ("a b:1883", None),
    ] {
        assert_eq!(
            text.parse::<ListenAddress>()
                .expect_err(text)
                .hint
                .as_deref(),
            hint,
            "{text}"
        );
    }
}

#[test]
fn loopback_and_wildcard() {
    let address = |text: &str| text.parse::<ListenAddress>().expect(text);
    for text in [
        "127.0.0.1:1",
        "127.8.8.8:1",
        "[::1]:1",
        "localhost:1",
        "[::ffff:127.0.0.1]:1",
    ] {
        assert!(
            address(text).is_loopback() && !address(text).is_wildcard(),
            "{text}"
        );
    }
    for text in [":1", "0.0.0.0:1", "[::]:1"] {
        assert!(
            !address(text).is_loopback() && address(text).is_wildcard(),
            "{text}"
        );
    }
    assert!(!address("localhost.example.org:1").is_loopback());
}

#[test]
fn api_addresses() {
    let unix: BindAddress = "unix:///run/gmqtt/api.sock".parse().expect("a socket");
    assert_eq!(
        unix,
        BindAddress::Unix(PathBuf::from("/run/gmqtt/api.sock"))
    );
    assert_eq!(unix.to_string(), "unix:///run/gmqtt/api.sock");
    let tcp = BindAddress::Tcp(ListenAddress::new("127.0.0.1", 8084));
    assert_eq!("127.0.0.1:8084".parse::<BindAddress>().as_ref(), Ok(&tcp));
    assert_eq!(
        "tcp://127.0.0.1:8084".parse::<BindAddress>().as_ref(),
        Ok(&tcp)
    );
    assert!("unix://run/api.sock".parse::<BindAddress>().is_err());
}

#[test]
fn peers_have_default_ports() {
    let text = "plugins: {federation: {retry_join: [10.0.0.2, '10.0.0.3:99', '[fd00::1]']}}\npersistence: {redis: {addr: redis}}\n";
    let config = accepted(text).config;
    let peers = [
        PeerAddress::new("10.0.0.2", 8902),
        PeerAddress::new("10.0.0.3", 99),
        PeerAddress::new("fd00::1", 8902),
    ];
    assert_eq!(config.plugins.federation.retry_join, peers);
    assert_eq!(
        config.persistence.redis.addr,
        PeerAddress::new("redis", 6379)
    );
}

#[test]
fn anchors_aliases_and_merge_keys() {
    let text = "\
listeners:
  - address: :8884
    tls: &tls {cert: a.crt, key: a.key}
  - address: :8885
    tls:
      <<: *tls
      key: b.key
    websocket: {path: /mqtt}
";
    let config = accepted(text).config;
    let tls = config.listeners[1].tls.as_ref().expect("merged");
    assert_eq!(tls.cert, Some(PathBuf::from("a.crt")));
    assert_eq!(tls.key, Some(PathBuf::from("b.key")));
}

#[test]
fn shown_as_yaml_it_loads_again() {
    let text = "\
pid_file: /run/x.pid
listeners: [{address: ':1', tls: {cert: /c, key: /k, cacert: /a, verify: true}}, {address: ':2', websocket: {path: /w}}]
api: {grpc: [{address: 'unix:///s'}], http: [], auth: {mode: token}}
persistence: {type: redis, redis: {password: \"a: #b'\"}}
mqtt: {session_expiry: 1h30m5s7ms, delivery_mode: overlap}
plugins: {federation: {node_name: '123', retry_join: ['[::1]:5']}}
";
    let config = accepted(text).config;
    assert_eq!(accepted(&config.to_yaml(false)).config, config);
    let masked = config.to_yaml(true);
    assert!(
        masked.contains("********") && !masked.contains("#b"),
        "{masked}"
    );
    let json = serde_json::to_value(&config).expect("JSON");
    assert_eq!(json["mqtt"]["session_expiry"], "1h30m5s7ms");
    assert_eq!(json["persistence"]["type"], "redis");
    assert_eq!(json["persistence"]["redis"]["password"], "********");
    assert_eq!(
        serde_json::to_value(config.revealed()).expect("JSON")["persistence"]["redis"]["password"],
        "a: #b'"
    );
}

proptest! {
    #[test]
    fn any_text_is_read_as_it_was_shown(text in ".{1,40}") {
        let mut config = Config::default();
        config.persistence.redis.password = Secret::new(text.clone());
        config.plugins.federation.node_name = Some(text);
        let yaml = config.to_yaml(false);
        prop_assert_eq!(accepted(&yaml).config, config, "{}", yaml);
    }

    #[test]
    fn a_duration_is_read_as_it_was_written(nanos in 0..=i64::MAX as u64) {
        let duration = Duration::from_nanos(nanos);
        prop_assert_eq!(parse_duration(&format_duration(duration)), Ok(duration));
    }

    #[test]
    fn an_address_is_read_as_it_was_written(address in any::<std::net::SocketAddr>()) {
        let listen: ListenAddress = address.to_string().parse().expect("an address");
        prop_assert_eq!(listen.to_string().parse(), Ok(listen.clone()));
        prop_assert_eq!(listen.port, address.port());
    }
}
