//! `gmqtt clients ban`.

use std::time::Duration;

use clap::Args;
use gmqtt_admin_client::admin::{AddBanRequest, BanKind};

use crate::{
    admin::{self, Admin, duration, to_length},
    error::Error,
    exit::Exit,
    output::{printable, rfc3339},
};

/// Whom a ban is for.
#[derive(Debug, Clone, Args)]
#[group(required = true, multiple = false)]
pub(super) struct Whom {
    /// A client identifier
    #[arg(long, value_name = "ID")]
    id: Option<String>,

    /// A user name
    #[arg(long, value_name = "NAME")]
    user: Option<String>,

    /// An address, or a network as in 10.0.0.0/8
    #[arg(long, value_name = "IP")]
    ip: Option<String>,
}

impl Whom {
    /// What it is, and its value.
    pub(super) fn what(&self) -> (BanKind, String) {
        let kinds = [
            (BanKind::ClientId, &self.id),
            (BanKind::Username, &self.user),
            (BanKind::Address, &self.ip),
        ];
        let mut given = kinds
            .into_iter()
            .filter_map(|(kind, value)| Some((kind, value.clone()?)));
        // clap has made sure that there is one.
        given.next().unwrap_or_default()
    }
}

/// What is banned, in words.
pub(super) const fn kind(kind: BanKind) -> &'static str {
    match kind {
        BanKind::Unspecified => "unknown",
        BanKind::ClientId => "client",
        BanKind::Username => "user",
        BanKind::Address => "address",
    }
}

/// Keep a client, a user or an address from connecting
///
/// Who is connected is disconnected.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt clients ban --id meter-1 --for 1h --reason flapping
  gmqtt clients ban --ip 203.0.113.0/24")]
pub(super) struct Ban {
    #[command(flatten)]
    whom: Whom,

    /// For how long; for ever without it
    #[arg(long = "for", value_name = "DURATION", value_parser = duration)]
    length: Option<Duration>,

    /// Why, for those who look at the bans
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    reason: String,

    /// Let those who are connected stay
    #[arg(long)]
    no_kick: bool,
}

impl Ban {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let (banned, value) = self.whom.what();
        let request = AddBanRequest {
            kind: banned.into(),
            value,
            duration: self.length.map(to_length),
            reason: self.reason,
            keep_connected: self.no_kick,
        };
        let answer = admin.writer()?.bans().add(request).await;
        let answer = answer.map_err(|error| admin.explain(error))?.into_inner();
        let output = &admin.output;
        if output.format.is_some() {
            output.document(&admin::json("gmqtt.admin.api.AddBanResponse", &answer))?;
            return Ok(Exit::Done);
        }
        let ban = answer.ban.unwrap_or_default();
        let until = match admin::moment(ban.until.as_ref()) {
            Some(moment) => format!("until {}", rfc3339(moment)),
            None => "for ever".to_owned(),
        };
        output.confirm(&format!(
            "banned {} {} {until}, {} disconnected\n",
            kind(banned),
            printable(&ban.value),
            answer.kicked
        ))?;
        Ok(Exit::Done)
    }
}
