//! `gmqtt mqtt pub`: publish messages, and say what became of them.

use std::{
    collections::{BTreeMap, VecDeque},
    io::{self, BufRead as _},
    thread,
    time::Duration,
};

use clap::Args;
use gmqtt_protocol::{
    PacketId, QoS, ReasonCode,
    session::client::{Event, Message},
};
use serde::Serialize;
use tokio::{
    sync::mpsc::{self, Receiver, Sender},
    time::{Instant, sleep, sleep_until},
};

use super::{
    amount, block_on,
    connect::{Connect, Session, duration, qos, window},
    ending::{Ended, Ending},
    message::{MessageFlags, PayloadFlags},
    payload::{Encoding, escape},
    properties::MessageProperties,
};
use crate::{
    error::Error,
    exit::Exit,
    mqtt::{Backoff, Connection, Flow, Lost, cannot_send, invalid_topic, not_published},
    output::Output,
};

/// Publish messages as an MQTT client
///
/// At QoS 1 and 2 the broker answers, and a refusal is exit code 4. At QoS 0 it does not: then 0 says that the messages
/// were sent, and nothing more can be known. A lost connection is made again: what was not acknowledged is sent again.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt mqtt pub -t hello -m world
  gmqtt mqtt pub -t sensors/1 -q 1 -r -f reading.json
  gmqtt mqtt pub -t log -q 1 --lines                 each line of stdin is a message
  gmqtt mqtt pub -L mqtts://mq.example -u me --password-file pw -t a -m b")]
pub(super) struct Pub {
    /// The topic to publish to
    #[arg(short, long, value_name = "TOPIC")]
    topic: Option<String>,

    #[command(flatten)]
    payload: PayloadFlags,

    /// Each line of stdin is a message
    #[arg(short, long, visible_alias = "stdin-line", group = "payload")]
    lines: bool,

    /// 0: sent once, 1: acknowledged, 2: exactly once
    #[arg(short, long, value_name = "QOS", default_value = "0", value_parser = qos)]
    qos: QoS,

    /// Ask the broker to keep the message for later subscribers
    #[arg(short, long)]
    retain: bool,

    /// Publish the message so many times
    #[arg(
        long,
        value_name = "COUNT",
        default_value = "1",
        conflicts_with = "lines"
    )]
    repeat: u64,

    /// Wait between messages
    #[arg(long, value_name = "DURATION", default_value = "0", value_parser = duration)]
    repeat_delay: Duration,

    /// Messages of QoS 1 and 2 under way at a time
    #[arg(short = 'M', long, value_name = "COUNT", default_value = "100", value_parser = window)]
    max_inflight: std::num::NonZeroU16,

    /// Give up when the broker acknowledges nothing for so long, or cannot be reached again
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = duration)]
    timeout: Duration,

    #[command(flatten)]
    properties: MessageFlags,

    #[command(flatten)]
    connect: Connect,
}

/// What is published, as far as it is the same for all messages.
struct Plan {
    topic: String,
    qos: QoS,
    retain: bool,
    properties: MessageProperties,
    timeout: Duration,
}

/// What became of the messages.
#[derive(Default)]
struct Tally {
    messages: u64,
    bytes: u64,
    acknowledged: u64,
    unheard: u64,
    refused: u64,
    first_refusal: Option<Error>,
}

#[derive(Serialize)]
struct Report<'a> {
    topic: &'a str,
    qos: u8,
    retain: bool,
    messages: u64,
    bytes: u64,
    /// At QoS 0 nobody acknowledges.
    acknowledged: Option<u64>,
    without_subscribers: Option<u64>,
}

impl Pub {
    pub(super) fn run(self, output: &Output) -> Result<Exit, Error> {
        let mut session = self.connect.session("pub", output)?;
        session.options.max_inflight = self.max_inflight;
        let topic = self.topic.clone().or_else(|| session.topic.take());
        let topic = topic.ok_or_else(|| {
            Error::new(Exit::Usage, "there is no topic to publish to").hint("name it with -t TOPIC")
        })?;
        invalid_topic(&topic)?;
        if self.connect.takes_stdin() && (self.lines || self.payload.takes_stdin()) {
            return Err(Error::new(
                Exit::Usage,
                "stdin cannot be both the password and the message",
            )
            .hint("read the password from a file: --password-file FILE"));
        }
        let plan = Plan {
            topic,
            qos: self.qos,
            retain: self.retain,
            properties: self.properties.properties(
                &session.properties,
                session.options.version,
                output,
            )?,
            timeout: self.timeout,
        };
        let payload = self.payload.read()?;
        if payload.is_none() && !self.lines {
            return Err(Error::new(Exit::Usage, "there is nothing to publish").hint(
                "-m PAYLOAD, -f FILE, -n for no payload, -s for stdin, --lines for each line of it",
            ));
        }
        let tally = block_on(async {
            let ending = Ending::new(None)?;
            let source = || match payload {
                Some(payload) => repeated(payload, self.repeat, self.repeat_delay),
                None => lines(self.payload.format, self.repeat_delay),
            };
            publish(&session, &plan, source, ending, output).await
        });
        plan.report(tally?, output)
    }
}

impl Plan {
    fn report(&self, tally: Tally, output: &Output) -> Result<Exit, Error> {
        if let Some(refusal) = tally.first_refusal {
            return Err(match tally.messages {
                1 => refusal,
                many => refusal.cause(format_args!(
                    "{} of {} refused, all for such reasons",
                    amount::number(tally.refused),
                    amount::count(many, "message"),
                )),
            });
        }
        let answered = self.qos != QoS::AtMostOnce;
        if output.format.is_some() {
            output.document(&Report {
                topic: &self.topic,
                qos: self.qos as u8,
                retain: self.retain,
                messages: tally.messages,
                bytes: tally.bytes,
                acknowledged: answered.then_some(tally.acknowledged),
                without_subscribers: answered.then_some(tally.unheard),
            })?;
        } else if answered {
            let mut topic = Vec::new();
            escape(&self.topic, false, &mut topic);
            let what = match tally.messages {
                1 => amount::bytes(tally.bytes),
                many => format!(
                    "{}, {}",
                    amount::count(many, "message"),
                    amount::bytes(tally.bytes)
                ),
            };
            let retained = if self.retain { ", retained" } else { "" };
            let unheard = match tally.unheard {
                0 => String::new(),
                all if all == tally.messages => ", no subscribers".to_owned(),
                some => format!(", {} without subscribers", amount::number(some)),
            };
            output.confirm(&format!(
                "published {what} to {} (qos {}{retained}){unheard}\n",
                String::from_utf8_lossy(&topic),
                self.qos as u8
            ))?;
        }
        Ok(Exit::Done)
    }
}

/// Connects, publishes all that `source` has, and waits for what the broker answers.
async fn publish(
    session: &Session,
    plan: &Plan,
    source: impl FnOnce() -> Receiver<Result<Vec<u8>, Error>>,
    mut ending: Ending,
    output: &Output,
) -> Result<Tally, Error> {
    let mut connection = Connection::new(session.options.clone());
    let mut work = Work::default();
    let mut ignore = |_: Event<'_>| Flow::Continue(());
    tokio::select! {
        connected = connection.connect(&session.target, &mut ignore) => {
            connected.map_err(|lost| lost.error)?;
        }
        ended = ending.next() => return Err(interrupted(ended, &work.tally)),
    }
    let mut source = source();
    let mut progress = Instant::now();
    while work.more || !work.payloads.is_empty() || !connection.is_done() {
        if work.send(plan, &mut connection)? {
            progress = Instant::now();
        }
        let before = work.tally.answers();
        let waits = connection.client.unfinished() > 0;
        let (tally, under_way) = (&mut work.tally, &mut work.under_way);
        let mut observe = |event: Event<'_>| tally.take(&event, under_way, plan, &session.options);
        tokio::select! {
            taken = take(&mut source, &mut work.payloads), if work.more && work.payloads.is_empty() => {
                work.more = taken?;
            }
            happened = connection.next(&mut observe) => {
                if let Err(lost) = happened {
                    let until = progress + plan.timeout;
                    tokio::select! {
                        again = connect_again(session, &mut connection, &mut work, lost, until, output) => {
                            again.map_err(|error| work.tally.unfinished(error, plan))?;
                        }
                        ended = ending.next() => return Err(interrupted(ended, &work.tally)),
                    }
                    progress = Instant::now();
                }
            }
            () = sleep_until(progress + plan.timeout), if waits => {
                return Err(work.tally.unfinished(silent(plan), plan));
            }
            ended = ending.next() => {
                connection.disconnect().await;
                return Err(interrupted(ended, &work.tally));
            }
        }
        if work.tally.answers() > before {
            progress = Instant::now();
        }
    }
    connection.disconnect().await;
    Ok(work.tally)
}

/// What there is to do and what became of it.
struct Work {
    /// The source has more.
    more: bool,
    /// To be sent.
    payloads: VecDeque<Vec<u8>>,
    /// Sent and not acknowledged, by when it was sent: a session that is gone has to get it anew.
    under_way: Sent,
    tally: Tally,
}

/// Messages that were sent, in order, and the places of their packet ids in it.
#[derive(Default)]
struct Sent {
    next: u64,
    payloads: BTreeMap<u64, Vec<u8>>,
    places: BTreeMap<PacketId, u64>,
}

impl Default for Work {
    fn default() -> Self {
        Self {
            more: true,
            payloads: VecDeque::new(),
            under_way: Sent::default(),
            tally: Tally::default(),
        }
    }
}

impl Sent {
    fn add(&mut self, packet_id: PacketId, payload: Vec<u8>) {
        self.places.insert(packet_id, self.next);
        self.payloads.insert(self.next, payload);
        self.next += 1;
    }

    fn finish(&mut self, packet_id: PacketId) {
        if let Some(place) = self.places.remove(&packet_id) {
            self.payloads.remove(&place);
        }
    }
}

impl Work {
    /// Sends what there is room for; whether that was anything.
    fn send(&mut self, plan: &Plan, connection: &mut Connection) -> Result<bool, Error> {
        let before = self.tally.messages;
        while connection.has_room(plan.qos)
            && let Some(payload) = self.payloads.pop_front()
        {
            let packet_id = plan.send(&payload, connection)?;
            self.tally.messages += 1;
            self.tally.bytes += payload.len() as u64;
            if let Some(packet_id) = packet_id {
                self.under_way.add(packet_id, payload);
            }
        }
        Ok(self.tally.messages > before)
    }

    /// Takes back what was under way in a session that is gone, to be sent before everything else.
    fn begin_anew(&mut self) {
        let sent = std::mem::take(&mut self.under_way);
        for payload in sent.payloads.into_values().rev() {
            self.tally.messages -= 1;
            self.tally.bytes -= payload.len() as u64;
            self.payloads.push_front(payload);
        }
    }
}

/// Makes a lost connection again, until `until`.
async fn connect_again(
    session: &Session,
    connection: &mut Connection,
    work: &mut Work,
    mut lost: Lost,
    until: Instant,
    output: &Output,
) -> Result<(), Error> {
    let mut backoff = Backoff::default();
    while lost.again {
        let wait = backoff.wait();
        if Instant::now() + wait > until {
            return Err(lost.error);
        }
        let (why, seconds) = (lost.error.on_one_line(), wait.as_secs_f64());
        output.warn(&format!("{why}; trying again in {seconds:.1}s"));
        sleep(wait).await;
        let mut gone = false;
        let mut observe = |event: Event<'_>| {
            if let Event::Connected {
                session_present, ..
            } = event
            {
                gone = !session_present;
            }
            Flow::Continue(())
        };
        match connection.connect(&session.target, &mut observe).await {
            Ok(()) => {
                // A session that goes on sends what it has by itself.
                if gone {
                    work.begin_anew();
                }
                return Ok(());
            }
            Err(error) => lost = error,
        }
    }
    Err(lost.error)
}

fn silent(plan: &Plan) -> Error {
    Error::new(Exit::Unreachable, "the broker does not acknowledge")
        .cause(format_args!(
            "nothing for {}",
            gmqtt_config::format_duration(plan.timeout)
        ))
        .hint("wait longer with --timeout DURATION")
}

/// Takes what there is of `source`. False at its end.
async fn take(
    source: &mut Receiver<Result<Vec<u8>, Error>>,
    payloads: &mut VecDeque<Vec<u8>>,
) -> Result<bool, Error> {
    let Some(first) = source.recv().await else {
        return Ok(false);
    };
    payloads.push_back(first?);
    while payloads.len() < AT_ONCE
        && let Ok(next) = source.try_recv()
    {
        payloads.push_back(next?);
    }
    Ok(true)
}

/// Messages that are taken from their source before the socket is looked at again.
const AT_ONCE: usize = 64;

impl Plan {
    fn send(&self, payload: &[u8], connection: &mut Connection) -> Result<Option<PacketId>, Error> {
        let message = Message {
            topic: &self.topic,
            payload,
            qos: self.qos,
            retain: self.retain,
            properties: self.properties.borrow(),
        };
        connection
            .publish(&message)
            .map_err(|why| cannot_send(&format!("publish to {}", self.topic), &why))
    }
}

impl Tally {
    /// Messages whose fate is known.
    const fn answers(&self) -> u64 {
        self.acknowledged + self.refused
    }

    /// Counts an answer.
    fn take(
        &mut self,
        event: &Event<'_>,
        under_way: &mut Sent,
        plan: &Plan,
        options: &gmqtt_protocol::session::client::ClientOptions,
    ) -> Flow {
        if let Event::Published {
            packet_id,
            reason,
            properties,
        } = event
        {
            under_way.finish(*packet_id);
            if reason.is_error() {
                self.refused += 1;
                self.first_refusal.get_or_insert_with(|| {
                    not_published(&plan.topic, *reason, properties.reason_string, options)
                });
            } else {
                self.acknowledged += 1;
                self.unheard += u64::from(*reason == ReasonCode::NoMatchingSubscribers);
            }
        }
        Flow::Continue(())
    }

    /// Adds how far it came.
    fn unfinished(&self, error: Error, plan: &Plan) -> Error {
        match plan.qos {
            QoS::AtMostOnce => error,
            _ => error.cause(format_args!(
                "{} acknowledged of {} sent",
                amount::number(self.acknowledged),
                amount::number(self.messages)
            )),
        }
    }
}

fn interrupted(ended: Ended, tally: &Tally) -> Error {
    let exit = match ended {
        Ended::Signal(exit) => exit,
        Ended::Time | Ended::Unread => Exit::TimeLimit,
    };
    Error::new(
        exit,
        format!(
            "interrupted after {}",
            amount::count(tally.messages, "message")
        ),
    )
}

/// The lines of stdin. A thread reads them, because reading a terminal cannot be called off.
fn lines(format: Encoding, delay: Duration) -> Receiver<Result<Vec<u8>, Error>> {
    fed(move |sender| {
        let mut stdin = io::stdin().lock();
        loop {
            let mut line = Vec::new();
            match stdin.read_until(b'\n', &mut line) {
                Ok(0) => return,
                Ok(_) => {}
                Err(error) => {
                    let failed = Error::new(Exit::Failed, "cannot read stdin").cause(error);
                    let _ = sender.blocking_send(Err(failed));
                    return;
                }
            }
            if line.last() == Some(&b'\n') {
                line.pop();
            }
            let payload = format.decode(line).map_err(|why| {
                Error::new(Exit::Usage, "a line is not written as --format says").cause(why)
            });
            let failed = payload.is_err();
            if sender.blocking_send(payload).is_err() || failed {
                return;
            }
            thread::sleep(delay);
        }
    })
}

/// `payload` so many times.
fn repeated(payload: Vec<u8>, count: u64, delay: Duration) -> Receiver<Result<Vec<u8>, Error>> {
    fed(move |sender| {
        for number in 0..count {
            if number > 0 {
                thread::sleep(delay);
            }
            if sender.blocking_send(Ok(payload.clone())).is_err() {
                return;
            }
        }
    })
}

fn fed(
    feed: impl FnOnce(Sender<Result<Vec<u8>, Error>>) + Send + 'static,
) -> Receiver<Result<Vec<u8>, Error>> {
    let (sender, receiver) = mpsc::channel(AT_ONCE);
    thread::spawn(move || feed(sender));
    receiver
}
