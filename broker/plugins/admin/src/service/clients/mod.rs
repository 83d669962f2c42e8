//! `ClientService`: clients and their sessions. Each method that does more than a few lines has a file of its own.

mod fields;
mod view;

use std::time::SystemTime;

use gmqtt_admin_api::admin::client_service_server::ClientService;
use gmqtt_admin_api::admin::{
    ClientChange, DeleteClientRequest, GetClientRequest, GetClientResponse, KickClientsRequest,
    KickClientsResponse, ListClientRequest, ListClientResponse, ListMessagesRequest,
    ListMessagesResponse, WatchClientsRequest,
};
use gmqtt_admin_api::list::{ListArguments, ListQuery};
use gmqtt_admin_api::{Fault, Reason};
use gmqtt_plugin_api::{ClientView, PluginContext, ReasonCode};
use tokio_stream::Empty;
use tonic::{Request, Response, Status};

use fields::Listed;

/// The service.
pub(crate) struct Clients {
    context: PluginContext,
}

impl Clients {
    pub(crate) fn new(context: &PluginContext) -> Self {
        Self {
            context: context.clone(),
        }
    }

    fn message(&self, view: &ClientView) -> gmqtt_admin_api::admin::Client {
        view::client(view, self.context.config().mqtt.max_queued_messages)
    }
}

#[tonic::async_trait]
impl ClientService for Clients {
    async fn list(
        &self,
        request: Request<ListClientRequest>,
    ) -> Result<Response<ListClientResponse>, Status> {
        let asked = request.into_inner();
        let arguments = ListArguments {
            filter: &asked.filter,
            order_by: &asked.order_by,
            default_order: "session_created_at",
            page_token: &asked.page_token,
            page: asked.page,
            page_size: asked.page_size,
            count_only: asked.count_only,
        };
        let query = ListQuery::read::<Listed>(&arguments, SystemTime::now())?;
        let mut all = Vec::new();
        self.context
            .broker()
            .clients(&mut |client| all.push(Listed(client.clone())));
        let page = query.select(all);
        Ok(Response::new(ListClientResponse {
            clients: page.things.iter().map(|one| self.message(&one.0)).collect(),
            total_count: page.total,
            next_page_token: page.next_page_token,
        }))
    }

    async fn get(
        &self,
        request: Request<GetClientRequest>,
    ) -> Result<Response<GetClientResponse>, Status> {
        let client_id = request.into_inner().client_id;
        if client_id.is_empty() {
            return Err(Fault::invalid("client_id", "").into());
        }
        let Some(client) = self.context.broker().client(&client_id) else {
            return Err(Fault::new(Reason::ClientNotFound, "not found").into());
        };
        Ok(Response::new(GetClientResponse {
            client: Some(self.message(&client)),
        }))
    }

    async fn delete(&self, request: Request<DeleteClientRequest>) -> Result<Response<()>, Status> {
        let DeleteClientRequest {
            client_id,
            clean_session,
        } = request.into_inner();
        if client_id.is_empty() {
            return Err(Fault::invalid("client_id", "").into());
        }
        let broker = self.context.broker();
        if clean_session {
            broker.terminate(&client_id);
        } else {
            broker.disconnect(&client_id, ReasonCode::AdministrativeAction, None);
        }
        Ok(Response::new(()))
    }

    async fn kick(
        &self,
        _: Request<KickClientsRequest>,
    ) -> Result<Response<KickClientsResponse>, Status> {
        Err(missing("Kick"))
    }

    async fn list_queue(
        &self,
        _: Request<ListMessagesRequest>,
    ) -> Result<Response<ListMessagesResponse>, Status> {
        Err(missing("ListQueue"))
    }

    async fn list_inflight(
        &self,
        _: Request<ListMessagesRequest>,
    ) -> Result<Response<ListMessagesResponse>, Status> {
        Err(missing("ListInflight"))
    }

    type WatchStream = Empty<Result<ClientChange, Status>>;

    async fn watch(
        &self,
        _: Request<WatchClientsRequest>,
    ) -> Result<Response<Self::WatchStream>, Status> {
        Err(missing("Watch"))
    }
}

fn missing(method: &str) -> Status {
    Fault::new(
        Reason::NotSupported,
        format!("this broker has no ClientService.{method}"),
    )
    .into()
}
