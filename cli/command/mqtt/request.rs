//! `gmqtt mqtt request`: ask with a message and wait for the answer, as MQTT 5 has it (section 4.10).

use std::{
    io::{self, IsTerminal as _},
    num::NonZeroU64,
    time::Duration,
};

use clap::Args;
use gmqtt_protocol::{
    QoS, ReasonCode,
    packet::{SubscribeFilter, SubscriptionOptions},
    session::client::{Event, Message},
};

use super::{
    amount, block_on,
    connect::{Connect, Session, duration, qos},
    ending::{Ended, Ending},
    message::{MessageFlags, PayloadFlags},
    payload::Shown,
    properties::MessageProperties,
    sub::Printer,
};
use crate::{
    error::Error,
    exit::Exit,
    mqtt::{Connection, Flow, cannot_send, invalid_topic, not_published, not_subscribed, random},
    output::Output,
};

/// Send a request and print the answer
///
/// The request carries a response topic, to which this command is subscribed, and correlation data that tells its answers
/// from others. It needs MQTT 5.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt mqtt request -t lights/1/get -m state
  gmqtt mqtt request -t who -n --count 3 --timeout 5s     three answers, or exit code 124")]
pub(super) struct Request {
    /// The topic to send the request to
    #[arg(short, long, value_name = "TOPIC")]
    topic: Option<String>,

    #[command(flatten)]
    payload: PayloadFlags,

    /// 0: sent once, 1: acknowledged, 2: exactly once
    #[arg(short, long, value_name = "QOS", default_value = "1", value_parser = qos)]
    qos: QoS,

    /// Wait for so many answers
    #[arg(short = 'C', long, value_name = "COUNT", default_value = "1")]
    count: NonZeroU64,

    /// How long the answers may take; exit code 124 when they take longer
    #[arg(short = 'W', long, value_name = "DURATION", default_value = "10s", value_parser = duration)]
    timeout: Duration,

    /// How to print payloads: auto, text, hex, base64 or json
    #[arg(
        long = "payload",
        value_name = "FORMAT",
        default_value = "auto",
        hide_possible_values = true
    )]
    shown: Shown,

    #[command(flatten)]
    properties: MessageFlags,

    #[command(flatten)]
    connect: Connect,
}

/// What is asked, and what has come of it.
struct Exchange {
    topic: String,
    payload: Vec<u8>,
    properties: MessageProperties,
    printer: Printer,
    response_information: Option<String>,
    subscribed: Option<ReasonCode>,
    answers: u64,
    wanted: u64,
    out: Vec<u8>,
    failed: Option<Error>,
}

impl Request {
    pub(super) fn run(self, output: &Output) -> Result<Exit, Error> {
        let mut session = self.connect.session("req", output)?;
        if !session.options.version.is_v5() {
            return Err(
                Error::new(Exit::Usage, "requests and answers are a part of MQTT 5")
                    .hint("leave out -V"),
            );
        }
        let topic = self.topic.clone().or_else(|| session.topic.take());
        let topic = topic.ok_or_else(|| {
            Error::new(Exit::Usage, "there is no topic to send the request to")
                .hint("name it with -t TOPIC")
        })?;
        invalid_topic(&topic)?;
        let payload = self.payload.read()?.ok_or_else(|| {
            Error::new(Exit::Usage, "there is no request")
                .hint("-m PAYLOAD, -f FILE, -s for stdin, or -n for no payload")
        })?;
        session.options.request_response_information = true;
        let mut properties =
            self.properties
                .properties(&session.properties, session.options.version, output)?;
        properties
            .correlation_data
            .get_or_insert_with(|| random().to_be_bytes().to_vec());
        let mut exchange = Exchange {
            topic,
            payload,
            properties,
            printer: match output.format {
                Some(_) => Printer::Json,
                None => Printer::Plain {
                    topics: false,
                    payload: self.shown,
                    terminal: io::stdout().is_terminal(),
                    line_end: true,
                },
            },
            response_information: None,
            subscribed: None,
            answers: 0,
            wanted: self.count.get(),
            out: Vec::new(),
            failed: None,
        };
        block_on(async {
            let mut ending = Ending::new(Some(self.timeout))?;
            let mut connection = Connection::new(session.options.clone());
            let result = tokio::select! {
                result = self.ask(&session, &mut connection, &mut exchange, output) => result,
                ended = ending.next() => exchange.ended(ended),
            };
            connection.disconnect().await;
            result
        })
    }

    async fn ask(
        &self,
        session: &Session,
        connection: &mut Connection,
        exchange: &mut Exchange,
        output: &Output,
    ) -> Result<Exit, Error> {
        let mut observe = |event: Event<'_>| exchange.take(&event, session);
        connection
            .connect(&session.target, &mut observe)
            .await
            .map_err(|lost| lost.error)?;
        let id = connection.client.client_id();
        let response_topic = match (
            &exchange.properties.response_topic,
            &exchange.response_information,
        ) {
            (Some(named), _) => named.clone(),
            // Where the broker wants answers to be [MQTT-3.1.2-28].
            (None, Some(prefix)) => format!("{}/{id}", prefix.trim_end_matches('/')),
            (None, None) => format!("response/{id}"),
        };
        output.explain(&format!("answers are to come to {response_topic}"));
        let filter = SubscribeFilter {
            filter: &response_topic,
            options: SubscriptionOptions {
                qos: self.qos,
                ..SubscriptionOptions::default()
            },
        };
        connection
            .subscribe(&[filter], None)
            .map_err(|why| cannot_send(&format!("subscribe to {response_topic}"), &why))?;
        exchange.properties.response_topic = Some(response_topic);
        let mut asked = false;
        loop {
            let mut observe = |event: Event<'_>| exchange.take(&event, session);
            let _ = connection
                .next(&mut observe)
                .await
                .map_err(|lost| lost.error)?;
            if let Some(error) = exchange.failed.take() {
                return Err(error);
            }
            output.bytes(&std::mem::take(&mut exchange.out))?;
            if exchange.answers >= exchange.wanted {
                return Ok(Exit::Done);
            }
            if let (Some(reason), false) = (exchange.subscribed, asked) {
                let topic = exchange.properties.response_topic.as_deref();
                if reason.is_error() {
                    return Err(not_subscribed(topic.unwrap_or_default(), reason));
                }
                asked = true;
                exchange.send(self.qos, connection)?;
            }
        }
    }
}

impl Exchange {
    fn send(&self, qos: QoS, connection: &mut Connection) -> Result<(), Error> {
        let request = Message {
            topic: &self.topic,
            payload: &self.payload,
            qos,
            retain: false,
            properties: self.properties.borrow(),
        };
        connection
            .publish(&request)
            .map(|_| ())
            .map_err(|why| cannot_send(&format!("publish to {}", self.topic), &why))
    }

    fn take(&mut self, event: &Event<'_>, session: &Session) -> Flow {
        match event {
            Event::Connected { properties, .. } => {
                self.response_information = properties.response_information.map(str::to_owned);
            }
            Event::Subscribed(suback) => self.subscribed = suback.reasons.first().copied(),
            Event::Published {
                reason, properties, ..
            } => self.failed = self.unheard(*reason, properties.reason_string, session),
            Event::Message(message)
                if message.properties.correlation_data
                    == self.properties.correlation_data.as_deref()
                    && self.answers < self.wanted =>
            {
                self.answers += 1;
                self.printer.print(message, &mut self.out);
            }
            _ => {}
        }
        Flow::Continue(())
    }

    /// A request that nobody got will not be answered.
    fn unheard(&self, reason: ReasonCode, said: Option<&str>, session: &Session) -> Option<Error> {
        if reason == ReasonCode::NoMatchingSubscribers {
            let error = Error::new(
                Exit::NotFound,
                format!("nobody is subscribed to {}", self.topic),
            );
            return Some(error.hint("`gmqtt mqtt reply` answers requests"));
        }
        reason
            .is_error()
            .then(|| not_published(&self.topic, reason, said, &session.options))
    }

    fn ended(&self, ended: Ended) -> Result<Exit, Error> {
        match ended {
            Ended::Signal(exit) => Ok(exit),
            Ended::Unread => Ok(Exit::Done),
            Ended::Time => Err(Error::new(
                Exit::TimeLimit,
                format!(
                    "{} of {} came in time",
                    amount::number(self.answers),
                    amount::count(self.wanted, "answer")
                ),
            )
            .hint("wait longer with --timeout DURATION")),
        }
    }
}
