//! `--set key=value` and `GMQTT_CFG__KEY=value`: single values put into the tree before it is read.
//!
//! A list in brackets, a section in braces and a text in quotes are YAML; everything else is taken as it is, so that `#`
//! and `:` need no care. Nothing, `~` and `null` mean the default.

use super::{Finding, Report, SourceId, SourceKind, Sources, Span};
use crate::{
    Config,
    schema::{Key, Shape, Value, find},
    yaml::{self, Content, Entry, Node},
};

/// What variables that set a key start with.
const PREFIX: &str = "GMQTT_CFG__";

/// Variables with names of their own, and the keys they set.
const NAMED: &[(&str, &[&str])] = &[("GMQTT_API_TOKEN_FILE", &["api", "auth", "tokens_file"])];

/// The sources of all overrides, lowest precedence first.
pub(super) fn sources(
    env: &[(String, String)],
    set: &[String],
    sources: &mut Sources,
) -> Vec<SourceId> {
    let mut variables: Vec<_> = env
        .iter()
        .filter(|(name, value)| {
            name.starts_with(PREFIX) || named(name).is_some() && !value.is_empty()
        })
        .collect();
    // The environment has no order; a list grows by its items' numbers.
    variables.sort_by(|(a, _), (b, _)| (a.len(), a).cmp(&(b.len(), b)));
    let mut ids = Vec::new();
    for (name, value) in variables {
        ids.push(sources.add(SourceKind::Env, name, format!("{name}={value}")));
    }
    for text in set {
        ids.push(sources.add(SourceKind::Flag, "--set", text));
    }
    ids
}

/// Puts one override into the tree.
pub(super) fn apply(root: &mut Node, id: SourceId, report: &mut Report<'_>) {
    let sources = report.sources();
    let text = sources.text(id);
    let Some((name, value)) = text.split_once('=') else {
        let finding = Finding::error(format!("`--set {text}` has no value")).at(span(
            id,
            text,
            0,
            text.len(),
        ));
        report.push(finding.hint(format!("write `--set {text}=VALUE`")));
        return;
    };
    let steps = match sources.kind(id) {
        SourceKind::Env => variable_steps(name),
        _ => flag_steps(name),
    };
    let at = |step: &Step| span(id, text, step.start, step.end);
    if let Some(step) = steps.iter().find(|step| step.name.is_empty()) {
        report.push(
            Finding::error("the name of a key is missing")
                .at(at(step))
                .show_line(true),
        );
        return;
    }
    let mut place = Place {
        node: root,
        shape: Some(Config::shape()),
        path: String::new(),
    };
    for step in &steps {
        match place.below(&step.name, at(step)) {
            Ok(below) => place = below,
            Err(finding) => return report.push(finding.at(at(step)).show_line(true)),
        }
    }
    if let Some(value) = read_value(
        value,
        place.shape,
        span(id, text, name.len() + 1, text.len()),
        report,
    ) {
        *place.node = value;
    }
}

/// One part of a key's path, and the bytes of the text where it is.
struct Step {
    name: String,
    start: usize,
    end: usize,
}

/// `listeners[0].address`, or `listeners.0.address`.
fn flag_steps(name: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut start = 0;
    for part in name.split('.') {
        let mut at = start;
        for piece in part.split('[') {
            let bare = piece
                .strip_suffix(']')
                .filter(|_| at > start)
                .unwrap_or(piece);
            // `[0]` on its own has nothing before the bracket.
            if !(piece.is_empty() && at == start && part.starts_with('[')) {
                steps.push(Step {
                    name: bare.to_owned(),
                    start: at,
                    end: at + bare.len(),
                });
            }
            at += piece.len() + 1;
        }
        start += part.len() + 1;
    }
    steps
}

/// The key that a variable with a name of its own sets.
fn named(variable: &str) -> Option<&'static [&'static str]> {
    let mut all = NAMED.iter();
    all.find_map(|(name, key)| (*name == variable).then_some(*key))
}

/// `GMQTT_CFG__LISTENERS__0__ADDRESS`.
fn variable_steps(name: &str) -> Vec<Step> {
    if let Some(key) = named(name) {
        let step = |part: &&str| Step {
            name: (*part).to_owned(),
            start: 0,
            end: name.len(),
        };
        return key.iter().map(step).collect();
    }
    let mut start = PREFIX.len();
    let rest = name.get(start..).unwrap_or_default();
    rest.split("__")
        .map(|part| {
            let step = Step {
                name: part.to_ascii_lowercase(),
                start,
                end: start + part.len(),
            };
            start = step.end + 2;
            step
        })
        .collect()
}

fn read_value(
    value: &str,
    shape: Option<Shape>,
    at: Span,
    report: &mut Report<'_>,
) -> Option<Node> {
    let is_quoted = value.len() > 1
        && ['"', '\'']
            .iter()
            .any(|quote| value.starts_with(*quote) && value.ends_with(*quote));
    let is_collection =
        matches!(shape, Some(Shape::List(_) | Shape::Section(..))) && value.starts_with(['[', '{']);
    if !is_quoted && !is_collection {
        return Some(Node::plain(value, at));
    }
    // Blanks in place of the name keep the columns right.
    let padded = format!(
        "{}{value}",
        " ".repeat(at.column.saturating_sub(1) as usize)
    );
    yaml::parse(&padded, at.source, super::MOST_VALUES, report)
}

/// A node of the tree, and what the schema says about it.
struct Place<'n> {
    node: &'n mut Node,
    shape: Option<Shape>,
    path: String,
}

impl<'n> Place<'n> {
    /// The node of a key or an index, made if it is not there.
    fn below(self, name: &str, at: Span) -> Result<Self, Finding> {
        match (self.shape, name.parse::<usize>()) {
            (Some(Shape::List(item)), Ok(index)) => self.item(index, item(), at),
            (Some(Shape::List(_)), Err(_)) => {
                Err(Finding::error(format!("`{}` is a list", self.path))
                    .hint(format!("write `{}[0].{name}`", self.path)))
            }
            (Some(Shape::Section(keys, _)), _) => self.entry(name, keys, at),
            (None, _) => self.entry(name, &[], at),
            (Some(_), _) => Err(Finding::error(format!("`{}` is a single value", self.path))),
        }
    }

    fn entry(self, name: &str, keys: &'static [Key], at: Span) -> Result<Self, Finding> {
        let key = find(keys, name);
        let path = if self.path.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.path)
        };
        if self.node.is_null() {
            *self.node = Node {
                at,
                content: Content::Map(Vec::new()),
            };
        }
        let Content::Map(entries) = &mut self.node.content else {
            return Err(Finding::error(format!(
                "`{}` is not a section in the file",
                self.path
            )));
        };
        let known = |entry: &Entry| {
            entry.key == name
                || key
                    .is_some_and(|key| find(keys, &entry.key).is_some_and(|it| it.name == key.name))
        };
        let index = entries.iter().position(known).unwrap_or_else(|| {
            entries.push(Entry {
                key: name.to_owned(),
                at,
                value: Node {
                    at,
                    content: Content::Null,
                },
            });
            entries.len() - 1
        });
        // An unknown key keeps the place of this override, so that the mistake is reported there.
        if key.is_none() {
            entries[index].at = at;
        }
        Ok(Self {
            node: &mut entries[index].value,
            shape: key.map(|key| (key.shape)()),
            path,
        })
    }

    fn item(self, index: usize, shape: Shape, at: Span) -> Result<Self, Finding> {
        let path = format!("{}[{index}]", self.path);
        if self.node.is_null() {
            self.node.content = default_list(&self.path);
        }
        let Content::List(items) = &mut self.node.content else {
            return Err(Finding::error(format!(
                "`{}` is not a list in the file",
                self.path
            )));
        };
        if index > items.len() {
            let hint = format!("the next one is `{}[{}]`", self.path, items.len());
            return Err(
                Finding::error(format!("`{}` has {} items", self.path, items.len())).hint(hint),
            );
        }
        if index == items.len() {
            items.push(Node {
                at,
                content: Content::Null,
            });
        }
        Ok(Self {
            node: &mut items[index],
            shape: Some(shape),
            path,
        })
    }
}

/// The default of a list, so that an override can change one item of it.
fn default_list(path: &str) -> Content {
    let defaults = serde_yaml::to_value(Config::default().revealed()).unwrap_or_default();
    let list = path
        .split('.')
        .try_fold(&defaults, |value, name| value.get(name));
    match list.map(default_node) {
        Some(Node {
            content: list @ Content::List(_),
            ..
        }) => list,
        _ => Content::List(Vec::new()),
    }
}

/// Recursion as deep as the defaults.
fn default_node(value: &serde_yaml::Value) -> Node {
    let at = Span {
        source: Sources::DEFAULTS,
        line: 0,
        column: 0,
        length: 0,
    };
    let content = match value {
        serde_yaml::Value::Null | serde_yaml::Value::Tagged(_) => Content::Null,
        serde_yaml::Value::Bool(value) => Content::Scalar(value.to_string()),
        serde_yaml::Value::Number(value) => Content::Scalar(value.to_string()),
        serde_yaml::Value::String(value) => Content::Scalar(value.clone()),
        serde_yaml::Value::Sequence(items) => {
            Content::List(items.iter().map(default_node).collect())
        }
        serde_yaml::Value::Mapping(map) => Content::Map(
            map.iter()
                .map(|(key, value)| Entry {
                    key: key.as_str().unwrap_or_default().to_owned(),
                    at,
                    value: default_node(value),
                })
                .collect(),
        ),
    };
    Node { at, content }
}

/// A range of bytes as a place.
fn span(source: SourceId, text: &str, start: usize, end: usize) -> Span {
    let characters = |text: Option<&str>| {
        u32::try_from(text.unwrap_or_default().chars().count()).unwrap_or(u32::MAX)
    };
    Span {
        source,
        line: 1,
        column: characters(text.get(..start)).saturating_add(1),
        length: characters(text.get(start..end)).max(1),
    }
}
