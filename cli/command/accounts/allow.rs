//! `--allow`: rules that let an account do what it is for.

use gmqtt_admin_client::admin::{AclEffect, AclRule, GetAclRequest, PutAclRequest};

use super::keeper::Keeper;
use crate::{error::Error, exit::Exit, output::printable};

/// Puts a rule in front of the others that lets a user publish and subscribe these filters.
pub(super) async fn allow(
    keeper: &Keeper<'_>,
    user: &str,
    filters: &[String],
) -> Result<(), Error> {
    if filters.is_empty() {
        return Ok(());
    }
    let failed = |error: Error| {
        error.hint(format_args!(
            "the account \"{user}\" is there, without a rule for it"
        ))
    };
    let mut acl = keeper.admin.writer().map_err(failed)?.acl();
    let answer = acl.get(GetAclRequest {}).await;
    let now = answer
        .map_err(|error| failed(keeper.explain(error)))?
        .into_inner();
    let mut rules = now.rules;
    rules.insert(
        0,
        AclRule {
            effect: AclEffect::Allow.into(),
            users: vec![user.to_owned()],
            topics: filters.to_vec(),
            ..AclRule::default()
        },
    );
    let request = PutAclRequest {
        rules,
        if_match: now.etag,
        dry_run: false,
    };
    let answer = acl.put(request).await;
    answer.map_err(|error| {
        let error = keeper.explain(error);
        match error.exit() {
            Exit::Conflict => failed(error).hint(
                "somebody else changed the rules; try: gmqtt accounts set NAME --allow FILTER",
            ),
            _ => failed(error),
        }
    })?;
    for filter in filters {
        let words = format!("allowed {} {}\n", printable(user), printable(filter));
        keeper.output().confirm(&words)?;
    }
    Ok(())
}
