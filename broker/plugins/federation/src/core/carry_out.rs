//! Carries out what the node wants done: one task, in the order in which the node wants it.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use gmqtt_plugin_api::cluster::{Claimed, ClusterControl, Done};
use gmqtt_plugin_api::{ReasonCode, Refusal as Refused};
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};

use super::{Core, State};
use crate::wire::message::Message;
use crate::{Effect, Forward, NodeName, Now, Refusal, Ticket, Token};

/// How often the node is told that time has passed.
const TICK: Duration = Duration::from_millis(100);
/// How often the other ends of links are asked whether they are there, in ticks.
const PING_EVERY: u64 = 10;

/// What is to be done without the lock.
#[derive(Default)]
struct Work {
    effects: Vec<Effect>,
    gone: Vec<NodeName>,
    heard: Vec<(NodeName, bool)>,
}

impl Work {
    const fn is_nothing(&self) -> bool {
        self.effects.is_empty() && self.gone.is_empty() && self.heard.is_empty()
    }
}

impl Core {
    /// Carries out what the node wants done, until the task is ended.
    pub(crate) async fn carry_out(self: Arc<Self>, broker: Arc<dyn ClusterControl>) {
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut count = 0_u64;
        let mut handing_over = JoinSet::new();
        loop {
            tokio::select! {
                () = self.wake.notified() => {}
                _ = ticks.tick() => {
                    let now = self.now();
                    self.state.lock().node.tick(now);
                    count += 1;
                    if count.is_multiple_of(PING_EVERY) {
                        self.ping();
                    }
                }
            }
            while handing_over.try_join_next().is_some() {}
            loop {
                let work = self.work();
                if work.is_nothing() {
                    break;
                }
                for (node, answers) in work.heard {
                    broker.answers(&node, answers);
                }
                for node in work.gone {
                    broker.unsafe_at(&node);
                }
                for effect in work.effects {
                    self.carry_out_one(effect, &broker, &mut handing_over);
                }
                tokio::task::yield_now().await;
            }
        }
    }

    /// Sends what is to be sent, answers claims, and returns what the broker is to do.
    fn work(&self) -> Work {
        let now = self.now();
        let state = &mut *self.state.lock();
        for (name, peer) in &state.peers {
            if let Some((_, link)) = &peer.link {
                state.node.hold(name, link.is_held());
            }
        }
        let mut work = Work {
            gone: std::mem::take(&mut state.gone),
            heard: std::mem::take(&mut state.heard),
            ..Work::default()
        };
        for effect in state.node.effects(now) {
            work.effects.extend(state.carry_out(effect, now));
        }
        work
    }

    fn carry_out_one(
        self: &Arc<Self>,
        effect: Effect,
        broker: &Arc<dyn ClusterControl>,
        handing_over: &mut JoinSet<()>,
    ) {
        match effect {
            Effect::HandOver {
                claim,
                to,
                client,
                stamp,
            } => {
                let (core, session) = (self.clone(), broker.hand_over(&client, &stamp));
                handing_over.spawn(async move {
                    let session = session.await;
                    core.tell(|state, now| {
                        state.node.handed_over(claim, &to, &client, session, now);
                    });
                });
            }
            Effect::Fetch {
                claim,
                client,
                stamp,
                wanted,
            } => {
                let (core, fetched) = (self.clone(), broker.fetch(&client, &stamp, wanted));
                handing_over.spawn(async move {
                    let fetched = fetched.await;
                    core.tell(|state, now| state.node.fetched(claim, fetched, now));
                });
            }
            Effect::Drop { client, by } => broker.drop_session(&client, &by),
            Effect::Deliver {
                from,
                ticket,
                forward,
            } => self.deliver(&from, ticket, forward, broker),
            Effect::Give {
                client,
                message,
                token,
            } => self.give(&client, message, token, broker),
            Effect::Settled { token } => self.settled(token),
            Effect::Through { from, cut } => {
                self.tell(|state, _| state.node.through(&from, &cut));
            }
            Effect::Forget { client, by } => broker.forget_session(&client, &by),
            Effect::Retain {
                topic,
                message,
                stamp,
            } => broker.retain(&topic, message, &stamp),
            Effect::Show { to, topic } => {
                let message = broker.retained(&topic);
                self.tell(|state, now| state.node.show(&to, &topic, message, now));
            }
            Effect::Doubtful { at, number } => broker.doubtful(&at, number),
            Effect::Safe { at, number } => broker.safe(&at, number),
            Effect::RoutesChanged { filter } => broker.routes_changed(&filter),
            // These are carried out under the lock.
            Effect::Send { .. } | Effect::Claimed { .. } | Effect::Refused { .. } => {}
        }
    }

    /// A message that was kept for a session is given to it.
    fn give(
        self: &Arc<Self>,
        client: &str,
        message: Bytes,
        token: Token,
        broker: &Arc<dyn ClusterControl>,
    ) {
        let core = self.clone();
        broker.give(client, message, Box::new(move || core.settled(token)));
        self.tell(|state, _| state.node.given(client));
    }

    fn settled(&self, token: Token) {
        let done = self.state.lock().kept.remove(&token);
        if let Some(done) = done {
            done();
        }
    }

    fn deliver(
        self: &Arc<Self>,
        from: &NodeName,
        ticket: Option<Ticket>,
        forward: Forward,
        broker: &Arc<dyn ClusterControl>,
    ) {
        self.received.fetch_add(1, Ordering::Relaxed);
        let done = ticket.clone().map(|ticket| {
            let core = self.clone();
            Box::new(move || core.tell(|state, _| state.node.done(&ticket))) as Done
        });
        if !broker.deliver(from, forward, done) {
            tracing::error!("a message of another node cannot be read; it is lost");
            // It will not get better by coming again.
            if let Some(ticket) = ticket {
                self.tell(|state, _| state.node.done(&ticket));
            }
        }
    }
}

impl State {
    /// Carries out what needs no call of the broker; returns the rest.
    fn carry_out(&mut self, effect: Effect, now: Now) -> Option<Effect> {
        match effect {
            Effect::Send { to, frame } => {
                let peer = self.peers.get(&to);
                // What finds no link is asked for when there is one.
                if let Some((run, link)) = peer.and_then(|peer| peer.link.as_ref())
                    && peer.is_some_and(|peer| peer.run == Some(*run))
                {
                    link.push(Message::Frame(frame));
                }
                None
            }
            Effect::Claimed {
                claim,
                client,
                stamp,
                session,
            } => {
                let is_moved = session.is_moved();
                let claimed = Claimed {
                    stamp: stamp.clone(),
                    session,
                };
                let claimant = self.claims.remove(&claim);
                let sent = claimant.is_some_and(|it| it.send(Ok(claimed)).is_ok());
                // Nobody waits for it any more: the session stays where it was.
                if !sent && is_moved {
                    self.node.released(&client, &stamp, now);
                }
                None
            }
            Effect::Refused { claim, why, .. } => {
                if let Some(claimant) = self.claims.remove(&claim) {
                    let _ = claimant.send(Err(refused(why)));
                }
                None
            }
            effect => Some(effect),
        }
    }
}

fn refused(why: Refusal) -> Refused {
    match why {
        Refusal::Superseded => Refused {
            reason: ReasonCode::ServerBusy,
            text: Some("the client has connected elsewhere since".to_owned()),
        },
        Refusal::NoAnswer => Refused {
            reason: ReasonCode::ServerUnavailable,
            text: Some("the node that has the session does not answer".to_owned()),
        },
    }
}
