//! The names of the hooks, and sets of them.

use std::fmt;

/// The 19 places where the broker calls its plugins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
#[expect(
    missing_docs,
    reason = "each is documented at the method of Plugin that bears its name"
)]
pub enum Hook {
    OnAccept,
    OnBasicAuth,
    OnEnhancedAuth,
    OnReAuth,
    OnConnected,
    OnSessionCreated,
    OnSessionResumed,
    OnSessionTerminated,
    OnSubscribe,
    OnSubscribed,
    OnUnsubscribe,
    OnUnsubscribed,
    OnMsgArrived,
    OnDelivered,
    OnMsgDropped,
    OnWillPublish,
    OnWillPublished,
    OnClosed,
    OnStop,
}

impl Hook {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 19] = [
        Self::OnAccept,
        Self::OnBasicAuth,
        Self::OnEnhancedAuth,
        Self::OnReAuth,
        Self::OnConnected,
        Self::OnSessionCreated,
        Self::OnSessionResumed,
        Self::OnSessionTerminated,
        Self::OnSubscribe,
        Self::OnSubscribed,
        Self::OnUnsubscribe,
        Self::OnUnsubscribed,
        Self::OnMsgArrived,
        Self::OnDelivered,
        Self::OnMsgDropped,
        Self::OnWillPublish,
        Self::OnWillPublished,
        Self::OnClosed,
        Self::OnStop,
    ];

    /// The name of its method in [`Plugin`](crate::Plugin), such as `on_accept`: the label in metrics and logs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OnAccept => "on_accept",
            Self::OnBasicAuth => "on_basic_auth",
            Self::OnEnhancedAuth => "on_enhanced_auth",
            Self::OnReAuth => "on_re_auth",
            Self::OnConnected => "on_connected",
            Self::OnSessionCreated => "on_session_created",
            Self::OnSessionResumed => "on_session_resumed",
            Self::OnSessionTerminated => "on_session_terminated",
            Self::OnSubscribe => "on_subscribe",
            Self::OnSubscribed => "on_subscribed",
            Self::OnUnsubscribe => "on_unsubscribe",
            Self::OnUnsubscribed => "on_unsubscribed",
            Self::OnMsgArrived => "on_msg_arrived",
            Self::OnDelivered => "on_delivered",
            Self::OnMsgDropped => "on_msg_dropped",
            Self::OnWillPublish => "on_will_publish",
            Self::OnWillPublished => "on_will_published",
            Self::OnClosed => "on_closed",
            Self::OnStop => "on_stop",
        }
    }
}

/// A set of hooks: what a plugin wants to be called for. A hook outside the set costs a branch.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct HookSet(u32);

impl HookSet {
    /// No hook.
    pub const NONE: Self = Self(0);
    /// Every hook.
    pub const ALL: Self = Self((1 << 19) - 1);
    /// No hook; [`Plugin::may_deliver`](crate::Plugin::may_deliver) is asked.
    pub const MAY_DELIVER: Self = Self(1 << 19);

    /// No hook; [`Plugin::may_publish`](crate::Plugin::may_publish) is asked.
    pub const MAY_PUBLISH: Self = Self(1 << 20);

    /// The set of the hooks listed.
    #[must_use]
    pub const fn of(hooks: &[Hook]) -> Self {
        let mut set = 0;
        let mut i = 0;
        while i < hooks.len() {
            set |= 1 << hooks[i] as u8;
            i += 1;
        }
        Self(set)
    }

    /// True if the hook is in the set.
    #[must_use]
    pub const fn has(self, hook: Hook) -> bool {
        self.0 & (1 << hook as u8) != 0
    }

    /// Whether [`Plugin::may_deliver`](crate::Plugin::may_deliver) is asked.
    #[must_use]
    pub const fn asks_deliveries(self) -> bool {
        self.0 & Self::MAY_DELIVER.0 != 0
    }

    /// Whether [`Plugin::may_publish`](crate::Plugin::may_publish) is asked.
    #[must_use]
    pub const fn asks_publishes(self) -> bool {
        self.0 & Self::MAY_PUBLISH.0 != 0
    }

    /// The set as a number, and back.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// The set that [`bits`](Self::bits) gave.
    #[must_use]
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// The hooks that are in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl fmt::Debug for HookSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HookSet({:#07x})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hooks_are_numbered_as_they_are_listed() {
        for (number, hook) in Hook::ALL.into_iter().enumerate() {
            assert_eq!(hook as usize, number);
            let variant: String = format!("{hook:?}")
                .chars()
                .flat_map(|c| {
                    if c.is_uppercase() {
                        vec!['_', c.to_ascii_lowercase()]
                    } else {
                        vec![c]
                    }
                })
                .collect();
            assert_eq!(hook.name(), &variant[1..]);
        }
    }

    #[test]
    fn a_set_has_what_it_was_made_of() {
        let set = HookSet::of(&[Hook::OnAccept, Hook::OnStop]);
        assert!(set.has(Hook::OnAccept) && set.has(Hook::OnStop) && !set.has(Hook::OnClosed));
        assert!(HookSet::ALL.has(Hook::OnStop) && !HookSet::NONE.has(Hook::OnAccept));
        assert_eq!(set.union(HookSet::ALL), HookSet::ALL);
    }
}
