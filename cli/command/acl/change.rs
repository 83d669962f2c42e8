//! `gmqtt acl add` and `gmqtt acl remove`: the rules are read, changed, and put back unless somebody else has changed them meanwhile.

use clap::Args;
use gmqtt_admin_client::admin::{Acl, GetAclRequest, PutAclRequest};

use super::rule::{self, Action, Effect, Who};
use crate::{
    admin::{self, Admin},
    confirm::confirm,
    error::Error,
    exit::Exit,
    output::printable,
};

/// Add a rule to the running broker
///
/// It is put before those that are there, since the first that fits decides; --at puts it elsewhere. Clients that are connected are
/// judged anew.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt acl add allow publish sensors/%u/# --user 'sensor-*'
  gmqtt acl add deny all '#' --address 10.9.0.0/16
  gmqtt acl add allow subscribe news/# --at 3 --dry-run")]
pub(super) struct Add {
    /// Whether it allows or denies
    effect: Effect,

    /// What it is about
    action: Action,

    /// Topic filters; %u stands for the user name and %c for the client identifier
    #[arg(required = true)]
    topic: Vec<String>,

    #[command(flatten)]
    who: Who,

    /// Its number, from 1; rules from there on move down
    #[arg(
        long,
        value_name = "NR",
        default_value = "1",
        hide_default_value = true
    )]
    at: usize,

    /// Have the broker check it, and change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// Remove rules from the running broker
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt acl remove 3
  gmqtt acl remove 3 4 --yes")]
pub(super) struct Remove {
    /// Their numbers, as `gmqtt acl list` shows them
    #[arg(required = true)]
    number: Vec<usize>,

    /// Say which they are, and change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

impl Add {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let mut acl = read(admin).await?;
        let rule = rule::of(self.effect, self.action, &self.topic, &self.who);
        if self.at == 0 || self.at > acl.rules.len() + 1 {
            return Err(
                Error::new(Exit::Usage, format!("there is no place {}", self.at))
                    .cause(format_args!("there are {} rules", acl.rules.len())),
            );
        }
        let said = rule::words(&rule);
        acl.rules.insert(self.at - 1, rule);
        let put = write(admin, acl, self.dry_run).await?;
        let done = if self.dry_run { "would add" } else { "added" };
        report(admin, &put, &format!("{done} rule {}: {said}", self.at))
    }
}

impl Remove {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let mut acl = read(admin).await?;
        let mut numbers = self.number;
        numbers.sort_unstable();
        numbers.dedup();
        let mut removed = Vec::new();
        // From the last on, so that numbers stay what they were.
        for number in numbers.iter().rev() {
            if *number == 0 || *number > acl.rules.len() {
                return Err(Error::new(Exit::NotFound, format!("no rule {number}"))
                    .hint("`gmqtt acl list` shows them with their numbers"));
            }
            let rule = acl.rules.remove(number - 1);
            removed.push(format!("{number}: {}", rule::words(&rule)));
        }
        removed.reverse();
        let said = printable(&removed.join("; "));
        if !self.dry_run {
            admin.writer()?;
            confirm(
                &admin.output,
                &format!("Remove rule {said} of {}?", admin.name()),
                &format!("this would remove rule {said}"),
            )?;
        }
        let put = write(admin, acl, self.dry_run).await?;
        let done = if self.dry_run {
            "would remove"
        } else {
            "removed"
        };
        report(admin, &put, &format!("{done} rule {said}"))
    }
}

async fn read(admin: &Admin) -> Result<Acl, Error> {
    let answer = admin.client()?.acl().get(GetAclRequest {}).await;
    Ok(answer.map_err(|error| admin.explain(error))?.into_inner())
}

async fn write(admin: &Admin, acl: Acl, dry_run: bool) -> Result<Acl, Error> {
    let request = PutAclRequest {
        rules: acl.rules,
        if_match: acl.etag,
        dry_run,
    };
    let answer = admin.writer()?.acl().put(request).await;
    Ok(answer.map_err(|error| admin.explain(error))?.into_inner())
}

fn report(admin: &Admin, acl: &Acl, text: &str) -> Result<Exit, Error> {
    if admin.output.format.is_some() {
        admin
            .output
            .document(&admin::json("gmqtt.admin.api.Acl", acl))?;
    } else {
        admin.output.confirm(&format!("{}\n", printable(text)))?;
    }
    Ok(Exit::Done)
}
