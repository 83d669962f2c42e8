//! CONNECT and the AUTH exchange before CONNACK: checked, put to the plugins, granted or refused.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use gmqtt_plugin_api::{
    Arrival, AuthStep, ClientInfo, ConnectRequest, Exchange, Grant, Hook, Peer, Refusal,
};
use gmqtt_protocol::packet::{
    Auth, AuthProperties, Connack, ConnackProperties, Connect, PublishProperties,
    Will as WillPacket,
};
use gmqtt_protocol::property::UserPropertiesBuf;
use gmqtt_protocol::session::incoming::Aliases;
use gmqtt_protocol::{QoS, ReasonCode, TopicName, Version};
use gmqtt_store::Lsn;

use crate::bans::Caller;
use crate::broker::Broker;
use crate::clock::{Millis, millis};
use crate::close::session_expiry;
use crate::cluster::claim::Reserved;
use crate::establish::{NotOpened, Opening, establish};
use crate::link::Link;
use crate::message::Will;
use crate::mount::{Mount, is_of_the_broker};
use crate::packets::{Limits, Live};
use crate::publish;
use crate::transport::Socket;
use crate::turn::Turn;

/// A CONNECT that is being decided.
pub(crate) struct Connecting {
    pub(crate) request: Arc<ConnectRequest>,
    /// With its delay.
    will: Option<(Arrival<'static>, Millis)>,
    keep_alive: u16,
    /// Session Expiry Interval in seconds (v5).
    session_expiry: Option<u32>,
    receive_maximum: u16,
    max_packet_size: u32,
    topic_alias_maximum: u16,
    request_response_information: bool,
    request_problem_information: bool,
}

/// A client that is not let in.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) reason: ReasonCode,
    /// For the log and, where it asked for it, the client.
    pub(crate) text: Option<String>,
    /// How to answer; `None` means not at all.
    pub(crate) version: Option<Version>,
    /// What the client takes.
    pub(crate) max_packet_size: u32,
    /// The client identifier and the user name, if it got as far as that.
    pub(crate) said: Option<(Arc<str>, Option<Arc<str>>)>,
}

/// What came of asking the plugins.
pub(crate) type Decision = Result<AuthStep, Refusal>;

impl Connecting {
    /// Checks what can be checked without asking anybody.
    pub(crate) fn new(
        connect: &Connect<'_>,
        peer: &Peer,
        broker: &Broker,
    ) -> Result<Self, Refused> {
        let settings = broker.settings().1;
        let version = connect.version;
        let max_packet_size = connect
            .properties
            .maximum_packet_size
            .map_or(u32::MAX, u32::from);
        let refuse = |reason, text: &str| {
            Err(Refused {
                max_packet_size,
                ..Refused::new(reason, text.to_owned(), Some(version))
            })
        };
        if connect.client_id.is_empty() {
            // [MQTT-3.1.3-8] [3.1.1 MQTT-3.1.3-8] 3.1 always wants an identifier.
            let needs_one = !version.is_v5() && !connect.clean_start || version == Version::V3_1;
            if needs_one || !settings.allow_zero_length_clientid {
                return refuse(
                    ReasonCode::ClientIdentifierNotValid,
                    "an empty client identifier",
                );
            }
        }
        if peer.anonymous == Some(false) && is_anonymous(connect, peer) {
            return refuse(
                ReasonCode::NotAuthorized,
                "a client without a user name on a listener with `anonymous: false`",
            );
        }
        let mount = peer.mount_point.clone().map(Mount::new);
        let will = match &connect.will {
            None => None,
            Some(will) if will.qos as u8 > settings.maximum_qos => {
                return refuse(ReasonCode::QoSNotSupported, "a will above the Maximum QoS"); // [MQTT-3.2.2-12]
            }
            Some(will) if will.retain && !settings.retain_available => {
                return refuse(
                    ReasonCode::RetainNotSupported,
                    "a retained will where retain is not available",
                ); // [MQTT-3.2.2-13]
            }
            Some(will)
                if TopicName::parse(will.topic).is_err()
                    || is_of_the_broker(will.topic)
                    || publish::check_topic(will.topic, &settings).is_err() =>
            {
                return refuse(
                    ReasonCode::TopicNameInvalid,
                    "a will with an invalid topic name",
                );
            }
            Some(will) => match owned_will(will, mount.as_ref()) {
                Some(will) => Some(will),
                None => {
                    return refuse(ReasonCode::TopicNameInvalid, "a will with a topic too long");
                }
            },
        };
        let properties = &connect.properties;
        Ok(Self {
            request: Arc::new(request(connect, peer)),
            will,
            keep_alive: connect.keep_alive,
            session_expiry: properties.session_expiry_interval,
            receive_maximum: properties.receive_maximum.map_or(u16::MAX, u16::from),
            max_packet_size,
            topic_alias_maximum: properties.topic_alias_maximum.unwrap_or(0),
            request_response_information: properties.request_response_information.unwrap_or(false),
            request_problem_information: properties.request_problem_information.unwrap_or(true),
        })
    }

    /// What the configuration grants.
    pub(crate) fn grant(&self, broker: &Broker) -> Grant {
        let settings = broker.settings().1;
        let session_expiry = match (self.request.version, self.session_expiry) {
            (Version::V5, seconds) => {
                std::time::Duration::from_millis(session_expiry(seconds.unwrap_or(0), broker))
            }
            _ if self.request.clean_start => std::time::Duration::ZERO,
            _ => settings.session_expiry,
        };
        // A 3.x client cannot be told; 0 stays 0.
        let limited = self.request.version.is_v5() && settings.max_keepalive > 0;
        let keep_alive = if limited {
            self.keep_alive.min(settings.max_keepalive)
        } else {
            self.keep_alive
        };
        Grant {
            session_expiry,
            receive_maximum: settings.server_receive_maximum,
            maximum_qos: QoS::from_u8(settings.maximum_qos).unwrap_or(QoS::ExactlyOnce),
            max_packet_size: settings.max_packet_size,
            topic_alias_maximum: settings.topic_alias_maximum,
            retain_available: settings.retain_available,
            wildcard_subscription_available: settings.wildcard_subscription_available,
            subscription_identifier_available: settings.subscription_identifier_available,
            shared_subscription_available: settings.shared_subscription_available,
            keep_alive,
            max_inflight: settings.max_inflight,
            username: None,
            assigned_client_id: None,
            response_information: None,
            user_properties: Vec::new(),
        }
    }

    /// Who connects: as it says itself, or as a plugin has decided.
    pub(crate) fn caller<'a>(&'a self, grant: Option<&'a Grant>) -> Caller<'a> {
        let request = &self.request;
        let (assigned, username) = grant.map_or((None, None), |grant| {
            let Grant {
                assigned_client_id,
                username,
                ..
            } = grant;
            (assigned_client_id.as_deref(), username.as_deref())
        });
        Caller {
            client_id: match (request.client_id.as_str(), assigned) {
                ("", Some(assigned)) => assigned,
                (id, _) => id,
            },
            username: username.or(request.username.as_deref()),
            address: request.peer.remote.ip(),
        }
    }

    /// Whether a plugin has given it another name.
    pub(crate) fn is_renamed(&self, grant: &Grant) -> bool {
        grant.username.is_some() || grant.assigned_client_id.is_some()
    }

    /// The decision, if no plugin has a say in it.
    pub(crate) fn decide_alone(&self, broker: &Broker) -> Option<Decision> {
        if self.request.auth_method.is_some() {
            let asked = broker.hooks.interest().has(Hook::OnEnhancedAuth);
            // [MQTT-4.12.0-1]
            return (!asked).then(|| Err(ReasonCode::BadAuthenticationMethod.into()));
        }
        let asked = broker.hooks.interest().has(Hook::OnBasicAuth);
        (!asked).then(|| {
            Ok(AuthStep::Done {
                data: None,
                grant: self.grant(broker),
            })
        })
    }

    /// Asks the plugins.
    pub(crate) async fn decide(
        broker: Arc<Broker>,
        request: Arc<ConnectRequest>,
        grant: Grant,
    ) -> Decision {
        if request.auth_method.is_some() {
            return broker.hooks.enhanced_auth(request, grant).await;
        }
        broker
            .hooks
            .basic_auth(request, grant)
            .await
            .map(|grant| AuthStep::Done { data: None, grant })
    }

    /// Goes on with the client's AUTH.
    pub(crate) async fn decide_further(
        broker: Arc<Broker>,
        exchange: Box<dyn Exchange>,
        data: Option<Bytes>,
    ) -> Decision {
        broker.hooks.auth(exchange, data).await
    }

    /// AUTH 0x18 with the plugin's data [MQTT-4.12.0-2].
    pub(crate) fn challenge(&self, data: Option<&[u8]>) -> Vec<u8> {
        let properties = AuthProperties {
            authentication_method: self.request.auth_method.as_deref(),
            authentication_data: data,
            ..AuthProperties::default()
        };
        let mut out = Vec::new();
        Auth {
            reason: ReasonCode::ContinueAuthentication,
            properties,
        }
        .encode(Version::V5, &mut out);
        out
    }

    /// Whether an AUTH is the client's next step [MQTT-4.12.0-3].
    pub(crate) fn accepts(&self, auth: &Auth<'_>) -> bool {
        auth.reason == ReasonCode::ContinueAuthentication
            && auth.properties.authentication_method == self.request.auth_method.as_deref()
    }

    /// Refused by a plugin.
    pub(crate) fn refused(&self, refusal: Refusal) -> Refused {
        Refused {
            reason: refusal.reason,
            text: refusal.text,
            version: Some(self.request.version),
            max_packet_size: self.max_packet_size,
            said: Some((
                self.request.client_id.as_str().into(),
                self.request.username.as_deref().map(Into::into),
            )),
        }
    }

    /// The client identifier, which is assigned now if the client sent none [MQTT-3.1.3-6].
    pub(crate) fn identify<'a>(&'a self, broker: &Broker, grant: &'a mut Grant) -> &'a str {
        make_possible(grant);
        let id = self.request.client_id.as_str();
        if !id.is_empty() {
            return id;
        }
        grant
            .assigned_client_id
            .get_or_insert_with(|| broker.assign_client_id())
    }

    /// Lets the client in: the session is its own and CONNACK is in its outbox. In a cluster the client has been `reserved` for this node.
    ///
    /// # Errors
    /// When its session cannot be kept as it should be, or another connection has it by a later claim.
    pub(crate) fn accept(
        mut self,
        broker: &Arc<Broker>,
        turn: &mut Turn,
        socket: &Socket,
        mut grant: Grant,
        (data, reserved): (Option<&[u8]>, Option<Reserved>),
    ) -> Result<Live, Refused> {
        let will = self.will.take();
        self.identify(broker, &mut grant);
        let request = &self.request;
        let assigned = grant
            .assigned_client_id
            .clone()
            .filter(|_| request.client_id.is_empty());
        let info = Arc::new(ClientInfo {
            id: assigned.as_deref().unwrap_or(&request.client_id).into(),
            username: grant
                .username
                .as_deref()
                .or(request.username.as_deref())
                .map(Into::into),
            version: request.version,
            keep_alive: grant.keep_alive,
            clean_start: request.clean_start,
            connected_at: SystemTime::now(),
            peer: request.peer.clone(),
        });
        let will = will.map(|(arrival, delay)| Will {
            arrival,
            client: info.clone(),
            delay,
        });
        let mut link = Link::new(
            info.clone(),
            socket.writer(),
            self.max_packet_size,
            self.topic_alias_maximum,
        );
        link.tls_version = socket.tls_version();
        let meter = link.received.clone();
        let opening = Opening {
            info: info.clone(),
            link,
            will,
            expiry: millis(grant.session_expiry),
            window: self.receive_maximum.min(grant.max_inflight),
            claim: reserved.as_ref().map(|reserved| reserved.stamp().clone()),
        };
        let established = establish(broker, turn, opening, |present, out| {
            self.connack(present, assigned.as_deref(), &grant, data, out)
        });
        let (session, epoch) = established.map_err(|why| self.refused(not_opened(why)))?;
        if let Some(reserved) = reserved {
            reserved.taken();
        }
        Ok(Live {
            session,
            epoch,
            limits: limits(
                &grant,
                self.max_packet_size,
                self.request_problem_information,
            ),
            mount: info.peer.mount_point.clone().map(Mount::new),
            info,
            aliases: Aliases::default(),
            meter,
            pace: None,
            unreleased: 0,
            auth_method: request.auth_method.as_deref().map(Into::into),
            exchange: None,
            subscribed_at: Lsn::START,
            acks: None,
            waiting: None,
            partial: Vec::new(),
            behind: false,
        })
    }

    /// CONNACK 0x00: what the client gets where it differs from what it asked for or from the protocol's defaults.
    fn connack(
        &self,
        session_present: bool,
        assigned: Option<&str>,
        grant: &Grant,
        data: Option<&[u8]>,
        out: &mut Vec<u8>,
    ) {
        let granted_expiry = u32::try_from(grant.session_expiry.as_secs()).unwrap_or(u32::MAX);
        let user_properties: UserPropertiesBuf = grant
            .user_properties
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .collect();
        let mut properties = ConnackProperties {
            session_expiry_interval: (granted_expiry != self.session_expiry.unwrap_or(0))
                .then_some(granted_expiry),
            receive_maximum: std::num::NonZeroU16::new(grant.receive_maximum),
            maximum_qos: (grant.maximum_qos != QoS::ExactlyOnce).then_some(grant.maximum_qos), // [MQTT-3.2.2-9]
            retain_available: (!grant.retain_available).then_some(false),
            maximum_packet_size: std::num::NonZeroU32::new(grant.max_packet_size),
            assigned_client_identifier: assigned, // [MQTT-3.1.3-7]
            topic_alias_maximum: (grant.topic_alias_maximum > 0)
                .then_some(grant.topic_alias_maximum),
            user_properties: user_properties.as_properties(),
            wildcard_subscription_available: (!grant.wildcard_subscription_available)
                .then_some(false),
            subscription_identifiers_available: (!grant.subscription_identifier_available)
                .then_some(false),
            shared_subscription_available: (!grant.shared_subscription_available).then_some(false),
            server_keep_alive: (grant.keep_alive != self.keep_alive).then_some(grant.keep_alive),
            // [MQTT-3.1.2-28]
            response_information: grant
                .response_information
                .as_deref()
                .filter(|_| self.request_response_information),
            authentication_method: self.request.auth_method.as_deref(), // [MQTT-4.12.0-5]
            authentication_data: data,
            ..ConnackProperties::default()
        };
        let start = out.len();
        let version = self.request.version;
        Connack {
            session_present,
            reason: ReasonCode::Success,
            properties,
        }
        .encode(version, out);
        if out.len() - start > self.max_packet_size as usize {
            // [MQTT-3.2.2-20]
            out.truncate(start);
            properties.user_properties = Default::default();
            Connack {
                session_present,
                reason: ReasonCode::Success,
                properties,
            }
            .encode(version, out);
        }
    }
}

impl Refused {
    /// For a client that did not say how large a packet it takes.
    pub(crate) fn new(reason: ReasonCode, text: String, version: Option<Version>) -> Self {
        Self {
            reason,
            text: Some(text),
            version,
            max_packet_size: u32::MAX,
            said: None,
        }
    }

    /// CONNACK with the code; nothing where 3.x has no equal [3.1.1 MQTT-3.2.2-6].
    pub(crate) fn answer(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let Some(version) = self.version else {
            return out;
        };
        if !version.is_v5() && self.reason.connack_v3().is_none() {
            return out;
        }
        let reason = self.reason.refusal_among(Connack::REASONS);
        let mut properties = ConnackProperties {
            reason_string: self.text.as_deref(),
            ..ConnackProperties::default()
        };
        Connack {
            session_present: false,
            reason,
            properties,
        }
        .encode(version, &mut out);
        if out.len() > self.max_packet_size as usize {
            // [MQTT-3.2.2-19]
            out.clear();
            properties.reason_string = None;
            Connack {
                session_present: false,
                reason,
                properties,
            }
            .encode(version, &mut out);
        }
        out
    }
}

/// A session that must outlive its connection cannot, or is another connection's.
fn not_opened(why: NotOpened) -> Refusal {
    let text = match why {
        NotOpened::NotKept(why) => format!("the session cannot be kept: {why}"),
        NotOpened::Superseded => "the client has connected again meanwhile".to_owned(),
    };
    Refusal {
        reason: ReasonCode::ServerUnavailable,
        text: Some(text),
    }
}

/// What no client can live with becomes the least it can: a plugin may have set anything.
fn make_possible(grant: &mut Grant) {
    grant.receive_maximum = grant.receive_maximum.max(1);
    grant.max_inflight = grant.max_inflight.max(1);
    grant.max_packet_size = grant.max_packet_size.max(LEAST_PACKET_SIZE);
    let is_text = |text: &str| text.len() <= usize::from(u16::MAX) && !text.contains('\0');
    grant
        .assigned_client_id
        .take_if(|id| id.is_empty() || !is_text(id));
    grant.response_information.take_if(|text| !is_text(text));
    let is_pair = |(key, value): &(String, String)| is_text(key) && is_text(value);
    grant.user_properties.retain(is_pair);
}

/// An acknowledgement, or DISCONNECT, with a reason code.
const LEAST_PACKET_SIZE: u32 = 8;

fn limits(grant: &Grant, client_max_packet_size: u32, problem_information: bool) -> Limits {
    Limits {
        receive_maximum: grant.receive_maximum,
        topic_alias_maximum: grant.topic_alias_maximum,
        max_packet_size: grant.max_packet_size,
        client_max_packet_size,
        problem_information,
        maximum_qos: grant.maximum_qos,
        retain_available: grant.retain_available,
        wildcard_subscription_available: grant.wildcard_subscription_available,
        subscription_identifier_available: grant.subscription_identifier_available,
        shared_subscription_available: grant.shared_subscription_available,
    }
}

/// Whether nothing says who the client is: no name, no certificate that stands for one, no method to prove one.
fn is_anonymous(connect: &Connect<'_>, peer: &Peer) -> bool {
    peer.certificate_name.is_none()
        && connect.properties.authentication_method.is_none()
        && connect.username.is_none_or(str::is_empty)
}

fn request(connect: &Connect<'_>, peer: &Peer) -> ConnectRequest {
    ConnectRequest {
        client_id: connect.client_id.to_owned(),
        username: peer
            .certificate_name
            .as_deref()
            .or(connect.username)
            .map(str::to_owned),
        password: connect.password.map(Bytes::copy_from_slice),
        auth_method: connect.properties.authentication_method.map(str::to_owned),
        auth_data: connect
            .properties
            .authentication_data
            .map(Bytes::copy_from_slice),
        clean_start: connect.clean_start,
        version: connect.version,
        peer: peer.clone(),
    }
}

/// The message, and its delay. `None`: its topics have no room for the mount point.
fn owned_will(will: &WillPacket<'_>, mount: Option<&Mount>) -> Option<(Arrival<'static>, Millis)> {
    let full = |topic| mount.map_or(Some(Cow::Borrowed(topic)), |mount| mount.topic(topic));
    let response_topic = match will.properties.response_topic {
        None => None,
        Some(topic) => Some(full(topic)?),
    };
    let properties = PublishProperties {
        payload_format_indicator: will.properties.payload_format_indicator,
        response_topic: response_topic.as_deref(),
        correlation_data: will.properties.correlation_data,
        user_properties: will.properties.user_properties,
        content_type: will.properties.content_type,
        ..PublishProperties::default()
    };
    let mut block = Vec::new();
    properties.encode_forwarded(&mut block);
    let expiry = will.properties.message_expiry_interval;
    let arrival = Arrival::new(
        &full(will.topic)?,
        will.payload,
        (will.qos, will.retain),
        expiry,
        &block,
    )
    .into_owned();
    let delay = u64::from(will.properties.delay_interval.unwrap_or(0)) * 1000;
    Some((arrival, delay))
}
