//! Several brokers of one process with a cluster between them that does as it is told: what the server does of federation, without what the
//! plugin decides.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod acknowledgements;
mod client;
mod hopping;
mod mesh;
mod messages;
mod sessions;
