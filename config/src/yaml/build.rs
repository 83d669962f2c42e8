//! The stack that turns events into nodes, with limits on depth and size.
//!
//! Anchors, aliases and merge keys work; aliases count with what they stand for, so that a small file cannot grow
//! large. Duplicate keys, other keys than words, tags and second documents are refused.

use std::{borrow::Cow, collections::HashMap};

use saphyr_parser::{Event, ScalarStyle, Tag};

use super::{Content, Entry, Node};
use crate::load::{Finding, Report, Span};

/// Sections within sections. The schema needs five.
const DEEPEST: usize = 32;

/// A collection that is not complete yet.
struct Open {
    node: Node,
    anchor: usize,
    /// For mappings: the line of each key, the key whose value comes next, and what is merged at the end.
    seen: HashMap<String, u32>,
    key: Pending,
    merged: Vec<Node>,
    /// Nodes and levels below.
    weight: usize,
    height: usize,
}

enum Pending {
    /// A key comes next.
    Key,
    /// The value of this key comes next.
    Value(String, Span),
    /// A value comes next that belongs to no key; it is left out.
    Nothing,
}

/// A node that aliases may stand for.
struct Anchored {
    node: Node,
    weight: usize,
    height: usize,
}

/// The tree as far as it is read.
pub(super) struct Builder<'r, 's> {
    report: &'r mut Report<'s>,
    stack: Vec<Open>,
    anchors: HashMap<usize, Anchored>,
    nodes: usize,
    /// Values in one file, aliases expanded.
    most_nodes: usize,
    documents: usize,
    root: Option<Node>,
}

/// An error ends the parsing.
type Step = Result<(), Finding>;

impl<'r, 's> Builder<'r, 's> {
    pub(super) fn new(report: &'r mut Report<'s>, most_nodes: usize) -> Self {
        Self {
            report,
            stack: Vec::new(),
            anchors: HashMap::new(),
            nodes: 0,
            most_nodes,
            documents: 0,
            root: None,
        }
    }

    /// The tree, once all events are in.
    pub(super) fn root(self) -> Option<Node> {
        self.root
    }

    pub(super) fn event(&mut self, event: Event<'_>, at: Span) -> Step {
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(Finding::error(
                        "a config file is one document; a second one starts here",
                    )
                    .at(at));
                }
                Ok(())
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.scalar(text, style, anchor, tag.as_deref(), at)
            }
            Event::SequenceStart(anchor, tag) => {
                self.open(Content::List(Vec::new()), anchor, tag.as_deref(), at)
            }
            Event::MappingStart(anchor, tag) => {
                self.open(Content::Map(Vec::new()), anchor, tag.as_deref(), at)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(anchor) => self.alias(anchor, at),
            Event::StreamStart | Event::StreamEnd | Event::DocumentEnd | Event::Nothing => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        text: Cow<'_, str>,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        at: Span,
    ) -> Step {
        // The parser's end of a plain scalar may lie behind the blanks that follow it.
        let bare = style == ScalarStyle::Plain && anchor == 0 && tag.is_none();
        let length = if bare {
            u32::try_from(text.chars().count())
                .unwrap_or(u32::MAX)
                .max(1)
        } else {
            at.length
        };
        let at = Span { length, ..at };
        let as_text = self.check_tag(tag, at) || style != ScalarStyle::Plain;
        let node = if as_text {
            Node {
                at,
                content: Content::Scalar(text.into_owned()),
            }
        } else {
            Node::plain(text, at)
        };
        self.count(1, at)?;
        self.finish(
            Anchored {
                node,
                weight: 1,
                height: 0,
            },
            anchor,
        )
    }

    fn open(&mut self, content: Content, anchor: usize, tag: Option<&Tag>, at: Span) -> Step {
        self.check_tag(tag, at);
        self.count(1, at)?;
        self.check_depth(0, at)?;
        self.stack.push(Open {
            node: Node { at, content },
            anchor,
            seen: HashMap::new(),
            key: Pending::Key,
            merged: Vec::new(),
            weight: 1,
            height: 0,
        });
        Ok(())
    }

    fn alias(&mut self, anchor: usize, at: Span) -> Step {
        let Some(anchored) = self.anchors.get(&anchor) else {
            return Err(Finding::error("this alias stands for something that contains it").at(at));
        };
        let (weight, height) = (anchored.weight, anchored.height);
        self.count(weight, at)?;
        self.check_depth(height, at)?;
        let Some(anchored) = self.anchors.get(&anchor) else {
            return Ok(());
        };
        let copy = Anchored {
            node: anchored.node.clone(),
            weight,
            height,
        };
        self.finish(copy, 0)
    }

    fn close(&mut self) -> Step {
        let Some(mut open) = self.stack.pop() else {
            return Ok(());
        };
        if let Content::Map(entries) = &mut open.node.content {
            for node in open.merged {
                merge(entries, &mut open.seen, node, self.report);
            }
        }
        self.finish(
            Anchored {
                node: open.node,
                weight: open.weight,
                height: open.height,
            },
            open.anchor,
        )
    }

    /// Puts a complete node where it belongs.
    fn finish(&mut self, value: Anchored, anchor: usize) -> Step {
        if anchor > 0 {
            self.count(value.weight, value.node.at)?;
            let Anchored {
                node,
                weight,
                height,
            } = &value;
            self.anchors.insert(
                anchor,
                Anchored {
                    node: node.clone(),
                    weight: *weight,
                    height: *height,
                },
            );
        }
        let Some(open) = self.stack.last_mut() else {
            self.root = Some(value.node);
            return Ok(());
        };
        open.weight = open.weight.saturating_add(value.weight);
        open.height = open.height.max(value.height + 1);
        match &mut open.node.content {
            Content::List(items) => items.push(value.node),
            Content::Map(entries) => match std::mem::replace(&mut open.key, Pending::Key) {
                Pending::Key => open.key = key(value.node, &mut open.seen, self.report),
                Pending::Value(key, at) if key == "<<" => {
                    open.merged.push(Node { at, ..value.node })
                }
                Pending::Value(key, at) => entries.push(Entry {
                    key,
                    at,
                    value: value.node,
                }),
                Pending::Nothing => {}
            },
            Content::Null | Content::Scalar(_) => {}
        }
        Ok(())
    }

    /// Whether the value is to be taken as text. Only the tags of YAML itself mean anything.
    fn check_tag(&mut self, tag: Option<&Tag>, at: Span) -> bool {
        let Some(tag) = tag else { return false };
        if tag.is_yaml_core_schema()
            && matches!(
                &*tag.suffix,
                "str" | "int" | "float" | "bool" | "null" | "seq" | "map"
            )
        {
            return tag.suffix == "str";
        }
        self.report.push(
            Finding::error(format!("the tag `{tag}` means nothing here"))
                .at(at)
                .show_line(true),
        );
        false
    }

    fn check_depth(&self, height: usize, at: Span) -> Step {
        if self.stack.len() + height < DEEPEST {
            Ok(())
        } else {
            Err(too_deep().at(at))
        }
    }

    fn count(&mut self, nodes: usize, at: Span) -> Step {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes <= self.most_nodes {
            Ok(())
        } else {
            Err(Finding::error(format!("more than {} values", self.most_nodes)).at(at))
        }
    }
}

/// What follows a node in the place of a key.
fn key(node: Node, seen: &mut HashMap<String, u32>, report: &mut Report<'_>) -> Pending {
    let key = match node.content {
        Content::Scalar(key) => key,
        Content::Null => "~".to_owned(),
        Content::List(_) | Content::Map(_) => {
            report.push(
                Finding::error("a key must be a word")
                    .at(node.at)
                    .show_line(true),
            );
            return Pending::Nothing;
        }
    };
    if let Some(line) = seen.get(&key) {
        let finding = Finding::error(format!("the key `{key}` is given twice"));
        report.push(
            finding
                .at(node.at)
                .show_line(true)
                .hint(format!("first on line {line}")),
        );
        return Pending::Nothing;
    }
    seen.insert(key.clone(), node.at.line);
    Pending::Value(key, node.at)
}

/// `<<`: adds the keys of one mapping, or of each of a list of mappings, that are not there yet.
fn merge(
    entries: &mut Vec<Entry>,
    seen: &mut HashMap<String, u32>,
    node: Node,
    report: &mut Report<'_>,
) {
    let maps = match node.content {
        Content::List(items) => items,
        content => vec![Node {
            at: node.at,
            content,
        }],
    };
    for map in maps {
        let Content::Map(more) = map.content else {
            report.push(
                Finding::error("`<<` takes a mapping, or a list of mappings")
                    .at(node.at)
                    .show_line(true),
            );
            return;
        };
        for entry in more {
            if !seen.contains_key(&entry.key) {
                seen.insert(entry.key.clone(), entry.at.line);
                entries.push(entry);
            }
        }
    }
}

pub(super) fn too_deep() -> Finding {
    Finding::error(format!("more than {DEEPEST} levels within each other"))
}
