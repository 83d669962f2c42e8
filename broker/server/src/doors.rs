//! Closing and opening single listeners while the broker runs.

use std::sync::Arc;

use gmqtt_plugin_api::{ClientInfo, EventKind, ListenerOrder, ListenerProblem, Note};
use gmqtt_protocol::ReasonCode;
use tracing::info;

use crate::bind::BoundAddress;
use crate::start::{BoundListener, Closed, Listening, Server};

/// What clients are told that have to go with their listener.
const FAREWELL: &str = "the listener was closed";

impl Server {
    /// Does with one listener what an operator wants. `name` is its name in the configuration or its address. One that was closed
    /// stays so when the configuration is read again and has not changed it.
    ///
    /// # Errors
    /// See [`ListenerProblem`]; the listener is as it was then.
    pub async fn order_listener(
        &mut self,
        name: &str,
        order: ListenerOrder,
    ) -> Result<(), ListenerProblem> {
        let is_it = |bound: &BoundListener| {
            bound.name.as_deref() == Some(name) || bound.address.to_string() == name
        };
        let open = self.listening.iter().position(|one| is_it(&one.bound));
        let closed = self.closed.iter().position(|one| is_it(&one.bound));
        match (order, open, closed) {
            (_, None, None) => Err(ListenerProblem::Unknown(name.to_owned())),
            (ListenerOrder::Open, Some(_), _) => {
                Err(ListenerProblem::Already(name.to_owned(), "open"))
            }
            (ListenerOrder::Open, None, Some(at)) => self.open_again(at).await,
            (_, None, Some(_)) => Err(ListenerProblem::Already(name.to_owned(), "closed")),
            (order, Some(at), _) => {
                let leave = (order == ListenerOrder::CloseAll)
                    .then(|| came_through(&self.listening[at]))
                    .transpose()?;
                let listening = self.listening.swap_remove(at);
                let closed = Closed {
                    configured: listening.configured.clone(),
                    shared: Arc::downgrade(&listening.shared),
                    bound: listening.bound.clone(),
                };
                self.close(listening).await;
                self.closed.push(closed);
                self.tell_listening();
                if let Some(leave) = leave {
                    self.send_away(leave);
                }
                Ok(())
            }
        }
    }

    /// Accepts no more. Its clients stay.
    pub(crate) async fn close(&self, listening: Listening) {
        let Listening { task, bound, .. } = listening;
        task.abort();
        // Its address is free only then.
        let _ = task.await;
        info!(listener = %bound, "closed a listener; its clients stay");
        self.broker
            .events
            .note(Note::new(EventKind::Listener, bound.label(), "closed"));
    }

    async fn open_again(&mut self, at: usize) -> Result<(), ListenerProblem> {
        let closed = &self.closed[at];
        let (index, configured) = (closed.bound.index, closed.configured.clone());
        let opened = self.listen(index, &configured).await;
        let bound = opened.map_err(|error| ListenerProblem::Failed(with_cause(&error)))?;
        info!(listener = %bound, "opened a listener");
        self.closed.remove(at);
        self.tell_listening();
        Ok(())
    }

    /// Ends the connections of some clients.
    fn send_away(&self, are_theirs: impl Fn(&ClientInfo) -> bool) {
        let mut count = 0_u64;
        self.broker.sessions.for_each(|session| {
            let mut delivery = session.delivery.lock();
            if delivery
                .link
                .as_ref()
                .is_some_and(|link| are_theirs(&link.info))
            {
                count += 1;
                delivery.order_with(ReasonCode::AdministrativeAction, Some(FAREWELL));
            }
        });
        info!(clients = count, "disconnected the clients of the listener");
    }
}

/// Tells the clients of a listener from others: by its name, or by the port they came to.
fn came_through(
    listening: &Listening,
) -> Result<impl Fn(&ClientInfo) -> bool + use<>, ListenerProblem> {
    let name = listening.bound.name.clone();
    let local = match (&name, &listening.bound.address) {
        (Some(_), _) => None,
        (None, BoundAddress::Tcp(local)) if !listening.configured.proxy_protocol => Some(*local),
        _ => {
            let text = "its clients cannot be told from others: give the listener a name, or let them stay";
            return Err(ListenerProblem::Failed(text.to_owned()));
        }
    };
    Ok(move |client: &ClientInfo| {
        let peer = &client.peer;
        match local {
            None => peer.listener.as_deref() == name.as_deref(),
            Some(local) => {
                let same_host =
                    local.ip().is_unspecified() || local.ip().to_canonical() == peer.local.ip();
                peer.listener.is_none() && peer.local.port() == local.port() && same_host
            }
        }
    })
}

/// An error with what led to it, in a line.
fn with_cause(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}
