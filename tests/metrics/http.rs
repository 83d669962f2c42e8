//! The page over HTTP, and clients that do not behave.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Instant;

use super::watched::{Watched, ask, get};
use crate::support::prelude::*;

#[test]
fn the_metrics_are_at_their_path_and_nowhere_else() {
    let broker = Watched::with(Vec::new(), |config| {
        config.plugins.prometheus.path = "/of/gmqtt".to_owned();
    });
    let address = broker.metrics_address();
    let (head, body) = get(address, "/of/gmqtt");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    let content_type = "content-type: text/plain; version=0.0.4; charset=utf-8";
    assert!(head.contains(content_type), "{head}");
    assert!(body.contains("\n# TYPE gmqtt_clients_connected_total counter\n"));
    let (head, _) = get(address, "/of/gmqtt?x=1");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    for path in ["/", "/metrics", "/of/gmqtt/", "/of/../of/gmqtt"] {
        let (head, body) = get(address, path);
        assert!(head.starts_with("HTTP/1.1 404 "), "{head}");
        assert!(body.contains("/of/gmqtt"), "it says where: {body}");
    }
}

#[test]
fn only_get_and_head_are_answered() {
    let broker = Watched::start();
    let address = broker.metrics_address();
    let (head, body) = ask(address, b"HEAD /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(
        head.starts_with("HTTP/1.1 200 OK\r\n") && body.is_empty(),
        "{head}"
    );
    let request = b"POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";
    let (head, _) = ask(address, request);
    assert!(head.starts_with("HTTP/1.1 405 "), "{head}");
    assert!(
        head.to_lowercase().contains("\r\nallow: get, head"),
        "{head}"
    );
}

/// What is no request gets an error or nothing, soon; afterwards the page is there as before.
#[test]
fn what_is_no_request_is_not_waited_for() {
    let broker = Watched::start();
    let address = broker.metrics_address();
    let mut long = b"GET /metrics HTTP/1.1\r\n".to_vec();
    long.extend(vec![b'x'; 1 << 20]);
    let garbage: [&[u8]; 4] = [
        b"\x16\x03\x01\x02\x00",
        b"\r\n\r\n\r\n",
        b"GET\r\n\r\n",
        &long,
    ];
    for bytes in garbage {
        let mut stream = TcpStream::connect(address).expect("it listens");
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let is_refused = answer.is_empty() || answer.starts_with(b"HTTP/1.1 4");
        assert!(is_refused, "{:?}", String::from_utf8_lossy(&answer));
    }
    assert!(broker.text().contains("gmqtt_build_info"));
}

/// Clients that say nothing fill all places, and lose them: a scraper waits for seconds, not for ever.
#[test]
fn silent_clients_do_not_keep_the_page_from_others() {
    let broker = Watched::start();
    let address = broker.metrics_address();
    let silent: Vec<_> = (0..100)
        .map(|_| {
            let mut stream = TcpStream::connect(address).expect("it listens");
            stream.write_all(b"GET /metr").expect("sent");
            stream
        })
        .collect();
    // Three times the places, each for at most five seconds, but who waits at the door keeps its turn: close most of them.
    let (mut kept, closed): (Vec<_>, Vec<_>) =
        silent.into_iter().enumerate().partition(|(n, _)| *n < 32);
    drop(closed);
    let began = Instant::now();
    assert!(broker.text().contains("gmqtt_build_info"));
    assert!(began.elapsed() < Duration::from_secs(15));
    for (_, stream) in &mut kept {
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 408 "));
    }
}
