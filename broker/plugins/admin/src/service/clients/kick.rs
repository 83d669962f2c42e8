//! `Kick`: many clients at once, named or chosen by a filter.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::SystemTime;

use gmqtt_admin_api::admin::kick_result::Outcome;
use gmqtt_admin_api::admin::{KickClientsRequest, KickClientsResponse, KickResult};
use gmqtt_admin_api::list::Filter;
use gmqtt_admin_api::{Fault, similar};
use gmqtt_plugin_api::{BrokerHandle, ReasonCode};
use gmqtt_protocol::packet::Disconnect;

use super::fields::Listed;
use super::snapshot::{Snapshot, Snapshots};
use super::view::expiry;

/// How many may be named, and how many results are shown.
const MOST: usize = 10_000;
/// Clients that are looked at without a pause.
const AT_ONCE: usize = 256;
/// For so many that do not exist, names like theirs are looked for, three each.
const LIKENED: u32 = 10;

/// What is asked for, checked.
pub(super) struct Kick {
    chosen: Chosen,
    terminate: bool,
    reason: ReasonCode,
    text: Option<String>,
    dry_run: bool,
}

enum Chosen {
    Named(Vec<String>),
    Filtered(Filter),
}

impl Kick {
    /// # Errors
    /// The argument that is wrong.
    pub(super) fn read(request: KickClientsRequest) -> Result<Self, Fault> {
        let chosen = match (request.client_ids.is_empty(), request.filter.trim()) {
            (false, "") if request.client_ids.len() > MOST => {
                let problem = format!("at most {MOST} can be named");
                return Err(Fault::invalid("client_ids", &problem));
            }
            (false, "") => {
                let mut seen = HashSet::new();
                let mut named = request.client_ids;
                named.retain(|id| seen.insert(id.clone()));
                Chosen::Named(named)
            }
            (true, "") => {
                let problem = "name clients or give a filter; `connected=true` is everybody";
                return Err(Fault::invalid("client_ids", problem));
            }
            (false, _) => {
                let problem = "clients are named and a filter is given: one of them";
                return Err(Fault::invalid("filter", problem));
            }
            (true, filter) => Chosen::Filtered(Filter::parse::<Listed>(filter, SystemTime::now())?),
        };
        let text = request.reason_string;
        if text.len() > usize::from(u16::MAX) || text.contains('\0') {
            let problem = "a string of MQTT has at most 65535 bytes and no U+0000";
            return Err(Fault::invalid("reason_string", problem));
        }
        Ok(Self {
            chosen,
            terminate: request.terminate_session,
            reason: reason(request.reason_code)?,
            text: (!text.is_empty()).then_some(text),
            dry_run: request.dry_run,
        })
    }

    /// Does it. All clients are looked at only where that is needed.
    pub(super) async fn run(
        self,
        broker: &BrokerHandle,
        all: &Arc<Snapshots>,
    ) -> KickClientsResponse {
        let mut answer = KickClientsResponse::default();
        match &self.chosen {
            Chosen::Named(ids) => {
                for (n, id) in ids.iter().enumerate() {
                    pause(n).await;
                    let result = match broker.client(id) {
                        Some(view) => self.kick(broker, &all.listed(view, None)),
                        None if answer.failed < LIKENED => {
                            not_found(id, Some(&*all.latest().await))
                        }
                        None => not_found(id, None),
                    };
                    add(&mut answer, result);
                }
            }
            Chosen::Filtered(filter) => {
                let snapshots = all;
                let all = snapshots.latest().await;
                let mut fitting: Vec<&Listed> = all
                    .candidates(filter)
                    .filter(|it| filter.fits(it))
                    .collect();
                fitting.sort_unstable_by(|a, b| a.view.info.id.cmp(&b.view.info.id));
                for (n, before) in fitting.into_iter().enumerate() {
                    pause(n).await;
                    // What was true a moment ago need not be true now.
                    let Some(view) = broker.client(&before.view.info.id) else {
                        continue;
                    };
                    let rates = before.rates;
                    let now = snapshots.listed(view, rates);
                    if filter.fits(&now) {
                        add(&mut answer, self.kick(broker, &now));
                    }
                }
            }
        }
        answer
    }

    fn kick(&self, broker: &BrokerHandle, client: &Listed) -> KickResult {
        let view = &client.view;
        let id = &*view.info.id;
        let ends_with_connection = view.session_expiry.is_some_and(|expiry| expiry.is_zero());
        let mut result = KickResult {
            client_id: id.to_owned(),
            session_kept: !(self.terminate || view.connected && ends_with_connection),
            ..KickResult::default()
        };
        if result.session_kept {
            result.session_expiry = expiry(view);
        }
        let done = match (self.dry_run, self.terminate) {
            (true, true) => true,
            (true, false) => view.connected,
            (false, terminate) => {
                // First, so that these are the words it is told.
                let disconnected = broker.disconnect(id, self.reason, self.text.as_deref());
                if terminate {
                    broker.terminate(id)
                } else {
                    disconnected
                }
            }
        };
        if done {
            result.set_outcome(Outcome::Kicked);
        } else {
            result.set_outcome(Outcome::Skipped);
            result.message = "it was away already".to_owned();
        }
        result
    }
}

async fn pause(n: usize) {
    if n % AT_ONCE == AT_ONCE - 1 {
        tokio::task::yield_now().await;
    }
}

fn add(answer: &mut KickClientsResponse, result: KickResult) {
    match result.outcome() {
        Outcome::Kicked => answer.kicked += 1,
        Outcome::Skipped => answer.skipped += 1,
        _ => answer.failed += 1,
    }
    if answer.results.len() < MOST {
        answer.results.push(result);
    }
}

/// With names like it among all, if they are given.
fn not_found(id: &str, all: Option<&Snapshot>) -> KickResult {
    let mut result = KickResult {
        client_id: id.to_owned(),
        message: "there is no such client".to_owned(),
        ..KickResult::default()
    };
    if let Some(all) = all {
        let ids = all.clients().map(|client| &*client.view.info.id);
        let names = similar(id, ids, 3).into_iter();
        result.similar = names.map(str::to_owned).collect();
    }
    result.set_outcome(Outcome::NotFound);
    result
}

/// The reason code of a DISCONNECT from a server; 0 is the usual one.
fn reason(code: u32) -> Result<ReasonCode, Fault> {
    if code == 0 {
        return Ok(ReasonCode::AdministrativeAction);
    }
    let reason = u8::try_from(code).ok().and_then(ReasonCode::from_u8);
    let fits = |reason: &ReasonCode| reason.is_error() && Disconnect::REASONS.contains(reason);
    reason.filter(fits).ok_or_else(|| {
        let problem = "it is not a reason of a DISCONNECT that a broker sends";
        Fault::invalid("reason_code", problem)
    })
}
