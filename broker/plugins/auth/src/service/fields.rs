//! The fields that accounts are filtered and ordered by.

use std::sync::Arc;

use gmqtt_admin_api::list::{Field, FieldKind, FieldValue, Fields};

use crate::account::Account;

/// An account in a list.
pub(super) struct Listed {
    /// Its place in the file.
    position: usize,
    account: Arc<Account>,
    connected: u32,
}

impl Listed {
    pub(super) const fn new(position: usize, account: Arc<Account>, connected: u32) -> Self {
        Self {
            position,
            account,
            connected,
        }
    }

    pub(super) fn account(&self) -> &Account {
        &self.account
    }
}

impl Fields for Listed {
    const FIELDS: &'static [Field] = &[
        Field::searched("username", FieldKind::Text),
        Field::searched("description", FieldKind::Text),
        Field::new("hash", FieldKind::Text),
        Field::new("disabled", FieldKind::Flag),
        Field::new("connected", FieldKind::Number),
        Field::new("updated_at", FieldKind::Time),
        Field::new("warning", FieldKind::Text),
        Field::new("position", FieldKind::Number),
    ];

    fn value(&self, field: usize) -> Option<FieldValue<'_>> {
        match Self::FIELDS.get(field)?.name {
            "username" => Some(FieldValue::Text(self.account.username())),
            "description" => self.account.description().map(FieldValue::Text),
            "hash" => Some(FieldValue::Text(self.account.hash())),
            "disabled" => Some(FieldValue::Flag(self.account.is_disabled())),
            "connected" => Some(FieldValue::Number(f64::from(self.connected))),
            "updated_at" => self.account.updated_at().map(FieldValue::Time),
            "warning" => self.account.warning().map(FieldValue::Text),
            "position" => Some(FieldValue::Number(self.position as f64)),
            _ => None,
        }
    }
}
