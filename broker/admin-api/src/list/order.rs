//! The order of a list: `-queue_len,client_id`.

use std::cmp::Ordering;

use super::field::find;
use super::token::PageToken;
use super::{FieldValue, Fields, ListError};

/// The most fields of an order.
const MAX_KEYS: usize = 8;

/// An order that was read. No two things are equal in it: the field that names them comes last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub(super) keys: Vec<Key>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) field: usize,
    descending: bool,
}

impl Order {
    /// Reads an order for things of the type `T`: fields with commas between them, each with `-` in front or ` desc` behind for
    /// descending.
    ///
    /// # Errors
    /// A field that does not exist or comes twice, and more than eight of them.
    pub fn parse<T: Fields>(text: &str) -> Result<Self, ListError> {
        let mut keys: Vec<Key> = Vec::new();
        let mut at = 0;
        for part in text.split(',') {
            let start = at;
            at += part.len() + 1;
            let part = part.trim();
            if part.is_empty() && text.trim().is_empty() {
                continue;
            }
            let (name, descending) = direction(part);
            let field = find(T::FIELDS, name, "order_by", start)?;
            if keys.iter().any(|key| key.field == field) {
                let problem = format!("{name} is there twice");
                return Err(ListError::new("order_by", start, problem));
            }
            if keys.len() == MAX_KEYS {
                let problem = format!("it has more than {MAX_KEYS} fields");
                return Err(ListError::new("order_by", start, problem));
            }
            keys.push(Key { field, descending });
        }
        if !keys.iter().any(|key| key.field == 0) {
            keys.push(Key {
                field: 0,
                descending: false,
            });
        }
        Ok(Self { keys })
    }

    /// The order of two things. What has no value comes after what has one, whichever way the order goes.
    pub fn compare<T: Fields>(&self, a: &T, b: &T) -> Ordering {
        self.keys
            .iter()
            .map(|key| key.compare(a.value(key.field), b.value(key.field)))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }

    /// Whether a thing comes after the one that a token was made of.
    pub(super) fn is_after<T: Fields>(&self, thing: &T, token: &PageToken) -> bool {
        self.keys
            .iter()
            .zip(token.values())
            .map(|(key, last)| key.compare(thing.value(key.field), last))
            .find(|order| order.is_ne())
            .is_some_and(Ordering::is_gt)
    }
}

impl Key {
    fn compare(self, a: Option<FieldValue<'_>>, b: Option<FieldValue<'_>>) -> Ordering {
        match (a, b) {
            (Some(a), Some(b)) if self.descending => b.order(a),
            (Some(a), Some(b)) => a.order(b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        }
    }
}

fn direction(part: &str) -> (&str, bool) {
    if let Some(name) = part.strip_prefix('-') {
        return (name.trim(), true);
    }
    if let Some(name) = part.strip_suffix(" desc") {
        return (name.trim(), true);
    }
    let name = part.strip_suffix(" asc").unwrap_or(part);
    (name.strip_prefix('+').unwrap_or(name).trim(), false)
}
