//! A page in Chromium, with MQTT.js in it, over WebSocket with TLS.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::thread;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gmqtt_config::Listener;
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::authority::{Authority, Signed};
use crate::broker::{Broker, tls};
use crate::websocket_mqttjs;
use crate::ws_client::websocket;

const PAGE: &[u8] = include_bytes!("mqttjs/page.html");
const SUCCESS: &str = "<pre id=\"outcome\">text and bytes came back over mqtt</pre>";
const CLOSED: &str = "<pre id=\"outcome\">closed</pre>";
/// ERR_CERT_AUTHORITY_INVALID, as Chromium logs it.
const UNKNOWN_AUTHORITY: &str = "net_error -202";

/// A web server for the page. It ends with the process.
struct Site(SocketAddr);

impl Site {
    fn open() -> Self {
        let bundle = websocket_mqttjs::folder().join("node_modules/mqtt/dist/mqtt.min.js");
        let bundle: &[u8] = std::fs::read(bundle).expect("MQTT.js for browsers").leak();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        thread::spawn(move || {
            // A browser opens connections in reserve, which must not keep the others waiting.
            for stream in listener.incoming().flatten() {
                thread::spawn(move || serve(&stream, bundle));
            }
        });
        Self(address)
    }

    /// As the browser tells it to the broker.
    fn origin(&self) -> String {
        format!("http://{}", self.0)
    }
}

/// Answers one request.
fn serve(mut stream: &TcpStream, bundle: &[u8]) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    let target = first.split(' ').nth(1).unwrap_or_default();
    let (status, kind, body) = match target.split('?').next() {
        Some("/") => ("200 OK", "text/html", PAGE),
        Some("/mqtt.min.js") => ("200 OK", "text/javascript", bundle),
        // Waits until the page does not want it any more.
        Some("/hold") => return io::copy(&mut reader, &mut io::sink()).map(drop),
        _ => ("404 Not Found", "text/plain", &[][..]),
    };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    stream.write_all(body)
}

/// A listener for pages of `origin`.
fn listener_for(origin: &str, authority: &Authority, server: &Signed) -> Listener {
    websocket(tls(authority, server, |_| {}), |websocket| {
        websocket.path = "/mqtt".to_owned();
        websocket.allowed_origins = vec![origin.to_owned()];
    })
}

/// The hash of a certificate's public key, by which Chromium can be told to trust that key and no other.
fn pin(signed: &Signed) -> String {
    let (_, certificate) = X509Certificate::from_der(signed.certificate()).expect("a certificate");
    STANDARD.encode(digest(&SHA256, certificate.public_key().raw))
}

/// The page when the exchange is over, and the browser's log.
fn visit(site: &Site, broker: SocketAddr, version: &str, pin: Option<&str>) -> (String, String) {
    let profile = tempfile::tempdir().expect("a folder");
    let url = format!("wss://localhost:{}/mqtt", broker.port());
    let mut chromium = Command::new("timeout");
    chromium
        .args(["--signal=KILL", "60", "chromium", "--headless"])
        // Root, and containers without user namespaces, have no sandbox and little shared memory.
        .args(["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"])
        .args(["--no-first-run", "--disable-background-networking"])
        .args(["--disable-component-update", "--disable-sync"])
        .args(["--enable-logging=stderr", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(pin.map(|pin| format!("--ignore-certificate-errors-spki-list={pin}")))
        .arg(format!("{}/?url={url}&version={version}", site.origin()))
        .env("HOME", profile.path());
    let output = chromium.output().expect("timeout is installed");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (dom, log) = (text(&output.stdout), text(&output.stderr));
    assert!(
        output.status.success(),
        "chromium: {}\n{log}",
        output.status
    );
    (dom, log)
}

/// [MQTT-6.0.0-1] to [MQTT-6.0.0-4], as a browser sees them.
#[test]
fn a_page_exchanges_text_and_bytes() {
    let (site, authority) = (Site::open(), Authority::new());
    let server = authority.server("server");
    let broker = Broker::start(vec![listener_for(&site.origin(), &authority, &server)]);
    for version in ["5", "4"] {
        let (dom, log) = visit(&site, broker.address(0), version, Some(&pin(&server)));
        assert!(dom.contains(SUCCESS), "version {version}: {dom}\n{log}");
    }
}

#[test]
fn a_page_does_not_connect_to_a_certificate_it_has_no_reason_to_trust() {
    let (site, authority) = (Site::open(), Authority::new());
    let server = authority.server("server");
    let broker = Broker::start(vec![listener_for(&site.origin(), &authority, &server)]);
    let other = pin(&authority.server("other"));
    for pin in [None, Some(other.as_str())] {
        let (dom, log) = visit(&site, broker.address(0), "5", pin);
        assert!(dom.contains(CLOSED), "{dom}\n{log}");
        assert!(log.contains(UNKNOWN_AUTHORITY), "{dom}\n{log}");
    }
}

/// The listeners differ in nothing but the origins they allow.
#[test]
fn a_page_of_another_origin_is_refused() {
    let (site, authority) = (Site::open(), Authority::new());
    let server = authority.server("server");
    let broker = Broker::start(vec![
        listener_for(&site.origin(), &authority, &server),
        listener_for("https://example.org", &authority, &server),
    ]);
    for (index, expected) in [(0, SUCCESS), (1, CLOSED)] {
        let (dom, log) = visit(&site, broker.address(index), "5", Some(&pin(&server)));
        assert!(dom.contains(expected), "listener {index}: {dom}\n{log}");
        assert!(!log.contains(UNKNOWN_AUTHORITY), "{log}");
    }
}
