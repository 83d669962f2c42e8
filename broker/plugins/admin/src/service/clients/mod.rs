//! `ClientService`: clients and their sessions. Each method that does more than a few lines has a file of its own.

mod fields;
mod kick;
mod looks;
mod messages;
mod part;
mod snapshot;
mod view;
mod watch;

use std::sync::Arc;
use std::time::SystemTime;

use gmqtt_admin_api::admin::client_service_server::ClientService;
use gmqtt_admin_api::admin::{
    ClientChange, DeleteClientRequest, GetClientRequest, GetClientResponse, KickClientsRequest,
    KickClientsResponse, ListClientRequest, ListClientResponse, ListMessagesRequest,
    ListMessagesResponse, WatchClientsRequest,
};
use gmqtt_admin_api::list::{ListArguments, ListQuery};
use gmqtt_admin_api::{Caller, Fault, Reason};
use gmqtt_plugin_api::{PluginContext, ReasonCode, Where};
use tonic::{Request, Response, Status};

use crate::node::node_name;
use crate::stream::Answers;
use fields::Listed;
use kick::Kick;
use snapshot::Snapshots;

/// The service.
pub(crate) struct Clients {
    context: PluginContext,
    snapshots: Arc<Snapshots>,
}

impl Clients {
    pub(crate) fn new(context: &PluginContext) -> Self {
        let node = node_name(context.config()).into();
        Self {
            context: context.clone(),
            snapshots: Snapshots::new(context.broker().clone(), node),
        }
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
            ..ListArguments::default()
        };
        let query = ListQuery::read::<Listed>(&arguments, SystemTime::now())?;
        let all = self.snapshots.latest().await;
        let page = query.select(all.candidates(query.filter()));
        let (clients, next_page_token) = page.show(&query, |one| view::client(one));
        Ok(Response::new(ListClientResponse {
            clients,
            total_count: page.total,
            next_page_token,
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
        let Some(view) = self.context.broker().client(&client_id) else {
            return Err(Fault::new(Reason::ClientNotFound, "not found").into());
        };
        let client = self.snapshots.listed(view, None);
        Ok(Response::new(GetClientResponse {
            client: Some(view::client(&client)),
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
        self.snapshots.outdate().await;
        Ok(Response::new(()))
    }

    async fn kick(
        &self,
        request: Request<KickClientsRequest>,
    ) -> Result<Response<KickClientsResponse>, Status> {
        let kick = Kick::read(request.into_inner())?;
        let answer = kick.run(self.context.broker(), &self.snapshots).await;
        self.snapshots.outdate().await;
        Ok(Response::new(answer))
    }

    async fn list_queue(
        &self,
        request: Request<ListMessagesRequest>,
    ) -> Result<Response<ListMessagesResponse>, Status> {
        let caller = Caller::of(request.extensions());
        let (broker, asked) = (self.context.broker(), request.get_ref());
        let answer = messages::list(broker, caller, Where::Queue, asked)?;
        Ok(Response::new(answer))
    }

    async fn list_inflight(
        &self,
        request: Request<ListMessagesRequest>,
    ) -> Result<Response<ListMessagesResponse>, Status> {
        let caller = Caller::of(request.extensions());
        let (broker, asked) = (self.context.broker(), request.get_ref());
        let answer = messages::list(broker, caller, Where::InFlight, asked)?;
        Ok(Response::new(answer))
    }

    type WatchStream = Answers<ClientChange>;

    async fn watch(
        &self,
        request: Request<WatchClientsRequest>,
    ) -> Result<Response<Self::WatchStream>, Status> {
        let (broker, asked) = (self.context.broker(), request.get_ref());
        let answers = watch::watch(broker, &self.snapshots, asked)?;
        Ok(Response::new(answers))
    }
}
