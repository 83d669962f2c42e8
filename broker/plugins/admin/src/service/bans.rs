//! `BanService`: who may not connect.

use std::time::{Duration, SystemTime};

use gmqtt_admin_api::admin::ban_service_server::BanService;
use gmqtt_admin_api::admin::{
    AddBanRequest, AddBanResponse, Ban, BanKind, ListBansRequest, ListBansResponse,
    RemoveBanRequest,
};
use gmqtt_admin_api::list::{Field, FieldKind, FieldValue, Fields, ListArguments, ListQuery};
use gmqtt_admin_api::{Caller, Fault, Reason};
use gmqtt_config::Network;
use gmqtt_plugin_api::{BanError, Banned, BrokerHandle, PluginContext};
use prost_types::Timestamp;
use tonic::{Request, Response, Status};

/// The longest name, and the longest reason, in bytes.
const LONGEST: usize = 65_535;
const LONGEST_REASON: usize = 1024;

/// The service.
pub(crate) struct Bans {
    broker: BrokerHandle,
}

impl Bans {
    pub(crate) fn new(context: &PluginContext) -> Self {
        Self {
            broker: context.broker().clone(),
        }
    }

    /// Has something done that writes a file.
    async fn blocking<R: Send + 'static>(
        &self,
        work: impl FnOnce(&BrokerHandle) -> Result<R, BanError> + Send + 'static,
    ) -> Result<R, Fault> {
        let broker = self.broker.clone();
        let done = tokio::task::spawn_blocking(move || work(&broker)).await;
        let done = done.map_err(|error| Fault::new(Reason::Internal, error.to_string()))?;
        done.map_err(|error| {
            let reason = match error {
                BanError::TooMany(_) => Reason::LimitReached,
                BanError::File(_) => Reason::Internal,
                BanError::Stopped => Reason::Unavailable,
            };
            Fault::new(reason, error.to_string())
        })
    }
}

#[tonic::async_trait]
impl BanService for Bans {
    async fn list(
        &self,
        request: Request<ListBansRequest>,
    ) -> Result<Response<ListBansResponse>, Status> {
        let asked = request.into_inner();
        let kind = asked.kind();
        let arguments = ListArguments {
            scope: kind.as_str_name(),
            order_by: "kind,value",
            page_token: &asked.page_token,
            page_size: asked.page_size,
            ..ListArguments::default()
        };
        let query = ListQuery::read::<Listed>(&arguments, SystemTime::now())?;
        let all = self.broker.bans().into_iter().map(Listed::new);
        let page = query.select(all.filter(|one| match kind {
            BanKind::Unspecified => true,
            kind => one.ban.kind() == kind,
        }));
        Ok(Response::new(ListBansResponse {
            bans: page.things.into_iter().map(|one| one.ban).collect(),
            total_count: page.total,
            next_page_token: page.next_page_token,
        }))
    }

    async fn add(
        &self,
        request: Request<AddBanRequest>,
    ) -> Result<Response<AddBanResponse>, Status> {
        let caller = Caller::of(request.extensions());
        let by = caller.map(ToString::to_string).unwrap_or_default();
        let asked = request.into_inner();
        let banned = read(asked.kind(), &asked.value)?;
        if asked.reason.len() > LONGEST_REASON {
            let problem = format!("at most {LONGEST_REASON} bytes");
            return Err(Fault::invalid("reason", &problem).into());
        }
        let created_at = SystemTime::now();
        let ban = gmqtt_plugin_api::Ban {
            banned,
            until: until(asked.duration, created_at)?,
            by,
            reason: asked.reason,
            created_at,
            refused: 0,
        };
        let shown = Listed::new(ban.clone()).ban;
        let keep = asked.keep_connected;
        let kicked = self.blocking(move |broker| broker.ban(ban, keep)).await?;
        Ok(Response::new(AddBanResponse {
            ban: Some(shown),
            kicked: u32::try_from(kicked).unwrap_or(u32::MAX),
        }))
    }

    async fn remove(&self, request: Request<RemoveBanRequest>) -> Result<Response<()>, Status> {
        let asked = request.into_inner();
        let banned = read(asked.kind(), &asked.value)?;
        if !self.blocking(move |broker| broker.unban(&banned)).await? {
            return Err(Fault::new(Reason::BanNotFound, "there is no such ban").into());
        }
        Ok(Response::new(()))
    }
}

/// Who is meant.
fn read(kind: BanKind, value: &str) -> Result<Banned, Fault> {
    let wrong = |problem: &str| Err(Fault::invalid("value", problem));
    if value.is_empty() || value.len() > LONGEST {
        return wrong("it has from 1 to 65535 bytes");
    }
    match kind {
        BanKind::ClientId => Ok(Banned::Client(value.to_owned())),
        BanKind::Username => Ok(Banned::User(value.to_owned())),
        BanKind::Address => match value.trim().parse::<Network>() {
            Ok(network) => Ok(Banned::Network(network.normal())),
            Err(_) => wrong("it is neither an address nor a network as in 10.0.0.0/8"),
        },
        BanKind::Unspecified => Err(Fault::invalid("kind", "CLIENT_ID, USERNAME or ADDRESS")),
    }
}

fn until(
    duration: Option<prost_types::Duration>,
    now: SystemTime,
) -> Result<Option<SystemTime>, Fault> {
    let Some(duration) = duration else {
        return Ok(None);
    };
    let until = Duration::try_from(duration)
        .ok()
        .filter(|duration| !duration.is_zero())
        .and_then(|duration| now.checked_add(duration));
    match until {
        Some(until) => Ok(Some(until)),
        None => Err(Fault::invalid("duration", "it is longer than nothing")),
    }
}

/// A ban in a list.
struct Listed {
    /// What names it: its kind and its value.
    key: String,
    ban: Ban,
}

impl Listed {
    fn new(ban: gmqtt_plugin_api::Ban) -> Self {
        let (kind, value) = match ban.banned {
            Banned::Client(id) => (BanKind::ClientId, id),
            Banned::User(name) => (BanKind::Username, name),
            Banned::Network(network) if network.is_one_address() => {
                let text = network.to_string();
                let address = text.split_once('/').map_or(&*text, |(address, _)| address);
                (BanKind::Address, address.to_owned())
            }
            Banned::Network(network) => (BanKind::Address, network.to_string()),
        };
        Self {
            key: format!("{} {value}", kind as i32),
            ban: Ban {
                kind: kind.into(),
                value,
                until: ban.until.map(Timestamp::from),
                by: ban.by,
                reason: ban.reason,
                created_at: Some(Timestamp::from(ban.created_at)),
                refused: ban.refused,
            },
        }
    }
}

impl Fields for Listed {
    const FIELDS: &'static [Field] = &[
        Field::new("key", FieldKind::Text),
        Field::new("kind", FieldKind::Number),
        Field::new("value", FieldKind::Text),
    ];

    fn value(&self, field: usize) -> Option<FieldValue<'_>> {
        match field {
            0 => Some(FieldValue::Text(&self.key)),
            1 => Some(FieldValue::Number(f64::from(self.ban.kind))),
            2 => Some(FieldValue::Text(&self.ban.value)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_in_any_form_and_shown_in_one() {
        let shown = |text: &str| {
            Listed::new(gmqtt_plugin_api::Ban {
                banned: read(BanKind::Address, text).unwrap(),
                until: None,
                by: String::new(),
                reason: String::new(),
                created_at: SystemTime::UNIX_EPOCH,
                refused: 0,
            })
            .ban
            .value
        };
        assert_eq!(shown("10.1.2.3"), "10.1.2.3");
        assert_eq!(shown("10.1.2.3/32"), "10.1.2.3");
        assert_eq!(shown("10.1.2.3/8"), "10.0.0.0/8");
        assert_eq!(shown("::ffff:10.1.2.3"), "10.1.2.3");
        assert_eq!(shown("fd00::1/8"), "fd00::/8");
        for wrong in ["", "10.0.0", "example.org", "10.0.0.0/33"] {
            assert!(read(BanKind::Address, wrong).is_err(), "{wrong}");
        }
        assert!(read(BanKind::Unspecified, "x").is_err());
    }

    #[test]
    fn a_ban_lasts_longer_than_nothing() {
        let now = SystemTime::now();
        let duration = |seconds| Some(prost_types::Duration { seconds, nanos: 0 });
        assert_eq!(until(None, now).unwrap(), None);
        assert_eq!(
            until(duration(5), now).unwrap(),
            Some(now + Duration::from_secs(5))
        );
        for wrong in [0, -1, i64::MAX] {
            assert!(until(duration(wrong), now).is_err(), "{wrong}");
        }
    }
}
