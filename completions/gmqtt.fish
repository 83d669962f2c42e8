# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_gmqtt_global_optspecs
    string join \n V/version o/output= color= q/quiet v/verbose h/help
end

function __fish_gmqtt_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_gmqtt_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_gmqtt_using_subcommand
    set -l cmd (__fish_gmqtt_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c gmqtt -n "__fish_gmqtt_needs_command" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_needs_command" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_needs_command" -s V -l version -d 'Print the version; with -o json also what it was built from'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "start" -d 'Run the broker in the foreground'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "config" -d 'Check, show and find the configuration'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "reload" -d 'Have the running broker apply its changed configuration'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "tls" -d 'Check the certificates of listeners'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "plugin" -d 'Extend the broker with a plugin of your own'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "acl" -d 'Say what the rules for publishing and subscribing decide'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "mqtt" -d 'Publish, subscribe and more as an MQTT client, with any broker'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "completions" -d 'Print the script that makes a shell complete gmqtt\'s commands'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "completion" -d 'Print the script that makes a shell complete gmqtt\'s commands'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "man" -d 'Show a manual page, or write all of them'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "help" -d 'Explain a command or a topic'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "version" -d 'Print the version'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -s c -l config -d 'The config file; without it, `gmqtt config path` says which is read' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -l set -d 'Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -l listen -d 'Listen here instead of where the config says: tcp://HOST:PORT, ws://HOST:PORT/PATH or unix:///PATH' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -l data-dir -d 'Keep state in this folder' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -l log-level -d 'Log messages of this level and above' -r -f -a "trace\t''
debug\t''
info\t''
warn\t''
error\t''"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -l log-format -d 'How to write log messages; auto is text on a terminal and JSON elsewhere' -r -f -a "auto\t''
text\t''
json\t''"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -l ready-fd -d 'Write READY=1 and a line break to this file descriptor when every listener is bound' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -l pid-file -d 'Write the process id to this file; refuse to start if it names a running process' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -l check -d 'Check the configuration and exit, as `gmqtt config check` does'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -l no-banner -d 'Do not print what is served'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show path" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show path" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show path" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show path" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show path" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show path" -f -a "check" -d 'Say what is wrong with a configuration'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show path" -f -a "show" -d 'Print the effective configuration'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show path" -f -a "path" -d 'List where config files are looked for and which one is read'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -s c -l config -d 'The config file; without it, `gmqtt config path` says which is read' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -l set -d 'Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -l strict -d 'Fail on warnings too'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -l no-files -d 'Do not look whether the files that the config names exist'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -s c -l config -d 'The config file; without it, `gmqtt config path` says which is read' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l set -d 'Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l origin -d 'Say for every key where its value comes from'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l defaults -d 'The built-in defaults instead'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l secrets -d 'Do not mask secrets; asks for --yes when the output is not a terminal'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -s y -l yes -d 'Print secrets into a file or a pipe'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l running -d 'What a running broker uses (needs the admin API, which this version does not have)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -s c -l config -d 'The config file as it would be given to start' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -s c -l config -d 'The config file; without it, `gmqtt config path` says which is read' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -l set -d 'Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -l pid-file -d 'The pid file of the broker; without it the `pid_file` of the configuration' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -s n -l dry-run -d 'Check the configuration and find the broker, and leave it at that'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and not __fish_seen_subcommand_from check" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and not __fish_seen_subcommand_from check" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and not __fish_seen_subcommand_from check" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and not __fish_seen_subcommand_from check" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and not __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and not __fish_seen_subcommand_from check" -f -a "check" -d 'Say what the certificates of the listeners are and what is wrong with them'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and __fish_seen_subcommand_from check" -s c -l config -d 'The config file; without it, `gmqtt config path` says which is read' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and __fish_seen_subcommand_from check" -l set -d 'Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and __fish_seen_subcommand_from check" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and __fish_seen_subcommand_from check" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and not __fish_seen_subcommand_from new" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and not __fish_seen_subcommand_from new" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and not __fish_seen_subcommand_from new" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and not __fish_seen_subcommand_from new" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and not __fish_seen_subcommand_from new" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and not __fish_seen_subcommand_from new" -f -a "new" -d 'Write the crate of a new plugin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -s H -l hooks -d 'The hooks to implement, as in on_basic_auth,on_subscribe; OnBasicAuth is understood, too' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -s d -l dir -d 'The folder to make; ./NAME without it' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -l gmqtt-path -d 'A checkout of gmqtt to build with; without it, the one that the folder is in' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -l gmqtt-git -d 'A git repository of gmqtt to build with' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -l config -d 'Give the plugin a section of its own in the config'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from test check" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from test check" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from test check" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from test check" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from test check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from test check" -f -a "test" -d 'Say whether a user may publish or subscribe, and which rule decides'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from test check" -f -a "check" -d 'Say whether a user may publish or subscribe, and which rule decides'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l client-id -d 'The client identifier, for rules about it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l address -d 'Where the client comes from, for rules about that' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l listener -d 'The name of the listener, for rules about it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l certificate -d 'The name in the client\'s verified certificate, for rules about it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -s c -l config -d 'The config file; without it, `gmqtt config path` says which is read' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l set -d 'Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l retain -d 'The message is to be retained'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l client-id -d 'The client identifier, for rules about it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l address -d 'Where the client comes from, for rules about that' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l listener -d 'The name of the listener, for rules about it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l certificate -d 'The name in the client\'s verified certificate, for rules about it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -s c -l config -d 'The config file; without it, `gmqtt config path` says which is read' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l set -d 'Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l retain -d 'The message is to be retained'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and not __fish_seen_subcommand_from pub sub request reply bench probe" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and not __fish_seen_subcommand_from pub sub request reply bench probe" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and not __fish_seen_subcommand_from pub sub request reply bench probe" -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and not __fish_seen_subcommand_from pub sub request reply bench probe" -s d -l verbose -l debug -d 'Say more about what is done'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and not __fish_seen_subcommand_from pub sub request reply bench probe" -l help -d 'Print this help'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and not __fish_seen_subcommand_from pub sub request reply bench probe" -f -a "pub" -d 'Publish messages as an MQTT client'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and not __fish_seen_subcommand_from pub sub request reply bench probe" -f -a "sub" -d 'Print messages as an MQTT client'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and not __fish_seen_subcommand_from pub sub request reply bench probe" -f -a "request" -d 'Send a request and print the answer'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and not __fish_seen_subcommand_from pub sub request reply bench probe" -f -a "reply" -d 'Answer requests'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and not __fish_seen_subcommand_from pub sub request reply bench probe" -f -a "bench" -d 'Measure a broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and not __fish_seen_subcommand_from pub sub request reply bench probe" -f -a "probe" -d 'Say what a broker offers, and try out what MQTT promises'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s t -l topic -d 'The topic to publish to' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s m -l message -d 'The payload' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s f -l file -d 'Read the payload from a file, - for stdin' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l format -d 'How the payload is written: utf8 as it is, hex or base64' -r -f -a "utf8\t'As it is'
hex\t'Two hexadecimal digits a byte; blanks and colons between them do not matter'
base64\t'Base64'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s q -l qos -d '0: sent once, 1: acknowledged, 2: exactly once' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l repeat -d 'Publish the message so many times' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l repeat-delay -d 'Wait between messages' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s M -l max-inflight -d 'Messages of QoS 1 and 2 under way at a time' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l timeout -d 'Give up when the broker acknowledges nothing for so long' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l content-type -d 'What the payload is, such as application/json' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l expiry -d 'How long the broker keeps the message for those who are away' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l response-topic -d 'Where an answer is to be sent' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l correlation -d 'What an answer is to repeat, in hexadecimal' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l property -d 'A user property' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s L -l url -d 'The broker and, after its port, a topic: mqtt, mqtts, ws, wss://[USER[:PASSWORD]@]HOST[:PORT][/TOPIC], unix://PATH' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s h -l host -d 'The broker\'s host' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s p -l port -d 'The broker\'s port [default: 1883, with TLS 8883]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l unix -d 'Connect through a unix socket' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s A -l bind-address -d 'Connect from this address of this machine' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l connect-timeout -d 'How long connecting, and each answer, may take' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s V -l mqtt-version -d 'The version of MQTT: 5, 3.1.1 or 3.1' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s i -l id -d 'The client identifier; one is made up without it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s I -l id-prefix -d 'Make up a client identifier that starts with this' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s x -l session-expiry-interval -d 'How long the session outlives the connection, in seconds, -1 for ever (MQTT 5) [default: 0, with -c for ever]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s k -l keepalive -d 'The longest silence, in seconds; 0 for any' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s D -d 'A property of MQTT 5, as in -D connect receive-maximum 20, or -D publish user-property NAME VALUE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s u -l username -d 'The user name' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s P -l pw -d 'The password; other users of this machine can see it, --password-file hides it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l password-file -d 'A file whose first line is the password' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l cafile -d 'Use TLS, and trust the certificates of this file instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l capath -d 'Use TLS, and trust the certificates in this folder instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l cert -d 'The client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l key -d 'The key of the client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l tls-version -d 'The one version of TLS to speak: tlsv1.2 or tlsv1.3' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l tls-alpn -d 'The application protocol to ask for (ALPN)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l will-topic -d 'Where the broker publishes the will, should this client vanish' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l will-payload -d 'What the will says' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l will-qos -d 'The QoS of the will' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s n -l null-message -d 'No payload'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s s -l stdin-file -d 'Read the payload from stdin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s l -l lines -l stdin-line -d 'Each line of stdin is a message'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s r -l retain -d 'Ask the broker to keep the message for later subscribers'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s c -l keep-session -l disable-clean-session -d 'Keep the session when the connection ends, and go on with one that is there'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l password-stdin -d 'Read the password from stdin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l tls -d 'Use TLS'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l insecure -d 'Take a trusted certificate of any host: whoever has one can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l will-retain -d 'Retain the will'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s d -l verbose -l debug -d 'Say more about what is done'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l help -d 'Print this help'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s t -l topic -d 'A topic filter to subscribe to; can be given more than once' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s q -l qos -d 'The highest QoS to get messages with' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s C -l count -l msg-count -d 'End after so many messages' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s W -l for -d 'End after this time; exit code 124 if --count or --until waits for more' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l until -d 'End after a message whose payload matches' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l retained -d 'Only the retained messages, then end; or skip them' -r -f -a "only\t'Nothing else, and end when they have come'
skip\t'Pass over them'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s T -l filter-out -d 'Pass over messages of these topics' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s U -l unsubscribe -d 'Unsubscribe first, where a session holds an old subscription' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s F -l format -d 'What to print for a message, in mosquitto_sub\'s codes: %t topic, %p payload, ...' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l payload -d 'How to print payloads: auto, text, hex, base64 or json' -r -f -a "auto\t'As it is; on a terminal text, or hexadecimal for what is none'
text\t'Text; what is none is escaped'
hex\t'Hexadecimal'
base64\t'Base64'
json\t'JSON on one line; what is none as a JSON string'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l dump -d 'Write each payload to a file below this folder' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l exec -d 'Run this line of shell for each message: the payload is its stdin, MQTT_TOPIC its topic' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s L -l url -d 'The broker and, after its port, a topic: mqtt, mqtts, ws, wss://[USER[:PASSWORD]@]HOST[:PORT][/TOPIC], unix://PATH' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s h -l host -d 'The broker\'s host' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s p -l port -d 'The broker\'s port [default: 1883, with TLS 8883]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l unix -d 'Connect through a unix socket' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s A -l bind-address -d 'Connect from this address of this machine' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l connect-timeout -d 'How long connecting, and each answer, may take' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s V -l mqtt-version -d 'The version of MQTT: 5, 3.1.1 or 3.1' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s i -l id -d 'The client identifier; one is made up without it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s I -l id-prefix -d 'Make up a client identifier that starts with this' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s x -l session-expiry-interval -d 'How long the session outlives the connection, in seconds, -1 for ever (MQTT 5) [default: 0, with -c for ever]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s k -l keepalive -d 'The longest silence, in seconds; 0 for any' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s D -d 'A property of MQTT 5, as in -D connect receive-maximum 20, or -D publish user-property NAME VALUE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s u -l username -d 'The user name' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s P -l pw -d 'The password; other users of this machine can see it, --password-file hides it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l password-file -d 'A file whose first line is the password' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l cafile -d 'Use TLS, and trust the certificates of this file instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l capath -d 'Use TLS, and trust the certificates in this folder instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l cert -d 'The client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l key -d 'The key of the client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l tls-version -d 'The one version of TLS to speak: tlsv1.2 or tlsv1.3' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l tls-alpn -d 'The application protocol to ask for (ALPN)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l will-topic -d 'Where the broker publishes the will, should this client vanish' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l will-payload -d 'What the will says' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l will-qos -d 'The QoS of the will' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s E -l exit-when-subscribed -d 'End when the subscriptions stand'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s R -l no-retained -d 'The same as --retained skip'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l retained-only -d 'The same as --retained only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l no-local -d 'Not what this client itself publishes (MQTT 5)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l retain-as-published -d 'Keep the publishers\' retain flag (MQTT 5)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l allow-partial -d 'Go on if the broker refuses some of the subscriptions'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l no-reconnect -d 'End when the connection is lost'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s v -l topics -d 'Print topics before payloads, as on a terminal'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s N -l no-newline -d 'No line break after a message'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l report -d 'Print at the end what came on which topic, and no messages'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s c -l keep-session -l disable-clean-session -d 'Keep the session when the connection ends, and go on with one that is there'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l password-stdin -d 'Read the password from stdin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l tls -d 'Use TLS'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l insecure -d 'Take a trusted certificate of any host: whoever has one can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l will-retain -d 'Retain the will'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s d -l verbose -l debug -d 'Say more about what is done'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l help -d 'Print this help'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s t -l topic -d 'The topic to send the request to' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s m -l message -d 'The payload' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s f -l file -d 'Read the payload from a file, - for stdin' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l format -d 'How the payload is written: utf8 as it is, hex or base64' -r -f -a "utf8\t'As it is'
hex\t'Two hexadecimal digits a byte; blanks and colons between them do not matter'
base64\t'Base64'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s q -l qos -d '0: sent once, 1: acknowledged, 2: exactly once' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s C -l count -d 'Wait for so many answers' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s W -l timeout -d 'How long the answers may take; exit code 124 when they take longer' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l payload -d 'How to print payloads: auto, text, hex, base64 or json' -r -f -a "auto\t'As it is; on a terminal text, or hexadecimal for what is none'
text\t'Text; what is none is escaped'
hex\t'Hexadecimal'
base64\t'Base64'
json\t'JSON on one line; what is none as a JSON string'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l content-type -d 'What the payload is, such as application/json' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l expiry -d 'How long the broker keeps the message for those who are away' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l response-topic -d 'Where an answer is to be sent' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l correlation -d 'What an answer is to repeat, in hexadecimal' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l property -d 'A user property' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s L -l url -d 'The broker and, after its port, a topic: mqtt, mqtts, ws, wss://[USER[:PASSWORD]@]HOST[:PORT][/TOPIC], unix://PATH' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s h -l host -d 'The broker\'s host' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s p -l port -d 'The broker\'s port [default: 1883, with TLS 8883]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l unix -d 'Connect through a unix socket' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s A -l bind-address -d 'Connect from this address of this machine' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l connect-timeout -d 'How long connecting, and each answer, may take' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s V -l mqtt-version -d 'The version of MQTT: 5, 3.1.1 or 3.1' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s i -l id -d 'The client identifier; one is made up without it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s I -l id-prefix -d 'Make up a client identifier that starts with this' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s x -l session-expiry-interval -d 'How long the session outlives the connection, in seconds, -1 for ever (MQTT 5) [default: 0, with -c for ever]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s k -l keepalive -d 'The longest silence, in seconds; 0 for any' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s D -d 'A property of MQTT 5, as in -D connect receive-maximum 20, or -D publish user-property NAME VALUE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s u -l username -d 'The user name' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s P -l pw -d 'The password; other users of this machine can see it, --password-file hides it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l password-file -d 'A file whose first line is the password' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l cafile -d 'Use TLS, and trust the certificates of this file instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l capath -d 'Use TLS, and trust the certificates in this folder instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l cert -d 'The client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l key -d 'The key of the client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l tls-version -d 'The one version of TLS to speak: tlsv1.2 or tlsv1.3' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l tls-alpn -d 'The application protocol to ask for (ALPN)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l will-topic -d 'Where the broker publishes the will, should this client vanish' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l will-payload -d 'What the will says' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l will-qos -d 'The QoS of the will' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s n -l null-message -d 'No payload'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s s -l stdin-file -d 'Read the payload from stdin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s c -l keep-session -l disable-clean-session -d 'Keep the session when the connection ends, and go on with one that is there'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l password-stdin -d 'Read the password from stdin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l tls -d 'Use TLS'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l insecure -d 'Take a trusted certificate of any host: whoever has one can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l will-retain -d 'Retain the will'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s d -l verbose -l debug -d 'Say more about what is done'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l help -d 'Print this help'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s t -l topic -d 'A topic filter to take requests from; can be given more than once' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s m -l message -d 'The payload' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s f -l file -d 'Read the payload from a file, - for stdin' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l format -d 'How the payload is written: utf8 as it is, hex or base64' -r -f -a "utf8\t'As it is'
hex\t'Two hexadecimal digits a byte; blanks and colons between them do not matter'
base64\t'Base64'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l exec -d 'Answer with what this line of shell prints: the request is its stdin, MQTT_TOPIC its topic' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s q -l qos -d '0: sent once, 1: acknowledged, 2: exactly once' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s C -l count -d 'End after so many answers' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s W -l for -d 'End after this time; exit code 124 if --count waits for more' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s L -l url -d 'The broker and, after its port, a topic: mqtt, mqtts, ws, wss://[USER[:PASSWORD]@]HOST[:PORT][/TOPIC], unix://PATH' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s h -l host -d 'The broker\'s host' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s p -l port -d 'The broker\'s port [default: 1883, with TLS 8883]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l unix -d 'Connect through a unix socket' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s A -l bind-address -d 'Connect from this address of this machine' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l connect-timeout -d 'How long connecting, and each answer, may take' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s V -l mqtt-version -d 'The version of MQTT: 5, 3.1.1 or 3.1' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s i -l id -d 'The client identifier; one is made up without it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s I -l id-prefix -d 'Make up a client identifier that starts with this' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s x -l session-expiry-interval -d 'How long the session outlives the connection, in seconds, -1 for ever (MQTT 5) [default: 0, with -c for ever]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s k -l keepalive -d 'The longest silence, in seconds; 0 for any' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s D -d 'A property of MQTT 5, as in -D connect receive-maximum 20, or -D publish user-property NAME VALUE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s u -l username -d 'The user name' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s P -l pw -d 'The password; other users of this machine can see it, --password-file hides it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l password-file -d 'A file whose first line is the password' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l cafile -d 'Use TLS, and trust the certificates of this file instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l capath -d 'Use TLS, and trust the certificates in this folder instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l cert -d 'The client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l key -d 'The key of the client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l tls-version -d 'The one version of TLS to speak: tlsv1.2 or tlsv1.3' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l tls-alpn -d 'The application protocol to ask for (ALPN)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l will-topic -d 'Where the broker publishes the will, should this client vanish' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l will-payload -d 'What the will says' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l will-qos -d 'The QoS of the will' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s n -l null-message -d 'No payload'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s s -l stdin-file -d 'Read the payload from stdin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l echo -d 'Answer with the request\'s own payload'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s c -l keep-session -l disable-clean-session -d 'Keep the session when the connection ends, and go on with one that is there'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l password-stdin -d 'Read the password from stdin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l tls -d 'Use TLS'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l insecure -d 'Take a trusted certificate of any host: whoever has one can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l will-retain -d 'Retain the will'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s d -l verbose -l debug -d 'Say more about what is done'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l help -d 'Print this help'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l clients -d 'Clients; with pair publishers and as many subscribers, with fan-in and fan-out one more' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l rate -d 'Messages a second of each publisher; as fast as it goes without it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l size -d 'Bytes of a payload, 8 at least' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s q -l qos -d 'QoS of messages and subscriptions' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l duration -d 'How long messages are published' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l ramp -d 'Connections a second; all at once without it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s t -l topic -d 'The topic below which messages are published; with sub, the filter to subscribe to' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s M -l max-inflight -d 'Messages of QoS 1 and 2 that a publisher has under way' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l threads -d 'Threads for the clients [default: one for each processor]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l max-p99 -d 'Exit code 7 if 99 of 100 messages (with conn: connections) take longer' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s L -l url -d 'The broker and, after its port, a topic: mqtt, mqtts, ws, wss://[USER[:PASSWORD]@]HOST[:PORT][/TOPIC], unix://PATH' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s h -l host -d 'The broker\'s host' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s p -l port -d 'The broker\'s port [default: 1883, with TLS 8883]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l unix -d 'Connect through a unix socket' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s A -l bind-address -d 'Connect from this address of this machine' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l connect-timeout -d 'How long connecting, and each answer, may take' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s V -l mqtt-version -d 'The version of MQTT: 5, 3.1.1 or 3.1' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s i -l id -d 'The client identifier; one is made up without it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s I -l id-prefix -d 'Make up a client identifier that starts with this' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s x -l session-expiry-interval -d 'How long the session outlives the connection, in seconds, -1 for ever (MQTT 5) [default: 0, with -c for ever]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s k -l keepalive -d 'The longest silence, in seconds; 0 for any' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s D -d 'A property of MQTT 5, as in -D connect receive-maximum 20, or -D publish user-property NAME VALUE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s u -l username -d 'The user name' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s P -l pw -d 'The password; other users of this machine can see it, --password-file hides it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l password-file -d 'A file whose first line is the password' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l cafile -d 'Use TLS, and trust the certificates of this file instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l capath -d 'Use TLS, and trust the certificates in this folder instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l cert -d 'The client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l key -d 'The key of the client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l tls-version -d 'The one version of TLS to speak: tlsv1.2 or tlsv1.3' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l tls-alpn -d 'The application protocol to ask for (ALPN)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l will-topic -d 'Where the broker publishes the will, should this client vanish' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l will-payload -d 'What the will says' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l will-qos -d 'The QoS of the will' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s c -l keep-session -l disable-clean-session -d 'Keep the session when the connection ends, and go on with one that is there'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l password-stdin -d 'Read the password from stdin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l tls -d 'Use TLS'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l insecure -d 'Take a trusted certificate of any host: whoever has one can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l will-retain -d 'Retain the will'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s d -l verbose -l debug -d 'Say more about what is done'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l help -d 'Print this help'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s t -l topic -d 'The topic below which messages are published' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l timeout -d 'How long the broker may take for each answer' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s L -l url -d 'The broker and, after its port, a topic: mqtt, mqtts, ws, wss://[USER[:PASSWORD]@]HOST[:PORT][/TOPIC], unix://PATH' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s h -l host -d 'The broker\'s host' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s p -l port -d 'The broker\'s port [default: 1883, with TLS 8883]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l unix -d 'Connect through a unix socket' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s A -l bind-address -d 'Connect from this address of this machine' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l connect-timeout -d 'How long connecting, and each answer, may take' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s V -l mqtt-version -d 'The version of MQTT: 5, 3.1.1 or 3.1' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s i -l id -d 'The client identifier; one is made up without it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s I -l id-prefix -d 'Make up a client identifier that starts with this' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s x -l session-expiry-interval -d 'How long the session outlives the connection, in seconds, -1 for ever (MQTT 5) [default: 0, with -c for ever]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s k -l keepalive -d 'The longest silence, in seconds; 0 for any' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s D -d 'A property of MQTT 5, as in -D connect receive-maximum 20, or -D publish user-property NAME VALUE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s u -l username -d 'The user name' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s P -l pw -d 'The password; other users of this machine can see it, --password-file hides it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l password-file -d 'A file whose first line is the password' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l cafile -d 'Use TLS, and trust the certificates of this file instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l capath -d 'Use TLS, and trust the certificates in this folder instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l cert -d 'The client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l key -d 'The key of the client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l tls-version -d 'The one version of TLS to speak: tlsv1.2 or tlsv1.3' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l tls-alpn -d 'The application protocol to ask for (ALPN)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l will-topic -d 'Where the broker publishes the will, should this client vanish' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l will-payload -d 'What the will says' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l will-qos -d 'The QoS of the will' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s c -l keep-session -l disable-clean-session -d 'Keep the session when the connection ends, and go on with one that is there'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l password-stdin -d 'Read the password from stdin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l tls -d 'Use TLS'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l insecure -d 'Take a trusted certificate of any host: whoever has one can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l will-retain -d 'Retain the will'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s d -l verbose -l debug -d 'Say more about what is done'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l help -d 'Print this help'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completions" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completions" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completions" -l static -d 'Print a script that never runs gmqtt'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completions" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completions" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completion" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completion" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completion" -l static -d 'Print a script that never runs gmqtt'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completion" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completion" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completion" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand man" -l out -d 'Write all pages into this folder' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand man" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand man" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand man" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand man" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand help" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand help" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand help" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand help" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand version" -s o -l output -d 'Print for programs instead of people' -r -f -a "json\t'One JSON document; errors are one JSON line on stderr'
jsonl\t'One JSON object a line, as things happen; errors as with json'
yaml\t'One YAML document'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand version" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand version" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand version" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand version" -s h -l help -d 'Print help (see more with \'--help\')'
