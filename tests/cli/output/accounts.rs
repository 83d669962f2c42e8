//! `gmqtt accounts`.

use super::scene::{Scene, Transcript};

goldens! {
    accounts_list: "accounts list",
    accounts_show: "accounts show",
    accounts_add: "accounts add",
    accounts_set: "accounts set",
    accounts_passwd: "accounts passwd",
    accounts_remove: "accounts remove",
    accounts_verify: "accounts verify",
    accounts_import: "accounts import",
    accounts_export: "accounts export",
}

fn accounts_list() -> Transcript {
    let scene = Scene::start();
    let file = scene.file("accounts.yml");
    let by_broker = scene.lists(
        &["accounts", "list", "--sort", "-updated,name"],
        "{{ username }} {{ hash }}",
    );
    by_broker.and(scene.transcript(&[&["accounts", "list", "--file", &file, "-o", "json"]]))
}

fn accounts_show() -> Transcript {
    Scene::start().shows(
        &["accounts", "show", "meter"],
        "{{ username }} {{ disabled }}",
    )
}

fn accounts_add() -> Transcript {
    let scene = Scene::start();
    scene
        .transcript(&[
            &[
                "accounts",
                "add",
                "alice",
                "--generate",
                "--allow",
                "doors/#",
                "-o",
                "json",
            ],
            &["accounts", "add", "alice", "--generate", "-o", "json"],
            &[
                "accounts",
                "add",
                "alice",
                "--generate",
                "--if-not-exists",
                "-o",
                "json",
            ],
        ])
        .mask(&["generated_password"])
}

fn accounts_set() -> Transcript {
    let scene = Scene::start();
    scene.transcript(&[
        &[
            "accounts",
            "set",
            "meter",
            "--enabled",
            "--description",
            "gas",
            "-o",
            "json",
        ],
        &["accounts", "set", "nobody", "--enabled", "-o", "json"],
    ])
}

fn accounts_passwd() -> Transcript {
    let scene = Scene::start();
    let file = scene.write("password", "secret\n");
    scene.transcript(&[&[
        "accounts",
        "passwd",
        "root",
        "--password-file",
        &file,
        "-o",
        "json",
    ]])
}

fn accounts_remove() -> Transcript {
    let scene = Scene::start();
    scene.transcript(&[
        &[
            "accounts",
            "remove",
            "root",
            "nobody",
            "--dry-run",
            "-o",
            "json",
        ],
        &[
            "accounts", "remove", "root", "nobody", "--yes", "-o", "json",
        ],
        &["accounts", "remove", "root", "--if-exists", "-o", "yaml"],
    ])
}

fn accounts_verify() -> Transcript {
    let scene = Scene::start();
    let file = scene.write("password", "rootpass\n");
    scene.transcript(&[
        &[
            "accounts",
            "verify",
            "root",
            "--password-file",
            &file,
            "-o",
            "json",
        ],
        &[
            "accounts",
            "verify",
            "meter",
            "--password-file",
            &file,
            "-o",
            "json",
        ],
    ])
}

fn accounts_import() -> Transcript {
    let scene = Scene::start();
    let file = scene.write("new.csv", "username,password\nalice,a\nroot,r\n");
    scene.transcript(&[
        &[
            "accounts",
            "import",
            &file,
            "--from",
            "csv",
            "--dry-run",
            "-o",
            "json",
        ],
        &["accounts", "import", &file, "--from", "csv", "-o", "yaml"],
    ])
}

fn accounts_export() -> Transcript {
    let scene = Scene::start();
    scene.transcript(&[
        &["accounts", "export"],
        &["accounts", "export", "--to", "csv"],
        &["accounts", "export", "--to", "mosquitto"],
    ])
}
