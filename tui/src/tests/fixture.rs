//! A broker that does not exist: over a hundred clients, some of whom wish nobody well.

use super::{Bench, EVENING, moment};
use crate::data::{
    At, ClientDetail, ClientPage, ClientRow, Dropped, Event, Figures, Health, Kind, Member,
    MessageRow, Part, Receiver, Retained, Severity, Status, SubscriptionRow, TopicMatch, TopicPage,
    TopicRow, Update,
};

/// Names that break dashboards: escape sequences, wide and combining characters, other directions, nothing at all.
pub(super) const HOSTILE: [&str; 10] = [
    "\x1b[2J\x1b[31mowned",
    "日本語センサー-東京",
    "e\u{301}\u{301}\u{301}\u{301}te\u{301}",
    "\u{202e}gnp.exe",
    "👨\u{200d}👩\u{200d}👧 family",
    "tab\there\nand\rthere",
    "عميل-١",
    "a-very-long-client-identifier-that-nobody-would-ever-want-to-read-on-a-screen-of-any-size",
    "\u{9b}2J",
    " ",
];

/// A number that looks like chance and is none.
fn noise(seed: u64) -> u64 {
    let mut x = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678;
    x ^= x >> 29;
    x = x.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x ^ (x >> 32)
}

fn ago(seconds: i64) -> At {
    At(EVENING - seconds * 1_000)
}

pub(super) fn client(at: usize) -> ClientRow {
    let kinds = ["ingest-worker", "dash-eu", "meter", "bridge"];
    let id = match at {
        0 => "ingest-worker-7".to_owned(),
        5..15 => HOSTILE[at - 5].to_owned(),
        _ => format!("{}-{:03}", kinds[at % 4], at),
    };
    let random = noise(at as u64);
    let online = at % 7 != 2;
    let full = at == 0;
    ClientRow {
        user: kinds[at % 4]
            .split('-')
            .next()
            .unwrap_or_default()
            .to_owned(),
        address: if online {
            format!("10.0.{}.{}:{}", at % 9, at, 40_000 + random % 9_999)
        } else {
            String::new()
        },
        local: "10.0.1.1:8883".to_owned(),
        listener: "tls:8883".to_owned(),
        node: "mq1".to_owned(),
        version: [5, 4, 3][at % 3],
        online,
        since: Some(ago((random % 200_000) as i64)),
        keep_alive: 60,
        expiry: 7_200,
        clean_start: true,
        subscriptions: (random % 13) as u32,
        queue: if full {
            1_000
        } else {
            (random % 40) as u32 * u32::from(!online)
        },
        queue_max: 1_000,
        queue_bytes: if full { 812_000 } else { 0 },
        inflight: if full { 100 } else { (random % 20) as u32 },
        inflight_max: 100,
        dropped: if full { 48_211 } else { 0 },
        drops: if full {
            vec![("queue_full".into(), 48_190), ("expired".into(), 21)]
        } else {
            Vec::new()
        },
        drop_rate: Some(if full { 41.0 } else { 0.0 }),
        in_rate: online.then_some((random % 50) as f64),
        out_rate: online.then_some(8_100.0 / (at + 1) as f64),
        in_total: random % 1_000_000,
        out_total: random % 9_000_000,
        in_bytes: random % 100_000_000,
        out_bytes: random % 2_000_000_000,
        slow: full,
        will: String::new(),
        tls: "1.3".to_owned(),
        certificate: "ingest".to_owned(),
        id,
    }
}

pub(super) fn clients() -> Vec<ClientRow> {
    (0..120).map(client).collect()
}

pub(super) fn figures(second: u64) -> Figures {
    let wave = |period: f64| ((second as f64 / period).sin() + 1.0) / 2.0;
    Figures {
        instance: "first".to_owned(),
        uptime: Some(6 * 86_400 + 4 * 3_600 + second),
        online: Some(10_300 + second / 5),
        offline: Some(1_204),
        connect_rate: Some(12.0),
        disconnect_rate: Some(9.0),
        connected_total: Some(98_000 + second * 12),
        disconnected_total: Some(87_000 + second * 9),
        auth_failures: Some(3),
        subscriptions: Some(41_000),
        slow: Some(3),
        in_rate: Some(30_000.0 + 20_000.0 * wave(60.0)),
        out_rate: Some(60_000.0 + 35_000.0 * wave(90.0)),
        in_total: Some(1_000_000 + second * 48_000),
        out_total: Some(2_000_000 + second * 91_000),
        in_bytes: Some(20e6 + 11e6 * wave(60.0)),
        out_bytes: Some(40e6 + 25e6 * wave(90.0)),
        drop_rate: Some(41.0),
        dropped_total: Some(48_211),
        dropped: vec![Dropped {
            reason: "queue_full".into(),
            total: 48_211,
            rate: 41.0,
        }],
        queued: Some(2_900 + second % 20),
        queued_bytes: Some(812_000),
        inflight: Some(1_877),
        retained: Some(88),
        cpu: Some(180.0 + 40.0 * wave(20.0)),
        cpus: Some(16),
        memory: Some(1_300_000_000),
        files: Some(11_800),
        files_limit: Some(1_048_576),
        delivery: Some([0.0004, 0.002, 0.011]),
    }
}

fn status() -> Status {
    Status {
        version: "0.1.0".to_owned(),
        node: "mq1".to_owned(),
        store: "embedded".to_owned(),
        parts: vec![
            Part {
                name: "listeners".to_owned(),
                health: Health::Ok,
                message: "tcp:1883 tls:8883".to_owned(),
            },
            Part {
                name: "tls".to_owned(),
                health: Health::Warning,
                message: "tls:8883 certificate expires in 12 days".to_owned(),
            },
        ],
        draining: false,
    }
}

fn event(
    before: i64,
    kind: &str,
    subject: &str,
    message: &str,
    severity: Severity,
    count: u64,
) -> Event {
    Event {
        sequence: (1_000 - before) as u64,
        at: ago(before),
        kind: kind.to_owned(),
        subject: subject.to_owned(),
        message: message.to_owned(),
        severity,
        count,
    }
}

pub(super) fn events() -> Vec<Event> {
    use Severity::{Info, Warning};
    let worker = "ingest-worker-7";
    vec![
        event(
            700,
            "connect",
            worker,
            "user ingest, 10.0.0.0:41771, v5, tls, session new",
            Info,
            1,
        ),
        event(300, "cluster", "mq3", "joined", Info, 1),
        event(
            26,
            "log warn",
            "listener",
            "handshake failed: peer sent plain HTTP",
            Warning,
            3,
        ),
        event(
            20,
            "subscribe",
            HOSTILE[0],
            "to sensors/+/raw, qos 1",
            Info,
            1,
        ),
        event(
            8,
            "disconnect",
            "meter-002",
            "keep alive timeout (0x8d), session kept 2h",
            Info,
            1,
        ),
        event(4, "cluster", "mq3", "failed: no answer", Warning, 1),
        event(
            2,
            "drop",
            worker,
            "queue_full on sensors/+/raw",
            Warning,
            41,
        ),
        event(
            1,
            "auth_fail",
            "",
            "user root from 203.0.113.9 (bad password)",
            Warning,
            14,
        ),
        event(
            0,
            "connect",
            HOSTILE[1],
            "user meter, 10.0.7.40:39922, v5, tls, session new",
            Info,
            1,
        ),
    ]
}

pub(super) fn detail() -> ClientDetail {
    let filters = [
        "$share/ingest/sensors/+/raw",
        "$SYS/brokers/+/clients/#",
        "cmd/\x1b[31m/+",
        "日本/#",
    ];
    ClientDetail {
        row: ClientRow {
            subscriptions: 4,
            ..client(0)
        },
        gone: false,
        subscriptions: filters
            .iter()
            .enumerate()
            .map(|(at, filter)| SubscriptionRow {
                filter: (*filter).to_owned(),
                qos: (at % 3) as u8,
                id: at as u32,
                no_local: at == 1,
            })
            .collect(),
        inflight: (0..5)
            .map(|at| MessageRow {
                topic: format!("sensors/{at}/raw"),
                qos: 1,
                packet: 4_711 + at,
                age: Some(8_230 - u64::from(at) * 900),
                size: 120,
                ..MessageRow::default()
            })
            .collect(),
        queue: (0..3)
            .map(|at| MessageRow {
                topic: format!("sensors/{at}/raw"),
                qos: 1,
                age: Some(500),
                size: 120,
                ..MessageRow::default()
            })
            .collect(),
    }
}

fn topic(
    topic: &str,
    children: u32,
    subscriptions: u64,
    retained: u64,
    rate: Option<f64>,
) -> TopicRow {
    TopicRow {
        topic: topic.to_owned(),
        level: topic.rsplit('/').next().unwrap_or_default().to_owned(),
        children,
        subscriptions,
        retained,
        rate,
        bytes: rate.map(|rate| rate * 17.0),
    }
}

pub(super) fn topics() -> TopicPage {
    TopicPage {
        rows: vec![
            topic("$SYS", 3, 61, 40, Some(0.9)),
            topic("home", 4, 18, 0, Some(44.0)),
            topic("sensors", 99, 12_100, 7, Some(47_900.0)),
            topic("sensors/41", 2, 8, 0, Some(31_200.0)),
            topic("sensors/42", 2, 4, 1, Some(12.0)),
            topic("sensors/42/cmd", 0, 1, 1, Some(0.0)),
            topic("sensors/42/raw", 0, 9, 0, Some(10.0)),
            topic("sensors/\x1b[31m", 0, 0, 1, None),
            topic("日本", 1, 2, 0, None),
            topic("日本/東京", 0, 2, 0, None),
        ],
        truncated: false,
    }
}

pub(super) fn matched() -> TopicMatch {
    let receiver = |client: &str, filter: &str, online, verdict: &str, refused| Receiver {
        client: client.to_owned(),
        filter: filter.to_owned(),
        qos: 1,
        online,
        verdict: verdict.to_owned(),
        refused,
    };
    TopicMatch {
        topic: "sensors/42/raw".to_owned(),
        receivers: vec![
            receiver(
                "ingest-worker-1",
                "$share/ingest/sensors/+/raw",
                true,
                "one of 7",
                false,
            ),
            receiver("audit", "sensors/#", false, "queued", false),
            receiver(HOSTILE[1], "sensors/42/#", true, "denied: rule 14", true),
        ],
        total: 9,
        deliveries: 2,
        retained: Some(Retained {
            size: 17,
            qos: 1,
            content_type: "application/json".to_owned(),
            payload: None,
        }),
    }
}

pub(super) fn members() -> Vec<Member> {
    let member = |name: &str, at: u64| Member {
        name: name.to_owned(),
        address: format!("10.0.1.{at}:8901"),
        status: if at == 3 { "failed" } else { "alive" }.to_owned(),
        local: at == 1,
        version: "0.1.0".to_owned(),
        sessions: (at != 3).then_some(10_412 - at * 100),
        in_rate: (at != 3).then_some(48_200.0),
        out_rate: (at != 3).then_some(91_700.0),
        routes: Some(4_120),
        rtt: (at == 2).then_some([0.4, 1.1]),
        lag: if at == 3 { 212 } else { 0 },
        uptime: Some(6 * 86_400),
    };
    vec![member("mq1", 1), member("mq2", 2), member("mq3", 3)]
}

/// Everything that a source reports at one moment.
pub(super) fn updates() -> Vec<Update> {
    vec![
        Update::Status(Box::new(status())),
        Update::Talkers(clients().into_iter().take(12).collect()),
        Update::Clients(Box::new(ClientPage {
            rows: clients(),
            matching: Some(120),
            complete: true,
        })),
        Update::Client(Box::new(detail())),
        Update::Topics(Box::new(topics())),
        Update::Match(Box::new(matched())),
        Update::Members(members()),
    ]
}

/// Lets `bench` see ten minutes of it.
pub(super) fn fill(bench: &mut Bench) {
    bench.take(Update::Live { kind: Kind::Live });
    for second in 0..=600 {
        bench.now = moment(second);
        bench.take(Update::Figures(Box::new(figures(second))));
        if second % 60 == 0 || second > 590 {
            for update in updates() {
                bench.take(update);
            }
        }
    }
    bench.take(Update::Events {
        events: events(),
        skipped: 0,
    });
}

/// Lets `bench` see a few seconds of it.
pub(super) fn fill_short(bench: &mut Bench) {
    bench.take(Update::Live { kind: Kind::Live });
    for second in 0..=10 {
        bench.now = moment(second);
        bench.take(Update::Figures(Box::new(figures(second))));
    }
    for update in updates() {
        bench.take(update);
    }
    bench.take(Update::Events {
        events: events(),
        skipped: 2,
    });
}
