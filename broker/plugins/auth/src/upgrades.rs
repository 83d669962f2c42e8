//! Passwords that were right and are to be stored anew. They are collected, so that many logins are one write of the file.

use std::collections::HashMap;

use parking_lot::Mutex;

use crate::accounts::Upgrade;

/// The upgrades that are not written yet. `None`: being prepared.
#[derive(Default)]
pub(crate) struct Upgrades(Mutex<HashMap<Box<str>, Option<Upgrade>>>);

impl Upgrades {
    /// Whether one for this user may be prepared: there is none yet, and not too many others.
    pub(crate) fn begin(&self, username: &str) -> bool {
        let mut upgrades = self.0.lock();
        let preparing = upgrades
            .values()
            .filter(|upgrade| upgrade.is_none())
            .count();
        if upgrades.len() >= MOST_WAITING
            || preparing >= MOST_PREPARED
            || upgrades.contains_key(username)
        {
            return false;
        }
        upgrades.insert(username.into(), None);
        true
    }

    /// It is prepared.
    pub(crate) fn finish(&self, upgrade: Upgrade) {
        self.0
            .lock()
            .insert(upgrade.username.clone(), Some(upgrade));
    }

    /// It came to nothing.
    pub(crate) fn forget(&self, username: &str) {
        self.0.lock().remove(username);
    }

    /// All that are prepared; they are no longer waiting then.
    pub(crate) fn take(&self) -> Vec<Upgrade> {
        let mut upgrades = self.0.lock();
        upgrades
            .extract_if(|_, upgrade| upgrade.is_some())
            .filter_map(|(_, upgrade)| upgrade)
            .collect()
    }
}

/// The next write takes them all.
const MOST_WAITING: usize = 10_000;
/// Each takes a thread; logins come first.
const MOST_PREPARED: usize = 2;

#[cfg(test)]
mod tests {
    use gmqtt_config::Secret;

    use super::*;

    #[test]
    fn an_upgrade_is_prepared_once_and_taken_once() {
        let upgrades = Upgrades::default();
        assert!(upgrades.begin("a") && !upgrades.begin("a") && upgrades.begin("b"));
        assert!(!upgrades.begin("c"), "two are being prepared");
        upgrades.finish(Upgrade {
            username: "a".into(),
            checked: Secret::new("x"),
            password: None,
            scram: None,
        });
        upgrades.forget("b");
        assert_eq!(upgrades.take().len(), 1);
        assert!(upgrades.take().is_empty() && upgrades.begin("a"));
    }
}
