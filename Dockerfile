# The image of gmqtt: docker build -t gmqtt .
#
# docker run -p 1883:1883 -p 8883:8883 -p 8082:8082 -p 8083:8083 -p 8084:8084 gmqtt

FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked --bin gmqtt

FROM debian:bookworm-slim
# The authorities that a Redis with TLS, or a broker that `gmqtt mqtt` talks to, may have been signed by.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/*
# A fixed number, so that volumes and `runAsUser` can name it.
RUN groupadd --system --gid 1883 gmqtt \
    && useradd --system --uid 1883 --gid gmqtt --home-dir /var/lib/gmqtt --no-create-home --shell /usr/sbin/nologin gmqtt \
    && install -d -o gmqtt -g gmqtt -m 0750 /var/lib/gmqtt \
    && install -d -o gmqtt -g gmqtt -m 0755 /run/gmqtt
COPY --from=build /src/target/release/gmqtt /usr/bin/gmqtt
COPY packaging/docker/gmqtt.yml /etc/gmqtt/gmqtt.yml

USER gmqtt
WORKDIR /var/lib/gmqtt
VOLUME /var/lib/gmqtt
# Commands in the container ask its own broker.
ENV GMQTT_API=unix:///run/gmqtt/admin.sock
# MQTT, MQTT over WebSocket, metrics, REST, gRPC
EXPOSE 1883 8883 8082 8083 8084
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD gmqtt status --quiet || exit 1
STOPSIGNAL SIGTERM
ENTRYPOINT ["gmqtt"]
CMD ["start"]
