//! From HTTP to WebSocket, RFC 6455 section 4.2: a request is answered with 101, or with what is wrong with it.

use gmqtt_config::WebSocket;
use tungstenite::handshake::machine::TryParse;
use tungstenite::handshake::server::{Request, create_response, write_response};
use tungstenite::http::HeaderValue;
use tungstenite::http::header::{ORIGIN, SEC_WEBSOCKET_PROTOCOL, UPGRADE};

/// What came of the bytes of a request.
#[derive(Debug)]
pub(crate) enum Upgraded {
    /// It has not arrived to the end.
    Incomplete,
    /// WebSocket from here on: the answer, and the length of the request.
    Done(Vec<u8>, usize),
    /// The answer, and what is wrong in words.
    Refused(Vec<u8>, String),
}

/// A longer request is not from a client of ours.
const LONGEST_REQUEST: usize = 8 * 1024;
/// The subprotocols, the best first. Clients of MQTT 3.1 know the second.
const SUBPROTOCOLS: [&str; 2] = ["mqtt", "mqttv3.1"];

/// Answers a request of which this much has arrived.
pub(crate) fn answer(request: &[u8], settings: &WebSocket) -> Upgraded {
    match Request::try_parse(request) {
        Ok(None) if request.len() < LONGEST_REQUEST => Upgraded::Incomplete,
        Ok(None) => refuse(
            "431 Request Header Fields Too Large",
            "the request is too long",
        ),
        Ok(Some((length, request))) => judge(&request, length, settings),
        Err(_) => refuse("400 Bad Request", "this is not a WebSocket request"),
    }
}

fn judge(request: &Request, length: usize, settings: &WebSocket) -> Upgraded {
    let header = |name| {
        request
            .headers()
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let path = request.uri().path();
    if path != settings.path {
        return refuse(
            "404 Not Found",
            &format!("WebSocket is at {}, not at {path}", settings.path),
        );
    }
    if header(UPGRADE).is_none() {
        return refuse(
            "426 Upgrade Required",
            "this address speaks MQTT over WebSocket, and the request asks for plain HTTP",
        );
    }
    let allowed = &settings.allowed_origins;
    if let Some(origin) = request.headers().get(ORIGIN)
        && !allowed.is_empty()
        && !allowed
            .iter()
            .any(|allowed| allowed.as_bytes().eq_ignore_ascii_case(origin.as_bytes()))
    {
        let shown = String::from_utf8_lossy(origin.as_bytes()).into_owned();
        return refuse(
            "403 Forbidden",
            &format!("the origin {shown:?} is not in websocket.allowed_origins"),
        );
    }
    // [MQTT-6.0.0-3] The client offers the subprotocol, [MQTT-6.0.0-4] the server selects it.
    let offered = request.headers().get_all(SEC_WEBSOCKET_PROTOCOL);
    let offered: Vec<&str> = offered
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(',').map(str::trim))
        .collect();
    let Some(selected) = SUBPROTOCOLS
        .into_iter()
        .find(|known| offered.contains(known))
    else {
        return refuse(
            "400 Bad Request",
            "the client does not offer the subprotocol mqtt",
        );
    };
    let response = create_response(request).map_err(|error| error.to_string());
    let written = response.and_then(|mut response| {
        let selected = HeaderValue::from_static(selected);
        response
            .headers_mut()
            .insert(SEC_WEBSOCKET_PROTOCOL, selected);
        let mut bytes = Vec::new();
        write_response(&mut bytes, &response).map_err(|error| error.to_string())?;
        Ok(bytes)
    });
    match written {
        Ok(bytes) => Upgraded::Done(bytes, length),
        Err(error) => refuse("400 Bad Request", &error),
    }
}

fn refuse(status: &str, why: &str) -> Upgraded {
    let upgrade = if status.starts_with("426") {
        "Upgrade: websocket\r\n"
    } else {
        ""
    };
    let answer = format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\n{upgrade}Content-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\r\n{why}\n",
        why.len() + 1
    );
    Upgraded::Refused(answer.into_bytes(), why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(path: &str, more: &str) -> String {
        format!(
            "GET {path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{more}\r\n"
        )
    }

    fn status(request: &str, settings: &WebSocket) -> String {
        let answer = match answer(request.as_bytes(), settings) {
            Upgraded::Incomplete => return "incomplete".to_owned(),
            Upgraded::Done(answer, _) | Upgraded::Refused(answer, _) => answer,
        };
        String::from_utf8(answer).unwrap()["HTTP/1.1 ".len()..][..3].to_owned()
    }

    const OFFER: &str = "Sec-WebSocket-Protocol: mqtt\r\n";

    /// [MQTT-6.0.0-4]
    #[test]
    fn the_subprotocol_is_selected() {
        let settings = WebSocket::default();
        let selected = |offer: &str| {
            let request = format!("{}rest", request("/", offer));
            match answer(request.as_bytes(), &settings) {
                Upgraded::Done(answer, length) => {
                    assert_eq!(&request[length..], "rest");
                    let answer = String::from_utf8(answer).unwrap().to_lowercase();
                    let line = answer
                        .lines()
                        .find_map(|line| line.strip_prefix("sec-websocket-protocol: "));
                    assert!(answer.contains("s3pplmbitxaq9kygzzhzrbk+xoo="), "{answer}");
                    line.map(str::to_owned)
                }
                _ => None,
            }
        };
        assert_eq!(selected(OFFER).as_deref(), Some("mqtt"));
        assert_eq!(
            selected("Sec-WebSocket-Protocol: mqttv3.1, mqtt\r\n").as_deref(),
            Some("mqtt")
        );
        assert_eq!(
            selected("Sec-WebSocket-Protocol: mqttv3.1\r\n").as_deref(),
            Some("mqttv3.1")
        );
        assert_eq!(
            selected("Sec-WebSocket-Protocol: a\r\nSec-WebSocket-Protocol: mqtt\r\n").as_deref(),
            Some("mqtt")
        );
        // [MQTT-6.0.0-3]
        assert_eq!(selected(""), None);
        assert_eq!(selected("Sec-WebSocket-Protocol: chat\r\n"), None);
    }

    #[test]
    fn what_is_wrong_has_a_status() {
        let settings = WebSocket {
            path: "/mqtt".to_owned(),
            allowed_origins: vec!["https://example.org".to_owned()],
            ..WebSocket::default()
        };
        let origin = |origin: &str| format!("{OFFER}Origin: {origin}\r\n");
        assert_eq!(status(&request("/mqtt?a=b", OFFER), &settings), "101");
        assert_eq!(status(&request("/", OFFER), &settings), "404");
        assert_eq!(
            status(&request("/mqtt", &origin("https://example.org")), &settings),
            "101"
        );
        assert_eq!(
            status(&request("/mqtt", &origin("https://example.com")), &settings),
            "403"
        );
        assert_eq!(
            status("GET /mqtt HTTP/1.1\r\nHost: x\r\n\r\n", &settings),
            "426"
        );
        assert_eq!(
            status(&request("/mqtt", OFFER).replace("13", "8"), &settings),
            "400"
        );
        assert_eq!(status("POST /mqtt HTTP/1.1\r\n\r\n", &settings), "400");
        assert_eq!(status("\x10\x0c\0\x04MQTT", &settings), "400");
        assert_eq!(
            status("GET /mqtt HTTP/1.1\r\nHost: x\r\n", &settings),
            "incomplete"
        );
        assert_eq!(
            status(
                &format!("GET /mqtt HTTP/1.1\r\nA: {}", "a".repeat(9000)),
                &settings
            ),
            "431"
        );
    }
}
