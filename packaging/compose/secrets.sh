#!/bin/sh
# Makes the secrets of compose.yml: sh secrets.sh. What is there already stays.
#
# A container reads its files as the user gmqtt, so anybody may read them who may enter the folder, and only its owner may.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets
chmod 700 secrets
cd secrets

for name in redis_password cluster_secret; do
    [ -s "$name" ] || openssl rand -hex 32 >"$name"
done

# An authority that signs the certificates of the nodes, and of nobody else.
if ! [ -s nodes_ca.pem ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
        -subj "/CN=gmqtt nodes" -keyout nodes_ca.key -out nodes_ca.pem 2>/dev/null
fi
for node in gmqtt1 gmqtt2 gmqtt3; do
    [ -s "$node.pem" ] && continue
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
        -subj "/CN=$node" -keyout "$node.key" -out "$node.csr" 2>/dev/null
    printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth,clientAuth\nbasicConstraints=CA:false\n' "$node" >"$node.ext"
    openssl x509 -req -in "$node.csr" -CA nodes_ca.pem -CAkey nodes_ca.key -CAcreateserial \
        -days 3650 -extfile "$node.ext" -out "$node.pem" 2>/dev/null
    rm "$node.csr" "$node.ext"
done
chmod 644 ./*
chmod 600 nodes_ca.key
