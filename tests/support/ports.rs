//! Ports that nobody else has.

/// The environment of a broker in a process of its own: of those that run at the same time only one could have the ports that are
/// the default.
pub(crate) const OWN_PORTS: [(&str, &str); 4] = [
    (
        "GMQTT_CFG__PLUGINS__PROMETHEUS__LISTEN_ADDRESS",
        "127.0.0.1:0",
    ),
    ("GMQTT_CFG__API__GRPC", "[{address: \"127.0.0.1:0\"}]"),
    ("GMQTT_CFG__API__HTTP", "[{address: \"127.0.0.1:0\"}]"),
    ("GMQTT_CFG__API__UNIX__ENABLED", "false"),
];
