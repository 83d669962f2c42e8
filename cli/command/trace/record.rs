//! A packet of a trace, for people.

use anstyle::AnsiColor;
use gmqtt_admin_client::admin::TraceRecord;

use crate::{
    admin,
    output::{printable, rfc3339},
};

/// A line: when, from or to whom, what.
pub(super) fn line(packet: &TraceRecord) -> String {
    let at = admin::moment(packet.at.as_ref())
        .map(rfc3339)
        .unwrap_or_default();
    let (arrow, style) = if packet.received {
        ("<-", AnsiColor::Cyan.on_default())
    } else {
        ("->", AnsiColor::Green.on_default())
    };
    let client = printable(&packet.client_id);
    let name = printable(&packet.packet);
    let mut line = format!(
        "{at}  {client}  {style}{arrow} {name:<11}{style:#} {}",
        printable(&packet.summary)
    );
    if !packet.payload.is_empty() {
        let text = String::from_utf8_lossy(&packet.payload);
        line.push_str(&format!("  {}", printable(&text)));
    }
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_says_which_way_it_goes() {
        let packet = |received| TraceRecord {
            client_id: "a".to_owned(),
            packet: "PUBLISH".to_owned(),
            summary: "t qos 1".to_owned(),
            payload: b"x\x1b".to_vec().into(),
            received,
            ..TraceRecord::default()
        };
        for (received, arrow) in [(true, "<- PUBLISH"), (false, "-> PUBLISH")] {
            let line = anstream::adapter::strip_str(&line(&packet(received))).to_string();
            assert!(line.contains(arrow) && line.contains("t qos 1"), "{line}");
            assert!(!line.contains('\u{1b}'), "{line}");
        }
    }
}
