//! HOCON, as far as configurations of brokers use it: objects, lists, texts, paths as keys, comments. Substitutions and includes
//! are left as they stand.
//!
//! It is read into a flat list of paths and values, without recursion.

/// A value and the path to it: `listeners.tcp.default.bind`; an item of a list has its number in the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Setting {
    pub(super) path: String,
    pub(super) value: String,
    /// From 1.
    pub(super) line: u32,
}

/// Why a text is no HOCON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) line: u32,
    pub(super) message: &'static str,
}

/// What is open at a place of the text.
enum Open {
    /// An object: its path, with a dot at the end unless it is the whole.
    Object(String),
    /// A list: its path, with a dot, and the number of the next item.
    List(String, usize),
}

/// Deeper than anybody writes.
const DEEPEST: usize = 64;

/// Reads a text.
pub(super) fn read(text: &str) -> Result<Vec<Setting>, Mistake> {
    let mut reader = Reader {
        rest: text,
        line: 1,
        open: vec![Open::Object(String::new())],
        settings: Vec::new(),
    };
    reader.run()?;
    Ok(reader.settings)
}

struct Reader<'t> {
    rest: &'t str,
    line: u32,
    open: Vec<Open>,
    settings: Vec<Setting>,
}

impl Reader<'_> {
    fn run(&mut self) -> Result<(), Mistake> {
        loop {
            self.skip(true);
            let Some(next) = self.rest.chars().next() else {
                return if self.open.len() == 1 {
                    Ok(())
                } else {
                    Err(self.wrong("a brace or bracket is not closed"))
                };
            };
            match next {
                // The braces around the whole may be written.
                '{' if self.open.len() == 1 && self.settings.is_empty() => {
                    self.take(1);
                    self.push(Open::Object(String::new()))?;
                }
                '}' | ']' => self.close(next)?,
                _ => self.entry()?,
            }
        }
    }

    /// A key and its value, or an item of a list.
    fn entry(&mut self) -> Result<(), Mistake> {
        let path = match self.open.last_mut() {
            Some(Open::List(path, next)) => {
                let path = format!("{path}{next}");
                *next += 1;
                path
            }
            Some(Open::Object(prefix)) => {
                let prefix = prefix.clone();
                let key = self.word(&['=', ':', '{', '}', '[', ']', ',', '\n', '#', '+'])?;
                if key.is_empty() {
                    return Err(self.wrong("a key is missing"));
                }
                self.skip(true);
                match self.rest.chars().next() {
                    Some('=' | ':') => self.take(1),
                    Some('+') if self.rest.starts_with("+=") => self.take(2),
                    Some('{') => {}
                    _ => return Err(self.wrong("a key has no value")),
                }
                format!("{prefix}{key}")
            }
            None => return Err(self.wrong("a closing brace has none before it")),
        };
        self.skip(true);
        match self.rest.chars().next() {
            Some('{') => {
                self.take(1);
                self.push(Open::Object(format!("{path}.")))
            }
            Some('[') => {
                self.take(1);
                self.push(Open::List(format!("{path}."), 0))
            }
            _ => {
                let line = self.line;
                let value = self.word(&[',', '\n', '}', ']', '#'])?;
                self.settings.push(Setting { path, value, line });
                Ok(())
            }
        }
    }

    fn push(&mut self, open: Open) -> Result<(), Mistake> {
        if self.open.len() > DEEPEST {
            return Err(self.wrong("objects are too deep"));
        }
        self.open.push(open);
        Ok(())
    }

    fn close(&mut self, with: char) -> Result<(), Mistake> {
        let fits = match self.open.last() {
            Some(Open::Object(_)) => with == '}' && self.open.len() > 1,
            Some(Open::List(..)) => with == ']',
            None => false,
        };
        if !fits {
            return Err(self.wrong("a brace or bracket has none before it"));
        }
        self.open.pop();
        self.take(1);
        Ok(())
    }

    /// A text in quotes, or what stands there up to one of `ends` without the blanks around it; what follows a quote on the same
    /// line belongs to it.
    fn word(&mut self, ends: &[char]) -> Result<String, Mistake> {
        let mut word = String::new();
        loop {
            if let Some(rest) = self.rest.strip_prefix("\"\"\"") {
                let end = rest
                    .find("\"\"\"")
                    .ok_or_else(|| self.wrong("a text has no end"))?;
                word.push_str(&rest[..end]);
                self.take(end + 6);
                continue;
            }
            let Some(next) = self.rest.chars().next() else {
                break;
            };
            if next == '"' {
                self.quoted(&mut word)?;
                continue;
            }
            if ends.contains(&next) || self.rest.starts_with("//") {
                break;
            }
            word.push(next);
            self.take(next.len_utf8());
        }
        Ok(word.trim().to_owned())
    }

    fn quoted(&mut self, word: &mut String) -> Result<(), Mistake> {
        let mut chars = self.rest.char_indices().skip(1);
        while let Some((at, next)) = chars.next() {
            match next {
                '"' => {
                    self.take(at + 1);
                    return Ok(());
                }
                '\\' => match chars.next() {
                    Some((_, 'n')) => word.push('\n'),
                    Some((_, 't')) => word.push('\t'),
                    Some((_, escaped)) => word.push(escaped),
                    None => break,
                },
                '\n' => break,
                other => word.push(other),
            }
        }
        Err(self.wrong("a text has no end"))
    }

    /// Passes over blanks, commas and comments; with `lines`, over the ends of lines.
    fn skip(&mut self, lines: bool) {
        loop {
            let blank = |c: char| c == ',' || c.is_whitespace() && (lines || c != '\n');
            let blanks = self.rest.len() - self.rest.trim_start_matches(blank).len();
            self.take(blanks);
            if self.rest.starts_with('#') || self.rest.starts_with("//") {
                let end = self.rest.find('\n').unwrap_or(self.rest.len());
                self.take(end);
            } else if blanks == 0 {
                return;
            }
        }
    }

    /// Goes on by so many bytes.
    fn take(&mut self, bytes: usize) {
        let (taken, rest) = self.rest.split_at(bytes);
        let ends = taken.bytes().filter(|byte| *byte == b'\n').count();
        self.line = self
            .line
            .saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
        self.rest = rest;
    }

    fn wrong(&self, message: &'static str) -> Mistake {
        Mistake {
            line: self.line,
            message,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(text: &str) -> Vec<(String, String)> {
        let settings = read(text).unwrap_or_else(|mistake| panic!("{mistake:?}"));
        settings
            .into_iter()
            .map(|one| (one.path, one.value))
            .collect()
    }

    #[test]
    fn objects_paths_and_lists_are_flattened() {
        let text = "# comment\nlisteners.tcp.default {\n  bind = \"0.0.0.0:1883\" // here\n  max_connections: 10\n}\n\
                    mqtt { max_packet_size = 1MB, nested { a = \"x \\\"y\\\"\" } }\nlist = [ {a = 1}, 2,\n 3 ]\n";
        let expected = [
            ("listeners.tcp.default.bind", "0.0.0.0:1883"),
            ("listeners.tcp.default.max_connections", "10"),
            ("mqtt.max_packet_size", "1MB"),
            ("mqtt.nested.a", "x \"y\""),
            ("list.0.a", "1"),
            ("list.1", "2"),
            ("list.2", "3"),
        ];
        let expected = expected.map(|(path, value)| (path.to_owned(), value.to_owned()));
        assert_eq!(flat(text), expected);
        assert_eq!(flat("{a = 1}"), [("a".to_owned(), "1".to_owned())]);
        assert_eq!(
            flat("a = \"\"\"x\ny\"\"\"\nb=1")[1],
            ("b".to_owned(), "1".to_owned())
        );
    }

    #[test]
    fn a_mistake_has_its_line() {
        for (text, line) in [
            ("a = 1\nb", 2),
            ("a {\n", 2),
            ("}", 1),
            ("a = \"x", 1),
            ("a = [1}", 1),
            ("= 1", 1),
        ] {
            assert_eq!(read(text).unwrap_err().line, line, "{text}");
        }
        assert!(read(&"a{".repeat(1000)).is_err());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[ab={}\\[\\],:#\"\\\\/+ \né]{0,40}") {
            let _ = read(&text);
        }
    }
}
