//! Reads a type of a plugin's own from its section. The type of a scalar is in the eye of the reader: `5` is a number for a field
//! that wants one and a text for one that wants a text.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::{Custom, Entry, Kind};
use crate::Location;

/// A value that is read.
#[derive(Clone, Copy)]
pub(super) struct Place<'a>(pub(super) &'a Custom);

/// What is wrong, below which key of the section, and where.
#[derive(Debug)]
pub(super) struct Mistake {
    pub(super) message: String,
    /// `.list[2].name`
    pub(super) key: String,
    pub(super) at: Option<Location>,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Mistake {}

impl de::Error for Mistake {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self {
            message: message.to_string(),
            key: String::new(),
            at: None,
        }
    }
}

impl Mistake {
    /// The innermost place counts; the key grows on the way out.
    fn below(mut self, step: &str, at: Option<&Location>) -> Self {
        self.key.insert_str(0, step);
        self.at = self.at.or_else(|| at.cloned());
        self
    }
}

impl<'a> Place<'a> {
    fn unexpected(self) -> Unexpected<'a> {
        match &self.0.value {
            Kind::Nothing => Unexpected::Unit,
            Kind::Scalar(text) => Unexpected::Str(text),
            Kind::List(_) => Unexpected::Seq,
            Kind::Map(_) => Unexpected::Map,
        }
    }

    fn at(self, mistake: Mistake) -> Mistake {
        mistake.below("", self.0.at.as_ref())
    }

    fn wrong<'de, V: Visitor<'de>>(self, visitor: &V) -> Mistake {
        self.at(de::Error::invalid_type(self.unexpected(), visitor))
    }

    /// The scalar as a value of this type.
    fn parse<T: std::str::FromStr>(self) -> Option<T> {
        match &self.0.value {
            Kind::Scalar(text) => text.replace('_', "").parse().ok(),
            _ => None,
        }
    }

    fn guess<'de, V: Visitor<'de>>(text: &str, visitor: V) -> Result<V::Value, Mistake> {
        match text {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => match (text.parse(), text.parse(), text.parse::<f64>()) {
                (Ok(number), _, _) => visitor.visit_u64(number),
                (_, Ok(number), _) => visitor.visit_i64(number),
                (_, _, Ok(number)) if number.is_finite() => visitor.visit_f64(number),
                _ => visitor.visit_str(text),
            },
        }
    }
}

/// A number: one that does not fit its type is a mistake of the visitor's, anything else one of ours.
macro_rules! number {
    ($($method:ident => $visit:ident,)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
            match self.parse() {
                Some(number) => visitor.$visit(number).map_err(|mistake| self.at(mistake)),
                None => Err(self.wrong(&visitor)),
            }
        })*
    };
}

impl<'de> Deserializer<'de> for Place<'_> {
    type Error = Mistake;

    number! {
        deserialize_i8 => visit_i64,
        deserialize_i16 => visit_i64,
        deserialize_i32 => visit_i64,
        deserialize_i64 => visit_i64,
        deserialize_u8 => visit_u64,
        deserialize_u16 => visit_u64,
        deserialize_u32 => visit_u64,
        deserialize_u64 => visit_u64,
        deserialize_f32 => visit_f64,
        deserialize_f64 => visit_f64,
        deserialize_bool => visit_bool,
    }

    forward_to_deserialize_any! { i128 u128 bytes byte_buf unit unit_struct tuple tuple_struct }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        let value = match &self.0.value {
            Kind::Nothing => visitor.visit_unit(),
            Kind::Scalar(text) => Self::guess(text, visitor),
            Kind::List(items) => visitor.visit_seq(Items { items, next: 0 }),
            Kind::Map(entries) => visitor.visit_map(Entries { entries, next: 0 }),
        };
        value.map_err(|mistake| self.at(mistake))
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match &self.0.value {
            Kind::Scalar(text) => visitor.visit_str(text).map_err(|mistake| self.at(mistake)),
            _ => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match &self.0.value {
            Kind::Nothing => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match &self.0.value {
            Kind::List(_) => self.deserialize_any(visitor),
            Kind::Nothing => visitor.visit_seq(Items {
                items: &[],
                next: 0,
            }),
            _ => Err(self.wrong(&visitor)),
        }
    }

    /// Nothing is an empty section.
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        let entries: &[_] = match &self.0.value {
            Kind::Map(entries) => entries,
            Kind::Nothing => &[],
            _ => return Err(self.wrong(&visitor)),
        };
        let value = visitor.visit_map(Entries { entries, next: 0 });
        value.map_err(|mistake| self.at(mistake))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        let (name, content) = match &self.0.value {
            Kind::Scalar(name) => (name, None),
            Kind::Map(entries) => match &entries[..] {
                [entry] => (&entry.key, Some(Place(&entry.value))),
                _ => return Err(self.wrong(&visitor)),
            },
            _ => return Err(self.wrong(&visitor)),
        };
        let value = visitor.visit_enum(Variant {
            name,
            content: Content(content),
        });
        value.map_err(|mistake| self.at(mistake))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_unit()
    }
}

struct Items<'a> {
    items: &'a [Custom],
    next: usize,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Mistake;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mistake> {
        let Some(item) = self.items.get(self.next) else {
            return Ok(None);
        };
        let step = format!("[{}]", self.next);
        self.next += 1;
        seed.deserialize(Place(item))
            .map(Some)
            .map_err(|mistake| mistake.below(&step, item.at.as_ref()))
    }
}

struct Entries<'a> {
    entries: &'a [Entry],
    next: usize,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Mistake;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Mistake> {
        let Some(Entry { key, at, .. }) = self.entries.get(self.next) else {
            return Ok(None);
        };
        let name: StrDeserializer<'_, Mistake> = key.as_str().into_deserializer();
        seed.deserialize(name)
            .map(Some)
            .map_err(|mistake| mistake.below("", at.as_ref()))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mistake> {
        let Some(Entry { key, value, .. }) = self.entries.get(self.next) else {
            return Err(de::Error::custom("a value was asked for without a key"));
        };
        self.next += 1;
        seed.deserialize(Place(value))
            .map_err(|mistake| mistake.below(&format!(".{key}"), value.at.as_ref()))
    }
}

struct Variant<'a> {
    name: &'a str,
    content: Content<'a>,
}

/// What follows the word of a variant.
struct Content<'a>(Option<Place<'a>>);

impl<'a, 'de> EnumAccess<'de> for Variant<'a> {
    type Error = Mistake;
    type Variant = Content<'a>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant), Mistake> {
        let name: StrDeserializer<'_, Mistake> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self.content))
    }
}

impl<'de> VariantAccess<'de> for Content<'_> {
    type Error = Mistake;

    fn unit_variant(self) -> Result<(), Mistake> {
        match self.0 {
            None => Ok(()),
            Some(content) => Err(content.at(de::Error::invalid_type(
                content.unexpected(),
                &"nothing after this word",
            ))),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Mistake> {
        match self.0 {
            Some(content) => seed.deserialize(content),
            None => Err(de::Error::custom("a value must follow this word")),
        }
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Mistake> {
        match self.0 {
            Some(content) => content.deserialize_seq(visitor),
            None => Err(de::Error::custom("a list must follow this word")),
        }
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        match self.0 {
            Some(content) => content.deserialize_map(visitor),
            None => Err(de::Error::custom("a section must follow this word")),
        }
    }
}
