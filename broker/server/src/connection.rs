//! The task of one connection: reading, writing, leaving. Everything it does with packets is told to [`crate::packets`].
//!
//! ```text
//!   Greeting --CONNECT accepted--> Live --DISCONNECT, error, taken over--> Leaving --> gone
//!       \-----refused, too late----------------------------------------/
//! ```

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use gmqtt_plugin_api::{CloseCause, Peer};
use gmqtt_protocol::ReasonCode;
use tokio::time::{Instant, Sleep};

use crate::broker::Broker;
use crate::flusher::wake_when_idle;
use crate::greeting::{Greeted, Greeting};
use crate::link::Order;
use crate::listener::Place;
use crate::observers::Sent;
use crate::outbox::Outbox;
use crate::packets::{Ending, Flow, Live};
use crate::session::Session;
use crate::transport::Socket;
use crate::turn::{self, SCRATCH, Turn};
use crate::{close, fetch, keepalive, subscribe};

/// One connection, from accept to close.
pub(crate) struct Connection {
    broker: Arc<Broker>,
    socket: Socket,
    state: State,
    /// Set from CONNACK on: the session this connection came to own, and its epoch.
    owned: Option<(Arc<Session>, u32)>,
    /// Given back when the connection is gone.
    _place: Place,
}

enum State {
    Greeting(Box<Greeting>),
    Live(Box<Live>),
    Leaving(Box<Leaving>),
    Gone,
}

/// The last bytes are on their way; then the client is given a moment to read them before the socket is closed.
struct Leaving {
    outbox: Outbox,
    deadline: Pin<Box<Sleep>>,
    written: bool,
    /// Bytes still accepted and thrown away.
    patience: usize,
}

/// How long a leaving connection may take to read its last bytes.
const FAREWELL: Duration = Duration::from_secs(2);
/// What a leaving client may still send. Closing with unread bytes would reset the connection and lose the DISCONNECT.
const FAREWELL_BYTES: usize = 1 << 20;

impl Connection {
    pub(crate) fn new(broker: Arc<Broker>, socket: Socket, peer: Peer, place: Place) -> Self {
        let state = State::Greeting(Box::new(Greeting::new(&broker, peer)));
        Self {
            broker,
            socket,
            state,
            owned: None,
            _place: place,
        }
    }
}

impl Future for Connection {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        let broker = this.broker.clone();
        turn::run(&broker, |turn| this.advance(turn, cx))
    }
}

impl Drop for Connection {
    /// A task that panicked, or was dropped by its runtime, must not leave its session online.
    fn drop(&mut self) {
        if let Some((session, epoch)) = self.owned.take() {
            turn::run(&self.broker, |turn| {
                close::abandon(&self.broker, turn, &session, epoch)
            });
            self.broker.leave();
        }
    }
}

impl Connection {
    fn advance(&mut self, turn: &mut Turn, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            self.state = match std::mem::replace(&mut self.state, State::Gone) {
                State::Greeting(mut greeting) => match self.greet(&mut greeting, turn, cx) {
                    Poll::Pending => {
                        self.state = State::Greeting(greeting);
                        return Poll::Pending;
                    }
                    Poll::Ready(next) => next,
                },
                State::Live(mut live) => match self.serve(&mut live, turn, cx) {
                    Poll::Pending => {
                        self.state = State::Live(live);
                        return Poll::Pending;
                    }
                    Poll::Ready(ending) => self.leave(&live, turn, ending),
                },
                State::Leaving(mut leaving) => {
                    if self.say_goodbye(&mut leaving, turn, cx).is_pending() {
                        self.state = State::Leaving(leaving);
                        return Poll::Pending;
                    }
                    State::Gone
                }
                State::Gone => {
                    if self.owned.take().is_some() {
                        self.broker.leave();
                    }
                    return Poll::Ready(());
                }
            }
        }
    }

    fn greet(
        &mut self,
        greeting: &mut Greeting,
        turn: &mut Turn,
        cx: &mut Context<'_>,
    ) -> Poll<State> {
        let mut scratch = std::mem::take(&mut turn.scratch);
        let outcome = greeting.poll(&self.broker, turn, &mut self.socket, cx, &mut scratch);
        turn.scratch = scratch;
        Poll::Ready(match ready!(outcome) {
            Greeted::Accepted(mut live) => {
                self.owned = Some((live.session.clone(), live.epoch));
                // One that was let in while the broker began to stop may have been overlooked.
                let ending = if self.broker.is_stopping() {
                    Some(Ending::by_broker(ReasonCode::ServerShuttingDown, None))
                } else if is_unopened(&live) {
                    live.behind = true;
                    None
                } else {
                    self.catch_up(&mut live, turn)
                };
                match ending {
                    Some(ending) => self.leave(&live, turn, ending),
                    None => State::Live(live),
                }
            }
            Greeted::Refused(refused, _) => {
                let answer = refused.answer();
                let packets = u64::from(!answer.is_empty());
                turn.desk.counters.sent(2, packets, answer.len());
                let mut outbox = Outbox::default();
                outbox
                    .buffer(&mut turn.desk.pool)
                    .extend_from_slice(&answer);
                State::Leaving(Box::new(Leaving::new(outbox)))
            }
            Greeted::Gone(_) if self.socket.has_farewell() => {
                State::Leaving(Box::new(Leaving::new(Outbox::default())))
            }
            Greeted::Gone(_) => State::Gone,
        })
    }

    /// A connected client: until nothing can be read or written, or the connection ends.
    fn serve(&mut self, live: &mut Live, turn: &mut Turn, cx: &mut Context<'_>) -> Poll<Ending> {
        loop {
            // Plugins hear of one batch before they are asked about the next.
            turn.notify(&self.broker);
            if live.is_replaced() {
                return Poll::Ready(Ending::by_broker(ReasonCode::SessionTakenOver, None));
            }
            let owes_much = live.release(turn, cx.waker());
            let full = match self.write(live, turn, cx) {
                Ok(full) => full || owes_much,
                Err(ending) => return Poll::Ready(ending),
            };
            if let Some(waiting) = &mut live.waiting {
                let resume = ready!(waiting.as_mut().poll(cx));
                live.waiting = None;
                keepalive::release(&live.session, live.epoch, turn.desk.now);
                let flow = live.resume(&self.broker, turn, resume);
                if let Some(ending) = follow(live, flow).or_else(|| {
                    if live.waiting.is_none() {
                        self.catch_up(live, turn)
                    } else {
                        None
                    }
                }) {
                    return Poll::Ready(ending);
                }
                continue;
            }
            // A client that does not read what it is sent is not read from either.
            if full {
                return Poll::Pending;
            }
            if !turn.is_spent() && subscribe::replay(live, &self.broker, turn) {
                continue;
            }
            if turn.is_spent() {
                // Lets the runtime look at the other sockets first.
                wake_when_idle(cx.waker());
                return Poll::Pending;
            }
            if let Some(pace) = &mut live.pace {
                ready!(pace.poll_ready(cx));
            }
            let ending = if live.behind {
                self.catch_up(live, turn)
            } else {
                match ready!(self.read(live, turn, cx)) {
                    Ok(flow) => follow(live, flow),
                    Err(ending) => Some(ending),
                }
            };
            if let Some(ending) = ending {
                return Poll::Ready(ending);
            }
        }
    }

    /// Handles what was read before: after CONNECT, or while a hook took its time.
    fn catch_up(&self, live: &mut Live, turn: &mut Turn) -> Option<Ending> {
        if live.partial.is_empty() {
            live.behind = false;
            return None;
        }
        let mut kept = std::mem::take(&mut live.partial);
        let (done, flow) = live.process(&self.broker, turn, &kept);
        kept.drain(..done);
        live.partial = kept;
        follow(live, flow)
    }

    /// Writes the client's own outbox where publishers could not. True if the client should not be read from for now.
    fn write(
        &mut self,
        live: &Live,
        turn: &mut Turn,
        cx: &mut Context<'_>,
    ) -> Result<bool, Ending> {
        let session = &live.session;
        let mut delivery = session.delivery.lock();
        loop {
            let link = delivery.link.as_mut().filter(|_| !live.is_replaced());
            let Some(link) = link else {
                // The one that took it over may have come before there was a waker: nobody else says so.
                return Err(Ending::by_broker(ReasonCode::SessionTakenOver, None));
            };
            if let Some(Order {
                reason,
                text,
                server,
            }) = link.order.take()
            {
                return Err(Ending {
                    server,
                    ..Ending::by_broker(reason, text.map(Into::into))
                });
            }
            if link
                .waker
                .as_ref()
                .is_none_or(|waker| !waker.will_wake(cx.waker()))
            {
                link.waker = Some(cx.waker().clone());
            }
            if !delivery.open(session, &mut turn.desk) {
                return Ok(true);
            }
            delivery.release(session, &mut turn.desk);
            let Some(link) = &mut delivery.link else {
                return Ok(true);
            };
            if link.pacing.is_held() && !link.blocked {
                return Ok(false);
            }
            match self
                .socket
                .poll_write(cx, &mut link.outbox, &mut turn.desk.pool)
            {
                Poll::Pending => {
                    link.blocked = true;
                    return Ok(!link.outbox.has_room_for_replies());
                }
                Poll::Ready(Err(_)) => return Err(Ending::lost()),
                Poll::Ready(Ok(())) => {
                    link.blocked = false;
                    link.pacing.wrote(turn.desk.now);
                    link.written(&turn.desk);
                }
            }
            if turn.is_spent() {
                wake_when_idle(cx.waker());
                return Ok(true);
            }
            delivery.pump(session, &mut turn.desk);
            fetch::begin(&self.broker, session, &mut delivery);
            if delivery
                .link
                .as_ref()
                .is_none_or(|link| link.outbox.is_empty())
            {
                return Ok(false);
            }
        }
    }

    /// Reads once and handles what is there.
    fn read(
        &mut self,
        live: &mut Live,
        turn: &mut Turn,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Flow, Ending>> {
        let mut scratch = std::mem::take(&mut turn.scratch);
        let outcome = self.read_into(live, turn, cx, &mut scratch);
        turn.scratch = scratch;
        outcome
    }

    fn read_into(
        &mut self,
        live: &mut Live,
        turn: &mut Turn,
        cx: &mut Context<'_>,
        scratch: &mut [u8],
    ) -> Poll<Result<Flow, Ending>> {
        let kept = live.partial.len();
        if kept >= SCRATCH / 2 {
            return self.read_large(live, turn, cx, scratch);
        }
        let read = ready!(self.socket.poll_read(cx, &mut scratch[kept..]));
        let Some(n) = read.ok().filter(|n| *n > 0) else {
            return Poll::Ready(Err(Ending::lost()));
        };
        scratch[..kept].copy_from_slice(&live.partial);
        let (done, flow) = self.process(live, turn, &scratch[..kept + n], n);
        live.partial.clear();
        live.partial.extend_from_slice(&scratch[done..kept + n]);
        if live.partial.is_empty() {
            live.partial = Vec::new();
        }
        Poll::Ready(Ok(flow))
    }

    /// A packet larger than the scratch buffer gathers in the connection's own.
    fn read_large(
        &mut self,
        live: &mut Live,
        turn: &mut Turn,
        cx: &mut Context<'_>,
        scratch: &mut [u8],
    ) -> Poll<Result<Flow, Ending>> {
        let read = ready!(self.socket.poll_read(cx, scratch));
        let Some(n) = read.ok().filter(|n| *n > 0) else {
            return Poll::Ready(Err(Ending::lost()));
        };
        live.partial.extend_from_slice(&scratch[..n]);
        let kept = std::mem::take(&mut live.partial);
        let (done, flow) = self.process(live, turn, &kept, n);
        live.partial = if done == 0 {
            kept
        } else {
            kept[done..].to_vec()
        };
        Poll::Ready(Ok(flow))
    }

    /// Handles what is there, of which `new` bytes have just come.
    fn process(
        &self,
        live: &mut Live,
        turn: &mut Turn,
        buffer: &[u8],
        new: usize,
    ) -> (usize, Flow) {
        let (done, flow) = live.process(&self.broker, turn, buffer);
        match (flow, live.count_bytes(&self.broker, turn, new)) {
            (Flow::Continue | Flow::Wait(_), Flow::End(ending)) => (done, Flow::End(ending)),
            (flow, _) => (done, flow),
        }
    }

    /// The session is told; what is left is the last words.
    fn leave(&self, live: &Live, turn: &mut Turn, ending: Ending) -> State {
        let (cause, text) = (ending.cause.clone(), ending.text.clone());
        let server = ending.server.clone();
        let is_unopened = !live.is_replaced() && is_unopened(live);
        let mut outbox = close::close(&self.broker, turn, live, ending);
        if is_unopened {
            // Nothing may be sent before CONNACK [MQTT-3.2.0-1].
            return State::Gone;
        }
        match cause {
            // A connection that was taken over has its DISCONNECT already.
            CloseCause::ByBroker(ReasonCode::SessionTakenOver) | CloseCause::ByClient(_) => {}
            CloseCause::ByBroker(reason) => {
                let buffer = outbox.buffer(&mut turn.desk.pool);
                let before = buffer.len();
                let words = (text.as_deref(), server.as_deref());
                live.write_disconnect(reason, words, buffer);
                let bytes = buffer.len() - before;
                turn.desk.counters.sent(14, u64::from(bytes > 0), bytes);
                if let Some(observers) = &turn.desk.observers {
                    let packet = outbox.latest(bytes);
                    let who = (&*live.info).into();
                    observers.sent(who, packet, live.version(), Sent::default());
                }
            }
            CloseCause::ConnectionLost if self.socket.has_farewell() => {}
            CloseCause::ConnectionLost => return State::Gone,
        }
        let silent = outbox.is_empty() && !self.socket.has_farewell();
        if matches!(cause, CloseCause::ByClient(_)) && silent {
            return State::Gone;
        }
        State::Leaving(Box::new(Leaving::new(outbox)))
    }

    fn say_goodbye(
        &mut self,
        leaving: &mut Leaving,
        turn: &mut Turn,
        cx: &mut Context<'_>,
    ) -> Poll<()> {
        if leaving.deadline.as_mut().poll(cx).is_ready() {
            return Poll::Ready(());
        }
        if !leaving.written {
            if ready!(
                self.socket
                    .poll_write(cx, &mut leaving.outbox, &mut turn.desk.pool)
            )
            .is_err()
            {
                return Poll::Ready(());
            }
            leaving.written = true;
            self.socket.finish(cx, self.broker.is_stopping());
        }
        loop {
            match ready!(self.socket.poll_read(cx, &mut turn.scratch)) {
                Ok(n) if n > 0 && n <= leaving.patience => leaving.patience -= n,
                _ => return Poll::Ready(()),
            }
        }
    }
}

/// Whether its CONNACK still waits for the store.
fn is_unopened(live: &Live) -> bool {
    let delivery = live.session.delivery.look();
    let link = delivery.link.as_ref();
    link.is_some_and(|link| link.unopened.is_some())
}

/// Takes up what a packet or a hook led to.
fn follow(live: &mut Live, flow: Flow) -> Option<Ending> {
    match flow {
        Flow::Continue => None,
        Flow::End(ending) => Some(ending),
        Flow::Wait(future) => {
            keepalive::hold(&live.session, live.epoch);
            live.waiting = Some(future);
            None
        }
    }
}

impl Leaving {
    fn new(outbox: Outbox) -> Self {
        let deadline = Box::pin(tokio::time::sleep_until(Instant::now() + FAREWELL));
        Self {
            outbox,
            deadline,
            written: false,
            patience: FAREWELL_BYTES,
        }
    }
}
