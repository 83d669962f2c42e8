//! `gmqtt mqtt reply`: answer requests, as MQTT 5 has it (section 4.10).

use std::{
    collections::VecDeque,
    io::Write as _,
    num::NonZeroU64,
    process::{Command, Stdio},
    sync::mpsc::{SyncSender, TrySendError, sync_channel},
    thread,
    time::Duration,
};

use clap::Args;
use gmqtt_protocol::{
    QoS, ReasonCode, TopicName,
    packet::{Publish, SubscribeFilter, SubscriptionOptions},
    session::client::{Event, Message},
};
use tokio::{
    sync::mpsc::{self, Receiver},
    time::sleep,
};

use super::{
    amount, block_on,
    connect::{Connect, Session, duration, qos},
    ending::{Ended, Ending},
    message::PayloadFlags,
    properties::MessageProperties,
};
use crate::{
    error::Error,
    exit::Exit,
    mqtt::{
        Backoff, Connection, Flow, Lost, cannot_send, invalid_filter, not_published, not_subscribed,
    },
    output::Output,
};

/// Answer requests
///
/// An answer goes to the response topic of its request, with the request's correlation data. Messages without a response
/// topic are passed over. A lost connection is made again. It needs MQTT 5.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt mqtt reply -t lights/1/get -m on
  gmqtt mqtt reply -t calc --exec bc               what it prints is the answer
  gmqtt mqtt reply -t echo --echo --count 1")]
pub(super) struct Reply {
    /// A topic filter to take requests from; can be given more than once
    #[arg(short, long, value_name = "FILTER")]
    topic: Vec<String>,

    #[command(flatten)]
    payload: PayloadFlags,

    /// Answer with the request's own payload
    #[arg(long, group = "payload")]
    echo: bool,

    /// Answer with what this line of shell prints: the request is its stdin, MQTT_TOPIC its topic
    #[arg(long, value_name = "COMMAND", group = "payload")]
    exec: Option<String>,

    /// 0: sent once, 1: acknowledged, 2: exactly once
    #[arg(short, long, value_name = "QOS", default_value = "1", value_parser = qos)]
    qos: QoS,

    /// End after so many answers
    #[arg(short = 'C', long, value_name = "COUNT")]
    count: Option<NonZeroU64>,

    /// End after this time; exit code 124 if --count waits for more
    #[arg(short = 'W', long = "for", value_name = "DURATION", value_parser = duration)]
    time: Option<Duration>,

    #[command(flatten)]
    connect: Connect,
}

/// A request as it waits for its answer.
#[derive(Debug)]
struct Asked {
    topic: String,
    payload: Vec<u8>,
    response_topic: String,
    correlation_data: Option<Vec<u8>>,
}

/// What answers consist of.
#[derive(Debug, Clone)]
enum Maker {
    Fixed(Vec<u8>),
    Echo,
    Command(String),
}

type Made = Result<(Asked, Vec<u8>), Error>;

/// Requests and answers on their way through this process.
struct Desk {
    waiting: VecDeque<Asked>,
    /// A thread that makes answers, one after the other.
    maker: SyncSender<Asked>,
    made: Receiver<Made>,
    /// Requests that were handed to it.
    begun: u64,
    answered: u64,
    refusals: Vec<ReasonCode>,
    not_taken: Option<ReasonCode>,
}

/// More requests are not read until some are answered.
const WAITING: usize = 1000;

impl Reply {
    pub(super) fn run(mut self, output: &Output) -> Result<Exit, Error> {
        let mut session = self.connect.session("rep", output)?;
        if !session.options.version.is_v5() {
            return Err(
                Error::new(Exit::Usage, "requests and answers are a part of MQTT 5")
                    .hint("leave out -V"),
            );
        }
        self.topic.extend(session.topic.take());
        if self.topic.is_empty() {
            return Err(Error::new(Exit::Usage, "there are no requests to answer")
                .hint("name their topic with -t FILTER"));
        }
        self.topic
            .iter()
            .try_for_each(|filter| invalid_filter(filter))?;
        let fixed = self.payload.read()?;
        let maker = match (fixed, self.echo, &self.exec) {
            (Some(payload), ..) => Maker::Fixed(payload),
            (None, true, _) => Maker::Echo,
            (None, false, Some(command)) => Maker::Command(command.clone()),
            (None, false, None) => {
                return Err(Error::new(Exit::Usage, "there is no answer")
                    .hint("-m PAYLOAD, -f FILE, --echo or --exec COMMAND"));
            }
        };
        block_on(async {
            let mut ending = Ending::new(self.time)?;
            let mut connection = Connection::new(session.options.clone());
            let mut desk = Desk::new(maker);
            let result = tokio::select! {
                result = self.serve(&session, &mut connection, &mut desk, output) => result,
                ended = ending.next() => self.ended(ended, desk.answered),
            };
            connection.disconnect().await;
            result
        })
    }

    /// Answers on one connection after the other.
    async fn serve(
        &self,
        session: &Session,
        connection: &mut Connection,
        desk: &mut Desk,
        output: &Output,
    ) -> Result<Exit, Error> {
        let mut backoff = Backoff::default();
        let mut has_been_connected = false;
        loop {
            let mut observe = |event: Event<'_>| desk.take(&event);
            let lost = match connection.connect(&session.target, &mut observe).await {
                Ok(()) => {
                    has_been_connected = true;
                    backoff.reset();
                    self.subscribe(connection)?;
                    match self.answer(session, connection, desk, output).await? {
                        Ok(exit) => return Ok(exit),
                        Err(lost) => lost,
                    }
                }
                Err(lost) => lost,
            };
            if !lost.again || !has_been_connected {
                return Err(lost.error);
            }
            let wait = backoff.wait();
            let why = lost.error.on_one_line();
            output.warn(&format!(
                "{why}; trying again in {:.1}s",
                wait.as_secs_f64()
            ));
            sleep(wait).await;
        }
    }

    fn subscribe(&self, connection: &mut Connection) -> Result<(), Error> {
        let options = SubscriptionOptions {
            qos: self.qos,
            ..SubscriptionOptions::default()
        };
        let filters: Vec<_> = self
            .topic
            .iter()
            .map(|filter| SubscribeFilter { filter, options })
            .collect();
        connection
            .subscribe(&filters, None)
            .map(|_| ())
            .map_err(|why| cannot_send(&format!("subscribe to {}", self.topic.join(", ")), &why))
    }

    async fn answer(
        &self,
        session: &Session,
        connection: &mut Connection,
        desk: &mut Desk,
        output: &Output,
    ) -> Result<Result<Exit, Lost>, Error> {
        let wanted = self.count.map_or(u64::MAX, NonZeroU64::get);
        loop {
            desk.check(&self.topic, session, output)?;
            if desk.answered >= wanted && connection.is_done() {
                return Ok(Ok(Exit::Done));
            }
            desk.hand_over(wanted);
            let reads = desk.waiting.len() < WAITING;
            let Desk {
                waiting,
                made,
                refusals,
                not_taken,
                ..
            } = desk;
            let mut observe = |event: Event<'_>| take(&event, waiting, refusals, not_taken);
            tokio::select! {
                Some(made) = made.recv(), if connection.has_room(self.qos) => {
                    let (asked, payload) = made?;
                    self.send(&asked, &payload, connection)?;
                    desk.answered += 1;
                }
                happened = connection.next(&mut observe), if reads => {
                    if let Err(lost) = happened {
                        return Ok(Err(lost));
                    }
                }
            }
        }
    }

    fn send(
        &self,
        asked: &Asked,
        payload: &[u8],
        connection: &mut Connection,
    ) -> Result<(), Error> {
        let properties = MessageProperties {
            correlation_data: asked.correlation_data.clone(),
            ..MessageProperties::default()
        };
        let answer = Message {
            topic: &asked.response_topic,
            payload,
            qos: self.qos,
            retain: false,
            properties: properties.borrow(),
        };
        connection
            .publish(&answer)
            .map(|_| ())
            .map_err(|why| cannot_send(&format!("publish to {}", asked.response_topic), &why))
    }

    fn ended(&self, ended: Ended, answered: u64) -> Result<Exit, Error> {
        match (ended, self.count) {
            (Ended::Signal(exit), _) => Ok(exit),
            (Ended::Time, Some(count)) => Err(Error::new(
                Exit::TimeLimit,
                format!(
                    "answered {} of {} before the time was up",
                    amount::number(answered),
                    amount::count(count.get(), "request")
                ),
            )),
            _ => Ok(Exit::Done),
        }
    }
}

impl Desk {
    fn new(maker: Maker) -> Self {
        let (jobs, asked) = sync_channel::<Asked>(1);
        let (answers, made) = mpsc::channel(1);
        thread::spawn(move || {
            for asked in asked {
                let answer = maker.make(&asked).map(|payload| (asked, payload));
                if answers.blocking_send(answer).is_err() {
                    return;
                }
            }
        });
        Self {
            waiting: VecDeque::new(),
            maker: jobs,
            made,
            begun: 0,
            answered: 0,
            refusals: Vec::new(),
            not_taken: None,
        }
    }

    fn take(&mut self, event: &Event<'_>) -> Flow {
        take(
            event,
            &mut self.waiting,
            &mut self.refusals,
            &mut self.not_taken,
        )
    }

    /// Has answers made, as far as there is somebody to make them.
    fn hand_over(&mut self, wanted: u64) {
        while self.begun < wanted
            && let Some(asked) = self.waiting.pop_front()
        {
            match self.maker.try_send(asked) {
                Ok(()) => self.begun += 1,
                Err(TrySendError::Full(asked) | TrySendError::Disconnected(asked)) => {
                    self.waiting.push_front(asked);
                    return;
                }
            }
        }
    }

    /// What the broker refused.
    fn check(
        &mut self,
        filters: &[String],
        session: &Session,
        output: &Output,
    ) -> Result<(), Error> {
        let reasons = std::mem::take(&mut self.refusals);
        for (filter, reason) in filters.iter().zip(reasons) {
            if reason.is_error() {
                return Err(not_subscribed(filter, reason));
            }
            output.explain(&format!("answering {filter}"));
        }
        match self.not_taken.take() {
            Some(reason) => Err(not_published(
                "a response topic",
                reason,
                None,
                &session.options,
            )),
            None => Ok(()),
        }
    }
}

fn take(
    event: &Event<'_>,
    waiting: &mut VecDeque<Asked>,
    refusals: &mut Vec<ReasonCode>,
    not_taken: &mut Option<ReasonCode>,
) -> Flow {
    match event {
        Event::Subscribed(suback) => refusals.clone_from(&suback.reasons),
        Event::Published { reason, .. } if reason.is_error() => *not_taken = Some(*reason),
        Event::Message(message) => waiting.extend(asked(message)),
        _ => {}
    }
    Flow::Continue(())
}

/// The request that `message` is, if it is one that can be answered.
fn asked(message: &Publish<'_>) -> Option<Asked> {
    let response_topic = message.properties.response_topic?;
    TopicName::parse(response_topic).ok()?;
    Some(Asked {
        topic: message.topic.to_owned(),
        payload: message.payload.to_vec(),
        response_topic: response_topic.to_owned(),
        correlation_data: message.properties.correlation_data.map(<[u8]>::to_vec),
    })
}

impl Maker {
    fn make(&self, asked: &Asked) -> Result<Vec<u8>, Error> {
        match self {
            Self::Fixed(payload) => Ok(payload.clone()),
            Self::Echo => Ok(asked.payload.clone()),
            Self::Command(command) => output_of(command, asked),
        }
    }
}

/// What the command prints.
fn output_of(command: &str, asked: &Asked) -> Result<Vec<u8>, Error> {
    let failed = |error| Error::new(Exit::Failed, "cannot run sh").cause(error);
    let mut child = Command::new("sh")
        .args(["-c", command])
        .env("MQTT_TOPIC", asked.topic.replace('\0', ""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let stdin = child.stdin.take();
    let payload = asked.payload.clone();
    // Beside reading what it prints, which it may do before it has read all.
    let feeder = thread::spawn(move || {
        if let Some(mut stdin) = stdin {
            let _ = stdin.write_all(&payload);
        }
    });
    let done = child.wait_with_output().map_err(failed)?;
    let _ = feeder.join();
    Ok(done.stdout)
}
