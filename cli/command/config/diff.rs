//! `gmqtt config diff`: what two configurations would do differently.

use std::{path::PathBuf, sync::Arc};

use clap::Args;
use gmqtt_admin_client::admin::{ConfigChange, DiffConfigRequest};
use gmqtt_config::{Origin, Origins};
use gmqtt_plugin_api::Plugin;
use serde::Serialize;
use serde_yaml::Value;

use super::in_words;
use crate::{
    admin::{self, Admin},
    config_source::ConfigSource,
    config_tree::{self, Secrets, inline, leaves},
    error::Error,
    exit::Exit,
    output::{Cell, Column, Listing, Output, to_json},
};

/// Compare two configurations
///
/// Without files, that of the running broker and its config file: what a reload would change, and what needs a restart. What counts
/// is what they mean: comments, order and keys that have their default make no difference. Exits 0 if they are the same, 1 if not.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt config diff                       the running broker and its file
  gmqtt config diff old.yml new.yml
  gmqtt config diff gmqtt.yml             the file and the defaults")]
pub(crate) struct Diff {
    /// The one to compare; without it that of the running broker with its file
    a: Option<PathBuf>,

    /// The other one; without it the built-in defaults
    b: Option<PathBuf>,
}

/// A key whose value differs; a side that does not have the key is `None`.
#[derive(Debug, PartialEq, Serialize)]
struct Change {
    key: String,
    a: Option<Value>,
    b: Option<Value>,
}

impl Diff {
    pub(super) fn run(
        &self,
        output: &Output,
        plugins: &[Arc<dyn Plugin>],
        admin: impl FnOnce() -> Result<Admin, Error>,
    ) -> Result<Exit, Error> {
        let Some(first) = &self.a else {
            return running(&admin()?);
        };
        let read = |file: &PathBuf| {
            let source = ConfigSource {
                config: Some(file.clone()),
                set: Vec::new(),
            };
            let loaded = source.load(output, plugins, false)?;
            Ok::<_, Error>((
                config_tree::of(&loaded.config, Secrets::Masked),
                loaded.origins,
            ))
        };
        let (a, a_origins) = read(first)?;
        let (b, b_origins) = match &self.b {
            Some(file) => read(file)?,
            None => (
                config_tree::of(&gmqtt_config::Config::default(), Secrets::Masked),
                Origins::default(),
            ),
        };
        let mut changes = changes(&a, &b);
        // Defaults that lie beside the file are elsewhere for each of them.
        let is_default = |origins: &Origins, key: &str| *origins.of(key) == Origin::Default;
        changes.retain(|change| {
            !is_default(&a_origins, &change.key) || !is_default(&b_origins, &change.key)
        });
        if output.is_for_programs() {
            CHANGES.print(output, &changes)?;
        } else if !changes.is_empty() {
            let name = self
                .b
                .as_ref()
                .map_or_else(|| "DEFAULT".to_owned(), |file| file.display().to_string());
            output.text(&table(&changes, &first.display().to_string(), &name))?;
        }
        Ok(if changes.is_empty() {
            Exit::Done
        } else {
            Exit::Failed
        })
    }
}

/// For programs; for people the columns have the names of the files.
static CHANGES: Listing<Change> = Listing {
    things: "keys",
    columns: &[
        Column::new("KEY", |change| Cell::text(&change.key)),
        Column::new("A", |change| Cell::text(&shown(change.a.as_ref()))),
        Column::new("B", |change| Cell::text(&shown(change.b.as_ref()))),
    ],
    name: |change| change.key.clone(),
    json: to_json,
};

/// A value on a line; nothing if there is none.
fn shown(value: Option<&Value>) -> String {
    value
        .filter(|value| !value.is_null())
        .map(inline)
        .unwrap_or_default()
}

static RUNNING: Listing<ConfigChange> = Listing {
    things: "keys",
    columns: &[
        Column::new("KEY", |change| Cell::text(&change.key)),
        Column::new("RUNNING", |change| Cell::text(change.old.trim_end())),
        Column::new("FILE", |change| Cell::text(change.new.trim_end())),
        Column::new("APPLIES", |change| Cell::word(in_words(change.applies()))),
    ],
    name: |change| change.key.clone(),
    json: |change| admin::json("gmqtt.admin.api.ConfigChange", change),
};

/// What a reload of the running broker would change.
fn running(admin: &Admin) -> Result<Exit, Error> {
    let answer = admin.block_on(async {
        let answer = admin.client()?.config().diff(DiffConfigRequest {}).await;
        Ok(answer.map_err(|error| admin.explain(error))?.into_inner())
    })?;
    let wrong = answer
        .diagnostics
        .iter()
        .filter(|one| one.severity == "error");
    let wrong: Vec<_> = wrong
        .map(|one| format!("{}:{} {}", one.line, one.column, one.message))
        .collect();
    if !wrong.is_empty() {
        let error = Error::new(
            Exit::Invalid,
            "the config file of the running broker is not valid",
        );
        return Err(wrong.iter().fold(error, Error::cause));
    }
    if admin.output.is_for_programs() || !answer.changes.is_empty() {
        RUNNING.print(&admin.output, &answer.changes)?;
    }
    Ok(if answer.changes.is_empty() {
        Exit::Done
    } else {
        Exit::Failed
    })
}

/// What differs, in the order of the keys of `a`, then what only `b` has.
fn changes(a: &Value, b: &Value) -> Vec<Change> {
    let (a, b) = (leaves("", a), leaves("", b));
    let value = |of: &[(String, &Value)], key: &str| {
        let found = of.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| (*value).clone())
    };
    let mut changes = Vec::new();
    for (key, left) in &a {
        let right = value(&b, key);
        if right.as_ref() != Some(*left) {
            changes.push(Change {
                key: key.clone(),
                a: Some((*left).clone()),
                b: right,
            });
        }
    }
    for (key, right) in &b {
        if value(&a, key).is_none() {
            changes.push(Change {
                key: key.clone(),
                a: None,
                b: Some((*right).clone()),
            });
        }
    }
    // Nothing here and nothing there is no difference.
    changes.retain(|change| {
        let said = |value: &Option<Value>| value.as_ref().is_some_and(|value| !value.is_null());
        said(&change.a) || said(&change.b)
    });
    changes
}

fn table(changes: &[Change], a: &str, b: &str) -> String {
    let shown = |value: &Option<Value>| match shown(value.as_ref()) {
        text if text.is_empty() => "-".to_owned(),
        text => text,
    };
    let rows: Vec<_> = changes
        .iter()
        .map(|change| [change.key.clone(), shown(&change.a), shown(&change.b)])
        .collect();
    let titles = ["KEY", a, b];
    let width = |at: usize| {
        let longest = rows.iter().map(|row| row[at].chars().count()).max();
        longest.unwrap_or(0).max(titles[at].chars().count())
    };
    let (keys, values) = (width(0), width(1));
    let mut table = format!(
        "{:keys$}  {:values$}  {}\n",
        titles[0], titles[1], titles[2]
    );
    for [key, left, right] in rows {
        table.push_str(&format!("{key:keys$}  {left:values$}  {right}\n"));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_differ_or_are_on_one_side_only_are_named() {
        let tree = |text: &str| serde_yaml::from_str::<Value>(text).unwrap();
        let changes = changes(
            &tree("{a: 1, b: {c: x}, n: null, same: 2}"),
            &tree("{b: {c: y}, d: 3, same: 2, m: null}"),
        );
        let keys: Vec<_> = changes.iter().map(|change| change.key.as_str()).collect();
        assert_eq!(keys, ["a", "b.c", "d"]);
        assert_eq!(
            table(&changes, "one", "two"),
            "KEY  one  two\na    1    -\nb.c  x    y\nd    -    3\n"
        );
    }
}
