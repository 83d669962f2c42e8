//! The life of a subscriber: connect, subscribe, receive, and again when the connection is lost.

use gmqtt_protocol::{ReasonCode, packet::SubscribeFilter, session::client::Event};
use tokio::time::sleep;

use super::{Retained, Sub, receiver::Receiver};
use crate::{
    command::mqtt::{
        amount,
        connect::Session,
        ending::{Ended, Ending},
    },
    error::Error,
    exit::Exit,
    mqtt::{Backoff, Connection, Lost, cannot_send},
    output::Output,
};

/// Why a connection ended.
enum End {
    /// For good.
    Over(Result<Exit, Error>),
    Lost(Lost),
}

/// Receives until there is enough, or somebody ends it.
pub(super) async fn listen(
    sub: &Sub,
    session: &Session,
    receiver: &mut Receiver,
    mut ending: Ending,
    output: &Output,
) -> Result<Exit, Error> {
    let mut connection = Connection::new(session.options.clone());
    let mut backoff = Backoff::default();
    let mut has_been_connected = false;
    loop {
        let mut observe = |event: Event<'_>| receiver.take(&event);
        let end = tokio::select! {
            connected = connection.connect(&session.target, &mut observe) => {
                match connected {
                    Ok(()) => {
                        has_been_connected = true;
                        backoff.reset();
                        receive(sub, session, receiver, &mut connection, &mut ending, output).await
                    }
                    Err(lost) => End::Lost(lost),
                }
            }
            ended = ending.next() => End::Over(sub.ended(ended, receiver)),
        };
        let lost = match end {
            End::Over(result) => {
                connection.disconnect().await;
                return result;
            }
            End::Lost(lost) => lost,
        };
        receiver.flush()?;
        if receiver.progress.enough {
            return Ok(Exit::Done);
        }
        // Who has never been connected has the wrong address more often than bad luck.
        if !lost.again || sub.no_reconnect || !has_been_connected {
            return Err(lost.error);
        }
        let wait = backoff.wait();
        output.warn(&format!(
            "{}; trying again in {:.1}s",
            lost.error.on_one_line(),
            wait.as_secs_f64()
        ));
        tokio::select! {
            () = sleep(wait) => {}
            ended = ending.next() => return sub.ended(ended, receiver),
        }
    }
}

/// Subscribes and receives on a connection.
async fn receive(
    sub: &Sub,
    session: &Session,
    receiver: &mut Receiver,
    connection: &mut Connection,
    ending: &mut Ending,
    output: &Output,
) -> End {
    if !receiver.progress.enough
        && let Err(error) = subscribe(sub, session, connection)
    {
        return End::Over(Err(error));
    }
    loop {
        // Messages of a session may have come with the connection.
        match act(sub, receiver, connection, output) {
            Ok(None) => {}
            Ok(Some(exit)) => return End::Over(Ok(exit)),
            Err(error) => return End::Over(Err(error)),
        }
        let mut observe = |event: Event<'_>| receiver.take(&event);
        tokio::select! {
            happened = connection.next(&mut observe) => if let Err(lost) = happened {
                return End::Lost(lost);
            },
            ended = ending.next() => return End::Over(sub.ended(ended, receiver)),
        };
    }
}

fn subscribe(sub: &Sub, session: &Session, connection: &mut Connection) -> Result<(), Error> {
    if !sub.unsubscribe.is_empty() {
        let filters: Vec<_> = sub.unsubscribe.iter().map(String::as_str).collect();
        connection
            .unsubscribe(&filters)
            .map_err(|why| cannot_send("unsubscribe", &why))?;
    }
    if sub.topic.is_empty() {
        return Ok(());
    }
    let options = sub.options();
    let filters: Vec<_> = sub
        .topic
        .iter()
        .map(|filter| SubscribeFilter { filter, options })
        .collect();
    let identifier = session.properties.subscription_identifier()?;
    connection
        .subscribe(&filters, identifier)
        .map(|_| ())
        .map_err(|why| cannot_send(&format!("subscribe to {}", sub.topic.join(", ")), &why))
}

/// What has to be done about what arrived. The exit code when that was all.
fn act(
    sub: &Sub,
    receiver: &mut Receiver,
    connection: &mut Connection,
    output: &Output,
) -> Result<Option<Exit>, Error> {
    receiver.flush()?;
    if receiver.progress.enough {
        return Ok(Some(Exit::Done));
    }
    let progress = &mut receiver.progress;
    if let Some((reasons, said)) = progress.answer.take() {
        sub.judge(&reasons, said.as_deref(), output)?;
        if sub.exit_when_subscribed {
            return Ok(Some(Exit::Done));
        }
        if sub.retained() == Some(Retained::Only) {
            ping(connection)?;
        }
    }
    if sub.retained() == Some(Retained::Only)
        && let Some(messages) = progress.pong.take()
    {
        // Retained messages come after SUBACK, as many at a time as fit. A ping that none overtook was the last.
        match messages {
            0 => return Ok(Some(Exit::Done)),
            _ => ping(connection)?,
        }
    }
    Ok(None)
}

fn ping(connection: &mut Connection) -> Result<(), Error> {
    connection.ping().map_err(|why| cannot_send("ping", &why))
}

impl Sub {
    /// What the broker answered to the subscriptions, one reason for each filter.
    fn judge(
        &self,
        reasons: &[ReasonCode],
        said: Option<&str>,
        output: &Output,
    ) -> Result<(), Error> {
        let answers = || self.topic.iter().zip(reasons);
        for (filter, reason) in answers().filter(|(_, reason)| !reason.is_error()) {
            output.explain(&format!("subscribed to {filter} (qos {})", *reason as u8));
        }
        let refused: Vec<_> = answers().filter(|(_, reason)| reason.is_error()).collect();
        let [first, rest @ ..] = &refused[..] else {
            return Ok(());
        };
        let all = reasons.len();
        let words = |(filter, reason): &(&String, &ReasonCode)| {
            format!("{filter} (0x{:02X}, {})", **reason as u8, reason.name())
        };
        let message = match (rest.len(), all) {
            (0, 1) => format!("the broker refused the subscription to {}", words(first)),
            _ => format!(
                "the broker refused {} of {all} subscriptions",
                refused.len()
            ),
        };
        if self.allow_partial && refused.len() < all {
            let names: Vec<_> = refused.iter().map(words).collect();
            output.warn(&format!("{message}: {}", names.join(", ")));
            return Ok(());
        }
        let mut error = Error::new(Exit::NotAllowed, message);
        if all > 1 {
            for filter in &refused {
                error = error.cause(format_args!("refused: {}", words(filter)));
            }
            for (filter, reason) in answers().filter(|(_, reason)| !reason.is_error()) {
                error = error.cause(format_args!("accepted: {filter} (qos {})", *reason as u8));
            }
        }
        if let Some(said) = said {
            error = error.cause(format_args!("it says: {said}"));
        }
        let hint = "on a gmqtt broker `gmqtt acl test` says which rule decides";
        Err(match refused.len() < all {
            true => error.hint(format_args!(
                "{hint}; --allow-partial goes on with the others"
            )),
            false => error.hint(hint),
        })
    }

    /// What it means that it has to end now.
    fn ended(&self, ended: Ended, receiver: &Receiver) -> Result<Exit, Error> {
        match ended {
            Ended::Signal(exit) => Ok(exit),
            Ended::Unread => Ok(Exit::Done),
            Ended::Time if !receiver.waits_for_something() => Ok(Exit::Done),
            Ended::Time => {
                let received = receiver.progress.received;
                let error = Error::new(
                    Exit::TimeLimit,
                    match self.count {
                        Some(count) => format!(
                            "received {} of {} before the time was up",
                            amount::number(received),
                            amount::count(count.get(), "message")
                        ),
                        None => format!(
                            "none of {} matched before the time was up",
                            amount::count(received, "message")
                        ),
                    },
                );
                Err(match received {
                    0 => {
                        error.hint("is anybody publishing there? `-t '#' -v` shows all that comes")
                    }
                    _ => error,
                })
            }
        }
    }
}
