//! What changes the broker: a dialog each, which shows the command that does the same, so that the dashboard teaches the command
//! line.

use crossterm::event::{Event, KeyCode, KeyEvent};
use tui_input::{Input, backend::crossterm::EventHandler as _};

use super::{App, Overlay, command_line::CommandLine};
use crate::{data::Order, widget::Field};

/// More things than this are confirmed by a word.
const MANY: u64 = 10;

/// What is to be done to the broker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Deed {
    /// Disconnect these clients.
    Kick(Vec<String>),
    /// End their sessions too.
    Terminate(Vec<String>),
    /// Keep them out.
    Ban(Vec<String>),
    /// Publish to this topic.
    Publish(String),
    /// Remove the retained messages of this filter.
    ClearRetained(String),
    /// Subscribe this client.
    Subscribe(String),
    /// Remove a subscription of this client: the filter.
    Unsubscribe(String, String),
    /// Join nodes.
    Join,
    /// Put this node out.
    Forget(String),
    /// Change what is logged.
    LogLevel,
}

impl Deed {
    pub(crate) fn publish(topic: &str) -> Self {
        Self::Publish(topic.to_owned())
    }

    fn title(&self) -> String {
        let clients = |ids: &[String]| match ids {
            [id] => format!("client {id}"),
            ids => format!("{} clients", ids.len()),
        };
        match self {
            Self::Kick(ids) => format!("Kick {}", clients(ids)),
            Self::Terminate(ids) => format!("Terminate the session of {}", clients(ids)),
            Self::Ban(ids) => format!("Ban {}", clients(ids)),
            Self::Publish(_) => "Publish".to_owned(),
            Self::ClearRetained(_) => "Clear retained messages".to_owned(),
            Self::Subscribe(client) => format!("Subscribe client {client}"),
            Self::Unsubscribe(client, _) => format!("Remove a subscription of client {client}"),
            Self::Join => "Join nodes".to_owned(),
            Self::Forget(node) => format!("Forget node {node}"),
            Self::LogLevel => "Change what is logged".to_owned(),
        }
    }

    const fn says(&self) -> &'static str {
        match self {
            Self::Kick(_) => "Disconnects. The session is kept as long as the client asked for.",
            Self::Terminate(_) => {
                "Disconnects and ends the session: subscriptions and waiting messages are gone."
            }
            Self::Ban(_) => "Disconnects, and refuses to let the client in again.",
            Self::Publish(_) => "Publishes a message as a client would.",
            Self::ClearRetained(_) => "Removes retained messages. Subscribers are not told.",
            Self::Subscribe(_) => "Subscribes for the client. It is sent the retained messages.",
            Self::Unsubscribe(..) => "The client is not told.",
            Self::Join => "This node joins the cluster of these nodes.",
            Self::Forget(_) => {
                "Puts a failed node out. Its sessions on it are lost to the cluster."
            }
            Self::LogLevel => "Until the configuration is read again.",
        }
    }

    fn fields(&self) -> Vec<Field> {
        match self {
            Self::Kick(_) | Self::Terminate(_) => vec![
                Field::new("reason code", "0x98", "0x80 to 0xA2, for v5 clients"),
                Field::new("reason", "", "in words, for v5 clients"),
            ],
            Self::Ban(_) => vec![
                Field::new("for", "1h", "as in 10m, 12h, 7d; empty is for ever"),
                Field::new("reason", "", "in words"),
            ],
            Self::Publish(topic) => vec![
                Field::new("topic", topic.as_str(), "a topic name, no wildcards"),
                Field::new("payload", "", "text"),
                Field::new("qos", "0", "0, 1 or 2"),
                Field::new("retain", "no", "yes or no"),
            ],
            Self::ClearRetained(filter) => {
                vec![Field::new(
                    "filter",
                    filter.as_str(),
                    "a topic, or a filter with + and #",
                )]
            }
            Self::Subscribe(_) => vec![
                Field::new("filter", "", "a topic filter"),
                Field::new("qos", "0", "0, 1 or 2"),
            ],
            Self::Unsubscribe(_, filter) => {
                vec![Field::new(
                    "filter",
                    filter.as_str(),
                    "its whole filter, with $share/ too",
                )]
            }
            Self::Join => vec![Field::new(
                "hosts",
                "",
                "HOST or HOST:PORT, with blanks between",
            )],
            Self::LogLevel => vec![Field::new(
                "level",
                "info",
                "error, warn, info, debug or trace",
            )],
            Self::Forget(_) => Vec::new(),
        }
    }
}

/// A deed that is about to be done.
#[derive(Debug)]
pub(crate) struct Dialog {
    /// What.
    pub(crate) deed: Deed,
    /// What has to be known.
    pub(crate) fields: Vec<Field>,
    /// Which of them is typed into; one more is the confirmation, where there is one.
    pub(crate) focus: usize,
    /// The word that confirms it, where one is wanted.
    pub(crate) word: Input,
    /// What the broker says it would do.
    pub(crate) preview: Vec<String>,
    /// How many things it is about.
    pub(crate) count: u64,
    /// What is wrong.
    pub(crate) problem: Option<String>,
}

impl Dialog {
    pub(super) fn new(deed: Deed) -> Self {
        let count = match &deed {
            Deed::Kick(ids) | Deed::Terminate(ids) | Deed::Ban(ids) => ids.len() as u64,
            _ => 0,
        };
        Self {
            fields: deed.fields(),
            focus: 0,
            word: Input::default(),
            preview: Vec::new(),
            count,
            problem: None,
            deed,
        }
    }

    pub(crate) fn title(&self) -> String {
        self.deed.title()
    }

    pub(crate) const fn says(&self) -> &'static str {
        self.deed.says()
    }

    /// Whether a word is wanted to confirm it.
    pub(crate) const fn wants_word(&self) -> bool {
        self.count > MANY
    }

    /// What the broker is to be asked before it is done.
    pub(super) fn question(&self) -> Option<Order> {
        match &self.deed {
            Deed::ClearRetained(_) => Some(Order::ClearRetained {
                filter: self.value("filter").to_owned(),
                dry_run: true,
            }),
            _ => None,
        }
    }

    pub(super) fn preview(&mut self, lines: Vec<String>, count: u64) {
        self.preview = lines;
        self.count = count;
    }

    pub(super) fn input(&mut self) -> Option<&mut Input> {
        if self.focus < self.fields.len() {
            return Some(&mut self.fields[self.focus].input);
        }
        self.wants_word().then_some(&mut self.word)
    }

    fn value(&self, label: &str) -> &str {
        self.fields
            .iter()
            .find(|field| field.label == label)
            .map_or("", Field::value)
    }

    /// The command that does the same.
    pub(crate) fn command(&self) -> String {
        let value = |label| self.value(label);
        let line = |verbs| CommandLine::new(verbs);
        match &self.deed {
            Deed::Kick(ids) | Deed::Terminate(ids) => {
                let mut line = line("clients kick");
                line.names.clone_from(ids);
                if matches!(self.deed, Deed::Terminate(_)) {
                    line.flags.push("--terminate-session".to_owned());
                }
                line.flag("--reason", value("reason code"));
                line.flag("--reason-string", value("reason"));
                line.text()
            }
            Deed::Ban(ids) => {
                let each = ids.iter().map(|id| {
                    let mut line = line("clients ban");
                    line.flag("--id", id);
                    line.flag("--for", value("for"));
                    line.flag("--reason", value("reason"));
                    line.text()
                });
                each.collect::<Vec<_>>().join(" && ")
            }
            Deed::Publish(_) => {
                let mut line = line("publish");
                line.names = vec![value("topic").to_owned(), value("payload").to_owned()];
                line.flag("--qos", value("qos"));
                if is_yes(value("retain")) {
                    line.flags.push("--retain".to_owned());
                }
                line.text()
            }
            Deed::ClearRetained(_) => line("retained clear").with([value("filter")]),
            Deed::Subscribe(client) => {
                let mut line = line("subscriptions add");
                line.flag("--qos", value("qos"));
                line.with([client.as_str(), value("filter")])
            }
            Deed::Unsubscribe(client, _) => {
                line("subscriptions remove").with([client.as_str(), value("filter")])
            }
            Deed::Join => line("cluster join").with(value("hosts").split_whitespace()),
            Deed::Forget(node) => line("cluster forget").with([node.as_str()]),
            Deed::LogLevel => line("logs level").with([value("level")]),
        }
    }

    /// What to ask of the broker, or what is wrong with what was filled in.
    pub(crate) fn order(&self) -> Result<Order, String> {
        let qos = || match self.value("qos") {
            "0" => Ok(0),
            "1" => Ok(1),
            "2" => Ok(2),
            other => Err(format!("qos: \"{other}\" is not 0, 1 or 2")),
        };
        let needed = |label: &'static str| match self.value(label) {
            "" => Err(format!("{label}: is needed")),
            value => Ok(value.to_owned()),
        };
        match &self.deed {
            Deed::Kick(ids) | Deed::Terminate(ids) => Ok(Order::Kick {
                ids: ids.clone(),
                terminate: matches!(self.deed, Deed::Terminate(_)),
                code: reason_code(self.value("reason code"))?,
                reason: self.value("reason").to_owned(),
            }),
            Deed::Ban(ids) => Ok(Order::Ban {
                ids: ids.clone(),
                seconds: seconds(self.value("for"))?,
                reason: self.value("reason").to_owned(),
            }),
            Deed::Publish(_) => {
                let topic = needed("topic")?;
                if topic.contains(['+', '#']) {
                    return Err("topic: + and # are for filters".to_owned());
                }
                Ok(Order::Publish {
                    topic,
                    payload: self.value("payload").to_owned(),
                    qos: qos()?,
                    retain: is_yes(self.value("retain")),
                })
            }
            Deed::ClearRetained(_) => Ok(Order::ClearRetained {
                filter: needed("filter")?,
                dry_run: false,
            }),
            Deed::Subscribe(client) => Ok(Order::Subscribe {
                client: client.clone(),
                filter: needed("filter")?,
                qos: qos()?,
            }),
            Deed::Unsubscribe(client, _) => Ok(Order::Unsubscribe {
                client: client.clone(),
                filter: needed("filter")?,
            }),
            Deed::Join => Ok(Order::Join {
                hosts: needed("hosts")?
                    .split_whitespace()
                    .map(str::to_owned)
                    .collect(),
            }),
            Deed::Forget(node) => Ok(Order::Forget { node: node.clone() }),
            Deed::LogLevel => match self.value("level") {
                level @ ("error" | "warn" | "info" | "debug" | "trace") => Ok(Order::LogLevel {
                    level: level.to_owned(),
                }),
                other => Err(format!(
                    "level: \"{other}\" is not error, warn, info, debug or trace"
                )),
            },
        }
    }
}

/// The command that each dialog shows, as an example: so that it can be held against the command line.
#[must_use]
pub fn shown_commands() -> Vec<String> {
    let ids = || vec!["a".to_owned()];
    let deeds = [
        Deed::Kick(ids()),
        Deed::Terminate(vec!["-a".to_owned(), "b".to_owned()]),
        Deed::Ban(ids()),
        Deed::publish("t"),
        Deed::ClearRetained("t".to_owned()),
        Deed::Subscribe("a".to_owned()),
        Deed::Unsubscribe("a".to_owned(), "t".to_owned()),
        Deed::Join,
        Deed::Forget("n".to_owned()),
        Deed::LogLevel,
    ];
    let example = |deed| {
        let mut dialog = Dialog::new(deed);
        for field in dialog
            .fields
            .iter_mut()
            .filter(|field| field.value().is_empty())
        {
            field.input = Input::new("x".to_owned());
        }
        dialog.command()
    };
    deeds.into_iter().map(example).collect()
}

fn is_yes(word: &str) -> bool {
    matches!(word, "yes" | "y" | "true")
}

fn reason_code(text: &str) -> Result<u32, String> {
    let code = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None if text.is_empty() => Ok(0x98),
        None => text.parse(),
    };
    match code {
        Ok(code @ 0x80..=0xa2) => Ok(code),
        _ => Err(format!("reason code: \"{text}\" is not 0x80 to 0xA2")),
    }
}

fn seconds(text: &str) -> Result<Option<u64>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let problem = || format!("for: \"{text}\" is not a time as in 10m, 12h or 7d");
    let at = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let count: u64 = text[..at].parse().map_err(|_| problem())?;
    let unit = match &text[at..] {
        "" | "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        "w" => 604_800,
        _ => return Err(problem()),
    };
    count
        .checked_mul(unit)
        .filter(|seconds| *seconds > 0)
        .map(Some)
        .ok_or_else(problem)
}

impl App {
    pub(super) fn dialog_key(&mut self, key: KeyEvent, mut dialog: Box<Dialog>) {
        let stops = dialog.fields.len() + usize::from(dialog.wants_word());
        match key.code {
            KeyCode::Esc => return self.say(true, "nothing was changed"),
            KeyCode::Tab | KeyCode::Down if stops > 0 => dialog.focus = (dialog.focus + 1) % stops,
            KeyCode::BackTab | KeyCode::Up if stops > 0 => {
                dialog.focus = (dialog.focus + stops - 1) % stops
            }
            KeyCode::Enter => match dialog.order() {
                Err(problem) => dialog.problem = Some(problem),
                Ok(_) if dialog.wants_word() && dialog.word.value().trim() != "yes" => {
                    dialog.focus = dialog.fields.len();
                    dialog.problem = Some(format!("type yes: this is about {}", dialog.count));
                }
                Ok(order) => {
                    self.clients.marks.clear();
                    return self.order(order);
                }
            },
            _ => {
                let before = dialog.question();
                if let Some(input) = dialog.input() {
                    input.handle_event(&Event::Key(key));
                }
                dialog.problem = None;
                let after = dialog.question();
                if let Some(order) = after.filter(|after| Some(after) != before.as_ref()) {
                    dialog.preview(Vec::new(), 0);
                    self.order(order);
                }
            }
        }
        self.overlay = Some(Overlay::Dialog(dialog));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dialog(deed: Deed) -> Dialog {
        Dialog::new(deed)
    }

    #[test]
    fn each_dialog_shows_its_command() {
        let kick = dialog(Deed::Kick(vec!["ingest-worker-7".into(), "a b".into()]));
        assert_eq!(
            kick.command(),
            "gmqtt clients kick ingest-worker-7 'a b' --reason 0x98"
        );
        let kick = dialog(Deed::Terminate(vec!["-rf".into()]));
        assert_eq!(
            kick.command(),
            "gmqtt clients kick --terminate-session --reason 0x98 -- -rf"
        );
        let ban = dialog(Deed::Ban(vec!["-x".into(), "y".into()]));
        assert_eq!(
            ban.command(),
            "gmqtt clients ban --id=-x --for 1h && gmqtt clients ban --id y --for 1h"
        );
        let ban = dialog(Deed::Ban(vec!["x".into()]));
        assert_eq!(ban.command(), "gmqtt clients ban --id x --for 1h");
        let publish = dialog(Deed::publish("a/b"));
        assert_eq!(publish.command(), "gmqtt publish a/b '' --qos 0");
        let clear = dialog(Deed::ClearRetained("a/#".into()));
        assert_eq!(clear.command(), "gmqtt retained clear 'a/#'");
    }

    #[test]
    fn what_is_filled_in_is_checked() {
        let mut kick = dialog(Deed::Kick(vec!["a".into()]));
        kick.fields[0].input = Input::new("0x05".into());
        assert!(kick.order().unwrap_err().contains("0x80"));
        let mut ban = dialog(Deed::Ban(vec!["a".into()]));
        ban.fields[0].input = Input::new("10x".into());
        assert!(ban.order().is_err());
        ban.fields[0].input = Input::new("2d".into());
        assert!(matches!(
            ban.order(),
            Ok(Order::Ban {
                seconds: Some(172_800),
                ..
            })
        ));
        assert!(dialog(Deed::publish("a/#")).order().is_err());
    }
}
