//! The packets as methods and as a trait: one list for each direction.

use gmqtt_protocol::Version;
use gmqtt_protocol::packet::{
    Auth, Connack, Connect, Disconnect, Packet, Puback, Pubcomp, Publish, Pubrec, Pubrel, Suback,
    Subscribe, Unsuback, Unsubscribe,
};

use super::Raw;

/// `recv_connack` and so on: the next packet, which has to be of that type.
macro_rules! receivers {
    ($($name:ident: $packet:ident),*) => {
        impl Raw {
            $(
                #[doc = concat!("The next packet, a ", stringify!($packet), ".")]
                #[track_caller]
                pub(crate) fn $name(&mut self) -> $packet<'static> {
                    match self.try_recv() {
                        Some(Packet::$packet(packet)) => packet,
                        Some(other) => panic!("expected {}, got {other:?}", stringify!($packet)),
                        None => panic!("expected {}, but the broker closed the connection", stringify!($packet)),
                    }
                }
            )*
        }
    };
}

receivers! {
    recv_connack: Connack, recv_publish: Publish, recv_puback: Puback, recv_pubrec: Pubrec, recv_pubrel: Pubrel,
    recv_pubcomp: Pubcomp, recv_suback: Suback, recv_unsuback: Unsuback, recv_disconnect: Disconnect, recv_auth: Auth
}

/// Whatever can be sent.
pub(crate) trait OnWire {
    /// Appends the whole packet.
    fn encode(&self, version: Version, out: &mut Vec<u8>);
}

macro_rules! on_wire {
    ($($packet:ident),*) => {
        $(
            impl OnWire for $packet<'_> {
                fn encode(&self, version: Version, out: &mut Vec<u8>) {
                    $packet::encode(self, version, out);
                }
            }
        )*
    };
}

on_wire!(
    Packet,
    Publish,
    Puback,
    Pubrec,
    Pubrel,
    Pubcomp,
    Subscribe,
    Unsubscribe,
    Disconnect,
    Auth,
    Connect
);
