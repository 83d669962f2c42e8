#!/usr/bin/env python3
"""Resident memory per connection: idle, after each has published once, and after all have left.

usage: memory.py 'NAME=COMMAND' ... [--clients N]     (the port replaces {port} in COMMAND, or is appended)
"""
import argparse
import os
import shlex
import signal
import socket
import subprocess
import time


def rss(pid):
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith("VmRSS"):
                return int(line.split()[1])
    return 0


def settled(pid):
    """RSS once it has stopped moving."""
    last = rss(pid)
    for _ in range(40):
        time.sleep(0.25)
        now = rss(pid)
        if abs(now - last) < 64:
            return now
        last = now
    return last


def connect_packet(client_id):
    body = b"\x00\x04MQTT\x04\x02\x00\x00" + len(client_id).to_bytes(2, "big") + client_id
    return bytes([0x10, len(body)]) + body


def receive(sock, count):
    data = b""
    while len(data) < count:
        part = sock.recv(count - len(data))
        if not part:
            raise SystemExit("the broker closed a connection")
        data += part
    return data


def measure(name, command, clients):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = command.replace("{port}", str(port)) if "{port}" in command else f"{command} {port}"
    broker = subprocess.Popen(shlex.split(command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.05)
        before = settled(broker.pid)
        socks = []
        for n in range(clients):
            sock = socket.socket()
            sock.bind((f"127.1.{n // 20000}.{1 + n % 200}", 0))
            sock.connect(("127.0.0.1", port))
            sock.sendall(connect_packet(b"client-%06d" % n))
            socks.append(sock)
        for sock in socks:
            receive(sock, 4)
        idle = settled(broker.pid)
        publish = b"\x00\x0ffleet/1234/data\x00\x01" + b"x" * 64
        publish = bytes([0x32, len(publish)]) + publish
        for sock in socks:
            sock.sendall(publish)
            receive(sock, 4)
        used = settled(broker.pid)
        for sock in socks:
            sock.close()
        left = settled(broker.pid)
        print(
            f"{name:12} idle {(idle - before) / clients:6.2f} KiB/connection   after a publish {(used - before) / clients:6.2f}"
            f"   RSS before {before / 1024:6.1f} MiB, with {clients} {used / 1024:6.1f}, after they left {left / 1024:6.1f}"
        )
    finally:
        broker.send_signal(signal.SIGTERM)
        broker.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("brokers", nargs="+", metavar="NAME=COMMAND")
    parser.add_argument("--clients", type=int, default=10000)
    options = parser.parse_args()
    os.environ.pop("NOTIFY_SOCKET", None)
    for broker in options.brokers:
        name, _, command = broker.partition("=")
        measure(name, command, options.clients)


main()
