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
use crate::record::{self, Portrait};
use crate::session::Session;
use crate::turn::{self, Turn};

/// Publishes a will, once the plugins have agreed. It was removed from its session before [MQTT-3.1.2-10].
pub(crate) fn publish(broker: &Arc<Broker>, turn: &mut Turn, session: &Arc<Session>, will: Will) {
    if !turn.desk.interest.has(Hook::OnWillPublish) {
        forget(turn, session);
        distribute(broker, turn, session, &will.arrival);
        return;
    }
    // What ended with it does not wait for the plugins.
    let _ = turn.desk.log.append();
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
                forget(turn, &session);
                distribute(&broker, turn, &session, &arrival);
            }),
            Ok(None) => turn::run(&broker, |turn| let_go(turn, &session)),
            Err(refusal) => {
                turn::run(&broker, |turn| let_go(turn, &session));
                warn!(client_id = ?Id(&session.client_id), reason = %refusal.reason, "a plugin refused a will")
            }
        }
    });
}

/// Adds the session without the will to the batch that publishes it, or a restart would publish it again.
fn forget(turn: &mut Turn, session: &Session) {
    let state = session.state.lock();
    if session.is_kept()
        && !state.ended
        && let Some(portrait) = Portrait::of(session, &state)
    {
        portrait.put(turn.desk.clock(), &mut turn.desk.log);
    }
}

/// The will is not published after all.
fn let_go(turn: &mut Turn, session: &Arc<Session>) {
    let state = session.state.lock();
    // What is refused is made good.
    let _ = record::save(session, &state, None, &mut turn.desk);
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
    let number = if turn.desk.log.keeps() {
        turn.desk.log.next_message()
    } else {
        0
    };
    let message = Arc::new(message.from(Source::WILL).numbered(number));
    let epoch = session.epoch();
    distribute::distribute(broker, turn, &mut Outbound::of(&message), Some(session.key));
    if session.is_kept() && (session.epoch() != epoch || broker.storage.is_refusing()) {
        // Its client came back meanwhile, and the store may have heard of that first.
        let_go(turn, session);
    }
    if turn.desk.interest.has(Hook::OnWillPublished) {
        turn.desk
            .notices
            .push(Notice::WillPublished(session.client_id.clone(), message));
    }
}
