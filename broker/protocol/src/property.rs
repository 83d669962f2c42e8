//! Properties.
use std::marker::PhantomData;
macro_rules! view {
    ($n:ident) => {
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub struct $n<'a>(&'a [u8]);
    };
}
view!(UserProperties);
view!(SubscriptionIds);
impl<'a> UserProperties<'a> {
    pub fn iter(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let _ = self.0;
        std::iter::empty()
    }
    pub fn is_empty(self) -> bool {
        todo!()
    }
    pub fn count(self) -> usize {
        todo!()
    }
}
impl<'a> SubscriptionIds<'a> {
    pub fn iter(self) -> impl Iterator<Item = u32> + use<'a> {
        let _ = (self.0, PhantomData::<&'a ()>);
        std::iter::empty()
    }
    pub fn is_empty(self) -> bool {
        todo!()
    }
}
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserPropertiesBuf(Vec<u8>);
impl UserPropertiesBuf {
    pub fn push(&mut self, name: &str, value: &str) {
        let _ = (name, value);
        todo!()
    }
    pub fn as_properties(&self) -> UserProperties<'_> {
        UserProperties(&self.0)
    }
}
impl<K: AsRef<str>, V: AsRef<str>> FromIterator<(K, V)> for UserPropertiesBuf {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(_: I) -> Self {
        todo!()
    }
}
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SubscriptionIdsBuf(Vec<u8>);
impl SubscriptionIdsBuf {
    pub fn push(&mut self, id: u32) {
        let _ = id;
        todo!()
    }
    pub fn as_ids(&self) -> SubscriptionIds<'_> {
        SubscriptionIds(&self.0)
    }
}
impl FromIterator<u32> for SubscriptionIdsBuf {
    fn from_iter<I: IntoIterator<Item = u32>>(_: I) -> Self {
        todo!()
    }
}
