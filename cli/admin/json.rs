//! Messages of the API as JSON for the command line: as REST has them, but with 64-bit counters as numbers.

use serde_json::Value;

/// A message as JSON. `name` is its full name: `gmqtt.admin.api.Client`.
pub(crate) fn json(name: &str, message: &impl gmqtt_admin_client::Message) -> Value {
    // The name is ours and the message is of that name; there is nothing to fail on.
    gmqtt_admin_client::to_json(name, message).unwrap_or_default()
}
