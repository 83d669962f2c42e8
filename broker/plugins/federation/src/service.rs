//! `Membership`: the nodes over the admin API.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use gmqtt_admin_api::federation::membership_server::{Membership, MembershipServer};
use gmqtt_admin_api::federation::{
    DrainRequest, DrainResponse, ForceLeaveRequest, JoinRequest, ListMembersResponse, Member,
    Status as Standing,
};
use gmqtt_admin_api::{ApiRoutes, Fault, Reason, Services};
use gmqtt_config::PeerAddress;
use tonic::{Request, Response, Status};

use crate::core::PeerFigures;
use crate::gossip::member::{Intention, Known};
use crate::gossip::socket::wall;
use crate::plugin::{FederationPlugin, Running};
use crate::presence::Refused;

/// How many hosts are joined at a time.
const MOST: usize = 100;
/// The port of an address that has none.
const GOSSIP_PORT: u16 = 8902;

/// The service.
struct MembershipService {
    running: Arc<Running>,
}

impl ApiRoutes for FederationPlugin {
    fn register(&self, services: &mut Services) {
        services.add(MembershipServer::new(MembershipService {
            running: self.running.clone(),
        }));
    }
}

#[tonic::async_trait]
impl Membership for MembershipService {
    async fn join(&self, request: Request<JoinRequest>) -> Result<Response<()>, Status> {
        let presence = self.running.presence().await?;
        let hosts = request.into_inner().hosts;
        if hosts.is_empty() || hosts.len() > MOST {
            let problem = format!("there are from 1 to {MOST}");
            return Err(Fault::invalid("hosts", &problem).into());
        }
        let mut peers = Vec::new();
        for (at, host) in hosts.iter().enumerate() {
            let peer = PeerAddress::parse(host, Some(GOSSIP_PORT));
            let peer = peer.ok().filter(|peer| !peer.host.is_empty());
            let problem = "write HOST or HOST:PORT";
            let wrong = || Fault::invalid(&format!("hosts[{at}]"), problem);
            peers.push(peer.ok_or_else(wrong)?);
        }
        presence.join_these(&peers).await.map_err(fault)?;
        Ok(Response::new(()))
    }

    async fn leave(&self, _: Request<()>) -> Result<Response<()>, Status> {
        self.running.presence().await?.leave().await;
        Ok(Response::new(()))
    }

    async fn force_leave(
        &self,
        request: Request<ForceLeaveRequest>,
    ) -> Result<Response<()>, Status> {
        let presence = self.running.presence().await?;
        let name = request.into_inner().node_name;
        if name.is_empty() {
            return Err(Fault::invalid("node_name", "which node?").into());
        }
        presence.put_out(&name).await.map_err(fault)?;
        Ok(Response::new(()))
    }

    async fn drain(
        &self,
        request: Request<DrainRequest>,
    ) -> Result<Response<DrainResponse>, Status> {
        let presence = self.running.presence().await?;
        let asked = request.into_inner();
        let progress = if asked.cancel {
            presence.drain_no_more()
        } else {
            let server = Some(asked.server).filter(|server| !server.is_empty());
            presence.drain(asked.rate, server)
        };
        Ok(Response::new(DrainResponse {
            connected: progress.connected,
            moved: progress.moved,
            draining: progress.is_draining,
        }))
    }

    async fn list_members(&self, _: Request<()>) -> Result<Response<ListMembersResponse>, Status> {
        let presence = self.running.presence().await?;
        let figures = self.running.core()?.figures();
        let members = presence.known().into_iter().map(|known| {
            let is_local = known.name == presence.name;
            let figures = figures.get(&known.name).cloned().unwrap_or_default();
            let routes = if is_local {
                self.running.core().map_or(0, |core| core.interests())
            } else {
                figures.routes
            };
            member(known, is_local, presence.has_left(), routes, &figures)
        });
        let members = members.collect();
        Ok(Response::new(ListMembersResponse { members }))
    }
}

fn member(
    known: Known,
    is_local: bool,
    has_left: bool,
    routes: u64,
    figures: &PeerFigures,
) -> Member {
    let status = match known.intention {
        Intention::Leave => Standing::Left,
        _ if is_local && has_left => Standing::Left,
        _ if is_local => Standing::Alive,
        _ if !known.heard => Standing::Failed,
        Intention::Stop => Standing::Leaving,
        Intention::Stay => Standing::Alive,
    };
    let uptime = known.started.filter(|_| known.heard || is_local);
    let uptime = uptime.map(|started| (wall() / 1000).saturating_sub(started));
    let mut tags = BTreeMap::new();
    if let Some(address) = known.address {
        tags.insert("fed_addr".to_owned(), address.into());
    }
    tags.insert("run".to_owned(), known.run.0.to_string());
    if !is_local {
        let link = if figures.is_linked { "up" } else { "down" };
        tags.insert("link".to_owned(), link.to_owned());
    }
    Member {
        name: known.name.as_str().to_owned(),
        addr: known.gossip.to_string(),
        tags,
        status: status.into(),
        local: is_local,
        version: known.version.into(),
        sessions: known.sessions,
        routes,
        rtt: figures.rtt.and_then(|(median, _)| length(median)),
        rtt_p99: figures.rtt.and_then(|(_, most)| length(most)),
        lag: figures.waiting,
        uptime: uptime.map(Duration::from_secs).and_then(length),
        receive_rate: known.rates.map(|(received, _)| received),
        send_rate: known.rates.map(|(_, sent)| sent),
    }
}

fn length(time: Duration) -> Option<prost_types::Duration> {
    time.try_into().ok()
}

fn fault(refused: Refused) -> Fault {
    let reason = match refused {
        Refused::HasLeft | Refused::Alive(_) | Refused::Me(_) => Reason::FailedPrecondition,
        // What the Go broker answers when it cannot join.
        Refused::NoAddress(_) | Refused::NoAnswer => Reason::Internal,
        Refused::Unknown(_) => Reason::NodeNotFound,
    };
    Fault::new(reason, refused.to_string())
}
