# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_gmqtt_global_optspecs
    string join \n V/version o/output= columns= no-header no-pager y/yes no-input color= q/quiet v/verbose context= api= token-file= cacert= cert= key= insecure-skip-verify timeout= h/help
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

complete -c gmqtt -n "__fish_gmqtt_needs_command" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_needs_command" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_needs_command" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_needs_command" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_needs_command" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_needs_command" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_needs_command" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_needs_command" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_needs_command" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_needs_command" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_needs_command" -s V -l version -d 'Print the version; with -o json also what it was built from'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "start" -d 'Run the broker in the foreground'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "init" -d 'Write a configuration'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "config" -d 'Check, show, compare and translate configurations'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "reload" -d 'Have the running broker apply its changed configuration'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "doctor" -d 'Look for problems, and say how to fix them'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "tls" -d 'Check the certificates of listeners and of the admin API'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "plugin" -d 'Extend the broker with a plugin of your own'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "acl" -d 'Look at the rules for publishing and subscribing, change them, and ask what they decide'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "status" -d 'Say how the broker is'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "clients" -d 'List clients, look at one, disconnect, ban'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "client" -d 'List clients, look at one, disconnect, ban'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "subscriptions" -d 'List subscriptions, say who would receive a message, subscribe clients'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "subscription" -d 'List subscriptions, say who would receive a message, subscribe clients'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "subs" -d 'List subscriptions, say who would receive a message, subscribe clients'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "backup" -d 'Write accounts, rules, sessions, retained messages and the config to one file'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "restore" -d 'Put back what a backup holds, in place of what is there'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "store" -d 'Look at, check and move what survives a restart'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "publish" -d 'Publish a message through the admin API'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "accounts" -d 'List, add, change and remove accounts'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "account" -d 'List, add, change and remove accounts'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "retained" -d 'List, show, clear, export and import retained messages'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "topics" -d 'Show the tree of topics, and the busiest topics'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "explain" -d 'Say why a client does or does not get messages of a topic'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "metrics" -d 'Show the broker\'s figures'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "events" -d 'Show what happens: clients come and go, subscribe, are refused, lose messages'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "logs" -d 'Show the log of the running broker'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "trace" -d 'Show packets as they come and go'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "listeners" -d 'List listeners, close and open them'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "tokens" -d 'List, make and revoke tokens of the admin API'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "cluster" -d 'Show the nodes of a cluster, join and leave it'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "check" -d 'Probe a broker for a monitoring system'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "stop" -d 'Stop the broker on this machine'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "top" -d 'Show what the broker does, live'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "mqtt" -d 'Publish, subscribe and more as an MQTT client, with any broker'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "context" -d 'Name brokers, and choose the one that is asked'
complete -c gmqtt -n "__fish_gmqtt_needs_command" -f -a "ctx" -d 'Name brokers, and choose the one that is asked'
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
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -l check -d 'Check the configuration and exit, as `gmqtt config check` does'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -l no-banner -d 'Do not print what is served'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand start" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand init" -l hostname -d 'A name or address that clients reach this machine by; localhost is always one [default: the host name]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand init" -l account -d 'An account that may publish and subscribe everything [default: admin]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand init" -l profile -d 'What the broker is for' -r -f -a "dev\t'This machine, nothing survives a restart'
edge\t'A small machine: little memory, few clients'
server\t'A machine of its own: limits against abuse'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand init" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand init" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand init" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand init" -l secure -d 'Make it a broker for other machines, with TLS and passwords'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand init" -l renew -d 'Write a new server certificate, signed by the authority that is there'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand init" -l force -d 'Replace what is there'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand init" -l stdout -d 'Print the configuration and write nothing'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand init" -l minimal -d 'Leave out the comments and what is as it is anyway'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand init" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand init" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand init" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand init" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand init" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand init" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -f -a "check" -d 'Say what is wrong with a configuration'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -f -a "show" -d 'Print the effective configuration'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -f -a "diff" -d 'Compare two configurations'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -f -a "schema" -d 'Print the JSON schema of config files'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -f -a "path" -d 'List where config files are looked for and which one is read'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and not __fish_seen_subcommand_from check show diff schema path convert" -f -a "convert" -d 'Translate the configuration of another broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -s c -l config -d 'The config file; without it, `gmqtt config path` says which is read' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -l set -d 'Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -l strict -d 'Fail on warnings too'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -l no-files -d 'Do not look whether the files that the config names exist'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -s c -l config -d 'The config file; without it, `gmqtt config path` says which is read' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l set -d 'Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l origin -d 'Say for every key where its value comes from'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l defaults -d 'The built-in defaults instead'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l secrets -d 'Do not mask secrets; asks for --yes when the output is not a terminal'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -s y -l yes -d 'Print secrets into a file or a pipe'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l running -d 'What the running broker uses'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from diff" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from diff" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from diff" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from diff" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from diff" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from diff" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from diff" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from diff" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from diff" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from diff" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from diff" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from diff" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from diff" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from diff" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from diff" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from diff" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from diff" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from schema" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from schema" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from schema" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from schema" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from schema" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from schema" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from schema" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from schema" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from schema" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from schema" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from schema" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from schema" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from schema" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from schema" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from schema" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from schema" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from schema" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -s c -l config -d 'The config file as it would be given to start' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from convert" -l from -d 'Whose file it is; without it, its name says so' -r -f -a "mosquitto\t'mosquitto.conf'
emqx\t'emqx.conf'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from convert" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from convert" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from convert" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from convert" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from convert" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from convert" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from convert" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from convert" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from convert" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from convert" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from convert" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from convert" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from convert" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from convert" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from convert" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from convert" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from convert" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand config; and __fish_seen_subcommand_from convert" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -s c -l config -d 'The config file; without it, `gmqtt config path` says which is read' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -l set -d 'Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -l pid-file -d 'The pid file of the broker; without it the `pid_file` of the configuration' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -l wait -d 'How long applying it may take' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -s n -l dry-run -d 'Check the configuration and say what would change, and leave it at that'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand reload" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand doctor" -s c -l config -d 'The config file; without it, `gmqtt config path` says which is read' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand doctor" -l set -d 'Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand doctor" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand doctor" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand doctor" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand doctor" -l strict -d 'Fail on warnings too'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand doctor" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand doctor" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand doctor" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand doctor" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand doctor" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand doctor" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and not __fish_seen_subcommand_from check" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and not __fish_seen_subcommand_from check" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and not __fish_seen_subcommand_from check" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and not __fish_seen_subcommand_from check" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and not __fish_seen_subcommand_from check" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and not __fish_seen_subcommand_from check" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and not __fish_seen_subcommand_from check" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and not __fish_seen_subcommand_from check" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and not __fish_seen_subcommand_from check" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and not __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and not __fish_seen_subcommand_from check" -f -a "check" -d 'Say what the certificates of the listeners and of the admin API are and what is wrong with them'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and __fish_seen_subcommand_from check" -s c -l config -d 'The config file; without it, `gmqtt config path` says which is read' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and __fish_seen_subcommand_from check" -l set -d 'Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and __fish_seen_subcommand_from check" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and __fish_seen_subcommand_from check" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and __fish_seen_subcommand_from check" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and __fish_seen_subcommand_from check" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and __fish_seen_subcommand_from check" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and __fish_seen_subcommand_from check" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and __fish_seen_subcommand_from check" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tls; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and not __fish_seen_subcommand_from new" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and not __fish_seen_subcommand_from new" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and not __fish_seen_subcommand_from new" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and not __fish_seen_subcommand_from new" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and not __fish_seen_subcommand_from new" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and not __fish_seen_subcommand_from new" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and not __fish_seen_subcommand_from new" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and not __fish_seen_subcommand_from new" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and not __fish_seen_subcommand_from new" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and not __fish_seen_subcommand_from new" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and not __fish_seen_subcommand_from new" -f -a "new" -d 'Write the crate of a new plugin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -s H -l hooks -d 'The hooks to implement, as in on_basic_auth,on_subscribe; OnBasicAuth is understood, too' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -s d -l dir -d 'The folder to make; ./NAME without it' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -l gmqtt-path -d 'A checkout of gmqtt to build with; without it, the one that the folder is in' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -l gmqtt-git -d 'A git repository of gmqtt to build with' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -l config -d 'Give the plugin a section of its own in the config'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand plugin; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -f -a "list" -d 'List the rules of the running broker, in their order'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -f -a "ls" -d 'List the rules of the running broker, in their order'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -f -a "add" -d 'Add a rule to the running broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -f -a "remove" -d 'Remove rules from the running broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -f -a "rm" -d 'Remove rules from the running broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -f -a "test" -d 'Say whether a user may publish or subscribe, and which rule decides'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and not __fish_seen_subcommand_from list ls add remove rm test check" -f -a "check" -d 'Say whether a user may publish or subscribe, and which rule decides'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from list" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from list" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from list" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from list" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from list" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from list" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from list" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from list" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from list" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from list" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from list" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from list" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from ls" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from ls" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from ls" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from ls" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from ls" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from ls" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from ls" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from ls" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from ls" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from ls" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from ls" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from ls" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from ls" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -l user -d 'Users whose names fit; * stands for any characters' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -l client-id -d 'Clients whose identifiers fit' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -l address -d 'Clients at an address or in a network' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -l listener -d 'Clients of a listener' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -l certificate -d 'Clients whose certificate has a name that fits' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -l anonymous -d 'Clients without a user name; with one if false' -r -f -a "true\t''
false\t''"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -l at -d 'Its number, from 1; rules from there on move down' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -s n -l dry-run -d 'Have the broker check it, and change nothing'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from remove" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from remove" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from remove" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from remove" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from remove" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from remove" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from remove" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from remove" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from remove" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from remove" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from remove" -s n -l dry-run -d 'Say which they are, and change nothing'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from remove" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from remove" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from remove" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from remove" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from rm" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from rm" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from rm" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from rm" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from rm" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from rm" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from rm" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from rm" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from rm" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from rm" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from rm" -s n -l dry-run -d 'Say which they are, and change nothing'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from rm" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from rm" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from rm" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from rm" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l client-id -d 'The client identifier, for rules about it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l address -d 'Where the client comes from, for rules about that' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l listener -d 'The name of the listener, for rules about it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l certificate -d 'The name in the client\'s verified certificate, for rules about it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -s c -l config -d 'The config file; without it, `gmqtt config path` says which is read' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l set -d 'Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l retain -d 'The message is to be retained'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l running -d 'Ask the running broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from test" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l client-id -d 'The client identifier, for rules about it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l address -d 'Where the client comes from, for rules about that' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l listener -d 'The name of the listener, for rules about it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l certificate -d 'The name in the client\'s verified certificate, for rules about it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -s c -l config -d 'The config file; without it, `gmqtt config path` says which is read' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l set -d 'Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l retain -d 'The message is to be retained'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l running -d 'Ask the running broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand acl; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand status" -l watch -d 'Go on and show what changes, at most so often; in a pipe each change is a line of JSON' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand status" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand status" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand status" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand status" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand status" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand status" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand status" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand status" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand status" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand status" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand status" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand status" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand status" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand status" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand status" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand status" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand status" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -f -a "list" -d 'List clients'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -f -a "ls" -d 'List clients'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -f -a "show" -d 'Show clients, with their subscriptions'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -f -a "info" -d 'Show clients, with their subscriptions'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -f -a "kick" -d 'Disconnect clients'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -f -a "ban" -d 'Keep a client, a user or an address from connecting'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -f -a "unban" -d 'Lift a ban'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -f -a "bans" -d 'List who may not connect'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -f -a "messages" -d 'Show the messages that wait for a client'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l filter -d 'Those that this filter fits, as in \'connected=false AND queue_len>100\' (gmqtt help filters)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l user -d 'Those of this user' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l id -d 'Those whose client identifier is like this; * stands for anything' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l ip -d 'Those connected from this network, as in 10.0.0.0/8' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l state -d 'Those that are connected, those that are away, or all' -r -f -a "online\t''
offline\t''
all\t''"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l proto -d 'Those that speak this version of MQTT: 3 (3.1), 4 (3.1.1) or 5' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l listener -d 'Those that came through this listener' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l node -d 'Those of this node of the cluster' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l sort -d 'Sort by these columns, - in front for the highest first' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l limit -d 'Print so many at most, 0 for all [default: 100 on a terminal, 0 otherwise]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l watch -d 'Go on and show what changes, at most so often; in a pipe each change is a line of JSON' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l slow -d 'Those that messages wait for, that miss some, or that acknowledge too slowly'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l count -d 'Print only how many there are'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l filter -d 'Those that this filter fits, as in \'connected=false AND queue_len>100\' (gmqtt help filters)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l user -d 'Those of this user' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l id -d 'Those whose client identifier is like this; * stands for anything' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l ip -d 'Those connected from this network, as in 10.0.0.0/8' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l state -d 'Those that are connected, those that are away, or all' -r -f -a "online\t''
offline\t''
all\t''"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l proto -d 'Those that speak this version of MQTT: 3 (3.1), 4 (3.1.1) or 5' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l listener -d 'Those that came through this listener' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l node -d 'Those of this node of the cluster' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l sort -d 'Sort by these columns, - in front for the highest first' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l limit -d 'Print so many at most, 0 for all [default: 100 on a terminal, 0 otherwise]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l watch -d 'Go on and show what changes, at most so often; in a pipe each change is a line of JSON' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l slow -d 'Those that messages wait for, that miss some, or that acknowledge too slowly'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l count -d 'Print only how many there are'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from show" -l watch -d 'Go on and show what changes, at most so often; in a pipe each change is a line of JSON' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from show" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from show" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from show" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from show" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from show" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from show" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from show" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from show" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from show" -l no-subscriptions -d 'Leave the subscriptions out'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from show" -l messages -d 'The first messages that wait for it, too'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from show" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from show" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from show" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from show" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from info" -l watch -d 'Go on and show what changes, at most so often; in a pipe each change is a line of JSON' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from info" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from info" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from info" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from info" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from info" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from info" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from info" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from info" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from info" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from info" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from info" -l no-subscriptions -d 'Leave the subscriptions out'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from info" -l messages -d 'The first messages that wait for it, too'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from info" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from info" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from info" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from info" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from info" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from info" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from info" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -l filter -d 'Those that this filter fits, as in \'queue_len>1000\' (gmqtt help filters)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -l reason -d 'The reason code for clients of MQTT 5, 0x80 to 0xa2 [default: 0x98, administrative action]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -l reason-string -d 'The reason in words, for clients of MQTT 5' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -l terminate-session -d 'End their sessions too, also of those that are away'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -l if-exists -d 'A client that does not exist is no error'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -s n -l dry-run -d 'Only say what would happen'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from kick" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -l id -d 'A client identifier' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -l user -d 'A user name' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -l ip -d 'An address, or a network as in 10.0.0.0/8' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -l for -d 'For how long; for ever without it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -l reason -d 'Why, for those who look at the bans' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -l no-kick -d 'Let those who are connected stay'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from ban" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -l id -d 'A client identifier' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -l user -d 'A user name' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -l ip -d 'An address, or a network as in 10.0.0.0/8' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -l if-exists -d 'A ban that does not exist is no error'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from unban" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from bans" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from bans" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from bans" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from bans" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from bans" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from bans" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from bans" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from bans" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from bans" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from bans" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from bans" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from bans" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from bans" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from bans" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from bans" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from bans" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from bans" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from bans" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from messages" -l limit -d 'Print so many at most, 0 for all' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from messages" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from messages" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from messages" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from messages" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from messages" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from messages" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from messages" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from messages" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from messages" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from messages" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from messages" -l inflight -d 'Those that were sent and are not acknowledged, instead'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from messages" -l payload -d 'The payloads too'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from messages" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from messages" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from messages" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from messages" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from messages" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from messages" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from messages" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand clients; and __fish_seen_subcommand_from messages" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -f -a "list" -d 'List clients'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -f -a "ls" -d 'List clients'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -f -a "show" -d 'Show clients, with their subscriptions'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -f -a "info" -d 'Show clients, with their subscriptions'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -f -a "kick" -d 'Disconnect clients'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -f -a "ban" -d 'Keep a client, a user or an address from connecting'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -f -a "unban" -d 'Lift a ban'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -f -a "bans" -d 'List who may not connect'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and not __fish_seen_subcommand_from list ls show info kick ban unban bans messages" -f -a "messages" -d 'Show the messages that wait for a client'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l filter -d 'Those that this filter fits, as in \'connected=false AND queue_len>100\' (gmqtt help filters)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l user -d 'Those of this user' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l id -d 'Those whose client identifier is like this; * stands for anything' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l ip -d 'Those connected from this network, as in 10.0.0.0/8' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l state -d 'Those that are connected, those that are away, or all' -r -f -a "online\t''
offline\t''
all\t''"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l proto -d 'Those that speak this version of MQTT: 3 (3.1), 4 (3.1.1) or 5' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l listener -d 'Those that came through this listener' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l node -d 'Those of this node of the cluster' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l sort -d 'Sort by these columns, - in front for the highest first' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l limit -d 'Print so many at most, 0 for all [default: 100 on a terminal, 0 otherwise]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l watch -d 'Go on and show what changes, at most so often; in a pipe each change is a line of JSON' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l slow -d 'Those that messages wait for, that miss some, or that acknowledge too slowly'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l count -d 'Print only how many there are'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l filter -d 'Those that this filter fits, as in \'connected=false AND queue_len>100\' (gmqtt help filters)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l user -d 'Those of this user' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l id -d 'Those whose client identifier is like this; * stands for anything' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l ip -d 'Those connected from this network, as in 10.0.0.0/8' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l state -d 'Those that are connected, those that are away, or all' -r -f -a "online\t''
offline\t''
all\t''"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l proto -d 'Those that speak this version of MQTT: 3 (3.1), 4 (3.1.1) or 5' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l listener -d 'Those that came through this listener' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l node -d 'Those of this node of the cluster' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l sort -d 'Sort by these columns, - in front for the highest first' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l limit -d 'Print so many at most, 0 for all [default: 100 on a terminal, 0 otherwise]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l watch -d 'Go on and show what changes, at most so often; in a pipe each change is a line of JSON' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l slow -d 'Those that messages wait for, that miss some, or that acknowledge too slowly'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l count -d 'Print only how many there are'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from show" -l watch -d 'Go on and show what changes, at most so often; in a pipe each change is a line of JSON' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from show" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from show" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from show" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from show" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from show" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from show" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from show" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from show" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from show" -l no-subscriptions -d 'Leave the subscriptions out'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from show" -l messages -d 'The first messages that wait for it, too'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from show" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from show" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from show" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from show" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from info" -l watch -d 'Go on and show what changes, at most so often; in a pipe each change is a line of JSON' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from info" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from info" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from info" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from info" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from info" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from info" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from info" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from info" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from info" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from info" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from info" -l no-subscriptions -d 'Leave the subscriptions out'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from info" -l messages -d 'The first messages that wait for it, too'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from info" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from info" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from info" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from info" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from info" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from info" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from info" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -l filter -d 'Those that this filter fits, as in \'queue_len>1000\' (gmqtt help filters)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -l reason -d 'The reason code for clients of MQTT 5, 0x80 to 0xa2 [default: 0x98, administrative action]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -l reason-string -d 'The reason in words, for clients of MQTT 5' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -l terminate-session -d 'End their sessions too, also of those that are away'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -l if-exists -d 'A client that does not exist is no error'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -s n -l dry-run -d 'Only say what would happen'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from kick" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -l id -d 'A client identifier' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -l user -d 'A user name' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -l ip -d 'An address, or a network as in 10.0.0.0/8' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -l for -d 'For how long; for ever without it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -l reason -d 'Why, for those who look at the bans' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -l no-kick -d 'Let those who are connected stay'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from ban" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -l id -d 'A client identifier' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -l user -d 'A user name' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -l ip -d 'An address, or a network as in 10.0.0.0/8' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -l if-exists -d 'A ban that does not exist is no error'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from unban" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from bans" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from bans" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from bans" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from bans" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from bans" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from bans" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from bans" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from bans" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from bans" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from bans" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from bans" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from bans" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from bans" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from bans" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from bans" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from bans" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from bans" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from bans" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from messages" -l limit -d 'Print so many at most, 0 for all' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from messages" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from messages" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from messages" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from messages" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from messages" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from messages" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from messages" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from messages" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from messages" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from messages" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from messages" -l inflight -d 'Those that were sent and are not acknowledged, instead'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from messages" -l payload -d 'The payloads too'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from messages" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from messages" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from messages" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from messages" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from messages" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from messages" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from messages" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand client; and __fish_seen_subcommand_from messages" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -f -a "list" -d 'List subscriptions'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -f -a "ls" -d 'List subscriptions'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -f -a "match" -d 'Say who would receive a message of a topic, and why the others would not'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -f -a "add" -d 'Subscribe a client, connected or away'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -f -a "remove" -d 'Remove subscriptions of a client, connected or away'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and not __fish_seen_subcommand_from list ls match add remove rm" -f -a "rm" -d 'Remove subscriptions of a client, connected or away'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -l client -d 'Those of this client' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -l filter-match -d 'Those whose filter matches this topic' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -l type -d 'All, or those that are shared, of the broker\'s own topics, or neither' -r -f -a "all\t'Any'
plain\t'Neither shared nor of the broker\'s own topics'
shared\t'Shared'
sys\t'Of the broker\'s own topics, below SYS and others that begin with a dollar sign'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -l filter -d 'Those that this filter fits, as in \'qos=2 AND client_id:"meter-*"\' (gmqtt help filters)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -l sort -d 'Sort by these columns, - in front for the highest first' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -l limit -d 'Print so many at most, 0 for all [default: 100 on a terminal, 0 otherwise]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -l watch -d 'Go on and show what changes, at most so often; in a pipe each change is a line of JSON' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -l client -d 'Those of this client' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -l filter-match -d 'Those whose filter matches this topic' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -l type -d 'All, or those that are shared, of the broker\'s own topics, or neither' -r -f -a "all\t'Any'
plain\t'Neither shared nor of the broker\'s own topics'
shared\t'Shared'
sys\t'Of the broker\'s own topics, below SYS and others that begin with a dollar sign'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -l filter -d 'Those that this filter fits, as in \'qos=2 AND client_id:"meter-*"\' (gmqtt help filters)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -l sort -d 'Sort by these columns, - in front for the highest first' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -l limit -d 'Print so many at most, 0 for all [default: 100 on a terminal, 0 otherwise]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -l watch -d 'Go on and show what changes, at most so often; in a pipe each change is a line of JSON' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from match" -l limit -d 'Print so many subscriptions at most' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from match" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from match" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from match" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from match" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from match" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from match" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from match" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from match" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from match" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from match" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from match" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from match" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from match" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from match" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from match" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from match" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from match" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from match" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -l qos -d 'The highest QoS that messages are sent with' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -l retain-handling -d 'Retained messages: 0 are sent, 1 only if the subscription is new, 2 are not sent' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -l id -d 'The subscription identifier' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -l no-local -d 'Keep the client\'s own messages from it'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -l retain-as-published -d 'Leave the RETAIN flag of messages as it was published'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -l if-not-exists -d 'Leave a subscription that there is as it is'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -l allow-unknown -d 'Subscribe a client that does not exist, too: the broker in Go keeps that for when it comes'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from remove" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from remove" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from remove" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from remove" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from remove" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from remove" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from remove" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from remove" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from remove" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from remove" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from remove" -l if-exists -d 'A subscription that does not exist is no error'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from remove" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from remove" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from remove" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from remove" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from rm" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from rm" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from rm" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from rm" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from rm" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from rm" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from rm" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from rm" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from rm" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from rm" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from rm" -l if-exists -d 'A subscription that does not exist is no error'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from rm" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from rm" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from rm" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from rm" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscriptions; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -f -a "list" -d 'List subscriptions'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -f -a "ls" -d 'List subscriptions'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -f -a "match" -d 'Say who would receive a message of a topic, and why the others would not'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -f -a "add" -d 'Subscribe a client, connected or away'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -f -a "remove" -d 'Remove subscriptions of a client, connected or away'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and not __fish_seen_subcommand_from list ls match add remove rm" -f -a "rm" -d 'Remove subscriptions of a client, connected or away'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -l client -d 'Those of this client' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -l filter-match -d 'Those whose filter matches this topic' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -l type -d 'All, or those that are shared, of the broker\'s own topics, or neither' -r -f -a "all\t'Any'
plain\t'Neither shared nor of the broker\'s own topics'
shared\t'Shared'
sys\t'Of the broker\'s own topics, below SYS and others that begin with a dollar sign'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -l filter -d 'Those that this filter fits, as in \'qos=2 AND client_id:"meter-*"\' (gmqtt help filters)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -l sort -d 'Sort by these columns, - in front for the highest first' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -l limit -d 'Print so many at most, 0 for all [default: 100 on a terminal, 0 otherwise]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -l watch -d 'Go on and show what changes, at most so often; in a pipe each change is a line of JSON' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -l client -d 'Those of this client' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -l filter-match -d 'Those whose filter matches this topic' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -l type -d 'All, or those that are shared, of the broker\'s own topics, or neither' -r -f -a "all\t'Any'
plain\t'Neither shared nor of the broker\'s own topics'
shared\t'Shared'
sys\t'Of the broker\'s own topics, below SYS and others that begin with a dollar sign'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -l filter -d 'Those that this filter fits, as in \'qos=2 AND client_id:"meter-*"\' (gmqtt help filters)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -l sort -d 'Sort by these columns, - in front for the highest first' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -l limit -d 'Print so many at most, 0 for all [default: 100 on a terminal, 0 otherwise]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -l watch -d 'Go on and show what changes, at most so often; in a pipe each change is a line of JSON' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from match" -l limit -d 'Print so many subscriptions at most' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from match" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from match" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from match" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from match" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from match" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from match" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from match" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from match" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from match" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from match" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from match" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from match" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from match" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from match" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from match" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from match" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from match" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from match" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -l qos -d 'The highest QoS that messages are sent with' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -l retain-handling -d 'Retained messages: 0 are sent, 1 only if the subscription is new, 2 are not sent' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -l id -d 'The subscription identifier' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -l no-local -d 'Keep the client\'s own messages from it'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -l retain-as-published -d 'Leave the RETAIN flag of messages as it was published'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -l if-not-exists -d 'Leave a subscription that there is as it is'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -l allow-unknown -d 'Subscribe a client that does not exist, too: the broker in Go keeps that for when it comes'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from remove" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from remove" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from remove" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from remove" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from remove" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from remove" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from remove" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from remove" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from remove" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from remove" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from remove" -l if-exists -d 'A subscription that does not exist is no error'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from remove" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from remove" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from remove" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from remove" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from rm" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from rm" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from rm" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from rm" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from rm" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from rm" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from rm" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from rm" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from rm" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from rm" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from rm" -l if-exists -d 'A subscription that does not exist is no error'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from rm" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from rm" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from rm" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from rm" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subscription; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -f -a "list" -d 'List subscriptions'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -f -a "ls" -d 'List subscriptions'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -f -a "match" -d 'Say who would receive a message of a topic, and why the others would not'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -f -a "add" -d 'Subscribe a client, connected or away'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -f -a "remove" -d 'Remove subscriptions of a client, connected or away'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and not __fish_seen_subcommand_from list ls match add remove rm" -f -a "rm" -d 'Remove subscriptions of a client, connected or away'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -l client -d 'Those of this client' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -l filter-match -d 'Those whose filter matches this topic' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -l type -d 'All, or those that are shared, of the broker\'s own topics, or neither' -r -f -a "all\t'Any'
plain\t'Neither shared nor of the broker\'s own topics'
shared\t'Shared'
sys\t'Of the broker\'s own topics, below SYS and others that begin with a dollar sign'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -l filter -d 'Those that this filter fits, as in \'qos=2 AND client_id:"meter-*"\' (gmqtt help filters)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -l sort -d 'Sort by these columns, - in front for the highest first' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -l limit -d 'Print so many at most, 0 for all [default: 100 on a terminal, 0 otherwise]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -l watch -d 'Go on and show what changes, at most so often; in a pipe each change is a line of JSON' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -l client -d 'Those of this client' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -l filter-match -d 'Those whose filter matches this topic' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -l type -d 'All, or those that are shared, of the broker\'s own topics, or neither' -r -f -a "all\t'Any'
plain\t'Neither shared nor of the broker\'s own topics'
shared\t'Shared'
sys\t'Of the broker\'s own topics, below SYS and others that begin with a dollar sign'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -l filter -d 'Those that this filter fits, as in \'qos=2 AND client_id:"meter-*"\' (gmqtt help filters)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -l sort -d 'Sort by these columns, - in front for the highest first' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -l limit -d 'Print so many at most, 0 for all [default: 100 on a terminal, 0 otherwise]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -l watch -d 'Go on and show what changes, at most so often; in a pipe each change is a line of JSON' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from match" -l limit -d 'Print so many subscriptions at most' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from match" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from match" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from match" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from match" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from match" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from match" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from match" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from match" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from match" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from match" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from match" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from match" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from match" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from match" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from match" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from match" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from match" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from match" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -l qos -d 'The highest QoS that messages are sent with' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -l retain-handling -d 'Retained messages: 0 are sent, 1 only if the subscription is new, 2 are not sent' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -l id -d 'The subscription identifier' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -l no-local -d 'Keep the client\'s own messages from it'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -l retain-as-published -d 'Leave the RETAIN flag of messages as it was published'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -l if-not-exists -d 'Leave a subscription that there is as it is'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -l allow-unknown -d 'Subscribe a client that does not exist, too: the broker in Go keeps that for when it comes'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from remove" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from remove" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from remove" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from remove" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from remove" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from remove" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from remove" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from remove" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from remove" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from remove" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from remove" -l if-exists -d 'A subscription that does not exist is no error'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from remove" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from remove" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from remove" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from remove" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from rm" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from rm" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from rm" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from rm" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from rm" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from rm" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from rm" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from rm" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from rm" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from rm" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from rm" -l if-exists -d 'A subscription that does not exist is no error'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from rm" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from rm" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from rm" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from rm" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand subs; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand backup" -l only -d 'Only these parts: config, accounts, acl, sessions' -r -f -a "config\t'The config file'
accounts\t'The password file of the plugin auth'
acl\t'The rule file of the plugin acl'
sessions\t'Sessions, their queues, and retained messages'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand backup" -s c -l config -d 'The config file; without it, `gmqtt config path` says which is read' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand backup" -l set -d 'Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand backup" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand backup" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand backup" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand backup" -l live -d 'Read sessions while a broker uses them, as of this moment'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand backup" -l force -d 'Replace the file if it is there'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand backup" -s n -l dry-run -d 'Say what would be in it, and write nothing'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand backup" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand backup" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand backup" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand backup" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand backup" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand backup" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand backup" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand restore" -l only -d 'Only these parts: config, accounts, acl, sessions' -r -f -a "config\t'The config file'
accounts\t'The password file of the plugin auth'
acl\t'The rule file of the plugin acl'
sessions\t'Sessions, their queues, and retained messages'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand restore" -l confirm -d 'The name of this node, instead of typing it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand restore" -s c -l config -d 'The config file; without it, `gmqtt config path` says which is read' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand restore" -l set -d 'Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand restore" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand restore" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand restore" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand restore" -s n -l dry-run -d 'Check the backup, say what would be replaced, and change nothing'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand restore" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand restore" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand restore" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand restore" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand restore" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand restore" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand restore" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and not __fish_seen_subcommand_from info check export import migrate" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and not __fish_seen_subcommand_from info check export import migrate" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and not __fish_seen_subcommand_from info check export import migrate" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and not __fish_seen_subcommand_from info check export import migrate" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and not __fish_seen_subcommand_from info check export import migrate" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and not __fish_seen_subcommand_from info check export import migrate" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and not __fish_seen_subcommand_from info check export import migrate" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and not __fish_seen_subcommand_from info check export import migrate" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and not __fish_seen_subcommand_from info check export import migrate" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and not __fish_seen_subcommand_from info check export import migrate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and not __fish_seen_subcommand_from info check export import migrate" -f -a "info" -d 'Say what the store holds'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and not __fish_seen_subcommand_from info check export import migrate" -f -a "check" -d 'Read all of the store and say whether it is whole'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and not __fish_seen_subcommand_from info check export import migrate" -f -a "export" -d 'Write what the store holds to a file'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and not __fish_seen_subcommand_from info check export import migrate" -f -a "import" -d 'Read an exported file into the store'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and not __fish_seen_subcommand_from info check export import migrate" -f -a "migrate" -d 'Take over the sessions that gmqtt in Go left in Redis'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from info" -s c -l config -d 'The config file; without it, `gmqtt config path` says which is read' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from info" -l set -d 'Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from info" -l store -d 'The store, if not the one that the config names: a directory, or redis://HOST:PORT' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from info" -l redis-user -d 'The user' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from info" -l redis-password-file -d 'A file with the password' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from info" -l redis-cacert -d 'The certificates to trust' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from info" -l redis-cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from info" -l redis-key -d 'Its key' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from info" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from info" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from info" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from info" -l live -d 'Read it while a broker uses it, as of this moment'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from info" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from info" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from info" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from info" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from info" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from info" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from check" -s c -l config -d 'The config file; without it, `gmqtt config path` says which is read' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from check" -l set -d 'Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from check" -l store -d 'The store, if not the one that the config names: a directory, or redis://HOST:PORT' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from check" -l redis-user -d 'The user' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from check" -l redis-password-file -d 'A file with the password' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from check" -l redis-cacert -d 'The certificates to trust' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from check" -l redis-cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from check" -l redis-key -d 'Its key' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from check" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from check" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from check" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from check" -l live -d 'Read it while a broker uses it, as of this moment'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from check" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from check" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from check" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from check" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -l client -d 'Only the session of this client, without retained messages; may be given again' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -s c -l config -d 'The config file; without it, `gmqtt config path` says which is read' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -l set -d 'Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -l store -d 'The store, if not the one that the config names: a directory, or redis://HOST:PORT' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -l redis-user -d 'The user' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -l redis-password-file -d 'A file with the password' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -l redis-cacert -d 'The certificates to trust' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -l redis-cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -l redis-key -d 'Its key' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -l live -d 'Read it while a broker uses it, as of this moment'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -l force -d 'Replace the file if it is there'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -s n -l dry-run -d 'Say what would be written, and write nothing'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from import" -s c -l config -d 'The config file; without it, `gmqtt config path` says which is read' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from import" -l set -d 'Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from import" -l store -d 'The store, if not the one that the config names: a directory, or redis://HOST:PORT' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from import" -l redis-user -d 'The user' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from import" -l redis-password-file -d 'A file with the password' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from import" -l redis-cacert -d 'The certificates to trust' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from import" -l redis-cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from import" -l redis-key -d 'Its key' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from import" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from import" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from import" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from import" -l replace -d 'Replace sessions and retained messages that are there'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from import" -s n -l dry-run -d 'Check the file and say what is in it, and change nothing'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from import" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from import" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from import" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from import" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from migrate" -l from -d 'The Redis of the Go broker; without it, the one of `persistence.redis`' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from migrate" -s c -l config -d 'The config file; without it, `gmqtt config path` says which is read' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from migrate" -l set -d 'Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from migrate" -l redis-user -d 'The user' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from migrate" -l redis-password-file -d 'A file with the password' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from migrate" -l redis-cacert -d 'The certificates to trust' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from migrate" -l redis-cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from migrate" -l redis-key -d 'Its key' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from migrate" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from migrate" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from migrate" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from migrate" -l replace -d 'Replace sessions that the store has already'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from migrate" -s n -l dry-run -d 'Say what is there, and change nothing'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from migrate" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from migrate" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from migrate" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from migrate" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from migrate" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from migrate" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand store; and __fish_seen_subcommand_from migrate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -s f -l file -d 'A file with the payload' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l qos -d 'The QoS' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l format -d 'What the payload argument, or the file, is' -r -f -a "utf8\t'As it is'
hex\t'In hex'
base64\t'In base64'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l content-type -d 'The content type' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l expiry -d 'How long it may wait for subscribers' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l response-topic -d 'The topic for a response' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l correlation -d 'The correlation data, in hex' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -s P -l property -d 'A user property, NAME=VALUE; may be given more than once' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l count -d 'Publish it so many times' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l interval -d 'Wait so long after each message' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l retain -d 'Retain it'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l lines -d 'Publish each line as a message'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -s n -l dry-run -d 'Only say who would receive it'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand publish" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "list" -d 'List accounts'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "ls" -d 'List accounts'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "show" -d 'Show an account'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "info" -d 'Show an account'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "add" -d 'Add an account'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "set" -d 'Make an account what the flags say, whether there is one or not'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "passwd" -d 'Change the password of an account'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "remove" -d 'Remove accounts'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "rm" -d 'Remove accounts'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "verify" -d 'Say whether a password is that of an account'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "import" -d 'Add the accounts of a file'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "export" -d 'Print accounts with what is stored for their passwords'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from list" -l filter -d 'Those that this filter fits, as in \'disabled=true\' (gmqtt help filters)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from list" -l sort -d 'Sort by these columns, - in front for the highest first' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from list" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from list" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from list" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from list" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from list" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from list" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from list" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from list" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from list" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from list" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from list" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from list" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from list" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from ls" -l filter -d 'Those that this filter fits, as in \'disabled=true\' (gmqtt help filters)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from ls" -l sort -d 'Sort by these columns, - in front for the highest first' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from ls" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from ls" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from ls" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from ls" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from ls" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from ls" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from ls" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from ls" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from ls" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from ls" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from ls" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from ls" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from ls" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from ls" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from show" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from show" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from show" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from show" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from show" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from show" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from show" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from show" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from show" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from show" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from show" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from show" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from show" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from info" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from info" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from info" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from info" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from info" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from info" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from info" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from info" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from info" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from info" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from info" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from info" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from info" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from info" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from info" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from info" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from info" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from info" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -l password-file -d 'A file whose first line is the password' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -l generate -d 'Make one up, of so many characters (24 unless said), and print it once' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -l description -d 'A word for people' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -l allow -d 'Add a rule that lets it publish and subscribe this filter; may be given more than once' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -l password-stdin -d 'Read the password from stdin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -l disabled -d 'Let nobody log in with it yet'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -l if-not-exists -d 'Leave an account that there is as it is'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -l password-file -d 'A file whose first line is the password' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -l generate -d 'Make one up, of so many characters (24 unless said), and print it once' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -l description -d 'A word for people; \'\' takes it away' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -l allow -d 'Add a rule that lets it publish and subscribe this filter; may be given more than once' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -l password-stdin -d 'Read the password from stdin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -l disabled -d 'Let nobody log in with it'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -l enabled -d 'Let its user log in again'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -l password-file -d 'A file whose first line is the password' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -l generate -d 'Make one up, of so many characters (24 unless said), and print it once' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -l password-stdin -d 'Read the password from stdin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from passwd" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -l confirm -d 'The answer to what --all asks' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -l all -d 'All accounts; asks for the name of the broker\'s context or URL'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -l if-exists -d 'An account that does not exist is no error'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -s n -l dry-run -d 'Only say what would be removed'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -l confirm -d 'The answer to what --all asks' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -l all -d 'All accounts; asks for the name of the broker\'s context or URL'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -l if-exists -d 'An account that does not exist is no error'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -s n -l dry-run -d 'Only say what would be removed'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from verify" -l password-file -d 'A file whose first line is the password' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from verify" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from verify" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from verify" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from verify" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from verify" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from verify" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from verify" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from verify" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from verify" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from verify" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from verify" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from verify" -l password-stdin -d 'Read the password from stdin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from verify" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from verify" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from verify" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from verify" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from verify" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -l from -d 'The form of the file' -r -f -a "gmqtt\t'The password file of gmqtt, a list in YAML'
mosquitto\t'A password file of mosquitto'
csv\t'A table with the columns username, password_hash, disabled and description'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -l replace -d 'Replace accounts that there are'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -s n -l dry-run -d 'Only say what would happen'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from export" -l to -d 'The form' -r -f -a "gmqtt\t'The password file of gmqtt, a list in YAML'
mosquitto\t'A password file of mosquitto'
csv\t'A table with the columns username, password_hash, disabled and description'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from export" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from export" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from export" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from export" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from export" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from export" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from export" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from export" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from export" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from export" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from export" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from export" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from export" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from export" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from export" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from export" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand accounts; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "list" -d 'List accounts'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "ls" -d 'List accounts'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "show" -d 'Show an account'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "info" -d 'Show an account'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "add" -d 'Add an account'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "set" -d 'Make an account what the flags say, whether there is one or not'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "passwd" -d 'Change the password of an account'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "remove" -d 'Remove accounts'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "rm" -d 'Remove accounts'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "verify" -d 'Say whether a password is that of an account'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "import" -d 'Add the accounts of a file'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and not __fish_seen_subcommand_from list ls show info add set passwd remove rm verify import export" -f -a "export" -d 'Print accounts with what is stored for their passwords'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from list" -l filter -d 'Those that this filter fits, as in \'disabled=true\' (gmqtt help filters)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from list" -l sort -d 'Sort by these columns, - in front for the highest first' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from list" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from list" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from list" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from list" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from list" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from list" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from list" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from list" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from list" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from list" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from list" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from list" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from list" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from ls" -l filter -d 'Those that this filter fits, as in \'disabled=true\' (gmqtt help filters)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from ls" -l sort -d 'Sort by these columns, - in front for the highest first' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from ls" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from ls" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from ls" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from ls" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from ls" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from ls" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from ls" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from ls" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from ls" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from ls" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from ls" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from ls" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from ls" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from ls" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from show" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from show" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from show" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from show" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from show" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from show" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from show" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from show" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from show" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from show" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from show" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from show" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from show" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from info" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from info" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from info" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from info" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from info" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from info" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from info" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from info" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from info" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from info" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from info" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from info" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from info" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from info" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from info" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from info" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from info" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from info" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -l password-file -d 'A file whose first line is the password' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -l generate -d 'Make one up, of so many characters (24 unless said), and print it once' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -l description -d 'A word for people' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -l allow -d 'Add a rule that lets it publish and subscribe this filter; may be given more than once' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -l password-stdin -d 'Read the password from stdin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -l disabled -d 'Let nobody log in with it yet'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -l if-not-exists -d 'Leave an account that there is as it is'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -l password-file -d 'A file whose first line is the password' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -l generate -d 'Make one up, of so many characters (24 unless said), and print it once' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -l description -d 'A word for people; \'\' takes it away' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -l allow -d 'Add a rule that lets it publish and subscribe this filter; may be given more than once' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -l password-stdin -d 'Read the password from stdin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -l disabled -d 'Let nobody log in with it'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -l enabled -d 'Let its user log in again'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -l password-file -d 'A file whose first line is the password' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -l generate -d 'Make one up, of so many characters (24 unless said), and print it once' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -l password-stdin -d 'Read the password from stdin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from passwd" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -l confirm -d 'The answer to what --all asks' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -l all -d 'All accounts; asks for the name of the broker\'s context or URL'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -l if-exists -d 'An account that does not exist is no error'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -s n -l dry-run -d 'Only say what would be removed'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -l confirm -d 'The answer to what --all asks' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -l all -d 'All accounts; asks for the name of the broker\'s context or URL'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -l if-exists -d 'An account that does not exist is no error'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -s n -l dry-run -d 'Only say what would be removed'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from verify" -l password-file -d 'A file whose first line is the password' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from verify" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from verify" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from verify" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from verify" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from verify" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from verify" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from verify" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from verify" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from verify" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from verify" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from verify" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from verify" -l password-stdin -d 'Read the password from stdin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from verify" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from verify" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from verify" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from verify" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from verify" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -l from -d 'The form of the file' -r -f -a "gmqtt\t'The password file of gmqtt, a list in YAML'
mosquitto\t'A password file of mosquitto'
csv\t'A table with the columns username, password_hash, disabled and description'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -l replace -d 'Replace accounts that there are'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -s n -l dry-run -d 'Only say what would happen'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from export" -l to -d 'The form' -r -f -a "gmqtt\t'The password file of gmqtt, a list in YAML'
mosquitto\t'A password file of mosquitto'
csv\t'A table with the columns username, password_hash, disabled and description'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from export" -l file -d 'The accounts of this password file, without a broker' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from export" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from export" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from export" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from export" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from export" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from export" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from export" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from export" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from export" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from export" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from export" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from export" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from export" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from export" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from export" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand account; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -f -a "list" -d 'List retained messages'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -f -a "ls" -d 'List retained messages'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -f -a "get" -d 'Print the payload of a retained message'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -f -a "clear" -d 'Remove the retained messages of a topic, or of all that a filter matches'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -f -a "export" -d 'Write retained messages as lines of JSON'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and not __fish_seen_subcommand_from list ls get clear export import" -f -a "import" -d 'Publish retained messages that were exported'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from list" -l limit -d 'Print so many at most, 0 for all [default: 100 on a terminal, 0 otherwise]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from list" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from list" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from list" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from list" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from list" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from list" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from list" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from list" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from list" -l payload -d 'The payloads too'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from list" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from list" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from list" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from list" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from ls" -l limit -d 'Print so many at most, 0 for all [default: 100 on a terminal, 0 otherwise]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from ls" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from ls" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from ls" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from ls" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from ls" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from ls" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from ls" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from ls" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from ls" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from ls" -l payload -d 'The payloads too'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from ls" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from ls" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from ls" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from ls" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from get" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from get" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from get" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from get" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from get" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from get" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from get" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from get" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from get" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from get" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from get" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from get" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from get" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from get" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from get" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from clear" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from clear" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from clear" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from clear" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from clear" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from clear" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from clear" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from clear" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from clear" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from clear" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from clear" -l if-exists -d 'A topic that nothing is retained for is no error'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from clear" -s n -l dry-run -d 'Only say what would be removed'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from clear" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from clear" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from clear" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from clear" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from clear" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from clear" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from clear" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from clear" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from export" -l to -d 'The file; stdout without it' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from export" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from export" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from export" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from export" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from export" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from export" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from export" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from export" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from export" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from export" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from export" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from export" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from export" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from export" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from export" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from import" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from import" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from import" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from import" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from import" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from import" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from import" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from import" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from import" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from import" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from import" -s n -l dry-run -d 'Only check the file'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from import" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from import" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from import" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from import" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from import" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand retained; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and not __fish_seen_subcommand_from tree top" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and not __fish_seen_subcommand_from tree top" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and not __fish_seen_subcommand_from tree top" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and not __fish_seen_subcommand_from tree top" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and not __fish_seen_subcommand_from tree top" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and not __fish_seen_subcommand_from tree top" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and not __fish_seen_subcommand_from tree top" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and not __fish_seen_subcommand_from tree top" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and not __fish_seen_subcommand_from tree top" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and not __fish_seen_subcommand_from tree top" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and not __fish_seen_subcommand_from tree top" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and not __fish_seen_subcommand_from tree top" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and not __fish_seen_subcommand_from tree top" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and not __fish_seen_subcommand_from tree top" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and not __fish_seen_subcommand_from tree top" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and not __fish_seen_subcommand_from tree top" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and not __fish_seen_subcommand_from tree top" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and not __fish_seen_subcommand_from tree top" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and not __fish_seen_subcommand_from tree top" -f -a "tree" -d 'Show topics level by level, with their subscriptions and retained messages'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and not __fish_seen_subcommand_from tree top" -f -a "top" -d 'Show the busiest topics'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from tree" -l depth -d 'How many levels' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from tree" -l limit -d 'Print so many topics at most' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from tree" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from tree" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from tree" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from tree" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from tree" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from tree" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from tree" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from tree" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from tree" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from tree" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from tree" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from tree" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from tree" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from tree" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from tree" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from tree" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from tree" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from tree" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -l limit -d 'Print so many' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -l sort -d 'By messages or by bytes a second' -r -f -a "rate\t'Messages a second'
bytes\t'Bytes of payloads a second'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -l for -d 'Count for so long' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -l watch -d 'Go on and show what changes, at most so often; in a pipe each change is a line of JSON' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand topics; and __fish_seen_subcommand_from top" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand explain" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand explain" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand explain" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand explain" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand explain" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand explain" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand explain" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand explain" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand explain" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand explain" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand explain" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand explain" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand explain" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand explain" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand explain" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand explain" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand explain" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand metrics" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand metrics" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand metrics" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand metrics" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand metrics" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand metrics" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand metrics" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand metrics" -l watch -d 'Go on and show what changes, at most so often; in a pipe each change is a line of JSON' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand metrics" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand metrics" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand metrics" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand metrics" -l rate -d 'Wait a second, and show how much they change in one'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand metrics" -l prometheus -d 'Print them as Prometheus reads them'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand metrics" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand metrics" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand metrics" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand metrics" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand metrics" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand metrics" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand metrics" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand metrics" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -l kind -d 'Only events of these kinds' -r -f -a "connect\t'A client has connected'
disconnect\t'A client\'s connection has ended'
auth-fail\t'A client was not let in for what it is or may'
refused\t'A connection was refused for anything else'
session-start\t'A session began'
subscribe\t'A client has subscribed'
unsubscribe\t'A client has unsubscribed'
session-end\t'A session has ended'
drop\t'Messages did not reach a client'
slow\t'A client acknowledges too slowly'
cluster\t'A node has joined, left or failed'
config\t'The configuration has changed'
audit\t'Somebody has changed something through the API'
listener\t'A listener was opened or closed, or has failed'
limit\t'A limit kept something from happening'
ban\t'Somebody was banned, or is no longer'
certificate\t'A certificate has changed, or ends'
store\t'The store has failed, or works again'
broker\t'What does not fit the others'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -l client -d 'Only events of this client' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -l last -d 'First the last so many that are known, 5000 at most' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -l since -d 'First what happened since: 10m ago, a time like 2026-11-23T09:00:00Z, or after the event of this number' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -l count -d 'End after so many' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -l for -d 'End after this time; with --count, exit 124 if there were fewer' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -l no-follow -d 'End after what has happened so far: all that is known, unless --last or --since ask for less'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand events" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -l last -d 'How many lines that were written before, 5000 at most' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -l level -d 'Only lines of this level and graver ones' -r -f -a "error\t''
warn\t''
info\t''
debug\t''"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -l target -d 'Only lines of this part of the broker, as in gmqtt_server' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -l grep -d 'Only lines that this regular expression fits' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -l for -d 'End after this time' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -l no-follow -d 'End after the lines that were written before'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and not __fish_seen_subcommand_from level" -f -a "level" -d 'Show or change what is logged, until the configuration is read again'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and __fish_seen_subcommand_from level" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and __fish_seen_subcommand_from level" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and __fish_seen_subcommand_from level" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and __fish_seen_subcommand_from level" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and __fish_seen_subcommand_from level" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and __fish_seen_subcommand_from level" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and __fish_seen_subcommand_from level" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and __fish_seen_subcommand_from level" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and __fish_seen_subcommand_from level" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and __fish_seen_subcommand_from level" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and __fish_seen_subcommand_from level" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and __fish_seen_subcommand_from level" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and __fish_seen_subcommand_from level" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and __fish_seen_subcommand_from level" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and __fish_seen_subcommand_from level" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and __fish_seen_subcommand_from level" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and __fish_seen_subcommand_from level" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand logs; and __fish_seen_subcommand_from level" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -l for -d 'How long to trace, a day at most' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -l count -d 'End after so many packets' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -l payload -d 'Show so many bytes of each payload, 4096 at most' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -f -a "client" -d 'The packets of a client'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -f -a "topic" -d 'The messages of topics'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and not __fish_seen_subcommand_from client topic address" -f -a "address" -d 'The packets of clients at an address'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from client" -l for -d 'How long to trace, a day at most' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from client" -l count -d 'End after so many packets' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from client" -l payload -d 'Show so many bytes of each payload, 4096 at most' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from client" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from client" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from client" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from client" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from client" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from client" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from client" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from client" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from client" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from client" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from client" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from client" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from client" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from client" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from client" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from client" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from client" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from client" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from topic" -l for -d 'How long to trace, a day at most' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from topic" -l count -d 'End after so many packets' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from topic" -l payload -d 'Show so many bytes of each payload, 4096 at most' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from topic" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from topic" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from topic" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from topic" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from topic" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from topic" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from topic" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from topic" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from topic" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from topic" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from topic" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from topic" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from topic" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from topic" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from topic" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from topic" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from topic" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from topic" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from address" -l for -d 'How long to trace, a day at most' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from address" -l count -d 'End after so many packets' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from address" -l payload -d 'Show so many bytes of each payload, 4096 at most' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from address" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from address" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from address" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from address" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from address" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from address" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from address" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from address" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from address" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from address" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from address" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from address" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from address" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from address" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from address" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from address" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from address" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand trace; and __fish_seen_subcommand_from address" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -f -a "list" -d 'List what the broker listens on'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -f -a "ls" -d 'List what the broker listens on'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -f -a "close" -d 'Take no more connections on a listener'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and not __fish_seen_subcommand_from list ls close open" -f -a "open" -d 'Take connections again on a listener that was closed'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from list" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from list" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from list" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from list" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from list" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from list" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from list" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from list" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from list" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from list" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from list" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from list" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from ls" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from ls" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from ls" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from ls" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from ls" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from ls" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from ls" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from ls" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from ls" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from ls" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from ls" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from ls" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from ls" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from close" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from close" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from close" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from close" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from close" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from close" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from close" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from close" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from close" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from close" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from close" -l disconnect-clients -d 'Disconnect who is connected there, too'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from close" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from close" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from close" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from close" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from close" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from close" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from close" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from close" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from open" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from open" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from open" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from open" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from open" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from open" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from open" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from open" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from open" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from open" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from open" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from open" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from open" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from open" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from open" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from open" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from open" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand listeners; and __fish_seen_subcommand_from open" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -f -a "list" -d 'List tokens'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -f -a "ls" -d 'List tokens'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -f -a "create" -d 'Make a token'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -f -a "revoke" -d 'Revoke tokens'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and not __fish_seen_subcommand_from list ls create revoke rm" -f -a "rm" -d 'Revoke tokens'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from list" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from list" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from list" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from list" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from list" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from list" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from list" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from list" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from list" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from list" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from list" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from list" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from ls" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from ls" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from ls" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from ls" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from ls" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from ls" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from ls" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from ls" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from ls" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from ls" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from ls" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from ls" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from ls" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -l role -d 'What it may do' -r -f -a "viewer\t'Look'
publisher\t'Look and publish'
operator\t'Also disconnect clients, change subscriptions and retained messages'
admin\t'Everything'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -l scope -d 'What it may do beyond its role: messages:read, accounts:hash' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -l expires-in -d 'When it ends, as in 90d; never without it' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -l out -d 'Write it into this file, which only its owner can read, and not to stdout' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from revoke" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from revoke" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from revoke" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from revoke" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from revoke" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from revoke" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from revoke" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from revoke" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from revoke" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from revoke" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from revoke" -l if-exists -d 'Do not mind those that are not there'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from revoke" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from revoke" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from revoke" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from revoke" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from revoke" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from revoke" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from revoke" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from revoke" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from rm" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from rm" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from rm" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from rm" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from rm" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from rm" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from rm" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from rm" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from rm" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from rm" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from rm" -l if-exists -d 'Do not mind those that are not there'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from rm" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from rm" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from rm" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from rm" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand tokens; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -f -a "members" -d 'List the nodes'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -f -a "ls" -d 'List the nodes'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -f -a "join" -d 'Join the nodes at these addresses'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -f -a "leave" -d 'Leave the cluster'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -f -a "forget" -d 'Put a node that has failed out of the cluster'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and not __fish_seen_subcommand_from members ls join leave forget drain" -f -a "drain" -d 'Have the clients of a node connect to other nodes'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from members" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from members" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from members" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from members" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from members" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from members" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from members" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from members" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from members" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from members" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from members" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from members" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from members" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from members" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from members" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from members" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from members" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from members" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from ls" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from ls" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from ls" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from ls" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from ls" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from ls" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from ls" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from ls" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from ls" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from ls" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from ls" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from ls" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from ls" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from join" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from join" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from join" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from join" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from join" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from join" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from join" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from join" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from join" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from join" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from join" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from join" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from join" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from join" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from join" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from join" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from join" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from join" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from leave" -l confirm -d 'The name of the node that is to leave' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from leave" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from leave" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from leave" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from leave" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from leave" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from leave" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from leave" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from leave" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from leave" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from leave" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from leave" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from leave" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from leave" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from leave" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from leave" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from leave" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from leave" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from leave" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from forget" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from forget" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from forget" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from forget" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from forget" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from forget" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from forget" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from forget" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from forget" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from forget" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from forget" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from forget" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from forget" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from forget" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from forget" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from forget" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from forget" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from forget" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -l confirm -d 'The name of the node that is to be drained' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -l rate -d 'How many clients a second' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -l server -d 'Where MQTT 5 clients are told to connect' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -l no-wait -d 'Return at once'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -l cancel -d 'Call it off: the node is ready again'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand cluster; and __fish_seen_subcommand_from drain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -l format -d 'The form of the answer' -r -f -a "text\t'For people'
nagios\t'For Nagios and what understands its plugins: Icinga, Checkmk, Sensu'
json\t'One JSON document'
prometheus\t'For the textfile collector of Prometheus'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -f -a "broker" -d 'Probe whether the broker works, part by part'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -f -a "cluster" -d 'Probe whether all nodes of the cluster are there'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -f -a "tls" -d 'Probe how long the certificates of the listeners are valid'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -f -a "queue" -d 'Probe how many messages wait for clients'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and not __fish_seen_subcommand_from broker cluster tls queue client" -f -a "client" -d 'Probe whether a client is connected and keeps up'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from broker" -l format -d 'The form of the answer' -r -f -a "text\t'For people'
nagios\t'For Nagios and what understands its plugins: Icinga, Checkmk, Sensu'
json\t'One JSON document'
prometheus\t'For the textfile collector of Prometheus'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from broker" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from broker" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from broker" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from broker" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from broker" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from broker" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from broker" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from broker" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from broker" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from broker" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from broker" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from broker" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from broker" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from broker" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from broker" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from broker" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from broker" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from broker" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from cluster" -l nodes -d 'How many nodes there should be; fewer that are alive are critical' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from cluster" -l format -d 'The form of the answer' -r -f -a "text\t'For people'
nagios\t'For Nagios and what understands its plugins: Icinga, Checkmk, Sensu'
json\t'One JSON document'
prometheus\t'For the textfile collector of Prometheus'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from cluster" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from cluster" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from cluster" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from cluster" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from cluster" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from cluster" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from cluster" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from cluster" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from cluster" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from cluster" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from cluster" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from cluster" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from cluster" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from cluster" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from cluster" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from cluster" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from cluster" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from cluster" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from tls" -l warning -d 'Less is a warning' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from tls" -l critical -d 'Less is critical' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from tls" -l format -d 'The form of the answer' -r -f -a "text\t'For people'
nagios\t'For Nagios and what understands its plugins: Icinga, Checkmk, Sensu'
json\t'One JSON document'
prometheus\t'For the textfile collector of Prometheus'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from tls" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from tls" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from tls" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from tls" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from tls" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from tls" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from tls" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from tls" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from tls" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from tls" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from tls" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from tls" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from tls" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from tls" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from tls" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from tls" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from tls" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from tls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from queue" -l warning -d 'So many are a warning' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from queue" -l critical -d 'So many are critical' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from queue" -l format -d 'The form of the answer' -r -f -a "text\t'For people'
nagios\t'For Nagios and what understands its plugins: Icinga, Checkmk, Sensu'
json\t'One JSON document'
prometheus\t'For the textfile collector of Prometheus'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from queue" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from queue" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from queue" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from queue" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from queue" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from queue" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from queue" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from queue" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from queue" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from queue" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from queue" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from queue" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from queue" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from queue" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from queue" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from queue" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from queue" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from queue" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from client" -l warning -d 'So many messages that wait for it are a warning' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from client" -l critical -d 'So many messages that wait for it are critical' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from client" -l format -d 'The form of the answer' -r -f -a "text\t'For people'
nagios\t'For Nagios and what understands its plugins: Icinga, Checkmk, Sensu'
json\t'One JSON document'
prometheus\t'For the textfile collector of Prometheus'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from client" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from client" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from client" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from client" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from client" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from client" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from client" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from client" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from client" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from client" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from client" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from client" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from client" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from client" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from client" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from client" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from client" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand check; and __fish_seen_subcommand_from client" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand stop" -l wait -d 'How long to wait for its end; exit 124 if it takes longer' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand stop" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand stop" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand stop" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand stop" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand stop" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand stop" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand stop" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand stop" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand stop" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand stop" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand stop" -s n -l dry-run -d 'Find the broker, and leave it at that'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand stop" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand stop" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand stop" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand stop" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand stop" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand stop" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand stop" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand stop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l filter -d 'Which clients, as in queue_len>100' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l sort -d 'The order of clients: a column, with - in front for descending' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l client -d 'Show this client' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l interval -d 'The time between two reports, at least 250ms' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l history -d 'How far charts go back, at least 10m and at most 24h' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l theme -d 'Colours: auto, dark, light, mono or high-contrast' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l count -d 'Print so many times' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l record -d 'Record what is seen in a new file' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l replay -d 'Show a recording' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l metrics -d 'Read only what Prometheus is shown here; a gmqtt in Go is read too' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l context -d 'The context to use: a broker with a name [env: GMQTT_CONTEXT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l api -d 'The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l token-file -d 'A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l cacert -d 'The certificates to trust, instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l cert -d 'The certificate to show' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l key -d 'The key of that certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l timeout -d 'How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l ascii -d 'Draw with ASCII only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l no-mouse -d 'Leave the mouse to the terminal'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l read-only -d 'Change nothing, offer no change'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l once -d 'Print once, as in a pipe'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l batch -d 'Print again and again instead of drawing'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l wait -d 'Wait for a broker that is not there yet'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l insecure-skip-verify -d 'Trust whoever answers: anybody on the way can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand top" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and not __fish_seen_subcommand_from pub sub request reply bench probe" -s o -l output -d 'Print for programs instead of people: json, jsonl or yaml' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and not __fish_seen_subcommand_from pub sub request reply bench probe" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and not __fish_seen_subcommand_from pub sub request reply bench probe" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and not __fish_seen_subcommand_from pub sub request reply bench probe" -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and not __fish_seen_subcommand_from pub sub request reply bench probe" -s d -l verbose -l debug -d 'Say more about what is done'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and not __fish_seen_subcommand_from pub sub request reply bench probe" -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and not __fish_seen_subcommand_from pub sub request reply bench probe" -l help -d 'Print this help'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and not __fish_seen_subcommand_from pub sub request reply bench probe" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and not __fish_seen_subcommand_from pub sub request reply bench probe" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and not __fish_seen_subcommand_from pub sub request reply bench probe" -l no-input -d 'Ask nothing; what would need an answer fails'
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
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l timeout -d 'Give up when the broker acknowledges nothing for so long, or cannot be reached again' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l content-type -d 'What the payload is, such as application/json' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l expiry -d 'How long the broker keeps the message for those who are away' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l response-topic -d 'Where an answer is to be sent' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l correlation -d 'What an answer is to repeat, in hexadecimal' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l property -d 'A user property' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s L -l url -d 'The broker and, after its port, a topic: mqtt, mqtts, ws, wss://[USER[:PASSWORD]@]HOST[:PORT][/TOPIC], unix://PATH' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s h -l host -d 'The broker\'s host [default: localhost]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s p -l port -d 'The broker\'s port [default: 1883, with TLS 8883]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l unix -d 'Connect through a unix socket' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l context -d 'The context whose broker, account and certificates are used where no flag says it [default: the current one]' -r
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
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l cafile -l cacert -d 'Use TLS, and trust the certificates of this file instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l capath -d 'Use TLS, and trust the certificates in this folder instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l cert -d 'The client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l key -d 'The key of the client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l tls-version -d 'The one version of TLS to speak: tlsv1.2 or tlsv1.3' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l tls-alpn -d 'The application protocol to ask for (ALPN)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l will-topic -d 'Where the broker publishes the will, should this client vanish' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l will-payload -d 'What the will says' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l will-qos -d 'The QoS of the will' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -s o -l output -d 'Print for programs instead of people: json, jsonl or yaml' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
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
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l help -d 'Print this help'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from pub" -l no-input -d 'Ask nothing; what would need an answer fails'
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
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s h -l host -d 'The broker\'s host [default: localhost]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s p -l port -d 'The broker\'s port [default: 1883, with TLS 8883]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l unix -d 'Connect through a unix socket' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l context -d 'The context whose broker, account and certificates are used where no flag says it [default: the current one]' -r
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
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l cafile -l cacert -d 'Use TLS, and trust the certificates of this file instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l capath -d 'Use TLS, and trust the certificates in this folder instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l cert -d 'The client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l key -d 'The key of the client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l tls-version -d 'The one version of TLS to speak: tlsv1.2 or tlsv1.3' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l tls-alpn -d 'The application protocol to ask for (ALPN)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l will-topic -d 'Where the broker publishes the will, should this client vanish' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l will-payload -d 'What the will says' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l will-qos -d 'The QoS of the will' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -s o -l output -d 'Print for programs instead of people: json, jsonl or yaml' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
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
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l help -d 'Print this help'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from sub" -l no-input -d 'Ask nothing; what would need an answer fails'
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
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s h -l host -d 'The broker\'s host [default: localhost]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s p -l port -d 'The broker\'s port [default: 1883, with TLS 8883]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l unix -d 'Connect through a unix socket' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l context -d 'The context whose broker, account and certificates are used where no flag says it [default: the current one]' -r
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
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l cafile -l cacert -d 'Use TLS, and trust the certificates of this file instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l capath -d 'Use TLS, and trust the certificates in this folder instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l cert -d 'The client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l key -d 'The key of the client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l tls-version -d 'The one version of TLS to speak: tlsv1.2 or tlsv1.3' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l tls-alpn -d 'The application protocol to ask for (ALPN)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l will-topic -d 'Where the broker publishes the will, should this client vanish' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l will-payload -d 'What the will says' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l will-qos -d 'The QoS of the will' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s o -l output -d 'Print for programs instead of people: json, jsonl or yaml' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s n -l null-message -d 'No payload'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s s -l stdin-file -d 'Read the payload from stdin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s c -l keep-session -l disable-clean-session -d 'Keep the session when the connection ends, and go on with one that is there'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l password-stdin -d 'Read the password from stdin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l tls -d 'Use TLS'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l insecure -d 'Take a trusted certificate of any host: whoever has one can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l will-retain -d 'Retain the will'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -s d -l verbose -l debug -d 'Say more about what is done'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l help -d 'Print this help'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from request" -l no-input -d 'Ask nothing; what would need an answer fails'
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
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s h -l host -d 'The broker\'s host [default: localhost]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s p -l port -d 'The broker\'s port [default: 1883, with TLS 8883]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l unix -d 'Connect through a unix socket' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l context -d 'The context whose broker, account and certificates are used where no flag says it [default: the current one]' -r
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
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l cafile -l cacert -d 'Use TLS, and trust the certificates of this file instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l capath -d 'Use TLS, and trust the certificates in this folder instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l cert -d 'The client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l key -d 'The key of the client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l tls-version -d 'The one version of TLS to speak: tlsv1.2 or tlsv1.3' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l tls-alpn -d 'The application protocol to ask for (ALPN)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l will-topic -d 'Where the broker publishes the will, should this client vanish' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l will-payload -d 'What the will says' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l will-qos -d 'The QoS of the will' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -s o -l output -d 'Print for programs instead of people: json, jsonl or yaml' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
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
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l help -d 'Print this help'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from reply" -l no-input -d 'Ask nothing; what would need an answer fails'
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
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s h -l host -d 'The broker\'s host [default: localhost]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s p -l port -d 'The broker\'s port [default: 1883, with TLS 8883]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l unix -d 'Connect through a unix socket' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l context -d 'The context whose broker, account and certificates are used where no flag says it [default: the current one]' -r
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
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l cafile -l cacert -d 'Use TLS, and trust the certificates of this file instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l capath -d 'Use TLS, and trust the certificates in this folder instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l cert -d 'The client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l key -d 'The key of the client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l tls-version -d 'The one version of TLS to speak: tlsv1.2 or tlsv1.3' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l tls-alpn -d 'The application protocol to ask for (ALPN)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l will-topic -d 'Where the broker publishes the will, should this client vanish' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l will-payload -d 'What the will says' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l will-qos -d 'The QoS of the will' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s o -l output -d 'Print for programs instead of people: json, jsonl or yaml' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s c -l keep-session -l disable-clean-session -d 'Keep the session when the connection ends, and go on with one that is there'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l password-stdin -d 'Read the password from stdin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l tls -d 'Use TLS'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l insecure -d 'Take a trusted certificate of any host: whoever has one can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l will-retain -d 'Retain the will'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -s d -l verbose -l debug -d 'Say more about what is done'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l help -d 'Print this help'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from bench" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s t -l topic -d 'The topic below which messages are published' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l timeout -d 'How long the broker may take for each answer' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s L -l url -d 'The broker and, after its port, a topic: mqtt, mqtts, ws, wss://[USER[:PASSWORD]@]HOST[:PORT][/TOPIC], unix://PATH' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s h -l host -d 'The broker\'s host [default: localhost]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s p -l port -d 'The broker\'s port [default: 1883, with TLS 8883]' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l unix -d 'Connect through a unix socket' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l context -d 'The context whose broker, account and certificates are used where no flag says it [default: the current one]' -r
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
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l cafile -l cacert -d 'Use TLS, and trust the certificates of this file instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l capath -d 'Use TLS, and trust the certificates in this folder instead of the system\'s' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l cert -d 'The client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l key -d 'The key of the client\'s certificate' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l tls-version -d 'The one version of TLS to speak: tlsv1.2 or tlsv1.3' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l tls-alpn -d 'The application protocol to ask for (ALPN)' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l will-topic -d 'Where the broker publishes the will, should this client vanish' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l will-payload -d 'What the will says' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l will-qos -d 'The QoS of the will' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s o -l output -d 'Print for programs instead of people: json, jsonl or yaml' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s c -l keep-session -l disable-clean-session -d 'Keep the session when the connection ends, and go on with one that is there'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l password-stdin -d 'Read the password from stdin'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l tls -d 'Use TLS'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l insecure -d 'Take a trusted certificate of any host: whoever has one can pretend to be the broker'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l will-retain -d 'Retain the will'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -s d -l verbose -l debug -d 'Say more about what is done'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l help -d 'Print this help'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand mqtt; and __fish_seen_subcommand_from probe" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "list" -d 'List the contexts'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "ls" -d 'List the contexts'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "show" -d 'Show a context'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "info" -d 'Show a context'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "use" -d 'Make a context the current one'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "previous" -d 'Make the context that was current before the current one again'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "add" -d 'Add a context'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "edit" -d 'Change a context'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "remove" -d 'Forget contexts'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "rm" -d 'Forget contexts'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "test" -d 'Try whether a context works'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from list" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from list" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from list" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from list" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from list" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from ls" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from ls" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from ls" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from ls" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from ls" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from show" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from show" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from show" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from show" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from show" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from info" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from info" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from info" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from info" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from info" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from info" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from info" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from info" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from info" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from use" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from use" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from use" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from use" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from use" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from use" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from use" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from use" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from use" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from use" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from previous" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from previous" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from previous" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from previous" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from previous" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from previous" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from previous" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from previous" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from previous" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from previous" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -l api -d 'The admin API: unix:///PATH, grpc://HOST:PORT, grpcs://HOST:PORT, http://HOST:PORT or https://HOST:PORT' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -l token-file -d 'A file whose first line is the token for the admin API' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -l token-command -d 'A command that prints the token, as in \'pass show mq1\'' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -l cacert -d 'The certificates to trust, PEM, for the API and for MQTT' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -l cert -d 'The certificate to show, PEM' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -l key -d 'The key of that certificate, PEM' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -l mqtt-url -d 'The broker for gmqtt mqtt: mqtt, mqtts, ws or wss://HOST:PORT, or unix:///PATH' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -l username -d 'The account for gmqtt mqtt' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -l password-file -d 'A file whose first line is the password of that account' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -l read-only -d 'Refuse whatever would change something' -r -f -a "true\t''
false\t''"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -l colour-tag -d 'A colour to tell it by' -r -f -a "red\t''
green\t''
yellow\t''
blue\t''
magenta\t''
cyan\t''"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -l select -d 'Make it the current one'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -l unset -d 'Take a field away' -r -f -a "api\t''
token-file\t''
token-command\t''
cacert\t''
cert\t''
key\t''
mqtt-url\t''
username\t''
password-file\t''
read-only\t''
colour-tag\t''"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -l api -d 'The admin API: unix:///PATH, grpc://HOST:PORT, grpcs://HOST:PORT, http://HOST:PORT or https://HOST:PORT' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -l token-file -d 'A file whose first line is the token for the admin API' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -l token-command -d 'A command that prints the token, as in \'pass show mq1\'' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -l cacert -d 'The certificates to trust, PEM, for the API and for MQTT' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -l cert -d 'The certificate to show, PEM' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -l key -d 'The key of that certificate, PEM' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -l mqtt-url -d 'The broker for gmqtt mqtt: mqtt, mqtts, ws or wss://HOST:PORT, or unix:///PATH' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -l username -d 'The account for gmqtt mqtt' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -l password-file -d 'A file whose first line is the password of that account' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -l read-only -d 'Refuse whatever would change something' -r -f -a "true\t''
false\t''"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -l colour-tag -d 'A colour to tell it by' -r -f -a "red\t''
green\t''
yellow\t''
blue\t''
magenta\t''
cyan\t''"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from remove" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from remove" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from remove" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from remove" -l if-exists -d 'Do not mind those that are not there'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from remove" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from remove" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from remove" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from rm" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from rm" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from rm" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from rm" -l if-exists -d 'Do not mind those that are not there'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from rm" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from rm" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from rm" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from test" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from test" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from test" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from test" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from test" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from test" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from test" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from test" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from test" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand context; and __fish_seen_subcommand_from test" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "list" -d 'List the contexts'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "ls" -d 'List the contexts'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "show" -d 'Show a context'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "info" -d 'Show a context'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "use" -d 'Make a context the current one'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "previous" -d 'Make the context that was current before the current one again'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "add" -d 'Add a context'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "edit" -d 'Change a context'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "remove" -d 'Forget contexts'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "rm" -d 'Forget contexts'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and not __fish_seen_subcommand_from list ls show info use previous add edit remove rm test" -f -a "test" -d 'Try whether a context works'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from list" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from list" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from list" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from list" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from list" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from ls" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from ls" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from ls" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from ls" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from ls" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from show" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from show" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from show" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from show" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from show" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from info" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from info" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from info" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from info" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from info" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from info" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from info" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from info" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from info" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from use" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from use" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from use" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from use" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from use" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from use" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from use" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from use" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from use" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from use" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from previous" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from previous" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from previous" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from previous" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from previous" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from previous" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from previous" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from previous" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from previous" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from previous" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -l api -d 'The admin API: unix:///PATH, grpc://HOST:PORT, grpcs://HOST:PORT, http://HOST:PORT or https://HOST:PORT' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -l token-file -d 'A file whose first line is the token for the admin API' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -l token-command -d 'A command that prints the token, as in \'pass show mq1\'' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -l cacert -d 'The certificates to trust, PEM, for the API and for MQTT' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -l cert -d 'The certificate to show, PEM' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -l key -d 'The key of that certificate, PEM' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -l mqtt-url -d 'The broker for gmqtt mqtt: mqtt, mqtts, ws or wss://HOST:PORT, or unix:///PATH' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -l username -d 'The account for gmqtt mqtt' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -l password-file -d 'A file whose first line is the password of that account' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -l read-only -d 'Refuse whatever would change something' -r -f -a "true\t''
false\t''"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -l colour-tag -d 'A colour to tell it by' -r -f -a "red\t''
green\t''
yellow\t''
blue\t''
magenta\t''
cyan\t''"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -l select -d 'Make it the current one'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -l unset -d 'Take a field away' -r -f -a "api\t''
token-file\t''
token-command\t''
cacert\t''
cert\t''
key\t''
mqtt-url\t''
username\t''
password-file\t''
read-only\t''
colour-tag\t''"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -l api -d 'The admin API: unix:///PATH, grpc://HOST:PORT, grpcs://HOST:PORT, http://HOST:PORT or https://HOST:PORT' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -l token-file -d 'A file whose first line is the token for the admin API' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -l token-command -d 'A command that prints the token, as in \'pass show mq1\'' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -l cacert -d 'The certificates to trust, PEM, for the API and for MQTT' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -l cert -d 'The certificate to show, PEM' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -l key -d 'The key of that certificate, PEM' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -l mqtt-url -d 'The broker for gmqtt mqtt: mqtt, mqtts, ws or wss://HOST:PORT, or unix:///PATH' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -l username -d 'The account for gmqtt mqtt' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -l password-file -d 'A file whose first line is the password of that account' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -l read-only -d 'Refuse whatever would change something' -r -f -a "true\t''
false\t''"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -l colour-tag -d 'A colour to tell it by' -r -f -a "red\t''
green\t''
yellow\t''
blue\t''
magenta\t''
cyan\t''"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from remove" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from remove" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from remove" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from remove" -l if-exists -d 'Do not mind those that are not there'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from remove" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from remove" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from remove" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from rm" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from rm" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from rm" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from rm" -l if-exists -d 'Do not mind those that are not there'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from rm" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from rm" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from rm" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from test" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from test" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from test" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from test" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from test" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from test" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from test" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from test" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from test" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand ctx; and __fish_seen_subcommand_from test" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completions" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completions" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completions" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completions" -l static -d 'Print a script that never runs gmqtt'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completions" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completions" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completions" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completions" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completions" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completions" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completion" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completion" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completion" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completion" -l static -d 'Print a script that never runs gmqtt'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completion" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completion" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completion" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completion" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completion" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completion" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand completion" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand man" -l out -d 'Write all pages into this folder' -r -F
complete -c gmqtt -n "__fish_gmqtt_using_subcommand man" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand man" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand man" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand man" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand man" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand man" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand man" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand man" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand man" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand help" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand help" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand help" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand help" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand help" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand help" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand help" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand help" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand help" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand version" -s o -l output -d 'Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand version" -l columns -d 'The columns of tables and CSV, in their order: client_id,queue' -r
complete -c gmqtt -n "__fish_gmqtt_using_subcommand version" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise'
always\t'Also in a pipe'
never\t'Never'"
complete -c gmqtt -n "__fish_gmqtt_using_subcommand version" -l no-header -d 'Print tables without their header'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand version" -l no-pager -d 'Do not hand long tables to the pager that GMQTT_PAGER or PAGER names'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand version" -s y -l yes -d 'Answer yes to everything that would be asked'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand version" -l no-input -d 'Ask nothing; what would need an answer fails'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand version" -s q -l quiet -d 'Print results and errors only'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand version" -s v -l verbose -d 'Say more about what is done (start: -v logs debug, -vv trace)'
complete -c gmqtt -n "__fish_gmqtt_using_subcommand version" -s h -l help -d 'Print help (see more with \'--help\')'
