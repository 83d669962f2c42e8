//! `-F`: what is printed for each message, in mosquitto_sub's language.
//!
//! `%` and a letter stand for a part of the message, with a width and a precision as in printf; `@` and a letter for a part
//! of the time, as in strftime; a backslash and a letter for a control character. The rest is printed as it is.

use std::iter::Peekable;
use std::str::{Chars, FromStr};

use gmqtt_protocol::packet::Publish;
use jiff::Zoned;

use super::super::payload::hex;
use super::json;

/// A template that makes sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Template(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Field(Field, Layout),
    /// A letter of strftime.
    Time(char),
    /// `@N`.
    Nanoseconds,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Topic,
    Payload,
    Hex,
    UpperHex,
    Length,
    PacketId,
    QoS,
    Retain,
    Alias,
    ContentType,
    Correlation,
    Expiry,
    Format,
    ResponseTopic,
    UserProperties,
    SubscriptionId,
    IsoTime,
    UnixTime,
    Json,
    JsonPayload,
}

/// How wide a field is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Layout {
    left: bool,
    zeros: bool,
    width: usize,
    precision: Option<usize>,
}

/// Wider than this helps nobody.
const WIDEST: usize = 10_000;

impl FromStr for Template {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let part = match c {
                '%' if chars.next_if_eq(&'%').is_some() => {
                    plain.push('%');
                    continue;
                }
                '%' => field(&mut chars)?,
                '@' if chars.next_if_eq(&'@').is_some() => {
                    plain.push('@');
                    continue;
                }
                '@' => time(chars.next())?,
                '\\' => {
                    plain.push(escaped(chars.next())?);
                    continue;
                }
                c => {
                    plain.push(c);
                    continue;
                }
            };
            if !plain.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut plain)));
            }
            parts.push(part);
        }
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        Ok(Self(parts))
    }
}

/// What follows a `%`.
fn field(chars: &mut Peekable<Chars<'_>>) -> Result<Part, String> {
    let mut layout = Layout {
        left: chars.next_if_eq(&'-').is_some(),
        zeros: chars.next_if_eq(&'0').is_some(),
        ..Layout::default()
    };
    layout.width = number(chars)?.unwrap_or(0);
    if chars.next_if_eq(&'.').is_some() {
        layout.precision = Some(number(chars)?.unwrap_or(0));
    }
    let field = match chars.next() {
        Some('t') => Field::Topic,
        Some('p') => Field::Payload,
        Some('x') => Field::Hex,
        Some('X') => Field::UpperHex,
        Some('l') => Field::Length,
        Some('m') => Field::PacketId,
        Some('q') => Field::QoS,
        Some('r') => Field::Retain,
        Some('A') => Field::Alias,
        Some('C') => Field::ContentType,
        Some('D') => Field::Correlation,
        Some('E') => Field::Expiry,
        Some('F') => Field::Format,
        Some('R') => Field::ResponseTopic,
        Some('P') => Field::UserProperties,
        Some('S') => Field::SubscriptionId,
        Some('I') => Field::IsoTime,
        Some('U') => Field::UnixTime,
        Some('j') => Field::Json,
        Some('J') => Field::JsonPayload,
        Some(other) => return Err(format!("%{other} stands for nothing")),
        None => return Err("a letter has to follow %, or another % to print one".to_owned()),
    };
    Ok(Part::Field(field, layout))
}

fn number(chars: &mut Peekable<Chars<'_>>) -> Result<Option<usize>, String> {
    let mut number = None;
    while let Some(digit) = chars.peek().and_then(|c| c.to_digit(10)) {
        chars.next();
        let grown = number.unwrap_or(0) * 10 + digit as usize;
        if grown > WIDEST {
            return Err(format!("{WIDEST} characters are the widest"));
        }
        number = Some(grown);
    }
    Ok(number)
}

/// What follows an `@`.
fn time(letter: Option<char>) -> Result<Part, String> {
    match letter {
        None => Err("a letter has to follow @, or another @ to print one".to_owned()),
        Some('N') => Ok(Part::Nanoseconds),
        // Whether it means something is known by trying it.
        Some(letter) => match jiff::fmt::strtime::format(format!("%{letter}"), &Zoned::now()) {
            Ok(_) => Ok(Part::Time(letter)),
            Err(_) => Err(format!("@{letter} stands for nothing")),
        },
    }
}

/// What a backslash and a letter mean.
fn escaped(letter: Option<char>) -> Result<char, String> {
    match letter {
        Some('\\') => Ok('\\'),
        Some('0') => Ok('\0'),
        Some('a') => Ok('\u{7}'),
        Some('e') => Ok('\u{1b}'),
        Some('n') => Ok('\n'),
        Some('r') => Ok('\r'),
        Some('t') => Ok('\t'),
        Some('v') => Ok('\u{b}'),
        Some(other) => Err(format!("\\{other} stands for nothing")),
        None => Err("a letter has to follow \\, or another \\ to print one".to_owned()),
    }
}

impl Template {
    /// Appends what is to be printed for `message`, which came at `now`.
    pub(super) fn print(&self, message: &Publish<'_>, now: &Zoned, out: &mut Vec<u8>) {
        let strftime = |format: &str| jiff::fmt::strtime::format(format, now).unwrap_or_default();
        for part in &self.0 {
            match part {
                Part::Text(text) => out.extend_from_slice(text.as_bytes()),
                Part::Time(letter) => {
                    out.extend_from_slice(strftime(&format!("%{letter}")).as_bytes())
                }
                Part::Nanoseconds => {
                    out.extend_from_slice(format!("{:09}", now.subsec_nanosecond()).as_bytes());
                }
                Part::Field(field, layout) => print_field(*field, *layout, message, now, out),
            }
        }
    }
}

fn print_field(
    field: Field,
    layout: Layout,
    message: &Publish<'_>,
    now: &Zoned,
    out: &mut Vec<u8>,
) {
    let properties = &message.properties;
    match field {
        Field::Topic => layout.text(message.topic, out),
        Field::Payload => layout.bytes(message.payload, out),
        Field::Hex => layout.hex(message.payload, hex, out),
        Field::UpperHex => layout.hex(message.payload, |bytes| hex(bytes).to_uppercase(), out),
        Field::Length => layout.number(Some(message.payload.len() as u64), out),
        Field::PacketId => {
            layout.number(Some(message.packet_id.map_or(0, |id| id.get().into())), out)
        }
        // mosquitto's have no width.
        Field::QoS => out.push(b'0' + message.qos as u8),
        Field::Retain => out.push(b'0' + u8::from(message.retain)),
        Field::Alias => layout.number(properties.topic_alias.map(Into::into), out),
        Field::ContentType => layout.text(properties.content_type.unwrap_or_default(), out),
        Field::Correlation => {
            out.extend_from_slice(properties.correlation_data.unwrap_or_default())
        }
        Field::Expiry => layout.number(properties.message_expiry_interval.map(Into::into), out),
        Field::Format => layout.number(properties.payload_format_indicator.map(Into::into), out),
        Field::ResponseTopic => layout.text(properties.response_topic.unwrap_or_default(), out),
        Field::UserProperties => {
            let pairs = properties.user_properties.iter();
            let pairs: Vec<_> = pairs
                .map(|(name, value)| format!("{name}:{value}"))
                .collect();
            out.extend_from_slice(pairs.join(" ").as_bytes());
        }
        Field::SubscriptionId => {
            layout.number(
                properties
                    .subscription_identifiers
                    .iter()
                    .next()
                    .map(Into::into),
                out,
            );
        }
        Field::IsoTime => {
            let time = jiff::fmt::strtime::format("%Y-%m-%dT%H:%M:%S%z", now).unwrap_or_default();
            out.extend_from_slice(time.as_bytes());
        }
        Field::UnixTime => {
            let (seconds, nanoseconds) = (now.timestamp().as_second(), now.subsec_nanosecond());
            out.extend_from_slice(format!("{seconds}.{nanoseconds:09}").as_bytes());
        }
        Field::Json => json::mosquitto(message, now, false, out),
        Field::JsonPayload => json::mosquitto(message, now, true, out),
    }
}

impl Layout {
    fn text(self, text: &str, out: &mut Vec<u8>) {
        let cut = match self.precision {
            Some(precision) => text
                .char_indices()
                .nth(precision)
                .map_or(text, |(at, _)| &text[..at]),
            None => text,
        };
        // Zeros are for numbers and payloads.
        let layout = Self {
            zeros: false,
            ..self
        };
        layout.padded(cut.as_bytes(), cut.chars().count(), out);
    }

    /// What is wider than the width is cut, unlike text, as in mosquitto.
    fn bytes(self, bytes: &[u8], out: &mut Vec<u8>) {
        let cut = match self.width {
            0 => bytes,
            width => &bytes[..bytes.len().min(width)],
        };
        self.padded(cut, cut.len(), out);
    }

    fn hex(self, bytes: &[u8], digits: impl Fn(&[u8]) -> String, out: &mut Vec<u8>) {
        let cut = match self.width {
            0 => bytes,
            width => &bytes[..bytes.len().min(width / 2)],
        };
        let digits = digits(cut);
        self.padded(digits.as_bytes(), digits.len(), out);
    }

    fn number(self, number: Option<u64>, out: &mut Vec<u8>) {
        match number {
            Some(number) => {
                let digits = number.to_string();
                self.padded(digits.as_bytes(), digits.len(), out);
            }
            None => self.padded(b"", 0, out),
        }
    }

    fn padded(self, bytes: &[u8], wide: usize, out: &mut Vec<u8>) {
        let missing = self.width.saturating_sub(wide);
        let pad = if self.zeros && !self.left { b'0' } else { b' ' };
        if !self.left {
            out.resize(out.len() + missing, pad);
        }
        out.extend_from_slice(bytes);
        if self.left {
            out.resize(out.len() + missing, b' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gmqtt_protocol::{PacketId, QoS, packet::PublishProperties};

    fn printed(template: &str) -> String {
        let message = Publish {
            dup: false,
            qos: QoS::AtLeastOnce,
            retain: false,
            topic: "f/a",
            packet_id: PacketId::new(1),
            properties: PublishProperties {
                content_type: Some("text/plain"),
                ..PublishProperties::default()
            },
            payload: b"hello wor",
        };
        let mut out = Vec::new();
        let template: Template = template.parse().unwrap();
        template.print(&message, &Zoned::now(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn fields_have_widths() {
        assert_eq!(
            printed("%3p|%20p|%-20p|"),
            "hel|           hello wor|hello wor           |"
        );
        assert_eq!(
            printed("%2t|%6.2t|%-6.2t|%08m|%-8m|%5A|"),
            "f/a|    f/|f/    |00000001|1       |     |"
        );
        assert_eq!(printed("%4x|%X"), "6865|68656C6C6F20776F72");
        assert_eq!(printed("%.3C %q%r %l %% @@ \\t\\\\"), "tex 10 9 % @ \t\\");
    }

    #[test]
    fn mistakes_are_told() {
        for wrong in ["%", "%z", "a%5", "@", "\\", "\\q", "%99999999999999999999t"] {
            assert!(wrong.parse::<Template>().is_err(), "{wrong}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_template_or_refused(text in ".*", codes in "[%@\\\\a-zA-Z0-9.\\-]*") {
            for text in [text, codes] {
                if let Ok(template) = text.parse::<Template>() {
                    let _ = template;
                    let _ = printed(&text);
                }
            }
        }
    }
}
