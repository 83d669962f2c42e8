//! `gmqtt context list`: all contexts, the current one marked.

use clap::Args;
use serde::Serialize;
use serde_json::Value;

use crate::{
    contexts::{Context, Contexts},
    error::Error,
    exit::Exit,
    output::{Cell, Column, Listing, Output, to_json},
};

/// List the contexts
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt context list
  gmqtt context list -o json")]
pub(super) struct List {}

#[derive(Serialize)]
struct Row {
    name: String,
    current: bool,
    #[serde(flatten)]
    context: Context,
}

static CONTEXTS: Listing<Row> = Listing {
    things: "contexts",
    columns: &[
        Column::new("CURRENT", |row| Cell::Flag(row.current)),
        Column::new("NAME", |row| Cell::text(&row.name)),
        Column::new("API", |row| Cell::text(&row.context.api)),
        Column::new("MQTT", |row| {
            Cell::text(row.context.mqtt_url.as_deref().unwrap_or_default())
        }),
        Column::new("ACCESS", |row| {
            Cell::word(if row.context.read_only {
                "read only"
            } else {
                "full"
            })
        }),
        Column::wide("USERNAME", |row| {
            Cell::text(row.context.username.as_deref().unwrap_or_default())
        }),
    ],
    name: |row| row.name.clone(),
    json,
};

fn json(row: &Row) -> Value {
    let mut json = to_json(row);
    if let Some(fields) = json.as_object_mut() {
        // The file leaves it out where it is not said.
        fields.insert("read_only".to_owned(), row.context.read_only.into());
    }
    json
}

impl List {
    pub(super) fn run(&self, output: &Output) -> Result<Exit, Error> {
        let Contexts {
            current, contexts, ..
        } = Contexts::load()?;
        let rows: Vec<_> = contexts
            .into_iter()
            .map(|(name, context)| Row {
                current: current.as_ref() == Some(&name),
                name,
                context,
            })
            .collect();
        if rows.is_empty() && !output.is_for_programs() {
            output.remark("no contexts; gmqtt context add NAME --api URL makes one");
        } else {
            CONTEXTS.print(output, &rows)?;
        }
        Ok(Exit::Done)
    }
}
