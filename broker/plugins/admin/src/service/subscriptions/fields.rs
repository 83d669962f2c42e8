//! The fields that subscriptions are filtered and ordered by.

use gmqtt_admin_api::list::{Field, FieldKind, FieldValue, Fields};
use gmqtt_plugin_api::SubscriptionView;

use super::share_name;

/// A subscription in a list.
pub(super) struct Listed {
    /// What names it: its client and its filter, with a character between them that neither has.
    key: String,
    view: SubscriptionView,
}

impl Listed {
    pub(super) fn new(view: SubscriptionView) -> Self {
        Self {
            key: format!("{}\0{}", view.client_id, view.filter),
            view,
        }
    }

    pub(super) const fn view(&self) -> &SubscriptionView {
        &self.view
    }
}

impl Fields for Listed {
    const FIELDS: &'static [Field] = &[
        Field::new("key", FieldKind::Text),
        Field::searched("client_id", FieldKind::Text),
        Field::searched("topic_name", FieldKind::Text),
        Field::new("share_name", FieldKind::Text),
        Field::new("qos", FieldKind::Number),
        Field::new("id", FieldKind::Number),
        Field::new("no_local", FieldKind::Flag),
        Field::new("retain_as_published", FieldKind::Flag),
        Field::new("retain_handling", FieldKind::Number),
    ];

    fn value(&self, field: usize) -> Option<FieldValue<'_>> {
        let SubscriptionView {
            client_id,
            filter,
            options,
            id,
        } = &self.view;
        match Self::FIELDS.get(field)?.name {
            "key" => Some(FieldValue::Text(&self.key)),
            "client_id" => Some(FieldValue::Text(client_id)),
            "topic_name" => Some(FieldValue::Text(filter)),
            "share_name" => Some(FieldValue::Text(share_name(filter))),
            "qos" => Some(FieldValue::Number(f64::from(options.qos as u8))),
            "id" => id.map(|id| FieldValue::Number(f64::from(id))),
            "no_local" => Some(FieldValue::Flag(options.no_local)),
            "retain_as_published" => Some(FieldValue::Flag(options.retain_as_published)),
            "retain_handling" => Some(FieldValue::Number(f64::from(options.retain_handling as u8))),
            _ => None,
        }
    }
}
