//! How far something is, on a terminal.

use std::io::IsTerminal as _;
use std::ops::ControlFlow;
use std::time::Duration;

use gmqtt_protocol::PacketId;
use gmqtt_store::{
    BoxFuture, Entry, Message, MessageId, QueueSummary, Restore, SessionKey, SessionState,
    Subscription,
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::Output;

/// Passes on what it is given, and shows on stderr how much that was.
pub(crate) struct Watched<'a> {
    into: &'a mut dyn Restore,
    line: ProgressBar,
    verb: &'static str,
    sessions: u64,
    entries: u64,
    retained: u64,
}

impl<'a> Watched<'a> {
    /// `verb` says what is done, as in "exporting".
    pub(crate) fn new(into: &'a mut dyn Restore, verb: &'static str, output: &Output) -> Self {
        let is_shown = std::io::stderr().is_terminal() && !output.quiet && output.format.is_none();
        let target = if is_shown {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let line = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            line.set_style(style);
        }
        line.enable_steady_tick(TICK);
        Self {
            into,
            line,
            verb,
            sessions: 0,
            entries: 0,
            retained: 0,
        }
    }

    fn show(&self) {
        let Self {
            verb,
            sessions,
            entries,
            retained,
            ..
        } = self;
        self.line.set_message(format!(
            "{verb}: {sessions} sessions, {entries} queued messages, {retained} retained"
        ));
    }
}

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        self.line.finish_and_clear();
    }
}

impl Restore for Watched<'_> {
    fn session(&mut self, session: SessionKey, state: SessionState<'_>) {
        self.sessions += 1;
        self.into.session(session, state);
    }

    fn subscription(&mut self, session: SessionKey, subscription: Subscription<'_>) {
        self.into.subscription(session, subscription);
    }

    fn received(&mut self, session: SessionKey, packet_id: PacketId) {
        self.into.received(session, packet_id);
    }

    fn queue(&mut self, session: SessionKey, summary: QueueSummary) -> usize {
        self.into.queue(session, summary)
    }

    fn has_message(&self, id: MessageId) -> bool {
        self.into.has_message(id)
    }

    fn entry(&mut self, session: SessionKey, entry: Entry<'_>, message: Option<Message<'_>>) {
        self.entries += 1;
        self.into.entry(session, entry, message);
    }

    fn retained(&mut self, topic: &str, id: MessageId, message: Option<Message<'_>>) {
        self.retained += 1;
        self.into.retained(topic, id, message);
    }

    fn proceed(&mut self) -> BoxFuture<'_, ControlFlow<()>> {
        self.show();
        self.into.proceed()
    }
}

const TICK: Duration = Duration::from_millis(100);
