#!/usr/bin/env python3
"""What a pair of clients notices of the crowd around it.

usage: neighbour.py BINARY [--silent N] [--half N] [--slow N] [--rate N] [--seconds N] [--reopen]

Starts `BINARY start` and lets a pair exchange QoS 1 messages at a fixed rate: alone, and among silent sockets, connections
that stop in the middle of their CONNECT, and subscribers that neither read nor acknowledge while more is published to them.
Without --reopen the broker waits ten minutes for a CONNECT, so that the crowd stays; with it the broker closes each after
five seconds, as it does by default, and the crowd comes back at once, some thousand connections a second.

Exits 0 if the pair lost nothing, its p99 grew at most threefold, and the broker's memory 30 seconds after the crowd has left is
at most 1.25 times what it was before. Needs a file limit a little above the number of connections.
"""
import argparse
import gc
import json
import multiprocessing
import resource
import selectors
import socket
import struct
import subprocess
import sys
import time

LIMITS = {"p99 growth": 3.0, "memory growth": 1.25}
FLOOD = 100  # messages a second to the slow subscribers
SETTLE = 30  # seconds after which memory has to be back


def field(data):
    return struct.pack(">H", len(data)) + data


def packet(first, body):
    length, head = len(body), bytes([first])
    while True:
        length, low = divmod(length, 128)
        head += bytes([low | (0x80 if length else 0)])
        if not length:
            return head + body


def connect_packet(client_id):
    return packet(0x10, b"\x00\x04MQTT\x04\x02\x00\x00" + field(client_id))


def subscribe_packet(topic, qos):
    return packet(0x82, b"\x00\x01" + field(topic) + bytes([qos]))


def publish_packet(topic, packet_id, payload):
    return packet(0x32, field(topic) + struct.pack(">H", packet_id) + payload)


def packets(buffer):
    """Whole packets from the front of a bytearray, which keeps the rest."""
    at = 0
    while True:
        length, shift, head = 0, 0, at + 1
        while head < len(buffer) and buffer[head] & 0x80:
            length |= (buffer[head] & 0x7F) << shift
            shift, head = shift + 7, head + 1
        if head >= len(buffer):
            break
        length |= buffer[head] << shift
        end = head + 1 + length
        if end > len(buffer):
            break
        yield buffer[at], bytes(buffer[head + 1:end])
        at = end
    del buffer[:at]


def client(port, client_id, buffer=None):
    sock = socket.socket()
    if buffer:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    sock.connect(("127.0.0.1", port))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.sendall(connect_packet(client_id))
    assert sock.recv(4) == b"\x20\x02\x00\x00", "CONNACK"
    return sock


def subscribe(sock, topic):
    sock.sendall(subscribe_packet(topic, 1))
    assert sock.recv(5)[0] == 0x90, "SUBACK"


class Pair:
    """A publisher and a subscriber in one loop, so that one clock and one thread measure."""

    def __init__(self, port):
        self.publisher, self.subscriber = client(port, b"neighbour-p"), client(port, b"neighbour-s")
        subscribe(self.subscriber, b"neighbour")
        self.selector = selectors.DefaultSelector()
        for sock in (self.publisher, self.subscriber):
            sock.setblocking(False)
            self.selector.register(sock, selectors.EVENT_READ)
        self.received = bytearray()
        self.sent = self.expected = 0
        self.latencies = []

    def run(self, rate, seconds):
        """Latencies in milliseconds of `rate` messages a second, and how many never came."""
        self.latencies, first = [], self.sent
        begun = time.monotonic()
        count = int(rate * seconds)
        while self.sent - first < count:
            due = begun + (self.sent - first) / rate
            now = time.monotonic()
            if now < due:
                self.listen(due - now)
                continue
            self.sent += 1
            payload = struct.pack(">Qd", self.sent, time.monotonic())
            self.publisher.sendall(publish_packet(b"neighbour", self.sent % 65535 + 1, payload))
        patience = time.monotonic() + 5
        while self.expected < self.sent and time.monotonic() < patience:
            self.listen(0.1)
        return sorted(self.latencies), count - len(self.latencies)

    def listen(self, timeout):
        for key, _ in self.selector.select(timeout):
            data = key.fileobj.recv(65536)
            if not data:
                raise SystemExit("the broker closed the connection of the pair")
            if key.fileobj is self.subscriber:
                self.received += data
                self.take(time.monotonic())

    def take(self, now):
        acks = b""
        for first, body in packets(self.received):
            if first >> 4 != 3:
                continue
            topic_end = 2 + struct.unpack(">H", body[:2])[0]
            acks += b"\x40\x02" + body[topic_end:topic_end + 2]
            number, sent = struct.unpack(">Qd", body[topic_end + 2:])
            assert number > self.expected, f"message {number} after {self.expected}"
            self.expected = number
            self.latencies.append((now - sent) * 1000)
        if acks:
            self.subscriber.sendall(acks)


def in_a_process(work, *arguments):
    """Runs `work(end_of_a_pipe, *arguments)` in a process of its own; returns the process and the other end."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=work, args=(theirs, *arguments), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def pair(pipe, port, rate):
    gc.disable()
    both = Pair(port)
    pipe.send("ready")
    while (seconds := pipe.recv()) is not None:
        pipe.send(both.run(rate, seconds))


def crowd(pipe, port, silent, half, slow, reopen):
    """Connects everybody, says so, and stays until told to leave."""
    begin = connect_packet(b"half-a-connect")[:-7]
    selector, number = selectors.DefaultSelector(), 0

    def arrive(says):
        nonlocal number
        sock = socket.socket()
        # Many addresses, for each has only so many ports.
        sock.bind((f"127.2.{number // 250 % 250}.{1 + number % 250}", 0))
        number += 1
        sock.connect(("127.0.0.1", port))
        if says:
            sock.sendall(says)
        selector.register(sock, selectors.EVENT_READ, says)

    for _ in range(silent):
        arrive(b"")
    for _ in range(half):
        arrive(begin)
    stuck = [client(port, b"slow-%d" % n, buffer=4096) for n in range(slow)]
    for sock in stuck:
        subscribe(sock, b"slow/+")
    publisher = client(port, b"slow-publisher")
    publisher.setblocking(False)
    message = publish_packet(b"slow/x", 7, b"." * 1000)
    for _ in range(2000):  # fills windows and queues
        publisher.setblocking(True)
        publisher.sendall(message)
    publisher.setblocking(False)
    pipe.send("here")
    came_back, due = 0, time.monotonic()
    while not pipe.poll():
        if time.monotonic() >= due:
            due += 1 / FLOOD
            try:
                publisher.recv(65536)
                publisher.send(message)
            except BlockingIOError:
                pass
        for key, _ in selector.select(max(0, due - time.monotonic())):
            selector.unregister(key.fileobj)
            key.fileobj.close()
            if reopen:
                arrive(key.data)
                came_back += 1
    pipe.send(came_back)
    # Ends, and leaves the closing of its connections to the system.


def start(binary, *settings):
    command = [binary, "start", "-o", "json", "--listen", "tcp://127.0.0.1:0", "--log-level", "warn"]
    for setting in settings:
        command += ["--set", setting]
    broker = subprocess.Popen(command, stdout=subprocess.PIPE)
    banner = json.loads(broker.stdout.readline())
    return broker, int(banner["listeners"][0].rsplit(":", 1)[1])


def memory(broker):
    """VmRSS in KiB."""
    with open(f"/proc/{broker.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def quantile(values, q):
    return round(values[min(len(values) - 1, int(len(values) * q))], 3) if values else None


def figures(run):
    latencies, lost = run
    return {
        "messages": len(latencies),
        "lost": lost,
        "p50 ms": quantile(latencies, 0.5),
        "p99 ms": quantile(latencies, 0.99),
        "max ms": quantile(latencies, 1.0),
    }


def measure(arguments, broker, port):
    pair_process, pair_pipe = in_a_process(pair, port, arguments.rate)
    pair_pipe.recv()

    def exchange(seconds):
        pair_pipe.send(seconds)
        return figures(pair_pipe.recv())

    exchange(2)  # warms up
    alone = exchange(arguments.seconds)
    before = memory(broker)
    numbers = (arguments.silent, arguments.half, arguments.slow)
    crowd_process, crowd_pipe = in_a_process(crowd, port, *numbers, arguments.reopen)
    crowd_pipe.recv()
    time.sleep(1)
    among, most = exchange(arguments.seconds), memory(broker)
    crowd_pipe.send("leave")
    came_back = crowd_pipe.recv()
    crowd_process.join()
    leaving = exchange(5)
    time.sleep(SETTLE - 5)
    after = memory(broker)
    pair_pipe.send(None)
    pair_process.join()
    return {
        "alone": alone,
        "in the crowd": among,
        "while it leaves": leaving,
        "came back": came_back,
        "memory KiB": {"before": before, "in the crowd": most, "after": after},
        "p99 growth": round(among["p99 ms"] / alone["p99 ms"], 2),
        "memory growth": round(after / before, 2),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", metavar="BINARY")
    parser.add_argument("--silent", type=int, default=10_000, metavar="N", help="sockets that say nothing (%(default)s)")
    parser.add_argument("--half", type=int, default=1000, metavar="N", help="connections within CONNECT (%(default)s)")
    parser.add_argument("--slow", type=int, default=100, metavar="N", help="subscribers that do not read (%(default)s)")
    parser.add_argument("--rate", type=int, default=1000, metavar="N", help="messages a second of the pair (%(default)s)")
    parser.add_argument("--seconds", type=int, default=20, metavar="N", help="length of a measurement (%(default)s)")
    parser.add_argument("--reopen", action="store_true", help="connections that the broker closes come back")
    arguments = parser.parse_args()
    wanted = arguments.silent + arguments.half + arguments.slow + 100
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        parser.error(f"{wanted} files are needed, {hard} are allowed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))

    patience = "5s" if arguments.reopen else "10m"
    broker, port = start(arguments.binary, f"mqtt.connect_timeout={patience}")
    try:
        result = measure(arguments, broker, port)
    finally:
        broker.terminate()
        broker.wait()
    print(json.dumps(result, indent=2))
    failed = [name for name, most in LIMITS.items() if result[name] > most]
    failed += [name for name in ("in the crowd", "while it leaves") if result[name]["lost"]]
    if failed:
        sys.exit(f"neighbour.py: above the limit: {', '.join(failed)}")


if __name__ == "__main__":
    main()
