//! What happens to each message that arrives, and when there have been enough.

use std::io::Write as _;

use gmqtt_protocol::{ReasonCode, TopicFilter, TopicName, packet::Publish, session::client::Event};
use regex_lite::Regex;

use super::{Retained, dump::Dump, exec::Exec, print::Printer, report::Report};
use crate::{error::Error, mqtt::Flow};

/// Takes messages until it has had enough.
pub(super) struct Receiver {
    pub(super) printer: Printer,
    pub(super) dump: Option<Dump>,
    pub(super) exec: Option<Exec>,
    pub(super) report: Option<Report>,
    /// So many and no more.
    pub(super) count: Option<u64>,
    /// Until a payload matches.
    pub(super) until: Option<Regex>,
    pub(super) retained: Option<Retained>,
    /// Messages on these are passed over.
    pub(super) filtered_out: Vec<String>,
    /// The retain flag does not say that a message is an old one.
    pub(super) flag_as_published: bool,

    pub(super) progress: Progress,
    out: Vec<u8>,
}

/// How far it is.
#[derive(Default)]
pub(super) struct Progress {
    pub(super) received: u64,
    /// Nothing more is wanted.
    pub(super) enough: bool,
    /// The broker has gone on with our session.
    pub(super) session_present: bool,
    /// The broker's answer to SUBSCRIBE, and its words.
    pub(super) answer: Option<(Vec<ReasonCode>, Option<String>)>,
    /// PINGREQ was answered, and messages have come since it was sent.
    pub(super) pong: Option<u64>,
    since_ping: u64,
    failed: Option<Error>,
}

impl Receiver {
    pub(super) fn new(printer: Printer) -> Self {
        Self {
            printer,
            dump: None,
            exec: None,
            report: None,
            count: None,
            until: None,
            retained: None,
            filtered_out: Vec::new(),
            flag_as_published: false,
            progress: Progress::default(),
            out: Vec::new(),
        }
    }

    /// Deals with an event. Stops where somebody has to act on it before anything else.
    pub(super) fn take(&mut self, event: &Event<'_>) -> Flow {
        match event {
            Event::Connected {
                session_present, ..
            } => {
                self.progress.session_present = *session_present;
                Flow::Continue(())
            }
            Event::Subscribed(suback) => {
                let said = suback.properties.reason_string.map(str::to_owned);
                self.progress.answer = Some((suback.reasons.clone(), said));
                Flow::Break(())
            }
            Event::Pong => {
                self.progress.pong = Some(std::mem::take(&mut self.progress.since_ping));
                Flow::Break(())
            }
            Event::Message(message) => {
                if let Err(error) = self.message(message) {
                    self.progress.failed = Some(error);
                }
                // What follows stays unread, and so with the broker.
                match self.progress.enough || self.progress.failed.is_some() {
                    true => Flow::Break(()),
                    false => Flow::Continue(()),
                }
            }
            _ => Flow::Continue(()),
        }
    }

    fn message(&mut self, message: &Publish<'_>) -> Result<(), Error> {
        self.progress.since_ping += 1;
        let old = message.retain && !self.flag_as_published;
        match self.retained {
            Some(Retained::Only) if !message.retain => {
                self.progress.enough = true;
                return Ok(());
            }
            Some(Retained::Skip) if old => return Ok(()),
            _ => {}
        }
        if self.is_filtered_out(message.topic) {
            return Ok(());
        }
        self.printer.print(message, &mut self.out);
        if self.out.len() > PRINTED_AT_ONCE {
            self.flush()?;
        }
        if let Some(dump) = &mut self.dump {
            dump.write(message.topic, message.payload)?;
        }
        if let Some(exec) = &self.exec {
            exec.hand_over(message)?;
        }
        if let Some(report) = &mut self.report {
            report.count(message.topic, message.payload.len(), message.retain);
        }
        self.progress.received += 1;
        let matches = |until: &Regex| until.is_match(&String::from_utf8_lossy(message.payload));
        self.progress.enough |= self
            .count
            .is_some_and(|count| self.progress.received >= count)
            || self.until.as_ref().is_some_and(matches);
        Ok(())
    }

    fn is_filtered_out(&self, topic: &str) -> bool {
        let Ok(topic) = TopicName::parse(topic) else {
            return false;
        };
        self.filtered_out
            .iter()
            .filter_map(|filter| TopicFilter::parse(filter).ok())
            .any(|filter| filter.matches(topic))
    }

    /// Prints what there is to be printed. Tells what went wrong with a message.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        if !self.out.is_empty() {
            let mut stdout = std::io::stdout().lock();
            stdout.write_all(&self.out)?;
            stdout.flush()?;
            self.out.clear();
        }
        match self.progress.failed.take() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// It is known when there are enough messages, and that may not come to pass.
    pub(super) fn waits_for_something(&self) -> bool {
        self.count.is_some() || self.until.is_some()
    }
}

/// What is printed with one write.
const PRINTED_AT_ONCE: usize = 64 * 1024;
