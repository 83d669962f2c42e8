//! Who may do what: `gmqtt acl` and `gmqtt tokens`.

use super::scene::{Scene, Transcript};

goldens! {
    acl_list: "acl list",
    acl_add: "acl add",
    acl_remove: "acl remove",
    acl_test: "acl test",
    tokens_list: "tokens list",
    tokens_create: "tokens create",
    tokens_revoke: "tokens revoke",
}

fn acl_list() -> Transcript {
    Scene::start().lists(&["acl", "list"], "{{ number }} {{ effect }}")
}

fn acl_add() -> Transcript {
    let scene = Scene::start();
    scene.transcript(&[
        &[
            "acl", "add", "deny", "publish", "door/#", "--user", "bob", "-o", "json",
        ],
        &["acl", "add", "allow", "all", "a", "--dry-run", "-o", "yaml"],
    ])
}

fn acl_remove() -> Transcript {
    let scene = Scene::start();
    scene.transcript(&[
        &["acl", "remove", "1", "--yes", "-o", "json"],
        &["acl", "remove", "9", "--yes", "-o", "json"],
    ])
}

fn acl_test() -> Transcript {
    let scene = Scene::start();
    let config = scene.file("gmqtt.yml");
    scene.transcript(&[
        &[
            "acl",
            "test",
            "bob",
            "publish",
            "door/1",
            "--running",
            "-o",
            "json",
        ],
        &[
            "acl", "test", "bob", "publish", "door/1", "-c", &config, "-o", "json",
        ],
        &[
            "acl",
            "test",
            "bob",
            "subscribe",
            "door/#",
            "-c",
            &config,
            "-o",
            "yaml",
        ],
    ])
}

fn tokens_list() -> Transcript {
    let scene = Scene::start();
    scene.prepare(&[
        "tokens",
        "create",
        "ci",
        "--role",
        "viewer",
        "--expires-in",
        "1d",
    ]);
    scene
        .lists(&["tokens", "list"], "{{ name }} {{ role }}")
        .mask(&["id", "prefix"])
}

fn tokens_create() -> Transcript {
    let scene = Scene::start();
    scene
        .transcript(&[
            &["tokens", "create", "ci", "--role", "operator", "-o", "json"],
            &["tokens", "create", "ci", "--role", "operator", "-o", "json"],
        ])
        .mask(&["secret", "id", "prefix"])
}

fn tokens_revoke() -> Transcript {
    let scene = Scene::start();
    scene.prepare(&["tokens", "create", "ci", "--role", "viewer"]);
    scene.transcript(&[
        &["tokens", "revoke", "ci", "-o", "json"],
        &["tokens", "revoke", "ci", "--if-exists", "-o", "json"],
    ])
}
