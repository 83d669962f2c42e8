//! `gmqtt clients kick`.

use clap::Args;
use clap_complete::ArgValueCompleter;
use gmqtt_admin_client::admin::kick_result::Outcome;
use gmqtt_admin_client::admin::{KickClientsRequest, KickClientsResponse, KickResult};

use super::similar;
use crate::{
    admin::{self, Admin},
    completion,
    confirm::confirm,
    error::Error,
    exit::Exit,
    output::{grouped, printable},
};

/// Disconnect clients
///
/// Their sessions are kept unless --terminate-session ends them too. Asks when there are more than one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt clients kick meter-1
  gmqtt clients kick --filter username=ingest --dry-run
  gmqtt clients kick - --yes")]
pub(super) struct Kick {
    /// The client identifiers; - reads them from stdin
    #[arg(value_name = "ID", required_unless_present = "filter", add = ArgValueCompleter::new(completion::clients))]
    ids: Vec<String>,

    /// Those that this filter fits, as in 'queue_len>1000' (gmqtt help filters)
    #[arg(long, value_name = "FILTER", conflicts_with = "ids")]
    filter: Option<String>,

    /// End their sessions too, also of those that are away
    #[arg(long)]
    terminate_session: bool,

    /// The reason code for clients of MQTT 5, 0x80 to 0xa2 [default: 0x98, administrative action]
    #[arg(long, value_name = "CODE", value_parser = reason_code)]
    reason: Option<u32>,

    /// The reason in words, for clients of MQTT 5
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    reason_string: String,

    /// A client that does not exist is no error
    #[arg(long)]
    if_exists: bool,

    /// Only say what would happen
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// How many are named in one request.
const BATCH: usize = 1000;

impl Kick {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let ids = admin::names(&self.ids)?;
        if self.dry_run {
            let answer = self.kick(admin, &ids, true).await?;
            return self.report(admin, answer, true);
        }
        let number = match &self.filter {
            Some(_) => u64::from(self.kick(admin, &ids, true).await?.kicked),
            None => ids.len() as u64,
        };
        if number > 1 {
            let sessions = if self.terminate_session {
                "sessions end too"
            } else {
                "sessions are kept"
            };
            let number = grouped(number);
            confirm(
                &admin.output,
                &format!(
                    "Disconnect {number} clients from {} ({sessions})?",
                    printable(&admin.name())
                ),
                &format!("this would disconnect {number} clients"),
            )?;
        }
        let answer = self.kick(admin, &ids, false).await?;
        self.report(admin, answer, false)
    }

    async fn kick(
        &self,
        admin: &Admin,
        ids: &[String],
        dry_run: bool,
    ) -> Result<KickClientsResponse, Error> {
        let mut all = KickClientsResponse::default();
        // A filter goes in one request without names.
        let batches: Vec<&[String]> = match &self.filter {
            Some(_) => vec![&[]],
            None => ids.chunks(BATCH).collect(),
        };
        let mut clients = if dry_run {
            admin.client()?
        } else {
            admin.writer()?
        }
        .clients();
        for batch in batches {
            let request = KickClientsRequest {
                client_ids: batch.to_vec(),
                filter: self.filter.clone().unwrap_or_default(),
                terminate_session: self.terminate_session,
                reason_code: self.reason.unwrap_or_default(),
                reason_string: self.reason_string.clone(),
                dry_run,
            };
            let answer = clients.kick(request).await;
            let answer = answer.map_err(|error| admin.explain(error))?.into_inner();
            all.kicked += answer.kicked;
            all.skipped += answer.skipped;
            all.failed += answer.failed;
            all.results.extend(answer.results);
        }
        Ok(all)
    }

    fn report(
        &self,
        admin: &Admin,
        answer: KickClientsResponse,
        dry_run: bool,
    ) -> Result<Exit, Error> {
        let output = &admin.output;
        let is = |outcome: Outcome| {
            let results = answer.results.iter();
            results.filter(|result| result.outcome() == outcome).count()
        };
        let missing = is(Outcome::NotFound);
        let failed = is(Outcome::Failed) + if self.if_exists { 0 } else { missing };
        let skipped = is(Outcome::Skipped) + if self.if_exists { missing } else { 0 };
        let kicked = is(Outcome::Kicked);
        if output.format.is_some() {
            output.document(&admin::json("gmqtt.admin.api.KickClientsResponse", &answer))?;
        } else {
            let width = answer
                .results
                .iter()
                .map(|result| printable(&result.client_id).chars().count());
            let width = width.max().unwrap_or_default();
            for result in &answer.results {
                self.line(admin, result, dry_run, width)?;
            }
        }
        let exit = match (kicked + skipped, failed) {
            (_, 0) => Exit::Done,
            (0, _) if failed == missing => Exit::NotFound,
            (0, _) => Exit::Failed,
            _ => Exit::Partly,
        };
        if answer.results.is_empty() {
            output.remark("no clients match");
        } else if answer.results.len() > 1 && output.format.is_none() {
            let done = if dry_run { "would be kicked" } else { "kicked" };
            output.remark(&format!(
                "{} {done}, {} skipped, {} failed",
                grouped(kicked as u64),
                grouped(skipped as u64),
                grouped(failed as u64)
            ));
        }
        Ok(exit)
    }

    fn line(
        &self,
        admin: &Admin,
        result: &KickResult,
        dry_run: bool,
        width: usize,
    ) -> Result<(), Error> {
        let output = &admin.output;
        let id = printable(&result.client_id);
        match result.outcome() {
            Outcome::Kicked => {
                let verb = if dry_run { "would kick" } else { "kicked " };
                let session = match (result.session_kept, self.terminate_session) {
                    (true, _) => match result.session_expiry {
                        // A broker in Go does not say.
                        0 => "online -> offline, session kept".to_owned(),
                        u32::MAX => "online -> offline, session kept for ever".to_owned(),
                        seconds => format!("online -> offline, session kept {seconds}s"),
                    },
                    (false, true) => "session ended".to_owned(),
                    (false, false) => "online -> gone, it had no session to keep".to_owned(),
                };
                output.confirm(&format!("{verb} {id:<width$}    ({session})\n"))
            }
            Outcome::Skipped => {
                output.confirm(&format!("skipped {id:<width$}    (already offline)\n"))
            }
            Outcome::NotFound if self.if_exists => {
                output.confirm(&format!("skipped {id:<width$}    (no such client)\n"))
            }
            Outcome::NotFound => {
                let alone = self.ids.len() == 1;
                output.error(&similar::error(&result.client_id, &result.similar, alone));
                Ok(())
            }
            Outcome::Failed | Outcome::Unspecified => {
                let failed = Error::new(
                    Exit::Failed,
                    format!("client \"{}\" was not disconnected", result.client_id),
                );
                output.error(&failed.cause(&result.message));
                Ok(())
            }
        }
    }
}

/// A reason code that a server may disconnect with.
fn reason_code(text: &str) -> Result<u32, String> {
    let number = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => text.parse(),
    };
    match number {
        Ok(code @ 0x80..=0xa2) => Ok(code),
        _ => Err("it is a number from 0x80 to 0xa2".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reason_codes_are_errors() {
        assert_eq!(reason_code("0x98"), Ok(152));
        assert_eq!(reason_code("152"), Ok(152));
        for bad in ["0", "0x7f", "0xa3", "", "x"] {
            assert!(reason_code(bad).is_err(), "{bad}");
        }
    }
}
