//! Publishing wills.

use std::sync::Arc;

use gmqtt_plugin_api::{Arrival, Hook};
use tracing::warn;

use crate::broker::Broker;
use crate::distribute;
use crate::hooks::Notice;
use crate::logged::Id;
use crate::message::{Message, Source, Will};
use crate::outbound::Outbound;
use crate::publish;
use crate::session::Session;
use crate::turn::{self, Turn};

/// Publishes a will, once the plugins have agreed. It was removed from its session before [MQTT-3.1.2-10].
pub(crate) fn publish(broker: &Arc<Broker>, turn: &mut Turn, session: &Arc<Session>, will: Will) {
    if !turn.desk.interest.has(Hook::OnWillPublish) {
        distribute(broker, turn, session, &will.arrival);
        return;
    }
    // Without a runtime the broker is being dropped, and with it those who would get the will.
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        return;
    };
    let (broker, session) = (broker.clone(), session.clone());
    runtime.spawn(async move {
        match broker
            .hooks
            .will_publish(will.client, will.arrival)
            .await
        {
            Ok(Some(arrival)) => turn::run(&broker, |turn| {
                distribute(&broker, turn, &session, &arrival)
            }),
            Ok(None) => {}
            Err(refusal) => {
                warn!(client_id = ?Id(&session.client_id), reason = %refusal.reason, "a plugin refused a will")
            }
        }
    });
}

fn distribute(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    session: &Arc<Session>,
    arrival: &Arrival<'static>,
) {
    let expires = publish::expiry(turn, arrival.message_expiry_interval);
    let message = Message::new(
        &arrival.topic,
        arrival.property_block(),
        &arrival.payload,
        (arrival.qos, arrival.retain),
        expires,
    );
    let message = Arc::new(message.from(Source::WILL));
    distribute::distribute(broker, turn, &mut Outbound::of(&message), Some(session.key));
    if turn.desk.interest.has(Hook::OnWillPublished) {
        turn.desk
            .notices
            .push(Notice::WillPublished(session.client_id.clone(), message));
    }
}
