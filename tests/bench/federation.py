#!/usr/bin/env python3
"""What it costs to be one of many nodes.

usage: federation.py GMQTT [--seconds S] [--rounds N] [--only bytes,cpu,join] [--filters N]

bytes: bytes on the link between two nodes, both ways, for each message that is published at one of them, with 1, 10, 100 and 1,000
       subscribers at the other: one message after the other at 500 a second, and as many as go through. It must not depend on the number
       of subscribers (15 %), nor be more than two messages' worth when paced. The kernel's counts of the connection (`ss`).
cpu:   CPU of all nodes, and of each, for each message of 20 pairs, QoS 0 and 1: one node, and two and three nodes with each pair at one
       node and at two.
join:  an empty node joins one that has subscribers for 100,000 filters, and is ready and knows them all within 5 seconds.

Prints tables and JSON; exits 1 where a bound is missed or messages were lost. Needs mqload (`make`) and ss (iproute2).
"""
import argparse
import json
import os
import pathlib
import re
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
SUBSCRIBERS = (1, 10, 100, 1000)
PAYLOAD = 256
READY_WITHIN = 5.0
EVEN = 1.15

missed = []


class Node:
    """A broker that is one of many, on loopback."""

    def __init__(self, binary, folder, name, others=()):
        self.binary, self.name = binary, name
        self.folder = pathlib.Path(folder) / name
        self.folder.mkdir()
        self.socket = self.folder / "admin.sock"
        join = ", ".join(f'"{other.gossip()}"' for other in others)
        settings = [
            "plugin_order=[admin, federation]", "api.grpc=[]", "api.http=[]", f"api.unix.path={self.socket}", "log.level=warn",
            "mqtt.max_queued_messages=100000", f"plugins.federation.node_name={name}", "plugins.federation.cluster_secret=bench",
            "plugins.federation.fed_addr=127.0.0.1:0", "plugins.federation.gossip_addr=127.0.0.1:0",
            "plugins.federation.retry_interval=300ms", f"plugins.federation.retry_join=[{join}]",
            f"plugins.federation.snapshot_path={self.folder}/nodes",
        ]
        command = [binary, "start", "-o", "json", "--listen", "tcp://127.0.0.1:0", "--data-dir", self.folder]
        for setting in settings:
            command += ["--set", setting]
        self.begun = time.monotonic()
        log = open(self.folder / "log", "w")
        self.process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=log)
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{name} did not start: {(self.folder / 'log').read_text()}")
        banner = json.loads(line)
        self.pid, self.port = banner["pid"], int(banner["listeners"][0].rsplit(":", 1)[1])

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def members(self):
        environment = dict(os.environ, GMQTT_API=f"unix://{self.socket}")
        command = [self.binary, "cluster", "members", "-o", "json"]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        items = json.loads(done.stdout or b"{}").get("items", [])
        return {member["name"]: member for member in items}

    def gossip(self):
        return until(lambda: self.members().get(self.name, {}).get("addr"), "a node knows itself")

    def link_port(self):
        return int(self.members()[self.name]["tags"]["fed_addr"].rsplit(":", 1)[1])

    def knows(self, name):
        """Filters that another node has subscribers for."""
        return int(self.members().get(name, {}).get("routes", 0))

    def is_ready(self):
        with socket.socket(socket.AF_UNIX) as sock:
            sock.settimeout(2)
            try:
                sock.connect(str(self.socket))
                sock.sendall(b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                return sock.recv(64).startswith(b"HTTP/1.1 200")
            except OSError:
                return False

    def cpu(self):
        """Seconds of CPU so far."""
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Cluster:
    """So many nodes that know each other."""

    def __init__(self, binary, count):
        self.folder = tempfile.TemporaryDirectory(prefix="gmqtt-federation-")
        self.nodes = []
        for number in range(count):
            self.nodes.append(Node(binary, self.folder.name, f"n{number}", self.nodes))
        for node in self.nodes:
            until(lambda: is_with(node, self.nodes), f"{node.name} is with the others")

    def __enter__(self):
        return self.nodes

    def __exit__(self, *_):
        for node in self.nodes:
            node.stop()
        self.folder.cleanup()


def is_with(node, others):
    members = node.members()
    found = [members.get(other.name, {}) for other in others]
    return all(it.get("local") or it.get("tags", {}).get("link") == "up" for it in found)


def until(ask, what, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = ask()
        if answer:
            return answer
        time.sleep(0.03)
    raise SystemExit(f"waited in vain: {what}")


def mqload(at, subscribers_at, *arguments):
    command = [HERE / "mqload", *arguments, "-p", at.port, "--sub-port", subscribers_at.port, "--settle", "1"]
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, text=True)
    result = json.loads(done.stdout)
    bad = {key: result.get(key) for key in ("lost", "misrouted", "bad", "error") if result.get(key)}
    if bad or not result.get("received"):
        missed.append(f"{' '.join(map(str, arguments))}: {bad or 'nothing was received'}")
    return result


def on_the_link(ports):
    """Bytes on the connections to these ports so far, both ways."""
    total = 0
    for port in ports:
        command = ["ss", "-Htin", "state", "established", "dst", f"127.0.0.1:{port}"]
        text = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
        total += sum(map(int, re.findall(r"bytes_(?:sent|received):(\d+)", text)))
    return total


def count_bytes(options):
    found = {"paced": {}, "unpaced": {}}
    with Cluster(options.binary, 2) as (here, there):
        ports = [node.link_port() for node in (here, there)]
        for number in SUBSCRIBERS:
            for pace, how in (("paced", ["-r", 500, "--count", 1000]), ("unpaced", ["--count", 20_000 if number < 100 else 4000])):
                before = on_the_link(ports)
                result = mqload(here, there, "fanout", "-q", 1, "--pubs", 1, "--subs", number, "-s", PAYLOAD, *how)
                time.sleep(0.5)
                found[pace][number] = (on_the_link(ports) - before) / max(result.get("sent", 0), 1)
    print(f"| bytes on the link for a publish of {PAYLOAD} bytes, QoS 1 | " + " | ".join(f"{number} subscribers" for number in SUBSCRIBERS) + " |")
    print("|---|" + "---|" * len(SUBSCRIBERS))
    for pace, row in found.items():
        print(f"| {pace} | " + " | ".join(f"{value:.0f}" for value in row.values()) + " |")
        bound(f"{pace}: the most by the least", max(row.values()) / min(row.values()), EVEN)
    bound("bytes for a publish, paced", max(found["paced"].values()), 2 * PAYLOAD)
    return found


def cpu(options):
    # Nodes, and where publishers and subscribers are.
    setups = {
        "1 node": (1, 0, 0), "2 nodes, pairs at one": (2, 0, 0), "2 nodes, pairs at two": (2, 0, 1),
        "3 nodes, pairs at one": (3, 0, 0), "3 nodes, pairs at two": (3, 0, 1),
    }
    found = {}
    for name, (count, publishers, subscribers) in setups.items():
        with Cluster(options.binary, count) as nodes:
            for qos in (0, 1):
                arguments = ["pairs", "-q", qos, "--pubs", 20, "--window", 100, "-d", options.seconds]
                rows = []
                for _ in range(options.rounds):
                    before = [node.cpu() for node in nodes]
                    result = mqload(nodes[publishers], nodes[subscribers], *arguments)
                    spent = [node.cpu() - was for node, was in zip(nodes, before)]
                    rows.append([1e6 * value / max(result.get("received", 0), 1) for value in spent])
                found.setdefault(name, {})[f"qos {qos}"] = [statistics.median(column) for column in zip(*rows)]
    print("| CPU us/message, 20 pairs | QoS 0: all | each | QoS 1: all | each |")
    print("|---|---|---|---|---|")
    for name, row in found.items():
        cells = [(f"{sum(values):.2f}", " + ".join(f"{value:.2f}" for value in values)) for values in row.values()]
        print(f"| {name} | " + " | ".join(cell for pair in cells for cell in pair) + " |")
    return found


def subscribe_many(port, count):
    """A client with so many filters."""
    sock = socket.create_connection(("127.0.0.1", port))
    name = b"many"
    body = b"\x00\x04MQTT\x04\x02\x00\x00" + struct.pack(">H", len(name)) + name
    sock.sendall(bytes([0x10, len(body)]) + body)
    if sock.recv(4)[:1] != b"\x20":
        raise SystemExit("the client was not accepted")
    for first in range(0, count, 500):
        filters = [b"site/%d/device/%d/+" % (number % 100, number) for number in range(first, min(first + 500, count))]
        body = struct.pack(">H", 1 + first // 500) + b"".join(struct.pack(">H", len(it)) + it + b"\x00" for it in filters)
        length, rest = b"", len(body)
        while rest >= 128:
            length, rest = length + bytes([rest % 128 | 128]), rest // 128
        sock.sendall(b"\x82" + length + bytes([rest]) + body)
        sock.recv(4096)
    return sock


def join(options):
    times = []
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory(prefix="gmqtt-federation-") as folder:
            old = Node(options.binary, folder, "old")
            client = subscribe_many(old.port, options.filters)
            until(lambda: int(old.members().get("old", {}).get("routes", 0)) == options.filters, "all are subscribed")
            new = Node(options.binary, folder, "new", [old])
            until(new.is_ready, "the node is ready", 60)
            until(lambda: new.knows("old") == options.filters, "it knows all filters", 60)
            times.append(time.monotonic() - new.begun)
            client.close()
            new.stop()
            old.stop()
    print(f"| an empty node joins a node with {options.filters:,} filters | seconds until it is ready and knows them |")
    print("|---|---|")
    print(f"| median, longest of {len(times)} | {statistics.median(times):.2f}, {max(times):.2f} |")
    bound("seconds until it is ready", max(times), READY_WITHIN)
    return times


def bound(name, value, most):
    if value > most:
        missed.append(f"{name}: {value:.3f} is more than {most}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", metavar="GMQTT")
    parser.add_argument("--seconds", type=float, default=3, metavar="S", help="length of a run (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="runs of each kind (%(default)s)")
    parser.add_argument("--only", default="bytes,cpu,join", metavar="WORDS")
    parser.add_argument("--filters", type=int, default=100_000, metavar="N", help="filters of the node that is joined (%(default)s)")
    options = parser.parse_args()
    options.binary = os.path.abspath(options.binary)
    if not os.access(HERE / "mqload", os.X_OK):
        parser.error("mqload is missing: run make")
    parts = {"bytes": count_bytes, "cpu": cpu, "join": join}
    results = {name: parts[name](options) for name in options.only.split(",")}
    print(json.dumps(results))
    for miss in missed:
        print(f"federation.py: {miss}", file=sys.stderr)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
