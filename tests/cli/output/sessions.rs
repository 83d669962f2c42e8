//! `gmqtt clients` and `gmqtt subscriptions`.

use super::scene::{Scene, Transcript};

goldens! {
    clients_list: "clients list",
    clients_show: "clients show",
    clients_kick: "clients kick",
    clients_ban: "clients ban",
    clients_unban: "clients unban",
    clients_bans: "clients bans",
    clients_messages: "clients messages",
    subscriptions_list: "subscriptions list",
    subscriptions_match: "subscriptions match",
    subscriptions_add: "subscriptions add",
    subscriptions_remove: "subscriptions remove",
}

/// All but the rates, which are not known before somebody has looked twice.
const COLUMNS: &str = "client_id,user,address,ver,state,since,subs,queue,inflight,dropped,listener,keepalive,expiry,bytes_in,bytes_out,node,clean,will";

/// Two clients: one whose name is no nice one, and one that has gone.
fn with_clients() -> (Scene, crate::support::Raw) {
    let scene = Scene::start();
    let here = scene.client("meter, \"1\"");
    drop(scene.client("away"));
    // It has gone when the broker says so.
    while !scene
        .prepare(&["clients", "list", "--state", "offline", "-o", "name"])
        .stdout
        .contains("away")
    {}
    (scene, here)
}

fn clients_list() -> Transcript {
    let (scene, _here) = with_clients();
    let list = scene.lists(
        &["clients", "list", "--columns", COLUMNS],
        "{{ client_id|pad(12) }} {{ queue_len }} {{ connected }}",
    );
    let more = scene.transcript(&[
        &["clients", "list", "--count", "-o", "json"],
        &["clients", "list", "--filter", "dropped>0", "-o", "json"],
        &[
            "clients", "list", "--node", "mq1", "--user", "nobody", "-o", "json",
        ],
    ]);
    list.and(more).without_rates()
}

fn clients_show() -> Transcript {
    let (scene, _here) = with_clients();
    scene
        .shows(
            &["clients", "show", "meter, \"1\""],
            "{{ client_id }} {{ will.topic }}",
        )
        .without_rates()
}

fn clients_kick() -> Transcript {
    let (scene, _here) = with_clients();
    scene.transcript(&[
        &[
            "clients",
            "kick",
            "meter, \"1\"",
            "away",
            "nobody",
            "--dry-run",
            "-o",
            "json",
        ],
        &[
            "clients",
            "kick",
            "meter, \"1\"",
            "away",
            "nobody",
            "--yes",
            "-o",
            "yaml",
        ],
        &["clients", "kick", "away", "-o", "template={{ skipped }}"],
    ])
}

fn clients_ban() -> Transcript {
    let scene = Scene::start();
    scene.transcript(&[
        &[
            "clients",
            "ban",
            "--ip",
            "10.0.0.0/8",
            "--for",
            "1h",
            "--reason",
            "noise",
            "-o",
            "json",
        ],
        &["clients", "ban", "--id", "x", "-o", "yaml"],
    ])
}

fn clients_unban() -> Transcript {
    let scene = Scene::start();
    scene.prepare(&["clients", "ban", "--user", "u"]);
    scene.transcript(&[
        &["clients", "unban", "--user", "u", "-o", "json"],
        &[
            "clients",
            "unban",
            "--user",
            "u",
            "--if-exists",
            "-o",
            "json",
        ],
        &["clients", "unban", "--user", "u", "-o", "json"],
    ])
}

fn clients_bans() -> Transcript {
    let scene = Scene::start();
    scene.prepare(&["clients", "ban", "--user", "u", "--reason", "noise"]);
    scene.lists(&["clients", "bans"], "{{ kind }} {{ value }} {{ until }}")
}

fn clients_messages() -> Transcript {
    let (scene, _here) = with_clients();
    scene.prepare(&["publish", "sensors/1", "20", "--qos", "1", "--expiry", "1h"]);
    scene
        .lists(&["clients", "messages", "away"], "{{ topic_name }}")
        .mask(&["age", "expires_in"])
        .mask_all(r",[0-9.]+,[0-9.]+,2,,false", ",AGE,EXPIRES,2,,false")
}

fn subscriptions_list() -> Transcript {
    let (scene, _here) = with_clients();
    scene.lists(
        &["subscriptions", "list"],
        "{{ client_id }} {{ topic_name }} {{ qos }}",
    )
}

fn subscriptions_match() -> Transcript {
    let (scene, _here) = with_clients();
    scene.lists(
        &["subscriptions", "match", "sensors/1"],
        "{{ subscription.client_id }} {{ verdict }}",
    )
}

fn subscriptions_add() -> Transcript {
    let (scene, _here) = with_clients();
    scene.transcript(&[
        &[
            "subscriptions",
            "add",
            "away",
            "a/+",
            "b",
            "--qos",
            "2",
            "-o",
            "json",
        ],
        &["subscriptions", "add", "away", "a/+", "-o", "yaml"],
    ])
}

fn subscriptions_remove() -> Transcript {
    let (scene, _here) = with_clients();
    scene.transcript(&[
        &[
            "subscriptions",
            "remove",
            "away",
            "sensors/+",
            "none",
            "-o",
            "json",
        ],
        &[
            "subscriptions",
            "remove",
            "away",
            "none",
            "--if-exists",
            "-o",
            "json",
        ],
    ])
}
