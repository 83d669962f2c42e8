//! Pages on what the commands have in common.

use clap::CommandFactory as _;

use crate::{
    command::{CommandLine, examples},
    environment::VARIABLES,
    exit::Exit,
};

/// A page that is about no single command.
pub(crate) struct Topic {
    pub(crate) name: &'static str,
    /// One line.
    pub(crate) about: &'static str,
    pub(super) page: fn() -> String,
}

/// All of them, by name.
pub(crate) const TOPICS: &[Topic] = &[
    Topic {
        name: "cheat",
        about: "an example of everything",
        page: cheat,
    },
    Topic {
        name: "contexts",
        about: "brokers by name, and which one is asked",
        page: || CONTEXTS.to_owned(),
    },
    Topic {
        name: "environment",
        about: "the variables gmqtt reads",
        page: environment,
    },
    Topic {
        name: "exit-codes",
        about: "what the exit codes mean",
        page: exit_codes,
    },
    Topic {
        name: "filters",
        about: "topic filters, and filters of lists",
        page: || FILTERS.to_owned(),
    },
    Topic {
        name: "output",
        about: "what is printed where, for people and for programs",
        page: || OUTPUT.to_owned(),
    },
    Topic {
        name: "secrets",
        about: "how passwords and tokens get in and out",
        page: || SECRETS.to_owned(),
    },
];

/// Their names, in a sentence.
pub(super) fn names() -> String {
    let names: Vec<_> = TOPICS.iter().map(|topic| topic.name).collect();
    names.join(", ")
}

fn exit_codes() -> String {
    let line = |exit: &Exit| {
        format!(
            "{:>5}  {:<12} {}\n",
            exit.code(),
            exit.name(),
            exit.meaning()
        )
    };
    let table: String = Exit::ALL.iter().map(line).collect();
    format!("Exit codes, and the names JSON errors give them:\n\n{table}")
}

fn environment() -> String {
    let mut page = "Variables gmqtt reads:\n\n".to_owned();
    for variable in VARIABLES {
        let (name, meaning) = (variable.name, variable.meaning);
        match name.len() {
            0..19 => page.push_str(&format!("  {name:<18} {meaning}\n")),
            _ => page.push_str(&format!("  {name}\n  {:<18} {meaning}\n", "")),
        }
    }
    page
}

/// The examples of all commands, those of the first level together.
fn cheat() -> String {
    let mut root = CommandLine::command();
    root.build();
    let mut page = String::new();
    for first in root.get_subcommands() {
        let mut examples = Vec::new();
        let mut open = vec![first];
        while let Some(command) = open.pop() {
            let below: Vec<_> = command.get_subcommands().collect();
            // The examples of a group are those of the commands below it.
            if below.is_empty() {
                examples.extend(examples::of(command));
            }
            open.extend(below.into_iter().rev());
        }
        page.push_str(&format!("{}\n", first.get_name()));
        for example in examples {
            match example.meaning {
                Some(meaning) => page.push_str(&format!("  {:<52} # {meaning}\n", example.line)),
                None => page.push_str(&format!("  {}\n", example.line)),
            }
        }
        page.push('\n');
    }
    page.push_str("`gmqtt help COMMAND` explains each.\n");
    page
}

const CONTEXTS: &str = "\
A context is a broker with a name: the URL of its admin API, its MQTT listener, what to trust, whose token and account to use.
They are in $XDG_CONFIG_HOME/gmqtt/contexts.yml, which only its owner may read. `gmqtt init --secure` writes one.

  gmqtt context add prod --api grpcs://mq1:8084 --token-file prod.token --read-only
  gmqtt context use prod      gmqtt context use -      gmqtt context list

Which one is used: --context NAME, else GMQTT_CONTEXT, else the one that was selected last. A URL on the command line wins over all
of them: --api for the admin API, and -L or -h for `gmqtt mqtt`, which then takes nothing from a context.
In a context that is read-only, whatever would change something is refused with exit code 6.
";

const FILTERS: &str = "\
Topic filters, wherever a topic stands:

  sensors/+/raw          + stands for one level
  sensors/#              # stands for all that follow; quote it: 'sensors/#'
  $share/GROUP/FILTER    a shared subscription: one of the group gets each message
  $SYS/#                 topics that begin with $ are not matched by a leading wildcard

Filters of lists, behind --filter:

  queue_len>100 AND connected=false           = != < <= > >=, and AND, OR, NOT with parentheses
  client_id:\"sensor-*\"                       * stands for any characters
  remote_addr:10.0.0.0/8                      an address is in a network
  username:*                                  there is a value
  connected_at<-1h                            more than an hour ago
  inflight_len=max_inflight                   compared with another field
  meter                                       a word alone is looked for in names

A field that does not exist is an error that names those that do. `gmqtt man gmqtt-filters` has it all.
";

const OUTPUT: &str = "\
Results go to stdout, what is said about them to stderr. An empty list is a success.

  -o table, wide   columns for people, more of them; --columns A,B picks and orders them
  -o json          one document; a list is {\"items\":[...],\"total\":N,\"next_page_token\":\"\"}
  -o jsonl         an object on each line, as things come; what goes on and on (events, logs, --watch) is such lines with json, too
  -o yaml          the same for people and programs that read YAML
  -o template=T    T for each thing of a list, or for the document: -o 'template={{ client_id|pad(20) }} {{ connected_at|ago }}'
                   filters: bytes, ago, pad(N), color(\"red\"), and those of Jinja
  -o csv, name     lists only: all columns with a header, and what names each thing, for a pipe: ... -o name | gmqtt clients kick -
                   Other commands print what they print to people.
                   With json and jsonl an error is one line on stderr:
                   {\"error\":{\"code\":\"not_found\",\"exit\":3,\"message\":\"...\",\"cause\":[...],\"hint\":\"...\"}}
  -q, -v           less, more on stderr
  --color WHEN     auto, always or never; NO_COLOR turns it off, nothing is said by colour alone

The keys of JSON are those of the admin API. A key may be added in any version, and is removed or renamed in a major one only.
Whatever comes from clients is shown with its control characters escaped. A reader who closes the pipe early is no error.
Exit codes are the same everywhere: gmqtt help exit-codes
";

const SECRETS: &str = "\
Passwords and tokens are never arguments, where other users of the machine and the shell's history would have them.

  gmqtt mqtt sub --password-file FILE     the first line of FILE; --password-stdin reads it from stdin
  gmqtt mqtt sub -P PASSWORD              taken because mosquitto_sub takes it; warns on a terminal
  persistence.redis.password_file         in the configuration, in place of a password

The broker keeps hashes of passwords and tokens. What is made by gmqtt is shown once, alone on a line of stdout, and files with
secrets are readable by their owner only. `gmqtt config show` masks secrets. `gmqtt man gmqtt-security` has more.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_has_a_page() {
        for topic in TOPICS {
            let page = (topic.page)();
            assert!(page.len() > 100 && page.ends_with('\n'), "{}", topic.name);
        }
    }

    #[test]
    fn topics_and_commands_have_names_of_their_own() {
        for topic in TOPICS {
            assert!(
                CommandLine::command().find_subcommand(topic.name).is_none(),
                "{}",
                topic.name
            );
        }
    }

    #[test]
    fn the_cheat_sheet_has_an_example_of_every_command() {
        let page = cheat();
        for command in CommandLine::command().get_subcommands() {
            assert!(
                page.lines().any(|line| line == command.get_name()),
                "{}",
                command.get_name()
            );
        }
        assert!(page.contains("  gmqtt config check"), "{page}");
    }
}
