//! What the owner asks for: publish, subscribe, unsubscribe, authenticate, disconnect. A request is either written whole
//! or refused without a trace.

use std::time::Duration;

use super::aliases::Alias;
use super::event::SendError;
use super::inflight::Awaits;
use super::{Client, State};
use crate::packet::{
    Auth, AuthProperties, Disconnect, Packet, Publish, PublishProperties, Subscribe,
    SubscribeFilter, Unsubscribe,
};
use crate::property::{SubscriptionIds, UserProperties};
use crate::{PacketId, QoS, ReasonCode, TopicFilter, TopicName};

/// A message to publish.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Message<'a> {
    /// Topic name.
    pub topic: &'a str,
    /// Payload.
    pub payload: &'a [u8],
    /// QoS.
    pub qos: QoS,
    /// Ask the server to keep it for later subscribers.
    pub retain: bool,
    /// MQTT 5. Topic alias and subscription identifiers are not the caller's and are ignored [MQTT-3.3.4-6].
    pub properties: PublishProperties<'a>,
}

impl<'a> Message<'a> {
    /// A message without properties, not retained.
    #[must_use]
    pub fn new(topic: &'a str, payload: &'a [u8], qos: QoS) -> Self {
        Self {
            topic,
            payload,
            qos,
            retain: false,
            properties: PublishProperties::default(),
        }
    }
}

impl Client {
    /// Publishes. The identifier of a QoS 1 or 2 message comes back in [`super::Event::Published`].
    ///
    /// # Errors
    /// [`SendError`]; a full window opens again with [`super::Event::Published`].
    pub fn publish(
        &mut self,
        message: &Message<'_>,
        now: Duration,
        out: &mut Vec<u8>,
    ) -> Result<Option<PacketId>, SendError> {
        self.check_connected()?;
        TopicName::parse(message.topic)?;
        message
            .properties
            .response_topic
            .map(TopicName::parse)
            .transpose()?; // [MQTT-3.3.2-14]
        self.limits
            .check_publish(message.qos, message.retain)
            .map_err(SendError::NotSupported)?;
        let packet_id = match message.qos {
            QoS::AtMostOnce => None, // [MQTT-2.2.1-2]
            QoS::AtLeastOnce | QoS::ExactlyOnce => Some(self.next_message_id()?),
        };

        let in_full = Publish {
            dup: false, // [MQTT-4.3.2-2], [MQTT-4.3.3-2]
            qos: message.qos,
            retain: message.retain,
            topic: message.topic,
            packet_id,
            properties: PublishProperties {
                topic_alias: None,
                subscription_identifiers: SubscriptionIds::default(),
                ..message.properties
            },
            payload: message.payload,
        };
        let start = out.len();
        let alias = self.aliases_out.alias(message.topic);
        match alias {
            Alias::None => self.write(&Packet::Publish(in_full), out)?,
            Alias::New(alias) => {
                self.write(
                    &Packet::Publish(aliased(in_full, message.topic, alias)),
                    out,
                )?;
                self.aliases_out.assign(message.topic, alias);
            }
            Alias::Known(alias) => {
                self.write(&Packet::Publish(aliased(in_full, "", alias)), out)?
            }
        }
        if let Some(id) = packet_id {
            let kept = self.keeps_session();
            let awaits = if message.qos == QoS::AtLeastOnce {
                Awaits::Puback
            } else {
                Awaits::Pubrec
            };
            let packet = self.inflight.begin(id, awaits);
            match alias {
                _ if !kept => {}
                Alias::None => packet.extend_from_slice(&out[start..]),
                Alias::New(_) | Alias::Known(_) => in_full.encode(self.options.version, packet),
            }
            self.quota -= 1; // [MQTT-4.9.0-2]
        }
        self.last_sent = now;
        Ok(packet_id)
    }

    /// Subscribes; the answer, one reason a filter in their order, comes as [`super::Event::Subscribed`].
    ///
    /// # Errors
    /// [`SendError`]; `identifier` and shared subscriptions only where the server takes them.
    pub fn subscribe(
        &mut self,
        filters: &[SubscribeFilter<'_>],
        identifier: Option<u32>,
        now: Duration,
        out: &mut Vec<u8>,
    ) -> Result<PacketId, SendError> {
        self.check_connected()?;
        self.check_filters(filters.iter().map(|f| f.filter))?;
        for requested in filters {
            self.check_subscription(requested)?;
        }
        if identifier.is_some() && !self.limits.subscription_identifiers_available {
            return Err(SendError::NotSupported(
                ReasonCode::SubscriptionIdentifiersNotSupported,
            ));
        }
        let packet_id = self.inflight.next_id().ok_or(SendError::NoPacketId)?;
        let packet = Packet::Subscribe(Subscribe {
            packet_id,
            subscription_identifier: identifier.filter(|_| self.options.version.is_v5()),
            user_properties: UserProperties::default(),
            filters: filters.to_vec(),
        });
        self.write(&packet, out)?;
        self.inflight.begin(packet_id, Awaits::Suback);
        self.last_sent = now;
        Ok(packet_id)
    }

    /// Unsubscribes; the answer comes as [`super::Event::Unsubscribed`].
    ///
    /// # Errors
    /// [`SendError`].
    pub fn unsubscribe(
        &mut self,
        filters: &[&str],
        now: Duration,
        out: &mut Vec<u8>,
    ) -> Result<PacketId, SendError> {
        self.check_connected()?;
        self.check_filters(filters.iter().copied())?;
        let packet_id = self.inflight.next_id().ok_or(SendError::NoPacketId)?;
        let packet = Packet::Unsubscribe(Unsubscribe {
            packet_id,
            user_properties: UserProperties::default(),
            filters: filters.to_vec(),
        });
        self.write(&packet, out)?;
        self.inflight.begin(packet_id, Awaits::Unsuback);
        self.last_sent = now;
        Ok(packet_id)
    }

    /// Answers [`super::Event::Challenge`] [MQTT-4.12.0-3].
    ///
    /// # Errors
    /// [`SendError::NotApplicable`] without an authentication method [MQTT-4.12.0-7].
    pub fn authenticate(
        &mut self,
        data: Option<&[u8]>,
        now: Duration,
        out: &mut Vec<u8>,
    ) -> Result<(), SendError> {
        if self.is_closed() {
            return Err(SendError::NotConnected);
        }
        self.auth(ReasonCode::ContinueAuthentication, data, now, out)
    }

    /// Begins a re-authentication with the method of the CONNECT [MQTT-4.12.1-1].
    ///
    /// # Errors
    /// [`SendError::NotApplicable`] without an authentication method [MQTT-4.12.0-7].
    pub fn reauthenticate(
        &mut self,
        data: Option<&[u8]>,
        now: Duration,
        out: &mut Vec<u8>,
    ) -> Result<(), SendError> {
        self.check_connected()?; // [MQTT-3.1.2-30]
        self.auth(ReasonCode::ReAuthenticate, data, now, out)
    }

    /// Ends the connection. The owner writes `out` and then closes the stream [MQTT-3.14.4-2]; nothing can be sent any
    /// more [MQTT-3.14.4-1]. `packet` is for MQTT 5: with 3.x there is only an empty DISCONNECT.
    pub fn disconnect(&mut self, packet: &Disconnect<'_>, out: &mut Vec<u8>) {
        if self.is_closed() {
            return;
        }
        let mut packet = *packet;
        // What ends with its connection cannot be made to last: the server would call it a protocol error.
        if self.limits.session_expiry_interval == 0 {
            packet.properties.session_expiry_interval = None;
        }
        let start = out.len();
        packet.encode(self.options.version, out);
        if self.too_large(out.len() - start) {
            out.truncate(start);
            packet.properties.reason_string = None; // [MQTT-3.14.2-3]
            packet.properties.user_properties = UserProperties::default(); // [MQTT-3.14.2-4]
            packet.encode(self.options.version, out);
        }
        if let Some(interval) = packet.properties.session_expiry_interval {
            self.limits.session_expiry_interval = interval;
        }
        self.closed();
    }

    fn auth(
        &mut self,
        reason: ReasonCode,
        data: Option<&[u8]>,
        now: Duration,
        out: &mut Vec<u8>,
    ) -> Result<(), SendError> {
        let method = self
            .options
            .authentication_method
            .as_deref()
            .filter(|_| self.options.version.is_v5());
        let method = method.ok_or(SendError::NotApplicable)?;
        let properties = AuthProperties {
            authentication_method: Some(method), // [MQTT-4.12.0-5]
            authentication_data: data,
            ..AuthProperties::default()
        };
        self.write(&Packet::Auth(Auth { reason, properties }), out)?;
        self.last_sent = now;
        Ok(())
    }

    /// The identifier for a new QoS 1 or 2 message, if one may be sent now.
    fn next_message_id(&self) -> Result<PacketId, SendError> {
        if self.window() == 0 {
            return Err(SendError::WindowFull); // [MQTT-3.3.4-7]
        }
        self.inflight.next_id().ok_or(SendError::NoPacketId)
    }

    fn check_connected(&self) -> Result<(), SendError> {
        if self.state == State::Connected {
            Ok(())
        } else {
            Err(SendError::NotConnected)
        }
    }

    fn check_filters<'f>(
        &self,
        filters: impl ExactSizeIterator<Item = &'f str>,
    ) -> Result<(), SendError> {
        if filters.len() == 0 {
            return Err(SendError::NoFilter);
        }
        for filter in filters {
            TopicFilter::parse(filter)?;
        }
        Ok(())
    }

    fn check_subscription(&self, requested: &SubscribeFilter<'_>) -> Result<(), SendError> {
        let filter = TopicFilter::parse(requested.filter)?;
        if filter.share().is_some() {
            if !self.limits.shared_available {
                return Err(SendError::NotSupported(
                    ReasonCode::SharedSubscriptionsNotSupported,
                ));
            }
            if requested.options.no_local {
                return Err(SendError::NotApplicable); // [MQTT-3.8.3-4]
            }
        }
        if filter.has_wildcard() && !self.limits.wildcard_available {
            return Err(SendError::NotSupported(
                ReasonCode::WildcardSubscriptionsNotSupported,
            ));
        }
        Ok(())
    }

    /// Appends `packet`, or nothing if the server would not take it [MQTT-3.2.2-15].
    fn write(&self, packet: &Packet<'_>, out: &mut Vec<u8>) -> Result<(), SendError> {
        let start = out.len();
        packet.encode(self.options.version, out);
        let size = out.len() - start;
        if self.too_large(size) {
            out.truncate(start);
            return Err(SendError::TooLarge {
                size,
                limit: self.limits.maximum_packet_size,
            });
        }
        Ok(())
    }

    pub(super) fn too_large(&self, size: usize) -> bool {
        u32::try_from(size).map_or(true, |size| size > self.limits.maximum_packet_size)
    }
}

fn aliased<'a>(publish: Publish<'a>, topic: &'a str, alias: u16) -> Publish<'a> {
    let properties = PublishProperties {
        topic_alias: Some(alias),
        ..publish.properties
    };
    Publish {
        topic,
        properties,
        ..publish
    }
}
