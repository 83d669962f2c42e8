//! A broker with something in it, and what commands say of it, with what differs from run to run masked.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use gmqtt_protocol::QoS::AtLeastOnce;
use gmqtt_protocol::Version;
use gmqtt_protocol::packet::{Connect, ConnectProperties};
use regex_lite::Regex;
use tempfile::TempDir;

use crate::cli::process::{Broker, Done, folder_with, gmqtt, run, text};
use crate::support::Raw;
use crate::support::packets::{connect, will};

/// Everything that answers a command.
const CONFIG: &str = "\
listeners: [{name: main, address: \"127.0.0.1:0\"}]
plugin_order: [auth, acl, admin]
plugins:
  auth: {password_file: ./accounts.yml, hash: sha256, anonymous: true}
  acl: {file: ./acl.yml}
  federation: {node_name: mq1}
data_dir: ./data
";
const ACCOUNTS: &str = "\
- username: root
  password: 63a9f0ea7bb98050796b649e85481845
- username: meter
  password: $2b$04$eoxhO0BaKEeKDyVNHlVKJ.FW8XzKDGwPH04tOBGKSGKcVeA4uT0Da
  description: water, \"east\"
  disabled: true
";
const RULES: &str = "\
- {deny: retain, topic: door/#}
- {allow: all, topic: \"#\"}
";

/// A broker and its folder.
pub(super) struct Scene {
    pub(super) broker: Broker,
    pub(super) folder: TempDir,
}

impl Scene {
    #[track_caller]
    pub(super) fn start() -> Self {
        Self::of(CONFIG)
    }

    /// With another configuration.
    #[track_caller]
    pub(super) fn of(config: &str) -> Self {
        let folder = folder_with(config);
        for (name, text) in [("accounts.yml", ACCOUNTS), ("acl.yml", RULES)] {
            fs::write(folder.path().join(name), text).expect("it is written");
        }
        let config = folder.path().join("gmqtt.yml");
        let socket = format!("api.unix.path={}", text(&folder.path().join("admin.sock")));
        let enabled = "api.unix.enabled=true";
        let broker = Broker::start(["-c", text(&config), "--set", &socket, "--set", enabled]);
        Self { broker, folder }
    }

    pub(super) fn file(&self, name: &str) -> String {
        text(&self.folder.path().join(name)).to_owned()
    }

    /// Writes a file into the folder.
    pub(super) fn write(&self, name: &str, content: &str) -> String {
        fs::write(self.folder.path().join(name), content).expect("it is written");
        self.file(name)
    }

    /// Runs a command and asks nothing of what it says.
    #[track_caller]
    pub(super) fn prepare(&self, args: &[&str]) -> Done {
        let done = self.run(args);
        assert_eq!(done.code, Some(0), "{args:?}: {done:?}");
        done
    }

    pub(super) fn run(&self, args: &[&str]) -> Done {
        let mut command = gmqtt(args.iter().copied());
        command
            .current_dir(self.folder.path())
            .env("HOME", self.folder.path())
            .env("GMQTT_API", format!("unix://{}", self.file("admin.sock")));
        run(&mut command)
    }

    /// A client with a session and a will, subscribed to `sensors/+` and in a group to `jobs/#`.
    #[track_caller]
    pub(super) fn client(&self, client_id: &str) -> Raw {
        let mut raw = Raw::open(self.broker.address(), Version::V5);
        raw.send(&Connect {
            keep_alive: 60,
            will: Some(will("gone", "x")),
            properties: ConnectProperties {
                session_expiry_interval: Some(7200),
                ..ConnectProperties::default()
            },
            ..connect(Version::V5, client_id)
        });
        raw.expect_accepted();
        raw.subscribe("sensors/+", AtLeastOnce);
        raw.subscribe("$share/workers/jobs/#", AtLeastOnce);
        raw
    }

    /// What these commands print.
    #[track_caller]
    pub(super) fn transcript(&self, commands: &[&[&str]]) -> Transcript {
        let mut transcript = Transcript::new(self.folder.path());
        for args in commands {
            transcript.add(args, &self.run(args));
        }
        transcript
    }

    /// What a command that lists prints in every form.
    #[track_caller]
    pub(super) fn lists(&self, args: &[&str], template: &str) -> Transcript {
        let template = format!("template={template}");
        let forms = ["json", "jsonl", "yaml", "csv", "name", &template];
        let commands: Vec<_> = forms
            .iter()
            .map(|form| [args, &["-o", *form]].concat())
            .collect();
        let commands: Vec<_> = commands.iter().map(Vec::as_slice).collect();
        self.transcript(&commands)
    }

    /// What a command that shows one thing, and changes nothing, prints in the forms of documents.
    #[track_caller]
    pub(super) fn shows(&self, args: &[&str], template: &str) -> Transcript {
        let template = format!("template={template}");
        let commands: Vec<_> = ["json", "jsonl", "yaml", &template]
            .iter()
            .map(|form| [args, &["-o", *form]].concat())
            .collect();
        let commands: Vec<_> = commands.iter().map(Vec::as_slice).collect();
        self.transcript(&commands)
    }
}

/// Commands and what they printed.
pub(super) struct Transcript {
    folder: String,
    text: String,
}

impl Transcript {
    pub(super) fn new(folder: &Path) -> Self {
        Self {
            folder: text(folder).to_owned(),
            text: String::new(),
        }
    }

    #[track_caller]
    pub(super) fn add(&mut self, args: &[&str], done: &Done) {
        let quoted = |arg: &&str| {
            if arg.contains([' ', '{', '#', '"']) {
                format!("'{arg}'")
            } else {
                (*arg).to_owned()
            }
        };
        let words: Vec<_> = args.iter().map(quoted).collect();
        let _ = writeln!(self.text, "$ gmqtt {}", words.join(" "));
        if args.ends_with(&["-o", "json"]) && done.code == Some(0) {
            // One document, also where nothing was to be done.
            done.json();
        }
        self.text.push_str(&done.stdout);
        for line in done.stderr.lines() {
            let _ = writeln!(self.text, "(stderr) {line}");
        }
        if done.code != Some(0) {
            let _ = writeln!(self.text, "[exit {}]", done.code.unwrap_or(-1));
        }
        self.text = self.text.replace(&self.folder, "DIR");
    }

    /// Masks the values of these keys, which differ from run to run: texts stay texts, numbers numbers.
    pub(super) fn mask(mut self, keys: &[&str]) -> Self {
        for key in keys {
            for (pattern, with) in [
                (
                    format!("(\"{key}\": ?)\"(?:[^\"\\\\\\n]|\\\\.)*\""),
                    format!("${{1}}\"<{key}>\""),
                ),
                (
                    format!("(\"{key}\": ?)-?[0-9][0-9.e+-]*"),
                    format!("${{1}}<{key}>"),
                ),
                (
                    format!("(?m)^( *(?:- )?{key}: )-?[0-9][0-9.e+-]*$"),
                    format!("${{1}}<{key}>"),
                ),
                (
                    format!("(?m)^( *(?:- )?{key}: )(?:'[^<\\n]|[^<'\\n])[^\\n]*$"),
                    format!("${{1}}'<{key}>'"),
                ),
            ] {
                self = self.mask_all(&pattern, &with);
            }
        }
        self
    }

    /// Leaves rates out, which are not known before somebody has looked twice.
    pub(super) fn without_rates(self) -> Self {
        self.mask_all(r#""[a-z_]*rate":[0-9.]+,"#, "")
            .mask_all(r#"(?m)^ *"[a-z_]*rate": [0-9.]+,\n"#, "")
            .mask_all(r"(?m)^ *[a-z_]*rate: [0-9.]+\n", "")
    }

    /// Both, one after the other.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.text.push_str(&other.text);
        self
    }

    /// Masks what this pattern fits.
    pub(super) fn mask_all(mut self, pattern: &str, with: &str) -> Self {
        let pattern = Regex::new(pattern).expect("a pattern");
        self.text = pattern.replace_all(&self.text, with).into_owned();
        self
    }

    /// Compares it with what is kept for a command.
    #[track_caller]
    pub(super) fn hold_against(self, command: &str) {
        let name = command.replace(' ', "-");
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/cli/output/golden")
            .join(format!("{name}.txt"));
        let now = self.masked();
        if env::var_os("GMQTT_WRITE").is_some() {
            fs::write(&path, now).expect("it is written");
            return;
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        let differs = kept
            .lines()
            .zip(now.lines())
            .find(|(kept, now)| kept != now);
        assert!(
            kept == now,
            "`gmqtt {command}` does not print what golden/{name}.txt holds, first: {differs:?}\n{now}"
        );
    }

    fn masked(&self) -> String {
        let mut text = self.text.replace(env!("CARGO_PKG_VERSION"), "VERSION");
        for (pattern, with) in [
            (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "TIME"),
            (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
            (
                r#""(etag|instance|instance_id)": ?"[0-9a-f]{16}""#,
                "\"$1\": \"HEX\"",
            ),
            (
                r"(?m)^( *(?:etag|instance|instance_id)): '?[0-9a-f]{16}'?$",
                "$1: HEX",
            ),
        ] {
            let pattern = Regex::new(pattern).expect("a pattern");
            text = pattern.replace_all(&text, with).into_owned();
        }
        text
    }
}
