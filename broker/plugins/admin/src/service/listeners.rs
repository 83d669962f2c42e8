//! `ListenerService`: the addresses that are listened on.

use gmqtt_admin_api::admin::listener_service_server::ListenerService;
use gmqtt_admin_api::admin::{
    CloseListenerRequest, CloseListenerResponse, ListListenersRequest, ListListenersResponse,
    Listener, OpenListenerRequest, OpenListenerResponse,
};
use gmqtt_admin_api::{Fault, Reason};
use gmqtt_plugin_api::{BrokerHandle, ListenerOrder, ListenerProblem, ListenerView, PluginContext};
use tonic::{Request, Response, Status};

/// The service.
pub(crate) struct Listeners {
    broker: BrokerHandle,
}

impl Listeners {
    pub(crate) fn new(context: &PluginContext) -> Self {
        Self {
            broker: context.broker().clone(),
        }
    }

    /// Has it done, and shows what came of it.
    async fn order(&self, name: String, order: ListenerOrder) -> Result<Option<Listener>, Fault> {
        if name.is_empty() {
            return Err(Fault::invalid("name", "cannot be empty"));
        }
        let mut listeners = self.broker.listeners().into_iter();
        let is_it = |listener: &ListenerView| label(listener) == name || listener.address == name;
        let plugin = listeners.find(is_it).and_then(|listener| listener.plugin);
        if let Some(plugin) = plugin {
            let words = format!(
                "the listener {name} is of the plugin {plugin}: it is there as long as the plugin is"
            );
            return Err(Fault::new(Reason::ReadOnly, words));
        }
        let process = super::process(&self.broker)?;
        process
            .listener(name.clone(), order)
            .await
            .map_err(|problem| fault(&problem))?;
        let listeners = self.broker.listeners();
        Ok(listeners.iter().find(|one| is_it(one)).map(show))
    }
}

#[tonic::async_trait]
impl ListenerService for Listeners {
    async fn list(
        &self,
        _: Request<ListListenersRequest>,
    ) -> Result<Response<ListListenersResponse>, Status> {
        Ok(Response::new(ListListenersResponse {
            listeners: all(&self.broker),
        }))
    }

    async fn close(
        &self,
        request: Request<CloseListenerRequest>,
    ) -> Result<Response<CloseListenerResponse>, Status> {
        let asked = request.into_inner();
        let order = match asked.disconnect_clients {
            true => ListenerOrder::CloseAll,
            false => ListenerOrder::Close,
        };
        let listener = self.order(asked.name, order).await?;
        Ok(Response::new(CloseListenerResponse { listener }))
    }

    async fn open(
        &self,
        request: Request<OpenListenerRequest>,
    ) -> Result<Response<OpenListenerResponse>, Status> {
        let name = request.into_inner().name;
        let listener = self.order(name, ListenerOrder::Open).await?;
        Ok(Response::new(OpenListenerResponse { listener }))
    }
}

/// All listeners, those for MQTT first.
pub(super) fn all(broker: &BrokerHandle) -> Vec<Listener> {
    broker.listeners().iter().map(show).collect()
}

fn label(listener: &ListenerView) -> &str {
    listener.name.as_deref().unwrap_or(&listener.address)
}

fn show(listener: &ListenerView) -> Listener {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Listener {
        name: label(listener).to_owned(),
        scheme: listener.scheme.to_owned(),
        address: listener.address.clone(),
        path: listener.path.clone().unwrap_or_default(),
        plugin: listener.plugin.unwrap_or_default().to_owned(),
        open: listener.open,
        connections: listener.connections.map(number),
        max_connections: number(listener.max_connections),
        certificate_expires_at: listener.certificate_expires_at.map(Into::into),
    }
}

fn fault(problem: &ListenerProblem) -> Fault {
    let reason = match problem {
        ListenerProblem::Unknown(_) => Reason::ListenerNotFound,
        ListenerProblem::Already(..) | ListenerProblem::Failed(_) => Reason::FailedPrecondition,
        ListenerProblem::Stopping => Reason::Unavailable,
    };
    Fault::new(reason, problem.to_string())
}
