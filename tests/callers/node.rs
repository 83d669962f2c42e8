//! A broker with all its plugins, and the plainest client for its API: one request on one connection.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use gmqtt_config::{Api, ApiEndpoint, Config, ListenAddress};
use gmqtt_plugin_api::{ListenerView, Plugin, PluginContext};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::Broker;

/// A running broker with a folder of its own.
pub(super) struct Node {
    pub(super) broker: Broker,
    pub(super) folder: TempDir,
    listeners: Vec<ListenerView>,
}

/// An answer of REST.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: String,
}

impl Answer {
    #[track_caller]
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The reason among the details of an error; empty if it is none.
    pub(super) fn reason(&self) -> String {
        let json: Value = serde_json::from_str(&self.body).unwrap_or_default();
        let reason = json["details"][0]["reason"].as_str();
        reason.unwrap_or_default().to_owned()
    }
}

/// Tells what is listened on: nobody outside the broker sees the ports that the system chose.
struct Spy(Arc<std::sync::Mutex<Option<PluginContext>>>);

impl Plugin for Spy {
    fn name(&self) -> &'static str {
        "spy"
    }

    fn hooks(&self) -> gmqtt_plugin_api::HookSet {
        gmqtt_plugin_api::HookSet::NONE
    }

    fn load(&self, context: PluginContext) -> Result<(), gmqtt_plugin_api::PluginError> {
        *self.0.lock().expect("no panic") = Some(context);
        Ok(())
    }
}

impl Node {
    /// With the default configuration of the API, on ports of its own.
    pub(super) fn start() -> Self {
        Self::with(|_, _| {})
    }

    /// With a changed configuration; the folder is where its files are.
    pub(super) fn with(change: impl FnOnce(&mut Config, &Path)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().to_owned();
        let seen = Arc::default();
        let mut plugins = gmqtt::built_in_plugins();
        plugins.push(Arc::new(Spy(Arc::clone(&seen))));
        let broker = Broker::with_plugins(plugins, |config| {
            config.plugin_order = ["auth", "prometheus", "admin", "spy"]
                .map(str::to_owned)
                .to_vec();
            config.plugins.prometheus.listen_address = ListenAddress::new("127.0.0.1", 0);
            config.plugins.auth.password_file = path.join("accounts.yml");
            config.plugins.auth.anonymous = true;
            config.data_dir = Some(path.join("data"));
            config.api = Api {
                grpc: vec![anywhere()],
                http: vec![anywhere()],
                ..Api::default()
            };
            config.api.unix.path = Some(path.join("admin.sock"));
            change(config, &path);
        });
        let context = seen.lock().expect("no panic").take().expect("it is loaded");
        Self {
            broker,
            folder,
            listeners: context.broker().listeners(),
        }
    }

    pub(super) fn socket(&self) -> PathBuf {
        self.folder.path().join("admin.sock")
    }

    #[track_caller]
    pub(super) fn address(&self, key: &str) -> SocketAddr {
        let mut all = self.listeners.iter();
        let found = all.find(|one| one.name.as_deref() == Some(key));
        let address = &found.unwrap_or_else(|| panic!("no {key}")).address;
        address.parse().expect("an address")
    }

    /// `METHOD PATH` with a body, over HTTP/1.1 on loopback, with headers.
    #[track_caller]
    pub(super) fn ask(&self, line: &str, body: &str, headers: &[(&str, &str)]) -> Answer {
        let address = self.address("api.http[0]");
        let stream = TcpStream::connect(address).expect("it listens");
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .expect("a socket");
        exchange(stream, line, body, &address.to_string(), headers)
    }

    /// The same over the unix socket.
    #[track_caller]
    pub(super) fn ask_locally(&self, line: &str, body: &str, headers: &[(&str, &str)]) -> Answer {
        let stream = UnixStream::connect(self.socket()).expect("it listens");
        exchange(stream, line, body, "localhost", headers)
    }

    /// `curl` with arguments in which `HOST` stands for the REST endpoint.
    #[track_caller]
    pub(super) fn curl(&self, arguments: &[&str]) -> String {
        let host = self.address("api.http[0]").to_string();
        let arguments = arguments.iter().map(|one| one.replace("HOST", &host));
        let output = Command::new("curl")
            .args(["-s", "--max-time", "30"])
            .args(arguments)
            .output()
            .expect("curl is installed");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// A token of this role, made by somebody on this machine.
    #[track_caller]
    pub(super) fn token(&self, name: &str, role: &str) -> String {
        let body = format!(r#"{{"name":"{name}","role":"{role}"}}"#);
        let made = self.ask_locally("POST /v1/tokens", &body, &[]);
        assert_eq!(made.status, 200, "{made:?}");
        let secret = made.json()["secret"].as_str().expect("a secret").to_owned();
        assert!(secret.starts_with("gmt_"), "{secret}");
        secret
    }
}

/// An endpoint on a port that the system chooses.
pub(super) fn anywhere() -> ApiEndpoint {
    ApiEndpoint {
        address: ListenAddress::new("127.0.0.1", 0).into(),
        ..ApiEndpoint::default()
    }
}

/// Asks, and reads the whole answer; of one that goes on, the head and what comes with it.
#[track_caller]
fn exchange(
    mut stream: impl Read + Write,
    line: &str,
    body: &str,
    host: &str,
    headers: &[(&str, &str)],
) -> Answer {
    let mut request = format!("{line} HTTP/1.1\r\nConnection: close\r\n");
    let names_host = headers
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case("host"));
    if !names_host {
        request.push_str(&format!("Host: {host}\r\n"));
    }
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut received = Vec::new();
    let mut piece = [0; 16 * 1024];
    loop {
        let read = stream.read(&mut piece).expect("it answers");
        received.extend_from_slice(&piece[..read]);
        let text = String::from_utf8_lossy(&received);
        let head = text.split_once("\r\n\r\n").map(|(head, _)| head);
        let goes_on = head.is_some_and(|head| head.contains("text/event-stream"));
        if read == 0 || goes_on {
            break;
        }
    }
    let text = String::from_utf8_lossy(&received).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    Answer {
        status: status.unwrap_or_else(|| panic!("{line}: {text:?}")),
        head: head.to_ascii_lowercase(),
        body: unchunked(head, body),
    }
}

/// A body without the lengths between its pieces.
fn unchunked(head: &str, body: &str) -> String {
    if !head
        .to_ascii_lowercase()
        .contains("transfer-encoding: chunked")
    {
        return body.to_owned();
    }
    let (mut whole, mut rest) = (String::new(), body);
    while let Some((length, after)) = rest.split_once("\r\n") {
        let length = usize::from_str_radix(length, 16).unwrap_or(0);
        let Some((piece, after)) = after.split_at_checked(length).filter(|_| length > 0) else {
            break;
        };
        whole.push_str(piece);
        rest = after.trim_start_matches("\r\n");
    }
    whole
}
