//! Talks to a running broker: gRPC over TCP, TLS or a unix socket, and REST.
