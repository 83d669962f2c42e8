//! What operators ask of a running broker: how it is, what happens, what it is made of.

use super::scene::{Scene, Transcript};

goldens! {
    status: "status",
    top: "top",
    metrics: "metrics",
    events: "events",
    logs: "logs",
    logs_level: "logs level",
    trace_client: "trace client",
    trace_topic: "trace topic",
    trace_address: "trace address",
    listeners_list: "listeners list",
    listeners_close: "listeners close",
    listeners_open: "listeners open",
    check_broker: "check broker",
    check_client: "check client",
    check_cluster: "check cluster",
    check_queue: "check queue",
    check_tls: "check tls",
    reload: "reload",
    stop: "stop",
}

/// Figures of the process, and of the moment.
const FIGURES: &[&str] = &[
    "pid",
    "uptime",
    "cpu_percent",
    "cpus",
    "memory_bytes",
    "open_files",
    "open_files_limit",
    "max_connections",
    "uptime_seconds",
    "ready_ms",
    "connect_rate",
    "disconnect_rate",
    "receive_rate",
    "send_rate",
    "drop_rate",
    "receive_bytes_rate",
    "send_bytes_rate",
];

fn status() -> Transcript {
    let scene = Scene::start();
    figures(scene.shows(&["status"], "{{ node }} {{ sessions.online }}"))
}

fn top() -> Transcript {
    let scene = Scene::start();
    let once = ["top", "--once", "-o"];
    let [json, csv] = ["json", "csv"].map(|form| [&once[..], &[form]].concat());
    figures(scene.transcript(&[&json, &csv])).mask_all(
        r"(cpu_percent|memory_bytes|open_files|[a-z]+_per_second|uptime_seconds),[0-9.]+",
        "$1,N",
    )
}

/// Without the figures of the process and of the moment, which are said in words, too.
fn figures(transcript: Transcript) -> Transcript {
    transcript.mask(FIGURES).mask_all(
        r"cpu \d+% of \d+, memory [^,]+, \d+ of \d+",
        "cpu N% of N, memory N, N of N",
    )
}

fn metrics() -> Transcript {
    let scene = Scene::start();
    let _client = scene.client("meter");
    let columns = ["--columns", "metric,labels,value,kind"];
    let words = [&["metrics", "gmqtt_sessions_*"][..], &columns].concat();
    scene
        .lists(&words, "{{ metric }} {{ value }}")
        .without_rates()
}

fn events() -> Transcript {
    let scene = Scene::start();
    let _client = scene.client("meter");
    let kinds = ["events", "--kind", "connect,subscribe", "--no-follow"];
    let forms = ["json", "jsonl", "yaml", "template={{ kind }} {{ subject }}"];
    let commands = forms.map(|form| [&kinds[..], &["-o", form]].concat());
    // Two subscriptions: each event is a document of its own, JSON also.
    let commands: Vec<_> = commands.iter().map(Vec::as_slice).collect();
    scene
        .transcript(&commands[1..])
        .and(scene.transcript(&[&[
            "events",
            "--since",
            "1h",
            "--kind",
            "connect",
            "--no-follow",
            "-o",
            "json",
        ]]))
        .mask(&["sequence"])
}

fn logs() -> Transcript {
    let scene = Scene::start();
    let words = [
        "logs",
        "--no-follow",
        "--last",
        "1",
        "--grep",
        "opened|ready|started",
    ];
    let forms = ["jsonl", "yaml", "template={{ level }}"];
    let commands = forms.map(|form| [&words[..], &["-o", form]].concat());
    let commands: Vec<_> = commands.iter().map(Vec::as_slice).collect();
    scene
        .transcript(&commands)
        .mask(&["sequence", "pid", "ready_ms", "max_connections"])
}

fn logs_level() -> Transcript {
    let scene = Scene::start();
    scene.transcript(&[
        &["logs", "level", "-o", "json"],
        &["logs", "level", "gmqtt_server", "debug", "-o", "yaml"],
        &["logs", "level", "-o", "template={{ directives }}"],
    ])
}

/// What a trace prints while something is published every moment.
fn traced(what: &[&str]) -> Transcript {
    let scene = Scene::start();
    let mut client = scene.client("meter");
    let (over, told) = std::sync::mpsc::sync_channel::<()>(1);
    let busy = std::thread::spawn(move || {
        // Until the trace has seen enough; the first may be before it has begun.
        while told.try_recv().is_err() {
            client.publish("doors/1", "20", gmqtt_protocol::QoS::AtLeastOnce);
        }
    });
    let words = [
        &["trace"][..],
        what,
        &["--count", "1", "--payload", "10", "-o", "json"],
    ]
    .concat();
    let transcript = scene.transcript(&[&words]);
    let _ = over.send(());
    busy.join().expect("it ends");
    // Whichever packet came first.
    transcript
        .mask(&["packet", "payload", "sequence", "size", "summary"])
        .mask_all(r#""fields":\{[^}]*\}"#, "\"fields\":{}")
        .mask_all(r#""received":(true|false)"#, "\"received\":<flag>")
}

fn trace_client() -> Transcript {
    traced(&["client", "meter"])
}

fn trace_topic() -> Transcript {
    traced(&["topic", "doors/#"])
}

fn trace_address() -> Transcript {
    traced(&["address", "127.0.0.0/8"])
}

fn listeners_list() -> Transcript {
    Scene::start().lists(&["listeners", "list"], "{{ scheme }} {{ open }}")
}

fn listeners_close() -> Transcript {
    Scene::start().transcript(&[&["listeners", "close", "main", "--yes", "-o", "json"]])
}

fn listeners_open() -> Transcript {
    let scene = Scene::start();
    scene.prepare(&["listeners", "close", "main", "--yes"]);
    scene.transcript(&[&["listeners", "open", "main", "-o", "json"]])
}

fn check_broker() -> Transcript {
    Scene::start().shows(&["check", "broker"], "{{ status }}")
}

fn check_client() -> Transcript {
    let scene = Scene::start();
    let _client = scene.client("meter");
    scene.transcript(&[
        &["check", "client", "meter", "-o", "json"],
        &["check", "client", "nobody", "-o", "json"],
    ])
}

fn check_cluster() -> Transcript {
    Scene::start().transcript(&[&["check", "cluster", "-o", "json"]])
}

fn check_queue() -> Transcript {
    Scene::start().shows(&["check", "queue"], "{{ status }}")
}

fn check_tls() -> Transcript {
    Scene::start().shows(&["check", "tls"], "{{ status }}")
}

fn reload() -> Transcript {
    let scene = Scene::start();
    let file = std::fs::read_to_string(scene.file("gmqtt.yml")).expect("it is read");
    scene.write(
        "gmqtt.yml",
        &format!("{file}mqtt: {{max_inflight: 7}}\nlog: {{level: debug}}\n"),
    );
    let template = "template={{ key }}: {{ applies }}";
    let dry = scene.lists(&["reload", "--dry-run"], &template["template=".len()..]);
    let done = scene.transcript(&[
        &["reload", "-o", "json"],
        &["reload", "-o", "json"],
        &["reload"],
    ]);
    scene.write("gmqtt.yml", &format!("{file}mqtt: {{max_inflght: 7}}\n"));
    dry.and(done)
        .and(scene.transcript(&[&["reload", "-o", "json"]]))
}

fn stop() -> Transcript {
    let scene = Scene::start();
    scene
        .transcript(&[
            &["stop", "--dry-run", "-o", "json"],
            &["stop", "--yes", "-o", "yaml"],
        ])
        .mask(&["pid"])
}
