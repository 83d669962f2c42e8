//! `gmqtt accounts import`.

mod csv;
mod read;

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use gmqtt_admin_client::Request;
use gmqtt_admin_client::auth::import_result::Outcome;
use gmqtt_admin_client::auth::{
    ImportAccountsRequest, ImportAccountsResponse, ImportResult, ImportedAccount,
};

use super::export::Form;
use super::keeper::{Change, Keeper};
use crate::{
    admin,
    error::Error,
    exit::Exit,
    output::{Progress, grouped, printable},
};

/// Add the accounts of a file
///
/// An account that there is already is left as it is, unless --replace replaces it. CSV has a header with the columns username and
/// password or password_hash, and may have disabled and description. What is wrong with the file is told before anything is done.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt accounts import accounts.csv --from csv --dry-run
  gmqtt accounts import /etc/mosquitto/passwd --from mosquitto
  gmqtt accounts import gmqtt_password.yml --replace")]
pub(super) struct Import {
    /// The file, - for stdin
    #[arg(value_name = "FILE")]
    path: PathBuf,

    /// The form of the file
    #[arg(long, value_name = "FORM", default_value = "gmqtt")]
    from: Form,

    /// Replace accounts that there are
    #[arg(long)]
    replace: bool,

    /// Only say what would happen
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// How many accounts go in one request. Hashing their passwords takes the broker tens of milliseconds each.
const BATCH: usize = 100;

/// How long a request may take.
const BATCH_TIME: Duration = Duration::from_secs(120);

impl Import {
    pub(super) async fn run(self, keeper: &Keeper<'_>) -> Result<Exit, Error> {
        let output = keeper.output();
        let accounts = read::read(&self.path, self.from, output)?;
        let progress = Progress::new(output, "importing", accounts.len() as u64);
        let mut all = ImportAccountsResponse::default();
        for batch in accounts.chunks(BATCH) {
            let answer = match keeper.file() {
                Some(_) => self.by_file(keeper, batch).await?,
                None => self.by_broker(keeper, batch).await?,
            };
            progress.add(batch.len() as u64);
            all.results.extend(answer.results);
        }
        drop(progress);
        self.report(keeper, &all)
    }

    async fn by_broker(
        &self,
        keeper: &Keeper<'_>,
        batch: &[ImportedAccount],
    ) -> Result<ImportAccountsResponse, Error> {
        let mut request = Request::new(ImportAccountsRequest {
            accounts: batch.to_vec(),
            replace: self.replace,
            dry_run: self.dry_run,
        });
        request.set_timeout(BATCH_TIME);
        let admin = keeper.admin;
        let client = if self.dry_run {
            admin.client()?
        } else {
            admin.writer()?
        };
        let answer = client.accounts().import(request).await;
        Ok(answer.map_err(|error| keeper.explain(error))?.into_inner())
    }

    async fn by_file(
        &self,
        keeper: &Keeper<'_>,
        batch: &[ImportedAccount],
    ) -> Result<ImportAccountsResponse, Error> {
        let mut answer = ImportAccountsResponse::default();
        for account in batch {
            let known = keeper.find(&account.username).await?.is_some();
            let mut result = ImportResult {
                username: account.username.clone(),
                ..ImportResult::default()
            };
            let outcome = match (known, self.replace) {
                (true, false) => Outcome::Skipped,
                (true, true) => Outcome::Replaced,
                (false, _) => Outcome::Created,
            };
            result.set_outcome(outcome);
            if outcome != Outcome::Skipped && !self.dry_run {
                // What is stored for a password is recognised for what it is only where a password file is read.
                if account.password.is_empty() {
                    return Err(Error::new(
                        Exit::Usage,
                        "a password file takes passwords here, not what is stored for them",
                    )
                    .hint("password files of gmqtt and mosquitto can be used as they are: name one as plugins.auth.password_file"));
                }
                let change = Change {
                    password: Some(account.password.clone()),
                    disabled: Some(account.disabled),
                    description: Some(account.description.clone()),
                };
                if let Err(error) = keeper.change(&account.username, change).await {
                    result.set_outcome(Outcome::Failed);
                    result.message = error.on_one_line();
                }
            }
            answer.results.push(result);
        }
        Ok(answer)
    }

    fn report(&self, keeper: &Keeper<'_>, answer: &ImportAccountsResponse) -> Result<Exit, Error> {
        let output = keeper.output();
        let is = |outcome: Outcome| {
            let results = answer.results.iter();
            results.filter(|result| result.outcome() == outcome).count() as u64
        };
        let (created, replaced) = (is(Outcome::Created), is(Outcome::Replaced));
        let (skipped, failed) = (is(Outcome::Skipped), is(Outcome::Failed));
        if output.format.is_some() {
            let mut whole = answer.clone();
            // Of all requests, of which there are never so many.
            let number = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
            whole.created = number(created);
            whole.replaced = number(replaced);
            whole.skipped = number(skipped);
            whole.failed = number(failed);
            let name = "gmqtt.auth.api.ImportAccountsResponse";
            output.document(&admin::json(name, &whole))?;
        } else {
            self.lines(keeper, answer)?;
            let would = if self.dry_run { "would be " } else { "" };
            output.remark(&format!(
                "{} {would}created, {} {would}replaced, {} left as they are, {} failed",
                grouped(created),
                grouped(replaced),
                grouped(skipped),
                grouped(failed)
            ));
        }
        Ok(match (created + replaced + skipped, failed) {
            (_, 0) => Exit::Done,
            (0, _) => Exit::Failed,
            _ => Exit::Partly,
        })
    }

    fn lines(&self, keeper: &Keeper<'_>, answer: &ImportAccountsResponse) -> Result<(), Error> {
        let output = keeper.output();
        for result in &answer.results {
            let name = printable(&result.username);
            let done = match (result.outcome(), self.dry_run) {
                (Outcome::Created, false) => "created",
                (Outcome::Created, true) => "would create",
                (Outcome::Replaced, false) => "replaced",
                (Outcome::Replaced, true) => "would replace",
                (Outcome::Skipped, _) => "skipped",
                (Outcome::Failed | Outcome::Unspecified, _) => {
                    let message = format!("account \"{}\" was not imported", result.username);
                    output.error(&Error::new(Exit::Failed, message).cause(&result.message));
                    continue;
                }
            };
            let why = match result.outcome() {
                Outcome::Skipped => " (exists)",
                _ => "",
            };
            output.confirm(&format!("{done} {name}{why}\n"))?;
        }
        Ok(())
    }
}
