//! `-o template=TEMPLATE`: each thing through a template, with the names of JSON.

use std::time::SystemTime;

use anstyle::{AnsiColor, Style};
use minijinja::value::ValueKind;
use minijinja::{Environment, Error, ErrorKind, Output, State, Value, escape_formatter};

use super::{number, printable::printable, time};
use crate::exit::Exit;

/// A template that was read.
pub(super) struct Template {
    environment: Environment<'static>,
}

const NAME: &str = "-o";

impl Template {
    /// # Errors
    /// Where it is no template.
    pub(super) fn new(source: &'static str) -> Result<Self, crate::error::Error> {
        let mut environment = Environment::new();
        environment.add_filter("bytes", bytes);
        environment.add_filter("ago", ago);
        environment.add_filter("pad", pad);
        environment.add_filter("color", color);
        environment.set_formatter(format);
        environment
            .add_template(NAME, source)
            .map_err(|error| refuse(&error))?;
        Ok(Self { environment })
    }

    /// A line for a thing, control characters written out.
    pub(super) fn render(&self, thing: &serde_json::Value) -> Result<String, crate::error::Error> {
        let template = self.environment.get_template(NAME);
        let line = template.and_then(|template| template.render(cleaned(thing)));
        line.map_err(|error| refuse(&error))
    }
}

/// What `{{ ... }}` prints: yes and no are words of JSON, and nothing is nothing.
fn format(out: &mut Output<'_>, state: &State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.kind() {
        ValueKind::Bool | ValueKind::None => Ok(out.write_str(&plain(value))?),
        _ => escape_formatter(out, state, value),
    }
}

/// A value as it is printed.
fn plain(value: &Value) -> String {
    match value.kind() {
        ValueKind::Bool if value.is_true() => "true".to_owned(),
        ValueKind::Bool => "false".to_owned(),
        ValueKind::None => String::new(),
        _ => value.to_string(),
    }
}

fn refuse(error: &Error) -> crate::error::Error {
    let detail = error.detail().unwrap_or_default();
    crate::error::Error::new(Exit::Usage, "the template of -o cannot be used")
        .cause(format_args!("{}: {detail}", error.kind()))
        .hint("it is like -o 'template={{ client_id }} {{ queue_len }}', with the names of -o json")
}

/// The thing with its texts made printable; what the template itself says stays as it is. Things are messages of the API and the
/// like, and as deep as these are.
fn cleaned(thing: &serde_json::Value) -> Value {
    match thing {
        serde_json::Value::String(text) => Value::from(printable(text)),
        serde_json::Value::Array(list) => list.iter().map(cleaned).collect(),
        serde_json::Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (printable(name), cleaned(value)))
            .collect(),
        other => Value::from_serialize(other),
    }
}

fn number(value: &Value) -> Result<f64, Error> {
    let text = value.to_string();
    text.parse().map_err(|_| {
        Error::new(
            ErrorKind::InvalidOperation,
            format!("{text:?} is not a number"),
        )
    })
}

/// 1234567 | bytes -> 1.2M
fn bytes(value: &Value) -> Result<String, Error> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates; sizes are not negative"
    )]
    let size = number(value)? as u64;
    Ok(number::bytes(size))
}

/// "2026-11-22T18:02:11Z" | ago -> 2h
fn ago(value: &Value) -> Result<String, Error> {
    let text = value.to_string();
    if value.is_undefined() || value.is_none() {
        return Ok("-".to_owned());
    }
    let moment: jiff::Timestamp = text.parse().map_err(|_| {
        Error::new(
            ErrorKind::InvalidOperation,
            format!("{text:?} is not a moment"),
        )
    })?;
    Ok(time::ago(moment.into(), SystemTime::now()))
}

/// "a" | pad(4) -> "a   "; with a negative width the text stands at the right
fn pad(value: &Value, width: i64) -> String {
    let text = plain(value);
    let missing = usize::try_from(width.unsigned_abs())
        .unwrap_or_default()
        .min(1000)
        .saturating_sub(unicode_width::UnicodeWidthStr::width(text.as_str()));
    let blanks = " ".repeat(missing);
    if width < 0 {
        blanks + &text
    } else {
        text + &blanks
    }
}

/// "a" | color("red")
fn color(value: &Value, name: &str) -> Result<String, Error> {
    let color = match name {
        "red" => AnsiColor::Red,
        "green" => AnsiColor::Green,
        "yellow" => AnsiColor::Yellow,
        "blue" => AnsiColor::Blue,
        "magenta" => AnsiColor::Magenta,
        "cyan" => AnsiColor::Cyan,
        _ => {
            let message =
                format!("there is no colour {name:?}: red, green, yellow, blue, magenta, cyan");
            return Err(Error::new(ErrorKind::InvalidOperation, message));
        }
    };
    let style: Style = color.on_default();
    Ok(format!("{style}{}{style:#}", plain(value)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_template_has_the_names_of_json_and_the_filters() {
        let template =
            Template::new("{{ client_id|pad(6) }}|{{ n|bytes }}|{{ n|pad(-7) }}").unwrap();
        let thing = json!({"client_id": "a\u{1b}", "n": 1_234_567});
        assert_eq!(template.render(&thing).unwrap(), "a\\x1b |1.2M|1234567");
        let template = Template::new("{{ a }} {{ b|pad(6) }}|{{ c }}|{{ d }}").unwrap();
        let thing = json!({"a": true, "b": false, "c": null});
        assert_eq!(template.render(&thing).unwrap(), "true false ||");
        let template = Template::new("{{ will.topic }} {{ list[0] }} {{ list }}").unwrap();
        let thing = json!({"will": {"topic": "\u{1b}[2J"}, "list": ["\u{7}"]});
        let line = template.render(&thing).unwrap();
        assert!(!line.contains(char::is_control), "{line:?}");
    }

    #[test]
    fn a_template_that_is_none_is_refused() {
        assert!(Template::new("{{ a").is_err());
        let bad = Template::new("{{ a|ago }}").unwrap();
        assert!(bad.render(&json!({"a": "x"})).is_err());
    }
}
