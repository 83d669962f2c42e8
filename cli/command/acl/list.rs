//! `gmqtt acl list`.

use anstyle::AnsiColor;
use clap::Args;
use gmqtt_admin_client::admin::{AclEffect, AclRule, GetAclRequest};

use super::rule;
use crate::{
    admin::{self, Admin},
    error::Error,
    exit::Exit,
    output::{Cell, Column, Listing},
};

/// List the rules of the running broker, in their order
///
/// The first that fits decides. The numbers are those that `gmqtt acl remove` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt acl list
  gmqtt acl list -o json")]
pub(super) struct List {}

/// A rule and its place.
pub(super) struct Row {
    number: usize,
    rule: AclRule,
}

static RULES: Listing<Row> = Listing {
    things: "rules",
    columns: &[
        Column::new("NR", |row| Cell::Right(row.number.to_string())),
        Column::new("EFFECT", |row| match row.rule.effect() {
            AclEffect::Deny => Cell::Word("deny".to_owned(), AnsiColor::Red.on_default()),
            _ => Cell::Word("allow".to_owned(), AnsiColor::Green.on_default()),
        }),
        Column::new("ACTIONS", |row| Cell::text(&rule::actions(&row.rule))),
        Column::new("WHO", |row| Cell::text(&rule::who(&row.rule))),
        Column::new("TOPICS", |row| Cell::text(&row.rule.topics.join(","))),
        Column::wide("LINE", |row| match row.rule.line {
            0 => Cell::NoNumber,
            line => Cell::Count(line.into()),
        }),
    ],
    name: |row| row.number.to_string(),
    json: |row| {
        let mut value = admin::json("gmqtt.admin.api.AclRule", &row.rule);
        if let Some(value) = value.as_object_mut() {
            value.insert("number".to_owned(), row.number.into());
        }
        value
    },
};

impl List {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let answer = admin.client()?.acl().get(GetAclRequest {}).await;
        let acl = answer.map_err(|error| admin.explain(error))?.into_inner();
        let default = acl.default_effect();
        let rows: Vec<_> = acl
            .rules
            .into_iter()
            .enumerate()
            .map(|(at, rule)| Row {
                number: at + 1,
                rule,
            })
            .collect();
        RULES.print(&admin.output, &rows)?;
        let word = if default == AclEffect::Allow {
            "allowed"
        } else {
            "denied"
        };
        admin.output.note(&format!("what no rule fits is {word}"));
        Ok(Exit::Done)
    }
}
