//! When a changed key of the configuration takes effect.

/// When a changed key takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applies {
    /// At once, for everybody.
    Now,
    /// For clients that connect from now on.
    NewClients,
    /// When the broker is started again.
    Restart,
}

impl Applies {
    /// For people.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::NewClients => "new clients",
            Self::Restart => "restart needed",
        }
    }
}

/// A key that a plugin found changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The dotted path, `plugins.auth.hash`.
    pub key: String,
    /// When the change takes effect.
    pub applies: Applies,
}

impl Applied {
    /// This key, then.
    #[must_use]
    pub fn new(key: impl Into<String>, applies: Applies) -> Self {
        Self {
            key: key.into(),
            applies,
        }
    }
}
