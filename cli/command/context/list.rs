//! `gmqtt context list`: all contexts, the current one marked.

use clap::Args;
use serde::Serialize;

use crate::{
    contexts::{Context, Contexts},
    error::Error,
    exit::Exit,
    output::Output,
};

/// List the contexts
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt context list
  gmqtt context list -o json")]
pub(super) struct List {}

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    current: bool,
    #[serde(flatten)]
    context: &'a Context,
}

impl List {
    pub(super) fn run(&self, output: &Output) -> Result<Exit, Error> {
        let contexts = Contexts::load()?;
        let rows: Vec<_> = contexts
            .contexts
            .iter()
            .map(|(name, context)| Row {
                name,
                current: contexts.current.as_ref() == Some(name),
                context,
            })
            .collect();
        if output.format.is_some() {
            output.document(&rows)?;
        } else if rows.is_empty() {
            output.stderr("no contexts; gmqtt context add NAME --api URL makes one\n");
        } else {
            output.text(&table(&rows))?;
        }
        Ok(Exit::Done)
    }
}

fn table(rows: &[Row<'_>]) -> String {
    let dash = |text: &str| if text.is_empty() { "-" } else { text }.to_owned();
    let cells: Vec<_> = rows
        .iter()
        .map(|row| {
            let access = if row.context.read_only {
                "read only"
            } else {
                "full"
            };
            let (api, mqtt) = (
                dash(&row.context.api),
                dash(row.context.mqtt_url.as_deref().unwrap_or_default()),
            );
            (row.current, row.name, api, mqtt, access)
        })
        .collect();
    let width = |longest: Option<usize>, title: &str| longest.unwrap_or(0).max(title.len());
    let names = width(
        cells.iter().map(|cell| cell.1.chars().count()).max(),
        "NAME",
    );
    let apis = width(cells.iter().map(|cell| cell.2.chars().count()).max(), "API");
    let urls = width(
        cells.iter().map(|cell| cell.3.chars().count()).max(),
        "MQTT",
    );
    let mut table = format!(
        "   {:names$}  {:apis$}  {:urls$}  ACCESS\n",
        "NAME", "API", "MQTT"
    );
    for (current, name, api, mqtt, access) in cells {
        let mark = if current { '*' } else { ' ' };
        table.push_str(&format!(
            "{mark}  {name:names$}  {api:apis$}  {mqtt:urls$}  {access}\n"
        ));
    }
    table
}
