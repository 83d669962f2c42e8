//! The gmqtt broker: listeners, connections, and one file for each step of a client's life.
//!
//! | file | what |
//! |---|---|
//! | `start`, `reload`, `doors`, `stop` | [`Server`]: from a configuration to a running broker, to another one, and back |
//! | `bind`, `listener` | opening sockets, accepting |
//! | `transport` | TLS and WebSocket between the bytes of a connection and its socket |
//! | `connection`, `greeting` | reading, writing, leaving |
//! | `connect`, `establish`, `close` | from CONNECT to a session, and its end |
//! | `packets`, `publish`, `run`, `subscribe` | what connected clients send |
//! | `distribute`, `retain` | from a message to those who get it, now and later |
//! | `delivery`, `link`, `queue`, `outbox`, `outbound`, `flusher`, `pacing` | what a subscriber is sent |
//! | `commit`, `storage`, `record`, `acks` | what must survive, and acknowledgements that wait until it does |
//! | `store`, `restore`, `taking` | opening the store, looking after it, taking up what survived |
//! | `paged`, `fetch` | messages that only the store has, and getting them back |
//! | `session`, `route`, `message`, `mount` | what the broker holds |
//! | `events`, `observers`, `traces`, `describe`, `dump` | what operators watch: what happens, and packets |
//! | `counters`, `latency`, `metrics` | what is counted, and the figures that come of it |
//! | `gate`, `pace`, `memory`, `bucket`, `refusals`, `bans` | limits against abuse, and what is told of them |
//! | `timers`, `keepalive` | what happens when nobody sends anything |
//! | `cluster`, `cluster_control` | the broker as one node of many |
//! | `hooks`, `control`, `ops` | plugins: calling them, what they may do, and what they run on |
//! | `view`, `verdict`, `top` | what plugins and operators see: what there is, who would get a message, the busiest topics |

mod acks;
mod bans;
mod bind;
mod broker;
mod bucket;
mod certificate_end;
mod clock;
mod close;
mod cluster;
mod cluster_control;
mod commit;
mod connect;
mod connection;
mod control;
mod counters;
mod delivery;
mod describe;
mod distribute;
mod doors;
mod dump;
mod establish;
mod events;
mod fetch;
mod flusher;
mod gate;
mod greeting;
mod heirs;
mod hooks;
mod keepalive;
mod latency;
mod link;
mod listener;
mod logged;
mod memory;
mod message;
mod meter;
mod metrics;
mod mount;
mod observers;
mod ops;
mod outbound;
mod outbox;
mod pace;
mod pacing;
mod packets;
mod paged;
mod publish;
mod queue;
mod record;
mod refusals;
mod reload;
mod restore;
mod retain;
mod route;
mod run;
mod session;
mod start;
mod stop;
mod storage;
mod store;
mod subscribe;
mod subscriptions;
mod taking;
mod timers;
mod top;
mod traces;
mod transport;
mod turn;
mod verdict;
mod view;
mod watched;
mod will;

pub use bind::BoundAddress;
pub use gmqtt_plugin_api::Applies;
pub use reload::{Reloaded, applies};
pub use restore::Restored;
pub use start::{BoundListener, Server, StartError};
pub use transport::{CertificateReport, TlsReport};
