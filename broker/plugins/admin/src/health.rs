//! How the broker is: whether it lives, and whether it is ready for clients.

use std::sync::Arc;

use arc_swap::ArcSwap;
use gmqtt_plugin_api::{BrokerHandle, Config};

/// What is looked at.
#[derive(Debug, Clone)]
pub(crate) struct Health {
    broker: BrokerHandle,
    config: Arc<ArcSwap<Config>>,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Check {
    pub(crate) name: &'static str,
    pub(crate) is_ok: bool,
    pub(crate) detail: String,
}

impl Health {
    /// `config` is the one in effect, which a reload replaces.
    pub(crate) const fn new(broker: BrokerHandle, config: Arc<ArcSwap<Config>>) -> Self {
        Self { broker, config }
    }

    /// Whether the broker lives.
    pub(crate) fn live(&self) -> Vec<Check> {
        let is_there = self.broker.metrics().is_some();
        vec![Check {
            name: "broker",
            is_ok: is_there,
            detail: if is_there { "" } else { "it is gone" }.to_owned(),
        }]
    }

    /// Whether it is ready: it lives, every listener of the configuration is open, and it has its place in the cluster, if it has one. While
    /// it stops it is not.
    pub(crate) fn ready(&self) -> Vec<Check> {
        let mut checks = self.live();
        let listeners = self.broker.listeners();
        let mqtt = listeners.iter().filter(|one| one.plugin.is_none());
        let (open, closed): (Vec<_>, Vec<_>) = mqtt.partition(|one| one.open);
        let (open, closed) = (open.len(), closed.len());
        let wanted = self.config.load().listeners.len();
        checks.push(Check {
            name: "listeners",
            // One that an operator has closed is not missing, as long as it is not the last.
            is_ok: open + closed >= wanted && (open > 0 || wanted == 0),
            detail: format!("{open} of {wanted} open"),
        });
        if let Some(why) = self.broker.held_back() {
            checks.push(Check {
                name: "cluster",
                is_ok: false,
                detail: why,
            });
        }
        if self.broker.is_stopping() {
            checks.push(Check {
                name: "stopping",
                is_ok: false,
                detail: "it is about to stop".to_owned(),
            });
        }
        checks
    }
}

/// Kubernetes writes it so, and its users read it so.
pub(crate) fn report(checks: &[Check]) -> String {
    let mut text = String::new();
    for Check {
        name,
        is_ok,
        detail,
    } in checks
    {
        let (sign, word) = if *is_ok { ('+', "ok") } else { ('-', "failed") };
        text.push_str(&format!("[{sign}]{name} {word}"));
        if !detail.is_empty() {
            text.push_str(&format!(": {detail}"));
        }
        text.push('\n');
    }
    text
}

/// Whether all is well.
pub(crate) fn is_well(checks: &[Check]) -> bool {
    checks.iter().all(|check| check.is_ok)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_has_a_line_for_each_check() {
        let check = |name, is_ok, detail: &str| Check {
            name,
            is_ok,
            detail: detail.to_owned(),
        };
        let checks = [
            check("broker", true, ""),
            check("listeners", false, "1 of 2 open"),
        ];
        assert_eq!(
            report(&checks),
            "[+]broker ok\n[-]listeners failed: 1 of 2 open\n"
        );
        assert!(!is_well(&checks) && is_well(&checks[..1]));
    }
}
