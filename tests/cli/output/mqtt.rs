//! `gmqtt mqtt`: what its commands print for programs.

use super::scene::{Scene, Transcript};

goldens! {
    mqtt_pub: "mqtt pub",
    mqtt_sub: "mqtt sub",
    mqtt_request: "mqtt request",
    mqtt_probe: "mqtt probe",
}

fn port(scene: &Scene) -> String {
    scene.broker.address().port().to_string()
}

fn mqtt_pub() -> Transcript {
    let scene = Scene::start();
    let port = port(&scene);
    scene
        .transcript(&[
            &[
                "mqtt", "pub", "-p", &port, "-t", "a/b", "-m", "on", "-q", "1", "-o", "json",
            ],
            &[
                "mqtt", "pub", "-p", &port, "-t", "door/1", "-m", "on", "-i", "me", "-r", "-q",
                "1", "-o", "json",
            ],
        ])
        .mask(&["seconds", "ms"])
        .mask_all(r"-p \d+", "-p PORT")
}

fn mqtt_sub() -> Transcript {
    let scene = Scene::start();
    let port = port(&scene);
    for (topic, payload) in [("a/text", "on"), ("a/json", "{\"led\":true}")] {
        scene.prepare(&[
            "publish",
            topic,
            payload,
            "--retain",
            "--content-type",
            "x/y",
        ]);
    }
    scene
        .transcript(&[
            &[
                "mqtt", "sub", "-p", &port, "-t", "a/text", "-C", "1", "--for", "30s", "-o", "json",
            ],
            &[
                "mqtt", "sub", "-p", &port, "-t", "a/json", "-C", "1", "--for", "30s", "-o",
                "jsonl",
            ],
            &[
                "mqtt", "sub", "-p", &port, "-t", "a/+", "-C", "2", "--for", "30s", "--report",
                "-o", "json",
            ],
            &[
                "mqtt",
                "sub",
                "-p",
                &port,
                "-t",
                "a/+",
                "-C",
                "2",
                "-o",
                "template={{ topic }}",
            ],
        ])
        .mask(&["seconds", "rate", "first_at", "last_at"])
        .mask_all(r"-p \d+", "-p PORT")
}

/// Nobody answers.
fn mqtt_request() -> Transcript {
    let scene = Scene::start();
    let port = port(&scene);
    scene
        .transcript(&[&[
            "mqtt", "request", "-p", &port, "-t", "a", "-m", "x", "-W", "50ms", "-o", "jsonl",
        ]])
        .mask_all(r"-p \d+", "-p PORT")
}

fn mqtt_probe() -> Transcript {
    let scene = Scene::start();
    let port = port(&scene);
    scene
        .transcript(&[&["mqtt", "probe", "-p", &port, "-o", "json"]])
        .mask_all(r"localhost:\d+", "localhost:PORT")
        .mask_all(r"gmqtt/probe/[0-9a-f]+", "gmqtt/probe/ID")
        .mask_all(r"-p \d+", "-p PORT")
}
