//! `gmqtt publish`, `gmqtt retained` and `gmqtt topics`.

use super::scene::{Scene, Transcript};

goldens! {
    publish: "publish",
    retained_list: "retained list",
    retained_get: "retained get",
    retained_clear: "retained clear",
    retained_export: "retained export",
    retained_import: "retained import",
    topics_tree: "topics tree",
    topics_top: "topics top",
    explain: "explain",
}

fn with_retained() -> Scene {
    let scene = Scene::start();
    for (topic, payload) in [
        ("sensors/1/state", "on"),
        ("sensors/2/state", "{\"led\":true}"),
    ] {
        scene.prepare(&[
            "publish",
            topic,
            payload,
            "--retain",
            "--qos",
            "1",
            "--content-type",
            "text/plain",
        ]);
    }
    scene
}

fn publish() -> Transcript {
    let scene = Scene::start();
    let _client = scene.client("meter");
    let lines = scene.write("lines", "one\ntwo\n");
    scene
        .transcript(&[
            &["publish", "sensors/1", "on", "--qos", "1", "-o", "json"],
            &["publish", "nobody", "on", "-o", "yaml"],
            &["publish", "sensors/1", "on", "--dry-run", "-o", "json"],
            &[
                "publish",
                "sensors/1",
                "-f",
                &lines,
                "--lines",
                "-o",
                "json",
            ],
        ])
        .mask(&["seconds", "took_ms", "took"])
}

fn retained_list() -> Transcript {
    with_retained()
        .lists(&["retained", "list"], "{{ topic_name }} {{ qos }}")
        .mask(&["expires_in"])
        .mask_all(r"/state,1,(\d+),[0-9.]+,", "/state,1,$1,EXPIRES,")
}

fn retained_get() -> Transcript {
    with_retained()
        .shows(&["retained", "get", "sensors/2/state"], "{{ payload }}")
        .mask(&["expires_in"])
}

fn retained_clear() -> Transcript {
    with_retained().transcript(&[
        &["retained", "clear", "sensors/#", "--dry-run", "-o", "json"],
        &["retained", "clear", "sensors/1/state", "-o", "json"],
        &[
            "retained",
            "clear",
            "sensors/1/state",
            "--if-exists",
            "-o",
            "json",
        ],
        &["retained", "clear", "sensors/#", "--yes", "-o", "yaml"],
    ])
}

fn retained_export() -> Transcript {
    with_retained()
        .transcript(&[
            &["retained", "export"],
            &["retained", "export", "-o", "jsonl"],
        ])
        .mask(&["expires_in"])
}

fn retained_import() -> Transcript {
    let scene = with_retained();
    let exported = scene.prepare(&["retained", "export"]).stdout;
    let file = scene.write("retained", &exported);
    scene.transcript(&[
        &["retained", "import", &file, "--dry-run", "-o", "json"],
        &["retained", "import", &file, "-o", "json"],
    ])
}

fn topics_tree() -> Transcript {
    with_retained().lists(&["topics", "tree"], "{{ topic }} {{ retained }}")
}

/// Nothing is published meanwhile: what is busy differs from run to run.
fn topics_top() -> Transcript {
    let scene = Scene::start();
    scene.lists(&["topics", "top", "--for", "1ms"], "{{ topic }}")
}

fn explain() -> Transcript {
    let scene = Scene::start();
    let _client = scene.client("meter");
    scene.shows(&["explain", "meter", "sensors/1"], "{{ client_id }}")
}
