//! A Redis that the nodes of a federation share: each needs a name for its part.

use super::Check;
use crate::{Config, PersistenceType};

const KEY: &str = "persistence.redis.shared";

/// Reports a Redis that is shared by nobody, or under no name.
pub(super) fn check(config: &Config, check: &mut Check<'_, '_, '_>) {
    if !config.persistence.redis.shared {
        return;
    }
    if config.persistence.kind != PersistenceType::Redis {
        let hint = "set `persistence.type: redis`".to_owned();
        check.warning(KEY, "`shared` has no effect without Redis", Some(hint));
        return;
    }
    if !config.plugin_order.iter().any(|name| name == "federation") {
        let hint = "add `federation` to `plugin_order`, or leave `shared` out: then all of the database is this broker's";
        check.error(
            KEY,
            "only the nodes of a federation can share a Redis",
            Some(hint.to_owned()),
        );
    }
    match &config.plugins.federation.node_name {
        None => check.error(
            KEY,
            "the part of a node in a shared Redis has its name, and it has none",
            Some("set `plugins.federation.node_name` to a name that stays the same".to_owned()),
        ),
        Some(name) if name.contains(['{', '}']) => check.error(
            "plugins.federation.node_name",
            "the name of a node that shares a Redis has no `{` and `}`: they mean something in its keys",
            None,
        ),
        Some(_) => {}
    }
}
