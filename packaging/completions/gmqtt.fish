# Asks gmqtt itself, so that it knows the clients of the running broker too.
gmqtt completions fish | source
