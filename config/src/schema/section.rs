//! Sections: mappings with a fixed set of keys, each declared once.

use super::{Key, Legacy, Reader};
use crate::yaml::Node;

/// A struct that is a mapping in the file.
pub(crate) trait Section: Default {
    /// Its keys, in the order in which they are shown.
    const KEYS: &'static [Key];
    /// Keys that are accepted without effect.
    const LEGACY: &'static [Legacy];

    /// Reads the value of one of [`Self::KEYS`]; after a mistake the field keeps what it has.
    fn assign(&mut self, key: &Key, node: &Node, reader: &mut Reader<'_, '_>);
}

/// A field that is no key: what it holds is found elsewhere, and shown behind the keys.
pub(crate) trait Extra {
    /// Shows it as entries of the section.
    fn write_entries<M: serde::ser::SerializeMap>(
        &self,
        map: &mut M,
        secrets: super::Secrets,
    ) -> Result<(), M::Error>;
}

/// Declares a section: the struct, its defaults, how it is read and how it is shown.
///
/// ```text
/// section! {
///     /// What the section is about.
///     pub struct Name {
///         /// What the key does.
///         pub key: Type = default => option(argument), ...;
///     }
///     legacy { "key" = "why it has no effect"; }
///     extra { pub field: Type; }
/// }
/// ```
///
/// The options are the builder methods of [`Key`].
macro_rules! section {
    (
        $(#[doc = $about:literal])*
        pub struct $name:ident {
            $(
                $(#[doc = $doc:literal])*
                pub $field:ident: $type:ty = $default:expr $(=> $($option:ident ( $($argument:expr)? )),+)?;
            )*
        }
        $(legacy { $($legacy:literal = $reason:literal;)* })?
        $(extra { $(#[doc = $extra_doc:literal])* pub $extra:ident: $extra_type:ty; })?
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $($(#[doc = $doc])* pub $field: $type,)*
            $($(#[doc = $extra_doc])* pub $extra: $extra_type,)?
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)* $($extra: <$extra_type>::default(),)? }
            }
        }

        impl $crate::schema::Section for $name {
            const KEYS: &'static [$crate::schema::Key] = &[
                $($crate::schema::Key::new(
                    stringify!($field),
                    &[$($doc),*],
                    <$type as $crate::schema::Value>::shape,
                )$($(.$option($($argument)?))+)?,)*
            ];
            const LEGACY: &'static [$crate::schema::Legacy] = &[
                $($($crate::schema::Legacy { name: $legacy, reason: $reason },)*)?
            ];

            fn assign(
                &mut self,
                key: &$crate::schema::Key,
                node: &$crate::yaml::Node,
                reader: &mut $crate::schema::Reader<'_, '_>,
            ) {
                $(if key.field == stringify!($field) {
                    if let Some(value) = $crate::schema::Value::read(node, reader) {
                        self.$field = value;
                    }
                })*
            }
        }

        impl $crate::schema::Value for $name {
            fn read(
                node: &$crate::yaml::Node,
                reader: &mut $crate::schema::Reader<'_, '_>,
            ) -> Option<Self> {
                reader.section(node)
            }

            fn write<S: serde::Serializer>(
                &self,
                serializer: S,
                secrets: $crate::schema::Secrets,
            ) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                let mut keys = <Self as $crate::schema::Section>::KEYS.iter();
                let mut map = serializer.serialize_map(None)?;
                $(if let Some(key) = keys.next() {
                    map.serialize_entry(key.name, &$crate::schema::Show(&self.$field, secrets))?;
                })*
                $($crate::schema::Extra::write_entries(&self.$extra, &mut map, secrets)?;)?
                map.end()
            }

            fn shape() -> $crate::schema::Shape {
                $crate::schema::Shape::Section(<Self as $crate::schema::Section>::KEYS, || {
                    let section = Self::default();
                    let shown = $crate::schema::Show(&section, $crate::schema::Secrets::Revealed);
                    serde_yaml::to_value(shown).unwrap_or_default()
                })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::schema::Value::write(self, serializer, $crate::schema::Secrets::Masked)
            }
        }
    };
}
pub(crate) use section;
