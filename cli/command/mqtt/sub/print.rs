//! What a received message looks like on stdout.

use gmqtt_protocol::packet::Publish;
use jiff::Zoned;

use super::super::payload::{Shown, escape};
use super::{json, template::Template};

/// How messages are printed.
#[derive(Debug)]
pub(in super::super) enum Printer {
    /// Payloads, after their topics if asked for.
    Plain {
        topics: bool,
        payload: Shown,
        /// What people read on: control characters are escaped.
        terminal: bool,
        line_end: bool,
    },
    Template {
        template: Template,
        line_end: bool,
    },
    /// One object a line.
    Json,
    /// Nothing: somebody else gets the messages.
    Silent,
}

impl Printer {
    /// Appends what is to be printed for `message`.
    pub(in super::super) fn print(&self, message: &Publish<'_>, out: &mut Vec<u8>) {
        let line_end = match self {
            Self::Silent => return,
            Self::Plain {
                topics,
                payload,
                terminal,
                line_end,
            } => {
                if *topics {
                    match terminal {
                        true => escape(message.topic, false, out),
                        false => out.extend_from_slice(message.topic.as_bytes()),
                    }
                    out.push(b' ');
                }
                match message.payload {
                    // As in mosquitto_sub.
                    b"" if *topics => out.extend_from_slice(b"(null)"),
                    bytes => payload.print(bytes, *terminal, out),
                }
                *line_end
            }
            Self::Template { template, line_end } => {
                template.print(message, &Zoned::now(), out);
                *line_end
            }
            Self::Json => {
                out.extend_from_slice(json::object(message, &Zoned::now()).to_string().as_bytes());
                true
            }
        };
        if line_end {
            out.push(b'\n');
        }
    }
}
