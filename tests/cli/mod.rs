//! The `gmqtt` binary from outside: what it prints, how it exits, and what it answers to signals.
//!
//! One file a command, as under `cli/command/`, and one for what people meet through other programs.

mod acl;
mod admin;
mod auth;
mod backup;
mod config_check;
mod config_path;
mod config_show;
mod exit_codes;
mod help;
mod mosquitto;
mod mqtt_bench;
mod mqtt_client;
mod mqtt_pub;
mod mqtt_request;
mod mqtt_sub;
mod mqtt_transports;
mod plugin_new;
pub(crate) mod process;
mod reload;
mod start;
mod start_admin;
mod start_misdirected;
mod start_pid_file;
mod start_ready;
mod start_signals;
mod store;
mod store_migrate;
mod store_redis;
mod tls_check;
