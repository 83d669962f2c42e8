//! The variables gmqtt reads: one table for `gmqtt help environment` and the manual pages.

/// A variable of the environment.
pub(crate) struct Variable {
    pub(crate) name: &'static str,
    pub(crate) meaning: &'static str,
    /// The flag that says the same: commands that have it read the variable. Without one, all commands do.
    pub(crate) flag: Option<&'static str>,
}

const fn variable(
    name: &'static str,
    flag: Option<&'static str>,
    meaning: &'static str,
) -> Variable {
    Variable {
        name,
        meaning,
        flag,
    }
}

/// All of them.
pub(crate) const VARIABLES: &[Variable] = &[
    variable(
        "GMQTT_CONFIG",
        Some("config"),
        "the config file, unless -c names one",
    ),
    variable(
        "GMQTT_CFG__A__B",
        Some("set"),
        "the config key a.b, as in GMQTT_CFG__MQTT__MAX_INFLIGHT=200; --set wins over it",
    ),
    variable(
        "GMQTT_API",
        Some("api"),
        "the URL of the admin API; --api wins over it",
    ),
    variable(
        "GMQTT_TOKEN_FILE, GMQTT_TOKEN",
        Some("token-file"),
        "a file with the token for the admin API, or the token itself",
    ),
    variable(
        "GMQTT_API_TOKEN_FILE",
        Some("set"),
        "a file with the token that the admin API of this broker accepts, as in api.auth.tokens_file",
    ),
    variable(
        "GMQTT_TIMEOUT",
        Some("timeout"),
        "how long an answer of the admin API may take; --timeout wins over it",
    ),
    variable(
        "GMQTT_OUTPUT",
        None,
        "the format to print in; -o wins over it",
    ),
    variable(
        "GMQTT_PAGER, PAGER",
        Some("no-pager"),
        "the program that shows long tables on a terminal",
    ),
    variable(
        "GMQTT_NO_DYNAMIC_COMPLETION",
        Some("static"),
        "1 keeps completions from asking a running broker",
    ),
    variable(
        "GMQTT_CONTEXT",
        Some("context"),
        "the context to use; --context wins over it",
    ),
    variable(
        "GMQTT_LOG",
        Some("log-level"),
        "what start logs, as in debug or warn,gmqtt_server=trace; --log-level wins over it",
    ),
    variable(
        "NOTIFY_SOCKET",
        Some("ready-fd"),
        "set by systemd: start tells it when the broker is ready and when it stops",
    ),
    variable(
        "NO_COLOR",
        None,
        "never colour; CLICOLOR_FORCE=1 always does; --color wins over both",
    ),
    variable(
        "HOME, XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_RUNTIME_DIR",
        None,
        "where configuration, contexts, data and sockets are looked for",
    ),
];
