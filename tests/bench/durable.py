#!/usr/bin/env python3
"""What it costs that acknowledged messages survive: a store on disk beside none, and a restart with full queues.

usage: durable.py GMQTT [--seconds S] [--rounds N] [--only rate,clean,restart] [--mosquitto] [--sessions N] [--folder DIR]

rate:    200 publishers to 200 sessions that last, QoS 1, window 20, `commit: sync`, on a disk whose sync takes 1 ms (slowsync.so on
         a folder in memory): at most one sync for 50 messages, at least half of the rate that memory has. With --mosquitto its
         rate and CPU beside, with persistence on.
clean:   20 pairs with sessions that end with their connection, QoS 1: CPU per message with a store configured, and without (3 %), in
         short turns at the same rate.
restart: 100,000 sessions with 10 messages each: ready within 5 seconds, memory at most 1.5 times what it was.

Prints a table; exits 1 where a bound is missed or messages were lost. Brokers are pinned to one core, the generator to the other.
"""
import argparse
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
SETTINGS = ["plugin_order=[]", "api.grpc=[]", "api.http=[]", "mqtt.max_queued_messages=100000", "log.level=warn"]


class Gmqtt:
    """A broker on one core, with a store in a folder or none."""

    def __init__(self, binary, folder, store, slow_us=0):
        self.binary, self.folder, self.slow_us = binary, folder, slow_us
        self.settings = SETTINGS + [f"persistence.type={store}", f"data_dir={folder}/state"]
        self.start()

    def start(self):
        environment = dict(os.environ, SLOWSYNC_US=str(self.slow_us), SLOWSYNC_COUNT=f"{self.folder}/syncs")
        environment["LD_PRELOAD"] = os.path.join(HERE, "slowsync.so")
        command = ["taskset", "-c", "0", self.binary, "start", "-o", "json", "--listen", "tcp://127.0.0.1:0"]
        for setting in self.settings:
            command += ["--set", setting]
        begun = time.monotonic()
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        line = self.process.stdout.readline()
        self.ready = time.monotonic() - begun
        if not line:
            raise SystemExit("the broker did not start")
        self.port = int(json.loads(line)["listeners"][0].rsplit(":", 1)[1])
        self.pid = self.process.pid

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        path = f"{self.folder}/syncs"
        return int(open(path).read()) if os.path.exists(path) else 0

    def memory(self):
        """Resident MiB once it has stopped moving."""
        last = resident(self.pid)
        for _ in range(40):
            time.sleep(0.25)
            now = resident(self.pid)
            if abs(now - last) < 64:
                break
            last = now
        return last / 1024


class Mosquitto:
    """Debian's, with persistence, which it writes when it ends and now and then."""

    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        config = f"{folder}/mosquitto.conf"
        lines = [
            f"listener {self.port} 127.0.0.1", "allow_anonymous true", "set_tcp_nodelay true", "max_queued_messages 100000",
            "max_inflight_messages 1000", "persistence true", f"persistence_location {folder}/", "autosave_interval 5", "user root",
        ]
        with open(config, "w") as file:
            file.write("\n".join(lines) + "\n")
        self.process = subprocess.Popen(["taskset", "-c", "0", "mosquitto", "-c", config], stderr=subprocess.DEVNULL)
        self.pid = self.process.pid
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit("mosquitto does not listen")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        return 0


def resident(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def load(broker, arguments):
    command = ["taskset", "-c", "1", os.path.join(HERE, "mqload"), *arguments, "-p", str(broker.port), "--pid", str(broker.pid)]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    return json.loads(run.stdout)


class Folder:
    """In memory, so that what is measured is not this disk."""

    def __init__(self, below):
        self.path = tempfile.mkdtemp(prefix="gmqtt-durable-", dir=below)

    def __enter__(self):
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


missed = []


def bound(name, value, most):
    if value > most:
        missed.append(f"{name}: {value:.3f} is more than {most}")


def sound(name, result):
    bad = {key: result.get(key) for key in ("lost", "ooo", "misrouted", "bad", "error") if result.get(key)}
    if bad:
        missed.append(f"{name}: {bad}")


def rate(options):
    arguments = ["pairs", "-q", "1", "--pubs", "200", "--persist", "1", "--window", "20", "--inflight", "20", "-d", str(options.seconds)]
    found = {}
    kinds = ["memory", "embedded"] + (["mosquitto"] if options.mosquitto else [])
    for _ in range(options.rounds):
        for kind in kinds:
            with Folder(options.folder) as folder:
                broker = Mosquitto(folder) if kind == "mosquitto" else Gmqtt(options.binary, folder, kind, 1000)
                result = load(broker, arguments)
                syncs = broker.stop()
            sound(kind, result)
            per_sync = result["received"] / syncs if syncs else 0
            found.setdefault(kind, []).append((result["recv_per_s"], result["broker_us_per_op"], per_sync))
    print("| 200 publishers, QoS 1 to sessions that last, a sync takes 1 ms | messages/s | CPU us/message | messages/sync |")
    print("|---|---|---|---|")
    middle = {kind: [statistics.median(column) for column in zip(*rows)] for kind, rows in found.items()}
    for kind, (per_second, cpu, per_sync) in middle.items():
        print(f"| {kind} | {per_second:,.0f} | {cpu:.2f} | {per_sync:.0f} |")
    bound("syncs per message", 1 / max(middle["embedded"][2], 1e-9), 1 / 50)
    bound("memory's rate by the store's", middle["memory"][0] / middle["embedded"][0], 2)


def clean(options):
    """Two brokers take turns of less than a second, for a machine is not the same for long; what is compared are neighbours. The rate is
    given: as fast as they can, pairs of the same broker differ by more than what is looked for."""
    arguments = ["pairs", "-q", "1", "--pubs", "20", "-r", "200000", "-d", "0.4", "--warmup", "0.1"]
    without, with_store, ratios = [], [], []
    for _ in range(options.rounds):
        with Folder(options.folder) as first, Folder(options.folder) as second:
            brokers = [(Gmqtt(options.binary, first, "memory"), without), (Gmqtt(options.binary, second, "embedded"), with_store)]
            for turn in range(16):
                for broker, values in brokers if turn % 2 else reversed(brokers):
                    result = load(broker, arguments)
                    sound("clean", result)
                    values.append(result["broker_us_per_op"])
                ratios.append(with_store[-1] / without[-1])
            for broker, _ in brokers:
                broker.stop()
    least, ratio, most = statistics.quantiles(ratios, n=4)
    print("\n| 20 pairs, QoS 1, clean sessions, 200,000 messages/s | CPU us/message |")
    print("|---|---|")
    print(f"| no store | {statistics.median(without):.3f} |")
    print(f"| a store configured | {statistics.median(with_store):.3f} |")
    print(f"| ratio of neighbours, median and quartiles of {len(ratios)} | {ratio:.3f} ({least:.2f} to {most:.2f}) |")
    bound("a configured store for clean sessions", ratio, 1.03)


def restart(options):
    with Folder(options.folder) as folder:
        broker = Gmqtt(options.binary, folder, "embedded")
        arguments = ["churn", "-q", "1", "--clients", str(options.sessions), "--msgs", "10", "--pubs", "50", "--leave", "1"]
        result = load(broker, arguments)
        sound("restart", result)
        before = broker.memory()
        broker.stop()
        size = sum(entry.stat().st_size for entry in os.scandir(f"{folder}/state/store")) / 1e6
        broker.start()
        ready = broker.ready
        after = broker.memory()
        broker.stop()
    print(f"\n| restart with {options.sessions:,} sessions and 10 messages each | |")
    print("|---|---|")
    print(f"| ready after | {ready:.2f} s |")
    print(f"| on disk | {size:.0f} MB |")
    print(f"| resident before, after | {before:.0f} MiB, {after:.0f} MiB ({after / before:.2f}) |")
    bound("seconds to ready", ready, 5)
    bound("memory after a restart", after / before, 1.5)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", metavar="GMQTT", type=os.path.abspath)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sessions", type=int, default=100_000)
    parser.add_argument("--only", type=lambda text: text.split(","), default=["rate", "clean", "restart"], metavar="PART,...")
    parser.add_argument("--mosquitto", action="store_true")
    parser.add_argument("--folder", default="/dev/shm", metavar="DIR")
    options = parser.parse_args()
    os.environ.pop("NOTIFY_SOCKET", None)
    for part in (rate, clean, restart):
        if part.__name__ in options.only:
            part(options)
    for line in missed:
        print(f"MISSED {line}", file=sys.stderr)
    sys.exit(1 if missed else 0)


main()
