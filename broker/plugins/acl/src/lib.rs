//! The plugin `acl`: rules for who may publish and subscribe what.
//!
//! - [`AclPlugin`] answers `may_publish`, `on_will_publish` and `on_subscribe`, and, where every filter is granted,
//!   `may_deliver`.
//! - [`AclPlugin`] also adds `AclService` to the admin API.
//! - [`Rules`] are the rules of a file, for who manages them and for who asks which of them decides.
//!
//! The first rule that fits decides; where none fits, `plugins.acl.default` does. What plugins publish is not judged.

mod compiled;
mod mosquitto;
mod pattern;
mod plugin;
mod rule;
mod rule_file;
mod rule_set;
mod rules;
mod service;
mod standing;
mod template;

pub use plugin::AclPlugin;
pub use rule::{Effect, Subject};
pub use rule_set::Question;
pub use rules::{Decision, RuleError, Rules};
