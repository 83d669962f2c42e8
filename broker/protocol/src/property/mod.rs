//! Properties of MQTT 5: the table of what exists and where it is legal, and views over an encoded block.
//!
//! A block is the bytes after a property length. Packets read it once into the fields of their own property struct; what can occur
//! any number of times stays encoded and is looked at through [`UserProperties`] and [`SubscriptionIds`].

mod subscription_ids;
mod table;
mod user;
mod value;

pub use subscription_ids::{SubscriptionIds, SubscriptionIdsBuf};
pub(crate) use table::{Block, Place, Properties, Property, put_block, put_optional};
pub use user::{UserProperties, UserPropertiesBuf};
pub(crate) use value::{Identifier, ResponseTopic, TopicAlias};
