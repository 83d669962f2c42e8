#!/usr/bin/env python3
"""System calls of a broker per delivered message, counted by strace, at full load.

usage: syscalls.py COMMAND [--most CALLS] [-- MQLOAD_ARGUMENTS]     (the port replaces {port} in COMMAND, or is appended)

Without MQLOAD_ARGUMENTS: 20 pairs, QoS 0. Connecting and stopping are counted too. Exits 1 where there are more than --most
calls a message, or where the load went wrong. strace slows a broker down, which lets more gather between two calls: the figure
is a lower bound, and the same broker without it is told beside it where `perf` may count.
"""
import argparse
import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PAIRS = ["pairs", "-q", "0", "--pubs", "20", "-d", "3"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_open(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the broker does not listen")


def start(tracer, command, port):
    command = command.replace("{port}", str(port)) if "{port}" in command else f"{command} {port}"
    broker = subprocess.Popen(tracer + shlex.split(command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_until_open(port)
    return broker


def stop(broker):
    """Interrupts what runs below the tracer, or the broker itself."""
    with open(f"/proc/{broker.pid}/task/{broker.pid}/children") as children:
        below = [int(pid) for pid in children.read().split()]
    for pid in below or [broker.pid]:
        os.kill(pid, signal.SIGINT)
    broker.wait(timeout=30)


def load(port, arguments):
    run = subprocess.run([os.path.join(HERE, "mqload"), *arguments, "-p", str(port)], stdout=subprocess.PIPE, text=True)
    result = json.loads(run.stdout)
    if not result["ok"] or result["received"] == 0 or result["lost"]:
        raise SystemExit(f"the load went wrong: {run.stdout}")
    return result["received"]


def traced(command, arguments):
    """Calls by name, and messages received."""
    port = free_port()
    with tempfile.NamedTemporaryFile("r") as table:
        broker = start(["strace", "-c", "-f", "-o", table.name], command, port)
        try:
            received = load(port, arguments)
        finally:
            stop(broker)
        rows = re.findall(r"^ *[\d.]+ +[\d.]+ +\d+ +(\d+) +(?:\d+ +)?(\w+)$", table.read(), re.M)
    return {name: int(calls) for calls, name in rows if name != "total"}, received


def untraced(command, arguments):
    """Calls and messages of the broker at its own speed; None where perf may not count."""
    port = free_port()
    with tempfile.NamedTemporaryFile("r") as table:
        counter = ["perf", "stat", "-x", ",", "-e", "raw_syscalls:sys_enter", "-o", table.name]
        try:
            broker = start(counter, command, port)
        except (OSError, SystemExit):
            return None
        try:
            received = load(port, arguments)
        finally:
            stop(broker)
        counted = re.search(r"^(\d+),", table.read(), re.M)
    return (int(counted[1]), received) if counted else None


def main():
    own, given = sys.argv[1:], []
    if "--" in own:
        at = own.index("--")
        own, given = own[:at], own[at + 1 :]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command")
    parser.add_argument("--most", type=float, default=0.05, help="calls a message allowed (default 0.05)")
    options = parser.parse_args(own)
    arguments = given or PAIRS

    calls, received = traced(options.command, arguments)
    for name, count in sorted(calls.items(), key=lambda row: -row[1])[:8]:
        print(f"{name:16} {count:10}")
    per_message = sum(calls.values()) / received
    print(f"{sum(calls.values())} calls for {received} messages under strace: {per_message:.4f} a message")
    alone = untraced(options.command, arguments)
    if alone:
        print(f"{alone[0]} calls for {alone[1]} messages without it: {alone[0] / alone[1]:.4f} a message")
        per_message = max(per_message, alone[0] / alone[1])
    else:
        print("without it: perf may not count here")
    return int(per_message > options.most)


if __name__ == "__main__":
    sys.exit(main())
