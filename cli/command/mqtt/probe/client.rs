//! A client that a check does things with: what it receives waits until it is looked at.

use std::{collections::VecDeque, time::Duration};

use gmqtt_protocol::{
    QoS, ReasonCode,
    packet::{Publish, SubscribeFilter, SubscriptionOptions},
    session::client::{ClientOptions, Event, Message},
};
use tokio::time::{Instant, timeout_at};

use super::checks::Failure;
use crate::{
    error::Error,
    mqtt::{Connection, Flow, Lost, Target},
};

/// A connected client.
pub(super) struct Client {
    connection: Connection,
    noted: Noted,
    patience: Duration,
}

#[derive(Default)]
struct Noted {
    messages: VecDeque<Received>,
    published: VecDeque<ReasonCode>,
    subscribed: VecDeque<ReasonCode>,
    pongs: u32,
    session_present: bool,
}

/// What a check wants to know of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Received {
    pub(super) topic: String,
    pub(super) payload: Vec<u8>,
    pub(super) qos: QoS,
    pub(super) retain: bool,
    pub(super) identifiers: Vec<u32>,
    pub(super) content_type: Option<String>,
    pub(super) user: Vec<(String, String)>,
}

impl From<&Publish<'_>> for Received {
    fn from(message: &Publish<'_>) -> Self {
        let properties = &message.properties;
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Self {
            topic: message.topic.to_owned(),
            payload: message.payload.to_vec(),
            qos: message.qos,
            retain: message.retain,
            identifiers: properties.subscription_identifiers.iter().collect(),
            content_type: properties.content_type.map(str::to_owned),
            user: properties.user_properties.iter().map(owned).collect(),
        }
    }
}

impl Noted {
    fn take(&mut self, event: &Event<'_>) -> Flow {
        match event {
            Event::Connected {
                session_present, ..
            } => self.session_present = *session_present,
            Event::Message(message) => self.messages.push_back(Received::from(message)),
            Event::Published { reason, .. } => self.published.push_back(*reason),
            Event::Subscribed(suback) => self.subscribed.extend(&suback.reasons),
            Event::Pong => self.pongs += 1,
            _ => {}
        }
        Flow::Continue(())
    }
}

impl Client {
    pub(super) async fn connect(
        target: &Target,
        options: ClientOptions,
        patience: Duration,
    ) -> Result<Self, Error> {
        let mut client = Self {
            connection: Connection::new(options),
            noted: Noted::default(),
            patience,
        };
        client.connect_again(target).await?;
        Ok(client)
    }

    /// Connects with the session that it has.
    pub(super) async fn connect_again(&mut self, target: &Target) -> Result<(), Error> {
        let Self {
            connection, noted, ..
        } = self;
        let mut observe = |event: Event<'_>| noted.take(&event);
        connection
            .connect(target, &mut observe)
            .await
            .map_err(|lost| lost.error)
    }

    pub(super) fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }

    pub(super) fn session_present(&self) -> bool {
        self.noted.session_present
    }

    /// Subscribes and waits for the answer.
    pub(super) async fn subscribe(
        &mut self,
        filter: &str,
        options: SubscriptionOptions,
        identifier: Option<u32>,
    ) -> Result<(), Failure> {
        self.connection
            .subscribe(&[SubscribeFilter { filter, options }], identifier)?;
        let reason = self
            .wait("SUBACK", |noted| noted.subscribed.pop_front())
            .await?;
        match reason.is_error() {
            true => Err(Failure::Refused(format!("{filter}: {reason}"))),
            false => Ok(()),
        }
    }

    /// Publishes and waits for the answer, if the QoS has one.
    pub(super) async fn publish(&mut self, message: &Message<'_>) -> Result<ReasonCode, Failure> {
        self.connection.publish(message)?;
        let reason = match message.qos {
            // An answered ping says that the message was read before.
            QoS::AtMostOnce => {
                self.round_trip().await?;
                ReasonCode::Success
            }
            _ => {
                self.wait("an acknowledgement", |noted| noted.published.pop_front())
                    .await?
            }
        };
        match reason.is_error() {
            true => Err(Failure::Refused(format!("{}: {reason}", message.topic))),
            false => Ok(reason),
        }
    }

    /// The next message.
    pub(super) async fn message(&mut self) -> Result<Received, Failure> {
        self.wait("a message", |noted| noted.messages.pop_front())
            .await
    }

    /// A message that has come already.
    pub(super) fn waiting(&mut self) -> Option<Received> {
        self.noted.messages.pop_front()
    }

    /// There is no message, and none on its way that was sent before now.
    pub(super) async fn nothing(&mut self) -> Result<(), Failure> {
        self.round_trip().await?;
        self.round_trip().await?;
        match self.noted.messages.front() {
            None => Ok(()),
            Some(message) => Err(Failure::Broken(format!(
                "a message on {} that should not have come",
                message.topic
            ))),
        }
    }

    /// Waits until the broker has read all that was sent.
    pub(super) async fn round_trip(&mut self) -> Result<(), Failure> {
        self.connection.ping()?;
        self.wait("PINGRESP", |noted| {
            (noted.pongs > 0).then(|| noted.pongs -= 1)
        })
        .await
    }

    /// Sends bytes that a broker must answer by closing the connection.
    pub(super) async fn must_be_closed_after(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.connection.send_as_it_is(bytes);
        match self.wait("the end of the connection", |_| None::<()>).await {
            Err(Failure::Lost(_)) => Ok(()),
            Err(other) => Err(other),
            Ok(()) => Ok(()),
        }
    }

    async fn wait<T>(
        &mut self,
        what: &str,
        mut found: impl FnMut(&mut Noted) -> Option<T>,
    ) -> Result<T, Failure> {
        let deadline = Instant::now() + self.patience;
        loop {
            if let Some(found) = found(&mut self.noted) {
                return Ok(found);
            }
            let noted = &mut self.noted;
            let mut observe = |event: Event<'_>| noted.take(&event);
            match timeout_at(deadline, self.connection.next(&mut observe)).await {
                Ok(happened) => {
                    let _ = happened?;
                }
                Err(_) => return Err(Failure::Broken(format!("{what} did not come"))),
            }
        }
    }

    pub(super) async fn disconnect(&mut self) {
        self.connection.disconnect().await;
    }
}

impl From<Lost> for Failure {
    fn from(lost: Lost) -> Self {
        Self::Lost(lost.error)
    }
}
