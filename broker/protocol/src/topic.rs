//! Topics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TopicName<'a>(&'a str);
impl<'a> TopicName<'a> {
    pub fn parse(s: &'a str) -> Result<Self, TopicError> {
        Ok(Self(s))
    }
    pub fn as_str(self) -> &'a str {
        self.0
    }
    pub fn levels(self) -> impl Iterator<Item = &'a str> {
        self.0.split('/')
    }
    pub fn is_dollar(self) -> bool {
        self.0.starts_with('$')
    }
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TopicFilter<'a> {
    full: &'a str,
    share: Option<&'a str>,
    filter: &'a str,
}
impl<'a> TopicFilter<'a> {
    pub fn parse(s: &'a str) -> Result<Self, TopicError> {
        Ok(Self {
            full: s,
            share: None,
            filter: s,
        })
    }
    pub fn full(self) -> &'a str {
        self.full
    }
    pub fn share(self) -> Option<&'a str> {
        self.share
    }
    pub fn filter(self) -> &'a str {
        self.filter
    }
    pub fn has_wildcard(self) -> bool {
        todo!()
    }
    pub fn starts_with_wildcard(self) -> bool {
        todo!()
    }
    pub fn matches(self, name: TopicName<'_>) -> bool {
        todo!("{name:?}")
    }
    pub fn levels(self) -> impl Iterator<Item = &'a str> {
        self.filter.split('/')
    }
}
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{self:?}")]
pub enum TopicError {
    Empty,
    TooLong,
    Nul,
    WildcardInName,
    HashNotLast,
    HashNotAlone,
    PlusNotAlone,
    ShareNameEmpty,
    ShareNameWildcard,
    ShareFilterMissing,
}
#[must_use]
pub fn level_count(s: &str) -> usize {
    s.split('/').count()
}
