//! `gmqtt top`: in a real terminal (tmux) against a real broker, and in a pipe.

use std::{
    fs::{self, File},
    io::Read as _,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Duration,
};

use rustix::process::Signal;
use tempfile::TempDir;

use super::process::{Broker, gmqtt, run, run_gmqtt, text};
use crate::support::pass;

/// A broker whose admin API is a socket in `folder`.
fn broker(folder: &Path) -> Broker {
    let socket = socket(folder);
    Broker::spawn(
        gmqtt(["start", "-o", "json", "--listen", "tcp://127.0.0.1:0"])
            .env("GMQTT_CFG__API__UNIX__ENABLED", "true")
            .env("GMQTT_CFG__API__UNIX__PATH", &socket)
            .env("GMQTT_CFG__API__GRPC", "[]")
            .env("GMQTT_CFG__API__HTTP", "[]"),
    )
}

fn socket(folder: &Path) -> PathBuf {
    folder.join("admin.sock")
}

fn api(folder: &Path) -> String {
    format!("unix://{}", text(&socket(folder)))
}

/// How long a test waits for something to be shown.
const PATIENCE: Duration = Duration::from_secs(40);

/// A terminal with a shell in it.
struct Tmux {
    folder: TempDir,
    /// What the terminal writes, so that it is known when it may have changed.
    written: File,
}

impl Tmux {
    /// A terminal of this size.
    fn new(width: u16, height: u16) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("written");
        let made = Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .expect("mkfifo runs");
        assert!(made.success());
        // Open in both directions, so that neither end waits for the other.
        let written = File::options()
            .read(true)
            .write(true)
            .open(&pipe)
            .expect("it is opened");
        let tmux = Self { folder, written };
        let (x, y) = (width.to_string(), height.to_string());
        // Without a prompt of the machine's own, and without its configuration.
        let shell = "env -i PS1='$ ' HOME=/nonexistent TERM=tmux-256color LANG=C.UTF-8 PATH=/usr/bin:/bin sh";
        tmux.tmux(&[
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-x",
            &x,
            "-y",
            &y,
            shell,
        ]);
        tmux.tmux(&["pipe-pane", "-O", &format!("cat > {}", text(&pipe))]);
        tmux
    }

    fn tmux(&self, args: &[&str]) -> String {
        let mut command = Command::new("tmux");
        command
            .arg("-S")
            .arg(self.folder.path().join("socket"))
            .args(args);
        command.env_remove("TMUX").env("LANG", "C.UTF-8");
        let done = command.output().expect("tmux runs");
        assert!(
            done.status.success(),
            "tmux {args:?}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
        String::from_utf8_lossy(&done.stdout).into_owned()
    }

    fn keys(&self, keys: &[&str]) {
        self.tmux(&[&["send-keys"], keys].concat());
    }

    /// Types a line and presses enter.
    fn line(&self, line: &str) {
        self.tmux(&["send-keys", "-l", line]);
        self.keys(&["Enter"]);
    }

    fn screen(&self) -> String {
        self.tmux(&["capture-pane", "-p"])
    }

    /// Waits until the screen is as wanted, and gives it back. Each time something was written it is looked at anew.
    #[track_caller]
    fn wait_for(&mut self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        let path = self.folder.path().join("written");
        // Whoever waits too long is woken once by us.
        let (calm, alarm) = std::sync::mpsc::sync_channel::<()>(0);
        let guard = thread::spawn(move || {
            let late =
                alarm.recv_timeout(PATIENCE) == Err(std::sync::mpsc::RecvTimeoutError::Timeout);
            if late {
                let _ = fs::write(path, "late");
            }
            late
        });
        let mut buffer = [0; 65_536];
        let screen = loop {
            let screen = self.screen();
            if wanted(&screen) || guard.is_finished() {
                break screen;
            }
            let _ = self.written.read(&mut buffer).expect("it is read");
        };
        drop(calm);
        let late = guard.join().expect("the guard ends");
        assert!(!late, "no {what} in {screen}");
        screen
    }

    #[track_caller]
    fn shows(&mut self, wanted: &str) -> String {
        self.wait_for(wanted, |screen| screen.contains(wanted))
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        let _ = Command::new("tmux")
            .arg("-S")
            .arg(self.folder.path().join("socket"))
            .arg("kill-server")
            .output();
    }
}

/// Somebody who is connected until it is dropped.
struct Client(std::process::Child);

impl Client {
    fn new(broker: &Broker, id: &str) -> Self {
        let port = broker.address().port().to_string();
        let client = Command::new("mosquitto_sub")
            .args([
                "-h",
                "127.0.0.1",
                "-p",
                &port,
                "-i",
                id,
                "-t",
                "sensors/#",
                "-t",
                "cmd/+",
            ])
            .spawn();
        Self(client.expect("a client"))
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn top(folder: &Path, args: &str) -> String {
    format!(
        "{} top --api {} {args}",
        env!("CARGO_BIN_EXE_gmqtt"),
        api(folder)
    )
}

#[test]
fn it_filters_sorts_kicks_and_outlives_its_broker() {
    let folder = tempfile::tempdir().unwrap();
    let first = broker(folder.path());
    let _clients = ["meter-1", "meter-2", "dash-1"].map(|id| Client::new(&first, id));
    let mut tmux = Tmux::new(110, 24);
    tmux.line("stty -g");
    let before = tmux.wait_for("stty's answer", |screen| {
        screen
            .lines()
            .any(|line| line.contains(':') && !line.contains("stty"))
    });
    let modes = before
        .lines()
        .find(|line| line.contains(':') && !line.contains("stty"))
        .unwrap()
        .trim()
        .to_owned();
    tmux.line(&top(folder.path(), ""));
    tmux.shows("Messages per second");
    tmux.shows("live");

    tmux.keys(&["2"]);
    tmux.shows("dash-1");
    tmux.keys(&["/"]);
    tmux.line("client_id:\"meter-*\"");
    let filtered = tmux.wait_for("the filter", |screen| {
        screen.contains("meter-1") && !screen.contains("dash-1")
    });
    assert!(filtered.contains("meter-2"), "{filtered}");
    tmux.keys(&["s", "g"]);
    tmux.keys(&["Enter"]);
    tmux.shows("sort: id");

    tmux.keys(&["g", "K"]);
    tmux.shows("gmqtt clients kick meter-1 --reason 0x98");
    tmux.keys(&["Enter"]);
    tmux.shows("kicked meter-1");

    first.signal(Signal::KILL);
    drop(first.end());
    let lost = tmux.shows("LOST");
    assert!(lost.contains("meter-2"), "what was known stays: {lost}");
    let second = broker(folder.path());
    tmux.wait_for("a connection", |screen| {
        screen.contains("live") && !screen.contains("LOST")
    });
    tmux.keys(&["1"]);
    tmux.shows("the broker was restarted");

    tmux.tmux(&["resize-window", "-x", "60", "-y", "16"]);
    let small = tmux.shows("1/5 Overview");
    assert!(
        small.lines().all(|line| line.chars().count() <= 60),
        "{small}"
    );
    tmux.keys(&["q"]);
    tmux.line("clear; stty -g; echo over");
    let after = tmux.wait_for("the shell", |screen| {
        screen.lines().any(|line| line == "over") && !screen.contains("clear")
    });
    assert!(
        after.replace('\n', "").contains(&modes),
        "{modes} in {after}"
    );
    second.stop();
}

#[test]
fn a_signal_gives_the_terminal_back() {
    let folder = tempfile::tempdir().unwrap();
    let broker = broker(folder.path());
    let mut tmux = Tmux::new(80, 24);
    tmux.line(&format!(
        "sh -c 'echo $$ > {}; exec {}'",
        text(&folder.path().join("pid")),
        top(folder.path(), "")
    ));
    tmux.shows("1/5 Overview");
    let pid = fs::read_to_string(folder.path().join("pid")).unwrap();
    let done = Command::new("kill")
        .args(["-TERM", pid.trim()])
        .status()
        .unwrap();
    assert!(done.success());
    tmux.wait_for("the shell's screen", |screen| !screen.contains("Overview"));
    tmux.line("echo over");
    let after = tmux.wait_for("the shell", |screen| {
        screen.lines().any(|line| line == "over")
    });
    assert!(!after.contains("1/5 Overview"), "{after}");
    broker.stop();
}

#[test]
fn in_a_pipe_it_prints_once() {
    let folder = tempfile::tempdir().unwrap();
    let broker = broker(folder.path());
    let api = api(folder.path());
    let table = run_gmqtt(["top", "--api", &api]);
    assert_eq!(table.code, Some(0), "{table:?}");
    assert!(table.stdout.contains("sessions_online"), "{table:?}");
    let json = run_gmqtt(["top", "--api", &api, "--once", "-o", "json"]);
    assert_eq!(json.json()["figures"]["online"], 0, "{json:?}");
    let lines = run_gmqtt([
        "top",
        "--api",
        &api,
        "--batch",
        "--count",
        "2",
        "--interval",
        "250ms",
        "-o",
        "jsonl",
    ]);
    assert_eq!(lines.stdout.lines().count(), 2, "{lines:?}");
    let csv = run_gmqtt(["top", "clients", "--api", &api, "--once", "-o", "csv"]);
    assert!(csv.stdout.starts_with("client_id,username,"), "{csv:?}");
    broker.stop();
}

#[test]
fn without_a_broker_it_says_which_one_it_looked_for() {
    let folder = tempfile::tempdir().unwrap();
    let api = api(folder.path());
    let done = run_gmqtt(["top", "--api", &api, "--timeout", "200ms", "--once"]);
    assert_eq!(done.code, Some(5), "{done:?}");
    assert!(
        done.stderr.contains(&api) && done.stderr.contains("chosen by --api"),
        "{done:?}"
    );
}

#[test]
fn what_prometheus_is_shown_is_enough_for_an_overview() {
    let broker = Broker::anywhere([]);
    let url = broker.banner()["metrics"]
        .as_str()
        .expect("its metrics")
        .to_owned();
    let done = run_gmqtt(["top", "--metrics", &url, "--once", "-o", "json"]);
    let json = done.json();
    assert_eq!(
        (&json["source"], &json["figures"]["online"]),
        (&"metrics only".into(), &0.into()),
        "{done:?}"
    );
    broker.stop();
}

#[test]
fn a_recording_is_shown_again_without_a_broker() {
    let folder = tempfile::tempdir().unwrap();
    let broker = broker(folder.path());
    let file = folder.path().join("top.jsonl");
    let api = api(folder.path());
    let args = [
        "top",
        "--api",
        &api,
        "--batch",
        "--count",
        "2",
        "--interval",
        "250ms",
        "--record",
        text(&file),
    ];
    assert_eq!(run_gmqtt(args).code, Some(0));
    broker.stop();
    let shown = run_gmqtt(["top", "--replay", text(&file), "--once", "-o", "json"]);
    assert_eq!(shown.json()["source"], "replay", "{shown:?}");
    assert_eq!(shown.json()["figures"]["online"], 0, "{shown:?}");
    let wrong = run_gmqtt(["top", "--replay", "/etc/passwd", "--once"]);
    assert!(wrong.stderr.contains("not a recording"), "{wrong:?}");
}

/// The captures that the README shows: written anew each time, and compared with what it shows as far as they do not change.
#[test]
fn the_readme_shows_the_dashboard_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let broker = broker(folder.path());
    let port = broker.address().port().to_string();
    let mut bench = gmqtt([
        "mqtt",
        "bench",
        "pair",
        "--port",
        &port,
        "--clients",
        "20",
        "--rate",
        "20",
        "--duration",
        "60s",
    ]);
    let mut bench = bench
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut tmux = Tmux::new(110, 24);
    tmux.line(&top(folder.path(), ""));
    // Long enough for charts to have a shape.
    tmux.wait_for("traffic", |screen| {
        screen.contains("1 bench") || screen.contains(" 1 ")
    });
    pass(Duration::from_secs(8));
    let overview = tmux.shows("live");
    tmux.keys(&["2"]);
    tmux.shows("last 60s");
    pass(Duration::from_secs(2));
    let clients = tmux.screen();
    let _ = bench.kill();
    let _ = bench.wait();
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/top");
    fs::create_dir_all(&out).unwrap();
    fs::write(out.join("overview.txt"), &overview).unwrap();
    fs::write(out.join("clients.txt"), &clients).unwrap();
    let readme =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    for (name, screen) in [("overview", overview), ("clients", clients)] {
        let start = format!("<!-- gmqtt top: {name} -->");
        let (_, shown) = readme
            .split_once(&start)
            .unwrap_or_else(|| panic!("README.md has no {start}"));
        let shown = shown.split("```").nth(1).expect("a block");
        for words in constant(&screen) {
            assert!(
                shown.contains(&words),
                "README.md does not show {words:?}; see target/top/{name}.txt"
            );
        }
    }
    broker.stop();
}

/// Names of panels and columns: the words of a screen that do not change.
fn constant(screen: &str) -> Vec<String> {
    [
        "Sessions",
        "Queues",
        "Messages per second",
        "Top talkers",
        "CLIENT ID",
        "last 60s",
        "?",
        "1 Overview",
        "2 Clients",
        "2]Clients",
    ]
    .into_iter()
    .filter(|words| screen.contains(words))
    .map(str::to_owned)
    .collect()
}

#[test]
fn a_zstd_file_is_refused_with_what_to_do() {
    let done = run(&mut gmqtt(["top", "--replay", "x.jsonl.zst", "--once"]));
    assert_eq!(done.code, Some(2), "{done:?}");
    assert!(done.stderr.contains("zstd(1)"), "{done:?}");
}
