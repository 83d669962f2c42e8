//! Which clients: short flags for what is asked most, and the filter language for the rest.

use clap::{Args, ValueEnum};

use crate::admin::quoted;

/// The flags.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Which clients")]
pub(super) struct Selection {
    /// Those that this filter fits, as in 'connected=false AND queue_len>100' (gmqtt help filters)
    #[arg(long, value_name = "FILTER")]
    pub(super) filter: Option<String>,

    /// Those of this user
    #[arg(long, value_name = "NAME")]
    user: Option<String>,

    /// Those whose client identifier is like this; * stands for anything
    #[arg(long, value_name = "GLOB")]
    id: Option<String>,

    /// Those connected from this network, as in 10.0.0.0/8
    #[arg(long, value_name = "CIDR")]
    ip: Option<String>,

    /// Those that are connected, those that are away, or all
    #[arg(long, value_name = "STATE", default_value = "all")]
    state: State,

    /// Those that messages wait for, that miss some, or that acknowledge too slowly
    #[arg(long)]
    slow: bool,

    /// Those that speak this version of MQTT: 3 (3.1), 4 (3.1.1) or 5
    #[arg(long, value_name = "VERSION", value_parser = clap::value_parser!(u8).range(3..=5))]
    proto: Option<u8>,

    /// Those that came through this listener
    #[arg(long, value_name = "NAME")]
    listener: Option<String>,

    /// Those of this node of the cluster
    #[arg(long, value_name = "NAME")]
    node: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum State {
    Online,
    Offline,
    #[default]
    All,
}

/// Messages wait, were dropped, or the broker has warned of it.
const SLOW: &str = "(queue_len>0 OR message_dropped>0 OR slow=true)";

impl Selection {
    /// The filter that all of it means; empty for all clients.
    pub(super) fn filter(&self) -> String {
        let mut terms = Vec::new();
        let mut is = |field: &str, sign: &str, value: &Option<String>| {
            if let Some(value) = value {
                terms.push(format!("{field}{sign}{}", quoted(value)));
            }
        };
        is("username", "=", &self.user);
        is("client_id", ":", &self.id);
        is("remote_addr", ":", &self.ip);
        is("listener", "=", &self.listener);
        is("node", "=", &self.node);
        match self.state {
            State::Online => terms.push("connected=true".to_owned()),
            State::Offline => terms.push("connected=false".to_owned()),
            State::All => {}
        }
        if let Some(version) = self.proto {
            terms.push(format!("version={version}"));
        }
        if self.slow {
            terms.push(SLOW.to_owned());
        }
        if let Some(filter) = &self.filter {
            terms.push(if terms.is_empty() {
                filter.clone()
            } else {
                format!("({filter})")
            });
        }
        terms.join(" AND ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_terms_of_a_filter() {
        assert_eq!(Selection::default().filter(), "");
        let selection = Selection {
            filter: Some("a=1 OR b=2".to_owned()),
            user: Some("o\"b".to_owned()),
            ip: Some("10.0.0.0/8".to_owned()),
            state: State::Offline,
            proto: Some(5),
            ..Selection::default()
        };
        assert_eq!(
            selection.filter(),
            "username=\"o\\\"b\" AND remote_addr:\"10.0.0.0/8\" AND connected=false AND version=5 AND (a=1 OR b=2)"
        );
    }
}
