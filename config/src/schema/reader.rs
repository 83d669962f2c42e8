//! Reads the tree into the structs of the schema. It goes on after a mistake, so that all are reported at once.

use std::collections::{BTreeMap, BTreeSet};

use super::{Key, Section, Shape, Value, find, keys, nearest};
use crate::{
    load::{Finding, Report, Span},
    yaml::{Content, Entry, Node},
};

/// Reads one tree.
pub(crate) struct Reader<'r, 's> {
    report: &'r mut Report<'s>,
    /// Whether the file is one of the Go broker.
    compatible: bool,
    /// Where the reader is: the dotted path, and the key whose value it reads.
    path: String,
    key: Option<&'static Key>,
    found: Found,
}

/// Which keys are written where, and which of them are wrong.
#[derive(Debug, Default)]
pub(crate) struct Found {
    spans: BTreeMap<String, Place>,
    wrong: BTreeSet<String>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    span: Span,
    /// Whether a value is written there, and not a section or nothing.
    is_value: bool,
}

impl Found {
    /// Where the value of a key is written.
    pub(crate) fn span(&self, path: &str) -> Option<Span> {
        self.spans.get(path).map(|place| place.span)
    }

    /// Whether a key was read without a mistake; a key left out is.
    pub(crate) fn is_right(&self, path: &str) -> bool {
        !self.wrong.contains(path)
    }

    /// All keys with a value of their own.
    pub(crate) fn into_values(self) -> impl Iterator<Item = (String, Span)> {
        self.spans
            .into_iter()
            .filter(|(_, place)| place.is_value)
            .map(|(path, place)| (path, place.span))
    }
}

impl<'r, 's> Reader<'r, 's> {
    pub(crate) fn new(report: &'r mut Report<'s>, compatible: bool) -> Self {
        Self {
            report,
            compatible,
            path: String::new(),
            key: None,
            found: Found::default(),
        }
    }

    /// Reads the whole tree.
    pub(crate) fn read<T: Value + Default>(mut self, root: &Node) -> (T, Found) {
        let value = if root.is_null() {
            None
        } else {
            T::read(root, &mut self)
        };
        (value.unwrap_or_default(), self.found)
    }

    /// Whether the habits of the Go broker are accepted.
    pub(crate) const fn is_compatible(&self) -> bool {
        self.compatible
    }

    /// The port of an address that names none.
    pub(crate) fn default_port(&self) -> Option<u16> {
        self.key.and_then(|key| key.default_port)
    }

    /// The smallest and the largest number.
    pub(crate) fn limits(&self) -> (u64, u64) {
        self.key.map_or((0, u64::MAX), |key| (key.min, key.max))
    }

    /// Reads a mapping.
    pub(crate) fn section<S: Section + Value>(&mut self, node: &Node) -> Option<S> {
        let Content::Map(entries) = &node.content else {
            self.invalid::<S>(node, None, None);
            return None;
        };
        let mut section = S::default();
        let mut given: Vec<&'static str> = Vec::new();
        for entry in entries {
            let Some(key) = find(S::KEYS, &entry.key) else {
                self.unknown::<S>(entry);
                continue;
            };
            if given.contains(&key.name) {
                let other = if entry.key == key.name {
                    key.alias.unwrap_or(key.name)
                } else {
                    key.name
                };
                let message = format!(
                    "`{}` and `{other}` are two names of the same key; the first one counts",
                    entry.key
                );
                let finding = Finding::warning(message);
                self.report.push(finding.at(entry.at).show_line(true));
                continue;
            }
            given.push(key.name);
            if key.required && entry.value.is_null() {
                self.missing(key, entry.at);
                continue;
            }
            self.below(key.name, Some(key), |reader| {
                reader.note(&entry.value, entry.at);
                // A key without a value keeps its default.
                if !entry.value.is_null() {
                    section.assign(key, &entry.value, reader);
                }
            });
        }
        for key in S::KEYS {
            if key.required && !given.contains(&key.name) {
                self.missing(key, node.at);
            }
        }
        Some(section)
    }

    /// Reads a list; its items are read with the limits of the list's key.
    pub(crate) fn list<T: Value>(&mut self, node: &Node) -> Option<Vec<T>> {
        let Content::List(items) = &node.content else {
            let hint = match &node.content {
                Content::Scalar(text) => format!("a list of one is written `[{text}]`"),
                _ => "each item starts with `- `".to_owned(),
            };
            self.invalid::<Vec<T>>(node, None, Some(hint));
            return None;
        };
        let mut values = Vec::with_capacity(items.len());
        let mut complete = true;
        for (index, item) in items.iter().enumerate() {
            let value = self.below(&format!("[{index}]"), self.key, |reader| {
                reader.note(item, item.at);
                T::read(item, reader)
            });
            complete &= value.is_some();
            values.extend(value);
        }
        if !complete {
            self.found.wrong.insert(self.path.clone());
        }
        complete.then_some(values)
    }

    /// The text of a scalar.
    pub(crate) fn scalar<'n, T: Value>(&mut self, node: &'n Node) -> Option<&'n str> {
        if let Content::Scalar(text) = &node.content {
            return Some(text);
        }
        self.invalid::<T>(node, None, None);
        None
    }

    /// A whole number within the limits of the key and the type.
    pub(crate) fn number<T: Value>(&mut self, node: &Node) -> Option<u64> {
        let text = self.scalar::<T>(node)?;
        let (min, max) = self.limits();
        let largest = if let Shape::Number(largest) = T::shape() {
            largest
        } else {
            u64::MAX
        };
        let number = whole_number(text).filter(|number| (min..=max.min(largest)).contains(number));
        if number.is_none() {
            self.invalid::<T>(node, None, None);
        }
        number
    }

    /// Reports a value that is not what was expected.
    pub(crate) fn invalid<T: Value>(
        &mut self,
        node: &Node,
        reason: Option<String>,
        hint: Option<String>,
    ) {
        let shape = T::shape();
        let found = match &node.content {
            Content::Null => "nothing".to_owned(),
            Content::List(_) => "a list".to_owned(),
            Content::Map(_) => "a section".to_owned(),
            Content::Scalar(_) if matches!(shape, Shape::Secret) => "this".to_owned(),
            Content::Scalar(text) if text.chars().count() > LONGEST_SHOWN => {
                "this long text".to_owned()
            }
            Content::Scalar(text) => format!("`{text}`"),
        };
        let subject = if self.path.is_empty() {
            "a config file".to_owned()
        } else {
            format!("`{}`", self.path)
        };
        let expected = shape.expected(self.key);
        let reason = reason
            .map(|reason| format!(": {reason}"))
            .unwrap_or_default();
        let finding = Finding::error(format!("{subject} must be {expected}, not {found}{reason}"));
        let secret = matches!(shape, Shape::Secret);
        self.report.push(
            finding
                .at(node.at)
                .key(self.path.clone())
                .show_line(!secret)
                .hint(hint),
        );
        self.found.wrong.insert(self.path.clone());
    }

    /// Reports a value that is right but probably not meant.
    pub(crate) fn suspicious(&mut self, node: &Node, message: &str, hint: &str) {
        let finding = Finding::warning(format!("`{}`: {message}", self.path));
        self.report.push(
            finding
                .at(node.at)
                .key(self.path.clone())
                .show_line(true)
                .hint(hint.to_owned()),
        );
    }

    fn missing(&mut self, key: &Key, at: Span) {
        let path = self.path_of(key.name);
        let finding = Finding::error(format!("`{path}` is missing")).key(path.clone());
        self.report.push(finding.at(at).show_line(true));
        self.found.wrong.insert(path);
    }

    fn unknown<S: Section>(&mut self, entry: &Entry) {
        let path = self.path_of(&entry.key);
        if let Some(legacy) = S::LEGACY.iter().find(|legacy| legacy.name == entry.key) {
            if !self.compatible {
                let finding = Finding::warning(format!("`{path}` has no effect"))
                    .key(path)
                    .at(entry.at);
                self.report
                    .push(finding.show_line(true).hint(legacy.reason.to_owned()));
            }
            return;
        }
        let message = format!("unknown key `{}`", entry.key);
        let lenient = self.compatible && !self.report.is_override(entry.at);
        let finding = if lenient {
            Finding::warning(message)
        } else {
            Finding::error(message)
        };
        let near = nearest(&entry.key, S::KEYS.iter().map(|key| key.name));
        // The line of a misspelt password has a password on it.
        let secret = near
            .and_then(|name| find(S::KEYS, name))
            .is_some_and(|key| matches!((key.shape)(), Shape::Secret));
        let hint = near
            .map(|name| format!("did you mean `{name}`?"))
            .or_else(|| belongs(&entry.key))
            .or_else(|| {
                let names: Vec<_> = S::KEYS.iter().map(|key| key.name).collect();
                (1..=8)
                    .contains(&names.len())
                    .then(|| format!("known keys: {}", names.join(", ")))
            });
        self.report
            .push(finding.key(path).at(entry.at).show_line(!secret).hint(hint));
    }

    /// Remembers where the current key is written. A section is where its key is.
    fn note(&mut self, value: &Node, key: Span) {
        let is_value = matches!(value.content, Content::Scalar(_) | Content::List(_));
        let span = if is_value { value.at } else { key };
        self.found
            .spans
            .insert(self.path.clone(), Place { span, is_value });
    }

    /// Goes one level down.
    fn below<T>(
        &mut self,
        step: &str,
        key: Option<&'static Key>,
        work: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let length = self.path.len();
        self.path = self.path_of(step);
        let outer = std::mem::replace(&mut self.key, key);
        let result = work(self);
        self.key = outer;
        self.path.truncate(length);
        result
    }

    fn path_of(&self, step: &str) -> String {
        if self.path.is_empty() || step.starts_with('[') {
            format!("{}{step}", self.path)
        } else {
            format!("{}.{step}", self.path)
        }
    }
}

/// A longer text is not repeated in a message.
const LONGEST_SHOWN: usize = 60;

/// Where a key would be known.
fn belongs(name: &str) -> Option<String> {
    let suffix = format!(".{name}");
    let mut homes = keys().iter().filter_map(|key| {
        key.path
            .strip_suffix(&suffix)
            .or((key.path == name).then_some(""))
    });
    match (homes.next()?, homes.next()) {
        ("", None) => Some(format!(
            "`{name}` belongs to the top level; check the indentation"
        )),
        (home, None) => Some(format!("`{name}` belongs to `{home}`")),
        (_, Some(_)) => None,
    }
}

/// Decimal, hexadecimal or octal, with `_` between digits.
fn whole_number(text: &str) -> Option<u64> {
    let (digits, radix) = match text.get(..2) {
        Some("0x") => (&text[2..], 16),
        Some("0o") => (&text[2..], 8),
        _ => (text.strip_prefix('+').unwrap_or(text), 10),
    };
    let starts = digits.starts_with(|c: char| c.is_digit(radix));
    let ends = digits.ends_with(|c: char| c.is_digit(radix));
    if !starts || !ends {
        return None;
    }
    u64::from_str_radix(&digits.replace('_', ""), radix).ok()
}
