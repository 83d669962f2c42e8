//! The filter language: `connected=false AND queue_len>100`.
//!
//! ```text
//! filter     = term { ("AND" | "OR" | nothing, which is AND) term }   one kind of them between a pair of parentheses
//! term       = [ "NOT" | "-" ] ( "(" filter ")" | comparison | word )
//! comparison = field ( "=" | "!=" | "<" | "<=" | ">" | ">=" | ":" ) ( value | field )
//! ```
//!
//! `:` compares texts with a pattern (`client_id:"sensor-*"`), addresses with a network (`remote_addr:10.0.0.0/8`), and
//! `field:*` is true of what has a value. Times are written by RFC 3339 or as `-1h`, an hour ago. A number or a time may be
//! compared with another field (`inflight_len=max_inflight`). A word alone is looked for in the texts that name a thing. AND and OR
//! side by side need parentheses: other languages do not agree on which binds closer, and a filter may choose whom to disconnect.

use std::cmp::Ordering;
use std::time::{Duration, SystemTime};

use super::field::find;
use super::pattern::{Network, Pattern, fits};
use super::words::{Comparison, Word, WordKind, split};
use super::{Field, FieldKind, FieldValue, Fields, ListError};

/// The longest filter, in bytes.
pub const MAX_FILTER_BYTES: usize = 4096;

/// The most comparisons and words of a filter.
pub const MAX_FILTER_TERMS: usize = 100;

/// A filter that was read. The one without a term fits everything.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Tests and what connects them, in the order of evaluation: a connective follows what it connects.
    steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq)]
enum Step {
    Test(Test),
    And,
    Or,
    Not,
}

#[derive(Debug, Clone, PartialEq)]
enum Test {
    /// The field has a value.
    Present(usize),
    /// The text of a field fits a pattern.
    Fits(usize, Pattern),
    /// The address of a field is in a network.
    Within(usize, Network),
    /// A field, compared with a value.
    Value(usize, Comparison, Operand),
    /// A field, compared with another.
    Field(usize, Comparison, usize),
    /// A text is in one of the fields that are searched, whatever its case.
    Search(Pattern),
}

#[derive(Debug, Clone, PartialEq)]
enum Operand {
    Text(String),
    Number(f64),
    Flag(bool),
    Time(SystemTime),
}

impl Filter {
    /// Reads a filter for things of the type `T`. `now` is what times like `-1h` are counted from.
    ///
    /// # Errors
    /// What cannot be read, and what was probably meant; filters longer than [`MAX_FILTER_BYTES`] or with more than
    /// [`MAX_FILTER_TERMS`] terms.
    pub fn parse<T: Fields>(text: &str, now: SystemTime) -> Result<Self, ListError> {
        if text.len() > MAX_FILTER_BYTES {
            let problem = format!("it is longer than {MAX_FILTER_BYTES} bytes");
            return Err(wrong(MAX_FILTER_BYTES, problem));
        }
        let words = split(text)?;
        if words.is_empty() {
            return Ok(Self::default());
        }
        let mut parser = Parser {
            fields: T::FIELDS,
            now,
            words: &words,
            at: 0,
            end: text.len(),
            steps: Vec::new(),
            terms: 0,
            open: Vec::new(),
            groups: vec![None],
        };
        parser.run()?;
        Ok(Self {
            steps: parser.steps,
        })
    }

    /// Whether it fits everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Whether it says that a flag is set of whatever it fits. It may do so in other words than are understood here; false is safe.
    #[must_use]
    pub fn implies<T: Fields>(&self, flag: &str) -> bool {
        let flag = T::FIELDS.iter().position(|field| field.is_called(flag));
        let mut results = Vec::new();
        for step in &self.steps {
            let result = match step {
                Step::Test(Test::Value(field, comparison, Operand::Flag(true))) => {
                    matches!(comparison, Comparison::Equal | Comparison::Has)
                        && Some(*field) == flag
                }
                Step::Test(_) => false,
                Step::Not => {
                    results.pop();
                    false
                }
                Step::And | Step::Or => {
                    let (b, a) = (results.pop() == Some(true), results.pop() == Some(true));
                    if matches!(step, Step::And) {
                        a || b
                    } else {
                        a && b
                    }
                }
            };
            results.push(result);
        }
        results.pop() == Some(true)
    }

    /// Whether it fits a thing of the type it was read for.
    #[must_use]
    pub fn fits<T: Fields>(&self, thing: &T) -> bool {
        // One bit a result; there are at most MAX_FILTER_TERMS of them.
        let (mut results, mut count) = (0_u128, 0_u32);
        for step in &self.steps {
            let result = match step {
                Step::Test(test) => {
                    count += 1;
                    test.holds(thing)
                }
                Step::Not => results & 1 == 0,
                Step::And | Step::Or => {
                    let (b, a) = (results & 1 == 1, results & 2 == 2);
                    results >>= 1;
                    count -= 1;
                    if matches!(step, Step::And) {
                        a && b
                    } else {
                        a || b
                    }
                }
            };
            if matches!(step, Step::Test(_)) {
                results <<= 1;
            }
            results = results & !1 | u128::from(result);
        }
        debug_assert!(count <= 1, "one result is left");
        count == 0 || results & 1 == 1
    }
}

impl Test {
    fn holds<T: Fields>(&self, thing: &T) -> bool {
        match self {
            Self::Present(field) => thing.value(*field).is_some(),
            Self::Fits(field, pattern) => match thing.value(*field) {
                Some(FieldValue::Text(text)) => fits(pattern, text),
                _ => false,
            },
            Self::Within(field, network) => match thing.value(*field) {
                Some(FieldValue::Address(address)) => network.contains(address),
                _ => false,
            },
            Self::Value(field, comparison, operand) => {
                let order = thing.value(*field).and_then(|value| operand.order(value));
                comparison.holds(order)
            }
            Self::Field(a, comparison, b) => {
                let values = thing.value(*a).zip(thing.value(*b));
                comparison.holds(values.map(|(a, b)| a.order(b)))
            }
            Self::Search(pattern) => T::FIELDS.iter().enumerate().any(|(place, field)| {
                let value = field.searched.then(|| thing.value(place)).flatten();
                match value {
                    Some(FieldValue::Text(text)) => fits(pattern, &text.to_lowercase()),
                    Some(FieldValue::Address(address)) => fits(pattern, &address.to_string()),
                    _ => false,
                }
            }),
        }
    }
}

impl Operand {
    /// How a value stands to this one; `None` if they are of two kinds.
    fn order(&self, value: FieldValue<'_>) -> Option<Ordering> {
        match (value, self) {
            (FieldValue::Text(a), Self::Text(b)) => Some(a.cmp(b.as_str())),
            (FieldValue::Number(a), Self::Number(b)) => a.partial_cmp(b),
            (FieldValue::Flag(a), Self::Flag(b)) => Some(a.cmp(b)),
            (FieldValue::Time(a), Self::Time(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}

impl Comparison {
    /// Whether it holds of two values in this order; `None` if there is no value to compare.
    fn holds(self, order: Option<Ordering>) -> bool {
        match self {
            Self::Equal | Self::Has => order == Some(Ordering::Equal),
            Self::NotEqual => order != Some(Ordering::Equal),
            Self::Less => order == Some(Ordering::Less),
            Self::AtMost => order.is_some_and(Ordering::is_le),
            Self::Greater => order == Some(Ordering::Greater),
            Self::AtLeast => order.is_some_and(Ordering::is_ge),
        }
    }
}

/// What waits for what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Waiting {
    And,
    Or,
    Not,
    Open,
}

/// Puts the words into the order of evaluation, without recursion.
struct Parser<'a> {
    fields: &'static [Field],
    now: SystemTime,
    words: &'a [Word],
    at: usize,
    /// Where the text ends, in bytes.
    end: usize,
    steps: Vec<Step>,
    terms: usize,
    open: Vec<Waiting>,
    /// What connects the terms of each pair of parentheses that is open, the outermost first.
    groups: Vec<Option<Waiting>>,
}

impl Parser<'_> {
    fn run(&mut self) -> Result<(), ListError> {
        let mut wants_term = true;
        while let Some(word) = self.words.get(self.at) {
            wants_term = if wants_term {
                self.term(word)?
            } else {
                self.connective(word)?
            };
        }
        if wants_term {
            return Err(wrong(self.end, "it ends where a comparison is expected"));
        }
        while let Some(waiting) = self.open.pop() {
            if waiting == Waiting::Open {
                return Err(wrong(self.end, "a parenthesis has no end"));
            }
            self.emit(waiting);
        }
        Ok(())
    }

    /// Reads what may begin a term; whether there is still one to come.
    fn term(&mut self, word: &Word) -> Result<bool, ListError> {
        match &word.kind {
            WordKind::Not => self.open.push(Waiting::Not),
            WordKind::Open => {
                self.open.push(Waiting::Open);
                self.groups.push(None);
            }
            WordKind::Plain(name) => {
                let test = match self.words.get(self.at + 1) {
                    Some(Word {
                        kind: WordKind::Compare(comparison),
                        ..
                    }) => self.comparison(word.at, name, *comparison)?,
                    _ => search(word.at, name)?,
                };
                return self.test(test).map(|()| false);
            }
            WordKind::Quoted(text) => {
                let pattern = Pattern::holding(&text.to_lowercase());
                return self.test(Test::Search(pattern)).map(|()| false);
            }
            WordKind::And | WordKind::Or | WordKind::Close | WordKind::Compare(_) => {
                return Err(wrong(word.at, "a comparison is expected here"));
            }
        }
        self.at += 1;
        Ok(true)
    }

    /// Reads what may follow a term; whether another has to follow.
    fn connective(&mut self, word: &Word) -> Result<bool, ListError> {
        let connective = match word.kind {
            WordKind::Or => Waiting::Or,
            WordKind::Close => return self.close(word.at).map(|()| false),
            WordKind::Compare(_) => {
                return Err(wrong(word.at, "there is no field before the comparison"));
            }
            _ => Waiting::And,
        };
        let group = self.groups.last_mut();
        match group {
            Some(Some(other)) if *other != connective => {
                let problem = "AND and OR side by side need parentheses";
                return Err(wrong(word.at, problem));
            }
            Some(group) => *group = Some(connective),
            None => {}
        }
        while let Some(waiting) = self.open.pop_if(|waiting| *waiting != Waiting::Open) {
            self.emit(waiting);
        }
        self.open.push(connective);
        // Two terms side by side are connected by no word.
        if matches!(word.kind, WordKind::And | WordKind::Or) {
            self.at += 1;
        }
        Ok(true)
    }

    fn close(&mut self, at: usize) -> Result<(), ListError> {
        self.at += 1;
        self.groups.pop();
        while let Some(waiting) = self.open.pop() {
            if waiting == Waiting::Open {
                self.negate();
                return Ok(());
            }
            self.emit(waiting);
        }
        Err(wrong(at, "a parenthesis has no beginning"))
    }

    fn test(&mut self, test: Test) -> Result<(), ListError> {
        self.terms += 1;
        if self.terms > MAX_FILTER_TERMS {
            let problem = format!("it has more than {MAX_FILTER_TERMS} terms");
            return Err(wrong(self.words[self.at].at, problem));
        }
        self.at += match test {
            Test::Search(_) => 1,
            _ => 3,
        };
        self.steps.push(Step::Test(test));
        self.negate();
        Ok(())
    }

    /// A term is complete: those `NOT` apply that stand right before it.
    fn negate(&mut self) {
        while self
            .open
            .pop_if(|waiting| *waiting == Waiting::Not)
            .is_some()
        {
            self.emit(Waiting::Not);
        }
    }

    fn emit(&mut self, waiting: Waiting) {
        self.steps.push(match waiting {
            Waiting::And => Step::And,
            Waiting::Or => Step::Or,
            Waiting::Not | Waiting::Open => Step::Not,
        });
    }

    fn comparison(&self, at: usize, name: &str, comparison: Comparison) -> Result<Test, ListError> {
        let place = find(self.fields, name, "filter", at)?;
        let field = self.fields[place];
        let Some(word) = self.words.get(self.at + 2) else {
            return Err(wrong(self.end, format!("{name} is compared with nothing")));
        };
        let (text, quoted) = match &word.kind {
            WordKind::Plain(text) => (text.as_str(), false),
            WordKind::Quoted(text) => (text.as_str(), true),
            _ => return Err(wrong(word.at, format!("{name} is compared with nothing"))),
        };
        let pattern = comparison == Comparison::Has;
        if pattern && text == "*" && field.kind != FieldKind::Text {
            return Ok(Test::Present(place));
        }
        let other = self.fields.iter().position(|other| other.is_called(text));
        let comparable = matches!(field.kind, FieldKind::Number | FieldKind::Time);
        if let Some(other) = other.filter(|_| comparable && !quoted) {
            if self.fields[other].kind != field.kind {
                let problem = format!("{name} cannot be compared with {text}");
                return Err(wrong(word.at, problem));
            }
            return Ok(Test::Field(place, comparison, other));
        }
        if field.kind == FieldKind::Text && pattern {
            return Ok(Test::Fits(place, Pattern::new(text)));
        }
        if field.kind == FieldKind::Address {
            return within(place, name, comparison, text, word.at);
        }
        let operand = operand(field.kind, text, self.now).ok_or_else(|| {
            let word_for = field.kind.word();
            wrong(word.at, format!("{name} is {word_for}, {text:?} is not"))
        })?;
        Ok(Test::Value(place, comparison, operand))
    }
}

fn within(
    place: usize,
    name: &str,
    comparison: Comparison,
    text: &str,
    at: usize,
) -> Result<Test, ListError> {
    if !matches!(comparison, Comparison::Equal | Comparison::Has) {
        let problem = format!("{name} is an address: compare it with `:`, or put NOT before it");
        return Err(wrong(at, problem));
    }
    let network = Network::parse(text).ok_or_else(|| {
        let problem = format!("{text:?} is neither an address nor a network as in 10.0.0.0/8");
        wrong(at, problem)
    })?;
    Ok(Test::Within(place, network))
}

fn search(at: usize, text: &str) -> Result<Test, ListError> {
    if ["and", "or", "not"].contains(&text.to_ascii_lowercase().as_str()) {
        let capitals = text.to_ascii_uppercase();
        let problem =
            format!("write {capitals} in capitals, or \"{text}\" in quotes to look for it");
        return Err(wrong(at, problem));
    }
    let text = text.to_lowercase();
    Ok(Test::Search(if text.contains('*') {
        Pattern::new(&text)
    } else {
        Pattern::holding(&text)
    }))
}

fn operand(kind: FieldKind, text: &str, now: SystemTime) -> Option<Operand> {
    match kind {
        FieldKind::Text => Some(Operand::Text(text.to_owned())),
        FieldKind::Number => {
            let number: f64 = text.parse().ok()?;
            number.is_finite().then_some(Operand::Number(number))
        }
        FieldKind::Flag => text.parse().ok().map(Operand::Flag),
        FieldKind::Time => time(text, now).map(Operand::Time),
        FieldKind::Address => None,
    }
}

/// A moment by RFC 3339, or a while before (`-1h30m`) or after (`+5m`) now.
fn time(text: &str, now: SystemTime) -> Option<SystemTime> {
    if let Some(while_ago) = text.strip_prefix('-') {
        return now.checked_sub(duration(while_ago)?);
    }
    if let Some(later) = text.strip_prefix('+') {
        return now.checked_add(duration(later)?);
    }
    let timestamp: prost_types::Timestamp = text.parse().ok()?;
    SystemTime::try_from(timestamp).ok()
}

/// `1h30m`: whole numbers, each with ms, s, m, h, d or w.
fn duration(mut text: &str) -> Option<Duration> {
    let mut sum = Duration::ZERO;
    if text.is_empty() {
        return None;
    }
    while !text.is_empty() {
        let digits = text.find(|c: char| !c.is_ascii_digit())?;
        let number: u64 = text[..digits].parse().ok()?;
        let rest = &text[digits..];
        let letters = rest
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(rest.len());
        let millis = match &rest[..letters] {
            "ms" => 1,
            "s" => 1000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            "w" => 604_800_000,
            _ => return None,
        };
        sum = sum.checked_add(Duration::from_millis(number.checked_mul(millis)?))?;
        text = &rest[letters..];
    }
    Some(sum)
}

fn wrong(at: usize, problem: impl Into<String>) -> ListError {
    ListError::new("filter", at, problem)
}
