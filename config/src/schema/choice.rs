//! Values that are one of a few words.

/// Declares an enum whose variants are words in the file, and which of them is the default.
macro_rules! choice {
    (
        $(#[doc = $about:literal])*
        pub enum $name:ident default $default:ident {
            $($(#[doc = $doc:literal])* $variant:ident = $word:literal),+ $(,)?
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[doc = $doc])* $variant,)+
        }

        impl $name {
            /// The words, as they are written in the file.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word in the file.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// The variant a word means, in any case.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                [$(Self::$variant),+].into_iter().find(|it| it.as_str().eq_ignore_ascii_case(word))
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::$default
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl $crate::schema::Value for $name {
            fn read(
                node: &$crate::yaml::Node,
                reader: &mut $crate::schema::Reader<'_, '_>,
            ) -> Option<Self> {
                let word = reader.scalar::<Self>(node)?;
                let value = Self::from_word(word);
                if value.is_none() {
                    let hint = $crate::schema::nearest(word, Self::WORDS.iter().copied());
                    reader.invalid::<Self>(node, None, hint.map(|word| format!("did you mean `{word}`?")));
                }
                value
            }

            fn write<S: serde::Serializer>(
                &self,
                serializer: S,
                _: $crate::schema::Secrets,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }

            fn shape() -> $crate::schema::Shape {
                $crate::schema::Shape::Choice(Self::WORDS)
            }
        }
    };
}
pub(crate) use choice;
