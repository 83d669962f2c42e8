//! What the API says, as what the dashboard knows.

use std::time::Duration;

use gmqtt_admin_client::{admin, federation};

use crate::data::{
    At, ClientRow, Dropped, Event, Figures, Health, Member, MessageRow, Part, Receiver, Severity,
    Status, SubscriptionRow,
};

/// A moment, from its seconds and nanoseconds.
pub(super) fn at(seconds: i64, nanos: i32) -> At {
    At(seconds
        .saturating_mul(1_000)
        .saturating_add(i64::from(nanos) / 1_000_000))
}

/// A span; one that is below zero is none.
pub(super) fn span(seconds: i64, nanos: i32) -> Duration {
    Duration::new(
        u64::try_from(seconds).unwrap_or(0),
        u32::try_from(nanos).unwrap_or(0).min(999_999_999),
    )
}

pub(super) fn client(client: admin::Client) -> ClientRow {
    let since = if client.connected {
        client.connected_at
    } else {
        client.disconnected_at
    };
    ClientRow {
        id: client.client_id,
        user: client.username,
        address: client.remote_addr,
        local: client.local_addr,
        listener: client.listener,
        node: client.node,
        version: u8::try_from(client.version).unwrap_or(0),
        // The broker in Go does not say; its clients without a time of leaving are connected.
        online: client.connected
            || (client.disconnected_at.is_none() && client.session_created_at.is_none()),
        since: since.map(|since| at(since.seconds, since.nanos)),
        keep_alive: u32::try_from(client.keep_alive).unwrap_or(0),
        expiry: client.session_expiry,
        clean_start: client.clean_start,
        subscriptions: client.subscriptions_current,
        queue: client.queue_len,
        queue_max: client.max_queue,
        queue_bytes: client.queue_bytes,
        inflight: client.inflight_len,
        inflight_max: client.max_inflight,
        dropped: client.message_dropped,
        drops: client
            .dropped
            .into_iter()
            .map(|drop| (drop.reason, drop.count))
            .collect(),
        drop_rate: client.drop_rate,
        in_rate: client.receive_rate,
        out_rate: client.send_rate,
        in_total: client.messages_received,
        out_total: client.messages_sent,
        in_bytes: client.packets_received_bytes,
        out_bytes: client.packets_send_bytes,
        slow: client.slow,
        will: client.will.map(|will| will.topic).unwrap_or_default(),
        tls: client.tls_version,
        certificate: client.certificate_name,
    }
}

/// The chief figures, as both the status and the watch of metrics have them.
pub(super) fn figures(
    sessions: Option<admin::SessionFigures>,
    messages: Option<admin::MessageFigures>,
    resources: Option<admin::Resources>,
) -> Figures {
    let mut figures = Figures::default();
    if let Some(sessions) = sessions {
        figures.online = Some(sessions.online);
        figures.offline = Some(sessions.offline);
        figures.connect_rate = Some(sessions.connect_rate);
        figures.disconnect_rate = Some(sessions.disconnect_rate);
        figures.connected_total = Some(sessions.connected_total);
        figures.disconnected_total = Some(sessions.disconnected_total);
        figures.auth_failures = Some(sessions.auth_failures_total);
        figures.subscriptions = Some(sessions.subscriptions);
        figures.slow = Some(sessions.slow);
    }
    if let Some(messages) = messages {
        figures.in_rate = Some(messages.receive_rate);
        figures.out_rate = Some(messages.send_rate);
        figures.in_total = Some(messages.received_total);
        figures.out_total = Some(messages.sent_total);
        figures.in_bytes = Some(messages.receive_bytes_rate);
        figures.out_bytes = Some(messages.send_bytes_rate);
        figures.drop_rate = Some(messages.drop_rate);
        figures.dropped_total = Some(messages.dropped_total);
        figures.queued = Some(messages.queued);
        figures.queued_bytes = Some(messages.queued_bytes);
        figures.inflight = Some(messages.inflight);
        figures.retained = Some(messages.retained);
    }
    if let Some(resources) = resources {
        figures.cpu = Some(resources.cpu_percent);
        figures.cpus = Some(resources.cpus);
        figures.memory = Some(resources.memory_bytes);
        figures.files = Some(resources.open_files);
        figures.files_limit = Some(resources.open_files_limit);
    }
    figures
}

pub(super) fn snapshot(snapshot: admin::MetricsSnapshot) -> Figures {
    let mut figures = figures(snapshot.sessions, snapshot.messages, snapshot.resources);
    figures.instance = snapshot.instance_id;
    figures.uptime = snapshot
        .uptime
        .map(|uptime| span(uptime.seconds, uptime.nanos).as_secs());
    figures.dropped = snapshot
        .dropped
        .into_iter()
        .map(|drop| Dropped {
            reason: drop.reason,
            total: drop.total,
            rate: drop.rate,
        })
        .collect();
    figures.delivery = snapshot
        .delivery
        .filter(|latency| latency.count > 0)
        .map(|latency| {
            [latency.p50, latency.p90, latency.p99].map(|value| {
                value.map_or(f64::NAN, |value| {
                    span(value.seconds, value.nanos).as_secs_f64()
                })
            })
        });
    figures
}

/// The figures that the status holds.
pub(super) fn status_figures(status: &admin::StatusResponse) -> Figures {
    let mut figures = figures(status.sessions, status.messages, status.resources);
    figures.instance.clone_from(&status.instance_id);
    figures.uptime = status
        .uptime
        .map(|uptime| span(uptime.seconds, uptime.nanos).as_secs());
    figures
}

pub(super) fn status(status: admin::StatusResponse) -> Status {
    let part = |part: admin::Part| Part {
        health: match part.health() {
            admin::Health::Warning => Health::Warning,
            admin::Health::Error => Health::Error,
            admin::Health::Ok | admin::Health::Unspecified => Health::Ok,
        },
        name: part.name,
        message: part.message,
    };
    Status {
        version: status.version,
        node: status.node,
        store: status.store,
        parts: status.parts.into_iter().map(part).collect(),
        draining: status.draining,
    }
}

pub(super) fn subscription(subscription: admin::Subscription) -> SubscriptionRow {
    SubscriptionRow {
        filter: subscription.topic_name,
        qos: u8::try_from(subscription.qos).unwrap_or(0),
        id: subscription.id,
        no_local: subscription.no_local,
    }
}

pub(super) fn message(message: admin::QueuedMessage) -> MessageRow {
    MessageRow {
        topic: message.topic_name,
        qos: u8::try_from(message.qos).unwrap_or(0),
        retained: message.retained,
        packet: message.packet_id,
        age: message
            .age
            .map(|age| u64::try_from(span(age.seconds, age.nanos).as_millis()).unwrap_or(u64::MAX)),
        size: message.payload_size,
    }
}

pub(super) fn receiver(receiver: admin::Receiver) -> Receiver {
    use admin::receiver::Verdict;
    let verdict = receiver.verdict();
    let word = match verdict {
        Verdict::Sent => "sent".to_owned(),
        Verdict::Queued => "queued".to_owned(),
        Verdict::OneOfGroup => format!("one of {}", receiver.group_size),
        Verdict::OtherSubscription => "by another filter".to_owned(),
        Verdict::Denied => "no: denied".to_owned(),
        Verdict::Dropped => "no: dropped".to_owned(),
        Verdict::Unspecified => "-".to_owned(),
    };
    let verdict_text = if receiver.detail.is_empty() {
        word
    } else {
        format!("{word} ({})", receiver.detail)
    };
    let subscription = receiver.subscription.unwrap_or_default();
    Receiver {
        client: subscription.client_id,
        filter: subscription.topic_name,
        qos: u8::try_from(subscription.qos).unwrap_or(0),
        online: receiver.connected,
        verdict: verdict_text,
        refused: matches!(verdict, Verdict::Denied | Verdict::Dropped),
    }
}

pub(super) fn member(member: federation::Member) -> Member {
    use federation::Status;
    let status = match member.status() {
        Status::Alive => "alive",
        Status::Leaving => "leaving",
        Status::Left => "left",
        Status::Failed => "failed",
        Status::Unspecified => "-",
    };
    let millis = |seconds, nanos| span(seconds, nanos).as_secs_f64() * 1_000.0;
    let half = member.rtt.map(|rtt| millis(rtt.seconds, rtt.nanos));
    let most = member.rtt_p99.map(|rtt| millis(rtt.seconds, rtt.nanos));
    Member {
        status: status.to_owned(),
        local: member.local,
        version: member.version,
        sessions: member.sessions,
        in_rate: member.receive_rate,
        out_rate: member.send_rate,
        routes: Some(member.routes),
        rtt: half.zip(most).map(<[f64; 2]>::from),
        lag: member.lag,
        uptime: member
            .uptime
            .map(|uptime| span(uptime.seconds, uptime.nanos).as_secs()),
        name: member.name,
        address: member.addr,
    }
}

pub(super) fn severity(word: &str) -> Severity {
    match word.to_ascii_lowercase().as_str() {
        "warning" | "warn" => Severity::Warning,
        "error" => Severity::Error,
        _ => Severity::Info,
    }
}

pub(super) fn event(event: admin::Event) -> Event {
    use admin::EventKind;
    let kind = match event.kind() {
        EventKind::EventsSkipped => "missed".to_owned(),
        EventKind::Unspecified => "broker".to_owned(),
        kind => kind.as_str_name().to_ascii_lowercase(),
    };
    Event {
        sequence: event.sequence,
        at: event
            .at
            .map(|moment| at(moment.seconds, moment.nanos))
            .unwrap_or_default(),
        kind,
        severity: severity(&event.severity),
        subject: event.subject,
        message: event.message,
        count: event.count,
    }
}

pub(super) fn log(record: admin::LogRecord) -> Event {
    let fields: String = record
        .fields
        .iter()
        .map(|(name, value)| format!(" {name}={value}"))
        .collect();
    Event {
        sequence: 0,
        at: record
            .at
            .map(|moment| at(moment.seconds, moment.nanos))
            .unwrap_or_default(),
        kind: format!("log {}", record.level.to_ascii_lowercase()),
        subject: record.target,
        message: format!("{}{fields}", record.message),
        severity: severity(&record.level),
        count: 1,
    }
}

pub(super) fn packet(record: admin::TraceRecord) -> Event {
    let way = if record.received { "<-" } else { "->" };
    Event {
        sequence: 0,
        at: record
            .at
            .map(|moment| at(moment.seconds, moment.nanos))
            .unwrap_or_default(),
        kind: "packet".to_owned(),
        subject: record.client_id,
        message: format!(
            "{way} {} {} ({} B)",
            record.packet, record.summary, record.size
        ),
        severity: Severity::Info,
        count: 1,
    }
}
