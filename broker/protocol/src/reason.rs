//! Reason codes (MQTT 5 section 2.4) and their equals in MQTT 3.
//!
//! Which codes a packet may carry is a table beside that packet, not here.

use std::fmt;

use crate::QoS;

/// The one table of codes: name, number on the wire, words for people.
macro_rules! reason_codes {
    ($($name:ident = $code:literal $words:literal,)*) => {
        /// Every reason code of MQTT 5, under the standard's own names.
        ///
        /// 0x00 is `Success`; as granted QoS 0 in SUBACK and normal disconnection in DISCONNECT it has the same number.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum ReasonCode {
            $(#[doc = concat!(stringify!($code), ": ", $words, ".")] $name = $code,)*
        }

        impl ReasonCode {
    /// This refusal as a packet with these codes can tell it: itself, or 0x83 where the packet does not have it.
    #[must_use]
    pub fn refusal_among(self, legal: &[Self]) -> Self {
        let fits = self.is_error() && legal.contains(&self);
        if fits {
            self
        } else {
            Self::ImplementationSpecificError
        }
    }

            /// All codes, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code for its number on the wire, `None` for a number that the standard does not list.
            #[must_use]
            pub const fn from_u8(code: u8) -> Option<Self> {
                match code {
                    $($code => Some(Self::$name),)*
                    _ => None,
                }
            }

            /// The code in words, lower case, without the number.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)*
                }
            }
        }
    };
}

reason_codes! {
    Success = 0x00 "success",
    GrantedQoS1 = 0x01 "granted QoS 1",
    GrantedQoS2 = 0x02 "granted QoS 2",
    DisconnectWithWill = 0x04 "disconnect with will message",
    NoMatchingSubscribers = 0x10 "no matching subscribers",
    NoSubscriptionExisted = 0x11 "no subscription existed",
    ContinueAuthentication = 0x18 "continue authentication",
    ReAuthenticate = 0x19 "re-authenticate",
    UnspecifiedError = 0x80 "unspecified error",
    MalformedPacket = 0x81 "malformed packet",
    ProtocolError = 0x82 "protocol error",
    ImplementationSpecificError = 0x83 "implementation specific error",
    UnsupportedProtocolVersion = 0x84 "unsupported protocol version",
    ClientIdentifierNotValid = 0x85 "client identifier not valid",
    BadUserNameOrPassword = 0x86 "bad user name or password",
    NotAuthorized = 0x87 "not authorized",
    ServerUnavailable = 0x88 "server unavailable",
    ServerBusy = 0x89 "server busy",
    Banned = 0x8A "banned",
    ServerShuttingDown = 0x8B "server shutting down",
    BadAuthenticationMethod = 0x8C "bad authentication method",
    KeepAliveTimeout = 0x8D "keep alive timeout",
    SessionTakenOver = 0x8E "session taken over",
    TopicFilterInvalid = 0x8F "topic filter invalid",
    TopicNameInvalid = 0x90 "topic name invalid",
    PacketIdentifierInUse = 0x91 "packet identifier in use",
    PacketIdentifierNotFound = 0x92 "packet identifier not found",
    ReceiveMaximumExceeded = 0x93 "receive maximum exceeded",
    TopicAliasInvalid = 0x94 "topic alias invalid",
    PacketTooLarge = 0x95 "packet too large",
    MessageRateTooHigh = 0x96 "message rate too high",
    QuotaExceeded = 0x97 "quota exceeded",
    AdministrativeAction = 0x98 "administrative action",
    PayloadFormatInvalid = 0x99 "payload format invalid",
    RetainNotSupported = 0x9A "retain not supported",
    QoSNotSupported = 0x9B "QoS not supported",
    UseAnotherServer = 0x9C "use another server",
    ServerMoved = 0x9D "server moved",
    SharedSubscriptionsNotSupported = 0x9E "shared subscriptions not supported",
    ConnectionRateExceeded = 0x9F "connection rate exceeded",
    MaximumConnectTime = 0xA0 "maximum connect time",
    SubscriptionIdentifiersNotSupported = 0xA1 "subscription identifiers not supported",
    WildcardSubscriptionsNotSupported = 0xA2 "wildcard subscriptions not supported",
}

impl ReasonCode {
    /// True from 0x80 on: the operation failed.
    #[must_use]
    pub const fn is_error(self) -> bool {
        self as u8 >= 0x80
    }

    /// The SUBACK code that grants `qos`.
    #[must_use]
    pub const fn for_granted(qos: QoS) -> Self {
        match qos {
            QoS::AtMostOnce => Self::Success,
            QoS::AtLeastOnce => Self::GrantedQoS1,
            QoS::ExactlyOnce => Self::GrantedQoS2,
        }
    }

    /// The CONNACK return code of MQTT 3 that says the same, `None` if it has none: then a server closes without
    /// CONNACK [3.1.1/MQTT-3.2.2-6].
    #[must_use]
    pub const fn connack_v3(self) -> Option<u8> {
        match self {
            Self::Success => Some(0),
            Self::UnsupportedProtocolVersion => Some(1),
            Self::ClientIdentifierNotValid => Some(2),
            Self::ServerUnavailable
            | Self::ServerBusy
            | Self::QuotaExceeded
            | Self::ConnectionRateExceeded => Some(3),
            Self::BadUserNameOrPassword => Some(4),
            Self::NotAuthorized | Self::Banned | Self::BadAuthenticationMethod => Some(5),
            _ => None,
        }
    }

    /// The code for a CONNACK return code of MQTT 3, `None` for a reserved number.
    #[must_use]
    pub const fn from_connack_v3(code: u8) -> Option<Self> {
        match code {
            0 => Some(Self::Success),
            1 => Some(Self::UnsupportedProtocolVersion),
            2 => Some(Self::ClientIdentifierNotValid),
            3 => Some(Self::ServerUnavailable),
            4 => Some(Self::BadUserNameOrPassword),
            5 => Some(Self::NotAuthorized),
            _ => None,
        }
    }
}

impl fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0x{:02X} {}", *self as u8, self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_found_by_its_number_and_no_other_number_is() {
        let known: Vec<u8> = (0..=u8::MAX)
            .filter(|&n| ReasonCode::from_u8(n).is_some())
            .collect();
        let listed: Vec<u8> = ReasonCode::ALL.iter().map(|&code| code as u8).collect();
        assert_eq!(known, listed);
        assert_eq!(listed.len(), 43, "the 43 codes of section 2.4");
    }

    #[test]
    fn display_gives_number_and_words() {
        assert_eq!(ReasonCode::NotAuthorized.to_string(), "0x87 not authorized");
        assert_eq!(ReasonCode::Success.to_string(), "0x00 success");
    }

    #[test]
    fn errors_begin_at_0x80() {
        assert!(!ReasonCode::ReAuthenticate.is_error());
        assert!(ReasonCode::UnspecifiedError.is_error());
    }

    /// [3.1.1/MQTT-3.2.2-6]
    #[test]
    fn return_codes_of_v3_go_there_and_back() {
        for code in 0..=5 {
            assert_eq!(
                ReasonCode::from_connack_v3(code).and_then(ReasonCode::connack_v3),
                Some(code)
            );
        }
        assert_eq!(ReasonCode::from_connack_v3(6), None);
        assert_eq!(ReasonCode::Banned.connack_v3(), Some(5));
        assert_eq!(ReasonCode::MalformedPacket.connack_v3(), None);
    }

    #[test]
    fn granted_codes_are_the_numbers_of_the_levels() {
        for qos in [QoS::AtMostOnce, QoS::AtLeastOnce, QoS::ExactlyOnce] {
            assert_eq!(ReasonCode::for_granted(qos) as u8, qos as u8);
        }
    }
}
