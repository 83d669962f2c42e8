//! The checks: what MQTT promises, tried out on the broker.

use std::time::Duration;

use gmqtt_protocol::{
    QoS, Version,
    packet::{PublishProperties, RetainHandling, SubscriptionOptions},
    property::UserPropertiesBuf,
    session::client::{ClientOptions, Message, SendError, WillOptions},
};

use super::client::{Client, Received};
use crate::{command::mqtt::connect::Session, error::Error, mqtt::random};

/// Why a check is not passed.
pub(super) enum Failure {
    /// Not as the standard has it.
    Broken(String),
    /// The broker said that it does not do this, or not for us.
    Refused(String),
    /// The connection ended.
    Lost(Error),
}

impl From<SendError> for Failure {
    fn from(error: SendError) -> Self {
        match error {
            SendError::NotSupported(_) | SendError::TooLarge { .. } => {
                Self::Refused(error.to_string())
            }
            _ => Self::Broken(error.to_string()),
        }
    }
}

/// Every check with its name, the versions it is for, and the statement it tries out.
pub(super) const CHECKS: &[Check] = &[
    Check {
        what: What::Echo(QoS::AtMostOnce),
        name: "QoS 0",
        since: Version::V3_1,
        clause: "MQTT-4.3.1-1",
    },
    Check {
        what: What::Echo(QoS::AtLeastOnce),
        name: "QoS 1",
        since: Version::V3_1,
        clause: "MQTT-4.3.2-4",
    },
    Check {
        what: What::Echo(QoS::ExactlyOnce),
        name: "QoS 2",
        since: Version::V3_1,
        clause: "MQTT-4.3.3-8",
    },
    Check {
        what: What::Wildcards,
        name: "wildcards",
        since: Version::V3_1,
        clause: "MQTT-4.7.1-1",
    },
    Check {
        what: What::Dollar,
        name: "# passes over $ topics",
        since: Version::V3_1_1,
        clause: "MQTT-4.7.2-1",
    },
    Check {
        what: What::Retained,
        name: "retained messages",
        since: Version::V3_1,
        clause: "MQTT-3.3.1-5",
    },
    Check {
        what: What::Session,
        name: "sessions keep messages",
        since: Version::V3_1,
        clause: "MQTT-3.1.2-5",
    },
    Check {
        what: What::Will,
        name: "wills",
        since: Version::V3_1,
        clause: "MQTT-3.1.2-8",
    },
    Check {
        what: What::NoWill,
        name: "no will after DISCONNECT",
        since: Version::V3_1,
        clause: "MQTT-3.1.2-10",
    },
    Check {
        what: What::TakeOver,
        name: "a second client takes over",
        since: Version::V3_1,
        clause: "MQTT-3.1.4-3",
    },
    Check {
        what: What::SecondConnect,
        name: "a second CONNECT is refused",
        since: Version::V3_1,
        clause: "MQTT-3.1.0-2",
    },
    Check {
        what: What::WildcardTopic,
        name: "no wildcards in topic names",
        since: Version::V3_1_1,
        clause: "MQTT-3.3.2-2",
    },
    Check {
        what: What::QoS3,
        name: "QoS 3 is refused",
        since: Version::V3_1_1,
        clause: "MQTT-3.3.1-4",
    },
    Check {
        what: What::Properties,
        name: "properties are passed on",
        since: Version::V5,
        clause: "MQTT-3.3.2-17",
    },
    Check {
        what: What::Identifiers,
        name: "subscription identifiers",
        since: Version::V5,
        clause: "MQTT-3.3.4-3",
    },
    Check {
        what: What::NoLocal,
        name: "no local",
        since: Version::V5,
        clause: "MQTT-3.8.3-3",
    },
    Check {
        what: What::AsPublished,
        name: "retain as published",
        since: Version::V5,
        clause: "MQTT-3.3.1-13",
    },
    Check {
        what: What::RetainHandling,
        name: "retain handling",
        since: Version::V5,
        clause: "MQTT-3.3.1-11",
    },
    Check {
        what: What::Shared,
        name: "shared subscriptions",
        since: Version::V5,
        clause: "MQTT-4.8.2-4",
    },
    Check {
        what: What::Expiry,
        name: "message expiry",
        since: Version::V5,
        clause: "MQTT-3.3.2-5",
    },
];

/// One check.
pub(super) struct Check {
    what: What,
    pub(super) name: &'static str,
    /// The first version that promises it.
    pub(super) since: Version,
    pub(super) clause: &'static str,
}

#[derive(Debug, Clone, Copy)]
enum What {
    Echo(QoS),
    Wildcards,
    Dollar,
    Retained,
    Session,
    Will,
    NoWill,
    TakeOver,
    SecondConnect,
    WildcardTopic,
    QoS3,
    Properties,
    Identifiers,
    NoLocal,
    AsPublished,
    RetainHandling,
    Shared,
    Expiry,
}

/// What a check works with.
struct Bed<'a> {
    session: &'a Session,
    version: Version,
    patience: Duration,
    /// The topic of this check; nobody else's.
    topic: String,
}

impl Check {
    pub(super) async fn run(
        &self,
        session: &Session,
        version: Version,
        patience: Duration,
        below: &str,
    ) -> Result<(), Failure> {
        let bed = Bed {
            session,
            version,
            patience,
            topic: format!("{below}/{:08x}", random() >> 32),
        };
        match self.what {
            What::Echo(qos) => bed.echo(qos).await,
            What::Wildcards => bed.wildcards().await,
            What::Dollar => bed.dollar().await,
            What::Retained => bed.retained().await,
            What::Session => bed.session().await,
            What::Will => bed.will(false).await,
            What::NoWill => bed.will(true).await,
            What::TakeOver => bed.take_over().await,
            What::SecondConnect => bed.closes_after(SECOND_CONNECT).await,
            What::WildcardTopic => bed.closes_after(WILDCARD_TOPIC).await,
            What::QoS3 => bed.closes_after(QOS_3).await,
            What::Properties => bed.properties().await,
            What::Identifiers => bed.identifiers().await,
            What::NoLocal => bed.no_local().await,
            What::AsPublished => bed.as_published().await,
            What::RetainHandling => bed.retain_handling().await,
            What::Shared => bed.shared().await,
            What::Expiry => bed.expiry().await,
        }
    }
}

/// CONNECT of MQTT 3.1.1 without anything; where it is no first packet its version does not matter.
const SECOND_CONNECT: &[u8] = b"\x10\x0C\x00\x04MQTT\x04\x02\x00\x00\x00\x00";
/// PUBLISH to `#`; the last byte says that there are no properties, before MQTT 5 it is the payload.
const WILDCARD_TOPIC: &[u8] = b"\x30\x04\x00\x01#\x00";
const QOS_3: &[u8] = b"\x36\x06\x00\x01a\x00\x01\x00";

impl Bed<'_> {
    /// A client of its own; `change` is told to its options.
    async fn client(&self, change: impl FnOnce(&mut ClientOptions)) -> Result<Client, Failure> {
        let mut options = ClientOptions {
            version: self.version,
            clean_start: true,
            expect_session: false,
            session_expiry_interval: 0,
            will: None,
            client_id: format!("probe-{:012x}", random() >> 16),
            ..self.session.options.clone()
        };
        change(&mut options);
        Client::connect(&self.session.target, options, self.patience)
            .await
            .map_err(Failure::Lost)
    }

    fn message<'a>(&'a self, payload: &'a [u8], qos: QoS) -> Message<'a> {
        Message::new(&self.topic, payload, qos)
    }

    async fn echo(&self, qos: QoS) -> Result<(), Failure> {
        let mut client = self.client(|_| {}).await?;
        client.subscribe(&self.topic, with(qos), None).await?;
        client.publish(&self.message(b"echo", qos)).await?;
        let echo = client.message().await?;
        expect(
            echo.payload == b"echo" && echo.topic == self.topic,
            "another message came back",
        )?;
        expect(echo.qos == qos, "it came back with another QoS")?;
        client.nothing().await?;
        client.disconnect().await;
        Ok(())
    }

    async fn wildcards(&self) -> Result<(), Failure> {
        for (filter, name, matches) in [
            (
                format!("{}/+/c", self.topic),
                format!("{}/b/c", self.topic),
                true,
            ),
            (format!("{}/#", self.topic), self.topic.clone(), true),
            (format!("{}/+", self.topic), self.topic.clone(), false),
        ] {
            let mut client = self.client(|_| {}).await?;
            client
                .subscribe(&filter, with(QoS::AtMostOnce), None)
                .await?;
            client
                .publish(&Message::new(&name, b"w", QoS::AtLeastOnce))
                .await?;
            match matches {
                true => {
                    client.message().await?;
                }
                false => client.nothing().await?,
            }
            client.disconnect().await;
        }
        Ok(())
    }

    async fn dollar(&self) -> Result<(), Failure> {
        let hidden = format!("$probe/{}", self.topic);
        let mut client = self.client(|_| {}).await?;
        client
            .subscribe(&format!("+/{}", self.topic), with(QoS::AtMostOnce), None)
            .await?;
        client
            .publish(&Message::new(&hidden, b"$", QoS::AtLeastOnce))
            .await?;
        client.nothing().await?;
        client.disconnect().await;
        Ok(())
    }

    async fn retained(&self) -> Result<(), Failure> {
        let keep = |payload| Message {
            retain: true,
            ..self.message(payload, QoS::AtLeastOnce)
        };
        let mut client = self.client(|_| {}).await?;
        client.publish(&keep(b"kept")).await?;
        client
            .subscribe(&self.topic, with(QoS::AtMostOnce), None)
            .await?;
        let kept = client.message().await?;
        client.publish(&keep(b"")).await?;
        expect(
            kept.payload == b"kept" && kept.retain,
            "it is not what was retained",
        )?;
        client.disconnect().await;
        let mut late = self.client(|_| {}).await?;
        late.subscribe(&self.topic, with(QoS::AtMostOnce), None)
            .await?;
        late.nothing().await?;
        late.disconnect().await;
        Ok(())
    }

    async fn session(&self) -> Result<(), Failure> {
        let mut away = self
            .client(|options| {
                options.clean_start = false;
                options.session_expiry_interval = 60;
            })
            .await?;
        away.subscribe(&self.topic, with(QoS::AtLeastOnce), None)
            .await?;
        away.disconnect().await;
        let mut client = self.client(|_| {}).await?;
        client
            .publish(&self.message(b"missed", QoS::AtLeastOnce))
            .await?;
        client.disconnect().await;
        away.connect_again(&self.session.target)
            .await
            .map_err(Failure::Lost)?;
        let present = away.session_present() || self.version == Version::V3_1;
        let missed = away.message().await;
        // Nothing is queued for it any more.
        away.connection().client.set_clean_start(true);
        away.disconnect().await;
        away.connect_again(&self.session.target)
            .await
            .map_err(Failure::Lost)?;
        away.disconnect().await;
        expect(present, "session present is not set")?;
        expect(missed?.payload == b"missed", "another message came")
    }

    async fn will(&self, farewell: bool) -> Result<(), Failure> {
        let mut heir = self.client(|_| {}).await?;
        heir.subscribe(&self.topic, with(QoS::AtLeastOnce), None)
            .await?;
        let mut mortal = self
            .client(|options| {
                options.will = Some(WillOptions {
                    topic: self.topic.clone(),
                    payload: b"gone".to_vec(),
                    qos: QoS::AtLeastOnce,
                    ..WillOptions::default()
                });
            })
            .await?;
        if farewell {
            mortal.disconnect().await;
            return heir.nothing().await;
        }
        drop(mortal);
        let will = heir.message().await?;
        heir.disconnect().await;
        expect(will.payload == b"gone", "another message came")
    }

    async fn take_over(&self) -> Result<(), Failure> {
        let id = format!("probe-{:012x}", random() >> 16);
        let mut first = self
            .client(|options| options.client_id.clone_from(&id))
            .await?;
        let mut second = self
            .client(|options| options.client_id.clone_from(&id))
            .await?;
        first.must_be_closed_after(b"").await?;
        second.round_trip().await?;
        second.disconnect().await;
        Ok(())
    }

    async fn closes_after(&self, bytes: &[u8]) -> Result<(), Failure> {
        let mut client = self.client(|_| {}).await?;
        client.must_be_closed_after(bytes).await
    }

    async fn properties(&self) -> Result<(), Failure> {
        let user: UserPropertiesBuf = [("a", "1"), ("b", "2"), ("a", "3")].into_iter().collect();
        let properties = PublishProperties {
            content_type: Some("text/plain"),
            user_properties: user.as_properties(),
            ..PublishProperties::default()
        };
        let mut client = self.client(|_| {}).await?;
        client
            .subscribe(&self.topic, with(QoS::AtMostOnce), None)
            .await?;
        client
            .publish(&Message {
                properties,
                ..self.message(b"p", QoS::AtLeastOnce)
            })
            .await?;
        let Received {
            content_type, user, ..
        } = client.message().await?;
        client.disconnect().await;
        expect(
            content_type.as_deref() == Some("text/plain"),
            "the content type is not the same",
        )?;
        let names: Vec<_> = user
            .iter()
            .map(|(name, value)| format!("{name}{value}"))
            .collect();
        expect(
            names == ["a1", "b2", "a3"],
            "the user properties are not the same, in their order",
        )
    }

    async fn identifiers(&self) -> Result<(), Failure> {
        let mut client = self.client(|_| {}).await?;
        client
            .subscribe(&self.topic, with(QoS::AtMostOnce), Some(7))
            .await?;
        client
            .publish(&self.message(b"i", QoS::AtLeastOnce))
            .await?;
        let identifiers = client.message().await?.identifiers;
        client.disconnect().await;
        expect(
            identifiers == [7],
            "the message does not carry the identifier",
        )
    }

    async fn no_local(&self) -> Result<(), Failure> {
        let options = SubscriptionOptions {
            no_local: true,
            ..with(QoS::AtMostOnce)
        };
        let mut client = self.client(|_| {}).await?;
        client.subscribe(&self.topic, options, None).await?;
        client
            .publish(&self.message(b"l", QoS::AtLeastOnce))
            .await?;
        client.nothing().await?;
        client.disconnect().await;
        Ok(())
    }

    async fn as_published(&self) -> Result<(), Failure> {
        let keep = |payload| Message {
            retain: true,
            ..self.message(payload, QoS::AtLeastOnce)
        };
        let mut client = self.client(|_| {}).await?;
        let mut flags = Vec::new();
        for retain_as_published in [true, false] {
            let options = SubscriptionOptions {
                retain_as_published,
                retain_handling: RetainHandling::DoNotSend,
                ..with(QoS::AtMostOnce)
            };
            client.subscribe(&self.topic, options, None).await?;
            client.publish(&keep(b"r")).await?;
            flags.push(client.message().await?.retain);
        }
        client.publish(&keep(b"")).await?;
        client.disconnect().await;
        expect(
            flags == [true, false],
            "the retain flag is not as asked for",
        )
    }

    async fn retain_handling(&self) -> Result<(), Failure> {
        let keep = |payload| Message {
            retain: true,
            ..self.message(payload, QoS::AtLeastOnce)
        };
        let handling = |retain_handling| SubscriptionOptions {
            retain_handling,
            ..with(QoS::AtMostOnce)
        };
        let mut client = self.client(|_| {}).await?;
        client.publish(&keep(b"kept")).await?;
        let result = async {
            client
                .subscribe(&self.topic, handling(RetainHandling::DoNotSend), None)
                .await?;
            client.nothing().await?;
            client
                .subscribe(&self.topic, handling(RetainHandling::SendIfNew), None)
                .await?;
            client.nothing().await?;
            client
                .subscribe(&self.topic, handling(RetainHandling::Send), None)
                .await?;
            client.message().await.map(drop)
        }
        .await;
        client.publish(&keep(b"")).await?;
        client.disconnect().await;
        result
    }

    async fn shared(&self) -> Result<(), Failure> {
        let filter = format!("$share/probe/{}", self.topic);
        let mut one = self.client(|_| {}).await?;
        let mut two = self.client(|_| {}).await?;
        one.subscribe(&filter, with(QoS::AtLeastOnce), None).await?;
        two.subscribe(&filter, with(QoS::AtLeastOnce), None).await?;
        let mut client = self.client(|_| {}).await?;
        for _ in 0..SHARED {
            client
                .publish(&self.message(b"s", QoS::AtLeastOnce))
                .await?;
        }
        let mut received = 0;
        for member in [&mut one, &mut two] {
            member.round_trip().await?;
            member.round_trip().await?;
            while let Some(_message) = member.waiting() {
                received += 1;
            }
        }
        for mut done in [one, two, client] {
            done.disconnect().await;
        }
        expect(
            received == SHARED,
            &format!("{received} copies of {SHARED} messages came"),
        )
    }

    async fn expiry(&self) -> Result<(), Failure> {
        let mut away = self
            .client(|options| {
                options.clean_start = false;
                options.session_expiry_interval = 60;
            })
            .await?;
        away.subscribe(&self.topic, with(QoS::AtLeastOnce), None)
            .await?;
        away.disconnect().await;
        let mut client = self.client(|_| {}).await?;
        let properties = PublishProperties {
            message_expiry_interval: Some(1),
            ..PublishProperties::default()
        };
        client
            .publish(&Message {
                properties,
                ..self.message(b"old", QoS::AtLeastOnce)
            })
            .await?;
        client.disconnect().await;
        // Time is what is tried out.
        tokio::time::sleep(Duration::from_millis(2100)).await;
        away.connect_again(&self.session.target)
            .await
            .map_err(Failure::Lost)?;
        let nothing = away.nothing().await;
        away.connection().client.set_clean_start(true);
        away.disconnect().await;
        away.connect_again(&self.session.target)
            .await
            .map_err(Failure::Lost)?;
        away.disconnect().await;
        nothing
    }
}

/// Messages that a group gets.
const SHARED: usize = 10;

fn with(qos: QoS) -> SubscriptionOptions {
    SubscriptionOptions {
        qos,
        ..SubscriptionOptions::default()
    }
}

fn expect(holds: bool, otherwise: &str) -> Result<(), Failure> {
    match holds {
        true => Ok(()),
        false => Err(Failure::Broken(otherwise.to_owned())),
    }
}
