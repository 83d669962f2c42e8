#!/usr/bin/env python3
"""What connected clients notice of a storm of TLS handshakes: the latency of a paced pair without the storm, and during it.

usage: storm.py GMQTT [--seconds S] [--rate MESSAGES_PER_SECOND] [--processes N]

The pair speaks plain TCP, the storm comes over a TLS listener of the same broker: each process connects, shakes hands,
leaves, and does so again. Needs the command openssl.
"""
import argparse
import json
import multiprocessing
import os
import signal
import socket
import ssl
import subprocess
import tempfile
import time

CONFIG = """\
listeners:
  - address: 127.0.0.1:0
  - address: 127.0.0.1:0
    tls: {cert: server.crt, key: server.key}
plugin_order: []
api: {grpc: [], http: []}
"""


def shake_hands(port, stop, done):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    while not stop.is_set():
        with socket.create_connection(("127.0.0.1", port)) as raw:
            with context.wrap_socket(raw, server_hostname="localhost"):
                with done.get_lock():
                    done.value += 1


def connect(port, name):
    client = socket.create_connection(("127.0.0.1", port))
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    body = b"\x00\x04MQTT\x04\x02\x00\x00" + len(name).to_bytes(2, "big") + name
    client.sendall(bytes([0x10, len(body)]) + body)
    assert client.recv(4) == b"\x20\x02\x00\x00"
    return client


def pair(port, seconds, rate):
    """Latencies in milliseconds, sorted."""
    subscriber, publisher = connect(port, b"subscriber"), connect(port, b"publisher")
    subscriber.sendall(b"\x82\x08\x00\x01\x00\x03lat\x00")
    subscriber.recv(5)
    packet = b"\x30\x0d\x00\x03lat12345678"
    latencies, next_at, end = [], time.monotonic(), time.monotonic() + seconds
    while next_at < end:
        time.sleep(max(0, next_at - time.monotonic()))
        next_at += 1 / rate
        begun = time.perf_counter()
        publisher.sendall(packet)
        left = len(packet)
        while left:
            left -= len(subscriber.recv(left))
        latencies.append((time.perf_counter() - begun) * 1000)
    return sorted(latencies)


def show(name, latencies, handshakes):
    at = lambda part: latencies[min(len(latencies) - 1, int(part * len(latencies)))]
    print(f"| {name} | {at(0.5):.2f} | {at(0.99):.2f} | {latencies[-1]:.2f} | {handshakes:.0f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", metavar="GMQTT")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--processes", type=int, default=4)
    options = parser.parse_args()
    os.environ.pop("NOTIFY_SOCKET", None)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "90",
             "-keyout", "server.key", "-out", "server.crt", "-subj", "/CN=localhost"],
            cwd=folder, check=True, stderr=subprocess.DEVNULL)
        config = os.path.join(folder, "gmqtt.yml")
        with open(config, "w") as file:
            file.write(CONFIG)
        broker = subprocess.Popen(
            [os.path.abspath(options.binary), "start", "-c", config, "-o", "json"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            listeners = json.loads(broker.stdout.readline())["listeners"]
            plain, secure = (int(url.rsplit(":", 1)[1]) for url in listeners)
            print("| latency in ms | median | p99 | highest | handshakes a second |\n|---|---|---|---|---|")
            show("quiet", pair(plain, options.seconds, options.rate), 0)
            stop, done = multiprocessing.Event(), multiprocessing.Value("L", 0)
            storm = [multiprocessing.Process(target=shake_hands, args=(secure, stop, done)) for _ in range(options.processes)]
            for process in storm:
                process.start()
            before, begun = done.value, time.monotonic()
            latencies = pair(plain, options.seconds, options.rate)
            show("storm", latencies, (done.value - before) / (time.monotonic() - begun))
            stop.set()
            for process in storm:
                process.join()
        finally:
            broker.send_signal(signal.SIGTERM)
            broker.wait()


main()
