//! What a match finds, in a form that tests can compare.

use gmqtt_protocol::{TopicFilter, TopicName};
use gmqtt_router::{Group, Subscriptions, Visitor};

/// The visits of one match. The value of a subscription in these tests is its number.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// Client and value, sorted.
    pub(crate) plain: Vec<(u32, u32)>,
    /// Sorted.
    pub(crate) groups: Vec<Shared>,
}

/// Share name, filter, and members in order of joining.
pub(crate) type Shared = (String, String, Vec<(u32, u32)>);

impl Visitor<u32, u32> for Found {
    fn plain(&mut self, key: &u32, value: &u32) {
        self.plain.push((*key, *value));
    }

    fn group(&mut self, group: &Group<u32, u32>) {
        self.groups.push((
            group.share().to_owned(),
            group.filter().to_owned(),
            group.members().to_vec(),
        ));
    }
}

/// All that matches this topic.
pub(crate) fn found(table: &Subscriptions<u32, u32>, topic: &str) -> Found {
    let mut found = Found::default();
    table.matching(name(topic), &mut found);
    found.plain.sort_unstable();
    found.groups.sort_unstable();
    found
}

/// A filter that must be valid.
pub(crate) fn filter(text: &str) -> TopicFilter<'_> {
    TopicFilter::parse(text).expect("valid in this test")
}

/// A topic name that must be valid.
pub(crate) fn name(text: &str) -> TopicName<'_> {
    TopicName::parse(text).expect("valid in this test")
}
