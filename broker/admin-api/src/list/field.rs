//! The fields of what is listed.

use std::cmp::Ordering;
use std::net::IpAddr;
use std::time::SystemTime;

use super::ListError;
use crate::nearest::nearest;

/// Something that can be listed.
pub trait Fields {
    /// Its fields. The first is the one that names it: no two things have the same.
    const FIELDS: &'static [Field];

    /// The value of the field at this place of [`Fields::FIELDS`], of the kind that is said there; `None` if it has none now.
    fn value(&self, field: usize) -> Option<FieldValue<'_>>;
}

impl<T: Fields> Fields for &T {
    const FIELDS: &'static [Field] = T::FIELDS;

    fn value(&self, field: usize) -> Option<FieldValue<'_>> {
        T::value(self, field)
    }
}

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name in the API.
    pub name: &'static str,
    /// What tables call it, which filters and orders may say, too.
    pub also: Option<&'static str>,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether a word without a field is looked for in it.
    pub searched: bool,
}

impl Field {
    /// A field that a word without a field is looked for in.
    #[must_use]
    pub const fn searched(name: &'static str, kind: FieldKind) -> Self {
        Self {
            name,
            also: None,
            kind,
            searched: true,
        }
    }

    /// Any other field.
    #[must_use]
    pub const fn new(name: &'static str, kind: FieldKind) -> Self {
        Self {
            name,
            also: None,
            kind,
            searched: false,
        }
    }

    /// Whether this is a name of it.
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.name == name || self.also == Some(name)
    }

    /// The same with another name.
    #[must_use]
    pub const fn also(mut self, name: &'static str) -> Self {
        self.also = Some(name);
        self
    }
}

/// A field of things of the type `T`, and what reads its value.
pub type Column<T> = (Field, for<'a> fn(&'a T) -> Option<FieldValue<'a>>);

/// The fields of columns, for [`Fields::FIELDS`] of what is listed so often that the way to a value matters.
#[must_use]
pub const fn fields<T, const N: usize>(columns: &[Column<T>; N]) -> [Field; N] {
    let mut fields = [columns[0].0; N];
    let mut at = 0;
    while at < N {
        fields[at] = columns[at].0;
        at += 1;
    }
    fields
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Text.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Flag,
    /// A moment.
    Time,
    /// An IP address, without a port.
    Address,
}

impl FieldKind {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "a number",
            Self::Flag => "true or false",
            Self::Time => "a time",
            Self::Address => "an address",
        }
    }
}

/// The value of a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FieldValue<'a> {
    /// Text.
    Text(&'a str),
    /// A number. Whole numbers are exact up to 2^53.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A moment.
    Time(SystemTime),
    /// An IP address.
    Address(IpAddr),
}

impl FieldValue<'_> {
    /// The order of two values; values of two kinds are ordered by kind, so that there is always an order.
    pub(super) fn order(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Text(a), FieldValue::Text(b)) => a.cmp(b),
            (Self::Number(a), FieldValue::Number(b)) => a.total_cmp(&b),
            (Self::Flag(a), FieldValue::Flag(b)) => a.cmp(&b),
            (Self::Time(a), FieldValue::Time(b)) => a.cmp(&b),
            (Self::Address(a), FieldValue::Address(b)) => a.cmp(&b),
            (a, b) => a.rank().cmp(&b.rank()),
        }
    }

    const fn rank(self) -> u8 {
        match self {
            Self::Text(_) => 0,
            Self::Number(_) => 1,
            Self::Flag(_) => 2,
            Self::Time(_) => 3,
            Self::Address(_) => 4,
        }
    }
}

/// The place of a field by its name.
pub(super) fn find(
    fields: &[Field],
    name: &str,
    argument: &'static str,
    at: usize,
) -> Result<usize, ListError> {
    if let Some(place) = fields.iter().position(|field| field.is_called(name)) {
        return Ok(place);
    }
    let meant = nearest(name, fields.iter().map(|field| field.name)).map_or_else(
        || {
            let all: Vec<_> = fields.iter().map(|field| field.name).collect();
            format!(" (there are {})", all.join(", "))
        },
        |near| format!(" (did you mean {near}?)"),
    );
    Err(ListError::new(
        argument,
        at,
        format!("unknown field {name:?}{meant}"),
    ))
}
