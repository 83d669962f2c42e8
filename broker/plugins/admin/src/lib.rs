//! The admin API of a broker, served: over gRPC and REST, on TCP, TLS and unix sockets.
