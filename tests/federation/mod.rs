//! Many brokers as one: processes that know each other over the network.

mod certificates;
mod leaving;
mod network;
mod node;
mod partition;
mod rolling;
mod sessions;
mod shared;
mod together;
mod waiting;
