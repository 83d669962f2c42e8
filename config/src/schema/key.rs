//! What is known about a key before any file is read.

/// A key of a section.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    /// The field of the struct.
    pub(crate) field: &'static str,
    /// The key as it is written; the field's name unless [`Key::named`].
    pub(crate) name: &'static str,
    /// Another spelling that is read as well.
    pub(crate) alias: Option<&'static str>,
    /// The doc comment, a line each.
    pub(crate) doc: &'static [&'static str],
    /// Whether a section without it is an error.
    pub(crate) required: bool,
    /// The smallest number.
    pub(crate) min: u64,
    /// The largest number, besides what the type holds.
    pub(crate) max: u64,
    /// The port of an address that names none.
    pub(crate) default_port: Option<u16>,
    /// What the value looks like.
    pub(crate) shape: fn() -> Shape,
}

/// A key that is accepted because the Go broker had it, and has no effect.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Legacy {
    pub(crate) name: &'static str,
    pub(crate) reason: &'static str,
}

/// What a value looks like in YAML.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// One value, described in words.
    Scalar(&'static str),
    /// A text that is not shown.
    Secret,
    /// A whole number up to this.
    Number(u64),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list.
    List(fn() -> Self),
    /// A section with keys of its own, and what they are when it is empty.
    Section(&'static [Key], fn() -> serde_yaml::Value),
}

impl Key {
    pub(crate) const fn new(
        field: &'static str,
        doc: &'static [&'static str],
        shape: fn() -> Shape,
    ) -> Self {
        Self {
            field,
            name: field,
            alias: None,
            doc,
            required: false,
            min: 0,
            max: u64::MAX,
            default_port: None,
            shape,
        }
    }

    /// The key differs from the field's name.
    pub(crate) const fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// Another spelling is read as well.
    pub(crate) const fn alias(mut self, name: &'static str) -> Self {
        self.alias = Some(name);
        self
    }

    /// There is no default.
    pub(crate) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The smallest number, or 1 for "a duration that is not zero".
    pub(crate) const fn at_least(mut self, min: u64) -> Self {
        self.min = min;
        self
    }

    /// The largest number.
    pub(crate) const fn at_most(mut self, max: u64) -> Self {
        self.max = max;
        self
    }

    /// The port of an address that names none.
    pub(crate) const fn default_port(mut self, port: u16) -> Self {
        self.default_port = Some(port);
        self
    }
}

impl Shape {
    /// What is expected, in words. The limits are the key's.
    pub(crate) fn expected(self, key: Option<&Key>) -> String {
        match self {
            Self::Scalar(what) => what.to_owned(),
            Self::Secret => "a text".to_owned(),
            Self::Number(largest) => {
                let (min, max) = key.map_or((0, u64::MAX), |key| (key.min, key.max));
                format!("a number from {min} to {}", max.min(largest))
            }
            Self::Choice([only]) => format!("`{only}`"),
            Self::Choice(words) => format!("one of `{}`", words.join("`, `")),
            Self::List(_) => "a list".to_owned(),
            Self::Section(..) => "a section with keys of its own".to_owned(),
        }
    }
}

/// The key of a section that is written like this.
pub(crate) fn find(keys: &'static [Key], name: &str) -> Option<&'static Key> {
    keys.iter()
        .find(|key| key.name == name || key.alias == Some(name))
}
