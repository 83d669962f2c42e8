#!/usr/bin/env bash
# Sets up a fleet of meters: an account for each, the slow ones disconnected, and a sign of life waited for.
# $GMQTT is the tool, $GMQTT_API the broker's admin API, $PORT its port for MQTT.
set -euo pipefail

{
    echo 'username,password,description'
    for number in $(seq 1000); do
        echo "meter-$number,secret-$number,\"meter $number, hall $((number % 7))\""
    done
} > meters.csv

# 1. A thousand accounts. The first look changes nothing; a second run would leave all of them as they are.
"$GMQTT" accounts import meters.csv --from csv --dry-run --quiet
"$GMQTT" accounts import meters.csv --from csv --quiet
[[ $("$GMQTT" accounts list -o name | wc -l) -eq 1000 ]]

# 2. Whoever does not keep up is disconnected. There may be nobody.
"$GMQTT" clients list --slow --state online -o name | "$GMQTT" clients kick - --yes --if-exists

# 3. A message within ten seconds, or the script ends with 124.
coproc SUB { "$GMQTT" mqtt sub -p "$PORT" -u meter-7 --pw secret-7 -i meter-7 -t 'meters/7/hello' -C 1 --for 10s; }
waiting=$SUB_PID
exec {heard}<&"${SUB[0]}" # its name is gone as soon as it has ended
until "$GMQTT" subscriptions match meters/7/hello --quiet > /dev/null 2>&1 \
    || "$GMQTT" subscriptions list --client meter-7 -o name | grep -q meters/7/hello; do :; done
"$GMQTT" publish meters/7/hello 'I am here' --qos 1 --quiet
read -r said <&"$heard"
[[ $said == 'I am here' ]]
wait "$waiting"

echo 'the fleet is set up'
