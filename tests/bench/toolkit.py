#!/usr/bin/env python3
"""How long somebody waits for a command: `gmqtt --version`, and the first row of `gmqtt clients list` on a broker of many sessions.

usage: toolkit.py BINARY [--sessions N] [--times N]

The list is asked for over gRPC on a unix socket, as it is on the broker's own machine, each time more than a second after the last one,
so that the broker looks at all sessions anew. Prints medians, 95th percentiles and how long all rows take. Exits 1 if the median of
`--version` is above 10 ms, or that of the first row above 200 ms. Needs Python 3.11, nothing else.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

from plugins import Broker, hold

VERSION_MS, FIRST_ROW_MS = 10, 200


def version(binary):
    """Milliseconds from the start of the process to its end."""
    begun = time.monotonic()
    # Without a shell, and without the copy of this process that a fork would make.
    process = os.posix_spawn(binary, [binary, "--version"], {}, file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])
    os.waitpid(process, 0)
    return 1000 * (time.monotonic() - begun)


def listed(binary, socket, sessions):
    """Milliseconds to the first row, and to the last one."""
    begun = time.monotonic()
    process = subprocess.Popen([binary, "clients", "list", "--limit", "0", "--api", f"unix://{socket}"], stdout=subprocess.PIPE)
    process.stdout.readline()  # the heads of the columns
    rows = 1 if process.stdout.readline() else 0
    first = time.monotonic() - begun
    rows += process.stdout.read().count(b"\n")
    if process.wait() != 0 or rows != sessions:
        sys.exit(f"toolkit.py: {rows} rows of {sessions}")
    return 1000 * first, 1000 * (time.monotonic() - begun)


def shown(values):
    values = sorted(values)
    return f"median {statistics.median(values):7.1f} ms   95 % below {values[int(0.95 * (len(values) - 1))]:7.1f} ms"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", metavar="BINARY", type=os.path.abspath)
    parser.add_argument("--sessions", type=int, default=100_000, metavar="N", help="(%(default)s)")
    parser.add_argument("--times", type=int, default=20, metavar="N", help="(%(default)s)")
    arguments = parser.parse_args()
    versions = [version(arguments.binary) for _ in range(10 * arguments.times)]
    with tempfile.TemporaryDirectory() as folder:
        socket = f"{folder}/api.sock"
        with Broker(arguments.binary, "plugin_order=[admin]", "api.unix.enabled=true", f"api.unix.path={socket}") as broker:
            hold(broker.port, 0, arguments.sessions)
            lists = []
            for _ in range(arguments.times):
                time.sleep(1.1)
                lists.append(listed(arguments.binary, socket, arguments.sessions))
    first, last = zip(*lists)
    print(f"--version             {shown(versions)}")
    print(f"clients list: first   {shown(first)}")
    print(f"clients list: all     {shown(last)}")
    if statistics.median(versions) > VERSION_MS or statistics.median(first) > FIRST_ROW_MS:
        sys.exit(1)


if __name__ == "__main__":
    main()
