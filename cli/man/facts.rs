//! What a command prints, how it ends and which files it reads: what a manual page has to say and the flags do not.

use crate::exit::Exit::{
    self, Conflict, Done, Failed, Interrupted, Invalid, NotAllowed, NotFound, Partly, Terminated,
    TimeLimit, Unreachable, Usage,
};

/// What is known of a command.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    /// The command with those it is below.
    command: &'static str,
    pub(super) output: &'static str,
    /// The codes it may end with.
    pub(super) exits: &'static [Exit],
}

/// A file that commands with a certain flag read.
pub(super) struct File {
    pub(super) path: &'static str,
    pub(super) meaning: &'static str,
    pub(super) flag: &'static str,
}

/// What is known of a command; of one that has no entry, what is known of the one above it.
pub(super) fn of(command: &str) -> Facts {
    let mut name = command;
    loop {
        if let Some(facts) = FACTS.iter().find(|facts| facts.command == name) {
            return *facts;
        }
        match name.rsplit_once(' ') {
            Some((above, _)) => name = above,
            None => return FACTS[0],
        }
    }
}

const fn facts(command: &'static str, output: &'static str, exits: &'static [Exit]) -> Facts {
    Facts {
        command,
        output,
        exits,
    }
}

/// How a command ends that asks nobody.
const ALONE: &[Exit] = &[Done, Failed, Usage];
/// How a client of a running broker ends.
const ASKS: &[Exit] = &[
    Done,
    Failed,
    Usage,
    NotFound,
    NotAllowed,
    Unreachable,
    Conflict,
];

const FACTS: &[Facts] = &[
    facts(
        "gmqtt",
        "A table or a few words for people; with -o one of the formats for programs.",
        &Exit::ALL,
    ),
    facts(
        "gmqtt start",
        "What is served, a line each, then the log on standard error. With -o json what is served is one JSON object, \
         written when every listener is bound.",
        &[Done, Failed, Usage, Conflict, Invalid],
    ),
    facts(
        "gmqtt config check",
        "Each mistake with its place, and how many there are.",
        &[Done, Failed, Usage, Invalid],
    ),
    facts(
        "gmqtt config show",
        "YAML, or what -o says; with --origin a table KEY, VALUE, ORIGIN.",
        &[Done, Failed, Usage, NotFound, Invalid],
    ),
    facts(
        "gmqtt config path",
        "A table PATH, STATE, RULE; with -q the file that is read.",
        ALONE,
    ),
    facts(
        "gmqtt config",
        "What the command below it prints.",
        &[Done, Failed, Usage, NotFound, Invalid],
    ),
    facts(
        "gmqtt reload",
        "Each key that has changed, before and after, and when that applies; of a broker that was signalled, its process.",
        &[
            Done,
            Failed,
            Usage,
            NotFound,
            NotAllowed,
            Unreachable,
            Conflict,
            Invalid,
            Partly,
        ],
    ),
    facts(
        "gmqtt tls",
        "Each tls section with its certificates, and what is wrong with them.",
        &[Done, Failed, Usage, Invalid],
    ),
    facts(
        "gmqtt plugin",
        "The files that were written.",
        &[Done, Failed, Usage, Conflict],
    ),
    facts(
        "gmqtt acl test",
        "allowed or denied, and the rule that says so.",
        &[Done, Failed, Usage, NotAllowed, Unreachable, Invalid],
    ),
    facts("gmqtt acl", "The rules, or what was done to them.", ASKS),
    facts("gmqtt help", "The page.", ALONE),
    facts(
        "gmqtt man",
        "The page, or how many were written.",
        &[Done, Failed, Usage, NotFound],
    ),
    facts("gmqtt completions", "A script.", ALONE),
    facts(
        "gmqtt version",
        "The version; with -o json also what it was built from.",
        ALONE,
    ),
    facts(
        "gmqtt mqtt pub",
        "Nothing at QoS 0; at QoS 1 and 2 with -d what the broker has taken.",
        &[Done, Failed, Usage, NotAllowed, Unreachable, Interrupted],
    ),
    facts(
        "gmqtt mqtt sub",
        "Each message: payload, topic and payload with -v, what -F says, or JSON with -o jsonl.",
        &[
            Done,
            Failed,
            Usage,
            NotAllowed,
            Unreachable,
            TimeLimit,
            Interrupted,
            Terminated,
        ],
    ),
    facts(
        "gmqtt mqtt request",
        "The answers.",
        &[
            Done,
            Failed,
            Usage,
            NotFound,
            NotAllowed,
            Unreachable,
            TimeLimit,
            Interrupted,
        ],
    ),
    facts(
        "gmqtt mqtt reply",
        "Nothing; with -d each request.",
        &[
            Done,
            Failed,
            Usage,
            NotAllowed,
            Unreachable,
            TimeLimit,
            Interrupted,
        ],
    ),
    facts(
        "gmqtt mqtt bench",
        "A line a second on standard error, and at the end what was measured.",
        &[
            Done,
            Failed,
            Usage,
            NotAllowed,
            Unreachable,
            Invalid,
            Interrupted,
        ],
    ),
    facts(
        "gmqtt mqtt probe",
        "What the broker offers, and each promise of MQTT that was tried.",
        &[Done, Failed, Usage, NotAllowed, Unreachable, Invalid],
    ),
    facts(
        "gmqtt mqtt",
        "What the command below it prints.",
        &[
            Done,
            Failed,
            Usage,
            NotFound,
            NotAllowed,
            Unreachable,
            Invalid,
            TimeLimit,
            Interrupted,
        ],
    ),
    facts(
        "gmqtt metrics",
        "A table METRIC, LABELS, VALUE, RATE; with --prometheus the text format of Prometheus; with --watch a screen, or a line of JSON for each moment.",
        ASKS,
    ),
    facts(
        "gmqtt events",
        "A line for each event; with -o jsonl a line of JSON.",
        &[
            Done,
            Failed,
            Usage,
            NotAllowed,
            Unreachable,
            TimeLimit,
            Interrupted,
        ],
    ),
    facts(
        "gmqtt logs",
        "The lines of the log; with -o jsonl lines of JSON. Below level, what is logged.",
        &[Done, Failed, Usage, NotAllowed, Unreachable, Interrupted],
    ),
    facts(
        "gmqtt trace",
        "A line for each packet; with -o jsonl a line of JSON.",
        &[
            Done,
            Failed,
            Usage,
            NotAllowed,
            Unreachable,
            TimeLimit,
            Interrupted,
        ],
    ),
    facts("gmqtt listeners", "A table, or what was done.", ASKS),
    facts(
        "gmqtt tokens",
        "A table, or what was done. The secret of a token stands alone on a line.",
        ASKS,
    ),
    facts(
        "gmqtt cluster",
        "A table, or what was done.",
        &[
            Done,
            Failed,
            Usage,
            NotFound,
            NotAllowed,
            Unreachable,
            Conflict,
            Invalid,
        ],
    ),
    facts(
        "gmqtt check",
        "How it is and why, in the form that --format says. With --format nagios the codes are those of its plugins: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.",
        &[
            Done,
            Failed,
            Usage,
            NotFound,
            NotAllowed,
            Unreachable,
            Invalid,
        ],
    ),
    facts(
        "gmqtt explain",
        "A line for each step on the way of a message, and the answer.",
        &[Done, Failed, Usage, NotAllowed, Unreachable, Invalid],
    ),
    facts(
        "gmqtt stop",
        "What was done.",
        &[
            Done,
            Failed,
            Usage,
            NotAllowed,
            Unreachable,
            Conflict,
            TimeLimit,
        ],
    ),
    facts(
        "gmqtt context",
        "A table, a record, or what was done.",
        &[
            Done,
            Failed,
            Usage,
            NotFound,
            NotAllowed,
            Unreachable,
            Conflict,
            Invalid,
        ],
    ),
    facts(
        "gmqtt init",
        "The files that were written.",
        &[Done, Failed, Usage, NotFound, Conflict, Invalid],
    ),
    facts(
        "gmqtt doctor",
        "A line for each thing that was looked at, and one for the fix.",
        &[Done, Failed, Usage, Invalid],
    ),
    facts(
        "gmqtt config convert",
        "A gmqtt.yml; on standard error what differs and what has no equal.",
        &[Done, Failed, Usage, Invalid, Partly],
    ),
    facts(
        "gmqtt config diff",
        "A table of the keys that differ. Code 1 says that there are some.",
        &[Done, Failed, Usage, NotAllowed, Unreachable, Invalid],
    ),
    facts("gmqtt config schema", "A JSON schema.", ALONE),
    facts(
        "gmqtt status",
        "A line for each part of the broker: its name, ok or warning or error, and why.",
        &[Done, Failed, Usage, NotAllowed, Unreachable, Invalid],
    ),
    facts(
        "gmqtt clients",
        "A table, a record, or a line for each client that something was done to.",
        &[
            Done,
            Failed,
            Usage,
            NotFound,
            NotAllowed,
            Unreachable,
            Conflict,
            Partly,
        ],
    ),
    facts(
        "gmqtt subscriptions",
        "A table, or a line for each subscription that something was done to.",
        ASKS,
    ),
    facts(
        "gmqtt publish",
        "What was published, and how many receive it.",
        ASKS,
    ),
    facts(
        "gmqtt accounts",
        "A table, a record, or a line for each account that something was done to. A password that was generated stands alone on a line.",
        &[
            Done,
            Failed,
            Usage,
            NotFound,
            NotAllowed,
            Unreachable,
            Conflict,
            Invalid,
            Partly,
        ],
    ),
    facts(
        "gmqtt retained",
        "A table, a payload, or what was done.",
        ASKS,
    ),
    facts("gmqtt topics", "A tree, or a table.", ASKS),
    facts(
        "gmqtt top",
        "A screen; it needs a terminal.",
        &[Done, Failed, Usage, NotAllowed, Unreachable],
    ),
    facts(
        "gmqtt store",
        "A table, a record, or what was done.",
        &[Done, Failed, Usage, NotFound, Conflict, Invalid],
    ),
    facts(
        "gmqtt backup",
        "What was saved.",
        &[Done, Failed, Usage, NotAllowed, Unreachable, Conflict],
    ),
    facts(
        "gmqtt restore",
        "What was put back.",
        &[
            Done,
            Failed,
            Usage,
            NotAllowed,
            Unreachable,
            Conflict,
            Invalid,
            Partly,
        ],
    ),
];

/// The files that are read without being named.
pub(super) const FILES: &[File] = &[
    File {
        path: "$HOME/gmqtt.yml, $XDG_CONFIG_HOME/gmqtt/gmqtt.yml, /etc/gmqtt/gmqtt.yml",
        meaning: "The configuration of the broker; the first that exists. gmqtt config path says which one it is.",
        flag: "config",
    },
    File {
        path: "$XDG_CONFIG_HOME/gmqtt/contexts.yml",
        meaning: "Brokers by name, and how to reach them. It must be readable by its owner only.",
        flag: "context",
    },
    File {
        path: "$XDG_RUNTIME_DIR/gmqtt/admin.sock, /run/gmqtt/admin.sock",
        meaning: "Where a broker on this machine is asked, unless something else is said.",
        flag: "api",
    },
];
