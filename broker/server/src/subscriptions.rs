//! The subscriptions of a session: how one is made and ended, whoever wants it.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::Arc;

use gmqtt_plugin_api::{ClientInfo, Happening, Hook};
use gmqtt_protocol::packet::{RetainHandling, SubscriptionOptions};
use gmqtt_protocol::{ReasonCode, TopicFilter};
use gmqtt_store::{Change, SessionKey};

use crate::broker::Broker;
use crate::counters::Counter;
use crate::hooks::Notice;
use crate::packets::{Live, wants};
use crate::route::Subscriber;
use crate::session::{Session, Subscription};
use crate::subscribe::REPLAYS_AT_ONCE;
use crate::turn::{Desk, Turn};
use crate::{commit, record};

/// Whose subscriptions are changed.
pub(crate) struct Owner<'a> {
    pub(crate) session: &'a Arc<Session>,
    pub(crate) info: &'a Arc<ClientInfo>,
    /// Of the connection that asks for it; `None` if a plugin does.
    pub(crate) epoch: Option<u32>,
    /// How many it may have; 0 means any number.
    pub(crate) most: u32,
}

impl<'a> Owner<'a> {
    pub(crate) fn connection(live: &'a Live, most: u32) -> Self {
        Self {
            session: &live.session,
            info: &live.info,
            epoch: Some(live.epoch),
            most,
        }
    }

    /// Another connection has the session now.
    fn is_replaced(&self) -> bool {
        self.epoch
            .is_some_and(|epoch| epoch != self.session.epoch())
    }

    /// Makes a subscription; whether it is new. Refused if the session has ended, is no longer this connection's, or has `most`
    /// others, or if the store does not take it.
    pub(crate) fn subscribe(
        &self,
        broker: &Broker,
        turn: &mut Turn,
        filter: TopicFilter<'_>,
        (options, id): (SubscriptionOptions, Option<u32>),
    ) -> Result<bool, Denied> {
        let is_new = store(self, broker, &mut turn.desk, filter, (options, id))?;
        if is_new {
            turn.desk.counters.add(Counter::SubscriptionsMade, 0, 1);
            turn.desk.counters.subscribed(&filter, 0, 1);
        }
        turn.desk.happened(Happening::Subscribed {
            client: self.info.clone(),
            filter: filter.full().into(),
            options,
        });
        if wants(turn, Hook::OnSubscribed) {
            turn.desk.notices.push(Notice::Subscribed(
                self.info.clone(),
                filter.full().into(),
                options,
            ));
        }
        Ok(is_new)
    }

    /// Removes a subscription. False if there is none.
    pub(crate) fn unsubscribe(
        &self,
        broker: &Broker,
        turn: &mut Turn,
        filter: TopicFilter<'_>,
    ) -> bool {
        let mut state = self.session.state.lock();
        if self.is_replaced() || state.subscriptions.remove(filter.full()).is_none() {
            return false;
        }
        if self.session.is_kept() {
            let session = SessionKey(self.session.key);
            let filter = filter.full();
            let log = &mut turn.desk.log;
            log.note(&Change::DropSubscription { session, filter });
            turn.desk.ticket = turn.desk.ticket.max(log.settle());
        }
        broker.table.write().remove(filter, &self.session.key);
        broker.versions.bump(filter);
        broker.tell_unsubscribed(filter.full());
        drop(state);
        turn.desk.counters.subscribed(&filter, 1, 0);
        turn.desk.happened(Happening::Unsubscribed {
            client: self.info.clone(),
            filter: filter.full().into(),
        });
        if wants(turn, Hook::OnUnsubscribed) {
            turn.desk.notices.push(Notice::Unsubscribed(
                self.info.clone(),
                filter.full().into(),
            ));
        }
        true
    }
}

/// Why a subscription is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Denied {
    /// The session has ended, or has another connection.
    Over,
    /// There are as many as there may be.
    TooMany,
    /// The store does not take it.
    NotKept,
}

impl Denied {
    /// For SUBACK and plugins.
    pub(crate) const fn reason(self) -> ReasonCode {
        match self {
            Self::Over => ReasonCode::UnspecifiedError,
            Self::TooMany | Self::NotKept => ReasonCode::QuotaExceeded,
        }
    }
}

/// Puts a subscription into the table; whether it is new.
fn store(
    owner: &Owner<'_>,
    broker: &Broker,
    desk: &mut Desk,
    filter: TopicFilter<'_>,
    (options, id): (SubscriptionOptions, Option<u32>),
) -> Result<bool, Denied> {
    let (session, most) = (owner.session, owner.most);
    let mut state = session.state.lock();
    if state.ended || owner.is_replaced() {
        return Err(Denied::Over);
    }
    let full = most > 0 && state.subscriptions.len() >= most as usize;
    if full && !state.subscriptions.contains_key(filter.full()) {
        return Err(Denied::TooMany);
    }
    keep(session, broker, desk, (filter.full(), options, id))?;
    let subscriber = Subscriber {
        session: session.clone(),
        options,
        id,
    };
    broker.table.write().insert(filter, session.key, subscriber);
    broker.versions.bump(filter);
    let old = state.subscriptions.get(filter.full());
    let (is_new, awaits) = (old.is_none(), old.is_some_and(|old| old.awaits_replay));
    state.subscriptions_made += u64::from(is_new);
    if is_new {
        broker.tell_subscribed(filter.full());
    }
    let wanted = match options.retain_handling {
        RetainHandling::Send => true,
        RetainHandling::SendIfNew => is_new,
        RetainHandling::DoNotSend => false,
    };
    // Retained messages are not for shared subscriptions (MQTT 5 section 4.8.2).
    let replay = !awaits && wanted && filter.share().is_none();
    let subscription = Subscription {
        options,
        id,
        awaits_replay: awaits || replay,
    };
    // [MQTT-3.8.4-3] The same filter again replaces the subscription.
    let full: Box<str> = filter.full().into();
    state.subscriptions.insert(full.clone(), subscription);
    if replay {
        let mut delivery = session.delivery.lock();
        delivery.replays.push_back(full);
        if delivery.replays.len() > 2 * state.subscriptions.len() + REPLAYS_AT_ONCE {
            forget_given_up(&mut delivery.replays, &state.subscriptions);
        }
    }
    Ok(is_new)
}

/// Has the store take a subscription, if the session is kept.
fn keep(
    session: &Arc<Session>,
    broker: &Broker,
    desk: &mut Desk,
    subscription: (&str, SubscriptionOptions, Option<u32>),
) -> Result<(), Denied> {
    if !session.is_kept() {
        return Ok(());
    }
    record::put_subscription(session.key, subscription, &mut desk.log);
    match desk.log.append() {
        Ok(ticket) => desk.ticket = desk.ticket.max(ticket),
        Err(why) => {
            commit::tell(broker, desk.now, why);
            if desk.log.refuses() {
                return Err(Denied::NotKept);
            }
            broker.storage.owe_session(session);
        }
    }
    Ok(())
}

/// Leaves each filter that still awaits its replay once. A client that subscribes and unsubscribes while messages wait for it
/// would make the list grow without end.
fn forget_given_up(
    replays: &mut VecDeque<Box<str>>,
    subscriptions: &BTreeMap<Box<str>, Subscription>,
) {
    let mut seen = HashSet::new();
    replays.retain(|filter| {
        subscriptions
            .get_key_value(filter)
            .is_some_and(|(filter, subscription)| subscription.awaits_replay && seen.insert(filter))
    });
    replays.shrink_to_fit();
}
