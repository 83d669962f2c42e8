//! Commands about this tool: its contexts, its version, and what `gmqtt start` says of itself.

use super::scene::{Scene, Transcript};
use crate::cli::process::{Done, folder_with, run, run_gmqtt, text};

goldens! {
    context_list: "context list",
    context_show: "context show",
    context_add: "context add",
    context_edit: "context edit",
    context_use: "context use",
    context_previous: "context previous",
    context_remove: "context remove",
    context_test: "context test",
    version: "version",
    start: "start",
}

/// A home with two contexts, in a folder with nothing else.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(folder_with(""));
        home.run(&["context", "add", "lab", "--api", "grpc://lab:8084"]);
        let prod = [
            "--api",
            "grpcs://mq1",
            "--mqtt-url",
            "mqtts://mq1",
            "--read-only",
        ];
        home.run(&[&["context", "add", "prod"][..], &prod].concat());
        home
    }

    fn run(&self, args: &[&str]) -> Done {
        run(crate::cli::process::gmqtt(args.iter().copied()).env("HOME", self.0.path()))
    }

    fn transcript(&self, commands: &[&[&str]]) -> Transcript {
        let mut transcript = Transcript::new(self.0.path());
        for args in commands {
            transcript.add(args, &self.run(args));
        }
        transcript
    }
}

fn context_list() -> Transcript {
    let forms = [
        "json",
        "jsonl",
        "yaml",
        "csv",
        "name",
        "template={{ name }} {{ current }}",
    ];
    let commands = forms.map(|form| ["context", "list", "-o", form]);
    let commands: Vec<_> = commands.iter().map(|words| &words[..]).collect();
    Home::new().transcript(&commands)
}

fn context_show() -> Transcript {
    Home::new().transcript(&[
        &["context", "show", "-o", "json"],
        &[
            "context",
            "show",
            "prod",
            "-o",
            "template={{ name }} {{ api }}",
        ],
    ])
}

fn context_add() -> Transcript {
    Home::new().transcript(&[
        &[
            "context",
            "add",
            "new",
            "--api",
            "unix:///a",
            "--select",
            "-o",
            "json",
        ],
        &["context", "add", "new", "--api", "unix:///a", "-o", "json"],
    ])
}

fn context_edit() -> Transcript {
    Home::new().transcript(&[
        &["context", "edit", "lab", "--api", "unix:///a", "-o", "json"],
        &["context", "edit", "lab", "--api", "unix:///a", "-o", "json"],
    ])
}

fn context_use() -> Transcript {
    Home::new().transcript(&[&["context", "use", "prod", "-o", "json"]])
}

fn context_previous() -> Transcript {
    let home = Home::new();
    home.run(&["context", "use", "prod"]);
    home.transcript(&[&["context", "previous", "-o", "json"]])
}

fn context_remove() -> Transcript {
    Home::new().transcript(&[&[
        "context",
        "remove",
        "lab",
        "none",
        "--if-exists",
        "-o",
        "json",
    ]])
}

fn context_test() -> Transcript {
    let scene = Scene::start();
    let api = format!("unix://{}", scene.file("admin.sock"));
    let mqtt = format!("mqtt://{}", scene.broker.address());
    scene.prepare(&["context", "add", "here", "--api", &api, "--mqtt-url", &mqtt]);
    scene
        .transcript(&[&["context", "test", "here", "-o", "json"]])
        .mask(&["milliseconds", "clock_ahead_seconds"])
}

fn version() -> Transcript {
    let mut transcript = Transcript::new(std::path::Path::new("/nonexistent"));
    for form in ["json", "template={{ version }}"] {
        let args = ["version", "-o", form];
        transcript.add(&args, &run_gmqtt(args));
    }
    transcript.mask(&["target"])
}

/// The line that is printed once everything is served.
fn start() -> Transcript {
    let scene = Scene::start();
    let mut transcript = Transcript::new(scene.folder.path());
    let stdout = format!("{:#}\n", scene.broker.banner());
    let printed = Done {
        code: Some(0),
        stdout,
        stderr: String::new(),
    };
    transcript.add(&["start", "-o", "json"], &printed);
    let config = scene.write("bad.yml", "mqtt: {max_inflght: 7}\n");
    let args = ["start", "-c", text(config.as_ref()), "-o", "json"];
    let refused = run_gmqtt(args);
    transcript.add(&["start", "-c", "bad.yml", "-o", "jsonl"], &refused);
    transcript.mask(&["pid", "ready_ms", "max_connections"])
}
