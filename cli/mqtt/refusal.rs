//! What a broker refused, in plain words, with the exit code that scripts go by.

use gmqtt_protocol::{
    ReasonCode, TopicError, TopicFilter, TopicName,
    packet::{Connack, Disconnect},
    session::client::{ClientOptions, Closed, SendError},
};

use super::connection::Lost;
use crate::{error::Error, exit::Exit};

/// Checks a topic to publish to.
pub(crate) fn invalid_topic(topic: &str) -> Result<(), Error> {
    TopicName::parse(topic).map(|_| ()).map_err(|why| {
        let error = Error::new(Exit::Usage, format!("`{topic}` is not a valid topic name"));
        let error = error.cause(why);
        match why {
            TopicError::WildcardInName => {
                error.hint("a message goes to one topic; wildcards are for subscribing")
            }
            _ => error,
        }
    })
}

/// Checks a filter to subscribe to.
pub(crate) fn invalid_filter(filter: &str) -> Result<(), Error> {
    TopicFilter::parse(filter).map(|_| ()).map_err(|why| {
        let error = Error::new(
            Exit::Usage,
            format!("`{filter}` is not a valid topic filter"),
        );
        let error = error.cause(why);
        match why {
            TopicError::HashNotLast => {
                let (before, after) = filter.split_once("/#/").unwrap_or(("", ""));
                match (before, after) {
                    ("", _) | (_, "") => error.hint("one level is matched by +, as in a/+/b"),
                    (before, after) => error.hint(format_args!(
                        "to match anything between {before} and {after} use one level: {before}/+/{after}"
                    )),
                }
            }
            TopicError::HashNotAlone | TopicError::PlusNotAlone => {
                error.hint("a wildcard stands for whole levels, as in a/+/b or a/#")
            }
            _ => error,
        }
    })
}

/// Why the connection of a client with `options` is over.
pub(super) fn lost(closed: &Closed<'_>, options: &ClientOptions, was_connected: bool) -> Lost {
    match closed {
        Closed::Refused(connack) => refused(connack, options),
        Closed::ByServer(disconnect) => disconnected(disconnect, options),
        Closed::Violation(violation) => {
            let error = match was_connected {
                true => Error::new(Exit::Failed, "the broker sent what MQTT does not allow")
                    .cause(violation.what),
                false => Error::new(
                    Exit::Unreachable,
                    "not connected: what answered there does not speak this version of MQTT",
                )
                .cause(violation.what)
                .hint("does it speak TLS (-L mqtts://HOST), or another version (-V 3.1.1)?"),
            };
            Lost {
                error,
                again: was_connected,
            }
        }
        Closed::NoAnswer => Lost {
            error: Error::new(Exit::Unreachable, "the broker does not answer").hint(
                if was_connected {
                    "it, or the network to it, may have stopped"
                } else {
                    "something accepts connections there; is it an MQTT broker, and on this port?"
                },
            ),
            again: true,
        },
    }
}

/// CONNACK with a reason.
fn refused(connack: &Connack<'_>, options: &ClientOptions) -> Lost {
    let reason = connack.reason;
    let (exit, hint) = match reason {
        ReasonCode::NotAuthorized | ReasonCode::BadUserNameOrPassword => (
            Exit::NotAllowed,
            match (&options.username, &options.password) {
                (None, _) => "it wants a user name and a password: -u NAME --password-file FILE",
                (_, None) => "it may want a password: --password-file FILE or --password-stdin",
                _ => "wrong password, or an account that is not there or disabled",
            },
        ),
        ReasonCode::Banned | ReasonCode::BadAuthenticationMethod => {
            (Exit::NotAllowed, "ask who runs the broker")
        }
        ReasonCode::UnsupportedProtocolVersion => (
            Exit::Failed,
            "it does not speak this version of MQTT; try -V 3.1.1",
        ),
        ReasonCode::ClientIdentifierNotValid => (
            Exit::Failed,
            "choose another client identifier with -i; MQTT 3.1 takes 1 to 23 characters",
        ),
        ReasonCode::UseAnotherServer | ReasonCode::ServerMoved => (
            Exit::Unreachable,
            "it sends its clients elsewhere; name that broker with -L URL",
        ),
        ReasonCode::ServerUnavailable
        | ReasonCode::ServerBusy
        | ReasonCode::QuotaExceeded
        | ReasonCode::ConnectionRateExceeded => (
            Exit::Unreachable,
            "it is there but takes nobody now; try again later",
        ),
        _ => (Exit::Failed, "its log may say more"),
    };
    let error = Error::new(
        exit,
        format!(
            "not connected: the broker refused {} (MQTT {} reason {})",
            name(options),
            options.version,
            coded(reason, options)
        ),
    );
    let error = [
        connack.properties.reason_string,
        connack.properties.server_reference,
    ]
    .into_iter()
    .flatten()
    .fold(error, |error, said| {
        error.cause(format_args!("it says: {said}"))
    });
    Lost {
        error: error.hint(hint),
        again: exit == Exit::Unreachable,
    }
}

/// DISCONNECT from the broker.
fn disconnected(disconnect: &Disconnect<'_>, options: &ClientOptions) -> Lost {
    let reason = disconnect.reason;
    let (exit, hint) = match reason {
        ReasonCode::SessionTakenOver => (
            Exit::Conflict,
            Some("another client has connected with the same identifier; choose another with -i"),
        ),
        ReasonCode::NotAuthorized | ReasonCode::Banned => (Exit::NotAllowed, None),
        ReasonCode::AdministrativeAction => (
            Exit::NotAllowed,
            Some("an operator has ended the connection"),
        ),
        ReasonCode::PacketTooLarge => (
            Exit::NotAllowed,
            Some("the message is larger than the broker takes"),
        ),
        ReasonCode::MessageRateTooHigh | ReasonCode::QuotaExceeded => {
            (Exit::NotAllowed, Some("send more slowly"))
        }
        ReasonCode::Success
        | ReasonCode::ServerBusy
        | ReasonCode::ServerShuttingDown
        | ReasonCode::KeepAliveTimeout
        | ReasonCode::UseAnotherServer
        | ReasonCode::ServerMoved
        | ReasonCode::MaximumConnectTime
        | ReasonCode::ConnectionRateExceeded => (Exit::Unreachable, None),
        _ => (Exit::Failed, None),
    };
    let error = Error::new(
        exit,
        format!(
            "the broker disconnected {} ({})",
            name(options),
            coded(reason, options)
        ),
    );
    let said = disconnect.properties.reason_string;
    let error = said.into_iter().fold(error, |error, said| {
        error.cause(format_args!("it says: {said}"))
    });
    Lost {
        error: match hint {
            Some(hint) => error.hint(hint),
            None => error,
        },
        again: exit == Exit::Unreachable,
    }
}

/// A message that the broker answered with a refusal.
pub(crate) fn not_published(
    topic: &str,
    reason: ReasonCode,
    said: Option<&str>,
    options: &ClientOptions,
) -> Error {
    let error = Error::new(
        Exit::NotAllowed,
        format!(
            "the broker refused the message to {topic} ({})",
            words(reason)
        ),
    );
    let error = match said {
        Some(said) => error.cause(format_args!("it says: {said}")),
        None => error,
    };
    match reason {
        ReasonCode::NotAuthorized => error.hint(format_args!(
            "{} may not publish there; on a gmqtt broker `gmqtt acl test` says which rule decides",
            name(options)
        )),
        ReasonCode::QuotaExceeded => error.hint("a limit of the broker is reached; send less"),
        _ => error,
    }
}

/// A subscription that the broker answered with a refusal.
pub(crate) fn not_subscribed(filter: &str, reason: ReasonCode) -> Error {
    Error::new(
        Exit::NotAllowed,
        format!(
            "the broker refused the subscription to {filter} ({})",
            words(reason)
        ),
    )
    .hint("on a gmqtt broker `gmqtt acl test` says which rule decides")
}

/// A request that could not even be sent.
pub(crate) fn cannot_send(what: &str, why: &SendError) -> Error {
    let refused = |hint: &str| {
        Error::new(Exit::NotAllowed, format!("cannot {what}"))
            .cause(why)
            .hint(hint)
    };
    match why {
        SendError::NotConnected => Error::new(
            Exit::Unreachable,
            format!("cannot {what}: the connection is gone"),
        ),
        SendError::TooLarge { .. } => refused("send less in one message"),
        SendError::NotSupported(ReasonCode::QoSNotSupported) => {
            refused("the broker has a highest QoS; use -q 1 or -q 0")
        }
        SendError::NotSupported(ReasonCode::RetainNotSupported) => {
            refused("the broker retains nothing; leave out -r")
        }
        SendError::NotSupported(_) => refused("the broker has said so when it was connected to"),
        _ => Error::new(Exit::Usage, format!("cannot {what}")).cause(why),
    }
}

/// The reason with its number. MQTT 3 has numbers of its own for CONNACK.
fn coded(reason: ReasonCode, options: &ClientOptions) -> String {
    match reason.connack_v3() {
        Some(code) if !options.version.is_v5() => format!("{code}, {}", reason.name()),
        _ => words(reason),
    }
}

/// `0x87, not authorized`.
fn words(reason: ReasonCode) -> String {
    format!("0x{:02X}, {}", reason as u8, reason.name())
}

/// How the broker knows us.
fn name(options: &ClientOptions) -> &str {
    match &options.username {
        Some(username) if !username.is_empty() => username,
        _ if options.client_id.is_empty() => "this client",
        _ => &options.client_id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gmqtt_protocol::{Version, packet::ConnackProperties};

    fn options(version: Version, username: Option<&str>) -> ClientOptions {
        ClientOptions {
            version,
            username: username.map(str::to_owned),
            ..ClientOptions::new("c1")
        }
    }

    fn refusal(reason: ReasonCode, options: &ClientOptions) -> Lost {
        refused(
            &Connack {
                session_present: false,
                reason,
                properties: ConnackProperties::default(),
            },
            options,
        )
    }

    #[test]
    fn a_refused_login_names_user_and_reason() {
        let lost = refusal(
            ReasonCode::NotAuthorized,
            &options(Version::V5, Some("alice")),
        );
        assert_eq!((lost.error.exit(), lost.again), (Exit::NotAllowed, false));
        assert!(
            lost.error
                .to_json_line()
                .contains("the broker refused alice (MQTT 5 reason 0x87, not authorized)")
        );
        let lost = refusal(ReasonCode::NotAuthorized, &options(Version::V3_1_1, None));
        assert!(
            lost.error
                .to_json_line()
                .contains("refused c1 (MQTT 3.1.1 reason 5, not authorized)")
        );
    }

    #[test]
    fn who_is_busy_is_asked_again_and_who_says_no_is_not() {
        let options = options(Version::V5, None);
        for (reason, exit, again) in [
            (ReasonCode::ServerBusy, Exit::Unreachable, true),
            (ReasonCode::Banned, Exit::NotAllowed, false),
            (ReasonCode::ClientIdentifierNotValid, Exit::Failed, false),
        ] {
            let lost = refusal(reason, &options);
            assert_eq!((lost.error.exit(), lost.again), (exit, again), "{reason}");
        }
    }

    #[test]
    fn mistakes_in_topics_are_usage() {
        assert_eq!(invalid_topic("a/+").unwrap_err().exit(), Exit::Usage);
        assert_eq!(invalid_filter("a/#/b").unwrap_err().exit(), Exit::Usage);
        assert!(invalid_topic("a/b").is_ok() && invalid_filter("a/+/#").is_ok());
    }
}
