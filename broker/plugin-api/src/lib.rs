//! What a plugin sees of the broker: [`Plugin`] with its 19 hooks, what each hook gets and what it may change or refuse.
//!
//! There are three kinds of hooks.
//!
//! - *Deciding* hooks ([`on_accept`](Plugin::on_accept), [`on_basic_auth`](Plugin::on_basic_auth), [`on_enhanced_auth`](Plugin::on_enhanced_auth),
//!   [`on_re_auth`](Plugin::on_re_auth), [`on_subscribe`](Plugin::on_subscribe), [`on_unsubscribe`](Plugin::on_unsubscribe),
//!   [`on_will_publish`](Plugin::on_will_publish)) are asynchronous, own their input and have a deadline. A panic or an overrun refuses.
//! - [`on_msg_arrived`](Plugin::on_msg_arrived) runs on the message path: it borrows the message and answers with a [`Verdict`].
//! - *Notifying* hooks are synchronous, must not block, and are called after the batch of packets they tell of, with no lock held.
//!
//! Plugins form a chain in the order of `plugin_order`: rewriting hooks fold, deciding hooks stop at the first refusal, notifying hooks all run.

mod applied;
mod arrival;
mod auth;
mod ban;
mod broker;
mod client;
pub mod cluster;
mod context;
mod event;
mod families;
mod feed;
mod hook;
mod kept_file;
mod metrics;
mod plugin;
mod process;
mod publisher;
mod receiver;
mod route;
mod subscription;
mod tls;
mod top;
mod trace;
mod usage;
mod view;
mod waiting;

pub use bytes::Bytes;
pub use gmqtt_config::{Config, Diagnostic, LogLevel, Network};
pub use gmqtt_protocol::packet::SubscriptionOptions;
pub use gmqtt_protocol::{QoS, ReasonCode, Version};

pub use applied::{Applied, Applies};
pub use arrival::{Arrival, Later, MessageView, Verdict};
pub use auth::{AuthStep, ConnectRequest, Exchange, Grant};
pub use ban::{Ban, BanError, Banned};
pub use broker::{BrokerControl, BrokerHandle, PublishOutcome, Subscribed};
pub use client::{ClientInfo, CloseCause, DropReason, Peer, Refusal, Terminated};
pub use cluster::ClusterMetrics;
pub use context::{Host, PluginContext};
pub use event::{Event, EventKind, Happening, Note, Severity};
pub use feed::{Feed, Item, Since, Watch};
pub use hook::{Hook, HookSet};
pub use kept_file::{Stamp, read_kept_file, replace_kept_file};
pub use metrics::{
    AuthFailure, CertificateMetric, ConnectionFailure, Histogram, HookLatency, Limit, MetricFamily,
    MetricKind, MetricSource, Metrics, PACKET_TYPES, Sample, SampleValue, StoreMetrics, Traffic,
};
pub use plugin::{BoxFuture, NotServed, Plugin, PluginError};
pub use process::{
    ConfigChange, ConfigEntry, ListenerOrder, ListenerProblem, LogLevels, LogRecord, Process,
    Reload, RunningConfig,
};
pub use publisher::{NewMessage, Origin, Publisher};
pub use receiver::{Fate, Receiver};
pub use route::{Method, Route, RouteAnswer, RouteHandler, RouteRequest};
pub use subscription::{
    RequestedSubscription, RequestedUnsubscription, SubscribeRequest, UnsubscribeRequest,
};
pub use tls::TlsConfigs;
pub use top::{TopTopics, TopicCount};
pub use trace::{NewTrace, PacketRecord, Trace, TraceRefused, Traced};
pub use usage::{ProcessUsage, Usage};
pub use view::{
    ClientMark, ClientView, Cursor, ListenerView, NewSubscription, RetainedMessage,
    SubscriptionKind, SubscriptionQuery, SubscriptionView, WillView,
};
pub use waiting::{WaitingMessage, WaitingMessages, WaitingQuery, Where};
