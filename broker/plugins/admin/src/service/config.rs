//! `ConfigService`: the configuration in effect, and another one.

use gmqtt_admin_api::admin::config_service_server::ConfigService;
use gmqtt_admin_api::admin::{
    Applies as When, ConfigChange as Change, ConfigDiagnostic, ConfigEntry as Entry,
    DiffConfigRequest, DiffConfigResponse, GetConfigRequest, GetConfigResponse,
    ReloadConfigRequest, ReloadConfigResponse,
};
use gmqtt_admin_api::{Fault, Reason};
use gmqtt_plugin_api::{
    Applies, BrokerHandle, ConfigChange, ConfigEntry, Diagnostic, PluginContext, Reload,
};
use tonic::{Request, Response, Status};

use crate::stream::stopping;

/// The service.
pub(crate) struct Config {
    broker: BrokerHandle,
}

impl Config {
    pub(crate) fn new(context: &PluginContext) -> Self {
        Self {
            broker: context.broker().clone(),
        }
    }

    async fn reload(&self, apply: bool) -> Result<Reload, Fault> {
        let process = super::process(&self.broker)?;
        process.reload(apply).await.ok_or_else(stopping)
    }
}

#[tonic::async_trait]
impl ConfigService for Config {
    async fn get(
        &self,
        request: Request<GetConfigRequest>,
    ) -> Result<Response<GetConfigResponse>, Status> {
        let key = request.into_inner().key;
        let process = super::process(&self.broker)?;
        let running = process.config().await.ok_or_else(stopping)?;
        let entries = running.entries.into_iter();
        let entries: Vec<_> = entries
            .filter(|entry| is_below(&entry.key, &key))
            .map(show_entry)
            .collect();
        if entries.is_empty() && !key.is_empty() {
            let words = format!("there is no key {key} in the configuration");
            return Err(Fault::new(Reason::NotFound, words)
                .violation("key", "no such key")
                .into());
        }
        let file = running.file.unwrap_or_default();
        Ok(Response::new(GetConfigResponse {
            // A part of it has no YAML of its own.
            yaml: if key.is_empty() {
                running.yaml
            } else {
                String::new()
            },
            entries,
            file: file.display().to_string(),
        }))
    }

    async fn diff(
        &self,
        _: Request<DiffConfigRequest>,
    ) -> Result<Response<DiffConfigResponse>, Status> {
        let Reload {
            changes,
            diagnostics,
            ..
        } = self.reload(false).await?;
        Ok(Response::new(DiffConfigResponse {
            changes: changes.into_iter().map(show_change).collect(),
            diagnostics: diagnostics.iter().map(show_diagnostic).collect(),
        }))
    }

    async fn reload(
        &self,
        request: Request<ReloadConfigRequest>,
    ) -> Result<Response<ReloadConfigResponse>, Status> {
        let apply = !request.into_inner().dry_run;
        let done = self.reload(apply).await?;
        if done.invalid {
            return Err(invalid(&done.diagnostics).into());
        }
        let failed = done.failed.into_iter().map(|what| ConfigDiagnostic {
            severity: "error".to_owned(),
            message: format!("could not be applied: {what}"),
            key: what,
            hint: "the log says why".to_owned(),
            ..ConfigDiagnostic::default()
        });
        let diagnostics = done.diagnostics.iter().map(show_diagnostic);
        Ok(Response::new(ReloadConfigResponse {
            changes: done.changes.into_iter().map(show_change).collect(),
            diagnostics: diagnostics.chain(failed).collect(),
        }))
    }
}

/// A key is below another at the end of one of its names: `mqtt` is not below `mq`.
fn is_below(key: &str, above: &str) -> bool {
    match key.strip_prefix(above) {
        Some(rest) => above.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']),
        None => false,
    }
}

/// A file with mistakes: each with its place.
fn invalid(diagnostics: &[Diagnostic]) -> Fault {
    let words = match diagnostics {
        [one] => format!("the configuration is not valid: {}", in_a_line(one)),
        all => format!(
            "the configuration is not valid, and the one in effect stays: {} mistakes",
            all.len()
        ),
    };
    let fault = Fault::new(Reason::ConfigInvalid, words);
    diagnostics.iter().fold(fault, |fault, diagnostic| {
        let key = diagnostic.key.as_deref().unwrap_or("file");
        fault.violation(key, in_a_line(diagnostic))
    })
}

fn in_a_line(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.location.as_ref();
    let place = place.map_or_else(String::new, |place| format!("{place}: "));
    let hint = diagnostic.hint.as_ref();
    let hint = hint.map_or_else(String::new, |hint| format!(" ({hint})"));
    format!("{place}{}{hint}", diagnostic.message)
}

fn show_entry(entry: ConfigEntry) -> Entry {
    Entry {
        key: entry.key,
        value: entry.value,
        origin: entry.origin.to_owned(),
        line: entry.line.unwrap_or_default(),
    }
}

fn show_change(change: ConfigChange) -> Change {
    let applies = match change.applies {
        None => When::Unspecified,
        Some(Applies::Now) => When::Now,
        Some(Applies::NewClients) => When::NewClients,
        Some(Applies::Restart) => When::RestartNeeded,
    };
    Change {
        key: change.key,
        old: change.old,
        new: change.new,
        applies: applies.into(),
    }
}

fn show_diagnostic(diagnostic: &Diagnostic) -> ConfigDiagnostic {
    let place = diagnostic.location.as_ref();
    ConfigDiagnostic {
        severity: diagnostic.severity.as_str().to_owned(),
        message: diagnostic.message.clone(),
        key: diagnostic.key.clone().unwrap_or_default(),
        line: place.map_or(0, |place| place.line),
        column: place.map_or(0, |place| place.column),
        hint: diagnostic.hint.clone().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_chosen_by_whole_names() {
        for (key, above, is) in [
            ("mqtt.max_inflight", "", true),
            ("mqtt.max_inflight", "mqtt", true),
            ("mqtt.max_inflight", "mqtt.max_inflight", true),
            ("mqtt.max_inflight", "mqtt.max", false),
            ("listeners[0].address", "listeners", true),
            ("log.level", "mqtt", false),
        ] {
            assert_eq!(is_below(key, above), is, "{key} {above}");
        }
    }
}
