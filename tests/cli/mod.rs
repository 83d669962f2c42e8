//! The `gmqtt` binary from outside: what it prints, how it exits, and what it answers to signals.
//!
//! One file a command, as under `cli/command/`, and one for what people meet through other programs.

mod acl;
mod admin;
mod admin_commands;
mod auth;
mod backup;
mod completions;
mod config_check;
mod config_convert;
mod config_path;
mod config_show;
mod context;
mod doctor;
mod exit_codes;
mod first_five_minutes;
mod help;
mod init;
mod man;
mod mosquitto;
mod mqtt_bench;
mod mqtt_client;
mod mqtt_pub;
mod mqtt_request;
mod mqtt_sub;
mod mqtt_transports;
mod output;
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
mod top;
