//! Who would receive a message, and what would become of it.

use crate::SubscriptionView;

/// A subscription that matches a topic, and what a message would mean to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receiver {
    /// The subscription.
    pub subscription: SubscriptionView,
    /// Whether its client is connected.
    pub connected: bool,
    /// What would become of the message.
    pub fate: Fate,
    /// How many members its group has, if it is shared.
    pub group: Option<usize>,
}

/// What would become of a message on its way to one subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is sent.
    Sent,
    /// It waits, behind so many others.
    Queued {
        /// How many wait already.
        behind: usize,
        /// What it waits for.
        why: &'static str,
    },
    /// One member of the group receives it.
    OneOfGroup {
        /// As things are, this one.
        next: bool,
    },
    /// The client receives it through another of its subscriptions.
    OtherSubscription {
        /// To this filter.
        filter: String,
    },
    /// The client may not be sent it.
    Denied {
        /// The rule, and where it stands.
        why: Option<String>,
    },
    /// It is dropped.
    Dropped {
        /// Why.
        why: &'static str,
    },
}

impl Fate {
    /// Whether the message is sent or queued.
    #[must_use]
    pub const fn is_delivery(&self) -> bool {
        matches!(self, Self::Sent | Self::Queued { .. })
    }
}
