//! MQTT.js, the client of browsers and Node, over WebSocket.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::authority::Authority;
use crate::broker::{Broker, tls};
use crate::ws_client::{websocket, ws};

/// The folder with the client in it, fetched once from the registry of npm as the lock file says.
pub(crate) fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mqttjs");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transport/mqttjs");
        std::fs::create_dir_all(&folder).expect("a folder");
        for file in ["package.json", "package-lock.json", "exchange.cjs"] {
            std::fs::copy(source.join(file), folder.join(file)).expect("copied");
        }
        if !folder.join("node_modules/mqtt").exists() {
            let mut npm = Command::new("npm");
            npm.args(["ci", "--silent", "--ignore-scripts"])
                .current_dir(&folder);
            assert!(npm.status().expect("npm is installed").success());
        }
        folder
    })
}

fn exchange(url: &str, version: &str, ca: Option<&Path>) {
    let status = Command::new("node")
        .args(["exchange.cjs", url, version])
        .args(ca)
        .current_dir(folder())
        .status()
        .expect("node is installed");
    assert!(status.success(), "{url}, version {version}");
}

#[test]
fn over_websocket() {
    let broker = Broker::start(vec![ws(|_| {})]);
    let url = format!("ws://localhost:{}/", broker.address(0).port());
    exchange(&url, "5", None);
    exchange(&url, "4", None);
}

#[test]
fn over_secure_websocket() {
    let authority = Authority::new();
    let secure = tls(&authority, &authority.server("server"), |_| {});
    let broker = Broker::start(vec![websocket(secure, |websocket| {
        websocket.path = "/mqtt".to_owned()
    })]);
    let url = format!("wss://localhost:{}/mqtt", broker.address(0).port());
    exchange(&url, "5", Some(&authority.cacert()));
    exchange(&url, "4", Some(&authority.cacert()));
}
