//! SCRAM-SHA-256 (RFC 5802, RFC 7677), the broker's side: what is stored, the messages, and the exchange. It asks nobody
//! anything: who the user is and what is stored for him comes in as arguments. Channel binding is not offered: TLS ends
//! where the listener does, and MQTT clients do not ask for it.

mod exchange;
mod message;
mod verifier;

pub(crate) use exchange::{Failed, Server};
pub(crate) use message::ClientFirst;
pub(crate) use verifier::Verifier;

/// The Authentication Method.
pub(crate) const METHOD: &str = "SCRAM-SHA-256";

/// A text prepared for comparison as RFC 4013 says; one that cannot be is taken as it is.
pub(crate) fn prepared(text: &str) -> std::borrow::Cow<'_, str> {
    stringprep::saslprep(text).unwrap_or(std::borrow::Cow::Borrowed(text))
}
