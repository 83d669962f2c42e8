# Asks gmqtt itself, so that it knows the clients of the running broker too. Read by bash-completion at the first Tab.
source <(gmqtt completions bash)
