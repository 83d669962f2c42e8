//! `gmqtt retained clear`.

use clap::Args;
use clap_complete::ArgValueCompleter;
use gmqtt_admin_client::admin::{
    ClearRetainedRequest, ClearRetainedResponse, DeleteRetainedRequest,
};
use gmqtt_admin_client::{ClientError, ErrorKind};

use super::get::nothing;
use crate::{
    admin::{self, Admin},
    completion,
    confirm::confirm,
    error::Error,
    exit::Exit,
    mqtt::{invalid_filter, invalid_topic},
    output::{grouped, printable},
};

/// Remove the retained messages of a topic, or of all that a filter matches
///
/// Asks when it is a filter and there are more than one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt retained clear sensors/42/state
  gmqtt retained clear sensors/42/# --dry-run
  gmqtt retained clear sensors/42/# --yes")]
pub(super) struct Clear {
    /// The topic, or a topic filter
    #[arg(value_name = "TOPIC|FILTER", add = ArgValueCompleter::new(completion::retained))]
    filter: String,

    /// A topic that nothing is retained for is no error
    #[arg(long)]
    if_exists: bool,

    /// Only say what would be removed
    #[arg(short = 'n', long)]
    dry_run: bool,
}

impl Clear {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        invalid_filter(&self.filter)?;
        let is_topic = invalid_topic(&self.filter).is_ok();
        if is_topic && !self.dry_run {
            return self.one(admin).await;
        }
        let found = self.clear(admin, true).await?;
        if self.dry_run {
            return self.report(admin, &found, "would clear");
        }
        if found.cleared > 1 {
            let number = grouped(found.cleared.into());
            confirm(
                &admin.output,
                &format!(
                    "Remove {number} retained messages from {}?",
                    printable(&admin.name())
                ),
                &format!("this would remove {number} retained messages"),
            )?;
        }
        let cleared = self.clear(admin, false).await?;
        self.report(admin, &cleared, "cleared")
    }

    async fn one(&self, admin: &Admin) -> Result<Exit, Error> {
        let request = DeleteRetainedRequest {
            topic: self.filter.clone(),
        };
        // As the other call answers, which takes filters.
        let told = |cleared: ClearRetainedResponse| {
            let name = "gmqtt.admin.api.ClearRetainedResponse";
            admin.output.done(|| admin::json(name, &cleared))
        };
        if let Err(status) = admin.writer()?.retained().delete(request).await {
            let error = ClientError::from(status);
            return match error.kind() {
                ErrorKind::NotFound if self.if_exists => {
                    told(ClearRetainedResponse::default())?;
                    Ok(Exit::Done)
                }
                ErrorKind::NotFound => Err(nothing(&self.filter)),
                _ => Err(admin.explain(error)),
            };
        }
        let topic = printable(&self.filter);
        admin.output.confirm(&format!("cleared {topic}\n"))?;
        told(ClearRetainedResponse {
            cleared: 1,
            topics: vec![self.filter.clone()],
        })?;
        Ok(Exit::Done)
    }

    async fn clear(&self, admin: &Admin, dry_run: bool) -> Result<ClearRetainedResponse, Error> {
        let request = ClearRetainedRequest {
            filter: self.filter.clone(),
            dry_run,
        };
        let client = if dry_run {
            admin.client()?
        } else {
            admin.writer()?
        };
        let answer = client.retained().clear(request).await;
        Ok(answer.map_err(|error| admin.explain(error))?.into_inner())
    }

    fn report(
        &self,
        admin: &Admin,
        cleared: &ClearRetainedResponse,
        verb: &str,
    ) -> Result<Exit, Error> {
        let output = &admin.output;
        if output.format.is_some() {
            let name = "gmqtt.admin.api.ClearRetainedResponse";
            output.document(&admin::json(name, cleared))?;
            return Ok(Exit::Done);
        }
        for topic in &cleared.topics {
            output.confirm(&format!("{verb} {}\n", printable(topic)))?;
        }
        let number = grouped(cleared.cleared.into());
        output.remark(&format!(
            "{number} retained messages {}",
            match verb {
                "cleared" => "removed",
                _ => "would be removed",
            }
        ));
        Ok(Exit::Done)
    }
}
