//! A command line that does what a dialog does, as a shell takes it.

/// A command line in the making.
pub(super) struct CommandLine {
    verbs: &'static str,
    /// What it is about: clients, topics, filters.
    pub(super) names: Vec<String>,
    /// Flags that are quoted already.
    pub(super) flags: Vec<String>,
}

impl CommandLine {
    /// Begins with these words.
    pub(super) const fn new(verbs: &'static str) -> Self {
        Self {
            verbs,
            names: Vec::new(),
            flags: Vec::new(),
        }
    }

    /// Adds a flag, unless it would say nothing.
    pub(super) fn flag(&mut self, flag: &str, value: &str) {
        if value.starts_with('-') {
            self.flags.push(format!("{flag}={}", quoted(value)));
        } else if !value.is_empty() {
            self.flags.push(format!("{flag} {}", quoted(value)));
        }
    }

    /// It with these names, as text.
    pub(super) fn with<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> String {
        self.names = names.into_iter().map(str::to_owned).collect();
        self.text()
    }

    /// It as text.
    pub(super) fn text(self) -> String {
        let Self {
            verbs,
            names,
            flags,
        } = self;
        // A client may have called itself like a flag.
        let like_flags = names.iter().any(|name| name.starts_with('-'));
        let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
        let start = format!("gmqtt {verbs}");
        let words: Vec<String> = if like_flags {
            let end = "--".to_owned();
            [vec![start], flags, vec![end], names].concat()
        } else {
            [vec![start], names, flags].concat()
        };
        words.join(" ")
    }
}

/// A word as a shell takes it.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:@%+=,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_cannot_end_a_word() {
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted("$(reboot)"), "'$(reboot)'");
        assert_eq!(quoted(""), "''");
    }
}
