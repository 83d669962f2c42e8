#!/usr/bin/env python3
"""What plugins, and scrapes of the metrics, cost the messages of clients that have nothing to do with them.

usage: plugins.py scrape BINARY [--connected N] [--offline N] [--every S] [--seconds N] [--rounds N]
       plugins.py listed BINARY [--connected N] [--offline N] [--every S] [--seconds N] [--rounds N]
       plugins.py loaded BINARY [--topics N] [--rules N] [--seconds N] [--rounds N]

scrape  A broker holds connected clients and sessions that are away, and pairs exchange QoS 0 messages; in every other run the
        metrics are scraped meanwhile. The limit is 5 % more CPU per message.
listed  The same with lists of clients, filtered and sorted, that are asked of the admin API ten times a second, each time for another
        page size so that no answer can be the one before. The limit is 5 % more CPU per message, all work on the lists
        included, and 200 ms (median) for a list when nothing else is going on.
loaded  20 pairs exchange QoS 0 messages, each publisher on so many topics of its own: on a broker without plugins, and on one
        with auth (each client has a name and a password), acl (the last rule decides), prometheus and sys, where the metrics are
        scraped once a second. The limit is 15 % more CPU per message.

The runs alternate, and medians are compared. Prints JSON; exits 0 if the limit is kept. Needs mqload (`make`) and a file limit a
little above the number of connected clients. A shared machine is too noisy for the limits.
"""
import argparse
import json
import os
import pathlib
import resource
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
LIMITS = {"scrape": 1.05, "listed": 1.05, "loaded": 1.15}
LIST_MS = 200
LIST = "/v1/clients?filter=connected%3Dtrue%20AND%20keep_alive%3D0&order_by=-queue_len,-connected_at"
PAIRS = ["--pubs", "20", "--window", "100"]


class Broker:
    """A running broker; its metrics are where it says, if it has any."""

    def __init__(self, binary, *settings):
        command = [binary, "start", "-o", "json", "--listen", "tcp://127.0.0.1:0", "--log-level", "warn"]
        anywhere = '[{address: "127.0.0.1:0"}]'
        ports = ("plugins.prometheus.listen_address=127.0.0.1:0", f"api.http={anywhere}", "api.grpc=[]", "api.unix.enabled=false")
        for setting in (*ports, *settings):
            command += ["--set", setting]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)
        banner = json.loads(self.process.stdout.readline())
        self.port = int(banner["listeners"][0].rsplit(":", 1)[1])
        self.metrics = banner.get("metrics")
        self.api = next(iter(banner.get("admin", [])), None)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def pairs(self, seconds, *arguments):
        """Microseconds of the broker's CPU per message."""
        command = [HERE / "mqload", "pairs", "-p", self.port, "-q", 0, "-d", seconds, "--pid", self.process.pid]
        command = [str(part) for part in (*command, *PAIRS, *arguments)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
        result = json.loads(done.stdout)
        if result.get("lost"):
            raise SystemExit(f"messages were lost: {result}")
        return result["broker_us_per_op"]


class Scraper(threading.Thread):
    """Reads a page again and again; `{}` in its URL is another number each time."""

    def __init__(self, url, every):
        super().__init__(daemon=True)
        self.url, self.every = url, every
        self.over, self.times, self.size = threading.Event(), [], 0

    def run(self):
        while not self.over.is_set():
            begun = time.monotonic()
            with urllib.request.urlopen(self.url.replace("{}", str(20 + len(self.times) % 50))) as page:
                self.size = len(page.read())
            self.times.append(time.monotonic() - begun)
            self.over.wait(self.every)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.join()


def connect(port, number, keeps):
    """A client; `keeps`: its session stays when it goes."""
    sock = socket.socket()
    # Many addresses, for each has only so many ports.
    sock.bind((f"127.3.{number // 250 % 250}.{1 + number % 250}", 0))
    sock.connect(("127.0.0.1", port))
    name = b"held-%d" % number
    body = b"\x00\x04MQTT\x04" + bytes([0 if keeps else 2]) + b"\x00\x00" + struct.pack(">H", len(name)) + name
    sock.sendall(bytes([0x10, len(body)]) + body)
    return sock


def accepted(sock):
    if sock.recv(4)[:1] != b"\x20":
        raise SystemExit("a client was not accepted")


def hold(port, connected, offline):
    """So many clients that are connected, and sessions of so many others that are not."""
    for first in range(0, offline, 100):
        batch = [connect(port, number, keeps=True) for number in range(first, min(first + 100, offline))]
        for sock in batch:
            accepted(sock)
            sock.sendall(b"\xe0\x00")
        for sock in batch:
            sock.recv(1)
            sock.close()
    held = [connect(port, offline + number, keeps=False) for number in range(connected)]
    for sock in held:
        accepted(sock)
    return held


def compare(rounds, without, with_):
    """CPU per message of both, in turns."""
    runs = ([], [])
    for _ in range(rounds):
        for values, run in zip(runs, (without, with_)):
            values.append(run())
    medians = [statistics.median(values) for values in runs]
    return {"us per message": {"without": runs[0], "with": runs[1]}, "ratio": round(medians[1] / medians[0], 4)}


def scrape(arguments):
    with Broker(arguments.binary, "plugin_order=[prometheus]") as broker:
        held = hold(broker.port, arguments.connected, arguments.offline)
        times = []

        def scraped():
            with Scraper(broker.metrics, arguments.every) as scraper:
                figure = broker.pairs(arguments.seconds)
            times.extend(scraper.times)
            return figure

        broker.pairs(1)  # warms up
        result = compare(arguments.rounds, lambda: broker.pairs(arguments.seconds), scraped)
        text = urllib.request.urlopen(broker.metrics).read().decode()
        sessions = {line.split()[0]: float(line.split()[1]) for line in text.splitlines() if line.startswith("gmqtt_sessions_")}
        away = sessions["gmqtt_sessions_inactive_current"]
        if sessions["gmqtt_sessions_active_current"] != len(held) or away != arguments.offline:
            raise SystemExit(f"the broker counts other sessions: {sessions}")
    milliseconds = [1000 * value for value in times]
    return result | {
        "scrapes": len(times),
        "scrape ms": {"median": round(statistics.median(milliseconds), 2), "max": round(max(milliseconds), 2)},
    }


def listed(arguments):
    with Broker(arguments.binary, "plugin_order=[admin]") as broker:
        held = hold(broker.port, arguments.connected, arguments.offline)
        url = broker.api + LIST + "&page_size={}"
        with Scraper(url, 1.1) as scraper:
            time.sleep(12)
        alone = [1000 * value for value in scraper.times]
        page = json.load(urllib.request.urlopen(url.replace("{}", "20")))
        if page["total_count"] != len(held) or len(page["clients"]) != 20:
            raise SystemExit(f"the list is another one: {page['total_count']} clients")
        times = []

        def listing():
            with Scraper(url, arguments.every / 10) as scraper:
                figure = broker.pairs(arguments.seconds)
            times.extend(scraper.times)
            return figure

        broker.pairs(1)  # warms up
        result = compare(arguments.rounds, lambda: broker.pairs(arguments.seconds), listing)
    if statistics.median(alone) > LIST_MS:
        sys.exit(f"plugins.py: a list takes {statistics.median(alone):.0f} ms, {LIST_MS} are allowed")
    shown = lambda values: {"median": round(statistics.median(values), 2), "max": round(max(values), 2)}
    return result | {"lists": len(times), "list ms": shown(alone), "list ms under load": shown([1000 * value for value in times])}


def loaded(arguments):
    topics = ["--topics", arguments.topics]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        accounts, rules = folder / "accounts.yml", folder / "acl.yml"
        accounts.write_text("- {username: bench, password: secret}\n")
        accounts.chmod(0o600)
        others = [f'- {{allow: all, user: "other-{n}", topic: "other/{n}/#"}}\n' for n in range(arguments.rules - 1)]
        rules.write_text("".join(others) + '- {allow: all, user: bench, topic: "bench/#"}\n')
        plugins = [
            "plugin_order=[auth, acl, prometheus, sys]",
            f"plugins.auth.password_file={accounts}",
            "plugins.auth.hash=plain",
            f"plugins.acl.file={rules}",
            "plugins.sys.interval=1s",
        ]
        credentials = ["--user", "bench", "--pass", "secret"]

        def bare():
            with Broker(arguments.binary, "plugin_order=[]") as broker:
                return broker.pairs(arguments.seconds, *topics, *credentials)

        def full():
            with Broker(arguments.binary, *plugins) as broker, Scraper(broker.metrics, 1):
                return broker.pairs(arguments.seconds, *topics, *credentials)

        return compare(arguments.rounds, bare, full)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=LIMITS)
    parser.add_argument("binary", metavar="BINARY")
    parser.add_argument("--connected", type=int, default=15_000, metavar="N", help="clients that are connected (%(default)s)")
    parser.add_argument("--offline", type=int, default=100_000, metavar="N", help="sessions that are away (%(default)s)")
    parser.add_argument("--every", type=float, default=1, metavar="S", help="seconds between two scrapes, or ten lists (%(default)s)")
    parser.add_argument("--topics", type=int, default=1000, metavar="N", help="topics of a publisher (%(default)s)")
    parser.add_argument("--rules", type=int, default=100, metavar="N", help="rules of the acl (%(default)s)")
    parser.add_argument("--seconds", type=int, default=5, metavar="N", help="length of a run (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="runs of each kind (%(default)s)")
    arguments = parser.parse_args()
    wanted = arguments.connected + 200
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        parser.error(f"{wanted} files are needed, {hard} are allowed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    if not os.access(HERE / "mqload", os.X_OK):
        parser.error("mqload is missing: run make")
    result = {"scrape": scrape, "listed": listed, "loaded": loaded}[arguments.what](arguments)
    limit = LIMITS[arguments.what]
    print(json.dumps(result | {"limit": limit}, indent=2))
    if result["ratio"] > limit:
        sys.exit(f"plugins.py: {result['ratio']} is above the limit of {limit}")


if __name__ == "__main__":
    main()
