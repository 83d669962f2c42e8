//! SUBSCRIBE and UNSUBSCRIBE as hooks see and change them.

use gmqtt_protocol::ReasonCode;
use gmqtt_protocol::packet::SubscriptionOptions;

/// A SUBSCRIBE on its way. A hook may change options, rewrite filters and refuse single ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscribeRequest {
    /// The filters in the order of the packet; their number must stay the same.
    pub filters: Vec<RequestedSubscription>,
    /// The subscription identifier (v5).
    pub subscription_id: Option<u32>,
    /// User properties (v5), in order.
    pub user_properties: Vec<(String, String)>,
}

/// One filter of a SUBSCRIBE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestedSubscription {
    /// The whole filter, with `$share/group/` if it is shared.
    pub filter: String,
    /// Options asked for.
    pub options: SubscriptionOptions,
    /// Set: this filter is refused with that code (0x80 or above; 0x80 on 3.x).
    pub refused: Option<ReasonCode>,
}

/// An UNSUBSCRIBE on its way. A hook may refuse single filters: the subscription then stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsubscribeRequest {
    /// The filters in the order of the packet; their number must stay the same.
    pub filters: Vec<RequestedUnsubscription>,
    /// User properties (v5), in order.
    pub user_properties: Vec<(String, String)>,
}

/// One filter of an UNSUBSCRIBE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestedUnsubscription {
    /// The whole filter.
    pub filter: String,
    /// Set: the subscription stays, a v5 client is told this code.
    pub refused: Option<ReasonCode>,
}
