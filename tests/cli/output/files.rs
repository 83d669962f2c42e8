//! Commands that work on files, without a broker: `gmqtt config`, `gmqtt tls`, `gmqtt store` and those that write files.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::scene::Transcript;
use crate::cli::process::{folder_with, gmqtt, run, text};
use crate::support::kept;

goldens! {
    config_check: "config check",
    config_convert: "config convert",
    config_diff: "config diff",
    config_path: "config path",
    config_schema: "config schema",
    config_show: "config show",
    tls_check: "tls check",
    init: "init",
    doctor: "doctor",
    plugin_new: "plugin new",
    store_info: "store info",
    store_check: "store check",
    store_export: "store export",
    store_import: "store import",
    store_migrate: "store migrate",
    backup: "backup",
    restore: "restore",
}

const FILLED: &str = "\
persistence: {type: embedded, embedded: {path: store}}
plugins: {federation: {node_name: mq1}}
";

/// What commands print in a folder.
fn inside(folder: &Path, commands: &[&[&str]]) -> Transcript {
    let mut transcript = Transcript::new(folder);
    for args in commands {
        let mut command = gmqtt(args.iter().copied());
        let done = run(command.current_dir(folder).env("HOME", folder));
        transcript.add(args, &done);
    }
    transcript
}

/// The same in every form of a list.
fn lists(folder: &Path, args: &[&str], template: &str) -> Transcript {
    let forms = ["json", "jsonl", "yaml", "csv", "name", template];
    let commands = forms.map(|form| [args, &["-o", form]].concat());
    let commands: Vec<_> = commands.iter().map(Vec::as_slice).collect();
    inside(folder, &commands)
}

fn config_check() -> Transcript {
    let folder = folder_with("mqtt: {max_inflght: 7}\n");
    fs::write(folder.path().join("good.yml"), "").expect("written");
    inside(
        folder.path(),
        &[
            &["config", "check", "gmqtt.yml", "-o", "json"],
            &["config", "check", "good.yml", "-o", "json"],
            &[
                "config",
                "check",
                "gmqtt.yml",
                "-o",
                "template={{ errors }}",
            ],
        ],
    )
}

fn config_convert() -> Transcript {
    let folder = folder_with("");
    fs::write(
        folder.path().join("m.conf"),
        "listener 1884 127.0.0.1\nbridge_x y\n",
    )
    .expect("written");
    inside(
        folder.path(),
        &[&["config", "convert", "m.conf", "-o", "json"]],
    )
}

fn config_diff() -> Transcript {
    let folder = folder_with("mqtt: {max_inflight: 7, retain_available: false}\n");
    fs::write(folder.path().join("other.yml"), "mqtt: {max_inflight: 8}\n").expect("written");
    let words = ["config", "diff", "gmqtt.yml", "other.yml"];
    lists(folder.path(), &words, "template={{ key }} {{ a }} {{ b }}")
}

fn config_path() -> Transcript {
    let folder = folder_with("");
    inside(
        folder.path(),
        &[&["config", "path", "-c", "gmqtt.yml", "-o", "json"]],
    )
}

/// Its beginning: all of it is in the reference.
fn config_schema() -> Transcript {
    let folder = folder_with("");
    inside(
        folder.path(),
        &[&["config", "schema", "-o", "template={{ title }} {{ type }}"]],
    )
}

fn config_show() -> Transcript {
    let folder = folder_with("log: {level: debug}\n");
    let shown = inside(
        folder.path(),
        &[
            &[
                "config",
                "show",
                "log.level",
                "-c",
                "gmqtt.yml",
                "-o",
                "json",
            ],
            &[
                "config",
                "show",
                "persistence.redis",
                "-c",
                "gmqtt.yml",
                "-o",
                "json",
            ],
        ],
    );
    let words = ["config", "show", "log", "--origin", "-c", "gmqtt.yml"];
    shown.and(lists(
        folder.path(),
        &words,
        "template={{ key }} {{ origin }}",
    ))
}

fn tls_check() -> Transcript {
    let tls = "tls: {cert: s.crt, key: s.key}";
    let folder = folder_with(&format!(
        "listeners: [{{address: \"127.0.0.1:0\", {tls}}}]\napi: {{http: [{{address: \"127.0.0.1:0\", {tls}}}]}}\n"
    ));
    let signed = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("signed");
    fs::write(folder.path().join("s.crt"), signed.cert.pem()).expect("written");
    fs::write(
        folder.path().join("s.key"),
        signed.signing_key.serialize_pem(),
    )
    .expect("written");
    lists(
        folder.path(),
        &["tls", "check", "gmqtt.yml"],
        "template={{ key }} {{ problems|length }}",
    )
    .mask(&["days_left"])
    .mask_all(r"in \d+ days", "in N days")
}

fn init() -> Transcript {
    let folder = tempfile::tempdir().expect("a folder");
    inside(
        folder.path(),
        &[&["init", "-o", "json"], &["init", "-o", "json"]],
    )
}

/// What a machine is like differs; what is looked at does not.
fn doctor() -> Transcript {
    let folder = folder_with("listeners: []\nplugin_order: []\n");
    inside(
        folder.path(),
        &[&[
            "doctor",
            "-c",
            "gmqtt.yml",
            "-o",
            "template={% for one in findings %}{{ one.check }}: {{ one.health in ['ok', 'warning', 'error'] }}\n{% endfor %}",
        ]],
    )
    .mask_all(r"(?m)^\[exit 7\]\n", "")
}

fn plugin_new() -> Transcript {
    let folder = tempfile::tempdir().expect("a folder");
    inside(
        folder.path(),
        &[&[
            "plugin",
            "new",
            "my-plugin",
            "--hooks",
            "on_connected",
            "--gmqtt-git",
            "https://mq.example/gmqtt",
            "-o",
            "json",
        ]],
    )
}

/// A folder with a store.
fn filled() -> TempDir {
    let folder = folder_with(FILLED);
    kept::fill(&folder.path().join("store"));
    folder
}

fn store_info() -> Transcript {
    inside(
        filled().path(),
        &[&["store", "info", "-c", "gmqtt.yml", "-o", "json"]],
    )
    .mask(&[
        "bytes",
        "bytes_used",
        "free_bytes",
        "disk_bytes",
        "live_bytes",
    ])
}

fn store_check() -> Transcript {
    inside(
        filled().path(),
        &[&["store", "check", "-c", "gmqtt.yml", "-o", "json"]],
    )
    .mask(&["bytes"])
}

fn store_export() -> Transcript {
    inside(
        filled().path(),
        &[&["store", "export", "out", "-c", "gmqtt.yml", "-o", "json"]],
    )
    .mask(&["bytes"])
}

fn store_import() -> Transcript {
    let (from, to) = (filled(), folder_with(FILLED));
    let out = to.path().join("out");
    let exported = inside(
        from.path(),
        &[&["store", "export", text(&out), "-c", "gmqtt.yml"]],
    );
    drop(exported);
    inside(
        to.path(),
        &[
            &[
                "store",
                "import",
                "out",
                "-c",
                "gmqtt.yml",
                "--dry-run",
                "-o",
                "json",
            ],
            &["store", "import", "out", "-c", "gmqtt.yml", "-o", "json"],
        ],
    )
}

/// Without a Redis: what it prints of one is in its own tests.
fn store_migrate() -> Transcript {
    inside(
        filled().path(),
        &[&[
            "store",
            "migrate",
            "--from",
            "redis://127.0.0.1:1",
            "-c",
            "gmqtt.yml",
            "--dry-run",
            "-o",
            "jsonl",
        ]],
    )
}

fn backup() -> Transcript {
    inside(
        filled().path(),
        &[&["backup", "b.tar", "-c", "gmqtt.yml", "-o", "json"]],
    )
    .mask(&["bytes", "size", "sha256"])
}

fn restore() -> Transcript {
    let folder = filled();
    drop(inside(
        folder.path(),
        &[&["backup", "b.tar", "-c", "gmqtt.yml"]],
    ));
    inside(
        folder.path(),
        &[
            &[
                "restore",
                "b.tar",
                "-c",
                "gmqtt.yml",
                "--dry-run",
                "-o",
                "json",
            ],
            &[
                "restore",
                "b.tar",
                "-c",
                "gmqtt.yml",
                "--confirm",
                "mq1",
                "-o",
                "json",
            ],
        ],
    )
    .mask_all(r"before-[0-9TZ:-]+", "before-TIME")
    .mask(&["bytes"])
}
